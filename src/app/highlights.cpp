#include "app/highlights.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/ids.hpp"

namespace pellucid::app {
namespace {

constexpr std::size_t longest_value = 60;

// ---- values in a few characters --------------------------------------------------------------------------------------

std::string shortened(std::string text) {
  if (text.size() <= longest_value) return text;
  std::size_t end = longest_value;
  while (end > 0 && (std::uint8_t(text[end]) & 0xC0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + "…";
}
std::string member(const Tree& value, std::string_view key) {
  auto* found = value.find(key);
  return found ? found->text() : "";
}

/// Whatever it is, without its keys.
std::string plain(const Tree& value) {
  std::string text;
  auto join = [&](const std::string& next) { text += (text.empty() || next.empty() ? "" : " ") + next; };
  if (auto* members = value.as_object())
    for (auto& [key, one] : *members) join(plain(one));
  else if (auto* items = value.as_array())
    for (auto& one : *items) join(plain(one));
  else
    text = value.text();
  return text;
}
std::string quoted(const Tree& value) { return "\"" + value.text() + "\""; }
std::string value_only(const Tree& value) { return value.find("value") ? member(value, "value") : plain(value); }
std::string switch_off(const Tree& value) { return member(value, "switch off") == "true" ? "switch off" : ""; }
/// Where secrets or noise are long, the beginning is enough to compare.
std::string beginning(const Tree& value) {
  auto text = value.text();
  return text.size() > 8 ? text.substr(0, 8) + "…" : text;
}
/// "slice 1", "1-00abcd": as NGAP ({sST, sD}) and as NAS and PFCP print it.
std::string slice(const Tree& value) {
  if (!value.as_object()) return plain(value);
  auto sd = member(value, "sD");
  return member(value, "sST") + (sd.empty() ? "" : "-" + sd);
}
std::string guami(const Tree& value) {
  if (!value.find("aMFRegionID")) return plain(value);
  return member(value, "pLMNIdentity") + "/" + member(value, "aMFRegionID") + "." + member(value, "aMFSetID") + "." +
         member(value, "aMFPointer");
}
std::string ngap_tunnel(const Tree& value) { return member(value, "transportLayerAddress") + " TEID " + member(value, "gTP-TEID"); }
std::string address(const Tree& value) {
  auto v4 = member(value, "IPv4 address"), v6 = member(value, "IPv6 address");
  if (v4.empty()) v4 = member(value, "IPv4 Address");
  if (v6.empty()) v6 = member(value, "IPv6 Address");
  return v4 + (v4.empty() || v6.empty() ? "" : " ") + v6;
}
std::string pfcp_tunnel(const Tree& value) {
  auto where = address(value), teid = member(value, "TEID");
  return teid.empty() ? "" : where + " TEID " + teid;
}
std::string f_seid(const Tree& value) { return member(value, "SEID"); }
std::string cause(const Tree& value) {
  auto text = plain(value);
  return text == "Request accepted (success)" ? "accepted" : text;
}
/// A phone's temporary name as NGAP prints it.
std::string paging_identity(const Tree& value) {
  auto* s_tmsi = value.find("fiveG-S-TMSI");
  if (!s_tmsi) s_tmsi = &value;
  if (!s_tmsi->find("fiveG-TMSI")) return plain(value);
  return member(*s_tmsi, "aMFSetID") + "." + member(*s_tmsi, "aMFPointer") + "/" + member(*s_tmsi, "fiveG-TMSI");
}
/// "SUCI 999-70 ...0011", "5G-GUTI 999-70/2.1.0/c000065c", "IMEISV 4370816125816151" out of "suci-0-999-70-0000-0-0-0000000011" and so on.
std::string identity(const Tree& value) {
  auto type = member(value, "type of identity");
  if (type.empty()) return shortened(plain(value));
  if (type == "SUCI") {
    auto whole = member(value, "SUCI"), scheme = member(value, "protection scheme");
    auto digits = whole.substr(std::min(whole.size(), whole.rfind('-') + 1));
    bool clear = scheme.starts_with("Null") && digits.size() >= 4;
    return "SUCI " + member(value, "home network") + " " + (clear ? "..." + digits.substr(digits.size() - 4) : scheme);
  }
  auto text = member(value, type);
  auto lower = type;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  for (auto prefix : {lower + "-", std::string("5g-guti-"), std::string("5g-s-tmsi-")})
    if (text.starts_with(prefix)) text = text.substr(prefix.size());
  return text.empty() ? type : type + " " + text;
}

// ---- which fields of which message -----------------------------------------------------------------------------------

/// One field: its label (empty: the value speaks for itself), its name in the picture, how its value is written.
struct Pick {
  const char* label;
  const char* key;
  std::string (*written)(const Tree&) = plain;
  bool all = false;              // every one of that name, each value once; else the first
  const char* within = nullptr;  // look only below the first element of that name
};
struct Rule {
  const char* message;  // names that begin so
  std::vector<Pick> picks;
};

using Picks = std::vector<Pick>;
Picks with_ue(Picks more) {
  Picks out = {{"AMF-UE", "AMF-UE-NGAP-ID"}, {"RAN-UE", "RAN-UE-NGAP-ID"}};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

const std::vector<Rule>& ngap_rules() {
  static const std::vector<Rule> rules = [] {
    const Pick tac{"TAC", "tAC", plain, true}, slices{"slices", "s-NSSAI", slice, true}, why{"cause", "Cause"};
    const Pick sessions{"session", "pDUSessionID", plain, true}, tunnel{"tunnel", "gTPTunnel", ngap_tunnel, true};
    const Pick failed{"cause", "cause", plain, true};
    return std::vector<Rule>{
        {"NGSetupRequest", {{"", "RANNodeName", quoted}, {"gNB", "gNB-ID"}, {"PLMN", "pLMNIdentity", plain, true}, tac, slices}},
        {"NGSetupResponse", {{"", "AMFName", quoted}, {"GUAMI", "gUAMI", guami, true}, slices}},
        {"RANConfigurationUpdate", {{"", "RANNodeName", quoted}, tac, slices, why}},
        {"InitialUEMessage",
         {{"RAN-UE", "RAN-UE-NGAP-ID"}, {"", "RRCEstablishmentCause"}, {"5G-S-TMSI", "FiveG-S-TMSI", paging_identity}, tac}},
        {"InitialContextSetupRequest", with_ue({{"slices", "s-NSSAI", slice, true, "AllowedNSSAI"}, sessions, tunnel})},
        {"InitialContextSetup", with_ue({sessions, tunnel, why, failed})},
        {"PDUSessionResourceSetupRequest", with_ue({sessions, slices, {"5QI", "fiveQI", plain, true}, tunnel})},
        {"PDUSessionResource", with_ue({sessions, tunnel, why, failed})},
        {"UEContextRelease",
         {{"AMF-UE", "AMF-UE-NGAP-ID"},
          {"RAN-UE", "RAN-UE-NGAP-ID"},
          {"AMF-UE", "aMF-UE-NGAP-ID"},
          {"RAN-UE", "rAN-UE-NGAP-ID"},
          why,
          sessions}},
        {"Paging", {{"5G-S-TMSI", "UEPagingIdentity", paging_identity}, tac}},
        {"NGReset", {why, {"", "ResetType"}}},
        {"UplinkNASTransport", with_ue({})},
        {"DownlinkNASTransport", with_ue({})},
        {"", with_ue({why,
                      sessions,
                      {"procedure", "procedureCode"},
                      {"", "RANNodeName", quoted},
                      {"", "AMFName", quoted},
                      {"wait", "TimeToWait"}})},
    };
  }();
  return rules;
}

const std::vector<Rule>& nas_rules() {
  static const std::vector<Rule> rules = [] {
    const Pick who{"", "5GS mobile identity", identity}, guti{"", "5G-GUTI", identity};
    const Pick mm_cause{"cause", "5GMM cause"}, sm_cause{"cause", "5GSM cause"}, session{"session", "PDU session ID"};
    const Pick dnn{"DNN", "DNN"}, slice_{"slice", "S-NSSAI", slice}, address_{"address", "PDU address"}, key_set{"ngKSI", "ngKSI"};
    const Picks session_picks = {session,  {"", "Request type"},     dnn,      slice_,  {"", "PDU session type"},
                                 address_, {"AMBR", "Session AMBR"}, sm_cause, mm_cause};
    return std::vector<Rule>{
        {"Registration request", {{"", "5GS registration type", value_only}, who, {"slices", "Requested NSSAI", slice}}},
        {"Registration accept", {guti, {"TAIs", "TAI list"}, {"slices", "Allowed NSSAI", slice}, {"T3512", "T3512 value"}}},
        {"Registration reject", {mm_cause, {"T3346", "T3346 value"}}},
        {"Authentication request", {key_set, {"RAND", "Authentication parameter RAND (5G authentication challenge)", beginning}}},
        {"Authentication response", {{"RES*", "Authentication response parameter", beginning}}},
        {"Security mode command", {{"", "Selected NAS security algorithms"}, {"", "IMEISV request"}}},
        {"Security mode complete", {{"", "IMEISV", identity}, {"with", "message", plain, false, "NAS message container"}}},
        {"Identity request", {{"", "Identity type"}}},
        {"Identity response", {{"", "Mobile identity", identity}}},
        {"Service request", {{"", "Service type"}, {"", "5G-S-TMSI", identity}, {"uplink data for", "Uplink data status"}}},
        {"De-registration request", {{"", "De-registration type", switch_off}, who, mm_cause}},
        {"Configuration update command", {guti, {"", "Full name for network", quoted}, {"slices", "Allowed NSSAI", slice}}},
        {"UL NAS transport", session_picks},
        {"DL NAS transport", session_picks},
        {"PDU session", session_picks},
        {"", {mm_cause, sm_cause, session, {"", "5GS mobile identity", identity}, {"", "Mobile identity", identity}}},
    };
  }();
  return rules;
}

const std::vector<Rule>& pfcp_rules() {
  static const std::vector<Rule> rules = [] {
    const Pick why{"", "Cause", cause}, node{"node", "Node ID"}, since{"up since", "Recovery Time Stamp"},
        seid{"SEID", "SEID", plain, false, "Header"};
    const Pick ue{"UE", "UE IP address", address, true}, action{"", "Apply Action", plain, true},
        to{"to", "Outer Header Creation", pfcp_tunnel, true};
    const Pick dnn{"DNN", "APN/DNN"};
    return std::vector<Rule>{
        {"Heartbeat", {since}},
        {"Association", {why, node, since}},
        {"Session Establishment Request", {ue, dnn, {"slice", "S-NSSAI", slice}, {"CP SEID", "CP F-SEID", f_seid}}},
        {"Session Establishment Response",
         {why, {"UP SEID", "UP F-SEID", f_seid}, {"tunnel", "Local F-TEID", pfcp_tunnel, true}, {"offending IE", "Offending IE"}}},
        {"Session Modification Request", {seid, ue, action, to}},
        {"Session Report Request", {seid, {"", "Report Type"}, {"PDR", "PDR ID", plain, true}}},
        {"", {seid, why, node, {"offending IE", "Offending IE"}}},
    };
  }();
  return rules;
}

/// Messages within the message have lines of their own.
bool is_nas_container(std::string_view key) { return key == "NAS-PDU" || key == "nAS-PDU" || key == "pDUSessionNAS-PDU"; }

void find_all(const Tree& tree, std::string_view key, std::vector<const Tree*>& out) {
  if (auto* members = tree.as_object()) {
    for (auto& [name, value] : *members) {
      if (name == key) out.push_back(&value);
      if (!is_nas_container(name)) find_all(value, key, out);
    }
  } else if (auto* items = tree.as_array()) {
    for (auto& item : *items) find_all(item, key, out);
  }
}

std::string picked(const Tree& message, const Pick& pick) {
  const Tree* where = &message;
  std::vector<const Tree*> found;
  if (pick.within) {
    find_all(message, pick.within, found);
    if (found.empty()) return "";
    where = found.front();
    found.clear();
  }
  find_all(*where, pick.key, found);
  std::vector<std::string> values;
  for (auto* value : found) {
    if (!pick.all && !values.empty()) break;
    // A list of slices or of areas is its items.
    auto* items = value->as_array();
    std::string text;
    if (items)
      for (auto& item : *items) text += (text.empty() ? "" : " ") + pick.written(item);
    else
      text = pick.written(*value);
    if (!text.empty() && std::find(values.begin(), values.end(), text) == values.end()) values.push_back(shortened(text));
  }
  std::string out;
  for (auto& value : values) out += (out.empty() ? "" : value.find(' ') == std::string::npos ? " " : " and ") + value;
  return out.empty() || *pick.label == 0 ? out : pick.label + (" " + out);
}

/// The message itself: out of its envelope, and below its own name in NGAP.
const Tree& message_of(Protocol protocol, const Tree& fields) {
  if (protocol == Protocol::nas)
    if (auto* inner = fields.find("Plain 5GS NAS message"); inner && inner->as_object()) return *inner;
  return fields;
}

}  // namespace

std::string highlights(Protocol protocol, std::string_view name, const Tree& fields) {
  auto& rules = protocol == Protocol::ngap ? ngap_rules() : protocol == Protocol::nas ? nas_rules() : pfcp_rules();
  auto& message = message_of(protocol, fields);
  auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return name.starts_with(r.message); });
  std::string out;
  auto say = [&](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : ", ") + text;
  };
  // A transport is worth what it transports.
  if (protocol == Protocol::nas && name.ends_with("NAS transport")) {
    auto* inside = message.find_deep("Payload container");
    say(inside && inside->find("message") ? member(*inside, "message") : picked(message, {"", "Payload container type"}));
  }
  if (rule != rules.end())
    for (auto& pick : rule->picks) say(picked(message, pick));
  return out;
}

std::string packet_text(ByteView packet) {
  std::string octets = std::to_string(packet.size()) + " octets";
  std::uint8_t version = packet.empty() ? 0 : packet[0] >> 4, protocol = 0;
  IpAddress from, to;
  if (version == 4 && packet.size() >= 20) {
    protocol = packet[9];
    from = IpAddress::v4(std::uint32_t(from_big_endian(packet.subspan(12, 4))));
    to = IpAddress::v4(std::uint32_t(from_big_endian(packet.subspan(16, 4))));
  } else if (version == 6 && packet.size() >= 40) {
    protocol = packet[6];
    Octets<16> a{}, b{};
    std::copy_n(packet.begin() + 8, 16, a.begin());
    std::copy_n(packet.begin() + 24, 16, b.begin());
    from = IpAddress::v6(a), to = IpAddress::v6(b);
  } else {
    return octets;
  }
  const char* known = protocol == 1 ? "ICMP" : protocol == 6 ? "TCP" : protocol == 17 ? "UDP" : protocol == 58 ? "ICMPv6" : nullptr;
  return from.text() + " -> " + to.text() + " " + (known ? known : "protocol " + std::to_string(protocol)) + ", " + octets;
}

}  // namespace pellucid::app
