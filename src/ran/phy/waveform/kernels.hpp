// The SIMD kernels of this room, compiled once a vector width and chosen at run time (kernels.cpp). Not for other rooms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy::kernel {

/// One pass of a mixed-radix Stockham transform: the element at q + s (p + m j) becomes q + s (radix p + k), q < s, p < m, j and k < radix.
struct FftPass {
  unsigned radix = 0;  // 2, 3, 4, 5 or 8
  std::size_t s = 0, m = 0;
  /// exp(-j 2 pi p k / (radix m)), k = 1 .. radix - 1: real parts [k - 1][p], imaginary parts behind all of them.
  const float* twiddles = nullptr;
};

/// A whole transform of size = the product of the radices. `work`: 4 * size floats, aligned to 64 octets. `in` and `out` hold size complex
/// numbers and may be the same. `inverse` conjugates the twiddles.
void fft(std::span<const FftPass> passes, std::size_t size, bool inverse, float* work, const Sample* in, Sample* out);

/// Max-log soft bits of square QAM (modulation.hpp): levels an axis 2, 4, 8 or 16. All arrays hold `symbols` symbols; writes
/// 2 log2(levels) soft bits each. Handles a multiple of the vector width and returns how many symbols it did.
std::size_t demodulate_qam(unsigned levels, const Sample* symbols, const float* noise, std::size_t count, std::int8_t* out);

/// out[i] = sum of weights[j] * in[i + j], j < taps.
void convolve(const Sample* in, const float* weights, std::size_t taps, std::size_t count, Sample* out);

/// out[i] = a[i] * b[i], and a[i] * conj(b[i]).
void multiply(const Sample* a, const Sample* b, std::size_t count, Sample* out);
void multiply_conjugate(const Sample* a, const Sample* b, std::size_t count, Sample* out);
/// out[i] = a[i] * factor.
void scale(const Sample* a, Sample factor, std::size_t count, Sample* out);

/// out[i] = sum of factors[s] * lines[s][i], s < count.
void combine(const Sample* const* lines, const Sample* factors, std::size_t count, std::size_t size, Sample* out);

/// Maximum-ratio combining: symbols[i] = sum of conj(h[a][i]) y[a][i] w[a] / sum of |h[a][i]|^2 w[a], symbol_noise[i] = 1 / that sum; 0 and
/// infinity where the sum is not a positive number.
void combine_antennas(const Sample* const* y, const Sample* const* h, const float* weights, std::size_t antennas, std::size_t count,
                      Sample* symbols, float* symbol_noise);

/// Sum of a[i] * conj(b[i]).
Sample dot_conjugate(const Sample* a, const Sample* b, std::size_t count);

const char* target_name();

}  // namespace pellucid::phy::kernel
