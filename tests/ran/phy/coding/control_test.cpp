// Control information and the broadcast channel: the users of polar and short block codes.
#include <gmock/gmock.h>

#include "ran/phy/coding/bch.hpp"
#include "ran/phy/coding/dci_code.hpp"
#include "ran/phy/coding/golden.hpp"
#include "ran/phy/coding/polar.hpp"
#include "ran/phy/coding/short_block.hpp"
#include "ran/phy/coding/uci.hpp"

namespace pellucid::phy {
namespace {
using namespace test;

TEST(Bch, encodes_and_decodes_every_golden_vector) {
  const auto vectors = golden("basic.json")["bch"];
  ASSERT_EQ(vectors.size(), 5u);
  BchDecoder decoder;
  for (const auto& v : vectors) {
    BchPayload payload;
    std::ranges::copy(bits_of(v["mib24"]), payload.mib.begin());
    // The vectors' "sfn" gives the four lower bits only; the upper six are what their MIB says.
    payload.sfn = v["sfn"].get<std::uint16_t>() & 15;
    for (unsigned i = 0; i < 6; ++i) payload.sfn = std::uint16_t(payload.sfn | payload.mib[1 + i] << (9 - i));
    payload.second_half_frame = v["hrf"] == 1;
    payload.extra = v["k_ssb_msb"] == 1 ? 4 : 0;
    std::array<std::uint8_t, bch_coded_bits> coded;
    encode_bch(payload, v["pci"], v["Lmax"], coded);
    EXPECT_EQ(text_of(coded), v["encoded864"].get<std::string>());
    const Llrs soft = clean(coded);
    const auto decoded = decoder.decode(std::span(soft).first<bch_coded_bits>(), v["pci"], v["Lmax"]);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, payload);
  }
}

TEST(Bch, survives_noise_and_finds_nothing_in_noise_alone) {
  Random random(5);
  BchDecoder decoder;
  unsigned found = 0;
  for (unsigned l_max : {4u, 8u, 64u})
    for (unsigned i = 0; i < 64; ++i) {
      BchPayload payload;
      for (auto& bit : payload.mib) bit = std::uint8_t(random.below(2));
      payload.sfn = std::uint16_t(random.below(1024));
      payload.second_half_frame = random.below(2);
      payload.extra = std::uint8_t(random.below(8));
      for (unsigned k = 0; k < 6; ++k) payload.mib[1 + k] = payload.sfn >> (9 - k) & 1;
      const auto pci = std::uint16_t(random.below(1008));
      std::array<std::uint8_t, bch_coded_bits> coded;
      encode_bch(payload, pci, l_max, coded);
      const Llrs soft = random.received(coded, -6);
      EXPECT_EQ(decoder.decode(std::span(soft).first<bch_coded_bits>(), pci, l_max), payload);
      const Llrs noise = random.llrs(bch_coded_bits);
      found += decoder.decode(std::span(noise).first<bch_coded_bits>(), pci, l_max).has_value();
    }
  EXPECT_EQ(found, 0u);
  const Llrs silence(bch_coded_bits);
  EXPECT_FALSE(decoder.decode(std::span(silence).first<bch_coded_bits>(), 0, 8));
}

// The parity of zeros after 24 ones, with an RNTI: by hand from the generator polynomial's definition, bit by bit.
TEST(Dci, parity_starts_with_ones_and_carries_the_rnti) {
  Bits bits(24 + 40 + 24);
  std::fill_n(bits.begin(), 24, 1);
  Bits divided = bits;
  const Bits generator =
      bits_of("1101100101011000100010111");  // D^24 + D^23 + D^21 + D^20 + D^17 + D^15 + D^13 + D^12 + D^8 + D^4 + D^2 + D + 1
  for (std::size_t i = 0; i < 64; ++i)
    if (divided[i])
      for (std::size_t k = 0; k < generator.size(); ++k) divided[i + k] ^= generator[k];
  Bits block(64);
  std::copy_n(divided.begin() + 64, 24, block.begin() + 40);
  for (unsigned i = 0; i < 16; ++i) block[48 + i] ^= 0x4601 >> (15 - i) & 1;
  Bits expected(216), coded(216);
  PolarCode::make(PolarShape::downlink(64, 216))->encode(block, expected);
  encode_dci(Bits(40), 0x4601, coded);
  EXPECT_EQ(coded, expected);
}

TEST(Dci, every_size_and_level_decodes_for_its_rnti_only) {
  Random random(6);
  DciDecoder decoder;
  for (unsigned A = min_dci_bits; A <= max_dci_bits; A += A < 60 ? 1 : 7)
    for (unsigned level : {1u, 2u, 4u, 8u, 16u}) {
      if (bits_per_cce * level < A + 24) continue;
      const Bits payload = random.bits(A);
      Bits coded(bits_per_cce * level), decoded(A);
      encode_dci(payload, 0x4601, coded);
      const std::uint16_t rntis[] = {0xFFFF, 0x000F, 0x4601};
      EXPECT_EQ(decoder.decode(clean(coded), rntis, decoded), 2u) << A << " " << level;
      EXPECT_EQ(decoded, payload);
      EXPECT_FALSE(decoder.decode(clean(coded), std::span(rntis).first(2), decoded));
    }
}

TEST(Dci, noise_silence_and_wrong_sizes_give_nothing) {
  Random random(7);
  DciDecoder decoder;
  const std::uint16_t rntis[] = {0xFFFF, 0x4601};
  Bits payload(39);
  for (unsigned i = 0; i < 500; ++i) EXPECT_FALSE(decoder.decode(random.llrs(432), rntis, payload));
  EXPECT_FALSE(decoder.decode(Llrs(432), rntis, payload));
  EXPECT_FALSE(decoder.decode({}, rntis, payload));
  EXPECT_FALSE(decoder.decode(Llrs(324, 5), rntis, payload));
  EXPECT_FALSE(decoder.decode(Llrs(431, 5), rntis, payload));
  EXPECT_FALSE(decoder.decode(Llrs(432, 5), {}, payload));
  EXPECT_FALSE(decoder.decode(Llrs(432, 5), rntis, {}));
}

TEST(ShortBlock, one_and_two_bits_have_the_placeholders_of_the_standard) {
  const auto coded = [](Bits bits, unsigned qm, unsigned E) {
    Bits out(E);
    encode_short_block(bits, qm, out);
    return out;
  };
  constexpr auto x = placeholder_x, y = placeholder_y;
  using testing::ElementsAre;
  EXPECT_THAT(coded({1}, 1, 3), ElementsAre(1, 1, 1));
  EXPECT_THAT(coded({1}, 2, 4), ElementsAre(1, y, 1, y));
  EXPECT_THAT(coded({1}, 6, 7), ElementsAre(1, y, x, x, x, x, 1));
  EXPECT_THAT(coded({1, 0}, 1, 4), ElementsAre(1, 0, 1, 1));
  EXPECT_THAT(coded({1, 0}, 2, 7), ElementsAre(1, 0, 1, 1, 0, 1, 1));
  EXPECT_THAT(coded({0, 1}, 4, 12), ElementsAre(0, 1, x, x, 1, 0, x, x, 1, 1, x, x));
}

TEST(ShortBlock, code_words_are_ten_apart_and_decode) {
  for (unsigned K = 3; K <= 11; ++K) {
    std::vector<Bits> words;
    for (unsigned message = 0; message < 1u << K; ++message) {
      Bits bits(K), word(32), decoded(K);
      for (unsigned i = 0; i < K; ++i) bits[i] = message >> i & 1;
      encode_short_block(bits, 2, word);
      if (message) EXPECT_GE(std::ranges::count(word, 1), 10);
      const auto decision = decode_short_block(clean(word), 2, decoded);
      EXPECT_EQ(decoded, bits);
      EXPECT_FLOAT_EQ(decision.agreement, 1);
      EXPECT_GE(decision.margin, 0.6f);
      // Four wrong bits of 32 are always corrected.
      Llrs wrong = clean(word);
      for (unsigned i : {3u, 9u, 17u, 30u}) wrong[i] = Llr(-wrong[i]);
      decode_short_block(wrong, 2, decoded);
      EXPECT_EQ(decoded, bits);
    }
  }
}

TEST(ShortBlock, fast_decision_is_the_likeliest_of_all_words) {
  Random random(8);
  for (unsigned round = 0; round < 60; ++round) {
    const unsigned K = 3 + round % 9, E = 1 + random.below(80);
    const Llrs soft = random.llrs(E);
    int best = INT32_MIN;
    for (unsigned message = 0; message < 1u << K; ++message) {
      Bits bits(K), word(E);
      for (unsigned i = 0; i < K; ++i) bits[i] = message >> i & 1;
      encode_short_block(bits, 2, word);
      int score = 0;
      for (unsigned i = 0; i < E; ++i) score += word[i] ? -soft[i] : soft[i];
      best = std::max(best, score);
    }
    Bits decided(K), word(E);
    decode_short_block(soft, 2, decided);
    encode_short_block(decided, 2, word);
    int score = 0;
    for (unsigned i = 0; i < E; ++i) score += word[i] ? -soft[i] : soft[i];
    EXPECT_EQ(score, best) << K << " " << E;
  }
}

TEST(Uci, every_size_decodes) {
  Random random(9);
  UciDecoder decoder;
  for (unsigned A = 1; A <= max_uci_bits; A += A < 40 ? 1 : 37)
    for (unsigned qm : {1u, 2u, 6u})
      for (unsigned E : {min_uci_coded_bits(A), 2 * A + 24, 3 * A + 31, 6 * A + 60}) {
        // Polar codes end at rate 1; a little above they have no freedom but CRC. Up to 8192 coded bits a segment.
        E = std::min(std::max(E, min_uci_coded_bits(A)), 8192u);
        if (A == 1 || A == 2) E = std::max(E, 3 * qm);
        if (A > 2 && A <= 11) E = std::max(E, 32u);
        const Bits bits = random.bits(A);
        Bits coded(E), decoded(A);
        encode_uci(bits, qm, coded);
        Llrs soft = clean(coded);
        for (std::size_t i = 0; i < soft.size(); ++i)
          if (coded[i] == placeholder_y) soft[i] = soft[i - 1];
        const auto decision = decoder.decode(soft, qm, decoded);
        EXPECT_TRUE(decision.ok) << A << " " << E;
        EXPECT_EQ(decoded, bits) << A << " " << E;
        if (A >= 12 && A < 1013) {
          // Two segments exactly where the standard has them: the first segment alone is then half of it.
          const bool two = A >= 360 && E >= 1088;
          Bits first(A - A / 2 + 11);
          std::copy_n(bits.begin(), A / 2, first.begin() + A % 2);
          attach_crc(Crc::crc11, first);
          if (two) {
            Bits half(E / 2);
            PolarCode::make(PolarShape::uplink(unsigned(first.size()), E / 2))->encode(first, half);
            EXPECT_TRUE(std::ranges::equal(half, BitView(coded).first(E / 2)));
          }
        }
      }
}

TEST(Uci, noise_silence_and_wrong_sizes_are_survived) {
  Random random(10);
  UciDecoder decoder;
  for (unsigned round = 0; round < 300; ++round) {
    const unsigned A = random.below(max_uci_bits + 10), E = random.below(4000);
    Bits bits(A);
    decoder.decode(random.llrs(E), 2, bits);
    const auto silent = decoder.decode(Llrs(E), 2, bits);
    if (A >= 12) EXPECT_FALSE(silent.ok);
    if (A < 12) EXPECT_EQ(silent.agreement, 0);
  }
  Bits none;
  EXPECT_FALSE(decoder.decode({}, 2, none).ok);
}

}  // namespace
}  // namespace pellucid::phy
