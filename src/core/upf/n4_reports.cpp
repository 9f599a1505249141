// What the UPF tells SMFs unasked (TS 29.244 §7.5.8), and what it tells the operator.
#include <algorithm>

#include "core/upf/n4.hpp"
#include "wire/gtpu/fast_path.hpp"

namespace pellucid::upf {

using pfcp::Cause;

namespace {

constexpr Duration report_again_after = std::chrono::seconds(1);

}  // namespace

// ---- reports ----------------------------------------------------------------------------------------------------------

void N4::downlink_data(const DownlinkData& event) {
  auto* held = find(event.seid);
  if (!held) return;
  pfcp::SessionReportRequest report;
  report.report_type.set(pfcp::Report::dldr);
  pfcp::DownlinkDataReport data;
  data.pdr_ids.push_back(pfcp::PdrId(event.pdr));
  pfcp::DownlinkDataServiceInformation service;
  service.qfi = event.qfi;
  if (event.dscp != 0) service.paging_policy = event.dscp;
  data.service_information = service;
  report.downlink_data = data;
  ++n4_counters_.downlink_reports;
  send_report(*held, report);
}

void N4::tunnel_unknown(const TunnelUnknown& event) {
  Tunnel tunnel{event.peer, event.teid};
  auto found = tunnels_.find(tunnel);
  // A base station can speak for its own tunnels only.
  if (found == tunnels_.end() || event.from != event.peer) return;
  auto* held = held_[found->second].get();
  // Packets already under way bring more of the same; one report is enough for a tunnel.
  if (!held || std::ranges::find(held->broken, tunnel) != held->broken.end()) return;
  held->broken.push_back(tunnel);
  pfcp::SessionReportRequest report;
  report.report_type.set(pfcp::Report::erir);
  pfcp::ErrorIndicationReport error;
  error.remote_f_teids.push_back(pfcp::FTeid::of(event.teid, event.peer));
  report.error_indication = error;
  ++n4_counters_.error_reports;
  send_report(*held, report);
}

void N4::volume_reached(const VolumeReached& event) {
  auto* held = find(event.seid);
  if (!held) return;
  auto found = held->usage.find(event.urr);
  if (found == held->usage.end()) return;
  send_usage(*held, {found->second.report(pfcp::UsageTrigger::volth, world_.now(), world_.wall())});
  schedule(*held);
}

void N4::follow_usage(Held& held) {
  for (auto& urr : held.rules.urrs) {
    auto found = held.usage.find(urr.id);
    if (found == held.usage.end())
      held.usage.emplace(urr.id, Usage(urr, world_.now(), world_.wall()));
    else
      found->second.set(urr);
  }
  // Tunnels that changed may break again.
  std::erase_if(held.broken, [&](auto& tunnel) {
    return std::ranges::none_of(held.rules.fars,
                                [&](auto& far) { return far.tunnel == tunnel && far.action == CompiledFar::Action::forward; });
  });
  schedule(held);
}

void N4::schedule(Held& held) {
  std::optional<Instant> next;
  for (auto& [id, usage] : held.usage)
    if (auto due = usage.due(); due && (!next || *due < *next)) next = due;
  if (!next) return held.due.stop();
  auto delay = std::max(*next - world_.now(), Duration(0));
  held.due.start(delay, [this, seid = held.seid] { usage_due(seid); });
}

void N4::usage_due(Seid seid) {
  auto* held = find(seid);
  if (!held) return;
  std::vector<pfcp::UsageReport> reports;
  for (auto& [id, usage] : held->usage) {
    auto due = usage.due();
    if (due && *due <= world_.now()) reports.push_back(usage.report(usage.due_trigger(), world_.now(), world_.wall()));
  }
  if (!reports.empty()) send_usage(*held, std::move(reports));
  schedule(*held);
}

void N4::send_usage(Held& held, std::vector<pfcp::UsageReport> reports) {
  pfcp::SessionReportRequest report;
  report.report_type.set(pfcp::Report::usar);
  report.usage_reports = std::move(reports);
  ++n4_counters_.usage_reports;
  send_report(held, report);
}

void N4::send_report(Held& held, const pfcp::SessionReportRequest& report) {
  bool downlink = report.downlink_data.has_value();
  node_.request<pfcp::SessionReportRequest>(
      held.smf.address, held.smf.seid, report,
      [this, seid = held.seid, downlink](pfcp::Answered<pfcp::SessionReportRequest> answer) { report_answered(seid, downlink, answer); });
}

void N4::report_answered(Seid seid, bool downlink, const pfcp::Answered<pfcp::SessionReportRequest>& answer) {
  auto* held = find(seid);
  if (!held) return;
  bool accepted = answer.ok() && pfcp::accepts(answer->cause);
  if (!accepted) {
    ++n4_counters_.reports_failed;
    std::string why = answer.ok() ? text(answer->cause) : pfcp::text(answer.error());
    world_.log(Severity::warning, config_.trace_name, "session report: " + why);
  }
  // The SMF knows nothing of the session (§7.2.2.4.2): nobody will ever delete it.
  if (answer.ok() && answer->cause == Cause::session_context_not_found) return erase(*held, {});
  // A report that never arrived, or that an SMF refused which has only just started, leaves the phone unreachable unless a later packet
  // reports again.
  if (downlink && !accepted) return held->again.start(report_again_after, [this, seid] { report_again(seid); });
  if (!accepted) return;
  RuleOutcome outcome;
  outcome.drop_buffer = answer->flags && answer->flags->has(pfcp::ReportResponseFlag::drobu);
  bool resized = answer->update_bar && held->rules.bar && held->rules.bar->id == answer->update_bar->bar_id.value();
  if (resized) {
    auto& update = *answer->update_bar;
    if (update.suggested_buffering_packets_count) held->rules.bar->packets = *update.suggested_buffering_packets_count;
    if (update.dl_buffering_suggested_packet_count) held->rules.bar->packets = update.dl_buffering_suggested_packet_count->packets;
  }
  if ((outcome.drop_buffer || resized) && path_->has_room()) take_effect(*held, outcome, {});
}

void N4::report_again(Seid seid) {
  auto* held = find(seid);
  if (!held || !path_->has_room()) return;
  for (auto& far : held->rules.fars) far.rearm = far.notify;
  take_effect(*held, {}, {});
}

// ---- status -----------------------------------------------------------------------------------------------------------

const N4Counters& N4::n4_counters() const {
  auto& node = node_.counters();
  n4_counters_.malformed = node.too_short + node.malformed_requests + node.malformed_responses + node.unknown_type;
  return n4_counters_;
}

std::vector<PeerStatus> N4::peers() const {
  std::vector<PeerStatus> out;
  for (auto* association : node_.associations()) {
    PeerStatus peer;
    peer.node_id = association->node_id.text();
    peer.address = association->peer;
    peer.since = world_.wall() - (world_.now() - association->since);
    for (auto& held : held_)
      if (held && held->smf.address == association->peer.address) ++peer.sessions;
    out.push_back(std::move(peer));
  }
  return out;
}

SessionStatus N4::status(const Held& held) const {
  SessionStatus out;
  out.seid = held.seid;
  auto* association = node_.association(held.smf.address);
  out.smf = association ? association->node_id.text() : held.smf.address.text();
  out.dnn = config_.dnns[held.rules.dnn].name;
  out.ipv4 = held.rules.ipv4;
  out.ipv6_prefix = held.rules.ipv6_prefix;
  auto teids = held.rules.teids();
  if (!teids.empty()) out.uplink_teid = teids.front();
  if (auto* far = held.rules.downlink()) {
    if (far->tunnel && far->action == CompiledFar::Action::forward) {
      out.gnb = {far->tunnel->peer, pellucid::gtpu::udp_port};
      out.downlink_teid = far->tunnel->teid;
    }
    out.buffering = far->action == CompiledFar::Action::buffer;
  }
  out.uplink_octets = held.volume->uplink_octets.value();
  out.downlink_octets = held.volume->downlink_octets.value();
  out.uplink_packets = held.volume->uplink_packets.value();
  out.downlink_packets = held.volume->downlink_packets.value();
  return out;
}

std::vector<SessionStatus> N4::sessions(std::size_t limit) const {
  std::vector<SessionStatus> out;
  for (auto& held : held_) {
    if (out.size() >= limit) break;
    if (held) out.push_back(status(*held));
  }
  return out;
}

Tree N4::tree() const {
  Tree out = Tree::object();
  out.add("n4", config_.n4.text());
  out.add("data_path", path_->text());
  out.add("sessions", count_);
  out.add("tunnels", resources_.teids.in_use());
  std::size_t addresses = 0;
  for (auto* pools : {&resources_.ipv4, &resources_.ipv6})
    for (auto& pool : *pools) addresses += pool.in_use();
  out.add("addresses", addresses);
  Tree& peers_tree = out.add("smfs", Tree::array());
  for (auto& peer : peers()) {
    Tree one = Tree::object();
    one.add("node_id", peer.node_id);
    one.add("address", peer.address.text());
    one.add("sessions", peer.sessions);
    peers_tree.push(std::move(one));
  }
  Tree& packets = out.add("packets", Tree::object());
  for (std::size_t i = 0; i < counts; ++i) packets.add(std::string(name(Count(i))), counters()[Count(i)]);
  auto& n4 = n4_counters();
  Tree& messages = out.add("n4_messages", Tree::object());
  messages.add("established", n4.established);
  messages.add("modified", n4.modified);
  messages.add("deleted", n4.deleted);
  messages.add("refused", n4.refused);
  messages.add("downlink_reports", n4.downlink_reports);
  messages.add("usage_reports", n4.usage_reports);
  messages.add("error_reports", n4.error_reports);
  messages.add("reports_failed", n4.reports_failed);
  messages.add("malformed", n4.malformed);
  return out;
}

Io<std::unique_ptr<Upf>> Upf::start(World& world, const UpfConfig& config, std::unique_ptr<DataPath> path, Tracer* tracer) {
  auto good = validate(config);
  if (!good.ok()) return Fail(IoError{0, good.error().text()});
  auto upf = std::make_unique<N4>(world, config, std::move(path), tracer);
  if (auto opened = upf->open(); !opened.ok()) return Fail(opened.error());
  return std::unique_ptr<Upf>(std::move(upf));
}

}  // namespace pellucid::upf
