// PRACH: the captured preamble, every format and preamble with its delay, false alarms and misses.
#include "ran/phy/channel/prach.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <vector>

namespace pellucid::phy {
namespace {

const Carrier uplink_10mhz{SubcarrierSpacing::khz15, 52, 768, 1747.5e6};

Samples captured_prach_slot() {
  std::ifstream file(std::string(PELLUCID_TEST_DATA) + "/radio/waveform/ul_tti811_prach.sc16", std::ios::binary);
  std::vector<char> octets((std::istreambuf_iterator<char>(file)), {});
  auto value = [&](std::size_t at) { return float(std::int16_t(std::uint8_t(octets[at]) | std::uint8_t(octets[at + 1]) << 8)) / 32768.0f; };
  Samples samples(octets.size() / 4);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = {value(4 * i), value(4 * i + 2)};
  return samples;
}

class Air {
 public:
  explicit Air(unsigned seed) : engine_(seed) {}
  void add(SampleSpan samples, double variance) {
    float sigma = float(std::sqrt(variance / 2));
    for (auto& sample : samples) sample += Sample(sigma * normal_(engine_), sigma * normal_(engine_));
  }
  unsigned below(unsigned limit) { return unsigned(engine_() % limit); }

 private:
  std::mt19937 engine_;
  std::normal_distribution<float> normal_;
};

/// The first occasion at or after frame 0.
PrachOccasion first_occasion(const Prach& prach, SubcarrierSpacing spacing) {
  PrachOccasion found[16];
  SlotPoint slot(spacing, 0, 0);
  for (unsigned i = 0; i < 5120; ++i, ++slot)
    if (prach.occasions(slot, found)) return found[0];
  ADD_FAILURE() << "no occasion";
  return {};
}

/// The preamble as the cell receives it when it was sent `delay` samples late.
Samples received(Prach& prach, unsigned preamble, const PrachOccasion& occasion, std::size_t delay, float amplitude) {
  Samples sent(prach.samples(occasion)), got(sent.size());
  prach.generate(preamble, occasion, amplitude, sent);
  std::copy(sent.begin(), sent.end() - std::ptrdiff_t(delay), got.begin() + std::ptrdiff_t(delay));
  return got;
}

TEST(Prach, CapturedPreambleIsFoundWithItsTiming) {
  auto samples = captured_prach_slot();
  ASSERT_EQ(samples.size(), 11520u);
  auto prach =
      Prach::make({.configuration_index = 0, .root_sequence_index = 1, .zero_correlation_zone = 0, .frequency_start = 1}, uplink_10mhz);
  ASSERT_TRUE(prach.ok()) << prach.error();
  PrachOccasion occasions[4];
  ASSERT_EQ(prach->occasions(SlotPoint(SubcarrierSpacing::khz15, 81, 1), occasions), 1u);
  EXPECT_EQ(occasions[0].prefix, 1188u);
  EXPECT_EQ(occasions[0].sequence, 9216u);
  EXPECT_EQ(ra_rnti(occasions[0]), 0x0Fu);
  EXPECT_EQ(prach->occasions(SlotPoint(SubcarrierSpacing::khz15, 80, 1), occasions), 0u);
  EXPECT_EQ(prach->occasions(SlotPoint(SubcarrierSpacing::khz15, 81, 2), occasions), 0u);

  auto window = SampleView(samples).first(prach->samples(occasions[0]));
  Prach::Detection found[8];
  ASSERT_EQ(prach->detect(window, occasions[0], found), 1u);
  EXPECT_EQ(found[0].preamble, 5u);
  EXPECT_EQ(found[0].timing_advance, 0u);
  EXPECT_NEAR(found[0].delay_s, 0, 30e-9);
  EXPECT_GT(found[0].snr_db, 20);

  // And it is the preamble that we would send, but for one complex factor.
  Samples sent(window.size());
  prach->generate(5, occasions[0], 1, sent);
  Sample gain = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) gain += window[i] * std::conj(sent[i]) / float(sent.size());
  double error = 0, power = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) error += std::norm(window[i] - gain * sent[i]), power += std::norm(gain * sent[i]);
  EXPECT_LT(std::sqrt(error / power), 1e-3);
  EXPECT_NEAR(found[0].power, std::norm(gain), 0.02 * std::norm(gain));
}

struct Setting {
  unsigned index;
  bool paired;
  unsigned zone, start;
  SubcarrierSpacing prach_spacing;
  SubcarrierSpacing uplink_spacing;
  unsigned mhz;
  PrachFormat format;
};
constexpr auto k15 = SubcarrierSpacing::khz15, k30 = SubcarrierSpacing::khz30;
const Setting settings[] = {{16, true, 1, 3, k15, k15, 10, PrachFormat::f0},    {28, true, 12, 0, k15, k15, 5, PrachFormat::f1},
                            {53, true, 8, 20, k15, k15, 20, PrachFormat::f2},   {60, true, 5, 1, k15, k15, 10, PrachFormat::f3},
                            {16, true, 1, 3, k15, k30, 20, PrachFormat::f0},    {60, true, 5, 30, k15, k30, 40, PrachFormat::f3},
                            {90, true, 11, 2, k15, k15, 10, PrachFormat::a1},   {120, true, 9, 0, k30, k30, 20, PrachFormat::a2},
                            {150, true, 14, 5, k30, k30, 40, PrachFormat::a3},  {180, true, 10, 7, k15, k15, 5, PrachFormat::b1},
                            {200, true, 15, 0, k30, k30, 100, PrachFormat::b4}, {222, true, 6, 12, k30, k15, 10, PrachFormat::c0},
                            {245, true, 0, 9, k15, k30, 20, PrachFormat::c2},   {120, false, 13, 0, k30, k30, 20, PrachFormat::a3}};

Result<Prach, std::string> make(const Setting& setting, Carrier& carrier) {
  carrier = *carrier_of(setting.uplink_spacing, setting.mhz, 3.5e9);
  return Prach::make({.configuration_index = setting.index,
                      .paired = setting.paired,
                      .root_sequence_index = 22,
                      .zero_correlation_zone = setting.zone,
                      .frequency_start = setting.start,
                      .spacing = setting.prach_spacing},
                     carrier);
}

TEST(Prach, EveryFormatIsFoundWithPreambleDelayAndPower) {
  Air air(1);
  for (const auto& setting : settings) {
    Carrier carrier;
    auto prach = make(setting, carrier);
    ASSERT_TRUE(prach.ok()) << prach.error();
    auto occasion = first_occasion(*prach, setting.uplink_spacing);
    double shape_spacing =
        is_long(occasion.format) ? (occasion.format == PrachFormat::f3 ? 5000 : 1250) : spacing_hz(setting.prach_spacing);
    double length = is_long(occasion.format) ? 839 : 139;
    for (int trial = 0; trial < 6; ++trial) {
      unsigned preamble = air.below(64);
      // Within the prefix and within the window of any zone above: 1 sequence sample at least
      std::size_t delay = air.below(unsigned(double(carrier.sample_rate_hz()) / shape_spacing / length * 1.4));
      delay = std::min(delay, occasion.prefix / 2);
      auto samples = received(*prach, preamble, occasion, delay, 0.3f);
      double noise = 0.09 * std::pow(10, 0.5) * double(carrier.sample_rate_hz()) / (shape_spacing * length) / 10;  // 5 dB in PRACH's band
      air.add(samples, noise);
      Prach::Detection found[8];
      ASSERT_EQ(prach->detect(samples, occasion, found), 1u) << setting.index << " preamble " << preamble << " delay " << delay;
      EXPECT_EQ(found[0].preamble, preamble) << setting.index;
      EXPECT_NEAR(found[0].delay_s * carrier.sample_rate_hz(), double(delay),
                  0.12 * carrier.sample_rate_hz() / shape_spacing / length + 0.5)
          << setting.index;
      EXPECT_NEAR(found[0].snr_db, 5, 2.5) << setting.index;
      EXPECT_NEAR(found[0].power, 0.09, 0.03) << setting.index;
    }
  }
}

// In every occasion of a slot: of the mixed configurations the last one has a B format, which alone is nowhere else (B2, B3).
TEST(Prach, EveryShortFormatOfMixedConfigurationsIsFound) {
  Air air(6);
  std::set<PrachFormat> seen;
  auto carrier = *carrier_of(k30, 20, 3.5e9);
  for (unsigned index = 0; index < 256; ++index) {
    auto row = prach_configuration(index, true);
    if (!row || row->format < PrachFormat::a1_b1 || row->period > 1 || row->occasions_a_slot < 2) continue;
    auto prach =
        Prach::make({.configuration_index = index, .root_sequence_index = 50, .zero_correlation_zone = 10, .spacing = k30}, carrier);
    ASSERT_TRUE(prach.ok()) << prach.error();
    PrachOccasion occasions[16];
    std::size_t count = 0;
    for (SlotPoint slot(k30, 0, 0); count == 0; ++slot) count = prach->occasions(slot, occasions);
    for (std::size_t i = 0; i < count; ++i) {
      if (!seen.insert(occasions[i].format).second) continue;
      const double sequence_sample = double(carrier.sample_rate_hz()) / 30000 / 139;
      for (unsigned trial = 0; trial < 4; ++trial) {
        const unsigned preamble = air.below(64);
        const std::size_t delay = std::min<std::size_t>(air.below(unsigned(6 * sequence_sample)), occasions[i].prefix / 2);
        auto samples = received(*prach, preamble, occasions[i], delay, 0.3f);
        air.add(samples, 0.09 * sequence_sample / std::pow(10, 0.5));  // 5 dB in PRACH's band
        Prach::Detection found[8];
        ASSERT_EQ(prach->detect(samples, occasions[i], found), 1u) << index << " preamble " << preamble << " delay " << delay;
        EXPECT_EQ(found[0].preamble, preamble) << index;
        EXPECT_NEAR(found[0].delay_s * carrier.sample_rate_hz(), double(delay), 0.12 * sequence_sample + 0.5) << index;
      }
    }
  }
  for (auto format : {PrachFormat::a1, PrachFormat::a2, PrachFormat::a3, PrachFormat::b1, PrachFormat::b2, PrachFormat::b3})
    EXPECT_TRUE(seen.contains(format)) << int(format);
}

TEST(Prach, WithoutNoiseOnlyTheSentOneIsFound) {
  Air air(2);
  for (const auto& setting : settings) {
    Carrier carrier;
    auto prach = make(setting, carrier);
    ASSERT_TRUE(prach.ok());
    auto occasion = first_occasion(*prach, setting.uplink_spacing);
    for (unsigned preamble : {0u, 1u, 31u, 63u}) {
      auto samples = received(*prach, preamble, occasion, air.below(5), 0.3f);
      Prach::Detection found[64];
      ASSERT_EQ(prach->detect(samples, occasion, found), 1u) << setting.index << " preamble " << preamble;
      EXPECT_EQ(found[0].preamble, preamble);
    }
  }
}

TEST(Prach, SeveralAtOnceAreAllFound) {
  auto prach =
      Prach::make({.configuration_index = 16, .root_sequence_index = 100, .zero_correlation_zone = 10, .frequency_start = 6}, uplink_10mhz);
  ASSERT_TRUE(prach.ok());
  auto occasion = first_occasion(*prach, SubcarrierSpacing::khz15);
  Samples samples(prach->samples(occasion));
  struct Sent {
    unsigned preamble;
    std::size_t delay;
    float amplitude;
  };
  const Sent all[] = {{3, 20, 0.3f}, {4, 300, 0.2f}, {17, 5, 0.1f}, {40, 600, 0.15f}};
  for (const auto& one : all) {
    auto more = received(*prach, one.preamble, occasion, one.delay, one.amplitude);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += more[i];
  }
  Air air(3);
  air.add(samples, 0.05);
  Prach::Detection found[64];
  ASSERT_EQ(prach->detect(samples, occasion, found), 4u);
  for (const auto& one : all) {
    auto hit = std::ranges::find(found, one.preamble, &Prach::Detection::preamble);
    ASSERT_NE(hit, std::end(found));
    EXPECT_NEAR(hit->delay_s * 11.52e6, double(one.delay), 3) << one.preamble;
    // T_A steps of 16 * 64 Tc are 6 samples at 11.52 Msps
    EXPECT_NEAR(hit->timing_advance, double(one.delay) / 6, 1) << one.preamble;
  }
}

TEST(Prach, NoiseHardlyEverRaisesAFalseAlarm) {
  Air air(4);
  // Two detectors of few samples (the others differ in the number of sums and windows only); 1e-3 of 2,000 occasions is 2.
  for (const Setting& setting : {settings[9], settings[13]}) {
    Carrier carrier;
    auto prach = make(setting, carrier);
    ASSERT_TRUE(prach.ok());
    auto occasion = first_occasion(*prach, setting.uplink_spacing);
    unsigned alarms = 0;
    for (int trial = 0; trial < 2000; ++trial) {
      Samples samples(prach->samples(occasion));
      air.add(samples, 0.1);
      Prach::Detection found[4];
      alarms += prach->detect(samples, occasion, found) > 0;
    }
    EXPECT_LE(alarms, 5u) << setting.index;  // chance of more with the rate allowed: 1.7 %
  }
}

TEST(Prach, FindsWeakPreambles) {
  // TS 38.104 Table 8.4.2.2-1 asks for format 0 at -14.5 dB with two antennas (AWGN); here one antenna, SNR a sample in 1.08 MHz.
  Air air(5);
  Carrier carrier;
  auto prach = make(settings[0], carrier);
  ASSERT_TRUE(prach.ok());
  auto occasion = first_occasion(*prach, SubcarrierSpacing::khz15);
  unsigned hits = 0, wrong = 0;
  for (int trial = 0; trial < 60; ++trial) {
    unsigned preamble = air.below(64);
    auto samples = received(*prach, preamble, occasion, air.below(125), 1);  // within a window of 13 sequence samples
    air.add(samples, std::pow(10, 1.2) * 11.52e6 / (839 * 1250));            // -12 dB
    Prach::Detection found[4];
    auto count = prach->detect(samples, occasion, found);
    for (std::size_t i = 0; i < count; ++i) (found[i].preamble == preamble ? hits : wrong) += 1;
  }
  EXPECT_GE(hits, 59u);
  EXPECT_LE(wrong, 1u);
}

TEST(Prach, OccasionsAreWhereTheTablesPutThem) {
  // Unpaired 89 (A1/...): take a row with several occasions and check against the text's arithmetic.
  for (unsigned index = 0; index < 263; ++index)
    for (bool paired : {true, false}) {
      auto row = prach_configuration(index, paired);
      ASSERT_EQ(row.has_value(), index < (paired ? 256u : 263u));
      if (!row) continue;
      EXPECT_LT(row->frame, row->period);
      EXPECT_NE(row->subframes, 0);
      auto carrier = *carrier_of(k30, 20, 3.5e9);
      auto prach = Prach::make({.configuration_index = index, .paired = paired, .spacing = k30}, carrier);
      ASSERT_TRUE(prach.ok()) << prach.error();
      std::size_t in_frame = 0;
      PrachOccasion found[16];
      for (unsigned slot = 0; slot < 20; ++slot) {
        auto count = prach->occasions(SlotPoint(k30, row->frame, slot), found);
        for (std::size_t i = 0; i < count; ++i) {
          EXPECT_LT(found[i].first_sample, carrier.slot_samples());
          if (!is_long(found[i].format)) {
            EXPECT_EQ(found[i].time_slot, slot);
            EXPECT_EQ(found[i].first_sample, carrier.symbol_start(found[i].first_symbol));
            EXPECT_LE(found[i].first_sample + prach->samples(found[i]), carrier.slot_samples() + carrier.fft_size / 2) << index << paired;
          }
        }
        in_frame += count;
      }
      unsigned slots = is_long(row->format) ? 1 : row->slots_a_subframe;
      EXPECT_EQ(in_frame, std::size_t(__builtin_popcount(row->subframes)) * slots * row->occasions_a_slot) << index << paired;
    }
}

TEST(Prach, WrongSettingsAreRefused) {
  auto with = [](auto change) {
    PrachCell cell;
    change(cell);
    return Prach::make(cell, uplink_10mhz).ok();
  };
  EXPECT_TRUE(with([](PrachCell&) {}));
  EXPECT_FALSE(with([](PrachCell& c) { c.configuration_index = 256; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.root_sequence_index = 838; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.configuration_index = 120, c.root_sequence_index = 138; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.zero_correlation_zone = 16; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.frequency_start = 47; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.frequency_start = 0xFFFFFFFF; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.frequency_occasions = 3; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.preambles = 0; }));
  EXPECT_FALSE(with([](PrachCell& c) { c.preambles = 65; }));
}

TEST(Prach, HostileSamplesFindNothing) {
  Carrier carrier;
  auto prach = make(settings[0], carrier);
  ASSERT_TRUE(prach.ok());
  auto occasion = first_occasion(*prach, SubcarrierSpacing::khz15);
  Samples samples(prach->samples(occasion));
  Prach::Detection found[8];
  EXPECT_EQ(prach->detect(samples, occasion, found), 0u);
  for (float value : {1e30f, 1.0f, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    std::ranges::fill(samples, Sample(value, -value));
    EXPECT_EQ(prach->detect(samples, occasion, found), 0u) << value;
  }
  // A tone in the middle of the PRACH
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = Sample(std::polar(1.0, -2 * M_PI * double(i) * (309 - 72) * 15000 / 11.52e6));
  EXPECT_LE(prach->detect(samples, occasion, found), 8u);
  EXPECT_EQ(prach->detect(samples, occasion, {}), 0u);
}

}  // namespace
}  // namespace pellucid::phy
