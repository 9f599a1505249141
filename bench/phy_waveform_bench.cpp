#include "bench/phy_waveform_bench.hpp"

#include <random>
#include <string>

#include "bench/stopwatch.hpp"
#include "ran/phy/waveform/dft.hpp"
#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/ofdm.hpp"
#include "ran/phy/waveform/sync.hpp"

namespace pellucid::bench {
namespace {

using namespace phy;

constexpr double us = 1e6;

Samples random_samples(std::size_t count) {
  std::mt19937 engine(1);
  std::normal_distribution<float> normal;
  Samples samples(count);
  for (auto& sample : samples) sample = {normal(engine), normal(engine)};
  return samples;
}

Figure duration(std::string name, double per_s) {
  return {.name = std::move(name), .value = us / per_s, .unit = "us", .better = Better::less};
}

void measure_transforms(Report& report) {
  for (std::size_t size : {128u, 256u, 384u, 512u, 768u, 1024u, 1536u, 2048u, 3072u, 4096u, 6144u, 839u, 139u}) {
    Dft transform(size, Transform::forward);
    auto in = random_samples(size);
    Samples out(size);
    auto figure = duration("transform of " + std::to_string(size), per_cpu_second([&] { transform(in, out), keep(out[0]); }));
    if (size == 4096) figure.aim = 10;
    report.add(figure);
  }
}

/// One full slot: sent, received, and its channel estimated and equalised on 12 data symbols.
void measure_slot(Report& report, SubcarrierSpacing spacing, unsigned mhz) {
  auto carrier = *carrier_of(spacing, mhz, 3489.42e6);
  std::string name = std::to_string(mhz) + " MHz, " + std::to_string(spacing_hz(spacing) / 1000) + " kHz: ";
  Grid grid(carrier.resource_blocks), channel(carrier.resource_blocks);
  auto elements = random_samples(carrier.subcarriers());
  for (std::size_t l = 0; l < symbols_a_slot; ++l) std::copy(elements.begin(), elements.end(), grid.symbol(l).begin());
  Samples samples(carrier.slot_samples());
  OfdmModulator modulator(carrier);
  OfdmDemodulator demodulator(carrier);
  SlotPoint slot(spacing, 0, 1);
  report.add(
      duration(name + "OFDM modulation of a slot", per_cpu_second([&] { modulator.modulate(grid, slot, samples), keep(samples[0]); })));
  report.add(duration(name + "OFDM demodulation of a slot",
                      per_cpu_second([&] { demodulator.demodulate(samples, slot, grid), keep(grid.at(0, 0)); })));

  std::size_t per_symbol = 6 * std::size_t(carrier.resource_blocks);
  Samples reference(2 * per_symbol);
  SymbolSet symbols{1u << 2 | 1u << 11};
  std::size_t at = 0;
  for (unsigned l : {2u, 11u}) {
    auto part = SampleSpan(reference).subspan(at++ * per_symbol, per_symbol);
    dmrs_sequence(shared_dmrs_c_init(slot.slot(), l, 500, 0), 6, 0, part);
    put_pilots(grid, l, 0, dmrs_mask(DmrsType::type1, 0), part);
  }
  Pilots pilots{.blocks = carrier.resource_blocks, .mask = dmrs_mask(DmrsType::type1, 0), .symbols = symbols.mask, .values = reference};
  ChannelEstimator estimator(carrier.resource_blocks);
  report.add(duration(name + "channel estimate, two DM-RS symbols",
                      per_cpu_second([&] { keep(estimator.estimate(grid, pilots, carrier, 0, symbols_a_slot, channel)); })));
  Samples equalised(carrier.subcarriers());
  std::vector<float> noise(carrier.subcarriers());
  report.add(duration(name + "equalising 12 symbols", per_cpu_second([&] {
                        for (std::size_t l = 0; l < 12; ++l) equalise(grid.symbol(l), channel.symbol(l), 0.01f, equalised, noise);
                        keep(equalised[0]);
                      })));
  report.add(duration(name + "DM-RS sequences of a slot, two symbols", per_cpu_second([&] {
                        for (unsigned l : {2u, 11u})
                          dmrs_sequence(shared_dmrs_c_init(1, l, 500, 0), 6, 0, SampleSpan(reference).first(per_symbol));
                        keep(reference[0]);
                      })));
}

void measure_modulation(Report& report) {
  constexpr std::size_t count = 10000;
  auto symbols = random_samples(count);
  std::vector<float> noise(count, 0.05f);
  for (auto [modulation, name] : {std::pair(Modulation::qpsk, "QPSK"), std::pair(Modulation::qam16, "16QAM"),
                                  std::pair(Modulation::qam64, "64QAM"), std::pair(Modulation::qam256, "256QAM")}) {
    Llrs soft(count * bits_a_symbol(modulation));
    Bits bits(soft.size());
    GoldSequence(1).generate(bits);
    auto rate = [&](const char* what, double per_s) {
      report.add({.name = std::string(name) + what, .value = per_s * double(count) / 1e6, .unit = "Msymbol/s"});
    };
    rate(" soft demodulation", per_cpu_second([&] { demodulate(modulation, symbols, noise, soft), keep(soft[0]); }));
    rate(" soft demodulation, scalar", per_cpu_second([&] { demodulate_scalar(modulation, symbols, noise, soft), keep(soft[0]); }));
    rate(" modulation", per_cpu_second([&] { modulate(modulation, bits, symbols), keep(symbols[0]); }));
  }
  Bits bits(80000);
  report.add({.name = "scrambling",
              .value = per_cpu_second([&] { GoldSequence(5).scramble(bits), keep(bits[0]); }) * double(bits.size()) / 1e6,
              .unit = "Mbit/s"});
}

void measure_search(Report& report) {
  auto samples = random_samples(11520 * 20);
  CellSearch search({.fft_size = 768});
  CellCandidate found[4];
  report.add(duration("cell search, 20 ms at 11.52 Msps, offsets to 5 kHz", per_cpu_second([&] { keep(search.search(samples, found)); })));
}

}  // namespace

Measured measure_phy_waveform() {
  Report report{"phy_waveform", std::string("waveform, one core, vectors of ") + waveform_simd(), "./dev bench phy"};
  measure_transforms(report);
  measure_slot(report, SubcarrierSpacing::khz15, 20);
  measure_slot(report, SubcarrierSpacing::khz30, 100);
  measure_modulation(report);
  measure_search(report);
  return report;
}

}  // namespace pellucid::bench
