#include "oversight/policy/policy_log.hpp"

#include <algorithm>

#include "oversight/inventory/entries.hpp"

namespace pellucid::oversight {

std::string_view text(ListView view) {
  return view == ListView::as_logged ? "as the lists stood in the log on that day" : "by the lists' own dates, as the lists are known now";
}

namespace {

constexpr const char* list_type = "policy.list";
constexpr std::size_t max_parts = max_list_octets / (max_chunk_octets - 3) + 1;
constexpr std::size_t max_faults = 100;

/// Where the chunk that begins at `from` ends: never inside a UTF-8 sequence.
std::size_t chunk_end(std::string_view content, std::size_t from) {
  std::size_t end = std::min(content.size(), from + max_chunk_octets);
  while (end < content.size() && end > from + 1 && (static_cast<unsigned char>(content[end]) & 0xC0) == 0x80) --end;
  return end;
}

ledger::Entry list_entry(const std::string& actor, const std::string& reason, Tree after) {
  ledger::Entry entry;
  entry.type = list_type;
  entry.actor = actor;
  entry.reason = reason;
  entry.after = std::move(after);
  return entry;
}

std::uint64_t number_member(const Tree& tree, std::string_view name) {
  auto* found = tree.find(name);
  return found ? number_of(*found).value_or(0) : 0;
}

}  // namespace

std::vector<ledger::Entry> list_entries(const PolicyList& list, const std::string& actor, const std::string& reason) {
  std::vector<std::string_view> chunks;
  for (std::size_t from = 0; from < list.content.size();) {
    std::size_t end = chunk_end(list.content, from);
    chunks.push_back(std::string_view(list.content).substr(from, end - from));
    from = end;
  }
  std::vector<ledger::Entry> out;
  for (std::size_t i = 0; i < chunks.size(); ++i)
    out.push_back(list_entry(actor, reason,
                             Tree(Tree::Object{{"name", list.name},
                                               {"version", day_text(list.version)},
                                               {"sha256", hex(list.sha256)},
                                               {"part", i + 1},
                                               {"parts", chunks.size()},
                                               {"content", chunks[i]}})));
  return out;
}

ledger::Entry withdraw_list_entry(const std::string& name, const std::string& actor, const std::string& reason) {
  return list_entry(actor, reason, Tree(Tree::Object{{"name", name}, {"withdrawn", true}}));
}

void PolicyLog::fault(EntryIndex index, std::string what) {
  if (faults_.size() < max_faults) faults_.emplace(index, std::move(what));
}

void PolicyLog::apply(const ledger::Entry& entry, EntryIndex index) {
  if (entry.type != list_type) return;
  auto name = string_of(entry.after, "name");
  if (name.empty()) return fault(index, "names no list");
  if (loads_.size() >= max_loads) return fault(index, "more than " + std::to_string(max_loads) + " loads of lists");
  if (!entry.after.find("withdrawn")) return apply_chunk(entry, index, name);
  open_.erase(name);
  loads_.push_back({{nullptr, index, entry.time}, name});
}

void PolicyLog::apply_chunk(const ledger::Entry& entry, EntryIndex index, const std::string& name) {
  auto part = number_member(entry.after, "part"), parts = number_member(entry.after, "parts");
  auto sha256 = string_of(entry.after, "sha256");
  if (part == 0 || parts < part || parts > max_parts) return fault(index, "part " + std::to_string(part) + " of " + std::to_string(parts));
  auto& series = open_[name];
  if (part == 1) series = {sha256, {}, 1, parts};
  if (series.next != part || series.parts != parts || series.sha256 != sha256) {
    open_.erase(name);
    return fault(index, "part " + std::to_string(part) + " of \"" + name + "\" does not follow the part before");
  }
  series.content += string_of(entry.after, "content");
  if (series.next++ < parts) return;
  auto done = std::move(series);
  open_.erase(name);
  auto list = parse_list(done.content, "log entry " + std::to_string(index));
  if (!list.ok()) return fault(index, list.error().text());
  if (list->content != done.content || hex(list->sha256) != done.sha256 || list->name != name)
    return fault(index, "the content of \"" + name + "\" is not what its hash says");
  loads_.push_back({{std::make_shared<const PolicyList>(std::move(*list)), index, entry.time}, name});
}

std::vector<LoadedList> PolicyLog::lists(ListView view, WallTime as_of) const {
  std::map<std::string, const Load*> newest;
  for (auto& load : loads_)
    if (view == ListView::by_their_dates || load.loaded.loaded <= as_of) newest[load.name] = &load;
  std::vector<LoadedList> out;
  for (auto& [name, load] : newest)
    if (load->loaded.list) out.push_back(load->loaded);
  return out;
}

}  // namespace pellucid::oversight
