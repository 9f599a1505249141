// 5GSM of the phone for a session that exists: modification and release, collisions, and bad protocol data (TS 24.501 §6.3, §6.4, §7).
#include "network.hpp"

using namespace pellucid;
using namespace pellucid::smf;
using namespace pellucid::smf::testing;

namespace {

using Plane = UpdateSession::UserPlane;

class Phone : public ::testing::Test {
 protected:
  void SetUp() override {
    net.start();
    net.establish(anna);
  }
  std::string state() { return net.session(anna).state; }
  /// The 5GSM message types of what was sent through the AMF.
  std::vector<int> sent() {
    std::vector<int> out;
    for (auto& transfer : net.amf.transfers)
      if (transfer.n1.size() > 3) out.push_back(transfer.n1[3]);
    return out;
  }
  const ProcedureCounters& count(ProcedureName p) { return net.smf->counters().of(p); }
  Network net;
};

// ---- release ------------------------------------------------------------------------------------------------------------------------

TEST_F(Phone, ReleasesItsSession) {
  auto call = net.said(anna, Network::release_request(Pti(7)));
  ASSERT_TRUE(call.ok());
  auto command = nas::decode<nas::PduSessionReleaseCommand>(call.n1());
  ASSERT_TRUE(command.ok());
  EXPECT_EQ(command->pti, Pti(7));
  EXPECT_EQ(command->cause, nas::SmCause::regular_deactivation);
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::release_command);
  EXPECT_FALSE(call.reply().released);
  EXPECT_EQ(state(), "inactive pending");
  net.world.run_for(1s);
  EXPECT_TRUE(net.upf.sessions.empty()) << "the UPF drops at once";

  auto answered = net.from_gnb(anna, N2SmKind::release_response, Network::release_response());
  ASSERT_TRUE(answered.ok());
  EXPECT_FALSE(answered.reply().released);
  answered = net.said(anna, Network::release_complete(Pti(7)));
  ASSERT_TRUE(answered.ok());
  EXPECT_TRUE(answered.reply().released);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_EQ(count(ProcedureName::release_by_phone).succeeded, 1u);
  EXPECT_TRUE(net.journal.records.empty());
  net.world.run_for(5min);
  EXPECT_TRUE(net.amf.transfers.empty()) << "no timer runs on";
  EXPECT_TRUE(net.amf.released_sessions.empty()) << "it was told by the reply";
}

TEST_F(Phone, ReleasesASessionWithoutATunnel) {
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  auto call = net.said(anna, Network::release_request());
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::none);
  EXPECT_TRUE(net.said(anna, Network::release_complete(Pti(7))).reply().released) << "no base station to wait for";
}

TEST_F(Phone, IsReleasedAlsoWhenTheBaseStationIsLost) {
  net.said(anna, Network::release_request());
  EXPECT_FALSE(net.said(anna, Network::release_complete(Pti(7))).reply().released);
  EXPECT_TRUE(net.plane(anna, Plane::deactivate).reply().released);
  EXPECT_EQ(net.smf->session_count(), 0u);
}

TEST_F(Phone, HearsTheReleaseCommandFiveTimes) {
  net.said(anna, Network::release_request());
  net.from_gnb(anna, N2SmKind::release_response, Network::release_response());
  net.world.run_for(16s * 5 - 1s);
  EXPECT_EQ(sent(), (std::vector<int>{0xd3, 0xd3, 0xd3, 0xd3}));
  EXPECT_EQ(net.smf->session_count(), 1u);
  net.world.run_for(2s);
  EXPECT_EQ(net.smf->session_count(), 0u) << "the fifth expiry of T3592";
  EXPECT_EQ(net.amf.released_sessions, (std::vector{std::pair(anna, PduSessionId(1))}));
  EXPECT_EQ(count(ProcedureName::release_by_phone).timed_out, 1u);
  EXPECT_EQ(net.smf->counters().events.retransmissions, 4u);
}

TEST_F(Phone, GetsTheSameAnswerToTheSameReleaseRequest) {
  auto first = net.said(anna, Network::release_request(Pti(7)));
  auto again = net.said(anna, Network::release_request(Pti(7)));
  EXPECT_EQ(again.n1(), first.n1());
  net.world.run_for(1s);
  EXPECT_EQ(net.upf.count<pfcp::SessionDeletionRequest>(), 1u);
}

TEST_F(Phone, IsReleasedByTheNetwork) {
  ASSERT_TRUE(net.smf->release_session(anna, PduSessionId(1), nas::SmCause::operator_determined_barring));
  net.world.run_for(1s);
  ASSERT_EQ(net.amf.transfers.size(), 1u);
  auto& transfer = net.amf.transfers[0];
  EXPECT_EQ(cause_in<nas::PduSessionReleaseCommand>(transfer.n1), 8);
  EXPECT_EQ(nas::decode<nas::PduSessionReleaseCommand>(transfer.n1)->pti, Pti(0));
  EXPECT_EQ(transfer.n2.kind, N2SmKind::release_command);
  EXPECT_TRUE(transfer.skip_if_idle);
  EXPECT_TRUE(net.upf.sessions.empty());
  // Its own request crossed ours: ours goes on (TS 24.501 §6.3.3.5).
  auto crossed = net.said(anna, Network::release_request(Pti(9)));
  ASSERT_TRUE(crossed.ok());
  EXPECT_TRUE(crossed.n1().empty());
  EXPECT_FALSE(net.plane(anna, Plane::activate).ok()) << "nor is the user plane activated";
  EXPECT_FALSE(net.smf->change_ambr(anna, PduSessionId(1), {1, 1}));
  net.from_gnb(anna, N2SmKind::release_response, Network::release_response());
  EXPECT_TRUE(net.said(anna, Network::release_complete(Pti(0))).reply().released);
  EXPECT_EQ(count(ProcedureName::release_by_network).succeeded, 1u);
  EXPECT_FALSE(net.smf->release_session(anna, PduSessionId(1)));
}

TEST_F(Phone, SleepsThroughARelease) {
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  net.amf.delivery = Delivery::unreachable;  // idle, and the delivery may be skipped
  net.smf->release_session(anna, PduSessionId(1));
  net.world.run_for(1s);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_EQ(net.amf.released_sessions.size(), 1u);
  EXPECT_EQ(count(ProcedureName::release_by_network).succeeded, 1u);
}

TEST_F(Phone, IsPagedForAReleaseThatItMustHearOf) {
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  net.amf.delivery = Delivery::paging;
  net.smf->release_session(anna, PduSessionId(1), nas::SmCause::reactivation_requested);
  net.world.run_for(20s);
  ASSERT_EQ(net.amf.transfers.size(), 1u) << "the AMF holds it: no repetition";
  EXPECT_FALSE(net.amf.transfers[0].skip_if_idle);
  net.smf->unreachable(anna, PduSessionId(1));
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_EQ(net.amf.released_sessions.size(), 1u);
}

TEST_F(Phone, EndsSilentlyWhenTheAmfSaysSo) {
  net.smf->release(anna, PduSessionId(1));
  net.smf->release(anna, PduSessionId(1));
  net.smf->release(phone(99), PduSessionId(1));
  net.world.run_for(1s);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.upf.sessions.empty());
  EXPECT_TRUE(net.amf.transfers.empty());
  EXPECT_TRUE(net.amf.released_sessions.empty());
  EXPECT_EQ(count(ProcedureName::local_release).succeeded, 1u);
}

// ---- modification -----------------------------------------------------------------------------------------------------------------

TEST_F(Phone, LearnsOfANewAmbr) {
  ASSERT_TRUE(net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000}));
  net.world.run_for(1s);
  ASSERT_EQ(net.amf.transfers.size(), 1u);
  auto command = nas::decode<nas::PduSessionModificationCommand>(net.amf.transfers[0].n1);
  ASSERT_TRUE(command.ok());
  EXPECT_EQ(command->pti, Pti(0));
  EXPECT_EQ(command->ambr->downlink.bps(), 5'000'000u);
  EXPECT_EQ(command->ambr->uplink.bps(), 1'000'000u);
  EXPECT_FALSE(command->qos_rules);
  ASSERT_EQ(net.amf.transfers[0].n2.kind, N2SmKind::modify_request);
  auto n2 = *ngap::decode_transfer<ngap::PduSessionResourceModifyRequestTransfer>(net.amf.transfers[0].n2.transfer);
  EXPECT_EQ(n2.ambr, (ngap::BitRates{5'000'000, 1'000'000}));
  EXPECT_EQ(state(), "modification pending");
  EXPECT_EQ(net.upf.only().rates->downlink_kbps, 2'000'000u) << "the phone could still refuse";
  ASSERT_TRUE(net.from_gnb(anna, N2SmKind::modify_response, Network::modify_response()).ok());
  ASSERT_TRUE(net.said(anna, Network::modification_complete(Pti(0))).ok());
  EXPECT_EQ(net.upf.only().rates, (pfcp::BitRates{1000, 5000}));
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(net.session(anna).ambr, (Ambr{5'000'000, 1'000'000}));
  EXPECT_EQ(count(ProcedureName::modification_by_network).succeeded, 1u);
  net.world.run_for(5min);
  EXPECT_EQ(net.amf.transfers.size(), 1u);
}

TEST_F(Phone, KeepsTheOldAmbrIfItRefuses) {
  net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
  net.world.run_for(1s);
  nas::PduSessionModificationCommandReject reject;
  reject.session = PduSessionId(1);
  reject.cause = nas::SmCause::semantic_error_in_qos_operation;
  ASSERT_TRUE(net.said(anna, nas::encode(reject)).ok());
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(net.session(anna).ambr.down_bps, 2'000'000'000u);
  EXPECT_EQ(count(ProcedureName::modification_by_network).refused.at(83), 1u);
}

TEST_F(Phone, KeepsTheOldAmbrIfItNeverAnswers) {
  net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
  net.world.run_for(16s * 5 + 1s);
  EXPECT_EQ(sent(), (std::vector<int>{0xcb, 0xcb, 0xcb, 0xcb, 0xcb}));
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(net.session(anna).ambr.down_bps, 2'000'000'000u);
  EXPECT_EQ(count(ProcedureName::modification_by_network).timed_out, 1u);
  EXPECT_EQ(cause_in<nas::SmStatus>(net.said(anna, Network::modification_complete(Pti(0))).n1()), 47) << "too late";
}

TEST_F(Phone, KeepsTheOldAmbrIfTheBaseStationRefuses) {
  net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
  net.world.run_for(1s);
  ASSERT_TRUE(net.from_gnb(anna, N2SmKind::modify_unsuccessful, Network::modify_unsuccessful()).ok());
  EXPECT_EQ(state(), "active");
  net.world.run_for(5min);
  EXPECT_EQ(net.amf.transfers.size(), 1u);
  EXPECT_EQ(net.session(anna).ambr.down_bps, 2'000'000'000u);
}

TEST_F(Phone, GetsTheLastOfManyAmbrs) {
  for (std::uint64_t rate = 1; rate <= 10; ++rate) net.smf->change_ambr(anna, PduSessionId(1), {rate * 1'000'000, 1'000'000});
  net.world.run_for(1s);
  for (int i = 0; i < 10 && state() == "modification pending"; ++i) {
    net.said(anna, Network::modification_complete(Pti(0)));
    net.world.run_for(1s);
  }
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(net.session(anna).ambr.down_bps, 10'000'000u);
  EXPECT_LE(net.amf.transfers.size(), 2u);
}

TEST_F(Phone, ActivationGoesBeforeModification) {
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
  net.world.run_for(1s);
  EXPECT_EQ(net.amf.transfers.back().n2.kind, N2SmKind::none) << "no tunnel, nothing for the base station";
  auto call = net.plane(anna, Plane::activate);
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::setup_request);
  EXPECT_EQ(count(ProcedureName::modification_by_network).aborted, 1u);
  EXPECT_EQ(net.amf.transfers.size(), 1u);
  net.connect(anna);
  net.world.run_for(1s);
  ASSERT_EQ(net.amf.transfers.size(), 2u) << "done anew afterwards";
  EXPECT_EQ(net.amf.transfers.back().n2.kind, N2SmKind::modify_request);
  net.said(anna, Network::modification_complete(Pti(0)));
  EXPECT_EQ(net.session(anna).ambr.down_bps, 5'000'000u);
}

TEST_F(Phone, KeepsACommandThatItWasPagedFor) {
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  net.amf.delivery = Delivery::paging;
  net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
  net.world.run_for(1s);
  ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
  EXPECT_EQ(state(), "modification pending");
  ASSERT_TRUE(net.said(anna, Network::modification_complete(Pti(0))).ok());
  EXPECT_EQ(net.session(anna).ambr.down_bps, 5'000'000u);
}

TEST_F(Phone, ReleaseGoesBeforeModification) {
  net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
  net.world.run_for(1s);
  auto call = net.said(anna, Network::release_request(Pti(3)));
  EXPECT_TRUE(nas::decode<nas::PduSessionReleaseCommand>(call.n1()).ok());
  EXPECT_EQ(cause_in<nas::SmStatus>(net.said(anna, Network::modification_complete(Pti(0))).n1()), 47);
}

nas::PduSessionModificationRequest asks(Pti pti = Pti(5)) {
  nas::PduSessionModificationRequest request;
  request.session = PduSessionId(1);
  request.pti = pti;
  return request;
}

TEST_F(Phone, MayTellItsCapabilities) {
  auto request = asks();
  request.capability = nas::SmCapability{};
  request.max_packet_filters = nas::MaxPacketFilters{40};
  request.always_on = nas::OneBit{true};
  request.pco.emplace();
  request.pco->add(nas::PcoId::ps_data_off, {1});
  auto call = net.said(anna, nas::encode(request));
  auto command = nas::decode<nas::PduSessionModificationCommand>(call.n1());
  ASSERT_TRUE(command.ok()) << hex(call.n1());
  EXPECT_EQ(command->pti, Pti(5));
  EXPECT_EQ(command->always_on, nas::OneBit{false});
  ASSERT_TRUE(command->pco);
  EXPECT_TRUE(command->pco->find(nas::PcoId::ps_data_off));
  EXPECT_EQ(net.said(anna, nas::encode(request)).n1(), call.n1()) << "the request again: the answer again";
  EXPECT_TRUE(net.said(anna, nas::encode(asks(Pti(6)))).n1().empty()) << "another one waits for T3581";
  EXPECT_EQ(cause_in<nas::PduSessionReleaseReject>(net.said(anna, Network::release_request(Pti(5))).n1()), 35) << "that PTI is in use";
  EXPECT_EQ(cause_in<nas::SmStatus>(net.said(anna, Network::modification_complete(Pti(6))).n1()), 47);
  ASSERT_TRUE(net.said(anna, Network::modification_complete(Pti(5))).ok());
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(count(ProcedureName::modification_by_phone).succeeded, 1u);
}

TEST_F(Phone, GetsNoFlowsOfItsOwn) {
  auto request = asks();
  request.qos_rules.emplace();
  request.qos_rules->rules.push_back(nas::QosRule::match_all(2, Qfi(2)));
  EXPECT_EQ(cause_in<nas::PduSessionModificationReject>(net.said(anna, nas::encode(request)).n1()), 32);
  request.qos_rules->rules[0] = nas::QosRule::match_all(1, Qfi(1));
  request.qos_rules->rules[0].operation = nas::QosRule::Operation::modify_replace_filters;
  EXPECT_EQ(cause_in<nas::PduSessionModificationReject>(net.said(anna, nas::encode(request)).n1()), 44);
  request.qos_rules->rules[0] = nas::QosRule{1, nas::QosRule::Operation::remove, false, {}, {}, false, {}};
  EXPECT_EQ(cause_in<nas::PduSessionModificationReject>(net.said(anna, nas::encode(request)).n1()), 83);
  request.qos_rules.reset();
  request.qos_flows.emplace();
  request.qos_flows->flows.push_back(nas::QosFlowDescription::create(Qfi(3), 1));
  EXPECT_EQ(cause_in<nas::PduSessionModificationReject>(net.said(anna, nas::encode(request)).n1()), 32);
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(net.smf->refusals(anna).size(), 4u);
}

// ---- 5GSM STATUS ------------------------------------------------------------------------------------------------------------------

TEST_F(Phone, SaysThatItDoesNotKnowTheSession) {
  auto call = net.said(anna, Network::status(Pti(0), nas::SmCause::invalid_pdu_session_identity));
  ASSERT_TRUE(call.ok());
  EXPECT_TRUE(call.reply().released);
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::release_command);
  net.world.run_for(1s);
  EXPECT_TRUE(net.upf.sessions.empty());
}

TEST_F(Phone, SaysThatTheAcceptWasNotForIt) {
  EXPECT_FALSE(net.said(anna, Network::status(Pti(9), nas::SmCause::pti_mismatch)).reply().released);
  EXPECT_TRUE(net.said(anna, Network::status(Pti(1), nas::SmCause::pti_mismatch)).reply().released);
}

TEST_F(Phone, DoesNotUnderstandTheModification) {
  for (auto cause : {nas::SmCause::pti_mismatch, nas::SmCause::invalid_pti, nas::SmCause::invalid_mandatory_information,
                     nas::SmCause::message_type_not_implemented}) {
    net.smf->change_ambr(anna, PduSessionId(1), {5'000'000, 1'000'000});
    net.world.run_for(1s);
    EXPECT_EQ(state(), "modification pending");
    auto call = net.said(anna, Network::status(Pti(0), cause));
    EXPECT_TRUE(call.n1().empty()) << "never a STATUS for a STATUS";
    EXPECT_EQ(state(), "active");
  }
  EXPECT_FALSE(net.said(anna, Network::status(Pti(0), nas::SmCause::insufficient_resources)).reply().released);
}

TEST_F(Phone, DoesNotUnderstandTheRelease) {
  net.said(anna, Network::release_request(Pti(7)));
  EXPECT_TRUE(net.said(anna, Network::status(Pti(7), nas::SmCause::message_type_not_implemented)).reply().released);
  EXPECT_EQ(net.smf->session_count(), 0u);
}

// ---- bad protocol data ----------------------------------------------------------------------------------------------------------

struct BadMessage {
  const char* octets;
  int answer;  // message type, 0: silence
  int cause;
};
class BadData : public ::testing::TestWithParam<BadMessage> {};
TEST_P(BadData, IsAnsweredAsClauseSevenSays) {
  Network net;
  net.start();
  net.establish(anna);
  auto before = net.session(anna);
  auto call = net.said(anna, *from_hex(GetParam().octets));
  ASSERT_TRUE(call.ok());
  auto n1 = call.n1();
  if (GetParam().answer == 0) {
    EXPECT_TRUE(n1.empty()) << hex(n1);
  } else {
    ASSERT_GE(n1.size(), 5u);
    EXPECT_EQ(n1[3], GetParam().answer) << hex(n1);
    EXPECT_EQ(n1[4], GetParam().cause) << hex(n1);
  }
  EXPECT_EQ(net.session(anna).state, "active");
  EXPECT_EQ(net.session(anna).seid, before.seid);
}
INSTANTIATE_TEST_SUITE_P(All, BadData,
                         ::testing::Values(BadMessage{"2e", 0, 0}, BadMessage{"2e0101", 0, 0}, BadMessage{"7e0041", 0, 0},
                                           BadMessage{"ff010101", 0, 0}, BadMessage{"2e01ffd1", 0, 0},          // reserved PTI
                                           BadMessage{"2e0100d1", 0xd6, 81},                                    // a request without PTI
                                           BadMessage{"2e0100c9", 0xd6, 81}, BadMessage{"2e0205d1", 0xd2, 43},  // of another session
                                           BadMessage{"2e0005c9", 0xca, 43},                                    // of no session
                                           BadMessage{"2e0205d4", 0, 0}, BadMessage{"2e0105cc", 0xd6, 47},      // complete without command
                                           BadMessage{"2e0105d4", 0xd6, 47}, BadMessage{"2e0100d4", 0xd6, 47},
                                           BadMessage{"2e0105cd1f", 0xd6, 47}, BadMessage{"2e0105cd", 0xd6, 96},  // mandatory cause missing
                                           BadMessage{"2e0105d10f00", 0xd2, 96},  // unknown element that must be understood
                                           BadMessage{"2e0105c90f00", 0xca, 96},
                                           BadMessage{"2e0105d6", 0, 0},          // a STATUS that cannot be read
                                           BadMessage{"2e0105c60000", 0xd6, 81},  // answers to authentication that nobody asked for
                                           BadMessage{"2e0105d90000", 0xd6, 81}, BadMessage{"2e0105c1ffff", 0xd6, 98},
                                           BadMessage{"2e0105c2", 0xd6, 97},  // only the network says that
                                           BadMessage{"2e010500", 0xd6, 97}, BadMessage{"2e0105ff", 0xd6, 97}));

TEST_F(Phone, HearsThatItsSessionIsGone) {
  auto id = PduSessionId(4);
  auto call = net.said(anna, Network::release_request(Pti(7), id), id);
  ASSERT_FALSE(call.ok());
  EXPECT_EQ(call.denied().kind, Denied::Kind::not_found);
  EXPECT_EQ(cause_in<nas::PduSessionReleaseReject>(call.n1()), 43);
  auto request = asks();
  request.session = id;
  EXPECT_EQ(cause_in<nas::PduSessionModificationReject>(net.said(anna, nas::encode(request), id).n1()), 43);
  EXPECT_TRUE(net.said(anna, Network::release_complete(Pti(7), id), id).n1().empty());
  EXPECT_TRUE(net.plane(anna, Plane::activate, id).n1().empty());
}

TEST_F(Phone, CallsWaitTheirTurn) {
  net.upf.answer_lost = [lost = 0](const pfcp::Pdu& pdu) mutable { return pfcp::is_session_type(pdu.header.type) && lost++ == 0; };
  auto first = net.update(anna, PduSessionId(1), {{}, {}, Plane::deactivate});
  auto second = net.update(anna, PduSessionId(1), {{}, {}, Plane::activate});
  auto third = net.update(anna, PduSessionId(1), {Network::release_request(), {}, Plane::unchanged});
  EXPECT_FALSE(first->done() || second->done() || third->done());
  net.world.run_for(10s);
  ASSERT_TRUE(first->ok() && second->ok() && third->ok());
  EXPECT_EQ(second->reply().n2.kind, N2SmKind::setup_request);
  EXPECT_EQ(state(), "inactive pending");
}

TEST_F(Phone, CallsBeyondTheLimitAreRefused) {
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pfcp::is_session_type(pdu.header.type); };
  std::vector<std::shared_ptr<Called>> calls;
  for (int i = 0; i < 30; ++i) calls.push_back(net.update(anna, PduSessionId(1), {{}, {}, Plane::deactivate}));
  EXPECT_FALSE(calls[16]->done());
  ASSERT_TRUE(calls[17]->done());
  EXPECT_EQ(calls[17]->denied().kind, Denied::Kind::congestion);
  net.world.run_for(20min);
  for (auto& call : calls) EXPECT_TRUE(call->done());
}

}  // namespace
