// PDUs from and to octets, and which messages there are.
#include "wire/ngap/messages.hpp"

#include <array>

#include "wire/ngap/at.hpp"
#include "wire/ngap/procedures.hpp"

namespace pellucid::ngap {

namespace {

/// What the engine needs of one type of message.
struct MessageType {
  const Heading* heading;  // nullptr: RawMessage
  void (*emplace)(Message& message);
  void (*describe)(At& at, Message& message);
};

template <class M>
constexpr MessageType message_type() {
  if constexpr (StructuredMessage<M>)
    return {&M::heading, [](Message& message) { message.emplace<M>(); },
            [](At& at, Message& message) { at.message(std::get<M>(message)); }};
  else
    return {nullptr, [](Message& message) { message.emplace<M>(); }, nullptr};
}

/// One for each alternative of Message, in its order.
template <class... M>
constexpr auto types_of(std::variant<M...>*) {
  return std::array{message_type<M>()...};
}
constexpr auto message_types = types_of(static_cast<Message*>(nullptr));

const MessageType* type_of(std::uint8_t procedure, Kind kind) {
  for (auto& type : message_types)
    if (type.heading && type.heading->procedure == procedure && type.heading->kind == kind) return &type;
  return nullptr;
}

constexpr std::uint8_t private_message = 31;  // its IEs have identifiers of another kind

void describe_raw(At& at, std::uint8_t procedure, Kind kind, RawMessage& message) {
  auto* known = procedure_of(procedure);
  bool listed = known && known->names[std::size_t(kind)] && procedure != private_message;
  if (at.reading() ? !listed : message.unread.has_value()) return at.remainder(message.unread ? *message.unread : message.unread.emplace());
  bool extended = !message.additions.empty();
  at.bit(extended);
  at.raw_container(message.ies);
  if (extended) at.raw_additions(message.additions);
}

Tree show_raw(const RawMessage& message) {
  if (message.unread) return hex(*message.unread);
  Tree out = Tree::object();
  for (auto& ie : message.ies) {
    std::string name = ie_name(ie.id);
    out.add(name.empty() ? "IE " + std::to_string(ie.id) : name, hex(ie.value));
  }
  return out;
}

/// NGAP-PDU around `body`, which describes the message (§9.4.3).
template <class Body>
void envelope(At& at, Kind& kind, std::uint8_t& procedure, Criticality& criticality, Body body) {
  bool later_kind = false;
  at.bit(later_kind);
  at.fail_if(later_kind, codec::WireError::Kind::wrong_type);
  auto index = std::uint64_t(kind);
  at.constrained(index, 2);
  auto code = std::uint64_t(procedure);
  at.constrained(code, 255);
  auto number = std::uint64_t(criticality);
  at.constrained(number, 2);
  kind = Kind(index);
  procedure = std::uint8_t(code);
  criticality = Criticality(number);
  at.open(body);
}

}  // namespace

codec::Decoded<Received> decode(ByteView octets) {
  Received out;
  Pdu& pdu = out.pdu;
  At at(octets, out.diagnostics);
  at.inside(octets, [&] {
    envelope(at, pdu.kind, pdu.procedure, pdu.criticality, [&] {
      out.diagnostics.procedure = pdu.procedure;
      out.diagnostics.kind = pdu.kind;
      out.diagnostics.criticality = pdu.criticality;
      if (auto* type = type_of(pdu.procedure, pdu.kind)) {
        type->emplace(pdu.message);
        type->describe(at, pdu.message);
      } else {
        out.diagnostics.not_supported = true;
        describe_raw(at, pdu.procedure, pdu.kind, std::get<RawMessage>(pdu.message));
      }
    });
  });
  if (at.failed()) return Fail(at.error());
  return out;
}

Bytes detail::encode_message(const Heading& heading, void* message, void (*ies)(void*, At&), Unknown& unknown) {
  At at(At::Mode::writing);
  auto [procedure, kind, criticality, name] = heading;
  envelope(at, kind, procedure, criticality, [&] { at.message(unknown, [&] { ies(message, at); }); });
  if (at.failed()) check(false, at.error().field);
  return at.take();
}

codec::Decoded<Bytes> reencode(const Pdu& pdu) {
  At at(At::Mode::writing);
  auto kind = pdu.kind;
  auto procedure = pdu.procedure;
  auto criticality = pdu.criticality;
  auto& message = const_cast<Message&>(pdu.message);  // writing changes nothing
  envelope(at, kind, procedure, criticality, [&] {
    if (auto* type = &message_types[message.index()]; type->describe)
      type->describe(at, message);
    else
      describe_raw(at, procedure, kind, std::get<RawMessage>(message));
  });
  if (at.failed()) return Fail(at.error());
  return at.take();
}

Bytes encode(const Pdu& pdu) {
  auto octets = reencode(pdu);
  if (!octets) check(false, octets.error().field);
  return std::move(*octets);
}

Tree show(const Pdu& pdu, const NasPrinter& nas_printer) {
  Tree out = Tree::object();
  At at(At::Mode::printing, nullptr, &nas_printer);
  auto& message = const_cast<Message&>(pdu.message);  // printing changes nothing
  std::string name = name_of(pdu);
  if (auto* type = &message_types[message.index()]; type->describe) {
    type->describe(at, message);
    out.add(name, at.take_tree());
  } else {
    if (!procedure_of(pdu.procedure)) name += " " + std::to_string(pdu.procedure);
    out.add(name, show_raw(std::get<RawMessage>(message)));
  }
  return out;
}

const char* name_of(std::uint8_t procedure, Kind kind) {
  auto* known = procedure_of(procedure);
  const char* name = known ? known->names[std::size_t(kind) % 3] : nullptr;
  return name ? name : known ? "outcome that the procedure has not" : "unknown procedure";
}
const char* name_of(const Pdu& pdu) { return name_of(pdu.procedure, pdu.kind); }

void for_each_message(const Draw& draw, const std::function<void(const Pdu&)>& use) {
  for (auto& type : message_types) {
    if (!type.heading) continue;
    Pdu pdu(type.heading->kind, type.heading->procedure, type.heading->criticality, {});
    type.emplace(pdu.message);
    At at(At::Mode::inventing, &draw);
    type.describe(at, pdu.message);
    use(pdu);
  }
}

}  // namespace pellucid::ngap
