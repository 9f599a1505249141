// Peers that say anything at any time, and many sessions that come and go: nothing breaks, nothing leaks.
#include <gtest/gtest.h>

#include <set>

#include "network.hpp"

using namespace pellucid;
using namespace pellucid::smf;
using namespace pellucid::smf::testing;

namespace {

using Plane = UpdateSession::UserPlane;

/// What peers really say, for mutation.
std::vector<Bytes> phone_messages() {
  nas::PduSessionModificationRequest modification;
  modification.session = PduSessionId(1);
  modification.pti = Pti(5);
  modification.max_packet_filters = nas::MaxPacketFilters{20};
  modification.qos_rules.emplace();
  modification.qos_rules->rules.push_back(nas::QosRule::match_all(2, Qfi(2)));
  modification.pco.emplace();
  modification.pco->add(nas::PcoId::ipcp, *from_hex("01000010810600000000830600000000"));
  auto establishment = Network::request(anna, PduSessionId(1), nas::SessionType::ipv4v6).n1;
  return {establishment,
          nas::encode(modification),
          Network::release_request(Pti(7)),
          Network::release_complete(Pti(7)),
          Network::release_complete(Pti(0)),
          Network::modification_complete(Pti(0)),
          Network::modification_complete(Pti(5)),
          Network::status(Pti(1), nas::SmCause::pti_mismatch),
          Network::status(Pti(0), nas::SmCause::message_type_not_implemented)};
}
std::vector<N2Sm> base_station_messages() {
  ngap::PathSwitchRequestTransfer path;
  path.dl_tunnel = {ip("10.10.0.3"), Teid(77), {}};
  path.flows.push_back({Qfi(1), {}, {}});
  ngap::PduSessionResourceNotifyTransfer notify;
  notify.released.push_back({Qfi(1), ngap::CauseRadioNetwork::user_inactivity, {}});
  return {{N2SmKind::setup_response, Network::setup_response()},     {N2SmKind::setup_unsuccessful, Network::setup_unsuccessful()},
          {N2SmKind::modify_response, Network::modify_response()},   {N2SmKind::modify_unsuccessful, Network::modify_unsuccessful()},
          {N2SmKind::release_response, Network::release_response()}, {N2SmKind::path_switch_request, ngap::encode_transfer(path)},
          {N2SmKind::notify, ngap::encode_transfer(notify)}};
}

Bytes mutated(sim::SimWorld& world, Bytes octets) {
  switch (world.choose(5)) {
    case 0: break;
    case 1: octets.resize(world.choose(octets.size() + 1)); break;
    case 2:
      for (std::uint64_t n = 1 + world.choose(4); n > 0 && !octets.empty(); --n)
        octets[world.choose(octets.size())] = std::uint8_t(world.choose(256));
      break;
    case 3:
      for (std::uint64_t n = world.choose(20); n > 0; --n) octets.push_back(std::uint8_t(world.choose(256)));
      break;
    default:
      if (!octets.empty()) octets.erase(octets.begin() + std::ptrdiff_t(world.choose(octets.size())));
  }
  return octets;
}

/// One thing that some peer does.
void anything(Network& net, const Supi& supi) {
  static const auto from_phone = phone_messages();
  static const auto from_gnb = base_station_messages();
  auto& world = net.world;
  PduSessionId id(std::uint8_t(1 + world.choose(2)));
  switch (world.choose(12)) {
    case 0:
    case 1: {
      auto request = Network::request(supi, id);
      request.existing = world.choose(4) == 0;
      if (world.choose(3) == 0) request.n1 = mutated(world, request.n1);
      net.create(std::move(request));
      break;
    }
    case 2:
    case 3: net.update(supi, id, {mutated(world, from_phone[world.choose(from_phone.size())]), {}, Plane::unchanged}); break;
    case 4:
    case 5: {
      auto n2 = from_gnb[world.choose(from_gnb.size())];
      n2.transfer = mutated(world, n2.transfer);
      net.update(supi, id, {{}, n2, Plane::unchanged});
      break;
    }
    case 6: net.update(supi, id, {{}, {}, world.choose(2) ? Plane::activate : Plane::deactivate}); break;
    case 7: net.smf->release(supi, id); break;
    case 8: net.smf->unreachable(supi, id); break;
    case 9:
      net.smf->release_session(supi, id, world.choose(2) ? nas::SmCause::reactivation_requested : nas::SmCause::regular_deactivation);
      break;
    case 10: net.smf->change_ambr(supi, id, {1000 * world.choose(1u << 30), 1000 * world.choose(1u << 30)}); break;
    default:
      if (!net.upf.sessions.empty()) {
        auto at = std::next(net.upf.sessions.begin(), std::ptrdiff_t(world.choose(net.upf.sessions.size())));
        if (world.choose(2))
          net.upf.report_downlink(at->second);
        else
          net.upf.report_error(at->second, Teid(std::uint32_t(world.choose(3))), ip("10.10.0.2"));
      }
  }
  net.amf.delivery = Delivery(world.choose(3));
}

/// Both sides think the same.
void expect_agreement(Network& net) {
  EXPECT_EQ(net.upf.sessions.size(), net.smf->upfs()[0].sessions);
  std::map<Seid, SessionStatus> ours;
  for (auto& status : net.smf->sessions()) ours[status.seid] = status;
  for (auto& [seid, held] : net.upf.sessions) {
    ASSERT_TRUE(ours.contains(held.cp_seid));
    auto& status = ours[held.cp_seid];
    EXPECT_EQ(status.upf_seid, seid);
    EXPECT_EQ(status.ipv4, held.ipv4);
    EXPECT_EQ(status.uplink.teid, held.teid);
    EXPECT_EQ(held.forwards(), status.user_plane == "active");
    if (held.forwards()) {
      EXPECT_EQ(held.downlink_tunnel->teid, status.downlink.teid);
    }
    EXPECT_EQ(held.rates->downlink_kbps, (status.ambr.down_bps + 999) / 1000);
  }
}

class AnyOrder : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, AnyOrder, ::testing::Range<std::uint64_t>(1, 101));
TEST_P(AnyOrder, NothingThatPeersSayBreaksAnything) {
  Network net(GetParam());
  net.start();
  bool lossy = net.world.choose(2);
  if (lossy) {
    net.upf.loses = [&](const pfcp::Pdu& pdu) { return pfcp::is_session_type(pdu.header.type) && net.world.choose(5) == 0; };
    net.upf.answer_lost = [&](const pfcp::Pdu& pdu) { return pfcp::is_session_type(pdu.header.type) && net.world.choose(5) == 0; };
  }
  for (int i = 0; i < 150; ++i) {
    anything(net, phone(1 + net.world.choose(3)));
    if (net.world.choose(3)) net.world.run_for(std::chrono::milliseconds(net.world.choose(200)));
    if (net.world.choose(40) == 0) net.world.run_for(20s);
    if (net.world.choose(100) == 0) net.upf.restart();
  }
  net.upf.loses = net.upf.answer_lost = nullptr;
  net.world.run_for(5min);  // all timers are over, all commands answered or given up
  // A session in the UPF whose establishment was never answered has no name here; the first packet for it betrays it.
  net.amf.delivery = Delivery::unreachable;
  for (auto& [seid, held] : std::map(net.upf.sessions))
    if (held.holds()) net.upf.report_downlink(held);
  net.world.run_for(5min);
  expect_agreement(net);
  for (auto& status : net.smf->sessions()) net.smf->release(status.supi, status.id);
  net.world.run_for(1min);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.upf.sessions.empty());
  EXPECT_TRUE(net.journal.records.empty());
}

TEST(Hostile, UpfsAnswersAreMutated) {
  Network net(7);
  net.start();
  net.upf.garbles = [&](const pfcp::Pdu& pdu, Bytes answer) -> std::optional<Bytes> {
    if (!pfcp::is_session_type(pdu.header.type)) return {};
    return mutated(net.world, std::move(answer));
  };
  for (int i = 0; i < 300; ++i) {
    auto call = net.create(Network::request(anna));
    net.world.run_for(30s);
    ASSERT_TRUE(call->done());
    if (call->ok()) net.from_gnb(anna, N2SmKind::setup_response, Network::setup_response());
    net.smf->release(anna, PduSessionId(1));
  }
  net.upf.garbles = nullptr;
  net.world.run_for(1min);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.created(Network::request(anna)).ok());
}

TEST(Hostile, DatagramsOfAnythingArrive) {
  Network net(8);
  net.start();
  net.establish(anna);
  auto held = net.upf.only();
  pfcp::SessionReportRequest report;
  report.report_type = {pfcp::Report::dldr, pfcp::Report::erir, pfcp::Report::usar};
  report.error_indication.emplace();
  report.error_indication->remote_f_teids.push_back(pfcp::FTeid::of(Teid(2), ip("10.10.0.2")));
  auto good = pfcp::encode({.sequence = 77, .seid = held.cp_seid}, report);
  for (int i = 0; i < 2000; ++i) {
    net.upf.send(net.smf->local(), mutated(net.world, good));
    net.world.run_for(1ms);
  }
  net.world.run_for(10s);
  EXPECT_EQ(net.session(anna).ipv4, held.ipv4);
  ASSERT_TRUE(net.plane(anna, Plane::deactivate).ok());
}

TEST(Hostile, TenThousandSessionsComeAndGoWithoutATrace) {
  Network net(9);
  net.config.dnns[0].ipv4_pool = "10.45.0.0/24";  // 253 addresses for all of them
  net.config.timers.address_rest = 1s;
  net.upf.features = {pfcp::UpFeature::ftup, pfcp::UpFeature::empu};
  net.start();
  auto timers = net.host.pending_timers();
  for (unsigned round = 0; round < 100; ++round) {
    std::vector<std::shared_ptr<Called>> calls;
    for (unsigned i = 0; i < 100; ++i) calls.push_back(net.create(Network::request(phone(i + 1))));
    net.world.run_for(1s);
    std::set<IpAddress> addresses;
    for (auto& call : calls) ASSERT_TRUE(call->ok()) << "round " << round << ": " << call->denied().why.text();
    for (auto& status : net.smf->sessions()) EXPECT_TRUE(addresses.insert(status.ipv4).second);
    ASSERT_EQ(addresses.size(), 100u);
    for (unsigned i = 0; i < 100; ++i) net.smf->release(phone(i + 1), PduSessionId(1));
    net.world.run_for(1s);
    net.upf.requests.clear();
  }
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.upf.sessions.empty());
  EXPECT_TRUE(net.journal.records.empty());
  EXPECT_EQ(net.smf->counters().of(ProcedureName::establishment).succeeded, 10'000u);
  net.world.run_for(2min);
  EXPECT_LE(net.host.pending_timers(), timers + 1) << "heartbeats only";
}

TEST(Hostile, PagesThroughManySessions) {
  Network net(10);
  net.start();
  for (unsigned i = 1; i <= 30; ++i) {
    ASSERT_TRUE(net.created(Network::request(phone(i), PduSessionId(1))).ok());
    ASSERT_TRUE(net.created(Network::request(phone(i), PduSessionId(2))).ok());
  }
  std::size_t seen = 0;
  Supi last;
  for (;;) {
    auto page = net.smf->sessions(7, last);
    if (page.empty()) break;
    seen += page.size();
    EXPECT_LT(last, page.front().supi);
    last = page.back().supi;
  }
  EXPECT_EQ(seen, 60u);
}

}  // namespace
