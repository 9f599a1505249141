#pragma once
// WriteBehind: a bounded queue of small writes in front of the database, and the worker that commits them in groups. A later write
// to the same place replaces an earlier one that has not been taken yet.
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>

#include "base/bytes.hpp"
#include "runtime/world.hpp"
#include "store/contexts.hpp"
#include "store/database.hpp"
#include "store/seal.hpp"

namespace pellucid::store {

struct WriteBehindOptions {
  Duration group = std::chrono::milliseconds(2);    // how long the first write of a group waits for others
  Duration retry = std::chrono::milliseconds(200);  // after a commit that failed
  std::size_t max_queued = 262'144;                 // places waiting; further writes are refused
  std::size_t max_queued_octets = 256u << 20;
};

/// A mark in `meta` that only rises: octets of the same length, compared as numbers.
Stored<Nothing> raise_high_water(Database& database, std::string_view name, ByteView mark);

/// What a write is for.
enum class Place : std::uint8_t { context, sequence_offset, high_water };

class WriteBehind {
 public:
  /// With a database and a sealer of its own the queue has a worker thread; what it is given belongs to that thread.
  WriteBehind(std::unique_ptr<Database> database, std::unique_ptr<Sealer> sealer, WriteBehindOptions options);
  /// Without: commits happen in flush() and step(), on the caller's thread and connection.
  WriteBehind(Database& database, Sealer& sealer, WriteBehindOptions options);
  /// Commits what is queued if the disk lets it.
  ~WriteBehind();
  WriteBehind(const WriteBehind&) = delete;
  WriteBehind& operator=(const WriteBehind&) = delete;

  /// `value`: nothing erases. `kind` and `key` as the place wants them: contexts both, offsets the digits as key, high-water marks the name
  /// as key.
  Stored<Sequence> put(Place place, std::string_view kind, ByteView key, std::optional<Bytes> value);
  Sequence last() const;
  Sequence durable() const;
  std::size_t queued() const;
  std::optional<StoreError> trouble() const;
  Stored<Nothing> flush();
  /// Without a worker: commits what is queued.
  void step();
  bool has_worker() const { return worker_.joinable(); }
  Duration group() const { return options_.group; }
  /// Other keys for what is sealed from now on. Only between a flush() and the next put().
  void use_keys(const KeyRing& ring, const Octets<16>& salt);

 private:
  struct Write {
    Place place{};
    std::string kind;
    Bytes key;
    std::optional<Bytes> value;
    std::size_t octets() const { return kind.size() + key.size() + (value ? value->size() : 0); }
  };
  using Group = std::unordered_map<std::string, Write>;  // by place, kind and key

  void work();
  Stored<Nothing> commit(const Group& group);
  Stored<Nothing> perform(const Write& write);

  WriteBehindOptions options_;
  std::unique_ptr<Database> own_database_;
  std::unique_ptr<Sealer> own_sealer_;
  Database& database_;
  Sealer& sealer_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable wake_, committed_;
  Group pending_;
  std::size_t pending_octets_ = 0, in_flight_ = 0;
  std::uint64_t last_ = 0, durable_ = 0, failures_ = 0;
  std::optional<StoreError> trouble_;
  bool hurry_ = false, stopping_ = false;
  std::thread worker_;
};

}  // namespace pellucid::store
