// The README is the format that auditors read: each type in its table is produced with exactly the members that it names.
#include <fstream>
#include <regex>
#include <set>

#include "inventory_case.hpp"

namespace pellucid::oversight::test {
namespace {

class Readme : public InventoryCase {
 protected:
  /// The rows of the first table whose heading begins with that word: cells of each.
  static std::vector<std::vector<std::string>> table(const std::string& heading) {
    std::ifstream in(std::string(PELLUCID_SOURCE) + "/src/oversight/inventory/README.md");
    std::vector<std::vector<std::string>> rows;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("| " + heading)) inside = true;
      if (inside && !line.starts_with("|")) break;
      if (!inside || line.starts_with("|---") || line.starts_with("| " + heading)) continue;
      std::vector<std::string> cells(1);
      for (char c : line.substr(1)) {
        if (c == '|')
          cells.emplace_back();
        else
          cells.back().push_back(c);
      }
      rows.push_back(cells);
    }
    return rows;
  }
  static std::set<std::string> quoted(const std::string& text) {
    std::set<std::string> out;
    std::regex word("`([^`]+)`");
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) out.insert((*at)[1]);
    return out;
  }
  /// Everything that can happen, so that the log has every type with every member.
  void everything() {
    write({approval_granted("engine-id:80:01", "anna", "new site", at(0))});
    auto a = switch_at("10.0.0.7", {engine("80:01"), serial("cisco/A1")});
    a.complaints = {"slow: 9 s"};
    see(a);
    a.complaints.clear();
    a.kind = ElementKind::base_station;
    a.time = at(60);
    a.identifiers[0] = engine("80:02");
    a.evidence.erase(a.evidence.begin() + 3, a.evidence.end());
    a.evidence.push_back({"agent_vendor", "Huawei", "snmp sysObjectID", Strength::programmed});
    a.counters = {{"engine_boots", 1}, {"up_since", 1'795'834'830}};
    see(a);
    a.time = at(120);
    a.counters["entity_last_change"] = 1'795'834'900;
    see(a);
    see(switch_at("10.0.0.8", {engine("80:03"), serial("cisco/A1")}, 130));
    see(switch_at("10.0.0.8", {engine("80:04"), serial("cisco/B1")}, 140));
    see(switch_at("10.0.0.8", {engine("80:14"), serial("cisco/B14")}, 145));
    auto paper = switch_at("10.0.0.8", {serial("cisco/C1")}, 150);
    paper.source = "import a.csv";
    paper.evidence = {{"vendor", "Cisco", "import a.csv", Strength::declared}};
    see(paper);
    see(switch_at("10.0.0.9", {mac("00:11:22:33:44:55")}, 160));
    see(switch_at("10.0.0.10", {engine("80:05")}, 161));
    see(switch_at("10.0.0.10", {engine("80:05"), mac("00:11:22:33:44:55")}, 162));
    write(inventory.silence("engine-id:80:04", at(170), "timeout"));
    see(switch_at("10.0.0.8", {engine("80:14"), serial("cisco/B14")}, 180));
    write(inventory.retire("engine-id:80:04", "anna", "sold", at(190)));
    see(switch_at("10.0.0.8", {engine("80:14"), serial("cisco/B14")}, 200));
    write({approval_withdrawn("engine-id:80:01", "anna", "closed", at(210))});
    write(usage_sample({{"engine-id:80:01", 3, 4'096}}, 60, at(220)));
    auto many = switch_at("10.0.0.11", {engine("80:06")}, 230);
    for (std::size_t i = 0; i < Inventory::max_evidence_an_element; ++i)
      many.evidence.push_back({"package/" + std::to_string(i), "1", "x", Strength::claimed});
    see(many);
  }
};

TEST_F(Readme, NamesEveryTypeEveryMemberAndEveryKindOfFinding) {
  everything();
  std::map<std::string, std::pair<std::set<std::string>, std::set<std::string>>> written;  // by type: members of before, of after
  for (auto& line : log) {
    auto entry = ledger::parse_entry(line);
    ASSERT_TRUE(entry.ok());
    auto& [before, after] = written[entry->type];
    for (auto* side : {&entry->before, &entry->after})
      if (side->as_object())
        for (auto& [name, value] : *side->as_object()) (side == &entry->before ? before : after).insert(name);
  }
  auto rows = table("type");
  ASSERT_EQ(rows.size(), written.size());
  for (auto& cells : rows) {
    ASSERT_GE(cells.size(), 4u);
    auto type = *quoted(cells[0]).begin();
    EXPECT_TRUE(written.contains(type)) << type << " is never written";
    EXPECT_EQ(written[type].first, quoted(cells[2])) << type << ", before";
    EXPECT_EQ(written[type].second, quoted(cells[3])) << type << ", after";
  }

  std::set<std::string> seen{"inventory full"};  // takes 100,000 elements
  for (auto& [id, finding] : inventory.findings()) seen.insert(finding.kind);
  std::set<std::string> named;
  for (auto& cells : table("kind")) named.merge(quoted(cells[0]));
  EXPECT_EQ(seen, named);
}

}  // namespace
}  // namespace pellucid::oversight::test
