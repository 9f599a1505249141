#pragma once
#include "runtime/world.hpp"

namespace pellucid::bench {

/// Networks and mounts of our own for this process (which must still have one thread) and its children: as root directly, otherwise as
/// root of a user namespace. All of it is gone with the last of them.
Io<Nothing> isolate();

}  // namespace pellucid::bench
