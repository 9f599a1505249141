// `pellucid cell`: a cell in software on a radio.
#include <csignal>
#include <cstdio>

#include "app/commands.hpp"
#include "ran/mac/broadcast.hpp"
#include "ran/mac/slot_engine.hpp"
#include "ran/radio/open_radio.hpp"

namespace pellucid::app {
namespace {

volatile std::sig_atomic_t stopped = 0;

mac::CellConfig cell_of(const Config& config) {
  auto& keys = config.cell;
  mac::CellConfig out;
  out.plmn = config.plmn;
  out.tac = Tac(config.tacs.empty() ? 1 : config.tacs.front());
  out.identity = NrCellId(keys.identity);
  out.pci = std::uint16_t(keys.pci);
  out.band = keys.band;
  out.bandwidth_mhz = keys.bandwidth_mhz;
  out.spacing = keys.spacing_khz == 30 ? phy::SubcarrierSpacing::khz30 : phy::SubcarrierSpacing::khz15;
  out.downlink_arfcn = keys.downlink_arfcn;
  out.uplink_arfcn = keys.uplink_arfcn;
  if (keys.ssb_arfcn != 0) out.ssb_arfcn = keys.ssb_arfcn;
  if (keys.coreset0 < 16) out.coreset0 = keys.coreset0;
  out.ssb_period_ms = keys.ssb_period_ms;
  out.prach_index = keys.prach_index;
  out.prach_root = keys.prach_root;
  out.prach_zone = keys.prach_zone;
  out.prach_frequency_start = keys.prach_frequency_start;
  out.prach_preambles = keys.prach_preambles;
  out.rx_level_min_dbm = keys.rx_level_min_dbm;
  out.tx_power_dbm = keys.tx_power_dbm;
  return out;
}

/// Says what happens, in slots of the cell's own time.
struct Talker final : mac::CellEvents {
  const phy::SlotPoint* now;
  explicit Talker(const phy::SlotPoint& slot) : now(&slot) {}
  void say(const std::string& text) const { std::printf("%4u.%02u  %s\n", now->frame(), now->slot(), text.c_str()), std::fflush(stdout); }
  Bytes answer(mac::Rnti rnti, ByteView ul_ccch) override {
    auto setup = mac::setup_answer(ul_ccch);
    say("C-RNTI " + std::to_string(rnti.value()) +
        (setup.empty() ? ": Msg3 without RRCSetupRequest, left alone" : ": RRCSetupRequest " + hex(ul_ccch) + ", RRCSetup sent"));
    return setup;
  }
  void connected(mac::Rnti rnti) override { say("C-RNTI " + std::to_string(rnti.value()) + ": connected"); }
  void lost(mac::Rnti rnti) override { say("C-RNTI " + std::to_string(rnti.value()) + ": lost during random access"); }
};

int cell_fails(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
  return 1;
}

void introduce(const mac::InitialAccess& access, const mac::Broadcast& broadcast, const radio::Radio& radio) {
  std::printf(
      "cell %u, band %u, %u blocks of %u kHz around %.3f MHz (uplink %.3f MHz), SS block at subcarrier %u, CORESET 0 of %u blocks and %u "
      "symbols\n",
      access.pci, access.band, access.downlink.resource_blocks, phy::spacing_hz(access.downlink.spacing) / 1000,
      access.downlink.centre_hz / 1e6, access.uplink.centre_hz / 1e6, access.ssb.first_subcarrier, access.coreset0.blocks(),
      access.coreset0.duration);
  std::printf("SIB1 of %zu octets: %s\n", broadcast.sib1.size(), hex(broadcast.sib1).c_str());
  std::printf("%.2f Msamples a second, %zu antenna%s; time is SFN.slot\n", radio.sample_rate_hz() / 1e6, radio.channels(),
              radio.channels() == 1 ? "" : "s");
  std::fflush(stdout);
}

}  // namespace

int cell_command(const CellOptions& options) {
  LoadedConfig loaded;
  if (!options.config_file.empty()) loaded = load_config(options.config_file);
  for (auto& finding : loaded.findings) std::fprintf(stderr, "%s\n", finding.text().c_str());
  if (!loaded.usable()) return 2;
  auto config = cell_of(loaded.config);
  auto access = mac::plan(config);
  if (!access.ok()) return cell_fails(access.error().text());
  auto spec = options.radio.empty() ? loaded.config.cell.radio : options.radio;
  if (spec.find("rate=") == std::string::npos) spec += ",rate=" + std::to_string(access->downlink.sample_rate_hz());
  auto radio = radio::open_radio(spec);
  if (!radio.ok()) return cell_fails(radio.error().text);
  if ((*radio)->sample_rate_hz() != access->downlink.sample_rate_hz())
    return cell_fails("the radio runs at " + std::to_string((*radio)->sample_rate_hz()) + " samples a second, this cell needs " +
                      std::to_string(access->downlink.sample_rate_hz()));
  (void)(*radio)->tune_transmit(access->downlink.centre_hz);
  (void)(*radio)->tune_receive(access->uplink.centre_hz);

  phy::SlotPoint now(access->downlink.spacing, 0, 0);
  Talker talker(now);
  auto broadcast = mac::broadcast_of(config, *access);
  introduce(*access, broadcast, **radio);
  auto cell = mac::Cell::make(*access, broadcast, talker);
  if (!cell.ok()) return cell_fails(cell.error().text());
  mac::CellPhy phy(*access, unsigned((*radio)->channels()), float(loaded.config.cell.amplitude_permille) / 1000);
  mac::SlotEngine engine(**cell, phy, *access, **radio);

  std::signal(SIGINT, [](int) { stopped = 1; });
  std::signal(SIGTERM, [](int) { stopped = 1; });
  std::uint64_t limit = std::uint64_t(options.seconds) * 1000 * phy::slots_a_subframe(access->downlink.spacing);
  bool waiting = false;
  while (!stopped && (limit == 0 || engine.counters().slots < limit)) {
    auto slot = engine.step();
    if (slot.ok()) {
      now = *slot;
      waiting = false;
    } else if (slot.error().kind != radio::Error::Kind::timed_out) {
      if (slot.error().kind == radio::Error::Kind::ended) break;
      return cell_fails(slot.error().text);
    } else if (!std::exchange(waiting, true)) {
      talker.say("waiting for the other end of the radio");
    }
  }
  auto& c = (*cell)->counters();
  std::printf("%llu slots, %llu late, %llu preambles, %llu answered, %llu Msg3 (%llu undecoded), %llu connected, %llu lost\n",
              (unsigned long long)engine.counters().slots, (unsigned long long)engine.counters().late, (unsigned long long)c.preambles,
              (unsigned long long)c.responses, (unsigned long long)c.msg3, (unsigned long long)c.msg3_bad, (unsigned long long)c.connected,
              (unsigned long long)c.lost);
  return 0;
}

}  // namespace pellucid::app
