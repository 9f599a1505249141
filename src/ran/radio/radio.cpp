#include "ran/radio/radio.hpp"

#include <cmath>

namespace pellucid::radio {
namespace {

template <class Spans>
Result<std::size_t, Error> length_of(std::size_t channels, Spans spans) {
  if (spans.size() != channels || channels == 0)
    return Fail(Error{Error::Kind::bad_setting,
                      std::to_string(spans.size()) + " channels of samples for a radio with " + std::to_string(channels)});
  for (auto& s : spans)
    if (s.size() != spans[0].size()) return Fail(Error{Error::Kind::bad_setting, "the channels' samples differ in number"});
  return spans[0].size();
}

void scale(std::span<Sample> samples, float factor) {
  if (factor == 1.0f) return;
  for (auto& s : samples) s *= factor;
}

Result<Nothing, Error> set_scale(std::vector<float>& scales, std::size_t channel, double gain_db) {
  if (channel >= scales.size()) return Fail(Error{Error::Kind::bad_setting, "no channel " + std::to_string(channel)});
  if (!(std::abs(gain_db) <= 200)) return Fail(Error{Error::Kind::bad_setting, "a gain of " + std::to_string(gain_db) + " dB"});
  scales[channel] = gain_db == 0 ? 1.0f : float(std::pow(10.0, gain_db / 20));
  return Nothing{};
}

}  // namespace

const char* name(Error::Kind kind) {
  static constexpr const char* names[] = {"late", "too far ahead", "timed out", "ended", "unsupported", "bad setting", "device"};
  return names[std::size_t(kind)];
}

Result<std::size_t, Error> burst_length(std::size_t channels, std::span<const std::span<Sample>> spans) {
  return length_of(channels, spans);
}
Result<std::size_t, Error> burst_length(std::size_t channels, std::span<const std::span<const Sample>> spans) {
  return length_of(channels, spans);
}

Result<Nothing, Error> SoftwareRadio::tune_receive(double frequency_hz) {
  receive_frequency_hz_ = frequency_hz;
  return Nothing{};
}
Result<Nothing, Error> SoftwareRadio::tune_transmit(double frequency_hz) {
  transmit_frequency_hz_ = frequency_hz;
  return Nothing{};
}
Result<Nothing, Error> SoftwareRadio::set_receive_gain(std::size_t channel, double gain_db) {
  return set_scale(receive_scale_, channel, gain_db);
}
Result<Nothing, Error> SoftwareRadio::set_transmit_gain(std::size_t channel, double gain_db) {
  return set_scale(transmit_scale_, channel, gain_db);
}
void SoftwareRadio::scale_received(std::size_t channel, std::span<Sample> samples) const { scale(samples, receive_scale_[channel]); }
void SoftwareRadio::scale_sent(std::size_t channel, std::span<Sample> samples) const { scale(samples, transmit_scale_[channel]); }

Fail<Error> SoftwareRadio::late(SampleTime time, SampleTime earliest, std::size_t samples) {
  ++statistics_.late_bursts;
  statistics_.late_samples += samples;
  return Fail(
      Error{Error::Kind::late, "a burst for sample " + std::to_string(time.value()) + " at sample " + std::to_string(earliest.value())});
}

}  // namespace pellucid::radio
