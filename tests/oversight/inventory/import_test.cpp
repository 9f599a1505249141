#include "oversight/inventory/import.hpp"

#include "inventory_case.hpp"

namespace pellucid::oversight::test {
namespace {

class Imports : public InventoryCase {
 protected:
  ElementPlan plan(const std::string& csv) { return plan_elements(csv, "sites.csv", inventory, at(0)); }
  std::string fault(const std::string& csv) {
    auto made = plan(csv);
    EXPECT_EQ(made.fault_count, 1u) << made.text();
    return made.faults.empty() ? "" : made.faults[0].text();
  }
};

TEST_F(Imports, EverythingThatAFileCanSay) {
  std::string csv =
      "\xEF\xBB\xBF# our sites\r\n"
      "Element;Kind;Vendor;Model;Serial;Firmware;Location;Date obtained;Country of production;Role;Address;MAC;Note\r\n"
      "ru-harbour-1;radio unit;Ericsson;AIR 6488;TD3X0001;R7;\"Harbour, mast "
      "2\";2023-05-04;Estonia;coverage;10.0.0.9;00-15-E0-01-02-03;Anna has the key\r\n"
      "pdu-1;;APC;;;;;;;;;;\r\n";
  auto made = plan(csv);
  ASSERT_TRUE(made.good()) << made.text();
  EXPECT_EQ(made.added, 2u);
  EXPECT_TRUE(inventory.elements().empty()) << "a dry run changes nothing";
  EXPECT_EQ(made.text(),
            "add chassis-mac:00:15:e0:01:02:03\n"
            "+ kind: radio unit\n"
            "+ chassis-mac:00:15:e0:01:02:03\n+ serial:ericsson/TD3X0001\n+ declared:ru-harbour-1\n+ address:10.0.0.9\n"
            "+ address: 10.0.0.9 (import sites.csv)\n+ country_of_production: Estonia (import sites.csv)\n"
            "+ date_obtained: 2023-05-04 (import sites.csv)\n+ firmware: R7 (import sites.csv)\n+ kind: radio unit (import sites.csv)\n"
            "+ location: Harbour, mast 2 (import sites.csv)\n+ mac: 00:15:e0:01:02:03 (import sites.csv)\n"
            "+ model: AIR 6488 (import sites.csv)\n+ note: (sealed) (import sites.csv)\n+ role: coverage (import sites.csv)\n"
            "+ serial: TD3X0001 (import sites.csv)\n+ vendor: Ericsson (import sites.csv)\n"
            "add declared:pdu-1\n+ kind: other\n+ declared:pdu-1\n+ vendor: APC (import sites.csv)\n"
            "2 to add, 0 to change, 0 as they are, 0 bad fields\n");
  for (auto& observation : made.observations) see(observation);
  auto* element = inventory.find({Identifier::Kind::declared, "ru-harbour-1"});
  ASSERT_TRUE(element);
  EXPECT_EQ(element->kind, ElementKind::radio_unit);
  for (auto& known : element->evidence) EXPECT_EQ(known.evidence.strength, Strength::declared);
  for (auto& line : log) EXPECT_EQ(line.find("Anna"), std::string::npos);

  EXPECT_EQ(plan(csv).unchanged, 2u);
  csv.replace(csv.find("R7"), 2, "R8");
  csv.insert(csv.find("ru-harbour"), "\r\n\r\n");  // a line that moves is no change
  auto again = plan(csv);
  EXPECT_EQ(again.text(),
            "change chassis-mac:00:15:e0:01:02:03\n- firmware: R7 (import sites.csv)\n+ firmware: R8 (import sites.csv)\n"
            "0 to add, 1 to change, 1 as they are, 0 bad fields\n");
}

TEST_F(Imports, BadFieldsAreNamedWithWhatIsAllowed) {
  EXPECT_EQ(fault("element,date_obtained\nx,30.6.2024\n"),
            "line 2, column date_obtained: a date is written with year, month and day: got 30.6.2024, allowed YYYY-MM-DD, such as "
            "2024-06-30; correct it");
  EXPECT_NE(fault("element,date_obtained\nx,2023-02-29\n").find("allowed YYYY-MM-DD"), std::string::npos);
  EXPECT_NE(fault("element,kind\nx,toaster\n").find("got toaster, allowed base station, UPF, router"), std::string::npos);
  EXPECT_NE(fault("element,mac\nx,00:11:22:33:44\n").find("column mac"), std::string::npos);
  EXPECT_NE(fault("element,address\nx,example.org\n").find("column address"), std::string::npos);
  EXPECT_NE(fault("element\nx y\n").find("got x y, allowed 1 to 64 letters"), std::string::npos);
  EXPECT_NE(fault("element\nx\nx\n").find("once (line 2)"), std::string::npos);
  EXPECT_NE(fault("element,address\nx,::1\ny,0:0:0:0:0:0:0:1\n").find("line 3, column address"), std::string::npos);
  EXPECT_NE(fault("element,vendor\n,Cisco\n").find("each line names its element"), std::string::npos);
  EXPECT_NE(fault("element,vendor\nx\n").find("as many fields"), std::string::npos);
  EXPECT_NE(fault("element,model\nx," + std::string(600, 'm') + "\n").find("600 octets, allowed at most 512"), std::string::npos);
  EXPECT_NE(fault("element,model\nx,\xFF\n").find("column model: a value is text"), std::string::npos);
  EXPECT_NE(fault("element,colour\nx,red\n").find("column colour: a column is known"), std::string::npos);
  EXPECT_NE(fault("element,element\nx,x\n").find("named once"), std::string::npos);
  EXPECT_NE(fault("vendor\nCisco\n").find("no column element"), std::string::npos);
  EXPECT_NE(fault("").find("an empty file"), std::string::npos);
  EXPECT_NE(fault("element,model\nx,\"open\n").find("never closed"), std::string::npos);
}

TEST_F(Imports, GoodLinesStandBesideBadOnesInTheDryRun) {
  auto made = plan("element,kind\na,switch\nb,toaster\nc,Router\n");
  EXPECT_EQ(made.observations.size(), 2u);
  EXPECT_FALSE(made.good());
  EXPECT_TRUE(made.text().ends_with("2 to add, 0 to change, 0 as they are, 1 bad field\n")) << made.text();
}

TEST_F(Imports, ManyFaultsAreCountedAndNotKept) {
  std::string csv = "element,kind\n";
  for (int i = 0; i < 2'000; ++i) csv += "e" + std::to_string(i) + ",toaster\n";
  auto made = plan(csv);
  EXPECT_EQ(made.fault_count, 2'000u);
  EXPECT_EQ(made.faults.size(), ElementPlan::max_faults_kept);
}

TEST_F(Imports, PaperMovesNobody) {
  see(switch_at("10.0.0.7", {engine("80:01"), serial("cisco/A1")}));
  auto made = plan("element,vendor,serial,address\nsw-1,Cisco,B2,10.0.0.7\n");
  ASSERT_EQ(made.observations.size(), 1u);
  EXPECT_EQ(see(made.observations[0]), "element.found finding.opened");
  EXPECT_EQ(inventory.find(address("10.0.0.7"))->id, "engine-id:80:01");
  EXPECT_FALSE(inventory.find("engine-id:80:01")->silent);
  ASSERT_TRUE(open_finding("declared otherwise"));
  auto mended = plan("element,vendor,serial,address\nsw-1,Cisco,B2,10.0.0.8\n");
  EXPECT_EQ(see(mended.observations[0]), "finding.closed element.changed");
}

TEST_F(Imports, APaperOfASilentElementIsNoAnswer) {
  see(switch_at("10.0.0.7", {engine("80:01")}));
  write(inventory.silence("engine-id:80:01", at(1), "timeout"));
  auto made = plan("element,location,address\nsw-1,Hall 3,10.0.0.7\n");
  EXPECT_EQ(see(made.observations[0]), "element.changed");
  EXPECT_TRUE(inventory.find("engine-id:80:01")->silent);
}

}  // namespace
}  // namespace pellucid::oversight::test
