#include "core/smf/session.hpp"

#include "core/smf/core.hpp"
#include "core/smf/record.hpp"

namespace pellucid::smf {

const char* text(Session::State state) {
  switch (state) {
    case Session::State::establishing: return "establishing";
    case Session::State::active: return "active";
    case Session::State::modification_pending: return "modification pending";
    case Session::State::inactive_pending: return "inactive pending";
  }
  return "?";
}

const char* text(Session::UserPlane plane) {
  switch (plane) {
    case Session::UserPlane::inactive: return "inactive";
    case Session::UserPlane::paging: return "paging";
    case Session::UserPlane::activating: return "activating";
    case Session::UserPlane::active: return "active";
    case Session::UserPlane::unreachable: return "unreachable";
  }
  return "?";
}

Session::Session(Core& core, const Supi& supi, PduSessionId id, Seid seid) : core_(core), guard_(core.world), kick_(core.world) {
  facts_.supi = supi;
  facts_.id = id;
  facts_.seid = seid;
  facts_.since = core.world.wall();
}

Session::Session(Core& core, Facts facts, Dnn* dnn, AddressPool::Lease ipv4, AddressPool::Lease ipv6)
    : core_(core),
      facts_(std::move(facts)),
      dnn_(dnn),
      lease_v4_(std::move(ipv4)),
      lease_v6_(std::move(ipv6)),
      state_(State::active),
      guard_(core.world),
      kick_(core.world),
      out_of_step_(true) {}

SessionStatus Session::status() const {
  SessionStatus out;
  out.supi = facts_.supi;
  out.id = facts_.id;
  out.slice = facts_.slice;
  out.dnn = facts_.dnn;
  out.type = nas::text(facts_.type);
  out.ipv4 = facts_.ipv4;
  out.ipv6_prefix = facts_.ipv6_prefix;
  out.state = text(state_);
  out.user_plane = text(user_plane_);
  if (auto* upf = core_.find_upf(facts_.upf.address)) out.upf = upf->config.name;
  out.seid = facts_.seid;
  out.upf_seid = facts_.upf_seid;
  out.uplink = facts_.uplink;
  out.downlink = downlink_;
  out.five_qi = facts_.five_qi;
  out.ambr = facts_.ambr;
  out.since = facts_.since;
  out.usage = usage_;
  return out;
}

// ---- calls, one at a time -------------------------------------------------------------------------------------------------------

void Session::call(Call call, ReplyTo reply_to) {
  if (left_ || calls_.size() >= core_.config.limits.max_waiting_calls) {
    if (!left_) ++core_.counters.events.congestion;
    Denied answer{left_ ? Denied::Kind::not_found : Denied::Kind::congestion,
                  Why{"few calls wait for one session", std::to_string(calls_.size()),
                      "fewer than " + std::to_string(core_.config.limits.max_waiting_calls), "a limit of this program",
                      "find out why the UPF answers so slowly"},
                  {}};
    return reply_to.resolve(Fail(std::move(answer)));
  }
  calls_.push_back({std::move(call), std::move(reply_to)});
  next();
}

void Session::next() {
  if (busy_ || left_ || holds_ > 0 || calls_.empty()) return;
  busy_ = true;
  auto waiting = std::move(calls_.front());
  calls_.pop_front();
  current_ = std::move(waiting.reply_to);
  flows_.start<SessionReply, Denied>(run(std::move(waiting.call)), [this](Reply outcome) { finished(std::move(outcome)); });
}

Procedure<SessionReply, Denied> Session::run(Call call) {
  if (auto* request = std::get_if<CreateSession>(&call)) {
    auto reply = co_await create(std::move(*request));
    co_return reply;
  }
  if (auto* request = std::get_if<UpdateSession>(&call)) {
    auto reply = co_await update(std::move(*request));
    co_return reply;
  }
  auto done = co_await attempt(run_internal(std::move(call)));
  if (done.ok()) co_return std::move(*done);
  co_return Fail(core_.denied(done.error(), {}));
}

Flow<SessionReply> Session::run_internal(Call call) {
  if (auto* error = std::get_if<ErrorIndicated>(&call)) co_await tunnel_unknown(error->tunnel);
  if (std::holds_alternative<GiveUpPaging>(call)) co_await give_up_paging();
  if (std::holds_alternative<ListenAgain>(call)) co_await listen_again();
  if (auto* turn = std::get_if<Restore>(&call)) co_await restore(std::move(turn->turn));
  if (auto* wanted = std::get_if<NewAmbr>(&call)) {
    if (!releasing()) wanted_ambr_ = wanted->ambr;
  }
  if (auto* end = std::get_if<ReleaseByNetwork>(&call)) release_by_network(end->cause);
  co_return SessionReply{};
}

void Session::finished(Reply outcome) {
  busy_ = false;
  auto reply_to = std::exchange(current_, {});
  if (left_) {
    remove_from_upf();
    core_.reap_soon();
  } else if (gone_) {
    core_.drop(*this, ProcedureName::count_);
    if (tell_amf_) core_.ports.amf.released(facts_.supi, facts_.id);
  } else {
    settle();
  }
  reply_to.resolve(std::move(outcome));
}

void Session::settle() {
  if (left_) return core_.reap_soon();
  bool modify = wanted_ambr_ && state_ == State::active && user_plane_ != UserPlane::activating;
  if (busy_ || holds_ > 0 || (calls_.empty() && !modify) || kick_.running()) return;
  kick_.start(Duration(0), [this] {
    if (!busy_ && calls_.empty()) start_modification();
    next();
  });
}

Delivery Session::transfer(const Bytes& n1, const N2Sm& n2, bool skip_if_idle) {
  ++holds_;
  auto delivery = core_.ports.amf.transfer({facts_.supi, facts_.id, facts_.slice, n1, n2, skip_if_idle});
  --holds_;
  settle();
  return delivery;
}

void Session::leave() {
  if (std::exchange(left_, true)) return;
  command_.reset();
  wanted_ambr_.reset();
  guard_.stop();
  kick_.stop();
  if (!busy_) remove_from_upf();
  auto calls = std::exchange(calls_, {});
  auto reply_to = std::exchange(current_, {});
  Denied answer{Denied::Kind::not_found,
                Why{"the session lasts until the call is done", "released meanwhile", "a session that exists", "SMF", "none"},
                {}};
  reply_to.resolve(Fail(answer));
  for (auto& waiting : calls) waiting.reply_to.resolve(Fail(answer));
}

void Session::remove_from_upf() {
  if (facts_.upf_seid == Seid()) {
    lease_v4_ = {};
    lease_v6_ = {};
    return;
  }
  Ending ending{facts_, std::move(lease_v4_), std::move(lease_v6_), false};
  ending.facts.ending = true;
  facts_.upf_seid = Seid();
  core_.end_in_upf(std::move(ending));
}

// ---- N4 ---------------------------------------------------------------------------------------------------------------------------

Refusal Session::n4_failed(pfcp::Failure failure) const {
  if (failure == pfcp::Failure::no_answer || failure == pfcp::Failure::peer_lost) ++core_.counters.events.n4_timed_out;
  bool busy = failure == pfcp::Failure::overloaded;
  Refusal refusal(busy ? nas::SmCause::insufficient_resources : nas::SmCause::network_failure,
                  Why{"the UPF answers on N4", pfcp::text(failure), "an answer", "smf.upfs: " + facts_.upf.text(),
                      "check that the UPF runs and that N4 reaches it"});
  if (busy) {
    ++core_.counters.events.congestion;
    refusal.back_off_s = core_.config.timers.back_off_s;
  }
  refusal.kind = busy ? Denied::Kind::congestion : Denied::Kind::unreachable;
  refusal.undecided = true;
  return refusal;
}

Refusal Session::n4_refused(pfcp::Cause cause, const std::string& what) const {
  ++core_.counters.events.n4_refused;
  bool full = n4::is_shortage(cause);
  Refusal refusal(full ? nas::SmCause::insufficient_resources : nas::SmCause::network_failure,
                  Why{"the UPF accepts the " + what, pfcp::text(cause), "Request accepted", "UPF " + facts_.upf.text(),
                      full ? "enlarge the address pool or the limits of the UPF" : "see the log of the UPF"});
  if (full) refusal.back_off_s = core_.config.timers.back_off_s;
  refusal.kind = full ? Denied::Kind::congestion : Denied::Kind::refused;
  return refusal;
}

void Session::used(const std::vector<pfcp::UsageReport>& reports) {
  n4::add_usage(usage_, reports);
  core_.used(facts_.supi, reports);
}

Flow<Nothing> Session::change_n4(pfcp::SessionModificationRequest request) {
  if (!known_to_upf()) {
    ++core_.counters.events.n4_unexpected;
    co_return Fail(n4_failed(pfcp::Failure::not_associated));
  }
  auto answer = co_await attempt(core_.node->ask(facts_.upf.address, facts_.upf_seid, std::move(request)));
  if (!answer.ok()) {
    out_of_step_ = true;  // it may have done it, or not
    core_.try_again_later();
    co_return Fail(n4_failed(answer.error()));
  }
  used(answer->usage_reports);
  if (pfcp::accepts(answer->cause)) co_return Nothing{};
  if (answer->cause == pfcp::Cause::session_context_not_found) {
    missing_ = true;
    if (!left_) core_.restore_one(*this);
  } else {
    out_of_step_ = true;
  }
  co_return Fail(n4_refused(answer->cause, "session modification"));
}

void Session::doubt(bool missing) {
  if (missing)
    missing_ = true;
  else
    out_of_step_ = true;
}

void Session::note(ProcedureName procedure, const Refusal& refusal, ByteView answer) {
  core_.refused(procedure, facts_.supi, facts_.id, refusal, answer);
}

void Session::keep_record() { core_.keep_record(facts_); }

}  // namespace pellucid::smf
