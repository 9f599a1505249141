#include "oversight/inventory/inventory.hpp"

#include <algorithm>
#include <iterator>

#include "oversight/inventory/entries.hpp"

namespace pellucid::oversight {
namespace {

using Key = std::pair<std::string_view, std::string_view>;
Key key(const Evidence& evidence) { return {evidence.attribute, evidence.source}; }
bool before(const KnownEvidence& known, const Key& wanted) { return key(known.evidence) < wanted; }
std::string first_word(const std::string& text) { return text.substr(0, text.find(' ')); }

/// Takes out what `gone` names and puts in what `fresh` says; both lists in any order. False if that would be too much evidence.
bool replace_evidence(std::vector<KnownEvidence>& evidence, const std::vector<EvidenceItem>& gone, std::vector<KnownEvidence> fresh) {
  auto by_key = [](const KnownEvidence& a, const KnownEvidence& b) { return key(a.evidence) < key(b.evidence); };
  auto find = [](std::vector<KnownEvidence>& in, const Key& wanted) {
    auto at = std::lower_bound(in.begin(), in.end(), wanted, before);
    return at != in.end() && key(at->evidence) == wanted ? &*at : nullptr;
  };
  std::sort(fresh.begin(), fresh.end(), by_key);
  fresh.erase(std::unique(fresh.begin(), fresh.end(), [](auto& a, auto& b) { return key(a.evidence) == key(b.evidence); }), fresh.end());
  std::set<const KnownEvidence*> out;
  for (auto& item : gone)
    if (auto* old = find(evidence, key(item.evidence)); old && !find(fresh, key(item.evidence))) out.insert(old);
  std::vector<KnownEvidence> added;
  for (auto& item : fresh) {
    if (auto* old = find(evidence, key(item.evidence)))
      *old = std::move(item);
    else
      added.push_back(std::move(item));
  }
  if (!out.empty()) std::erase_if(evidence, [&](const KnownEvidence& known) { return out.contains(&known); });
  std::size_t room = Inventory::max_evidence_an_element - std::min(evidence.size(), Inventory::max_evidence_an_element);
  bool fits = added.size() <= room;
  if (!fits) added.resize(room);
  if (added.empty()) return fits;
  std::vector<KnownEvidence> all;
  all.reserve(evidence.size() + added.size());
  std::merge(std::make_move_iterator(evidence.begin()), std::make_move_iterator(evidence.end()), std::make_move_iterator(added.begin()),
             std::make_move_iterator(added.end()), std::back_inserter(all), by_key);
  evidence = std::move(all);
  return fits;
}

std::vector<KnownEvidence> known(ElementMembers& members, WallTime time, EntryIndex index) {
  std::vector<KnownEvidence> out;
  out.reserve(members.evidence.size());
  auto observer = first_word(members.source);
  for (auto& item : members.evidence) out.push_back({std::move(item.evidence), observer, time, index, std::move(item.sealed)});
  return out;
}

bool set_counters(Element& element, const std::map<std::string, std::uint64_t>& counters, WallTime time, EntryIndex index) {
  for (auto& [name, value] : counters) {
    if (element.counters.size() >= Inventory::max_counters_an_element && !element.counters.contains(name)) return false;
    element.counters[name] = {value, time, index};
  }
  return true;
}

}  // namespace

std::string Element::best(std::string_view attribute) const {
  const KnownEvidence* best = nullptr;
  for (auto* known : all(attribute))
    if (known->sealed.empty() && (!best || known->evidence.strength > best->evidence.strength ||
                                  (known->evidence.strength == best->evidence.strength && known->since > best->since)))
      best = known;
  return best ? best->evidence.value : std::string();
}

std::vector<const KnownEvidence*> Element::all(std::string_view attribute) const {
  std::vector<const KnownEvidence*> out;
  auto at = std::lower_bound(evidence.begin(), evidence.end(), Key{attribute, {}}, before);
  for (; at != evidence.end() && at->evidence.attribute == attribute; ++at) out.push_back(&*at);
  return out;
}

const KnownEvidence* Element::find(std::string_view attribute, std::string_view source) const {
  auto at = std::lower_bound(evidence.begin(), evidence.end(), Key{attribute, source}, before);
  return at != evidence.end() && key(at->evidence) == Key{attribute, source} ? &*at : nullptr;
}

Element* Inventory::element(const std::string& id) {
  const std::string* present = &id;
  for (auto at = merged_.find(id); at != merged_.end(); at = merged_.find(*present)) present = &at->second;  // an id never comes back
  auto it = elements_.find(*present);
  return it == elements_.end() ? nullptr : &it->second;
}

const Element* Inventory::find(const std::string& id) const { return const_cast<Inventory*>(this)->element(id); }

const Element* Inventory::find(const Identifier& identifier) const {
  const Element* first = nullptr;
  for (auto at = owners_.lower_bound({identifier, {}}); at != owners_.end() && at->first == identifier; ++at) {
    auto* owner = find(at->second);
    if (owner && (!first || owner->found_in < first->found_in)) first = owner;
  }
  return first;
}

const Approval* Inventory::approval(const std::string& id) const {
  auto* known = find(id);
  if (!known)
    if (auto identifier = parse_identifier(id)) known = find(*identifier);
  if (known) return known->approval ? &*known->approval : nullptr;
  auto pending = approvals_.find(id);
  return pending == approvals_.end() ? nullptr : &pending->second;
}

bool Inventory::is_open(const std::string& id) const {
  auto at = findings_.find(id);
  return at != findings_.end() && !at->second.closed;
}

bool Inventory::operator==(const Inventory& other) const {
  return elements_ == other.elements_ && merged_ == other.merged_ && owners_ == other.owners_ && findings_ == other.findings_ &&
         closed_ == other.closed_ && approvals_ == other.approvals_ && usage_ == other.usage_ && skipped_ == other.skipped_;
}

bool Inventory::add_identifiers(Element& element, const std::vector<Identifier>& identifiers) {
  bool fits = true;
  for (auto& identifier : identifiers) {
    if (element.identifiers.size() >= max_identifiers_an_element && !element.identifiers.contains(identifier)) {
      fits = false;
      continue;
    }
    element.identifiers.insert(identifier);
    owners_.emplace(identifier, element.id);
    if (auto pending = approvals_.find(text(identifier)); pending != approvals_.end()) {
      element.approval = pending->second;
      approvals_.erase(pending);
    }
  }
  return fits;
}

void Inventory::remove_identifiers(Element& element, const std::vector<Identifier>& identifiers) {
  for (auto& identifier : identifiers) {
    element.identifiers.erase(identifier);
    owners_.erase({identifier, element.id});
  }
}

bool Inventory::found(const ledger::Entry& entry, EntryIndex index) {
  auto after = read_members(entry.after);
  if (!after || entry.element.empty() || find(entry.element) || elements_.size() >= max_elements) return false;
  auto& element = elements_[entry.element];
  element.id = entry.element;
  element.kind = after->kind.value_or(ElementKind::other);
  element.first_seen = element.last_changed = entry.time;
  element.found_in = element.changed_in = index;
  if (auto pending = approvals_.find(element.id); pending != approvals_.end()) {
    element.approval = pending->second;
    approvals_.erase(pending);
  }
  bool fits = add_identifiers(element, after->identifiers);
  fits &= replace_evidence(element.evidence, {}, known(*after, entry.time, index));
  return set_counters(element, after->counters, entry.time, index) && fits;
}

bool Inventory::changed(const ledger::Entry& entry, EntryIndex index) {
  auto old = read_members(entry.before), fresh = read_members(entry.after);
  auto* known_element = element(entry.element);
  if (!old || !fresh || !known_element) return false;
  if (fresh->kind) known_element->kind = *fresh->kind;
  known_element->last_changed = entry.time;
  known_element->changed_in = index;
  remove_identifiers(*known_element, old->identifiers);
  bool fits = add_identifiers(*known_element, fresh->identifiers);
  fits &= replace_evidence(known_element->evidence, old->evidence, known(*fresh, entry.time, index));
  return set_counters(*known_element, fresh->counters, entry.time, index) && fits;
}

bool Inventory::merged(const ledger::Entry& entry, EntryIndex index) {
  auto* stays = element(entry.element);
  auto* goes = element(string_of(entry.before, "element"));
  if (!stays || !goes || stays == goes) return false;
  std::vector<Identifier> identifiers(goes->identifiers.begin(), goes->identifiers.end());
  remove_identifiers(*goes, identifiers);
  bool fits = add_identifiers(*stays, identifiers);
  std::vector<KnownEvidence> moved;  // what only the one that goes has, or has from later
  for (auto& item : goes->evidence) {
    auto* present = stays->find(item.evidence.attribute, item.evidence.source);
    if (!present || present->entry < item.entry) moved.push_back(std::move(item));
  }
  fits &= replace_evidence(stays->evidence, {}, std::move(moved));
  for (auto& [name, counter] : goes->counters) stays->counters.emplace(name, counter);
  if (!stays->approval) stays->approval = goes->approval;
  for (auto& id : goes->open_findings) {
    auto& open = findings_.at(id);
    if (open.element == goes->id) open.element = stays->id;
    if (open.other == goes->id) open.other = stays->id;
    stays->open_findings.insert(id);
  }
  stays->first_seen = std::min(stays->first_seen, goes->first_seen);
  stays->last_changed = entry.time;
  stays->changed_in = index;
  merged_[goes->id] = stays->id;
  elements_.erase(goes->id);
  return fits;
}

bool Inventory::stood_still(const ledger::Entry& entry, EntryIndex index) {
  auto* known_element = element(entry.element);
  if (!known_element) return false;
  known_element->silent = entry.type == "element.silent";
  if (entry.type == "element.silent") return true;
  known_element->retired = entry.type == "element.retired";
  known_element->retirement = known_element->retired ? Decision{entry.actor, entry.reason, entry.time, index} : Decision{};
  return true;
}

/// The elements that take part in a finding know it while it is open.
void Inventory::link(const Finding& finding, bool open) {
  for (auto& id : {finding.element, finding.other}) {
    auto* known_element = id.empty() ? nullptr : element(id);
    if (!known_element) continue;
    if (open)
      known_element->open_findings.insert(finding.id);
    else
      known_element->open_findings.erase(finding.id);
  }
}

void Inventory::forget_closed() {
  while (closed_.size() > max_closed_findings) {
    findings_.erase(closed_.begin()->second);
    closed_.erase(closed_.begin());
  }
}

bool Inventory::finding(const ledger::Entry& entry, EntryIndex index) {
  if (entry.type == "finding.opened") {
    Finding fresh{string_of(entry.after, "id"),
                  string_of(entry.after, "kind"),
                  entry.element,
                  string_of(entry.after, "other"),
                  string_of(entry.after, "text"),
                  entry.time,
                  index};
    if (fresh.id.empty() || fresh.kind.empty()) return false;
    if (findings_.size() >= max_findings && !findings_.contains(fresh.id)) return false;
    auto& kept = findings_[fresh.id];
    if (kept.closed)
      closed_.erase({kept.closed_in, kept.id});
    else if (!kept.id.empty()) {
      fresh.opened = kept.opened;  // opened again while it is open: the text is newer
      link(kept, false);
    }
    kept = std::move(fresh);
    link(kept, true);
    return true;
  }
  auto at = findings_.find(string_of(entry.before, "id"));
  if (at == findings_.end() || at->second.closed) return false;
  at->second.closed = entry.time;
  at->second.closed_in = index;
  at->second.closed_by = entry.actor;
  closed_.emplace(index, at->first);
  link(at->second, false);
  forget_closed();
  return true;
}

bool Inventory::approval(const ledger::Entry& entry, EntryIndex index) {
  if (entry.element.empty()) return false;
  auto* known_element = element(entry.element);
  if (!known_element)
    if (auto identifier = parse_identifier(entry.element))
      if (auto* owner = find(*identifier)) known_element = element(owner->id);
  if (entry.type == "approval.withdrawn") {
    if (known_element) known_element->approval.reset();
    return approvals_.erase(entry.element) > 0 || known_element;
  }
  Approval granted{entry.actor, entry.reason, entry.time, index};
  if (known_element)
    known_element->approval = granted;
  else if (approvals_.size() < max_elements)
    approvals_[entry.element] = granted;
  else
    return false;
  return true;
}

bool Inventory::usage(const ledger::Entry& entry) {
  auto part = number_of(entry.after.find("part") ? *entry.after.find("part") : Tree());
  auto* samples = entry.after.find("samples");
  if (!part || !samples || !samples->as_array()) return false;
  if (*part == 1) usage_.clear();
  if (usage_.size() + samples->as_array()->size() > max_elements) return false;
  for (auto& sample : *samples->as_array()) {
    auto phones = number_of(sample.find("phones") ? *sample.find("phones") : Tree());
    auto octets = number_of(sample.find("octets") ? *sample.find("octets") : Tree());
    if (!phones || !octets) return false;
    usage_.push_back({string_of(sample, "element"), *phones, *octets});
  }
  return true;
}

void Inventory::apply(const ledger::Entry& entry, EntryIndex index) {
  auto& type = entry.type;
  bool taken = true;
  if (type == "element.found")
    taken = found(entry, index);
  else if (type == "element.changed")
    taken = changed(entry, index);
  else if (type == "element.merged")
    taken = merged(entry, index);
  else if (type == "element.silent" || type == "element.returned" || type == "element.retired")
    taken = stood_still(entry, index);
  else if (type == "finding.opened" || type == "finding.closed")
    taken = finding(entry, index);
  else if (type == "approval.granted" || type == "approval.withdrawn")
    taken = approval(entry, index);
  else if (type == "usage.sample")
    taken = usage(entry);
  if (!taken) ++skipped_;
}

}  // namespace pellucid::oversight
