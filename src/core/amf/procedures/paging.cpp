// Paging (TS 23.502 §4.2.3.3; TS 24.501 §5.6.2; TS 38.413 §8.5.1).
#include <algorithm>
#include <utility>

#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

constexpr std::size_t max_tais = 16;  // TS 38.413 §9.2.4.1

std::optional<ngap::PagingDrx> paging_drx(const Ue& ue) {
  if (!ue.drx || ue.drx->value < 1 || ue.drx->value > 4) return {};
  return ngap::PagingDrx(ue.drx->value - 1);
}

/// False: no base station of that area is in service.
bool send_paging(Net& net, const Ue& ue, const Guti& name, const std::vector<Tai>& area) {
  ngap::Paging paging;
  paging.identity = s_tmsi(name);
  paging.drx = paging_drx(ue);
  paging.tais.assign(area.begin(), area.begin() + std::ptrdiff_t(std::min(area.size(), max_tais)));
  paging.radio_capability_for_paging = ue.radio_capability_for_paging;
  bool sent = false;
  for (auto& [association, gnb] : net.gnbs) {
    bool there = gnb->ready && std::any_of(area.begin(), area.end(), [&](const Tai& tai) { return gnb->serves(tai); });
    if (there && net.n2.send(association, paging)) sent = true;
  }
  return sent;
}

void next_attempt(Net& net, Ue& ue) {
  auto& timers = net.config.timers;
  if (ue.paging->attempts >= timers.paging_attempts || net.world.now() - ue.paging->since >= timers.paging_in_all) {
    ++net.count(ProcedureName::paging).timed_out;
    net.log(Severity::info, ue.subject() + " does not answer paging");
    stop_paging(net, ue);
    if (ue.work) ue.work->waiting.clear();
    std::vector<PduSessionId> waited;
    for (auto& session : ue.sessions)
      if (std::exchange(session.waits_for_paging, false)) waited.push_back(session.id);
    for (auto id : waited) net.smf.unreachable(ue.supi, id);  // may come back with session_released()
    if (ue.deregister_when_back) {
      become_deregistered(net, ue);
      supervise_idle(net, ue);
    }
    net.tidy_later(ue);
    return;
  }
  // With two GUTIs that may both be valid the old one goes first, in the old and the new area (TS 24.501 §5.5.1.2.8 c).
  bool by_old = ue.old_guti && ue.paging->attempts % 2 == 0;
  bool sent = false;
  if (by_old) {
    auto area = ue.old_area;
    for (auto& tai : ue.area)
      if (std::find(area.begin(), area.end(), tai) == area.end()) area.push_back(tai);
    sent = send_paging(net, ue, *ue.old_guti, area);
  } else {
    sent = send_paging(net, ue, *ue.guti, ue.area);
  }
  if (sent) ++ue.paging->attempts;  // base stations that are away, after our restart perhaps, come back
  ue.paging->t3513.start(timers.t3513, [&net, &ue] { next_attempt(net, ue); });
}

}  // namespace

bool page(Net& net, Ue& ue) {
  if (!ue.registered() || ue.unreachable || ue.connected() || !ue.guti || ue.area.empty()) return false;
  if (ue.paging) return true;
  ++net.count(ProcedureName::paging).attempted;
  ue.paging = std::make_unique<Paging>(net.world);
  next_attempt(net, ue);
  return true;
}

void stop_paging(Net&, Ue& ue) {
  if (!ue.paging) return;
  ue.paging->t3513.stop();
  ue.paging.reset();
}

}  // namespace pellucid::amf
