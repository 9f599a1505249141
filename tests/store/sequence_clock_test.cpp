#include "store/sequence_clock.hpp"

#include "store_folder.hpp"

namespace pellucid::store::test {
namespace {

using namespace std::chrono_literals;

class Clock : public StoreFolder {};

TEST_F(Clock, CountsTenthsOfASecond) {
  auto store = open();
  const auto start = store->sequence_clock().ticks();
  EXPECT_EQ(start, 18'000'000'000u);
  world.pass(99ms);
  EXPECT_EQ(store->sequence_clock().ticks(), start);
  world.pass(1ms);
  EXPECT_EQ(store->sequence_clock().ticks(), start + 1);
  world.step_wall(-1h);
  EXPECT_EQ(store->sequence_clock().ticks(), start + 1);
  world.step_wall(5h);
  EXPECT_EQ(store->sequence_clock().ticks(), start + 1);
}

TEST_F(Clock, NeverGoesBackAcrossRestartsWhateverTheMachinesClockDoes) {
  std::uint64_t most = 0;
  for (auto step : {0h, -1h, -24h, 3h, -1000h, 0h, 10'000h, -9'000h}) {
    world.step_wall(step);
    auto store = open();
    auto& clock = store->sequence_clock();
    EXPECT_GT(clock.ticks(), most) << step.count();
    for (int i = 0; i < 30; ++i) {
      most = std::max(clock.reserved(), clock.ticks());  // anything up to here may have been given out
      world.pass(37s);
    }
    // The store goes without a word, as in a crash: nothing is written at its end.
  }
}

TEST_F(Clock, ReservationIsRenewedBeforeItIsUsedUp) {
  auto store = open();
  auto& clock = store->sequence_clock();
  for (int minute = 0; minute < 60; ++minute) {
    EXPECT_GT(clock.reserved(), clock.ticks() + SequenceClock::reserve / 2) << minute;
    world.pass(1min);
    ASSERT_TRUE(store->contexts().flush().ok());
  }
}

TEST_F(Clock, OpeningAloneReservesNothing) {
  // A thousand short commands must not push the clock ahead of the phones.
  for (int i = 0; i < 20; ++i) {
    auto store = open();
    if (store->subscribers().count() == 0) ASSERT_TRUE(store->subscribers().add(phone(1)).ok());
    world.pass(1s);
  }
  EXPECT_LE(open()->sequence_clock().ticks(), 18'000'000'000u + 20 * 10 + 20);
}

TEST_F(Clock, MachineClockFarAheadMovesItByAtMostHalfAJump) {
  std::uint64_t before = 0;
  {
    auto store = open();
    before = store->sequence_clock().reserved();
  }
  world.step_wall(std::chrono::hours(24 * 365 * 20));
  const auto after = open()->sequence_clock().ticks();
  EXPECT_GT(after, before);
  EXPECT_LE(after, before + SequenceClock::most_ahead);
}

TEST_F(Clock, AddedSubscribersKeepTheirStart) {
  std::uint64_t start = 0;
  std::int64_t offset = 0;
  {
    auto store = open();
    start = store->sequence_clock().ticks();
    ASSERT_TRUE(store->subscribers().add(phone(1), 100).ok());
    offset = store->subscribers().find(supi(1))->sequence_offset;
  }
  world.step_wall(-1h);  // before anything was reserved
  auto store = open();
  EXPECT_GE(store->sequence_clock().ticks(), start);
  EXPECT_GE(std::int64_t(store->sequence_clock().ticks()) + offset, 100);
}

}  // namespace
}  // namespace pellucid::store::test
