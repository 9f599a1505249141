#pragma once
// Speed of the waveform on one core: transforms, OFDM, soft demodulation, channel estimation.
#include "bench/benchmarks.hpp"

namespace pellucid::bench {

Measured measure_phy_waveform();

}  // namespace pellucid::bench
