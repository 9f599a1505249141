// What survives kill -9 (DESIGN.md §6): registrations, sessions' routing, GUTIs, keys; and no NAS COUNT is used twice.
#include "core/amf/contexts.hpp"
#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

struct RestartTest : AmfTest {
  /// kill -9, then a new AMF on what the Journal kept, and the base station's new association.
  void kill_and_restart() {
    host.crash();
    amf.reset();
    world.run_for(6s);
    host.restart();
    start_amf();
    gnb->up = false;
    gnb->ue_inbox.clear();
    gnb->inbox.clear();
    ASSERT_TRUE(gnb->set_up(n2())) << world.log_text();
    // The base station's phones fell idle with their association.
    if (phone().channel) phone().channel->end_secure_exchange();
  }
};

TEST_F(RestartTest, APhoneStaysRegistered) {
  with_session();
  auto& p = phone();
  auto before = *amf->ue(p.supi);
  kill_and_restart();
  auto after = amf->ue(p.supi);
  ASSERT_TRUE(after);
  EXPECT_TRUE(after->registered);
  EXPECT_FALSE(after->connected);
  EXPECT_EQ(after->guti, before.guti);
  EXPECT_EQ(after->imeisv, before.imeisv);
  EXPECT_EQ(after->algorithms, before.algorithms);
  EXPECT_EQ(after->tai, before.tai);
  ASSERT_EQ(after->sessions.size(), 1u);
  EXPECT_EQ(after->sessions[0].dnn, "internet");
  std::uint32_t received = p.channel->next_receive();

  auto request = p.service_request();
  request.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5)});
  p.context.reset();
  p.send_first(request);
  ASSERT_TRUE(p.expect<nas::ServiceAccept>());
  EXPECT_GE(p.channel->next_receive(), received);  // the channel refuses a COUNT that it has seen
  p.channel->establish_secure_exchange();
  p.answer_context_setup();
  EXPECT_EQ(udm.challenges, 1u);  // nobody authenticates again
}

TEST_F(RestartTest, PagingReachesItToo) {
  with_session_and_idle();
  kill_and_restart();
  auto& p = phone();
  EXPECT_EQ(amf->transfer({p.supi, PduSessionId(5), Snssai{1, {}}, {}, {}, false}), Delivery::paging);
  EXPECT_TRUE(gnb->expect<ngap::Paging>());
  p.send_first(p.service_request(nas::ServiceKind::mobile_terminated));
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(RestartTest, TheFirstMessageWaitsForTheDisk) {
  with_session_and_idle();
  kill_and_restart();
  journal.durable();
  journal.hangs = true;
  auto& p = phone();
  p.send_first(p.service_request());
  EXPECT_TRUE(gnb->silent(p.ran)) << "no COUNT is used that the disk does not know of";
  journal.hangs = false;
  EXPECT_TRUE(p.expect<nas::ServiceAccept>()) << "and the request is not forgotten";
}

TEST_F(RestartTest, ADiskThatHangsForLongEndsTheConnection) {
  with_session_and_idle();
  kill_and_restart();
  journal.durable();
  journal.hangs = true;
  auto& p = phone();
  p.send_first(p.service_request());
  world.run_for(config.timers.ran_answer + 1s);
  EXPECT_TRUE(p.released());
  journal.hangs = false;
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(RestartTest, APhoneThatHeardNothingThroughManyRestartsIsNotLeftBehind) {
  // It sees 8 bits of each COUNT only: they must not run away from it.
  registered_and_idle();
  for (int i = 0; i < 10; ++i) kill_and_restart();
  auto& p = phone();
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(RestartTest, ManyRestartsNeverRepeatACount) {
  registered_and_idle();
  auto& p = phone();
  for (int i = 0; i < 10; ++i) {
    p.send_first(p.registration(nas::RegistrationKind::mobility));
    ASSERT_TRUE(p.finish_registration()) << i;
    kill_and_restart();
    ASSERT_TRUE(amf->ue(p.supi)->registered);
  }
  EXPECT_EQ(udm.challenges, 1u);
}

TEST_F(RestartTest, KilledBetweenAcceptAndCompleteBothGutisAreKnown) {
  registered_and_idle();
  auto& p = phone();
  auto old_guti = p.guti;
  p.send_first(p.registration(nas::RegistrationKind::mobility));
  auto accept = p.expect<nas::RegistrationAccept>();
  ASSERT_TRUE(accept);
  kill_and_restart();
  p.guti = *accept->guti->guti();  // it had arrived
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
  EXPECT_NE(p.guti, old_guti);
}

TEST_F(RestartTest, DeregisteredPhonesStayDeregisteredAndKeepTheirKeys) {
  registered();
  auto& p = phone();
  nas::UeDeregistrationRequest off;
  off.type.switch_off = true;
  off.ng_ksi = p.channel->context().ng_ksi;
  off.identity = nas::MobileIdentity(*p.guti);
  p.send(off);
  ASSERT_TRUE(p.released());
  kill_and_restart();
  EXPECT_EQ(amf->ue_count(), 0u);
  auto request = p.registration();
  p.send_first(request);
  EXPECT_TRUE(p.finish_registration());
  EXPECT_EQ(udm.challenges, 1u);
}

TEST_F(RestartTest, AHangingDiskStopsSendingBeforeCountsAreUnsafe) {
  registered();
  auto& p = phone();
  journal.durable();
  journal.hangs = true;
  std::uint32_t first = p.channel->next_receive();
  for (unsigned i = 0; i < 3 * reserved_counts; ++i) {
    nas::UlNasTransport message;  // for a session that does not exist: it comes back
    message.payload_type = nas::PayloadType::n1_sm;
    message.payload.octets = {0x2E, 0x01, 0x01, 0xD1};
    message.session = PduSessionId(1);
    p.send(message);
    world.run_for(1ms);
  }
  auto& inbox = gnb->ue_inbox[p.ran];
  EXPECT_GT(inbox.size(), reserved_counts / 4);
  EXPECT_LE(inbox.size(), 2 * reserved_counts);
  EXPECT_GT(amf->counters().events.counts_exhausted, 0u);
  // What was sent lies below what the record on the disk has reserved.
  std::uint32_t reserved = amf->counters().events.counts_exhausted ? first + std::uint32_t(inbox.size()) : 0;
  inbox.clear();
  journal.hangs = false;
  kill_and_restart();
  p.channel->skip_receive_to(reserved);
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(RestartTest, DamagedRecordsAreRefusedWhole) {
  with_session_and_idle();
  ASSERT_EQ(journal.records.size(), 1u);
  auto [key, record] = *journal.records.begin();
  Amf other(host, config, Amf::Ports{udm, smf});
  for (std::size_t n = 0; n < record.size(); ++n) EXPECT_FALSE(other.restore(key, ByteView(record).first(n)).ok()) << n;
  EXPECT_FALSE(other.restore("ue/999700000000999", record).ok());
  Bytes longer = record;
  longer.push_back(0);
  EXPECT_FALSE(other.restore(key, longer).ok());
  EXPECT_EQ(other.ue_count(), 0u);
  for (std::size_t i = 0; i < record.size() * 8; ++i) {  // nothing that a bit can do brings it down
    Amf damaged(host, config, Amf::Ports{udm, smf});
    Bytes flipped = record;
    flipped[i / 8] ^= std::uint8_t(1u << i % 8);
    (void)damaged.restore(key, flipped).ok();
  }
  EXPECT_TRUE(other.restore(key, record).ok());
  EXPECT_EQ(other.ue_count(), 1u);
  EXPECT_FALSE(other.restore(key, record).ok());  // twice the same phone
}

TEST_F(RestartTest, ARecordIsSmall) {
  with_session_and_idle();
  EXPECT_LT(journal.records.begin()->second.size(), 256u);
}

}  // namespace
}  // namespace pellucid::amf::test
