#pragma once
// A small writer of rtnetlink requests (RFC 3549): devices, addresses, routes. Speaks to the network namespace of the thread that
// opened it. Every error names the object and the request that was refused.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/file_descriptor.hpp"
#include "runtime/world.hpp"

namespace pellucid {

/// "10.45.0.1/16", "fd45::1/64"; without a length one address.
struct IpPrefix {
  IpAddress address;
  std::uint8_t length = 0;
  static std::optional<IpPrefix> parse(std::string_view text);
  std::string text() const;
  bool operator==(const IpPrefix&) const = default;
};

class Netlink {
 public:
  static constexpr std::size_t max_device_name = 15;

  static Io<Netlink> open();
  /// The kernel's number of the device; ENODEV if there is none.
  Io<std::uint32_t> index(const std::string& device);
  bool exists(const std::string& device) { return index(device).ok(); }
  Io<Nothing> set_up(const std::string& device);
  Io<Nothing> set_mtu(const std::string& device, std::uint32_t mtu);
  /// The kernel gives the device no IPv6 link-local address of its own, so it sends nothing unasked.
  Io<Nothing> no_link_local(const std::string& device);
  Io<Nothing> add_address(const std::string& device, const IpPrefix& address);
  /// Straight into the device, or by a gateway behind it.
  Io<Nothing> add_route(const IpPrefix& to, const std::string& device, const std::optional<IpAddress>& gateway = {});
  Io<Nothing> remove_device(const std::string& device);
  /// A pair of virtual Ethernet devices; the peer stands in the namespace of that descriptor, or in ours if it is negative.
  Io<Nothing> add_veth(const std::string& device, const std::string& peer, int peer_namespace = -1);

 private:
  explicit Netlink(FileDescriptor fd) : fd_(std::move(fd)) {}
  Io<Nothing> request(Bytes message, const std::string& what);
  FileDescriptor fd_;
  std::uint32_t sequence_ = 0;
};

}  // namespace pellucid
