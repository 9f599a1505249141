// Why a channel refused its parameters or its input.
#pragma once

#include "base/result.hpp"

namespace pellucid::phy {

/// A parameter outside the standard, or an input whose shape does not fit it. `what` is a static text with the clause; nothing is
/// allocated, so a fault costs nothing in the slot path.
struct Fault {
  const char* what = "";
};

}  // namespace pellucid::phy
