#include "oversight/report/history.hpp"

namespace pellucid::oversight {

namespace {
constexpr std::size_t max_faults = 100;
}

void History::unreadable(EntryIndex index, std::string why) {
  if (faults_.size() < max_faults) faults_.emplace(index, std::move(why));
}

void History::apply(const ledger::Entry& entry, EntryIndex index) {
  policy_.apply(entry, index);  // also later ones: by_their_dates asks for the lists that are known now
  if (entry.time > end_of(as_of_)) {
    ++later_;
    return;
  }
  if (entries_++ == 0) first_ = entry.time;
  last_ = entry.time;
  inventory_.apply(entry, index);
  if (!from_ || entry.time < WallTime(*from_)) return;
  if (changes_.size() < max_changes)
    changes_.emplace_back(index, entry);
  else
    ++changes_left_out_;
}

}  // namespace pellucid::oversight
