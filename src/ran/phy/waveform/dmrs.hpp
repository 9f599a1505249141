// Demodulation reference signals: in which symbols, on which subcarriers, with which values (TS 38.211 §6.4.1, §7.4.1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "ran/phy/waveform/samples.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {

enum class MappingType : std::uint8_t { a, b };
enum class DmrsType : std::uint8_t { type1 = 1, type2 = 2 };

struct DmrsConfig {
  MappingType mapping = MappingType::a;
  DmrsType type = DmrsType::type1;
  unsigned type_a_position = 2;      // dmrs-TypeA-Position: 2 or 3 (only mapping type A)
  unsigned additional_position = 2;  // dmrs-AdditionalPosition: pos0..pos3; without dedicated configuration pos2
  bool double_symbol = false;        // two neighbouring symbols (then additional_position is at most 1)
};

/// A set of symbols of a slot: bit l of the mask.
struct SymbolSet {
  std::uint16_t mask = 0;
  constexpr bool has(std::size_t l) const { return mask >> l & 1; }
  constexpr unsigned count() const { return unsigned(__builtin_popcount(mask)); }
  constexpr bool operator==(const SymbolSet&) const = default;
};

/// DM-RS symbols of a PDSCH or PUSCH (without intra-slot hopping) in symbols first .. first + length - 1 of the slot; numbers in the
/// result count from the start of the slot. TS 38.211 Tables 7.4.1.1.2-3/-4 and 6.4.1.1.3-3/-4. Nothing: the standard has none for it.
std::optional<SymbolSet> pdsch_dmrs_symbols(const DmrsConfig& config, unsigned first, unsigned length);
std::optional<SymbolSet> pusch_dmrs_symbols(const DmrsConfig& config, unsigned first, unsigned length);

/// An antenna port of PDSCH (1000 + port) or PUSCH DM-RS (Tables 7.4.1.1.2-1/-2).
struct DmrsPort {
  unsigned delta = 0;  // first subcarrier in the comb
  unsigned cdm_group = 0;
  std::array<float, 2> wf{1, 1};  // by k'
  std::array<float, 2> wt{1, 1};  // by l'
};
/// port 0..7 (type 1) or 0..11 (type 2); others give port 0.
DmrsPort dmrs_port(DmrsType type, unsigned port);
/// DM-RS elements of one port in a resource block: 6 or 4; which subcarriers, as a mask of 12 bits.
constexpr unsigned dmrs_a_block(DmrsType type) { return type == DmrsType::type1 ? 6 : 4; }
std::uint16_t dmrs_mask(DmrsType type, unsigned delta);
/// Subcarriers of a resource block that carry no data in a DM-RS symbol, with 1..3 CDM groups without data.
std::uint16_t dmrs_reserved_mask(DmrsType type, unsigned cdm_groups_without_data);
/// beta_DMRS: amplitude against the data, by the number of CDM groups without data: 1, sqrt 2, sqrt 3 (TS 38.214 Table 4.1-1).
float dmrs_amplitude(unsigned cdm_groups_without_data);

/// c_init of PDSCH and PUSCH (CP-OFDM) DM-RS: TS 38.211 §7.4.1.1.1, §6.4.1.1.1.1 (without lambda: Rel-15 sequences).
std::uint32_t shared_dmrs_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id, unsigned n_scid);
/// c_init of PDCCH (§7.4.1.3.1) and of PUCCH formats 2 (§6.4.1.3.2.1): the same without n_SCID.
std::uint32_t control_dmrs_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id);
/// c_init of PBCH DM-RS (§7.4.1.4.1). i_ssb_bar: i_SSB + 4 n_hf for L_max 4, the three low bits of i_SSB for L_max 8.
std::uint32_t pbch_dmrs_c_init(unsigned pci, unsigned i_ssb_bar);
/// c_init of CSI-RS (§7.4.1.5.2).
std::uint32_t csi_rs_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id);

/// r(m) for m = per_block * block .. ending with out.size() elements: the part of a sequence that falls on the resource blocks from `block`
/// on, counted from where the sequence begins (CRB 0, or the lowest block of CORESET 0). per_block: elements a block (6 and 4: PDSCH/PUSCH
/// type 1 and 2; 3: PDCCH; 4: PUCCH format 2).
void dmrs_sequence(std::uint32_t c_init, unsigned per_block, unsigned block, SampleSpan out);

/// PBCH DM-RS, 144 elements in the order of §7.4.3.1.3: ascending subcarriers of SS block symbol 1, then 2, then 3.
void pbch_dmrs(unsigned pci, unsigned i_ssb_bar, SampleSpan out);

/// Writes reference values to symbol l of the grid: `values` in ascending order on the subcarriers in `mask` of blocks first_block...
/// values.size() is a multiple of the number of bits in mask. Returns false (and writes nothing) beyond the grid.
bool put_pilots(Grid& grid, std::size_t l, unsigned first_block, std::uint16_t mask, SampleView values);
/// Reads the elements there.
bool get_pilots(const Grid& grid, std::size_t l, unsigned first_block, std::uint16_t mask, SampleSpan values);

/// The pilots of one port of PDSCH or PUSCH in one symbol, ready to be put: r(m) times wf(k') wt(l') beta. l_prime: 0, or 1 in the second
/// of a double symbol. out.size() == dmrs_a_block(type) * blocks.
void shared_dmrs(std::uint32_t c_init, DmrsType type, const DmrsPort& port, unsigned l_prime, unsigned block, float beta, SampleSpan out);

}  // namespace pellucid::phy
