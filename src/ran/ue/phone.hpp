#pragma once
// A phone as the core sees it: USIM, NAS (TS 24.501, the UE's side) and user packets, with the air as a direct call (ports.hpp). For
// tests, load and the demonstration.
//
//   ue::Phone phone(world, config, air, events);
//   phone.switch_on();                                   // registers; events.registered() or not_registered()
//   phone.establish(PduSessionId(1), {"internet"});      // events.session_up()
//   phone.send_packet(PduSessionId(1), ip_packet);       // asks for service first when it is idle
#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "crypto/aka.hpp"
#include "crypto/suci.hpp"
#include "link/nas/channel.hpp"
#include "ran/ue/ports.hpp"
#include "runtime/world.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::ue {

/// Ways to behave badly, for tests of the core.
struct Misbehaviour {
  bool wrong_res = false;  // answers challenges wrongly
  bool silent_to_authentication = false;
  bool silent_to_security_mode = false;
  bool no_registration_complete = false;
  bool silent_to_paging = false;
};

struct PhoneConfig {
  Supi supi;
  Octets<16> k{};
  Octets<16> opc{};
  Plmn home{999, 70, 2};
  std::string imeisv = "3569380356438091";  // 16 digits
  std::string routing_indicator = "0";
  crypto::ProtectionScheme scheme = crypto::ProtectionScheme::null;
  std::uint8_t home_key_id = 0;
  Bytes home_public_key;  // of profile A or B
  std::vector<Snssai> slices = {Snssai{1, {}}};
  nas::AlgorithmSet ciphering = nas::AlgorithmSet::of({0, 1, 2, 3});
  nas::AlgorithmSet integrity = nas::AlgorithmSet::of({0, 1, 2, 3});
  crypto::Sqn sqn;  // the USIM's highest so far
  Misbehaviour misbehaviour;
};

struct SessionRequest {
  std::string dnn;  // empty: the network's default
  nas::SessionType type = nas::SessionType::ipv4v6;
  std::optional<Snssai> slice;
};

/// A PDU session as its user sees it.
struct SessionView {
  PduSessionId id;
  nas::SessionType type{};
  IpAddress ipv4;        // none if it has none
  IpAddress link_local;  // fe80:: with the identifier that the network gave
  IpAddress prefix;      // /64, after the router advertisement
  std::vector<IpAddress> dns;
  std::uint32_t mtu = 0;  // 0: not told
  std::string dnn;
  std::uint64_t ambr_down_bps = 0, ambr_up_bps = 0;
};

struct PhoneCounters {
  std::uint64_t registrations = 0, rejects = 0, authentications = 0, service_requests = 0, pagings = 0;
  std::uint64_t discarded = 0;  // NAS that was not acceptable: unprotected, wrong MAC, unreadable
  std::uint64_t status_sent = 0, status_received = 0;
  std::uint64_t retransmissions = 0, packets_up = 0, packets_down = 0, packets_dropped = 0;
};

class Phone {
 public:
  enum class State : std::uint8_t { off, deregistered, registering, registered, deregistering };
  Phone(World& world, PhoneConfig config, Air& air, PhoneEvents& events);
  Phone(const Phone&) = delete;
  Phone& operator=(const Phone&) = delete;
  ~Phone();

  // ---- the user ------------------------------------------------------------------------------------------------------
  void switch_on();
  /// Deregisters without waiting for an answer (TS 24.501 §5.5.2.2, switch off).
  void switch_off();
  void deregister();
  void establish(PduSessionId id, SessionRequest request);
  void release(PduSessionId id);
  /// Buffers a few packets while service is asked for.
  void send_packet(PduSessionId id, ByteView packet);
  /// Service request for signalling, as if something were to be sent.
  void ask_service();
  /// Registration for mobility or because the timer says so.
  void update_registration(nas::RegistrationKind kind);
  /// Sends any octets as NAS on a connection: for hostile tests.
  void send_raw(ByteView nas) { air_.send_nas(nas); }

  // ---- the air -------------------------------------------------------------------------------------------------------
  void nas_received(ByteView nas);
  void connection_released();
  void paged(const STmsi& whom);
  void session_resources(PduSessionId id, bool up);
  void packet_received(PduSessionId id, ByteView packet);
  /// It camps on a cell (again), perhaps in another tracking area; false: no cell.
  void cell_changed(bool in_service);

  State state() const { return state_; }
  bool is_connected() const { return connected_; }
  const std::optional<Guti>& guti() const { return guti_; }
  const PhoneConfig& config() const { return config_; }
  const PhoneCounters& counters() const { return counters_; }
  std::uint8_t last_cause() const { return last_cause_; }
  const SessionView* session(PduSessionId id) const;
  /// Whether it is there or asked for.
  bool has_session(PduSessionId id) const { return sessions_.contains(id); }
  std::size_t session_count() const;
  const std::optional<nas::Channel>& channel() const { return channel_; }
  Misbehaviour& misbehaviour() { return config_.misbehaviour; }

 private:
  enum class SessionState : std::uint8_t { pending, active, releasing };
  struct Session {
    SessionState state = SessionState::pending;
    SessionRequest request;
    SessionView view;
    Pti pti;
    bool user_plane = false;
    unsigned attempts = 0;
    std::unique_ptr<Timer> timer;    // T3580, T3582
    std::deque<Bytes> waiting;       // packets for when service is there
    std::unique_ptr<Timer> solicit;  // router solicitations until the prefix is known
    unsigned solicits = 0;
  };

  // Registration, deregistration, service (phone.cpp)
  void register_now(nas::RegistrationKind kind);
  nas::RegistrationRequest registration_request(nas::RegistrationKind kind) const;
  nas::MobileIdentity suci() const;
  void registration_failed(std::uint8_t cause, const char* what, bool retry);
  void forget_registration();
  void start_service_request(nas::ServiceKind kind);
  void lost_service();
  bool send(ByteView plain);
  template <class M>
  bool send_message(const M& message) {
    return send(nas::encode(message));
  }
  bool send_initial(ConnectCause cause, const Result<Bytes, nas::ChannelFault>& pdu);

  // Messages of the network (receive.cpp)
  void handle(ByteView plain, bool is_protected);
  void on(const nas::AuthenticationRequest& m);
  void on(const nas::AuthenticationReject& m);
  void on_security_mode_command(ByteView pdu);
  void on(const nas::IdentityRequest& m);
  void on(const nas::RegistrationAccept& m);
  void on(const nas::RegistrationReject& m);
  void on(const nas::ServiceAccept& m);
  void on(const nas::ServiceReject& m);
  void on(const nas::NetworkDeregistrationRequest& m);
  void on(const nas::UeDeregistrationAccept& m);
  void on(const nas::ConfigurationUpdateCommand& m);
  void on(const nas::DlNasTransport& m);
  void on(const nas::MmStatus& m);
  void match_sessions(const nas::PduSessionSet& active);
  void status(nas::MmCause cause);

  // Sessions (session.cpp)
  void handle_sm(PduSessionId id, ByteView message);
  void send_sm(PduSessionId id, ByteView message, std::optional<nas::RequestType> type, const SessionRequest* request);
  void send_establishment(PduSessionId id);
  void send_release(PduSessionId id);
  void accepted(Session& session, const nas::PduSessionEstablishmentAccept& m);
  void drop_session(PduSessionId id);
  void flush(Session& session);
  void solicit(PduSessionId id);
  bool take_advertisement(Session& session, ByteView packet);

  World& world_;
  PhoneConfig config_;
  Air& air_;
  PhoneEvents& events_;
  crypto::Usim usim_;
  State state_ = State::off;
  bool connected_ = false, serving_ = false;  // serving: a service request is under way
  std::uint8_t last_cause_ = 0;
  unsigned attempts_ = 0;

  std::optional<Guti> guti_;
  std::vector<Tai> registration_area_;
  std::optional<nas::Channel> channel_;  // current security context
  struct Partial {                       // from authentication, not yet taken into use
    crypto::Key256 k_amf{};
    nas::KeySetId ng_ksi;
    Octets<16> rand{};
    Octets<16> res_star{};
  };
  std::optional<Partial> partial_;
  nas::RegistrationKind kind_ = nas::RegistrationKind::initial;
  std::optional<Bytes> first_message_;  // sent plain: goes whole into Security Mode Complete
  unsigned authentication_failures_ = 0;

  std::map<PduSessionId, std::unique_ptr<Session>> sessions_;
  std::uint8_t next_pti_ = 1;
  Timer t3510_, t3511_, t3512_, t3517_, t3521_;
  Duration periodic_{};
  PhoneCounters counters_;
};

}  // namespace pellucid::ue
