#pragma once
// The tables, and how an older database becomes a present one.
#include "store/database.hpp"

namespace pellucid::store {

/// "Pelu" in the file's header: says that a file is ours.
constexpr std::int64_t application_id = 0x50656C75;
/// What this program writes (PRAGMA user_version).
std::int64_t schema_version();
/// Brings an empty or older database to schema_version() in one transaction. Refuses a newer one and one that is not ours.
Stored<Nothing> migrate(Database& database);

}  // namespace pellucid::store
