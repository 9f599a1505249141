#include <bit>
#include <cmath>

#include "ran/phy/channel/pusch_parts.hpp"
#include "ran/phy/channel/transform_precoding.hpp"
#include "ran/phy/coding/tbs.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {

namespace {

std::optional<Fault> pusch_bad_place(const PuschConfig& config, std::size_t grid_blocks) {
  const auto& symbols = config.symbols;
  bool type_a = config.dmrs.config.mapping == MappingType::a;
  if (config.blocks.length == 0 || config.blocks.start + std::size_t(config.blocks.length) > grid_blocks)
    return Fault{"PUSCH lies outside the grid (TS 38.214 §6.1.2.2.2)"};
  if (config.second_hop_block && *config.second_hop_block + std::size_t(config.blocks.length) > grid_blocks)
    return Fault{"the second hop lies outside the grid (TS 38.214 §6.3.1)"};
  if (symbols.length == 0 || symbols.start + symbols.length > int(symbols_a_slot))
    return Fault{"PUSCH reaches over the end of the slot (TS 38.214 §6.1.2.1)"};
  if (type_a && (symbols.start != 0 || symbols.length < 4))
    return Fault{"mapping type A begins in symbol 0 and has 4 to 14 symbols (TS 38.214 table 6.1.2.1-1)"};
  if (config.second_hop_block && symbols.length < 2) return Fault{"one symbol does not hop (TS 38.214 §6.3.1)"};
  if (config.grid_start + grid_blocks > 2200 + 275)
    return Fault{"grid starts beyond common resource block 2199 (TS 38.331 offsetToCarrier)"};
  return {};
}

std::optional<Fault> pusch_bad_dmrs(const PuschConfig& config) {
  const auto& dmrs = config.dmrs;
  bool type1 = dmrs.config.type == DmrsType::type1;
  if (!type1 && dmrs.config.type != DmrsType::type2) return Fault{"DM-RS configuration type is 1 or 2 (TS 38.211 §6.4.1.1.3)"};
  if (dmrs.config.type_a_position != 2 && dmrs.config.type_a_position != 3)
    return Fault{"dmrs-TypeA-Position is 2 or 3 (TS 38.211 §6.4.1.1.3)"};
  unsigned groups = type1 ? 2 : 3;
  if (dmrs.port >= (dmrs.config.double_symbol ? 4 : 2) * groups) return Fault{"no such DM-RS port (TS 38.211 table 6.4.1.1.3-5)"};
  if (dmrs.cdm_groups_without_data == 0 || dmrs.cdm_groups_without_data > groups)
    return Fault{"1 to 2 (type 2: 3) CDM groups without data (TS 38.214 §6.2.2)"};
  if (dmrs_port(dmrs.config.type, dmrs.port).cdm_group >= dmrs.cdm_groups_without_data)
    return Fault{"the port's CDM group carries data (TS 38.214 §6.2.2)"};
  if (dmrs.n_scid > 1) return Fault{"n_SCID is 0 or 1 (TS 38.211 §6.4.1.1.1.1)"};
  if (unsigned(dmrs.hopping) > 2 || dmrs.n_rs_id > 1007) return Fault{"nPUSCH-Identity is 0 to 1007 (TS 38.331 DMRS-UplinkConfig)"};
  if (config.transform_precoding && (!type1 || dmrs.cdm_groups_without_data != 2))
    return Fault{"transform precoding has DM-RS type 1 and 2 CDM groups without data (TS 38.211 §6.4.1.1.3, TS 38.212 §7.3.1.1.2)"};
  if (config.second_hop_block && (dmrs.config.double_symbol || dmrs.config.additional_position > 1))
    return Fault{"with hopping DM-RS is single and at most pos1 (TS 38.211 table 6.4.1.1.3-6)"};
  return {};
}

std::optional<Fault> pusch_bad_modulation(const PuschConfig& config) {
  if (unsigned(config.modulation) > unsigned(Modulation::qam256) || config.modulation == Modulation::bpsk)
    return Fault{"PUSCH has pi/2-BPSK, QPSK, 16QAM, 64QAM or 256QAM (TS 38.211 table 6.3.1.2-1)"};
  if (config.modulation == Modulation::pi2_bpsk && !config.transform_precoding)
    return Fault{"pi/2-BPSK goes with transform precoding only (TS 38.211 table 6.3.1.2-1)"};
  if (config.transform_precoding && !can_precode(config.blocks.length))
    return Fault{"blocks of transform precoding have factors 2, 3, 5 (TS 38.211 §6.3.1.4)"};
  if (config.n_id > 1023) return Fault{"scrambling identity is 0 to 1023 (TS 38.211 §6.3.1.1)"};
  if (!std::isfinite(config.rate_x1024) || config.rate_x1024 < 0 || config.rate_x1024 > 1024)
    return Fault{"code rate is 0 to 1 (TS 38.214 §6.1.4.1)"};
  return {};
}

// DM-RS symbols of the slot with intra-slot hopping: table 6.4.1.1.3-6.
std::optional<std::uint16_t> pusch_hopping_dmrs(const PuschDmrs& dmrs, const std::array<SymbolRange, 2>& hops) {
  bool type_a = dmrs.config.mapping == MappingType::a;
  unsigned mask = 0;
  for (unsigned hop = 0; hop < 2; ++hop) {
    unsigned length = hops[hop].length;
    if (type_a && length < 4) return {};
    unsigned l0 = type_a && hop == 0 ? dmrs.config.type_a_position : 0;
    unsigned here = 1u << l0;
    if (dmrs.config.additional_position == 1) {
      if (l0 == 0 && length >= 5) here |= 1u << 4;
      if (l0 == 2 && length >= 7) here |= 1u << 6;
    }
    mask |= here << hops[hop].start;
  }
  return std::uint16_t(mask);
}

// beta_PUSCH^DMRS by CDM groups without data: table 6.2.2-1 has decibels, 3 and 4.77, and means them (a phone on the air does, too).
constexpr std::array<float, 4> pusch_dmrs_amplitudes = {1, 1, 1.41253754f, 1.73180412f};

}  // namespace

Result<PuschLayout, Fault> lay_out_pusch(const PuschConfig& config, std::size_t grid_blocks) {
  if (auto fault = pusch_bad_place(config, grid_blocks)) return Fail(*fault);
  if (auto fault = pusch_bad_dmrs(config)) return Fail(*fault);
  if (auto fault = pusch_bad_modulation(config)) return Fail(*fault);
  PuschLayout layout;
  const auto [first, length] = config.symbols;
  if (config.second_hop_block) {
    auto half = std::uint8_t(length / 2);
    layout.hops = {SymbolRange{first, half}, SymbolRange{std::uint8_t(first + half), std::uint8_t(length - half)}};
    auto dmrs = pusch_hopping_dmrs(config.dmrs, layout.hops);
    if (!dmrs) return Fail(Fault{"hops of mapping type A have at least 4 symbols (TS 38.211 table 6.4.1.1.3-6)"});
    layout.dmrs_symbols = *dmrs;
    layout.shape.first_hop_symbols = half;
  } else {
    layout.hops = {config.symbols, SymbolRange{std::uint8_t(first + length), 0}};
    auto dmrs = pusch_dmrs_symbols(config.dmrs.config, first, length);
    if (!dmrs) return Fail(Fault{"no DM-RS positions for this PUSCH (TS 38.211 tables 6.4.1.1.3-3, -4)"});
    layout.dmrs_symbols = dmrs->mask;
  }
  auto& shape = layout.shape;
  shape.modulation_order = std::uint8_t(bits_a_symbol(config.modulation));
  shape.symbol_count = length;
  shape.subcarriers = std::uint16_t(12 * config.blocks.length);
  shape.dmrs_symbols = std::uint16_t(layout.dmrs_symbols >> first);
  shape.code_rate_2048 = std::uint16_t(std::lround(2 * config.rate_x1024));
  auto reserved = dmrs_reserved_mask(config.dmrs.config.type, config.dmrs.cdm_groups_without_data);
  for (unsigned l = first; l < unsigned(first + length); ++l) {
    layout.data_subcarriers[l] = layout.dmrs_symbols >> l & 1 ? std::uint16_t(0xfff & ~reserved) : 0xfff;
    shape.data_elements[l - first] = std::uint16_t(std::popcount(layout.data_subcarriers[l]) * config.blocks.length);
    layout.elements += shape.data_elements[l - first];
  }
  if (layout.elements == 0) return Fail(Fault{"every symbol of the PUSCH carries DM-RS: no room for data (TS 38.214 §6.2.2)"});
  layout.coded_bits = layout.elements * shape.modulation_order;
  return layout;
}

unsigned pusch_elements_a_block(const PuschConfig& config, unsigned overhead) {
  auto layout = lay_out_pusch(config, config.blocks.start + std::size_t(config.blocks.length) + config.second_hop_block.value_or(0));
  if (!layout.ok()) return 0;
  unsigned elements = layout->elements / config.blocks.length;
  return elements > overhead ? elements - overhead : 0;
}

Result<PuschPlan, Fault> plan_pusch(const PuschConfig& config, std::size_t grid_blocks, std::span<ElementOwner> owners) {
  auto layout = lay_out_pusch(config, grid_blocks);
  if (!layout.ok()) return Fail(layout.error());
  PuschPlan plan{.layout = *layout};
  if (config.tbs_bits) {
    if (config.tbs_bits % 8 || config.tbs_bits < 24 || config.tbs_bits > max_tbs_bits)
      return Fail(Fault{"no such transport block size (TS 38.214 §6.1.4.2)"});
    if (config.rate_x1024 <= 0) return Fail(Fault{"a transport block has a code rate (TS 38.214 §6.1.4.1)"});
    plan.format = {.tbs_bits = config.tbs_bits,
                   .graph = choose_base_graph(config.tbs_bits, config.rate_x1024 / 1024),
                   .qm = plan.layout.shape.modulation_order,
                   .layers = 1,
                   .G = plan.layout.coded_bits,
                   .rv = config.rv,
                   .tbs_lbrm = config.tbs_lbrm};
    auto segments = segment(config.tbs_bits, plan.format.graph);
    plan.layout.shape.code_block_bits = segments.blocks * segments.K;
  }
  plan.coded.ul_sch = config.tbs_bits ? plan.layout.coded_bits : 0;
  if (config.uci.any()) {
    auto coded = lay_out_uci(plan.layout.shape, config.uci, owners.first(plan.layout.elements));
    if (!coded.ok()) return Fail(coded.error());
    plan.coded = *coded;
    auto too_few = [](unsigned bits, unsigned room) { return bits && room < min_uci_coded_bits(bits); };
    if (too_few(config.uci.harq_ack_bits, coded->harq_ack) || too_few(config.uci.csi_part1_bits, coded->csi_part1) ||
        too_few(config.uci.csi_part2_bits, coded->csi_part2))
      return Fail(Fault{"UCI gets too few coded bits (TS 38.212 §6.3.2.4)"});
  } else if (!config.tbs_bits) {
    return Fail(Fault{"a PUSCH carries a transport block or CSI (TS 38.214 §6.1)"});
  }
  plan.format.G = plan.coded.ul_sch;
  if (config.tbs_bits && !is_valid(plan.format)) return Fail(Fault{"the transport block does not fit this PUSCH (TS 38.212 §6.2)"});
  return plan;
}

std::uint16_t pusch_pilot_mask(const PuschConfig& config) {
  return dmrs_mask(config.dmrs.config.type, dmrs_port(config.dmrs.config.type, config.dmrs.port).delta);
}

void pusch_pilots(const PuschConfig& config, const PuschLayout& layout, unsigned slot, unsigned l, SampleSpan out) {
  const auto& dmrs = config.dmrs;
  // l' of a double symbol: whether the symbol before belongs to the same pair.
  unsigned l_prime = dmrs.config.double_symbol && l > 0 && (layout.dmrs_symbols >> (l - 1) & 1) ? 1 : 0;
  auto port = dmrs_port(dmrs.config.type, dmrs.port);
  float beta = pusch_dmrs_amplitudes[dmrs.cdm_groups_without_data];
  unsigned block = config.grid_start + pusch_hop_block(config, pusch_hop_of(layout, l));
  if (!config.transform_precoding) {
    shared_dmrs(shared_dmrs_c_init(slot, l, dmrs.n_id, dmrs.n_scid), dmrs.config.type, port, l_prime, block, beta, out);
    return;
  }
  auto group = pusch_group(dmrs.hopping, dmrs.n_rs_id, slot, l - l_prime, out.size());
  low_papr_sequence(out, group.u, group.v, 0);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] *= beta * port.wf[i % 2] * port.wt[l_prime];
}

}  // namespace pellucid::phy
