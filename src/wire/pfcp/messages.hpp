#pragma once
// PFCP messages as data (TS 29.244 V17 §7.4, §7.5).
//
//   Bytes sent = pfcp::encode({.sequence = 7, .seid = up_seid}, request);   // any message below
//   auto pdu = pfcp::decode(datagram);                                      // Decoded<Pdu>
//   if (pdu.ok())
//     if (auto* response = pdu->get<SessionEstablishmentResponse>()) ...
//
// A response whose request could not be read: peek() for its header, cause_of() for the Cause to answer.
#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "wire/pfcp/reports.hpp"

namespace pellucid::pfcp {

using codec::Decoded;
using codec::WireError;

inline constexpr std::uint16_t udp_port = 8805;
/// Messages in one datagram that are looked at (§6.5).
inline constexpr std::size_t max_bundled = 64;

struct Header {                            // §7.2.2
  std::uint32_t sequence = 0;              // 24 bits
  Seid seid{};                             // the receiver's; session messages only
  std::optional<std::uint8_t> priority{};  // 0 highest to 15
  bool follow_on = false;                  // another message stands behind this one in the datagram
  std::uint8_t version = 1;
  std::uint8_t type = 0;  // set by decode; encode takes it from the message
  bool has_seid = false;  // likewise
  bool operator==(const Header&) const = default;
};

// ---- node messages (§7.4) ---------------------------------------------------------------------------------------------

struct HeartbeatRequest {
  NtpTime recovery_time_stamp;
  std::optional<SourceIpAddress> source_ip_address;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 1;
  static const codec::TlvTable wire;
  bool operator==(const HeartbeatRequest&) const = default;
};

struct HeartbeatResponse {
  NtpTime recovery_time_stamp;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 2;
  static const codec::TlvTable wire;
  bool operator==(const HeartbeatResponse&) const = default;
};

struct PfdManagementRequest {
  std::vector<ApplicationPfds> applications;
  std::optional<NodeId> node_id;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 3;
  static const codec::TlvTable wire;
  bool operator==(const PfdManagementRequest&) const = default;
};

struct PfdManagementResponse {
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  std::optional<NodeId> node_id;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 4;
  static const codec::TlvTable wire;
  bool operator==(const PfdManagementResponse&) const = default;
};

struct AssociationSetupRequest {
  NodeId node_id;
  NtpTime recovery_time_stamp;
  std::optional<UpFunctionFeatures> up_features;
  std::optional<CpFunctionFeatures> cp_features;
  std::vector<EntityAddress> alternative_smf_addresses;
  std::optional<Bytes> smf_set_id;
  std::optional<SessionRetentionInformation> session_retention;
  std::vector<UeIpPoolInformation> ue_ip_pools;
  std::vector<Bytes> gtpu_path_qos_control;
  std::vector<Bytes> clock_drift_control;
  std::optional<Octets<16>> upf_instance_id;
  std::optional<AsReqFlags> flags;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 5;
  static const codec::TlvTable wire;
  bool operator==(const AssociationSetupRequest&) const = default;
};

struct AssociationSetupResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  std::optional<NtpTime> recovery_time_stamp;  // always there when accepted
  std::optional<UpFunctionFeatures> up_features;
  std::optional<CpFunctionFeatures> cp_features;
  std::vector<EntityAddress> alternative_smf_addresses;
  std::optional<Bytes> smf_set_id;
  std::optional<AsRspFlags> flags;
  std::vector<Bytes> clock_drift_control;
  std::vector<UeIpPoolInformation> ue_ip_pools;
  std::vector<Bytes> gtpu_path_qos_control;
  std::optional<Octets<16>> upf_instance_id;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 6;
  static const codec::TlvTable wire;
  bool rejects() const { return !accepts(cause); }
  bool operator==(const AssociationSetupResponse&) const = default;
};

struct AssociationUpdateRequest {
  NodeId node_id;
  std::optional<UpFunctionFeatures> up_features;
  std::optional<CpFunctionFeatures> cp_features;
  std::optional<AssociationReleaseFlags> association_release;
  std::optional<UnitTimer> graceful_release_period;
  std::optional<AuReqFlags> flags;
  std::vector<EntityAddress> alternative_smf_addresses;
  std::optional<Bytes> smf_set_id;
  std::vector<Bytes> clock_drift_control;
  std::vector<UeIpPoolInformation> ue_ip_pools;
  std::vector<Bytes> gtpu_path_qos_control;
  std::vector<UeIpUsageInformation> ue_ip_usage;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 7;
  static const codec::TlvTable wire;
  bool operator==(const AssociationUpdateRequest&) const = default;
};

struct AssociationUpdateResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  std::optional<UpFunctionFeatures> up_features;
  std::optional<CpFunctionFeatures> cp_features;
  std::vector<UeIpUsageInformation> ue_ip_usage;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 8;
  static const codec::TlvTable wire;
  bool operator==(const AssociationUpdateResponse&) const = default;
};

struct AssociationReleaseRequest {
  NodeId node_id;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 9;
  static const codec::TlvTable wire;
  bool operator==(const AssociationReleaseRequest&) const = default;
};

struct AssociationReleaseResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 10;
  static const codec::TlvTable wire;
  bool operator==(const AssociationReleaseResponse&) const = default;
};

struct VersionNotSupportedResponse {  // a header alone
  codec::OtherIes other;
  static constexpr std::uint8_t type = 11;
  static const codec::TlvTable wire;
  bool operator==(const VersionNotSupportedResponse&) const = default;
};

struct NodeReportRequest {
  NodeId node_id;
  NodeReportType report_type;
  std::optional<Bytes> vendor_report_type;
  std::optional<PathReport> path_failure;
  std::optional<PathReport> path_recovery;
  std::optional<Bytes> clock_drift_report;
  std::optional<Bytes> gtpu_path_qos_report;
  std::optional<PathReport> peer_restart;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 12;
  static const codec::TlvTable wire;
  bool operator==(const NodeReportRequest&) const = default;
};

struct NodeReportResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 13;
  static const codec::TlvTable wire;
  bool operator==(const NodeReportResponse&) const = default;
};

struct SessionSetDeletionRequest {
  NodeId node_id;
  std::vector<FqCsid> fq_csids;  // whose they are stands in each
  codec::OtherIes other;
  static constexpr std::uint8_t type = 14;
  static const codec::TlvTable wire;
  bool operator==(const SessionSetDeletionRequest&) const = default;
};

struct SessionSetDeletionResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 15;
  static const codec::TlvTable wire;
  bool operator==(const SessionSetDeletionResponse&) const = default;
};

struct SessionSetModificationRequest {
  NodeId node_id;
  std::vector<Bytes> session_changes;  // one at least
  codec::OtherIes other;
  static constexpr std::uint8_t type = 16;
  static const codec::TlvTable wire;
  bool operator==(const SessionSetModificationRequest&) const = default;
};

struct SessionSetModificationResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 17;
  static const codec::TlvTable wire;
  bool operator==(const SessionSetModificationResponse&) const = default;
};

// ---- session messages (§7.5) ------------------------------------------------------------------------------------------

struct SessionEstablishmentRequest {
  NodeId node_id;
  FSeid cp_f_seid;
  std::vector<CreatePdr> create_pdrs;  // one at least
  std::vector<CreateFar> create_fars;  // one at least
  std::vector<CreateUrr> create_urrs;
  std::vector<CreateQer> create_qers;
  std::optional<Bar> create_bar;
  std::vector<TrafficEndpoint> create_traffic_endpoints;
  std::optional<PdnType> pdn_type;
  std::vector<FqCsid> fq_csids;
  std::optional<std::uint32_t> user_plane_inactivity_timer_s;
  std::optional<UserId> user_id;
  std::optional<Bytes> trace_information;
  std::optional<ApnDnn> apn_dnn;
  std::vector<Bytes> create_mars;
  std::optional<SeReqFlags> flags;
  std::optional<CreateBridgeInfo> create_bridge_info;
  std::vector<Bytes> create_srrs;
  std::optional<Bytes> provide_atsss_control;
  std::optional<NtpTime> recovery_time_stamp;
  std::optional<Slice> slice;
  std::optional<Bytes> provide_rds_configuration;
  std::optional<std::uint8_t> rat_type;
  std::vector<Bytes> l2tp_tunnels;
  std::optional<Bytes> l2tp_session;
  std::optional<Bytes> group_id;
  std::optional<Bytes> mbs_session_n4mb_control;
  std::vector<Bytes> mbs_session_n4_controls;
  std::vector<Bytes> dscp_to_ppi_controls;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 50;
  static const codec::TlvTable wire;
  bool operator==(const SessionEstablishmentRequest&) const = default;
};

struct SessionEstablishmentResponse {
  NodeId node_id;
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  std::optional<FSeid> up_f_seid;
  std::vector<CreatedPdr> created_pdrs;
  std::optional<LoadControlInformation> load;
  std::optional<OverloadControlInformation> overload;
  std::vector<FqCsid> fq_csids;
  std::optional<FailedRuleId> failed_rule_id;
  std::vector<CreatedTrafficEndpoint> created_traffic_endpoints;
  std::optional<Bytes> created_bridge_info;
  std::optional<Bytes> atsss_control_parameters;
  std::optional<Bytes> rds_configuration;
  std::vector<PartialFailureInformation> partial_failures;
  std::optional<Bytes> created_l2tp_session;
  std::optional<Bytes> mbs_session_n4mb;
  std::vector<Bytes> mbs_sessions_n4;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 51;
  static const codec::TlvTable wire;
  bool operator==(const SessionEstablishmentResponse&) const = default;
};

struct SessionModificationRequest {
  std::optional<FSeid> cp_f_seid;
  std::vector<RemovePdr> remove_pdrs;
  std::vector<RemoveFar> remove_fars;
  std::vector<UrrReference> remove_urrs;
  std::vector<QerReference> remove_qers;
  std::optional<RemoveBar> remove_bar;
  std::vector<RemoveTrafficEndpoint> remove_traffic_endpoints;
  std::vector<CreatePdr> create_pdrs;
  std::vector<CreateFar> create_fars;
  std::vector<CreateUrr> create_urrs;
  std::vector<CreateQer> create_qers;
  std::optional<Bar> create_bar;
  std::vector<TrafficEndpoint> create_traffic_endpoints;
  std::vector<UpdatePdr> update_pdrs;
  std::vector<UpdateFar> update_fars;
  std::vector<UpdateUrr> update_urrs;
  std::vector<UpdateQer> update_qers;
  std::optional<Bar> update_bar;
  std::vector<TrafficEndpoint> update_traffic_endpoints;
  std::optional<SmReqFlags> flags;
  std::vector<UrrReference> query_urrs;
  std::vector<FqCsid> fq_csids;
  std::optional<std::uint32_t> user_plane_inactivity_timer_s;
  std::optional<std::uint32_t> query_urr_reference;
  std::optional<Bytes> trace_information;
  std::vector<Bytes> remove_mars;
  std::vector<Bytes> update_mars;
  std::vector<Bytes> create_mars;
  std::optional<NodeId> node_id;
  std::vector<Bytes> tsc_management;
  std::vector<Bytes> remove_srrs;
  std::vector<Bytes> create_srrs;
  std::vector<Bytes> update_srrs;
  std::optional<Bytes> provide_atsss_control;
  std::optional<Bytes> ethernet_context;
  std::optional<Bytes> access_availability;
  std::vector<QerReference> query_packet_rate_status;
  std::optional<Slice> slice;
  std::optional<std::uint8_t> rat_type;
  std::optional<Bytes> group_id;
  std::vector<Bytes> mbs_session_n4_controls;
  std::vector<Bytes> dscp_to_ppi_controls;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 52;
  static const codec::TlvTable wire;
  bool operator==(const SessionModificationRequest&) const = default;
};

struct SessionModificationResponse {
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  std::vector<CreatedPdr> created_pdrs;
  std::optional<LoadControlInformation> load;
  std::optional<OverloadControlInformation> overload;
  std::vector<UsageReport> usage_reports;
  std::optional<FailedRuleId> failed_rule_id;
  std::optional<AdditionalUsageReports> additional_usage_reports;
  std::vector<CreatedTrafficEndpoint> created_traffic_endpoints;
  std::vector<Bytes> tsc_management;
  std::optional<Bytes> atsss_control_parameters;
  std::vector<UpdatedPdr> updated_pdrs;
  std::vector<PacketRateStatusReport> packet_rate_status;
  std::vector<PartialFailureInformation> partial_failures;
  std::vector<Bytes> mbs_sessions_n4;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 53;
  static const codec::TlvTable wire;
  bool operator==(const SessionModificationResponse&) const = default;
};

struct SessionDeletionRequest {
  codec::OtherIes other;
  static constexpr std::uint8_t type = 54;
  static const codec::TlvTable wire;
  bool operator==(const SessionDeletionRequest&) const = default;
};

struct SessionDeletionResponse {
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  std::optional<LoadControlInformation> load;
  std::optional<OverloadControlInformation> overload;
  std::vector<UsageReport> usage_reports;
  std::optional<AdditionalUsageReports> additional_usage_reports;
  std::vector<PacketRateStatusReport> packet_rate_status;
  std::vector<Bytes> session_reports;
  std::vector<Bytes> mbs_sessions_n4;
  std::optional<SdRspFlags> flags;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 55;
  static const codec::TlvTable wire;
  bool operator==(const SessionDeletionResponse&) const = default;
};

struct SessionReportRequest {
  ReportType report_type;
  std::optional<DownlinkDataReport> downlink_data;
  std::vector<UsageReport> usage_reports;
  std::optional<ErrorIndicationReport> error_indication;
  std::optional<LoadControlInformation> load;
  std::optional<OverloadControlInformation> overload;
  std::optional<AdditionalUsageReports> additional_usage_reports;
  std::optional<SrReqFlags> flags;
  std::optional<FSeid> old_cp_f_seid;
  std::vector<PacketRateStatusReport> packet_rate_status;
  std::vector<Bytes> tsc_management;
  std::vector<Bytes> session_reports;
  std::optional<Cause> cause;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 56;
  static const codec::TlvTable wire;
  bool operator==(const SessionReportRequest&) const = default;
};

struct SessionReportResponse {
  Cause cause = Cause::request_accepted;
  std::optional<std::uint16_t> offending_ie;
  std::optional<Bar> update_bar;
  std::optional<SrRspFlags> flags;
  std::optional<FSeid> cp_f_seid;
  std::optional<FTeid> n4u_f_teid;
  std::optional<EntityAddress> alternative_smf_address;
  std::vector<FqCsid> fq_csids;
  std::optional<Bytes> group_id;
  std::optional<NodeId> node_id;
  codec::OtherIes other;
  static constexpr std::uint8_t type = 57;
  static const codec::TlvTable wire;
  bool operator==(const SessionReportResponse&) const = default;
};

// ---- any message --------------------------------------------------------------------------------------------------------

using Message =
    std::variant<HeartbeatRequest, HeartbeatResponse, PfdManagementRequest, PfdManagementResponse, AssociationSetupRequest,
                 AssociationSetupResponse, AssociationUpdateRequest, AssociationUpdateResponse, AssociationReleaseRequest,
                 AssociationReleaseResponse, VersionNotSupportedResponse, NodeReportRequest, NodeReportResponse, SessionSetDeletionRequest,
                 SessionSetDeletionResponse, SessionSetModificationRequest, SessionSetModificationResponse, SessionEstablishmentRequest,
                 SessionEstablishmentResponse, SessionModificationRequest, SessionModificationResponse, SessionDeletionRequest,
                 SessionDeletionResponse, SessionReportRequest, SessionReportResponse>;

/// One message and its header. The special members are out of line: including this header stays cheap.
struct Pdu {
  Header header;
  Message message;

  Pdu();
  Pdu(const Header& h, Message m);
  Pdu(const Pdu&);
  Pdu(Pdu&&) noexcept;
  Pdu& operator=(const Pdu&);
  Pdu& operator=(Pdu&&) noexcept;
  ~Pdu();
  bool operator==(const Pdu&) const;
  template <class M>
  const M* get() const {
    return std::get_if<M>(&message);
  }
  template <class M>
  M* get() {
    return std::get_if<M>(&message);
  }
};

/// Session messages carry a SEID (S = 1), node messages do not.
constexpr bool is_session_type(std::uint8_t type) { return type >= 50; }
/// A request that expects an answer? Those that do not are responses (Version Not Supported, type 11, is one).
constexpr bool is_request_type(std::uint8_t type) {
  return type >= 50 ? type % 2 == 0 : type < 11 ? type % 2 == 1 : type > 11 && type % 2 == 0;
}

/// The one message that fills `in` (§7.6.3: another length is bad_length). kind wrong_type: version or type unknown.
Decoded<Pdu> decode(ByteView in);
/// The header alone, whatever follows it: to answer what decode() refuses. Nothing if it is shorter than a header.
std::optional<Header> peek(ByteView in);
/// The messages of a datagram (§7.2.1A), most often one. Octets that no header claims belong to the last.
std::vector<ByteView> split(ByteView datagram);
/// The Cause for a request that decode() refused (§7.6); the Offending IE to send with it is `error.ie`, if not 0.
Cause cause_of(const WireError& error);

Bytes encode_message(const Header& header, std::uint8_t type, const codec::TlvTable& table, const void* message);
/// Sequence number, SEID, priority and follow-on come from `header`; type and S flag from the message.
template <class M>
Bytes encode(const Header& header, const M& message) {
  return encode_message(header, M::type, M::wire, &message);
}
Bytes encode(const Pdu& pdu);

/// {"Header": {...}, IEs by the names of the standard's tables}
Tree show(const Pdu& pdu);
/// "Session Establishment Request"
const char* name_of(const Pdu& pdu);
/// The same by type; "?" if there is none.
const char* name_of(std::uint8_t type);

/// `each(std::type_identity<M>{})` for every message.
template <class Each>
void for_each_message(Each&& each) {
  [&]<class... M>(std::type_identity<std::variant<M...>>) { (each(std::type_identity<M>{}), ...); }(std::type_identity<Message>{});
}

}  // namespace pellucid::pfcp
