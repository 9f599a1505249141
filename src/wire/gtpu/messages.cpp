#include "wire/gtpu/messages.hpp"

#include <algorithm>
#include <utility>

namespace pellucid::gtpu {
namespace {

using Kind = WireError::Kind;
/// IEs and extension headers of one message that are read.
constexpr std::size_t max_ies = 32;

// ---- values of IEs ----------------------------------------------------------------------------------------------------

/// Octets of the value of a TV element (types below 128); 0: not known, so nothing behind it can be found.
std::size_t fixed_octets(std::uint8_t type) { return type == 14 ? 1 : type == 16 ? 4 : 0; }
/// The list of extension header types has a length of one octet, all other TLV elements of two (§8.5).
std::size_t length_octets(std::uint8_t type) { return type == 141 ? 1 : 2; }

template <class T>
  requires std::is_unsigned_v<T>
bool from_octets(ByteView in, T& value) {
  if (in.size() < sizeof(T)) return false;
  value = T(from_big_endian(in.first(sizeof(T))));
  return true;
}
bool from_octets(ByteView in, Teid& value) {
  if (in.size() != 4) return false;
  value = Teid(std::uint32_t(from_big_endian(in)));
  return true;
}
bool from_octets(ByteView in, IpAddress& value) {
  Octets<4> v4{};
  Octets<16> v6{};
  if (in.size() == 4) {
    std::copy(in.begin(), in.end(), v4.begin());
    value = IpAddress::v4(v4);
  } else if (in.size() == 16) {
    std::copy(in.begin(), in.end(), v6.begin());
    value = IpAddress::v6(v6);
  } else {
    return false;
  }
  return true;
}
bool from_octets(ByteView in, Bytes& value) {
  value = to_bytes(in);
  return true;
}
bool from_octets(ByteView in, PrivateExtension& value) {
  if (in.size() < 2) return false;
  value = {std::uint16_t(from_big_endian(in.first(2))), to_bytes(in.subspan(2))};
  return true;
}

template <class T>
  requires std::is_unsigned_v<T>
Bytes to_octets(T value) {
  auto octets = big_endian<sizeof(T)>(value);
  return {octets.begin(), octets.end()};
}
Bytes to_octets(Teid value) { return to_octets(value.value()); }
Bytes to_octets(const IpAddress& value) { return to_bytes(value.octets()); }
Bytes to_octets(const Bytes& value) { return value; }
Bytes to_octets(const PrivateExtension& value) {
  Bytes out = to_octets(value.identifier);
  append(out, value.value);
  return out;
}

template <class T>
  requires std::is_unsigned_v<T>
Tree shown(T value) {
  return Tree(value);
}
Tree shown(Teid value) { return Tree(value.value()); }
Tree shown(const IpAddress& value) { return Tree(value.text()); }
Tree shown(const Bytes& value) { return Tree(hex(value)); }
Tree shown(const PrivateExtension& value) {
  Tree tree = Tree::object();
  tree.add("Extension Identifier", value.identifier);
  tree.add("Extension Value", hex(value.value));
  return tree;
}

// ---- the three uses of a message's description --------------------------------------------------------------------------

struct RawIe {
  std::uint8_t type = 0;
  ByteView value;
  std::size_t offset = 0;
  bool used = false;
};

/// Fills a message from IEs in any order; of a repeated one the first counts.
struct IeReader {
  std::vector<RawIe> ies;
  std::size_t end = 0;
  std::optional<WireError> error;

  template <class T>
  void ie(std::uint8_t type, const char* field, T& value) {
    if (!take(type, field, value) && !error) error = WireError{Kind::missing, end, field, type};
  }
  template <class T>
  void ie(std::uint8_t type, const char* field, std::optional<T>& value) {
    T read{};
    if (take(type, field, read)) value = read;
  }
  void ie(std::uint8_t type, const char* field, std::vector<PrivateExtension>& values) {
    PrivateExtension read;
    while (take(type, field, read)) values.push_back(read);
  }
  template <class T>
  bool take(std::uint8_t type, const char* field, T& value) {
    if (error) return false;
    auto found = std::find_if(ies.begin(), ies.end(), [&](auto& i) { return i.type == type && !i.used; });
    if (found == ies.end()) return false;
    found->used = true;
    if (from_octets(found->value, value)) return true;
    error = WireError{Kind::bad_length, found->offset, field, type};
    return false;
  }
};

struct IeWriter {
  std::vector<UnknownIe> ies;
  template <class T>
  void ie(std::uint8_t type, const char*, const T& value) {
    ies.push_back({type, to_octets(value)});
  }
  template <class T>
  void ie(std::uint8_t type, const char*, const std::optional<T>& value) {
    if (value) ies.push_back({type, to_octets(*value)});
  }
  void ie(std::uint8_t type, const char*, const std::vector<PrivateExtension>& values) {
    for (auto& value : values) ies.push_back({type, to_octets(value)});
  }
  /// In ascending order of types, as §8.1 wants it.
  void write(Bytes& out) const {
    std::vector<const UnknownIe*> sorted;
    for (auto& i : ies)
      sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), &i, [](auto* a, auto* b) { return a->type < b->type; }), &i);
    for (auto* element : sorted) {
      auto& i = *element;
      out.push_back(i.type);
      if (i.type >= 128) {
        auto octets = big_endian<2>(i.value.size());
        append(out, ByteView(octets).last(length_octets(i.type)));
      }
      append(out, i.value);
    }
  }
};

struct IePrinter {
  Tree& tree;
  template <class T>
  void ie(std::uint8_t, const char* field, const T& value) {
    tree.add(field, shown(value));
  }
  template <class T>
  void ie(std::uint8_t, const char* field, const std::optional<T>& value) {
    if (value) tree.add(field, shown(*value));
  }
  void ie(std::uint8_t, const char* field, const std::vector<PrivateExtension>& values) {
    if (values.empty()) return;
    auto& list = tree.add(field, Tree::array());
    for (auto& value : values) list.push(shown(value));
  }
};

Decoded<std::vector<RawIe>> split_ies(ByteView in, std::size_t base) {
  std::vector<RawIe> out;
  std::size_t at = 0;
  while (at < in.size()) {
    std::uint8_t type = in[at];
    std::size_t start = at + 1, octets = fixed_octets(type);
    if (type >= 128) {
      std::size_t n = length_octets(type);
      if (in.size() - start < n) return Fail(WireError{Kind::truncated, base + start, "IE length", type});
      octets = from_big_endian(in.subspan(start, n));
      start += n;
    } else if (octets == 0) {
      return Fail(WireError{Kind::bad_value, base + at, "IE type", type});
    }
    if (in.size() - start < octets) return Fail(WireError{Kind::truncated, base + start, "IE value", type});
    if (out.size() == max_ies) return Fail(WireError{Kind::too_many, base + at, "IEs", type});
    out.push_back({type, in.subspan(start, octets), base + start, false});
    at = start + octets;
  }
  return out;
}

template <class M>
Decoded<Message> decode_body(ByteView in, std::size_t base) {
  if constexpr (std::is_same_v<M, GPdu>) {
    return Message(GPdu{in});
  } else {
    auto ies = split_ies(in, base);
    if (!ies.ok()) return Fail(ies.error());
    IeReader reader{std::move(*ies), base + in.size(), {}};
    M message;
    message.ies(reader);
    if (reader.error) return Fail(*reader.error);
    auto& other = message.other;  // by type, as they are sent
    for (auto& ie : reader.ies) {
      if (ie.used || ie.type < 128) continue;
      auto behind = std::upper_bound(other.begin(), other.end(), ie.type, [](auto type, auto& o) { return type < o.type; });
      other.insert(behind, {ie.type, to_bytes(ie.value)});
    }
    return Message(std::move(message));
  }
}

// ---- extension headers ----------------------------------------------------------------------------------------------------

Extension read_extension(std::uint8_t type, ByteView content) {
  if (type == extension::pdu_session_container && (content[0] >> 4) <= 1) {
    if (auto container = codec::decode<PduSessionContainer>(content); container.ok()) {
      auto made = *container;
      auto& rest = made.rest;
      bool padding = rest.size() < 4 && std::all_of(rest.begin(), rest.end(), [](auto octet) { return octet == 0; });
      if (padding) rest.clear();
      return made;
    }
  }
  if (type == extension::udp_port && content.size() == 2) return UdpPortHeader{std::uint16_t(from_big_endian(content))};
  if (type == extension::pdcp_number && content.size() == 2) return PdcpNumber{std::uint16_t(from_big_endian(content))};
  if (type == extension::long_pdcp_number && content.size() == 6)
    return LongPdcpNumber{std::uint32_t(from_big_endian(content.first(3)) & 0x3FFFF)};
  return RawExtension{type, to_bytes(content)};
}

std::uint8_t type_of(const Extension& extension) {
  struct {
    std::uint8_t operator()(const PduSessionContainer&) const { return extension::pdu_session_container; }
    std::uint8_t operator()(const UdpPortHeader&) const { return extension::udp_port; }
    std::uint8_t operator()(const PdcpNumber&) const { return extension::pdcp_number; }
    std::uint8_t operator()(const LongPdcpNumber&) const { return extension::long_pdcp_number; }
    std::uint8_t operator()(const RawExtension& raw) const { return raw.type; }
  } type;
  return std::visit(type, extension);
}

Bytes content_of(const Extension& extension) {
  struct {
    Bytes operator()(const PduSessionContainer& container) const { return codec::encode(container); }
    Bytes operator()(const UdpPortHeader& x) const { return to_octets(x.port); }
    Bytes operator()(const PdcpNumber& x) const { return to_octets(x.number); }
    Bytes operator()(const LongPdcpNumber& x) const {
      auto octets = big_endian<6>(std::uint64_t(x.number & 0x3FFFF) << 24);
      return {octets.begin(), octets.end()};
    }
    Bytes operator()(const RawExtension& raw) const { return raw.content; }
  } content;
  Bytes out = std::visit(content, extension);
  while (out.empty() || (out.size() + 2) % 4 != 0) out.push_back(0);
  return out;
}

Tree show_extension(const Extension& extension) {
  Tree tree = Tree::object();
  tree.add("Type", type_of(extension));
  struct {
    Tree& tree;
    void operator()(const PduSessionContainer& x) { tree.add("PDU Session Container", codec::show(x)); }
    void operator()(const UdpPortHeader& x) { tree.add("UDP Port", x.port); }
    void operator()(const PdcpNumber& x) { tree.add("PDCP PDU Number", x.number); }
    void operator()(const LongPdcpNumber& x) { tree.add("Long PDCP PDU Number", x.number); }
    void operator()(const RawExtension& x) { tree.add("Content", hex(x.content)); }
  } add{tree};
  std::visit(add, extension);
  return tree;
}

/// Reads the chain of extension headers from `at` on; moves `at` behind it.
std::optional<WireError> read_extensions(ByteView in, std::size_t& at, std::uint8_t next, std::vector<Extension>& out) {
  while (next != extension::none) {
    if (out.size() == max_extensions) return WireError{Kind::too_many, at, "extension headers", next};
    if (at >= in.size()) return WireError{Kind::truncated, at, "extension header", next};
    std::size_t octets = std::size_t(in[at]) * 4;
    if (octets == 0) return WireError{Kind::bad_length, at, "extension header length", next};
    if (in.size() - at < octets) return WireError{Kind::truncated, at, "extension header", next};
    out.push_back(read_extension(next, in.subspan(at + 1, octets - 2)));
    next = in[at + octets - 1];
    at += octets;
  }
  return {};
}

}  // namespace

Decoded<Pdu> decode(ByteView datagram) {
  if (datagram.size() < 8) return Fail(WireError{Kind::truncated, datagram.size(), "header", 0});
  std::uint8_t flags = datagram[0];
  if ((flags & 0xF0) != 0x30) return Fail(WireError{Kind::wrong_type, 0, "Version", 0});
  std::size_t end = 8 + from_big_endian(datagram.subspan(2, 2));
  if (end > datagram.size()) return Fail(WireError{Kind::truncated, datagram.size(), "Length", 0});
  auto in = datagram.first(end);

  Pdu pdu;
  pdu.header.type = in[1];
  pdu.header.teid = Teid(std::uint32_t(from_big_endian(in.subspan(4, 4))));
  std::size_t at = 8;
  if ((flags & 7) != 0) {
    if (in.size() < 12) return Fail(WireError{Kind::truncated, in.size(), "header", 0});
    auto& header = pdu.header;
    std::copy_n(in.begin() + 8, 3, header.unset.begin());
    if ((flags & 2) != 0) {
      header.sequence = std::uint16_t(from_big_endian(in.subspan(8, 2)));
      header.unset[0] = header.unset[1] = 0;
    }
    if ((flags & 1) != 0) header.n_pdu = std::exchange(header.unset[2], std::uint8_t(0));
    at = 12;
    if ((flags & 4) != 0) {
      if (auto wrong = read_extensions(in, at, in[11], pdu.header.extensions)) return Fail(*wrong);
      header.no_extension_follows = header.extensions.empty();
    }
  }
  Decoded<Message> body = Fail(WireError{Kind::wrong_type, 1, "Message Type", 0});
  for_each_message([&]<class M>(std::type_identity<M>) {
    if (M::type == pdu.header.type) body = decode_body<M>(in.subspan(at), at);
  });
  if (!body.ok()) return Fail(body.error());
  pdu.message = std::move(*body);
  pdu.behind = datagram.subspan(end);
  return pdu;
}

std::optional<std::uint8_t> not_understood(const Pdu& pdu) {
  for (auto& x : pdu.header.extensions) {
    auto type = type_of(x);
    if (extension::required_by_endpoint(type) && !extension::is_supported(type)) return type;
  }
  return {};
}

Bytes encode(const Pdu& pdu) {
  auto& header = pdu.header;
  bool e = !header.extensions.empty() || header.no_extension_follows, s = header.sequence.has_value(), pn = header.n_pdu.has_value();
  Bytes out;
  out.push_back(std::uint8_t(0x30 | (e ? 4 : 0) | (s ? 2 : 0) | (pn ? 1 : 0)));
  out.push_back(std::visit([](auto& message) { return message.type; }, pdu.message));
  append(out, big_endian<2>(0));
  append(out, big_endian<4>(header.teid.value()));
  if (e || s || pn) {
    if (s)
      append(out, big_endian<2>(*header.sequence));
    else
      append(out, ByteView(header.unset).first(2));
    out.push_back(header.n_pdu.value_or(header.unset[2]));
    for (auto& x : header.extensions) {
      out.push_back(type_of(x));
      auto content = content_of(x);
      std::size_t words = (content.size() + 2) / 4;
      check(words < 256, "a GTP-U extension header longer than its length field can say");
      out.push_back(std::uint8_t(words));
      append(out, content);
    }
    out.push_back(extension::none);
  }
  std::visit(
      [&]<class M>(const M& message) {
        if constexpr (std::is_same_v<M, GPdu>) {
          append(out, message.payload);
        } else {
          IeWriter writer;
          const_cast<M&>(message).ies(writer);
          for (auto& ie : message.other) writer.ies.push_back(ie);
          writer.write(out);
        }
      },
      pdu.message);
  std::size_t length = out.size() - 8;
  check(length <= 0xFFFF, "a GTP-U message longer than its length field can say");
  out[2] = std::uint8_t(length >> 8);
  out[3] = std::uint8_t(length);
  append(out, pdu.behind);
  return out;
}

Tree show(const Pdu& pdu) {
  Tree tree = Tree::object();
  auto& header = tree.add("Header", Tree::object());
  header.add("TEID", pdu.header.teid.value());
  if (pdu.header.sequence) header.add("Sequence Number", *pdu.header.sequence);
  if (pdu.header.n_pdu) header.add("N-PDU Number", *pdu.header.n_pdu);
  if (!pdu.header.extensions.empty()) {
    auto& list = header.add("Extension Headers", Tree::array());
    for (auto& x : pdu.header.extensions) list.push(show_extension(x));
  }
  std::visit(
      [&]<class M>(const M& message) {
        if constexpr (std::is_same_v<M, GPdu>) {
          tree.add("Payload octets", message.payload.size());
        } else {
          IePrinter printer{tree};
          const_cast<M&>(message).ies(printer);
          for (auto& ie : message.other) tree.add("IE " + std::to_string(ie.type), hex(ie.value));
        }
      },
      pdu.message);
  return tree;
}

const char* name_of(const Pdu& pdu) {
  return std::visit([](auto& message) { return message.name; }, pdu.message);
}

}  // namespace pellucid::gtpu
