#include "ran/phy/waveform/estimate.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <vector>

#include "base/check.hpp"
#include "ran/phy/waveform/kernels.hpp"
#include "ran/phy/waveform/wiener.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t most_antennas = 4;
constexpr double two_pi = 2 * std::numbers::pi;
constexpr double least_spread_s = 50e-9, most_spread_s = 5e-6;
/// What is thought likely before anything was measured; keeps figures of few, noisy pilots from doing harm.
constexpr double likely_delay_s = 1e-6, likely_offset_hz = 300;

/// How the pilots of a symbol lie, and how neighbours are put together.
struct Comb {
  std::size_t pilots = 0;  // a symbol, as sent
  std::size_t group = 1;   // neighbours that are averaged
  std::size_t lag = 1;     // pilots from one to the next with the same code sign
  std::size_t lag_subcarriers = 1;
  std::size_t points = 0;          // a symbol, after averaging
  std::size_t step = 1;            // subcarriers between points
  std::ptrdiff_t twice_first = 0;  // twice the subcarrier of the first point, from the run's first subcarrier
  std::array<std::uint8_t, 12> offset{};
  std::size_t per_block = 0;
};

/// Empty when the mask is not evenly spaced.
std::optional<Comb> comb_of(const Pilots& pilots) {
  Comb comb;
  for (unsigned k = 0; k < 12; ++k)
    if (pilots.mask >> k & 1) comb.offset[comb.per_block++] = std::uint8_t(k);
  if (comb.per_block == 0 || pilots.blocks == 0) return {};
  comb.pilots = comb.per_block * pilots.blocks;
  auto spacing = [&](std::size_t i) { return (i + 1 < comb.per_block ? comb.offset[i + 1] : comb.offset[0] + 12) - comb.offset[i]; };
  bool even = true, pairs = comb.per_block % 2 == 0;
  for (std::size_t i = 0; i < comb.per_block; ++i) {
    even = even && spacing(i) == spacing(0);
    pairs = pairs && (i % 2 ? spacing(i) == spacing(1) : spacing(i) == 1);
  }
  auto distance = std::size_t(spacing(0));
  if (even && !(pilots.paired && comb.pilots >= 2)) {
    comb.lag_subcarriers = comb.step = distance;
    comb.twice_first = 2 * comb.offset[0];
    comb.points = comb.pilots;
  } else if (even || pairs) {
    comb.group = comb.lag = 2;
    comb.step = comb.lag_subcarriers = even ? 2 * distance : 1 + std::size_t(spacing(1));
    comb.twice_first = 2 * comb.offset[0] + std::ptrdiff_t(distance);
    comb.points = comb.pilots / 2;
  } else {
    return {};
  }
  if (comb.step > 6) return {};
  return comb;
}

/// Sum of conj(a) b; short sums in float, long ones in double.
std::complex<double> correlate(SampleView a, SampleView b) {
  std::complex<double> sum = 0;
  for (std::size_t at = 0; at < a.size(); at += 512)
    sum += std::complex<double>(kernel::dot_conjugate(b.data() + at, a.data() + at, std::min<std::size_t>(512, a.size() - at)));
  return sum;
}

double energy(SampleView a) { return correlate(a, a).real(); }

/// When symbol l begins after its prefix, from the slot's start.
double start_s(const Carrier& carrier, std::size_t l) {
  return double(carrier.symbol_start(l) + carrier.prefix(l)) / carrier.sample_rate_hz();
}

}  // namespace

struct ChannelEstimator::Work {
  explicit Work(std::size_t blocks)
      : max_blocks(blocks),
        raw(most_antennas * symbols_a_slot * 12 * blocks),
        smooth(symbols_a_slot * 12 * blocks),
        line(12 * blocks),
        ramp(12 * blocks) {}

  std::size_t max_blocks;
  WienerBank bank;
  Samples raw;     // points: antenna, pilot symbol, index
  Samples smooth;  // one antenna's channel on every subcarrier: pilot symbol, subcarrier
  Samples line, ramp;

  // This call's
  Comb comb;
  std::size_t antennas = 0, symbols = 0;
  std::array<std::uint8_t, symbols_a_slot> symbol_of{};
  std::array<double, symbols_a_slot> time_s{};
  double spacing = 0, reference_power = 1;
  double delay_s = 0, offset_hz = 0, spread_s = 0, decay = 0;
  double point_noise = 0, power = 0;  // of a point; of the channel

  SampleSpan points(std::size_t antenna, std::size_t symbol) {
    return SampleSpan(raw).subspan((antenna * symbols_a_slot + symbol) * 12 * max_blocks, comb.points);
  }
  std::size_t all_points() const { return antennas * symbols * comb.points; }

  bool read(std::span<const Grid* const> received, const Pilots& pilots);
  bool accept(std::size_t grid_blocks, const Pilots& pilots, const Carrier& carrier);
  void find_delay();
  void take_delay_out(const Pilots& pilots);
  void find_offset();
  void first_noise();
  void find_spread();
  void fill_ramp(std::size_t subcarriers);
  std::size_t window_of(std::ptrdiff_t twice_k, std::size_t taps) const;
  void smooth_line(const WienerBank::Filter& filter, SampleView from, SampleSpan to);
  double residual(const WienerBank::Filter& filter, double& factor);
  void find_decay(double smooth_noise, std::size_t subcarriers);
  double second_noise(const WienerBank::Filter& filter);
  void write(std::size_t antenna, const WienerBank::Filter& filter, double smooth_noise, const Pilots& pilots,
             std::span<const double> targets, std::size_t first, Grid& channel);
};

/// Least squares: y conj(r) / |r|^2 at every pilot. False: silence, or not finite.
bool ChannelEstimator::Work::read(std::span<const Grid* const> received, const Pilots& pilots) {
  double total = 0, reference = 0;
  for (std::size_t antenna = 0; antenna < antennas; ++antenna)
    for (std::size_t s = 0; s < symbols; ++s) {
      auto elements =
          received[antenna]->symbol(symbol_of[s]).subspan(12 * std::size_t(pilots.first_block), 12 * std::size_t(pilots.blocks));
      auto sent = pilots.values.subspan(s * comb.pilots, comb.pilots);
      auto to = SampleSpan(raw).subspan((antenna * symbols_a_slot + s) * 12 * max_blocks, comb.pilots);
      std::size_t i = 0;
      for (std::size_t block = 0; block < pilots.blocks; ++block)
        for (std::size_t k = 0; k < comb.per_block; ++k, ++i) {
          Sample y = elements[12 * block + comb.offset[k]], r = sent[i];
          float size = r.real() * r.real() + r.imag() * r.imag(), scale = size > 0 ? 1 / size : 0.0f;
          to[i] = Sample((y.real() * r.real() + y.imag() * r.imag()) * scale, (y.imag() * r.real() - y.real() * r.imag()) * scale);
          reference += size;
        }
      total += energy(to);
    }
  reference_power = reference / double(antennas * symbols * comb.pilots);
  return std::isfinite(total) && total > 0 && reference_power > 0;
}

/// Mean delay from the rotation between pilots, shrunk towards 0 when few pilots say it.
void ChannelEstimator::Work::find_delay() {
  delay_s = 0;
  if (comb.pilots <= comb.lag) return;
  std::complex<double> sum = 0;
  double total = 0;
  for (std::size_t antenna = 0; antenna < antennas; ++antenna)
    for (std::size_t s = 0; s < symbols; ++s) {
      auto line_ = SampleView(raw).subspan((antenna * symbols_a_slot + s) * 12 * max_blocks, comb.pilots);
      sum += correlate(line_.first(line_.size() - comb.lag), line_.subspan(comb.lag));
      total += energy(line_);
    }
  double turns_a_second = double(comb.lag_subcarriers) * spacing;
  double measured = -std::arg(sum) / (two_pi * turns_a_second);
  // coherence tells how far the angle can be trusted: its variance is about (1/c^2 - 1) / (2 n)
  double count = double(antennas * symbols * (comb.pilots - comb.lag));
  double coherence = std::clamp(std::abs(sum) / total * double(comb.pilots) / double(comb.pilots - comb.lag), 0.05, 0.9999);
  double variance = (1 / (coherence * coherence) - 1) / (2 * count) / std::pow(two_pi * turns_a_second, 2);
  delay_s = measured * likely_delay_s * likely_delay_s / (likely_delay_s * likely_delay_s + variance);
}

/// Turns every pilot back by the mean delay, then averages groups: raw holds points afterwards.
void ChannelEstimator::Work::take_delay_out(const Pilots& pilots) {
  // ramp[k]: what the delay does to subcarrier k of the run
  fill_ramp(12 * std::size_t(pilots.blocks));
  std::size_t i = 0;
  for (std::size_t block = 0; block < pilots.blocks; ++block)
    for (std::size_t k = 0; k < comb.per_block; ++k) line[i++] = ramp[12 * block + comb.offset[k]];
  for (std::size_t antenna = 0; antenna < antennas; ++antenna)
    for (std::size_t s = 0; s < symbols; ++s) {
      auto* at = raw.data() + (antenna * symbols_a_slot + s) * 12 * max_blocks;
      kernel::multiply_conjugate(at, line.data(), comb.pilots, at);
      if (comb.group == 2)
        for (std::size_t point = 0; point < comb.points; ++point) at[point] = 0.5f * (at[2 * point] + at[2 * point + 1]);
    }
}

void ChannelEstimator::Work::fill_ramp(std::size_t subcarriers) {
  // Exact every 64 subcarriers, by multiplication in between.
  double turn = -two_pi * delay_s * spacing;
  std::array<Sample, 64> small;
  for (std::size_t k = 0; k < small.size(); ++k) small[k] = Sample(std::polar(1.0, turn * double(k)));
  for (std::size_t at = 0; at < subcarriers; at += small.size())
    kernel::scale(small.data(), Sample(std::polar(1.0, std::fmod(turn * double(at), two_pi))), std::min(small.size(), subcarriers - at),
                  ramp.data() + at);
}

/// Frequency offset: the slope of the phase over the pilot symbols, by least squares on neighbours, shrunk as the delay is.
void ChannelEstimator::Work::find_offset() {
  offset_hz = 0;
  if (symbols < 2) return;
  double slope = 0, weight = 0, total = 0, coherent = 0;
  for (std::size_t s = 0; s + 1 < symbols; ++s) {
    std::complex<double> sum = 0;
    for (std::size_t antenna = 0; antenna < antennas; ++antenna) {
      sum += correlate(points(antenna, s), points(antenna, s + 1));
      total += (energy(points(antenna, s)) + energy(points(antenna, s + 1))) / 2;
    }
    double dt = time_s[s + 1] - time_s[s];
    slope += std::arg(sum) * dt * std::abs(sum);
    weight += dt * dt * std::abs(sum);
    coherent += std::abs(sum);
  }
  if (!(weight > 0)) return;
  double measured = slope / weight / two_pi, dt = (time_s[symbols - 1] - time_s[0]) / double(symbols - 1);
  double count = double(antennas * (symbols - 1) * comb.points), coherence = std::clamp(coherent / total, 0.05, 0.9999);
  double variance = (1 / (coherence * coherence) - 1) / (2 * count) / std::pow(two_pi * dt, 2);
  offset_hz = measured * likely_offset_hz * likely_offset_hz / (likely_offset_hz * likely_offset_hz + variance);
}

/// Noise from second differences over frequency, where a smooth channel vanishes; with fewer than three points, from differences over time.
void ChannelEstimator::Work::first_noise() {
  double sum = 0, count = 0, total = 0;
  for (std::size_t antenna = 0; antenna < antennas; ++antenna)
    for (std::size_t s = 0; s < symbols; ++s) {
      auto z = points(antenna, s);
      total += energy(z);
      for (std::size_t i = 1; i + 1 < z.size(); ++i) {
        sum += std::norm(z[i - 1] - 2.0f * z[i] + z[i + 1]) / 6;
        count += 1;
      }
      if (z.size() < 3 && s + 1 < symbols) {
        Sample turn(std::polar(1.0, -two_pi * offset_hz * (time_s[s + 1] - time_s[s])));
        auto next = points(antenna, s + 1);
        for (std::size_t i = 0; i < z.size(); ++i) sum += std::norm(next[i] * turn - z[i]) / 2, count += 1;
      } else if (z.size() == 2 && symbols == 1) {
        sum += std::norm(z[1] - z[0]) / 2;
        count += 1;
      }
    }
  double mean = total / double(all_points());
  point_noise = count > 0 ? sum / count : 0.1 * mean;
  power = std::max(mean - point_noise, 1e-3 * mean);
}

/// Width of the delays from how fast the channel loses its likeness over frequency: for delays spread evenly it is sinc(df spread), about
/// 1 - (pi df spread)^2 / 6. Short distances show the true width but need little noise; long ones show something in any noise. The widest
/// that noise does not explain counts, and more than that where the noise is so low that faint late echoes matter.
void ChannelEstimator::Work::find_spread() {
  spread_s = least_spread_s;
  double ratio = point_noise / power;
  for (std::size_t subcarriers : {6u, 18u, 48u, 120u}) {
    std::size_t lag = std::max<std::size_t>(1, subcarriers / comb.step);
    if (lag * 3 / 2 > comb.points) break;
    double sum = 0, total = 0, count = double(antennas * symbols * (comb.points - lag));
    for (std::size_t antenna = 0; antenna < antennas; ++antenna)
      for (std::size_t s = 0; s < symbols; ++s) {
        auto z = points(antenna, s);
        sum += std::abs(correlate(z.first(z.size() - lag), z.subspan(lag)));
        total += (energy(z.first(z.size() - lag)) + energy(z.subspan(lag))) / 2;
      }
    double signal = total - point_noise * count;
    double likeness = signal > 0 ? std::clamp(sum / signal, 0.0, 1.0) : 1.0, doubt = 2 * std::sqrt((2 * ratio + ratio * ratio) / count);
    double lost = std::min(1 - likeness - doubt, 0.8);  // the formula holds near 1 only
    if (lost > 0) spread_s = std::max(spread_s, std::sqrt(6 * lost) / (std::numbers::pi * double(lag * comb.step) * spacing));
  }
  double widened = 1.5 + 0.5 * std::clamp(std::log10(1 / std::max(ratio, 1e-5)), 0.0, 4.0);
  spread_s = std::clamp(widened * spread_s, least_spread_s, most_spread_s);
}

/// First point of the window for a target at twice_k (from the run's first subcarrier): centred where the edges allow.
std::size_t ChannelEstimator::Work::window_of(std::ptrdiff_t twice_k, std::size_t taps) const {
  auto twice_step = 2 * std::ptrdiff_t(comb.step);
  auto nearest = (twice_k - comb.twice_first + twice_step / 2) / twice_step;
  return std::size_t(std::clamp(nearest - std::ptrdiff_t(taps / 2), std::ptrdiff_t(0), std::ptrdiff_t(comb.points - taps)));
}

/// Every subcarrier of the run from the points of one symbol.
void ChannelEstimator::Work::smooth_line(const WienerBank::Filter& filter, SampleView from, SampleSpan to) {
  auto subcarriers = std::ptrdiff_t(to.size()), step = std::ptrdiff_t(comb.step);
  auto single = [&](std::ptrdiff_t k) {
    std::size_t start = window_of(2 * k, filter.taps);
    auto weights = filter.at(2 * k - comb.twice_first - 2 * step * std::ptrdiff_t(start));
    float re = 0, im = 0;
    for (std::size_t j = 0; j < filter.taps; ++j) re += weights[j] * from[start + j].real(), im += weights[j] * from[start + j].imag();
    to[std::size_t(k)] = Sample(re, im);
  };
  // Where windows move along with the target, the same weights recur every `step` subcarriers: a convolution for each of them.
  auto edge = std::ptrdiff_t(filter.taps / 2 + 1) * step;
  auto last = subcarriers - edge - step;
  std::ptrdiff_t inner = edge < last ? (last - edge) / step : 0;
  if (inner < 8) {
    for (std::ptrdiff_t k = 0; k < subcarriers; ++k) single(k);
    return;
  }
  for (std::ptrdiff_t k = 0; k < edge; ++k) single(k);
  for (std::ptrdiff_t k = edge + inner * step; k < subcarriers; ++k) single(k);
  for (std::ptrdiff_t phase = 0; phase < step; ++phase) {
    std::ptrdiff_t k = edge + phase;
    std::size_t start = window_of(2 * k, filter.taps);
    auto weights = filter.at(2 * k - comb.twice_first - 2 * step * std::ptrdiff_t(start));
    kernel::convolve(from.data() + start, weights.data(), filter.taps, std::size_t(inner), line.data());
    for (std::ptrdiff_t i = 0; i < inner; ++i) to[std::size_t(k + i * step)] = line[std::size_t(i)];
  }
}

/// Squared distance of the points from their smoothed selves, over all; `factor`: how much of the noise's variance that is expected to be,
/// summed.
double ChannelEstimator::Work::residual(const WienerBank::Filter& filter, double& factor) {
  std::size_t taps = filter.taps, half = taps / 2, inner = comb.points - taps;
  // Windows of the first half stand at the start, those of the last at the end; those between move along with the same weights.
  auto weights_of = [&](std::size_t in_window) { return filter.at(std::ptrdiff_t(2 * comb.step * in_window)); };
  factor = 0;
  auto expect = [&](std::size_t in_window, double times) {
    auto weights = weights_of(in_window);
    double squares = 1 - 2 * weights[in_window];
    for (float weight : weights) squares += double(weight) * weight;
    factor += squares * times * double(antennas * symbols);
  };
  for (std::size_t i = 0; i < taps; ++i) expect(i, i == half ? double(inner + 1) : 1);
  double sum = 0;
  for (std::size_t antenna = 0; antenna < antennas; ++antenna)
    for (std::size_t s = 0; s < symbols; ++s) {
      auto z = points(antenna, s);
      for (std::size_t i = 0; i < taps; ++i) {
        if (i == half) continue;
        std::size_t start = i < half ? 0 : inner;
        auto weights = weights_of(i);
        Sample smoothed_point;
        kernel::convolve(z.data() + start, weights.data(), taps, 1, &smoothed_point);
        sum += std::norm(z[start + i] - smoothed_point);
      }
      kernel::convolve(z.data(), weights_of(half).data(), taps, inner + 1, line.data());
      float part = 0;
      for (std::size_t i = 0; i <= inner; ++i) part += std::norm(z[half + i] - line[i]);
      sum += part;
    }
  return sum;
}

/// How fast the channel changes: decay of exp(-decay dt^2) between the first and the last pilot symbol, 0 when noise alone explains the
/// difference. Works on one antenna's smoothed lines.
void ChannelEstimator::Work::find_decay(double smooth_noise, std::size_t subcarriers) {
  decay = 0;
  if (symbols < 2) return;
  auto at = [&](std::size_t s) { return SampleView(smooth).subspan(s * 12 * max_blocks, subcarriers); };
  auto first = at(0), last = at(symbols - 1);
  double dt = time_s[symbols - 1] - time_s[0];
  auto turned = correlate(first, last) * std::polar(1.0, -two_pi * offset_hz * dt);
  double both = std::sqrt(energy(first) * energy(last)), noise = smooth_noise * double(subcarriers);
  if (!(both > 0)) return;
  double likeness = std::clamp(turned.real() / std::max(both - noise, 0.1 * both), 0.05, 1.0);
  double independent = std::max(1.0, double(comb.points) / double(wiener_taps));
  double doubt = 2 * smooth_noise / std::max(power, 1e-30) / std::sqrt(independent);
  if (1 - likeness > doubt) decay = -std::log(likeness) / (dt * dt);
}

ChannelEstimator::ChannelEstimator(std::size_t max_resource_blocks) : work_(std::make_unique<Work>(max_resource_blocks)) {}
ChannelEstimator::~ChannelEstimator() = default;
ChannelEstimator::ChannelEstimator(ChannelEstimator&&) noexcept = default;
ChannelEstimator& ChannelEstimator::operator=(ChannelEstimator&&) noexcept = default;

LinkFigures ChannelEstimator::estimate(const Grid& received, const Pilots& pilots, const Carrier& carrier, std::size_t first,
                                       std::size_t count, Grid& channel) {
  const Grid* one[] = {&received};
  Grid* to[] = {&channel};
  return estimate(one, pilots, carrier, first, count, to);
}

/// What estimate() was asked for, in this object's terms. False: it cannot be done.
bool ChannelEstimator::Work::accept(std::size_t grid_blocks, const Pilots& pilots, const Carrier& carrier) {
  auto found = comb_of(pilots);
  if (!found || pilots.symbols == 0 || pilots.symbols >> symbols_a_slot) return false;
  if (pilots.blocks > std::min(grid_blocks, max_blocks) || pilots.first_block > grid_blocks - pilots.blocks) return false;
  comb = *found;
  spacing = spacing_hz(carrier.spacing);
  symbols = 0;
  for (std::size_t l = 0; l < symbols_a_slot; ++l)
    if (pilots.symbols >> l & 1) {
      symbol_of[symbols] = std::uint8_t(l);
      time_s[symbols++] = start_s(carrier, l);
    }
  return pilots.values.size() == symbols * comb.pilots;
}

/// Noise and power again, from what the filter leaves over: that tells more than differences do, unless the filter follows the points so
/// closely that nothing is left. Returns the noise of a smoothed point.
double ChannelEstimator::Work::second_noise(const WienerBank::Filter& filter) {
  double factor = 0, rest = residual(filter, factor), mean = 0;
  if (factor > 0.2 * double(all_points())) point_noise = rest / factor;
  for (std::size_t antenna = 0; antenna < antennas; ++antenna)
    for (std::size_t s = 0; s < symbols; ++s) mean += energy(points(antenna, s));
  mean /= double(all_points());
  power = std::max(mean - point_noise, 1e-3 * mean);
  double gain = 0;
  for (float weight : filter.at(std::ptrdiff_t(2 * comb.step * (filter.taps / 2)))) gain += double(weight) * weight;
  return gain * point_noise;
}

/// The channel of one antenna in symbols first .. first + count - 1.
void ChannelEstimator::Work::write(std::size_t antenna, const WienerBank::Filter& filter, double smooth_noise, const Pilots& pilots,
                                   std::span<const double> targets, std::size_t first, Grid& channel) {
  std::size_t subcarriers = 12 * std::size_t(pilots.blocks), offset = 12 * std::size_t(pilots.first_block);
  for (std::size_t s = 0; s < symbols; ++s)
    smooth_line(filter, points(antenna, s), SampleSpan(smooth).subspan(s * 12 * max_blocks, subcarriers));
  find_decay(smooth_noise, subcarriers);
  std::array<float, symbols_a_slot * symbols_a_slot> weights;
  time_weights(std::span(time_s).first(symbols), targets, decay, smooth_noise / power, weights);
  std::array<Sample, symbols_a_slot> factors;
  std::array<const Sample*, symbols_a_slot> lines{};
  for (std::size_t i = 0; i < targets.size(); ++i) {
    for (std::size_t s = 0; s < symbols; ++s) {
      factors[s] = Sample(double(weights[i * symbols + s]) * std::polar(1.0, two_pi * offset_hz * (targets[i] - time_s[s])));
      lines[s] = smooth.data() + s * 12 * max_blocks;
    }
    auto to = channel.symbol(first + i).subspan(offset, subcarriers);
    kernel::combine(lines.data(), factors.data(), symbols, subcarriers, to.data());
    kernel::multiply(to.data(), ramp.data(), subcarriers, to.data());
  }
}

LinkFigures ChannelEstimator::estimate(std::span<const Grid* const> received, const Pilots& pilots, const Carrier& carrier,
                                       std::size_t first, std::size_t count, std::span<Grid* const> channels) {
  auto& w = *work_;
  check(received.size() == channels.size() && !received.empty() && received.size() <= most_antennas, "one to four antennas");
  LinkFigures figures;
  figures.snr_db = -100;
  if (first + count > symbols_a_slot || !w.accept(received[0]->resource_blocks(), pilots, carrier)) return figures;
  w.antennas = received.size();
  std::size_t subcarriers = 12 * std::size_t(pilots.blocks), offset = 12 * std::size_t(pilots.first_block);
  figures.pilots = std::uint32_t(w.antennas * w.symbols * w.comb.pilots);
  if (!w.read(received, pilots)) {
    for (auto* channel : channels)
      for (std::size_t l = first; l < first + count; ++l) std::ranges::fill(channel->symbol(l).subspan(offset, subcarriers), Sample{});
    return figures;
  }
  w.find_delay();
  w.take_delay_out(pilots);
  w.find_offset();
  w.first_noise();
  w.find_spread();
  auto filter = w.bank.filter(std::min(wiener_taps, w.comb.points), w.comb.step, w.spacing, w.spread_s, w.point_noise / w.power);
  double smooth_noise = w.second_noise(filter);
  std::array<double, symbols_a_slot> targets{};
  for (std::size_t i = 0; i < count; ++i) targets[i] = start_s(carrier, first + i);
  for (std::size_t antenna = 0; antenna < w.antennas; ++antenna)
    w.write(antenna, filter, smooth_noise, pilots, std::span(targets).first(count), first, *channels[antenna]);

  figures.noise = float(w.point_noise * double(w.comb.group) * w.reference_power);
  figures.power = float(w.power);
  figures.snr_db = float(std::clamp(10 * std::log10(w.power / std::max(double(figures.noise), 1e-30)), -100.0, 100.0));
  figures.timing_s = float(w.delay_s);
  figures.cfo_hz = float(w.offset_hz);
  return figures;
}

}  // namespace pellucid::phy
