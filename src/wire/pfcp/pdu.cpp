// Headers, and the way from octets to any message and back (TS 29.244 §7.2).
#include "codec/tlv_table.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::pfcp {
namespace {

using Kind = WireError::Kind;
constexpr std::size_t fixed_octets = 4;  // what the length field does not count

std::size_t header_octets(bool has_seid) { return has_seid ? 16 : 8; }

/// Octets of the message at the start of `in` by its own length field; 0 if there is no length field.
std::size_t stated_octets(ByteView in) {
  return in.size() < fixed_octets ? 0 : fixed_octets + std::size_t(from_big_endian(in.subspan(2, 2)));
}

template <class M>
Decoded<Pdu> decode_as(const Header& header, ByteView ies, std::size_t base) {
  Pdu pdu;
  pdu.header = header;
  auto& message = pdu.message.emplace<M>();
  if (auto wrong = codec::decode_tlvs(M::wire, &message, ies, base)) return Fail(*wrong);
  return pdu;
}

}  // namespace

Pdu::Pdu() = default;
Pdu::Pdu(const Header& h, Message m) : header(h), message(std::move(m)) {}
Pdu::Pdu(const Pdu&) = default;
Pdu::Pdu(Pdu&&) noexcept = default;
Pdu& Pdu::operator=(const Pdu&) = default;
Pdu& Pdu::operator=(Pdu&&) noexcept = default;
Pdu::~Pdu() = default;
bool Pdu::operator==(const Pdu&) const = default;

std::optional<Header> peek(ByteView in) {
  if (in.size() < fixed_octets) return {};
  Header header;
  header.version = in[0] >> 5;
  header.type = in[1];
  // Only version 1's header is known. For others the sequence number is where it would be in version 1.
  header.follow_on = (in[0] & 4) != 0;
  header.has_seid = (in[0] & 1) != 0;
  std::size_t at = fixed_octets;
  if (in.size() < header_octets(header.has_seid)) return {};
  if (header.has_seid) {
    header.seid = Seid(from_big_endian(in.subspan(at, 8)));
    at += 8;
  }
  header.sequence = std::uint32_t(from_big_endian(in.subspan(at, 3)));
  if ((in[0] & 2) != 0) header.priority = std::uint8_t(in[at + 3] >> 4);
  return header;
}

std::vector<ByteView> split(ByteView datagram) {
  std::vector<ByteView> out;
  while (true) {
    std::size_t octets = stated_octets(datagram);
    bool more = octets > 0 && (datagram[0] >> 5) == 1 && (datagram[0] & 4) != 0 && octets < datagram.size();
    if (!more || out.size() + 1 == max_bundled) {
      out.push_back(datagram);
      return out;
    }
    out.push_back(datagram.first(octets));
    datagram = datagram.subspan(octets);
  }
}

Decoded<Pdu> decode(ByteView in) {
  auto header = peek(in);
  if (!header) return Fail(WireError{Kind::truncated, in.size(), "header", 0});
  if (header->version != 1) return Fail(WireError{Kind::wrong_type, 0, "Version", 0});
  if (stated_octets(in) != in.size()) return Fail(WireError{Kind::bad_length, 2, "Message Length", 0});
  std::size_t base = header_octets(header->has_seid);
  auto ies = in.subspan(base);

  Decoded<Pdu> out = Fail(WireError{Kind::wrong_type, 1, "Message Type", 0});
  for_each_message([&]<class M>(std::type_identity<M>) {
    if (M::type != header->type) return;
    if (is_session_type(M::type) == header->has_seid)
      out = decode_as<M>(*header, ies, base);
    else
      out = Fail(WireError{Kind::bad_value, 0, "S", 0});
  });
  return out;
}

Bytes encode_message(const Header& header, std::uint8_t type, const codec::TlvTable& table, const void* message) {
  bool has_seid = is_session_type(type);
  Bytes out;
  out.reserve(256);
  out.push_back(std::uint8_t(1 << 5 | (header.follow_on ? 4 : 0) | (header.priority ? 2 : 0) | (has_seid ? 1 : 0)));
  out.push_back(type);
  append(out, big_endian<2>(0));
  if (has_seid) append(out, big_endian<8>(header.seid.value()));
  append(out, big_endian<3>(header.sequence & 0xFFFFFF));
  out.push_back(std::uint8_t(header.priority.value_or(0) << 4));
  codec::encode_tlvs(table, message, out);
  std::size_t length = out.size() - fixed_octets;
  check(length <= 0xFFFF, "a PFCP message longer than its length field can say");
  out[2] = std::uint8_t(length >> 8);
  out[3] = std::uint8_t(length);
  return out;
}

Bytes encode(const Pdu& pdu) {
  return std::visit([&](auto& message) { return encode(pdu.header, message); }, pdu.message);
}

Cause cause_of(const WireError& error) {
  switch (error.kind) {
    case Kind::missing: return Cause::mandatory_ie_missing;
    case Kind::truncated:
    case Kind::bad_length:
    case Kind::trailing: return Cause::invalid_length;
    case Kind::bad_value: return Cause::mandatory_ie_incorrect;
    case Kind::too_many: return Cause::no_resources_available;
    case Kind::wrong_type: return Cause::service_not_supported;
  }
  return Cause::request_rejected;
}

Tree show(const Pdu& pdu) {
  Tree tree = Tree::object();
  auto& header = tree.add("Header", Tree::object());
  if (pdu.header.has_seid) header.add("SEID", pdu.header.seid.value());
  header.add("Sequence Number", pdu.header.sequence);
  if (pdu.header.priority) header.add("Message Priority", *pdu.header.priority);
  if (pdu.header.follow_on) header.add("Follow On", true);
  Tree ies = std::visit([](auto& message) { return codec::show_tlvs(message.wire, &message); }, pdu.message);
  for (auto& [name, value] : *ies.as_object()) tree.add(name, value);
  return tree;
}

const char* name_of(const Pdu& pdu) {
  return std::visit([](auto& message) { return message.wire.name; }, pdu.message);
}

const char* name_of(std::uint8_t type) {
  const char* name = "?";
  for_each_message([&]<class M>(std::type_identity<M>) {
    if (M::type == type) name = M::wire.name;
  });
  return name;
}

}  // namespace pellucid::pfcp
