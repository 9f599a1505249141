// Finding preambles: correlation with every root in the frequency domain, a threshold for noise, and one for the skirts of stronger
// preambles.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.hpp"
#include "ran/phy/channel/prach.hpp"
#include "ran/phy/channel/prach_state.hpp"

namespace pellucid::phy {
namespace {

/// Wanted probability of any false preamble in one occasion of noise; the standard's test allows 1e-3 (TS 38.104 §8.4.1.1).
constexpr double false_alarm = 4e-4;
constexpr std::size_t most_repetitions = 12;
constexpr double early_margin = 0.5;  // sequence samples by which a preamble may seem early
/// A correlation peak has skirts of 1/(pi x)^2 at x sequence samples; what does not stand this factor above those of stronger peaks is
/// taken for them.
constexpr double skirt_safety = 8;

std::size_t fine_points(std::size_t length) { return length == 139 ? 384 : 2048; }

/// P(sum of n unit exponentials > x).
double gamma_tail(std::size_t n, double x) {
  double term = 1, sum = 1;
  for (std::size_t k = 1; k < n; ++k) term *= x / double(k), sum += term;
  return std::exp(-x) * sum;
}

/// x_u by its definition, then its DFT, of modulus 1 (TS 38.211 §6.3.3.1).
Samples root_spectrum(unsigned u, Dft& forward) {
  std::size_t length = forward.size();
  Samples x(length);
  for (std::size_t i = 0; i < length; ++i) {
    // -pi u i (i+1) / L; i (i+1) is even
    std::uint64_t half = std::uint64_t(i) * (i + 1) / 2 % length;
    double turns = double(u * half % length) / double(length);
    x[i] = Sample(std::polar(1.0, -2 * std::numbers::pi * turns));
  }
  forward(x, x);
  for (auto& value : x) value /= std::sqrt(float(length));
  return x;
}

}  // namespace

Prach::State::State(const PrachCell& c, const Carrier& uplink, const PrachConfiguration& row)
    : cell(c),
      carrier(uplink),
      configuration(row),
      shape(prach_shape(row.format, c.spacing)),
      n_cs(prach_n_cs(shape, c.zero_correlation_zone)),
      preambles_a_root(n_cs == 0 ? 1 : unsigned(shape.length) / n_cs),
      symbol_samples(std::size_t(std::lround(uplink.sample_rate_hz() / shape.spacing_hz))),
      fine(fine_points(shape.length)),
      symbol_forward(symbol_samples, Transform::forward),
      symbol_inverse(symbol_samples, Transform::inverse),
      sequence_forward(shape.length, Transform::forward),
      fine_inverse(fine, Transform::inverse),
      window(symbol_samples),
      bins(most_repetitions * shape.length),
      product(fine),
      sequence(shape.length),
      power(fine),
      coherent(!is_long(row.format)) {
  unsigned count = (preambles_a_cell + preambles_a_root - 1) / preambles_a_root;
  for (unsigned i = 0; i < count; ++i)
    roots.push_back(root_spectrum(prach_root(shape.length, cell.root_sequence_index + i), sequence_forward));
  first_threshold = float(threshold_for(coherent ? 1 : shape.repetitions));
}

/// Over mean noise, for sums of `sums` independent correlations, so that noise alone exceeds it in any window with probability false_alarm.
/// Points between sequence samples add chances: about 1.6 times as many as there are samples.
double Prach::State::threshold_for(std::size_t sums) const {
  double used = double((cell.preambles + preambles_a_root - 1) / preambles_a_root);
  double cells = 1.6 * (n_cs == 0 ? double(shape.length) * cell.preambles : double(n_cs) * cell.preambles);
  double low = 1, high = 200;
  for (int i = 0; i < 60; ++i) {
    double x = (low + high) / 2;
    (cells * gamma_tail(sums, x) > false_alarm ? low : high) = x;
  }
  // The mean is itself an estimate, from L_RA samples a root and sum: its standard deviation is allowed for.
  double doubt = 1 / std::sqrt(double(shape.length) * used * double(sums));
  return low / double(sums) * (1 + 1.5 * doubt);
}

float Prach::threshold() const { return state_->first_threshold; }

/// power[i]: likeness with a root at delay i / fine of a symbol.
void Prach::State::correlate(std::size_t root, std::size_t repetitions) {
  std::size_t sums = coherent ? 1 : repetitions, length = shape.length;
  for (std::size_t sum = 0; sum < sums; ++sum) {
    const auto* from = bins.data() + sum * length;
    for (std::size_t k = 0; k < length; ++k) {
      Sample r = roots[root][k], y = from[k];
      product[k] = Sample(y.real() * r.real() + y.imag() * r.imag(), y.imag() * r.real() - y.real() * r.imag());
    }
    std::fill(product.begin() + std::ptrdiff_t(length), product.end(), Sample{});
    fine_inverse(product, product);
    for (std::size_t i = 0; i < fine; ++i) power[i] = (sum ? power[i] : 0.0f) + std::norm(product[i]);
  }
}

/// Mean of power without what stands far above it.
double Prach::State::trimmed_mean() {
  double limit = 1e300, mean = 0;
  for (int round = 0; round < 4; ++round) {
    double sum = 0;
    std::size_t count = 0;
    for (float value : power)
      if (value <= limit) sum += value, ++count;
    mean = count ? sum / double(count) : 0;
    limit = 8 * mean;
  }
  return mean;
}

/// The highest point in the window of each of a root's preambles.
void Prach::State::find_peaks(std::size_t root, double origin) {
  double per_sample = double(fine) / double(shape.length);
  unsigned first = unsigned(root) * preambles_a_root, end = std::min(first + preambles_a_root, cell.preambles);
  double width = n_cs == 0 ? double(shape.length) : n_cs;
  for (unsigned preamble = first; preamble < end; ++preamble) {
    double shift = double(preamble - first) * n_cs;
    // Delay 0 of cyclic shift C_v stands at -C_v; `origin` is what the sequence's start between two samples adds.
    double start = (double(shape.length) - shift + origin - early_margin) * per_sample;
    auto begin = std::size_t(std::llround(start)), points = std::size_t(width * per_sample);
    std::size_t best = begin;
    for (std::size_t i = begin; i < begin + points; ++i)
      if (power[i % fine] > power[best % fine]) best = i;
    float before = power[(best + fine - 1) % fine], here = power[best % fine], after = power[(best + 1) % fine];
    float bend = before - 2 * here + after;
    double between = bend < 0 ? std::clamp(0.5 * double(before - after) / double(bend), -0.5, 0.5) : 0;
    double at = (double(best) + between) / per_sample;
    double delay = (at - (double(shape.length) - shift + origin)) / double(shape.length) / shape.spacing_hz;
    peaks[peak_count++] = {preamble, root, std::fmod(at, double(shape.length)), here, delay};
  }
}

/// Transforms every repetition and keeps the preamble's bins; returns their energy.
double Prach::State::receive(SampleView samples, const PrachOccasion& occasion) {
  std::size_t length = shape.length, n = symbol_samples, repetitions = occasion.sequence / n;
  auto first = first_bin(occasion.frequency), size = std::ptrdiff_t(n);
  for (std::size_t r = 0; r < repetitions; ++r) {
    symbol_forward(samples.subspan(occasion.prefix + r * n, n), window);
    auto* to = bins.data() + (coherent ? 0 : r * length);
    for (std::size_t k = 0; k < length; ++k)
      to[k] = (coherent && r ? to[k] : Sample{}) + window[std::size_t(((first + std::ptrdiff_t(k)) % size + size) % size)];
  }
  double energy = 0;
  for (std::size_t k = 0; k < length * (coherent ? 1 : repetitions); ++k) energy += std::norm(bins[k]);
  return energy;
}

/// The correlation's power at any delay, as power[] has it on the grid.
double Prach::State::power_at(std::size_t root, std::size_t repetitions, double at) const {
  std::size_t length = shape.length;
  auto step = std::polar(1.0, 2 * std::numbers::pi * at / double(length));
  double sum = 0;
  for (std::size_t r = 0; r < (coherent ? 1 : repetitions); ++r) {
    std::complex<double> turn = 1, part = 0;
    for (std::size_t k = 0; k < length; ++k, turn *= step)
      part += std::complex<double>(bins[r * length + k] * std::conj(roots[root][k])) * turn;
    sum += std::norm(part);
  }
  return sum;
}

/// Delay and power between the points of the grid: two parabolas through exact values.
void Prach::State::refine(Peak& peak, std::size_t repetitions) const {
  double moved = 0, here = 0;
  for (double reach : {0.25, 0.1}) {
    double before = power_at(peak.root, repetitions, peak.at + moved - reach),
           after = power_at(peak.root, repetitions, peak.at + moved + reach);
    here = power_at(peak.root, repetitions, peak.at + moved);
    double bend = before - 2 * here + after;
    if (bend < 0) moved += reach * std::clamp(0.5 * (before - after) / bend, -1.0, 1.0);
  }
  peak.at += moved;
  peak.power = float(std::max(here, power_at(peak.root, repetitions, peak.at)));
  peak.delay_s += moved / double(shape.length) / shape.spacing_hz;
}

/// Of the peaks (the highest first) those above `least` that no stronger one's skirts explain, moved to the front; at most `most`.
std::size_t Prach::State::accept_peaks(double least, std::size_t most) {
  auto length = double(shape.length);
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < peak_count && accepted < most && peaks[i].power > least; ++i) {
    const auto peak = peaks[i];
    double skirts = 0;
    for (std::size_t j = 0; j < accepted; ++j) {
      if (peaks[j].root != peak.root) continue;
      double apart = std::abs(peaks[j].at - peak.at);
      apart = std::min(apart, length - apart);
      skirts += peaks[j].power * std::min(1.0, 1 / std::pow(std::numbers::pi * apart, 2));
    }
    if (peak.power >= skirt_safety * skirts) peaks[accepted++] = peak;
  }
  return accepted;
}

std::size_t Prach::detect(SampleView samples_, const PrachOccasion& occasion, std::span<Detection> found) {
  auto& s = *state_;
  check(samples_.size() == samples(occasion), "prefix and sequence");
  std::size_t n = s.symbol_samples, repetitions = occasion.sequence / n, sums = s.coherent ? 1 : repetitions;
  check(repetitions >= 1 && repetitions <= most_repetitions, "an occasion of this cell");
  double energy = s.receive(samples_, occasion), length = double(s.shape.length);
  if (!std::isfinite(energy) || !(energy > 0) || energy > 1e30) return 0;

  double noise = 0;
  s.peak_count = 0;
  std::size_t used = (s.cell.preambles + s.preambles_a_root - 1) / s.preambles_a_root;
  // Received a fraction later than the window begins: at 1/n of a symbol a sample.
  double origin = occasion.fraction * length / double(n);
  for (std::size_t root = 0; root < used; ++root) {
    s.correlate(root, repetitions);
    noise += s.trimmed_mean() / double(used);
    s.find_peaks(root, origin);
  }
  std::ranges::sort(std::span(s.peaks).first(s.peak_count), std::greater(), &State::Peak::power);
  // Rounding around a single strong preamble in digital silence is no noise floor to compare with.
  double least = std::max(s.threshold_for(sums) * noise, double(s.peaks[0].power) * 1e-5);
  std::size_t count = s.accept_peaks(least, found.size());

  double rest = energy;
  for (std::size_t i = 0; i < count; ++i) {
    s.refine(s.peaks[i], repetitions);
    rest -= s.peaks[i].power / length;
  }
  double bin_noise = std::max(rest, energy * 1e-6) / (length * double(sums));
  double step_s = 16.0 * 64.0 / (480e3 * 4096) / (1 << mu(s.carrier.spacing));  // of the timing advance command
  for (std::size_t i = 0; i < count; ++i) {
    const auto& peak = s.peaks[i];
    double added = s.coherent ? double(repetitions * repetitions) : double(repetitions);
    double snr = peak.power / (double(repetitions) * length * length * bin_noise);
    found[i] = {.preamble = peak.preamble,
                .delay_s = peak.delay_s,
                .timing_advance = unsigned(std::max(0L, std::lround(peak.delay_s / step_s))),
                .power = float(double(peak.power) / added / (double(n) * double(n) * length)),
                .snr_db = float(std::clamp(10 * std::log10(snr), -100.0, 100.0)),
                .metric = float(peak.power / std::max(noise, 1e-30))};
  }
  return count;
}

}  // namespace pellucid::phy
