#include "store/schema.hpp"

#include <array>

namespace pellucid::store {
namespace {

// Each step stands for ever: a change of the tables is a new step at the end.
constexpr std::array<const char*, 1> steps = {
    // 1. Secrets stand in `sealed` columns only (seal.hpp). Times are nanoseconds since 1970, rates bits a second.
    R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE subscribers (
  supi TEXT PRIMARY KEY,            -- the digits
  sealed BLOB NOT NULL,             -- algorithm, K, OPc, AMF field
  enabled INTEGER NOT NULL,
  name TEXT NOT NULL, note TEXT NOT NULL, msisdn TEXT NOT NULL,
  ue_ambr_down INTEGER NOT NULL, ue_ambr_up INTEGER NOT NULL,
  sequence_offset INTEGER NOT NULL, -- SEQ = clock + offset, steps of 0.1 s
  created INTEGER NOT NULL, changed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE subscribed_dnns (
  supi TEXT NOT NULL REFERENCES subscribers(supi) ON DELETE CASCADE,
  slice_position INTEGER NOT NULL, dnn_position INTEGER NOT NULL,
  slice TEXT NOT NULL, slice_default INTEGER NOT NULL,
  dnn TEXT NOT NULL, dnn_default INTEGER NOT NULL,
  ambr_down INTEGER NOT NULL, ambr_up INTEGER NOT NULL,
  five_qi INTEGER NOT NULL, arp_priority INTEGER NOT NULL, arp_preempts INTEGER NOT NULL, arp_preemptable INTEGER NOT NULL,
  versions TEXT NOT NULL, ipv4 TEXT, ipv6 TEXT,
  PRIMARY KEY (supi, slice_position, dnn_position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX static_ipv4 ON subscribed_dnns(dnn, ipv4) WHERE ipv4 IS NOT NULL;
CREATE UNIQUE INDEX static_ipv6 ON subscribed_dnns(dnn, ipv6) WHERE ipv6 IS NOT NULL;
CREATE TABLE home_keys (
  id INTEGER PRIMARY KEY,           -- as in the SUCI
  scheme INTEGER NOT NULL,          -- 1 profile A, 2 profile B
  public_key BLOB NOT NULL, sealed BLOB NOT NULL,
  created INTEGER NOT NULL
);
CREATE TABLE contexts (
  kind TEXT NOT NULL, key BLOB NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;
)sql"};

}  // namespace

std::int64_t schema_version() { return std::int64_t(steps.size()); }

Stored<Nothing> migrate(Database& database) {
  auto version = database.number("PRAGMA user_version");
  if (!version.ok()) return Fail(std::move(version.error()));
  auto owner = database.number("PRAGMA application_id");
  if (!owner.ok()) return Fail(std::move(owner.error()));
  auto tables = database.number("SELECT count(*) FROM sqlite_master");
  if (!tables.ok()) return Fail(std::move(tables.error()));
  const std::string& file = database.file();
  if (*owner != application_id && (*owner != 0 || *version != 0 || *tables != 0))
    return Fail(StoreError{StoreError::Kind::damaged, file, "this is a database of another program", "name another file as the store", {}});
  if (*version > schema_version())
    return Fail(StoreError{StoreError::Kind::too_new,
                           file,
                           "written by a later version (schema " + std::to_string(*version) + ", this program knows up to " +
                               std::to_string(schema_version()) + ")",
                           "run that version, or restore a backup made by this one",
                           {}});
  if (*version == schema_version()) return Nothing{};
  auto transaction = Transaction::begin(database);
  if (!transaction.ok()) return Fail(std::move(transaction.error()));
  std::string sql = "PRAGMA application_id=" + std::to_string(application_id) + ";";
  for (auto step = std::size_t(*version); step < steps.size(); ++step) sql += steps[step];
  sql += "PRAGMA user_version=" + std::to_string(schema_version()) + ";";
  auto done = database.script(sql);
  if (!done.ok()) return done;
  return (*transaction)->commit();
}

}  // namespace pellucid::store
