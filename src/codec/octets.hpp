#pragma once
// One description of an octet layout, three uses: OctetReader decodes, OctetWriter encodes, OctetPrinter shows.
//
//   struct Tft {                                       // any information element or header
//     std::uint8_t precedence; std::optional<Bytes> extra;
//     void layout(auto& at) {
//       at.bits(4, "precedence", precedence);
//       bool more = extra.has_value();
//       at.flag("more", more);                         // flags that say what follows: computed when writing
//       at.spare(3);
//       if (at.has(more, extra)) at.rest("extra", *extra);
//     }
//   };
//   auto tft = codec::decode<Tft>(view);               // Result<Tft, WireError>
//   Bytes out = codec::encode(*tft);
//   Tree shown = codec::show(*tft);
//
// The engine never reads past its view: the first fault is kept and everything after it reads as zero.
// Bits are taken from the most significant of each octet on, as the standards' figures are drawn.
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/result.hpp"
#include "base/strong.hpp"
#include "base/tree.hpp"

namespace pellucid::codec {

/// What is wrong with received octets.
struct WireError {
  enum class Kind : std::uint8_t { truncated, bad_length, bad_value, missing, wrong_type, too_many, trailing };
  Kind kind{};
  std::size_t offset = 0;  // octets from the start of what was given to decode
  const char* field = "";  // the description's own literal: lives for ever
  std::uint32_t ie = 0;    // IE identifier or tag, 0 if none
  bool operator==(const WireError&) const = default;
};
const char* name(WireError::Kind kind);
/// "truncated at octet 7 in nssai"
std::string text(const WireError& error);

template <class T>
using Decoded = Result<T, WireError>;

namespace detail {
template <class T>
constexpr std::uint64_t to_number(const T& value) {
  if constexpr (std::is_enum_v<T>)
    return std::uint64_t(static_cast<std::underlying_type_t<T>>(value));
  else if constexpr (StrongNumber<T>)
    return std::uint64_t(value.value());
  else
    return std::uint64_t(value);
}
template <class T>
constexpr T from_number(std::uint64_t number) {
  if constexpr (std::is_enum_v<T>)
    return static_cast<T>(static_cast<std::underlying_type_t<T>>(number));
  else if constexpr (StrongNumber<T>)
    return T(static_cast<typename T::Number>(number));
  else
    return static_cast<T>(number);
}
/// A field prints through a free function `std::string text(T)` found by ADL if there is one (enums: a name).
template <class T>
concept HasText = requires(const T& t) {
  { text(t) } -> std::convertible_to<std::string>;
};
template <class T>
concept HasLayout = requires(T t, class OctetReader& r) { t.layout(r); };
}  // namespace detail

class OctetReader {
 public:
  static constexpr bool reading = true, writing = false, printing = false;
  explicit OctetReader(ByteView in, std::size_t base = 0) : in_(in), base_(base) {}

  template <class T>
  void bits(unsigned count, const char* field, T& value) {
    value = detail::from_number<T>(take_bits(count, field));
  }
  void flag(const char* field, bool& value) { value = take_bits(1, field) != 0; }
  /// Spare bits are not looked at (TS 24.007 §11.2.1.1); the value is what a sender puts.
  void spare(unsigned count, std::uint64_t = 0) { take_bits(count, "spare"); }
  template <class T>
  void number(unsigned octets, const char* field, T& value) {
    bits(octets * 8, field, value);
  }
  void octets(const char* field, Bytes& value, std::size_t count) { value = to_bytes(take(count, field)); }
  template <std::size_t N>
  void octets(const char* field, Octets<N>& value) {
    auto v = take(N, field);
    if (v.size() == N) std::copy(v.begin(), v.end(), value.begin());
  }
  void string(const char* field, std::string& value, std::size_t count) { value = std::string(as_text(take(count, field))); }
  /// All that is left.
  void rest(const char* field, Bytes& value) { octets(field, value, left()); }
  void rest(const char* field, std::string& value) { string(field, value, left()); }
  template <class T>
  void object(const char*, T& value) {
    value.layout(*this);
  }
  /// When reading: makes the value exist if `present`. Then as for writing: is there something to describe?
  template <class T>
  bool has(bool present, std::optional<T>& value) {
    if (present && !failed()) value.emplace();
    return value.has_value();
  }
  /// `each(item)` until the octets end; at most `limit` items.
  template <class T, class Each>
  void repeat(const char* field, std::vector<T>& items, std::size_t limit, Each each) {
    while (left() > 0 && !failed()) {
      if (items.size() >= limit) return fail(WireError::Kind::too_many, field);
      std::size_t before = at_;
      each(items.emplace_back());
      if (at_ == before && !failed()) return fail(WireError::Kind::bad_length, field);
    }
  }
  /// `each(item)` `count` times; at most `limit` items.
  template <class T, class Each>
  void repeat(const char* field, std::vector<T>& items, std::size_t limit, std::size_t count, Each each) {
    if (count > limit) return fail(WireError::Kind::too_many, field);
    for (std::size_t i = 0; i < count && !failed(); ++i) each(items.emplace_back());
  }
  /// A length of `length_octets` octets, then `body(at)` on exactly that many octets; what body leaves is an error.
  template <class Body>
  void sized(unsigned length_octets, const char* field, Body body) {
    std::size_t n = std::size_t(take_bits(length_octets * 8, field));
    std::size_t start = at_;
    auto v = take(n, field);
    if (failed()) return;
    OctetReader inner(v, base_ + start);
    body(inner);
    if (inner.failed())
      error_ = inner.error_;
    else if (inner.left() > 0)
      fail(WireError::Kind::trailing, field);
  }
  /// A rule of the standard about what was read.
  void require(bool holds, const char* field) {
    if (!holds) fail(WireError::Kind::bad_value, field);
  }
  void fail(WireError::Kind kind, const char* field) {
    if (!error_) error_ = WireError{kind, base_ + at_, field, 0};
  }

  bool failed() const { return error_.has_value(); }
  const WireError& error() const { return *error_; }
  std::size_t left() const { return failed() ? 0 : in_.size() - at_; }
  /// Octets taken so far, from the start of the outermost view.
  std::size_t offset() const { return base_ + at_; }
  ByteView take(std::size_t count, const char* field) {
    if (failed() || bit_ != 0 || in_.size() - at_ < count) {
      fail(WireError::Kind::truncated, field);
      return {};
    }
    auto v = in_.subspan(at_, count);
    at_ += count;
    return v;
  }
  /// The next octet without taking it; nothing at the end.
  std::optional<std::uint8_t> peek() const {
    if (left() == 0) return {};
    return in_[at_];
  }

 private:
  std::uint64_t take_bits(unsigned count, const char* field) {
    std::uint64_t value = 0;
    if (bit_ == 0 && count % 8 == 0 && !failed() && in_.size() - at_ >= count / 8) {
      for (std::size_t end = at_ + count / 8; at_ < end; ++at_) value = value << 8 | in_[at_];
      return value;
    }
    while (count > 0) {
      if (failed() || at_ >= in_.size()) {
        fail(WireError::Kind::truncated, field);
        return 0;
      }
      unsigned here = 8 - bit_ < count ? 8 - bit_ : count;
      value = value << here | ((in_[at_] >> (8 - bit_ - here)) & ((1u << here) - 1));
      bit_ += here;
      count -= here;
      if (bit_ == 8) {
        bit_ = 0;
        ++at_;
      }
    }
    return value;
  }

  ByteView in_;
  std::size_t base_;
  std::size_t at_ = 0;
  unsigned bit_ = 0;
  std::optional<WireError> error_;
};

class OctetWriter {
 public:
  static constexpr bool reading = false, writing = true, printing = false;
  OctetWriter() = default;
  /// Goes on behind what is there; take() gives all of it back.
  explicit OctetWriter(Bytes before) : out_(std::move(before)) {}

  template <class T>
  void bits(unsigned count, const char*, const T& value) {
    put_bits(count, detail::to_number(value));
  }
  void flag(const char*, bool value) { put_bits(1, value); }
  void spare(unsigned count, std::uint64_t value = 0) { put_bits(count, value); }
  template <class T>
  void number(unsigned octets, const char* field, const T& value) {
    bits(octets * 8, field, value);
  }
  void octets(const char*, const Bytes& value, std::size_t count) {
    check(value.size() == count, "an octet string of another length than its description says");
    append(out_, value);
  }
  template <std::size_t N>
  void octets(const char*, const Octets<N>& value) {
    append(out_, value);
  }
  void string(const char*, const std::string& value, std::size_t count) {
    check(value.size() == count, "a text of another length than its description says");
    append(out_, as_bytes(value));
  }
  void rest(const char*, const Bytes& value) { append(out_, value); }
  void rest(const char*, const std::string& value) { append(out_, as_bytes(value)); }
  template <class T>
  void object(const char*, T& value) {
    value.layout(*this);
  }
  template <class T>
  bool has(bool, std::optional<T>& value) {
    return value.has_value();
  }
  template <class T, class Each>
  void repeat(const char*, std::vector<T>& items, std::size_t, Each each) {
    for (auto& item : items) each(item);
  }
  template <class T, class Each>
  void repeat(const char*, std::vector<T>& items, std::size_t, std::size_t, Each each) {
    for (auto& item : items) each(item);
  }
  template <class Body>
  void sized(unsigned length_octets, const char* field, Body body) {
    std::size_t start = out_.size();
    put_bits(length_octets * 8, 0);
    body(*this);
    std::size_t n = out_.size() - start - length_octets;
    check(length_octets >= 8 || n >> (8 * length_octets) == 0, field);
    for (unsigned i = 0; i < length_octets; ++i) out_[start + i] = std::uint8_t(n >> (8 * (length_octets - 1 - i)));
  }
  void require(bool, const char*) {}
  void fail(WireError::Kind, const char*) {}
  bool failed() const { return false; }
  std::size_t left() const { return 0; }
  Bytes take() { return std::move(out_); }

 private:
  void put_bits(unsigned count, std::uint64_t value) {
    if (bit_ == 0 && count % 8 == 0) return put_octets(count / 8, value);
    while (count > 0) {
      if (bit_ == 0) put_octets(1, 0);
      unsigned here = 8 - bit_ < count ? 8 - bit_ : count;
      out_.back() = std::uint8_t(out_.back() | ((value >> (count - here)) & ((1u << here) - 1)) << (8 - bit_ - here));
      bit_ = (bit_ + here) % 8;
      count -= here;
    }
  }
  void put_octets(std::size_t count, std::uint64_t value) {
    std::size_t start = out_.size();
    if (out_.capacity() < start + count) out_.reserve(start + start + first_room);
    out_.resize(start + count);
    for (std::size_t i = count; i-- > 0; value >>= 8) out_[start + i] = std::uint8_t(value);
  }
  static constexpr std::size_t first_room = 64;  // most elements and records need no more
  Bytes out_;
  unsigned bit_ = 0;
};

class OctetPrinter {
 public:
  static constexpr bool reading = false, writing = false, printing = true;

  template <class T>
  void bits(unsigned, const char* field, const T& value) {
    tree_.add(field, shown(value));
  }
  void flag(const char* field, bool value) { tree_.add(field, value); }
  void spare(unsigned, std::uint64_t = 0) {}
  template <class T>
  void number(unsigned, const char* field, const T& value) {
    tree_.add(field, shown(value));
  }
  void octets(const char* field, const Bytes& value, std::size_t) { tree_.add(field, hex(value)); }
  template <std::size_t N>
  void octets(const char* field, const Octets<N>& value) {
    tree_.add(field, hex(value));
  }
  void string(const char* field, const std::string& value, std::size_t) { tree_.add(field, value); }
  void rest(const char* field, const Bytes& value) { tree_.add(field, hex(value)); }
  void rest(const char* field, const std::string& value) { tree_.add(field, value); }
  template <class T>
  void object(const char* field, T& value) {
    if constexpr (detail::HasText<T>) {
      tree_.add(field, text(value));
    } else {
      OctetPrinter inner;
      value.layout(inner);
      tree_.add(field, inner.take());
    }
  }
  template <class T>
  bool has(bool, std::optional<T>& value) {
    return value.has_value();
  }
  template <class T, class Each>
  void repeat(const char* field, std::vector<T>& items, std::size_t, Each each) {
    Tree list = Tree::array();
    for (auto& item : items) {
      Tree saved = std::exchange(tree_, Tree::object());
      each(item);
      Tree shown_item = std::exchange(tree_, std::move(saved));
      // An item of one unnamed or single field is shown as that value.
      auto* members = shown_item.as_object();
      list.push(members && members->size() == 1 ? members->front().second : shown_item);
    }
    tree_.add(field, std::move(list));
  }
  template <class T, class Each>
  void repeat(const char* field, std::vector<T>& items, std::size_t limit, std::size_t, Each each) {
    repeat(field, items, limit, each);
  }
  template <class Body>
  void sized(unsigned, const char*, Body body) {
    body(*this);
  }
  void require(bool, const char*) {}
  void fail(WireError::Kind, const char*) {}
  bool failed() const { return false; }
  std::size_t left() const { return 0; }
  Tree take() { return std::move(tree_); }
  Tree& tree() { return tree_; }

 private:
  template <class T>
  static Tree shown(const T& value) {
    if constexpr (std::is_same_v<T, bool>)
      return Tree(value);
    else if constexpr (detail::HasText<T>)
      return Tree(text(value));
    else
      return Tree(detail::to_number(value));
  }
  Tree tree_ = Tree::object();
};

/// Decodes a whole view: what is left over is an error.
template <detail::HasLayout T>
Decoded<T> decode(ByteView in, std::size_t base = 0) {
  OctetReader reader(in, base);
  T value{};
  value.layout(reader);
  if (!reader.failed() && reader.left() > 0) reader.fail(WireError::Kind::trailing, "end");
  if (reader.failed()) return Fail(reader.error());
  return value;
}
/// layout() is one function for all uses, so it is not const; encoding and printing do not change the value.
template <detail::HasLayout T>
Bytes encode(const T& value) {
  OctetWriter writer;
  const_cast<T&>(value).layout(writer);
  return writer.take();
}
template <detail::HasLayout T>
Tree show(const T& value) {
  OctetPrinter printer;
  const_cast<T&>(value).layout(printer);
  return printer.take();
}

}  // namespace pellucid::codec
