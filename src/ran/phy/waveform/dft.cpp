#include "ran/phy/waveform/dft.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>
#include <numbers>
#include <vector>

#include "base/check.hpp"
#include "ran/phy/waveform/kernels.hpp"

namespace pellucid::phy {
namespace {

/// exp(-j 2 pi numerator / denominator)
std::complex<double> unit_root(std::uint64_t numerator, std::uint64_t denominator) {
  double angle = -2 * std::numbers::pi * double(numerator % denominator) / double(denominator);
  return {std::cos(angle), std::sin(angle)};
}

struct AlignedDelete {
  void operator()(float* memory) const { ::operator delete[](memory, std::align_val_t(64)); }
};
using AlignedFloats = std::unique_ptr<float[], AlignedDelete>;
AlignedFloats aligned_floats(std::size_t count) {
  auto floats = AlignedFloats(static_cast<float*>(::operator new[](count * sizeof(float), std::align_val_t(64))));
  std::fill_n(floats.get(), count, 0.0f);
  return floats;
}

/// Factors in the order of the passes: 8 first, because its outputs then fill vectors in every later pass. Empty: other prime factors.
std::vector<unsigned> radices_of(std::size_t size) {
  unsigned twos = 0;
  std::vector<unsigned> radices, odd;
  for (; size % 2 == 0; size /= 2) ++twos;
  for (unsigned factor : {3u, 5u})
    for (; size % factor == 0; size /= factor) odd.push_back(factor);
  if (size != 1) return {};
  for (; twos >= 3 && twos != 4; twos -= 3) radices.push_back(8);
  for (; twos >= 2; twos -= 2) radices.push_back(4);
  if (twos == 1) radices.push_back(2);
  radices.insert(radices.end(), odd.begin(), odd.end());
  return radices;
}

/// The passes of a size without other prime factors than 2, 3 and 5.
struct Passes {
  std::vector<kernel::FftPass> list;
  std::vector<std::vector<float>> twiddles;

  explicit Passes(std::size_t size) {
    std::size_t s = 1, rest = size;
    for (unsigned radix : radices_of(size)) {
      std::size_t m = rest / radix;
      auto& table = twiddles.emplace_back(2 * (radix - 1) * m);
      for (unsigned k = 1; k < radix; ++k)
        for (std::size_t p = 0; p < m; ++p) {
          auto root = unit_root(p * k, rest);
          table[(k - 1) * m + p] = float(root.real());
          table[(radix - 1 + k - 1) * m + p] = float(root.imag());
        }
      list.push_back({radix, s, m, nullptr});
      s *= radix;
      rest = m;
    }
    for (std::size_t i = 0; i < list.size(); ++i) list[i].twiddles = twiddles[i].data();
  }
};

bool is_smooth(std::size_t size) { return size > 1 && !radices_of(size).empty(); }

}  // namespace

struct Dft::Plan {
  std::size_t size;
  Transform direction;
  Passes passes;
  AlignedFloats work;
  // Bluestein: n k = (n^2 + k^2 - (k - n)^2) / 2 makes the transform a convolution with a chirp.
  std::size_t long_size = 0;
  Samples chirp, kernel, product;

  Plan(std::size_t n, Transform way, std::size_t fast)
      : size(n), direction(way), passes(fast), work(aligned_floats(4 * std::max<std::size_t>(fast, 1))) {
    if (fast == n) return;
    long_size = fast;
    chirp.resize(n);
    product.resize(fast);
    kernel.resize(fast);
    for (std::size_t i = 0; i < n; ++i) {
      auto root = unit_root(std::uint64_t(i) * i, 2 * std::uint64_t(n));
      if (way == Transform::inverse) root = std::conj(root);
      chirp[i] = Sample(root);
      auto other = Sample(std::conj(root) / double(fast));  // the two transforms' scale, taken here
      kernel[i] = other;
      if (i) kernel[fast - i] = other;
    }
    kernel::fft(passes.list, fast, false, work.get(), kernel.data(), kernel.data());
  }

  void bluestein(SampleView in, SampleSpan out) {
    kernel::multiply(in.data(), chirp.data(), size, product.data());
    std::fill(product.begin() + std::ptrdiff_t(size), product.end(), Sample{});
    kernel::fft(passes.list, long_size, false, work.get(), product.data(), product.data());
    kernel::multiply(product.data(), kernel.data(), long_size, product.data());
    kernel::fft(passes.list, long_size, true, work.get(), product.data(), product.data());
    kernel::multiply(product.data(), chirp.data(), size, out.data());
  }
};

namespace {

/// The size itself when it has a fast transform, else the smallest convenient one that holds a linear convolution.
std::size_t fast_size(std::size_t size) {
  if (size == 1 || is_smooth(size)) return size;
  for (std::size_t fast = (2 * size - 1 + 127) / 128 * 128;; fast += 128)
    if (is_smooth(fast)) return fast;
}

}  // namespace

Dft::Dft(std::size_t size, Transform direction) {
  check(size >= 1, "a transform has elements");
  plan_ = std::make_unique<Plan>(size, direction, fast_size(size));
}
Dft::~Dft() = default;
Dft::Dft(Dft&&) noexcept = default;
Dft& Dft::operator=(Dft&&) noexcept = default;

std::size_t Dft::size() const { return plan_->size; }

void Dft::operator()(SampleView in, SampleSpan out) {
  check(in.size() == plan_->size && out.size() == plan_->size, "the size that the transform was made for");
  if (plan_->size == 1) {
    out[0] = in[0];
  } else if (plan_->long_size) {
    plan_->bluestein(in, out);
  } else {
    kernel::fft(plan_->passes.list, plan_->size, plan_->direction == Transform::inverse, plan_->work.get(), in.data(), out.data());
  }
}

}  // namespace pellucid::phy
