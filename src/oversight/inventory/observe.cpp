// What an observation means: which element it is about, and what is new.
#include <algorithm>
#include <chrono>

#include "oversight/inventory/conflicts.hpp"
#include "oversight/inventory/identity.hpp"
#include "oversight/inventory/observer.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t tac_digits = 8;
constexpr std::chrono::hours settling_time(24);
constexpr std::size_t max_complaints = 32;
constexpr std::size_t max_complaint_key = 96;
constexpr std::uint64_t max_counter = (std::uint64_t(1) << 53) - 1;

std::string section_of(std::string_view attribute) { return std::string(attribute.substr(0, attribute.find('/'))); }

/// Of several values of one attribute from one source: all, in a fixed order.
void join_doubles(std::vector<Evidence>& evidence) {
  std::sort(evidence.begin(), evidence.end(), [](const Evidence& a, const Evidence& b) {
    return std::tie(a.attribute, a.source, a.value, a.strength) < std::tie(b.attribute, b.source, b.value, b.strength);
  });
  std::vector<Evidence> out;
  for (auto& item : evidence) {
    bool again = !out.empty() && out.back().attribute == item.attribute && out.back().source == item.source;
    if (!again)
      out.push_back(std::move(item));
    else if (out.back().value.size() < max_value_octets && out.back().value != item.value)
      out.back().value += ", " + item.value;
  }
  for (auto& item : out) item.value = bounded_text(item.value);
  evidence = std::move(out);
}

/// How specific a kind is: what a source calls a network function stays one when another source sees the server that it runs on.
int rank(ElementKind kind) {
  if (kind == ElementKind::other) return 0;
  return kind == ElementKind::base_station || kind == ElementKind::upf || kind == ElementKind::radio_unit ? 2 : 1;
}

/// It is open with that very text, or a person read that text and closed it.
bool told(const Inventory& inventory, const Finding& finding) {
  auto at = inventory.findings().find(finding.id);
  if (at == inventory.findings().end() || at->second.text != finding.text) return false;
  return !at->second.closed || at->second.closed_by != own_actor;
}

std::string list_of(const std::set<Identifier>& identifiers) {
  std::string out;
  for (auto& identifier : identifiers)
    if (identifier.strong()) out += (out.empty() ? "" : ", ") + text(identifier);
  return out.empty() ? "no strong identifier" : out;
}

std::string places_of(const std::set<Identifier>& identifiers) {
  std::string out;
  for (auto& identifier : identifiers)
    if (identifier.kind == Identifier::Kind::address) out += (out.empty() ? "" : ", ") + identifier.value;
  return out.empty() ? "an unknown address" : out;
}

}  // namespace

Observer::Observer(const Inventory& inventory, const Observation& observation)
    : inventory_(inventory),
      kind_(observation.kind),
      complete_(observation.complete),
      seen_(bounded(observation)),
      answers_(seen_.evidence.empty() ||
               std::any_of(seen_.evidence.begin(), seen_.evidence.end(), [](auto& e) { return e.strength != Strength::declared; })) {}

Observer::Seen Observer::bounded(const Observation& observation) {
  Seen seen;
  seen.time = log_time(observation.time);
  seen.source = bounded_text(observation.source, max_label_octets);
  if (seen.source.empty()) seen.source = "unknown";
  seen.observer = seen.source.substr(0, seen.source.find(' '));
  for (auto& identifier : observation.identifiers) {
    auto value = bounded_text(identifier.value, max_label_octets);
    if (identifier.kind == Identifier::Kind::tac) value = value.substr(0, tac_digits);  // the rest of an IMEI is a person's phone
    if (!value.empty() && seen.identifiers.size() < Inventory::max_identifiers_an_element)
      seen.identifiers.insert({identifier.kind, value});
  }
  for (auto& item : observation.evidence) {
    Evidence clean{bounded_text(item.attribute, max_label_octets), bounded_text(item.value), bounded_text(item.source, max_label_octets),
                   item.strength};
    if (!clean.attribute.empty() && !clean.value.empty() && !clean.source.empty()) seen.evidence.push_back(std::move(clean));
  }
  join_doubles(seen.evidence);
  for (auto& [name, value] : observation.counters)
    if (auto clean = bounded_text(name, max_label_octets); !clean.empty() && seen.counters.size() < Inventory::max_counters_an_element)
      seen.counters[clean] = std::min(value, max_counter);
  for (auto& complaint : observation.complaints)
    if (seen.complaints.size() < max_complaints)
      seen.complaints[bounded_text(complaint.substr(0, complaint.find(':')), max_complaint_key)] = bounded_text(complaint);
  return seen;
}

Entries Observer::run() {
  if (seen_.identifiers.empty()) return {};
  identify();
  if (fresh_ && inventory_.elements().size() >= Inventory::max_elements) {
    open({"inventory full",
          "inventory full",
          {},
          {},
          "more than " + std::to_string(Inventory::max_elements) + " elements: " + id_ + " (" + seen_.source + ") was not taken"});
    return std::move(out_);
  }
  if (fresh_) add_new();
  settle_others();
  if (!fresh_) add_changes();
  complaints();
  conflicts_after();
  return std::move(out_);
}

// ---- which element --------------------------------------------------------------------------------------------------

void Observer::identify() {
  std::map<std::string, const Element*> candidates;
  bool only_names =
      std::all_of(seen_.identifiers.begin(), seen_.identifiers.end(), [](const Identifier& i) { return i.kind == Identifier::Kind::name; });
  for (auto& identifier : seen_.identifiers) {
    if (identifier.kind == Identifier::Kind::name && !only_names) continue;
    auto& owners = inventory_.owners_;
    for (auto at = owners.lower_bound({identifier, {}}); at != owners.end() && at->first == identifier; ++at)
      candidates[at->second] = inventory_.find(at->second);
  }
  std::vector<const Element*> same;
  for (auto& [id, element] : candidates) {
    auto relation = only_names ? Relation::same : relate(*element, seen_.identifiers);
    if (relation == Relation::same) same.push_back(element);
    if (relation == Relation::replaced) displaced_.push_back(id);
    if (relation == Relation::twin) twins_.push_back(id);
  }
  auto restless =
      std::find_if(displaced_.begin(), displaced_.end(), [&](const std::string& id) { return is_restless(*inventory_.find(id)); });
  if (same.empty() && answers_ && restless != displaced_.end()) {
    same.push_back(inventory_.find(*restless));
    displaced_.erase(restless);
    restless_ = true;
  }
  settle_same(std::move(same));
  if (answers_) return;
  for (auto& id : displaced_)  // paper moves nobody
    std::erase_if(seen_.identifiers, [&](const Identifier& i) { return !i.strong() && inventory_.find(id)->identifiers.contains(i); });
}

/// It came in another's place not long ago, and now another comes in its own: a box that goes by other names at each look would fill the
/// inventory. It stays one element, and somebody must look.
bool Observer::is_restless(const Element& element) const {
  if (seen_.time - element.first_seen > settling_time) return false;
  return std::any_of(element.open_findings.begin(), element.open_findings.end(), [&](const std::string& id) {
    auto& finding = inventory_.findings().at(id);
    return finding.kind == "came back different" && finding.other == element.id;
  });
}

/// The one with the most strong identifiers in common is it; the others are merged into it unless that makes a contradiction.
void Observer::settle_same(std::vector<const Element*> same) {
  auto strong_in_common = [&](const Element& element) {
    return std::count_if(seen_.identifiers.begin(), seen_.identifiers.end(),
                         [&](const Identifier& i) { return i.strong() && element.identifiers.contains(i); });
  };
  std::sort(same.begin(), same.end(), [&](const Element* a, const Element* b) {
    return std::pair(-strong_in_common(*a), a->found_in) < std::pair(-strong_in_common(*b), b->found_in);
  });
  fresh_ = same.empty();
  id_ = fresh_ ? new_id() : same.front()->id;
  if (fresh_) return;
  std::set<Identifier> all;
  auto join = [&](const Element& element) {
    for (auto& identifier : outdated(element.identifiers, seen_.identifiers)) outdated_.insert(identifier);
    all.insert(element.identifiers.begin(), element.identifiers.end());
    for (auto& identifier : outdated_) all.erase(identifier);
  };
  join(*same.front());
  all.insert(seen_.identifiers.begin(), seen_.identifiers.end());
  for (std::size_t i = 1; i < same.size(); ++i) {
    if (contradict(all, same[i]->identifiers)) continue;
    merge_.push_back(same[i]->id);
    join(*same[i]);
  }
}

std::string Observer::new_id() const {
  auto named = std::find_if(seen_.identifiers.begin(), seen_.identifiers.end(), [](const Identifier& i) { return i.strong(); });
  auto id = text(named == seen_.identifiers.end() ? *seen_.identifiers.begin() : *named);
  auto unused = id;
  for (unsigned n = 2; inventory_.find(unused) || inventory_.merged_.contains(unused); ++n) unused = id + "#" + std::to_string(n);
  return unused;
}

/// An element and its findings, to see what the entries make of them.
void Observer::copy(const std::string& id) {
  if (!merged_) merged_.emplace();
  auto& element = *inventory_.find(id);
  merged_->elements_[id] = element;
  auto& findings = inventory_.findings();
  for (auto& finding : element.open_findings) merged_->findings_.emplace(finding, findings.at(finding));
  auto prefix = "conflict:" + id + ":";  // closed ones too
  for (auto at = findings.lower_bound(prefix); at != findings.end() && at->first.starts_with(prefix); ++at) merged_->findings_.insert(*at);
}

void Observer::settle_others() {
  merge();
  if (!answers_) return declared_otherwise();
  for (auto& id : displaced_) displace(id);
  for (auto& id : twins_) tell_twin(id);
}

void Observer::merge() {
  if (merge_.empty()) return;
  copy(id_);
  for (auto& id : merge_) copy(id);
  for (auto& gone : merge_) {
    for (auto& id : inventory_.find(gone)->open_findings) {
      auto& kind = inventory_.findings().at(id).kind;
      if (kind == "two places" || kind == "came back different" || kind == "silent" || kind == "conflict")
        close(id, gone + " turned out to be " + id_);
    }
    auto entry = entry_of("element.merged", id_, std::string(own_actor), "identifiers in common", seen_.time);
    entry.before.add("element", gone);
    entry.after.add("source", seen_.source);
    emit(Recorded{std::move(entry), {}});
  }
}

/// Another box stands where that element stood, or goes by its name: what both go by belongs to the new one.
void Observer::displace(const std::string& id) {
  auto& old = *inventory_.find(id);
  EntryBatch batch("element.changed", id, seen_.source, seen_.time);
  batch.reason("they belong to " + id_ + " now");
  for (auto& identifier : seen_.identifiers)
    if (old.identifiers.contains(identifier)) batch.identifier_gone(identifier);
  emit(batch.take());
  if (old.retired) return;
  if (!old.silent) emit(Recorded{entry_of("element.silent", id, std::string(own_actor), "its address answers as " + id_, seen_.time), {}});
  auto finding = "different:" + id;
  if (inventory_.is_open(finding)) return;
  open({finding, "came back different", id, id_,
        places_of(seen_.identifiers) + " was " + id + " (" + list_of(old.identifiers) + "); now it answers as " + id_ + " (" +
            list_of(seen_.identifiers) + ")"});
}

void Observer::tell_twin(const std::string& id) {
  auto finding = "two places:" + std::min(id, id_) + ":" + std::max(id, id_);
  if (inventory_.is_open(finding)) return;
  auto& other = *inventory_.find(id);
  std::set<Identifier> common;
  for (auto& identifier : seen_.identifiers)
    if (other.identifiers.contains(identifier)) common.insert(identifier);
  open({finding, "two places", id_, id,
        list_of(common) + " is at " + places_of(seen_.identifiers) + " (" + id_ + ") and at " + places_of(other.identifiers) + " (" + id +
            ") at once"});
}

/// What was only written down is held against what answers.
void Observer::declared_otherwise() {
  auto finding = "declared:" + id_;
  if (displaced_.empty()) return close(finding, "what is declared fits");
  open({finding, "declared otherwise", id_, displaced_.front(),
        seen_.source + " says that " + id_ + " (" + list_of(seen_.identifiers) + ") is where " + displaced_.front() + " (" +
            list_of(inventory_.find(displaced_.front())->identifiers) + ") answers"});
}

const Element* Observer::present() const { return merged_ ? merged_->find(id_) : inventory_.find(id_); }

// ---- what is new ----------------------------------------------------------------------------------------------------

void Observer::add_new() {
  EntryBatch batch("element.found", id_, seen_.source, seen_.time);
  batch.kind(kind_);
  for (auto& identifier : seen_.identifiers) batch.identifier_new(identifier);
  for (auto& [name, value] : seen_.counters) batch.counter(name, {}, value);
  bool too_much = false;
  for (auto& change : evidence_changes(Element{}, too_much)) batch.evidence(change);
  emit(batch.take());
  if (too_much)
    open({"too much:" + id_,
          "too much evidence",
          id_,
          {},
          "more than " + std::to_string(Inventory::max_evidence_an_element) + " pieces of evidence; the rest was left out"});
}

void Observer::add_changes() {
  const Element known = merged_ ? *present() : Element{};
  const Element& now = merged_ ? known : *present();
  bool too_much = false;
  auto changes = evidence_changes(now, too_much);
  if (answers_ && (now.silent || now.retired)) came_back(now, changes);
  EntryBatch batch("element.changed", id_, seen_.source, seen_.time);
  if (rank(kind_) > rank(now.kind)) batch.kind(now.kind, kind_);
  for (auto& identifier : outdated_)
    if (now.identifiers.contains(identifier)) batch.identifier_gone(identifier);
  std::size_t room = Inventory::max_identifiers_an_element - std::min(now.identifiers.size(), Inventory::max_identifiers_an_element);
  for (auto& identifier : seen_.identifiers) {
    if (now.identifiers.contains(identifier)) continue;
    if (room > 0)
      batch.identifier_new(identifier), --room;
    else
      too_much = true;
  }
  for (auto& change : changes) batch.evidence(change);
  counter_changes(now, changes, batch);
  emit(batch.take());
  if (restless_)
    open({"restless:" + id_,
          "changes identity",
          id_,
          {},
          "it answers with other identifiers again and again, within a day of its first time"});
  auto full = "too much:" + id_;
  if (too_much && !inventory_.is_open(full))
    open({full,
          "too much evidence",
          id_,
          {},
          "more than " + std::to_string(Inventory::max_evidence_an_element) + " pieces of evidence or " +
              std::to_string(Inventory::max_identifiers_an_element) + " identifiers; the rest was left out"});
}

bool Observer::differs(const KnownEvidence& known, const Evidence& seen) const {
  if (known.evidence.strength != seen.strength || known.sealed.empty() == personal(seen.attribute)) return true;
  if (known.sealed.empty()) return known.evidence.value != seen.value;
  auto content = inventory_.reveal_ ? inventory_.reveal_(known.entry, known.sealed) : std::nullopt;
  return content && as_text(*content) != seen.value;
}

std::vector<EvidenceChange> Observer::evidence_changes(const Element& known, bool& too_much) const {
  std::vector<EvidenceChange> changes;
  auto same_key = [](const Evidence& a, const Evidence& b) { return a.attribute == b.attribute && a.source == b.source; };
  auto seen = seen_.evidence.begin();
  auto sooner = [](const Evidence& a, const Evidence& b) { return std::tie(a.attribute, a.source) < std::tie(b.attribute, b.source); };
  std::size_t count = known.evidence.size();
  std::vector<const Evidence*> added;
  for (auto& old : known.evidence) {
    for (; seen != seen_.evidence.end() && sooner(*seen, old.evidence); ++seen) added.push_back(&*seen);
    if (seen != seen_.evidence.end() && same_key(*seen, old.evidence)) {
      if (differs(old, *seen)) changes.push_back({old, *seen});
      ++seen;
    } else if (old.observer == seen_.observer && !complete_.empty() && complete_.contains(section_of(old.evidence.attribute))) {
      changes.push_back({old, {}});
      --count;
    }
  }
  for (; seen != seen_.evidence.end(); ++seen) added.push_back(&*seen);
  for (auto* item : added) {
    if (count++ < Inventory::max_evidence_an_element)
      changes.push_back({{}, *item});
    else
      too_much = true;
  }
  return changes;
}

void Observer::complaints() {
  auto prefix = "complaint:" + id_ + ":" + seen_.source + ":";
  for (auto& [key, words] : seen_.complaints) open({prefix + key, "complaint", id_, {}, seen_.source + ": " + words});
  if (fresh_) return;
  for (auto& id : std::set(present()->open_findings))  // a copy: closing takes them out
    if (id.starts_with(prefix) && !seen_.complaints.contains(id.substr(prefix.size()))) close(id, "it went well this time");
}

// ---- findings -------------------------------------------------------------------------------------------------------

void Observer::emit(Recorded recorded) {
  if (merged_) merged_->apply(recorded.entry, ~EntryIndex(0));
  out_.push_back(std::move(recorded));
}

void Observer::emit(Entries entries) {
  for (auto& entry : entries) emit(std::move(entry));
}

void Observer::open(Finding finding) {
  finding.text = bounded_text(finding.text, max_finding_octets);
  if (closed_.contains(finding.id) || !told(inventory_, finding)) emit(finding_opened(finding, seen_.time));
}

void Observer::close(const std::string& id, const std::string& why) {
  if (!inventory_.is_open(id) || !closed_.insert(id).second) return;
  emit(finding_closed(inventory_.findings().at(id), std::string(own_actor), why, seen_.time));
}

Entries Observer::review(const Inventory& inventory, const Element& element, WallTime time) {
  Entries out;
  std::set<std::string> present;
  for (auto& conflict : conflicts(element)) {
    Finding finding{
        "conflict:" + element.id + ":" + conflict.topic, "conflict", element.id, {}, bounded_text(conflict.text, max_finding_octets)};
    present.insert(finding.id);
    if (!told(inventory, finding)) out.push_back(finding_opened(finding, time));
  }
  for (auto& id : element.open_findings) {
    auto at = inventory.findings().find(id);
    if (at != inventory.findings().end() && !at->second.closed && at->second.kind == "conflict" && !present.contains(id))
      out.push_back(finding_closed(at->second, std::string(own_actor), "the evidence agrees", time));
  }
  return out;
}

/// The rules look at the element as it will be.
void Observer::conflicts_after() {
  bool told = std::any_of(out_.begin(), out_.end(),
                          [&](const Recorded& r) { return r.entry.type.starts_with("element.") && r.entry.element == id_; });
  if (!told) return;
  if (!merged_) {
    merged_.emplace();
    if (!fresh_) copy(id_);
    for (auto& recorded : out_) merged_->apply(recorded.entry, ~EntryIndex(0));
  }
  for (auto& recorded : review(*merged_, *merged_->find(id_), seen_.time)) out_.push_back(std::move(recorded));
}

Entries Inventory::observe(const Observation& observation) const { return Observer(*this, observation).run(); }

}  // namespace pellucid::oversight
