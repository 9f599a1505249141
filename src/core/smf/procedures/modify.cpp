// TS 23.502 §4.3.3.2, TS 24.501 §6.3.2: the network changes the Session-AMBR. Phone and base station first, then the UPF, so that a
// refusal leaves everything as it was.
#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"

namespace pellucid::smf {

void Session::start_modification() {
  if (!wanted_ambr_ || command_ || state_ != State::active || user_plane_ == UserPlane::activating || left_ || gone_) return;
  auto ambr = *std::exchange(wanted_ambr_, std::nullopt);
  if (ambr == facts_.ambr) return;
  ++core_.counters.of(ProcedureName::modification_by_network).attempted;
  bool tunnel = user_plane_ == UserPlane::active;
  command_ = std::make_unique<Command>(core_.world);
  command_->kind = Command::Kind::modification;
  command_->n1 = modification_command(facts_.id, Pti(0), {.ambr = ambr, .always_on = {}, .pco = {}});
  command_->ambr = ambr;
  command_->n2_awaited = tunnel;
  state_ = State::modification_pending;
  start_timer();
  auto delivery = transfer(command_->n1, tunnel ? modify_request(ambr) : N2Sm{}, false);
  if (!command_) return;
  command_->delivery = delivery;
  if (delivery == Delivery::unreachable) give_up_command();
}

Flow<Nothing> Session::modification_complete() {
  auto& counters =
      core_.counters.of(command_->pti == Pti(0) ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone);
  auto ambr = command_->ambr;
  command_.reset();
  state_ = State::active;
  ++counters.succeeded;
  if (!ambr) co_return Nothing{};
  facts_.ambr = *ambr;
  keep_record();
  auto limited = co_await attempt(change_n4(n4::limit_rate(*ambr)));
  if (!limited.ok()) note(ProcedureName::modification_by_network, limited.error(), {});  // restore() will bring it about
  co_return Nothing{};
}

/// Another procedure goes first. `again`: it is done anew afterwards.
void Session::abort_modification(bool again) {
  if (!command_ || command_->kind != Command::Kind::modification) return;
  ++core_.counters.of(command_->pti == Pti(0) ? ProcedureName::modification_by_network : ProcedureName::modification_by_phone).aborted;
  if (again && command_->ambr && !wanted_ambr_) wanted_ambr_ = command_->ambr;
  command_.reset();
  state_ = State::active;
}

void Session::modified_by_base_station(bool ok, ByteView transfer) {
  if (!command_ || command_->kind != Command::Kind::modification || !command_->n2_awaited) {
    // The phone may have been faster, then it does not matter any more.
    if (!ok) ++core_.counters.events.n2_unexpected;
    return;
  }
  command_->n2_awaited = false;
  if (ok) {
    if (!ngap::decode_transfer<ngap::PduSessionResourceModifyResponseTransfer>(transfer).ok()) ++core_.counters.events.n2_undecodable;
    return;
  }
  auto read = ngap::decode_transfer<ngap::PduSessionResourceModifyUnsuccessfulTransfer>(transfer);
  if (!read.ok()) ++core_.counters.events.n2_undecodable;
  Refusal refusal(nas::SmCause::insufficient_resources,
                  Why{"the base station takes the new rates", read.ok() ? ngap::text(read->cause) : "a cause that cannot be read",
                      "a modify response", "base station", "see the log of the base station"});
  note(ProcedureName::modification_by_network, refusal, {});
  command_.reset();  // the command travelled with it and did not reach the phone
  state_ = State::active;
}

}  // namespace pellucid::smf
