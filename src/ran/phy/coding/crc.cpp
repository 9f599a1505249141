#include "ran/phy/coding/crc.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "base/check.hpp"

namespace pellucid::phy {
namespace {

// Generator polynomials without their leading term (§5.1).
constexpr std::uint32_t polynomials[] = {0x21, 0x621, 0x1021, 0x864CFB, 0x800063, 0xB2B117};

// Registers stand in the upper bits of 32. slices[k][v]: what octet v, followed by k zero octets, leaves in the register.
using Slices = std::array<std::array<std::uint32_t, 256>, 8>;
constexpr Slices make_slices(Crc crc) {
  Slices slices{};
  const std::uint32_t polynomial = polynomials[unsigned(crc)] << (32 - crc_length(crc));
  for (std::uint32_t value = 0; value < 256; ++value) {
    std::uint32_t state = value << 24;
    for (int i = 0; i < 8; ++i) state = state >> 31 ? state << 1 ^ polynomial : state << 1;
    slices[0][value] = state;
  }
  for (unsigned k = 1; k < 8; ++k)
    for (unsigned value = 0; value < 256; ++value) {
      const std::uint32_t before = slices[k - 1][value];
      slices[k][value] = before << 8 ^ slices[0][before >> 24];
    }
  return slices;
}
constexpr std::array<Slices, 6> all_slices = {make_slices(Crc::crc6),   make_slices(Crc::crc11),  make_slices(Crc::crc16),
                                              make_slices(Crc::crc24a), make_slices(Crc::crc24b), make_slices(Crc::crc24c)};

std::uint32_t load_big_endian(const std::uint8_t* octets) {
  std::uint32_t value;
  std::memcpy(&value, octets, 4);
  return std::endian::native == std::endian::little ? std::byteswap(value) : value;
}

std::uint32_t run_octets(const Slices& slices, ByteView octets, std::uint32_t state) {
  std::size_t i = 0;
  for (; i + 8 <= octets.size(); i += 8) {
    const std::uint32_t first = load_big_endian(&octets[i]) ^ state, second = load_big_endian(&octets[i + 4]);
    state = slices[7][first >> 24] ^ slices[6][first >> 16 & 255] ^ slices[5][first >> 8 & 255] ^ slices[4][first & 255] ^
            slices[3][second >> 24] ^ slices[2][second >> 16 & 255] ^ slices[1][second >> 8 & 255] ^ slices[0][second & 255];
  }
  for (; i < octets.size(); ++i) state = state << 8 ^ slices[0][state >> 24 ^ octets[i]];
  return state;
}

// Eight octets of value 0 or 1 become one octet, the first its most significant bit: the product moves octet i to bit 63 - i.
std::uint8_t gather_bits(const std::uint8_t* bits) {
  std::uint64_t eight;
  std::memcpy(&eight, bits, 8);
  if constexpr (std::endian::native == std::endian::big) eight = std::byteswap(eight);
  return std::uint8_t((eight & 0x0101010101010101u) * 0x8040201008040201u >> 56);
}

}  // namespace

std::uint32_t crc_of_bits(Crc crc, BitView bits, std::uint32_t before) {
  const Slices& slices = all_slices[unsigned(crc)];
  const unsigned shift = 32 - crc_length(crc);
  const std::uint32_t polynomial = polynomials[unsigned(crc)] << shift;
  std::uint32_t state = before << shift;
  std::array<std::uint8_t, 64> packed{};
  std::size_t i = 0;
  while (bits.size() - i >= 8) {
    const std::size_t octets = std::min(packed.size(), (bits.size() - i) / 8);
    for (std::size_t k = 0; k < octets; ++k) packed[k] = gather_bits(&bits[i + 8 * k]);
    state = run_octets(slices, ByteView(packed).first(octets), state);
    i += 8 * octets;
  }
  for (; i < bits.size(); ++i) {
    state ^= std::uint32_t(bits[i] & 1) << 31;
    state = state >> 31 ? state << 1 ^ polynomial : state << 1;
  }
  return state >> shift;
}

std::uint32_t crc_of_octets(Crc crc, ByteView octets, std::uint32_t before) {
  const unsigned shift = 32 - crc_length(crc);
  return run_octets(all_slices[unsigned(crc)], octets, before << shift) >> shift;
}

void attach_crc(Crc crc, BitSpan block) {
  const unsigned length = crc_length(crc);
  check(block.size() >= length, "a block has room for its CRC");
  const std::size_t payload = block.size() - length;
  const std::uint32_t parity = crc_of_bits(crc, block.first(payload));
  for (unsigned i = 0; i < length; ++i) block[payload + i] = parity >> (length - 1 - i) & 1;
}

bool crc_holds(Crc crc, BitView block) { return block.size() >= crc_length(crc) && crc_of_bits(crc, block) == 0; }

void unpack_bits(ByteView octets, BitSpan bits) {
  check(bits.size() == 8 * octets.size(), "eight bits an octet");
  for (std::size_t i = 0; i < octets.size(); ++i) {
    // The octet in all eight places; place k keeps bit 7 - k, moved down to 0 or 1.
    std::uint64_t spread = octets[i] * 0x0101010101010101u & 0x0102040810204080u;
    spread = (spread + 0x7F7E7C7870604000u) >> 7 & 0x0101010101010101u;
    if constexpr (std::endian::native == std::endian::big) spread = std::byteswap(spread);
    std::memcpy(&bits[8 * i], &spread, 8);
  }
}

void pack_bits(BitView bits, std::span<std::uint8_t> octets) {
  check(bits.size() == 8 * octets.size(), "eight bits an octet");
  for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = gather_bits(&bits[8 * i]);
}

}  // namespace pellucid::phy
