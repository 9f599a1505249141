#pragma once
// Contexts: what survives a restart (UE contexts, sessions, tunnels, reserved NAS COUNTs). Named blobs, sealed on disk, written
// behind: put() and erase() only queue, a worker commits groups of them, and whoever must not go on before its data is on the disk
// says so with when_durable().
//
//   auto sequence = contexts.put("nas-count", key, blob);                  // Stored<Sequence>, at once
//   contexts.when_durable(*sequence, [&] { ... });                         // from the World's loop, a few milliseconds later
//   contexts.load("ue", [&](ByteView key, ByteView blob) { ... });         // at start
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/strong.hpp"
#include "runtime/world.hpp"
#include "store/error.hpp"

namespace pellucid::store {

class Database;
class Sealer;
class WriteBehind;

/// Numbers each put and erase from 1; durable up to n means that all of 1..n are.
using Sequence = Strong<struct SequenceTag, std::uint64_t>;

class Contexts {
 public:
  static constexpr std::size_t max_kind_octets = 32;
  static constexpr std::size_t max_key_octets = 256;
  static constexpr std::size_t max_value_octets = 1u << 20;
  static constexpr std::size_t max_waiting = 1u << 20;  // when_durable callbacks

  Contexts(const Contexts&) = delete;
  Contexts& operator=(const Contexts&) = delete;

  /// Replaces what stands there. Refused (overload) when the queue is full, which is when the disk does not keep up.
  Stored<Sequence> put(std::string_view kind, ByteView key, ByteView value);
  Stored<Sequence> erase(std::string_view kind, ByteView key);
  /// Everything up to here is on the disk.
  Sequence durable() const;
  /// `then` runs from the World's loop, never from inside this call; in the order of the sequences. Dropped, not run, when the
  /// store is closed before. Refused (overload) when max_waiting wait already.
  Stored<Nothing> when_durable(Sequence sequence, std::function<void()> then);
  /// Waits (blocking) until everything queued so far is on the disk. The error is the disk's if a commit fails meanwhile.
  Stored<Nothing> flush();

  struct Loaded {
    std::size_t count = 0;
    std::size_t unreadable = 0;  // seals that did not open: skipped
  };
  /// All of one kind, in the order of their keys, as of the last flush or start. `visit` may put and erase, not load.
  Stored<Loaded> load(std::string_view kind, const std::function<void(ByteView key, ByteView value)>& visit);

  /// Looks now whether something has become durable; the World's timer does so each millisecond while something is under way.
  void poll();
  /// Operations that are not on the disk yet.
  std::size_t queued() const;
  /// Why commits fail at the moment; nothing if they do not. They are tried again for ever.
  std::optional<StoreError> trouble() const;

 private:
  friend class Store;
  Contexts(World& world, Database& database, Sealer& sealer, WriteBehind& queue);
  void watch();

  World& world_;
  Database& database_;
  Sealer& sealer_;
  WriteBehind& queue_;
  struct Waiter {
    Sequence sequence;
    std::function<void()> then;
  };
  std::deque<Waiter> waiting_;
  Timer timer_;
};

/// What a context is sealed to.
std::string context_owner(std::string_view kind, ByteView key);

}  // namespace pellucid::store
