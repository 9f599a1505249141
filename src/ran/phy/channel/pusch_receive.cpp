#include <algorithm>
#include <cmath>
#include <utility>

#include "ran/phy/channel/presence.hpp"
#include "ran/phy/channel/pusch_parts.hpp"
#include "ran/phy/channel/transform_precoding.hpp"
#include "ran/phy/coding/short_block.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {

namespace {

constexpr std::size_t pusch_max_antennas = 4;
constexpr std::size_t pusch_evm_symbols = 2400;

// DM-RS against what came, coherently in each block and symbol of each antenna.
void pusch_match_pilots(SampleView sent, SampleView came, std::size_t a_block, SignalMatch& match) {
  for (std::size_t at = 0; at < sent.size(); at += a_block) {
    std::complex<float> sum = 0;
    float power = 0;
    float energy = 0;
    for (std::size_t i = at; i < at + a_block; ++i) {
      sum += came[i] * std::conj(sent[i]);
      power += std::norm(sent[i]);
      energy += std::norm(came[i]);
    }
    match.matched += double(std::norm(sum)) / power;
    match.energy += energy;
    match.dimensions += std::uint32_t(a_block);
    ++match.groups;
  }
}

}  // namespace

struct PuschReceiver::Work {
  Work(const Carrier& carrier_, unsigned antennas_, unsigned iterations)
      : carrier(carrier_),
        antennas(antennas_),
        estimator(carrier.resource_blocks),
        decoder(iterations),
        inverse(carrier.resource_blocks, Transform::inverse),
        channels(antennas, Grid(carrier.resource_blocks)),
        owners(carrier.subcarriers() * symbols_a_slot),
        pilots(owners.size()),
        came(carrier.subcarriers()),
        row(carrier.subcarriers()),
        symbols(owners.size()),
        row_noise(carrier.subcarriers()),
        noise(owners.size()),
        soft(8 * owners.size()),
        data(8 * owners.size()),
        uci(8 * owners.size()) {}

  // Channel of one hop into `channels`; adds to `match`.
  LinkFigures estimate(const PuschConfig& config, const PuschLayout& layout, unsigned slot, unsigned hop,
                       std::span<const Grid* const> received, SignalMatch& match) {
    auto range = layout.hops[hop];
    auto in_hop = std::uint16_t(((1u << range.length) - 1) << range.start);
    auto symbols_in_hop = std::uint16_t(layout.dmrs_symbols & in_hop);
    std::size_t a_symbol = pusch_pilots_a_symbol(config);
    std::size_t known_symbols = 0;
    for (unsigned l = range.start; l < unsigned(range.start + range.length); ++l) {
      if (!(symbols_in_hop >> l & 1)) continue;
      SampleSpan values = SampleSpan(pilots).subspan(a_symbol * known_symbols++, a_symbol);
      pusch_pilots(config, layout, slot, l, values);
      for (const Grid* grid : received) {
        get_pilots(*grid, l, pusch_hop_block(config, hop), pusch_pilot_mask(config), SampleSpan(came).first(a_symbol));
        pusch_match_pilots(values, SampleView(came).first(a_symbol), dmrs_a_block(config.dmrs.config.type), match);
      }
    }
    Pilots known{.first_block = pusch_hop_block(config, hop),
                 .blocks = config.blocks.length,
                 .mask = pusch_pilot_mask(config),
                 .symbols = symbols_in_hop,
                 .values = SampleView(pilots).first(a_symbol * known_symbols)};
    std::array<Grid*, pusch_max_antennas> into{};
    for (std::size_t a = 0; a < received.size(); ++a) into[a] = &channels[a];
    return estimator.estimate(received, known, carrier, range.start, range.length, std::span<Grid* const>(into).first(received.size()));
  }

  // Data elements of the hop, in mapping order, appended to symbols and noise.
  void equalise_hop(const PuschConfig& config, const PuschLayout& layout, unsigned hop, float variance,
                    std::span<const Grid* const> received) {
    auto range = layout.hops[hop];
    std::size_t first = 12 * std::size_t(pusch_hop_block(config, hop));
    std::size_t width = 12 * std::size_t(config.blocks.length);
    std::array<float, pusch_max_antennas> variances;
    variances.fill(variance);
    std::size_t n = received.size();
    for (unsigned l = range.start; l < unsigned(range.start + range.length); ++l) {
      auto mask = layout.data_subcarriers[l];
      if (mask == 0) continue;
      std::array<SampleView, pusch_max_antennas> y, h;
      for (std::size_t a = 0; a < n; ++a) {
        y[a] = received[a]->symbol(l).subspan(first, width);
        h[a] = std::as_const(channels[a]).symbol(l).subspan(first, width);
      }
      bool whole = mask == 0xfff;
      SampleSpan out = whole ? SampleSpan(symbols).subspan(count, width) : SampleSpan(row).first(width);
      auto out_noise = whole ? std::span(noise).subspan(count, width) : std::span(row_noise).first(width);
      equalise_mrc(std::span(y).first(n), std::span(h).first(n), std::span(variances).first(n), out, out_noise);
      if (config.transform_precoding) std::ranges::fill(out_noise, undo_precoding(inverse, config.blocks.length, out, out_noise));
      if (whole) {
        count += width;
        continue;
      }
      for (std::size_t k = 0; k < width; ++k) {
        if (!(mask >> k % 12 & 1)) continue;
        symbols[count] = out[k];
        noise[count++] = out_noise[k];
      }
    }
  }

  // A placeholder y was sent with the scrambling bit of the place before it (TS 38.211 §6.3.1.1); `mine` are the elements of one kind.
  void mend_repeats(const PuschConfig& config, const PuschPlan& plan, LlrSpan kind, auto mine) {
    unsigned qm = plan.layout.shape.modulation_order;
    std::size_t at = 0;
    for (std::size_t element = 0; element < plan.layout.elements && at < kind.size(); ++element) {
      if (!mine(owners[element])) continue;
      GoldSequence scrambling(pusch_scrambling_init(config));
      scrambling.skip(element * qm);
      auto c = scrambling.take(2);
      if (c == 1 || c == 2) kind[at + 1] = Llr(-kind[at + 1]);
      at += qm;
    }
  }

  void decode_uci(const PuschConfig& config, const PuschPlan& plan, const PuschUciRoom& room, PuschReception& out) {
    unsigned qm = plan.layout.shape.modulation_order;
    LlrSpan ack = LlrSpan(uci).first(plan.coded.harq_ack);
    LlrSpan part1 = LlrSpan(uci).subspan(ack.size(), plan.coded.csi_part1);
    LlrSpan part2 = LlrSpan(uci).subspan(ack.size() + part1.size(), plan.coded.csi_part2);
    demultiplex_uci(std::span<const ElementOwner>(owners).first(plan.layout.elements), qm, LlrView(soft).first(plan.layout.coded_bits),
                    {.ul_sch = LlrSpan(data).first(plan.coded.ul_sch), .harq_ack = ack, .csi_part1 = part1, .csi_part2 = part2});
    if (qm > 1 && config.uci.harq_ack_bits == 1)
      mend_repeats(config, plan, ack, [](ElementOwner o) {
        return o == ElementOwner::harq_ack || o == ElementOwner::harq_ack_over_ul_sch || o == ElementOwner::harq_ack_over_csi_part2;
      });
    if (qm > 1 && config.uci.csi_part1_bits == 1)
      mend_repeats(config, plan, part1, [](ElementOwner o) { return o == ElementOwner::csi_part1; });
    if (qm > 1 && config.uci.csi_part2_bits == 1)
      mend_repeats(config, plan, part2,
                   [](ElementOwner o) { return o == ElementOwner::csi_part2 || o == ElementOwner::harq_ack_over_csi_part2; });
    if (!room.harq_ack.empty()) out.harq_ack = uci_decoder.decode(ack, qm, room.harq_ack);
    if (!room.csi_part1.empty()) out.csi_part1 = uci_decoder.decode(part1, qm, room.csi_part1);
    if (!room.csi_part2.empty()) out.csi_part2 = uci_decoder.decode(part2, qm, room.csi_part2);
  }

  Carrier carrier;
  unsigned antennas;
  ChannelEstimator estimator;
  TransportDecoder decoder;
  UciDecoder uci_decoder;
  TransformPrecoder inverse;
  std::vector<Grid> channels;
  std::vector<ElementOwner> owners;
  Samples pilots, came, row, symbols;
  std::vector<float> row_noise, noise;
  Llrs soft, data, uci;
  std::size_t count = 0;  // of symbols
};

PuschReceiver::PuschReceiver(const Carrier& carrier, unsigned antennas, unsigned iterations)
    : work_(std::make_unique<Work>(carrier, antennas, iterations)) {}
PuschReceiver::~PuschReceiver() = default;
PuschReceiver::PuschReceiver(PuschReceiver&&) noexcept = default;
PuschReceiver& PuschReceiver::operator=(PuschReceiver&&) noexcept = default;

Result<PuschReception, Fault> PuschReceiver::receive(const PuschConfig& config, unsigned slot, std::span<const Grid* const> received,
                                                     HarqBuffer* harq, std::span<std::uint8_t> block, const PuschUciRoom& uci) {
  Work& work = *work_;
  if (received.empty() || received.size() > work.antennas || received.size() > pusch_max_antennas)
    return Fail(Fault{"a receiver has 1 to 4 antennas"});
  for (const Grid* grid : received)
    if (grid->resource_blocks() != work.carrier.resource_blocks) return Fail(Fault{"received grid is not of the carrier's size"});
  if (block.size() * 8 != config.tbs_bits || (config.tbs_bits && !harq))
    return Fail(Fault{"no room for a transport block of the configured size"});
  if (uci.harq_ack.size() != config.uci.harq_ack_bits || uci.csi_part1.size() != config.uci.csi_part1_bits ||
      uci.csi_part2.size() != config.uci.csi_part2_bits)
    return Fail(Fault{"no room for the configured number of UCI bits"});
  auto plan = plan_pusch(config, work.carrier.resource_blocks, work.owners);
  if (!plan.ok()) return Fail(plan.error());

  PuschReception out;
  SignalMatch match;
  work.count = 0;
  unsigned hops = plan->layout.hops[1].length ? 2 : 1;
  for (unsigned hop = 0; hop < hops; ++hop) {
    auto link = work.estimate(config, plan->layout, slot, hop, received, match);
    work.equalise_hop(config, plan->layout, hop, link.noise, received);
    float share = 1.0f / float(hops);
    out.link.noise += share * link.noise;
    out.link.power += share * link.power;
    out.link.timing_s += share * link.timing_s;
    out.link.cfo_hz += share * link.cfo_hz;
    out.link.pilots += link.pilots;
    out.link.snr_db = hop ? share * (out.link.snr_db * float(hop) + link.snr_db) : link.snr_db;
  }
  out.present = is_signal(match);
  if (!out.present) return out;
  SampleView symbols = SampleView(work.symbols).first(work.count);
  out.evm = error_vector_magnitude(config.modulation, symbols.first(std::min(symbols.size(), pusch_evm_symbols)));
  LlrSpan soft = LlrSpan(work.soft).first(plan->layout.coded_bits);
  demodulate(config.modulation, symbols, std::span<const float>(work.noise).first(work.count), soft);
  GoldSequence(pusch_scrambling_init(config)).descramble(soft);
  LlrView data = soft;
  if (config.uci.any()) {
    work.decode_uci(config, *plan, uci, out);
    data = LlrView(work.data).first(plan->coded.ul_sch);
  }
  if (config.tbs_bits) out.transport = work.decoder.decode(data, plan->format, *harq, block);
  return out;
}

}  // namespace pellucid::phy
