#pragma once
// Random PFCP messages, made from the tables themselves: any IEs in any order, values of any content that reads, octets of
// later releases behind them, unknown IEs between them.
#include <algorithm>
#include <random>

#include "codec/tlv_table.hpp"
#include "wire/pfcp/messages.hpp"

class RandomIes {
 public:
  explicit RandomIes(std::mt19937& random) : random_(random) {}

  /// IEs of the table; `scratch` is a default-constructed structure of it.
  pellucid::Bytes make(const pellucid::codec::TlvTable& table, void* scratch) {
    using namespace pellucid;
    using codec::Presence;
    std::vector<Bytes> ies;
    bool two_of_a_type = false;
    for (auto& row : table.rows) {
      bool required = row.presence == Presence::mandatory || row.presence == Presence::mandatory_if_accepted;
      std::size_t most = row.ops->list ? std::min<std::size_t>(row.limit, 2) : 1;
      std::size_t count = required ? 1 + below(most) : below(most + 2) > most ? 0 : below(most + 1);
      for (auto& other : table.rows) two_of_a_type = two_of_a_type || (&other != &row && other.type == row.type);
      for (std::size_t i = 0; i < count; ++i)
        if (auto value = make_value(row, scratch)) ies.push_back(ie(row.type, *value));
    }
    while (below(3) == 0) {
      std::uint16_t unknown[] = {500, 273, 40000, 0xFFFF};
      ies.push_back(ie(unknown[below(4)], octets(below(9))));
    }
    if (below(2) == 0 && !two_of_a_type) std::shuffle(ies.begin(), ies.end(), random_);
    Bytes out;
    for (auto& one : ies) append(out, one);
    return out;
  }
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

 private:
  /// Content that the row's value can be read from; nothing if none was found.
  std::optional<pellucid::Bytes> make_value(const pellucid::codec::TlvRow& row, void* scratch) {
    using namespace pellucid;
    auto& ops = *row.ops;
    void* member = const_cast<void*>(row.member(scratch));
    for (unsigned attempt = 0; attempt < 300; ++attempt) {
      void* item = ops.add(member);
      Bytes content = ops.value.group ? make(*ops.value.group, item) : octets(1 + below(attempt < 100 ? 24 : 60));
      std::size_t used = 0;
      bool good = ops.value.group ? !content.empty() : !ops.value.decode(item, content, 0, used).has_value();
      ops.drop(member);
      if (good) return content;
    }
    return {};
  }
  pellucid::Bytes octets(std::size_t n) {
    pellucid::Bytes out(n);
    for (auto& octet : out) octet = std::uint8_t(below(2) == 0 ? below(12) : below(256));
    return out;
  }
  static pellucid::Bytes ie(std::uint16_t type, const pellucid::Bytes& value) {
    using namespace pellucid;
    Bytes out;
    append(out, big_endian<2>(type));
    append(out, big_endian<2>(value.size()));
    append(out, value);
    return out;
  }
  std::mt19937& random_;
};

template <class M>
pellucid::Bytes random_message(std::mt19937& random) {
  using namespace pellucid;
  RandomIes ies(random);
  M scratch;
  Bytes body = ies.make(M::wire, &scratch);
  bool session = pfcp::is_session_type(M::type);
  bool priority = session && ies.below(2) == 0;
  Bytes out = {std::uint8_t(0x20 | (priority ? 2 : 0) | (session ? 1 : 0)), M::type};
  append(out, big_endian<2>(body.size() + (session ? 12 : 4)));
  if (session) append(out, big_endian<8>(ies.below(1u << 20)));
  append(out, big_endian<3>(ies.below(1u << 24)));
  out.push_back(std::uint8_t(priority ? ies.below(16) << 4 : 0));
  append(out, body);
  return out;
}
