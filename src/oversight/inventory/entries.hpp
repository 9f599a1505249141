#pragma once
// The inventory's entries as data: what stands in their members (README.md), written and read. For whoever writes such entries beside
// observe(): approvals, findings of the policy room, usage.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight {

inline constexpr std::string_view own_actor = "pellucid";

/// An entry without `before` and `after`; texts are bounded, the time is of the log's precision.
ledger::Entry entry_of(std::string type, const std::string& element, const std::string& actor, const std::string& reason, WallTime time);
Recorded finding_opened(const Finding& finding, WallTime time);
Recorded finding_closed(const Finding& finding, const std::string& actor, const std::string& reason, WallTime time);
/// `element`: an id, or the text of an identifier that is to be approved before it is first seen.
Recorded approval_granted(const std::string& element, const std::string& actor, const std::string& reason, WallTime time);
Recorded approval_withdrawn(const std::string& element, const std::string& actor, const std::string& reason, WallTime time);
/// Several entries if there are many samples.
Entries usage_sample(const std::vector<UsageSample>& samples, std::uint64_t seconds, WallTime time);

/// One piece of evidence in an entry.
struct EvidenceItem {
  Evidence evidence;
  std::string sealed;  // the field of "sealed" that stands for the value
};
Tree item_tree(const EvidenceItem& item);

/// What `before` and `after` of element.found and element.changed hold.
struct ElementMembers {
  std::optional<ElementKind> kind;
  std::vector<Identifier> identifiers;
  std::vector<EvidenceItem> evidence;
  std::map<std::string, std::uint64_t> counters;
  std::string source;
};
/// Nothing if a member is of the wrong form. Null is an empty one.
std::optional<ElementMembers> read_members(const Tree& tree);

/// A number of a tree; nothing if it is something else.
std::optional<std::uint64_t> number_of(const Tree& tree);
/// A string member; empty if there is none or it is something else.
const std::string& string_of(const Tree& tree, std::string_view name);

/// Log times have milliseconds.
WallTime log_time(WallTime time);

}  // namespace pellucid::oversight
