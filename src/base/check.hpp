#pragma once
// check(): for our own bugs only. Nothing that a peer, a user or a disk can do may reach a failing check.
#include <source_location>

namespace pellucid {

/// Prints where and what, then aborts.
[[noreturn]] void check_failed(const char* what, std::source_location where);

inline void check(bool condition, const char* what, std::source_location where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    check_failed(what, where);
}

}  // namespace pellucid
