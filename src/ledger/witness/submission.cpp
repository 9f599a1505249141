#include "ledger/witness/submission.hpp"

#include <algorithm>

#include "ledger/format/text.hpp"

namespace pellucid::ledger {

std::string_view text(Submission::Standing standing) {
  switch (standing) {
    case Submission::Standing::new_: return "not asked yet";
    case Submission::Standing::cosigns: return "cosigns";
    case Submission::Standing::unreachable: return "unreachable";
    case Submission::Standing::refuses: return "refuses";
    case Submission::Standing::lies: return "lies";
  }
  return "?";
}

Submission::Submission(const Policy& policy, Prover prover) : policy_(policy), prover_(std::move(prover)) {
  for (auto& witness : policy_.witnesses) {
    if (witness.url.empty()) continue;
    WitnessState state;
    state.name = witness.name;
    state.url = witness.url;
    states_.push_back(std::move(state));
    keys_.push_back(witness.key);
  }
  asked_.resize(states_.size());
}

void Submission::offer(std::string_view checkpoint) {
  auto head = parse_checkpoint(checkpoint);
  if (!head.ok() || (newest_ && head->checkpoint.size < newest_->checkpoint.size)) return;
  newest_ = std::move(*head);
  if (round_over()) begin_round();
}

void Submission::renew() {
  if (!round_over() || !newest_) return;
  round_ = newest_;
  cosigners_.clear();
  begin_round();
}

/// Also when the newest checkpoint is the one in hand: then witnesses that failed are asked again.
bool Submission::round_over() const {
  if (!round_ || policy_.satisfied(cosigners_)) return true;
  return std::all_of(asked_.begin(), asked_.end(), [](auto& a) { return a.done; });
}

void Submission::begin_round() {
  if (!newest_) return;
  if (!round_ || round_->note.text != newest_->note.text) {
    round_ = newest_;
    cosigners_.clear();
  }
  for (std::size_t i = 0; i < asked_.size(); ++i) asked_[i].done = cosigners_.contains(states_[i].name);
}

std::optional<std::string> Submission::next(std::size_t i, Instant now) {
  auto& state = states_[i];
  auto& asked = asked_[i];
  if (state.asked || now < asked.not_before) return {};
  if (round_over() && newest_) begin_round();
  if (!round_ || asked.done || cosigners_.contains(state.name)) return {};
  if (state.size > round_->checkpoint.size) state.size = 0;  // it said so once; it has to prove nothing, we do
  auto proof = prover_(state.size, round_->checkpoint.size);
  if (!proof) {
    fault(i, Standing::unreachable, "no proof from size " + std::to_string(state.size) + " can be made", now);
    return {};
  }
  state.asked = true;
  asked.head = *round_;
  return GrowthRequest{state.size, std::move(*proof), round_->note.encoded()}.text();
}

void Submission::answered(std::size_t i, const WitnessReply& reply, Instant now, WallTime wall) {
  if (!std::exchange(states_[i].asked, false)) return;
  if (reply.status == 200) return cosignature(i, reply.body, wall, now);
  if (reply.status == 409) return conflict(i, reply.body, now);
  auto line = reply.body.substr(0, std::min<std::size_t>(reply.body.find('\n'), 200));
  fault(i, Standing::refuses, "answered " + std::to_string(reply.status) + ": " + line, now);
}

void Submission::failed(std::size_t i, const std::string& why, Instant now) {
  if (std::exchange(states_[i].asked, false)) fault(i, Standing::unreachable, why, now);
}

void Submission::cosignature(std::size_t i, std::string_view body, WallTime wall, Instant now) {
  auto& head = asked_[i].head;
  auto lines = parse_signature_lines(body);
  if (!lines.ok()) return fault(i, Standing::lies, "answered no signature lines: " + lines.error(), now);
  auto verified = verify_note(Note{head.note.text, *lines}, {keys_[i]});
  if (!verified.ok()) return fault(i, Standing::lies, verified.error() + " (another key, or another checkpoint was cosigned)", now);
  if (verified->empty()) return fault(i, Standing::lies, "answered no signature of its key " + keys_[i].text(), now);
  const auto limit = std::chrono::duration_cast<std::chrono::seconds>((wall + max_clock_difference).time_since_epoch()).count();
  if (verified->front().time > std::uint64_t(std::max<std::int64_t>(limit, 0)))
    return fault(i, Standing::lies, "its cosignature is from the future: second " + std::to_string(verified->front().time), now);
  auto& state = states_[i];
  state.standing = Standing::cosigns;
  state.size = head.checkpoint.size;
  state.time = verified->front().time;
  state.error.clear();
  state.failures = 0;
  asked_[i].conflicts = 0;
  asked_[i].not_before = now;
  // An answer that came after its round counts for what the witness has seen, not for a checkpoint that is no longer in hand.
  if (!round_ || head.note.text != round_->note.text) return;
  asked_[i].done = true;
  cosigners_.insert(state.name);
  for (auto& line : *lines)
    if (line.by(keys_[i])) {
      round_->note.signatures.push_back(line);
      break;
    }
  if (!policy_.satisfied(cosigners_)) return;
  cosigned_ = round_->note.encoded();
  cosigned_size_ = round_->checkpoint.size;
}

/// It has cosigned another size than we thought: it lost its state, another node submits too, or one of the two has been put back.
void Submission::conflict(std::size_t i, std::string_view body, Instant now) {
  auto line = take_line(body);
  auto size = line && body.empty() ? parse_decimal(*line) : std::nullopt;
  if (!size) return fault(i, Standing::lies, "answered 409 without a size", now);
  if (*size > asked_[i].head.checkpoint.size)
    return fault(i, Standing::lies,
                 "says it cosigned a tree of size " + std::to_string(*size) + ", the log has " +
                     std::to_string(asked_[i].head.checkpoint.size) + ": it lies, or this log was put back from a backup",
                 now);
  if (states_[i].time && *size < states_[i].size)
    states_[i].remark =
        "lost its state: it had cosigned size " + std::to_string(states_[i].size) + " and then said " + std::to_string(*size);
  states_[i].size = *size;
  if (++asked_[i].conflicts >= max_conflicts) {
    asked_[i].conflicts = 0;
    fault(i, Standing::lies, "contradicts itself about the size that it cosigned last", now);
  }
}

void Submission::fault(std::size_t i, Standing standing, std::string why, Instant now) {
  auto& state = states_[i];
  state.standing = standing;
  state.error = std::move(why);
  auto pause = first_pause;
  for (unsigned n = 0; n < state.failures && pause < longest_pause; ++n) pause *= 2;
  ++state.failures;
  asked_[i].not_before = now + std::min(pause, longest_pause);
  asked_[i].done = true;
}

Tree Submission::tree() const {
  Tree out = Tree::object();
  out.add("quorum", policy_.quorum_text());
  out.add("newest_size", newest_ ? newest_->checkpoint.size : 0);
  out.add("cosigned_size", cosigned_size_);
  auto& list = out.add("witnesses", Tree::array());
  for (auto& state : states_) {
    Tree one = Tree::object();
    one.add("name", state.name);
    one.add("url", state.url);
    one.add("state", text(state.standing));
    one.add("size", state.size);
    if (state.time) one.add("cosigned_at", time_text(WallTime(std::chrono::seconds(state.time))));
    if (!state.error.empty()) one.add("error", state.error);
    if (!state.remark.empty()) one.add("remark", state.remark);
    list.push(std::move(one));
  }
  return out;
}

}  // namespace pellucid::ledger
