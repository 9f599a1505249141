#pragma once
// NAS messages as tables (TS 24.007 §11.2; TS 24.501 §8). A message is a struct of values and one table `wire` whose rows stand
// in the order of the standard's table; decode, encode and show all run on that table.
//
//   struct AuthenticationFailure {                      // TS 24.501 §8.2.4
//     MmCause cause{};
//     std::optional<Octets<14>> auts;
//     UnknownIes unknown;                               // kept and re-emitted
//     using M = AuthenticationFailure;
//     static constexpr auto wire = mm_message<M>(0x59, "Authentication failure",
//         v<&M::cause>("5GMM cause", 1),
//         tlv<&M::auts>(0x30, "Authentication failure parameter", octets(14)));
//   };
//   auto failure = nas::decode<AuthenticationFailure>(pdu);   // Decoded<AuthenticationFailure>
//
// What is an information element's value: a struct with `layout(at)` (codec/octets.hpp), an enum, a strong or plain number,
// bool, Bytes, Octets<N>. Optional rows describe a std::optional of one of these. `text(value)`, found by ADL, names a value
// for people; `width_of(value)` says how many bits of it count, the ones above being spare.
//
// The rules for bad protocol data (TS 24.501 §7) live here and nowhere else:
//  - mandatory element missing, cut off or syntactically wrong: WireError (§7.5.1);
//  - unknown element: skipped and kept; if comprehension is required (IEI 0x00..0x0F): WireError (§7.5.1, §7.6.1);
//  - repeated element: the first counts, the others are kept aside (§7.6.3);
//  - optional element out of sequence: accepted (§7.6.2 allows it);
//  - optional element syntactically wrong or cut off: as if absent, kept aside (§7.7.1);
//  - a length above what the table says is no error; octets beyond the known layout are kept (§7.5.1).
// The engine is not a template: a table is data, and codec/nas_ie.hpp, which only the files that define messages include,
// makes the few functions that its rows point to.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "base/bytes.hpp"
#include "base/tree.hpp"
#include "codec/octets.hpp"

namespace pellucid::nas {

using codec::Decoded;
using codec::WireError;

inline constexpr std::uint8_t epd_mm = 0x7E, epd_sm = 0x2E;  // extended protocol discriminators (TS 24.501 §9.2)
inline constexpr std::size_t max_rows = 64;                  // of one table
inline constexpr std::size_t max_kept_ies = 256;             // elements kept aside of one message; more is WireError too_many

/// An information element that was not understood, with its IEI and length, as it came.
struct RawIe {
  enum class Why : std::uint8_t { unknown, malformed, repeated, truncated };
  Why why{};
  Bytes octets;
  bool operator==(const RawIe&) const = default;
};
/// Octets of a known element beyond the layout known here: what a later release added.
struct ExtraOctets {
  std::uint8_t row = 0;
  Bytes octets;
  bool operator==(const ExtraOctets&) const = default;
};
/// What came in a message and has no place in it. Re-emitted: elements at the end, extra octets at the end of their element.
struct UnknownIes {
  std::vector<RawIe> ies;
  std::vector<ExtraOctets> extra;
  bool empty() const { return ies.empty() && extra.empty(); }
  std::size_t count(RawIe::Why why) const;
  bool operator==(const UnknownIes&) const = default;
};
const char* name(RawIe::Why why);

/// TS 24.007 §11.2.1.1. The first four are mandatory, the others optional or conditional.
enum class Format : std::uint8_t { half, v, lv, lv_e, tv_half, tv, t, tlv, tlv_e };

/// The few functions that the engine needs to know about a type of value. `slot` is the member: T or std::optional<T>.
struct IeCodec {
  void (*read)(codec::OctetReader& at, void* slot, unsigned bits);
  void (*write)(codec::OctetWriter& at, const void* slot, unsigned bits);
  Tree (*show)(const void* slot);
  bool (*present)(const void* slot);
  void (*clear)(void* slot);
};
template <class Slot>
const IeCodec& codec_of();  // codec/nas_ie.hpp
template <auto Member>
void* member_of(void* message);  // codec/nas_ie.hpp
template <class M>
UnknownIes& unknown_of(void* message);  // codec/nas_ie.hpp

/// Octets of an element's value, without IEI and length.
struct Size {
  std::uint16_t min = 0, max = 0;
};
consteval Size octets(std::uint16_t min, std::uint16_t max) { return {min, max}; }
consteval Size octets(std::uint16_t exactly) { return {exactly, exactly}; }

/// One line of a message's table.
struct Row {
  const char* name;  // as the standard calls it
  Format format;
  std::uint8_t iei;  // of a half octet its high nibble alone: 0x8..0xF
  Size size;
  void* (*member)(void* message);
  const IeCodec& (*codec)();
  bool mandatory() const { return format <= Format::lv_e; }
};

namespace detail {
template <class P>
struct MemberPointer;
template <class M, class T>
struct MemberPointer<T M::*> {
  using Type = T;
};
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <auto Member, bool Optional>
consteval Row row(const char* name, Format format, std::uint8_t iei, Size size) {
  using Slot = typename MemberPointer<decltype(Member)>::Type;
  static_assert(is_optional<Slot> == Optional, "mandatory elements are plain members, optional ones are std::optional");
  return {name, format, iei, size, &member_of<Member>, &codec_of<Slot>};
}
}  // namespace detail

/// Half an octet; two such rows after each other share one: the first has bits 4 to 1.
template <auto Member>
consteval Row half(const char* name) {
  return detail::row<Member, false>(name, Format::half, 0, {1, 1});
}
consteval Row spare_half() { return {"spare half octet", Format::half, 0, {1, 1}, nullptr, nullptr}; }
template <auto Member>
consteval Row v(const char* name, std::uint16_t octet_count) {
  return detail::row<Member, false>(name, Format::v, 0, octets(octet_count));
}
template <auto Member>
consteval Row lv(const char* name, Size size) {
  return detail::row<Member, false>(name, Format::lv, 0, size);
}
template <auto Member>
consteval Row lv_e(const char* name, Size size) {
  return detail::row<Member, false>(name, Format::lv_e, 0, size);
}
/// `iei` is the high nibble: tv_half(0xB, ...) is "B-" in the standard's table.
template <auto Member>
consteval Row tv_half(std::uint8_t iei, const char* name) {
  return detail::row<Member, true>(name, Format::tv_half, iei, {1, 1});
}
template <auto Member>
consteval Row tv(std::uint8_t iei, const char* name, std::uint16_t octet_count) {
  return detail::row<Member, true>(name, Format::tv, iei, octets(octet_count));
}
/// An element that is only there or not; the member is std::optional<bool>.
template <auto Member>
consteval Row t(std::uint8_t iei, const char* name) {
  return detail::row<Member, true>(name, Format::t, iei, octets(0));
}
template <auto Member>
consteval Row tlv(std::uint8_t iei, const char* name, Size size) {
  return detail::row<Member, true>(name, Format::tlv, iei, size);
}
template <auto Member>
consteval Row tlv_e(std::uint8_t iei, const char* name, Size size) {
  return detail::row<Member, true>(name, Format::tlv_e, iei, size);
}

/// What the engine sees of a message.
struct MessageView {
  const char* name;
  std::uint8_t epd, type;
  std::span<const Row> rows;
  UnknownIes& (*unknown)(void* message);
  void* (*session)(void* message) = nullptr;      // PduSessionId; 5GSM only
  void* (*transaction)(void* message) = nullptr;  // Pti; 5GSM only
};
template <std::size_t N>
struct MessageTable {
  const char* name;
  std::uint8_t epd, type;
  std::array<Row, N> rows;
  UnknownIes& (*unknown)(void* message);
  void* (*session)(void* message) = nullptr;
  void* (*transaction)(void* message) = nullptr;
  constexpr MessageView view() const { return {name, epd, type, rows, unknown, session, transaction}; }
};
/// A 5GMM message: EPD, security header type (plain), message type, then the rows.
template <class M, std::same_as<Row>... Rows>
consteval MessageTable<sizeof...(Rows)> mm_message(std::uint8_t type, const char* name, Rows... rows) {
  static_assert(sizeof...(Rows) <= max_rows);
  return {name, epd_mm, type, {rows...}, &unknown_of<M>};
}
/// A 5GSM message: EPD, PDU session ID, PTI, message type, then the rows. M has members `session` and `pti`.
template <class M, std::same_as<Row>... Rows>
consteval MessageTable<sizeof...(Rows)> sm_message(std::uint8_t type, const char* name, Rows... rows) {
  static_assert(sizeof...(Rows) <= max_rows);
  return {name, epd_sm, type, {rows...}, &unknown_of<M>, &member_of<&M::session>, &member_of<&M::pti>};
}

template <class M>
concept Message = requires {
  { M::wire.view() } -> std::same_as<MessageView>;
};

/// The engine. `message` is the struct that the view describes, freshly made for reading.
std::optional<WireError> read_message(const MessageView& table, ByteView pdu, void* message);
Bytes write_message(const MessageView& table, const void* message);
Tree show_message(const MessageView& table, const void* message);

/// The plain message `pdu`, whole. Another type, or a security protected message, is WireError wrong_type.
template <Message M>
Decoded<M> decode(ByteView pdu) {
  M message{};
  if (auto fault = read_message(M::wire.view(), pdu, &message)) return Fail(*fault);
  return message;
}
/// The plain message. Security is the channel's (link/nas).
template <Message M>
Bytes encode(const M& message) {
  return write_message(M::wire.view(), &message);
}
/// The elements that are there, by the standard's names; a message may show messages that it contains (open_containers).
template <Message M>
Tree show(const M& message) {
  Tree shown = show_message(M::wire.view(), &message);
  if constexpr (requires { message.open_containers(shown); })
    return message.open_containers(shown);
  else
    return shown;
}

}  // namespace pellucid::nas
