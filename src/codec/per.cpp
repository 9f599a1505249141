#include "codec/per.hpp"

#include <bit>

namespace pellucid::codec {
namespace {

constexpr std::size_t k16 = 16384;

/// Bits that hold any number 0..span.
unsigned width(std::uint64_t span) { return unsigned(std::bit_width(span)); }
/// Octets that hold a number, at least one.
unsigned octets_of(std::uint64_t v) { return v == 0 ? 1 : (width(v) + 7) / 8; }
/// Octets that hold a two's complement number, at least one.
unsigned signed_octets_of(std::int64_t v) {
  auto magnitude = v < 0 ? ~static_cast<std::uint64_t>(v) : static_cast<std::uint64_t>(v);
  return width(magnitude) / 8 + 1;
}
/// As many digits as the bits need.
std::string hexadecimal(std::uint64_t v, unsigned count) {
  auto all = hex(big_endian<8>(v));
  return all.substr(all.size() - (count + 3) / 4);
}
/// Invented strings are short: what they contain is of no interest.
constexpr std::size_t longest_invented = 12;

}  // namespace

void Per::fail(WireError::Kind kind) {
  if (!error_) error_ = WireError{kind, base_ + at_ / 8, field_, ie_};
}

// ---- Bits and octets ---------------------------------------------------------------------------------------------------

std::uint64_t Per::take_bits(unsigned count) {
  if (failed() || in_.size() * 8 - at_ < count) {
    fail(WireError::Kind::truncated);
    return 0;
  }
  std::uint64_t v = 0;
  if (at_ % 8 == 0 && count % 8 == 0) {
    for (; count > 0; count -= 8, at_ += 8) v = v << 8 | in_[at_ / 8];
    return v;
  }
  while (count > 0) {
    unsigned free = 8 - unsigned(at_ % 8);
    unsigned here = free < count ? free : count;
    v = v << here | ((in_[at_ / 8] >> (free - here)) & ((1u << here) - 1));
    at_ += here;
    count -= here;
  }
  return v;
}

void Per::put_bits(unsigned count, std::uint64_t v) {
  while (count > 0) {
    if (used_ == 0) out_.push_back(0);
    unsigned free = 8 - used_;
    unsigned here = free < count ? free : count;
    auto part = (v >> (count - here)) & ((1u << here) - 1);
    out_.back() = std::uint8_t(out_.back() | part << (free - here));
    used_ = (used_ + here) % 8;
    count -= here;
  }
}

/// Whole octets; where they do not start at an octet (unaligned), a copy that lives as long as this engine.
ByteView Per::take_octets(std::size_t count) {
  if (failed() || (in_.size() * 8 - at_) / 8 < count) {
    fail(WireError::Kind::truncated);
    return {};
  }
  if (at_ % 8 == 0) {
    auto v = in_.subspan(at_ / 8, count);
    at_ += count * 8;
    return v;
  }
  Bytes copy(count);
  for (auto& octet : copy) octet = std::uint8_t(take_bits(8));
  return joined_.emplace_front(std::move(copy));
}

void Per::put_octets(ByteView octets) {
  if (used_ == 0) return append(out_, octets);
  for (auto octet : octets) put_bits(8, octet);
}

void Per::bits(unsigned count, std::uint64_t& v) {
  if (reading())
    v = take_bits(count);
  else if (writing())
    put_bits(count, v);
}

void Per::bit(bool& v) {
  std::uint64_t number = v;
  bits(1, number);
  v = number != 0;
}

void Per::align() {
  if (variant_ == Variant::unaligned) return;
  at_ = std::min((at_ + 7) / 8 * 8, in_.size() * 8);
  used_ = 0;
}

Bytes Per::take() {
  if (out_.empty()) out_.push_back(0);  // a complete encoding has at least one octet (X.691 §11.1.3)
  used_ = 0;
  return std::move(out_);
}

// ---- Numbers and lengths -----------------------------------------------------------------------------------------------

void Per::constrained(std::uint64_t& v, std::uint64_t span) {
  fail_if(writing() && v > span, WireError::Kind::bad_value);
  if (span == 0) {
    if (reading()) v = 0;
  } else if (variant_ == Variant::unaligned || span < 255) {
    bits(width(span), v);
  } else if (span <= 0xFFFF) {
    align();
    bits(span == 255 ? 8 : 16, v);
  } else {
    std::uint64_t count = octets_of(v) - 1;
    constrained(count, octets_of(span) - 1);
    align();
    bits(unsigned(count + 1) * 8, v);
  }
  if (reading() && v > span) {
    fail(WireError::Kind::bad_value);
    v = 0;
  }
}

void Per::normally_small(std::uint64_t& v) {
  bool large = v > 63;
  bit(large);
  if (!large) return bits(6, v);
  ByteView content;
  auto octets = big_endian<8>(v);
  if (writing()) content = ByteView(octets).last(octets_of(v));
  counted_octets(content);
  fail_if(content.empty() || content.size() > 8, WireError::Kind::bad_length);
  v = failed() ? 0 : from_big_endian(content);
}

bool Per::length(std::size_t& count) {
  align();
  if (writing()) {
    if (count < 128) {
      put_bits(8, count);
    } else if (count < k16) {
      put_bits(16, 0x8000 | count);
    } else {
      std::size_t pieces = std::min<std::size_t>(count / k16, 4);
      put_bits(8, 0xC0 | pieces);
      count = pieces * k16;
      return true;
    }
    return false;
  }
  std::uint64_t first = take_bits(8);
  if (first < 0x80) {
    count = first;
  } else if (first < 0xC0) {
    count = (first & 0x3F) << 8 | take_bits(8);
  } else {
    fail_if((first & 0x3F) < 1 || (first & 0x3F) > 4, WireError::Kind::bad_length);
    count = failed() ? 0 : (first & 0x3F) * k16;
    return !failed();
  }
  if (failed()) count = 0;
  return false;
}

void Per::counted_octets(ByteView& v) {
  if (writing()) {
    bool more = true;
    while (more) {
      std::size_t count = v.size();
      more = length(count);
      put_octets(v.first(count));
      v = v.subspan(count);
    }
    return;
  }
  std::size_t count = 0;
  bool more = length(count);
  v = take_octets(count);
  if (!more) return;
  Bytes all = to_bytes(v);
  while (more && !failed()) {
    more = length(count);
    append(all, take_octets(count));
  }
  v = joined_.emplace_front(std::move(all));
}

void Per::integer(std::int64_t& v, const Range& range) {
  if (printing()) return print(v);
  if (inventing()) {
    std::uint64_t below = range.span() + 1;
    v = range.lower + std::int64_t(draw(below == 0 ? ~std::uint64_t(0) : below));
    return;
  }
  bool beyond = range.extension && (v < range.lower || v > range.upper);
  if (range.extension) bit(beyond);
  if (beyond) return unconstrained(v);
  fail_if(writing() && (v < range.lower || v > range.upper), WireError::Kind::bad_value);
  auto offset = static_cast<std::uint64_t>(v) - static_cast<std::uint64_t>(range.lower);
  constrained(offset, range.span());
  if (reading()) v = static_cast<std::int64_t>(static_cast<std::uint64_t>(range.lower) + offset);
}

void Per::unconstrained(std::int64_t& v) {
  if (printing()) return print(v);
  if (inventing()) {
    v = static_cast<std::int64_t>(draw(~std::uint64_t(0)));
    return;
  }
  ByteView content;
  auto octets = big_endian<8>(static_cast<std::uint64_t>(v));
  if (writing()) content = ByteView(octets).last(signed_octets_of(v));
  counted_octets(content);
  if (writing()) return;
  fail_if(content.empty() || content.size() > 8, WireError::Kind::bad_length);
  if (failed()) {
    v = 0;
    return;
  }
  std::uint64_t number = content[0] & 0x80 ? ~std::uint64_t(0) : 0;
  for (auto octet : content) number = number << 8 | octet;
  v = static_cast<std::int64_t>(number);
}

void Per::plain(bool& v) {
  if (printing()) return print(v);
  if (inventing())
    v = draw(2) == 1;
  else
    bit(v);
}

void Per::enumerated(std::uint8_t& v, const Enumeration& names) {
  if (printing()) return print(v < names.known ? Tree(names.names[v]) : Tree(v));
  if (inventing()) {
    v = std::uint8_t(draw(names.known));
    return;
  }
  bool beyond = names.extension && v >= names.root;
  if (names.extension) bit(beyond);
  std::uint64_t number = v;
  if (beyond) {
    number -= names.root;
    normally_small(number);
    fail_if(number > 255u - names.root, WireError::Kind::bad_value);
    number = failed() ? 0 : number + names.root;
    if (number >= names.known && !names.informational) strange();
  } else {
    constrained(number, names.root - 1u);
  }
  v = std::uint8_t(number);
}

void Per::only(const char* word) {
  if (printing()) return print(word);
  if (inventing()) return;
  const char* words[] = {word};
  std::uint8_t value = 0;
  enumerated(value, {words, 1, 1});
}

// ---- Strings -----------------------------------------------------------------------------------------------------------

/// The length of a string or list: constrained where the limit is below 64K, else general (then it may be a fragment).
void Per::string_length(std::size_t& count, const Size& size, bool& fragmented) {
  fragmented = false;
  bool beyond = count < size.lower || count > size.upper;
  if (size.extension) bit(beyond);
  if (!size.extension) fail_if(writing() && beyond, WireError::Kind::bad_length);
  if (size.extension && beyond) {
    fragmented = length(count);
  } else if (size.upper < 65536) {
    std::uint64_t over = count - size.lower;
    constrained(over, size.upper - size.lower);
    count = size.lower + std::size_t(over);
  } else {
    fragmented = length(count);
    fail_if(reading() && !fragmented && size.upper != Size::unbounded && (count < size.lower || count > size.upper),
            WireError::Kind::bad_length);
  }
  if (failed()) {
    count = 0;
    fragmented = false;
  }
}

void Per::octet_string(Bytes& v, const Size& size) {
  if (printing()) return print(hex(v));
  if (inventing()) {
    v.resize(size.lower + draw(std::min(size.upper - size.lower, longest_invented) + 1));
    for (auto& octet : v) octet = std::uint8_t(draw(256));
    return;
  }
  if (size.upper >= 65536) {
    ByteView content = v;
    counted_octets(content);
    fail_if(content.size() < size.lower && reading(), WireError::Kind::bad_length);
    if (reading()) v = to_bytes(content);
    return;
  }
  std::size_t count = v.size();
  bool fragmented = false;
  string_length(count, size, fragmented);
  if (fragmented) return fail(WireError::Kind::bad_length);  // an extension of a small string beyond 16K
  bool small = size.lower == size.upper && size.upper <= 2 && count == size.upper;
  if (count > 0 && !small) align();
  if (writing())
    put_octets(ByteView(v).first(std::min(count, v.size())));
  else
    v = to_bytes(take_octets(count));
}

void Per::fixed_octets(std::uint8_t* v, std::size_t count) {
  if (printing()) return print(hex(ByteView(v, count)));
  if (inventing()) {
    for (std::size_t i = 0; i < count; ++i) v[i] = std::uint8_t(draw(256));
    return;
  }
  if (count > 2) align();
  if (writing()) return put_octets(ByteView(v, count));
  auto octets = take_octets(count);
  std::copy(octets.begin(), octets.end(), v);
}

void Per::bit_string(BitString& v, const Size& size) {
  if (printing()) return print(hex(v.octets) + "/" + std::to_string(v.count));
  if (inventing()) {
    v.count = size.lower + draw(std::min(size.upper - size.lower, longest_invented * 8) + 1);
    v.octets.resize((v.count + 7) / 8);
    for (auto& octet : v.octets) octet = std::uint8_t(draw(256));
    if (v.count % 8) v.octets.back() = std::uint8_t(v.octets.back() & (0xFF00 >> (v.count % 8)));
    return;
  }
  bool fragmented = false;
  std::size_t count = v.count;
  string_length(count, size, fragmented);
  if (fragmented) return fail(WireError::Kind::bad_length);  // above 16383 bits: no type of NGAP or RRC
  bool small = size.lower == size.upper && size.upper <= 16 && count == size.upper;
  if (count > 0 && !small) align();
  if (writing()) {
    fail_if(v.octets.size() != (count + 7) / 8, WireError::Kind::bad_length);
    if (failed()) return;
    put_octets(ByteView(v.octets).first(count / 8));
    if (count % 8) put_bits(unsigned(count % 8), v.octets.back() >> (8 - count % 8));
    return;
  }
  v.octets = to_bytes(take_octets(count / 8));
  if (count % 8) v.octets.push_back(std::uint8_t(take_bits(unsigned(count % 8)) << (8 - count % 8)));
  v.count = failed() ? 0 : count;
  if (failed()) v.octets.clear();
}

void Per::bit_number(std::uint64_t& v, const Bits& spec) {
  std::uint64_t largest = spec.count >= 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << spec.count) - 1;
  if (printing()) return print(spec.hexadecimal ? Tree(hexadecimal(v, spec.count)) : Tree(v));
  if (inventing()) {
    v = draw(largest == ~std::uint64_t(0) ? largest : largest + 1);
    return;
  }
  fail_if(v > largest, WireError::Kind::bad_value);
  bool other_length = false;
  if (spec.extension) bit(other_length);
  if (other_length) {  // only a later version has a reason to; what it means is unknown here
    strange();
    std::size_t count = 0;
    fail_if(length(count), WireError::Kind::bad_length);
    align();
    take_octets(count / 8);
    take_bits(unsigned(count % 8));
    v = 0;
    return;
  }
  if (spec.count > 16) align();
  bits(spec.count, v);
}

void Per::characters(std::string& v, const Text& text) {
  if (printing()) return print(v);
  if (inventing()) {
    v.resize(text.size.lower + draw(std::min(text.size.upper - text.size.lower, longest_invented) + 1));
    for (auto& c : v) c = char('a' + draw(26));
    return;
  }
  if (text.alphabet == Alphabet::utf8) {
    ByteView content = as_bytes(v);
    counted_octets(content);
    if (reading()) v = std::string(as_text(content));
    return;
  }
  unsigned wide = variant_ == Variant::aligned ? 8 : 7;
  std::size_t count = v.size();
  bool fragmented = false;
  string_length(count, text.size, fragmented);
  if (fragmented) return fail(WireError::Kind::bad_length);
  bool fixed = text.size.lower == text.size.upper;
  bool small = count <= text.size.upper && (fixed ? text.size.upper * wide <= 16 : text.size.upper * wide < 16);
  if (count > 0 && !small) align();
  fail_if(reading() && bits_left() / wide < count, WireError::Kind::truncated);
  if (reading()) v.assign(failed() ? 0 : count, '\0');
  for (auto& c : v) {
    std::uint64_t number = static_cast<unsigned char>(c);
    bits(wide, number);
    c = char(number);
  }
}

bool is_printable(std::string_view text) {
  for (char c : text) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && std::string_view(" '()+,-./:=?").find(c) == std::string_view::npos) return false;
  }
  return true;
}

// ---- Lists, choices, open types ----------------------------------------------------------------------------------------

void Per::presence(bool& there) {
  if (inventing())
    there = draw(2) == 1;
  else
    bit(there);
}

void Per::choose(std::uint64_t& index, std::size_t count, std::size_t inventable) {
  if (inventing())
    index = draw(inventable);
  else
    constrained(index, count - 1);
}

Per::List Per::list_begin(std::size_t count, const Size& size) {
  if (printing()) return {count, count, false};
  if (inventing()) {
    std::size_t n = size.lower + draw(std::min<std::size_t>(size.upper - size.lower, 2) + 1);
    return {n, n, false};
  }
  List list{count, count, false};
  string_length(list.end, size, list.more);
  // Each item has at least one bit, so a count beyond the bits that are left cannot be true.
  fail_if(reading() && list.end > bits_left(), WireError::Kind::truncated);
  return failed() ? List{0, 0, false} : list;
}

bool Per::list_goes_on(std::size_t i, List& list) {
  if (failed()) return false;
  if (i < list.end) return true;
  while (list.more && !failed()) {  // the next fragment; the last one may be empty
    std::size_t count = list.total - i;
    list.more = length(count);
    list.end = i + count;
    fail_if(reading() && count > bits_left(), WireError::Kind::truncated);
    if (count > 0) return !failed();
  }
  return false;
}

Per::Outer Per::enter(ByteView content) {
  Outer outer{in_, at_, base_};
  bool within = content.data() >= in_.data() && content.data() <= in_.data() + in_.size();
  base_ += within ? std::size_t(content.data() - in_.data()) : at_ / 8;
  in_ = content;
  at_ = 0;
  return outer;
}

void Per::leave(const Outer& outer) {
  bool empty = at_ == 0 && in_.size() == 1;  // nothing takes one octet (X.691 §11.2)
  fail_if(bits_left() >= 8 && !empty, WireError::Kind::trailing);
  in_ = outer.in;
  at_ = outer.at;
  base_ = outer.base;
}

/// Aligned: the content is written in place behind one octet for its length. Unaligned: aside.
Per::Mark Per::open_begin() {
  if (variant_ == Variant::unaligned) return {std::exchange(out_, {}), 0, std::exchange(used_, 0)};
  align();
  out_.push_back(0);
  return {{}, out_.size(), 0};
}

void Per::open_end(Mark& mark) {
  if (variant_ == Variant::unaligned) {
    Bytes content = open_content(mark);
    ByteView v = content;
    return counted_octets(v);
  }
  if (out_.size() == mark.start) out_.push_back(0);
  used_ = 0;
  std::size_t count = out_.size() - mark.start;
  if (count < 128) {
    out_[mark.start - 1] = std::uint8_t(count);
  } else if (count < k16) {
    out_[mark.start - 1] = std::uint8_t(0x80 | count >> 8);
    out_.insert(out_.begin() + std::ptrdiff_t(mark.start), std::uint8_t(count));
  } else {
    Bytes content = open_content(mark);
    ByteView v = content;
    counted_octets(v);
  }
}

/// Takes the content out again.
Bytes Per::open_content(Mark& mark) {
  if (variant_ == Variant::unaligned) {
    Bytes content = take();
    out_ = std::move(mark.out);
    used_ = mark.used;
    return content;
  }
  if (out_.size() == mark.start) out_.push_back(0);
  Bytes content(out_.begin() + std::ptrdiff_t(mark.start), out_.end());
  out_.resize(mark.start - 1);
  used_ = 0;
  return content;
}

void Per::remainder(Bytes& v) {
  if (printing()) return print(hex(v));
  if (inventing()) return octet_string(v, Size(1, longest_invented));
  if (reading()) {
    fail_if(bits_left() == 0, WireError::Kind::truncated);  // a complete encoding has at least one octet (X.691 §11.1.3)
    v = to_bytes(take_octets(bits_left() / 8));
  } else {
    put_octets(v);
  }
}

std::size_t Per::reserve_number() {
  align();
  put_bits(16, 0);
  return out_.size() - 2;
}

void Per::set_number(std::size_t place, std::uint16_t v) {
  out_[place] = std::uint8_t(v >> 8);
  out_[place + 1] = std::uint8_t(v);
}

void Per::raw_additions(Additions& additions) {
  std::uint64_t last = additions.empty() ? 0 : additions.size() - 1;
  normally_small(last);  // the form of §11.9.3.4, which has the same bits up to 64 of them
  fail_if(last > 63, WireError::Kind::too_many);
  if (failed()) return;
  additions.resize(last + 1);
  for (auto& addition : additions) {
    bool there = addition.has_value();
    bit(there);
    if (reading() && there) addition.emplace();
  }
  for (auto& addition : additions) {
    if (!addition || failed()) continue;
    ByteView content = *addition;
    counted_octets(content);
    if (reading()) addition = to_bytes(content);
  }
}

}  // namespace pellucid::codec
