#include "core/upf/vnet_tun.hpp"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include <cstring>

#include "runtime/io_error.hpp"
#include "runtime/netlink.hpp"
#include "runtime/netns.hpp"

// Not in the headers of Debian 12 (Linux 6.1).
#ifndef TUN_F_USO4
#define TUN_F_USO4 0x20
#define TUN_F_USO6 0x40
#endif

namespace pellucid::upf {

namespace {

/// struct virtio_net_hdr of <linux/virtio_net.h>, which C++ cannot read.
struct VirtioHeader {
  std::uint8_t flags, gso_type;
  std::uint16_t hdr_len, gso_size, csum_start, csum_offset;  // machine order
};
static_assert(sizeof(VirtioHeader) == 10);
constexpr std::uint8_t needs_csum = 1;
constexpr std::uint8_t gso_tcpv4 = 1, gso_tcpv6 = 4, gso_udp_l4 = 5, gso_ecn = 0x80;

constexpr int queue_packets = 4096;  // the device's transmit queue: what waits for us in the kernel

Io<FileDescriptor> attach(const std::string& name) {
  FileDescriptor fd(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return io_failure("open /dev/net/tun");
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.size());
  request.ifr_flags = short(IFF_TUN | IFF_NO_PI | IFF_VNET_HDR | IFF_TUN_EXCL);
  if (::ioctl(fd.get(), TUNSETIFF, &request) != 0) {
    auto failure = io_failure("create TUN device " + name);
    if (failure.error().number == EPERM) failure.error().what += " (needs CAP_NET_ADMIN: run as root, or in a user namespace)";
    if (failure.error().number == EBUSY) failure.error().what += " (a device of that name exists: choose another name, or remove it)";
    return failure;
  }
  return fd;
}

/// A longer queue than the kernel's 500 packets; a kernel that refuses keeps those.
void lengthen_queue(const std::string& name) {
  FileDescriptor control(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.size());
  request.ifr_qlen = queue_packets;
  if (control) ::ioctl(control.get(), SIOCSIFTXQLEN, &request);
}

Io<Nothing> configure(const TunOptions& options) {
  auto netlink = Netlink::open();
  if (!netlink.ok()) return Fail(netlink.error());
  if (auto done = netlink->set_mtu(options.name, options.mtu); !done.ok()) return done;
  [[maybe_unused]] auto quiet = netlink->no_link_local(options.name);  // a machine without IPv6 refuses this, and needs it as little
  for (auto& text : options.addresses) {
    auto address = IpPrefix::parse(text);
    if (!address) return io_failure("address \"" + text + "\" of TUN device " + options.name, EINVAL);
    if (auto done = netlink->add_address(options.name, *address); !done.ok()) return done;
  }
  lengthen_queue(options.name);
  if (auto done = netlink->set_up(options.name); !done.ok()) return done;
  for (auto& text : options.routes) {
    auto route = IpPrefix::parse(text);
    if (!route) return io_failure("route \"" + text + "\" into TUN device " + options.name, EINVAL);
    if (auto done = netlink->add_route(*route, options.name); !done.ok()) return done;
  }
  return Nothing{};
}

}  // namespace

Io<VnetTun> VnetTun::open(const TunOptions& options) {
  if (options.name.empty() || options.name.size() > Netlink::max_device_name)
    return io_failure("TUN device name \"" + options.name + "\" (1 to 15 characters)", EINVAL);
  VnetTun tun;
  auto made = in_namespace(options.network_namespace, [&]() -> Io<Nothing> {
    auto attached = attach(options.name);
    if (!attached.ok()) return Fail(attached.error());
    tun.fd_ = std::move(*attached);
    unsigned tcp = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
    tun.udp_offload_ = ::ioctl(tun.fd_.get(), TUNSETOFFLOAD, tcp | TUN_F_USO4 | TUN_F_USO6) == 0;
    if (!tun.udp_offload_ && ::ioctl(tun.fd_.get(), TUNSETOFFLOAD, tcp) != 0) return io_failure("offloads of TUN device " + options.name);
    return configure(options);
  });
  if (!made.ok()) return Fail(made.error());
  return tun;
}

std::optional<VnetTun::Read> VnetTun::read(std::span<std::uint8_t> room) {
  VirtioHeader header;
  iovec parts[2] = {{&header, sizeof header}, {room.data(), room.size()}};
  ssize_t got = ::readv(fd_.get(), parts, 2);
  if (got < ssize_t(sizeof header)) return {};
  Read out;
  out.packet = {room.data(), std::size_t(got) - sizeof header};
  out.offload.checksum_missing = (header.flags & needs_csum) != 0;
  out.offload.checksum_start = header.csum_start;
  out.offload.checksum_at = header.csum_offset;
  switch (header.gso_type & ~gso_ecn) {
    case gso_tcpv4:
    case gso_tcpv6: out.offload.kind = Offload::Kind::tcp; break;
    case gso_udp_l4: out.offload.kind = Offload::Kind::udp; break;
    default: break;
  }
  if (out.offload.kind != Offload::Kind::none) out.offload.segment = header.gso_size;
  return out;
}

bool VnetTun::write(const Joined& packet) {
  VirtioHeader header{};
  if (packet.offload.checksum_missing) {
    header.flags = needs_csum;
    header.csum_start = packet.offload.checksum_start;
    header.csum_offset = packet.offload.checksum_at;
  }
  bool v6 = packet.header_size > 0 && packet.header[0] >> 4 == 6;
  if (packet.offload.kind == Offload::Kind::tcp) header.gso_type = v6 ? gso_tcpv6 : gso_tcpv4;
  if (packet.offload.kind == Offload::Kind::udp) header.gso_type = gso_udp_l4;
  if (packet.offload.kind != Offload::Kind::none) {
    header.gso_size = packet.offload.segment;
    header.hdr_len = std::uint16_t(packet.header_size);
  }
  iovec parts[2 + max_joined];
  int count = 0;
  parts[count++] = {&header, sizeof header};
  if (packet.header_size > 0) parts[count++] = {const_cast<std::uint8_t*>(packet.header.data()), packet.header_size};
  for (std::uint32_t i = 0; i < packet.count; ++i)
    parts[count++] = {const_cast<std::uint8_t*>(packet.pieces[i].data()), packet.pieces[i].size()};
  return ::writev(fd_.get(), parts, count) == ssize_t(sizeof header + packet.size);
}

bool VnetTun::write(ByteView packet) {
  VirtioHeader header{};
  iovec parts[2] = {{&header, sizeof header}, {const_cast<std::uint8_t*>(packet.data()), packet.size()}};
  return ::writev(fd_.get(), parts, 2) == ssize_t(sizeof header + packet.size());
}

}  // namespace pellucid::upf
