#include "ledger/format/text.hpp"

#include <charconv>

namespace pellucid::ledger {

std::optional<char32_t> take_code_point(std::string_view& rest) {
  auto first = std::uint8_t(rest[0]);
  unsigned length = first < 0x80                    ? 1
                    : first >= 0xC2 && first < 0xE0 ? 2
                    : (first & 0xF0) == 0xE0        ? 3
                    : first >= 0xF0 && first < 0xF5 ? 4
                                                    : 0;
  if (length == 0 || length > rest.size()) return {};
  std::uint32_t code = length == 1 ? first : first & (0x7Fu >> length);
  for (unsigned k = 1; k < length; ++k) {
    auto next = std::uint8_t(rest[k]);
    if ((next & 0xC0) != 0x80) return {};
    code = code << 6 | (next & 0x3F);
  }
  bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  rest.remove_prefix(length);
  return char32_t(code);
}

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (!take_code_point(text)) return false;
  return true;
}

bool is_space(char32_t code) {
  return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  if (text.empty() || text.size() > 19 || (text.size() > 1 && text[0] == '0')) return {};
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > INT64_MAX) return {};
  return value;
}

std::optional<std::string_view> take_line(std::string_view& rest) {
  auto end = rest.find('\n');
  if (end == std::string_view::npos) return {};
  auto line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace pellucid::ledger
