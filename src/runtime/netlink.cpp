#include "runtime/netlink.hpp"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>

#include "runtime/io_error.hpp"

namespace pellucid {

namespace {

/// One request as it grows: header, fixed part, attributes, nests.
class Request {
 public:
  template <class Fixed>
  Request(std::uint16_t type, std::uint16_t flags, const Fixed& fixed) {
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = std::uint16_t(NLM_F_REQUEST | NLM_F_ACK | flags);
    put(&header, sizeof header);
    put(&fixed, sizeof fixed);
  }
  template <class Fixed>
  void fixed_part(const Fixed& fixed) {
    put(&fixed, sizeof fixed);
  }
  void attribute(std::uint16_t type, ByteView value) {
    std::size_t start = open_nest(type);
    put(value.data(), value.size());
    close_nest(start);
  }
  void attribute(std::uint16_t type, std::uint32_t value) {
    attribute(type, {reinterpret_cast<const std::uint8_t*>(&value), sizeof value});
  }
  void attribute(std::uint16_t type, const std::string& text) {
    attribute(type, {reinterpret_cast<const std::uint8_t*>(text.c_str()), text.size() + 1});
  }
  std::size_t open_nest(std::uint16_t type) {
    std::size_t start = octets_.size();
    rtattr header{};
    header.rta_type = type;
    put(&header, sizeof header);
    return start;
  }
  void close_nest(std::size_t start) {
    auto length = std::uint16_t(octets_.size() - start);
    std::memcpy(octets_.data() + start, &length, sizeof length);  // rta_len comes first
    while (octets_.size() % 4 != 0) octets_.push_back(0);
  }
  Bytes take() { return std::move(octets_); }

 private:
  void put(const void* data, std::size_t size) {
    auto* from = static_cast<const std::uint8_t*>(data);
    octets_.insert(octets_.end(), from, from + size);
    while (octets_.size() % 4 != 0) octets_.push_back(0);
  }
  Bytes octets_;
};

std::uint8_t family_of(const IpAddress& address) { return address.is_v6() ? AF_INET6 : AF_INET; }

}  // namespace

std::optional<IpPrefix> IpPrefix::parse(std::string_view text) {
  auto slash = text.find('/');
  auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return {};
  unsigned most = address->is_v6() ? 128 : 32;
  unsigned length = most;
  if (slash != std::string_view::npos) {
    auto digits = text.substr(slash + 1);
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc() || end != digits.data() + digits.size() || length > most) return {};
  }
  return IpPrefix{*address, std::uint8_t(length)};
}

std::string IpPrefix::text() const { return address.text() + "/" + std::to_string(length); }

Io<Netlink> Netlink::open() {
  FileDescriptor fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!fd) return io_failure("netlink socket");
  return Netlink(std::move(fd));
}

Io<Nothing> Netlink::request(Bytes message, const std::string& what) {
  auto length = std::uint32_t(message.size());
  std::uint32_t sequence = ++sequence_;
  std::memcpy(message.data() + offsetof(nlmsghdr, nlmsg_len), &length, sizeof length);
  std::memcpy(message.data() + offsetof(nlmsghdr, nlmsg_seq), &sequence, sizeof sequence);
  if (::send(fd_.get(), message.data(), message.size(), 0) < 0) return io_failure(what);
  alignas(nlmsghdr) std::uint8_t answer[8192];
  for (;;) {
    ssize_t got = ::recv(fd_.get(), answer, sizeof answer, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < ssize_t(sizeof(nlmsghdr) + sizeof(nlmsgerr))) return io_failure(what, got < 0 ? errno : EPROTO);
    nlmsghdr header;
    std::memcpy(&header, answer, sizeof header);
    if (header.nlmsg_seq != sequence || header.nlmsg_type != NLMSG_ERROR) continue;
    nlmsgerr error;
    std::memcpy(&error, answer + sizeof header, sizeof error);
    if (error.error == 0) return Nothing{};
    auto failure = io_failure(what, -error.error);
    if (error.error == -EPERM) failure.error().what += " (needs CAP_NET_ADMIN: run as root, or in a user namespace)";
    return failure;
  }
}

Io<std::uint32_t> Netlink::index(const std::string& device) {
  if (device.empty() || device.size() > max_device_name) return io_failure("device " + device, ENODEV);
  ifreq request{};
  std::memcpy(request.ifr_name, device.c_str(), device.size());
  // A socket of this thread's namespace, as ours is only if nobody moved since open().
  FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket || ::ioctl(socket.get(), SIOCGIFINDEX, &request) != 0) return io_failure("device " + device);
  return std::uint32_t(request.ifr_ifindex);
}

Io<Nothing> Netlink::set_up(const std::string& device) {
  auto number = index(device);
  if (!number.ok()) return Fail(number.error());
  ifinfomsg link{};
  link.ifi_index = int(*number);
  link.ifi_flags = IFF_UP;
  link.ifi_change = IFF_UP;
  return request(Request(RTM_NEWLINK, 0, link).take(), "bring up " + device);
}

Io<Nothing> Netlink::set_mtu(const std::string& device, std::uint32_t mtu) {
  auto number = index(device);
  if (!number.ok()) return Fail(number.error());
  ifinfomsg link{};
  link.ifi_index = int(*number);
  Request change(RTM_NEWLINK, 0, link);
  change.attribute(IFLA_MTU, mtu);
  return request(change.take(), "MTU " + std::to_string(mtu) + " of " + device);
}

Io<Nothing> Netlink::no_link_local(const std::string& device) {
  auto number = index(device);
  if (!number.ok()) return Fail(number.error());
  ifinfomsg link{};
  link.ifi_index = int(*number);
  Request change(RTM_NEWLINK, 0, link);
  auto families = change.open_nest(IFLA_AF_SPEC);
  auto v6 = change.open_nest(AF_INET6);
  const std::uint8_t none = IN6_ADDR_GEN_MODE_NONE;
  change.attribute(IFLA_INET6_ADDR_GEN_MODE, ByteView(&none, 1));
  change.close_nest(v6);
  change.close_nest(families);
  return request(change.take(), "no IPv6 link-local address on " + device);
}

Io<Nothing> Netlink::add_address(const std::string& device, const IpPrefix& address) {
  auto number = index(device);
  if (!number.ok()) return Fail(number.error());
  ifaddrmsg fixed{};
  fixed.ifa_family = family_of(address.address);
  fixed.ifa_prefixlen = address.length;
  fixed.ifa_flags = address.address.is_v6() ? IFA_F_NODAD : 0;  // ours alone: usable at once
  fixed.ifa_index = *number;
  Request change(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, fixed);
  change.attribute(IFA_LOCAL, address.address.octets());
  change.attribute(IFA_ADDRESS, address.address.octets());
  return request(change.take(), "address " + address.text() + " on " + device);
}

Io<Nothing> Netlink::add_route(const IpPrefix& to, const std::string& device, const std::optional<IpAddress>& gateway) {
  auto number = index(device);
  if (!number.ok()) return Fail(number.error());
  rtmsg fixed{};
  fixed.rtm_family = family_of(to.address);
  fixed.rtm_dst_len = to.length;
  fixed.rtm_table = RT_TABLE_MAIN;
  fixed.rtm_protocol = RTPROT_STATIC;
  fixed.rtm_scope = gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
  fixed.rtm_type = RTN_UNICAST;
  Request change(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, fixed);
  if (to.length > 0) change.attribute(RTA_DST, to.address.octets());
  if (gateway) change.attribute(RTA_GATEWAY, gateway->octets());
  change.attribute(RTA_OIF, *number);
  return request(change.take(), "route " + to.text() + " into " + device);
}

Io<Nothing> Netlink::remove_device(const std::string& device) {
  auto number = index(device);
  if (!number.ok()) return Fail(number.error());
  ifinfomsg link{};
  link.ifi_index = int(*number);
  return request(Request(RTM_DELLINK, 0, link).take(), "remove " + device);
}

Io<Nothing> Netlink::add_veth(const std::string& device, const std::string& peer, int peer_namespace) {
  if (device.size() > max_device_name || peer.size() > max_device_name) return io_failure("veth " + device + " - " + peer, ENAMETOOLONG);
  ifinfomsg link{};
  Request change(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link);
  change.attribute(IFLA_IFNAME, device);
  auto info = change.open_nest(IFLA_LINKINFO);
  change.attribute(IFLA_INFO_KIND, std::string("veth"));
  auto data = change.open_nest(IFLA_INFO_DATA);
  auto other = change.open_nest(VETH_INFO_PEER);
  change.fixed_part(link);
  change.attribute(IFLA_IFNAME, peer);
  if (peer_namespace >= 0) change.attribute(IFLA_NET_NS_FD, std::uint32_t(peer_namespace));
  change.close_nest(other);
  change.close_nest(data);
  change.close_nest(info);
  return request(change.take(), "veth " + device + " - " + peer);
}

}  // namespace pellucid
