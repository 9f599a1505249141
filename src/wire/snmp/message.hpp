#pragma once
// SNMP messages as data. One datagram is one message.
//
//   auto message = snmp::decode(datagram);                 // Message: Community (v1, v2c) or SecureMessage (v3)
//   Bytes out = snmp::encode(snmp::Community{.community = to_bytes(as_bytes("public")), .pdu = get});
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/strong.hpp"
#include "wire/snmp/ber.hpp"
#include "wire/snmp/oid.hpp"

namespace pellucid::snmp {

inline constexpr std::uint16_t agent_port = 161, notification_port = 162;
inline constexpr std::size_t max_message_octets = 65'507;  // a UDP datagram's content over IPv4
inline constexpr std::size_t max_bindings = 4'096;         // of one PDU
inline constexpr std::size_t max_name_octets = 255;        // of a community or a context
inline constexpr std::size_t max_engine_id_octets = 32;    // RFC 3411 §5
inline constexpr std::size_t max_user_octets = 32;         // RFC 3414 §2.4

// ---- values (RFC 3416 §3, RFC 2578 §7.1)

struct Null {
  bool operator==(const Null&) const = default;
};
struct NoSuchObject {
  bool operator==(const NoSuchObject&) const = default;
};
struct NoSuchInstance {
  bool operator==(const NoSuchInstance&) const = default;
};
struct EndOfMibView {
  bool operator==(const EndOfMibView&) const = default;
};
struct Opaque {
  Bytes octets;
  bool operator==(const Opaque&) const = default;
};
using Counter32 = Strong<struct Counter32Tag, std::uint32_t>;
using Gauge32 = Strong<struct Gauge32Tag, std::uint32_t>;
using TimeTicks = Strong<struct TimeTicksTag, std::uint32_t>;  // hundredths of a second
using Counter64 = Strong<struct Counter64Tag, std::uint64_t>;
using Value = std::variant<Null, std::int32_t, Bytes, Oid, Octets<4>, Counter32, Gauge32, TimeTicks, Opaque, Counter64, NoSuchObject,
                           NoSuchInstance, EndOfMibView>;

/// noSuchObject, noSuchInstance or endOfMibView: there is no value.
bool is_exception(const Value& value);
/// "Counter32 17", "OCTET STRING 61:62", "endOfMibView"; long strings are cut.
std::string text(const Value& value);

struct Binding {
  Oid name;
  Value value;
  bool operator==(const Binding&) const = default;
};

// ---- PDUs

enum class PduType : std::uint8_t {
  get = 0xA0,
  get_next = 0xA1,
  response = 0xA2,
  set = 0xA3,
  get_bulk = 0xA5,
  inform = 0xA6,
  trap = 0xA7,
  report = 0xA8,
};

/// RFC 3416 §3. In a GetBulk error_status is non-repeaters and error_index is max-repetitions.
struct Pdu {
  PduType type = PduType::get;
  std::int32_t request_id = 0;
  std::int32_t error_status = 0;
  std::int32_t error_index = 0;
  std::vector<Binding> bindings{};
  bool operator==(const Pdu&) const = default;
};
/// "tooBig", "authorizationError", "error 77" (RFC 3416 §3).
std::string error_status_text(std::int32_t status);
inline constexpr std::int32_t too_big = 1, no_such_name = 2;

/// RFC 1157 §4.1.6; only for what it hints at.
struct TrapV1 {
  Oid enterprise;
  Octets<4> agent{};
  std::int32_t generic = 0, specific = 0;
  TimeTicks time;
  std::vector<Binding> bindings{};
  bool operator==(const TrapV1&) const = default;
};

// ---- messages

enum class Version : std::uint8_t { v1 = 0, v2c = 1, v3 = 3 };

/// RFC 1901 §3, RFC 1157 §4. v1 carries the PDUs of v2 too, but for the types that it does not have.
struct Community {
  Version version = Version::v2c;
  Bytes community;
  std::variant<Pdu, TrapV1> pdu;
  bool operator==(const Community&) const = default;
};

/// RFC 3412 §6.8.
struct ScopedPdu {
  Bytes context_engine_id;
  Bytes context_name;
  Pdu pdu;
  bool operator==(const ScopedPdu&) const = default;
};

/// RFC 3414 §2.4.
struct UsmParameters {
  Bytes engine_id;
  std::int32_t boots = 0, time = 0;
  Bytes user;
  Bytes authentication;  // the MAC, zeros while it is computed; empty without authentication
  Bytes privacy;         // the salt; empty without privacy
  bool operator==(const UsmParameters&) const = default;
};

/// RFC 3412 §6 with the security model of RFC 3414 (no other is decoded).
struct SecureMessage {
  std::int32_t id = 0;
  std::int32_t max_size = std::int32_t(max_message_octets);
  bool authenticated = false, encrypted = false, reportable = false;
  UsmParameters security;
  std::variant<ScopedPdu, Bytes> content;  // octets if encrypted
  bool operator==(const SecureMessage&) const = default;
};

using Message = std::variant<Community, SecureMessage>;

Decoded<Message> decode(ByteView datagram);
/// A deciphered one; octets behind it are padding.
Decoded<ScopedPdu> decode_scoped_pdu(ByteView octets);
Bytes encode(const Community& message);
Bytes encode(const ScopedPdu& pdu);

/// The octets, and where in them the MAC stands, for whoever computes it.
struct EncodedSecureMessage {
  Bytes octets;
  std::size_t authentication_offset = 0;
};
EncodedSecureMessage encode(const SecureMessage& message);
/// Where the MAC stands in a received message that decode() took.
std::size_t authentication_offset(ByteView datagram);

}  // namespace pellucid::snmp
