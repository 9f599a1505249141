#include "wire/pfcp/rules.hpp"

#include "wire/pfcp/tables.hpp"

namespace pellucid::pfcp {

namespace {

constexpr TlvRow pdi_rows[] = {
    ie<&Pdi::source_interface, low_bits<4>>(20, "Source Interface", M),
    ie<&Pdi::local_f_teid>(21, "Local F-TEID", C),
    ie<&Pdi::local_ingress_tunnel>(308, "Local Ingress Tunnel", C),
    ie<&Pdi::network_instance>(22, "Network Instance", O),
    ie<&Pdi::redundant_transmission_detection>(255, "Redundant Transmission Detection Parameters", O),
    ie<&Pdi::ue_ip_addresses>(93, "UE IP address", C, max_references),
    ie<&Pdi::traffic_endpoint_ids, codec::whole>(131, "Traffic Endpoint ID", C, max_references),
    ie<&Pdi::sdf_filters>(23, "SDF Filter", C, max_references),
    ie<&Pdi::application_id>(24, "Application ID", O),
    ie<&Pdi::ethernet_session>(142, "Ethernet PDU Session Information", O),
    ie<&Pdi::ethernet_packet_filters>(132, "Ethernet Packet Filter", O, max_references),
    ie<&Pdi::qfis, low_bits<6>>(124, "QFI", C, max_references),
    ie<&Pdi::framed_routes>(153, "Framed-Route", O, max_references),
    ie<&Pdi::framed_routing>(154, "Framed-Routing", O),
    ie<&Pdi::framed_ipv6_routes>(155, "Framed-IPv6-Route", O, max_references),
    ie<&Pdi::source_interface_type, low_bits<6>>(160, "Source Interface Type", O),
    ie<&Pdi::ip_multicast>(188, "IP Multicast Addressing Info", O, max_references),
    ie<&Pdi::dns_query_filters>(294, "DNS Query Filter", O, max_references),
    ie<&Pdi::mbs_session_id>(305, "MBS Session Identifier", C),
    ie<&Pdi::area_session_id>(314, "Area Session ID", C),
};

constexpr TlvRow create_pdr_rows[] = {
    ie<&CreatePdr::pdr_id>(56, "PDR ID", M),
    ie<&CreatePdr::precedence>(29, "Precedence", M),
    ie<&CreatePdr::pdi>(2, "PDI", M),
    ie<&CreatePdr::outer_header_removal>(95, "Outer Header Removal", C),
    ie<&CreatePdr::far_id>(108, "FAR ID", C),
    ie<&CreatePdr::urr_ids>(81, "URR ID", C, max_references),
    ie<&CreatePdr::qer_ids>(109, "QER ID", C, max_references),
    ie<&CreatePdr::activate_predefined_rules>(106, "Activate Predefined Rules", C, max_references),
    ie<&CreatePdr::activation_time>(163, "Activation Time", O),
    ie<&CreatePdr::deactivation_time>(164, "Deactivation Time", O),
    ie<&CreatePdr::mar_id>(170, "MAR ID", C),
    ie<&CreatePdr::packet_replication>(179, "Packet Replication and Detection Carry-On Information", C),
    ie<&CreatePdr::ip_multicast>(188, "IP Multicast Addressing Info", O, max_references),
    ie<&CreatePdr::ue_ip_pool>(177, "UE IP address Pool Identity", O),
    ie<&CreatePdr::mptcp_applicable>(265, "MPTCP Applicable Indication", C),
    ie<&CreatePdr::transport_delay_reporting>(271, "Transport Delay Reporting", C),
    ie<&CreatePdr::rat_type>(275, "RAT Type", O),
};

constexpr TlvRow update_pdr_rows[] = {
    ie<&UpdatePdr::pdr_id>(56, "PDR ID", M),
    ie<&UpdatePdr::outer_header_removal>(95, "Outer Header Removal", C),
    ie<&UpdatePdr::precedence>(29, "Precedence", C),
    ie<&UpdatePdr::pdi>(2, "PDI", C),
    ie<&UpdatePdr::far_id>(108, "FAR ID", C),
    ie<&UpdatePdr::urr_ids>(81, "URR ID", C, max_references),
    ie<&UpdatePdr::qer_ids>(109, "QER ID", C, max_references),
    ie<&UpdatePdr::activate_predefined_rules>(106, "Activate Predefined Rules", C, max_references),
    ie<&UpdatePdr::deactivate_predefined_rules>(107, "Deactivate Predefined Rules", C, max_references),
    ie<&UpdatePdr::activation_time>(163, "Activation Time", O),
    ie<&UpdatePdr::deactivation_time>(164, "Deactivation Time", O),
    ie<&UpdatePdr::ip_multicast>(188, "IP Multicast Addressing Info", O, max_references),
    ie<&UpdatePdr::transport_delay_reporting>(271, "Transport Delay Reporting", C),
    ie<&UpdatePdr::rat_type>(275, "RAT Type", O),
};

constexpr TlvRow forwarding_rows[] = {
    ie<&ForwardingParameters::destination_interface, low_bits<4>>(42, "Destination Interface", M),
    ie<&ForwardingParameters::network_instance>(22, "Network Instance", O),
    ie<&ForwardingParameters::redirect_information>(38, "Redirect Information", C),
    ie<&ForwardingParameters::outer_header_creation>(84, "Outer Header Creation", C),
    ie<&ForwardingParameters::transport_level_marking>(30, "Transport Level Marking", C),
    ie<&ForwardingParameters::forwarding_policy>(41, "Forwarding Policy", C),
    ie<&ForwardingParameters::header_enrichments>(98, "Header Enrichment", O, max_references),
    ie<&ForwardingParameters::linked_traffic_endpoint_id>(131, "Linked Traffic Endpoint ID", C),
    ie<&ForwardingParameters::proxying>(137, "Proxying", C),
    ie<&ForwardingParameters::destination_interface_type, low_bits<6>>(160, "Destination Interface Type", O),
    ie<&ForwardingParameters::data_network_access_identifier>(232, "Data Network Access Identifier", C),
    ie<&ForwardingParameters::address_and_port_replacement>(293, "IP Address and Port Number Replacement", C),
};

using Ufp = UpdateForwardingParameters;
constexpr TlvRow update_forwarding_rows[] = {
    ie<&Ufp::destination_interface, low_bits<4>>(42, "Destination Interface", C),
    ie<&Ufp::network_instance>(22, "Network Instance", C),
    ie<&Ufp::redirect_information>(38, "Redirect Information", C),
    ie<&Ufp::outer_header_creation>(84, "Outer Header Creation", C),
    ie<&Ufp::transport_level_marking>(30, "Transport Level Marking", C),
    ie<&Ufp::forwarding_policy>(41, "Forwarding Policy", C),
    ie<&Ufp::header_enrichments>(98, "Header Enrichment", C, max_references),
    ie<&Ufp::flags>(49, "PFCPSMReq-Flags", C),
    ie<&Ufp::linked_traffic_endpoint_id>(131, "Linked Traffic Endpoint ID", C),
    ie<&Ufp::destination_interface_type, low_bits<6>>(160, "Destination Interface Type", C),
    ie<&Ufp::data_network_access_identifier>(232, "Data Network Access Identifier", C),
    ie<&Ufp::address_and_port_replacement>(293, "IP Address and Port Number Replacement", C),
};

constexpr TlvRow duplicating_rows[] = {
    ie<&DuplicatingParameters::destination_interface, low_bits<4>>(42, "Destination Interface", M),
    ie<&DuplicatingParameters::outer_header_creation>(84, "Outer Header Creation", C),
    ie<&DuplicatingParameters::transport_level_marking>(30, "Transport Level marking", C),
    ie<&DuplicatingParameters::forwarding_policy>(41, "Forwarding Policy", C),
};

using Udp = UpdateDuplicatingParameters;
constexpr TlvRow update_duplicating_rows[] = {
    ie<&Udp::destination_interface, low_bits<4>>(42, "Destination Interface", C),
    ie<&Udp::outer_header_creation>(84, "Outer Header Creation", C),
    ie<&Udp::transport_level_marking>(30, "Transport Level Marking", C),
    ie<&Udp::forwarding_policy>(41, "Forwarding Policy", C),
};

constexpr TlvRow create_far_rows[] = {
    ie<&CreateFar::far_id>(108, "FAR ID", M),
    ie<&CreateFar::apply_action>(44, "Apply Action", M),
    ie<&CreateFar::forwarding_parameters>(4, "Forwarding Parameters", C),
    ie<&CreateFar::duplicating_parameters>(5, "Duplicating Parameters", C, max_references),
    ie<&CreateFar::bar_id>(88, "BAR ID", O),
    ie<&CreateFar::redundant_transmission_forwarding>(270, "Redundant Transmission Forwarding Parameters", C),
    ie<&CreateFar::mbs_multicast_parameters>(301, "MBS Multicast Parameters", C),
    ie<&CreateFar::add_mbs_unicast_parameters>(302, "Add MBS Unicast Parameters", C, max_references),
};

constexpr TlvRow update_far_rows[] = {
    ie<&UpdateFar::far_id>(108, "FAR ID", M),
    ie<&UpdateFar::apply_action>(44, "Apply Action", C),
    ie<&UpdateFar::forwarding_parameters>(11, "Update Forwarding parameters", C),
    ie<&UpdateFar::duplicating_parameters>(105, "Update Duplicating Parameters", C, max_references),
    ie<&UpdateFar::redundant_transmission_forwarding>(270, "Redundant Transmission Forwarding Parameters", C),
    ie<&UpdateFar::bar_id>(88, "BAR ID", C),
    ie<&UpdateFar::add_mbs_unicast_parameters>(302, "Add MBS Unicast Parameters", C, max_references),
    ie<&UpdateFar::remove_mbs_unicast_parameters>(304, "Remove MBS Unicast Parameters", C, max_references),
};

constexpr TlvRow aggregated_urr_rows[] = {
    ie<&AggregatedUrr::urr_id>(120, "Aggregated URR ID", M),
    ie<&AggregatedUrr::multiplier>(119, "Multiplier", M),
};

using Amt = AdditionalMonitoringTime;
constexpr TlvRow additional_monitoring_rows[] = {
    ie<&Amt::monitoring_time>(33, "Monitoring Time", M),
    ie<&Amt::subsequent_volume_threshold>(34, "Subsequent Volume Threshold", O),
    ie<&Amt::subsequent_time_threshold_s>(35, "Subsequent Time Threshold", O),
    ie<&Amt::subsequent_volume_quota>(121, "Subsequent Volume Quota", O),
    ie<&Amt::subsequent_time_quota_s>(122, "Subsequent Time Quota", O),
    ie<&Amt::subsequent_event_threshold>(151, "Subsequent Event Threshold", O),
    ie<&Amt::subsequent_event_quota>(150, "Subsequent Event Quota", O),
};

template <auto Pointer, class U>
constexpr TlvRow urr(std::uint16_t type, const char* name, codec::Presence presence, std::uint16_t limit = 1) {
  return ie<Pointer, codec::whole, U>(type, name, presence, limit);
}
/// Create URR and Update URR differ in the presence of two IEs only.
template <class U>
constexpr auto urr_rows(codec::Presence measurement) {
  using P = UrrParameters;
  return std::array{
      ie<&U::urr_id>(81, "URR ID", M),
      ie<&U::measurement_method>(62, "Measurement Method", measurement),
      ie<&U::reporting_triggers>(37, "Reporting Triggers", measurement),
      urr<&P::measurement_period_s, U>(64, "Measurement Period", C),
      urr<&P::volume_threshold, U>(31, "Volume Threshold", C),
      urr<&P::volume_quota, U>(73, "Volume Quota", C),
      urr<&P::event_threshold, U>(149, "Event Threshold", C),
      urr<&P::event_quota, U>(148, "Event Quota", C),
      urr<&P::time_threshold_s, U>(32, "Time Threshold", C),
      urr<&P::time_quota_s, U>(74, "Time Quota", C),
      urr<&P::quota_holding_time_s, U>(71, "Quota Holding Time", C),
      urr<&P::dropped_dl_traffic_threshold, U>(72, "Dropped DL Traffic Threshold", C),
      urr<&P::quota_validity_time_s, U>(181, "Quota Validity Time", C),
      urr<&P::monitoring_time, U>(33, "Monitoring Time", O),
      urr<&P::subsequent_volume_threshold, U>(34, "Subsequent Volume Threshold", O),
      urr<&P::subsequent_time_threshold_s, U>(35, "Subsequent Time Threshold", O),
      urr<&P::subsequent_volume_quota, U>(121, "Subsequent Volume Quota", O),
      urr<&P::subsequent_time_quota_s, U>(122, "Subsequent Time Quota", O),
      urr<&P::subsequent_event_threshold, U>(151, "Subsequent Event Threshold", O),
      urr<&P::subsequent_event_quota, U>(150, "Subsequent Event Quota", O),
      urr<&P::inactivity_detection_time_s, U>(36, "Inactivity Detection Time", C),
      urr<&P::linked_urr_ids, U>(82, "Linked URR ID", C, max_references),
      urr<&P::measurement_information, U>(100, "Measurement Information", C),
      urr<&P::time_quota_mechanism, U>(115, "Time Quota Mechanism", C),
      urr<&P::aggregated_urrs, U>(118, "Aggregated URRs", C, max_references),
      urr<&P::far_id_for_quota_action, U>(108, "FAR ID for Quota Action", C),
      urr<&P::ethernet_inactivity_timer_s, U>(146, "Ethernet Inactivity Timer", C),
      urr<&P::additional_monitoring_times, U>(147, "Additional Monitoring Time", O, max_references),
      urr<&P::number_of_reports, U>(182, "Number of Reports", O),
      urr<&P::exempted_application_ids, U>(24, "Exempted Application ID for Quota Action", O, max_references),
      urr<&P::exempted_sdf_filters, U>(23, "Exempted SDF Filter for Quota Action", O, max_references),
      urr<&P::user_plane_inactivity_timer_s, U>(117, "User Plane Inactivity Timer", C),
  };
}
constexpr auto create_urr_rows = urr_rows<CreateUrr>(M);
constexpr auto update_urr_rows = urr_rows<UpdateUrr>(C);

constexpr TlvRow create_qer_rows[] = {
    ie<&CreateQer::qer_id>(109, "QER ID", M),
    ie<&CreateQer::qer_correlation_ids>(28, "QER Correlation ID", C, max_references),
    ie<&CreateQer::gate_status>(25, "Gate Status", M),
    ie<&CreateQer::maximum_bitrate>(26, "Maximum Bitrate", C),
    ie<&CreateQer::guaranteed_bitrate>(27, "Guaranteed Bitrate", C),
    ie<&CreateQer::packet_rate>(94, "Packet Rate", C),
    ie<&CreateQer::packet_rate_status>(193, "Packet Rate Status", C),
    ie<&CreateQer::dl_flow_level_marking>(97, "DL Flow Level Marking", C),
    ie<&CreateQer::qfi, low_bits<6>>(124, "QoS flow identifier", C),
    ie<&CreateQer::rqi, low_bits<1>>(123, "Reflective QoS", C),
    ie<&CreateQer::paging_policy_indicator, low_bits<3>>(158, "Paging Policy Indicator", C),
    ie<&CreateQer::averaging_window_ms>(157, "Averaging Window", O),
    ie<&CreateQer::control_indications>(251, "QER Control Indications", C),
    ie<&CreateQer::indications>(319, "QER Indications", C),
};

constexpr TlvRow update_qer_rows[] = {
    ie<&UpdateQer::qer_id>(109, "QER ID", M),
    ie<&UpdateQer::qer_correlation_ids>(28, "QER Correlation ID", C, max_references),
    ie<&UpdateQer::gate_status>(25, "Gate Status", C),
    ie<&UpdateQer::maximum_bitrate>(26, "Maximum Bitrate", C),
    ie<&UpdateQer::guaranteed_bitrate>(27, "Guaranteed Bitrate", C),
    ie<&UpdateQer::packet_rate>(94, "Packet Rate", C),
    ie<&UpdateQer::dl_flow_level_marking>(97, "DL Flow Level Marking", C),
    ie<&UpdateQer::qfi, low_bits<6>>(124, "QoS flow identifier", C),
    ie<&UpdateQer::rqi, low_bits<1>>(123, "Reflective QoS", C),
    ie<&UpdateQer::paging_policy_indicator, low_bits<3>>(158, "Paging Policy Indicator", C),
    ie<&UpdateQer::averaging_window_ms>(157, "Averaging Window", O),
    ie<&UpdateQer::control_indications>(251, "QER Control Indications", C),
};

constexpr TlvRow bar_rows[] = {
    ie<&Bar::bar_id>(88, "BAR ID", M),
    ie<&Bar::downlink_data_notification_delay>(46, "Downlink Data Notification Delay", C),
    ie<&Bar::dl_buffering_duration>(47, "DL Buffering Duration", C),
    ie<&Bar::dl_buffering_suggested_packet_count>(48, "DL Buffering Suggested Packet Count", O),
    ie<&Bar::suggested_buffering_packets_count>(140, "Suggested Buffering Packets Count", C),
    ie<&Bar::mt_edt>(249, "MT-EDT Control Information", O),
};

constexpr TlvRow traffic_endpoint_rows[] = {
    ie<&TrafficEndpoint::id>(131, "Traffic Endpoint ID", M),
    ie<&TrafficEndpoint::local_f_teid>(21, "Local F-TEID", C),
    ie<&TrafficEndpoint::network_instance>(22, "Network Instance", O),
    ie<&TrafficEndpoint::redundant_transmission_detection>(255, "Redundant Transmission Detection Parameters", O),
    ie<&TrafficEndpoint::ue_ip_addresses>(93, "UE IP address", C, max_references),
    ie<&TrafficEndpoint::ethernet_session>(142, "Ethernet PDU Session Information", O),
    ie<&TrafficEndpoint::framed_routes>(153, "Framed-Route", O, max_references),
    ie<&TrafficEndpoint::framed_routing>(154, "Framed-Routing", O),
    ie<&TrafficEndpoint::framed_ipv6_routes>(155, "Framed-IPv6-Route", O, max_references),
    ie<&TrafficEndpoint::qfis, low_bits<6>>(124, "QFI", C, max_references),
    ie<&TrafficEndpoint::source_interface_type, low_bits<6>>(160, "Source Interface Type", O),
    ie<&TrafficEndpoint::local_ingress_tunnel>(308, "Local Ingress Tunnel", C),
    ie<&TrafficEndpoint::ip_multicast>(188, "IP Multicast Addressing Info", C),
    ie<&TrafficEndpoint::mbs_session_id>(305, "MBS Session Identifier", C),
    ie<&TrafficEndpoint::area_session_id>(314, "Area Session ID", C),
    ie<&TrafficEndpoint::rat_type>(275, "RAT Type", O),
};

constexpr TlvRow created_traffic_endpoint_rows[] = {
    ie<&CreatedTrafficEndpoint::id>(131, "Traffic Endpoint ID", M),
    ie<&CreatedTrafficEndpoint::local_f_teid>(21, "Local F-TEID", C),
    ie<&CreatedTrafficEndpoint::redundant_f_teid>(21, "Local F-TEID for Redundant Transmission", C),
    ie<&CreatedTrafficEndpoint::ue_ip_addresses>(93, "UE IP Address", C, max_references),
    ie<&CreatedTrafficEndpoint::local_ingress_tunnel>(308, "Local Ingress Tunnel", C),
};

constexpr TlvRow created_pdr_rows[] = {
    ie<&CreatedPdr::pdr_id>(56, "PDR ID", M),
    ie<&CreatedPdr::local_f_teid>(21, "Local F-TEID", C),
    ie<&CreatedPdr::redundant_f_teid>(21, "Local F-TEID for Redundant Transmission", C),
    ie<&CreatedPdr::ue_ip_addresses>(93, "UE IP Address", C, max_references),
    ie<&CreatedPdr::local_ingress_tunnel>(308, "Local Ingress Tunnel", C),
};

constexpr TlvRow updated_pdr_rows[] = {
    ie<&UpdatedPdr::pdr_id>(56, "PDR ID", M),
    ie<&UpdatedPdr::f_teids>(21, "Local F-TEID", C, 2),
    ie<&UpdatedPdr::ue_ip_addresses>(93, "UE IP Address", C, max_references),
};

constexpr TlvRow remove_pdr_rows[] = {ie<&RemovePdr::pdr_id>(56, "PDR ID", M)};
constexpr TlvRow remove_far_rows[] = {ie<&RemoveFar::far_id>(108, "FAR ID", M)};
constexpr TlvRow urr_reference_rows[] = {ie<&UrrReference::urr_id>(81, "URR ID", M)};
constexpr TlvRow qer_reference_rows[] = {ie<&QerReference::qer_id>(109, "QER ID", M)};
constexpr TlvRow remove_bar_rows[] = {ie<&RemoveBar::bar_id>(88, "BAR ID", M)};
constexpr TlvRow remove_endpoint_rows[] = {ie<&RemoveTrafficEndpoint::id>(131, "Traffic Endpoint ID", M)};

}  // namespace

constinit const TlvTable Pdi::wire = table<Pdi>("PDI", pdi_rows);
constinit const TlvTable CreatePdr::wire = table<CreatePdr>("Create PDR", create_pdr_rows);
constinit const TlvTable UpdatePdr::wire = table<UpdatePdr>("Update PDR", update_pdr_rows);
constinit const TlvTable ForwardingParameters::wire = table<ForwardingParameters>("Forwarding Parameters", forwarding_rows);
constinit const TlvTable UpdateForwardingParameters::wire = table<Ufp>("Update Forwarding Parameters", update_forwarding_rows);
constinit const TlvTable DuplicatingParameters::wire = table<DuplicatingParameters>("Duplicating Parameters", duplicating_rows);
constinit const TlvTable UpdateDuplicatingParameters::wire = table<Udp>("Update Duplicating Parameters", update_duplicating_rows);
constinit const TlvTable CreateFar::wire = table<CreateFar>("Create FAR", create_far_rows);
constinit const TlvTable UpdateFar::wire = table<UpdateFar>("Update FAR", update_far_rows);
constinit const TlvTable AggregatedUrr::wire = table<AggregatedUrr>("Aggregated URRs", aggregated_urr_rows);
constinit const TlvTable AdditionalMonitoringTime::wire = table<Amt>("Additional Monitoring Time", additional_monitoring_rows);
constinit const TlvTable CreateUrr::wire = table<CreateUrr>("Create URR", create_urr_rows);
constinit const TlvTable UpdateUrr::wire = table<UpdateUrr>("Update URR", update_urr_rows);
constinit const TlvTable CreateQer::wire = table<CreateQer>("Create QER", create_qer_rows);
constinit const TlvTable UpdateQer::wire = table<UpdateQer>("Update QER", update_qer_rows);
constinit const TlvTable Bar::wire = table<Bar>("BAR", bar_rows);
constinit const TlvTable TrafficEndpoint::wire = table<TrafficEndpoint>("Traffic Endpoint", traffic_endpoint_rows);
constinit const TlvTable CreatedTrafficEndpoint::wire =
    table<CreatedTrafficEndpoint>("Created Traffic Endpoint", created_traffic_endpoint_rows);
constinit const TlvTable CreatedPdr::wire = table<CreatedPdr>("Created PDR", created_pdr_rows);
constinit const TlvTable UpdatedPdr::wire = table<UpdatedPdr>("Updated PDR", updated_pdr_rows);
constinit const TlvTable RemovePdr::wire = table<RemovePdr>("Remove PDR", remove_pdr_rows);
constinit const TlvTable RemoveFar::wire = table<RemoveFar>("Remove FAR", remove_far_rows);
constinit const TlvTable UrrReference::wire = table<UrrReference>("URR reference", urr_reference_rows);
constinit const TlvTable QerReference::wire = table<QerReference>("QER reference", qer_reference_rows);
constinit const TlvTable RemoveBar::wire = table<RemoveBar>("Remove BAR", remove_bar_rows);
constinit const TlvTable RemoveTrafficEndpoint::wire = table<RemoveTrafficEndpoint>("Remove Traffic Endpoint", remove_endpoint_rows);

}  // namespace pellucid::pfcp
