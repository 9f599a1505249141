#include "ledger/verify/checkpoint_judge.hpp"

#include <algorithm>

namespace pellucid::ledger {
namespace {

bool contains(const std::vector<VerifierKey>& keys, const VerifierKey& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string joined(const std::set<std::string>& names) {
  std::string out;
  for (auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "nobody" : out;
}

std::string at_second(std::uint64_t seconds) { return time_text(WallTime(std::chrono::seconds(seconds))).substr(0, 19) + "Z"; }

}  // namespace

void CheckpointJudge::follow(const std::string& origin, const LogPass* pass) {
  origin_ = origin;
  if (trust_.policy)
    for (auto& log : trust_.policy->logs)
      if (log.key.name == origin) trusted_.push_back(log.key);
  if (!pass) return;
  bool anchored = false;
  for (auto& [index, change] : pass->key_changes()) {
    auto where = "entry " + std::to_string(index);
    auto before = pass->root(index);
    if (!before) return verdict_.unchecked("change of key", where, "the tree before it could not be computed");
    // It is followed all the same: what is signed after it is then judged by itself.
    if (!approves(change, origin, index, *before))
      verdict_.tampered("wrong change of key", where,
                        "the key before it did not sign this change to " + change.to.text() + ", of this log as it stands here");
    const bool follows = changes_.empty() || changes_.back().key == change.from;
    if (!follows) return verdict_.tampered("wrong change of key", where, "it replaces a key that was not in force, " + change.from.text());
    if (changes_.empty()) first_ = change.from;
    anchored = anchored || contains(trusted_, change.from) || contains(trusted_, change.to);
    changes_.push_back({index, change.to});
    verdict_.remarks.push_back(where + " changes the log's key from " + change.from.text() + " to " + change.to.text());
  }
  if (!changes_.empty() && !anchored && !trusted_.empty())
    verdict_.tampered("wrong key", "", "none of the keys that this log was signed with is one of yours");
}

/// The keys that may sign a tree of that size.
std::vector<VerifierKey> CheckpointJudge::keys_for(std::uint64_t size) const {
  if (changes_.empty()) return trusted_;
  auto key = *first_;
  for (auto& change : changes_)
    if (size > change.from) key = change.key;
  return {key};
}

Judged CheckpointJudge::judge(const SignedCheckpoint& head, const std::string& file) {
  Judged out;
  auto right = keys_for(head.checkpoint.size);
  auto known = trust_.policy ? trust_.policy->keys() : std::vector<VerifierKey>();
  if (first_) known.push_back(*first_);
  for (auto& change : changes_) known.push_back(change.key);
  auto verified = verify_note(head.note, known);
  if (!verified.ok()) {
    verdict_.tampered("wrong signature", file, verified.error());
    return out;
  }
  for (auto& s : head.note.signatures)
    if (std::none_of(known.begin(), known.end(), [&](auto& key) { return s.by(key); }) && knows_log())
      verdict_.remarks.push_back(file + " carries a signature of a key that you did not name, " + s.name + " key " +
                                 hex(big_endian<4>(s.key_id)) + ": it counts for nothing");
  out.signatures = std::move(*verified);
  out.by_log = std::any_of(out.signatures.begin(), out.signatures.end(), [&](auto& s) { return contains(right, s.key); });
  if (trust_.policy) out.cosigners = trust_.policy->witnesses_of(out.signatures);
  if (!out.by_log && knows_log()) wrong_key(head, file, right);
  return out;
}

bool CheckpointJudge::signed_by_log(const SignedCheckpoint& head) const {
  auto verified = verify_note(head.note, keys_for(head.checkpoint.size));
  return verified.ok() && !verified->empty();
}

void CheckpointJudge::wrong_key(const SignedCheckpoint& head, const std::string& file, const std::vector<VerifierKey>& right) {
  std::string signers;
  for (auto& s : head.note.signatures) signers += (signers.empty() ? "" : ", ") + s.name + " key " + hex(big_endian<4>(s.key_id));
  std::string allowed;
  for (auto& key : right) allowed += (allowed.empty() ? "" : " or ") + key.text();
  verdict_.tampered("wrong key", file,
                    "signed by " + signers + "; in force for " + std::to_string(head.checkpoint.size) + " entries is " + allowed);
}

bool CheckpointJudge::fresh(const Judged& judged) const {
  std::vector<Verified> recent;
  for (auto& s : judged.signatures)
    if (s.time && s.time <= trust_.now + Trust::clock_tolerance && trust_.now <= s.time + *trust_.max_age) recent.push_back(s);
  auto names = trust_.policy->witnesses_of(recent);
  return !names.empty() && trust_.policy->satisfied(names);
}

void CheckpointJudge::quorum(const std::vector<std::pair<const SignedCheckpoint*, Judged>>& heads) {
  if (!trust_.policy) return;
  auto& policy = *trust_.policy;
  const std::pair<const SignedCheckpoint*, Judged>* best = nullptr;
  for (auto& head : heads)
    if (!best && head.second.by_log && policy.satisfied(head.second.cosigners)) best = &head;
  const bool asks = policy.quorum != "none";
  if (asks && !best) {
    std::set<std::string> most;
    for (auto& head : heads)
      if (head.second.cosigners.size() > most.size()) most = head.second.cosigners;
    verdict_.unchecked("no quorum", heads.empty() ? "" : checkpoint_file,
                       "cosigned by " + joined(most) + "; asked for: " + policy.quorum_text());
  }
  if (asks && best) {
    std::uint64_t latest = 0;
    for (auto& s : best->second.signatures) latest = std::max(latest, s.time);
    auto size = best->first->checkpoint.size;
    verdict_.proven.push_back("Witnesses " + joined(best->second.cosigners) + " saw this log grow to " + std::to_string(size) +
                              " entries without a change to what was there; last at " + at_second(latest) +
                              " by their clocks. Asked for: " + policy.quorum_text() + ".");
    if (auto liars = policy.liars_for_a_fork())
      verdict_.proven.push_back("Nobody was shown a contradicting log with the same quorum, unless at least " + std::to_string(liars) +
                                " of these witnesses lied.");
    else
      verdict_.not_proven.push_back(
          "That nobody was shown another log: this quorum lets two logs have it without any witness lying (2k - n is 0).");
    if (auto newest = heads.front().first->checkpoint.size; newest > size)
      verdict_.remarks.push_back("the last " + std::to_string(newest - size) +
                                 " entries are signed by the log and not yet cosigned by a quorum");
  }
  if (!asks) verdict_.not_proven.push_back("That nobody was shown another log: the policy asks for no witness.");
  if (!trust_.max_age) return;
  auto found = std::find_if(heads.begin(), heads.end(), [&](auto& head) { return head.second.by_log && fresh(head.second); });
  if (found == heads.end())
    verdict_.unchecked(
        "too old", heads.empty() ? "" : checkpoint_file,
        "no quorum of cosignatures is from the last " + std::to_string(*trust_.max_age) + " seconds before " + at_second(trust_.now));
  else
    verdict_.proven.push_back("At " + at_second(trust_.now - std::min(trust_.now, *trust_.max_age)) + " or later, " +
                              std::to_string(found->first->checkpoint.size) + " entries were the newest that the witnesses had seen.");
}

}  // namespace pellucid::ledger
