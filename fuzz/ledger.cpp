// What the log's readers, verifiers and witnesses take from others: the first octet says which. What is accepted is written again to the
// same text.
#include "base/check.hpp"
#include "ledger/format/checkpoint.hpp"
#include "ledger/format/opening.hpp"
#include "ledger/format/policy.hpp"
#include "ledger/format/proof_file.hpp"
#include "ledger/format/tile.hpp"
#include "ledger/witness/growth.hpp"

using namespace pellucid;
using namespace pellucid::ledger;

namespace {

void entry(std::string_view text) {
  auto parsed = parse_entry(text);
  if (!parsed.ok()) return check(!parsed.error().empty(), "an error without words");
  auto again = entry_text(*parsed);
  check(again.ok() && *again == text, "an entry that is written in another way");
}

void note(std::string_view text) {
  auto parsed = parse_note(text);
  if (parsed.ok()) check(parsed->encoded() == text, "a note that is written in another way");
  if (auto head = parse_checkpoint(text); head.ok()) check(head->checkpoint.text() == head->note.text, "a checkpoint of another text");
}

void trust_policy(std::string_view text) {
  auto parsed = parse_policy(text);
  if (!parsed.ok()) return check(!parsed.error().text().empty(), "an error without words");
  auto again = parse_policy(parsed->text());
  check(again.ok() && again->text() == parsed->text(), "a policy that cannot be read again");
}

void proof(std::string_view text) {
  auto parsed = parse_proof_file(text);
  if (parsed.ok()) check(parsed->text() == text, "a proof that is written in another way");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  ByteView octets(data + 1, size - 1);
  auto text = as_text(octets);
  switch (data[0] % 8) {
    case 0: entry(text); break;
    case 1: note(text); break;
    case 2: trust_policy(text); break;
    case 3: proof(text); break;
    case 4: static_cast<void>(entries_of(octets, 1 + unsigned(size) % tile_width)); break;
    case 5: static_cast<void>(parse_opening(text)); break;
    case 6: static_cast<void>(parse_growth_request(text)); break;
    default:
      if (auto key = parse_verifier_key(text); key.ok()) check(key->text() == text, "a key that is written in another way");
  }
  return 0;
}
