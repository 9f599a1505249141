#pragma once
// Who signed a checkpoint, and whether that was theirs to sign: the log's key in force, the witnesses, the quorum, the age.
#include "ledger/verify/verify.hpp"

namespace pellucid::ledger {

/// What a checkpoint's signatures are worth.
struct Judged {
  bool by_log = false;               // signed by the key that was in force
  std::vector<Verified> signatures;  // of known keys
  std::set<std::string> cosigners;   // names of the policy's witnesses
};

class CheckpointJudge {
 public:
  CheckpointJudge(const Trust& trust, Verdict& verdict) : trust_(trust), verdict_(verdict) {}

  /// Follows the changes of key that the log tells; `pass` may be null (a proof file alone). What is wrong goes into the verdict.
  void follow(const std::string& origin, const LogPass* pass);
  /// Verifies a checkpoint's signatures; `file` names it. What is wrong goes into the verdict.
  Judged judge(const SignedCheckpoint& head, const std::string& file);
  /// Whether the key in force for its size signed it. Later keys than the log's own entries tell are not known here.
  bool signed_by_log(const SignedCheckpoint& head) const;
  /// Quorum and age over several checkpoints of one log, newest first; says what that proves.
  void quorum(const std::vector<std::pair<const SignedCheckpoint*, Judged>>& heads);
  /// Keys that the policy names for this origin: there are some.
  bool knows_log() const { return !trusted_.empty(); }

 private:
  struct InForce {
    std::uint64_t from = 0;  // signs trees of more entries than this
    VerifierKey key;
  };
  std::vector<VerifierKey> keys_for(std::uint64_t size) const;
  void wrong_key(const SignedCheckpoint& head, const std::string& file, const std::vector<VerifierKey>& right);
  bool fresh(const Judged& judged) const;

  const Trust& trust_;
  Verdict& verdict_;
  std::string origin_;
  std::vector<VerifierKey> trusted_;
  std::vector<InForce> changes_;
  std::optional<VerifierKey> first_;  // before the first change
};

}  // namespace pellucid::ledger
