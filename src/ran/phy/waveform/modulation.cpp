#include "ran/phy/waveform/modulation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/check.hpp"
#include "ran/phy/waveform/demap_axis.hpp"
#include "ran/phy/waveform/kernels.hpp"

namespace pellucid::phy {
namespace {

/// The level (+-1, +-3 ...) of one axis from its bits, the sign's first (TS 38.211 §5.1.3-5.1.6): (1-2b0) [M/2 - (1-2b1) [M/4 - ...]].
constexpr int axis_level(const std::uint8_t* bits, unsigned count) {
  int level = 1;
  for (unsigned i = count; i-- > 0;) {
    int span = 1 << (count - 1 - i);  // 1 for the innermost bit: its bracket is just (1-2b)
    level = (i == count - 1 ? 1 : span - level) * (bits[i] ? -1 : 1);
  }
  return level;
}

/// Points of a modulation by index: the first bit is the highest of bits_a_symbol().
template <unsigned Bits>
std::array<Sample, 1u << Bits> points_of() {
  std::array<Sample, 1u << Bits> points;
  for (unsigned index = 0; index < points.size(); ++index) {
    std::uint8_t in_phase[4] = {}, quadrature[4] = {};
    for (unsigned i = 0; i < Bits / 2; ++i) {
      in_phase[i] = index >> (Bits - 1 - 2 * i) & 1;
      quadrature[i] = index >> (Bits - 2 - 2 * i) & 1;
    }
    float unit = axis_unit(1u << (Bits / 2));
    points[index] = Sample(unit * float(axis_level(in_phase, Bits / 2)), unit * float(axis_level(quadrature, Bits / 2)));
  }
  return points;
}

const auto points_2 = points_of<2>();
const auto points_4 = points_of<4>();
const auto points_6 = points_of<6>();
const auto points_8 = points_of<8>();

/// `Bits` octets of 0 or 1 to a number, the first bit highest.
template <unsigned Bits>
unsigned pack(const std::uint8_t* bits) {
  std::uint64_t octets = 0;
  std::memcpy(&octets, bits, Bits);  // the first bit in the lowest octet
  return unsigned((octets * 0x8040201008040201ull) >> (64 - 8)) >> (8 - Bits);
}

template <unsigned Bits>
void map_points(const std::array<Sample, 1u << Bits>& points, BitView bits, SampleSpan out) {
  const auto* from = bits.data();
  for (auto& symbol : out) {
    symbol = points[pack<Bits>(from) & (points.size() - 1)];
    from += Bits;
  }
}

constexpr float half_power = 0.70710678118654752440f;

/// Bit b of BPSK is (1-2b)(1+j)/sqrt 2; of pi/2-BPSK turned by 90 degrees at odd indices.
void map_bpsk(BitView bits, bool rotated, SampleSpan out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    float a = bits[i] ? -half_power : half_power;
    out[i] = rotated && i % 2 ? Sample(-a, a) : Sample(a, a);
  }
}

void demap_bpsk(SampleView symbols, std::span<const float> noise, bool rotated, LlrSpan out) {
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    float along = rotated && i % 2 ? symbols[i].imag() - symbols[i].real() : symbols[i].real() + symbols[i].imag();
    bool known = usable_noise(noise[i]) && std::isfinite(symbols[i].real()) && std::isfinite(symbols[i].imag());
    out[i] = known ? to_llr(4 * half_power * along * (llr_units_a_nat / std::max(noise[i], least_noise))) : Llr(0);
  }
}

void demap_qam_scalar(unsigned levels, const Sample* symbols, const float* noise, std::size_t count, Llr* out) {
  unsigned axis_bits = unsigned(std::countr_zero(levels));
  for (std::size_t i = 0; i < count; ++i, out += 2 * axis_bits) {
    if (!usable_noise(noise[i]) || !std::isfinite(symbols[i].real()) || !std::isfinite(symbols[i].imag())) {
      std::fill_n(out, 2 * axis_bits, Llr(0));
      continue;
    }
    float weight = axis_weight(levels, noise[i]);
    demap_axis(levels, symbols[i].real(), weight, out);
    demap_axis(levels, symbols[i].imag(), weight, out + 1);
  }
}

unsigned levels_of(Modulation modulation) { return 1u << (bits_a_symbol(modulation) / 2); }

bool is_bpsk(Modulation modulation) { return modulation == Modulation::bpsk || modulation == Modulation::pi2_bpsk; }

int nearest_level(float value, int levels) {
  // Clamped before the conversion: a float beyond int's range has no integer.
  float clamped = std::isfinite(value) ? std::clamp(value, float(-levels), float(levels)) : 0.0f;
  int level = 2 * int(std::floor(clamped / 2)) + 1;
  return std::clamp(level, 1 - levels, levels - 1);
}

/// The nearest point's level on one axis, and its bits into bits[0], bits[2] ...
int decide_axis(float value, unsigned levels, std::uint8_t* bits) {
  int level = nearest_level(value / axis_unit(levels), int(levels));
  int rest = level;
  for (int span = int(levels) / 2; span >= 1; span /= 2) {
    *bits = rest < 0;
    bits += 2;
    rest = span - std::abs(rest);
  }
  return level;
}

Sample decide_symbol(Modulation modulation, std::size_t index, Sample symbol, std::uint8_t* bits) {
  if (is_bpsk(modulation)) {
    bool turned = modulation == Modulation::pi2_bpsk && index % 2;
    float along = turned ? symbol.imag() - symbol.real() : symbol.real() + symbol.imag();
    *bits = along < 0;
    float a = along < 0 ? -half_power : half_power;
    return turned ? Sample(-a, a) : Sample(a, a);
  }
  unsigned levels = levels_of(modulation);
  float unit = axis_unit(levels);
  int in_phase = decide_axis(symbol.real(), levels, bits), quadrature = decide_axis(symbol.imag(), levels, bits + 1);
  return {unit * float(in_phase), unit * float(quadrature)};
}

constexpr std::size_t run = 1024;  // symbols whose noise is spread at a time

}  // namespace

void modulate(Modulation modulation, BitView bits, SampleSpan out) {
  check(bits.size() == bits_a_symbol(modulation) * out.size(), "Q_m bits a symbol");
  switch (modulation) {
    case Modulation::pi2_bpsk: return map_bpsk(bits, true, out);
    case Modulation::bpsk: return map_bpsk(bits, false, out);
    case Modulation::qpsk: return map_points<2>(points_2, bits, out);
    case Modulation::qam16: return map_points<4>(points_4, bits, out);
    case Modulation::qam64: return map_points<6>(points_6, bits, out);
    case Modulation::qam256: return map_points<8>(points_8, bits, out);
  }
}

void demodulate_scalar(Modulation modulation, SampleView symbols, std::span<const float> noise, LlrSpan out) {
  check(noise.size() == symbols.size() && out.size() == bits_a_symbol(modulation) * symbols.size(), "one noise and Q_m soft bits a symbol");
  if (is_bpsk(modulation)) return demap_bpsk(symbols, noise, modulation == Modulation::pi2_bpsk, out);
  demap_qam_scalar(levels_of(modulation), symbols.data(), noise.data(), symbols.size(), out.data());
}

void demodulate(Modulation modulation, SampleView symbols, std::span<const float> noise, LlrSpan out) {
  check(noise.size() == symbols.size() && out.size() == bits_a_symbol(modulation) * symbols.size(), "one noise and Q_m soft bits a symbol");
  if (is_bpsk(modulation)) return demap_bpsk(symbols, noise, modulation == Modulation::pi2_bpsk, out);
  unsigned levels = levels_of(modulation);
  auto done = kernel::demodulate_qam(levels, symbols.data(), noise.data(), symbols.size(), out.data());
  demap_qam_scalar(levels, symbols.data() + done, noise.data() + done, symbols.size() - done,
                   out.data() + done * bits_a_symbol(modulation));
}

void demodulate(Modulation modulation, SampleView symbols, float noise, LlrSpan out) {
  std::array<float, run> same;
  same.fill(noise);
  // `run` is even, so the parity that pi/2-BPSK turns by goes on across runs
  for (std::size_t at = 0; at < symbols.size(); at += run) {
    auto count = std::min(run, symbols.size() - at);
    unsigned bits = bits_a_symbol(modulation);
    demodulate(modulation, symbols.subspan(at, count), std::span(same).first(count), out.subspan(at * bits, count * bits));
  }
}

void decide(Modulation modulation, SampleView symbols, BitSpan bits) {
  unsigned width = bits_a_symbol(modulation);
  check(bits.size() == width * symbols.size(), "Q_m bits a symbol");
  for (std::size_t i = 0; i < symbols.size(); ++i) decide_symbol(modulation, i, symbols[i], &bits[i * width]);
}

float error_vector_magnitude(Modulation modulation, SampleView symbols) {
  double error = 0, power = 0;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    std::uint8_t bits[8];
    Sample point = decide_symbol(modulation, i, symbols[i], bits);
    error += std::norm(symbols[i] - point);
    power += std::norm(point);
  }
  return power > 0 ? float(std::sqrt(error / power)) : 0;
}

const char* waveform_simd() { return kernel::target_name(); }

}  // namespace pellucid::phy
