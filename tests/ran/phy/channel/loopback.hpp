// A simple air between a sent and a received grid: gain, phase, delay, noise; and grids that no cell would send.
#pragma once

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy::test {

/// One tap with a delay, and white noise of a given variance for each element.
struct GridAir {
  Sample gain{1, 0};
  double delay_of_symbol = 0;  // as a part of the symbol without prefix: the rotation from subcarrier to subcarrier in turns
  float noise = 0;             // variance of the complex noise
};

inline void through(const GridAir& air, const Grid& sent, Grid& received, std::mt19937& random) {
  std::normal_distribution<float> gauss(0, air.noise > 0 ? std::sqrt(air.noise / 2) : 1);
  for (std::size_t l = 0; l < symbols_a_slot; ++l)
    for (std::size_t k = 0; k < sent.subcarriers(); ++k) {
      const auto turn = std::polar(1.0, -2 * std::numbers::pi * air.delay_of_symbol * (double(k) - double(sent.subcarriers()) / 2));
      received.at(l, k) = air.gain * Sample(turn) * sent.at(l, k);
      if (air.noise > 0) received.at(l, k) += Sample(gauss(random), gauss(random));
    }
}

inline float from_db(double db) { return float(std::pow(10.0, db / 10)); }

/// Grids that a receiver may see and that hold no signal of a cell.
enum class Hostile { zeros, noise, loud_noise, constant, saturated, tone, not_a_number, infinite, tiny };
constexpr Hostile all_hostile[] = {Hostile::zeros, Hostile::noise,        Hostile::loud_noise, Hostile::constant, Hostile::saturated,
                                   Hostile::tone,  Hostile::not_a_number, Hostile::infinite,   Hostile::tiny};
inline void fill(Hostile kind, Grid& grid, std::mt19937& random) {
  std::normal_distribution<float> gauss(0, 1);
  for (std::size_t l = 0; l < symbols_a_slot; ++l)
    for (std::size_t k = 0; k < grid.subcarriers(); ++k) {
      Sample& re = grid.at(l, k);
      const Sample white(gauss(random), gauss(random));
      switch (kind) {
        case Hostile::zeros: re = 0; break;
        case Hostile::noise: re = white; break;
        case Hostile::loud_noise: re = 1e18f * white; break;
        case Hostile::constant: re = Sample(1, 1); break;
        case Hostile::saturated: re = Sample(std::copysign(1.0f, white.real()), std::copysign(1.0f, white.imag())); break;
        case Hostile::tone: re = k == 100 % grid.subcarriers() ? Sample(1000, 0) : 1e-3f * white; break;
        case Hostile::not_a_number: re = std::numeric_limits<float>::quiet_NaN(); break;
        case Hostile::infinite: re = std::numeric_limits<float>::infinity(); break;
        case Hostile::tiny: re = 1e-30f * white; break;
      }
    }
}

}  // namespace pellucid::phy::test
