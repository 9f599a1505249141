#pragma once
// Who made it: IANA's enterprise numbers and IEEE's MAC prefixes to names, from the files of Debian's packages libwireshark-data and
// ieee-data. Read at the first question, once. A registrant's name is as it stands there; normal_vendor() makes names comparable.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "runtime/world.hpp"

namespace pellucid::oversight {

using Mac = Octets<6>;
std::string text(const Mac& mac);  // "00:e0:fc:01:02:03"
/// Exactly six octets that are neither all zero nor a group address.
std::optional<Mac> as_mac(ByteView octets);

struct VendorFiles {
  std::string enterprises = "/usr/share/wireshark/enterprises.tsv";
  std::vector<std::string> mac_prefixes{"/usr/share/ieee-data/oui.csv", "/usr/share/ieee-data/mam.csv", "/usr/share/ieee-data/oui36.csv"};
};

class Vendors {
 public:
  static constexpr std::size_t max_entries = 1'000'000;

  explicit Vendors(World& world, VendorFiles files = {}) : world_(&world), files_(std::move(files)) {}
  Vendors(const Vendors&) = delete;
  Vendors& operator=(const Vendors&) = delete;

  /// Who registered the number; empty if nobody is known.
  std::string enterprise(std::uint32_t number);
  /// Who registered the longest prefix of the address (MA-S, MA-M, MA-L). Empty for a locally administered address, for one that nobody
  /// known registered, and for a registrant that stays private.
  std::string registrant(const Mac& mac);
  /// Which file could not be read and what that means; empty if all were. Reads them.
  const std::vector<std::string>& complaints();

 private:
  struct Entry {
    std::uint64_t key = 0;  // number, or prefix with its length in bits above it
    std::uint32_t name_at = 0, name_octets = 0;
  };
  void read();
  void read_enterprises(std::string_view text);
  void read_mac_prefixes(std::string_view text);
  void add(std::vector<Entry>& to, std::uint64_t key, std::string_view name);
  std::string find(const std::vector<Entry>& in, std::uint64_t key) const;

  World* world_;
  VendorFiles files_;
  bool read_ = false;
  std::string names_;
  std::vector<Entry> enterprises_, prefixes_;
  std::vector<std::string> complaints_;
};

}  // namespace pellucid::oversight
