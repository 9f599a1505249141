// The socket of a PFCP entity: what comes in, who it is for, what goes out (TS 29.244 §6.4, §7.6).
#include "link/pfcp/node.hpp"

#include "link/pfcp/peer.hpp"

namespace pellucid::pfcp {
namespace {

NtpTime now_as_ntp(const World& world) {
  auto since_epoch = std::chrono::duration_cast<std::chrono::seconds>(world.wall().time_since_epoch());
  return ntp_time(std::uint64_t(since_epoch.count()));
}

/// `visit(std::type_identity<M>)` for the request of that type.
template <class Visit>
void for_request(std::uint8_t type, Visit&& visit) {
  for_each_message([&]<class M>(std::type_identity<M> which) {
    if constexpr (requires { typename ResponseTo<M>; })
      if (M::type == type) visit(which);
  });
}

bool is_known(std::uint8_t type) { return std::string_view(name_of(type)) != "?"; }

/// What a handler that does not override a request answers.
template <class M>
void not_supported(const Incoming& in) {
  ResponseTo<M> response;
  response.cause = Cause::service_not_supported;
  in.answer(response);
}

}  // namespace

void Handler::establish(Incoming in, SessionEstablishmentRequest) { not_supported<SessionEstablishmentRequest>(in); }
void Handler::modify(Incoming in, SessionModificationRequest) { not_supported<SessionModificationRequest>(in); }
void Handler::remove(Incoming in, SessionDeletionRequest) { not_supported<SessionDeletionRequest>(in); }
void Handler::report(Incoming in, SessionReportRequest) { not_supported<SessionReportRequest>(in); }
void Handler::node_report(Incoming in, NodeReportRequest) { not_supported<NodeReportRequest>(in); }
void Handler::pfd_management(Incoming in, PfdManagementRequest) { not_supported<PfdManagementRequest>(in); }
void Handler::delete_set(Incoming in, SessionSetDeletionRequest) { not_supported<SessionSetDeletionRequest>(in); }
void Handler::modify_set(Incoming in, SessionSetModificationRequest) { not_supported<SessionSetModificationRequest>(in); }

void Incoming::send(ByteView octets) const {
  auto node = node_.lock();
  if (!node) return;
  auto& n = **node;
  if (n.answered_.answered(key_, serial_, octets)) n.send(key_.from, octets);
}

Node::Node(World& world, Handler& handler, NodeOptions options)
    : world_(world),
      handler_(handler),
      options_(std::move(options)),
      started_(options_.started ? *options_.started : now_as_ntp(world)),
      outstanding_(
          world, {options_.t1, options_.n1, options_.max_outstanding}, [this](const Endpoint& to, ByteView octets) { send(to, octets); },
          counters_),
      answered_(world, options_.t1 * (options_.n1 + 1), options_.max_answered),
      self_(std::make_shared<Node*>(this)) {
  if (options_.local.port == 0) options_.local.port = udp_port;
  if (options_.node_id == NodeId()) options_.node_id = NodeId(options_.local.address);
}

Node::~Node() = default;

Io<Nothing> Node::open() {
  auto socket = world_.open_udp(options_.local, [this](const Endpoint& from, ByteView datagram) { receive(from, datagram); });
  if (!socket.ok()) return Fail(socket.error());
  socket_ = std::move(*socket);
  return Nothing{};
}

// ---- going out ----------------------------------------------------------------------------------------------------------------

void Node::send(const Endpoint& to, ByteView octets) {
  if (!socket_) return;
  ++counters_.sent;
  trace(options_.local, to, octets, true);
  socket_->send(to, octets);
}

void Node::trace(const Endpoint& source, const Endpoint& target, ByteView octets, bool outgoing) const {
  if (!options_.tracer) return;
  TracedPdu traced;
  traced.protocol = Protocol::pfcp;
  traced.from = outgoing ? options_.name : options_.peer_name;
  traced.to = outgoing ? options_.peer_name : options_.name;
  traced.source = source;
  traced.target = target;
  traced.octets = octets;
  options_.tracer->pdu(traced);
}

void Node::transmit(const Endpoint& to, std::uint8_t response_type, const Encode& encode_with, OutstandingRequests::Done done) {
  auto sequence = outstanding_.next_sequence();
  outstanding_.start(to, sequence, response_type, encode_with(sequence), std::move(done));
}

void Node::send_request(const IpAddress& peer, std::uint8_t, std::uint8_t response_type, const Encode& encode_with,
                        OutstandingRequests::Done done) {
  auto* known = find(peer);
  std::optional<Failure> cannot;
  if (!known || !known->association.established())
    cannot = Failure::not_associated;
  else if (known->association.state == Association::State::path_failed)
    cannot = Failure::path_failed;
  else if (outstanding_.full())
    cannot = Failure::overloaded;
  if (!cannot) return transmit(known->association.peer, response_type, encode_with, std::move(done));
  world_.soon([done = std::move(done), why = *cannot, self = std::weak_ptr(self_)] {
    if (!self.expired()) done(Fail(why));
  });
}

// ---- coming in ----------------------------------------------------------------------------------------------------------------

void Node::receive(const Endpoint& from, ByteView datagram) {
  for (auto octets : split(datagram)) {
    ++counters_.received;
    trace(from, options_.local, octets, false);
    handle(from, octets);
  }
}

void Node::handle(const Endpoint& from, ByteView octets) {
  auto header = peek(octets);
  if (!header) {
    ++counters_.too_short;
  } else if (header->type == VersionNotSupportedResponse::type) {
    auto done = outstanding_.take(from, header->sequence);
    if (done)
      (*done)(Fail(Failure::version_not_supported));
    else
      ++counters_.unmatched_responses;
  } else if (header->version != 1) {
    ++counters_.other_version;
    Header answer;
    answer.sequence = header->sequence;
    send(from, encode(answer, VersionNotSupportedResponse{}));
  } else if (!is_known(header->type)) {
    ++counters_.unknown_type;
  } else if (is_request_type(header->type)) {
    handle_request(from, *header, octets);
  } else {
    handle_response(from, *header, octets);
  }
}

void Node::handle_response(const Endpoint& from, const Header& header, ByteView octets) {
  auto done = outstanding_.take(from, header.sequence, header.type);
  if (!done) {
    ++counters_.unmatched_responses;
    return;
  }
  auto pdu = decode(octets);
  if (!pdu.ok()) {
    ++counters_.malformed_responses;
    world_.log(Severity::warning, options_.name,
               std::string("PFCP ") + name_of(header.type) + " from " + from.text() + " cannot be read: " + codec::text(pdu.error()));
    return (*done)(Fail(Failure::malformed));
  }
  bool forgotten = std::visit(
      [](auto& message) {
        if constexpr (requires { Cause(message.cause); })
          return message.cause == Cause::no_established_pfcp_association;
        else
          return false;
      },
      pdu->message);
  auto* peer = find(from.address);
  auto epoch = peer ? peer->epoch : 0;
  (*done)(std::move(*pdu));
  if (!forgotten) return;
  // Only the side that sets associations up draws the conclusion: a CP function that restarted and keeps its sessions may
  // answer so until it has set up again.
  peer = find(from.address);
  if (peer && peer->epoch == epoch && peer->wanted && peer->association.established()) lose(from.address, Loss::forgotten);
}

void Node::handle_request(const Endpoint& from, const Header& header, ByteView octets) {
  if (header.type == HeartbeatRequest::type) return answer_heartbeat(from, header, octets);
  Incoming in;
  in.node_ = self_;
  in.key_ = {from, header.sequence};
  in.header_ = header;
  auto noted = answered_.note(in.key_, octets);
  switch (noted.seen) {
    case AnsweredRequests::Seen::unanswered: ++counters_.repeated_early; return;
    case AnsweredRequests::Seen::answered: ++counters_.replayed; return send(from, noted.answer);
    case AnsweredRequests::Seen::no_room:
      ++counters_.refused_for_load;
      return send(from, refusal(header, Cause::pfcp_entity_in_congestion));
    case AnsweredRequests::Seen::first_time: break;
  }
  in.serial_ = noted.serial;
  auto pdu = decode(octets);
  if (!pdu.ok()) {
    ++counters_.malformed_requests;
    world_.log(Severity::warning, options_.name,
               std::string("PFCP ") + name_of(header.type) + " from " + from.text() + " refused: " + codec::text(pdu.error()));
    return in.send(refusal(header, cause_of(pdu.error()), pdu.error().ie));
  }
  dispatch(std::move(in), std::move(*pdu));
}

Bytes Node::refusal(const Header& request, Cause cause, std::uint32_t offending_ie) const {
  Header header;
  header.sequence = request.sequence;
  Bytes out;
  for_request(request.type, [&]<class M>(std::type_identity<M>) {
    if constexpr (requires(ResponseTo<M> r) { r.cause; }) {
      ResponseTo<M> response;
      response.cause = cause;
      if constexpr (requires { response.node_id; }) response.node_id = options_.node_id;
      if constexpr (requires { response.recovery_time_stamp; }) response.recovery_time_stamp = started_;
      if constexpr (requires { response.offending_ie; })
        if (offending_ie != 0) response.offending_ie = std::uint16_t(offending_ie);
      out = encode(header, response);
    }
  });
  return out;
}

void Node::dispatch(Incoming in, Pdu pdu) {
  if (auto* setup = pdu.get<AssociationSetupRequest>()) return setup_requested(in, *setup);
  if (auto* release = pdu.get<AssociationReleaseRequest>()) return release_requested(in, *release);
  auto* peer = find(in.from().address);
  if (!peer || !peer->association.established()) {
    ++counters_.not_associated;
    return in.send(refusal(in.header(), Cause::no_established_pfcp_association));
  }
  if (auto* update = pdu.get<AssociationUpdateRequest>()) return update_requested(in, *update);
  auto give = [&]<class M>(void (Handler::*to)(Incoming, M)) {
    if (auto* message = pdu.get<M>()) (handler_.*to)(std::move(in), std::move(*message));
  };
  // Exactly one of them is in the PDU.
  give(&Handler::establish);
  give(&Handler::modify);
  give(&Handler::remove);
  give(&Handler::report);
  give(&Handler::node_report);
  give(&Handler::pfd_management);
  give(&Handler::delete_set);
  give(&Handler::modify_set);
}

}  // namespace pellucid::pfcp
