#pragma once
// JSON as a Tree, for everybody who reads some: strict, bounded, and with the line in its errors.
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/tree.hpp"

namespace pellucid::ledger {

inline constexpr std::size_t max_json_depth = 64;

/// Refused, in words and with the line: what is not JSON, a member that stands twice, deeper nesting, a text that is not UTF-8.
Result<Tree, std::string> parse_json(std::string_view text, std::size_t max_depth = max_json_depth);

}  // namespace pellucid::ledger
