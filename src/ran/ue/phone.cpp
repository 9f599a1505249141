#include "ran/ue/phone.hpp"

#include <algorithm>

#include "link/nas/acceptance.hpp"
#include "link/nas/initial_message.hpp"

namespace pellucid::ue {

using namespace nas;

namespace {

// TS 24.501 table 10.2.1.
constexpr Duration t3510 = std::chrono::seconds(15), t3511 = std::chrono::seconds(10), t3502 = std::chrono::minutes(12),
                   t3517 = std::chrono::seconds(15), t3521 = std::chrono::seconds(15);
constexpr unsigned most_registration_attempts = 5;

crypto::SqnArray seen(crypto::Sqn sqn) {
  crypto::SqnArray array;
  if (sqn.number()) array.accept(sqn);
  return array;
}

}  // namespace

Phone::Phone(World& world, PhoneConfig config, Air& air, PhoneEvents& events)
    : world_(world),
      config_(std::move(config)),
      air_(air),
      events_(events),
      usim_(crypto::Milenage(config_.k, config_.opc), seen(config_.sqn)),
      t3510_(world),
      t3511_(world),
      t3512_(world),
      t3517_(world),
      t3521_(world) {}

Phone::~Phone() = default;

std::size_t Phone::session_count() const {
  return std::size_t(std::count_if(sessions_.begin(), sessions_.end(), [](auto& s) { return s.second->state == SessionState::active; }));
}

const SessionView* Phone::session(PduSessionId id) const {
  auto found = sessions_.find(id);
  return found == sessions_.end() || found->second->state == SessionState::pending ? nullptr : &found->second->view;
}

// ---- sending ------------------------------------------------------------------------------------------------------------

bool Phone::send(ByteView plain) {
  if (!channel_ || !channel_->secure_exchange()) return air_.send_nas(plain);
  auto pdu = channel_->protect(SecurityHeaderType::integrity_ciphered, plain);
  return pdu.ok() && air_.send_nas(*pdu);
}

bool Phone::send_initial(ConnectCause cause, const Result<Bytes, ChannelFault>& pdu) {
  if (!pdu.ok()) return false;
  if (connected_) return air_.send_nas(*pdu);
  // Set before the call: the answer may come from inside it.
  connected_ = true;
  std::optional<STmsi> name;
  if (guti_) name = s_tmsi(*guti_);
  if (!air_.connect(cause, name, *pdu)) {
    connected_ = false;
    return false;
  }
  t3512_.stop();
  events_.connected();
  return true;
}

void Phone::status(MmCause cause) {
  ++counters_.status_sent;
  MmStatus m;
  m.cause = cause;
  send_message(m);
}

// ---- registration (TS 24.501 §5.5.1) -----------------------------------------------------------------------------------

void Phone::switch_on() {
  if (state_ != State::off) return;
  state_ = State::deregistered;
  attempts_ = 0;
  register_now(RegistrationKind::initial);
}

void Phone::update_registration(RegistrationKind kind) {
  if (state_ == State::registered) register_now(kind);
}

MobileIdentity Phone::suci() const {
  auto plain = Suci::of(config_.supi, config_.home.mnc_digits, config_.routing_indicator);
  if (config_.scheme == crypto::ProtectionScheme::null) return plain;
  auto output =
      crypto::conceal(config_.scheme, config_.home_public_key, plain.output, [this](std::span<std::uint8_t> out) { world_.random(out); });
  if (!output.ok()) return plain;
  plain.scheme = ProtectionScheme(std::uint8_t(config_.scheme));
  plain.key_id = config_.home_key_id;
  plain.output = std::move(*output);
  return plain;
}

RegistrationRequest Phone::registration_request(RegistrationKind kind) const {
  RegistrationRequest m;
  m.type.value = kind;
  m.type.follow_on_request = !sessions_.empty() || kind == RegistrationKind::initial;
  m.ng_ksi = channel_ ? channel_->context().ng_ksi : KeySetId::none();
  m.identity = guti_ ? MobileIdentity(*guti_) : suci();
  m.ue_security = UeSecurityCapability{config_.ciphering, config_.integrity, {}, {}, {}};
  if (kind != RegistrationKind::periodic) {
    m.capability = MmCapability{};
    m.requested_nssai = Nssai(config_.slices);
  }
  PduSessionSet active, waiting;
  for (auto& [id, session] : sessions_) {
    if (session->state != SessionState::pending) active.add(id);
    if (!session->waiting.empty()) waiting.add(id);
  }
  if (kind != RegistrationKind::initial) m.pdu_session_status = active;
  if (!waiting.empty()) m.uplink_data_status = waiting;
  return m;
}

void Phone::register_now(RegistrationKind kind) {
  kind_ = kind;
  state_ = State::registering;
  serving_ = false;
  t3511_.stop();
  t3512_.stop();
  t3517_.stop();
  ++counters_.registrations;
  if (kind == RegistrationKind::initial)
    while (!sessions_.empty()) drop_session(sessions_.begin()->first);
  auto full = registration_request(kind);
  t3510_.start(t3510, [this] {
    registration_failed(0, "no answer to the registration request (T3510)", true);
    if (connected_) air_.release();
  });
  bool sent;
  if (channel_) {
    first_message_.reset();
    sent = send_initial(ConnectCause::mo_signalling, protect_initial(*channel_, full));
  } else {
    // Without keys only the cleartext elements go out; the whole message follows in Security Mode Complete (§4.4.6).
    first_message_ = encode(full);
    sent = send_initial(ConnectCause::mo_signalling, encode(cleartext_of(full)));
  }
  if (!sent) {
    t3510_.stop();
    registration_failed(0, "no cell", true);
  }
}

void Phone::registration_failed(std::uint8_t cause, const char* what, bool retry) {
  t3510_.stop();
  last_cause_ = cause;
  state_ = State::deregistered;
  if (retry && ++attempts_ < most_registration_attempts)
    t3511_.start(t3511, [this] { register_now(guti_ && kind_ != RegistrationKind::initial ? kind_ : RegistrationKind::initial); });
  else if (retry)
    t3511_.start(t3502, [this] {
      attempts_ = 0;
      register_now(RegistrationKind::initial);
    });
  events_.not_registered(cause, what);
}

void Phone::forget_registration() {
  guti_.reset();
  registration_area_.clear();
  channel_.reset();
  partial_.reset();
  while (!sessions_.empty()) drop_session(sessions_.begin()->first);
}

void Phone::on(const RegistrationAccept& m) {
  if (state_ != State::registering) return;
  t3510_.stop();
  attempts_ = 0;
  last_cause_ = 0;
  bool acknowledge = m.guti || m.configured_nssai;
  if (m.guti && m.guti->guti()) guti_ = *m.guti->guti();
  if (m.tai_list) registration_area_ = m.tai_list->tais();
  periodic_ = m.t3512 && m.t3512->seconds() ? std::chrono::seconds(*m.t3512->seconds()) : Duration{};
  if (m.pdu_session_status) match_sessions(*m.pdu_session_status);
  state_ = State::registered;
  if (acknowledge && !config_.misbehaviour.no_registration_complete) send_message(RegistrationComplete{});
  if (guti_) events_.registered(*guti_);
}

void Phone::on(const RegistrationReject& m) {
  if (state_ != State::registering) return;
  ++counters_.rejects;
  auto cause = std::uint8_t(m.cause);
  switch (m.cause) {
    case MmCause::ue_identity_cannot_be_derived:
    case MmCause::implicitly_deregistered:
      forget_registration();
      registration_failed(cause, "the network does not know us any more", false);
      if (++attempts_ < most_registration_attempts)
        t3511_.start(std::chrono::milliseconds(100), [this] { register_now(RegistrationKind::initial); });
      return;
    case MmCause::congestion: {
      registration_failed(cause, "congestion", false);
      auto wait = m.t3346 ? m.t3346->seconds() : std::nullopt;
      t3511_.start(wait ? Duration(std::chrono::seconds(*wait)) : t3511, [this] { register_now(RegistrationKind::initial); });
      return;
    }
    case MmCause::illegal_ue:
    case MmCause::illegal_me:
    case MmCause::services_not_allowed:
    case MmCause::plmn_not_allowed:
    case MmCause::serving_network_not_authorized:
    case MmCause::tracking_area_not_allowed:
    case MmCause::roaming_not_allowed:
    case MmCause::no_suitable_cells:
    case MmCause::no_network_slices_available: forget_registration(); return registration_failed(cause, "refused", false);
    default: return registration_failed(cause, "refused", true);
  }
}

void Phone::match_sessions(const PduSessionSet& active) {
  std::vector<PduSessionId> gone;
  for (auto& [id, session] : sessions_)
    if (session->state == SessionState::active && !active.contains(id)) gone.push_back(id);
  for (auto id : gone) {
    drop_session(id);
    events_.session_down(id);
  }
}

// ---- deregistration (TS 24.501 §5.5.2) ---------------------------------------------------------------------------------

void Phone::switch_off() {
  if (state_ == State::off) return;
  if (state_ == State::registered && channel_ && guti_) {
    UeDeregistrationRequest m;
    m.type.switch_off = true;
    m.ng_ksi = channel_->context().ng_ksi;
    m.identity = *guti_;
    if (connected_ && channel_->secure_exchange())
      send_message(m);
    else
      send_initial(ConnectCause::mo_signalling, protect_initial(*channel_, m));
  }
  for (auto* timer : {&t3510_, &t3511_, &t3512_, &t3517_, &t3521_}) timer->stop();
  while (!sessions_.empty()) drop_session(sessions_.begin()->first);
  state_ = State::off;
  events_.deregistered();
}

void Phone::deregister() {
  if (state_ != State::registered || !channel_ || !guti_) return;
  state_ = State::deregistering;
  UeDeregistrationRequest m;
  m.ng_ksi = channel_->context().ng_ksi;
  m.identity = *guti_;
  bool sent = connected_ && channel_->secure_exchange() ? send_message(m)
                                                        : send_initial(ConnectCause::mo_signalling, protect_initial(*channel_, m));
  (void)sent;  // lost or not, T3521 ends it
  t3521_.start(t3521, [this] { on(UeDeregistrationAccept{}); });
}

void Phone::on(const UeDeregistrationAccept&) {
  if (state_ != State::deregistering) return;
  t3521_.stop();
  t3512_.stop();
  while (!sessions_.empty()) drop_session(sessions_.begin()->first);
  state_ = State::off;
  events_.deregistered();
}

void Phone::on(const NetworkDeregistrationRequest& m) {
  if (state_ == State::off) return;
  send_message(NetworkDeregistrationAccept{});
  while (!sessions_.empty()) drop_session(sessions_.begin()->first);
  state_ = State::deregistered;
  t3512_.stop();
  last_cause_ = m.cause ? std::uint8_t(*m.cause) : 0;
  events_.deregistered();
  // After the network has released the connection (§5.5.2.3.2).
  if (m.type.re_registration_required) t3511_.start(std::chrono::milliseconds(500), [this] { register_now(RegistrationKind::initial); });
}

// ---- service (TS 24.501 §5.6.1) ----------------------------------------------------------------------------------------

void Phone::ask_service() { start_service_request(ServiceKind::signalling); }

void Phone::start_service_request(ServiceKind kind) {
  if (state_ != State::registered || serving_ || !channel_ || !guti_) return;
  if (connected_ && kind == ServiceKind::signalling) return;
  serving_ = true;
  ++counters_.service_requests;
  ServiceRequest m;
  m.ng_ksi = channel_->context().ng_ksi;
  m.type.value = kind;
  m.s_tmsi = s_tmsi(*guti_);
  PduSessionSet active, waiting;
  for (auto& [id, session] : sessions_) {
    if (session->state != SessionState::pending) active.add(id);
    if (!session->waiting.empty()) waiting.add(id);
  }
  m.pdu_session_status = active;
  if (!waiting.empty()) m.uplink_data_status = waiting;
  t3517_.start(t3517, [this] {
    lost_service();
    if (connected_) air_.release();
  });
  auto cause = kind == ServiceKind::mobile_terminated ? ConnectCause::mt_access
               : kind == ServiceKind::data            ? ConnectCause::mo_data
                                                      : ConnectCause::mo_signalling;
  bool sent = connected_ ? send_message(m) : send_initial(cause, protect_initial(*channel_, m));
  if (!sent) lost_service();
}

void Phone::lost_service() {
  serving_ = false;
  t3517_.stop();
  for (auto& [id, session] : sessions_) {
    counters_.packets_dropped += session->waiting.size();
    session->waiting.clear();
  }
}

void Phone::on(const ServiceAccept& m) {
  if (!serving_) return;
  serving_ = false;
  t3517_.stop();
  if (m.pdu_session_status) match_sessions(*m.pdu_session_status);
}

void Phone::on(const ServiceReject& m) {
  if (!serving_) return;
  ++counters_.rejects;
  last_cause_ = std::uint8_t(m.cause);
  lost_service();
  if (m.cause == MmCause::ue_identity_cannot_be_derived || m.cause == MmCause::implicitly_deregistered) {
    forget_registration();
    state_ = State::deregistered;
    events_.not_registered(last_cause_, "service refused");
    t3511_.start(std::chrono::milliseconds(100), [this] { register_now(RegistrationKind::initial); });
  }
}

// ---- the air -------------------------------------------------------------------------------------------------------------

void Phone::connection_released() {
  if (!connected_) return;
  connected_ = false;
  if (channel_) channel_->end_secure_exchange();
  for (auto& [id, session] : sessions_) session->user_plane = false;
  if (serving_) lost_service();
  if (state_ == State::registering) registration_failed(0, "connection lost while registering", true);
  if (state_ == State::registered && periodic_ > Duration{}) t3512_.start(periodic_, [this] { register_now(RegistrationKind::periodic); });
  events_.idle();
}

void Phone::paged(const STmsi& whom) {
  if (state_ != State::registered || !guti_ || s_tmsi(*guti_) != whom || connected_) return;
  ++counters_.pagings;
  if (!config_.misbehaviour.silent_to_paging) start_service_request(ServiceKind::mobile_terminated);
}

void Phone::cell_changed(bool in_service) {
  if (!in_service) {
    connection_released();
    return;
  }
  if (state_ == State::deregistered && !t3511_.running()) return register_now(RegistrationKind::initial);
  bool known = std::find(registration_area_.begin(), registration_area_.end(), air_.tai()) != registration_area_.end();
  if (state_ == State::registered && !known) register_now(RegistrationKind::mobility);
}

}  // namespace pellucid::ue
