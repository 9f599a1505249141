#include "oversight/discovery/probe.hpp"

#include <algorithm>

#include "oversight/discovery/objects.hpp"
#include "oversight/discovery/reading.hpp"
#include "oversight/discovery/sighting.hpp"
#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {
namespace {

using snmp::Value;
using Values = std::vector<Value>;

constexpr std::uint64_t stamp_slack_s = 5;

/// An engine id that tells engines apart: not the zeros of an agent that found no address (RFC 3411 §5, formats 1 to 5).
bool distinguishes(ByteView id) {
  return id.size() > 5 && std::any_of(id.begin() + 5, id.end(), [](auto octet) { return octet != 0; });
}

/// The registrant of an OID below 1.3.6.1.4.1.
std::string maker_of(Vendors& vendors, const snmp::Oid& oid) {
  auto& root = objects::enterprises;
  return oid.starts_with(root) && oid.size() > root.size() ? vendors.enterprise(oid[root.size()]) : "";
}

std::vector<snmp::Oid> counter_objects() {
  return {objects::sys_up_time,          objects::sys_or_last_change,   objects::ent_last_change,
          objects::if_table_last_change, objects::software_last_change, objects::engine_boots};
}

/// Seconds since 1970 of a TimeTicks that says when, in the device's uptime, something happened.
ChangeCounters counters_of(const Values& values, WallTime now) {
  ChangeCounters counters;
  auto* uptime = std::get_if<snmp::TimeTicks>(&values[0]);
  auto now_cs = std::chrono::duration_cast<std::chrono::duration<std::int64_t, std::centi>>(now.time_since_epoch()).count();
  constexpr std::int64_t cs_a_second = 100;
  auto absolute = [&](std::uint32_t ticks) {
    auto at = now_cs - std::int64_t(uptime->value()) + std::int64_t(ticks);
    return std::uint64_t(std::max<std::int64_t>(0, (at + cs_a_second / 2) / cs_a_second));
  };
  if (uptime) {
    counters["up_since"] = absolute(0);
    static constexpr const char* names[] = {"or_last_change", "entity_last_change", "interface_last_change"};
    for (std::size_t i = 0; i < 3; ++i)
      if (auto* ticks = std::get_if<snmp::TimeTicks>(&values[i + 1])) counters[names[i]] = absolute(ticks->value());
    if (auto* ticks = std::get_if<snmp::TimeTicks>(&values[4])) counters["software_last_change"] = absolute(ticks->value());
  }
  if (auto boots = number_of(values[5]); boots && *boots >= 0) counters["engine_boots"] = std::uint64_t(*boots);
  return counters;
}

void take_system(Sighting& s, const Values& values) {
  constexpr auto claimed = Strength::claimed;
  s.description = text_of(values[0]);
  s.evidence("description", s.description, "snmp sysDescr", claimed);
  // The first words of a Linux host are its own name, which may be anything.
  if (!s.description.starts_with("Linux "))
    if (auto vendor = vendor_named_in(s.description); !is_software_agent(vendor)) s.evidence("vendor", vendor, "snmp sysDescr", claimed);
  if (auto* oid = std::get_if<snmp::Oid>(&values[1])) {
    s.evidence("object_id", oid->text(), "snmp sysObjectID");
    s.object_maker = maker_of(s.vendors, *oid);
    s.maker("agent_vendor", s.object_maker, "snmp sysObjectID");
  }
  s.evidence("contact", text_of(values[2]), "snmp system group", claimed);
  s.evidence("name", text_of(values[3]), "snmp system group", claimed);
  s.evidence("location", text_of(values[4]), "snmp system group", claimed);
  s.identifier(Identifier::Kind::name, text_of(values[3]));
  s.services = number_of(values[5]);
  s.forwarding = number_of(values[6]);
  s.out.observation.complete.insert({"description", "object_id", "contact", "name", "location"});
}

void take_engine(Sighting& s, const snmp::Engine& engine) {
  if (auto number = engine.enterprise()) s.maker("agent_vendor", s.vendors.enterprise(*number), "snmp engine id");
  if (distinguishes(engine.id)) s.identifier(Identifier::Kind::engine_id, with_colons(engine.id));
  s.out.observation.complete.insert({"agent_vendor", "agent_software"});
}

void take_addresses(Sighting& s, const Values& values) {
  constexpr std::int64_t mac_subtype = 4;  // IEEE 802.1AB §8.5.2.2
  if (number_of(values[0]) == mac_subtype)
    if (auto mac = mac_of(values[1])) s.chassis(*mac, "mac prefix of lldp chassis id");
  if (auto* octets = std::get_if<Bytes>(&values[2]); octets && !octets->empty()) s.lldp_capabilities = octets->front();
  if (auto mac = mac_of(values[3])) {
    s.bridges = true;
    s.chassis(*mac, "mac prefix of bridge address");
  }
  s.out.observation.complete.insert("chassis_vendor");
}

/// Where the engine's id comes from: what it authenticated with, what it says of itself, or what it answers to anybody.
Procedure<Nothing, snmp::Error> read_engine(Sighting& s, const Value& said) {
  auto* octets = std::get_if<Bytes>(&said);
  if (auto known = s.session.engine()) {
    take_engine(s, *known);
    s.out.observation.counters["engine_boots"] = known->boots;
    co_return Nothing{};
  }
  auto found = co_await attempt(s.session.discover_engine());
  bool tells = octets && octets->size() >= 5;
  if (found.ok() && tells && found->id != *octets)
    s.complain("its engine id is " + with_colons(*octets) + " when asked, and " + with_colons(found->id) + " in SNMPv3 engine discovery");
  if (tells)
    take_engine(s, snmp::Engine{*octets, 0, 0});
  else if (found.ok())
    take_engine(s, *found);
  if (found.ok() && !s.out.observation.counters.contains("engine_boots")) s.out.observation.counters["engine_boots"] = found->boots;
  co_return Nothing{};
}

Procedure<Nothing, snmp::Error> read_tables(Sighting& s) {
  auto columns = interface_columns();
  auto interfaces = co_await attempt(s.session.walk(columns, s.walk_limits()));
  s.read("interfaces", {"interface"}, interfaces);
  if (interfaces.ok()) take_interfaces(s, rows_of(columns, *interfaces));

  columns = entity_columns();
  auto entities = co_await attempt(s.session.walk(columns, s.walk_limits()));
  s.read("entities", {"part", "vendor", "model", "serial", "hardware", "firmware", "software"}, entities);
  if (entities.ok()) take_entities(s, rows_of(columns, *entities));

  columns = neighbour_columns();
  auto neighbours = co_await attempt(s.session.walk(columns, s.walk_limits()));
  auto names = port_columns();
  auto ports = co_await attempt(s.session.walk(names, s.walk_limits()));
  auto addresses = co_await attempt(s.session.walk({objects::lldp_neighbour_address}, s.walk_limits()));
  s.read("neighbours", {"neighbour"}, neighbours);
  s.read("lldp ports", {}, ports);
  s.read("neighbours' addresses", {}, addresses);
  if (neighbours.ok())
    take_neighbours(s, rows_of(columns, *neighbours), ports.ok() ? rows_of(names, *ports) : Rows{},
                    addresses.ok() ? addresses->columns[0] : std::vector<snmp::Binding>{});

  auto packages = co_await attempt(s.session.walk({objects::software_name}, s.walk_limits()));
  s.read("installed software", {"package"}, packages);
  if (packages.ok()) take_packages(s, packages->columns[0]);
  co_return Nothing{};
}

}  // namespace

Procedure<ChangeCounters, snmp::Error> read_counters(snmp::Session& session) {
  auto values = co_await session.get(counter_objects());
  auto counters = counters_of(values, session.world().wall());
  if (!counters.contains("engine_boots"))
    if (auto engine = session.engine()) counters["engine_boots"] = engine->boots;
  co_return counters;
}

bool moved(const ChangeCounters& before, const ChangeCounters& now) {
  for (auto& [name, value] : now) {
    auto found = before.find(name);
    if (found == before.end()) return true;
    auto distance = value > found->second ? value - found->second : found->second - value;
    if (distance > (name == "engine_boots" ? 0 : stamp_slack_s)) return true;
  }
  return false;
}

Procedure<Probed, snmp::Error> probe(snmp::Session& session, Vendors& vendors, ProbeLimits limits) {
  auto& world = session.world();
  Sighting s{.session = session, .vendors = vendors, .limits = limits, .end = world.now() + limits.max_time};
  auto& seen = s.out.observation;
  seen.time = world.wall();
  seen.source = "snmp " + session.at().address.text();
  s.identifier(Identifier::Kind::address, session.at().address.text());

  auto system = co_await session.get({objects::sys_descr, objects::sys_object_id, objects::sys_contact, objects::sys_name,
                                      objects::sys_location, objects::sys_services, objects::ip_forwarding});
  take_system(s, system);
  auto counters = co_await attempt(read_counters(session));
  if (counters.ok())
    seen.counters = *counters;
  else
    s.complain("change counters: " + counters.error().text);
  auto addresses = co_await attempt(session.get(
      {objects::lldp_chassis_subtype, objects::lldp_chassis_id, objects::lldp_capabilities, objects::bridge_address, objects::engine_id}));
  if (addresses.ok())
    take_addresses(s, *addresses);
  else
    s.complain("chassis addresses: " + addresses.error().text);
  co_await read_engine(s, addresses.ok() ? addresses->at(4) : Value{});
  co_await read_tables(s);
  seen.kind = guess_kind(s);
  s.out.cost = session.counters();
  co_return std::move(s.out);
}

}  // namespace pellucid::oversight
