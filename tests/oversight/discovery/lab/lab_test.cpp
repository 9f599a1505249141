// Real agents: fourteen boxes in a ring, found from one of them; six pretend to be another maker's.
#include <iostream>
#include <map>
#include <set>

#include "lab.hpp"
#include "link/snmp/manager.hpp"
#include "oversight/discovery/discovery.hpp"
#include "oversight/discovery/objects.hpp"
#include "oversight/inventory/inventory.hpp"

using namespace pellucid;
using namespace pellucid::oversight;
using namespace pellucid::oversight::test;

namespace {

const std::vector<BoxPlan> plans{
    // What they say of themselves agrees.
    {.name = "core-1",
     .mac = "00:e0:fc:00:01",
     .object_id = "1.3.6.1.4.1.2011.2.224.279",
     .description = "Huawei Versatile Routing Platform Software VRP",
     .engine_id = "800007db0300e0fc000110",
     .maker = "Huawei",
     .model = "NE40E-X3",
     .serial = "2102350DHU10",
     .forwards = true},
    {.name = "core-2",
     .mac = "00:27:90:00:02",
     .object_id = "1.3.6.1.4.1.9.1.2494",
     .description = "Cisco IOS XE Software, Catalyst L3 Switch Software",
     .engine_id = "800000090300279000020a",
     .maker = "Cisco Systems, Inc.",
     .model = "C9300-48P",
     .serial = "FCW2233A5ZV",
     .secure = true},
    {.name = "edge-1",
     .mac = "00:05:85:00:03",
     .object_id = "1.3.6.1.4.1.2636.1.1.1.2.57",
     .description = "Juniper Networks, Inc. mx240 internet router",
     .engine_id = "80000a4c010a4d0003",
     .maker = "Juniper Networks",
     .model = "MX240",
     .serial = "JN1234ABCAFC",
     .secure = true,
     .forwards = true},
    {.name = "web-1", .mac = "00:1b:21:00:04"},
    {.name = "web-2", .mac = "00:12:f0:00:05", .maker = "Dell Inc.", .model = "PowerEdge R650", .serial = "7XK2J03"},
    {.name = "radio-link", .mac = "00:15:6d:00:06", .object_id = "1.3.6.1.4.1.41112.1.4"},
    {.name = "gateway", .mac = "02:00:00:00:07", .secure = true, .forwards = true},
    {.name = "transport-1",
     .mac = "00:02:ee:00:08",
     .object_id = "1.3.6.1.4.1.6527.1.3.17",
     .description = "Nokia 7750 SR TiMOS",
     .engine_id = "8000197f030002ee000810",
     .maker = "Nokia",
     .model = "7750 SR-1",
     .serial = "NS1934F0042"},
    // Another maker's name on the box, and the engine id or the address of whoever made it.
    {.name = "false-1", .mac = "00:1b:21:00:09", .object_id = "1.3.6.1.4.1.2011.2.23.95", .description = "Huawei S5720 Switch"},
    {.name = "false-2", .mac = "00:0b:db:00:0a", .description = "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M)"},
    {.name = "false-3",
     .mac = "00:e0:fc:00:0b",
     .object_id = "1.3.6.1.4.1.6527.1.3.4",
     .engine_id = "8000197f0300e0fc000b10",
     .secure = true},
    {.name = "false-4", .mac = "54:9b:72:00:0c", .object_id = "1.3.6.1.4.1.193.183", .engine_id = "800007db030100e0fc0c", .secure = true},
    {.name = "false-5",
     .mac = "02:00:00:00:0d",
     .object_id = "1.3.6.1.4.1.2636.1.1.1.2.29",
     .engine_id = "80000f3e030019c6000d10",
     .maker = "Juniper Networks",
     .model = "EX4300",
     .serial = "PE3715010203"},
    {.name = "false-6",
     .mac = "00:19:c6:00:0e",
     .object_id = "1.3.6.1.4.1.9.1.1208",
     .description = "Cisco IOS Software, C2960X",
     .engine_id = "800000090300197c00e10a",
     .maker = "Cisco Systems, Inc.",
     .model = "WS-C2960X",
     .serial = "FOC1932X0AB"},
};

double seconds(Duration d) { return std::chrono::duration<double>(d).count(); }

class LabTest : public Lab {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(Lab::SetUp());
    manager = std::make_unique<snmp::Manager>(*world);
    vendors = std::make_unique<Vendors>(*world);
    ASSERT_TRUE(vendors->complaints().empty()) << vendors->complaints().front();
  }
  void TearDown() override {
    vendors.reset();
    manager.reset();
    Lab::TearDown();
  }

  snmp::Credentials of_community() { return *snmp::Credentials::community(community); }
  snmp::Credentials of_user() {
    return *snmp::Credentials::user(user, crypto::Digest::sha256, passphrase, snmp::Privacy::aes128, privacy_passphrase);
  }

  template <class T>
  Result<T, snmp::Error> run(Procedure<T, snmp::Error> procedure) {
    std::optional<Result<T, snmp::Error>> outcome;
    Procedures owner;
    owner.start(std::move(procedure),
                std::function<void(Result<T, snmp::Error>)>([&](Result<T, snmp::Error> r) { outcome.emplace(std::move(r)); }));
    if (!world->run_until([&] { return outcome.has_value(); }, 60s)) return Fail(snmp::Error{snmp::Error::Kind::limit, "it does not end"});
    return std::move(*outcome);
  }

  void start_all() {
    ASSERT_NO_FATAL_FAILURE(build(plans));
    for (std::size_t i = 0; i < plans.size(); ++i) {
      snmp::Session session(*manager, {*IpAddress::parse(address(i)), 161}, plans[i].secure ? of_user() : of_community(),
                            {.tries = 8, .patience = 100ms});
      auto values = run(session.get({objects::sys_name}));
      ASSERT_TRUE(values.ok()) << plans[i].name << ": " << values.error().text;
      start_neighbour_discovery(i);
    }
    for (std::size_t i = 0; i < plans.size(); ++i) ASSERT_TRUE(hears_its_neighbours(i)) << plans[i].name << " does not hear its neighbours";
  }
  bool hears_its_neighbours(std::size_t i) {
    snmp::Session session(*manager, {*IpAddress::parse(address(i)), 161}, plans[i].secure ? of_user() : of_community());
    auto until = world->now() + 30s;
    while (world->now() < until) {
      auto walked = run(session.walk({objects::lldp_neighbour_entry.with(9), objects::lldp_neighbour_address}));
      if (walked.ok() && walked->columns[0].size() >= 2 && walked->columns[1].size() >= 2) return true;
      world->run_until([] { return false; }, 200ms);
    }
    return false;
  }

  DiscoveryOptions options() {
    DiscoveryOptions o;
    o.seeds = {*Prefix::parse(address(0))};
    o.allowed = {*Prefix::parse("10.77.0.0/24")};
    o.follow_neighbours = true;
    o.rules = {{*Prefix::parse("10.77.0.0/24"), {of_community(), of_user()}}};
    return o;
  }

  std::unique_ptr<snmp::Manager> manager;
  std::unique_ptr<Vendors> vendors;
};

TEST_F(LabTest, AllAreFoundAndThePretendersAreNamed) {
  auto start = world->now();
  ASSERT_NO_FATAL_FAILURE(start_all());
  std::cout << "lab of " << plans.size() << " boxes up after " << seconds(world->now() - start) << " s\n";

  // One device on its own.
  snmp::Session session(*manager, {*IpAddress::parse(address(0)), 161}, of_community());
  auto began = world->now();
  auto probed = run(probe(session, *vendors, {}));
  ASSERT_TRUE(probed.ok()) << probed.error().text;
  std::cout << "probe of one device: " << seconds(world->now() - began) << " s, " << probed->cost.requests << " requests, "
            << probed->cost.octets_in << " octets, " << probed->observation.evidence.size() << " pieces of evidence\n";

  std::map<std::string, Discovered> found;  // by name
  std::optional<DiscoverySummary> summary;
  std::string silent;
  Discovery discovery(*world, *manager, *vendors, options(),
                      {.found =
                           [&](const Discovered& d) {
                             for (auto& id : d.probed.observation.identifiers)
                               if (id.kind == Identifier::Kind::name) found.emplace(id.value, d);
                           },
                       .silent = [&](const IpAddress& at, const std::string& why) { silent += at.text() + ": " + why + "\n"; },
                       .done = [&](const DiscoverySummary& s) { summary = s; }});
  discovery.start();
  ASSERT_TRUE(world->run_until([&] { return summary.has_value(); }, 120s));
  EXPECT_EQ(summary->cut_off, "");
  EXPECT_EQ(silent, "");
  EXPECT_EQ(found.size(), plans.size());
  EXPECT_EQ(summary->progress.found, plans.size()) << "each device once";
  std::cout << "discovery of " << found.size() << " devices: " << seconds(summary->took) << " s\n";

  Inventory inventory;
  EntryIndex index = 0;
  for (auto& [name, device] : found) {
    auto& seen = device.probed.observation;
    EXPECT_TRUE(seen.complaints.empty()) << name << ": " << seen.complaints.front();
    for (auto* section : {"interface", "part", "neighbour", "package", "vendor", "chassis_vendor", "agent_vendor"})
      EXPECT_TRUE(seen.complete.contains(section)) << name << " " << section;
    EXPECT_EQ(device.probed.neighbours.size(), 2u) << name;
    for (auto& recorded : inventory.observe(seen)) inventory.apply(recorded.entry, index++);
  }
  EXPECT_EQ(inventory.elements().size(), plans.size());

  std::map<std::string, std::string> flagged;  // name -> texts
  for (auto& [id, finding] : inventory.findings()) {
    auto* element = inventory.find(finding.element);
    ASSERT_TRUE(element);
    flagged[element->best("name")] += finding.kind + ": " + finding.text + "\n";
  }
  for (auto& plan : plans) {
    bool pretends = plan.name.starts_with("false");
    EXPECT_EQ(flagged.contains(plan.name), pretends) << plan.name << ": " << flagged[plan.name];
    if (flagged.contains(plan.name)) std::cout << plan.name << ": " << flagged[plan.name];
  }

  auto value = [&](const std::string& name, const std::string& attribute) {
    std::string values;
    for (auto& e : found.at(name).probed.observation.evidence)
      if (e.attribute == attribute) values += (values.empty() ? "" : ", ") + e.value;
    return values;
  };
  EXPECT_EQ(value("core-2", "model"), "C9300-48P");
  EXPECT_EQ(value("core-2", "serial"), "FCW2233A5ZV");
  EXPECT_EQ(value("core-2", "interface/e1/mac"), "00:27:90:00:02:11");
  EXPECT_EQ(value("core-2", "interface/e1/vendor"), "Cisco Systems, Inc");
  EXPECT_TRUE(value("core-2", "neighbour/e1").starts_with("edge-1 (00:05:85:00:03:1")) << value("core-2", "neighbour/e1");
  EXPECT_TRUE(value("core-2", "neighbour/e1").ends_with(" at 10.77.0.3")) << value("core-2", "neighbour/e1");
  EXPECT_EQ(value("web-1", "agent_software"), "net-snmp, net-snmp");
  EXPECT_EQ(value("web-1", "agent_vendor"), "");
  EXPECT_NE(value("web-1", "package/snmpd"), "");
  EXPECT_EQ(found.at("web-1").probed.observation.kind, ElementKind::server);
  EXPECT_EQ(found.at("gateway").probed.observation.kind, ElementKind::router);
  EXPECT_EQ(found.at("gateway").credentials.text(), "user auditor (HMAC-SHA-256, AES-128)");
}

}  // namespace
