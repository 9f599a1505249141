#include "core/upf/n4.hpp"

#include <algorithm>

namespace pellucid::upf {

using pfcp::Cause;

namespace {

constexpr unsigned refusals_a_second = 10;  // in the log; all are counted
constexpr unsigned slot_bits = 20;          // of our SEIDs; what is above is random

pfcp::NodeOptions node_options(const UpfConfig& config, Tracer* tracer) {
  pfcp::NodeOptions options;
  options.local = config.n4;
  options.node_id = pfcp::NodeId(config.node_id);
  pfcp::UpFunctionFeatures features;
  for (auto feature : {pfcp::UpFeature::ftup, pfcp::UpFeature::empu, pfcp::UpFeature::mnop}) features.set(feature);
  if (config.allocate_addresses) features.set(pfcp::UpFeature::ueip);
  options.up_features = features;
  options.name = config.trace_name;
  options.peer_name = "smf";
  options.tracer = tracer;
  return options;
}

}  // namespace

N4::N4(World& world, const UpfConfig& config, std::unique_ptr<DataPath> path, Tracer* tracer)
    : world_(world),
      config_(config),
      resources_(world, config_),
      slots_(config.max_sessions),
      node_(world, *this, node_options(config, tracer)),
      path_(std::move(path)) {}

Io<Nothing> N4::open() {
  if (auto opened = node_.open(); !opened.ok()) return opened;
  path_->start(*this);
  world_.log(Severity::info, config_.trace_name, "N4 on " + config_.n4.text() + ", data path: " + path_->text());
  return Nothing{};
}

N4::Held* N4::find(Seid seid) const {
  auto slot = seid.value() & ((1u << slot_bits) - 1);
  auto* held = slot < held_.size() ? held_[slot].get() : nullptr;
  return held && held->seid == seid ? held : nullptr;
}

N4::Held* N4::find(const pfcp::Incoming& in) const {
  auto* held = find(in.seid());
  return held && held->smf.address == in.from().address ? held : nullptr;
}

void N4::refuse(const Refusal& refusal, std::string_view what) {
  ++n4_counters_.refused;
  if (world_.now() - refusals_since_ >= std::chrono::seconds(1)) {
    refusals_since_ = world_.now();
    refusals_logged_ = 0;
  }
  if (refusals_logged_++ >= refusals_a_second) return;
  world_.log(Severity::warning, config_.trace_name, std::string(what) + " refused, cause " + text(refusal.cause) + ": " + refusal.why);
}

// ---- sessions ---------------------------------------------------------------------------------------------------------

void N4::establish(pfcp::Incoming in, pfcp::SessionEstablishmentRequest request) {
  pfcp::SessionEstablishmentResponse response;
  response.node_id = node_.node_id();
  Seid smf_seid = request.cp_f_seid.seid;
  auto held = std::make_unique<Held>(world_);
  held->smf = {in.from().address, smf_seid};
  RuleChange change(held->rules, resources_);
  std::optional<std::uint32_t> slot;
  auto outcome = [&]() -> Accepted<RuleOutcome> {
    if (!path_->has_room()) return Fail(Refusal{Cause::pfcp_entity_in_congestion, {}, {}, "the data path has too many changes to make"});
    slot = slots_.take();
    if (!slot)
      return Fail(Refusal{Cause::no_resources_available, {}, {}, "upf.max_sessions is reached: " + std::to_string(config_.max_sessions)});
    return change.apply(request);
  }();
  if (!outcome.ok()) {
    if (slot) slots_.give_back(*slot);
    refuse(outcome.error(), "session establishment");
    response.cause = outcome.error().cause;
    response.offending_ie = outcome.error().offending_ie;
    response.failed_rule_id = outcome.error().rule;
    return in.answer(response, smf_seid);
  }
  change.commit();
  held->slot = *slot;
  held->seid = Seid(world_.random_number<std::uint64_t>() << slot_bits | *slot);
  response.up_f_seid = pfcp::FSeid::of(held->seid, config_.n4.address);
  response.created_pdrs = outcome->created_pdrs;
  Held& now = *held;
  if (*slot >= held_.size()) held_.resize(*slot + 1);
  held_[*slot] = std::move(held);
  ++count_;
  follow_usage(now);
  take_effect(now, *outcome, [this, in, response, smf_seid] {
    ++n4_counters_.established;
    in.answer(response, smf_seid);
  });
}

void N4::take_effect(Held& held, const RuleOutcome& outcome, std::function<void()> done) {
  enlist_tunnels(held);
  path_->install(held.slot, compile(held.rules, held.seid, outcome, config_, held.volume), std::move(done));
  for (auto& far : held.rules.fars) far.rearm = false;  // has its effect once
}

void N4::modify(pfcp::Incoming in, pfcp::SessionModificationRequest request) {
  pfcp::SessionModificationResponse response;
  auto* held = find(in);
  if (!held) {
    refuse({Cause::session_context_not_found, {}, {}, "SEID " + std::to_string(in.seid().value()) + " is no session of that SMF"},
           "session modification");
    response.cause = Cause::session_context_not_found;
    return in.answer(response);
  }
  RuleChange change(held->rules, resources_);
  auto outcome = [&]() -> Accepted<RuleOutcome> {
    if (!path_->has_room()) return Fail(Refusal{Cause::pfcp_entity_in_congestion, {}, {}, "the data path has too many changes to make"});
    return change.apply(request);
  }();
  if (!outcome.ok()) {
    refuse(outcome.error(), "session modification");
    response.cause = outcome.error().cause;
    response.offending_ie = outcome.error().offending_ie;
    response.failed_rule_id = outcome.error().rule;
    return in.answer(response, held->smf.seid);
  }
  delist_tunnels(*held);
  change.commit();
  if (request.cp_f_seid) held->smf.seid = request.cp_f_seid->seid;
  response.created_pdrs = outcome->created_pdrs;
  response.updated_pdrs = outcome->updated_pdrs;
  // Removed URRs report once no packet is counted for them any more.
  std::vector<Usage> ended;
  for (auto& urr : outcome->ended_urrs)
    if (auto found = held->usage.find(urr.id); found != held->usage.end()) ended.push_back(found->second);
  for (auto& usage : ended) held->usage.erase(usage.id());
  follow_usage(*held);
  auto queried = outcome->query_urrs;
  if (outcome->query_all)
    for (auto& urr : held->rules.urrs) queried.push_back(urr.id);
  auto answer = [this, in, response, ended, queried, reference = request.query_urr_reference, seid = held->seid,
                 smf_seid = held->smf.seid]() mutable {
    for (auto& usage : ended) response.usage_reports.push_back(usage.report(pfcp::UsageTrigger::termr, world_.now(), world_.wall()));
    auto* still = find(seid);
    for (auto id : queried) {
      auto found = still ? still->usage.find(id) : decltype(still->usage.end()){};
      if (!still || found == still->usage.end()) continue;
      response.usage_reports.push_back(found->second.report(pfcp::UsageTrigger::immer, world_.now(), world_.wall()));
      response.usage_reports.back().query_urr_reference = reference;
    }
    if (still && !queried.empty()) schedule(*still);
    ++n4_counters_.modified;
    in.answer(response, smf_seid);
  };
  take_effect(*held, *outcome, std::move(answer));
}

void N4::remove(pfcp::Incoming in, pfcp::SessionDeletionRequest) {
  pfcp::SessionDeletionResponse response;
  auto* held = find(in);
  if (!held) {
    refuse({Cause::session_context_not_found, {}, {}, "SEID " + std::to_string(in.seid().value()) + " is no session of that SMF"},
           "session deletion");
    response.cause = Cause::session_context_not_found;
    return in.answer(response);
  }
  auto usage = std::move(held->usage);
  erase(*held, [this, in, response, usage = std::move(usage), smf_seid = held->smf.seid]() mutable {
    for (auto& [id, one] : usage) response.usage_reports.push_back(one.report(pfcp::UsageTrigger::termr, world_.now(), world_.wall()));
    ++n4_counters_.deleted;
    in.answer(response, smf_seid);
  });
}

/// Takes the session away; `held` is gone afterwards. Its slot is free again when the data path has let go of it.
void N4::erase(Held& held, std::function<void()> done) {
  delist_tunnels(held);
  auto slot = held.slot;
  {
    // Removing all rules gives back TEIDs and addresses. The data path works off its commands in order, so who gets them next
    // comes after this session.
    Rules before;
    std::swap(before, held.rules);
    for (auto teid : before.teids()) resources_.teids.give_back(teid);
    resources_.ipv4[before.dnn].give_back(before.ipv4);
    resources_.ipv6[before.dnn].give_back(before.ipv6_prefix);
  }
  held_[slot].reset();
  --count_;
  path_->remove(slot, [this, slot, done = std::move(done)] {
    slots_.give_back(slot);
    if (done) done();
  });
}

void N4::enlist_tunnels(const Held& held) {
  for (auto& far : held.rules.fars)
    if (far.tunnel) tunnels_[*far.tunnel] = held.slot;
}

void N4::delist_tunnels(const Held& held) {
  for (auto& far : held.rules.fars) {
    if (!far.tunnel) continue;
    auto found = tunnels_.find(*far.tunnel);
    if (found != tunnels_.end() && found->second == held.slot) tunnels_.erase(found);
  }
}

// ---- associations -----------------------------------------------------------------------------------------------------

bool N4::retain(const pfcp::Association& peer, const pfcp::SessionRetentionInformation& what) {
  if (what.cp_entities.empty()) return true;
  return std::ranges::any_of(what.cp_entities,
                             [&](auto& entity) { return entity.ipv4 == peer.peer.address || entity.ipv6 == peer.peer.address; });
}

void N4::association_up(const pfcp::Association& peer) {
  world_.log(Severity::info, config_.trace_name, "association with SMF " + peer.node_id.text() + " is up");
}

void N4::association_lost(const pfcp::Association& peer, pfcp::Loss why) {
  std::size_t gone = 0;
  for (auto& held : held_)
    if (held && held->smf.address == peer.peer.address) {
      erase(*held, {});
      ++gone;
    }
  world_.log(
      Severity::warning, config_.trace_name,
      "association with SMF " + peer.node_id.text() + " is lost (" + pfcp::text(why) + "), " + std::to_string(gone) + " sessions with it");
}

void N4::path_failed(const pfcp::Association& peer) {
  world_.log(Severity::warning, config_.trace_name, "SMF " + peer.node_id.text() + " does not answer; its sessions go on");
}

void N4::path_recovered(const pfcp::Association& peer) {
  world_.log(Severity::info, config_.trace_name, "SMF " + peer.node_id.text() + " answers again");
}

}  // namespace pellucid::upf
