#include "core/smf/smf.hpp"

#include "core/smf/core.hpp"

namespace pellucid::smf {

Smf::Smf(World& world, Config config, Ports ports, Listeners listeners)
    : core_(std::make_unique<Core>(world, std::move(config), ports, std::move(listeners))) {}
Smf::~Smf() = default;

Io<Nothing> Smf::start() { return core_->start(); }
Result<Nothing, codec::WireError> Smf::restore(const std::string& key, ByteView record) { return core_->restore(key, record); }

Procedure<SessionReply, Denied> Smf::create(CreateSession request) {
  Answer<Result<SessionReply, Denied>> answer;
  core_->create(std::move(request), answer.source());
  auto outcome = co_await answer;
  co_return outcome;
}

Procedure<SessionReply, Denied> Smf::update(Supi supi, PduSessionId id, UpdateSession update) {
  Answer<Result<SessionReply, Denied>> answer;
  core_->update(supi, id, std::move(update), answer.source());
  auto outcome = co_await answer;
  co_return outcome;
}

void Smf::release(const Supi& supi, PduSessionId id) {
  if (auto* session = core_->find(supi, id)) core_->drop(*session, ProcedureName::local_release);
}

void Smf::unreachable(const Supi& supi, PduSessionId id) {
  if (auto* session = core_->find(supi, id)) session->paging_failed();
}

bool Smf::release_session(const Supi& supi, PduSessionId id, nas::SmCause cause) {
  auto* session = core_->find(supi, id);
  if (!session) return false;
  session->call(ReleaseByNetwork{cause});
  return true;
}

bool Smf::change_ambr(const Supi& supi, PduSessionId id, const Ambr& ambr) {
  auto* session = core_->find(supi, id);
  if (!session || session->releasing()) return false;
  session->call(NewAmbr{ambr});
  return true;
}

const Counters& Smf::counters() const { return core_->counters; }
std::vector<UpfStatus> Smf::upfs() const { return core_->upf_status(); }
std::size_t Smf::session_count() const { return core_->sessions.size(); }

std::vector<SessionStatus> Smf::sessions(std::size_t limit, const Supi& after) const {
  std::vector<SessionStatus> out;
  auto from = after.empty() ? core_->sessions.begin() : core_->sessions.upper_bound({after, PduSessionId(255)});
  for (auto it = from; it != core_->sessions.end(); ++it) {
    if (out.size() >= limit && out.back().supi != it->first.supi) break;
    out.push_back(it->second->status());
  }
  return out;
}

std::vector<SessionStatus> Smf::sessions_of(const Supi& supi) const {
  std::vector<SessionStatus> out;
  for (auto it = core_->sessions.lower_bound({supi, PduSessionId(0)}); it != core_->sessions.end() && it->first.supi == supi; ++it)
    out.push_back(it->second->status());
  return out;
}

std::vector<Refused> Smf::refusals(const Supi& supi) const { return core_->refusals.of(supi); }
Endpoint Smf::local() const { return core_->started ? core_->node->local() : Endpoint(); }

}  // namespace pellucid::smf
