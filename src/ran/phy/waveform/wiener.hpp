// Wiener filters of the channel estimator. Not for other rooms.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pellucid::phy {

constexpr std::size_t wiener_taps = 24;  // the most

/// Smoothing and interpolation over frequency for pilots `step` subcarriers apart, of a channel whose delays are spread evenly over
/// `spread_s` around 0 (correlation sinc(df spread)), at a given noise. Filters are kept by their parameters, which are rounded to a grid;
/// building one allocates nothing.
class WienerBank {
 public:
  WienerBank();

  struct Filter {
    std::size_t taps = 0;
    std::size_t step = 0;
    /// Weights for a target x subcarriers after the first pilot of the window; 2 x is whole, -2 step .. 2 step (taps + 1).
    std::span<const float> at(std::ptrdiff_t twice_x) const {
      return {rows + std::size_t(twice_x + 2 * std::ptrdiff_t(step)) * wiener_taps, taps};
    }
    const float* rows = nullptr;
  };
  /// noise: of a pilot, over the channel's power; taps 1..wiener_taps, step 1..6.
  Filter filter(std::size_t taps, std::size_t step, double spacing_hz, double spread_s, double noise);

 private:
  struct Key {
    std::size_t taps = 0, step = 0;
    int spread_index = 0, noise_index = 0;
    double spacing_hz = 0;
    bool operator==(const Key&) const = default;
  };
  struct Entry {
    Key key;
    std::uint64_t used = 0;
    std::vector<float> rows;
  };
  void build(Entry& entry) const;
  std::array<Entry, 6> entries_;
  std::uint64_t clock_ = 0;
};

/// Solves the symmetric positive definite system a x = b for `size` unknowns (at most wiener_taps) by Cholesky; `inverse` gets a^-1.
/// Row-major, stride `size`. False: not positive definite.
bool invert_positive(std::span<double> a, std::size_t size, std::span<double> inverse);

/// Weights over time: for each target time, those of `times` (seconds) that estimate it, when the channel's correlation is exp(-decay
/// dt^2), at this noise over power; they sum to 1. weights[target * times.size() + i]. At most wiener_taps times.
void time_weights(std::span<const double> times, std::span<const double> targets, double decay, double noise, std::span<float> weights);

}  // namespace pellucid::phy
