#include "oversight/report/reports.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "oversight/report/render.hpp"
#include "tests/oversight/report/network.hpp"

namespace pellucid::oversight {
namespace {

const ReportContext context{ListView::by_their_dates, {{"Log", "example.org/log"}}};

std::string file(const std::string& name) {
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/oversight/report/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Compared with tests/data/oversight/report; what differs is left in the folder for temporary files, to look at and to copy.
void golden(const std::string& name, const std::string& text) {
  if (file(name) == text) return;
  auto made = std::filesystem::temp_directory_path() / ("pellucid-report-" + name);
  std::ofstream(made, std::ios::binary) << text;
  ADD_FAILURE() << name << " differs from " << made;
}

std::string indented(const Tree& tree) { return tree.outline(); }

TEST(Reports, AreWhatTheyWere) {
  auto log = small_network();
  auto history = log.history("2026-04-02", parse_day("2026-04-01"));
  for (auto kind : {ReportKind::equipment, ReportKind::changes, ReportKind::exposure, ReportKind::section5}) {
    auto report = make_report(kind, history, context);
    golden(report.kind + ".txt", indented(tree(report)));
    golden(report.kind + ".csv", csv(report.tables[0]));
  }
  golden("exposure.html", html(make_report(ReportKind::exposure, history, context)));
}

TEST(Reports, EveryRowOfEveryReportNamesItsEntries) {
  auto log = small_network();
  auto history = log.history("2026-04-02", parse_day("2026-04-01"));
  for (auto kind : {ReportKind::equipment, ReportKind::changes, ReportKind::exposure, ReportKind::section5}) {
    auto report = make_report(kind, history, context);
    for (auto& table : report.tables)
      for (auto& row : table.rows) {
        EXPECT_EQ(row.cells.size(), table.columns.size()) << report.kind << "/" << table.name;
        bool counts = table.name == "kind" || table.name == "role";
        EXPECT_NE(counts, !row.entries.empty()) << report.kind << "/" << table.name << ": " << row.cells[0];
        for (auto entry : row.entries) EXPECT_LT(entry, log.entries.size());
      }
    EXPECT_FALSE(report.facts.empty());
  }
}

TEST(Reports, Section5CertifiesNoneOnlyIfNothingMatches) {
  Ledger log;
  for (auto& entry : list_entries(shipped_list(), "root", "r")) log.add(entry, at("2026-04-01"));
  log.see(at("2026-04-01"), ElementKind::switch_, mac("01"), "snmp", {"vendor=Cisco"});
  auto none = make_report(ReportKind::section5, log.history("2026-04-01"), context);
  EXPECT_TRUE(none.statements.at(0).starts_with("Certification of none")) << none.statements[0];
  EXPECT_TRUE(none.tables[0].rows.empty());

  log.see(at("2026-04-02"), ElementKind::switch_, mac("02"), "snmp", {"agent_vendor=Huawei", "agent_software=net-snmp"});
  auto possibly = make_report(ReportKind::section5, log.history("2026-04-02"), context);
  EXPECT_NE(possibly.statements.at(0).find("cannot be drawn"), std::string::npos) << possibly.statements[0];

  log.see(at("2026-04-03"), ElementKind::switch_, mac("03"), "snmp", {"vendor=ZTE"});
  auto some = make_report(ReportKind::section5, log.history("2026-04-03"), context);
  EXPECT_NE(some.statements.at(0).find("not possible"), std::string::npos) << some.statements[0];
  // The day before is as it was.
  EXPECT_EQ(tree(make_report(ReportKind::section5, log.history("2026-04-01"), context)).find("statements")->json(),
            tree(none).find("statements")->json());
}

TEST(Reports, Section5WithoutAListCertifiesNothing) {
  Ledger log;
  log.see(at("2026-04-01"), ElementKind::switch_, mac("01"), "snmp", {"vendor=Cisco"});
  auto report = make_report(ReportKind::section5, log.history("2026-04-01"), context);
  EXPECT_NE(report.statements.at(0).find("neither"), std::string::npos) << report.statements[0];
}

TEST(Reports, Section5AsksForWhatWasObtainedSinceTheEntrysDate) {
  auto row_of = [](const std::string& obtained, const std::string& vendor) {
    Ledger log;
    for (auto& entry : list_entries(shipped_list(), "root", "r")) log.add(entry, at("2026-04-01"));
    std::vector<std::string> told{"vendor=" + vendor};
    if (!obtained.empty()) told.push_back("date_obtained=" + obtained);
    log.see(at("2026-04-01"), ElementKind::other, mac("01"), "import a.csv", told, Strength::declared);
    auto report = make_report(ReportKind::section5, log.history("2026-04-01"), context);
    auto& table = report.tables[0];
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (table.columns[i].name == "to_report") return table.rows.at(0).cells[i];
    return std::string();
  };
  EXPECT_EQ(row_of("2018-08-13", "Huawei"), "no, obtained before");  // 47 U.S.C. 1604(a)(1)
  EXPECT_EQ(row_of("2018-08-14", "Huawei"), "yes");
  EXPECT_EQ(row_of("", "Huawei"), "date not known");
  EXPECT_EQ(row_of("May 2020", "Huawei"), "date not known");
  EXPECT_EQ(row_of("2026-02-19", "DJI"), "no, obtained before");  // 60 days after December 22, 2025: (a)(2)
  EXPECT_EQ(row_of("2026-02-20", "DJI"), "yes");
}

TEST(Reports, TheViewIsAskedForAndSaid) {
  auto log = small_network("2026-04-01");
  auto then = log.history("2026-03-31");
  EXPECT_EQ(then.entries(), 0u);
  ReportContext logged{ListView::as_logged, {}};
  auto nothing = make_report(ReportKind::exposure, then, logged);
  EXPECT_EQ(nothing.tables.back().rows.size(), 0u);
  EXPECT_NE(nothing.statements.at(1).find("as the lists stood in the log"), std::string::npos);
  auto dated = make_report(ReportKind::exposure, then, context);
  EXPECT_EQ(dated.tables.back().rows.size(), 2u);
}

TEST(Reports, GapsAreSaid) {
  auto log = small_network();
  for (auto& recorded : log.inventory.silence(log.inventory.find(mac("04"))->id, at("2026-04-02"), "no answer"))
    log.add(recorded.entry, at("2026-04-02"));
  auto report = make_report(ReportKind::exposure, log.history("2026-04-03"), context);
  auto said = [&](std::string_view what) {
    for (auto& gap : report.not_known)
      if (gap.find(what) != gap.npos) return true;
    return false;
  };
  EXPECT_TRUE(said("no way to a UPF is known"));
  EXPECT_TRUE(said("no evidence of a maker"));
  EXPECT_TRUE(said("not answer"));
  EXPECT_TRUE(said("of the kind \"conflict\""));
  EXPECT_TRUE(said("example-list/home-routers"));
  EXPECT_TRUE(said("The last entry up to this day"));
}

TEST(Reports, PersonalValuesAreNotInThem) {
  auto log = small_network();
  log.see(at("2026-04-02"), ElementKind::switch_, mac("01"), "snmp 10.0.0.1", {"contact=Anna Example, +49 170 1234567", "owner=Bert"});
  auto history = log.history("2026-04-02", parse_day("2026-04-01"));
  for (auto kind : {ReportKind::equipment, ReportKind::changes, ReportKind::exposure, ReportKind::section5}) {
    auto report = make_report(kind, history, context);
    auto all = html(report) + tree(report).json();
    for (auto& table : report.tables) all += csv(table);
    EXPECT_EQ(all.find("Anna Example"), all.npos) << report.kind;
    EXPECT_EQ(all.find("1234567"), all.npos) << report.kind;
    EXPECT_EQ(all.find("Bert"), all.npos) << report.kind;
  }
}

}  // namespace
}  // namespace pellucid::oversight
