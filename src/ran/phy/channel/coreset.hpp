// Control resource sets and search spaces: where a PDCCH may be (TS 38.211 §7.3.2, TS 38.213 §10.1 and §13).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/waveform/numerology.hpp"

namespace pellucid::phy {

/// A control resource set. Blocks are common resource blocks; a carrier's grid begins at one of them (`first_crb` of the functions).
struct Coreset {
  std::uint8_t id = 0;               // 0: configured by the PBCH or controlResourceSetZero; else 1..15
  std::uint16_t first_block = 0;     // of group 0
  std::uint64_t groups = 0;          // which groups of six blocks: bit 0 is the lowest; 45 at most
  std::uint8_t duration = 1;         // symbols, 1..3
  bool interleaved = false;          // CCE-to-REG mapping
  std::uint8_t bundle = 6;           // L: 6, or 2 with 1 or 2 symbols, or 3 with 3; 6 when not interleaved
  std::uint8_t interleaver = 2;      // R: 2, 3, 6
  std::uint16_t shift = 0;           // n_shift: shiftIndex 0..274, or the cell identity 0..1007
  bool contiguous_precoder = false;  // precoderGranularity allContiguousRBs: one channel over neighbouring blocks, and DM-RS in all of them
  std::uint16_t dmrs_id = 0;         // N_ID: pdcch-DMRS-ScramblingID, or the cell identity

  unsigned blocks() const { return 6 * unsigned(__builtin_popcountll(groups)); }
  unsigned regs() const { return blocks() * duration; }
  unsigned cces() const { return regs() / 6; }
};

/// Null if the set is one of the standard's, else what is wrong. `crb_end`: first common resource block that is not on the carrier.
const char* refusal(const Coreset& coreset, unsigned crb_end);

/// controlResourceSetId, frequencyDomainResources (45 bits, the first transmitted one highest: bit 44) and the start of the bandwidth part:
/// a set with non-interleaved mapping, to be completed by the caller (TS 38.213 §10.1). Fault if the bitmap leaves the bandwidth part.
Result<Coreset, Fault> coreset_of(std::uint8_t id, std::uint64_t frequency_domain_resources, BandwidthPart part, std::uint8_t duration);

/// CORESET 0 of a cell (TS 38.213 tables 13-1 to 13-6; index 0..15 is controlResourceSetZero). `ssb_spacing` and `spacing`
/// (subCarrierSpacingCommon) choose the table, with `min_40mhz` for bands whose narrowest channel is 40 MHz. `ssb_block`: the common
/// resource block (of `spacing`) that the first subcarrier of the SS/PBCH block lies in. Fault: reserved, or it would begin below block 0.
Result<Coreset, Fault> coreset_zero(unsigned index, SubcarrierSpacing ssb_spacing, SubcarrierSpacing spacing, bool min_40mhz,
                                    unsigned ssb_block, std::uint16_t pci);

/// The resource blocks that a candidate's CCEs lie on, ascending, as common resource blocks; they are the same in each symbol of the set
/// (TS 38.211 §7.3.2.2). `coreset` is valid, cce + level <= cces() (check()ed).
RbList candidate_blocks(const Coreset& coreset, unsigned cce, unsigned level);

/// A place where a PDCCH may be.
struct PdcchCandidate {
  std::uint8_t level = 1;  // 1, 2, 4, 8, 16 CCEs
  std::uint8_t cce = 0;    // first one
  bool operator==(const PdcchCandidate&) const = default;
};
constexpr std::size_t max_candidates = 40;  // five levels of at most 8

/// A search space set (TS 38.213 §10.1).
struct SearchSpace {
  bool ue_specific = false;
  std::array<std::uint8_t, 5> candidates{};  // for levels 1, 2, 4, 8, 16: 0..6 or 8
  std::uint16_t period = 1, offset = 0;      // slots
  std::uint16_t duration = 1;                // slots in a row
  std::uint16_t first_symbols = 1;           // monitoringSymbolsWithinSlot: bit l for symbol l
  bool monitored(SlotPoint slot) const { return (slot.index() + period - offset) % period < duration; }
};
/// Null if it is one of the standard's.
const char* refusal(const SearchSpace& space);

/// Its candidates in a slot, the highest level first; those that do not fit the set are left out. `rnti` is the C-RNTI (only a UE-specific
/// space reads it). Returns how many were written. The arguments are valid.
std::size_t pdcch_candidates(const Coreset& coreset, const SearchSpace& space, unsigned slot_in_frame, std::uint16_t rnti,
                             std::span<PdcchCandidate> out);

/// Where Type0-PDCCH is looked for, for SS/PBCH block `ssb` (multiplexing pattern 1: all of FR1): slots n0 and n0 + 1 of frames with
/// SFN mod 2 == odd_frame (TS 38.213 §13, table 13-11).
struct Type0Occasion {
  unsigned slot = 0;  // n0, 0..slots a frame - 1
  bool odd_frame = false;
  unsigned first_symbol = 0;
};
/// `index` 0..15 is searchSpaceZero, `ssb` 0..7. Fault beyond.
Result<Type0Occasion, Fault> type0_occasion(unsigned index, unsigned ssb, SubcarrierSpacing spacing, unsigned coreset_symbols);
/// Type0-PDCCH common search space: 4, 2 and 1 candidates of levels 4, 8, 16 (TS 38.213 table 10.1-1), monitored in every slot: the caller
/// looks at type0_occasion().
SearchSpace type0_search_space(unsigned first_symbol);

}  // namespace pellucid::phy
