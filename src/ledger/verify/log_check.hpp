#pragma once
// The steps of checking a log's folder, for verify_log() and verify_bundle().
#include "ledger/verify/checkpoint_judge.hpp"

namespace pellucid::ledger {

class LogCheck {
 public:
  LogCheck(const Folder& folder, const Trust& trust, Verdict& verdict)
      : folder_(folder), trust_(trust), verdict_(verdict), judge_(trust, verdict) {}

  /// The checkpoint files; false if there is nothing to go on with.
  bool read_heads();
  /// The checkpoints that the auditor knows.
  void read_known();
  /// Passes over the files and judges all that was read. `wanted`: what the caller asks for besides.
  void run(Wanted wanted);

  const Checkpoint& head() const { return heads_.front().head.checkpoint; }
  const LogPass& pass() const { return *pass_; }
  CheckpointJudge& judge() { return judge_; }

 private:
  struct Head {
    std::string file;
    SignedCheckpoint head;
  };
  bool read_head(const char* file, bool must);
  /// Whether the files hash to that tree.
  bool check_root(const Checkpoint& tree, const std::string& file);
  void check_known(const SignedCheckpoint& known);
  void say_what_holds(bool by_log);

  const Folder& folder_;
  const Trust& trust_;
  Verdict& verdict_;
  CheckpointJudge judge_;
  std::vector<Head> heads_;  // the largest first
  std::vector<SignedCheckpoint> known_;
  Wanted wanted_;
  std::optional<LogPass> pass_;
};

/// Says whether there are keys to check with, and whose word they are.
void name_the_keys(const Trust& trust, const std::string& origin, const CheckpointJudge& judge, Verdict& verdict);

}  // namespace pellucid::ledger
