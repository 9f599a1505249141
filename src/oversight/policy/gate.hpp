#pragma once
// The gate: what to do with a base station that asks to be let in (NG Setup, TS 38.413 §8.7.1), from what is known of it. Approvals are
// entries of the log; here are the functions that make them, and the decision. Nothing here acts.
#include <optional>
#include <string>
#include <vector>

#include "base/why.hpp"
#include "oversight/policy/match.hpp"

namespace pellucid::oversight {

enum class GateMode : std::uint8_t { off, flag, refuse };
std::string_view text(GateMode mode);
std::optional<GateMode> parse_gate_mode(std::string_view text);

/// One mode for each reason; "possibly listed" counts as listed.
struct GateConfig {
  GateMode unapproved = GateMode::flag;
  GateMode listed = GateMode::flag;
  GateMode changed = GateMode::flag;  // its identity is not the one that was approved
};

enum class GateAction : std::uint8_t { admit, admit_and_flag, refuse };
std::string_view text(GateAction action);

struct GateReason {
  std::string kind;  // "unapproved", "listed", "changed": also the kind of the finding that a flag opens
  GateMode mode{};
  Why why;
  std::vector<EntryIndex> entries;  // the evidence
};

struct GateDecision {
  GateAction action = GateAction::admit;
  std::vector<GateReason> reasons;  // all of them, the gravest first; empty: admitted without a word
};

/// `element`: nullptr if the base station is not in the inventory. `matches`: of PolicyIndex::match(*element). `name`: how it calls itself.
GateDecision decide(const GateConfig& config, const Element* element, std::span<const Match> matches, const std::string& name);

/// Evidence of who the element is (maker, model, serial number, hardware) that came after its approval; of one that was approved before it
/// was first seen, after that. Empty if it is not approved.
std::vector<const KnownEvidence*> changed_since_approval(const Element& element);

/// Entries for the log, refused without an actor or a reason.
Result<ledger::Entry, Why> approve(const std::string& element, const std::string& actor, const std::string& reason, WallTime time);
Result<ledger::Entry, Why> withdraw_approval(const std::string& element, const std::string& actor, const std::string& reason,
                                             WallTime time);

}  // namespace pellucid::oversight
