// The ENUMERATED types' names in the words of ASN.1 17.4, and the ids' names.
#include "wire/ngap/at.hpp"

namespace pellucid::ngap {
namespace {

/// `root`: how many stand before the extension marker.
template <std::size_t N>
codec::Enumeration table(const char* const (&names)[N], std::size_t root = N, codec::Extensible extension = extensible) {
  return {names, std::uint16_t(N), std::uint16_t(root), extension};
}
/// Causes inform; one of a later version is kept as its number.
template <std::size_t N>
codec::Enumeration causes(const char* const (&names)[N], std::size_t root = N) {
  return {names, std::uint16_t(N), std::uint16_t(root), extensible, true};
}

}  // namespace

codec::Enumeration enumeration(Criticality) {
  static constexpr const char* names[] = {"reject", "ignore", "notify"};
  return table(names, 3, codec::closed);
}
codec::Enumeration enumeration(Kind) {
  static constexpr const char* names[] = {"initiating-message", "successful-outcome", "unsuccessful-outcome"};
  return table(names, 3, codec::closed);
}
codec::Enumeration enumeration(TypeOfError) {
  static constexpr const char* names[] = {"not-understood", "missing"};
  return table(names);
}
codec::Enumeration enumeration(CauseRadioNetwork) {
  static constexpr const char* names[] = {"unspecified",
                                          "txnrelocoverall-expiry",
                                          "successful-handover",
                                          "release-due-to-ngran-generated-reason",
                                          "release-due-to-5gc-generated-reason",
                                          "handover-cancelled",
                                          "partial-handover",
                                          "ho-failure-in-target-5GC-ngran-node-or-target-system",
                                          "ho-target-not-allowed",
                                          "tngrelocoverall-expiry",
                                          "tngrelocprep-expiry",
                                          "cell-not-available",
                                          "unknown-targetID",
                                          "no-radio-resources-available-in-target-cell",
                                          "unknown-local-UE-NGAP-ID",
                                          "inconsistent-remote-UE-NGAP-ID",
                                          "handover-desirable-for-radio-reason",
                                          "time-critical-handover",
                                          "resource-optimisation-handover",
                                          "reduce-load-in-serving-cell",
                                          "user-inactivity",
                                          "radio-connection-with-ue-lost",
                                          "radio-resources-not-available",
                                          "invalid-qos-combination",
                                          "failure-in-radio-interface-procedure",
                                          "interaction-with-other-procedure",
                                          "unknown-PDU-session-ID",
                                          "unkown-qos-flow-ID",
                                          "multiple-PDU-session-ID-instances",
                                          "multiple-qos-flow-ID-instances",
                                          "encryption-and-or-integrity-protection-algorithms-not-supported",
                                          "ng-intra-system-handover-triggered",
                                          "ng-inter-system-handover-triggered",
                                          "xn-handover-triggered",
                                          "not-supported-5QI-value",
                                          "ue-context-transfer",
                                          "ims-voice-eps-fallback-or-rat-fallback-triggered",
                                          "up-integrity-protection-not-possible",
                                          "up-confidentiality-protection-not-possible",
                                          "slice-not-supported",
                                          "ue-in-rrc-inactive-state-not-reachable",
                                          "redirection",
                                          "resources-not-available-for-the-slice",
                                          "ue-max-integrity-protected-data-rate-reason",
                                          "release-due-to-cn-detected-mobility",
                                          "n26-interface-not-available",
                                          "release-due-to-pre-emption",
                                          "multiple-location-reporting-reference-ID-instances",
                                          "rsn-not-available-for-the-up",
                                          "npn-access-denied",
                                          "cag-only-access-denied",
                                          "insufficient-ue-capabilities",
                                          "redcap-ue-not-supported",
                                          "unknown-MBS-Session-ID",
                                          "indicated-MBS-session-area-information-not-served-by-the-gNB",
                                          "inconsistent-slice-info-for-the-session",
                                          "misaligned-association-for-multicast-unicast"};
  return causes(names, 45);
}
codec::Enumeration enumeration(CauseTransport) {
  static constexpr const char* names[] = {"transport-resource-unavailable", "unspecified"};
  return causes(names);
}
codec::Enumeration enumeration(CauseNas) {
  static constexpr const char* names[] = {"normal-release", "authentication-failure", "deregister", "unspecified",
                                          "uE-not-in-PLMN-serving-area"};
  return causes(names, 4);
}
codec::Enumeration enumeration(CauseProtocol) {
  static constexpr const char* names[] = {"transfer-syntax-error",
                                          "abstract-syntax-error-reject",
                                          "abstract-syntax-error-ignore-and-notify",
                                          "message-not-compatible-with-receiver-state",
                                          "semantic-error",
                                          "abstract-syntax-error-falsely-constructed-message",
                                          "unspecified"};
  return causes(names);
}
codec::Enumeration enumeration(CauseMisc) {
  static constexpr const char* names[] = {"control-processing-overload",
                                          "not-enough-user-plane-processing-resources",
                                          "hardware-failure",
                                          "om-intervention",
                                          "unknown-PLMN-or-SNPN",
                                          "unspecified"};
  return causes(names);
}
codec::Enumeration enumeration(PagingDrx) {
  static constexpr const char* names[] = {"v32", "v64", "v128", "v256"};
  return table(names);
}
codec::Enumeration enumeration(RatInformation) {
  static constexpr const char* names[] = {"unlicensed", "nb-IoT", "nR-LEO", "nR-MEO", "nR-GEO", "nR-OTHERSAT"};
  return table(names, 2);
}
codec::Enumeration enumeration(TimeToWait) {
  static constexpr const char* names[] = {"v1s", "v2s", "v5s", "v10s", "v20s", "v60s"};
  return table(names);
}
codec::Enumeration enumeration(TnlUsage) {
  static constexpr const char* names[] = {"ue", "non-ue", "both"};
  return table(names);
}
codec::Enumeration enumeration(OverloadAction) {
  static constexpr const char* names[] = {"reject-non-emergency-mo-dt", "reject-rrc-cr-signalling",
                                          "permit-emergency-sessions-and-mobile-terminated-services-only",
                                          "permit-high-priority-sessions-and-mobile-terminated-services-only"};
  return table(names);
}
codec::Enumeration enumeration(RrcEstablishmentCause) {
  static constexpr const char* names[] = {"emergency",    "highPriorityAccess", "mt-Access", "mo-Signalling",      "mo-Data",
                                          "mo-VoiceCall", "mo-VideoCall",       "mo-SMS",    "mps-PriorityAccess", "mcs-PriorityAccess",
                                          "notAvailable", "mo-ExceptionData"};
  return table(names, 10);
}
codec::Enumeration enumeration(RrcState) {
  static constexpr const char* names[] = {"inactive", "connected"};
  return table(names);
}
codec::Enumeration enumeration(RrcInactiveReport) {
  static constexpr const char* names[] = {"subsequent-state-transition-report", "single-rrc-connected-state-report", "cancel-report"};
  return table(names);
}
codec::Enumeration enumeration(RedirectionVoiceFallback) {
  static constexpr const char* names[] = {"possible", "not-possible"};
  return table(names);
}
codec::Enumeration enumeration(SrvccOperation) {
  static constexpr const char* names[] = {"possible", "notPossible"};
  return table(names);
}
codec::Enumeration enumeration(Authorized) {
  static constexpr const char* names[] = {"authorized", "not-authorized"};
  return table(names);
}
codec::Enumeration enumeration(UeActivitySource) {
  static constexpr const char* names[] = {"subscription-information", "statistics"};
  return table(names);
}
codec::Enumeration enumeration(ExpectedHoInterval) {
  static constexpr const char* names[] = {"sec15", "sec30", "sec60", "sec90", "sec120", "sec180", "long-time"};
  return table(names);
}
codec::Enumeration enumeration(ExpectedMobility) {
  static constexpr const char* names[] = {"stationary", "mobile"};
  return table(names);
}
codec::Enumeration enumeration(EmergencyTargetCn) {
  static constexpr const char* names[] = {"fiveGC", "epc"};
  return table(names);
}
codec::Enumeration enumeration(PagingPriority) {
  static constexpr const char* names[] = {"priolevel1", "priolevel2", "priolevel3", "priolevel4",
                                          "priolevel5", "priolevel6", "priolevel7", "priolevel8"};
  return table(names);
}
codec::Enumeration enumeration(NextPagingArea) {
  static constexpr const char* names[] = {"same", "changed"};
  return table(names);
}
codec::Enumeration enumeration(HandoverType) {
  static constexpr const char* names[] = {"intra5gs", "fivegs-to-eps", "eps-to-5gs", "fivegs-to-utran"};
  return table(names, 3);
}

}  // namespace pellucid::ngap
