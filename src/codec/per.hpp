#pragma once
// Packed encoding rules of ASN.1 (ITU-T X.691), basic PER, aligned (NGAP) and unaligned (NR RRC) in one engine.
//
// A type describes itself once; the description decodes, encodes, prints and invents it, as the engine's mode says:
//
//   void Guami::fields(At& at) {                        // At: the protocol's engine, derived from Per
//     at("pLMNIdentity", plmn);                         // a type with a description of its own
//     at("aMFRegionID", region, Bits{8});               // BIT STRING (SIZE(8)) as a number
//     at("backupAMFName", backup, name_size);           // std::optional: OPTIONAL, in the presence bitmap
//   }
//
// The mode is a run-time value, so a description is compiled once, in one .cpp file. `fields` runs once for the presence
// bitmap and once for the values. The first fault is kept and everything after it reads as zero; when writing, a value
// outside its constraint is a fault too. Lists are limited by their constraints and by the octets that are there.
#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <forward_list>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/strong.hpp"
#include "base/tree.hpp"
#include "codec/octets.hpp"

namespace pellucid::codec {

/// Is there an extension marker "..." in the constraint or type?
enum Extensible : bool { closed, extensible };

/// INTEGER (lower..upper) or (lower..upper, ...).
struct Range {
  std::int64_t lower;
  std::int64_t upper;
  Extensible extension;
  constexpr Range(std::int64_t lo, std::int64_t hi, Extensible e = closed) : lower(lo), upper(hi), extension(e) {}
  constexpr std::uint64_t span() const { return std::uint64_t(upper) - std::uint64_t(lower); }
};

/// SIZE (lower..upper) or (lower..upper, ...); Size() is none at all.
struct Size {
  static constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();
  std::size_t lower = 0;
  std::size_t upper = unbounded;
  Extensible extension = closed;
  constexpr Size() = default;
  constexpr explicit Size(std::size_t n) : lower(n), upper(n) {}
  constexpr Size(std::size_t lo, std::size_t hi, Extensible e = closed) : lower(lo), upper(hi), extension(e) {}
};

/// BIT STRING (SIZE(count)), or (SIZE(count, ...)), held as a number whose most significant bit comes first.
struct Bits {
  unsigned count;  // 1..64
  Extensible extension = closed;
  bool hexadecimal = false;  // how it is shown
};

/// PrintableString, VisibleString (both known-multiplier), UTF8String (its size is not visible in the encoding).
enum class Alphabet : std::uint8_t { printable, visible, utf8 };
struct Text {
  Alphabet alphabet;
  Size size;
};

/// A bit string of any length: `count` bits from the most significant of octets[0] on.
struct BitString {
  Bytes octets{};
  std::size_t count = 0;
  bool operator==(const BitString&) const = default;
};

/// ENUMERATED: the names in order, how many of them stand before the extension marker.
struct Enumeration {
  const char* const* names;
  std::uint16_t known;
  std::uint16_t root;
  Extensible extension = extensible;
  bool informational = false;  // a value that this version does not know is nothing to worry about
};

/// Extension additions of a SEQUENCE as the octets of their open types.
using Additions = std::vector<std::optional<Bytes>>;

class Per {
 public:
  enum class Mode : std::uint8_t { reading, writing, printing, inventing };
  enum class Variant : std::uint8_t { aligned, unaligned };
  /// A number below its argument, which is at least 1.
  using Draw = std::function<std::uint64_t(std::uint64_t)>;

  /// Reads `in`, which must outlive it.
  Per(Variant variant, ByteView in) : mode_(Mode::reading), variant_(variant), in_(in) {}
  /// Writes, prints or, with `draw`, invents.
  Per(Variant variant, Mode mode, const Draw* draw = nullptr) : mode_(mode), variant_(variant), draw_(draw) {
    if (mode == Mode::writing) out_.reserve(256);
  }
  Per(const Per&) = delete;
  Per& operator=(const Per&) = delete;

  bool reading() const { return mode_ == Mode::reading; }
  bool writing() const { return mode_ == Mode::writing; }
  bool printing() const { return mode_ == Mode::printing; }
  bool inventing() const { return mode_ == Mode::inventing; }

  // ---- Rows of a type's description ---------------------------------------------------------------------------------

  /// A component that is always there.
  template <class Self, class T, class... C>
  void operator()(this Self& at, const char* name, T& value, const C&... constraint) {
    if (at.phase_ == Phase::values) at.component(name, value, constraint...);
  }
  /// An OPTIONAL component.
  template <class Self, class T, class... C>
  void operator()(this Self& at, const char* name, std::optional<T>& value, const C&... constraint) {
    if (at.phase_ == Phase::presence) {
      bool there = value.has_value();
      at.presence(there);
      if (!there)
        value.reset();
      else if (!value)
        value.emplace();
    } else if (at.phase_ == Phase::values && value) {
      at.component(name, *value, constraint...);
    }
  }
  /// An OPTIONAL list (never empty when present) as a vector that is empty when absent.
  template <class Self, class T, class... C>
  void some(this Self& at, const char* name, std::vector<T>& value, const C&... constraint) {
    if (at.phase_ == Phase::presence) {
      bool there = !value.empty();
      at.presence(there);
      value.resize(there ? std::max<std::size_t>(value.size(), 1) : 0);  // one stands in until the values are read
    } else if (at.phase_ == Phase::values && !value.empty()) {
      at.component(name, value, constraint...);
    }
  }
  /// An OPTIONAL ENUMERATED {word, ...} as a bool.
  template <class Self>
  void flag(this Self& at, const char* name, bool& value, const char* word) {
    if (at.phase_ == Phase::presence) {
      at.presence(value);
    } else if (at.phase_ == Phase::values && value) {
      at.named(name, [&] { at.only(word); });
    }
  }

  /// A mandatory ENUMERATED {word, ...}.
  void must(const char* name, const char* word) {
    if (phase_ == Phase::values) named(name, [&] { only(word); });
  }
  /// The next extension addition, or a group [[ ]] of them as a structure without extension marker.
  template <class Self, class T, class... C>
  void addition(this Self& at, const char* name, std::optional<T>& value, const C&... constraint) {
    if (at.phase_ == Phase::values && at.printing() && value) return at.component(name, *value, constraint...);
    if (at.phase_ != Phase::additions) return;
    std::size_t index = at.addition_++;
    if (at.reading()) {
      if (index >= at.additions_->size() || !(*at.additions_)[index]) return;
      at.inside(*(*at.additions_)[index], [&] { at.component(name, value.emplace(), constraint...); });
    } else if (at.writing()) {
      auto& slot = at.additions_->emplace_back();
      if (!value) return;
      auto mark = at.open_begin();
      at.component(name, *value, constraint...);
      slot = at.open_content(mark);
    } else if (at.inventing() && at.draw(2) == 1) {
      at.component(name, value.emplace(), constraint...);
    }
  }

  /// SEQUENCE: extension bit, presence bitmap, components, extension additions; `unknown` gets and gives those beyond
  /// the described ones. An engine with a tail of its own (NGAP's iE-Extensions, the last OPTIONAL component) has
  /// tail_presence(v) -> bool and tail(v, bool, …).
  template <class Self, class T, class... C>
  void sequence(this Self& at, T& v, Extensible extension, Additions& unknown, const C&... c) {
    constexpr bool has_tail = requires { at.tail(v, true, c...); };
    Phase outer = std::exchange(at.phase_, Phase::values);
    if (at.printing()) {
      Tree saved = std::exchange(at.object_, Tree::object());
      v.fields(at, c...);
      if constexpr (has_tail) at.tail(v, true, c...);
      at.shown_ = std::exchange(at.object_, std::move(saved));
    } else {
      Additions additions;
      if (at.writing()) {
        at.described_additions(v, additions, c...);
        additions.insert(additions.end(), unknown.begin(), unknown.end());
      }
      // Unknown additions of which none is there were received so: they go out again as they came.
      bool extended = !unknown.empty();
      for (auto& a : additions) extended = extended || a.has_value();
      if (extension && !at.inventing()) at.bit(extended);
      at.phase_ = Phase::presence;
      v.fields(at, c...);
      [[maybe_unused]] bool tail = false;
      if constexpr (has_tail) tail = at.tail_presence(v);
      at.phase_ = Phase::values;
      v.fields(at, c...);
      if constexpr (has_tail) at.tail(v, tail, c...);
      if (extended) at.raw_additions(additions);
      if (at.inventing() || (at.reading() && extended)) {
        std::size_t described = at.described_additions(v, additions, c...);
        unknown.assign(additions.begin() + std::ptrdiff_t(std::min(described, additions.size())), additions.end());
      }
    }
    at.phase_ = outer;
  }

  /// A value of any type that has a description: structures through a free function per(at, value, …) found by ADL.
  template <class Self, class T, class... C>
  void value(this Self& at, T& v, const C&... constraint) {
    if constexpr (requires { per(at, v, constraint...); })
      per(at, v, constraint...);
    else if constexpr (requires { enumeration(v); })
      at.one_of(v, enumeration(v));
    else
      at.plain(v, constraint...);
  }
  /// SEQUENCE (SIZE) OF. `item_constraint` goes to each item.
  template <class Self, class T, class... C>
  void plain(this Self& at, std::vector<T>& items, const Size& size, const C&... item_constraint) {
    List list_state = at.list_begin(items.size(), size);
    Tree list = Tree::array();
    if (at.reading() || at.inventing()) items.clear();
    for (std::size_t i = 0; at.list_goes_on(i, list_state); ++i) {
      if (at.reading() || at.inventing()) items.emplace_back();
      at.value(items[i], item_constraint...);
      if (at.printing()) list.push(std::exchange(at.shown_, {}));
    }
    if (at.printing()) at.shown_ = std::move(list);
  }
  template <class T>
    requires(std::integral<T> || StrongNumber<T>)
  void plain(T& v, const Range& range) {
    std::int64_t number = static_cast<std::int64_t>(detail::to_number(v));
    integer(number, range);
    if (reading() || inventing()) {
      v = detail::from_number<T>(static_cast<std::uint64_t>(number));
      if (static_cast<std::int64_t>(detail::to_number(v)) != number) fail(WireError::Kind::bad_value);
    }
  }
  template <class T>
    requires(std::integral<T> || StrongNumber<T>)
  void plain(T& v, const Bits& bits) {
    std::uint64_t number = detail::to_number(v);
    bit_number(number, bits);
    if (reading() || inventing()) v = detail::from_number<T>(number);
  }
  void plain(bool& v);
  void plain(Bytes& v, const Size& size = {}) { octet_string(v, size); }
  /// OCTET STRING (SIZE(N)), N > 2, and BIT STRING (SIZE(8 * N)), which is encoded likewise.
  template <std::size_t N>
    requires(N > 2)
  void plain(Octets<N>& v) {
    fixed_octets(v.data(), N);
  }
  void plain(BitString& v, const Size& size) { bit_string(v, size); }
  void plain(std::string& v, const Text& text) { characters(v, text); }
  template <class E>
  void one_of(E& v, const Enumeration& names) {
    auto number = static_cast<std::uint8_t>(v);
    enumerated(number, names);
    if (reading() || inventing()) v = static_cast<E>(number);
  }

  /// CHOICE of as many alternatives as `names`, in the order of the variant. `inventable`: how many may be invented.
  template <class Self, class... A>
  void choice(this Self& at, std::variant<A...>& v, const std::array<const char*, sizeof...(A)>& names,
              std::size_t inventable = sizeof...(A)) {
    std::uint64_t index = v.index();
    at.choose(index, sizeof...(A), inventable);
    if (at.failed() || index >= sizeof...(A)) return;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (void)((I == index ? (at.template alternative_value<I>(v, names[I]), true) : false) || ...);
    }(std::index_sequence_for<A...>{});
  }

  /// The index of a CHOICE's alternative: one of `count`, of which the first `inventable` may be invented.
  void choose(std::uint64_t& index, std::size_t count, std::size_t inventable);

  // ---- Simple types --------------------------------------------------------------------------------------------------

  void integer(std::int64_t& v, const Range& range);
  /// INTEGER without an upper bound (X.691 §12.2.6 c, d): at most eight octets of it.
  void unconstrained(std::int64_t& v);
  void enumerated(std::uint8_t& v, const Enumeration& names);
  /// ENUMERATED {word, ...}: another value makes it strange.
  void only(const char* word);
  void octet_string(Bytes& v, const Size& size);
  void fixed_octets(std::uint8_t* v, std::size_t count);
  void bit_string(BitString& v, const Size& size);
  void bit_number(std::uint64_t& v, const Bits& bits);
  void characters(std::string& v, const Text& text);

  // ---- What types are made of ----------------------------------------------------------------------------------------
  // These read or write (as the mode says); printing and inventing pass them by.

  void bits(unsigned count, std::uint64_t& v);  // at most 64
  void bit(bool& v);
  void align();
  /// A number 0..span (X.691 §11.5).
  void constrained(std::uint64_t& v, std::uint64_t span);
  /// Normally small non-negative number (§11.6).
  void normally_small(std::uint64_t& v);
  /// Octets with a general length determinant, in fragments from 16384 on (§11.9). When reading, the view stands in the
  /// input or, if it had to be joined, lives as long as this engine.
  void counted_octets(ByteView& v);
  /// All that is left of an encoding (the content of an open type, as it is).
  void remainder(Bytes& v);
  /// An open type (§11.2): `body` describes the content, which must be all of it.
  template <class Self, class Body>
  void open(this Self& at, Body body) {
    if (at.reading()) {
      ByteView content;
      at.counted_octets(content);
      at.inside(content, body);
    } else if (at.writing()) {
      auto mark = at.open_begin();
      body();
      at.open_end(mark);
    } else {
      body();
    }
  }
  /// Reads `content` with `body` as a complete encoding of its own.
  template <class Self, class Body>
  void inside(this Self& at, ByteView content, Body body) {
    if (at.failed()) return;
    auto outer = at.enter(content);
    body();
    at.leave(outer);
  }
  /// Extension additions after the "..." as open types (§19.7-9), as they are. Follows a set extension bit.
  void raw_additions(Additions& additions);

  // ---- State ---------------------------------------------------------------------------------------------------------

  void fail(WireError::Kind kind);
  void fail_if(bool wrong, WireError::Kind kind) {
    if (wrong) fail(kind);
  }
  bool failed() const { return error_.has_value(); }
  const WireError& error() const { return *error_; }
  /// Something in what is being read belongs to a later version of the protocol or has no meaning in this one.
  void strange() { strange_ = true; }
  bool take_strange() { return std::exchange(strange_, false); }
  /// Bits that are left of the innermost encoding; 0 after a fault.
  std::size_t bits_left() const { return failed() ? 0 : in_.size() * 8 - at_; }
  Bytes take();
  Tree take_tree() { return std::move(shown_); }
  void show(Tree tree) { shown_ = std::move(tree); }
  std::uint64_t draw(std::uint64_t below) { return (*draw_)(below); }

 protected:
  enum class Phase : std::uint8_t { presence, values, tail, additions };
  struct Outer {
    ByteView in;
    std::size_t at;
    std::size_t base;
  };
  struct Mark {
    Bytes out;
    std::size_t start;
    unsigned used;
  };

  /// The presence bit of an OPTIONAL component.
  void presence(bool& there);
  template <class Self, class T, class... C>
  void component(this Self& at, const char* name, T& value, const C&... constraint) {
    at.named(name, [&] { at.value(value, constraint...); });
  }
  template <class Body>
  void named(const char* name, Body body) {
    const char* outer = std::exchange(field_, name);
    body();
    field_ = outer;
    if (printing()) object_.add(name, std::exchange(shown_, {}));
  }
  template <class Self, class T, class... C>
  std::size_t described_additions(this Self& at, T& v, Additions& additions, const C&... c) {
    Phase outer = std::exchange(at.phase_, Phase::additions);
    std::size_t outer_index = std::exchange(at.addition_, 0);
    Additions* outer_list = std::exchange(at.additions_, &additions);
    v.fields(at, c...);
    at.additions_ = outer_list;
    at.phase_ = outer;
    return std::exchange(at.addition_, outer_index);
  }
  template <std::size_t I, class Self, class V>
  void alternative_value(this Self& at, V& v, const char* name) {
    if (v.index() != I) v.template emplace<I>();
    at.value(std::get<I>(v));
    if (at.printing()) at.shown_ = Tree(Tree::Object{{name, std::exchange(at.shown_, {})}});
  }

  struct List {
    std::size_t end;    // items up to the end of this fragment
    std::size_t total;  // when writing
    bool more;          // fragments follow
  };
  List list_begin(std::size_t count, const Size& size);
  bool list_goes_on(std::size_t i, List& list);
  Outer enter(ByteView content);
  void leave(const Outer& outer);
  Mark open_begin();
  void open_end(Mark& mark);
  Bytes open_content(Mark& mark);
  /// A 16-bit number (aligned) that is not known yet: the place for set_number().
  std::size_t reserve_number();
  void set_number(std::size_t place, std::uint16_t v);

  Mode mode_;
  Variant variant_;
  Phase phase_ = Phase::values;
  bool strange_ = false;
  std::size_t addition_ = 0;  // the next one to be described
  Additions* additions_ = nullptr;
  const char* field_ = "";
  std::uint32_t ie_ = 0;  // for the error
  Tree shown_;
  Tree object_;  // the SEQUENCE that is being printed
  const Draw* draw_ = nullptr;

 private:
  std::uint64_t take_bits(unsigned count);
  void put_bits(unsigned count, std::uint64_t v);
  ByteView take_octets(std::size_t count);
  void put_octets(ByteView octets);
  /// One length determinant of the general form. True: a fragment, more follow.
  bool length(std::size_t& count);
  void string_length(std::size_t& count, const Size& size, bool& fragmented);
  void print(Tree tree) { shown_ = std::move(tree); }

  ByteView in_{};
  std::size_t at_ = 0;    // bits of in_ that are taken
  std::size_t base_ = 0;  // octets from the start of the outermost view to in_, for errors
  Bytes out_{};
  unsigned used_ = 0;  // bits of out_.back() that are in use; 0: all
  std::forward_list<Bytes> joined_{};
  std::optional<WireError> error_{};
};

/// May the text stand in a PrintableString?
bool is_printable(std::string_view text);

}  // namespace pellucid::codec
