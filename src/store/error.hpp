#pragma once
// StoreError: what went wrong with which file, and what to do about it.
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "base/why.hpp"

namespace pellucid::store {

struct StoreError {
  enum class Kind : std::uint8_t {
    unreadable,  // cannot be opened, read or written (rights, missing folder, full disk)
    in_use,      // another process owns it
    damaged,     // not a database, broken pages, a seal that does not open
    too_new,     // written by a later version
    key_file,    // the sealing key is missing, readable by others, or another one
    exists,      // there already
    not_found,   // no such subscriber, key, ...
    invalid,     // a value that is not allowed; `why` says which
    overload,    // a queue is full
  };
  Kind kind{};
  std::string file;    // what it is about
  std::string what{};  // what happened
  std::string fix{};   // what to do
  Why why{};           // Kind::invalid: the field, the value and what is allowed

  /// "/var/lib/pellucid/pellucid.db: in use by process 812; stop it, or ..."
  std::string text() const { return file + (file.empty() ? "" : ": ") + what + (fix.empty() ? "" : "; " + fix); }
};

template <class T>
using Stored = Result<T, StoreError>;

}  // namespace pellucid::store
