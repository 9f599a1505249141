#pragma once
// The part of BER (X.690) that SNMP uses (RFC 3417 §8): definite lengths, tags of one octet, primitive strings. The reader keeps the first
// fault; everything after it reads as zero or empty. The writer writes from the back, so that lengths are known when they are written.
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "codec/octets.hpp"
#include "wire/snmp/oid.hpp"

namespace pellucid::snmp {

using codec::Decoded;
using codec::WireError;

/// Tags (RFC 3416 §3 and the PDUs of §3, RFC 1157 §4.1.6).
enum class Tag : std::uint8_t {
  integer = 0x02,
  octet_string = 0x04,
  null = 0x05,
  oid = 0x06,
  sequence = 0x30,
  ip_address = 0x40,
  counter32 = 0x41,
  gauge32 = 0x42,
  time_ticks = 0x43,
  opaque = 0x44,
  counter64 = 0x46,
  no_such_object = 0x80,
  no_such_instance = 0x81,
  end_of_mib_view = 0x82,
};

class BerReader {
 public:
  explicit BerReader(ByteView in, std::size_t base = 0) : in_(in), base_(base) {}

  bool failed() const { return error_.has_value(); }
  const WireError& error() const { return *error_; }
  void fail(WireError::Kind kind, const char* field) {
    if (!error_) error_ = WireError{kind, base_ + at_, field, 0};
  }
  bool more() const { return !failed() && at_ < in_.size(); }
  /// The next tag without taking it; nothing at the end.
  std::optional<std::uint8_t> peek() const;
  /// Offset of the next octet from the start of the outermost view.
  std::size_t offset() const { return base_ + at_; }

  struct Element {
    std::uint8_t tag = 0;
    ByteView content;
    std::size_t offset = 0;  // of the content
  };
  Element any(const char* field);
  /// Content of an element of that tag.
  Element element(std::uint8_t tag, const char* field);
  Element element(Tag tag, const char* field) { return element(std::uint8_t(tag), field); }
  /// A reader of the content of a constructed element.
  BerReader inside(std::uint8_t tag, const char* field) {
    auto e = element(tag, field);
    return BerReader(e.content, e.offset);
  }
  BerReader inside(Tag tag, const char* field) { return inside(std::uint8_t(tag), field); }
  /// INTEGER within least..most.
  std::int32_t integer(const char* field, std::int32_t least = INT32_MIN, std::int32_t most = INT32_MAX);
  Bytes octet_string(const char* field, std::size_t most);
  Oid oid(const char* field);
  /// The inner reader is done: takes over its fault; what is left there is one.
  void finish(const BerReader& inner, const char* field);

 private:
  ByteView in_;
  std::size_t base_;
  std::size_t at_ = 0;
  std::optional<WireError> error_;
};

/// Contents of primitive elements. Nothing if they are none of that type.
std::optional<std::int32_t> signed_content(ByteView content);
std::optional<std::uint64_t> unsigned_content(ByteView content, std::size_t octets);  // of a type of 4 or 8 octets
std::optional<Oid> oid_content(ByteView content);

class BerWriter {
 public:
  /// Octets written so far, all of them behind whatever comes next.
  std::size_t size() const { return reversed_.size(); }
  void raw(ByteView octets) { reversed_.insert(reversed_.end(), octets.rbegin(), octets.rend()); }
  /// Tag and length in front of what was written since the writer had `size_before` octets.
  void header(std::uint8_t tag, std::size_t size_before);
  void header(Tag tag, std::size_t size_before) { header(std::uint8_t(tag), size_before); }
  void integer(std::int64_t value, Tag tag = Tag::integer);
  void natural(std::uint64_t value, Tag tag);
  void octet_string(ByteView octets, Tag tag = Tag::octet_string);
  void oid(const Oid& oid);
  void empty(Tag tag) { header(tag, size()); }
  Bytes take() const { return {reversed_.rbegin(), reversed_.rend()}; }

 private:
  Bytes reversed_;
};

}  // namespace pellucid::snmp
