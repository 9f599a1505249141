// NG Setup and RAN Configuration Update (TS 38.413 §8.7.1, §8.7.2): who may connect, and with which areas and slices.
#include <algorithm>

#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

struct Rejected {
  ngap::Cause cause;
  Why why;
};

std::string list(const std::vector<std::string>& texts) {
  std::string joined;
  for (auto& t : texts) joined += (joined.empty() ? "" : ", ") + t;
  return joined.empty() ? "none" : joined;
}

std::string id_text(std::uint32_t id) {
  auto octets = big_endian<4>(id);
  return "0x" + hex(octets) + " (" + std::to_string(id) + ")";
}

std::optional<Rejected> not_allowed(const Config& config, const ngap::GlobalGnbId& id, const IpAddress& address) {
  if (config.allowed_gnbs.empty()) return {};
  std::vector<std::string> known;
  for (auto& allowed : config.allowed_gnbs) {
    bool right_id = !allowed.id || *allowed.id == id.id;
    bool right_address = allowed.address.is_none() || allowed.address == address;
    if (right_id && right_address) return {};
    known.push_back((allowed.id ? id_text(*allowed.id) : std::string("any id")) + " at " +
                    (allowed.address.is_none() ? std::string("any address") : allowed.address.text()));
  }
  return Rejected{ngap::CauseMisc::om_intervention,
                  Why{"the base station is on the list of those allowed", id_text(id.id) + " at " + address.text(), list(known),
                      "[[amf.gnb]]", "add an [[amf.gnb]] with this id and address, or correct the base station's gNB id"}};
}

std::optional<Rejected> not_served(const Net& net, const std::vector<ngap::SupportedTa>& tas) {
  std::vector<std::string> offered, ours;
  bool area_served = false;
  for (auto& ta : tas) {
    for (auto& broadcast : ta.plmns) {
      Tai tai{broadcast.plmn, ta.tac};
      offered.push_back(tai.text());
      const ServedArea* area = net.area(tai);
      if (!area) continue;
      area_served = true;
      auto has = [&](const Snssai& s) { return std::find(area->slices.begin(), area->slices.end(), s) != area->slices.end(); };
      if (std::any_of(broadcast.slices.begin(), broadcast.slices.end(), has) ||
          std::any_of(broadcast.more_slices.begin(), broadcast.more_slices.end(), has))
        return {};
    }
  }
  if (!area_served) {
    for (auto& area : net.config.areas)
      for (auto tac : area.tacs) ours.push_back(Tai{area.plmn, tac}.text());
    return Rejected{
        ngap::CauseMisc::unknown_plmn_or_snpn,
        Why{"the base station broadcasts a tracking area that this network serves", list(offered), list(ours), "network.plmn, network.tacs",
            "set PLMN and TAC of the base station to one of ours, or add its tracking area to network.tacs"}};
  }
  std::vector<std::string> their_slices;
  for (auto& ta : tas)
    for (auto& broadcast : ta.plmns)
      for (auto& slice : broadcast.slices) their_slices.push_back(slice.text());
  for (auto& area : net.config.areas)
    for (auto& slice : area.slices) ours.push_back(slice.text());
  return Rejected{ngap::CauseRadioNetwork::slice_not_supported,
                  Why{"the base station supports a slice that this network serves there", list(their_slices), list(ours), "network.slices",
                      "set the S-NSSAI of the base station to one of ours, or add its slice to network.slices"}};
}

/// Another association already speaks for this base station. From the same address it is the base station's new start; from
/// another one it is refused, or anybody could cut off a base station by taking its id.
std::optional<Rejected> already_there(Net& net, const Gnb& gnb, const ngap::GlobalGnbId& id) {
  for (auto& [association, other] : net.gnbs) {
    if (other.get() == &gnb || !other->ready) continue;
    if (other->id.plmn != id.plmn || other->id.id != id.id || other->id.bits != id.bits) continue;
    if (other->address.address != gnb.address.address) {
      return Rejected{ngap::CauseMisc::unspecified,
                      Why{"no other base station with this id is connected", id_text(id.id) + " from " + gnb.address.text(),
                          "only from " + other->address.text() + " as long as that one is connected", "the base station's gNB id",
                          "give each base station an id of its own"}};
    }
    net.log(Severity::info, other->label + " comes back on a new association: the old one goes");
    lose_all_connections(net, *other, "the base station came back on a new association");
    net.n2.abort(association);
    net.gnbs.erase(association);
    return {};
  }
  return {};
}

void take_name(Gnb& gnb, const std::optional<std::string>& name, const std::optional<ngap::ExtendedName>& extended) {
  if (extended && extended->utf8)
    gnb.name = *extended->utf8;
  else if (extended && extended->visible)
    gnb.name = *extended->visible;
  else if (name)
    gnb.name = *name;
}

/// What oversight says about the base station that this request describes.
std::optional<Rejected> not_approved(Net& net, const Gnb& gnb, const ngap::GlobalGnbId& id, const ngap::NgSetupRequest& request) {
  if (!net.listeners.oversight) return {};
  Gnb candidate;
  candidate.address = gnb.address;
  candidate.connected_since = gnb.connected_since;
  candidate.in_streams = gnb.in_streams;
  candidate.out_streams = gnb.out_streams;
  candidate.id = id;
  take_name(candidate, request.name, request.extended_name);
  candidate.tas = request.tas;
  candidate.drx = request.default_drx;
  auto why = net.listeners.oversight->refusal(candidate.status());
  if (!why) return {};
  return Rejected{ngap::CauseMisc::om_intervention, std::move(*why)};
}

std::string label_of(const Gnb& gnb) {
  if (!gnb.name.empty()) return gnb.name;
  return "gnb " + id_text(gnb.id.id);
}

std::vector<ngap::PlmnSupport> plmn_support(const Config& config) {
  std::vector<ngap::PlmnSupport> support;
  for (auto& area : config.areas) {
    auto found = std::find_if(support.begin(), support.end(), [&](auto& s) { return s.plmn == area.plmn; });
    if (found == support.end()) found = support.insert(support.end(), ngap::PlmnSupport{.plmn = area.plmn});
    for (auto& slice : area.slices)
      if (std::find(found->slices.begin(), found->slices.end(), slice) == found->slices.end()) found->slices.push_back(slice);
  }
  return support;
}

std::optional<ngap::CriticalityDiagnostics> report(const ngap::Diagnostics& diagnostics) {
  if (diagnostics.verdict() != ngap::Diagnostics::Verdict::proceed_and_report) return {};
  return diagnostics.for_response();
}

}  // namespace

// TS 38.413 §8.7.1.
void ng_setup(Net& net, Gnb& gnb, ngap::Received& received) {
  auto& request = *received.pdu.get<ngap::NgSetupRequest>();
  auto& counters = net.count(ProcedureName::ng_setup);
  ++counters.attempted;

  std::optional<Rejected> rejected;
  auto* id = std::get_if<ngap::GlobalGnbId>(&request.node);
  if (!id) {
    rejected = Rejected{ngap::CauseMisc::unspecified, Why{"the RAN node is a gNB", ngap::text(request.node), "a gNB", "the base station",
                                                          "only gNBs are served: no ng-eNB, no N3IWF"}};
  }
  if (!rejected) rejected = not_allowed(net.config, *id, gnb.address.address);
  if (!rejected) rejected = not_served(net, request.tas);
  if (!rejected) rejected = not_approved(net, gnb, *id, request);
  if (!rejected) rejected = already_there(net, gnb, *id);
  if (rejected) {
    if (id) gnb.label = "gnb " + id_text(id->id) + " at " + gnb.address.text();
    ++counters.refused[std::uint8_t(rejected->cause.group)];
    net.refuse(gnb, "NG Setup", "NG Setup Failure, " + ngap::text(rejected->cause), rejected->why);
    ngap::NgSetupFailure failure;
    failure.cause = rejected->cause;
    failure.time_to_wait = ngap::TimeToWait::v10s;
    failure.diagnostics = report(received.diagnostics);
    net.n2.send(gnb.association, failure);
    return;
  }

  // Whatever stood here before is replaced, connections too unless both ends keep them.
  bool retained = gnb.ready && request.ues_retained && gnb.id == *id;
  if (!retained) lose_all_connections(net, gnb, "NG Setup anew");
  gnb.id = *id;
  gnb.name.clear();
  take_name(gnb, request.name, request.extended_name);
  gnb.label = label_of(gnb);
  gnb.tas = std::move(request.tas);
  gnb.drx = request.default_drx;
  gnb.ready = true;
  net.n2.set_peer_name(gnb.association, gnb.label);

  ngap::NgSetupResponse response;
  response.name = net.config.name;
  for (auto& guami : net.config.guamis) response.guamis.push_back(ngap::ServedGuami{.guami = guami});
  response.relative_capacity = net.config.relative_capacity;
  response.plmns = plmn_support(net.config);
  response.diagnostics = report(received.diagnostics);
  response.ues_retained = retained;
  net.n2.send(gnb.association, response);
  ++counters.succeeded;
  net.log(Severity::info, gnb.label + " (" + ngap::text(ngap::GlobalRanNodeId(gnb.id)) + ") at " + gnb.address.text() + " is connected");
  if (net.listeners.oversight) net.listeners.oversight->connected(gnb.status());
}

// TS 38.413 §8.7.2.
void ran_configuration_update(Net& net, Gnb& gnb, ngap::Received& received) {
  auto& request = *received.pdu.get<ngap::RanConfigurationUpdate>();
  auto& counters = net.count(ProcedureName::ran_configuration_update);
  ++counters.attempted;

  std::optional<Rejected> rejected;
  if (request.node && *request.node != ngap::GlobalRanNodeId(gnb.id)) {
    rejected = Rejected{ngap::CauseProtocol::semantic_error,
                        Why{"a base station keeps its id", ngap::text(*request.node), ngap::text(ngap::GlobalRanNodeId(gnb.id)),
                            "the base station's gNB id", "start it anew with the other id"}};
  }
  if (!rejected && !request.tas.empty()) rejected = not_served(net, request.tas);
  if (rejected) {
    ++counters.refused[std::uint8_t(rejected->cause.group)];
    net.refuse(gnb, "RAN Configuration Update", "RAN Configuration Update Failure, " + ngap::text(rejected->cause), rejected->why);
    ngap::RanConfigurationUpdateFailure failure;
    failure.cause = rejected->cause;
    failure.time_to_wait = ngap::TimeToWait::v10s;
    failure.diagnostics = report(received.diagnostics);
    net.n2.send(gnb.association, failure);
    return;
  }

  take_name(gnb, request.name, request.extended_name);
  gnb.label = label_of(gnb);
  if (!request.tas.empty()) gnb.tas = std::move(request.tas);
  if (request.default_drx) gnb.drx = *request.default_drx;
  net.n2.set_peer_name(gnb.association, gnb.label);
  ngap::RanConfigurationUpdateAcknowledge acknowledge;
  acknowledge.diagnostics = report(received.diagnostics);
  net.n2.send(gnb.association, acknowledge);
  ++counters.succeeded;
  if (net.listeners.oversight) net.listeners.oversight->changed(gnb.status());
}

}  // namespace pellucid::amf
