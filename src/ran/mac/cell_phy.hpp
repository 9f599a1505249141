// The cell's physical layer for one slot: lists to samples and samples to results.
#pragma once

#include <string>
#include <vector>

#include "ran/mac/cell_config.hpp"
#include "ran/mac/slot.hpp"
#include "ran/phy/waveform/ofdm.hpp"

namespace pellucid::mac {

class CellPhy {
 public:
  /// `antennas`: receive antennas, 1 to 4; one transmit antenna. `amplitude`: of a resource element, full scale of the radio is 1.
  /// The access plan is a checked one (plan()).
  CellPhy(const InitialAccess& access, unsigned antennas, float amplitude);
  CellPhy(const CellPhy&) = delete;

  /// Writes the slot's samples (carrier.slot_samples() of them). What a channel refuses is left out and counted: our bug.
  void transmit(const DownlinkSlot& slot, phy::SampleSpan out);
  /// `samples`: this slot's, one span an antenna. Slots come in order, without gaps (silence for lost ones).
  void receive(const UplinkSlot& expected, std::span<const phy::SampleSpan> samples, UplinkResult& result);

  struct Counters {
    std::uint64_t refused = 0;  // PDUs that a channel did not take
    const char* last_refusal = "";
  };
  const Counters& counters() const { return counters_; }
  const phy::Grid& last_received() const { return received_.front(); }

 private:
  void look_for_preambles(phy::SlotPoint slot, phy::SampleView samples, UplinkResult& result);
  template <class T>
  bool accepted(const Result<T, phy::Fault>& result);

  phy::OfdmModulator modulator_;
  phy::Grid sent_;
  phy::PdschTransmitter pdsch_;
  std::vector<phy::OfdmDemodulator> demodulators_;
  std::vector<phy::Grid> received_;
  std::vector<const phy::Grid*> received_views_;
  phy::PuschReceiver pusch_;
  phy::PucchReceiver pucch_;
  phy::Prach prach_;
  phy::Samples history_;  // the last slots of the first antenna, so that long preambles are whole
  struct Pending {
    phy::PrachOccasion occasion;
    std::size_t start;  // in history_
  };
  std::vector<Pending> pending_;
  std::vector<std::uint8_t> block_;
  Counters counters_;
};

}  // namespace pellucid::mac
