#include "core/amf/net.hpp"

#include <algorithm>
#include <utility>

#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

constexpr std::uint64_t max_amf_ue_id = (1ull << 40) - 1;  // TS 38.413 §9.3.3.1

ngap::AssociationOptions n2_options(Tracer* tracer) {
  ngap::AssociationOptions options;
  options.role = ngap::Role::amf;
  options.name = "amf";
  options.tracer = tracer;
  return options;
}

}  // namespace

Net::Net(World& w, Config c, Amf::Ports ports, Amf::Listeners l)
    : world(w),
      config(std::move(c)),
      udm(ports.udm),
      smf(ports.smf),
      listeners(std::move(l)),
      refusals(config.limits.max_refusals_kept),
      gutis(world, config),
      n2(world, *this, n2_options(listeners.tracer)),
      last_amf_ue_id_(world.random_number<std::uint64_t>() & max_amf_ue_id),
      tidy_(world) {}

// Flows end before anything that they refer to.
Net::~Net() {
  for (auto& [number, ue] : by_number_) ue->work.reset();
  for (auto& ue : dead_ues_) ue->work.reset();
}

Gnb* Net::gnb(AssociationId id) {
  auto found = gnbs.find(id);
  return found == gnbs.end() ? nullptr : found->second.get();
}

Ue* Net::find(const Supi& supi) {
  auto found = ues.find(supi);
  return found == ues.end() ? nullptr : found->second.get();
}

Connection* Net::connection(const Gnb& gnb, AmfUeNgapId id) {
  auto found = connections.find(id);
  return found != connections.end() && found->second->association == gnb.association ? found->second.get() : nullptr;
}

Ue& Net::new_stranger() {
  std::uint64_t number = ++last_stranger_;
  auto ue = std::make_unique<Ue>(world, number);
  Ue& made = *ue;
  by_number_.emplace(number, &made);
  strangers.emplace(number, std::move(ue));
  return made;
}

void Net::prove(Ue& ue, const Supi& supi) {
  if (ue.supi == supi) return;
  check(ue.supi.empty(), "a phone proves who it is once");
  if (Ue* old = find(supi)) forget(*old);
  auto found = strangers.find(ue.number);
  check(found != strangers.end(), "a phone without SUPI is a stranger");
  ue.supi = supi;
  ues.emplace(supi, std::move(found->second));
  strangers.erase(found);
}

void Net::forget(Ue& ue) {
  if (ue.gone) return;
  ue.gone = true;
  set_rm(ue, Rm::deregistered);
  if (ue.guti) gutis.release(*ue.guti);
  if (ue.old_guti) gutis.release(*ue.old_guti);
  ue.guti.reset();
  ue.old_guti.reset();
  ue.supervision.stop();
  ue.paging.reset();
  if (ue.connection) ue.connection->ue = nullptr;
  if (ue.leaving) ue.leaving->former = nullptr;
  ue.connection = ue.leaving = nullptr;
  by_number_.erase(ue.number);
  auto take_from = [&](auto& table, const auto& key) {
    auto found = table.find(key);
    if (found == table.end() || found->second.get() != &ue) return;
    dead_ues_.push_back(std::move(found->second));
    table.erase(found);
  };
  take_from(strangers, ue.number);
  if (!ue.supi.empty()) take_from(ues, ue.supi);
  tidy_.start(Duration(0), [this] { tidy(); });
}

void Net::note_deregistered(const Ue& ue) {
  if (deregistered_.size() >= config.limits.max_ues) deregistered_.pop_front();
  deregistered_.push_back(ue.number);
}

bool Net::evict_deregistered() {
  while (!deregistered_.empty()) {
    auto found = by_number_.find(deregistered_.front());
    deregistered_.pop_front();
    if (found == by_number_.end()) continue;
    Ue& ue = *found->second;
    if (ue.rm != Rm::deregistered || ue.connected() || ue.supi.empty()) continue;
    erase_record(*this, ue.supi);
    forget(ue);
    return true;
  }
  return false;
}

Connection& Net::new_connection(Gnb& gnb, RanUeNgapId ran_id, Ue& ue) {
  auto made = std::make_unique<Connection>(world);
  do {
    last_amf_ue_id_ = (last_amf_ue_id_ + 1) & max_amf_ue_id;
  } while (connections.contains(AmfUeNgapId(last_amf_ue_id_)));
  made->amf_id = AmfUeNgapId(last_amf_ue_id_);
  made->ran_id = ran_id;
  made->association = gnb.association;
  made->ue = &ue;
  ue.connection = made.get();
  gnb.connections[ran_id] = made->amf_id;
  return *connections.emplace(made->amf_id, std::move(made)).first->second;
}

void Net::drop(Connection& connection) {
  Ue* ue = connection.ue;
  if (ue) ue->connection = nullptr;
  if (connection.former) connection.former->leaving = nullptr;
  connection.ue = connection.former = nullptr;
  connection.guard.stop();
  if (Gnb* base = gnb(connection.association)) {
    if (ue) ue->last_gnb = GnbId{base->id.plmn, base->id.id, base->id.bits};
    auto named = base->connections.find(connection.ran_id);
    if (named != base->connections.end() && named->second == connection.amf_id) base->connections.erase(named);
    if (base->overloaded && base->connections.size() < config.limits.max_connections_per_gnb * 9 / 10) {
      base->overloaded = false;
      n2.send(base->association, ngap::OverloadStop{});  // TS 38.413 §8.7.8
    }
  }
  auto found = connections.find(connection.amf_id);
  if (found == connections.end()) return;
  dead_connections_.push_back(std::move(found->second));
  connections.erase(found);
  tidy_.start(Duration(0), [this] { tidy(); });
}

Work& Net::work(Ue& ue) {
  if (!ue.work) ue.work = std::make_unique<Work>(world);
  return *ue.work;
}

void Net::tidy_later(Ue& ue) {
  if (!ue.work || ue.connection) return;
  untidy_.push_back(ue.number);
  tidy_.start(Duration(0), [this] { tidy(); });
}

void Net::tidy() {
  auto ues_gone = std::exchange(dead_ues_, {});
  auto connections_gone = std::exchange(dead_connections_, {});
  for (auto number : std::exchange(untidy_, {})) {
    auto found = by_number_.find(number);
    if (found == by_number_.end()) continue;
    Ue& ue = *found->second;
    bool idle = ue.work && !ue.connection && ue.work->flows.empty() && ue.work->session_flows.empty() && ue.work->waiting.empty();
    if (idle) ue.work.reset();
  }
}

void Net::set_rm(Ue& ue, Rm rm) {
  bool was = ue.rm == Rm::registered, is = rm == Rm::registered;
  if (was && !is) --registered;
  if (!was && is) {
    ++registered;
    ue.registered_since = world.wall();
  }
  ue.rm = rm;
}

const ServedArea* Net::area(const Tai& tai) const {
  auto found = std::find_if(config.areas.begin(), config.areas.end(), [&](const ServedArea& a) {
    return a.plmn == tai.plmn && std::find(a.tacs.begin(), a.tacs.end(), tai.tac) != a.tacs.end();
  });
  return found == config.areas.end() ? nullptr : &*found;
}

std::vector<Snssai> Net::slices_at(const Ue& ue) const {
  const ServedArea* served = area(ue.tai);
  if (!served) return {};
  auto gnb = ue.connection ? gnbs.find(ue.connection->association) : gnbs.end();
  std::vector<Snssai> slices;
  for (auto& slice : served->slices)
    if (gnb == gnbs.end() || gnb->second->supports(ue.tai, slice)) slices.push_back(slice);
  return slices;
}

void Net::refuse(const Ue& ue, std::string procedure, std::string answer, const Why& why) {
  Refused refused;
  refused.supi = ue.supi.empty() ? ue.claimed : ue.supi;
  refused.subject = ue.subject();
  refused.procedure = std::move(procedure);
  refused.answer = std::move(answer);
  refused.why = why;
  refuse(std::move(refused));
}

void Net::refuse(const Gnb& gnb, std::string procedure, std::string answer, const Why& why) {
  Refused refused;
  refused.subject = "base station " + (gnb.label.empty() ? gnb.address.text() : gnb.label);
  refused.procedure = std::move(procedure);
  refused.answer = std::move(answer);
  refused.why = why;
  refuse(std::move(refused));
}

void Net::refuse(Refused refused) {
  refused.when = world.wall();
  log(refused.supi.empty() && refused.subject.starts_with("base station") ? Severity::warning : Severity::info,
      refused.subject + ": " + refused.procedure + " refused, " + refused.answer + ": " + refused.why.text());
  if (listeners.refused) listeners.refused(refused);
  refusals.add(std::move(refused));
}

}  // namespace pellucid::amf
