// Broadcast channel, coded (TS 38.212 §7.1): payload interleaving, first scrambling, CRC24C, polar code, 864 bits. The second scrambling
// (TS 38.211 §7.3.3.1) belongs to the PBCH and is not done here.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "ran/phy/coding/bits.hpp"

namespace pellucid::phy {

inline constexpr unsigned bch_coded_bits = 864;

/// What one PBCH tells (§7.1.1). The ten bits of `sfn` stand in two places: its six higher bits are bits 1 … 6 of the MIB too.
struct BchPayload {
  std::array<std::uint8_t, 24> mib{};  // the BCCH-BCH message, one bit an octet, first bit the CHOICE; bits 1 … 6 are overwritten from sfn
  std::uint16_t sfn = 0;               // 0 … 1023
  bool second_half_frame = false;
  /// a_Ā+5, +6, +7, first in the highest of three bits. L_max 4 or 8: 4 if k_SSB >= 16, else 0. L_max 64: bits 5, 4, 3 of the
  /// SS/PBCH block index.
  std::uint8_t extra = 0;

  bool operator==(const BchPayload&) const = default;
};

/// `pci`: 0 … 1007. `l_max`: 4, 8 or 64 (it decides which bits are scrambled).
void encode_bch(const BchPayload& payload, std::uint16_t pci, unsigned l_max, std::span<std::uint8_t, bch_coded_bits> coded);

/// One a thread, no heap in decode().
class BchDecoder {
 public:
  BchDecoder();
  ~BchDecoder();
  BchDecoder(BchDecoder&&) noexcept;
  BchDecoder& operator=(BchDecoder&&) noexcept;

  /// `coded`: the 864 soft bits after removal of the second scrambling. Nothing if the CRC fails, or if all soft bits are 0.
  std::optional<BchPayload> decode(std::span<const Llr, bch_coded_bits> coded, std::uint16_t pci, unsigned l_max);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
