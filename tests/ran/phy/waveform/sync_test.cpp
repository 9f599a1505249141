// Cell search on the captured cell, on made cells under noise and frequency offset, and on nothing.
#include "ran/phy/waveform/sync.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/ofdm.hpp"
#include "ran/phy/waveform/waveform_data.hpp"

namespace pellucid::phy {
namespace {

/// SS block with DM-RS and random PBCH data in symbols first .. first + 3, from `subcarrier` on.
void put_block(Grid& grid, unsigned pci, std::size_t first, std::size_t subcarrier, test::Noise& random) {
  auto primary = pss(pci % 3), secondary = sss(pci);
  Samples reference(144);
  pbch_dmrs(pci, 0, reference);
  for (std::size_t l = 0; l < ssb_symbols; ++l)
    for (std::size_t k = 0; k < ssb_subcarriers; ++k) grid.at(first + l, subcarrier + k) = 0;
  for (std::size_t n = 0; n < sync_length; ++n) {
    grid.at(first, subcarrier + pss_first_subcarrier + n) = primary[n];
    grid.at(first + 2, subcarrier + pss_first_subcarrier + n) = secondary[n];
  }
  std::size_t m = 0;
  for (std::size_t l = 1; l < ssb_symbols; ++l)
    for (std::size_t k = 0; k < ssb_subcarriers; ++k) {
      if (l == 2 && k >= 48 && k < 192) continue;
      Sample data(random.below(2) ? 0.7071f : -0.7071f, random.below(2) ? 0.7071f : -0.7071f);
      grid.at(first + l, subcarrier + k) = k % 4 == pci % 4 ? reference[m++] : data;
    }
}

/// DM-RS of the demodulated block against what was sent: how alike they are, 0..1, with one phase for all symbols.
double likeness_of_dmrs(SampleView block, unsigned pci) {
  Samples reference(144);
  pbch_dmrs(pci, 0, reference);
  std::complex<double> sum = 0;
  double power = 0;
  std::size_t m = 0;
  for (std::size_t l = 1; l < ssb_symbols; ++l)
    for (std::size_t k = 0; k < ssb_subcarriers; ++k) {
      if ((l == 2 && k >= 48 && k < 192) || k % 4 != pci % 4) continue;
      auto value = std::complex<double>(block[l * ssb_subcarriers + k]);
      sum += value * std::conj(std::complex<double>(reference[m++]));
      power += std::norm(value);
    }
  return std::norm(sum) / (power * 144);
}

TEST(CellSearch, FindsTheCapturedCell) {
  auto samples = test::captured("dl_tti810.sc16");
  auto carrier = test::captured_carrier(test::captured_downlink_hz);
  SearchSettings settings{.fft_size = 768, .block_offset_hz = carrier.offset_hz(162 + 120), .centre_hz = test::captured_downlink_hz};
  CellSearch search(settings);
  CellCandidate found[4];
  ASSERT_EQ(search.search(samples, found), 1u);
  EXPECT_EQ(found[0].pci, 500u);
  EXPECT_EQ(found[0].start, carrier.symbol_start(2));
  EXPECT_NEAR(found[0].cfo_hz, 0, 5);
  EXPECT_GT(found[0].snr_db, 30);
  EXPECT_GT(found[0].pss_correlation, 0.95);
  EXPECT_GT(found[0].sss_correlation, 0.95);
  Samples block(ssb_symbols * ssb_subcarriers);
  ASSERT_TRUE(demodulate_block(samples, settings, found[0], block));
  EXPECT_GT(likeness_of_dmrs(block, 500), 0.999);
  // Against the grid of the whole carrier: the same elements, one common phase apart.
  Grid grid(52);
  OfdmDemodulator(carrier).demodulate(samples, SlotPoint(SubcarrierSpacing::khz15, 81, 0), grid);
  Samples expected;
  for (std::size_t l = 0; l < ssb_symbols; ++l)
    for (std::size_t k = 0; k < ssb_subcarriers; ++k) expected.push_back(grid.at(2 + l, 162 + k));
  Sample turn = 0;
  for (std::size_t i = 0; i < block.size(); ++i) turn += block[i] * std::conj(expected[i]);
  for (auto& value : expected) value *= turn / std::abs(turn);
  EXPECT_LT(test::evm(block, expected), 5e-3);
}

TEST(CellSearch, FindsCellsUnderNoiseAndOffset) {
  test::Noise random(1);
  struct Case {
    SubcarrierSpacing spacing;
    unsigned mhz, pci;
    double offset_hz, snr_db;
    std::size_t delay;
  };
  for (auto each : {Case{SubcarrierSpacing::khz15, 10, 0, 0, 10, 0}, Case{SubcarrierSpacing::khz15, 10, 1007, 4800, 0, 1234},
                    Case{SubcarrierSpacing::khz15, 20, 335, -3100, 3, 77}, Case{SubcarrierSpacing::khz30, 20, 712, 2500, 5, 20001},
                    Case{SubcarrierSpacing::khz30, 40, 41, -4000, 0, 5}, Case{SubcarrierSpacing::khz15, 10, 6, 1000, -2, 400}}) {
    auto carrier = *carrier_of(each.spacing, each.mhz, 3489.42e6);
    Grid grid(carrier.resource_blocks);
    test::fill_qpsk(grid, random);  // a fully loaded carrier round the block
    std::size_t subcarrier = 6 * (carrier.resource_blocks - 20) - 31;
    put_block(grid, each.pci, 2, subcarrier, random);
    Samples slot(carrier.slot_samples()), samples(3 * slot.size() + each.delay);
    OfdmModulator(carrier).modulate(grid, SlotPoint(each.spacing, 0, 0), slot);
    std::copy(slot.begin(), slot.end(), samples.begin() + std::ptrdiff_t(each.delay));
    correct_cfo(samples, -each.offset_hz, carrier.sample_rate_hz());
    random.add(samples, std::pow(10, -each.snr_db / 10));
    SearchSettings settings{.spacing = each.spacing,
                            .fft_size = carrier.fft_size,
                            .block_offset_hz = carrier.offset_hz(double(subcarrier) + 120),
                            .centre_hz = carrier.centre_hz};
    CellCandidate found[4];
    ASSERT_GE(CellSearch(settings).search(samples, found), 1u) << each.pci;
    EXPECT_EQ(found[0].pci, each.pci);
    EXPECT_NEAR(double(found[0].start), double(each.delay + carrier.symbol_start(2)), 4) << each.pci;
    EXPECT_NEAR(found[0].cfo_hz, each.offset_hz, 200) << each.pci;
    EXPECT_NEAR(found[0].snr_db, each.snr_db, 2.5) << each.pci;
    EXPECT_NEAR(found[0].power, 1 + std::pow(10, -each.snr_db / 10), 0.4 * found[0].power);
    Samples block(ssb_symbols * ssb_subcarriers);
    ASSERT_TRUE(demodulate_block(samples, settings, found[0], block));
    EXPECT_GT(likeness_of_dmrs(block, each.pci), 0.7 / (1 + std::pow(10, -each.snr_db / 10))) << each.pci;
  }
}

TEST(CellSearch, FindsTwoCellsAtOnce) {
  test::Noise random(2);
  auto carrier = *carrier_of(SubcarrierSpacing::khz15, 10, 0);
  Samples both(2 * carrier.slot_samples());
  for (auto [pci, delay, gain] : {std::tuple(100u, 0u, 1.0f), std::tuple(257u, 300u, 0.7f)}) {
    Grid grid(52);
    put_block(grid, pci, 2, 162, random);
    Samples slot(carrier.slot_samples());
    OfdmModulator(carrier, gain).modulate(grid, SlotPoint(), slot);
    for (std::size_t i = 0; i < slot.size(); ++i) both[i + delay] += slot[i];
  }
  random.add(both, 0.01);
  CellCandidate found[8];
  auto count = CellSearch({.fft_size = 768, .block_offset_hz = carrier.offset_hz(282)}).search(both, found);
  ASSERT_EQ(count, 2u);
  EXPECT_EQ(found[0].pci, 100u);
  EXPECT_EQ(found[1].pci, 257u);
}

TEST(CellSearch, FindsNothingInNothing) {
  CellSearch search({.fft_size = 768, .block_offset_hz = -30e3});
  CellCandidate found[8];
  EXPECT_EQ(search.search({}, found), 0u);
  EXPECT_EQ(search.search(Samples(100), found), 0u);
  EXPECT_EQ(search.search(Samples(50000), found), 0u);
  test::Noise random(3);
  for (int trial = 0; trial < 5; ++trial) {
    Samples noise(11520 * 20);
    random.add(noise, 1);
    EXPECT_EQ(search.search(noise, found), 0u) << trial;
  }
  Samples tone(50000), huge(50000, Sample(1e30f, -1e30f)), square(50000), odd(50000);
  for (std::size_t i = 0; i < tone.size(); ++i) {
    tone[i] = Sample(std::polar(1.0, 0.05 * double(i)));
    square[i] = Sample(i / 13 % 2 ? 1.0f : -1.0f, i / 7 % 2 ? 1.0f : -1.0f);
    odd[i] = i % 100 ? Sample(0) : Sample(std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN());
  }
  EXPECT_EQ(search.search(tone, found), 0u);
  EXPECT_EQ(search.search(huge, found), 0u);
  EXPECT_EQ(search.search(square, found), 0u);
  EXPECT_EQ(search.search(odd, found), 0u);
  EXPECT_EQ(search.search(tone, {}), 0u);
  Samples block(ssb_symbols * ssb_subcarriers);
  EXPECT_FALSE(demodulate_block(tone, search.settings(), {.start = 49000}, block));
  EXPECT_FALSE(demodulate_block(tone, search.settings(), {.start = std::size_t(-1)}, block));
}

}  // namespace
}  // namespace pellucid::phy
