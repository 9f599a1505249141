#pragma once
// 5GMM: registration and de-registration (TS 24.501 §8.2.6 to §8.2.15).
#include "codec/nas_table.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas {

// One row a line, as in the standard.
// clang-format off

struct RegistrationRequest {  // §8.2.6
  RegistrationType type;
  KeySetId ng_ksi;
  MobileIdentity identity;
  std::optional<KeySetId> non_current_ng_ksi{};
  std::optional<MmCapability> capability{};
  std::optional<UeSecurityCapability> ue_security{};
  std::optional<Nssai> requested_nssai{};
  std::optional<TaiIe> last_visited_tai{};
  std::optional<Bytes> s1_ue_network_capability{};
  std::optional<PduSessionSet> uplink_data_status{};
  std::optional<PduSessionSet> pdu_session_status{};
  std::optional<MicoIndication> mico_indication{};
  std::optional<UeStatus> ue_status{};
  std::optional<MobileIdentity> additional_guti{};
  std::optional<PduSessionSet> allowed_pdu_session_status{};
  std::optional<UsageSetting> usage_setting{};
  std::optional<DrxParameters> drx{};
  std::optional<Bytes> eps_nas_message_container{};
  std::optional<Bytes> ladn_indication{};
  std::optional<PayloadType> payload_type{};
  std::optional<PayloadContainer> payload{};
  std::optional<NetworkSlicingIndication> network_slicing_indication{};
  std::optional<UpdateType> update_type{};
  std::optional<Bytes> mobile_station_classmark_2{};
  std::optional<Bytes> supported_codecs{};
  std::optional<NasMessageContainer> container{};
  std::optional<Bytes> eps_bearer_context_status{};
  std::optional<Bytes> extended_drx{};
  std::optional<GprsTimer3> t3324{};
  std::optional<Bytes> ue_radio_capability_id{};
  std::optional<Nssai> requested_mapped_nssai{};
  std::optional<Bytes> additional_information_requested{};
  std::optional<Bytes> requested_wus_assistance_information{};
  std::optional<OneBit> n5gc_indication{};
  std::optional<DrxParameters> requested_nb_n1_mode_drx_parameters{};
  std::optional<Bytes> ue_request_type{};
  std::optional<Bytes> paging_restriction{};
  std::optional<Bytes> service_level_aa_container{};
  std::optional<Bytes> nid{};
  std::optional<PlmnIe> disaster_plmn{};
  std::optional<Bytes> requested_peips_assistance_information{};
  std::optional<GprsTimer3> requested_t3512{};
  UnknownIes unknown{};
  bool operator==(const RegistrationRequest&) const = default;
  Tree open_containers(const Tree& shown, int depth = 0) const;  // messages inside shown as such (envelope.cpp)

  using M = RegistrationRequest;
  static constexpr auto wire =
      mm_message<M>(0x41, "Registration request",
      half<&M::type>("5GS registration type"),
      half<&M::ng_ksi>("ngKSI"),
      lv_e<&M::identity>("5GS mobile identity", octets(4, 65535)),
      tv_half<&M::non_current_ng_ksi>(0xC, "Non-current native NAS key set identifier"),
      tlv<&M::capability>(0x10, "5GMM capability", octets(1, 13)),
      tlv<&M::ue_security>(0x2E, "UE security capability", octets(2, 8)),
      tlv<&M::requested_nssai>(0x2F, "Requested NSSAI", octets(2, 72)),
      tv<&M::last_visited_tai>(0x52, "Last visited registered TAI", 6),
      tlv<&M::s1_ue_network_capability>(0x17, "S1 UE network capability", octets(2, 13)),
      tlv<&M::uplink_data_status>(0x40, "Uplink data status", octets(2, 32)),
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)),
      tv_half<&M::mico_indication>(0xB, "MICO indication"),
      tlv<&M::ue_status>(0x2B, "UE status", octets(1)),
      tlv_e<&M::additional_guti>(0x77, "Additional GUTI", octets(11)),
      tlv<&M::allowed_pdu_session_status>(0x25, "Allowed PDU session status", octets(2, 32)),
      tlv<&M::usage_setting>(0x18, "UE's usage setting", octets(1)),
      tlv<&M::drx>(0x51, "Requested DRX parameters", octets(1)),
      tlv_e<&M::eps_nas_message_container>(0x70, "EPS NAS message container", octets(1, 65535)),
      tlv_e<&M::ladn_indication>(0x74, "LADN indication", octets(0, 808)),
      tv_half<&M::payload_type>(0x8, "Payload container type"),
      tlv_e<&M::payload>(0x7B, "Payload container", octets(1, 65535)),
      tv_half<&M::network_slicing_indication>(0x9, "Network slicing indication"),
      tlv<&M::update_type>(0x53, "5GS update type", octets(1)),
      tlv<&M::mobile_station_classmark_2>(0x41, "Mobile station classmark 2", octets(3)),
      tlv<&M::supported_codecs>(0x42, "Supported codecs", octets(3, 255)),
      tlv_e<&M::container>(0x71, "NAS message container", octets(1, 65535)),
      tlv<&M::eps_bearer_context_status>(0x60, "EPS bearer context status", octets(2)),
      tlv<&M::extended_drx>(0x6E, "Requested extended DRX parameters", octets(1, 2)),
      tlv<&M::t3324>(0x6A, "T3324 value", octets(1)),
      tlv<&M::ue_radio_capability_id>(0x67, "UE radio capability ID", octets(1, 255)),
      tlv<&M::requested_mapped_nssai>(0x35, "Requested mapped NSSAI", octets(1, 40)),
      tlv<&M::additional_information_requested>(0x48, "Additional information requested", octets(1)),
      tlv<&M::requested_wus_assistance_information>(0x1A, "Requested WUS assistance information", octets(1, 255)),
      tv_half<&M::n5gc_indication>(0xA, "N5GC indication"),
      tlv<&M::requested_nb_n1_mode_drx_parameters>(0x30, "Requested NB-N1 mode DRX parameters", octets(1)),
      tlv<&M::ue_request_type>(0x29, "UE request type", octets(1)),
      tlv<&M::paging_restriction>(0x28, "Paging restriction", octets(1, 33)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)),
      tlv<&M::nid>(0x32, "NID", octets(6)),
      tlv<&M::disaster_plmn>(0x16, "MS determined PLMN with disaster condition", octets(3)),
      tlv<&M::requested_peips_assistance_information>(0x2A, "Requested PEIPS assistance information", octets(1, 255)),
      tlv<&M::requested_t3512>(0x3B, "Requested T3512 value", octets(1)));
};

struct RegistrationAccept {  // §8.2.7
  RegistrationResult result;
  std::optional<MobileIdentity> guti{};
  std::optional<PlmnList> equivalent_plmns{};
  std::optional<TaiList> tai_list{};
  std::optional<Nssai> allowed_nssai{};
  std::optional<RejectedNssai> rejected_nssai{};
  std::optional<Nssai> configured_nssai{};
  std::optional<NetworkFeatureSupport> network_features{};
  std::optional<PduSessionSet> pdu_session_status{};
  std::optional<PduSessionSet> reactivation_result{};
  std::optional<ReactivationErrors> reactivation_errors{};
  std::optional<Bytes> ladn_information{};
  std::optional<MicoIndication> mico_indication{};
  std::optional<NetworkSlicingIndication> network_slicing_indication{};
  std::optional<Bytes> service_area_list{};
  std::optional<GprsTimer3> t3512{};
  std::optional<GprsTimer> non_3gpp_deregistration_timer{};
  std::optional<GprsTimer> t3502{};
  std::optional<Bytes> emergency_numbers{};
  std::optional<Bytes> extended_emergency_numbers{};
  std::optional<Bytes> sor_transparent_container{};
  std::optional<Bytes> eap{};
  std::optional<NssaiInclusionMode> nssai_inclusion_mode{};
  std::optional<Bytes> operator_defined_access_category_definitions{};
  std::optional<DrxParameters> drx{};
  std::optional<FourBits> non_3gpp_policies{};
  std::optional<Bytes> eps_bearer_context_status{};
  std::optional<Bytes> extended_drx{};
  std::optional<GprsTimer3> t3447{};
  std::optional<GprsTimer> t3448{};
  std::optional<GprsTimer3> t3324{};
  std::optional<Bytes> ue_radio_capability_id{};
  std::optional<FourBits> ue_radio_capability_id_deletion_indication{};
  std::optional<Nssai> pending_nssai{};
  std::optional<Bytes> ciphering_key_data{};
  std::optional<Bytes> cag_information_list{};
  std::optional<TruncatedSTmsi> truncated_s_tmsi_configuration{};
  std::optional<Bytes> negotiated_wus_assistance_information{};
  std::optional<DrxParameters> negotiated_nb_n1_mode_drx_parameters{};
  std::optional<Bytes> extended_rejected_nssai{};
  std::optional<Bytes> service_level_aa_container{};
  std::optional<Bytes> negotiated_peips_assistance_information{};
  std::optional<Bytes> additional_request_result{};
  std::optional<Bytes> nssrg_information{};
  std::optional<WaitRange> disaster_roaming_wait_range{};
  std::optional<WaitRange> disaster_return_wait_range{};
  std::optional<PlmnList> disaster_plmns{};
  std::optional<TaiList> forbidden_tais_roaming{};
  std::optional<TaiList> forbidden_tais_regional{};
  std::optional<Bytes> extended_cag_information_list{};
  std::optional<Bytes> nsag_information{};
  UnknownIes unknown{};
  bool operator==(const RegistrationAccept&) const = default;

  using M = RegistrationAccept;
  static constexpr auto wire =
      mm_message<M>(0x42, "Registration accept",
      lv<&M::result>("5GS registration result", octets(1)),
      tlv_e<&M::guti>(0x77, "5G-GUTI", octets(11)),
      tlv<&M::equivalent_plmns>(0x4A, "Equivalent PLMNs", octets(3, 45)),
      tlv<&M::tai_list>(0x54, "TAI list", octets(7, 112)),
      tlv<&M::allowed_nssai>(0x15, "Allowed NSSAI", octets(2, 72)),
      tlv<&M::rejected_nssai>(0x11, "Rejected NSSAI", octets(2, 40)),
      tlv<&M::configured_nssai>(0x31, "Configured NSSAI", octets(2, 144)),
      tlv<&M::network_features>(0x21, "5GS network feature support", octets(1, 3)),
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)),
      tlv<&M::reactivation_result>(0x26, "PDU session reactivation result", octets(2, 32)),
      tlv_e<&M::reactivation_errors>(0x72, "PDU session reactivation result error cause", octets(2, 512)),
      tlv_e<&M::ladn_information>(0x79, "LADN information", octets(9, 1712)),
      tv_half<&M::mico_indication>(0xB, "MICO indication"),
      tv_half<&M::network_slicing_indication>(0x9, "Network slicing indication"),
      tlv<&M::service_area_list>(0x27, "Service area list", octets(4, 112)),
      tlv<&M::t3512>(0x5E, "T3512 value", octets(1)),
      tlv<&M::non_3gpp_deregistration_timer>(0x5D, "Non-3GPP de-registration timer value", octets(1)),
      tlv<&M::t3502>(0x16, "T3502 value", octets(1)),
      tlv<&M::emergency_numbers>(0x34, "Emergency number list", octets(3, 48)),
      tlv_e<&M::extended_emergency_numbers>(0x7A, "Extended emergency number list", octets(4, 65535)),
      tlv_e<&M::sor_transparent_container>(0x73, "SOR transparent container", octets(17, 65535)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tv_half<&M::nssai_inclusion_mode>(0xA, "NSSAI inclusion mode"),
      tlv_e<&M::operator_defined_access_category_definitions>(0x76, "Operator-defined access category definitions", octets(0, 8320)),
      tlv<&M::drx>(0x51, "Negotiated DRX parameters", octets(1)),
      tv_half<&M::non_3gpp_policies>(0xD, "Non-3GPP NW policies"),
      tlv<&M::eps_bearer_context_status>(0x60, "EPS bearer context status", octets(2)),
      tlv<&M::extended_drx>(0x6E, "Negotiated extended DRX parameters", octets(1, 2)),
      tlv<&M::t3447>(0x6C, "T3447 value", octets(1)),
      tlv<&M::t3448>(0x6B, "T3448 value", octets(1)),
      tlv<&M::t3324>(0x6A, "T3324 value", octets(1)),
      tlv<&M::ue_radio_capability_id>(0x67, "UE radio capability ID", octets(1, 255)),
      tv_half<&M::ue_radio_capability_id_deletion_indication>(0xE, "UE radio capability ID deletion indication"),
      tlv<&M::pending_nssai>(0x39, "Pending NSSAI", octets(2, 144)),
      tlv_e<&M::ciphering_key_data>(0x74, "Ciphering key data", octets(31, 65535)),
      tlv_e<&M::cag_information_list>(0x75, "CAG information list", octets(0, 65535)),
      tlv<&M::truncated_s_tmsi_configuration>(0x1B, "Truncated 5G-S-TMSI configuration", octets(1)),
      tlv<&M::negotiated_wus_assistance_information>(0x1C, "Negotiated WUS assistance information", octets(1, 255)),
      tlv<&M::negotiated_nb_n1_mode_drx_parameters>(0x29, "Negotiated NB-N1 mode DRX parameters", octets(1)),
      tlv<&M::extended_rejected_nssai>(0x68, "Extended rejected NSSAI", octets(3, 88)),
      tlv_e<&M::service_level_aa_container>(0x7B, "Service-level-AA container", octets(3, 65535)),
      tlv<&M::negotiated_peips_assistance_information>(0x33, "Negotiated PEIPS assistance information", octets(1, 255)),
      tlv<&M::additional_request_result>(0x34, "5GS additional request result", octets(1)),
      tlv_e<&M::nssrg_information>(0x70, "NSSRG information", octets(4, 4096)),
      tlv<&M::disaster_roaming_wait_range>(0x14, "Disaster roaming wait range", octets(2)),
      tlv<&M::disaster_return_wait_range>(0x2C, "Disaster return wait range", octets(2)),
      tlv<&M::disaster_plmns>(0x13, "List of PLMNs to be used in disaster condition", octets(0, 255)),
      tlv<&M::forbidden_tais_roaming>(0x1D, forbidden_roaming_list, octets(7, 112)),
      tlv<&M::forbidden_tais_regional>(0x1E, forbidden_regional_list, octets(7, 112)),
      tlv_e<&M::extended_cag_information_list>(0x71, "Extended CAG information list", octets(0, 65535)),
      tlv_e<&M::nsag_information>(0x7C, "NSAG information", octets(6, 3140)));
};

struct RegistrationComplete {  // §8.2.8
  std::optional<Bytes> sor_transparent_container{};
  UnknownIes unknown{};
  bool operator==(const RegistrationComplete&) const = default;

  using M = RegistrationComplete;
  static constexpr auto wire =
      mm_message<M>(0x43, "Registration complete",
      tlv_e<&M::sor_transparent_container>(0x73, "SOR transparent container", octets(17)));
};

struct RegistrationReject {  // §8.2.9
  MmCause cause{};
  std::optional<GprsTimer> t3346{};
  std::optional<GprsTimer> t3502{};
  std::optional<Bytes> eap{};
  std::optional<RejectedNssai> rejected_nssai{};
  std::optional<Bytes> cag_information_list{};
  std::optional<Bytes> extended_rejected_nssai{};
  std::optional<WaitRange> disaster_return_wait_range{};
  std::optional<Bytes> extended_cag_information_list{};
  std::optional<GprsTimer3> lower_bound_timer_value{};
  std::optional<TaiList> forbidden_tais_roaming{};
  std::optional<TaiList> forbidden_tais_regional{};
  UnknownIes unknown{};
  bool operator==(const RegistrationReject&) const = default;

  using M = RegistrationReject;
  static constexpr auto wire =
      mm_message<M>(0x44, "Registration reject",
      v<&M::cause>("5GMM cause", 1),
      tlv<&M::t3346>(0x5F, "T3346 value", octets(1)),
      tlv<&M::t3502>(0x16, "T3502 value", octets(1)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv<&M::rejected_nssai>(0x69, "Rejected NSSAI", octets(2, 40)),
      tlv_e<&M::cag_information_list>(0x75, "CAG information list", octets(0, 65535)),
      tlv<&M::extended_rejected_nssai>(0x68, "Extended rejected NSSAI", octets(3, 88)),
      tlv<&M::disaster_return_wait_range>(0x2C, "Disaster return wait range", octets(2)),
      tlv_e<&M::extended_cag_information_list>(0x71, "Extended CAG information list", octets(0, 65535)),
      tlv<&M::lower_bound_timer_value>(0x3A, "Lower bound timer value", octets(1)),
      tlv<&M::forbidden_tais_roaming>(0x1D, forbidden_roaming_list, octets(7, 112)),
      tlv<&M::forbidden_tais_regional>(0x1E, forbidden_regional_list, octets(7, 112)));
};

struct UeDeregistrationRequest {  // §8.2.12
  DeregistrationType type;
  KeySetId ng_ksi;
  MobileIdentity identity;
  UnknownIes unknown{};
  bool operator==(const UeDeregistrationRequest&) const = default;

  using M = UeDeregistrationRequest;
  static constexpr auto wire =
      mm_message<M>(0x45, "De-registration request (UE originating de-registration)",
      half<&M::type>("De-registration type"),
      half<&M::ng_ksi>("ngKSI"),
      lv_e<&M::identity>("5GS mobile identity", octets(4, 65535)));
};

struct UeDeregistrationAccept {  // §8.2.13
  UnknownIes unknown{};
  bool operator==(const UeDeregistrationAccept&) const = default;

  using M = UeDeregistrationAccept;
  static constexpr auto wire =
      mm_message<M>(0x46, "De-registration accept (UE originating de-registration)");
};

struct NetworkDeregistrationRequest {  // §8.2.14
  DeregistrationType type;
  std::optional<MmCause> cause{};
  std::optional<GprsTimer> t3346{};
  std::optional<RejectedNssai> rejected_nssai{};
  std::optional<Bytes> cag_information_list{};
  std::optional<Bytes> extended_rejected_nssai{};
  std::optional<WaitRange> disaster_return_wait_range{};
  std::optional<Bytes> extended_cag_information_list{};
  std::optional<GprsTimer3> lower_bound_timer_value{};
  std::optional<TaiList> forbidden_tais_roaming{};
  std::optional<TaiList> forbidden_tais_regional{};
  UnknownIes unknown{};
  bool operator==(const NetworkDeregistrationRequest&) const = default;

  using M = NetworkDeregistrationRequest;
  static constexpr auto wire =
      mm_message<M>(0x47, "De-registration request (UE terminated de-registration)",
      half<&M::type>("De-registration type"),
      spare_half(),
      tv<&M::cause>(0x58, "5GMM cause", 1),
      tlv<&M::t3346>(0x5F, "T3346 value", octets(1)),
      tlv<&M::rejected_nssai>(0x6D, "Rejected NSSAI", octets(2, 40)),
      tlv_e<&M::cag_information_list>(0x75, "CAG information list", octets(0, 65535)),
      tlv<&M::extended_rejected_nssai>(0x68, "Extended rejected NSSAI", octets(3, 88)),
      tlv<&M::disaster_return_wait_range>(0x2C, "Disaster return wait range", octets(2)),
      tlv_e<&M::extended_cag_information_list>(0x71, "Extended CAG information list", octets(0, 65535)),
      tlv<&M::lower_bound_timer_value>(0x3A, "Lower bound timer value", octets(1)),
      tlv<&M::forbidden_tais_roaming>(0x1D, forbidden_roaming_list, octets(7, 112)),
      tlv<&M::forbidden_tais_regional>(0x1E, forbidden_regional_list, octets(7, 112)));
};

struct NetworkDeregistrationAccept {  // §8.2.15
  UnknownIes unknown{};
  bool operator==(const NetworkDeregistrationAccept&) const = default;

  using M = NetworkDeregistrationAccept;
  static constexpr auto wire =
      mm_message<M>(0x48, "De-registration accept (UE terminated de-registration)");
};

// clang-format on

}  // namespace pellucid::nas
