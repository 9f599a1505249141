#pragma once
// What the UPF's tests share: packets, rule sets as an SMF would send them, and a forwarder's output that remembers.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "core/upf/checksum.hpp"
#include "core/upf/forwarder.hpp"
#include "core/upf/rules.hpp"
#include "sim/world.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::upf::test {

inline IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }
inline const IpAddress upf_n3 = address("10.1.0.7");
inline const IpAddress gnb = address("10.1.0.1");
inline const IpAddress other_gnb = address("10.1.0.2");

inline UpfConfig config() {
  UpfConfig c;
  c.node_id = address("10.2.0.7");
  c.n4 = {address("10.2.0.7"), 8805};
  c.n3_v4 = upf_n3;
  c.dnns.push_back({"internet", "upf0", "", "10.45.0.0/16", "fd45::/48", 1400});
  c.dnns.push_back({"ims", "upf1", "", "10.46.0.0/24", "", 1400});
  return c;
}

/// An IP packet with UDP inside, checksums right.
inline Bytes udp_packet(const IpAddress& from, const IpAddress& to, std::size_t payload = 100, std::uint16_t source_port = 5000,
                        std::uint16_t port = 53) {
  bool v6 = from.is_v6();
  std::size_t header = v6 ? 40 : 20;
  Bytes p(header + 8 + payload, 0x61);
  std::uint8_t* h = p.data();
  std::fill_n(h, header + 8, std::uint8_t(0));
  std::uint16_t length = std::uint16_t(8 + payload);
  auto source = from.octets(), destination = to.octets();
  if (v6) {
    h[0] = 0x60, h[6] = ip_udp, h[7] = 64;
    store16(h + 4, length);
    std::copy(source.begin(), source.end(), h + 8);
    std::copy(destination.begin(), destination.end(), h + 24);
  } else {
    h[0] = 0x45, h[8] = 64, h[9] = ip_udp;
    store16(h + 2, std::uint16_t(p.size()));
    std::copy(source.begin(), source.end(), h + 12);
    std::copy(destination.begin(), destination.end(), h + 16);
    fill_ipv4_checksum(h, 20);
  }
  std::uint8_t* u = h + header;
  store16(u, source_port);
  store16(u + 2, port);
  store16(u + 4, length);
  store16(u + 6, std::uint16_t(~fold(pseudo_header_sum(*parse_ip(p), ip_udp, length) + sum_octets(u, length))));
  return p;
}

inline Bytes uplink_gpdu(Teid teid, ByteView packet, std::uint8_t qfi = 1) {
  return gtpu::encode({.teid = teid, .extensions = {gtpu::uplink(Qfi(qfi))}}, gtpu::GPdu{packet});
}

// ---- rules as an SMF sends them -----------------------------------------------------------------------------------------

inline pfcp::NetworkInstance internet() { return pfcp::NetworkInstance("internet"); }

/// The usual four rules of a session (TS 23.501 §5.8.2.11): PDR 1 down, PDR 2 up, FAR 1 buffers, FAR 2 forwards, QER 1.
inline pfcp::SessionEstablishmentRequest session_request(std::uint64_t smf_seid, const std::string& ue_v4, const std::string& ue_v6 = "",
                                                         std::uint64_t kbps = 0) {
  pfcp::SessionEstablishmentRequest r;
  r.node_id = pfcp::NodeId(address("10.2.0.4"));
  r.cp_f_seid = pfcp::FSeid::of(Seid(smf_seid), address("10.2.0.4"));
  pfcp::UeIpAddress ue;
  if (ue_v4 == "choose")
    ue.choose_v4 = true;
  else if (!ue_v4.empty())
    ue.ipv4 = address(ue_v4);
  if (ue_v6 == "choose")
    ue.choose_v6 = true;
  else if (!ue_v6.empty())
    ue.ipv6 = address(ue_v6);
  pfcp::CreatePdr down;
  down.pdr_id = pfcp::PdrId(1);
  down.precedence = 255;
  down.pdi.source_interface = pfcp::SourceInterface::core;
  down.pdi.network_instance = internet();
  ue.destination = true;
  down.pdi.ue_ip_addresses.push_back(ue);
  down.far_id = pfcp::FarId(1);
  down.qer_ids.push_back(pfcp::QerId(1));
  pfcp::CreatePdr up;
  up.pdr_id = pfcp::PdrId(2);
  up.precedence = 255;
  up.pdi.source_interface = pfcp::SourceInterface::access;
  up.pdi.local_f_teid = pfcp::FTeid::choose_one(true, false, 5);
  ue.destination = false;
  up.pdi.ue_ip_addresses.push_back(ue);
  up.outer_header_removal = pfcp::OuterHeaderRemoval{};
  up.far_id = pfcp::FarId(2);
  up.qer_ids.push_back(pfcp::QerId(1));
  pfcp::CreateFar far_down;
  far_down.far_id = pfcp::FarId(1);
  far_down.apply_action = {pfcp::Apply::buff, pfcp::Apply::nocp};
  pfcp::CreateFar far_up;
  far_up.far_id = pfcp::FarId(2);
  far_up.apply_action = {pfcp::Apply::forw};
  far_up.forwarding_parameters.emplace();
  far_up.forwarding_parameters->destination_interface = pfcp::DestinationInterface::core;
  far_up.forwarding_parameters->network_instance = internet();
  pfcp::CreateQer qer;
  qer.qer_id = pfcp::QerId(1);
  qer.qfi = Qfi(1);
  if (kbps) qer.maximum_bitrate = pfcp::BitRates{kbps, kbps};
  r.create_pdrs = {down, up};
  r.create_fars = {far_down, far_up};
  r.create_qers = {qer};
  r.pdn_type = ue_v6.empty() ? pfcp::PdnType::ipv4 : pfcp::PdnType::ipv4v6;
  return r;
}

inline pfcp::SessionModificationRequest tunnel_up(const IpAddress& peer, Teid teid, bool end_marker = false) {
  pfcp::SessionModificationRequest r;
  pfcp::UpdateFar far;
  far.far_id = pfcp::FarId(1);
  far.apply_action = pfcp::ApplyAction{pfcp::Apply::forw};
  far.forwarding_parameters.emplace();
  far.forwarding_parameters->destination_interface = pfcp::DestinationInterface::access;
  far.forwarding_parameters->outer_header_creation = pfcp::OuterHeaderCreation::gtpu(teid, peer);
  if (end_marker) far.forwarding_parameters->flags = pfcp::SmReqFlags{pfcp::ModificationFlag::sndem};
  r.update_fars.push_back(far);
  return r;
}

inline pfcp::SessionModificationRequest go_idle() {
  pfcp::SessionModificationRequest r;
  pfcp::UpdateFar far;
  far.far_id = pfcp::FarId(1);
  far.apply_action = pfcp::ApplyAction{pfcp::Apply::buff, pfcp::Apply::nocp};
  r.update_fars.push_back(far);
  return r;
}

// ---- the data path's side ----------------------------------------------------------------------------------------------

struct Remembered final : ForwarderOutput {
  struct Sent {
    Endpoint to;
    Bytes octets;
  };
  std::vector<Sent> sent;
  std::vector<Bytes> network;
  std::vector<DownlinkData> downlink;
  std::vector<TunnelUnknown> unknown;
  std::vector<VolumeReached> reached;
  bool queue_full = false;

  void to_peer(const Endpoint& to, ByteView datagram) override { sent.push_back({to, to_bytes(datagram)}); }
  void to_network(std::uint8_t, ByteView packet) override { network.push_back(to_bytes(packet)); }
  bool tell(const DownlinkData& e) override { return queue_full ? false : (downlink.push_back(e), true); }
  bool tell(const TunnelUnknown& e) override { return queue_full ? false : (unknown.push_back(e), true); }
  bool tell(const VolumeReached& e) override { return queue_full ? false : (reached.push_back(e), true); }
};

/// Rules and a forwarder, without PFCP messages between them.
struct Bed {
  explicit Bed(UpfConfig c = config()) : settings(std::move(c)), resources(world, settings), forwarder(settings, counters, out) {}

  struct Opened {
    Seid seid;
    Rules rules;
    std::shared_ptr<Volume> volume = std::make_shared<Volume>();
    Teid teid() const { return rules.teids().at(0); }
  };
  template <class Request>
  Refusal try_change(std::uint32_t slot, const Request& request) {
    auto& opened = sessions[slot];
    opened.seid = Seid(slot);
    RuleChange change(opened.rules, resources);
    auto outcome = change.apply(request);
    if (!outcome.ok()) return outcome.error();
    change.commit();
    last = *outcome;
    forwarder.install(slot, compile(opened.rules, opened.seid, *outcome, settings, opened.volume), now);
    for (auto& far : opened.rules.fars) far.rearm = false;
    return {pfcp::Cause::request_accepted, {}, {}, ""};
  }
  template <class Request>
  void change(std::uint32_t slot, const Request& request) {
    auto refusal = try_change(slot, request);
    ASSERT_EQ(refusal.cause, pfcp::Cause::request_accepted) << refusal.why;
  }
  /// A session with its downlink tunnel to `gnb`, TEID 100 + slot.
  Opened& connected(std::uint32_t slot, const std::string& v4 = "10.45.0.9", const std::string& v6 = "", std::uint64_t kbps = 0) {
    change(slot, session_request(slot, v4, v6, kbps));
    change(slot, tunnel_up(gnb, Teid(100 + slot)));
    return sessions[slot];
  }
  Verdict up(Teid teid, ByteView packet, std::uint8_t qfi = 1, const IpAddress& from = gnb) {
    datagram = uplink_gpdu(teid, packet, qfi);
    return forwarder.from_tunnel({from, 2152}, upf_n3, datagram, now);
  }
  Verdict down(ByteView packet, std::uint8_t dnn = 0) { return forwarder.from_network(dnn, *plan_cut(packet, {}), now); }
  std::uint64_t count(Count c) const { return counters[c]; }

  sim::SimWorld world{1};
  UpfConfig settings;
  Counters counters;
  Remembered out;
  Resources resources;
  Forwarder forwarder;
  std::map<std::uint32_t, Opened> sessions;
  RuleOutcome last;
  Bytes datagram;
  std::uint64_t now = 1'000'000'000;
};

inline std::map<std::string, Bytes> captured() {
  std::map<std::string, Bytes> out;
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/core_upf/session.txt");
  for (std::string line; std::getline(in, line);) {
    auto blank = line.find(' ');
    if (!line.starts_with("#") && blank != line.npos) out[line.substr(0, blank)] = from_hex(line.substr(blank + 1)).value();
  }
  return out;
}

}  // namespace pellucid::upf::test
