// Cyclic redundancy checks of NR (TS 38.212 §5.1): zero start, first bit first, no reflection, no final inversion.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "ran/phy/coding/bits.hpp"

namespace pellucid::phy {

enum class Crc : std::uint8_t { crc6, crc11, crc16, crc24a, crc24b, crc24c };

/// Parity bits L: 6, 11, 16 or 24.
constexpr unsigned crc_length(Crc crc) {
  constexpr unsigned lengths[] = {6, 11, 16, 24, 24, 24};
  return lengths[unsigned(crc)];
}

/// The L parity bits p_0 … p_L-1 of `bits` (any number, also none) as one number, p_0 its most significant bit.
/// `before` is what crc_of_bits() gave for bits that precede these, so that a block can be checked in pieces.
std::uint32_t crc_of_bits(Crc crc, BitView bits, std::uint32_t before = 0);
/// The same for whole octets, each most significant bit first. About 1 octet a clock cycle.
std::uint32_t crc_of_octets(Crc crc, ByteView octets, std::uint32_t before = 0);

/// Writes the parity of all but the last L bits of `block` into its last L bits. `block` holds at least L bits.
void attach_crc(Crc crc, BitSpan block);
/// Whether the last L bits of `block` are the parity of those before; false for blocks of fewer than L bits.
/// An all-zero block holds, as everywhere in linear codes.
bool crc_holds(Crc crc, BitView block);

/// Octets to bits and back, most significant bit first. `bits.size()` = 8 `octets.size()`.
void unpack_bits(ByteView octets, BitSpan bits);
void pack_bits(BitView bits, std::span<std::uint8_t> octets);

}  // namespace pellucid::phy
