#pragma once
// Why: the Cause IE (TS 38.413 §9.3.1.2) with the enumerators of ASN.1 17.4 in their order, and criticality (§9.3.1.3).
#include <compare>
#include <cstdint>
#include <string>

namespace pellucid::ngap {

enum class Criticality : std::uint8_t { reject, ignore, notify };

enum class CauseRadioNetwork : std::uint8_t {
  unspecified,
  txnreloc_overall_expiry,
  successful_handover,
  release_due_to_ngran_generated_reason,
  release_due_to_5gc_generated_reason,
  handover_cancelled,
  partial_handover,
  ho_failure_in_target_5gc_ngran_node_or_target_system,
  ho_target_not_allowed,
  tngreloc_overall_expiry,
  tngreloc_prep_expiry,
  cell_not_available,
  unknown_target_id,
  no_radio_resources_available_in_target_cell,
  unknown_local_ue_ngap_id,
  inconsistent_remote_ue_ngap_id,
  handover_desirable_for_radio_reason,
  time_critical_handover,
  resource_optimisation_handover,
  reduce_load_in_serving_cell,
  user_inactivity,
  radio_connection_with_ue_lost,
  radio_resources_not_available,
  invalid_qos_combination,
  failure_in_radio_interface_procedure,
  interaction_with_other_procedure,
  unknown_pdu_session_id,
  unknown_qos_flow_id,
  multiple_pdu_session_id_instances,
  multiple_qos_flow_id_instances,
  encryption_and_or_integrity_protection_algorithms_not_supported,
  ng_intra_system_handover_triggered,
  ng_inter_system_handover_triggered,
  xn_handover_triggered,
  not_supported_5qi_value,
  ue_context_transfer,
  ims_voice_eps_fallback_or_rat_fallback_triggered,
  up_integrity_protection_not_possible,
  up_confidentiality_protection_not_possible,
  slice_not_supported,
  ue_in_rrc_inactive_state_not_reachable,
  redirection,
  resources_not_available_for_the_slice,
  ue_max_integrity_protected_data_rate_reason,
  release_due_to_cn_detected_mobility,
  n26_interface_not_available,  // from here on after the extension marker
  release_due_to_pre_emption,
  multiple_location_reporting_reference_id_instances,
  rsn_not_available_for_the_up,
  npn_access_denied,
  cag_only_access_denied,
  insufficient_ue_capabilities,
  redcap_ue_not_supported,
  unknown_mbs_session_id,
  indicated_mbs_session_area_information_not_served_by_the_gnb,
  inconsistent_slice_info_for_the_session,
  misaligned_association_for_multicast_unicast
};
enum class CauseTransport : std::uint8_t { transport_resource_unavailable, unspecified };
enum class CauseNas : std::uint8_t { normal_release, authentication_failure, deregister, unspecified, ue_not_in_plmn_serving_area };
enum class CauseProtocol : std::uint8_t {
  transfer_syntax_error,
  abstract_syntax_error_reject,
  abstract_syntax_error_ignore_and_notify,
  message_not_compatible_with_receiver_state,
  semantic_error,
  abstract_syntax_error_falsely_constructed_message,
  unspecified
};
enum class CauseMisc : std::uint8_t {
  control_processing_overload,
  not_enough_user_plane_processing_resources,
  hardware_failure,
  om_intervention,
  unknown_plmn_or_snpn,
  unspecified
};

/// A cause: its group and the value in it. An alternative that this version does not know reads as misc/unspecified and
/// makes the IE "not comprehended".
struct Cause {
  enum class Group : std::uint8_t { radio_network, transport, nas, protocol, misc };
  Group group = Group::misc;
  std::uint8_t value = std::uint8_t(CauseMisc::unspecified);

  constexpr Cause() = default;
  constexpr Cause(CauseRadioNetwork v) : group(Group::radio_network), value(std::uint8_t(v)) {}
  constexpr Cause(CauseTransport v) : group(Group::transport), value(std::uint8_t(v)) {}
  constexpr Cause(CauseNas v) : group(Group::nas), value(std::uint8_t(v)) {}
  constexpr Cause(CauseProtocol v) : group(Group::protocol), value(std::uint8_t(v)) {}
  constexpr Cause(CauseMisc v) : group(Group::misc), value(std::uint8_t(v)) {}
  constexpr auto operator<=>(const Cause&) const = default;
};
/// "radioNetwork: user-inactivity", in the standard's words.
std::string text(const Cause& cause);

}  // namespace pellucid::ngap
