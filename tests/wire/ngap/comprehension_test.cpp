// What is wrong with a PDU, and what is answered (TS 38.413 §10). PDUs are put together by hand.
#include <gtest/gtest.h>

#include "wire/ngap/messages.hpp"
#include "wire/ngap/transfers.hpp"

using namespace pellucid;
using ngap::CauseProtocol;
using ngap::Criticality;
using ngap::Diagnostics;
using ngap::Kind;
using ngap::TypeOfError;
using Verdict = Diagnostics::Verdict;

namespace {

/// An IE: id, criticality (0 reject, 1 ignore, 2 notify), content.
struct Ie {
  std::uint16_t id;
  unsigned criticality;
  std::string content;
};
Bytes pdu(unsigned kind, std::uint8_t procedure, unsigned criticality, const std::vector<Ie>& ies) {
  Bytes content{0};
  append(content, big_endian<2>(ies.size()));
  for (auto& ie : ies) {
    auto value = *from_hex(ie.content);
    append(content, big_endian<2>(ie.id));
    content.push_back(std::uint8_t(ie.criticality << 6));
    content.push_back(std::uint8_t(value.size()));
    append(content, value);
  }
  Bytes out{std::uint8_t(kind << 5), procedure, std::uint8_t(criticality << 6), std::uint8_t(content.size())};
  append(out, content);
  return out;
}

const Ie amf_id{10, 0, "0007"}, ran_id{85, 0, "0003"}, nas{38, 0, "047e005c00"}, cause{15, 1, "0280"};
const Ie location{121, 1,
                  "4099f9070000000100"
                  "99f907000001"};
const Ie unknown_reject{4000, 0, "01"}, unknown_ignore{4001, 1, "0203"}, unknown_notify{4002, 2, "04"};

ngap::Received received(const Bytes& octets) {
  auto out = ngap::decode(octets);
  EXPECT_TRUE(out) << hex(octets) << " " << text(out.error());
  return out ? std::move(*out) : ngap::Received{};
}
std::vector<ngap::CriticalityDiagnostics::Item> items(std::initializer_list<ngap::CriticalityDiagnostics::Item> list) { return list; }

TEST(Comprehension, AGoodMessageIsClean) {
  auto r = received(pdu(0, 46, 1, {amf_id, ran_id, nas, location}));
  EXPECT_TRUE(r.diagnostics.clean()) << r.diagnostics.text();
  EXPECT_EQ(r.diagnostics.verdict(), Verdict::proceed);
  EXPECT_FALSE(ngap::answer_to_errors(r));
  auto* m = r.pdu.get<ngap::UplinkNasTransport>();
  ASSERT_TRUE(m);
  EXPECT_EQ(m->amf_id, AmfUeNgapId(7));
  EXPECT_EQ(ngap::amf_ue_id(r.pdu), AmfUeNgapId(7));
  EXPECT_EQ(ngap::ran_ue_id(r.pdu), RanUeNgapId(3));
  ASSERT_EQ(ngap::nas_in(r.pdu).size(), 1u);
  EXPECT_EQ(hex(ngap::nas_in(r.pdu)[0]), "7e005c00");
  EXPECT_EQ(ngap::tai_of(m->location)->text(), "999-70/1");
}

TEST(Comprehension, UnknownIesAreKeptInTheirPlaces) {
  auto octets = pdu(0, 46, 1, {unknown_ignore, amf_id, ran_id, unknown_ignore, nas, location, unknown_ignore});
  auto r = received(octets);
  EXPECT_EQ(r.diagnostics.verdict(), Verdict::proceed);
  EXPECT_EQ(r.diagnostics.items.size(), 3u);
  EXPECT_TRUE(r.diagnostics.for_response().ies.empty());
  EXPECT_EQ(hex(ngap::encode(r.pdu)), hex(octets));
  EXPECT_EQ(ngap::show(r.pdu).find_deep("IE 4001")->text(), "0203");
}

TEST(Comprehension, UnknownNotifyIsReportedAndTheRestExecuted) {
  auto r = received(pdu(0, 46, 1, {amf_id, ran_id, nas, location, unknown_notify}));
  EXPECT_EQ(r.diagnostics.verdict(), Verdict::proceed_and_report);
  auto answer = ngap::answer_to_errors(r);  // uplink NAS transport has no response
  ASSERT_TRUE(answer);
  auto* error = answer->get<ngap::ErrorIndication>();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, ngap::Cause(CauseProtocol::abstract_syntax_error_ignore_and_notify));
  EXPECT_EQ(error->amf_id, AmfUeNgapId(7));
  EXPECT_EQ(error->ran_id, RanUeNgapId(3));
  ASSERT_TRUE(error->diagnostics);
  EXPECT_EQ(error->diagnostics->procedure, 46);
  EXPECT_EQ(error->diagnostics->triggering, Kind::initiating);
  EXPECT_EQ(error->diagnostics->criticality, Criticality::ignore);
  EXPECT_EQ(error->diagnostics->ies, items({{Criticality::notify, 4002, TypeOfError::not_understood}}));
}

TEST(Comprehension, NotifyInARequestWithAResponseIsToldInTheResponse) {
  auto r = received(pdu(0, 10, 0, {amf_id, ran_id, cause, unknown_notify}));  // handover cancel
  EXPECT_EQ(r.diagnostics.verdict(), Verdict::proceed_and_report);
  EXPECT_FALSE(ngap::answer_to_errors(r));
  EXPECT_EQ(r.diagnostics.for_response().ies.size(), 1u);
  EXPECT_FALSE(r.diagnostics.for_response().procedure);
}

TEST(Comprehension, UnknownRejectBecomesTheUnsuccessfulOutcome) {
  // Handover required without its mandatory IEs and with an IE that nobody knows.
  auto r = received(pdu(0, 12, 0, {amf_id, ran_id, unknown_reject}));
  EXPECT_EQ(r.diagnostics.verdict(), Verdict::reject);
  auto answer = ngap::answer_to_errors(r);
  ASSERT_TRUE(answer);
  auto* failure = answer->get<ngap::HandoverPreparationFailure>();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->amf_id, AmfUeNgapId(7));
  EXPECT_EQ(failure->cause, ngap::Cause(CauseProtocol::abstract_syntax_error_reject));
  ASSERT_TRUE(failure->diagnostics);
  EXPECT_EQ(failure->diagnostics->ies, items({{Criticality::reject, 29, TypeOfError::missing},
                                              {Criticality::reject, 105, TypeOfError::missing},
                                              {Criticality::reject, 61, TypeOfError::missing},
                                              {Criticality::reject, 101, TypeOfError::missing},
                                              {Criticality::reject, 4000, TypeOfError::not_understood}}));
}

TEST(Comprehension, WithoutAnOutcomeOrTheIdsForItThereIsAnErrorIndication) {
  auto no_outcome = ngap::answer_to_errors(received(pdu(0, 46, 1, {amf_id, ran_id, nas, location, unknown_reject})));
  ASSERT_TRUE(no_outcome && no_outcome->get<ngap::ErrorIndication>());
  auto no_id = ngap::answer_to_errors(received(pdu(0, 12, 0, {ran_id, unknown_reject})));
  ASSERT_TRUE(no_id && no_id->get<ngap::ErrorIndication>());
  EXPECT_FALSE(no_id->get<ngap::ErrorIndication>()->amf_id);
  EXPECT_EQ(no_id->get<ngap::ErrorIndication>()->ran_id, RanUeNgapId(3));
}

TEST(Comprehension, MissingIesByTheirOwnCriticality) {
  auto ignored = received(pdu(0, 42, 1, {amf_id, ran_id}));  // UE context release request without its cause
  EXPECT_EQ(ignored.diagnostics.verdict(), Verdict::proceed);
  EXPECT_EQ(ignored.diagnostics.items, items({{Criticality::ignore, 15, TypeOfError::missing}}));
  auto rejected = received(pdu(0, 21, 0, {}));
  EXPECT_EQ(rejected.diagnostics.verdict(), Verdict::reject);
  auto answer = ngap::answer_to_errors(rejected);
  ASSERT_TRUE(answer && answer->get<ngap::NgSetupFailure>());
  EXPECT_EQ(answer->get<ngap::NgSetupFailure>()->diagnostics->ies.size(), 2u);  // 27 and 102; 21 is to be ignored
}

TEST(Comprehension, AConditionalIeIsMissedWhenItsConditionHolds) {
  ngap::InitialContextSetupRequest request{.amf_id = AmfUeNgapId(1), .ran_id = RanUeNgapId(2)};
  request.allowed_nssai = {Snssai{1, {}}};
  EXPECT_TRUE(received(ngap::encode(request)).diagnostics.clean());
  request.sessions = {ngap::PduSessionSetup{.id = PduSessionId(1), .slice = Snssai{1, {}}}};
  auto r = received(ngap::encode(request));
  EXPECT_EQ(r.diagnostics.items, items({{Criticality::reject, 110, TypeOfError::missing}}));
  auto answer = ngap::answer_to_errors(r);
  EXPECT_TRUE(answer && answer->get<ngap::InitialContextSetupFailure>());
}

TEST(Comprehension, WrongOrderAndRepetitionAreFalselyConstructed) {
  for (auto& ies :
       {std::vector<Ie>{ran_id, amf_id, nas, location}, {amf_id, ran_id, nas, nas, location}, {amf_id, ran_id, location, nas}}) {
    auto r = received(pdu(0, 46, 1, ies));
    EXPECT_TRUE(r.diagnostics.falsely_constructed);
    auto answer = ngap::answer_to_errors(r);
    ASSERT_TRUE(answer && answer->get<ngap::ErrorIndication>());
    EXPECT_EQ(answer->get<ngap::ErrorIndication>()->cause, ngap::Cause(CauseProtocol::abstract_syntax_error_falsely_constructed_message));
  }
}

TEST(Comprehension, AnIeOfWhichAPartIsNotUnderstood) {
  // The second digit of the PLMN is not one: the location is not comprehended, by the criticality that came with it.
  Ie bad{121, 0,
         "40a9f9070000000100"
         "99f907000001"};
  auto rejected = received(pdu(0, 46, 1, {amf_id, ran_id, nas, bad}));
  EXPECT_EQ(rejected.diagnostics.verdict(), Verdict::reject);
  EXPECT_EQ(rejected.diagnostics.items, items({{Criticality::reject, 121, TypeOfError::not_understood}}));
  // Optional and to be ignored: as if not received, but kept.
  bad.criticality = 1;
  auto octets = pdu(1, 41, 0, {amf_id, ran_id, bad});
  auto ignored = received(octets);
  EXPECT_EQ(ignored.diagnostics.verdict(), Verdict::proceed);
  EXPECT_FALSE(ignored.pdu.get<ngap::UeContextReleaseComplete>()->location);
  EXPECT_EQ(hex(ngap::encode(ignored.pdu)), hex(octets));
}

TEST(Comprehension, OtherCriticalitiesAreReemitted) {
  auto octets = pdu(0, 46, 2, {{10, 1, "0007"}, {85, 2, "0003"}, nas, {121, 0, location.content}});
  auto r = received(octets);
  EXPECT_TRUE(r.diagnostics.clean());
  EXPECT_EQ(hex(ngap::encode(r.pdu)), hex(octets));
}

TEST(Comprehension, UnknownProceduresByTheirCriticality) {
  for (unsigned criticality : {0u, 1u, 2u}) {
    auto octets = pdu(0, 200, criticality, {amf_id});
    auto r = received(octets);
    EXPECT_TRUE(r.pdu.get<ngap::RawMessage>());
    EXPECT_EQ(hex(ngap::encode(r.pdu)), hex(octets));
    auto answer = ngap::answer_to_errors(r);
    EXPECT_EQ(answer.has_value(), criticality != 1);
    if (!answer) continue;
    auto* error = answer->get<ngap::ErrorIndication>();
    ASSERT_TRUE(error && error->diagnostics);
    EXPECT_EQ(error->diagnostics->procedure, 200);
    EXPECT_EQ(error->cause, ngap::Cause(criticality == 0 ? CauseProtocol::abstract_syntax_error_reject
                                                         : CauseProtocol::abstract_syntax_error_ignore_and_notify));
  }
}

TEST(Comprehension, ProceduresKnownByNameAreListsOfIes) {
  auto octets = pdu(0, 17, 1, {amf_id, ran_id, {33, 1, "0000"}});
  auto r = received(octets);
  EXPECT_STREQ(ngap::name_of(r.pdu), "LocationReportingFailureIndication");
  EXPECT_TRUE(r.diagnostics.not_supported);
  EXPECT_EQ(ngap::amf_ue_id(r.pdu), AmfUeNgapId(7));
  EXPECT_EQ(ngap::ran_ue_id(r.pdu), RanUeNgapId(3));
  EXPECT_TRUE(ngap::show(r.pdu).find_deep("LocationReportingRequestType"));
  EXPECT_EQ(hex(ngap::encode(r.pdu)), hex(octets));
}

TEST(Comprehension, NothingIsAnsweredToAnErrorIndicationOrToABadResponse) {
  EXPECT_FALSE(ngap::answer_to_errors(received(pdu(0, 9, 1, {unknown_reject}))));
  EXPECT_FALSE(ngap::answer_to_errors(received(pdu(1, 14, 0, {amf_id, ran_id, unknown_reject}))));
  auto notify = ngap::answer_to_errors(received(pdu(1, 14, 0, {amf_id, ran_id, unknown_notify})));
  EXPECT_TRUE(notify && notify->get<ngap::ErrorIndication>());
}

TEST(Comprehension, TransferSyntaxErrors) {
  EXPECT_FALSE(ngap::decode({}));
  EXPECT_FALSE(ngap::decode(*from_hex("80")));  // a kind of PDU that is not there yet
  EXPECT_FALSE(ngap::decode(*from_hex("602e40")));
  EXPECT_FALSE(ngap::decode(pdu(0, 46, 1, {amf_id, ran_id, nas, {121, 1, "40"}})));
  EXPECT_FALSE(ngap::decode(pdu(0, 46, 1, {amf_id, ran_id, nas, {121, 1, location.content + "00"}})));
  EXPECT_FALSE(ngap::decode(pdu(0, 46, 3, {})));      // no such criticality
  EXPECT_FALSE(ngap::decode(*from_hex("20010000")));  // an open type without content, in a message that is not read
  EXPECT_EQ(ngap::transfer_syntax_error().cause, ngap::Cause(CauseProtocol::transfer_syntax_error));
  auto error = ngap::decode(pdu(0, 46, 1, {amf_id, ran_id, nas, {121, 1, "40"}})).error();
  EXPECT_EQ(error.ie, 121u);
}

TEST(Comprehension, ErrorsBeyondTheLimitAreCountedAndTheDecisiveOneIsKept) {
  Bytes content{0};
  const unsigned count = 400;
  append(content, big_endian<2>(count));
  for (unsigned i = 0; i < count; ++i) append(content, *from_hex(i + 1 == count ? "0fff000101" : "0ffe800101"));
  Bytes octets{0, 9, 0x40, std::uint8_t(0x80 | content.size() >> 8), std::uint8_t(content.size())};
  append(octets, content);
  auto r = received(octets);
  EXPECT_EQ(r.diagnostics.items.size(), Diagnostics::limit);
  EXPECT_EQ(r.diagnostics.more, count - Diagnostics::limit);
  EXPECT_EQ(r.diagnostics.verdict(), Verdict::reject);
}

TEST(Comprehension, TransfersHaveTheSameRules) {
  ngap::PduSessionResourceSetupRequestTransfer transfer;
  transfer.ul_tunnel = {IpAddress::v4(0x7F000001), Teid(1)};
  transfer.flows = {ngap::QosFlowSetup{.qfi = Qfi(1)}};
  transfer.unknown.ies.push_back({4000, Criticality::reject, {1}});
  auto octets = ngap::encode_transfer(transfer);
  auto refused = ngap::decode_transfer<ngap::PduSessionResourceSetupRequestTransfer>(octets);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().ie, 4000u);
  Diagnostics diagnostics;
  auto read = ngap::decode_transfer<ngap::PduSessionResourceSetupRequestTransfer>(octets, &diagnostics);
  ASSERT_TRUE(read);
  EXPECT_EQ(diagnostics.verdict(), Verdict::reject);
  EXPECT_EQ(hex(ngap::encode_transfer(*read)), hex(octets));
}

TEST(Comprehension, AnUnknownIeAfterARepeatedOneKeepsItsPlace) {
  auto r = received(pdu(0, 46, 1, {amf_id, ran_id, ran_id, nas, unknown_ignore, location}));
  EXPECT_TRUE(r.diagnostics.falsely_constructed);
  auto again = received(ngap::encode(r.pdu));
  EXPECT_EQ(hex(ngap::encode(again.pdu)), hex(pdu(0, 46, 1, {amf_id, ran_id, nas, unknown_ignore, location})));
  auto *first = r.pdu.get<ngap::UplinkNasTransport>(), *second = again.pdu.get<ngap::UplinkNasTransport>();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->unknown, second->unknown);
}

TEST(Comprehension, ExtensionAdditionsThatAreAllAbsentAreReemitted) {
  Diagnostics diagnostics;
  auto octets = *from_hex("8080");  // extension bit, no optional component, five additions, none present
  auto read = ngap::decode_transfer<ngap::PduSessionResourceNotifyTransfer>(octets, &diagnostics);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->unknown.additions.size(), 5u);
  EXPECT_EQ(hex(ngap::encode_transfer(*read)), hex(octets));
}

TEST(Encoding, HeldIesAreEmittedWhereTheTableHasThem) {
  ngap::UeContextReleaseComplete complete{.amf_id = AmfUeNgapId(1), .ran_id = RanUeNgapId(2)};
  complete.unknown.ies.push_back({207, Criticality::ignore, {0x12}});
  auto r = received(ngap::encode(complete));
  EXPECT_TRUE(r.diagnostics.clean()) << r.diagnostics.text();
  EXPECT_TRUE(ngap::show(r.pdu).find_deep("PagingAssisDataforCEcapabUE"));
}

TEST(Encoding, WhatCannotBeEncodedIsAnErrorForReceivedPdus) {
  auto r = received(pdu(0, 21, 0, {}));
  auto again = ngap::reencode(r.pdu);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, codec::WireError::Kind::bad_length);
  EXPECT_DEATH(ngap::encode(r.pdu), "");
}

}  // namespace
