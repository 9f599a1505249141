#pragma once
// Checkpoints (C2SP tlog-checkpoint): the head of a log's tree as a signed note, and the rule by which a log changes its key.
#include <optional>

#include "ledger/format/entry.hpp"
#include "ledger/format/note.hpp"

namespace pellucid::ledger {

/// The head of a log's tree.
struct Checkpoint {
  std::string origin;  // the log's name, which is also its key's name
  std::uint64_t size = 0;
  Hash root{};
  std::vector<std::string> extensions;  // ours never have any

  /// The note's text: origin, size, root, extensions, one a line.
  std::string text() const;
  bool operator==(const Checkpoint&) const = default;
};
/// Strict: three or more lines that are not empty, a plain decimal, 32 octets of base64.
Result<Checkpoint, std::string> parse_checkpoint_text(std::string_view text);

struct SignedCheckpoint {
  Checkpoint checkpoint;
  Note note;
};
/// Note and text are of the right form. Signatures are not verified: verify_note() does that.
Result<SignedCheckpoint, std::string> parse_checkpoint(std::string_view note);
/// The note with one signature.
Result<std::string, std::string> sign_checkpoint(Signer& signer, const Checkpoint& checkpoint);

// ---- a log's change of key ------------------------------------------------------------------------------------------
// An entry of type "key.changed" that stands at index i names the key that signs every checkpoint of more than i entries. The key before
// it says so: its signature is of key_change_message(), which also fixes all that stands before index i.

inline constexpr std::string_view key_changed_type = "key.changed";

/// "pellucid/key/v1", origin, index of the entry, root of the tree before it, the new verifier key; one a line. Never a checkpoint's text.
std::string key_change_message(std::string_view origin, std::uint64_t index, const Hash& root_before, const VerifierKey& next);
/// The entry without time, actor and reason: before {"key"}, after {"key", "signature" (base64)}.
Result<Entry, std::string> key_change_entry(Signer& present, std::uint64_t index, const Hash& root_before, const VerifierKey& next);

struct KeyChange {
  VerifierKey from, to;
  crypto::Ed25519Signature signature{};
};
/// What such an entry says; refused if it has another form. Whether the signature is right tells approves().
Result<KeyChange, std::string> parse_key_change(const Entry& entry);
/// Whether the key `from` signed the change, at that place of that log.
bool approves(const KeyChange& change, std::string_view origin, std::uint64_t index, const Hash& root_before);

}  // namespace pellucid::ledger
