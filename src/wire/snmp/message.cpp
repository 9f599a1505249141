#include "wire/snmp/message.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

namespace pellucid::snmp {
namespace {

constexpr std::uint8_t trap_v1_tag = 0xA4;
constexpr std::uint8_t authenticated_flag = 1, encrypted_flag = 2, reportable_flag = 4;
constexpr std::int32_t user_security_model = 3;       // RFC 3411 §5
constexpr std::int32_t least_max_message_size = 484;  // RFC 3412 §6

// ---- reading

bool is_pdu(std::uint8_t tag) { return tag >= std::uint8_t(PduType::get) && tag <= std::uint8_t(PduType::report) && tag != trap_v1_tag; }

template <class T>
Value natural_or_fault(BerReader& at, ByteView content) {
  auto number = unsigned_content(content, sizeof(typename T::Number));
  if (!number) return at.fail(WireError::Kind::bad_value, "value"), Value{};
  return T(typename T::Number(*number));
}

Value empty_or_fault(BerReader& at, ByteView content, Value value) {
  if (!content.empty()) at.fail(WireError::Kind::bad_length, "value");
  return value;
}

Value read_value(BerReader& at) {
  auto [tag, content, offset] = at.any("value");
  if (at.failed()) return {};
  switch (Tag(tag)) {
    case Tag::integer:
      if (auto number = signed_content(content)) return *number;
      break;
    case Tag::octet_string: return to_bytes(content);
    case Tag::oid:
      if (auto oid = oid_content(content)) return std::move(*oid);
      break;
    case Tag::ip_address:
      if (content.size() == 4) return Octets<4>{content[0], content[1], content[2], content[3]};
      break;
    case Tag::counter32: return natural_or_fault<Counter32>(at, content);
    case Tag::gauge32: return natural_or_fault<Gauge32>(at, content);
    case Tag::time_ticks: return natural_or_fault<TimeTicks>(at, content);
    case Tag::counter64: return natural_or_fault<Counter64>(at, content);
    case Tag::opaque: return Opaque{to_bytes(content)};
    case Tag::null: return empty_or_fault(at, content, Null{});
    case Tag::no_such_object: return empty_or_fault(at, content, NoSuchObject{});
    case Tag::no_such_instance: return empty_or_fault(at, content, NoSuchInstance{});
    case Tag::end_of_mib_view: return empty_or_fault(at, content, EndOfMibView{});
    case Tag::sequence: break;
    default: at.fail(WireError::Kind::wrong_type, "value"); return {};
  }
  at.fail(WireError::Kind::bad_value, "value");
  return {};
}

std::vector<Binding> read_bindings(BerReader& outer) {
  auto list = outer.inside(Tag::sequence, "variable bindings");
  std::vector<Binding> bindings;
  while (list.more() && !outer.failed()) {
    if (bindings.size() >= max_bindings) {
      list.fail(WireError::Kind::too_many, "variable bindings");
      break;
    }
    auto pair = list.inside(Tag::sequence, "variable binding");
    Binding binding;
    binding.name = pair.oid("name");
    binding.value = read_value(pair);
    list.finish(pair, "variable binding");
    bindings.push_back(std::move(binding));
  }
  outer.finish(list, "variable bindings");
  return bindings;
}

Pdu read_pdu(BerReader& outer) {
  Pdu pdu;
  auto tag = outer.peek();
  if (tag && !is_pdu(*tag)) return outer.fail(WireError::Kind::wrong_type, "PDU"), pdu;
  auto at = outer.inside(tag.value_or(0), "PDU");
  pdu.type = PduType(tag.value_or(std::uint8_t(PduType::get)));
  pdu.request_id = at.integer("request id");
  pdu.error_status = at.integer("error status");
  pdu.error_index = at.integer("error index");
  pdu.bindings = read_bindings(at);
  outer.finish(at, "PDU");
  return pdu;
}

TrapV1 read_trap_v1(BerReader& outer) {
  TrapV1 trap;
  auto at = outer.inside(trap_v1_tag, "trap");
  trap.enterprise = at.oid("enterprise");
  auto agent = at.element(Tag::ip_address, "agent address").content;
  if (agent.size() == 4)
    std::copy(agent.begin(), agent.end(), trap.agent.begin());
  else
    at.fail(WireError::Kind::bad_length, "agent address");
  trap.generic = at.integer("generic trap");
  trap.specific = at.integer("specific trap");
  auto ticks = unsigned_content(at.element(Tag::time_ticks, "time stamp").content, 4);
  if (!ticks) at.fail(WireError::Kind::bad_value, "time stamp");
  trap.time = TimeTicks(std::uint32_t(ticks.value_or(0)));
  trap.bindings = read_bindings(at);
  outer.finish(at, "trap");
  return trap;
}

Community read_community(BerReader& at, Version version) {
  Community message;
  message.version = version;
  message.community = at.octet_string("community", max_name_octets);
  if (version == Version::v1 && at.peek() == trap_v1_tag)
    message.pdu = read_trap_v1(at);
  else
    message.pdu = read_pdu(at);
  return message;
}

ScopedPdu read_scoped_pdu(BerReader& outer) {
  ScopedPdu scoped;
  auto at = outer.inside(Tag::sequence, "scoped PDU");
  scoped.context_engine_id = at.octet_string("context engine id", max_engine_id_octets);
  scoped.context_name = at.octet_string("context name", max_name_octets);
  scoped.pdu = read_pdu(at);
  outer.finish(at, "scoped PDU");
  return scoped;
}

/// `mac_at`: where the content of msgAuthenticationParameters stands in the datagram.
UsmParameters read_security(BerReader& outer, std::size_t& mac_at) {
  UsmParameters usm;
  auto octets = outer.element(Tag::octet_string, "security parameters");
  BerReader string(octets.content, octets.offset);
  auto at = string.inside(Tag::sequence, "security parameters");
  usm.engine_id = at.octet_string("engine id", max_engine_id_octets);
  usm.boots = at.integer("engine boots", 0);
  usm.time = at.integer("engine time", 0);
  usm.user = at.octet_string("user name", max_user_octets);
  auto mac = at.element(Tag::octet_string, "authentication parameters");
  usm.authentication = to_bytes(mac.content);
  mac_at = mac.offset;
  usm.privacy = at.octet_string("privacy parameters", max_name_octets);
  string.finish(at, "security parameters");
  outer.finish(string, "security parameters");
  return usm;
}

SecureMessage read_secure(BerReader& at, std::size_t& mac_at) {
  SecureMessage message;
  auto global = at.inside(Tag::sequence, "global data");
  message.id = global.integer("message id", 0);
  message.max_size = global.integer("maximal message size", least_max_message_size);
  auto flags = global.octet_string("flags", 1);
  if (flags.size() != 1) global.fail(WireError::Kind::bad_length, "flags");
  auto model = global.integer("security model", 1);
  if (model != user_security_model) global.fail(WireError::Kind::bad_value, "security model");
  at.finish(global, "global data");
  if (at.failed()) return message;
  message.authenticated = (flags[0] & authenticated_flag) != 0;
  message.encrypted = (flags[0] & encrypted_flag) != 0;
  message.reportable = (flags[0] & reportable_flag) != 0;
  if (message.encrypted && !message.authenticated) at.fail(WireError::Kind::bad_value, "flags");  // RFC 3412 §7.2
  message.security = read_security(at, mac_at);
  if (message.encrypted)
    message.content = at.octet_string("encrypted PDU", max_message_octets);
  else
    message.content = read_scoped_pdu(at);
  return message;
}

Decoded<Message> read_message(ByteView datagram, std::size_t& mac_at) {
  BerReader outer(datagram);
  if (datagram.size() > max_message_octets) outer.fail(WireError::Kind::bad_length, "message");
  auto at = outer.inside(Tag::sequence, "message");
  auto version = at.integer("version", 0, 3);
  Message message;
  if (version == 2)
    at.fail(WireError::Kind::bad_value, "version");
  else if (version == std::int32_t(Version::v3))
    message = read_secure(at, mac_at);
  else
    message = read_community(at, Version(version));
  outer.finish(at, "message");
  if (outer.more()) outer.fail(WireError::Kind::trailing, "message");
  if (outer.failed()) return Fail(outer.error());
  return message;
}

// ---- writing, from the back

struct ValueWriter {
  BerWriter& to;
  void operator()(const Null&) const { to.empty(Tag::null); }
  void operator()(std::int32_t v) const { to.integer(v); }
  void operator()(const Bytes& v) const { to.octet_string(v); }
  void operator()(const Oid& v) const { to.oid(v); }
  void operator()(const Octets<4>& v) const { to.octet_string(v, Tag::ip_address); }
  void operator()(Counter32 v) const { to.natural(v.value(), Tag::counter32); }
  void operator()(Gauge32 v) const { to.natural(v.value(), Tag::gauge32); }
  void operator()(TimeTicks v) const { to.natural(v.value(), Tag::time_ticks); }
  void operator()(const Opaque& v) const { to.octet_string(v.octets, Tag::opaque); }
  void operator()(Counter64 v) const { to.natural(v.value(), Tag::counter64); }
  void operator()(const NoSuchObject&) const { to.empty(Tag::no_such_object); }
  void operator()(const NoSuchInstance&) const { to.empty(Tag::no_such_instance); }
  void operator()(const EndOfMibView&) const { to.empty(Tag::end_of_mib_view); }
};

void write(BerWriter& to, const std::vector<Binding>& bindings) {
  auto end = to.size();
  for (std::size_t i = bindings.size(); i-- > 0;) {
    auto pair_end = to.size();
    std::visit(ValueWriter{to}, bindings[i].value);
    to.oid(bindings[i].name);
    to.header(Tag::sequence, pair_end);
  }
  to.header(Tag::sequence, end);
}

void write(BerWriter& to, const Pdu& pdu) {
  auto end = to.size();
  write(to, pdu.bindings);
  to.integer(pdu.error_index);
  to.integer(pdu.error_status);
  to.integer(pdu.request_id);
  to.header(std::uint8_t(pdu.type), end);
}

void write(BerWriter& to, const TrapV1& trap) {
  auto end = to.size();
  write(to, trap.bindings);
  to.natural(trap.time.value(), Tag::time_ticks);
  to.integer(trap.specific);
  to.integer(trap.generic);
  to.octet_string(trap.agent, Tag::ip_address);
  to.oid(trap.enterprise);
  to.header(trap_v1_tag, end);
}

void write(BerWriter& to, const ScopedPdu& scoped) {
  auto end = to.size();
  write(to, scoped.pdu);
  to.octet_string(scoped.context_name);
  to.octet_string(scoped.context_engine_id);
  to.header(Tag::sequence, end);
}

/// Gives how many octets stand from the MAC's first one to the end.
std::size_t write(BerWriter& to, const UsmParameters& usm) {
  auto end = to.size();
  to.octet_string(usm.privacy);
  auto before_mac = to.size();
  to.raw(usm.authentication);
  auto mac_to_end = to.size();
  to.header(Tag::octet_string, before_mac);
  to.octet_string(usm.user);
  to.integer(usm.time);
  to.integer(usm.boots);
  to.octet_string(usm.engine_id);
  to.header(Tag::sequence, end);
  to.header(Tag::octet_string, end);
  return mac_to_end;
}

struct ValueText {
  std::string operator()(const Null&) const { return "NULL"; }
  std::string operator()(std::int32_t v) const { return "INTEGER " + std::to_string(v); }
  std::string operator()(const Bytes& v) const { return "OCTET STRING " + cut(v); }
  std::string operator()(const Oid& v) const { return "OID " + v.text(); }
  std::string operator()(const Octets<4>& v) const { return "IpAddress " + hex(v); }
  std::string operator()(Counter32 v) const { return "Counter32 " + std::to_string(v.value()); }
  std::string operator()(Gauge32 v) const { return "Gauge32 " + std::to_string(v.value()); }
  std::string operator()(TimeTicks v) const { return "TimeTicks " + std::to_string(v.value()); }
  std::string operator()(const Opaque& v) const { return "Opaque " + cut(v.octets); }
  std::string operator()(Counter64 v) const { return "Counter64 " + std::to_string(v.value()); }
  std::string operator()(const NoSuchObject&) const { return "noSuchObject"; }
  std::string operator()(const NoSuchInstance&) const { return "noSuchInstance"; }
  std::string operator()(const EndOfMibView&) const { return "endOfMibView"; }
  static std::string cut(const Bytes& octets) {
    constexpr std::size_t most = 32;
    return hex(ByteView(octets).first(std::min(octets.size(), most))) + (octets.size() > most ? "..." : "");
  }
};

}  // namespace

bool is_exception(const Value& value) {
  return std::holds_alternative<NoSuchObject>(value) || std::holds_alternative<NoSuchInstance>(value) ||
         std::holds_alternative<EndOfMibView>(value);
}

std::string text(const Value& value) { return std::visit(ValueText{}, value); }

std::string error_status_text(std::int32_t status) {
  static constexpr std::array<const char*, 19> names{"noError",
                                                     "tooBig",
                                                     "noSuchName",
                                                     "badValue",
                                                     "readOnly",
                                                     "genErr",
                                                     "noAccess",
                                                     "wrongType",
                                                     "wrongLength",
                                                     "wrongEncoding",
                                                     "wrongValue",
                                                     "noCreation",
                                                     "inconsistentValue",
                                                     "resourceUnavailable",
                                                     "commitFailed",
                                                     "undoFailed",
                                                     "authorizationError",
                                                     "notWritable",
                                                     "inconsistentName"};
  if (status >= 0 && std::size_t(status) < names.size()) return names[std::size_t(status)];
  return "error " + std::to_string(status);
}

Decoded<Message> decode(ByteView datagram) {
  std::size_t mac_at = 0;
  return read_message(datagram, mac_at);
}

std::size_t authentication_offset(ByteView datagram) {
  std::size_t mac_at = 0;
  return read_message(datagram, mac_at).ok() ? mac_at : 0;
}

Decoded<ScopedPdu> decode_scoped_pdu(ByteView octets) {
  BerReader at(octets);
  auto scoped = read_scoped_pdu(at);
  if (at.failed()) return Fail(at.error());
  return scoped;
}

Bytes encode(const Community& message) {
  BerWriter to;
  std::visit([&](auto& pdu) { write(to, pdu); }, message.pdu);
  to.octet_string(message.community);
  to.integer(std::int64_t(message.version));
  to.header(Tag::sequence, 0);
  return to.take();
}

Bytes encode(const ScopedPdu& pdu) {
  BerWriter to;
  write(to, pdu);
  return to.take();
}

EncodedSecureMessage encode(const SecureMessage& message) {
  BerWriter to;
  if (auto* scoped = std::get_if<ScopedPdu>(&message.content))
    write(to, *scoped);
  else
    to.octet_string(std::get<Bytes>(message.content));
  auto mac_to_end = write(to, message.security);
  auto end = to.size();
  to.integer(user_security_model);
  Octets<1> flags{std::uint8_t((message.authenticated ? authenticated_flag : 0) | (message.encrypted ? encrypted_flag : 0) |
                               (message.reportable ? reportable_flag : 0))};
  to.octet_string(flags);
  to.integer(message.max_size);
  to.integer(message.id);
  to.header(Tag::sequence, end);
  to.integer(std::int64_t(Version::v3));
  to.header(Tag::sequence, 0);
  return {to.take(), to.size() - mac_to_end};
}

}  // namespace pellucid::snmp
