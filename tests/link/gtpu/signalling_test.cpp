// The rules of a GTP-U end: echo, errors, notifications, rate limits, path supervision. No network needed.
#include <gtest/gtest.h>

#include "link/gtpu/signalling.hpp"

using namespace pellucid;
using namespace pellucid::gtpu;
using namespace std::chrono_literals;

namespace {

const Instant start{};
IpAddress ip(const char* text) { return *IpAddress::parse(text); }
const pellucid::Endpoint peer{ip("10.0.0.5"), 40000};

template <class M>
M sent(const Outgoing& out, Header* header = nullptr) {
  auto pdu = gtpu::decode(out.octets);
  EXPECT_TRUE(pdu.ok());
  auto* message = pdu->get<M>();
  EXPECT_TRUE(message) << name_of(*pdu);
  if (header) *header = pdu->header;
  return message ? *message : M();
}

TEST(Signalling, EchoIsAnsweredToItsSource) {
  Signalling rules;
  Header header;
  header.sequence = 0x1234;
  auto result = rules.handle(start, peer, encode(header, EchoRequest{}));
  ASSERT_TRUE(result.reply);
  EXPECT_EQ(result.reply->to, peer);
  Header answer;
  EXPECT_EQ(sent<EchoResponse>(*result.reply, &answer).recovery, 0);
  EXPECT_EQ(answer.sequence, 0x1234);
  EXPECT_EQ(answer.teid, Teid(0));
  EXPECT_EQ(rules.counters().echo_requests, 1u);
}

TEST(Signalling, ErrorIndicationNamesTunnelAddressAndPort) {
  Signalling rules;
  auto out = rules.unknown_tunnel(start, peer, ip("10.0.0.1"), Teid(0x37ff));
  ASSERT_TRUE(out);
  EXPECT_EQ(out->to, (pellucid::Endpoint{peer.address, 2152}));
  Header header;
  auto error = sent<ErrorIndication>(*out, &header);
  EXPECT_EQ(error.teid, Teid(0x37ff));
  EXPECT_EQ(error.peer, ip("10.0.0.1"));
  ASSERT_TRUE(header.extension<UdpPortHeader>());
  EXPECT_EQ(header.extension<UdpPortHeader>()->port, 40000);
  EXPECT_EQ(header.teid, Teid(0));
  EXPECT_TRUE(header.sequence);

  // The other end makes of it the tunnel that it must stop using, and answers nothing.
  Signalling other;
  auto heard = other.handle(start, {ip("10.0.0.1"), 2152}, out->octets);
  EXPECT_FALSE(heard.reply);
  auto* lost = std::get_if<TunnelLost>(&heard.event);
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->teid, Teid(0x37ff));
  EXPECT_EQ(lost->peer, ip("10.0.0.1"));
}

TEST(Signalling, ErrorIndicationsAreLimitedPerPeerAndInAll) {
  SignallingOptions options;
  options.per_peer_per_s = 5;
  options.all_per_s = 12;
  options.max_peers = 2;
  Signalling rules(options);
  auto burst = [&](Instant now, const char* from) {
    unsigned n = 0;
    for (unsigned i = 0; i < 50; ++i) n += rules.unknown_tunnel(now, {ip(from), 2152}, ip("10.0.0.1"), Teid(i + 1)).has_value();
    return n;
  };
  EXPECT_EQ(burst(start, "10.0.0.5"), 5u);
  EXPECT_EQ(burst(start, "10.0.0.6"), 5u);
  EXPECT_EQ(burst(start, "10.0.0.7"), 2u) << "all together";
  EXPECT_EQ(burst(start + 1s, "10.0.0.8"), 5u) << "those beyond max_peers share one limit";
  EXPECT_EQ(burst(start + 1s, "10.0.0.9"), 0u);
  EXPECT_EQ(burst(start + 3s, "10.0.0.5"), 5u);
  EXPECT_EQ(rules.counters().error_indications_sent, 22u);
  EXPECT_EQ(rules.counters().error_indications_held_back, 6 * 50 - 22u);
}

TEST(Signalling, HeadersNotUnderstoodAreTold) {
  Signalling rules;
  Header header;
  header.teid = Teid(9);
  header.extensions = {RawExtension{0x81, {1, 2}}};
  Bytes packet = {0x45, 0, 0, 20};
  auto result = rules.handle(start, peer, encode(header, GPdu{packet}));
  ASSERT_TRUE(result.reply);
  auto types = sent<SupportedExtensionHeaders>(*result.reply).types;
  EXPECT_NE(std::find(types.begin(), types.end(), extension::pdu_session_container), types.end());
  auto* refused = std::get_if<NotUnderstood>(&result.event);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->teid, Teid(9));
  for (unsigned i = 0; i < 100; ++i) rules.handle(start, peer, encode(header, GPdu{packet}));
  EXPECT_EQ(rules.counters().notifications_sent, 10u);
  EXPECT_EQ(rules.counters().notifications_held_back, 91u);
}

TEST(Signalling, TheRestIsToldOrCounted) {
  Signalling rules;
  Header tunnel;
  tunnel.teid = Teid(7);
  auto ended = rules.handle(start, peer, encode(tunnel, EndMarker{}));
  ASSERT_TRUE(std::get_if<TunnelEnded>(&ended.event));
  EXPECT_EQ(std::get<TunnelEnded>(ended.event).teid, Teid(7));
  EXPECT_EQ(rules.counters().end_markers, 1u);
  Header path;
  path.sequence = 3;
  auto supported = rules.handle(start, peer, encode(path, SupportedExtensionHeaders{{0x85}, {}}));
  ASSERT_TRUE(std::get_if<PeerUnderstands>(&supported.event));
  rules.handle(start, peer, encode(tunnel, TunnelStatus{1, {}, {}}));
  EXPECT_EQ(rules.counters().tunnel_status, 1u);
  for (auto* octets : {"", "30", "50ff000000000001", "20ff000000000001", "3063000000000001"}) {
    auto result = rules.handle(start, peer, *from_hex(octets));
    EXPECT_FALSE(result.reply) << octets;
    EXPECT_TRUE(std::holds_alternative<std::monostate>(result.event));
  }
  EXPECT_EQ(rules.counters().malformed, 5u);
}

class Supervision : public testing::Test {
 protected:
  /// Polls whenever something is due until `until`; answers echoes if `alive`.
  void run(Instant until) {
    while (paths.next_poll() <= until) {
      now = std::max(now, paths.next_poll());
      auto changes = paths.poll(now);
      for (auto& out : changes.send) {
        Header header;
        sent<EchoRequest>(out, &header);
        echoes.push_back(now);
        if (alive) paths.answered(now, {out.to.address, *header.sequence});
      }
      for (auto& address : changes.failed) events.push_back("failed " + address.text());
      for (auto& address : changes.recovered) events.push_back("recovered " + address.text());
    }
    now = until;
  }
  PathSupervision paths;
  Instant now = start;
  bool alive = true;
  std::vector<Instant> echoes;
  std::vector<std::string> events;
};

TEST_F(Supervision, OneEchoAMinuteWhileThereAreTunnels) {
  EXPECT_EQ(paths.next_poll(), Instant::max());
  paths.tunnel_added(now, peer.address);
  paths.tunnel_added(now, peer.address);
  run(start + 5min);
  EXPECT_EQ(echoes.size(), 5u);
  EXPECT_EQ(echoes[1] - echoes[0], 60s);
  paths.tunnel_removed(peer.address);
  EXPECT_EQ(paths.peers(), 1u);
  paths.tunnel_removed(peer.address);
  EXPECT_EQ(paths.peers(), 0u);
  run(start + 10min);
  EXPECT_EQ(echoes.size(), 5u);
  EXPECT_TRUE(events.empty());
}

TEST_F(Supervision, FailureAfterN3AndRecovery) {
  paths.tunnel_added(now, peer.address);
  run(start + 90s);
  alive = false;
  run(start + 300s);
  EXPECT_EQ(events, std::vector<std::string>{"failed 10.0.0.5"});
  EXPECT_TRUE(paths.has_failed(peer.address));
  EXPECT_EQ(echoes.size(), 1u + 5 * 3) << "N3 sendings a round, a round after each interval";
  alive = true;
  run(start + 400s);
  EXPECT_EQ(events.back(), "recovered 10.0.0.5");
  EXPECT_FALSE(paths.has_failed(peer.address));
}

TEST_F(Supervision, OnlyTheAnswerOfThisRoundCounts) {
  paths.tunnel_added(now, peer.address);
  paths.poll(start + 60s);
  paths.answered(start + 60s, {peer.address, 999});
  paths.answered(start + 60s, {ip("10.0.0.6"), 1});
  EXPECT_EQ(paths.next_poll(), start + 63s);
  paths.answered(start + 61s, {peer.address, 1});
  EXPECT_EQ(paths.next_poll(), start + 121s);
}

}  // namespace
