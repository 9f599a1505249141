// Samples and resource grids.
#pragma once

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pellucid::phy {

/// Baseband sample or modulation symbol; nominal full scale of a sample stream is 1.0.
using Sample = std::complex<float>;
using Samples = std::vector<Sample>;
using SampleView = std::span<const Sample>;
using SampleSpan = std::span<Sample>;

constexpr std::size_t symbols_a_slot = 14;  // normal cyclic prefix

/// The resource elements of one slot on one antenna port: 14 symbols of 12 * resource_blocks subcarriers (TS 38.211 §4.4).
/// Subcarrier 0 is the lowest of the carrier.
class Grid {
 public:
  Grid() = default;
  explicit Grid(std::size_t resource_blocks) : subcarriers_(12 * resource_blocks), elements_(symbols_a_slot * subcarriers_) {}

  std::size_t subcarriers() const { return subcarriers_; }
  std::size_t resource_blocks() const { return subcarriers_ / 12; }
  SampleSpan symbol(std::size_t l) { return SampleSpan(elements_).subspan(l * subcarriers_, subcarriers_); }
  SampleView symbol(std::size_t l) const { return SampleView(elements_).subspan(l * subcarriers_, subcarriers_); }
  Sample& at(std::size_t l, std::size_t k) { return elements_[l * subcarriers_ + k]; }
  const Sample& at(std::size_t l, std::size_t k) const { return elements_[l * subcarriers_ + k]; }
  SampleView all() const { return elements_; }
  void clear() { std::fill(elements_.begin(), elements_.end(), Sample{}); }

 private:
  std::size_t subcarriers_ = 0;
  Samples elements_;
};

}  // namespace pellucid::phy
