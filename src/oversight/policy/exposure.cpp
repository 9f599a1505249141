#include "oversight/policy/exposure.hpp"

#include <algorithm>
#include <unordered_map>

namespace pellucid::oversight {

Load& Load::operator+=(const Load& other) {
  stations += other.stations;
  phones += other.phones;
  octets += other.octets;
  return *this;
}

namespace {

void count(Count& to, const MatchedElement* matched, bool unknown) {
  ++to.elements;
  if (matched) ++(matched->certainty == Certainty::listed ? to.listed : to.possibly);
  if (unknown) ++to.maker_unknown;
}

std::vector<Count> sorted(const std::map<std::string, Count>& counts) {
  std::vector<Count> out;
  for (auto& [name, one] : counts) out.push_back(one), out.back().name = name;
  return out;
}

void weigh(Exposure& out, const Topology& topology, const std::vector<UsageSample>& usage, const std::vector<int>& place) {
  std::vector<bool> listed(place.size()), either(place.size());
  for (std::size_t i = 0; i < place.size(); ++i)
    if (place[i] >= 0) {
      either[i] = true;
      listed[i] = out.matched[std::size_t(place[i])].certainty == Certainty::listed;
    }
  std::unordered_map<std::string_view, const UsageSample*> samples;
  for (auto& sample : usage) samples[sample.element] = &sample;
  auto certain = topology.passages(listed), possible = topology.passages(either);
  auto inevitable = topology.inevitable();
  for (std::size_t i = 0; i < topology.stations().size(); ++i) {
    StationExposure station{topology.elements()[topology.stations()[i]], certain[i], possible[i], false, {1, 0, 0}};
    if (auto sample = samples.find(station.station->id); sample != samples.end()) {
      station.sampled = true;
      station.load.phones = sample->second->phones;
      station.load.octets = sample->second->octets;
    }
    out.unsampled += station.sampled ? 0 : 1;
    out.total += station.load;
    out.listed[std::size_t(station.listed)] += station.load;
    out.possibly[std::size_t(station.possibly)] += station.load;
    auto& crossed = inevitable[i];
    if (crossed.empty()) crossed.push_back(topology.stations()[i]);  // its own traffic passes through itself at least
    for (auto node : crossed)
      if (place[node] >= 0) out.matched[std::size_t(place[node])].carries += station.load;
    out.stations.push_back(station);
  }
}

}  // namespace

Exposure expose(const std::map<std::string, Element>& elements, const std::vector<UsageSample>& usage, const PolicyIndex& index) {
  Exposure out;
  out.day = index.day();
  out.entries_in_force = index.entries();
  Topology topology(elements);
  out.upfs = topology.upfs();
  out.links = topology.links();
  out.unresolved_links = topology.unresolved();
  std::map<std::string, Count> kinds, roles;
  std::vector<int> place(topology.elements().size(), -1);  // of a node in out.matched
  for (std::size_t node = 0; node < place.size(); ++node) {
    auto& element = *topology.elements()[node];
    auto matches = index.match(element);
    if (!matches.empty()) {
      place[node] = int(out.matched.size());
      out.matched.push_back({&element, std::move(matches), Certainty::possibly, {}});
      out.matched.back().certainty = out.matched.back().matches.front().certainty;
    }
    auto* matched = place[node] >= 0 ? &out.matched.back() : nullptr;
    bool unknown = maker_unknown(element);
    auto role = element.best("role");
    count(out.all, matched, unknown);
    count(kinds[std::string(text(element.kind))], matched, unknown);
    count(roles[role.empty() ? "no role declared" : role], matched, unknown);
  }
  out.by_kind = sorted(kinds);
  out.by_role = sorted(roles);
  weigh(out, topology, usage, place);
  std::sort(out.matched.begin(), out.matched.end(),
            [](auto& a, auto& b) { return a.certainty != b.certainty ? a.certainty > b.certainty : a.element->id < b.element->id; });
  return out;
}

}  // namespace pellucid::oversight
