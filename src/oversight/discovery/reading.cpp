#include "oversight/discovery/reading.hpp"

#include <algorithm>
#include <cctype>

namespace pellucid::oversight {
namespace {

/// Octets of the UTF-8 character that begins here; 0 if none does (RFC 3629).
std::size_t character_at(ByteView octets, std::size_t at) {
  auto first = octets[at];
  std::size_t count = first < 0x80                    ? 1
                      : first >= 0xC2 && first < 0xE0 ? 2
                      : first >= 0xE0 && first < 0xF0 ? 3
                      : first >= 0xF0 && first < 0xF5 ? 4
                                                      : 0;
  if (count == 0 || octets.size() - at < count) return 0;
  for (std::size_t i = 1; i < count; ++i)
    if ((octets[at + i] & 0xC0) != 0x80) return 0;
  auto second = count > 1 ? octets[at + 1] : 0;
  bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  bool beyond = (first == 0xED && second >= 0xA0) || (first == 0xF4 && second >= 0x90);
  bool control = first < 0x20 || first == 0x7F || (first == 0xC2 && second < 0xA0);
  return overlong || beyond || control ? 0 : count;
}

}  // namespace

std::string printable(ByteView octets) {
  std::string text;
  for (std::size_t i = 0; i < octets.size() && text.size() + 4 <= max_text_octets;) {
    auto count = character_at(octets, i);
    bool blank = octets[i] == '\r' || octets[i] == '\n' || octets[i] == '\t';
    if (count == 0)
      text += blank ? ' ' : '?';
    else
      text += as_text(octets.subspan(i, count));
    i += std::max<std::size_t>(count, 1);
  }
  auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::string text_of(const snmp::Value& value) {
  auto* octets = std::get_if<Bytes>(&value);
  if (!octets) return {};
  ByteView view = *octets;
  while (!view.empty() && view.back() == 0) view = view.first(view.size() - 1);  // a C string's end
  return printable(view);
}

std::optional<std::int64_t> number_of(const snmp::Value& value) {
  if (auto* v = std::get_if<std::int32_t>(&value)) return *v;
  if (auto* v = std::get_if<snmp::Gauge32>(&value)) return v->value();
  if (auto* v = std::get_if<snmp::Counter32>(&value)) return v->value();
  if (auto* v = std::get_if<snmp::TimeTicks>(&value)) return v->value();
  return {};
}

std::optional<Mac> mac_of(const snmp::Value& value) {
  auto* octets = std::get_if<Bytes>(&value);
  return octets ? as_mac(*octets) : std::nullopt;
}

std::string with_colons(ByteView octets) {
  auto digits = hex(octets);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) out += (i == 0 ? "" : ":") + digits.substr(i, 2);
  return out;
}

std::string lldp_id(std::int64_t subtype, std::int64_t mac_subtype, const snmp::Value& id) {
  auto* octets = std::get_if<Bytes>(&id);
  if (!octets || octets->empty()) return {};
  constexpr std::int64_t chassis_address_subtype = 5, port_address_subtype = 4;
  if (subtype == mac_subtype && octets->size() == 6) return with_colons(*octets);
  bool address = subtype == (mac_subtype == 4 ? chassis_address_subtype : port_address_subtype);
  if (address && octets->size() == 5 && (*octets)[0] == 1)
    return IpAddress::v4(Octets<4>{(*octets)[1], (*octets)[2], (*octets)[3], (*octets)[4]}).text();
  return text_of(id);
}

Package package_of(const std::string& text) {
  // Debian: name_version_architecture; names have no '_'.
  auto first = text.find('_'), last = text.rfind('_');
  if (first != std::string::npos && last != first && first > 0) return {text.substr(0, first), text.substr(first + 1, last - first - 1)};
  // RPM: name-version-release; only names have more '-'.
  auto release = text.rfind('-');
  auto version = release == std::string::npos || release == 0 ? std::string::npos : text.rfind('-', release - 1);
  if (version != std::string::npos && version > 0 && version + 1 < text.size() &&
      std::isdigit(static_cast<unsigned char>(text[version + 1])))
    return {text.substr(0, version), text.substr(version + 1)};
  return {text, "installed"};
}

}  // namespace pellucid::oversight
