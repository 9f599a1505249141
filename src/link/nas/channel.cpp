#include "link/nas/channel.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "crypto/secret.hpp"

namespace pellucid::nas {
namespace {

constexpr std::size_t signed_from = 6;  // the MAC covers the sequence number and all after it (TS 24.501 §4.4.3.3)
constexpr std::uint32_t sequence_numbers = 256;
constexpr std::uint8_t security_mode_command = 0x5D, security_mode_complete = 0x5E;

/// The lowest COUNT not below `next` that ends in this sequence number (TS 24.501 §4.4.3.1).
std::uint32_t estimate(std::uint32_t next, std::uint8_t sequence_number) {
  std::uint32_t count = (next & ~(sequence_numbers - 1)) | sequence_number;
  return count < next ? count + sequence_numbers : count;
}

}  // namespace

const char* name(ChannelFault fault) {
  switch (fault) {
    case ChannelFault::not_protected: return "not protected";
    case ChannelFault::malformed: return "malformed";
    case ChannelFault::wrong_mac: return "wrong MAC";
    case ChannelFault::replayed: return "replayed";
    case ChannelFault::not_ciphered: return "not ciphered";
    case ChannelFault::wrong_header: return "wrong security header type for this message";
    case ChannelFault::unreadable: return "no plain message inside";
    case ChannelFault::count_exhausted: return "NAS COUNT exhausted";
  }
  return "?";
}
std::string text(ChannelFault fault) { return name(fault); }

Octets<4> Channel::mac(std::uint32_t count, crypto::Direction direction, ByteView octets) const {
  return crypto::integrity(crypto::Integrity(context_.algorithms.integrity), context_.k_nas_int,
                           {count, std::uint8_t(context_.connection), direction}, octets);
}
void Channel::cipher(std::uint32_t count, crypto::Direction direction, Bytes& message) const {
  crypto::cipher(crypto::Ciphering(context_.algorithms.ciphering), context_.k_nas_enc,
                 {count, std::uint8_t(context_.connection), direction}, message);
}

Result<Bytes, ChannelFault> Channel::protect(SecurityHeaderType header, ByteView plain) {
  check(header != SecurityHeaderType::plain, "a plain message is not protected");
  std::uint32_t& next = send_next();
  if (next >= nas_count_limit) {
    if (context_.has_integrity()) return Fail(ChannelFault::count_exhausted);
    next = 0;  // may wrap without integrity (TS 24.501 §4.4.3.5)
  }
  Protected message{header, {}, std::uint8_t(next), to_bytes(plain)};
  if (is_ciphered(header)) cipher(next, sending(), message.message);
  Bytes pdu = encode(message);
  auto code = mac(next, sending(), ByteView(pdu).subspan(signed_from));
  std::copy(code.begin(), code.end(), pdu.begin() + 2);
  ++next;
  return pdu;
}

/// The COUNT that the message was made with.
Result<std::uint32_t, ChannelFault> Channel::verify(const Protected& message, ByteView signed_octets) const {
  std::uint32_t count = estimate(receive_next(), message.sequence_number);
  if (!context_.has_integrity()) return count % nas_count_limit;
  auto made_with = [&](std::uint32_t c) { return crypto::equal(mac(c, receiving(), signed_octets), message.mac); };
  if (count < nas_count_limit && made_with(count)) return count;
  // Why not: only said of the COUNTs that this sequence number had last.
  if (count >= sequence_numbers && made_with(count - sequence_numbers)) return Fail(ChannelFault::replayed);
  return Fail(count < nas_count_limit ? ChannelFault::wrong_mac : ChannelFault::count_exhausted);
}

Result<Opened, ChannelFault> Channel::unprotect(ByteView pdu) {
  auto head = peek(pdu);
  if (head && !head->is_protected()) return Fail(ChannelFault::not_protected);
  auto message = decode_protected(pdu);
  if (!message) return Fail(ChannelFault::malformed);
  auto count = verify(*message, pdu.subspan(signed_from));
  if (!count) return Fail(count.error());
  receive_next() = *count + 1;

  bool ciphered = is_ciphered(message->header);
  if (ciphered) cipher(*count, receiving(), message->message);
  message->message = as_plain(std::move(message->message));
  auto inner = peek(message->message);
  if (!inner || !inner->is_mm()) return Fail(ChannelFault::unreadable);
  bool command = side_ == Side::phone && inner->type == security_mode_command;
  bool complete = side_ == Side::network && inner->type == security_mode_complete;
  if ((message->header == SecurityHeaderType::integrity_new_context && !command) ||
      (message->header == SecurityHeaderType::integrity_ciphered_new_context && !complete))
    return Fail(ChannelFault::wrong_header);
  if (secure_exchange_ && !ciphered && message->header != SecurityHeaderType::integrity_new_context)
    return Fail(ChannelFault::not_ciphered);
  return Opened{message->header, *count, std::move(message->message)};
}

Bytes Channel::cipher_container(ByteView plain) const {
  Bytes out = to_bytes(plain);
  cipher(send_next(), sending(), out);
  return out;
}
Bytes Channel::decipher_container(ByteView ciphered, std::uint32_t count) const {
  Bytes out = to_bytes(ciphered);
  cipher(count, receiving(), out);
  return out;
}

void Channel::skip_send_to(std::uint32_t count) { send_next() = std::max(send_next(), std::min(count, nas_count_limit)); }
void Channel::skip_receive_to(std::uint32_t count) { receive_next() = std::max(receive_next(), std::min(count, nas_count_limit)); }

}  // namespace pellucid::nas
