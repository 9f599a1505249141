// Service request (TS 23.502 §4.2.3.2; TS 24.501 §5.6.1).
#include "core/amf/ask.hpp"
#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

struct Served {
  bool update_needed = false;  // a new GUTI is due
};

Flow<Served> serve(Ue& ue, nas::ServiceRequest request, Net& net) {
  if (request.pdu_session_status) align_sessions(net, ue, *request.pdu_session_status);

  nas::PduSessionSet wanted = request.uplink_data_status.value_or(nas::PduSessionSet{});
  bool asked = request.uplink_data_status.has_value();
  for (auto& session : ue.sessions)  // downlink data that paging was for
    if (session.waits_for_paging) wanted.add(session.id);
  auto activated = co_await activate(ue, wanted, net);  // steps 4 to 11

  nas::ServiceAccept accept;
  if (request.pdu_session_status) accept.pdu_session_status = active_sessions(ue);
  if (asked) {
    accept.reactivation_result = activated.failed;
    if (!activated.errors.items.empty()) accept.reactivation_errors = activated.errors;
  }
  auto pdu = protect(net, ue, nas::encode(accept));
  if (!pdu || !ue.connection) co_return Served{};
  bool new_context = ue.connection->context == Connection::Context::none &&  // step 12
                     (ue.connection->context_wanted || !activated.setups.empty());
  if (new_context) {
    follow_up(net, ue, activated.setups);
    set_up_context(net, ue, std::move(*pdu), std::move(activated.setups));
  } else {
    send_protected(net, ue, std::move(*pdu));
    if (!activated.setups.empty()) {
      follow_up(net, ue, activated.setups);
      request_resources(net, ue, std::move(activated.setups));
    }
  }
  co_return Served{ue.renew_guti || net.config.renew_guti_on_every_service_request};
}

void served(Net& net, Ue& ue, Result<Served, Refusal> outcome) {
  auto& counters = net.count(ProcedureName::service_request);
  if (!outcome.ok()) {
    ++counters.refused[std::uint8_t(outcome.error().cause)];
    if (ue.connection) refuse_service(net, *ue.connection, outcome.error().cause, outcome.error().why);
    return;
  }
  ++counters.succeeded;
  save(net, ue);
  if (ue.deregister_when_back) return deregister(net, ue, ue.invite_back, ue.forget);
  deliver_waiting(net, ue);
  if (outcome->update_needed) update_configuration(net, ue, true);
}

}  // namespace

void refuse_service(Net& net, Connection& connection, nas::MmCause cause, const Why& why) {
  Ue& ue = *connection.ue;
  nas::ServiceReject reject;
  reject.cause = cause;
  if (cause == nas::MmCause::congestion) {
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(net.config.timers.t3346).count();
    reject.t3346 = nas::GprsTimer::from_seconds(std::uint32_t(seconds));
  }
  net.refuse(ue, "service request", "Service reject, " + nas::text(cause), why);
  send_nas(net, ue, nas::encode(reject));
  release(net, ue, ngap::CauseNas::unspecified);
}

void service_requested(Net& net, Ue& ue, Bytes plain) {
  Work& work = net.work(ue);
  if (work.main_running) {
    if (work.main_name == ProcedureName::service_request && work.main_request == plain) return;  // TS 24.501 §5.6.1.8 d
    if (work.main_name != ProcedureName::service_request) {
      ++net.counters.events.nas_unexpected;  // registration goes first; deregistration wins (§5.5.2.3.5)
      return;
    }
    abort_main(net, ue);
  }
  auto& counters = net.count(ProcedureName::service_request);
  ++counters.attempted;
  if (!ue.registered()) {
    ++counters.refused[std::uint8_t(nas::MmCause::implicitly_deregistered)];
    refuse_service(net, *ue.connection, nas::MmCause::implicitly_deregistered,
                   Why{"a phone that asks for service is registered", "a deregistered one", "a registered one", "the phone",
                       "nothing: the phone registers anew by itself"});
    return;
  }
  auto request = nas::decode<nas::ServiceRequest>(plain);
  if (!request) {
    ++net.counters.events.nas_undecodable;
    auto cause = nas::cause_of(request.error()).value_or(nas::MmCause::invalid_mandatory_information);
    ++counters.refused[std::uint8_t(cause)];
    refuse_service(net, *ue.connection, cause,
                   Why{"a Service Request follows its table", codec::text(request.error()), "TS 24.501 §8.2.16", "the phone",
                       "report it to the phone's maker"});
    return;
  }
  work.main_request = std::move(plain);
  run_main<Served>(net, ue, ProcedureName::service_request, serve(ue, std::move(*request), net),
                   [&net, &ue](Result<Served, Refusal> outcome) { served(net, ue, std::move(outcome)); });
}

}  // namespace pellucid::amf
