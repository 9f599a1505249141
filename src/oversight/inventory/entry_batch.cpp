#include "oversight/inventory/entry_batch.hpp"

#include <utility>

namespace pellucid::oversight {
namespace {

constexpr std::size_t counter_octets = 64;
constexpr std::size_t hash_octets = 72;  // a commitment in hexadecimal with its quotes

}  // namespace

EntryBatch::EntryBatch(std::string first_type, std::string element, std::string source, WallTime time)
    : type_(std::move(first_type)), element_(std::move(element)), source_(std::move(source)), time_(log_time(time)) {
  empty_ = type_ == "element.changed";
}

Tree EntryBatch::Side::tree() const {
  Tree out;
  if (!kind.is_null()) out.add("kind", kind);
  if (!identifiers.is_null()) out.add("identifiers", identifiers);
  if (!evidence.is_null()) out.add("evidence", evidence);
  if (!counters.is_null()) out.add("counters", counters);
  return out;
}

void EntryBatch::room_for(std::size_t octets) {
  if (octets_ + octets > max_batch_octets) flush();
  octets_ += octets;
  empty_ = false;
}

void EntryBatch::flush() {
  if (empty_) return;
  ledger::Entry entry;
  entry.type = std::exchange(type_, "element.changed");
  entry.time = time_;
  entry.element = element_;
  entry.actor = own_actor;
  entry.reason = reason_;
  entry.before = before_.tree();
  entry.after = after_.tree();
  entry.after.add("source", source_);
  out_.push_back({std::move(entry), std::exchange(secrets_, {})});
  before_ = after_ = {};
  octets_ = 0;
  empty_ = true;
}

void EntryBatch::kind(ElementKind before, ElementKind after) {
  before_.kind = Tree(text(before));
  kind(after);
}

void EntryBatch::kind(ElementKind after) {
  after_.kind = Tree(text(after));
  empty_ = false;
}

void EntryBatch::identifier_gone(const Identifier& identifier) {
  auto words = text(identifier);
  room_for(json_string(words).size() + 1);
  before_.identifiers.push(words);
}

void EntryBatch::identifier_new(const Identifier& identifier) {
  auto words = text(identifier);
  room_for(json_string(words).size() + 1);
  after_.identifiers.push(words);
}

void EntryBatch::evidence(const EvidenceChange& change) {
  Tree old, fresh;
  std::string field;
  std::size_t octets = 2;
  if (change.before) octets += (old = item_tree({change.before->evidence, {}})).json().size();
  if (change.after) {
    if (personal(change.after->attribute)) field = change.after->attribute + " (" + change.after->source + ")";
    octets += (fresh = item_tree({*change.after, field})).json().size() + (field.empty() ? 0 : 2 * field.size() + hash_octets);
  }
  room_for(octets);
  if (change.before) before_.evidence.push(std::move(old));
  if (change.after) after_.evidence.push(std::move(fresh));
  if (!field.empty()) secrets_.push_back({field, to_bytes(as_bytes(change.after->value))});
}

void EntryBatch::counter(const std::string& name, std::optional<std::uint64_t> before, std::uint64_t after) {
  room_for(2 * name.size() + counter_octets);
  if (before) before_.counters.add(name, *before);
  after_.counters.add(name, after);
}

Entries EntryBatch::take() {
  flush();
  return std::exchange(out_, {});
}

}  // namespace pellucid::oversight
