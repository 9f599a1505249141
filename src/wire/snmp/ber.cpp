#include "wire/snmp/ber.hpp"

namespace pellucid::snmp {

std::optional<std::uint8_t> BerReader::peek() const {
  if (!more()) return {};
  return in_[at_];
}

BerReader::Element BerReader::any(const char* field) {
  if (failed()) return {};
  auto left = [&] { return in_.size() - at_; };
  if (left() < 2) return fail(WireError::Kind::truncated, field), Element{};
  Element element;
  element.tag = in_[at_];
  if ((element.tag & 0x1F) == 0x1F) return fail(WireError::Kind::wrong_type, field), Element{};  // tags of several octets
  std::size_t length = in_[at_ + 1];
  std::size_t header = 2;
  if (length >= 0x80) {
    std::size_t octets = length & 0x7F;
    if (octets == 0 || octets > 4) return fail(WireError::Kind::bad_length, field), Element{};  // indefinite, or beyond any datagram
    if (left() < 2 + octets) return fail(WireError::Kind::truncated, field), Element{};
    length = std::size_t(from_big_endian(in_.subspan(at_ + 2, octets)));
    header += octets;
  }
  if (left() - header < length) return fail(WireError::Kind::truncated, field), Element{};
  element.offset = base_ + at_ + header;
  element.content = in_.subspan(at_ + header, length);
  at_ += header + length;
  return element;
}

BerReader::Element BerReader::element(std::uint8_t tag, const char* field) {
  if (auto next = peek(); next && *next != tag) return fail(WireError::Kind::wrong_type, field), Element{};
  return any(field);
}

std::int32_t BerReader::integer(const char* field, std::int32_t least, std::int32_t most) {
  auto content = element(Tag::integer, field).content;
  if (failed()) return 0;
  auto value = signed_content(content);
  if (!value || *value < least || *value > most) return fail(WireError::Kind::bad_value, field), 0;
  return *value;
}

Bytes BerReader::octet_string(const char* field, std::size_t most) {
  auto content = element(Tag::octet_string, field).content;
  if (content.size() > most) return fail(WireError::Kind::bad_length, field), Bytes{};
  return to_bytes(content);
}

Oid BerReader::oid(const char* field) {
  auto content = element(Tag::oid, field).content;
  if (failed()) return {};
  auto oid = oid_content(content);
  if (!oid) return fail(WireError::Kind::bad_value, field), Oid{};
  return std::move(*oid);
}

void BerReader::finish(const BerReader& inner, const char* field) {
  if (failed()) return;
  if (inner.failed())
    error_ = inner.error_;
  else if (inner.more())
    error_ = WireError{WireError::Kind::trailing, inner.offset(), field, 0};
}

std::optional<std::int32_t> signed_content(ByteView content) {
  if (content.empty() || content.size() > 4) return {};
  std::uint32_t value = (content[0] & 0x80) != 0 ? ~std::uint32_t(0) : 0;
  for (auto octet : content) value = value << 8 | octet;
  return std::int32_t(value);
}

// Agents are known to leave out the zero octet in front of a number whose highest bit is set: taken for what it means.
std::optional<std::uint64_t> unsigned_content(ByteView content, std::size_t octets) {
  if (content.empty() || content.size() > octets + 1) return {};
  if (content.size() == octets + 1) {
    if (content[0] != 0) return {};
    content = content.subspan(1);
  }
  return from_big_endian(content);
}

std::optional<Oid> oid_content(ByteView content) {
  if (content.empty()) return Oid{0, 0};
  Oid oid;
  std::uint64_t arc = 0;
  bool within = false;
  for (auto octet : content) {
    if (!within && octet == 0x80) return {};  // padding
    arc = arc << 7 | (octet & 0x7F);
    within = (octet & 0x80) != 0;
    // The first number holds two arcs: 40 X + Y, and only X = 2 has a Y of 40 and more.
    std::uint64_t most = std::uint64_t(UINT32_MAX) + (oid.empty() ? 80 : 0);
    if (arc > most) return {};
    if (within) continue;
    if (oid.empty()) {
      Oid::Arc first = arc < 80 ? Oid::Arc(arc / 40) : 2;
      oid.push(first);
      arc -= std::uint64_t(first) * 40;
    }
    if (!oid.push(Oid::Arc(arc))) return {};
    arc = 0;
  }
  if (within) return {};
  return oid;
}

void BerWriter::header(std::uint8_t tag, std::size_t size_before) {
  std::size_t length = size() - size_before;
  if (length < 0x80) {
    reversed_.push_back(std::uint8_t(length));
  } else {
    std::uint8_t octets = 0;
    for (; length != 0; length >>= 8, ++octets) reversed_.push_back(std::uint8_t(length));
    reversed_.push_back(0x80 | octets);
  }
  reversed_.push_back(tag);
}

void BerWriter::integer(std::int64_t value, Tag tag) {
  std::size_t before = size();
  for (;;) {
    auto octet = std::uint8_t(value);
    reversed_.push_back(octet);
    value >>= 8;
    bool negative = (octet & 0x80) != 0;
    if ((value == 0 && !negative) || (value == -1 && negative)) break;
  }
  header(tag, before);
}

void BerWriter::natural(std::uint64_t value, Tag tag) {
  std::size_t before = size();
  do {
    reversed_.push_back(std::uint8_t(value));
    value >>= 8;
  } while (value != 0);
  if ((reversed_.back() & 0x80) != 0) reversed_.push_back(0);
  header(tag, before);
}

void BerWriter::octet_string(ByteView octets, Tag tag) {
  std::size_t before = size();
  raw(octets);
  header(tag, before);
}

void BerWriter::oid(const Oid& oid) {
  std::size_t before = size();
  auto put = [&](std::uint64_t arc) {
    reversed_.push_back(std::uint8_t(arc & 0x7F));
    for (arc >>= 7; arc != 0; arc >>= 7) reversed_.push_back(std::uint8_t(0x80 | (arc & 0x7F)));
  };
  for (std::size_t i = oid.size(); i-- > 2;) put(oid[i]);
  put(std::uint64_t(!oid.empty() ? oid[0] : 0) * 40 + (oid.size() > 1 ? oid[1] : 0));
  header(Tag::oid, before);
}

}  // namespace pellucid::snmp
