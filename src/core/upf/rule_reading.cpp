// IEs to rules: each is looked at field by field, and what this UPF cannot do is refused rather than ignored (TS 29.244 §7.5.2, §7.5.4).
#include "core/upf/rule_reading.hpp"

#include <algorithm>

namespace pellucid::upf {

using pfcp::Cause;
using pfcp::RuleKind;

namespace {

template <class List, class Id>
auto* by_id(List& list, Id id) {
  auto found = std::ranges::find_if(list, [id](auto& item) { return item.id == id; });
  return found == list.end() ? nullptr : &*found;
}

Accepted<Nothing> read_action(Far& far, const pfcp::ApplyAction& action) {
  using pfcp::Apply;
  for (auto flag : {Apply::dupl, Apply::ipma, Apply::ipmd, Apply::dfrt, Apply::edrt, Apply::fssm, Apply::mbsu})
    if (action.has(flag)) return Fail(unsupported("an Apply Action beyond DROP, FORW, BUFF and NOCP"));
  bool drop = action.has(Apply::drop), forward = action.has(Apply::forw), buffer = action.has(Apply::buff),
       notify = action.has(Apply::nocp);
  if (int(drop) + int(forward) + int(buffer) != 1 || (notify && !buffer))
    return Fail(Refusal{Cause::mandatory_ie_incorrect, ie_apply_action, pfcp::FailedRuleId{RuleKind::far, far.id},
                        "Apply Action has exactly one of DROP, FORW and BUFF, and NOCP only with BUFF"});
  far.action = drop ? CompiledFar::Action::drop : forward ? CompiledFar::Action::forward : CompiledFar::Action::buffer;
  far.notify = notify;
  far.rearm = notify;
  return Nothing{};
}

Accepted<Side> read_destination(pfcp::DestinationInterface interface) {
  switch (interface) {
    case pfcp::DestinationInterface::access: return Side::access;
    case pfcp::DestinationInterface::core:
    case pfcp::DestinationInterface::n6_lan: return Side::core;
    case pfcp::DestinationInterface::cp_function: return Side::control;
    default: return Fail(unsupported("destination interface " + text(interface)));
  }
}

Accepted<Tunnel> read_outer_header(const pfcp::OuterHeaderCreation& ie, std::uint32_t far, const UpfConfig& config) {
  auto wrong = [far](std::string why) {
    return Fail(Refusal{Cause::mandatory_ie_incorrect, ie_outer_header_creation, pfcp::FailedRuleId{RuleKind::far, far}, std::move(why)});
  };
  if (!ie.is_gtpu()) return Fail(unsupported("an outer header other than GTP-U"));
  Tunnel tunnel;
  tunnel.teid = ie.teid;
  tunnel.peer = ie.ipv4.is_v4() && config.n3_v4.is_v4() ? ie.ipv4 : ie.ipv6;
  if (tunnel.peer.is_none() || (tunnel.peer.is_v6() && !config.n3_v6.is_v6())) return wrong("no N3 address of that family here");
  if (tunnel.teid == Teid()) return wrong("TEID 0 is nobody's");
  if (tunnel.peer == config.n3_v4 || tunnel.peer == config.n3_v6) return wrong("a tunnel to this UPF itself would loop");
  return tunnel;
}

/// Forwarding Parameters and Update Forwarding Parameters alike: what this UPF does not do.
template <class Parameters>
Accepted<Nothing> check_parameters(const Parameters& ie, std::uint32_t far) {
  if (ie.redirect_information) return Fail(unsupported("redirection"));
  if (ie.forwarding_policy)
    return Fail(
        Refusal{Cause::invalid_forwarding_policy, {}, pfcp::FailedRuleId{RuleKind::far, far}, "no forwarding policies are configured"});
  if (!ie.header_enrichments.empty()) return Fail(unsupported("header enrichment"));
  if (ie.address_and_port_replacement) return Fail(unsupported("address and port replacement"));
  return Nothing{};
}

std::optional<Rates> read_rates(const pfcp::BitRates& ie) { return Rates{ie.uplink_kbps, ie.downlink_kbps}; }

VolumeLimits read_volume(const pfcp::Volume& ie) { return {ie.total, ie.uplink, ie.downlink}; }

/// Quotas and events would have to stop traffic or detect it; without them a URR would promise what it does not do.
Accepted<Nothing> check_urr(const pfcp::UrrParameters& ie) {
  if (ie.volume_quota || ie.time_quota_s || ie.event_quota || ie.event_threshold) return Fail(unsupported("quotas and event thresholds"));
  if (ie.monitoring_time || !ie.additional_monitoring_times.empty()) return Fail(unsupported("monitoring times"));
  if (!ie.linked_urr_ids.empty() || !ie.aggregated_urrs.empty()) return Fail(unsupported("linked URRs"));
  return Nothing{};
}

Accepted<Nothing> read_triggers(Urr& urr, const pfcp::ReportingTriggers& triggers) {
  using T = pfcp::ReportingTrigger;
  for (auto other : {T::quhti, T::start, T::stopt, T::droth, T::liusa, T::volqu, T::timqu, T::envcl, T::macar, T::eveth, T::evequ, T::ipmjl,
                     T::quvti, T::reemr, T::upint})
    if (triggers.has(other)) return Fail(unsupported("a reporting trigger beyond PERIO, VOLTH and TIMTH"));
  urr.periodic = triggers.has(T::perio);
  urr.on_volume = triggers.has(T::volth);
  urr.on_time = triggers.has(T::timth);
  return Nothing{};
}

Accepted<Nothing> read_method(Urr& urr, const pfcp::MeasurementMethod& method) {
  if (method.has(pfcp::Measure::event)) return Fail(unsupported("event measurement"));
  urr.by_volume = method.has(pfcp::Measure::volum);
  urr.by_duration = method.has(pfcp::Measure::durat);
  return Nothing{};
}

void read_urr_parameters(Urr& urr, const pfcp::UrrParameters& ie) {
  if (ie.volume_threshold) urr.volume_threshold = read_volume(*ie.volume_threshold);
  if (ie.time_threshold_s) urr.time_threshold_s = *ie.time_threshold_s;
  if (ie.measurement_period_s) urr.period_s = *ie.measurement_period_s;
  if (ie.measurement_information) urr.count_packets = ie.measurement_information->has(pfcp::MeasurementInfo::mnop);
}

}  // namespace

RuleChange::Step RuleChange::find_dnn(const std::vector<pfcp::CreatePdr>& pdrs, const std::optional<pfcp::ApnDnn>& apn) {
  for (auto& pdr : pdrs) {
    if (pdr.pdi.source_interface != pfcp::SourceInterface::core || !pdr.pdi.network_instance) continue;
    auto found = resources_->dnn(*pdr.pdi.network_instance);
    if (!found)
      return Fail(failed(RuleKind::pdr, pdr.pdr_id.value(),
                         "no data network \"" + pdr.pdi.network_instance->text() + "\" is configured (upf.dnns)"));
    after_.dnn = *found;
    return Nothing{};
  }
  if (apn)
    if (auto found = resources_->dnn(*apn)) after_.dnn = *found;
  return Nothing{};
}

RuleChange::Step RuleChange::create(const pfcp::CreatePdr& ie) {
  std::uint32_t id = ie.pdr_id.value();
  if (by_id(after_.pdrs, id)) return Fail(failed(RuleKind::pdr, id, "exists already"));
  if (!ie.activate_predefined_rules.empty())
    return Fail(Refusal{Cause::unknown_predefined_rule, {}, pfcp::FailedRuleId{RuleKind::pdr, id}, "no predefined rules are configured"});
  if (ie.mar_id || ie.packet_replication || !ie.ip_multicast.empty() || ie.mptcp_applicable || ie.transport_delay_reporting)
    return Fail(unsupported("multi-access, multicast and delay reporting in a PDR"));
  if (ie.activation_time || ie.deactivation_time) return Fail(unsupported("activation times of a PDR"));
  if (!ie.far_id)
    return Fail(Refusal{Cause::conditional_ie_missing, ie_far_id, pfcp::FailedRuleId{RuleKind::pdr, id}, "a PDR without FAR"});
  Pdr pdr;
  pdr.id = ie.pdr_id.value();
  pdr.precedence = ie.precedence;
  pdr.far = ie.far_id->value();
  if (ie.qer_ids.size() > max_qers_per_pdr || ie.urr_ids.size() > max_urrs_per_pdr)
    return Fail(Refusal{Cause::no_resources_available, {}, pfcp::FailedRuleId{RuleKind::pdr, id}, "more than 4 QERs or URRs at one PDR"});
  for (auto qer : ie.qer_ids) pdr.qers.push_back(qer.value());
  for (auto urr : ie.urr_ids) pdr.urrs.push_back(urr.value());
  if (auto done = read_pdi(pdr, ie.pdi); !done.ok()) return done;
  after_.pdrs.push_back(std::move(pdr));
  return Nothing{};
}

RuleChange::Step RuleChange::update(const pfcp::UpdatePdr& ie) {
  auto* pdr = by_id(after_.pdrs, ie.pdr_id.value());
  if (!pdr) return Fail(failed(RuleKind::pdr, ie.pdr_id.value(), "update of a PDR that does not exist"));
  if (!ie.activate_predefined_rules.empty() || !ie.deactivate_predefined_rules.empty())
    return Fail(
        Refusal{Cause::unknown_predefined_rule, {}, pfcp::FailedRuleId{RuleKind::pdr, pdr->id}, "no predefined rules are configured"});
  if (ie.activation_time || ie.deactivation_time || !ie.ip_multicast.empty())
    return Fail(unsupported("activation times and multicast of a PDR"));
  if (ie.qer_ids.size() > max_qers_per_pdr || ie.urr_ids.size() > max_urrs_per_pdr)
    return Fail(
        Refusal{Cause::no_resources_available, {}, pfcp::FailedRuleId{RuleKind::pdr, pdr->id}, "more than 4 QERs or URRs at one PDR"});
  if (ie.precedence) pdr->precedence = *ie.precedence;
  if (ie.far_id) pdr->far = ie.far_id->value();
  if (!ie.qer_ids.empty() || ie.other.removes(ie_qer_id)) {
    pdr->qers.clear();
    for (auto qer : ie.qer_ids) pdr->qers.push_back(qer.value());
  }
  if (!ie.urr_ids.empty() || ie.other.removes(ie_urr_id)) {
    pdr->urrs.clear();
    for (auto urr : ie.urr_ids) pdr->urrs.push_back(urr.value());
  }
  if (!ie.pdi) return Nothing{};
  Pdr changed = *pdr;  // a new PDI replaces the old one whole
  changed.teid = Teid();
  changed.address_v4 = changed.address_v6 = false;
  changed.qfis = 0;
  changed.filters.clear();
  if (auto done = read_pdi(changed, *ie.pdi); !done.ok()) return done;
  *pdr = std::move(changed);
  return Nothing{};
}

RuleChange::Step RuleChange::read_pdi(Pdr& pdr, const pfcp::Pdi& pdi) {
  switch (pdi.source_interface) {
    case pfcp::SourceInterface::access: pdr.source = Side::access; break;
    case pfcp::SourceInterface::core:
    case pfcp::SourceInterface::n6_lan: pdr.source = Side::core; break;
    case pfcp::SourceInterface::cp_function: pdr.source = Side::control; break;
    default: return Fail(unsupported("source interface " + text(pdi.source_interface)));
  }
  if (!pdi.traffic_endpoint_ids.empty()) return Fail(unsupported("traffic endpoints"));
  if (pdi.application_id)
    return Fail(Refusal{Cause::unknown_application_id, {}, pfcp::FailedRuleId{RuleKind::pdr, pdr.id}, "no applications are configured"});
  if (pdi.ethernet_session || !pdi.ethernet_packet_filters.empty()) return Fail(unsupported("Ethernet sessions"));
  if (!pdi.framed_routes.empty() || !pdi.framed_ipv6_routes.empty()) return Fail(unsupported("framed routes"));
  if (pdi.local_ingress_tunnel || pdi.redundant_transmission_detection || !pdi.ip_multicast.empty() || !pdi.dns_query_filters.empty() ||
      pdi.mbs_session_id)
    return Fail(unsupported("redundant, multicast and broadcast match fields"));
  if (pdr.source == Side::core && pdi.network_instance) {
    auto dnn = resources_->dnn(*pdi.network_instance);
    if (!dnn || *dnn != after_.dnn)
      return Fail(failed(RuleKind::pdr, pdr.id, "data network \"" + pdi.network_instance->text() + "\" is not this session's"));
  }
  if (pdi.local_f_teid) {
    if (auto done = read_tunnel(pdr, *pdi.local_f_teid); !done.ok()) return done;
  } else if (pdr.source != Side::core) {
    return Fail(Refusal{Cause::conditional_ie_missing, ie_f_teid, pfcp::FailedRuleId{RuleKind::pdr, pdr.id},
                        "packets from a tunnel need its F-TEID"});
  }
  for (auto qfi : pdi.qfis) pdr.qfis |= std::uint64_t(1) << (qfi.value() & 63);
  if (auto done = read_addresses(pdr, pdi); !done.ok()) return done;
  return read_filters(pdr, pdi);
}

RuleChange::Step RuleChange::read_tunnel(Pdr& pdr, const pfcp::FTeid& f_teid) {
  auto& config = resources_->config();
  if (!f_teid.choose()) {
    auto held = after_.teids();
    bool ours = std::ranges::find(held, f_teid.teid) != held.end();
    auto before = before_->teids();
    ours = ours || std::ranges::find(before, f_teid.teid) != before.end() || std::ranges::find(leased_, f_teid.teid) != leased_.end();
    if (!ours && !restoring_)
      return Fail(Refusal{Cause::invalid_f_teid_allocation_option, ie_f_teid, pfcp::FailedRuleId{RuleKind::pdr, pdr.id},
                          "F-TEIDs are allocated here"});
    bool here = (f_teid.ipv4.is_none() || f_teid.ipv4 == config.n3_v4) && (f_teid.ipv6.is_none() || f_teid.ipv6 == config.n3_v6);
    if (!here || (!ours && !resources_->teids.take(f_teid.teid)))
      return Fail(Refusal{Cause::restoration_resource_not_available, ie_f_teid, pfcp::FailedRuleId{RuleKind::pdr, pdr.id},
                          "the F-TEID is not free here"});
    if (!ours) leased_.push_back(f_teid.teid);
    pdr.teid = f_teid.teid;
    pdr.teid_v4 = !f_teid.ipv4.is_none();
    pdr.teid_v6 = !f_teid.ipv6.is_none();
    return Nothing{};
  }
  pdr.teid_v4 = f_teid.choose_v4 && !config.n3_v4.is_none();
  pdr.teid_v6 = f_teid.choose_v6 && !config.n3_v6.is_none();
  if (!pdr.teid_v4 && !pdr.teid_v6) return Fail(failed(RuleKind::pdr, pdr.id, "no N3 address of the family asked for"));
  told_.push_back(pdr.id);
  if (f_teid.choose_id)
    for (auto& [id, teid] : chosen_)
      if (id == *f_teid.choose_id) {
        pdr.teid = teid;
        return Nothing{};
      }
  auto teid = resources_->teids.take();
  if (!teid) return Fail(Refusal{Cause::no_resources_available, {}, pfcp::FailedRuleId{RuleKind::pdr, pdr.id}, "all TEIDs are in use"});
  pdr.teid = *teid;
  leased_.push_back(*teid);
  if (f_teid.choose_id) chosen_.emplace_back(*f_teid.choose_id, *teid);
  return Nothing{};
}

RuleChange::Step RuleChange::read_addresses(Pdr& pdr, const pfcp::Pdi& pdi) {
  for (auto& ie : pdi.ue_ip_addresses) {
    if (ie.delegation_bits.value_or(0) != 0 || ie.prefix_length.value_or(64) != 64)
      return Fail(unsupported("IPv6 prefixes other than /64"));
    if (ie.choose_v4 || ie.choose_v6) {
      if (!resources_->config().allocate_addresses)
        return Fail(Refusal{Cause::mandatory_ie_incorrect, ie_ue_ip_address, pfcp::FailedRuleId{RuleKind::pdr, pdr.id},
                            "addresses are the SMF's to allocate"});
      if (std::ranges::find(told_, pdr.id) == told_.end()) told_.push_back(pdr.id);
    }
    if (ie.ipv4.is_v4() || ie.choose_v4) {
      if (auto done = give_address(after_.ipv4, resources_->ipv4, ie.ipv4, ie.choose_v4, pdr.id); !done.ok()) return done;
      pdr.address_v4 = true;
    }
    if (ie.ipv6.is_v6() || ie.choose_v6) {
      auto prefix = ie.ipv6.is_v6() ? prefix64(ie.ipv6) : ie.ipv6;
      if (auto done = give_address(after_.ipv6_prefix, resources_->ipv6, prefix, ie.choose_v6, pdr.id); !done.ok()) return done;
      pdr.address_v6 = true;
    }
  }
  return Nothing{};
}

RuleChange::Step RuleChange::give_address(IpAddress& held, std::vector<AddressPool>& pools, const IpAddress& wanted, bool choose,
                                          std::uint16_t pdr) {
  if (!held.is_none()) {
    if (choose || wanted == held) return Nothing{};
    return Fail(failed(RuleKind::pdr, pdr, "a second address of one family: " + wanted.text() + " beside " + held.text()));
  }
  auto& pool = pools[after_.dnn];
  if (choose) {
    auto address = pool.take();
    if (!address)
      return Fail(Refusal{Cause::all_dynamic_addresses_are_occupied,
                          {},
                          pfcp::FailedRuleId{RuleKind::pdr, pdr},
                          "no address is left for data network " + resources_->config().dnns[after_.dnn].name});
    held = *address;
    return Nothing{};
  }
  if (!pool.take(wanted)) {
    auto refusal = failed(RuleKind::pdr, pdr, "address " + wanted.text() + " is another session's or the gateway's");
    if (restoring_) refusal.cause = Cause::restoration_resource_not_available;
    return Fail(std::move(refusal));
  }
  held = wanted;
  return Nothing{};
}

RuleChange::Step RuleChange::read_filters(Pdr& pdr, const pfcp::Pdi& pdi) {
  for (auto& ie : pdi.sdf_filters) {
    Filter filter;
    filter.id = ie.filter_id;
    bool defined = ie.flow_description || ie.tos_traffic_class || ie.security_parameter_index || ie.flow_label;
    if (ie.flow_description) {
      auto parsed = SdfFilter::parse(*ie.flow_description);
      if (!parsed) return Fail(failed(RuleKind::pdr, pdr.id, "flow description not understood: " + ie.flow_description->substr(0, 100)));
      filter.filter = std::move(*parsed);
    }
    if (ie.tos_traffic_class) filter.filter.traffic_class = {std::uint8_t(*ie.tos_traffic_class >> 8), std::uint8_t(*ie.tos_traffic_class)};
    if (ie.security_parameter_index) filter.filter.spi = *ie.security_parameter_index;
    if (ie.flow_label) filter.filter.flow_label = *ie.flow_label & 0xfffff;
    if (!defined) {
      // A bidirectional filter that another rule of the session defined.
      const Filter* known = nullptr;
      for (auto& other : after_.pdrs)
        for (auto& f : other.filters)
          if (f.id && f.id == ie.filter_id) known = &f;
      if (!known) return Fail(failed(RuleKind::pdr, pdr.id, "an SDF filter without content"));
      filter = *known;
    } else if (filter.id) {
      for (auto& other : after_.pdrs)
        for (auto& f : other.filters)
          if (f.id == filter.id) f.filter = filter.filter;
    }
    pdr.filters.push_back(std::move(filter));
  }
  return Nothing{};
}

RuleChange::Step RuleChange::create(const pfcp::CreateFar& ie) {
  if (by_id(after_.fars, ie.far_id.value())) return Fail(failed(RuleKind::far, ie.far_id.value(), "exists already"));
  if (!ie.duplicating_parameters.empty() || ie.redundant_transmission_forwarding || ie.mbs_multicast_parameters)
    return Fail(unsupported("duplication"));
  Far far;
  far.id = ie.far_id.value();
  if (auto done = read_action(far, ie.apply_action); !done.ok()) return done;
  if (ie.bar_id) far.bar = ie.bar_id->value();
  if (ie.forwarding_parameters) {
    auto& parameters = *ie.forwarding_parameters;
    if (auto done = check_parameters(parameters, far.id); !done.ok()) return done;
    if (parameters.proxying) return Fail(unsupported("proxying"));
    auto side = read_destination(parameters.destination_interface);
    if (!side.ok()) return Fail(side.error());
    far.parameters = true;
    far.destination = *side;
    if (parameters.outer_header_creation) {
      auto tunnel = read_outer_header(*parameters.outer_header_creation, far.id, resources_->config());
      if (!tunnel.ok()) return Fail(tunnel.error());
      far.tunnel = *tunnel;
    }
  }
  after_.fars.push_back(std::move(far));
  return Nothing{};
}

RuleChange::Step RuleChange::update(const pfcp::UpdateFar& ie) {
  auto* far = by_id(after_.fars, ie.far_id.value());
  if (!far) return Fail(failed(RuleKind::far, ie.far_id.value(), "update of a FAR that does not exist"));
  if (!ie.duplicating_parameters.empty() || ie.redundant_transmission_forwarding || !ie.add_mbs_unicast_parameters.empty())
    return Fail(unsupported("duplication"));
  if (ie.apply_action)
    if (auto done = read_action(*far, *ie.apply_action); !done.ok()) return done;
  if (ie.bar_id) far->bar = ie.bar_id->value();
  if (!ie.forwarding_parameters) return Nothing{};
  auto& parameters = *ie.forwarding_parameters;
  if (auto done = check_parameters(parameters, far->id); !done.ok()) return done;
  far->parameters = true;
  if (parameters.destination_interface) {
    auto side = read_destination(*parameters.destination_interface);
    if (!side.ok()) return Fail(side.error());
    far->destination = *side;
  }
  auto old = far->tunnel;
  if (parameters.outer_header_creation) {
    auto tunnel = read_outer_header(*parameters.outer_header_creation, far->id, resources_->config());
    if (!tunnel.ok()) return Fail(tunnel.error());
    far->tunnel = *tunnel;
  } else if (parameters.other.removes(ie_outer_header_creation)) {
    far->tunnel.reset();
  }
  // End markers go down the tunnel of before this message, if it changed (§5.3.2).
  bool marks = parameters.flags && parameters.flags->has(pfcp::ModificationFlag::sndem);
  if (marks && old && far->tunnel && *old != *far->tunnel && std::ranges::find(outcome_.end_markers, *old) == outcome_.end_markers.end())
    outcome_.end_markers.push_back(*old);
  return Nothing{};
}

RuleChange::Step RuleChange::create(const pfcp::CreateQer& ie) {
  if (by_id(after_.qers, ie.qer_id.value())) return Fail(failed(RuleKind::qer, ie.qer_id.value(), "exists already"));
  if (ie.packet_rate || ie.packet_rate_status || ie.dl_flow_level_marking || ie.paging_policy_indicator)
    return Fail(unsupported("packet rates, flow level marking and paging policy indicators"));
  Qer qer;
  qer.id = ie.qer_id.value();
  qer.uplink_open = !ie.gate_status.uplink_closed;
  qer.downlink_open = !ie.gate_status.downlink_closed;
  if (ie.maximum_bitrate) qer.maximum = read_rates(*ie.maximum_bitrate);
  if (ie.qfi) qer.qfi = std::uint8_t(ie.qfi->value() & 63);
  qer.rqi = ie.rqi.value_or(false);
  after_.qers.push_back(qer);
  return Nothing{};
}

RuleChange::Step RuleChange::update(const pfcp::UpdateQer& ie) {
  constexpr std::uint16_t ie_mbr = 26, ie_qfi = 124, ie_rqi = 123;
  auto* qer = by_id(after_.qers, ie.qer_id.value());
  if (!qer) return Fail(failed(RuleKind::qer, ie.qer_id.value(), "update of a QER that does not exist"));
  if (ie.packet_rate || ie.dl_flow_level_marking || ie.paging_policy_indicator)
    return Fail(unsupported("packet rates, flow level marking and paging policy indicators"));
  if (ie.gate_status) {
    qer->uplink_open = !ie.gate_status->uplink_closed;
    qer->downlink_open = !ie.gate_status->downlink_closed;
  }
  if (ie.maximum_bitrate) qer->maximum = read_rates(*ie.maximum_bitrate);
  if (ie.other.removes(ie_mbr)) qer->maximum.reset();
  if (ie.qfi) qer->qfi = std::uint8_t(ie.qfi->value() & 63);
  if (ie.other.removes(ie_qfi)) qer->qfi.reset();
  if (ie.rqi || ie.other.removes(ie_rqi)) qer->rqi = ie.rqi.value_or(false);
  return Nothing{};
}

RuleChange::Step RuleChange::create(const pfcp::CreateUrr& ie) {
  if (by_id(after_.urrs, ie.urr_id.value())) return Fail(failed(RuleKind::urr, ie.urr_id.value(), "exists already"));
  Urr urr;
  urr.id = ie.urr_id.value();
  if (auto done = check_urr(ie); !done.ok()) return done;
  if (auto done = read_method(urr, ie.measurement_method); !done.ok()) return done;
  if (auto done = read_triggers(urr, ie.reporting_triggers); !done.ok()) return done;
  read_urr_parameters(urr, ie);
  after_.urrs.push_back(std::move(urr));
  return Nothing{};
}

RuleChange::Step RuleChange::update(const pfcp::UpdateUrr& ie) {
  constexpr std::uint16_t ie_volume_threshold = 31, ie_time_threshold = 32, ie_measurement_period = 64;
  auto* urr = by_id(after_.urrs, ie.urr_id.value());
  if (!urr) return Fail(failed(RuleKind::urr, ie.urr_id.value(), "update of a URR that does not exist"));
  if (auto done = check_urr(ie); !done.ok()) return done;
  if (ie.measurement_method)
    if (auto done = read_method(*urr, *ie.measurement_method); !done.ok()) return done;
  if (ie.reporting_triggers)
    if (auto done = read_triggers(*urr, *ie.reporting_triggers); !done.ok()) return done;
  if (ie.other.removes(ie_volume_threshold)) urr->volume_threshold = {};
  if (ie.other.removes(ie_time_threshold)) urr->time_threshold_s.reset();
  if (ie.other.removes(ie_measurement_period)) urr->period_s.reset();
  read_urr_parameters(*urr, ie);
  return Nothing{};
}

RuleChange::Step RuleChange::set_bar(const pfcp::Bar& ie, bool must_exist) {
  if (must_exist != after_.bar.has_value() || (must_exist && after_.bar->id != ie.bar_id.value()))
    return Fail(
        failed(RuleKind::bar, ie.bar_id.value(), must_exist ? "update of a BAR that does not exist" : "a session has one BAR at most"));
  Bar bar = after_.bar.value_or(Bar{});
  bar.id = ie.bar_id.value();
  if (ie.suggested_buffering_packets_count) bar.packets = *ie.suggested_buffering_packets_count;
  if (ie.dl_buffering_suggested_packet_count) bar.packets = ie.dl_buffering_suggested_packet_count->packets;
  after_.bar = bar;
  return Nothing{};
}

}  // namespace pellucid::upf
