#include "ledger/verify/log_check.hpp"

#include <algorithm>

namespace pellucid::ledger {
namespace {

std::string count(std::uint64_t n) { return std::to_string(n) + (n == 1 ? " entry" : " entries"); }

}  // namespace

void name_the_keys(const Trust& trust, const std::string& origin, const CheckpointJudge& judge, Verdict& verdict) {
  if (!trust.policy)
    verdict.unchecked("no key", "", "who signed this cannot be told: give --key or --policy");
  else if (!judge.knows_log())
    verdict.tampered("another log", "", "this log calls itself \"" + origin + "\"; the keys that you trust are of other logs");
  else if (!trust.policy_from_elsewhere)
    verdict.unchecked("keys from within", "",
                      "the keys came with the files that they should vouch for; compare them with what the operator and the witnesses "
                      "publish elsewhere, and give those with --policy or --key");
}

bool LogCheck::read_head(const char* file, bool must) {
  auto content = folder_.read(file, max_note_octets);
  if (!content.ok()) {
    if (folder_.has(file)) verdict_.tampered("damaged file", file, content.error());
    if (!folder_.has(file) && must) {
      auto where = folder_.name() + "/" + file;
      if (folder_.files("tile").empty())
        verdict_.unchecked("missing file", where, "is not there: is this the folder of a log?");
      else
        verdict_.tampered("missing file", where, "is not there, although entries are");
    }
    return false;
  }
  auto head = parse_checkpoint(as_text(*content));
  if (!head.ok()) {
    verdict_.tampered("damaged file", file, head.error());
    return false;
  }
  heads_.push_back({file, std::move(*head)});
  return true;
}

bool LogCheck::read_heads() {
  if (!read_head(checkpoint_file, true)) return false;
  if (!read_head(cosigned_file, false)) return true;
  auto &newest = heads_[0].head.checkpoint, &cosigned = heads_[1].head.checkpoint;
  if (newest.origin != cosigned.origin) {
    verdict_.tampered("another log", cosigned_file, "is of \"" + cosigned.origin + "\", the checkpoint of \"" + newest.origin + "\"");
    heads_.pop_back();
  } else if (cosigned.size > newest.size) {
    verdict_.unchecked("rolled back", checkpoint_file,
                       "has " + count(newest.size) + ", " + cosigned_file + " has " + count(cosigned.size) +
                           ": it was put back, or copied while the log was written; copy the folder again");
    std::swap(heads_[0], heads_[1]);
  }
  return true;
}

void LogCheck::read_known() {
  for (auto& text : trust_.known) {
    auto head = parse_checkpoint(text);
    if (!head.ok())
      verdict_.unchecked("known checkpoint", "", head.error());
    else if (head->checkpoint.origin != this->head().origin)
      verdict_.unchecked("known checkpoint", "", "is of another log, \"" + head->checkpoint.origin + "\"");
    else
      known_.push_back(std::move(*head));
  }
}

void LogCheck::run(Wanted wanted) {
  wanted_ = std::move(wanted);
  for (auto& head : heads_) wanted_.sizes.insert(head.head.checkpoint.size);
  for (auto& known : known_) wanted_.sizes.insert(known.checkpoint.size);
  pass_.emplace(folder_, head().size, wanted_, verdict_);
  pass_->run();
  judge_.follow(head().origin, &*pass_);
  name_the_keys(trust_, head().origin, judge_, verdict_);
  std::vector<std::pair<const SignedCheckpoint*, Judged>> judged;
  bool right_root = true;
  for (auto& one : heads_) {
    right_root = check_root(one.head.checkpoint, one.file) && right_root;
    judged.emplace_back(&one.head, judge_.judge(one.head, one.file));
  }
  judge_.quorum(judged);
  for (auto& known : known_) check_known(known);
  if (right_root) say_what_holds(judged.front().second.by_log);
}

bool LogCheck::check_root(const Checkpoint& tree, const std::string& file) {
  auto root = pass_->root(tree.size);
  if (!root)
    verdict_.unchecked("wrong root", file, "the root of " + count(tree.size) + " cannot be computed, because files are missing");
  else if (*root != tree.root)
    verdict_.tampered("wrong root", file, "the " + count(tree.size) + " in the folder hash to another root than the one that was signed");
  return root == tree.root;
}

void LogCheck::check_known(const SignedCheckpoint& known) {
  const auto size = known.checkpoint.size;
  // One that the log's key did not sign says nothing about the log.
  if (judge_.knows_log() && !judge_.signed_by_log(known))
    return verdict_.unchecked("known checkpoint", "", "is not signed by the log's key; it was not compared");
  if (size > head().size)
    return verdict_.unchecked("rolled back", checkpoint_file,
                              "has " + count(head().size) + ", the known checkpoint has " + count(size) + ": the newest " +
                                  count(size - head().size) + " are missing here");
  auto root = pass_->root(size);
  if (!root) return verdict_.unchecked("known checkpoint", "", "the root of its " + count(size) + " cannot be computed");
  if (*root != known.checkpoint.root)
    return verdict_.tampered("fork", checkpoint_file,
                             "the known checkpoint of " + count(size) + " is of another log: what was signed then was changed");
  verdict_.proven.push_back("The first " + count(size) + " are exactly those of the known checkpoint, and nothing of it is missing.");
}

void LogCheck::say_what_holds(bool by_log) {
  auto& first = pass_->first_time();
  auto what = count(head().size) + (first.empty() ? "" : ", from " + first + " to " + pass_->last_time());
  if (by_log)
    verdict_.proven.insert(verdict_.proven.begin(),
                           "The folder holds every entry of the log \"" + head().origin + "\": " + what +
                               ", in the order and with the content that the log's key signed. Times never go back.");
  else
    verdict_.remarks.push_back("the folder of \"" + head().origin + "\" fits together: " + what);
  verdict_.not_proven.push_back("That what an entry says is true: only that it was written then, and is unchanged since.");
  verdict_.not_proven.push_back("That everything that happened was written.");
  if (trust_.known.empty() && !trust_.max_age)
    verdict_.not_proven.push_back("That this is the newest state: an older one looks the same. Give --known or --max-age.");
}

}  // namespace pellucid::ledger
