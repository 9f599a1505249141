// The descriptions of the information elements (ASN.1 17.4), in the order of ies.hpp.
#include "wire/ngap/ies.hpp"

#include <algorithm>
#include <cstdio>

#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

using enum Criticality;

namespace {

constexpr Size slice_count{1, 1024};
constexpr Size area_count{1, 16};

/// A BIT STRING (SIZE(lower..upper)) of at most 32 bits whose length counts.
struct VariableBits {
  Size size;
};
struct BitsAndLength {
  std::uint32_t& value;
  std::uint8_t& bits;
};
void per(At& at, BitsAndLength& v, const VariableBits& spec) {
  if (at.printing()) return at.show(Tree(v.value));
  codec::BitString string;
  string.count = std::min<std::size_t>(v.bits, 32);  // one that is too long or too short is found below
  auto left = string.count ? std::uint64_t(v.value) << (64 - string.count) : 0;
  auto octets = big_endian<8>(left);
  string.octets.assign(octets.begin(), octets.begin() + std::ptrdiff_t((string.count + 7) / 8));
  at.bit_string(string, spec.size);
  if (at.writing() || at.failed()) return;
  v.bits = std::uint8_t(string.count);
  v.value = std::uint32_t(from_big_endian(string.octets) >> (string.octets.size() * 8 - string.count));
}

}  // namespace

// ---- Names of nodes and places ---------------------------------------------------------------------------------------

void GlobalGnbId::fields(At& at) {
  BitsAndLength id_and_length{id, this->bits};
  at("pLMNIdentity", plmn);
  at("gNB-ID", id_and_length, OneOf{"gNB-ID"}, VariableBits{{22, 32}});
}

namespace {
struct NgEnbIdChoice {
  GlobalNgEnbId& v;
};
void per(At& at, NgEnbIdChoice& choice) {
  static constexpr const char* names[] = {"macroNgENB-ID", "shortMacroNgENB-ID", "longMacroNgENB-ID"};
  static constexpr unsigned lengths[] = {20, 18, 21};
  auto index = std::uint64_t(choice.v.type);
  at.choose(index, 4, 3);
  if (at.failed()) return;
  if (index == 3) return at.skip_choice_extension();
  choice.v.type = GlobalNgEnbId::Type(index);
  at.value(choice.v.id, Bits{lengths[index]});
  if (at.printing()) at.show(Tree(Tree::Object{{names[index], at.take_tree()}}));
}
}  // namespace
void GlobalNgEnbId::fields(At& at) {
  NgEnbIdChoice choice{*this};
  at("pLMNIdentity", plmn);
  at("ngENB-ID", choice);
}

void GlobalN3iwfId::fields(At& at) {
  at("pLMNIdentity", plmn);
  at("n3IWF-ID", id, OneOf{"n3IWF-ID"}, Bits{16});
}

void per(At& at, GlobalRanNodeId& v) { at.choice(v, {"globalGNB-ID", "globalNgENB-ID", "globalN3IWF-ID", "choice-Extensions"}, 3); }
void per(At& at, NgranCgi& v) { at.choice(v, {"nR-CGI", "eUTRA-CGI", "choice-Extensions"}, 2); }
void per(At& at, PagingTarget& v) { at.choice(v, {"globalRANNodeID", "tAI", "choice-Extensions"}, 2); }
void per(At& at, TargetId& v) { at.choice(v, {"targetRANNodeID", "targeteNB-ID", "choice-Extensions"}, 2); }
void per(At& at, UserLocation& v) {
  at.choice(v, {"userLocationInformationEUTRA", "userLocationInformationNR", "userLocationInformationN3IWF", "choice-Extensions"}, 3);
}

std::string text(const GlobalRanNodeId& node) {
  auto format = [](const char* kind, const Plmn& plmn, unsigned id, unsigned bits) {
    char out[64];
    std::snprintf(out, sizeof out, "%s %s/%0*x/%u", kind, plmn.text().c_str(), int(bits + 3) / 4, id, bits);
    return std::string(out);
  };
  if (auto* gnb = std::get_if<GlobalGnbId>(&node)) return format("gnb", gnb->plmn, gnb->id, gnb->bits);
  if (auto* enb = std::get_if<GlobalNgEnbId>(&node)) {
    static constexpr unsigned lengths[] = {20, 18, 21};
    return format("ng-enb", enb->plmn, enb->id, lengths[std::size_t(enb->type) % 3]);
  }
  if (auto* n3iwf = std::get_if<GlobalN3iwfId>(&node)) return format("n3iwf", n3iwf->plmn, n3iwf->id, 16);
  auto& other = std::get<ChoiceExtension>(node);
  return "node-type-" + std::to_string(other.id) + " " + hex(other.value);
}

// ---- Interface management --------------------------------------------------------------------------------------------

void BroadcastPlmn::fields(At& at) {
  at("pLMNIdentity", plmn);
  at("tAISliceSupportList", slices, slice_count, snssai_item);
  at.held_extension(258, reject, "NPN-Support");
  at.some_extension(271, reject, "ExtendedTAISliceSupportList", more_slices, Size(1, 65535), snssai_item);
  at.held_extension(353, ignore, "TAINSAGSupportList");
}
void SupportedTa::fields(At& at) {
  at("tAC", tac);
  at("broadcastPLMNList", plmns, Size(1, 12));
  at.held_extension(272, ignore, "ConfiguredTACIndication");
  at.extension(179, reject, "RAT-Information", rat);
}
void ServedGuami::fields(At& at) {
  at("gUAMI", guami);
  at("backupAMFName", backup_amf, name_text);
  at.held_extension(176, ignore, "GUAMIType");
}
void PlmnSupport::fields(At& at) {
  at("pLMNIdentity", plmn);
  at("sliceSupportList", slices, slice_count, snssai_item);
  at.held_extension(258, reject, "NPN-Support");
  at.some_extension(270, reject, "ExtendedSliceSupportList", more_slices, Size(1, 65535), snssai_item);
  at.held_extension(325, ignore, "OnboardingSupport");
}
void ExtendedName::fields(At& at, const char* visible_name, const char* utf8_name) {
  constexpr Size size{1, 150, extensible};
  at(visible_name, visible, codec::Text{codec::Alphabet::visible, size});
  at(utf8_name, utf8, codec::Text{codec::Alphabet::utf8, size});
}
void TnlToAdd::fields(At& at) {
  at("aMF-TNLAssociationAddress", address);
  at("tNLAssociationUsage", usage);
  at("tNLAddressWeightFactor", weight, Range(0, 255));
}
void TnlToUpdate::fields(At& at) {
  at("aMF-TNLAssociationAddress", address);
  at("tNLAssociationUsage", usage);
  at("tNLAddressWeightFactor", weight, Range(0, 255));
}
void TnlToRemove::fields(At& at) {
  at("aMF-TNLAssociationAddress", amf);
  at.extension(168, reject, "TNLAssociationTransportLayerAddressNGRAN", ran);
}
void RanTnlToRemove::fields(At& at) {
  at("tNLAssociationTransportLayerAddress", ran);
  at("tNLAssociationTransportLayerAddressAMF", amf);
}
void TnlFailed::fields(At& at) {
  at("tNLAssociationAddress", address);
  at("cause", cause);
}

void CriticalityDiagnostics::fields(At& at) {
  at("procedureCode", procedure, Range(0, 255));
  at("triggeringMessage", triggering);
  at("procedureCriticality", criticality);
  at.some("iEsCriticalityDiagnostics", ies, Size(1, 256));
}

void SliceOverload::fields(At& at) {
  at("sliceOverloadList", slices, slice_count, snssai_item);
  at("sliceOverloadResponse", action, OneOf{"overloadAction"});
  at("sliceTrafficLoadReductionIndication", reduction_percent, Range(1, 99));
}
void UnavailableGuami::fields(At& at) {
  at("gUAMI", guami);
  at.flag("timerApproachForGUAMIRemoval", apply_timer, "apply-timer");
  at("backupAMFName", backup_amf, name_text);
}

// ---- The UE ----------------------------------------------------------------------------------------------------------

void UserLocationNr::fields(At& at) {
  at("nR-CGI", cell);
  at("tAI", tai);
  at("timeStamp", time, Bits{32});
  at.held_extension(149, ignore, "PSCellInformation");
  at.extension(263, reject, "NID", nid, Bits{44});
  at.held_extension(287, ignore, "NRNTNTAIInformation");
}
void UserLocationEutra::fields(At& at) {
  at("eUTRA-CGI", cell);
  at("tAI", tai);
  at("timeStamp", time, Bits{32});
  at.held_extension(149, ignore, "PSCellInformation");
}
void UserLocationN3iwf::fields(At& at) {
  at("iPAddress", address);
  at("portNumber", port, Bits{16});
  at.extension(213, ignore, "TAI", tai);
}
std::optional<Tai> tai_of(const UserLocation& location) {
  if (auto* nr = std::get_if<UserLocationNr>(&location)) return nr->tai;
  if (auto* eutra = std::get_if<UserLocationEutra>(&location)) return eutra->tai;
  if (auto* n3iwf = std::get_if<UserLocationN3iwf>(&location)) return n3iwf->tai;
  return {};
}

void UeSecurityCapabilities::fields(At& at) {
  constexpr Bits algorithms{16, extensible, true};
  at("nRencryptionAlgorithms", nr_encryption, algorithms);
  at("nRintegrityProtectionAlgorithms", nr_integrity, algorithms);
  at("eUTRAencryptionAlgorithms", eutra_encryption, algorithms);
  at("eUTRAintegrityProtectionAlgorithms", eutra_integrity, algorithms);
}
void SecurityContext::fields(At& at) {
  at("nextHopChainingCount", next_hop_chaining_count, Range(0, 7));
  at("nextHopNH", next_hop);
}

void ExpectedUeActivity::fields(At& at) {
  constexpr Range period{1, 181, extensible};
  at("expectedActivityPeriod", active_period_s, period);
  at("expectedIdlePeriod", idle_period_s, period);
  at("sourceOfUEActivityBehaviourInformation", source);
}
void VisitedCell::fields(At& at) {
  at("nGRAN-CGI", cell);
  at("timeStayedInCell", stayed_s, Range(0, 4095));
}
void ExpectedUeBehaviour::fields(At& at) {
  at("expectedUEActivityBehaviour", activity);
  at("expectedHOInterval", ho_interval);
  at("expectedUEMobility", mobility);
  at.some("expectedUEMovingTrajectory", trajectory, Size(1, 16));
}
void InactiveAssistance::fields(At& at) {
  at("uEIdentityIndexValue", ue_identity_index, OneOf{"indexLength10"}, Bits{10});
  at("uESpecificDRX", drx);
  at("periodicRegistrationUpdateTimer", periodic_registration_timer, Bits{8});
  at.flag("mICOModeIndication", mico, "true");
  at("tAIListForInactive", tais, Size(1, 16), tai_item);
  at("expectedUEBehaviour", expected);
  at.held_extension(223, ignore, "EUTRA-PagingeDRXInformation");
  at.held_extension(280, ignore, "ExtendedUEIdentityIndexValue");
  at.held_extension(118, ignore, "UERadioCapabilityForPaging");
  at.held_extension(282, ignore, "MicoAllPLMN");
  at.held_extension(332, ignore, "NR-PagingeDRXInformation");
  at.held_extension(343, ignore, "PagingCauseIndicationForVoiceService");
  at.held_extension(344, ignore, "PEIPSassistanceInformation");
}

void RatRestriction::fields(At& at) {
  at("pLMNIdentity", plmn);
  at("rATRestrictionInformation", restricted, Bits{8, extensible});
  at.held_extension(180, ignore, "ExtendedRATRestrictionInformation");
}
void ForbiddenArea::fields(At& at) {
  at("pLMNIdentity", plmn);
  at("forbiddenTACs", tacs, Size(1, 4096));
}
void ServiceArea::fields(At& at) {
  at("pLMNIdentity", plmn);
  at.some("allowedTACs", allowed, area_count);
  at.some("notAllowedTACs", not_allowed, area_count);
}
void MobilityRestrictions::fields(At& at) {
  at("servingPLMN", serving);
  at.some("equivalentPLMNs", equivalent, Size(1, 15));
  at.some("rATRestrictions", rat, Size(1, 16));
  at.some("forbiddenAreaInformation", forbidden, Size(1, 16));
  at.some("serviceAreaInformation", service, Size(1, 16));
  at.held_extension(150, ignore, "LastEUTRAN-PLMNIdentity");
  at.held_extension(161, ignore, "CNTypeRestrictionsForServing");
  at.held_extension(160, ignore, "CNTypeRestrictionsForEquivalent");
  at.held_extension(261, reject, "NPN-MobilityInformation");
}

void EmergencyFallback::fields(At& at) {
  at.must("emergencyFallbackRequestIndicator", "emergency-fallback-requested");
  at("emergencyServiceTargetCN", target);
}
void RadioCapabilityForPaging::fields(At& at) {
  at("uERadioCapabilityForPagingOfNR", nr);
  at("uERadioCapabilityForPagingOfEUTRA", eutra);
  at.held_extension(214, ignore, "UERadioCapabilityForPagingOfNB-IoT");
}

void RecommendedCells::fields(At& at) { at("recommendedCellList", cells, Size(1, 16)); }
void RecommendedNode::fields(At& at) { at("aMFPagingTarget", target); }
void RecommendedNodes::fields(At& at) { at("recommendedRANNodeList", nodes, Size(1, 16)); }
void RecommendedForPaging::fields(At& at) {
  at("recommendedCellsForPaging", cells);
  at("recommendRANNodesForPaging", nodes);
}
void PagingAttempt::fields(At& at) {
  at("pagingAttemptCount", count, Range(1, 16, extensible));
  at("intendedNumberOfPagingAttempts", intended, Range(1, 16, extensible));
  at("nextPagingAreaScope", next_area);
}
void PagingAssistanceCells::fields(At& at) { at("recommendedCellsForPaging", recommended); }
void PagingAssistance::fields(At& at) {
  at("assistanceDataForRecommendedCells", cells);
  at("pagingAttemptInformation", attempt);
  at.held_extension(260, ignore, "NPN-PagingAssistanceInformation");
  at.held_extension(207, ignore, "PagingAssisDataforCEcapabUE");
}

// ---- PDU sessions in messages ----------------------------------------------------------------------------------------

void PduSessionItem::fields(At& at, const TransferType& transfer_type) {
  at("pDUSessionID", id);
  at(transfer_type.name, transfer, transfer_type);
}
void PduSessionSetup::fields(At& at, const char* nas_name) {
  at("pDUSessionID", id);
  at(nas_name, nas, nas_pdu);
  at("s-NSSAI", slice);
  at("pDUSessionResourceSetupRequestTransfer", transfer, setup_request_transfer);
  at.held_extension(281, ignore, "PduSessionExpectedUEActivityBehaviour");
}
void PduSessionHandover::fields(At& at) {
  at("pDUSessionID", id);
  at("s-NSSAI", slice);
  at("handoverRequestTransfer", transfer, setup_request_transfer);
  at.held_extension(281, ignore, "PduSessionExpectedUEActivityBehaviour");
}
void PduSessionModify::fields(At& at) {
  at("pDUSessionID", id);
  at("nAS-PDU", nas, nas_pdu);
  at("pDUSessionResourceModifyRequestTransfer", transfer, modify_request_transfer);
  at.extension(148, reject, "S-NSSAI", slice);
  at.held_extension(281, ignore, "PduSessionExpectedUEActivityBehaviour");
}
void PduSessionRef::fields(At& at) {
  at("pDUSessionID", id);
  at.extension(145, ignore, "PDUSessionResourceReleaseResponseTransfer", release_transfer, release_response_transfer);
}

// ---- Mobility --------------------------------------------------------------------------------------------------------

void TargetRanNode::fields(At& at) {
  at("globalRANNodeID", node);
  at("selectedTAI", tai);
}
void TargetEnb::fields(At& at) {
  at("globalENB-ID", enb);
  at("selected-EPS-TAI", tai);
}
void AmfReroute::fields(At& at) {
  at("configuredNSSAI", configured_nssai);
  at("rejectedNSSAIinPLMN", rejected_in_plmn);
  at("rejectedNSSAIinTA", rejected_in_ta);
}

}  // namespace pellucid::ngap
