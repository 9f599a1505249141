// The forwarding core, packet by packet.
#include <random>

#include "core/upf/router_advertisement.hpp"
#include "scene.hpp"

using namespace pellucid;
using namespace pellucid::upf;
using namespace pellucid::upf::test;
using Kind = Verdict::Kind;

namespace {

const auto phone = address("10.45.0.9");
const auto server = address("192.0.2.80");

TEST(Uplink, DecapsulatesToTheDataNetwork) {
  Bed bed;
  auto& session = bed.connected(1);
  auto packet = udp_packet(phone, server);
  auto verdict = bed.up(session.teid(), packet);
  ASSERT_EQ(verdict.kind, Kind::to_network);
  EXPECT_EQ(verdict.dnn, 0);
  EXPECT_EQ(to_bytes(verdict.ip.octets()), packet);
  EXPECT_EQ(bed.count(Count::uplink_packets), 1u);
  EXPECT_EQ(bed.count(Count::uplink_octets), packet.size());
  EXPECT_EQ(session.volume->uplink_octets.value(), packet.size());
}

TEST(Uplink, WithoutContainerTheDefaultFlowIsMeant) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  request.create_pdrs[1].pdi.qfis = {Qfi(1)};
  bed.change(1, request);
  auto teid = bed.sessions[1].teid();
  auto packet = udp_packet(phone, server);
  bed.datagram = gtpu::encode({.teid = teid}, gtpu::GPdu{packet});
  EXPECT_EQ(bed.forwarder.from_tunnel({gnb, 2152}, upf_n3, bed.datagram, bed.now).kind, Kind::to_network);
  EXPECT_EQ(bed.count(Count::no_container), 1u);
  EXPECT_EQ(bed.up(teid, packet, 1).kind, Kind::to_network);
  EXPECT_EQ(bed.up(teid, packet, 2).kind, Kind::done) << "a flow that no rule has";
  EXPECT_EQ(bed.count(Count::drop_no_rule), 1u);
}

TEST(Uplink, OnlyFromThePhonesOwnAddress) {
  Bed bed;
  auto& session = bed.connected(1, "10.45.0.9", "fd45:0:0:7::");
  auto teid = session.teid();
  EXPECT_EQ(bed.up(teid, udp_packet(address("10.45.0.10"), server)).kind, Kind::done);
  EXPECT_EQ(bed.up(teid, udp_packet(address("fd45:0:0:8::1"), address("2001:db8::1"))).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_spoofed), 2u);
  EXPECT_EQ(bed.up(teid, udp_packet(address("fd45:0:0:7::1234"), address("2001:db8::1"))).kind, Kind::to_network) << "any of its /64";
  EXPECT_EQ(bed.up(teid, udp_packet(address("fe80::1"), address("ff02::fb"))).kind, Kind::done);
  EXPECT_EQ(bed.up(teid, udp_packet(address("fd45:0:0:7::1234"), address("ff02::fb"))).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_link_local), 2u);
}

TEST(Uplink, SpoofingIsStoppedWithoutAnAddressInTheRuleToo) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  request.create_pdrs[1].pdi.ue_ip_addresses.clear();
  bed.change(1, request);
  EXPECT_EQ(bed.up(bed.sessions[1].teid(), udp_packet(address("10.45.0.10"), server)).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_spoofed), 1u);
  EXPECT_EQ(bed.up(bed.sessions[1].teid(), udp_packet(phone, server)).kind, Kind::to_network);
}

TEST(Uplink, StrictModeWantsTheBaseStationOfTheDownlink) {
  auto c = config();
  c.strict_peers = true;
  Bed bed(c);
  auto& session = bed.connected(1);
  EXPECT_EQ(bed.up(session.teid(), udp_packet(phone, server), 1, other_gnb).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_wrong_peer), 1u);
  EXPECT_EQ(bed.up(session.teid(), udp_packet(phone, server), 1, gnb).kind, Kind::to_network);
}

TEST(Uplink, MalformedInnerPacketsAreCounted) {
  Bed bed;
  auto& session = bed.connected(1);
  auto packet = udp_packet(phone, server);
  for (std::size_t n : {0u, 1u, 19u, 60u}) EXPECT_EQ(bed.up(session.teid(), ByteView(packet).first(n)).kind, Kind::done);
  packet[0] = 0x15;
  EXPECT_EQ(bed.up(session.teid(), packet).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_malformed_ip), 5u);
}

TEST(Downlink, GoesIntoTheTunnelWithTheFlowsMark) {
  Bed bed;
  bed.connected(1);
  auto packet = udp_packet(server, phone);
  auto verdict = bed.down(packet);
  ASSERT_EQ(verdict.kind, Kind::to_tunnel);
  EXPECT_EQ(verdict.outer.peer, gnb);
  EXPECT_EQ(verdict.outer.teid, Teid(101));
  Bytes datagram(verdict.outer.size());
  verdict.outer.write(datagram.data(), packet.size());
  append(datagram, packet);
  EXPECT_EQ(datagram, gtpu::encode({.teid = Teid(101), .extensions = {gtpu::downlink(Qfi(1))}}, gtpu::GPdu{packet}));
  EXPECT_EQ(bed.down(udp_packet(server, address("10.45.0.77"))).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_no_session), 1u);
  EXPECT_EQ(bed.down(packet, 1).kind, Kind::done) << "the other data network does not know that address";
}

TEST(Downlink, ThePrecedenceDecides) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  auto dns = request.create_pdrs[0];
  dns.pdr_id = pfcp::PdrId(9);
  dns.precedence = 10;
  dns.qer_ids = {pfcp::QerId(2)};
  pfcp::SdfFilter filter;
  filter.flow_description = "permit out 17 from any 53 to assigned";
  dns.pdi.sdf_filters.push_back(filter);
  request.create_pdrs.push_back(dns);
  auto qer = request.create_qers[0];
  qer.qer_id = pfcp::QerId(2);
  qer.qfi = Qfi(5);
  qer.rqi = true;
  request.create_qers.push_back(qer);
  bed.change(1, request);
  bed.change(1, tunnel_up(gnb, Teid(101)));
  auto from_dns = bed.down(udp_packet(server, phone, 10, 53, 4000));
  EXPECT_EQ(from_dns.outer.qfi, Qfi(5));
  EXPECT_TRUE(from_dns.outer.rqi);
  EXPECT_EQ(bed.down(udp_packet(server, phone, 10, 80, 4000)).outer.qfi, Qfi(1));
  pfcp::SessionModificationRequest swap;
  pfcp::UpdatePdr update;
  update.pdr_id = pfcp::PdrId(9);
  update.precedence = 300;
  swap.update_pdrs.push_back(update);
  bed.change(1, swap);
  EXPECT_EQ(bed.down(udp_packet(server, phone, 10, 53, 4000)).outer.qfi, Qfi(1)) << "the lower value wins";
}

TEST(Downlink, BuffersReportsOnceAndFlushesInOrder) {
  Bed bed;
  bed.change(1, session_request(1, "10.45.0.9"));
  std::vector<Bytes> packets;
  for (std::uint16_t i = 0; i < 5; ++i) {
    packets.push_back(udp_packet(server, phone, 50, std::uint16_t(1000 + i)));
    EXPECT_EQ(bed.down(packets.back()).kind, Kind::done);
  }
  ASSERT_EQ(bed.out.downlink.size(), 1u) << "one report a buffering period";
  EXPECT_EQ(bed.out.downlink[0].pdr, 1);
  EXPECT_EQ(bed.out.downlink[0].qfi, Qfi(1));
  bed.change(1, tunnel_up(gnb, Teid(101)));
  ASSERT_EQ(bed.out.sent.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    auto gpdu = gtpu::parse_gpdu(bed.out.sent[i].octets);
    ASSERT_TRUE(gpdu);
    EXPECT_EQ(gpdu->teid, Teid(101));
    EXPECT_EQ(to_bytes(gpdu->payload), packets[i]);
  }
  EXPECT_EQ(bed.count(Count::flushed_packets), 5u);
  EXPECT_EQ(bed.forwarder.buffered_octets(), 0u);
  bed.change(1, go_idle());
  bed.down(packets[0]);
  EXPECT_EQ(bed.out.downlink.size(), 2u) << "a new period, a new report";
}

TEST(Downlink, AReportThatFoundTheQueueFullComesWithTheNextPacket) {
  Bed bed;
  bed.change(1, session_request(1, "10.45.0.9"));
  bed.out.queue_full = true;
  bed.down(udp_packet(server, phone));
  EXPECT_EQ(bed.count(Count::drop_event_queue), 1u);
  bed.out.queue_full = false;
  bed.down(udp_packet(server, phone));
  EXPECT_EQ(bed.out.downlink.size(), 1u);
}

TEST(Downlink, BuffersAreBounded) {
  auto c = config();
  c.buffer.packets_per_session = 4;
  c.buffer.octets_in_total = 1000;
  Bed bed(c);
  bed.change(1, session_request(1, "10.45.0.9"));
  bed.change(2, session_request(2, "10.45.0.10"));
  for (std::uint16_t i = 0; i < 10; ++i) bed.down(udp_packet(server, phone, 100, std::uint16_t(1000 + i)));
  EXPECT_EQ(bed.count(Count::drop_buffer_full), 6u);
  EXPECT_EQ(bed.forwarder.buffered_octets(), 4 * 128u);
  for (int i = 0; i < 10; ++i) bed.down(udp_packet(server, address("10.45.0.10"), 100));
  EXPECT_LE(bed.forwarder.buffered_octets(), 1000u);
  bed.change(1, tunnel_up(gnb, Teid(101)));
  ASSERT_EQ(bed.out.sent.size(), 4u);
  EXPECT_EQ(load16(&gtpu::parse_gpdu(bed.out.sent[0].octets)->payload[20]), 1006) << "the oldest gave way";
}

TEST(Downlink, ABarSuggestsHowManyPackets) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  request.create_bar.emplace();
  request.create_bar->bar_id = pfcp::BarId(1);
  request.create_bar->suggested_buffering_packets_count = std::uint8_t(2);
  request.create_fars[0].bar_id = pfcp::BarId(1);
  bed.change(1, request);
  for (int i = 0; i < 5; ++i) bed.down(udp_packet(server, phone));
  EXPECT_EQ(bed.count(Count::drop_buffer_full), 3u);
}

TEST(Downlink, OldBufferedPacketsGo) {
  Bed bed;
  bed.change(1, session_request(1, "10.45.0.9"));
  bed.down(udp_packet(server, phone));
  bed.now += 59'000'000'000ull;
  bed.down(udp_packet(server, phone));
  bed.forwarder.tick(bed.now);
  EXPECT_EQ(bed.count(Count::drop_buffer_aged), 0u);
  bed.now += 2'000'000'000ull;
  bed.forwarder.tick(bed.now);
  EXPECT_EQ(bed.count(Count::drop_buffer_aged), 1u);
  EXPECT_GT(bed.forwarder.buffered_octets(), 0u);
}

TEST(Downlink, WhatIsHeldIsReportedAgainWhenTheRuleIsArmedAnew) {
  // An SMF that has restarted knows nothing of the report that its predecessor had.
  Bed bed;
  bed.connected(1);
  bed.change(1, go_idle());
  bed.down(udp_packet(server, phone));
  ASSERT_EQ(bed.out.downlink.size(), 1u);
  bed.forwarder.tick(bed.now += 1'000'000'000);
  EXPECT_EQ(bed.out.downlink.size(), 1u) << "reported already";
  bed.change(1, go_idle());
  EXPECT_EQ(bed.out.downlink.size(), 1u) << "at most once a second";
  bed.forwarder.tick(bed.now += 1'000'000'000);
  ASSERT_EQ(bed.out.downlink.size(), 2u);
  EXPECT_EQ(bed.out.downlink[1].pdr, bed.out.downlink[0].pdr);
  bed.forwarder.tick(bed.now += 1'000'000'000);
  EXPECT_EQ(bed.out.downlink.size(), 2u);
}

TEST(Downlink, TheSmfCanEmptyTheBuffer) {
  Bed bed;
  bed.change(1, session_request(1, "10.45.0.9"));
  bed.down(udp_packet(server, phone));
  auto request = go_idle();
  request.flags = pfcp::SmReqFlags{pfcp::ModificationFlag::drobu};
  bed.change(1, request);
  EXPECT_EQ(bed.forwarder.buffered_octets(), 0u);
  EXPECT_EQ(bed.count(Count::drop_buffer_discarded), 1u);
  bed.down(udp_packet(server, phone));
  EXPECT_EQ(bed.out.downlink.size(), 2u) << "BUFF and NOCP said anew asks for a new report";
}

TEST(Downlink, PathSwitchSendsTheEndMarkerDownTheOldTunnelFirst) {
  Bed bed;
  bed.connected(1);
  bed.change(1, tunnel_up(other_gnb, Teid(7), true));
  ASSERT_EQ(bed.out.sent.size(), 1u);
  EXPECT_EQ(bed.out.sent[0].to, (Endpoint{gnb, 2152}));
  auto marker = gtpu::decode(bed.out.sent[0].octets);
  ASSERT_TRUE(marker.ok());
  EXPECT_TRUE(marker->get<gtpu::EndMarker>());
  EXPECT_EQ(marker->header.teid, Teid(101));
  auto verdict = bed.down(udp_packet(server, phone));
  EXPECT_EQ(verdict.outer.peer, other_gnb);
  EXPECT_EQ(verdict.outer.teid, Teid(7));
  bed.change(1, tunnel_up(other_gnb, Teid(7), true));
  EXPECT_EQ(bed.out.sent.size(), 1u) << "the same tunnel again is no switch";
}

TEST(Rates, AmbrIsKeptWithinFivePercent) {
  for (bool uplink : {true, false}) {
    Bed bed;
    constexpr std::uint64_t kbps = 20'000;
    auto& session = bed.connected(1, "10.45.0.9", "", kbps);
    auto packet = uplink ? udp_packet(phone, server, 1372) : udp_packet(server, phone, 1372);
    constexpr std::uint64_t seconds = 10, packets_a_second = 5000;  // 56 Mbit/s offered
    std::uint64_t passed = 0;
    for (std::uint64_t i = 0; i < seconds * packets_a_second; ++i) {
      bed.now += 1'000'000'000 / packets_a_second;
      auto verdict = uplink ? bed.up(session.teid(), packet) : bed.down(packet);
      if (verdict.kind != Kind::done) passed += packet.size();
    }
    double rate = double(passed) * 8 / double(seconds) / 1000;
    EXPECT_NEAR(rate, kbps, kbps * 0.05) << (uplink ? "uplink" : "downlink");
    EXPECT_GT(bed.count(Count::drop_rate), 0u);
  }
}

TEST(Rates, UplinkAndDownlinkHaveTheirOwn) {
  Bed bed;
  auto& session = bed.connected(1, "10.45.0.9", "", 1000);
  auto packet = udp_packet(phone, server, 1372);
  while (bed.up(session.teid(), packet).kind != Kind::done) {
  }
  EXPECT_EQ(bed.down(udp_packet(server, phone, 1372)).kind, Kind::to_tunnel);
}

TEST(Rates, ClosedGateAndRateOfAnotherRuleOfThePacket) {
  Bed bed;
  auto& session = bed.connected(1);
  pfcp::SessionModificationRequest request;
  pfcp::UpdateQer qer;
  qer.qer_id = pfcp::QerId(1);
  qer.gate_status = pfcp::GateStatus{true, false};
  request.update_qers.push_back(qer);
  bed.change(1, request);
  EXPECT_EQ(bed.up(session.teid(), udp_packet(phone, server)).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_gate), 1u);
  EXPECT_EQ(bed.down(udp_packet(server, phone)).kind, Kind::to_tunnel);
}

TEST(Rates, ChangingARuleGrantsNoNewBurst) {
  Bed bed;
  auto& session = bed.connected(1, "10.45.0.9", "", 1000);
  auto packet = udp_packet(phone, server, 1372);
  std::uint64_t passed = 0;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 100; ++i) passed += bed.up(session.teid(), packet).kind != Kind::done;
    bed.change(1, tunnel_up(gnb, Teid(200u + std::uint32_t(round))));
  }
  EXPECT_LE(passed * packet.size(), 31'500u);
}

TEST(Rates, OfASuperPacketTheFirstSegmentsPass) {
  Bed bed;
  bed.connected(1, "10.45.0.9", "", 1000);
  Bytes super = udp_packet(server, phone, 60'000);
  auto cut = plan_cut(super, {Offload::Kind::udp, 1000, true, 20, 6});
  ASSERT_TRUE(cut);
  auto verdict = bed.forwarder.from_network(0, *cut, bed.now);
  EXPECT_EQ(verdict.kind, Kind::to_tunnel);
  EXPECT_EQ(verdict.segments, 30'000u / 1028);
  EXPECT_EQ(bed.count(Count::drop_rate), 60 - verdict.segments);
  EXPECT_EQ(bed.count(Count::downlink_octets), verdict.segments * 1028);
}

TEST(Usage, ThresholdIsToldOnceUntilArmedAgain) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  pfcp::CreateUrr urr;
  urr.urr_id = pfcp::UrrId(1);
  urr.measurement_method = {pfcp::Measure::volum};
  urr.reporting_triggers.set(pfcp::ReportingTrigger::volth);
  urr.volume_threshold = pfcp::Volume{1000, {}, {}};
  request.create_urrs.push_back(urr);
  request.create_pdrs[0].urr_ids = request.create_pdrs[1].urr_ids = {pfcp::UrrId(1)};
  bed.change(1, request);
  bed.change(1, tunnel_up(gnb, Teid(101)));
  auto& meter = *bed.sessions[1].rules.urrs[0].meter;
  meter.total_limit = 1000;  // what Usage arms
  for (int i = 0; i < 4; ++i) bed.up(bed.sessions[1].teid(), udp_packet(phone, server, 100));
  EXPECT_TRUE(bed.out.reached.empty());
  for (int i = 0; i < 20; ++i) bed.down(udp_packet(server, phone, 100));
  ASSERT_EQ(bed.out.reached.size(), 1u);
  EXPECT_EQ(bed.out.reached[0].urr, 1u);
  EXPECT_EQ(meter.volume.uplink_octets.value(), 4 * 128u);
  EXPECT_EQ(meter.volume.downlink_octets.value(), 20 * 128u);
}

TEST(Tunnels, UnknownTeidIsAnsweredWithOneErrorIndication) {
  Bed bed;
  auto verdict = bed.up(Teid(0x12345678), udp_packet(phone, server));
  EXPECT_EQ(verdict.kind, Kind::done);
  ASSERT_EQ(bed.out.sent.size(), 1u);
  EXPECT_EQ(bed.out.sent[0].to, (Endpoint{gnb, 2152}));
  auto pdu = gtpu::decode(bed.out.sent[0].octets);
  ASSERT_TRUE(pdu.ok());
  auto* error = pdu->get<gtpu::ErrorIndication>();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->teid, Teid(0x12345678));
  EXPECT_EQ(error->peer, upf_n3);
  EXPECT_EQ(pdu->header.extension<gtpu::UdpPortHeader>()->port, 2152);
  for (int i = 0; i < 10'000; ++i) bed.up(Teid(0x12345678), udp_packet(phone, server));
  EXPECT_LE(bed.out.sent.size(), 20u) << "a flood is not answered in kind";
  EXPECT_EQ(bed.count(Count::drop_unknown_teid), 10'001u);
}

TEST(Tunnels, ARemovedSessionsTeidIsUnknown) {
  Bed bed;
  auto teid = bed.connected(1).teid();
  bed.forwarder.remove(1);
  EXPECT_EQ(bed.up(teid, udp_packet(phone, server)).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_unknown_teid), 1u);
  EXPECT_EQ(bed.down(udp_packet(server, phone)).kind, Kind::done);
  EXPECT_EQ(bed.count(Count::drop_no_session), 1u);
}

TEST(Tunnels, SignallingIsAnswered) {
  Bed bed;
  auto& session = bed.connected(1);
  auto hand = [&](const Bytes& octets, std::uint16_t port = 4000) { bed.forwarder.from_tunnel({gnb, port}, upf_n3, octets, bed.now); };
  gtpu::Header header;
  header.sequence = 77;
  hand(gtpu::encode(header, gtpu::EchoRequest{}));
  ASSERT_EQ(bed.out.sent.size(), 1u);
  EXPECT_EQ(bed.out.sent[0].to.port, 4000) << "to where the request came from";
  auto echo = gtpu::decode(bed.out.sent[0].octets);
  EXPECT_TRUE(echo->get<gtpu::EchoResponse>());
  EXPECT_EQ(*echo->header.sequence, 77);
  gtpu::ErrorIndication error;
  error.teid = Teid(101);
  error.peer = gnb;
  hand(gtpu::encode(header, error));
  ASSERT_EQ(bed.out.unknown.size(), 1u);
  EXPECT_EQ(bed.out.unknown[0].teid, Teid(101));
  EXPECT_EQ(bed.out.unknown[0].from, gnb);
  hand(gtpu::encode({.teid = session.teid(), .extensions = {gtpu::RawExtension{0xE0, Bytes(2)}}}, gtpu::GPdu{}));
  EXPECT_EQ(bed.count(Count::drop_unknown_extension), 1u);
  ASSERT_EQ(bed.out.sent.size(), 2u);
  EXPECT_TRUE(gtpu::decode(bed.out.sent[1].octets)->get<gtpu::SupportedExtensionHeaders>());
  hand(gtpu::encode({.teid = session.teid()}, gtpu::EndMarker{}));
  EXPECT_EQ(bed.count(Count::end_markers_in), 1u);
  EXPECT_EQ(bed.out.sent.size(), 2u) << "nobody behind us to pass it to";
  hand({0x30, 255, 0, 10, 0, 0, 0, 1});
  EXPECT_EQ(bed.count(Count::drop_malformed_gtpu), 1u);
}

TEST(Tunnels, ForwardingBetweenBaseStationsKeepsFlowAndEndMarker) {
  Bed bed;
  bed.connected(1);
  pfcp::SessionModificationRequest request;
  auto pdr = session_request(1, "10.45.0.9").create_pdrs[1];
  pdr.pdr_id = pfcp::PdrId(8);
  pdr.far_id = pfcp::FarId(8);
  pdr.pdi.ue_ip_addresses.clear();
  pdr.qer_ids.clear();
  pfcp::CreateFar far;
  far.far_id = pfcp::FarId(8);
  far.apply_action = {pfcp::Apply::forw};
  far.forwarding_parameters.emplace();
  far.forwarding_parameters->destination_interface = pfcp::DestinationInterface::access;
  far.forwarding_parameters->outer_header_creation = pfcp::OuterHeaderCreation::gtpu(Teid(55), other_gnb);
  request.create_pdrs.push_back(pdr);
  request.create_fars.push_back(far);
  bed.change(1, request);
  auto teid = bed.last.created_pdrs.at(0).local_f_teid->teid;
  auto packet = udp_packet(server, phone);
  bed.datagram = gtpu::encode({.teid = teid, .extensions = {gtpu::downlink(Qfi(6), true)}}, gtpu::GPdu{packet});
  auto verdict = bed.forwarder.from_tunnel({gnb, 2152}, upf_n3, bed.datagram, bed.now);
  ASSERT_EQ(verdict.kind, Kind::to_tunnel);
  EXPECT_EQ(verdict.outer.peer, other_gnb);
  EXPECT_EQ(verdict.outer.teid, Teid(55));
  EXPECT_EQ(verdict.outer.qfi, Qfi(6));
  EXPECT_TRUE(verdict.outer.rqi);
  bed.forwarder.from_tunnel({gnb, 2152}, upf_n3, gtpu::encode({.teid = teid}, gtpu::EndMarker{}), bed.now);
  ASSERT_EQ(bed.out.sent.size(), 1u);
  EXPECT_EQ(bed.out.sent[0].to.address, other_gnb);
  EXPECT_EQ(gtpu::decode(bed.out.sent[0].octets)->header.teid, Teid(55));
}

Bytes router_solicitation(const IpAddress& from) {
  Bytes p(48);
  p[0] = 0x60, p[5] = 8, p[6] = ip_icmpv6, p[7] = 255;
  auto source = from.v6_octets(), all_routers = address("ff02::2").v6_octets();
  std::copy(source.begin(), source.end(), p.begin() + 8);
  std::copy(all_routers.begin(), all_routers.end(), p.begin() + 24);
  p[40] = 133;
  store16(&p[42], std::uint16_t(~fold(pseudo_header_sum(*parse_ip(p), ip_icmpv6, 8) + sum_octets(&p[40], 8))));
  return p;
}

TEST(Ipv6, RouterAdvertisementOctets) {
  Bed bed;
  auto& session = bed.connected(1, "", "fd45:0:0:7::");
  ASSERT_EQ(bed.out.sent.size(), 1u) << "one comes as soon as the tunnel is up";
  auto gpdu = gtpu::parse_gpdu(bed.out.sent[0].octets);
  ASSERT_TRUE(gpdu);
  EXPECT_EQ(gpdu->qfi, Qfi(1));
  auto ra = to_bytes(gpdu->payload);
  // IPv6 header to all nodes with hop limit 255; type 134, hop limit 64, lifetime 65535; prefix option with flag A alone; MTU 1400.
  std::string expected =
      "6000000000383aff"
      "fe8000000000000070656c6c75636964"
      "ff020000000000000000000000000001"
      "8600____"
      "4000ffff"
      "00000000"
      "00000000"
      "03044040ffffffffffffffff00000000"
      "fd450000000000070000000000000000"
      "0501000000000578";
  auto shown = hex(ra);
  ASSERT_EQ(shown.size(), expected.size());
  shown.replace(expected.find('_'), 4, "____");
  EXPECT_EQ(shown, expected);
  auto ip = *parse_ip(ra);
  EXPECT_EQ(fold(pseudo_header_sum(ip, ip_icmpv6, ip.length - 40) + sum_octets(ip.at + 40, ip.length - 40)), 0xffff) << "checksum";

  bed.now += 1'000'000'000;
  EXPECT_EQ(bed.up(session.teid(), router_solicitation(address("fe80::99"))).kind, Kind::done);
  EXPECT_EQ(bed.out.sent.size(), 2u) << "a solicitation is answered";
  for (int i = 0; i < 1000; ++i) bed.up(session.teid(), router_solicitation(address("fe80::99")));
  EXPECT_EQ(bed.out.sent.size(), 2u) << "but not a flood of them";
  auto damaged = router_solicitation(address("fe80::99"));
  damaged[43] ^= 1;
  bed.now += 1'000'000'000;
  bed.up(session.teid(), damaged);
  EXPECT_EQ(bed.out.sent.size(), 2u);
  bed.now += 7 * 3600 * 1'000'000'000ull;
  bed.up(session.teid(), udp_packet(address("fd45:0:0:7::1"), address("2001:db8::1")));
  EXPECT_EQ(bed.out.sent.size(), 3u) << "an active phone hears again before the router's lifetime ends";
}

TEST(Ipv6, ARuleThatTakesSolicitationsToTheSmfHasPrecedence) {
  Bed bed;
  auto request = session_request(1, "", "fd45:0:0:7::");
  auto pdr = request.create_pdrs[1];
  pdr.pdr_id = pfcp::PdrId(4);
  pdr.precedence = 10;
  pdr.far_id = pfcp::FarId(3);
  pdr.pdi.ue_ip_addresses.clear();
  pfcp::SdfFilter filter;
  filter.flow_description = "permit out 58 from ff02::2/128 to assigned";
  pdr.pdi.sdf_filters.push_back(filter);
  request.create_pdrs.push_back(pdr);
  pfcp::CreateFar far;
  far.far_id = pfcp::FarId(3);
  far.apply_action = {pfcp::Apply::forw};
  far.forwarding_parameters.emplace();
  far.forwarding_parameters->destination_interface = pfcp::DestinationInterface::cp_function;
  far.forwarding_parameters->outer_header_creation = pfcp::OuterHeaderCreation::gtpu(Teid(9), address("10.2.0.4"));
  request.create_fars.push_back(far);
  bed.change(1, request);
  bed.change(1, tunnel_up(gnb, Teid(101)));
  EXPECT_TRUE(bed.out.sent.empty()) << "the SMF advertises";
  auto verdict = bed.up(bed.sessions[1].teid(), router_solicitation(address("fe80::99")));
  ASSERT_EQ(verdict.kind, Kind::to_tunnel);
  EXPECT_EQ(verdict.outer.peer, address("10.2.0.4"));
  EXPECT_EQ(verdict.outer.size(), 8u) << "no PDU session container towards the SMF";
}

TEST(Hostile, AnyOctetsOnN3) {
  Bed bed;
  auto& session = bed.connected(1, "10.45.0.9", "fd45:0:0:7::");
  std::mt19937_64 random(7);
  auto good = uplink_gpdu(session.teid(), udp_packet(phone, server));
  for (int i = 0; i < 200'000; ++i) {
    Bytes octets = good;
    if (i % 3 == 0) {
      octets.resize(random() % 80);
      for (auto& o : octets) o = std::uint8_t(random());
      if (octets.size() > 1 && i % 2)
        octets[0] = std::uint8_t(0x30 | (random() & 7)), octets[1] = std::uint8_t(random() % 2 ? 255 : random());
    } else {
      for (int k = 0; k < 4; ++k) octets[random() % octets.size()] = std::uint8_t(random());
      octets.resize(random() % (octets.size() + 1));
    }
    auto verdict = bed.forwarder.from_tunnel({gnb, 2152}, upf_n3, octets, bed.now += 1000);
    if (verdict.kind == Kind::to_network) EXPECT_TRUE(parse_ip(verdict.ip.octets()));
  }
  EXPECT_EQ(bed.up(session.teid(), udp_packet(phone, server)).kind, Kind::to_network) << "all is as before";
}

}  // namespace
