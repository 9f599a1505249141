#pragma once
// The values of the IEs that rules and reports are made of (TS 29.244 §8.2): filters, rates, volumes, timers.
#include "wire/pfcp/ies.hpp"

namespace pellucid::pfcp {

// ---- rules ------------------------------------------------------------------------------------------------------------

struct SdfFilter {                              // §8.2.5
  std::optional<std::string> flow_description;  // IPFilterRule, "permit out ip from any to assigned"
  std::optional<std::uint16_t> tos_traffic_class;
  std::optional<std::uint32_t> security_parameter_index;
  std::optional<std::uint32_t> flow_label;  // 24 bits
  std::optional<std::uint32_t> filter_id;   // bidirectional filters that share it are one
  template <class At>
  void layout(At& at) {
    bool fd = flow_description.has_value(), ttc = tos_traffic_class.has_value(), spi = security_parameter_index.has_value(),
         fl = flow_label.has_value(), bid = filter_id.has_value();
    at.spare(3);
    presence(at, bid), presence(at, fl), presence(at, spi), presence(at, ttc), presence(at, fd);
    at.spare(8);
    if (at.has(fd, flow_description)) counted(at, 2, "Flow Description", *flow_description);
    if (at.has(ttc, tos_traffic_class)) at.number(2, "ToS Traffic Class", *tos_traffic_class);
    if (at.has(spi, security_parameter_index)) at.number(4, "Security Parameter Index", *security_parameter_index);
    if (at.has(fl, flow_label)) at.number(3, "Flow Label", *flow_label);
    if (at.has(bid, filter_id)) at.number(4, "SDF Filter ID", *filter_id);
  }
  bool operator==(const SdfFilter&) const = default;
};

struct GateStatus {  // §8.2.7; 2 and 3 on the wire count as closed
  bool uplink_closed = false;
  bool downlink_closed = false;
  template <class At>
  void layout(At& at) {
    if constexpr (At::printing) {
      at.tree().add("UL Gate", uplink_closed ? "CLOSED" : "OPEN");
      at.tree().add("DL Gate", downlink_closed ? "CLOSED" : "OPEN");
    } else {
      std::uint8_t up = uplink_closed, down = downlink_closed;
      at.spare(4);
      at.bits(2, "UL Gate", up);
      at.bits(2, "DL Gate", down);
      if constexpr (At::reading) uplink_closed = up != 0, downlink_closed = down != 0;
    }
  }
  bool operator==(const GateStatus&) const = default;
};

struct BitRates {                 // MBR, GBR (§8.2.8, §8.2.9)
  std::uint64_t uplink_kbps = 0;  // 40 bits
  std::uint64_t downlink_kbps = 0;
  void layout(auto& at) {
    at.number(5, "UL", uplink_kbps);
    at.number(5, "DL", downlink_kbps);
  }
  bool operator==(const BitRates&) const = default;
};

struct TransportLevelMarking {  // §8.2.12
  std::uint8_t tos = 0;
  std::uint8_t mask = 0xFC;
  void layout(auto& at) {
    at.number(1, "ToS/Traffic Class", tos);
    at.number(1, "mask", mask);
  }
  bool operator==(const TransportLevelMarking&) const = default;
};

struct DlFlowLevelMarking {  // §8.2.66
  std::optional<std::uint16_t> tos_traffic_class;
  std::optional<std::uint16_t> service_class_indicator;
  void layout(auto& at) {
    bool ttc = tos_traffic_class.has_value(), sci = service_class_indicator.has_value();
    at.spare(6);
    presence(at, sci), presence(at, ttc);
    if (at.has(ttc, tos_traffic_class)) at.number(2, "ToS/Traffic Class", *tos_traffic_class);
    if (at.has(sci, service_class_indicator)) at.number(2, "Service Class Indicator", *service_class_indicator);
  }
  bool operator==(const DlFlowLevelMarking&) const = default;
};

struct PacketRateLimit {
  std::uint8_t unit = 0;  // 0 minute, 1 six minutes, 2 hour, 3 day, 4 week
  std::uint16_t packets = 0;
  void layout(auto& at) {
    at.spare(5);
    at.bits(3, "Time Unit", unit);
    at.number(2, "Maximum Packet Rate", packets);
  }
  bool operator==(const PacketRateLimit&) const = default;
};

struct PacketRate {  // §8.2.63
  std::optional<PacketRateLimit> uplink, downlink, additional_uplink, additional_downlink;
  void layout(auto& at) {
    bool ul = uplink.has_value(), dl = downlink.has_value(), more = additional_uplink || additional_downlink;
    at.spare(5);
    presence(at, more), presence(at, dl), presence(at, ul);
    if (at.has(ul, uplink)) at.object("Uplink", *uplink);
    if (at.has(dl, downlink)) at.object("Downlink", *downlink);
    if (at.has(more && ul, additional_uplink)) at.object("Additional Uplink", *additional_uplink);
    if (at.has(more && dl, additional_downlink)) at.object("Additional Downlink", *additional_downlink);
  }
  bool operator==(const PacketRate&) const = default;
};

struct PacketRateStatus {                                                                 // §8.2.139
  std::optional<std::uint16_t> uplink, additional_uplink, downlink, additional_downlink;  // packets that may still go
  Octets<8> validity_time{};                                                              // 64-bit NTP
  void layout(auto& at) {
    bool ul = uplink.has_value(), dl = downlink.has_value(), apr = additional_uplink || additional_downlink;
    at.spare(5);
    presence(at, apr), presence(at, dl), presence(at, ul);
    if (at.has(ul, uplink)) at.number(2, "Number of Remaining Uplink Packets Allowed", *uplink);
    if (at.has(apr && ul, additional_uplink)) at.number(2, "Number of Remaining Additional Uplink Packets Allowed", *additional_uplink);
    if (at.has(dl, downlink)) at.number(2, "Number of Remaining Downlink Packets Allowed", *downlink);
    if (at.has(apr && dl, additional_downlink))
      at.number(2, "Number of Remaining Additional Downlink Packets Allowed", *additional_downlink);
    at.octets("Rate Control Status Validity Time", validity_time);
  }
  bool operator==(const PacketRateStatus&) const = default;
};

struct RedirectInformation {      // §8.2.20
  std::uint8_t address_type = 0;  // 0 IPv4, 1 IPv6, 2 URL, 3 SIP URI, 4 IPv4 and IPv6, 5 to 8 with a port
  std::string address;
  std::optional<std::string> other_address;
  std::optional<std::uint16_t> port;
  template <class At>
  void layout(At& at) {
    at.spare(4);
    at.bits(4, "Redirect Address Type", address_type);
    counted(at, 2, "Redirect Server Address", address);
    bool ported = address_type >= 5 && address_type <= 8;
    if (At::writing && port && !other_address) at.spare(16);  // an empty other address stands before the port
    if (at.has(at.left() > 0, other_address)) counted(at, 2, "Other Redirect Server Address", *other_address);
    if (at.has(ported && at.left() > 0, port)) at.number(2, "Redirect Port", *port);
  }
  bool operator==(const RedirectInformation&) const = default;
};

struct ForwardingPolicy {  // §8.2.23
  std::string identifier;
  void layout(auto& at) { counted(at, 1, "Forwarding Policy Identifier", identifier); }
  bool operator==(const ForwardingPolicy&) const = default;
};

struct HeaderEnrichment {  // §8.2.67
  std::uint8_t header_type = 0;
  std::string name;
  std::string value;
  void layout(auto& at) {
    at.spare(3);
    at.bits(5, "Header Type", header_type);
    counted(at, 1, "Header Field Name", name);
    counted(at, 1, "Header Field Value", value);
  }
  bool operator==(const HeaderEnrichment&) const = default;
};

struct UeIpPoolIdentity {  // §8.2.128
  std::string name;
  void layout(auto& at) { counted(at, 2, "UE IP address Pool Identity", name); }
  Tree shown() const { return Tree(name); }
  bool operator==(const UeIpPoolIdentity&) const = default;
};

// ---- usage ------------------------------------------------------------------------------------------------------------

/// Octets: Volume Threshold, Volume Quota and what follows them (§8.2.13, §8.2.16, §8.2.50, §8.2.86).
struct Volume {
  std::optional<std::uint64_t> total, uplink, downlink;
  void layout(auto& at) {
    bool t = total.has_value(), u = uplink.has_value(), d = downlink.has_value();
    at.spare(5);
    presence(at, d), presence(at, u), presence(at, t);
    if (at.has(t, total)) at.number(8, "Total Volume", *total);
    if (at.has(u, uplink)) at.number(8, "Uplink Volume", *uplink);
    if (at.has(d, downlink)) at.number(8, "Downlink Volume", *downlink);
  }
  bool operator==(const Volume&) const = default;
};

struct VolumeMeasurement {  // §8.2.44: octets and packets
  std::optional<std::uint64_t> total, uplink, downlink, total_packets, uplink_packets, downlink_packets;
  void layout(auto& at) {
    bool t = total.has_value(), u = uplink.has_value(), d = downlink.has_value(), tp = total_packets.has_value(),
         up = uplink_packets.has_value(), dp = downlink_packets.has_value();
    at.spare(2);
    presence(at, dp), presence(at, up), presence(at, tp), presence(at, d), presence(at, u), presence(at, t);
    if (at.has(t, total)) at.number(8, "Total Volume", *total);
    if (at.has(u, uplink)) at.number(8, "Uplink Volume", *uplink);
    if (at.has(d, downlink)) at.number(8, "Downlink Volume", *downlink);
    if (at.has(tp, total_packets)) at.number(8, "Total Number of Packets", *total_packets);
    if (at.has(up, uplink_packets)) at.number(8, "Uplink Number of Packets", *uplink_packets);
    if (at.has(dp, downlink_packets)) at.number(8, "Downlink Number of Packets", *downlink_packets);
  }
  bool operator==(const VolumeMeasurement&) const = default;
};

struct DroppedDlTrafficThreshold {  // §8.2.49
  std::optional<std::uint64_t> packets, octets;
  void layout(auto& at) {
    bool p = packets.has_value(), b = octets.has_value();
    at.spare(6);
    presence(at, b), presence(at, p);
    if (at.has(p, packets)) at.number(8, "Downlink Packets", *packets);
    if (at.has(b, octets)) at.number(8, "Number of Bytes of Downlink Data", *octets);
  }
  bool operator==(const DroppedDlTrafficThreshold&) const = default;
};

struct TimeQuotaMechanism {  // §8.2.81
  std::uint8_t type = 0;     // 0 CTP, 1 DTP
  std::uint32_t base_interval_s = 0;
  void layout(auto& at) {
    at.spare(6);
    at.bits(2, "Base Time Interval Type", type);
    at.number(4, "Base Time Interval", base_interval_s);
  }
  bool operator==(const TimeQuotaMechanism&) const = default;
};

struct Multiplier {  // §8.2.84: digits * 10^exponent
  std::int64_t digits = 0;
  std::int32_t exponent = 0;
  void layout(auto& at) {
    at.number(8, "Value-Digits", digits);
    at.number(4, "Exponent", exponent);
  }
  bool operator==(const Multiplier&) const = default;
};

struct AdditionalUsageReports {  // §8.2.91
  bool to_come = false;          // AURI
  std::uint16_t number = 0;      // 15 bits
  void layout(auto& at) {
    at.flag("AURI", to_come);
    at.bits(15, "Number of Additional Usage Reports", number);
  }
  bool operator==(const AdditionalUsageReports&) const = default;
};

struct FlowInformation {       // §8.2.61
  std::uint8_t direction = 0;  // 0 unspecified, 1 downlink, 2 uplink, 3 both
  std::string flow_description;
  void layout(auto& at) {
    at.spare(5);
    at.bits(3, "Flow Direction", direction);
    counted(at, 2, "Flow Description", flow_description);
  }
  bool operator==(const FlowInformation&) const = default;
};

// ---- reports and node ---------------------------------------------------------------------------------------------------

struct DownlinkDataServiceInformation {       // §8.2.27
  std::optional<std::uint8_t> paging_policy;  // 6 bits, DSCP of the packet
  std::optional<Qfi> qfi;
  void layout(auto& at) {
    bool p = paging_policy.has_value(), q = qfi.has_value();
    at.spare(6);
    presence(at, q), presence(at, p);
    if (at.has(p, paging_policy)) {
      at.spare(2);
      at.bits(6, "Paging Policy Indication", *paging_policy);
    }
    if (at.has(q, qfi)) {
      at.spare(2);
      at.bits(6, "QFI", *qfi);
    }
  }
  bool operator==(const DownlinkDataServiceInformation&) const = default;
};

/// Three bits of unit, five of value: DL Buffering Duration, Timer, Graceful Release Period (§8.2.29, §8.2.35, §8.2.78).
struct UnitTimer {
  std::uint8_t coded = 0;
  /// The smallest timer that is not shorter; beyond 310 hours infinite.
  static UnitTimer at_least_s(std::uint32_t seconds);
  /// Seconds; nothing for infinite.
  std::optional<std::uint32_t> seconds() const;
  void layout(auto& at) { at.number(1, "timer", coded); }
  Tree shown() const;
  bool operator==(const UnitTimer&) const = default;
};

/// §8.2.30: one octet, or two.
struct BufferingPacketCount {
  std::uint16_t packets = 0;
  bool short_form = false;  // came in one octet
  template <class At>
  void layout(At& at) {
    if (At::reading) short_form = at.left() == 1;
    at.number(short_form && packets < 256 ? 1 : 2, "Packet Count", packets);
  }
  Tree shown() const { return Tree(packets); }
  bool operator==(const BufferingPacketCount&) const = default;
};

struct FailedRuleId {  // §8.2.80; kinds above SRR read as FAR
  RuleKind kind = RuleKind::pdr;
  std::uint32_t id = 0;
  template <class At>
  void layout(At& at) {
    at.spare(3);
    at.bits(5, "Rule ID Type", kind);
    if (At::reading && std::uint8_t(kind) > 6) kind = RuleKind::far;
    bool two = kind == RuleKind::pdr || kind == RuleKind::mar, one = kind == RuleKind::bar || kind == RuleKind::srr;
    at.number(one ? 1 : two ? 2 : 4, "Rule ID", id);
  }
  bool operator==(const FailedRuleId&) const = default;
};

struct OffendingIeInformation {  // §8.2.185
  std::uint16_t type = 0;
  Bytes value;
  void layout(auto& at) {
    at.number(2, "Type of the offending IE", type);
    at.rest("Value of the offending IE", value);
  }
  bool operator==(const OffendingIeInformation&) const = default;
};

struct FqCsid {                   // §8.2.43
  std::uint8_t address_type = 0;  // 0 IPv4, 1 IPv6, 2 MCC, MNC and a number in four octets
  Bytes address;                  // 4 or 16 octets, as the type says
  std::vector<std::uint16_t> csids;
  std::optional<std::uint8_t> node_type;
  template <class At>
  void layout(At& at) {
    auto count = std::uint8_t(csids.size());
    at.bits(4, "FQ-CSID Node-ID Type", address_type);
    at.bits(4, "Number of CSIDs", count);
    at.require(address_type <= 2, "FQ-CSID Node-ID Type");
    at.octets("Node-Address", address, address_type == 1 ? 16 : 4);
    at.repeat("PDN Connection Set Identifiers", csids, 15, count, [&](auto& id) { at.number(2, "CSID", id); });
    if (at.has(at.left() > 0, node_type)) {
      at.spare(4);
      at.bits(4, "Node Type", *node_type);
    }
  }
  bool operator==(const FqCsid&) const = default;
};

struct NumberOfUeIpAddresses {  // §8.2.183
  std::optional<std::uint32_t> ipv4, ipv6;
  void layout(auto& at) {
    bool v4 = ipv4.has_value(), v6 = ipv6.has_value();
    at.spare(6);
    presence(at, v6), presence(at, v4);
    if (at.has(v4, ipv4)) at.number(4, "Number of UE IPv4 Addresses", *ipv4);
    if (at.has(v6, ipv6)) at.number(4, "Number of UE IPv6 Addresses", *ipv6);
  }
  bool operator==(const NumberOfUeIpAddresses&) const = default;
};

struct UserId {  // §8.2.101: identities in their own codings
  std::optional<Bytes> imsi, imei, msisdn, nai, supi, gpsi, pei;
  void layout(auto& at) {
    std::optional<Bytes>* all[] = {&imsi, &imei, &msisdn, &nai, &supi, &gpsi, &pei};
    static constexpr const char* names[] = {"IMSI", "IMEI", "MSISDN", "NAI", "SUPI", "GPSI", "PEI"};
    bool there[7];
    at.spare(1);
    for (unsigned i = 7; i-- > 0;) {
      there[i] = all[i]->has_value();
      presence(at, there[i]);
    }
    for (unsigned i = 0; i < 7; ++i)
      if (at.has(there[i], *all[i])) counted(at, 1, names[i], **all[i]);
  }
  bool operator==(const UserId&) const = default;
};

struct IpMulticastAddress {  // §8.2.137, kept as octets
  Bytes octets;
  void layout(auto& at) { at.rest("IP Multicast Address", octets); }
  Tree shown() const { return Tree(hex(octets)); }
  bool operator==(const IpMulticastAddress&) const = default;
};

}  // namespace pellucid::pfcp
