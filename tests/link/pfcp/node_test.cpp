// Associations, heartbeats, restarts and reliable delivery between two entities, in virtual time.
#include "ends.hpp"

using namespace pfcp_test;

namespace {

TEST_F(Ends, AssociationComesUpBothWays) {
  start_associated();
  auto* of_smf = smf_node->association(upf_address);
  EXPECT_EQ(of_smf->node_id.text(), upf_address.text());
  ASSERT_TRUE(of_smf->up_features);
  EXPECT_TRUE(of_smf->up_features->has(UpFeature::ftup));
  EXPECT_EQ(of_smf->recovery_time_stamp, upf_node->started());
  auto* of_upf = upf_node->association(smf_address);
  ASSERT_TRUE(of_upf->cp_features);
  EXPECT_TRUE(of_upf->cp_features->has(CpFeature::load));
  EXPECT_EQ(of_upf->recovery_time_stamp, smf_node->started());
  EXPECT_EQ(smf.events, std::vector<std::string>{"up 10.0.0.3"});
  EXPECT_EQ(upf.events, std::vector<std::string>{"up 10.0.0.2"});
}

TEST_F(Ends, SetupIsTriedUntilThePeerIsThere) {
  start_smf();
  smf_node->associate(upf_address);
  world.run_for(60s);
  EXPECT_EQ(smf_node->association(upf_address)->established(), false);
  EXPECT_GT(smf_node->counters().retransmitted, 5u);
  start_upf();
  EXPECT_TRUE(world.run_until([&] { return up(*smf_node, upf_address); }, 20s));
}

TEST_F(Ends, ARefusedSetupIsTriedAgainLater) {
  start_smf();
  start_upf();
  upf.verdict = Cause::no_resources_available;
  smf_node->associate(upf_address);
  world.run_for(4s);
  EXPECT_EQ(smf_node->association(upf_address)->state, Association::State::idle);
  EXPECT_TRUE(upf_node->associations().empty());
  upf.verdict = Cause::request_accepted;
  EXPECT_TRUE(world.run_until([&] { return up(*smf_node, upf_address); }, 10s));
}

TEST_F(Ends, RequestsAndAnswersInBothDirections) {
  start_associated();
  auto outcome = establish(1s);
  ASSERT_TRUE(outcome && outcome->ok());
  EXPECT_EQ((*outcome)->up_f_seid->seid, Seid(0x0F));
  bool reported = false;
  SessionReportRequest report;
  report.report_type = {Report::dldr};
  report.downlink_data.emplace().pdr_ids = {PdrId(1)};
  upf_node->request<SessionReportRequest>(smf_address, Seid(0xC0), report, [&](auto answer) { reported = answer.ok(); });
  EXPECT_TRUE(world.run_until([&] { return reported; }, 1s));
  EXPECT_EQ(smf.reports, 1u);
}

Procedure<Seid, Failure> establish_and_modify(Node& node) {
  auto request = establishment();
  auto established = co_await node.ask(upf_address, Seid(), request);
  Seid seid = established.up_f_seid->seid;
  SessionModificationRequest change;
  change.flags = SmReqFlags{ModificationFlag::drobu};
  auto changed = co_await node.ask(upf_address, seid, change);
  if (!accepts(changed.cause)) co_return Fail(Failure::malformed);
  co_return seid;
}

TEST_F(Ends, AProcedureAsks) {
  start_associated();
  Procedures flows;
  std::optional<Result<Seid, Failure>> outcome;
  flows.start<Seid, Failure>(establish_and_modify(*smf_node), [&](auto result) { outcome = result; });
  ASSERT_TRUE(world.run_until([&] { return outcome.has_value(); }, 1s));
  ASSERT_TRUE(outcome->ok());
  EXPECT_EQ(**outcome, Seid(0x0F));
  EXPECT_EQ(upf.modified, 1u);

  outcome.reset();
  flows.start<Seid, Failure>(establish_and_modify(*smf_node), [&](auto result) { outcome = result; });
  flows.cancel_all();
  world.run_for(5s);
  EXPECT_FALSE(outcome) << "a cancelled flow hears nothing";
}

TEST_F(Ends, LostDatagramsAreSentAgainAndExecutedOnce) {
  start_associated();
  lose_datagrams(0.6);
  unsigned answered = 0, given_up = 0;
  constexpr unsigned count = 100;
  for (unsigned i = 0; i < count; ++i)
    smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(),
                                                   [&](auto answer) { ++(answer.ok() ? answered : given_up); });
  world.run_for(14s);
  EXPECT_EQ(answered + given_up, count) << "each request has one end";
  EXPECT_GT(answered, count / 4);
  EXPECT_GT(upf_node->counters().replayed, 0u);
  EXPECT_GE(upf.established, answered);
  EXPECT_LE(upf.established, count) << "a repeated request is not executed twice";
  EXPECT_EQ(smf_node->outstanding() <= 1, true) << "at most a heartbeat";
}

TEST_F(Ends, RetransmissionsAreIdenticalAndEndAfterN1) {
  start_smf();
  Stranger peer(upf_host(), upf_address);
  smf_node->associate(upf_address);
  world.run_for(13s);  // T1 3 s, N1 4
  ASSERT_EQ(peer.got.size(), 4u);
  for (auto& octets : peer.got) EXPECT_EQ(hex(octets), hex(peer.got[0]));
  EXPECT_EQ(smf_node->counters().no_answer, 1u);
  EXPECT_EQ(smf_node->counters().retransmitted, 3u);
}

TEST_F(Ends, ALateAnswerIsReplayedNotRecomputed) {
  start_associated();
  upf.silent = true;
  std::optional<bool> ok;
  smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(), [&](auto answer) { ok = answer.ok(); });
  world.run_for(7s);  // two retransmissions came meanwhile
  EXPECT_EQ(upf.established, 1u);
  EXPECT_EQ(upf_node->counters().repeated_early, 2u);
  ASSERT_EQ(upf.waiting.size(), 1u);
  Upf::answer(upf.waiting[0], Seid(0xC0));
  Upf::answer(upf.waiting[0], Seid(0xC0));  // only the first counts
  world.run_for(1s);
  EXPECT_EQ(ok, true);
  EXPECT_EQ(smf_node->counters().unmatched_responses, 0u);
}

TEST_F(Ends, AnswersAfterTheNodeIsGoneDoNoHarm) {
  start_associated();
  upf.silent = true;
  smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(), [](auto) {});
  world.run_for(1s);
  upf_node.reset();
  Upf::answer(upf.waiting.at(0), Seid(0xC0));
}

TEST_F(Ends, WithoutAssociationNothingIsSent) {
  start_smf();
  start_upf();
  auto outcome = establish(1s);
  ASSERT_TRUE(outcome && !outcome->ok());
  EXPECT_EQ(outcome->error(), Failure::not_associated);
  EXPECT_EQ(smf_node->counters().sent, 0u);
}

TEST_F(Ends, PathFailureAndRecovery) {
  start_associated();
  world.network().partition("smf", "upf");
  ASSERT_TRUE(world.run_until([&] { return smf.events.back() == "path failed" && upf.events.back() == "path failed"; }, 40s));
  auto outcome = establish(1s);
  ASSERT_TRUE(outcome && !outcome->ok());
  EXPECT_EQ(outcome->error(), Failure::path_failed);
  world.network().heal_all();
  ASSERT_TRUE(world.run_until([&] { return smf.events.back() == "path recovered" && upf.events.back() == "path recovered"; }, 40s));
  EXPECT_EQ(smf.events.size(), 3u) << "the association itself was never lost";
  auto again = establish(1s);
  EXPECT_TRUE(again && again->ok());
}

TEST_F(Ends, RestartOfTheUpFunctionIsSeenAndRepaired) {
  start_associated();
  upf_node.reset();
  upf_host().crash();
  world.run_for(2s);
  upf_host().restart();
  upf = Upf();
  start_upf();
  ASSERT_TRUE(world.run_until([&] { return up(*upf_node, smf_address) && up(*smf_node, upf_address); }, 30s)) << world.log_text();
  EXPECT_EQ(smf.events, (std::vector<std::string>{"up 10.0.0.3", "lost: the peer restarted", "up 10.0.0.3"}));
}

TEST_F(Ends, RestartOfTheCpFunctionReplacesTheAssociation) {
  start_associated();
  auto outcome = establish(1s);
  ASSERT_TRUE(outcome && outcome->ok());
  smf_node.reset();
  smf_host().crash();
  world.run_for(2s);
  smf_host().restart();
  start_smf();
  smf_node->associate(upf_address);
  ASSERT_TRUE(world.run_until([&] { return up(*smf_node, upf_address); }, 20s));
  ASSERT_GE(upf.events.size(), 3u);
  EXPECT_EQ(upf.events[upf.events.size() - 2].substr(0, 5), "lost:");
  EXPECT_EQ(upf.events.back(), "up 10.0.0.2");
}

TEST_F(Ends, ARestartIsSeenByTheFirstAnswerToo) {
  start_associated();
  upf.silent = true;
  std::optional<Cause> cause;
  smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(), [&](auto answer) { cause = answer->cause; });
  world.run_for(100ms);
  upf_node.reset();
  world.run_for(2s);
  start_upf();
  // The retransmission meets an entity that knows of no association; it is set up again at once, not at the next heartbeat.
  ASSERT_TRUE(world.run_until([&] { return smf.events.size() == 3; }, 1s)) << world.log_text();
  EXPECT_EQ(cause, Cause::no_established_pfcp_association);
  EXPECT_EQ(smf.events, (std::vector<std::string>{"up 10.0.0.3", "lost: the peer knows of none", "up 10.0.0.3"}));
}

TEST_F(Ends, RequestsInFlightEndWithTheAssociation) {
  start_associated();
  upf.silent = true;
  std::optional<Failure> failure;
  smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(), [&](auto answer) { failure = answer.error(); });
  world.run_for(100ms);
  upf_node.reset();
  Stranger successor(upf_host(), upf_address);
  HeartbeatRequest later;
  later.recovery_time_stamp = NtpTime(smf_node->association(upf_address)->recovery_time_stamp->value() + 10);
  successor.send(smf_address, encode(Header{.sequence = 1}, later));
  world.run_for(100ms);
  EXPECT_EQ(failure, Failure::peer_lost);
  EXPECT_EQ(smf.events.back(), "lost: the peer restarted");
  EXPECT_EQ(smf_node->association(upf_address)->state, Association::State::setting_up);
}

TEST_F(Ends, OlderTimeStampsAreIgnored) {
  start_associated();
  HeartbeatRequest late;
  late.recovery_time_stamp = NtpTime(smf_node->started().value() - 100);
  smf_node.reset();  // its socket is free for the late message
  Stranger as_smf(smf_host(), smf_address);
  as_smf.send(upf_address, encode(Header{.sequence = 5}, late));
  world.run_for(1s);
  EXPECT_EQ(upf_node->counters().stale_time_stamps, 1u);
  EXPECT_EQ(upf.events.size(), 1u);
  late.recovery_time_stamp = NtpTime(late.recovery_time_stamp.value() + 1000);
  as_smf.send(upf_address, encode(Header{.sequence = 6}, late));
  world.run_for(1s);
  EXPECT_EQ(upf.events.back(), "lost: the peer restarted");
  EXPECT_EQ(upf_node->association(smf_address), nullptr);
}

TEST_F(Ends, ReleaseEndsTheAssociation) {
  start_associated();
  smf_node->release(upf_address);
  ASSERT_TRUE(world.run_until([&] { return smf_node->associations().empty(); }, 5s));
  EXPECT_EQ(smf.events.back(), "lost: released");
  EXPECT_EQ(upf.events.back(), "lost: released");
  EXPECT_TRUE(upf_node->associations().empty());
  world.run_for(60s);
  EXPECT_TRUE(smf_node->associations().empty()) << "not wanted any more";
}

TEST_F(Ends, AnUpdateIsStoredAndAnswered) {
  start_associated();
  AssociationUpdateRequest update;
  update.node_id = NodeId(upf_address);
  update.up_features = UpFunctionFeatures{UpFeature::ftup, UpFeature::ueip};
  std::optional<Cause> cause;
  upf_node->request<AssociationUpdateRequest>(smf_address, Seid(), update, [&](auto answer) { cause = answer->cause; });
  ASSERT_TRUE(world.run_until([&] { return cause.has_value(); }, 1s));
  EXPECT_EQ(*cause, Cause::request_accepted);
  EXPECT_TRUE(smf_node->association(upf_address)->up_features->has(UpFeature::ueip));
  EXPECT_EQ(smf.events.back(), "updated");
}

TEST_F(Ends, RetentionIsAskedForAndTold) {
  start_upf();
  Stranger peer(smf_host(), smf_address);
  AssociationSetupRequest setup;
  setup.node_id = NodeId(smf_address);
  setup.recovery_time_stamp = NtpTime(1000);
  peer.send(upf_address, encode(Header{.sequence = 1}, setup));
  world.run_for(1s);
  upf.keep_sessions = true;
  setup.session_retention.emplace();
  peer.send(upf_address, encode(Header{.sequence = 2}, setup));
  world.run_for(1s);
  EXPECT_EQ(upf.events, (std::vector<std::string>{"up 10.0.0.2", "up 10.0.0.2"})) << "nothing was lost";
  bool retained = false;
  for (auto& octets : peer.got)
    if (auto pdu = decode(octets); pdu.ok())
      if (auto* response = pdu->get<AssociationSetupResponse>())
        retained = response->flags && response->flags->has(SetupResponseFlag::psrei);
  EXPECT_TRUE(retained);
}

TEST_F(Ends, UnsupportedRequestsAreAnsweredByTheirRule) {
  start_associated();
  std::optional<Cause> cause;
  smf_node->request<PfdManagementRequest>(upf_address, Seid(), {}, [&](auto answer) { cause = answer->cause; });
  ASSERT_TRUE(world.run_until([&] { return cause.has_value(); }, 1s));
  EXPECT_EQ(*cause, Cause::service_not_supported);
}

}  // namespace
