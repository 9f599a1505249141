#include "oversight/discovery/sighting.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "oversight/discovery/objects.hpp"
#include "oversight/discovery/reading.hpp"
#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {
namespace {

using snmp::Oid;
using snmp::Value;

const std::string interface_source = "snmp interface table", entity_source = "snmp entity table";

/// IF-MIB ifAdminStatus and ifOperStatus.
std::string status_text(std::optional<std::int64_t> status) {
  static constexpr std::array<const char*, 8> names{"", "up", "down", "testing", "unknown", "dormant", "not present", "lower layer down"};
  return status && *status > 0 && std::size_t(*status) < names.size() ? names[std::size_t(*status)] : "";
}

/// ENTITY-MIB PhysicalClass (RFC 6933).
std::string class_text(std::optional<std::int64_t> number) {
  static constexpr std::array<const char*, 13> names{"",    "other",  "unknown", "chassis", "backplane", "container", "power supply",
                                                     "fan", "sensor", "module",  "port",    "stack",     "cpu"};
  return number && *number > 0 && std::size_t(*number) < names.size() ? names[std::size_t(*number)] : "";
}

constexpr std::int64_t class_chassis = 3, class_stack = 11;

std::vector<Oid> columns_of(const Oid& entry, std::initializer_list<Oid::Arc> numbers) {
  std::vector<Oid> columns;
  for (auto number : numbers) columns.push_back(entry.with(number));
  return columns;
}

enum EntityColumn : std::uint8_t { descr, contained_in, class_, name, hardware, firmware, software, serial, maker, model };

struct Fact {
  const char* attribute;
  EntityColumn column;
};
constexpr std::array facts = std::to_array<Fact>(
    {{"vendor", maker}, {"model", model}, {"serial", serial}, {"hardware", hardware}, {"firmware", firmware}, {"software", software}});

/// The row that stands for the whole box: a stack, or the first chassis that is in nothing, or the first chassis.
const Rows::value_type* whole_box(const Rows& rows) {
  const Rows::value_type* best = nullptr;
  int best_rank = 0;
  for (auto& row : rows) {
    auto what = number_of(row.second[class_]);
    if (what != class_chassis && what != class_stack) continue;
    bool outermost = number_of(row.second[contained_in]).value_or(0) == 0;
    bool told = !text_of(row.second[serial]).empty() || !text_of(row.second[model]).empty();
    int rank = 1 + (outermost ? 1 : 0) + (told ? 2 : 0);
    if (rank > best_rank) {
      best = &row;
      best_rank = rank;
    }
  }
  return best;
}

/// Management addresses stand in the index: time mark, local port, number, subtype, length, octets (IEEE 802.1AB lldpRemManAddrEntry).
std::optional<std::pair<Index, IpAddress>> neighbour_address(const Index& index) {
  constexpr std::size_t head = 5;
  constexpr Oid::Arc ipv4 = 1, ipv6 = 2;  // IANA address family numbers
  if (index.size() < head || index.size() - head != index[4]) return {};
  Bytes octets;
  for (std::size_t i = head; i < index.size(); ++i) {
    if (index[i] > 0xFF) return {};
    octets.push_back(std::uint8_t(index[i]));
  }
  Index neighbour(index.begin(), index.begin() + 3);
  if (index[3] == ipv4 && octets.size() == 4)
    return std::pair{neighbour, IpAddress::v4(Octets<4>{octets[0], octets[1], octets[2], octets[3]})};
  if (index[3] == ipv6 && octets.size() == 16) {
    Octets<16> v6{};
    std::copy(octets.begin(), octets.end(), v6.begin());
    return std::pair{neighbour, IpAddress::v6(v6)};
  }
  return {};
}

std::string neighbour_text(const Neighbour& neighbour) {
  std::string text = neighbour.name.empty() ? neighbour.chassis_id : neighbour.name + " (" + neighbour.chassis_id + ")";
  for (std::size_t i = 0; i < neighbour.addresses.size(); ++i) text += (i == 0 ? " at " : ", ") + neighbour.addresses[i].text();
  return text;
}

}  // namespace

// ---- the observation

void Sighting::evidence(const std::string& attribute, const std::string& value, const std::string& source, Strength strength) {
  if (!value.empty()) out.observation.evidence.push_back({attribute, value, source, strength});
}

void Sighting::identifier(Identifier::Kind kind, const std::string& value) {
  auto& all = out.observation.identifiers;
  Identifier identifier{kind, value};
  if (!value.empty() && std::find(all.begin(), all.end(), identifier) == all.end()) all.push_back(identifier);
}

void Sighting::complain(const std::string& what) {
  if (out.observation.complaints.size() < limits.max_complaints) out.observation.complaints.push_back(what);
}

void Sighting::maker(const std::string& attribute, const std::string& maker_name, const std::string& source) {
  evidence(is_software_agent(normal_vendor(maker_name)) ? "agent_software" : attribute, maker_name, source);
}

void Sighting::chassis(const Mac& mac, const std::string& source) {
  constexpr std::uint8_t locally_administered = 2;
  evidence("chassis_vendor", vendors.registrant(mac), source);
  if ((mac[0] & locally_administered) == 0) identifier(Identifier::Kind::chassis_mac, text(mac));
}

snmp::WalkLimits Sighting::walk_limits() const {
  auto walk = limits.walk;
  auto left = end - session.world().now();
  walk.max_time = std::clamp(left, Duration(0), walk.max_time);
  return walk;
}

void Sighting::read(const std::string& table, const std::vector<std::string>& sections, const Result<snmp::Walked, snmp::Error>& walked) {
  if (!walked.ok())
    complain(table + ": " + walked.error().text);
  else if (!walked->complete)
    complain(table + ": " + walked->complaint);
  else
    out.observation.complete.insert(sections.begin(), sections.end());
}

// ---- tables

Rows rows_of(const std::vector<Oid>& roots, snmp::Walked& walked) {
  Rows rows;
  for (std::size_t column = 0; column < roots.size(); ++column)
    for (auto& binding : walked.columns[column]) {
      auto& row = rows[binding.name.after(roots[column].size())];
      row.resize(roots.size());
      row[column] = std::move(binding.value);
    }
  return rows;
}

std::string unique_name(std::map<std::string, unsigned>& taken, const std::string& wanted) {
  auto count = ++taken[wanted];
  return count == 1 ? wanted : wanted + "#" + std::to_string(count);
}

std::vector<Oid> interface_columns() {
  auto columns = columns_of(objects::if_entry, {2, 6, 7, 8});
  auto more = columns_of(objects::if_x_entry, {1, 15, 18});
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

void take_interfaces(Sighting& s, const Rows& rows) {
  enum Column : std::uint8_t { if_descr, address, admin, oper, if_name, speed, alias };
  std::map<std::string, unsigned> taken;
  for (auto& [index, row] : rows) {
    auto called = text_of(row[if_name]);
    if (called.empty()) called = text_of(row[if_descr]);
    if (called.empty()) called = index.empty() ? "?" : std::to_string(index.back());
    auto path = "interface/" + unique_name(taken, called) + "/";
    if (auto mac = mac_of(row[address])) {
      s.evidence(path + "mac", text(*mac), interface_source);
      s.evidence(path + "vendor", s.vendors.registrant(*mac), "mac prefix of " + called);
    }
    s.evidence(path + "admin", status_text(number_of(row[admin])), interface_source);
    s.evidence(path + "oper", status_text(number_of(row[oper])), interface_source);
    s.evidence(path + "alias", text_of(row[alias]), interface_source, Strength::claimed);
    if (auto mbps = number_of(row[speed]); mbps && *mbps > 0) s.evidence(path + "speed", std::to_string(*mbps) + " Mbps", interface_source);
  }
}

std::vector<Oid> entity_columns() { return columns_of(objects::ent_physical_entry, {2, 4, 5, 7, 8, 9, 10, 11, 12, 13}); }

void take_entities(Sighting& s, const Rows& rows) {
  auto* box = whole_box(rows);
  std::map<std::string, unsigned> taken;
  for (auto& row : rows) {
    auto& values = row.second;
    if (&row == box) {
      for (auto& fact : facts) s.evidence(fact.attribute, text_of(values[fact.column]), entity_source);
      auto made_by = normal_vendor(text_of(values[maker]));
      if (made_by.empty() && !is_software_agent(normal_vendor(s.object_maker))) made_by = normal_vendor(s.object_maker);
      auto number = text_of(values[serial]);
      if (!made_by.empty() && !number.empty()) s.identifier(Identifier::Kind::serial, made_by + "/" + number);
      continue;
    }
    // Ports, sensors and slots by the thousand tell nothing: a part is what has a maker, a model, a number or a version.
    bool tells = std::any_of(facts.begin(), facts.end(), [&](auto& fact) { return !text_of(values[fact.column]).empty(); });
    if (!tells) continue;
    auto called = text_of(values[name]);
    if (called.empty()) called = text_of(values[descr]);
    if (called.empty()) called = row.first.empty() ? "?" : std::to_string(row.first.back());
    auto path = "part/" + unique_name(taken, called) + "/";
    s.evidence(path + "class", class_text(number_of(values[class_])), entity_source);
    for (auto& fact : facts) s.evidence(path + fact.attribute, text_of(values[fact.column]), entity_source);
  }
}

std::vector<Oid> neighbour_columns() { return columns_of(objects::lldp_neighbour_entry, {4, 5, 9, 10}); }
std::vector<Oid> port_columns() { return columns_of(objects::lldp_port_entry, {2, 3, 4}); }

void take_neighbours(Sighting& s, const Rows& neighbours, const Rows& ports, const std::vector<snmp::Binding>& addresses) {
  enum Column : std::uint8_t { chassis_subtype, chassis_id, system_name, system_description };
  enum PortColumn : std::uint8_t { port_subtype, port_id, port_description };
  constexpr std::int64_t chassis_mac_subtype = 4, port_mac_subtype = 3;
  std::map<Index, std::vector<IpAddress>> addresses_of;
  for (auto& binding : addresses)
    if (auto found = neighbour_address(binding.name.after(objects::lldp_neighbour_address.size()))) {
      auto& list = addresses_of[found->first];
      if (list.size() < s.limits.max_addresses_a_neighbour) list.push_back(found->second);
    }
  std::map<std::string, std::string> texts;
  for (auto& [index, row] : neighbours) {
    if (s.out.neighbours.size() >= s.limits.max_neighbours) {
      s.complain("neighbours: more than " + std::to_string(s.limits.max_neighbours));
      break;
    }
    if (index.size() < 3) continue;
    Neighbour neighbour;
    if (auto port = ports.find({index[1]}); port != ports.end()) {
      neighbour.local_port = text_of(port->second[port_description]);
      if (neighbour.local_port.empty())
        neighbour.local_port = lldp_id(number_of(port->second[port_subtype]).value_or(0), port_mac_subtype, port->second[port_id]);
    }
    if (neighbour.local_port.empty()) neighbour.local_port = std::to_string(index[1]);
    neighbour.chassis_id = lldp_id(number_of(row[chassis_subtype]).value_or(0), chassis_mac_subtype, row[chassis_id]);
    neighbour.name = text_of(row[system_name]);
    neighbour.description = text_of(row[system_description]);
    neighbour.addresses = addresses_of[{index[0], index[1], index[2]}];
    auto& line = texts[neighbour.local_port];
    line += (line.empty() ? "" : "; ") + neighbour_text(neighbour);
    s.out.neighbours.push_back(std::move(neighbour));
  }
  for (auto& [port, line] : texts) s.evidence("neighbour/" + port, line, "snmp lldp");
}

void take_packages(Sighting& s, const std::vector<snmp::Binding>& names) {
  std::map<std::string, unsigned> taken;
  for (auto& binding : names) {
    auto whole = text_of(binding.value);
    if (whole.empty()) continue;
    auto package = package_of(whole);
    s.evidence("package/" + unique_name(taken, package.name), package.version, "snmp host resources");
  }
}

// What a box is called by the most reliable of its signs: what it says of itself, what it does, whose agent it runs.
ElementKind guess_kind(const Sighting& s) {
  constexpr std::uint8_t lldp_bridge = 0x20, lldp_router = 0x08, lldp_station = 0x01;
  constexpr std::int64_t forwards = 1, layer_2 = 0x02, layer_3 = 0x04, layer_7 = 0x40;
  auto lower = s.description;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  for (auto* word : {"base station", "gnodeb", "enodeb"})
    if (lower.find(word) != std::string::npos) return ElementKind::base_station;
  if (lower.find("radio unit") != std::string::npos) return ElementKind::radio_unit;
  if (s.bridges || (s.lldp_capabilities & lldp_bridge) != 0) return ElementKind::switch_;
  if (s.forwarding == forwards || (s.lldp_capabilities & lldp_router) != 0) return ElementKind::router;
  auto services = s.services.value_or(0);
  if (s.lldp_capabilities == lldp_station || is_software_agent(normal_vendor(s.object_maker))) return ElementKind::server;
  if ((services & layer_3) != 0 && (services & layer_7) == 0) return ElementKind::router;
  if ((services & layer_2) != 0) return ElementKind::switch_;
  return (services & layer_7) != 0 ? ElementKind::server : ElementKind::other;
}

}  // namespace pellucid::oversight
