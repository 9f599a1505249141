#include <algorithm>
#include <map>

#include "oversight/inventory/value_text.hpp"
#include "oversight/report/rows.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_lines = 40;                 // of one change
constexpr std::size_t max_line_octets = 240;          // of one value
constexpr std::string_view list_content = "content";  // of policy.list: a whole list, which its hash names well enough

/// "- a: 1" and "+ a: 2" for members that differ; what is on one side only, with its sign.
std::string members_difference(const Tree& before, const Tree& after) {
  std::string out;
  auto lines = [&](const Tree& side, const Tree& other, char sign) {
    if (auto* members = side.as_object())
      for (auto& [name, value] : *members)
        if (auto* there = other.find(name); (!there || *there != value) && name != list_content)
          out += std::string(1, sign) + " " + name + ": " + bounded_text(value.text(), max_line_octets) + "\n";
  };
  lines(before, after, '-');
  lines(after, before, '+');
  return out;
}

std::string what_changed(const ledger::Entry& entry) {
  bool of_inventory = entry.type.starts_with("element.") || entry.type.starts_with("finding.");
  auto text = of_inventory ? difference_text(entry) : members_difference(entry.before, entry.after);
  for (auto& [field, hash] : entry.sealed) text += "sealed: " + field + "\n";
  std::size_t at = 0;
  for (std::size_t line = 0; line < max_lines && at != text.npos; ++line) at = text.find('\n', at + 1);
  if (at != text.npos && at + 1 < text.size()) {
    auto left = std::count(text.begin() + std::ptrdiff_t(at) + 1, text.end(), '\n');
    text = text.substr(0, at) + "\n... " + std::to_string(left) + " more lines in the entry";
  }
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Tone tone_of(const ledger::Entry& entry) {
  if (entry.type == "finding.opened" || entry.type == "element.silent") return Tone::warn;
  return entry.type == "report.issued" ? Tone::quiet : Tone::plain;
}

}  // namespace

Report changes_report(const Material& material) {
  auto& history = material.history;
  Report report{"changes", "Changes", "Every entry of the log in this time: what changed, who changed it and why, and what was found.",
                history.as_of(), history.from()};
  Table table{"changes",
              "Changes",
              "In the order of the log. A minus is what was, a plus what is since.",
              {{"time", "Time (UTC)", ""},
               {"type", "Type", ""},
               {"element", "Element", ""},
               {"change", "What changed", ""},
               {"actor", "Who", "Who"},
               {"reason", "because", "Who"}},
              {},
              "The log has no entry of this time."};
  std::map<std::string, std::size_t> types;
  for (auto& [index, entry] : history.changes()) {
    ++types[entry.type];
    RowBuilder row;
    row.cell(time_shown(entry.time)).cell(entry.type).cell(entry.element).cell(what_changed(entry)).cell(entry.actor).cell(entry.reason);
    table.rows.push_back(row.rests_on(index).take(tone_of(entry)));
  }
  report.figures = {{"entries", std::to_string(history.changes().size() + history.changes_left_out()), "in this time"}};
  for (auto& [type, label] : {std::pair("element.found", "elements found"), std::pair("element.changed", "elements changed"),
                              std::pair("finding.opened", "findings opened"), std::pair("finding.closed", "findings closed")})
    report.figures.push_back(
        {label, std::to_string(types[type]), "", std::string_view(type) == "finding.opened" && types[type] ? Tone::warn : Tone::plain});
  if (history.changes_left_out() > 0)
    report.not_known.push_back("The first " + std::to_string(History::max_changes) + " entries of this time are shown, " +
                               std::to_string(history.changes_left_out()) + " more are in the log: ask for a shorter time.");
  report.tables = {std::move(table), findings_table(history)};
  return report;
}

}  // namespace pellucid::oversight
