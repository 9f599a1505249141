// Generic UE configuration update (TS 23.502 §4.2.4.2; TS 24.501 §5.4.4), and the life of GUTIs.
#include "core/amf/ask.hpp"
#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

void add_names(const Config& config, nas::ConfigurationUpdateCommand& command) {
  if (!config.full_network_name.empty()) command.full_name = nas::NetworkName::of(config.full_network_name);
  if (!config.short_network_name.empty()) command.short_name = nas::NetworkName::of(config.short_network_name);
}

Flow<Nothing> update(Ue& ue, Net& net) {
  auto lease = net.gutis.lease(ue.tai.plmn);
  nas::ConfigurationUpdateCommand command;
  command.indication = nas::ConfigurationUpdateIndication{.acknowledge = true};
  command.guti = nas::MobileIdentity(lease.value());
  command.tai_list = nas::TaiList::of(ue.area);
  Bytes question = nas::encode(command);
  if (ue.old_guti) net.gutis.release(*std::exchange(ue.old_guti, {}));
  std::vector<Tai> area = ue.area;
  give_guti(ue, std::move(lease), std::move(area));
  save(net, ue);
  auto complete = co_await attempt(
      ask<nas::ConfigurationUpdateComplete>(net, ue, std::move(question), net.config.timers.t3555, "Configuration Update Complete"));
  if (!complete.ok()) co_return Fail(std::move(complete.error()));  // both GUTIs stay valid (TS 24.501 §5.4.4.6 b)
  confirm_guti(net, ue);
  ue.renew_guti = false;
  save(net, ue);
  co_return Nothing{};
}

}  // namespace

void give_guti(Ue& ue, Gutis::Lease lease, std::vector<Tai> area) {
  if (ue.guti) {
    ue.old_guti = ue.guti;
    ue.old_area = std::move(ue.area);
  }
  ue.guti = lease.keep(ue);
  ue.area = std::move(area);
}

void confirm_guti(Net& net, Ue& ue) {
  if (!ue.old_guti) return;
  net.gutis.release(*std::exchange(ue.old_guti, {}));
  ue.old_area = {};
}

void came_by(Net& net, Ue& ue, const Tmsi& name) {
  if (!ue.old_guti) return;
  if (ue.guti && ue.guti->tmsi == name) return confirm_guti(net, ue);
  if (ue.old_guti->tmsi != name) return;
  // It never got the new one: the old one stays until it has another (TS 24.501 §5.5.1.3.8 c).
  if (ue.guti) net.gutis.release(*ue.guti);
  ue.guti = std::exchange(ue.old_guti, {});
  ue.area = std::exchange(ue.old_area, {});
  ue.renew_guti = true;
}

void update_configuration(Net& net, Ue& ue, bool new_guti) {
  if (!new_guti) return send_network_names(net, ue);
  Work& work = net.work(ue);
  if (work.update != 0 || !ue.connected() || !ue.secure()) return;
  ++net.count(ProcedureName::configuration_update).attempted;
  std::function<void(Result<Nothing, Refusal>)> done = [&net, &ue](Result<Nothing, Refusal> outcome) {
    auto& counters = net.count(ProcedureName::configuration_update);
    ++(outcome.ok() ? counters.succeeded : counters.timed_out);
    if (ue.work) ue.work->update = 0;
  };
  auto id = work.flows.start(update(ue, net), std::move(done));
  if (id != 0) work.update = id;
}

void send_network_names(Net& net, Ue& ue) {
  nas::ConfigurationUpdateCommand command;
  add_names(net.config, command);
  if (!command.full_name && !command.short_name) return;
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(net.world.wall().time_since_epoch()).count();
  command.universal_time = nas::UniversalTime::of(seconds, nas::TimeZone::quarters(0));
  send_nas(net, ue, nas::encode(command));
}

}  // namespace pellucid::amf
