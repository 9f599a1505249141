#pragma once
// errno in words.
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "runtime/world.hpp"

namespace pellucid {

/// "bind 127.0.0.3:8805: Address already in use", from errno of just now.
inline Fail<IoError> io_failure(std::string what, int number = errno) {
  return Fail(IoError{number, std::move(what) + ": " + std::strerror(number)});
}

}  // namespace pellucid
