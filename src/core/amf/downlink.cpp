// NAS messages on their way to a phone.
#include "core/amf/ask.hpp"
#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

void trace(Net& net, const Ue& ue, ByteView plain) {
  ++net.counters.events.nas_sent;
  if (!net.listeners.tracer) return;
  std::string subject = ue.subject();
  TracedPdu pdu;
  pdu.protocol = Protocol::nas;
  pdu.from = "amf";
  pdu.to = "phone";
  pdu.octets = plain;
  pdu.subject = subject;
  net.listeners.tracer->pdu(pdu);
}

std::optional<Bytes> seal(Net& net, nas::Channel& channel, nas::SecurityHeaderType header, ByteView plain) {
  auto pdu = channel.protect(header, plain);
  if (pdu.ok()) return std::move(*pdu);
  ++net.counters.events.counts_exhausted;
  return {};
}

}  // namespace

std::optional<Bytes> protect(Net& net, Ue& ue, Bytes plain) {
  if (!ue.secure()) {
    trace(net, ue, plain);
    return plain;
  }
  if (!count_is_safe(net, ue)) {
    ++net.counters.events.counts_exhausted;
    return {};
  }
  auto pdu = seal(net, *ue.security, nas::SecurityHeaderType::integrity_ciphered, plain);
  if (pdu) trace(net, ue, plain);
  return pdu;
}

bool send_protected(Net& net, Ue& ue, Bytes pdu) {
  if (!ue.connection) {
    ++net.counters.events.downlink_dropped;
    return false;
  }
  ngap::DownlinkNasTransport message;
  message.amf_id = ue.connection->amf_id;
  message.ran_id = ue.connection->ran_id;
  message.nas = std::move(pdu);
  return net.n2.send(ue.connection->association, message);
}

bool send_nas(Net& net, Ue& ue, Bytes plain) {
  if (!ue.connection) {
    ++net.counters.events.downlink_dropped;
    return false;
  }
  auto pdu = protect(net, ue, std::move(plain));
  return pdu && send_protected(net, ue, std::move(*pdu));
}

void send_status(Net& net, Ue& ue, nas::MmCause cause) {
  nas::MmStatus status;
  status.cause = cause;
  send_nas(net, ue, nas::encode(status));
}

void put_question(Net& net, Ue& ue, const Bytes& question, Sealed sealed) {
  if (sealed == Sealed::as_due || !ue.trial) {
    send_nas(net, ue, question);
    return;
  }
  // Not ciphered: the phone does not know the algorithms yet (TS 24.501 §4.4.5).
  auto pdu = seal(net, *ue.trial, nas::SecurityHeaderType::integrity_new_context, question);
  if (!pdu) return;
  trace(net, ue, question);
  send_protected(net, ue, std::move(*pdu));
}

}  // namespace pellucid::amf
