// What sending and receiving a PUSCH share. Used by pusch_*.cpp only.
#pragma once

#include "ran/phy/channel/pusch.hpp"

namespace pellucid::phy {

/// Everything that follows from a configuration but the samples: layout, code, owners of the elements.
struct PuschPlan {
  PuschLayout layout{};
  TransportFormat format{};  // tbs_bits 0: no UL-SCH
  UciLayout coded{};         // G of each kind
};
/// `owners` has room for the elements of the largest grid; the first layout.elements of them are written if there is UCI. Faults: as
/// PuschTransmitter::transmit().
Result<PuschPlan, Fault> plan_pusch(const PuschConfig& config, std::size_t grid_blocks, std::span<ElementOwner> owners);

constexpr std::uint32_t pusch_scrambling_init(const PuschConfig& config) { return (std::uint32_t(config.rnti) << 15) + config.n_id; }

/// First block of a hop, and the hop of a symbol of the slot.
inline std::uint16_t pusch_hop_block(const PuschConfig& config, unsigned hop) {
  return hop ? *config.second_hop_block : config.blocks.start;
}
inline unsigned pusch_hop_of(const PuschLayout& layout, unsigned l) { return layout.hops[1].length && l >= layout.hops[1].start ? 1 : 0; }
/// Subcarriers of a block that carry the port's DM-RS, and how many elements that makes in a symbol.
std::uint16_t pusch_pilot_mask(const PuschConfig& config);
inline std::size_t pusch_pilots_a_symbol(const PuschConfig& config) {
  return std::size_t(dmrs_a_block(config.dmrs.config.type)) * config.blocks.length;
}
/// The DM-RS of symbol l of the slot, beta included, ascending in frequency.
void pusch_pilots(const PuschConfig& config, const PuschLayout& layout, unsigned slot, unsigned l, SampleSpan out);

}  // namespace pellucid::phy
