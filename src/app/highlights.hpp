#pragma once
// The few fields of a message that a reader looks for, in one short line: "initial registration, SUCI 999-70 ...0011".
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/tree.hpp"
#include "runtime/trace.hpp"

namespace pellucid::app {

/// `name` and `fields` are those of the message (MessageView). Of an NGAP message without what its NAS messages say: they have lines of
/// their own. Empty if there is nothing worth a line.
std::string highlights(Protocol protocol, std::string_view name, const Tree& fields);

/// A user's packet: "10.45.0.2 -> 192.0.2.1 ICMP, 84 octets".
std::string packet_text(ByteView packet);

}  // namespace pellucid::app
