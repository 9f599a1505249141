#pragma once
// A radio that hears recordings and records what it sends.
#include <optional>
#include <string>
#include <vector>

#include "ran/radio/radio.hpp"
#include "ran/radio/sample_file.hpp"

namespace pellucid::radio {

struct FileRadioOptions {
  std::vector<std::string> receive_paths{};   // one file a channel; none: hears silence
  std::vector<std::string> transmit_paths{};  // one file a channel; none: what is sent is dropped
  FileFormat receive_format{};
  FileFormat transmit_format{};
  double sample_rate_hz = 11.52e6;
  bool repeat = false;  // the recording begins again where it ends (all channels together)
};

/// receive(): a block at the end of the recording that is not whole is filled up with zeros; the next one is
/// Error::ended. transmit(): times must not go back; gaps are zeros in the file. The transmit file begins at sample 0.
/// A radio without receive files has its time go on with each receive() all the same.
class FileRadio final : public SoftwareRadio {
 public:
  static Result<std::unique_ptr<FileRadio>, Error> open(const FileRadioOptions& options);
  using Radio::receive;
  using Radio::transmit;
  Result<SampleTime, Error> receive(std::span<const std::span<Sample>> channels) override;
  Result<Nothing, Error> transmit(SampleTime time, std::span<const std::span<const Sample>> channels) override;
  /// The recordings are complete. Nothing can be sent any more.
  Result<Nothing, Error> finish();

 private:
  FileRadio(std::size_t channels, double rate_hz, bool repeat) : SoftwareRadio(channels, rate_hz), repeat_(repeat) {}
  Result<std::size_t, Error> read_or_repeat(SampleFileReader& reader, std::span<Sample> samples) const;

  std::vector<SampleFileReader> readers_{};
  std::vector<SampleFileWriter> writers_{};
  std::vector<Sample> scaled_{};
  bool repeat_;
  bool ended_ = false;
  SampleTime received_{};  // the next sample to be received
  SampleTime sent_{};      // the next sample to be written
};

}  // namespace pellucid::radio
