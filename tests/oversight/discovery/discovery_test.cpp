// Networks of simulated devices: found once each, within the allowed prefixes, in bounded time.
#include "oversight/discovery/discovery.hpp"

#include "oversight/discovery/device.hpp"

using namespace pellucid;
using namespace pellucid::oversight;
using namespace pellucid::oversight::test;

namespace {

class DiscoveryTest : public DiscoveryCase {
 protected:
  std::map<std::string, Discovered> found;  // by address
  std::map<std::string, std::string> silent;
  std::optional<DiscoverySummary> summary;
  DiscoveryOptions options;
  std::size_t most_at_once = 0;

  void SetUp() override {
    DiscoveryCase::SetUp();
    options.allowed = {*Prefix::parse("10.0.0.0/24")};
    options.rules = {{*Prefix::parse("0.0.0.0/0"), {community()}}};
    options.follow_neighbours = true;
  }
  void seeds(std::initializer_list<const char*> texts) {
    for (auto* text : texts) options.seeds.push_back(*Prefix::parse(text));
  }
  DiscoverySummary discover(Duration limit = 2h) {
    Discovery discovery(us, manager, vendors, options,
                        {.found = [&](const Discovered& d) { EXPECT_TRUE(found.emplace(d.address.text(), d).second) << "twice"; },
                         .silent = [&](const IpAddress& a, const std::string& why) { silent[a.text()] = why; },
                         .progress = [&](const DiscoveryProgress& p) { most_at_once = std::max(most_at_once, p.under_way); },
                         .done = [&](const DiscoverySummary& s) { summary = s; }});
    discovery.start();
    EXPECT_TRUE(world.run_until([&] { return summary.has_value(); }, limit)) << "it does not end";
    return summary.value_or(DiscoverySummary{});
  }
  static std::string address_of(unsigned i) { return "10.0.0." + std::to_string(i); }
  static std::string mac_of(unsigned i) {
    auto digits = hex(big_endian<3>(i));
    return "00e0fc" + digits;
  }
  Agent& numbered(unsigned i) { return device(address_of(i), {.name = "box" + std::to_string(i), .mac = mac_of(i)}); }
  /// A ring of boxes 1..count.
  void ring(unsigned count) {
    for (unsigned i = 1; i <= count; ++i) numbered(i);
    for (unsigned i = 1; i <= count; ++i) {
      auto next = i % count + 1, before = (i + count - 2) % count + 1;
      add_neighbour(*agents[address_of(i)], 1, mac_of(before), "box" + std::to_string(before), at(address_of(before)));
      add_neighbour(*agents[address_of(i)], 2, mac_of(next), "box" + std::to_string(next), at(address_of(next)));
    }
  }
};

TEST_F(DiscoveryTest, ARingIsWalkedOnce) {
  ring(12);
  seeds({"10.0.0.5"});
  auto result = discover();
  EXPECT_EQ(result.cut_off, "");
  EXPECT_EQ(found.size(), 12u);
  EXPECT_TRUE(silent.empty());
  for (auto& [address, agent] : agents) EXPECT_LE(agent->requests, 20u) << address;
}

TEST_F(DiscoveryTest, WithoutFollowingOnlyTheSeedsAreAsked) {
  ring(12);
  options.follow_neighbours = false;
  seeds({"10.0.0.4/31"});
  discover();
  EXPECT_EQ(found.size(), 2u);
  EXPECT_EQ(agents["10.0.0.6"]->requests, 0u);
}

TEST_F(DiscoveryTest, NobodyOutsideIsAsked) {
  auto& outside = device("10.9.9.9");
  auto& inside = numbered(1);
  add_neighbour(inside, 1, "001b21000001", "outside", at("10.9.9.9"));
  seeds({"10.0.0.1", "10.9.9.9"});
  auto result = discover();
  EXPECT_EQ(found.size(), 1u);
  EXPECT_EQ(outside.requests, 0u);
  EXPECT_EQ(result.progress.outside, 2u);
}

TEST_F(DiscoveryTest, ADeviceWithTwoAddressesIsOne) {
  for (auto* address : {"10.0.0.1", "10.0.0.2"}) {
    auto& agent = device(address);
    agent.objects[objects::engine_id] = agent.engine_id;
  }
  // A clone of the first one's disk: the same engine id in another box.
  auto& clone = numbered(3);
  clone.objects[objects::engine_id] = agents["10.0.0.1"]->engine_id;
  seeds({"10.0.0.0/29"});
  auto result = discover();
  EXPECT_EQ(found.size(), 2u);
  EXPECT_EQ(result.progress.same, 1u);
  EXPECT_TRUE(found.contains("10.0.0.3"));
}

TEST_F(DiscoveryTest, CredentialsAreTriedInTheirOrder) {
  auto& old_device = numbered(1);
  old_device.community = "another-secret";
  auto& new_device = numbered(2);
  new_device.community.clear();
  new_device.user = snmp::test::AgentUser{"audit", crypto::Digest::sha256, "right-passphrase", "privacy-passphrase"};
  auto& stranger = numbered(3);
  stranger.community = "not-ours";
  auto user = *snmp::Credentials::user("audit", crypto::Digest::sha256, "right-passphrase", snmp::Privacy::aes128, "privacy-passphrase");
  options.rules = {{*Prefix::parse("10.0.0.0/24"), {user, community("another-secret")}}, {*Prefix::parse("10.8.0.0/16"), {community()}}};
  seeds({"10.0.0.0/29"});
  discover();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found.at("10.0.0.1").credentials.text(), "community");
  EXPECT_EQ(found.at("10.0.0.2").credentials.text(), "user audit (HMAC-SHA-256, AES-128)");
  EXPECT_EQ(silent.size(), 4u);
  EXPECT_NE(silent.at("10.0.0.3").find("does not know user audit"), std::string::npos) << silent.at("10.0.0.3");
  // Whatever is told of silence and evidence, no secret is in it.
  std::string all;
  for (auto& [address, why] : silent) all += why;
  for (auto& [address, d] : found) {
    for (auto& e : d.probed.observation.evidence) all += e.attribute + e.value + e.source;
    for (auto& c : d.probed.observation.complaints) all += c;
    all += d.credentials.text();
  }
  for (auto& line : world.log_lines()) all += line.text;
  for (auto* secret : {"right-passphrase", "privacy-passphrase", "another-secret"})
    EXPECT_EQ(all.find(secret), std::string::npos) << secret;
}

TEST_F(DiscoveryTest, WithoutCredentialsNothingIsSent) {
  auto& agent = numbered(1);
  options.rules.clear();
  seeds({"10.0.0.1"});
  discover();
  EXPECT_EQ(agent.requests, 0u);
  EXPECT_EQ(silent.at("10.0.0.1"), "10.0.0.1: no credentials are given for it");
}

TEST_F(DiscoveryTest, LiarsDisturbNobody) {
  ring(10);
  auto& endless = *agents["10.0.0.3"];
  endless.next_object = [](const Oid& after) -> std::optional<snmp::Binding> {
    if (after.size() + 1 >= Oid::max_arcs) return snmp::Binding{after, 1};
    return snmp::Binding{after.with(1), Bytes(5000, 'x')};
  };
  agents["10.0.0.6"]->slow = 450ms;
  agents["10.0.0.8"]->twist = [](const snmp::Pdu&, snmp::Pdu& answer) { answer.error_status = 5; };
  seeds({"10.0.0.1", "10.0.0.5"});
  auto result = discover();
  EXPECT_EQ(result.cut_off, "");
  EXPECT_EQ(found.size(), 9u);
  EXPECT_NE(silent.at("10.0.0.8").find("refused: genErr"), std::string::npos) << silent.at("10.0.0.8");
  for (auto& [address, d] : found) EXPECT_EQ(d.probed.observation.complaints.empty(), address != "10.0.0.3") << address;
  EXPECT_LE(result.took, 60s);
}

TEST_F(DiscoveryTest, NeighboursWithoutEndAreCutOff) {
  // Each answer of this one names neighbours that nobody has heard of.
  auto& liar = numbered(1);
  options.allowed = {*Prefix::parse("10.0.0.0/8")};
  options.max_addresses = 300;
  options.at_once = 64;
  for (Oid::Arc port = 1; port <= 1000; ++port) add_neighbour(liar, port, "001b21000001", "ghost", IpAddress::v4(0x0a010000u + port));
  seeds({"10.0.0.1"});
  auto result = discover();
  EXPECT_EQ(result.cut_off, "more than 300 addresses");
  EXPECT_EQ(found.size(), 1u);
  EXPECT_EQ(silent.size(), 299u);
  EXPECT_LE(most_at_once, 64u);
}

TEST_F(DiscoveryTest, SilentPrefixesEndInTime) {
  numbered(77);
  seeds({"10.0.0.0/24"});
  auto result = discover();
  EXPECT_EQ(found.size(), 1u);
  EXPECT_EQ(silent.size(), 253u);
  EXPECT_LE(result.took, 15s);
  EXPECT_EQ(most_at_once, 32u);
}

TEST_F(DiscoveryTest, TheTimeIsALimit) {
  options.max_time = 3s;
  seeds({"10.0.0.0/24"});
  auto result = discover();
  EXPECT_EQ(result.cut_off, "the time was over");
  EXPECT_EQ(result.took, 3s);
  EXPECT_GT(result.progress.waiting, 0u);
}

TEST_F(DiscoveryTest, DestroyedInTheMiddleLeavesNothing) {
  ring(5);
  seeds({"10.0.0.1"});
  {
    Discovery discovery(us, manager, vendors, options, {.found = [](auto&) {}, .done = [](auto&) { ADD_FAILURE(); }});
    discovery.start();
    world.run_for(3ms);
  }
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(us.pending_timers(), 0u);
}

}  // namespace
