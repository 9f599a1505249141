// Whatever is observed in whatever order: the log alone gives the same inventory, and what was seen once tells nothing the second time.
#include <random>

#include "inventory_case.hpp"

namespace pellucid::oversight::test {
namespace {

class Replay : public InventoryCase {
 protected:
  template <class T>
  T pick(const std::vector<T>& from) {
    return from[std::size_t(random() % from.size())];
  }
  bool chance(unsigned percent) { return random() % 100 < percent; }

  Observation any_observation(std::int64_t time) {
    Observation o;
    o.kind = ElementKind(random() % 10);
    o.time = at(time) + std::chrono::nanoseconds(random() % 999'999'999);
    auto digit = [&] { return std::to_string(random() % 6); };
    o.source = pick<std::string>({"snmp 10.0.0." + digit(), "ng setup", "import a.csv", "local host"});
    if (chance(60)) o.identifiers.push_back(engine("80:0" + digit()));
    if (chance(40)) o.identifiers.push_back(serial("cisco/" + digit()));
    if (chance(40)) o.identifiers.push_back(mac("00:11:22:33:44:0" + digit()));
    if (chance(20)) o.identifiers.push_back({Identifier::Kind::gnb_id, "999-70-0000000" + digit()});
    if (chance(20)) o.identifiers.push_back({Identifier::Kind::declared, "d" + digit()});
    if (chance(70)) o.identifiers.push_back(address("10.0.0." + digit()));
    if (chance(10)) o.identifiers.push_back({Identifier::Kind::name, "n" + digit()});
    for (auto* attribute : {"vendor", "agent_vendor", "model", "serial", "contact", "part/a/model", "part/b/model", "interface/e0/mac"})
      if (chance(50))
        o.evidence.push_back({attribute,
                              pick<std::string>({"Cisco", "Huawei", "zte", "net-snmp", "4711-1", "\xFF\"\\\n", std::string(600, 'x')}),
                              o.source.substr(0, 4) + pick<std::string>({" x", " y"}), Strength(random() % 4)});
    if (o.source == "import a.csv")
      for (auto& evidence : o.evidence) evidence.strength = Strength::declared;
    for (auto* section : {"part", "interface", "vendor"})
      if (chance(30)) o.complete.insert(section);
    for (auto* counter : {"engine_boots", "up_since", "entity_last_change", "odd"})
      if (chance(30)) o.counters[counter] = 1'795'000'000 + random() % 5 * 1'000;
    if (chance(10)) o.complaints.push_back(pick<std::string>({"slow: 9 s", "slow: 10 s", "endless table ifTable: 10,000 rows"}));
    return o;
  }

  std::mt19937_64 random;
};

TEST_F(Replay, TheLogAloneGivesTheSameInventory) {
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random.seed(seed);
    log.clear();
    openings_.clear();
    inventory = Inventory([this](EntryIndex index, const std::string& field) -> std::optional<Bytes> {
      auto found = openings_.find({index, field});
      return found == openings_.end() ? std::nullopt : std::optional(found->second);
    });
    for (int step = 0; step < 150; ++step) {
      if (chance(80) || inventory.elements().empty()) {
        see(any_observation(step * 60));
      } else {
        auto element = std::next(inventory.elements().begin(), std::ptrdiff_t(random() % inventory.elements().size()));
        auto id = element->first;
        switch (random() % 4) {
          case 0: write(inventory.retire(id, "anna", "sold", at(step * 60))); break;
          case 1: write({approval_granted(id, "anna", "fine", at(step * 60))}); break;
          default: write(inventory.silence(id, at(step * 60), "timeout"));
        }
      }
      if (HasFailure()) return;
    }
    EXPECT_TRUE(replayed() == inventory);
    EXPECT_EQ(write(inventory.review(at(0))), "") << "findings were brought up to date with each entry";
    for (auto& [id, element] : inventory.elements()) {
      EXPECT_TRUE(std::is_sorted(element.evidence.begin(), element.evidence.end(), [](auto& a, auto& b) {
        return std::pair(a.evidence.attribute, a.evidence.source) < std::pair(b.evidence.attribute, b.evidence.source);
      }));
      for (auto& open : element.open_findings) EXPECT_TRUE(inventory.is_open(open)) << open;
    }
    for (auto& [id, finding] : inventory.findings())
      if (!finding.closed && inventory.find(finding.element))
        EXPECT_TRUE(inventory.find(finding.element)->open_findings.contains(id)) << id;
  }
}

}  // namespace
}  // namespace pellucid::oversight::test
