#include "app/parties.hpp"

#include <algorithm>
#include <array>

#include "wire/gtpu/fast_path.hpp"

namespace pellucid::app {
namespace {

constexpr std::uint16_t ngap_port = 38412;

/// Elementary procedures that the NG-RAN node begins (TS 38.413 §8), by code (§9.4.7). The others are the AMF's, but for those below.
constexpr std::array<std::uint8_t, 32> begun_by_ran = {2,  10, 11, 12, 15, 17, 18, 19, 21, 25, 27, 30, 33, 34, 35, 37,
                                                       38, 42, 44, 46, 47, 48, 49, 50, 52, 53, 55, 57, 58, 59, 60, 62};
constexpr std::array<std::uint8_t, 3> begun_by_both = {9, 20, 31};  // Error Indication, NG Reset, Private Message

constexpr const char* role_names[] = {"gnb", "amf", "smf", "upf"};

std::string_view interface_of(Protocol protocol) { return protocol == Protocol::ngap ? "N2" : protocol == Protocol::pfcp ? "N4" : "N3"; }

}  // namespace

std::optional<Parties::Roles> Parties::told_by(const CapturedMessage& m) {
  if (m.octets.size() < 2) return {};
  switch (m.protocol) {
    case Protocol::ngap: {
      // The choice of the PDU and the procedure code are the first two octets.
      std::uint8_t code = m.octets[1];
      if (std::find(begun_by_both.begin(), begun_by_both.end(), code) != begun_by_both.end()) return {};
      bool initiating = m.octets[0] >> 5 == 0, by_ran = std::find(begun_by_ran.begin(), begun_by_ran.end(), code) != begun_by_ran.end();
      return initiating == by_ran ? Roles{Role::gnb, Role::amf} : Roles{Role::amf, Role::gnb};
    }
    case Protocol::pfcp: {
      // Session establishment, modification and deletion (50 to 55) are asked of the user plane, reports (56, 57) of the control plane.
      std::uint8_t type = m.octets[1];
      if (type < 50 || type > 57) return {};
      bool to_upf = (type % 2 == 0) == (type < 56);
      return to_upf ? Roles{Role::smf, Role::upf} : Roles{Role::upf, Role::smf};
    }
    case Protocol::gtpu: {
      auto packet = gtpu::parse_gpdu(m.octets);
      if (!packet || !packet->has_container) return {};
      return packet->direction == gtpu::Direction::uplink ? Roles{Role::gnb, Role::upf} : Roles{Role::upf, Role::gnb};
    }
    default: return {};
  }
}

Parties::End Parties::end(Protocol protocol, const Endpoint& endpoint) {
  return {protocol, protocol == Protocol::ngap ? endpoint : Endpoint{endpoint.address, 0}};
}

bool Parties::is_known(const End& end, Role role) const {
  auto found = known_.find({role, end.first});
  return found != known_.end() && std::find(found->second.begin(), found->second.end(), end.second) != found->second.end();
}

void Parties::learn(const End& end, Role role) {
  auto& ends = known_[{role, end.first}];
  if (ends.size() < max_ends && std::find(ends.begin(), ends.end(), end.second) == ends.end()) ends.push_back(end.second);
}

void Parties::see(const CapturedMessage& m) {
  auto told = told_by(m);
  // Packets that do not say which way they go: who sends first into an unknown tunnel is a base station.
  if (!told && m.protocol == Protocol::gtpu && !is_known(end(m.protocol, m.source), Role::upf) &&
      !is_known(end(m.protocol, m.target), Role::gnb))
    told = Roles{Role::gnb, Role::upf};
  if (!told || m.source.address.is_none()) return;
  learn(end(m.protocol, m.source), told->first);
  learn(end(m.protocol, m.target), told->second);
}

Parties::Roles Parties::roles(const CapturedMessage& m) const {
  if (auto told = told_by(m)) return *told;
  // Heartbeats, echoes, error indications: by what the ends said otherwise. Source and target on one address stay as they are usual.
  Roles usual = m.protocol == Protocol::pfcp   ? Roles{Role::smf, Role::upf}
                : m.protocol == Protocol::gtpu ? Roles{Role::gnb, Role::upf}
                                               : Roles{Role::gnb, Role::amf};
  Roles other = {usual.second, usual.first};
  auto is = [&](const Endpoint& endpoint, Role role) { return is_known(end(m.protocol, endpoint), role); };
  auto fits = [&](const Roles& r) { return int(is(m.source, r.first)) + int(is(m.target, r.second)); };
  if (fits(usual) != fits(other)) return fits(usual) > fits(other) ? usual : other;
  return m.protocol == Protocol::ngap && m.source.port == ngap_port ? other : usual;
}

std::string Parties::name(const End& end, Role role, bool& several) const {
  std::string out = role_names[std::size_t(role)];
  auto found = known_.find({role, end.first});
  if (found == known_.end() || found->second.size() < 2) return out;
  auto place = std::find(found->second.begin(), found->second.end(), end.second);
  if (place == found->second.end()) return out;
  several = true;
  return out + std::to_string(place - found->second.begin() + 1);
}

Parties::Way Parties::way(const CapturedMessage& m) const {
  auto [from, to] = roles(m);
  Way out;
  out.from = name(end(m.protocol, m.source), from, out.several);
  out.to = name(end(m.protocol, m.target), to, out.several);
  out.from_ran = from == Role::gnb;
  return out;
}

std::string Parties::legend() const {
  std::string out;
  for (auto role : {Role::gnb, Role::amf, Role::smf, Role::upf}) {
    std::string line;
    for (auto& [key, ends] : known_) {
      if (key.first != role) continue;
      constexpr std::size_t most = 8;
      for (std::size_t i = 0; i < std::min(ends.size(), most); ++i) {
        line += line.empty() ? "" : ", ";
        if (ends.size() > 1) line += role_names[std::size_t(role)] + std::to_string(i + 1) + " ";
        line +=
            (key.second == Protocol::ngap ? ends[i].text() : ends[i].address.text()) + " (" + std::string(interface_of(key.second)) + ")";
      }
      if (ends.size() > most) line += " and " + std::to_string(ends.size() - most) + " more";
    }
    if (!line.empty()) out += std::string(role_names[std::size_t(role)]) + "  " + line + "\n";
  }
  return out;
}

}  // namespace pellucid::app
