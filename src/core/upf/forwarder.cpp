#include "core/upf/forwarder.hpp"

#include <algorithm>
#include <cstring>

#include "core/upf/pools.hpp"
#include "core/upf/router_advertisement.hpp"

namespace pellucid::upf {

namespace {

constexpr std::uint64_t second_ns = 1'000'000'000;
constexpr std::uint64_t advertise_again_ns = 6 * 3600 * second_ns;  // router lifetime is 18 hours
constexpr std::uint64_t advertise_least_ns = second_ns / 10;        // between answers to solicitations of one session
constexpr int end_markers_sent = 1;

bool is_link_local(const std::uint8_t* v6) { return v6[0] == 0xfe && (v6[1] & 0xc0) == 0x80; }

/// Is that address (of the family of `ip`) the phone's?
bool is_phone(const Session& session, const IpView& ip, const std::uint8_t* address) {
  if (ip.v6) return session.ipv6_prefix.is_v6() && std::memcmp(address, session.ipv6_prefix.v6_octets().data(), 8) == 0;
  return session.ipv4.is_v4() && load32(address) == session.ipv4.v4_number();
}

/// The first rule by precedence that matches (TS 29.244 §5.2.1); `gpdu` is null for packets from the data network.
const CompiledPdr* match(const Session& session, const IpView& ip, const gtpu::GpduView* gpdu) {
  std::optional<Flow> flow;
  for (auto& pdr : gpdu ? session.from_tunnel : session.from_network) {
    bool uplink = pdr.source == Side::access;
    if (gpdu) {
      if (pdr.teid != gpdu->teid) continue;
      // A base station that puts no container means the flow that there is.
      if (pdr.qfis != 0 && gpdu->has_container && (pdr.qfis >> gpdu->qfi.value() & 1) == 0) continue;
    }
    if (pdr.address_v4 || pdr.address_v6) {
      if (ip.v6 ? !pdr.address_v6 : !pdr.address_v4) continue;
      if (!is_phone(session, ip, uplink ? ip.source() : ip.destination())) continue;
    }
    if (pdr.filters.empty()) return &pdr;
    if (!flow) flow = parse_flow(ip);
    for (auto& filter : pdr.filters)
      if (filter.matches(*flow, uplink)) return &pdr;
  }
  return nullptr;
}

Outer outer_of(const CompiledPdr& pdr, const CompiledFar& far) {
  return {far.tunnel.peer, far.tunnel.teid, pdr.mark, Qfi(pdr.qfi), pdr.rqi, gtpu::Direction::downlink};
}

const CompiledPdr* pdr_by_id(const Session& session, std::uint16_t id) {
  for (auto* list : {&session.from_network, &session.from_tunnel})
    for (auto& pdr : *list)
      if (pdr.id == id) return &pdr;
  return nullptr;
}

}  // namespace

void Outer::write(std::uint8_t* out, std::size_t payload_octets) const {
  if (mark) {
    gtpu::write_gpdu_header({out, max_outer_header}, teid, qfi, direction, rqi, payload_octets);
    return;
  }
  out[0] = 0x30;
  out[1] = gtpu::GPdu::type;
  store16(out + 2, std::uint16_t(payload_octets));
  store32(out + 4, teid.value());
}

Forwarder::Forwarder(const UpfConfig& config, Counters& counters, ForwarderOutput& output)
    : config_(&config), counters_(&counters), output_(&output), teids_(static_cast<TeidEntry*>(std::calloc(max_slots, sizeof(TeidEntry)))) {
  check(teids_ != nullptr, "no memory for the table of tunnels");
  for (auto& dnn : config.dnns) {
    ipv4_.emplace_back(dnn.ipv4_pool);
    ipv6_.emplace_back(dnn.ipv6_pool);
  }
}

// ---- sessions ---------------------------------------------------------------------------------------------------------

Session* Forwarder::by_teid(Teid teid) const {
  auto& entry = teids_[Teids::index(teid)];
  return entry.teid == teid.value() && entry.slot != 0 ? sessions_[entry.slot].get() : nullptr;
}

Session* Forwarder::by_address(std::uint8_t dnn, const IpView& ip) const {
  auto slot = ip.v6 ? ipv6_[dnn].find(load64(ip.destination())) : ipv4_[dnn].find(load32(ip.destination()));
  return slot ? sessions_[slot].get() : nullptr;
}

void Forwarder::enlist(const Session& session) {
  for (auto& pdr : session.from_tunnel) teids_[Teids::index(pdr.teid)] = {pdr.teid.value(), session.slot};
  if (!session.ipv4.is_none()) ipv4_[session.dnn].set(AddressIndex::key(session.ipv4), session.slot);
  if (!session.ipv6_prefix.is_none()) ipv6_[session.dnn].set(AddressIndex::key(session.ipv6_prefix), session.slot);
}

void Forwarder::delist(const Session& session) {
  for (auto& pdr : session.from_tunnel) teids_[Teids::index(pdr.teid)] = {};
  if (!session.ipv4.is_none()) ipv4_[session.dnn].set(AddressIndex::key(session.ipv4), 0);
  if (!session.ipv6_prefix.is_none()) ipv6_[session.dnn].set(AddressIndex::key(session.ipv6_prefix), 0);
}

void Forwarder::inherit(Session& now, Session& before) {
  now.buffer.swap(before.buffer);
  now.buffer_octets = std::exchange(before.buffer_octets, 0);
  now.last_advertisement_ns = before.last_advertisement_ns;
  for (auto& qer : now.qers)
    for (auto& old : before.qers)
      if (old.id == qer.id) {
        qer.uplink.inherit(old.uplink);
        qer.downlink.inherit(old.downlink);
      }
  for (auto& far : now.fars)
    for (auto& old : before.fars)
      if (old.id == far.id && far.notify && old.notify && !far.rearm) far.reported = old.reported;
}

void Forwarder::install(std::uint32_t slot, std::unique_ptr<Session> session, std::uint64_t now_ns) {
  if (slot >= sessions_.size()) sessions_.resize(std::max<std::size_t>(slot + 1, sessions_.size() * 2));
  session->slot = slot;
  auto before = std::move(sessions_[slot]);
  if (before) {
    delist(*before);
    inherit(*session, *before);
  }
  Session& now = *session;
  sessions_[slot] = std::move(session);
  enlist(now);
  if (now.drop_buffer) discard_buffer(now, Count::drop_buffer_discarded);
  for (auto& tunnel : std::exchange(now.end_markers, {}))
    for (int i = 0; i < end_markers_sent; ++i) {
      std::uint8_t message[8];
      output_->to_peer({tunnel.peer, gtpu::udp_port}, {message, gtpu::write_end_marker(message, tunnel.teid)});
      counters_->add(Count::end_markers_out);
    }
  if (now.answer_solicitations && now.last_advertisement_ns == 0) advertise(now, now_ns);
  flush(now);
}

void Forwarder::remove(std::uint32_t slot) {
  if (slot >= sessions_.size() || !sessions_[slot]) return;
  discard_buffer(*sessions_[slot], Count::drop_buffer_discarded);
  delist(*sessions_[slot]);
  sessions_[slot].reset();
}

// ---- QoS and usage ----------------------------------------------------------------------------------------------------

std::uint32_t Forwarder::police(Session& session, const CompiledPdr& pdr, bool uplink, std::uint32_t count, std::uint32_t octets,
                                std::uint64_t now_ns) {
  std::uint64_t passing = count;
  for (unsigned i = 0; i < pdr.qer_count; ++i) {
    auto& qer = session.qers[pdr.qers[i]];
    if (!(uplink ? qer.uplink_open : qer.downlink_open)) {
      counters_->add(Count::drop_gate, count);
      return 0;
    }
    passing = (uplink ? qer.uplink : qer.downlink).allows(now_ns, passing, octets);
  }
  for (unsigned i = 0; i < pdr.qer_count; ++i) {
    auto& qer = session.qers[pdr.qers[i]];
    (uplink ? qer.uplink : qer.downlink).take(passing * octets);
  }
  if (passing < count) counters_->add(Count::drop_rate, count - passing);
  return std::uint32_t(passing);
}

void Forwarder::measure(Session& session, const CompiledPdr& pdr, bool uplink, std::uint32_t packets, std::uint64_t octets) {
  auto add = [&](Volume& volume) {
    (uplink ? volume.uplink_packets : volume.downlink_packets).add(packets);
    (uplink ? volume.uplink_octets : volume.downlink_octets).add(octets);
  };
  add(*session.volume);
  for (unsigned i = 0; i < pdr.urr_count; ++i) {
    auto& urr = session.urrs[pdr.urrs[i]];
    Meter& meter = *urr.meter;
    add(meter.volume);
    std::uint64_t up = meter.volume.uplink_octets.value(), down = meter.volume.downlink_octets.value();
    bool reached = up + down >= meter.total_limit.load(std::memory_order_relaxed) ||
                   up >= meter.uplink_limit.load(std::memory_order_relaxed) || down >= meter.downlink_limit.load(std::memory_order_relaxed);
    if (!reached) continue;
    if (output_->tell(VolumeReached{session.seid, urr.id})) {
      // Until the control thread arms it again.
      for (auto* limit : {&meter.total_limit, &meter.uplink_limit, &meter.downlink_limit})
        limit->store(Meter::never, std::memory_order_relaxed);
    } else {
      counters_->add(Count::drop_event_queue);
    }
  }
}

// ---- uplink -----------------------------------------------------------------------------------------------------------

Verdict Forwarder::from_tunnel(const Endpoint& from, const IpAddress& to, ByteView datagram, std::uint64_t now_ns) {
  auto gpdu = gtpu::parse_gpdu(datagram);
  if (!gpdu) {
    signalling(from, to, datagram, now_ns);
    return {};
  }
  Session* session = by_teid(gpdu->teid);
  if (!session) {
    unknown_tunnel(from, to, gpdu->teid, now_ns);
    return {};
  }
  if (config_->strict_peers && !peer_allowed(*session, from.address)) {
    counters_->add(Count::drop_wrong_peer);
    return {};
  }
  return uplink_packet(*session, *gpdu, now_ns);
}

bool Forwarder::peer_allowed(const Session& session, const IpAddress& from) const {
  return std::ranges::any_of(session.fars, [&](auto& far) { return far.encapsulate && far.tunnel.peer == from; });
}

Verdict Forwarder::uplink_packet(Session& session, const gtpu::GpduView& gpdu, std::uint64_t now_ns) {
  auto drop = [this](Count reason) {
    counters_->add(reason);
    return Verdict{};
  };
  auto ip = parse_ip(gpdu.payload);
  if (!ip) return drop(Count::drop_malformed_ip);
  if (!gpdu.has_container) counters_->add(Count::no_container);
  if (session.answer_solicitations) {
    bool asked = is_router_solicitation(*ip);
    std::uint64_t pause = asked ? advertise_least_ns : advertise_again_ns;
    if (session.last_advertisement_ns == 0 || now_ns - session.last_advertisement_ns >= pause) advertise(session, now_ns);
    if (asked) return {};
  }
  auto* pdr = match(session, *ip, &gpdu);
  bool phones = is_phone(session, *ip, ip->source());
  auto outsider = [&] { return ip->v6 && is_link_local(ip->source()) ? Count::drop_link_local : Count::drop_spoofed; };
  if (!pdr) return drop(phones ? Count::drop_no_rule : outsider());
  auto& far = session.fars[pdr->far];
  bool uplink = far.destination != Side::access;
  if (pdr->source == Side::access && far.destination == Side::core) {
    if (!phones) return drop(outsider());
    if (ip->v6 && (ip->destination()[0] == 0xff || is_link_local(ip->destination()))) return drop(Count::drop_link_local);
  }
  if (far.action == CompiledFar::Action::drop) return drop(Count::drop_rule);
  if (far.action == CompiledFar::Action::forward && !far.encapsulate && far.destination != Side::core) return drop(Count::drop_no_tunnel);
  if (police(session, *pdr, uplink, 1, ip->length, now_ns) == 0) return {};
  measure(session, *pdr, uplink, 1, ip->length);
  Verdict verdict;
  verdict.ip = *ip;
  if (far.action == CompiledFar::Action::buffer) {
    buffer(session, *pdr, to_bytes(ip->octets()), true, now_ns);
    if (!uplink) notify(session, *pdr, far, std::uint8_t(ip->traffic_class() >> 2));
  } else if (far.encapsulate) {
    verdict.kind = Verdict::Kind::to_tunnel;
    verdict.outer = outer_of(*pdr, far);
    if (pdr->source == Side::access && far.destination == Side::access && gpdu.has_container) {
      // Forwarding between base stations keeps the flow that the packet belongs to.
      verdict.outer.mark = true;
      verdict.outer.qfi = gpdu.qfi;
      verdict.outer.rqi = gpdu.rqi;
    }
    counters_->add(Count::relayed_packets);
  } else {
    verdict.kind = Verdict::Kind::to_network;
    verdict.dnn = far.dnn;
    counters_->add(Count::uplink_packets);
    counters_->add(Count::uplink_octets, ip->length);
  }
  return verdict;
}

// ---- downlink ---------------------------------------------------------------------------------------------------------

Verdict Forwarder::from_network(std::uint8_t dnn, const Cut& cut, std::uint64_t now_ns) {
  auto drop = [&](Count reason) {
    counters_->add(reason, cut.count());
    return Verdict{};
  };
  Session* session = by_address(dnn, cut.ip());
  if (!session) return drop(Count::drop_no_session);
  auto* pdr = match(*session, cut.ip(), nullptr);
  if (!pdr) return drop(Count::drop_no_rule);
  auto& far = session->fars[pdr->far];
  if (far.action == CompiledFar::Action::drop) return drop(Count::drop_rule);
  if (far.action == CompiledFar::Action::forward && !far.encapsulate) return drop(Count::drop_no_tunnel);
  std::uint32_t usual = cut.count() == 1 ? cut.ip().length : cut.usual_size();
  Verdict verdict;
  verdict.segments = police(*session, *pdr, false, cut.count(), usual, now_ns);
  if (verdict.segments == 0) return {};
  std::uint64_t octets = std::uint64_t(usual) * (verdict.segments - 1) + (cut.count() == 1 ? usual : cut.size(verdict.segments - 1));
  measure(*session, *pdr, false, verdict.segments, octets);
  if (far.action == CompiledFar::Action::forward) {
    verdict.kind = Verdict::Kind::to_tunnel;
    verdict.outer = outer_of(*pdr, far);
    counters_->add(Count::downlink_packets, verdict.segments);
    counters_->add(Count::downlink_octets, octets);
    return verdict;
  }
  for (std::uint32_t i = 0; i < verdict.segments; ++i) {
    Bytes packet(cut.header_size());
    cut.write_header(i, packet.data());
    append(packet, cut.payload(i));
    buffer(*session, *pdr, std::move(packet), false, now_ns);
  }
  notify(*session, *pdr, far, std::uint8_t(cut.ip().traffic_class() >> 2));
  return {};
}

// ---- buffering --------------------------------------------------------------------------------------------------------

void Forwarder::drop_oldest(Session& session, Count reason) {
  auto octets = session.buffer.front().packet.size();
  session.buffer.pop_front();
  session.buffer_octets -= octets;
  buffered_octets_ -= octets;
  counters_->add(reason);
}

void Forwarder::buffer(Session& session, const CompiledPdr& pdr, Bytes packet, bool uplink, std::uint64_t now_ns) {
  auto& limits = config_->buffer;
  if (packet.size() > limits.octets_per_session || session.buffer_packets == 0) return counters_->add(Count::drop_buffer_full);
  while (!session.buffer.empty() &&
         (session.buffer.size() >= session.buffer_packets || session.buffer_octets + packet.size() > limits.octets_per_session))
    drop_oldest(session, Count::drop_buffer_full);
  if (buffered_octets_ + packet.size() > limits.octets_in_total) return counters_->add(Count::drop_buffer_full);
  session.buffer_octets += packet.size();
  buffered_octets_ += packet.size();
  session.buffer.push_back({std::move(packet), pdr.id, uplink, now_ns});
  counters_->add(Count::buffered_packets);
  buffering_.insert(session.slot);
}

void Forwarder::notify(Session& session, const CompiledPdr& pdr, CompiledFar& far, std::uint8_t dscp) {
  std::uint64_t flow = std::uint64_t(1) << pdr.qfi;
  if (!far.notify || (far.reported & flow) != 0) return;
  if (output_->tell(DownlinkData{session.seid, pdr.id, Qfi(pdr.qfi), dscp}))
    far.reported |= flow;
  else
    counters_->add(Count::drop_event_queue);
}

/// Only from tick(), so that an SMF that cannot bring the phone and arms the rule again and again hears of it once a second.
void Forwarder::notify_held(Session& session) {
  for (auto& far : session.fars) {
    if (far.action != CompiledFar::Action::buffer || !far.notify || far.reported != 0) continue;
    for (auto& item : session.buffer) {
      auto* pdr = item.uplink ? nullptr : pdr_by_id(session, item.pdr);
      if (!pdr || &session.fars[pdr->far] != &far) continue;
      auto ip = parse_ip(item.packet);
      notify(session, *pdr, far, ip ? std::uint8_t(ip->traffic_class() >> 2) : std::uint8_t(0));
      break;
    }
  }
}

/// What was kept under a rule that forwards now goes out, in order; QERs and URRs have seen it already (TS 29.244 §5.2.4.2).
void Forwarder::flush(Session& session) {
  std::list<BufferedPacket> kept;
  for (auto& item : session.buffer) {
    auto* pdr = pdr_by_id(session, item.pdr);
    auto* far = pdr ? &session.fars[pdr->far] : nullptr;
    if (far && far->action == CompiledFar::Action::buffer) {
      kept.push_back(std::move(item));
      continue;
    }
    session.buffer_octets -= item.packet.size();
    buffered_octets_ -= item.packet.size();
    bool network = far && !far->encapsulate && far->destination == Side::core && item.uplink;
    if (!far || far->action == CompiledFar::Action::drop || (!far->encapsulate && !network)) {
      counters_->add(Count::drop_buffer_discarded);
      continue;
    }
    counters_->add(Count::flushed_packets);
    bool uplink = item.uplink && far->destination != Side::access;
    counters_->add(uplink ? Count::uplink_packets : Count::downlink_packets);
    counters_->add(uplink ? Count::uplink_octets : Count::downlink_octets, item.packet.size());
    if (network)
      output_->to_network(far->dnn, item.packet);
    else
      send(outer_of(*pdr, *far), item.packet);
  }
  session.buffer.swap(kept);
  if (session.buffer.empty()) buffering_.erase(session.slot);
}

void Forwarder::discard_buffer(Session& session, Count reason) {
  while (!session.buffer.empty()) drop_oldest(session, reason);
  buffering_.erase(session.slot);
}

void Forwarder::tick(std::uint64_t now_ns) {
  std::uint64_t age = std::uint64_t(config_->buffer.age.count());
  for (auto at = buffering_.begin(); at != buffering_.end();) {
    Session& session = *sessions_[*at];
    while (!session.buffer.empty() && now_ns - session.buffer.front().since_ns > age) drop_oldest(session, Count::drop_buffer_aged);
    notify_held(session);
    at = session.buffer.empty() ? buffering_.erase(at) : std::next(at);
  }
}

// ---- what we send ourselves -------------------------------------------------------------------------------------------

void Forwarder::send(const Outer& outer, ByteView packet) {
  Bytes datagram(outer.size());
  outer.write(datagram.data(), packet.size());
  append(datagram, packet);
  output_->to_peer({outer.peer, gtpu::udp_port}, datagram);
}

void Forwarder::advertise(Session& session, std::uint64_t now_ns) {
  for (auto& pdr : session.from_network) {
    auto& far = session.fars[pdr.far];
    if (far.action != CompiledFar::Action::forward || !far.encapsulate || far.destination != Side::access) continue;
    send(outer_of(pdr, far), router_advertisement(session.ipv6_prefix, config_->dnns[session.dnn].mtu));
    counters_->add(Count::router_advertisements);
    session.last_advertisement_ns = now_ns;
    return;
  }
}

// ---- GTP-U signalling (TS 29.281 §7) ----------------------------------------------------------------------------------

void Forwarder::signalling(const Endpoint& from, const IpAddress& to, ByteView datagram, std::uint64_t now_ns) {
  auto before = signalling_.counters();
  auto result = signalling_.handle(Instant(Duration(now_ns)), from, datagram);
  auto& after = signalling_.counters();
  counters_->add(Count::echo_requests, after.echo_requests - before.echo_requests);
  counters_->add(Count::extension_notifications_out, after.notifications_sent - before.notifications_sent);
  if (result.reply) output_->to_peer(result.reply->to, result.reply->octets);
  if (auto* lost = std::get_if<gtpu::TunnelLost>(&result.event)) {
    counters_->add(Count::error_indications_in);
    if (!output_->tell(TunnelUnknown{from.address, lost->peer, lost->teid})) counters_->add(Count::drop_event_queue);
  } else if (auto* ended = std::get_if<gtpu::TunnelEnded>(&result.event)) {
    auto* session = by_teid(ended->teid);
    if (!session) return unknown_tunnel(from, to, ended->teid, now_ns);
    counters_->add(Count::end_markers_in);
    end_marker(*session, ended->teid);
  } else if (std::holds_alternative<gtpu::NotUnderstood>(result.event)) {
    counters_->add(Count::drop_unknown_extension);
  } else if (after.malformed != before.malformed) {
    counters_->add(Count::drop_malformed_gtpu);
  } else if (!result.reply) {
    counters_->add(Count::drop_unknown_message);
  }
}

/// An End Marker follows the packets that it ends: from a forwarding tunnel to the next one; elsewhere it means nothing to us.
void Forwarder::end_marker(const Session& session, Teid teid) {
  for (auto& pdr : session.from_tunnel) {
    auto& far = session.fars[pdr.far];
    if (pdr.teid != teid || far.action != CompiledFar::Action::forward || !far.encapsulate || far.destination != Side::access) continue;
    std::uint8_t message[8];
    output_->to_peer({far.tunnel.peer, gtpu::udp_port}, {message, gtpu::write_end_marker(message, far.tunnel.teid)});
    return counters_->add(Count::end_markers_out);
  }
}

void Forwarder::unknown_tunnel(const Endpoint& from, const IpAddress& to, Teid teid, std::uint64_t now_ns) {
  counters_->add(Count::drop_unknown_teid);
  auto error = signalling_.unknown_tunnel(Instant(Duration(now_ns)), from, to, teid);
  if (!error) return;  // held back: too many
  counters_->add(Count::error_indications_out);
  output_->to_peer(error->to, error->octets);
}

}  // namespace pellucid::upf
