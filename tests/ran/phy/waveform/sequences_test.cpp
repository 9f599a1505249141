// Sequences against golden vectors (two independent implementations agree on them) and against the definitions.
#include "ran/phy/waveform/sequences.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/waveform_data.hpp"

namespace pellucid::phy {
namespace {

using test::waveform_file;

nlohmann::json vectors() { return nlohmann::json::parse(std::ifstream(waveform_file("sequences.json"))); }

/// TS 38.211 §5.2.1 as it is written, bit by bit.
Bits gold_by_definition(std::uint32_t c_init, std::size_t size) {
  std::vector<unsigned> x1(1600 + size + 31), x2(x1.size());
  x1[0] = 1;
  for (unsigned i = 0; i < 31; ++i) x2[i] = c_init >> i & 1;
  for (std::size_t i = 0; i + 31 < x1.size(); ++i) {
    x1[i + 31] = x1[i + 3] ^ x1[i];
    x2[i + 31] = x2[i + 3] ^ x2[i + 2] ^ x2[i + 1] ^ x2[i];
  }
  Bits c(size);
  for (std::size_t n = 0; n < size; ++n) c[n] = std::uint8_t(x1[n + 1600] ^ x2[n + 1600]);
  return c;
}

TEST(Gold, IsTheGoldenVectors) {
  for (const auto& vector : vectors()["prbs"]) {
    Bits c(256);
    GoldSequence(vector["c_init"].get<std::uint32_t>()).generate(c);
    auto expected = vector["first_256"].get<std::string>();
    for (std::size_t n = 0; n < c.size(); ++n) ASSERT_EQ(c[n], expected[n] - '0') << vector["c_init"] << " at " << n;
  }
}

TEST(Gold, IsTheDefinitionForAnyLengthAndStart) {
  for (std::uint32_t c_init : {0u, 1u, 0x12345u, 0x7FFFFFFFu, 0x2AAAAAAAu})
    for (std::size_t size : {1u, 27u, 28u, 29u, 31u, 32u, 33u, 1000u, 10007u}) {
      Bits c(size);
      GoldSequence(c_init).generate(c);
      ASSERT_EQ(c, gold_by_definition(c_init, size)) << c_init << " " << size;
    }
}

TEST(Gold, SkipsToWhereItWouldHaveCome) {
  auto whole = gold_by_definition(0x1F4A5u, 100000);
  for (std::size_t first : {0u, 1u, 5u, 28u})
    for (std::size_t skipped : {0u, 1u, 3u, 27u, 28u, 30u, 31u, 64u, 1791u, 1792u, 5000u, 65537u, 90000u}) {
      GoldSequence c(0x1F4A5u);
      Bits start(first), rest(64);
      c.generate(start);
      c.skip(skipped);
      c.generate(rest);
      ASSERT_TRUE(std::equal(rest.begin(), rest.end(), whole.begin() + std::ptrdiff_t(first + skipped))) << first << " " << skipped;
    }
}

TEST(Gold, ScramblesAndDescrambles) {
  auto c = gold_by_definition(77, 1001);
  Bits bits(1001, 1);
  GoldSequence(77).scramble(bits);
  Llrs llrs(1001, 100);
  GoldSequence(77).descramble(llrs);
  Samples points(500);
  GoldSequence(77).qpsk(points, 2);
  for (std::size_t n = 0; n < 1001; ++n) {
    ASSERT_EQ(bits[n], 1 ^ c[n]);
    ASSERT_EQ(llrs[n], c[n] ? -100 : 100);
  }
  for (std::size_t m = 0; m < 500; ++m) {
    ASSERT_FLOAT_EQ(points[m].real(), float(std::numbers::sqrt2) * (1 - 2 * c[2 * m]));
    ASSERT_FLOAT_EQ(points[m].imag(), float(std::numbers::sqrt2) * (1 - 2 * c[2 * m + 1]));
  }
}

TEST(Sync, PssAndSssAreTheGoldenVectors) {
  auto all = vectors();
  for (const auto& [n_id_2, expected] : all["pss"].items()) {
    auto d = pss(unsigned(std::stoul(n_id_2)));
    for (std::size_t n = 0; n < sync_length; ++n) ASSERT_EQ(d[n], expected[n].get<float>()) << n_id_2;
  }
  for (const auto& [pci, expected] : all["sss"].items()) {
    auto d = sss(unsigned(std::stoul(pci)));
    for (std::size_t n = 0; n < sync_length; ++n) ASSERT_EQ(d[n], expected[n].get<float>()) << pci;
  }
}

TEST(Dmrs, PbchIsTheGoldenVectors) {
  for (const auto& vector : vectors()["pbch_dmrs"]) {
    Samples r(144);
    pbch_dmrs(vector["pci"].get<unsigned>(), vector["i_ssb_bar"].get<unsigned>(), r);
    for (std::size_t m = 0; m < r.size(); ++m) {
      ASSERT_NEAR(r[m].real(), vector["symbols"][m][0].get<float>(), 1e-6);
      ASSERT_NEAR(r[m].imag(), vector["symbols"][m][1].get<float>(), 1e-6);
    }
  }
}

TEST(LowPapr, HasConstantAmplitudeAndFlatSpectrumOfItsZadoffChuPart) {
  for (std::size_t length : {6u, 12u, 18u, 24u, 30u, 36u, 48u, 72u, 144u, 624u, 3276u})
    for (unsigned u : {0u, 13u, 29u}) {
      Samples r(length);
      low_papr_sequence(r, u, 0, 0);
      for (auto element : r) ASSERT_NEAR(std::abs(element), 1, 1e-5) << length << " " << u;
    }
}

TEST(LowPapr, LongOnesAreTheDefinition) {
  // M_ZC = 36: N_ZC = 31, q-bar = u + 1
  for (unsigned u = 0; u < 30; ++u) {
    Samples r(36);
    low_papr_sequence(r, u, 0, 0);
    double q = u + 1;
    for (std::size_t n = 0; n < 36; ++n) {
      double m = double(n % 31);
      auto expected = std::polar(1.0, -std::numbers::pi * q * m * (m + 1) / 31);
      ASSERT_NEAR(std::abs(std::complex<double>(r[n]) - expected), 0, 1e-5) << u << " " << n;
    }
  }
  // M_ZC = 72, u = 3, v = 1: N_ZC = 71, q-bar = 71 * 4 / 31 = 9.161, q = 9 + (-1)^18 = 10
  Samples r(72);
  low_papr_sequence(r, 3, 1, 0);
  for (std::size_t n = 0; n < 72; ++n) {
    double m = double(n % 71);
    ASSERT_NEAR(std::abs(std::complex<double>(r[n]) - std::polar(1.0, -std::numbers::pi * 10 * m * (m + 1) / 71)), 0, 1e-5);
  }
}

TEST(LowPapr, CyclicShiftsAreOrthogonal) {
  for (unsigned u = 0; u < 30; ++u)
    for (unsigned shift = 1; shift < 12; ++shift) {
      Samples a(12), b(12);
      low_papr_sequence(a, u, 0, 0);
      low_papr_sequence(b, u, 0, 2 * std::numbers::pi * shift / 12);
      Sample sum = 0;
      for (std::size_t n = 0; n < 12; ++n) sum += a[n] * std::conj(b[n]);
      ASSERT_NEAR(std::abs(sum), 0, 1e-4);
    }
}

TEST(Hopping, FollowsTheGoldSequence) {
  auto value = [](std::uint32_t c_init, std::size_t first) {
    auto c = gold_by_definition(c_init, first + 8);
    unsigned sum = 0;
    for (unsigned m = 0; m < 8; ++m) sum += unsigned(c[first + m]) << m;
    return sum;
  };
  EXPECT_EQ(pucch_cyclic_shift(500, 7, 3), value(500, 8 * 14 * 7 + 8 * 3));
  EXPECT_EQ(pucch_group(GroupHopping::neither, 500, 7, 1), (SequenceGroup{20, 0}));
  EXPECT_EQ(pucch_group(GroupHopping::group, 500, 7, 1), (SequenceGroup{(value(16, 8 * 15) + 20) % 30, 0}));
  EXPECT_EQ(pucch_group(GroupHopping::sequence, 500, 7, 1), (SequenceGroup{20, gold_by_definition(32 * 16 + 20, 16)[15]}));
  EXPECT_EQ(pusch_group(GroupHopping::group, 500, 7, 2, 144), (SequenceGroup{(value(16, 8 * (14 * 7 + 2)) + 500) % 30, 0}));
  EXPECT_EQ(pusch_group(GroupHopping::sequence, 500, 7, 2, 144), (SequenceGroup{20, gold_by_definition(500, 101)[100]}));
  EXPECT_EQ(pusch_group(GroupHopping::sequence, 500, 7, 2, 36), (SequenceGroup{20, 0}));
}

}  // namespace
}  // namespace pellucid::phy
