#include "codec/tlv_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pellucid::codec {
namespace {

using Kind = WireError::Kind;
using Counts = std::array<std::uint16_t, max_tlv_rows>;

WireError fault(Kind kind, std::size_t offset, const char* field, std::uint16_t type) { return {kind, offset, field, type}; }

bool is_required(Presence presence) { return presence == Presence::mandatory || presence == Presence::mandatory_if_accepted; }

bool needs_any(const TlvTable& table) {
  for (auto& row : table.rows)
    if (is_required(row.presence)) return true;
  return false;
}

/// The first row of that type that can take one more value; -1 if none can. `known` says whether any row has the type.
int free_row(const TlvTable& table, const Counts& filled, std::uint16_t type, bool& known) {
  known = false;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    auto& row = table.rows[i];
    if (row.type != type) continue;
    known = true;
    if (filled[i] < (row.ops->list ? row.limit : 1)) return int(i);
  }
  return -1;
}

/// How many values of that type the rows have given or taken so far.
std::uint16_t seen(const TlvTable& table, const Counts& counts, std::uint16_t type) {
  std::uint16_t n = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (table.rows[i].type == type) n = std::uint16_t(n + counts[i]);
  return n;
}

/// One reading of one level.
class Walk {
 public:
  /// `again`: room to encode values in, shared by all levels.
  Walk(const TlvTable& table, void* structure, Bytes& again)
      : table_(table), structure_(structure), other_(const_cast<OtherIes&>(table.other(structure))), again_(again) {}

  std::optional<WireError> run(ByteView in, std::size_t base) {
    std::size_t at = 0;
    while (at < in.size()) {
      if (in.size() - at < 4) return fault(Kind::truncated, base + at, "IE header", 0);
      auto type = std::uint16_t(from_big_endian(in.subspan(at, 2)));
      std::size_t length = from_big_endian(in.subspan(at + 2, 2));
      if (in.size() - at - 4 < length) return fault(Kind::bad_length, base + at, "IE length", type);
      if (auto wrong = one(type, in.subspan(at + 4, length), base + at + 4)) return wrong;
      at += 4 + length;
    }
    return missing(base + in.size());
  }

 private:
  std::optional<WireError> one(std::uint16_t type, ByteView value, std::size_t base) {
    bool known = false;
    int index = free_row(table_, filled_, type, known);
    if (index < 0) {
      // A list that is longer than we can hold is refused; what may come once is read once (TS 29.244 §7.6.10).
      for (auto& row : table_.rows)
        if (row.type == type && row.ops->list) return fault(Kind::too_many, base, row.name, type);
      return keep(type, value, base);
    }
    auto& row = table_.rows[std::size_t(index)];
    auto& ops = *row.ops;
    bool null = value.empty() && (ops.value.group ? needs_any(*ops.value.group) : !ops.value.may_be_empty);
    if (null) {
      if (is_required(row.presence)) return fault(Kind::bad_length, base, row.name, type);
      return keep(type, value, base);
    }
    void* member = const_cast<void*>(row.member(structure_));
    void* item = ops.add(member);
    std::size_t used = value.size();
    auto wrong = ops.value.group ? Walk(*ops.value.group, item, again_).run(value, base) : ops.value.decode(item, value, base, used);
    if (wrong) {
      ops.drop(member);
      if (row.presence == Presence::optional && wrong->kind != Kind::too_many) return keep(type, value, base);
      if (wrong->ie == 0) wrong->ie = type;
      return wrong;
    }
    if (!ops.value.group) remember(type, ops.value, item, value, used);
    if (index < last_row_) leave_table_order();
    ++filled_[std::size_t(index)];
    last_row_ = index;
    if (!in_table_order_) other_.order.push_back(type);
    return {};
  }

  /// Most messages come in the table's order, and need no memory for it. This one does not: what came so far did.
  void leave_table_order() {
    if (!std::exchange(in_table_order_, false)) return;
    for (std::size_t i = 0; i < table_.rows.size(); ++i) other_.order.insert(other_.order.end(), filled_[i], table_.rows[i].type);
    for (auto& ie : other_.ies) other_.order.push_back(OtherIes::from_other | ie.type);
  }

  /// Spare bits that are set, and octets behind the value: kept so that the IE can be sent on as it came.
  void remember(std::uint16_t type, const TlvValueOps& ops, const void* item, ByteView value, std::size_t used) {
    again_.clear();
    ops.encode(item, again_);
    bool differs = again_.size() == used && !std::equal(again_.begin(), again_.end(), value.begin());
    if (!differs && used == value.size()) return;
    Bytes spare;
    for (std::size_t i = 0; i < used && differs; ++i) spare.push_back(std::uint8_t(again_[i] ^ value[i]));
    other_.kept.push_back({type, seen(table_, filled_, type), std::move(spare), to_bytes(value.subspan(used))});
  }

  std::optional<WireError> keep(std::uint16_t type, ByteView value, std::size_t base) {
    if (other_.ies.size() >= max_other_ies) return fault(Kind::too_many, base, "other IEs", type);
    other_.ies.push_back({type, to_bytes(value)});
    if (!in_table_order_) other_.order.push_back(OtherIes::from_other | type);
    last_row_ = int(max_tlv_rows);
    return {};
  }

  std::optional<WireError> missing(std::size_t offset) const {
    bool rejects = table_.rejects && table_.rejects(structure_);
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      auto& row = table_.rows[i];
      if (filled_[i] > 0) continue;
      if (row.presence == Presence::mandatory || (row.presence == Presence::mandatory_if_accepted && !rejects))
        return fault(Kind::missing, offset, row.name, row.type);
    }
    return {};
  }

  const TlvTable& table_;
  void* structure_;
  OtherIes& other_;
  Bytes& again_;
  Counts filled_{};
  int last_row_ = -1;
  bool in_table_order_ = true;
};

void put_header(std::uint16_t type, Bytes& out) {
  const std::uint8_t header[] = {std::uint8_t(type >> 8), std::uint8_t(type), 0, 0};
  append(out, header);
}
void close(std::size_t start, const char* name, Bytes& out) {
  std::size_t length = out.size() - start - 4;
  check(length <= 0xFFFF, name);
  out[start + 2] = std::uint8_t(length >> 8);
  out[start + 3] = std::uint8_t(length);
}

void put_other(const OtherIes::Ie& ie, Bytes& out) {
  std::size_t start = out.size();
  put_header(ie.type, out);
  append(out, ie.value);
  close(start, "an IE of another table", out);
}

/// The next value of row `index`; false if it has no more.
bool put_next(const TlvTable& table, const void* structure, std::size_t index, Counts& given, Bytes& out) {
  auto& row = table.rows[index];
  auto& ops = *row.ops;
  const void* member = row.member(structure);
  if (given[index] >= ops.count(member)) return false;
  auto& all_kept = table.other(structure).kept;
  std::uint16_t nth = all_kept.empty() ? std::uint16_t(0) : seen(table, given, row.type);
  const void* item = ops.at(member, given[index]++);
  std::size_t start = out.size();
  put_header(row.type, out);
  if (ops.value.group)
    encode_tlvs(*ops.value.group, item, out);
  else
    ops.value.encode(item, out);
  for (auto& kept : all_kept) {
    if (kept.type != row.type || kept.nth != nth) continue;
    std::size_t value = start + 4;
    for (std::size_t i = 0; i < kept.spare.size() && kept.spare.size() == out.size() - value; ++i)
      out[value + i] = std::uint8_t(out[value + i] ^ kept.spare[i]);
    append(out, kept.tail);
  }
  close(start, row.name, out);
  return true;
}

}  // namespace

std::optional<WireError> decode_tlvs(const TlvTable& table, void* structure, ByteView in, std::size_t base) {
  Bytes again;
  return Walk(table, structure, again).run(in, base);
}

void encode_tlvs(const TlvTable& table, const void* structure, Bytes& out) {
  auto& other = table.other(structure);
  Counts given{};
  std::size_t next_other = 0;
  for (auto entry : other.order) {
    auto type = std::uint16_t(entry);
    if (entry & OtherIes::from_other) {
      if (next_other < other.ies.size() && other.ies[next_other].type == type) put_other(other.ies[next_other++], out);
      continue;
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      if (table.rows[i].type == type && put_next(table, structure, i, given, out)) break;
  }
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    while (put_next(table, structure, i, given, out)) {
    }
  while (next_other < other.ies.size()) put_other(other.ies[next_other++], out);
}

Tree show_tlvs(const TlvTable& table, const void* structure) {
  Tree tree = Tree::object();
  for (auto& row : table.rows) {
    auto& ops = *row.ops;
    const void* member = row.member(structure);
    auto show = [&](std::size_t i) {
      const void* item = ops.at(member, i);
      return ops.value.group ? show_tlvs(*ops.value.group, item) : ops.value.show(item);
    };
    std::size_t count = ops.count(member);
    if (count == 0) continue;
    if (!ops.list) {
      tree.add(row.name, show(0));
      continue;
    }
    auto& list = tree.add(row.name, Tree::array());
    for (std::size_t i = 0; i < count; ++i) list.push(show(i));
  }
  auto& other = table.other(structure);
  if (!other.ies.empty()) {
    auto& list = tree.add("Other IEs", Tree::array());
    for (auto& ie : other.ies) {
      auto& item = list.push(Tree::object());
      item.add("type", ie.type);
      item.add("value", hex(ie.value));
    }
  }
  return tree;
}

}  // namespace pellucid::codec
