#include "ran/phy/waveform/dmrs.hpp"

#include <bit>
#include <cmath>

#include "base/check.hpp"

namespace pellucid::phy {
namespace {

constexpr std::uint16_t none = 0x8000;  // the table has no entry

/// Symbols as bits, by duration l_d (1..14) and additional position: first mapping type A (those besides l_0), then type B (counted from
/// the first symbol).
using PositionTable = std::uint16_t[14][8];

/// TS 38.211 Table 7.4.1.1.2-3, with l_1 = 11.
constexpr PositionTable pdsch_single = {
    {none, none, none, none, none, none, none, none},
    {none, none, none, none, 0x0001, 0x0001, 0x0001, 0x0001},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0001, 0x0001, 0x0001},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0001, 0x0001, 0x0001},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0011, 0x0011, 0x0011},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0011, 0x0011, 0x0011},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0011, 0x0011, 0x0011},
    {0x0000, 0x0080, 0x0080, 0x0080, 0x0001, 0x0041, 0x0049, 0x0049},
    {0x0000, 0x0080, 0x0080, 0x0080, 0x0001, 0x0081, 0x0091, 0x0091},
    {0x0000, 0x0200, 0x0240, 0x0240, 0x0001, 0x0081, 0x0091, 0x0091},
    {0x0000, 0x0200, 0x0240, 0x0240, 0x0001, 0x0101, 0x0111, 0x0249},
    {0x0000, 0x0200, 0x0240, 0x0920, 0x0001, 0x0201, 0x0221, 0x0249},
    {0x0000, 0x0800, 0x0880, 0x0920, 0x0001, 0x0201, 0x0221, 0x0249},
    {0x0000, 0x0800, 0x0880, 0x0920, none, none, none, none},
};
/// Table 6.4.1.1.3-3.
constexpr PositionTable pusch_single = {
    {none, none, none, none, 0x0001, 0x0001, 0x0001, 0x0001},         {none, none, none, none, 0x0001, 0x0001, 0x0001, 0x0001},
    {none, none, none, none, 0x0001, 0x0001, 0x0001, 0x0001},         {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0001, 0x0001, 0x0001},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0011, 0x0011, 0x0011}, {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0011, 0x0011, 0x0011},
    {0x0000, 0x0000, 0x0000, 0x0000, 0x0001, 0x0011, 0x0011, 0x0011}, {0x0000, 0x0080, 0x0080, 0x0080, 0x0001, 0x0041, 0x0049, 0x0049},
    {0x0000, 0x0080, 0x0080, 0x0080, 0x0001, 0x0041, 0x0049, 0x0049}, {0x0000, 0x0200, 0x0240, 0x0240, 0x0001, 0x0101, 0x0111, 0x0249},
    {0x0000, 0x0200, 0x0240, 0x0240, 0x0001, 0x0101, 0x0111, 0x0249}, {0x0000, 0x0200, 0x0240, 0x0920, 0x0001, 0x0401, 0x0421, 0x0249},
    {0x0000, 0x0800, 0x0880, 0x0920, 0x0001, 0x0401, 0x0421, 0x0249}, {0x0000, 0x0800, 0x0880, 0x0920, 0x0001, 0x0401, 0x0421, 0x0249},
};

/// First symbols of the pairs of double-symbol DM-RS, by duration l_d: type A pos0, pos1 (besides l_0), type B pos0, pos1.
using PairTable = std::uint16_t[14][4];
/// Table 7.4.1.1.2-4.
constexpr PairTable pdsch_double = {
    {none, none, none, none},         {none, none, none, none},         {none, none, none, none},         {0x0000, 0x0000, none, none},
    {0x0000, 0x0000, 0x0001, 0x0001}, {0x0000, 0x0000, 0x0001, 0x0001}, {0x0000, 0x0000, 0x0001, 0x0001}, {0x0000, 0x0000, 0x0001, 0x0021},
    {0x0000, 0x0000, 0x0001, 0x0021}, {0x0000, 0x0100, 0x0001, 0x0081}, {0x0000, 0x0100, 0x0001, 0x0081}, {0x0000, 0x0100, 0x0001, 0x0101},
    {0x0000, 0x0400, 0x0001, 0x0101}, {0x0000, 0x0400, none, none},
};
/// Table 6.4.1.1.3-4.
constexpr PairTable pusch_double = {
    {none, none, none, none},         {none, none, none, none},         {none, none, none, none},         {0x0000, 0x0000, none, none},
    {0x0000, 0x0000, 0x0001, 0x0001}, {0x0000, 0x0000, 0x0001, 0x0001}, {0x0000, 0x0000, 0x0001, 0x0001}, {0x0000, 0x0000, 0x0001, 0x0021},
    {0x0000, 0x0000, 0x0001, 0x0021}, {0x0000, 0x0100, 0x0001, 0x0081}, {0x0000, 0x0100, 0x0001, 0x0081}, {0x0000, 0x0100, 0x0001, 0x0201},
    {0x0000, 0x0400, 0x0001, 0x0201}, {0x0000, 0x0400, 0x0001, 0x0201},
};

std::optional<SymbolSet> symbols_of(const PositionTable& single, const PairTable& pairs, const DmrsConfig& config, unsigned first,
                                    unsigned length) {
  bool type_a = config.mapping == MappingType::a;
  if (length == 0 || first + length > symbols_a_slot || config.additional_position > 3) return {};
  if (config.double_symbol && config.additional_position > 1) return {};
  unsigned l_0 = config.type_a_position;
  if (type_a && (l_0 < 2 || l_0 > 3 || first > l_0 || first + length <= l_0 + config.double_symbol)) return {};
  if (type_a && config.additional_position == 3 && l_0 != 2) return {};
  unsigned l_d = type_a ? first + length : length;
  // With l_0 = 3 a double symbol of a four-symbol slot part would end outside of it (TS 38.211 §6.4.1.1.3, §7.4.1.1.2).
  if (type_a && config.double_symbol && l_d == 4 && l_0 != 2) return {};
  std::uint16_t found = config.double_symbol ? pairs[l_d - 1][(type_a ? 0 : 2) + config.additional_position]
                                             : single[l_d - 1][(type_a ? 0 : 4) + config.additional_position];
  if (found == none) return {};
  unsigned mask = type_a ? found | 1u << l_0 : unsigned(found) << first;
  if (config.double_symbol) mask |= mask << 1;
  return SymbolSet{std::uint16_t(mask)};
}

std::uint32_t qpsk_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id, unsigned n_scid) {
  std::uint64_t value =
      (std::uint64_t(symbols_a_slot * slot_in_frame + l + 1) * (2 * std::uint64_t(n_id) + 1) << 17) + 2 * std::uint64_t(n_id) + n_scid;
  return std::uint32_t(value & 0x7FFFFFFF);
}

constexpr std::uint16_t block_mask = 0x0FFF;

/// Calls at(subcarrier, index) for each pilot; false when they do not fit the grid.
template <class At>
bool each_pilot(std::size_t subcarriers, unsigned first_block, std::uint16_t mask, std::size_t count, At at) {
  mask &= block_mask;
  auto per_block = std::size_t(std::popcount(mask));
  if (per_block == 0 || count % per_block != 0) return false;
  std::size_t blocks = count / per_block;
  if (blocks > subcarriers / 12 || first_block > subcarriers / 12 - blocks) return false;
  std::size_t index = 0;
  for (std::size_t block = first_block; block < first_block + blocks; ++block)
    for (unsigned left = mask; left; left &= left - 1) at(12 * block + unsigned(std::countr_zero(left)), index++);
  return true;
}

}  // namespace

std::optional<SymbolSet> pdsch_dmrs_symbols(const DmrsConfig& config, unsigned first, unsigned length) {
  return symbols_of(pdsch_single, pdsch_double, config, first, length);
}
std::optional<SymbolSet> pusch_dmrs_symbols(const DmrsConfig& config, unsigned first, unsigned length) {
  return symbols_of(pusch_single, pusch_double, config, first, length);
}

DmrsPort dmrs_port(DmrsType type, unsigned port) {
  unsigned front = type == DmrsType::type1 ? 4 : 6;  // ports with w_t = (+1, +1)
  if (port >= 2 * front) port = 0;
  DmrsPort found;
  found.cdm_group = port % front / 2;
  found.delta = type == DmrsType::type1 ? found.cdm_group : 2 * found.cdm_group;
  if (port % 2) found.wf[1] = -1;
  if (port >= front) found.wt[1] = -1;
  return found;
}

std::uint16_t dmrs_mask(DmrsType type, unsigned delta) {
  // type 1: every second subcarrier; type 2: pairs, six subcarriers apart
  return std::uint16_t((type == DmrsType::type1 ? 0x0555u : 0x00C3u) << delta) & block_mask;
}

std::uint16_t dmrs_reserved_mask(DmrsType type, unsigned cdm_groups_without_data) {
  unsigned mask = 0, groups = type == DmrsType::type1 ? 2 : 3;
  for (unsigned group = 0; group < groups && group < cdm_groups_without_data; ++group)
    mask |= dmrs_mask(type, type == DmrsType::type1 ? group : 2 * group);
  return std::uint16_t(mask);
}

float dmrs_amplitude(unsigned cdm_groups_without_data) {
  return std::sqrt(float(cdm_groups_without_data < 1 ? 1 : cdm_groups_without_data));
}

std::uint32_t shared_dmrs_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id, unsigned n_scid) {
  return qpsk_c_init(slot_in_frame, l, n_id, n_scid);
}
std::uint32_t control_dmrs_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id) { return qpsk_c_init(slot_in_frame, l, n_id, 0); }

std::uint32_t pbch_dmrs_c_init(unsigned pci, unsigned i_ssb_bar) {
  return ((i_ssb_bar + 1) * (pci / 4 + 1) << 11) + ((i_ssb_bar + 1) << 6) + pci % 4;
}

std::uint32_t csi_rs_c_init(unsigned slot_in_frame, unsigned l, unsigned n_id) {
  std::uint64_t value = (std::uint64_t(symbols_a_slot * slot_in_frame + l + 1) * (2 * std::uint64_t(n_id) + 1) << 10) + n_id;
  return std::uint32_t(value & 0x7FFFFFFF);
}

void dmrs_sequence(std::uint32_t c_init, unsigned per_block, unsigned block, SampleSpan out) {
  GoldSequence c(c_init);
  c.skip(2 * std::uint64_t(per_block) * block);
  c.qpsk(out);
}

void pbch_dmrs(unsigned pci, unsigned i_ssb_bar, SampleSpan out) {
  check(out.size() == 144, "PBCH has 144 reference elements");
  GoldSequence(pbch_dmrs_c_init(pci, i_ssb_bar)).qpsk(out);
}

bool put_pilots(Grid& grid, std::size_t l, unsigned first_block, std::uint16_t mask, SampleView values) {
  if (l >= symbols_a_slot) return false;
  auto symbol = grid.symbol(l);
  return each_pilot(symbol.size(), first_block, mask, values.size(), [&](std::size_t k, std::size_t i) { symbol[k] = values[i]; });
}

bool get_pilots(const Grid& grid, std::size_t l, unsigned first_block, std::uint16_t mask, SampleSpan values) {
  if (l >= symbols_a_slot) return false;
  auto symbol = grid.symbol(l);
  return each_pilot(symbol.size(), first_block, mask, values.size(), [&](std::size_t k, std::size_t i) { values[i] = symbol[k]; });
}

void shared_dmrs(std::uint32_t c_init, DmrsType type, const DmrsPort& port, unsigned l_prime, unsigned block, float beta, SampleSpan out) {
  GoldSequence c(c_init);
  c.skip(2 * std::uint64_t(dmrs_a_block(type)) * block);
  c.qpsk(out, beta * port.wt[l_prime % 2]);
  if (port.wf[1] == 1) return;
  for (std::size_t i = 1; i < out.size(); i += 2) out[i] = out[i] * port.wf[1];  // k' alternates in both types
}

}  // namespace pellucid::phy
