#include "ledger/witness/signing_service.hpp"

#include <algorithm>

#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

/// The size that a 409 tells; nothing if it tells none.
std::optional<std::uint64_t> told_size(std::string_view body) {
  auto line = take_line(body);
  return line && body.empty() ? parse_decimal(*line) : std::nullopt;
}

}  // namespace

Result<std::unique_ptr<SigningService>, std::string> SigningService::open(World& world, Signer& signer, std::string state_file) {
  const std::string mend = "; put the undamaged file back (pellucid signer keygen makes the first one together with a key)";
  auto content = world.read_file(state_file);
  if (!content.ok()) return Fail(content.error().what + mend);
  auto head = parse_checkpoint(as_text(*content));
  if (!head.ok()) return Fail(state_file + ": " + head.error() + mend);
  auto verified = verify_note(head->note, {signer.key()});
  if (!verified.ok() || verified->empty()) return Fail(state_file + ": not signed by " + signer.key().text() + mend);
  return std::unique_ptr<SigningService>(new SigningService(world, signer, std::move(state_file), std::move(head->checkpoint)));
}

Result<Nothing, std::string> SigningService::begin(World& world, Signer& signer, const std::string& state_file) {
  if (world.read_file(state_file).ok()) return Fail(state_file + " is there already");
  auto note = sign_checkpoint(signer, Checkpoint{signer.key().name, 0, empty_root(), {}});
  if (!note.ok()) return Fail(note.error());
  auto written = world.write_file(state_file, as_bytes(*note), 0600);
  if (!written.ok()) return Fail(written.error().what);
  return Nothing{};
}

WitnessReply SigningService::sign(std::string_view body) {
  auto request = parse_growth_request(body);
  if (!request.ok()) return {400, request.error() + "\n"};
  auto head = parse_checkpoint_text(request->head);
  if (!head.ok()) return {400, head.error() + "\n"};
  if (head->origin != signer_.key().name || !head->extensions.empty())
    return {403, "this key signs checkpoints of " + signer_.key().name + " without extensions only\n"};
  if (auto refusal = refuse_growth(last_, *request, *head)) return *refusal;
  auto note = sign_note(signer_, request->head);
  if (!note.ok()) return {500, note.error() + "\n"};
  auto written = world_.write_file(state_file_, as_bytes(note->encoded()), 0600);
  if (!written.ok()) return {500, written.error().what + "\n"};
  last_ = std::move(*head);
  return {200, note->signatures[0].line()};
}

Result<crypto::Ed25519Signature, std::string> RemoteSigner::sign(ByteView message) {
  auto head = parse_checkpoint_text(as_text(message));
  if (!head.ok()) return Fail("a signing service signs checkpoints only: " + head.error());
  for (int attempt = 0; attempt < 2; ++attempt) {
    // Size 0 proves nothing and is the question which size was signed last.
    auto old_size = std::min(signed_size_, head->size);
    auto proof = prover_ ? prover_(old_size, head->size) : std::optional<Proof>();
    if (!proof) return Fail("no proof that the tree grew from size " + std::to_string(old_size));
    auto reply = ask_(GrowthRequest{old_size, std::move(*proof), std::string(as_text(message))}.text());
    if (!reply.ok()) return Fail(reply.error());
    auto size = reply->status == 409 ? told_size(reply->body) : std::nullopt;
    if (size && *size > head->size)
      return Fail("the signing service has signed a tree of size " + std::to_string(*size) + ", the log has only " +
                  std::to_string(head->size) + " entries: was it put back from a backup?");
    if (size && attempt == 0) {
      signed_size_ = *size;
      continue;
    }
    if (reply->status != 200) return Fail("the signing service refuses (" + std::to_string(reply->status) + "): " + reply->body);
    auto lines = parse_signature_lines(reply->body);
    if (!lines.ok()) return Fail("the signing service answered: " + lines.error());
    Note note{std::string(as_text(message)), std::move(*lines)};
    auto verified = verify_note(note, {key_});
    if (!verified.ok() || verified->empty()) return Fail("what the signing service answered is no signature of " + key_.text());
    signed_size_ = head->size;
    auto line = std::find_if(note.signatures.begin(), note.signatures.end(), [&](auto& s) { return s.by(key_); });
    crypto::Ed25519Signature out;
    std::copy(line->signature.begin(), line->signature.end(), out.begin());
    return out;
  }
  return Fail(std::string("the signing service contradicts itself about the size that it signed last"));
}

}  // namespace pellucid::ledger
