// SS/PBCH block: synchronisation signals and broadcast channel, sent and received, and the search for cells (TS 38.211 §7.3.3, §7.4.2,
// §7.4.3; TS 38.212 §7.1; TS 38.213 §4.1).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "ran/phy/channel/fault.hpp"
#include "ran/phy/coding/bch.hpp"
#include "ran/phy/waveform/samples.hpp"
#include "ran/phy/waveform/sync.hpp"

namespace pellucid::phy {

/// The master information block as far as the physical layer reads it (TS 38.331 MIB). Its six frame number bits are BchPayload::sfn.
struct Mib {
  std::uint8_t spacing_common = 0;  // subCarrierSpacingCommon: mu of SIB1, 0 or 1 in FR1
  std::uint8_t k_ssb = 0;           // subcarrier offset in 15 kHz units, 0..31 (24 and more: no CORESET 0); the fifth bit is not in the MIB
  std::uint8_t dmrs_type_a_position = 2;  // 2 or 3
  std::uint8_t coreset_zero = 0;          // controlResourceSetZero, 0..15
  std::uint8_t search_space_zero = 0;     // 0..15
  bool barred = false;
  bool intra_frequency_reselection = true;
  bool operator==(const Mib&) const = default;
};
/// The PBCH payload of a frame in frequency range 1 (L_max 4 or 8). Fault: a field out of range.
Result<BchPayload, Fault> bch_payload(const Mib& mib, std::uint16_t sfn, bool second_half_frame);
/// The fields of a payload in frequency range 1; nothing if it holds no MIB (the CHOICE says messageClassExtension).
std::optional<Mib> mib_of(const BchPayload& payload);
/// The BCCH-BCH-Message in three octets (unaligned PER is 24 bits), and back. The frame number bits are the payload's.
Octets<3> mib_octets(const BchPayload& payload);
/// `sfn` as a whole; octets' own frame number bits are not looked at.
BchPayload bch_payload(const Octets<3>& octets, std::uint16_t sfn, bool second_half_frame, std::uint8_t extra);

/// One SS/PBCH block.
struct SsbBlock {
  std::uint16_t pci = 0;   // 0..1007
  std::uint8_t index = 0;  // i_SSB: 0..l_max - 1
  std::uint8_t l_max = 4;  // candidates a half frame: 4 or 8
  BchPayload payload;
  float amplitude = 1;      // of SSS, PBCH and its DM-RS
  float pss_amplitude = 1;  // of PSS: 0 or 3 dB above (TS 38.213 §4.1)
};
/// Writes a block into the grid of its own subcarrier spacing; elements of the block that are "set to 0" are zeroed. Fault: it does not fit
/// the grid (240 subcarriers from `first_subcarrier`, four symbols from `first_symbol`), or a field is out of range.
Result<Nothing, Fault> transmit_ssb(const SsbBlock& block, std::size_t first_subcarrier, std::size_t first_symbol, Grid& grid);

/// First subcarrier of the block in a grid of its spacing that begins at common resource block `grid_start` (of that spacing): from
/// offsetToPointA (blocks of 15 kHz) and k_SSB (TS 38.211 §7.4.3.1). Fault: k_SSB above 23, not on the grid's raster, or below the grid.
Result<std::size_t, Fault> ssb_first_subcarrier(unsigned offset_to_point_a, unsigned k_ssb, SubcarrierSpacing spacing, unsigned grid_start);

struct PbchReception {
  BchPayload payload;
  std::uint8_t ssb_index = 0;  // L_max 4 and 8: all of i_SSB
  float dmrs_correlation = 0;  // 0..1
  float snr_db = 0;
};

/// Decodes the PBCH of one received block. One object a thread; decode() does not allocate.
class PbchReceiver {
 public:
  PbchReceiver();
  ~PbchReceiver();
  PbchReceiver(PbchReceiver&&) noexcept;
  PbchReceiver& operator=(PbchReceiver&&) noexcept;

  /// `elements`: 4 symbols of 240 subcarriers, as demodulate_block() gives them. `l_max`: 4 or 8. Nothing if the CRC fails, or half frame
  /// and index of the DM-RS contradict the payload's.
  std::optional<PbchReception> decode(SampleView elements, unsigned pci, unsigned l_max);
  /// A block inside a received slot.
  std::optional<PbchReception> decode(const Grid& grid, std::size_t first_subcarrier, std::size_t first_symbol, unsigned pci,
                                      unsigned l_max);
  /// The equalised QPSK symbols of the last attempt (432), for pictures.
  SampleView symbols() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// A cell that was found and whose PBCH was read.
struct CellFound {
  CellCandidate signal;  // identity, position, frequency offset, SNR
  PbchReception broadcast;
  Mib mib;
  std::int64_t frame_start = 0;  // sample of the stream where frame `broadcast.payload.sfn` begins; may lie before the stream
};

struct CellReaderSettings {
  SearchSettings search;
  SsbCase placement = SsbCase::a;
  double centre_hz = 0;  // of the block: decides L_max
  bool paired = true;    // FDD
};

/// Cell search from samples to MIB. Owns its work space.
class CellReader {
 public:
  explicit CellReader(const CellReaderSettings& settings);
  ~CellReader();
  CellReader(CellReader&&) noexcept;
  CellReader& operator=(CellReader&&) noexcept;

  /// Cells whose MIB was read, strongest first, at most found.size(); returns how many.
  std::size_t read(SampleView samples, std::span<CellFound> found);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
