#pragma once
// Composer: makes entries out of what is recorded, in the World's thread: draws salts, seals, sets times that never go back, and says
// which index each entry will have.
#include "ledger/log/error.hpp"
#include "ledger/log/prepared.hpp"
#include "runtime/world.hpp"

namespace pellucid::ledger {

class Composer {
 public:
  explicit Composer(World& world) : world_(&world) {}

  /// After the log's last entry: the next index, and its time.
  void start(std::uint64_t next, WallTime last);
  /// Adds the entry to `to`, before it a `clock.stepped` if the clock went back since the last call, and returns the entry's index.
  /// Refused (invalid), with nothing added: too many or too large secrets, an entry that entry_text() refuses.
  LedgerResult<std::uint64_t> compose(Entry entry, std::vector<Secret> secrets, std::vector<Prepared>& to);
  /// Only the `clock.stepped`, if one is due.
  void compose_step(std::vector<Prepared>& to);
  std::uint64_t next() const { return next_; }

 private:
  WallTime clock() const;
  void step_to(WallTime now, std::vector<Prepared>& to);
  LedgerResult<Nothing> seal(Entry& entry, std::vector<Secret> secrets, Prepared& to);

  World* world_;
  std::uint64_t next_ = 0;
  WallTime last_{};  // of the last entry
  WallTime wall_{};  // the clock when it was last looked at
};

}  // namespace pellucid::ledger
