// Bits to modulation symbols (TS 38.211 §5.1), and received symbols to soft bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "ran/phy/coding/bits.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

enum class Modulation : std::uint8_t { pi2_bpsk, bpsk, qpsk, qam16, qam64, qam256 };

/// Q_m.
constexpr unsigned bits_a_symbol(Modulation modulation) {
  constexpr unsigned bits[] = {1, 1, 2, 4, 6, 8};
  return bits[unsigned(modulation)];
}

/// A soft bit of 1 nat (natural logarithm of P(0)/P(1)) is this many units of Llr. It saturates at +-127, which is 15.9 nats.
constexpr float llr_units_a_nat = 8.0f;

/// out[i] is the symbol of bits[Q_m i ...]; mean power 1. bits.size() == Q_m * out.size(). For pi/2-BPSK out[0] has an even index.
void modulate(Modulation modulation, BitView bits, SampleSpan out);

/// Max-log soft bits: for each bit, (min over points with 1 of |y - s|^2 - min over points with 0) / noise, in units of
/// 1/llr_units_a_nat nat, rounded and saturated. `noise[i]` is the variance of the complex noise in symbol i (what the equaliser
/// gives); a value that is not finite or not positive erases the symbol (soft bits 0), as does a symbol that is not finite.
/// noise.size() == symbols.size(), out.size() == Q_m * symbols.size(). SIMD, the widest that the processor has.
void demodulate(Modulation modulation, SampleView symbols, std::span<const float> noise, LlrSpan out);
/// The same in plain C++: what the SIMD version is tested against, equal to the last bit.
void demodulate_scalar(Modulation modulation, SampleView symbols, std::span<const float> noise, LlrSpan out);
/// The same with one noise variance for all symbols.
void demodulate(Modulation modulation, SampleView symbols, float noise, LlrSpan out);

/// Decides for the nearest point: bits (bits.size() == Q_m * symbols.size()). For error vectors and tests.
void decide(Modulation modulation, SampleView symbols, BitSpan bits);
/// Root mean square error of symbols against their nearest points, over the root mean square of those (0.01 is 1 %).
float error_vector_magnitude(Modulation modulation, SampleView symbols);

/// The vector width that the kernels of this room use on this processor ("AVX2", "AVX3" is AVX-512 ...).
const char* waveform_simd();

}  // namespace pellucid::phy
