#pragma once
// Any NAS message as octets: which one it is, its security header, how to show it (TS 24.501 §9.1.1, §8.2.28).
#include <optional>
#include <span>
#include <string>

#include "codec/nas_table.hpp"

namespace pellucid::nas {

/// TS 24.501 §9.3. Other values are reserved.
enum class SecurityHeaderType : std::uint8_t {
  plain = 0,
  integrity = 1,
  integrity_ciphered = 2,
  integrity_new_context = 3,           // Security Mode Command only
  integrity_ciphered_new_context = 4,  // Security Mode Complete only
};
std::string text(SecurityHeaderType type);
/// Whether a message of that header type is ciphered (with 5G-EA0 too).
constexpr bool is_ciphered(SecurityHeaderType type) {
  return type == SecurityHeaderType::integrity_ciphered || type == SecurityHeaderType::integrity_ciphered_new_context;
}

/// Security protected 5GS NAS message (§8.2.28).
struct Protected {
  SecurityHeaderType header = SecurityHeaderType::integrity;
  Octets<4> mac{};
  std::uint8_t sequence_number = 0;
  Bytes message;  // plain, or ciphered
  bool operator==(const Protected&) const = default;
};
/// Seven octets of header and at least three of message. A plain message, or a reserved header type, is WireError wrong_type.
Decoded<Protected> decode_protected(ByteView pdu);
Bytes encode(const Protected& message);
/// The deciphered message of an envelope as a plain one: some cores repeat the envelope's security header type in it, where
/// nothing but plain can stand.
Bytes as_plain(Bytes inner);

/// What the first octets say. Nothing if they are too few, or the protocol discriminator is neither 5GMM nor 5GSM.
struct Peek {
  std::uint8_t epd = 0;
  SecurityHeaderType security = SecurityHeaderType::plain;
  std::uint8_t type = 0;     // message type; 0 of a protected message
  std::uint8_t session = 0;  // PDU session ID and PTI; 5GSM only
  std::uint8_t pti = 0;
  bool is_mm() const { return epd == epd_mm; }
  bool is_sm() const { return epd == epd_sm; }
  bool is_protected() const { return is_mm() && security != SecurityHeaderType::plain; }
};
std::optional<Peek> peek(ByteView pdu);

/// Messages within messages: protected, transport or complete, container's message, one more.
inline constexpr int max_depth = 4;

/// "Registration request", of a protected message the inner one's name if it is readable (null ciphering), else "Security
/// protected 5GS NAS message"; "unknown NAS message" if it is none that is known here.
const char* name_of(ByteView pdu);
/// Any message: {"message": name, elements...}, with the messages inside it opened (protected with null ciphering, NAS message
/// container, 5GSM in a payload container). What cannot be read is shown as hexadecimal with the reason. Never fails.
/// `depth`: how many messages it already lies in; beyond max_depth they are shown as octets.
Tree show_any(ByteView pdu, int depth = 0);
/// The message decoded and encoded again, also what it contains. The same octets, if a known sender made it.
Decoded<Bytes> reencode_any(ByteView pdu, int depth = 0);

/// Which way a message goes.
enum class Sent : std::uint8_t { uplink, downlink, both };
/// A known message without its type: for decoders of anything, generators and fuzzers.
struct KnownMessage {
  MessageView table;
  Sent sent;
  Decoded<Bytes> (*reencode)(ByteView pdu, int depth);  // decode<M>, what it contains as well, encode
  Decoded<Tree> (*shown)(ByteView pdu, int depth);      // decode<M>, show, with what it contains
};
/// All of them, ordered by EPD and type.
std::span<const KnownMessage> known_messages();
/// nullptr if unknown.
const KnownMessage* known_message(std::uint8_t epd, std::uint8_t type);

}  // namespace pellucid::nas
