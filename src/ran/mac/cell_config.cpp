#include "ran/mac/cell_config.hpp"

#include <cmath>

namespace pellucid::mac {
namespace {

using phy::mu;

Fail<Why> refuse(std::string rule, std::string got, std::string wanted, std::string key, std::string fix) {
  return Fail(Why{std::move(rule), std::move(got), std::move(wanted), "cell." + std::move(key), std::move(fix)});
}

std::string mhz(double hz) {
  char out[32];
  std::snprintf(out, sizeof out, "%.3f MHz", hz / 1e6);
  return out;
}

constexpr double subcarrier15_hz = 15000;

/// Where a block centred there stands on the grid that begins at `point_a_hz`; nothing between two 15 kHz subcarriers.
std::optional<SsbPlace> place_ssb(double centre_hz, double point_a_hz, phy::SubcarrierSpacing spacing, unsigned resource_blocks) {
  unsigned scale = 1u << mu(spacing);
  double distance = (centre_hz - point_a_hz) / subcarrier15_hz - 120. * scale;  // to the block's lowest subcarrier
  long subcarriers = std::lround(distance);
  if (std::abs(distance - double(subcarriers)) > 1e-3 || subcarriers < 0 || subcarriers % long(scale) != 0) return {};
  unsigned block = unsigned(subcarriers) / (12 * scale);  // the lowest block of the cell's spacing that it touches
  SsbPlace out{block * scale, unsigned(subcarriers) - block * 12 * scale, unsigned(subcarriers) / scale};
  if (out.first_subcarrier + phy::ssb_subcarriers > 12 * resource_blocks) return {};
  return out;
}

/// The SS block nearest to the carrier's centre that stands on the synchronisation raster (TS 38.104 §5.4.3.1).
std::optional<SsbPlace> choose_ssb(const phy::Carrier& carrier, double point_a_hz) {
  std::optional<SsbPlace> best;
  double best_distance = 1e12;
  auto consider = [&](double hz) {
    double distance = std::abs(hz - carrier.centre_hz);
    if (distance >= best_distance) return;
    if (auto place = place_ssb(hz, point_a_hz, carrier.spacing, carrier.resource_blocks)) best = place, best_distance = distance;
  };
  if (carrier.centre_hz < 3e9) {
    for (double n = std::floor(carrier.centre_hz / 1.2e6) - 45; n < carrier.centre_hz / 1.2e6 + 45; ++n)
      for (double m : {1., 3., 5.}) consider(n * 1.2e6 + m * 50e3);
  } else {
    for (double n = std::floor((carrier.centre_hz - 3e9) / 1.44e6) - 40; n < (carrier.centre_hz - 3e9) / 1.44e6 + 40; ++n)
      consider(3e9 + n * 1.44e6);
  }
  return best;
}

/// CORESET 0 has to lie in the carrier. Of those that do: room for a PDCCH of level 8, then the fewest symbols, then the most blocks.
Result<Nothing, Why> choose_coreset0(const CellConfig& config, InitialAccess& out) {
  unsigned ssb_block = out.ssb.first_subcarrier / 12, best = 0;
  bool min_40mhz = config.band == 79;
  for (unsigned index = config.coreset0.value_or(0); index < (config.coreset0 ? *config.coreset0 + 1 : 16); ++index) {
    auto set = phy::coreset_zero(index, config.spacing, config.spacing, min_40mhz, ssb_block, config.pci);
    if (!set.ok() || phy::refusal(*set, out.downlink.resource_blocks)) continue;
    unsigned worth = set->cces() >= 8 ? 1000 - 200 * set->duration + set->blocks() : set->cces();
    if (worth <= best) continue;
    best = worth;
    out.coreset0 = *set;
    out.coreset0_index = index;
  }
  // PDSCHs of the default table begin in symbol 2, or in symbol 3 where the control region needs three (TS 38.214 table 5.1.2.1.1-2).
  if (best != 0 && out.coreset0.duration == 3) out.type_a_position = 3;
  if (best != 0) return Nothing{};
  return refuse("CORESET 0 lies within the carrier", config.coreset0 ? std::to_string(*config.coreset0) : "no index fits",
                "an index of TS 38.213 tables 13-1 to 13-6 whose blocks fit beside this SS block", "coreset0, cell.ssb_arfcn",
                "leave both out, so that they are chosen");
}

Result<Nothing, Why> place_carriers(const CellConfig& config, const phy::Band& band, InitialAccess& out) {
  bool paired = band.duplex == phy::BandDuplex::fdd;
  auto down = phy::arfcn_hz(config.downlink_arfcn), up = phy::arfcn_hz(paired ? config.uplink_arfcn : config.downlink_arfcn);
  if (!down || !up)
    return refuse("a channel number means a frequency", std::to_string(config.downlink_arfcn), "0 to 3279165", "downlink_arfcn",
                  "correct it");
  for (bool downlink : {true, false}) {
    double centre = downlink ? *down : *up;
    auto carrier = phy::carrier_of(config.spacing, config.bandwidth_mhz, centre);
    if (!carrier.ok())
      return refuse("the bandwidth is one of the standard's for this spacing", std::to_string(config.bandwidth_mhz) + " MHz",
                    "TS 38.104 table 5.3.2-1", "bandwidth_mhz", "choose for example 10 or 20");
    double low = (downlink ? band.downlink_low_khz : band.uplink_low_khz) * 1e3,
           high = (downlink ? band.downlink_high_khz : band.uplink_high_khz) * 1e3;
    double half = config.bandwidth_mhz * 0.5e6;
    if (centre - half < low - 1 || centre + half > high + 1)
      return refuse("the channel lies within its band", mhz(centre) + " +- " + mhz(half),
                    "band " + std::to_string(config.band) + ": " + mhz(low) + " to " + mhz(high),
                    downlink ? "downlink_arfcn" : "uplink_arfcn", "move the channel, or set cell.band");
    (downlink ? out.downlink : out.uplink) = *carrier;
  }
  if (paired) {
    if (config.tdd)
      return refuse("only TDD bands have a TDD pattern", "tdd", "none in band " + std::to_string(config.band), "tdd", "remove it");
    return Nothing{};
  }
  if (band.duplex != phy::BandDuplex::tdd)
    return refuse("a cell has both directions", "band " + std::to_string(config.band), "an FDD or a TDD band", "band",
                  "choose another band");
  unsigned scale = 1u << mu(config.spacing);
  out.tdd = config.tdd.value_or(phy::TddPattern{5 * scale, 3 * scale, 6, scale, 4});
  auto duplex = phy::Duplex::tdd(config.spacing, *out.tdd);
  if (!duplex.ok())
    return refuse("the TDD pattern is one of the standard's", duplex.error(), "TS 38.213 §11.1", "tdd",
                  "leave it out for 5 ms with 3 downlink slots");
  out.duplex = *duplex;
  return Nothing{};
}

Result<Nothing, Why> place_ssb_and_control(const CellConfig& config, InitialAccess& out) {
  double point_a = out.downlink.centre_hz + out.downlink.offset_hz(0);
  std::optional<SsbPlace> place;
  if (config.ssb_arfcn) {
    auto hz = phy::arfcn_hz(*config.ssb_arfcn);
    if (hz) place = place_ssb(*hz, point_a, config.spacing, out.downlink.resource_blocks);
  } else {
    place = choose_ssb(out.downlink, point_a);
  }
  if (!place)
    return refuse("the SS block lies within the carrier, a whole number of subcarriers from its edge",
                  config.ssb_arfcn ? std::to_string(*config.ssb_arfcn) : "no place on the synchronisation raster",
                  "20 blocks of the carrier", "ssb_arfcn", "leave it out, or move cell.downlink_arfcn by 100 kHz");
  out.ssb = *place;
  bool case_c = config.spacing == phy::SubcarrierSpacing::khz30;
  out.ssb_case = case_c ? phy::SsbCase::c : phy::SsbCase::a;
  if (auto chosen = choose_coreset0(config, out); !chosen.ok()) return Fail(chosen.error());
  auto type0 = phy::type0_occasion(out.search_space0, 0, config.spacing, out.coreset0.duration);
  if (!type0.ok())
    return refuse("SIB1 has a place for its PDCCH", std::to_string(out.search_space0), "TS 38.213 table 13-11", "search_space0", "use 0");
  out.type0 = *type0;
  return Nothing{};
}

Result<Nothing, Why> place_random_access(const CellConfig& config, InitialAccess& out) {
  out.prach = {.configuration_index = config.prach_index,
               .paired = out.duplex.is_fdd(),
               .root_sequence_index = config.prach_root,
               .zero_correlation_zone = config.prach_zone,
               .frequency_start = config.prach_frequency_start,
               .frequency_occasions = 1,
               .spacing = config.spacing,
               .preambles = config.prach_preambles};
  if (config.prach_preambles < 4 || config.prach_preambles > 64 || config.prach_preambles % 4 != 0)
    return refuse("the number of preambles can be signalled", std::to_string(config.prach_preambles), "4, 8, ... 64", "prach_preambles",
                  "use 8");
  auto prach = phy::Prach::make(out.prach, out.uplink);
  if (!prach.ok())
    return refuse("the PRACH is one of the standard's and lies in the carrier", prach.error(), "TS 38.211 §6.3.3",
                  "prach_index, cell.prach_*", "use the defaults");
  return Nothing{};
}

Result<Nothing, Why> check_numbers(const CellConfig& config) {
  if (config.pci > 1007)
    return refuse("a physical cell identity exists", std::to_string(config.pci), "0 to 1007", "pci", "choose one that no neighbour has");
  if (config.identity.value() >> 36)
    return refuse("a cell identity has 36 bits", std::to_string(config.identity.value()), "0 to 68719476735", "identity", "shorten it");
  if (config.rx_level_min_dbm < -140 || config.rx_level_min_dbm > -44 || config.rx_level_min_dbm % 2 != 0)
    return refuse("q-RxLevMin can be signalled", std::to_string(config.rx_level_min_dbm) + " dBm", "-140 to -44, even", "rx_level_min_dbm",
                  "use -130");
  if (config.tx_power_dbm < -60 || config.tx_power_dbm > 50)
    return refuse("ss-PBCH-BlockPower can be signalled", std::to_string(config.tx_power_dbm) + " dBm", "-60 to 50", "tx_power_dbm",
                  "the power of one resource element at the antenna");
  for (unsigned period : {5u, 10u, 20u, 40u, 80u, 160u})
    if (config.ssb_period_ms == period) return Nothing{};
  return refuse("SS blocks have one of the standard's periods", std::to_string(config.ssb_period_ms) + " ms", "5, 10, 20, 40, 80, 160",
                "ssb_period_ms", "use 10");
}

}  // namespace

Result<phy::TimeAllocation, phy::Fault> InitialAccess::pdsch_time(unsigned index) const {
  if (pdsch_times.empty()) return phy::default_pdsch_time_allocation_a(index, type_a_position);
  if (index >= pdsch_times.size()) return Fail(phy::Fault{"a row of pdsch-TimeDomainAllocationList"});
  return pdsch_times[index];
}

Result<phy::TimeAllocation, phy::Fault> InitialAccess::pusch_time(unsigned index) const {
  if (index >= pusch_times.size()) return Fail(phy::Fault{"a row of pusch-TimeDomainAllocationList"});
  return pusch_times[index];
}

Result<InitialAccess, Why> plan(const CellConfig& config) {
  if (auto good = check_numbers(config); !good.ok()) return Fail(good.error());
  auto* band = phy::band(config.band);
  if (!band)
    return refuse("the band is one of frequency range 1", std::to_string(config.band), "TS 38.104 table 5.2-1", "band",
                  "for example 3 or 78");
  InitialAccess out;
  out.pci = config.pci;
  out.band = config.band;
  out.ssb_period_ms = config.ssb_period_ms;
  for (auto* step : {+[](const CellConfig& c, const phy::Band& b, InitialAccess& o) { return place_carriers(c, b, o); },
                     +[](const CellConfig& c, const phy::Band&, InitialAccess& o) { return place_ssb_and_control(c, o); },
                     +[](const CellConfig& c, const phy::Band&, InitialAccess& o) { return place_random_access(c, o); }})
    if (auto done = step(config, *band, out); !done.ok()) return Fail(done.error());
  std::uint16_t blocks = std::uint16_t(out.downlink.resource_blocks);
  out.initial_downlink = {0, blocks};
  out.initial_uplink = {0, blocks};
  // One candidate of level 4 (8 where the set has room) in every slot: a phone far away must read it, and there is no link adaptation yet.
  out.common_space.first_symbols = 1;
  out.common_space.candidates[2] = 1;
  if (out.coreset0.cces() >= 8) out.common_space.candidates[3] = 1;
  // After the longest control region that may be: symbols 2 to 13. K2 of 4 slots gives software phones time.
  out.pusch_times = {{4, phy::MappingType::a, {0, 14}}};
  if (!out.duplex.is_fdd())  // any uplink slot of the pattern can be reached from some downlink slot
    for (std::uint8_t k2 = 5; k2 <= 12; ++k2) out.pusch_times.push_back({k2, phy::MappingType::a, {0, 14}});
  return out;
}

}  // namespace pellucid::mac
