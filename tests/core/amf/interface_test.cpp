// The N2 interface: NG Setup, configuration update, reset, errors, and procedures that are not served.
#include <algorithm>

#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

using ngap::CauseMisc;
using ngap::CauseProtocol;
using ngap::CauseRadioNetwork;

struct InterfaceTest : AmfTest {
  std::unique_ptr<BaseStation> station(const std::string& name, std::uint32_t id) {
    auto made = std::make_unique<BaseStation>(world, name, id);
    EXPECT_TRUE(made->connect(n2()));
    return made;
  }
  void expect_refused(BaseStation& b, const ngap::NgSetupRequest& request, ngap::Cause cause) {
    b.send(request);
    auto failure = b.expect<ngap::NgSetupFailure>();
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->cause, cause) << ngap::text(failure->cause);
    EXPECT_TRUE(failure->time_to_wait);
    ASSERT_FALSE(amf->refusals().empty());
    EXPECT_FALSE(amf->refusals().back().why.fix.empty());
    EXPECT_TRUE(std::ranges::any_of(amf->gnbs(), [](auto& g) { return !g.ready; }));
  }
};

TEST_F(InterfaceTest, NgSetup) {
  config.guamis.push_back(Guami{home, 2, 1, 1});
  config.areas[0].slices.push_back(Snssai{2, 0x000102u});
  start_amf();
  auto b = station("gnb7", 7);
  b->send(b->setup_request());
  auto response = b->expect<ngap::NgSetupResponse>();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->name, "pellucid");
  ASSERT_EQ(response->guamis.size(), 2u);
  EXPECT_EQ(response->guamis[1].guami, config.guamis[1]);
  EXPECT_EQ(response->relative_capacity, 255);
  ASSERT_EQ(response->plmns.size(), 1u);
  EXPECT_EQ(response->plmns[0].slices, (std::vector<Snssai>{{1, {}}, {2, 0x000102u}}));
  EXPECT_FALSE(response->ues_retained);
  auto gnbs = amf->gnbs();
  ASSERT_EQ(gnbs.size(), 1u);
  EXPECT_TRUE(gnbs[0].ready);
  EXPECT_EQ(gnbs[0].id, 7u);
  EXPECT_EQ(gnbs[0].name, "gnb7");
  EXPECT_EQ(gnbs[0].tais, (std::vector<Tai>{tai1}));
  EXPECT_EQ(count(ProcedureName::ng_setup).succeeded, 1u);
}

TEST_F(InterfaceTest, WrongTacPlmnOrSliceIsRefusedWithTheReason) {
  start_amf();
  auto b = station("gnb1", 1);
  auto wrong = b->setup_request();
  wrong.tas[0].tac = Tac(99);
  expect_refused(*b, wrong, CauseMisc::unknown_plmn_or_snpn);
  EXPECT_EQ(amf->refusals().back().why.got, "999-70/99");
  wrong = b->setup_request();
  wrong.tas[0].plmns[0].plmn = Plmn{1, 1, 2};
  expect_refused(*b, wrong, CauseMisc::unknown_plmn_or_snpn);
  wrong = b->setup_request();
  wrong.tas[0].plmns[0].slices = {Snssai{9, {}}};
  expect_refused(*b, wrong, CauseRadioNetwork::slice_not_supported);
  b->send(b->setup_request());  // it may try again on the same association
  EXPECT_TRUE(b->expect<ngap::NgSetupResponse>());
}

struct Watching final : RanOversight {
  std::vector<std::string> told;
  std::optional<Why> answer;
  std::optional<Why> refusal(const GnbStatus& gnb) override {
    told.push_back("asked about " + gnb.name);
    return answer;
  }
  void connected(const GnbStatus& gnb) override { told.push_back(gnb.name + " connected"); }
  void changed(const GnbStatus& gnb) override { told.push_back(gnb.name + " changed"); }
  void disconnected(const GnbStatus& gnb, std::string_view) override { told.push_back(gnb.name + " gone"); }
};

TEST_F(InterfaceTest, OversightIsToldAndMayRefuse) {
  Watching watching;
  oversight = &watching;
  start_amf();
  watching.answer = Why{"the base station is approved", "gnb 1", "an approval", "oversight.gate", "pellucid element approve"};
  auto b = station("gnb1", 1);
  expect_refused(*b, b->setup_request(), CauseMisc::om_intervention);
  EXPECT_EQ(amf->refusals().back().why, *watching.answer);
  EXPECT_EQ(watching.told, std::vector<std::string>{"asked about gnb1"});
  watching.told.clear();
  watching.answer.reset();
  b->send(b->setup_request());
  ASSERT_TRUE(b->expect<ngap::NgSetupResponse>());
  ngap::RanConfigurationUpdate update;
  update.name = "gnb1b";
  b->send(update);
  ASSERT_TRUE(b->expect<ngap::RanConfigurationUpdateAcknowledge>());
  b.reset();
  world.run_for(30s);
  EXPECT_EQ(watching.told, (std::vector<std::string>{"asked about gnb1", "gnb1 connected", "gnb1b changed", "gnb1b gone"}));
  amf.reset();  // it tells `watching`
}

TEST_F(InterfaceTest, OnlyAllowedBaseStations) {
  config.allowed_gnbs = {{5u, {}}, {6u, IpAddress::v4(0x01020304)}};
  start_amf();
  auto stranger = station("a", 1);
  expect_refused(*stranger, stranger->setup_request(), CauseMisc::om_intervention);
  auto elsewhere = station("b", 6);
  expect_refused(*elsewhere, elsewhere->setup_request(), CauseMisc::om_intervention);
  auto right = station("c", 5);
  right->send(right->setup_request());
  EXPECT_TRUE(right->expect<ngap::NgSetupResponse>());
}

TEST_F(InterfaceTest, AnotherOnesIdIsRefusedButComingBackIsNot) {
  start();
  auto impostor = station("elsewhere", 1);
  expect_refused(*impostor, impostor->setup_request(), CauseMisc::unspecified);
  EXPECT_TRUE(phone().register_with_network());
  // The real one starts again from its own address, before the old association has died.
  auto again = station("gnb1", 1);
  again->send(again->setup_request());
  EXPECT_TRUE(again->expect<ngap::NgSetupResponse>());
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(amf->ue(phone().supi)->registered);
}

TEST_F(InterfaceTest, NothingBeforeNgSetup) {
  start_amf();
  auto b = station("gnb1", 1);
  Phone early(world, *b);
  early.send_first(early.registration());
  auto error = b->expect<ngap::ErrorIndication>(early.ran);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, ngap::Cause(CauseProtocol::message_not_compatible_with_receiver_state));
}

TEST_F(InterfaceTest, NgSetupAnewDropsConnectionsUnlessRetained) {
  with_session();
  auto retained = gnb->setup_request();
  retained.ues_retained = true;
  gnb->send(retained);
  auto response = gnb->expect<ngap::NgSetupResponse>();
  ASSERT_TRUE(response);
  EXPECT_TRUE(response->ues_retained);
  EXPECT_TRUE(amf->ue(phone().supi)->connected);
  gnb->send(gnb->setup_request());
  response = gnb->expect<ngap::NgSetupResponse>();
  ASSERT_TRUE(response);
  EXPECT_FALSE(response->ues_retained);
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(amf->ue(phone().supi)->registered);
  world.run_for(100ms);
  EXPECT_TRUE(smf.called("deactivate 5"));
}

TEST_F(InterfaceTest, ConfigurationUpdate) {
  start();
  ngap::RanConfigurationUpdate update;
  update.name = "renamed";
  update.default_drx = ngap::PagingDrx::v64;
  gnb->send(update);
  EXPECT_TRUE(gnb->expect<ngap::RanConfigurationUpdateAcknowledge>());
  EXPECT_EQ(amf->gnbs()[0].name, "renamed");
  update.tas = gnb->setup_request().tas;
  update.tas[0].tac = Tac(5);
  gnb->send(update);
  auto failure = gnb->expect<ngap::RanConfigurationUpdateFailure>();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->cause, ngap::Cause(CauseMisc::unknown_plmn_or_snpn));
  EXPECT_EQ(amf->gnbs()[0].tais, (std::vector<Tai>{tai1}));
}

TEST_F(InterfaceTest, ResetOfEverything) {
  with_session();
  ngap::NgReset reset;
  reset.cause = CauseMisc::hardware_failure;
  gnb->send(reset);
  auto acknowledge = gnb->expect<ngap::NgResetAcknowledge>();
  ASSERT_TRUE(acknowledge);
  EXPECT_TRUE(acknowledge->connections.empty());
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
  EXPECT_EQ(amf->gnbs()[0].ues, 0u);
  world.run_for(100ms);
  EXPECT_TRUE(smf.called("deactivate 5"));
}

TEST_F(InterfaceTest, ResetOfSomeAnswersInTheirOrderUnknownOnesToo) {
  registered();
  Phone second = new_phone();
  ASSERT_TRUE(second.register_with_network());
  ngap::NgReset reset;
  reset.cause = CauseMisc::unspecified;
  reset.type.part = {{AmfUeNgapId(12345), {}}, {{}, second.ran}, {{}, RanUeNgapId(777)}};
  gnb->send(reset);
  auto acknowledge = gnb->expect<ngap::NgResetAcknowledge>();
  ASSERT_TRUE(acknowledge);
  EXPECT_EQ(acknowledge->connections, reset.type.part);
  EXPECT_TRUE(amf->ue(phone().supi)->connected);
  EXPECT_FALSE(amf->ue(second.supi)->connected);
}

TEST_F(InterfaceTest, ABaseStationSpeaksOnlyForItsOwnPhones) {
  registered();
  auto other = station("gnb2", 2);
  other->send(other->setup_request());
  ASSERT_TRUE(other->expect<ngap::NgSetupResponse>());
  ngap::UeContextReleaseRequest request;
  request.amf_id = phone().amf;
  request.ran_id = phone().ran;
  request.cause = CauseRadioNetwork::user_inactivity;
  other->send(request);
  auto error = other->expect<ngap::ErrorIndication>(phone().ran);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, ngap::Cause(CauseRadioNetwork::unknown_local_ue_ngap_id));
  EXPECT_TRUE(amf->ue(phone().supi)->connected);
  EXPECT_EQ(amf->counters().events.unknown_ue_ids, 1u);
}

TEST_F(InterfaceTest, InconsistentIdsEndThatConnectionOnly) {
  registered();
  Phone second = new_phone();
  ASSERT_TRUE(second.register_with_network());
  ASSERT_TRUE(second.names_came());
  ngap::UplinkNasTransport message;
  message.amf_id = phone().amf;
  message.ran_id = RanUeNgapId(4711);
  message.nas = {0x7E, 0x00, 0x64, 0x6F};
  message.location = gnb->location();
  gnb->send(message);
  auto error = gnb->expect<ngap::ErrorIndication>(RanUeNgapId(4711));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, ngap::Cause(CauseRadioNetwork::inconsistent_remote_ue_ngap_id));
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(amf->ue(second.supi)->connected);
}

TEST_F(InterfaceTest, UnknownConnectionReportedByTheBaseStationEnds) {
  registered();
  ngap::ErrorIndication error;
  error.amf_id = phone().amf;
  error.ran_id = phone().ran;
  error.cause = CauseRadioNetwork::unknown_local_ue_ngap_id;
  gnb->send(error);
  world.run_for(100ms);
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(gnb->silent(phone().ran));
}

TEST_F(InterfaceTest, ReusedRanIdBelongsToTheNewPhone) {
  registered();
  Phone second = new_phone();
  auto request = second.registration();
  second.ran = phone().ran;
  ngap::InitialUeMessage message;
  message.ran_id = phone().ran;
  message.nas = nas::encode(nas::cleartext_of(request));
  message.location = gnb->location();
  gnb->send(message);
  EXPECT_TRUE(second.expect<nas::AuthenticationRequest>());
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
}

TEST_F(InterfaceTest, LaterProceduresAreRefusedByTheirOwnMeans) {
  registered();
  ngap::HandoverRequired handover;
  handover.amf_id = phone().amf;
  handover.ran_id = phone().ran;
  handover.cause = CauseRadioNetwork::handover_desirable_for_radio_reason;
  ngap::TargetRanNode target;
  target.node = ngap::GlobalGnbId{.plmn = home, .id = 9, .bits = 24};
  target.tai = tai1;
  handover.target = target;
  handover.sessions.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  handover.source_to_target = {0x01};
  gnb->send(handover);
  auto failure = gnb->expect<ngap::HandoverPreparationFailure>(phone().ran);
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->amf_id, phone().amf);

  ngap::PathSwitchRequest path_switch;
  path_switch.ran_id = RanUeNgapId(50);
  path_switch.source_amf_id = phone().amf;
  path_switch.location = gnb->location();
  path_switch.sessions.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  gnb->send(path_switch);
  auto refused = gnb->expect<ngap::PathSwitchRequestFailure>(RanUeNgapId(50));
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->released.size(), 1u);
  EXPECT_EQ(refused->released[0].id, PduSessionId(5));

  ngap::HandoverNotify notify;
  notify.amf_id = phone().amf;
  notify.ran_id = phone().ran;
  notify.location = gnb->location();
  gnb->send(notify);
  EXPECT_TRUE(gnb->expect<ngap::ErrorIndication>(phone().ran));
  EXPECT_TRUE(amf->ue(phone().supi)->connected);
}

TEST_F(InterfaceTest, AssociationLossMakesPhonesIdle) {
  with_session();
  world.network().break_associations("gnb1");
  world.run_for(1s);
  EXPECT_EQ(amf->gnbs().size(), 0u);
  EXPECT_FALSE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(amf->ue(phone().supi)->registered);
  EXPECT_TRUE(smf.called("deactivate 5"));
  EXPECT_EQ(amf->counters().events.connections_lost, 1u);
}

TEST_F(InterfaceTest, TooManyConnectionsOfOneBaseStation) {
  config.limits.max_connections_per_gnb = 2;
  start();
  for (int i = 0; i < 3; ++i) {
    Phone p = new_phone();
    p.send_first(p.registration());
  }
  auto overload = gnb->expect<ngap::OverloadStart>();
  ASSERT_TRUE(overload);
  EXPECT_EQ(amf->connected_count(), 2u);
  ngap::NgReset reset;
  reset.cause = CauseMisc::unspecified;
  gnb->send(reset);
  EXPECT_TRUE(gnb->expect<ngap::OverloadStop>());
  EXPECT_TRUE(gnb->expect<ngap::NgResetAcknowledge>());
}

}  // namespace
}  // namespace pellucid::amf::test
