// The air between a phone and a cell, for tests of the uplink: noise, delay, frequency offset, several antennas.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/bytes.hpp"
#include "ran/phy/coding/bits.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/ofdm.hpp"

namespace pellucid::phy::test {

inline Carrier uplink_carrier(unsigned blocks, SubcarrierSpacing spacing = SubcarrierSpacing::khz15, double centre_hz = 1.7475e9) {
  return carrier_with(spacing, blocks, centre_hz).value();
}

struct UplinkConditions {
  double snr_db = 100;  // of a resource element of power 1; 100 is none
  double delay_s = 0;   // rounded to samples
  double cfo_hz = 0;
};

/// One slot through OFDM and the air, on one antenna with a phase of its own.
class UplinkAir {
 public:
  UplinkAir(const Carrier& carrier, std::uint32_t seed) : carrier_(carrier), modulator_(carrier), demodulator_(carrier), random_(seed) {}

  Grid pass(const Grid& sent, unsigned slot, const UplinkConditions& conditions) {
    SlotPoint at(carrier_.spacing, 0, slot);
    Samples samples(carrier_.slot_samples());
    modulator_.modulate(sent, at, samples);
    auto late = std::size_t(std::lround(conditions.delay_s * carrier_.sample_rate_hz()));
    std::rotate(samples.begin(), samples.end() - std::ptrdiff_t(late), samples.end());
    std::fill_n(samples.begin(), late, Sample{});
    correct_cfo(samples, -conditions.cfo_hz, carrier_.sample_rate_hz(), std::uniform_real_distribution<>(0, 6.28)(random_));
    add_noise(samples, conditions.snr_db >= 100 ? 0 : std::pow(10, -conditions.snr_db / 10));
    Grid received(carrier_.resource_blocks);
    demodulator_.demodulate(samples, at, received);
    return received;
  }
  /// A grid of white noise of variance 1 an element.
  Grid noise() {
    Grid grid(carrier_.resource_blocks);
    for (std::size_t l = 0; l < symbols_a_slot; ++l) add_noise(grid.symbol(l), 1);
    return grid;
  }
  Bits bits(std::size_t count) {
    Bits out(count);
    for (auto& bit : out) bit = std::uint8_t(random_() & 1);
    return out;
  }
  Bytes octets(std::size_t count) {
    Bytes out(count);
    for (auto& octet : out) octet = std::uint8_t(random_());
    return out;
  }

 private:
  void add_noise(SampleSpan samples, double variance) {
    if (variance <= 0) return;
    std::normal_distribution<float> normal(0, float(std::sqrt(variance / 2)));
    for (auto& sample : samples) sample += Sample(normal(random_), normal(random_));
  }
  Carrier carrier_;
  OfdmModulator modulator_;
  OfdmDemodulator demodulator_;
  std::mt19937 random_;
};

/// How far `received` is from gain * `sent`, relative, over the whole slot; the gain is the best one.
inline double uplink_error_vector(const Grid& sent, const Grid& received) {
  std::complex<double> product;
  double power = 0;
  for (std::size_t i = 0; i < sent.all().size(); ++i) {
    std::complex<double> s(sent.all()[i]), r(received.all()[i]);
    product += r * std::conj(s);
    power += std::norm(s);
  }
  auto gain = product / power;
  double error = 0;
  for (std::size_t i = 0; i < sent.all().size(); ++i)
    error += std::norm(std::complex<double>(received.all()[i]) - gain * std::complex<double>(sent.all()[i]));
  return std::sqrt(error / (std::norm(gain) * power));
}

}  // namespace pellucid::phy::test
