// SNMP datagrams.
#include "fuzz/same.hpp"
#include "wire/snmp/message.hpp"

using namespace pellucid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView datagram(data, size);
  if (auto scoped = snmp::decode_scoped_pdu(datagram); scoped.ok())
    fuzz::canonical(*scoped, [](auto& s) { return snmp::encode(s); }, [](ByteView v) { return snmp::decode_scoped_pdu(v); });
  auto message = snmp::decode(datagram);
  if (!message.ok()) {
    check(!codec::text(message.error()).empty(), "an error without words");
    check(snmp::authentication_offset(datagram) == 0, "a MAC in what is no message");
    return 0;
  }
  auto encode = [](const snmp::Message& m) {
    if (auto* community = std::get_if<snmp::Community>(&m)) return snmp::encode(*community);
    return snmp::encode(std::get<snmp::SecureMessage>(m)).octets;
  };
  fuzz::canonical(*message, encode, [](ByteView v) { return snmp::decode(v); });
  if (auto* secure = std::get_if<snmp::SecureMessage>(&*message)) {
    auto at = snmp::authentication_offset(datagram);
    auto& mac = secure->security.authentication;
    check(at + mac.size() <= size && fuzz::same(datagram.subspan(at, mac.size()), mac), "the MAC stands elsewhere");
    if (auto* scoped = std::get_if<snmp::ScopedPdu>(&secure->content))
      for (auto& binding : scoped->pdu.bindings) check(!snmp::text(binding.value).empty(), "a value without words");
  }
  return 0;
}
