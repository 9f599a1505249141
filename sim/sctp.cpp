// SCTP of the simulated network: messages in order within a stream, associations that come up, end, restart and break. A lost
// packet shows as time. The wire format is not simulated.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sim/inside.hpp"
#include "sim/places.hpp"

namespace pellucid::sim {

namespace {

constexpr std::size_t max_message = 1u << 20;

class SimSctpSocket final : public SctpSocket {
 public:
  SimSctpSocket(Network::Parts* net, std::shared_ptr<SctpState> state) : net_(net), state_(std::move(state)) {}
  SimSctpSocket(const SimSctpSocket&) = delete;
  ~SimSctpSocket() override { net_->close_sctp(*state_); }
  Io<AssociationId> connect(const Endpoint& remote) override {
    if (!state_->open) return fails(ENETDOWN, "SCTP to " + remote.text());
    return net_->connect(state_, remote);
  }
  Io<Nothing> send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) override {
    return net_->send_sctp(*state_, id, stream, ppid, message);
  }
  void shutdown(AssociationId id) override { net_->shutdown(*state_, id); }
  void abort(AssociationId id) override { net_->abort(*state_, id); }
  Endpoint local() const override { return state_->local; }
  std::string transport() const override { return "simulated"; }

 private:
  Network::Parts* net_;
  std::shared_ptr<SctpState> state_;
};

int end_of(const Association& association, const SctpState& socket, std::uint32_t id) {
  return association.ends[0].socket.get() == &socket && association.ends[0].id == id ? 0 : 1;
}

}  // namespace

Io<std::unique_ptr<SctpSocket>> Network::Parts::open_sctp(NodeIndex node, const SctpOptions& wanted, SctpEvents& events) {
  auto placed = place(sctp, node, wanted.local);
  if (!placed.ok()) return Fail(IoError{placed.error().number, "bind SCTP " + placed.error().what});
  auto state = std::make_shared<SctpState>();
  state->node = node;
  state->options = wanted;
  state->events = &events;
  state->local = *placed;
  state->source = seen_as(node, *placed);
  state->key = key_of(state->source);
  sctp[*placed].push_back(state);
  for (auto& also : wanted.also) {
    auto more = place(sctp, node, {also, placed->port});
    if (!more.ok()) {
      close_sctp(*state);
      return Fail(IoError{more.error().number, "bind SCTP " + more.error().what});
    }
    sctp[*more].push_back(state);
  }
  return std::unique_ptr<SctpSocket>(std::make_unique<SimSctpSocket>(this, std::move(state)));
}

void Network::Parts::close_sctp(SctpState& state) {
  if (!std::exchange(state.open, false)) return;
  auto all = std::exchange(state.associations, {});
  for (auto& [id, association] : all) leave(association, end_of(*association, state, id));
  unplace(sctp, state);
  for (auto& also : state.options.also) {
    auto found = sctp.find({also, state.local.port});
    if (found != sctp.end()) std::erase_if(found->second, [&](auto& s) { return s.get() == &state; });
  }
}

// ---- coming up

Io<AssociationId> Network::Parts::connect(const std::shared_ptr<SctpState>& from, const Endpoint& to) {
  if (from->associations.size() >= from->options.max_associations) return fails(ENOBUFS, "SCTP to " + to.text());
  auto association = std::make_shared<Association>();
  association->number = ++association_count;
  association->nodes[0] = from->node;
  AssociationEnd& end = association->ends[0];
  end.socket = from;
  end.id = ++from->last_id;
  end.peer = to;
  from->associations.emplace(end.id, association);
  associations.emplace(association->number, association);
  Instant deadline = world->now + options.sctp_connect_patience;
  // What attempt() decides is never heard within connect().
  world->later(Duration(0), [this, association, deadline] { attempt(association, deadline); });
  return AssociationId(end.id);
}

void Network::Parts::attempt(const std::shared_ptr<Association>& association, Instant deadline) {
  AssociationEnd& caller = association->ends[0];
  if (caller.gone || association->over) return;
  auto no_answer = [&] {
    if (world->now >= deadline) return tell_down(association, 0, "no answer from the peer");
    world->later(std::min(options.sctp_retransmission, deadline - world->now),
                 [this, association, deadline] { attempt(association, deadline); });
  };
  auto listener = find(sctp, caller.socket->node, caller.peer);
  NodeIndex node = listener ? listener->node : owner(caller.peer.address);
  if (node == no_node || !world->node(node).up || cut(caller.socket->node, node)) return no_answer();
  int losses = 0;
  Duration there = way(caller.socket->node, node, Carrier::sctp, &losses);
  world->later(there, [this, association, there] {
    if (association->ends[0].gone || association->over) return;
    auto now_listens = find(sctp, association->ends[0].socket->node, association->ends[0].peer);
    bool accepted = now_listens && now_listens->options.listen;
    if (accepted) return accept(association, now_listens, there);
    ++counters.sctp_refused;
    world->later(there, [this, association] { tell_down(association, 0, "the peer refused the association"); });
  });
}

void Network::Parts::accept(const std::shared_ptr<Association>& association, const std::shared_ptr<SctpState>& listener, Duration back) {
  AssociationEnd& caller = association->ends[0];
  AssociationEnd& called = association->ends[1];
  // RFC 9260 §5.2.2: the same peer from the same port again has restarted.
  std::uint32_t again = 0;
  for (auto& [id, old] : listener->associations) {
    int end = end_of(*old, *listener, id);
    if (old->ends[end].peer == caller.socket->source && old->ends[1 - end].gone) again = id;
  }
  if (again == 0 && listener->associations.size() >= listener->options.max_associations) {
    ++counters.sctp_refused;
    world->later(back, [this, association] { tell_down(association, 0, "the peer refused the association"); });
    return;
  }
  called.socket = listener;
  called.peer = caller.socket->source;
  called.id = again != 0 ? again : ++listener->last_id;
  called.up = true;
  association->nodes[1] = listener->node;
  if (again != 0) {
    auto& old = listener->associations.at(again);
    old->over = true;
    associations.erase(old->number);
  }
  listener->associations.insert_or_assign(called.id, association);
  std::uint16_t streams = std::min(caller.socket->options.streams, listener->options.streams);
  for (auto& end : association->ends) {
    end.out_streams = streams;
    end.last_delivery.assign(streams, world->now);
  }
  ++counters.associations_up;
  world->later(back, [this, association] {
    AssociationEnd& end = association->ends[0];
    if (end.gone || association->over) return;
    end.up = true;
    world->count(2, end.socket->key, key_of(end.peer), {});
    end.socket->events->sctp_up(AssociationId(end.id), {end.peer, end.out_streams, end.out_streams});
  });
  for (auto& end : association->ends) end.last_of_all = world->now + back;
  for (auto& last : called.last_delivery) last = world->now + back;  // not before the caller knows
  world->count(3, listener->key, caller.socket->key, {});
  if (again != 0)
    listener->events->sctp_restarted(AssociationId(again));
  else
    listener->events->sctp_up(AssociationId(called.id), {called.peer, streams, streams});
}

// ---- messages

Io<Nothing> Network::Parts::send_sctp(SctpState& from, AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) {
  auto found = from.associations.find(id.value());
  if (!from.open || found == from.associations.end()) return fails(ENOTCONN, "SCTP send");
  auto association = found->second;
  int index = end_of(*association, from, id.value());
  AssociationEnd& end = association->ends[index];
  if (!end.up || end.leaving) return fails(ENOTCONN, "SCTP send");
  if (message.empty() || message.size() > max_message) return fails(EMSGSIZE, "SCTP send");
  if (stream >= end.out_streams) return fails(EINVAL, "SCTP send on stream " + std::to_string(stream));
  if (end.queued + message.size() > from.options.max_queued_octets)
    return Fail(IoError{ENOBUFS, "SCTP send: the peer does not take in what is queued"});
  end.queued += message.size();
  ++counters.sctp_sent;
  HeldMessage held{stream, ppid, to_bytes(message)};
  if (cut(association->nodes[0], association->nodes[1]))
    end.held.push_back(std::move(held));
  else
    transmit(association, index, std::move(held));
  return Nothing{};
}

void Network::Parts::transmit(const std::shared_ptr<Association>& association, int from, HeldMessage message) {
  AssociationEnd& end = association->ends[from];
  int losses = 0;
  Instant when = world->now + way(association->nodes[0], association->nodes[1], Carrier::sctp, &losses);
  Instant& last = end.last_delivery[message.stream];
  when = last = std::max(when, last);  // equal times keep the order of their sending
  end.last_of_all = std::max(end.last_of_all, when);
  world->later(when - world->now, [this, association, from, held = std::move(message)] { deliver(association, from, held); });
}

void Network::Parts::deliver(const std::shared_ptr<Association>& association, int from, const HeldMessage& message) {
  AssociationEnd& sender = association->ends[from];
  AssociationEnd& receiver = association->ends[1 - from];
  if (association->over || sender.gone || !receiver.socket) {
    ++counters.sctp_discarded;
    return;
  }
  if (receiver.gone || !receiver.socket->open) {
    ++counters.sctp_discarded;
    // A host that runs but knows nothing of it says so; one that is down stays silent.
    if (world->node(association->nodes[1 - from]).up && !cut(association->nodes[0], association->nodes[1])) {
      Duration back = way(association->nodes[0], association->nodes[1], Carrier::sctp);
      world->later(back, [this, association, from] { tell_down(association, from, "aborted by the peer"); });
    }
    return;
  }
  sender.queued -= message.octets.size();
  ++counters.sctp_delivered;
  world->count(4, mix(sender.socket->key, message.stream), mix(receiver.socket->key, message.ppid), message.octets);
  receiver.socket->events->sctp_message(AssociationId(receiver.id), message.stream, message.ppid, message.octets);
}

// ---- going down

void Network::Parts::tell_down(const std::shared_ptr<Association>& association, int index, const std::string& why) {
  AssociationEnd& end = association->ends[index];
  if (association->over || end.gone || !end.socket) return;
  end.gone = true;
  end.up = false;
  end.held.clear();
  auto socket = end.socket;
  socket->associations.erase(end.id);
  if (association->ends[1 - index].gone || !association->ends[1 - index].socket) associations.erase(association->number);
  ++counters.associations_down;
  world->count(7, socket->key, end.id, as_bytes(why));
  if (socket->open) socket->events->sctp_down(AssociationId(end.id), why);
}

void Network::Parts::leave(const std::shared_ptr<Association>& association, int index) {
  AssociationEnd& end = association->ends[index];
  if (end.gone) return;
  end.gone = true;
  end.up = false;
  end.held.clear();
  AssociationEnd& other = association->ends[1 - index];
  if (other.gone || !other.socket) {
    associations.erase(association->number);
    return;
  }
  if (cut(association->nodes[0], association->nodes[1])) return expect_silence(association, 1 - index);
  Duration time = way(association->nodes[0], association->nodes[1], Carrier::sctp);
  Instant when = std::max(world->now + time, end.last_of_all);
  world->later(when - world->now, [this, association, index] { tell_down(association, 1 - index, "aborted by the peer"); });
}

void Network::Parts::expect_silence(const std::shared_ptr<Association>& association, int index) {
  world->later(options.sctp_silence, [this, association, index] { tell_down(association, index, "the peer stopped answering"); });
}

void Network::Parts::shutdown(SctpState& from, AssociationId id) {
  auto found = from.associations.find(id.value());
  if (!from.open || found == from.associations.end()) return;
  auto association = found->second;
  int index = end_of(*association, from, id.value());
  AssociationEnd& end = association->ends[index];
  if (std::exchange(end.leaving, true)) return;
  if (!association->ends[1 - index].socket) {  // not up yet: nothing to deliver
    world->later(Duration(0), [this, association, index] { tell_down(association, index, "shut down"); });
    return;
  }
  if (cut(association->nodes[0], association->nodes[1])) return expect_silence(association, index);
  Instant delivered = std::max({world->now, association->ends[0].last_of_all, association->ends[1].last_of_all});
  Instant when = delivered + way(association->nodes[0], association->nodes[1], Carrier::sctp);
  world->later(when - world->now, [this, association, index] {
    tell_down(association, 1 - index, "shut down");
    Duration back = way(association->nodes[0], association->nodes[1], Carrier::sctp);
    world->later(back, [this, association, index] { tell_down(association, index, "shut down"); });
  });
}

void Network::Parts::abort(SctpState& from, AssociationId id) {
  auto found = from.associations.find(id.value());
  if (!from.open || found == from.associations.end()) return;
  auto association = found->second;
  from.associations.erase(found);
  leave(association, end_of(*association, from, id.value()));
}

}  // namespace pellucid::sim
