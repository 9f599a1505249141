#include "oversight/policy/gate.hpp"

#include <algorithm>

#include "oversight/inventory/entries.hpp"

namespace pellucid::oversight {

std::string_view text(GateMode mode) {
  constexpr std::string_view names[] = {"off", "flag", "refuse"};
  return names[std::size_t(mode)];
}

std::optional<GateMode> parse_gate_mode(std::string_view wanted) {
  for (auto mode : {GateMode::off, GateMode::flag, GateMode::refuse})
    if (text(mode) == wanted) return mode;
  return {};
}

std::string_view text(GateAction action) {
  constexpr std::string_view names[] = {"admit", "admit and flag", "refuse"};
  return names[std::size_t(action)];
}

namespace {

/// What makes the element this one and no other; names, addresses, software and places change in an honest life.
bool is_identity(std::string_view attribute) {
  constexpr std::string_view names[] = {"vendor", "agent_vendor", "chassis_vendor", "model", "serial", "hardware", "gnb_id"};
  return std::find(std::begin(names), std::end(names), attribute) != std::end(names);
}

GateReason unapproved(const Element* element, const std::string& name, GateMode mode) {
  std::string id = element ? element->id : name;
  return {"unapproved", mode,
          Why{"a base station is approved before it serves", element ? id + " without an approval" : name + ", never seen before",
              "approved base stations", "approvals in the log; oversight.gate",
              "approve " + id + " with a reason, or set the gate to flag or off"},
          element ? std::vector<EntryIndex>{element->found_in} : std::vector<EntryIndex>{}};
}

GateReason listed(const Element& element, std::span<const Match> matches, GateMode mode) {
  GateReason reason{"listed", mode, {}, {}};
  std::string what;
  for (auto& match : matches) {
    what += (what.empty() ? "" : "; ") + std::string(text(match.certainty)) + " as " + match.list->list->name + "/" + match.entry->id +
            (match.part.empty() ? "" : " (" + match.part + ")") + ": " + match.why;
    for (auto* pieces : {&match.because, &match.against})
      for (auto* piece : *pieces) reason.entries.push_back(piece->entry);
  }
  reason.why =
      Why{"a base station is on no policy list", element.id + " is " + what, "equipment that no list in force means",
          "policy lists in the log; oversight.gate", "replace the equipment, correct its evidence, or set the gate to flag or off"};
  return reason;
}

GateReason changed(const Element& element, const std::vector<const KnownEvidence*>& news, GateMode mode) {
  GateReason reason{"changed", mode, {}, {element.approval->entry}};
  std::string what;
  for (auto* piece : news) {
    what += (what.empty() ? "" : ", ") + piece->evidence.attribute + " " + piece->evidence.value + " (" + piece->evidence.source + ")";
    reason.entries.push_back(piece->entry);
  }
  reason.why =
      Why{"a base station is still the one that was approved", element.id + " now has " + what,
          "what was known when " + element.approval->actor + " approved it on " + day_text(day_of(element.approval->since)),
          "approvals in the log; oversight.gate", "look at the site; then approve " + element.id + " again, or withdraw its approval"};
  return reason;
}

std::optional<Why> missing(const std::string& element, const std::string& actor, const std::string& reason) {
  for (auto [name, value] : {std::pair("element", &element), std::pair("actor", &actor), std::pair("reason", &reason)})
    if (value->empty()) return Why{"an approval says what, who and why", "an empty text", "a text", name, std::string("give the ") + name};
  return {};
}

}  // namespace

std::vector<const KnownEvidence*> changed_since_approval(const Element& element) {
  std::vector<const KnownEvidence*> out;
  if (!element.approval) return out;
  auto baseline = std::max(element.approval->entry, element.found_in);
  for (auto& known : element.evidence)
    if (known.entry > baseline && is_identity(known.evidence.attribute)) out.push_back(&known);
  return out;
}

GateDecision decide(const GateConfig& config, const Element* element, std::span<const Match> matches, const std::string& name) {
  GateDecision decision;
  bool approved = element && element->approval && !element->retired;
  if (config.unapproved != GateMode::off && !approved) decision.reasons.push_back(unapproved(element, name, config.unapproved));
  if (config.listed != GateMode::off && element && !matches.empty()) decision.reasons.push_back(listed(*element, matches, config.listed));
  auto news = element ? changed_since_approval(*element) : std::vector<const KnownEvidence*>();
  if (config.changed != GateMode::off && approved && !news.empty()) decision.reasons.push_back(changed(*element, news, config.changed));
  std::sort(decision.reasons.begin(), decision.reasons.end(),
            [](auto& a, auto& b) { return a.mode != b.mode ? a.mode > b.mode : a.kind < b.kind; });
  if (!decision.reasons.empty())
    decision.action = decision.reasons.front().mode == GateMode::refuse ? GateAction::refuse : GateAction::admit_and_flag;
  return decision;
}

Result<ledger::Entry, Why> approve(const std::string& element, const std::string& actor, const std::string& reason, WallTime time) {
  if (auto why = missing(element, actor, reason)) return Fail(*why);
  return approval_granted(element, actor, reason, time).entry;
}

Result<ledger::Entry, Why> withdraw_approval(const std::string& element, const std::string& actor, const std::string& reason,
                                             WallTime time) {
  if (auto why = missing(element, actor, reason)) return Fail(*why);
  return approval_withdrawn(element, actor, reason, time).entry;
}

}  // namespace pellucid::oversight
