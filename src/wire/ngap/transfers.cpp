// The descriptions of the N2 SM transfers (ASN.1 17.4), in the order of transfers.hpp.
#include "wire/ngap/transfers.hpp"

#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

using enum Criticality;

codec::Enumeration enumeration(DelayCritical) {
  static constexpr const char* names[] = {"delay-critical", "non-delay-critical"};
  return {names, 2, 2};
}
codec::Enumeration enumeration(QosMonitoring) {
  static constexpr const char* names[] = {"ul", "dl", "both", "stop"};
  return {names, 4, 3};
}
codec::Enumeration enumeration(FlowDirection) {
  static constexpr const char* names[] = {"ul", "dl"};
  return {names, 2, 2};
}
codec::Enumeration enumeration(Protection) {
  static constexpr const char* names[] = {"required", "preferred", "not-needed"};
  return {names, 3, 3};
}
codec::Enumeration enumeration(Performed) {
  static constexpr const char* names[] = {"performed", "not-performed"};
  return {names, 2, 2};
}
codec::Enumeration enumeration(MaxIntegrityRate) {
  static constexpr const char* names[] = {"bitrate64kbs", "maximum-UE-rate"};
  return {names, 2, 2};
}
codec::Enumeration enumeration(PduSessionType) {
  static constexpr const char* names[] = {"ipv4", "ipv6", "ipv4v6", "ethernet", "unstructured"};
  return {names, 5, 5};
}

namespace {
constexpr Size flow_count{1, 64};
constexpr Size tunnel_count{1, 3};  // maxnoofMultiConnectivityMinusOne
constexpr Range delay_budget{0, 1023, extensible};
constexpr Range extended_delay_budget{1, 65535, extensible};
constexpr Range averaging_window{0, 4095, extensible};
constexpr Range priority_level{1, 127, extensible};
constexpr Range data_burst{0, 4095, extensible};
constexpr Range five_qi_range{0, 255, extensible};
constexpr Range packet_loss{0, 1000, extensible};
constexpr Range alternative_set{1, 8, extensible};
constexpr Range e_rab_id{0, 15, extensible};
constexpr Range network_instance_range{1, 256, extensible};
constexpr RateNames session_ambr{"pDUSessionAggregateMaximumBitRateDL", "pDUSessionAggregateMaximumBitRateUL"};
constexpr Item flow_tunnel_item{"qosFlowPerTNLInformation"};
constexpr Item tunnel_item{"nGU-UP-TNLInformation"};

struct ErrorRateFields {
  PacketErrorRate& v;
  Unknown unknown{};
  void fields(At& at) {
    at("pERScalar", v.scalar, Range(0, 9, extensible));
    at("pERExponent", v.exponent, Range(0, 9, extensible));
  }
};
}  // namespace

void per(At& at, PacketErrorRate& v) {
  ErrorRateFields fields{v};
  at.structure(fields);
}
void per(At& at, QosCharacteristics& v) { at.choice(v, {"nonDynamic5QI", "dynamic5QI", "choice-Extensions"}, 2); }

// ---- Quality of service ----------------------------------------------------------------------------------------------

void NonDynamic5qi::fields(At& at) {
  at("fiveQI", five_qi, five_qi_range);
  at("priorityLevelQos", priority, priority_level);
  at("averagingWindow", averaging_window_ms, averaging_window);
  at("maximumDataBurstVolume", max_data_burst, data_burst);
  at.extension(187, ignore, "CNPacketDelayBudgetDL", cn_delay_budget_dl, extended_delay_budget);
  at.extension(188, ignore, "CNPacketDelayBudgetUL", cn_delay_budget_ul, extended_delay_budget);
}
void Dynamic5qi::fields(At& at) {
  at("priorityLevelQos", priority, priority_level);
  at("packetDelayBudget", delay_budget, ngap::delay_budget);
  at("packetErrorRate", error_rate);
  at("fiveQI", five_qi, five_qi_range);
  at("delayCritical", delay_critical);
  at("averagingWindow", averaging_window_ms, averaging_window);
  at("maximumDataBurstVolume", max_data_burst, data_burst);
  at.extension(189, ignore, "ExtendedPacketDelayBudget", extended_delay_budget, ngap::extended_delay_budget);
  at.extension(187, ignore, "CNPacketDelayBudgetDL", cn_delay_budget_dl, ngap::extended_delay_budget);
  at.extension(188, ignore, "CNPacketDelayBudgetUL", cn_delay_budget_ul, ngap::extended_delay_budget);
}
void Arp::fields(At& at) {
  at("priorityLevelARP", priority, Range(1, 15));
  at("pre-emptionCapability", may_pre_empt, Words{"shall-not-trigger-pre-emption", "may-trigger-pre-emption"});
  at("pre-emptionVulnerability", pre_emptable, Words{"not-pre-emptable", "pre-emptable"});
}
void AlternativeQos::fields(At& at) {
  at("alternativeQoSParaSetIndex", index, alternative_set);
  at("guaranteedFlowBitRateDL", guaranteed_dl_bps, bit_rate);
  at("guaranteedFlowBitRateUL", guaranteed_ul_bps, bit_rate);
  at("packetDelayBudget", delay_budget, ngap::delay_budget);
  at("packetErrorRate", error_rate);
}
void GbrQos::fields(At& at) {
  at("maximumFlowBitRateDL", maximum_dl_bps, bit_rate);
  at("maximumFlowBitRateUL", maximum_ul_bps, bit_rate);
  at("guaranteedFlowBitRateDL", guaranteed_dl_bps, bit_rate);
  at("guaranteedFlowBitRateUL", guaranteed_ul_bps, bit_rate);
  at.flag("notificationControl", notification_control, "notification-requested");
  at("maximumPacketLossRateDL", max_packet_loss_dl, packet_loss);
  at("maximumPacketLossRateUL", max_packet_loss_ul, packet_loss);
  at.some_extension(220, ignore, "AlternativeQoSParaSetList", alternatives, Size(1, 8));
}
void QosParameters::fields(At& at) {
  at("qosCharacteristics", characteristics);
  at("allocationAndRetentionPriority", arp);
  at("gBR-QosInformation", gbr);
  at.flag("reflectiveQosAttribute", reflective, "subject-to");
  at.flag("additionalQosFlowInformation", more_likely, "more-likely");
  at.extension(181, ignore, "QosMonitoringRequest", monitoring);
  at.extension(276, ignore, "QosMonitoringReportingFrequency", monitoring_period_s, Range(1, 1800, extensible));
}
void QosFlowSetup::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at("qosFlowLevelQosParameters", qos);
  at("e-RAB-ID", e_rab, e_rab_id);
  at.held_extension(196, ignore, "TSCTrafficCharacteristics");
  at.held_extension(194, ignore, "RedundantQosFlowIndicator");
}
void QosFlowModify::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at("qosFlowLevelQosParameters", qos);
  at("e-RAB-ID", e_rab, e_rab_id);
  at.held_extension(196, ignore, "TSCTrafficCharacteristics");
  at.held_extension(194, ignore, "RedundantQosFlowIndicator");
}
void QosFlowFailed::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at("cause", cause);
}
void QosFlowRef::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at.extension(221, ignore, "CurrentQoSParaSetIndex", alternative, alternative_set);
}
void AssociatedQosFlow::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at("qosFlowMappingIndication", only);
  at.extension(221, ignore, "CurrentQoSParaSetIndex", alternative, alternative_set);
}
void FlowTunnel::fields(At& at) {
  at("uPTransportLayerInformation", tunnel);
  at("associatedQosFlowList", flows, flow_count);
}
void TunnelPair::fields(At& at) {
  at("uL-NGU-UP-TNLInformation", ul);
  at("dL-NGU-UP-TNLInformation", dl);
  at.held_extension(195, ignore, "RedundantUL-NGU-UP-TNLInformation");
  at.held_extension(192, ignore, "RedundantDL-NGU-UP-TNLInformation");
}

// ---- Security of the user plane --------------------------------------------------------------------------------------

void SecurityIndication::fields(At& at) {
  at("integrityProtectionIndication", integrity);
  at("confidentialityProtectionIndication", confidentiality);
  at("maximumIntegrityProtectedDataRate-UL", max_integrity_ul);
  at.extension(151, ignore, "MaximumIntegrityProtectedDataRate-DL", max_integrity_dl);
}
void SecurityResult::fields(At& at) {
  at("integrityProtectionResult", integrity);
  at("confidentialityProtectionResult", confidentiality);
}
void UserPlaneSecurity::fields(At& at) {
  at("securityResult", result);
  at("securityIndication", indication);
}

// ---- Set up, modify, release -----------------------------------------------------------------------------------------

void PduSessionResourceSetupRequestTransfer::fields(At& at) {
  at.ie(130, reject, "PDUSessionAggregateMaximumBitRate", ambr, session_ambr);
  at.ie(139, reject, "UL-NGU-UP-TNLInformation", ul_tunnel);
  at.some_ie(126, reject, "AdditionalUL-NGU-UP-TNLInformation", additional_ul_tunnels, tunnel_count, tunnel_item);
  at.flag_ie(127, reject, "DataForwardingNotPossible", no_data_forwarding, "data-forwarding-not-possible");
  at.ie(134, reject, "PDUSessionType", type);
  at.ie(138, reject, "SecurityIndication", security);
  at.ie(129, reject, "NetworkInstance", network_instance, network_instance_range);
  at.ie(136, reject, "QosFlowSetupRequestList", flows, flow_count);
  at.held_ie(166, ignore, "CommonNetworkInstance");
  at.flag_ie(22, ignore, "DirectForwardingPathAvailability", direct_forwarding, "direct-path-available");
  at.ie(195, ignore, "RedundantUL-NGU-UP-TNLInformation", redundant_ul_tunnel);
  at.held_ie(186, ignore, "AdditionalRedundantUL-NGU-UP-TNLInformation");
  at.held_ie(190, ignore, "RedundantCommonNetworkInstance");
  at.held_ie(197, ignore, "RedundantPDUSessionInformation");
  at.held_ie(318, ignore, "MBSSessionSetupRequestList");
}
void PduSessionResourceSetupResponseTransfer::fields(At& at) {
  at("dLQosFlowPerTNLInformation", dl);
  at.some("additionalDLQosFlowPerTNLInformation", additional_dl, tunnel_count, flow_tunnel_item);
  at("securityResult", security);
  at.some("qosFlowFailedToSetupList", failed, flow_count);
  at.extension(193, ignore, "RedundantDLQosFlowPerTNLInformation", redundant_dl);
  at.held_extension(184, ignore, "AdditionalRedundantDLQosFlowPerTNLInformation");
  at.held_extension(198, ignore, "UsedRSNInformation");
  at.held_extension(27, ignore, "GlobalRANNodeID");
  at.held_extension(309, ignore, "MBS-SupportIndicator");
  at.held_extension(312, ignore, "MBSSessionSetupResponseList");
  at.held_extension(310, ignore, "MBSSessionFailedtoSetupList");
}
void PduSessionResourceModifyRequestTransfer::fields(At& at) {
  at.ie(130, reject, "PDUSessionAggregateMaximumBitRate", ambr, session_ambr);
  at.some_ie(140, reject, "UL-NGU-UP-TNLModifyList", ul_tunnels, Size(1, 4));
  at.ie(129, reject, "NetworkInstance", network_instance, network_instance_range);
  at.some_ie(135, reject, "QosFlowAddOrModifyRequestList", flows, flow_count);
  at.some_ie(137, reject, "QosFlowToReleaseList", released, flow_count);
  at.some_ie(126, reject, "AdditionalUL-NGU-UP-TNLInformation", additional_ul_tunnels, tunnel_count, tunnel_item);
  at.held_ie(166, ignore, "CommonNetworkInstance");
  at.held_ie(186, ignore, "AdditionalRedundantUL-NGU-UP-TNLInformation");
  at.held_ie(190, ignore, "RedundantCommonNetworkInstance");
  at.ie(195, ignore, "RedundantUL-NGU-UP-TNLInformation", redundant_ul_tunnel);
  at.ie(138, ignore, "SecurityIndication", security);
  at.held_ie(319, ignore, "MBSSessionSetuporModifyRequestList");
  at.held_ie(317, ignore, "MBSSessionToReleaseList");
}
void PduSessionResourceModifyResponseTransfer::fields(At& at) {
  at("dL-NGU-UP-TNLInformation", dl_tunnel);
  at("uL-NGU-UP-TNLInformation", ul_tunnel);
  at.some("qosFlowAddOrModifyResponseList", flows, flow_count);
  at.some("additionalDLQosFlowPerTNLInformation", additional_dl, tunnel_count, flow_tunnel_item);
  at.some("qosFlowFailedToAddOrModifyList", failed, flow_count);
  at.some_extension(154, ignore, "AdditionalNGU-UP-TNLInformation", additional_tunnels, tunnel_count);
  at.held_extension(192, ignore, "RedundantDL-NGU-UP-TNLInformation");
  at.held_extension(195, ignore, "RedundantUL-NGU-UP-TNLInformation");
  at.held_extension(184, ignore, "AdditionalRedundantDLQosFlowPerTNLInformation");
  at.held_extension(185, ignore, "AdditionalRedundantNGU-UP-TNLInformation");
  at.held_extension(144, ignore, "SecondaryRATUsageInformation");
  at.held_extension(309, ignore, "MBS-SupportIndicator");
  at.held_extension(313, ignore, "MBSSessionSetuporModifyResponseList");
  at.held_extension(311, ignore, "MBSSessionFailedtoSetuporModifyList");
}
void PduSessionResourceNotifyTransfer::Flow::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at("notificationCause", not_fulfilled, Words{"fulfilled", "not-fulfilled"});
  at.extension(221, ignore, "CurrentQoSParaSetIndex", alternative, Range(0, 8, extensible));
}
void PduSessionResourceNotifyTransfer::fields(At& at) {
  at.some("qosFlowNotifyList", flows, flow_count);
  at.some("qosFlowReleasedList", released, flow_count);
  at.held_extension(144, ignore, "SecondaryRATUsageInformation");
  at.held_extension(278, ignore, "QosFlowFeedbackList");
}
void PduSessionResourceModifyIndicationTransfer::fields(At& at) {
  at("dLQosFlowPerTNLInformation", dl);
  at.some("additionalDLQosFlowPerTNLInformation", additional_dl, tunnel_count, flow_tunnel_item);
  at.held_extension(144, ignore, "SecondaryRATUsageInformation");
  at.extension(156, ignore, "SecurityResult", security);
  at.held_extension(193, ignore, "RedundantDLQosFlowPerTNLInformation");
  at.held_extension(184, ignore, "AdditionalRedundantDLQosFlowPerTNLInformation");
  at.held_extension(27, ignore, "GlobalRANNodeID");
}
void PduSessionResourceModifyConfirmTransfer::fields(At& at) {
  at("qosFlowModifyConfirmList", flows, flow_count);
  at("uLNGU-UP-TNLInformation", ul_tunnel);
  at.some("additionalNG-UUPTNLInformation", additional_tunnels, tunnel_count);
  at.some("qosFlowFailedToModifyList", failed, flow_count);
  at.held_extension(195, ignore, "RedundantUL-NGU-UP-TNLInformation");
  at.held_extension(185, ignore, "AdditionalRedundantNGU-UP-TNLInformation");
}
void CauseTransfer::fields(At& at) {
  at("cause", cause);
  at.held_extension(144, ignore, "SecondaryRATUsageInformation");
}
void UnsuccessfulTransfer::fields(At& at) {
  at("cause", cause);
  at("criticalityDiagnostics", diagnostics);
}
void PduSessionResourceReleaseResponseTransfer::fields(At& at) { at.held_extension(144, ignore, "SecondaryRATUsageInformation"); }

// ---- Mobility --------------------------------------------------------------------------------------------------------

void PathSwitchRequestTransfer::fields(At& at) {
  at("dL-NGU-UP-TNLInformation", dl_tunnel);
  at.flag("dL-NGU-TNLInformationReused", dl_tunnel_reused, "true");
  at("userPlaneSecurityInformation", security);
  at("qosFlowAcceptedList", flows, flow_count);
  at.some_extension(155, ignore, "AdditionalDLQosFlowPerTNLInformation", additional_dl, tunnel_count, flow_tunnel_item);
  at.held_extension(192, ignore, "RedundantDL-NGU-UP-TNLInformation");
  at.held_extension(191, ignore, "RedundantDL-NGU-TNLInformationReused");
  at.held_extension(184, ignore, "AdditionalRedundantDLQosFlowPerTNLInformation");
  at.held_extension(198, ignore, "UsedRSNInformation");
  at.held_extension(27, ignore, "GlobalRANNodeID");
  at.held_extension(309, ignore, "MBS-SupportIndicator");
}
void PathSwitchRequestAcknowledgeTransfer::fields(At& at) {
  at("uL-NGU-UP-TNLInformation", ul_tunnel);
  at("securityIndication", security);
  at.some_extension(154, ignore, "AdditionalNGU-UP-TNLInformation", additional_tunnels, tunnel_count);
  at.held_extension(195, ignore, "RedundantUL-NGU-UP-TNLInformation");
  at.held_extension(185, ignore, "AdditionalRedundantNGU-UP-TNLInformation");
  at.held_extension(277, ignore, "QosFlowParametersList");
}
void DrbForwarding::fields(At& at) {
  at("dRB-ID", drb, Range(1, 32, extensible));
  at("dLForwardingUP-TNLInformation", dl);
  at("uLForwardingUP-TNLInformation", ul);
}
void HandoverRequiredTransfer::fields(At& at) { at.flag("directForwardingPathAvailability", direct_forwarding, "direct-path-available"); }
void HandoverCommandTransfer::fields(At& at) {
  at("dLForwardingUP-TNLInformation", dl_forwarding);
  at.some("qosFlowToBeForwardedList", forwarded, flow_count);
  at.some("dataForwardingResponseDRBList", drbs, Size(1, 32));
  at.some_extension(152, ignore, "AdditionalDLForwardingUPTNLInformation", additional_dl_forwarding, tunnel_count, flow_tunnel_item);
  at.extension(164, reject, "ULForwardingUP-TNLInformation", ul_forwarding);
  at.some_extension(172, reject, "AdditionalULForwardingUPTNLInformation", additional_ul_forwarding, tunnel_count, tunnel_item);
  at.held_extension(249, ignore, "DataForwardingResponseERABList");
  at.held_extension(283, ignore, "QosFlowFailedToSetupList");
}
void HandoverRequestAcknowledgeTransfer::Flow::fields(At& at) {
  at("qosFlowIdentifier", qfi);
  at.flag("dataForwardingAccepted", data_forwarding, "data-forwarding-accepted");
  at.extension(221, ignore, "CurrentQoSParaSetIndex", alternative, alternative_set);
}
void HandoverRequestAcknowledgeTransfer::fields(At& at) {
  at("dL-NGU-UP-TNLInformation", dl_tunnel);
  at("dLForwardingUP-TNLInformation", dl_forwarding);
  at("securityResult", security);
  at("qosFlowSetupResponseList", flows, flow_count);
  at.some("qosFlowFailedToSetupList", failed, flow_count);
  at.some("dataForwardingResponseDRBList", drbs, Size(1, 32));
  at.held_extension(153, ignore, "AdditionalDLUPTNLInformationForHOList");
  at.extension(164, reject, "ULForwardingUP-TNLInformation", ul_forwarding);
  at.some_extension(172, reject, "AdditionalULForwardingUPTNLInformation", additional_ul_forwarding, tunnel_count, tunnel_item);
  at.held_extension(249, ignore, "DataForwardingResponseERABList");
  at.held_extension(192, ignore, "RedundantDL-NGU-UP-TNLInformation");
  at.held_extension(198, ignore, "UsedRSNInformation");
  at.held_extension(27, ignore, "GlobalRANNodeID");
  at.held_extension(309, ignore, "MBS-SupportIndicator");
}

}  // namespace pellucid::ngap
