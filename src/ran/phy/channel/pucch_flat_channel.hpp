// The channel of one resource block that several phones share by cyclic shifts of its DM-RS: PUCCH format 4.
#pragma once

#include <span>

#include "ran/phy/waveform/estimate.hpp"

namespace pellucid::phy {

/// Takes the channel as one path: an amplitude an antenna, a delay and a frequency offset. Averages over `phones` (2 or 4) neighbouring
/// subcarriers, over which the pilots of the others (shifts 12 / phones apart) cancel. Writes channels in symbols first .. first + count -
/// 1 of the pilots' block; one block, every subcarrier a pilot. Figures as ChannelEstimator gives them.
LinkFigures estimate_flat_channel(std::span<const Grid* const> received, const Pilots& pilots, unsigned phones, const Carrier& carrier,
                                  std::size_t first, std::size_t count, std::span<Grid* const> channels);

}  // namespace pellucid::phy
