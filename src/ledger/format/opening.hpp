#pragma once
// Openings as files: what was sealed, shown. One canonical JSON object:
//   {"content":"<base64>","entry":17,"field":"supi","salt":"<32 hex digits>","v":1}
// or, when the content was erased, {"entry":17,"erased":true,"field":"supi","v":1}.
#include "ledger/format/entry.hpp"

namespace pellucid::ledger {

inline constexpr std::size_t max_opening_octets = 16u << 20;

struct OpeningFile {
  std::uint64_t entry = 0;
  bool erased = false;
  Opening opening;  // of an erased one only the field

  std::string text() const;
  bool operator==(const OpeningFile&) const = default;
};
/// Strict.
Result<OpeningFile, std::string> parse_opening(std::string_view text);

}  // namespace pellucid::ledger
