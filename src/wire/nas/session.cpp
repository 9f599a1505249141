#include <algorithm>
#include <limits>

#include "wire/nas/ies_session.hpp"

namespace pellucid::nas {

SessionType known(SessionType type) {
  auto n = unsigned(type);
  return n >= 1 && n <= 5 ? type : SessionType::ipv4v6;
}
SscMode known(SscMode mode) {
  auto n = unsigned(mode);
  return n >= 4 && n <= 6 ? SscMode(n - 3) : mode;
}

PduAddress PduAddress::v4(const IpAddress& address) {
  PduAddress out;
  out.type = SessionType::ipv4;
  out.ipv4 = address.v4_octets();
  return out;
}
PduAddress PduAddress::v6(const Octets<8>& interface_id) {
  PduAddress out;
  out.type = SessionType::ipv6;
  out.interface_id = interface_id;
  return out;
}
PduAddress PduAddress::v4v6(const IpAddress& address, const Octets<8>& interface_id) {
  PduAddress out = v4(address);
  out.type = SessionType::ipv4v6;
  out.interface_id = interface_id;
  return out;
}
IpAddress PduAddress::ipv4_address() const {
  return type == SessionType::ipv4 || type == SessionType::ipv4v6 ? IpAddress::v4(ipv4) : IpAddress();
}
IpAddress PduAddress::link_local() const {
  if (type != SessionType::ipv6 && type != SessionType::ipv4v6) return {};
  Octets<16> octets{0xFE, 0x80};
  std::copy(interface_id.begin(), interface_id.end(), octets.begin() + 8);
  return IpAddress::v6(octets);
}
std::string text(const PduAddress& address) {
  std::string out;
  if (auto v4 = address.ipv4_address(); !v4.is_none()) out = v4.text();
  if (auto v6 = address.link_local(); !v6.is_none()) out += (out.empty() ? "" : " ") + v6.text();
  if (address.smf) out += ", SMF " + IpAddress::v6(*address.smf).text();
  return out;
}

namespace {

constexpr std::uint8_t last_unit = 25;  // 256 Pbit/s

/// Of a unit, in kbit/s. Unit 0 counts as 1, those above the last as the last (TS 24.501 §9.11.4.14).
std::uint64_t unit_kbps(std::uint8_t unit) {
  unsigned step = std::clamp<unsigned>(unit, 1, last_unit) - 1;
  std::uint64_t kbps = 1;
  for (unsigned i = 0; i < step / 5; ++i) kbps *= 1000;
  return kbps << 2 * (step % 5);
}

}  // namespace

BitRate BitRate::from_bps(std::uint64_t bits_per_second) {
  std::uint64_t kbps = bits_per_second / 1000 + (bits_per_second % 1000 ? 1 : 0);
  for (std::uint8_t unit = 1; unit <= last_unit; ++unit) {
    std::uint64_t in_units = kbps / unit_kbps(unit) + (kbps % unit_kbps(unit) ? 1 : 0);
    if (in_units <= 0xFFFF) return {unit, std::uint16_t(in_units)};
  }
  return {last_unit, 0xFFFF};
}
std::uint64_t BitRate::bps() const {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t kbps = unit_kbps(unit) * value;  // at most 1.7e19
  return kbps > most / 1000 ? most : kbps * 1000;
}
std::string text(const BitRate& rate) {
  static constexpr const char* prefixes[] = {"k", "M", "G", "T", "P"};
  unsigned step = std::clamp<unsigned>(rate.unit, 1, last_unit) - 1;
  std::uint64_t number = std::uint64_t(rate.value) << 2 * (step % 5);
  unsigned prefix = step / 5;
  while (number != 0 && number % 1000 == 0 && prefix < 4) {
    number /= 1000;
    ++prefix;
  }
  return std::to_string(number) + " " + prefixes[prefix] + "bit/s";
}

std::optional<std::size_t> value_size(FilterType type) {
  switch (type) {
    case FilterType::match_all: return 0;
    case FilterType::ipv4_remote:
    case FilterType::ipv4_local: return 8;
    case FilterType::ipv6_remote:
    case FilterType::ipv6_local: return 17;
    case FilterType::protocol: return 1;
    case FilterType::local_port:
    case FilterType::remote_port: return 2;
    case FilterType::local_port_range:
    case FilterType::remote_port_range: return 4;
    case FilterType::security_parameter_index: return 4;
    case FilterType::type_of_service: return 2;
    case FilterType::flow_label: return 3;
    case FilterType::destination_mac:
    case FilterType::source_mac: return 6;
    case FilterType::c_tag_vid:
    case FilterType::s_tag_vid: return 2;
    case FilterType::c_tag_pcp:
    case FilterType::s_tag_pcp: return 1;
    case FilterType::ethertype: return 2;
    case FilterType::destination_mac_range:
    case FilterType::source_mac_range: return 12;
  }
  return {};
}

QosRule QosRule::match_all(std::uint8_t id, Qfi qfi) {
  static constexpr std::uint8_t weakest = 255;
  QosRule rule;
  rule.id = id;
  rule.is_default = true;
  rule.filters.push_back(PacketFilter::match_all(1));
  rule.precedence = weakest;
  rule.qfi = qfi;
  return rule;
}

QosFlowDescription QosFlowDescription::create(Qfi qfi, std::uint8_t five_qi) {
  QosFlowDescription flow;
  flow.qfi = qfi;
  flow.parameters.push_back({FlowParameterId::five_qi, {five_qi}});
  return flow;
}
std::optional<std::uint8_t> QosFlowDescription::five_qi() const {
  for (auto& p : parameters)
    if (p.id == FlowParameterId::five_qi && p.value.size() == 1) return p.value[0];
  return {};
}
std::optional<BitRate> QosFlowDescription::rate(FlowParameterId id) const {
  for (auto& p : parameters)
    if (p.id == id && p.value.size() == 3) return BitRate{p.value[0], std::uint16_t(p.value[1] << 8 | p.value[2])};
  return {};
}

const Bytes* PcoList::find(PcoId id) const {
  auto found = std::find_if(items.begin(), items.end(), [&](const PcoItem& item) { return item.id == id; });
  return found == items.end() ? nullptr : &found->contents;
}
bool has_long_length(PcoId id) {
  auto n = unsigned(id);
  return n == 0x0023 || n == 0x0024 || (n >= 0x0030 && n <= 0x0032);
}

}  // namespace pellucid::nas
