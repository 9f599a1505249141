// The simulated air: exact delay, gain and frequency offset; noise and fading statistics; the same from the same seeds.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "ran/radio/air.hpp"
#include "ran/radio/random_noise.hpp"

using namespace pellucid;
using namespace pellucid::radio;

namespace {

constexpr double rate_hz = 11.52e6;
constexpr double full_turn = 2 * std::numbers::pi;

std::vector<Sample> signal(std::size_t count, std::uint64_t seed = 7) {
  std::vector<Sample> out(count);
  add_noise(seed, SampleTime(0), 1.0, out);
  return out;
}
double power(std::span<const Sample> samples) {
  double sum = 0;
  for (auto& s : samples) sum += std::norm(std::complex<double>(s));
  return sum / double(samples.size());
}
double db(double ratio) { return 10 * std::log10(ratio); }

/// What an end hears of what the other sends, in blocks of `block`.
std::vector<Sample> through(const ChannelProfile& profile, const std::vector<Sample>& sent, std::size_t block, EndOptions hearer = {}) {
  Air air(rate_hz);
  auto& a = air.add_end({});
  auto& b = air.add_end(hearer);
  air.connect(a, b, profile);
  std::vector<Sample> out(sent.size());
  std::vector<Sample> ignored(block);
  for (std::size_t at = 0; at < sent.size(); at += block) {
    std::size_t n = std::min(block, sent.size() - at);
    EXPECT_TRUE(a.transmit(SampleTime(std::int64_t(at)), std::span(sent).subspan(at, n)));
    EXPECT_TRUE(a.receive(std::span(ignored).first(n)));
    auto time = b.receive(std::span(out).subspan(at, n));
    EXPECT_TRUE(time && time->value() == std::int64_t(at));
  }
  return out;
}

TEST(SimulatedChannel, IsExactInDelayAndGain) {
  auto sent = signal(5000);
  for (std::int64_t delay : {0, 1, 37, 1500}) {
    auto heard = through({.path_gain_db = -6.0206, .delay_samples = delay}, sent, 777);
    for (std::int64_t t = 0; t < std::int64_t(sent.size()); ++t) {
      auto expected = t < delay ? Sample{} : sent[std::size_t(t - delay)] * 0.5f;
      ASSERT_NEAR(std::abs(heard[std::size_t(t)] - expected), 0, 2e-5) << t;
    }
  }
  EXPECT_EQ(through({}, sent, 1000), sent);  // nothing in between: nothing changes
}

TEST(SimulatedChannel, AddsPathsWithTheirPhases) {
  auto sent = signal(3000);
  ChannelProfile profile{.taps = {{0, 0, 0}, {10 / rate_hz, -6.0206, std::numbers::pi / 2}}};
  auto heard = through(profile, sent, 512);
  for (std::size_t t = 10; t < sent.size(); ++t) ASSERT_NEAR(std::abs(heard[t] - (sent[t] + Sample(0, 0.5f) * sent[t - 10])), 0, 1e-4) << t;
}

TEST(SimulatedChannel, TurnsByExactlyTheFrequencyOffset) {
  std::vector<Sample> sent(400'000, Sample(1, 0));
  for (double offset_hz : {1234.5, -20'000.0}) {
    auto heard = through({.frequency_offset_hz = offset_hz}, sent, 11'520);
    for (std::size_t t = 0; t < sent.size(); t += 997) {
      double cycles = offset_hz / rate_hz * double(t);
      auto expected = std::polar(1.0, full_turn * (cycles - std::floor(cycles)));
      ASSERT_NEAR(std::abs(std::complex<double>(heard[t]) - expected), 0, 1e-6) << t;
    }
  }
}

TEST(SimulatedChannel, HasTheSignalToNoiseRatioThatIsSet) {
  auto sent = signal(400'000);
  for (double snr_db : {-5.0, 0.0, 10.0, 30.0}) {
    double gain_db = -20;
    auto heard = through({.path_gain_db = gain_db}, sent, 11'520, {.noise_power_db = gain_db - snr_db, .seed = 3});
    auto scale = float(std::pow(10.0, gain_db / 20));
    std::vector<Sample> noise(sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) noise[i] = heard[i] - sent[i] * scale;
    EXPECT_NEAR(db(power(sent)) + gain_db - db(power(noise)), snr_db, 0.1);
    // White and circular: neither neighbours nor the two axes have to do with each other.
    std::complex<double> neighbours{}, axes{};
    for (std::size_t i = 1; i < noise.size(); ++i) {
      neighbours += std::complex<double>(noise[i]) * std::conj(std::complex<double>(noise[i - 1]));
      axes += std::complex<double>(noise[i]) * std::complex<double>(noise[i]);
    }
    double total = power(noise) * double(noise.size());
    EXPECT_LT(std::abs(neighbours) / total, 0.01);
    EXPECT_LT(std::abs(axes) / total, 0.01);
  }
}

TEST(SimulatedChannel, FadesLikeRayleighWithTheDopplerThatIsSet) {
  constexpr double doppler_hz = 200;
  double mean = 0, below = 0, correlation = 0, power_then = 0;
  int count = 0;
  const auto lag = std::int64_t(rate_hz * 0.3827 / doppler_hz);  // the first zero of J0(2 pi fd t)
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Channel channel({.rayleigh = true, .doppler_hz = doppler_hz, .seed = seed}, rate_hz, 1, 1);
    for (int i = 0; i < 100; ++i, ++count) {
      SampleTime time(std::int64_t(i) * 57'600);
      auto g = channel.gain(0, 0, 0, time), later = channel.gain(0, 0, 0, time + lag);
      mean += std::norm(g);
      below += std::norm(g) < 0.1;
      correlation += (g * std::conj(later)).real();
      power_then += std::norm(later);
    }
  }
  EXPECT_NEAR(mean / count, 1, 0.1);
  EXPECT_NEAR(below / count, 1 - std::exp(-0.1), 0.03);  // a tenth of the power: 9.5% of the time
  EXPECT_NEAR(correlation / std::sqrt(mean * power_then), 0, 0.1);
}

TEST(SimulatedChannel, DelayProfilesHaveUnitPowerAndTheirDelays) {
  for (auto make : {tdl_a30, tdl_b100, tdl_c300}) {
    auto profile = make(0, 5);
    double total = 0;
    for (auto& tap : profile.taps) total += std::pow(10.0, tap.gain_db / 10);
    EXPECT_NEAR(total, 1, 1e-9);
    EXPECT_EQ(profile.taps.size(), 12u);
  }
  Channel channel(tdl_c300(5, 1), rate_hz, 1, 1);
  EXPECT_EQ(channel.shortest_delay(), 0);
  EXPECT_EQ(channel.longest_delay(), 30);  // 2595 ns
  double mean = 0;
  constexpr int seeds = 1000;
  for (int seed = 0; seed < seeds; ++seed) {
    Channel faded(tdl_c300(0, std::uint64_t(seed)), rate_hz, 1, 1);
    for (std::size_t tap = 0; tap < 12; ++tap) mean += std::norm(faded.gain(tap, 0, 0, {}));
  }
  EXPECT_NEAR(mean / seeds, 1, 0.1);
}

TEST(SimulatedChannel, IsTheSameFromTheSameSeedsInBlocksOfAnySize) {
  auto sent = signal(60'000);
  auto profile = tdl_a30(300, 9);
  profile.frequency_offset_hz = 777;
  profile.delay_samples = 5;
  auto once = through(profile, sent, 11'520, {.noise_power_db = -20, .seed = 4});
  EXPECT_EQ(once, through(profile, sent, 11'520, {.noise_power_db = -20, .seed = 4}));
  EXPECT_EQ(once, through(profile, sent, 1'237, {.noise_power_db = -20, .seed = 4}));
  profile.seed = 10;
  auto other = through(profile, sent, 11'520, {.noise_power_db = -20, .seed = 4});
  EXPECT_NE(once, other);
  EXPECT_NE(other, through(profile, sent, 11'520, {.noise_power_db = -20, .seed = 5}));
}

TEST(SimulatedChannel, JoinsSeveralAntennasAndSeveralEnds) {
  Air air(rate_hz);
  auto& cell = air.add_end({.channels = 2});
  auto& one = air.add_end({});
  auto& two = air.add_end({});
  air.connect(cell, one, {.path_gain_db = 0});
  air.connect(one, cell, {.path_gain_db = -20});
  air.connect(two, cell, {.path_gain_db = -40, .delay_samples = 3});
  auto a = signal(100, 1), b = signal(100, 2);
  std::span<const Sample> both[] = {a, b};
  ASSERT_TRUE(cell.transmit(SampleTime(0), both));
  ASSERT_TRUE(one.transmit(SampleTime(0), a));
  ASSERT_TRUE(two.transmit(SampleTime(0), b));
  std::vector<Sample> heard(100), at_first(100), at_second(100);
  ASSERT_TRUE(one.receive(heard));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_NEAR(std::abs(heard[i] - a[i] - b[i]), 0, 1e-6);
  std::span<Sample> antennas[] = {at_first, at_second};
  ASSERT_TRUE(cell.receive(antennas));
  EXPECT_EQ(at_first, at_second);
  for (std::size_t i = 3; i < 100; ++i) EXPECT_NEAR(std::abs(at_first[i] - a[i] * 0.1f - b[i - 3] * 0.01f), 0, 1e-6);
  ASSERT_TRUE(two.receive(heard));
  EXPECT_EQ(power(heard), 0);
  // Fading is another one on each pair of antennas.
  Channel channel({.rayleigh = true, .seed = 3}, rate_hz, 2, 2);
  EXPECT_NE(channel.gain(0, 0, 0, {}), channel.gain(0, 0, 1, {}));
  EXPECT_NE(channel.gain(0, 0, 0, {}), channel.gain(0, 1, 0, {}));
}

TEST(SimulatedAir, RefusesAndCountsWhatIsLateOrTooFar) {
  Air air(rate_hz);
  auto& a = air.add_end({});
  auto& b = air.add_end({});
  air.connect(a, b, {.delay_samples = 10});
  auto burst = signal(20);
  std::vector<Sample> block(100);
  ASSERT_TRUE(b.receive(block));
  EXPECT_EQ(a.transmit(SampleTime(89), burst).error().kind, Error::Kind::late);  // it would have arrived at 99
  EXPECT_TRUE(a.transmit(SampleTime(90), burst));
  EXPECT_TRUE(a.transmit(SampleTime(90), burst));  // adds up
  ASSERT_TRUE(b.receive(block));
  for (std::size_t i = 0; i < 20; ++i) EXPECT_NEAR(std::abs(block[i] - burst[i] * 2.0f), 0, 1e-6);
  EXPECT_EQ(block[20], Sample{});
  EXPECT_EQ(a.transmit(SampleTime(Air::hold), burst).error().kind, Error::Kind::too_far);
  EXPECT_EQ(a.statistics().late_bursts, 1u);
  EXPECT_EQ(a.statistics().late_samples, 20u);
  EXPECT_EQ(a.statistics().refused_bursts, 1u);
  EXPECT_EQ(a.statistics().sent_samples, 40u);
  // An own past is late too, heard or not.
  std::vector<Sample> more(300);
  ASSERT_TRUE(a.receive(more));
  EXPECT_EQ(a.transmit(SampleTime(299), burst).error().kind, Error::Kind::late);
}

TEST(SimulatedAir, RingsComeRoundCleanly) {
  Air air(rate_hz);
  auto& a = air.add_end({});
  auto& b = air.add_end({});
  air.connect(a, b, {});
  std::vector<Sample> block(100'000);
  auto burst = signal(1000);
  for (int i = 0; i < 25; ++i) {  // more than two rings
    SampleTime time(std::int64_t(i) * 100'000);
    ASSERT_TRUE(a.transmit(time + 10, burst));
    ASSERT_TRUE(a.receive(block));
    ASSERT_TRUE(b.receive(block));
    ASSERT_EQ(block[9], Sample{});
    ASSERT_TRUE(std::equal(burst.begin(), burst.end(), block.begin() + 10));
    for (std::size_t k = 1010; k < block.size(); ++k) ASSERT_EQ(block[k], Sample{}) << i << " " << k;
  }
  EXPECT_EQ(b.statistics().lost_samples, 0u);
}

}  // namespace
