// The tables of interface_messages.hpp: id, criticality and name of each IE, in the order of ASN.1 17.4.
#include "wire/ngap/interface_messages.hpp"

#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

using enum Criticality;

void NgSetupRequest::ies(At& at) {
  at.ie(27, reject, "GlobalRANNodeID", node);
  at.ie(82, ignore, "RANNodeName", name, name_text);
  at.ie(102, reject, "SupportedTAList", tas, Size(1, 256));
  at.ie(21, ignore, "DefaultPagingDRX", default_drx);
  at.flag_ie(147, ignore, "UERetentionInformation", ues_retained, "ues-retained");
  at.held_ie(204, ignore, "NB-IoT-DefaultPagingDRX");
  at.ie(273, ignore, "Extended-RANNodeName", extended_name, "rANNodeNameVisibleString", "rANNodeNameUTF8String");
}

void NgSetupResponse::ies(At& at) {
  at.ie(1, reject, "AMFName", name, name_text);
  at.ie(96, reject, "ServedGUAMIList", guamis, Size(1, 256));
  at.ie(86, ignore, "RelativeAMFCapacity", relative_capacity, Range(0, 255));
  at.ie(80, reject, "PLMNSupportList", plmns, Size(1, 12));
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.flag_ie(147, ignore, "UERetentionInformation", ues_retained, "ues-retained");
  at.flag_ie(200, ignore, "IAB-Supported", iab_supported, "true");
  at.ie(274, ignore, "Extended-AMFName", extended_name, "aMFNameVisibleString", "aMFNameUTF8String");
}

void NgSetupFailure::ies(At& at) {
  at.ie(15, ignore, "Cause", cause);
  at.ie(107, ignore, "TimeToWait", time_to_wait);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void RanConfigurationUpdate::ies(At& at) {
  at.ie(82, ignore, "RANNodeName", name, name_text);
  at.some_ie(102, reject, "SupportedTAList", tas, Size(1, 256));
  at.ie(21, ignore, "DefaultPagingDRX", default_drx);
  at.ie(27, ignore, "GlobalRANNodeID", node);
  at.some_ie(167, reject, "NGRAN-TNLAssociationToRemoveList", tnl_to_remove, tnl_associations);
  at.held_ie(204, ignore, "NB-IoT-DefaultPagingDRX");
  at.ie(273, ignore, "Extended-RANNodeName", extended_name, "rANNodeNameVisibleString", "rANNodeNameUTF8String");
}

void RanConfigurationUpdateAcknowledge::ies(At& at) { at.ie(19, ignore, "CriticalityDiagnostics", diagnostics); }

void RanConfigurationUpdateFailure::ies(At& at) {
  at.ie(15, ignore, "Cause", cause);
  at.ie(107, ignore, "TimeToWait", time_to_wait);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void AmfConfigurationUpdate::ies(At& at) {
  at.ie(1, reject, "AMFName", name, name_text);
  at.some_ie(96, reject, "ServedGUAMIList", guamis, Size(1, 256));
  at.ie(86, ignore, "RelativeAMFCapacity", relative_capacity, Range(0, 255));
  at.some_ie(80, reject, "PLMNSupportList", plmns, Size(1, 12));
  at.some_ie(6, ignore, "AMF-TNLAssociationToAddList", tnl_to_add, tnl_associations);
  at.some_ie(7, ignore, "AMF-TNLAssociationToRemoveList", tnl_to_remove, tnl_associations);
  at.some_ie(8, ignore, "AMF-TNLAssociationToUpdateList", tnl_to_update, tnl_associations);
  at.ie(274, ignore, "Extended-AMFName", extended_name, "aMFNameVisibleString", "aMFNameUTF8String");
}

void AmfConfigurationUpdateAcknowledge::ies(At& at) {
  at.some_ie(5, ignore, "AMF-TNLAssociationSetupList", tnl_set_up, tnl_associations, Item{"aMF-TNLAssociationAddress"});
  at.some_ie(4, ignore, "AMF-TNLAssociationFailedToSetupList", tnl_failed, tnl_associations);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void AmfConfigurationUpdateFailure::ies(At& at) {
  at.ie(15, ignore, "Cause", cause);
  at.ie(107, ignore, "TimeToWait", time_to_wait);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void AmfStatusIndication::ies(At& at) { at.ie(120, reject, "UnavailableGUAMIList", guamis, Size(1, 256)); }

void NgReset::ies(At& at) {
  at.ie(15, ignore, "Cause", cause);
  at.ie(88, reject, "ResetType", type);
}

void NgResetAcknowledge::ies(At& at) {
  at.some_ie(111, ignore, "UE-associatedLogicalNG-connectionList", connections, Size(1, 65536));
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
}

void ErrorIndication::ies(At& at) {
  at.ie(10, ignore, "AMF-UE-NGAP-ID", amf_id);
  at.ie(85, ignore, "RAN-UE-NGAP-ID", ran_id);
  at.ie(15, ignore, "Cause", cause);
  at.ie(19, ignore, "CriticalityDiagnostics", diagnostics);
  at.ie(26, ignore, "FiveG-S-TMSI", s_tmsi);
}

void OverloadStart::ies(At& at) {
  at.ie(2, reject, "AMFOverloadResponse", action, OneOf{"overloadAction"});
  at.ie(9, ignore, "AMFTrafficLoadReductionIndication", reduction_percent, Range(1, 99));
  at.some_ie(49, ignore, "OverloadStartNSSAIList", slices, Size(1, 1024));
}

void OverloadStop::ies(At&) {}

}  // namespace pellucid::ngap
