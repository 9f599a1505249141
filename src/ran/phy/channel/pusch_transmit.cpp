#include <algorithm>

#include "ran/phy/channel/pusch_parts.hpp"
#include "ran/phy/channel/transform_precoding.hpp"
#include "ran/phy/coding/short_block.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {

struct PuschTransmitter::Work {
  explicit Work(std::size_t blocks)
      : max_blocks(blocks),
        precode(unsigned(blocks), Transform::forward),
        owners(12 * blocks * symbols_a_slot),
        data(8 * owners.size()),
        uci(8 * owners.size()),
        coded(8 * owners.size()),
        scrambling(8 * owners.size()),
        symbols(owners.size()),
        pilots(12 * blocks) {}

  // Codes everything into `coded`, multiplexed.
  void code(const PuschConfig& config, const PuschPlan& plan, ByteView block, const PuschUci& bits) {
    BitSpan all = BitSpan(coded).first(plan.layout.coded_bits);
    if (!config.uci.any()) {
      encoder.encode(block, plan.format, all);
      return;
    }
    BitSpan ul_sch = BitSpan(data).first(plan.coded.ul_sch);
    if (config.tbs_bits) encoder.encode(block, plan.format, ul_sch);
    BitSpan left = uci;
    auto coded_uci = [&](BitView from, std::uint32_t size) {
      BitSpan to = left.first(size);
      left = left.subspan(size);
      if (size) encode_uci(from, plan.layout.shape.modulation_order, to);
      return to;
    };
    auto ack = coded_uci(bits.harq_ack, plan.coded.harq_ack);
    auto part1 = coded_uci(bits.csi_part1, plan.coded.csi_part1);
    auto part2 = coded_uci(bits.csi_part2, plan.coded.csi_part2);
    multiplex_uci(std::span<const ElementOwner>(owners).first(plan.layout.elements), plan.layout.shape.modulation_order,
                  {.ul_sch = ul_sch, .harq_ack = ack, .csi_part1 = part1, .csi_part2 = part2}, all);
  }

  // TS 38.211 §6.3.1.1, with its placeholders.
  void scramble(std::uint32_t c_init, BitSpan bits, bool placeholders) {
    GoldSequence gold(c_init);
    if (!placeholders) {
      gold.scramble(bits);
      return;
    }
    BitSpan c = BitSpan(scrambling).first(bits.size());
    gold.generate(c);
    for (std::size_t i = 0; i < bits.size(); ++i)
      bits[i] = bits[i] == placeholder_x ? std::uint8_t(1) : bits[i] == placeholder_y ? bits[i - 1] : std::uint8_t(bits[i] ^ c[i]);
  }

  void map(const PuschConfig& config, const PuschLayout& layout, unsigned slot, float amplitude, Grid& grid) {
    SampleView left = SampleView(symbols).first(layout.elements);
    for (unsigned l = config.symbols.start; l < unsigned(config.symbols.start + config.symbols.length); ++l) {
      unsigned first = pusch_hop_block(config, pusch_hop_of(layout, l));
      if (layout.dmrs_symbols >> l & 1) {
        SampleSpan values = SampleSpan(pilots).first(pusch_pilots_a_symbol(config));
        pusch_pilots(config, layout, slot, l, values);
        for (auto& value : values) value *= amplitude;
        put_pilots(grid, l, first, pusch_pilot_mask(config), values);
      }
      auto elements = grid.symbol(l).subspan(12 * std::size_t(first), 12 * std::size_t(config.blocks.length));
      auto mask = layout.data_subcarriers[l];
      if (mask == 0) continue;
      for (std::size_t k = 0; k < elements.size(); ++k) {
        if (!(mask >> k % 12 & 1)) continue;
        elements[k] = amplitude * left.front();
        left = left.subspan(1);
      }
      if (config.transform_precoding) precode(config.blocks.length, elements);
    }
  }

  std::size_t max_blocks;
  TransportEncoder encoder;
  TransformPrecoder precode;
  std::vector<ElementOwner> owners;
  Bits data, uci, coded, scrambling;
  Samples symbols, pilots;
};

PuschTransmitter::PuschTransmitter(std::size_t max_resource_blocks) : work_(std::make_unique<Work>(max_resource_blocks)) {}
PuschTransmitter::~PuschTransmitter() = default;
PuschTransmitter::PuschTransmitter(PuschTransmitter&&) noexcept = default;
PuschTransmitter& PuschTransmitter::operator=(PuschTransmitter&&) noexcept = default;

Result<Nothing, Fault> PuschTransmitter::transmit(const PuschConfig& config, unsigned slot, ByteView block, const PuschUci& uci, Grid& grid,
                                                  float amplitude) {
  if (grid.resource_blocks() > work_->max_blocks) return Fail(Fault{"the grid is larger than the transmitter was made for"});
  if (block.size() * 8 != config.tbs_bits) return Fail(Fault{"the transport block is not of the configured size"});
  if (uci.harq_ack.size() != config.uci.harq_ack_bits || uci.csi_part1.size() != config.uci.csi_part1_bits ||
      uci.csi_part2.size() != config.uci.csi_part2_bits)
    return Fail(Fault{"UCI has not the configured number of bits"});
  auto plan = plan_pusch(config, grid.resource_blocks(), work_->owners);
  if (!plan.ok()) return Fail(plan.error());
  work_->code(config, *plan, block, uci);
  BitSpan bits = BitSpan(work_->coded).first(plan->layout.coded_bits);
  work_->scramble(pusch_scrambling_init(config), bits, config.uci.any());
  modulate(config.modulation, bits, SampleSpan(work_->symbols).first(plan->layout.elements));
  work_->map(config, plan->layout, slot, amplitude, grid);
  return Nothing{};
}

}  // namespace pellucid::phy
