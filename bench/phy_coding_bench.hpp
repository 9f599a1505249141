#pragma once
// Speed of the channel coding (src/ran/phy/coding) on one core.
#include "bench/benchmarks.hpp"

namespace pellucid::bench {

/// LDPC decoding and encoding (information Mbit/s), transport block chain, polar list decoding (blocks/s).
Measured measure_phy_coding();

}  // namespace pellucid::bench
