// Physical downlink control channel, sent and searched for (TS 38.211 §7.3.2, §7.4.1.3; TS 38.212 §7.3.2 to §7.3.4).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "ran/phy/channel/coreset.hpp"
#include "ran/phy/channel/dci.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// What a CORESET's PDCCHs in one slot have in common.
struct PdcchPlace {
  const Coreset* coreset = nullptr;
  std::uint16_t grid_start = 0;       // common resource block at subcarrier 0 of the grid (offsetToCarrier)
  std::uint16_t slot_in_frame = 0;    // n_s,f
  std::uint8_t first_symbol = 0;      // of the CORESET in the slot
  std::uint16_t scrambling_id = 0;    // n_ID: pdcch-DMRS-ScramblingID in a UE-specific space if configured, else the cell identity
  std::uint16_t scrambling_rnti = 0;  // n_RNTI: the C-RNTI in a UE-specific space if that id is configured, else 0
};

/// One PDCCH.
struct PdcchTransmission {
  PdcchCandidate candidate;
  std::uint16_t rnti = 0;  // over the CRC
  float amplitude = 1;     // of each resource element, data and DM-RS
};

/// Writes one PDCCH with its DM-RS into the grid. Fault if place or candidate is outside the standard or the grid, or the payload does not
/// have 12..140 bits that fit the candidate.
Result<Nothing, Fault> transmit_pdcch(const PdcchPlace& place, const PdcchTransmission& pdcch, BitView payload, Grid& grid);

/// A DCI that was found.
struct PdcchFound {
  PdcchCandidate candidate;
  std::uint16_t rnti = 0;
  DciPayload payload;
  float correlation = 0;  // with the DM-RS, 0..1
  float snr_db = 0;       // of its resource elements
};

/// What is looked for in one CORESET and slot. Each view is read only during search().
struct PdcchSearch {
  std::span<const PdcchCandidate> candidates;  // highest level first, as pdcch_candidates() gives them
  std::span<const std::uint8_t> sizes;         // DCI bits to try, each 12..140
  std::span<const std::uint16_t> rntis;
};

/// Looks for PDCCHs. One object a thread; search() does not allocate.
class PdcchReceiver {
 public:
  PdcchReceiver();
  ~PdcchReceiver();
  PdcchReceiver(PdcchReceiver&&) noexcept;
  PdcchReceiver& operator=(PdcchReceiver&&) noexcept;

  /// Blind search: candidates whose DM-RS does not correlate are skipped, the rest is equalised once and decoded for every size; a DCI
  /// that is found again on a part of its own CCEs counts once. Writes at most found.size(), returns how many. Fault if the place is
  /// outside the standard or the grid.
  Result<std::size_t, Fault> search(const Grid& grid, const PdcchPlace& place, const PdcchSearch& search, std::span<PdcchFound> found);
  /// Candidates that passed the DM-RS gate in the last search().
  std::size_t tried() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
