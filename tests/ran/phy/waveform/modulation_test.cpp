// Mapping against golden vectors; soft bits against their definition, and SIMD against scalar.
#include "ran/phy/waveform/modulation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "ran/phy/waveform/waveform_data.hpp"

namespace pellucid::phy {
namespace {

constexpr Modulation all_modulations[] = {Modulation::pi2_bpsk, Modulation::bpsk,  Modulation::qpsk,
                                          Modulation::qam16,    Modulation::qam64, Modulation::qam256};

Bits random_bits(std::size_t size, test::Noise& random) {
  Bits bits(size);
  for (auto& bit : bits) bit = std::uint8_t(random.below(2));
  return bits;
}

/// Every point of a modulation, with its bits; for pi/2-BPSK those of an even index.
std::vector<std::pair<Bits, Sample>> points(Modulation modulation) {
  std::vector<std::pair<Bits, Sample>> found;
  unsigned width = bits_a_symbol(modulation);
  for (unsigned value = 0; value < 1u << width; ++value) {
    Bits bits(width);
    for (unsigned i = 0; i < width; ++i) bits[i] = value >> i & 1;
    Samples one(1);
    modulate(modulation, bits, one);
    found.emplace_back(bits, one[0]);
  }
  return found;
}

TEST(Modulation, IsTheGoldenVectors) {
  std::map<std::string, Modulation> names = {{"pi/2-BPSK", Modulation::pi2_bpsk}, {"BPSK", Modulation::bpsk},
                                             {"QPSK", Modulation::qpsk},          {"16QAM", Modulation::qam16},
                                             {"64QAM", Modulation::qam64},        {"256QAM", Modulation::qam256}};
  auto vectors = nlohmann::json::parse(std::ifstream(test::waveform_file("sequences.json")))["mod"];
  ASSERT_EQ(vectors.size(), 6u);
  for (const auto& vector : vectors) {
    auto modulation = names.at(vector["mod"].get<std::string>());
    Bits bits;
    for (char bit : vector["bits"].get<std::string>()) bits.push_back(std::uint8_t(bit - '0'));
    Samples out(bits.size() / bits_a_symbol(modulation)), expected;
    modulate(modulation, bits, out);
    for (std::size_t i = 0; i < out.size(); ++i) {
      EXPECT_NEAR(out[i].real(), vector["symbols"][i][0].get<float>(), 2e-7 + 1e-6) << vector["mod"] << i;
      EXPECT_NEAR(out[i].imag(), vector["symbols"][i][1].get<float>(), 2e-7 + 1e-6) << vector["mod"] << i;
    }
  }
}

TEST(Modulation, PointsHaveMeanPowerOne) {
  for (auto modulation : all_modulations) {
    double power = 0;
    auto all = points(modulation);
    for (const auto& [bits, point] : all) power += std::norm(point);
    EXPECT_NEAR(power / double(all.size()), 1, 1e-6);
  }
}

TEST(Demodulation, IsMaxLogByExhaustiveSearch) {
  test::Noise random(1);
  for (auto modulation : all_modulations) {
    auto all = points(modulation);
    unsigned width = bits_a_symbol(modulation);
    for (int trial = 0; trial < 300; ++trial) {
      Sample y[] = {random(1.5)};
      float noise[] = {0.01f + std::abs(random(1.0).real())};
      Llr got[8];
      demodulate_scalar(modulation, y, noise, std::span(got).first(width));
      for (unsigned b = 0; b < width; ++b) {
        double nearest[2] = {1e9, 1e9};
        for (const auto& [bits, point] : all) nearest[bits[b]] = std::min(nearest[bits[b]], double(std::norm(y[0] - point)));
        double expected = std::clamp((nearest[1] - nearest[0]) / noise[0] * llr_units_a_nat, -127.0, 127.0);
        ASSERT_NEAR(got[b], expected, 0.51) << int(width) << " bit " << b << " trial " << trial;
      }
    }
  }
}

TEST(Demodulation, SimdIsScalarToTheLastBit) {
  test::Noise random(2);
  constexpr float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  for (auto modulation : all_modulations)
    for (std::size_t size : {0u, 1u, 3u, 4u, 7u, 8u, 15u, 16u, 17u, 1000u, 4099u}) {
      Samples y(size);
      std::vector<float> noise(size);
      for (std::size_t i = 0; i < size; ++i) y[i] = random(2.0), noise[i] = std::exp(4 * random(1).real());
      const float strange[] = {0, -1, nan, inf, -inf, 1e-38f, 3e38f, 1e-20f};
      for (std::size_t i = 0; i + 16 < size; i += 16) {
        noise[i] = strange[i / 16 % 8];
        y[i + 1] = Sample(strange[i / 16 % 8], random(1).real());
        y[i + 2] = Sample(random(1).real(), strange[i / 16 % 8]);
      }
      Llrs fast(size * bits_a_symbol(modulation)), plain(fast.size());
      demodulate(modulation, y, noise, fast);
      demodulate_scalar(modulation, y, noise, plain);
      ASSERT_EQ(fast, plain) << "Q_m " << bits_a_symbol(modulation) << ", " << size << " symbols";
    }
}

TEST(Demodulation, ErasesWhatIsNotKnown) {
  constexpr float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  for (auto modulation : all_modulations) {
    const Sample y[] = {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {nan, 1}, {1, inf}};
    const float noise[] = {0, -1, nan, inf, 1, 1};
    Llrs soft(6 * bits_a_symbol(modulation), 55);
    demodulate(modulation, y, noise, soft);
    EXPECT_EQ(soft, Llrs(soft.size(), 0));
  }
}

TEST(Demodulation, GivesBackTheBits) {
  test::Noise random(3);
  for (auto modulation : all_modulations) {
    auto bits = random_bits(3000 * bits_a_symbol(modulation), random);
    Samples y(3000);
    modulate(modulation, bits, y);
    Llrs soft(bits.size());
    demodulate(modulation, y, 0.001f, soft);
    Bits decided(bits.size());
    decide(modulation, y, decided);
    EXPECT_EQ(decided, bits);
    for (std::size_t i = 0; i < bits.size(); ++i) ASSERT_EQ(soft[i] < 0, bits[i] == 1) << i;
    EXPECT_LT(error_vector_magnitude(modulation, y), 1e-6);
  }
}

TEST(Demodulation, ErrorVectorIsTheNoise) {
  test::Noise random(4);
  auto bits = random_bits(20000 * 2, random);
  Samples y(20000);
  modulate(Modulation::qpsk, bits, y);
  random.add(y, 0.01);
  EXPECT_NEAR(error_vector_magnitude(Modulation::qpsk, y), 0.1, 0.003);
}

}  // namespace
}  // namespace pellucid::phy
