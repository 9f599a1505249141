// The core is killed and started again with its store, in simulated time: phones stay registered, and what arrives for an idle phone
// meanwhile is held by the UPF, which never stopped, until paging has brought the phone back (TS 23.502 §4.2.3.3).
#include "app/small_network.hpp"

namespace pellucid::app::test {
namespace {

/// One phone with a session. Each test sends it exactly one packet: no second one may be needed.
struct KilledCore : testing::Test {
  SmallNetwork net;
  std::uint64_t registrations = 0;

  void SetUp() override {
    ASSERT_TRUE(net.start());
    ASSERT_TRUE(net.everybody_has_a_session());
    net.world.run_for(1s);  // contexts are written behind
    registrations = net.ran->phone(0).counters().registrations;
  }
  void make_idle() {
    ASSERT_TRUE(net.idle(0));
    net.world.run_for(1s);
  }
  void send_letter() {
    auto* view = net.ran->phone(0).session(SmallNetwork::session);
    ASSERT_TRUE(view);
    net.upf_host.tun(net.config.dnns.front().tun)->inject(letter(net.somebody, view->ipv4, 0));
  }
  void send_letter_in(Duration pause) {
    net.world.after(pause, [this] { send_letter(); });
  }
  void kill(Duration pause) { ASSERT_TRUE(net.restart_core(true, pause)); }
  /// The base station has noticed that the core was away, and is in service again.
  void base_station_back() {
    ASSERT_TRUE(net.until([&] { return net.ran->gnb(0).counters().setups == 2; }, 2min)) << net.world.log_text();
  }
  void expect_delivered(Duration limit) {
    EXPECT_TRUE(net.until([&] { return net.letters[0] == 1; }, limit)) << net.world.log_text();
    EXPECT_EQ(net.ran->phone(0).counters().registrations, registrations) << "nobody registers again";
    EXPECT_EQ(net.ran->phone(0).counters().authentications, 1u) << "nobody authenticates again";
  }
};

TEST_F(KilledCore, PacketAfterTheBaseStationIsBack) {
  ASSERT_NO_FATAL_FAILURE(make_idle());
  ASSERT_NO_FATAL_FAILURE(kill(2s));
  ASSERT_NO_FATAL_FAILURE(base_station_back());
  send_letter();
  expect_delivered(1s);
}

TEST_F(KilledCore, PacketAtTheVeryStart) {
  // The UPF's report comes before N4 stands, and paging before there is a base station.
  ASSERT_NO_FATAL_FAILURE(make_idle());
  ASSERT_NO_FATAL_FAILURE(kill(2s));
  send_letter();
  expect_delivered(10s);
}

TEST_F(KilledCore, PacketLongBeforeTheBaseStationIsBack) {
  // A base station tries again later and later. Away for 33 s, it takes longer than all attempts of one paging.
  ASSERT_NO_FATAL_FAILURE(make_idle());
  ASSERT_NO_FATAL_FAILURE(kill(33s));
  send_letter();
  auto sent = net.world.now();
  ASSERT_NO_FATAL_FAILURE(base_station_back());
  ASSERT_GT(net.world.now() - sent, 12s) << "or this test shows nothing";
  expect_delivered(5s);
}

TEST_F(KilledCore, PacketWhileTheCoreIsAway) {
  ASSERT_NO_FATAL_FAILURE(make_idle());
  send_letter_in(1s);
  ASSERT_NO_FATAL_FAILURE(kill(2s));
  expect_delivered(10s);
}

TEST_F(KilledCore, PacketWhileTheCoreIsAwayForLong) {
  // The UPF's report goes unanswered until it gives up.
  ASSERT_NO_FATAL_FAILURE(make_idle());
  send_letter_in(1s);
  ASSERT_NO_FATAL_FAILURE(kill(25s));
  ASSERT_NO_FATAL_FAILURE(base_station_back());
  expect_delivered(5s);
}

TEST_F(KilledCore, PacketThatWasReportedJustBefore) {
  // The old core has heard of it and pages; the new one knows nothing of that.
  ASSERT_NO_FATAL_FAILURE(make_idle());
  net.ran->phone(0).misbehaviour().silent_to_paging = true;
  send_letter();
  ASSERT_TRUE(net.until([&] { return net.ran->phone(0).counters().pagings == 1; }));
  ASSERT_NO_FATAL_FAILURE(kill(2s));
  net.ran->phone(0).misbehaviour().silent_to_paging = false;
  expect_delivered(10s);
}

TEST_F(KilledCore, ConnectedPhone) {
  // The base station lets go of it when it notices that the core was away.
  ASSERT_NO_FATAL_FAILURE(kill(2s));
  ASSERT_NO_FATAL_FAILURE(base_station_back());
  send_letter();
  expect_delivered(1s);
}

TEST_F(KilledCore, PhoneThatAsksByItself) {
  ASSERT_NO_FATAL_FAILURE(make_idle());
  ASSERT_NO_FATAL_FAILURE(kill(2s));
  ASSERT_NO_FATAL_FAILURE(base_station_back());
  net.ran->phone(0).ask_service();
  EXPECT_TRUE(net.until([&] { return net.ran->phone(0).channel()->secure_exchange(); }, 1s)) << net.world.log_text();
  send_letter();
  expect_delivered(1s);
}

}  // namespace
}  // namespace pellucid::app::test
