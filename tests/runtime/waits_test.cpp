// What procedures wait for, in simulated time.
#include "runtime/waits.hpp"

#include <gtest/gtest.h>

#include "runtime/procedure.hpp"
#include "sim/world.hpp"

using namespace pellucid;
using namespace std::chrono_literals;

namespace {

using Log = std::vector<std::string>;
template <class T>
using Flow = Procedure<T, std::string>;

struct Waits : testing::Test {
  sim::SimWorld world{3};
  Log log;
  Instant start = world.now();
  void say(const std::string& text) {
    log.push_back(std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(world.now() - start).count()) + " " + text);
  }
};

Flow<int> sleeper(Waits& test, Duration a, Duration b) {
  co_await sleep_for(test.world, a);
  test.say("half");
  co_await sleep_for(test.world, b);
  co_return 1;
}

TEST_F(Waits, SleepTakesExactlyItsTime) {
  Procedures owner;
  owner.start(sleeper(*this, 2s, 500ms), std::function<void(Result<int, std::string>)>([this](auto) { say("done"); }));
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(log, (Log{"2000 half", "2500 done"}));
}

TEST_F(Waits, CancellingASleeperTakesItsTimerAway) {
  Procedures owner;
  auto id = owner.start(sleeper(*this, 2s, 1s));
  EXPECT_EQ(world.node("main").pending_timers(), 1u);
  owner.cancel(id);
  EXPECT_EQ(world.node("main").pending_timers(), 0u);
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_TRUE(log.empty());
}

Flow<int> reader(Waits& test, Mailbox<int>& box, int count, Duration patience) {
  for (int i = 0; i < count; ++i) {
    auto message = co_await box.next(patience);
    test.say(message ? "got " + std::to_string(*message) : "nothing");
  }
  co_return 0;
}

TEST_F(Waits, MailboxWakesKeepsAndTimesOut) {
  Mailbox<int> box(world, 2);
  Procedures owner;
  for (int i = 1; i <= 3; ++i) box.put(i);  // one too many: the oldest goes
  EXPECT_EQ(box.dropped(), 1u);
  owner.start(reader(*this, box, 4, 1s));
  EXPECT_TRUE(box.awaited());
  world.after(300ms, [&] { box.put(9); });
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(log, (Log{"0 got 2", "0 got 3", "300 got 9", "1300 nothing"}));
  EXPECT_FALSE(box.awaited());
}

TEST_F(Waits, MessageAtTheLastMomentIsNotLost) {
  Mailbox<int> box(world, 2);
  Procedures owner;
  world.after(1s, [&] { box.put(5); });  // before the timer of the same instant
  owner.start(reader(*this, box, 1, 1s));
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(log, (Log{"1000 got 5"}));
}

TEST_F(Waits, CancelledReaderLeavesTheMailboxUsable) {
  Mailbox<int> box(world, 2);
  {
    Procedures owner;
    owner.start(reader(*this, box, 1, 5s));
  }
  EXPECT_FALSE(box.awaited());
  box.put(1);
  Procedures owner;
  owner.start(reader(*this, box, 1, 5s));
  EXPECT_EQ(log, (Log{"0 got 1"}));
}

TEST_F(Waits, TimerRestartsStopsAndMayDestroyItself) {
  Timer timer(world);
  timer.start(1s, [&] { say("first"); });
  timer.start(2s, [&] {
    say("second");
    timer.start(1s, [&] { say("again"); });  // from inside its own action
  });
  EXPECT_TRUE(timer.running());
  world.run_for(5s);
  EXPECT_EQ(log, (Log{"2000 second", "3000 again"}));
  EXPECT_FALSE(timer.running());

  auto own = std::make_unique<Timer>(world);
  std::string text = "destroyed itself";
  own->start(1s, [this, &own, text] {
    own.reset();
    say(text);  // what the action holds lives until it ends
  });
  timer.start(2s, [&] { say("stopped"); });
  timer.stop();
  world.run_for(5s);
  EXPECT_EQ(log.back(), "6000 destroyed itself");
  EXPECT_EQ(world.node("main").pending_timers(), 0u);
}

TEST_F(Waits, ForeverIsATime) {
  Timer timer(world);
  timer.start(Duration::max(), [&] { say("never"); });
  world.run_for(std::chrono::hours(24 * 365));
  EXPECT_TRUE(log.empty());
  EXPECT_TRUE(timer.running());
}

}  // namespace
