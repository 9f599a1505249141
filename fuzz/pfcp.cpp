// PFCP datagrams.
#include "fuzz/same.hpp"
#include "wire/pfcp/messages.hpp"

using namespace pellucid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView datagram(data, size);
  auto messages = pfcp::split(datagram);
  check(messages.size() <= pfcp::max_bundled, "more messages than the limit");
  std::size_t octets = 0;
  for (auto message : messages) octets += message.size();
  check(octets <= size, "messages longer than their datagram");
  messages.push_back(datagram);
  for (auto message : messages) {
    auto head = pfcp::peek(message);
    if (head) check(pfcp::name_of(head->type) != nullptr, "a type without a name");
    auto pdu = pfcp::decode(message);
    if (!pdu.ok()) {
      check(!codec::text(pdu.error()).empty(), "an error without words");
      check(!pfcp::accepts(pfcp::cause_of(pdu.error())), "the cause of an error accepts");
      continue;
    }
    check(head && head->sequence == pdu->header.sequence, "peek and decode disagree");
    check(pfcp::name_of(*pdu) != nullptr, "a message without a name");
    fuzz::printable(pfcp::show(*pdu));
    fuzz::canonical(*pdu, [](auto& p) { return pfcp::encode(p); }, [](ByteView v) { return pfcp::decode(v); });
  }
  return 0;
}
