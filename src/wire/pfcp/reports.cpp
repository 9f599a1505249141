#include "wire/pfcp/reports.hpp"

#include "wire/pfcp/tables.hpp"

namespace pellucid::pfcp {

namespace {

constexpr TlvRow application_detection_rows[] = {
    ie<&ApplicationDetection::application_id>(24, "Application ID", M),
    ie<&ApplicationDetection::application_instance_id>(91, "Application Instance ID", C),
    ie<&ApplicationDetection::flow_information>(92, "Flow Information", C),
    ie<&ApplicationDetection::pdr_id>(56, "PDR ID", O),
};

constexpr TlvRow usage_report_rows[] = {
    ie<&UsageReport::urr_id>(81, "URR ID", M),
    ie<&UsageReport::ur_seqn>(104, "UR-SEQN", M),
    ie<&UsageReport::trigger>(63, "Usage Report Trigger", M),
    ie<&UsageReport::start_time>(75, "Start Time", C),
    ie<&UsageReport::end_time>(76, "End Time", C),
    ie<&UsageReport::volume>(66, "Volume Measurement", C),
    ie<&UsageReport::duration_s>(67, "Duration Measurement", C),
    ie<&UsageReport::application_detection>(68, "Application Detection Information", C),
    ie<&UsageReport::ue_ip_address>(93, "UE IP address", C),
    ie<&UsageReport::network_instance>(22, "Network Instance", C),
    ie<&UsageReport::time_of_first_packet>(69, "Time of First Packet", C),
    ie<&UsageReport::time_of_last_packet>(70, "Time of Last Packet", C),
    ie<&UsageReport::usage_information>(90, "Usage Information", C),
    ie<&UsageReport::query_urr_reference>(125, "Query URR Reference", C),
    ie<&UsageReport::event_time_stamps>(156, "Event Time Stamp", C, max_references),
    ie<&UsageReport::ethernet_traffic>(143, "Ethernet Traffic Information", C),
    ie<&UsageReport::joined_multicast>(189, "Join IP Multicast Information", C, max_references),
    ie<&UsageReport::left_multicast>(190, "Leave IP Multicast Information", C, max_references),
    ie<&UsageReport::predefined_rules_names>(299, "Predefined Rules Name", O, max_references),
};

constexpr TlvRow downlink_data_rows[] = {
    ie<&DownlinkDataReport::pdr_ids>(56, "PDR ID", M, max_references),
    ie<&DownlinkDataReport::service_information>(45, "Downlink Data Service Information", C),
    ie<&DownlinkDataReport::dl_data_packets_size>(250, "DL Data Packets Size", O),
    ie<&DownlinkDataReport::data_status>(260, "DL Data Status", O),
};

constexpr TlvRow error_indication_rows[] = {
    ie<&ErrorIndicationReport::remote_f_teids>(21, "Remote F-TEID", M, max_references),
};

constexpr TlvRow load_rows[] = {
    ie<&LoadControlInformation::sequence_number>(52, "Load Control Sequence Number", M),
    ie<&LoadControlInformation::metric>(53, "Load Metric", M),
};

constexpr TlvRow overload_rows[] = {
    ie<&OverloadControlInformation::sequence_number>(52, "Overload Control Sequence Number", M),
    ie<&OverloadControlInformation::reduction_metric>(53, "Overload Reduction Metric", M),
    ie<&OverloadControlInformation::period_of_validity>(55, "Period of Validity", M),
    ie<&OverloadControlInformation::flags>(110, "Overload Control Information Flags", C),
};

constexpr TlvRow partial_failure_rows[] = {
    ie<&PartialFailureInformation::failed_rule_id>(114, "Failed Rule ID", M),
    ie<&PartialFailureInformation::failure_cause>(19, "Failure Cause", M),
    ie<&PartialFailureInformation::offending_ies>(274, "Offending IE Information", C, max_references),
};

constexpr TlvRow packet_rate_status_rows[] = {
    ie<&PacketRateStatusReport::qer_id>(109, "QER ID", M),
    ie<&PacketRateStatusReport::status>(193, "Packet Rate Status", M),
};

constexpr TlvRow path_rows[] = {ie<&PathReport::peers>(103, "Remote GTP-U Peer", M, max_references)};

constexpr TlvRow pfd_context_rows[] = {ie<&PfdContext::pfd_contents>(61, "PFD Contents", M, max_references)};

constexpr TlvRow application_pfds_rows[] = {
    ie<&ApplicationPfds::application_id>(24, "Application ID", M),
    ie<&ApplicationPfds::pfd_contexts>(59, "PFD context", C, max_references),
};

constexpr TlvRow retention_rows[] = {
    ie<&SessionRetentionInformation::cp_entities>(185, "CP PFCP Entity IP Address", O, max_references),
};

constexpr TlvRow pool_rows[] = {
    ie<&UeIpPoolInformation::pools>(177, "UE IP address Pool Identity", M, max_references),
    ie<&UeIpPoolInformation::network_instance>(22, "Network Instance", O),
    ie<&UeIpPoolInformation::slices>(257, "S-NSSAI", O, max_references),
    ie<&UeIpPoolInformation::ip_version>(258, "IP version", O),
};

constexpr TlvRow pool_usage_rows[] = {
    ie<&UeIpUsageInformation::sequence_number>(52, "UE IP Address Usage Sequence Number", M),
    ie<&UeIpUsageInformation::metric>(53, "UE IP Address Usage Metric", M),
    ie<&UeIpUsageInformation::validity_s>(269, "Validity Timer", M),
    ie<&UeIpUsageInformation::addresses>(268, "Number of UE IP Addresses", M),
    ie<&UeIpUsageInformation::network_instance>(22, "Network Instance", M),
    ie<&UeIpUsageInformation::pool>(177, "UE IP Address Pool Id", O),
    ie<&UeIpUsageInformation::slice>(257, "S-NSSAI", O),
};

}  // namespace

constinit const TlvTable ApplicationDetection::wire =
    table<ApplicationDetection>("Application Detection Information", application_detection_rows);
constinit const TlvTable UsageReport::wire = table<UsageReport>("Usage Report", usage_report_rows);
constinit const TlvTable DownlinkDataReport::wire = table<DownlinkDataReport>("Downlink Data Report", downlink_data_rows);
constinit const TlvTable ErrorIndicationReport::wire = table<ErrorIndicationReport>("Error Indication Report", error_indication_rows);
constinit const TlvTable LoadControlInformation::wire = table<LoadControlInformation>("Load Control Information", load_rows);
constinit const TlvTable OverloadControlInformation::wire =
    table<OverloadControlInformation>("Overload Control Information", overload_rows);
constinit const TlvTable PartialFailureInformation::wire =
    table<PartialFailureInformation>("Partial Failure Information", partial_failure_rows);
constinit const TlvTable PacketRateStatusReport::wire = table<PacketRateStatusReport>("Packet Rate Status Report", packet_rate_status_rows);
constinit const TlvTable PathReport::wire = table<PathReport>("User Plane Path Report", path_rows);
constinit const TlvTable PfdContext::wire = table<PfdContext>("PFD context", pfd_context_rows);
constinit const TlvTable ApplicationPfds::wire = table<ApplicationPfds>("Application ID's PFDs", application_pfds_rows);
constinit const TlvTable SessionRetentionInformation::wire =
    table<SessionRetentionInformation>("PFCP Session Retention Information", retention_rows);
constinit const TlvTable UeIpPoolInformation::wire = table<UeIpPoolInformation>("UE IP address Pool Information", pool_rows);
constinit const TlvTable UeIpUsageInformation::wire = table<UeIpUsageInformation>("UE IP Address Usage Information", pool_usage_rows);

}  // namespace pellucid::pfcp
