// Real agents: fourteen boxes in a ring, found from one of them; six pretend to be another maker's.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "lab.hpp"
#include "link/snmp/manager.hpp"
#include "link/snmp/notifications.hpp"
#include "oversight/discovery/discovery.hpp"
#include "oversight/discovery/objects.hpp"
#include "oversight/discovery/watcher.hpp"
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

  struct Finished {
    int status = -1;
    std::string out, err;
  };
  /// The program itself, with the secrets in files.
  Finished discover(std::vector<std::string> more) {
    for (auto [name, secret] : {std::pair{"community", community}, {"auth", passphrase}, {"priv", privacy_passphrase}})
      std::ofstream(folder() + "/" + name + ".secret") << secret << "\n";
    std::vector<std::string> arguments{std::string(PELLUCID_BIN) + "/pellucid",
                                       "discover",
                                       "--community-file",
                                       folder() + "/community.secret",
                                       "--user",
                                       user,
                                       "--auth-key-file",
                                       folder() + "/auth.secret",
                                       "--priv-key-file",
                                       folder() + "/priv.secret"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto out = folder() + "/discover.out", err = folder() + "/discover.err";
    std::string line = "exec \"$0\" \"$@\" >" + out + " 2>" + err;
    arguments.insert(arguments.begin(), {"sh", "-c", line});
    Child program([&] { execute(arguments, "/dev/null"); });
    Finished done;
    done.status = program.wait();
    done.out = content(out);
    done.err = content(err);
    for (auto* secret : {community, passphrase, privacy_passphrase})
      EXPECT_EQ((done.out + done.err).find(secret), std::string::npos) << "a secret was printed";
    return done;
  }
  void the_command_finds_them_too() {
    ASSERT_TRUE(std::filesystem::exists(std::string(PELLUCID_BIN) + "/pellucid")) << "the program is not built: `./dev build`";
    auto table = discover({"10.77.0.8/30"});  // false-1 and false-2
    EXPECT_EQ(table.status, 0) << table.err;
    std::cout << table.out << table.err;
    for (auto* word : {"10.77.0.9 ", "false-1", "    ! conflict: the box says it is HUAWEI", "10.77.0.10 ", "false-2",
                       "    ! conflict: the box says it is cisco"})
      EXPECT_NE(table.out.find(word), std::string::npos) << word << "\n" << table.out;
    auto lines = discover({address(13), "--follow-lldp", "--allow", "10.77.0.12/30", "--json"});  // and on to false-5 and false-4
    EXPECT_EQ(lines.status, 0) << lines.err;
    EXPECT_EQ(std::count(lines.out.begin(), lines.out.end(), '\n'), 3) << lines.out.substr(0, 500);
    EXPECT_NE(lines.out.find(
                  "{\"attribute\":\"serial\",\"value\":\"PE3715010203\",\"source\":\"snmp entity table\",\"strength\":\"programmed\"}"),
              std::string::npos);
    auto nobody = discover({"10.77.0.200", "--port", "1161"});
    EXPECT_EQ(nobody.status, 1);
    EXPECT_EQ(discover({"10.77.0.300"}).status, 2);
  }

  std::unique_ptr<snmp::Manager> manager;
  std::unique_ptr<Vendors> vendors;
};

// What net-snmp says of wrong credentials, in our words; every digest; a restart.
TEST_F(LabTest, OneAgentAndItsUsers) {
  struct Named {
    crypto::Digest digest;
    const char *ours, *theirs;
  };
  const std::vector<Named> digests{{crypto::Digest::md5, "md5", "MD5"},           {crypto::Digest::sha1, "sha1", "SHA"},
                                   {crypto::Digest::sha224, "sha224", "SHA-224"}, {crypto::Digest::sha256, "sha256", "SHA-256"},
                                   {crypto::Digest::sha384, "sha384", "SHA-384"}, {crypto::Digest::sha512, "sha512", "SHA-512"}};
  BoxPlan plan{.name = "box", .mac = "00:e0:fc:00:01", .secure = true};
  for (auto& d : digests) {
    plan.more += std::string("createUser ") + d.ours + " " + d.theirs + " " + passphrase + " AES " + privacy_passphrase + "\n";
    plan.more += std::string("rouser ") + d.ours + " authPriv\n";
    plan.more += std::string("createUser plain-") + d.ours + " " + d.theirs + " " + passphrase + "\n";
    plan.more += std::string("rouser plain-") + d.ours + " authNoPriv\n";
  }
  ASSERT_NO_FATAL_FAILURE(build({plan}));
  Endpoint at{*IpAddress::parse(address(0)), 161};
  auto ask = [&](snmp::Credentials credentials, unsigned tries = 6) -> std::string {
    snmp::Session session(*manager, at, std::move(credentials), {.tries = tries, .patience = 100ms});
    auto values = run(session.get({objects::sys_name}));
    return values.ok() ? "answered" : values.error().text;
  };
  ASSERT_EQ(ask(of_user()), "answered");
  for (auto& d : digests) {
    EXPECT_EQ(ask(*snmp::Credentials::user(d.ours, d.digest, passphrase, snmp::Privacy::aes128, privacy_passphrase)), "answered") << d.ours;
    EXPECT_EQ(ask(*snmp::Credentials::user(std::string("plain-") + d.ours, d.digest, passphrase)), "answered") << d.ours;
  }
  std::string is = "10.77.0.1:161: the device ", who = "user auditor (HMAC-SHA-256, AES-128)";
  auto with = [&](const char* name, const char* key, const char* privacy_key) {
    return *snmp::Credentials::user(name, crypto::Digest::sha256, key, snmp::Privacy::aes128, privacy_key);
  };
  EXPECT_EQ(ask(with(user, "another-passphrase", privacy_passphrase)),
            is + "says that the authentication key or algorithm of " + who + " is wrong");
  EXPECT_EQ(ask(with("nobody", passphrase, privacy_passphrase)), is + "does not know user nobody (HMAC-SHA-256, AES-128)");
  EXPECT_EQ(ask(with("plain-sha256", passphrase, privacy_passphrase)),
            is + "does not allow the security level of user plain-sha256 (HMAC-SHA-256, AES-128)");
  // net-snmp answers nothing at all to what it cannot decipher.
  auto undeciphered = ask(with(user, passphrase, "another-passphrase"), 3);
  EXPECT_TRUE(undeciphered.starts_with(is + "says that the privacy key") || undeciphered.starts_with("10.77.0.1:161: no answer"))
      << undeciphered;

  // The same engine after it was killed: its clock begins anew, and it may have forgotten how often it was started.
  snmp::Session session(*manager, at, of_user(), {.tries = 8, .patience = 100ms});
  ASSERT_TRUE(run(session.get({objects::sys_name})).ok());
  stop_agent(0);
  start_agent(0);
  auto again = run(session.get({objects::sys_name}));
  ASSERT_TRUE(again.ok()) << again.error().text;
  EXPECT_LE(session.engine()->time, 30u);
}

// Real traps and informs, and an agent that goes and comes.
TEST_F(LabTest, NotificationsAndSilence) {
  ASSERT_NO_FATAL_FAILURE(build({{.name = "box", .mac = "00:e0:fc:00:01"}}));
  auto here = *IpAddress::parse("10.77.0.254");
  Endpoint at{*IpAddress::parse(address(0)), 161};
  snmp::Session session(*manager, at, of_community(), {.tries = 8, .patience = 100ms});
  auto probed = run(probe(session, *vendors, {}));
  ASSERT_TRUE(probed.ok()) << probed.error().text;

  std::vector<std::string> heard;
  std::size_t observed = 0, silent = 0;
  WatchOptions often;
  often.interval = 400ms;
  often.least_interval = 50ms;
  often.session = {.tries = 2, .patience = 100ms};
  Watcher watcher(*world, *manager, *vendors, often,
                  {.observed = [&](const std::string&, const Observation&) { ++observed; },
                   .silent = [&](const std::string&, const std::string&) { ++silent; }});
  auto port = snmp::Notifications::open(*world, {here, 162}, [&](const snmp::Hint& hint) {
    heard.push_back(hint.notification.text());
    return watcher.hint(hint.from.address);
  });
  ASSERT_TRUE(port.ok()) << port.error().what;
  watcher.watch({"box", at, of_community(), probed->observation.counters});
  auto sent = [&](std::vector<std::string> arguments) {
    auto program = in_box(0, std::move(arguments));
    EXPECT_TRUE(world->run_until([n = heard.size(), &heard] { return heard.size() > n; }, 20s));
    world->run_until([] { return false; }, 50ms);  // for the acknowledgement
    return program.wait();
  };
  EXPECT_EQ(sent({"snmptrap", "-v2c", "-c", "any", "10.77.0.254", "", "1.3.6.1.6.3.1.1.5.3"}), 0);
  EXPECT_EQ(sent({"snmpinform", "-v2c", "-c", "any", "10.77.0.254", "", "1.3.6.1.6.3.1.1.5.4"}), 0) << "an inform that was acknowledged";
  EXPECT_EQ(sent({"snmptrap", "-v1", "-c", "any", "10.77.0.254", "1.3.6.1.4.1.8072", "", "2", "0", ""}), 0);
  EXPECT_EQ(heard, (std::vector<std::string>{"1.3.6.1.6.3.1.1.5.3", "1.3.6.1.6.3.1.1.5.4", "1.3.6.1.6.3.1.1.5.3"}));
  EXPECT_EQ(observed, 0u);

  stop_agent(0);
  EXPECT_TRUE(world->run_until([&] { return silent == 1; }, 20s));
  start_agent(0);
  EXPECT_TRUE(world->run_until([&] { return observed == 1; }, 30s));
  EXPECT_EQ(watcher.counters().returns, 1u);
}

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

  the_command_finds_them_too();
}

}  // namespace
