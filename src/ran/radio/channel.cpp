#include "ran/radio/channel.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.hpp"
#include "ran/radio/random_noise.hpp"

namespace pellucid::radio {
namespace {

constexpr std::size_t sinusoids = 32;
constexpr std::int64_t turn_block = 1024;
constexpr double full_turn = 2 * std::numbers::pi;

double amplitude(double db) { return std::pow(10.0, db / 20); }

/// floor and remainder, also of negative times.
std::int64_t floor_of(std::int64_t value, std::int64_t step) { return (value >= 0 ? value : value - step + 1) / step; }

/// Straight lines between gains a grid step apart are then at most -70 dB off.
std::int64_t grid_for(double rate_hz, double doppler_hz) {
  if (!(doppler_hz > 0)) return 0;
  std::int64_t grid = 4096;
  while (grid > 16 && double(grid) * doppler_hz * 100 > rate_hz) grid /= 2;
  return grid;
}

ChannelProfile tdl(std::initializer_list<std::pair<double, double>> delays_ns_and_db, double doppler_hz, std::uint64_t seed) {
  ChannelProfile profile{.rayleigh = true, .doppler_hz = doppler_hz, .seed = seed};
  double total = 0;
  for (auto& [delay, db] : delays_ns_and_db) total += std::pow(10.0, db / 10);
  for (auto& [delay, db] : delays_ns_and_db) profile.taps.push_back({delay * 1e-9, db - 10 * std::log10(total)});
  return profile;
}

}  // namespace

ChannelProfile tdl_a30(double doppler_hz, std::uint64_t seed) {
  return tdl({{0, -15.5},
              {10, 0},
              {15, -5.1},
              {20, -5.1},
              {25, -9.6},
              {50, -8.2},
              {65, -13.1},
              {75, -11.5},
              {105, -11.0},
              {135, -16.2},
              {150, -16.6},
              {290, -26.2}},
             doppler_hz, seed);
}
ChannelProfile tdl_b100(double doppler_hz, std::uint64_t seed) {
  return tdl({{0, 0},
              {10, -2.2},
              {20, -0.6},
              {30, -0.6},
              {35, -0.3},
              {45, -1.2},
              {55, -5.9},
              {120, -2.2},
              {170, -0.8},
              {245, -6.3},
              {330, -7.5},
              {480, -7.1}},
             doppler_hz, seed);
}
ChannelProfile tdl_c300(double doppler_hz, std::uint64_t seed) {
  return tdl({{0, -6.9},
              {65, 0},
              {70, -7.7},
              {190, -2.5},
              {195, -2.4},
              {200, -9.9},
              {240, -8.0},
              {325, -6.6},
              {520, -7.1},
              {1045, -13.0},
              {1510, -14.2},
              {2595, -16.0}},
             doppler_hz, seed);
}

void add_noise(std::uint64_t seed, SampleTime time, double power, std::span<Sample> samples) {
  if (!(power > 0)) return;
  const auto scale = float(power);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto number = scatter(seed, std::uint64_t(time.value()) + i);
    float uniform = (float(number >> 40) + 0.5f) * 0x1p-24f;  // in (0, 1)
    float angle = float(std::uint32_t(number)) * float(full_turn * 0x1p-32);
    float radius = std::sqrt(-scale * std::log(uniform));  // |n|^2 is exponential with that mean
    samples[i] += Sample(radius * std::cos(angle), radius * std::sin(angle));
  }
}

Channel::Channel(const ChannelProfile& profile, double sample_rate_hz, std::size_t transmit_antennas, std::size_t receive_antennas)
    : rate_hz_(sample_rate_hz),
      transmit_antennas_(transmit_antennas),
      receive_antennas_(receive_antennas),
      offset_cycles_(profile.frequency_offset_hz / sample_rate_hz) {
  auto taps = profile.taps.empty() ? std::vector<Tap>(1) : profile.taps;
  for (auto& tap : taps) {
    auto delay = double(profile.delay_samples) + std::nearbyint(tap.delay_s * sample_rate_hz);
    paths_.push_back({std::int64_t(std::clamp(delay, 0.0, double(max_delay))),
                      std::polar(amplitude(profile.path_gain_db + tap.gain_db), tap.phase_rad)});
  }
  auto by_delay = [](auto& a, auto& b) { return a.delay < b.delay; };
  shortest_ = std::min_element(paths_.begin(), paths_.end(), by_delay)->delay;
  longest_ = std::max_element(paths_.begin(), paths_.end(), by_delay)->delay;
  if (profile.rayleigh) {
    grid_ = grid_for(sample_rate_hz, profile.doppler_hz);
    std::size_t processes = paths_.size() * transmit_antennas * receive_antennas;
    for (std::size_t p = 0; p < processes; ++p) {
      double first = unit(scatter(profile.seed, p * (sinusoids + 1)));
      for (std::size_t m = 0; m < sinusoids; ++m) {
        double angle = full_turn * (double(m) + first) / double(sinusoids);  // directions around the receiver
        double phase = full_turn * unit(scatter(profile.seed, p * (sinusoids + 1) + m + 1));
        waves_.push_back({profile.doppler_hz * std::cos(angle), phase});
      }
    }
  }
  if (offset_cycles_ != 0)
    for (std::int64_t i = 0; i < turn_block; ++i) turns_.push_back(std::polar(1.0, full_turn * offset_cycles_ * double(i)));
}

std::complex<double> Channel::fading(std::size_t wave, std::int64_t time) const {
  std::complex<double> sum{};
  double seconds = double(time) / rate_hz_;
  for (std::size_t m = 0; m < sinusoids; ++m) {
    auto& w = waves_[wave + m];
    sum += std::polar(1.0, full_turn * w.frequency_hz * seconds + w.phase_rad);
  }
  return sum / std::sqrt(double(sinusoids));
}

std::complex<double> Channel::gain(std::size_t tap, std::size_t from, std::size_t to, SampleTime time) const {
  if (waves_.empty()) return paths_[tap].gain;
  std::size_t wave = ((tap * transmit_antennas_ + from) * receive_antennas_ + to) * sinusoids;
  if (grid_ == 0) return paths_[tap].gain * fading(wave, 0);
  auto index = floor_of(time.value(), grid_);
  double part = double(time.value() - index * grid_) / double(grid_);
  auto here = fading(wave, index * grid_), next = fading(wave, (index + 1) * grid_);
  return paths_[tap].gain * (here + (next - here) * part);
}

/// out[i] += gain(time + i) * sent[i].
void Channel::add_path(std::size_t tap, std::size_t from, std::size_t to, SampleTime time, std::span<const Sample> sent,
                       std::span<Sample> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    auto now = time.value() + std::int64_t(done);
    std::size_t count = out.size() - done;
    std::complex<double> step{};
    std::int64_t place = 0;
    auto base = gain(tap, from, to, SampleTime(grid_ ? floor_of(now, grid_) * grid_ : 0));
    if (grid_ > 0) {
      auto begin = floor_of(now, grid_) * grid_;
      place = now - begin;
      count = std::min(count, std::size_t(begin + grid_ - now));
      step = (gain(tap, from, to, SampleTime(begin + grid_)) - base) / double(grid_);
    }
    for (std::size_t i = 0; i < count; ++i) {
      auto g = Sample(base + step * double(place + std::int64_t(i)));
      auto s = sent[done + i];
      // Written out: complex multiplication in C++ looks for infinities.
      out[done + i] += Sample(g.real() * s.real() - g.imag() * s.imag(), g.real() * s.imag() + g.imag() * s.real());
    }
    done += count;
  }
}

/// The frequency offset: sample t is turned by offset * t.
void Channel::turn(SampleTime time, std::span<Sample> samples) const {
  std::complex<double> base{};
  std::int64_t block = -1;
  bool first = true;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto now = time.value() + std::int64_t(i);
    auto in = floor_of(now, turn_block);
    if (first || in != block) {
      double cycles = offset_cycles_ * double(in * turn_block);
      base = std::polar(1.0, full_turn * (cycles - std::floor(cycles)));
      block = in;
      first = false;
    }
    auto& t = turns_[std::size_t(now - in * turn_block)];
    auto re = float(base.real() * t.real() - base.imag() * t.imag()), im = float(base.real() * t.imag() + base.imag() * t.real());
    auto s = samples[i];
    samples[i] = Sample(re * s.real() - im * s.imag(), re * s.imag() + im * s.real());
  }
}

void Channel::add(SampleTime time, std::span<const std::span<const Sample>> sent, std::span<const std::span<Sample>> heard) const {
  check(sent.size() == transmit_antennas_ && heard.size() == receive_antennas_, "a channel is given other antennas than it has");
  std::vector<Sample> sum;
  for (std::size_t to = 0; to < heard.size(); ++to) {
    std::size_t n = heard[to].size();
    bool turned = offset_cycles_ != 0;
    if (turned) sum.assign(n, Sample{});
    std::span<Sample> out = turned ? std::span<Sample>(sum) : heard[to];
    for (std::size_t from = 0; from < sent.size(); ++from) {
      check(sent[from].size() == n + std::size_t(longest_), "a channel is given the samples of another time");
      for (std::size_t tap = 0; tap < paths_.size(); ++tap)
        add_path(tap, from, to, time, sent[from].subspan(std::size_t(longest_ - paths_[tap].delay), n), out);
    }
    if (!turned) continue;
    turn(time, sum);
    for (std::size_t i = 0; i < n; ++i) heard[to][i] += sum[i];
  }
}

}  // namespace pellucid::radio
