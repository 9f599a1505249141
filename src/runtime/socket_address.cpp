#include "runtime/socket_address.hpp"

#include <algorithm>
#include <cstring>

namespace pellucid {

SocketAddress to_socket_address(const Endpoint& endpoint) {
  SocketAddress out;
  if (endpoint.address.is_v6()) {
    out.v6 = {};
    out.v6.sin6_family = AF_INET6;
    out.v6.sin6_port = htons(endpoint.port);
    std::memcpy(&out.v6.sin6_addr, endpoint.address.octets().data(), 16);
    out.length = sizeof out.v6;
  } else {
    out.v4 = {};
    out.v4.sin_family = AF_INET;
    out.v4.sin_port = htons(endpoint.port);
    auto octets = endpoint.address.v4_octets();
    std::memcpy(&out.v4.sin_addr, octets.data(), 4);
    out.length = sizeof out.v4;
  }
  return out;
}

Endpoint from_socket_address(const sockaddr* address, socklen_t length) {
  if (length >= sizeof(sockaddr_in) && address->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    return {IpAddress::v4(ntohl(v4.sin_addr.s_addr)), ntohs(v4.sin_port)};
  }
  if (length >= sizeof(sockaddr_in6) && address->sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, address, sizeof v6);
    Octets<16> octets;
    std::memcpy(octets.data(), &v6.sin6_addr, 16);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) return {IpAddress::v4({octets[12], octets[13], octets[14], octets[15]}), ntohs(v6.sin6_port)};
    return {IpAddress::v6(octets), ntohs(v6.sin6_port)};
  }
  return {};
}

int address_family(const IpAddress& address) { return address.is_v6() ? AF_INET6 : AF_INET; }

bool is_wildcard(const IpAddress& address) {
  return std::ranges::all_of(address.octets(), [](std::uint8_t octet) { return octet == 0; });
}

Endpoint bound_endpoint(int fd) {
  sockaddr_storage storage{};
  socklen_t length = sizeof storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return {};
  return from_socket_address(reinterpret_cast<sockaddr*>(&storage), length);
}

}  // namespace pellucid
