#pragma once
// The NAS security channel (TS 24.501 §4.4; TS 33.501 §6.4): protects what one side sends and opens what the other sent.
//
//   nas::Channel channel(nas::Side::network, *nas::SecurityContext::make(k_amf, ng_ksi, algorithms));
//   auto pdu = channel.protect(nas::SecurityHeaderType::integrity_new_context, nas::encode(command));
//   auto opened = channel.unprotect(received);            // Result<Opened, ChannelFault>
//   auto complete = nas::decode<nas::SecurityModeComplete>(opened->message);
//
// A channel is one security context; while new keys are on trial there are two. Retransmissions are protected anew: a COUNT is
// used once (§4.4.3.1).
#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "link/nas/security_context.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::nas {

enum class Side : std::uint8_t { network, phone };

/// Why a message was not protected or not opened. Such a message is discarded without answer (TS 24.501 §4.4.4, §4.4.5), but for
/// the first one of a connection: acceptance.hpp.
enum class ChannelFault : std::uint8_t {
  not_protected,    // plain
  malformed,        // too short, or a reserved security header type
  wrong_mac,        // not made with these keys
  replayed,         // made with these keys, but this COUNT was accepted before
  not_ciphered,     // must be, once secure exchange is established
  wrong_header,     // a "new security context" header on another message than Security Mode Command or Complete
  unreadable,       // the MAC is right, yet there is no plain 5GMM message inside
  count_exhausted,  // all COUNTs of this context are used: release the connection (§4.4.3.5)
};
const char* name(ChannelFault fault);
std::string text(ChannelFault fault);

/// A message out of its protection.
struct Opened {
  SecurityHeaderType header{};
  std::uint32_t count = 0;  // COUNT of this message: K_gNB is derived with it (TS 33.501 §6.8.1.2.2)
  Bytes message;            // plain
  bool operator==(const Opened&) const = default;
};

class Channel {
 public:
  Channel(Side side, SecurityContext context) : side_(side), context_(std::move(context)) {}

  /// The plain message in its envelope: ciphered if the header type says so, then MAC, with the next COUNT, which is used up.
  /// `header` is not plain. The only fault is count_exhausted.
  Result<Bytes, ChannelFault> protect(SecurityHeaderType header, ByteView plain);
  /// The message out of its envelope. A right MAC moves the COUNT on, also if what is inside is then refused.
  Result<Opened, ChannelFault> unprotect(ByteView pdu);

  /// The NAS message container of an initial message (TS 24.501 §4.4.6): ciphered with the COUNT that the next protect() uses.
  Bytes cipher_container(ByteView plain) const;
  /// What was in it; `count` is that of the message that carried it.
  Bytes decipher_container(ByteView ciphered, std::uint32_t count) const;

  /// Secure exchange on this N1 connection (§4.4.2.5): from then on everything received must be ciphered.
  void establish_secure_exchange() { secure_exchange_ = true; }
  void end_secure_exchange() { secure_exchange_ = false; }
  bool secure_exchange() const { return secure_exchange_; }

  /// COUNTs, for keeping and for restoring: a node that writes them down in blocks starts again above what it may have used.
  std::uint32_t next_send() const { return send_next(); }
  std::uint32_t next_receive() const { return receive_next(); }
  /// Moves forward only; a lower number changes nothing. The other side sees only the low 8 bits of a COUNT: it follows a jump of
  /// the sender only while fewer than 256 COUNTs, lost messages included, lie between two messages that it receives. Blocks
  /// reserved for a restart must be well below that.
  void skip_send_to(std::uint32_t count);
  void skip_receive_to(std::uint32_t count);

  Side side() const { return side_; }
  const SecurityContext& context() const { return context_; }
  SecurityContext& context() { return context_; }
  bool near_wrap() const { return context_.near_wrap(); }

 private:
  crypto::Direction sending() const { return side_ == Side::network ? crypto::Direction::downlink : crypto::Direction::uplink; }
  crypto::Direction receiving() const { return side_ == Side::network ? crypto::Direction::uplink : crypto::Direction::downlink; }
  std::uint32_t& send_next() { return side_ == Side::network ? context_.downlink_next : context_.uplink_next; }
  std::uint32_t& receive_next() { return side_ == Side::network ? context_.uplink_next : context_.downlink_next; }
  std::uint32_t send_next() const { return side_ == Side::network ? context_.downlink_next : context_.uplink_next; }
  std::uint32_t receive_next() const { return side_ == Side::network ? context_.uplink_next : context_.downlink_next; }
  Octets<4> mac(std::uint32_t count, crypto::Direction direction, ByteView sequence_number_and_message) const;
  void cipher(std::uint32_t count, crypto::Direction direction, Bytes& message) const;
  Result<std::uint32_t, ChannelFault> verify(const Protected& message, ByteView signed_octets) const;

  Side side_;
  SecurityContext context_;
  bool secure_exchange_ = false;
};

}  // namespace pellucid::nas
