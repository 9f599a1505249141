// PUCCH formats 0 and 1: information by the choice of a sequence, or by one modulated sequence (TS 38.211 §6.3.2.3, §6.3.2.4).
// Used by pucch.cpp only; the resource is a valid one.
#pragma once

#include "ran/phy/channel/pucch.hpp"

namespace pellucid::phy {

/// Writes the elements. Fault: nothing to send, or more than two bits.
Result<Nothing, Fault> transmit_pucch_sequence(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                               const PucchUci& uci, Grid& grid, float amplitude);
/// Decides. `spacing_hz` of the subcarriers, for the timing.
Result<PucchReception, Fault> receive_pucch_sequence(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                     double spacing_hz, std::span<const Grid* const> received,
                                                     const PucchExpectation& expected);

}  // namespace pellucid::phy
