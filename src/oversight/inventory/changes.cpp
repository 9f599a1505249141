// What changes mean: counters that moved, elements that fall silent, come back, or leave.
#include <algorithm>
#include <array>
#include <chrono>

#include "oversight/inventory/observer.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::int64_t stamp_slack_s = 3;           // a second of rounding at either end, and the way of the answer
constexpr std::int64_t drift_ppm = 100;             // of two clocks, a generous quartz
constexpr std::int64_t uptime_wrap_s = 42'949'673;  // sysUpTime counts hundredths in 32 bits (RFC 3418): 497 days
constexpr std::size_t max_differences_told = 8;

bool tells_restart(std::string_view name) { return name == "engine_boots" || name == "up_since" || name == "recovered_at"; }
bool is_last_change(std::string_view name) { return name.ends_with("_change"); }
bool drifts(std::string_view name) { return name.ends_with("_since") || is_last_change(name); }

/// Beyond what two clocks may differ in since the counter was recorded; a wrapped uptime is no move.
bool moved(std::string_view name, const KnownCounter& known, std::uint64_t value, WallTime now) {
  if (!drifts(name)) return value != known.value;
  auto age = std::chrono::duration_cast<std::chrono::seconds>(now - known.since).count();
  auto slack = stamp_slack_s + std::max<std::int64_t>(age, 0) * drift_ppm / 1'000'000;
  auto off = std::int64_t(value) - std::int64_t(known.value);
  for (auto wrapped : {off, off - uptime_wrap_s, off + uptime_wrap_s})
    if (wrapped >= -slack && wrapped <= slack) return false;
  return true;
}

/// The sections in which a difference explains that the counter moved; empty: any.
std::vector<std::string_view> sections_of(std::string_view counter) {
  if (counter == "interface_last_change") return {"interface"};
  if (counter == "software_last_change") return {"package", "software", "service"};
  if (counter == "entity_last_change") return {"part", "vendor", "model", "serial", "hardware", "firmware", "software"};
  return {};
}

bool explained(std::string_view counter, const std::vector<EvidenceChange>& changes) {
  auto sections = sections_of(counter);
  return std::any_of(changes.begin(), changes.end(), [&](const EvidenceChange& change) {
    auto& attribute = change.after ? change.after->attribute : change.before->evidence.attribute;
    auto section = std::string_view(attribute).substr(0, attribute.find('/'));
    return sections.empty() || std::find(sections.begin(), sections.end(), section) != sections.end();
  });
}

std::string shown(std::string_view name, std::uint64_t value) {
  bool stamp = drifts(name) || name == "recovered_at";
  if (!stamp || value > 7'000'000'000) return std::to_string(value);
  return ledger::time_text(WallTime(std::chrono::seconds(value)));
}

/// What tells one box from another; not what the network around it looks like.
bool of_the_box(std::string_view attribute) {
  return attribute.find('/') == std::string_view::npos || attribute.starts_with("part/") || attribute.starts_with("package/");
}

std::string told(const std::optional<Evidence>& evidence) {
  if (!evidence) return "nothing";
  return personal(evidence->attribute) ? "(sealed)" : evidence->value;
}

std::string differences(const std::vector<EvidenceChange>& changes) {
  std::string out;
  std::size_t count = 0;
  for (auto& change : changes) {
    auto& name = change.after ? change.after->attribute : change.before->evidence.attribute;
    if (!of_the_box(name) || ++count > max_differences_told) continue;
    auto before = change.before ? std::optional(change.before->evidence) : std::nullopt;
    out += (out.empty() ? "" : "; ") + name + ": " + told(before) + " -> " + told(change.after);
  }
  if (count > max_differences_told) out += "; and " + std::to_string(count - max_differences_told) + " more";
  return out;
}

}  // namespace

void Observer::counter_changes(const Element& known, const std::vector<EvidenceChange>& changes, EntryBatch& batch) {
  std::vector<std::pair<std::string, KnownCounter>> moves;
  bool restarted = false;
  for (auto& [name, value] : seen_.counters) {
    auto at = known.counters.find(name);
    if (at == known.counters.end()) {
      if (known.counters.size() < Inventory::max_counters_an_element) batch.counter(name, {}, value);
    } else if (moved(name, at->second, value, seen_.time)) {
      batch.counter(name, at->second.value, value);
      moves.emplace_back(name, at->second);
      restarted |= tells_restart(name);
    }
  }
  if (restarted) batch.reason("restarted");
  for (auto& [name, old] : moves) {
    auto value = seen_.counters.at(name);
    auto both = name + " went from " + shown(name, old.value) + " to " + shown(name, value);
    if (name == "engine_boots" && value < old.value)
      open({"counter back:" + id_ + ":" + name, "counter went back", id_, {}, both + "; it only grows unless the engine was set up anew"});
    if (!is_last_change(name) || restarted || explained(name, changes)) continue;
    open({"missed:" + id_ + ":" + name,
          "missed change",
          id_,
          {},
          both + ", and nothing differs: something changed and changed back unseen"});
  }
}

void Observer::came_back(const Element& known, const std::vector<EvidenceChange>& changes) {
  auto different = differences(changes);
  auto entry = entry_of("element.returned", id_, std::string(own_actor), "it answers again", seen_.time);
  entry.after.add("same", different.empty());
  entry.after.add("source", seen_.source);
  emit(Recorded{std::move(entry), {}});
  for (auto& id : known.open_findings) {
    auto at = inventory_.findings().find(id);
    if (at == inventory_.findings().end()) continue;  // opened just now
    auto& finding = at->second;
    if (finding.kind == "silent" || (finding.kind == "came back different" && finding.element == id_)) close(id, "it answers again");
  }
  if (known.retired)
    open({"back in service:" + id_,
          "back in service",
          id_,
          {},
          "it was retired on " + ledger::time_text(known.retirement.since) + " by " + known.retirement.actor + " (" +
              known.retirement.reason + ") and answers again"});
  if (known.silent && !different.empty()) open({"different:" + id_, "came back different", id_, {}, "it was silent; now " + different});
}

Entries Inventory::silence(const std::string& id, WallTime time, const std::string& why) const {
  auto* element = find(id);
  if (!element || element->silent || element->retired) return {};
  auto words = bounded_text(why, max_finding_octets);
  Entries out;
  out.push_back({entry_of("element.silent", element->id, std::string(own_actor), words, time), {}});
  out.push_back(finding_opened({"silent:" + element->id, "silent", element->id, {}, "it does not answer: " + words}, time));
  for (auto& open : element->open_findings) {
    auto& finding = findings_.at(open);
    if (finding.kind == "two places")
      out.push_back(finding_closed(finding, std::string(own_actor), element->id + " does not answer", time));
  }
  return out;
}

Entries Inventory::retire(const std::string& id, const std::string& actor, const std::string& reason, WallTime time) const {
  auto* element = find(id);
  if (!element || element->retired) return {};
  Entries out;
  out.push_back({entry_of("element.retired", element->id, actor, reason, time), {}});
  for (auto& open : element->open_findings)
    out.push_back(finding_closed(findings_.at(open), actor, element->id + " was retired: " + reason, time));
  return out;
}

Entries Inventory::review(WallTime time) const {
  Entries out;
  for (auto& [id, element] : elements_)
    for (auto& recorded : Observer::review(*this, element, time)) out.push_back(std::move(recorded));
  return out;
}

}  // namespace pellucid::oversight
