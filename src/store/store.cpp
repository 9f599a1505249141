#include "store/store.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/check.hpp"
#include "store/database.hpp"
#include "store/disk.hpp"
#include "store/schema.hpp"
#include "store/seal.hpp"
#include "store/subscriber_rows.hpp"
#include "store/write_behind.hpp"

namespace pellucid::store {
namespace {

constexpr std::string_view seal_check = "seal_check";  // a known text, sealed: says whose key file belongs to a database

std::string key_file_of(const StoreOptions& options) { return options.key_file.empty() ? options.file + ".key" : options.key_file; }

Octets<16> draw_salt(World& world) {
  Octets<16> salt;
  world.random(salt);
  return salt;
}
crypto::Key256 draw_key(World& world) {
  crypto::Key256 key;
  world.random(key);
  return key;
}

/// The sealed known text, empty if the database is new.
Stored<Bytes> read_seal_check(Database& database) {
  Bytes sealed;
  auto done = database.query("SELECT value FROM meta WHERE name=?", {seal_check}, [&](const Row& row) { sealed = to_bytes(row.blob(0)); });
  if (!done.ok()) return Fail(std::move(done.error()));
  return sealed;
}
Stored<Nothing> write_seal_check(Database& database, Sealer& sealer) {
  const Bytes sealed = sealer.seal(seal_check, as_bytes(seal_check));
  return database.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?,?)", {seal_check, ByteView(sealed)});
}

/// Whether these are the database's keys; a new database takes them.
Stored<Nothing> match_keys(Database& database, Sealer& sealer, const std::string& key_file) {
  auto sealed = read_seal_check(database);
  if (!sealed.ok()) return Fail(std::move(sealed.error()));
  if (sealed->empty()) return write_seal_check(database, sealer);
  if (sealer.open(seal_check, *sealed)) return Nothing{};
  std::string present;
  for (const auto& key : sealer.ring().keys()) present += (present.empty() ? "" : ", ") + text(key.id);
  const auto wanted = sealed_with(*sealed);
  return Fail(StoreError{StoreError::Kind::key_file,
                         key_file,
                         "does not hold the key that " + database.file() + " is sealed with (" + (wanted ? text(*wanted) : "unknown") +
                             ", in the file: " + present + ")",
                         "put the key file of this database back",
                         {}});
}

/// The keys for that database: read, or made if database and file are both new.
Stored<KeyRing> find_keys(World& world, Database& database, const std::string& key_file) {
  if (key_file_exists(key_file)) return read_key_file(key_file);
  auto sealed = read_seal_check(database);
  if (!sealed.ok()) return Fail(std::move(sealed.error()));
  if (!sealed->empty()) {
    const auto wanted = sealed_with(*sealed);
    return Fail(StoreError{StoreError::Kind::key_file,
                           key_file,
                           "is missing; " + database.file() + " is sealed with key " + (wanted ? text(*wanted) : "unknown") + " from it",
                           "put the key file back: without it the subscribers' keys cannot be read",
                           {}});
  }
  KeyRing ring(draw_key(world));
  auto written = write_key_file(key_file, ring, true);
  if (!written.ok()) return Fail(std::move(written.error()));
  return ring;
}

Stored<Nothing> rename_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return Nothing{};
  return Fail(StoreError{StoreError::Kind::unreadable,
                         from,
                         "cannot be renamed to " + to + ": " + std::strerror(errno),
                         "check the owner and the rights of the folder",
                         {}});
}

void remove_database(const std::string& file) {
  for (const char* behind : {"", "-wal", "-shm", "-journal"}) ::unlink((file + behind).c_str());
}

/// Takes a temporary database away again unless it was kept.
struct Scratch {
  std::string file;
  bool keep = false;
  explicit Scratch(std::string name) : file(std::move(name)) { remove_database(file); }
  ~Scratch() {
    if (!keep) remove_database(file);
  }
};

}  // namespace

struct Store::Parts {
  std::unique_ptr<FileLock> lock;
  std::unique_ptr<Database> database;
  std::unique_ptr<Sealer> sealer;
  std::unique_ptr<WriteBehind> queue;
};

Store::Store(World& world, StoreOptions options, Parts parts)
    : world_(world),
      options_(std::move(options)),
      lock_(std::move(parts.lock)),
      database_(std::move(parts.database)),
      sealer_(std::move(parts.sealer)),
      queue_(std::move(parts.queue)),
      clock_(world, *database_, *queue_),
      subscribers_(world, *database_, *sealer_, clock_, *queue_),
      home_keys_(world, *database_, *sealer_),
      contexts_(world, *database_, *sealer_, *queue_) {
  crypto::wipe(options_.memory_key);
  options_.memory_content.clear();
}

Store::~Store() {
  auto flushed = contexts_.flush();
  if (!flushed.ok()) world_.log(Severity::error, "store", "contexts were lost at the end: " + flushed.error().text());
}

Stored<std::unique_ptr<Store>> Store::open(World& world, const StoreOptions& options) {
  const bool in_memory = options.file == ":memory:";
  Parts parts;
  if (!in_memory) {
    auto folder = make_folder_of(options.file);
    if (!folder.ok()) return Fail(std::move(folder.error()));
    auto lock = take_lock(options.file);
    if (!lock.ok()) return Fail(std::move(lock.error()));
    parts.lock = std::move(*lock);
  }
  auto database = in_memory ? Database::in_memory(options.memory_content) : Database::open(options.file);
  if (!database.ok()) return Fail(std::move(database.error()));
  parts.database = std::move(*database);
  auto migrated = migrate(*parts.database);
  if (!migrated.ok()) return Fail(std::move(migrated.error()));

  const std::string key_file = key_file_of(options);
  auto ring = in_memory ? Stored<KeyRing>(KeyRing(options.memory_key == Octets<32>{} ? draw_key(world) : options.memory_key))
                        : find_keys(world, *parts.database, key_file);
  if (!ring.ok()) return Fail(std::move(ring.error()));
  parts.sealer = std::make_unique<Sealer>(*ring, draw_salt(world));
  auto matched = match_keys(*parts.database, *parts.sealer, in_memory ? ":memory:" : key_file);
  if (!matched.ok()) return Fail(std::move(matched.error()));

  const WriteBehindOptions behind{.group = options.group, .max_queued = options.max_queued, .max_queued_octets = options.max_queued_octets};
  if (in_memory) {
    parts.queue = std::make_unique<WriteBehind>(*parts.database, *parts.sealer, behind);
  } else {
    auto second = Database::open(options.file);
    if (!second.ok()) return Fail(std::move(second.error()));
    parts.queue = std::make_unique<WriteBehind>(std::move(*second), std::make_unique<Sealer>(*ring, draw_salt(world)), behind);
  }
  auto store = std::unique_ptr<Store>(new Store(world, options, std::move(parts)));
  auto loaded = store->load();
  if (!loaded.ok()) return Fail(std::move(loaded.error()));
  return store;
}

Stored<Nothing> Store::load() {
  auto done = clock_.load();
  if (done.ok()) done = subscribers_.load(damaged_);
  if (done.ok()) done = home_keys_.load(damaged_);
  for (const auto& name : damaged_)
    world_.log(Severity::error, "store",
               options_.file + ": " + name + " is damaged or sealed with a key that is not in the key file; it is left out");
  return done;
}

Stored<Nothing> Store::verify() {
  auto flushed = contexts_.flush();
  if (!flushed.ok()) return flushed;
  auto pages = database_->verify();
  if (!pages.ok()) return pages;
  std::vector<std::string> damaged;
  auto read = read_subscribers(*database_, *sealer_, damaged, [](Subscriber&&) {});
  if (!read.ok()) return read;
  read = database_->query("SELECT id, sealed FROM home_keys", {}, [&](const Row& row) {
    const std::string owner = home_key_owner(std::uint8_t(row.number(0)));
    if (!sealer_->open(owner, row.blob(1))) damaged.push_back(owner);
  });
  if (!read.ok()) return read;
  read = database_->query("SELECT kind, key, sealed FROM contexts", {}, [&](const Row& row) {
    if (!sealer_->open(context_owner(row.text(0), row.blob(1)), row.blob(2)))
      damaged.push_back("context " + std::string(row.text(0)) + "/" + hex(row.blob(1)));
  });
  if (!read.ok()) return read;
  if (damaged.empty()) return Nothing{};
  return Fail(StoreError{StoreError::Kind::damaged,
                         options_.file,
                         std::to_string(damaged.size()) + " entries do not open, first " + damaged.front(),
                         "restore a backup, or put the key file back that they were sealed with",
                         {}});
}

// ---- backup and restore ---------------------------------------------------------------------------------------------

Stored<Nothing> Store::backup(const std::string& to) {
  if (to == options_.file)
    return Fail(StoreError{StoreError::Kind::invalid, to, "is the store itself", "name another file for the backup", {}});
  Scratch scratch(to + ".new");
  auto copied = database_->copy_to(scratch.file);
  if (!copied.ok()) return copied;
  {
    auto copy = Database::open_single(scratch.file);
    if (!copy.ok()) return Fail(std::move(copy.error()));
    auto cleared = (*copy)->script("DELETE FROM contexts; VACUUM;");
    if (cleared.ok()) cleared = (*copy)->verify();
    if (!cleared.ok()) return cleared;
  }
  auto synced = sync_file(scratch.file);
  if (!synced.ok()) return synced;
  auto moved = rename_file(scratch.file, to);
  if (!moved.ok()) return moved;
  scratch.keep = true;
  return sync_folder_of(to);
}

Stored<Store::Restored> Store::restore(World& world, const std::string& from, const StoreOptions& options) {
  check(options.file != ":memory:", "a backup goes to a file");
  if (::access(from.c_str(), R_OK) != 0)
    return Fail(StoreError{StoreError::Kind::unreadable,
                           from,
                           std::string("cannot be read: ") + std::strerror(errno),
                           "name a file that pellucid backup wrote",
                           {}});
  auto folder = make_folder_of(options.file);
  if (!folder.ok()) return Fail(std::move(folder.error()));
  auto lock = take_lock(options.file);
  if (!lock.ok()) return Fail(std::move(lock.error()));
  Scratch scratch(options.file + ".restoring");
  {
    auto backup = Database::read_only(from);
    if (!backup.ok()) return Fail(std::move(backup.error()));
    auto owner = (*backup)->number("PRAGMA application_id");
    if (!owner.ok()) return Fail(std::move(owner.error()));
    if (*owner != application_id)
      return Fail(StoreError{StoreError::Kind::damaged, from, "is not a backup of a store", "name a file that pellucid backup wrote", {}});
    auto sound = (*backup)->verify();
    if (sound.ok()) sound = (*backup)->copy_to(scratch.file);
    if (sound.ok()) sound = sync_file(scratch.file);
    if (!sound.ok()) return Fail(std::move(sound.error()));
  }
  Restored restored;
  {
    // Opened as it will be: migrated, its keys matched, every seal tried. A missing key file is not made here.
    StoreOptions trial = options;
    trial.file = scratch.file;
    trial.key_file = key_file_of(options);
    auto store = Store::open(world, trial);
    if (!store.ok()) return Fail(std::move(store.error()));
    auto sound = (*store)->verify();
    if (!sound.ok()) return Fail(std::move(sound.error()));
    restored.subscribers = (*store)->subscribers().count();
    restored.home_keys = (*store)->home_keys().all().size();
  }
  ::unlink((scratch.file + ".lock").c_str());
  if (::access(options.file.c_str(), F_OK) == 0) {
    restored.replaced = options.file + ".replaced";
    remove_database(restored.replaced);
    for (const char* behind : {"-wal", "-shm"})
      if (::access((options.file + behind).c_str(), F_OK) == 0) {
        auto moved = rename_file(options.file + behind, restored.replaced + behind);
        if (!moved.ok()) return Fail(std::move(moved.error()));
      }
    auto moved = rename_file(options.file, restored.replaced);
    if (!moved.ok()) return Fail(std::move(moved.error()));
  }
  auto moved = rename_file(scratch.file, options.file);
  if (!moved.ok()) return Fail(std::move(moved.error()));
  scratch.keep = true;
  auto synced = sync_folder_of(options.file);
  if (!synced.ok()) return Fail(std::move(synced.error()));
  return restored;
}

// ---- keys -----------------------------------------------------------------------------------------------------------

SealKeyId Store::sealing_key() const { return sealer_->ring().current().id; }

Stored<SealKeyId> Store::rotate_key(bool forget_old) {
  auto flushed = contexts_.flush();
  if (!flushed.ok()) return Fail(std::move(flushed.error()));
  KeyRing ring = sealer_->ring();
  ring.put_first(draw_key(world_));
  const bool on_disk = lock_ != nullptr;
  // First the file, with both keys: whenever the power fails, every seal opens with what is in the file.
  auto written = on_disk ? write_key_file(key_file_of(options_), ring, false) : Stored<Nothing>(Nothing{});
  if (!written.ok()) return Fail(std::move(written.error()));
  Sealer fresh(ring, draw_salt(world_));
  auto sealed = seal_again(fresh);
  if (!sealed.ok()) return Fail(std::move(sealed.error()));
  if (forget_old) {
    ring.forget_all_but_current();
    written = on_disk ? write_key_file(key_file_of(options_), ring, false) : Stored<Nothing>(Nothing{});
  }
  sealer_->use(ring, draw_salt(world_));
  if (queue_->has_worker()) queue_->use_keys(ring, draw_salt(world_));
  if (!written.ok()) return Fail(std::move(written.error()));
  return ring.current().id;
}

/// Everything sealed, opened with the present keys and sealed with `fresh`, in one transaction. What did not open before stays as it
/// is: damaged() and verify() tell of it.
Stored<Nothing> Store::seal_again(Sealer& fresh) {
  auto transaction = Transaction::begin(*database_);
  if (!transaction.ok()) return Fail(std::move(transaction.error()));
  struct Item {
    std::string kind;  // contexts only
    Bytes key;         // what the row is found by
    std::string owner;
    Bytes sealed;
  };
  std::vector<Item> items;
  auto read = [&](const char* sql, const std::function<Item(const Row&)>& item) {
    items.clear();
    return database_->query(sql, {}, [&](const Row& row) { items.push_back(item(row)); });
  };
  auto write = [&](const std::function<Stored<Nothing>(const Item&, ByteView)>& update) -> Stored<Nothing> {
    for (const auto& item : items) {
      auto secret = sealer_->open(item.owner, item.sealed);
      if (!secret) continue;
      const Bytes sealed = fresh.seal(item.owner, *secret);
      crypto::wipe(*secret);
      auto done = update(item, sealed);
      if (!done.ok()) return done;
    }
    return Nothing{};
  };

  auto done = read("SELECT supi, sealed FROM subscribers", [](const Row& row) {
    return Item{{}, to_bytes(as_bytes(row.text(0))), subscriber_owner(row.text(0)), to_bytes(row.blob(1))};
  });
  if (done.ok())
    done = write([&](const Item& item, ByteView sealed) {
      return database_->run("UPDATE subscribers SET sealed=? WHERE supi=?", {sealed, as_text(item.key)});
    });
  if (done.ok())
    done = read("SELECT id, sealed FROM home_keys", [](const Row& row) {
      const auto id = std::uint8_t(row.number(0));
      return Item{{}, {id}, home_key_owner(id), to_bytes(row.blob(1))};
    });
  if (done.ok())
    done = write([&](const Item& item, ByteView sealed) {
      return database_->run("UPDATE home_keys SET sealed=? WHERE id=?", {sealed, std::int64_t(item.key.front())});
    });
  if (done.ok())
    done = read("SELECT kind, key, sealed FROM contexts", [](const Row& row) {
      return Item{std::string(row.text(0)), to_bytes(row.blob(1)), context_owner(row.text(0), row.blob(1)), to_bytes(row.blob(2))};
    });
  if (done.ok())
    done = write([&](const Item& item, ByteView sealed) {
      return database_->run("UPDATE contexts SET sealed=? WHERE kind=? AND key=?", {sealed, item.kind, ByteView(item.key)});
    });
  if (done.ok()) done = write_seal_check(*database_, fresh);
  if (!done.ok()) return done;
  return (*transaction)->commit();
}

Stored<Bytes> Store::snapshot() {
  check(lock_ == nullptr, "a snapshot is of a store in memory");
  return database_->snapshot();
}

Octets<32> Store::memory_key() const { return sealer_->ring().current().key; }

}  // namespace pellucid::store
