#include <algorithm>

#include "wire/nas/ies_identity.hpp"

namespace pellucid::nas {
namespace {

constexpr char nibble_digits[] = "0123456789abcdef";
std::uint8_t nibble(char digit) { return std::uint8_t(digit >= 'a' ? digit - 'a' + 10 : digit - '0'); }

}  // namespace

Bytes bcd(std::string_view digits) {
  Bytes out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i % 2 == 0)
      out.push_back(std::uint8_t(0xF0 | (digits[i] - '0')));
    else
      out.back() = std::uint8_t((out.back() & 0x0F) | (digits[i] - '0') << 4);
  }
  return out;
}
std::optional<std::string> from_bcd(ByteView octets) {
  std::string out;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    unsigned low = octets[i] & 15u, high = octets[i] >> 4;
    bool filled_up = high == 15 && i + 1 == octets.size();
    if (low > 9 || (high > 9 && !filled_up)) return {};
    out += char('0' + low);
    if (!filled_up) out += char('0' + high);
  }
  return out;
}

Suci Suci::of(const Supi& supi, std::uint8_t mnc_digits, std::string routing_indicator) {
  std::string digits = supi.digits();
  std::size_t home = std::min<std::size_t>(3u + mnc_digits, digits.size());
  Suci suci;
  suci.plmn = Plmn::parse(digits.substr(0, home)).value_or(Plmn{});
  suci.routing_indicator = std::move(routing_indicator);
  suci.output = bcd(std::string_view(digits).substr(home));
  return suci;
}
std::optional<std::string> Suci::msin() const {
  if (scheme != ProtectionScheme::null) return {};
  return from_bcd(output);
}
std::optional<Supi> Suci::supi() const {
  if (format == SupiFormat::network_specific || format == SupiFormat::gci || format == SupiFormat::gli) return {};
  auto end = msin();
  if (!end) return {};
  std::string home = plmn.text();
  home.erase(3, 1);
  return Supi::parse(home + *end);
}
std::string Suci::text() const {
  bool named = format == SupiFormat::network_specific || format == SupiFormat::gci || format == SupiFormat::gli;
  std::string out = "suci-" + std::to_string(unsigned(format)) + "-";
  if (named) return out + nai;
  auto digits = msin();
  return out + plmn.text() + "-" + routing_indicator + "-" + std::to_string(unsigned(scheme)) + "-" + std::to_string(key_id) + "-" +
         (digits ? *digits : hex(output));
}

std::string MobileIdentity::text() const {
  if (auto* s = suci()) return s->text();
  if (auto* g = guti()) return "5g-guti-" + g->text();
  if (auto* s = s_tmsi()) return "5g-s-tmsi-" + s->text();
  if (auto* i = imei()) return "imei-" + i->digits;
  if (auto* i = imeisv()) return "imeisv-" + i->digits;
  if (auto* mac = std::get_if<MacAddress>(&value)) return "mac-" + hex(mac->octets);
  if (auto* eui = std::get_if<Eui64>(&value)) return "eui-64-" + hex(eui->octets);
  return "none";
}

std::string* MobileIdentity::digits() {
  if (auto* i = std::get_if<Imei>(&value)) return &i->digits;
  if (auto* i = std::get_if<Imeisv>(&value)) return &i->digits;
  return nullptr;
}

std::uint8_t MobileIdentity::top() const {
  if (auto* s = suci()) return std::uint8_t((unsigned(s->format) & 7) << 1);
  if (guti() || s_tmsi()) return std::uint8_t((filler & 15) << 1);
  if (auto* mac = std::get_if<MacAddress>(&value)) return mac->unreliable ? 1 : 0;
  auto* held = const_cast<MobileIdentity*>(this)->digits();
  if (!held || held->empty()) return 0;
  return std::uint8_t(nibble((*held)[0]) << 1 | (held->size() & 1));
}

void MobileIdentity::start(IdentityType type, std::uint8_t top) {
  switch (type) {
    case IdentityType::none: value.emplace<NoIdentity>(); return;
    case IdentityType::suci: value.emplace<Suci>().format = SupiFormat(top >> 1 & 7); return;
    case IdentityType::guti: value.emplace<Guti>(); break;
    case IdentityType::s_tmsi: value.emplace<STmsi>(); break;
    case IdentityType::mac_address: value.emplace<MacAddress>().unreliable = top & 1; return;
    case IdentityType::eui64: value.emplace<Eui64>(); return;
    case IdentityType::imei: value.emplace<Imei>(); break;
    case IdentityType::imeisv: value.emplace<Imeisv>(); break;
  }
  filler = top >> 1 & 15;
  // For now the first digit, and in `filler` whether their number is odd: unpack_digits() needs both.
  if (auto* held = digits()) {
    *held = nibble_digits[top >> 1 & 15];
    filler = top & 1;
  }
}

Bytes MobileIdentity::packed_digits() const {
  auto* held = const_cast<MobileIdentity*>(this)->digits();
  Bytes out;
  for (std::size_t i = 1; i < held->size(); i += 2) {
    std::uint8_t high = i + 1 < held->size() ? nibble((*held)[i + 1]) : filler & 15;
    out.push_back(std::uint8_t(high << 4 | nibble((*held)[i])));
  }
  return out;
}

void MobileIdentity::unpack_digits(ByteView octets) {
  auto* held = digits();
  bool odd = filler & 1;
  filler = 15;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    *held += nibble_digits[octets[i] & 15];
    if (!odd && i + 1 == octets.size())
      filler = octets[i] >> 4;
    else
      *held += nibble_digits[octets[i] >> 4];
  }
}

}  // namespace pellucid::nas
