// TS 23.502 §4.3.4.2, TS 24.501 §6.3.3, §6.4.3: the release of a session, asked for by the phone or by the network, and the timers of
// all commands to phones.
#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"

namespace pellucid::smf {

/// Step 2: the UPF drops all at once. What is left are the phone and the base station.
N2Sm Session::begin_release(Pti pti, nas::SmCause cause) {
  abort_modification(false);
  wanted_ambr_.reset();
  guard_.stop();
  bool tunnel = user_plane_ == UserPlane::active || user_plane_ == UserPlane::activating;
  user_plane_ = UserPlane::inactive;
  awaiting_first_setup_ = false;
  downlink_ = {};
  remove_from_upf();
  state_ = State::inactive_pending;
  command_ = std::make_unique<Command>(core_.world);
  command_->kind = Command::Kind::release;
  command_->pti = pti;
  command_->n1 = release_command(facts_.id, pti, cause);
  command_->n2_awaited = tunnel;
  // A phone that shall ask for a new session must hear of it (TS 24.501 §6.3.3.2).
  command_->skip_if_idle = cause != nas::SmCause::reactivation_requested;
  start_timer();
  return tunnel ? release_command(ngap::CauseNas::normal_release) : N2Sm{};
}

void Session::release_by_phone(Pti pti, SessionReply& reply) {
  ++core_.counters.of(ProcedureName::release_by_phone).attempted;
  reply.n2 = begin_release(pti, nas::SmCause::regular_deactivation);
  reply.n1 = command_->n1;
}

void Session::release_by_network(nas::SmCause cause) {
  if (releasing() || left_ || gone_) return;
  ++core_.counters.of(ProcedureName::release_by_network).attempted;
  auto n2 = begin_release(Pti(0), cause);
  auto delivery = transfer(command_->n1, n2, command_->skip_if_idle);
  if (!command_) return;
  command_->delivery = delivery;
  if (delivery == Delivery::unreachable) give_up_command();
}

/// Step 11: phone and base station have both answered, as far as they were asked.
void Session::release_answered(bool by_phone) {
  if (!command_ || command_->kind != Command::Kind::release) return;
  (by_phone ? command_->n1_awaited : command_->n2_awaited) = false;
  if (command_->n1_awaited || command_->n2_awaited) return;
  ++core_.counters.of(command_->pti == Pti(0) ? ProcedureName::release_by_network : ProcedureName::release_by_phone).succeeded;
  command_.reset();
  end();
}

// ---- T3591, T3592 -----------------------------------------------------------------------------------------------------------------

void Session::start_timer() {
  auto& timers = core_.config.timers;
  command_->timer.start(command_->kind == Command::Kind::release ? timers.t3592 : timers.t3591, [this] { command_expired(); });
}

void Session::command_expired() {
  if (command_->sent >= core_.config.timers.attempts || !command_->n1_awaited) return give_up_command();
  ++command_->sent;
  start_timer();
  // While the phone is paged the AMF holds the message; a second one would only be a repetition.
  if (command_->delivery == Delivery::paging) return;
  ++core_.counters.events.retransmissions;
  auto delivery = transfer(command_->n1, {}, command_->skip_if_idle);
  if (!command_) return;
  command_->delivery = delivery;
  if (delivery == Delivery::unreachable) give_up_command();
}

/// The fifth expiry, or nobody to send to.
void Session::give_up_command() {
  bool by_network = command_->pti == Pti(0);
  if (command_->kind == Command::Kind::modification) {
    ++core_.counters.of(by_network ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone).timed_out;
    command_.reset();
    state_ = State::active;  // with what it had before (TS 24.501 §6.3.2.5 a)
    return settle();
  }
  auto& counters = core_.counters.of(by_network ? ProcedureName::release_by_network : ProcedureName::release_by_phone);
  // A phone that may sleep on, or has answered, is no failure.
  bool fine = !command_->n1_awaited || (command_->delivery == Delivery::unreachable && command_->skip_if_idle);
  ++(fine ? counters.succeeded : counters.timed_out);
  command_.reset();
  end_now();
}

/// The end of a session that no reply tells of.
void Session::end_now() {
  end();
  tell_amf_ = true;
  if (busy_ || holds_ > 0 || left_) return settle();  // finished() does the rest
  core_.drop(*this, ProcedureName::count_);
  core_.ports.amf.released(facts_.supi, facts_.id);
}

}  // namespace pellucid::smf
