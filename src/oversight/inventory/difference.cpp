#include "oversight/inventory/entries.hpp"

namespace pellucid::oversight {
namespace {

std::string evidence_line(char sign, const EvidenceItem& item) {
  bool sealed = item.evidence.value.empty();
  return std::string(1, sign) + " " + item.evidence.attribute + ": " + (sealed ? "(sealed)" : item.evidence.value) + " (" +
         item.evidence.source + ")\n";
}

/// What stands on both sides next to each other, then what is new.
std::string members_text(const ElementMembers& before, const ElementMembers& after) {
  std::string out;
  if (before.kind) out += "- kind: " + std::string(text(*before.kind)) + "\n";
  if (after.kind) out += "+ kind: " + std::string(text(*after.kind)) + "\n";
  for (auto& identifier : before.identifiers) out += "- " + text(identifier) + "\n";
  for (auto& identifier : after.identifiers) out += "+ " + text(identifier) + "\n";
  auto same = [](const EvidenceItem& a, const EvidenceItem& b) {
    return a.evidence.attribute == b.evidence.attribute && a.evidence.source == b.evidence.source;
  };
  std::size_t next = 0;  // both lists are in one order
  for (auto& old : before.evidence) {
    std::size_t at = next;
    while (at < after.evidence.size() && !same(old, after.evidence[at])) ++at;
    if (at < after.evidence.size())
      for (; next < at; ++next) out += evidence_line('+', after.evidence[next]);
    out += evidence_line('-', old);
    if (at < after.evidence.size()) out += evidence_line('+', after.evidence[next++]);
  }
  for (; next < after.evidence.size(); ++next) out += evidence_line('+', after.evidence[next]);
  for (auto& [name, value] : before.counters) out += "- " + name + ": " + std::to_string(value) + "\n";
  for (auto& [name, value] : after.counters) out += "+ " + name + ": " + std::to_string(value) + "\n";
  return out;
}

}  // namespace

std::string difference_text(const ledger::Entry& entry) {
  auto because = entry.reason.empty() ? std::string() : ": " + entry.reason;
  auto by = entry.actor.empty() || entry.actor == own_actor ? std::string() : " by " + entry.actor;
  auto before = read_members(entry.before), after = read_members(entry.after);
  if ((entry.type == "element.found" || entry.type == "element.changed") && before && after) return members_text(*before, *after);
  if (entry.type == "element.merged") return string_of(entry.before, "element") + " is the same as " + entry.element + because + "\n";
  if (entry.type == "finding.opened") return "! " + string_of(entry.after, "kind") + ": " + string_of(entry.after, "text") + "\n";
  if (entry.type == "finding.closed") return "settled" + by + ": " + string_of(entry.before, "kind") + because + "\n";
  return entry.type + by + because + "\n";
}

}  // namespace pellucid::oversight
