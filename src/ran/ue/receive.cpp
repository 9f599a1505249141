// NAS from the network: out of its protection, and to the procedure that it belongs to (TS 24.501 §4.4, §5.4, §7).
#include <algorithm>

#include "link/nas/acceptance.hpp"
#include "link/nas/initial_message.hpp"
#include "ran/ue/phone.hpp"

namespace pellucid::ue {

using namespace nas;

void Phone::nas_received(ByteView pdu) {
  auto head = peek(pdu);
  if (!head || !head->is_mm()) {
    ++counters_.discarded;
    return;
  }
  if (!head->is_protected()) {
    bool secured = channel_ && channel_->secure_exchange();
    if (secured || !acceptable_unprotected(Side::phone, pdu)) {
      ++counters_.discarded;
      return;
    }
    return handle(pdu, false);
  }
  if (head->security == SecurityHeaderType::integrity_new_context) return on_security_mode_command(pdu);
  auto opened = channel_ ? channel_->unprotect(pdu) : Result<Opened, ChannelFault>(Fail(ChannelFault::wrong_mac));
  if (!opened.ok()) {
    ++counters_.discarded;
    return;
  }
  channel_->establish_secure_exchange();
  handle(opened->message, true);
}

void Phone::handle(ByteView plain, bool) {
  auto head = peek(plain);
  if (!head || !head->is_mm()) return;
  // One line a message: decoded by its table, or answered as TS 24.501 §7.5.1 wants it.
  auto take = [&]<class M>(std::type_identity<M>) {
    auto m = decode<M>(plain);
    if (m.ok())
      on(*m);
    else
      status(MmCause::invalid_mandatory_information);
  };
  switch (head->type) {
    case AuthenticationRequest::wire.type: return take(std::type_identity<AuthenticationRequest>{});
    case AuthenticationReject::wire.type: return take(std::type_identity<AuthenticationReject>{});
    case IdentityRequest::wire.type: return take(std::type_identity<IdentityRequest>{});
    case RegistrationAccept::wire.type: return take(std::type_identity<RegistrationAccept>{});
    case RegistrationReject::wire.type: return take(std::type_identity<RegistrationReject>{});
    case ServiceAccept::wire.type: return take(std::type_identity<ServiceAccept>{});
    case ServiceReject::wire.type: return take(std::type_identity<ServiceReject>{});
    case NetworkDeregistrationRequest::wire.type: return take(std::type_identity<NetworkDeregistrationRequest>{});
    case UeDeregistrationAccept::wire.type: return take(std::type_identity<UeDeregistrationAccept>{});
    case ConfigurationUpdateCommand::wire.type: return take(std::type_identity<ConfigurationUpdateCommand>{});
    case DlNasTransport::wire.type: return take(std::type_identity<DlNasTransport>{});
    case MmStatus::wire.type: return take(std::type_identity<MmStatus>{});
    default: status(MmCause::message_type_not_implemented);
  }
}

void Phone::on(const MmStatus& m) {
  ++counters_.status_received;
  last_cause_ = std::uint8_t(m.cause);
}

// ---- primary authentication (TS 24.501 §5.4.1.3) -------------------------------------------------------------------------

void Phone::on(const AuthenticationRequest& m) {
  ++counters_.authentications;
  if (config_.misbehaviour.silent_to_authentication) return;
  AuthenticationFailure failure;
  if (!m.rand || !m.autn) {
    failure.cause = MmCause::protocol_error_unspecified;  // EAP-AKA' is not offered here
    send_message(failure);
    return;
  }
  AuthenticationResponse response;
  if (partial_ && partial_->rand == *m.rand) {
    response.res_star = partial_->res_star;  // the same challenge again: the USIM is not asked twice (§5.4.1.3.3)
    send_message(response);
    return;
  }
  if (channel_ && channel_->context().ng_ksi == m.ng_ksi) {
    failure.cause = MmCause::ng_ksi_already_in_use;
    send_message(failure);
    return;
  }
  auto network = config_.home.serving_network_name();
  auto answer = usim_.answer(*m.rand, *m.autn, network);
  if (!answer.ok()) {
    using Kind = crypto::AkaFault::Kind;
    auto kind = answer.error().kind;
    failure.cause = kind == Kind::sync_failure  ? MmCause::synch_failure
                    : kind == Kind::mac_failure ? MmCause::mac_failure
                                                : MmCause::non_5g_authentication_unacceptable;
    if (kind == Kind::sync_failure) failure.auts = answer.error().auts;
    ++authentication_failures_;
    last_cause_ = std::uint8_t(failure.cause);
    send_message(failure);
    return;
  }
  authentication_failures_ = 0;
  Partial partial;
  partial.k_amf = crypto::k_amf(answer->k_seaf, config_.supi, m.abba);
  partial.ng_ksi = m.ng_ksi;
  partial.rand = *m.rand;
  partial.res_star = answer->res_star;
  if (config_.misbehaviour.wrong_res) partial.res_star[0] ^= 1;
  partial_ = partial;
  response.res_star = partial.res_star;
  send_message(response);
}

void Phone::on(const AuthenticationReject&) {
  if (state_ != State::registering) return;
  ++counters_.rejects;
  forget_registration();
  registration_failed(0, "authentication rejected", false);
}

// ---- security mode (TS 24.501 §5.4.2) ------------------------------------------------------------------------------------

void Phone::on_security_mode_command(ByteView pdu) {
  auto refuse = [&](MmCause cause) {
    ++counters_.discarded;
    SecurityModeReject m;
    m.cause = cause;
    send_message(m);
  };
  auto envelope = decode_protected(pdu);
  if (!envelope.ok()) return void(++counters_.discarded);
  auto command = decode<SecurityModeCommand>(envelope->message);
  if (!command.ok()) return refuse(MmCause::invalid_mandatory_information);
  if (config_.misbehaviour.silent_to_security_mode) return;
  // The keys of the last authentication, or the current context again with other algorithms.
  std::optional<SecurityContext> context;
  if (partial_ && partial_->ng_ksi == command->ng_ksi) {
    context = SecurityContext::make(partial_->k_amf, command->ng_ksi, command->algorithms);
  } else if (channel_ && channel_->context().ng_ksi == command->ng_ksi) {
    context = channel_->context();
    if (!context->change_algorithms(command->algorithms)) context.reset();
  }
  if (!context || command->algorithms.integrity == IntegrityAlgorithm::ia0) return refuse(MmCause::ue_security_capabilities_mismatch);
  Channel trial(Side::phone, *context);
  auto opened = trial.unprotect(pdu);
  if (!opened.ok()) return refuse(MmCause::security_mode_rejected);
  auto& replayed = command->replayed_ue_security;
  bool same = replayed.ea == config_.ciphering && replayed.ia == config_.integrity;
  if (!same || !replayed.supports(command->algorithms.ciphering) || !replayed.supports(command->algorithms.integrity))
    return refuse(MmCause::ue_security_capabilities_mismatch);

  channel_ = std::move(trial);
  partial_.reset();
  SecurityModeComplete complete;
  if (command->imeisv_request == ImeisvRequest::requested) complete.imeisv = MobileIdentity(Imeisv{config_.imeisv});
  bool again = command->additional && command->additional->retransmit_initial_message;
  if (first_message_)
    complete.container = NasMessageContainer{*first_message_};
  else if (again)
    complete.container = NasMessageContainer{encode(registration_request(kind_))};
  first_message_.reset();
  auto answer = channel_->protect(SecurityHeaderType::integrity_ciphered_new_context, encode(complete));
  channel_->establish_secure_exchange();
  if (answer.ok()) air_.send_nas(*answer);
}

// ---- identification, configuration (TS 24.501 §5.4.3, §5.4.4) --------------------------------------------------------------

void Phone::on(const IdentityRequest& m) {
  IdentityResponse response;
  switch (m.type) {
    case IdentityType::imeisv: response.identity = MobileIdentity(Imeisv{config_.imeisv}); break;
    case IdentityType::guti:
      if (guti_) response.identity = *guti_;
      break;
    case IdentityType::s_tmsi:
      if (guti_) response.identity = s_tmsi(*guti_);
      break;
    case IdentityType::imei: break;  // this phone has an IMEISV only: "no identity"
    default: response.identity = suci();
  }
  send_message(response);
}

void Phone::on(const ConfigurationUpdateCommand& m) {
  if (m.guti && m.guti->guti()) guti_ = *m.guti->guti();
  if (m.tai_list) registration_area_ = m.tai_list->tais();
  if (m.indication && m.indication->acknowledge) send_message(ConfigurationUpdateComplete{});
}

}  // namespace pellucid::ue
