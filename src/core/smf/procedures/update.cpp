// Nsmf_PDUSession_UpdateSMContext: what the AMF brings of a session, in the order base station, user plane, phone.
#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"

namespace pellucid::smf {

Procedure<SessionReply, Denied> Session::update(UpdateSession update) {
  SessionReply reply;
  reply.slice = facts_.slice;
  if (update.n2.kind != N2SmKind::none) {
    auto done = co_await attempt(base_station_said(std::move(update.n2), reply));
    if (!done.ok()) co_return Fail(core_.denied(done.error(), {}));
  }
  if (update.user_plane == UpdateSession::UserPlane::activate && !gone_) {
    auto& counters = core_.counters.of(ProcedureName::activation);
    ++counters.attempted;
    auto done = co_await attempt(activate(reply));
    if (!done.ok()) {
      note(ProcedureName::activation, done.error(), {});
      co_return Fail(core_.denied(done.error(), {}));
    }
    ++counters.succeeded;
  }
  if (update.user_plane == UpdateSession::UserPlane::deactivate && !gone_) {
    auto& counters = core_.counters.of(ProcedureName::deactivation);
    ++counters.attempted;
    auto done = co_await attempt(deactivate());
    // Whatever the UPF says, the base station has let go.
    if (done.ok())
      ++counters.succeeded;
    else
      note(ProcedureName::deactivation, done.error(), {});
  }
  if (!update.n1.empty() && !gone_) {
    auto done = co_await attempt(phone_said(std::move(update.n1), reply));
    if (!done.ok()) co_return Fail(core_.denied(done.error(), {}));
  }
  reply.released = gone_;
  co_return reply;
}

Flow<Nothing> Session::base_station_said(N2Sm n2, SessionReply& reply) {
  switch (n2.kind) {
    case N2SmKind::setup_response: {
      auto done = co_await set_up(n2.transfer, reply);
      co_return done;
    }
    case N2SmKind::setup_unsuccessful: {
      auto done = co_await set_up_failed(n2.transfer, reply);
      co_return done;
    }
    case N2SmKind::path_switch_request: {
      auto done = co_await switch_path(n2.transfer, reply);
      co_return done;
    }
    case N2SmKind::notify: {
      auto done = co_await notified(n2.transfer, reply);
      co_return done;
    }
    case N2SmKind::modify_response: modified_by_base_station(true, n2.transfer); co_return Nothing{};
    case N2SmKind::modify_unsuccessful: modified_by_base_station(false, n2.transfer); co_return Nothing{};
    case N2SmKind::release_response: release_answered(false); co_return Nothing{};
    default: break;
  }
  ++core_.counters.events.n2_unexpected;
  co_return Fail(Refusal(nas::SmCause::message_type_not_compatible_with_state,
                         Why{"the N2 information is one that a base station sends", name(n2.kind),
                             "a response, a path switch, a notification", "AMF", "none"}));
}

}  // namespace pellucid::smf
