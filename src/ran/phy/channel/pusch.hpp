// The physical uplink shared channel, sent and received: one layer, with or without transform precoding, with UCI (TS 38.211 §6.3.1,
// §6.4.1.1; TS 38.212 §6.2; TS 38.214 §6.1, §6.2.2).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "ran/phy/channel/fault.hpp"
#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/channel/uci_on_pusch.hpp"
#include "ran/phy/coding/transport.hpp"
#include "ran/phy/coding/uci.hpp"
#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/numerology.hpp"

namespace pellucid::phy {

/// DM-RS of a PUSCH (TS 38.211 §6.4.1.1). What DCI 0_0 and the RAR grant ask for: as below, with additional_position 1 if hopping.
struct PuschDmrs {
  DmrsConfig config{};                           // mapping type and positions
  std::uint8_t port = 0;                         // 0..3 (type 1), 0..5 (type 2), twice that with double symbols
  std::uint8_t cdm_groups_without_data = 2;      // 1..2, type 2: 1..3; 2 with transform precoding
  std::uint16_t n_id = 0;                        // N_ID^nSCID: scramblingID0/1, else the physical cell identity (CP-OFDM)
  std::uint8_t n_scid = 0;                       // 0 or 1
  GroupHopping hopping = GroupHopping::neither;  // with transform precoding only
  std::uint16_t n_rs_id = 0;                     // with transform precoding: nPUSCH-Identity (0..1007), else the physical cell identity
};

/// One PUSCH in a slot. Resource blocks count from the grid's first, symbols from the slot's first.
struct PuschConfig {
  RbRange blocks{};
  std::optional<std::uint16_t> second_hop_block{};  // intra-slot frequency hopping: first block of the second hop (TS 38.214 §6.3.1)
  SymbolRange symbols{0, 14};
  PuschDmrs dmrs{};
  std::uint16_t grid_start = 0;  // common resource block of the grid's first block
  std::uint16_t rnti = 0;
  std::uint16_t n_id = 0;  // dataScramblingIdentityPUSCH, else the physical cell identity: 0..1023
  bool transform_precoding = false;
  Modulation modulation = Modulation::qpsk;  // pi/2-BPSK only with transform precoding
  double rate_x1024 = 0;                     // R of the MCS, times 1024: chooses the base graph; sizes UCI without UL-SCH
  unsigned tbs_bits = 0;                     // 0: no UL-SCH, CSI only
  std::uint8_t rv = 0;
  unsigned tbs_lbrm = 0;  // 0: no limited-buffer rate matching (rateMatching absent)
  UciOnPusch uci{};
};

/// How a PUSCH lies in the slot: worked out of a valid configuration by lay_out_pusch().
struct PuschLayout {
  std::array<SymbolRange, 2> hops{};                             // the second is empty without hopping
  std::uint16_t dmrs_symbols = 0;                                // bit l: symbol l of the slot
  std::array<std::uint16_t, symbols_a_slot> data_subcarriers{};  // of each resource block in symbol l of the slot, bit k
  PuschShape shape{};                                            // for the multiplexing, symbols from the PUSCH's first
  std::uint32_t elements = 0;                                    // data elements
  unsigned coded_bits = 0;                                       // elements * Q_m
};
/// Faults: everything that the standard does not have, or that goes beyond a grid of `grid_blocks`.
Result<PuschLayout, Fault> lay_out_pusch(const PuschConfig& config, std::size_t grid_blocks);
/// N'_RE of TS 38.214 §6.1.4.2 for transport_block_size(): elements a resource block without DM-RS and its groups without data, less
/// `overhead` (xOverhead: 0, 6, 12, 18). 0 if the configuration is refused.
unsigned pusch_elements_a_block(const PuschConfig& config, unsigned overhead = 0);

/// UCI bits to send; as many as the configuration says.
struct PuschUci {
  BitView harq_ack{};
  BitView csi_part1{};
  BitView csi_part2{};
};

/// One object a thread, for grids up to a size; transmit() does not allocate.
class PuschTransmitter {
 public:
  explicit PuschTransmitter(std::size_t max_resource_blocks);
  ~PuschTransmitter();
  PuschTransmitter(PuschTransmitter&&) noexcept;
  PuschTransmitter& operator=(PuschTransmitter&&) noexcept;

  /// Writes data (power amplitude^2 an element) and DM-RS; other elements are left alone. `slot`: in the frame. `block`: tbs_bits / 8
  /// octets. Faults: those of lay_out_pusch() and lay_out_uci(), sizes that do not fit the configuration, a transport block that the
  /// elements cannot carry.
  Result<Nothing, Fault> transmit(const PuschConfig& config, unsigned slot, ByteView block, const PuschUci& uci, Grid& grid,
                                  float amplitude = 1);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// Where UCI goes: as many bits as the configuration says.
struct PuschUciRoom {
  BitSpan harq_ack{};
  BitSpan csi_part1{};
  BitSpan csi_part2{};
};

struct PuschReception {
  bool present = false;           // DM-RS is there: noise would look so with a chance below 1 % (presence.hpp)
  TransportDecision transport{};  // of the transport block, if there is one; ok only if present
  UciDecision harq_ack{};         // ok only if present; what `agreement` means stands in coding/uci.hpp
  UciDecision csi_part1{};
  UciDecision csi_part2{};
  LinkFigures link{};  // noise, power, SNR a resource element; timing (late is positive), carrier frequency offset
  float evm = 0;       // of the equalised data symbols against their nearest points, with -> 0 for none
};

/// One object a thread, for one carrier; receive() does not allocate.
class PuschReceiver {
 public:
  /// `antennas` 1 to 4. Decoder iterations per code block at most `iterations`.
  PuschReceiver(const Carrier& carrier, unsigned antennas, unsigned iterations = 8);
  ~PuschReceiver();
  PuschReceiver(PuschReceiver&&) noexcept;
  PuschReceiver& operator=(PuschReceiver&&) noexcept;

  /// `received`: one grid of the carrier's size an antenna. `harq`: the soft bits of this transport block's transmissions; needed if there
  /// is one. `block`: tbs_bits / 8 octets, meaningful only if transport.ok. Where no PUSCH is present nothing is decoded and nothing goes
  /// into the soft bits. Faults: as transmit(), and grids of another shape.
  Result<PuschReception, Fault> receive(const PuschConfig& config, unsigned slot, std::span<const Grid* const> received, HarqBuffer* harq,
                                        std::span<std::uint8_t> block, const PuschUciRoom& uci);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy
