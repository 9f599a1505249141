#pragma once
// Why a request was refused (TS 24.501 §9.11.3.2, §9.11.4.2, annexes A and B).
#include <cstdint>
#include <optional>
#include <string>

#include "codec/octets.hpp"

namespace pellucid::nas {

/// 5GMM cause (§9.11.3.2). A value that is not listed counts as protocol_error_unspecified for both sides: known().
enum class MmCause : std::uint8_t {
  illegal_ue = 3,
  pei_not_accepted = 5,
  illegal_me = 6,
  services_not_allowed = 7,
  ue_identity_cannot_be_derived = 9,
  implicitly_deregistered = 10,
  plmn_not_allowed = 11,
  tracking_area_not_allowed = 12,
  roaming_not_allowed = 13,
  no_suitable_cells = 15,
  mac_failure = 20,
  synch_failure = 21,
  congestion = 22,
  ue_security_capabilities_mismatch = 23,
  security_mode_rejected = 24,
  non_5g_authentication_unacceptable = 26,
  n1_mode_not_allowed = 27,
  restricted_service_area = 28,
  redirection_to_epc_required = 31,
  iab_node_operation_not_authorized = 36,
  ladn_not_available = 43,
  no_network_slices_available = 62,
  maximum_number_of_pdu_sessions = 65,
  insufficient_resources_for_slice_and_dnn = 67,
  insufficient_resources_for_slice = 69,
  ng_ksi_already_in_use = 71,
  non_3gpp_access_not_allowed = 72,
  serving_network_not_authorized = 73,
  temporarily_not_authorized_for_snpn = 74,
  permanently_not_authorized_for_snpn = 75,
  not_authorized_for_cag = 76,
  wireline_access_area_not_allowed = 77,
  plmn_not_allowed_at_location = 78,
  uas_services_not_allowed = 79,
  disaster_roaming_not_allowed = 80,
  payload_not_forwarded = 90,
  dnn_not_supported_in_slice = 91,
  insufficient_user_plane_resources = 92,
  onboarding_services_terminated = 93,
  semantically_incorrect_message = 95,
  invalid_mandatory_information = 96,
  message_type_not_implemented = 97,
  message_type_not_compatible_with_state = 98,
  information_element_not_implemented = 99,
  conditional_ie_error = 100,
  message_not_compatible_with_state = 101,
  protocol_error_unspecified = 111,
};

/// 5GSM cause (§9.11.4.2). An unknown value counts as request_rejected_unspecified for the phone, as
/// protocol_error_unspecified for the network.
enum class SmCause : std::uint8_t {
  operator_determined_barring = 8,
  insufficient_resources = 26,
  missing_or_unknown_dnn = 27,
  unknown_pdu_session_type = 28,
  user_authentication_failed = 29,
  request_rejected_unspecified = 31,
  service_option_not_supported = 32,
  service_option_not_subscribed = 33,
  pti_already_in_use = 35,
  regular_deactivation = 36,
  qos_not_accepted = 37,
  network_failure = 38,
  reactivation_requested = 39,
  semantic_error_in_tft = 41,
  syntactical_error_in_tft = 42,
  invalid_pdu_session_identity = 43,
  semantic_errors_in_packet_filters = 44,
  syntactical_errors_in_packet_filters = 45,
  out_of_ladn_service_area = 46,
  pti_mismatch = 47,
  ipv4_only_allowed = 50,
  ipv6_only_allowed = 51,
  pdu_session_does_not_exist = 54,
  ipv4v6_only_allowed = 57,
  unstructured_only_allowed = 58,
  unsupported_5qi = 59,
  ethernet_only_allowed = 61,
  insufficient_resources_for_slice_and_dnn = 67,
  ssc_mode_not_supported = 68,
  insufficient_resources_for_slice = 69,
  missing_or_unknown_dnn_in_slice = 70,
  invalid_pti = 81,
  integrity_data_rate_too_low = 82,
  semantic_error_in_qos_operation = 83,
  syntactical_error_in_qos_operation = 84,
  invalid_mapped_eps_bearer_identity = 85,
  uas_services_not_allowed = 86,
  semantically_incorrect_message = 95,
  invalid_mandatory_information = 96,
  message_type_not_implemented = 97,
  message_type_not_compatible_with_state = 98,
  information_element_not_implemented = 99,
  conditional_ie_error = 100,
  message_not_compatible_with_state = 101,
  protocol_error_unspecified = 111,
};

/// "Illegal UE"; nullptr if the value is not one of the standard's.
const char* name(MmCause cause);
const char* name(SmCause cause);
/// "Illegal UE (3)"
std::string text(MmCause cause);
std::string text(SmCause cause);
/// The value, or what the standard says to take a value for that it does not know.
MmCause known(MmCause cause);

/// The cause that answers octets that could not be decoded (TS 24.501 §7.2.1, §7.4, §7.5.1): nothing for a message too short to
/// have a type, which is ignored. The same numbers serve 5GMM and 5GSM.
std::optional<MmCause> cause_of(const codec::WireError& error);
std::optional<SmCause> sm_cause_of(const codec::WireError& error);

}  // namespace pellucid::nas
