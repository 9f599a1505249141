#include "wire/pfcp/ies.hpp"

#include <ctime>

#include "wire/pfcp/rule_ies.hpp"

namespace pellucid::pfcp {
namespace {

/// "Access", or the number of a value that has no name here.
template <class T, std::size_t N>
std::string named(T value, const char* const (&names)[N], std::size_t first = 0) {
  auto n = std::size_t(value);
  return n >= first && n - first < N ? std::string(names[n - first]) : std::to_string(n);
}

}  // namespace

std::string text(NtpTime time) {
  auto seconds = std::time_t(time.value()) - std::time_t(ntp_epoch_s);
  std::tm parts{};
  char out[32] = "";
  if (gmtime_r(&seconds, &parts)) std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return out;
}

std::string text(Cause cause) {
  static constexpr const char* accepted[] = {"Request accepted (success)", "More Usage Report to send", "Request partially accepted"};
  static constexpr const char* rejected[] = {"Request rejected (reason not specified)",
                                             "Session context not found",
                                             "Mandatory IE missing",
                                             "Conditional IE missing",
                                             "Invalid length",
                                             "Mandatory IE incorrect",
                                             "Invalid Forwarding Policy",
                                             "Invalid F-TEID allocation option",
                                             "No established PFCP Association",
                                             "Rule creation/modification Failure",
                                             "PFCP entity in congestion",
                                             "No resources available",
                                             "Service not supported",
                                             "System failure",
                                             "Redirection Requested",
                                             "All dynamic addresses are occupied",
                                             "Unknown Pre-defined Rule",
                                             "Unknown Application ID",
                                             "L2TP tunnel Establishment failure",
                                             "L2TP session Establishment failure",
                                             "L2TP tunnel release",
                                             "L2TP session release",
                                             "PFCP session restoration failure due to requested resource not available"};
  return accepts(cause) ? named(cause, accepted, 1) : named(cause, rejected, 64);
}

std::string text(SourceInterface value) {
  static constexpr const char* names[] = {"Access", "Core", "SGi-LAN/N6-LAN", "CP-function", "5G VN Internal"};
  return named(value, names);
}
std::string text(DestinationInterface value) {
  static constexpr const char* names[] = {"Access", "Core", "SGi-LAN/N6-LAN", "CP-function", "LI Function", "5G VN Internal"};
  return named(value, names);
}
std::string text(PdnType value) {
  static constexpr const char* names[] = {"IPv4", "IPv6", "IPv4v6", "Non-IP", "Ethernet"};
  return named(value, names, 1);
}
std::string text(InterfaceType value) {
  static constexpr const char* names[] = {"S1-U",
                                          "S5/S8-U",
                                          "S4-U",
                                          "S11-U",
                                          "S12",
                                          "Gn/Gp-U",
                                          "S2a-U",
                                          "S2b-U",
                                          "eNodeB GTP-U for DL data forwarding",
                                          "eNodeB GTP-U for UL data forwarding",
                                          "SGW/UPF GTP-U for DL data forwarding",
                                          "N3 3GPP Access",
                                          "N3 Trusted Non-3GPP Access",
                                          "N3 Untrusted Non-3GPP Access",
                                          "N3 for data forwarding",
                                          "N9",
                                          "SGi",
                                          "N6",
                                          "N19",
                                          "S8-U",
                                          "Gp-U",
                                          "N9 for roaming",
                                          "Iu-U",
                                          "N9 for data forwarding",
                                          "Sxa-U",
                                          "Sxb-U",
                                          "Sxc-U",
                                          "N4-U",
                                          "SGW/UPF GTP-U for UL data forwarding",
                                          "N6mb/Nmb9",
                                          "N3mb",
                                          "N19mb"};
  return named(value, names);
}
std::string text(RuleKind value) {
  static constexpr const char* names[] = {"PDR", "FAR", "QER", "URR", "BAR", "MAR", "SRR"};
  return named(value, names);
}
std::string text(OuterHeaderKind value) {
  static constexpr const char* names[] = {"GTP-U/UDP/IPv4", "GTP-U/UDP/IPv6", "UDP/IPv4",     "UDP/IPv6",         "IPv4",
                                          "IPv6",           "GTP-U/UDP/IP",   "VLAN TAG POP", "VLAN TAGs POP-POP"};
  return named(value, names);
}

LabelledName::LabelledName(std::string_view dotted) {
  while (!dotted.empty()) {
    auto label = dotted.substr(0, dotted.find('.'));
    dotted.remove_prefix(std::min(dotted.size(), label.size() + 1));
    label = label.substr(0, 63);
    if (label.empty()) continue;
    octets.push_back(std::uint8_t(label.size()));
    append(octets, as_bytes(label));
  }
}

std::string LabelledName::text() const {
  std::string out;
  std::size_t at = 0;
  while (at < octets.size()) {
    std::size_t length = octets[at];
    if (length == 0 && at + 1 == octets.size()) break;  // some senders do close the name
    if (length == 0 || length > 63 || octets.size() - at - 1 < length) return std::string(as_text(octets));  // plain text
    if (!out.empty()) out += '.';
    out += as_text(ByteView(octets).subspan(at + 1, length));
    at += 1 + length;
  }
  return out;
}

namespace {
constexpr std::uint32_t unit_s[] = {2, 60, 600, 3600, 36000};
}

UnitTimer UnitTimer::at_least_s(std::uint32_t seconds) {
  for (unsigned unit = 0; unit < std::size(unit_s); ++unit) {
    std::uint64_t count = (std::uint64_t(seconds) + unit_s[unit] - 1) / unit_s[unit];
    if (count < 32) return {std::uint8_t(unit << 5 | count)};
  }
  return {0xE0};
}

std::optional<std::uint32_t> UnitTimer::seconds() const {
  unsigned unit = coded >> 5;
  if (unit == 7) return {};
  return unit_s[unit < std::size(unit_s) ? unit : 1] * (coded & 31u);
}

Tree UnitTimer::shown() const {
  auto s = seconds();
  return s ? Tree(*s) : Tree("infinite");
}

}  // namespace pellucid::pfcp
