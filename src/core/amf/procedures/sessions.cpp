// What SMF, base station and phone tell each other about a session passes here (TS 23.502 §4.3; TS 38.413 §8.2).
#include <algorithm>

#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

constexpr unsigned max_rounds = 8;       // of SMF and base station answering each other
constexpr std::size_t max_waiting = 16;  // transfers that wait for a phone

/// Waits until the base station has the phone's context, or it is clear that it gets none.
Flow<bool> context_is_up(Ue& ue, Net& net) {
  if (ue.connection && ue.connection->context == Connection::Context::pending) {
    auto changed = co_await ue.work->context.next({}, net.config.timers.ran_answer);
    (void)changed;  // where we stand is in the connection
  }
  co_return ue.connection&& ue.connection->context == Connection::Context::up;
}

/// Sends one reply's parts. False: nothing was sent that a base station answers.
bool put(Net& net, Ue& ue, PduSessionId id, SessionReply& reply) {
  std::optional<Bytes> nas;
  bool to_ran = reply.n2.kind != N2SmKind::none && ue.connection;
  Session* session = ue.session(id);
  // Without user plane there is nothing at the base station that could be changed or released.
  bool known_there = session && session->user_plane;
  if (!known_there && (reply.n2.kind == N2SmKind::release_command || reply.n2.kind == N2SmKind::modify_request)) to_ran = false;
  if (!reply.n1.empty()) {
    nas = protect(net, ue, downlink_n1(id, std::move(reply.n1)));
    if (nas && !to_ran) send_protected(net, ue, std::move(*nas));
  }
  if (!to_ran) return false;
  Connection& connection = *ue.connection;
  switch (reply.n2.kind) {
    case N2SmKind::setup_request: {
      ngap::PduSessionSetup setup;
      setup.id = id;
      setup.nas = std::move(nas);
      setup.slice = session ? session->slice : reply.slice;
      setup.transfer = std::move(reply.n2.transfer);
      if (session) session->user_plane = true;
      std::vector<ngap::PduSessionSetup> setups;
      setups.push_back(std::move(setup));
      if (connection.context == Connection::Context::none)
        set_up_context(net, ue, std::nullopt, std::move(setups));
      else
        request_resources(net, ue, std::move(setups));
      return true;
    }
    case N2SmKind::modify_request: {
      ngap::PduSessionResourceModifyRequest request;
      request.amf_id = connection.amf_id;
      request.ran_id = connection.ran_id;
      ngap::PduSessionModify modify;
      modify.id = id;
      modify.nas = std::move(nas);
      modify.transfer = std::move(reply.n2.transfer);
      request.sessions.push_back(std::move(modify));
      return net.n2.send(connection.association, request);
    }
    case N2SmKind::release_command: {
      ngap::PduSessionResourceReleaseCommand command;
      command.amf_id = connection.amf_id;
      command.ran_id = connection.ran_id;
      command.nas = std::move(nas);
      ngap::PduSessionItem item;
      item.id = id;
      item.transfer = std::move(reply.n2.transfer);
      command.sessions.push_back(std::move(item));
      if (session) session->user_plane = false;
      return net.n2.send(connection.association, command);
    }
    default:
      if (nas) send_protected(net, ue, std::move(*nas));
      return false;
  }
}

/// The tail of every exchange with a base station: its answer goes to the SMF, whose reply may want more.
Flow<SessionReply> base_station_answers(Ue& ue, PduSessionId id, Net& net) {
  auto answer = co_await ue.work->ran.next(RanFilter{id}, net.config.timers.ran_answer);
  UpdateSession update;
  Session* session = ue.session(id);
  if (answer) {
    if (answer->n2.kind == N2SmKind::setup_unsuccessful && session) session->user_plane = false;
    update.n2 = std::move(answer->n2);
  } else {
    // No answer: the session stands without user plane. If the connection is gone that is already being said.
    if (!session || !session->user_plane) co_return SessionReply{};
    session->user_plane = false;
    update.user_plane = UpdateSession::UserPlane::deactivate;
  }
  auto reply = co_await net.smf.update(ue.supi, id, std::move(update));
  co_return std::move(reply);
}

Flow<Nothing> after_setup(Ue& ue, PduSessionId id, Net& net) {
  auto reply = co_await base_station_answers(ue, id, net);
  co_await carry(ue, id, std::move(reply), net);
  co_return Nothing{};
}

Flow<Nothing> tell(Ue& ue, PduSessionId id, UpdateSession update, Net& net) {
  auto reply = co_await net.smf.update(ue.supi, id, std::move(update));
  co_await carry(ue, id, std::move(reply), net);
  co_return Nothing{};
}

nas::MmCause reactivation_cause(const Denied& denied) {
  return denied.kind == Denied::Kind::congestion ? nas::MmCause::insufficient_resources_for_slice
                                                 : nas::MmCause::insufficient_user_plane_resources;
}

}  // namespace

Bytes downlink_n1(PduSessionId id, Bytes n1) {
  nas::DlNasTransport message;
  message.payload_type = nas::PayloadType::n1_sm;
  message.payload.octets = std::move(n1);
  message.session = id;
  return nas::encode(message);
}

bool run_session_flow(Net& net, Ue& ue, Flow<Nothing> flow) {
  Work& work = net.work(ue);
  if (work.session_flows.size() >= max_session_flows) {
    ++net.counters.events.congestion;
    return false;
  }
  std::function<void(Result<Nothing, Refusal>)> done = [&net, &ue](Result<Nothing, Refusal>) { net.tidy_later(ue); };
  work.session_flows.start(std::move(flow), std::move(done));
  return true;
}

Flow<Nothing> carry(Ue& ue, PduSessionId id, SessionReply reply, Net& net) {
  for (unsigned round = 0; round < max_rounds; ++round) {
    if (reply.n1.empty() && reply.n2.kind == N2SmKind::none && !reply.released) co_return Nothing{};
    if (reply.n2.kind == N2SmKind::setup_request && ue.connection && ue.connection->context == Connection::Context::pending) {
      bool up = co_await context_is_up(ue, net);
      (void)up;  // put() looks for itself
    }
    bool answered = put(net, ue, id, reply);
    if (reply.released) {
      ue.drop_session(id);
      save(net, ue);
      co_return Nothing{};
    }
    if (!answered) {
      // A setup that could not be sent: the SMF must not wait for the base station.
      bool setup = reply.n2.kind == N2SmKind::setup_request;
      if (!setup) co_return Nothing{};
      UpdateSession undo;
      undo.user_plane = UpdateSession::UserPlane::deactivate;
      auto undone = co_await net.smf.update(ue.supi, id, std::move(undo));
      reply = std::move(undone);
      reply.n2 = N2Sm{};
      continue;
    }
    auto next = co_await base_station_answers(ue, id, net);
    reply = std::move(next);
  }
  co_return Nothing{};
}

void request_resources(Net& net, Ue& ue, std::vector<ngap::PduSessionSetup> setups) {
  if (!ue.connection) return;
  ngap::PduSessionResourceSetupRequest request;
  request.amf_id = ue.connection->amf_id;
  request.ran_id = ue.connection->ran_id;
  request.sessions = std::move(setups);
  net.n2.send(ue.connection->association, request);
}

void follow_up(Net& net, Ue& ue, const std::vector<ngap::PduSessionSetup>& setups) {
  for (auto& setup : setups) run_session_flow(net, ue, after_setup(ue, setup.id, net));
}

void deactivate(Net& net, Ue& ue, PduSessionId id) {
  UpdateSession update;
  update.user_plane = UpdateSession::UserPlane::deactivate;
  run_session_flow(net, ue, tell(ue, id, std::move(update), net));
}

Flow<Activated> activate(Ue& ue, nas::PduSessionSet wanted, Net& net) {
  Activated result;
  for (auto id : wanted.ids()) {
    Session* session = ue.session(id);
    if (!session) {
      result.failed.add(id);
      continue;
    }
    session->waits_for_paging = false;
    UpdateSession update;
    update.user_plane = UpdateSession::UserPlane::activate;
    auto reply = co_await attempt(net.smf.update(ue.supi, id, std::move(update)));
    session = ue.session(id);  // may have gone meanwhile
    if (!session || !reply.ok()) {
      result.failed.add(id);
      if (!reply.ok()) result.errors.items.push_back({id, reactivation_cause(reply.error())});
      continue;
    }
    if (reply->n2.kind != N2SmKind::setup_request) continue;  // it is up already
    session->user_plane = true;
    ngap::PduSessionSetup setup;
    setup.id = id;
    setup.slice = session->slice;
    setup.transfer = std::move(reply->n2.transfer);
    result.setups.push_back(std::move(setup));
  }
  co_return std::move(result);
}

nas::PduSessionSet active_sessions(const Ue& ue) {
  nas::PduSessionSet set;
  for (auto& session : ue.sessions) set.add(session.id);
  return set;
}

void align_sessions(Net& net, Ue& ue, const nas::PduSessionSet& status) {
  for (auto id : active_sessions(ue).ids()) {
    if (status.contains(id)) continue;
    ue.drop_session(id);
    net.smf.release(ue.supi, id);
  }
}

void ran_answered(Net& net, Connection& connection, std::vector<ngap::PduSessionItem>& items, N2SmKind kind) {
  for (auto& item : items) {
    Ue* ue = connection.ue;
    if (!ue || !ue->work) return;
    RanAnswer answer{item.id, {kind, std::move(item.transfer)}};
    if (!ue->work->ran.offer(answer)) ++net.counters.events.nas_unexpected;  // too late, or never asked
  }
}

void sessions_notified(Net& net, Connection& connection, ngap::PduSessionResourceNotify& message) {
  Ue* ue = connection.ue;
  if (!ue) return;
  for (auto& item : message.notified) {
    if (!ue->session(item.id)) continue;
    UpdateSession update;
    update.n2 = {N2SmKind::notify, std::move(item.transfer)};
    run_session_flow(net, *ue, tell(*ue, item.id, std::move(update), net));
  }
  for (auto& item : message.released) {
    Session* session = ue->session(item.id);
    if (!session) continue;
    session->user_plane = false;
    deactivate(net, *ue, item.id);
  }
}

Delivery deliver(Net& net, Transfer transfer) {
  Ue* ue = net.find(transfer.supi);
  Session* session = ue && ue->registered() ? ue->session(transfer.id) : nullptr;
  if (!session) return Delivery::unreachable;
  Work& work = net.work(*ue);
  bool data_only = transfer.n1.empty() && transfer.n2.kind == N2SmKind::none;
  if (ue->connected() && ue->secure()) {
    if (work.main_running) {  // goes out when that is done
      if (work.waiting.size() >= max_waiting) return Delivery::unreachable;
      if (data_only) session->waits_for_paging = true;
      work.waiting.push_back(std::move(transfer));
      return Delivery::sent;
    }
    if (data_only) {
      UpdateSession update;
      update.user_plane = UpdateSession::UserPlane::activate;
      run_session_flow(net, *ue, tell(*ue, transfer.id, std::move(update), net));
    } else {
      SessionReply reply{std::move(transfer.n1), std::move(transfer.n2), transfer.slice, false};
      run_session_flow(net, *ue, carry(*ue, transfer.id, std::move(reply), net));
    }
    return Delivery::sent;
  }
  auto unreachable = [&] {
    net.tidy_later(*ue);
    return Delivery::unreachable;
  };
  if (transfer.skip_if_idle) return unreachable();
  if (!ue->connected() && !page(net, *ue)) return unreachable();
  if (data_only || transfer.n2.kind == N2SmKind::setup_request) session->waits_for_paging = true;
  if (!data_only) {
    if (work.waiting.size() >= max_waiting) {
      ++net.counters.events.downlink_dropped;
      work.waiting.erase(work.waiting.begin());
    }
    work.waiting.push_back(std::move(transfer));
  }
  return Delivery::paging;
}

void deliver_waiting(Net& net, Ue& ue) {
  if (!ue.work || !ue.connected()) return;
  for (auto& transfer : std::exchange(ue.work->waiting, {})) {
    Session* session = ue.session(transfer.id);
    if (!session) continue;
    bool data_only = transfer.n1.empty() && transfer.n2.kind == N2SmKind::none;
    bool still_down = session->waits_for_paging && !session->user_plane;
    session->waits_for_paging = false;
    if (data_only && still_down) {
      UpdateSession update;
      update.user_plane = UpdateSession::UserPlane::activate;
      run_session_flow(net, ue, tell(ue, transfer.id, std::move(update), net));
    } else if (!data_only) {
      SessionReply reply{std::move(transfer.n1), std::move(transfer.n2), transfer.slice, false};
      // Its user plane was set up anew while the phone answered: an older setup is not sent again.
      if (reply.n2.kind == N2SmKind::setup_request && session->user_plane) reply.n2 = N2Sm{};
      run_session_flow(net, ue, carry(ue, transfer.id, std::move(reply), net));
    }
  }
}

}  // namespace pellucid::amf
