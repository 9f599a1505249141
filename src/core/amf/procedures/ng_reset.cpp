// NG Reset from a base station, Error Indication, and procedures that are not served (TS 38.413 §8.7.4, §8.7.5, §10.4).
#include "core/amf/procedures/procedures.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::amf {

void lose_all_connections(Net& net, Gnb& gnb, const char* why) {
  while (!gnb.connections.empty()) {
    auto [ran_id, amf_id] = *gnb.connections.begin();
    if (Connection* connection = net.connection(gnb, amf_id))
      lose_connection(net, *connection, why);
    else
      gnb.connections.erase(ran_id);
  }
}

// TS 38.413 §8.7.4.2.2.
void ng_reset(Net& net, Gnb& gnb, ngap::Received& received) {
  auto& reset = *received.pdu.get<ngap::NgReset>();
  auto& counters = net.count(ProcedureName::ng_reset);
  ++counters.attempted;
  net.log(Severity::info,
          gnb.label + " resets " +
              (reset.type.whole() ? std::string("all its connections") : std::to_string(reset.type.part.size()) + " connections") + ": " +
              ngap::text(reset.cause));
  ngap::NgResetAcknowledge acknowledge;
  if (reset.type.whole()) {
    lose_all_connections(net, gnb, "the base station has reset");
  } else {
    for (auto& named : reset.type.part) {
      if (!named.amf && !named.ran) continue;  // §8.7.4.4.1: ignored
      Connection* connection = nullptr;
      if (named.amf) connection = net.connection(gnb, *named.amf);
      if (connection && named.ran && connection->ran_id != *named.ran) connection = nullptr;
      if (!named.amf) {
        auto found = gnb.connections.find(*named.ran);
        if (found != gnb.connections.end()) connection = net.connection(gnb, found->second);
      }
      if (connection) lose_connection(net, *connection, "the base station has reset it");
      acknowledge.connections.push_back(named);  // in the order received, unknown ones too
    }
  }
  if (received.diagnostics.verdict() == ngap::Diagnostics::Verdict::proceed_and_report)
    acknowledge.diagnostics = received.diagnostics.for_response();
  net.n2.send(gnb.association, acknowledge);
  ++counters.succeeded;
}

// TS 38.413 §8.7.5, §10.6: wrong ids end the connection on both sides; anything else is for the log.
void error_indication(Net& net, Gnb& gnb, const ngap::ErrorIndication& error) {
  net.log(Severity::warning, gnb.label + " reports an error: " + (error.cause ? ngap::text(*error.cause) : std::string("no cause")));
  Connection* connection = error.amf_id ? net.connection(gnb, *error.amf_id) : nullptr;
  if (!connection) return;
  bool ids_wrong = error.cause == ngap::Cause(ngap::CauseRadioNetwork::unknown_local_ue_ngap_id) ||
                   error.cause == ngap::Cause(ngap::CauseRadioNetwork::inconsistent_remote_ue_ngap_id);
  if (ids_wrong) return lose_connection(net, *connection, "the base station does not know it");
  // Our request failed there, and nothing tells which one: what waits for its answer ends by its timer.
}

void refuse_procedure(Net& net, Gnb& gnb, const ngap::Received& received) {
  auto& pdu = received.pdu;
  auto id = gnb.association;
  net.log(Severity::debug, gnb.label + ": " + ngap::name_of(pdu) + " is not served");
  // What has a failure of its own gets that one.
  if (auto* handover = pdu.get<ngap::HandoverRequired>()) {
    ngap::HandoverPreparationFailure failure;
    failure.amf_id = handover->amf_id;
    failure.ran_id = handover->ran_id;
    failure.cause = ngap::CauseRadioNetwork::ho_failure_in_target_5gc_ngran_node_or_target_system;
    net.n2.send(id, failure);
    return;
  }
  if (auto* path_switch = pdu.get<ngap::PathSwitchRequest>()) {
    ngap::PathSwitchRequestFailure failure;
    failure.ran_id = path_switch->ran_id;
    failure.amf_id = path_switch->source_amf_id;
    for (auto& session : path_switch->sessions) {
      ngap::PduSessionItem released;
      released.id = session.id;
      released.transfer = ngap::encode_transfer(ngap::PathSwitchRequestUnsuccessfulTransfer{.cause = ngap::CauseRadioNetwork::unspecified});
      failure.released.push_back(std::move(released));
    }
    net.n2.send(id, failure);
    return;
  }
  if (auto* cancel = pdu.get<ngap::HandoverCancel>()) {
    ngap::HandoverCancelAcknowledge acknowledge;  // there is never a handover to cancel
    acknowledge.amf_id = cancel->amf_id;
    acknowledge.ran_id = cancel->ran_id;
    net.n2.send(id, acknowledge);
    return;
  }
  if (pdu.kind != ngap::Kind::initiating) return;  // an answer to nothing: local error handling (TS 38.413 §10.4)
  net.n2.complain(id, pdu, ngap::CauseProtocol::message_not_compatible_with_receiver_state);
}

}  // namespace pellucid::amf
