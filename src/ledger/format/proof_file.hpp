#pragma once
// Offline proofs (C2SP tlog-proof): one text proves that one entry stands in a log.
#include "ledger/format/checkpoint.hpp"

namespace pellucid::ledger {

inline constexpr std::string_view proof_file_extension = ".tlog-proof";
inline constexpr std::size_t max_proof_hashes = 63;
inline constexpr std::size_t max_proof_file_octets = 256u << 10;

struct ProofFile {
  std::string entry;  // "extra": the entry's text, so that one file proves one line alone. What binds it is its leaf hash
  std::uint64_t index = 0;
  Proof proof;
  std::string checkpoint;  // the signed note, as the log published it

  std::string text() const;
  /// Whether entry and proof lead to the checkpoint's root. Signatures are not looked at.
  bool leads_to(const Checkpoint& head) const;
  bool operator==(const ProofFile&) const = default;
};
/// Strict; the checkpoint has the right form. Nothing is verified.
Result<ProofFile, std::string> parse_proof_file(std::string_view text);

}  // namespace pellucid::ledger
