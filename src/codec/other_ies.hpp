#pragma once
// What a received TLV message held beyond its table: kept, shown, and sent again when the message is encoded.
#include <cstdint>
#include <vector>

#include "base/bytes.hpp"

namespace pellucid::codec {

struct TlvTable;

struct OtherIes {
  struct Ie {
    std::uint16_t type = 0;
    Bytes value;  // without type and length; a vendor's IE starts with its enterprise number
    bool operator==(const Ie&) const = default;
  };
  /// What an IE held beyond what its structure shows.
  struct Kept {
    std::uint16_t type = 0;
    std::uint16_t nth = 0;  // which IE of that type
    Bytes spare;            // bits that differ from what we would send: spare ones, most often
    Bytes tail;             // what a later release appended to the value that we know
    bool operator==(const Kept&) const = default;
  };
  /// IEs of unknown type, repeated without leave, of no length (see removes()), or optional and unreadable.
  std::vector<Ie> ies;
  std::vector<Kept> kept;
  /// Order of arrival if it was not the table's: types, plus `from_other` for those in `ies`.
  std::vector<std::uint32_t> order;
  static constexpr std::uint32_t from_other = 0x10000;

  /// An IE of that type came with null length: what it stood for is to be removed (TS 29.244 §5.6.3).
  bool removes(std::uint16_t type) const {
    for (auto& ie : ies)
      if (ie.type == type && ie.value.empty()) return true;
    return false;
  }
  /// Asks the peer to remove what IEs of that type stand for.
  void remove(std::uint16_t type) { ies.push_back({type, {}}); }
  bool empty() const { return ies.empty() && kept.empty() && order.empty(); }
  bool operator==(const OtherIes&) const = default;
};

}  // namespace pellucid::codec
