// A long day of the network in simulated time. Every PDU that it sends is written into a capture, with NAS ciphering off, and Wireshark's
// dissectors must find each of them well-formed and have nothing to remark. Which messages came is asked of Wireshark too, and compared
// with what docs/protocols.md says.
#include <gmock/gmock.h>

#include "app/capture_files.hpp"
#include "app/known_messages.hpp"
#include "app/protocols_document.hpp"
#include "app/recorder.hpp"
#include "app/small_network.hpp"
#include "app/tshark.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::app::test {
namespace {

using testing::IsSupersetOf;

/// What is in a capture, as Wireshark dissects it.
struct Dissected {
  std::set<std::string> messages;  // "N1: 5GMM: Registration request"
  std::set<std::string> senders;   // "N1: 5GMM: 5GMM status from 10.0.0.1"
  std::set<unsigned> mm_causes, sm_causes, session_types;
  bool downlink_data_reported = false, error_reported = false;
};

class Dissector {
 public:
  explicit Dissector(const std::string& capture) {
    std::string command = "tshark -r " + capture + " -o nas-5gs.null_decipher:TRUE -T fields -E occurrence=a -E aggregator=' '";
    for (auto* name : {"ip.src", "ngap.NGAP_PDU", "ngap.procedureCode", "nas_5gs.mm.message_type", "nas_5gs.sm.message_type",
                       "pfcp.msg_type", "gtp.message", "nas_5gs.mm.5gmm_cause", "nas_5gs.sm.5gsm_cause", "nas_5gs.sm.pdu_session_type",
                       "pfcp.report_type.dldr", "pfcp.report_type.erir"}) {
      command += std::string(" -e ") + name;
      names_.push_back(name);
    }
    std::istringstream lines(output_of(command));
    for (std::string line; std::getline(lines, line);) frame(line);
  }
  Dissected all;

 private:
  void frame(const std::string& line) {
    std::istringstream cells(line);
    fields_.clear();
    for (auto& name : names_) std::getline(cells, fields_[name], '\t');
    auto kind = numbers("ngap.NGAP_PDU"), procedure = numbers("ngap.procedureCode");
    if (!kind.empty() && !procedure.empty()) came(ngap_message(std::uint8_t(procedure[0]), ngap::Kind(kind[0])));
    for (auto type : numbers("nas_5gs.mm.message_type")) came_nas(nas::epd_mm, type);
    for (auto type : numbers("nas_5gs.sm.message_type")) came_nas(nas::epd_sm, type);
    for (auto type : numbers("pfcp.msg_type")) came(pfcp_message(std::uint8_t(type)));
    for (auto type : numbers("gtp.message")) came(gtpu_message(std::uint8_t(type)));
    for (auto cause : numbers("nas_5gs.mm.5gmm_cause")) all.mm_causes.insert(cause);
    for (auto cause : numbers("nas_5gs.sm.5gsm_cause")) all.sm_causes.insert(cause);
    for (auto type : numbers("nas_5gs.sm.pdu_session_type")) all.session_types.insert(type);
    for (auto flag : numbers("pfcp.report_type.dldr")) all.downlink_data_reported |= flag != 0;
    for (auto flag : numbers("pfcp.report_type.erir")) all.error_reported |= flag != 0;
  }
  std::vector<unsigned> numbers(const std::string& name) {
    std::vector<unsigned> out;
    std::istringstream values(fields_[name]);
    for (std::string value; values >> value;) out.push_back(unsigned(std::stoul(value, nullptr, 0)));
    return out;
  }
  void came(const std::string& message) {
    all.messages.insert(message);
    all.senders.insert(message + " from " + fields_["ip.src"].substr(0, fields_["ip.src"].find(' ')));
  }
  void came_nas(std::uint8_t epd, unsigned type) {
    auto* known = nas::known_message(epd, std::uint8_t(type));
    came(known ? nas_message(*known) : "a NAS message of the unknown type " + std::to_string(type));
  }
  std::vector<std::string> names_;
  std::map<std::string, std::string> fields_;
};

/// Phones of the day, each with something of its own.
enum Who : std::size_t { everyman, concealed, modern, ahead, wrong_key, wrong_answer, stranger, without_slice, misfit, phones };

struct Day : Folder {
  static constexpr PduSessionId first{1}, second{2}, third{3};
  SmallNetwork net;
  std::optional<Recorder> recorder;
  std::optional<RecordedHost> upf;

  void SetUp() override {
    auto writer = CaptureWriter::create(file("day.pcap"));
    ASSERT_TRUE(writer.ok()) << writer.error().what;
    recorder.emplace(net.world, std::move(*writer));
    for (auto* address : {"10.0.1.97", "10.0.1.98", "10.0.1.99"}) recorder->leave_out(address);
    upf.emplace(net.upf_host, *recorder);
    net.tracer = &*recorder;
    net.upf_world = &*upf;
    net.config.ciphering = {"NEA0"};
    net.config.periodic_registration_s = 60;
    net.config.tacs = {1, 2};
    net.plan.tacs = {Tac(1), Tac(2)};
    net.plan.gnbs = 2;
    net.plan.phones = phones;
    net.plan.ask_session = false;
    net.shape_subscriber = [](store::Subscriber& s) {
      auto digits = s.supi.digits();
      auto who = std::stoul(digits.substr(digits.size() - 2)) - 1;
      if (who == without_slice) s.subscription.slices.front().slice = *Snssai::parse("5");
      if (who != everyman) return;
      auto harbour = s.subscription.slices.front().dnns.front();
      harbour.dnn = "harbour";
      harbour.is_default = false;
      s.subscription.slices.front().dnns.push_back(harbour);
    };
    ASSERT_TRUE(net.start_upf() && net.start_core());
    auto key = net.core->store().home_keys().generate(crypto::ProtectionScheme::profile_a);
    ASSERT_TRUE(key.ok());
    net.core->udm().reload_home_keys();
    net.plan.shape = [key = *key](std::size_t who, ue::PhoneConfig& c) {
      if (who == concealed) c.scheme = crypto::ProtectionScheme::profile_a, c.home_key_id = key.id, c.home_public_key = key.public_key;
      if (who == ahead) c.sqn = crypto::Sqn(std::uint64_t(1) << 28, 0);
      if (who == wrong_key) c.k[3] ^= 1;
      if (who == wrong_answer) c.misbehaviour.wrong_res = true;
      if (who == stranger) c.supi = *Supi::parse("999700000000077");
    };
    ASSERT_TRUE(net.start_ran());
  }
  void TearDown() override { recorder->close(); }

  ue::Phone& phone(Who who) { return net.ran->phone(who); }
  const Supi& supi(Who who) { return phone(who).config().supi; }
  smf::Smf& smf() { return *net.core->smf(); }
  amf::Amf& amf() { return *net.core->amf(); }
  /// Whatever was begun has time to end.
  void rest(Duration time = 1s) { net.world.run_for(time); }
  void expect(const char* what, const std::function<bool()>& done, Duration limit = 30s) {
    EXPECT_TRUE(net.until(done, limit)) << what << "\n" << net.world.log_text(20);
    rest();
  }
  bool registered(Who who) { return phone(who).state() == ue::Phone::State::registered; }
  void ask_session(Who who, PduSessionId id, const std::string& dnn, nas::SessionType type) { phone(who).establish(id, {dnn, type, {}}); }
  void get_session(Who who, PduSessionId id, nas::SessionType type) {
    ask_session(who, id, "internet", type);
    expect("a session", [&] { return phone(who).session(id) != nullptr; });
  }
  void make_idle(Who who) {
    EXPECT_TRUE(net.idle(who));
    rest();
  }

  void everybody_arrives();
  void sessions_come_and_go();
  void phones_sleep_and_wake();
  void the_network_acts();
  void phones_misbehave();
  void base_stations_misbehave();
  void tunnels_break();
  void the_core_forgets();
  void everybody_leaves();
};

/// TS 23.502 §4.2.2.2: those who may, and those who may not.
void Day::everybody_arrives() {
  net.ran->switch_on_all(0);
  for (auto who : {everyman, concealed, modern, ahead, misfit}) expect("registered", [&] { return registered(who); });
  for (auto who : {wrong_key, wrong_answer, stranger, without_slice}) expect("refused", [&] { return !net.refused[who].empty(); });
  EXPECT_EQ(phone(ahead).counters().authentications, 2u) << "re-synchronised once";
  net.ran->report_capability(everyman, *from_hex("000800"));  // UERadioAccessCapabilityInformation with an empty list (TS 38.331 §11.2.2)
  rest();
}

/// TS 23.502 §4.3.
void Day::sessions_come_and_go() {
  get_session(everyman, first, nas::SessionType::ipv4v6);
  get_session(concealed, first, nas::SessionType::ipv4);
  get_session(modern, first, nas::SessionType::ipv6);
  EXPECT_TRUE(net.until([&] { return !phone(modern).session(first)->prefix.is_none(); }))
      << "a router advertisement came through the tunnel";
  for (auto* dnn : {"harbour", "nowhere"}) {  // subscribed but not there; not subscribed, so not forwarded
    net.session_refused.clear();
    ask_session(everyman, second, dnn, nas::SessionType::ipv4);
    expect("refused session", [&] { return !net.session_refused[everyman].empty(); });
  }
  get_session(everyman, second, nas::SessionType::ipv4);
  phone(everyman).release(second);
  expect("released by the phone", [&] { return !phone(everyman).has_session(second); });
  get_session(everyman, second, nas::SessionType::ipv4);
  EXPECT_TRUE(smf().release_session(supi(everyman), second));
  expect("released by the network", [&] { return !phone(everyman).has_session(second); });
  EXPECT_TRUE(smf().change_ambr(supi(everyman), first, {50'000'000, 20'000'000}));
  expect("modified", [&] { return phone(everyman).session(first)->ambr_up_bps == 20'000'000; });
  EXPECT_TRUE(net.letter_arrives(everyman));
}

/// TS 23.502 §4.2.3, §4.2.6.
void Day::phones_sleep_and_wake() {
  make_idle(everyman);
  phone(everyman).ask_service();
  expect("service for signalling", [&] { return phone(everyman).is_connected(); });
  make_idle(everyman);
  phone(everyman).send_packet(first, letter(phone(everyman).session(first)->ipv4, net.somebody, 0));
  expect("service for data", [&] { return phone(everyman).is_connected(); });
  make_idle(everyman);
  EXPECT_TRUE(net.letter_arrives(everyman)) << "paged";
  rest();
  make_idle(everyman);
  net.ran->move(everyman, 1);
  phone(everyman).update_registration(nas::RegistrationKind::mobility);
  expect("mobility registration", [&] { return registered(everyman); });
  net.ran->go_idle(everyman);
  for (auto who : {concealed, modern}) make_idle(who);
  auto before = phone(modern).counters().registrations;
  expect("periodic registration", [&] { return phone(modern).counters().registrations > before; }, 2min);
}

/// What operators do.
void Day::the_network_acts() {
  EXPECT_TRUE(amf().deregister(supi(ahead), true));
  expect("deregistered and back", [&] { return phone(ahead).counters().registrations == 2 && registered(ahead); });
  phone(ahead).deregister();
  expect("deregistered by itself", [&] { return phone(ahead).state() == ue::Phone::State::off; });
  net.ran->gnb(0).rename("gnb-one");
  rest();
}

/// TS 24.501 §7: well-formed messages at the wrong time.
void Day::phones_misbehave() {
  get_session(misfit, first, nas::SessionType::ipv4);
  // From here on the misfit speaks with a copy of its keys, behind the phone's back.
  auto channel = *phone(misfit).channel();
  auto say = [&](std::optional<PduSessionId> session, ByteView sm) {
    nas::UlNasTransport transport;
    transport.payload_type = nas::PayloadType::n1_sm;
    transport.payload.octets = to_bytes(sm);
    transport.session = session;
    auto pdu = channel.protect(nas::SecurityHeaderType::integrity_ciphered, nas::encode(transport));
    ASSERT_TRUE(pdu.ok());
    phone(misfit).send_raw(*pdu);
    rest();
  };
  auto about = [](auto message, PduSessionId id) {
    message.session = id;
    message.pti = Pti(9);
    return nas::encode(message);
  };
  auto status = phone(misfit).counters().status_received;
  say({}, about(nas::PduSessionReleaseComplete{}, first));     // 5GMM status: no PDU session ID
  say(first, about(nas::PduSessionReleaseComplete{}, first));  // 5GSM status: nobody asked
  EXPECT_EQ(phone(misfit).counters().status_received, status + 2);
  say(second, about(nas::PduSessionReleaseComplete{}, second));  // no such session: comes back (#90)
  say(first, about(nas::PduSessionReleaseRequest{}, second));    // a session that is not this one: rejected
  say(first, about(nas::PduSessionModificationRequest{}, second));

  // A second request before the answer to the first: the phone reports the accept that it no longer waits for.
  auto setups = recorder->count("PDUSessionResourceSetupRequest");
  ask_session(concealed, third, "internet", nas::SessionType::ipv4);
  EXPECT_TRUE(net.until([&] { return recorder->count("PDUSessionResourceSetupRequest") > setups; }));
  auto sent = phone(concealed).counters().status_sent;
  ask_session(concealed, third, "internet", nas::SessionType::ipv4);
  expect("5GSM status of the phone", [&] { return phone(concealed).counters().status_sent > sent; });
  rest(20s);

  // A challenge that cannot be read, as a false base station could send one.
  phone(wrong_answer).misbehaviour().silent_to_authentication = true;
  phone(wrong_answer).switch_off();
  phone(wrong_answer).switch_on();
  rest();
  sent = phone(wrong_answer).counters().status_sent;
  phone(wrong_answer).nas_received(*from_hex("7e005600"));
  EXPECT_EQ(phone(wrong_answer).counters().status_sent, sent + 1);
  phone(wrong_answer).misbehaviour().silent_to_authentication = false;
  expect("refused again", [&] { return !phone(wrong_answer).is_connected(); });
}

/// TS 38.413 §8: what our own base stations never ask.
void Day::base_stations_misbehave() {
  ngap::NgSetupRequest setup;
  setup.node = ngap::GlobalGnbId{.plmn = net.plan.plmn, .id = 99, .bits = 24};
  setup.tas.push_back({.tac = Tac(7), .plmns = {{.plmn = net.plan.plmn, .slices = net.plan.slices}}});
  Stranger elsewhere(net, "10.0.1.97");
  elsewhere.send(ngap::encode(setup));  // a tracking area that is not ours
  setup.tas.front().tac = Tac(1);
  Stranger station(net, "10.0.1.99");
  station.send(ngap::encode(setup));
  rest();
  ngap::RanConfigurationUpdate update;
  update.tas.push_back({.tac = Tac(7), .plmns = {{.plmn = net.plan.plmn, .slices = net.plan.slices}}});
  station.send(ngap::encode(update));

  // A phone with a name that nobody knows: it is asked who it is. Its connection serves to ask for a handover, and is then reset.
  nas::RegistrationRequest request;
  auto guti = *phone(everyman).guti();
  guti.tmsi = Tmsi(guti.tmsi.value() ^ 0x5555);
  request.identity = guti;
  request.ng_ksi = nas::KeySetId::none();
  request.ue_security = nas::UeSecurityCapability{nas::AlgorithmSet::of({0, 2}), nas::AlgorithmSet::of({2}), {}, {}, {}};
  ngap::InitialUeMessage initial;
  initial.ran_id = RanUeNgapId(1);
  initial.nas = nas::encode(request);
  initial.location = ngap::UserLocationNr{.cell = {net.plan.plmn, NrCellId(99)}, .tai = {net.plan.plmn, Tac(1)}};
  station.received.clear();
  station.send(ngap::encode(initial), 1);
  rest();
  std::optional<AmfUeNgapId> amf_id;
  for (auto& octets : station.received)
    if (auto read = ngap::decode(octets); read.ok() && !amf_id) amf_id = ngap::amf_ue_id(read->pdu);
  ASSERT_TRUE(amf_id);
  ngap::HandoverRequired handover{
      .amf_id = *amf_id, .ran_id = initial.ran_id, .cause = ngap::CauseRadioNetwork::handover_desirable_for_radio_reason};
  handover.target =
      ngap::TargetRanNode{.node = ngap::GlobalGnbId{.plmn = net.plan.plmn, .id = 1, .bits = 24}, .tai = {net.plan.plmn, Tac(1)}};
  handover.sessions.push_back({.id = first, .transfer = ngap::encode_transfer(ngap::HandoverRequiredTransfer{})});
  handover.source_to_target = Bytes(8);
  station.send(ngap::encode(handover), 1);
  station.send(
      ngap::encode(ngap::HandoverCancel{.amf_id = *amf_id, .ran_id = initial.ran_id, .cause = ngap::CauseRadioNetwork::handover_cancelled}),
      1);
  ngap::PathSwitchRequest path{.ran_id = RanUeNgapId(2), .source_amf_id = *amf_id, .location = initial.location};
  path.sessions.push_back({.id = first, .transfer = Bytes{0}});
  station.send(ngap::encode(path), 1);
  rest();
  ngap::NgReset reset{.cause = ngap::CauseMisc::unspecified};
  reset.type.part.push_back({.amf = *amf_id, .ran = initial.ran_id});
  station.send(ngap::encode(reset));
  rest();
  // Of a phone that nobody knows: Error Indication.
  station.send(ngap::encode(ngap::UeContextReleaseRequest{
                   .amf_id = AmfUeNgapId(1), .ran_id = RanUeNgapId(1), .cause = ngap::CauseRadioNetwork::user_inactivity}),
               1);
  rest();
}

/// TS 29.281 §7: GTP-U's own messages; and NG Reset of a whole base station.
void Day::tunnels_break() {
  using namespace gtpu;
  const Endpoint n3{*IpAddress::parse(net.config.n3_address), 2152};
  auto peer = net.ran_host.open_udp({*IpAddress::parse("10.0.1.98"), 2152}, [](const Endpoint&, ByteView) {});
  ASSERT_TRUE(peer.ok());
  Header header;
  header.sequence = 7;
  (*peer)->send(n3, encode(header, EchoRequest{}));
  Header to_nobody;
  to_nobody.teid = Teid(0x77777777);
  auto packet = letter(net.somebody, net.somebody, 0);
  (*peer)->send(n3, encode(to_nobody, GPdu{packet}));
  to_nobody.extensions = {RawExtension{0x81, {1, 2}}};
  (*peer)->send(n3, encode(to_nobody, GPdu{packet}));
  rest();

  // The base station forgets its phones while a packet and a message are under way to one of them.
  EXPECT_TRUE(net.letter_arrives(everyman));
  rest();
  ASSERT_TRUE(phone(everyman).is_connected());
  auto errors = recorder->count("ErrorIndication");
  EXPECT_TRUE(smf().change_ambr(supi(everyman), first, {60'000'000, 30'000'000}));
  EXPECT_TRUE(net.until([&] { return recorder->count("PDUSessionResourceModifyRequest") == 2; }));
  net.upf_host.tun(net.config.dnns.front().tun)->inject(letter(net.somebody, phone(everyman).session(first)->ipv4, everyman));
  net.ran->gnb(1).reset(ngap::CauseMisc::om_intervention);
  rest();
  EXPECT_GT(recorder->count("ErrorIndication"), errors);
  EXPECT_GT(net.ran->gnb(1).counters().error_indications_out, 0u);
  EXPECT_TRUE(net.letter_arrives(everyman)) << "it comes back";
  rest(30s);
}

/// The core comes back without its contexts: nobody is known any more.
void Day::the_core_forgets() {
  make_idle(everyman);
  for (auto who : {concealed, modern, misfit}) net.ran->go_idle(who);
  rest();
  EXPECT_TRUE(net.restart_core(false, 2s));
  expect("base stations back", [&] { return net.ran->gnb(0).counters().setups == 2 && net.ran->gnb(1).counters().setups == 2; }, 2min);
  phone(everyman).ask_service();
  expect("service refused, registered anew", [&] { return phone(everyman).counters().rejects > 0 && registered(everyman); });
  phone(modern).update_registration(nas::RegistrationKind::periodic);  // with a name of before: it is asked who it is
  expect("identified", [&] { return phone(modern).counters().authentications == 2 && registered(modern); });
}

void Day::everybody_leaves() {
  get_session(everyman, first, nas::SessionType::ipv4v6);
  rest(15s);  // heartbeats
  net.ran->phone(everyman).switch_off();
  rest();
  phone(modern).deregister();
  expect("gone", [&] { return amf().ue_count() == 0; });
}

TEST_F(Day, IsWellFormedToWiresharkAndAsTheDocumentSays) {
  for (auto part :
       {&Day::everybody_arrives, &Day::sessions_come_and_go, &Day::phones_sleep_and_wake, &Day::the_network_acts, &Day::phones_misbehave,
        &Day::base_stations_misbehave, &Day::tunnels_break, &Day::the_core_forgets, &Day::everybody_leaves})
    ASSERT_NO_FATAL_FAILURE((this->*part)());
  recorder->close();
  EXPECT_EQ(judge(file("day.pcap")).complaints(Judged::warning), "");
  const auto seen = Dissector(file("day.pcap")).all;
  auto documented = documented_messages();
  for (auto& [name, line] : documented) {
    if (line.by("day")) EXPECT_TRUE(seen.messages.contains(name)) << name << " is marked \"day\" in docs/protocols.md, and did not come";
  }
  for (auto& name : seen.messages) {
    auto line = documented.find(name);
    EXPECT_TRUE(line != documented.end() && line->second.by("day")) << name << " came, and is not marked \"day\" in docs/protocols.md";
  }
  // What is said beyond names: both ways, causes, session types, kinds of reports.
  const std::string core = " from 10.0.0.1", station = " from 10.0.1.1", second_station = " from 10.0.1.2", user_plane = " from 10.0.0.2";
  for (auto& sender : {"N2: NGAP: ErrorIndication" + core, "N2: NGAP: ErrorIndication" + second_station, "N1: 5GMM: 5GMM status" + core,
                       "N1: 5GMM: 5GMM status" + second_station, "N1: 5GSM: 5GSM status" + core, "N1: 5GSM: 5GSM status" + second_station,
                       "N2: NGAP: NGReset" + second_station, "N4: PFCP: Heartbeat Request" + core,
                       "N4: PFCP: Heartbeat Request" + user_plane, "N3: GTP-U: G-PDU" + station, "N3: GTP-U: G-PDU" + user_plane,
                       "N3: GTP-U: Error Indication" + second_station, "N3: GTP-U: Error Indication" + user_plane})
    EXPECT_TRUE(seen.senders.contains(sender)) << sender;
  EXPECT_THAT(seen.mm_causes, IsSupersetOf({3u, 9u, 20u, 21u, 62u, 90u, 91u}));
  EXPECT_THAT(seen.sm_causes, IsSupersetOf({27u, 36u}));
  EXPECT_THAT(seen.session_types, IsSupersetOf({1u, 2u, 3u})) << "IPv4, IPv6, IPv4v6";
  EXPECT_TRUE(seen.downlink_data_reported);
  EXPECT_TRUE(seen.error_reported);
}

}  // namespace
}  // namespace pellucid::app::test
