// The tables of the session messages (TS 29.244 §7.5).
#include "wire/pfcp/messages.hpp"
#include "wire/pfcp/tables.hpp"

namespace pellucid::pfcp {

namespace {

using EstablishmentRequest = SessionEstablishmentRequest;
constexpr TlvRow establishment_request_rows[] = {
    ie<&EstablishmentRequest::node_id>(60, "Node ID", M),
    ie<&EstablishmentRequest::cp_f_seid>(57, "CP F-SEID", M),
    ie<&EstablishmentRequest::create_pdrs>(1, "Create PDR", M, max_rules),
    ie<&EstablishmentRequest::create_fars>(3, "Create FAR", M, max_rules),
    ie<&EstablishmentRequest::create_urrs>(6, "Create URR", C, max_rules),
    ie<&EstablishmentRequest::create_qers>(7, "Create QER", C, max_rules),
    ie<&EstablishmentRequest::create_bar>(85, "Create BAR", C),
    ie<&EstablishmentRequest::create_traffic_endpoints>(127, "Create Traffic Endpoint", C, max_rules),
    ie<&EstablishmentRequest::pdn_type, low_bits<3>>(113, "PDN Type", C),
    ie<&EstablishmentRequest::fq_csids>(65, "FQ-CSID", C, max_references),
    ie<&EstablishmentRequest::user_plane_inactivity_timer_s>(117, "User Plane Inactivity Timer", O),
    ie<&EstablishmentRequest::user_id>(141, "User ID", O),
    ie<&EstablishmentRequest::trace_information>(152, "Trace Information", O),
    ie<&EstablishmentRequest::apn_dnn>(159, "APN/DNN", O),
    ie<&EstablishmentRequest::create_mars>(165, "Create MAR", C, max_rules),
    ie<&EstablishmentRequest::flags>(186, "PFCPSEReq-Flags", C),
    ie<&EstablishmentRequest::create_bridge_info>(194, "Create Bridge Info for TSC", C),
    ie<&EstablishmentRequest::create_srrs>(212, "Create SRR", O, max_rules),
    ie<&EstablishmentRequest::provide_atsss_control>(220, "Provide ATSSS Control Information", C),
    ie<&EstablishmentRequest::recovery_time_stamp>(96, "Recovery Time Stamp", O),
    ie<&EstablishmentRequest::slice>(257, "S-NSSAI", O),
    ie<&EstablishmentRequest::provide_rds_configuration>(261, "Provide RDS configuration information", O),
    ie<&EstablishmentRequest::rat_type>(275, "RAT Type", O),
    ie<&EstablishmentRequest::l2tp_tunnels>(276, "L2TP Tunnel Information", C, max_references),
    ie<&EstablishmentRequest::l2tp_session>(277, "L2TP Session Information", C),
    ie<&EstablishmentRequest::group_id>(291, "Group Id", O),
    ie<&EstablishmentRequest::mbs_session_n4mb_control>(300, "MBS Session N4mb Control Information", C),
    ie<&EstablishmentRequest::mbs_session_n4_controls>(310, "MBS Session N4 Control Information", C, max_references),
    ie<&EstablishmentRequest::dscp_to_ppi_controls>(316, "DSCP to PPI Control Information", O, max_references),
};

using EstablishmentResponse = SessionEstablishmentResponse;
constexpr TlvRow establishment_response_rows[] = {
    ie<&EstablishmentResponse::node_id>(60, "Node ID", M),
    ie<&EstablishmentResponse::cause>(19, "Cause", M),
    ie<&EstablishmentResponse::offending_ie>(40, "Offending IE", C),
    ie<&EstablishmentResponse::up_f_seid>(57, "UP F-SEID", C),
    ie<&EstablishmentResponse::created_pdrs>(8, "Created PDR", C, max_reports),
    ie<&EstablishmentResponse::load>(51, "Load Control Information", O),
    ie<&EstablishmentResponse::overload>(54, "Overload Control Information", O),
    ie<&EstablishmentResponse::fq_csids>(65, "FQ-CSID", C, max_references),
    ie<&EstablishmentResponse::failed_rule_id>(114, "Failed Rule ID", C),
    ie<&EstablishmentResponse::created_traffic_endpoints>(128, "Created Traffic Endpoint", C, max_reports),
    ie<&EstablishmentResponse::created_bridge_info>(195, "Created Bridge Info for TSC", C),
    ie<&EstablishmentResponse::atsss_control_parameters>(221, "ATSSS Control Parameters", C),
    ie<&EstablishmentResponse::rds_configuration>(262, "RDS configuration information", O),
    ie<&EstablishmentResponse::partial_failures>(272, "Partial Failure Information", C, max_reports),
    ie<&EstablishmentResponse::created_l2tp_session>(279, "Created L2TP Session", O),
    ie<&EstablishmentResponse::mbs_session_n4mb>(303, "MBS Session N4mb Information", C),
    ie<&EstablishmentResponse::mbs_sessions_n4>(311, "MBS Session N4 Information", C, max_references),
};

using ModificationRequest = SessionModificationRequest;
constexpr TlvRow modification_request_rows[] = {
    ie<&ModificationRequest::cp_f_seid>(57, "CP F-SEID", C),
    ie<&ModificationRequest::remove_pdrs>(15, "Remove PDR", C, max_rules),
    ie<&ModificationRequest::remove_fars>(16, "Remove FAR", C, max_rules),
    ie<&ModificationRequest::remove_urrs>(17, "Remove URR", C, max_rules),
    ie<&ModificationRequest::remove_qers>(18, "Remove QER", C, max_rules),
    ie<&ModificationRequest::remove_bar>(87, "Remove BAR", C),
    ie<&ModificationRequest::remove_traffic_endpoints>(130, "Remove Traffic Endpoint", C, max_rules),
    ie<&ModificationRequest::create_pdrs>(1, "Create PDR", C, max_rules),
    ie<&ModificationRequest::create_fars>(3, "Create FAR", C, max_rules),
    ie<&ModificationRequest::create_urrs>(6, "Create URR", C, max_rules),
    ie<&ModificationRequest::create_qers>(7, "Create QER", C, max_rules),
    ie<&ModificationRequest::create_bar>(85, "Create BAR", C),
    ie<&ModificationRequest::create_traffic_endpoints>(127, "Create Traffic Endpoint", C, max_rules),
    ie<&ModificationRequest::update_pdrs>(9, "Update PDR", C, max_rules),
    ie<&ModificationRequest::update_fars>(10, "Update FAR", C, max_rules),
    ie<&ModificationRequest::update_urrs>(13, "Update URR", C, max_rules),
    ie<&ModificationRequest::update_qers>(14, "Update QER", C, max_rules),
    ie<&ModificationRequest::update_bar>(86, "Update BAR", C),
    ie<&ModificationRequest::update_traffic_endpoints>(129, "Update Traffic Endpoint", C, max_rules),
    ie<&ModificationRequest::flags>(49, "PFCPSMReq-Flags", C),
    ie<&ModificationRequest::query_urrs>(77, "Query URR", C, max_rules),
    ie<&ModificationRequest::fq_csids>(65, "FQ-CSID", C, max_references),
    ie<&ModificationRequest::user_plane_inactivity_timer_s>(117, "User Plane Inactivity Timer", C),
    ie<&ModificationRequest::query_urr_reference>(125, "Query URR Reference", O),
    ie<&ModificationRequest::trace_information>(152, "Trace Information", O),
    ie<&ModificationRequest::remove_mars>(168, "Remove MAR", C, max_rules),
    ie<&ModificationRequest::update_mars>(169, "Update MAR", C, max_rules),
    ie<&ModificationRequest::create_mars>(165, "Create MAR", C, max_rules),
    ie<&ModificationRequest::node_id>(60, "Node ID", C),
    ie<&ModificationRequest::tsc_management>(199, "TSC Management Information", C, max_references),
    ie<&ModificationRequest::remove_srrs>(211, "Remove SRR", C, max_rules),
    ie<&ModificationRequest::create_srrs>(212, "Create SRR", C, max_rules),
    ie<&ModificationRequest::update_srrs>(213, "Update SRR", C, max_rules),
    ie<&ModificationRequest::provide_atsss_control>(220, "Provide ATSSS Control Information", C),
    ie<&ModificationRequest::ethernet_context>(254, "Ethernet Context Information", C),
    ie<&ModificationRequest::access_availability>(219, "Access Availability Information", O),
    ie<&ModificationRequest::query_packet_rate_status>(263, "Query Packet Rate Status", C, max_rules),
    ie<&ModificationRequest::slice>(257, "S-NSSAI", O),
    ie<&ModificationRequest::rat_type>(275, "RAT Type", O),
    ie<&ModificationRequest::group_id>(291, "Group Id", C),
    ie<&ModificationRequest::mbs_session_n4_controls>(310, "MBS Session N4 Control Information", C, max_references),
    ie<&ModificationRequest::dscp_to_ppi_controls>(316, "DSCP to PPI Control Information", C, max_references),
};

using ModificationResponse = SessionModificationResponse;
constexpr TlvRow modification_response_rows[] = {
    ie<&ModificationResponse::cause>(19, "Cause", M),
    ie<&ModificationResponse::offending_ie>(40, "Offending IE", C),
    ie<&ModificationResponse::created_pdrs>(8, "Created PDR", C, max_reports),
    ie<&ModificationResponse::load>(51, "Load Control Information", O),
    ie<&ModificationResponse::overload>(54, "Overload Control Information", O),
    ie<&ModificationResponse::usage_reports>(78, "Usage Report", C, max_reports),
    ie<&ModificationResponse::failed_rule_id>(114, "Failed Rule ID", C),
    ie<&ModificationResponse::additional_usage_reports>(126, "Additional Usage Reports Information", C),
    ie<&ModificationResponse::created_traffic_endpoints>(128, "Created/Updated Traffic Endpoint", C, max_reports),
    ie<&ModificationResponse::tsc_management>(200, "TSC Management Information", C, max_references),
    ie<&ModificationResponse::atsss_control_parameters>(221, "ATSSS Control Parameters", C),
    ie<&ModificationResponse::updated_pdrs>(256, "Updated PDR", C, max_reports),
    ie<&ModificationResponse::packet_rate_status>(264, "Packet Rate Status Report", C, max_reports),
    ie<&ModificationResponse::partial_failures>(272, "Partial Failure Information", C, max_reports),
    ie<&ModificationResponse::mbs_sessions_n4>(311, "MBS Session N4 Information", C, max_references),
};

using DeletionResponse = SessionDeletionResponse;
constexpr TlvRow deletion_response_rows[] = {
    ie<&DeletionResponse::cause>(19, "Cause", M),
    ie<&DeletionResponse::offending_ie>(40, "Offending IE", C),
    ie<&DeletionResponse::load>(51, "Load Control Information", O),
    ie<&DeletionResponse::overload>(54, "Overload Control Information", O),
    ie<&DeletionResponse::usage_reports>(79, "Usage Report", C, max_reports),
    ie<&DeletionResponse::additional_usage_reports>(126, "Additional Usage Reports Information", C),
    ie<&DeletionResponse::packet_rate_status>(252, "Packet Rate Status Report", C, max_reports),
    ie<&DeletionResponse::session_reports>(214, "Session Report", C, max_reports),
    ie<&DeletionResponse::mbs_sessions_n4>(311, "MBS Session N4 Information", C, max_references),
    ie<&DeletionResponse::flags>(318, "PFCPSDRsp-Flags", C),
};

using ReportRequest = SessionReportRequest;
constexpr TlvRow report_request_rows[] = {
    ie<&ReportRequest::report_type>(39, "Report Type", M),
    ie<&ReportRequest::downlink_data>(83, "Downlink Data Report", C),
    ie<&ReportRequest::usage_reports>(80, "Usage Report", C, max_reports),
    ie<&ReportRequest::error_indication>(99, "Error Indication Report", C),
    ie<&ReportRequest::load>(51, "Load Control Information", O),
    ie<&ReportRequest::overload>(54, "Overload Control Information", O),
    ie<&ReportRequest::additional_usage_reports>(126, "Additional Usage Reports Information", C),
    ie<&ReportRequest::flags>(161, "PFCPSRReq-Flags", C),
    ie<&ReportRequest::old_cp_f_seid>(57, "Old CP F-SEID", C),
    ie<&ReportRequest::packet_rate_status>(252, "Packet Rate Status Report", C, max_reports),
    ie<&ReportRequest::tsc_management>(201, "TSC Management Information", C, max_references),
    ie<&ReportRequest::session_reports>(214, "Session Report", C, max_reports),
    ie<&ReportRequest::cause>(19, "Cause", O),
};

using ReportResponse = SessionReportResponse;
constexpr TlvRow report_response_rows[] = {
    ie<&ReportResponse::cause>(19, "Cause", M),
    ie<&ReportResponse::offending_ie>(40, "Offending IE", C),
    ie<&ReportResponse::update_bar>(12, "Update BAR", C),
    ie<&ReportResponse::flags>(50, "PFCPSRRsp-Flags", C),
    ie<&ReportResponse::cp_f_seid>(57, "CP F-SEID", O),
    ie<&ReportResponse::n4u_f_teid>(21, "N4-u F-TEID", O),
    ie<&ReportResponse::alternative_smf_address>(178, "Alternative SMF IP Address", O),
    ie<&ReportResponse::fq_csids>(65, "PGW-C/SMF FQ-CSID", O, max_references),
    ie<&ReportResponse::group_id>(291, "Group Id", C),
    ie<&ReportResponse::node_id>(60, "Node ID", C),
};

}  // namespace

constinit const TlvTable SessionEstablishmentRequest::wire =
    table<EstablishmentRequest>("Session Establishment Request", establishment_request_rows);
constinit const TlvTable SessionEstablishmentResponse::wire =
    table<EstablishmentResponse>("Session Establishment Response", establishment_response_rows);
constinit const TlvTable SessionModificationRequest::wire =
    table<ModificationRequest>("Session Modification Request", modification_request_rows);
constinit const TlvTable SessionModificationResponse::wire =
    table<ModificationResponse>("Session Modification Response", modification_response_rows);
constinit const TlvTable SessionDeletionRequest::wire = codec::empty_table<SessionDeletionRequest>("Session Deletion Request");
constinit const TlvTable SessionDeletionResponse::wire = table<DeletionResponse>("Session Deletion Response", deletion_response_rows);
constinit const TlvTable SessionReportRequest::wire = table<ReportRequest>("Session Report Request", report_request_rows);
constinit const TlvTable SessionReportResponse::wire = table<ReportResponse>("Session Report Response", report_response_rows);

}  // namespace pellucid::pfcp
