// The estimator under noise, delay, frequency offset and echoes; equalisers; hostile input.
#include "ran/phy/waveform/estimate.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/ofdm.hpp"
#include "ran/phy/waveform/waveform_data.hpp"

namespace pellucid::phy {
namespace {

const Carrier carrier_10mhz{SubcarrierSpacing::khz15, 52, 768, 0};

struct Echo {
  double delay_s;
  std::complex<double> gain;
};

/// A slot with PUSCH-like DM-RS in symbols 2, 7, 11 of all blocks, through a channel.
struct Link {
  Carrier carrier = carrier_10mhz;
  std::uint16_t mask = dmrs_mask(DmrsType::type1, 0);
  std::uint16_t symbols = 1u << 2 | 1u << 7 | 1u << 11;
  unsigned first_block = 0, blocks = 52;
  std::vector<Echo> echoes = {{0, 1}};
  double offset_hz = 0, noise = 0;

  Grid received{}, truth{}, channel{};
  Samples values{};

  Pilots pilots() const { return {.first_block = first_block, .blocks = blocks, .mask = mask, .symbols = symbols, .values = values}; }

  void send(test::Noise& random) {
    received = truth = channel = Grid(carrier.resource_blocks);
    Grid sent(carrier.resource_blocks);
    test::fill_qpsk(sent, random);
    values.clear();
    for (std::size_t l = 0; l < symbols_a_slot; ++l)
      for (std::size_t k = 12 * first_block; k < 12 * (first_block + blocks); ++k)
        if ((symbols >> l & 1) && (mask >> k % 12 & 1)) values.push_back(sent.at(l, k));
    for (std::size_t l = 0; l < symbols_a_slot; ++l) {
      double t = double(carrier.symbol_start(l) + carrier.prefix(l)) / carrier.sample_rate_hz();
      for (std::size_t k = 0; k < carrier.subcarriers(); ++k) {
        std::complex<double> h = 0;
        for (const auto& echo : echoes)
          h += echo.gain * std::polar(1.0, -2 * std::numbers::pi * double(k) * spacing_hz(carrier.spacing) * echo.delay_s);
        truth.at(l, k) = Sample(h * std::polar(1.0, 2 * std::numbers::pi * offset_hz * t));
        received.at(l, k) = truth.at(l, k) * sent.at(l, k) + random(noise);
      }
    }
  }

  LinkFigures estimate(ChannelEstimator& estimator) { return estimator.estimate(received, pilots(), carrier, 0, symbols_a_slot, channel); }

  /// Mean squared error of the estimate from the first to the last pilot symbol, over the channel's power.
  double error() const {
    double wrong = 0, power = 0;
    for (auto l = std::size_t(std::countr_zero(symbols)); symbols >> l; ++l)
      for (std::size_t k = 12 * first_block; k < 12 * (first_block + blocks); ++k)
        wrong += std::norm(channel.at(l, k) - truth.at(l, k)), power += std::norm(truth.at(l, k));
    return wrong / power;
  }
};

double mean_error(Link link, int trials, unsigned seed, double* snr_db = nullptr) {
  test::Noise random(seed);
  ChannelEstimator estimator(link.carrier.resource_blocks);
  double sum = 0, snr = 0;
  for (int trial = 0; trial < trials; ++trial) {
    link.send(random);
    snr += link.estimate(estimator).snr_db;
    sum += link.error();
  }
  if (snr_db) *snr_db = snr / trials;
  return sum / trials;
}

double db(double ratio) { return 10 * std::log10(ratio); }

TEST(Estimator, IsExactWithoutNoise) {
  EXPECT_LT(db(mean_error({}, 1, 1)), -50);
  EXPECT_LT(db(mean_error({.echoes = {{1e-6, {0.3, -0.4}}}}, 1, 1)), -45);
  EXPECT_LT(db(mean_error({.offset_hz = 200}, 1, 1)), -40);
}

TEST(Estimator, GainsOverTheNoiseOfASinglePilot) {
  // Three symbols of at least 24 pilots smoothed together: an ideal average of 72 would gain 18.6 dB.
  for (double snr : {0.0, 10.0, 20.0}) {
    double measured = 0, error = mean_error({.noise = std::pow(10, -snr / 10)}, 20, 2, &measured);
    EXPECT_LT(db(error), -snr - 13.5) << snr;
    EXPECT_NEAR(measured, snr, 0.5) << snr;
  }
}

TEST(Estimator, FollowsEchoes) {
  std::vector<Echo> echoes = {{0, 0.8}, {0.4e-6, {0.3, 0.3}}, {1.2e-6, {-0.2, 0.25}}};
  double measured = 0;
  // Better than the pilots themselves at every noise, and never stuck on the model's error.
  EXPECT_LT(db(mean_error({.echoes = echoes, .noise = 0.1}, 20, 3, &measured)), -16);
  EXPECT_NEAR(measured, db(0.64 + 0.18 + 0.1025) + 10, 1);
  EXPECT_LT(db(mean_error({.echoes = echoes, .noise = 0.01}, 20, 3)), -25);
  EXPECT_LT(db(mean_error({.echoes = echoes, .noise = 0.0001}, 20, 3)), -38);
}

TEST(Estimator, MeasuresDelayAndOffset) {
  test::Noise random(4);
  ChannelEstimator estimator(52);
  for (double delay : {-1.5e-6, 0.0, 0.3e-6, 2.2e-6})
    for (double offset : {-900.0, -150.0, 0.0, 60.0, 700.0}) {
      Link link{.echoes = {{delay, {0.5, 0.5}}}, .offset_hz = offset, .noise = 0.005};
      link.send(random);
      auto figures = link.estimate(estimator);
      EXPECT_NEAR(figures.timing_s, delay, 20e-9);
      EXPECT_NEAR(figures.cfo_hz, offset, std::max(5.0, std::abs(offset) * 0.01));
      EXPECT_NEAR(figures.power, 0.5, 0.02);
      EXPECT_NEAR(figures.noise, 0.005, 0.001);
      EXPECT_LT(db(link.error()), -32) << delay << " " << offset;
    }
}

TEST(Estimator, WorksOnEveryKindOfPilots) {
  struct Kind {
    std::uint16_t mask, symbols;
    unsigned first_block, blocks;
  };
  const Kind kinds[] = {{0x555, 0x884, 10, 1},    // PUSCH type 1, one block
                        {0x555, 0x004, 3, 4},     // one symbol
                        {0xC30, 0x884, 0, 52},    // type 2, third group
                        {0x222, 0x001, 1, 48},    // PDCCH
                        {0x222, 0x007, 6, 6},     // PDCCH, one bundle of three symbols
                        {0x492, 0x00C, 50, 1},    // PUCCH format 2
                        {0xFFF, 0x408, 7, 3},     // PUCCH format 3
                        {0x111, 0x00E, 13, 20}};  // PBCH
  for (const auto& kind : kinds) {
    Link link{.mask = kind.mask,
              .symbols = kind.symbols,
              .first_block = kind.first_block,
              .blocks = kind.blocks,
              .echoes = {{0.3e-6, 1}},
              .noise = 0.01};
    double snr = 0, error = mean_error(link, 50, 5, &snr);
    EXPECT_LT(db(error), -21) << std::hex << kind.mask << " " << kind.symbols;  // better than a pilot alone
    EXPECT_NEAR(snr, 20, 2.0) << std::hex << kind.mask;
  }
}

TEST(Estimator, SeparatesPortsThatShareACdmGroup) {
  test::Noise random(6);
  Link link{.echoes = {{0.1e-6, 1}}, .noise = 1e-4};
  link.send(random);
  // A second port on the same elements, its code (+1, -1) in frequency.
  Grid received = link.received;
  std::size_t i = 0;
  for (std::size_t l : {2u, 7u, 11u})
    for (std::size_t k = 0; k < 624; k += 2, ++i) received.at(l, k) += Sample(0, 0.7f) * link.values[i] * (i % 2 ? -1.0f : 1.0f);
  auto pilots = link.pilots();
  pilots.paired = true;
  ChannelEstimator estimator(52);
  estimator.estimate(received, pilots, link.carrier, 0, symbols_a_slot, link.channel);
  EXPECT_LT(db(link.error()), -35);
}

TEST(Estimator, AntennasShareTimingAndNoise) {
  test::Noise random(7);
  Link one{.echoes = {{0.5e-6, 1}}, .offset_hz = 100, .noise = 0.05}, two{.echoes = {{0.5e-6, {0, -0.6}}}, .offset_hz = 100, .noise = 0.05};
  one.send(random);
  test::Noise again(7);
  two.send(again);  // the same symbols
  ChannelEstimator estimator(52);
  const Grid* received[] = {&one.received, &two.received};
  Grid* channels[] = {&one.channel, &two.channel};
  auto figures = estimator.estimate(received, one.pilots(), one.carrier, 0, symbols_a_slot, channels);
  EXPECT_NEAR(figures.timing_s, 0.5e-6, 20e-9);
  EXPECT_NEAR(figures.noise, 0.05, 0.01);
  EXPECT_LT(db(one.error()), -24);
  EXPECT_LT(db(two.error()), -21);
}

TEST(Estimator, NeedsNoPromises) {
  ChannelEstimator estimator(52);
  test::Noise random(8);
  Link link;
  link.send(random);
  auto good = link.pilots();
  auto with = [&](auto change) {
    auto pilots = good;
    change(pilots);
    return estimator.estimate(link.received, pilots, link.carrier, 0, symbols_a_slot, link.channel).pilots;
  };
  EXPECT_EQ(with([](Pilots&) {}), 936u);
  EXPECT_EQ(with([](Pilots& p) { p.mask = 0; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.mask = 0x557; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.blocks = 53; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.first_block = 1; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.first_block = 0xFFFFFFFF; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.symbols = 0; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.symbols = 0x8004; }), 0u);
  EXPECT_EQ(with([](Pilots& p) { p.values = p.values.first(5); }), 0u);

  for (float value : {0.0f, 1e30f, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN(), 1e-30f}) {
    for (std::size_t l = 0; l < symbols_a_slot; ++l) std::ranges::fill(link.received.symbol(l), Sample(value, value));
    auto figures = link.estimate(estimator);
    EXPECT_TRUE(std::isfinite(figures.snr_db) && std::isfinite(figures.noise) && std::isfinite(figures.power) &&
                std::isfinite(figures.cfo_hz));
    for (auto h : link.channel.all()) ASSERT_TRUE(std::isfinite(h.real()) && std::isfinite(h.imag())) << value;
  }
  EXPECT_EQ(estimator.estimate(Grid(52), good, link.carrier, 0, symbols_a_slot, link.channel).snr_db, -100);
  // Pilots of value 0 are no pilots
  Samples zeros(good.values.size());
  auto empty = good;
  empty.values = zeros;
  EXPECT_EQ(estimator.estimate(link.received, empty, link.carrier, 0, symbols_a_slot, link.channel).power, 0);
}

TEST(Equaliser, GivesSymbolsWithTheirNoise) {
  test::Noise random(9);
  constexpr std::size_t size = 20011;
  Samples sent(size), h(size), y(size), out(size);
  std::vector<float> noise(size);
  for (std::size_t i = 0; i < size; ++i) {
    sent[i] = Sample(random.below(2) ? 0.7071f : -0.7071f, random.below(2) ? 0.7071f : -0.7071f);
    h[i] = random(1);
    y[i] = h[i] * sent[i] + random(0.01);
  }
  h[7] = 0;
  equalise(y, h, 0.01f, out, noise);
  EXPECT_EQ(out[7], Sample(0));
  EXPECT_TRUE(std::isinf(noise[7]));
  double ratio = 0;
  for (std::size_t i = 0; i < size; ++i)
    if (i != 7) ratio += std::norm(out[i] - sent[i]) / noise[i];
  EXPECT_NEAR(ratio / (size - 1), 1, 0.03);  // the noise that is told is the noise that is there
}

TEST(Equaliser, CombinesAntennas) {
  test::Noise random(10);
  constexpr std::size_t size = 4003, antennas = 4;
  Samples sent(size), out(size);
  std::vector<Samples> h(antennas, Samples(size)), y(antennas, Samples(size));
  std::vector<float> noise(size), levels = {0.5f, 0.1f, 0.2f, 1.0f};
  for (std::size_t i = 0; i < size; ++i) {
    sent[i] = random(1);
    for (std::size_t a = 0; a < antennas; ++a) h[a][i] = random(1), y[a][i] = h[a][i] * sent[i] + random(levels[a]);
  }
  std::vector<SampleView> views(y.begin(), y.end()), channels(h.begin(), h.end());
  equalise_mrc(views, channels, levels, out, noise);
  double ratio = 0;
  for (std::size_t i = 0; i < size; ++i) {
    double sum = 0;
    for (std::size_t a = 0; a < antennas; ++a) sum += std::norm(h[a][i]) / levels[a];
    ASSERT_NEAR(noise[i] * sum, 1, 1e-4);
    ratio += std::norm(out[i] - sent[i]) / noise[i];
  }
  EXPECT_NEAR(ratio / size, 1, 0.06);
}

TEST(Equaliser, SeparatesTwoLayers) {
  test::Noise random(11);
  constexpr std::size_t size = 4000;
  std::array<Samples, 2> sent{Samples(size), Samples(size)}, out = sent;
  std::array<std::vector<float>, 2> noise{std::vector<float>(size), std::vector<float>(size)};
  std::vector<Samples> h(4, Samples(size)), y(2, Samples(size));
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t layer = 0; layer < 2; ++layer) {
      sent[layer][i] = random(1);
      for (std::size_t a = 0; a < 2; ++a) h[2 * a + layer][i] = random(1), y[a][i] += h[2 * a + layer][i] * sent[layer][i] + random(0.005);
    }
  for (std::size_t a = 0; a < 4; ++a) h[a][3] = 0;
  const float levels[] = {0.01f, 0.01f};
  std::vector<SampleView> views(y.begin(), y.end()), channels(h.begin(), h.end());
  equalise_mmse2(views, channels, levels, {SampleSpan(out[0]), SampleSpan(out[1])}, {std::span(noise[0]), std::span(noise[1])});
  for (std::size_t layer = 0; layer < 2; ++layer) {
    double ratio = 0;
    for (std::size_t i = 0; i < size; ++i)
      if (i != 3) ratio += std::norm(out[layer][i] - sent[layer][i]) / noise[layer][i];
    EXPECT_NEAR(ratio / size, 1, 0.08);
    EXPECT_EQ(out[layer][3], Sample(0));
    EXPECT_TRUE(std::isinf(noise[layer][3]));
  }
}

TEST(FrequencyOffset, IsSeenInPrefixesAndTakenOut) {
  test::Noise random(12);
  auto carrier = carrier_10mhz;
  Grid grid(52);
  test::fill_qpsk(grid, random);
  Samples sent(carrier.slot_samples());
  OfdmModulator(carrier).modulate(grid, SlotPoint(), sent);
  for (double offset : {-5000.0, -300.0, 0.0, 1000.0, 6500.0}) {
    auto samples = sent;
    correct_cfo(samples, -offset, carrier.sample_rate_hz());
    random.add(samples, 0.05);
    EXPECT_NEAR(cfo_from_prefix(samples, carrier), offset, 60) << offset;
    // In two pieces, without a jump between them
    auto phase = correct_cfo(SampleSpan(samples).first(5001), offset, carrier.sample_rate_hz());
    correct_cfo(SampleSpan(samples).subspan(5001), offset, carrier.sample_rate_hz(), phase);
    EXPECT_LT(test::evm(samples, sent), 0.27);
  }
  EXPECT_EQ(cfo_from_prefix(Samples(11520), carrier), 0);
  EXPECT_EQ(cfo_from_prefix({}, carrier), 0);
}

}  // namespace
}  // namespace pellucid::phy
