#pragma once
// JSON that a person wrote (a policy list), as a Tree: strict, bounded, and with the line in its errors.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/tree.hpp"

namespace pellucid::oversight {

/// Refused, in words and with the line: what is not JSON, a member that stands twice, nesting beyond 16, a text that is not UTF-8.
Result<Tree, std::string> parse_json(std::string_view text);

}  // namespace pellucid::oversight
