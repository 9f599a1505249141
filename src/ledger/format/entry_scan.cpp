#include "ledger/format/entry_scan.hpp"

#include <algorithm>
#include <chrono>

#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

constexpr int scan_depth = 64;
constexpr std::uint64_t largest_integer = (std::uint64_t(1) << 53) - 1;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// UTF-16 code units of a canonical string as it is written, one at a time: what members are sorted by.
class CodeUnits {
 public:
  explicit CodeUnits(std::string_view written) : rest_(written) {}
  /// Nothing at the end.
  std::optional<char16_t> next() {
    if (low_) return std::exchange(low_, std::nullopt);
    if (rest_.empty()) return {};
    auto code = take_code_point(rest_).value_or(0);
    if (code == U'\\') code = escaped();
    if (code < 0x10000) return char16_t(code);
    low_ = char16_t(0xDC00 + ((code - 0x10000) & 0x3FF));
    return char16_t(0xD800 + ((code - 0x10000) >> 10));
  }

 private:
  char32_t escaped() {
    char kind = rest_[0];
    rest_.remove_prefix(1);
    switch (kind) {
      case 'b': return '\b';
      case 'f': return '\f';
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      case 'u': break;
      default: return char32_t(kind);
    }
    auto value = from_hex(rest_.substr(0, 4));
    rest_.remove_prefix(4);
    return char32_t(from_big_endian(*value));
  }
  std::string_view rest_;
  std::optional<char16_t> low_;
};

bool before(std::string_view a, std::string_view b) {
  CodeUnits left(a), right(b);
  for (;;) {
    auto l = left.next(), r = right.next();
    if (!l || !r) return !l && r;
    if (*l != *r) return *l < *r;
  }
}

/// Reads a canonical text from its start; every take_ is false if what stands there is something else, or not written canonically.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest(text) {}
  std::string_view rest;

  bool take(std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  }
  /// `written` is what stands between the quotes.
  bool take_string(std::string_view& written) {
    if (!take("\"")) return false;
    auto start = rest;
    for (;;) {
      if (rest.empty()) return false;
      auto c = std::uint8_t(rest[0]);
      if (c == '"') break;
      if (c < 0x20) return false;
      if (c == '\\' ? !take_escape() : c < 0x80 ? !(rest.remove_prefix(1), true) : !take_code_point(rest)) return false;
    }
    written = start.substr(0, start.size() - rest.size());
    rest.remove_prefix(1);
    return true;
  }
  bool take_integer() {
    auto start = rest;
    bool negative = take("-");
    std::uint64_t value = 0;
    std::size_t digits = 0;
    for (; !rest.empty() && is_digit(rest[0]) && digits < 17; ++digits, rest.remove_prefix(1))
      value = value * 10 + std::uint64_t(rest[0] - '0');
    if (digits == 0 || value > largest_integer) return false;
    char first = start[negative ? 1 : 0];
    if (first == '0' && (digits > 1 || negative)) return false;
    return rest.empty() || (!is_digit(rest[0]) && rest[0] != '.' && rest[0] != 'e' && rest[0] != 'E');
  }
  bool take_value(int depth) {
    if (rest.empty()) return false;
    std::string_view ignored;
    switch (rest[0]) {
      case '"': return take_string(ignored);
      case '{': return take_object(depth, [&](std::string_view) { return take_value(depth + 1); });
      case '[': return take_array(depth);
      case 't': return take("true");
      case 'f': return take("false");
      case 'n': return take("null");
      default: return take_integer();
    }
  }
  /// Calls `member` with each name as written; it takes the value.
  template <class F>
  bool take_object(int depth, F member) {
    if (depth > scan_depth || !take("{")) return false;
    if (take("}")) return true;
    std::string_view last, name;
    for (bool first = true;; first = false) {
      if (!take_string(name) || !take(":") || (!first && !before(last, name)) || !member(name)) return false;
      last = name;
      if (take("}")) return true;
      if (!take(",")) return false;
    }
  }

 private:
  bool take_array(int depth) {
    if (depth > scan_depth || !take("[")) return false;
    if (take("]")) return true;
    for (;;) {
      if (!take_value(depth + 1)) return false;
      if (take("]")) return true;
      if (!take(",")) return false;
    }
  }
  /// RFC 8785 §3.2.2.2: only what must be escaped is, in its shortest form.
  bool take_escape() {
    if (rest.size() < 2) return false;
    if (std::string_view("\"\\bfnrt").find(rest[1]) != std::string_view::npos) return rest.remove_prefix(2), true;
    if (rest.size() < 6 || !rest.starts_with("\\u00") || (rest[4] != '0' && rest[4] != '1')) return false;
    char low = rest[5];
    if (!is_digit(low) && !(low >= 'a' && low <= 'f')) return false;
    if (rest[4] == '0' && std::string_view("89acd").find(low) != std::string_view::npos) return false;  // these have a short form
    rest.remove_prefix(6);
    return true;
  }
};

/// As parse_time() judges, without making a time of it.
bool is_time(std::string_view t) {
  static constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (t.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == 'd' ? !is_digit(t[i]) : t[i] != form[i]) return false;
  auto two = [&](std::size_t at) { return unsigned(t[at] - '0') * 10 + unsigned(t[at + 1] - '0'); };
  const unsigned year = two(0) * 100 + two(2);
  using namespace std::chrono;
  return year >= 1970 && year <= 2199 && year_month_day(std::chrono::year(int(year)), month(two(5)), day(two(8))).ok() && two(11) < 24 &&
         two(14) < 60 && two(17) < 60;
}

bool is_hash_text(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

}  // namespace

Result<EntryScan, std::string> scan_entry(std::string_view text) {
  if (text.size() > max_entry_octets) return Fail(std::string("longer than an entry may be"));
  EntryScan out;
  bool version = false;
  Scanner scanner(text);
  auto member = [&](std::string_view name) {
    std::string_view value;
    if (name == "v") return version = scanner.take("1");
    if (name == "type") return scanner.take_string(out.type) && !out.type.empty();
    if (name == "time") return scanner.take_string(out.time) && is_time(out.time);
    if (name == "element" || name == "actor" || name == "reason") return scanner.take_string(value) && !value.empty();
    if (name == "before" || name == "after") return scanner.rest.starts_with('{') && scanner.take_value(2);
    if (name != "sealed" || scanner.rest.starts_with("{}")) return false;
    return scanner.take_object(2, [&](std::string_view) { return scanner.take_string(value) && is_hash_text(value); });
  };
  // v is the last member, so that what follows its 1 is the closing brace or makes the text wrong.
  if (!scanner.take_object(1, member) || !scanner.rest.empty()) return Fail(std::string("not the canonical JSON (RFC 8785) of an entry"));
  if (!version || out.type.empty() || out.time.empty()) return Fail(std::string("an entry without v, type or time"));
  return out;
}

}  // namespace pellucid::ledger
