// Whole slots, sent and received with every resource block in use, against the slot's own duration. One thread.
#include <cmath>
#include <random>

#include "bench/radio_benchmarks.hpp"
#include "bench/stopwatch.hpp"
#include "ran/phy/channel/pdsch.hpp"
#include "ran/phy/channel/pusch.hpp"
#include "ran/phy/coding/tbs.hpp"
#include "ran/phy/waveform/ofdm.hpp"

namespace pellucid::bench {
namespace {

using namespace phy;

struct Load {
  const char* name;
  SubcarrierSpacing spacing;
  unsigned bandwidth_mhz;
  McsTable table;
  unsigned mcs;
  double aim_down_ms, aim_up_ms;  // 0: none
};

Bytes random_octets(std::size_t count) {
  std::mt19937 random(7);
  Bytes out(count);
  for (auto& octet : out) octet = std::uint8_t(random());
  return out;
}

bool add_load(Report& report, const Load& load) {
  auto carrier = *carrier_of(load.spacing, load.bandwidth_mhz, 2e9);
  double slot_ms = 1. / slots_a_subframe(load.spacing);
  SlotPoint slot(load.spacing, 0, 1);
  std::uint16_t blocks = std::uint16_t(carrier.resource_blocks);

  PdschAllocation down;
  down.blocks = list_of({0, blocks});
  down.symbols = {1, 13};
  down.slot_in_frame = 1;
  down.dmrs.additional_position = 1;
  down.rnti = 0x4601;
  if (!set_mcs(down, load.table, load.mcs).ok()) return false;
  auto block = random_octets(down.tbs_bits / 8);
  Grid grid(blocks);
  PdschTransmitter pdsch(blocks);
  OfdmModulator modulator(carrier, 0.1f);
  Samples samples(carrier.slot_samples());
  bool ok = true;
  double sent = per_cpu_second([&] {
    grid.clear();
    ok = ok && pdsch.transmit(down, block, grid).ok();
    modulator.modulate(grid, slot, samples);
  });
  std::string name = load.name;
  report.add({.name = name + ", downlink slot sent, " + std::to_string(down.tbs_bits) + " bits",
              .value = 1e3 / sent,
              .unit = "ms",
              .better = Better::less,
              .aim = load.aim_down_ms > 0 ? std::optional(load.aim_down_ms) : std::nullopt,
              .limit = slot_ms});

  auto row = *mcs(load.table, load.mcs);
  PuschConfig up;
  up.blocks = {0, blocks};
  up.symbols = {0, 14};
  up.dmrs.config.additional_position = 1;
  up.rnti = 0x4601;
  up.modulation = row.qm == 8 ? Modulation::qam256 : Modulation::qam64;
  up.rate_x1024 = *row.rate_x1024;
  up.tbs_bits =
      transport_block_size({.prbs = blocks, .re_per_prb = pusch_elements_a_block(up), .rate_x1024 = *row.rate_x1024, .qm = row.qm});
  auto up_block = random_octets(up.tbs_bits / 8);
  PuschTransmitter transmitter(blocks);
  OfdmModulator up_modulator(carrier, 1);
  grid.clear();
  ok = ok && transmitter.transmit(up, slot.slot(), up_block, {}, grid).ok();
  up_modulator.modulate(grid, slot, samples);
  std::mt19937 random(9);
  float deviation = float(std::sqrt(std::pow(10, -(row.qm == 8 ? 30. : 24.) / 10) / 2));  // some dB above what the row needs
  std::normal_distribution<float> normal(0, deviation);
  for (auto& s : samples) s += Sample(normal(random), normal(random));
  OfdmDemodulator demodulator(carrier);
  PuschReceiver receiver(carrier, 1, 8);
  HarqBuffer harq(up.tbs_bits);
  Bytes got(up_block.size());
  double received = per_cpu_second([&] {
    demodulator.demodulate(samples, slot, grid);
    harq.clear();
    const Grid* views[] = {&grid};
    auto result = receiver.receive(up, slot.slot(), views, &harq, got, {});
    ok = ok && result.ok() && result->transport.ok;
  });
  report.add({.name = name + ", uplink slot received, " + std::to_string(up.tbs_bits) + " bits",
              .value = 1e3 / received,
              .unit = "ms",
              .better = Better::less,
              .aim = load.aim_up_ms > 0 ? std::optional(load.aim_up_ms) : std::nullopt,
              .limit = slot_ms});
  return ok && got == up_block;
}

}  // namespace

Measured measure_slots() {
  Report report{.name = "slots", .title = "Whole slots at full load, one layer, one antenna, one core", .command = "bench/run slots"};
  constexpr Load loads[] = {{"20 MHz, 15 kHz, 64QAM 0.93", SubcarrierSpacing::khz15, 20, McsTable::qam64, 28, 0.25, 0.6},
                            {"100 MHz, 30 kHz, 64QAM 0.93", SubcarrierSpacing::khz30, 100, McsTable::qam64, 28, 0, 0},
                            {"100 MHz, 30 kHz, 256QAM 0.93", SubcarrierSpacing::khz30, 100, McsTable::qam256, 27, 0, 0}};
  for (auto& load : loads)
    if (!add_load(report, load)) return Fail(std::string(load.name) + ": a slot was not decoded");
  report.notes.push_back(
      "limit: the slot's duration; received: OFDM, channel estimate, equaliser, soft bits, at most 8 LDPC iterations; sent: coding, "
      "mapping, OFDM");
  report.notes.push_back(std::string("vectors: ") + LdpcDecoder::vector_name());
  return report;
}

}  // namespace pellucid::bench
