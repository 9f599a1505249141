#include "ledger/verify/verify.hpp"

#include "ledger/format/proof_file.hpp"
#include "ledger/verify/log_check.hpp"

namespace pellucid::ledger {

Verdict verify_log(const Folder& folder, const Trust& trust) {
  Verdict verdict;
  LogCheck check(folder, trust, verdict);
  if (!check.read_heads()) return verdict;
  check.read_known();
  check.run({});
  return verdict;
}

Verdict verify_proof(const std::string& name, std::string_view text, const Trust& trust) {
  Verdict verdict;
  auto file = parse_proof_file(text);
  if (!file.ok()) {
    verdict.tampered("wrong proof", name, file.error());
    return verdict;
  }
  auto head = *parse_checkpoint(file->checkpoint);
  if (file->entry.empty()) {
    verdict.unchecked("wrong proof", name, "the entry itself is not in the file");
    return verdict;
  }
  auto entry = parse_entry(file->entry);
  if (!entry.ok()) verdict.tampered("not an entry", name, entry.error());
  if (!file->leads_to(head.checkpoint))
    verdict.tampered("wrong proof", name,
                     "the entry is not number " + std::to_string(file->index) + " of the tree that the checkpoint is of");
  CheckpointJudge judge(trust, verdict);
  judge.follow(head.checkpoint.origin, nullptr);
  name_the_keys(trust, head.checkpoint.origin, judge, verdict);
  std::vector<std::pair<const SignedCheckpoint*, Judged>> heads{{&head, judge.judge(head, name)}};
  judge.quorum(heads);
  for (auto& known : trust.known) {
    auto other = parse_checkpoint(known);
    if (!other.ok() || other->checkpoint.origin != head.checkpoint.origin)
      verdict.unchecked("known checkpoint", "", "it cannot be read, or is of another log");
    else if (other->checkpoint.size == head.checkpoint.size && other->checkpoint.root != head.checkpoint.root)
      verdict.tampered("fork", name, "the known checkpoint of " + std::to_string(other->checkpoint.size) + " entries has another root");
    else if (other->checkpoint.size != head.checkpoint.size)
      verdict.unchecked("known checkpoint", name,
                        "has another size than the proof's; whether both are one log can be told from the log's folder only");
  }
  if (entry.ok())
    verdict.proven.push_back("Entry " + std::to_string(file->index) + " of the log \"" + head.checkpoint.origin + "\", of " +
                             time_text(entry->time) + ", reads: " + file->entry);
  verdict.not_proven.push_back("That what the entry says is true: only that it was written, and is unchanged.");
  verdict.not_proven.push_back("Anything about the log's other entries.");
  return verdict;
}

}  // namespace pellucid::ledger
