// CSI reference signals: non-zero-power ones sent and measured, zero-power ones kept free, tracking sets (TS 38.211 §7.4.1.5, TS 38.214
// §5.1.6.1.1).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ran/phy/channel/fault.hpp"
#include "ran/phy/channel/reserved.hpp"
#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

constexpr unsigned max_csi_rs_ports = 32;

/// Density rho, elements a port and block.
enum class CsiRsDensity : std::uint8_t { half_even, half_odd, one, three };

/// A CSI-RS resource in RRC's terms (CSI-RS-ResourceMapping and NZP-CSI-RS-Resource of TS 38.331).
struct CsiRsResource {
  std::uint8_t row = 1;      // of TS 38.211 table 7.4.1.5.3-1, 1..18: ports and CDM type follow
  std::uint16_t bitmap = 1;  // frequencyDomainAllocation: 4 bits in row 1, 12 in row 2, 3 in row 4, else 6; the first one sent is highest
  CsiRsDensity density = CsiRsDensity::three;
  std::uint8_t first_symbol = 0;   // l0
  std::uint8_t second_symbol = 2;  // l1, rows 13, 14, 16, 17
  std::uint16_t start_block = 0;   // common resource blocks
  std::uint16_t blocks = 0;
  std::uint16_t scrambling_id = 0;       // n_ID, 0..1023
  std::uint16_t period = 1, offset = 0;  // slots
  float amplitude = 1;

  bool sent(SlotPoint slot) const { return period && slot.index() % period == offset; }
};
/// Null if it is one of the standard's.
const char* refusal(const CsiRsResource& resource);
/// Ports of a row (1..18), 0 for others.
unsigned csi_rs_ports(unsigned row);

/// Writes the resource's signal of all its ports; ports.size() is csi_rs_ports() (one grid a port; other elements stay). `grid_start`:
/// common block at subcarrier 0. Fault: outside the standard or the grid.
Result<Nothing, Fault> transmit_csi_rs(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start,
                                       std::span<Grid* const> ports);
Result<Nothing, Fault> transmit_csi_rs(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start, Grid& grid);
/// Adds the resource's elements (of all ports) to what a PDSCH keeps free: non-zero-power and zero-power resources alike.
Result<Nothing, Fault> reserve_csi_rs(const CsiRsResource& resource, std::uint16_t grid_start, ReservedElements& reserved);

struct CsiRsFigures {
  float rsrp = 0;   // mean power of the resource's elements, as they were sent
  float noise = 0;  // variance an element
  float snr_db = -100;
  std::uint32_t elements = 0;
};
/// Measures port 0 of a resource in one received slot (TS 38.215 CSI-RSRP, CSI-SINR): power from what neighbouring elements agree on, so
/// that neither timing nor a smooth channel counts as noise. Rows without CDM in time (1..7, 9, 11, 13, 16). Fault: another row, or outside
/// the standard or the grid.
Result<CsiRsFigures, Fault> measure_csi_rs(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start,
                                           const Grid& antenna);

/// A tracking set of frequency range 1: two symbols four apart in two slots in a row, one port, density 3 (TS 38.214 §5.1.6.1.1). `first`
/// gives everything but the symbols: {4, 8}, {5, 9} or {6, 10} by `first_symbol`; row 1, density three.
Result<std::array<CsiRsResource, 4>, Fault> tracking_set(CsiRsResource first, unsigned first_symbol);
/// Frequency offset between two measured symbols of a tracking set in one slot, Hz; unambiguous within +-spacing/8.6.
/// Fault as measure_csi_rs(), or both in one symbol.
Result<float, Fault> tracking_offset_hz(const CsiRsResource& earlier, const CsiRsResource& later, unsigned slot_in_frame,
                                        std::uint16_t grid_start, const Carrier& carrier, const Grid& antenna);

}  // namespace pellucid::phy
