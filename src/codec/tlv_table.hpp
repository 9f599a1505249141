#pragma once
// PFCP-style information elements (TS 29.244 §8.1.1): type and length of two octets each, groups nest, any order is legal.
// A message or a group is one table; decode, encode and print all walk that table.
//
//   struct CreateBar {                                            // in a header: plain data
//     BarId bar_id;
//     std::optional<std::uint8_t> packets;
//     codec::OtherIes other;                                      // what the table does not know, kept and sent again
//     static const codec::TlvTable wire;
//   };
//   constexpr codec::TlvRow rows[] = {                            // in a .cpp: its rows
//       codec::ie<&CreateBar::bar_id>(88, "BAR ID", codec::Presence::mandatory),
//       codec::ie<&CreateBar::packets>(140, "Suggested Buffering Packets Count", codec::Presence::conditional)};
//   constinit const codec::TlvTable CreateBar::wire = codec::table<CreateBar>("Create BAR", rows);
//
// A member is a value (exactly one), a std::optional (at most one) or a std::vector (a list up to the row's limit).
// A value is a number, an enum or a strong number of its own size, Bytes, std::string, Octets<N>, a structure with
// layout(at) (codec/octets.hpp) or a group, that is a structure with a table of its own. Includers of messages need none
// of the templates below: tables live in .cpp files, and the walk itself is in tlv_table.cpp.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/tree.hpp"
#include "codec/octets.hpp"
#include "codec/other_ies.hpp"

namespace pellucid::codec {

/// Rows of one table, at most; static tables are checked against it when compiled.
inline constexpr std::size_t max_tlv_rows = 64;
/// IEs of one level that are kept without being understood; more is a fault of kind too_many.
inline constexpr std::size_t max_other_ies = 256;

/// TS 29.244 §7.2.3.2. `mandatory_if_accepted`: may be left out by a response that rejects (member is a std::optional).
/// An unreadable optional IE counts as absent (§7.6.8); of the other kinds it makes the message fail.
enum class Presence : std::uint8_t { mandatory, mandatory_if_accepted, conditional, optional };

/// What the walk can do with one value; made by the templates below.
struct TlvValueOps {
  /// Reads `in`, says in `used` how many octets belong to the value as we know it.
  std::optional<WireError> (*decode)(void* value, ByteView in, std::size_t base, std::size_t& used);
  void (*encode)(const void* value, Bytes& out);
  Tree (*show)(const void* value);
  const TlvTable* group = nullptr;  // set: the three above are not used
  bool may_be_empty = false;        // octet strings: no octets is a value, not a removal
};

/// How the values of one member are reached.
struct TlvMemberOps {
  std::size_t (*count)(const void* member);
  void* (*add)(void* member);  // a new value, or the value itself
  void (*drop)(void* member);  // undoes add
  const void* (*at)(const void* member, std::size_t index);
  bool always;  // a plain value
  bool list;
  TlvValueOps value;
};

struct TlvRow {
  std::uint16_t type;
  const char* name;
  Presence presence;
  std::uint16_t limit;  // values of a list
  const void* (*member)(const void* structure);
  const TlvMemberOps* ops;
};

struct TlvTable {
  const char* name;
  std::span<const TlvRow> rows;
  const OtherIes& (*other)(const void* structure);
  bool (*rejects)(const void* structure) = nullptr;  // a response: does its Cause reject?
};

/// Reads the IEs in `in` into `structure` (default-constructed). `base` is the offset of `in` in the whole message.
std::optional<WireError> decode_tlvs(const TlvTable& table, void* structure, ByteView in, std::size_t base);
/// Appends the IEs: in the order of arrival if the structure came from a peer, else in the table's order.
void encode_tlvs(const TlvTable& table, const void* structure, Bytes& out);
Tree show_tlvs(const TlvTable& table, const void* structure);

/// A number that fills only the low bits of its octet; the others are spare.
template <unsigned Bits>
struct low_bits {};
struct whole {};

namespace detail {

template <class T>
concept HasTable = requires {
  { T::wire } -> std::convertible_to<const TlvTable&>;
};
template <class T>
concept HasShown = requires(const T& t) {
  { t.shown() } -> std::convertible_to<Tree>;
};
template <class T>
concept IsNumber = std::is_arithmetic_v<T> || std::is_enum_v<T> || StrongNumber<T>;

template <class T>
consteval std::size_t number_octets() {
  if constexpr (StrongNumber<T>)
    return sizeof(typename T::Number);
  else
    return sizeof(T);
}

template <class T, class Form>
void tlv_layout(auto& at, T& value) {
  if constexpr (IsNumber<T>) {
    if constexpr (std::is_same_v<Form, whole>) {
      at.number(number_octets<T>(), "value", value);
    } else {
      []<unsigned Bits>(low_bits<Bits>, auto& a, T& v) {
        a.spare(8 - Bits);
        a.bits(Bits, "value", v);
      }(Form{}, at, value);
    }
  } else if constexpr (std::is_same_v<T, Bytes> || std::is_same_v<T, std::string>) {
    at.rest("value", value);
  } else if constexpr (HasLayout<T>) {
    value.layout(at);
  } else {
    at.octets("value", value);
  }
}

template <class T, class Form>
std::optional<WireError> tlv_decode(void* value, ByteView in, std::size_t base, std::size_t& used) {
  codec::OctetReader at(in, base);
  tlv_layout<T, Form>(at, *static_cast<T*>(value));
  if (at.failed()) return at.error();
  used = at.offset() - base;
  return {};
}
template <class T, class Form>
void tlv_encode(const void* value, Bytes& out) {
  OctetWriter at(std::move(out));  // no allocation for each element
  tlv_layout<T, Form>(at, *const_cast<T*>(static_cast<const T*>(value)));
  out = at.take();
}
template <class T, class Form>
Tree tlv_show(const void* pointer) {
  const T& value = *static_cast<const T*>(pointer);
  if constexpr (HasShown<T>) {
    return value.shown();
  } else if constexpr (HasText<T>) {
    return text(value);
  } else {
    OctetPrinter at;
    tlv_layout<T, Form>(at, const_cast<T&>(value));
    auto* members = at.tree().as_object();
    if constexpr (!HasLayout<T>) return members->front().second;
    return at.take();
  }
}

template <class T, class Form>
consteval TlvValueOps value_ops() {
  if constexpr (HasTable<T>)
    return {nullptr, nullptr, nullptr, &T::wire, false};
  else
    return {tlv_decode<T, Form>, tlv_encode<T, Form>, tlv_show<T, Form>, nullptr,
            std::is_same_v<T, Bytes> || std::is_same_v<T, std::string>};
}

template <class T, class Form>
struct Member {
  static constexpr TlvMemberOps ops{[](const void*) -> std::size_t { return 1; },
                                    [](void* member) { return member; },
                                    [](void* member) { *static_cast<T*>(member) = T{}; },
                                    [](const void* member, std::size_t) { return member; },
                                    true,
                                    false,
                                    value_ops<T, Form>()};
};
template <class T, class Form>
struct Member<std::optional<T>, Form> {
  using M = std::optional<T>;
  static constexpr TlvMemberOps ops{[](const void* member) -> std::size_t { return static_cast<const M*>(member)->has_value(); },
                                    [](void* member) -> void* { return &static_cast<M*>(member)->emplace(); },
                                    [](void* member) { static_cast<M*>(member)->reset(); },
                                    [](const void* member, std::size_t) -> const void* { return &**static_cast<const M*>(member); },
                                    false,
                                    false,
                                    value_ops<T, Form>()};
};
template <class T, class Form>
struct ListMember {
  using M = std::vector<T>;
  static constexpr TlvMemberOps ops{
      [](const void* member) { return static_cast<const M*>(member)->size(); },
      [](void* member) -> void* { return &static_cast<M*>(member)->emplace_back(); },
      [](void* member) { static_cast<M*>(member)->pop_back(); },
      [](const void* member, std::size_t index) -> const void* { return &(*static_cast<const M*>(member))[index]; },
      false,
      true,
      value_ops<T, Form>()};
};
// Bytes is a std::vector too, but an octet string.
template <class T, class Form>
  requires(!std::is_same_v<T, std::uint8_t>)
struct Member<std::vector<T>, Form> : ListMember<T, Form> {};

template <class P>
struct MemberOf;
template <class S, class T>
struct MemberOf<T S::*> {
  using Structure = S;
  using Type = T;
};

}  // namespace detail

/// One row: the IE's type, its name in the standard's table, its presence, and for a list how many values are read.
/// S is the table's structure where the member belongs to a base of it.
template <auto Pointer, class Form = whole, class S = typename detail::MemberOf<decltype(Pointer)>::Structure>
constexpr TlvRow ie(std::uint16_t type, const char* name, Presence presence, std::uint16_t limit = 1) {
  using T = typename detail::MemberOf<decltype(Pointer)>::Type;
  return {type,
          name,
          presence,
          limit,
          [](const void* s) -> const void* { return &(static_cast<const S*>(s)->*Pointer); },
          &detail::Member<T, Form>::ops};
}

/// The table of structure S, whose member `other` keeps what no row reads.
template <class S, std::size_t N>
constexpr TlvTable table(const char* name, const TlvRow (&rows)[N]) {
  static_assert(N <= max_tlv_rows);
  return {name, rows, [](const void* s) -> const OtherIes& { return static_cast<const S*>(s)->other; }, nullptr};
}
template <class S, std::size_t N>
constexpr TlvTable table(const char* name, const std::array<TlvRow, N>& rows) {
  static_assert(N <= max_tlv_rows);
  return {name, rows, [](const void* s) -> const OtherIes& { return static_cast<const S*>(s)->other; }, nullptr};
}
template <class S>
constexpr TlvTable empty_table(const char* name) {
  return {name, {}, [](const void* s) -> const OtherIes& { return static_cast<const S*>(s)->other; }, nullptr};
}
/// The table of a response: `S::rejects()` tells whether its Cause is a rejection.
template <class S, std::size_t N>
constexpr TlvTable response_table(const char* name, const TlvRow (&rows)[N]) {
  auto made = table<S>(name, rows);
  made.rejects = [](const void* s) { return static_cast<const S*>(s)->rejects(); };
  return made;
}

}  // namespace pellucid::codec
