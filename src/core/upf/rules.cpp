#include "core/upf/rules.hpp"

#include <algorithm>

#include "core/upf/rule_reading.hpp"

namespace pellucid::upf {

using pfcp::Cause;
using pfcp::RuleKind;

namespace {

template <class List, class Id>
auto* by_id(List& list, Id id) {
  auto found = std::ranges::find_if(list, [id](auto& item) { return item.id == id; });
  return found == list.end() ? nullptr : &*found;
}

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return text;
}

}  // namespace

const Far* Rules::far(std::uint32_t id) const { return by_id(fars, id); }
const Urr* Rules::urr(std::uint32_t id) const { return by_id(urrs, id); }

std::vector<Teid> Rules::teids() const {
  std::vector<Teid> all;
  for (auto& pdr : pdrs)
    if (pdr.teid != Teid() && std::ranges::find(all, pdr.teid) == all.end()) all.push_back(pdr.teid);
  return all;
}

const Far* Rules::downlink() const {
  for (auto& pdr : pdrs)
    if (pdr.source == Side::core)
      if (auto* f = far(pdr.far)) return f;
  return nullptr;
}

Resources::Resources(World& world, const UpfConfig& config) : teids(world), config_(&config) {
  for (auto& dnn : config.dnns) {
    ipv4.emplace_back(dnn.ipv4_pool);
    ipv6.emplace_back(dnn.ipv6_pool);
  }
}

std::optional<std::uint8_t> Resources::dnn(const pfcp::NetworkInstance& instance) const {
  std::string wanted = lower(instance.text());
  auto operator_part = wanted.find(".mnc");
  bool has_operator = operator_part != wanted.npos && operator_part > 0 && wanted.ends_with(".gprs");
  for (std::size_t i = 0; i < config_->dnns.size(); ++i) {
    std::string name = lower(config_->dnns[i].name);
    if (name == wanted || (has_operator && name == wanted.substr(0, operator_part))) return std::uint8_t(i);
  }
  return {};
}

RuleChange::RuleChange(Rules& before, Resources& resources) : before_(&before), after_(before), resources_(&resources) {}

RuleChange::~RuleChange() {
  if (!committed_) give_back(after_, *before_);
}

void RuleChange::give_back(const Rules& left, const Rules& kept) {
  auto unused = left.teids();
  for (auto teid : leased_)
    if (std::ranges::find(unused, teid) == unused.end()) unused.push_back(teid);
  auto used = kept.teids();
  for (auto teid : unused)
    if (std::ranges::find(used, teid) == used.end()) resources_->teids.give_back(teid);
  if (left.ipv4 != kept.ipv4) resources_->ipv4[left.dnn].give_back(left.ipv4);
  if (left.ipv6_prefix != kept.ipv6_prefix) resources_->ipv6[left.dnn].give_back(left.ipv6_prefix);
}

void RuleChange::commit() {
  committed_ = true;
  std::swap(*before_, after_);
  give_back(after_, *before_);
}

template <class Item, class Each>
RuleChange::Step RuleChange::each(const std::vector<Item>& items, Each each_item) {
  for (auto& item : items)
    if (auto done = each_item(item); !done.ok()) return done;
  return Nothing{};
}

Accepted<RuleOutcome> RuleChange::apply(const pfcp::SessionEstablishmentRequest& request) {
  restoring_ = request.flags && request.flags->has(pfcp::EstablishmentFlag::resti);
  if (request.pdn_type && *request.pdn_type != pfcp::PdnType::ipv4 && *request.pdn_type != pfcp::PdnType::ipv6 &&
      *request.pdn_type != pfcp::PdnType::ipv4v6)
    return Fail(unsupported("PDN type " + text(*request.pdn_type)));
  if (!request.create_traffic_endpoints.empty()) return Fail(unsupported("traffic endpoints"));
  if (!request.create_mars.empty() || request.l2tp_session || request.mbs_session_n4mb_control || request.provide_atsss_control)
    return Fail(unsupported("multi-access, L2TP and broadcast sessions"));
  auto one = [this](auto& ie) { return create(ie); };
  if (auto done = find_dnn(request.create_pdrs, request.apn_dnn); !done.ok()) return Fail(done.error());
  if (request.create_bar)
    if (auto done = set_bar(*request.create_bar, false); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_fars, one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_qers, one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_urrs, one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_pdrs, one); !done.ok()) return Fail(done.error());
  if (auto done = check_whole(); !done.ok()) return Fail(done.error());
  return std::move(outcome_);
}

Accepted<RuleOutcome> RuleChange::apply(const pfcp::SessionModificationRequest& request) {
  if (!request.create_traffic_endpoints.empty() || !request.update_traffic_endpoints.empty() || !request.remove_traffic_endpoints.empty())
    return Fail(unsupported("traffic endpoints"));
  if (!request.create_mars.empty() || !request.update_mars.empty() || request.provide_atsss_control)
    return Fail(unsupported("multi-access sessions"));
  if (request.flags) {
    outcome_.drop_buffer = request.flags->has(pfcp::ModificationFlag::drobu);
    outcome_.query_all = request.flags->has(pfcp::ModificationFlag::qaurr);
  }
  auto create_one = [this](auto& ie) { return create(ie); };
  auto update_one = [this](auto& ie) { return update(ie); };
  if (auto done = remove(request); !done.ok()) return Fail(done.error());
  if (request.create_bar)
    if (auto done = set_bar(*request.create_bar, false); !done.ok()) return Fail(done.error());
  if (request.update_bar)
    if (auto done = set_bar(*request.update_bar, true); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_fars, create_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_qers, create_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_urrs, create_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.create_pdrs, create_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.update_fars, update_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.update_qers, update_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.update_urrs, update_one); !done.ok()) return Fail(done.error());
  if (auto done = each(request.update_pdrs, update_one); !done.ok()) return Fail(done.error());
  for (auto& query : request.query_urrs) {
    if (!after_.urr(query.urr_id.value())) return Fail(failed(RuleKind::urr, query.urr_id.value(), "query of a URR that does not exist"));
    outcome_.query_urrs.push_back(query.urr_id.value());
  }
  if (auto done = check_whole(); !done.ok()) return Fail(done.error());
  return std::move(outcome_);
}

RuleChange::Step RuleChange::remove(const pfcp::SessionModificationRequest& request) {
  auto out = [](auto& list, auto id) { return std::erase_if(list, [id](auto& item) { return item.id == id; }) > 0; };
  for (auto& ie : request.remove_pdrs) {
    // The TEID goes back on commit, unless another rule has it.
    if (!out(after_.pdrs, ie.pdr_id.value())) return Fail(failed(RuleKind::pdr, ie.pdr_id.value(), "removal of a PDR that does not exist"));
  }
  for (auto& ie : request.remove_fars)
    if (!out(after_.fars, ie.far_id.value())) return Fail(failed(RuleKind::far, ie.far_id.value(), "removal of a FAR that does not exist"));
  for (auto& ie : request.remove_qers) {
    if (!out(after_.qers, ie.qer_id.value())) return Fail(failed(RuleKind::qer, ie.qer_id.value(), "removal of a QER that does not exist"));
    for (auto& pdr : after_.pdrs) std::erase(pdr.qers, ie.qer_id.value());
  }
  for (auto& ie : request.remove_urrs) {
    auto* urr = by_id(after_.urrs, ie.urr_id.value());
    if (!urr) return Fail(failed(RuleKind::urr, ie.urr_id.value(), "removal of a URR that does not exist"));
    outcome_.ended_urrs.push_back(*urr);
    out(after_.urrs, ie.urr_id.value());
    for (auto& pdr : after_.pdrs) std::erase(pdr.urrs, ie.urr_id.value());
  }
  if (request.remove_bar) {
    if (!after_.bar || after_.bar->id != request.remove_bar->bar_id.value())
      return Fail(failed(RuleKind::bar, request.remove_bar->bar_id.value(), "removal of a BAR that does not exist"));
    after_.bar.reset();
    for (auto& far : after_.fars) far.bar.reset();
  }
  return Nothing{};
}

RuleChange::Step RuleChange::check_whole() {
  auto limit = resources_->config().max_rules_per_session;
  if (after_.pdrs.size() > limit || after_.fars.size() > limit || after_.qers.size() > limit || after_.urrs.size() > limit)
    return Fail(Refusal{Cause::no_resources_available, {}, {}, "more than " + std::to_string(limit) + " rules of a kind in one session"});
  for (auto& pdr : after_.pdrs) {
    auto* far = after_.far(pdr.far);
    if (!far) return Fail(failed(RuleKind::pdr, pdr.id, "FAR " + std::to_string(pdr.far) + " does not exist"));
    for (auto qer : pdr.qers)
      if (!by_id(after_.qers, qer)) return Fail(failed(RuleKind::pdr, pdr.id, "QER " + std::to_string(qer) + " does not exist"));
    for (auto urr : pdr.urrs)
      if (!by_id(after_.urrs, urr)) return Fail(failed(RuleKind::pdr, pdr.id, "URR " + std::to_string(urr) + " does not exist"));
    if (pdr.source == Side::core && after_.ipv4.is_none() && after_.ipv6_prefix.is_none())
      return Fail(Refusal{Cause::conditional_ie_missing, ie_ue_ip_address, pfcp::FailedRuleId{RuleKind::pdr, pdr.id},
                          "a downlink rule of a session whose phone has no address"});
  }
  for (auto& far : after_.fars) {
    if (far.action == CompiledFar::Action::forward && !far.parameters)
      return Fail(Refusal{Cause::conditional_ie_missing, ie_forwarding_parameters, pfcp::FailedRuleId{RuleKind::far, far.id},
                          "a FAR that forwards, but not where to"});
    if (far.bar && (!after_.bar || after_.bar->id != *far.bar))
      return Fail(failed(RuleKind::far, far.id, "BAR " + std::to_string(*far.bar) + " does not exist"));
  }
  for (auto id : told_) {
    auto* pdr = by_id(after_.pdrs, id);
    if (!pdr) continue;
    if (by_id(before_->pdrs, id)) {
      auto as_created = created(*pdr);
      pfcp::UpdatedPdr updated;
      updated.pdr_id = as_created.pdr_id;
      if (as_created.local_f_teid) updated.f_teids.push_back(*as_created.local_f_teid);
      updated.ue_ip_addresses = as_created.ue_ip_addresses;
      outcome_.updated_pdrs.push_back(std::move(updated));
    } else {
      outcome_.created_pdrs.push_back(created(*pdr));
    }
  }
  return Nothing{};
}

pfcp::CreatedPdr RuleChange::created(const Pdr& pdr) const {
  pfcp::CreatedPdr out;
  out.pdr_id = pfcp::PdrId(pdr.id);
  auto& config = resources_->config();
  if (pdr.teid != Teid()) {
    pfcp::FTeid f_teid;
    f_teid.teid = pdr.teid;
    if (pdr.teid_v4) f_teid.ipv4 = config.n3_v4;
    if (pdr.teid_v6) f_teid.ipv6 = config.n3_v6;
    out.local_f_teid = f_teid;
  }
  if (pdr.address_v4 || pdr.address_v6) {
    pfcp::UeIpAddress address;
    address.destination = pdr.source == Side::core;
    if (pdr.address_v4) address.ipv4 = after_.ipv4;
    if (pdr.address_v6) address.ipv6 = after_.ipv6_prefix;
    out.ue_ip_addresses.push_back(address);
  }
  return out;
}

}  // namespace pellucid::upf
