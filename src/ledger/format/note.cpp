#include "ledger/format/note.hpp"

#include <algorithm>

#include "crypto/sha256.hpp"
#include "ledger/format/base64.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

using Wrong = Fail<std::string>;
constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a blank
constexpr std::size_t cosignature_octets = 8 + 64;

std::uint32_t key_id(std::string_view name, KeyType type, const crypto::Ed25519Public& key) {
  const Octets<1> kind{std::uint8_t(type)};
  auto digest = crypto::sha256({as_bytes(name), as_bytes("\n"), kind, key});
  return std::uint32_t(from_big_endian(ByteView(digest).first(4)));
}

Result<NoteSignature, std::string> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return Wrong("a signature line does not begin with a dash (U+2014) and a blank");
  line.remove_prefix(dash.size());
  auto blank = line.find(' ');
  if (blank == std::string_view::npos || !is_key_name(line.substr(0, blank))) return Wrong("a signature line without a key's name");
  auto octets = from_base64(line.substr(blank + 1));
  if (!octets || octets->size() < 5) return Wrong("the signature of " + std::string(line.substr(0, blank)) + " is not base64");
  NoteSignature out{std::string(line.substr(0, blank)), std::uint32_t(from_big_endian(ByteView(*octets).first(4))), {}};
  out.signature.assign(octets->begin() + 4, octets->end());
  return out;
}

/// The signature's time (0 if its type has none) if it verifies.
std::optional<std::uint64_t> verify_signature(const std::string& text, const NoteSignature& s, const VerifierKey& key) {
  const bool timed = key.type == KeyType::cosignature;
  if (s.signature.size() != (timed ? cosignature_octets : 64u)) return {};
  std::uint64_t time = timed ? from_big_endian(ByteView(s.signature).first(8)) : 0;
  if (timed && (time == 0 || time > INT64_MAX)) return {};
  crypto::Ed25519Signature octets;
  std::copy(s.signature.end() - 64, s.signature.end(), octets.begin());
  const std::string message = timed ? cosigned_message(time, text) : text;
  if (!crypto::ed25519_verify(key.key, as_bytes(message), octets)) return {};
  return time;
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > max_key_name_octets) return false;
  while (!name.empty()) {
    auto code = take_code_point(name);
    if (!code || *code < 0x20 || *code == U'+' || is_space(*code)) return false;
  }
  return true;
}

VerifierKey VerifierKey::of(std::string name, KeyType type, const crypto::Ed25519Public& key) {
  auto id = key_id(name, type, key);
  return {std::move(name), id, type, key};
}

std::string VerifierKey::text() const {
  Bytes material{std::uint8_t(type)};
  append(material, key);
  return name + "+" + hex(big_endian<4>(id)) + "+" + base64(material);
}

Result<VerifierKey, std::string> parse_verifier_key(std::string_view text) {
  auto first = text.find('+');
  auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return Wrong("a verifier key is name+id+base64");
  auto name = text.substr(0, first), digits = text.substr(first + 1, second - first - 1);
  if (!is_key_name(name)) return Wrong("the name of a verifier key is empty, or has white space or control characters in it");
  auto id = from_hex<4>(digits);
  if (!id || hex(*id) != digits)
    return Wrong("the id of verifier key " + std::string(name) + " is not eight lower-case hexadecimal digits");
  auto material = from_base64(text.substr(second + 1));
  if (!material || material->empty()) return Wrong("the key of verifier key " + std::string(name) + " is not base64");
  auto type = KeyType(material->front());
  if (type != KeyType::ed25519 && type != KeyType::cosignature)
    return Wrong("verifier key " + std::string(name) + " has type " + std::to_string(unsigned(material->front())) +
                 ", known are 1 (Ed25519) and 4 (Ed25519 cosignature)");
  if (material->size() != 33) return Wrong("verifier key " + std::string(name) + " has no 32 octets of key");
  crypto::Ed25519Public key;
  std::copy(material->begin() + 1, material->end(), key.begin());
  auto out = VerifierKey::of(std::string(name), type, key);
  if (out.id != from_big_endian(*id)) return Wrong("the id of verifier key " + out.name + " does not belong to its name and key");
  return out;
}

std::string NoteSignature::line() const {
  Bytes octets = to_bytes(big_endian<4>(key_id));
  append(octets, signature);
  return std::string(dash) + name + " " + base64(octets) + "\n";
}

std::string Note::encoded() const {
  std::string out = text + "\n";
  for (auto& s : signatures) out += s.line();
  return out;
}

Result<std::vector<NoteSignature>, std::string> parse_signature_lines(std::string_view lines) {
  std::vector<NoteSignature> out;
  if (lines.size() > max_note_octets) return Wrong("longer than 65,536 octets");
  while (!lines.empty()) {
    auto line = take_line(lines);
    if (!line) return Wrong("the last signature line does not end");
    if (out.size() == max_note_signatures) return Wrong("more than 64 signatures");
    auto signature = parse_signature(*line);
    if (!signature.ok()) return Wrong(signature.error());
    out.push_back(std::move(*signature));
  }
  if (out.empty()) return Wrong("no signature");
  return out;
}

Result<Note, std::string> parse_note(std::string_view text) {
  if (text.size() > max_note_octets) return Wrong("a note longer than 65,536 octets");
  if (!is_utf8(text)) return Wrong("a note that is not UTF-8");
  if (std::any_of(text.begin(), text.end(), [](char c) { return std::uint8_t(c) < 0x20 && c != '\n'; }))
    return Wrong("a control character in a note");
  auto blank = text.rfind("\n\n");
  if (blank == std::string_view::npos) return Wrong("no blank line between the text of a note and its signatures");
  auto signatures = parse_signature_lines(text.substr(blank + 2));
  if (!signatures.ok()) return Wrong(signatures.error());
  return Note{std::string(text.substr(0, blank + 1)), std::move(*signatures)};
}

Result<std::vector<Verified>, std::string> verify_note(const Note& note, const std::vector<VerifierKey>& known) {
  std::vector<Verified> out;
  for (auto& signature : note.signatures) {
    auto key = std::find_if(known.begin(), known.end(), [&](auto& k) { return signature.by(k); });
    if (key == known.end()) continue;
    auto time = verify_signature(note.text, signature, *key);
    if (!time) return Wrong("the signature of " + key->name + " does not verify");
    auto again = std::find_if(out.begin(), out.end(), [&](auto& v) { return v.key == *key; });
    if (again == out.end())
      out.push_back({*key, *time});
    else
      again->time = std::max(again->time, *time);
  }
  return out;
}

std::string cosigned_message(std::uint64_t time, std::string_view checkpoint_text) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(checkpoint_text);
}

FileSigner::FileSigner(std::string name, KeyType type, const crypto::Key256& seed)
    : key_(seed), verifier_(VerifierKey::of(std::move(name), type, key_.public_key())) {}

Result<crypto::Ed25519Signature, std::string> FileSigner::sign(ByteView message) { return key_.sign(message); }

Result<Note, std::string> sign_note(Signer& signer, std::string text) {
  auto octets = signer.sign(as_bytes(text));
  if (!octets.ok()) return Wrong(octets.error());
  return Note{std::move(text), {NoteSignature{signer.key().name, signer.key().id, to_bytes(*octets)}}};
}

Result<NoteSignature, std::string> cosign(Signer& signer, std::string_view checkpoint_text, std::uint64_t time) {
  auto octets = signer.sign(as_bytes(cosigned_message(time, checkpoint_text)));
  if (!octets.ok()) return Wrong(octets.error());
  NoteSignature out{signer.key().name, signer.key().id, to_bytes(big_endian<8>(time))};
  append(out.signature, *octets);
  return out;
}

}  // namespace pellucid::ledger
