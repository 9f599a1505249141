// NAS messages, plain and in their envelopes, with the messages inside them.
#include "fuzz/same.hpp"
#include "wire/nas/envelope.hpp"

using namespace pellucid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView octets(data, size);
  check(nas::name_of(octets) != nullptr, "a message without a name");
  auto shown = nas::show_any(octets);
  fuzz::printable(shown);
  nas::peek(octets);
  if (auto envelope = nas::decode_protected(octets); envelope.ok())
    fuzz::canonical(*envelope, [](auto& e) { return nas::encode(e); }, [](ByteView v) { return nas::decode_protected(v); });

  auto once = nas::reencode_any(octets);
  if (!once.ok()) {
    check(!codec::text(once.error()).empty(), "an error without words");
    return 0;
  }
  auto twice = nas::reencode_any(*once);
  check(twice.ok(), "what we encoded does not decode");
  check(fuzz::same(*once, *twice), "the second encoding differs from the first");
  check(nas::show_any(*once) == shown, "what we encoded shows something else");
  return 0;
}
