#pragma once
// What the text formats of the log are made of: UTF-8, strictly (RFC 3629 §4), decimal numbers, lines.
#include <cstdint>
#include <optional>
#include <string_view>

namespace pellucid::ledger {

/// Takes the first code point off `rest`, which is not empty. Nothing if the octets there are not one in its only right form.
std::optional<char32_t> take_code_point(std::string_view& rest);
bool is_utf8(std::string_view text);
/// White_Space of the Unicode character database.
bool is_space(char32_t code);
/// A decimal number without sign or leading zeros; nothing for anything else, or beyond 2^63 - 1.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

/// Takes the first line with its newline off `rest` and returns it without; nothing if no newline is left.
std::optional<std::string_view> take_line(std::string_view& rest);

}  // namespace pellucid::ledger
