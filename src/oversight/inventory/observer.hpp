#pragma once
// Observer: one observation held against the inventory. The work of Inventory::observe(), step by step.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oversight/inventory/entry_batch.hpp"
#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight {

class Observer {
 public:
  Observer(const Inventory& inventory, const Observation& observation);
  Entries run();

  /// Opens, renews and closes the findings of conflicts of an element as it will be.
  static Entries review(const Inventory& inventory, const Element& element, WallTime time);

 private:
  struct Seen {  // the observation, bounded
    std::set<Identifier> identifiers;
    std::vector<Evidence> evidence;  // sorted by attribute, source; one for each pair
    std::map<std::string, std::uint64_t> counters;
    std::map<std::string, std::string> complaints;  // by what stands before the colon
    std::string source, observer;
    WallTime time{};
  };
  static Seen bounded(const Observation& observation);

  void identify();
  bool is_restless(const Element& element) const;
  void settle_same(std::vector<const Element*> same);
  void copy(const std::string& id);
  void settle_others();
  void merge();
  void displace(const std::string& id);
  void tell_twin(const std::string& id);
  void declared_otherwise();
  void add_new();
  void add_changes();
  std::vector<EvidenceChange> evidence_changes(const Element& known, bool& too_much) const;
  void counter_changes(const Element& known, const std::vector<EvidenceChange>& changes, EntryBatch& batch);
  void came_back(const Element& known, const std::vector<EvidenceChange>& changes);
  void complaints();
  void conflicts_after();

  const Element* present() const;  // what is known of the element that is observed, after the merges
  bool differs(const KnownEvidence& known, const Evidence& seen) const;
  std::string new_id() const;
  void emit(Recorded recorded);
  void emit(Entries entries);
  void open(Finding finding);
  void close(const std::string& id, const std::string& why);

  const Inventory& inventory_;
  const ElementKind kind_;
  const std::set<std::string>& complete_;
  Seen seen_;
  bool answers_;                        // not only written down by a person
  std::string id_;                      // of the element that is observed
  bool fresh_ = false;                  // it is not in the inventory yet
  bool restless_ = false;               // it stands for every box that answered here lately
  std::set<Identifier> outdated_;       // what it no longer goes by
  std::vector<std::string> merge_;      // they turn out to be it
  std::vector<std::string> displaced_;  // something of theirs belongs to it now
  std::vector<std::string> twins_;      // they have the same identifiers elsewhere
  std::optional<Inventory> merged_;     // the elements concerned after the merges
  std::set<std::string> closed_;        // findings closed by what was emitted
  Entries out_;
};

}  // namespace pellucid::oversight
