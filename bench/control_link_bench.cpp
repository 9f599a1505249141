// How much signal control, broadcast and random access take through their whole receivers, and how often noise alone is believed.
#include <cmath>

#include "bench/link_bound.hpp"
#include "bench/link_sweep.hpp"
#include "bench/radio_benchmarks.hpp"
#include "ran/phy/channel/pdcch.hpp"
#include "ran/phy/channel/prach.hpp"
#include "ran/phy/channel/pucch.hpp"
#include "ran/phy/channel/ssb.hpp"

namespace pellucid::bench {
namespace {

using namespace phy;

void add_snr(Report& report, const std::string& what, double snr_db, std::optional<double> limit = {}) {
  report.add({.name = what + ": SNR for 10 % missed", .value = snr_db, .unit = "dB", .better = Better::less, .limit = limit});
}
void add_alarms(Report& report, const std::string& what, unsigned alarms, unsigned looks, double aim) {
  report.add({.name = what + ": false alarms in noise, " + std::to_string(looks) + " looks",
              .value = 100. * alarms / looks,
              .unit = "%",
              .better = Better::less,
              .aim = aim});
}

void add_pdcch(Report& report, picture::Chart& chart) {
  Noise noise;
  Coreset coreset{.id = 1, .groups = 0xFF, .duration = 2};  // 16 CCEs
  const PdcchPlace place{&coreset, 0, 3, 0, 7, 0};
  PdcchReceiver receiver;
  Grid grid(52);
  const std::uint8_t size = 39;
  const std::uint16_t rnti = 0x4601;
  PdcchFound found[4];
  int colour = 0;
  for (std::uint8_t level : {1, 2, 4, 8, 16}) {
    const PdcchCandidate candidate{level, 0};
    auto fails = [&](double snr) {
      auto payload = noise.bits(size);
      grid.clear();
      if (!transmit_pdcch(place, {candidate, rnti, 1}, payload, grid).ok()) return true;
      noise.add(grid, snr);
      auto count = receiver.search(grid, place, {{&candidate, 1}, {&size, 1}, {&rnti, 1}}, found);
      return !count.ok() || *count != 1 || !std::ranges::equal(found[0].payload.view(), payload);
    };
    double bound = bound_snr_db(Modulation::qpsk, size, 54u * level, target);
    auto curve = sweep(bound + 1, fails, 0.5);
    std::string name = "PDCCH, DCI of 39 bits, level " + std::to_string(level);
    add_snr(report, name, crossing_db(curve), bound);
    chart.series.push_back(series_of(name, curve, colour++));
  }
}

void add_pbch(Report& report, picture::Chart& chart) {
  Noise noise;
  PbchReceiver receiver;
  Grid grid(52);
  auto curve = sweep(
      -12,
      [&](double snr) {
        auto payload = bch_payload(Mib{.coreset_zero = std::uint8_t(noise.random() % 16)}, noise.random() % 1024, false);
        grid.clear();
        if (!payload.ok() || !transmit_ssb({.pci = 500, .payload = *payload}, 100, 2, grid).ok()) return true;
        noise.add(grid, snr);
        auto got = receiver.decode(grid, 100, 2, 500, 4);
        return !got || got->payload != *payload;
      },
      0.5);
  add_snr(report, "PBCH, MIB out of one SS block", crossing_db(curve), bound_snr_db(Modulation::qpsk, 32, 432, target));
  chart.series.push_back(series_of("PBCH, one SS block", curve, 5));
}

struct PucchCase {
  const char* name;
  PucchResource resource;
  std::size_t bits;
  double start_db;
};

void add_pucch(Report& report, picture::Chart& chart) {
  const PucchCase cases[] = {{"PUCCH format 0, 1 symbol, 1 bit", {.format = PucchFormat::f0, .first_block = 3, .symbols = {13, 1}}, 1, -3},
                             {"PUCCH format 1, 14 symbols, 2 bits", {.format = PucchFormat::f1, .first_block = 3}, 2, -14},
                             {"PUCCH format 2, 2 symbols, 4 blocks, 22 bits",
                              {.format = PucchFormat::f2, .first_block = 3, .symbols = {12, 2}, .blocks = 4},
                              22,
                              -4},
                             {"PUCCH format 3, 14 symbols, 1 block, 16 bits", {.format = PucchFormat::f3, .first_block = 3}, 16, -10},
                             {"PUCCH format 4, 14 symbols, 22 bits", {.format = PucchFormat::f4, .first_block = 3}, 22, -8}};
  constexpr PucchIdentity identity{.hopping_id = 321, .rnti = 0x1234, .scrambling_id = 321, .dmrs_id = 321};
  constexpr unsigned looks = 4000, slot = 3;
  auto carrier = *carrier_of(SubcarrierSpacing::khz15, 5, 0);
  PucchTransmitter transmitter;
  PucchReceiver receiver(carrier, 1);
  Noise noise;
  Grid grid(carrier.resource_blocks);
  const Grid* views[] = {&grid};
  int colour = 0;
  for (auto& c : cases) {
    Bits got(c.bits);
    auto curve = sweep(
        c.start_db,
        [&](double snr) {
          auto bits = noise.bits(c.bits);
          grid.clear();
          if (!transmitter.transmit(c.resource, identity, slot, {.bits = bits}, grid).ok()) return true;
          noise.add(grid, snr);
          auto reception = receiver.receive(c.resource, identity, slot, views, {.bits = got});
          return !reception.ok() || !reception->present || got != bits;
        },
        0.5);
    add_snr(report, c.name, crossing_db(curve));
    chart.series.push_back(series_of(c.name, curve, colour++));
    unsigned alarms = 0;
    for (unsigned i = 0; i < looks; ++i) {
      grid.clear();
      noise.add(grid, 0);
      auto reception = receiver.receive(c.resource, identity, slot, views, {.bits = got});
      alarms += reception.ok() && reception->present;
    }
    add_alarms(report, c.name, alarms, looks, 1);
  }
}

struct PrachCase {
  const char* name;
  unsigned index, zone, looks;
  SubcarrierSpacing spacing;
};

/// A preamble at a random delay: missed if another is found first, or its delay is off by more than what TS 38.104 §8.4.1 allows.
void add_preambles(Report& report, picture::Chart& chart, const PrachCase& c, int colour) {
  const bool is_short = c.spacing == SubcarrierSpacing::khz30;
  auto carrier = *carrier_of(c.spacing, is_short ? 20 : 10, 0);
  auto prach = Prach::make({.configuration_index = c.index,
                            .root_sequence_index = 1,
                            .zero_correlation_zone = c.zone,
                            .frequency_start = 1,
                            .spacing = c.spacing},
                           carrier);
  if (!prach.ok()) return;
  PrachOccasion occasions[16];
  SlotPoint slot(c.spacing, 0, 0);
  for (unsigned i = 0; i < 640 && prach->occasions(slot, occasions) == 0; ++i) ++slot;
  const auto& occasion = occasions[0];
  Samples samples(prach->samples(occasion)), sent(samples.size());
  Prach::Detection found[8];
  Noise noise;
  unsigned alarms = 0;
  for (unsigned i = 0; i < c.looks; ++i) {
    std::ranges::fill(samples, Sample{});
    noise.add(samples, 0);
    alarms += prach->detect(samples, occasion, found) > 0;
  }
  add_alarms(report, c.name, alarms, c.looks, 0.1);
  const double rate = double(carrier.sample_rate_hz()), bandwidth_hz = is_short ? 139 * 30e3 : 839 * 1250.;
  const double tolerance_s = is_short ? 0.26e-6 : 1.04e-6;
  auto curve = sweep(
      -26,
      [&](double snr) {
        const unsigned preamble = noise.random() % 64;
        const std::size_t delay = noise.random() % unsigned(1e-6 * rate);
        prach->generate(preamble, occasion, 1, sent);
        std::ranges::fill(samples, Sample{});
        std::copy(sent.begin(), sent.end() - std::ptrdiff_t(delay), samples.begin() + std::ptrdiff_t(delay));
        noise.add(samples, snr - 10 * std::log10(rate / bandwidth_hz));
        if (prach->detect(samples, occasion, found) == 0 || found[0].preamble != preamble) return true;
        return std::abs(found[0].delay_s - double(delay) / rate) > tolerance_s;
      },
      0.5);
  add_snr(report, std::string(c.name) + ", SNR in the preamble's band, delay within " + (is_short ? "0.26" : "1.04") + " us",
          crossing_db(curve));
  chart.series.push_back(series_of(c.name, curve, colour));
}

void add_prach(Report& report, picture::Chart& chart) {
  int colour = 0;
  for (auto& c : {PrachCase{"PRACH format 0", 16, 1, 10000, SubcarrierSpacing::khz15},
                  PrachCase{"PRACH format A2, 30 kHz", 120, 11, 10000, SubcarrierSpacing::khz30},
                  PrachCase{"PRACH format B4, 30 kHz", 200, 11, 10000, SubcarrierSpacing::khz30}})
    add_preambles(report, chart, c, colour++);
}

}  // namespace

Measured measure_control_link() {
  Report report{.name = "control_link",
                .title = "Signal that control, broadcast and random access need, one antenna, noise, whole receivers",
                .command = "bench/run control_link"};
  auto chart = [](const char* title) {
    return picture::Chart{.title = title, .x_label = "SNR (dB)", .y_label = "missed or wrong", .log_y = true, .y = {0.003, 1}};
  };
  auto down = chart("PDCCH and PBCH"), up = chart("PUCCH"), access = chart("PRACH");
  add_pdcch(report, down);
  add_pbch(report, down);
  add_pucch(report, up);
  add_prach(report, access);
  report.notes.push_back(
      "channel estimated from each channel's own pilots; SNR of a resource element unless said; the limit of PDCCH and PBCH is "
      "the normal approximation for their bits without CRC and pilots");
  picture::Page page(1900, 620, "Control channels, broadcast and random access");
  page.add({0, 0, 0.34, 1}, down);
  page.add({0.34, 0, 0.33, 1}, up);
  page.add({0.67, 0, 0.33, 1}, access);
  const char* file = "build/control_link.png";
  auto drawn = page.write_png(file);
  report.notes.push_back(drawn.ok() ? std::string("curves: ") + file : drawn.error());
  return report;
}

}  // namespace pellucid::bench
