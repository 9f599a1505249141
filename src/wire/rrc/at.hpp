#pragma once
// The RRC engine: codec::Per, unaligned, with the shapes of TS 38.331. Included by the .cpp files of this room only.
//
//   void RlcBearerConfig::fields(At& at) {
//     at("logicalChannelIdentity", logical_channel_identity, Range(1, 32));
//     at.flag("reestablishRLC", reestablish_rlc, "true");             // OPTIONAL ENUMERATED {true}
//     at("rlc-Config", rlc_config);
//     at.group([&] { at.flag("x-v1530", x_v1530, "true"); });         // the next [[ ]] behind the extension marker
//   }
//   void RlcConfig::options(At& at) {
//     at.option<0>(choice, "am");                                      // std::variant, index by index
//   }
#include <span>
#include <utility>

#include "wire/rrc/shapes.hpp"

namespace pellucid::rrc {

/// BIT STRING (SIZE(count)) held as a number, shown as zeros and ones.
struct BitField {
  unsigned count;
  constexpr explicit BitField(unsigned n) : count(n) {}
};
/// BIT STRING of another size.
struct BitText {
  Size size;
  constexpr explicit BitText(Size s) : size(s) {}
};
/// OCTET STRING.
struct OctetString {
  Size size;
  constexpr explicit OctetString(Size s = {}) : size(s) {}
};
/// OCTET STRING (CONTAINING …): held as octets, shown as what they mean.
struct Container {
  Tree (*show)(ByteView);
  Bytes (*invent)(const codec::Per::Draw&);
};
extern const Container cell_group_container, radio_bearer_container, sib1_container;

/// An alternative of a CHOICE of numbers: NULL, INTEGER, BIT STRING or ENUMERATED.
struct NumberOption {
  enum class Kind : std::uint8_t { null, integer, bits, words };
  const char* name;
  Kind kind = Kind::null;
  Range range{0, 0};
  unsigned bits = 0;
  Words words{""};
  constexpr NumberOption(const char* n) : name(n) {}
  constexpr NumberOption(const char* n, Range r) : name(n), kind(Kind::integer), range(r) {}
  constexpr NumberOption(const char* n, BitField b) : name(n), kind(Kind::bits), bits(b.count) {}
  constexpr NumberOption(const char* n, Words w) : name(n), kind(Kind::words), words(w) {}
};

class At : public codec::Per {
 public:
  explicit At(ByteView in) : Per(Variant::unaligned, in) {}
  explicit At(Mode mode, const Draw* draw = nullptr) : Per(Variant::unaligned, mode, draw) {}

  // ---- Rows of a SEQUENCE, besides those of Per ------------------------------------------------------------------------

  /// As Per's, and notes for group() that something is there.
  void presence(bool& there) {
    Per::presence(there);
    any_ = any_ || there;
  }
  /// ENUMERATED {word} without an extension marker has no bits.
  void only(const char* word) {
    if (printing()) show(word);
  }
  /// The next extension addition group [[ ]]: `body` has its rows, whose values are components of the enclosing structure.
  template <class Body>
  void group(Body body) {
    if (phase_ == Phase::values && printing()) return body();
    if (phase_ != Phase::additions) return;
    std::size_t index = addition_++;
    if (reading()) {
      if (index < additions_->size() && (*additions_)[index]) inside(*(*additions_)[index], [&] { presence_and_values(body); });
    } else if (writing()) {
      bool outer = std::exchange(any_, false);
      auto mark = open_begin();
      presence_and_values(body);
      Bytes content = open_content(mark);
      auto& slot = additions_->emplace_back();
      if (std::exchange(any_, outer)) slot = std::move(content);
    } else if (inventing() && draw(2) == 1) {
      presence_and_values(body);
    }
  }
  /// A component of a group that is always there when the group is.
  template <class T, class... C>
  void required(const char* name, std::optional<T>& v, const C&... c) {
    if (phase_ == Phase::presence) {
      any_ = any_ || v.has_value();
      if ((reading() || inventing()) && !v) v.emplace();
    } else if (phase_ == Phase::values) {
      if (v) return component(name, *v, c...);
      fail_if(writing() && any_, codec::WireError::Kind::missing);
    }
  }
  /// The nonCriticalExtension, last of all, that belongs to a later release.
  void later(std::optional<Later>& v);
  /// criticalExtensions CHOICE { name IEs, criticalExtensionsFuture }.
  template <class T>
  void critical(const char* name, T& ies, std::optional<Later>& future) {
    if (phase_ != Phase::values) return;
    named("criticalExtensions", [&] {
      bool is_future = !inventing() && future.has_value();
      bit(is_future);
      if (is_future)
        value(future ? *future : future.emplace());
      else
        value(ies);
      if (printing()) show(Tree(Tree::Object{{is_future ? "criticalExtensionsFuture" : name, take_tree()}}));
    });
  }

  // ---- CHOICE ------------------------------------------------------------------------------------------------------------

  template <class T>
  void alternatives(T& v) {
    if constexpr (requires { v.choice; }) {
      using Variant = decltype(v.choice);
      constexpr std::size_t count = std::variant_size_v<Variant>;
      constexpr bool open_ended = std::is_same_v<std::variant_alternative_t<count - 1, Variant>, UnknownAlternative>;
      std::uint64_t index = v.choice.index();
      if (!pick(index, count - open_ended, open_ended)) {
        if constexpr (open_ended) {
          if (!std::holds_alternative<UnknownAlternative>(v.choice)) v.choice.template emplace<count - 1>();
          unknown_alternative(std::get<UnknownAlternative>(v.choice));
        }
        return;
      }
      auto outer = std::exchange(option_, index);
      v.options(*this);
      option_ = outer;
    } else {
      v.options(*this);
    }
  }
  template <std::size_t I, class Variant, class... C>
  void option(Variant& v, const char* name, const C&... c) {
    if (option_ != I || failed()) return;
    if (v.index() != I) v.template emplace<I>();
    value(std::get<I>(v), c...);
    if (printing()) show(Tree(Tree::Object{{name, take_tree()}}));
  }
  template <class Which, class Number>
  void number_option(Which& which, Number& number, std::span<const NumberOption> table) {
    std::uint64_t index = std::uint64_t(which);
    auto v = std::int64_t(number);
    number_option_of(index, v, table);
    which = Which(index);
    number = Number(v);
  }

  // ---- Simple types --------------------------------------------------------------------------------------------------------

  void word(std::uint64_t& v, const Words& words);
  void bit_field(std::uint64_t& v, unsigned count);
  void bit_text(codec::BitString& v, const Size& size);
  void to_the_end(Later& v);
  void contained(Bytes& v, const Container& container);

 private:
  template <class Body>
  void presence_and_values(Body body) {
    Phase outer = std::exchange(phase_, Phase::presence);
    body();
    phase_ = Phase::values;
    body();
    phase_ = outer;
  }
  /// The index of a CHOICE of `count` alternatives. False: one that is not known (or a fault).
  bool pick(std::uint64_t& index, std::size_t count, bool open_ended);
  void unknown_alternative(UnknownAlternative& v);
  void number_option_of(std::uint64_t& index, std::int64_t& v, std::span<const NumberOption> table);

  std::uint64_t option_ = 0;  // the CHOICE's alternative that is being described
  bool any_ = false;          // in a group: is anything there?
};

template <class T, class... C>
concept Structure = requires(T& v, At& at, const C&... c) { v.fields(at, c...); };
template <class T>
concept Choice = requires(T& v, At& at) { v.options(at); };

template <Structure T>
void per(At& at, T& v) {
  if constexpr (requires { v.unknown; }) {
    at.sequence(v, extensible, v.unknown);
  } else {
    Additions none;
    at.sequence(v, codec::closed, none);
  }
}
template <Choice T>
void per(At& at, T& v) {
  at.alternatives(v);
}
template <class T, class... C>
void per(At& at, SetupRelease<T>& v, const C&... c) {
  bool setup = v.setup.has_value();
  if (at.inventing()) setup = at.draw(2) == 1;
  at.bit(setup);
  if (at.failed()) return;
  if (!setup) {
    v.setup.reset();
    if (at.printing()) at.show(Tree(Tree::Object{{"release", Tree()}}));
    return;
  }
  at.value(v.setup ? *v.setup : v.setup.emplace(), c...);
  if (at.printing()) at.show(Tree(Tree::Object{{"setup", at.take_tree()}}));
}
template <class E>
  requires std::is_enum_v<E>
void per(At& at, E& v, const Words& words) {
  auto number = std::uint64_t(v);
  at.word(number, words);
  v = E(number);
}
template <class T>
  requires std::unsigned_integral<T>
void per(At& at, T& v, const BitField& field) {
  std::uint64_t number = v;
  at.bit_field(number, field.count);
  v = T(number);
}
inline void per(At& at, codec::BitString& v, const BitText& text) { at.bit_text(v, text.size); }
inline void per(At& at, Bytes& v, const OctetString& string) { at.octet_string(v, string.size); }
inline void per(At& at, Bytes& v, const Container& container) { at.contained(v, container); }
inline void per(At& at, Null&) {
  if (at.printing()) at.show(Tree());
}
inline void per(At& at, Later& v) { at.to_the_end(v); }

}  // namespace pellucid::rrc
