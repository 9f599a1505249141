// Downlink control information, coded (TS 38.212 §7.3.2 to §7.3.4): CRC24C over 24 ones and the payload, RNTI over the last 16 parity
// bits, polar code, E = 108 bits for each control channel element.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "ran/phy/coding/bits.hpp"

namespace pellucid::phy {

inline constexpr unsigned min_dci_bits = 12;   // shorter formats are padded by zeros (§7.3.1)
inline constexpr unsigned max_dci_bits = 140;  // what the input interleaver of the polar code takes
inline constexpr unsigned bits_per_cce = 108;

/// `payload`: 12 … 140 bits. `coded`: 108 times the aggregation level 1, 2, 4, 8 or 16, and at least payload + 24 bits.
void encode_dci(BitView payload, std::uint16_t rnti, BitSpan coded);

/// Owns its work space and remembers the last 16 codes (payload length, aggregation level): one a thread, no heap in decode().
class DciDecoder {
 public:
  DciDecoder();
  ~DciDecoder();
  DciDecoder(DciDecoder&&) noexcept;
  DciDecoder& operator=(DciDecoder&&) noexcept;

  /// `coded`: soft bits of one candidate; `payload`: as many bits as the format has. Gives the index of the RNTI that the block is
  /// addressed to (of the first 64); nothing if it is for none of them, or if the sizes are none of a DCI. One decoding serves all RNTIs;
  /// each RNTI adds a false alarm chance of up to 8 * 2^-24 in noise.
  std::optional<std::size_t> decode(LlrView coded, std::span<const std::uint16_t> rntis, BitSpan payload);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
