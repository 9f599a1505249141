#pragma once
// How much happens a second, over the last ten: a running process takes a sample each second and keeps eleven.
#include <cstdint>
#include <deque>
#include <functional>

#include "base/tree.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

/// What has been counted since the start.
struct Totals {
  std::uint64_t registrations = 0, sessions = 0;  // that succeeded
  std::uint64_t uplink_packets = 0, uplink_octets = 0, downlink_packets = 0, downlink_octets = 0, dropped_packets = 0;
};

class Rates {
 public:
  static constexpr std::size_t samples_kept = 11;
  static constexpr Duration interval = std::chrono::seconds(1);

  Rates(World& world, std::function<Totals()> count);
  /// {"over_s":10,"registrations_per_s":0.3,"sessions_per_s":..,"uplink":{"packets_per_s":..,"bits_per_s":..},"downlink":{..},
  /// "dropped_packets_per_s":..} between the oldest sample and now; over_s is less than 10 in the first seconds.
  Tree tree() const;

 private:
  struct Sample {
    Instant when;
    Totals totals;
  };
  void take();

  World& world_;
  std::function<Totals()> count_;
  std::deque<Sample> samples_;
  Timer timer_;
};

}  // namespace pellucid::app
