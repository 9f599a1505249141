#include "oversight/report/rows.hpp"

#include <algorithm>
#include <set>

#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {

RowBuilder& RowBuilder::cell(std::string text) {
  row_.cells.push_back(std::move(text));
  return *this;
}

RowBuilder& RowBuilder::evidence(std::initializer_list<std::string_view> attributes) {
  std::vector<const KnownEvidence*> pieces;
  bool vendors = true;
  for (auto attribute : attributes) {
    vendors = vendors && attribute.find("vendor") != attribute.npos;
    for (auto* piece : element_->all(attribute))
      if (piece->sealed.empty()) pieces.push_back(piece);
  }
  rests_on(pieces);
  auto folded = [&](const std::string& value) { return vendors ? normal_vendor(value) : value; };
  bool agree = std::all_of(pieces.begin(), pieces.end(),
                           [&](auto* p) { return folded(p->evidence.value) == folded(pieces.front()->evidence.value); });
  if (pieces.empty()) return cell("");
  if (agree) {
    for (auto attribute : attributes)
      if (auto best = element_->best(attribute); !best.empty()) return cell(best);
  }
  std::string text;
  for (auto* piece : pieces) text += (text.empty() ? "" : "\n") + piece->evidence.value + " (" + piece->evidence.source + ")";
  return cell(text);
}

RowBuilder& RowBuilder::rests_on(EntryIndex entry) {
  row_.entries.push_back(entry);
  return *this;
}

RowBuilder& RowBuilder::rests_on(const std::vector<const KnownEvidence*>& pieces) {
  for (auto* piece : pieces) row_.entries.push_back(piece->entry);
  return *this;
}

Row RowBuilder::take(Tone tone) {
  std::sort(row_.entries.begin(), row_.entries.end());
  row_.entries.erase(std::unique(row_.entries.begin(), row_.entries.end()), row_.entries.end());
  row_.tone = tone;
  return std::move(row_);
}

std::string time_shown(WallTime time) {
  auto text = ledger::time_text(time);  // 2026-11-28T03:00:00.123Z
  return text.substr(0, 10) + " " + text.substr(11, 8);
}

std::string match_name(const Match& match) {
  std::string out = match.list->list->name + "/" + match.entry->id;
  if (!match.part.empty()) out += " (" + match.part + ")";
  if (match.parts > 0) out += " (and " + counted(match.parts, "part", "parts") + " of it)";
  return out;
}

Tone tone_of(Certainty certainty) { return certainty == Certainty::listed ? Tone::bad : Tone::warn; }

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string some_of(const std::vector<std::string>& names) {
  constexpr std::size_t in_sight = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), in_sight); ++i) out += (i ? ", " : "") + names[i];
  if (names.size() > in_sight) out += " and " + std::to_string(names.size() - in_sight) + " more";
  return out;
}

Table lists_table(const std::vector<LoadedList>& lists, Day day) {
  Table table{"lists",
              "Policy lists",
              "Entries in force on the day. Unconfirmed: nobody has compared the entry with its source yet.",
              {{"list", "List", "List"},
               {"version", "Version", "List"},
               {"entry", "Entry", ""},
               {"title", "What it covers", ""},
               {"since", "Since", "In force"},
               {"until", "until", "In force"},
               {"parts", "parts", "In force"},
               {"confirmed", "Confirmed", ""},
               {"source", "Source", ""},
               {"note", "Note", ""}},
              {},
              "No policy list is in force: nothing can be listed."};
  for (auto& loaded : lists)
    for (auto& entry : loaded.list->entries) {
      if (!entry.in_force(day)) continue;
      RowBuilder row;
      row.cell(loaded.list->name).cell(day_text(loaded.list->version)).cell(entry.id).cell(entry.title).cell(day_text(entry.since));
      row.cell(entry.until ? day_text(*entry.until) : "");
      row.cell(!entry.parts_count  ? "never"
               : entry.parts_since ? "since " + day_text(*entry.parts_since)
                                   : "")
          .cell(entry.confirmed ? "yes" : "unconfirmed")
          .cell(entry.source);
      row.cell(entry.note +
               (entry.condition.empty() ? "" : (entry.note.empty() ? "" : "\n") + std::string("Applies if ") + entry.condition + "."));
      table.rows.push_back(row.rests_on(loaded.entry).take(entry.confirmed ? Tone::plain : Tone::warn));
    }
  return table;
}

Table findings_table(const History& history) {
  Table table{"findings",
              "Open findings",
              "What contradicts itself, fell silent or was never approved, and waits for a person.",
              {{"kind", "Kind", ""}, {"element", "Element", ""}, {"text", "What was found", ""}, {"opened", "Opened", ""}},
              {},
              "No finding is open."};
  for (auto& [id, finding] : history.inventory().findings()) {
    if (finding.closed) continue;
    RowBuilder row;
    row.cell(finding.kind).cell(finding.element).cell(finding.text).cell(time_shown(finding.opened)).rests_on(finding.entry);
    table.rows.push_back(row.take(Tone::warn));
  }
  return table;
}

std::vector<std::pair<std::string, std::string>> facts_of(const History& history, const ReportContext& context,
                                                          const std::vector<LoadedList>& lists) {
  auto facts = context.facts;
  facts.emplace_back("Entries read",
                     std::to_string(history.entries()) + " up to the day, " + std::to_string(history.later()) + " after it");
  if (history.entries() > 0)
    facts.emplace_back("Time of the entries", time_shown(history.first()) + " to " + time_shown(history.last()) + " UTC");
  facts.emplace_back("Policy lists", std::string(text(context.view)));
  for (auto& loaded : lists)
    facts.emplace_back("List " + loaded.list->name, loaded.list->title + ", version " + day_text(loaded.list->version) + ", SHA-256 " +
                                                        hex(loaded.list->sha256) + ", entry " + std::to_string(loaded.entry) +
                                                        (loaded.list->note.empty() ? "" : ". " + loaded.list->note));
  return facts;
}

std::vector<std::string> gaps_of(const History& history, const std::vector<LoadedList>& lists) {
  std::vector<std::string> out, unknown, silent, unconfirmed;
  if (history.entries() == 0) out.push_back("The log has no entry up to this day: nothing is known.");
  if (history.entries() > 0 && history.last() < WallTime(history.as_of()))
    out.push_back("The last entry up to this day is of " + time_shown(history.last()) +
                  " UTC; whether anything happened after it is not known.");
  for (auto& [id, element] : history.inventory().elements()) {
    if (element.retired) continue;
    if (maker_unknown(element)) unknown.push_back(id);
    if (element.silent) silent.push_back(id);
  }
  if (!unknown.empty())
    out.push_back(counted(unknown.size(), "element has", "elements have") + " no evidence of a maker, so no list can say anything about " +
                  (unknown.size() == 1 ? "it: " : "them: ") + some_of(unknown) + ".");
  if (!silent.empty())
    out.push_back(counted(silent.size(), "element does", "elements do") +
                  " not answer; what is said here is what was last seen: " + some_of(silent) + ".");
  std::map<std::string, std::size_t> findings;
  for (auto& [id, finding] : history.inventory().findings()) findings[finding.kind] += finding.closed ? 0 : 1;
  for (auto& [kind, count] : findings)
    if (count > 0) out.push_back(counted(count, "finding is", "findings are") + " open of the kind \"" + kind + "\".");
  for (auto& loaded : lists)
    for (auto& entry : loaded.list->entries)
      if (!entry.confirmed && entry.in_force(history.as_of())) unconfirmed.push_back(loaded.list->name + "/" + entry.id);
  if (!unconfirmed.empty()) out.push_back("Not confirmed against their sources: " + some_of(unconfirmed) + ".");
  if (lists.empty()) out.push_back("No policy list was in the log: nothing is called listed, which says nothing about the equipment.");
  if (auto skipped = history.inventory().skipped(); skipped > 0)
    out.push_back(counted(skipped, "entry", "entries") + " about the inventory could not be understood and had no effect.");
  for (auto* faults : {&history.faults(), &history.policy().faults()})
    for (auto& [index, why] : *faults) out.push_back("Entry " + std::to_string(index) + ": " + why + ".");
  return out;
}

}  // namespace pellucid::oversight
