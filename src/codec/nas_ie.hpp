#pragma once
// Makes the functions that the rows of codec/nas_table.hpp point to. Included only by the files that define messages and by
// tests that have messages of their own: others link to what those files made.
#include "codec/nas_table.hpp"

namespace pellucid::nas {

namespace detail {

template <class T>
concept HasWidth = requires(T value) {
  { width_of(value) } -> std::convertible_to<unsigned>;
};
template <class T>
inline constexpr bool is_octets = false;
template <std::size_t N>
inline constexpr bool is_octets<Octets<N>> = true;

template <class T>
void read_value(codec::OctetReader& at, T& value, unsigned bits) {
  if constexpr (codec::detail::HasLayout<T>) {
    value.layout(at);
  } else if constexpr (std::is_same_v<T, Bytes>) {
    at.rest("value", value);
  } else if constexpr (is_octets<T>) {
    at.octets("value", value);
  } else if constexpr (std::is_same_v<T, bool>) {
    value = true;  // format T: its presence is its value
  } else {
    if constexpr (HasWidth<T>) {
      at.spare(bits - width_of(value));
      bits = width_of(value);
    }
    at.bits(bits, "value", value);
  }
}

template <class T>
void write_value(codec::OctetWriter& at, const T& value, unsigned bits) {
  if constexpr (codec::detail::HasLayout<T>) {
    const_cast<T&>(value).layout(at);  // one layout() for all uses; writing changes nothing
  } else if constexpr (std::is_same_v<T, Bytes>) {
    at.rest("value", value);
  } else if constexpr (is_octets<T>) {
    at.octets("value", value);
  } else if constexpr (!std::is_same_v<T, bool>) {
    if constexpr (HasWidth<T>) {
      at.spare(bits - width_of(value));
      bits = width_of(value);
    }
    at.bits(bits, "value", value);
  }
}

template <class T>
Tree show_value(const T& value) {
  if constexpr (codec::detail::HasText<T>) {
    return text(value);
  } else if constexpr (codec::detail::HasLayout<T>) {
    Tree shown = codec::show(value);
    auto* members = shown.as_object();
    return members && members->size() == 1 ? members->front().second : shown;
  } else if constexpr (std::is_same_v<T, Bytes> || is_octets<T>) {
    return hex(value);
  } else if constexpr (std::is_same_v<T, bool>) {
    return value;
  } else {
    return codec::detail::to_number(value);
  }
}

template <class T>
struct IeOf {
  static void read(codec::OctetReader& at, void* slot, unsigned bits) { read_value(at, *static_cast<T*>(slot), bits); }
  static void write(codec::OctetWriter& at, const void* slot, unsigned bits) { write_value(at, *static_cast<const T*>(slot), bits); }
  static Tree show(const void* slot) { return show_value(*static_cast<const T*>(slot)); }
  static bool present(const void*) { return true; }
  static void clear(void* slot) { *static_cast<T*>(slot) = T{}; }
};
template <class T>
struct IeOf<std::optional<T>> {
  using Slot = std::optional<T>;
  static void read(codec::OctetReader& at, void* slot, unsigned bits) { read_value(at, static_cast<Slot*>(slot)->emplace(), bits); }
  static void write(codec::OctetWriter& at, const void* slot, unsigned bits) { write_value(at, **static_cast<const Slot*>(slot), bits); }
  static Tree show(const void* slot) { return show_value(**static_cast<const Slot*>(slot)); }
  static bool present(const void* slot) { return static_cast<const Slot*>(slot)->has_value(); }
  static void clear(void* slot) { static_cast<Slot*>(slot)->reset(); }
};

template <class P>
struct OwnerOf;
template <class M, class T>
struct OwnerOf<T M::*> {
  using Type = M;
};

}  // namespace detail

template <class Slot>
const IeCodec& codec_of() {
  using Ie = detail::IeOf<Slot>;
  static constexpr IeCodec functions{&Ie::read, &Ie::write, &Ie::show, &Ie::present, &Ie::clear};
  return functions;
}
template <auto Member>
void* member_of(void* message) {
  return &(static_cast<typename detail::OwnerOf<decltype(Member)>::Type*>(message)->*Member);
}
template <class M>
UnknownIes& unknown_of(void* message) {
  return static_cast<M*>(message)->unknown;
}

}  // namespace pellucid::nas
