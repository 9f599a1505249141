#include "core/amf/amf.hpp"

#include <algorithm>

#include "core/amf/contexts.hpp"
#include "core/amf/net.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

Amf::Amf(World& world, Config config, Ports ports, Listeners listeners)
    : net_(std::make_unique<Net>(world, std::move(config), ports, std::move(listeners))) {}

Amf::~Amf() = default;

Io<Nothing> Amf::start() {
  SctpOptions options;
  options.local = net_->config.n2;
  options.also = net_->config.n2_also;
  options.listen = true;
  options.max_associations = net_->config.max_gnbs;
  auto open = net_->n2.open(options);
  if (!open) return Fail(std::move(open.error()));
  return Nothing{};
}

std::string Amf::transport() const { return net_->n2.transport(); }
Endpoint Amf::local() const { return net_->n2.local(); }

Result<Nothing, codec::WireError> Amf::restore(const std::string& key, ByteView record) { return restore_context(*net_, key, record); }

Delivery Amf::transfer(Transfer transfer) { return deliver(*net_, std::move(transfer)); }

void Amf::session_released(const Supi& supi, PduSessionId id) {
  Ue* ue = net_->find(supi);
  if (!ue || !ue->session(id)) return;
  ue->drop_session(id);
  save(*net_, *ue);
}

bool Amf::deregister(const Supi& supi, bool reregistration_required) {
  Ue* ue = net_->find(supi);
  if (!ue || !ue->registered()) return false;
  amf::deregister(*net_, *ue, reregistration_required, false);
  return true;
}

bool Amf::withdraw(const Supi& supi) {
  Ue* ue = net_->find(supi);
  if (!ue) return false;
  amf::deregister(*net_, *ue, false, true);
  return true;
}

const Counters& Amf::counters() const { return net_->counters; }

std::vector<GnbStatus> Amf::gnbs() const {
  std::vector<GnbStatus> all;
  for (auto& [association, gnb] : net_->gnbs) all.push_back(gnb->status());
  std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return std::tie(a.plmn, a.id, a.address) < std::tie(b.plmn, b.id, b.address); });
  return all;
}

namespace {

UeStatus status_of(const Net& net, const Ue& ue) {
  UeStatus s;
  s.supi = ue.supi;
  s.guti = ue.guti;
  s.registered = ue.registered();
  s.connected = ue.connected();
  s.tai = ue.tai;
  if (ue.connection) {
    auto gnb = net.gnbs.find(ue.connection->association);
    if (gnb != net.gnbs.end()) s.gnb = gnb->second->label;
  }
  s.imeisv = ue.imeisv;
  s.registered_since = ue.registered_since;
  s.last_seen = ue.last_seen;
  if (ue.security) {
    auto algorithms = ue.security->context().algorithms;
    s.algorithms = "NIA" + std::to_string(unsigned(algorithms.integrity)) + "/NEA" + std::to_string(unsigned(algorithms.ciphering));
  }
  for (auto& session : ue.sessions) s.sessions.push_back({session.id, session.slice, session.dnn, session.user_plane});
  return s;
}

}  // namespace

std::vector<UeStatus> Amf::ues(std::size_t limit, const Supi& after) const {
  std::vector<const Ue*> chosen;
  for (auto& [supi, ue] : net_->ues)
    if (after.empty() || after < supi) chosen.push_back(ue.get());
  auto by_supi = [](const Ue* a, const Ue* b) { return a->supi < b->supi; };
  std::size_t count = std::min(limit, chosen.size());
  std::partial_sort(chosen.begin(), chosen.begin() + std::ptrdiff_t(count), chosen.end(), by_supi);
  std::vector<UeStatus> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(status_of(*net_, *chosen[i]));
  return all;
}

std::optional<UeStatus> Amf::ue(const Supi& supi) const {
  const Ue* ue = net_->find(supi);
  if (!ue) return {};
  return status_of(*net_, *ue);
}

namespace {

std::optional<GnbId> place_of(const Net& net, const Ue& ue) {
  if (!ue.connection) return ue.last_gnb;
  auto gnb = net.gnbs.find(ue.connection->association);
  return gnb == net.gnbs.end() ? ue.last_gnb : GnbId{gnb->second->id.plmn, gnb->second->id.id, gnb->second->id.bits};
}

}  // namespace

std::optional<GnbId> Amf::gnb_of(const Supi& supi) const {
  const Ue* ue = net_->find(supi);
  return ue ? place_of(*net_, *ue) : std::nullopt;
}

std::map<GnbId, std::size_t> Amf::phones_by_gnb() const {
  std::map<GnbId, std::size_t> out;
  for (auto& [supi, ue] : net_->ues)
    if (auto gnb = ue->registered() ? place_of(*net_, *ue) : std::nullopt) ++out[*gnb];
  return out;
}

std::size_t Amf::ue_count() const { return net_->registered; }

std::size_t Amf::connected_count() const {
  return std::size_t(std::count_if(net_->connections.begin(), net_->connections.end(), [](auto& c) { return c.second->ue != nullptr; }));
}

std::vector<Refused> Amf::refusals(const Supi& supi) const { return net_->refusals.of(supi); }

}  // namespace pellucid::amf
