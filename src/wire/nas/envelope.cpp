#include "wire/nas/envelope.hpp"

#include "wire/nas/mm.hpp"

namespace pellucid::nas {
namespace {

using Kind = WireError::Kind;

constexpr std::size_t protected_header = 7;  // octets before the message

Tree unreadable(const char* name, ByteView octets, const std::string& why) {
  Tree out = Tree::object();
  out.add("message", name);
  out.add("octets", hex(octets));
  out.add("error", why);
  return out;
}

/// The plain message with the null cipher: nothing if it does not look like one.
const KnownMessage* readable(ByteView message) {
  auto head = peek(message);
  if (!head || head->is_protected()) return nullptr;
  return known_message(head->epd, head->type);
}

Tree show_plain(ByteView pdu, int depth) {
  auto* known = readable(pdu);
  if (!known) return unreadable("unknown NAS message", pdu, "message type not known");
  auto fields = known->shown(pdu, depth);
  if (!fields) return unreadable(known->table.name, pdu, text(fields.error()));
  Tree out = Tree::object();
  out.add("message", known->table.name);
  if (auto* members = fields->as_object())
    for (auto& [key, value] : *members) out.add(key, value);
  return out;
}

}  // namespace

std::string text(SecurityHeaderType type) {
  switch (type) {
    case SecurityHeaderType::plain: return "plain";
    case SecurityHeaderType::integrity: return "integrity protected";
    case SecurityHeaderType::integrity_ciphered: return "integrity protected and ciphered";
    case SecurityHeaderType::integrity_new_context: return "integrity protected with new security context";
    case SecurityHeaderType::integrity_ciphered_new_context: return "integrity protected and ciphered with new security context";
  }
  return "reserved (" + std::to_string(unsigned(type)) + ")";
}

Decoded<Protected> decode_protected(ByteView pdu) {
  if (pdu.size() < protected_header + 3) return Fail(WireError{Kind::truncated, pdu.size(), "security protected message", 0});
  auto type = SecurityHeaderType(pdu[1] & 15);
  if (pdu[0] != epd_mm) return Fail(WireError{Kind::wrong_type, 0, "extended protocol discriminator", 0});
  if (type == SecurityHeaderType::plain || type > SecurityHeaderType::integrity_ciphered_new_context)
    return Fail(WireError{Kind::wrong_type, 1, "security header type", 0});
  Protected out{type, {pdu[2], pdu[3], pdu[4], pdu[5]}, pdu[6], to_bytes(pdu.subspan(protected_header))};
  return out;
}

Bytes encode(const Protected& message) {
  Bytes out{epd_mm, std::uint8_t(message.header)};
  append(out, message.mac);
  out.push_back(message.sequence_number);
  append(out, message.message);
  return out;
}

std::optional<Peek> peek(ByteView pdu) {
  if (pdu.size() < 3) return {};
  Peek head{.epd = pdu[0]};
  if (head.is_mm()) {
    head.security = SecurityHeaderType(pdu[1] & 15);
    if (!head.is_protected()) head.type = pdu[2];
    return head;
  }
  if (!head.is_sm() || pdu.size() < 4) return {};
  head.session = pdu[1];
  head.pti = pdu[2];
  head.type = pdu[3];
  return head;
}

Bytes as_plain(Bytes inner) {
  if (inner.size() > 1 && inner[0] == epd_mm) inner[1] = 0;
  return inner;
}

const char* name_of(ByteView pdu) {
  auto head = peek(pdu);
  if (!head) return "unknown NAS message";
  if (head->is_protected()) {
    auto* inner = pdu.size() > protected_header ? readable(as_plain(to_bytes(pdu.subspan(protected_header)))) : nullptr;
    return inner ? inner->table.name : "Security protected 5GS NAS message";
  }
  auto* known = known_message(head->epd, head->type);
  return known ? known->table.name : "unknown NAS message";
}

Tree show_any(ByteView pdu, int depth) {
  auto head = peek(pdu);
  if (!head) return unreadable("unknown NAS message", pdu, "too short, or not 5GMM or 5GSM");
  if (depth > max_depth) return unreadable(name_of(pdu), pdu, "nested too deeply");
  if (!head->is_protected()) return show_plain(pdu, depth);
  auto message = decode_protected(pdu);
  if (!message) return unreadable("Security protected 5GS NAS message", pdu, text(message.error()));
  Tree out = Tree::object();
  out.add("message", "Security protected 5GS NAS message");
  out.add("Security header type", text(message->header));
  out.add("Message authentication code", hex(message->mac));
  out.add("Sequence number", message->sequence_number);
  if (Bytes inner = as_plain(message->message); readable(inner))
    out.add("Plain 5GS NAS message", show_any(inner, depth + 1));
  else
    out.add(is_ciphered(message->header) ? "ciphered" : "not readable", hex(message->message));
  return out;
}

Decoded<Bytes> reencode_any(ByteView pdu, int depth) {
  auto head = peek(pdu);
  if (!head) return Fail(WireError{Kind::truncated, pdu.size(), "message type", 0});
  if (depth > max_depth) return Fail(WireError{Kind::too_many, 0, "messages within messages", 0});
  if (head->is_protected()) {
    auto message = decode_protected(pdu);
    if (!message) return Fail(message.error());
    if (Bytes inner = as_plain(message->message); readable(inner)) {
      auto again = reencode_any(inner, depth + 1);
      if (!again && !is_ciphered(message->header)) return Fail(again.error());
      std::uint8_t second = message->message[1];
      if (again) message->message = *again;  // ciphered octets may look like a message and be none
      message->message[1] = second;
    }
    return encode(*message);
  }
  auto* known = known_message(head->epd, head->type);
  if (!known) return Fail(WireError{Kind::wrong_type, 0, "message type", 0});
  return known->reencode(pdu, depth);
}

namespace {

/// The tree with the message in place of the octets of that member.
Tree opened(const Tree& shown, std::string_view name, ByteView octets, int depth) {
  if (!readable(octets) || !shown.as_object()) return shown;
  Tree out = Tree::object();
  for (auto& [key, value] : *shown.as_object()) out.add(key, key == name ? show_any(octets, depth + 1) : value);
  return out;
}
Tree opened(const Tree& shown, const std::optional<NasMessageContainer>& container, int depth) {
  return container ? opened(shown, "NAS message container", container->octets, depth) : shown;
}
Tree opened(const Tree& shown, PayloadType type, const PayloadContainer& payload, int depth) {
  return type == PayloadType::n1_sm ? opened(shown, "Payload container", payload.octets, depth) : shown;
}

}  // namespace

Tree RegistrationRequest::open_containers(const Tree& shown, int depth) const { return opened(shown, container, depth); }
Tree ServiceRequest::open_containers(const Tree& shown, int depth) const { return opened(shown, container, depth); }
Tree ControlPlaneServiceRequest::open_containers(const Tree& shown, int depth) const { return opened(shown, container, depth); }
Tree SecurityModeComplete::open_containers(const Tree& shown, int depth) const { return opened(shown, container, depth); }
Tree UlNasTransport::open_containers(const Tree& shown, int depth) const { return opened(shown, payload_type, payload, depth); }
Tree DlNasTransport::open_containers(const Tree& shown, int depth) const { return opened(shown, payload_type, payload, depth); }

}  // namespace pellucid::nas
