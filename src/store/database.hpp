#pragma once
// One SQLite connection with its prepared statements. Everything that SQLite can say becomes a StoreError.
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "base/bytes.hpp"
#include "store/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace pellucid::store {

/// What goes into a `?`. Views must live until the call returns. monostate is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, ByteView>;

/// One row of an answer; views are valid until the next row.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  std::int64_t number(int column) const;
  std::string_view text(int column) const;
  ByteView blob(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_;
};

class Database {
 public:
  /// An ordinary file: created with mode 0600 if it is not there. WAL; each commit is on the disk when it returns.
  static Stored<std::unique_ptr<Database>> open(const std::string& file);
  /// A file that nobody else uses, without a log beside it; not on the disk before sync_file() (file_lock.hpp).
  static Stored<std::unique_ptr<Database>> open_single(const std::string& file);
  /// In memory, with the content that snapshot() gave, or empty.
  static Stored<std::unique_ptr<Database>> in_memory(ByteView content = {});
  /// A file that is only looked at; must be there.
  static Stored<std::unique_ptr<Database>> read_only(const std::string& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One statement, kept prepared: `sql` should be a literal.
  Stored<Nothing> run(std::string_view sql, std::initializer_list<Value> values = {});
  /// Calls `each` for each row.
  Stored<Nothing> query(std::string_view sql, std::initializer_list<Value> values, const std::function<void(const Row&)>& each);
  /// The first column of the first row; `otherwise` if there is no row.
  Stored<std::int64_t> number(std::string_view sql, std::int64_t otherwise = 0);
  /// Several statements separated by semicolons, without values.
  Stored<Nothing> script(const std::string& sql);
  /// Rows that the last run() touched.
  std::int64_t touched() const;

  /// PRAGMA integrity_check: nothing, or an error of kind damaged with what was found first.
  Stored<Nothing> verify();
  /// All pages into the file `to`, which must not exist, while others may go on writing. Not on the disk before sync_file().
  Stored<Nothing> copy_to(const std::string& to);
  /// The whole content as octets (in-memory databases).
  Stored<Bytes> snapshot();

  const std::string& file() const { return file_; }

 private:
  Database(sqlite3* handle, std::string file) : handle_(handle), file_(std::move(file)) {}
  static Stored<std::unique_ptr<Database>> connect(const std::string& file, int flags);
  Stored<sqlite3_stmt*> prepare(std::string_view sql, std::initializer_list<Value> values);
  StoreError fault(int code) const;

  sqlite3* handle_;
  std::string file_;
  std::unordered_map<std::string, sqlite3_stmt*> prepared_;
};

/// BEGIN IMMEDIATE now; undone unless commit() is called.
class Transaction {
 public:
  static Stored<std::unique_ptr<Transaction>> begin(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Stored<Nothing> commit();

 private:
  explicit Transaction(Database& database) : database_(database) {}
  Database& database_;
  bool open_ = true;
};

}  // namespace pellucid::store
