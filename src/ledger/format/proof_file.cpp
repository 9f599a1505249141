#include "ledger/format/proof_file.hpp"

#include "ledger/format/base64.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_word = "extra ", index_word = "index ";

}  // namespace

std::string ProofFile::text() const {
  std::string out(first_line);
  out += "\n";
  if (!entry.empty()) out += std::string(extra_word) + base64(as_bytes(entry)) + "\n";
  out += std::string(index_word) + std::to_string(index) + "\n";
  for (auto& hash : proof) out += base64(hash) + "\n";
  return out + "\n" + checkpoint;
}

bool ProofFile::leads_to(const Checkpoint& head) const {
  return verify_inclusion(index, head.size, leaf_hash(as_bytes(entry)), proof, head.root);
}

Result<ProofFile, std::string> parse_proof_file(std::string_view text) {
  if (text.size() > max_proof_file_octets) return Fail(std::string("longer than 256 KiB"));
  ProofFile out;
  if (take_line(text) != first_line) return Fail("the first line is not " + std::string(first_line));
  auto line = take_line(text);
  if (line && line->starts_with(extra_word)) {
    auto entry = from_base64(line->substr(extra_word.size()));
    if (!entry || entry->empty() || entry->size() > max_entry_octets) return Fail(std::string("extra is not the base64 of an entry"));
    out.entry = as_text(*entry);
    line = take_line(text);
  }
  auto index = line && line->starts_with(index_word) ? parse_decimal(line->substr(index_word.size())) : std::nullopt;
  if (!index) return Fail(std::string("no line \"index\" with a plain decimal"));
  out.index = *index;
  for (;;) {
    line = take_line(text);
    if (!line) return Fail(std::string("no empty line between proof and checkpoint"));
    if (line->empty()) break;
    auto hash = from_base64<32>(*line);
    if (!hash || out.proof.size() == max_proof_hashes)
      return Fail(std::string(hash ? "more than 63 hashes in the proof" : "a line of the proof is not 32 octets of base64"));
    out.proof.push_back(*hash);
  }
  auto checkpoint = parse_checkpoint(text);
  if (!checkpoint.ok()) return Fail(checkpoint.error());
  out.checkpoint = text;
  return out;
}

}  // namespace pellucid::ledger
