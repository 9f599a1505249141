#include "wire/rrc/at.hpp"

namespace pellucid::rrc {
namespace {

std::string zeros_and_ones(ByteView octets, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += (octets[i / 8] >> (7 - i % 8)) & 1 ? '1' : '0';
  return out;
}

}  // namespace

std::string Words::word(std::size_t value) const {
  std::size_t index = 0;
  for (std::size_t at = 0; at < text_.size();) {
    auto end = std::min(text_.find(' ', at), text_.size());
    auto word = text_.substr(at, end - at);
    if (word != "..." && index++ == value) return std::string(word);
    at = end + 1;
  }
  return std::to_string(value);
}

void At::word(std::uint64_t& v, const Words& words) {
  if (printing()) return show(words.word(v));
  auto number = std::uint8_t(v);
  enumerated(number, {nullptr, words.known(), words.root(), words.extension()});
  v = number;
}

void At::bit_field(std::uint64_t& v, unsigned count) {
  if (printing()) return show(zeros_and_ones(big_endian<8>(v << (64 - count)), count));
  bit_number(v, codec::Bits{count});
}

void At::bit_text(codec::BitString& v, const Size& size) {
  if (printing()) return show(zeros_and_ones(v.octets, std::min(v.count, v.octets.size() * 8)));
  bit_string(v, size);
}

void At::to_the_end(Later& v) {
  if (printing()) return show(zeros_and_ones(v.bits.octets, std::min(v.bits.count, v.bits.octets.size() * 8)));
  if (inventing()) return;
  if (reading()) {
    v.bits.count = bits_left();
    v.bits.octets.assign((v.bits.count + 7) / 8, 0);
  }
  fail_if(v.bits.octets.size() != (v.bits.count + 7) / 8, codec::WireError::Kind::bad_length);
  if (failed()) return;
  std::size_t left = v.bits.count;
  for (auto& octet : v.bits.octets) {
    unsigned count = unsigned(std::min<std::size_t>(left, 8));
    std::uint64_t part = octet >> (8 - count);
    bits(count, part);
    octet = std::uint8_t(part << (8 - count));
    left -= count;
  }
}

void At::later(std::optional<Later>& v) {
  if (inventing()) return v.reset();
  if (phase_ == Phase::presence) {
    bool there = v.has_value();
    presence(there);
    if (there && !v) v.emplace();
  } else if (phase_ == Phase::values && v) {
    named("nonCriticalExtension", [&] { to_the_end(*v); });
  }
}

void At::contained(Bytes& v, const Container& container) {
  if (printing()) return show(container.show(v));
  if (inventing()) {
    v = container.invent(*draw_);
    return;
  }
  octet_string(v, {});
}

bool At::pick(std::uint64_t& index, std::size_t count, bool open_ended) {
  if (inventing()) {
    index = draw(count);
    return true;
  }
  bool beyond = open_ended && index >= count;
  if (open_ended) bit(beyond);
  if (printing() || beyond) return !beyond;
  constrained(index, count - 1);
  return !failed();
}

void At::unknown_alternative(UnknownAlternative& v) {
  if (printing()) return show(Tree(Tree::Object{{"extension-" + std::to_string(v.number), hex(v.content)}}));
  normally_small(v.number);
  ByteView content = v.content;
  counted_octets(content);
  if (reading()) v.content = to_bytes(content);
}

void At::number_option_of(std::uint64_t& index, std::int64_t& v, std::span<const NumberOption> table) {
  if (!pick(index, table.size(), false) || index >= table.size()) {
    fail(codec::WireError::Kind::bad_value);
    index = 0;
    return;
  }
  auto& option = table[index];
  auto number = std::uint64_t(v);
  switch (option.kind) {
    case NumberOption::Kind::null:
      if (printing()) show(Tree());
      if (!writing()) number = 0;
      break;
    case NumberOption::Kind::integer:
      integer(v, option.range);
      number = std::uint64_t(v);
      break;
    case NumberOption::Kind::bits: bit_field(number, option.bits); break;
    case NumberOption::Kind::words: word(number, option.words); break;
  }
  v = std::int64_t(number);
  if (printing()) show(Tree(Tree::Object{{option.name, take_tree()}}));
}

}  // namespace pellucid::rrc
