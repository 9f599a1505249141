#include "link/gtpu/signalling.hpp"

#include <algorithm>
#include <utility>

namespace pellucid::gtpu {

SignallingCounters& SignallingCounters::operator+=(const SignallingCounters& other) {
  echo_requests += other.echo_requests;
  echo_responses += other.echo_responses;
  error_indications_sent += other.error_indications_sent;
  error_indications_received += other.error_indications_received;
  error_indications_held_back += other.error_indications_held_back;
  notifications_sent += other.notifications_sent;
  notifications_held_back += other.notifications_held_back;
  end_markers += other.end_markers;
  tunnel_status += other.tunnel_status;
  malformed += other.malformed;
  return *this;
}

void Signalling::fill(Bucket& bucket, Instant now, double per_s) {
  // One second's worth may go at once.
  if (!bucket.used) {
    bucket = {per_s, now, true};
    return;
  }
  if (now <= bucket.when) return;
  bucket.tokens = std::min(per_s, bucket.tokens + per_s * std::chrono::duration<double>(now - bucket.when).count());
  bucket.when = now;
}

bool Signalling::may_send(Instant now, const IpAddress& peer) {
  auto known = peers_.find(peer);
  if (known == peers_.end() && peers_.size() < options_.max_peers) known = peers_.emplace(peer, Bucket{}).first;
  Bucket& own = known == peers_.end() ? others_ : known->second;
  fill(own, now, options_.per_peer_per_s);
  fill(all_, now, options_.all_per_s);
  if (own.tokens < 1 || all_.tokens < 1) return false;
  own.tokens -= 1;
  all_.tokens -= 1;
  return true;
}

std::optional<Outgoing> Signalling::unknown_tunnel(Instant now, const pellucid::Endpoint& from, const IpAddress& local, Teid teid) {
  if (!may_send(now, from.address)) {
    ++counters_.error_indications_held_back;
    return {};
  }
  Header header;
  header.sequence = 0;  // there must be one; it means nothing
  header.extensions = {UdpPortHeader{from.port}};
  ErrorIndication error;
  error.teid = teid;
  error.peer = local;
  ++counters_.error_indications_sent;
  return Outgoing{{from.address, udp_port}, encode(header, error)};
}

Handled Signalling::handle(Instant now, const pellucid::Endpoint& from, ByteView datagram) {
  Handled out;
  auto pdu = decode(datagram);
  if (!pdu.ok()) {
    ++counters_.malformed;
    return out;
  }
  bool must_refuse = not_understood(*pdu).has_value();
  if (must_refuse) {
    out.event = NotUnderstood{pdu->header.teid};
    if (!may_send(now, from.address)) {
      ++counters_.notifications_held_back;
      return out;
    }
    Header header;
    header.sequence = pdu->header.sequence.value_or(0);
    SupportedExtensionHeaders supported;
    supported.types.assign(std::begin(extension::supported), std::end(extension::supported));
    ++counters_.notifications_sent;
    out.reply = Outgoing{{from.address, udp_port}, encode(header, supported)};
  } else if (pdu->get<EchoRequest>()) {
    Header header;
    header.sequence = pdu->header.sequence.value_or(0);
    ++counters_.echo_requests;
    out.reply = Outgoing{from, encode(header, EchoResponse{})};  // to whatever port it came from
  } else if (pdu->get<EchoResponse>()) {
    ++counters_.echo_responses;
    out.event = EchoAnswered{from.address, pdu->header.sequence.value_or(0)};
  } else if (auto* error = pdu->get<ErrorIndication>()) {
    ++counters_.error_indications_received;
    out.event = TunnelLost{error->peer, error->teid};
  } else if (pdu->get<EndMarker>()) {
    ++counters_.end_markers;
    out.event = TunnelEnded{pdu->header.teid};
  } else if (auto* supported = pdu->get<SupportedExtensionHeaders>()) {
    out.event = PeerUnderstands{from.address, supported->types};
  } else if (pdu->get<TunnelStatus>()) {
    ++counters_.tunnel_status;
  } else {
    ++counters_.malformed;  // a G-PDU in a form that the data path does not take
  }
  return out;
}

// ---- path supervision -------------------------------------------------------------------------------------------------------

void PathSupervision::tunnel_added(Instant now, const IpAddress& peer) {
  auto [path, fresh] = paths_.try_emplace(peer);
  ++path->second.tunnels;
  if (fresh) path->second.due = now + options_.interval;
}

void PathSupervision::tunnel_removed(const IpAddress& peer) {
  auto path = paths_.find(peer);
  if (path == paths_.end()) return;
  if (--path->second.tunnels == 0) paths_.erase(path);
}

void PathSupervision::answered(Instant now, const EchoAnswered& echo) {
  auto found = paths_.find(echo.peer);
  if (found == paths_.end()) return;
  auto& path = found->second;
  if (path.tries == 0 || echo.sequence != path.sequence) return;  // not of the present round
  path.tries = 0;
  path.due = now + options_.interval;
  path.tell_recovered = std::exchange(path.failed, false);
}

PathSupervision::Changes PathSupervision::poll(Instant now) {
  Changes out;
  for (auto& [peer, path] : paths_) {
    if (std::exchange(path.tell_recovered, false)) out.recovered.push_back(peer);
    if (now < path.due) continue;
    if (path.tries == options_.n3_requests) {
      if (!std::exchange(path.failed, true)) out.failed.push_back(peer);
      path.tries = 0;
      path.due = now + options_.interval;
      continue;
    }
    if (path.tries++ == 0) path.sequence = ++last_sequence_;
    Header header;
    header.sequence = path.sequence;
    out.send.push_back({{peer, udp_port}, encode(header, EchoRequest{})});
    path.due = now + options_.t3_response;
  }
  return out;
}

Instant PathSupervision::next_poll() const {
  Instant next = Instant::max();
  for (auto& [peer, path] : paths_) next = std::min(next, path.tell_recovered ? Instant::min() : path.due);
  return next;
}

bool PathSupervision::has_failed(const IpAddress& peer) const {
  auto found = paths_.find(peer);
  return found != paths_.end() && found->second.failed;
}

}  // namespace pellucid::gtpu
