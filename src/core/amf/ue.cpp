#include "core/amf/ue.hpp"

#include <algorithm>

namespace pellucid::amf {

std::string Ue::subject() const {
  if (!supi.empty()) return supi.text();
  if (guti) return guti->text();
  return "phone " + std::to_string(number);
}

Session* Ue::session(PduSessionId id) {
  auto found = std::find_if(sessions.begin(), sessions.end(), [&](const Session& s) { return s.id == id; });
  return found == sessions.end() ? nullptr : &*found;
}

void Ue::drop_session(PduSessionId id) {
  std::erase_if(sessions, [&](const Session& s) { return s.id == id; });
}

}  // namespace pellucid::amf
