// Looking again and again: cheaply while nothing happens, at everything when something did.
#include "oversight/discovery/watcher.hpp"

#include "link/snmp/known_message.hpp"
#include "link/snmp/notifications.hpp"
#include "oversight/discovery/device.hpp"
#include "oversight/inventory/inventory.hpp"

using namespace pellucid;
using namespace pellucid::oversight;
using namespace pellucid::oversight::test;

namespace {

class WatcherTest : public DiscoveryCase {
 protected:
  std::vector<Observation> seen;
  std::vector<std::string> silences;
  WatchOptions options;
  std::unique_ptr<Watcher> watcher;

  void start() {
    watcher =
        std::make_unique<Watcher>(us, manager, vendors, options,
                                  WatchEvents{.observed = [this](const std::string&, const Observation& o) { seen.push_back(o); },
                                              .silent = [this](const std::string&, const std::string& why) { silences.push_back(why); }});
  }
  /// Probes a device and watches it from then on.
  Observation watch(const std::string& address) {
    auto probed = probe_at(address);
    EXPECT_TRUE(probed.ok());
    EXPECT_TRUE(watcher->watch({address, {at(address), snmp::agent_port}, community(), probed->observation.counters}));
    return probed->observation;
  }
  /// As time goes on, so does the device's uptime.
  void run(Agent& agent, Duration time) {
    for (Duration done{}; done < time; done += 1s) {
      if (auto* ticks = std::get_if<snmp::TimeTicks>(&agent.objects[objects::sys_up_time]))
        agent.objects[objects::sys_up_time] = snmp::TimeTicks(ticks->value() + 100);
      world.run_for(1s);
    }
  }
};

TEST_F(WatcherTest, AQuietDeviceCostsOneRequestALook) {
  auto& agent = device(here);
  start();
  watch(here);
  auto before = agent.requests;
  run(agent, 1h);
  auto looks = agent.requests - before;
  EXPECT_GE(looks, 50u);
  EXPECT_LE(looks, 75u);
  EXPECT_TRUE(seen.empty());
  EXPECT_TRUE(silences.empty());
}

TEST_F(WatcherTest, AMovedCounterIsLookedInto) {
  auto& agent = device(here);
  start();
  watch(here);
  run(agent, 10min);
  ASSERT_TRUE(seen.empty());
  agent.objects[objects::if_x_entry.with(18).with(1)] = words("to the south");
  agent.objects[objects::if_table_last_change] = agent.objects[objects::sys_up_time];
  run(agent, 2min);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(told(seen[0], "interface/GE0/0/1/alias"), "to the south (snmp interface table)");
  run(agent, 10min);
  EXPECT_EQ(seen.size(), 1u) << "once";
}

TEST_F(WatcherTest, EverythingIsLookedAtOnceADay) {
  auto& agent = device(here);
  options.interval = 10min;
  start();
  watch(here);
  run(agent, 49h);
  EXPECT_EQ(seen.size(), 2u);
}

TEST_F(WatcherTest, SilenceIsToldOnceAndTheReturnIsSeen) {
  auto& agent = device(here);
  start();
  watch(here);
  agent.silent = true;
  run(agent, 1h);
  ASSERT_EQ(silences.size(), 1u);
  EXPECT_NE(silences[0].find("10.0.0.7:161: no answer"), std::string::npos) << silences[0];
  auto tries = agent.requests;
  run(agent, 10h);
  EXPECT_EQ(silences.size(), 1u);
  EXPECT_LE(agent.requests - tries, 45u) << "less and less often";
  agent.silent = false;
  run(agent, 2h);
  EXPECT_GE(seen.size(), 1u);
  EXPECT_EQ(watcher->counters().returns, 1u);
}

TEST_F(WatcherTest, LostDatagramsAreNoSilence) {
  auto& agent = device(here);
  start();
  watch(here);
  for (int i = 0; i < 10; ++i) {
    agent.silent_for = 2;
    run(agent, 1min);
  }
  EXPECT_TRUE(silences.empty());
}

TEST_F(WatcherTest, ARestartIsSeen) {
  auto& agent = device(here);
  start();
  watch(here);
  run(agent, 5min);
  agent.objects[objects::sys_up_time] = snmp::TimeTicks(100);
  run(agent, 2min);
  EXPECT_EQ(seen.size(), 1u);
}

// Nothing that differs, but a counter that moved: the inventory says so.
TEST_F(WatcherTest, AChangeBetweenTwoLooksIsAFinding) {
  auto& agent = device(here);
  start();
  Inventory inventory;
  EntryIndex index = 0;
  auto take = [&](const Observation& o) {
    for (auto& recorded : inventory.observe(o)) inventory.apply(recorded.entry, index++);
  };
  take(watch(here));
  EXPECT_TRUE(inventory.findings().empty());
  run(agent, 5min);
  agent.objects[objects::ent_last_change] = agent.objects[objects::sys_up_time];
  run(agent, 2min);
  ASSERT_EQ(seen.size(), 1u);
  take(seen[0]);
  ASSERT_EQ(inventory.findings().size(), 1u);
  EXPECT_EQ(inventory.findings().begin()->second.kind, "missed change");
}

TEST_F(WatcherTest, AHintIsFollowedAtOnceAndNotTooOften) {
  auto& agent = device(here);
  options.interval = 1h;
  start();
  watch(here);
  run(agent, 10s);
  auto port =
      snmp::Notifications::open(us, {at("10.0.0.1"), 162}, [&](const snmp::Hint& hint) { return watcher->hint(hint.from.address); });
  ASSERT_TRUE(port.ok());
  auto before = agent.requests;
  agent.objects[objects::ent_last_change] = agent.objects[objects::sys_up_time];
  agent.send({at("10.0.0.1"), 162}, snmp::test::known_message("trap-v2"));
  world.run_for(2s);
  EXPECT_EQ(seen.size(), 1u);
  auto after = agent.requests;
  EXPECT_GT(after, before);
  // A storm of traps, from it and in the name of others.
  Agent other(world.node("other"), at("10.0.0.99"), {});
  for (int i = 0; i < 50; ++i) {
    for (int k = 0; k < 20; ++k) {
      agent.send({at("10.0.0.1"), 162}, snmp::test::known_message("trap-v2"));
      other.send({at("10.0.0.1"), 162}, snmp::test::known_message("inform"));
    }
    run(agent, 1s);
  }
  EXPECT_LE(watcher->counters().looks, 8u);
  EXPECT_EQ(watcher->counters().unknown_hints, 1000u);
  EXPECT_EQ(seen.size(), 1u) << "a trap changes nothing by itself";
  EXPECT_EQ((*port)->counters().acknowledged, 0u);
}

TEST_F(WatcherTest, ManyDevicesAreSpread) {
  options.gap = 50ms;
  options.at_once = 4;
  start();
  for (int i = 1; i <= 100; ++i) {
    auto address = "10.0.1." + std::to_string(i);
    device(address, {.name = "box" + std::to_string(i)});
    watch(address);
  }
  std::map<std::int64_t, unsigned> a_second;
  for (int i = 0; i < 1200; ++i) {
    auto before = watcher->counters().looks;
    world.run_for(100ms);
    a_second[i / 10] += unsigned(watcher->counters().looks - before);
  }
  for (auto& [second, looks] : a_second) EXPECT_LE(looks, 21u) << second;
  EXPECT_GE(watcher->counters().looks, 150u);
}

TEST_F(WatcherTest, ADeviceMayBeForgottenAnyTime) {
  auto& agent = device(here);
  options.interval = 1min;
  watcher = std::make_unique<Watcher>(us, manager, vendors, options,
                                      WatchEvents{.observed =
                                                      [this](const std::string& element, const Observation& o) {
                                                        seen.push_back(o);
                                                        watcher->forget(element);
                                                      },
                                                  .silent = {}});
  watch(here);
  EXPECT_FALSE(watcher->watch({here, {at(here), snmp::agent_port}, community(), {}})) << "watched already";
  agent.objects[objects::sys_up_time] = snmp::TimeTicks(100);
  world.run_for(5min);
  EXPECT_EQ(seen.size(), 1u);
  EXPECT_EQ(watcher->size(), 0u);
  watch(here);
  agent.slow = 5s;
  world.run_for(65s);
  watcher->forget(here);
  watch(here);
  watcher.reset();
  EXPECT_TRUE(world.run_until_idle());
}

}  // namespace
