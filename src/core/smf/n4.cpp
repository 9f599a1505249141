#include "core/smf/n4.hpp"

#include <algorithm>

namespace pellucid::smf::n4 {

namespace {

constexpr std::uint32_t rule_precedence = 255;

/// kbit/s, rounded up (§8.2.8), in 40 bits.
std::uint64_t kbps(std::uint64_t bps) {
  constexpr std::uint64_t most = (std::uint64_t(1) << 40) - 1;
  return std::min(bps / 1000 + (bps % 1000 != 0), most);
}
pfcp::BitRates rates(const Ambr& ambr) { return {kbps(ambr.up_bps), kbps(ambr.down_bps)}; }

pfcp::UeIpAddress ue_address(const Facts& facts, const Wishes& wishes, bool destination) {
  pfcp::UeIpAddress address;
  address.destination = destination;
  if (facts.has_ipv4()) {
    address.ipv4 = facts.ipv4;
    address.choose_v4 = facts.ipv4.is_none() && wishes.choose_addresses;
  }
  if (facts.has_ipv6()) {
    address.ipv6 = facts.ipv6_prefix;
    address.choose_v6 = facts.ipv6_prefix.is_none() && wishes.choose_addresses;
  }
  return address;
}

pfcp::CreatePdr downlink(const Facts& facts, const Wishes& wishes) {
  pfcp::CreatePdr pdr;
  pdr.pdr_id = downlink_pdr;
  pdr.precedence = rule_precedence;
  pdr.pdi.source_interface = pfcp::SourceInterface::core;
  pdr.pdi.network_instance = pfcp::NetworkInstance(facts.dnn);
  pdr.pdi.ue_ip_addresses.push_back(ue_address(facts, wishes, true));
  pdr.pdi.source_interface_type = pfcp::InterfaceType::n6;
  pdr.far_id = downlink_far;
  pdr.urr_ids.push_back(usage_urr);
  pdr.qer_ids.push_back(session_qer);
  return pdr;
}

/// Only packets from the phone's own address pass (anti-spoofing).
pfcp::CreatePdr uplink(const Facts& facts, const Wishes& wishes) {
  pfcp::CreatePdr pdr;
  pdr.pdr_id = uplink_pdr;
  pdr.precedence = rule_precedence;
  pdr.pdi.source_interface = pfcp::SourceInterface::access;
  if (wishes.restore) {
    pfcp::FTeid held = pfcp::FTeid::of(facts.uplink.teid, facts.uplink.address);
    if (facts.uplink_second.is_v6()) held.ipv6 = facts.uplink_second;
    pdr.pdi.local_f_teid = held;
  } else {
    pdr.pdi.local_f_teid = pfcp::FTeid::choose_one(true, true);  // the UPF answers with the families that it has
  }
  pdr.pdi.network_instance = pfcp::NetworkInstance(facts.dnn);
  pdr.pdi.ue_ip_addresses.push_back(ue_address(facts, wishes, false));
  pdr.pdi.qfis.push_back(default_qfi);
  pdr.pdi.source_interface_type = pfcp::InterfaceType::n3_3gpp_access;
  pdr.outer_header_removal = pfcp::OuterHeaderRemoval{};  // GTP-U/UDP/IP of either family
  pdr.far_id = uplink_far;
  pdr.urr_ids.push_back(usage_urr);
  pdr.qer_ids.push_back(session_qer);
  return pdr;
}

pfcp::CreateFar to_phone(const Wishes& wishes) {
  pfcp::CreateFar far;
  far.far_id = downlink_far;
  far.bar_id = downlink_bar;
  if (!wishes.downlink) {
    far.apply_action = {pfcp::Apply::buff, pfcp::Apply::nocp};
    return far;
  }
  far.apply_action = {pfcp::Apply::forw};
  pfcp::ForwardingParameters parameters;
  parameters.destination_interface = pfcp::DestinationInterface::access;
  parameters.outer_header_creation = pfcp::OuterHeaderCreation::gtpu(wishes.downlink->teid, wishes.downlink->address);
  parameters.destination_interface_type = pfcp::InterfaceType::n3_3gpp_access;
  far.forwarding_parameters = parameters;
  return far;
}

pfcp::CreateFar to_network(const Facts& facts) {
  pfcp::CreateFar far;
  far.far_id = uplink_far;
  far.apply_action = {pfcp::Apply::forw};
  pfcp::ForwardingParameters parameters;
  parameters.destination_interface = pfcp::DestinationInterface::core;
  parameters.network_instance = pfcp::NetworkInstance(facts.dnn);
  parameters.destination_interface_type = pfcp::InterfaceType::n6;
  far.forwarding_parameters = parameters;
  return far;
}

pfcp::CreateUrr volume(const Wishes& wishes) {
  pfcp::CreateUrr urr;
  urr.urr_id = usage_urr;
  urr.measurement_method = {pfcp::Measure::volum};
  if (wishes.usage_threshold > 0) {
    urr.reporting_triggers = {pfcp::ReportingTrigger::volth};
    urr.volume_threshold = pfcp::Volume{.total = wishes.usage_threshold, .uplink = {}, .downlink = {}};
  }
  if (wishes.count_packets) urr.measurement_information = pfcp::MeasurementInformation{pfcp::MeasurementInfo::mnop};
  return urr;
}

pfcp::SessionModificationRequest change_downlink(const pfcp::ApplyAction& action) {
  pfcp::SessionModificationRequest request;
  auto& far = request.update_fars.emplace_back();
  far.far_id = downlink_far;
  far.apply_action = action;
  return request;
}

}  // namespace

pfcp::SessionEstablishmentRequest establishment(const Facts& facts, const Wishes& wishes, const pfcp::NodeId& node,
                                                const IpAddress& address) {
  pfcp::SessionEstablishmentRequest request;
  request.node_id = node;
  request.cp_f_seid = pfcp::FSeid::of(facts.seid, address);
  request.create_pdrs = {downlink(facts, wishes), uplink(facts, wishes)};
  request.create_fars = {to_phone(wishes), to_network(facts)};
  request.create_urrs.push_back(volume(wishes));
  auto& qer = request.create_qers.emplace_back();
  qer.qer_id = session_qer;
  qer.maximum_bitrate = rates(facts.ambr);
  qer.qfi = default_qfi;
  request.create_bar.emplace();
  request.create_bar->bar_id = downlink_bar;
  request.pdn_type = facts.type == nas::SessionType::ipv6     ? pfcp::PdnType::ipv6
                     : facts.type == nas::SessionType::ipv4v6 ? pfcp::PdnType::ipv4v6
                                                              : pfcp::PdnType::ipv4;
  request.apn_dnn = pfcp::ApnDnn(facts.dnn);
  request.slice = pfcp::Slice{facts.slice};
  if (wishes.restore) request.flags = pfcp::SeReqFlags{pfcp::EstablishmentFlag::resti};
  return request;
}

pfcp::SessionModificationRequest forward_to(const TunnelEnd& gnb, bool end_marker) {
  auto request = change_downlink({pfcp::Apply::forw});
  pfcp::UpdateForwardingParameters parameters;
  parameters.destination_interface = pfcp::DestinationInterface::access;
  parameters.outer_header_creation = pfcp::OuterHeaderCreation::gtpu(gnb.teid, gnb.address);
  if (end_marker) parameters.flags = pfcp::SmReqFlags{pfcp::ModificationFlag::sndem};
  parameters.destination_interface_type = pfcp::InterfaceType::n3_3gpp_access;
  request.update_fars.front().forwarding_parameters = parameters;
  return request;
}

pfcp::SessionModificationRequest hold_and_notify() { return change_downlink({pfcp::Apply::buff, pfcp::Apply::nocp}); }

pfcp::SessionModificationRequest discard() {
  auto request = change_downlink({pfcp::Apply::drop});
  request.flags = pfcp::SmReqFlags{pfcp::ModificationFlag::drobu};
  return request;
}

pfcp::SessionModificationRequest limit_rate(const Ambr& ambr) {
  pfcp::SessionModificationRequest request;
  auto& qer = request.update_qers.emplace_back();
  qer.qer_id = session_qer;
  qer.maximum_bitrate = rates(ambr);
  return request;
}

Result<Established, Nonsense> read(const pfcp::SessionEstablishmentResponse& response, const Facts& wanted, const Wishes& wishes) {
  Established out;
  if (!response.up_f_seid || response.up_f_seid->seid == Seid()) return Fail(Nonsense{"no UP F-SEID", {}});
  out.upf_seid = response.up_f_seid->seid;
  if (wishes.restore) {
    out.uplink = wanted.uplink;
    out.uplink_second = wanted.uplink_second;
  }
  for (auto& created : response.created_pdrs) {
    if (created.pdr_id == uplink_pdr && created.local_f_teid) {
      auto& end = *created.local_f_teid;
      out.uplink = {end.ipv4.is_none() ? end.ipv6 : end.ipv4, end.teid};
      out.uplink_second = end.ipv4.is_none() ? IpAddress() : end.ipv6;
    }
    for (auto& address : created.ue_ip_addresses) {
      if (address.ipv4.is_v4()) out.ipv4 = address.ipv4;
      if (address.ipv6.is_v6()) out.ipv6_prefix = address.ipv6;
    }
  }
  if (out.uplink.teid == Teid() || out.uplink.address.is_none()) return Fail(Nonsense{"no F-TEID for the uplink PDR", out.upf_seid});
  if (wanted.has_ipv4() && wanted.ipv4.is_none() && out.ipv4.is_none())
    return Fail(Nonsense{"no IPv4 address for the phone", out.upf_seid});
  if (wanted.has_ipv6() && wanted.ipv6_prefix.is_none() && out.ipv6_prefix.is_none())
    return Fail(Nonsense{"no IPv6 prefix for the phone", out.upf_seid});
  return out;
}

void add_usage(Usage& usage, const std::vector<pfcp::UsageReport>& reports) {
  for (auto& report : reports) {
    if (report.urr_id != usage_urr || !report.volume) continue;
    usage.uplink_octets += report.volume->uplink.value_or(0);
    usage.downlink_octets += report.volume->downlink.value_or(0);
    usage.uplink_packets += report.volume->uplink_packets.value_or(0);
    usage.downlink_packets += report.volume->downlink_packets.value_or(0);
  }
}

bool is_shortage(pfcp::Cause cause) {
  return cause == pfcp::Cause::pfcp_entity_in_congestion || cause == pfcp::Cause::no_resources_available ||
         cause == pfcp::Cause::all_dynamic_addresses_are_occupied;
}

}  // namespace pellucid::smf::n4
