#include "oversight/discovery/prefix.hpp"

#include <algorithm>
#include <charconv>

namespace pellucid::oversight {
namespace {

Bytes cut(ByteView octets, unsigned bits) {
  Bytes out = to_bytes(octets);
  for (std::size_t i = 0; i < out.size(); ++i) {
    unsigned before = unsigned(i) * 8;
    if (before >= bits)
      out[i] = 0;
    else if (bits - before < 8)
      out[i] = std::uint8_t(out[i] & (0xFF00u >> (bits - before)));
  }
  return out;
}

IpAddress from_octets(ByteView octets) {
  if (octets.size() == 4) return IpAddress::v4(Octets<4>{octets[0], octets[1], octets[2], octets[3]});
  Octets<16> v6{};
  std::copy(octets.begin(), octets.end(), v6.begin());
  return IpAddress::v6(v6);
}

/// The next address; false behind the last.
bool count_up(Bytes& octets) {
  for (std::size_t i = octets.size(); i-- > 0;)
    if (++octets[i] != 0) return true;
  return false;
}

}  // namespace

std::optional<Prefix> Prefix::parse(std::string_view text) {
  auto slash = text.find('/');
  auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return {};
  auto prefix = of(*address);
  if (slash == std::string_view::npos) return prefix;
  auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size() || bits > prefix.bits) return {};
  return Prefix{from_octets(cut(address->octets(), bits)), bits};
}

Prefix Prefix::of(const IpAddress& address) { return {address, unsigned(address.octets().size()) * 8}; }

bool Prefix::contains(const IpAddress& other) const {
  if (other.octets().size() != address.octets().size() || other.is_none()) return false;
  return from_octets(cut(other.octets(), bits)) == address;
}

std::vector<IpAddress> Prefix::hosts(std::size_t limit) const {
  std::vector<IpAddress> out;
  auto octets = to_bytes(address.octets());
  bool framed = address.is_v4() && bits < 31;
  bool more = true;
  if (framed) more = count_up(octets);
  while (more && out.size() < limit) {
    auto host = from_octets(octets);
    if (!contains(host)) break;
    more = count_up(octets);
    bool last = !more || !contains(from_octets(octets));
    if (!(framed && last)) out.push_back(host);
  }
  return out;
}

std::string Prefix::text() const {
  return bits == address.octets().size() * 8 ? address.text() : address.text() + "/" + std::to_string(bits);
}

bool any_contains(const std::vector<Prefix>& prefixes, const IpAddress& address) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const Prefix& prefix) { return prefix.contains(address); });
}

}  // namespace pellucid::oversight
