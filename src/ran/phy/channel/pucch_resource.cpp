#include "ran/phy/channel/pucch_resource.hpp"

#include <algorithm>
#include <bit>

#include "ran/phy/channel/uci_on_pusch.hpp"

namespace pellucid::phy {

namespace {

struct PucchCommonRow {
  PucchFormat format;
  SymbolRange symbols;
  std::uint8_t offset;  // RB_BWP^offset; row 15: a quarter of the bandwidth part
  std::uint8_t shifts;  // N_CS; the shifts themselves are evenly spaced, 0 first
  std::uint8_t distance;
};
// Table 9.2.1-1.
constexpr std::array<PucchCommonRow, 16> pucch_common_rows = {{
    {PucchFormat::f0, {12, 2}, 0, 2, 3},
    {PucchFormat::f0, {12, 2}, 0, 3, 4},
    {PucchFormat::f0, {12, 2}, 3, 3, 4},
    {PucchFormat::f1, {10, 4}, 0, 2, 6},
    {PucchFormat::f1, {10, 4}, 0, 4, 3},
    {PucchFormat::f1, {10, 4}, 2, 4, 3},
    {PucchFormat::f1, {10, 4}, 4, 4, 3},
    {PucchFormat::f1, {4, 10}, 0, 2, 6},
    {PucchFormat::f1, {4, 10}, 0, 4, 3},
    {PucchFormat::f1, {4, 10}, 2, 4, 3},
    {PucchFormat::f1, {4, 10}, 4, 4, 3},
    {PucchFormat::f1, {0, 14}, 0, 2, 6},
    {PucchFormat::f1, {0, 14}, 0, 4, 3},
    {PucchFormat::f1, {0, 14}, 2, 4, 3},
    {PucchFormat::f1, {0, 14}, 4, 4, 3},
    {PucchFormat::f1, {0, 14}, 0, 4, 3},
}};
constexpr std::array<std::uint8_t, 7> pucch_code_rates = {8, 15, 25, 35, 45, 60, 80};  // table 9.2.5.2-1, in hundredths

// TS 38.211 table 6.4.1.3.3.2-1, within the PUCCH of 4 to 14 symbols: bit l.
constexpr std::uint16_t pucch_bits(std::initializer_list<unsigned> symbols) {
  std::uint16_t mask = 0;
  for (unsigned l : symbols) mask = std::uint16_t(mask | 1u << l);
  return mask;
}
constexpr std::array<std::uint16_t, 11> pucch_long_dmrs = {pucch_bits({1}),    pucch_bits({0, 3}), pucch_bits({1, 4}), pucch_bits({1, 4}),
                                                           pucch_bits({1, 5}), pucch_bits({1, 6}), pucch_bits({2, 7}), pucch_bits({2, 7}),
                                                           pucch_bits({2, 8}), pucch_bits({2, 9}), pucch_bits({3, 10})};
constexpr std::array<std::uint16_t, 5> pucch_more_dmrs = {pucch_bits({1, 3, 6, 8}), pucch_bits({1, 3, 6, 9}), pucch_bits({1, 4, 7, 10}),
                                                          pucch_bits({1, 4, 7, 11}), pucch_bits({1, 5, 8, 12})};  // 10 to 14 symbols

std::uint16_t pucch_relative_dmrs(const PucchResource& r) {
  unsigned length = r.symbols.length;
  if (length < 4 || length > symbols_a_slot) return 0;
  if (length == 4 && r.second_hop_block) return pucch_bits({0, 2});
  if (length >= 10 && r.additional_dmrs) return pucch_more_dmrs[length - 10];
  return pucch_long_dmrs[length - 4];
}

bool pucch_is_long(const PucchResource& r) { return r.format != PucchFormat::f0 && r.format != PucchFormat::f2; }

bool pucch_fits_dft(unsigned blocks) {
  for (unsigned factor : {2u, 3u, 5u})
    while (blocks % factor == 0) blocks /= factor;
  return blocks == 1;
}

std::optional<Fault> pucch_wrong_format_fields(const PucchResource& r) {
  switch (r.format) {
    case PucchFormat::f0:
    case PucchFormat::f1: {
      if (r.initial_cyclic_shift > 11) return Fault{"initial cyclic shift is 0 to 11 (TS 38.213 §9.2.1)"};
      if (r.format == PucchFormat::f0) return {};
      // The shortest orthogonal sequence of the slot's data symbols: those with odd number.
      unsigned codes = r.symbols.length / 2;
      if (r.second_hop_block) codes = std::min(codes, r.symbols.length / 4u);
      if (r.occ_index >= codes) return Fault{"no such orthogonal sequence for the length (TS 38.211 table 6.3.2.4.1-2)"};
      return {};
    }
    case PucchFormat::f2:
    case PucchFormat::f3:
      if (r.blocks == 0 || r.blocks > max_pucch_blocks) return Fault{"PUCCH has 1 to 16 resource blocks (TS 38.331 nrofPRBs)"};
      if (r.format == PucchFormat::f3 && !pucch_fits_dft(r.blocks))
        return Fault{"blocks of format 3 have factors 2, 3, 5 (TS 38.211 §6.3.2.6.3)"};
      break;
    case PucchFormat::f4:
      if (r.occ_length != 2 && r.occ_length != 4) return Fault{"occ-Length is 2 or 4 (TS 38.211 §6.3.2.6.3)"};
      if (r.occ_index >= r.occ_length) return Fault{"occ-Index is below occ-Length (TS 38.211 §6.3.2.6.3)"};
      break;
    default: return Fault{"PUCCH format is 0 to 4 (TS 38.211 §6.3.2.1)"};
  }
  if (r.max_code_rate >= pucch_code_rates.size()) return Fault{"reserved maxCodeRate (TS 38.213 table 9.2.5.2-1)"};
  return {};
}

}  // namespace

std::optional<Fault> invalid_pucch(const PucchResource& r, const PucchIdentity& identity, std::size_t grid_blocks) {
  if (auto fault = pucch_wrong_format_fields(r)) return fault;
  unsigned least = pucch_is_long(r) ? 4 : 1;
  unsigned most = pucch_is_long(r) ? symbols_a_slot : 2;
  if (r.symbols.length < least || r.symbols.length > most)
    return Fault{"PUCCH has 1 or 2 (formats 0, 2) or 4 to 14 symbols (TS 38.211 §6.3.2.1)"};
  if (r.symbols.start + r.symbols.length > symbols_a_slot) return Fault{"PUCCH reaches over the end of the slot (TS 38.213 §9.2.1)"};
  if (r.second_hop_block && r.symbols.length < 2) return Fault{"one symbol does not hop (TS 38.331 PUCCH-Resource)"};
  if (std::max(r.first_block, r.second_hop_block.value_or(0)) + std::size_t(r.block_count()) > grid_blocks)
    return Fault{"PUCCH lies outside the grid (TS 38.213 §9.2.1)"};
  if (identity.hopping_id > 1023 || identity.scrambling_id > 1023)
    return Fault{"hoppingId and scrambling identity are 0 to 1023 (TS 38.211 §6.3.2)"};
  if (unsigned(identity.group_hopping) > 2) return Fault{"pucch-GroupHopping is neither, enable or disable (TS 38.211 §6.3.2.2.1)"};
  if (identity.grid_start + grid_blocks > 2200) return Fault{"grid starts beyond common resource block 2199 (TS 38.331 offsetToCarrier)"};
  return {};
}

Result<unsigned, Fault> common_pucch_index(unsigned first_cce, unsigned cces, unsigned resource_indicator) {
  if (cces == 0 || first_cce >= cces || resource_indicator > 7)
    return Fail(Fault{"no such CCE or PUCCH resource indicator (TS 38.213 §9.2.1)"});
  return 2 * first_cce / cces + 2 * resource_indicator;
}

Result<PucchResource, Fault> common_pucch_resource(unsigned row, unsigned r_pucch, RbRange bwp) {
  if (row >= pucch_common_rows.size() || r_pucch > 15)
    return Fail(Fault{"pucch-ResourceCommon and r_PUCCH are 0 to 15 (TS 38.213 §9.2.1)"});
  const auto& entry = pucch_common_rows[row];
  unsigned offset = row == 15 ? bwp.length / 4 : entry.offset;
  unsigned step = r_pucch % 8 / entry.shifts;
  if (bwp.length > most_resource_blocks || offset + step >= bwp.length)
    return Fail(Fault{"bandwidth part too small for the common PUCCH set (TS 38.213 §9.2.1)"});
  auto low = std::uint16_t(bwp.start + offset + step);
  auto high = std::uint16_t(bwp.start + bwp.length - 1 - offset - step);
  PucchResource resource;
  resource.format = entry.format;
  resource.symbols = entry.symbols;
  resource.first_block = r_pucch < 8 ? low : high;
  resource.second_hop_block = r_pucch < 8 ? high : low;
  resource.initial_cyclic_shift = std::uint8_t(r_pucch % 8 % entry.shifts * entry.distance);
  return resource;
}

std::array<SymbolRange, 2> pucch_hops(const PucchResource& r) {
  if (!r.second_hop_block) return {r.symbols, SymbolRange{std::uint8_t(r.symbols.start + r.symbols.length), 0}};
  auto half = std::uint8_t(r.symbols.length / 2);
  return {SymbolRange{r.symbols.start, half}, SymbolRange{std::uint8_t(r.symbols.start + half), std::uint8_t(r.symbols.length - half)}};
}

std::uint16_t pucch_dmrs_symbols(const PucchResource& r) {
  auto all = std::uint16_t((1u << r.symbols.length) - 1);
  std::uint16_t mask = 0;
  switch (r.format) {
    case PucchFormat::f0: break;
    case PucchFormat::f1: mask = all & 0x5555; break;
    case PucchFormat::f2: mask = all; break;
    case PucchFormat::f3:
    case PucchFormat::f4: mask = pucch_relative_dmrs(r); break;
  }
  return std::uint16_t(mask << r.symbols.start);
}

unsigned pucch_uci_symbols(const PucchResource& r) {
  return r.format == PucchFormat::f2 ? r.symbols.length : r.symbols.length - unsigned(std::popcount(pucch_dmrs_symbols(r)));
}

unsigned pucch_coded_bits(const PucchResource& r) {
  switch (r.format) {
    case PucchFormat::f2: return 16 * pucch_uci_symbols(r) * r.blocks;
    case PucchFormat::f3: return 12 * pucch_modulation_order(r) * pucch_uci_symbols(r) * r.blocks;
    case PucchFormat::f4: return 12 * pucch_modulation_order(r) * pucch_uci_symbols(r) / r.occ_length;
    default: return 0;
  }
}

unsigned pucch_part1_coded_bits(const PucchResource& r, unsigned part1_bits) {
  unsigned qm = pucch_modulation_order(r);
  unsigned rate = pucch_code_rates[std::min<std::size_t>(r.max_code_rate, 6)];
  unsigned symbols = ((part1_bits + uci_crc_bits(part1_bits)) * 100 + rate * qm - 1) / (rate * qm);
  return std::min(pucch_coded_bits(r), symbols * qm);
}

unsigned pucch_blocks_needed(const PucchResource& r, unsigned bits) {
  if (r.format != PucchFormat::f2 && r.format != PucchFormat::f3) return 1;
  PucchResource one = r;
  one.blocks = 1;
  unsigned capacity = pucch_coded_bits(one) * pucch_code_rates[std::min<std::size_t>(r.max_code_rate, 6)];  // of a block, in hundredths
  if (capacity == 0) return r.blocks;
  unsigned blocks = std::max(1u, ((bits + uci_crc_bits(bits)) * 100 + capacity - 1) / capacity);
  while (r.format == PucchFormat::f3 && blocks < r.blocks && !pucch_fits_dft(blocks)) ++blocks;
  return std::min<unsigned>(blocks, r.blocks);
}

std::array<std::uint8_t, symbols_a_slot> pucch_uci_sets(const PucchResource& r) {
  std::array<std::uint8_t, symbols_a_slot> sets{};
  std::uint16_t dmrs = pucch_relative_dmrs(r);
  int length = r.symbols.length;
  // In every row of the table the set's number is the distance from the nearest DM-RS symbol.
  for (int l = 0; l < length; ++l) {
    if (dmrs >> l & 1) continue;
    int nearest = symbols_a_slot;
    for (int d = 0; d < length; ++d)
      if (dmrs >> d & 1) nearest = std::min(nearest, std::abs(l - d));
    sets[std::size_t(l)] = std::uint8_t(nearest);
  }
  return sets;
}

}  // namespace pellucid::phy
