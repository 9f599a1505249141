// Between the cell's plan and the messages that describe it: MIB and SIB1 made and read, and the first messages of a connection
// (TS 38.331).
#pragma once

#include <functional>
#include <optional>

#include "ran/mac/cell.hpp"
#include "ran/mac/cell_config.hpp"

namespace pellucid::mac {

/// MIB and SIB1 of a planned cell.
Broadcast broadcast_of(const CellConfig& config, const InitialAccess& access);

/// What SIB1 adds to what a phone knows from MIB and its own tuning (`provisional`): the whole plan. Nothing if the octets are no SIB1, or
/// describe a cell that this phone cannot use: another carrier than it is tuned to, a grid that does not begin at point A, settings that
/// the standard does not have.
std::optional<InitialAccess> read_sib1(const InitialAccess& provisional, ByteView sib1);

/// Whether `sib1` names that network, and may be camped on.
bool serves(ByteView sib1, const Plmn& plmn);

/// UL-CCCH RRCSetupRequest with a random identity of 39 bits.
Bytes setup_request(std::uint64_t random_value);
/// DL-CCCH RRCSetup that answers a UL-CCCH RRCSetupRequest: signalling radio bearer 1, nothing dedicated in the physical layer yet (common
/// search space and common PUCCH go on). Empty if the octets are no such request.
Bytes setup_answer(ByteView ul_ccch);
/// Whether DL-CCCH octets are an RRCSetup with SRB1.
bool is_setup(ByteView dl_ccch);

}  // namespace pellucid::mac
