#pragma once
// A base station and a phone that do what a test says, message by message, with real coding and real keys.
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "crypto/kdf.hpp"
#include "link/nas/initial_message.hpp"
#include "link/ngap/association.hpp"
#include "sim/world.hpp"
#include "stand_ins.hpp"

namespace pellucid::amf::test {

using namespace std::chrono_literals;

inline const Plmn home{999, 70, 2};
inline const Tai tai1{home, Tac(1)};

class BaseStation final : public ngap::Receiver {
 public:
  BaseStation(sim::SimWorld& world, const std::string& name, std::uint32_t id)
      : world_(world), id_(id), n2(world.node(name), *this, {.role = ngap::Role::gnb, .name = name}) {
    EXPECT_TRUE(n2.open({.local = {world.node(name).address(), 0}}).ok());
  }
  bool connect(const Endpoint& amf) {
    auto started = n2.connect(amf);
    if (!started) return false;
    association = *started;
    return world_.run_until([&] { return up; }, 5s);
  }
  ngap::NgSetupRequest setup_request() const {
    ngap::NgSetupRequest request;
    request.node = ngap::GlobalGnbId{.plmn = home, .id = id_, .bits = 24};
    request.name = "gnb" + std::to_string(id_);
    ngap::SupportedTa ta{.tac = Tac(1)};
    ta.plmns.push_back({.plmn = home, .slices = {Snssai{1, {}}}});
    request.tas.push_back(ta);
    request.default_drx = ngap::PagingDrx::v128;
    return request;
  }
  bool set_up(const Endpoint& amf) {
    if (!connect(amf)) return false;
    send(setup_request());
    return expect<ngap::NgSetupResponse>().has_value();
  }

  template <class M>
  void send(const M& message) {
    EXPECT_TRUE(n2.send(association, message));
  }
  /// The next message about the interface, if it is of this kind.
  template <class M>
  std::optional<M> expect(Duration patience = 3s) {
    return take<M>(inbox, patience);
  }
  /// The next message about that UE.
  template <class M>
  std::optional<M> expect(RanUeNgapId ran, Duration patience = 3s) {
    return take<M>(ue_inbox[ran], patience);
  }
  /// Nothing comes for that UE within this time.
  bool silent(RanUeNgapId ran, Duration time = 1s) {
    world_.run_for(time);
    return ue_inbox[ran].empty();
  }
  RanUeNgapId new_ran_id() { return RanUeNgapId(++last_ran_id_); }
  ngap::UserLocation location() const {
    ngap::UserLocationNr nr;
    nr.cell = {home, NrCellId(std::uint64_t(id_) << 12 | 1)};
    nr.tai = tai1;
    return nr;
  }

  AssociationId association;
  bool up = false;
  std::string down_because;
  std::deque<ngap::Pdu> inbox;
  std::map<RanUeNgapId, std::deque<ngap::Pdu>> ue_inbox;
  std::size_t unusable_count = 0;

 private:
  template <class M>
  std::optional<M> take(std::deque<ngap::Pdu>& from, Duration patience) {
    world_.run_until([&] { return !from.empty(); }, patience);
    if (from.empty()) {
      ADD_FAILURE() << "no " << M::heading.name << " came\n" << world_.log_text(30);
      return {};
    }
    ngap::Pdu pdu = std::move(from.front());
    from.pop_front();
    if (auto* m = pdu.get<M>()) return std::move(*m);
    ADD_FAILURE() << ngap::name_of(pdu) << " came instead of " << M::heading.name << ": " << ngap::show(pdu).json() << "\n"
                  << world_.log_text(30);
    return {};
  }
  void association_up(AssociationId, const SctpPeer&) override { up = true; }
  void association_down(AssociationId, std::string_view why) override {
    up = false;
    down_because = why;
  }
  void association_restarted(AssociationId) override {}
  void received(AssociationId, ngap::Received& received) override {
    EXPECT_TRUE(received.diagnostics.clean()) << ngap::name_of(received.pdu) << ": " << received.diagnostics.text();
    std::optional<RanUeNgapId> ran = ngap::ran_ue_id(received.pdu);
    (ran ? ue_inbox[*ran] : inbox).push_back(std::move(received.pdu));
  }
  void unusable(AssociationId, const ngap::Received&) override { ++unusable_count; }

  sim::SimWorld& world_;
  std::uint32_t id_;
  std::uint32_t last_ran_id_ = 0;

 public:
  ngap::Associations n2;
};

/// One phone with its SIM. `send_*` puts a message on the air, `expect` takes the next one from the network.
class Phone {
 public:
  Phone(sim::SimWorld& world, BaseStation& station, std::uint64_t number = 1)
      : world_(&world),
        station_(&station),
        usim_(shared_keys()),
        supi(*Supi::parse("imsi-" + std::to_string(999700000000000ull + number))) {}

  sim::SimWorld* world_;
  BaseStation* station_;
  crypto::Usim usim_;
  Supi supi;
  RanUeNgapId ran{};
  AmfUeNgapId amf{};
  std::optional<Guti> guti;
  std::optional<nas::Channel> channel, trial;
  crypto::Key256 k_seaf{};
  nas::KeySetId trial_ksi;
  bool context_request = true;
  ngap::RrcEstablishmentCause cause = ngap::RrcEstablishmentCause::mo_signalling;
  nas::UeSecurityCapability capability{nas::AlgorithmSet::of({0, 1, 2}), nas::AlgorithmSet::of({1, 2}), {}, {}, {}};
  nas::SecurityHeaderType last_header{};
  std::optional<ngap::InitialContextSetupRequest> context;  // the last one

  nas::MobileIdentity suci() const { return nas::MobileIdentity(nas::Suci::of(supi, 2)); }
  nas::RegistrationRequest registration(nas::RegistrationKind kind = nas::RegistrationKind::initial) const {
    nas::RegistrationRequest request;
    request.type = {kind, true};
    request.ng_ksi = channel ? channel->context().ng_ksi : nas::KeySetId::none();
    request.identity = guti ? nas::MobileIdentity(*guti) : suci();
    request.ue_security = capability;
    request.capability = nas::MmCapability{};
    request.requested_nssai = nas::Nssai(std::vector<Snssai>{{1, {}}});
    return request;
  }

  /// A new radio connection with this as its first message.
  void send_initial(const Bytes& nas) {
    ran = station_->new_ran_id();
    amf = AmfUeNgapId{};
    if (channel) channel->end_secure_exchange();
    ngap::InitialUeMessage message;
    message.ran_id = ran;
    message.nas = nas;
    message.location = station_->location();
    message.establishment_cause = cause;
    message.context_request = context_request;
    if (guti) message.s_tmsi = s_tmsi(*guti);
    station_->send(message);
  }
  /// Protected as an initial message if there are keys, else with the cleartext elements only (TS 24.501 §4.4.6).
  template <class M>
  void send_first(const M& message) {
    if (channel) {
      channel->end_secure_exchange();
      send_initial(*nas::protect_initial(*channel, message));
    } else if constexpr (requires { nas::cleartext_of(message); }) {
      send_initial(nas::encode(nas::cleartext_of(message)));
    } else {
      send_initial(nas::encode(message));
    }
  }
  void send_octets(const Bytes& nas) {
    ngap::UplinkNasTransport message;
    message.amf_id = amf;
    message.ran_id = ran;
    message.nas = nas;
    message.location = station_->location();
    station_->send(message);
  }
  template <class M>
  void send(const M& message) {
    send_octets(*channel->protect(nas::SecurityHeaderType::integrity_ciphered, nas::encode(message)));
  }
  template <class M>
  void send_plain(const M& message) {
    send_octets(nas::encode(message));
  }

  /// The next NAS message for this phone, deciphered; the NGAP message that carried it leaves its marks in `amf` and `context`.
  std::optional<Bytes> next_nas(Duration patience = 3s) {
    auto& inbox = station_->ue_inbox[ran];
    world_->run_until([&] { return !inbox.empty(); }, patience);
    if (inbox.empty()) return {};
    ngap::Pdu pdu = std::move(inbox.front());
    inbox.pop_front();
    std::optional<Bytes> nas;
    if (auto* down = pdu.get<ngap::DownlinkNasTransport>()) {
      amf = down->amf_id;
      nas = down->nas;
    } else if (auto* setup = pdu.get<ngap::InitialContextSetupRequest>()) {
      amf = setup->amf_id;
      nas = setup->nas;
      if (!nas && !setup->sessions.empty()) nas = setup->sessions[0].nas;
      context = *setup;
    } else {
      ADD_FAILURE() << "instead of NAS: " << ngap::show(pdu).json();
      return {};
    }
    return nas ? open(*nas) : std::nullopt;
  }
  std::optional<Bytes> open(const Bytes& pdu) {
    auto head = nas::peek(pdu);
    if (!head) return {};
    last_header = head->security;
    if (!head->is_protected()) return pdu;
    if (head->security == nas::SecurityHeaderType::integrity_new_context) {
      // The algorithms stand in the message itself.
      auto command = nas::decode<nas::SecurityModeCommand>(ByteView(pdu).subspan(7));
      EXPECT_TRUE(command.ok());
      if (!command) return {};
      if (trial_ksi != command->ng_ksi && channel && channel->context().ng_ksi == command->ng_ksi) {
        trial = channel;
      } else {
        trial.emplace(nas::Side::phone,
                      *nas::SecurityContext::make(crypto::k_amf(k_seaf, supi, Octets<2>{}), command->ng_ksi, command->algorithms));
      }
      auto opened = trial->unprotect(pdu);
      EXPECT_TRUE(opened.ok()) << nas::text(opened.error());
      if (!opened.ok()) return {};
      return opened->message;
    }
    if (!channel) return {};
    auto opened = channel->unprotect(pdu);
    EXPECT_TRUE(opened.ok()) << nas::text(opened.error());
    if (!opened.ok()) return {};
    if (nas::is_ciphered(last_header)) channel->establish_secure_exchange();
    return opened->message;
  }
  template <class M>
  std::optional<M> expect(Duration patience = 3s) {
    auto message = next_nas(patience);
    if (!message) {
      ADD_FAILURE() << "no " << M::wire.name << " came\n" << world_->log_text(30);
      return {};
    }
    auto read = nas::decode<M>(*message);
    if (read.ok()) return std::move(*read);
    ADD_FAILURE() << nas::name_of(*message) << " came instead of " << M::wire.name << ": " << nas::show_any(*message).json() << "\n"
                  << world_->log_text(30);
    return {};
  }

  // ---- steps that most tests take
  /// The SIM's answer to a challenge; keeps K_SEAF.
  nas::AuthenticationResponse answer(const nas::AuthenticationRequest& request) {
    auto made = usim_.answer(*request.rand, *request.autn, home.serving_network_name());
    EXPECT_TRUE(made.ok());
    nas::AuthenticationResponse response;
    if (!made.ok()) return response;
    k_seaf = made->k_seaf;
    trial_ksi = request.ng_ksi;
    response.res_star = made->res_star;
    return response;
  }
  /// Takes the keys into use and sends Security Mode Complete with the whole message.
  void complete_security_mode(const std::optional<Bytes>& whole) {
    nas::SecurityModeComplete complete;
    complete.imeisv = nas::MobileIdentity(nas::Imeisv{"4370816125816151"});
    if (whole) complete.container = nas::NasMessageContainer{*whole};
    channel = trial;
    trial.reset();
    send_octets(*channel->protect(nas::SecurityHeaderType::integrity_ciphered_new_context, nas::encode(complete)));
    channel->establish_secure_exchange();
  }
  bool authenticate_and_secure(const std::optional<Bytes>& whole) {
    auto challenge = expect<nas::AuthenticationRequest>();
    if (!challenge) return false;
    send_plain_or_protected(answer(*challenge));
    if (!expect<nas::SecurityModeCommand>()) return false;
    complete_security_mode(whole);
    return true;
  }
  template <class M>
  void send_plain_or_protected(const M& message) {
    if (channel && channel->secure_exchange())
      send(message);
    else
      send_plain(message);
  }
  void answer_context_setup() {
    ASSERT_TRUE(context.has_value());
    ngap::InitialContextSetupResponse response;
    response.amf_id = amf;
    response.ran_id = ran;
    for (auto& session : context->sessions) response.set_up.push_back({.id = session.id, .transfer = {0x00, 0x03, 0xe0}});
    station_->send(response);
  }
  /// The whole initial registration, with its accept.
  std::optional<nas::RegistrationAccept> register_with_network() {
    auto request = registration();
    send_first(request);
    if (!authenticate_and_secure(nas::encode(request))) return {};
    return finish_registration();
  }
  std::optional<nas::RegistrationAccept> finish_registration() {
    context.reset();
    auto accept = expect<nas::RegistrationAccept>();
    if (!accept) return {};
    if (channel) channel->establish_secure_exchange();
    if (context) answer_context_setup();
    if (accept->guti) guti = *accept->guti->guti();
    if (accept->guti || accept->configured_nssai) send(nas::RegistrationComplete{});
    return accept;
  }
  /// The names that follow an initial registration.
  bool names_came() { return expect<nas::ConfigurationUpdateCommand>().has_value(); }
  /// The base station's answer to a Release Command.
  bool released(ngap::Cause* cause_out = nullptr) {
    auto command = station_->expect<ngap::UeContextReleaseCommand>(ran);
    if (!command) return false;
    if (cause_out) *cause_out = command->cause;
    ngap::UeContextReleaseComplete complete;
    complete.amf_id = command->ids.amf;
    complete.ran_id = ran;
    station_->send(complete);
    world_->run_for(10ms);
    if (channel) channel->end_secure_exchange();
    return true;
  }
  /// User inactivity: the base station asks, the network releases.
  bool go_idle() {
    ngap::UeContextReleaseRequest request;
    request.amf_id = amf;
    request.ran_id = ran;
    request.cause = ngap::CauseRadioNetwork::user_inactivity;
    station_->send(request);
    return released();
  }
  nas::UlNasTransport establishment(std::uint8_t psi, std::optional<std::string> dnn = "internet") const {
    nas::UlNasTransport message;
    message.payload_type = nas::PayloadType::n1_sm;
    message.payload.octets = {0x2E, psi, 0x01, 0xC1, 0xFF, 0xFF, 0x91};
    message.session = PduSessionId(psi);
    message.request_type = nas::RequestType::initial;
    message.slice = nas::SnssaiIe(Snssai{1, {}});
    if (dnn) message.dnn = nas::Dnn(*dnn);
    return message;
  }
  /// A session with user plane, from request to the base station's answer.
  bool establish(std::uint8_t psi) {
    send(establishment(psi));
    auto setup = station_->expect<ngap::PduSessionResourceSetupRequest>(ran);
    if (!setup || setup->sessions.size() != 1 || !setup->sessions[0].nas) return false;
    auto plain = open(*setup->sessions[0].nas);
    if (!plain || !nas::decode<nas::DlNasTransport>(*plain).ok()) return false;
    ngap::PduSessionResourceSetupResponse response;
    response.amf_id = amf;
    response.ran_id = ran;
    response.set_up.push_back({.id = PduSessionId(psi), .transfer = {0x00, 0x03, 0xe0}});
    station_->send(response);
    world_->run_for(20ms);
    return true;
  }
  nas::ServiceRequest service_request(nas::ServiceKind kind = nas::ServiceKind::data) const {
    nas::ServiceRequest request;
    request.ng_ksi = channel->context().ng_ksi;
    request.type.value = kind;
    request.s_tmsi = nas::MobileIdentity(s_tmsi(*guti));
    return request;
  }
};

}  // namespace pellucid::amf::test
