#pragma once
// Inside of a probe: the observation as it grows, and the parts that read one group of objects each.
#include "oversight/discovery/probe.hpp"

namespace pellucid::oversight {

struct Sighting {
  snmp::Session& session;
  Vendors& vendors;
  const ProbeLimits& limits;
  Instant end;  // no table is begun after it
  Probed out{};

  // What the kind is guessed from.
  std::string description{}, object_maker{};
  std::optional<std::int64_t> services{}, forwarding{};
  std::uint8_t lldp_capabilities = 0;  // the first octet, IEEE 802.1AB §8.5.8: bridge 0x20, router 0x08, station 0x01
  bool bridges = false;

  void evidence(const std::string& attribute, const std::string& value, const std::string& source,
                Strength strength = Strength::programmed);
  void identifier(Identifier::Kind kind, const std::string& value);
  void complain(const std::string& what);
  /// Maker's evidence: hardware makers as `attribute`, makers of agents as agent_software.
  void maker(const std::string& attribute, const std::string& name, const std::string& source);
  void chassis(const Mac& mac, const std::string& source);
  snmp::WalkLimits walk_limits() const;
  /// A table of this name was read: complete, or with a complaint.
  void read(const std::string& name, const std::vector<std::string>& sections, const Result<snmp::Walked, snmp::Error>& walked);
};

/// Rows of a walk by index, one value for each column; what a device left out is Null.
using Index = std::vector<snmp::Oid::Arc>;
using Rows = std::map<Index, std::vector<snmp::Value>>;
Rows rows_of(const std::vector<snmp::Oid>& roots, snmp::Walked& walked);
/// The name, or with "#number" behind it where that name is taken.
std::string unique_name(std::map<std::string, unsigned>& taken, const std::string& name);

void take_interfaces(Sighting& s, const Rows& rows);
void take_entities(Sighting& s, const Rows& rows);
void take_neighbours(Sighting& s, const Rows& neighbours, const Rows& ports, const std::vector<snmp::Binding>& addresses);
void take_packages(Sighting& s, const std::vector<snmp::Binding>& names);
ElementKind guess_kind(const Sighting& s);

std::vector<snmp::Oid> interface_columns();
std::vector<snmp::Oid> entity_columns();
std::vector<snmp::Oid> neighbour_columns();
std::vector<snmp::Oid> port_columns();

}  // namespace pellucid::oversight
