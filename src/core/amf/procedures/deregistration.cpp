// Deregistration by the phone and by the network (TS 23.502 §4.2.2.3; TS 24.501 §5.5.2).
#include "core/amf/ask.hpp"
#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

using namespace std::chrono_literals;

/// How long the context of a deregistered phone is kept, so that it can come back without a new authentication.
constexpr Duration keep_deregistered = 24h;

/// TS 24.501 §5.5.2.3.
Flow<Nothing> deregister_by_network(Ue& ue, bool invite_back, Net& net) {
  release_sessions(net, ue);
  nas::NetworkDeregistrationRequest request;
  request.type.re_registration_required = invite_back;
  Bytes plain = nas::encode(request);
  auto accept =
      co_await attempt(ask<nas::NetworkDeregistrationAccept>(net, ue, std::move(plain), net.config.timers.t3522, "Deregistration Accept"));
  if (!accept.ok()) co_return Fail(std::move(accept.error()));
  co_return Nothing{};
}

}  // namespace

void release_sessions(Net& net, Ue& ue) {
  if (ue.work) ue.work->session_flows.cancel_all();
  for (auto& session : std::exchange(ue.sessions, {})) net.smf.release(ue.supi, session.id);
  if (ue.work) ue.work->waiting.clear();
}

void become_deregistered(Net& net, Ue& ue) {
  if (ue.supi.empty() || ue.gone) return;
  release_sessions(net, ue);
  stop_paging(net, ue);
  net.set_rm(ue, Rm::deregistered);
  ue.deregister_when_back = false;
  if (std::exchange(ue.known_at_udm, false)) net.udm.purged(ue.supi);
  if (ue.forget || !ue.security) {
    erase_record(net, ue.supi);
    if (ue.connected()) {
      // The connection goes first, with the phone's own message if there is one to send; then the context.
      ue.forget = true;
      return;
    }
    return net.forget(ue);
  }
  net.note_deregistered(ue);
  save(net, ue);
}

// TS 24.501 §5.5.2.2.
void deregistration_requested(Net& net, Ue& ue, Bytes plain, bool verified) {
  auto request = nas::decode<nas::UeDeregistrationRequest>(plain);
  if (!request) {
    ++net.counters.events.nas_undecodable;
    if (auto cause = nas::cause_of(request.error())) send_status(net, ue, *cause);
    return;
  }
  auto& counters = net.count(ProcedureName::deregistration_by_ue);
  ++counters.attempted;
  if (!verified) {
    // TS 24.501 §4.4.4.3: a switch-off that anybody could have sent changes nothing; a normal one of a phone that we do not know is
    // accepted, so that it ends its attempts.
    ++counters.aborted;
    if (!request->type.switch_off) send_nas(net, ue, nas::encode(nas::UeDeregistrationAccept{}));
    return release(net, ue, ngap::CauseNas::deregister);
  }
  Work& work = net.work(ue);
  bool updating = work.main_running &&
                  (work.main_name == ProcedureName::mobility_registration || work.main_name == ProcedureName::periodic_registration);
  if (updating && !request->type.switch_off) {
    work.after_main = std::move(plain);  // TS 24.501 §5.5.1.3.8 g: the registration is finished first
    --counters.attempted;
    return;
  }
  abort_main(net, ue);
  if (!request->type.switch_off) send_nas(net, ue, nas::encode(nas::UeDeregistrationAccept{}));
  become_deregistered(net, ue);
  ++counters.succeeded;
  release(net, ue, ngap::CauseNas::deregister);
}

void deregister(Net& net, Ue& ue, bool invite_back, bool forget) {
  ue.forget = ue.forget || forget;
  if (ue.rm == Rm::deregistered) {
    if (!forget) return;
    erase_record(net, ue.supi);
    if (ue.connected()) return release(net, ue, ngap::CauseNas::deregister);
    return net.forget(ue);
  }
  if (ue.rm == Rm::deregistering) return;
  if (!ue.connected() || !ue.secure()) {
    ue.deregister_when_back = true;
    ue.invite_back = invite_back;
    // TS 24.501 §5.3.7: a phone that cannot be reached is deregistered locally and hears of it with #10.
    if (!ue.connected() && !page(net, ue)) {
      become_deregistered(net, ue);
      supervise_idle(net, ue);
    }
    return;
  }
  ue.deregister_when_back = false;
  abort_main(net, ue);
  auto& counters = net.count(ProcedureName::deregistration_by_network);
  ++counters.attempted;
  net.set_rm(ue, Rm::deregistering);
  run_main<Nothing>(net, ue, ProcedureName::deregistration_by_network, deregister_by_network(ue, invite_back, net),
                    [&net, &ue](Result<Nothing, Refusal> outcome) {
                      auto& counted = net.count(ProcedureName::deregistration_by_network);
                      ++(outcome.ok() ? counted.succeeded : counted.timed_out);
                      become_deregistered(net, ue);
                      release(net, ue, ngap::CauseNas::deregister);
                    });
}

// TS 24.501 §10.2.2: mobile reachable, then implicit deregistration.
void supervise_idle(Net& net, Ue& ue) {
  if (ue.gone || ue.supi.empty() || ue.connected()) return;
  if (ue.forget && ue.rm == Rm::deregistered) return net.forget(ue);
  if (ue.rm != Rm::registered) {
    ue.supervision.start(keep_deregistered, [&net, &ue] {
      erase_record(net, ue.supi);
      net.forget(ue);
    });
    return;
  }
  auto& timers = net.config.timers;
  if (timers.t3512 == Duration(0)) return;
  ue.supervision.start(timers.t3512 + timers.reachable_margin, [&net, &ue] {
    ue.unreachable = true;
    stop_paging(net, ue);
    ue.supervision.start(net.config.timers.implicit_deregistration, [&net, &ue] {
      ++net.counters.events.implicit_deregistrations;
      net.log(Severity::info, ue.subject() + " was not heard of for long: deregistered");
      become_deregistered(net, ue);
      supervise_idle(net, ue);
    });
  });
}

void greet(Net& net, Ue& ue) {
  ue.supervision.stop();
  ue.unreachable = false;
  ue.last_seen = net.world.wall();
  if (ue.paging) {
    ++net.count(ProcedureName::paging).succeeded;
    ue.renew_guti = true;
    stop_paging(net, ue);
  }
}

}  // namespace pellucid::amf
