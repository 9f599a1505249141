#pragma once
// Grouped IEs of PFCP: rules, their changes, reports (TS 29.244 §7.4, §7.5; the table's number stands at each).
// Groups that a UPF for IP sessions has no use for stay octets (Bytes): decoded by nobody, kept, shown in hexadecimal.
//
// `other` holds what no row reads. In an update, `other.removes(type)` tells that an IE came with null length, which asks
// for removal of what it stands for (§5.6.3), and `other.remove(type)` asks for it.
#include "wire/pfcp/rule_ies.hpp"

namespace pellucid::pfcp {

/// How many IEs of one list are read; more makes the message fail (Cause 75, no resources).
inline constexpr std::uint16_t max_rules = 512;      // PDRs, FARs, URRs, QERs ... of one message
inline constexpr std::uint16_t max_references = 64;  // rule ids, addresses, filters of one rule
inline constexpr std::uint16_t max_reports = 512;    // usage reports, created PDRs, failures of one response

struct Pdi {  // 7.5.2.2-2
  SourceInterface source_interface = SourceInterface::access;
  std::optional<FTeid> local_f_teid;
  std::optional<Bytes> local_ingress_tunnel;
  std::optional<NetworkInstance> network_instance;
  std::optional<Bytes> redundant_transmission_detection;
  std::vector<UeIpAddress> ue_ip_addresses;
  std::vector<TrafficEndpointId> traffic_endpoint_ids;
  std::vector<SdfFilter> sdf_filters;
  std::optional<Bytes> application_id;
  std::optional<EthernetPduSessionInformation> ethernet_session;
  std::vector<Bytes> ethernet_packet_filters;
  std::vector<Qfi> qfis;
  std::vector<std::string> framed_routes;
  std::optional<std::uint32_t> framed_routing;
  std::vector<std::string> framed_ipv6_routes;
  std::optional<InterfaceType> source_interface_type;
  std::vector<Bytes> ip_multicast;
  std::vector<Bytes> dns_query_filters;
  std::optional<Bytes> mbs_session_id;
  std::optional<std::uint16_t> area_session_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const Pdi&) const = default;
};

struct CreatePdr {  // 7.5.2.2-1
  PdrId pdr_id;
  std::uint32_t precedence = 0;  // the lower value wins
  Pdi pdi;
  std::optional<OuterHeaderRemoval> outer_header_removal;
  std::optional<FarId> far_id;
  std::vector<UrrId> urr_ids;
  std::vector<QerId> qer_ids;
  std::vector<std::string> activate_predefined_rules;
  std::optional<NtpTime> activation_time;
  std::optional<NtpTime> deactivation_time;
  std::optional<std::uint16_t> mar_id;
  std::optional<PacketReplication> packet_replication;
  std::vector<Bytes> ip_multicast;
  std::optional<UeIpPoolIdentity> ue_ip_pool;
  std::optional<MptcpApplicableIndication> mptcp_applicable;
  std::optional<Bytes> transport_delay_reporting;
  std::optional<std::uint8_t> rat_type;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const CreatePdr&) const = default;
};

struct UpdatePdr {  // 7.5.4.2-1
  PdrId pdr_id;
  std::optional<OuterHeaderRemoval> outer_header_removal;
  std::optional<std::uint32_t> precedence;
  std::optional<Pdi> pdi;
  std::optional<FarId> far_id;
  std::vector<UrrId> urr_ids;
  std::vector<QerId> qer_ids;
  std::vector<std::string> activate_predefined_rules;
  std::vector<std::string> deactivate_predefined_rules;
  std::optional<NtpTime> activation_time;
  std::optional<NtpTime> deactivation_time;
  std::vector<Bytes> ip_multicast;
  std::optional<Bytes> transport_delay_reporting;
  std::optional<std::uint8_t> rat_type;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdatePdr&) const = default;
};

struct ForwardingParameters {  // 7.5.2.3-2
  DestinationInterface destination_interface = DestinationInterface::access;
  std::optional<NetworkInstance> network_instance;
  std::optional<RedirectInformation> redirect_information;
  std::optional<OuterHeaderCreation> outer_header_creation;
  std::optional<TransportLevelMarking> transport_level_marking;
  std::optional<ForwardingPolicy> forwarding_policy;
  std::vector<HeaderEnrichment> header_enrichments;
  std::optional<TrafficEndpointId> linked_traffic_endpoint_id;
  std::optional<Proxying> proxying;
  std::optional<InterfaceType> destination_interface_type;
  std::optional<std::string> data_network_access_identifier;
  std::optional<Bytes> address_and_port_replacement;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const ForwardingParameters&) const = default;
};

struct UpdateForwardingParameters {  // 7.5.4.3-2
  std::optional<DestinationInterface> destination_interface;
  std::optional<NetworkInstance> network_instance;
  std::optional<RedirectInformation> redirect_information;
  std::optional<OuterHeaderCreation> outer_header_creation;
  std::optional<TransportLevelMarking> transport_level_marking;
  std::optional<ForwardingPolicy> forwarding_policy;
  std::vector<HeaderEnrichment> header_enrichments;
  std::optional<SmReqFlags> flags;  // SNDEM: end markers down the old tunnel
  std::optional<TrafficEndpointId> linked_traffic_endpoint_id;
  std::optional<InterfaceType> destination_interface_type;
  std::optional<std::string> data_network_access_identifier;
  std::optional<Bytes> address_and_port_replacement;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdateForwardingParameters&) const = default;
};

struct DuplicatingParameters {  // 7.5.2.3-3
  DestinationInterface destination_interface = DestinationInterface::access;
  std::optional<OuterHeaderCreation> outer_header_creation;
  std::optional<TransportLevelMarking> transport_level_marking;
  std::optional<ForwardingPolicy> forwarding_policy;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const DuplicatingParameters&) const = default;
};

struct UpdateDuplicatingParameters {  // 7.5.4.3-3
  std::optional<DestinationInterface> destination_interface;
  std::optional<OuterHeaderCreation> outer_header_creation;
  std::optional<TransportLevelMarking> transport_level_marking;
  std::optional<ForwardingPolicy> forwarding_policy;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdateDuplicatingParameters&) const = default;
};

struct CreateFar {  // 7.5.2.3-1
  FarId far_id;
  ApplyAction apply_action;
  std::optional<ForwardingParameters> forwarding_parameters;
  std::vector<DuplicatingParameters> duplicating_parameters;
  std::optional<BarId> bar_id;
  std::optional<Bytes> redundant_transmission_forwarding;
  std::optional<Bytes> mbs_multicast_parameters;
  std::vector<Bytes> add_mbs_unicast_parameters;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const CreateFar&) const = default;
};

struct UpdateFar {  // 7.5.4.3-1
  FarId far_id;
  std::optional<ApplyAction> apply_action;
  std::optional<UpdateForwardingParameters> forwarding_parameters;
  std::vector<UpdateDuplicatingParameters> duplicating_parameters;
  std::optional<Bytes> redundant_transmission_forwarding;
  std::optional<BarId> bar_id;
  std::vector<Bytes> add_mbs_unicast_parameters;
  std::vector<Bytes> remove_mbs_unicast_parameters;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdateFar&) const = default;
};

struct AggregatedUrr {  // 7.5.2.4-2
  UrrId urr_id;
  Multiplier multiplier;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const AggregatedUrr&) const = default;
};

struct AdditionalMonitoringTime {  // 7.5.2.4-3
  NtpTime monitoring_time;
  std::optional<Volume> subsequent_volume_threshold;
  std::optional<std::uint32_t> subsequent_time_threshold_s;
  std::optional<Volume> subsequent_volume_quota;
  std::optional<std::uint32_t> subsequent_time_quota_s;
  std::optional<std::uint32_t> subsequent_event_threshold;
  std::optional<std::uint32_t> subsequent_event_quota;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const AdditionalMonitoringTime&) const = default;
};

/// What Create URR and Update URR have in common.
struct UrrParameters {
  std::optional<std::uint32_t> measurement_period_s;
  std::optional<Volume> volume_threshold;
  std::optional<Volume> volume_quota;
  std::optional<std::uint32_t> event_threshold;
  std::optional<std::uint32_t> event_quota;
  std::optional<std::uint32_t> time_threshold_s;
  std::optional<std::uint32_t> time_quota_s;
  std::optional<std::uint32_t> quota_holding_time_s;
  std::optional<DroppedDlTrafficThreshold> dropped_dl_traffic_threshold;
  std::optional<std::uint32_t> quota_validity_time_s;
  std::optional<NtpTime> monitoring_time;
  std::optional<Volume> subsequent_volume_threshold;
  std::optional<std::uint32_t> subsequent_time_threshold_s;
  std::optional<Volume> subsequent_volume_quota;
  std::optional<std::uint32_t> subsequent_time_quota_s;
  std::optional<std::uint32_t> subsequent_event_threshold;
  std::optional<std::uint32_t> subsequent_event_quota;
  std::optional<std::uint32_t> inactivity_detection_time_s;
  std::vector<UrrId> linked_urr_ids;
  std::optional<MeasurementInformation> measurement_information;
  std::optional<TimeQuotaMechanism> time_quota_mechanism;
  std::vector<AggregatedUrr> aggregated_urrs;
  std::optional<FarId> far_id_for_quota_action;
  std::optional<std::uint32_t> ethernet_inactivity_timer_s;
  std::vector<AdditionalMonitoringTime> additional_monitoring_times;
  std::optional<std::uint16_t> number_of_reports;
  std::vector<Bytes> exempted_application_ids;
  std::vector<SdfFilter> exempted_sdf_filters;
  std::optional<std::uint32_t> user_plane_inactivity_timer_s;
  bool operator==(const UrrParameters&) const = default;
};

struct CreateUrr : UrrParameters {  // 7.5.2.4-1
  UrrId urr_id;
  MeasurementMethod measurement_method;
  ReportingTriggers reporting_triggers;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const CreateUrr&) const = default;
};

struct UpdateUrr : UrrParameters {  // 7.5.4.4-1
  UrrId urr_id;
  std::optional<MeasurementMethod> measurement_method;
  std::optional<ReportingTriggers> reporting_triggers;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdateUrr&) const = default;
};

struct CreateQer {  // 7.5.2.5-1
  QerId qer_id;
  std::vector<std::uint32_t> qer_correlation_ids;
  GateStatus gate_status;
  std::optional<BitRates> maximum_bitrate;
  std::optional<BitRates> guaranteed_bitrate;
  std::optional<PacketRate> packet_rate;
  std::optional<PacketRateStatus> packet_rate_status;
  std::optional<DlFlowLevelMarking> dl_flow_level_marking;
  std::optional<Qfi> qfi;   // to write into downlink packets
  std::optional<bool> rqi;  // reflective QoS
  std::optional<std::uint8_t> paging_policy_indicator;
  std::optional<std::uint32_t> averaging_window_ms;
  std::optional<QerControlIndications> control_indications;
  std::optional<QerIndications> indications;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const CreateQer&) const = default;
};

struct UpdateQer {  // 7.5.4.5-1
  QerId qer_id;
  std::vector<std::uint32_t> qer_correlation_ids;
  std::optional<GateStatus> gate_status;
  std::optional<BitRates> maximum_bitrate;
  std::optional<BitRates> guaranteed_bitrate;
  std::optional<PacketRate> packet_rate;
  std::optional<DlFlowLevelMarking> dl_flow_level_marking;
  std::optional<Qfi> qfi;
  std::optional<bool> rqi;
  std::optional<std::uint8_t> paging_policy_indicator;
  std::optional<std::uint32_t> averaging_window_ms;
  std::optional<QerControlIndications> control_indications;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdateQer&) const = default;
};

/// Create BAR (7.5.2.6-1) and both forms of Update BAR (7.5.4.11-1, 7.5.9.2-1), of which the last has the two fields on
/// buffering duration besides.
struct Bar {
  BarId bar_id;
  std::optional<std::uint8_t> downlink_data_notification_delay;  // units of 50 ms
  std::optional<UnitTimer> dl_buffering_duration;
  std::optional<BufferingPacketCount> dl_buffering_suggested_packet_count;
  std::optional<std::uint8_t> suggested_buffering_packets_count;
  std::optional<MtEdtControlInformation> mt_edt;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const Bar&) const = default;
};

/// Create (7.5.2.7-1) and Update Traffic Endpoint (7.5.4.13-1).
struct TrafficEndpoint {
  TrafficEndpointId id;
  std::optional<FTeid> local_f_teid;
  std::optional<NetworkInstance> network_instance;
  std::optional<Bytes> redundant_transmission_detection;
  std::vector<UeIpAddress> ue_ip_addresses;
  std::optional<EthernetPduSessionInformation> ethernet_session;
  std::vector<std::string> framed_routes;
  std::optional<std::uint32_t> framed_routing;
  std::vector<std::string> framed_ipv6_routes;
  std::vector<Qfi> qfis;
  std::optional<InterfaceType> source_interface_type;
  std::optional<Bytes> local_ingress_tunnel;
  std::optional<Bytes> ip_multicast;
  std::optional<Bytes> mbs_session_id;
  std::optional<std::uint16_t> area_session_id;
  std::optional<std::uint8_t> rat_type;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const TrafficEndpoint&) const = default;
};

/// Created (7.5.3.5-1).
struct CreatedTrafficEndpoint {
  TrafficEndpointId id;
  std::optional<FTeid> local_f_teid;
  std::optional<FTeid> redundant_f_teid;
  std::vector<UeIpAddress> ue_ip_addresses;
  std::optional<Bytes> local_ingress_tunnel;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const CreatedTrafficEndpoint&) const = default;
};

/// Created PDR (7.5.3.2-1).
struct CreatedPdr {
  PdrId pdr_id;
  std::optional<FTeid> local_f_teid;
  std::optional<FTeid> redundant_f_teid;  // the second IE of type 21
  std::vector<UeIpAddress> ue_ip_addresses;
  std::optional<Bytes> local_ingress_tunnel;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const CreatedPdr&) const = default;
};

/// Updated PDR (7.5.5.5-1): the F-TEID for redundant transmission stands first in its table.
struct UpdatedPdr {
  PdrId pdr_id;
  std::vector<FTeid> f_teids;
  std::vector<UeIpAddress> ue_ip_addresses;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UpdatedPdr&) const = default;
};

struct RemovePdr {  // 7.5.4.6-1
  PdrId pdr_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const RemovePdr&) const = default;
};
struct RemoveFar {  // 7.5.4.7-1
  FarId far_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const RemoveFar&) const = default;
};
/// Remove URR (7.5.4.8-1) and Query URR (7.5.4.10-1).
struct UrrReference {
  UrrId urr_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UrrReference&) const = default;
};
/// Remove QER (7.5.4.9-1) and Query Packet Rate Status (7.5.4.22-1).
struct QerReference {
  QerId qer_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const QerReference&) const = default;
};
struct RemoveBar {  // 7.5.4.12-1
  BarId bar_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const RemoveBar&) const = default;
};
struct RemoveTrafficEndpoint {  // 7.5.4.14-1
  TrafficEndpointId id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const RemoveTrafficEndpoint&) const = default;
};

}  // namespace pellucid::pfcp
