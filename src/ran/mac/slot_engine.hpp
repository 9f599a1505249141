// Drives a cell from a radio: receives slot after slot, and hands the radio each slot before its time. Time is the radio's sample count;
// slot n of the cycle begins at sample n * slot_samples.
#pragma once

#include "ran/mac/cell.hpp"
#include "ran/mac/cell_phy.hpp"
#include "ran/radio/radio.hpp"

namespace pellucid::mac {

class SlotEngine {
 public:
  /// All outlive the engine. The radio has the carrier's sample rate and as many channels as the cell has antennas.
  SlotEngine(Cell& cell, CellPhy& phy, const InitialAccess& access, radio::Radio& radio);

  /// One slot: receives it, lets the cell look at it, sends the one that is slots_ahead later. Work that comes too late for the radio is
  /// dropped and counted. The error says why no sample came; after a time-out the next call goes on.
  Result<phy::SlotPoint, radio::Error> step();

  struct Counters {
    std::uint64_t slots = 0;
    std::uint64_t late = 0;     // downlink slots that the radio refused as too late
    std::uint64_t skipped = 0;  // slots that were jumped over because the radio lost samples
  };
  const Counters& counters() const { return counters_; }

 private:
  void send(radio::SampleTime now, phy::SlotPoint slot, unsigned ahead);
  Cell& cell_;
  CellPhy& phy_;
  const InitialAccess& access_;
  radio::Radio& radio_;
  std::vector<phy::Samples> received_;
  std::vector<phy::SampleSpan> received_views_;
  phy::Samples sent_, silence_;
  DownlinkSlot downlink_;
  UplinkSlot uplink_;
  UplinkResult result_;
  std::optional<std::int64_t> last_index_;
  Counters counters_;
};

}  // namespace pellucid::mac
