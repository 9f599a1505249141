#pragma once
// Radio: what the base station and the phone see of any radio. Time is the sample count: sample k of a stream is at
// k / sample_rate_hz() seconds, on every channel (antenna) and in both directions of one radio. Nobody asks a clock.
//
//   std::vector<Sample> slot(11520);
//   auto time = radio.receive(slot);                       // Result<SampleTime, Error>: when slot[0] was on the air
//   radio.transmit(*time + 4 * 11520, burst);              // four slots later; what comes too late is refused and counted
#include <complex>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/strong.hpp"

namespace pellucid::radio {

/// A complex baseband sample; full scale of a converter is 1.0 on each axis.
using Sample = std::complex<float>;

/// A place in a sample stream. Differences are numbers of samples.
class SampleTime {
 public:
  constexpr SampleTime() = default;
  constexpr explicit SampleTime(std::int64_t samples) : samples_(samples) {}
  constexpr std::int64_t value() const { return samples_; }
  constexpr auto operator<=>(const SampleTime&) const = default;
  constexpr SampleTime operator+(std::int64_t samples) const { return SampleTime(samples_ + samples); }
  constexpr SampleTime operator-(std::int64_t samples) const { return SampleTime(samples_ - samples); }
  constexpr std::int64_t operator-(SampleTime other) const { return samples_ - other.samples_; }
  constexpr SampleTime& operator+=(std::int64_t samples) { return samples_ += samples, *this; }

 private:
  std::int64_t samples_ = 0;
};

struct Error {
  enum class Kind : std::uint8_t {
    late,         // transmit: the time has passed; nothing was sent, the stream stays in step
    too_far,      // transmit: farther ahead than the radio can hold
    timed_out,    // receive: no sample came for the time-out; the stream goes on at the same time with the next call
    ended,        // receive: the recording is over
    unsupported,  // this radio cannot do that, or has no such direction
    bad_setting,  // wrong number of channels, unequal lengths, a rate that is not possible, an unknown option
    device,       // file, socket or hardware
  };
  Kind kind{};
  std::string text{};  // for people: what failed, where
};
const char* name(Error::Kind kind);

/// What happened since the radio was opened. Samples are counted once, not once a channel.
struct Statistics {
  std::uint64_t received_samples = 0;
  std::uint64_t sent_samples = 0;    // without the zeros of gaps
  std::uint64_t late_bursts = 0;     // transmissions that were refused as late
  std::uint64_t late_samples = 0;    // samples in them
  std::uint64_t refused_bursts = 0;  // too far ahead
  std::uint64_t gap_samples = 0;     // zeros that were sent because nothing was handed over in time
  std::uint64_t lost_samples = 0;    // received, but overrun before they were fetched; read as zeros
  std::uint64_t timeouts = 0;
  std::uint64_t bad_messages = 0;  // of a peer: wrong size, empty, several parts
  std::uint64_t bad_samples = 0;   // not a number or infinite; read as zero
  std::uint64_t reconnects = 0;    // links that were built anew after a silence
};

/// One radio: `channels()` receive and as many transmit channels. Not thread-safe; one thread calls it.
class Radio {
 public:
  virtual ~Radio() = default;
  Radio(const Radio&) = delete;
  Radio& operator=(const Radio&) = delete;

  virtual std::size_t channels() const = 0;
  virtual double sample_rate_hz() const = 0;

  /// Fills one span per channel, all of one length n, and says when the first sample was on the air. Consecutive calls
  /// give consecutive samples: the time advances by exactly n with each success. Waits for them at most the time-out.
  virtual Result<SampleTime, Error> receive(std::span<const std::span<Sample>> channels) = 0;
  Result<SampleTime, Error> receive(std::span<Sample> samples) { return receive(std::span<const std::span<Sample>>(&samples, 1)); }

  /// Puts one span per channel, all of one length, on the air from `time` on. Where nothing is handed over, zeros are sent.
  /// A later burst may begin before the end of an earlier one only on radios that say so; elsewhere that is late.
  virtual Result<Nothing, Error> transmit(SampleTime time, std::span<const std::span<const Sample>> channels) = 0;
  Result<Nothing, Error> transmit(SampleTime time, std::span<const Sample> samples) {
    return transmit(time, std::span<const std::span<const Sample>>(&samples, 1));
  }

  /// Carrier centre. Radios without one (files, ZeroMQ, simulation) note the value and go on.
  virtual Result<Nothing, Error> tune_receive(double frequency_hz) = 0;
  virtual Result<Nothing, Error> tune_transmit(double frequency_hz) = 0;
  virtual double receive_frequency_hz() const = 0;
  virtual double transmit_frequency_hz() const = 0;

  /// Gain of one channel in dB. Radios without amplifiers scale the samples.
  virtual Result<Nothing, Error> set_receive_gain(std::size_t channel, double gain_db) = 0;
  virtual Result<Nothing, Error> set_transmit_gain(std::size_t channel, double gain_db) = 0;

  virtual const Statistics& statistics() const = 0;

 protected:
  Radio() = default;
};

/// The number of samples per channel, or why these are not one burst for `channels` channels.
Result<std::size_t, Error> burst_length(std::size_t channels, std::span<const std::span<Sample>> spans);
Result<std::size_t, Error> burst_length(std::size_t channels, std::span<const std::span<const Sample>> spans);

/// What the radios in software share: frequencies that are only noted, gains that scale samples, statistics.
class SoftwareRadio : public Radio {
 public:
  std::size_t channels() const final { return receive_scale_.size(); }
  double sample_rate_hz() const final { return rate_hz_; }
  Result<Nothing, Error> tune_receive(double frequency_hz) final;
  Result<Nothing, Error> tune_transmit(double frequency_hz) final;
  double receive_frequency_hz() const final { return receive_frequency_hz_; }
  double transmit_frequency_hz() const final { return transmit_frequency_hz_; }
  Result<Nothing, Error> set_receive_gain(std::size_t channel, double gain_db) final;
  Result<Nothing, Error> set_transmit_gain(std::size_t channel, double gain_db) final;
  const Statistics& statistics() const final { return statistics_; }
  using Radio::receive;
  using Radio::transmit;

 protected:
  SoftwareRadio(std::size_t channels, double rate_hz)
      : rate_hz_(rate_hz), receive_scale_(channels, 1.0f), transmit_scale_(channels, 1.0f) {}
  /// Multiplies by the channel's gain, if it is not 0 dB: recordings stay exact.
  void scale_received(std::size_t channel, std::span<Sample> samples) const;
  void scale_sent(std::size_t channel, std::span<Sample> samples) const;
  Fail<Error> late(SampleTime time, SampleTime earliest, std::size_t samples);

  Statistics statistics_{};

 private:
  double rate_hz_;
  double receive_frequency_hz_ = 0, transmit_frequency_hz_ = 0;
  std::vector<float> receive_scale_, transmit_scale_;
};

}  // namespace pellucid::radio
