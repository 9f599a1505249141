#pragma once
// Ranges of addresses: where devices are looked for, and where we may go.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace pellucid::oversight {

struct Prefix {
  IpAddress address;  // bits behind the prefix are zero
  unsigned bits = 0;

  /// "10.0.0.0/24", "fd00::/64", or one address.
  static std::optional<Prefix> parse(std::string_view text);
  static Prefix of(const IpAddress& address);
  bool contains(const IpAddress& other) const;
  /// Addresses of hosts in it, without network and broadcast address (IPv4, shorter than /31); at most `limit`.
  std::vector<IpAddress> hosts(std::size_t limit) const;
  std::string text() const;
  auto operator<=>(const Prefix&) const = default;
};

bool any_contains(const std::vector<Prefix>& prefixes, const IpAddress& address);

}  // namespace pellucid::oversight
