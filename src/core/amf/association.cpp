// N2: what base stations say goes to the procedure that it belongs to.
#include "core/amf/net.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

using ngap::CauseProtocol;
using ngap::CauseRadioNetwork;

/// The connection that a UE-associated message is about, or nullptr when its ids are wrong, which is answered (TS 38.413 §10.6).
Connection* connection_of(Net& net, Gnb& gnb, const ngap::Pdu& pdu, bool last_message = false) {
  auto amf_id = ngap::amf_ue_id(pdu);
  auto ran_id = ngap::ran_ue_id(pdu);
  if (!amf_id || !ran_id) return nullptr;
  Connection* connection = net.connection(gnb, *amf_id);
  if (connection && connection->ran_id == *ran_id) return connection;
  ++net.counters.events.unknown_ue_ids;
  if (!last_message) {
    net.n2.complain(gnb.association, pdu,
                    connection ? CauseRadioNetwork::inconsistent_remote_ue_ngap_id : CauseRadioNetwork::unknown_local_ue_ngap_id);
  }
  if (connection) lose_connection(net, *connection, "the base station named it with a wrong id of its own");
  auto other = gnb.connections.find(*ran_id);
  if (other != gnb.connections.end())
    if (Connection* named = net.connection(gnb, other->second))
      lose_connection(net, *named, "the base station named it with a wrong id of ours");
  return nullptr;
}

/// Messages about one phone. False: not one of these.
bool dispatch_ue_message(Net& net, Gnb& gnb, ngap::Received& received) {
  auto& pdu = received.pdu;
  if (auto* m = pdu.get<ngap::UplinkNasTransport>()) {
    if (auto* c = connection_of(net, gnb, pdu)) uplink_nas_transport(net, gnb, *c, *m);
  } else if (auto* delivery = pdu.get<ngap::NasNonDeliveryIndication>()) {
    if (auto* c = connection_of(net, gnb, pdu)) nas_non_delivery(net, *c, *delivery);
  } else if (auto* response = pdu.get<ngap::InitialContextSetupResponse>()) {
    if (auto* c = connection_of(net, gnb, pdu)) {
      context_set_up(net, *c, *response);
    }
  } else if (auto* failure = pdu.get<ngap::InitialContextSetupFailure>()) {
    if (auto* c = connection_of(net, gnb, pdu)) context_failed(net, *c, *failure);
  } else if (auto* request = pdu.get<ngap::UeContextReleaseRequest>()) {
    if (auto* c = connection_of(net, gnb, pdu)) release_requested(net, *c, *request);
  } else if (pdu.get<ngap::UeContextReleaseComplete>()) {
    if (auto* c = connection_of(net, gnb, pdu, true)) release_complete(net, *c);
  } else if (auto* info = pdu.get<ngap::UeRadioCapabilityInfoIndication>()) {
    if (auto* c = connection_of(net, gnb, pdu)) radio_capability_info(net, *c, *info);
  } else if (auto* setup = pdu.get<ngap::PduSessionResourceSetupResponse>()) {
    if (auto* c = connection_of(net, gnb, pdu)) {
      ran_answered(net, *c, setup->set_up, N2SmKind::setup_response);
      ran_answered(net, *c, setup->failed, N2SmKind::setup_unsuccessful);
    }
  } else if (auto* modified = pdu.get<ngap::PduSessionResourceModifyResponse>()) {
    if (auto* c = connection_of(net, gnb, pdu)) {
      ran_answered(net, *c, modified->modified, N2SmKind::modify_response);
      ran_answered(net, *c, modified->failed, N2SmKind::modify_unsuccessful);
    }
  } else if (auto* released = pdu.get<ngap::PduSessionResourceReleaseResponse>()) {
    if (auto* c = connection_of(net, gnb, pdu)) ran_answered(net, *c, released->released, N2SmKind::release_response);
  } else if (auto* notify = pdu.get<ngap::PduSessionResourceNotify>()) {
    if (auto* c = connection_of(net, gnb, pdu)) sessions_notified(net, *c, *notify);
  } else if (auto* report = pdu.get<ngap::RrcInactiveTransitionReport>()) {
    if (auto* c = connection_of(net, gnb, pdu); c && c->ue) {
      if (auto tai = ngap::tai_of(report->location)) c->tai = c->ue->tai = *tai;
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace

void Net::association_up(AssociationId id, const SctpPeer& peer) {
  auto made = std::make_unique<Gnb>();
  made->association = id;
  made->address = peer.primary;
  made->label = peer.primary.text();
  made->connected_since = world.wall();
  made->in_streams = peer.in_streams;
  made->out_streams = peer.out_streams;
  gnbs[id] = std::move(made);
  log(Severity::info, "N2 association from " + peer.primary.text());
}

void Net::association_down(AssociationId id, std::string_view why) {
  Gnb* gone = gnb(id);
  if (!gone) return;
  log(Severity::info, "N2 association with " + gone->label + " is down: " + std::string(why));
  if (listeners.oversight && gone->ready) listeners.oversight->disconnected(gone->status(), why);
  lose_all_connections(*this, *gone, "the base station is gone");
  gnbs.erase(id);
}

void Net::association_restarted(AssociationId id) {
  Gnb* gnb = this->gnb(id);
  if (!gnb) return;
  log(Severity::info, "N2 association with " + gnb->label + " restarted");
  lose_all_connections(*this, *gnb, "the base station has restarted");
  gnb->ready = false;  // NG Setup comes first again (TS 38.413 §8.7.1.1)
}

void Net::received(AssociationId id, ngap::Received& received) {
  Gnb* from = gnb(id);
  if (!from) return;
  auto& pdu = received.pdu;
  if (pdu.get<ngap::NgSetupRequest>()) return ng_setup(*this, *from, received);
  if (auto* error = pdu.get<ngap::ErrorIndication>()) return error_indication(*this, *from, *error);
  if (!from->ready) return n2.complain(id, pdu, CauseProtocol::message_not_compatible_with_receiver_state);
  if (auto* initial = pdu.get<ngap::InitialUeMessage>()) return initial_ue_message(*this, *from, *initial);
  if (pdu.get<ngap::RanConfigurationUpdate>()) return ran_configuration_update(*this, *from, received);
  if (pdu.get<ngap::NgReset>()) return ng_reset(*this, *from, received);
  if (dispatch_ue_message(*this, *from, received)) return;
  refuse_procedure(*this, *from, received);
}

void Net::unusable(AssociationId id, const ngap::Received& received) {
  Gnb* from = gnb(id);
  auto amf_id = ngap::amf_ue_id(received.pdu);
  Connection* connection = from && amf_id ? this->connection(*from, *amf_id) : nullptr;
  if (!connection) return;
  log(Severity::warning, from->label + ": " + ngap::name_of(received.pdu) + " cannot be used: " + received.diagnostics.text());
  // Local error handling (TS 38.413 §10.3): the procedure counts as failed, and with it this connection.
  if (connection->ue)
    release(*this, *connection->ue, CauseProtocol::unspecified);
  else
    release_complete(*this, *connection);
}

}  // namespace pellucid::amf
