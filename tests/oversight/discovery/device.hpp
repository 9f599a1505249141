#pragma once
// Simulated devices with the objects that a probe reads.
#include <gtest/gtest.h>

#include "link/snmp/agent.hpp"
#include "link/snmp/manager.hpp"
#include "oversight/discovery/objects.hpp"
#include "oversight/discovery/probe.hpp"

namespace pellucid::oversight::test {

using namespace std::chrono_literals;
using snmp::Oid;
using snmp::Value;
using snmp::test::Agent;

inline constexpr const char* here = "10.0.0.7";

inline Bytes words(std::string_view text) { return to_bytes(as_bytes(text)); }

struct DevicePlan {
  std::string name = "box";
  Oid object_id{1, 3, 6, 1, 4, 1, 2011, 2, 23};
  std::string description = "Huawei Versatile Routing Platform";
  std::string mac = "00e0fc010203";
  std::uint32_t uptime = 1'000'000;  // hundredths of a second
  unsigned interfaces = 2;
};

inline Agent::Objects device_objects(const DevicePlan& plan) {
  using namespace objects;
  auto mac = *from_hex(plan.mac);
  Agent::Objects o{{sys_descr, words(plan.description)},
                   {sys_object_id, plan.object_id},
                   {sys_up_time, snmp::TimeTicks(plan.uptime)},
                   {sys_contact, words("noc@example.net")},
                   {sys_name, words(plan.name)},
                   {sys_location, words("rack 4")},
                   {sys_or_last_change, snmp::TimeTicks(100)},
                   {ent_last_change, snmp::TimeTicks(5000)},
                   {if_table_last_change, snmp::TimeTicks(6000)},
                   {ip_forwarding, 2},
                   {lldp_chassis_subtype, 4},
                   {lldp_chassis_id, mac},
                   {lldp_capabilities, Bytes{0x20}},
                   {bridge_address, mac}};
  for (unsigned i = 1; i <= plan.interfaces; ++i) {
    auto port = mac;
    port.back() = std::uint8_t(0x10 + i);
    o[if_entry.with(2).with(i)] = words("GigabitEthernet0/0/" + std::to_string(i));
    o[if_entry.with(6).with(i)] = port;
    o[if_entry.with(7).with(i)] = 1;
    o[if_entry.with(8).with(i)] = i == 1 ? 1 : 2;
    o[if_x_entry.with(1).with(i)] = words("GE0/0/" + std::to_string(i));
    o[if_x_entry.with(15).with(i)] = snmp::Gauge32(1000);
    o[if_x_entry.with(18).with(i)] = words("to the north");
  }
  auto entity = [&](Oid::Arc row, Oid::Arc column, Value value) { o[ent_physical_entry.with(column).with(row)] = std::move(value); };
  entity(1, 2, words("S5720 frame"));
  entity(1, 4, 0);
  entity(1, 5, 3);
  entity(1, 7, words("chassis"));
  entity(1, 8, words("VER.A"));
  entity(1, 10, words("V200R011C10"));
  entity(1, 11, words("2102350DHU10"));
  entity(1, 12, words("Huawei"));
  entity(1, 13, words("S5720-28X"));
  entity(2, 4, 1);
  entity(2, 5, 6);
  entity(2, 7, words("PWR1"));
  entity(2, 11, words("2102310QDE10"));
  entity(2, 12, words("Delta"));
  entity(3, 4, 1);
  entity(3, 5, 10);
  entity(3, 7, words("port 1"));  // tells nothing
  o[software_name.with(1)] = words("bash_5.2.15-2_amd64");
  return o;
}

/// Whom the device hears on a port.
inline void add_neighbour(Agent& agent, Oid::Arc port, const std::string& mac, const std::string& name, const IpAddress& address) {
  auto column = [&](Oid::Arc number) { return objects::lldp_neighbour_entry.with(number).with(0).with(port).with(1); };
  agent.objects[column(4)] = 4;
  agent.objects[column(5)] = *from_hex(mac);
  agent.objects[column(9)] = words(name);
  agent.objects[column(10)] = words("a neighbour");
  agent.objects[objects::lldp_port_entry.with(2).with(port)] = 5;
  agent.objects[objects::lldp_port_entry.with(3).with(port)] = words("GE0/0/" + std::to_string(port));
  auto index = objects::lldp_neighbour_address.with(0).with(port).with(1).with(1).with(4);
  for (auto octet : address.octets()) index = index.with(octet);
  agent.objects[index] = 2;
}

/// A world with us in it.
class DiscoveryCase : public testing::Test {
 protected:
  sim::SimWorld world{9};
  sim::Node& us = world.node("us");
  snmp::Manager manager{us};
  VendorFiles files{"/numbers", {"/prefixes"}};
  Vendors vendors{us, files};
  std::map<std::string, std::unique_ptr<Agent>> agents;

  void SetUp() override {
    (void)us.write_file("/numbers", as_bytes("9\tciscoSystems\n2011\tHUAWEI Technology Co.,Ltd\n8072\tnet-snmp\n"));
    (void)us.write_file("/prefixes", as_bytes("MA-L,00E0FC,\"HUAWEI TECHNOLOGIES CO.,LTD\",\nMA-L,001B21,Intel Corporate,\n"));
    us.set_wall(WallTime(std::chrono::seconds(1'795'834'800)));
  }
  static IpAddress at(const std::string& text) { return *IpAddress::parse(text); }
  Agent& device(const std::string& address, DevicePlan plan = {}) {
    auto& agent = agents[address];
    agent = std::make_unique<Agent>(world.node(address), at(address), device_objects(plan));
    agent->engine_id = *from_hex("800007db03" + plan.mac);
    return *agent;
  }
  static snmp::Credentials community(const char* text = "public") { return *snmp::Credentials::community(text); }
  template <class T>
  Result<T, snmp::Error> run(Procedure<T, snmp::Error> procedure, Duration limit = 1h) {
    std::optional<Result<T, snmp::Error>> outcome;
    Procedures owner;
    owner.start(std::move(procedure),
                std::function<void(Result<T, snmp::Error>)>([&](Result<T, snmp::Error> r) { outcome.emplace(std::move(r)); }));
    EXPECT_TRUE(world.run_until([&] { return outcome.has_value(); }, limit)) << "it does not end";
    if (!outcome) return Fail(snmp::Error{snmp::Error::Kind::limit, "it does not end"});
    return std::move(*outcome);
  }
  Result<Probed, snmp::Error> probe_at(const std::string& address, ProbeLimits limits = {}) {
    snmp::Session session(manager, {at(address), snmp::agent_port}, community());
    return run(probe(session, vendors, limits));
  }
};

/// "Huawei (snmp entity table), ..." of one attribute.
inline std::string told(const Observation& seen, const std::string& attribute) {
  std::string text;
  for (auto& e : seen.evidence)
    if (e.attribute == attribute) text += (text.empty() ? "" : ", ") + e.value + " (" + e.source + ")";
  return text;
}

inline bool identified(const Observation& seen, const std::string& identifier) {
  for (auto& id : seen.identifiers)
    if (text(id) == identifier) return true;
  return false;
}

inline bool complains(const Observation& seen, const std::string& of) {
  for (auto& complaint : seen.complaints)
    if (complaint.find(of) != std::string::npos) return true;
  return false;
}

}  // namespace pellucid::oversight::test
