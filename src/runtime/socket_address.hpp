#pragma once
// Endpoint and the operating system's sockaddr. No IPv6 scope ids: link-local peers are not served.
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/ids.hpp"

namespace pellucid {

struct SocketAddress {
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  };
  socklen_t length;
  sockaddr* get() { return &any; }
  const sockaddr* get() const { return &any; }
};

/// An endpoint without an address is the IPv4 wildcard.
SocketAddress to_socket_address(const Endpoint& endpoint);
/// IPv4-mapped IPv6 addresses become IPv4; other families become an empty endpoint.
Endpoint from_socket_address(const sockaddr* address, socklen_t length);
/// AF_INET or AF_INET6.
int address_family(const IpAddress& address);
bool is_wildcard(const IpAddress& address);
/// What a bound socket got, with its port.
Endpoint bound_endpoint(int fd);

}  // namespace pellucid
