#include "oversight/inventory/entries.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_samples_an_entry = 400;  // below the log's 65,535 octets at 112 octets a sample and names of 48
constexpr std::uint64_t max_number = (std::uint64_t(1) << 53) - 1;

std::optional<EvidenceItem> read_item(const Tree& tree) {
  EvidenceItem item;
  item.evidence.attribute = string_of(tree, "attribute");
  item.evidence.source = string_of(tree, "source");
  item.evidence.value = string_of(tree, "value");
  item.sealed = string_of(tree, "sealed");
  auto strength = parse_strength(string_of(tree, "strength"));
  if (!strength || item.evidence.attribute.empty() || item.evidence.source.empty()) return {};
  item.evidence.strength = *strength;
  return item;
}

bool read_identifiers(const Tree& tree, std::vector<Identifier>& to) {
  auto* items = tree.as_array();
  if (!items) return false;
  for (auto& item : *items) {
    auto identifier = item.as_string() ? parse_identifier(*item.as_string()) : std::nullopt;
    if (!identifier) return false;
    to.push_back(std::move(*identifier));
  }
  return true;
}

bool read_evidence(const Tree& tree, std::vector<EvidenceItem>& to) {
  auto* items = tree.as_array();
  if (!items) return false;
  to.reserve(items->size());
  for (auto& item : *items) {
    auto read = read_item(item);
    if (!read) return false;
    to.push_back(std::move(*read));
  }
  return true;
}

bool read_counters(const Tree& tree, std::map<std::string, std::uint64_t>& to) {
  auto* members = tree.as_object();
  if (!members) return false;
  for (auto& [name, value] : *members) {
    auto number = number_of(value);
    if (!number) return false;
    to[name] = *number;
  }
  return true;
}

}  // namespace

ledger::Entry entry_of(std::string type, const std::string& element, const std::string& actor, const std::string& reason, WallTime time) {
  ledger::Entry entry;
  entry.type = std::move(type);
  entry.time = log_time(time);
  entry.element = element;
  entry.actor = bounded_text(actor, max_label_octets);
  entry.reason = bounded_text(reason, max_finding_octets);
  return entry;
}

std::optional<std::uint64_t> number_of(const Tree& tree) {
  if (tree.as_string() || tree.as_object() || tree.as_array()) return {};
  auto digits = tree.text();
  std::uint64_t number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return number;
}

const std::string& string_of(const Tree& tree, std::string_view name) {
  static const std::string none;
  auto* member = tree.find(name);
  auto* value = member ? member->as_string() : nullptr;
  return value ? *value : none;
}

WallTime log_time(WallTime time) { return std::chrono::floor<std::chrono::milliseconds>(time); }

Tree item_tree(const EvidenceItem& item) {
  Tree tree = Tree::object();
  tree.add("attribute", item.evidence.attribute);
  if (!item.sealed.empty())
    tree.add("sealed", item.sealed);
  else if (!item.evidence.value.empty())
    tree.add("value", item.evidence.value);
  tree.add("source", item.evidence.source);
  tree.add("strength", text(item.evidence.strength));
  return tree;
}

std::optional<ElementMembers> read_members(const Tree& tree) {
  ElementMembers members;
  if (tree.is_null()) return members;
  if (auto* kind = tree.find("kind")) {
    members.kind = parse_kind(kind->text());
    if (!members.kind) return {};
  }
  members.source = string_of(tree, "source");
  if (auto* list = tree.find("identifiers"); list && !read_identifiers(*list, members.identifiers)) return {};
  if (auto* list = tree.find("evidence"); list && !read_evidence(*list, members.evidence)) return {};
  if (auto* list = tree.find("counters"); list && !read_counters(*list, members.counters)) return {};
  return members;
}

Recorded finding_opened(const Finding& finding, WallTime time) {
  auto entry = entry_of("finding.opened", finding.element, std::string(own_actor), {}, time);
  entry.after.add("id", finding.id);
  entry.after.add("kind", finding.kind);
  if (!finding.other.empty()) entry.after.add("other", finding.other);
  entry.after.add("text", bounded_text(finding.text, max_finding_octets));
  return {std::move(entry), {}};
}

Recorded finding_closed(const Finding& finding, const std::string& actor, const std::string& reason, WallTime time) {
  auto entry = entry_of("finding.closed", finding.element, actor, reason, time);
  entry.before.add("id", finding.id);
  entry.before.add("kind", finding.kind);
  return {std::move(entry), {}};
}

Recorded approval_granted(const std::string& element, const std::string& actor, const std::string& reason, WallTime time) {
  return {entry_of("approval.granted", element, actor, reason, time), {}};
}

Recorded approval_withdrawn(const std::string& element, const std::string& actor, const std::string& reason, WallTime time) {
  return {entry_of("approval.withdrawn", element, actor, reason, time), {}};
}

Entries usage_sample(const std::vector<UsageSample>& samples, std::uint64_t seconds, WallTime time) {
  Entries out;
  std::size_t parts = std::max<std::size_t>(1, (samples.size() + max_samples_an_entry - 1) / max_samples_an_entry);
  for (std::size_t part = 0; part < parts; ++part) {
    auto entry = entry_of("usage.sample", {}, std::string(own_actor), {}, time);
    entry.after.add("part", part + 1);
    entry.after.add("parts", parts);
    entry.after.add("seconds", std::min(seconds, max_number));
    auto& list = entry.after.add("samples", Tree::array());
    for (std::size_t i = part * max_samples_an_entry; i < std::min(samples.size(), (part + 1) * max_samples_an_entry); ++i)
      list.push(Tree(Tree::Object{{"element", bounded_text(samples[i].element, 96)},
                                  {"phones", std::min(samples[i].phones, max_number)},
                                  {"octets", std::min(samples[i].octets, max_number)}}));
    out.push_back({std::move(entry), {}});
  }
  return out;
}

}  // namespace pellucid::oversight
