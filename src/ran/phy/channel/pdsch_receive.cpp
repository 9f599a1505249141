#include <algorithm>
#include <cmath>
#include <limits>

#include "ran/phy/channel/pdsch.hpp"
#include "ran/phy/channel/pdsch_mapping.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t pdsch_max_antennas = 4;
constexpr std::size_t pdsch_max_received_layers = 2;

/// A run of neighbouring blocks with one channel, in blocks of the grid.
struct PdschRun {
  unsigned first = 0, blocks = 0;
};

/// The allocation's blocks in ascending order, cut where they do not follow each other and at precoding groups.
std::size_t pdsch_runs(const PdschAllocation& a, std::span<PdschRun> out) {
  RbList sorted = a.blocks;
  std::array<std::uint16_t, most_resource_blocks> order{};
  std::ranges::copy(sorted.view(), order.begin());
  const auto ascending = std::span(order).first(sorted.size());
  std::ranges::sort(ascending);
  std::size_t count = 0;
  for (std::size_t i = 0; i < ascending.size();) {
    std::size_t end = i + 1;
    const auto cut = [&](std::uint16_t block) { return a.precoding_group && block % a.precoding_group == 0; };
    while (end < ascending.size() && ascending[end] == ascending[end - 1] + 1 && !cut(ascending[end])) ++end;
    out[count++] = {unsigned(ascending[i] - a.grid_start), unsigned(end - i)};
    i = end;
  }
  return count;
}

}  // namespace

struct PdschReceiver::Work {
  Work(std::size_t resource_blocks, unsigned antennas_, unsigned layers_, unsigned iterations)
      : blocks(std::min<std::size_t>(resource_blocks, most_resource_blocks)),
        antennas(std::clamp<unsigned>(antennas_, 1, pdsch_max_antennas)),
        layers(std::clamp<unsigned>(layers_, 1, pdsch_max_received_layers)),
        estimator(blocks),
        decoder(iterations) {
    const std::size_t row = 12 * blocks, elements = row * symbols_a_slot * layers;
    for (unsigned a = 0; a < antennas; ++a) received[a].resize(row);
    for (unsigned i = 0; i < antennas * layers; ++i) {
      channels[i] = Grid(blocks);
      gains[i].resize(row);
    }
    for (unsigned layer = 0; layer < layers; ++layer) {
      layer_symbols[layer].resize(row);
      layer_noise[layer].resize(row);
    }
    symbols.resize(elements);
    noise.resize(row * layers);
    llrs.resize(8 * elements);
    pilots.resize(6 * blocks * symbols_a_slot);
  }
  std::size_t blocks;
  unsigned antennas, layers;
  ChannelEstimator estimator;
  TransportDecoder decoder;
  std::array<Grid, pdsch_max_antennas * pdsch_max_received_layers> channels;  // [antenna * layers + layer]
  std::array<Samples, pdsch_max_antennas> received;                           // one symbol
  std::array<Samples, pdsch_max_antennas * pdsch_max_received_layers> gains;  // one symbol, [antenna * layers + layer]
  std::array<Samples, pdsch_max_received_layers> layer_symbols;
  std::array<std::vector<float>, pdsch_max_received_layers> layer_noise;
  Samples symbols, pilots;
  std::vector<float> noise;
  Llrs llrs;
  std::size_t used = 0;  // of symbols

  LinkFigures estimate(const PdschMap& map, std::span<const Grid* const> grids, const Carrier& carrier);
  void equalise_symbol(const PdschMap& map, std::span<const Grid* const> grids, unsigned l, float variance, LlrSpan out);
};

PdschReceiver::PdschReceiver(std::size_t resource_blocks, unsigned antennas, unsigned layers, unsigned max_iterations)
    : work_(std::make_unique<Work>(resource_blocks, antennas, layers, max_iterations)) {}
PdschReceiver::~PdschReceiver() = default;
PdschReceiver::PdschReceiver(PdschReceiver&&) noexcept = default;
PdschReceiver& PdschReceiver::operator=(PdschReceiver&&) noexcept = default;
SampleView PdschReceiver::symbols() const { return SampleView(work_->symbols).first(work_->used); }

// Channels of all layers, run by run; figures are means over everything, weighted by the pilots.
LinkFigures PdschReceiver::Work::estimate(const PdschMap& map, std::span<const Grid* const> grids, const Carrier& carrier) {
  const PdschAllocation& a = *map.allocation;
  std::array<PdschRun, most_resource_blocks> runs;
  const std::size_t run_count = pdsch_runs(a, runs);
  const float beta = pdsch_dmrs_beta(a.cdm_groups_without_data);
  const unsigned a_block = dmrs_a_block(a.dmrs.type), first = a.symbols.start;
  double noise_sum = 0, power = 0, timing = 0, cfo = 0, weight = 0;
  for (unsigned layer = 0; layer < a.layers; ++layer) {
    const DmrsPort port = dmrs_port(a.dmrs.type, a.ports[layer]);
    const bool shared = std::ranges::any_of(std::span(a.ports).first(a.layers), [&](unsigned other) {
      return other != a.ports[layer] && dmrs_port(a.dmrs.type, other).delta == port.delta;
    });
    for (std::size_t r = 0; r < run_count; ++r) {
      Pilots known;
      known.first_block = runs[r].first;
      known.blocks = runs[r].blocks;
      known.mask = dmrs_mask(a.dmrs.type, port.delta);
      known.symbols = map.dmrs_symbols.mask;
      known.paired = shared;
      const std::size_t one = std::size_t(a_block) * runs[r].blocks;
      std::size_t n = 0;
      for (unsigned l = first; l < unsigned(first + a.symbols.length); ++l) {
        if (!map.dmrs_symbols.has(l)) continue;
        shared_dmrs(shared_dmrs_c_init(a.slot_in_frame, l, a.dmrs_id, a.n_scid), a.dmrs.type, port, map.dmrs_second(l),
                    runs[r].first + a.grid_start - a.dmrs_reference, beta, SampleSpan(pilots).subspan(n, one));
        n += one;
      }
      known.values = SampleView(pilots).first(n);
      std::array<Grid*, pdsch_max_antennas> to{};
      for (std::size_t i = 0; i < grids.size(); ++i) to[i] = &channels[i * layers + layer];
      const auto f = estimator.estimate(grids, known, carrier, first, a.symbols.length, std::span(to).first(grids.size()));
      noise_sum += double(f.noise) * double(n), power += double(f.power) * double(n), timing += double(f.timing_s) * double(n);
      cfo += double(f.cfo_hz) * double(n), weight += double(n);
    }
  }
  LinkFigures out;
  out.noise = float(noise_sum / weight);
  out.power = float(power / weight);
  out.timing_s = float(timing / weight);
  out.cfo_hz = float(cfo / weight);
  out.pilots = std::uint32_t(weight);
  out.snr_db = out.power > 0 && out.noise > 0 ? 10 * std::log10(out.power / out.noise) : out.power > 0 ? 100.0f : -100.0f;
  return out;
}

// One symbol: gathers the allocation's elements in the order of the virtual blocks, equalises, makes soft bits.
void PdschReceiver::Work::equalise_symbol(const PdschMap& map, std::span<const Grid* const> grids, unsigned l, float variance,
                                          LlrSpan out) {
  const PdschAllocation& a = *map.allocation;
  std::size_t n = 0;
  for (auto block : a.blocks) {
    const unsigned free = map.free(l, block);
    const std::size_t base = 12 * std::size_t(block - a.grid_start);
    if (free == 0xFFF) {  // nearly always
      for (std::size_t i = 0; i < grids.size(); ++i) {
        std::copy_n(&grids[i]->at(l, base), 12, &received[i][n]);
        for (unsigned layer = 0; layer < a.layers; ++layer)
          std::copy_n(&channels[i * layers + layer].at(l, base), 12, &gains[i * a.layers + layer][n]);
      }
      n += 12;
      continue;
    }
    for (unsigned k = 0; k < 12; ++k) {
      if (!(free >> k & 1)) continue;
      for (std::size_t i = 0; i < grids.size(); ++i) {
        received[i][n] = grids[i]->at(l, base + k);
        for (unsigned layer = 0; layer < a.layers; ++layer) gains[i * a.layers + layer][n] = channels[i * layers + layer].at(l, base + k);
      }
      ++n;
    }
  }
  if (n == 0) return;
  std::array<SampleView, pdsch_max_antennas> y;
  std::array<SampleView, pdsch_max_antennas * pdsch_max_received_layers> h;
  std::array<float, pdsch_max_antennas> variances;
  variances.fill(variance);
  for (std::size_t i = 0; i < grids.size(); ++i) y[i] = SampleView(received[i]).first(n);
  for (std::size_t i = 0; i < grids.size() * a.layers; ++i) h[i] = SampleView(gains[i]).first(n);
  const auto views = std::span(y).first(grids.size());
  const auto channel = std::span(h).first(grids.size() * a.layers);
  const auto noises = std::span<const float>(variances).first(grids.size());
  const SampleSpan to = SampleSpan(symbols).subspan(used, n * a.layers);
  const auto spread = std::span(noise).first(n * a.layers);
  if (a.layers == 1) {
    if (grids.size() == 1)
      equalise(views[0], channel[0], variance, to, spread);
    else
      equalise_mrc(views, channel, noises, to, spread);
  } else {
    equalise_mmse2(views, channel, noises, {SampleSpan(layer_symbols[0]).first(n), SampleSpan(layer_symbols[1]).first(n)},
                   {std::span(layer_noise[0]).first(n), std::span(layer_noise[1]).first(n)});
    for (std::size_t i = 0; i < 2 * n; ++i) {
      to[i] = layer_symbols[i % 2][i / 2];
      spread[i] = layer_noise[i % 2][i / 2];
    }
  }
  demodulate(a.modulation, to, spread, out);
  used += to.size();
}

Result<PdschReception, Fault> PdschReceiver::receive(const PdschAllocation& allocation, const Grid& grid, const Carrier& carrier,
                                                     HarqBuffer& harq, std::span<std::uint8_t> block) {
  const Grid* const one[] = {&grid};
  return receive(allocation, one, carrier, harq, block);
}

Result<PdschReception, Fault> PdschReceiver::receive(const PdschAllocation& a, std::span<const Grid* const> grids, const Carrier& carrier,
                                                     HarqBuffer& harq, std::span<std::uint8_t> block) {
  Work& work = *work_;
  work.used = 0;
  const auto shape = pdsch_shape(a, work.blocks);
  if (!shape) return Fail(shape.error());
  if (a.layers > work.layers || grids.empty() || grids.size() > work.antennas || grids.size() < a.layers)
    return Fail(Fault{"layers or antennas that the receiver was not made for"});
  for (const Grid* grid : grids)
    if (grid->resource_blocks() != work.blocks) return Fail(Fault{"grid of another size than the receiver's"});
  if (block.size() * 8 != a.tbs_bits) return Fail(Fault{"transport block of another size than its allocation (TS 38.214 5.1.3.2)"});
  PdschReception out;
  const PdschMap map = pdsch_map(a, shape->dmrs_symbols);
  out.link = work.estimate(map, grids, carrier);
  const float variance = std::max({out.link.noise, 1e-7f * out.link.power, std::numeric_limits<float>::min()});
  const LlrSpan llrs = LlrSpan(work.llrs).first(shape->format.G);
  for (unsigned l = a.symbols.start; l < unsigned(a.symbols.start + a.symbols.length); ++l) {
    std::size_t count = 0;
    for (auto b : a.blocks) count += std::size_t(__builtin_popcount(map.free(l, b)));
    work.equalise_symbol(map, grids, l, variance, llrs.subspan(work.used * shape->format.qm, count * a.layers * shape->format.qm));
  }
  GoldSequence(pdsch_scrambling(a)).descramble(llrs);
  out.decision = work.decoder.decode(llrs, shape->format, harq, block);
  return out;
}

}  // namespace pellucid::phy
