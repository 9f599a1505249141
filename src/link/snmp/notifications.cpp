#include "link/snmp/notifications.hpp"

namespace pellucid::snmp {
namespace {

const Oid snmp_trap_oid{1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};  // RFC 3418
const Oid snmp_traps{1, 3, 6, 1, 6, 3, 1, 1, 5};

Oid notification_of(const Pdu& pdu) {
  for (auto& binding : pdu.bindings)
    if (auto* oid = std::get_if<Oid>(&binding.value); oid && binding.name == snmp_trap_oid) return *oid;
  return {};
}

/// RFC 3584 §3.1.
Oid notification_of(const TrapV1& trap) {
  constexpr std::int32_t enterprise_specific = 6;
  if (trap.generic >= 0 && trap.generic < enterprise_specific) return snmp_traps.with(Oid::Arc(trap.generic) + 1);
  auto oid = trap.enterprise;
  if (!oid.push(0) || !oid.push(Oid::Arc(trap.specific))) return {};
  return oid;
}

}  // namespace

Io<std::unique_ptr<Notifications>> Notifications::open(World& world, const Endpoint& local, Heard heard) {
  std::unique_ptr<Notifications> self(new Notifications(std::move(heard)));
  auto* raw = self.get();
  auto socket = world.open_udp(local, [raw](const Endpoint& from, ByteView datagram) { raw->receive(from, datagram); });
  if (!socket.ok()) return Fail(socket.error());
  self->socket_ = std::move(*socket);
  return self;
}

void Notifications::receive(const Endpoint& from, ByteView datagram) {
  auto message = decode(datagram);
  if (!message.ok()) {
    ++counters_.malformed;
    return;
  }
  Hint hint{from, {}};
  auto* community = std::get_if<Community>(&*message);
  auto* pdu = community ? std::get_if<Pdu>(&community->pdu) : nullptr;
  if (pdu && pdu->type != PduType::trap && pdu->type != PduType::inform) {
    ++counters_.malformed;
    return;
  }
  if (pdu)
    hint.notification = notification_of(*pdu);
  else if (community)
    hint.notification = notification_of(std::get<TrapV1>(community->pdu));
  ++counters_.hints;
  if (!heard_(hint) || !pdu || pdu->type != PduType::inform) return;
  pdu->type = PduType::response;
  socket_->send(from, encode(*community));
  ++counters_.acknowledged;
}

}  // namespace pellucid::snmp
