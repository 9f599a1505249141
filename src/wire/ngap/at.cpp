#include "wire/ngap/at.hpp"

#include <algorithm>

namespace pellucid::ngap {

using codec::WireError;

const RawIe* Unknown::find(std::uint16_t id) const {
  for (auto& ie : ies)
    if (ie.id == id) return &ie;
  return nullptr;
}

void At::note(Criticality criticality, std::uint16_t id) {
  if (!failed()) diagnostics_->add(criticality, id, TypeOfError::not_understood);
}

void At::field_head(std::uint64_t& id, Criticality& criticality) {
  constrained(id, 0xFFFF);
  std::uint64_t number = std::uint64_t(criticality);
  constrained(number, 2);
  criticality = Criticality(number);
}

bool At::message_begin(Unknown& unknown) {
  bool extended = !unknown.additions.empty();
  bit(extended);
  return extended && (reading() || writing());
}

// ---- Reading a container ---------------------------------------------------------------------------------------------

void At::container_begin(unsigned lower) {
  if (writing()) {
    container_->place = reserve_number();
    return;
  }
  if (!reading()) return;
  container_->unknown->ies.clear();
  std::uint64_t count = 0;
  constrained(count, 0xFFFF - lower);
  count += lower;
  fail_if(count * 32 > bits_left(), WireError::Kind::truncated);  // id, criticality and length take four octets
  if (failed()) return;
  container_->entries.reserve(count);
  for (std::uint64_t i = 0; i < count && !failed(); ++i) {
    std::uint64_t id = 0;
    auto criticality = Criticality::reject;
    ByteView value;
    field_head(id, criticality);
    ie_ = std::uint32_t(id);
    counted_octets(value);
    container_->entries.push_back({std::uint16_t(id), criticality, value, false});
  }
  if (!failed()) ie_ = 0;
}

/// The entry for a row, in order (§10.3.6). Nothing if there is none; a mandatory one is then noted as missing (§10.3.5).
At::Entry* At::expect(const Row& spec) {
  if (failed()) return nullptr;
  auto& entries = container_->entries;
  // Nearly always it is the next one.
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::size_t index = (container_->next + i) % entries.size();
    Entry& entry = entries[index];
    if (entry.id != spec.id || entry.used) continue;
    if (index < container_->next) diagnostics_->falsely_constructed = true;
    entry.used = true;
    ++container_->used;
    container_->next = index + 1;
    return &entry;
  }
  if (spec.mandatory) diagnostics_->add(spec.criticality, spec.id, TypeOfError::missing);
  return nullptr;
}

bool At::understood(const Row& spec, const Entry& entry) {
  if (failed()) return true;
  if (take_strange()) {
    note(entry.criticality, entry.id);
    if (!spec.mandatory) {
      hold(entry);
      return false;
    }
  }
  if (entry.criticality != spec.criticality) container_->unknown->criticalities.push_back({entry.id, entry.criticality});
  return true;
}

void At::hold(const Entry& entry) {
  auto place = std::size_t(&entry - container_->entries.data());
  container_->unknown->ies.push_back({entry.id, entry.criticality, to_bytes(entry.value), std::uint16_t(place)});
}

void At::held_ie(std::uint16_t id, Criticality criticality, const char* name) {
  Row spec{id, criticality, name, false};
  if (writing()) {
    for (auto& ie : container_->unknown->ies)
      if (ie.id == id && ie.place == RawIe::unplaced) emit_raw(ie);
  } else if (reading()) {
    Entry* entry = expect(spec);
    if (!entry) return;
    hold(*entry);
    // What this version knows by name only is not supported: not comprehended (§10.3.1, case 6).
    if (entry->criticality != Criticality::ignore) note(entry->criticality, id);
  }
}

void At::container_end(unsigned lower) {
  auto& unknown = *container_->unknown;
  if (printing()) {
    for (auto& ie : unknown.ies) {
      std::string name = ie_name(ie.id);
      object_.add(name.empty() ? "IE " + std::to_string(ie.id) : name, hex(ie.value));
    }
  } else if (writing()) {
    emit_due();
    auto& placed = container_->placed;
    for (auto& ie : unknown.ies) {
      bool late =
          ie.place != RawIe::unplaced ? ie.place >= container_->emitted : std::find(placed.begin(), placed.end(), ie.id) == placed.end();
      if (late) emit_raw(ie);
    }
    fail_if(container_->emitted < lower, WireError::Kind::missing);
    set_number(container_->place, std::uint16_t(container_->emitted - lower));
  } else if (reading() && !failed()) {
    std::vector<std::uint16_t> used;  // few: at most one for each row
    if (container_->used < container_->entries.size())
      for (auto& entry : container_->entries)
        if (entry.used) used.push_back(entry.id);
    std::vector<std::size_t> dropped;  // places
    for (auto& entry : container_->entries) {
      if (entry.used) continue;
      if (std::find(used.begin(), used.end(), entry.id) != used.end()) {
        diagnostics_->falsely_constructed = true;  // once more than the table allows
        dropped.push_back(std::size_t(&entry - container_->entries.data()));
      } else {
        hold(entry);
        note(entry.criticality, entry.id);
      }
    }
    // Places are those among what is emitted again.
    for (auto& ie : unknown.ies)
      ie.place =
          std::uint16_t(ie.place - std::count_if(dropped.begin(), dropped.end(), [&](std::size_t place) { return place < ie.place; }));
    std::sort(unknown.ies.begin(), unknown.ies.end(), [](auto& a, auto& b) { return a.place < b.place; });
  }
}

void At::raw_container(std::vector<RawIe>& ies) {
  std::uint64_t count = ies.size();
  constrained(count, 0xFFFF);
  fail_if(reading() && count * 32 > bits_left(), WireError::Kind::truncated);
  if (failed()) return;
  if (reading()) ies.assign(count, {});
  for (auto& ie : ies) {
    std::uint64_t id = ie.id;
    field_head(id, ie.criticality);
    ie.id = std::uint16_t(id);
    ByteView value = ie.value;
    counted_octets(value);
    if (reading()) ie.value = to_bytes(value);
    if (failed()) return;
  }
}

// ---- Writing a container ---------------------------------------------------------------------------------------------

/// Unknown IEs whose place has come.
void At::emit_due() {
  auto& ies = container_->unknown->ies;
  for (auto& ie : ies)  // in order of their places
    if (ie.place == container_->emitted) emit_raw(ie);
}

void At::emit_head(const Row& spec) {
  emit_due();
  std::uint64_t id = spec.id;
  auto criticality = spec.criticality;
  for (auto& other : container_->unknown->criticalities)
    if (other.id == spec.id) criticality = other.criticality;
  field_head(id, criticality);
  ++container_->emitted;
}

void At::emit_raw(const RawIe& ie) {
  std::uint64_t id = ie.id;
  auto criticality = ie.criticality;
  field_head(id, criticality);
  ByteView value = ie.value;
  counted_octets(value);
  ++container_->emitted;
  if (ie.place == RawIe::unplaced) container_->placed.push_back(ie.id);
}

// ---- Choices ---------------------------------------------------------------------------------------------------------

void At::choice_extension(ChoiceExtension& v) {
  if (printing()) {
    std::string name = ie_name(v.id);
    return show(Tree(Tree::Object{{name.empty() ? "IE " + std::to_string(v.id) : name, Tree(hex(v.value))}}));
  }
  std::uint64_t id = v.id;
  field_head(id, v.criticality);
  v.id = std::uint16_t(id);
  ByteView value = v.value;
  counted_octets(value);
  if (!reading()) return;
  v.value = to_bytes(value);
  note(v.criticality, v.id);
}

void At::skip_choice_extension() {
  ChoiceExtension skipped;
  choice_extension(skipped);
  strange();
}

}  // namespace pellucid::ngap
