#pragma once
// What a report is made from: the log, folded up to a day. Entries come in order from index 0; the report needs nothing else.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "oversight/policy/exposure.hpp"
#include "oversight/policy/policy_log.hpp"

namespace pellucid::oversight {

class History {
 public:
  static constexpr std::size_t max_changes = 100'000;  // entries that a report of changes shows; more are counted

  /// Entries of `from` (its first instant) to `as_of` (its last) are kept as changes; without `from` none is.
  explicit History(Day as_of, std::optional<Day> from = {}) : as_of_(as_of), from_(from) {}

  void apply(const ledger::Entry& entry, EntryIndex index);
  /// An entry of the log that could not be read: the report says so.
  void unreadable(EntryIndex index, std::string why);

  Day as_of() const { return as_of_; }
  std::optional<Day> from() const { return from_; }
  const Inventory& inventory() const { return inventory_; }
  const PolicyLog& policy() const { return policy_; }
  const std::vector<std::pair<EntryIndex, ledger::Entry>>& changes() const { return changes_; }
  std::uint64_t changes_left_out() const { return changes_left_out_; }
  const std::map<EntryIndex, std::string>& faults() const { return faults_; }
  std::uint64_t entries() const { return entries_; }  // up to as_of
  std::uint64_t later() const { return later_; }      // after it
  WallTime first() const { return first_; }           // times of the first entry and of the last one up to as_of
  WallTime last() const { return last_; }

 private:
  Day as_of_;
  std::optional<Day> from_;
  Inventory inventory_;
  PolicyLog policy_;
  std::vector<std::pair<EntryIndex, ledger::Entry>> changes_;
  std::map<EntryIndex, std::string> faults_;
  std::uint64_t changes_left_out_ = 0, entries_ = 0, later_ = 0;
  WallTime first_{}, last_{};
};

}  // namespace pellucid::oversight
