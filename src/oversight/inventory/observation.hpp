#pragma once
// What one source saw of one element at one time. Sources (SNMP, NG Setup, the local host, a CSV file) only observe; the inventory keeps
// every piece of evidence with its source and never averages.
//
// Attributes are flat paths; what stands before the first '/' is the section:
//   vendor  agent_vendor  chassis_vendor  model  serial  hardware  firmware  software  name  location  contact  date_obtained
//   country_of_production  registrant_country  role  category  tac  plmn ...
//   interface/<name>/mac, interface/<name>/vendor, part/<name>/vendor, part/<name>/model, part/<name>/serial, package/<name>,
//   service/<name>, listener/<protocol>/<address:port>, neighbour/<local port>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/wall_time.hpp"

namespace pellucid::oversight {

enum class ElementKind : std::uint8_t { base_station, upf, router, switch_, server, radio_unit, software, phone_model, process, other };
std::string_view text(ElementKind kind);  // "base station", "switch", ...
std::optional<ElementKind> parse_kind(std::string_view text);

/// How hard it is to make the evidence up. Nothing here is proof.
enum class Strength : std::uint8_t {
  declared,    // an operator wrote it down (CSV, approval)
  claimed,     // free text that the box's administrator sets (sysDescr, sysName)
  programmed,  // the box's software says it (sysObjectID, engine id, entity table, DMI)
  observed,    // seen from outside (MAC address on the wire, SCTP behaviour)
};
std::string_view text(Strength strength);
std::optional<Strength> parse_strength(std::string_view text);

struct Evidence {
  std::string attribute;  // path as above
  std::string value;      // as it was seen; never empty. Of personal() attributes the log has only a commitment
  std::string source;     // "snmp sysObjectID", "snmp engine id", "mac prefix of eth0", "import switches.csv", "ng setup"
  Strength strength{};
  auto operator<=>(const Evidence&) const = default;
};

/// One name that an element goes by. Elements with a common strong identifier (everything but address and name) are one element.
struct Identifier {
  enum class Kind : std::uint8_t { engine_id, chassis_mac, serial, gnb_id, pfcp_node, machine_id, tac, declared, address, name };
  Kind kind{};
  std::string value;  // normalised by whoever observes: lower-case hexadecimal with ':' for MACs and engine ids, "maker/serial"
  /// What belongs to the box itself and not to its configuration or its software.
  bool hardware() const { return kind == Kind::chassis_mac || kind == Kind::serial; }
  bool strong() const { return kind != Kind::address && kind != Kind::name; }
  auto operator<=>(const Identifier&) const = default;
};
std::string text(const Identifier& identifier);  // "engine-id:80:00:1f:88..."
std::optional<Identifier> parse_identifier(std::string_view text);

/// Attributes that may hold the name of a person: their values are sealed beside the log and can be forgotten. What stands behind the
/// last '/' decides: "contact", "owner", "user", "note".
bool personal(std::string_view attribute);

struct Observation {
  ElementKind kind = ElementKind::other;
  std::vector<Identifier> identifiers;  // at least one
  WallTime time{};
  std::string source;  // who observed: "snmp 10.0.0.7", "ng setup", "local host", "import switches.csv". Its first word names the observer
  std::vector<Evidence> evidence;
  /// Sections that were read to their end: what this observer saw there before and is missing now is gone. Others only add and replace.
  /// The name of an attribute without '/' is its section.
  std::set<std::string> complete;
  /// What tells of changes between two looks. Numbers that only grow: "engine_boots". Time stamps, turned into absolute seconds (UTC) by
  /// the source: "up_since", "recovered_at" (both tell of a restart), "entity_last_change", "interface_last_change",
  /// "software_last_change", "or_last_change". Names that end in _since or _change may be off by the drift of two clocks.
  std::map<std::string, std::uint64_t> counters;
  /// What was wrong with the source itself: "endless table ifTable: stopped after 10,000 rows".
  std::vector<std::string> complaints;
};

}  // namespace pellucid::oversight
