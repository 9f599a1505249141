// Associations, heartbeats and restarts (TS 29.244 §6.2.2, §6.2.6 to §6.2.8; TS 23.527 §4).
#include "link/pfcp/node.hpp"
#include "link/pfcp/peer.hpp"

namespace pellucid::pfcp {

using State = Association::State;

const char* text(Association::State state) {
  switch (state) {
    case State::idle: return "idle";
    case State::setting_up: return "setting up";
    case State::up: return "up";
    case State::path_failed: return "path failed";
  }
  return "?";
}

const char* text(Loss loss) {
  switch (loss) {
    case Loss::released: return "released";
    case Loss::replaced: return "replaced by a new setup";
    case Loss::restarted: return "the peer restarted";
    case Loss::forgotten: return "the peer knows of none";
  }
  return "?";
}

// ---- peers --------------------------------------------------------------------------------------------------------------------

Node::Peer* Node::find(const IpAddress& address) const {
  auto found = peers_.find(address);
  return found == peers_.end() ? nullptr : found->second.get();
}

Node::Peer& Node::make_peer(const Endpoint& where) {
  auto& peer = peers_[where.address];
  if (!peer) {
    peer = std::make_unique<Peer>(world_);
    peer->association.peer = where;
    peer->association.since = world_.now();
  }
  return *peer;
}

const Association* Node::association(const IpAddress& address) const {
  auto* peer = find(address);
  return peer ? &peer->association : nullptr;
}

std::vector<const Association*> Node::associations() const {
  std::vector<const Association*> out;
  for (auto& [address, peer] : peers_) out.push_back(&peer->association);
  return out;
}

void Node::enter(Peer& peer, Association::State state) {
  peer.association.state = state;
  peer.association.since = world_.now();
}

void Node::note(const Association& association, std::string_view what) {
  world_.log(Severity::info, options_.name, "PFCP association with " + association.peer.text() + " " + std::string(what));
}

void Node::forget(const IpAddress& address) {
  if (peers_.erase(address) == 0) return;
  outstanding_.abandon(address, Failure::peer_lost);
}

void Node::lose(const IpAddress& address, Loss why) {
  auto* peer = find(address);
  if (!peer) return;
  Association was = peer->association;
  if (peer->wanted && !peer->releasing) {
    ++peer->epoch;
    peer->association.recovery_time_stamp.reset();
    enter(*peer, State::idle);
    peer->timer.start(Duration(0), [this, address] { set_up(address); });
  } else {
    peers_.erase(address);
  }
  note(was, std::string("lost: ") + text(why));
  handler_.association_lost(was, why);
  outstanding_.abandon(address, Failure::peer_lost);
}

// ---- setup --------------------------------------------------------------------------------------------------------------------

void Node::associate(const IpAddress& address, std::uint16_t port) {
  auto& peer = make_peer({address, port});
  peer.wanted = true;
  if (peer.association.state == State::idle) set_up(address);
}

void Node::set_up(const IpAddress& address) {
  auto* peer = find(address);
  if (!peer || peer->association.established()) return;
  enter(*peer, State::setting_up);
  peer->timer.stop();
  AssociationSetupRequest request;
  request.node_id = options_.node_id;
  request.recovery_time_stamp = started_;
  request.up_features = options_.up_features;
  request.cp_features = options_.cp_features;
  request.session_retention = handler_.keep_sessions(peer->association.peer);
  transmit(
      peer->association.peer, AssociationSetupResponse::type,
      [&](std::uint32_t sequence) { return encode(Header{.sequence = sequence}, request); },
      [this, address](Result<Pdu, Failure> answer) { setup_answered(address, std::move(answer)); });
}

void Node::setup_answered(const IpAddress& address, Result<Pdu, Failure> answer) {
  auto* peer = find(address);
  if (!peer) return;
  auto* response = answer.ok() ? answer->get<AssociationSetupResponse>() : nullptr;
  bool accepted = response && accepts(response->cause);
  if (peer->association.established()) {
    // The peer's own setup was faster. The answer to ours may say more about its features.
    if (accepted && response->up_features) peer->association.up_features = response->up_features;
    if (accepted && response->cp_features) peer->association.cp_features = response->cp_features;
    return;
  }
  if (!accepted) {
    std::string why = response ? text(response->cause) : text(answer.ok() ? Failure::malformed : answer.error());
    world_.log(Severity::warning, options_.name, "PFCP association with " + peer->association.peer.text() + " not set up: " + why);
    enter(*peer, State::idle);
    peer->timer.start(options_.retry, [this, address] { set_up(address); });
    return;
  }
  peer->association.node_id = response->node_id;
  peer->association.up_features = response->up_features;
  peer->association.cp_features = response->cp_features;
  peer->association.recovery_time_stamp.reset();
  enter(*peer, State::up);
  note(peer->association, "up");
  start_heartbeats(address);
  handler_.association_up(Association(peer->association));
}

void Node::setup_requested(const Incoming& in, const AssociationSetupRequest& request) {
  auto address = in.from().address;
  Cause cause = handler_.accept(in.from(), request);
  if (accepts(cause) && !find(address) && peers_.size() >= options_.max_peers) cause = Cause::no_resources_available;
  if (!accepts(cause)) return in.send(refusal(in.header(), cause));

  // The same node from another address: what it had is overwritten (§6.2.6.2.2).
  std::vector<IpAddress> elsewhere;
  for (auto& [other, peer] : peers_)
    if (other != address && peer->association.established() && peer->association.node_id == request.node_id) elsewhere.push_back(other);
  for (auto& other : elsewhere) lose(other, Loss::replaced);

  bool retained = false;
  if (auto* known = find(address); known && known->association.established()) {
    retained = request.session_retention && handler_.retain(Association(known->association), *request.session_retention);
    if (!retained) lose(address, Loss::replaced);
  }
  auto& peer = make_peer({address, udp_port});
  ++peer.epoch;
  peer.association.node_id = request.node_id;
  peer.association.up_features = request.up_features;
  peer.association.cp_features = request.cp_features;
  peer.association.recovery_time_stamp.reset();
  enter(peer, State::up);

  AssociationSetupResponse response;
  response.node_id = options_.node_id;
  response.recovery_time_stamp = started_;
  response.up_features = options_.up_features;
  response.cp_features = options_.cp_features;
  if (retained) response.flags = AsRspFlags{SetupResponseFlag::psrei};
  in.answer(response);
  note(peer.association, "up");
  start_heartbeats(address);
  handler_.association_up(Association(peer.association));
}

// ---- update, release ------------------------------------------------------------------------------------------------------------

void Node::update_requested(const Incoming& in, const AssociationUpdateRequest& request) {
  auto* peer = find(in.from().address);
  AssociationUpdateResponse response;
  response.node_id = options_.node_id;
  if (request.node_id != peer->association.node_id) {
    response.cause = Cause::no_established_pfcp_association;
    return in.answer(response);
  }
  if (request.up_features) peer->association.up_features = request.up_features;
  if (request.cp_features) peer->association.cp_features = request.cp_features;
  in.answer(response);
  handler_.association_updated(Association(peer->association), request);
}

void Node::release_requested(const Incoming& in, const AssociationReleaseRequest&) {
  AssociationReleaseResponse response;
  response.node_id = options_.node_id;
  in.answer(response);  // always accepted (§6.2.8.3)
  auto* peer = find(in.from().address);
  if (peer && peer->association.established()) lose(in.from().address, Loss::released);
}

void Node::release(const IpAddress& address) {
  auto* peer = find(address);
  if (!peer) return;
  peer->wanted = false;
  if (!peer->association.established()) return forget(address);
  if (std::exchange(peer->releasing, true)) return;
  peer->timer.stop();
  AssociationReleaseRequest request;
  request.node_id = options_.node_id;
  transmit(
      peer->association.peer, AssociationReleaseResponse::type,
      [&](std::uint32_t sequence) { return encode(Header{.sequence = sequence}, request); },
      [this, address, epoch = peer->epoch](const Result<Pdu, Failure>&) {
        auto* still = find(address);
        if (still && still->epoch == epoch) lose(address, Loss::released);
      });
}

// ---- heartbeats -----------------------------------------------------------------------------------------------------------------

void Node::start_heartbeats(const IpAddress& address) { send_heartbeat(address); }

void Node::send_heartbeat(const IpAddress& address) {
  auto* peer = find(address);
  if (!peer || !peer->association.established() || peer->releasing) return;
  peer->timer.stop();
  HeartbeatRequest request;
  request.recovery_time_stamp = started_;
  transmit(
      peer->association.peer, HeartbeatResponse::type,
      [&](std::uint32_t sequence) { return encode(Header{.sequence = sequence}, request); },
      [this, address, epoch = peer->epoch](Result<Pdu, Failure> answer) { heartbeat_answered(address, epoch, std::move(answer)); });
}

void Node::heartbeat_answered(const IpAddress& address, std::uint64_t epoch, Result<Pdu, Failure> answer) {
  auto current = [&]() -> Peer* {
    auto* peer = find(address);
    return peer && peer->epoch == epoch && peer->association.established() && !peer->releasing ? peer : nullptr;
  };
  auto* peer = current();
  if (!peer) return;
  auto* response = answer.ok() ? answer->get<HeartbeatResponse>() : nullptr;
  if (response) {
    heard(address, response->recovery_time_stamp);
    peer = current();
    if (!peer) return;
  }
  bool was_up = peer->association.state == State::up;
  bool alive = response != nullptr;
  peer->timer.start(options_.heartbeat, [this, address] { send_heartbeat(address); });
  if (was_up == alive) return;
  enter(*peer, alive ? State::up : State::path_failed);
  note(peer->association, alive ? "answers again" : "does not answer heartbeats");
  Association now = peer->association;
  alive ? handler_.path_recovered(now) : handler_.path_failed(now);
}

void Node::answer_heartbeat(const Endpoint& from, const Header& header, ByteView octets) {
  auto pdu = decode(octets);
  auto* request = pdu.ok() ? pdu->get<HeartbeatRequest>() : nullptr;
  if (!request) {
    ++counters_.malformed_requests;
    return;
  }
  HeartbeatResponse response;
  response.recovery_time_stamp = started_;
  send(from, encode(Header{.sequence = header.sequence}, response));
  auto* peer = find(from.address);
  if (!peer || !peer->association.established()) return;
  // A sign of life: ask at once whether the path is good again both ways.
  if (peer->association.state == State::path_failed && peer->timer.running()) send_heartbeat(from.address);
  heard(from.address, request->recovery_time_stamp);
}

void Node::heard(const IpAddress& address, NtpTime time_stamp) {
  auto* peer = find(address);
  auto& known = peer->association.recovery_time_stamp;
  if (!known || *known == time_stamp) {
    known = time_stamp;
  } else if (time_stamp > *known) {
    lose(address, Loss::restarted);
  } else {
    ++counters_.stale_time_stamps;
  }
}

}  // namespace pellucid::pfcp
