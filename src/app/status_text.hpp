#pragma once
// What `pellucid status` prints for people; --json prints the Tree itself.
#include <string>

#include "base/tree.hpp"

namespace pellucid::app {

/// The answer of the running process to "status" (Network::status()).
std::string status_text(const Tree& status);

/// "999 bit/s", "12.3 Mbit/s", "1.2 k packets/s": three digits and a prefix of SI.
std::string with_prefix(double value, const char* unit);

}  // namespace pellucid::app
