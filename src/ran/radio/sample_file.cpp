#include "ran/radio/sample_file.hpp"

#include <lzma.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/bytes.hpp"

namespace pellucid::radio {
namespace {

constexpr std::size_t file_block = 1u << 16;     // octets that are read or written at once
constexpr std::uint64_t xz_memory = 256u << 20;  // no honest recording needs more to unpack
constexpr std::size_t samples_at_once = file_block / 8;

Fail<Error> file_failure(const std::string& path, const std::string& what) { return Fail(Error{Error::Kind::device, path + ": " + what}); }
Fail<Error> file_failure(const std::string& path) { return file_failure(path, std::strerror(errno)); }

std::size_t octets_of(SampleFormat format) { return format == SampleFormat::int16 ? 4 : 8; }

float number_at(const std::uint8_t* p, SampleFormat format) {
  if (format == SampleFormat::int16) return float(std::int16_t(p[0] | p[1] << 8));
  return std::bit_cast<float>(std::uint32_t(p[0]) | std::uint32_t(p[1]) << 8 | std::uint32_t(p[2]) << 16 | std::uint32_t(p[3]) << 24);
}

void put_number(Bytes& out, float v, const FileFormat& format) {
  double scaled = double(v) * format.full_scale;
  std::uint32_t bits;
  unsigned octets = 4;
  if (format.format == SampleFormat::int16) {
    double limited = std::isnan(scaled) ? 0 : std::clamp(scaled, -32768.0, 32767.0);
    bits = std::uint16_t(std::int16_t(std::lrint(limited)));
    octets = 2;
  } else {
    bits = std::bit_cast<std::uint32_t>(float(scaled));
  }
  for (unsigned i = 0; i < octets; ++i) out.push_back(std::uint8_t(bits >> (8 * i)));
}

struct CloseFile {
  void operator()(std::FILE* f) const { std::fclose(f); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// liblzma's state, released whatever happens.
struct Lzma {
  lzma_stream stream = LZMA_STREAM_INIT;
  Lzma() = default;
  Lzma(const Lzma&) = delete;
  Lzma& operator=(const Lzma&) = delete;
  ~Lzma() { lzma_end(&stream); }
};

Result<Nothing, Error> check_format(const std::string& path, const FileFormat& format) {
  if (std::isfinite(format.full_scale) && format.full_scale > 0) return Nothing{};
  return Fail(Error{Error::Kind::bad_setting, path + ": full scale must be above 0"});
}

}  // namespace

// ---- Reading -----------------------------------------------------------------------------------------------------------

struct SampleFileReader::Stream {
  std::string path;
  FileFormat format;
  File file{};
  std::unique_ptr<Lzma> xz{};
  std::array<std::uint8_t, file_block> packed{};
  bool file_ended = false;
  bool unpacked_all = false;
  Bytes octets = Bytes(file_block);  // unpacked, from `begin` to `end` not yet given out
  std::size_t begin = 0, end = 0;

  Result<Nothing, Error> start();
  Result<Nothing, Error> refill();
  Result<std::size_t, Error> unpack(std::uint8_t* to, std::size_t room);
};

/// From the first octet; looks whether they are xz.
Result<Nothing, Error> SampleFileReader::Stream::start() {
  static constexpr std::uint8_t magic[] = {0xFD, '7', 'z', 'X', 'Z', 0};
  std::uint8_t first[sizeof magic] = {};
  if (std::fseek(file.get(), 0, SEEK_SET) != 0) return file_failure(path);
  bool is_xz = std::fread(first, 1, sizeof first, file.get()) == sizeof first && std::memcmp(first, magic, sizeof magic) == 0;
  if (std::ferror(file.get()) || std::fseek(file.get(), 0, SEEK_SET) != 0) return file_failure(path);
  file_ended = unpacked_all = false;
  begin = end = 0;
  xz.reset();
  if (!is_xz) return Nothing{};
  xz = std::make_unique<Lzma>();
  if (lzma_stream_decoder(&xz->stream, xz_memory, LZMA_CONCATENATED) != LZMA_OK) return file_failure(path, "xz cannot start");
  return Nothing{};
}

Result<std::size_t, Error> SampleFileReader::Stream::unpack(std::uint8_t* to, std::size_t room) {
  auto& s = xz->stream;
  s.next_out = to;
  s.avail_out = room;
  while (s.avail_out == room && !unpacked_all) {
    if (s.avail_in == 0 && !file_ended) {
      s.next_in = packed.data();
      s.avail_in = std::fread(packed.data(), 1, packed.size(), file.get());
      if (std::ferror(file.get())) return file_failure(path);
      file_ended = s.avail_in < packed.size();
    }
    auto result = lzma_code(&s, file_ended ? LZMA_FINISH : LZMA_RUN);
    if (result == LZMA_STREAM_END)
      unpacked_all = true;
    else if (result != LZMA_OK)
      return file_failure(path, "the xz data are damaged (liblzma error " + std::to_string(int(result)) + ")");
  }
  return room - s.avail_out;
}

/// Moves what is left to the front and adds what fits.
Result<Nothing, Error> SampleFileReader::Stream::refill() {
  std::copy(octets.begin() + std::ptrdiff_t(begin), octets.begin() + std::ptrdiff_t(end), octets.begin());
  end -= begin;
  begin = 0;
  if (xz) {
    auto count = unpack(octets.data() + end, octets.size() - end);
    if (!count) return Fail(count.error());
    end += *count;
    return Nothing{};
  }
  end += std::fread(octets.data() + end, 1, octets.size() - end, file.get());
  if (std::ferror(file.get())) return file_failure(path);
  return Nothing{};
}

SampleFileReader::SampleFileReader(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
SampleFileReader::SampleFileReader(SampleFileReader&&) noexcept = default;
SampleFileReader& SampleFileReader::operator=(SampleFileReader&&) noexcept = default;
SampleFileReader::~SampleFileReader() = default;

Result<SampleFileReader, Error> SampleFileReader::open(const std::string& path, FileFormat format) {
  if (auto good = check_format(path, format); !good) return Fail(good.error());
  auto stream = std::make_unique<Stream>(path, format);
  stream->file.reset(std::fopen(path.c_str(), "rbe"));
  if (!stream->file) return file_failure(path);
  if (auto started = stream->start(); !started) return Fail(started.error());
  return SampleFileReader(std::move(stream));
}

Result<Nothing, Error> SampleFileReader::rewind() { return stream_->start(); }

Result<std::size_t, Error> SampleFileReader::read(std::span<Sample> samples) {
  auto& s = *stream_;
  const std::size_t size = octets_of(s.format.format);
  const auto unit = float(1 / s.format.full_scale);
  std::size_t done = 0;
  while (done < samples.size()) {
    if (s.end - s.begin < size) {
      std::size_t before = s.end - s.begin;
      if (auto refilled = s.refill(); !refilled) return Fail(refilled.error());
      if (s.end == before) break;
      continue;
    }
    std::size_t count = std::min((s.end - s.begin) / size, samples.size() - done);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t* p = s.octets.data() + s.begin + i * size;
      samples[done + i] = {number_at(p, s.format.format) * unit, number_at(p + size / 2, s.format.format) * unit};
    }
    s.begin += count * size;
    done += count;
  }
  return done;
}

Result<std::vector<Sample>, Error> read_samples(const std::string& path, FileFormat format, std::size_t limit) {
  auto file = SampleFileReader::open(path, format);
  if (!file) return Fail(file.error());
  std::vector<Sample> all;
  while (all.size() < limit) {
    std::size_t before = all.size();
    all.resize(before + std::min(limit - before, samples_at_once));
    auto count = file->read(std::span(all).subspan(before));
    if (!count) return Fail(count.error());
    if (before + *count == all.size()) continue;
    all.resize(before + *count);
    break;
  }
  return all;
}

// ---- Writing -----------------------------------------------------------------------------------------------------------

struct SampleFileWriter::Stream {
  std::string path;
  FileFormat format;
  File file{};
  std::unique_ptr<Lzma> xz{};
  Bytes octets{};

  Result<Nothing, Error> flush(bool last);
  Result<Nothing, Error> put(ByteView content);
};

Result<Nothing, Error> SampleFileWriter::Stream::put(ByteView content) {
  if (std::fwrite(content.data(), 1, content.size(), file.get()) != content.size()) return file_failure(path);
  return Nothing{};
}

Result<Nothing, Error> SampleFileWriter::Stream::flush(bool last) {
  if (!xz) {
    auto result = put(octets);
    octets.clear();
    return result;
  }
  auto& s = xz->stream;
  s.next_in = octets.data();
  s.avail_in = octets.size();
  std::array<std::uint8_t, file_block> packed;
  bool more = true;
  while (more) {
    s.next_out = packed.data();
    s.avail_out = packed.size();
    auto result = lzma_code(&s, last ? LZMA_FINISH : LZMA_RUN);
    if (result != LZMA_OK && result != LZMA_STREAM_END) return file_failure(path, "xz cannot pack");
    if (auto written = put(ByteView(packed).first(packed.size() - s.avail_out)); !written) return written;
    more = last ? result != LZMA_STREAM_END : s.avail_in > 0;
  }
  octets.clear();
  return Nothing{};
}

SampleFileWriter::SampleFileWriter(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
SampleFileWriter::SampleFileWriter(SampleFileWriter&&) noexcept = default;
SampleFileWriter& SampleFileWriter::operator=(SampleFileWriter&& other) noexcept {
  if (stream_) (void)finish();
  stream_ = std::move(other.stream_);
  return *this;
}
SampleFileWriter::~SampleFileWriter() {
  if (stream_) (void)finish();
}

Result<SampleFileWriter, Error> SampleFileWriter::open(const std::string& path, FileFormat format) {
  if (auto good = check_format(path, format); !good) return Fail(good.error());
  auto stream = std::make_unique<Stream>(path, format);
  stream->file.reset(std::fopen(path.c_str(), "wbe"));
  if (!stream->file) return file_failure(path);
  if (path.ends_with(".xz")) {
    stream->xz = std::make_unique<Lzma>();
    if (lzma_easy_encoder(&stream->xz->stream, 1, LZMA_CHECK_CRC64) != LZMA_OK) return file_failure(path, "xz cannot start");
  }
  return SampleFileWriter(std::move(stream));
}

Result<Nothing, Error> SampleFileWriter::write(std::span<const Sample> samples) {
  auto& s = *stream_;
  if (!s.file) return file_failure(s.path, "is finished");
  for (auto& sample : samples) {
    put_number(s.octets, sample.real(), s.format);
    put_number(s.octets, sample.imag(), s.format);
    if (s.octets.size() < file_block) continue;
    if (auto flushed = s.flush(false); !flushed) return flushed;
  }
  return Nothing{};
}

Result<Nothing, Error> SampleFileWriter::write_zeros(std::uint64_t count) {
  static const std::vector<Sample> zeros(samples_at_once);
  while (count > 0) {
    auto n = std::min<std::uint64_t>(count, zeros.size());
    if (auto written = write(std::span(zeros).first(std::size_t(n))); !written) return written;
    count -= n;
  }
  return Nothing{};
}

Result<Nothing, Error> SampleFileWriter::finish() {
  auto& s = *stream_;
  if (!s.file) return Nothing{};
  auto flushed = s.flush(true);
  bool closed = std::fclose(s.file.release()) == 0;
  if (!flushed) return flushed;
  if (!closed) return file_failure(s.path);
  return Nothing{};
}

}  // namespace pellucid::radio
