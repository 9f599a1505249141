// Traps and informs: hints, and nothing more.
#include "link/snmp/notifications.hpp"

#include <gtest/gtest.h>

#include "link/snmp/known_message.hpp"
#include "sim/world.hpp"
#include "wire/snmp/random_message.hpp"

using namespace pellucid;
using namespace pellucid::snmp;
using namespace std::chrono_literals;

namespace {

struct NotificationsTest : testing::Test {
  sim::SimWorld world{6};
  const IpAddress here = *IpAddress::parse("10.0.0.1"), there = *IpAddress::parse("10.0.0.7");
  std::vector<Hint> hints;
  bool welcome = true;
  std::unique_ptr<Notifications> notifications =
      std::move(*Notifications::open(world.node("us"), {here, notification_port}, [this](const Hint& hint) {
        hints.push_back(hint);
        return welcome;
      }));
  std::vector<Bytes> answers;
  std::unique_ptr<UdpSocket> sender =
      std::move(*world.node("device").open_udp({there, 40'000}, [this](const Endpoint&, ByteView d) { answers.push_back(to_bytes(d)); }));
  void send(ByteView octets) {
    sender->send({here, notification_port}, octets);
    world.run_for(10ms);
  }
};

TEST_F(NotificationsTest, EachVersionIsAHint) {
  send(test::known_message("trap-v1"));
  send(test::known_message("trap-v2"));
  send(test::known_message("v3-get"));
  ASSERT_EQ(hints.size(), 3u);
  EXPECT_EQ(hints[0].from.address, there);
  EXPECT_EQ(hints[0].notification.text(), "1.3.6.1.6.3.1.1.5.3");
  EXPECT_EQ(hints[1].notification.text(), "1.3.6.1.6.3.1.1.5.3");
  EXPECT_TRUE(hints[2].notification.empty());
  EXPECT_TRUE(answers.empty());
}

TEST_F(NotificationsTest, AWelcomeInformIsAcknowledged) {
  auto inform = test::known_message("inform");
  send(inform);
  ASSERT_EQ(answers.size(), 1u);
  auto asked = std::get<Pdu>(std::get<Community>(*decode(inform)).pdu);
  auto answer = std::get<Pdu>(std::get<Community>(*decode(answers[0])).pdu);
  EXPECT_EQ(answer.type, PduType::response);
  EXPECT_EQ(answer.request_id, asked.request_id);
  EXPECT_EQ(answer.bindings, asked.bindings);
  welcome = false;
  send(inform);
  EXPECT_EQ(answers.size(), 1u) << "whoever is not known gets no datagram of ours";
}

TEST_F(NotificationsTest, OtherOctetsAreNot) {
  send(test::known_message("get"));
  send(test::known_message("get-response"));
  test::Random random(4);
  for (int i = 0; i < 300; ++i) send(test::random_octets(random, 200));
  EXPECT_TRUE(hints.empty());
  EXPECT_EQ(notifications->counters().malformed, 302u);
}

}  // namespace
