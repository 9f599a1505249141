// Uplink control information, coded (TS 38.212 §6.3.1.2 to §6.3.1.5; on PUSCH §6.3.2.2 to §6.3.2.5 with the same functions): 1 to 11 bits
// by a short block code, 12 to 1706 bits with CRC by polar codes, in two segments if there are many.
#pragma once

#include <memory>

#include "ran/phy/coding/bits.hpp"

namespace pellucid::phy {

inline constexpr unsigned max_uci_bits = 1706;

/// Fewest coded bits E that A bits of UCI can be sent in: 1 for a short block, else enough for the polar code(s).
unsigned min_uci_coded_bits(unsigned A);

/// Codes A = `bits.size()` bits (1 … 1706) into E = `coded.size()` bits (at least min_uci_coded_bits(A), at most 16384). `qm` is the
/// modulation order that the bits will be sent with; it counts for A <= 2 only, where placeholders may appear among the coded bits
/// (short_block.hpp).
void encode_uci(BitView bits, unsigned qm, BitSpan coded);

struct UciDecision {
  bool ok = false;      // A >= 12: CRC holds. A <= 11: there is no CRC, true whenever the sizes allow
  float agreement = 0;  // A <= 11: as in ShortBlockDecision; the caller decides what is absent (DTX). A >= 12: 1 or 0
  float margin = 0;
};

/// The inverse. Owns the work space of its polar decoder and remembers the last few codes: one a thread, no heap in decode().
class UciDecoder {
 public:
  UciDecoder();
  ~UciDecoder();
  UciDecoder(UciDecoder&&) noexcept;
  UciDecoder& operator=(UciDecoder&&) noexcept;

  /// `coded`: E soft bits; `bits`: A bits, whose number the receiver knows. Not ok also for sizes that no UCI has.
  UciDecision decode(LlrView coded, unsigned qm, BitSpan bits);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
