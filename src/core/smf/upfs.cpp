// The UPFs: associations, their loss and return (TS 29.244 §6.2.6, TS 23.527 §4.3), what they report, and sessions that only they still
// have.
#include <algorithm>

#include "core/smf/core.hpp"
#include "core/smf/record.hpp"

namespace pellucid::smf {

bool Upf::serves(const std::string& dnn) const {
  return config.dnns.empty() || std::ranges::any_of(config.dnns, [&](auto& own) { return parse_dnn(own) == parse_dnn(dnn); });
}

void Core::associate() {
  for (auto& upf : upfs) {
    ++counters.of(ProcedureName::association).attempted;
    node->associate(upf->config.n4.address, upf->config.n4.port);
    // Sessions from before a restart wait for their UPF only so long.
    upf->lost = true;
    start_grace(*upf);
  }
}

Upf* Core::find_upf(const IpAddress& address) {
  for (auto& upf : upfs)
    if (upf->config.n4.address == address) return upf.get();
  return nullptr;
}

const pfcp::Association* Core::association(const Upf& upf) const {
  auto* association = node->association(upf.config.n4.address);
  return association && association->established() ? association : nullptr;
}

bool Core::has_feature(const Upf& upf, pfcp::UpFeature feature) const {
  auto* known = association(upf);
  return known && known->up_features && known->up_features->has(feature);
}

Result<Upf*, Refusal> Core::choose_upf(const std::string& dnn) {
  std::string tried;
  for (auto& upf : upfs) {
    if (!upf->serves(dnn)) continue;
    auto* known = association(*upf);
    if (known && known->state == pfcp::Association::State::up) return upf.get();
    tried += (tried.empty() ? "" : ", ") + upf->config.name + " (" + upf->config.n4.text() + ") is not associated";
  }
  Refusal refusal(nas::SmCause::network_failure,
                  Why{"a UPF is associated and serves the data network " + dnn, tried.empty() ? "no UPF serves it" : tried, "one that is",
                      "smf.upfs", "start the UPF, and check that N4 reaches it"});
  refusal.kind = Denied::Kind::unreachable;
  return Fail(refusal);
}

UpfStatus Core::status_of(const Upf& upf) const {
  UpfStatus status;
  status.name = upf.config.name;
  status.n4 = upf.config.n4;
  if (auto* known = association(upf)) {
    status.associated = known->state == pfcp::Association::State::up;
    status.node_id = known->node_id.text();
    status.since = upf.since;
    if (known->up_features) {
      Tree features = known->up_features->shown();
      if (auto* list = features.as_array())
        for (auto& feature : *list) status.features.push_back(feature.text());
    }
  }
  status.sessions = std::size_t(std::ranges::count_if(
      sessions, [&](auto& entry) { return entry.second->known_to_upf() && entry.second->facts().upf.address == upf.config.n4.address; }));
  return status;
}

std::vector<UpfStatus> Core::upf_status() const {
  std::vector<UpfStatus> out;
  for (auto& upf : upfs) out.push_back(status_of(*upf));
  return out;
}

// ---- sessions that only a UPF still has -----------------------------------------------------------------------------------------

void Core::end_in_upf(Ending ending) {
  auto seid = ending.facts.seid;
  keep_record(ending.facts);
  auto [at, fresh] = endings.insert_or_assign(seid, std::move(ending));
  ask_to_end(at->second);
}

void Core::ask_to_end(Ending& ending) {
  if (std::exchange(ending.asked, true)) return;
  auto seid = ending.facts.seid;
  node->request<pfcp::SessionDeletionRequest>(ending.facts.upf.address, ending.facts.upf_seid, {},
                                              [this, seid](pfcp::Answered<pfcp::SessionDeletionRequest> answer) {
                                                auto found = endings.find(seid);
                                                if (found == endings.end()) return;
                                                found->second.asked = false;
                                                if (answer.ok()) {
                                                  used(found->second.facts.supi, answer->usage_reports);
                                                  return ended(seid);
                                                }
                                                // refused means that it is not there
                                                if (answer.error() == pfcp::Failure::no_answer) ++counters.events.n4_timed_out;
                                                try_again_later();  // datagrams were lost; or the UPF is away
                                              });
}

void Core::used(const Supi& supi, const std::vector<pfcp::UsageReport>& reports) {
  if (!listeners.used) return;
  Usage usage;
  n4::add_usage(usage, reports);
  if (auto octets = usage.uplink_octets + usage.downlink_octets) listeners.used(supi, octets);
}

void Core::try_again_later() {
  if (again.running()) return;
  again.start(config.timers.n4_retry, [this] {
    for (auto& [seid, ending] : endings) ask_to_end(ending);
    for (auto& upf : upfs) restore_sessions(upf->config.n4.address, false, false);
  });
}

void Core::ended(Seid seid) {
  endings.erase(seid);
  if (ports.journal) ports.journal->erase(record_key(seid));
}

void Core::retry_endings(const IpAddress& upf) {
  for (auto& [seid, ending] : endings)
    if (ending.facts.upf.address == upf) ask_to_end(ending);
}

// ---- restoration ------------------------------------------------------------------------------------------------------------------

RestorationTurn::~RestorationTurn() {
  if (core_) core_->restoration_over();
}

void Core::restore_sessions(const IpAddress& upf, bool missing, bool all) {
  for (auto& [key, session] : sessions) {
    if (session->facts().upf.address != upf || !session->known_to_upf()) continue;
    if (all) session->doubt(missing);
    if (session->doubted() && session->queue_restoration()) to_restore.push_back(key);
  }
  restore_more();
}

void Core::restore_one(Session& session) {
  if (session.queue_restoration()) to_restore.push_back({session.facts().supi, session.facts().id});
  restore_more();
}

void Core::restoration_over() {
  --restoring;
  if (!closing) restore_more();
}

void Core::restore_more() {
  if (std::exchange(handing_out, true)) return;  // a turn that ends at once only frees its place for the loop below
  while (restoring < config.limits.max_parallel_restorations && !to_restore.empty()) {
    auto key = to_restore.front();
    to_restore.pop_front();
    auto* session = find(key.supi, key.id);
    if (!session || !session->unqueue_restoration() || !session->doubted()) continue;
    auto* upf = find_upf(session->facts().upf.address);
    if (!upf || !association(*upf)) continue;  // it comes again with the association
    ++restoring;
    session->call(Restore{RestorationTurn(*this)});
  }
  handing_out = false;
}

void Core::start_grace(Upf& upf) {
  if (upf.grace.running()) return;
  upf.grace.start(config.timers.upf_grace, [this, &upf] { grace_over(upf); });
}

/// The phones may get sessions at another UPF, or learn that there is none; as things are they have no service.
void Core::grace_over(Upf& upf) {
  std::vector<Session*> lost;
  for (auto& [key, session] : sessions)
    if (session->facts().upf.address == upf.config.n4.address && session->known_to_upf() && !session->releasing())
      lost.push_back(session.get());
  if (lost.empty()) return;
  world.log(Severity::error, config.trace_name,
            "UPF " + upf.config.name + " did not come back: " + std::to_string(lost.size()) + " sessions are released");
  counters.events.sessions_lost += lost.size();
  for (auto* session : lost)
    if (!session->has_left()) session->call(ReleaseByNetwork{nas::SmCause::reactivation_requested});
}

// ---- what the N4 entity says ------------------------------------------------------------------------------------------------------

/// All that we have there, also what is only left to be deleted: we do that ourselves.
std::optional<pfcp::SessionRetentionInformation> Core::keep_sessions(const Endpoint& peer) {
  auto there = [&](const Facts& facts) { return facts.upf.address == peer.address; };
  bool any = std::ranges::any_of(sessions, [&](auto& entry) { return entry.second->known_to_upf() && there(entry.second->facts()); }) ||
             std::ranges::any_of(endings, [&](auto& entry) { return there(entry.second.facts); });
  if (!any) return {};
  return pfcp::SessionRetentionInformation{};
}

void Core::association_up(const pfcp::Association& association) {
  auto* upf = find_upf(association.peer.address);
  if (!upf) return;
  ++counters.of(ProcedureName::association).succeeded;
  upf->since = world.wall();
  upf->lost = false;
  upf->grace.stop();
  if (!has_feature(*upf, pfcp::UpFeature::ftup))
    world.log(Severity::warning, config.trace_name,
              "UPF " + upf->config.name + " does not announce that it allocates F-TEIDs (FTUP): sessions will fail");
  if (listeners.upf_changed) listeners.upf_changed(status_of(*upf));
  retry_endings(association.peer.address);
  // Whether it has kept what we have is asked session by session; those that it lost are made anew.
  restore_sessions(association.peer.address, false, true);
}

void Core::association_lost(const pfcp::Association& association, pfcp::Loss loss) {
  auto* upf = find_upf(association.peer.address);
  if (!upf) return;
  if (loss == pfcp::Loss::restarted) ++counters.events.upf_restarts;
  ++counters.of(ProcedureName::association).attempted;
  upf->lost = true;
  if (listeners.upf_changed) {
    auto status = status_of(*upf);
    status.associated = false;
    listeners.upf_changed(status);
  }
  start_grace(*upf);
  std::vector<Seid> gone;
  for (auto& [seid, ending] : endings)
    if (ending.facts.upf.address == association.peer.address) gone.push_back(seid);
  for (auto seid : gone) ended(seid);
  for (auto& [key, session] : sessions)
    if (session->facts().upf.address == association.peer.address && session->known_to_upf()) session->doubt(true);
}

void Core::path_failed(const pfcp::Association& association) {
  auto* upf = find_upf(association.peer.address);
  if (!upf) return;
  ++counters.events.upf_losses;
  start_grace(*upf);  // packets may still flow: sessions are kept for a while
}

void Core::path_recovered(const pfcp::Association& association) {
  auto* upf = find_upf(association.peer.address);
  if (!upf) return;
  upf->grace.stop();
  retry_endings(association.peer.address);
  restore_sessions(association.peer.address, false, false);
}

void Core::report(pfcp::Incoming in, pfcp::SessionReportRequest request) {
  pfcp::SessionReportResponse response;
  auto from_its_upf = [&](const Facts& facts) { return facts.upf.address == in.from().address; };
  auto found = by_seid.find(in.seid());
  Session* session = found != by_seid.end() && from_its_upf(found->second->facts()) ? found->second : nullptr;
  if (session && !session->known_to_upf()) {
    // Being established: the report was faster than the answer to our request.
    if (session->state() == Session::State::establishing) return in.answer(response, Seid());
    session = nullptr;
  }
  if (!session) {
    auto ending = endings.find(in.seid());
    if (ending != endings.end() && from_its_upf(ending->second.facts)) return in.answer(response, ending->second.facts.upf_seid);
    // A UPF deletes what nobody knows (TS 29.244 §6.3.5.3).
    ++counters.events.n4_unexpected;
    ++counters.events.orphans_deleted;
    response.cause = pfcp::Cause::session_context_not_found;
    return in.answer(response, Seid());
  }
  in.answer(response, session->facts().upf_seid);
  session->used(request.usage_reports);
  if (request.flags && request.flags->has(pfcp::ReportRequestFlag::psdbu)) {
    session->doubt(true);
    return restore_one(*session);
  }
  if (request.error_indication)
    for (auto& end : request.error_indication->remote_f_teids)
      session->call(ErrorIndicated{{end.ipv4.is_none() ? end.ipv6 : end.ipv4, end.teid}});
  if (request.report_type.has(pfcp::Report::dldr)) session->downlink_data();
}

void Core::node_report(pfcp::Incoming in, pfcp::NodeReportRequest request) {
  pfcp::NodeReportResponse response;
  response.node_id = node->node_id();
  in.answer(response);
  auto tell = [&](const std::optional<pfcp::PathReport>& report, const char* what) {
    if (!report) return;
    for (auto& peer : report->peers)
      world.log(Severity::warning, config.trace_name,
                "UPF " + in.from().address.text() + ": " + what + " " + (peer.ipv4.is_none() ? peer.ipv6 : peer.ipv4).text());
  };
  tell(request.path_failure, "no answer on N3 from");
  tell(request.path_recovery, "N3 answers again at");
  tell(request.peer_restart, "restart on N3 of");
}

}  // namespace pellucid::smf
