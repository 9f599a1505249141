#include "store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.hpp"

namespace pellucid::store {
namespace {

constexpr int busy_wait_ms = 10'000;  // the other connection of this process commits at most this long

/// What an SQLite code means for the operator.
StoreError in_words(int code, const std::string& file, const std::string& message) {
  using Kind = StoreError::Kind;
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Kind::damaged, file, "the database is damaged (" + message + ")", "restore a backup: pellucid restore FILE"};
    case SQLITE_FULL: return {Kind::unreadable, file, "no space left for the database (" + message + ")", "free space on that disk"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Kind::in_use, file, "the database is held by another program (" + message + ")", "end whatever else has opened it"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {Kind::unreadable, file, "the database cannot be opened for writing (" + message + ")",
              "check the owner and the rights of the file and its folder"};
    default: return {Kind::unreadable, file, "SQLite: " + message, "check the disk and the system log"};
  }
}

int bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, index, *number);
  if (auto* text = std::get_if<std::string_view>(&value))
    return sqlite3_bind_text64(statement, index, text->empty() ? "" : text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  if (auto* blob = std::get_if<ByteView>(&value)) {
    if (blob->empty()) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, blob->data(), blob->size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

/// The file with mode 0600 before SQLite sees it, so that nobody else can open it in between.
Stored<Nothing> create_private(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return Fail(StoreError{StoreError::Kind::unreadable, file, std::string("cannot be opened: ") + std::strerror(errno),
                           "check the owner and the rights of the file and its folder"});
  ::close(descriptor);
  return Nothing{};
}

}  // namespace

std::int64_t Row::number(int column) const { return sqlite3_column_int64(statement_, column); }
std::string_view Row::text(int column) const {
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return start ? std::string_view(start, std::size_t(sqlite3_column_bytes(statement_, column))) : std::string_view();
}
ByteView Row::blob(int column) const {
  const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return start ? ByteView(start, std::size_t(sqlite3_column_bytes(statement_, column))) : ByteView();
}
bool Row::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Stored<std::unique_ptr<Database>> Database::connect(const std::string& file, int flags) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (code != SQLITE_OK) {
    StoreError error = in_words(code, file, handle ? sqlite3_errmsg(handle) : "out of memory");
    sqlite3_close_v2(handle);
    return Fail(std::move(error));
  }
  auto database = std::unique_ptr<Database>(new Database(handle, file));
  sqlite3_busy_timeout(handle, busy_wait_ms);
  auto ready = database->script("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;");
  if (!ready.ok()) return Fail(std::move(ready.error()));
  return database;
}

Stored<std::unique_ptr<Database>> Database::open(const std::string& file) {
  auto created = create_private(file);
  if (!created.ok()) return Fail(std::move(created.error()));
  auto database = connect(file, SQLITE_OPEN_READWRITE);
  if (!database.ok()) return database;
  auto ready = (*database)->script("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2000;");
  if (!ready.ok()) return Fail(std::move(ready.error()));
  return database;
}

Stored<std::unique_ptr<Database>> Database::open_single(const std::string& file) {
  auto database = connect(file, SQLITE_OPEN_READWRITE);
  if (!database.ok()) return database;
  auto ready = (*database)->script("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF;");
  if (!ready.ok()) return Fail(std::move(ready.error()));
  return database;
}

Stored<std::unique_ptr<Database>> Database::in_memory(ByteView content) {
  auto database = connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY);
  if (!database.ok() || content.empty()) return database;
  auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(content.size()));
  check(copy != nullptr, "memory for the database");
  std::memcpy(copy, content.data(), content.size());
  const int code = sqlite3_deserialize((*database)->handle_, "main", copy, sqlite3_int64(content.size()), sqlite3_int64(content.size()),
                                       SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  if (code != SQLITE_OK) return Fail((*database)->fault(code));
  return database;
}

Stored<std::unique_ptr<Database>> Database::read_only(const std::string& file) { return connect(file, SQLITE_OPEN_READONLY); }

Database::~Database() {
  for (auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

StoreError Database::fault(int code) const { return in_words(code, file_, sqlite3_errmsg(handle_)); }

Stored<sqlite3_stmt*> Database::prepare(std::string_view sql, std::initializer_list<Value> values) {
  auto it = prepared_.find(std::string(sql));
  if (it == prepared_.end()) {
    sqlite3_stmt* fresh = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &fresh, nullptr);
    if (code != SQLITE_OK) return Fail(fault(code));
    it = prepared_.emplace(std::string(sql), fresh).first;
  }
  int index = 0;
  for (const auto& value : values) {
    const int code = bind(it->second, ++index, value);
    if (code != SQLITE_OK) return Fail(fault(code));
  }
  return it->second;
}

Stored<Nothing> Database::query(std::string_view sql, std::initializer_list<Value> values, const std::function<void(const Row&)>& each) {
  auto statement = prepare(sql, values);
  if (!statement.ok()) return Fail(std::move(statement.error()));
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(*statement)) == SQLITE_ROW)
    if (each) each(Row(*statement));
  Stored<Nothing> outcome = Nothing{};
  if (code != SQLITE_DONE) outcome = Fail(fault(code));
  sqlite3_reset(*statement);
  sqlite3_clear_bindings(*statement);
  return outcome;
}

Stored<Nothing> Database::run(std::string_view sql, std::initializer_list<Value> values) { return query(sql, values, nullptr); }

Stored<std::int64_t> Database::number(std::string_view sql, std::int64_t otherwise) {
  std::int64_t value = otherwise;
  bool first = true;
  auto done = query(sql, {}, [&](const Row& row) {
    if (std::exchange(first, false) && !row.is_null(0)) value = row.number(0);
  });
  if (!done.ok()) return Fail(std::move(done.error()));
  return value;
}

Stored<Nothing> Database::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Fail(fault(code));
  return Nothing{};
}

std::int64_t Database::touched() const { return sqlite3_changes64(handle_); }

Stored<Nothing> Database::verify() {
  std::string found;
  auto done = query("PRAGMA integrity_check(1)", {}, [&](const Row& row) { found = std::string(row.text(0)); });
  if (!done.ok()) return done;
  if (found != "ok") return Fail(in_words(SQLITE_CORRUPT, file_, found));
  return Nothing{};
}

Stored<Nothing> Database::copy_to(const std::string& to) {
  auto created = create_private(to);
  if (!created.ok()) return created;
  auto target = connect(to, SQLITE_OPEN_READWRITE);
  if (!target.ok()) return Fail(std::move(target.error()));
  auto quick = (*target)->script("PRAGMA synchronous=OFF;");
  if (!quick.ok()) return quick;
  sqlite3_backup* backup = sqlite3_backup_init((*target)->handle_, "main", handle_, "main");
  if (!backup) return Fail((*target)->fault(sqlite3_errcode((*target)->handle_)));
  const int step = sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE) return Fail(in_words(step, to, sqlite3_errstr(step)));
  if (code != SQLITE_OK) return Fail(in_words(code, to, sqlite3_errstr(code)));
  // One file, without a log beside it.
  return (*target)->script("PRAGMA journal_mode=DELETE;");
}

Stored<Bytes> Database::snapshot() {
  sqlite3_int64 size = 0;
  unsigned char* octets = sqlite3_serialize(handle_, "main", &size, 0);
  if (!octets && size != 0) return Fail(StoreError{StoreError::Kind::unreadable, file_, "no memory for a snapshot", "free memory", {}});
  Bytes out(octets, octets + size);
  sqlite3_free(octets);
  return out;
}

Stored<std::unique_ptr<Transaction>> Transaction::begin(Database& database) {
  auto begun = database.run("BEGIN IMMEDIATE");
  if (!begun.ok()) return Fail(std::move(begun.error()));
  return std::unique_ptr<Transaction>(new Transaction(database));
}

Transaction::~Transaction() {
  // A failed ROLLBACK leaves nothing committed either: SQLite has rolled back by itself.
  if (open_) static_cast<void>(database_.run("ROLLBACK"));
}

Stored<Nothing> Transaction::commit() {
  auto done = database_.run("COMMIT");
  if (done.ok()) open_ = false;
  return done;
}

}  // namespace pellucid::store
