#pragma once
// Messages of handover and path switch (TS 38.413 §9.2.3).
#include "wire/ngap/ies.hpp"

namespace pellucid::ngap {

struct HandoverRequired {  // §9.2.3.1
  static constexpr Heading heading{12, Kind::initiating, Criticality::reject, "HandoverRequired"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  HandoverType type{};
  Cause cause{};
  TargetId target{};
  bool direct_forwarding = false;
  std::vector<PduSessionItem> sessions{};
  Bytes source_to_target{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverRequired&) const = default;
};

struct HandoverCommand {  // §9.2.3.2
  static constexpr Heading heading{12, Kind::successful, Criticality::reject, "HandoverCommand"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  HandoverType type{};
  std::optional<Bytes> nas_security_parameters{};  // there from 5GS to EPS
  std::vector<PduSessionItem> sessions{};
  std::vector<PduSessionItem> released{};
  Bytes target_to_source{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverCommand&) const = default;
};

struct HandoverPreparationFailure {  // §9.2.3.3
  static constexpr Heading heading{12, Kind::unsuccessful, Criticality::reject, "HandoverPreparationFailure"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Cause cause{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  std::optional<Bytes> target_to_source_failure{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverPreparationFailure&) const = default;
};

struct HandoverRequest {  // §9.2.3.4
  static constexpr Heading heading{13, Kind::initiating, Criticality::reject, "HandoverRequest"};
  AmfUeNgapId amf_id{};
  HandoverType type{};
  Cause cause{};
  BitRates ambr{};
  std::optional<InactiveAssistance> inactive_assistance{};
  UeSecurityCapabilities security_capabilities{};
  SecurityContext security_context{};
  bool new_security_context = false;
  std::optional<Bytes> nas_container{};
  std::vector<PduSessionHandover> sessions{};
  std::vector<Snssai> allowed_nssai{};
  std::optional<Octets<8>> masked_imeisv{};
  Bytes source_to_target{};
  std::optional<MobilityRestrictions> mobility_restrictions{};
  std::optional<RrcInactiveReport> inactive_report{};
  Guami guami{};
  std::optional<RedirectionVoiceFallback> redirection_voice_fallback{};
  std::optional<SrvccOperation> srvcc{};
  std::optional<Authorized> iab_authorized{};
  std::optional<Bytes> radio_capability_id{};
  std::vector<SliceBitRates> slice_rates{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverRequest&) const = default;
};

struct HandoverRequestAcknowledge {  // §9.2.3.5
  static constexpr Heading heading{13, Kind::successful, Criticality::reject, "HandoverRequestAcknowledge"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> admitted{};
  std::vector<PduSessionItem> failed{};
  Bytes target_to_source{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  std::optional<NpnAccess> npn_access{};
  bool redcap = false;
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverRequestAcknowledge&) const = default;
};

struct HandoverFailure {  // §9.2.3.6
  static constexpr Heading heading{13, Kind::unsuccessful, Criticality::reject, "HandoverFailure"};
  AmfUeNgapId amf_id{};
  Cause cause{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  std::optional<Bytes> target_to_source_failure{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverFailure&) const = default;
};

struct HandoverNotify {  // §9.2.3.7
  static constexpr Heading heading{11, Kind::initiating, Criticality::ignore, "HandoverNotify"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  UserLocation location{};
  bool notify_source = false;
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverNotify&) const = default;
};

struct HandoverCancel {  // §9.2.3.11
  static constexpr Heading heading{10, Kind::initiating, Criticality::reject, "HandoverCancel"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Cause cause{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverCancel&) const = default;
};

struct HandoverCancelAcknowledge {  // §9.2.3.12
  static constexpr Heading heading{10, Kind::successful, Criticality::reject, "HandoverCancelAcknowledge"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const HandoverCancelAcknowledge&) const = default;
};

struct PathSwitchRequest {  // §9.2.3.8
  static constexpr Heading heading{25, Kind::initiating, Criticality::reject, "PathSwitchRequest"};
  RanUeNgapId ran_id{};
  AmfUeNgapId source_amf_id{};
  UserLocation location{};
  UeSecurityCapabilities security_capabilities{};
  std::vector<PduSessionItem> sessions{};
  std::vector<PduSessionItem> failed{};
  std::optional<RrcEstablishmentCause> resume_cause{};
  bool redcap = false;
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PathSwitchRequest&) const = default;
};

struct PathSwitchRequestAcknowledge {  // §9.2.3.9
  static constexpr Heading heading{25, Kind::successful, Criticality::reject, "PathSwitchRequestAcknowledge"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<UeSecurityCapabilities> security_capabilities{};
  SecurityContext security_context{};
  bool new_security_context = false;
  std::vector<PduSessionItem> switched{};
  std::vector<PduSessionItem> released{};
  std::vector<Snssai> allowed_nssai{};
  std::optional<InactiveAssistance> inactive_assistance{};
  std::optional<RrcInactiveReport> inactive_report{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  std::optional<RedirectionVoiceFallback> redirection_voice_fallback{};
  std::optional<SrvccOperation> srvcc{};
  std::optional<Bytes> radio_capability_id{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PathSwitchRequestAcknowledge&) const = default;
};

struct PathSwitchRequestFailure {  // §9.2.3.10
  static constexpr Heading heading{25, Kind::unsuccessful, Criticality::reject, "PathSwitchRequestFailure"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> released{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PathSwitchRequestFailure&) const = default;
};

struct UplinkRanStatusTransfer {  // §9.2.3.13
  static constexpr Heading heading{49, Kind::initiating, Criticality::ignore, "UplinkRANStatusTransfer"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Bytes container{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const UplinkRanStatusTransfer&) const = default;
};

struct DownlinkRanStatusTransfer {  // §9.2.3.14
  static constexpr Heading heading{7, Kind::initiating, Criticality::ignore, "DownlinkRANStatusTransfer"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  Bytes container{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const DownlinkRanStatusTransfer&) const = default;
};

}  // namespace pellucid::ngap
