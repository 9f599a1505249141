// What survives: TS 23.527 §4 (restarts of SMF and UPF), the journal, orphans; DESIGN.md §6.
#include "core/smf/record.hpp"
#include "network.hpp"

using namespace pellucid;
using namespace pellucid::smf;
using namespace pellucid::smf::testing;

namespace {

using Plane = UpdateSession::UserPlane;

class Restart : public ::testing::Test {
 protected:
  const ProcedureCounters& restored() { return net.smf->counters().of(ProcedureName::restoration); }
  bool associated_again() {
    return net.world.run_until([&] { return net.smf->upfs()[0].associated; }, 60s);
  }
  Network net;
};

// ---- our own ------------------------------------------------------------------------------------------------------------------------

TEST_F(Restart, SessionsGoOnWithTheSameNamesAndAddresses) {
  net.start();
  net.establish(anna);
  ASSERT_TRUE(net.created(Network::request(bert, PduSessionId(5), nas::SessionType::ipv4v6)).ok());
  net.connect(bert, PduSessionId(5), 2);
  auto before = net.smf->sessions();
  ASSERT_EQ(net.journal.records.size(), 2u);
  net.restart_smf();
  ASSERT_EQ(net.smf->session_count(), 2u);
  ASSERT_TRUE(net.world.run_until([&] { return restored().succeeded == 2; }, 10s)) << net.world.log_text();
  auto after = net.smf->sessions();
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(after[i].supi, before[i].supi);
    EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_EQ(after[i].seid, before[i].seid);
    EXPECT_EQ(after[i].upf_seid, before[i].upf_seid);
    EXPECT_EQ(after[i].uplink, before[i].uplink);
    EXPECT_EQ(after[i].ipv4, before[i].ipv4);
    EXPECT_EQ(after[i].ipv6_prefix, before[i].ipv6_prefix);
    EXPECT_EQ(after[i].ambr, before[i].ambr);
    EXPECT_EQ(after[i].since, before[i].since);
    EXPECT_EQ(after[i].user_plane, "inactive") << "base stations have dropped their contexts";
  }
  EXPECT_EQ(net.upf.sessions.size(), 2u) << "kept by the UPF";
  EXPECT_EQ(net.upf.count<pfcp::SessionEstablishmentRequest>(), 2u);
  EXPECT_TRUE(net.upf.only().holds());
  // Life goes on.
  net.amf.delivery = Delivery::paging;
  net.upf.report_downlink(net.upf.only());
  net.world.run_for(100ms);
  EXPECT_EQ(net.amf.transfers.size(), 1u);
  ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
  net.connect(anna);
  ASSERT_TRUE(net.said(anna, Network::release_request()).ok());
}

TEST_F(Restart, AddressesOfRestoredSessionsAreNotGivenToOthers) {
  net.upf.features = {pfcp::UpFeature::ftup, pfcp::UpFeature::empu};
  net.start();
  net.establish(anna);
  EXPECT_EQ(net.session(anna).ipv4, ip("10.45.0.2"));
  net.restart_smf();
  ASSERT_TRUE(associated_again());
  net.establish(bert);
  EXPECT_EQ(net.session(bert).ipv4, ip("10.45.0.3"));
}

TEST_F(Restart, MakesSessionsAnewIfTheUpfDidNotKeepThem) {
  net.start();
  net.establish(anna);
  auto before = net.session(anna);
  net.upf.keeps_sessions = false;
  net.restart_smf();
  ASSERT_TRUE(net.world.run_until([&] { return restored().succeeded == 1; }, 10s));
  ASSERT_EQ(net.upf.sessions.size(), 1u);
  auto& request = net.upf.only().request;
  ASSERT_TRUE(request.flags && request.flags->has(pfcp::EstablishmentFlag::resti));
  EXPECT_EQ(request.create_pdrs[1].pdi.local_f_teid->teid, before.uplink.teid);
  EXPECT_EQ(net.upf.only().ipv4, before.ipv4);
  EXPECT_EQ(net.session(anna).uplink, before.uplink);
  EXPECT_EQ(net.session(anna).seid, before.seid);
  EXPECT_NE(net.session(anna).upf_seid, before.upf_seid);
}

TEST_F(Restart, FinishesDeletionsThatWereUnderWay) {
  net.start();
  net.establish(anna);
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pdu.get<pfcp::SessionDeletionRequest>() != nullptr; };
  ASSERT_TRUE(net.said(anna, Network::release_request()).ok());
  net.world.run_for(1s);
  EXPECT_EQ(net.upf.sessions.size(), 1u);
  net.upf.loses = nullptr;
  net.restart_smf();
  EXPECT_EQ(net.smf->session_count(), 0u);
  ASSERT_TRUE(net.world.run_until([&] { return net.upf.sessions.empty(); }, 10s));
  net.world.run_for(1s);
  EXPECT_TRUE(net.journal.records.empty());
  EXPECT_EQ(net.amf.released_sessions.size(), 1u) << "the AMF may still route to it";
}

TEST_F(Restart, EndsSessionsOfADataNetworkThatIsGone) {
  net.start();
  net.establish(anna);
  net.config.dnns[0].name = "other";
  net.restart_smf();
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_EQ(net.amf.released_sessions.size(), 1u);
  EXPECT_TRUE(net.world.run_until([&] { return net.upf.sessions.empty(); }, 10s));
}

TEST_F(Restart, TakesNoRecordThatIsNotOne) {
  net.start();
  net.establish(anna);
  auto [key, record] = *net.journal.records.begin();
  Network other;
  other.config = net.config;
  other.make();
  for (std::size_t n = 0; n < record.size(); ++n) EXPECT_FALSE(other.smf->restore(key, ByteView(record).first(n)).ok()) << n;
  auto longer = record;
  longer.push_back(0);
  EXPECT_FALSE(other.smf->restore(key, longer).ok());
  EXPECT_FALSE(other.smf->restore("0000000000000001", record).ok());
  auto newer = record;
  newer[0] = 99;
  EXPECT_FALSE(other.smf->restore(key, newer).ok());
  EXPECT_EQ(other.smf->session_count(), 0u);
  ASSERT_TRUE(other.smf->restore(key, record).ok());
  EXPECT_FALSE(other.smf->restore(key, record).ok()) << "the same twice";
  auto facts = *decode_record(record);
  EXPECT_EQ(encode_record(facts), record);
  facts.seid = Seid(facts.seid.value() + 1);
  EXPECT_FALSE(other.smf->restore(record_key(facts.seid), encode_record(facts)).ok()) << "the same session under another name";
  facts.id = PduSessionId(2);
  EXPECT_FALSE(other.smf->restore(record_key(facts.seid), encode_record(facts)).ok()) << "the same address";
  EXPECT_EQ(other.smf->session_count(), 1u);
}

// ---- the UPF's ----------------------------------------------------------------------------------------------------------------------

TEST_F(Restart, OfTheUpfIsHardlyNoticed) {
  net.start();
  net.establish(anna);
  net.establish(bert);
  ASSERT_TRUE(net.plane(bert, Plane::deactivate).ok());
  auto a = net.session(anna), b = net.session(bert);
  net.upf.restart();
  ASSERT_TRUE(net.world.run_until([&] { return restored().succeeded == 2; }, 60s)) << net.world.log_text();
  EXPECT_EQ(net.smf->counters().events.upf_restarts, 1u);
  ASSERT_EQ(net.upf.sessions.size(), 2u);
  for (auto& [seid, held] : net.upf.sessions) {
    bool annas = held.ipv4 == a.ipv4;
    EXPECT_EQ(held.teid, annas ? a.uplink.teid : b.uplink.teid);
    EXPECT_EQ(held.forwards(), annas) << "as it was before";
    if (annas) {
      EXPECT_EQ(held.downlink_tunnel->teid, Teid(1));
    } else {
      EXPECT_TRUE(held.holds());
    }
  }
  EXPECT_EQ(net.session(anna).user_plane, "active");
  EXPECT_TRUE(net.amf.transfers.empty()) << "neither phone nor base station hear of it";
}

TEST_F(Restart, OfAUpfThatCannotRestoreTunnelsCostsTheTunnelOnly) {
  net.upf.restores = false;
  net.start();
  net.establish(anna);
  auto before = net.session(anna);
  net.upf.restart();
  ASSERT_TRUE(net.world.run_until([&] { return restored().succeeded == 1; }, 60s));
  EXPECT_NE(net.session(anna).uplink.teid, before.uplink.teid);
  EXPECT_EQ(net.session(anna).ipv4, before.ipv4);
  EXPECT_TRUE(net.upf.only().holds());
  ASSERT_EQ(net.amf.transfers.size(), 1u);
  EXPECT_EQ(net.amf.transfers[0].n2.kind, N2SmKind::release_command) << "the base station sends into a tunnel that is gone";
  ASSERT_TRUE(net.plane(anna, Plane::activate).ok());
  net.connect(anna);
}

TEST_F(Restart, ReleasesWhatCannotBeRestored) {
  net.start();
  net.establish(anna);
  net.upf.restart();
  net.upf.causes = [](const pfcp::Pdu&) { return pfcp::Cause::no_resources_available; };
  ASSERT_TRUE(net.world.run_until([&] { return !net.amf.transfers.empty(); }, 60s));
  EXPECT_EQ(cause_in<nas::PduSessionReleaseCommand>(net.amf.transfers[0].n1), 39) << "the phone shall ask again";
  EXPECT_EQ(net.smf->counters().events.sessions_lost, 1u);
  net.from_gnb(anna, N2SmKind::release_response, Network::release_response());
  EXPECT_TRUE(net.said(anna, Network::release_complete(Pti(0))).reply().released);
}

TEST_F(Restart, RestoresManySessionsAFewAtATime) {
  net.config.limits.max_parallel_restorations = 4;
  net.start();
  for (unsigned i = 1; i <= 40; ++i) net.establish(phone(i));
  net.upf.restart();
  net.upf.requests.clear();
  std::size_t most = 0;
  net.upf.loses = [&](const pfcp::Pdu& pdu) {
    if (pfcp::is_session_type(pdu.header.type)) most = std::max(most, net.upf.requests.size() + 1 - net.upf.sessions.size());
    return false;
  };
  ASSERT_TRUE(net.world.run_until([&] { return restored().succeeded == 40; }, 2min));
  EXPECT_EQ(net.upf.sessions.size(), 40u);
  EXPECT_LE(most, 4u);
}

TEST_F(Restart, SurvivesOneInTheMiddleOfEverything) {
  net.start();
  net.establish(anna);
  auto lost_answer = net.update(anna, PduSessionId(1), {{}, {}, Plane::deactivate});
  net.upf.restart();
  net.upf.loses = [lost = 0](const pfcp::Pdu&) mutable { return lost++ < 3; };
  net.world.run_for(2min);
  EXPECT_TRUE(lost_answer->done());
  ASSERT_EQ(net.upf.sessions.size(), 1u);
  EXPECT_TRUE(net.upf.only().holds());
  EXPECT_EQ(net.upf.only().ipv4, net.session(anna).ipv4);
}

TEST_F(Restart, OfOneSessionOnly) {
  net.start();
  net.establish(anna);
  net.upf.sessions.clear();  // the UPF lost it and does not know
  auto call = net.plane(anna, Plane::deactivate);
  ASSERT_TRUE(call.ok());
  ASSERT_TRUE(net.world.run_until([&] { return restored().succeeded == 1; }, 10s));
  EXPECT_TRUE(net.upf.only().holds());
}

// ---- N4 cut -------------------------------------------------------------------------------------------------------------------------

TEST_F(Restart, ReleasesSessionsOfAUpfThatStaysAway) {
  net.start();
  net.establish(anna);
  net.upf.silent = true;
  net.world.run_for(40s);
  EXPECT_TRUE(net.exists(anna)) << "packets may still flow";
  net.world.run_for(net.config.timers.upf_grace);
  ASSERT_FALSE(net.amf.transfers.empty());
  EXPECT_EQ(cause_in<nas::PduSessionReleaseCommand>(net.amf.transfers[0].n1), 39);
  net.from_gnb(anna, N2SmKind::release_response, Network::release_response());
  EXPECT_TRUE(net.said(anna, Network::release_complete(Pti(0))).reply().released);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_EQ(net.upf.sessions.size(), 1u);
  EXPECT_EQ(net.journal.records.size(), 1u) << "its deletion is not forgotten";
  net.upf.silent = false;
  EXPECT_TRUE(net.world.run_until([&] { return net.upf.sessions.empty(); }, 2min)) << "orphans are deleted";
  net.world.run_for(1s);
  EXPECT_TRUE(net.journal.records.empty());
}

TEST_F(Restart, DeletionsThatGotLostAreAskedForAgain) {
  net.start();
  net.establish(anna);
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pdu.get<pfcp::SessionDeletionRequest>() != nullptr; };
  net.smf->release(anna, PduSessionId(1));
  net.world.run_for(20s);  // all tries
  net.upf.loses = nullptr;
  EXPECT_EQ(net.upf.sessions.size(), 1u);
  EXPECT_TRUE(net.smf->upfs()[0].associated);
  net.world.run_for(net.config.timers.n4_retry + 1s);
  EXPECT_TRUE(net.upf.sessions.empty());
  EXPECT_TRUE(net.journal.records.empty());
}

TEST_F(Restart, RulesThatGotLostAreBroughtAboutLater) {
  net.start();
  net.establish(anna);
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pdu.get<pfcp::SessionModificationRequest>() != nullptr; };
  net.plane(anna, Plane::deactivate);
  net.upf.loses = nullptr;
  EXPECT_TRUE(net.upf.only().forwards());
  net.world.run_for(net.config.timers.n4_retry + 1s);
  EXPECT_TRUE(net.upf.only().holds());
}

TEST_F(Restart, AddressesStayTakenUntilTheUpfHasLetGo) {
  net.upf.features = {pfcp::UpFeature::ftup, pfcp::UpFeature::empu};
  net.config.dnns[0].ipv4_pool = "10.45.0.0/30";  // one phone
  net.config.timers.address_rest = Duration(0);
  net.start();
  net.establish(anna);
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pdu.get<pfcp::SessionDeletionRequest>() != nullptr; };
  net.smf->release(anna, PduSessionId(1));
  EXPECT_EQ(cause_in<nas::PduSessionEstablishmentReject>(net.created(Network::request(bert)).n1()), 26);
  net.upf.loses = nullptr;
  net.world.run_for(10s);
  EXPECT_TRUE(net.created(Network::request(bert)).ok());
}

}  // namespace
