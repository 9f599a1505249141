#pragma once
// Signed notes (C2SP signed-note): a text, and below it lines of signatures by named keys. Everything that a log or a witness signs is one.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/ed25519.hpp"
#include "ledger/format/merkle.hpp"

namespace pellucid::ledger {

inline constexpr std::size_t max_note_octets = 64u << 10;
inline constexpr std::size_t max_note_signatures = 64;
inline constexpr std::size_t max_key_name_octets = 255;

/// The signature types that we know (signed-note, "Signature types").
enum class KeyType : std::uint8_t {
  ed25519 = 0x01,      // signs the note's text
  cosignature = 0x04,  // Ed25519 over "cosignature/v1", a time, and the text of a checkpoint (C2SP tlog-cosignature)
};

/// Not empty, UTF-8, no white space, no plus sign, no control character.
bool is_key_name(std::string_view name);

/// A public key under the name that it signs with ("vkey"). Name and id together say which key made a signature.
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  KeyType type{};
  crypto::Ed25519Public key{};

  /// With the id that signed-note recommends: SHA-256(name || 0x0A || type || key), first four octets.
  static VerifierKey of(std::string name, KeyType type, const crypto::Ed25519Public& key);
  /// `name+hex id+base64(type || key)`
  std::string text() const;
  bool operator==(const VerifierKey&) const = default;
};
/// Strict; also refused: a type that we do not know, an id that does not belong to name and key.
Result<VerifierKey, std::string> parse_verifier_key(std::string_view text);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes signature;  // what follows the key id: 64 octets (ed25519), time and 64 octets (cosignature), or what other types have

  /// With its newline.
  std::string line() const;
  bool by(const VerifierKey& key) const { return key_id == key.id && name == key.name; }
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  // ends in a newline
  std::vector<NoteSignature> signatures;

  std::string encoded() const;
  bool operator==(const Note&) const = default;
};

/// Strict: size, UTF-8, control characters, form of every signature line, at least one and at most max_note_signatures of them.
/// Signatures are not verified.
Result<Note, std::string> parse_note(std::string_view text);
/// The lines after the text alone, as a witness answers; at least one.
Result<std::vector<NoteSignature>, std::string> parse_signature_lines(std::string_view lines);

/// A signature that verified.
struct Verified {
  VerifierKey key;
  std::uint64_t time = 0;  // of a cosignature: seconds since 1970; else 0
};
/// The known keys that signed, each once (a cosigner with its latest time). Signatures of other keys are ignored. Refused: a signature
/// under a known name and id that does not verify. An empty list is for the caller to refuse.
Result<std::vector<Verified>, std::string> verify_note(const Note& note, const std::vector<VerifierKey>& known);

/// What a cosigner signs: the header, the time, the text of the checkpoint (tlog-cosignature, "Ed25519 signed message").
std::string cosigned_message(std::uint64_t time, std::string_view checkpoint_text);

/// The consistency proof from a tree of `old_size` to that of `size`, or nothing if it cannot be had.
using Prover = std::function<std::optional<Proof>(std::uint64_t old_size, std::uint64_t size)>;

/// Who signs checkpoints. It may be in this process, or a service that looks at what it signs. Used by one thread at a time.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const VerifierKey& key() const = 0;
  /// Of a message of ours: a checkpoint's text, or cosigned_message(). The error is in words for the operator.
  virtual Result<crypto::Ed25519Signature, std::string> sign(ByteView message) = 0;
  /// Whoever has the tree says how to prove its growth. Asked from within sign(), by signers that sign only what grew consistently.
  virtual void prove_with(Prover) {}
};

/// The key in this process's memory.
class FileSigner final : public Signer {
 public:
  FileSigner(std::string name, KeyType type, const crypto::Key256& seed);
  const VerifierKey& key() const override { return verifier_; }
  Result<crypto::Ed25519Signature, std::string> sign(ByteView message) override;

 private:
  crypto::Ed25519Key key_;
  VerifierKey verifier_;
};

/// A note of that text with one signature (type ed25519).
Result<Note, std::string> sign_note(Signer& signer, std::string text);
/// A cosigner's line for a checkpoint's text (type cosignature). `time` in seconds since 1970, not 0.
Result<NoteSignature, std::string> cosign(Signer& signer, std::string_view checkpoint_text, std::uint64_t time);

}  // namespace pellucid::ledger
