// Excerpts of a captured attach (10 MHz cell, 52 resource blocks of 15 kHz at 11.52 Msps, PCI 500), and noise.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy::test {

inline std::string waveform_file(const std::string& name) { return std::string(PELLUCID_TEST_DATA) + "/radio/waveform/" + name; }

/// Interleaved little-endian int16 I and Q.
inline Samples captured(const std::string& name) {
  std::ifstream file(waveform_file(name), std::ios::binary);
  std::vector<char> octets((std::istreambuf_iterator<char>(file)), {});
  Samples samples(octets.size() / 4);
  auto value = [&](std::size_t at) { return float(std::int16_t(std::uint8_t(octets[at]) | std::uint8_t(octets[at + 1]) << 8)) / 32768.0f; };
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = {value(4 * i), value(4 * i + 2)};
  return samples;
}

constexpr double captured_downlink_hz = 1842.5e6, captured_uplink_hz = 1747.5e6;
inline Carrier captured_carrier(double centre_hz) { return Carrier{SubcarrierSpacing::khz15, 52, 768, centre_hz}; }

/// Complex white noise, reproducible.
class Noise {
 public:
  explicit Noise(unsigned seed) : engine_(seed) {}
  Sample operator()(double variance) {
    float sigma = float(std::sqrt(variance / 2));
    return {sigma * normal_(engine_), sigma * normal_(engine_)};
  }
  void add(SampleSpan samples, double variance) {
    for (auto& sample : samples) sample += (*this)(variance);
  }
  unsigned below(unsigned limit) { return unsigned(engine_() % limit); }

 private:
  std::mt19937 engine_;
  std::normal_distribution<float> normal_;
};

/// Root mean square of the difference over that of the reference.
inline double evm(SampleView got, SampleView reference) {
  double error = 0, power = 0;
  for (std::size_t i = 0; i < reference.size(); ++i) error += std::norm(got[i] - reference[i]), power += std::norm(reference[i]);
  return power > 0 ? std::sqrt(error / power) : 0;
}

/// A grid of random QPSK.
inline void fill_qpsk(Grid& grid, Noise& random) {
  for (std::size_t l = 0; l < symbols_a_slot; ++l)
    for (auto& element : grid.symbol(l))
      element = Sample(random.below(2) ? 0.70710678f : -0.70710678f, random.below(2) ? 0.70710678f : -0.70710678f);
}

}  // namespace pellucid::phy::test
