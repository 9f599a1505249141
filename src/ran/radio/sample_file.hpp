#pragma once
// Recordings: interleaved little-endian I, Q, as 16-bit integers or 32-bit floats, plain or in xz, read and written as a
// stream (a recording may be larger than memory).
//
//   auto file = SampleFileReader::open("dl_iq.sc16.xz", {SampleFormat::int16, 32767});
//   auto count = file->read(samples);          // how many there were; fewer than asked only at the end
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

enum class SampleFormat : std::uint8_t { int16, float32 };

struct FileFormat {
  SampleFormat format = SampleFormat::int16;
  /// The number in the file that means 1.0. A written int16 is rounded to the nearest and limited to the 16 bits.
  double full_scale = 32767;
};

/// xz is recognised by the first octets of the file. A damaged or cut xz file is Error::device.
class SampleFileReader {
 public:
  static Result<SampleFileReader, Error> open(const std::string& path, FileFormat format);
  SampleFileReader(SampleFileReader&&) noexcept;
  SampleFileReader& operator=(SampleFileReader&&) noexcept;
  ~SampleFileReader();
  /// Fills from the front; fewer than asked only where the recording ends. Octets behind the last whole sample are ignored.
  Result<std::size_t, Error> read(std::span<Sample> samples);
  /// From the first sample again.
  Result<Nothing, Error> rewind();

 private:
  struct Stream;
  explicit SampleFileReader(std::unique_ptr<Stream> stream);
  std::unique_ptr<Stream> stream_;
};

/// A path that ends in ".xz" is compressed.
class SampleFileWriter {
 public:
  static Result<SampleFileWriter, Error> open(const std::string& path, FileFormat format);
  SampleFileWriter(SampleFileWriter&&) noexcept;
  SampleFileWriter& operator=(SampleFileWriter&&) noexcept;
  /// Finishes the file if finish() was not called; errors are then lost.
  ~SampleFileWriter();
  Result<Nothing, Error> write(std::span<const Sample> samples);
  Result<Nothing, Error> write_zeros(std::uint64_t count);
  /// All that was written is in the file. Nothing can be written any more.
  Result<Nothing, Error> finish();

 private:
  struct Stream;
  explicit SampleFileWriter(std::unique_ptr<Stream> stream);
  std::unique_ptr<Stream> stream_;
};

/// A whole recording; at most `limit` samples of it.
Result<std::vector<Sample>, Error> read_samples(const std::string& path, FileFormat format, std::size_t limit = std::size_t(1) << 28);

}  // namespace pellucid::radio
