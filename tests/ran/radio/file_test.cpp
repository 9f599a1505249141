// Recordings in both formats, plain and packed, and the radio made of them.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/bytes.hpp"
#include "ran/radio/file_radio.hpp"

using namespace pellucid;
using namespace pellucid::radio;

namespace {

std::string temporary(const std::string& file) { return testing::TempDir() + "pellucid_radio_" + std::to_string(::getpid()) + "_" + file; }

std::vector<Sample> noise(std::size_t count, unsigned seed, float amplitude = 0.3f) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, amplitude);
  std::vector<Sample> out(count);
  for (auto& s : out) s = {normal(random), normal(random)};
  return out;
}

struct Case {
  const char* file;
  FileFormat format;
  float tolerance;  // on each axis
};

class Recording : public testing::TestWithParam<Case> {};

TEST_P(Recording, KeepsEverySample) {
  auto& [file, format, tolerance] = GetParam();
  auto path = temporary(file);
  auto sent = noise(100'003, 1);  // not a multiple of any block
  {
    auto writer = SampleFileWriter::open(path, format);
    ASSERT_TRUE(writer) << writer.error().text;
    for (std::size_t at = 0, n = 1; at < sent.size(); at += n, n = n * 2 + 1)
      ASSERT_TRUE(writer->write(std::span(sent).subspan(at, std::min(n, sent.size() - at))));
    ASSERT_TRUE(writer->finish());
    EXPECT_FALSE(writer->write(sent));
  }
  auto got = read_samples(path, format);
  ASSERT_TRUE(got) << got.error().text;
  ASSERT_EQ(got->size(), sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    ASSERT_NEAR((*got)[i].real(), std::clamp(sent[i].real(), -1.0f, 1.0f), tolerance) << i;
    ASSERT_NEAR((*got)[i].imag(), std::clamp(sent[i].imag(), -1.0f, 1.0f), tolerance) << i;
  }
  // What was read and is written again is the same file.
  auto copy = temporary(std::string("copy_") + file);
  auto writer = SampleFileWriter::open(copy, format);
  ASSERT_TRUE(writer->write(*got));
  ASSERT_TRUE(writer->finish());
  auto again = read_samples(copy, format);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *got);
  std::filesystem::remove(path);
  std::filesystem::remove(copy);
}

// Floats are exact with a full scale of 1; integers round, and limit what is above full scale.
INSTANTIATE_TEST_SUITE_P(All, Recording,
                         testing::Values(Case{"a.sc16", {SampleFormat::int16, 32767}, 0.51f / 32767 + 1.0f / 32768},
                                         Case{"a.sc16.xz", {SampleFormat::int16, 32767}, 0.51f / 32767 + 1.0f / 32768},
                                         Case{"a.cf32", {SampleFormat::float32, 1}, 1.5f},
                                         Case{"a.cf32.xz", {SampleFormat::float32, 1}, 1.5f}),
                         [](auto& info) {
                           std::string name = info.param.file;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(RecordingFormat, IsLittleEndianInterleaved) {
  auto path = temporary("layout");
  std::vector<Sample> samples{{1.0f, -1.0f}, {0.5f, 2.0f}, {-2.0f, 0.0f}};
  auto octets = [&](FileFormat format) {
    auto writer = SampleFileWriter::open(path, format);
    EXPECT_TRUE(writer->write(samples));
    EXPECT_TRUE(writer->finish());
    std::ifstream in(path, std::ios::binary);
    std::string all{std::istreambuf_iterator<char>(in), {}};
    return hex(as_bytes(all));
  };
  EXPECT_EQ(octets({SampleFormat::int16, 32767}),
            "ff7f0180"
            "0040ff7f"
            "00800000");
  EXPECT_EQ(octets({SampleFormat::int16, 256}),
            "000100ff"
            "80000002"
            "00fe0000");
  EXPECT_EQ(octets({SampleFormat::float32, 1}),
            "0000803f000080bf"
            "0000003f00000040"
            "000000c000000000");
  std::filesystem::remove(path);
}

TEST(RecordingFormat, FloatsAreExact) {
  auto path = temporary("exact.cf32.xz");
  auto sent = noise(5000, 3, 10);
  auto writer = SampleFileWriter::open(path, {SampleFormat::float32, 1});
  ASSERT_TRUE(writer->write(sent));
  ASSERT_TRUE(writer->finish());
  auto got = read_samples(path, {SampleFormat::float32, 1});
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, sent);
  auto some = read_samples(path, {SampleFormat::float32, 1}, 777);
  ASSERT_TRUE(some);
  EXPECT_EQ(some->size(), 777u);
  std::filesystem::remove(path);
}

TEST(RecordingFaults, AreErrorsNotCrashes) {
  EXPECT_EQ(SampleFileReader::open(temporary("nowhere"), {}).error().kind, Error::Kind::device);
  EXPECT_EQ(SampleFileWriter::open("/nowhere/at/all", {}).error().kind, Error::Kind::device);
  EXPECT_EQ(SampleFileReader::open("/dev/null", {SampleFormat::int16, 0}).error().kind, Error::Kind::bad_setting);
  auto empty = read_samples("/dev/null", {});
  ASSERT_FALSE(empty && !empty->empty());

  auto path = temporary("fault.sc16.xz");
  auto writer = SampleFileWriter::open(path, {});
  ASSERT_TRUE(writer->write(noise(20'000, 2)));
  ASSERT_TRUE(writer->finish());
  std::ifstream in(path, std::ios::binary);
  std::string all{std::istreambuf_iterator<char>(in), {}};
  std::mt19937 random(4);
  for (int i = 0; i < 60; ++i) {
    auto damaged = all;
    if (i % 2) {
      damaged.resize(random() % all.size());
    } else {
      damaged[6 + random() % (all.size() - 6)] ^= char(1 + random() % 255);
    }
    std::ofstream(path, std::ios::binary) << damaged;
    auto got = read_samples(path, {});
    if (i % 2 == 0 || damaged.size() >= 6) {
      EXPECT_FALSE(got) << i;
    }
  }
  std::filesystem::remove(path);
}

TEST(FileRadio, HearsAndRecords) {
  auto path = temporary("hear.cf32"), out = temporary("record.cf32.xz");
  FileFormat format{SampleFormat::float32, 1};
  auto recorded = noise(2500, 5);
  auto writer = SampleFileWriter::open(path, format);
  ASSERT_TRUE(writer->write(recorded));
  ASSERT_TRUE(writer->finish());

  FileRadioOptions options{.receive_paths = {path}, .transmit_paths = {out}, .receive_format = format, .transmit_format = format};
  auto opened = FileRadio::open(options);
  ASSERT_TRUE(opened) << opened.error().text;
  auto& radio = **opened;
  std::vector<Sample> block(1000);
  for (int i = 0; i < 3; ++i) {
    auto time = radio.receive(block);
    ASSERT_TRUE(time);
    EXPECT_EQ(time->value(), i * 1000);
    for (std::size_t k = 0; k < block.size(); ++k) {
      auto at = std::size_t(i) * 1000 + k;
      ASSERT_EQ(block[k], at < recorded.size() ? recorded[at] : Sample{}) << at;
    }
  }
  EXPECT_EQ(radio.receive(block).error().kind, Error::Kind::ended);

  ASSERT_TRUE(radio.transmit(SampleTime(10), std::span<const Sample>(recorded).first(5)));
  auto refused = radio.transmit(SampleTime(14), std::span<const Sample>(recorded).first(7));
  EXPECT_EQ(refused.error().kind, Error::Kind::late);
  ASSERT_TRUE(radio.transmit(SampleTime(20), std::span<const Sample>(recorded).first(1)));
  std::span<const Sample> two[] = {recorded, recorded};
  EXPECT_EQ(radio.transmit(SampleTime(30), two).error().kind, Error::Kind::bad_setting);
  ASSERT_TRUE(radio.finish());
  EXPECT_EQ(radio.statistics().late_bursts, 1u);
  EXPECT_EQ(radio.statistics().late_samples, 7u);
  EXPECT_EQ(radio.statistics().gap_samples, 15u);
  EXPECT_EQ(radio.statistics().sent_samples, 6u);
  auto sent = read_samples(out, format);
  ASSERT_TRUE(sent);
  std::vector<Sample> expected(21);
  std::copy_n(recorded.begin(), 5, expected.begin() + 10);
  expected[20] = recorded[0];
  EXPECT_EQ(*sent, expected);
  std::filesystem::remove(path);
  std::filesystem::remove(out);
}

TEST(FileRadio, RepeatsAndScales) {
  auto path = temporary("repeat.cf32");
  FileFormat format{SampleFormat::float32, 1};
  auto recorded = noise(7, 6);
  auto writer = SampleFileWriter::open(path, format);
  ASSERT_TRUE(writer->write(recorded));
  ASSERT_TRUE(writer->finish());
  auto opened = FileRadio::open({.receive_paths = {path, path}, .receive_format = format, .repeat = true});
  ASSERT_TRUE(opened);
  auto& radio = **opened;
  ASSERT_TRUE(radio.set_receive_gain(1, 20));
  EXPECT_FALSE(radio.set_receive_gain(2, 0));
  std::vector<Sample> a(20), b(20);
  std::span<Sample> both[] = {a, b};
  ASSERT_TRUE(radio.receive(both));
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i], recorded[i % 7]);
    EXPECT_NEAR(std::abs(b[i] - recorded[i % 7] * 10.0f), 0, 1e-5);
  }
  EXPECT_TRUE(radio.transmit(SampleTime(0), std::span<const std::span<const Sample>>(std::vector<std::span<const Sample>>{a, b})));
  std::filesystem::remove(path);
}

}  // namespace
