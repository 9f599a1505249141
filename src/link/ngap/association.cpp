#include "link/ngap/association.hpp"

#include <utility>

namespace pellucid::ngap {

namespace {

constexpr std::uint8_t error_indication = ErrorIndication::heading.procedure;

/// An initiating message of the Error Indication procedure, as far as its first octets tell (§10.5).
bool looks_like_error_indication(ByteView octets) { return octets.size() >= 2 && octets[0] == 0 && octets[1] == error_indication; }

}  // namespace

AssociationCounters& AssociationCounters::operator+=(const AssociationCounters& o) {
  received += o.received;
  received_octets += o.received_octets;
  sent += o.sent;
  sent_octets += o.sent_octets;
  send_refused += o.send_refused;
  transfer_syntax_errors += o.transfer_syntax_errors;
  abstract_syntax_errors += o.abstract_syntax_errors;
  logical_errors += o.logical_errors;
  not_supported += o.not_supported;
  ignored += o.ignored;
  unusable_responses += o.unusable_responses;
  wrong_ppid += o.wrong_ppid;
  too_long += o.too_long;
  unexpected_stream += o.unexpected_stream;
  error_indications_sent += o.error_indications_sent;
  error_indications_received += o.error_indications_received;
  return *this;
}

Associations::Associations(World& world, Receiver& receiver, AssociationOptions options)
    : world_(world), receiver_(receiver), options_(std::move(options)), cut_(world) {}

Associations::~Associations() = default;

Io<Nothing> Associations::open(const SctpOptions& options) {
  auto socket = world_.open_sctp(options, *this);
  if (!socket) return Fail(std::move(socket.error()));
  socket_ = std::move(*socket);
  return Nothing{};
}

Io<AssociationId> Associations::connect(const Endpoint& remote) {
  if (!socket_) return Fail(IoError{0, "connect " + remote.text() + ": the socket is not open"});
  return socket_->connect(remote);
}

Endpoint Associations::local() const { return socket_ ? socket_->local() : Endpoint{}; }
std::string Associations::transport() const { return socket_ ? socket_->transport() : std::string(); }

const SctpPeer* Associations::peer(AssociationId id) const {
  auto found = peers_.find(id);
  return found == peers_.end() ? nullptr : &found->second.sctp;
}

void Associations::set_peer_name(AssociationId id, std::string name) {
  auto found = peers_.find(id);
  if (found != peers_.end()) found->second.name = std::move(name);
}

const AssociationCounters* Associations::counters(AssociationId id) const {
  auto found = peers_.find(id);
  return found == peers_.end() ? nullptr : &found->second.counters;
}

AssociationCounters Associations::total() const {
  AssociationCounters sum = past_;
  for (auto& [id, peer] : peers_) sum += peer.counters;
  return sum;
}

// ---- sending -----------------------------------------------------------------------------------------------------------

std::optional<std::uint64_t> Associations::key_of(const Pdu& pdu) const {
  return std::visit([&](const auto& m) { return key_of(m); }, pdu.message);
}

bool Associations::send(AssociationId id, const Pdu& pdu) {
  auto octets = reencode(pdu);
  return octets.ok() && send_octets(id, key_of(pdu), *octets);
}

bool Associations::send_octets(AssociationId id, std::optional<std::uint64_t> ue, const Bytes& octets) {
  auto found = peers_.find(id);
  if (found == peers_.end()) {
    ++past_.send_refused;
    return false;
  }
  Peer& peer = found->second;
  // TS 38.412 §7: a pair of streams is kept for the interface; a UE's messages stay on one stream for as long as it is connected.
  std::uint16_t streams = peer.sctp.out_streams;
  std::uint16_t stream = ue && streams > 1 ? std::uint16_t(1 + *ue % (streams - 1u)) : std::uint16_t(0);
  auto sent = socket_->send(id, stream, ppid, octets);
  if (!sent) {
    ++peer.counters.send_refused;
    return false;
  }
  ++peer.counters.sent;
  peer.counters.sent_octets += octets.size();
  trace(peer, true, octets);
  return true;
}

void Associations::send_error(AssociationId id, const ErrorIndication& error) {
  if (!send(id, error)) return;
  ++peers_.at(id).counters.error_indications_sent;
}

void Associations::complain(AssociationId id, const Pdu& about, Cause cause) {
  auto found = peers_.find(id);
  if (found == peers_.end()) return;
  ++found->second.counters.logical_errors;
  if (about.procedure == error_indication) return;
  send_error(id, error_about(about, cause));
  if (!too_many_faults(found->second)) return;
  // We are inside a call to the Receiver: the offender goes in the next turn of the loop.
  offenders_.push_back(id);
  cut_.start(Duration(0), [this] {
    for (auto offender : std::exchange(offenders_, {})) {
      auto still = peers_.find(offender);
      if (still != peers_.end()) cut_off(offender, still->second, "PDUs that do not fit the state");
    }
  });
}

void Associations::shutdown(AssociationId id) {
  if (up(id)) socket_->shutdown(id);
}

void Associations::abort(AssociationId id) {
  auto found = peers_.find(id);
  if (found == peers_.end()) return;
  past_ += found->second.counters;
  peers_.erase(found);
  socket_->abort(id);
}

// ---- receiving ---------------------------------------------------------------------------------------------------------

void Associations::sctp_up(AssociationId id, const SctpPeer& sctp) {
  Peer peer;
  peer.sctp = sctp;
  peer.name = options_.role == Role::amf ? "gnb" : "amf";
  peer.window_start = world_.now();
  peers_.emplace(id, std::move(peer));
  receiver_.association_up(id, sctp);
}

void Associations::sctp_down(AssociationId id, std::string_view why) {
  auto found = peers_.find(id);
  if (found != peers_.end()) {
    past_ += found->second.counters;
    peers_.erase(found);
  }
  receiver_.association_down(id, why);
}

void Associations::sctp_restarted(AssociationId id) {
  if (up(id)) receiver_.association_restarted(id);
}

void Associations::sctp_message(AssociationId id, std::uint16_t stream, std::uint32_t ppid_of_message, ByteView message) {
  auto found = peers_.find(id);
  if (found == peers_.end()) return;
  Peer& peer = found->second;
  ++peer.counters.received;
  peer.counters.received_octets += message.size();
  if (ppid_of_message != ppid) {
    ++peer.counters.wrong_ppid;
    fault(id, peer, "messages that are not NGAP by their payload protocol identifier");
    return;
  }
  if (message.size() > options_.max_message_octets) {
    ++peer.counters.too_long;
    fault(id, peer, "messages longer than the limit");
    return;
  }
  trace(peer, false, message);
  auto received = decode(message);
  if (!received) {
    ++peer.counters.transfer_syntax_errors;
    if (!looks_like_error_indication(message)) send_error(id, transfer_syntax_error());
    fault(id, peer, "PDUs that do not decode");
    return;
  }
  bool of_a_ue = amf_ue_id(received->pdu) || ran_ue_id(received->pdu);
  if (peer.sctp.in_streams > 1 && of_a_ue != (stream != 0)) ++peer.counters.unexpected_stream;
  handle(id, *received);
}

void Associations::handle(AssociationId id, Received& received) {
  Peer& peer = peers_.at(id);
  auto& diagnostics = received.diagnostics;
  if (received.pdu.procedure == error_indication) ++peer.counters.error_indications_received;
  if (diagnostics.verdict() == Diagnostics::Verdict::proceed) {
    if (!diagnostics.clean()) ++peer.counters.abstract_syntax_errors;
    receiver_.received(id, received);
    return;
  }
  ++(diagnostics.not_supported ? peer.counters.not_supported : peer.counters.abstract_syntax_errors);
  auto answer = answer_to_errors(received);
  if (answer) {
    bool sent = send(id, *answer);
    if (sent && answer->procedure == error_indication) ++peer.counters.error_indications_sent;
  } else if (diagnostics.verdict() == Diagnostics::Verdict::ignore) {
    ++peer.counters.ignored;
  }
  if (!fault(id, peer, "PDUs with unknown or missing elements")) return;
  if (diagnostics.verdict() == Diagnostics::Verdict::proceed_and_report) {
    receiver_.received(id, received);
  } else if (received.pdu.kind != Kind::initiating) {
    ++peer.counters.unusable_responses;
    receiver_.unusable(id, received);
  }
}

bool Associations::too_many_faults(Peer& peer) {
  Instant now = world_.now();
  if (now - peer.window_start > options_.fault_window) {
    peer.window_start = now;
    peer.faults = 0;
  }
  return ++peer.faults > options_.max_faults;
}

bool Associations::fault(AssociationId id, Peer& peer, std::string_view what) {
  if (!too_many_faults(peer)) return true;
  cut_off(id, peer, what);
  return false;
}

void Associations::cut_off(AssociationId id, Peer& peer, std::string_view what) {
  std::string why =
      "cut off: more than " + std::to_string(options_.max_faults) + " faulty messages in a short time, last of them " + std::string(what);
  world_.log(Severity::warning, "ngap", peer.name + " " + peer.sctp.primary.text() + " " + why);
  abort(id);  // `peer` is gone
  receiver_.association_down(id, why);
}

void Associations::trace(const Peer& peer, bool outgoing, ByteView octets) const {
  if (!options_.tracer) return;
  TracedPdu pdu;
  pdu.protocol = Protocol::ngap;
  pdu.from = outgoing ? std::string_view(options_.name) : std::string_view(peer.name);
  pdu.to = outgoing ? std::string_view(peer.name) : std::string_view(options_.name);
  pdu.source = outgoing ? socket_->local() : peer.sctp.primary;
  pdu.target = outgoing ? peer.sctp.primary : socket_->local();
  pdu.octets = octets;
  options_.tracer->pdu(pdu);
}

}  // namespace pellucid::ngap
