// The sequences of NR: Gold (scrambling, DM-RS, hopping), m-sequences of the synchronisation signals, low-PAPR sequences
// (TS 38.211 §5.2, §7.4.2).
#pragma once

#include <array>
#include <cstdint>

#include "ran/phy/coding/bits.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// c(n) of TS 38.211 §5.2.1 as a stream: each call goes on where the last one ended. Needs no memory beyond two words.
class GoldSequence {
 public:
  /// Starts at c(0); only the low 31 bits of c_init count.
  explicit GoldSequence(std::uint32_t c_init);

  /// The next 32 elements, the first in bit 0.
  std::uint32_t next32();
  /// Goes n elements on; cheap for any n.
  void skip(std::uint64_t n);
  /// The next out.size() elements.
  void generate(BitSpan out);
  /// bits[i] ^= c(i).
  void scramble(BitSpan bits);
  /// Flips the sign of llrs[i] where c(i) is 1: the receiver's side of scramble().
  void descramble(LlrSpan llrs);
  /// out[m] = amplitude * ((1 - 2c(2m)) + j(1 - 2c(2m+1))) / sqrt 2: r(m) of every QPSK reference signal.
  void qpsk(SampleSpan out, float amplitude = 1);
  /// The next count (<= 32) elements as a number, the first in bit 0: sum of 2^m c(m).
  std::uint32_t take(unsigned count);

 private:
  void refill();
  std::uint32_t x1_, x2_;     // 31 bits: elements n .. n+30 of both registers
  std::uint64_t buffer_ = 0;  // elements made and not yet taken, the first in bit 0
  unsigned buffered_ = 0;
};

constexpr unsigned physical_cells = 1008;
constexpr std::size_t sync_length = 127;
using SyncSequence = std::array<float, sync_length>;  // +1 or -1

/// d_PSS, n_id_2 = 0..2 (TS 38.211 §7.4.2.2.1).
SyncSequence pss(unsigned n_id_2);
/// d_SSS of physical cell identity 0..1007 (TS 38.211 §7.4.2.3.1).
SyncSequence sss(unsigned pci);

/// Low-PAPR sequence r_u,v^(alpha) of out.size() elements (TS 38.211 §5.2.2): lengths 6, 12, 18, 24 (tables), 30, and any multiple of
/// 6 from 36 on. Group u 0..29, number v 0..1 (0 below 72 elements), cyclic shift alpha in radians.
void low_papr_sequence(SampleSpan out, unsigned u, unsigned v, double alpha);

enum class GroupHopping : std::uint8_t { neither, group, sequence };  // pucch-GroupHopping: neither, enable, disable
struct SequenceGroup {
  unsigned u;
  unsigned v;
  bool operator==(const SequenceGroup&) const = default;
};
/// Group and number of PUCCH (TS 38.211 §6.3.2.2.1). n_id: hoppingId, or the physical cell identity; hop: 0, or 1 after the
/// intra-slot frequency hop.
SequenceGroup pucch_group(GroupHopping hopping, unsigned n_id, unsigned slot_in_frame, unsigned hop);
/// n_cs(n_s,f, l) of PUCCH (TS 38.211 §6.3.2.2.2), 0..255; l: symbol of the slot (l + l' of the standard).
unsigned pucch_cyclic_shift(unsigned n_id, unsigned slot_in_frame, unsigned l);
/// Group and number of PUSCH DM-RS with transform precoding (TS 38.211 §6.4.1.1.1.2); length: of the sequence.
SequenceGroup pusch_group(GroupHopping hopping, unsigned n_id, unsigned slot_in_frame, unsigned l, std::size_t length);

}  // namespace pellucid::phy
