// PUCCH resources: what one is, the common sets before dedicated configuration, and how its symbols are used (TS 38.213 §9.2.1,
// TS 38.211 §6.3.2, §6.4.1.3, TS 38.212 §6.3.1.4). Resource blocks count from the grid's first, symbols from the slot's first.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "ran/phy/channel/fault.hpp"
#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/waveform/samples.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {

enum class PucchFormat : std::uint8_t { f0, f1, f2, f3, f4 };

constexpr unsigned max_pucch_blocks = 16;  // nrofPRBs of formats 2 and 3
constexpr unsigned max_uci_payload = 1706;

/// A PUCCH-Resource with what its format's PUCCH-FormatConfig adds (TS 38.331). Fields of other formats are ignored.
struct PucchResource {
  PucchFormat format = PucchFormat::f1;
  std::uint16_t first_block = 0;                    // startingPRB, from the grid's first block
  std::optional<std::uint16_t> second_hop_block{};  // secondHopPRB; has a value if intra-slot frequency hopping is enabled
  SymbolRange symbols{0, 14};                       // startingSymbolIndex, nrofSymbols: 1-2 (formats 0, 2), 4-14 (1, 3, 4)
  std::uint8_t initial_cyclic_shift = 0;            // formats 0 and 1: m_0, 0..11
  std::uint8_t occ_index = 0;                       // formats 1 (timeDomainOCC, 0..6) and 4 (0..occ_length - 1)
  std::uint8_t occ_length = 2;                      // format 4: N_SF, 2 or 4
  std::uint8_t blocks = 1;                          // formats 2 and 3: number of blocks of this transmission, 1..16
  bool additional_dmrs = false;                     // formats 3 and 4
  bool pi2_bpsk = false;                            // formats 3 and 4
  std::uint8_t max_code_rate = 3;                   // formats 2 to 4: row of table 9.2.5.2-1, 0..7; counts for two-part UCI

  std::uint16_t block_count() const { return format == PucchFormat::f2 || format == PucchFormat::f3 ? blocks : 1; }
  bool operator==(const PucchResource&) const = default;
};

/// What a cell and a phone share that goes into sequences and scrambling.
struct PucchIdentity {
  GroupHopping group_hopping = GroupHopping::neither;  // pucch-GroupHopping
  std::uint16_t hopping_id = 0;                        // hoppingId, else the physical cell identity: 0..1023
  std::uint16_t rnti = 0;                              // C-RNTI (formats 2 to 4)
  std::uint16_t scrambling_id = 0;                     // dataScramblingIdentityPUSCH, else the physical cell identity: 0..1023
  std::uint16_t dmrs_id = 0;                           // format 2: scramblingID0 of the DM-RS, else the physical cell identity
  std::uint16_t grid_start = 0;                        // common resource block of the grid's first block (format 2)
};

/// Refuses what the standard does not have: lengths, hopping in one symbol, orthogonal sequences beyond their number, blocks outside a
/// grid of `grid_blocks`, identities out of range, format 3 with a number of blocks that has other factors than 2, 3 and 5.
std::optional<Fault> invalid_pucch(const PucchResource& resource, const PucchIdentity& identity, std::size_t grid_blocks);

/// r_PUCCH, 0..15, from the DCI that asks for the HARQ-ACK (TS 38.213 §9.2.1): its first CCE, the CCEs of its CORESET, and its PUCCH
/// resource indicator (0..7). Fault if they are out of range.
Result<unsigned, Fault> common_pucch_index(unsigned first_cce, unsigned cces, unsigned resource_indicator);
/// Resource `r_pucch` (0..15) of set `row` (pucch-ResourceCommon, 0..15; table 9.2.1-1) in the initial bandwidth part, whose first block
/// in the grid is bwp.start. Always with frequency hopping, orthogonal sequence 0. Fault if the part is too small for it.
Result<PucchResource, Fault> common_pucch_resource(unsigned row, unsigned r_pucch, RbRange bwp);

/// The symbols of the slot in the first and second hop; the second is empty without hopping (TS 38.211 §6.3.2.1).
std::array<SymbolRange, 2> pucch_hops(const PucchResource& resource);
/// First block of a hop, 0 or 1.
inline std::uint16_t pucch_hop_block(const PucchResource& resource, unsigned hop) {
  return hop ? *resource.second_hop_block : resource.first_block;
}
/// DM-RS symbols, bit l counting from the slot's first symbol; none for format 0, in every symbol for format 2 (TS 38.211 §6.4.1.3).
std::uint16_t pucch_dmrs_symbols(const PucchResource& resource);
/// Symbols that carry UCI: N_symb,UCI of formats 2 to 4.
unsigned pucch_uci_symbols(const PucchResource& resource);
/// Q_m of formats 2 to 4.
inline unsigned pucch_modulation_order(const PucchResource& resource) {
  return resource.format != PucchFormat::f2 && resource.pi2_bpsk ? 1 : 2;
}
/// Coded bits of formats 2 to 4: E_tot of TS 38.212 table 6.3.1.4-1.
unsigned pucch_coded_bits(const PucchResource& resource);
/// Coded bits of part 1 when there is a part 2 of CSI (table 6.3.1.4.1-1): min(E_tot, ceil((bits + CRC) / r / Q_m) Q_m).
unsigned pucch_part1_coded_bits(const PucchResource& resource, unsigned part1_bits);

/// Blocks that HARQ-ACK and SR (`bits` of them) need on a resource of formats 2 and 3 with `resource.blocks` = nrofPRBs
/// (TS 38.213 §9.2.3, §9.2.5.1): what the phone sends, and the cell expects, in `blocks`.
unsigned pucch_blocks_needed(const PucchResource& resource, unsigned bits);

/// UCI symbol index sets of formats 3 and 4 (TS 38.212 table 6.3.1.6-1): which set, 1 to 3, PUCCH symbol l belongs to; 0: DM-RS.
std::array<std::uint8_t, symbols_a_slot> pucch_uci_sets(const PucchResource& resource);

}  // namespace pellucid::phy
