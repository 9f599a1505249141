// One procedure at a time: how it ends early, and what waits for its end.
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

void abort_main(Net& net, Ue& ue) {
  if (!ue.work || !ue.work->main_running) return;
  Work& work = *ue.work;
  ++net.count(work.main_name).aborted;
  work.main_running = false;
  work.accept_sent = false;
  work.flows.cancel(std::exchange(work.main, 0));
}

void main_ended(Net& net, Ue& ue) {
  if (!ue.work->after_main.empty()) {
    Bytes plain = std::exchange(ue.work->after_main, {});
    return deregistration_requested(net, ue, std::move(plain), true);
  }
  deliver_waiting(net, ue);
}

}  // namespace pellucid::amf
