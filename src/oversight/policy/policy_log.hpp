#pragma once
// Policy lists in the log. A list is public, so its whole text (canonical JSON) stands in `policy.list` entries: a list longer than
// max_chunk_octets is a series of entries, and is loaded when the last of them is there. Nothing of it can be erased, and whoever has the
// log has the list. The entry's members:
//
//   {"type":"policy.list","actor":...,"reason":...,"after":{"name":"fcc-covered-list","version":"2026-03-23","sha256":"<64 hex digits>",
//    "part":1,"parts":1,"content":"<canonical JSON, or this part of it>"}}                    a list is loaded
//   {"type":"policy.list","actor":...,"reason":...,"after":{"name":"fcc-covered-list","withdrawn":true}}   it no longer applies
#include <map>
#include <vector>

#include "oversight/policy/match.hpp"

namespace pellucid::oversight {

inline constexpr std::size_t max_chunk_octets = 24'000;  // of content in one entry; escaped it may grow to twice as much

/// The entries that load a list. Their time is not set: the log does.
std::vector<ledger::Entry> list_entries(const PolicyList& list, const std::string& actor, const std::string& reason);
ledger::Entry withdraw_list_entry(const std::string& name, const std::string& actor, const std::string& reason);

/// Which lists answer for a date.
enum class ListView : std::uint8_t {
  /// The lists that are in the log now, each entry by its own dates: what the publisher says was in force on that day. The default.
  by_their_dates,
  /// The lists that were in the log at the end of that day: what the operator knew and applied then.
  as_logged,
};
std::string_view text(ListView view);

/// The policy lists as a fold over the log.
class PolicyLog {
 public:
  static constexpr std::size_t max_loads = 10'000;  // loads and withdrawals that are remembered

  /// Takes an entry of the log, in order; other types are skipped.
  void apply(const ledger::Entry& entry, EntryIndex index);
  /// The newest load of each list: now, or with as_logged as of that instant. Sorted by name.
  std::vector<LoadedList> lists(ListView view, WallTime as_of) const;
  /// Entries of type policy.list that could not be read, or whose content is not what its hash says.
  const std::map<EntryIndex, std::string>& faults() const { return faults_; }

 private:
  struct Load {
    LoadedList loaded;  // without a list: withdrawn
    std::string name;
  };
  struct Series {
    std::string sha256, content;
    std::uint64_t next = 1, parts = 0;
  };
  void apply_chunk(const ledger::Entry& entry, EntryIndex index, const std::string& name);
  void fault(EntryIndex index, std::string what);

  std::vector<Load> loads_;  // in the order of the log
  std::map<std::string, Series> open_;
  std::map<EntryIndex, std::string> faults_;
};

}  // namespace pellucid::oversight
