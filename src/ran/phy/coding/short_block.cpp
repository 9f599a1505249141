#include "ran/phy/coding/short_block.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/check.hpp"

namespace pellucid::phy {
namespace {

constexpr unsigned block_bits = 32;
// Table 5.3.3.3-1: bit n of entry i is M_i,n.
constexpr std::uint16_t basis[block_bits] = {
    0x403, 0x607, 0x749, 0x50d, 0x48f, 0x5d3, 0x755, 0x599, 0x69b, 0x65d, 0x6e5, 0x567, 0x7a9, 0x6ab, 0x4b1, 0x6f3,
    0x277, 0x139, 0x0fb, 0x061, 0x445, 0x60b, 0x591, 0x717, 0x3df, 0x4e3, 0x32d, 0x3af, 0x175, 0x1fd, 0x7ff, 0x001,
};

// Magnitudes of the two best hypotheses against the sum of all magnitudes.
ShortBlockDecision decision(double best, double second, double all) {
  if (all <= 0) return {};
  return {float(best / all), float((best - second) / all)};
}

ShortBlockDecision decode_one_bit(LlrView coded, unsigned qm, BitSpan bits) {
  std::int64_t sum = 0, all = 0;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    if (short_block_placeholder(1, qm, i) == placeholder_x) continue;
    sum += coded[i];
    all += std::abs(int(coded[i]));
  }
  bits[0] = sum < 0;
  const double size = double(std::abs(sum));
  return decision(size, -size, double(all));
}

ShortBlockDecision decode_two_bits(LlrView coded, unsigned qm, BitSpan bits) {
  std::array<std::int64_t, 3> sums{};  // of c_0, c_1, c_2
  std::int64_t all = 0;
  for (std::size_t i = 0, k = 0; i < coded.size(); ++i) {
    if (short_block_placeholder(2, qm, i) == placeholder_x) continue;
    sums[k++ % 3] += coded[i];
    all += std::abs(int(coded[i]));
  }
  std::array<std::int64_t, 4> scores{};
  for (unsigned word = 0; word < 4; ++word) {
    const unsigned c0 = word & 1, c1 = word >> 1, c2 = c0 ^ c1;
    scores[word] = (c0 ? -sums[0] : sums[0]) + (c1 ? -sums[1] : sums[1]) + (c2 ? -sums[2] : sums[2]);
  }
  const auto best = std::ranges::max_element(scores);
  const unsigned word = unsigned(best - scores.begin());
  bits[0] = word & 1;
  bits[1] = std::uint8_t(word >> 1);
  const auto score = *best;
  *best = INT64_MIN;
  return decision(double(score), double(*std::ranges::max_element(scores)), double(all));
}

// In place: entry w becomes the sum over v of x[v] (-1)^(ones of v & w).
void hadamard(std::array<std::int64_t, block_bits>& x) {
  for (unsigned step = 1; step < block_bits; step *= 2)
    for (unsigned i = 0; i < block_bits; i += 2 * step)
      for (unsigned j = i; j < i + step; ++j) {
        const auto a = x[j], b = x[j + step];
        x[j] = a + b;
        x[j + step] = a - b;
      }
}

// K = 3 … 11. Bit 0 flips the whole word, bits 1 to 5 are a first-order Reed-Muller code (one Hadamard transform tries them all), bits 6
// to 10 add up to 32 masks to it.
ShortBlockDecision decode_block(LlrView coded, BitSpan bits) {
  const unsigned K = unsigned(bits.size());
  std::array<std::int64_t, block_bits> sums{};
  std::int64_t all = 0;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    sums[i % block_bits] += coded[i];
    all += std::abs(int(coded[i]));
  }
  const unsigned masks = K > 6 ? 1u << (K - 6) : 1;
  const unsigned words = K > 6 ? block_bits : 1u << (K - 1);
  std::int64_t best = -1, second = -1;
  unsigned message = 0;
  for (unsigned mask = 0; mask < masks; ++mask) {
    std::array<std::int64_t, block_bits> x{};
    for (unsigned i = 0; i < block_bits; ++i) x[basis[i] >> 1 & 31] = std::popcount(basis[i] >> 6 & mask) & 1 ? -sums[i] : sums[i];
    hadamard(x);
    for (unsigned word = 0; word < words; ++word) {
      const auto size = std::abs(x[word]);
      if (size > best) {
        second = best;
        best = size;
        message = mask << 6 | word << 1 | unsigned(x[word] < 0);
      } else if (size > second) {
        second = size;
      }
    }
  }
  for (unsigned i = 0; i < K; ++i) bits[i] = message >> i & 1;
  return decision(double(best), double(second), double(all));
}

}  // namespace

void encode_short_block(BitView bits, unsigned qm, BitSpan coded) {
  const unsigned K = unsigned(bits.size());
  check(K >= 1 && K <= 11, "a short block has 1 to 11 bits");
  if (K <= 2) {
    const std::array<std::uint8_t, 3> word = K == 1 ? std::array<std::uint8_t, 3>{bits[0], bits[0], bits[0]}
                                                    : std::array<std::uint8_t, 3>{bits[0], bits[1], std::uint8_t(bits[0] ^ bits[1])};
    for (std::size_t i = 0, k = 0; i < coded.size(); ++i) {
      const auto placeholder = short_block_placeholder(K, qm, i);
      coded[i] = placeholder ? placeholder : word[k++ % 3];
    }
    return;
  }
  unsigned message = 0;
  for (unsigned i = 0; i < K; ++i) message |= unsigned(bits[i] & 1) << i;
  for (std::size_t i = 0; i < coded.size(); ++i) coded[i] = std::popcount(basis[i % block_bits] & message) & 1;
}

ShortBlockDecision decode_short_block(LlrView coded, unsigned qm, BitSpan bits) {
  check(bits.size() >= 1 && bits.size() <= 11, "a short block has 1 to 11 bits");
  if (bits.size() == 1) return decode_one_bit(coded, qm, bits);
  if (bits.size() == 2) return decode_two_bits(coded, qm, bits);
  return decode_block(coded, bits);
}

}  // namespace pellucid::phy
