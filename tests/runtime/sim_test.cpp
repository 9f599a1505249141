// The simulated World: time, nodes, UDP, TUN, files, faults, and that one seed gives one run.
#include <gtest/gtest.h>

#include "runtime/endpoint.hpp"
#include "runtime/procedure.hpp"
#include "runtime/waits.hpp"
#include "sim/world.hpp"

using namespace pellucid;
using namespace std::chrono_literals;
using sim::Carrier;

namespace {

struct Sim : testing::Test {
  sim::SimWorld world{11};
  sim::Node& a = world.node("a");
  sim::Node& b = world.node("b");
  std::vector<std::string> got;
  Instant start = world.now();
  std::int64_t us() const { return std::chrono::duration_cast<std::chrono::microseconds>(world.now() - start).count(); }
  std::unique_ptr<UdpSocket> udp(World& host, const Endpoint& local) {
    auto opened = host.open_udp(
        local, [this](const Endpoint& from, ByteView octets) { got.push_back(from.text() + " " + std::string(as_text(octets))); });
    EXPECT_TRUE(opened.ok()) << opened.error().what;
    return opened.ok() ? std::move(*opened) : nullptr;
  }
};

TEST_F(Sim, TimeIsVirtualAndExact) {
  std::vector<std::int64_t> ran;
  world.after(5ms, [&] { ran.push_back(us()); });
  a.after(3ms, [&] {
    ran.push_back(us());
    a.soon([&] { ran.push_back(us()); });
  });
  world.run_for(std::chrono::hours(10));
  EXPECT_EQ(ran, (std::vector<std::int64_t>{3000, 3000, 5000}));
  EXPECT_EQ(us(), 36'000'000'000);
  EXPECT_EQ(world.events(), 3u);
  EXPECT_FALSE(world.step());
  EXPECT_FALSE(world.run_until([] { return false; }, 1s));
  EXPECT_EQ(us(), 36'001'000'000);
}

TEST_F(Sim, UdpTakesItsLatencyAndComesFromTheSender) {
  auto one = udp(a, at("10.0.0.1", 2152)), two = udp(b, at("10.0.0.2", 2152));
  one->send(two->local(), as_bytes("hello"));
  EXPECT_TRUE(got.empty());
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got, std::vector<std::string>{"10.0.0.1:2152 hello"});
  EXPECT_EQ(us(), 200);
  one->send(at("10.0.0.9", 1), as_bytes("nobody"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(world.network().counters().udp_nobody, 1u);
}

TEST_F(Sim, PortsAddressesAndWildcards) {
  auto one = udp(a, at("10.0.0.1", 2152));
  EXPECT_FALSE(b.open_udp(at("10.0.0.1", 2152), [](auto&, auto) {}).ok());  // an address is one host's
  auto any = udp(b, {{}, 2152});
  auto own = udp(a, at("127.0.0.2", 8805)), own_too = udp(b, at("127.0.0.2", 8805));  // loopback is each host's own
  EXPECT_TRUE(own && own_too);
  EXPECT_FALSE(b.open_udp(at("127.0.0.2", 8805), [](auto&, auto) {}).ok());
  one->send({b.address(), 2152}, as_bytes("to the wildcard"));
  any->send(one->local(), as_bytes("from the wildcard"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got, (std::vector<std::string>{"10.0.0.1:2152 to the wildcard", Endpoint{b.address(), 2152}.text() + " from the wildcard"}));
  auto first = udp(a, at("10.0.0.1", 0)), second = udp(a, at("10.0.0.1", 0));
  EXPECT_NE(first->local().port, second->local().port);
}

TEST_F(Sim, LossDuplicationReorderingAndPartition) {
  auto one = udp(a, at("10.0.0.1", 1)), two = udp(b, at("10.0.0.2", 1));
  world.network().set_link("a", "b", Carrier::udp, {.loss = 0.3});
  for (int i = 0; i < 10000; ++i) one->send(two->local(), as_bytes("x"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_NEAR(double(got.size()), 7000, 200);
  EXPECT_EQ(world.network().counters().udp_lost + got.size(), 10000u);

  got.clear();
  world.network().set_link("a", "b", Carrier::udp, {.duplicate = 0.5});
  for (int i = 0; i < 1000; ++i) one->send(two->local(), as_bytes("x"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_NEAR(double(got.size()), 1500, 100);

  got.clear();
  world.network().set_link("a", "b", Carrier::udp, {.reorder = 0.1});
  for (int i = 100; i < 300; ++i) one->send(two->local(), as_bytes(std::to_string(i)));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got.size(), 200u);
  EXPECT_FALSE(std::is_sorted(got.begin(), got.end()));

  got.clear();
  world.network().partition("a", "b");
  EXPECT_TRUE(world.network().partitioned("b", "a"));
  one->send(two->local(), as_bytes("x"));
  two->send(one->local(), as_bytes("x"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_TRUE(got.empty());
  world.network().heal("b", "a");
  one->send(two->local(), as_bytes("x"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got.size(), 1u);
}

TEST_F(Sim, WhatIsInFlightIsBounded) {
  auto one = udp(a, at("10.0.0.1", 1)), two = udp(b, at("10.0.0.2", 1));
  world.network().options().max_datagrams_in_flight = 10;
  for (int i = 0; i < 15; ++i) one->send(two->local(), as_bytes("x"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got.size(), 10u);
  EXPECT_EQ(world.network().counters().udp_overflow, 5u);
}

TEST_F(Sim, ASocketMayGoInItsOwnCallback) {
  std::unique_ptr<UdpSocket> two;
  auto opened = b.open_udp(at("10.0.0.2", 1), [&](auto&, auto) {
    got.push_back("x");
    two.reset();
  });
  two = std::move(*opened);
  auto one = udp(a, at("10.0.0.1", 1));
  one->send(at("10.0.0.2", 1), as_bytes("x"));
  one->send(at("10.0.0.2", 1), as_bytes("x"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got.size(), 1u);
}

/// Something that lives on a node: sends a tick a second, counts what comes.
struct Beacon {
  World& world;
  Endpoint peer;
  Timer timer{world};
  int heard = 0;
  std::unique_ptr<UdpSocket> socket;
  Beacon(World& w, const Endpoint& local, const Endpoint& p) : world(w), peer(p) {
    auto opened = world.open_udp(local, [this](auto&, auto) { ++heard; });
    if (opened.ok()) socket = std::move(*opened);
    tick();
  }
  void tick() {
    if (socket) socket->send(peer, as_bytes("tick"));
    timer.start(1s, [this] { tick(); });
  }
};

TEST_F(Sim, ACrashTakesTimersAndSocketsWithoutAWord) {
  Beacon two(b, at("10.0.0.2", 1), at("10.0.0.1", 1));  // its first tick finds nobody
  auto one = std::make_unique<Beacon>(a, at("10.0.0.1", 1), at("10.0.0.2", 1));
  world.run_for(10500ms);
  EXPECT_EQ(two.heard, 11);
  a.crash();
  EXPECT_FALSE(a.is_up());
  EXPECT_EQ(a.open_sockets(), 0u);
  EXPECT_EQ(a.pending_timers(), 0u);
  EXPECT_FALSE(a.open_udp(at("10.0.0.1", 2), [](auto&, auto) {}).ok());
  one->tick();  // a leftover asks in vain
  world.run_for(10s);
  EXPECT_EQ(two.heard, 11);
  EXPECT_EQ(one->heard, 10);
  one.reset();
  a.restart();
  one = std::make_unique<Beacon>(a, at("10.0.0.1", 1), at("10.0.0.2", 1));
  world.run_for(5500ms);
  EXPECT_EQ(two.heard, 17);
  EXPECT_GE(one->heard, 5);
}

TEST_F(Sim, TunBothWays) {
  std::unique_ptr<TunDevice> device;
  auto opened =
      a.open_tun({.name = "ue1", .addresses = {"10.45.0.2/32"}}, [&](ByteView packet) { got.push_back(std::string(as_text(packet))); });
  ASSERT_TRUE(opened.ok());
  device = std::move(*opened);
  EXPECT_FALSE(a.open_tun({.name = "ue1"}, [](auto) {}).ok());
  EXPECT_EQ(a.tun("none"), nullptr);
  auto* port = a.tun("ue1");
  ASSERT_NE(port, nullptr);
  EXPECT_EQ(port->options().addresses[0], "10.45.0.2/32");
  port->on_packet([&](ByteView packet) { port->inject(packet); });  // a network that echoes
  device->send(as_bytes("ping"));
  EXPECT_TRUE(got.empty());
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got, std::vector<std::string>{"ping"});
  EXPECT_EQ(port->packets_out(), 1u);
  device.reset();
  EXPECT_FALSE(port->open());
  port->inject(as_bytes("late"));
  ASSERT_TRUE(world.run_until_idle());
  EXPECT_EQ(got.size(), 1u);
  EXPECT_TRUE(a.open_tun({.name = "ue1"}, [](auto) {}).ok());
}

TEST_F(Sim, FilesAndTheirFaults) {
  EXPECT_EQ(a.read_file("/etc/x").error().number, ENOENT);
  ASSERT_TRUE(a.write_file("/etc/x", as_bytes("one"), 0600).ok());
  EXPECT_EQ(a.disk().files.at("/etc/x").mode, 0600u);
  EXPECT_FALSE(b.read_file("/etc/x").ok());
  a.disk().full = true;
  EXPECT_EQ(a.write_file("/etc/x", as_bytes("two")).error().number, ENOSPC);
  a.crash();
  a.restart();
  EXPECT_EQ(as_text(*a.read_file("/etc/x")), "one");
  a.disk().unreadable.insert("/etc/x");
  EXPECT_EQ(a.read_file("/etc/x").error().number, EIO);
  a.disk() = {};
  a.disk().broken = true;
  EXPECT_FALSE(a.write_file("/y", as_bytes("z")).ok());
}

TEST_F(Sim, WallClockStepsWhileTimeGoesOn) {
  auto before = a.wall();
  world.run_for(60s);
  EXPECT_EQ(a.wall() - before, 60s);
  a.step_wall(-1h);
  EXPECT_EQ(a.wall() - before, 60s - 1h);
  EXPECT_EQ(b.wall() - before, 60s);
  a.set_wall(before);
  EXPECT_EQ(a.wall(), before);
}

TEST_F(Sim, LogHasVirtualTimesAndALimit) {
  world.set_log_limit(3);
  for (int i = 0; i < 5; ++i) {
    a.log(Severity::info, "amf", "line " + std::to_string(i));
    world.run_for(1500ms);
  }
  a.log(Severity::debug, "amf", "below the level");
  ASSERT_EQ(world.log_lines().size(), 3u);
  EXPECT_EQ(world.log_lines()[0].text, "line 2");
  EXPECT_NE(world.log_text().find("seed 11"), std::string::npos);
  EXPECT_NE(world.log_text().find("6.000000 info  a amf: line 4"), std::string::npos) << world.log_text();
}

TEST_F(Sim, RandomIsTheSeedsAndEachNodesOwn) {
  sim::SimWorld same(11), other(12);
  auto number = a.random_number<std::uint64_t>();
  EXPECT_EQ(same.node("a").random_number<std::uint64_t>(), number);
  EXPECT_NE(other.node("a").random_number<std::uint64_t>(), number);
  EXPECT_NE(b.random_number<std::uint64_t>(), number);
}

/// A town of beacons over bad links, with crashes.
std::pair<std::uint64_t, std::uint64_t> run_town(std::uint64_t seed) {
  sim::SimWorld world(seed);
  world.network().options().link = {.jitter = 5ms, .loss = 0.1, .duplicate = 0.05, .reorder = 0.05};
  std::vector<std::unique_ptr<Beacon>> beacons;
  for (std::uint32_t i = 0; i < 20; ++i)
    beacons.push_back(std::make_unique<Beacon>(world.node("n" + std::to_string(i)), Endpoint{IpAddress::v4(0x0A000001u + i), 1},
                                               Endpoint{IpAddress::v4(0x0A000001u + (i + 7) % 20), 1}));
  for (int round = 0; round < 10; ++round) {
    world.run_for(3s);
    auto victim = world.choose(20);
    auto& node = world.node("n" + std::to_string(victim));
    if (!node.is_up()) continue;
    node.crash();
    beacons[victim].reset();
  }
  return {world.digest(), world.events()};
}

TEST(SimDeterminism, OneSeedOneRun) {
  auto first = run_town(5);
  EXPECT_EQ(run_town(5), first);
  EXPECT_NE(run_town(6).first, first.first);
  EXPECT_GT(first.second, 500u);
}

}  // namespace
