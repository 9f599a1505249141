#pragma once
// The values of PFCP's information elements (TS 29.244 §8.2). Numbers are in the standard's units unless named otherwise.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/tree.hpp"
#include "codec/octets.hpp"
#include "codec/other_ies.hpp"
#include "wire/pfcp/flags.hpp"

namespace pellucid::pfcp {

using PdrId = Strong<struct PdrIdTag, std::uint16_t>;
using FarId = Strong<struct FarIdTag, std::uint32_t>;  // of all rule ids: top bit 0 = given by the CP function
using QerId = Strong<struct QerIdTag, std::uint32_t>;
using UrrId = Strong<struct UrrIdTag, std::uint32_t>;
using BarId = Strong<struct BarIdTag, std::uint8_t>;
using TrafficEndpointId = Strong<struct TrafficEndpointIdTag, std::uint8_t>;

/// Seconds since 1900-01-01 UTC (NTP era 0, IETF RFC 5905): time stamps of PFCP. Unix time + 2208988800.
using NtpTime = Strong<struct NtpTimeTag, std::uint32_t>;
inline constexpr std::uint32_t ntp_epoch_s = 2208988800u;
constexpr NtpTime ntp_time(std::uint64_t unix_s) { return NtpTime(std::uint32_t(unix_s + ntp_epoch_s)); }
/// "2026-01-31T12:00:00Z"
std::string text(NtpTime time);

enum class Cause : std::uint8_t {  // §8.2.1: 1 to 63 accept
  request_accepted = 1,
  more_usage_report_to_send = 2,
  request_partially_accepted = 3,
  request_rejected = 64,
  session_context_not_found = 65,
  mandatory_ie_missing = 66,
  conditional_ie_missing = 67,
  invalid_length = 68,
  mandatory_ie_incorrect = 69,
  invalid_forwarding_policy = 70,
  invalid_f_teid_allocation_option = 71,
  no_established_pfcp_association = 72,
  rule_creation_modification_failure = 73,
  pfcp_entity_in_congestion = 74,
  no_resources_available = 75,
  service_not_supported = 76,
  system_failure = 77,
  redirection_requested = 78,
  all_dynamic_addresses_are_occupied = 79,
  unknown_predefined_rule = 80,
  unknown_application_id = 81,
  l2tp_tunnel_establishment_failure = 82,
  l2tp_session_establishment_failure = 83,
  l2tp_tunnel_release = 84,
  l2tp_session_release = 85,
  restoration_resource_not_available = 86,
};
constexpr bool accepts(Cause cause) { return std::uint8_t(cause) >= 1 && std::uint8_t(cause) < 64; }
std::string text(Cause cause);

enum class SourceInterface : std::uint8_t { access = 0, core = 1, n6_lan = 2, cp_function = 3, vn_internal = 4 };  // §8.2.2
enum class DestinationInterface : std::uint8_t {
  access = 0,
  core = 1,
  n6_lan = 2,
  cp_function = 3,
  li_function = 4,
  vn_internal = 5
};  // §8.2.24
enum class PdnType : std::uint8_t { ipv4 = 1, ipv6 = 2, ipv4v6 = 3, non_ip = 4, ethernet = 5 };  // §8.2.79
enum class InterfaceType : std::uint8_t {
  n3_3gpp_access = 11,
  n3_for_data_forwarding = 14,
  n9 = 15,
  n6 = 17,
  n4_u = 27
};  // §8.2.118, some
enum class RuleKind : std::uint8_t { pdr = 0, far = 1, qer = 2, urr = 3, bar = 4, mar = 5, srr = 6 };  // §8.2.80
std::string text(SourceInterface value);
std::string text(DestinationInterface value);
std::string text(PdnType value);
std::string text(InterfaceType value);
std::string text(RuleKind value);

// ---- pieces of layouts ------------------------------------------------------------------------------------------------

/// A flag that says what follows: read and written, not shown.
template <class At>
void presence(At& at, bool& value) {
  if constexpr (!At::printing) at.flag("flags", value);
}
/// An address of that family, if `present`.
template <class At>
void v4_address(At& at, const char* field, bool present, IpAddress& value) {
  if (!present) return;
  if constexpr (At::printing) {
    at.tree().add(field, value.text());
  } else {
    Octets<4> octets = value.v4_octets();
    at.octets(field, octets);
    if (At::reading && !at.failed()) value = IpAddress::v4(octets);
  }
}
template <class At>
void v6_address(At& at, const char* field, bool present, IpAddress& value) {
  if (!present) return;
  if constexpr (At::printing) {
    at.tree().add(field, value.text());
  } else {
    Octets<16> octets = value.v6_octets();
    at.octets(field, octets);
    if (At::reading && !at.failed()) value = IpAddress::v6(octets);
  }
}
/// A text or octet string behind its length.
template <class At, class S>
void counted(At& at, unsigned length_octets, const char* field, S& value) {
  at.sized(length_octets, field, [&](auto& inner) { inner.rest(field, value); });
}

// ---- names ------------------------------------------------------------------------------------------------------------

/// A name as DNS labels without the final zero ("08internet" in octets), or, from some peers, as plain text. Octets are kept.
struct LabelledName {
  Bytes octets;
  LabelledName() = default;
  /// "internet.mnc070.mcc999" as labels. Labels longer than 63 octets are cut there.
  explicit LabelledName(std::string_view dotted);
  /// Dotted text, whichever way the name was coded.
  std::string text() const;
  void layout(auto& at) { at.rest("name", octets); }
  Tree shown() const { return Tree(text()); }
  /// Octet by octet; for the meaning compare text().
  bool operator==(const LabelledName&) const = default;
};
using NetworkInstance = LabelledName;  // §8.2.4
using ApnDnn = LabelledName;           // §8.2.117

struct NodeId {  // §8.2.38: an address or a name
  IpAddress address;
  LabelledName fqdn;
  NodeId() = default;
  explicit NodeId(const IpAddress& a) : address(a) {}
  explicit NodeId(const LabelledName& name) : fqdn(name) {}
  std::string text() const { return address.is_none() ? fqdn.text() : address.text(); }
  Tree shown() const { return Tree(text()); }
  template <class At>
  void layout(At& at) {
    std::uint8_t type = address.is_v4() ? 0 : address.is_v6() ? 1 : 2;
    at.spare(4);
    at.bits(4, "Node ID Type", type);
    at.require(type <= 2, "Node ID Type");
    v4_address(at, "Node ID", type == 0, address);
    v6_address(at, "Node ID", type == 1, address);
    if (type == 2) fqdn.layout(at);
  }
  bool operator==(const NodeId&) const = default;
};

/// An S-NSSAI (§8.2.176); SD FFFFFF is none.
struct Slice {
  Snssai snssai;
  template <class At>
  void layout(At& at) {
    std::uint32_t sd = snssai.sd.value_or(0xFFFFFF);
    at.number(1, "SST", snssai.sst);
    at.number(3, "SD", sd);
    if (At::reading && sd != 0xFFFFFF) snssai.sd = sd;
  }
  Tree shown() const { return Tree(snssai.text()); }
  bool operator==(const Slice&) const = default;
};

// ---- tunnels and addresses --------------------------------------------------------------------------------------------

/// §8.2.3. Either CHOOSE (choose_v4 or choose_v6: the UP function is to allocate) or a TEID with one or two addresses.
struct FTeid {
  bool choose_v4 = false;
  bool choose_v6 = false;
  std::optional<std::uint8_t> choose_id;  // with CHOOSE: PDRs of one request with the same value get the same F-TEID
  Teid teid;
  IpAddress ipv4;
  IpAddress ipv6;
  bool choose() const { return choose_v4 || choose_v6; }
  static FTeid choose_one(bool v4, bool v6, std::optional<std::uint8_t> id = {}) { return {v4, v6, id, {}, {}, {}}; }
  static FTeid of(Teid teid, const IpAddress& address) {
    return {false, false, {}, teid, address.is_v4() ? address : IpAddress(), address.is_v6() ? address : IpAddress()};
  }
  template <class At>
  void layout(At& at) {
    bool ch = choose(), chid = choose_id.has_value(), v4 = ch ? choose_v4 : ipv4.is_v4(), v6 = ch ? choose_v6 : ipv6.is_v6();
    at.spare(4);
    presence(at, chid), presence(at, ch), presence(at, v6), presence(at, v4);
    at.require((v4 || v6) && (ch || !chid), "F-TEID flags");
    if (ch) {
      if constexpr (At::reading) choose_v4 = v4, choose_v6 = v6;
      if constexpr (At::printing) at.flag("CH", ch), at.flag("V4", v4), at.flag("V6", v6);
      if (at.has(chid, choose_id)) at.number(1, "CHOOSE ID", *choose_id);
      return;
    }
    at.number(4, "TEID", teid);
    v4_address(at, "IPv4 address", v4, ipv4);
    v6_address(at, "IPv6 address", v6, ipv6);
  }
  bool operator==(const FTeid&) const = default;
};

struct FSeid {  // §8.2.37
  Seid seid;
  IpAddress ipv4;
  IpAddress ipv6;
  static FSeid of(Seid seid, const IpAddress& address) {
    return {seid, address.is_v4() ? address : IpAddress(), address.is_v6() ? address : IpAddress()};
  }
  template <class At>
  void layout(At& at) {
    bool v4 = ipv4.is_v4(), v6 = ipv6.is_v6();
    at.spare(6);
    presence(at, v4), presence(at, v6);
    at.require(v4 || v6, "F-SEID flags");
    at.number(8, "SEID", seid);
    v4_address(at, "IPv4 address", v4, ipv4);
    v6_address(at, "IPv6 address", v6, ipv6);
  }
  bool operator==(const FSeid&) const = default;
};

struct UeIpAddress {  // §8.2.62
  IpAddress ipv4;
  IpAddress ipv6;                               // the prefix, /64 unless said otherwise below
  bool destination = false;                     // S/D, meant in a PDI only: the packet's destination (downlink), else its source
  bool choose_v4 = false, choose_v6 = false;    // the UP function is to allocate
  std::optional<std::uint8_t> delegation_bits;  // IPv6D: a /60 is 4
  std::optional<std::uint8_t> prefix_length;    // IP6PL
  template <class At>
  void layout(At& at) {
    bool d = delegation_bits.has_value(), pl = prefix_length.has_value(), v4 = ipv4.is_v4(), v6 = ipv6.is_v6();
    at.spare(1);
    presence(at, pl), presence(at, choose_v6), presence(at, choose_v4), presence(at, d);
    at.flag("S/D", destination);
    presence(at, v4), presence(at, v6);
    at.require(!(v4 && choose_v4) && !(v6 && choose_v6), "UE IP Address flags");
    if (At::printing && (choose_v4 || choose_v6)) at.flag("CHV4", choose_v4), at.flag("CHV6", choose_v6);
    v4_address(at, "IPv4 address", v4, ipv4);
    v6_address(at, "IPv6 address", v6, ipv6);
    if (at.has(d, delegation_bits)) at.number(1, "IPv6 Prefix Delegation Bits", *delegation_bits);
    if (at.has(pl, prefix_length)) at.number(1, "IPv6 Prefix Length", *prefix_length);
  }
  bool operator==(const UeIpAddress&) const = default;
};

struct OuterHeaderCreation {  // §8.2.56: description, then what it implies
  Flags<OuterHeader, 2, 2, 2> description;
  Teid teid;
  IpAddress ipv4;
  IpAddress ipv6;
  std::uint16_t port = 0;
  Octets<3> c_tag{};
  Octets<3> s_tag{};
  static OuterHeaderCreation gtpu(Teid teid, const IpAddress& address) {
    OuterHeaderCreation made;
    made.description.set(address.is_v6() ? OuterHeader::gtpu_ipv6 : OuterHeader::gtpu_ipv4);
    made.teid = teid;
    (address.is_v6() ? made.ipv6 : made.ipv4) = address;
    return made;
  }
  bool is_gtpu() const { return description.has(OuterHeader::gtpu_ipv4) || description.has(OuterHeader::gtpu_ipv6); }
  template <class At>
  void layout(At& at) {
    using H = OuterHeader;
    if constexpr (At::printing)
      at.tree().add("Outer Header Creation Description", description.shown());
    else
      description.layout(at);
    auto& d = description;
    if (is_gtpu()) at.number(4, "TEID", teid);
    v4_address(at, "IPv4 Address", d.has(H::gtpu_ipv4) || d.has(H::udp_ipv4) || d.has(H::ipv4), ipv4);
    v6_address(at, "IPv6 Address", d.has(H::gtpu_ipv6) || d.has(H::udp_ipv6) || d.has(H::ipv6), ipv6);
    if (d.has(H::udp_ipv4) || d.has(H::udp_ipv6)) at.number(2, "Port Number", port);
    if (d.has(H::c_tag)) at.octets("C-TAG", c_tag);
    if (d.has(H::s_tag)) at.octets("S-TAG", s_tag);
  }
  bool operator==(const OuterHeaderCreation&) const = default;
};

enum class OuterHeaderKind : std::uint8_t {
  gtpu_udp_ipv4 = 0,
  gtpu_udp_ipv6 = 1,
  udp_ipv4 = 2,
  udp_ipv6 = 3,
  ipv4 = 4,
  ipv6 = 5,
  gtpu_udp_ip = 6,
  vlan_pop = 7,
  vlan_pop_pop = 8
};
std::string text(OuterHeaderKind value);
struct OuterHeaderRemoval {  // §8.2.64
  OuterHeaderKind header = OuterHeaderKind::gtpu_udp_ip;
  std::optional<std::uint8_t> extension_deletion;  // bit 1: PDU Session Container
  void layout(auto& at) {
    at.number(1, "Outer Header Removal Description", header);
    if (at.has(at.left() > 0, extension_deletion)) at.number(1, "GTP-U Extension Header Deletion", *extension_deletion);
  }
  bool operator==(const OuterHeaderRemoval&) const = default;
};

/// Addresses behind V4 and V6 flags, V6 the lower bit: Alternative SMF IP Address (§8.2.129), CP PFCP Entity IP Address
/// (§8.2.135). `preferred` is PPE of the former.
struct EntityAddress {
  IpAddress ipv4;
  IpAddress ipv6;
  bool preferred = false;
  template <class At>
  void layout(At& at) {
    bool v4 = ipv4.is_v4(), v6 = ipv6.is_v6();
    at.spare(5);
    at.flag("PPE", preferred);
    presence(at, v4), presence(at, v6);
    v4_address(at, "IPv4 Address", v4, ipv4);
    v6_address(at, "IPv6 Address", v6, ipv6);
  }
  bool operator==(const EntityAddress&) const = default;
};

struct SourceIpAddress {  // §8.2.138
  IpAddress ipv4;
  IpAddress ipv6;
  std::optional<std::uint8_t> prefix_length;
  template <class At>
  void layout(At& at) {
    bool v4 = ipv4.is_v4(), v6 = ipv6.is_v6(), mpl = prefix_length.has_value();
    at.spare(5);
    presence(at, mpl), presence(at, v4), presence(at, v6);
    v4_address(at, "IPv4 address", v4, ipv4);
    v6_address(at, "IPv6 address", v6, ipv6);
    if (at.has(mpl, prefix_length)) at.number(1, "mask/prefix length", *prefix_length);
  }
  bool operator==(const SourceIpAddress&) const = default;
};

struct RemoteGtpuPeer {  // §8.2.70
  IpAddress ipv4;
  IpAddress ipv6;
  std::optional<DestinationInterface> interface;
  std::optional<NetworkInstance> network_instance;
  template <class At>
  void layout(At& at) {
    bool v4 = ipv4.is_v4(), v6 = ipv6.is_v6(), di = interface.has_value(), ni = network_instance.has_value();
    at.spare(4);
    presence(at, ni), presence(at, di), presence(at, v4), presence(at, v6);
    v4_address(at, "IPv4 address", v4, ipv4);
    v6_address(at, "IPv6 address", v6, ipv6);
    if (at.has(di, interface)) at.sized(2, "Destination Interface", [&](auto& in) { in.number(1, "Destination Interface", *interface); });
    if (at.has(ni, network_instance)) {
      if constexpr (At::printing)
        at.tree().add("Network Instance", network_instance->text());
      else
        counted(at, 2, "Network Instance", network_instance->octets);
    }
  }
  bool operator==(const RemoteGtpuPeer&) const = default;
};

}  // namespace pellucid::pfcp
