#pragma once
// EntryBatch: the parts of one difference, gathered into as many entries as keep each below the log's limit.
#include <optional>
#include <string>
#include <vector>

#include "oversight/inventory/entries.hpp"

namespace pellucid::oversight {

/// One piece of evidence that came, went, or changed.
struct EvidenceChange {
  std::optional<KnownEvidence> before;
  std::optional<Evidence> after;
};

class EntryBatch {
 public:
  /// Entries of element.changed for that element; the first one may be of another type.
  EntryBatch(std::string first_type, std::string element, std::string source, WallTime time);

  void kind(ElementKind before, ElementKind after);
  void kind(ElementKind after);
  void identifier_gone(const Identifier& identifier);
  void identifier_new(const Identifier& identifier);
  void evidence(const EvidenceChange& change);
  void counter(const std::string& name, std::optional<std::uint64_t> before, std::uint64_t after);
  void reason(std::string text) { reason_ = std::move(text); }
  /// All of it; none if nothing was put in, unless the first entry is of another type.
  Entries take();

 private:
  static constexpr std::size_t max_batch_octets = 48'000;  // of the members' text; an entry may have 65,535
  struct Side {
    Tree kind, identifiers, evidence, counters;
    Tree tree() const;
  };
  void room_for(std::size_t octets);
  void flush();

  std::string type_, element_, source_, reason_;
  WallTime time_;
  Side before_, after_;
  std::vector<ledger::Secret> secrets_;
  std::size_t octets_ = 0;
  bool empty_ = true;
  Entries out_;
};

}  // namespace pellucid::oversight
