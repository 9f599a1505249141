// The tables of mobility_messages.hpp: id, criticality and name of each IE, in the order of ASN.1 17.4.
#include "wire/ngap/mobility_messages.hpp"

#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

using enum Criticality;

void HandoverRequired::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(29, reject, "HandoverType", type);
  at.ie(15, ignore, "Cause", cause);
  at.ie(105, reject, "TargetID", target);
  at.flag_ie(22, ignore, "DirectForwardingPathAvailability", direct_forwarding, "direct-path-available");
  at.ie(61, reject, "PDUSessionResourceListHORqd", sessions, pdu_sessions, handover_required_transfer);
  at.ie(101, reject, "SourceToTarget-TransparentContainer", source_to_target);
}

void HandoverCommand::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(29, reject, "HandoverType", type);
  at.ie(39, reject, "NASSecurityParametersFromNGRAN", nas_security_parameters);
  at.some_ie(59, ignore, "PDUSessionResourceHandoverList", sessions, pdu_sessions, handover_command_transfer);
  at.some_ie(78, ignore, "PDUSessionResourceToReleaseListHOCmd", released, pdu_sessions, handover_preparation_unsuccessful_transfer);
  at.ie(106, reject, "TargetToSource-TransparentContainer", target_to_source);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.condition(type == HandoverType::fivegs_to_eps, 39, reject, nas_security_parameters);
}

void HandoverPreparationFailure::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(15, ignore, "Cause", cause);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.ie(262, ignore, "TargettoSource-Failure-TransparentContainer", target_to_source_failure);
}

void HandoverRequest::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(29, reject, "HandoverType", type);
  at.ie(15, ignore, "Cause", cause);
  at.ie(110, reject, "UEAggregateMaximumBitRate", ambr, ue_ambr);
  at.ie(18, ignore, "CoreNetworkAssistanceInformationForInactive", inactive_assistance);
  at.ie(119, reject, "UESecurityCapabilities", security_capabilities);
  at.ie(93, reject, "SecurityContext", security_context);
  at.flag_ie(41, reject, "NewSecurityContextInd", new_security_context, "true");
  at.ie(37, reject, "NASC", nas_container, nas_pdu);
  at.ie(73, reject, "PDUSessionResourceSetupListHOReq", sessions, pdu_sessions);
  at.ie(0, reject, "AllowedNSSAI", allowed_nssai, Size(1, 8), snssai_item);
  at.held_ie(108, ignore, "TraceActivation");
  at.ie(34, ignore, "MaskedIMEISV", masked_imeisv);
  at.ie(101, reject, "SourceToTarget-TransparentContainer", source_to_target);
  at.ie(36, ignore, "MobilityRestrictionList", mobility_restrictions);
  at.held_ie(33, ignore, "LocationReportingRequestType");
  at.ie(91, ignore, "RRCInactiveTransitionReportRequest", inactive_report);
  at.ie(28, reject, "GUAMI", guami);
  at.ie(146, ignore, "RedirectionVoiceFallback", redirection_voice_fallback);
  at.held_ie(165, ignore, "CNAssistedRANTuning");
  at.ie(177, ignore, "SRVCCOperationPossible", srvcc);
  at.ie(199, reject, "IAB-Authorized", iab_authorized);
  at.held_ie(205, ignore, "Enhanced-CoverageRestriction");
  at.held_ie(209, ignore, "UE-DifferentiationInfo");
  at.held_ie(216, ignore, "NRV2XServicesAuthorized");
  at.held_ie(215, ignore, "LTEV2XServicesAuthorized");
  at.held_ie(218, ignore, "NRUESidelinkAggregateMaximumBitrate");
  at.held_ie(217, ignore, "LTEUESidelinkAggregateMaximumBitrate");
  at.held_ie(219, ignore, "PC5QoSParameters");
  at.held_ie(222, ignore, "CEmodeBrestricted");
  at.held_ie(234, ignore, "UE-UP-CIoT-Support");
  at.held_ie(254, ignore, "ManagementBasedMDTPLMNList");
  at.ie(264, reject, "UERadioCapabilityID", radio_capability_id);
  at.held_ie(206, ignore, "Extended-ConnectedTime");
  at.held_ie(326, ignore, "TimeSyncAssistanceInfo");
  at.some_ie(335, ignore, "UESliceMaximumBitRateList", slice_rates, Size(1, 8));
  at.held_ie(345, ignore, "FiveG-ProSeAuthorized");
  at.held_ie(346, ignore, "FiveG-ProSeUEPC5AggregateMaximumBitRate");
  at.held_ie(347, ignore, "FiveG-ProSePC5QoSParameters");
}

void HandoverRequestAcknowledge::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(53, ignore, "PDUSessionResourceAdmittedList", admitted, pdu_sessions, handover_request_acknowledge_transfer);
  at.some_ie(56, ignore, "PDUSessionResourceFailedToSetupListHOAck", failed, pdu_sessions,
             handover_resource_allocation_unsuccessful_transfer);
  at.ie(106, reject, "TargetToSource-TransparentContainer", target_to_source);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.ie(259, reject, "NPN-AccessInformation", npn_access);
  at.flag_ie(333, ignore, "RedCapIndication", redcap, "redcap");
}

void HandoverFailure::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(15, ignore, "Cause", cause);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.ie(262, ignore, "TargettoSource-Failure-TransparentContainer", target_to_source_failure);
}

void HandoverNotify::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.flag_ie(269, ignore, "NotifySourceNGRANNode", notify_source, "notifySource");
}

void HandoverCancel::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(15, ignore, "Cause", cause);
}

void HandoverCancelAcknowledge::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void PathSwitchRequest::ies(At& at) {
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(100, reject, "SourceAMF-UE-NGAP-ID", source_amf_id);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.ie(119, ignore, "UESecurityCapabilities", security_capabilities);
  at.ie(76, reject, "PDUSessionResourceToBeSwitchedDLList", sessions, pdu_sessions, path_switch_request_transfer);
  at.some_ie(57, ignore, "PDUSessionResourceFailedToSetupListPSReq", failed, pdu_sessions, path_switch_request_setup_failed_transfer);
  at.ie(237, ignore, "RRC-Resume-Cause", resume_cause);
  at.flag_ie(333, ignore, "RedCapIndication", redcap, "redcap");
}

void PathSwitchRequestAcknowledge::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(119, reject, "UESecurityCapabilities", security_capabilities);
  at.ie(93, reject, "SecurityContext", security_context);
  at.flag_ie(41, reject, "NewSecurityContextInd", new_security_context, "true");
  at.ie(77, ignore, "PDUSessionResourceSwitchedList", switched, pdu_sessions, path_switch_request_acknowledge_transfer);
  at.some_ie(68, ignore, "PDUSessionResourceReleasedListPSAck", released, pdu_sessions, path_switch_request_unsuccessful_transfer);
  at.ie(0, reject, "AllowedNSSAI", allowed_nssai, Size(1, 8), snssai_item);
  at.ie(18, ignore, "CoreNetworkAssistanceInformationForInactive", inactive_assistance);
  at.ie(91, ignore, "RRCInactiveTransitionReportRequest", inactive_report);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.ie(146, ignore, "RedirectionVoiceFallback", redirection_voice_fallback);
  at.held_ie(165, ignore, "CNAssistedRANTuning");
  at.ie(177, ignore, "SRVCCOperationPossible", srvcc);
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
  at.ie(264, reject, "UERadioCapabilityID", radio_capability_id);
  at.held_ie(254, ignore, "ManagementBasedMDTPLMNList");
  at.held_ie(326, ignore, "TimeSyncAssistanceInfo");
  at.held_ie(345, ignore, "FiveG-ProSeAuthorized");
  at.held_ie(346, ignore, "FiveG-ProSeUEPC5AggregateMaximumBitRate");
  at.held_ie(347, ignore, "FiveG-ProSePC5QoSParameters");
  at.held_ie(359, ignore, "ManagementBasedMDTPLMNModificationList");
}

void PathSwitchRequestFailure::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(69, ignore, "PDUSessionResourceReleasedListPSFail", released, pdu_sessions, path_switch_request_unsuccessful_transfer);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void UplinkRanStatusTransfer::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(84, reject, "RANStatusTransfer-TransparentContainer", container, open_type);
}

void DownlinkRanStatusTransfer::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(84, reject, "RANStatusTransfer-TransparentContainer", container, open_type);
}

}  // namespace pellucid::ngap
