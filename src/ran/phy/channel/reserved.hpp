// Resource elements of a slot that a PDSCH leaves free (TS 38.214 §5.1.4, TS 38.211 §7.3.1.5).
#pragma once

#include <array>
#include <cstdint>

#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// For each symbol and each resource block of a grid, which of the twelve subcarriers are not available. 7.7 KB, no heap.
class ReservedElements {
 public:
  /// Subcarriers of `mask` (bit k) in one block and symbol. What lies outside the slot or beyond 275 blocks is ignored.
  void add(std::size_t l, std::size_t block, std::uint16_t mask) {
    if (l >= symbols_a_slot || block >= most_resource_blocks) return;
    masks_[l][block] |= mask;
    symbols_ |= std::uint16_t(1u << l);
  }
  /// Whole blocks, in the symbols of a bit mask: an RB-symbol level pattern (§5.1.4.1), a CORESET, an SS/PBCH block.
  void add_blocks(std::uint16_t symbols, std::size_t first_block, std::size_t blocks) {
    for (std::size_t l = 0; l < symbols_a_slot; ++l)
      if (symbols >> l & 1)
        for (std::size_t block = first_block; block < first_block + blocks; ++block) add(l, block, 0xFFF);
  }
  /// The blocks that an SS/PBCH block at `first_subcarrier` of the grid touches, in its four symbols from `first_symbol` on.
  void add_ssb(std::size_t first_subcarrier, std::size_t first_symbol) {
    const std::size_t first = first_subcarrier / 12, end = (first_subcarrier + 240 + 11) / 12;
    add_blocks(std::uint16_t(0xFu << first_symbol), first, end - first);
  }
  std::uint16_t mask(std::size_t l, std::size_t block) const { return masks_[l][block]; }
  bool any(std::size_t l) const { return symbols_ >> l & 1; }
  void clear() { *this = {}; }

 private:
  std::array<std::array<std::uint16_t, most_resource_blocks>, symbols_a_slot> masks_{};
  std::uint16_t symbols_ = 0;
};

}  // namespace pellucid::phy
