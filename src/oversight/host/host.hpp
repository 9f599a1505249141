#pragma once
// The local machine as an element: what it is made of (DMI, PCI, network cards), what is installed (kernel, system, packages), what runs
// (services, listening sockets, executables with their digests). All of it can be forged by whoever is root: nothing here is proof.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "oversight/host/machine.hpp"
#include "oversight/inventory/observation.hpp"

namespace pellucid::oversight {

class Host {
 public:
  static constexpr std::size_t max_processes = 32'768;
  static constexpr std::size_t max_descriptors = 262'144;           // of all processes together
  static constexpr std::size_t max_binary_octets = 512u << 20;      // larger ones have no digest
  static constexpr std::uint64_t max_digested_octets = 2ull << 30;  // in one observation; the rest has its turn in the next one
  static constexpr std::size_t max_devices = 4'096;
  static constexpr std::size_t max_packages = 16'384;

  /// Who the prefix of a MAC address is registered to; empty if nobody knows.
  using Registrant = std::function<std::string(std::string_view mac)>;
  explicit Host(const Machine& machine, Registrant registrant = {}) : machine_(machine), registrant_(std::move(registrant)) {}

  /// Sections that are complete: part, interface, package, service, listener. Executables that end are not forgotten: `process` is not.
  Observation observe(WallTime now);

 private:
  void identity(Observation& seen) const;
  void firmware(Observation& seen) const;
  void devices(Observation& seen);
  void cards(Observation& seen) const;
  void system(Observation& seen) const;
  void packages(Observation& seen) const;
  void services(Observation& seen) const;
  void processes(Observation& seen);
  std::string digest(const std::string& path);

  struct DeviceName {
    std::string vendor, model;
  };
  const Machine& machine_;
  Registrant registrant_;
  std::map<std::uint32_t, DeviceName> device_names_;  // by vendor and device id
  std::map<FileIdentity, std::string> digests_;
  std::uint64_t digested_octets_ = 0;
};

/// The program that is running: for the entry software.started.
struct OwnSoftware {
  std::string path;
  Octets<32> sha256{};
  std::string build_id;  // hexadecimal, of the ELF note; empty if there is none
};
Result<OwnSoftware, std::string> own_software(const Machine& machine);

/// The build id in the notes of an ELF file (NT_GNU_BUILD_ID), hexadecimal; empty if there is none.
std::string build_id(ByteView elf);

}  // namespace pellucid::oversight
