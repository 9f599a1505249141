#include "ran/phy/waveform/wiener.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t largest_step = 6;
constexpr std::size_t rows_of(std::size_t taps, std::size_t step) { return 2 * step * (taps + 3) + 1; }

/// The grids that parameters are rounded to: spreads a factor 1.6 apart from 50 ns on, noise 3 dB apart down to -60 dB.
constexpr double least_spread_s = 50e-9, spread_ratio = 1.6;
constexpr int most_spread_index = 10, least_noise_index = -20, most_noise_index = 7;

double sinc(double x) {
  double angle = std::numbers::pi * x;
  return std::abs(angle) < 1e-6 ? 1.0 : std::sin(angle) / angle;
}

int rounded_index(double value, int least, int most) {
  return std::isfinite(value) ? int(std::lround(std::clamp(value, double(least), double(most)))) : most;
}

}  // namespace

bool invert_positive(std::span<double> a, std::size_t n, std::span<double> inverse) {
  // a = l l^T, in place in the lower triangle
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i > j) {
        a[i * n + j] = sum / a[j * n + j];
      } else {
        if (!(sum > 0)) return false;
        a[j * n + j] = std::sqrt(sum);
      }
    }
  }
  for (std::size_t column = 0; column < n; ++column) {
    for (std::size_t i = 0; i < n; ++i) {
      double sum = i == column ? 1.0 : 0.0;
      for (std::size_t k = 0; k < i; ++k) sum -= a[i * n + k] * inverse[k * n + column];
      inverse[i * n + column] = sum / a[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
      double sum = inverse[i * n + column];
      for (std::size_t k = i + 1; k < n; ++k) sum -= a[k * n + i] * inverse[k * n + column];
      inverse[i * n + column] = sum / a[i * n + i];
    }
  }
  return true;
}

WienerBank::WienerBank() {
  for (auto& entry : entries_) entry.rows.resize(rows_of(wiener_taps, largest_step) * wiener_taps);
}

WienerBank::Filter WienerBank::filter(std::size_t taps, std::size_t step, double spacing_hz, double spread_s, double noise) {
  check(taps >= 1 && taps <= wiener_taps && step >= 1 && step <= largest_step, "a filter of the bank's size");
  Key key{taps, step,
          rounded_index(std::log(std::max(spread_s, least_spread_s) / least_spread_s) / std::log(spread_ratio), 0, most_spread_index),
          rounded_index(std::log10(std::max(noise, 1e-9)) * 10 / 3, least_noise_index, most_noise_index), spacing_hz};
  auto* found = &entries_[0];
  for (auto& entry : entries_) {
    if (entry.used && entry.key == key) {
      entry.used = ++clock_;
      return {taps, step, entry.rows.data()};
    }
    if (entry.used < found->used) found = &entry;
  }
  found->key = key;
  found->used = ++clock_;
  build(*found);
  return {taps, step, found->rows.data()};
}

void WienerBank::build(Entry& entry) const {
  auto [taps, step, spread_index, noise_index, spacing_hz] = entry.key;
  double width = spacing_hz * least_spread_s * std::pow(spread_ratio, spread_index);  // of the delays, in turns a subcarrier
  double noise = std::pow(10.0, 0.3 * noise_index);
  // Correlations at every half subcarrier that occurs
  std::array<double, 2 * largest_step*(wiener_taps + 3)> correlation;
  for (std::size_t i = 0; i < 2 * step * (taps + 3); ++i) correlation[i] = sinc(width * double(i) / 2);
  std::array<double, wiener_taps * wiener_taps> a, inverse;
  for (std::size_t i = 0; i < taps; ++i)
    for (std::size_t j = 0; j < taps; ++j) a[i * taps + j] = correlation[2 * step * (i > j ? i - j : j - i)] + (i == j ? noise : 0.0);
  check(invert_positive(a, taps, inverse), "a correlation matrix with noise is positive definite");
  auto rows = std::ptrdiff_t(rows_of(taps, step));
  for (std::ptrdiff_t row = 0; row < rows; ++row) {
    auto twice_x = row - 2 * std::ptrdiff_t(step);
    std::array<double, wiener_taps> weights{};  // large terms cancel: not in float
    for (std::size_t j = 0; j < taps; ++j) {
      auto distance = std::size_t(std::abs(twice_x - std::ptrdiff_t(2 * step * j)));
      double r = distance < 2 * step * (taps + 3) ? correlation[distance] : 0.0;
      for (std::size_t i = 0; i < taps; ++i) weights[i] += r * inverse[j * taps + i];
    }
    for (std::size_t i = 0; i < wiener_taps; ++i) entry.rows[std::size_t(row) * wiener_taps + i] = float(weights[i]);
  }
}

void time_weights(std::span<const double> times, std::span<const double> targets, double decay, double noise, std::span<float> weights) {
  std::size_t n = times.size();
  check(n >= 1 && n <= wiener_taps && weights.size() >= n * targets.size(), "few pilot symbols");
  std::array<double, wiener_taps * wiener_taps> a, inverse;
  auto correlation = [decay](double dt) { return std::exp(-decay * dt * dt); };
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) a[i * n + j] = correlation(times[i] - times[j]) + (i == j ? std::max(noise, 1e-4) : 0.0);
  bool solved = invert_positive(std::span(a).first(n * n), n, inverse);
  for (std::size_t target = 0; target < targets.size(); ++target) {
    std::array<double, wiener_taps> row{};
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n && solved; ++j) row[i] += inverse[i * n + j] * correlation(targets[target] - times[j]);
      sum += row[i];
    }
    bool usable = solved && std::abs(sum) > 0.1;
    for (std::size_t i = 0; i < n; ++i) weights[target * n + i] = float(usable ? row[i] / sum : 1.0 / double(n));
  }
}

}  // namespace pellucid::phy
