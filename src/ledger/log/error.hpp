#pragma once
// LedgerError: what went wrong with which file of the log, and what to do about it.
#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace pellucid::ledger {

struct LedgerError {
  enum class Kind : std::uint8_t { unreadable, in_use, damaged, disk_full, disk, key, overload, invalid, not_found };
  Kind kind{};
  std::string file;   // what it is about; may be empty
  std::string what;   // what happened
  std::string fix{};  // what to do

  std::string text() const { return file + (file.empty() ? "" : ": ") + what + (fix.empty() ? "" : "; " + fix); }
};
template <class T>
using LedgerResult = Result<T, LedgerError>;

}  // namespace pellucid::ledger
