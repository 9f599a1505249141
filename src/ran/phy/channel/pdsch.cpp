#include "ran/phy/channel/pdsch.hpp"

#include <algorithm>
#include <bitset>

#include "ran/phy/channel/pdsch_mapping.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {
namespace {

const char* pdsch_refusal(const PdschAllocation& a, std::size_t grid_blocks) {
  if (a.blocks.empty()) return "PDSCH without blocks (TS 38.214 5.1.2.2)";
  std::bitset<most_resource_blocks> seen;
  for (auto block : a.blocks) {
    if (block < a.grid_start || block - a.grid_start >= int(std::min<std::size_t>(grid_blocks, most_resource_blocks)))
      return "PDSCH block outside the carrier (TS 38.214 5.1.2.2)";
    if (seen[block - a.grid_start]) return "PDSCH block twice (TS 38.214 5.1.2.2)";
    seen[block - a.grid_start] = true;
  }
  if (a.symbols.length == 0 || a.symbols.start + a.symbols.length > int(symbols_a_slot)) return "PDSCH leaves the slot (TS 38.214 5.1.2.1)";
  if (a.slot_in_frame >= 160) return "slot number in the frame (TS 38.211 4.3.2)";
  const unsigned ports = (a.dmrs.type == DmrsType::type1 ? 4 : 6) * (a.dmrs.double_symbol ? 2 : 1);
  if (a.layers < 1 || a.layers > 4) return "layers of one codeword are 1..4 (TS 38.211 7.3.1.3)";
  const unsigned groups = a.cdm_groups_without_data;
  if (groups < 1 || groups > (a.dmrs.type == DmrsType::type1 ? 2u : 3u)) return "CDM groups without data (TS 38.212 7.3.1.2.2)";
  for (unsigned i = 0; i < a.layers; ++i) {
    if (a.ports[i] >= ports) return "DM-RS port beyond the configuration's (TS 38.211 table 7.4.1.1.2-5)";
    if (dmrs_port(a.dmrs.type, a.ports[i]).cdm_group >= groups) return "DM-RS port in a CDM group with data (TS 38.212 7.3.1.2.2)";
    for (unsigned j = 0; j < i; ++j)
      if (a.ports[i] == a.ports[j]) return "DM-RS port twice (TS 38.212 7.3.1.2.2)";
  }
  if (a.n_scid > 1) return "n_SCID is not 0 or 1 (TS 38.211 7.4.1.1.1)";
  if (a.scrambling_id > 1023) return "n_ID of PDSCH is not 0..1023 (TS 38.211 7.3.1.1)";
  if (a.dmrs_reference > a.grid_start && std::ranges::any_of(a.blocks, [&](auto b) { return b < a.dmrs_reference; }))
    return "PDSCH block below the DM-RS reference (TS 38.211 7.4.1.1.2)";
  if (a.modulation < Modulation::qpsk) return "PDSCH has no BPSK (TS 38.211 7.3.1.2)";
  if (!(a.precoding_group == 0 || a.precoding_group == 2 || a.precoding_group == 4)) return "precoding group (TS 38.214 5.1.2.3)";
  return nullptr;
}

}  // namespace

PdschMap pdsch_map(const PdschAllocation& a, SymbolSet dmrs_symbols) {
  PdschMap map;
  map.allocation = &a;
  map.dmrs_symbols = dmrs_symbols;
  map.dmrs_reserved = dmrs_reserved_mask(a.dmrs.type, a.cdm_groups_without_data);
  return map;
}

Result<PdschShape, Fault> pdsch_shape(const PdschAllocation& a, std::size_t grid_blocks) {
  if (const char* why = pdsch_refusal(a, grid_blocks)) return Fail(Fault{why});
  const auto dmrs = pdsch_dmrs_symbols(a.dmrs, a.symbols.start, a.symbols.length);
  if (!dmrs) return Fail(Fault{"no DM-RS positions for these symbols (TS 38.211 table 7.4.1.1.2-3)"});
  PdschShape out;
  out.dmrs_symbols = SymbolSet{std::uint16_t(dmrs->mask << a.dmrs_shift)};
  const unsigned allowed = ((1u << a.symbols.length) - 1) << a.symbols.start;
  if (a.dmrs_shift > 3 || (a.dmrs_shift && a.dmrs.mapping == MappingType::a) || (unsigned(dmrs->mask) << a.dmrs_shift & ~allowed))
    return Fail(Fault{"DM-RS shifted out of the PDSCH (TS 38.211 7.4.1.1.2)"});
  const PdschMap map = pdsch_map(a, out.dmrs_symbols);
  for (unsigned l = a.symbols.start; l < unsigned(a.symbols.start + a.symbols.length); ++l)
    for (auto block : a.blocks) out.elements += unsigned(__builtin_popcount(map.free(l, block)));
  out.format.tbs_bits = a.tbs_bits;
  out.format.graph = a.graph;
  out.format.qm = bits_a_symbol(a.modulation);
  out.format.layers = a.layers;
  out.format.G = out.elements * out.format.qm * a.layers;
  out.format.rv = a.rv;
  out.format.tbs_lbrm = a.tbs_lbrm;
  if (!is_valid(out.format)) return Fail(Fault{"transport block size, rv or room of the PDSCH (TS 38.212 7.2)"});
  return out;
}

Result<Nothing, Fault> set_mcs(PdschAllocation& a, McsTable table, unsigned index, unsigned overhead, double scaling) {
  const auto row = mcs(table, index);
  if (!row || !row->rate_x1024) return Fail(Fault{"MCS row is reserved (TS 38.214 5.1.3.1)"});
  static constexpr Modulation by_bits[] = {Modulation::qpsk, Modulation::qam16, Modulation::qam64, Modulation::qam256};
  if (row->qm < 2 || row->qm > 8 || table > McsTable::qam1024)
    return Fail(Fault{"MCS table or order that this PDSCH does not have (TS 38.214 5.1.3.1)"});
  const auto dmrs = pdsch_dmrs_symbols(a.dmrs, a.symbols.start, a.symbols.length);
  if (!dmrs) return Fail(Fault{"no DM-RS positions for these symbols (TS 38.211 table 7.4.1.1.2-3)"});
  const unsigned taken =
      dmrs->count() * unsigned(__builtin_popcount(dmrs_reserved_mask(a.dmrs.type, a.cdm_groups_without_data))) + overhead;
  if (taken >= 12u * a.symbols.length || a.blocks.empty()) return Fail(Fault{"no elements for data (TS 38.214 5.1.3.2)"});
  TbsInput input;
  input.prbs = unsigned(a.blocks.size());
  input.re_per_prb = 12u * a.symbols.length - taken;
  input.rate_x1024 = *row->rate_x1024;
  input.qm = row->qm;
  input.layers = a.layers;
  input.scaling = scaling;
  a.modulation = by_bits[row->qm / 2 - 1];
  a.tbs_bits = transport_block_size(input);
  a.graph = choose_base_graph(a.tbs_bits, input.rate_x1024 / 1024);
  if (a.tbs_bits == 0) return Fail(Fault{"no elements for data (TS 38.214 5.1.3.2)"});
  return Nothing{};
}

std::uint32_t downlink_tbs_lbrm(unsigned largest_bwp, unsigned layers, bool qam256) {
  static constexpr std::array<std::uint16_t, 7> steps = {32, 66, 107, 135, 162, 217, 273};  // table 5.4.2.1-1
  const auto step = std::ranges::find_if(steps, [&](auto n) { return largest_bwp <= n; });
  TbsInput input;
  input.prbs = step == steps.end() ? 273 : *step;
  input.re_per_prb = 156;
  input.rate_x1024 = 948;
  input.qm = qam256 ? 8 : 6;
  input.layers = std::clamp(layers, 1u, 4u);
  return transport_block_size(input);
}

struct PdschTransmitter::Work {
  TransportEncoder encoder;
  Bits coded;
  Samples symbols, pilots;
  std::size_t blocks = 0;
  unsigned layers = 1;
};

PdschTransmitter::PdschTransmitter(std::size_t resource_blocks, unsigned layers) : work_(std::make_unique<Work>()) {
  work_->blocks = std::min<std::size_t>(resource_blocks, most_resource_blocks);
  work_->layers = std::clamp(layers, 1u, 4u);
  const std::size_t elements = work_->blocks * 12 * symbols_a_slot * work_->layers;
  work_->coded.resize(8 * elements);
  work_->symbols.resize(elements);
  work_->pilots.resize(6 * work_->blocks);
}
PdschTransmitter::~PdschTransmitter() = default;
PdschTransmitter::PdschTransmitter(PdschTransmitter&&) noexcept = default;
PdschTransmitter& PdschTransmitter::operator=(PdschTransmitter&&) noexcept = default;

Result<Nothing, Fault> PdschTransmitter::transmit(const PdschAllocation& allocation, ByteView block, Grid& grid) {
  Grid* const one[] = {&grid};
  return transmit(allocation, block, one);
}

Result<Nothing, Fault> PdschTransmitter::transmit(const PdschAllocation& a, ByteView block, std::span<Grid* const> ports) {
  Work& work = *work_;
  if (a.layers > work.layers || ports.size() < a.layers) return Fail(Fault{"more layers than grids or than the transmitter was made for"});
  const std::size_t blocks = ports[0]->resource_blocks();
  for (const Grid* grid : ports)
    if (grid->resource_blocks() != blocks || blocks > work.blocks)
      return Fail(Fault{"grids of different size, or larger than the transmitter's"});
  const auto shape = pdsch_shape(a, blocks);
  if (!shape) return Fail(shape.error());
  if (block.size() * 8 != a.tbs_bits) return Fail(Fault{"transport block of another size than its allocation (TS 38.214 5.1.3.2)"});
  const BitSpan coded = BitSpan(work.coded).first(shape->format.G);
  const SampleSpan symbols = SampleSpan(work.symbols).first(std::size_t(shape->elements) * a.layers);
  work.encoder.encode(block, shape->format, coded);
  GoldSequence(pdsch_scrambling(a)).scramble(coded);
  modulate(a.modulation, coded, symbols);

  const PdschMap map = pdsch_map(a, shape->dmrs_symbols);
  const auto [low, high] = std::ranges::minmax(a.blocks.view());
  for (unsigned layer = 0; layer < a.layers; ++layer) {
    Grid& grid = *ports[layer];
    std::size_t n = layer;
    const DmrsPort port = dmrs_port(a.dmrs.type, a.ports[layer]);
    const std::uint16_t pilot_mask = dmrs_mask(a.dmrs.type, port.delta);
    const unsigned a_block = dmrs_a_block(a.dmrs.type);
    const SampleSpan pilots = SampleSpan(work.pilots).first(a_block * (high - low + 1u));
    for (unsigned l = a.symbols.start; l < unsigned(a.symbols.start + a.symbols.length); ++l) {
      const bool dmrs = map.dmrs_symbols.has(l);
      if (dmrs)
        shared_dmrs(shared_dmrs_c_init(a.slot_in_frame, l, a.dmrs_id, a.n_scid), a.dmrs.type, port, map.dmrs_second(l),
                    low - a.dmrs_reference, a.amplitude * pdsch_dmrs_beta(a.cdm_groups_without_data), pilots);
      SampleSpan row = grid.symbol(l);
      for (auto b : a.blocks) {
        Sample* re = &row[12 * std::size_t(b - a.grid_start)];
        const unsigned free = map.free(l, b);
        if (free == 0xFFF && a.layers == 1) {  // nearly always
          for (unsigned k = 0; k < 12; ++k) re[k] = a.amplitude * symbols[n + k];
          n += 12;
          continue;
        }
        for (unsigned k = 0; k < 12; ++k)
          if (free >> k & 1) {
            re[k] = a.amplitude * symbols[n];
            n += a.layers;
          }
        const Sample* pilot = dmrs ? &pilots[std::size_t(b - low) * a_block] : nullptr;
        for (unsigned k = 0; dmrs && k < 12; ++k)
          if (pilot_mask >> k & 1) re[k] = *pilot++;
      }
    }
  }
  return Nothing{};
}

}  // namespace pellucid::phy
