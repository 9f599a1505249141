#include "ran/phy/coding/polar.hpp"

#include <gmock/gmock.h>

#include "ran/phy/coding/golden.hpp"

namespace pellucid::phy {
namespace {
using namespace test;

TEST(Polar, encodes_every_golden_vector) {
  const auto vectors = golden("polar_vectors.json")["vectors"];
  ASSERT_EQ(vectors.size(), 18u);
  for (const auto& v : vectors) {
    const PolarShape shape{v["K"], v["E"], v["n_max"], v["I_IL"] == 1, v["I_BIL"] == 1, v.contains("n_PC")};
    const auto code = PolarCode::make(shape);
    ASSERT_TRUE(code);
    ASSERT_EQ(code->length(), v["N"].get<unsigned>());
    const Bits input = bits_of(v["in_c"]);
    Bits d(code->length()), coded(shape.E);
    code->encode_mother(input, d);
    EXPECT_EQ(text_of(d), v["encoded_d"].get<std::string>());
    code->encode(input, coded);
    EXPECT_EQ(text_of(coded), v["rate_matched"].get<std::string>());
  }
}

// K with CRC, E, for both directions; puncturing, shortening and repetition in each.
struct Case {
  PolarShape shape;
  Crc crc;
};
std::vector<Case> cases() {
  std::vector<Case> all;
  for (unsigned payload : {12u, 27u, 40u, 41u, 80u, 140u})
    for (unsigned level : {1u, 2u, 4u, 8u, 16u})
      if (108 * level >= payload + 24) all.push_back({PolarShape::downlink(payload + 24, 108 * level), Crc::crc24c});
  for (unsigned payload = 12; payload <= 19; ++payload)
    for (unsigned E : {payload + 9, 48u, 54u, 64u, 150u, 192u, 250u, 400u, 1500u})
      all.push_back({PolarShape::uplink(payload + 6, E), Crc::crc6});
  for (unsigned payload : {20u, 21u, 40u, 100u, 250u, 500u, 1000u})
    for (unsigned E : {payload + 11, payload * 3 / 2, payload * 2, payload * 3, 8192u})
      if (E >= payload + 11) all.push_back({PolarShape::uplink(payload + 11, E), Crc::crc11});
  return all;
}

TEST(Polar, decodes_what_it_encodes_and_both_kernels_agree) {
  Random random(2);
  PolarDecoder vector, reference(PolarDecoder::Kernel::reference);
  for (const auto& [shape, crc] : cases()) {
    const auto code = PolarCode::make(shape);
    ASSERT_TRUE(code) << shape.K << " " << shape.E;
    Bits input = random.bits(shape.K), coded(shape.E), bits(shape.K), bits_reference(shape.K);
    attach_crc(crc, input);
    code->encode(input, coded);
    EXPECT_TRUE(vector.decode(*code, clean(coded), {crc, 0, {}}, bits));
    EXPECT_EQ(bits, input) << shape.K << " " << shape.E;
    const Llrs noisy = random.llrs(shape.E);
    const auto found = vector.decode(*code, noisy, {crc, 0, {}}, bits);
    EXPECT_EQ(found, reference.decode(*code, noisy, {crc, 0, {}}, bits_reference));
    EXPECT_EQ(bits, bits_reference);
    const Llrs received = random.received(coded, 10 * std::log10(double(shape.K) / shape.E) + 2);
    EXPECT_EQ(vector.decode(*code, received, {crc, 0, {}}, bits), reference.decode(*code, received, {crc, 0, {}}, bits_reference));
    EXPECT_EQ(bits, bits_reference);
  }
}

// Known of CRC-aided list decoding with 8 paths: K = 64, N = 128 (here K counts 24 CRC bits) loses less than one block in ten at an
// Eb/N0 of 2.5 dB, where a plain successive-cancellation decoder loses about twice as many or more.
TEST(Polar, list_decoder_corrects_noise) {
  Random random(3);
  PolarDecoder decoder;
  const PolarShape shape = PolarShape::downlink(64, 216);
  const auto code = PolarCode::make(shape);
  unsigned lost = 0;
  constexpr unsigned blocks = 300;
  for (unsigned i = 0; i < blocks; ++i) {
    Bits input = random.bits(64), coded(216), bits(64);
    attach_crc(Crc::crc24c, input);
    code->encode(input, coded);
    const bool found =
        decoder.decode(*code, random.received(coded, 10 * std::log10(64.0 / 216) + 2.5), {Crc::crc24c, 0, {}}, bits).has_value();
    if (!found || bits != input) ++lost;
  }
  EXPECT_LT(lost, blocks / 10);
}

TEST(Polar, masks_are_told_apart) {
  PolarDecoder decoder;
  const auto code = PolarCode::make(PolarShape::downlink(64, 216));
  Random random(4);
  Bits input = random.bits(64), coded(216), bits(64);
  attach_crc(Crc::crc24c, input);
  const std::uint32_t mask = 0xBEEF;
  for (unsigned i = 0; i < 24; ++i) input[40 + i] ^= mask >> (23 - i) & 1;
  code->encode(input, coded);
  const std::uint32_t masks[] = {0, 0xBEEE, 0xBEEF};
  EXPECT_EQ(decoder.decode(*code, clean(coded), {Crc::crc24c, 0, masks}, bits), 2u);
  EXPECT_FALSE(decoder.decode(*code, clean(coded), {Crc::crc24c, 0, std::span(masks).first(2)}, bits));
}

TEST(Polar, has_no_code_for_shapes_that_do_not_fit) {
  EXPECT_FALSE(PolarCode::make({}));
  EXPECT_FALSE(PolarCode::make(PolarShape::downlink(165, 432)));
  EXPECT_FALSE(PolarCode::make(PolarShape::downlink(60, 59)));
  EXPECT_FALSE(PolarCode::make(PolarShape::uplink(18, 20)));
  EXPECT_FALSE(PolarCode::make(PolarShape::uplink(40, 8193)));
  EXPECT_FALSE(PolarCode::make(PolarShape::uplink(1025, 8192)));
}

TEST(Polar, every_shape_that_fits_has_a_code) {
  for (unsigned K = 18; K <= 1024; K += 1 + K / 16)
    for (unsigned E = K + 3; E <= 8192; E += 1 + E / 13) EXPECT_TRUE(PolarCode::make(PolarShape::uplink(K, E))) << K << " " << E;
}

TEST(Polar, silence_and_saturation_are_survived) {
  PolarDecoder decoder;
  for (const auto& [shape, crc] : cases()) {
    const auto code = PolarCode::make(shape);
    Bits bits(shape.K);
    EXPECT_FALSE(decoder.decode(*code, Llrs(shape.E, 0), {crc, 0, {}}, bits));
    decoder.decode(*code, Llrs(shape.E, -127), {crc, 0, {}}, bits);
    decoder.decode(*code, Llrs(shape.E, -128), {crc, 0, {}}, bits);
    EXPECT_TRUE(decoder.decode(*code, Llrs(shape.E, 127), {crc, 0, {}}, bits)) << shape.K << " " << shape.E;
  }
}

}  // namespace
}  // namespace pellucid::phy
