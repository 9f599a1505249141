// Which resource blocks and symbols a data channel gets: RIV and SLIV, resource block groups, virtual to physical resource blocks, the
// default time-domain table (TS 38.214 §5.1.2, TS 38.211 §7.3.1.6). Shared by both directions. Resource blocks count from the start of the
// bandwidth part unless said otherwise.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ran/phy/channel/fault.hpp"
#include "ran/phy/waveform/dmrs.hpp"

namespace pellucid::phy {

constexpr std::uint16_t most_resource_blocks = 275;  // of a carrier or a bandwidth part (TS 38.211 §4.4.2)

/// `length` resource blocks from `start` on.
struct RbRange {
  std::uint16_t start = 0;
  std::uint16_t length = 0;
  bool operator==(const RbRange&) const = default;
};

/// Symbols `start` to `start + length - 1` of a slot.
struct SymbolRange {
  std::uint8_t start = 0;
  std::uint8_t length = 0;
  bool operator==(const SymbolRange&) const = default;
};

/// An ordered list of resource blocks: item n is where the n-th allocated virtual resource block lies. No allocation.
class RbList {
 public:
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  std::uint16_t operator[](std::size_t i) const { return blocks_[i]; }
  std::span<const std::uint16_t> view() const { return {blocks_.data(), count_}; }
  const std::uint16_t* begin() const { return blocks_.data(); }
  const std::uint16_t* end() const { return blocks_.data() + count_; }
  void clear() { count_ = 0; }
  /// False, and nothing is added, if 275 are in it already.
  bool push(std::uint16_t block) {
    if (count_ == blocks_.size()) return false;
    blocks_[count_++] = block;
    return true;
  }

 private:
  std::array<std::uint16_t, most_resource_blocks> blocks_{};
  std::uint16_t count_ = 0;
};

/// ceil(log2(n)) of n >= 1; 0 for 0 and 1.
unsigned ceil_log2(std::uint32_t n);

/// Bits of a type 1 frequency assignment, ceil(log2(N (N+1) / 2)), for a bandwidth part of 1..275 blocks (TS 38.212 §7.3.1).
unsigned riv_bits(std::uint16_t bwp_blocks);
/// Resource indication value of a range in a bandwidth part of `bwp_blocks` (TS 38.214 §5.1.2.2.2). Fault if the range is empty or
/// reaches over the end.
Result<std::uint32_t, Fault> riv(std::uint16_t bwp_blocks, RbRange range);
/// The range that a resource indication value means; fault if no range has that value.
Result<RbRange, Fault> from_riv(std::uint16_t bwp_blocks, std::uint32_t value);
/// The same where the field's size comes from another, smaller bandwidth part (`initial_blocks`) than the one it applies to: DCI 1_0
/// or 0_0 in a UE-specific search space with the size of the common one (TS 38.214 §5.1.2.2.2, §6.1.2.2.2).
Result<RbRange, Fault> from_scaled_riv(std::uint16_t initial_blocks, std::uint16_t active_blocks, std::uint32_t value);

/// Start and length indicator value (TS 38.214 §5.1.2.1); fault unless start + length <= 14 and length >= 1.
Result<std::uint8_t, Fault> sliv(SymbolRange range);
/// The symbols that a SLIV means; fault for a value that none has (0..127 are coded).
Result<SymbolRange, Fault> from_sliv(std::uint8_t value);

/// One row of a time-domain allocation list: slot offset (K0 of a PDSCH, K2 of a PUSCH), mapping, symbols.
struct TimeAllocation {
  std::uint8_t slot_offset = 0;
  MappingType mapping = MappingType::a;
  SymbolRange symbols;
  bool operator==(const TimeAllocation&) const = default;
};
/// Row `index` (0..15, the DCI's field) of the default PDSCH table A for normal cyclic prefix (TS 38.214 table 5.1.2.1.1-2).
/// `dmrs_type_a_position` is 2 or 3.
Result<TimeAllocation, Fault> default_pdsch_time_allocation_a(unsigned index, unsigned dmrs_type_a_position);

/// A bandwidth part on the carrier: `start` counts from common resource block 0.
struct BandwidthPart {
  std::uint16_t start = 0;
  std::uint16_t size = 0;
  bool operator==(const BandwidthPart&) const = default;
};

/// Nominal resource block group size P: `configuration` 1 or 2 (rbg-Size), `size` 1..275 (TS 38.214 table 5.1.2.2.1-1, same 6.1.2.2.1-1).
unsigned rbg_size(std::uint16_t bwp_blocks, unsigned configuration);
/// Number of resource block groups, the bits of a type 0 assignment.
unsigned rbg_count(BandwidthPart part, unsigned configuration);
/// The blocks of a type 0 bitmap, whose most significant of rbg_count() bits is group 0 (TS 38.214 §5.1.2.2.1). Fault if no group is set
/// or bits beyond the groups are.
Result<RbList, Fault> type0_blocks(BandwidthPart part, unsigned configuration, std::uint32_t bitmap);

/// How virtual resource blocks lie on physical ones (TS 38.211 §7.3.1.6). `first` is the bundle division's start: the set of
/// `blocks` resource blocks that begins at common resource block `grid_start` is cut into bundles of `bundle` (2 or 4) aligned to common
/// resource blocks, except SI-RNTI in CORESET 0, where the bundles begin at the set's first block (`aligned` false).
struct VrbInterleaver {
  std::uint16_t grid_start = 0;
  std::uint16_t blocks = 0;
  std::uint8_t bundle = 2;
  bool aligned = true;
};
/// Physical block (0..blocks-1 within the set) of each virtual block in `virtual_blocks`, in their order. Fault for an empty set, a
/// bundle size other than 2 and 4, or a virtual block outside the set.
Result<RbList, Fault> interleaved_blocks(const VrbInterleaver& interleaver, std::span<const std::uint16_t> virtual_blocks);

/// All blocks of a range as a list.
RbList list_of(RbRange range);

}  // namespace pellucid::phy
