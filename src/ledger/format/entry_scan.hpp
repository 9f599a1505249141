#pragma once
// parse_entry() without building anything: for whoever reads millions of entries and wants to know that each is right, and when it was.
#include "ledger/format/entry.hpp"

namespace pellucid::ledger {

struct EntryScan {
  std::string_view type, time;  // views into the text; times are of one form, so that they compare as text
  bool operator==(const EntryScan&) const = default;
};
/// Accepts and refuses exactly what parse_entry() does.
Result<EntryScan, std::string> scan_entry(std::string_view text);

}  // namespace pellucid::ledger
