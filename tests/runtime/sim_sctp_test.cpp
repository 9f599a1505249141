// SCTP of the simulated network: the same life as on the real one, and its faults on command.
#include <gtest/gtest.h>

#include "runtime/sctp_peers.hpp"
#include "sim/world.hpp"

using namespace pellucid;
using namespace pellucid::testing_sctp;
using namespace std::chrono_literals;
using sim::Carrier;

namespace {

const Endpoint amf_at = at("10.0.0.1", 38412);

struct SimSctp : testing::Test {
  sim::SimWorld world{21};
  sim::Node& core = world.node("core");
  sim::Node& site = world.node("site");
  End amf, gnb;

  void listen(SctpOptions options = {}) {
    options.local = amf_at;
    options.listen = true;
    amf.open(core, options);
  }
  AssociationId call(const Endpoint& local = at("10.0.1.1", 9487)) {
    SctpOptions options;
    options.local = local;
    gnb.open(site, options);
    return gnb.connect(amf_at);
  }
  AssociationId join() {
    listen();
    auto id = call();
    EXPECT_TRUE(until([&] { return gnb.up.contains(id) && amf.up.size() == 1; }));
    return id;
  }
  bool until(const std::function<bool()>& done, Duration limit = 20s) { return world.run_until(done, limit); }
  double seconds_until(const std::function<bool()>& done) {
    Instant start = world.now();
    EXPECT_TRUE(until(done));
    return std::chrono::duration<double>(world.now() - start).count();
  }
};

TEST_F(SimSctp, UpMessagesShutdown) {
  auto id = join();
  auto theirs = amf.ups[0];
  EXPECT_EQ(amf.up[theirs].primary, at("10.0.1.1", 9487));
  EXPECT_EQ(gnb.up[id].primary, amf_at);
  EXPECT_EQ(gnb.socket->transport(), "simulated");
  ASSERT_TRUE(gnb.send(id, 3, as_bytes("NG Setup")));
  ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
  EXPECT_EQ(amf.messages[0].stream, 3);
  EXPECT_EQ(amf.messages[0].ppid, 60u);
  ASSERT_TRUE(amf.send(theirs, 0, pattern(100000, 1)));
  gnb.socket->shutdown(id);
  EXPECT_FALSE(gnb.send(id, 0, as_bytes("too late")));
  ASSERT_TRUE(until([&] { return !amf.downs.empty() && !gnb.downs.empty(); }));
  EXPECT_EQ(gnb.messages.size(), 1u);  // what was on its way came first
  EXPECT_EQ(gnb.downs[0].second, "shut down");
  EXPECT_EQ(amf.downs[0].second, "shut down");
  EXPECT_TRUE(world.run_until_idle());
}

TEST_F(SimSctp, OrderWithinAStreamOverABadPath) {
  world.network().set_link("core", "site", Carrier::sctp, {.jitter = 20ms, .loss = 0.2});
  auto id = join();
  bool crossed = false, in_order = true;
  std::map<std::uint16_t, std::uint32_t> next;
  std::uint32_t last_number = 0;
  amf.on_message = [&](const Message& m) {
    auto number = std::uint32_t(from_big_endian(m.octets));
    in_order = in_order && number / 8 == next[m.stream]++;
    crossed = crossed || number < last_number;
    last_number = number;
  };
  for (std::uint32_t i = 0; i < 2000; ++i) ASSERT_TRUE(gnb.send(id, std::uint16_t(i % 8), big_endian<4>(i)));
  ASSERT_TRUE(until([&] { return amf.message_count == 2000; }));
  EXPECT_TRUE(in_order);
  EXPECT_TRUE(crossed);  // between streams there is no order
}

TEST_F(SimSctp, RefusedWhereNobodyListensSilentWhereNobodyIs) {
  SctpOptions options;
  options.local = at("10.0.1.1", 0);
  gnb.open(site, options);
  auto refused = gnb.connect({core.address(), 38412});
  double seconds = seconds_until([&] { return gnb.downs.size() == 1; });
  EXPECT_EQ(gnb.downs[0], std::pair(refused, std::string("the peer refused the association")));
  EXPECT_LT(seconds, 0.01);
  gnb.connect(at("10.9.9.9", 38412));
  seconds = seconds_until([&] { return gnb.downs.size() == 2; });
  EXPECT_EQ(gnb.downs[1].second, "no answer from the peer");
  EXPECT_NEAR(seconds, 3, 0.5);
}

TEST_F(SimSctp, AnAmfThatComesLaterIsFound) {
  auto id = call();
  world.run_for(1s);
  EXPECT_TRUE(gnb.downs.empty());
  listen();
  EXPECT_TRUE(until([&] { return gnb.up.contains(id); }, 1s));
}

TEST_F(SimSctp, AbortAndClosingAreHeardByThePeerOnly) {
  auto id = join();
  amf.socket->abort(amf.ups[0]);
  ASSERT_TRUE(until([&] { return !gnb.downs.empty(); }));
  EXPECT_EQ(gnb.downs[0], std::pair(id, std::string("aborted by the peer")));
  EXPECT_TRUE(amf.downs.empty());
  EXPECT_FALSE(amf.send(amf.ups[0], 0, as_bytes("gone")));
  auto again = gnb.connect(amf_at);
  EXPECT_NE(again, id);
  ASSERT_TRUE(until([&] { return gnb.up.contains(again); }));
  gnb.socket.reset();
  ASSERT_TRUE(until([&] { return !amf.downs.empty(); }));
  EXPECT_EQ(amf.downs[0].first, amf.ups[1]);
}

TEST_F(SimSctp, BrokenAssociationsAreHeardByBoth) {
  join();
  world.network().break_associations("site", "somebody else");
  world.run_for(1s);
  EXPECT_TRUE(gnb.downs.empty());
  world.network().break_associations("site");
  ASSERT_TRUE(until([&] { return !gnb.downs.empty() && !amf.downs.empty(); }));
}

TEST_F(SimSctp, AShortPartitionHoldsMessagesALongOneEndsTheAssociation) {
  auto id = join();
  world.network().partition("core", "site");
  ASSERT_TRUE(gnb.send(id, 0, as_bytes("one")));
  ASSERT_TRUE(gnb.send(id, 0, as_bytes("two")));
  world.run_for(2s);
  EXPECT_TRUE(amf.messages.empty());
  world.network().heal("core", "site");
  ASSERT_TRUE(until([&] { return amf.messages.size() == 2; }));
  EXPECT_EQ(as_text(amf.messages[1].octets), "two");
  world.run_for(10s);
  EXPECT_TRUE(gnb.downs.empty());

  world.network().partition("site", "core");
  double seconds = seconds_until([&] { return !gnb.downs.empty() && !amf.downs.empty(); });
  EXPECT_NEAR(seconds, 4, 0.1);
  EXPECT_EQ(amf.downs[0].second, "the peer stopped answering");
}

TEST_F(SimSctp, ACrashedPeerIsNoticedAfterItsSilence) {
  join();
  site.crash();
  double seconds = seconds_until([&] { return !amf.downs.empty(); });
  EXPECT_NEAR(seconds, 4, 0.1);
  EXPECT_TRUE(gnb.downs.empty());  // the dead hear nothing
  gnb.socket.reset();
  EXPECT_TRUE(world.run_until_idle());
}

TEST_F(SimSctp, APeerBackFromItsOldPortHasRestarted) {
  join();
  auto theirs = amf.ups[0];
  site.crash();
  gnb.socket.reset();
  site.restart();
  End again;
  SctpOptions options;
  options.local = at("10.0.1.1", 9487);
  again.open(site, options);
  auto id = again.connect(amf_at);
  ASSERT_TRUE(until([&] { return again.up.contains(id); }));
  EXPECT_EQ(amf.restarts, std::vector{theirs});
  ASSERT_TRUE(amf.send(theirs, 0, as_bytes("hello again")));
  ASSERT_TRUE(until([&] { return !again.messages.empty(); }));
  world.run_for(10s);
  EXPECT_TRUE(amf.downs.empty());  // the old silence is forgotten
  again.socket.reset();
  ASSERT_TRUE(until([&] { return !amf.downs.empty(); }));
}

TEST_F(SimSctp, AListenerThatRestartedTellsItsOldPeers) {
  auto id = join();
  core.crash();
  amf.socket.reset();
  core.restart();
  End fresh;
  SctpOptions options;
  options.local = amf_at;
  options.listen = true;
  fresh.open(core, options);
  ASSERT_TRUE(gnb.send(id, 0, as_bytes("do you know me")));
  double seconds = seconds_until([&] { return !gnb.downs.empty(); });
  EXPECT_EQ(gnb.downs[0].second, "aborted by the peer");
  EXPECT_LT(seconds, 0.01);
  EXPECT_TRUE(fresh.messages.empty());
}

TEST_F(SimSctp, QueuesAndAssociationsAreBounded) {
  SctpOptions options;
  options.max_associations = 1;
  options.max_queued_octets = 10000;
  listen(options);
  auto id = call();
  ASSERT_TRUE(until([&] { return gnb.up.contains(id); }));
  End second;
  SctpOptions calling;
  calling.local = at("10.0.1.1", 0);
  second.open(site, calling);
  second.connect(amf_at);
  ASSERT_TRUE(until([&] { return !second.downs.empty(); }));
  EXPECT_EQ(second.downs[0].second, "the peer refused the association");

  int accepted = 0;
  while (accepted < 100 && amf.send(amf.ups[0], 0, Bytes(1000))) ++accepted;
  EXPECT_EQ(accepted, 10);
  ASSERT_TRUE(until([&] { return gnb.message_count == 10; }));
  EXPECT_TRUE(amf.send(amf.ups[0], 0, Bytes(1000)));
  EXPECT_FALSE(amf.send(amf.ups[0], 99, as_bytes("no such stream")));
  EXPECT_FALSE(amf.send(amf.ups[0], 0, {}));
}

TEST_F(SimSctp, ASocketMayGoInAnyOfItsCallbacks) {
  auto id = join();
  gnb.on_message = [&](const Message&) { gnb.socket.reset(); };
  ASSERT_TRUE(amf.send(amf.ups[0], 0, as_bytes("one")));
  ASSERT_TRUE(amf.send(amf.ups[0], 0, as_bytes("two")));
  amf.on_down = [&](AssociationId) { amf.socket.reset(); };
  ASSERT_TRUE(until([&] { return !amf.downs.empty(); }));
  EXPECT_EQ(gnb.message_count, 1u);
  EXPECT_TRUE(gnb.up.contains(id));
  EXPECT_TRUE(world.run_until_idle());
}

}  // namespace
