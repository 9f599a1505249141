#pragma once
// Samples in the order of their time, appended at the end and taken from the front.
#include <algorithm>
#include <span>
#include <vector>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

class SampleQueue {
 public:
  std::size_t size() const { return samples_.size() - begin_; }
  std::span<const Sample> first(std::size_t count) const { return std::span(samples_).subspan(begin_, count); }
  /// `count` new samples at the end, zero, to be written over.
  std::span<Sample> append(std::size_t count) {
    if (begin_ > samples_.size() / 2) {
      samples_.erase(samples_.begin(), samples_.begin() + std::ptrdiff_t(begin_));
      begin_ = 0;
    }
    samples_.resize(samples_.size() + count);
    return std::span(samples_).last(count);
  }
  void drop(std::size_t count) { begin_ += std::min(count, size()); }

 private:
  std::vector<Sample> samples_{};
  std::size_t begin_ = 0;
};

}  // namespace pellucid::radio
