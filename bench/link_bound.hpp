#pragma once
// What no code of a given length can beat, to hold measured error rates against: the normal approximation of Polyanskiy, Poor and Verdu
// ("Channel Coding Rate in the Finite Blocklength Regime", IEEE Trans. Inf. Theory 56(5), 2010) for bit-interleaved coded modulation
// with the labelling of TS 38.211 §5.1 on the Gaussian channel.
#include <cstddef>

#include "ran/phy/waveform/modulation.hpp"

namespace pellucid::bench {

/// Of one real dimension of a square constellation (QPSK to 256QAM) at Es/N0 = `snr_db` of the complex symbol: mean and variance of the
/// bit-interleaved information density, in bits.
struct Density {
  double capacity = 0;    // bits a dimension
  double dispersion = 0;  // bits^2 a dimension
};
Density information_density(phy::Modulation modulation, double snr_db);

/// Block error rate of the best code that carries `bits` in `symbols` complex symbols.
double bound_error_rate(phy::Modulation modulation, std::size_t bits, std::size_t symbols, double snr_db);
/// The SNR at which that is `error_rate`.
double bound_snr_db(phy::Modulation modulation, std::size_t bits, std::size_t symbols, double error_rate);

}  // namespace pellucid::bench
