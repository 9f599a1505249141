#include "base/tree.hpp"

#include <cmath>
#include <cstdio>

namespace pellucid {
std::size_t utf8_length(std::string_view text) {
  auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto follows = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
  unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    unsigned second = at(1);
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    unsigned second = at(1);
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second > 0x8F) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += char(c);
      ++i;
    } else if (c < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      out += escape;
      ++i;
    } else if (auto n = utf8_length(text.substr(i))) {
      out += text.substr(i, n);
      i += n;
    } else {
      out += "\xEF\xBF\xBD";
      ++i;
    }
  }
  return out + '"';
}

Tree& Tree::add(std::string name, Tree value) {
  if (!as_object()) value_ = Object{};
  auto& members = std::get<Object>(value_);
  members.emplace_back(std::move(name), std::move(value));
  return members.back().second;
}

Tree& Tree::push(Tree value) {
  if (!as_array()) value_ = Array{};
  auto& items = std::get<Array>(value_);
  items.push_back(std::move(value));
  return items.back();
}

const Tree* Tree::find(std::string_view name) const {
  if (auto* members = as_object())
    for (auto& [key, value] : *members)
      if (key == name) return &value;
  return nullptr;
}

const Tree* Tree::find_deep(std::string_view name) const {
  if (auto* found = find(name)) return found;
  if (auto* members = as_object())
    for (auto& [key, value] : *members)
      if (auto* found = value.find_deep(name)) return found;
  if (auto* items = as_array())
    for (auto& item : *items)
      if (auto* found = item.find_deep(name)) return found;
  return nullptr;
}

std::string Tree::json() const {
  if (auto* b = std::get_if<bool>(&value_)) return *b ? "true" : "false";
  if (auto* i = std::get_if<std::int64_t>(&value_)) return std::to_string(*i);
  if (auto* u = std::get_if<std::uint64_t>(&value_)) return std::to_string(*u);
  if (auto* d = std::get_if<double>(&value_)) {
    if (!std::isfinite(*d)) return "null";
    char number[32];
    std::snprintf(number, sizeof number, "%.10g", *d);
    return number;
  }
  if (auto* s = as_string()) return json_string(*s);
  if (auto* items = as_array()) {
    std::string out = "[";
    for (auto& item : *items) out += (out.size() > 1 ? "," : "") + item.json();
    return out + "]";
  }
  if (auto* members = as_object()) {
    std::string out = "{";
    for (auto& [key, value] : *members) out += (out.size() > 1 ? "," : "") + json_string(key) + ":" + value.json();
    return out + "}";
  }
  return "null";
}

std::string Tree::text() const { return as_string() ? *as_string() : json(); }

std::string Tree::outline(int indent) const {
  std::string out;
  std::string margin(std::size_t(indent) * 2, ' ');
  auto line = [&](const std::string& label, const Tree& value) {
    bool nested = value.as_object() || value.as_array();
    out += margin + label + (nested ? "\n" + value.outline(indent + 1) : " " + value.text() + "\n");
  };
  if (auto* members = as_object()) {
    for (auto& [key, value] : *members) line(key + ":", value);
  } else if (auto* items = as_array()) {
    for (auto& item : *items) line("-", item);
  } else {
    out += margin + text() + "\n";
  }
  return out;
}

}  // namespace pellucid
