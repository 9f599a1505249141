#include "ran/phy/coding/bch.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "ran/phy/coding/polar.hpp"

namespace pellucid::phy {
namespace {

constexpr unsigned mib_bits = 24, payload_bits = 32, block_bits_with_crc = 56;
// Table 7.1.1-1: G(j).
constexpr std::uint8_t places[payload_bits] = {16, 23, 18, 17, 8,  30, 10, 6,  24, 7,  0,  5,  3,  2,  1,  4,
                                               9,  11, 12, 13, 14, 15, 19, 20, 21, 22, 25, 26, 27, 28, 29, 31};
constexpr unsigned half_frame_j = 10, extra_j = 11, other_j = 14;
constexpr unsigned third_sfn_bit = places[7], second_sfn_bit = places[8];  // from the least significant, counted from 1

using Payload = std::array<std::uint8_t, payload_bits>;

// §7.1.1: ā before interleaving goes where G(j) says; visit(i, place).
template <class Visit>
void for_each_payload_bit(Visit visit) {
  unsigned sfn_j = 0, extra = extra_j, other = other_j;
  for (unsigned i = 0; i < payload_bits; ++i) {
    const bool is_sfn = (i >= 1 && i <= 6) || (i >= mib_bits && i < mib_bits + 4);
    visit(i, places[is_sfn ? sfn_j++ : i == 28 ? half_frame_j : i > 28 ? extra++ : other++]);
  }
}

// §7.1.2: the same function scrambles and descrambles, since the bits that choose the offset are not scrambled.
void scramble(Payload& a, std::uint16_t pci, unsigned l_max) {
  std::array<bool, payload_bits> plain{};
  plain[third_sfn_bit] = plain[second_sfn_bit] = plain[places[half_frame_j]] = true;
  if (l_max == 64)
    for (unsigned j = extra_j; j < extra_j + 3; ++j) plain[places[j]] = true;
  const unsigned M = l_max == 64 ? payload_bits - 6 : payload_bits - 3;
  const unsigned offset = M * (2u * a[third_sfn_bit] + a[second_sfn_bit]);

  // Pseudo-random sequence of TS 38.211 §5.2.1, c_init = cell identity.
  std::uint32_t x1 = 1, x2 = pci;
  const auto next = [&] {
    const bool c = (x1 ^ x2) & 1;
    x1 = x1 >> 1 | ((x1 >> 3 ^ x1) & 1) << 30;
    x2 = x2 >> 1 | ((x2 >> 3 ^ x2 >> 2 ^ x2 >> 1 ^ x2) & 1) << 30;
    return std::uint8_t(c);
  };
  for (unsigned i = 0; i < 1600 + offset; ++i) next();
  for (unsigned i = 0; i < payload_bits; ++i)
    if (!plain[i]) a[i] ^= next();
}

const PolarCode& bch_code() {
  static const PolarCode code = *PolarCode::make(PolarShape::downlink(block_bits_with_crc, bch_coded_bits));
  return code;
}

}  // namespace

void encode_bch(const BchPayload& payload, std::uint16_t pci, unsigned l_max, std::span<std::uint8_t, bch_coded_bits> coded) {
  check(pci < 1008 && payload.sfn < 1024 && payload.extra < 8, "the PBCH's fields are in range");
  check(l_max == 4 || l_max == 8 || l_max == 64, "L_max is 4, 8 or 64");
  Payload plain{};
  std::ranges::transform(payload.mib, plain.begin(), [](std::uint8_t bit) { return bit & 1; });
  for (unsigned i = 0; i < 6; ++i) plain[1 + i] = payload.sfn >> (9 - i) & 1;
  for (unsigned i = 0; i < 4; ++i) plain[mib_bits + i] = payload.sfn >> (3 - i) & 1;
  plain[28] = payload.second_half_frame;
  for (unsigned i = 0; i < 3; ++i) plain[29 + i] = payload.extra >> (2 - i) & 1;

  Payload a{};
  for_each_payload_bit([&](unsigned i, unsigned place) { a[place] = plain[i]; });
  scramble(a, pci, l_max);
  std::array<std::uint8_t, block_bits_with_crc> block{};
  std::ranges::copy(a, block.begin());
  attach_crc(Crc::crc24c, block);
  bch_code().encode(block, coded);
}

struct BchDecoder::Work {
  PolarDecoder decoder;
};

BchDecoder::BchDecoder() : work_(std::make_unique<Work>()) {}
BchDecoder::~BchDecoder() = default;
BchDecoder::BchDecoder(BchDecoder&&) noexcept = default;
BchDecoder& BchDecoder::operator=(BchDecoder&&) noexcept = default;

std::optional<BchPayload> BchDecoder::decode(std::span<const Llr, bch_coded_bits> coded, std::uint16_t pci, unsigned l_max) {
  check(pci < 1008, "a physical cell identity is below 1008");
  check(l_max == 4 || l_max == 8 || l_max == 64, "L_max is 4, 8 or 64");
  std::array<std::uint8_t, block_bits_with_crc> block;
  if (!work_->decoder.decode(bch_code(), coded, {Crc::crc24c, 0, {}}, block)) return {};
  Payload a;
  std::ranges::copy(std::span(block).first<payload_bits>(), a.begin());
  scramble(a, pci, l_max);
  Payload plain{};
  for_each_payload_bit([&](unsigned i, unsigned place) { plain[i] = a[place]; });

  BchPayload out;
  std::ranges::copy(std::span(plain).first<mib_bits>(), out.mib.begin());
  for (unsigned i = 0; i < 6; ++i) out.sfn = std::uint16_t(out.sfn << 1 | plain[1 + i]);
  for (unsigned i = 0; i < 4; ++i) out.sfn = std::uint16_t(out.sfn << 1 | plain[mib_bits + i]);
  out.second_half_frame = plain[28];
  for (unsigned i = 0; i < 3; ++i) out.extra = std::uint8_t(out.extra << 1 | plain[29 + i]);
  return out;
}

}  // namespace pellucid::phy
