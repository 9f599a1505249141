// Physical downlink shared channel, sent and received (TS 38.211 §7.3.1, §7.4.1.1; TS 38.212 §7.2; TS 38.214 §5.1).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "ran/phy/channel/fault.hpp"
#include "ran/phy/channel/reserved.hpp"
#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/coding/tbs.hpp"
#include "ran/phy/coding/transport.hpp"
#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/modulation.hpp"

namespace pellucid::phy {

/// One codeword of a PDSCH in one slot. Blocks are common resource blocks; the grid begins at `grid_start`.
struct PdschAllocation {
  RbList blocks;  // where each virtual block lies, in the order of the virtual blocks
  SymbolRange symbols{2, 12};
  std::uint16_t grid_start = 0;     // common resource block at subcarrier 0 of the grid (offsetToCarrier)
  std::uint16_t slot_in_frame = 0;  // n_s,f

  DmrsConfig dmrs;                           // its mapping type is the PDSCH's
  std::uint8_t dmrs_shift = 0;               // type B only: symbols that the DM-RS give way to a CORESET (TS 38.211 §7.4.1.1.2)
  std::uint8_t cdm_groups_without_data = 2;  // 1..2, type 2 DM-RS: 1..3
  std::uint16_t dmrs_id = 0;                 // N_ID: scramblingID0 or 1, or the cell identity
  std::uint8_t n_scid = 0;
  std::uint16_t dmrs_reference = 0;               // common block where the DM-RS sequence begins: 0, or CORESET 0's first one for SIB1
  std::uint8_t layers = 1;                        // 1..4
  std::array<std::uint8_t, 4> ports{0, 1, 2, 3};  // DM-RS port (1000 + n) of each layer
  std::uint16_t precoding_group = 0;              // receiver: channel may change every so many blocks (2, 4; 0: it does not)

  std::uint16_t rnti = 0;
  std::uint16_t scrambling_id = 0;  // n_ID: dataScramblingIdentityPDSCH, or the cell identity
  Modulation modulation = Modulation::qpsk;
  std::uint32_t tbs_bits = 0;
  BaseGraph graph = BaseGraph::bg1;
  std::uint8_t rv = 0;
  std::uint32_t tbs_lbrm = 0;                  // TBS_LBRM, 0 for a full buffer
  float amplitude = 1;                         // of a data element
  const ReservedElements* reserved = nullptr;  // in blocks of the grid
};

/// What follows from an allocation.
struct PdschShape {
  SymbolSet dmrs_symbols;
  std::uint32_t elements = 0;  // data resource elements a layer
  TransportFormat format;      // with G
};
/// Fault: a field outside the standard, blocks twice or outside the grid of `grid_blocks`, DM-RS symbols that do not exist for these
/// symbols, or a transport block that finds no room.
Result<PdschShape, Fault> pdsch_shape(const PdschAllocation& allocation, std::size_t grid_blocks);

/// Sets modulation, base graph and transport block size from a row of an MCS table (TS 38.214 §5.1.3). The symbols, blocks, DM-RS and
/// layers are set before. `overhead`: N_oh 0, 6, 12, 18; `scaling`: S of RA- and P-RNTI. Fault: a reserved row (a retransmission keeps the
/// size of the first one: set `modulation` alone), or no resource elements.
Result<Nothing, Fault> set_mcs(PdschAllocation& allocation, McsTable table, unsigned index, unsigned overhead = 0, double scaling = 1);

/// TBS_LBRM of a downlink carrier: `largest_bwp` blocks, at most `layers` (1..4), 64QAM or with `qam256` (TS 38.212 §5.4.2.1).
std::uint32_t downlink_tbs_lbrm(unsigned largest_bwp, unsigned layers, bool qam256);

/// Sends PDSCHs. One object a thread; transmit() does not allocate.
class PdschTransmitter {
 public:
  /// For grids up to `resource_blocks`, up to `layers` layers.
  explicit PdschTransmitter(std::size_t resource_blocks, unsigned layers = 1);
  ~PdschTransmitter();
  PdschTransmitter(PdschTransmitter&&) noexcept;
  PdschTransmitter& operator=(PdschTransmitter&&) noexcept;

  /// Writes data and DM-RS; layer i goes to grid i (identity precoding). `block`: tbs_bits / 8 octets. Elements outside the allocation,
  /// reserved ones and those that other CDM groups keep free are not touched.
  Result<Nothing, Fault> transmit(const PdschAllocation& allocation, ByteView block, std::span<Grid* const> ports);
  Result<Nothing, Fault> transmit(const PdschAllocation& allocation, ByteView block, Grid& grid);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

struct PdschReception {
  TransportDecision decision;
  LinkFigures link;  // power: of a data element
};

/// Receives PDSCHs of one or two layers on up to four antennas. One object a thread; receive() does not allocate.
class PdschReceiver {
 public:
  explicit PdschReceiver(std::size_t resource_blocks, unsigned antennas = 1, unsigned layers = 1, unsigned max_iterations = 8);
  ~PdschReceiver();
  PdschReceiver(PdschReceiver&&) noexcept;
  PdschReceiver& operator=(PdschReceiver&&) noexcept;

  /// Channel estimation, equalisation, soft bits into `harq`, decoding. `block`: tbs_bits / 8 octets, meaningful only if the decision is
  /// ok. All grids have the receiver's size. Fault as pdsch_shape(), or more layers or antennas than the receiver has.
  Result<PdschReception, Fault> receive(const PdschAllocation& allocation, std::span<const Grid* const> antennas, const Carrier& carrier,
                                        HarqBuffer& harq, std::span<std::uint8_t> block);
  Result<PdschReception, Fault> receive(const PdschAllocation& allocation, const Grid& grid, const Carrier& carrier, HarqBuffer& harq,
                                        std::span<std::uint8_t> block);
  /// The equalised data symbols of the last receive(), layer by layer within each element: for pictures and error vectors.
  SampleView symbols() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
