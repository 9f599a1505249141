#pragma once
// Store: one SQLite file with everything that the network keeps, the key file beside it, and the lock that says whose it is.
//
//   auto store = Store::open(world, {.file = "/var/lib/pellucid/pellucid.db"});    // created on first use
//   (*store)->subscribers().find(supi);
//   (*store)->contexts().put("ue", key, blob);
#include <memory>
#include <string>
#include <vector>

#include "runtime/file_lock.hpp"
#include "runtime/world.hpp"
#include "store/contexts.hpp"
#include "store/error.hpp"
#include "store/home_keys.hpp"
#include "store/key_file.hpp"
#include "store/sequence_clock.hpp"
#include "store/subscribers.hpp"

namespace pellucid::store {

struct StoreOptions {
  std::string file;                               // ":memory:": nothing on disk, no thread, one key drawn from the World
  std::string key_file{};                         // empty: the file's name with ".key" behind it
  Duration group = std::chrono::milliseconds(2);  // how long a context waits for others to be committed with
  std::size_t max_queued = 262'144;               // contexts waiting to be written
  std::size_t max_queued_octets = 256u << 20;
  Bytes memory_content{};   // ":memory:" only: a snapshot() to start from, ...
  Octets<32> memory_key{};  // ... and its key (all zero: a fresh one)
};

struct Keyed;

/// One thread uses a Store: the control thread. Its worker for contexts is its own affair.
class Store {
 public:
  /// Refuses: a file that another process has open, that is damaged, of another program or a later version; a key file that others
  /// can read, that is not the database's, or that is missing though the database is sealed.
  static Stored<std::unique_ptr<Store>> open(World& world, const StoreOptions& options);
  /// Commits what is queued.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  SubscriberStore& subscribers() { return subscribers_; }
  HomeKeys& home_keys() { return home_keys_; }
  Contexts& contexts() { return contexts_; }
  SequenceClock& sequence_clock() { return clock_; }

  /// Names of rows that are damaged or whose seal did not open; they are left out, everything else serves.
  const std::vector<std::string>& damaged() const { return damaged_; }
  /// Reads every page and opens every seal.
  Stored<Nothing> verify();

  /// A copy in one file (mode 0600), made while the network runs; replaces what is there only when it is complete. Contexts are left
  /// out: old COUNTs must never come back. The key file is not in it.
  Stored<Nothing> backup(const std::string& to);
  struct Restored {
    std::size_t subscribers = 0, home_keys = 0;
    std::string replaced;  // where the database that stood there is now; empty if there was none
  };
  /// Puts a backup in place of the database `options.file`, after it has been read whole, every seal opened with the key file. Nobody
  /// may have the database open.
  static Stored<Restored> restore(World& world, const std::string& from, const StoreOptions& options);

  /// A new sealing key; everything is sealed again in one transaction. The old key stays in the key file, so that older backups
  /// can be restored, unless `forget_old`.
  Stored<SealKeyId> rotate_key(bool forget_old = false);
  SealKeyId sealing_key() const;

  /// In-memory stores only: the content and the key that open() takes back, as after a restart.
  Stored<Bytes> snapshot();
  Octets<32> memory_key() const;

 private:
  struct Parts;
  Store(World& world, StoreOptions options, Parts parts);
  Stored<Nothing> load();
  Stored<Nothing> seal_again(Sealer& fresh);

  World& world_;
  StoreOptions options_;
  std::unique_ptr<FileLock> lock_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Sealer> sealer_;
  std::unique_ptr<WriteBehind> queue_;
  SequenceClock clock_;
  SubscriberStore subscribers_;
  HomeKeys home_keys_;
  Contexts contexts_;
  std::vector<std::string> damaged_;
};

}  // namespace pellucid::store
