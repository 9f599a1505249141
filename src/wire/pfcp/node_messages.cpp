// The tables of the node messages (TS 29.244 §7.4).
#include "wire/pfcp/messages.hpp"
#include "wire/pfcp/tables.hpp"

namespace pellucid::pfcp {

namespace {

/// Node ID and Cause, then sometimes the Offending IE: five responses have no more.
template <class R>
constexpr TlvRow node_id_row() {
  return ie<&R::node_id>(60, "Node ID", M);
}
template <class R>
constexpr TlvRow cause_row() {
  return ie<&R::cause>(19, "Cause", M);
}
template <class R>
constexpr TlvRow offending_ie_row() {
  return ie<&R::offending_ie>(40, "Offending IE", C);
}

constexpr TlvRow heartbeat_request_rows[] = {
    ie<&HeartbeatRequest::recovery_time_stamp>(96, "Recovery Time Stamp", M),
    ie<&HeartbeatRequest::source_ip_address>(192, "Source IP Address", O),
};
constexpr TlvRow heartbeat_response_rows[] = {ie<&HeartbeatResponse::recovery_time_stamp>(96, "Recovery Time Stamp", M)};

constexpr TlvRow pfd_request_rows[] = {
    ie<&PfdManagementRequest::applications>(58, "Application ID's PFDs", C, max_rules),
    ie<&PfdManagementRequest::node_id>(60, "Node ID", O),
};
constexpr TlvRow pfd_response_rows[] = {
    cause_row<PfdManagementResponse>(),
    offending_ie_row<PfdManagementResponse>(),
    ie<&PfdManagementResponse::node_id>(60, "Node ID", O),
};

using SetupRequest = AssociationSetupRequest;
constexpr TlvRow setup_request_rows[] = {
    node_id_row<SetupRequest>(),
    ie<&SetupRequest::recovery_time_stamp>(96, "Recovery Time Stamp", M),
    ie<&SetupRequest::up_features>(43, "UP Function Features", C),
    ie<&SetupRequest::cp_features>(89, "CP Function Features", C),
    ie<&SetupRequest::alternative_smf_addresses>(178, "Alternative SMF IP Address", O, max_references),
    ie<&SetupRequest::smf_set_id>(180, "SMF Set ID", C),
    ie<&SetupRequest::session_retention>(183, "PFCP Session Retention Information", O),
    ie<&SetupRequest::ue_ip_pools>(233, "UE IP address Pool Information", O, max_references),
    ie<&SetupRequest::gtpu_path_qos_control>(238, "GTP-U Path QoS Control Information", C, max_references),
    ie<&SetupRequest::clock_drift_control>(203, "Clock Drift Control Information", O, max_references),
    ie<&SetupRequest::upf_instance_id>(253, "UPF Instance ID", O),
    ie<&SetupRequest::flags>(259, "PFCPASReq-Flags", O),
};

using SetupResponse = AssociationSetupResponse;
constexpr TlvRow setup_response_rows[] = {
    node_id_row<SetupResponse>(),
    cause_row<SetupResponse>(),
    ie<&SetupResponse::recovery_time_stamp>(96, "Recovery Time Stamp", codec::Presence::mandatory_if_accepted),
    ie<&SetupResponse::up_features>(43, "UP Function Features", C),
    ie<&SetupResponse::cp_features>(89, "CP Function Features", C),
    ie<&SetupResponse::alternative_smf_addresses>(178, "Alternative SMF IP Address", O, max_references),
    ie<&SetupResponse::smf_set_id>(180, "SMF Set ID", C),
    ie<&SetupResponse::flags>(184, "PFCPASRsp-Flags", O),
    ie<&SetupResponse::clock_drift_control>(203, "Clock Drift Control Information", C, max_references),
    ie<&SetupResponse::ue_ip_pools>(233, "UE IP address Pool Information", O, max_references),
    ie<&SetupResponse::gtpu_path_qos_control>(238, "GTP-U Path QoS Control Information", C, max_references),
    ie<&SetupResponse::upf_instance_id>(253, "UPF Instance ID", O),
};

using UpdateRequest = AssociationUpdateRequest;
constexpr TlvRow update_request_rows[] = {
    node_id_row<UpdateRequest>(),
    ie<&UpdateRequest::up_features>(43, "UP Function Features", O),
    ie<&UpdateRequest::cp_features>(89, "CP Function Features", O),
    ie<&UpdateRequest::association_release>(111, "PFCP Association Release Request", C),
    ie<&UpdateRequest::graceful_release_period>(112, "Graceful Release Period", C),
    ie<&UpdateRequest::flags>(162, "PFCPAUReq-Flags", O),
    ie<&UpdateRequest::alternative_smf_addresses>(178, "Alternative SMF IP Address", O, max_references),
    ie<&UpdateRequest::smf_set_id>(180, "SMF Set ID", O),
    ie<&UpdateRequest::clock_drift_control>(203, "Clock Drift Control Information", C, max_references),
    ie<&UpdateRequest::ue_ip_pools>(233, "UE IP address Pool Information", O, max_references),
    ie<&UpdateRequest::gtpu_path_qos_control>(238, "GTP-U Path QoS Control Information", C, max_references),
    ie<&UpdateRequest::ue_ip_usage>(267, "UE IP Address Usage Information", O, max_references),
};

using UpdateResponse = AssociationUpdateResponse;
constexpr TlvRow update_response_rows[] = {
    node_id_row<UpdateResponse>(),
    cause_row<UpdateResponse>(),
    ie<&UpdateResponse::up_features>(43, "UP Function Features", O),
    ie<&UpdateResponse::cp_features>(89, "CP Function Features", O),
    ie<&UpdateResponse::ue_ip_usage>(267, "UE IP Address Usage Information", O, max_references),
};

constexpr TlvRow release_request_rows[] = {node_id_row<AssociationReleaseRequest>()};
constexpr TlvRow release_response_rows[] = {node_id_row<AssociationReleaseResponse>(), cause_row<AssociationReleaseResponse>()};

constexpr TlvRow node_report_request_rows[] = {
    node_id_row<NodeReportRequest>(),
    ie<&NodeReportRequest::report_type>(101, "Node Report Type", M),
    ie<&NodeReportRequest::vendor_report_type>(320, "Vendor-Specific Node Report Type", C),
    ie<&NodeReportRequest::path_failure>(102, "User Plane Path Failure Report", C),
    ie<&NodeReportRequest::path_recovery>(187, "User Plane Path Recovery Report", C),
    ie<&NodeReportRequest::clock_drift_report>(205, "Clock Drift Report", C),
    ie<&NodeReportRequest::gtpu_path_qos_report>(239, "GTP-U Path QoS Report", C),
    ie<&NodeReportRequest::peer_restart>(315, "Peer UP Restart Report", C),
};
constexpr TlvRow node_report_response_rows[] = {node_id_row<NodeReportResponse>(), cause_row<NodeReportResponse>(),
                                                offending_ie_row<NodeReportResponse>()};

constexpr TlvRow set_deletion_request_rows[] = {
    node_id_row<SessionSetDeletionRequest>(),
    ie<&SessionSetDeletionRequest::fq_csids>(65, "FQ-CSID", C, max_references),
};
constexpr TlvRow set_deletion_response_rows[] = {node_id_row<SessionSetDeletionResponse>(), cause_row<SessionSetDeletionResponse>(),
                                                 offending_ie_row<SessionSetDeletionResponse>()};

constexpr TlvRow set_modification_request_rows[] = {
    node_id_row<SessionSetModificationRequest>(),
    ie<&SessionSetModificationRequest::session_changes>(290, "PFCP Session Change Info", M, max_references),
};
constexpr TlvRow set_modification_response_rows[] = {node_id_row<SessionSetModificationResponse>(),
                                                     cause_row<SessionSetModificationResponse>(),
                                                     offending_ie_row<SessionSetModificationResponse>()};

}  // namespace

constinit const TlvTable HeartbeatRequest::wire = table<HeartbeatRequest>("Heartbeat Request", heartbeat_request_rows);
constinit const TlvTable HeartbeatResponse::wire = table<HeartbeatResponse>("Heartbeat Response", heartbeat_response_rows);
constinit const TlvTable PfdManagementRequest::wire = table<PfdManagementRequest>("PFD Management Request", pfd_request_rows);
constinit const TlvTable PfdManagementResponse::wire = table<PfdManagementResponse>("PFD Management Response", pfd_response_rows);
constinit const TlvTable AssociationSetupRequest::wire = table<SetupRequest>("Association Setup Request", setup_request_rows);
constinit const TlvTable AssociationSetupResponse::wire =
    codec::response_table<SetupResponse>("Association Setup Response", setup_response_rows);
constinit const TlvTable AssociationUpdateRequest::wire = table<UpdateRequest>("Association Update Request", update_request_rows);
constinit const TlvTable AssociationUpdateResponse::wire = table<UpdateResponse>("Association Update Response", update_response_rows);
constinit const TlvTable AssociationReleaseRequest::wire =
    table<AssociationReleaseRequest>("Association Release Request", release_request_rows);
constinit const TlvTable AssociationReleaseResponse::wire =
    table<AssociationReleaseResponse>("Association Release Response", release_response_rows);
constinit const TlvTable VersionNotSupportedResponse::wire =
    codec::empty_table<VersionNotSupportedResponse>("Version Not Supported Response");
constinit const TlvTable NodeReportRequest::wire = table<NodeReportRequest>("Node Report Request", node_report_request_rows);
constinit const TlvTable NodeReportResponse::wire = table<NodeReportResponse>("Node Report Response", node_report_response_rows);
constinit const TlvTable SessionSetDeletionRequest::wire =
    table<SessionSetDeletionRequest>("Session Set Deletion Request", set_deletion_request_rows);
constinit const TlvTable SessionSetDeletionResponse::wire =
    table<SessionSetDeletionResponse>("Session Set Deletion Response", set_deletion_response_rows);
constinit const TlvTable SessionSetModificationRequest::wire =
    table<SessionSetModificationRequest>("Session Set Modification Request", set_modification_request_rows);
constinit const TlvTable SessionSetModificationResponse::wire =
    table<SessionSetModificationResponse>("Session Set Modification Response", set_modification_response_rows);

}  // namespace pellucid::pfcp
