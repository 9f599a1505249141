#include "ledger/witness/witness.hpp"

#include <algorithm>
#include <cerrno>

#include "crypto/sha256.hpp"

namespace pellucid::ledger {
namespace {

std::uint64_t seconds_of(WallTime time) {
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
  return seconds > 0 ? std::uint64_t(seconds) : 0;
}

}  // namespace

std::string origin_hash(std::string_view origin) { return hex(crypto::sha256({as_bytes(origin)})); }

Result<std::unique_ptr<Witness>, std::string> Witness::open(World& world, Signer& signer, std::string folder,
                                                            std::vector<VerifierKey> logs) {
  if (signer.key().type != KeyType::cosignature) return Fail(std::string("a witness signs with a key of type 4 (cosignature)"));
  if (logs.size() > max_logs) return Fail(std::string("more than 256 logs"));
  std::unique_ptr<Witness> witness(new Witness(world, signer, std::move(folder)));
  for (auto& key : logs) {
    if (key.type != KeyType::ed25519) return Fail(key.name + ": a log's key has type 1 (Ed25519)");
    auto& log = witness->logs_[key.name];
    log.state.origin = key.name;
    log.keys.push_back(std::move(key));
  }
  for (auto& [origin, log] : witness->logs_) {
    auto loaded = witness->load(witness->folder_ + "/" + origin_hash(origin), log);
    if (!loaded.ok()) return Fail(loaded.error());
  }
  return witness;
}

Result<Nothing, std::string> Witness::load(const std::string& file, Log& log) {
  auto content = world_.read_file(file);
  if (!content.ok() && content.error().number == ENOENT) return Nothing{};
  if (!content.ok()) return Fail(content.error().what);
  const std::string mend = "; put the undamaged file back. Without it this witness could vouch for a fork";
  log.note = as_text(*content);
  auto head = parse_checkpoint(log.note);
  if (!head.ok()) return Fail(file + ": " + head.error() + mend);
  auto keys = log.keys;
  keys.push_back(signer_.key());
  auto verified = verify_note(head->note, keys);
  auto ours = verified.ok() ? std::find_if(verified->begin(), verified->end(), [&](auto& v) { return v.key == signer_.key(); })
                            : std::vector<Verified>::iterator();
  if (!verified.ok() || ours == verified->end() || head->checkpoint.origin != log.state.origin)
    return Fail(file + ": not a checkpoint of " + log.state.origin + " that " + signer_.key().name + " cosigned" + mend);
  log.state.last = std::move(head->checkpoint);
  log.state.cosigned_at = ours->time;
  return Nothing{};
}

WitnessReply Witness::add_checkpoint(std::string_view body) {
  auto request = parse_growth_request(body);
  if (!request.ok()) return {400, request.error() + "\n"};
  auto head = parse_checkpoint(request->head);
  if (!head.ok()) return {400, head.error() + "\n"};
  auto found = logs_.find(head->checkpoint.origin);
  if (found == logs_.end()) return {404, "this witness does not know the log\n"};
  auto& log = found->second;
  auto verified = verify_note(head->note, log.keys);
  if (!verified.ok() || verified->empty()) {
    ++log.state.refused;
    return {403, (verified.ok() ? "no signature of a key of this log" : verified.error()) + "\n"};
  }
  if (auto refusal = refuse_growth(log.state.last, *request, head->checkpoint)) {
    ++log.state.refused;
    if (refusal->status == 422)
      world_.log(Severity::error, "witness",
                 log.state.origin + ": refused a tree of size " + std::to_string(head->checkpoint.size) + ": " +
                     refusal->body.substr(0, refusal->body.size() - 1));
    return *refusal;
  }
  return cosign_it(log, *head);
}

/// Compare and persist are one step: everything here runs in the World's thread, and nothing waits in between.
WitnessReply Witness::cosign_it(Log& log, const SignedCheckpoint& head) {
  const auto now = seconds_of(world_.wall());
  if (now == 0) return {500, "the clock of this witness is not set\n"};
  auto line = cosign(signer_, head.note.text, now);
  if (!line.ok()) return {500, line.error() + "\n"};
  Note kept{head.note.text, {}};
  for (auto& signature : head.note.signatures)
    if (std::any_of(log.keys.begin(), log.keys.end(), [&](auto& key) { return signature.by(key); })) kept.signatures.push_back(signature);
  kept.signatures.push_back(*line);
  auto text = kept.encoded();
  auto written = world_.write_file(folder_ + "/" + origin_hash(log.state.origin), as_bytes(text), 0600);
  if (!written.ok()) {
    world_.log(Severity::error, "witness", written.error().what);
    return {500, "this witness cannot write down what it saw\n"};
  }
  log.note = std::move(text);
  log.state.last = head.checkpoint;
  log.state.cosigned_at = now;
  ++log.state.accepted;
  return {200, line->line()};
}

WitnessReply Witness::get(std::string_view path) const {
  for (auto& [origin, log] : logs_)
    if (path == "/" + origin_hash(origin) + "/checkpoint" && !log.note.empty()) return {200, log.note};
  return {404, "not here\n"};
}

std::vector<Witness::State> Witness::states() const {
  std::vector<State> out;
  for (auto& [origin, log] : logs_) out.push_back(log.state);
  return out;
}

}  // namespace pellucid::ledger
