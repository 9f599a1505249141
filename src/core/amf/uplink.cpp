// NAS messages of phones: out of their envelope by the rules of TS 24.501 §4.4.4.3 and §7, then to their procedure.
#include <utility>

#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"
#include "link/nas/acceptance.hpp"

namespace pellucid::amf {

namespace {

constexpr unsigned max_faults = 64;  // undecodable or unverifiable messages on one connection
constexpr Duration disk_poll = std::chrono::milliseconds(1);
constexpr std::size_t envelope = 7;  // header of a protected message; what follows is plain if it is not ciphered

template <class M>
constexpr std::uint8_t type_of = M::wire.type;

void trace(Net& net, const Ue& ue, ByteView plain) {
  if (!net.listeners.tracer) return;
  std::string subject = ue.subject();
  TracedPdu pdu;
  pdu.protocol = Protocol::nas;
  pdu.from = "phone";
  pdu.to = "amf";
  pdu.octets = plain;
  pdu.subject = subject;
  net.listeners.tracer->pdu(pdu);
}

/// What came out of the envelope.
struct Taken {
  Bytes plain;
  bool verified = false;
  std::optional<nas::Opened> opened;  // verified: with its COUNT
};

/// The whole message of an initial one, and whether it is whole: a container that cannot be read asks for a new one (RINMR).
template <class M>
std::pair<Bytes, bool> whole(const Ue& ue, const Taken& taken) {
  auto outer = nas::decode<M>(taken.plain);
  if (!outer || !outer->container) return {taken.plain, true};
  if (!taken.opened || !ue.security) return {taken.plain, false};
  // Ciphered only where the message around it is not (TS 24.501 §4.4.6).
  Bytes inner = nas::is_ciphered(taken.opened->header) ? std::move(outer->container->octets)
                                                       : ue.security->decipher_container(outer->container->octets, taken.opened->count);
  auto head = nas::peek(inner);
  if (!head || !head->is_mm() || head->type != M::wire.type) return {taken.plain, false};
  return {std::move(inner), true};
}

std::optional<Taken> open_protected(Net& net, Connection& connection, Ue& ue, const nas::Peek& head, ByteView pdu) {
  bool new_keys = head.security == nas::SecurityHeaderType::integrity_ciphered_new_context;
  auto& channel = new_keys ? ue.trial : ue.security;
  if (channel) {
    auto opened = channel->unprotect(pdu);
    if (opened.ok()) {
      if (new_keys) connection.key_count = opened->count;  // TS 33.501 §6.8.1.2.2
      Taken taken{opened->message, true, std::move(*opened)};
      return taken;
    }
    if (opened.error() == nas::ChannelFault::count_exhausted) {
      ++net.counters.events.counts_exhausted;
      release(net, ue, ngap::CauseNas::unspecified);  // TS 24.501 §4.4.3.5
      return {};
    }
    ++net.counters.events.nas_integrity_failed;
  } else {
    ++net.counters.events.nas_integrity_failed;
  }
  if (ue.secure() || nas::is_ciphered(head.security) || pdu.size() <= envelope) return {};
  auto inner = nas::peek(pdu.subspan(envelope));
  if (!inner || !inner->is_mm() || inner->is_protected() || !nas::acceptable_unverified(inner->type)) return {};
  return Taken{to_bytes(pdu.subspan(envelope)), false, {}};
}

std::optional<Taken> open(Net& net, Connection& connection, Ue& ue, ByteView pdu) {
  auto head = nas::peek(pdu);
  if (!head || !head->is_mm()) {  // TS 24.501 §7.2.1, §4.4.1
    ++net.counters.events.nas_undecodable;
    return {};
  }
  if (head->is_protected()) return open_protected(net, connection, ue, *head, pdu);
  // We ask for the SUCI only; a phone without one says so with another identity (TS 24.501 §5.4.3.3).
  bool acceptable = nas::acceptable_unprotected(nas::Side::network, pdu) || head->type == type_of<nas::IdentityResponse>;
  if (ue.secure() || !acceptable) {
    ++net.counters.events.nas_unprotected_dropped;
    return {};
  }
  return Taken{to_bytes(pdu), false, {}};
}

void status_received(Net& net, const Ue& ue, ByteView plain) {
  ++net.counters.events.status_received;
  auto status = nas::decode<nas::MmStatus>(plain);
  net.log(Severity::info,
          ue.subject() + " reports: 5GMM status " + (status.ok() ? nas::text(status->cause) : std::string("that cannot be read")));
}

/// To the flow that waits for it.
void answer_received(Net& net, Ue& ue, std::uint8_t type, Taken taken) {
  PlainNas message{type, std::move(taken.plain), taken.verified};
  if (ue.work && ue.work->nas.offer(message)) return;
  ++net.counters.events.nas_unexpected;  // TS 24.501 §7.4: free choice; nothing is said
}

void payload_received(Net& net, Ue& ue, const Taken& taken) {
  if (!taken.verified || !ue.registered()) {
    ++net.counters.events.nas_unexpected;
    return;
  }
  auto message = nas::decode<nas::UlNasTransport>(taken.plain);
  if (message.ok()) return uplink_payload(net, ue, std::move(*message));
  ++net.counters.events.nas_undecodable;
  if (auto cause = nas::cause_of(message.error())) send_status(net, ue, *cause);
}

/// Any message whose phone is known as far as it can be.
void take(Net& net, Connection& connection, Ue& ue, Taken taken) {
  std::uint8_t type = nas::peek(taken.plain)->type;
  trace(net, ue, taken.plain);
  switch (type) {
    case type_of<nas::RegistrationRequest>: {
      auto [message, complete] = whole<nas::RegistrationRequest>(ue, taken);
      return registration_requested(net, ue, std::move(message), Arrival{taken.verified && complete});
    }
    case type_of<nas::ServiceRequest>: {
      if (!taken.verified || ue.supi.empty())
        return refuse_service(
            net, connection, nas::MmCause::ue_identity_cannot_be_derived,
            Why{"the phone's temporary identity and its MAC are ours", taken.verified ? "an unknown identity" : "a wrong MAC",
                "a 5G-S-TMSI and keys of a context here", "contexts", "nothing: the phone registers anew by itself"});
      auto [message, complete] = whole<nas::ServiceRequest>(ue, taken);
      (void)complete;  // one that cannot be read is served by its outer part
      return service_requested(net, ue, std::move(message));
    }
    case type_of<nas::UeDeregistrationRequest>: return deregistration_requested(net, ue, std::move(taken.plain), taken.verified);
    case type_of<nas::UlNasTransport>: return payload_received(net, ue, taken);
    case type_of<nas::MmStatus>: return status_received(net, ue, taken.plain);
    case type_of<nas::SecurityModeComplete>:
      // Only the new keys prove that the phone has taken them (TS 24.501 §5.4.2.3).
      if (!taken.opened || taken.opened->header != nas::SecurityHeaderType::integrity_ciphered_new_context) {
        ++net.counters.events.nas_unexpected;
        return;
      }
      return answer_received(net, ue, type, std::move(taken));
    case type_of<nas::AuthenticationResponse>:
    case type_of<nas::AuthenticationFailure>:
    case type_of<nas::IdentityResponse>:
    case type_of<nas::SecurityModeReject>:
    case type_of<nas::RegistrationComplete>:
    case type_of<nas::NetworkDeregistrationAccept>:
    case type_of<nas::ConfigurationUpdateComplete>: return answer_received(net, ue, type, std::move(taken));
    case type_of<nas::NotificationResponse>: ++net.counters.events.nas_unexpected; return;
    default:
      ++net.counters.events.nas_undecodable;
      send_status(net, ue, nas::MmCause::message_type_not_implemented);  // TS 24.501 §7.4
      return fault(net, connection);
  }
}

/// The phone whose context the first message claims, if the message proves it: right ngKSI and right MAC (TS 24.501 §4.4.2.5).
struct Claim {
  Ue* ue = nullptr;
  std::optional<Taken> taken;
  std::optional<Tmsi> name;
};

template <class Identity>
Claim claim_by(Net& net, const Identity& name, nas::KeySetId ng_ksi, ByteView pdu) {
  Ue* ue = net.gutis.find(name);
  if (!ue || !ue->security || ue->security->context().ng_ksi != ng_ksi) return {};
  // Whoever sends this must not disturb the phone if it is not that phone.
  bool was_secure = ue->security->secure_exchange();
  ue->security->end_secure_exchange();  // initial messages are not ciphered
  auto opened = ue->security->unprotect(pdu);
  if (!opened.ok()) {
    if (was_secure) ue->security->establish_secure_exchange();
    ++net.counters.events.nas_integrity_failed;
    return {};
  }
  Bytes plain = opened->message;
  return Claim{ue, Taken{std::move(plain), true, std::move(*opened)}, name.tmsi};
}

Claim claim(Net& net, const nas::Peek& head, ByteView pdu, const std::optional<STmsi>& named_below) {
  if (!head.is_protected()) return {};
  if (nas::is_ciphered(head.security)) {
    // Not as the standard has it, but readable once the phone is known by its lower layers.
    Ue* ue = named_below ? net.gutis.find(*named_below) : nullptr;
    return ue && ue->security ? claim_by(net, *named_below, ue->security->context().ng_ksi, pdu) : Claim{};
  }
  if (pdu.size() <= envelope) return {};
  ByteView plain = pdu.subspan(envelope);
  auto inner = nas::peek(plain);
  if (!inner || !inner->is_mm() || inner->is_protected()) return {};
  if (inner->type == type_of<nas::RegistrationRequest>) {
    auto request = nas::decode<nas::RegistrationRequest>(plain);
    if (request.ok() && request->identity.guti()) return claim_by(net, *request->identity.guti(), request->ng_ksi, pdu);
  } else if (inner->type == type_of<nas::ServiceRequest>) {
    auto request = nas::decode<nas::ServiceRequest>(plain);
    if (request.ok() && request->s_tmsi.s_tmsi()) return claim_by(net, *request->s_tmsi.s_tmsi(), request->ng_ksi, pdu);
  } else if (inner->type == type_of<nas::UeDeregistrationRequest>) {
    auto request = nas::decode<nas::UeDeregistrationRequest>(plain);
    if (request.ok() && request->identity.guti()) return claim_by(net, *request->identity.guti(), request->ng_ksi, pdu);
  }
  return {};
}

/// The first message of a phone's connection. After a restart no COUNT may be used before a new block of them stands on the disk: whatever
/// the phone wants would go unanswered, so it waits those few milliseconds.
void take_when_safe(Net& net, Connection& connection, Taken taken, Instant patience) {
  if (!connection.ue) return;
  Ue& ue = *connection.ue;
  if (!taken.verified || count_is_safe(net, ue)) return take(net, connection, ue, std::move(taken));
  if (net.world.now() >= patience) {
    ++net.counters.events.counts_exhausted;
    return release(net, ue, ngap::CauseMisc::control_processing_overload);
  }
  connection.guard.start(disk_poll,
                         [&net, &connection, taken = std::move(taken), patience] { take_when_safe(net, connection, taken, patience); });
}

bool starts_a_connection(std::uint8_t type) {
  return type == type_of<nas::RegistrationRequest> || type == type_of<nas::ServiceRequest> || type == type_of<nas::UeDeregistrationRequest>;
}

/// The connection of a proven phone: an older one ends, supervision and paging stop.
Connection& connect(Net& net, Gnb& gnb, RanUeNgapId ran_id, Ue& ue) {
  if (ue.connected()) release(net, ue, ngap::CauseRadioNetwork::release_due_to_5gc_generated_reason);
  finish_leaving(net, ue);
  greet(net, ue);
  net.work(ue);
  return net.new_connection(gnb, ran_id, ue);
}

Connection& connect_stranger(Net& net, Gnb& gnb, RanUeNgapId ran_id) {
  Ue& ue = net.new_stranger();
  net.work(ue);
  Connection& connection = net.new_connection(gnb, ran_id, ue);
  connection.guard.start(net.config.timers.first_message, [&net, &connection] {
    if (connection.ue && connection.ue->supi.empty()) release(net, *connection.ue, ngap::CauseNas::authentication_failure);
  });
  return connection;
}

}  // namespace

void fault(Net& net, Connection& connection) {
  if (++connection.faults <= max_faults || !connection.ue) return;
  net.log(Severity::warning, connection.ue->subject() + " sent too many messages that cannot be used: its connection ends");
  release(net, *connection.ue, ngap::CauseNas::unspecified);
}

// TS 38.413 §8.6.1.
void initial_ue_message(Net& net, Gnb& gnb, ngap::InitialUeMessage& message) {
  ++net.counters.events.nas_received;
  auto earlier = gnb.connections.find(message.ran_id);
  if (earlier != gnb.connections.end())
    if (Connection* same = net.connection(gnb, earlier->second))
      lose_connection(net, *same, "the base station uses its id for another phone");
  if (gnb.connections.size() >= net.config.limits.max_connections_per_gnb) {
    ++net.counters.events.congestion;
    if (std::exchange(gnb.overloaded, true)) return;
    ngap::OverloadStart overload;
    overload.action = ngap::OverloadAction::reject_rrc_cr_signalling;
    net.n2.send(gnb.association, overload);
    return;
  }
  auto head = nas::peek(message.nas);
  // What a phone sends is not the base station's fault: rubbish ends the phone's connection, not more.
  auto claimed = head && head->is_mm() ? claim(net, *head, message.nas, message.s_tmsi) : Claim{};
  Connection& connection = claimed.ue ? connect(net, gnb, message.ran_id, *claimed.ue) : connect_stranger(net, gnb, message.ran_id);
  Ue& ue = *connection.ue;
  connection.context_wanted = message.context_request;
  connection.cause = message.establishment_cause;
  if (auto tai = ngap::tai_of(message.location)) connection.tai = *tai;
  ue.tai = connection.tai;
  std::optional<Taken> taken = std::move(claimed.taken);
  if (!taken) taken = open(net, connection, ue, message.nas);
  bool usable = taken && starts_a_connection(nas::peek(taken->plain)->type);
  if (!usable) {
    // Nothing that may come first (TS 24.501 §4.4.4.3): not answered, and the base station does not keep the connection.
    ++net.counters.events.nas_unexpected;
    return release(net, ue, ngap::CauseNas::unspecified);
  }
  if (taken->verified) {
    connection.key_count = taken->opened->count;
    if (claimed.name) came_by(net, ue, *claimed.name);
    ue.security->establish_secure_exchange();
  }
  take_when_safe(net, connection, std::move(*taken), net.world.now() + net.config.timers.ran_answer);
}

void uplink_nas_transport(Net& net, Gnb&, Connection& connection, const ngap::UplinkNasTransport& message) {
  if (!connection.ue) return;  // being released
  if (auto tai = ngap::tai_of(message.location)) connection.tai = connection.ue->tai = *tai;
  uplink_nas(net, connection, message.nas);
}

void uplink_nas(Net& net, Connection& connection, ByteView pdu) {
  Ue& ue = *connection.ue;
  ++net.counters.events.nas_received;
  auto taken = open(net, connection, ue, pdu);
  if (!taken) return fault(net, connection);
  take(net, connection, ue, std::move(*taken));
}

// TS 38.413 §8.6.4: our timers send again what needs it.
void nas_non_delivery(Net& net, Connection& connection, const ngap::NasNonDeliveryIndication& message) {
  ++net.counters.events.nas_not_delivered;
  if (connection.ue) net.log(Severity::info, connection.ue->subject() + ": a NAS message was not delivered: " + ngap::text(message.cause));
}

}  // namespace pellucid::amf
