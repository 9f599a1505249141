// 5GSM messages of the phone for a session that exists (TS 24.501 §6.3, §6.4.2, §6.4.3, §6.5.3), after what clause 7 says of bad ones.
#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"
#include "core/smf/pco.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::smf {

namespace {

template <class M>
constexpr std::uint8_t type_of = M::wire.type;

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

/// One message, and where its answer goes.
struct Session::Heard {
  Bytes n1;
  std::uint8_t type = 0;
  Pti pti;
  PduSessionId id;
  bool transaction = false;  // it belongs to the command that is under way
  SessionReply& reply;
};

Flow<Nothing> Session::phone_said(Bytes n1, SessionReply& reply) {
  auto header = nas::peek(n1);
  if (!header || !header->is_sm()) {  // §7.2.1
    ++core_.counters.events.n1_undecodable;
    co_return Nothing{};
  }
  Heard heard{std::move(n1), header->type, Pti(header->pti), PduSessionId(header->session), false, reply};
  heard.transaction = command_ && command_->pti == heard.pti;
  if (!is_well_addressed(heard)) co_return Nothing{};
  switch (heard.type) {
    case type_of<nas::PduSessionModificationRequest>: modification_requested(heard); break;
    case type_of<nas::PduSessionModificationCommandReject>: modification_rejected(heard); break;
    case type_of<nas::PduSessionReleaseRequest>: release_requested(heard); break;
    case type_of<nas::PduSessionReleaseComplete>: release_completed(heard); break;
    case type_of<nas::SmStatus>: status_received(heard); break;
    case type_of<nas::PduSessionModificationComplete>:
      if (modification_answered(heard)) co_await modification_complete();
      break;
    case type_of<nas::PduSessionAuthenticationComplete>:  // nobody asked
    case type_of<nas::ServiceLevelAuthenticationComplete>:
      say_status(heard, heard.pti == Pti(0) ? nas::SmCause::message_type_not_compatible_with_state : nas::SmCause::invalid_pti);
      break;
    case type_of<nas::PduSessionEstablishmentRequest>: say_status(heard, nas::SmCause::message_type_not_compatible_with_state); break;
    default: say_status(heard, nas::SmCause::message_type_not_implemented); break;  // §7.4, also what only the network sends
  }
  co_return Nothing{};
}

// ---- bad protocol data ----------------------------------------------------------------------------------------------------------

/// §7.3: transaction and session. False: it is answered, or not to be.
bool Session::is_well_addressed(const Heard& heard) {
  bool request = heard.type == type_of<nas::PduSessionModificationRequest> || heard.type == type_of<nas::PduSessionReleaseRequest> ||
                 heard.type == type_of<nas::PduSessionEstablishmentRequest>;
  if (heard.pti == Pti(255)) {  // §7.3.1 d
    ++core_.counters.events.n1_unexpected;
    return false;
  }
  if (heard.id != facts_.id) {  // §7.3.2
    ++core_.counters.events.n1_unexpected;
    if (heard.pti != Pti(0)) reject_or_ignore(heard, heard.id, nas::SmCause::invalid_pdu_session_identity);
    return false;
  }
  if (request && heard.pti == Pti(0)) {  // §7.3.1 c
    say_status(heard, nas::SmCause::invalid_pti);
    return false;
  }
  return true;
}

/// The message, or nothing and its answer (§7.5).
template <class M>
std::optional<M> Session::readable(const Heard& heard) {
  auto read = nas::decode<M>(heard.n1);
  if (read.ok()) return std::move(*read);
  ++core_.counters.events.n1_undecodable;
  auto cause = nas::sm_cause_of(read.error());
  if (!cause || heard.type == type_of<nas::SmStatus>) return {};  // never a STATUS for a STATUS
  if (heard.type == type_of<nas::PduSessionModificationRequest> || heard.type == type_of<nas::PduSessionReleaseRequest>)
    reject_or_ignore(heard, facts_.id, *cause);
  else
    heard.reply.n1 = sm_status(facts_.id, heard.pti, *cause);
  return {};
}

void Session::say_status(const Heard& heard, nas::SmCause cause) {
  ++core_.counters.events.n1_unexpected;
  heard.reply.n1 = sm_status(facts_.id, heard.pti, cause);
}

/// The answers that clause 7 has for requests.
void Session::reject_or_ignore(const Heard& heard, PduSessionId id, nas::SmCause cause) {
  Refusal refusal(cause, Why{"the phone's request can be served in this state", nas::text(cause), "a request that fits", "phone",
                             "none: the phone is at fault"});
  if (heard.type == type_of<nas::PduSessionModificationRequest>) {
    heard.reply.n1 = modification_reject(id, heard.pti, cause);
    note(ProcedureName::modification_by_phone, refusal, heard.reply.n1);
  } else if (heard.type == type_of<nas::PduSessionReleaseRequest>) {
    heard.reply.n1 = release_reject(id, heard.pti, cause);
    note(ProcedureName::release_by_phone, refusal, heard.reply.n1);
  }
}

// ---- modification -----------------------------------------------------------------------------------------------------------------

/// §6.4.2. What phones ask right after a change of system is granted; rules and flows of their own are not offered.
void Session::modification_requested(const Heard& heard) {
  auto request = readable<nas::PduSessionModificationRequest>(heard);
  if (!request) return;
  if (releasing()) {  // §6.3.3.5: the release goes on
    if (heard.transaction) reject_or_ignore(heard, facts_.id, nas::SmCause::pti_already_in_use);
    return;
  }
  if (command_) {  // §6.3.2.5: ours goes on. The same request again gets the same answer.
    if (heard.transaction) heard.reply.n1 = command_->n1;
    return;
  }
  ++core_.counters.of(ProcedureName::modification_by_phone).attempted;
  if (auto cause = refuse_qos(*request)) {
    heard.reply.n1 = modification_reject(facts_.id, heard.pti, *cause);
    return note(ProcedureName::modification_by_phone,
                {*cause, Why{"the phone asks for what the session can have", nas::text(*cause),
                             "no packet filters and QoS flows of the phone's own", "SMF", "none: only the default QoS flow is offered"}},
                heard.reply.n1);
  }
  Modification modification;
  if (request->always_on) modification.always_on = facts_.always_on;
  if (request->pco) modification.pco = answer(*request->pco, dnn_->config, facts_.type);
  command_ = std::make_unique<Command>(core_.world);
  command_->kind = Command::Kind::modification;
  command_->pti = heard.pti;
  command_->n1 = modification_command(facts_.id, heard.pti, modification);
  state_ = State::modification_pending;
  start_timer();
  heard.reply.n1 = command_->n1;
}

/// True: the phone has done what the command says.
bool Session::modification_answered(const Heard& heard) {
  if (!readable<nas::PduSessionModificationComplete>(heard)) return false;
  if (heard.transaction && command_->kind == Command::Kind::modification) return true;
  say_status(heard, nas::SmCause::pti_mismatch);
  return false;
}

void Session::modification_rejected(const Heard& heard) {
  auto reject = readable<nas::PduSessionModificationCommandReject>(heard);
  if (!reject) return;
  if (!heard.transaction || command_->kind != Command::Kind::modification) return say_status(heard, nas::SmCause::pti_mismatch);
  Refusal refusal(reject->cause, Why{"the phone takes the modification", nas::text(reject->cause), "a modification complete", "phone",
                                     "see the phone's log"});
  note(heard.pti == Pti(0) ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone, refusal, heard.n1);
  command_.reset();
  state_ = State::active;
}

// ---- release ------------------------------------------------------------------------------------------------------------------------

void Session::release_requested(const Heard& heard) {
  if (!readable<nas::PduSessionReleaseRequest>(heard)) return;
  if (releasing()) {
    // The phone repeats its request; or ours crossed it, which the phone answers (§6.3.3.5).
    if (heard.transaction) heard.reply.n1 = command_->n1;
  } else if (heard.transaction) {
    reject_or_ignore(heard, facts_.id, nas::SmCause::pti_already_in_use);
  } else {
    release_by_phone(heard.pti, heard.reply);
  }
}

void Session::release_completed(const Heard& heard) {
  if (!readable<nas::PduSessionReleaseComplete>(heard)) return;
  if (!heard.transaction || command_->kind != Command::Kind::release) return say_status(heard, nas::SmCause::pti_mismatch);
  release_answered(true);
}

// ---- status -------------------------------------------------------------------------------------------------------------------------

/// §6.5.3.
void Session::status_received(const Heard& heard) {
  auto status = readable<nas::SmStatus>(heard);
  if (!status) return;
  ++core_.counters.events.status_received;
  auto cause = status->cause;
  bool of_accept = !heard.transaction && heard.pti != Pti(0) && heard.pti == accept_pti_;
  bool ends = cause == nas::SmCause::invalid_pdu_session_identity || (cause == nas::SmCause::pti_mismatch && of_accept);
  bool aborts = cause == nas::SmCause::pti_mismatch || cause == nas::SmCause::invalid_pti ||
                cause == nas::SmCause::invalid_mandatory_information || cause == nas::SmCause::message_type_not_implemented;
  if (ends || (aborts && heard.transaction && command_->kind == Command::Kind::release)) {
    bool tunnel = user_plane_ == UserPlane::active || user_plane_ == UserPlane::activating;
    if (tunnel) heard.reply.n2 = smf::release_command(ngap::CauseNas::normal_release);
    auto& counters = core_.counters.of(ProcedureName::local_release);
    ++counters.attempted;
    ++counters.succeeded;
    command_.reset();
    return end();
  }
  if (!aborts || !heard.transaction) return;
  Refusal refusal(
      cause, Why{"the phone understands the modification", nas::text(cause), "a modification complete", "phone", "see the phone's log"});
  note(heard.pti == Pti(0) ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone, refusal, {});
  command_.reset();
  state_ = State::active;
}

}  // namespace pellucid::smf
