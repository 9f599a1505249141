#include "oversight/policy/match.hpp"

#include <gtest/gtest.h>

#include "tests/oversight/policy/elements.hpp"

namespace pellucid::oversight {
namespace {

const char* house = R"({
  "name": "house", "title": "House", "publisher": "Operator", "version": "2026-01-01", "source": "https://example.org",
  "entries": [
    {"id": "cam", "title": "Cameras of Optic", "since": "2024-01-01", "match": "maker-and-category", "makers": [{"name": "Optic"}],
     "categories": ["video surveillance"], "source": "https://example.org", "confirmed": true},
    {"id": "router", "title": "Foreign home routers", "since": "2024-01-01", "match": "foreign-produced", "categories": ["consumer router", "phone model"],
     "home": ["US", "United States"], "source": "https://example.org", "confirmed": true},
    {"id": "bolt", "title": "Bolt and its family", "since": "2024-01-01", "until": "2025-12-31", "match": "maker",
     "makers": [{"name": "Bolt Corp", "aliases": ["Blitz"], "subsidiaries": ["Nut GmbH"], "parent": "Iron Holding"}],
     "packages": ["boltd", "bolt-*"], "parts": "2025-01-01", "source": "https://example.org", "confirmed": true}
  ]
})";

struct Case {
  const char* name;
  ElementKind kind;
  std::vector<std::string_view> told;
  const char* day;
  const char* expected;  // "listed huawei maker", "possibly listed ...", several with "; "; empty: no match
};

std::string told(const std::vector<Match>& matches) {
  std::string out;
  for (auto& m : matches)
    out += (out.empty() ? "" : "; ") + std::string(text(m.certainty)) + " " + m.entry->id + " by " + std::string(text(m.by)) +
           (m.part.empty() ? "" : " " + m.part);
  return out;
}

constexpr auto sw = ElementKind::switch_;
constexpr auto srv = ElementKind::server;
constexpr auto other = ElementKind::other;
constexpr const char* now = "2026-06-01";

const Case cases[] = {
    // Makers, by every spelling and every source that names one.
    {"entity table", sw, {"vendor=Huawei Technologies Co., Ltd."}, now, "listed huawei by maker"},
    {"sysObjectID only", sw, {"agent_vendor=HUAWEI Technology Co.,Ltd"}, now, "listed huawei by maker"},
    {"alias", sw, {"vendor=Zhongxing Telecommunication Equipment"}, now, "listed zte by maker"},
    {"another case", sw, {"vendor=zte"}, now, "listed zte by maker"},
    {"declared in a CSV file", sw, {"declared vendor=ZTE @switches.csv line 4"}, now, "listed zte by maker"},
    {"claimed in sysDescr", sw, {"claimed vendor=huawei @snmp sysDescr"}, now, "listed huawei by maker"},
    {"not listed", sw, {"vendor=Cisco Systems", "agent_vendor=ciscoSystems"}, now, ""},
    {"a name that only begins alike", sw, {"vendor=Huaweier"}, now, ""},
    {"nothing known", sw, {}, now, ""},
    {"unknown is no maker", sw, {"vendor=Unknown", "agent_vendor=ZTE"}, now, "listed zte by maker"},
    // Where a listed name stands and means nothing.
    {"in a description", sw, {"vendor=Cisco", "claimed description=replaces the Huawei S5700 of 2019"}, now, ""},
    {"in a system name", sw, {"vendor=Cisco", "claimed name=huawei-migration-1"}, now, ""},
    {"in a location", sw, {"vendor=Cisco", "claimed location=Huawei road 5"}, now, ""},
    {"in a contact", sw, {"vendor=Cisco", "claimed contact=zte"}, now, ""},
    {"in a neighbour", sw, {"vendor=Cisco", "neighbour/1=Huawei; 10.0.0.1"}, now, ""},
    {"in a model", sw, {"vendor=Cisco", "model=Huawei"}, now, ""},
    {"in a package version", srv, {"vendor=Dell", "package/libc6=huawei"}, now, ""},
    // Evidence that contradicts itself is never silence.
    {"two makers", sw, {"vendor=Huawei", "agent_vendor=ciscoSystems"}, now, "possibly listed huawei by maker"},
    {"a declaration against the box",
     sw,
     {"declared vendor=Cisco @list.csv line 2", "agent_vendor=Huawei"},
     now,
     "possibly listed huawei by maker"},
    {"impersonation by net-snmp", srv, {"agent_vendor=Huawei", "agent_software=net-snmp"}, now, "possibly listed huawei by maker"},
    {"net-snmp under the maker's own addresses",
     sw,
     {"agent_vendor=Huawei", "agent_software=net-snmp", "chassis_vendor=HUAWEI TECHNOLOGIES CO.,LTD"},
     now,
     "listed huawei by maker"},
    {"addresses of another maker", sw, {"agent_vendor=Huawei", "chassis_vendor=Intel Corporate"}, now, "possibly listed huawei by maker"},
    {"entity table, addresses of another maker", sw, {"vendor=Huawei", "chassis_vendor=Intel Corporate"}, now, "listed huawei by maker"},
    {"only the address is a listed maker's",
     srv,
     {"agent_software=net-snmp", "chassis_vendor=Huawei"},
     now,
     "possibly listed huawei by maker"},
    {"a claim against a listed address",
     sw,
     {"agent_vendor=ciscoSystems", "chassis_vendor=Huawei"},
     now,
     "possibly listed huawei by maker"},
    {"two listed makers", sw, {"vendor=Huawei", "agent_vendor=ZTE"}, now, "possibly listed huawei by maker; possibly listed zte by maker"},
    // Conditions of the list.
    {"certain uses only", other, {"vendor=Hangzhou Hikvision Digital Technology Co., Ltd."}, now, "possibly listed hikvision by maker"},
    // Families.
    {"belongs to a listed maker", sw, {"vendor=HiSilicon"}, now, "listed huawei-affiliates by maker"},
    {"subsidiary", sw, {"vendor=Nut GmbH"}, "2025-06-01", "listed bolt by subsidiary of a listed maker"},
    {"owner declared", sw, {"vendor=Acme", "declared vendor_parent=Bolt Corp"}, "2025-06-01", "listed bolt by owner of the maker"},
    {"owners contradict",
     sw,
     {"vendor=Acme", "declared vendor_parent=Bolt Corp @a", "declared vendor_parent=Gold plc @b"},
     "2025-06-01",
     "possibly listed bolt by owner of the maker"},
    {"the owner of a listed maker is not listed", sw, {"vendor=Iron Holding"}, "2025-06-01", ""},
    {"provider of a service",
     other,
     {"declared provider=China Unicom (Americas) Operations Limited"},
     now,
     "listed china-unicom-americas by provider"},
    // Parts inside hosts of other makers.
    {"module", sw, {"vendor=Cisco", "part/slot 2/vendor=Huawei"}, now, "listed huawei by part inside part/slot 2"},
    {"the day before parts count", sw, {"vendor=Cisco", "part/slot 2/vendor=Huawei"}, "2025-12-25", ""},
    {"the day that parts count",
     sw,
     {"vendor=Cisco", "part/slot 2/vendor=Huawei"},
     "2025-12-26",
     "listed huawei by part inside part/slot 2"},
    {"network card",
     srv,
     {"vendor=Dell", "interface/eth0/vendor=Huawei Technologies Co.,Ltd"},
     now,
     "listed huawei by part inside interface/eth0"},
    {"interface with a slash", sw, {"vendor=Cisco", "interface/Gi0/1/vendor=ZTE"}, now, "listed zte by part inside interface/Gi0/1"},
    {"evidence of a part contradicts itself",
     sw,
     {"part/1/vendor=Huawei @a", "part/1/vendor=Finisar @b"},
     now,
     "possibly listed huawei by part inside part/1"},
    {"two parts",
     sw,
     {"part/1/vendor=Huawei", "part/2/vendor=Cisco", "part/3/vendor=ZTE"},
     now,
     "listed huawei by part inside part/1; listed zte by part inside part/3"},
    {"parts of a listed host are not told again",
     sw,
     {"vendor=Huawei", "part/1/vendor=Huawei", "part/2/vendor=ZTE"},
     now,
     "listed huawei by maker; listed zte by part inside part/2"},
    {"software package", srv, {"vendor=Dell", "package/kesl=11.3"}, "2023-01-01", "listed kaspersky by part inside package/kesl"},
    {"software package by its beginning", srv, {"package/bolt-agent=1"}, "2025-06-01", "listed bolt by part inside package/bolt-agent"},
    {"another package", srv, {"package/boltdb=1"}, "2025-06-01", ""},
    {"a package's vendor", srv, {"package/x/vendor=Kaspersky"}, "2023-01-01", "listed kaspersky by part inside package/x"},
    // Dates.
    {"the day before", sw, {"vendor=Huawei"}, "2021-03-11", ""},
    {"the first day", sw, {"vendor=Huawei"}, "2021-03-12", "listed huawei by maker"},
    {"the last day", sw, {"vendor=Blitz"}, "2025-12-31", "listed bolt by maker"},
    {"the day after", sw, {"vendor=Blitz"}, "2026-01-01", ""},
    // Maker and category.
    {"maker and category", other, {"vendor=Optic", "declared category=Video-Surveillance"}, now, "listed cam by maker"},
    {"maker of another category", other, {"vendor=Optic", "declared category=switch"}, now, ""},
    {"category not known", other, {"vendor=Optic"}, now, "possibly listed cam by maker"},
    {"the kind says that it is something else", sw, {"vendor=Optic"}, now, ""},
    {"a role is no category", other, {"vendor=Optic", "declared role=access"}, now, "possibly listed cam by maker"},
    {"categories contradict",
     other,
     {"vendor=Optic", "declared category=video surveillance @a", "declared category=switch @b"},
     now,
     "possibly listed cam by maker"},
    // Category and country of production.
    {"produced abroad",
     ElementKind::router,
     {"declared category=consumer router", "declared country_of_production=Vietnam"},
     "2025-06-01",
     "listed router by category and country"},
    {"produced at home",
     ElementKind::router,
     {"declared category=consumer router", "declared country_of_production=united states"},
     now,
     ""},
    {"country not known",
     ElementKind::router,
     {"declared category=consumer router"},
     "2025-06-01",
     "possibly listed router by category and country"},
    {"countries contradict",
     ElementKind::router,
     {"declared category=consumer router", "declared country_of_production=US @a", "declared country_of_production=CN @b"},
     "2025-06-01",
     "possibly listed router by category and country"},
    {"the registrant's country is not the country of production",
     ElementKind::router,
     {"declared category=consumer router", "registrant_country=CN", "declared country_of_production=US"},
     now,
     ""},
    {"no category, no match", ElementKind::router, {"declared country_of_production=Vietnam"}, "2025-06-01", ""},
    {"the kind is the category",
     ElementKind::phone_model,
     {"declared country_of_production=Vietnam"},
     "2025-06-01",
     "listed router by category and country"},
    {"a part of the category",
     srv,
     {"part/wan/category=consumer router", "part/wan/country_of_production=Vietnam"},
     "2025-06-01",
     "listed router by category and country part/wan"},
};

TEST(Match, Table) {
  ASSERT_GE(std::size(cases), 40u);
  LoadedList lists[] = {loaded(source_file("data/policy/fcc-covered-list.json")), loaded(house)};
  for (auto& c : cases) {
    Element e = element("e", c.kind, {});
    for (auto text : c.told) tell(e, text, 9);
    EXPECT_EQ(told(PolicyIndex(lists, day(c.day)).match(e)), c.expected) << c.name;
  }
}

TEST(Match, TellsWhichEvidenceWithItsEntries) {
  LoadedList lists[] = {loaded(source_file("data/policy/fcc-covered-list.json"))};
  auto e = element("e", sw, {"vendor=Huawei @snmp entity table", "agent_vendor=ciscoSystems @snmp engine id"}, 41);
  auto matches = PolicyIndex(lists, day(now)).match(e);
  ASSERT_EQ(matches.size(), 1u);
  ASSERT_EQ(matches[0].because.size(), 1u);
  EXPECT_EQ(matches[0].because[0]->entry, 41u);
  ASSERT_EQ(matches[0].against.size(), 1u);
  EXPECT_EQ(matches[0].why, "vendor: Huawei (snmp entity table); but agent_vendor: ciscoSystems (snmp engine id)");
}

TEST(Match, CountsThePartsOfAListedHost) {
  LoadedList lists[] = {loaded(source_file("data/policy/fcc-covered-list.json"))};
  auto e = element("e", sw, {"vendor=Huawei", "part/1/vendor=Huawei", "part/2/vendor=Huawei", "part/3/vendor=Intel"});
  auto matches = PolicyIndex(lists, day(now)).match(e);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].parts, 2u);
}

TEST(Match, MakerUnknown) {
  EXPECT_TRUE(maker_unknown(element("e", sw, {"declared location=x", "agent_vendor=Unknown"})));
  EXPECT_FALSE(maker_unknown(element("e", sw, {"chassis_vendor=Intel"})));
}

}  // namespace
}  // namespace pellucid::oversight
