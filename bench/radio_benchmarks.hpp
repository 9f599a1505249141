#pragma once
// The benchmarks of pellucid-radio-bench.
#include "bench/benchmarks.hpp"
#include "bench/phy_coding_bench.hpp"
#include "bench/phy_waveform_bench.hpp"

namespace pellucid::bench {

/// Whole slots of a cell, sent and received, against their duration.
Measured measure_slots();
/// Error rates against SNR: the code of data, data, then control, broadcast and random access.
Measured measure_code_link();
Measured measure_link();
Measured measure_control_link();

}  // namespace pellucid::bench
