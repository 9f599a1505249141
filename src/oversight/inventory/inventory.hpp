#pragma once
// The inventory: what the network is made of, now or at any date. It is a fold over the log: entries in, state out, nothing else is
// stored. observe() turns what a source saw into the entries that tell the difference; the caller writes them to the log and, once they
// have their index, applies them. So an auditor who has the log has the inventory.
//
//   for (auto& r : inventory.observe(observation))  // changes nothing yet
//     inventory.apply(r.entry, *recorder.record(r.entry, r.secrets));
//
// README.md has the types of entries and their members. Everything that observe() and its like return is for the present state: apply it
// before the next call.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/format/entry.hpp"
#include "oversight/inventory/observation.hpp"
#include "oversight/inventory/value_text.hpp"

namespace pellucid::oversight {

/// Which entry of the log says something: its index.
using EntryIndex = std::uint64_t;

/// An entry to be written, and what is to be sealed with it.
struct Recorded {
  ledger::Entry entry;
  std::vector<ledger::Secret> secrets;
};
using Entries = std::vector<Recorded>;

struct KnownEvidence {
  Evidence evidence;     // `value` is empty if it is sealed
  std::string observer;  // who can take it back: "snmp", "import"
  WallTime since{};      // of the entry that said so
  EntryIndex entry = 0;
  std::string sealed;  // field of that entry whose opening beside the log has the value; empty: not sealed
  bool operator==(const KnownEvidence&) const = default;
};

struct KnownCounter {
  std::uint64_t value = 0;
  WallTime since{};
  EntryIndex entry = 0;
  bool operator==(const KnownCounter&) const = default;
};

/// Evidence that contradicts itself, or anything else that a person must look at. Opened and closed by entries.
struct Finding {
  std::string id;       // stable: "conflict:<element>:vendor"
  std::string kind;     // "conflict", "silent", "missed change", ... (README.md), and those of others: "unapproved", "listed"
  std::string element;  // may be empty: the network as a whole
  std::string other;    // the second element that it is about, or empty
  std::string text;     // "sysObjectID says Huawei; engine id says net-snmp"
  WallTime opened{};
  EntryIndex entry = 0;
  std::optional<WallTime> closed{};
  EntryIndex closed_in = 0;  // the entry that closed it
  std::string closed_by{};   // its actor; what a person closed is opened again only when its text is another
  bool operator==(const Finding&) const = default;
};

/// What a person decided about an element.
struct Decision {
  std::string actor, reason;
  WallTime since{};
  EntryIndex entry = 0;
  bool operator==(const Decision&) const = default;
};
using Approval = Decision;

struct Element {
  std::string id;  // from its first strong identifier, or its address: "engine-id:80:00:...", "gnb-id:999-70-00000001"; never changes
  ElementKind kind = ElementKind::other;
  std::set<Identifier> identifiers;
  std::vector<KnownEvidence> evidence;  // sorted by attribute, then source; one for each pair
  std::map<std::string, KnownCounter> counters;
  WallTime first_seen{}, last_changed{};
  EntryIndex found_in = 0, changed_in = 0;
  bool silent = false, retired = false;
  std::optional<Approval> approval;
  Decision retirement;                  // of a retired element
  std::set<std::string> open_findings;  // ids of those that it takes part in

  /// The strongest evidence of that attribute (of equals, the latest), or empty. What people read first; never the whole truth.
  std::string best(std::string_view attribute) const;
  std::vector<const KnownEvidence*> all(std::string_view attribute) const;
  const KnownEvidence* find(std::string_view attribute, std::string_view source) const;
  bool operator==(const Element&) const = default;
};

/// What passed through a base station in a stretch of time: counts only, no person.
struct UsageSample {
  std::string element;
  std::uint64_t phones = 0, octets = 0;
  bool operator==(const UsageSample&) const = default;
};

class Inventory {
 public:
  static constexpr std::size_t max_elements = 100'000;
  static constexpr std::size_t max_evidence_an_element = 20'000;
  static constexpr std::size_t max_identifiers_an_element = 256;
  static constexpr std::size_t max_counters_an_element = 64;
  static constexpr std::size_t max_findings = 1'000'000;
  static constexpr std::size_t max_closed_findings = 100'000;  // the oldest are forgotten here; the log has them

  /// The sealed content of a field of an entry, if it has not been erased: lets observe() see that a personal value changed. Without it,
  /// or when it was erased, a personal value counts as unchanged.
  using Reveal = std::function<std::optional<Bytes>(EntryIndex entry, const std::string& field)>;
  explicit Inventory(Reveal reveal = {}) : reveal_(std::move(reveal)) {}

  /// The entries that an observation asks for; none if it tells nothing new. Long differences are split over several entries.
  Entries observe(const Observation& observation) const;
  /// The element did not answer: element.silent and a finding the first time, nothing after.
  Entries silence(const std::string& element, WallTime time, const std::string& why) const;
  /// A person took the element out of service; its open findings are closed. Nothing if there is no such element.
  Entries retire(const std::string& element, const std::string& actor, const std::string& reason, WallTime time) const;
  /// What the rules of this program say of all that is known: opens and closes findings of conflicts. For the start of a newer program.
  Entries review(WallTime time) const;

  /// Takes an entry of the log, whoever wrote it; types that are not the inventory's are passed over. Entries come in the order of the log.
  void apply(const ledger::Entry& entry, EntryIndex index);
  /// `next` yields the log's entries from index 0 (std::optional<ledger::Entry>, nothing at the end). Entries after `until` are left out:
  /// the inventory as of that time.
  template <class Next>
  static Inventory fold(Next&& next, std::optional<WallTime> until = {}) {
    Inventory inventory;
    EntryIndex index = 0;
    for (auto entry = next(); entry && (!until || entry->time <= *until); entry = next()) inventory.apply(*entry, index++);
    return inventory;
  }

  const std::map<std::string, Element>& elements() const { return elements_; }
  /// By its id, or by that of an element that was merged into it.
  const Element* find(const std::string& id) const;
  /// By an identifier; if several have it, the one that was found first.
  const Element* find(const Identifier& identifier) const;
  /// The approval of an element that may not have been found yet: by its id or any of its identifiers' texts.
  const Approval* approval(const std::string& id) const;
  const std::map<std::string, Finding>& findings() const { return findings_; }
  bool is_open(const std::string& finding) const;
  /// The latest usage.sample, all its parts.
  const std::vector<UsageSample>& latest_usage() const { return usage_; }
  std::uint64_t skipped() const { return skipped_; }  // entries of our types that could not be read, or beyond a limit

  /// The same state, from whatever it came.
  bool operator==(const Inventory& other) const;

 private:
  friend class Observer;
  Element* element(const std::string& id);
  bool found(const ledger::Entry& entry, EntryIndex index);
  bool changed(const ledger::Entry& entry, EntryIndex index);
  bool merged(const ledger::Entry& entry, EntryIndex index);
  bool stood_still(const ledger::Entry& entry, EntryIndex index);  // silent, returned, retired
  bool finding(const ledger::Entry& entry, EntryIndex index);
  bool approval(const ledger::Entry& entry, EntryIndex index);
  bool usage(const ledger::Entry& entry);
  bool add_identifiers(Element& element, const std::vector<Identifier>& identifiers);
  void remove_identifiers(Element& element, const std::vector<Identifier>& identifiers);
  void link(const Finding& finding, bool open);
  void forget_closed();

  Reveal reveal_;
  std::map<std::string, Element> elements_;
  std::map<std::string, std::string> merged_;            // gone id -> the one that stayed
  std::set<std::pair<Identifier, std::string>> owners_;  // with the element's id
  std::map<std::string, Finding> findings_;
  std::set<std::pair<EntryIndex, std::string>> closed_;  // by the entry that closed them
  std::map<std::string, Approval> approvals_;            // by what they were given to
  std::vector<UsageSample> usage_;
  std::uint64_t skipped_ = 0;
};

/// One difference for people, a line for each value: "- firmware: 7.1 (snmp entity table)\n+ firmware: 7.2 (snmp entity table)\n". For any
/// type of entry: what it says.
std::string difference_text(const ledger::Entry& entry);

}  // namespace pellucid::oversight
