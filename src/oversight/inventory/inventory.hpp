#pragma once
// The inventory: what the network is made of, now or at any date. It is a fold over the log: entries in, state out, nothing else is
// stored. observe() turns what a source saw into the entries that tell the difference; the caller writes them to the log and, once they
// have their index, applies them. So an auditor who has the log has the inventory.
//
//   auto entries = inventory.observe(observation);       // changes nothing yet
//   for (auto& e : entries) inventory.apply(e, recorder.record(e));
//
// Entry types: element.found, element.changed, element.silent, element.returned, element.merged, element.retired, finding.opened,
// finding.closed, approval.granted, approval.withdrawn, policy.list, usage.sample (README.md has their members).
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/format/entry.hpp"
#include "oversight/inventory/observation.hpp"

namespace pellucid::oversight {

/// Which entry of the log says something: its index.
using EntryIndex = std::uint64_t;

struct KnownEvidence {
  Evidence evidence;
  WallTime since{};  // of the entry that said so
  EntryIndex entry = 0;
};

/// Evidence of one attribute that contradicts itself, or anything else that a person must look at.
struct Finding {
  std::string id;    // stable: "conflict:<element>:vendor"
  std::string kind;  // "conflict", "silent", "missed change", "came back different", "unapproved", "listed", "endless table", ...
  std::string element;
  std::string text;  // "sysObjectID says Huawei; engine id says net-snmp, interface eth0 says Intel"
  WallTime opened{};
  EntryIndex entry = 0;
  std::optional<WallTime> closed;
};

struct Approval {
  std::string actor, reason;
  WallTime since{};
  EntryIndex entry = 0;
};

struct Element {
  std::string id;  // from its first strong identifier, or its address: "engine-id:80:00:...", "gnb-id:999-70-00000001"
  ElementKind kind = ElementKind::other;
  std::set<Identifier> identifiers;
  std::vector<KnownEvidence> evidence;  // sorted by attribute, then source
  std::map<std::string, std::uint64_t> counters;
  WallTime first_seen{}, last_changed{};
  EntryIndex found_in = 0, changed_in = 0;
  bool silent = false, retired = false;
  std::optional<Approval> approval;

  /// The strongest evidence of that attribute (of equals, the latest), or empty. What people read first; never the whole truth.
  std::string best(std::string_view attribute) const;
  std::vector<const KnownEvidence*> all(std::string_view attribute) const;
};

/// What passed through a base station in a stretch of time: counts only, no person.
struct UsageSample {
  std::string element;
  std::uint64_t phones = 0, octets = 0;
};

class Inventory {
 public:
  static constexpr std::size_t max_elements = 100'000;
  static constexpr std::size_t max_evidence_an_element = 20'000;
  static constexpr std::size_t max_value_octets = 512;  // longer values are cut, and say so

  /// The entries that an observation asks for; none if it tells nothing new. Long differences are split over several entries.
  std::vector<ledger::Entry> observe(const Observation& observation) const;
  /// The element did not answer: an element.silent and a finding the first time, nothing after.
  std::vector<ledger::Entry> silence(const std::string& element, WallTime time, const std::string& why) const;
  /// Takes an entry of the log, whoever wrote it; types that are not the inventory's are skipped. Entries come in the order of the log.
  void apply(const ledger::Entry& entry, EntryIndex index);

  const std::map<std::string, Element>& elements() const { return elements_; }
  const Element* find(const std::string& id) const;
  const Element* find(const Identifier& identifier) const;
  const std::map<std::string, Finding>& findings() const { return findings_; }
  const std::vector<UsageSample>& latest_usage() const { return usage_; }
  std::uint64_t skipped() const { return skipped_; }  // entries of our types that could not be read

 private:
  std::map<std::string, Element> elements_;
  std::map<Identifier, std::string> by_identifier_;
  std::map<std::string, Finding> findings_;
  std::vector<UsageSample> usage_;
  std::uint64_t skipped_ = 0;
};

/// One difference for people: "firmware: 7.1 -> 7.2 (snmp entity table)".
std::string difference_text(const ledger::Entry& entry);

}  // namespace pellucid::oversight
