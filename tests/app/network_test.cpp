// The whole core in simulated time: what does not fit together is refused with the standard's cause, and `pellucid explain` names the two
// values and where to mend it; a bad phone or base station never disturbs others.
#include <gmock/gmock.h>

#include <random>

#include "app/small_network.hpp"
#include "wire/nas/causes.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::app::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::uint8_t number(nas::MmCause cause) { return std::uint8_t(cause); }
std::uint8_t number(nas::SmCause cause) { return std::uint8_t(cause); }

// ---- base stations (TS 38.413 §8.7.1) --------------------------------------------------------------------------------------

struct WrongStation : testing::Test {
  SmallNetwork net;
  WrongStation() { net.wait_for_service = false; }
  void expect_refused(const std::string& cause, const std::string& got, const std::string& wanted, const std::string& where) {
    ASSERT_TRUE(net.start());
    ASSERT_TRUE(net.until([&] { return net.ran->gnb(0).counters().setup_failures > 0; })) << net.world.log_text();
    EXPECT_THAT(net.ran->gnb(0).refusal(), HasSubstr(cause));
    EXPECT_FALSE(net.ran->gnb(0).in_service());
    EXPECT_THAT(net.explain(), AllOf(HasSubstr("got: " + got), HasSubstr("wanted: " + wanted), HasSubstr("where: " + where)));
    EXPECT_THAT(net.world.log_text(), AllOf(HasSubstr(got), HasSubstr(wanted)));
  }
};

TEST_F(WrongStation, OfAnotherNetwork) {
  net.plan.plmn = *Plmn::parse("001-01");
  expect_refused("unknown-PLMN", "001-01/1", "999-70/1", "network.plmn, network.tacs");
}
TEST_F(WrongStation, InAnUnknownTrackingArea) {
  net.plan.tacs = {Tac(7)};
  expect_refused("unknown-PLMN", "999-70/7", "999-70/1", "network.plmn, network.tacs");
}
TEST_F(WrongStation, WithoutAServedSlice) {
  net.plan.slices = {*Snssai::parse("2-00abcd")};
  expect_refused("slice-not-supported", "2-00abcd", "1", "network.slices");
}
TEST_F(WrongStation, NotOnTheList) {
  net.config.gnbs = {GnbAllowed{77, "10.0.1.1"}};
  expect_refused("om-intervention", "0x00000001 (1) at 10.0.1.1", "0x0000004d (77) at 10.0.1.1", "[[amf.gnb]]");
}

// ---- phones -----------------------------------------------------------------------------------------------------------------

struct WrongPhone : testing::Test {
  SmallNetwork net;
  /// Phone 0 is the one that does not fit; phone 1 is a good one beside it.
  WrongPhone() { net.plan.phones = 2; }
  void switch_on() {
    net.ran->switch_on_all(0);
    ASSERT_TRUE(net.until([&] { return net.ran->phone(1).session_count() == 1; })) << net.world.log_text();
  }
  void expect_refused(std::uint8_t cause) {
    ASSERT_NO_FATAL_FAILURE(switch_on());
    ASSERT_TRUE(net.until([&] { return !net.refused[0].empty(); })) << net.world.log_text();
    EXPECT_THAT(net.refused[0], ElementsAre(cause));
    EXPECT_EQ(net.ran->phone(0).state(), ue::Phone::State::deregistered);
    EXPECT_TRUE(net.until([&] { return !net.ran->phone(0).is_connected(); })) << "the connection of a refused phone ends";
    EXPECT_EQ(net.core->amf()->ue_count(), 1u);
  }
  void expect_explained(std::size_t phone, const std::string& got, const std::string& wanted, const std::string& where) {
    EXPECT_THAT(net.explain(phone), AllOf(HasSubstr("got: " + got), HasSubstr("wanted: " + wanted), HasSubstr("where: " + where)));
    EXPECT_THAT(net.explain(1), Not(HasSubstr("got:"))) << "nothing is said of the good phone";
  }
};

TEST_F(WrongPhone, UnknownSubscriber) {
  net.plan.shape = [](std::size_t n, ue::PhoneConfig& c) {
    if (n == 0) c.supi = *Supi::parse("999700000000077");
  };
  ASSERT_TRUE(net.start());
  expect_refused(number(nas::MmCause::illegal_ue));
  expect_explained(0, "imsi-999700000000077", "one of the subscribers", "subscribers");
  EXPECT_THAT(net.explain(0), HasSubstr("pellucid subscriber add"));
}

TEST_F(WrongPhone, SimOfAnotherNetwork) {
  net.plan.shape = [](std::size_t n, ue::PhoneConfig& c) {
    if (n == 0) c.supi = *Supi::parse("001010000000001"), c.home = *Plmn::parse("001-01");
  };
  ASSERT_TRUE(net.start());
  // Its identity is not acceptable here (TS 24.501 annex A.1).
  expect_refused(number(nas::MmCause::illegal_ue));
  EXPECT_THAT(net.explain(), AllOf(HasSubstr("got: 001-01"), HasSubstr("wanted: 999-70")));
}

TEST_F(WrongPhone, WrongKey) {
  net.plan.shape = [](std::size_t n, ue::PhoneConfig& c) {
    if (n == 0) c.k[3] ^= 1;
  };
  ASSERT_TRUE(net.start());
  expect_refused(0);  // Authentication Reject has no cause (TS 24.501 §5.4.1.3.5)
  expect_explained(0, "MAC failure", "a challenge that the SIM accepts", "subscriber imsi-999700000000001: k, opc");
}

TEST_F(WrongPhone, WrongAnswerToTheChallenge) {
  ASSERT_TRUE(net.start());
  net.ran->phone(0).misbehaviour().wrong_res = true;
  expect_refused(0);
  expect_explained(0, "a wrong RES*", "the RES* of the subscriber's key", "subscriber imsi-999700000000001: k, opc");
}

TEST_F(WrongPhone, DisabledSubscriber) {
  net.shape_subscriber = [](store::Subscriber& s) { s.enabled = s.supi != *Supi::parse("999700000000001"); };
  ASSERT_TRUE(net.start());
  expect_refused(number(nas::MmCause::illegal_ue));
  expect_explained(0, "no", "yes", "subscriber imsi-999700000000001: enabled");
}

TEST_F(WrongPhone, NoSliceThatItMayUse) {
  // The subscriber's only slice is not one of this network's.
  net.shape_subscriber = [](store::Subscriber& s) {
    if (s.supi == *Supi::parse("999700000000001")) s.subscription.slices.front().slice = *Snssai::parse("5");
  };
  ASSERT_TRUE(net.start());
  expect_refused(number(nas::MmCause::no_network_slices_available));
  expect_explained(0, "1", "subscribed: 5; here: 1", "the subscriber's slices; network.slices");
}

TEST_F(WrongPhone, SliceThatItDoesNotHave) {
  // It asks for 2, has 1: it gets its default slice (TS 23.501 §5.15.5.2.1), and no session in 2.
  net.config.slices = net.plan.slices = {*Snssai::parse("1"), *Snssai::parse("2")};
  net.plan.ask_session = false;
  net.plan.shape = [](std::size_t n, ue::PhoneConfig& c) { c.slices = {*Snssai::parse(n == 0 ? "2" : "1")}; };
  ASSERT_TRUE(net.start());
  net.ran->switch_on_all(0);
  ASSERT_TRUE(net.until([&] { return net.ran->count().registered == 2; })) << net.world.log_text();
  net.ran->phone(0).establish(SmallNetwork::session, {"internet", nas::SessionType::ipv4, *Snssai::parse("2")});
  ASSERT_TRUE(net.until([&] { return !net.session_refused[0].empty(); })) << net.world.log_text();
  EXPECT_EQ(net.session_refused[0].front(), number(nas::MmCause::payload_not_forwarded));
  expect_explained(0, "2", "1", "subscriber imsi-999700000000001: slices; network.slices");
}

TEST_F(WrongPhone, DnnThatItDoesNotHave) {
  net.plan.ask_session = false;
  ASSERT_TRUE(net.start());
  net.ran->switch_on_all(0);
  ASSERT_TRUE(net.until([&] { return net.ran->count().registered == 2; })) << net.world.log_text();
  net.ran->phone(0).establish(SmallNetwork::session, {"internat", nas::SessionType::ipv4, {}});
  ASSERT_TRUE(net.until([&] { return !net.session_refused[0].empty(); })) << net.world.log_text();
  EXPECT_EQ(net.session_refused[0].front(), number(nas::MmCause::dnn_not_supported_in_slice));
  expect_explained(0, "internat", "internet", "subscriber imsi-999700000000001: dnns of slice 1");
}

TEST_F(WrongPhone, DnnThatTheNetworkDoesNotHave) {
  net.shape_subscriber = [](store::Subscriber& s) { s.subscription.slices.front().dnns.front().dnn = "harbour"; };
  net.plan.ask_session = false;
  ASSERT_TRUE(net.start());
  net.ran->switch_on_all(0);
  ASSERT_TRUE(net.until([&] { return net.ran->count().registered == 2; })) << net.world.log_text();
  net.ran->phone(0).establish(SmallNetwork::session, {"harbour", nas::SessionType::ipv4, {}});
  ASSERT_TRUE(net.until([&] { return !net.session_refused[0].empty(); })) << net.world.log_text();
  EXPECT_EQ(net.session_refused[0].front(), number(nas::SmCause::missing_or_unknown_dnn));
  expect_explained(0, "harbour", "internet", "dnn");
}

TEST_F(WrongPhone, IpVersionThatTheNetworkDoesNotHave) {
  net.config.dnns.front().ipv6.clear();
  net.plan.ask_session = false;
  ASSERT_TRUE(net.start());
  net.ran->switch_on_all(0);
  ASSERT_TRUE(net.until([&] { return net.ran->count().registered == 2; })) << net.world.log_text();
  net.ran->phone(0).establish(SmallNetwork::session, {"internet", nas::SessionType::ipv6, {}});
  ASSERT_TRUE(net.until([&] { return !net.session_refused[0].empty(); })) << net.world.log_text();
  EXPECT_EQ(net.session_refused[0].front(), number(nas::SmCause::ipv4_only_allowed));
  expect_explained(0, "IPv6", "IPv4", "");
}

TEST_F(WrongPhone, SequenceNumberAheadIsSynchronised) {
  // A SIM whose sequence number is ahead of ours asks for a re-synchronisation once, and is then served (TS 33.102 §6.3.5).
  net.plan.shape = [](std::size_t n, ue::PhoneConfig& c) {
    if (n == 0) c.sqn = crypto::Sqn(std::uint64_t(1) << 28, 0);
  };
  ASSERT_TRUE(net.start());
  ASSERT_NO_FATAL_FAILURE(switch_on());
  ASSERT_TRUE(net.until([&] { return net.ran->phone(0).session_count() == 1; })) << net.world.log_text();
  EXPECT_EQ(net.ran->phone(0).counters().authentications, 2u);
  EXPECT_TRUE(net.refused[0].empty());
}

// ---- bad phones do not disturb good ones --------------------------------------------------------------------------------------

struct BadPhone : testing::Test {
  static constexpr std::size_t good = 8;
  SmallNetwork net;
  std::mt19937 random{11};
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random); }

  /// Phones 0 to 7 are good; phone 8 is off.
  void SetUp() override {
    net.plan.phones = good + 1;
    net.plan.gnbs = 2;
    ASSERT_TRUE(net.start());
    for (std::size_t n = 0; n < good; ++n) net.ran->switch_on(n);
    ASSERT_TRUE(net.until([&] { return net.ran->count().sessions == good; })) << net.world.log_text();
  }
  ue::Phone& bad() { return net.ran->phone(good); }
  /// Everybody good still has what it had, and packets arrive: half of them in idle mode, so by paging.
  void expect_good_ones_served() {
    for (std::size_t n = 0; n < good; ++n) {
      EXPECT_EQ(net.ran->phone(n).state(), ue::Phone::State::registered) << n;
      EXPECT_EQ(net.ran->phone(n).session_count(), 1u) << n;
      EXPECT_EQ(net.ran->phone(n).counters().registrations, 1u) << n;
      EXPECT_EQ(net.ran->phone(n).counters().rejects, 0u) << n;
      if (n % 2) EXPECT_TRUE(net.idle(n));
      EXPECT_TRUE(net.letter_arrives(n)) << n << net.world.log_text();
    }
  }
};

TEST_F(BadPhone, SilentToTheChallenge) {
  bad().misbehaviour().silent_to_authentication = true;
  net.ran->switch_on(good);
  net.world.run_for(2min);
  EXPECT_NE(bad().state(), ue::Phone::State::registered);
  expect_good_ones_served();
}
TEST_F(BadPhone, SilentToSecurityMode) {
  bad().misbehaviour().silent_to_security_mode = true;
  net.ran->switch_on(good);
  net.world.run_for(2min);
  EXPECT_NE(bad().state(), ue::Phone::State::registered);
  expect_good_ones_served();
}
TEST_F(BadPhone, NeverCompletesItsRegistration) {
  bad().misbehaviour().no_registration_complete = true;
  net.ran->switch_on(good);
  net.world.run_for(2min);
  expect_good_ones_served();
  // Both its names stay valid (TS 24.501 §5.5.1.2.8 c): it is found when it comes back to its senses.
  bad().misbehaviour().no_registration_complete = false;
  bad().switch_off();
  net.world.run_for(5s);
  bad().switch_on();
  EXPECT_TRUE(net.until([&] { return bad().session_count() == 1; })) << net.world.log_text();
}
TEST_F(BadPhone, SilentToPaging) {
  net.ran->switch_on(good);
  ASSERT_TRUE(net.until([&] { return bad().session_count() == 1; }));
  bad().misbehaviour().silent_to_paging = true;
  ASSERT_TRUE(net.idle(good));
  auto* tun = net.upf_host.tun(net.config.dnns.front().tun);
  for (int i = 0; i < 200; ++i) tun->inject(letter(net.somebody, bad().session(SmallNetwork::session)->ipv4, good));
  net.world.run_for(2min);
  expect_good_ones_served();
  bad().misbehaviour().silent_to_paging = false;
  net.world.run_for(1min);  // downlink data is not reported again for a while
  EXPECT_TRUE(net.letter_arrives(good)) << net.world.log_text();
}

TEST_F(BadPhone, SpeaksNonsense) {
  net.ran->switch_on(good);
  ASSERT_TRUE(net.until([&] { return bad().session_count() == 1; }));
  nas::UlNasTransport transport;
  transport.payload_type = nas::PayloadType::n1_sm;
  transport.payload.octets = *from_hex("2e0301c1ffff91");
  transport.session = PduSessionId(3);
  std::vector<Bytes> seeds = {
      nas::encode(nas::RegistrationComplete{}), nas::encode(transport), nas::encode(nas::PduSessionEstablishmentRequest{}),
      *from_hex("7e004171000bf2990700020100"),  *from_hex("7e005c00"),  *from_hex("2e010100c1ffff91")};
  for (int n = 0; n < 400; ++n) {
    Bytes message = seeds[below(seeds.size())];
    for (std::size_t i = 0, changes = below(4); i <= changes; ++i) message[below(message.size())] = std::uint8_t(below(256));
    if (below(4) == 0) message.resize(below(message.size()) + 1);
    if (below(16) == 0) message = Bytes(below(9000), std::uint8_t(below(256)));
    bad().send_raw(message);
    net.world.run_for(20ms);
    if (!bad().is_connected() && bad().state() == ue::Phone::State::registered) bad().ask_service();
  }
  net.world.run_for(1min);
  expect_good_ones_served();
}

TEST_F(BadPhone, TakesAnothersName) {
  // Its registration carries a good phone's 5G-GUTI, and is not protected by that phone's keys: nothing changes for that phone.
  auto guti = *net.ran->phone(0).guti();
  nas::RegistrationRequest request;
  request.identity = guti;
  request.ng_ksi = nas::KeySetId::native(0);
  request.ue_security = nas::UeSecurityCapability{nas::AlgorithmSet::of({0, 2}), nas::AlgorithmSet::of({0, 2}), {}, {}, {}};
  nas::UeDeregistrationRequest off;
  off.type.switch_off = true;
  off.identity = guti;
  Stranger station(net, "10.0.1.99");
  ngap::NgSetupRequest setup;
  setup.node = ngap::GlobalGnbId{.plmn = net.plan.plmn, .id = 99, .bits = 24};
  setup.tas.push_back({.tac = Tac(1), .plmns = {{.plmn = net.plan.plmn, .slices = net.plan.slices}}});
  station.send(ngap::encode(setup));
  ASSERT_TRUE(net.until([&] { return station.received.size() == 1; }));
  std::uint32_t ran_id = 1;
  for (auto& nas : {nas::encode(request), nas::encode(off)}) {
    ngap::InitialUeMessage m;
    m.ran_id = RanUeNgapId(ran_id++);
    m.nas = nas;
    m.s_tmsi = s_tmsi(guti);
    m.location = ngap::UserLocationNr{.cell = {net.plan.plmn, NrCellId(99)}, .tai = {net.plan.plmn, Tac(1)}};
    station.send(ngap::encode(m), 1);
    net.world.run_for(1min);
  }
  EXPECT_GT(station.received.size(), 1u) << "it is asked who it is, or let go";
  expect_good_ones_served();
}

// ---- bad base stations -------------------------------------------------------------------------------------------------------

TEST_F(BadPhone, StationSpeaksNonsense) {
  Stranger station(net, "10.0.1.99");
  ngap::NgSetupRequest setup;
  setup.node = ngap::GlobalGnbId{.plmn = net.plan.plmn, .id = 99, .bits = 24};
  setup.tas.push_back({.tac = Tac(1), .plmns = {{.plmn = net.plan.plmn, .slices = net.plan.slices}}});
  std::vector<Bytes> seeds;
  ngap::for_each_message([&](std::uint64_t limit) { return std::uint64_t(below(limit)); },
                         [&](const ngap::Pdu& pdu) { seeds.push_back(ngap::encode(pdu)); });
  ASSERT_GT(seeds.size(), 40u);
  for (int n = 0; n < 1500; ++n) {
    if (!station.up) {
      // A peer that floods the AMF with faults is cut off; it comes back.
      ASSERT_NO_FATAL_FAILURE(station.reconnect());
      station.send(ngap::encode(setup));
    }
    Bytes message = seeds[below(seeds.size())];
    if (below(3) != 0)
      for (std::size_t i = 0, changes = below(4); i <= changes; ++i) message[below(message.size())] = std::uint8_t(below(256));
    if (below(8) == 0) message.resize(below(message.size()) + 1);
    station.send(message, std::uint16_t(below(4)), below(50) == 0 ? 0 : 60);
    net.world.run_for(5ms);
  }
  EXPECT_GT(station.received.size(), 100u) << "it is answered by the protocol's rules";
  for (auto& answer : station.received) {
    auto read = ngap::decode(answer);
    ASSERT_TRUE(read.ok()) << hex(answer);
  }
  EXPECT_EQ(net.ran->count().gnbs_in_service, 2u);
  for (std::size_t n = 0; n < 2; ++n) EXPECT_EQ(net.ran->gnb(n).counters().n2_lost, 0u);
  expect_good_ones_served();
}

TEST_F(BadPhone, StationSpeaksForPhonesOfAnother) {
  // It knows the ids of another station's phone, as a neighbour could guess them.
  Stranger station(net, "10.0.1.99");
  ngap::NgSetupRequest setup;
  setup.node = ngap::GlobalGnbId{.plmn = net.plan.plmn, .id = 99, .bits = 24};
  setup.tas.push_back({.tac = Tac(1), .plmns = {{.plmn = net.plan.plmn, .slices = net.plan.slices}}});
  station.send(ngap::encode(setup));
  ASSERT_TRUE(net.until([&] { return station.received.size() == 1; }));
  auto errors = station.received.size();
  for (std::uint64_t id = 0; id < 4096; id += 64) {
    ngap::UeContextReleaseRequest m;
    m.amf_id = AmfUeNgapId(id);
    m.ran_id = RanUeNgapId(1);
    m.cause = ngap::CauseRadioNetwork::user_inactivity;
    station.send(ngap::encode(m), 1);
    net.world.run_for(100ms);
  }
  EXPECT_GT(station.received.size(), errors) << "Error Indication: unknown ids";
  EXPECT_EQ(net.core->amf()->connected_count(), good);
  expect_good_ones_served();
}

}  // namespace
}  // namespace pellucid::app::test
