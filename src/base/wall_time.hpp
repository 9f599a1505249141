#pragma once
// Lengths of time, and the time of day. What the time is comes from a World only (runtime/world.hpp).
#include <chrono>

namespace pellucid {

using Duration = std::chrono::nanoseconds;
/// UTC as the machine believes it; may step either way.
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

}  // namespace pellucid
