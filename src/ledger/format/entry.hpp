#pragma once
// What stands in the log: one canonical JSON object (RFC 8785) an entry, at most max_entry_octets.
//
//   {"actor":"root (uid 0)","after":{...},"before":{...},"element":"gnb:999-70-0000001","reason":"new site",
//    "sealed":{"supi":"<64 hex digits>"},"time":"2026-11-28T03:00:00.123Z","type":"gnb.connected","v":1}
//
// Empty members are left out (v, time and type never are). Personal or large content never stands in an entry: it is sealed. The entry
// has the salted hash, the opening (salt and content) lies beside the log, can be shown field by field, and can be erased.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/tree.hpp"
#include "base/wall_time.hpp"
#include "ledger/format/merkle.hpp"

namespace pellucid::ledger {

inline constexpr std::size_t max_entry_octets = 65'535;  // the bundle's 16-bit length

/// RFC 8785 text of a tree of objects, arrays, strings, booleans, null and integers. Members are sorted by their UTF-16 code units.
/// Refused, in words: a double, an integer beyond 2^53 - 1, a string that is not UTF-8, a name twice, nesting beyond 64.
Result<std::string, std::string> canonical_json(const Tree& tree);
/// The tree that a text means; refused unless the text is exactly what canonical_json() would write for it.
Result<Tree, std::string> parse_canonical_json(std::string_view text);

/// "2026-11-28T03:00:00.123Z"; UTC, milliseconds.
std::string time_text(WallTime time);
/// Nothing unless it is exactly of that form.
std::optional<WallTime> parse_time(std::string_view text);

/// Content of which the entry tells only the salted hash.
struct Opening {
  std::string field;  // member of "sealed": "supi", "configuration"
  Octets<16> salt{};  // 128 random bits
  Bytes content;
  bool operator==(const Opening&) const = default;
};
/// SHA-256("pellucid/sealed/v1" || 0x0A || salt || field || 0x0A || content).
Hash commitment(const Opening& opening);

/// A field that is to be sealed; the log draws the salt.
struct Secret {
  std::string field;
  Bytes content;
};

struct Entry {
  std::string type;     // "gnb.connected": lower-case words, a dot between subject and event
  WallTime time{};      // the log sets it if it is not set, and never lets it go back (see `clock.stepped` in docs)
  std::string element;  // what it is about, empty: the network as a whole
  std::string actor;    // who: "root (uid 0)", "pellucid", "gnb:..."
  std::string reason;   // why, as the actor said
  Tree before, after;   // objects, or null
  std::vector<std::pair<std::string, Hash>> sealed;
};

/// The canonical text; refused as canonical_json() is, or when it is too long.
Result<std::string, std::string> entry_text(const Entry& entry);
/// Strict: an unknown member, a wrong type or a text that is not canonical is refused.
Result<Entry, std::string> parse_entry(std::string_view text);

}  // namespace pellucid::ledger
