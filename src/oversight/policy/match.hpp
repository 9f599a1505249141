#pragma once
// Which elements, or parts of them, a policy list means. Three facts are kept apart and never stand for one another: who made it (and who
// owns the maker), in which country that company is registered, and in which country the thing was produced.
//
// A match is `listed` when the evidence that there is says so and none contradicts it, else `possibly`. Evidence that contradicts itself
// never leads to silence. Descriptions, names, locations and contacts are never read as makers.
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "oversight/inventory/inventory.hpp"
#include "oversight/policy/list.hpp"

namespace pellucid::oversight {

/// A list that is in the log: which entry has it (the last of its parts), and when.
struct LoadedList {
  std::shared_ptr<const PolicyList> list;
  EntryIndex entry = 0;
  WallTime loaded{};
};

enum class Certainty : std::uint8_t { possibly, listed };
std::string_view text(Certainty certainty);  // "possibly listed", "listed"

enum class MatchedBy : std::uint8_t { maker, subsidiary, owner, provider, category, part };
std::string_view text(MatchedBy by);

struct Match {
  const LoadedList* list = nullptr;
  const ListEntry* entry = nullptr;
  const ListedMaker* maker = nullptr;  // nullptr: by category
  MatchedBy by{};
  Certainty certainty{};
  std::string part{};                           // "part/psu 1", "interface/eth0", "package/kesl"; empty: the element itself
  std::size_t parts = 0;                        // of the element itself: how many of its parts match the same entry
  std::vector<const KnownEvidence*> because{};  // what says so
  std::vector<const KnownEvidence*> against{};  // what says otherwise
  std::string why{};                            // one sentence for people
};

/// The entries of lists that are in force on a day, found by folded maker name: one look-up a piece of evidence, whatever the lists' size.
class PolicyIndex {
 public:
  /// `lists` must outlive the index and every Match.
  PolicyIndex(std::span<const LoadedList> lists, Day day);
  PolicyIndex(PolicyIndex&&) = default;  // never copied: what it remembers points into itself

  /// Pointers into `element`: valid until the inventory next changes. Certain matches first.
  std::vector<Match> match(const Element& element) const;
  Day day() const { return day_; }
  std::size_t entries() const { return entries_; }

 private:
  struct Hit {
    const LoadedList* list;
    const ListEntry* entry;
    const ListedMaker* maker;
    bool subsidiary;
  };
  using Hits = std::vector<Hit>;
  struct Subject;
  struct CategoryRule {
    const LoadedList* list;
    const ListEntry* entry;
  };

  const Hits* hits(const std::string& vendor) const;
  void add(const LoadedList& list, const ListEntry& entry);
  void match_makers(const Element& element, const Subject& subject, std::vector<Match>& out) const;
  void match_maker(const Element& element, const Subject& subject, const Hit& hit, std::vector<Match>& out) const;
  void match_declared(const Subject& subject, MatchedBy by, std::vector<Match>& out) const;
  void match_names(const Element& element, const Subject& subject, std::vector<Match>& out) const;
  void match_packages(const KnownEvidence& package, std::vector<Match>& out) const;
  void match_produced(const Element& element, const Subject& subject, std::vector<Match>& out) const;

  Day day_;
  std::size_t entries_ = 0;
  std::unordered_map<std::string, Hits> by_vendor_;
  std::unordered_map<std::string, Hits> by_package_;
  std::vector<std::pair<std::string, Hit>> by_package_start_;
  std::vector<CategoryRule> produced_;
  mutable std::unordered_map<std::string, const Hits*> seen_;  // spellings as they came; at most max_seen
};

/// No evidence of `vendor`, `agent_vendor` or `chassis_vendor` that means anything: nobody can say whether a list means the element.
bool maker_unknown(const Element& element);

}  // namespace pellucid::oversight
