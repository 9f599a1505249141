#include "oversight/inventory/inventory.hpp"

#include "inventory_case.hpp"

namespace pellucid::oversight::test {
namespace {

class Inventories : public InventoryCase {};
using ::testing::Test;

TEST_F(Inventories, AnElementIsFoundOnceAndItsChangesAreDifferences) {
  auto seen = switch_at("10.0.0.7", {engine("80:00:00:09:03:aa")});
  EXPECT_EQ(see(seen), "element.found");
  auto* element = inventory.find("engine-id:80:00:00:09:03:aa");
  ASSERT_TRUE(element);
  EXPECT_EQ(element->kind, ElementKind::switch_);
  EXPECT_EQ(element->best("model"), "C9300-24T");
  EXPECT_EQ(element->first_seen, at(0));
  EXPECT_EQ(inventory.find(address("10.0.0.7")), element);

  seen.time = at(60);
  seen.evidence[2].value = "17.6.1";
  seen.evidence.pop_back();  // psu2 is gone, and a fan is new
  seen.evidence.push_back({"part/fan/model", "F9", "snmp entity table", Strength::programmed});
  seen.counters["entity_last_change"] = 1'795'834'850;
  EXPECT_EQ(see(seen), "element.changed");
  EXPECT_EQ(differences,
            "- firmware: 17.3.4 (snmp entity table)\n+ firmware: 17.6.1 (snmp entity table)\n- part/psu2/serial: P2 (snmp entity table)\n"
            "+ part/fan/model: F9 (snmp entity table)\n- entity_last_change: 1795000100\n+ entity_last_change: 1795834850\n");
  EXPECT_EQ(element->last_changed, at(60));
  EXPECT_EQ(element->find("firmware", "snmp entity table")->since, at(60));
  EXPECT_EQ(element->find("model", "snmp entity table")->since, at(0));
  EXPECT_EQ(element->all("part/psu2/serial").size(), 0u);
  EXPECT_EQ(inventory.findings().size(), 0u);
}

TEST_F(Inventories, AsOfADateIsTheFoldUpToIt) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  see(seen);
  seen.time = at(86'400);
  seen.evidence[2].value = "17.6.1";
  see(seen);
  EXPECT_EQ(replayed(at(86'399)).find("engine-id:80:01")->best("firmware"), "17.3.4");
  EXPECT_EQ(replayed(at(86'400)).find("engine-id:80:01")->best("firmware"), "17.6.1");
  EXPECT_TRUE(replayed(at(-1)).elements().empty());
}

TEST_F(Inventories, EverySourceKeepsItsOwnEvidence) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  see(seen);
  Observation paper{.kind = ElementKind::other,
                    .identifiers = {address("10.0.0.7")},
                    .time = at(5),
                    .source = "import switches.csv",
                    .evidence = {{"vendor", "Cisco", "import switches.csv", Strength::declared},
                                 {"location", "Hall 3", "import switches.csv", Strength::declared}},
                    .complete = {"part"},
                    .counters = {},
                    .complaints = {}};
  EXPECT_EQ(see(paper), "element.changed");
  auto* element = inventory.find("engine-id:80:01");
  EXPECT_EQ(element->all("vendor").size(), 2u);
  EXPECT_EQ(element->best("location"), "Hall 3");
  EXPECT_EQ(element->kind, ElementKind::switch_) << "a file that does not know the kind changes nothing";
  EXPECT_EQ(element->all("part/psu1/serial").size(), 1u) << "one observer cannot take back what another saw";
}

TEST_F(Inventories, SeveralIdentifiersAreOneElement) {
  see(switch_at("10.0.0.7", {engine("80:01"), mac("00:11:22:33:44:55")}));
  EXPECT_EQ(see(switch_at("192.168.1.1", {mac("00:11:22:33:44:55")}, 9)), "element.changed") << "a second address";
  EXPECT_EQ(inventory.elements().size(), 1u);
  EXPECT_EQ(inventory.find(address("192.168.1.1")), inventory.find(engine("80:01")));
}

TEST_F(Inventories, TwoElementsThatTurnOutToBeOneAreMerged) {
  auto neighbour = switch_at("10.0.0.9", {mac("00:11:22:33:44:55")});
  neighbour.evidence = {{"name", "access-3", "snmp lldp", Strength::claimed}};
  neighbour.counters.clear();
  neighbour.complete.clear();
  see(neighbour);
  auto polled = switch_at("10.0.0.7", {engine("80:01")}, 1);
  see(polled);
  ASSERT_EQ(inventory.elements().size(), 2u);
  write({approval_granted("chassis-mac:00:11:22:33:44:55", "anna", "new site", at(2))});
  polled.time = at(3);
  polled.identifiers.push_back(mac("00:11:22:33:44:55"));
  EXPECT_EQ(see(polled), "element.merged");
  ASSERT_EQ(inventory.elements().size(), 1u);
  auto& [id, element] = *inventory.elements().begin();
  EXPECT_EQ(id, "chassis-mac:00:11:22:33:44:55") << "the one that was found first stays";
  EXPECT_EQ(inventory.find("engine-id:80:01"), &element) << "the old id still leads to it";
  EXPECT_EQ(element.best("name"), "access-3");
  EXPECT_EQ(element.best("firmware"), "17.3.4");
  EXPECT_TRUE(element.approval);
}

TEST_F(Inventories, AnotherBoxAtTheAddressIsANewElementAndAFinding) {
  see(switch_at("10.0.0.7", {engine("80:01"), serial("cisco/A1")}));
  write({approval_granted("engine-id:80:01", "anna", "new site", at(2))});
  EXPECT_EQ(see(switch_at("10.0.0.7", {engine("80:02"), serial("cisco/B2")}, 60)),
            "element.found element.changed element.silent finding.opened");
  auto* finding = open_finding("came back different");
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->element, "engine-id:80:01");
  EXPECT_EQ(finding->other, "engine-id:80:02");
  EXPECT_NE(finding->text.find("10.0.0.7 was engine-id:80:01"), std::string::npos) << finding->text;
  EXPECT_TRUE(inventory.find("engine-id:80:01")->silent);
  EXPECT_FALSE(inventory.find("engine-id:80:02")->approval) << "an approval is not inherited by the next box";
  EXPECT_TRUE(inventory.find("engine-id:80:02")->open_findings.contains(finding->id));
  EXPECT_EQ(see(switch_at("10.0.0.8", {engine("80:01"), serial("cisco/A1")}, 90)), "element.returned finding.closed element.changed");
  EXPECT_FALSE(open_finding("came back different"));
}

TEST_F(Inventories, ABoxThatGoesByOtherNamesAtEachLookDoesNotFillTheInventory) {
  for (int i = 0; i < 100; ++i)
    see(switch_at("10.0.0.7", {engine("80:0" + std::to_string(i)), serial("cisco/" + std::to_string(i))}, i * 60));
  EXPECT_EQ(inventory.elements().size(), 2u);
  ASSERT_TRUE(open_finding("changes identity"));
  EXPECT_EQ(inventory.find(engine("80:099")), inventory.find("engine-id:80:01"));
  EXPECT_EQ(inventory.find("engine-id:80:01")->identifiers.size(), 3u);
  // The first one is put back: it is known again.
  EXPECT_EQ(see(switch_at("10.0.0.7", {engine("80:00"), serial("cisco/0")}, 7'000)).substr(0, 31), "element.changed element.silent ");
  EXPECT_EQ(inventory.find(address("10.0.0.7"))->id, "engine-id:80:00");
}

TEST_F(Inventories, RestoredConfigurationOnOtherHardwareIsAnotherBox) {
  see(switch_at("10.0.0.7", {engine("80:01"), serial("cisco/A1")}));
  see(switch_at("10.0.0.7", {engine("80:01"), serial("cisco/B2")}, 60));
  EXPECT_EQ(inventory.elements().size(), 2u);
  ASSERT_TRUE(open_finding("came back different"));
  EXPECT_EQ(inventory.find(engine("80:01"))->identifiers.contains(serial("cisco/B2")), true);
}

TEST_F(Inventories, NewSoftwareOnTheSameHardwareIsTheSameBox) {
  see(switch_at("10.0.0.7", {engine("80:01"), serial("cisco/A1")}));
  EXPECT_EQ(see(switch_at("10.0.0.7", {engine("80:02"), serial("cisco/A1")}, 60)), "element.changed");
  EXPECT_EQ(differences, "- engine-id:80:01\n+ engine-id:80:02\n");
  EXPECT_EQ(inventory.elements().size(), 1u);
  EXPECT_FALSE(inventory.find(engine("80:01")));
}

TEST_F(Inventories, TheSameSerialNumberAtTwoPlacesAtOnceIsAFinding) {
  auto a = switch_at("10.0.0.7", {engine("80:01"), serial("cisco/A1")}), b = switch_at("10.0.0.8", {engine("80:02"), serial("cisco/A1")});
  see(a);
  EXPECT_EQ(see(b), "element.found finding.opened");
  ASSERT_TRUE(open_finding("two places"));
  EXPECT_EQ(open_finding("two places")->text, "serial:cisco/A1 is at 10.0.0.8 (engine-id:80:02) and at 10.0.0.7 (engine-id:80:01) at once");
  EXPECT_EQ(see(a), "");
  EXPECT_EQ(see(b), "");
  EXPECT_EQ(write(inventory.silence("engine-id:80:01", at(9), "timeout")), "element.silent finding.opened finding.closed");
  EXPECT_FALSE(open_finding("two places"));
  // A box that moved while it was silent is no twin of itself.
  auto moved = switch_at("10.0.0.50", {engine("80:07"), serial("cisco/Z1")});
  see(moved);
  write(inventory.silence("engine-id:80:07", at(20), "timeout"));
  see(switch_at("10.0.0.51", {engine("80:08"), serial("cisco/Z1")}, 30));
  EXPECT_EQ(inventory.find(serial("cisco/Z1"))->id, "engine-id:80:07");
  EXPECT_FALSE(open_finding("two places"));
}

TEST_F(Inventories, TwoBaseStationsMayShareAnAddress) {
  Observation a{.kind = ElementKind::base_station,
                .identifiers = {{Identifier::Kind::gnb_id, "999-70-1"}, address("127.0.0.1")},
                .time = at(0),
                .source = "ng setup",
                .evidence = {{"name", "one", "ng setup", Strength::claimed}},
                .complete = {},
                .counters = {},
                .complaints = {}};
  auto b = a;
  b.identifiers[0].value = "999-70-2";
  b.evidence[0].value = "two";
  EXPECT_EQ(see(a), "element.found");
  EXPECT_EQ(see(b), "element.found");
  EXPECT_EQ(see(a), "");
  EXPECT_TRUE(inventory.findings().empty());
}

TEST_F(Inventories, SilentOnceReturnedOnce) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  see(seen);
  EXPECT_EQ(write(inventory.silence("engine-id:80:01", at(60), "3 polls without an answer")), "element.silent finding.opened");
  EXPECT_EQ(write(inventory.silence("engine-id:80:01", at(120), "3 polls without an answer")), "");
  EXPECT_EQ(open_finding("silent")->text, "it does not answer: 3 polls without an answer");
  seen.time = at(180);
  EXPECT_EQ(see(seen), "element.returned finding.closed");
  EXPECT_FALSE(inventory.find("engine-id:80:01")->silent);
  write(inventory.silence("engine-id:80:01", at(240), "timeout"));
  seen.time = at(300);
  seen.evidence[2].value = "17.9";
  EXPECT_EQ(see(seen), "element.returned finding.closed finding.opened element.changed");
  EXPECT_EQ(open_finding("came back different")->text, "it was silent; now firmware: 17.3.4 -> 17.9");
  EXPECT_EQ(write(inventory.silence("no such element", at(1), "x")), "");
}

TEST_F(Inventories, ACounterThatMovedWithoutADifferenceIsAMissedChange) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  see(seen);
  seen.time = at(60);
  seen.counters["entity_last_change"] = 1'795'834'830;
  EXPECT_EQ(see(seen), "finding.opened element.changed");
  EXPECT_EQ(open_finding("missed change")->text,
            "entity_last_change went from 2026-11-18T11:08:20.000Z to 2026-11-28T03:00:30.000Z, and nothing differs: something changed and "
            "changed back unseen");
  auto finding = *open_finding("missed change");
  EXPECT_EQ(write({finding_closed(finding, "anna", "a fan was pulled and put back", at(70))}), "finding.closed");
  EXPECT_EQ(see(seen), "");
  // A difference in another section does not explain it.
  seen.time = at(120);
  seen.counters["entity_last_change"] = 1'795'834'900;
  seen.evidence.push_back({"interface/eth0/oper", "up", "snmp interface table", Strength::programmed});
  EXPECT_EQ(see(seen), "finding.opened element.changed");
}

TEST_F(Inventories, ARestartIsAChangeAndExplainsCounters) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  see(seen);
  seen.time = at(60);
  seen.counters = {{"engine_boots", 4}, {"up_since", 1'795'834'840}, {"entity_last_change", 1'795'834'841}};
  EXPECT_EQ(see(seen), "element.changed");
  EXPECT_TRUE(inventory.findings().empty());
  EXPECT_EQ(ledger::parse_entry(log.back())->reason, "restarted");
  seen.counters["engine_boots"] = 2;
  see(seen);
  EXPECT_TRUE(open_finding("counter went back"));
}

TEST_F(Inventories, ClocksDriftAndUptimesWrapWithoutAChange) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  see(seen);
  seen.time = at(60);
  seen.counters["up_since"] += 2;
  EXPECT_EQ(see(seen), "");
  seen.counters["up_since"] += 2;
  EXPECT_EQ(see(seen), "element.changed") << "4 s after a minute are no drift";
  auto later = switch_at("10.0.0.8", {engine("80:02")});
  see(later);
  later.time = at(30 * 86'400);
  later.counters["up_since"] += 200;  // 77 ppm in 30 days
  later.counters["entity_last_change"] += 42'949'673;
  EXPECT_EQ(see(later), "");
}

TEST_F(Inventories, ComplaintsOpenAndClose) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  seen.complaints = {"endless table ifTable: stopped after 10,000 rows"};
  EXPECT_EQ(see(seen), "element.found finding.opened");
  EXPECT_EQ(open_finding("complaint")->text, "snmp 10.0.0.7: endless table ifTable: stopped after 10,000 rows");
  seen.complaints.clear();
  EXPECT_EQ(see(seen), "finding.closed");
}

TEST_F(Inventories, PersonalValuesAreSealedAndTheirChangesSeen) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  seen.evidence.push_back({"contact", "Anna Example <anna@example.org>", "snmp system group", Strength::claimed});
  see(seen);
  for (auto& line : log) EXPECT_EQ(line.find("nna"), std::string::npos) << line;
  auto* known = inventory.find("engine-id:80:01")->find("contact", "snmp system group");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->evidence.value, "");
  EXPECT_EQ(as_text(openings_.at({known->entry, known->sealed})), "Anna Example <anna@example.org>");
  seen.evidence.back().value = "Bert";
  EXPECT_EQ(see(seen), "element.changed");
  EXPECT_EQ(differences, "- contact: (sealed) (snmp system group)\n+ contact: (sealed) (snmp system group)\n");
  openings_.clear();  // forgotten
  seen.evidence.back().value = "Carl";
  EXPECT_EQ(see(seen), "") << "what was forgotten is not written again";
}

TEST_F(Inventories, APhoneModelIsKnownByEightDigitsOnly) {
  Observation phone{.kind = ElementKind::phone_model,
                    .identifiers = {{Identifier::Kind::tac, "356938035643809"}},
                    .time = at(0),
                    .source = "phones",
                    .evidence = {{"model", "X", "tac list", Strength::declared}},
                    .complete = {},
                    .counters = {},
                    .complaints = {}};
  see(phone);
  EXPECT_TRUE(inventory.find("tac:35693803"));
  EXPECT_EQ(log.back().find("5643809"), std::string::npos);
}

TEST_F(Inventories, ApprovalsCanComeBeforeTheElementAndAreUsedOnce) {
  write({approval_granted("gnb-id:999-70-1", "anna", "new site", at(0))});
  ASSERT_TRUE(inventory.approval("gnb-id:999-70-1"));
  Observation seen{.kind = ElementKind::base_station,
                   .identifiers = {{Identifier::Kind::gnb_id, "999-70-1"}},
                   .time = at(1),
                   .source = "ng setup",
                   .evidence = {},
                   .complete = {},
                   .counters = {},
                   .complaints = {}};
  see(seen);
  auto* element = inventory.find("gnb-id:999-70-1");
  ASSERT_TRUE(element && element->approval);
  EXPECT_EQ(element->approval->actor, "anna");
  EXPECT_EQ(element->approval->reason, "new site");
  write({approval_withdrawn("gnb-id:999-70-1", "bert", "site closed", at(2))});
  EXPECT_FALSE(element->approval);
  EXPECT_FALSE(inventory.approval("gnb-id:999-70-1"));
}

TEST_F(Inventories, RetiredElementsThatAnswerAreBackInService) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  seen.complaints = {"slow: 9 s"};
  see(seen);
  seen.complaints.clear();
  EXPECT_EQ(write(inventory.retire("engine-id:80:01", "anna", "sold", at(10))), "element.retired finding.closed");
  EXPECT_EQ(inventory.find("engine-id:80:01")->retirement.reason, "sold");
  EXPECT_EQ(write(inventory.silence("engine-id:80:01", at(20), "timeout")), "");
  seen.time = at(30);
  EXPECT_EQ(see(seen), "element.returned finding.opened");
  EXPECT_FALSE(inventory.find("engine-id:80:01")->retired);
  EXPECT_EQ(open_finding("back in service")->text, "it was retired on 2026-11-28T03:00:10.000Z by anna (sold) and answers again");
}

TEST_F(Inventories, AConflictOpensRenewsAndClosesByItself) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  seen.evidence.push_back({"agent_vendor", "Huawei", "snmp sysObjectID", Strength::programmed});
  EXPECT_EQ(see(seen), "element.found finding.opened");
  auto finding = *open_finding("conflict");
  EXPECT_EQ(finding.id, "conflict:engine-id:80:01:vendor");
  EXPECT_EQ(finding.text, "the box says it is Cisco (entity table) and Huawei (sysObjectID)");
  write({finding_closed(finding, "anna", "known", at(1))});
  seen.evidence[2].value = "18";
  EXPECT_EQ(see(seen), "element.changed") << "what a person settled stays settled while its text is the same";
  seen.evidence.back().value = "ZTE";
  EXPECT_EQ(see(seen), "element.changed finding.opened");
  seen.evidence.back().value = "ciscoSystems";
  EXPECT_EQ(see(seen), "element.changed finding.closed");
}

TEST_F(Inventories, LongDifferencesAreSplitAndValuesBounded) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  for (int i = 0; i < 3'000; ++i)
    seen.evidence.push_back(
        {"package/p" + std::to_string(i), std::string(i % 700, '"') + "x", "snmp host resources", Strength::programmed});
  seen.evidence.push_back({"description", std::string(9'999, 'd') + "\xFF\n", "snmp sysDescr", Strength::claimed});
  see(seen);
  EXPECT_GT(log.size(), 10u);
  auto* element = inventory.find("engine-id:80:01");
  EXPECT_EQ(element->evidence.size(), 3'006u);
  EXPECT_TRUE(element->best("description").ends_with("... (cut, it had 10001 octets)"));
  EXPECT_EQ(element->best("description").size(), max_value_octets);
}

TEST_F(Inventories, TooMuchEvidenceIsLeftOutAndSaidSo) {
  auto seen = switch_at("10.0.0.7", {engine("80:01")});
  for (std::size_t i = 0; i < Inventory::max_evidence_an_element + 10; ++i)
    seen.evidence.push_back({"package/p" + std::to_string(i), "1", "snmp host resources", Strength::programmed});
  see(seen);
  EXPECT_EQ(inventory.find("engine-id:80:01")->evidence.size(), Inventory::max_evidence_an_element);
  EXPECT_TRUE(open_finding("too much evidence"));
}

TEST_F(Inventories, UsageIsTheLatestSample) {
  std::vector<UsageSample> many;
  for (int i = 0; i < 1'000; ++i) many.push_back({"gnb-id:999-70-" + std::to_string(i), 3, std::uint64_t(i) << 20});
  EXPECT_EQ(write(usage_sample(many, 3'600, at(0))), "usage.sample usage.sample usage.sample");
  EXPECT_EQ(inventory.latest_usage(), many);
  write(usage_sample({many[7]}, 3'600, at(3'600)));
  EXPECT_EQ(inventory.latest_usage(), std::vector<UsageSample>{many[7]});
}

TEST(Inventory, EntriesThatSayNothingAreCountedAndChangeNothing) {
  Inventory inventory;
  auto try_it = [&](std::string type, std::string element, Tree before, Tree after) {
    inventory.apply({std::move(type), at(0), std::move(element), "x", "", std::move(before), std::move(after), {}}, 0);
  };
  try_it("element.found", "", {}, {});
  try_it("element.found", "a", {}, Tree(Tree::Object{{"kind", "spaceship"}}));
  try_it("element.found", "a", {}, Tree(Tree::Object{{"identifiers", Tree(Tree::Array{"nonsense"})}}));
  try_it("element.found", "a", {}, Tree(Tree::Object{{"evidence", Tree(Tree::Array{Tree(Tree::Object{{"attribute", "vendor"}})})}}));
  try_it("element.found", "a", {}, Tree(Tree::Object{{"counters", Tree(Tree::Object{{"n", "3"}})}}));
  try_it("element.changed", "a", {}, {});
  try_it("element.merged", "a", Tree(Tree::Object{{"element", "b"}}), {});
  try_it("element.silent", "a", {}, {});
  try_it("finding.opened", "a", {}, {});
  try_it("finding.closed", "a", {}, {});
  try_it("approval.granted", "", {}, {});
  try_it("usage.sample", "", {}, {});
  EXPECT_EQ(inventory.skipped(), 12u);
  EXPECT_TRUE(inventory.elements().empty());
  try_it("gnb.connected", "a", {}, {});
  EXPECT_EQ(inventory.skipped(), 12u) << "of others";
}

}  // namespace
}  // namespace pellucid::oversight::test
