// The N3 tunnel of a session: set up (TS 23.502 §4.2.3.2, §4.3.2.2.1 steps 14 to 17), let go (§4.2.6), moved (§4.9.1.2), wanted by
// downlink data (§4.2.3.3), unknown at the base station (TS 23.527 §5.3).
#include <algorithm>

#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"

namespace pellucid::smf {

namespace {

TunnelEnd end_of(const ngap::GtpTunnel& tunnel) { return {tunnel.address, tunnel.teid}; }

Refusal unreadable(EventCounters& events, const std::string& what, const codec::WireError& error) {
  ++events.n2_undecodable;
  return {nas::SmCause::protocol_error_unspecified, Why{"the base station's N2 information can be read", what + ": " + codec::text(error),
                                                        "TS 38.413 §9.3.4", "base station", "none: the base station is at fault"}};
}

}  // namespace

// ---- activation -------------------------------------------------------------------------------------------------------------------

Flow<Nothing> Session::activate(SessionReply& reply) {
  auto cannot = [&](Denied::Kind kind, std::string got, std::string fix) {
    Refusal refusal(nas::SmCause::message_not_compatible_with_state,
                    Why{"the user plane can be activated", std::move(got), "an active session whose UPF answers", "SMF", std::move(fix)});
    refusal.kind = kind;
    return refusal;
  };
  if (releasing()) co_return Fail(cannot(Denied::Kind::refused, "the session is being released", "none"));  // TS 24.501 §6.3.3.5
  auto* upf = core_.find_upf(facts_.upf.address);
  if (!known_to_upf() || !upf || !core_.association(*upf))
    co_return Fail(cannot(Denied::Kind::unreachable, "UPF " + facts_.upf.text() + " is not associated", "start the UPF, and check N4"));
  if (command_ && command_->kind == Command::Kind::modification) {
    if (command_->delivery == Delivery::paging)
      command_->delivery = Delivery::sent;  // it was our own page: the command follows
    else
      abort_modification(true);  // TS 24.501 §6.3.2.5: the user plane goes first
  }
  // The AMF asks for what we think is there: the base station has lost it.
  if (user_plane_ == UserPlane::active) co_await hold();
  if (user_plane_ == UserPlane::paging) ++core_.counters.of(ProcedureName::downlink_data).succeeded;
  user_plane_ = UserPlane::activating;
  guard_activation();
  reply.n2 = setup_request(facts_);
  co_return Nothing{};
}

/// A base station that never answers, and a page of which we never hear the end.
void Session::guard_activation() {
  guard_.start(core_.config.timers.page_guard, [this] {
    if (user_plane_ == UserPlane::paging) return call(GiveUpPaging{});
    if (user_plane_ != UserPlane::activating) return;
    ++core_.counters.of(ProcedureName::activation).timed_out;
    call(ListenAgain{});
  });
}

Flow<Nothing> Session::set_up(ByteView transfer, SessionReply& reply) {
  auto read = ngap::decode_transfer<ngap::PduSessionResourceSetupResponseTransfer>(transfer);
  auto useless = [&](Refusal refusal) {
    // The base station has reserved something that we cannot use.
    note(ProcedureName::activation, refusal, {});
    reply.n2 = release_command(ngap::CauseProtocol::semantic_error);
    user_plane_ = UserPlane::inactive;
    guard_.stop();
  };
  if (!read.ok()) {
    useless(unreadable(core_.counters.events, "setup response", read.error()));
    auto held = co_await attempt(listen_again());
    co_return Nothing{};
  }
  auto gnb = end_of(read->dl.tunnel);
  if (user_plane_ != UserPlane::activating) {
    bool same = user_plane_ == UserPlane::active && gnb == downlink_;
    if (!same) ++core_.counters.events.n2_unexpected;
    co_return Nothing{};
  }
  bool flow_failed = std::ranges::any_of(read->failed, [](auto& f) { return f.qfi == default_qfi; });
  if (gnb.teid == Teid() || gnb.address.is_none() || flow_failed) {
    ++core_.counters.events.n2_unexpected;
    useless({nas::SmCause::insufficient_resources,
             Why{"the base station carries the default QoS flow", flow_failed ? "it refused the flow" : "a tunnel without address or TEID",
                 "a tunnel with it", "base station", "see the log of the base station"}});
    auto held = co_await attempt(listen_again());
    co_return Nothing{};
  }
  guard_.stop();
  awaiting_first_setup_ = false;
  auto done = co_await attempt(change_n4(n4::forward_to(gnb)));
  if (!done.ok()) {
    // Without the UPF the tunnel is of no use; downlink stays where it is until N4 works again.
    note(ProcedureName::activation, done.error(), {});
    user_plane_ = UserPlane::inactive;
    armed_ = false;
    call(ListenAgain{});
    reply.n2 = release_command(ngap::CauseTransport::transport_resource_unavailable);
    co_return Nothing{};
  }
  downlink_ = gnb;
  user_plane_ = UserPlane::active;
  far_ = Far::forward;
  armed_ = false;
  co_return Nothing{};
}

Flow<Nothing> Session::set_up_failed(ByteView transfer, SessionReply& reply) {
  auto read = ngap::decode_transfer<ngap::PduSessionResourceSetupUnsuccessfulTransfer>(transfer);
  if (!read.ok()) ++core_.counters.events.n2_undecodable;
  if (user_plane_ != UserPlane::activating) {
    ++core_.counters.events.n2_unexpected;
    co_return Nothing{};
  }
  guard_.stop();
  user_plane_ = UserPlane::inactive;
  std::string cause = read.ok() ? ngap::text(read->cause) : "a cause that cannot be read";
  Refusal refusal(nas::SmCause::insufficient_resources, Why{"the base station has resources for the session", cause, "a setup response",
                                                            "base station", "see the log of the base station"});
  if (std::exchange(awaiting_first_setup_, false)) {
    // The accept travelled with the request and did not reach the phone (TS 24.501 §6.4.1.7 e).
    reply.n1 = establishment_reject(facts_.id, accept_pti_, refusal);
    note(ProcedureName::establishment, refusal, reply.n1);
    end();
    co_return Nothing{};
  }
  note(ProcedureName::activation, refusal, {});
  auto held = co_await attempt(listen_again());
  co_return Nothing{};
}

// ---- deactivation -----------------------------------------------------------------------------------------------------------------

/// Keep what comes for the phone, and tell us.
Flow<Nothing> Session::hold() {
  if (user_plane_ == UserPlane::active) user_plane_ = UserPlane::inactive;
  downlink_ = {};
  if (!known_to_upf()) co_return Nothing{};
  far_ = Far::hold;  // what we want, also if this fails: restore() brings it about
  armed_ = true;
  co_await change_n4(n4::hold_and_notify());
  co_return Nothing{};
}

Flow<Nothing> Session::deactivate() {
  bool changed = user_plane_ == UserPlane::active || far_ != Far::hold || !armed_;
  // The accept was on its way: the phone has it, or asks again.
  awaiting_first_setup_ = false;
  user_plane_ = UserPlane::inactive;
  guard_.stop();
  if (command_ && command_->n2_awaited) {
    command_->n2_awaited = false;
    if (releasing()) release_answered(false);
  }
  if (changed && !gone_) co_await hold();
  co_return Nothing{};
}

Flow<Nothing> Session::notified(ByteView transfer, SessionReply& reply) {
  auto read = ngap::decode_transfer<ngap::PduSessionResourceNotifyTransfer>(transfer);
  if (!read.ok()) co_return Fail(unreadable(core_.counters.events, "notification", read.error()));
  bool released = std::ranges::any_of(read->released, [](auto& f) { return f.qfi == default_qfi; });
  if (!released || user_plane_ != UserPlane::active) co_return Nothing{};
  // Without its only flow the tunnel carries nothing.
  reply.n2 = release_command(ngap::CauseRadioNetwork::release_due_to_5gc_generated_reason);
  user_plane_ = UserPlane::inactive;
  auto held = co_await attempt(hold());
  co_return Nothing{};
}

/// Xn handover: the phone is at another base station already; downlink follows, with end markers down the old tunnel.
Flow<Nothing> Session::switch_path(ByteView transfer, SessionReply& reply) {
  auto& counters = core_.counters.of(ProcedureName::path_switch);
  ++counters.attempted;
  auto read = ngap::decode_transfer<ngap::PathSwitchRequestTransfer>(transfer);
  if (!read.ok()) {
    auto refusal = unreadable(core_.counters.events, "path switch request", read.error());
    note(ProcedureName::path_switch, refusal, {});
    co_return Fail(refusal);
  }
  auto gnb = end_of(read->dl_tunnel);
  if (releasing() || user_plane_ != UserPlane::active || gnb.teid == Teid() || gnb.address.is_none()) {
    Refusal refusal(nas::SmCause::message_not_compatible_with_state,
                    Why{"the session has a tunnel that can be moved", text(user_plane_), "an active user plane, and a tunnel to move to",
                        "base station", "none"});
    note(ProcedureName::path_switch, refusal, {});
    co_return Fail(refusal);
  }
  auto done = co_await attempt(change_n4(n4::forward_to(gnb, gnb != downlink_)));
  if (!done.ok()) {
    note(ProcedureName::path_switch, done.error(), {});
    co_return Fail(done.error());
  }
  downlink_ = gnb;
  ++counters.succeeded;
  reply.n2 = path_switch_acknowledge();
  co_return Nothing{};
}

Flow<Nothing> Session::tunnel_unknown(TunnelEnd tunnel) {
  auto& counters = core_.counters.of(ProcedureName::error_indication);
  ++counters.attempted;
  if (user_plane_ != UserPlane::active || tunnel != downlink_) {
    ++core_.counters.events.n4_unexpected;
    ++counters.aborted;
    co_return Nothing{};
  }
  user_plane_ = UserPlane::inactive;
  co_await hold();
  ++counters.succeeded;
  transfer({}, release_command(ngap::CauseRadioNetwork::release_due_to_5gc_generated_reason), true);
  co_return Nothing{};
}

// ---- downlink data for a phone without a tunnel -------------------------------------------------------------------------------

void Session::downlink_data() {
  armed_ = false;
  auto& counters = core_.counters.of(ProcedureName::downlink_data);
  if (user_plane_ != UserPlane::inactive || releasing() || left_) {
    ++core_.counters.events.reports_suppressed;
    return;
  }
  ++counters.attempted;
  user_plane_ = UserPlane::paging;
  guard_activation();
  // The data waits in the UPF: the AMF asks for the tunnel when it has the phone, at once if it is connected.
  auto delivery = transfer({}, {}, false);
  if (delivery != Delivery::unreachable || left_) return;
  ++counters.timed_out;
  call(GiveUpPaging{});
}

void Session::paging_failed() {
  if (command_ && command_->delivery == Delivery::paging) return give_up_command();
  if (user_plane_ != UserPlane::paging) return;
  ++core_.counters.of(ProcedureName::downlink_data).timed_out;
  call(GiveUpPaging{});
}

/// TS 23.502 §4.2.3.3 step 3c: the UPF stops keeping and reporting, for a while.
Flow<Nothing> Session::give_up_paging() {
  if (user_plane_ != UserPlane::paging || releasing()) co_return Nothing{};
  user_plane_ = UserPlane::unreachable;
  far_ = Far::discard;
  guard_.start(core_.config.timers.unreachable_hold, [this] { call(ListenAgain{}); });
  co_await change_n4(n4::discard());
  co_return Nothing{};
}

Flow<Nothing> Session::listen_again() {
  bool idle = user_plane_ == UserPlane::unreachable || user_plane_ == UserPlane::activating || user_plane_ == UserPlane::inactive;
  if (!idle || releasing() || gone_) co_return Nothing{};
  guard_.stop();
  user_plane_ = UserPlane::inactive;
  if (far_ != Far::hold || !armed_) co_await hold();
  co_return Nothing{};
}

}  // namespace pellucid::smf
