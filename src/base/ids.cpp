#include "base/ids.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace pellucid {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <class T>
std::optional<T> number(std::string_view text, int base = 10) {
  T value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

std::string format(const char* pattern, auto... values) {
  char out[128];
  std::snprintf(out, sizeof out, pattern, values...);
  return out;
}

}  // namespace

Octets<3> Plmn::octets() const {
  auto digit = [](unsigned n, unsigned power) { return std::uint8_t(n / power % 10); };
  std::uint8_t c1 = digit(mcc, 100), c2 = digit(mcc, 10), c3 = digit(mcc, 1);
  bool three = mnc_digits == 3;
  std::uint8_t n1 = digit(mnc, three ? 100 : 10), n2 = digit(mnc, three ? 10 : 1), n3 = three ? digit(mnc, 1) : 15;
  return {std::uint8_t(c2 << 4 | c1), std::uint8_t(n3 << 4 | c3), std::uint8_t(n2 << 4 | n1)};
}

std::optional<Plmn> Plmn::from_octets(const Octets<3>& o) {
  unsigned c1 = o[0] & 15u, c2 = o[0] >> 4, c3 = o[1] & 15u, n3 = o[1] >> 4, n1 = o[2] & 15u, n2 = o[2] >> 4;
  if (c1 > 9 || c2 > 9 || c3 > 9 || n1 > 9 || n2 > 9 || (n3 > 9 && n3 != 15)) return {};
  Plmn plmn;
  plmn.mcc = std::uint16_t(c1 * 100 + c2 * 10 + c3);
  plmn.mnc_digits = n3 == 15 ? 2 : 3;
  plmn.mnc = std::uint16_t(n3 == 15 ? n1 * 10 + n2 : n1 * 100 + n2 * 10 + n3);
  return plmn;
}

std::optional<Plmn> Plmn::parse(std::string_view text) {
  std::string digits(text);
  if (digits.size() > 3 && digits[3] == '-') digits.erase(3, 1);
  if ((digits.size() != 5 && digits.size() != 6) || !all_digits(digits)) return {};
  Plmn plmn;
  plmn.mcc = *number<std::uint16_t>(std::string_view(digits).substr(0, 3));
  plmn.mnc = *number<std::uint16_t>(std::string_view(digits).substr(3));
  plmn.mnc_digits = std::uint8_t(digits.size() - 3);
  return plmn;
}

std::string Plmn::text() const { return format("%03u-%0*u", mcc, mnc_digits, mnc); }

std::string Plmn::serving_network_name() const { return format("5G:mnc%03u.mcc%03u.3gppnetwork.org", mnc, mcc); }

std::string Tai::text() const { return plmn.text() + "/" + std::to_string(tac.value()); }

std::string Snssai::text() const { return sd ? format("%u-%06x", sst, *sd) : format("%u", sst); }

std::optional<Snssai> Snssai::parse(std::string_view text) {
  auto dash = text.find('-');
  auto sst = number<std::uint8_t>(text.substr(0, dash));
  if (!sst) return {};
  Snssai slice{*sst, {}};
  if (dash == std::string_view::npos) return slice;
  auto sd = number<std::uint32_t>(text.substr(dash + 1), 16);
  if (!sd || text.size() - dash - 1 != 6) return {};
  if (*sd != 0xFFFFFF) slice.sd = *sd;
  return slice;
}

std::string Guami::text() const { return plmn.text() + format("/%u.%u.%u", region, set, pointer); }
std::string Guti::text() const { return guami.text() + format("/%08x", tmsi.value()); }
std::string STmsi::text() const { return format("%u.%u/%08x", set, pointer, tmsi.value()); }

std::optional<Supi> Supi::parse(std::string_view text) {
  if (text.starts_with("imsi-")) text.remove_prefix(5);
  if (text.size() < 6 || text.size() > 15 || !all_digits(text)) return {};
  Supi supi;
  supi.number_ = *number<std::uint64_t>(text);
  supi.count_ = std::uint8_t(text.size());
  return supi;
}

std::string Supi::digits() const {
  std::string out(count_, '0');
  std::uint64_t left = number_;
  for (std::size_t at = count_; at-- > 0; left /= 10) out[at] = char('0' + left % 10);
  return out;
}

IpAddress IpAddress::v4(const Octets<4>& octets) {
  IpAddress a;
  a.family_ = 4;
  std::copy(octets.begin(), octets.end(), a.octets_.begin());
  return a;
}
IpAddress IpAddress::v4(std::uint32_t host_order) { return v4(big_endian<4>(host_order)); }
IpAddress IpAddress::v6(const Octets<16>& octets) {
  IpAddress a;
  a.family_ = 6;
  a.octets_ = octets;
  return a;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  std::string copy(text);
  Octets<4> four;
  if (inet_pton(AF_INET, copy.c_str(), four.data()) == 1) return v4(four);
  Octets<16> sixteen;
  if (inet_pton(AF_INET6, copy.c_str(), sixteen.data()) == 1) return v6(sixteen);
  return {};
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return octets_[0] == 127;
  return is_v6() && *this == v6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
}

Octets<4> IpAddress::v4_octets() const {
  if (!is_v4()) return {};
  return {octets_[0], octets_[1], octets_[2], octets_[3]};
}
std::uint32_t IpAddress::v4_number() const { return std::uint32_t(from_big_endian(v4_octets())); }

std::string IpAddress::text() const {
  if (is_none()) return "-";
  char out[INET6_ADDRSTRLEN] = "";
  inet_ntop(is_v4() ? AF_INET : AF_INET6, octets_.data(), out, sizeof out);
  return out;
}

std::string Endpoint::text() const {
  std::string host = address.text();
  return (address.is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace pellucid
