#include "ledger/format/checkpoint.hpp"

#include "ledger/format/base64.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

/// A verifier key in before or after; nothing if it is not one of type ed25519.
std::optional<VerifierKey> key_member(const Tree& tree) {
  auto* member = tree.find("key");
  auto* text = member ? member->as_string() : nullptr;
  auto key = text ? parse_verifier_key(*text) : Result<VerifierKey, std::string>(Fail(std::string()));
  if (!key.ok() || key->type != KeyType::ed25519) return {};
  return *key;
}

}  // namespace

std::string Checkpoint::text() const {
  std::string out = origin + "\n" + std::to_string(size) + "\n" + base64(root) + "\n";
  for (auto& line : extensions) out += line + "\n";
  return out;
}

Result<Checkpoint, std::string> parse_checkpoint_text(std::string_view text) {
  Checkpoint out;
  auto origin = take_line(text), size = take_line(text), root = take_line(text);
  if (!root) return Fail(std::string("a checkpoint has three lines: origin, size, root"));
  auto number = parse_decimal(*size);
  auto hash = from_base64<32>(*root);
  if (origin->empty()) return Fail(std::string("a checkpoint without an origin"));
  if (!number) return Fail("the size of a checkpoint is \"" + std::string(size->substr(0, 40)) + "\", not a plain decimal");
  if (!hash) return Fail(std::string("the root of a checkpoint is not 32 octets of base64"));
  out.origin = *origin;
  out.size = *number;
  out.root = *hash;
  while (auto line = take_line(text)) {
    if (line->empty()) return Fail(std::string("an empty line in the text of a checkpoint"));
    out.extensions.emplace_back(*line);
  }
  if (!text.empty()) return Fail(std::string("the last line of a checkpoint's text does not end"));
  return out;
}

Result<SignedCheckpoint, std::string> parse_checkpoint(std::string_view text) {
  auto note = parse_note(text);
  if (!note.ok()) return Fail(note.error());
  auto checkpoint = parse_checkpoint_text(note->text);
  if (!checkpoint.ok()) return Fail(checkpoint.error());
  return SignedCheckpoint{std::move(*checkpoint), std::move(*note)};
}

Result<std::string, std::string> sign_checkpoint(Signer& signer, const Checkpoint& checkpoint) {
  auto note = sign_note(signer, checkpoint.text());
  if (!note.ok()) return Fail(note.error());
  return note->encoded();
}

std::string key_change_message(std::string_view origin, std::uint64_t index, const Hash& root_before, const VerifierKey& next) {
  return "pellucid/key/v1\n" + std::string(origin) + "\n" + std::to_string(index) + "\n" + base64(root_before) + "\n" + next.text() + "\n";
}

Result<Entry, std::string> key_change_entry(Signer& present, std::uint64_t index, const Hash& root_before, const VerifierKey& next) {
  auto signature = present.sign(as_bytes(key_change_message(present.key().name, index, root_before, next)));
  if (!signature.ok()) return Fail(signature.error());
  Entry entry;
  entry.type = key_changed_type;
  entry.before.add("key", present.key().text());
  entry.after.add("key", next.text());
  entry.after.add("signature", base64(*signature));
  return entry;
}

Result<KeyChange, std::string> parse_key_change(const Entry& entry) {
  auto from = key_member(entry.before), to = key_member(entry.after);
  auto* signature = entry.after.find("signature");
  auto* text = signature ? signature->as_string() : nullptr;
  auto octets = text ? from_base64<64>(*text) : std::nullopt;
  if (entry.type != key_changed_type || !from || !to || !octets)
    return Fail(std::string("a change of key names the key before, the key after, and the signature of the key before"));
  return KeyChange{*from, *to, *octets};
}

bool approves(const KeyChange& change, std::string_view origin, std::uint64_t index, const Hash& root_before) {
  return change.from.name == origin && change.to.name == origin &&
         crypto::ed25519_verify(change.from.key, as_bytes(key_change_message(origin, index, root_before, change.to)), change.signature);
}

}  // namespace pellucid::ledger
