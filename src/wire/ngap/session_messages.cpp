// The tables of session_messages.hpp: id, criticality and name of each IE, in the order of ASN.1 17.4.
#include "wire/ngap/session_messages.hpp"

#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

using enum Criticality;

void PduSessionResourceSetupRequest::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(83, ignore, "RANPagingPriority", ran_paging_priority, Range(1, 256));
  at.ie(38, reject, "NAS-PDU", nas, nas_pdu);
  at.ie(74, reject, "PDUSessionResourceSetupListSUReq", sessions, pdu_sessions, "pDUSessionNAS-PDU");
  at.ie(110, ignore, "UEAggregateMaximumBitRate", ambr, ue_ambr);
  at.some_ie(335, ignore, "UESliceMaximumBitRateList", slice_rates, Size(1, 8));
}

void PduSessionResourceSetupResponse::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(75, ignore, "PDUSessionResourceSetupListSURes", set_up, pdu_sessions, setup_response_transfer);
  at.some_ie(58, ignore, "PDUSessionResourceFailedToSetupListSURes", failed, pdu_sessions, setup_unsuccessful_transfer);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.ie(121, ignore, "UserLocationInformation", location);
}

void PduSessionResourceReleaseCommand::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(83, ignore, "RANPagingPriority", ran_paging_priority, Range(1, 256));
  at.ie(38, ignore, "NAS-PDU", nas, nas_pdu);
  at.ie(79, reject, "PDUSessionResourceToReleaseListRelCmd", sessions, pdu_sessions, release_command_transfer);
}

void PduSessionResourceReleaseResponse::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(70, ignore, "PDUSessionResourceReleasedListRelRes", released, pdu_sessions, release_response_transfer);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void PduSessionResourceModifyRequest::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(83, ignore, "RANPagingPriority", ran_paging_priority, Range(1, 256));
  at.ie(64, reject, "PDUSessionResourceModifyListModReq", sessions, pdu_sessions);
}

void PduSessionResourceModifyResponse::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(65, ignore, "PDUSessionResourceModifyListModRes", modified, pdu_sessions, modify_response_transfer);
  at.some_ie(54, ignore, "PDUSessionResourceFailedToModifyListModRes", failed, pdu_sessions, modify_unsuccessful_transfer);
  at.ie(121, ignore, "UserLocationInformation", location);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void PduSessionResourceNotify::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(66, reject, "PDUSessionResourceNotifyList", notified, pdu_sessions, notify_transfer);
  at.some_ie(67, ignore, "PDUSessionResourceReleasedListNot", released, pdu_sessions, notify_released_transfer);
  at.ie(121, ignore, "UserLocationInformation", location);
}

void PduSessionResourceModifyIndication::ies(At& at) {
  at.ie(10, reject, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, reject, "RAN-UE-NGAP-ID", ran_id);
  at.ie(63, reject, "PDUSessionResourceModifyListModInd", sessions, pdu_sessions, modify_indication_transfer);
  at.ie(121, ignore, "UserLocationInformation", location);
}

void PduSessionResourceModifyConfirm::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.some_ie(62, ignore, "PDUSessionResourceModifyListModCfm", confirmed, pdu_sessions, modify_confirm_transfer);
  at.some_ie(131, ignore, "PDUSessionResourceFailedToModifyListModCfm", failed, pdu_sessions, modify_indication_unsuccessful_transfer);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

}  // namespace pellucid::ngap
