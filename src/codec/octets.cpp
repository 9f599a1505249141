#include "codec/octets.hpp"

namespace pellucid::codec {

const char* name(WireError::Kind kind) {
  switch (kind) {
    case WireError::Kind::truncated: return "truncated";
    case WireError::Kind::bad_length: return "length out of range";
    case WireError::Kind::bad_value: return "value not allowed";
    case WireError::Kind::missing: return "mandatory element missing";
    case WireError::Kind::wrong_type: return "not this message type";
    case WireError::Kind::too_many: return "more elements than allowed";
    case WireError::Kind::trailing: return "octets left over";
  }
  return "?";
}

std::string text(const WireError& error) {
  std::string out = std::string(name(error.kind)) + " at octet " + std::to_string(error.offset);
  if (*error.field) out += std::string(" in ") + error.field;
  if (error.ie) out += " (IE " + std::to_string(error.ie) + ")";
  return out;
}

}  // namespace pellucid::codec
