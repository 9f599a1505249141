// The module pellucid-radio-soapy.so: a Radio on a SoapySDR device. Untested with hardware.
#include <SoapySDR/Device.hpp>
#include <SoapySDR/Errors.hpp>
#include <SoapySDR/Formats.hpp>
#include <SoapySDR/Time.hpp>
#include <algorithm>
#include <cmath>
#include <exception>

#include "ran/radio/soapy_radio.hpp"

namespace pellucid::radio {
namespace {

struct Unmake {
  void operator()(SoapySDR::Device* device) const { SoapySDR::Device::unmake(device); }
};

class SoapyRadio final : public Radio {
 public:
  explicit SoapyRadio(const SoapyOptions& options);
  ~SoapyRadio() override;
  std::size_t channels() const override { return options_.channels; }
  double sample_rate_hz() const override { return rate_hz_; }
  Result<SampleTime, Error> receive(std::span<const std::span<Sample>> spans) override;
  Result<Nothing, Error> transmit(SampleTime time, std::span<const std::span<const Sample>> spans) override;
  Result<Nothing, Error> tune_receive(double frequency_hz) override { return tune(SOAPY_SDR_RX, frequency_hz); }
  Result<Nothing, Error> tune_transmit(double frequency_hz) override { return tune(SOAPY_SDR_TX, frequency_hz); }
  double receive_frequency_hz() const override { return device_->getFrequency(SOAPY_SDR_RX, 0); }
  double transmit_frequency_hz() const override { return device_->getFrequency(SOAPY_SDR_TX, 0); }
  Result<Nothing, Error> set_receive_gain(std::size_t channel, double gain_db) override { return set_gain(SOAPY_SDR_RX, channel, gain_db); }
  Result<Nothing, Error> set_transmit_gain(std::size_t channel, double gain_db) override {
    return set_gain(SOAPY_SDR_TX, channel, gain_db);
  }
  const Statistics& statistics() const override { return statistics_; }

 private:
  Result<Nothing, Error> tune(int direction, double frequency_hz);
  Result<Nothing, Error> set_gain(int direction, std::size_t channel, double gain_db);
  Result<std::size_t, Error> read_some(std::span<const std::span<Sample>> spans, std::size_t done);
  void take_reports();
  SampleTime time_of(long long ns) const { return SampleTime(SoapySDR::timeNsToTicks(ns, rate_hz_)); }

  SoapyOptions options_;
  std::unique_ptr<SoapySDR::Device, Unmake> device_;
  double rate_hz_ = 0;
  SoapySDR::Stream* receive_stream_ = nullptr;
  SoapySDR::Stream* transmit_stream_ = nullptr;
  bool begun_ = false;
  SampleTime received_{};  // the next sample to be received
  SampleTime sent_{};      // the end of the last burst
  Statistics statistics_{};
};

Fail<Error> device_failure(const std::string& what) { return Fail(Error{Error::Kind::device, what}); }

SoapyRadio::SoapyRadio(const SoapyOptions& options) : options_(options), device_(SoapySDR::Device::make(options.device)) {
  if (!options.clock_source.empty()) device_->setClockSource(options.clock_source);
  std::vector<std::size_t> all(options.channels);
  for (std::size_t c = 0; c < all.size(); ++c) {
    all[c] = c;
    device_->setSampleRate(SOAPY_SDR_RX, c, options.sample_rate_hz);
    device_->setSampleRate(SOAPY_SDR_TX, c, options.sample_rate_hz);
    device_->setFrequency(SOAPY_SDR_RX, c, options.receive_frequency_hz);
    device_->setFrequency(SOAPY_SDR_TX, c, options.transmit_frequency_hz);
    device_->setGain(SOAPY_SDR_RX, c, options.receive_gain_db);
    device_->setGain(SOAPY_SDR_TX, c, options.transmit_gain_db);
    if (!options.antenna.empty()) device_->setAntenna(SOAPY_SDR_RX, c, options.antenna);
  }
  rate_hz_ = device_->getSampleRate(SOAPY_SDR_RX, 0);
  if (std::abs(rate_hz_ - options.sample_rate_hz) > 1)
    throw std::runtime_error("the device runs at " + std::to_string(rate_hz_) + " samples a second instead of " +
                             std::to_string(options.sample_rate_hz));
  receive_stream_ = device_->setupStream(SOAPY_SDR_RX, SOAPY_SDR_CF32, all);
  transmit_stream_ = device_->setupStream(SOAPY_SDR_TX, SOAPY_SDR_CF32, all);
  if (device_->hasHardwareTime()) device_->setHardwareTime(0);
  if (device_->activateStream(transmit_stream_) != 0 || device_->activateStream(receive_stream_) != 0)
    throw std::runtime_error("the device's streams do not start");
}

SoapyRadio::~SoapyRadio() {
  for (auto* stream : {receive_stream_, transmit_stream_}) {
    if (!stream) continue;
    device_->deactivateStream(stream);
    device_->closeStream(stream);
  }
}

Result<Nothing, Error> SoapyRadio::tune(int direction, double frequency_hz) try {
  for (std::size_t c = 0; c < channels(); ++c) device_->setFrequency(direction, c, frequency_hz);
  return Nothing{};
} catch (const std::exception& e) {
  return device_failure(e.what());
}

Result<Nothing, Error> SoapyRadio::set_gain(int direction, std::size_t channel, double gain_db) try {
  if (channel >= channels()) return Fail(Error{Error::Kind::bad_setting, "no channel " + std::to_string(channel)});
  device_->setGain(direction, channel, gain_db);
  return Nothing{};
} catch (const std::exception& e) {
  return device_failure(e.what());
}

/// One read of the device. Samples that it lost are zeros, so that the time stays right.
Result<std::size_t, Error> SoapyRadio::read_some(std::span<const std::span<Sample>> spans, std::size_t done) {
  std::vector<void*> buffers;
  for (auto& span : spans) buffers.push_back(span.data() + done);
  std::size_t wanted = spans[0].size() - done;
  int flags = 0;
  long long ns = 0;
  int count = device_->readStream(receive_stream_, buffers.data(), wanted, flags, ns, long(options_.timeout_s * 1e6));
  if (count == SOAPY_SDR_TIMEOUT) {
    ++statistics_.timeouts;
    return Fail(Error{Error::Kind::timed_out, "the device gives no samples"});
  }
  if (count == SOAPY_SDR_OVERFLOW) return std::size_t(0);  // the next time stamp shows how many are missing
  if (count < 0) return device_failure(SoapySDR::errToStr(count));
  auto got = std::size_t(count);
  if ((flags & SOAPY_SDR_HAS_TIME) == 0) return got;
  auto time = time_of(ns);
  auto expected = received_ + std::int64_t(done);
  if (!begun_) {
    begun_ = true;
    received_ = time - std::int64_t(done);
  } else if (time > expected) {
    auto missing = std::size_t(time - expected);
    statistics_.lost_samples += missing;
    std::size_t zeros = std::min(missing, wanted);
    std::size_t kept = std::min(got, wanted - zeros);
    statistics_.lost_samples += got - kept;
    for (auto& span : spans) {
      auto begin = span.begin() + std::ptrdiff_t(done);
      std::copy_backward(begin, begin + std::ptrdiff_t(kept), begin + std::ptrdiff_t(zeros + kept));
      std::fill_n(begin, zeros, Sample{});
    }
    return zeros + kept;
  }
  return got;
}

Result<SampleTime, Error> SoapyRadio::receive(std::span<const std::span<Sample>> spans) try {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  take_reports();
  std::size_t done = 0;
  constexpr int most_overflows = 100;
  for (int empty = 0; done < *n;) {
    auto count = read_some(spans, done);
    if (!count) return Fail(count.error());
    if (*count == 0 && ++empty > most_overflows) return device_failure("the device overflows without giving samples");
    done += *count;
  }
  statistics_.received_samples += *n;
  auto time = received_;
  received_ += std::int64_t(*n);
  return time;
} catch (const std::exception& e) {
  return device_failure(e.what());
}

Result<Nothing, Error> SoapyRadio::transmit(SampleTime time, std::span<const std::span<const Sample>> spans) try {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  if (time < received_ || time < sent_) {
    ++statistics_.late_bursts;
    statistics_.late_samples += *n;
    return Fail(
        Error{Error::Kind::late, "a burst for sample " + std::to_string(time.value()) + " at sample " + std::to_string(received_.value())});
  }
  std::size_t done = 0;
  while (done < *n) {
    std::vector<const void*> buffers;
    for (auto& span : spans) buffers.push_back(span.data() + done);
    int flags = SOAPY_SDR_HAS_TIME | SOAPY_SDR_END_BURST;
    auto ns = SoapySDR::ticksToTimeNs((time + std::int64_t(done)).value(), rate_hz_);
    int count = device_->writeStream(transmit_stream_, buffers.data(), *n - done, flags, ns, long(options_.timeout_s * 1e6));
    if (count <= 0) return device_failure(count == 0 ? "the device takes no samples" : SoapySDR::errToStr(count));
    done += std::size_t(count);
  }
  statistics_.sent_samples += *n;
  sent_ = time + std::int64_t(*n);
  return Nothing{};
} catch (const std::exception& e) {
  return device_failure(e.what());
}

/// What became of bursts: those that the hardware found late are counted like those that we refuse.
void SoapyRadio::take_reports() {
  constexpr int reports_at_once = 16;
  for (int i = 0; i < reports_at_once; ++i) {
    std::size_t mask = 0;
    int flags = 0;
    long long ns = 0;
    int status = device_->readStreamStatus(transmit_stream_, mask, flags, ns, 0);
    if (status == SOAPY_SDR_TIMEOUT || status == SOAPY_SDR_NOT_SUPPORTED) return;
    if (status == SOAPY_SDR_TIME_ERROR || status == SOAPY_SDR_UNDERFLOW) ++statistics_.late_bursts;
  }
}

}  // namespace
}  // namespace pellucid::radio

extern "C" __attribute__((visibility("default"))) pellucid::radio::Radio* pellucid_radio_soapy_open_1(
    const pellucid::radio::SoapyOptions& options, pellucid::radio::Error& error) {
  try {
    return std::make_unique<pellucid::radio::SoapyRadio>(options).release();
  } catch (const std::exception& e) {
    error = {pellucid::radio::Error::Kind::device, std::string("SoapySDR: ") + e.what()};
    return nullptr;
  }
}
