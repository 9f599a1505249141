#include "ran/radio/file_radio.hpp"

#include <algorithm>

namespace pellucid::radio {

Result<std::unique_ptr<FileRadio>, Error> FileRadio::open(const FileRadioOptions& options) {
  std::size_t channels = std::max(options.receive_paths.size(), options.transmit_paths.size());
  bool equal =
      options.receive_paths.empty() || options.transmit_paths.empty() || options.receive_paths.size() == options.transmit_paths.size();
  if (channels == 0 || !equal)
    return Fail(Error{Error::Kind::bad_setting, "a file radio needs one file a channel, equally many to receive and to transmit"});
  if (!(options.sample_rate_hz > 0)) return Fail(Error{Error::Kind::bad_setting, "the sample rate must be above 0"});
  std::unique_ptr<FileRadio> radio(new FileRadio(channels, options.sample_rate_hz, options.repeat));
  for (auto& path : options.receive_paths) {
    auto reader = SampleFileReader::open(path, options.receive_format);
    if (!reader) return Fail(reader.error());
    radio->readers_.push_back(std::move(*reader));
  }
  for (auto& path : options.transmit_paths) {
    auto writer = SampleFileWriter::open(path, options.transmit_format);
    if (!writer) return Fail(writer.error());
    radio->writers_.push_back(std::move(*writer));
  }
  return radio;
}

Result<std::size_t, Error> FileRadio::read_or_repeat(SampleFileReader& reader, std::span<Sample> samples) const {
  std::size_t done = 0;
  bool rewound = false;
  while (true) {
    auto count = reader.read(samples.subspan(done));
    if (!count) return count;
    done += *count;
    if (done == samples.size() || !repeat_ || (rewound && *count == 0)) return done;  // an empty recording stays silent
    if (auto again = reader.rewind(); !again) return Fail(again.error());
    rewound = true;
  }
}

Result<SampleTime, Error> FileRadio::receive(std::span<const std::span<Sample>> spans) {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  if (ended_) return Fail(Error{Error::Kind::ended, "the recording is over"});
  std::size_t most = readers_.empty() ? *n : 0;
  for (std::size_t c = 0; c < channels(); ++c) {
    std::size_t count = 0;
    if (!readers_.empty()) {
      auto read = read_or_repeat(readers_[c], spans[c]);
      if (!read) return Fail(read.error());
      count = *read;
    }
    std::fill(spans[c].begin() + std::ptrdiff_t(count), spans[c].end(), Sample{});
    scale_received(c, spans[c]);
    most = std::max(most, count);
  }
  ended_ = most < *n;
  if (most == 0 && *n > 0) return Fail(Error{Error::Kind::ended, "the recording is over"});
  statistics_.received_samples += *n;
  auto time = received_;
  received_ += std::int64_t(*n);
  return time;
}

Result<Nothing, Error> FileRadio::transmit(SampleTime time, std::span<const std::span<const Sample>> spans) {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  if (time < sent_) return late(time, sent_, *n);
  auto gap = std::uint64_t(time - sent_);
  for (std::size_t c = 0; c < writers_.size(); ++c) {
    if (auto written = writers_[c].write_zeros(gap); !written) return written;
    scaled_.assign(spans[c].begin(), spans[c].end());
    scale_sent(c, scaled_);
    if (auto written = writers_[c].write(scaled_); !written) return written;
  }
  statistics_.gap_samples += gap;
  statistics_.sent_samples += *n;
  sent_ = time + std::int64_t(*n);
  return Nothing{};
}

Result<Nothing, Error> FileRadio::finish() {
  Result<Nothing, Error> result = Nothing{};
  for (auto& writer : writers_)
    if (auto finished = writer.finish(); !finished && result) result = finished;
  return result;
}

}  // namespace pellucid::radio
