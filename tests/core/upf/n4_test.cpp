// The whole UPF in a simulated network: SMFs speak PFCP to it, a base station GTP-U, and the data network hangs on its TUN device.
#include <deque>
#include <random>

#include "core/upf/upf.hpp"
#include "link/pfcp/node.hpp"
#include "scene.hpp"

using namespace pellucid;
using namespace pellucid::upf;
using namespace pellucid::upf::test;
using namespace std::chrono_literals;
using pfcp::Cause;

namespace {

struct Smf final : pfcp::Handler {
  Smf(sim::Node& host, const IpAddress& at) : node(host, *this, {.local = {at, 8805}, .retry = 1s, .name = "smf", .peer_name = "upf"}) {
    auto opened = node.open();
    EXPECT_TRUE(opened.ok());
  }
  void association_up(const pfcp::Association&) override { up = true; }
  void report(pfcp::Incoming in, pfcp::SessionReportRequest request) override {
    reports.push_back(request);
    if (silent) return;
    pfcp::SessionReportResponse response;
    response.cause = answer;
    in.answer(response, upf_seid);
  }
  bool up = false, silent = false;
  Cause answer = Cause::request_accepted;
  Seid upf_seid;
  std::vector<pfcp::SessionReportRequest> reports;
  pfcp::Node node;
};

struct Gnb {
  Gnb(sim::Node& host, const IpAddress& at) {
    auto opened = host.open_udp({at, 2152}, [this](const Endpoint&, ByteView octets) { received.push_back(to_bytes(octets)); });
    socket = std::move(opened.value());
  }
  std::vector<Bytes> received;
  std::unique_ptr<UdpSocket> socket;
};

struct Network : testing::Test {
  void start(UpfConfig c = config()) {
    settings = c;
    auto path = inline_path(host, settings);
    ASSERT_TRUE(path.ok()) << path.error().what;
    auto started = Upf::start(host, settings, std::move(*path));
    ASSERT_TRUE(started.ok()) << started.error().what;
    upf = std::move(*started);
    smf.node.associate(settings.n4.address);
    ASSERT_TRUE(world.run_until([&] { return smf.up; }, 5s)) << world.log_text();
    host.tun("upf0")->on_packet([this](ByteView packet) { data_network.push_back(to_bytes(packet)); });
  }
  template <class M>
  pfcp::ResponseTo<M> ask(Smf& who, Seid seid, const M& message) {
    std::optional<pfcp::Answered<M>> got;
    who.node.request<M>(settings.n4.address, seid, message, [&](pfcp::Answered<M> answer) { got.emplace(std::move(answer)); });
    EXPECT_TRUE(world.run_until([&] { return got.has_value(); }, 20s)) << world.log_text();
    if (!got || !got->ok()) {
      ADD_FAILURE() << "no answer: " << (got ? pfcp::text(got->error()) : "") << world.log_text();
      return {};
    }
    return **got;
  }
  pfcp::SessionEstablishmentResponse establish(std::uint64_t seid, const std::string& v4, const std::string& v6 = "") {
    auto response = ask(smf, Seid(), session_request(seid, v4, v6));
    EXPECT_EQ(response.cause, Cause::request_accepted);
    return response;
  }
  Seid connected(std::uint64_t seid, const std::string& v4) {
    auto response = establish(seid, v4);
    auto up_seid = response.up_f_seid->seid;
    smf.upf_seid = up_seid;
    teid = response.created_pdrs.at(0).local_f_teid->teid;
    EXPECT_EQ(ask(smf, up_seid, tunnel_up(gnb, Teid(100))).cause, Cause::request_accepted);
    return up_seid;
  }
  void from_network(const Bytes& packet) {
    host.tun("upf0")->inject(packet);
    world.run_for(10ms);
  }
  void from_phone(const Bytes& packet) {
    station.socket->send({upf_n3, 2152}, uplink_gpdu(teid, packet));
    world.run_for(10ms);
  }
  std::uint64_t in_tree(const char* what) { return std::stoull(upf->tree().find(what)->text()); }

  sim::SimWorld world{11};
  sim::Node& host = world.node("upf");
  UpfConfig settings;
  Smf smf{world.node("smf"), address("10.2.0.4")};
  Gnb station{world.node("gnb"), gnb};
  std::vector<Bytes> data_network;
  std::unique_ptr<Upf> upf;
  Teid teid;
  Bytes to_phone = udp_packet(address("192.0.2.80"), address("10.45.0.9"));
  Bytes to_server = udp_packet(address("10.45.0.9"), address("192.0.2.80"));
};

TEST_F(Network, PacketsFlowBothWays) {
  start();
  connected(1, "10.45.0.9");
  from_phone(to_server);
  ASSERT_EQ(data_network.size(), 1u) << world.log_text();
  EXPECT_EQ(data_network[0], to_server);
  from_network(to_phone);
  ASSERT_EQ(station.received.size(), 1u);
  EXPECT_EQ(to_bytes(gtpu::parse_gpdu(station.received[0])->payload), to_phone);
  auto sessions = upf->sessions();
  ASSERT_EQ(sessions.size(), 1u);
  EXPECT_EQ(sessions[0].smf, "10.2.0.4");
  EXPECT_EQ(sessions[0].ipv4.text(), "10.45.0.9");
  EXPECT_EQ(sessions[0].gnb.address, gnb);
  EXPECT_EQ(sessions[0].uplink_octets, to_server.size());
  EXPECT_EQ(sessions[0].downlink_packets, 1u);
  EXPECT_EQ(upf->peers().at(0).sessions, 1u);
}

TEST_F(Network, TunnelsOverIpv6) {
  auto c = config();
  c.n3_v6 = address("fd01::7");
  start(c);
  Gnb station6{world.node("gnb6"), address("fd01::1")};
  auto request = session_request(1, "10.45.0.9");
  request.create_pdrs[1].pdi.local_f_teid = pfcp::FTeid::choose_one(true, true);
  auto response = ask(smf, Seid(), request);
  auto f_teid = *response.created_pdrs.at(0).local_f_teid;
  EXPECT_EQ(f_teid.ipv4, upf_n3);
  EXPECT_EQ(f_teid.ipv6, c.n3_v6);
  EXPECT_EQ(ask(smf, response.up_f_seid->seid, tunnel_up(address("fd01::1"), Teid(9))).cause, Cause::request_accepted);
  station6.socket->send({c.n3_v6, 2152}, uplink_gpdu(f_teid.teid, to_server));
  from_network(to_phone);
  EXPECT_EQ(data_network.size(), 1u);
  ASSERT_EQ(station6.received.size(), 1u);
  EXPECT_EQ(gtpu::parse_gpdu(station6.received[0])->teid, Teid(9));
}

TEST_F(Network, FeaturesAreAnnounced) {
  start();
  auto* association = smf.node.association(settings.n4.address);
  ASSERT_TRUE(association);
  for (auto feature : {pfcp::UpFeature::ftup, pfcp::UpFeature::empu, pfcp::UpFeature::ueip})
    EXPECT_TRUE(association->up_features->has(feature));
}

TEST_F(Network, IdlePhoneIsReportedOnceAndItsPacketsWait) {
  start();
  auto seid = connected(1, "10.45.0.9");
  EXPECT_EQ(ask(smf, seid, go_idle()).cause, Cause::request_accepted);
  for (int i = 0; i < 3; ++i) from_network(to_phone);
  world.run_for(1s);
  ASSERT_EQ(smf.reports.size(), 1u);
  auto& report = smf.reports[0];
  EXPECT_TRUE(report.report_type.has(pfcp::Report::dldr));
  EXPECT_EQ(report.downlink_data->pdr_ids.at(0), pfcp::PdrId(1));
  EXPECT_EQ(report.downlink_data->service_information->qfi, Qfi(1));
  EXPECT_TRUE(upf->sessions()[0].buffering);
  EXPECT_TRUE(station.received.empty());
  EXPECT_EQ(ask(smf, seid, tunnel_up(gnb, Teid(200))).cause, Cause::request_accepted);
  world.run_for(10ms);
  EXPECT_EQ(station.received.size(), 3u);
}

TEST_F(Network, AReportThatNobodyAnswersComesAgain) {
  // No other packet is needed: the one that it was about is still held.
  start();
  auto seid = connected(1, "10.45.0.9");
  ask(smf, seid, go_idle());
  smf.silent = true;
  from_network(to_phone);
  world.run_for(10s);
  EXPECT_EQ(smf.reports.size(), 1u) << "repetitions of one request are one";
  world.run_for(5s);
  EXPECT_EQ(upf->n4_counters().reports_failed, 1u);
  EXPECT_EQ(smf.reports.size(), 2u);
  smf.silent = false;
  world.run_for(1min);
  EXPECT_EQ(upf->n4_counters().downlink_reports, 3u) << "and no more once one is answered: the second was not, its SMF was silent then too";
}

TEST_F(Network, ASessionThatTheSmfForgotIsRemoved) {
  start();
  auto seid = connected(1, "10.45.0.9");
  ask(smf, seid, go_idle());
  smf.answer = Cause::session_context_not_found;
  from_network(to_phone);
  world.run_for(1s);
  EXPECT_EQ(upf->session_count(), 0u);
  EXPECT_EQ(in_tree("tunnels"), 0u);
}

TEST_F(Network, ErrorIndicationOfTheBaseStationIsReportedOnce) {
  start();
  connected(1, "10.45.0.9");
  gtpu::ErrorIndication error;
  error.teid = Teid(100);
  error.peer = gnb;
  gtpu::Header header;
  header.sequence = 0;
  auto octets = gtpu::encode(header, error);
  Gnb liar{world.node("liar"), other_gnb};
  liar.socket->send({upf_n3, 2152}, octets);
  world.run_for(100ms);
  EXPECT_TRUE(smf.reports.empty()) << "another base station cannot speak for it";
  for (int i = 0; i < 5; ++i) station.socket->send({upf_n3, 2152}, octets);
  world.run_for(100ms);
  ASSERT_EQ(smf.reports.size(), 1u);
  EXPECT_TRUE(smf.reports[0].report_type.has(pfcp::Report::erir));
  auto& remote = smf.reports[0].error_indication->remote_f_teids.at(0);
  EXPECT_EQ(remote.teid, Teid(100));
  EXPECT_EQ(remote.ipv4, gnb);
}

TEST_F(Network, ASmfTouchesOnlyItsOwnSessions) {
  start();
  auto seid = connected(1, "10.45.0.9");
  Smf stranger{world.node("smf2"), address("10.2.0.5")};
  stranger.node.associate(settings.n4.address);
  ASSERT_TRUE(world.run_until([&] { return stranger.up; }, 5s));
  EXPECT_EQ(ask(stranger, seid, go_idle()).cause, Cause::session_context_not_found);
  EXPECT_EQ(ask(stranger, seid, pfcp::SessionDeletionRequest{}).cause, Cause::session_context_not_found);
  EXPECT_EQ(upf->session_count(), 1u);
  auto own = session_request(1, "10.45.0.30");  // the same SEID of another SMF is another session
  own.node_id = pfcp::NodeId(address("10.2.0.5"));
  EXPECT_EQ(ask(stranger, Seid(), own).cause, Cause::request_accepted);
  EXPECT_EQ(upf->session_count(), 2u);
  EXPECT_EQ(upf->peers().size(), 2u);
  stranger.node.release(settings.n4.address);
  world.run_for(2s);
  EXPECT_EQ(upf->session_count(), 1u) << "its sessions go with its association";
  from_phone(to_server);
  EXPECT_EQ(data_network.size(), 1u);
}

TEST_F(Network, LimitOfSessions) {
  auto c = config();
  c.max_sessions = 2;
  start(c);
  establish(1, "choose");
  auto second = establish(2, "choose");
  EXPECT_EQ(ask(smf, Seid(), session_request(3, "choose")).cause, Cause::no_resources_available);
  EXPECT_EQ(ask(smf, second.up_f_seid->seid, pfcp::SessionDeletionRequest{}).cause, Cause::request_accepted);
  establish(3, "choose");
}

TEST_F(Network, TenThousandSessionsComeAndGoWithoutATrace) {
  auto c = config();
  c.max_sessions = 40;
  start(c);
  int established = 0, deleted = 0;
  for (int round = 0; round < 250; ++round) {
    std::vector<Seid> seids;
    for (std::uint64_t i = 0; i < 40; ++i)
      smf.node.request<pfcp::SessionEstablishmentRequest>(settings.n4.address, Seid(), session_request(i + 1, "choose", "choose"),
                                                          [&](auto answer) {
                                                            ASSERT_TRUE(answer.ok());
                                                            ASSERT_EQ(answer->cause, Cause::request_accepted);
                                                            ++established;
                                                            seids.push_back(answer->up_f_seid->seid);
                                                          });
    ASSERT_TRUE(world.run_until([&] { return seids.size() == 40; }, 20s));
    for (auto seid : seids)
      smf.node.request<pfcp::SessionDeletionRequest>(
          settings.n4.address, seid, {}, [&](auto answer) { deleted += answer.ok() && answer->cause == Cause::request_accepted; });
    ASSERT_TRUE(world.run_until([&] { return deleted == established; }, 20s));
    world.run_for(100ms);  // answers are remembered for twelve seconds
  }
  EXPECT_EQ(established, 10'000);
  EXPECT_EQ(upf->session_count(), 0u);
  EXPECT_EQ(in_tree("tunnels"), 0u);
  EXPECT_EQ(in_tree("addresses"), 0u);
}

TEST_F(Network, UsageIsReportedAtThresholdOnQueryInTimeAndAtTheEnd) {
  start();
  auto request = session_request(1, "10.45.0.9");
  pfcp::CreateUrr urr;
  urr.urr_id = pfcp::UrrId(1);
  urr.measurement_method = {pfcp::Measure::volum, pfcp::Measure::durat};
  urr.reporting_triggers.set(pfcp::ReportingTrigger::volth).set(pfcp::ReportingTrigger::perio);
  urr.volume_threshold = pfcp::Volume{1000, {}, {}};
  urr.measurement_period_s = 60;
  urr.measurement_information.emplace();
  urr.measurement_information->set(pfcp::MeasurementInfo::mnop);
  request.create_urrs.push_back(urr);
  for (auto& pdr : request.create_pdrs) pdr.urr_ids = {pfcp::UrrId(1)};
  auto response = ask(smf, Seid(), request);
  ASSERT_EQ(response.cause, Cause::request_accepted);
  auto seid = smf.upf_seid = response.up_f_seid->seid;
  teid = response.created_pdrs.at(0).local_f_teid->teid;
  ask(smf, seid, tunnel_up(gnb, Teid(100)));
  for (int i = 0; i < 10; ++i) from_phone(to_server);
  ASSERT_EQ(smf.reports.size(), 1u);
  auto& first = smf.reports[0].usage_reports.at(0);
  EXPECT_TRUE(smf.reports[0].report_type.has(pfcp::Report::usar));
  EXPECT_TRUE(first.trigger.has(pfcp::UsageTrigger::volth));
  EXPECT_EQ(first.ur_seqn, 0u);
  EXPECT_GE(*first.volume->total, 1000u);
  EXPECT_EQ(*first.volume->uplink, *first.volume->total);
  EXPECT_EQ(*first.volume->uplink_packets, *first.volume->uplink / to_server.size());

  pfcp::SessionModificationRequest query;
  query.flags = pfcp::SmReqFlags{pfcp::ModificationFlag::qaurr};
  query.query_urr_reference = 5;
  auto queried = ask(smf, seid, query);
  ASSERT_EQ(queried.usage_reports.size(), 1u);
  auto& second = queried.usage_reports[0];
  EXPECT_TRUE(second.trigger.has(pfcp::UsageTrigger::immer));
  EXPECT_EQ(second.ur_seqn, 1u);
  EXPECT_EQ(second.query_urr_reference, 5u);
  EXPECT_EQ(*first.volume->total + *second.volume->total, 10 * to_server.size()) << "nothing is counted twice or lost";

  world.run_for(61s);
  ASSERT_EQ(smf.reports.size(), 2u);
  auto& third = smf.reports[1].usage_reports.at(0);
  EXPECT_TRUE(third.trigger.has(pfcp::UsageTrigger::perio));
  EXPECT_EQ(*third.duration_s, 60u);
  EXPECT_EQ(*third.volume->total, 0u);

  from_network(to_phone);
  auto deletion = ask(smf, seid, pfcp::SessionDeletionRequest{});
  ASSERT_EQ(deletion.usage_reports.size(), 1u);
  auto& last = deletion.usage_reports[0];
  EXPECT_TRUE(last.trigger.has(pfcp::UsageTrigger::termr));
  EXPECT_EQ(last.ur_seqn, 3u);
  EXPECT_EQ(*last.volume->downlink, to_phone.size());
  EXPECT_LE(*last.duration_s, 2u);
  world.run_for(200s);
  EXPECT_EQ(smf.reports.size(), 2u) << "nothing after the end";
}

// ---- what an independent SMF really sent ---------------------------------------------------------------------------------

struct Captured : Network {
  void SetUp() override {
    start();
    auto opened = world.node("other").open_udp({address("10.2.0.6"), 8805}, [this](const Endpoint&, ByteView octets) {
      auto pdu = pfcp::decode(octets);
      EXPECT_TRUE(pdu.ok()) << hex(octets);
      if (!pdu.ok() || pdu->get<pfcp::HeartbeatRequest>()) return;
      answers.push_back(*pdu);
    });
    socket = std::move(opened.value());
  }
  void send(Bytes octets) {
    socket->send(settings.n4, octets);
    world.run_for(100ms);
  }
  /// The same message for our session.
  Bytes addressed(const std::string& name, Seid seid) {
    auto octets = messages.at(name);
    auto value = big_endian<8>(seid.value());
    std::copy(value.begin(), value.end(), octets.begin() + 4);
    return octets;
  }
  std::map<std::string, Bytes> messages = captured();
  std::unique_ptr<UdpSocket> socket;
  std::deque<pfcp::Pdu> answers;  // tests keep pointers into it
};

TEST_F(Captured, SessionOfAnOpenSourceSmf) {
  Gnb captured_gnb{world.node("gnb2"), address("10.10.0.2")};
  send(messages.at("association_setup"));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].get<pfcp::AssociationSetupResponse>()->cause, Cause::request_accepted);
  send(messages.at("establishment"));
  ASSERT_EQ(answers.size(), 2u);
  auto* response = answers[1].get<pfcp::SessionEstablishmentResponse>();
  ASSERT_TRUE(response);
  ASSERT_EQ(response->cause, Cause::request_accepted) << world.log_text();
  EXPECT_EQ(answers[1].header.seid, Seid(0xf70));
  ASSERT_EQ(response->created_pdrs.size(), 3u) << "PDRs 2, 3 and 4 asked for tunnels";
  auto teid_of = [&](std::uint16_t pdr) {
    for (auto& created : response->created_pdrs)
      if (created.pdr_id == pfcp::PdrId(pdr)) return created.local_f_teid->teid;
    return Teid();
  };
  EXPECT_EQ(teid_of(2), teid_of(4)) << "CHOOSE ID 5 both";
  EXPECT_NE(teid_of(2), teid_of(3));
  auto seid = response->up_f_seid->seid;
  auto phone_packet = udp_packet(address("192.0.2.80"), address("10.45.0.2"));
  from_network(phone_packet);
  EXPECT_EQ(answers.size(), 3u) << "buffered, and reported";
  EXPECT_TRUE(answers[2].get<pfcp::SessionReportRequest>());
  send(addressed("activate", seid));
  ASSERT_GE(answers.size(), 4u);
  EXPECT_EQ(answers.back().get<pfcp::SessionModificationResponse>()->cause, Cause::request_accepted) << world.log_text();
  ASSERT_EQ(captured_gnb.received.size(), 1u);
  EXPECT_EQ(gtpu::parse_gpdu(captured_gnb.received[0])->teid, Teid(1));
  teid = teid_of(2);
  from_phone(udp_packet(address("10.45.0.2"), address("192.0.2.80")));
  EXPECT_EQ(data_network.size(), 1u);
  teid = teid_of(3);  // the SMF's own way to the phone
  from_phone(phone_packet);
  EXPECT_EQ(captured_gnb.received.size(), 2u);
  send(addressed("deactivate", seid));
  EXPECT_EQ(answers.back().get<pfcp::SessionModificationResponse>()->cause, Cause::request_accepted);
  send(addressed("deletion", seid));
  auto* deleted = answers.back().get<pfcp::SessionDeletionResponse>();
  ASSERT_TRUE(deleted);
  EXPECT_EQ(deleted->cause, Cause::request_accepted);
  ASSERT_EQ(deleted->usage_reports.size(), 1u);
  EXPECT_EQ(deleted->usage_reports[0].volume->downlink, phone_packet.size()) << "URR 1 hangs on the downlink rule alone";
  EXPECT_EQ(upf->session_count(), 0u);
}

TEST_F(Captured, NoAssociationNoSession) {
  send(messages.at("establishment"));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].get<pfcp::SessionEstablishmentResponse>()->cause, Cause::no_established_pfcp_association);
}

TEST_F(Captured, ANewSetupOfTheSameNodeEndsItsSessionsUnlessItAsksToKeepThem) {
  send(messages.at("association_setup"));
  send(messages.at("establishment"));
  EXPECT_EQ(upf->session_count(), 1u);
  pfcp::AssociationSetupRequest again;
  again.node_id = pfcp::NodeId(address("127.0.0.4"));
  again.recovery_time_stamp = pfcp::ntp_time(2'000'000'000);
  again.session_retention.emplace();
  send(pfcp::encode({.sequence = 901}, again));
  EXPECT_EQ(upf->session_count(), 1u);
  auto* kept = answers.back().get<pfcp::AssociationSetupResponse>();
  ASSERT_TRUE(kept);
  EXPECT_TRUE(kept->flags && kept->flags->has(pfcp::SetupResponseFlag::psrei));
  again.session_retention.reset();
  send(pfcp::encode({.sequence = 902}, again));
  EXPECT_EQ(upf->session_count(), 0u);
}

TEST_F(Captured, HostilePfcpHurtsNobody) {
  connected(1, "10.45.0.9");
  send(messages.at("association_setup"));
  std::mt19937_64 random(3);
  std::vector<std::string> names = {"establishment", "activate", "deactivate", "deletion"};
  std::vector<Seid> seids = {Seid(1)};
  for (int i = 0; i < 20'000; ++i) {
    auto octets = addressed(names[random() % names.size()], seids[random() % seids.size()]);
    auto sequence = big_endian<3>(std::uint64_t(i) & 0xffffff);
    std::copy(sequence.begin(), sequence.end(), octets.begin() + 12);
    for (auto n = random() % 4; n > 0; --n) octets[random() % octets.size()] = std::uint8_t(random());
    if (random() % 4 == 0) octets.resize(random() % octets.size());
    if (octets.size() > 4 && random() % 4 != 0) {
      octets[0] = 0x21;  // let it get past the header
      store16(&octets[2], std::uint16_t(octets.size() - 4));
    }
    socket->send(settings.n4, octets);
    if (i % 50 != 0) continue;
    world.run_for(50ms);
    for (auto& pdu : answers)
      if (auto* response = pdu.get<pfcp::SessionEstablishmentResponse>())
        if (response->up_f_seid) seids.push_back(response->up_f_seid->seid);
    answers.clear();
  }
  world.run_for(1s);
  from_phone(to_server);
  EXPECT_EQ(data_network.size(), 1u) << "the other SMF's session is as before";
  EXPECT_GT(upf->n4_counters().refused, 100u);
  send(messages.at("association_setup"));  // replaces the association: all its sessions go
  EXPECT_EQ(upf->session_count(), 1u);
  EXPECT_EQ(in_tree("tunnels"), 1u);
  EXPECT_EQ(in_tree("addresses"), 1u);
}

}  // namespace
