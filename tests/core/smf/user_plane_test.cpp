// The N3 tunnel: TS 23.502 §4.2.3.2 (service request), §4.2.6 (AN release), §4.2.3.3 (downlink data), §4.9.1.2 (path switch), TS 23.527
// §5.3.
#include "network.hpp"

using namespace pellucid;
using namespace pellucid::smf;
using namespace pellucid::smf::testing;

namespace {

using Plane = UpdateSession::UserPlane;

class UserPlane : public ::testing::Test {
 protected:
  void SetUp() override { net.start(); }
  void idle() {
    net.establish(anna);
    ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  }
  std::string plane() { return net.session(anna).user_plane; }
  Network net;
};

// ---- set up -----------------------------------------------------------------------------------------------------------------------

TEST_F(UserPlane, RejectsASessionWhoseAcceptDidNotReachThePhone) {
  ASSERT_TRUE(net.created(Network::request(anna)).ok());
  auto call = net.from_gnb(anna, N2SmKind::setup_unsuccessful, Network::setup_unsuccessful());
  ASSERT_TRUE(call.ok());
  EXPECT_TRUE(call.reply().released);
  EXPECT_EQ(cause_in<nas::PduSessionEstablishmentReject>(call.n1()), 26);
  EXPECT_EQ(nas::decode<nas::PduSessionEstablishmentReject>(call.n1())->pti, Pti(1));
  net.world.run_for(1s);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.upf.sessions.empty());
  EXPECT_TRUE(net.journal.records.empty());
}

TEST_F(UserPlane, TakesNoTunnelThatLeadsNowhere) {
  ngap::PduSessionResourceSetupResponseTransfer refused_flow;
  refused_flow.dl.tunnel = {ip("10.10.0.2"), Teid(1), {}};
  refused_flow.dl.flows.push_back({Qfi(2), {}, {}, {}});
  refused_flow.failed.push_back({Qfi(1), ngap::CauseRadioNetwork::not_supported_5qi_value, {}});
  for (auto& bad : {Network::setup_response(Teid(0)), ngap::encode_transfer(refused_flow), Bytes{}, Bytes{0xff, 0xff}}) {
    ASSERT_TRUE(net.created(Network::request(anna)).ok());
    auto call = net.from_gnb(anna, N2SmKind::setup_response, bad);
    ASSERT_TRUE(call.ok());
    EXPECT_EQ(call.reply().n2.kind, N2SmKind::release_command) << hex(bad);
    EXPECT_EQ(plane(), "inactive");
    EXPECT_TRUE(net.upf.only().holds());
    ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
    net.connect(anna);
    EXPECT_EQ(plane(), "active");
    net.smf->release(anna, PduSessionId(1));
    net.world.run_for(1s);
  }
}

TEST_F(UserPlane, IgnoresAnswersThatNobodyAskedFor) {
  idle();
  auto before = net.upf.requests.size();
  EXPECT_TRUE(net.from_gnb(anna, N2SmKind::setup_response, Network::setup_response(Teid(66))).ok());
  EXPECT_TRUE(net.from_gnb(anna, N2SmKind::setup_unsuccessful, Network::setup_unsuccessful()).ok());
  EXPECT_TRUE(net.from_gnb(anna, N2SmKind::modify_response, Network::modify_response()).ok());
  EXPECT_TRUE(net.from_gnb(anna, N2SmKind::release_response, Network::release_response()).ok());
  EXPECT_FALSE(net.from_gnb(anna, N2SmKind::setup_request, Network::setup_response()).ok()) << "only the network says that";
  EXPECT_EQ(net.upf.requests.size(), before);
  EXPECT_EQ(plane(), "inactive");
}

TEST_F(UserPlane, GivesUpOnASilentBaseStation) {
  ASSERT_TRUE(net.created(Network::request(anna)).ok());
  net.world.run_for(net.config.timers.page_guard + 1s);
  EXPECT_EQ(plane(), "inactive");
  EXPECT_TRUE(net.exists(anna)) << "the phone may have the accept";
  EXPECT_TRUE(net.upf.only().holds());
}

// ---- idle and back ------------------------------------------------------------------------------------------------------------------

TEST_F(UserPlane, IsLetGoAndTakenUpAgain) {
  net.establish(anna);
  auto first = net.session(anna);
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  EXPECT_TRUE(net.upf.only().holds());
  EXPECT_EQ(net.session(anna).downlink, TunnelEnd{});
  auto modifications = net.upf.count<pfcp::SessionModificationRequest>();
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  EXPECT_EQ(net.upf.count<pfcp::SessionModificationRequest>(), modifications) << "nothing to change";

  auto call = net.plane(anna, Plane::activate);
  ASSERT_TRUE(call.ok());
  EXPECT_TRUE(call.n1().empty());
  ASSERT_EQ(call.reply().n2.kind, N2SmKind::setup_request);
  auto transfer = *ngap::decode_transfer<ngap::PduSessionResourceSetupRequestTransfer>(call.reply().n2.transfer);
  EXPECT_EQ(transfer.ul_tunnel.teid, first.uplink.teid) << "the same tunnel towards the UPF";
  EXPECT_EQ(plane(), "activating");
  net.connect(anna, PduSessionId(1), 9);
  EXPECT_EQ(net.upf.only().downlink_tunnel->teid, Teid(9));
  EXPECT_EQ(plane(), "active");
}

TEST_F(UserPlane, IsSetUpAnewWhenTheAmfLostIt) {
  net.establish(anna);
  auto call = net.plane(anna, Plane::activate);
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::setup_request);
  EXPECT_TRUE(net.upf.only().holds()) << "the old tunnel leads nowhere";
  net.connect(anna, PduSessionId(1), 3);
  EXPECT_TRUE(net.upf.only().forwards());
}

TEST_F(UserPlane, StaysIdleWhenTheBaseStationHasNoRoom) {
  idle();
  ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
  auto call = net.from_gnb(anna, N2SmKind::setup_unsuccessful, Network::setup_unsuccessful());
  ASSERT_TRUE(call.ok());
  EXPECT_FALSE(call.reply().released);
  EXPECT_TRUE(call.n1().empty()) << "this phone had its accept long ago";
  EXPECT_TRUE(net.exists(anna));
  EXPECT_EQ(plane(), "inactive");
}

TEST_F(UserPlane, SurvivesAUpfThatRefusesTheTunnel) {
  ASSERT_TRUE(net.created(Network::request(anna)).ok());
  net.upf.causes = [](const pfcp::Pdu& pdu) {
    auto* modify = pdu.get<pfcp::SessionModificationRequest>();
    bool forward = modify && modify->update_fars.at(0).apply_action->has(pfcp::Apply::forw);
    return forward ? pfcp::Cause::rule_creation_modification_failure : pfcp::Cause::request_accepted;
  };
  auto call = net.from_gnb(anna, N2SmKind::setup_response, Network::setup_response());
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::release_command);
  net.world.run_for(1s);
  EXPECT_EQ(plane(), "inactive");
  EXPECT_TRUE(net.upf.only().holds());
}

TEST_F(UserPlane, CannotBeActivatedWithoutItsUpf) {
  idle();
  net.upf.silent = true;
  net.world.run_for(30s);  // heartbeats go unanswered
  EXPECT_FALSE(net.smf->upfs()[0].associated);
  net.upf.silent = false;
  ASSERT_TRUE(net.world.run_until([&] { return net.smf->upfs()[0].associated; }, 60s));
  auto call = net.plane(anna, Plane::activate);
  ASSERT_TRUE(call.ok()) << call.denied().why.text();
  net.connect(anna);
  EXPECT_EQ(net.upf.associations, 1u) << "the path was lost, not the association";
}

TEST_F(UserPlane, CatchesUpWithAUpfThatWasCutOff) {
  net.establish(anna);
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pfcp::is_session_type(pdu.header.type); };
  auto call = net.plane(anna, Plane::deactivate);
  ASSERT_TRUE(call.ok()) << "the base station has let go, whatever the UPF says";
  EXPECT_TRUE(net.upf.only().forwards());
  net.upf.silent = true;
  net.world.run_for(30s);
  net.upf.silent = false;
  net.upf.loses = nullptr;
  ASSERT_TRUE(net.world.run_until([&] { return net.upf.only().holds(); }, 60s)) << net.world.log_text();
  net.world.run_for(1s);
  EXPECT_EQ(net.smf->counters().of(ProcedureName::restoration).succeeded, 1u);
}

// ---- downlink data --------------------------------------------------------------------------------------------------------------

TEST_F(UserPlane, PagesForDownlinkData) {
  idle();
  net.amf.delivery = Delivery::paging;
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(100ms);
  ASSERT_EQ(net.upf.responses.size(), 1u);
  EXPECT_EQ(net.upf.responses[0].get<pfcp::SessionReportResponse>()->cause, pfcp::Cause::request_accepted);
  EXPECT_EQ(net.upf.responses[0].header.seid, net.upf.only().seid);
  ASSERT_EQ(net.amf.transfers.size(), 1u);
  auto& transfer = net.amf.transfers[0];
  EXPECT_EQ(transfer.supi, anna);
  EXPECT_EQ(transfer.id, PduSessionId(1));
  EXPECT_TRUE(transfer.n1.empty());
  EXPECT_EQ(transfer.n2.kind, N2SmKind::none) << "the AMF asks for the tunnel when it has the phone";
  EXPECT_EQ(plane(), "paging");
  ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
  net.connect(anna);
  EXPECT_TRUE(net.upf.only().forwards());
  EXPECT_EQ(net.smf->counters().of(ProcedureName::downlink_data).succeeded, 1u);
}

TEST_F(UserPlane, SetsUpAtOnceForAConnectedPhone) {
  idle();
  std::shared_ptr<Called> activated;
  net.amf.meanwhile = [&](const Transfer&) { activated = net.update(anna, PduSessionId(1), {{}, {}, Plane::activate}); };
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(100ms);
  ASSERT_TRUE(activated && activated->ok());
  EXPECT_EQ(activated->reply().n2.kind, N2SmKind::setup_request);
  EXPECT_EQ(plane(), "activating");
  net.connect(anna);
  EXPECT_EQ(plane(), "active");
  EXPECT_EQ(net.smf->counters().of(ProcedureName::downlink_data).succeeded, 1u);
}

TEST_F(UserPlane, PagesOnceForManyReports) {
  idle();
  net.amf.delivery = Delivery::paging;
  for (int i = 0; i < 100; ++i) net.upf.report_downlink(net.upf.only());
  net.world.run_for(1s);
  EXPECT_EQ(net.upf.responses.size(), 100u);
  EXPECT_EQ(net.amf.transfers.size(), 1u);
  EXPECT_EQ(net.smf->counters().events.reports_suppressed, 99u);
}

TEST_F(UserPlane, DropsForAWhileWhenNobodyAnswersThePage) {
  idle();
  net.amf.delivery = Delivery::paging;
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(100ms);
  net.smf->unreachable(anna, PduSessionId(1));
  net.world.run_for(1s);
  EXPECT_TRUE(net.upf.only().drops());
  auto* last = net.upf.requests.back().get<pfcp::SessionModificationRequest>();
  ASSERT_TRUE(last && last->flags);
  EXPECT_TRUE(last->flags->has(pfcp::ModificationFlag::drobu));
  EXPECT_EQ(plane(), "unreachable");
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(1s);
  EXPECT_EQ(net.amf.transfers.size(), 1u) << "no second page so soon";
  net.world.run_for(net.config.timers.unreachable_hold);
  EXPECT_TRUE(net.upf.only().holds()) << "the phone may be back";
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(1s);
  EXPECT_EQ(net.amf.transfers.size(), 2u);
}

TEST_F(UserPlane, DropsForAPhoneThatTheAmfDoesNotHave) {
  idle();
  net.amf.delivery = Delivery::unreachable;
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(1s);
  EXPECT_TRUE(net.upf.only().drops());
  // It comes back by itself meanwhile.
  ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
  net.connect(anna);
  EXPECT_TRUE(net.upf.only().forwards());
  net.world.run_for(net.config.timers.unreachable_hold + 1s);
  EXPECT_TRUE(net.upf.only().forwards());
}

TEST_F(UserPlane, GivesUpAPageWithoutWord) {
  idle();
  net.amf.delivery = Delivery::paging;
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(net.config.timers.page_guard + 1s);
  EXPECT_TRUE(net.upf.only().drops());
}

TEST_F(UserPlane, HoldsCallsThatComeFromInsideATransfer) {
  idle();
  std::shared_ptr<Called> nested;
  net.amf.meanwhile = [&](const Transfer&) { nested = net.update(anna, PduSessionId(1), {{}, {}, Plane::activate}); };
  net.amf.delivery = Delivery::paging;
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(1s);
  ASSERT_TRUE(nested && nested->ok());
  EXPECT_EQ(plane(), "activating");
  net.amf.meanwhile = [&](const Transfer&) { net.smf->release(anna, PduSessionId(1)); };
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(1s);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.upf.sessions.empty());
}

TEST_F(UserPlane, TellsAUpfToForgetSessionsThatNobodyKnows) {
  net.establish(anna);
  auto stranger = net.upf.only();
  stranger.cp_seid = Seid(0x1234);
  net.upf.report_downlink(stranger);
  net.world.run_for(100ms);
  ASSERT_EQ(net.upf.responses.size(), 1u);
  EXPECT_EQ(net.upf.responses[0].get<pfcp::SessionReportResponse>()->cause, pfcp::Cause::session_context_not_found);
  EXPECT_EQ(net.smf->counters().events.orphans_deleted, 1u);
  EXPECT_TRUE(net.amf.transfers.empty());
  EXPECT_TRUE(net.upf.sessions.empty());
}

TEST_F(UserPlane, BelievesAUpfOnlyAboutItsOwnSessions) {
  idle();
  ScriptedUpf second(net.world.node("upf2"), ip("127.0.0.4"));
  net.config.upfs.push_back({"upf2", {ip("127.0.0.4"), 8805}, {}});
  net.restart_smf();
  ASSERT_TRUE(net.world.run_until([&] { return net.smf->upfs()[0].associated && net.smf->upfs()[1].associated; }, 5s));
  net.world.run_for(1s);
  second.report_downlink(net.upf.only());
  net.world.run_for(100ms);
  ASSERT_EQ(second.responses.size(), 1u);
  EXPECT_EQ(second.responses[0].get<pfcp::SessionReportResponse>()->cause, pfcp::Cause::session_context_not_found);
  EXPECT_TRUE(net.amf.transfers.empty());
}

// ---- errors, moves, usage -----------------------------------------------------------------------------------------------------

TEST_F(UserPlane, LetsGoOfATunnelThatTheBaseStationDoesNotKnow) {
  net.establish(anna);
  net.upf.report_error(net.upf.only(), Teid(2), ip("10.10.0.2"));  // another tunnel
  net.world.run_for(100ms);
  EXPECT_EQ(plane(), "active");
  net.upf.report_error(net.upf.only(), Teid(1), ip("10.10.0.2"));
  net.world.run_for(100ms);
  EXPECT_EQ(plane(), "inactive");
  EXPECT_TRUE(net.upf.only().holds());
  ASSERT_EQ(net.amf.transfers.size(), 1u);
  EXPECT_EQ(net.amf.transfers[0].n2.kind, N2SmKind::release_command);
  EXPECT_TRUE(net.amf.transfers[0].n1.empty());
  EXPECT_TRUE(net.exists(anna));
}

TEST_F(UserPlane, MovesWithThePhone) {
  net.establish(anna);
  ngap::PathSwitchRequestTransfer transfer;
  transfer.dl_tunnel = {ip("10.10.0.3"), Teid(77), {}};
  transfer.flows.push_back({Qfi(1), {}, {}});
  auto call = net.from_gnb(anna, N2SmKind::path_switch_request, ngap::encode_transfer(transfer));
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::path_switch_acknowledge);
  EXPECT_TRUE(ngap::decode_transfer<ngap::PathSwitchRequestAcknowledgeTransfer>(call.reply().n2.transfer).ok());
  EXPECT_EQ(net.upf.only().downlink_tunnel->teid, Teid(77));
  auto& parameters = *net.upf.requests.back().get<pfcp::SessionModificationRequest>()->update_fars[0].forwarding_parameters;
  ASSERT_TRUE(parameters.flags);
  EXPECT_TRUE(parameters.flags->has(pfcp::ModificationFlag::sndem));
  EXPECT_FALSE(net.from_gnb(anna, N2SmKind::path_switch_request, {}).ok());
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
  EXPECT_FALSE(net.from_gnb(anna, N2SmKind::path_switch_request, ngap::encode_transfer(transfer)).ok());
}

TEST_F(UserPlane, EndsWithItsFlow) {
  net.establish(anna);
  ngap::PduSessionResourceNotifyTransfer transfer;
  transfer.flows.push_back({Qfi(1), false, {}, {}});
  EXPECT_TRUE(net.from_gnb(anna, N2SmKind::notify, ngap::encode_transfer(transfer)).ok());
  EXPECT_EQ(plane(), "active") << "a best effort flow has no guarantee to lose";
  transfer.flows.clear();
  transfer.released.push_back({Qfi(1), ngap::CauseRadioNetwork::radio_resources_not_available, {}});
  auto call = net.from_gnb(anna, N2SmKind::notify, ngap::encode_transfer(transfer));
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::release_command);
  EXPECT_TRUE(net.upf.only().holds());
  EXPECT_FALSE(net.from_gnb(anna, N2SmKind::notify, {0xff}).ok());
}

TEST_F(UserPlane, CountsWhatTheUpfReports) {
  net.establish(anna);
  pfcp::SessionReportRequest report;
  report.report_type = {pfcp::Report::usar};
  auto& usage = report.usage_reports.emplace_back();
  usage.urr_id = pfcp::UrrId(1);
  usage.trigger = {pfcp::UsageTrigger::volth};
  usage.volume.emplace();
  usage.volume->uplink = 1000;
  usage.volume->downlink = 50'000;
  usage.volume->uplink_packets = 10;
  for (int i = 0; i < 3; ++i) net.upf.report(net.upf.only(), report);
  net.world.run_for(100ms);
  EXPECT_EQ(net.session(anna).usage, (Usage{3000, 150'000, 30, 0}));
}

}  // namespace
