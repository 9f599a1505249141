// 5GSM messages of the phone for a session that exists (TS 24.501 §6.3, §6.4.2, §6.4.3, §6.5.3), after what clause 7 says of bad ones.
#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"
#include "core/smf/pco.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::smf {

namespace {

constexpr std::uint8_t modification_request = nas::PduSessionModificationRequest::wire.type;
constexpr std::uint8_t modification_complete_type = nas::PduSessionModificationComplete::wire.type;
constexpr std::uint8_t command_reject = nas::PduSessionModificationCommandReject::wire.type;
constexpr std::uint8_t release_request = nas::PduSessionReleaseRequest::wire.type;
constexpr std::uint8_t release_complete = nas::PduSessionReleaseComplete::wire.type;
constexpr std::uint8_t authentication_complete = nas::PduSessionAuthenticationComplete::wire.type;
constexpr std::uint8_t service_level_complete = nas::ServiceLevelAuthenticationComplete::wire.type;
constexpr std::uint8_t establishment_request = nas::PduSessionEstablishmentRequest::wire.type;
constexpr std::uint8_t status_type = nas::SmStatus::wire.type;

/// Rules for packets and flows that a phone asks for: there is one flow, and it is the network's.
std::optional<nas::SmCause> refuse_qos(const nas::PduSessionModificationRequest& request) {
  if (request.qos_rules)
    for (auto& rule : request.qos_rules->rules) {
      if (rule.id != default_rule_id) continue;
      bool removes = rule.operation == nas::QosRule::Operation::remove;
      return removes ? nas::SmCause::semantic_error_in_qos_operation : nas::SmCause::semantic_errors_in_packet_filters;
    }
  if (request.qos_rules || request.qos_flows) return nas::SmCause::service_option_not_supported;
  if (request.requested_mbs_container || request.port_management_information_container || request.service_level_aa_container)
    return nas::SmCause::service_option_not_supported;
  return {};
}

}  // namespace

/// The answers that clause 7 has for requests; everything else that is wrong is answered by STATUS or not at all.
void Session::reject_or_ignore(std::uint8_t type, Pti pti, PduSessionId id, nas::SmCause cause, SessionReply& reply) {
  Why why{"the phone's request can be served in this state", nas::text(cause), "a request that fits", "phone", "none: the phone is at fault"};
  if (type == modification_request) {
    reply.n1 = modification_reject(id, pti, cause);
    note(ProcedureName::modification_by_phone, {cause, why}, reply.n1);
  } else if (type == release_request) {
    reply.n1 = release_reject(id, pti, cause);
    note(ProcedureName::release_by_phone, {cause, why}, reply.n1);
  }
}

Flow<Nothing> Session::phone_said(Bytes n1, SessionReply& reply) {
  auto& events = core_.counters.events;
  auto header = nas::peek(n1);
  if (!header || !header->is_sm()) {  // §7.2.1
    ++events.n1_undecodable;
    co_return Nothing{};
  }
  Pti pti(header->pti);
  auto type = header->type;
  auto status = [&](nas::SmCause cause) {
    ++events.n1_unexpected;
    reply.n1 = sm_status(facts_.id, pti, cause);
  };
  auto unreadable = [&](const codec::WireError& error) {
    ++events.n1_undecodable;
    auto cause = nas::sm_cause_of(error);
    if (!cause) return;
    if (type == modification_request || type == release_request)
      reject_or_ignore(type, pti, facts_.id, *cause, reply);
    else if (type != status_type)  // never a STATUS for a STATUS
      reply.n1 = sm_status(facts_.id, pti, *cause);
  };
  bool request = type == modification_request || type == release_request || type == establishment_request;
  if (pti == Pti(255)) {  // §7.3.1 d
    ++events.n1_unexpected;
    co_return Nothing{};
  }
  if (PduSessionId(header->session) != facts_.id) {  // §7.3.2
    ++events.n1_unexpected;
    if (pti != Pti(0)) reject_or_ignore(type, pti, PduSessionId(header->session), nas::SmCause::invalid_pdu_session_identity, reply);
    co_return Nothing{};
  }
  if (request && pti == Pti(0)) {  // §7.3.1 c
    status(nas::SmCause::invalid_pti);
    co_return Nothing{};
  }
  bool transaction = command_ && command_->pti == pti;

  switch (type) {
    case modification_request: {
      auto read = nas::decode<nas::PduSessionModificationRequest>(n1);
      if (!read.ok())
        unreadable(read.error());
      else
        modification_requested(*read, reply);
      break;
    }
    case release_request: {
      auto read = nas::decode<nas::PduSessionReleaseRequest>(n1);
      if (!read.ok()) {
        unreadable(read.error());
      } else if (releasing()) {
        // The phone repeats its request, or has not heard our command yet (§6.3.3.5, §6.4.3.5 a).
        if (transaction) reply.n1 = command_->n1;
      } else if (transaction) {
        reject_or_ignore(type, pti, facts_.id, nas::SmCause::pti_already_in_use, reply);
      } else {
        release_by_phone(pti, reply);
      }
      break;
    }
    case modification_complete_type: {
      auto read = nas::decode<nas::PduSessionModificationComplete>(n1);
      if (!read.ok())
        unreadable(read.error());
      else if (!transaction || command_->kind != Command::Kind::modification)
        status(nas::SmCause::pti_mismatch);
      else
        co_await modification_complete();
      break;
    }
    case command_reject: {
      auto read = nas::decode<nas::PduSessionModificationCommandReject>(n1);
      if (!read.ok()) {
        unreadable(read.error());
      } else if (!transaction || command_->kind != Command::Kind::modification) {
        status(nas::SmCause::pti_mismatch);
      } else {
        bool by_network = pti == Pti(0);
        Refusal refusal(read->cause, Why{"the phone takes the modification", nas::text(read->cause), "a modification complete", "phone", "see the phone's log"});
        note(by_network ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone, refusal, n1);
        command_.reset();
        state_ = State::active;
      }
      break;
    }
    case release_complete: {
      auto read = nas::decode<nas::PduSessionReleaseComplete>(n1);
      if (!read.ok())
        unreadable(read.error());
      else if (!transaction || command_->kind != Command::Kind::release)
        status(nas::SmCause::pti_mismatch);
      else
        release_answered(true);
      break;
    }
    case status_type: {
      auto read = nas::decode<nas::SmStatus>(n1);
      if (!read.ok())
        ++events.n1_undecodable;
      else
        status_received(*read, reply);
      break;
    }
    case authentication_complete:
    case service_level_complete:
      status(pti == Pti(0) ? nas::SmCause::message_type_not_compatible_with_state : nas::SmCause::invalid_pti);
      break;
    case establishment_request:
      status(nas::SmCause::message_type_not_compatible_with_state);
      break;
    default:
      status(nas::SmCause::message_type_not_implemented);  // §7.4, also what only the network sends
      break;
  }
  co_return Nothing{};
}

/// §6.4.2. What phones ask right after a change of system is granted; rules and flows of their own are not offered.
void Session::modification_requested(const nas::PduSessionModificationRequest& request, SessionReply& reply) {
  bool transaction = command_ && command_->pti == request.pti;
  if (releasing()) {
    if (transaction) reject_or_ignore(modification_request, request.pti, facts_.id, nas::SmCause::pti_already_in_use, reply);
    return;  // §6.3.3.5: the release goes on
  }
  if (command_) {
    // §6.3.2.5: ours goes on. The same request again gets the same answer.
    if (transaction) reply.n1 = command_->n1;
    return;
  }
  auto& counters = core_.counters.of(ProcedureName::modification_by_phone);
  ++counters.attempted;
  if (auto cause = refuse_qos(request)) {
    Why why{"the phone asks for what the session can have", nas::text(*cause), "no packet filters and QoS flows of the phone's own", "SMF",
            "none: only the default QoS flow is offered"};
    reply.n1 = modification_reject(facts_.id, request.pti, *cause);
    return note(ProcedureName::modification_by_phone, {*cause, why}, reply.n1);
  }
  Modification modification;
  if (request.always_on) modification.always_on = facts_.always_on;
  if (request.pco) modification.pco = answer(*request.pco, dnn_->config, facts_.type);
  command_ = std::make_unique<Command>(core_.world);
  command_->kind = Command::Kind::modification;
  command_->pti = request.pti;
  command_->n1 = modification_command(facts_.id, request.pti, modification);
  state_ = State::modification_pending;
  start_timer();
  reply.n1 = command_->n1;
}

/// §6.5.3.
void Session::status_received(const nas::SmStatus& status, SessionReply& reply) {
  ++core_.counters.events.status_received;
  bool transaction = command_ && command_->pti == status.pti;
  bool of_accept = !transaction && status.pti != Pti(0) && status.pti == accept_pti_;
  auto cause = status.cause;
  bool ends = cause == nas::SmCause::invalid_pdu_session_identity || (cause == nas::SmCause::pti_mismatch && of_accept);
  bool aborts = cause == nas::SmCause::pti_mismatch || cause == nas::SmCause::invalid_pti ||
                cause == nas::SmCause::invalid_mandatory_information || cause == nas::SmCause::message_type_not_implemented;
  if (ends || (aborts && transaction && command_->kind == Command::Kind::release)) {
    bool tunnel = user_plane_ == UserPlane::active || user_plane_ == UserPlane::activating;
    if (tunnel) reply.n2 = smf::release_command(ngap::CauseNas::normal_release);
    ++core_.counters.of(ProcedureName::local_release).attempted;
    ++core_.counters.of(ProcedureName::local_release).succeeded;
    command_.reset();
    return end();
  }
  if (!aborts || !transaction) return;
  Refusal refusal(cause, Why{"the phone understands the modification", nas::text(cause), "a modification complete", "phone", "see the phone's log"});
  note(command_->pti == Pti(0) ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone, refusal, {});
  command_.reset();
  state_ = State::active;
}

}  // namespace pellucid::smf
