// Deregistration by either side (TS 23.502 §4.2.2.3; TS 24.501 §5.5.2).
#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

struct DeregistrationTest : AmfTest {
  nas::UeDeregistrationRequest request(bool switch_off) {
    nas::UeDeregistrationRequest r;
    r.type.switch_off = switch_off;
    r.ng_ksi = phone().channel->context().ng_ksi;
    r.identity = nas::MobileIdentity(*phone().guti);
    return r;
  }
};

TEST_F(DeregistrationTest, NormalByThePhone) {
  with_session();
  auto& p = phone();
  p.send(request(false));
  EXPECT_TRUE(p.expect<nas::UeDeregistrationAccept>());
  EXPECT_EQ(p.last_header, nas::SecurityHeaderType::integrity_ciphered);
  ngap::Cause cause;
  EXPECT_TRUE(p.released(&cause));
  EXPECT_EQ(cause, ngap::Cause(ngap::CauseNas::deregister));
  EXPECT_TRUE(smf.called("release 5"));
  EXPECT_FALSE(amf->ue(p.supi)->registered);
  EXPECT_EQ(amf->ue_count(), 0u);
  EXPECT_EQ(udm.purges, 1u);
  EXPECT_EQ(count(ProcedureName::deregistration_by_ue).succeeded, 1u);
}

TEST_F(DeregistrationTest, SwitchOffIsNotAnswered) {
  registered_and_idle();
  auto& p = phone();
  p.send_first(request(true));
  EXPECT_TRUE(p.released());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, UnprovenSwitchOffDetachesNobody) {
  registered_and_idle();
  auto& p = phone();
  Phone thief = new_phone();
  thief.send_initial(nas::encode(request(true)));
  EXPECT_TRUE(thief.released());
  EXPECT_TRUE(amf->ue(p.supi)->registered);
  thief.send_initial(nas::encode(request(false)));
  EXPECT_TRUE(thief.expect<nas::UeDeregistrationAccept>());
  EXPECT_TRUE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, KeysOutliveIt) {
  registered();
  auto& p = phone();
  p.send(request(true));
  ASSERT_TRUE(p.released());
  auto request = p.registration();
  p.send_first(request);
  EXPECT_TRUE(p.finish_registration());
  EXPECT_EQ(udm.challenges, 1u);
  EXPECT_EQ(amf->ue_count(), 1u);
}

TEST_F(DeregistrationTest, DuringRegistrationItEndsThat) {
  registered();
  auto& p = phone();
  p.send(p.registration());
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());
  p.send(request(false));  // §5.5.1.2.8 h
  EXPECT_TRUE(p.expect<nas::UeDeregistrationAccept>());
  EXPECT_TRUE(p.released());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, DuringAnUpdateANormalOneWaits) {
  registered();
  auto& p = phone();
  p.send(p.registration(nas::RegistrationKind::mobility));
  auto accept = p.expect<nas::RegistrationAccept>();
  ASSERT_TRUE(accept);
  p.send(request(false));  // §5.5.1.3.8 g
  EXPECT_TRUE(gnb->silent(p.ran));
  p.send(nas::RegistrationComplete{});
  EXPECT_TRUE(p.expect<nas::UeDeregistrationAccept>());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, ByTheNetworkWhenConnected) {
  with_session();
  auto& p = phone();
  EXPECT_TRUE(amf->deregister(p.supi, true));
  auto asked = p.expect<nas::NetworkDeregistrationRequest>();
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->type.re_registration_required);
  EXPECT_TRUE(smf.called("release 5"));
  EXPECT_EQ(amf->ue_count(), 0u);
  p.send(nas::NetworkDeregistrationAccept{});
  EXPECT_TRUE(p.released());
  EXPECT_EQ(count(ProcedureName::deregistration_by_network).succeeded, 1u);
  EXPECT_FALSE(amf->deregister(p.supi, true));
}

TEST_F(DeregistrationTest, ByTheNetworkUnansweredFiveTimes) {
  registered();
  auto& p = phone();
  EXPECT_TRUE(amf->deregister(p.supi, false));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(p.expect<nas::NetworkDeregistrationRequest>(7s));
  world.run_for(7s);
  EXPECT_TRUE(p.released());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, ByTheNetworkWhenIdlePagesFirst) {
  registered_and_idle();
  auto& p = phone();
  EXPECT_TRUE(amf->deregister(p.supi, true));
  ASSERT_TRUE(gnb->expect<ngap::Paging>());
  p.send_first(p.service_request(nas::ServiceKind::mobile_terminated));
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  p.channel->establish_secure_exchange();
  EXPECT_TRUE(p.expect<nas::NetworkDeregistrationRequest>());
  p.send(nas::NetworkDeregistrationAccept{});
  EXPECT_TRUE(p.released());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, ByTheNetworkWhenNobodyAnswersPaging) {
  with_session_and_idle();
  EXPECT_TRUE(amf->deregister(phone().supi, true));
  world.run_for(30s);
  EXPECT_FALSE(amf->ue(phone().supi)->registered);
  EXPECT_TRUE(smf.called("release 5"));
}

TEST_F(DeregistrationTest, CollisionWithTheNetworksOwn) {
  registered();
  auto& p = phone();
  amf->deregister(p.supi, true);
  ASSERT_TRUE(p.expect<nas::NetworkDeregistrationRequest>());
  p.send(p.registration(nas::RegistrationKind::mobility));  // §5.5.2.3.5: ignored
  p.send(p.service_request());                              // continues
  EXPECT_TRUE(gnb->silent(p.ran));
  p.send(p.registration());  // goes first
  EXPECT_TRUE(p.expect<nas::RegistrationAccept>());
  EXPECT_TRUE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, NormalOneCrossesTheNetworksOwn) {
  registered();
  auto& p = phone();
  amf->deregister(p.supi, true);
  ASSERT_TRUE(p.expect<nas::NetworkDeregistrationRequest>());
  p.send(request(false));
  EXPECT_TRUE(p.expect<nas::UeDeregistrationAccept>());
  EXPECT_TRUE(p.released());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
}

TEST_F(DeregistrationTest, LostConnectionEndsTheNetworksOwn) {
  registered();
  auto& p = phone();
  amf->deregister(p.supi, true);
  ASSERT_TRUE(p.expect<nas::NetworkDeregistrationRequest>());
  ASSERT_TRUE(p.go_idle());
  EXPECT_FALSE(amf->ue(p.supi)->registered);
  EXPECT_EQ(amf->ue_count(), 0u);
}

TEST_F(DeregistrationTest, AWithdrawnSubscriberIsForgotten) {
  registered();
  auto& p = phone();
  EXPECT_TRUE(amf->withdraw(p.supi));
  auto asked = p.expect<nas::NetworkDeregistrationRequest>();
  ASSERT_TRUE(asked);
  EXPECT_FALSE(asked->type.re_registration_required);
  p.send(nas::NetworkDeregistrationAccept{});
  EXPECT_TRUE(p.released());
  EXPECT_FALSE(amf->ue(p.supi));
  EXPECT_TRUE(journal.records.empty());
  EXPECT_FALSE(amf->withdraw(p.supi));
}

}  // namespace
}  // namespace pellucid::amf::test
