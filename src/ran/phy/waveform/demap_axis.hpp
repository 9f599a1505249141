// Max-log soft bits of one axis of a Gray-mapped square QAM, in plain C++; kernels.cpp does exactly the same arithmetic on vectors.
//
// Let t be the received value in units of half the distance of two levels, M the number of levels. For the sign bit and t >= 0 the nearest
// level with the other sign is -1, so the difference of squared distances is (t+1)^2 - min_k (t-k)^2 = max_k (2 (1+k) t + 1 - k^2), k = 1,
// 3 .. M-1. The next bit asks whether the level lies inside or outside M/2: with u = M/2 - |t| it is the sign bit of an M/2-level axis; and
// so on. Exact, without a search.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>

#include "ran/phy/coding/bits.hpp"
#include "ran/phy/waveform/modulation.hpp"

namespace pellucid::phy {

constexpr float least_noise = 1e-12f;  // keeps weights finite
constexpr float llr_limit = 127.0f;

/// Half the distance of two neighbouring levels, for mean power 1 of a symbol: 1/sqrt 2, 10, 42, 170.
constexpr float axis_unit(unsigned levels) {
  switch (levels) {
    case 2: return 0.70710678118654752440f;
    case 4: return 0.31622776601683793320f;
    case 8: return 0.15430334996209191026f;
    default: return 0.07669649888473704f;
  }
}

/// Values in units of axis_unit: the inverse.
constexpr float axis_inverse_unit(unsigned levels) { return 1.0f / axis_unit(levels); }

inline bool usable_noise(float noise) { return noise > 0 && noise <= 3.0e38f; }

/// From squared distance in units to Llr.
inline float axis_weight(unsigned levels, float noise) {
  float unit = axis_unit(levels);
  return (llr_units_a_nat * unit * unit) / std::max(noise, least_noise);
}

/// Rounds half to even, saturates.
inline Llr to_llr(float value) { return Llr(std::lrint(std::clamp(value, -llr_limit, llr_limit))); }

/// Writes the soft bits of one axis to out[0], out[2] ... .
inline void demap_axis(unsigned levels, float value, float weight, Llr* out) {
  float u = value * axis_inverse_unit(levels);
  for (unsigned inner = levels;; inner /= 2) {
    float magnitude = std::fabs(u), difference = 4 * magnitude;
    for (unsigned k = 3; k < inner; k += 2) {
      float slope = float(2 * (1 + k)), constant = 1.0f - float(k * k);
      float product = slope * magnitude;  // a statement of its own: never fused with the sum
      difference = std::max(difference, product + constant);
    }
    *out = to_llr(std::copysign(difference, u) * weight);
    if (inner == 2) return;
    out += 2;
    u = float(inner / 2) - magnitude;
  }
}

}  // namespace pellucid::phy
