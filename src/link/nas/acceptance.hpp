#pragma once
// Which messages a side takes in without valid protection (TS 24.501 §4.4.4.2, §4.4.4.3).
#include "link/nas/channel.hpp"

namespace pellucid::nas {

/// Whether `receiver` may handle this plain message while secure exchange is not established. Some only with certain contents:
/// an Identity Request for a SUCI, a reject whose cause is harmless. Everything else is discarded.
bool acceptable_unprotected(Side receiver, ByteView plain);

/// Whether the network may handle a message of this type whose MAC is wrong or cannot be checked, while secure exchange is not
/// established: the ones above, and the service requests, which are then rejected with cause 9.
bool acceptable_unverified(std::uint8_t message_type);

}  // namespace pellucid::nas
