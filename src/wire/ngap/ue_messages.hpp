#pragma once
// Messages about a UE (TS 38.413 §9.2.2, §9.2.4, §9.2.5): NAS transport, paging, its context in the base station.
#include "wire/ngap/ies.hpp"

namespace pellucid::ngap {

struct InitialUeMessage {  // §9.2.5.1
  static constexpr Heading heading{15, Kind::initiating, Criticality::ignore, "InitialUEMessage"};
  RanUeNgapId ran_id{};
  Bytes nas{};
  UserLocation location{};
  RrcEstablishmentCause establishment_cause{};
  std::optional<STmsi> s_tmsi{};
  std::optional<std::uint16_t> amf_set{};
  bool context_request = false;
  std::vector<Snssai> allowed_nssai{};
  std::optional<AmfReroute> reroute{};
  std::optional<Plmn> selected_plmn{};
  bool iab_node = false;
  bool ce_mode_b = false;
  bool lte_m = false;
  bool edt_session = false;
  bool authenticated = false;
  std::optional<NpnAccess> npn_access{};
  bool redcap = false;
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const InitialUeMessage&) const = default;
};

struct UplinkNasTransport {  // §9.2.5.3
  static constexpr Heading heading{46, Kind::initiating, Criticality::ignore, "UplinkNASTransport"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Bytes nas{};
  UserLocation location{};
  std::optional<Bytes> w_agf_identity{};
  std::optional<Bytes> tngf_identity{};
  std::optional<Bytes> twif_identity{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UplinkNasTransport&) const = default;
};

struct DownlinkNasTransport {  // §9.2.5.2
  static constexpr Heading heading{4, Kind::initiating, Criticality::ignore, "DownlinkNASTransport"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<std::string> old_amf{};
  std::optional<std::uint16_t> ran_paging_priority{};
  Bytes nas{};
  std::optional<MobilityRestrictions> mobility_restrictions{};
  std::optional<std::uint16_t> rfsp_index{};
  std::optional<BitRates> ambr{};
  std::vector<Snssai> allowed_nssai{};
  std::optional<SrvccOperation> srvcc{};
  std::optional<Bytes> radio_capability{};
  bool capability_request = false;
  std::optional<Bytes> radio_capability_id{};
  std::optional<Octets<8>> masked_imeisv{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const DownlinkNasTransport&) const = default;
};

struct NasNonDeliveryIndication {  // §9.2.5.4
  static constexpr Heading heading{19, Kind::initiating, Criticality::ignore, "NASNonDeliveryIndication"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Bytes nas{};
  Cause cause{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const NasNonDeliveryIndication&) const = default;
};

struct RerouteNasRequest {  // §9.2.5.5
  static constexpr Heading heading{36, Kind::initiating, Criticality::reject, "RerouteNASRequest"};
  RanUeNgapId ran_id{};
  std::optional<AmfUeNgapId> amf_id{};
  Bytes message{};
  std::uint16_t amf_set = 0;
  std::vector<Snssai> allowed_nssai{};
  std::optional<AmfReroute> reroute{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const RerouteNasRequest&) const = default;
};

struct Paging {  // §9.2.4.1
  static constexpr Heading heading{24, Kind::initiating, Criticality::ignore, "Paging"};
  STmsi identity{};
  std::optional<PagingDrx> drx{};
  std::vector<Tai> tais{};
  std::optional<PagingPriority> priority{};
  std::optional<RadioCapabilityForPaging> radio_capability_for_paging{};
  bool non_3gpp = false;
  std::optional<PagingAssistance> assistance{};
  bool voice = false;
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const Paging&) const = default;
};

struct InitialContextSetupRequest {  // §9.2.2.1
  static constexpr Heading heading{14, Kind::initiating, Criticality::reject, "InitialContextSetupRequest"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<std::string> old_amf{};
  std::optional<BitRates> ambr{};  // there if there are sessions
  std::optional<InactiveAssistance> inactive_assistance{};
  Guami guami{};
  std::vector<PduSessionSetup> sessions{};
  std::vector<Snssai> allowed_nssai{};
  UeSecurityCapabilities security_capabilities{};
  Octets<32> security_key{};
  std::optional<MobilityRestrictions> mobility_restrictions{};
  std::optional<Bytes> radio_capability{};
  std::optional<std::uint16_t> rfsp_index{};
  std::optional<Octets<8>> masked_imeisv{};
  std::optional<Bytes> nas{};
  std::optional<EmergencyFallback> emergency_fallback{};
  std::optional<RrcInactiveReport> inactive_report{};
  std::optional<RadioCapabilityForPaging> radio_capability_for_paging{};
  std::optional<RedirectionVoiceFallback> redirection_voice_fallback{};
  std::optional<SrvccOperation> srvcc{};
  std::optional<Authorized> iab_authorized{};
  std::optional<Bytes> radio_capability_id{};
  std::vector<SliceBitRates> slice_rates{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const InitialContextSetupRequest&) const = default;
};

struct InitialContextSetupResponse {  // §9.2.2.2
  static constexpr Heading heading{14, Kind::successful, Criticality::reject, "InitialContextSetupResponse"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> set_up{};
  std::vector<PduSessionItem> failed{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const InitialContextSetupResponse&) const = default;
};

struct InitialContextSetupFailure {  // §9.2.2.3
  static constexpr Heading heading{14, Kind::unsuccessful, Criticality::reject, "InitialContextSetupFailure"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> failed{};
  Cause cause{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const InitialContextSetupFailure&) const = default;
};

struct UeContextReleaseRequest {  // §9.2.2.4
  static constexpr Heading heading{42, Kind::initiating, Criticality::ignore, "UEContextReleaseRequest"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionRef> sessions{};
  Cause cause{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeContextReleaseRequest&) const = default;
};

struct UeContextReleaseCommand {  // §9.2.2.5
  static constexpr Heading heading{41, Kind::initiating, Criticality::reject, "UEContextReleaseCommand"};
  UeNgapIds ids{};
  Cause cause{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeContextReleaseCommand&) const = default;
};

struct UeContextReleaseComplete {  // §9.2.2.6
  static constexpr Heading heading{41, Kind::successful, Criticality::reject, "UEContextReleaseComplete"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<UserLocation> location{};
  std::optional<RecommendedForPaging> recommended_for_paging{};
  std::vector<PduSessionRef> sessions{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeContextReleaseComplete&) const = default;
};

struct UeContextModificationRequest {  // §9.2.2.7
  static constexpr Heading heading{40, Kind::initiating, Criticality::reject, "UEContextModificationRequest"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<std::uint16_t> ran_paging_priority{};
  std::optional<Octets<32>> security_key{};
  std::optional<std::uint16_t> rfsp_index{};
  std::optional<BitRates> ambr{};
  std::optional<UeSecurityCapabilities> security_capabilities{};
  std::optional<InactiveAssistance> inactive_assistance{};
  std::optional<EmergencyFallback> emergency_fallback{};
  std::optional<AmfUeNgapId> new_amf_id{};
  std::optional<RrcInactiveReport> inactive_report{};
  std::optional<Guami> new_guami{};
  std::optional<SrvccOperation> srvcc{};
  std::optional<Authorized> iab_authorized{};
  std::optional<Bytes> radio_capability_id{};
  std::vector<SliceBitRates> slice_rates{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeContextModificationRequest&) const = default;
};

struct UeContextModificationResponse {  // §9.2.2.8
  static constexpr Heading heading{40, Kind::successful, Criticality::reject, "UEContextModificationResponse"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<RrcState> state{};
  std::optional<UserLocation> location{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeContextModificationResponse&) const = default;
};

struct UeContextModificationFailure {  // §9.2.2.9
  static constexpr Heading heading{40, Kind::unsuccessful, Criticality::reject, "UEContextModificationFailure"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Cause cause{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeContextModificationFailure&) const = default;
};

struct RrcInactiveTransitionReport {  // §9.2.2.10
  static constexpr Heading heading{37, Kind::initiating, Criticality::ignore, "RRCInactiveTransitionReport"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  RrcState state{};
  UserLocation location{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const RrcInactiveTransitionReport&) const = default;
};

struct UeRadioCapabilityInfoIndication {  // §9.2.13.1
  static constexpr Heading heading{44, Kind::initiating, Criticality::ignore, "UERadioCapabilityInfoIndication"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Bytes radio_capability{};
  std::optional<RadioCapabilityForPaging> radio_capability_for_paging{};
  std::optional<Bytes> radio_capability_eutra{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UeRadioCapabilityInfoIndication&) const = default;
};

}  // namespace pellucid::ngap
