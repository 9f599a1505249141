#include "core/upf/router_advertisement.hpp"

#include <algorithm>

#include "core/upf/checksum.hpp"

namespace pellucid::upf {

namespace {

constexpr std::uint8_t type_solicitation = 133, type_advertisement = 134;
constexpr std::uint8_t option_prefix = 3, option_mtu = 5;
constexpr std::uint8_t flag_autonomous = 0x40;
constexpr std::uint8_t hop_limit_link = 255, hop_limit_advertised = 64;
constexpr std::uint16_t router_lifetime_s = 65535;
constexpr std::uint32_t infinite_s = 0xffffffff;

}  // namespace

IpAddress router_address() { return IpAddress::v6({0xfe, 0x80, 0, 0, 0, 0, 0, 0, 'p', 'e', 'l', 'l', 'u', 'c', 'i', 'd'}); }

bool is_router_solicitation(const IpView& ip) {
  if (!ip.v6 || ip.at[6] != ip_icmpv6 || ip.length < 48 || ip.at[7] != hop_limit_link) return false;
  if (ip.at[40] != type_solicitation || ip.at[41] != 0) return false;
  std::uint32_t length = ip.length - 40;
  return fold(pseudo_header_sum(ip, ip_icmpv6, length) + sum_octets(ip.at + 40, length)) == 0xffff;
}

Bytes router_advertisement(const IpAddress& prefix64, std::uint32_t mtu) {
  Bytes p(40 + 16 + 32 + 8);
  std::uint8_t* h = p.data();
  h[0] = 0x60;
  store16(h + 4, std::uint16_t(p.size() - 40));
  h[6] = ip_icmpv6;
  h[7] = hop_limit_link;
  auto from = router_address().v6_octets();
  std::copy(from.begin(), from.end(), h + 8);
  h[24] = 0xff, h[25] = 0x02, h[39] = 0x01;
  std::uint8_t* body = h + 40;
  body[0] = type_advertisement;
  body[4] = hop_limit_advertised;
  store16(body + 6, router_lifetime_s);
  std::uint8_t* prefix = body + 16;
  prefix[0] = option_prefix;
  prefix[1] = 4;
  prefix[2] = 64;
  prefix[3] = flag_autonomous;
  store32(prefix + 4, infinite_s);
  store32(prefix + 8, infinite_s);
  std::copy_n(prefix64.v6_octets().begin(), 8, prefix + 16);
  std::uint8_t* option = prefix + 32;
  option[0] = option_mtu;
  option[1] = 1;
  store32(option + 4, mtu);
  IpView ip{h, std::uint32_t(p.size()), true};
  std::uint32_t length = ip.length - 40;
  store16(body + 2, std::uint16_t(~fold(pseudo_header_sum(ip, ip_icmpv6, length) + sum_octets(body, length))));
  return p;
}

}  // namespace pellucid::upf
