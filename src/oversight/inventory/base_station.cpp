#include "oversight/inventory/base_station.hpp"

#include <algorithm>
#include <cstdio>

namespace pellucid::oversight {
namespace {

std::string list(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  std::string out;
  for (auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

std::string mac_text(const Octets<6>& mac) {
  char out[18];
  std::snprintf(out, sizeof out, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
  return out;
}

}  // namespace

Identifier gnb_identifier(const Plmn& plmn, std::uint32_t gnb_id, std::uint8_t id_bits) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "-%0*x", (id_bits + 3) / 4, gnb_id);
  return {Identifier::Kind::gnb_id, plmn.text() + digits + (id_bits == 32 ? "" : "/" + std::to_string(id_bits))};
}

Observation base_station_observation(const ConnectedBaseStation& seen, WallTime time) {
  Observation out;
  out.kind = ElementKind::base_station;
  out.time = time;
  out.source = "ng setup";
  out.identifiers.push_back(gnb_identifier(seen.plmn, seen.gnb_id, seen.id_bits));
  if (!seen.address.is_none()) out.identifiers.push_back({Identifier::Kind::address, seen.address.text()});
  auto add = [&](std::string attribute, std::string value, std::string source, Strength strength) {
    if (!value.empty()) out.evidence.push_back({std::move(attribute), std::move(value), std::move(source), strength});
  };
  add("name", seen.name, "ng setup", Strength::claimed);
  add("plmn", seen.plmn.text(), "ng setup", Strength::programmed);
  for (auto& area : seen.areas) {
    std::vector<std::string> slices;
    for (auto& slice : area.slices) slices.push_back(slice.text());
    add("served/" + area.tai.text(), slices.empty() ? "no slice" : "slices " + list(std::move(slices)), "ng setup", Strength::programmed);
  }
  if (seen.paging_drx_frames > 0) add("paging_drx", std::to_string(seen.paging_drx_frames) + " frames", "ng setup", Strength::programmed);
  if (seen.streams_in > 0)
    add("sctp/streams", std::to_string(seen.streams_in) + " in, " + std::to_string(seen.streams_out) + " out", "sctp", Strength::observed);
  if (seen.mac) add("interface/n2/mac", mac_text(*seen.mac), "neighbour table", Strength::observed);
  add("chassis_vendor", seen.mac_registrant, "mac prefix of n2 address", Strength::observed);
  out.complete = {"name", "served"};
  return out;
}

Observation upf_observation(const AssociatedUpf& seen, WallTime time) {
  Observation out;
  out.kind = ElementKind::upf;
  out.time = time;
  out.source = "pfcp";
  out.identifiers.push_back({Identifier::Kind::pfcp_node, seen.node_id});
  if (!seen.address.is_none()) out.identifiers.push_back({Identifier::Kind::address, seen.address.text()});
  out.evidence.push_back({"name", seen.node_id, "pfcp node id", Strength::programmed});
  if (!seen.features.empty()) out.evidence.push_back({"features", list(seen.features), "pfcp association", Strength::programmed});
  if (seen.recovered_at) out.counters["recovered_at"] = *seen.recovered_at;
  out.complete = {"features"};
  return out;
}

}  // namespace pellucid::oversight
