// AN release (TS 23.502 §4.2.6) and the other ways in which a phone's connection ends.
#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

/// The phone loses its connection: what needed it ends, what lasts goes on idle. `connection` still stands, without its phone.
void part(Net& net, Connection& connection) {
  Ue& ue = *connection.ue;
  connection.ue = nullptr;
  connection.guard.stop();
  ue.connection = nullptr;
  abort_main(net, ue);
  Work& work = net.work(ue);
  work.flows.cancel_all();
  work.update = 0;
  ue.trial.reset();
  if (ue.security) ue.security->end_secure_exchange();
  if (ue.supi.empty()) return net.forget(ue);  // nobody was proven to be there

  for (auto& session : ue.sessions) {
    if (!session.user_plane) continue;
    session.user_plane = false;
    connection.releasing.push_back(session.id);
  }
  // TS 24.501 §5.5.2.3.5: without lower layers a deregistration by the network is over.
  if (ue.rm == Rm::deregistering) become_deregistered(net, ue);
  supervise_idle(net, ue);
  save(net, ue);
  net.tidy_later(ue);
  // Session flows that waited for the base station hear that nothing comes; last, because they go on from here.
  work.context.give_up();
  work.ran.give_up();
}

void end_user_plane(Net& net, Connection& connection, Ue& ue) {
  for (auto id : std::exchange(connection.releasing, {}))
    if (Session* session = ue.session(id); session && !session->user_plane) deactivate(net, ue, id);
}

}  // namespace

// TS 23.502 §4.2.6 steps 2 to 6, for connections that the network ends and those that the base station asked to end.
void release(Net& net, Ue& ue, ngap::Cause cause) {
  if (!ue.connection) return;
  Connection& connection = *ue.connection;
  auto& counters = net.count(ProcedureName::an_release);
  ++counters.attempted;
  finish_leaving(net, ue);
  connection.former = &ue;
  ue.leaving = &connection;

  ngap::UeContextReleaseCommand command;  // step 2
  command.ids.amf = connection.amf_id;
  command.ids.ran = connection.ran_id;
  command.cause = cause;
  bool sent = net.n2.send(connection.association, command);
  part(net, connection);
  if (!sent) return release_complete(net, connection);
  connection.guard.start(net.config.timers.ran_answer, [&net, &connection] {  // the Complete may not come
    ++net.count(ProcedureName::an_release).timed_out;
    release_complete(net, connection);
  });
}

// Step 1.
void release_requested(Net& net, Connection& connection, const ngap::UeContextReleaseRequest& request) {
  if (!connection.ue) return;  // the Command is on its way
  release(net, *connection.ue, request.cause);
}

// Steps 4 to 6.
void release_complete(Net& net, Connection& connection) {
  if (connection.ue) {
    // Completed what was not commanded: the base station no longer has it.
    return lose_connection(net, connection, "the base station completed a release that nobody asked for");
  }
  ++net.count(ProcedureName::an_release).succeeded;
  if (connection.former) end_user_plane(net, connection, *connection.former);
  net.drop(connection);
}

void lose_connection(Net& net, Connection& connection, const char* why) {
  ++net.counters.events.connections_lost;
  if (connection.ue) {
    Ue& ue = *connection.ue;
    net.log(Severity::debug, ue.subject() + " lost its connection: " + why);
    finish_leaving(net, ue);
    connection.former = &ue;
    ue.leaving = &connection;
    part(net, connection);
  }
  if (connection.former) end_user_plane(net, connection, *connection.former);
  net.drop(connection);
}

void finish_leaving(Net& net, Ue& ue) {
  Connection* leaving = ue.leaving;
  if (!leaving) return;
  end_user_plane(net, *leaving, ue);
  leaving->former = nullptr;
  ue.leaving = nullptr;
}

}  // namespace pellucid::amf
