// Towns in simulated time: safety (nobody gets another's packets, nothing is left behind) and liveness (when faults stop, everybody is
// registered and reachable). More seeds: ./dev sim.
#include "sim/town/town.hpp"

#include <gtest/gtest.h>

using namespace pellucid::sim;

TEST(Town, CalmTownsWork) {
  TownOptions options;
  options.phones = 200;
  options.air_loss = options.n4_loss = 0;
  options.break_n2 = options.crash_core = false;
  auto report = run_town(options);
  EXPECT_TRUE(report.good) << report.what;
  EXPECT_EQ(report.registrations, 200u) << "without faults nobody registers twice";
}

TEST(Town, NobodyRegistersAgainAfterTheCoreWasKilled) {
  TownOptions options;
  options.phones = 100;
  options.air_loss = options.n4_loss = 0;
  options.break_n2 = false;
  auto report = run_town(options);
  EXPECT_TRUE(report.good) << report.what;
  EXPECT_EQ(report.registrations, 100u);
}

TEST(Town, TheSameSeedGivesTheSameRun) {
  TownOptions options;
  options.seed = 77;
  options.phones = 60;
  EXPECT_EQ(run_town(options).digest, run_town(options).digest);
}

class Seeds : public testing::TestWithParam<std::uint64_t> {};
TEST_P(Seeds, ThousandPhonesWithLossesAndFailures) {
  TownOptions options;
  options.seed = GetParam();
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  options.phones = 200;
#endif
#endif
  auto report = run_town(options);
  EXPECT_TRUE(report.good) << report.what;
}
INSTANTIATE_TEST_SUITE_P(Town, Seeds, testing::Range<std::uint64_t>(1, 6));
