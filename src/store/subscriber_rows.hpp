#pragma once
// Subscribers as rows of the database: the one place that knows the columns.
#include <functional>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/seal.hpp"
#include "store/subscribers.hpp"

namespace pellucid::store {

/// Every subscriber; the digits of those whose row or seal is damaged go to `damaged` and are left out.
Stored<Nothing> read_subscribers(Database& database, Sealer& sealer, std::vector<std::string>& damaged,
                                 const std::function<void(Subscriber&&)>& each);
/// A new row with its data networks, inside the caller's transaction.
Stored<Nothing> insert_subscriber(Database& database, Sealer& sealer, const Subscriber& subscriber);

/// What the credentials of that subscriber are sealed to.
std::string subscriber_owner(std::string_view digits);

}  // namespace pellucid::store
