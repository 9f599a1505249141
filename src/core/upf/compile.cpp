// Rules to what the data path runs: ids become indices, precedence becomes order, and a QER's marks become the PDR's.
#include <algorithm>

#include "core/upf/rules.hpp"

namespace pellucid::upf {

namespace {

template <class List>
std::uint8_t index_of(const List& list, std::uint32_t id) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].id == id) return std::uint8_t(i);
  check(false, "a rule refers to one that does not exist");
  return 0;
}

CompiledFar compile_far(const Far& far, const Rules& rules) {
  CompiledFar out;
  out.id = far.id;
  out.action = far.action;
  out.notify = far.notify;
  out.rearm = far.rearm;
  out.destination = far.destination;
  out.dnn = rules.dnn;
  out.encapsulate = far.tunnel.has_value();
  if (far.tunnel) out.tunnel = *far.tunnel;
  return out;
}

CompiledQer compile_qer(const Qer& qer) {
  CompiledQer out;
  out.id = qer.id;
  out.uplink_open = qer.uplink_open;
  out.downlink_open = qer.downlink_open;
  if (qer.maximum) {
    out.uplink = Bucket(qer.maximum->uplink_kbps * 1000);
    out.downlink = Bucket(qer.maximum->downlink_kbps * 1000);
  }
  return out;
}

CompiledPdr compile_pdr(const Pdr& pdr, const Rules& rules, std::optional<std::uint8_t> usual_qfi) {
  CompiledPdr out;
  out.id = pdr.id;
  out.source = pdr.source;
  out.precedence = pdr.precedence;
  out.teid = pdr.teid;
  out.address_v4 = pdr.address_v4;
  out.address_v6 = pdr.address_v6;
  out.qfis = pdr.qfis;
  for (auto& filter : pdr.filters) out.filters.push_back(filter.filter);
  out.far = index_of(rules.fars, pdr.far);
  std::optional<std::uint8_t> qfi;
  for (auto id : pdr.qers) {
    auto i = index_of(rules.qers, id);
    auto& qer = rules.qers[i];
    out.qers[out.qer_count++] = i;
    if (!qfi && qer.qfi) qfi = qer.qfi;
    out.rqi = out.rqi || qer.rqi;
  }
  for (auto id : pdr.urrs) out.urrs[out.urr_count++] = index_of(rules.urrs, id);
  if (!qfi) qfi = usual_qfi;
  out.mark = qfi.has_value() && rules.fars[out.far].destination == Side::access;
  out.qfi = qfi.value_or(0);
  return out;
}

}  // namespace

std::unique_ptr<Session> compile(const Rules& rules, Seid seid, const RuleOutcome& outcome, const UpfConfig& config,
                                 std::shared_ptr<Volume> volume) {
  auto out = std::make_unique<Session>();
  out->seid = seid;
  out->dnn = rules.dnn;
  out->ipv4 = rules.ipv4;
  out->ipv6_prefix = rules.ipv6_prefix;
  out->volume = std::move(volume);
  out->drop_buffer = outcome.drop_buffer;
  out->end_markers = outcome.end_markers;
  out->buffer_packets = config.buffer.packets_per_session;
  if (rules.bar && rules.bar->packets) out->buffer_packets = std::min(out->buffer_packets, *rules.bar->packets);
  for (auto& far : rules.fars) out->fars.push_back(compile_far(far, rules));
  for (auto& qer : rules.qers) out->qers.push_back(compile_qer(qer));
  for (auto& urr : rules.urrs) out->urrs.push_back({urr.id, urr.meter});
  // Rules without a QFI of their own (packets from the SMF to the phone) go with the session's first flow.
  std::optional<std::uint8_t> usual_qfi;
  for (auto& qer : rules.qers)
    if (!usual_qfi) usual_qfi = qer.qfi;
  bool to_smf = false;
  for (auto& pdr : rules.pdrs) {
    auto compiled = compile_pdr(pdr, rules, usual_qfi);
    auto& far = out->fars[compiled.far];
    to_smf = to_smf || (pdr.source == Side::access && far.destination == Side::control && far.encapsulate);
    auto& list = pdr.source == Side::core ? out->from_network : out->from_tunnel;
    list.insert(std::ranges::upper_bound(list, compiled.precedence, {}, &CompiledPdr::precedence), std::move(compiled));
  }
  out->answer_solicitations = !rules.ipv6_prefix.is_none() && !to_smf;
  return out;
}

}  // namespace pellucid::upf
