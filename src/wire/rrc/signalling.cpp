// The descriptions of what signalling.hpp declares, in its order.
#include "wire/rrc/signalling.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void SecurityConfigSmc::fields(At& at) { at("securityAlgorithmConfig", security_algorithm_config); }
void SecurityModeCommandIes::fields(At& at) {
  at("securityConfigSMC", security_config_smc);
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void SecurityModeCommand::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("securityModeCommand", ies, future);
}
void SecurityModeCompleteIes::fields(At& at) {
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void SecurityModeComplete::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("securityModeComplete", ies, future);
}
void SecurityModeFailureIes::fields(At& at) {
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void SecurityModeFailure::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("securityModeFailure", ies, future);
}
void UlInformationTransferIes::fields(At& at) {
  at("dedicatedNAS-Message", dedicated_nas_message, OctetString());
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void UlInformationTransfer::fields(At& at) { at.critical("ulInformationTransfer", ies, future); }
void DlInformationTransferIes::fields(At& at) {
  at("dedicatedNAS-Message", dedicated_nas_message, OctetString());
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void DlInformationTransfer::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("dlInformationTransfer", ies, future);
}
void UeCapabilityRatRequest::fields(At& at) {
  at("rat-Type", rat_type, words::rat_type);
  at("capabilityRequestFilter", capability_request_filter, OctetString());
}
void UeCapabilityEnquiryIes::fields(At& at) {
  at("ue-CapabilityRAT-RequestList", ue_capability_rat_request_list, Size(1, 8));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at("ue-CapabilityEnquiryExt", ue_capability_enquiry_ext, OctetString());
}
void UeCapabilityEnquiry::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("ueCapabilityEnquiry", ies, future);
}
void UeCapabilityRatContainer::fields(At& at) {
  at("rat-Type", rat_type, words::rat_type);
  at("ue-CapabilityRAT-Container", ue_capability_rat_container, OctetString());
}
void UeCapabilityInformationIes::fields(At& at) {
  at("ue-CapabilityRAT-ContainerList", ue_capability_rat_container_list, Size(0, 8));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void UeCapabilityInformation::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("ueCapabilityInformation", ies, future);
}
void DrbCountMsbInfo::fields(At& at) {
  at("drb-Identity", drb_identity, Range(1, 32));
  at("countMSB-Uplink", count_msb_uplink, Range(0, 33554431));
  at("countMSB-Downlink", count_msb_downlink, Range(0, 33554431));
}
void CounterCheckIes::fields(At& at) {
  at("drb-CountMSB-InfoList", drb_count_msb_info_list, Size(1, 29));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void CounterCheck::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("counterCheck", ies, future);
}
void DrbCountInfo::fields(At& at) {
  at("drb-Identity", drb_identity, Range(1, 32));
  at("count-Uplink", count_uplink, Range(0, 4294967295));
  at("count-Downlink", count_downlink, Range(0, 4294967295));
}
void CounterCheckResponseIes::fields(At& at) {
  at("drb-CountInfoList", drb_count_info_list, Size(0, 29));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void CounterCheckResponse::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("counterCheckResponse", ies, future);
}
void RrcSystemInfoRequestIes::fields(At& at) {
  at("requested-SI-List", requested_si_list, BitField(32));
  at("spare", spare, BitField(12));
}
void RrcSystemInfoRequest::fields(At& at) { at.critical("rrcSystemInfoRequest", ies, future); }
void PagingUeIdentity::options(At& at) {
  at.option<0>(choice, "ng-5G-S-TMSI", BitField(48));
  at.option<1>(choice, "fullI-RNTI", BitField(40));
}
void PagingRecord::fields(At& at) {
  at("ue-Identity", ue_identity);
  at.flag("accessType", access_type, "non3GPP");
}
void Paging::fields(At& at) {
  at.some("pagingRecordList", paging_record_list, Size(1, 32));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}

}  // namespace pellucid::rrc
