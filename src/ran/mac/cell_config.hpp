// What an operator says about a cell, and what follows from it: everything that a phone has to know before it has a connection.
#pragma once

#include <optional>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/why.hpp"
#include "ran/phy/channel/coreset.hpp"
#include "ran/phy/channel/prach.hpp"
#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/sync.hpp"

namespace pellucid::mac {

/// One cell as the configuration file has it.
struct CellConfig {
  Plmn plmn{999, 70, 2};
  Tac tac{1};
  NrCellId identity{0x19B01};  // 36 bits
  std::uint16_t pci = 1;       // 0..1007
  unsigned band = 3;
  std::uint32_t downlink_arfcn = 368500;  // of the carrier's centre
  std::uint32_t uplink_arfcn = 349500;    // FDD; TDD: the downlink's
  unsigned bandwidth_mhz = 10;
  phy::SubcarrierSpacing spacing = phy::SubcarrierSpacing::khz15;
  std::optional<std::uint32_t> ssb_arfcn;  // of the SS block's centre, on the synchronisation raster; chosen if empty
  std::optional<unsigned> coreset0;        // controlResourceSetZero; the roomiest that fits if empty
  unsigned ssb_period_ms = 10;             // 5, 10, 20, 40, 80, 160
  std::optional<phy::TddPattern> tdd;      // TDD bands
  unsigned prach_index = 0;                // prach-ConfigurationIndex
  unsigned prach_root = 1;                 // prach-RootSequenceIndex
  unsigned prach_zone = 0;                 // zeroCorrelationZoneConfig
  unsigned prach_frequency_start = 1;      // msg1-FrequencyStart
  unsigned prach_preambles = 8;            // totalNumberOfRA-Preambles, all contention-based
  int rx_level_min_dbm = -130;             // q-RxLevMin, even
  int tx_power_dbm = 0;                    // ss-PBCH-BlockPower, of one resource element
};

/// Where a cell's SS block stands: block `crb` (in 15 kHz blocks from point A, offsetToPointA) and k_SSB (15 kHz subcarriers).
struct SsbPlace {
  unsigned offset_to_point_a = 0;
  unsigned k_ssb = 0;
  unsigned first_subcarrier = 0;  // of the grid (cell's spacing)
  bool operator==(const SsbPlace&) const = default;
};

/// What MIB and SIB1 say of the physical layer. The cell derives it from its configuration, a phone from what it received: they must
/// agree, and a test compares the two.
struct InitialAccess {
  std::uint16_t pci = 0;
  unsigned band = 0;
  phy::Carrier downlink, uplink;
  phy::Duplex duplex;
  std::optional<phy::TddPattern> tdd;  // what `duplex` was made of
  SsbPlace ssb;
  phy::SsbCase ssb_case = phy::SsbCase::a;
  unsigned ssb_period_ms = 10;
  unsigned type_a_position = 2;
  unsigned coreset0_index = 0, search_space0 = 0;
  phy::Coreset coreset0;
  phy::Type0Occasion type0;  // where SIB1's PDCCH is looked for
  phy::BandwidthPart initial_downlink, initial_uplink;
  phy::SearchSpace common_space;                 // of random access and other common messages, on CORESET 0
  std::vector<phy::TimeAllocation> pdsch_times;  // pdsch-ConfigCommon; empty: default table A
  std::vector<phy::TimeAllocation> pusch_times;
  phy::PrachCell prach;
  unsigned rar_window_slots = 10;
  unsigned contention_timer_ms = 64;
  unsigned pucch_common = 11;  // pucch-ResourceCommon

  /// Row `index` of the PDSCH's time-domain list.
  Result<phy::TimeAllocation, phy::Fault> pdsch_time(unsigned index) const;
  /// Row `index` of the PUSCH's.
  Result<phy::TimeAllocation, phy::Fault> pusch_time(unsigned index) const;
};

/// Added to K2 of a PUSCH that a random-access response grants (TS 38.214 table 6.1.2.1.1-5).
constexpr unsigned msg3_extra_slots(phy::SubcarrierSpacing spacing) { return 2 + phy::mu(spacing); }

/// Checks the configuration against the standard's tables and itself. The Why names the key in the file's terms ("cell.pci").
Result<InitialAccess, Why> plan(const CellConfig& config);

}  // namespace pellucid::mac
