// Channel coding of small blocks, 1 to 11 bits without CRC (TS 38.212 §5.3.3), with rate matching by repetition (§5.4.3).
#pragma once

#include <cstdint>

#include "ran/phy/coding/bits.hpp"

namespace pellucid::phy {

/// Values that encode_short_block() writes where the standard has its placeholders x and y (1 and 2 bits only, Qm >= 2): the scrambler
/// sends 1 for x whatever the scrambling sequence, and for y again what it sent just before (TS 38.211 §6.3.1.1).
inline constexpr std::uint8_t placeholder_x = 2;
inline constexpr std::uint8_t placeholder_y = 3;

/// What stands at place `i` of a coded block of K bits: 0 for a real coded bit, or placeholder_x, placeholder_y. The descrambler needs
/// it: the soft bit at a y is to be flipped by the scrambling bit of the place *before*, as if it were sent with that one.
constexpr std::uint8_t short_block_placeholder(unsigned K, unsigned qm, std::size_t i) {
  if (K > 2 || qm < 2) return 0;
  const std::size_t at = i % qm;
  if (at >= 2) return placeholder_x;
  return K == 1 && at == 1 ? placeholder_y : 0;
}

/// `bits`: K = 1 … 11. `coded`: any number E of bits, repeated or cut (§5.4.3). `qm`: 1, 2, 4, 6, 8, counts for K <= 2 only.
void encode_short_block(BitView bits, unsigned qm, BitSpan coded);

struct ShortBlockDecision {
  /// How far the received block agrees with the decided codeword: 1 in full, about 0 in noise alone. The amplitudes count: it is the
  /// correlation with the codeword over the sum of magnitudes.
  float agreement = 0;
  /// The same less the second-best codeword's: small means that the decision is a guess.
  float margin = 0;
};

/// Maximum-likelihood decision for K = `bits.size()` = 1 … 11 bits; by fast Hadamard transforms, no heap. `coded` has any length; what
/// stands at placeholders x is ignored, at y used (see short_block_placeholder). All zero or empty input gives zeros, agreement 0.
ShortBlockDecision decode_short_block(LlrView coded, unsigned qm, BitSpan bits);

}  // namespace pellucid::phy
