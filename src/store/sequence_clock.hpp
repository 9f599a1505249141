#pragma once
// SequenceClock: the time that sequence numbers come from (GLC of TS 33.102 §C.1.1.3), in steps of 0.1 s. Follows the machine's clock
// when the store opens, its monotonic clock from then on, and never goes back: not when the machine's clock does, not across a crash.
#include <cstdint>

#include "runtime/world.hpp"
#include "store/contexts.hpp"
#include "store/error.hpp"

namespace pellucid::store {

class SequenceClock {
 public:
  static constexpr Duration step = std::chrono::milliseconds(100);
  /// Steps that are reserved ahead: ten minutes. Also how far a burst may run ahead of the clock.
  static constexpr std::uint64_t reserve = 6'000;
  static constexpr Duration renewal = std::chrono::minutes(1);
  /// A machine that was off, or whose clock was wrong, moves the clock ahead by at most half of what a SIM accepts as one jump
  /// (delta = 2^28, TS 33.102 §C.3.3), so that idle phones need no re-synchronisation.
  static constexpr std::uint64_t most_ahead = std::uint64_t(1) << 27;

  SequenceClock(const SequenceClock&) = delete;
  SequenceClock& operator=(const SequenceClock&) = delete;

  std::uint64_t ticks() const;
  /// Whatever happens, the clock of the next start begins after this. The first call writes to disk and starts the renewal.
  std::uint64_t reserved();

 private:
  friend class Store;
  friend class SubscriberStore;
  SequenceClock(World& world, Database& database, WriteBehind& queue);
  Stored<Nothing> load();
  /// At least the present value is on disk when the surrounding transaction is.
  Stored<Nothing> mark_present();
  void renew();

  World& world_;
  Database& database_;
  WriteBehind& queue_;
  Instant started_{};
  std::uint64_t first_ = 0, reserved_ = 0, asked_ = 0;
  Sequence asked_sequence_;
  bool reserving_ = false;
  Timer timer_;
};

}  // namespace pellucid::store
