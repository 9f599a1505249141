#pragma once
// A token bucket in octets (maximum bit rate of a QER, TS 29.244 §5.4.4).
#include <algorithm>
#include <cstdint>

namespace pellucid::upf {

class Bucket {
 public:
  Bucket() = default;
  /// `rate_bps` bits a second; fills to 100 ms of it, at least 30,000 octets, so that one burst of a few packets always passes.
  explicit Bucket(std::uint64_t rate_bps)
      : limited_(true), octets_per_ns_(double(rate_bps) / 8e9), depth_(std::max(double(rate_bps) / 80, 30'000.0)), fill_(depth_) {}

  bool limited() const { return limited_; }
  /// How many of `wanted` pieces of `octets` each may pass now.
  std::uint64_t allows(std::uint64_t now_ns, std::uint64_t wanted, std::uint64_t octets) {
    if (!limited_) return wanted;
    if (now_ns > last_ns_) {
      fill_ = std::min(depth_, fill_ + double(now_ns - last_ns_) * octets_per_ns_);
      last_ns_ = now_ns;
    }
    if (double(wanted * octets) <= fill_) return wanted;
    return std::uint64_t(fill_ / double(std::max<std::uint64_t>(octets, 1)));
  }
  void take(std::uint64_t octets) {
    if (limited_) fill_ -= double(octets);
  }
  /// Goes on where an earlier bucket of the same rule stands, so that changing a rule grants no burst.
  void inherit(const Bucket& earlier) {
    if (!limited_ || !earlier.limited_) return;
    fill_ = std::min(earlier.fill_, depth_);
    last_ns_ = earlier.last_ns_;
  }

 private:
  bool limited_ = false;
  double octets_per_ns_ = 0;
  double depth_ = 0;
  double fill_ = 0;
  std::uint64_t last_ns_ = 0;
};

}  // namespace pellucid::upf
