// Comparison of messages, for tests: instantiated for every message, so it has a file of its own.
#include "wire/ngap/messages.hpp"

namespace pellucid::ngap {

bool Pdu::operator==(const Pdu&) const = default;

}  // namespace pellucid::ngap
