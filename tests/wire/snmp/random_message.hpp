#pragma once
// Arbitrary messages of every kind, from a seed.
#include <random>

#include "wire/snmp/message.hpp"

namespace pellucid::snmp::test {

using Random = std::mt19937_64;

inline Bytes random_octets(Random& random, std::size_t most) {
  Bytes octets(random() % (most + 1));
  for (auto& octet : octets) octet = std::uint8_t(random());
  return octets;
}

inline Oid random_oid(Random& random) {
  Oid oid{Oid::Arc(random() % 3), Oid::Arc(random() % 40)};
  if (random() % 8 == 0) oid = Oid{2, Oid::Arc(random())};
  for (auto more = random() % (random() % 16 == 0 ? 127 : 12); more > 0; --more) oid.push(Oid::Arc(random() >> (32 + random() % 32)));
  return oid;
}

inline Value random_value(Random& random) {
  auto small = [&] { return std::uint32_t(random() >> (32 + random() % 32)); };
  switch (random() % 13) {
    case 0: return Null{};
    case 1: return std::int32_t(small()) * (random() % 2 == 0 ? 1 : -1);
    case 2: return random_octets(random, random() % 16 == 0 ? 400 : 20);
    case 3: return random_oid(random);
    case 4: return big_endian<4>(random());
    case 5: return Counter32(small());
    case 6: return Gauge32(small());
    case 7: return TimeTicks(small());
    case 8: return Opaque{random_octets(random, 12)};
    case 9: return Counter64(random() >> random() % 64);
    case 10: return NoSuchObject{};
    case 11: return NoSuchInstance{};
    default: return EndOfMibView{};
  }
}

inline std::vector<Binding> random_bindings(Random& random) {
  std::vector<Binding> bindings(random() % 6);
  for (auto& binding : bindings) {
    binding.name = random_oid(random);
    binding.value = random_value(random);
  }
  return bindings;
}

inline Pdu random_pdu(Random& random) {
  static constexpr PduType types[] = {PduType::get,      PduType::get_next, PduType::response, PduType::set,
                                      PduType::get_bulk, PduType::inform,   PduType::trap,     PduType::report};
  return {types[random() % 8], std::int32_t(random()), std::int32_t(random() % 20), std::int32_t(random() % 300), random_bindings(random)};
}

inline Message random_message(Random& random) {
  if (random() % 2 == 0) {
    Community message;
    message.version = random() % 3 == 0 ? Version::v1 : Version::v2c;
    message.community = random_octets(random, 20);
    message.pdu = random_pdu(random);
    if (message.version == Version::v1 && random() % 2 == 0)
      message.pdu = TrapV1{random_oid(random),
                           big_endian<4>(random()),
                           std::int32_t(random() % 7),
                           std::int32_t(random()),
                           TimeTicks(std::uint32_t(random())),
                           random_bindings(random)};
    return message;
  }
  SecureMessage message;
  message.id = std::int32_t(random() & 0x7FFFFFFF);
  message.max_size = 484 + std::int32_t(random() % 65'000);
  message.authenticated = random() % 2 == 0;
  message.encrypted = message.authenticated && random() % 2 == 0;
  message.reportable = random() % 2 == 0;
  message.security.engine_id = random_octets(random, 32);
  message.security.boots = std::int32_t(random() & 0x7FFFFFFF);
  message.security.time = std::int32_t(random() & 0x7FFFFFFF);
  message.security.user = random_octets(random, 32);
  if (message.authenticated) message.security.authentication = Bytes(24, std::uint8_t(random()));
  if (message.encrypted) {
    message.security.privacy = Bytes(8, std::uint8_t(random()));
    message.content = random_octets(random, 100);
  } else {
    message.content = ScopedPdu{random_octets(random, 32), random_octets(random, 10), random_pdu(random)};
  }
  return message;
}

inline Bytes octets_of(const Message& message) {
  if (auto* community = std::get_if<Community>(&message)) return encode(*community);
  return encode(std::get<SecureMessage>(message)).octets;
}

}  // namespace pellucid::snmp::test
