// TS 23.527 §4: a session and a UPF that may not have it any more, after a restart of either, or after N4 was cut.
#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"

namespace pellucid::smf {

/// All that can have changed since the establishment.
pfcp::SessionModificationRequest Session::present_rules() const {
  auto request = user_plane_ == UserPlane::active ? n4::forward_to(downlink_)
                 : far_ == Far::discard           ? n4::discard()
                                                  : n4::hold_and_notify();
  request.update_qers = n4::limit_rate(facts_.ambr).update_qers;
  return request;
}

Flow<Nothing> Session::restore([[maybe_unused]] RestorationTurn turn) {
  if (left_ || gone_ || releasing() || !known_to_upf() || !doubted()) co_return Nothing{};
  auto& counters = core_.counters.of(ProcedureName::restoration);
  ++counters.attempted;
  if (!missing_) {
    if (far_ == Far::hold) armed_ = true;
    auto asked = co_await attempt(change_n4(present_rules()));
    if (asked.ok()) {
      out_of_step_ = false;
      ++counters.succeeded;
      co_return Nothing{};
    }
    if (!missing_) co_return Fail(asked.error());  // N4 does not work: again when it does
  }
  auto* upf = core_.find_upf(facts_.upf.address);
  n4::Wishes wishes;
  wishes.restore = true;
  wishes.count_packets = upf && core_.has_feature(*upf, pfcp::UpFeature::mnop);
  wishes.usage_threshold = core_.config.limits.usage_report_octets;
  if (user_plane_ == UserPlane::active) wishes.downlink = downlink_;
  auto anew = co_await attempt(establish_n4(wishes));
  if (!anew.ok() && anew.error().undecided) {
    core_.try_again_later();
    co_return Fail(anew.error());
  }
  if (!anew.ok() && !left_) {
    // A UPF that cannot give it the old F-TEID: a new one, which the base station learns at the next activation.
    wishes.restore = false;
    wishes.downlink.reset();
    anew = co_await attempt(establish_n4(wishes));
  }
  if (!anew.ok() && anew.error().undecided) {
    core_.try_again_later();
    co_return Fail(anew.error());
  }
  if (!anew.ok()) {
    ++core_.counters.events.sessions_lost;
    note(ProcedureName::restoration, anew.error(), {});
    if (!left_) call(ReleaseByNetwork{nas::SmCause::reactivation_requested});
    co_return Fail(anew.error());
  }
  ++counters.succeeded;
  if (left_) co_return Nothing{};
  keep_record();
  if (!wishes.downlink) {
    far_ = Far::hold;
    armed_ = true;
    if (user_plane_ == UserPlane::unreachable) user_plane_ = UserPlane::inactive;
  }
  bool tunnel_is_stale = !wishes.restore && (user_plane_ == UserPlane::active || user_plane_ == UserPlane::activating);
  if (!tunnel_is_stale) co_return Nothing{};
  user_plane_ = UserPlane::inactive;
  guard_.stop();
  downlink_ = {};
  transfer({}, release_command(ngap::CauseRadioNetwork::release_due_to_5gc_generated_reason), true);
  co_return Nothing{};
}

}  // namespace pellucid::smf
