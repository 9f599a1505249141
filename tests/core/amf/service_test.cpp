// Idle phones: AN release, service request, paging, supervision (TS 23.502 §4.2.3, §4.2.6; TS 24.501 §5.6, §10.2).
#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

using nas::MmCause;

struct ServiceTest : AmfTest {
  Transfer data_waits(std::uint8_t psi = 5) { return Transfer{phone().supi, PduSessionId(psi), Snssai{1, {}}, {}, {}, false}; }
};

TEST_F(ServiceTest, AnRelease) {
  with_session();
  auto& p = phone();
  ngap::UeContextReleaseRequest request;  // 1
  request.amf_id = p.amf;
  request.ran_id = p.ran;
  request.sessions.push_back({.id = PduSessionId(5)});
  request.cause = ngap::CauseRadioNetwork::user_inactivity;
  gnb->send(request);
  auto command = gnb->expect<ngap::UeContextReleaseCommand>(p.ran);  // 2
  ASSERT_TRUE(command);
  EXPECT_EQ(command->cause, request.cause);
  EXPECT_EQ(command->ids.ran, p.ran);
  world.run_for(100ms);
  EXPECT_FALSE(smf.called("deactivate 5"));
  ngap::UeContextReleaseComplete complete;  // 4
  complete.amf_id = p.amf;
  complete.ran_id = p.ran;
  gnb->send(complete);
  world.run_for(100ms);
  EXPECT_TRUE(smf.called("deactivate 5"));  // 5
  auto ue = amf->ue(p.supi);
  EXPECT_FALSE(ue->connected);
  EXPECT_FALSE(ue->sessions[0].user_plane);
  EXPECT_EQ(amf->gnbs()[0].ues, 0u);
}

TEST_F(ServiceTest, ReleaseWithoutCompleteEndsByItsTimer) {
  with_session();
  auto& p = phone();
  ngap::UeContextReleaseRequest request;
  request.amf_id = p.amf;
  request.ran_id = p.ran;
  request.cause = ngap::CauseRadioNetwork::radio_connection_with_ue_lost;
  gnb->send(request);
  ASSERT_TRUE(gnb->expect<ngap::UeContextReleaseCommand>(p.ran));
  world.run_for(11s);
  EXPECT_TRUE(smf.called("deactivate 5"));
  EXPECT_EQ(count(ProcedureName::an_release).timed_out, 1u);
  EXPECT_EQ(amf->gnbs()[0].ues, 0u);
}

TEST_F(ServiceTest, ServiceRequestBringsTheUserPlaneBack) {
  with_session_and_idle();
  auto& p = phone();
  auto request = p.service_request();
  request.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5)});
  request.pdu_session_status = nas::PduSessionSet::of({PduSessionId(5)});
  p.context.reset();
  p.send_first(request);
  std::uint32_t count_of_request = p.channel->next_send() - 1;
  auto accept = p.expect<nas::ServiceAccept>();
  ASSERT_TRUE(accept);
  EXPECT_EQ(p.last_header, nas::SecurityHeaderType::integrity_ciphered);
  ASSERT_TRUE(accept->reactivation_result);
  EXPECT_TRUE(accept->reactivation_result->empty());
  EXPECT_TRUE(accept->pdu_session_status->contains(PduSessionId(5)));
  ASSERT_TRUE(p.context);  // in Initial Context Setup
  ASSERT_EQ(p.context->sessions.size(), 1u);
  EXPECT_EQ(p.context->sessions[0].transfer, StandInSmf::setup_transfer());
  EXPECT_EQ(p.context->security_key, crypto::k_gnb(p.channel->context().k_amf, count_of_request));
  p.channel->establish_secure_exchange();
  p.answer_context_setup();
  world.run_for(100ms);
  EXPECT_EQ(smf.calls, (std::vector<std::string>{"activate 5", "n2 setup_response 5"}));
  EXPECT_TRUE(amf->ue(p.supi)->sessions[0].user_plane);
  EXPECT_EQ(count(ProcedureName::service_request).succeeded, 1u);
  EXPECT_EQ(udm.challenges, 1u);
}

TEST_F(ServiceTest, SignallingOnly) {
  registered_and_idle();
  auto& p = phone();
  p.context_request = false;
  p.send_first(p.service_request(nas::ServiceKind::signalling));
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
  EXPECT_TRUE(gnb->silent(p.ran));
}

TEST_F(ServiceTest, InConnectedTheUserPlaneComesByResourceSetup) {
  with_session();
  auto& p = phone();
  ngap::PduSessionResourceNotify notify;
  notify.amf_id = p.amf;
  notify.ran_id = p.ran;
  notify.released.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  gnb->send(notify);
  world.run_for(100ms);
  EXPECT_TRUE(smf.called("deactivate 5"));
  auto request = p.service_request();
  request.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5)});
  p.send(request);
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
  auto setup = gnb->expect<ngap::PduSessionResourceSetupRequest>(p.ran);
  ASSERT_TRUE(setup);
  EXPECT_FALSE(setup->sessions[0].nas);
}

TEST_F(ServiceTest, FailedReactivationIsNamed) {
  with_session_and_idle();
  auto& p = phone();
  smf.update_replies.push_back(
      Fail(Denied{Denied::Kind::unreachable, Why{"the UPF answers", "nothing", "an answer", "upf", "start it"}, {}}));
  auto request = p.service_request();
  request.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5), PduSessionId(9)});
  p.send_first(request);
  auto accept = p.expect<nas::ServiceAccept>();
  ASSERT_TRUE(accept);
  ASSERT_TRUE(accept->reactivation_result);
  EXPECT_TRUE(accept->reactivation_result->contains(PduSessionId(5)));
  EXPECT_TRUE(accept->reactivation_result->contains(PduSessionId(9)));
  ASSERT_TRUE(accept->reactivation_errors);
  EXPECT_EQ(accept->reactivation_errors->items[0].cause, MmCause::insufficient_user_plane_resources);
}

TEST_F(ServiceTest, SessionsThatThePhoneGaveUpAreReleased) {
  with_session_and_idle();
  auto& p = phone();
  auto request = p.service_request();
  request.pdu_session_status = nas::PduSessionSet{};
  p.send_first(request);
  auto accept = p.expect<nas::ServiceAccept>();
  ASSERT_TRUE(accept);
  EXPECT_TRUE(accept->pdu_session_status->empty());
  EXPECT_TRUE(smf.called("release 5"));
  EXPECT_TRUE(amf->ue(p.supi)->sessions.empty());
}

TEST_F(ServiceTest, UnknownOrUnprovenIsCause9AndChangesNothing) {
  registered_and_idle();
  auto& p = phone();
  Phone thief = new_phone();
  thief.guti = p.guti;
  thief.channel.emplace(nas::Side::phone,
                        *nas::SecurityContext::make(crypto::Key256{5}, p.channel->context().ng_ksi, p.channel->context().algorithms));
  thief.send_first(thief.service_request());
  auto reject = thief.expect<nas::ServiceReject>();
  ASSERT_TRUE(reject);
  EXPECT_EQ(reject->cause, MmCause::ue_identity_cannot_be_derived);
  EXPECT_TRUE(thief.released());
  EXPECT_TRUE(amf->ue(p.supi)->registered);
  EXPECT_EQ(amf->refusals().back().answer, "Service reject, " + nas::text(MmCause::ue_identity_cannot_be_derived));
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(ServiceTest, ReplayedRequestIsNotServed) {
  registered_and_idle();
  auto& p = phone();
  Bytes recorded = *nas::protect_initial(*p.channel, p.service_request(nas::ServiceKind::signalling));
  p.send_initial(recorded);
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  p.channel->establish_secure_exchange();
  Phone thief = new_phone();
  thief.send_initial(recorded);
  EXPECT_TRUE(thief.expect<nas::ServiceReject>());
  EXPECT_TRUE(amf->ue(p.supi)->connected);
}

TEST_F(ServiceTest, PagingForData) {
  with_session_and_idle();
  auto& p = phone();
  auto guti = p.guti;
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::paging);
  auto paging = gnb->expect<ngap::Paging>();
  ASSERT_TRUE(paging);
  EXPECT_EQ(paging->identity, s_tmsi(*p.guti));
  EXPECT_EQ(paging->tais, (std::vector<Tai>{tai1}));
  p.cause = ngap::RrcEstablishmentCause::mt_access;
  p.context.reset();
  p.send_first(p.service_request(nas::ServiceKind::mobile_terminated));
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  ASSERT_TRUE(p.context);
  EXPECT_EQ(p.context->sessions.size(), 1u);
  p.channel->establish_secure_exchange();
  p.answer_context_setup();
  auto command = p.expect<nas::ConfigurationUpdateCommand>();  // TS 33.501 §6.12.3
  ASSERT_TRUE(command);
  ASSERT_TRUE(command->indication);
  EXPECT_TRUE(command->indication->acknowledge);
  ASSERT_TRUE(command->guti);
  EXPECT_NE(*command->guti->guti(), *guti);
  p.send(nas::ConfigurationUpdateComplete{});
  world.run_for(100ms);
  EXPECT_EQ(amf->ue(p.supi)->guti, *command->guti->guti());
  EXPECT_EQ(count(ProcedureName::paging).succeeded, 1u);
  EXPECT_EQ(count(ProcedureName::configuration_update).succeeded, 1u);
  EXPECT_TRUE(gnb->inbox.empty());
}

TEST_F(ServiceTest, PagingDeliversWhatWaits) {
  with_session_and_idle();
  auto& p = phone();
  Transfer message = data_waits();
  message.n1 = {0x2E, 0x05, 0x00, 0xD3, 0x27};
  EXPECT_EQ(amf->transfer(message), Delivery::paging);
  ASSERT_TRUE(gnb->expect<ngap::Paging>());
  p.context.reset();
  p.send_first(p.service_request(nas::ServiceKind::mobile_terminated));
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  p.channel->establish_secure_exchange();
  p.answer_context_setup();
  auto down = p.expect<nas::DlNasTransport>();
  ASSERT_TRUE(down);
  EXPECT_EQ(down->payload.octets, message.n1);
  EXPECT_EQ(down->session, PduSessionId(5));
  EXPECT_FALSE(down->cause);
}

TEST_F(ServiceTest, PagingIsRepeatedThenGivenUp) {
  with_session_and_idle();
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::paging);
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::paging);  // one paging for both
  for (unsigned i = 0; i < config.timers.paging_attempts; ++i) ASSERT_TRUE(gnb->expect<ngap::Paging>(4s)) << i;
  world.run_for(10s);
  EXPECT_TRUE(gnb->inbox.empty());
  EXPECT_EQ(smf.told_unreachable, (std::vector<PduSessionId>{PduSessionId(5)}));
  EXPECT_EQ(count(ProcedureName::paging).timed_out, 1u);
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::paging);  // it may be paged again later
}

TEST_F(ServiceTest, PagingWaitsForABaseStation) {
  with_session_and_idle();
  gnb->n2.abort(gnb->association);
  gnb->up = false;
  world.run_for(100ms);
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::paging);
  world.run_for(config.timers.t3513 * (config.timers.paging_attempts + 4));
  EXPECT_TRUE(smf.told_unreachable.empty()) << "attempts that nobody heard do not count";
  ASSERT_TRUE(gnb->set_up(n2())) << world.log_text();
  for (unsigned i = 0; i < config.timers.paging_attempts; ++i) ASSERT_TRUE(gnb->expect<ngap::Paging>(4s)) << i;
  world.run_for(10s);
  EXPECT_EQ(smf.told_unreachable.size(), 1u);
}

TEST_F(ServiceTest, PagingWithoutABaseStationEnds) {
  with_session_and_idle();
  gnb->n2.abort(gnb->association);
  gnb->up = false;
  world.run_for(100ms);
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::paging);
  world.run_for(config.timers.paging_in_all + config.timers.t3513);
  EXPECT_EQ(smf.told_unreachable.size(), 1u);
}

TEST_F(ServiceTest, NoPagingForWhatMayBeSkippedOrIsUnknown) {
  with_session_and_idle();
  Transfer skipped = data_waits();
  skipped.skip_if_idle = true;
  EXPECT_EQ(amf->transfer(skipped), Delivery::unreachable);
  EXPECT_EQ(amf->transfer(data_waits(6)), Delivery::unreachable);
  Transfer unknown = data_waits();
  unknown.supi = *Supi::parse("999700000099999");
  EXPECT_EQ(amf->transfer(unknown), Delivery::unreachable);
  world.run_for(1s);
  EXPECT_TRUE(gnb->inbox.empty());
}

TEST_F(ServiceTest, AnUnprovenAnswerDoesNotStopPaging) {
  with_session_and_idle();
  auto& p = phone();
  ASSERT_EQ(amf->transfer(data_waits()), Delivery::paging);
  ASSERT_TRUE(gnb->expect<ngap::Paging>());
  Phone thief = new_phone();
  thief.guti = p.guti;
  thief.channel.emplace(nas::Side::phone,
                        *nas::SecurityContext::make(crypto::Key256{5}, p.channel->context().ng_ksi, p.channel->context().algorithms));
  thief.send_first(thief.service_request(nas::ServiceKind::mobile_terminated));
  EXPECT_TRUE(gnb->expect<ngap::Paging>(4s));
}

TEST_F(ServiceTest, PagingAnsweredByRegistrationBringsTheUserPlaneToo) {
  with_session_and_idle();
  auto& p = phone();
  ASSERT_EQ(amf->transfer(data_waits()), Delivery::paging);
  ASSERT_TRUE(gnb->expect<ngap::Paging>());
  p.send_first(p.registration(nas::RegistrationKind::mobility));
  p.context.reset();
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());
  ASSERT_TRUE(p.context);
  EXPECT_EQ(p.context->sessions.size(), 1u);
}

TEST_F(ServiceTest, ConfigurationUpdateWithoutCompleteKeepsBothNames) {
  with_session_and_idle();
  auto& p = phone();
  auto old_guti = p.guti;
  ASSERT_EQ(amf->transfer(data_waits()), Delivery::paging);
  ASSERT_TRUE(gnb->expect<ngap::Paging>());
  p.context.reset();
  p.send_first(p.service_request(nas::ServiceKind::mobile_terminated));
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  p.channel->establish_secure_exchange();
  p.answer_context_setup();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(p.expect<nas::ConfigurationUpdateCommand>(7s));
  EXPECT_TRUE(gnb->silent(p.ran, 10s));
  ASSERT_TRUE(p.go_idle());
  // Paged by the old name first, then by the new one.
  ASSERT_EQ(amf->transfer(data_waits()), Delivery::paging);
  auto first = gnb->expect<ngap::Paging>();
  auto second = gnb->expect<ngap::Paging>(4s);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->identity, s_tmsi(*old_guti));
  EXPECT_NE(second->identity, s_tmsi(*old_guti));
  p.send_first(p.service_request(nas::ServiceKind::mobile_terminated));
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(ServiceTest, PhoneThatIsBackBeforeTheReleaseCompleteKeepsItsUserPlane) {
  with_session();
  auto& p = phone();
  ngap::UeContextReleaseRequest request;
  request.amf_id = p.amf;
  request.ran_id = p.ran;
  request.cause = ngap::CauseRadioNetwork::user_inactivity;
  gnb->send(request);
  auto command = gnb->expect<ngap::UeContextReleaseCommand>(p.ran);
  ASSERT_TRUE(command);
  auto old_ran = p.ran;
  smf.calls.clear();
  auto again = p.service_request();
  again.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5)});
  p.context.reset();
  p.send_first(again);
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  p.channel->establish_secure_exchange();
  p.answer_context_setup();
  ngap::UeContextReleaseComplete complete;
  complete.amf_id = command->ids.amf;
  complete.ran_id = old_ran;
  gnb->send(complete);
  world.run_for(100ms);
  ASSERT_GE(smf.calls.size(), 3u);
  EXPECT_EQ(smf.calls[0], "deactivate 5");  // in this order
  EXPECT_EQ(smf.calls[1], "activate 5");
  EXPECT_EQ(std::count(smf.calls.begin(), smf.calls.end(), "deactivate 5"), 1);
  EXPECT_TRUE(amf->ue(p.supi)->sessions[0].user_plane);
}

TEST_F(ServiceTest, SilentPhoneIsDeregisteredInTheEnd) {
  with_session_and_idle();
  world.run_for(config.timers.t3512 + config.timers.reachable_margin + 1s);
  EXPECT_EQ(amf->transfer(data_waits()), Delivery::unreachable);  // not paged any more
  EXPECT_TRUE(amf->ue(phone().supi)->registered);
  world.run_for(config.timers.implicit_deregistration);
  EXPECT_FALSE(amf->ue(phone().supi)->registered);
  EXPECT_TRUE(smf.called("release 5"));
  EXPECT_EQ(amf->counters().events.implicit_deregistrations, 1u);
  EXPECT_EQ(udm.purges, 1u);
  auto& p = phone();
  p.send_first(p.service_request());
  auto message = p.next_nas();
  ASSERT_TRUE(message);
  auto reject = nas::decode<nas::ServiceReject>(*message);
  ASSERT_TRUE(reject.ok());
  EXPECT_EQ(reject->cause, MmCause::implicitly_deregistered);
}

TEST_F(ServiceTest, PeriodicRegistrationKeepsItAlive) {
  registered_and_idle();
  auto& p = phone();
  for (int i = 0; i < 4; ++i) {
    world.run_for(config.timers.t3512);
    auto request = p.registration(nas::RegistrationKind::periodic);
    request.type.follow_on_request = false;
    p.send_first(request);
    ASSERT_TRUE(p.finish_registration());
    ASSERT_TRUE(p.released());
  }
  EXPECT_TRUE(amf->ue(p.supi)->registered);
}

TEST_F(ServiceTest, RadioCapabilityIsKeptForTheNextConnection) {
  registered();
  auto& p = phone();
  EXPECT_FALSE(p.context->radio_capability);
  ngap::UeRadioCapabilityInfoIndication info;
  info.amf_id = p.amf;
  info.ran_id = p.ran;
  info.radio_capability = Bytes(700, 0xAB);
  gnb->send(info);
  ASSERT_TRUE(p.go_idle());
  p.context.reset();
  p.send_first(p.service_request());
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  ASSERT_TRUE(p.context);
  EXPECT_EQ(p.context->radio_capability, info.radio_capability);
  ASSERT_TRUE(p.context->masked_imeisv);
  EXPECT_EQ(hex(*p.context->masked_imeisv), "4370816125ffff51");
}

}  // namespace
}  // namespace pellucid::amf::test
