// The passes of a mixed-radix Stockham transform, compiled once a vector width: included by kernels.cpp only. All butterflies are those of
// the forward transform; the inverse one swaps real and imaginary parts on the way in and out. Between passes both parts stand in arrays of
// their own.
#if defined(PELLUCID_FFT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef PELLUCID_FFT_INL
#undef PELLUCID_FFT_INL
#else
#define PELLUCID_FFT_INL
#endif

#include <cstddef>
#include <utility>

#include <hwy/highway.h>

#include "ran/phy/waveform/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace pellucid::phy::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Complex numbers in two vectors.
template <class V>
struct Pair {
  V re, im;
};
template <class V>
HWY_INLINE Pair<V> operator+(Pair<V> a, Pair<V> b) {
  return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)};
}
template <class V>
HWY_INLINE Pair<V> operator-(Pair<V> a, Pair<V> b) {
  return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)};
}
template <class V>
HWY_INLINE Pair<V> times(Pair<V> a, V w_re, V w_im) {
  return {hn::NegMulAdd(a.im, w_im, hn::Mul(a.re, w_re)), hn::MulAdd(a.im, w_re, hn::Mul(a.re, w_im))};
}
/// a - j b, a + j b
template <class V>
HWY_INLINE Pair<V> minus_j(Pair<V> a, Pair<V> b) {
  return {hn::Add(a.re, b.im), hn::Sub(a.im, b.re)};
}
template <class V>
HWY_INLINE Pair<V> plus_j(Pair<V> a, Pair<V> b) {
  return {hn::Sub(a.re, b.im), hn::Add(a.im, b.re)};
}
template <class V>
HWY_INLINE Pair<V> scaled(Pair<V> a, V factor) {
  return {hn::Mul(a.re, factor), hn::Mul(a.im, factor)};
}

template <class V>
HWY_INLINE void four(Pair<V>& x0, Pair<V>& x1, Pair<V>& x2, Pair<V>& x3) {
  auto a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
  x0 = a + c;
  x1 = minus_j(b, d);
  x2 = a - c;
  x3 = plus_j(b, d);
}

template <unsigned kRadix, class V>
HWY_INLINE void butterfly(Pair<V>* x) {
  const hn::DFromV<V> d;
  if constexpr (kRadix == 2) {
    auto a = x[0] + x[1];
    x[1] = x[0] - x[1];
    x[0] = a;
  } else if constexpr (kRadix == 3) {
    auto sum = x[1] + x[2], difference = scaled(x[1] - x[2], hn::Set(d, 0.86602540378443864676f));
    auto middle = x[0] - scaled(sum, hn::Set(d, 0.5f));
    x[0] = x[0] + sum;
    x[1] = minus_j(middle, difference);
    x[2] = plus_j(middle, difference);
  } else if constexpr (kRadix == 4) {
    four(x[0], x[1], x[2], x[3]);
  } else if constexpr (kRadix == 5) {
    const auto c1 = hn::Set(d, 0.30901699437494742410f), c2 = hn::Set(d, -0.80901699437494742410f);
    const auto s1 = hn::Set(d, 0.95105651629515357212f), s2 = hn::Set(d, 0.58778525229247312917f);
    auto t1 = x[1] + x[4], t2 = x[2] + x[3], t3 = x[1] - x[4], t4 = x[2] - x[3];
    auto m1 = x[0] + scaled(t1, c1) + scaled(t2, c2), m2 = x[0] + scaled(t1, c2) + scaled(t2, c1);
    auto n1 = scaled(t3, s1) + scaled(t4, s2), n2 = scaled(t3, s2) - scaled(t4, s1);
    x[0] = x[0] + t1 + t2;
    x[1] = minus_j(m1, n1);
    x[4] = plus_j(m1, n1);
    x[2] = minus_j(m2, n2);
    x[3] = plus_j(m2, n2);
  } else {
    static_assert(kRadix == 8);
    const auto r = hn::Set(d, 0.70710678118654752440f);
    auto e0 = x[0], e1 = x[2], e2 = x[4], e3 = x[6];
    four(e0, e1, e2, e3);
    auto o0 = x[1], o1 = x[3], o2 = x[5], o3 = x[7];
    four(o0, o1, o2, o3);
    // o1 (1-j)/sqrt 2, o2 (-j), o3 (-1-j)/sqrt 2
    Pair<V> q1{hn::Mul(hn::Add(o1.re, o1.im), r), hn::Mul(hn::Sub(o1.im, o1.re), r)};
    Pair<V> q3{hn::Mul(hn::Sub(o3.im, o3.re), r), hn::Mul(hn::Neg(hn::Add(o3.re, o3.im)), r)};
    x[0] = e0 + o0;
    x[4] = e0 - o0;
    x[1] = e1 + q1;
    x[5] = e1 - q1;
    x[2] = minus_j(e2, o2);
    x[6] = plus_j(e2, o2);
    x[3] = e3 + q3;
    x[7] = e3 - q3;
  }
}

/// One pass, vectors along q. The last pass (m = 1) writes complex numbers to `out`.
template <unsigned kRadix, bool kLast, class D>
HWY_INLINE void pass_along_q(D d, const FftPass& pass, std::size_t size, bool inverse, const float* from, float* to, float* out) {
  using V = hn::Vec<D>;
  const std::size_t lanes = hn::Lanes(d), s = pass.s, m = pass.m, leap = s * m;
  const float* twiddle_im = pass.twiddles + (kRadix - 1) * m;
  for (std::size_t p = 0; p < m; ++p) {
    V w_re[kRadix], w_im[kRadix];
    if constexpr (!kLast)
      for (unsigned k = 1; k < kRadix; ++k) {
        w_re[k] = hn::Set(d, pass.twiddles[(k - 1) * m + p]);
        w_im[k] = hn::Set(d, twiddle_im[(k - 1) * m + p]);
      }
    for (std::size_t q = 0; q < s; q += lanes) {
      Pair<V> x[kRadix];
      for (unsigned j = 0; j < kRadix; ++j) {
        const float* at = from + q + s * p + leap * j;
        x[j] = {hn::LoadU(d, at), hn::LoadU(d, at + size)};
      }
      butterfly<kRadix>(x);
      for (unsigned k = 0; k < kRadix; ++k) {
        if constexpr (kLast) {
          hn::StoreInterleaved2(inverse ? x[k].im : x[k].re, inverse ? x[k].re : x[k].im, d, out + 2 * (q + s * k));
        } else {
          auto y = k == 0 ? x[0] : times(x[k], w_re[k], w_im[k]);
          float* at = to + q + s * (kRadix * p + k);
          hn::StoreU(y.re, d, at);
          hn::StoreU(y.im, d, at + size);
        }
      }
    }
  }
}

/// Four rows of lanes to columns: to[stride * lane + row], row 0..3.
template <class D, class V>
HWY_INLINE void store_columns(D d, V r0, V r1, V r2, V r3, float* to, std::size_t stride) {
  if constexpr (hn::MaxLanes(D()) > 4) {
    const hn::Half<D> half;
    store_columns(half, hn::LowerHalf(half, r0), hn::LowerHalf(half, r1), hn::LowerHalf(half, r2), hn::LowerHalf(half, r3), to, stride);
    store_columns(half, hn::UpperHalf(half, r0), hn::UpperHalf(half, r1), hn::UpperHalf(half, r2), hn::UpperHalf(half, r3),
                  to + stride * hn::Lanes(half), stride);
  } else {
    const hn::Repartition<double, D> wide;
    auto a = hn::BitCast(wide, hn::InterleaveLower(d, r0, r1)), b = hn::BitCast(wide, hn::InterleaveLower(d, r2, r3));
    auto c = hn::BitCast(wide, hn::InterleaveUpper(d, r0, r1)), e = hn::BitCast(wide, hn::InterleaveUpper(d, r2, r3));
    hn::StoreU(hn::BitCast(d, hn::InterleaveLower(wide, a, b)), d, to);
    hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(wide, a, b)), d, to + stride);
    hn::StoreU(hn::BitCast(d, hn::InterleaveLower(wide, c, e)), d, to + 2 * stride);
    hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(wide, c, e)), d, to + 3 * stride);
  }
}

/// The first pass (s = 1) of a transform with radix 4 or 8, vectors along p, straight from complex numbers.
template <unsigned kRadix>
HWY_INLINE void first_pass_along_p(const FftPass& pass, std::size_t size, bool inverse, const float* in, float* to) {
  const hn::ScalableTag<float> d;
  using V = hn::Vec<decltype(d)>;
  const std::size_t lanes = hn::Lanes(d), m = pass.m;
  const float* twiddle_im = pass.twiddles + (kRadix - 1) * m;
  for (std::size_t p = 0; p < m; p += lanes) {
    Pair<V> x[kRadix];
    for (unsigned j = 0; j < kRadix; ++j) {
      V even, odd;
      hn::LoadInterleaved2(d, in + 2 * (p + m * j), even, odd);
      x[j] = inverse ? Pair<V>{odd, even} : Pair<V>{even, odd};
    }
    butterfly<kRadix>(x);
    for (unsigned k = 1; k < kRadix; ++k)
      x[k] = times(x[k], hn::LoadU(d, pass.twiddles + (k - 1) * m + p), hn::LoadU(d, twiddle_im + (k - 1) * m + p));
    for (unsigned k = 0; k < kRadix; k += 4) {
      store_columns(d, x[k].re, x[k + 1].re, x[k + 2].re, x[k + 3].re, to + kRadix * p + k, kRadix);
      store_columns(d, x[k].im, x[k + 1].im, x[k + 2].im, x[k + 3].im, to + size + kRadix * p + k, kRadix);
    }
  }
}

template <bool kLast, class D>
HWY_INLINE void pass_of_width(D d, const FftPass& pass, std::size_t size, bool inverse, const float* from, float* to, float* out) {
  switch (pass.radix) {
    case 2: return pass_along_q<2, kLast>(d, pass, size, inverse, from, to, out);
    case 3: return pass_along_q<3, kLast>(d, pass, size, inverse, from, to, out);
    case 4: return pass_along_q<4, kLast>(d, pass, size, inverse, from, to, out);
    case 5: return pass_along_q<5, kLast>(d, pass, size, inverse, from, to, out);
    case 8: return pass_along_q<8, kLast>(d, pass, size, inverse, from, to, out);
    default: return;
  }
}

template <bool kLast>
void any_pass(const FftPass& pass, std::size_t size, bool inverse, const float* from, float* to, float* out) {
  const hn::ScalableTag<float> full;
  const hn::Half<decltype(full)> half;
  if (pass.s % hn::Lanes(full) == 0) return pass_of_width<kLast>(full, pass, size, inverse, from, to, out);
  if (pass.s % hn::Lanes(half) == 0) return pass_of_width<kLast>(half, pass, size, inverse, from, to, out);
  pass_of_width<kLast>(hn::CappedTag<float, 1>(), pass, size, inverse, from, to, out);
}

void fft_any(const FftPass* passes, std::size_t count, std::size_t size, bool inverse, float* work, const Sample* in, Sample* out) {
  const hn::ScalableTag<float> d;
  auto* complex_in = reinterpret_cast<const float*>(in);
  auto* complex_out = reinterpret_cast<float*>(out);
  float *here = work, *there = work + 2 * size;
  std::size_t next = 0;
  bool wide = count > 1 && passes[0].m % hn::Lanes(d) == 0;
  if (wide && passes[0].radix == 8) {
    first_pass_along_p<8>(passes[next++], size, inverse, complex_in, here);
  } else if (wide && passes[0].radix == 4) {
    first_pass_along_p<4>(passes[next++], size, inverse, complex_in, here);
  } else {
    float *re = inverse ? here + size : here, *im = inverse ? here : here + size;
    for (std::size_t i = 0; i < size; ++i) re[i] = complex_in[2 * i], im[i] = complex_in[2 * i + 1];
  }
  for (; next + 1 < count; ++next) {
    any_pass<false>(passes[next], size, inverse, here, there, nullptr);
    std::swap(here, there);
  }
  any_pass<true>(passes[next], size, inverse, here, there, complex_out);
}

}  // namespace HWY_NAMESPACE
}  // namespace pellucid::phy::kernel
HWY_AFTER_NAMESPACE();

#endif  // once a target
