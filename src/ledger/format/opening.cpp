#include "ledger/format/opening.hpp"

#include "base/check.hpp"
#include "ledger/format/base64.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {

std::string OpeningFile::text() const {
  Tree tree = Tree::object();
  tree.add("v", 1);
  tree.add("entry", entry);
  tree.add("field", opening.field);
  if (erased) {
    tree.add("erased", true);
  } else {
    tree.add("salt", hex(opening.salt));
    tree.add("content", base64(opening.content));
  }
  auto out = canonical_json(tree);
  check(out.ok(), "the field of an opening stands in an entry already, so it is UTF-8");
  return *out;
}

Result<OpeningFile, std::string> parse_opening(std::string_view text) {
  if (text.size() > max_opening_octets) return Fail(std::string("longer than 16 MiB"));
  auto tree = parse_canonical_json(text);
  if (!tree.ok()) return Fail(tree.error());
  auto member = [&](std::string_view name) {
    auto* found = tree->find(name);
    return found ? found->text() : std::string();
  };
  OpeningFile out;
  auto entry = parse_decimal(member("entry"));
  if (!entry) return Fail(std::string("no entry, or not a plain number"));
  out.entry = *entry;
  out.erased = member("erased") == "true";
  out.opening.field = member("field");
  auto salt = from_hex<16>(member("salt"));
  auto content = from_base64(member("content"));
  if (!out.erased && (!salt || !content)) return Fail(std::string("no salt of 32 hexadecimal digits, or no content in base64"));
  if (!out.erased) out.opening.salt = *salt, out.opening.content = std::move(*content);
  // Members of a wrong type, further ones and other spellings are all found by writing it again.
  if (out.text() != text) return Fail(std::string("not the form of an opening"));
  return out;
}

}  // namespace pellucid::ledger
