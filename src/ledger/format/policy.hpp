#pragma once
// Trust policies (C2SP tlog-policy): whose signatures make a checkpoint believable. The verifier reads one, and the operator's node, which
// finds its witnesses' addresses in it.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/format/note.hpp"

namespace pellucid::ledger {

struct Policy {
  static constexpr std::size_t max_octets = 256u << 10;
  static constexpr std::size_t max_logs = 64, max_witnesses = 64, max_groups = 64;

  struct Log {
    VerifierKey key;  // type ed25519; its name is the log's origin
    std::string url;  // may be empty
  };
  struct Witness {
    std::string name;  // within the policy
    VerifierKey key;   // type cosignature
    std::string url;   // submission prefix, "http://10.0.0.7:7700"; may be empty
  };
  /// At least `needed` of the members, each a witness or a group defined before.
  struct Group {
    std::string name;
    std::size_t needed = 0;
    std::vector<std::string> members;
  };

  std::vector<Log> logs;
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  std::string quorum = "none";  // a witness, a group, or none

  /// All keys, logs first.
  std::vector<VerifierKey> keys() const;
  /// Names of the witnesses among the keys that signed.
  std::set<std::string> witnesses_of(const std::vector<Verified>& signatures) const;
  /// Whether those witnesses make the quorum.
  bool satisfied(const std::set<std::string>& cosigners) const { return has(quorum, cosigners); }
  /// How many witnesses must lie so that two contradicting trees both get the quorum: 2k - n for k of n, at least 0.
  std::size_t liars_for_a_fork() const { return overlap(quorum); }
  /// "2 of witnesses north, south, east"
  std::string quorum_text() const { return describe(quorum); }
  std::string text() const;

 private:
  const Group* group(const std::string& name) const;
  bool has(const std::string& name, const std::set<std::string>& cosigners) const;
  std::size_t overlap(const std::string& name) const;
  std::string describe(const std::string& name) const;
};

struct PolicyError {
  std::size_t line = 0;  // from 1; 0: the file as a whole
  std::string what;

  std::string text() const { return line ? "line " + std::to_string(line) + ": " + what : what; }
};
/// Strict, as tlog-policy says: unknown words, names not defined before, duplicate names or keys, a missing or second quorum.
Result<Policy, PolicyError> parse_policy(std::string_view text);

}  // namespace pellucid::ledger
