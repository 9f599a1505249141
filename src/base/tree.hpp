#pragma once
// Tree: an ordered, JSON-shaped picture of a message or a state. Messages print themselves into it; the ladder, the
// JSON output, the API and `explain` read it.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace pellucid {

class Tree {
 public:
  using Array = std::vector<Tree>;
  using Object = std::vector<std::pair<std::string, Tree>>;

  Tree() = default;  // null
  Tree(bool value) : value_(value) {}
  template <class T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
  Tree(T value) {
    if constexpr (std::is_signed_v<T>)
      value_ = std::int64_t(value);
    else
      value_ = std::uint64_t(value);
  }
  Tree(double value) : value_(value) {}
  Tree(std::string text) : value_(std::move(text)) {}
  Tree(std::string_view text) : value_(std::string(text)) {}
  Tree(const char* text) : value_(std::string(text)) {}
  Tree(Array items) : value_(std::move(items)) {}
  Tree(Object members) : value_(std::move(members)) {}
  static Tree object() { return Tree(Object{}); }
  static Tree array() { return Tree(Array{}); }

  /// Adds a member and returns it; a null tree becomes an object first.
  Tree& add(std::string name, Tree value);
  /// Adds an item and returns it; a null tree becomes an array first.
  Tree& push(Tree value);
  /// The member of that name, or nullptr. Depth one.
  const Tree* find(std::string_view name) const;
  /// The first member of that name anywhere below, depth first, or nullptr.
  const Tree* find_deep(std::string_view name) const;

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  const Object* as_object() const { return std::get_if<Object>(&value_); }
  const Array* as_array() const { return std::get_if<Array>(&value_); }
  const std::string* as_string() const { return std::get_if<std::string>(&value_); }
  /// Scalars as plain text (no quotes); objects and arrays as JSON.
  std::string text() const;
  /// One line of JSON. Octets that are not UTF-8 in a string become U+FFFD.
  std::string json() const;
  /// Indented text for people, two blanks a level: `name: value`.
  std::string outline(int indent = 0) const;

  bool operator==(const Tree&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> value_;
};

/// Length of the well-formed UTF-8 sequence at the start of `text`, 0 if there is none (RFC 3629).
std::size_t utf8_length(std::string_view text);
/// `text` as a quoted JSON string.
std::string json_string(std::string_view text);

}  // namespace pellucid
