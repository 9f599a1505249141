#pragma once
// What a PDU session is made of: types, addresses, quality of service, protocol options (TS 24.501 §9.11.4).
#include <string>
#include <type_traits>
#include <vector>

#include "wire/nas/fields.hpp"

namespace pellucid::nas {

/// PDU session type (§9.11.4.11). Unlisted values mean IPv4v6: known().
enum class SessionType : std::uint8_t { ipv4 = 1, ipv6 = 2, ipv4v6 = 3, unstructured = 4, ethernet = 5 };
constexpr unsigned width_of(SessionType) { return 3; }
SessionType known(SessionType type);
std::string text(SessionType type);

/// SSC mode (§9.11.4.16). The network reads 4 to 6 as 1 to 3: known().
enum class SscMode : std::uint8_t { one = 1, two = 2, three = 3 };
constexpr unsigned width_of(SscMode) { return 3; }
SscMode known(SscMode mode);
std::string text(SscMode mode);

/// Allowed SSC mode (§9.11.4.5).
struct AllowedSscModes {
  bool three = false, two = false, one = false;
  bool operator==(const AllowedSscModes&) const = default;
  void layout(auto& at) {
    at.spare(1);
    at.flag("SSC3", three);
    at.flag("SSC2", two);
    at.flag("SSC1", one);
  }
};

/// Integrity protection maximum data rate (§9.11.4.7). Unlisted values mean 64 kbit/s.
enum class IntegrityRate : std::uint8_t { kbit_64 = 0, null = 1, full = 255 };
std::string text(IntegrityRate rate);
struct IntegrityDataRate {
  IntegrityRate uplink = IntegrityRate::full, downlink = IntegrityRate::full;
  bool operator==(const IntegrityDataRate&) const = default;
  void layout(auto& at) {
    at.number(1, "uplink", uplink);
    at.number(1, "downlink", downlink);
  }
};

/// 5GSM capability (§9.11.4.1).
struct SmCapability {
  bool port_management = false;  // TPMIC
  std::uint8_t atsss = 0;        // ATSSS-ST
  bool ethernet_in_s1 = false, multi_homed_ipv6 = false, reflective_qos = false;
  Bytes rest{};
  bool operator==(const SmCapability&) const = default;
  void layout(auto& at) {
    using At = std::remove_reference_t<decltype(at)>;
    at.flag("TPMIC", port_management);
    at.bits(4, "ATSSS-ST", atsss);
    at.flag("EPT-S1", ethernet_in_s1);
    at.flag("MH6-PDU", multi_homed_ipv6);
    at.flag("RqoS", reflective_qos);
    if (!At::printing || !rest.empty()) at.rest("octets 4 and on", rest);
  }
};

/// Maximum number of supported packet filters (§9.11.4.9): 17 to 1024.
struct MaxPacketFilters {
  std::uint16_t count = 17;
  bool operator==(const MaxPacketFilters&) const = default;
  void layout(auto& at) {
    at.bits(11, "count", count);
    at.spare(5);
  }
};

/// PDU address (§9.11.4.10). IPv6 gives the interface identifier only: the prefix comes by router advertisement.
struct PduAddress {
  SessionType type{};               // ipv4, ipv6 or ipv4v6
  Octets<4> ipv4{};                 // ipv4, ipv4v6
  Octets<8> interface_id{};         // ipv6, ipv4v6
  std::optional<Octets<16>> smf{};  // the SMF's link-local address
  static PduAddress v4(const IpAddress& address);
  static PduAddress v6(const Octets<8>& interface_id);
  static PduAddress v4v6(const IpAddress& address, const Octets<8>& interface_id);
  /// None unless it has one.
  IpAddress ipv4_address() const;
  /// fe80:: with the interface identifier; none unless it has one.
  IpAddress link_local() const;
  bool operator==(const PduAddress&) const = default;
  void layout(auto& at);
};
std::string text(const PduAddress& address);  // "10.45.0.2", "fe80::1", "10.45.0.2 fe80::1"

/// A bit rate as unit and value: Session-AMBR and the rates of QoS flows (§9.11.4.12, §9.11.4.14).
struct BitRate {
  std::uint8_t unit = 1;  // 1: 1 kbit/s, 2: 4 kbit/s ... each four times the one before, restarting at 1 of M, G, T, P
  std::uint16_t value = 0;
  /// The smallest unit that holds it, rounded up; 0 stays 0.
  static BitRate from_bps(std::uint64_t bits_per_second);
  std::uint64_t bps() const;  // saturates
  bool operator==(const BitRate&) const = default;
  void layout(auto& at) {
    at.number(1, "unit", unit);
    at.number(2, "value", value);
  }
};
std::string text(const BitRate& rate);  // "100 Mbit/s"

/// Session-AMBR (§9.11.4.14).
struct SessionAmbr {
  BitRate downlink, uplink;
  static SessionAmbr from_bps(std::uint64_t downlink, std::uint64_t uplink) {
    return {BitRate::from_bps(downlink), BitRate::from_bps(uplink)};
  }
  bool operator==(const SessionAmbr&) const = default;
  void layout(auto& at) {
    at.object("downlink", downlink);
    at.object("uplink", uplink);
  }
};

/// One condition of a packet filter (§9.11.4.13). "Remote" is the side of the data network, "local" the phone's.
enum class FilterType : std::uint8_t {
  match_all = 0x01,
  ipv4_remote = 0x10,
  ipv4_local = 0x11,
  ipv6_remote = 0x21,
  ipv6_local = 0x23,
  protocol = 0x30,
  local_port = 0x40,
  local_port_range = 0x41,
  remote_port = 0x50,
  remote_port_range = 0x51,
  security_parameter_index = 0x60,
  type_of_service = 0x70,
  flow_label = 0x80,
  destination_mac = 0x81,
  source_mac = 0x82,
  c_tag_vid = 0x83,
  s_tag_vid = 0x84,
  c_tag_pcp = 0x85,
  s_tag_pcp = 0x86,
  ethertype = 0x87,
  destination_mac_range = 0x88,
  source_mac_range = 0x89
};
std::string text(FilterType type);
/// Octets of its value; nothing for a type that is not listed, which reaches to the end of its filter.
std::optional<std::size_t> value_size(FilterType type);
struct FilterComponent {
  FilterType type = FilterType::match_all;
  Bytes value{};
  bool operator==(const FilterComponent&) const = default;
  void layout(auto& at) {
    at.number(1, "type", type);
    auto size = value_size(type);
    if (!size)
      at.rest("value", value);
    else if (*size > 0)
      at.octets("value", value, *size);
  }
};

enum class FilterDirection : std::uint8_t { downlink = 1, uplink = 2, bidirectional = 3 };
std::string text(FilterDirection direction);
struct PacketFilter {
  static constexpr std::size_t max_components = 255;
  FilterDirection direction = FilterDirection::bidirectional;
  std::uint8_t id = 0;  // 4 bits
  std::vector<FilterComponent> components{};
  static PacketFilter match_all(std::uint8_t id) { return {FilterDirection::bidirectional, id, {FilterComponent{}}}; }
  bool operator==(const PacketFilter&) const = default;
};

/// QoS rule (§9.11.4.13): which packets go in which flow.
struct QosRule {
  enum class Operation : std::uint8_t {
    create = 1,
    remove = 2,
    modify_add_filters = 3,
    modify_replace_filters = 4,
    modify_delete_filters = 5,
    modify_no_filters = 6
  };
  static constexpr std::size_t max_filters = 15;
  std::uint8_t id = 0;  // QRI
  Operation operation = Operation::create;
  bool is_default = false;                   // DQR
  std::vector<PacketFilter> filters{};       // modify_delete_filters: only their ids
  std::optional<std::uint8_t> precedence{};  // lower is stronger
  bool segregation = false;
  std::optional<Qfi> qfi{};
  /// The rule that every session has: matches everything, weakest precedence.
  static QosRule match_all(std::uint8_t id, Qfi qfi);
  bool operator==(const QosRule&) const = default;
  void layout(auto& at);
};
std::string text(QosRule::Operation operation);
struct QosRules {
  static constexpr std::size_t max_rules = 255;
  std::vector<QosRule> rules{};
  bool operator==(const QosRules&) const = default;
  void layout(auto& at) {
    at.repeat("QoS rules", rules, max_rules, [&](QosRule& rule) { rule.layout(at); });
  }
};

/// QoS flow description (§9.11.4.12): what a flow is worth.
enum class FlowParameterId : std::uint8_t {
  five_qi = 1,
  gfbr_uplink = 2,
  gfbr_downlink = 3,
  mfbr_uplink = 4,
  mfbr_downlink = 5,
  averaging_window = 6,
  eps_bearer_identity = 7
};
std::string text(FlowParameterId id);
struct FlowParameter {
  FlowParameterId id{};
  Bytes value{};
  bool operator==(const FlowParameter&) const = default;
};
struct QosFlowDescription {
  enum class Operation : std::uint8_t { create = 1, remove = 2, modify = 3 };
  static constexpr std::size_t max_parameters = 63;
  Qfi qfi;
  Operation operation = Operation::create;
  bool parameters_included = true;  // E; for modify: replace all parameters
  std::vector<FlowParameter> parameters{};
  /// A flow without guaranteed rate.
  static QosFlowDescription create(Qfi qfi, std::uint8_t five_qi);
  std::optional<std::uint8_t> five_qi() const;
  /// The rate that a GFBR or MFBR parameter says.
  std::optional<BitRate> rate(FlowParameterId id) const;
  bool operator==(const QosFlowDescription&) const = default;
  void layout(auto& at);
};
std::string text(QosFlowDescription::Operation operation);
struct QosFlowDescriptions {
  static constexpr std::size_t max_flows = 255;
  std::vector<QosFlowDescription> flows{};
  bool operator==(const QosFlowDescriptions&) const = default;
  void layout(auto& at) {
    at.repeat("QoS flow descriptions", flows, max_flows, [&](QosFlowDescription& flow) { flow.layout(at); });
  }
};

/// Identifiers of protocol configuration options (TS 24.008 §10.5.6.3); the first name is what they ask, the value what they answer.
enum class PcoId : std::uint16_t {
  p_cscf_ipv6 = 0x0001,
  im_cn_signalling_flag = 0x0002,
  dns_ipv6 = 0x0003,
  bearer_control_mode = 0x0005,
  address_by_nas = 0x000A,
  address_by_dhcpv4 = 0x000B,
  p_cscf_ipv4 = 0x000C,
  dns_ipv4 = 0x000D,
  msisdn = 0x000E,
  ipv4_link_mtu = 0x0010,
  local_address_in_tft = 0x0011,
  p_cscf_reselection = 0x0012,
  non_ip_link_mtu = 0x0015,
  apn_rate_control = 0x0016,
  ps_data_off = 0x0017,
  reliable_data_service = 0x0018,
  pdu_session_id = 0x001A,
  ethernet_mtu = 0x0020,
  unstructured_mtu = 0x0021,
  fivegsm_cause = 0x0022,
  qos_rules_two_octet_length = 0x0023,
  qos_flows_two_octet_length = 0x0024,
  ipcp = 0x8021,
  lcp = 0xC021,
  pap = 0xC023,
  chap = 0xC223
};
std::string text(PcoId id);
struct PcoItem {
  PcoId id{};
  Bytes contents{};
  bool operator==(const PcoItem&) const = default;
};
/// Extended protocol configuration options (§9.11.4.6; TS 24.008 §10.5.6.3A). The two directions differ in the length field of
/// a few containers, so they are two types.
struct PcoList {
  static constexpr std::size_t max_items = 1024;
  std::uint8_t configuration_protocol = 0;  // PPP
  std::vector<PcoItem> items{};
  void add(PcoId id, Bytes contents = {}) { items.push_back({id, std::move(contents)}); }
  bool asks(PcoId id) const { return find(id) != nullptr; }
  /// The first of that id.
  const Bytes* find(PcoId id) const;
  bool operator==(const PcoList&) const = default;
  void layout_of(auto& at, bool to_phone);
};
struct UplinkPco : PcoList {
  bool operator==(const UplinkPco&) const = default;
  void layout(auto& at) { layout_of(at, false); }
};
struct DownlinkPco : PcoList {
  bool operator==(const DownlinkPco&) const = default;
  void layout(auto& at) { layout_of(at, true); }
};
/// Containers whose length field has two octets towards the phone (TS 24.008 §10.5.6.3).
bool has_long_length(PcoId id);

/// Re-attempt indicator (§9.11.4.17).
struct ReattemptIndicator {
  bool not_in_equivalent_plmn = false;  // EPLMNC
  bool not_in_s1_mode = false;          // RATC
  bool operator==(const ReattemptIndicator&) const = default;
  void layout(auto& at) {
    at.spare(6);
    at.flag("EPLMNC", not_in_equivalent_plmn);
    at.flag("RATC", not_in_s1_mode);
  }
};
/// 5GSM congestion re-attempt indicator (§9.11.4.21).
struct CongestionReattempt {
  bool current_access_only = false;  // CATBO
  bool all_plmns = false;            // ABO
  bool operator==(const CongestionReattempt&) const = default;
  void layout(auto& at) {
    at.spare(6);
    at.flag("CATBO", current_access_only);
    at.flag("ABO", all_plmns);
  }
};

void PduAddress::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  bool with_smf = smf.has_value();
  if constexpr (!At::printing) {
    at.spare(4);
    at.flag("SI6LLA", with_smf);
    at.bits(3, "PDU session type value", type);
    at.require(type == SessionType::ipv4 || type == SessionType::ipv6 || type == SessionType::ipv4v6, "PDU session type value");
    if (at.failed()) return;
    if (type != SessionType::ipv4) at.octets("interface identifier", interface_id);
    if (type != SessionType::ipv6) at.octets("IPv4 address", ipv4);
    if (at.has(with_smf, smf)) at.octets("SMF's IPv6 link local address", *smf);
  }
}

void QosRule::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  at.number(1, "QoS rule identifier", id);
  at.sized(2, "QoS rule", [&](auto& in) {
    in.bits(3, "rule operation code", operation);
    in.flag("DQR", is_default);
    auto count = std::uint8_t(filters.size());
    counted(in, 4, "number of packet filters", count);
    bool ids_only = operation == Operation::modify_delete_filters;
    in.repeat("packet filters", filters, max_filters, count, [&](PacketFilter& filter) {
      in.spare(2);
      if (ids_only)
        in.spare(2);
      else
        in.bits(2, "direction", filter.direction);
      in.bits(4, "packet filter identifier", filter.id);
      if (ids_only) return;
      in.sized(1, "packet filter contents", [&](auto& of) {
        of.repeat("components", filter.components, PacketFilter::max_components, [&](FilterComponent& c) { c.layout(of); });
      });
    });
    if (in.has(in.left() > 0, precedence)) in.number(1, "QoS rule precedence", *precedence);
    if (in.has(in.left() > 0, qfi)) {
      in.spare(1);
      in.flag("segregation", segregation);
      in.bits(6, "QFI", *qfi);
    }
  });
  check(!At::writing || (filters.size() <= max_filters && (precedence || !qfi)), "a QoS rule that has no coding");
}

void QosFlowDescription::layout(auto& at) {
  at.spare(2);
  at.bits(6, "QFI", qfi);
  at.bits(3, "operation code", operation);
  at.spare(5);
  at.spare(1);
  at.flag("E", parameters_included);
  auto count = std::uint8_t(parameters.size());
  counted(at, 6, "number of parameters", count);
  at.repeat("parameters", parameters, max_parameters, count, [&](FlowParameter& parameter) {
    at.number(1, "parameter identifier", parameter.id);
    at.sized(1, "parameter contents", [&](auto& in) { in.rest("contents", parameter.value); });
  });
}

void PcoList::layout_of(auto& at, bool to_phone) {
  bool extension = true;
  counted(at, 1, "extension", extension);
  at.spare(4);
  counted(at, 3, "configuration protocol", configuration_protocol);
  at.repeat("options", items, max_items, [&](PcoItem& item) {
    at.number(2, "id", item.id);
    at.sized(to_phone && has_long_length(item.id) ? 2 : 1, "contents", [&](auto& in) { in.rest("contents", item.contents); });
  });
}

}  // namespace pellucid::nas
