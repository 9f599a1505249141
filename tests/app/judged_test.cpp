// Everything that a network says in a long day, in simulated time and without ciphering, is well-formed to Wireshark: NGAP, NAS, PFCP and
// GTP-U of a core, a UPF, base stations and phones that register, fail, sleep, are paged, move and leave.
#include "app/capture.hpp"
#include "app/capture_files.hpp"
#include "app/small_network.hpp"
#include "app/tshark.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::app::test {
namespace {

/// Writes down what rooms show (NGAP with NAS inside, PFCP).
class Recorder final : public Tracer {
 public:
  Recorder(World& world, CaptureWriter& writer) : world_(world), writer_(writer) {}
  void pdu(const TracedPdu& p) override { writer_.write(world_.wall(), p.protocol, p.source, p.target, p.octets); }

 private:
  World& world_;
  CaptureWriter& writer_;
};

/// A host whose GTP-U is written down as it leaves.
class Wiretap final : public World {
 public:
  static constexpr std::uint16_t gtpu_port = 2152;
  Wiretap(World& host, CaptureWriter& writer) : host_(host), writer_(writer) {}
  Instant now() const override { return host_.now(); }
  WallTime wall() const override { return host_.wall(); }
  TimerId at(Instant when, std::function<void()> action) override { return host_.at(when, std::move(action)); }
  void cancel(TimerId id) override { host_.cancel(id); }
  void random(std::span<std::uint8_t> out) override { host_.random(out); }
  Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint& local, UdpSocket::Receive receive) override {
    auto socket = host_.open_udp(local, std::move(receive));
    if (!socket.ok() || local.port != gtpu_port) return socket;
    return std::unique_ptr<UdpSocket>(std::make_unique<Tapped>(host_, writer_, std::move(*socket)));
  }
  Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions& options, SctpEvents& events) override { return host_.open_sctp(options, events); }
  Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions& options, TunDevice::Receive receive) override { return host_.open_tun(options, std::move(receive)); }
  Io<Bytes> read_file(const std::string& path) override { return host_.read_file(path); }
  Io<Nothing> write_file(const std::string& path, ByteView content, unsigned mode) override { return host_.write_file(path, content, mode); }
  void log(Severity severity, std::string_view room, std::string_view text) override { host_.log(severity, room, text); }

 private:
  class Tapped final : public UdpSocket {
   public:
    Tapped(World& world, CaptureWriter& writer, std::unique_ptr<UdpSocket> socket) : world_(world), writer_(writer), socket_(std::move(socket)) {}
    void send(const Endpoint& to, ByteView datagram) override {
      writer_.write(world_.wall(), Protocol::gtpu, socket_->local(), to, datagram);
      socket_->send(to, datagram);
    }
    Endpoint local() const override { return socket_->local(); }

   private:
    World& world_;
    CaptureWriter& writer_;
    std::unique_ptr<UdpSocket> socket_;
  };
  World& host_;
  CaptureWriter& writer_;
};

/// What the day has to contain, as Wireshark names it.
const std::vector<std::string> ngap_and_nas = {
    "NGSetupRequest", "NGSetupResponse", "NGSetupFailure", "InitialUEMessage", "DownlinkNASTransport", "UplinkNASTransport",
    "InitialContextSetupRequest", "InitialContextSetupResponse", "PDUSessionResourceSetupRequest", "PDUSessionResourceSetupResponse",
    "PDUSessionResourceModifyRequest", "PDUSessionResourceModifyResponse", "PDUSessionResourceReleaseCommand", "PDUSessionResourceReleaseResponse",
    "UEContextReleaseRequest", "UEContextReleaseCommand", "UEContextReleaseComplete", "UERadioCapabilityInfoIndication", "Paging", "NGReset",
    "NGResetAcknowledge", "RANConfigurationUpdate", "RANConfigurationUpdateAcknowledge", "ErrorIndication", "HandoverPreparationFailure",
    "Registration request", "Registration accept", "Registration complete", "Registration reject", "Authentication request",
    "Authentication response", "Authentication reject", "Authentication failure", "Identity request", "Identity response",
    "Security mode command", "Security mode complete", "Configuration update command", "Service request", "Service accept", "Service reject",
    "Deregistration request (UE originating)", "Deregistration accept (UE originating)", "Deregistration request (UE terminated)",
    "Deregistration accept (UE terminated)", "5GMM status", "UL NAS transport", "DL NAS transport", "PDU session establishment request",
    "PDU session establishment accept", "PDU session establishment reject", "PDU session modification command", "PDU session modification complete",
    "PDU session release request", "PDU session release command", "PDU session release complete", "5GSM status"};
const std::vector<std::string> pfcp_and_gtpu = {
    "PFCP Association Setup Request", "PFCP Association Setup Response", "PFCP Heartbeat Request", "PFCP Heartbeat Response",
    "PFCP Session Establishment Request", "PFCP Session Establishment Response", "PFCP Session Modification Request",
    "PFCP Session Modification Response", "PFCP Session Deletion Request", "PFCP Session Deletion Response", "PFCP Session Report Request",
    "PFCP Session Report Response", "Error indication", "Echo response"};

class LongDay : public Folder {
 public:
  static constexpr std::size_t ordinary = 0, uplink_first = 1, leaver = 2, unknown = 3, wrong_key = 4, ahead = 5, phones = 6;
  std::unique_ptr<CaptureWriter> writer;
  std::unique_ptr<Recorder> recorder;
  std::unique_ptr<Wiretap> upf_tap, ran_tap;
  SmallNetwork net;  // goes first: it speaks to what stands above

  void configure() {
    net.config.ciphering = {"NEA0"};
    net.config.periodic_registration_s = 60;
    net.config.tacs = {1, 2};
    DnnConfig old;
    old.name = "old", old.ipv4 = "10.46.0.0/16", old.ipv6 = "", old.tun = "pel1";
    net.config.dnns.push_back(old);
    net.shape_subscriber = [](store::Subscriber& s) {
      auto& dnns = s.subscription.slices.front().dnns;
      auto more = dnns.front();
      more.dnn = "old", more.is_default = false;
      dnns.push_back(more);
    };
    net.plan.phones = phones;
    net.plan.gnbs = 2;
    net.plan.tacs = {Tac(1), Tac(2)};
    net.plan.shape = [](std::size_t n, ue::PhoneConfig& c) {
      if (n == unknown) c.supi = *Supi::parse("999700000000077");
      if (n == wrong_key) c.k[0] ^= 1;
      if (n == ahead) c.sqn = crypto::Sqn(std::uint64_t(1) << 28, 0);
    };
  }
  ue::Phone& phone(std::size_t n) { return net.ran->phone(n); }
  bool has_session(std::size_t n) { return phone(n).session_count() > 0; }
  const Supi& supi(std::size_t n) { return phone(n).config().supi; }

  void register_everybody() {
    net.ran->switch_on_all(0);
    ASSERT_TRUE(net.until([&] { return has_session(ordinary) && has_session(uplink_first) && has_session(leaver) && has_session(ahead); })) << net.world.log_text();
    ASSERT_TRUE(net.until([&] { return !net.refused[unknown].empty() && !net.refused[wrong_key].empty(); })) << net.world.log_text();
    constexpr std::uint8_t empty_rrc = 0x80;  // UE radio capabilities of a later version: nothing that a dissector could look into
    net.ran->report_capability(ordinary, Bytes{empty_rrc});
  }
  void sleep_and_wake() {
    ASSERT_TRUE(net.idle(ordinary) && net.letter_arrives(ordinary)) << net.world.log_text();  // paging
    ASSERT_TRUE(net.idle(uplink_first));
    phone(uplink_first).send_packet(net.session, letter(phone(uplink_first).session(net.session)->ipv4, net.somebody, 1));
    ASSERT_TRUE(net.until([&] { return phone(uplink_first).is_connected(); }));
    ASSERT_TRUE(net.letter_arrives(uplink_first));
  }
  void change_sessions() {
    constexpr PduSessionId second(2);
    phone(ordinary).establish(second, {"nowhere", nas::SessionType::ipv4, {}});  // sent back: no such DNN
    phone(uplink_first).establish(second, {"old", nas::SessionType::ipv6, {}});    // rejected: IPv4 only
    phone(leaver).establish(second, {"old", nas::SessionType::ipv4, {}});
    ASSERT_TRUE(net.until([&] { return phone(leaver).session_count() == 2 && !net.session_refused[ordinary].empty() && !net.session_refused[uplink_first].empty(); }));
    ASSERT_TRUE(net.core->smf()->change_ambr(supi(ordinary), net.session, {500'000'000, 50'000'000}));
    phone(leaver).release(second);
    ASSERT_TRUE(net.until([&] { return phone(leaver).session_count() == 1; }));
    ASSERT_TRUE(net.core->smf()->release_session(supi(leaver), net.session));
    ASSERT_TRUE(net.until([&] { return phone(leaver).session_count() == 0; }));
    ASSERT_TRUE(net.until([&] { return has_session(leaver); }));                 // it asks again
  }
  /// Messages that are fit to be read and that nobody expects.
  void odd_words() {
    auto& channel = const_cast<nas::Channel&>(*phone(ordinary).channel());       // whatever the phone says next counts on from here
    auto say = [&](const Bytes& plain) { phone(ordinary).send_raw(*channel.protect(nas::SecurityHeaderType::integrity_ciphered, plain)); };
    say(*from_hex("7e007f"));                                                    // no such 5GMM message: 5GMM status
    nas::UlNasTransport transport;
    transport.payload_type = nas::PayloadType::n1_sm;
    transport.payload.octets = *from_hex("2e0101fe");                            // no such 5GSM message: 5GSM status
    transport.session = net.session;
    say(nas::encode(transport));
    net.world.run_for(1s);
  }
  void base_stations_change() {
    net.ran->gnb(0).rename("harbour");
    net.world.run_for(1s);
    net.ran->gnb(1).reset(ngap::CauseMisc::om_intervention);
    net.world.run_for(1s);
    ASSERT_TRUE(net.letter_arrives(uplink_first)) << net.world.log_text();
    // What this core does not do yet is refused, never ignored.
    Stranger station(net, "10.0.1.99");
    ngap::NgSetupRequest setup;
    setup.node = ngap::GlobalGnbId{.plmn = *Plmn::parse("001-01"), .id = 99, .bits = 24};
    setup.tas.push_back({.tac = Tac(1), .plmns = {{.plmn = *Plmn::parse("001-01"), .slices = net.plan.slices}}});
    station.send(ngap::encode(setup));
    net.world.run_for(1s);
    std::get<ngap::GlobalGnbId>(setup.node).plmn = net.plan.plmn;
    setup.tas.front().plmns.front().plmn = net.plan.plmn;
    station.send(ngap::encode(setup));
    net.world.run_for(1s);
    ask_for_a_handover(station);
    station.send(*from_hex("00ff"));                                             // cannot be decoded
    ngap::UeContextReleaseRequest release;
    release.amf_id = AmfUeNgapId(5), release.ran_id = RanUeNgapId(5);
    release.cause = ngap::CauseRadioNetwork::user_inactivity;
    station.send(ngap::encode(release), 1);                                      // nobody's ids
    net.world.run_for(1s);
    ASSERT_GE(station.received.size(), 6u);
  }
  /// For a phone that has just called there.
  void ask_for_a_handover(Stranger& station) {
    nas::RegistrationRequest request;
    request.ng_ksi = nas::KeySetId::none();
    request.identity = nas::MobileIdentity(nas::Suci::of(supi(ordinary), 2, "0"));
    ngap::InitialUeMessage first;
    first.ran_id = RanUeNgapId(1);
    first.nas = nas::encode(request);
    first.location = ngap::UserLocationNr{.cell = {net.plan.plmn, NrCellId(99)}, .tai = {net.plan.plmn, Tac(1)}};
    station.send(ngap::encode(first), 1);
    net.world.run_for(1s);
    auto answer = ngap::decode(station.received.back());
    ASSERT_TRUE(answer.ok() && answer->pdu.get<ngap::DownlinkNasTransport>()) << "the challenge";
    auto amf_id = answer->pdu.get<ngap::DownlinkNasTransport>()->amf_id;
    ngap::for_each_message([](std::uint64_t) { return std::uint64_t(0); }, [&](const ngap::Pdu& pdu) {
      if (!pdu.get<ngap::HandoverRequired>()) return;
      auto handover = *pdu.get<ngap::HandoverRequired>();
      handover.amf_id = amf_id, handover.ran_id = first.ran_id;
      station.send(ngap::encode(handover), 1);
    });
    net.world.run_for(1s);
  }
  void lost_tunnels() {
    Bytes last;
    auto socket = net.ran_host.open_udp({*IpAddress::parse("10.0.1.98"), 2152}, [&](const Endpoint&, ByteView datagram) { last = to_bytes(datagram); });
    ASSERT_TRUE(socket.ok());
    Endpoint upf{*IpAddress::parse("10.0.0.2"), 2152};
    gtpu::Header header;
    header.sequence = 7;
    (*socket)->send(upf, gtpu::encode(header, gtpu::EchoRequest{}));
    ASSERT_TRUE(net.until([&] { return !last.empty(); }));
    last.clear();
    header = {};
    header.teid = Teid(0x01020304);
    auto packet = letter(net.somebody, net.somebody, 0);
    (*socket)->send(upf, gtpu::encode(header, gtpu::GPdu{packet}));
    ASSERT_TRUE(net.until([&] { return !last.empty(); })) << "Error Indication";
  }
  void wander() {
    ASSERT_TRUE(net.idle(ordinary));
    net.ran->move(ordinary, 1);
    phone(ordinary).update_registration(nas::RegistrationKind::mobility);
    ASSERT_TRUE(net.until([&] { return phone(ordinary).state() == ue::Phone::State::registered; }));
    ASSERT_TRUE(net.idle(ordinary));
    auto before = phone(ordinary).counters().registrations;
    ASSERT_TRUE(net.until([&] { return phone(ordinary).counters().registrations > before; }, 2min)) << "periodic registration";
    ASSERT_TRUE(net.until([&] { return phone(ordinary).state() == ue::Phone::State::registered; }));
  }
  void core_comes_back() {
    for (std::size_t n : {ordinary, uplink_first, leaver, ahead}) ASSERT_TRUE(net.idle(n));
    ASSERT_TRUE(net.restart_core(true)) << net.world.log_text();
    ASSERT_TRUE(net.in_service(2));
    ASSERT_TRUE(net.letter_arrives(uplink_first, 1min)) << net.world.log_text();
    // And with a new store and an old clock: nobody is known, and sequence numbers are behind the phones'.
    for (std::size_t n : {ordinary, uplink_first, leaver, ahead}) ASSERT_TRUE(net.idle(n));
    net.core_host.step_wall(-std::chrono::hours(24 * 365));
    ASSERT_TRUE(net.restart_core(false)) << net.world.log_text();
    ASSERT_TRUE(net.in_service(2));
    phone(ordinary).ask_service();                                               // Service Reject, and a new registration
    phone(uplink_first).update_registration(nas::RegistrationKind::mobility);    // Identity Request
    ASSERT_TRUE(net.until([&] { return has_session(ordinary) && phone(uplink_first).state() == ue::Phone::State::registered; }, 2min)) << net.world.log_text();
  }
  void leave() {
    ASSERT_TRUE(net.until([&] { return has_session(uplink_first); }, 1min)) << net.world.log_text();
    ASSERT_TRUE(net.core->amf()->deregister(supi(uplink_first), true));
    net.world.run_for(5s);
    ASSERT_TRUE(net.until([&] { return has_session(uplink_first); }, 1min)) << "it comes back";
    phone(ordinary).deregister();
    ASSERT_TRUE(net.until([&] { return phone(ordinary).state() == ue::Phone::State::off; }));
    for (std::size_t n = 0; n < phones; ++n) phone(n).switch_off();
    ASSERT_TRUE(net.until([&] { return net.core->amf()->ue_count() == 0 && net.core->smf()->session_count() == 0 && net.user_plane->upf()->session_count() == 0; }, 2min));
  }
};

TEST_F(LongDay, IsWellFormedToWireshark) {
  auto capture = file("day.pcap");
  auto created = CaptureWriter::create(capture);
  ASSERT_TRUE(created.ok());
  writer = std::make_unique<CaptureWriter>(std::move(*created));
  recorder = std::make_unique<Recorder>(net.core_host, *writer);
  upf_tap = std::make_unique<Wiretap>(net.upf_host, *writer);
  ran_tap = std::make_unique<Wiretap>(net.ran_host, *writer);
  configure();
  net.tracer = recorder.get(), net.upf_world = upf_tap.get(), net.ran_world = ran_tap.get();
  ASSERT_TRUE(net.start());
  for (auto part : {&LongDay::register_everybody, &LongDay::sleep_and_wake, &LongDay::change_sessions, &LongDay::odd_words, &LongDay::base_stations_change,
                    &LongDay::lost_tunnels, &LongDay::wander, &LongDay::core_comes_back, &LongDay::leave})
    ASSERT_NO_FATAL_FAILURE((this->*part)()) << net.world.log_text();
  net.ran.reset();
  net.core.reset();
  net.user_plane.reset();
  writer.reset();
  auto judged = judge(capture);
  EXPECT_GT(judged.frames.size(), 400u);
  EXPECT_EQ(judged.complaints(Judged::warning), "");
  EXPECT_EQ(judged.missing(ngap_and_nas), "") << "the day did not contain these";
  EXPECT_EQ(judged.missing(pfcp_and_gtpu), "") << "the day did not contain these";
  // And our own reader understands all of it.
  auto own = read(capture);
  EXPECT_EQ(own.error, "");
  EXPECT_EQ(own.summary.malformed, 0u);
}

}  // namespace
}  // namespace pellucid::app::test
