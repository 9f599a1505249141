// UE contexts and PDU session resources (TS 38.413 §8.2, §8.3).
#include <algorithm>

#include "ran/gnb/gnb.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::gnb {

using namespace ngap;

Teid Gnb::new_teid() {
  do next_teid_ += 0x9E3779B1u;  // far apart, so that an old one does not come back soon
  while (next_teid_ == 0 || tunnels_.contains(Teid(next_teid_)));
  return Teid(next_teid_);
}

Gnb::SetUp Gnb::set_up(Context& context, const std::vector<PduSessionSetup>& sessions) {
  SetUp out;
  for (auto& session : sessions) {
    auto refuse = [&](Cause cause) {
      out.failed.push_back({.id = session.id, .transfer = encode_transfer(PduSessionResourceSetupUnsuccessfulTransfer{.cause = cause})});
    };
    if (context.sessions.contains(session.id)) {
      refuse(CauseRadioNetwork::multiple_pdu_session_id_instances);
      continue;
    }
    auto request = decode_transfer<PduSessionResourceSetupRequestTransfer>(session.transfer);
    if (!request.ok() || request->flows.empty()) {
      refuse(CauseProtocol::semantic_error);
      continue;
    }
    Tunnel tunnel;
    tunnel.ue = context.ran;
    tunnel.session = session.id;
    tunnel.downlink = new_teid();
    tunnel.uplink = request->ul_tunnel.teid;
    tunnel.upf = {request->ul_tunnel.address, 2152};
    tunnel.qfi = request->flows.front().qfi;
    PduSessionResourceSetupResponseTransfer answer;
    answer.dl.tunnel = {.address = config_.n3, .teid = tunnel.downlink};
    for (auto& flow : request->flows) answer.dl.flows.push_back({.qfi = flow.qfi});
    out.up.push_back({.id = session.id, .transfer = encode_transfer(answer)});
    context.sessions[session.id] = tunnel.downlink;
    tunnels_[tunnel.downlink] = tunnel;
    radio_.session_up(context.link, session.id, tunnel.qfi);
  }
  return out;
}

/// Both requests that bring sessions are served alike: resources, the answer, then the NAS messages to the phone with the bearers'
/// configuration, the sessions' own after the general one.
template <class Answer, class Request>
void Gnb::serve_setup(Context& context, const Request& m) {
  auto link = context.link;
  auto done = set_up(context, m.sessions);
  Answer answer;
  answer.amf_id = m.amf_id;
  answer.ran_id = m.ran_id;
  answer.set_up = std::move(done.up);
  answer.failed = std::move(done.failed);
  n2_.send(amf_, answer);
  if (m.nas) radio_.downlink_nas(link, *m.nas);
  for (auto& session : m.sessions)
    if (session.nas && find(link)) radio_.downlink_nas(link, *session.nas);
}

void Gnb::on(const InitialContextSetupRequest& m, const Pdu& pdu) {
  auto* context = find(m.ran_id, m.amf_id, pdu);
  if (!context) return;
  context->security_key = m.security_key;
  serve_setup<InitialContextSetupResponse>(*context, m);
}

void Gnb::on(const PduSessionResourceSetupRequest& m, const Pdu& pdu) {
  if (auto* context = find(m.ran_id, m.amf_id, pdu)) serve_setup<PduSessionResourceSetupResponse>(*context, m);
}

void Gnb::on(const PduSessionResourceModifyRequest& m, const Pdu& pdu) {
  auto* context = find(m.ran_id, m.amf_id, pdu);
  if (!context) return;
  auto link = context->link;
  PduSessionResourceModifyResponse answer;
  answer.amf_id = m.amf_id;
  answer.ran_id = m.ran_id;
  for (auto& session : m.sessions) {
    auto request = decode_transfer<PduSessionResourceModifyRequestTransfer>(session.transfer);
    auto found = context->sessions.find(session.id);
    if (!request.ok() || found == context->sessions.end()) {
      Cause cause = request.ok() ? Cause(CauseRadioNetwork::unknown_pdu_session_id) : Cause(CauseProtocol::semantic_error);
      answer.failed.push_back(
          {.id = session.id, .transfer = encode_transfer(PduSessionResourceModifyUnsuccessfulTransfer{.cause = cause})});
      continue;
    }
    auto& tunnel = tunnels_.at(found->second);
    if (!request->ul_tunnels.empty()) {
      tunnel.uplink = request->ul_tunnels.front().ul.teid;
      tunnel.upf.address = request->ul_tunnels.front().ul.address;
    }
    PduSessionResourceModifyResponseTransfer transfer;
    for (auto& flow : request->flows) transfer.flows.push_back({.qfi = flow.qfi});
    answer.modified.push_back({.id = session.id, .transfer = encode_transfer(transfer)});
  }
  n2_.send(amf_, answer);
  for (auto& session : m.sessions)
    if (session.nas && find(link)) radio_.downlink_nas(link, *session.nas);
}

void Gnb::on(const PduSessionResourceReleaseCommand& m, const Pdu& pdu) {
  auto* context = find(m.ran_id, m.amf_id, pdu);
  if (!context) return;
  auto link = context->link;
  PduSessionResourceReleaseResponse answer;
  answer.amf_id = m.amf_id;
  answer.ran_id = m.ran_id;
  for (auto& session : m.sessions) {
    drop_session(*context, session.id);
    answer.released.push_back({.id = session.id, .transfer = encode_transfer(PduSessionResourceReleaseResponseTransfer{})});
  }
  answer.location = location();
  n2_.send(amf_, answer);
  if (m.nas) radio_.downlink_nas(link, *m.nas);
}

void Gnb::on(const UeContextModificationRequest& m, const Pdu& pdu) {
  auto* context = find(m.ran_id, m.amf_id, pdu);
  if (!context) return;
  if (m.security_key) context->security_key = *m.security_key;
  if (m.new_amf_id) context->amf = *m.new_amf_id;
  n2_.send(amf_, UeContextModificationResponse{.amf_id = *context->amf, .ran_id = m.ran_id});
}

void Gnb::request_release(RadioLink link, Cause cause) {
  auto* context = find(link);
  if (!context) return;
  if (!context->amf) return drop_context(context->ran, true);  // the AMF has not answered yet: nothing to ask it for
  context->release_asked = true;
  UeContextReleaseRequest m;
  m.amf_id = *context->amf;
  m.ran_id = context->ran;
  for (auto& [id, teid] : context->sessions) m.sessions.push_back({.id = id});
  m.cause = cause;
  n2_.send(amf_, m);
}

void Gnb::on(const UeContextReleaseCommand& m, const Pdu& pdu) {
  // The AMF may name the phone by its own id alone (TS 38.413 §9.2.2.5).
  auto found = std::find_if(contexts_.begin(), contexts_.end(),
                            [&](auto& entry) { return m.ids.ran ? entry.first == *m.ids.ran : entry.second.amf == m.ids.amf; });
  if (found == contexts_.end()) {
    ++counters_.unknown_ue;
    n2_.complain(amf_, pdu, CauseRadioNetwork::unknown_local_ue_ngap_id);
    return;
  }
  ++counters_.releases;
  UeContextReleaseComplete answer;
  answer.amf_id = m.ids.amf;
  answer.ran_id = found->first;
  answer.location = location();
  for (auto& [id, teid] : found->second.sessions) answer.sessions.push_back({.id = id});
  auto ran = found->first;
  n2_.send(amf_, answer);
  drop_context(ran, true);
}

void Gnb::drop_session(Context& context, PduSessionId id) {
  auto found = context.sessions.find(id);
  if (found == context.sessions.end()) return;
  tunnels_.erase(found->second);
  context.sessions.erase(found);
  radio_.session_down(context.link, id);
}

void Gnb::drop_context(RanUeNgapId ran, bool tell_radio) {
  auto found = contexts_.find(ran);
  if (found == contexts_.end()) return;
  auto link = found->second.link;
  for (auto& [id, teid] : found->second.sessions) tunnels_.erase(teid);
  by_link_.erase(link);
  contexts_.erase(found);
  if (tell_radio) radio_.released(link);
}

void Gnb::drop_all() {
  while (!contexts_.empty()) drop_context(contexts_.begin()->first, true);
}

}  // namespace pellucid::gnb
