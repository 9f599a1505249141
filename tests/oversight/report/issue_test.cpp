// From a real log on the disk to files for others, and back with the proofs.
#include "oversight/report/issue.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "crypto/sha256.hpp"
#include "ledger/format/proof_file.hpp"
#include "ledger/log/log.hpp"
#include "ledger/verify/bundle.hpp"
#include "oversight/report/audit.hpp"
#include "oversight/report/render.hpp"
#include "runtime/real_world.hpp"
#include "tests/oversight/report/network.hpp"

namespace pellucid::oversight {
namespace {

struct Issue : testing::Test {
  std::string folder = testing::TempDir() + "pellucid-issue-" + std::to_string(getpid());
  std::unique_ptr<RealWorld> world = std::move(*RealWorld::open());
  ledger::FileSigner signer{"example.org/log", ledger::KeyType::ed25519, crypto::Key256{7}};
  std::unique_ptr<ledger::Log> log;
  Day today = day_of(world->wall());

  Issue() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder + "/out/proofs");
    log = std::move(*ledger::Log::open(*world, {.folder = folder + "/log", .signer = signer}));
    std::vector<ledger::NewEntry> entries;
    for (auto& entry : small_network().entries) {
      entries.push_back({entry});
      entries.back().entry.time = {};  // the log's own
    }
    EXPECT_TRUE(log->append(entries).ok());
  }
  ~Issue() override { std::filesystem::remove_all(folder); }
  ledger::Reader reader() { return std::move(*ledger::Reader::open(folder + "/log")); }
};

TEST_F(Issue, EveryRowHasAProofThatHolds) {
  auto log_reader = reader();
  History history(today, today);
  ASSERT_TRUE(read_history(log_reader, history).ok());
  EXPECT_EQ(history.entries(), log_reader.size());
  EXPECT_EQ(history.inventory().elements().size(), 8u);
  ReportContext context{ListView::as_logged, log_facts(log_reader)};
  for (auto kind : {ReportKind::equipment, ReportKind::changes, ReportKind::exposure, ReportKind::section5}) {
    auto report = make_report(kind, history, context);
    auto entries = entries_of(report);
    ASSERT_FALSE(entries.empty());
    auto files = proofs(log_reader, entries);
    ASSERT_TRUE(files.ok()) << files.error().text();
    ASSERT_EQ(files->size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
      auto proof = ledger::parse_proof_file((*files)[i].content);
      ASSERT_TRUE(proof.ok()) << proof.error();
      EXPECT_EQ(proof->index, entries[i]);
      EXPECT_TRUE(proof->leads_to(log_reader.checkpoint().checkpoint));
      EXPECT_EQ((*files)[i].name, proof_path(entries[i]));
      auto signed_head = ledger::parse_checkpoint(proof->checkpoint);
      ASSERT_TRUE(signed_head.ok());
      auto verified = ledger::verify_note(signed_head->note, {signer.key()});
      ASSERT_TRUE(verified.ok());
      EXPECT_EQ(verified->size(), 1u);
      proof->entry[10] ^= 1;
      EXPECT_FALSE(proof->leads_to(log_reader.checkpoint().checkpoint));
    }
  }
}

TEST_F(Issue, WhatWasHandedOutIsAnEntry) {
  auto log_reader = reader();
  History history(today);
  ASSERT_TRUE(read_history(log_reader, history).ok());
  auto report = make_report(ReportKind::exposure, history, {ListView::as_logged, log_facts(log_reader)});
  auto files = render(report, {true, true, true});
  ASSERT_EQ(files.size(), 2 + report.tables.size());
  ASSERT_TRUE(write_files(*world, folder + "/out", files).ok());
  std::ifstream in(folder + "/out/" + files[0].name, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), files[0].content);

  auto recorder = ledger::inline_recorder(*world, *log);
  auto index = recorder->record(issued_entry(report, files, "anna (uid 1000)", "yearly report"));
  ASSERT_TRUE(index.ok()) << index.error().text();
  ASSERT_TRUE(log_reader.refresh().ok());
  auto entry = ledger::parse_entry(*log_reader.entry(*index));
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry->type, "report.issued");
  EXPECT_EQ(entry->after.find("kind")->text(), "exposure");
  EXPECT_EQ(entry->after.find("as_of")->text(), day_text(today));
  auto& first = (*entry->after.find("files")->as_array())[0];
  EXPECT_EQ(first.find("name")->text(), files[0].name);
  EXPECT_EQ(first.find("sha256")->text(), hex(crypto::sha256({as_bytes(files[0].content)})));
}

TEST_F(Issue, AnAuditBundleHoldsOnAnEmptyMachine) {
  ledger::Entry sealed;
  sealed.type = "subscriber.changed";
  sealed.actor = "anna";
  sealed.reason = "new SIM";
  ledger::NewEntry with_secret{sealed, {{"supi", to_bytes(as_bytes("imsi-999700000000001"))}}};
  auto index = log->append({&with_secret, 1});
  ASSERT_TRUE(index.ok());
  auto log_reader = reader();
  AuditRequest request{.as_of = today,
                       .log_folder = folder + "/log",
                       .policy = "log " + signer.key().text() + "\nquorum none\n",
                       .actor = "anna (uid 1000)",
                       .reason = "yearly audit"};
  request.openings = {{*index, "supi"}};
  auto audit = prepare_audit(log_reader, request);
  ASSERT_TRUE(audit.ok()) << audit.error().text();
  ASSERT_EQ(audit->issued.size(), 4u);
  auto recorder = ledger::inline_recorder(*world, *log);
  for (auto& entry : audit->issued) ASSERT_TRUE(recorder->record(entry).ok());
  auto written = write_audit(log_reader, *audit, request, folder + "/bundle");
  ASSERT_TRUE(written.ok()) << written.error();

  ledger::Trust trust;
  trust.policy = *ledger::parse_policy(request.policy);
  auto verdict = ledger::verify_bundle(ledger::DiskFolder(folder + "/bundle"), trust);
  EXPECT_EQ(verdict.outcome(), ledger::Outcome::holds) << verdict.text();
  // One changed octet of a report is seen.
  std::fstream report(folder + "/bundle/reports/" + audit->reports[0].name, std::ios::in | std::ios::out | std::ios::binary);
  report.seekp(200);
  report.put('#');
  report.close();
  EXPECT_EQ(ledger::verify_bundle(ledger::DiskFolder(folder + "/bundle"), trust).outcome(), ledger::Outcome::tampered);
  // The bundle is written once.
  EXPECT_FALSE(write_audit(log_reader, *audit, request, folder + "/bundle").ok());
}

TEST_F(Issue, ADamagedLogIsAnErrorAndNoReport) {
  auto log_reader = reader();
  std::filesystem::remove_all(folder + "/log/tile/entries");
  History history(today);
  auto read = read_history(log_reader, history);
  ASSERT_FALSE(read.ok());
  EXPECT_NE(read.error().text().find("tile/entries"), std::string::npos) << read.error().text();
}

TEST(Formats, AreNamedOneByOne) {
  EXPECT_TRUE(parse_formats("html")->html);
  auto all = parse_formats("csv,json,html");
  ASSERT_TRUE(all.has_value());
  EXPECT_TRUE(all->csv && all->json && all->html);
  for (auto* wrong : {"", "pdf", "html,", ",csv", "html;csv", "HTML"}) EXPECT_FALSE(parse_formats(wrong)) << wrong;
}

}  // namespace
}  // namespace pellucid::oversight
