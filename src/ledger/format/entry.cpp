#include "ledger/format/entry.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <set>

#include "crypto/sha256.hpp"
#include "ledger/format/json.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

using Text = Result<std::string, std::string>;
constexpr std::int64_t max_integer = (std::int64_t(1) << 53) - 1;  // what every JSON reader keeps exactly (RFC 8785 §3.2.2.3)

/// The UTF-16 code units of a UTF-8 text: the order in which RFC 8785 §3.2.3 sorts members. Nothing if it is not UTF-8.
std::optional<std::u16string> utf16(std::string_view text) {
  std::u16string out;
  while (!text.empty()) {
    auto code = take_code_point(text);
    if (!code) return {};
    if (*code < 0x10000) {
      out += char16_t(*code);
    } else {
      out += char16_t(0xD800 + ((*code - 0x10000) >> 10));
      out += char16_t(0xDC00 + ((*code - 0x10000) & 0x3FF));
    }
  }
  return out;
}

/// RFC 8785 §3.2.2.2: the short escapes where there are some, nothing escaped that need not be.
void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (std::uint8_t(c) < 0x20) {
          char escape[8];
          std::snprintf(escape, sizeof escape, "\\u%04x", unsigned(std::uint8_t(c)));
          out += escape;
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

std::optional<std::string> write(std::string& out, const Tree& tree, int depth);

std::optional<std::string> write_object(std::string& out, const Tree::Object& object, int depth) {
  std::vector<std::pair<std::u16string, const std::pair<std::string, Tree>*>> order;
  order.reserve(object.size());
  for (auto& member : object) {
    auto units = utf16(member.first);
    if (!units) return "a member's name is not UTF-8";
    order.emplace_back(std::move(*units), &member);
  }
  std::sort(order.begin(), order.end(), [](auto& a, auto& b) { return a.first < b.first; });
  out += '{';
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && order[i].first == order[i - 1].first) return "member \"" + order[i].second->first + "\" stands there twice";
    if (i > 0) out += ',';
    write_string(out, order[i].second->first);
    out += ':';
    if (auto bad = write(out, order[i].second->second, depth + 1)) return bad;
  }
  out += '}';
  return {};
}

/// What is wrong, or nothing.
std::optional<std::string> write(std::string& out, const Tree& tree, int depth) {
  if (depth > int(max_json_depth)) return "nested deeper than 64";
  if (auto* object = tree.as_object()) return write_object(out, *object, depth);
  if (auto* array = tree.as_array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      if (auto bad = write(out, (*array)[i], depth + 1)) return bad;
    }
    out += ']';
    return {};
  }
  if (auto* text = tree.as_string()) {
    if (!utf16(*text)) return "a string is not UTF-8";
    write_string(out, *text);
    return {};
  }
  auto plain = tree.text();
  if (tree.is_null()) plain = "null";
  if (plain != "null" && plain != "true" && plain != "false") {
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (error != std::errc() || end != plain.data() + plain.size() || number > max_integer || number < -max_integer)
      return plain + " is not an integer between -(2^53 - 1) and 2^53 - 1; write it as a string";
  }
  out += plain;
  return {};
}

/// A string member of an entry; missing is empty.
bool take(const Tree& tree, std::string_view name, std::string& to) {
  auto* member = tree.find(name);
  if (!member) return true;
  auto* value = member->as_string();
  if (!value || value->empty()) return false;
  to = *value;
  return true;
}

bool take_object(const Tree& tree, std::string_view name, Tree& to) {
  auto* member = tree.find(name);
  if (!member) return true;
  if (!member->as_object()) return false;
  to = *member;
  return true;
}

bool take_sealed(const Tree& tree, Entry& entry) {
  auto* member = tree.find("sealed");
  if (!member) return true;
  if (!member->as_object() || member->as_object()->empty()) return false;
  for (auto& [field, value] : *member->as_object()) {
    auto* digits = value.as_string();
    auto hash = digits ? from_hex<32>(*digits) : std::nullopt;
    if (!hash || hex(*hash) != *digits) return false;
    entry.sealed.emplace_back(field, *hash);
  }
  return true;
}

}  // namespace

Text canonical_json(const Tree& tree) {
  std::string out;
  if (auto bad = write(out, tree, 0)) return Fail(*bad);
  return out;
}

Result<Tree, std::string> parse_canonical_json(std::string_view text) {
  auto tree = parse_json(text);
  if (!tree.ok()) return tree;
  auto again = canonical_json(*tree);
  if (!again.ok()) return Fail(again.error());
  if (*again != text) return Fail(std::string("not canonical JSON (RFC 8785)"));
  return tree;
}

std::string time_text(WallTime time) {
  using namespace std::chrono;
  auto milli = floor<milliseconds>(time);
  auto day = floor<days>(milli);
  year_month_day date(day);
  hh_mm_ss clock(milli - day);
  char out[40];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                int(clock.hours().count()), int(clock.minutes().count()), int(clock.seconds().count()), int(clock.subseconds().count()));
  return out;
}

std::optional<WallTime> parse_time(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 24) return {};
  auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    auto* end = text.data() + at + digits;
    auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc() && stop == end ? value : -1;
  };
  int y = number(0, 4), mo = number(5, 2), d = number(8, 2), h = number(11, 2), mi = number(14, 2), s = number(17, 2), ms = number(20, 3);
  if (y < 1970 || y > 2199 || mo < 0 || d < 0 || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 59 || ms < 0) return {};
  year_month_day date{year(y), month(unsigned(mo)), day(unsigned(d))};
  if (!date.ok()) return {};
  WallTime time = sys_days(date) + hours(h) + minutes(mi) + seconds(s) + milliseconds(ms);
  if (time_text(time) != text) return {};
  return time;
}

Hash commitment(const Opening& opening) {
  return crypto::sha256({as_bytes("pellucid/sealed/v1\n"), opening.salt, as_bytes(opening.field), as_bytes("\n"), opening.content});
}

Text entry_text(const Entry& entry) {
  if (entry.type.empty()) return Fail(std::string("an entry needs a type"));
  Tree tree = Tree::object();
  tree.add("v", 1);
  tree.add("type", entry.type);
  tree.add("time", time_text(entry.time));
  if (!entry.element.empty()) tree.add("element", entry.element);
  if (!entry.actor.empty()) tree.add("actor", entry.actor);
  if (!entry.reason.empty()) tree.add("reason", entry.reason);
  if (!entry.before.is_null()) tree.add("before", entry.before);
  if (!entry.after.is_null()) tree.add("after", entry.after);
  if (!entry.sealed.empty()) {
    auto& sealed = tree.add("sealed", Tree::object());
    for (auto& [field, hash] : entry.sealed) sealed.add(field, hex(hash));
  }
  auto text = canonical_json(tree);
  if (text.ok() && text->size() > max_entry_octets)
    return Fail("an entry has " + std::to_string(text->size()) + " octets, allowed are " + std::to_string(max_entry_octets) +
                "; seal large content instead");
  return text;
}

Result<Entry, std::string> parse_entry(std::string_view text) {
  if (text.size() > max_entry_octets) return Fail(std::string("longer than an entry may be"));
  auto tree = parse_canonical_json(text);
  if (!tree.ok()) return Fail(tree.error());
  if (!tree->as_object()) return Fail(std::string("not a JSON object"));
  static const std::set<std::string, std::less<>> known{"v", "type", "time", "element", "actor", "reason", "before", "after", "sealed"};
  for (auto& [name, value] : *tree->as_object())
    if (!known.contains(name)) return Fail("unknown member \"" + name + "\"");
  auto* version = tree->find("v");
  if (!version || version->text() != "1" || version->as_string()) return Fail(std::string("v is not 1"));
  Entry entry;
  std::string time;
  bool right = take(*tree, "type", entry.type) && take(*tree, "time", time) && take(*tree, "element", entry.element) &&
               take(*tree, "actor", entry.actor) && take(*tree, "reason", entry.reason) && take_object(*tree, "before", entry.before) &&
               take_object(*tree, "after", entry.after) && take_sealed(*tree, entry);
  auto when = parse_time(time);
  if (!right || entry.type.empty() || !when) return Fail(std::string("a member of the wrong form"));
  entry.time = *when;
  return entry;
}

}  // namespace pellucid::ledger
