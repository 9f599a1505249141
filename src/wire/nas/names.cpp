// Names of coded values, as the standard's tables call them (TS 24.501 §9.11).
#include "wire/nas/ies.hpp"

namespace pellucid::nas {
namespace {

template <class E>
struct Named {
  E value;
  const char* name;
};

template <class E, std::size_t N>
const char* find(const Named<E> (&names)[N], E value) {
  for (auto& n : names)
    if (n.value == value) return n.name;
  return nullptr;
}
/// The name alone where the coding is of no interest to people; "reserved (7)" without one.
template <class E, std::size_t N>
std::string plain(const Named<E> (&names)[N], E value) {
  auto* found = find(names, value);
  return found ? found : coded(nullptr, unsigned(value));
}

constexpr Named<MmCause> mm_causes[] = {
    {MmCause::illegal_ue, "Illegal UE"},
    {MmCause::pei_not_accepted, "PEI not accepted"},
    {MmCause::illegal_me, "Illegal ME"},
    {MmCause::services_not_allowed, "5GS services not allowed"},
    {MmCause::ue_identity_cannot_be_derived, "UE identity cannot be derived by the network"},
    {MmCause::implicitly_deregistered, "Implicitly de-registered"},
    {MmCause::plmn_not_allowed, "PLMN not allowed"},
    {MmCause::tracking_area_not_allowed, "Tracking area not allowed"},
    {MmCause::roaming_not_allowed, "Roaming not allowed in this tracking area"},
    {MmCause::no_suitable_cells, "No suitable cells in tracking area"},
    {MmCause::mac_failure, "MAC failure"},
    {MmCause::synch_failure, "Synch failure"},
    {MmCause::congestion, "Congestion"},
    {MmCause::ue_security_capabilities_mismatch, "UE security capabilities mismatch"},
    {MmCause::security_mode_rejected, "Security mode rejected, unspecified"},
    {MmCause::non_5g_authentication_unacceptable, "Non-5G authentication unacceptable"},
    {MmCause::n1_mode_not_allowed, "N1 mode not allowed"},
    {MmCause::restricted_service_area, "Restricted service area"},
    {MmCause::redirection_to_epc_required, "Redirection to EPC required"},
    {MmCause::iab_node_operation_not_authorized, "IAB-node operation not authorized"},
    {MmCause::ladn_not_available, "LADN not available"},
    {MmCause::no_network_slices_available, "No network slices available"},
    {MmCause::maximum_number_of_pdu_sessions, "Maximum number of PDU sessions reached"},
    {MmCause::insufficient_resources_for_slice_and_dnn, "Insufficient resources for specific slice and DNN"},
    {MmCause::insufficient_resources_for_slice, "Insufficient resources for specific slice"},
    {MmCause::ng_ksi_already_in_use, "ngKSI already in use"},
    {MmCause::non_3gpp_access_not_allowed, "Non-3GPP access to 5GCN not allowed"},
    {MmCause::serving_network_not_authorized, "Serving network not authorized"},
    {MmCause::temporarily_not_authorized_for_snpn, "Temporarily not authorized for this SNPN"},
    {MmCause::permanently_not_authorized_for_snpn, "Permanently not authorized for this SNPN"},
    {MmCause::not_authorized_for_cag, "Not authorized for this CAG or authorized for CAG cells only"},
    {MmCause::wireline_access_area_not_allowed, "Wireline access area not allowed"},
    {MmCause::plmn_not_allowed_at_location, "PLMN not allowed to operate at the present UE location"},
    {MmCause::uas_services_not_allowed, "UAS services not allowed"},
    {MmCause::disaster_roaming_not_allowed, "Disaster roaming for the determined PLMN with disaster condition not allowed"},
    {MmCause::payload_not_forwarded, "Payload was not forwarded"},
    {MmCause::dnn_not_supported_in_slice, "DNN not supported or not subscribed in the slice"},
    {MmCause::insufficient_user_plane_resources, "Insufficient user-plane resources for the PDU session"},
    {MmCause::onboarding_services_terminated, "Onboarding services terminated"},
    {MmCause::semantically_incorrect_message, "Semantically incorrect message"},
    {MmCause::invalid_mandatory_information, "Invalid mandatory information"},
    {MmCause::message_type_not_implemented, "Message type non-existent or not implemented"},
    {MmCause::message_type_not_compatible_with_state, "Message type not compatible with the protocol state"},
    {MmCause::information_element_not_implemented, "Information element non-existent or not implemented"},
    {MmCause::conditional_ie_error, "Conditional IE error"},
    {MmCause::message_not_compatible_with_state, "Message not compatible with the protocol state"},
    {MmCause::protocol_error_unspecified, "Protocol error, unspecified"},
};

constexpr Named<SmCause> sm_causes[] = {
    {SmCause::operator_determined_barring, "Operator determined barring"},
    {SmCause::insufficient_resources, "Insufficient resources"},
    {SmCause::missing_or_unknown_dnn, "Missing or unknown DNN"},
    {SmCause::unknown_pdu_session_type, "Unknown PDU session type"},
    {SmCause::user_authentication_failed, "User authentication or authorization failed"},
    {SmCause::request_rejected_unspecified, "Request rejected, unspecified"},
    {SmCause::service_option_not_supported, "Service option not supported"},
    {SmCause::service_option_not_subscribed, "Requested service option not subscribed"},
    {SmCause::pti_already_in_use, "PTI already in use"},
    {SmCause::regular_deactivation, "Regular deactivation"},
    {SmCause::qos_not_accepted, "5GS QoS not accepted"},
    {SmCause::network_failure, "Network failure"},
    {SmCause::reactivation_requested, "Reactivation requested"},
    {SmCause::semantic_error_in_tft, "Semantic error in the TFT operation"},
    {SmCause::syntactical_error_in_tft, "Syntactical error in the TFT operation"},
    {SmCause::invalid_pdu_session_identity, "Invalid PDU session identity"},
    {SmCause::semantic_errors_in_packet_filters, "Semantic errors in packet filter(s)"},
    {SmCause::syntactical_errors_in_packet_filters, "Syntactical error in packet filter(s)"},
    {SmCause::out_of_ladn_service_area, "Out of LADN service area"},
    {SmCause::pti_mismatch, "PTI mismatch"},
    {SmCause::ipv4_only_allowed, "PDU session type IPv4 only allowed"},
    {SmCause::ipv6_only_allowed, "PDU session type IPv6 only allowed"},
    {SmCause::pdu_session_does_not_exist, "PDU session does not exist"},
    {SmCause::ipv4v6_only_allowed, "PDU session type IPv4v6 only allowed"},
    {SmCause::unstructured_only_allowed, "PDU session type Unstructured only allowed"},
    {SmCause::unsupported_5qi, "Unsupported 5QI value"},
    {SmCause::ethernet_only_allowed, "PDU session type Ethernet only allowed"},
    {SmCause::insufficient_resources_for_slice_and_dnn, "Insufficient resources for specific slice and DNN"},
    {SmCause::ssc_mode_not_supported, "Not supported SSC mode"},
    {SmCause::insufficient_resources_for_slice, "Insufficient resources for specific slice"},
    {SmCause::missing_or_unknown_dnn_in_slice, "Missing or unknown DNN in a slice"},
    {SmCause::invalid_pti, "Invalid PTI value"},
    {SmCause::integrity_data_rate_too_low, "Maximum data rate per UE for user-plane integrity protection is too low"},
    {SmCause::semantic_error_in_qos_operation, "Semantic error in the QoS operation"},
    {SmCause::syntactical_error_in_qos_operation, "Syntactical error in the QoS operation"},
    {SmCause::invalid_mapped_eps_bearer_identity, "Invalid mapped EPS bearer identity"},
    {SmCause::uas_services_not_allowed, "UAS services not allowed"},
    {SmCause::semantically_incorrect_message, "Semantically incorrect message"},
    {SmCause::invalid_mandatory_information, "Invalid mandatory information"},
    {SmCause::message_type_not_implemented, "Message type non-existent or not implemented"},
    {SmCause::message_type_not_compatible_with_state, "Message type not compatible with the protocol state"},
    {SmCause::information_element_not_implemented, "Information element non-existent or not implemented"},
    {SmCause::conditional_ie_error, "Conditional IE error"},
    {SmCause::message_not_compatible_with_state, "Message not compatible with the protocol state"},
    {SmCause::protocol_error_unspecified, "Protocol error, unspecified"},
};

}  // namespace

std::string coded(const char* name, unsigned value) { return std::string(name ? name : "reserved") + " (" + std::to_string(value) + ")"; }

const char* name(MmCause cause) { return find(mm_causes, cause); }
const char* name(SmCause cause) { return find(sm_causes, cause); }
std::string text(MmCause cause) { return coded(name(cause), unsigned(cause)); }
std::string text(SmCause cause) { return coded(name(cause), unsigned(cause)); }

std::string text(IdentityType type) {
  static constexpr Named<IdentityType> names[] = {{IdentityType::none, "No identity"},
                                                  {IdentityType::suci, "SUCI"},
                                                  {IdentityType::guti, "5G-GUTI"},
                                                  {IdentityType::imei, "IMEI"},
                                                  {IdentityType::s_tmsi, "5G-S-TMSI"},
                                                  {IdentityType::imeisv, "IMEISV"},
                                                  {IdentityType::mac_address, "MAC address"},
                                                  {IdentityType::eui64, "EUI-64"}};
  return plain(names, type);
}
std::string text(SupiFormat format) {
  static constexpr Named<SupiFormat> names[] = {{SupiFormat::imsi, "IMSI"},
                                                {SupiFormat::network_specific, "Network specific identifier"},
                                                {SupiFormat::gci, "GCI"},
                                                {SupiFormat::gli, "GLI"}};
  return plain(names, format);
}
std::string text(ProtectionScheme scheme) {
  static constexpr Named<ProtectionScheme> names[] = {{ProtectionScheme::null, "Null scheme"},
                                                      {ProtectionScheme::profile_a, "ECIES scheme profile A"},
                                                      {ProtectionScheme::profile_b, "ECIES scheme profile B"}};
  return plain(names, scheme);
}
std::string text(CipherAlgorithm algorithm) { return "5G-EA" + std::to_string(unsigned(algorithm)); }
std::string text(IntegrityAlgorithm algorithm) { return "5G-IA" + std::to_string(unsigned(algorithm)); }
std::string text(ImeisvRequest request) {
  return request == ImeisvRequest::requested ? "IMEISV requested" : coded("IMEISV not requested", unsigned(request));
}
std::string text(SliceRejection why) {
  static constexpr Named<SliceRejection> names[] = {
      {SliceRejection::not_in_plmn, "S-NSSAI not available in the current PLMN or SNPN"},
      {SliceRejection::not_in_registration_area, "S-NSSAI not available in the current registration area"},
      {SliceRejection::authorization_failed, "S-NSSAI not available due to failed slice-specific authentication"},
      {SliceRejection::maximum_ues_reached, "S-NSSAI not available due to maximum number of UEs reached"}};
  return plain(names, why);
}
std::string text(RegistrationKind kind) {
  static constexpr Named<RegistrationKind> names[] = {
      {RegistrationKind::initial, "initial registration"},
      {RegistrationKind::mobility, "mobility registration updating"},
      {RegistrationKind::periodic, "periodic registration updating"},
      {RegistrationKind::emergency, "emergency registration"},
      {RegistrationKind::snpn_onboarding, "SNPN onboarding registration"},
      {RegistrationKind::disaster_mobility, "disaster roaming mobility registration updating"},
      {RegistrationKind::disaster_initial, "disaster roaming initial registration"}};
  return plain(names, kind);
}
std::string text(AccessType access) {
  static constexpr Named<AccessType> names[] = {{AccessType::three_gpp, "3GPP access"},
                                                {AccessType::non_three_gpp, "Non-3GPP access"},
                                                {AccessType::both, "3GPP access and non-3GPP access"}};
  return plain(names, access);
}
std::string text(ServiceKind kind) {
  static constexpr Named<ServiceKind> names[] = {{ServiceKind::signalling, "signalling"},
                                                 {ServiceKind::data, "data"},
                                                 {ServiceKind::mobile_terminated, "mobile terminated services"},
                                                 {ServiceKind::emergency, "emergency services"},
                                                 {ServiceKind::emergency_fallback, "emergency services fallback"},
                                                 {ServiceKind::high_priority, "high priority access"},
                                                 {ServiceKind::elevated_signalling, "elevated signalling"}};
  return plain(names, kind);
}
std::string text(ControlPlaneServiceType type) {
  static constexpr Named<ControlPlaneServiceType> names[] = {{ControlPlaneServiceType::mobile_originating, "mobile originating request"},
                                                             {ControlPlaneServiceType::mobile_terminating, "mobile terminating request"},
                                                             {ControlPlaneServiceType::emergency, "emergency services"},
                                                             {ControlPlaneServiceType::emergency_fallback, "emergency services fallback"}};
  return plain(names, type);
}
std::string text(RequestType type) {
  static constexpr Named<RequestType> names[] = {{RequestType::initial, "initial request"},
                                                 {RequestType::existing_session, "existing PDU session"},
                                                 {RequestType::initial_emergency, "initial emergency request"},
                                                 {RequestType::existing_emergency_session, "existing emergency PDU session"},
                                                 {RequestType::modification, "modification request"},
                                                 {RequestType::ma_pdu, "MA PDU request"}};
  return plain(names, type);
}
std::string text(PayloadType type) {
  static constexpr Named<PayloadType> names[] = {{PayloadType::n1_sm, "N1 SM information"},
                                                 {PayloadType::sms, "SMS"},
                                                 {PayloadType::lpp, "LTE Positioning Protocol (LPP) message container"},
                                                 {PayloadType::sor, "SOR transparent container"},
                                                 {PayloadType::ue_policy, "UE policy container"},
                                                 {PayloadType::ue_parameters_update, "UE parameters update transparent container"},
                                                 {PayloadType::location_services, "Location services message container"},
                                                 {PayloadType::ciot_user_data, "CIoT user data container"},
                                                 {PayloadType::service_level_aa, "Service-level-AA container"},
                                                 {PayloadType::event_notification, "Event notification"},
                                                 {PayloadType::multiple_payloads, "Multiple payloads"}};
  return plain(names, type);
}
std::string text(NssaiInclusionMode mode) { return std::string("NSSAI inclusion mode ") + "ABCD"[unsigned(mode) & 3]; }
std::string text(UsageSetting setting) { return setting == UsageSetting::data_centric ? "data centric" : "voice centric"; }

std::string text(SessionType type) {
  static constexpr Named<SessionType> names[] = {{SessionType::ipv4, "IPv4"},
                                                 {SessionType::ipv6, "IPv6"},
                                                 {SessionType::ipv4v6, "IPv4v6"},
                                                 {SessionType::unstructured, "Unstructured"},
                                                 {SessionType::ethernet, "Ethernet"}};
  return plain(names, type);
}
std::string text(SscMode mode) {
  auto n = unsigned(mode);
  return n >= 1 && n <= 3 ? "SSC mode " + std::to_string(n) : coded(nullptr, n);
}
std::string text(IntegrityRate rate) {
  return rate == IntegrityRate::full ? "Full data rate" : rate == IntegrityRate::null ? "NULL" : coded("64 kbps", unsigned(rate));
}
std::string text(FilterType type) {
  static constexpr Named<FilterType> names[] = {{FilterType::match_all, "match-all"},
                                                {FilterType::ipv4_remote, "IPv4 remote address"},
                                                {FilterType::ipv4_local, "IPv4 local address"},
                                                {FilterType::ipv6_remote, "IPv6 remote address/prefix length"},
                                                {FilterType::ipv6_local, "IPv6 local address/prefix length"},
                                                {FilterType::protocol, "protocol identifier/next header"},
                                                {FilterType::local_port, "single local port"},
                                                {FilterType::local_port_range, "local port range"},
                                                {FilterType::remote_port, "single remote port"},
                                                {FilterType::remote_port_range, "remote port range"},
                                                {FilterType::security_parameter_index, "security parameter index"},
                                                {FilterType::type_of_service, "type of service/traffic class"},
                                                {FilterType::flow_label, "flow label"},
                                                {FilterType::destination_mac, "destination MAC address"},
                                                {FilterType::source_mac, "source MAC address"},
                                                {FilterType::c_tag_vid, "802.1Q C-TAG VID"},
                                                {FilterType::s_tag_vid, "802.1Q S-TAG VID"},
                                                {FilterType::c_tag_pcp, "802.1Q C-TAG PCP/DEI"},
                                                {FilterType::s_tag_pcp, "802.1Q S-TAG PCP/DEI"},
                                                {FilterType::ethertype, "Ethertype"},
                                                {FilterType::destination_mac_range, "destination MAC address range"},
                                                {FilterType::source_mac_range, "source MAC address range"}};
  return plain(names, type);
}
std::string text(FilterDirection direction) {
  static constexpr Named<FilterDirection> names[] = {{FilterDirection::downlink, "downlink only"},
                                                     {FilterDirection::uplink, "uplink only"},
                                                     {FilterDirection::bidirectional, "bidirectional"}};
  return plain(names, direction);
}
std::string text(QosRule::Operation operation) {
  using Operation = QosRule::Operation;
  static constexpr Named<Operation> names[] = {
      {Operation::create, "create new QoS rule"},
      {Operation::remove, "delete existing QoS rule"},
      {Operation::modify_add_filters, "modify existing QoS rule and add packet filters"},
      {Operation::modify_replace_filters, "modify existing QoS rule and replace all packet filters"},
      {Operation::modify_delete_filters, "modify existing QoS rule and delete packet filters"},
      {Operation::modify_no_filters, "modify existing QoS rule without modifying packet filters"}};
  return plain(names, operation);
}
std::string text(QosFlowDescription::Operation operation) {
  using Operation = QosFlowDescription::Operation;
  static constexpr Named<Operation> names[] = {{Operation::create, "create new QoS flow description"},
                                               {Operation::remove, "delete existing QoS flow description"},
                                               {Operation::modify, "modify existing QoS flow description"}};
  return plain(names, operation);
}
std::string text(FlowParameterId id) {
  static constexpr Named<FlowParameterId> names[] = {{FlowParameterId::five_qi, "5QI"},
                                                     {FlowParameterId::gfbr_uplink, "GFBR uplink"},
                                                     {FlowParameterId::gfbr_downlink, "GFBR downlink"},
                                                     {FlowParameterId::mfbr_uplink, "MFBR uplink"},
                                                     {FlowParameterId::mfbr_downlink, "MFBR downlink"},
                                                     {FlowParameterId::averaging_window, "averaging window"},
                                                     {FlowParameterId::eps_bearer_identity, "EPS bearer identity"}};
  return plain(names, id);
}
std::string text(PcoId id) {
  static constexpr Named<PcoId> names[] = {{PcoId::p_cscf_ipv6, "P-CSCF IPv6 address"},
                                           {PcoId::im_cn_signalling_flag, "IM CN subsystem signalling flag"},
                                           {PcoId::dns_ipv6, "DNS server IPv6 address"},
                                           {PcoId::bearer_control_mode, "bearer control mode"},
                                           {PcoId::address_by_nas, "IP address allocation via NAS signalling"},
                                           {PcoId::address_by_dhcpv4, "IPv4 address allocation via DHCPv4"},
                                           {PcoId::p_cscf_ipv4, "P-CSCF IPv4 address"},
                                           {PcoId::dns_ipv4, "DNS server IPv4 address"},
                                           {PcoId::msisdn, "MSISDN"},
                                           {PcoId::ipv4_link_mtu, "IPv4 link MTU"},
                                           {PcoId::local_address_in_tft, "local address in TFT support"},
                                           {PcoId::p_cscf_reselection, "P-CSCF re-selection support"},
                                           {PcoId::non_ip_link_mtu, "non-IP link MTU"},
                                           {PcoId::apn_rate_control, "APN rate control"},
                                           {PcoId::ps_data_off, "3GPP PS data off"},
                                           {PcoId::reliable_data_service, "reliable data service"},
                                           {PcoId::pdu_session_id, "PDU session ID"},
                                           {PcoId::ethernet_mtu, "Ethernet frame payload MTU"},
                                           {PcoId::unstructured_mtu, "unstructured link MTU"},
                                           {PcoId::fivegsm_cause, "5GSM cause"},
                                           {PcoId::qos_rules_two_octet_length, "QoS rules with two-octet length"},
                                           {PcoId::qos_flows_two_octet_length, "QoS flow descriptions with two-octet length"},
                                           {PcoId::ipcp, "IPCP"},
                                           {PcoId::lcp, "LCP"},
                                           {PcoId::pap, "PAP"},
                                           {PcoId::chap, "CHAP"}};
  auto* found = find(names, id);
  return found ? found : coded("container", unsigned(id));
}

}  // namespace pellucid::nas
