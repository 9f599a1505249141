#include "codec/nas_table.hpp"

#include <algorithm>
#include <bitset>

#include "base/check.hpp"
#include "base/ids.hpp"

namespace pellucid::nas {
namespace {

using codec::OctetReader;
using codec::OctetWriter;
using Kind = WireError::Kind;

constexpr std::size_t usual_octets = 128;  // most are shorter, and then one allocation is enough

WireError at_row(Kind kind, std::size_t offset, const Row& row) { return {kind, offset, row.name, row.iei}; }

/// Octets of the length field.
unsigned length_octets(Format format) {
  switch (format) {
    case Format::lv:
    case Format::tlv: return 1;
    case Format::lv_e:
    case Format::tlv_e: return 2;
    default: return 0;
  }
}

const void* slot_of(const Row& row, const void* message) { return row.member(const_cast<void*>(message)); }

class Decoder {
 public:
  Decoder(const MessageView& table, ByteView pdu, void* message) : table_(table), in_(pdu), message_(message) {}

  std::optional<WireError> run() {
    header();
    std::size_t row = 0;
    for (; !fault_ && row < table_.rows.size() && table_.rows[row].mandatory(); ++row) mandatory(row);
    while (!fault_ && at_ < in_.size()) optional_element();
    return fault_;
  }

 private:
  void fail(WireError fault) {
    if (!fault_) fault_ = fault;
  }

  /// TS 24.501 §9.1.1: up to and with the message type.
  void header() {
    bool session = table_.session != nullptr;
    std::size_t size = session ? 4 : 3;
    if (in_.size() < size) return fail({Kind::truncated, in_.size(), "message type", 0});
    if (in_[0] != table_.epd) return fail({Kind::wrong_type, 0, "extended protocol discriminator", 0});
    if (!session && (in_[1] & 15) != 0) return fail({Kind::wrong_type, 1, "security header type", 0});
    if (in_[size - 1] != table_.type) return fail({Kind::wrong_type, size - 1, "message type", 0});
    if (session) {
      *static_cast<PduSessionId*>(table_.session(message_)) = PduSessionId(in_[1]);
      *static_cast<Pti*>(table_.transaction(message_)) = Pti(in_[2]);
    }
    at_ = size;
  }

  /// Reads one value. Whether it was right; the fault otherwise. What the layout leaves is kept as extra octets.
  bool value(std::size_t index, ByteView octets, std::size_t offset, WireError& fault) {
    const Row& row = table_.rows[index];
    if (octets.size() < row.size.min) {
      fault = at_row(Kind::bad_length, offset, row);
      return false;
    }
    OctetReader reader(octets, offset);
    void* slot = row.member(message_);
    row.codec().read(reader, slot, row.size.min * 8u);
    if (reader.failed()) {
      fault = reader.error();
      fault.ie = row.iei;
      row.codec().clear(slot);
      return false;
    }
    if (auto left = reader.left()) {
      // In the table's order, whatever the order of arrival: that is how they are sent again.
      auto& extra = table_.unknown(message_).extra;
      auto behind = std::find_if(extra.begin(), extra.end(), [&](const ExtraOctets& e) { return e.row > index; });
      extra.insert(behind, {std::uint8_t(index), to_bytes(octets.last(left))});
    }
    return true;
  }

  /// A half octet is read from the high bits of an octet of its own.
  bool half_value(const Row& row, std::uint8_t nibble, std::size_t offset) {
    std::uint8_t octet = std::uint8_t(nibble << 4);
    OctetReader reader({&octet, 1}, offset);
    row.codec().read(reader, row.member(message_), 4);
    return !reader.failed();
  }

  void mandatory(std::size_t index) {
    const Row& row = table_.rows[index];
    if (row.format == Format::half) {
      // The second of a pair is in the octet that the first looked at.
      bool second = high_half_;
      if (!second && at_ >= in_.size()) return fail(at_row(Kind::missing, at_, row));
      std::uint8_t nibble = second ? in_[at_] >> 4 : in_[at_] & 15;
      if (row.member && !half_value(row, nibble, at_)) return fail(at_row(Kind::bad_value, at_, row));
      high_half_ = !second;
      if (second) ++at_;
      return;
    }
    auto octets = take(row, at_);
    if (!octets) return fail(at_row(at_ >= in_.size() ? Kind::missing : Kind::truncated, at_, row));
    std::size_t offset = at_ + length_octets(row.format);
    WireError fault;
    if (!value(index, *octets, offset, fault)) return fail(fault);
    at_ = offset + octets->size();
  }

  /// The value octets of a row whose length field (or value) starts at `from`; nothing if the message is too short.
  std::optional<ByteView> take(const Row& row, std::size_t from) const {
    unsigned count = length_octets(row.format);
    if (in_.size() - from < count) return {};
    std::size_t size = count ? std::size_t(from_big_endian(in_.subspan(from, count))) : row.size.min;
    if (in_.size() - from - count < size) return {};
    return in_.subspan(from + count, size);
  }

  /// The row that an IEI means. Of two rows with one IEI the first still free that fits the length (TS 24.501 has such a pair).
  std::optional<std::size_t> row_of(std::uint8_t iei) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      const Row& row = table_.rows[i];
      bool is_it = !row.mandatory() && (row.format == Format::tv_half ? row.iei == iei >> 4 : row.iei == iei);
      if (!is_it) continue;
      if (!found || seen_[*found]) found = i;
      auto octets = row.format == Format::tv_half ? std::optional<ByteView>() : take(row, at_ + 1);
      if (!seen_[i] && octets && octets->size() >= row.size.min && octets->size() <= row.size.max) return i;
    }
    return found;
  }

  void keep(RawIe::Why why, std::size_t size) {
    auto& kept = table_.unknown(message_).ies;
    if (kept.size() >= max_kept_ies) return fail({Kind::too_many, at_, "information elements", in_[at_]});
    kept.push_back({why, to_bytes(in_.subspan(at_, size))});
    at_ += size;
  }

  void optional_element() {
    std::uint8_t iei = in_[at_];
    auto index = row_of(iei);
    if (!index) return unknown_element(iei);
    const Row& row = table_.rows[*index];
    bool repeated = seen_[*index];
    seen_[*index] = true;
    if (row.format == Format::tv_half) {
      if (repeated) return keep(RawIe::Why::repeated, 1);
      if (!half_value(row, iei & 15, at_)) {
        row.codec().clear(row.member(message_));
        return keep(RawIe::Why::malformed, 1);
      }
      ++at_;
      return;
    }
    auto octets = take(row, at_ + 1);
    if (!octets) return keep(RawIe::Why::truncated, in_.size() - at_);
    std::size_t head = 1 + length_octets(row.format), size = head + octets->size();
    if (repeated) return keep(RawIe::Why::repeated, size);
    WireError fault;
    if (!value(*index, *octets, at_ + head, fault)) return keep(RawIe::Why::malformed, size);
    at_ += size;
  }

  /// TS 24.007 §11.2.4: how far an element reaches of which only the IEI is known.
  void unknown_element(std::uint8_t iei) {
    if (iei < 0x10) return fail({Kind::bad_value, at_, "unknown element that must be understood", iei});
    if (iei >= 0x80) return keep(RawIe::Why::unknown, 1);
    std::size_t count = iei >= 0x70 ? 2 : 1, left = in_.size() - at_ - 1;
    if (left < count) return keep(RawIe::Why::truncated, 1 + left);
    std::size_t size = std::size_t(from_big_endian(in_.subspan(at_ + 1, count)));
    if (left - count < size) return keep(RawIe::Why::truncated, 1 + left);
    keep(RawIe::Why::unknown, 1 + count + size);
  }

  const MessageView& table_;
  ByteView in_;
  void* message_;
  std::size_t at_ = 0;
  bool high_half_ = false;  // the next half row has bits 8 to 5 of in_[at_]
  std::bitset<max_rows> seen_;
  std::optional<WireError> fault_;
};

/// Written behind what `out` holds, so that it costs no memory of its own, and taken off again.
std::uint8_t nibble_of(const Row& row, const void* message, Bytes& out) {
  if (!row.member) return 0;
  std::size_t start = out.size();
  OctetWriter writer(std::move(out));
  row.codec().write(writer, slot_of(row, message), 4);
  out = writer.take();
  auto nibble = out.size() == start ? std::uint8_t(0) : std::uint8_t(out[start] >> 4);
  out.resize(start);
  return nibble;
}

void write_row(const MessageView& table, std::size_t index, const void* message, Bytes& out) {
  const Row& row = table.rows[index];
  const void* slot = slot_of(row, message);
  if (row.format == Format::tv_half) return out.push_back(std::uint8_t(row.iei << 4 | nibble_of(row, message, out)));
  if (!row.mandatory()) out.push_back(row.iei);
  if (row.format == Format::t) return;
  unsigned count = length_octets(row.format);
  std::size_t start = out.size() + count;
  out.resize(start);  // room for the length
  OctetWriter writer(std::move(out));
  row.codec().write(writer, slot, row.size.min * 8u);
  out = writer.take();
  for (auto& extra : table.unknown(const_cast<void*>(message)).extra)
    if (extra.row == index) append(out, extra.octets);
  std::size_t length = out.size() - start;
  check(count != 0 || length == row.size.min, row.name);
  check(length <= (count == 1 ? 0xFFu : 0xFFFFu), row.name);
  if (count == 2) out[start - 2] = std::uint8_t(length >> 8);
  if (count > 0) out[start - 1] = std::uint8_t(length);
}

}  // namespace

std::size_t UnknownIes::count(RawIe::Why why) const {
  return std::size_t(std::count_if(ies.begin(), ies.end(), [&](const RawIe& ie) { return ie.why == why; }));
}

const char* name(RawIe::Why why) {
  switch (why) {
    case RawIe::Why::unknown: return "unknown";
    case RawIe::Why::malformed: return "malformed";
    case RawIe::Why::repeated: return "repeated";
    case RawIe::Why::truncated: return "truncated";
  }
  return "?";
}

std::optional<WireError> read_message(const MessageView& table, ByteView pdu, void* message) { return Decoder(table, pdu, message).run(); }

Bytes write_message(const MessageView& table, const void* message) {
  auto* writable = const_cast<void*>(message);  // the accessors serve reading too; nothing is changed here
  Bytes out;
  out.reserve(usual_octets);
  out.push_back(table.epd);
  if (table.session) {
    out.push_back(static_cast<PduSessionId*>(table.session(writable))->value());
    out.push_back(static_cast<Pti*>(table.transaction(writable))->value());
  } else {
    out.push_back(0);
  }
  out.push_back(table.type);
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const Row& row = table.rows[i];
    if (row.format == Format::half) {
      bool pair = i + 1 < table.rows.size() && table.rows[i + 1].format == Format::half;
      unsigned octet = nibble_of(row, message, out);
      if (pair) octet |= unsigned(nibble_of(table.rows[++i], message, out)) << 4;
      out.push_back(std::uint8_t(octet));
    } else if (row.codec().present(slot_of(row, message))) {
      write_row(table, i, message, out);
    }
  }
  for (auto& kept : table.unknown(writable).ies) append(out, kept.octets);
  return out;
}

Tree show_message(const MessageView& table, const void* message) {
  auto* writable = const_cast<void*>(message);
  Tree out = Tree::object();
  if (table.session) {
    out.add("PDU session ID", static_cast<PduSessionId*>(table.session(writable))->value());
    out.add("PTI", static_cast<Pti*>(table.transaction(writable))->value());
  }
  for (auto& row : table.rows)
    if (row.member && row.codec().present(slot_of(row, message))) out.add(row.name, row.codec().show(slot_of(row, message)));
  const UnknownIes& unknown = table.unknown(writable);
  if (!unknown.extra.empty()) {
    Tree& list = out.add("extra octets", Tree::object());
    for (auto& extra : unknown.extra) list.add(table.rows[extra.row].name, hex(extra.octets));
  }
  if (!unknown.ies.empty()) {
    Tree& list = out.add("elements not understood", Tree::array());
    for (auto& ie : unknown.ies) {
      Tree& item = list.push(Tree::object());
      item.add("why", name(ie.why));
      item.add("octets", hex(ie.octets));
    }
  }
  return out;
}

}  // namespace pellucid::nas
