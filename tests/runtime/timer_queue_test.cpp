#include "runtime/timer_queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

using namespace pellucid;
using namespace std::chrono_literals;

namespace {

Instant at_ms(std::int64_t ms) { return Instant(std::chrono::milliseconds(ms)); }

TEST(TimerQueue, InOrderOfTimeAndOfRequest) {
  TimerQueue<int> queue;
  queue.add(at_ms(5), 1);
  queue.add(at_ms(3), 2);
  queue.add(at_ms(5), 3);
  queue.add(at_ms(1), 4);
  std::vector<int> order;
  while (auto item = queue.take(at_ms(4))) order.push_back(*item);
  EXPECT_EQ(order, (std::vector{4, 2}));
  while (auto item = queue.take(at_ms(5))) order.push_back(*item);
  EXPECT_EQ(order, (std::vector{4, 2, 1, 3}));
  EXPECT_TRUE(queue.empty());
}

TEST(TimerQueue, CancelGivesBackOnceAndNeverTouchesALaterTimer) {
  TimerQueue<int> queue;
  auto first = queue.add(at_ms(1), 1);
  EXPECT_EQ(queue.cancel(first), 1);
  EXPECT_EQ(queue.cancel(first), std::nullopt);
  auto second = queue.add(at_ms(1), 2);  // in the same place
  EXPECT_EQ(queue.cancel(first), std::nullopt);
  EXPECT_NE(first, second);
  EXPECT_EQ(queue.take(at_ms(1)), 2);
  EXPECT_EQ(queue.cancel(second), std::nullopt);
  EXPECT_EQ(queue.cancel(TimerId()), std::nullopt);
}

TEST(TimerQueue, AgreesWithAnOrderedMapOverManyRandomSteps) {
  std::mt19937_64 random(42);
  TimerQueue<std::uint64_t> queue;
  std::map<std::pair<std::int64_t, std::uint64_t>, TimerId> model;  // by time and order of request
  std::uint64_t made = 0;
  std::int64_t now = 0;
  for (int step = 0; step < 200000; ++step) {
    switch (random() % 4) {
      case 0:
      case 1: {
        std::int64_t when = now + std::int64_t(random() % 50);
        ++made;
        model.emplace(std::pair(when, made), queue.add(at_ms(when), made));
        break;
      }
      case 2: {
        if (model.empty()) break;
        auto victim = model.lower_bound({now + std::int64_t(random() % 50), 0});
        if (victim == model.end()) break;
        ASSERT_EQ(queue.cancel(victim->second), victim->first.second);
        model.erase(victim);
        break;
      }
      default: {
        now += std::int64_t(random() % 3);
        while (auto item = queue.take(at_ms(now))) {
          ASSERT_FALSE(model.empty());
          ASSERT_EQ(*item, model.begin()->first.second);
          model.erase(model.begin());
        }
        ASSERT_TRUE(model.empty() || model.begin()->first.first > now);
      }
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

}  // namespace
