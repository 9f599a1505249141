// How much signal it takes: block error rates against SNR. First the code alone with the channel known, beside the bound for its length;
// then whole channels with what their receivers estimate, in noise and in fading.
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "bench/link_bound.hpp"
#include "bench/radio_benchmarks.hpp"
#include "picture/page.hpp"
#include "ran/phy/channel/prach.hpp"
#include "ran/phy/channel/pusch.hpp"
#include "ran/phy/coding/dci_code.hpp"
#include "ran/phy/coding/tbs.hpp"
#include "ran/phy/coding/transport.hpp"

namespace pellucid::bench {
namespace {

using namespace phy;

constexpr double target = 0.1;  // block error rate that SNRs are told at
constexpr unsigned most_blocks = 400, enough_errors = 60;
constexpr double step_db = 0.25;

struct Point {
  double snr_db, error_rate;
};
using Curve = std::vector<Point>;

/// Error rates from `start_db` upwards until one is below 1 %.
Curve sweep(double start_db, const std::function<bool(double snr_db)>& fails, double step = step_db) {
  Curve out;
  for (double snr = start_db; snr < start_db + 48 * step; snr += step) {
    unsigned blocks = 0, errors = 0;
    for (; blocks < most_blocks && errors < enough_errors; ++blocks) errors += fails(snr);
    out.push_back({snr, double(errors) / blocks});
    if (out.back().error_rate < 0.01) break;
  }
  return out;
}

/// Where a curve crosses the target, straight in the logarithm.
double crossing_db(const Curve& curve) {
  for (std::size_t i = 1; i < curve.size(); ++i) {
    auto [x1, y1] = curve[i - 1];
    auto [x2, y2] = curve[i];
    if (y1 < target || y2 > target) continue;
    double a = std::log(std::max(y1, 1e-4)), b = std::log(std::max(y2, 1e-4));
    return a == b ? x2 : x1 + (x2 - x1) * (a - std::log(target)) / (a - b);
  }
  return std::nan("");
}

Modulation modulation_of(unsigned qm) {
  return qm == 2 ? Modulation::qpsk : qm == 4 ? Modulation::qam16 : qm == 6 ? Modulation::qam64 : Modulation::qam256;
}

struct Noise {
  std::mt19937 random{1};
  std::normal_distribution<float> normal;
  void add(SampleSpan samples, double snr_db) {
    auto deviation = float(std::sqrt(std::pow(10, -snr_db / 10) / 2));
    for (auto& s : samples) s += Sample(normal(random), normal(random)) * deviation;
  }
  Bytes octets(std::size_t count) {
    Bytes out(count);
    for (auto& octet : out) octet = std::uint8_t(random());
    return out;
  }
};

struct DataCase {
  McsTable table;
  unsigned mcs, prbs;
};
constexpr unsigned re_per_prb = 12 * 14 - 24;  // 14 symbols, two of them DM-RS

std::string name_of(const DataCase& c, unsigned tbs) {
  auto row = *mcs(c.table, c.mcs);
  char out[96];
  std::snprintf(out, sizeof out, "%s %.2f, %u bits",
                row.qm == 2   ? "QPSK"
                : row.qm == 4 ? "16QAM"
                : row.qm == 6 ? "64QAM"
                              : "256QAM",
                *row.rate_x1024 / 1024, tbs);
  return out;
}

struct CodedLink {
  explicit CodedLink(const DataCase& c) {
    auto row = *mcs(c.table, c.mcs);
    format.tbs_bits = transport_block_size({.prbs = c.prbs, .re_per_prb = re_per_prb, .rate_x1024 = *row.rate_x1024, .qm = row.qm});
    format.graph = choose_base_graph(format.tbs_bits, *row.rate_x1024 / 1024);
    format.qm = row.qm;
    symbols.resize(c.prbs * re_per_prb);
    format.G = unsigned(symbols.size()) * row.qm;
    coded.resize(format.G), soft.resize(format.G), block.resize(format.tbs_bits / 8);
  }
  bool fails(double snr_db) {
    auto sent = noise.octets(format.tbs_bits / 8);
    encoder.encode(sent, format, coded);
    modulate(modulation_of(format.qm), coded, symbols);
    noise.add(symbols, snr_db);
    demodulate(modulation_of(format.qm), symbols, float(std::pow(10, -snr_db / 10)), soft);
    harq.clear();
    auto decision = decoder.decode(soft, format, harq, block);
    return !decision.ok || block != sent;
  }
  TransportFormat format;
  TransportEncoder encoder;
  TransportDecoder decoder{20};
  HarqBuffer harq{60000};
  Samples symbols;
  Bits coded;
  Llrs soft;
  Bytes block;
  Noise noise;
};

/// A whole PUSCH slot: DM-RS, estimated channel, equaliser. Fading: independent taps each slot (TDL-like, 30 ns rms).
struct PuschLink {
  PuschLink(const DataCase& c, bool fades)
      : fading(fades), carrier(*carrier_of(SubcarrierSpacing::khz15, 10, 0)), grid(carrier.resource_blocks), receiver(carrier, 1, 20) {
    auto row = *mcs(c.table, c.mcs);
    config.blocks = {2, std::uint16_t(c.prbs)};
    config.rnti = 0x4601;
    config.dmrs.config.additional_position = 1;
    config.modulation = modulation_of(row.qm);
    config.rate_x1024 = *row.rate_x1024;
    config.tbs_bits =
        transport_block_size({.prbs = c.prbs, .re_per_prb = pusch_elements_a_block(config), .rate_x1024 = *row.rate_x1024, .qm = row.qm});
    block.resize(config.tbs_bits / 8);
  }
  bool fails(double snr_db) {
    auto sent = noise.octets(block.size());
    grid.clear();
    if (!transmitter.transmit(config, 3, sent, {}, grid).ok()) return true;
    if (fading) fade();
    for (std::size_t l = 0; l < symbols_a_slot; ++l) noise.add(grid.symbol(l), snr_db);
    harq.clear();
    const Grid* views[] = {&grid};
    auto got = receiver.receive(config, 3, views, &harq, block, {});
    return !got.ok() || !got->transport.ok || block != sent;
  }
  void fade() {
    constexpr double delays_ns[] = {0, 10, 25, 50, 65, 75, 105, 135, 150, 290},
                     powers_db[] = {-15.5, 0, -5.1, -5.1, -9.6, -8.2, -13.1, -11.5, -11.0, -16.2};
    Sample taps[10];
    double total = 0;
    for (double p : powers_db) total += std::pow(10, p / 10);
    for (int i = 0; i < 10; ++i)
      taps[i] =
          Sample(noise.normal(noise.random), noise.normal(noise.random)) * float(std::sqrt(std::pow(10, powers_db[i] / 10) / total / 2));
    for (std::size_t k = 0; k < grid.subcarriers(); ++k) {
      Sample h{};
      for (int i = 0; i < 10; ++i) h += taps[i] * std::polar(1.0f, float(-2 * M_PI * carrier.offset_hz(double(k)) * delays_ns[i] * 1e-9));
      for (std::size_t l = 0; l < symbols_a_slot; ++l) grid.at(l, k) *= h;
    }
  }
  bool fading;
  Carrier carrier;
  Grid grid;
  PuschConfig config;
  PuschTransmitter transmitter{52};
  PuschReceiver receiver;
  HarqBuffer harq{60000};
  Bytes block;
  Noise noise;
};

void add_data(Report& report, picture::Chart& code, picture::Chart& whole) {
  constexpr DataCase cases[] = {{McsTable::qam64, 0, 50}, {McsTable::qam64, 4, 25}, {McsTable::qam64, 9, 18}, {McsTable::qam64, 13, 10},
                                {McsTable::qam64, 19, 8}, {McsTable::qam64, 28, 8}, {McsTable::qam256, 27, 6}};
  int colour = 0;
  for (auto& c : cases) {
    CodedLink link(c);
    auto modulation = modulation_of(link.format.qm);
    double bound = bound_snr_db(modulation, link.format.tbs_bits, link.symbols.size(), target);
    auto curve = sweep(bound - 0.5, [&](double snr) { return link.fails(snr); });
    auto name = name_of(c, link.format.tbs_bits);
    report.add({.name = name + ", channel known: SNR for 10 % errors",
                .value = crossing_db(curve),
                .unit = "dB",
                .better = Better::less,
                .limit = bound});
    report.add({.name = name + ": from the bound", .value = crossing_db(curve) - bound, .unit = "dB", .better = Better::less, .aim = 1});
    picture::Series measured{name, {}, picture::Series::Style::line, colour}, limit{"", {}, picture::Series::Style::dashed, colour};
    for (auto& p : curve) measured.points.push_back({p.snr_db, p.error_rate});
    for (double snr = bound - 1; snr < bound + 1.5; snr += 0.1)
      limit.points.push_back({snr, bound_error_rate(modulation, link.format.tbs_bits, link.symbols.size(), snr)});
    code.series.push_back(measured), code.series.push_back(limit);
    for (bool fading : {false, true}) {
      if (fading && colour % 2 == 1) continue;
      PuschLink pusch(c, fading);
      auto estimated = sweep(bound - (fading ? 2 : 0), [&](double snr) { return pusch.fails(snr); }, fading ? 1 : step_db);
      report.add({.name = name + (fading ? ", PUSCH in fading: SNR for 10 % errors" : ", PUSCH, channel estimated: SNR for 10 % errors"),
                  .value = crossing_db(estimated),
                  .unit = "dB",
                  .better = Better::less});
      picture::Series series{
          name + (fading ? " fading" : ""), {}, fading ? picture::Series::Style::dashed : picture::Series::Style::line, colour};
      for (auto& p : estimated) series.points.push_back({p.snr_db, p.error_rate});
      whole.series.push_back(series);
    }
    ++colour;
  }
}

void add_control(Report& report) {
  Noise noise;
  for (unsigned level : {1u, 4u, 8u}) {
    DciDecoder decoder;
    Samples symbols(54 * level);
    Bits payload(39), coded(108 * level), got(39);
    Llrs soft(108 * level);
    auto curve = sweep(-14 + (level == 1   ? 12
                              : level == 4 ? 4
                                           : 0),
                       [&](double snr) {
                         for (auto& bit : payload) bit = noise.random() & 1;
                         encode_dci(payload, 0x4601, coded);
                         modulate(Modulation::qpsk, coded, symbols);
                         noise.add(symbols, snr);
                         demodulate(Modulation::qpsk, symbols, float(std::pow(10, -snr / 10)), soft);
                         std::uint16_t rnti = 0x4601;
                         return !decoder.decode(soft, {&rnti, 1}, got) || got != payload;
                       });
    report.add({.name = "DCI of 39 bits, level " + std::to_string(level) + ", channel known: SNR for 10 % errors",
                .value = crossing_db(curve),
                .unit = "dB",
                .better = Better::less,
                .limit = bound_snr_db(Modulation::qpsk, 39, symbols.size(), target)});
  }
}

void add_prach(Report& report) {
  auto carrier = *carrier_of(SubcarrierSpacing::khz15, 10, 0);
  auto made = Prach::make({.configuration_index = 0, .root_sequence_index = 1, .frequency_start = 1}, carrier);
  if (!made.ok()) return;
  auto& prach = *made;
  PrachOccasion occasions[4];
  SlotPoint slot(SubcarrierSpacing::khz15, 0, 0);
  for (unsigned i = 0; i < 320 && prach.occasions(slot, occasions) == 0; ++i) ++slot;
  Samples samples(prach.samples(occasions[0]));
  Prach::Detection found[8];
  Noise noise;
  unsigned alarms = 0, looks = 4000;
  for (unsigned i = 0; i < looks; ++i) {
    std::fill(samples.begin(), samples.end(), Sample{});
    noise.add(samples, 0);
    alarms += prach.detect(samples, occasions[0], found) > 0;
  }
  report.add({.name = "PRACH format 0: false alarms in noise, 64 preambles, " + std::to_string(looks) + " occasions",
              .value = 100. * alarms / looks,
              .unit = "%",
              .better = Better::less,
              .aim = 0.1});
  auto curve = sweep(-34, [&](double snr) {
    unsigned preamble = noise.random() % 64;
    prach.generate(preamble, occasions[0], 1, samples);
    noise.add(samples, snr);
    std::size_t count = prach.detect(samples, occasions[0], found);
    return count == 0 || found[0].preamble != preamble;
  });
  report.add({.name = "PRACH format 0: SNR a sample at 11.52 Msps for 10 % missed",
              .value = crossing_db(curve),
              .unit = "dB",
              .better = Better::less});
}

}  // namespace

Measured measure_link() {
  Report report{.name = "link", .title = "Signal that is needed, one antenna, noise unless said otherwise", .command = "bench/run link"};
  picture::Chart code{.title = "LDPC chain, channel known (dashed: bound)",
                      .x_label = "Es/N0 (dB)",
                      .y_label = "block error rate",
                      .log_y = true,
                      .y = {0.001, 1}};
  picture::Chart whole{.title = "PUSCH, channel estimated (dashed: fading, one antenna)",
                       .x_label = "SNR of an element (dB)",
                       .y_label = "block error rate",
                       .log_y = true,
                       .y = {0.001, 1}};
  add_data(report, code, whole);
  add_control(report);
  add_prach(report);
  report.notes.push_back(
      "bound: normal approximation of Polyanskiy, Poor and Verdu for bit-interleaved coded modulation of that block length; the CRC counts "
      "as information lost");
  report.notes.push_back("up to " + std::to_string(most_blocks) +
                         " blocks a point, 20 decoder iterations; fading: TDLA30-like taps drawn anew for each slot");
  picture::Page page(1500, 620, "Block error rates");
  page.add({0, 0, 0.5, 1}, code);
  page.add({0.5, 0, 0.5, 1}, whole);
  const char* file = "build/link.png";
  auto drawn = page.write_png(file);
  report.notes.push_back(drawn.ok() ? std::string("curves: ") + file : drawn.error());
  return report;
}

}  // namespace pellucid::bench
