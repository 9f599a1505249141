#include "core/smf/core.hpp"

#include <algorithm>

#include "core/smf/record.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::smf {

namespace {

std::optional<AddressRange> range_of(const std::string& pool) {
  if (pool.empty()) return {};
  return AddressRange::parse(pool);
}

/// "internet.mnc070.mcc999.gprs" is the internet of an operator: only the network identifier counts (TS 23.003 §9.1.2).
std::string network_identifier(std::string_view dnn) {
  auto name = parse_dnn(dnn).value_or(std::string(dnn));
  auto at = name.rfind(".mnc");
  if (at != std::string::npos && name.find(".mcc", at) != std::string::npos && name.ends_with(".gprs")) name.resize(at);
  return name;
}

}  // namespace

Dnn::Dnn(World& world, const DnnConfig& configured, Duration rest)
    : config(configured), ipv4(world, range_of(configured.ipv4_pool), rest), ipv6(world, range_of(configured.ipv6_pool), rest) {}

bool Dnn::offered_in(const Snssai& slice) const {
  return config.slices.empty() || std::ranges::find(config.slices, slice) != config.slices.end();
}

Core::Core(World& w, Config c, Smf::Ports p, Smf::Listeners l)
    : world(w), config(std::move(c)), ports(p), listeners(std::move(l)), refusals(config.limits.max_refusals_kept), reaper(w), again(w) {
  for (auto& dnn : config.dnns) dnns.push_back(std::make_unique<Dnn>(world, dnn, config.timers.address_rest));
  for (auto& upf : config.upfs) upfs.push_back(std::make_unique<Upf>(world, upf));
  pfcp::NodeOptions options;
  options.local = config.n4;
  options.node_id = pfcp::NodeId(config.node_id);
  options.cp_features = pfcp::CpFunctionFeatures{};
  options.t1 = config.timers.n4_t1;
  options.n1 = config.timers.n4_n1;
  options.heartbeat = config.timers.heartbeat;
  options.retry = config.timers.association_retry;
  options.name = config.trace_name;
  options.peer_name = config.upfs.size() == 1 ? config.upfs.front().name : "upf";
  options.tracer = listeners.tracer;
  node = std::make_unique<pfcp::Node>(world, *this, options);
}

Core::~Core() {
  closing = true;
  node.reset();
}

Io<Nothing> Core::start() {
  auto open = node->open();
  if (!open.ok()) return open;
  started = true;
  for (auto& key : std::exchange(obsolete, {}))
    if (!sessions.contains(key)) ports.amf.released(key.supi, key.id);
  associate();
  return Nothing{};
}

Dnn* Core::find_dnn(const std::string& name) {
  auto wanted = network_identifier(name);
  for (auto& dnn : dnns)
    if (network_identifier(dnn->config.name) == wanted) return dnn.get();
  return nullptr;
}

Session* Core::find(const Supi& supi, PduSessionId id) const {
  auto found = sessions.find({supi, id});
  return found == sessions.end() ? nullptr : found->second.get();
}

Seid Core::new_seid() {
  for (;;) {
    Seid seid(world.random_number<std::uint64_t>());
    if (seid != Seid() && !by_seid.contains(seid) && !endings.contains(seid)) return seid;
  }
}

// ---- calls of the AMF -----------------------------------------------------------------------------------------------------------

void Core::create(CreateSession request, ReplyTo reply_to) {
  auto& supi = request.owner.supi;
  auto procedure = request.existing ? ProcedureName::existing_session : ProcedureName::establishment;
  auto refuse = [&](const Refusal& refusal) {
    auto header = nas::peek(request.n1);
    Bytes n1 = establishment_reject(request.id, Pti(header ? header->pti : 0), refusal);
    ++counters.of(procedure).attempted;
    refused(procedure, supi, request.id, refusal, n1);
    reply_to.resolve(Fail(denied(refusal, n1)));
  };
  if (supi.empty() || request.id.value() < 1 || request.id.value() > 15)
    return refuse({nas::SmCause::invalid_pdu_session_identity, Why{"the PDU session has an identity", std::to_string(request.id.value()),
                                                                   "1 to 15", "phone", "none: the phone is at fault"}});
  auto* old = find(supi, request.id);
  if (request.existing) {
    bool there = old && (old->state() == Session::State::active || old->state() == Session::State::modification_pending);
    if (there) return old->call(std::move(request), std::move(reply_to));
    return refuse({nas::SmCause::pdu_session_does_not_exist,
                   Why{"the phone's existing PDU session is known here", "session " + std::to_string(request.id.value()),
                       "a session that exists", "SMF", "none: the phone asks for a new session next"}});
  }
  // A phone that uses an identity again has forgotten the old session (TS 24.501 §6.4.1.7).
  if (old) drop(*old, ProcedureName::local_release);
  auto full = [&](const std::string& rule, std::size_t limit, const std::string& where) {
    Refusal refusal(nas::SmCause::insufficient_resources,
                    Why{rule, std::to_string(limit) + " sessions", "fewer", where, "raise the limit, or release sessions"});
    refusal.back_off_s = config.timers.back_off_s;
    refusal.kind = Denied::Kind::congestion;
    ++counters.events.congestion;
    refuse(refusal);
  };
  if (sessions.size() >= config.limits.max_sessions)
    return full("there is room for another session", config.limits.max_sessions, "amf.max_phones");
  std::size_t own = 0;
  for (auto it = sessions.lower_bound({supi, PduSessionId(0)}); it != sessions.end() && it->first.supi == supi; ++it) ++own;
  if (own >= config.limits.max_sessions_per_phone)
    return full("the phone may have another session", config.limits.max_sessions_per_phone, "a limit of this program");

  auto made = std::make_unique<Session>(*this, supi, request.id, new_seid());
  auto* session = made.get();
  by_seid[session->facts().seid] = session;
  sessions[{supi, request.id}] = std::move(made);
  session->call(std::move(request), std::move(reply_to));
}

void Core::update(const Supi& supi, PduSessionId id, UpdateSession update, ReplyTo reply_to) {
  if (auto* session = find(supi, id)) return session->call(std::move(update), std::move(reply_to));
  // The phone is told of a session that is gone only where the standard has an answer (TS 24.501 §6.4.2.4, §6.4.3.4).
  Denied answer{Denied::Kind::not_found,
                Why{"the PDU session is known here", "session " + std::to_string(id.value()), "a session that exists", "SMF",
                    "none: phone and network find out by their session status"},
                {}};
  if (auto header = nas::peek(update.n1); header && header->is_sm() && header->pti != 255) {
    ++counters.events.n1_unexpected;
    auto cause = nas::SmCause::invalid_pdu_session_identity;
    if (header->type == nas::PduSessionReleaseRequest::wire.type) answer.n1 = release_reject(id, Pti(header->pti), cause);
    if (header->type == nas::PduSessionModificationRequest::wire.type) answer.n1 = modification_reject(id, Pti(header->pti), cause);
  }
  reply_to.resolve(Fail(std::move(answer)));
}

// ---- end of sessions ------------------------------------------------------------------------------------------------------------

void Core::drop(Session& session, ProcedureName why) {
  auto found = sessions.find({session.facts().supi, session.facts().id});
  if (found == sessions.end() || found->second.get() != &session) return;
  leaving.push_back(std::move(found->second));
  sessions.erase(found);
  by_seid.erase(session.facts().seid);
  if (why == ProcedureName::local_release) {
    ++counters.of(why).attempted;
    ++counters.of(why).succeeded;
  }
  session.leave();
  reap_soon();
}

void Core::reap_soon() {
  if (reaper.running() || closing) return;
  reaper.start(Duration(0), [this] {
    // Destroying a session calls nobody, so that the list stays as it is meanwhile.
    std::erase_if(leaving, [](const std::unique_ptr<Session>& session) { return session->at_rest(); });
  });
}

// ---- records --------------------------------------------------------------------------------------------------------------------

void Core::refused(ProcedureName procedure, const Supi& supi, PduSessionId id, const Refusal& refusal, ByteView answer) {
  ++counters.of(procedure).refused[std::uint8_t(refusal.cause)];
  Refused told{world.wall(), supi, id, name(procedure), shown_answer(answer), refusal.why};
  refusals.add(told);
  if (listeners.refused) listeners.refused(told);
}

void Core::keep_record(const Facts& facts) {
  if (ports.journal) ports.journal->put(record_key(facts.seid), encode_record(facts));
}

Result<Nothing, codec::WireError> Core::restore(const std::string& key, ByteView record) {
  auto contradiction = [](const char* field) { return Fail(codec::WireError{codec::WireError::Kind::bad_value, 0, field, 0}); };
  auto read = decode_record(record);
  if (!read.ok()) return Fail(read.error());
  auto& facts = *read;
  if (key != record_key(facts.seid)) return contradiction("key");
  if (by_seid.contains(facts.seid) || endings.contains(facts.seid)) return contradiction("SEID");
  auto* dnn = find_dnn(facts.dnn);
  SessionKey name{facts.supi, facts.id};
  if (facts.ending || !dnn || !find_upf(facts.upf.address)) {
    obsolete.push_back(name);
    facts.ending = true;
    endings.emplace(facts.seid, Ending{facts, {}, {}, false});
    return Nothing{};
  }
  if (sessions.contains(name)) return contradiction("PDU session");
  auto lease = [](AddressPool& pool, const IpAddress& address) {
    return address.is_none() ? std::optional<AddressPool::Lease>{AddressPool::Lease()} : pool.take(address);
  };
  auto v4 = lease(dnn->ipv4, facts.ipv4);
  auto v6 = lease(dnn->ipv6, facts.ipv6_prefix);
  if (!v4 || !v6) return contradiction("address");
  auto session = std::make_unique<Session>(*this, facts, dnn, std::move(*v4), std::move(*v6));
  by_seid[facts.seid] = session.get();
  sessions[name] = std::move(session);
  return Nothing{};
}

}  // namespace pellucid::smf
