#pragma once
// The log's side of witnessing: which witness has cosigned what, what to ask each of them next, and what its answer is worth. Nothing is
// sent from here: whoever owns a Submission carries requests and answers.
//
//   submission.offer(checkpoint);                         // the newest; older ones that nobody was asked about are skipped
//   while (auto ask = submission.next(i, now)) send ...   // then answered(i, ...) or failed(i, ...)
//   submission.cosigned();                                // the newest checkpoint that has the quorum, with all cosignatures
//
// One checkpoint at a time is put before all witnesses, so that their cosignatures meet on one text. The next one begins when every
// witness has answered or failed, or the quorum is there.
#include <set>

#include "base/tree.hpp"
#include "ledger/format/policy.hpp"
#include "ledger/witness/growth.hpp"
#include "runtime/world.hpp"

namespace pellucid::ledger {

class Submission {
 public:
  static constexpr Duration first_pause = std::chrono::seconds(1), longest_pause = std::chrono::minutes(1);
  static constexpr unsigned max_conflicts = 3;                                // 409 answers in a row before it counts as a failure
  static constexpr Duration max_clock_difference = std::chrono::minutes(10);  // a cosignature from further in the future is a lie

  enum class Standing : std::uint8_t { new_, cosigns, unreachable, refuses, lies };
  struct WitnessState {
    std::string name, url;
    Standing standing = Standing::new_;
    std::uint64_t size = 0;  // of the last checkpoint that it cosigned, as we verified or it said
    std::uint64_t time = 0;  // of its last cosignature that we verified
    std::string error;       // why it did not cosign when asked last
    std::string remark;      // for good: "lost its state ..."
    unsigned failures = 0;   // in a row
    bool asked = false;      // an answer is awaited
  };

  /// Only witnesses with a URL are asked.
  Submission(const Policy& policy, Prover prover);

  /// A newer checkpoint of the log, as signed. One that cannot be read, or is older, is ignored.
  void offer(std::string_view checkpoint);
  /// Has the newest checkpoint cosigned again if that is done: with a new time, which shows that the log has nothing newer.
  void renew();
  /// What to post to `<url>/add-checkpoint` of witness `i` now; nothing if an answer is awaited, it has cosigned, or has to wait.
  std::optional<std::string> next(std::size_t i, Instant now);
  void answered(std::size_t i, const WitnessReply& reply, Instant now, WallTime wall);
  /// No answer: refused connection, time over.
  void failed(std::size_t i, const std::string& why, Instant now);

  const std::vector<WitnessState>& witnesses() const { return states_; }
  /// Of the checkpoint that has the quorum; empty before there is one. Whether it changed since the last call is for the caller to see.
  const std::string& cosigned() const { return cosigned_; }
  std::uint64_t cosigned_size() const { return cosigned_size_; }
  std::size_t cosigners() const { return cosigners_.size(); }
  /// For people and `status`: quorum, sizes, each witness with its state.
  Tree tree() const;

 private:
  struct Asked {
    SignedCheckpoint head;
    Instant not_before{};
    unsigned conflicts = 0;
    bool done = false;  // answered or failed in this round
  };
  bool round_over() const;
  void begin_round();
  void cosignature(std::size_t i, std::string_view body, WallTime wall, Instant now);
  void conflict(std::size_t i, std::string_view body, Instant now);
  void fault(std::size_t i, Standing standing, std::string why, Instant now);

  Policy policy_;
  Prover prover_;
  std::vector<VerifierKey> keys_;  // of states_
  std::vector<WitnessState> states_;
  std::vector<Asked> asked_;
  std::optional<SignedCheckpoint> newest_, round_;
  std::set<std::string> cosigners_;  // of round_
  std::string cosigned_;
  std::uint64_t cosigned_size_ = 0;
};
std::string_view text(Submission::Standing standing);

}  // namespace pellucid::ledger
