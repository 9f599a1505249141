// TS 23.502 §4.3.2.2.1: the establishment of a session, step by step, and each way in which it is refused.
#include "network.hpp"
#include "wire/nas/envelope.hpp"

using namespace pellucid;
using namespace pellucid::smf;
using namespace pellucid::smf::testing;

namespace {

class Establishment : public ::testing::Test {
 protected:
  Network net;
};

nas::PduSessionEstablishmentAccept accept_in(const Called& call) {
  auto read = nas::decode<nas::PduSessionEstablishmentAccept>(call.n1());
  EXPECT_TRUE(read.ok()) << hex(call.n1());
  return read.ok() ? *read : nas::PduSessionEstablishmentAccept{};
}
std::uint8_t reject_cause(const Called& call) { return cause_in<nas::PduSessionEstablishmentReject>(call.n1()); }

// ---- what another core answered -----------------------------------------------------------------------------------------------

// Request, accept and N2 transfer of the first session in open-core-session.pcap (Open5GS and UERANSIM, recorded for this project).
constexpr auto captured_request = "2e0101c1ffff91a12801007b000780000a00000d00";
constexpr auto captured_accept =
    "2e0101c211000901000631310101ff0106047a12047a122905010a2d00022201017900060120410101097b000f80000d0408080808000d04080804042509"
    "08696e7465726e6574";
constexpr auto captured_transfer =
    "0000040082000a0c773594003077359400008b000a01f00a0a0001000037ff0086000100008800070001000009"
    "1c40";
constexpr auto captured_response = "0003e00a0a0002000000010001";

TEST_F(Establishment, AnswersAsTheCapturedCoreDid) {
  net.start();
  auto request = Network::request(anna);
  request.n1 = *from_hex(captured_request);
  auto call = net.created(request);
  ASSERT_TRUE(call.ok()) << call.denied().why.text();
  // Field by field first, so that a difference says where it is.
  auto theirs = *nas::decode<nas::PduSessionEstablishmentAccept>(*from_hex(captured_accept));
  auto ours = accept_in(call);
  EXPECT_EQ(ours.session, theirs.session);
  EXPECT_EQ(ours.pti, theirs.pti);
  EXPECT_EQ(ours.type, theirs.type);
  EXPECT_EQ(ours.ssc_mode, theirs.ssc_mode);
  EXPECT_EQ(ours.qos_rules, theirs.qos_rules);
  EXPECT_EQ(ours.ambr, theirs.ambr);
  EXPECT_EQ(ours.cause, theirs.cause);
  EXPECT_EQ(ours.address, theirs.address);
  EXPECT_EQ(ours.slice, theirs.slice);
  EXPECT_EQ(ours.always_on, theirs.always_on);
  EXPECT_EQ(ours.qos_flows, theirs.qos_flows);
  EXPECT_EQ(ours.pco, theirs.pco);
  EXPECT_EQ(ours.dnn, theirs.dnn);
  EXPECT_EQ(hex(call.n1()), captured_accept);
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::setup_request);
  EXPECT_EQ(hex(call.reply().n2.transfer), captured_transfer);
  EXPECT_EQ(call.reply().slice, (Snssai{1, {}}));
  auto answered = net.from_gnb(anna, N2SmKind::setup_response, *from_hex(captured_response));
  ASSERT_TRUE(answered.ok());
  EXPECT_EQ(net.session(anna).downlink, (TunnelEnd{ip("10.10.0.2"), Teid(1)}));
}

// ---- the rules in the UPF -------------------------------------------------------------------------------------------------------

TEST_F(Establishment, GivesTheUpfTheRulesOfAnIpSession) {
  net.policy.policy.ambr_up_bps = 1'000'001;  // rounded up to kbit/s
  net.start();
  ASSERT_TRUE(net.created(Network::request(anna)).ok());
  ASSERT_EQ(net.upf.sessions.size(), 1u);
  auto& request = net.upf.only().request;
  EXPECT_EQ(request.node_id.text(), "127.0.0.2");
  EXPECT_EQ(request.cp_f_seid.ipv4, ip("127.0.0.2"));
  EXPECT_EQ(request.cp_f_seid.seid, net.session(anna).seid);
  ASSERT_EQ(request.create_pdrs.size(), 2u);
  auto& down = request.create_pdrs[0];
  EXPECT_EQ(down.pdi.source_interface, pfcp::SourceInterface::core);
  EXPECT_EQ(down.pdi.network_instance->text(), "internet");
  ASSERT_EQ(down.pdi.ue_ip_addresses.size(), 1u);
  EXPECT_TRUE(down.pdi.ue_ip_addresses[0].destination);
  EXPECT_TRUE(down.pdi.ue_ip_addresses[0].choose_v4);
  EXPECT_FALSE(down.outer_header_removal);
  auto& up = request.create_pdrs[1];
  EXPECT_EQ(up.pdi.source_interface, pfcp::SourceInterface::access);
  EXPECT_TRUE(up.pdi.local_f_teid->choose());
  EXPECT_EQ(up.pdi.qfis, std::vector<Qfi>{Qfi(1)});
  ASSERT_EQ(up.pdi.ue_ip_addresses.size(), 1u);
  EXPECT_FALSE(up.pdi.ue_ip_addresses[0].destination) << "the phone's own address as source: no spoofing";
  EXPECT_TRUE(up.outer_header_removal);
  ASSERT_EQ(request.create_fars.size(), 2u);
  EXPECT_TRUE(request.create_fars[0].apply_action.has(pfcp::Apply::buff) && request.create_fars[0].apply_action.has(pfcp::Apply::nocp));
  EXPECT_TRUE(request.create_fars[1].apply_action.has(pfcp::Apply::forw));
  EXPECT_EQ(request.create_fars[1].forwarding_parameters->destination_interface, pfcp::DestinationInterface::core);
  ASSERT_EQ(request.create_qers.size(), 1u);
  EXPECT_EQ(*request.create_qers[0].maximum_bitrate, (pfcp::BitRates{1001, 2'000'000}));
  EXPECT_EQ(request.create_qers[0].qfi, Qfi(1));
  ASSERT_EQ(request.create_urrs.size(), 1u);
  EXPECT_EQ(request.create_urrs[0].volume_threshold->total, std::uint64_t(100) << 20);
  EXPECT_EQ(request.pdn_type, pfcp::PdnType::ipv4);

  net.connect(anna);
  EXPECT_TRUE(net.upf.only().forwards());
  EXPECT_EQ(net.upf.only().downlink_tunnel->teid, Teid(1));
  EXPECT_EQ(net.upf.only().downlink_tunnel->ipv4, ip("10.10.0.2"));
  EXPECT_EQ(net.session(anna).user_plane, "active");
}

TEST_F(Establishment, AllocatesAddressesItselfIfTheUpfDoesNot) {
  net.upf.features = {pfcp::UpFeature::ftup, pfcp::UpFeature::empu};
  net.start();
  auto call = net.created(Network::request(anna));
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(accept_in(call).address->ipv4_address(), ip("10.45.0.2"));
  EXPECT_EQ(net.upf.only().ipv4, ip("10.45.0.2"));
  EXPECT_FALSE(net.upf.only().request.create_urrs[0].measurement_information) << "it does not announce MNOP";
  ASSERT_TRUE(net.created(Network::request(bert)).ok());
  EXPECT_EQ(net.session(bert).ipv4, ip("10.45.0.3"));
}

TEST_F(Establishment, GivesTheSubscribersOwnAddress) {
  net.policy.policy.static_ipv4 = ip("10.45.7.7");
  net.start();
  ASSERT_TRUE(net.created(Network::request(anna)).ok());
  EXPECT_EQ(net.session(anna).ipv4, ip("10.45.7.7"));
  EXPECT_EQ(net.upf.only().ipv4, ip("10.45.7.7"));
  auto call = net.created(Network::request(bert));  // the operator gave two subscribers the same
  EXPECT_EQ(reject_cause(call), 26);
  EXPECT_EQ(call.denied().why.got, "10.45.7.7 is in use");
  // The phone itself gets it again at once, also while the UPF still deletes the old session.
  net.upf.loses = [lost = 0](const pfcp::Pdu& pdu) mutable { return pdu.get<pfcp::SessionDeletionRequest>() && lost++ == 0; };
  call = net.created(Network::request(anna));
  ASSERT_TRUE(call.ok()) << call.denied().why.text();
  EXPECT_EQ(net.session(anna).ipv4, ip("10.45.7.7"));
  EXPECT_EQ(net.upf.sessions.size(), 1u);
}

TEST_F(Establishment, GivesAPrefixAndAnInterfaceIdentifier) {
  net.start();
  auto call = net.created(Network::request(anna, PduSessionId(1), nas::SessionType::ipv6));
  ASSERT_TRUE(call.ok());
  auto accept = accept_in(call);
  EXPECT_EQ(accept.type, nas::SessionType::ipv6);
  EXPECT_EQ(accept.address->type, nas::SessionType::ipv6);
  EXPECT_NE(accept.address->interface_id, (Octets<8>{}));
  EXPECT_EQ(net.session(anna).ipv6_prefix, net.upf.only().ipv6_prefix);
  EXPECT_TRUE(net.session(anna).ipv4.is_none());
  EXPECT_EQ(net.upf.only().request.pdn_type, pfcp::PdnType::ipv6);
  auto transfer = *ngap::decode_transfer<ngap::PduSessionResourceSetupRequestTransfer>(call.reply().n2.transfer);
  EXPECT_EQ(transfer.type, ngap::PduSessionType::ipv6);

  call = net.created(Network::request(bert, PduSessionId(2), nas::SessionType::ipv4v6));
  accept = accept_in(call);
  EXPECT_EQ(accept.type, nas::SessionType::ipv4v6);
  EXPECT_FALSE(accept.cause);
  EXPECT_EQ(accept.address->ipv4_address(), net.session(bert, PduSessionId(2)).ipv4);
}

struct TypeCase {
  std::optional<nas::SessionType> asked;
  bool v4, v6;
  std::optional<nas::SessionType> given;  // nothing: rejected
  std::uint8_t cause;                     // in the accept or the reject; 0: none
};
class TypeSelection : public ::testing::TestWithParam<TypeCase> {};
TEST_P(TypeSelection, FollowsSubscriptionAndNetwork) {
  Network net;
  auto& c = GetParam();
  net.policy.policy.ipv4 = c.v4;
  net.policy.policy.ipv6 = c.v6;
  net.start();
  auto call = net.created(Network::request(anna, PduSessionId(1), c.asked));
  ASSERT_EQ(call.ok(), c.given.has_value());
  if (c.given) {
    EXPECT_EQ(accept_in(call).type, *c.given);
    EXPECT_EQ(accept_in(call).cause ? std::uint8_t(*accept_in(call).cause) : 0, c.cause);
  } else {
    EXPECT_EQ(reject_cause(call), c.cause);
    EXPECT_FALSE(net.exists(anna));
    EXPECT_EQ(net.upf.count<pfcp::SessionEstablishmentRequest>(), 0u);
  }
}
using T = nas::SessionType;
INSTANTIATE_TEST_SUITE_P(All, TypeSelection,
                         ::testing::Values(TypeCase{T::ipv4v6, true, true, T::ipv4v6, 0}, TypeCase{T::ipv4v6, true, false, T::ipv4, 50},
                                           TypeCase{T::ipv4v6, false, true, T::ipv6, 51}, TypeCase{T::ipv4, true, true, T::ipv4, 0},
                                           TypeCase{T::ipv4, false, true, {}, 51}, TypeCase{T::ipv6, true, false, {}, 50},
                                           TypeCase{T::ipv6, true, true, T::ipv6, 0}, TypeCase{{}, true, false, T::ipv4, 0},
                                           TypeCase{{}, true, true, T::ipv4v6, 0}, TypeCase{T::unstructured, true, true, {}, 28},
                                           TypeCase{T::ethernet, true, true, {}, 28}, TypeCase{T::ipv4, false, false, {}, 28}));

TEST_F(Establishment, AnswersProtocolOptionsThatWereAskedFor) {
  net.start();
  nas::PduSessionEstablishmentRequest n1;
  n1.session = PduSessionId(1);
  n1.pti = Pti(9);
  n1.type = nas::SessionType::ipv4v6;
  n1.pco.emplace();
  n1.pco->add(nas::PcoId::ipv4_link_mtu);
  n1.pco->add(nas::PcoId::dns_ipv6);
  n1.pco->add(nas::PcoId::p_cscf_ipv4);  // there is none
  n1.pco->add(nas::PcoId(0x7fff));       // nobody knows
  n1.pco->add(nas::PcoId::ipcp, *from_hex("01000010"
                                          "810600000000"
                                          "830600000000"));  // configure request: which name servers?
  auto pco = accept_in(net.created(Network::with(anna, n1))).pco;
  ASSERT_TRUE(pco);
  ASSERT_EQ(pco->items.size(), 3u);
  EXPECT_EQ(*pco->find(nas::PcoId::ipv4_link_mtu), (Bytes{1400 >> 8, 1400 & 0xff}));
  EXPECT_EQ(*pco->find(nas::PcoId::dns_ipv6), to_bytes(ip("2001:4860:4860::8888").octets()));
  EXPECT_EQ(hex(*pco->find(nas::PcoId::ipcp)),
            "03000010"
            "810608080808"
            "830608080404");  // configure nak: these
  // Without a question there is no answer; an IPCP packet that is cut off or none at all is no question.
  for (auto bad : {"", "01", "01000004", "010000ff", "01000010810600", "0100000681", "01000006810000", "02000010810600000000"}) {
    n1.pco.emplace();
    n1.pco->add(nas::PcoId::ipcp, *from_hex(bad));
    EXPECT_FALSE(accept_in(net.created(Network::with(anna, n1))).pco) << bad;
  }
  n1.pco.reset();
  EXPECT_FALSE(accept_in(net.created(Network::with(anna, n1))).pco);
}

TEST_F(Establishment, AnswersTheAlwaysOnQuestion) {
  net.start();
  nas::PduSessionEstablishmentRequest n1;
  n1.session = PduSessionId(1);
  n1.pti = Pti(1);
  EXPECT_FALSE(accept_in(net.created(Network::with(anna, n1))).always_on);
  n1.always_on = nas::OneBit{true};
  EXPECT_EQ(accept_in(net.created(Network::with(anna, n1))).always_on, nas::OneBit{false});
  Network other;
  other.config.dnns[0].always_on = true;
  other.start();
  EXPECT_EQ(accept_in(other.created(Network::with(anna, n1))).always_on, nas::OneBit{true});
}

// ---- identities -----------------------------------------------------------------------------------------------------------------

TEST_F(Establishment, DropsTheOldSessionWhenThePhoneUsesItsIdentityAgain) {
  net.start();
  net.establish(anna);
  auto before = net.session(anna);
  auto call = net.created(Network::request(anna));
  ASSERT_TRUE(call.ok());
  net.world.run_for(1s);
  EXPECT_NE(net.session(anna).seid, before.seid);
  EXPECT_EQ(net.smf->session_count(), 1u);
  EXPECT_EQ(net.upf.sessions.size(), 1u);
  EXPECT_EQ(net.upf.only().cp_seid, net.session(anna).seid);
}

TEST_F(Establishment, GivesAnExistingSessionBack) {
  net.start();
  net.establish(anna);
  auto before = net.session(anna);
  auto request = Network::request(anna);
  request.existing = true;
  auto call = net.created(request);
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(accept_in(call).address->ipv4_address(), before.ipv4);
  EXPECT_EQ(call.reply().n2.kind, N2SmKind::setup_request);
  EXPECT_TRUE(net.upf.only().holds());
  net.connect(anna, PduSessionId(1), 5);
  EXPECT_EQ(net.session(anna).seid, before.seid);
  EXPECT_EQ(net.upf.only().downlink_tunnel->teid, Teid(5));
}

TEST_F(Establishment, KnowsNoExistingSessionThatDoesNotExist) {
  net.start();
  auto request = Network::request(anna);
  request.existing = true;
  auto call = net.created(request);
  EXPECT_EQ(reject_cause(call), 54);
  EXPECT_EQ(net.smf->session_count(), 0u);
}

// ---- refusals -------------------------------------------------------------------------------------------------------------------

TEST_F(Establishment, RefusesWhatIsNotConfigured) {
  net.config.slices.push_back({2, {}});
  net.config.dnns[0].slices = {{1, {}}};
  net.start();
  auto request = Network::request(anna);
  request.dnn = "internat";
  auto call = net.created(request);
  EXPECT_EQ(reject_cause(call), 27);
  EXPECT_EQ(call.denied().kind, Denied::Kind::refused);
  EXPECT_EQ(call.denied().why.got, "internat");
  EXPECT_EQ(call.denied().why.wanted, "internet");
  request.dnn = "internet";
  request.slice = {2, {}};
  EXPECT_EQ(reject_cause(net.created(request)), 70);
  request.slice = {3, {}};
  EXPECT_EQ(reject_cause(net.created(request)), 70);
  auto refusals = net.smf->refusals(anna);
  ASSERT_EQ(refusals.size(), 3u);
  EXPECT_EQ(refusals[0].procedure, "establishment");
  EXPECT_NE(refusals[0].answer.find("27"), std::string::npos) << refusals[0].answer;
  EXPECT_TRUE(net.smf->refusals(bert).empty());
  // The name of the data network is what counts, not its writing, and not whose it is.
  request.slice = {1, {}};
  for (auto name : {"Internet", "INTERNET.mnc070.mcc999.gprs"}) {
    request.dnn = name;
    auto accepted = net.created(request);
    ASSERT_TRUE(accepted.ok()) << name;
    EXPECT_EQ(accept_in(accepted).dnn->name, "internet");
  }
}

TEST_F(Establishment, RefusesAsThePolicySays) {
  net.policy.refuses = NoSession{29, Why{"the subscriber is paid up", "no", "yes", "subscriber", "pay"}};
  net.start();
  auto call = net.created(Network::request(anna));
  EXPECT_EQ(reject_cause(call), 29);
  EXPECT_EQ(call.denied().why.fix, "pay");
  EXPECT_EQ(net.smf->counters().of(ProcedureName::establishment).refused.at(29), 1u);
}

TEST_F(Establishment, OffersOnlySscModeOne) {
  net.start();
  nas::PduSessionEstablishmentRequest n1;
  n1.session = PduSessionId(1);
  n1.pti = Pti(1);
  n1.ssc_mode = nas::SscMode::three;
  auto call = net.created(Network::with(anna, n1));
  EXPECT_EQ(reject_cause(call), 68);
  auto reject = *nas::decode<nas::PduSessionEstablishmentReject>(call.n1());
  EXPECT_EQ(reject.allowed_ssc_modes, (nas::AllowedSscModes{.three = false, .two = false, .one = true}));
}

TEST_F(Establishment, RefusesWithoutAUpf) {
  net.upf.silent = true;
  net.make();
  ASSERT_TRUE(net.smf->start().ok());
  net.world.run_for(2s);
  auto call = net.created(Network::request(anna));
  EXPECT_EQ(reject_cause(call), 38);
  EXPECT_EQ(call.denied().kind, Denied::Kind::unreachable);
  net.upf.silent = false;
  ASSERT_TRUE(net.world.run_until([&] { return net.smf->upfs()[0].associated; }, 60s)) << "it keeps trying";
  EXPECT_TRUE(net.created(Network::request(anna)).ok());
}

TEST_F(Establishment, ChoosesAUpfThatServesTheDataNetwork) {
  ScriptedUpf second(net.world.node("upf2"), ip("127.0.0.4"));
  net.config.upfs = {UpfPeer{"upf", {ip("127.0.0.3"), 8805}, {"ims"}}, UpfPeer{"upf2", {ip("127.0.0.4"), 8805}, {}}};
  net.start();
  ASSERT_TRUE(net.world.run_until([&] { return net.smf->upfs()[1].associated; }, 5s));
  ASSERT_TRUE(net.created(Network::request(anna)).ok());
  EXPECT_EQ(net.session(anna).upf, "upf2");
  EXPECT_EQ(second.sessions.size(), 1u);
  EXPECT_EQ(net.smf->upfs()[1].sessions, 1u);
}

TEST_F(Establishment, RetransmitsOnN4) {
  net.start();
  net.upf.loses = [lost = 0](const pfcp::Pdu& pdu) mutable { return pfcp::is_session_type(pdu.header.type) && lost++ < 2; };
  EXPECT_TRUE(net.created(Network::request(anna)).ok());
  EXPECT_EQ(net.upf.sessions.size(), 1u);
  // The answer got lost: the same request comes again and gets the same answer, not a second session.
  net.upf.loses = nullptr;
  net.upf.answer_lost = [lost = 0](const pfcp::Pdu& pdu) mutable { return pfcp::is_session_type(pdu.header.type) && lost++ == 0; };
  EXPECT_TRUE(net.created(Network::request(bert)).ok());
  EXPECT_EQ(net.upf.sessions.size(), 2u);
}

TEST_F(Establishment, GivesUpOnAUpfThatDoesNotAnswer) {
  net.start();
  net.upf.loses = [](const pfcp::Pdu& pdu) { return pfcp::is_session_type(pdu.header.type); };
  auto call = net.created(Network::request(anna));
  EXPECT_EQ(reject_cause(call), 38);
  EXPECT_EQ(call.denied().kind, Denied::Kind::unreachable);
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_EQ(net.smf->counters().events.n4_timed_out, 1u);
}

TEST_F(Establishment, TranslatesTheUpfsRefusal) {
  net.start();
  struct {
    pfcp::Cause cause;
    std::uint8_t on_air;
    bool back_off;
  } cases[] = {{pfcp::Cause::no_resources_available, 26, true},
               {pfcp::Cause::all_dynamic_addresses_are_occupied, 26, true},
               {pfcp::Cause::pfcp_entity_in_congestion, 26, true},
               {pfcp::Cause::rule_creation_modification_failure, 38, false},
               {pfcp::Cause::request_rejected, 38, false}};
  for (auto& c : cases) {
    net.upf.causes = [&](const pfcp::Pdu&) { return c.cause; };
    auto call = net.created(Network::request(anna));
    EXPECT_EQ(reject_cause(call), c.on_air) << int(c.cause);
    auto reject = nas::decode<nas::PduSessionEstablishmentReject>(call.n1());
    ASSERT_TRUE(reject.ok());
    EXPECT_EQ(reject->back_off.has_value(), c.back_off);
    EXPECT_EQ(net.smf->session_count(), 0u);
  }
}

TEST_F(Establishment, TrustsNoNonsenseOfTheUpf) {
  net.start();
  std::function<void(pfcp::SessionEstablishmentResponse&)> nonsense[] = {
      [](auto& r) { r.up_f_seid.reset(); },
      [](auto& r) { r.up_f_seid->seid = Seid(); },
      [](auto& r) { r.created_pdrs.clear(); },
      [](auto& r) {
        r.created_pdrs[0].ue_ip_addresses.clear();
        r.created_pdrs[1].ue_ip_addresses.clear();
      },
      [](auto& r) { r.created_pdrs[1].local_f_teid->teid = Teid(); },
      [](auto& r) { r.created_pdrs[1].pdr_id = pfcp::PdrId(9); },
  };
  for (auto& twist : nonsense) {
    net.upf.twists = twist;
    auto call = net.created(Network::request(anna));
    EXPECT_EQ(reject_cause(call), 38);
    EXPECT_EQ(net.smf->session_count(), 0u);
  }
  net.world.run_for(1s);
  EXPECT_EQ(net.upf.sessions.size(), 2u) << "those that named their SEID were deleted there";
  net.upf.twists = nullptr;
  EXPECT_TRUE(net.created(Network::request(anna)).ok());
}

TEST_F(Establishment, AnswersBadRequestsAsClauseSevenSays) {
  net.start();
  auto good = Network::request(anna);
  auto with_octets = [&](std::string_view octets) {
    auto request = good;
    request.n1 = *from_hex(octets);
    return net.created(request);
  };
  // Too short for a message type, reserved PTI, of another protocol: no answer at all.
  for (auto ignored : {"", "2e", "2e01", "2e0101", "2e01ffc1ffff91", "7e0041"}) {
    auto call = with_octets(ignored);
    ASSERT_TRUE(call.done());
    EXPECT_FALSE(call.ok()) << ignored;
    EXPECT_TRUE(call.n1().empty()) << ignored << ": " << hex(call.n1());
  }
  EXPECT_EQ(cause_in<nas::PduSessionEstablishmentReject>(with_octets("2e0101c1").n1()), 96);    // no mandatory element
  EXPECT_EQ(cause_in<nas::PduSessionEstablishmentReject>(with_octets("2e0101c1ff").n1()), 96);  // half of one
  EXPECT_EQ(cause_in<nas::PduSessionEstablishmentReject>(with_octets("2e0100c1ffff91").n1()), 81);
  EXPECT_EQ(cause_in<nas::PduSessionEstablishmentReject>(with_octets("2e0201c1ffff91").n1()), 43);  // names another session
  EXPECT_TRUE(with_octets("2e0101d4").n1().empty());
  // Optional elements that are broken count as absent; unknown ones are skipped.
  EXPECT_TRUE(with_octets("2e0101c1ffff91"
                          "2800"
                          "7b0001"
                          "fa"
                          "5f0100")
                  .ok());
  auto call = net.created([&] {
    auto request = good;
    request.id = PduSessionId(16);
    return request;
  }());
  EXPECT_EQ(reject_cause(call), 43);
}

TEST_F(Establishment, KeepsItsLimits) {
  net.config.limits.max_sessions = 3;
  net.config.limits.max_sessions_per_phone = 2;
  net.start();
  EXPECT_TRUE(net.created(Network::request(anna, PduSessionId(1))).ok());
  EXPECT_TRUE(net.created(Network::request(anna, PduSessionId(2))).ok());
  auto call = net.created(Network::request(anna, PduSessionId(3)));
  EXPECT_EQ(reject_cause(call), 26);
  EXPECT_EQ(call.denied().kind, Denied::Kind::congestion);
  EXPECT_EQ(nas::decode<nas::PduSessionEstablishmentReject>(call.n1())->back_off->seconds(), 60u);
  EXPECT_TRUE(net.created(Network::request(bert, PduSessionId(1))).ok());
  EXPECT_EQ(reject_cause(net.created(Network::request(phone(3)))), 26);
  EXPECT_EQ(net.smf->counters().events.congestion, 2u);
}

TEST_F(Establishment, EndsWhatNobodyWaitsFor) {
  net.start();
  auto call = net.create(Network::request(anna));
  net.calls.clear_frames();  // the phone's context in the AMF is gone
  net.world.run_for(1s);
  EXPECT_FALSE(call->done());
  EXPECT_EQ(net.smf->session_count(), 0u);
  EXPECT_TRUE(net.upf.sessions.empty());
  EXPECT_TRUE(net.journal.records.empty());
}

TEST_F(Establishment, IsUndoneByALocalReleaseMeanwhile) {
  net.start();
  auto call = net.create(Network::request(anna));
  net.smf->release(anna, PduSessionId(1));
  ASSERT_TRUE(call->done());
  EXPECT_EQ(call->denied().kind, Denied::Kind::not_found);
  auto again = net.created(Network::request(anna));
  EXPECT_TRUE(again.ok());
  net.world.run_for(1s);
  EXPECT_EQ(net.smf->session_count(), 1u);
  EXPECT_EQ(net.upf.sessions.size(), 1u);
  EXPECT_EQ(net.upf.only().cp_seid, net.session(anna).seid);
}

}  // namespace
