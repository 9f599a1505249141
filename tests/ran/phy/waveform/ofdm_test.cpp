// OFDM: captured slots go through the receiver and back through the sender; both are inverse to each other.
#include "ran/phy/waveform/ofdm.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/waveform_data.hpp"

namespace pellucid::phy {
namespace {

void remodulates(const std::string& name, double centre_hz, unsigned tti) {
  auto samples = test::captured(name);
  auto carrier = test::captured_carrier(centre_hz);
  ASSERT_EQ(samples.size(), carrier.slot_samples());
  SlotPoint slot(SubcarrierSpacing::khz15, tti / 10, tti % 10);
  Grid grid(52);
  Samples again(samples.size());
  OfdmDemodulator(carrier, 0).demodulate(samples, slot, grid);
  OfdmModulator(carrier).modulate(grid, slot, again);
  EXPECT_LT(test::evm(again, samples), 1e-3) << name;
  // An early window sees the same grid.
  Grid early(52);
  OfdmDemodulator(carrier, 0.5f).demodulate(samples, slot, early);
  EXPECT_LT(test::evm(early.all(), grid.all()), 1e-3) << name;
}

TEST(Ofdm, RebuildsCapturedSlots) {
  remodulates("dl_tti810.sc16", test::captured_downlink_hz, 810);
  remodulates("dl_tti849.sc16", test::captured_downlink_hz, 849);
  remodulates("ul_tti834.sc16", test::captured_uplink_hz, 834);
}

/// Against DM-RS rather than only against itself: the phase term is right when one factor fits the references of all three symbols.
void phases_agree(const std::string& name, double centre_hz, unsigned tti, unsigned blocks) {
  auto samples = test::captured(name);
  SlotPoint slot(SubcarrierSpacing::khz15, tti / 10, tti % 10);
  Grid grid(52);
  OfdmDemodulator(test::captured_carrier(centre_hz)).demodulate(samples, slot, grid);
  Samples sent, got;
  for (unsigned l : {2u, 7u, 11u}) {
    Samples r(6 * blocks), y(6 * blocks);
    shared_dmrs(shared_dmrs_c_init(slot.slot(), l, 500, 0), DmrsType::type1, dmrs_port(DmrsType::type1, 0), 0, 0, dmrs_amplitude(2), r);
    ASSERT_TRUE(get_pilots(grid, l, 0, dmrs_mask(DmrsType::type1, 0), y));
    sent.insert(sent.end(), r.begin(), r.end());
    got.insert(got.end(), y.begin(), y.end());
  }
  Sample gain = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) gain += got[i] * std::conj(sent[i]) / float(2 * sent.size());
  for (auto& value : sent) value *= gain;
  EXPECT_GT(std::abs(gain), 0.0f);
  EXPECT_LT(test::evm(got, sent), 1e-3) << name;
}

TEST(Ofdm, CapturedReferenceSignalsAreOurs) {
  phases_agree("dl_tti849.sc16", test::captured_downlink_hz, 849, 52);
  phases_agree("ul_tti834.sc16", test::captured_uplink_hz, 834, 52);
}

TEST(Ofdm, ReceiverUndoesSender) {
  test::Noise random(5);
  for (auto [spacing, mhz] : {std::pair(SubcarrierSpacing::khz15, 5u), std::pair(SubcarrierSpacing::khz15, 20u),
                              std::pair(SubcarrierSpacing::khz30, 20u), std::pair(SubcarrierSpacing::khz30, 100u)}) {
    auto carrier = *carrier_of(spacing, mhz, 3489.42e6);
    OfdmModulator modulator(carrier, 0.25f);
    OfdmDemodulator demodulator(carrier);
    Grid grid(carrier.resource_blocks), back(carrier.resource_blocks);
    for (unsigned slot_number : {0u, 1u, 7u}) {
      SlotPoint slot(spacing, 3, slot_number);
      test::fill_qpsk(grid, random);
      Samples samples(carrier.slot_samples());
      modulator.modulate(grid, slot, samples);
      double power = 0;
      for (auto sample : samples) power += std::norm(sample);
      EXPECT_NEAR(power / double(samples.size()), 0.0625 * double(carrier.subcarriers()) / carrier.fft_size, 0.002);
      demodulator.demodulate(samples, slot, back);
      Samples scaled(back.all().begin(), back.all().end());
      for (auto& value : scaled) value *= 4;
      EXPECT_LT(test::evm(scaled, grid.all()), 1e-5);
      // some symbols only
      Samples part(carrier.symbol_start(9) - carrier.symbol_start(5));
      modulator.modulate(grid, slot, 5, 4, part);
      EXPECT_TRUE(std::equal(part.begin(), part.end(), samples.begin() + std::ptrdiff_t(carrier.symbol_start(5))));
    }
  }
}

TEST(Ofdm, DelayWithinHalfAPrefixIsOnlyAPhaseRamp) {
  test::Noise random(6);
  auto carrier = *carrier_of(SubcarrierSpacing::khz15, 10, 1842.5e6);
  Grid grid(52), back(52);
  test::fill_qpsk(grid, random);
  Samples samples(carrier.slot_samples()), late(samples.size());
  SlotPoint slot(SubcarrierSpacing::khz15, 0, 4);
  OfdmModulator(carrier).modulate(grid, slot, samples);
  for (std::ptrdiff_t delay : {-20, -5, 5, 20}) {
    for (std::size_t i = 0; i < late.size(); ++i) {
      auto from = std::ptrdiff_t(i) - delay;
      late[i] = from >= 0 && from < std::ptrdiff_t(samples.size()) ? samples[std::size_t(from)] : Sample{};
    }
    OfdmDemodulator(carrier).demodulate(late, slot, back);
    for (std::size_t l = 1; l < 13; ++l)
      for (std::size_t k = 0; k < 624; ++k) {
        auto expected = std::complex<double>(grid.at(l, k)) * std::polar(1.0, -2 * M_PI * (double(k) - 312) * double(delay) / 768);
        ASSERT_NEAR(std::abs(std::complex<double>(back.at(l, k)) - expected), 0, 1e-3) << delay << " " << l << " " << k;
      }
  }
}

}  // namespace
}  // namespace pellucid::phy
