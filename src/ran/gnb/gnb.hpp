#pragma once
// A base station as the core sees it: N2 (NGAP over SCTP) and N3 (GTP-U), with the radio as a direct call (ports.hpp). For tests, load
// and the demonstration; the radio itself comes with ran/phy and the rooms above it.
//
//   gnb::Gnb gnb(world, config, radio, tracer);
//   gnb.start();                                            // connects, NG Setup, and again whenever N2 is lost
//   gnb.connect(link, cause, s_tmsi, nas);                  // a phone's RRC setup complete with its first NAS message
//   gnb.uplink_nas(link, nas);  gnb.uplink_packet(link, psi, packet);
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "link/ngap/association.hpp"
#include "ran/gnb/ports.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"
#include "wire/gtpu/messages.hpp"

namespace pellucid::gnb {

struct Config {
  std::uint32_t id = 1;       // gNB id
  std::uint8_t id_bits = 24;  // 22..32
  std::string name = "gnb1";
  Plmn plmn{999, 70, 2};
  std::vector<Tac> tacs = {Tac(1)};  // the first one is the cell's
  std::uint16_t cell = 1;            // within the 36 - id_bits bits that the id leaves
  std::vector<Snssai> slices = {Snssai{1, {}}};
  Endpoint amf{IpAddress::v4(0x7f000005), 38412};
  Endpoint n2_local{IpAddress::v4(0x7f000001), 0};
  IpAddress n3 = IpAddress::v4(0x7f000009);      // GTP-U, port 2152
  Duration inactivity{};                         // a phone silent for so long is released; zero: never
  Duration reconnect = std::chrono::seconds(1);  // first pause after a lost or refused N2; doubles up to a minute
  std::size_t max_phones = 20000;                // connected at once
};

struct Counters {
  std::uint64_t setups = 0, setup_failures = 0, n2_lost = 0;
  std::uint64_t connects = 0, refused_connects = 0, releases = 0, resets = 0;
  std::uint64_t uplink_packets = 0, downlink_packets = 0;
  std::uint64_t uplink_dropped = 0;  // no such session
  std::uint64_t downlink_unknown_teid = 0, downlink_malformed = 0;
  std::uint64_t error_indications_in = 0, error_indications_out = 0, end_markers = 0;
  std::uint64_t unknown_ue = 0;          // NGAP about a phone that is not here
  std::uint64_t refused_procedures = 0;  // handover and the like: answered by the protocol's rules
};

class Gnb final : private ngap::Receiver {
 public:
  Gnb(World& world, Config config, Radio& radio, Tracer* tracer = nullptr);
  ~Gnb();
  Gnb(const Gnb&) = delete;
  Gnb& operator=(const Gnb&) = delete;

  /// Opens N3 and starts to connect N2.
  Io<Nothing> start();
  bool in_service() const { return ready_; }
  const Config& config() const { return config_; }
  const Counters& counters() const { return counters_; }
  std::size_t connected() const { return contexts_.size(); }
  std::size_t tunnels() const { return tunnels_.size(); }
  /// Why NG Setup was last refused; empty if it was not.
  const std::string& refusal() const { return refusal_; }

  // ---- from the radio ------------------------------------------------------------------------------------------------
  /// RRC setup complete (TS 38.331 §5.3.3.4). False: out of service or full; the phone stays idle.
  bool connect(RadioLink link, ngap::RrcEstablishmentCause cause, const std::optional<STmsi>& s_tmsi, ByteView nas);
  bool uplink_nas(RadioLink link, ByteView nas);
  /// One IP packet of a phone.
  bool uplink_packet(RadioLink link, PduSessionId id, ByteView packet);
  /// Asks the AMF to release the phone's connection (TS 38.413 §8.3.2).
  void request_release(RadioLink link, ngap::Cause cause);
  /// What the phone can do on the air, for the AMF to keep (TS 38.413 §8.14.1).
  void report_capability(RadioLink link, ByteView radio_capability);

  // ---- from tests and the operator -----------------------------------------------------------------------------------
  /// NG Reset of the whole interface; every phone here becomes idle.
  void reset(ngap::Cause cause);
  /// RAN Configuration Update with a new name.
  void rename(std::string name);
  /// Sends any octets as an NGAP message: for hostile tests.
  AssociationId association() const { return amf_; }

 private:
  struct Tunnel {  // one PDU session's N3 tunnel
    RanUeNgapId ue;
    PduSessionId session;
    Teid downlink;  // ours
    Teid uplink;    // the UPF's
    Endpoint upf;
    Qfi qfi;
  };
  struct Context {  // one connected phone
    RadioLink link;
    RanUeNgapId ran;
    std::optional<AmfUeNgapId> amf;
    std::map<PduSessionId, Teid> sessions;  // downlink TEIDs
    Octets<32> security_key{};              // K_gNB
    bool release_asked = false;
    Instant last_active{};
  };

  void association_up(AssociationId id, const SctpPeer& peer) override;
  void association_down(AssociationId id, std::string_view why) override;
  void association_restarted(AssociationId id) override;
  void received(AssociationId id, ngap::Received& received) override;
  void unusable(AssociationId id, const ngap::Received& received) override;

  void connect_n2();
  void lose_service();
  void retry(Duration pause);
  ngap::NgSetupRequest setup_request() const;
  ngap::UserLocation location() const;
  void log(Severity severity, const std::string& text) { world_.log(severity, config_.name, text); }

  // One for each message that the AMF sends.
  void on(const ngap::NgSetupResponse& m);
  void on(const ngap::NgSetupFailure& m);
  void on(const ngap::DownlinkNasTransport& m, const ngap::Pdu& pdu);
  void on(const ngap::InitialContextSetupRequest& m, const ngap::Pdu& pdu);
  void on(const ngap::PduSessionResourceSetupRequest& m, const ngap::Pdu& pdu);
  void on(const ngap::PduSessionResourceModifyRequest& m, const ngap::Pdu& pdu);
  void on(const ngap::PduSessionResourceReleaseCommand& m, const ngap::Pdu& pdu);
  void on(const ngap::UeContextReleaseCommand& m, const ngap::Pdu& pdu);
  void on(const ngap::UeContextModificationRequest& m, const ngap::Pdu& pdu);
  void on(const ngap::Paging& m);
  void on(const ngap::NgReset& m);
  void on(const ngap::AmfConfigurationUpdate& m);
  void on(const ngap::ErrorIndication& m);
  void on(const ngap::HandoverRequest& m);

  /// The phone that a message names; complains to the AMF if it is not here (TS 38.413 §10.6).
  Context* find(RanUeNgapId ran, AmfUeNgapId amf, const ngap::Pdu& pdu);
  Context* find(RadioLink link);
  struct SetUp {
    std::vector<ngap::PduSessionItem> up, failed;
  };
  SetUp set_up(Context& context, const std::vector<ngap::PduSessionSetup>& sessions);
  template <class Answer, class Request>
  void serve_setup(Context& context, const Request& m);
  void drop_session(Context& context, PduSessionId id);
  void drop_context(RanUeNgapId ran, bool tell_radio);
  void drop_all();
  void watch_inactivity();

  static constexpr unsigned max_error_indications_a_second = 10;
  void n3_received(const Endpoint& from, ByteView datagram);
  void downlink(const Endpoint& from, const gtpu::GpduView& gpdu);
  void lost_tunnel(const Endpoint& from, const gtpu::ErrorIndication& error);
  Teid new_teid();

  World& world_;
  Config config_;
  Radio& radio_;
  ngap::Associations n2_;
  AssociationId amf_;
  bool ready_ = false;
  Duration pause_;
  Timer retry_;
  Timer sweep_;
  std::string refusal_;
  std::unique_ptr<UdpSocket> n3_;
  std::unordered_map<RanUeNgapId, Context> contexts_;
  std::unordered_map<RadioLink, RanUeNgapId> by_link_;
  std::unordered_map<Teid, Tunnel> tunnels_;  // by downlink TEID
  std::uint32_t next_ran_ = 1, next_teid_ = 0;
  Instant errors_since_{};
  unsigned errors_sent_ = 0;
  Bytes packet_;  // uplink packets are put together here
  Counters counters_;
};

}  // namespace pellucid::gnb
