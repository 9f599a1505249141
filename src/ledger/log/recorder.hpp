#pragma once
// Recorder: how the rest of the program writes to the log without waiting for the disk. record() only queues; a worker appends groups,
// makes them durable, signs a checkpoint; when_durable() tells. Bounded; a disk that refuses makes record() refuse, and the program goes
// on.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/format/entry.hpp"
#include "ledger/log/error.hpp"
#include "runtime/world.hpp"

namespace pellucid::ledger {

class Log;

class Recorder {
 public:
  static constexpr std::size_t max_queued = 65'536;            // entries that wait for the disk
  static constexpr std::size_t max_queued_octets = 64u << 20;  // of them and what is sealed of them
  static constexpr std::size_t max_waiting = 1u << 20;         // of when_durable()

  virtual ~Recorder() = default;
  /// The index that the entry will have. Its time is set if it is not set. Secrets are sealed: only their commitments are in the entry.
  /// Refused: queue full, disk full or failing (until it takes entries again), an entry that entry_text() refuses.
  virtual LedgerResult<std::uint64_t> record(Entry entry, std::vector<Secret> secrets = {}) = 0;
  /// `then` runs from the World's loop when entry `index` is on the disk and under a signed checkpoint. Dropped, not run, when the Recorder
  /// ends before. For entries that record() took; at most max_waiting wait at a time.
  virtual void when_durable(std::uint64_t index, std::function<void()> then) = 0;
  /// Why entries cannot be written at the moment; empty if they can.
  virtual std::string trouble() const = 0;
};

/// A worker thread beside the World's.
LedgerResult<std::unique_ptr<Recorder>> start_recorder(World& world, Log& log);
/// In the World's thread, durable when record() returns: for commands while nothing runs, and for the simulated World.
std::unique_ptr<Recorder> inline_recorder(World& world, Log& log);

}  // namespace pellucid::ledger
