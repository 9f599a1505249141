#pragma once
// A TUN device with offloads: TCP and UDP super packets of up to 64 KB pass it whole, with a virtio header that says how they are to
// be cut (Linux: IFF_VNET_HDR, TUNSETOFFLOAD).
#include <cstdint>
#include <optional>
#include <span>

#include "core/upf/cut.hpp"
#include "core/upf/join.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/world.hpp"

namespace pellucid::upf {

/// Octets that the largest packet needs.
constexpr std::size_t max_super_packet = 65536;

class VnetTun {
 public:
  /// A fresh device, up and addressed; it goes when this is destroyed. Needs CAP_NET_ADMIN in its namespace.
  static Io<VnetTun> open(const TunOptions& options);

  int fd() const { return fd_.get(); }
  /// Does the kernel cut and join UDP too (USO, from Linux 6.2 on)?
  bool udp_offload() const { return udp_offload_; }
  struct Read {
    ByteView packet;
    Offload offload;
  };
  /// The next packet, in `room` (max_super_packet octets); nothing if none waits.
  std::optional<Read> read(std::span<std::uint8_t> room);
  /// False if the kernel would not take it.
  bool write(const Joined& packet);
  bool write(ByteView packet);

 private:
  FileDescriptor fd_;
  bool udp_offload_ = false;
};

}  // namespace pellucid::upf
