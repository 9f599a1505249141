// The SIMD kernels of the waveform room on Highway: this file is compiled once a target (foreach_target.h includes it again and again).
#include "ran/phy/waveform/kernels.hpp"

#include <bit>
#include <limits>

#include "ran/phy/waveform/demap_axis.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ran/phy/waveform/kernels.cpp"
// The widths in between bring little and cost compile time; scalable vectors cannot stand in arrays, which the butterflies use.
#ifndef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#endif
#include <hwy/foreach_target.h>  // before highway.h

#include <hwy/highway.h>

#include "ran/phy/waveform/fft-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace pellucid::phy::kernel {
namespace HWY_NAMESPACE {

/// demap_axis() (demap_axis.hpp) on a vector whose lanes alternate between both axes; soft bit pairs of each level to pairs[0], pairs[1]
/// ...
template <unsigned kLevels, class V>
HWY_INLINE void demap_lanes(V value, V weight, hn::Mask<hn::DFromV<V>> usable, V* differences) {
  const hn::DFromV<V> d;
  auto u = hn::Mul(value, hn::Set(d, axis_inverse_unit(kLevels)));
  unsigned index = 0;
  for (unsigned inner = kLevels; inner >= 2; inner /= 2) {
    auto magnitude = hn::Abs(u);
    auto difference = hn::Mul(hn::Set(d, 4.0f), magnitude);
    for (unsigned k = 3; k < inner; k += 2)
      difference = hn::Max(difference, hn::Add(hn::Mul(hn::Set(d, float(2 * (1 + k))), magnitude), hn::Set(d, 1.0f - float(k * k))));
    auto scaled = hn::Mul(hn::CopySign(difference, u), weight);
    scaled = hn::Min(hn::Max(scaled, hn::Set(d, -llr_limit)), hn::Set(d, llr_limit));
    differences[index++] = hn::IfThenElseZero(usable, scaled);
    u = hn::Sub(hn::Set(d, float(inner / 2)), magnitude);
  }
}

template <unsigned kLevels>
std::size_t demodulate_levels(const float* symbols, const float* noise, std::size_t count, std::int8_t* out) {
  constexpr unsigned kPairs = unsigned(std::countr_zero(kLevels));  // pairs of soft bits a symbol
  const hn::ScalableTag<float> d;
  const hn::Rebind<std::int8_t, decltype(d)> d8;
  const hn::Repartition<std::uint16_t, decltype(d8)> pair;
  using V = hn::Vec<decltype(d)>;
  const std::size_t lanes = hn::Lanes(d), step = lanes / 2;  // symbols a vector
  const float unit = axis_unit(kLevels);
  const auto scale = hn::Set(d, llr_units_a_nat * unit * unit), largest = hn::Set(d, 3.0e38f), finite = hn::Set(d, 3.402823466e38f);
  std::size_t i = 0;
  for (; i + step <= count; i += step) {
    auto y = hn::LoadU(d, symbols + 2 * i);
    HWY_ALIGN float spread[hn::MaxLanes(d)];  // each symbol's noise for both its axes
    for (std::size_t k = 0; k < step; ++k) spread[2 * k] = spread[2 * k + 1] = noise[i + k];
    auto n = hn::Load(d, spread);
    // A symbol is finite when both its axes are: each lane looks at its neighbour too.
    auto y_finite = hn::Le(hn::Max(hn::Abs(y), hn::Abs(hn::Shuffle2301(y))), finite);
    auto ordered = hn::And(hn::Eq(y, y), hn::Eq(hn::Shuffle2301(y), hn::Shuffle2301(y)));
    auto usable = hn::And(hn::And(y_finite, ordered), hn::And(hn::Gt(n, hn::Zero(d)), hn::Le(n, largest)));
    auto weight = hn::Div(scale, hn::Max(n, hn::Set(d, least_noise)));
    V soft[kPairs];
    demap_lanes<kLevels>(y, weight, usable, soft);
    hn::Vec<decltype(pair)> pairs[kPairs];
    for (unsigned k = 0; k < kPairs; ++k) pairs[k] = hn::BitCast(pair, hn::DemoteTo(d8, hn::NearestInt(soft[k])));
    auto* to = reinterpret_cast<std::uint16_t*>(out + i * 2 * kPairs);
    if constexpr (kPairs == 1) hn::StoreU(pairs[0], pair, to);
    if constexpr (kPairs == 2) hn::StoreInterleaved2(pairs[0], pairs[1], pair, to);
    if constexpr (kPairs == 3) hn::StoreInterleaved3(pairs[0], pairs[1], pairs[2], pair, to);
    if constexpr (kPairs == 4) hn::StoreInterleaved4(pairs[0], pairs[1], pairs[2], pairs[3], pair, to);
  }
  return i;
}

std::size_t demodulate_qam_any(unsigned levels, const Sample* symbols, const float* noise, std::size_t count, std::int8_t* out) {
  auto* parts = reinterpret_cast<const float*>(symbols);
  switch (levels) {
    case 2: return demodulate_levels<2>(parts, noise, count, out);
    case 4: return demodulate_levels<4>(parts, noise, count, out);
    case 8: return demodulate_levels<8>(parts, noise, count, out);
    case 16: return demodulate_levels<16>(parts, noise, count, out);
    default: return 0;
  }
}

void convolve_any(const Sample* in, const float* weights, std::size_t taps, std::size_t count, Sample* out) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d), floats = 2 * count;
  auto* from = reinterpret_cast<const float*>(in);
  auto* to = reinterpret_cast<float*>(out);
  std::size_t i = 0;
  for (; i + lanes <= floats; i += lanes) {
    auto sum = hn::Zero(d);
    for (std::size_t j = 0; j < taps; ++j) sum = hn::MulAdd(hn::Set(d, weights[j]), hn::LoadU(d, from + i + 2 * j), sum);
    hn::StoreU(sum, d, to + i);
  }
  for (; i < floats; ++i) {
    float sum = 0;
    for (std::size_t j = 0; j < taps; ++j) sum += weights[j] * from[i + 2 * j];
    to[i] = sum;
  }
}

template <bool kConjugate>
void multiply_any(const Sample* a, const Sample* b, std::size_t count, Sample* out) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::Vec<decltype(d)> a_re, a_im, b_re, b_im;
    hn::LoadInterleaved2(d, reinterpret_cast<const float*>(a + i), a_re, a_im);
    hn::LoadInterleaved2(d, reinterpret_cast<const float*>(b + i), b_re, b_im);
    if constexpr (kConjugate) b_im = hn::Neg(b_im);
    auto re = hn::NegMulAdd(a_im, b_im, hn::Mul(a_re, b_re)), im = hn::MulAdd(a_im, b_re, hn::Mul(a_re, b_im));
    hn::StoreInterleaved2(re, im, d, reinterpret_cast<float*>(out + i));
  }
  for (; i < count; ++i) {
    float b_im = kConjugate ? -b[i].imag() : b[i].imag(), a_re = a[i].real(), a_im = a[i].imag();
    out[i] = Sample(a_re * b[i].real() - a_im * b_im, a_im * b[i].real() + a_re * b_im);
  }
}

void multiply_plain(const Sample* a, const Sample* b, std::size_t count, Sample* out) { multiply_any<false>(a, b, count, out); }
void multiply_conjugated(const Sample* a, const Sample* b, std::size_t count, Sample* out) { multiply_any<true>(a, b, count, out); }

void scale_any(const Sample* a, Sample factor, std::size_t count, Sample* out) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  auto f_re = hn::Set(d, factor.real()), f_im = hn::Set(d, factor.imag());
  auto* from = reinterpret_cast<const float*>(a);
  auto* to = reinterpret_cast<float*>(out);
  // (re, im) times f: even lanes re f_re - im f_im, odd lanes im f_re + re f_im
  auto signed_im = hn::OddEven(f_im, hn::Neg(f_im));
  std::size_t i = 0;
  for (; i + lanes <= 2 * count; i += lanes) {
    auto x = hn::LoadU(d, from + i);
    hn::StoreU(hn::MulAdd(x, f_re, hn::Mul(hn::Shuffle2301(x), signed_im)), d, to + i);
  }
  for (i /= 2; i < count; ++i) {
    float re = a[i].real(), im = a[i].imag();
    out[i] = Sample(re * factor.real() - im * factor.imag(), im * factor.real() + re * factor.imag());
  }
}

void combine_any(const Sample* const* lines, const Sample* factors, std::size_t lines_count, std::size_t size, Sample* out) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d), floats = 2 * size;
  auto* to = reinterpret_cast<float*>(out);
  std::size_t i = 0;
  for (; i + lanes <= floats; i += lanes) {
    auto sum = hn::Zero(d), crossed = hn::Zero(d);
    for (std::size_t s = 0; s < lines_count; ++s) {
      auto x = hn::LoadU(d, reinterpret_cast<const float*>(lines[s]) + i);
      sum = hn::MulAdd(x, hn::Set(d, factors[s].real()), sum);
      crossed = hn::MulAdd(x, hn::Set(d, factors[s].imag()), crossed);
    }
    // crossed holds (re, im) times the imaginary factor: (-im, re) of it belongs to the sum
    auto swapped = hn::Shuffle2301(crossed);
    hn::StoreU(hn::Add(sum, hn::OddEven(swapped, hn::Neg(swapped))), d, to + i);
  }
  for (i /= 2; i < size; ++i) {
    Sample sum = 0;
    for (std::size_t s = 0; s < lines_count; ++s)
      sum += Sample(lines[s][i].real() * factors[s].real() - lines[s][i].imag() * factors[s].imag(),
                    lines[s][i].real() * factors[s].imag() + lines[s][i].imag() * factors[s].real());
    out[i] = sum;
  }
}

void combine_antennas_any(const Sample* const* y, const Sample* const* h, const float* weights, std::size_t antennas, std::size_t count,
                          Sample* symbols, float* symbol_noise) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> single;
  // The last few one by one, by the same code.
  auto run = [&](auto tag, std::size_t i, std::size_t end) {
    const auto infinite = hn::Set(tag, std::numeric_limits<float>::infinity()), zero = hn::Zero(tag);
    for (; i + hn::Lanes(tag) <= end; i += hn::Lanes(tag)) {
      auto re = zero, im = zero, sum = zero;
      for (std::size_t a = 0; a < antennas; ++a) {
        hn::Vec<decltype(tag)> y_re, y_im, h_re, h_im;
        hn::LoadInterleaved2(tag, reinterpret_cast<const float*>(y[a] + i), y_re, y_im);
        hn::LoadInterleaved2(tag, reinterpret_cast<const float*>(h[a] + i), h_re, h_im);
        auto weight = hn::Set(tag, weights[a]);
        auto g_re = hn::Mul(h_re, weight), g_im = hn::Mul(h_im, weight);
        re = hn::MulAdd(y_re, g_re, hn::MulAdd(y_im, g_im, re));
        im = hn::MulAdd(y_im, g_re, hn::NegMulAdd(y_re, g_im, im));
        sum = hn::MulAdd(h_re, g_re, hn::MulAdd(h_im, g_im, sum));
      }
      auto usable = hn::And(hn::Gt(sum, hn::Set(tag, 1e-30f)), hn::Lt(sum, infinite));
      auto inverse = hn::Div(hn::Set(tag, 1.0f), hn::IfThenElse(usable, sum, hn::Set(tag, 1.0f)));
      hn::StoreInterleaved2(hn::IfThenElseZero(usable, hn::Mul(re, inverse)), hn::IfThenElseZero(usable, hn::Mul(im, inverse)), tag,
                            reinterpret_cast<float*>(symbols + i));
      hn::StoreU(hn::IfThenElse(usable, inverse, infinite), tag, symbol_noise + i);
    }
    return i;
  };
  run(single, run(d, 0, count), count);
}

void dot_conjugate_any(const Sample* a, const Sample* b, std::size_t count, float* out) {
  const hn::ScalableTag<float> d;
  const std::size_t lanes = hn::Lanes(d);
  auto re = hn::Zero(d), im = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::Vec<decltype(d)> a_re, a_im, b_re, b_im;
    hn::LoadInterleaved2(d, reinterpret_cast<const float*>(a + i), a_re, a_im);
    hn::LoadInterleaved2(d, reinterpret_cast<const float*>(b + i), b_re, b_im);
    re = hn::MulAdd(a_re, b_re, hn::MulAdd(a_im, b_im, re));
    im = hn::MulAdd(a_im, b_re, hn::NegMulAdd(a_re, b_im, im));
  }
  float sum_re = hn::GetLane(hn::SumOfLanes(d, re)), sum_im = hn::GetLane(hn::SumOfLanes(d, im));
  for (; i < count; ++i) {
    sum_re += a[i].real() * b[i].real() + a[i].imag() * b[i].imag();
    sum_im += a[i].imag() * b[i].real() - a[i].real() * b[i].imag();
  }
  out[0] = sum_re;
  out[1] = sum_im;
}

const char* name_of_target() { return hwy::TargetName(HWY_TARGET); }

}  // namespace HWY_NAMESPACE
}  // namespace pellucid::phy::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pellucid::phy::kernel {

HWY_EXPORT(fft_any);
HWY_EXPORT(demodulate_qam_any);
HWY_EXPORT(convolve_any);
HWY_EXPORT(multiply_plain);
HWY_EXPORT(multiply_conjugated);
HWY_EXPORT(scale_any);
HWY_EXPORT(combine_any);
HWY_EXPORT(combine_antennas_any);
HWY_EXPORT(dot_conjugate_any);
HWY_EXPORT(name_of_target);

void fft(std::span<const FftPass> passes, std::size_t size, bool inverse, float* work, const Sample* in, Sample* out) {
  HWY_DYNAMIC_DISPATCH(fft_any)(passes.data(), passes.size(), size, inverse, work, in, out);
}
std::size_t demodulate_qam(unsigned levels, const Sample* symbols, const float* noise, std::size_t count, std::int8_t* out) {
  return HWY_DYNAMIC_DISPATCH(demodulate_qam_any)(levels, symbols, noise, count, out);
}
void convolve(const Sample* in, const float* weights, std::size_t taps, std::size_t count, Sample* out) {
  HWY_DYNAMIC_DISPATCH(convolve_any)(in, weights, taps, count, out);
}
void multiply(const Sample* a, const Sample* b, std::size_t count, Sample* out) { HWY_DYNAMIC_DISPATCH(multiply_plain)(a, b, count, out); }
void multiply_conjugate(const Sample* a, const Sample* b, std::size_t count, Sample* out) {
  HWY_DYNAMIC_DISPATCH(multiply_conjugated)(a, b, count, out);
}
void scale(const Sample* a, Sample factor, std::size_t count, Sample* out) { HWY_DYNAMIC_DISPATCH(scale_any)(a, factor, count, out); }
void combine(const Sample* const* lines, const Sample* factors, std::size_t count, std::size_t size, Sample* out) {
  HWY_DYNAMIC_DISPATCH(combine_any)(lines, factors, count, size, out);
}
void combine_antennas(const Sample* const* y, const Sample* const* h, const float* weights, std::size_t antennas, std::size_t count,
                      Sample* symbols, float* symbol_noise) {
  HWY_DYNAMIC_DISPATCH(combine_antennas_any)(y, h, weights, antennas, count, symbols, symbol_noise);
}
Sample dot_conjugate(const Sample* a, const Sample* b, std::size_t count) {
  float sum[2];
  HWY_DYNAMIC_DISPATCH(dot_conjugate_any)(a, b, count, sum);
  return {sum[0], sum[1]};
}
const char* target_name() { return HWY_DYNAMIC_DISPATCH(name_of_target)(); }

}  // namespace pellucid::phy::kernel
#endif
