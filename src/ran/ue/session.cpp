// PDU sessions of the phone (TS 24.501 §6.4, §6.3) and their user packets.
#include <algorithm>

#include "ran/ue/phone.hpp"

namespace pellucid::ue {

using namespace nas;

namespace {

constexpr Duration t3580 = std::chrono::seconds(16), t3582 = std::chrono::seconds(16), solicit_every = std::chrono::seconds(2),
                   solicit_soon = std::chrono::milliseconds(20);
constexpr unsigned most_requests = 5, most_solicits = 5;
constexpr std::size_t most_waiting = 16;

std::uint16_t internet_checksum(ByteView octets, std::uint32_t sum) {
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2) sum += std::uint32_t(octets[i] << 8 | octets[i + 1]);
  if (octets.size() % 2) sum += std::uint32_t(octets.back() << 8);
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  return std::uint16_t(~sum);
}

/// ICMPv6 router solicitation to all routers (RFC 4861 §4.1).
Bytes router_solicitation(const IpAddress& from) {
  Bytes packet{0x60, 0, 0, 0, 0, 8, 58, 255};
  append(packet, from.octets());
  append(packet, IpAddress::parse("ff02::2")->octets());
  append(packet, Octets<8>{133, 0, 0, 0, 0, 0, 0, 0});
  Bytes pseudo(packet.begin() + 8, packet.begin() + 40);
  append(pseudo, Octets<8>{0, 0, 0, 8, 0, 0, 0, 58});
  append(pseudo, ByteView(packet).subspan(40));
  auto sum = internet_checksum(pseudo, 0);
  packet[42] = std::uint8_t(sum >> 8);
  packet[43] = std::uint8_t(sum);
  return packet;
}

}  // namespace

void Phone::send_sm(PduSessionId id, ByteView message, std::optional<RequestType> type, const SessionRequest* request) {
  UlNasTransport m;
  m.payload_type = PayloadType::n1_sm;
  m.payload.octets = to_bytes(message);
  m.session = id;
  m.request_type = type;
  if (request && request->slice) m.slice = SnssaiIe(*request->slice);
  if (request && !request->dnn.empty()) m.dnn = Dnn(request->dnn);
  send_message(m);
}

// ---- establishment (TS 24.501 §6.4.1) ------------------------------------------------------------------------------------

void Phone::establish(PduSessionId id, SessionRequest request) {
  if (state_ != State::registered) return events_.session_refused(id, 0);
  drop_session(id);
  auto session = std::make_unique<Session>();
  session->request = std::move(request);
  session->view.id = id;
  session->pti = Pti(next_pti_);
  session->timer = std::make_unique<Timer>(world_);
  session->solicit = std::make_unique<Timer>(world_);
  next_pti_ = next_pti_ == 254 ? 1 : std::uint8_t(next_pti_ + 1);
  sessions_[id] = std::move(session);
  send_establishment(id);
}

void Phone::send_establishment(PduSessionId id) {
  auto& session = *sessions_.at(id);
  if (!connected_) start_service_request(ServiceKind::signalling);
  PduSessionEstablishmentRequest m;
  m.session = id;
  m.pti = session.pti;
  m.type = session.request.type;
  m.ssc_mode = SscMode::one;
  UplinkPco pco;
  if (session.request.type != SessionType::ipv6) pco.add(PcoId::dns_ipv4);
  if (session.request.type != SessionType::ipv4) pco.add(PcoId::dns_ipv6);
  pco.add(PcoId::ipv4_link_mtu);
  m.pco = pco;
  // Before service is accepted nothing may follow: the timer brings it then.
  if (!serving_) send_sm(id, encode(m), RequestType::initial, &session.request);
  Duration wait = serving_ ? Duration(std::chrono::milliseconds(50)) : t3580;
  session.timer->start(wait, [this, id, waited = serving_] {
    auto& s = *sessions_.at(id);
    if (!waited && ++s.attempts >= most_requests) {
      drop_session(id);
      return events_.session_refused(id, 0);
    }
    if (!waited) ++counters_.retransmissions;
    send_establishment(id);
  });
}

void Phone::accepted(Session& session, const PduSessionEstablishmentAccept& m) {
  session.timer->stop();
  session.state = SessionState::active;
  auto& view = session.view;
  view.type = m.type;
  view.ambr_down_bps = m.ambr.downlink.bps();
  view.ambr_up_bps = m.ambr.uplink.bps();
  view.dnn = m.dnn ? m.dnn->name : session.request.dnn;
  if (m.address) {
    view.ipv4 = m.address->ipv4_address();
    view.link_local = m.address->link_local();
  }
  if (m.pco) {
    for (auto& item : m.pco->items) {
      if (item.id == PcoId::dns_ipv4 && item.contents.size() == 4)
        view.dns.push_back(IpAddress::v4(std::uint32_t(from_big_endian(item.contents))));
      if (item.id == PcoId::dns_ipv6 && item.contents.size() == 16) {
        Octets<16> octets;
        std::copy(item.contents.begin(), item.contents.end(), octets.begin());
        view.dns.push_back(IpAddress::v6(octets));
      }
      if (item.id == PcoId::ipv4_link_mtu && item.contents.size() == 2) view.mtu = std::uint32_t(from_big_endian(item.contents));
    }
  }
  auto id = view.id;
  events_.session_up(view);
  if (session.user_plane) flush(session);
  if (!view.link_local.is_none()) solicit(id);
}

// ---- release (TS 24.501 §6.4.3) --------------------------------------------------------------------------------------------

void Phone::release(PduSessionId id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second->state != SessionState::active) return;
  found->second->state = SessionState::releasing;
  found->second->attempts = 0;
  found->second->pti = Pti(next_pti_);
  next_pti_ = next_pti_ == 254 ? 1 : std::uint8_t(next_pti_ + 1);
  send_release(id);
}

void Phone::send_release(PduSessionId id) {
  auto& session = *sessions_.at(id);
  if (!connected_) start_service_request(ServiceKind::signalling);
  PduSessionReleaseRequest m;
  m.session = id;
  m.pti = session.pti;
  m.cause = SmCause::regular_deactivation;
  if (!serving_) send_sm(id, encode(m), {}, nullptr);
  Duration wait = serving_ ? Duration(std::chrono::milliseconds(50)) : t3582;
  session.timer->start(wait, [this, id, waited = serving_] {
    auto& s = *sessions_.at(id);
    if (!waited && ++s.attempts >= most_requests) {
      drop_session(id);
      return events_.session_down(id);
    }
    if (!waited) ++counters_.retransmissions;
    send_release(id);
  });
}

void Phone::drop_session(PduSessionId id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  counters_.packets_dropped += found->second->waiting.size();
  sessions_.erase(found);
}

// ---- messages of the network -------------------------------------------------------------------------------------------------

void Phone::on(const DlNasTransport& m) {
  if (m.payload_type != PayloadType::n1_sm || !m.session) return;
  if (m.cause) {
    // Our own message came back (§5.4.5.3.3): the request has failed.
    auto found = sessions_.find(*m.session);
    if (found == sessions_.end() || found->second->state == SessionState::active) return;
    bool pending = found->second->state == SessionState::pending;
    drop_session(*m.session);
    if (pending)
      events_.session_refused(*m.session, std::uint8_t(*m.cause));
    else
      events_.session_down(*m.session);
    return;
  }
  handle_sm(*m.session, m.payload.octets);
}

void Phone::handle_sm(PduSessionId id, ByteView message) {
  auto head = peek(message);
  if (!head || !head->is_sm() || head->session != id.value()) return void(++counters_.discarded);
  auto answer_status = [&](SmCause cause) {
    ++counters_.status_sent;
    SmStatus m;
    m.session = id;
    m.pti = Pti(head->pti);
    m.cause = cause;
    send_sm(id, encode(m), {}, nullptr);
  };
  auto found = sessions_.find(id);
  auto* session = found == sessions_.end() ? nullptr : found->second.get();
  bool ours = session && session->pti == Pti(head->pti);
  if (head->type == PduSessionEstablishmentAccept::wire.type) {
    auto m = decode<PduSessionEstablishmentAccept>(message);
    if (!m.ok()) return answer_status(SmCause::invalid_mandatory_information);
    if (!ours || session->state != SessionState::pending) return answer_status(SmCause::pti_mismatch);
    return accepted(*session, *m);
  }
  if (head->type == PduSessionEstablishmentReject::wire.type) {
    auto m = decode<PduSessionEstablishmentReject>(message);
    if (!m.ok() || !ours || session->state != SessionState::pending) return;
    drop_session(id);
    return events_.session_refused(id, std::uint8_t(m->cause));
  }
  if (head->type == PduSessionReleaseCommand::wire.type) {
    PduSessionReleaseComplete complete;
    complete.session = id;
    complete.pti = Pti(head->pti);
    bool known = session && session->state != SessionState::pending;
    // A repeated command is answered again (§7.3.1); one for a session that is not there is not our session.
    send_sm(id, encode(complete), {}, nullptr);
    if (!known) return;
    drop_session(id);
    return events_.session_down(id);
  }
  if (!session) return answer_status(SmCause::invalid_pdu_session_identity);
  if (head->type == PduSessionModificationCommand::wire.type) {
    auto m = decode<PduSessionModificationCommand>(message);
    if (!m.ok()) return answer_status(SmCause::invalid_mandatory_information);
    if (m->ambr) {
      session->view.ambr_down_bps = m->ambr->downlink.bps();
      session->view.ambr_up_bps = m->ambr->uplink.bps();
    }
    PduSessionModificationComplete complete;
    complete.session = id;
    complete.pti = m->pti;
    return send_sm(id, encode(complete), {}, nullptr);
  }
  if (head->type == PduSessionReleaseReject::wire.type) {
    if (!ours || session->state != SessionState::releasing) return;
    drop_session(id);
    return events_.session_down(id);
  }
  if (head->type == SmStatus::wire.type) return void(++counters_.status_received);
  answer_status(SmCause::message_type_not_implemented);
}

// ---- user packets ------------------------------------------------------------------------------------------------------------

void Phone::send_packet(PduSessionId id, ByteView packet) {
  auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second->state == SessionState::pending) return void(++counters_.packets_dropped);
  auto& session = *found->second;
  if (connected_ && session.user_plane) {
    ++counters_.packets_up;
    air_.send_packet(id, packet);
    return;
  }
  if (session.waiting.size() >= most_waiting) return void(++counters_.packets_dropped);
  session.waiting.push_back(to_bytes(packet));
  start_service_request(ServiceKind::data);
}

void Phone::session_resources(PduSessionId id, bool up) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  found->second->user_plane = up;
  if (up && found->second->state == SessionState::active) flush(*found->second);
}

void Phone::flush(Session& session) {
  while (!session.waiting.empty()) {
    auto packet = std::move(session.waiting.front());
    session.waiting.pop_front();
    ++counters_.packets_up;
    air_.send_packet(session.view.id, packet);
  }
}

void Phone::packet_received(PduSessionId id, ByteView packet) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return void(++counters_.packets_dropped);
  ++counters_.packets_down;
  if (take_advertisement(*found->second, packet)) return;
  events_.packet(id, packet);
}

/// Asks for a router advertisement until it comes (RFC 4861 §6.3.7): at once when the user plane stands, then every two seconds.
void Phone::solicit(PduSessionId id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end() || !found->second->view.prefix.is_none()) return;
  auto& session = *found->second;
  bool can = connected_ && session.user_plane;
  if (can && ++session.solicits > most_solicits) return;
  if (can) air_.send_packet(id, router_solicitation(session.view.link_local));
  session.solicit->start(can ? solicit_every : solicit_soon, [this, id] { solicit(id); });
}

/// A router advertisement with a /64 (RFC 4861 §4.2, §4.6.2) is the phone's own; everything else is its user's.
bool Phone::take_advertisement(Session& session, ByteView packet) {
  if (packet.size() < 56 || packet[0] >> 4 != 6 || packet[6] != 58 || packet[40] != 134 || packet[7] != 255) return false;
  for (auto options = packet.subspan(56); options.size() >= 8;) {
    std::size_t length = options[1] * 8u;
    if (length == 0 || length > options.size()) return true;
    if (options[0] == 3 && length == 32 && options[2] == 64) {
      Octets<16> prefix{};
      std::copy_n(options.begin() + 16, 8, prefix.begin());
      bool fresh = session.view.prefix.is_none();
      session.view.prefix = IpAddress::v6(prefix);
      session.solicit->stop();
      if (fresh) events_.session_prefix(session.view);
    }
    options = options.subspan(length);
  }
  return true;
}

}  // namespace pellucid::ue
