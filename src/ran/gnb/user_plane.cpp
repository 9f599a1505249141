// N3 (TS 29.281): user packets between the radio and the UPF.
#include "ran/gnb/gnb.hpp"
#include "wire/gtpu/messages.hpp"

namespace pellucid::gnb {

bool Gnb::uplink_packet(RadioLink link, PduSessionId id, ByteView packet) {
  auto* context = find(link);
  auto session = context ? context->sessions.find(id) : std::map<PduSessionId, Teid>::iterator();
  if (!context || session == context->sessions.end()) {
    ++counters_.uplink_dropped;
    return false;
  }
  auto& tunnel = tunnels_.at(session->second);
  packet_.resize(gtpu::gpdu_header_octets + packet.size());
  if (gtpu::write_gpdu_header(packet_, tunnel.uplink, tunnel.qfi, gtpu::Direction::uplink, false, packet.size()) == 0) {
    ++counters_.uplink_dropped;
    return false;
  }
  std::copy(packet.begin(), packet.end(), packet_.begin() + gtpu::gpdu_header_octets);
  context->last_active = world_.now();
  n3_->send(tunnel.upf, packet_);
  ++counters_.uplink_packets;
  return true;
}

void Gnb::n3_received(const Endpoint& from, ByteView datagram) {
  if (auto gpdu = gtpu::parse_gpdu(datagram)) return downlink(from, *gpdu);
  auto pdu = gtpu::decode(datagram);
  if (!pdu.ok()) {
    ++counters_.downlink_malformed;
  } else if (pdu->get<gtpu::EchoRequest>()) {
    gtpu::Header header;
    header.sequence = pdu->header.sequence;
    n3_->send(from, gtpu::encode(header, gtpu::EchoResponse{}));
  } else if (pdu->get<gtpu::EndMarker>()) {
    ++counters_.end_markers;  // nothing is forwarded here: there is no handover yet
  } else if (auto* error = pdu->get<gtpu::ErrorIndication>()) {
    lost_tunnel(from, *error);
  } else if (pdu->get<gtpu::GPdu>()) {
    // An extension header that must be understood and is not (TS 29.281 §5.2.1).
    ++counters_.downlink_malformed;
    gtpu::Header header;
    header.sequence = 0;
    Bytes types(std::begin(gtpu::extension::supported), std::end(gtpu::extension::supported));
    n3_->send({from.address, gtpu::udp_port}, gtpu::encode(header, gtpu::SupportedExtensionHeaders{types, {}}));
  }
}

void Gnb::downlink(const Endpoint& from, const gtpu::GpduView& gpdu) {
  auto tunnel = tunnels_.find(gpdu.teid);
  if (tunnel == tunnels_.end()) {
    ++counters_.downlink_unknown_teid;
    // At most so many a second: each may have been forged (TS 29.281 §7.3.1).
    if (world_.now() - errors_since_ >= std::chrono::seconds(1)) {
      errors_since_ = world_.now();
      errors_sent_ = 0;
    }
    if (++errors_sent_ > max_error_indications_a_second) return;
    gtpu::Header header;
    header.sequence = 0;
    header.extensions = {gtpu::UdpPortHeader{from.port}};
    gtpu::ErrorIndication error;
    error.teid = gpdu.teid;
    error.peer = config_.n3;
    n3_->send({from.address, gtpu::udp_port}, gtpu::encode(header, error));
    ++counters_.error_indications_out;
    return;
  }
  auto context = contexts_.find(tunnel->second.ue);
  if (context == contexts_.end()) return;
  context->second.last_active = world_.now();
  ++counters_.downlink_packets;
  radio_.downlink_packet(context->second.link, tunnel->second.session, gpdu.payload);
}

/// The UPF does not know the tunnel that we send to: the session is gone there, so it goes here, and the AMF hears (TS 23.527 §5.3.3).
void Gnb::lost_tunnel(const Endpoint& from, const gtpu::ErrorIndication& error) {
  ++counters_.error_indications_in;
  for (auto& [teid, tunnel] : tunnels_) {
    if (tunnel.uplink != error.teid || tunnel.upf.address != error.peer || from.address != tunnel.upf.address) continue;
    auto context = contexts_.find(tunnel.ue);
    if (context == contexts_.end()) return;
    request_release(context->second.link, ngap::CauseTransport::unspecified);
    return;
  }
}

}  // namespace pellucid::gnb
