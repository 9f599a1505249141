// How much signal it takes: block error rates against SNR. First the code alone with the channel known, beside the bound for its length;
// then whole channels with what their receivers estimate, in noise and in fading.
#include <cmath>

#include "bench/link_bound.hpp"
#include "bench/link_sweep.hpp"
#include "bench/radio_benchmarks.hpp"
#include "ran/phy/channel/pdsch.hpp"
#include "ran/phy/channel/pusch.hpp"
#include "ran/phy/coding/tbs.hpp"
#include "ran/phy/coding/transport.hpp"

namespace pellucid::bench {
namespace {

using namespace phy;

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

/// A whole PUSCH slot: DM-RS, estimated channel, equaliser. In fading the taps are drawn anew each slot.
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
    if (fading) noise.fade(grid, carrier);
    noise.add(grid, snr_db);
    harq.clear();
    const Grid* views[] = {&grid};
    auto got = receiver.receive(config, 3, views, &harq, block, {});
    return !got.ok() || !got->transport.ok || block != sent;
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

/// The same downlink, with PDSCH's pilots and receiver.
struct PdschLink {
  PdschLink(const DataCase& c, bool fades)
      : fading(fades), carrier(*carrier_of(SubcarrierSpacing::khz15, 10, 0)), sent(carrier.resource_blocks) {
    allocation.blocks = list_of({2, std::uint16_t(c.prbs)});
    allocation.symbols = {0, 14};
    allocation.dmrs.additional_position = 1;
    allocation.rnti = 0x4601;
    if (!set_mcs(allocation, c.table, c.mcs).ok()) allocation.tbs_bits = 0;
    block.resize(allocation.tbs_bits / 8);
  }
  bool fails(double snr_db) {
    auto data = noise.octets(block.size());
    sent.clear();
    if (!transmitter.transmit(allocation, data, sent).ok()) return true;
    if (fading) noise.fade(sent, carrier);
    noise.add(sent, snr_db);
    harq.clear();
    auto reception = receiver.receive(allocation, sent, carrier, harq, block);
    return !reception.ok() || !reception->decision.ok || block != data;
  }
  bool fading;
  Carrier carrier;
  Grid sent;
  PdschAllocation allocation;
  PdschTransmitter transmitter{52};
  PdschReceiver receiver{52, 1, 1, 20};
  HarqBuffer harq{60000};
  Bytes block;
  Noise noise;
};

/// SNR for one block in ten lost through a whole receiver, in noise or fading.
template <class Link>
void add_receiver(Report& report, picture::Chart& chart, const DataCase& c, const char* channel, bool fading, double bound, int colour) {
  Link link(c, fading);
  auto curve = sweep(fading ? bound - 2 : bound + 0.25, [&](double snr) { return link.fails(snr); }, fading ? 2 : step_db);
  auto name = name_of(c, unsigned(8 * link.block.size()));
  report.add({.name = name + ", " + channel + (fading ? " in fading" : ", channel estimated") + ": SNR for 10 % errors",
              .value = crossing_db(curve),
              .unit = "dB",
              .better = Better::less,
              .limit = fading ? std::nullopt : std::optional(bound)});
  chart.series.push_back(
      series_of(fading ? "" : name, curve, colour, fading ? picture::Series::Style::dashed : picture::Series::Style::line));
}

constexpr DataCase data_cases[] = {{McsTable::qam64, 0, 50}, {McsTable::qam64, 4, 25}, {McsTable::qam64, 9, 18}, {McsTable::qam64, 13, 10},
                                   {McsTable::qam64, 19, 8}, {McsTable::qam64, 28, 8}, {McsTable::qam256, 27, 6}};

void add_code(Report& report, picture::Chart& chart, const DataCase& c, int colour) {
  CodedLink link(c);
  auto modulation = modulation_of(link.format.qm);
  double bound = bound_snr_db(modulation, link.format.tbs_bits, link.symbols.size(), target);
  auto curve = sweep(bound + 0.25, [&](double snr) { return link.fails(snr); });
  auto name = name_of(c, link.format.tbs_bits);
  report.add({.name = name + ", channel known: SNR for 10 % errors",
              .value = crossing_db(curve),
              .unit = "dB",
              .better = Better::less,
              .limit = bound});
  report.add({.name = name + ": from the bound", .value = crossing_db(curve) - bound, .unit = "dB", .better = Better::less, .aim = 1});
  report.add(
      {.name = name + ": the first SNR with less than 1 % errors", .value = curve.back().snr_db, .unit = "dB", .better = Better::less});
  chart.series.push_back(series_of(name, curve, colour));
  picture::Series limit{"", {}, picture::Series::Style::dashed, colour};
  for (double snr = bound - 1; snr < bound + 1.5; snr += 0.1)
    limit.points.push_back({snr, bound_error_rate(modulation, link.format.tbs_bits, link.symbols.size(), snr)});
  chart.series.push_back(limit);
}

picture::Chart chart_of(const char* title, const char* x) {
  return {.title = title, .x_label = x, .y_label = "block error rate", .log_y = true, .y = {0.003, 1}};
}

void draw(Report& report, const picture::Page& page, const char* file) {
  auto drawn = page.write_png(file);
  report.notes.push_back(drawn.ok() ? std::string("curves: ") + file : drawn.error());
}

}  // namespace

Measured measure_code_link() {
  Report report{.name = "code_link", .title = "Signal that the LDPC chain needs, channel known", .command = "bench/run code_link"};
  auto chart = chart_of("LDPC chain, channel known (dashed: bound)", "Es/N0 (dB)");
  int colour = 0;
  for (auto& c : data_cases) add_code(report, chart, c, colour++);
  report.notes.push_back(
      "bound: normal approximation of Polyanskiy, Poor and Verdu for bit-interleaved coded modulation of that block length; the CRC counts "
      "as information lost");
  report.notes.push_back("up to " + std::to_string(most_blocks) + " blocks a point, 20 decoder iterations");
  picture::Page page(1000, 620, "Block error rates");
  page.add({0, 0, 1, 1}, chart);
  draw(report, page, "build/code_link.png");
  return report;
}

Measured measure_link() {
  Report report{.name = "link", .title = "Signal that data needs through whole receivers, one antenna", .command = "bench/run link"};
  auto pusch = chart_of("PUSCH, channel estimated (dashed: fading)", "SNR of an element (dB)");
  auto pdsch = chart_of("PDSCH, channel estimated (dashed: fading)", "SNR of an element (dB)");
  int colour = 0;
  for (auto& c : data_cases) {
    CodedLink link(c);
    double bound = bound_snr_db(modulation_of(link.format.qm), link.format.tbs_bits, link.symbols.size(), target);
    for (bool fading : {false, true}) {
      if (fading && colour % 2 == 1) continue;  // every other one is enough
      add_receiver<PuschLink>(report, pusch, c, "PUSCH", fading, bound, colour);
      add_receiver<PdschLink>(report, pdsch, c, "PDSCH", fading, bound, colour);
    }
    ++colour;
  }
  report.notes.push_back(
      "up to " + std::to_string(most_blocks) +
      " blocks a point, 20 decoder iterations; fading: taps of TDLA30 drawn anew for each slot; the limit is that of code_link");
  picture::Page page(1500, 620, "Block error rates");
  page.add({0, 0, 0.5, 1}, pusch);
  page.add({0.5, 0, 0.5, 1}, pdsch);
  draw(report, page, "build/link.png");
  return report;
}

}  // namespace pellucid::bench
