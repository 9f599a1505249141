#include "bench/link_bound.hpp"

#include <cmath>
#include <numbers>
#include <vector>

namespace pellucid::bench {
namespace {

/// The points of one dimension with the bits that choose them.
struct Dimension {
  std::vector<double> levels;  // by label: bit k of the label is bit k of the dimension
  std::size_t bits;
};

Dimension real_dimension(phy::Modulation modulation) {
  std::size_t qm = phy::bits_a_symbol(modulation), bits = qm / 2;
  Dimension out{{}, bits};
  for (std::size_t label = 0; label < (std::size_t(1) << bits); ++label) {
    phy::Bits symbol(qm, 0);
    for (std::size_t k = 0; k < bits; ++k) symbol[2 * k] = label >> k & 1;  // even bits choose the real part (§5.1)
    phy::Sample point;
    phy::modulate(modulation, symbol, phy::SampleSpan(&point, 1));
    out.levels.push_back(double(point.real()));
  }
  return out;
}

/// Sum over the bits of 1 - log2(1 + exp(-L)), L the exact log-likelihood ratio in favour of what was sent.
double density_at(const Dimension& d, std::size_t sent, double y, double variance) {
  std::vector<double> likelihood(d.levels.size());
  double best = -1e300, out = 0;
  for (std::size_t i = 0; i < likelihood.size(); ++i)
    best = std::max(best, likelihood[i] = -(y - d.levels[i]) * (y - d.levels[i]) / (2 * variance));
  double all = 0;
  for (auto& l : likelihood) all += l = std::exp(l - best);
  for (std::size_t k = 0; k < d.bits; ++k) {
    double same = 0;
    for (std::size_t i = 0; i < likelihood.size(); ++i)
      if (((i ^ sent) >> k & 1) == 0) same += likelihood[i];
    out += 1 + std::log2(same / all);
  }
  return out;
}

double upper_tail(double x) { return 0.5 * std::erfc(x / std::numbers::sqrt2); }

}  // namespace

Density information_density(phy::Modulation modulation, double snr_db) {
  auto d = real_dimension(modulation);
  double variance = std::pow(10, -snr_db / 10) / 2, deviation = std::sqrt(variance);
  double weight_sum = 0, first = 0, second = 0;
  constexpr double reach = 7, step = 0.02;
  for (std::size_t sent = 0; sent < d.levels.size(); ++sent)
    for (double t = -reach; t <= reach; t += step) {
      double weight = std::exp(-t * t / 2), density = density_at(d, sent, d.levels[sent] + deviation * t, variance);
      if (!std::isfinite(density)) continue;
      weight_sum += weight, first += weight * density, second += weight * density * density;
    }
  double mean = first / weight_sum;
  return {mean, second / weight_sum - mean * mean};
}

double bound_error_rate(phy::Modulation modulation, std::size_t bits, std::size_t symbols, double snr_db) {
  auto density = information_density(modulation, snr_db);
  double uses = 2. * double(symbols);
  return upper_tail((uses * density.capacity - double(bits) + 0.5 * std::log2(uses)) / std::sqrt(uses * density.dispersion));
}

double bound_snr_db(phy::Modulation modulation, std::size_t bits, std::size_t symbols, double error_rate) {
  double low = -20, high = 50;
  while (high - low > 0.005) {
    double middle = (low + high) / 2;
    (bound_error_rate(modulation, bits, symbols, middle) > error_rate ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace pellucid::bench
