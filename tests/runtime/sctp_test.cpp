// SCTP on the real World over loopback. Raw sockets are needed: a machine without them fails here, with the reason.
#include <gtest/gtest.h>

#include <set>

#include "runtime/sctp_real.hpp"

using namespace pellucid;
using namespace pellucid::testing_sctp;
using namespace std::chrono_literals;

namespace {

TEST_P(SctpTest, UpMessageBothWaysShutdown) {
  listen();
  End gnb;
  auto id = join(gnb);
  ASSERT_EQ(amf.up.size(), 1u);
  auto theirs = amf.ups[0];
  EXPECT_EQ(amf.up[theirs].primary, gnb.socket->local());
  EXPECT_EQ(gnb.up[id].primary, amf_at);
  EXPECT_EQ(amf.up[theirs].in_streams, 16);
  EXPECT_EQ(amf.up[theirs].out_streams, 16);

  ASSERT_TRUE(gnb.send(id, 3, as_bytes("NG Setup")));
  ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
  EXPECT_EQ(amf.messages[0].octets, to_bytes(as_bytes("NG Setup")));
  EXPECT_EQ(amf.messages[0].stream, 3);
  EXPECT_EQ(amf.messages[0].ppid, 60u);
  EXPECT_EQ(amf.messages[0].id, theirs);
  ASSERT_TRUE(amf.send(theirs, 0, as_bytes("answer")));
  ASSERT_TRUE(until([&] { return !gnb.messages.empty(); }));

  gnb.socket->shutdown(id);
  EXPECT_FALSE(gnb.send(id, 0, as_bytes("too late")));
  ASSERT_TRUE(until([&] { return !gnb.downs.empty() && !amf.downs.empty(); }));
  EXPECT_EQ(gnb.downs[0].first, id);
  EXPECT_EQ(gnb.downs[0].second, "shut down");
  EXPECT_EQ(amf.downs[0].second, "shut down");
}

TEST_P(SctpTest, BigMessagesBothWaysAreWhole) {
  listen();
  End gnb;
  auto id = join(gnb);
  for (std::size_t size : {1u, 1400u, 65535u, 65536u, 300000u, 1u << 20}) {
    amf.messages.clear();
    gnb.messages.clear();
    Bytes there = pattern(size, 1), back = pattern(size, 2);
    ASSERT_TRUE(gnb.send(id, 1, there)) << size;
    ASSERT_TRUE(amf.send(amf.ups[0], 2, back)) << size;
    ASSERT_TRUE(until([&] { return !amf.messages.empty() && !gnb.messages.empty(); })) << size;
    EXPECT_EQ(amf.messages[0].octets, there);
    EXPECT_EQ(gnb.messages[0].octets, back);
  }
  EXPECT_FALSE(gnb.send(id, 1, Bytes((1u << 20) + 1)));
  EXPECT_FALSE(gnb.send(id, 1, {}));
  EXPECT_FALSE(gnb.send(id, 99, as_bytes("no such stream")));
  EXPECT_FALSE(gnb.send(AssociationId(12345), 0, as_bytes("no such association")));
}

TEST_P(SctpTest, OrderWithinEachStream) {
  listen();
  End gnb;
  auto id = join(gnb);
  constexpr std::uint32_t streams = 16, each = 300;
  std::uint32_t sent = 0;
  std::map<std::uint16_t, std::uint32_t> next;
  bool in_order = true;
  amf.keep_messages = false;
  amf.on_message = [&](const Message& m) { in_order = in_order && from_big_endian(ByteView(m.octets).first(4)) == next[m.stream]++; };
  while (sent < streams * each) {
    Bytes message = pattern(100 + sent % 3000, sent);
    auto number = big_endian<4>(sent / streams);
    std::copy(number.begin(), number.end(), message.begin());
    if (gnb.send(id, std::uint16_t(sent % streams), message))
      ++sent;
    else
      world->run_once(10ms);
  }
  ASSERT_TRUE(until([&] { return amf.message_count == streams * each; }));
  EXPECT_TRUE(in_order);
  EXPECT_EQ(next.size(), streams);
}

TEST_P(SctpTest, MessagesOfOneTurnShareTheirPackets) {
  listen();
  End gnb;
  auto id = join(gnb);
  until([] { return false; }, 50ms);  // what the association's beginning still has to say
  auto before = world->counters().sctp_packets_out;
  for (std::uint16_t stream = 0; stream < 10; ++stream) ASSERT_TRUE(gnb.send(id, stream, pattern(100, stream)));
  ASSERT_TRUE(until([&] { return amf.messages.size() == 10; }));
  EXPECT_LE(world->counters().sctp_packets_out - before, 3u);  // theirs, and what confirms them
  // No packet gets longer than the way takes: these need a packet for every two.
  for (std::uint16_t stream = 0; stream < 10; ++stream) ASSERT_TRUE(gnb.send(id, stream, pattern(600, stream)));
  ASSERT_TRUE(until([&] { return amf.messages.size() == 20; }));
  EXPECT_GE(world->counters().sctp_packets_out - before, 6u);
  for (std::size_t i = 0; i < amf.messages.size(); ++i) EXPECT_EQ(amf.messages[i].octets, pattern(i < 10 ? 100 : 600, i % 10));
}

TEST_P(SctpTest, FiftyBaseStationsWithTheSamePortOnAddressesOfTheirOwn) {
  listen();
  std::vector<std::unique_ptr<End>> gnbs;
  std::vector<AssociationId> ids;
  for (int i = 0; i < 50; ++i) {
    auto gnb = std::make_unique<End>();
    SctpOptions options;
    options.local = own(100 + std::uint32_t(i), 38412);
    gnb->open(*world, options);
    ids.push_back(gnb->connect(amf_at));
    gnbs.push_back(std::move(gnb));
  }
  ASSERT_TRUE(until([&] { return amf.up.size() == 50; }));
  std::set<std::string> peers;
  for (auto& [id, peer] : amf.up) peers.insert(peer.primary.text());
  EXPECT_EQ(peers.size(), 50u);
  amf.on_message = [&](const Message& m) { ASSERT_TRUE(amf.send(m.id, m.stream, m.octets)); };
  ASSERT_TRUE(until([&] {
    for (std::size_t i = 0; i < 50; ++i)
      if (!gnbs[i]->up.contains(ids[i])) return false;
    return true;
  }));
  for (std::size_t i = 0; i < 50; ++i) ASSERT_TRUE(gnbs[i]->send(ids[i], 1, as_bytes(std::to_string(i))));
  ASSERT_TRUE(until([&] {
    for (auto& gnb : gnbs)
      if (gnb->messages.empty()) return false;
    return true;
  }));
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(as_text(gnbs[i]->messages[0].octets), std::to_string(i));
  gnbs.clear();  // their destructors abort
  EXPECT_TRUE(until([&] { return amf.downs.size() == 50; }));
  EXPECT_EQ(amf.downs[0].second, "aborted by the peer");
}

TEST_P(SctpTest, AbortIsHeardByThePeerOnly) {
  listen();
  End gnb;
  auto id = join(gnb);
  amf.socket->abort(amf.ups[0]);
  ASSERT_TRUE(until([&] { return !gnb.downs.empty(); }));
  EXPECT_EQ(gnb.downs[0], std::pair(id, std::string("aborted by the peer")));
  EXPECT_TRUE(amf.downs.empty());
  EXPECT_FALSE(amf.send(amf.ups[0], 0, as_bytes("gone")));
}

TEST_P(SctpTest, ShutdownDeliversWhatIsQueued) {
  listen();
  End gnb;
  auto id = join(gnb);
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(gnb.send(id, std::uint16_t(i % 16), pattern(5000, std::uint32_t(i))));
  gnb.socket->shutdown(id);
  ASSERT_TRUE(until([&] { return !amf.downs.empty() && !gnb.downs.empty(); }));
  EXPECT_EQ(amf.message_count, 500u);
}

TEST_P(SctpTest, NobodyListens) {
  End gnb;
  SctpOptions options;
  options.local = own(6, 0);
  gnb.open(*world, options);
  auto id = gnb.connect(own(99, 38412));
  double seconds = seconds_until([&] { return !gnb.downs.empty(); }, 10s);
  EXPECT_EQ(gnb.downs[0].first, id);
  EXPECT_EQ(gnb.downs[0].second, "no answer from the peer");
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 7);
}

TEST_P(SctpTest, ListenerThatComesLaterIsFound) {
  End gnb;
  SctpOptions options;
  options.local = own(6, 0);
  gnb.open(*world, options);
  auto id = gnb.connect(amf_at);
  world->run_once(1ms);
  world->run_once(1ms);
  listen();
  EXPECT_TRUE(until([&] { return gnb.up.contains(id); }, 5s));
}

TEST_P(SctpTest, AnEndpointCanBeOpenedAgainInTheSameTurn) {
  for (int round = 0; round < 3; ++round) {
    listen();
    End gnb;
    auto id = join(gnb, own(6, 9487));
    EXPECT_TRUE(gnb.up.contains(id));
    ASSERT_TRUE(gnb.send(id, 0, as_bytes("x")));
    ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
    gnb.socket.reset();
    amf.socket.reset();
    amf = End();
  }
}

TEST_P(SctpTest, MoreAssociationsThanAllowedAreRefused) {
  SctpOptions options;
  options.local = amf_at;
  options.max_associations = 2;
  listen(options);
  End a, b, c;
  join(a, own(6, 0));
  join(b, own(7, 0));
  SctpOptions third;
  third.local = own(8, 0);
  c.open(*world, third);
  auto id = c.connect(amf_at);
  EXPECT_TRUE(until([&] { return !c.downs.empty(); }));
  EXPECT_EQ(c.downs[0].first, id);
  EXPECT_EQ(amf.up.size(), 2u);
  EXPECT_EQ(world->counters().sctp_refused_associations, 1u);
}

INSTANTIATE_TEST_SUITE_P(Usrsctp, SctpTest, testing::Values(SctpTransport::usrsctp_ip, SctpTransport::usrsctp_udp), transport_name);

}  // namespace
