#pragma once
// 5GMM: service request, NAS transport, configuration update, notification, status (TS 24.501 §8.2.10 and on).
#include "codec/nas_table.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas {

// One row a line, as in the standard.
// clang-format off

struct UlNasTransport {  // §8.2.10
  PayloadType payload_type{};
  PayloadContainer payload;
  std::optional<PduSessionId> session{};
  std::optional<PduSessionId> old_session{};
  std::optional<RequestType> request_type{};
  std::optional<SnssaiIe> slice{};
  std::optional<Dnn> dnn{};
  std::optional<Bytes> additional_information{};
  std::optional<FourBits> ma_pdu_session_information{};
  std::optional<FourBits> release_assistance_indication{};
  UnknownIes unknown{};
  bool operator==(const UlNasTransport&) const = default;
  Tree open_containers(const Tree& shown, int depth = 0) const;  // messages inside shown as such (envelope.cpp)

  using M = UlNasTransport;
  static constexpr auto wire =
      mm_message<M>(0x67, "UL NAS transport",
      half<&M::payload_type>("Payload container type"),
      spare_half(),
      lv_e<&M::payload>("Payload container", octets(1, 65535)),
      tv<&M::session>(0x12, "PDU session ID", 1),
      tv<&M::old_session>(0x59, "Old PDU session ID", 1),
      tv_half<&M::request_type>(0x8, "Request type"),
      tlv<&M::slice>(0x22, "S-NSSAI", octets(1, 8)),
      tlv<&M::dnn>(0x25, "DNN", octets(1, 100)),
      tlv<&M::additional_information>(0x24, "Additional information", octets(1, 255)),
      tv_half<&M::ma_pdu_session_information>(0xA, "MA PDU session information"),
      tv_half<&M::release_assistance_indication>(0xF, "Release assistance indication"));
};

struct DlNasTransport {  // §8.2.11
  PayloadType payload_type{};
  PayloadContainer payload;
  std::optional<PduSessionId> session{};
  std::optional<Bytes> additional_information{};
  std::optional<MmCause> cause{};
  std::optional<GprsTimer3> back_off{};
  std::optional<GprsTimer3> lower_bound_timer_value{};
  UnknownIes unknown{};
  bool operator==(const DlNasTransport&) const = default;
  Tree open_containers(const Tree& shown, int depth = 0) const;  // messages inside shown as such (envelope.cpp)

  using M = DlNasTransport;
  static constexpr auto wire =
      mm_message<M>(0x68, "DL NAS transport",
      half<&M::payload_type>("Payload container type"),
      spare_half(),
      lv_e<&M::payload>("Payload container", octets(1, 65535)),
      tv<&M::session>(0x12, "PDU session ID", 1),
      tlv<&M::additional_information>(0x24, "Additional information", octets(1, 255)),
      tv<&M::cause>(0x58, "5GMM cause", 1),
      tlv<&M::back_off>(0x37, "Back-off timer value", octets(1)),
      tlv<&M::lower_bound_timer_value>(0x3A, "Lower bound timer value", octets(1)));
};

struct ServiceRequest {  // §8.2.16
  KeySetId ng_ksi;
  ServiceType type;
  MobileIdentity s_tmsi;
  std::optional<PduSessionSet> uplink_data_status{};
  std::optional<PduSessionSet> pdu_session_status{};
  std::optional<PduSessionSet> allowed_pdu_session_status{};
  std::optional<NasMessageContainer> container{};
  std::optional<Bytes> ue_request_type{};
  std::optional<Bytes> paging_restriction{};
  UnknownIes unknown{};
  bool operator==(const ServiceRequest&) const = default;
  Tree open_containers(const Tree& shown, int depth = 0) const;  // messages inside shown as such (envelope.cpp)

  using M = ServiceRequest;
  static constexpr auto wire =
      mm_message<M>(0x4C, "Service request",
      half<&M::ng_ksi>("ngKSI"),
      half<&M::type>("Service type"),
      lv_e<&M::s_tmsi>("5G-S-TMSI", octets(7)),
      tlv<&M::uplink_data_status>(0x40, "Uplink data status", octets(2, 32)),
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)),
      tlv<&M::allowed_pdu_session_status>(0x25, "Allowed PDU session status", octets(2, 32)),
      tlv_e<&M::container>(0x71, "NAS message container", octets(1, 65535)),
      tlv<&M::ue_request_type>(0x29, "UE request type", octets(1)),
      tlv<&M::paging_restriction>(0x28, "Paging restriction", octets(1, 33)));
};

struct ServiceAccept {  // §8.2.17
  std::optional<PduSessionSet> pdu_session_status{};
  std::optional<PduSessionSet> reactivation_result{};
  std::optional<ReactivationErrors> reactivation_errors{};
  std::optional<Bytes> eap{};
  std::optional<GprsTimer> t3448{};
  std::optional<Bytes> additional_request_result{};
  std::optional<TaiList> forbidden_tais_roaming{};
  std::optional<TaiList> forbidden_tais_regional{};
  UnknownIes unknown{};
  bool operator==(const ServiceAccept&) const = default;

  using M = ServiceAccept;
  static constexpr auto wire =
      mm_message<M>(0x4E, "Service accept",
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)),
      tlv<&M::reactivation_result>(0x26, "PDU session reactivation result", octets(2, 32)),
      tlv_e<&M::reactivation_errors>(0x72, "PDU session reactivation result error cause", octets(2, 512)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv<&M::t3448>(0x6B, "T3448 value", octets(1)),
      tlv<&M::additional_request_result>(0x34, "5GS additional request result", octets(1)),
      tlv<&M::forbidden_tais_roaming>(0x1D, forbidden_roaming_list, octets(7, 112)),
      tlv<&M::forbidden_tais_regional>(0x1E, forbidden_regional_list, octets(7, 112)));
};

struct ServiceReject {  // §8.2.18
  MmCause cause{};
  std::optional<PduSessionSet> pdu_session_status{};
  std::optional<GprsTimer> t3346{};
  std::optional<Bytes> eap{};
  std::optional<GprsTimer> t3448{};
  std::optional<Bytes> cag_information_list{};
  std::optional<WaitRange> disaster_return_wait_range{};
  std::optional<Bytes> extended_cag_information_list{};
  std::optional<GprsTimer3> lower_bound_timer_value{};
  std::optional<TaiList> forbidden_tais_roaming{};
  std::optional<TaiList> forbidden_tais_regional{};
  UnknownIes unknown{};
  bool operator==(const ServiceReject&) const = default;

  using M = ServiceReject;
  static constexpr auto wire =
      mm_message<M>(0x4D, "Service reject",
      v<&M::cause>("5GMM cause", 1),
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)),
      tlv<&M::t3346>(0x5F, "T3346 value", octets(1)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv<&M::t3448>(0x6B, "T3448 value", octets(1)),
      tlv_e<&M::cag_information_list>(0x75, "CAG information list", octets(0, 65535)),
      tlv<&M::disaster_return_wait_range>(0x2C, "Disaster return wait range", octets(2)),
      tlv_e<&M::extended_cag_information_list>(0x71, "Extended CAG information list", octets(0, 65535)),
      tlv<&M::lower_bound_timer_value>(0x3A, "Lower bound timer value", octets(1)),
      tlv<&M::forbidden_tais_roaming>(0x1D, forbidden_roaming_list, octets(7, 112)),
      tlv<&M::forbidden_tais_regional>(0x1E, forbidden_regional_list, octets(7, 112)));
};

struct ConfigurationUpdateCommand {  // §8.2.19
  std::optional<ConfigurationUpdateIndication> indication{};
  std::optional<MobileIdentity> guti{};
  std::optional<TaiList> tai_list{};
  std::optional<Nssai> allowed_nssai{};
  std::optional<Bytes> service_area_list{};
  std::optional<NetworkName> full_name{};
  std::optional<NetworkName> short_name{};
  std::optional<TimeZone> local_time_zone{};
  std::optional<UniversalTime> universal_time{};
  std::optional<DaylightSaving> daylight_saving{};
  std::optional<Bytes> ladn_information{};
  std::optional<MicoIndication> mico_indication{};
  std::optional<NetworkSlicingIndication> network_slicing_indication{};
  std::optional<Nssai> configured_nssai{};
  std::optional<RejectedNssai> rejected_nssai{};
  std::optional<Bytes> operator_defined_access_category_definitions{};
  std::optional<OneBit> sms_indication{};
  std::optional<GprsTimer3> t3447{};
  std::optional<Bytes> cag_information_list{};
  std::optional<Bytes> ue_radio_capability_id{};
  std::optional<FourBits> ue_radio_capability_id_deletion_indication{};
  std::optional<RegistrationResult> registration_result{};
  std::optional<TruncatedSTmsi> truncated_s_tmsi_configuration{};
  std::optional<OneBit> additional_configuration_indication{};
  std::optional<Bytes> extended_rejected_nssai{};
  std::optional<Bytes> service_level_aa_container{};
  std::optional<Bytes> nssrg_information{};
  std::optional<WaitRange> disaster_roaming_wait_range{};
  std::optional<WaitRange> disaster_return_wait_range{};
  std::optional<PlmnList> disaster_plmns{};
  std::optional<Bytes> extended_cag_information_list{};
  std::optional<Bytes> updated_peips_assistance_information{};
  std::optional<Bytes> nsag_information{};
  std::optional<OneBit> priority_indicator{};
  UnknownIes unknown{};
  bool operator==(const ConfigurationUpdateCommand&) const = default;

  using M = ConfigurationUpdateCommand;
  static constexpr auto wire =
      mm_message<M>(0x54, "Configuration update command",
      tv_half<&M::indication>(0xD, "Configuration update indication"),
      tlv_e<&M::guti>(0x77, "5G-GUTI", octets(11)),
      tlv<&M::tai_list>(0x54, "TAI list", octets(7, 112)),
      tlv<&M::allowed_nssai>(0x15, "Allowed NSSAI", octets(2, 72)),
      tlv<&M::service_area_list>(0x27, "Service area list", octets(4, 112)),
      tlv<&M::full_name>(0x43, "Full name for network", octets(1, 255)),
      tlv<&M::short_name>(0x45, "Short name for network", octets(1, 255)),
      tv<&M::local_time_zone>(0x46, "Local time zone", 1),
      tv<&M::universal_time>(0x47, "Universal time and local time zone", 7),
      tlv<&M::daylight_saving>(0x49, "Network daylight saving time", octets(1)),
      tlv_e<&M::ladn_information>(0x79, "LADN information", octets(0, 1712)),
      tv_half<&M::mico_indication>(0xB, "MICO indication"),
      tv_half<&M::network_slicing_indication>(0x9, "Network slicing indication"),
      tlv<&M::configured_nssai>(0x31, "Configured NSSAI", octets(2, 144)),
      tlv<&M::rejected_nssai>(0x11, "Rejected NSSAI", octets(2, 40)),
      tlv_e<&M::operator_defined_access_category_definitions>(0x76, "Operator-defined access category definitions", octets(0, 8320)),
      tv_half<&M::sms_indication>(0xF, "SMS indication"),
      tlv<&M::t3447>(0x6C, "T3447 value", octets(1)),
      tlv_e<&M::cag_information_list>(0x75, "CAG information list", octets(0, 65535)),
      tlv<&M::ue_radio_capability_id>(0x67, "UE radio capability ID", octets(1, 255)),
      tv_half<&M::ue_radio_capability_id_deletion_indication>(0xA, "UE radio capability ID deletion indication"),
      tlv<&M::registration_result>(0x44, "5GS registration result", octets(1)),
      tlv<&M::truncated_s_tmsi_configuration>(0x1B, "Truncated 5G-S-TMSI configuration", octets(1)),
      tv_half<&M::additional_configuration_indication>(0xC, "Additional configuration indication"),
      tlv<&M::extended_rejected_nssai>(0x68, "Extended rejected NSSAI", octets(3, 88)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)),
      tlv_e<&M::nssrg_information>(0x70, "NSSRG information", octets(4, 4096)),
      tlv<&M::disaster_roaming_wait_range>(0x14, "Disaster roaming wait range", octets(2)),
      tlv<&M::disaster_return_wait_range>(0x2C, "Disaster return wait range", octets(2)),
      tlv<&M::disaster_plmns>(0x13, "List of PLMNs to be used in disaster condition", octets(0, 255)),
      tlv_e<&M::extended_cag_information_list>(0x71, "Extended CAG information list", octets(0, 65535)),
      tlv<&M::updated_peips_assistance_information>(0x1F, "Updated PEIPS assistance information", octets(1, 255)),
      tlv_e<&M::nsag_information>(0x73, "NSAG information", octets(6, 3140)),
      tv_half<&M::priority_indicator>(0xE, "Priority indicator"));
};

struct ConfigurationUpdateComplete {  // §8.2.20
  UnknownIes unknown{};
  bool operator==(const ConfigurationUpdateComplete&) const = default;

  using M = ConfigurationUpdateComplete;
  static constexpr auto wire =
      mm_message<M>(0x55, "Configuration update complete");
};

struct Notification {  // §8.2.23
  AccessType access{};
  UnknownIes unknown{};
  bool operator==(const Notification&) const = default;

  using M = Notification;
  static constexpr auto wire =
      mm_message<M>(0x65, "Notification",
      half<&M::access>("Access type"),
      spare_half());
};

struct NotificationResponse {  // §8.2.24
  std::optional<PduSessionSet> pdu_session_status{};
  UnknownIes unknown{};
  bool operator==(const NotificationResponse&) const = default;

  using M = NotificationResponse;
  static constexpr auto wire =
      mm_message<M>(0x66, "Notification response",
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)));
};

struct MmStatus {  // §8.2.29
  MmCause cause{};
  UnknownIes unknown{};
  bool operator==(const MmStatus&) const = default;

  using M = MmStatus;
  static constexpr auto wire =
      mm_message<M>(0x64, "5GMM status",
      v<&M::cause>("5GMM cause", 1));
};

struct ControlPlaneServiceRequest {  // §8.2.30
  ControlPlaneServiceType type{};
  KeySetId ng_ksi;
  std::optional<Bytes> ciot_small_data_container{};
  std::optional<PayloadType> payload_type{};
  std::optional<PayloadContainer> payload{};
  std::optional<PduSessionId> session{};
  std::optional<PduSessionSet> pdu_session_status{};
  std::optional<FourBits> release_assistance_indication{};
  std::optional<PduSessionSet> uplink_data_status{};
  std::optional<NasMessageContainer> container{};
  std::optional<Bytes> additional_information{};
  std::optional<PduSessionSet> allowed_pdu_session_status{};
  std::optional<Bytes> ue_request_type{};
  std::optional<Bytes> paging_restriction{};
  UnknownIes unknown{};
  bool operator==(const ControlPlaneServiceRequest&) const = default;
  Tree open_containers(const Tree& shown, int depth = 0) const;  // messages inside shown as such (envelope.cpp)

  using M = ControlPlaneServiceRequest;
  static constexpr auto wire =
      mm_message<M>(0x4F, "Control Plane Service request",
      half<&M::type>("Control plane service type"),
      half<&M::ng_ksi>("ngKSI"),
      tlv<&M::ciot_small_data_container>(0x6F, "CIoT small data container", octets(2, 255)),
      tv_half<&M::payload_type>(0x8, "Payload container type"),
      tlv_e<&M::payload>(0x7B, "Payload container", octets(1, 65535)),
      tv<&M::session>(0x12, "PDU session ID", 1),
      tlv<&M::pdu_session_status>(0x50, "PDU session status", octets(2, 32)),
      tv_half<&M::release_assistance_indication>(0xF, "Release assistance indication"),
      tlv<&M::uplink_data_status>(0x40, "Uplink data status", octets(2, 32)),
      tlv_e<&M::container>(0x71, "NAS message container", octets(1, 65535)),
      tlv<&M::additional_information>(0x24, "Additional information", octets(1, 255)),
      tlv<&M::allowed_pdu_session_status>(0x25, "Allowed PDU session status", octets(2, 32)),
      tlv<&M::ue_request_type>(0x29, "UE request type", octets(1)),
      tlv<&M::paging_restriction>(0x28, "Paging restriction", octets(1, 33)));
};

struct NetworkSliceSpecificAuthenticationCommand {  // §8.2.31
  SnssaiIe slice;
  Bytes eap;
  UnknownIes unknown{};
  bool operator==(const NetworkSliceSpecificAuthenticationCommand&) const = default;

  using M = NetworkSliceSpecificAuthenticationCommand;
  static constexpr auto wire =
      mm_message<M>(0x50, "Network slice-specific authentication command",
      lv<&M::slice>("S-NSSAI", octets(1, 4)),
      lv_e<&M::eap>("EAP message", octets(4, 1500)));
};

struct NetworkSliceSpecificAuthenticationComplete {  // §8.2.32
  SnssaiIe slice;
  Bytes eap;
  UnknownIes unknown{};
  bool operator==(const NetworkSliceSpecificAuthenticationComplete&) const = default;

  using M = NetworkSliceSpecificAuthenticationComplete;
  static constexpr auto wire =
      mm_message<M>(0x51, "Network slice-specific authentication complete",
      lv<&M::slice>("S-NSSAI", octets(1, 4)),
      lv_e<&M::eap>("EAP message", octets(4, 1500)));
};

struct NetworkSliceSpecificAuthenticationResult {  // §8.2.33
  SnssaiIe slice;
  Bytes eap;
  UnknownIes unknown{};
  bool operator==(const NetworkSliceSpecificAuthenticationResult&) const = default;

  using M = NetworkSliceSpecificAuthenticationResult;
  static constexpr auto wire =
      mm_message<M>(0x52, "Network slice-specific authentication result",
      lv<&M::slice>("S-NSSAI", octets(1, 4)),
      lv_e<&M::eap>("EAP message", octets(4, 1500)));
};

// clang-format on

}  // namespace pellucid::nas
