// What PDSCH's sender and receiver share: which elements are whose. Not for other rooms.
#pragma once

#include "ran/phy/channel/pdsch.hpp"

namespace pellucid::phy {

/// A checked allocation, seen element by element.
struct PdschMap {
  const PdschAllocation* allocation = nullptr;
  SymbolSet dmrs_symbols;
  std::uint16_t dmrs_reserved = 0;

  /// Subcarriers of a common block that carry data in symbol l.
  unsigned free(unsigned l, unsigned block) const {
    unsigned mask = dmrs_symbols.has(l) ? 0xFFFu & ~dmrs_reserved : 0xFFFu;
    if (allocation->reserved) mask &= ~unsigned(allocation->reserved->mask(l, block - allocation->grid_start));
    return mask;
  }
  /// Whether symbol l is the second of a double-symbol DM-RS (l' = 1).
  unsigned dmrs_second(unsigned l) const {
    if (!allocation->dmrs.double_symbol || l == 0 || !dmrs_symbols.has(l - 1)) return 0;
    return 1 - dmrs_second(l - 1);
  }
};
PdschMap pdsch_map(const PdschAllocation& allocation, SymbolSet dmrs_symbols);

/// beta_DMRS of a PDSCH by CDM groups without data: 0, 3 and 4.77 dB, literally (TS 38.214 §4.1, table 4.1-1; the captured cell
/// sends 1.4125, not sqrt 2).
constexpr float pdsch_dmrs_beta(unsigned cdm_groups_without_data) {
  return cdm_groups_without_data == 1 ? 1.0f : cdm_groups_without_data == 2 ? 1.4125375f : 1.7318044f;
}

/// c_init of TS 38.211 §7.3.1.1 for codeword 0.
constexpr std::uint32_t pdsch_scrambling(const PdschAllocation& allocation) {
  return std::uint32_t(allocation.rnti) << 15 | allocation.scrambling_id;
}

}  // namespace pellucid::phy
