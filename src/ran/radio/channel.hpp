#pragma once
// The air between the antennas of two ends, one direction: path gain, delay, multipath, fading, frequency offset. A function
// of the profile, the seed and the absolute time only.
#include <cstdint>
#include <vector>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

/// One path. Its delay is rounded to whole samples (the profile's `delay_samples` comes on top).
struct Tap {
  double delay_s = 0;
  double gain_db = 0;  // mean power when fading
  double phase_rad = 0;
};

struct ChannelProfile {
  double path_gain_db = 0;
  std::int64_t delay_samples = 0;  // 0 .. Channel::max_delay
  double frequency_offset_hz = 0;  // what is sent at f is heard at f + offset
  std::vector<Tap> taps{};         // none: one of 0 s, 0 dB
  bool rayleigh = false;           // each tap fades for itself on each pair of antennas (Clarke's spectrum)
  double doppler_hz = 0;           // the highest; 0: one draw for all times
  std::uint64_t seed = 1;
};

/// Delay profiles of TS 38.104 annex G.2.1.1 (tables G.2.1.1-2 to -4) with total power 0 dB, fading.
ChannelProfile tdl_a30(double doppler_hz, std::uint64_t seed);
ChannelProfile tdl_b100(double doppler_hz, std::uint64_t seed);
ChannelProfile tdl_c300(double doppler_hz, std::uint64_t seed);

class Channel {
 public:
  static constexpr std::int64_t max_delay = 1 << 16;  // samples, taps included; longer delays are limited to it

  Channel(const ChannelProfile& profile, double sample_rate_hz, std::size_t transmit_antennas, std::size_t receive_antennas);
  std::int64_t shortest_delay() const { return shortest_; }
  std::int64_t longest_delay() const { return longest_; }

  /// Adds what arrives at the receive antennas in [time, time + n) to `heard`. `sent[antenna]` holds the transmitted samples of
  /// [time - longest_delay(), time + n): check()ed.
  void add(SampleTime time, std::span<const std::span<const Sample>> sent, std::span<const std::span<Sample>> heard) const;
  /// A tap's complex gain between two antennas, path gain and fading included.
  std::complex<double> gain(std::size_t tap, std::size_t from, std::size_t to, SampleTime time) const;

 private:
  struct Path {
    std::int64_t delay;
    std::complex<double> gain;
  };
  struct Wave {  // one of the sinusoids that make a fading tap
    double frequency_hz;
    double phase_rad;
  };
  std::complex<double> fading(std::size_t wave, std::int64_t time) const;
  void add_path(std::size_t tap, std::size_t from, std::size_t to, SampleTime time, std::span<const Sample> sent,
                std::span<Sample> out) const;
  void turn(SampleTime time, std::span<Sample> samples) const;

  double rate_hz_;
  std::size_t transmit_antennas_, receive_antennas_;
  std::vector<Path> paths_{};
  std::vector<Wave> waves_{};  // [tap][from][to][sinusoid]; none: no fading
  std::int64_t grid_ = 0;      // fading gains are drawn every so many samples, straight lines between; 0: they never change
  std::int64_t shortest_ = 0, longest_ = 0;
  double offset_cycles_ = 0;  // a sample
  std::vector<std::complex<double>> turns_{};
};

}  // namespace pellucid::radio
