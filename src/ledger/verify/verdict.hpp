#pragma once
// What a verification found, what it proves, and what it does not: in words for somebody who has never seen a Merkle tree.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pellucid::ledger {

enum class Outcome : std::uint8_t {
  holds = 0,
  tampered = 1,   // something is not what was signed
  unchecked = 2,  // could not be checked, or is not as new as was asked for
};

struct Finding {
  Outcome outcome{};
  std::string kind;   // "wrong hash", "missing file", "wrong signature", ... (README.md lists them)
  std::string where;  // file, and what in it
  std::string what;
};

struct Verdict {
  static constexpr std::size_t max_findings_of_a_kind = 10;  // further ones are counted

  std::vector<Finding> findings;
  std::map<std::string, std::size_t> counts;  // of each kind, also those that are not listed
  std::vector<std::string> proven, not_proven, remarks;

  void tampered(std::string kind, std::string where, std::string what);
  void unchecked(std::string kind, std::string where, std::string what);
  /// 1 if anything was tampered with, else 2 if anything could not be checked, else 0.
  Outcome outcome() const { return outcome_; }
  std::string text() const;

 private:
  void add(Finding finding);
  Outcome outcome_ = Outcome::holds;
};

}  // namespace pellucid::ledger
