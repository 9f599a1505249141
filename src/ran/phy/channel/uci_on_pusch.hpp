// Uplink control information on a PUSCH: how many resource elements it takes and which ones (TS 38.212 §6.3.2.4 and §6.2.7).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ran/phy/channel/fault.hpp"
#include "ran/phy/coding/bits.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// `scaling` of UCI-OnPUSCH (TS 38.331): the share of the resource elements that UCI may take.
enum class UciScaling : std::uint8_t { f0p5, f0p65, f0p8, f1 };

/// What UCI goes along. Offsets are indices into TS 38.213 tables 9.3-1 (HARQ-ACK, 0..20) and 9.3-2 (CSI, 0..18); the caller
/// picks the one of the configured three or two that fits the number of bits (§9.3).
struct UciOnPusch {
  std::uint16_t harq_ack_bits = 0;   // O_ACK, 0..1706
  std::uint16_t csi_part1_bits = 0;  // O_CSI-1
  std::uint16_t csi_part2_bits = 0;  // O_CSI-2; only with a part 1
  std::uint8_t harq_ack_offset = 0;
  std::uint8_t csi_part1_offset = 0;
  std::uint8_t csi_part2_offset = 0;
  UciScaling scaling = UciScaling::f1;

  bool any() const { return harq_ack_bits + csi_part1_bits + csi_part2_bits != 0; }
};

/// A single-layer PUSCH as the multiplexing sees it. Symbols count from the PUSCH's first.
struct PuschShape {
  std::uint8_t modulation_order = 2;                             // Q_m
  std::uint8_t symbol_count = 0;                                 // N_symb,all, 1..14
  std::uint8_t first_hop_symbols = 0;                            // 0: no frequency hopping
  std::uint16_t subcarriers = 0;                                 // M_sc
  std::uint16_t dmrs_symbols = 0;                                // bit l: symbol l carries DM-RS
  std::array<std::uint16_t, symbols_a_slot> data_elements = {};  // |Phi_l^UL-SCH|, those beside DM-RS in a DM-RS symbol too
  std::uint32_t code_block_bits = 0;                             // sum of K_r; 0: no UL-SCH on this PUSCH
  std::uint16_t code_rate_2048 = 0;                              // 2048 R, needed without UL-SCH
};

/// Whose bits a resource element carries. All Q_m bits of one belong together.
enum class ElementOwner : std::uint8_t {
  ul_sch,
  harq_ack,
  csi_part1,
  csi_part2,
  harq_ack_over_ul_sch,     // one or two HARQ-ACK bits overwrite UL-SCH bits (§6.2.7 step 5)
  harq_ack_over_csi_part2,  // or CSI part 2
  unused,                   // reserved and left empty: only without UL-SCH
};

/// Coded bits of each kind (G^UL-SCH, G^ACK, ...), overwritten ones included.
struct UciLayout {
  std::uint32_t ul_sch = 0;
  std::uint32_t harq_ack = 0;
  std::uint32_t csi_part1 = 0;
  std::uint32_t csi_part2 = 0;
};

/// Gives every resource element of the PUSCH its owner, symbol by symbol, ascending in frequency (with transform precoding:
/// in the order before the DFT). `owners` has one entry for each data element of the shape (the sum of data_elements).
/// Errors: offset indices without a value, no data symbol after the first DM-RS, a part 2 without part 1, UCI that finds no room.
Result<UciLayout, Fault> lay_out_uci(const PuschShape& shape, const UciOnPusch& uci, std::span<ElementOwner> owners);

/// The coded bits that go into the multiplexer. Placeholder bits (x and y of §5.3.3.1, §5.3.3.2) may be among the UCI bits.
struct MultiplexInput {
  BitView ul_sch;
  BitView harq_ack;
  BitView csi_part1;
  BitView csi_part2;
};
/// §6.2.7 step 6: g of owners.size() * modulation_order bits. The sizes must be those of the layout (check()ed).
void multiplex_uci(std::span<const ElementOwner> owners, unsigned modulation_order, const MultiplexInput& in, BitSpan out);

/// Where the soft bits of each kind go, with the sizes of the layout. Overwritten bits get 0.
struct DemultiplexOutput {
  LlrSpan ul_sch;
  LlrSpan harq_ack;
  LlrSpan csi_part1;
  LlrSpan csi_part2;
};
void demultiplex_uci(std::span<const ElementOwner> owners, unsigned modulation_order, LlrView in, const DemultiplexOutput& out);

/// The number of CRC bits that UCI of so many bits gets (TS 38.212 §6.3.1.2.1): 0 below 12, 6 below 20, else 11.
constexpr unsigned uci_crc_bits(unsigned bits) { return bits < 12 ? 0 : bits < 20 ? 6 : 11; }

}  // namespace pellucid::phy
