// Discrete Fourier transforms of any length; fast for lengths with the factors 2, 3 and 5 only.
#pragma once

#include <cstddef>
#include <memory>

#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

enum class Transform : bool { forward, inverse };

/// X(k) = sum of x(n) exp(-+j 2 pi n k / size) (minus: forward). Neither direction scales. Made once, used often: a plan with its
/// twiddle factors and work space, so one object serves one thread. Lengths with factors other than 2, 3 and 5 (839 and 139 of
/// PRACH) go through a convolution of the next fitting length (Bluestein).
class Dft {
 public:
  /// size >= 1.
  Dft(std::size_t size, Transform direction);
  ~Dft();
  Dft(Dft&&) noexcept;
  Dft& operator=(Dft&&) noexcept;

  std::size_t size() const;
  /// Both of size() elements; they may be the same, but not overlap otherwise. No allocation.
  void operator()(SampleView in, SampleSpan out);

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

}  // namespace pellucid::phy
