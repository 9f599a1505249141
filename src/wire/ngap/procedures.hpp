#pragma once
// What is known of each procedure without its messages' contents: names and criticality (TS 38.413 §9.4.3).
#include <cstdint>

#include "wire/ngap/cause.hpp"

namespace pellucid::ngap {

struct Procedure {
  const char* names[3];  // initiating message, successful outcome, unsuccessful outcome; nullptr where there is none
  Criticality criticality;
};
/// The procedure of that code in V17.4, or nullptr.
const Procedure* procedure_of(std::uint8_t code);
/// "GlobalRANNodeID" for 27; "" if V17.4 has none.
const char* ie_name(std::uint16_t id);

}  // namespace pellucid::ngap
