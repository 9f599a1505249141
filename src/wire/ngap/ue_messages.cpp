// The tables of ue_messages.hpp: id, criticality and name of each IE, in the order of ASN.1 17.4.
#include "wire/ngap/ue_messages.hpp"

#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

using enum Criticality;

void InitialUeMessage::ies(At& at) {
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(38, reject, "NAS-PDU", nas, nas_pdu);
  at.ie(121, reject, "UserLocationInformation", location);
  at.ie(90, ignore, "RRCEstablishmentCause", establishment_cause);
  at.ie(26, reject, "FiveG-S-TMSI", s_tmsi);
  at.ie(3, ignore, "AMFSetID", amf_set, Bits(10));
  at.flag_ie(112, ignore, "UEContextRequest", context_request, "requested");
  at.some_ie(0, reject, "AllowedNSSAI", allowed_nssai, Size(1, 8), snssai_item);
  at.ie(171, ignore, "SourceToTarget-AMFInformationReroute", reroute);
  at.ie(174, ignore, "SelectedPLMNIdentity", selected_plmn);
  at.flag_ie(201, reject, "IABNodeIndication", iab_node, "true");
  at.flag_ie(224, reject, "CEmodeBSupport-Indicator", ce_mode_b, "supported");
  at.flag_ie(225, ignore, "LTEM-Indication", lte_m, "lte-m");
  at.flag_ie(227, ignore, "EDT-Session", edt_session, "true");
  at.flag_ie(245, ignore, "AuthenticatedIndication", authenticated, "true");
  at.ie(259, reject, "NPN-AccessInformation", npn_access);
  at.flag_ie(333, ignore, "RedCapIndication", redcap, "redcap");
}

void UplinkNasTransport::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(38, reject, "NAS-PDU", nas, nas_pdu);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.ie(239, reject, "W-AGFIdentityInformation", w_agf_identity);
  at.ie(246, reject, "TNGFIdentityInformation", tngf_identity);
  at.ie(247, reject, "TWIFIdentityInformation", twif_identity);
}

void DownlinkNasTransport::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(48, reject, "OldAMF", old_amf, name_text);
  at.ie(83, ignore, "RANPagingPriority", ran_paging_priority, Range(1, 256));
  at.ie(38, reject, "NAS-PDU", nas, nas_pdu);
  at.ie(36, ignore, "MobilityRestrictionList", mobility_restrictions);
  at.ie(31, ignore, "IndexToRFSP", rfsp_index, Range(1, 256, extensible));
  at.ie(110, ignore, "UEAggregateMaximumBitRate", ambr, ue_ambr);
  at.some_ie(0, reject, "AllowedNSSAI", allowed_nssai, Size(1, 8), snssai_item);
  at.ie(177, ignore, "SRVCCOperationPossible", srvcc);
  at.held_ie(205, ignore, "Enhanced-CoverageRestriction");
  at.held_ie(206, ignore, "Extended-ConnectedTime");
  at.held_ie(209, ignore, "UE-DifferentiationInfo");
  at.held_ie(222, ignore, "CEmodeBrestricted");
  at.ie(117, ignore, "UERadioCapability", radio_capability);
  at.flag_ie(228, ignore, "UECapabilityInfoRequest", capability_request, "requested");
  at.held_ie(226, ignore, "EndIndication");
  at.ie(264, reject, "UERadioCapabilityID", radio_capability_id);
  at.held_ie(334, ignore, "TargetNSSAIInformation");
  at.ie(34, ignore, "MaskedIMEISV", masked_imeisv);
}

void NasNonDeliveryIndication::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(38, ignore, "NAS-PDU", nas, nas_pdu);
  at.ie(15, ignore, "Cause", cause);
}

void RerouteNasRequest::ies(At& at) {
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(42, reject, "NGAP-Message", message);
  at.ie(3, reject, "AMFSetID", amf_set, Bits(10));
  at.some_ie(0, reject, "AllowedNSSAI", allowed_nssai, Size(1, 8), snssai_item);
  at.ie(171, ignore, "SourceToTarget-AMFInformationReroute", reroute);
}

void Paging::ies(At& at) {
  at.ie(115, ignore, "UEPagingIdentity", identity, OneOf{"fiveG-S-TMSI"});
  at.ie(50, ignore, "PagingDRX", drx);
  at.ie(103, ignore, "TAIListForPaging", tais, Size(1, 16), tai_item);
  at.ie(52, ignore, "PagingPriority", priority);
  at.ie(118, ignore, "UERadioCapabilityForPaging", radio_capability_for_paging);
  at.flag_ie(51, ignore, "PagingOrigin", non_3gpp, "non-3gpp");
  at.ie(11, ignore, "AssistanceDataForPaging", assistance);
  at.held_ie(203, ignore, "NB-IoT-Paging-eDRXInfo");
  at.held_ie(202, ignore, "NB-IoT-PagingDRX");
  at.held_ie(205, ignore, "Enhanced-CoverageRestriction");
  at.held_ie(208, ignore, "WUS-Assistance-Information");
  at.held_ie(223, ignore, "EUTRA-PagingeDRXInformation");
  at.held_ie(222, ignore, "CEmodeBrestricted");
  at.held_ie(332, ignore, "NR-PagingeDRXInformation");
  at.flag_ie(342, ignore, "PagingCause", voice, "voice");
  at.held_ie(344, ignore, "PEIPSassistanceInformation");
}

void InitialContextSetupRequest::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(48, reject, "OldAMF", old_amf, name_text);
  at.ie(110, reject, "UEAggregateMaximumBitRate", ambr, ue_ambr);
  at.ie(18, ignore, "CoreNetworkAssistanceInformationForInactive", inactive_assistance);
  at.ie(28, reject, "GUAMI", guami);
  at.some_ie(71, reject, "PDUSessionResourceSetupListCxtReq", sessions, pdu_sessions, "nAS-PDU");
  at.ie(0, reject, "AllowedNSSAI", allowed_nssai, Size(1, 8), snssai_item);
  at.ie(119, reject, "UESecurityCapabilities", security_capabilities);
  at.ie(94, reject, "SecurityKey", security_key);
  at.held_ie(108, ignore, "TraceActivation");
  at.ie(36, ignore, "MobilityRestrictionList", mobility_restrictions);
  at.ie(117, ignore, "UERadioCapability", radio_capability);
  at.ie(31, ignore, "IndexToRFSP", rfsp_index, Range(1, 256, extensible));
  at.ie(34, ignore, "MaskedIMEISV", masked_imeisv);
  at.ie(38, ignore, "NAS-PDU", nas, nas_pdu);
  at.ie(24, reject, "EmergencyFallbackIndicator", emergency_fallback);
  at.ie(91, ignore, "RRCInactiveTransitionReportRequest", inactive_report);
  at.ie(118, ignore, "UERadioCapabilityForPaging", radio_capability_for_paging);
  at.ie(146, ignore, "RedirectionVoiceFallback", redirection_voice_fallback);
  at.held_ie(33, ignore, "LocationReportingRequestType");
  at.held_ie(165, ignore, "CNAssistedRANTuning");
  at.ie(177, ignore, "SRVCCOperationPossible", srvcc);
  at.ie(199, ignore, "IAB-Authorized", iab_authorized);
  at.held_ie(205, ignore, "Enhanced-CoverageRestriction");
  at.held_ie(206, ignore, "Extended-ConnectedTime");
  at.held_ie(209, ignore, "UE-DifferentiationInfo");
  at.held_ie(216, ignore, "NRV2XServicesAuthorized");
  at.held_ie(215, ignore, "LTEV2XServicesAuthorized");
  at.held_ie(218, ignore, "NRUESidelinkAggregateMaximumBitrate");
  at.held_ie(217, ignore, "LTEUESidelinkAggregateMaximumBitrate");
  at.held_ie(219, ignore, "PC5QoSParameters");
  at.held_ie(222, ignore, "CEmodeBrestricted");
  at.held_ie(234, ignore, "UE-UP-CIoT-Support");
  at.held_ie(238, ignore, "RGLevelWirelineAccessCharacteristics");
  at.held_ie(254, ignore, "ManagementBasedMDTPLMNList");
  at.ie(264, reject, "UERadioCapabilityID", radio_capability_id);
  at.held_ie(326, ignore, "TimeSyncAssistanceInfo");
  at.held_ie(328, ignore, "QMCConfigInfo");
  at.held_ie(334, ignore, "TargetNSSAIInformation");
  at.some_ie(335, ignore, "UESliceMaximumBitRateList", slice_rates, Size(1, 8));
  at.held_ie(345, ignore, "FiveG-ProSeAuthorized");
  at.held_ie(346, ignore, "FiveG-ProSeUEPC5AggregateMaximumBitRate");
  at.held_ie(347, ignore, "FiveG-ProSePC5QoSParameters");
  at.condition(!sessions.empty(), 110, reject, ambr);
}

void InitialContextSetupResponse::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(72, ignore, "PDUSessionResourceSetupListCxtRes", set_up, pdu_sessions, setup_response_transfer);
  at.some_ie(55, ignore, "PDUSessionResourceFailedToSetupListCxtRes", failed, pdu_sessions, setup_unsuccessful_transfer);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void InitialContextSetupFailure::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(132, ignore, "PDUSessionResourceFailedToSetupListCxtFail", failed, pdu_sessions, setup_unsuccessful_transfer);
  at.ie(15, ignore, "Cause", cause);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void UeContextReleaseRequest::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(133, reject, "PDUSessionResourceListCxtRelReq", sessions, pdu_sessions);
  at.ie(15, ignore, "Cause", cause);
}

void UeContextReleaseCommand::ies(At& at) {
  at.ie(114, reject, "UE-NGAP-IDs", ids);
  at.ie(15, ignore, "Cause", cause);
}

void UeContextReleaseComplete::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.ie(32, ignore, "InfoOnRecommendedCellsAndRANNodesForPaging", recommended_for_paging);
  at.some_ie(60, reject, "PDUSessionResourceListCxtRelCpl", sessions, pdu_sessions);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.held_ie(207, ignore, "PagingAssisDataforCEcapabUE");
}

void UeContextModificationRequest::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(83, ignore, "RANPagingPriority", ran_paging_priority, Range(1, 256));
  at.ie(94, reject, "SecurityKey", security_key);
  at.ie(31, ignore, "IndexToRFSP", rfsp_index, Range(1, 256, extensible));
  at.ie(110, ignore, "UEAggregateMaximumBitRate", ambr, ue_ambr);
  at.ie(119, reject, "UESecurityCapabilities", security_capabilities);
  at.ie(18, ignore, "CoreNetworkAssistanceInformationForInactive", inactive_assistance);
  at.ie(24, reject, "EmergencyFallbackIndicator", emergency_fallback);
  at.ie(40, reject, "NewAMF-UE-NGAP-ID", new_amf_id);
  at.ie(91, ignore, "RRCInactiveTransitionReportRequest", inactive_report);
  at.ie(162, reject, "NewGUAMI", new_guami);
  at.held_ie(165, ignore, "CNAssistedRANTuning");
  at.ie(177, ignore, "SRVCCOperationPossible", srvcc);
  at.ie(199, ignore, "IAB-Authorized", iab_authorized);
  at.held_ie(216, ignore, "NRV2XServicesAuthorized");
  at.held_ie(215, ignore, "LTEV2XServicesAuthorized");
  at.held_ie(218, ignore, "NRUESidelinkAggregateMaximumBitrate");
  at.held_ie(217, ignore, "LTEUESidelinkAggregateMaximumBitrate");
  at.held_ie(219, ignore, "PC5QoSParameters");
  at.ie(264, reject, "UERadioCapabilityID", radio_capability_id);
  at.held_ie(238, ignore, "RGLevelWirelineAccessCharacteristics");
  at.held_ie(326, ignore, "TimeSyncAssistanceInfo");
  at.held_ie(328, ignore, "QMCConfigInfo");
  at.held_ie(329, ignore, "QMCDeactivation");
  at.some_ie(335, ignore, "UESliceMaximumBitRateList", slice_rates, Size(1, 8));
  at.held_ie(359, ignore, "ManagementBasedMDTPLMNModificationList");
  at.held_ie(345, ignore, "FiveG-ProSeAuthorized");
  at.held_ie(346, ignore, "FiveG-ProSeUEPC5AggregateMaximumBitRate");
  at.held_ie(347, ignore, "FiveG-ProSePC5QoSParameters");
}

void UeContextModificationResponse::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(92, ignore, "RRCState", state);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void UeContextModificationFailure::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(15, ignore, "Cause", cause);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void RrcInactiveTransitionReport::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(92, ignore, "RRCState", state);
  at.ie(121, ignore, "UserLocationInformation", location);
}

void UeRadioCapabilityInfoIndication::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(117, ignore, "UERadioCapability", radio_capability);
  at.ie(118, ignore, "UERadioCapabilityForPaging", radio_capability_for_paging);
  at.ie(265, ignore, "UERadioCapability-EUTRA-Format", radio_capability_eutra);
}

}  // namespace pellucid::ngap
