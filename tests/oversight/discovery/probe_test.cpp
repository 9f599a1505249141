// One device: all that it tells, and what it may not do to us.
#include "oversight/discovery/device.hpp"

using namespace pellucid;
using namespace pellucid::oversight;
using namespace pellucid::oversight::test;

namespace {

using ProbeTest = DiscoveryCase;

TEST_F(ProbeTest, AllThatADeviceTells) {
  auto& agent = device(here);
  add_neighbour(agent, 1, "001b21000001", "north", at("10.0.0.8"));
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok()) << probed.error().text;
  auto& seen = probed->observation;
  EXPECT_TRUE(seen.complaints.empty()) << seen.complaints.front();
  EXPECT_EQ(seen.source, "snmp 10.0.0.7");
  EXPECT_EQ(seen.kind, ElementKind::switch_);
  EXPECT_EQ(told(seen, "vendor"), "huawei (snmp sysDescr), Huawei (snmp entity table)");
  EXPECT_EQ(told(seen, "agent_vendor"), "HUAWEI Technology Co.,Ltd (snmp sysObjectID), HUAWEI Technology Co.,Ltd (snmp engine id)");
  EXPECT_EQ(told(seen, "agent_software"), "");
  EXPECT_EQ(told(seen, "chassis_vendor"),
            "HUAWEI TECHNOLOGIES CO.,LTD (mac prefix of lldp chassis id), HUAWEI TECHNOLOGIES CO.,LTD (mac prefix of bridge address)");
  EXPECT_EQ(told(seen, "model"), "S5720-28X (snmp entity table)");
  EXPECT_EQ(told(seen, "serial"), "2102350DHU10 (snmp entity table)");
  EXPECT_EQ(told(seen, "software"), "V200R011C10 (snmp entity table)");
  EXPECT_EQ(told(seen, "part/PWR1/vendor"), "Delta (snmp entity table)");
  EXPECT_EQ(told(seen, "part/PWR1/class"), "power supply (snmp entity table)");
  EXPECT_EQ(told(seen, "part/port 1/class"), "");
  EXPECT_EQ(told(seen, "interface/GE0/0/2/mac"), "00:e0:fc:01:02:12 (snmp interface table)");
  EXPECT_EQ(told(seen, "interface/GE0/0/2/vendor"), "HUAWEI TECHNOLOGIES CO.,LTD (mac prefix of GE0/0/2)");
  EXPECT_EQ(told(seen, "interface/GE0/0/2/oper"), "down (snmp interface table)");
  EXPECT_EQ(told(seen, "interface/GE0/0/2/speed"), "1000 Mbps (snmp interface table)");
  EXPECT_EQ(told(seen, "neighbour/GE0/0/1"), "north (00:1b:21:00:00:01) at 10.0.0.8 (snmp lldp)");
  EXPECT_EQ(told(seen, "package/bash"), "5.2.15-2 (snmp host resources)");
  EXPECT_EQ(told(seen, "location"), "rack 4 (snmp system group)");
  for (auto* identifier : {"address:10.0.0.7", "name:box", "engine-id:80:00:07:db:03:00:e0:fc:01:02:03", "chassis-mac:00:e0:fc:01:02:03",
                           "serial:huawei/2102350DHU10"})
    EXPECT_TRUE(identified(seen, identifier)) << identifier;
  for (auto* section : {"interface", "part", "neighbour", "package", "vendor", "agent_vendor", "chassis_vendor", "model", "location"})
    EXPECT_TRUE(seen.complete.contains(section)) << section;
  ASSERT_EQ(probed->neighbours.size(), 1u);
  EXPECT_EQ(probed->neighbours[0].addresses, std::vector{at("10.0.0.8")});
}

TEST_F(ProbeTest, TimesOfChangesAreAbsolute) {
  device(here);
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  auto counters = probed->observation.counters;
  auto now = std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(us.wall().time_since_epoch()).count());
  auto near = [&](const char* name, std::uint64_t wanted) {
    EXPECT_LE(counters.at(name), wanted + 1) << name;
    EXPECT_GE(counters.at(name) + 1, wanted) << name;
  };
  near("up_since", now - 10'000);
  near("entity_last_change", now - 10'000 + 50);
  near("interface_last_change", now - 10'000 + 60);
  EXPECT_EQ(counters.at("engine_boots"), 7u);
  EXPECT_FALSE(counters.contains("software_last_change"));
}

TEST_F(ProbeTest, AServerWithNetSnmpClaimsNoMaker) {
  auto& agent = device(here, {.name = "web",
                              .object_id = Oid{1, 3, 6, 1, 4, 1, 8072, 3, 2, 10},
                              .description = "Linux cisco-lab 6.1.0 x86_64",
                              .mac = "001b21000007"});
  std::erase_if(agent.objects, [](auto& o) { return o.first.starts_with(objects::ent_physical_entry); });
  agent.objects.erase(objects::bridge_address);
  agent.objects[objects::lldp_capabilities] = Bytes{0x01};
  agent.engine_id = *from_hex("80001f888013b99e084b470a6b00000000");
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  auto& seen = probed->observation;
  EXPECT_EQ(told(seen, "vendor"), "") << "a host's own name names no maker";
  EXPECT_EQ(told(seen, "agent_vendor"), "");
  EXPECT_EQ(told(seen, "agent_software"), "net-snmp (snmp sysObjectID), net-snmp (snmp engine id)");
  EXPECT_EQ(told(seen, "chassis_vendor"), "Intel Corporate (mac prefix of lldp chassis id)");
  EXPECT_EQ(seen.kind, ElementKind::server);
}

TEST_F(ProbeTest, AnEngineIdWithoutAnAddressIdentifiesNothing) {
  auto& agent = device(here);
  agent.engine_id = *from_hex("80001f8803000000000000");
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  for (auto& id : probed->observation.identifiers) EXPECT_NE(id.kind, Identifier::Kind::engine_id);
  agent.answers_discovery = false;
  probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  EXPECT_FALSE(probed->observation.complete.contains("agent_vendor")) << "what was not asked may not be taken back";
}

TEST_F(ProbeTest, TwoEngineIdsAreAComplaint) {
  auto& agent = device(here);
  agent.objects[objects::engine_id] = *from_hex("80000009030011223344aa");
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  EXPECT_TRUE(complains(probed->observation, "its engine id is 80:00:00:09:03:00:11:22:33:44:aa when asked"));
}

TEST_F(ProbeTest, WrongTypesTellNothing) {
  auto& agent = device(here);
  for (auto& [name, value] : agent.objects) {
    if (std::holds_alternative<Bytes>(value))
      value = snmp::Counter64(7);
    else
      value = words("text");
  }
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok()) << probed.error().text;
  EXPECT_TRUE(probed->observation.counters.contains("engine_boots"));
  EXPECT_FALSE(probed->observation.counters.contains("up_since"));
  for (auto& e : probed->observation.evidence) EXPECT_FALSE(e.value.empty());
}

TEST_F(ProbeTest, OddTextIsPrintable) {
  auto& agent = device(here);
  agent.objects[objects::sys_name] = Bytes{0x1b, '[', '2', 'J', 0xff, 0};
  agent.objects[objects::if_x_entry.with(1).with(1)] = Bytes(300, '\n');
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(told(probed->observation, "name"), "?[2J? (snmp system group)");
  for (auto& e : probed->observation.evidence)
    for (unsigned char c : e.attribute + e.value) EXPECT_GE(c, 0x20);
}

TEST_F(ProbeTest, TwoPortsOfOneNameAreTwo) {
  auto& agent = device(here);
  agent.objects[objects::if_x_entry.with(1).with(2)] = words("GE0/0/1");
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(told(probed->observation, "interface/GE0/0/1/oper"), "up (snmp interface table)");
  EXPECT_EQ(told(probed->observation, "interface/GE0/0/1#2/oper"), "down (snmp interface table)");
}

// ---- devices that lie

TEST_F(ProbeTest, AnEndlessTableCostsItsSectionOnly) {
  auto& agent = device(here);
  auto column = objects::if_entry.with(2);
  agent.next_object = [&agent, column](const Oid& after) -> std::optional<snmp::Binding> {
    if (after.starts_with(column))
      return snmp::Binding{column.with(after.size() > column.size() ? after[column.size()] + 1 : 1), words("endless")};
    auto found = agent.objects.upper_bound(after);
    if (found == agent.objects.end()) return {};
    return snmp::Binding{found->first, found->second};
  };
  auto start = world.now();
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  auto& seen = probed->observation;
  EXPECT_TRUE(complains(seen, "interfaces: endless: stopped after 10,0")) << (seen.complaints.empty() ? "" : seen.complaints[0]);
  EXPECT_FALSE(seen.complete.contains("interface"));
  EXPECT_TRUE(seen.complete.contains("part"));
  EXPECT_EQ(told(seen, "model"), "S5720-28X (snmp entity table)");
  EXPECT_LE(agent.requests, 1500u);
  EXPECT_LE(world.now() - start, 121s);
}

TEST_F(ProbeTest, TablesOfTenMegabytesAreCutOff) {
  auto& agent = device(here);
  agent.next_object = [](const Oid& after) { return snmp::Binding{after.with(1), Bytes(30'000, 'x')}; };
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok()) << probed.error().text;
  EXPECT_LE(probed->cost.octets_in, 50u << 20);
  std::size_t kept = 0;
  for (auto& e : probed->observation.evidence) kept += e.attribute.size() + e.value.size();
  EXPECT_LE(kept, 1u << 20);
  EXPECT_FALSE(probed->observation.complaints.empty());
}

TEST_F(ProbeTest, ADeviceThatFallsSilentInTheMiddleIsStillSeen) {
  auto& agent = device(here);
  std::size_t answered = 0;
  agent.twist = [&](const snmp::Pdu&, snmp::Pdu&) { agent.silent = ++answered >= 4; };
  auto start = world.now();
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  EXPECT_EQ(told(probed->observation, "name"), "box (snmp system group)");
  EXPECT_FALSE(probed->observation.complaints.empty());
  EXPECT_LE(world.now() - start, 60s);
}

TEST_F(ProbeTest, ASlowDeviceEndsInTime) {
  auto& agent = device(here);
  agent.slow = 700ms;
  agent.max_bindings_an_answer = 1;
  auto start = world.now();
  ProbeLimits limits;
  limits.max_time = 20s;
  auto probed = probe_at(here, limits);
  ASSERT_TRUE(probed.ok());
  EXPECT_LE(world.now() - start, 40s);
}

TEST_F(ProbeTest, HugeIndicesAndNeighboursAreBounded) {
  auto& agent = device(here);
  for (Oid::Arc i = 1; i <= 3000; ++i) add_neighbour(agent, i, "001b21000001", "n" + std::to_string(i), at("10.1.0.1"));
  auto deep = objects::if_entry.with(2);
  while (deep.size() < Oid::max_arcs) deep = deep.with(0xFFFFFFFF);
  agent.objects[deep] = words("deep");
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  EXPECT_LE(probed->neighbours.size(), 1024u);
  EXPECT_TRUE(complains(probed->observation, "neighbours"));
}

TEST_F(ProbeTest, ManagementAddressesThatAreNoneAreLeftOut) {
  auto& agent = device(here);
  add_neighbour(agent, 1, "001b21000001", "north", at("10.0.0.8"));
  auto base = objects::lldp_neighbour_address.with(0).with(1).with(1);
  agent.objects[base.with(1).with(4).with(10).with(0).with(0)] = 2;            // too short
  agent.objects[base.with(1).with(4).with(10).with(0).with(0).with(300)] = 2;  // no octet
  agent.objects[base.with(9).with(2).with(1).with(1)] = 2;                     // another family
  agent.objects[objects::lldp_neighbour_address.with(0)] = 2;
  auto probed = probe_at(here);
  ASSERT_TRUE(probed.ok());
  ASSERT_EQ(probed->neighbours.size(), 1u);
  EXPECT_EQ(probed->neighbours[0].addresses, std::vector{at("10.0.0.8")});
}

}  // namespace
