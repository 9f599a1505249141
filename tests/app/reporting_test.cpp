// `pellucid report` and `pellucid audit export` on a real log.
#include "app/reporting.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledger/log/log.hpp"
#include "ledger/verify/verify.hpp"
#include "oversight/inventory/inventory.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {
namespace {

struct Reporting : testing::Test {
  std::string folder = testing::TempDir() + "pellucid-reporting-" + std::to_string(getpid());
  std::unique_ptr<RealWorld> world = std::move(*RealWorld::open());
  ledger::FileSigner signer{"example.org/log", ledger::KeyType::ed25519, crypto::Key256{7}};
  std::unique_ptr<ledger::Log> log;
  std::unique_ptr<ledger::Recorder> recorder;

  Reporting() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    log = std::move(*ledger::Log::open(*world, {.folder = folder + "/log", .signer = signer}));
    recorder = ledger::inline_recorder(*world, *log);
    oversight::Observation seen;
    seen.kind = oversight::ElementKind::switch_;
    seen.identifiers = {{oversight::Identifier::Kind::address, "10.0.0.1"}};
    seen.source = "snmp 10.0.0.1";
    seen.evidence = {{"vendor", "Huawei", "snmp entity table", oversight::Strength::programmed}};
    for (auto& recorded : oversight::Inventory().observe(seen)) {
      recorded.entry.time = {};
      EXPECT_TRUE(recorder->record(recorded.entry, recorded.secrets).ok());
    }
  }
  ~Reporting() override { std::filesystem::remove_all(folder); }

  ReportOptions options() {
    ReportOptions o;
    o.kind = "equipment", o.ledger = folder + "/log", o.out = folder + "/out", o.format = "html,csv,json", o.actor = "anna",
    o.reason = "asked for";
    return o;
  }
  bool exists(const std::string& path) { return std::filesystem::exists(folder + "/" + path); }
};

TEST_F(Reporting, WritesReportAndProofsAndTellsTheLog) {
  auto done = write_report(*world, options(), recorder.get());
  ASSERT_TRUE(done.ok()) << done.error();
  EXPECT_NE(done->find("in entry 2"), done->npos) << *done;
  EXPECT_TRUE(exists("out/proofs/1.tlog-proof"));
  EXPECT_EQ(log->size(), 3u);
}

TEST_F(Reporting, WithoutARecorderItSaysThatTheLogDoesNotKnow) {
  auto done = write_report(*world, options(), nullptr);
  ASSERT_TRUE(done.ok()) << done.error();
  EXPECT_NE(done->find("does not say"), done->npos);
  EXPECT_EQ(log->size(), 2u);
  EXPECT_EQ(report_command(options()), 0);
}

TEST_F(Reporting, TheCommandTellsALogAtRestIfItHasTheKey) {
  auto o = options();
  o.key = "file:" + folder + "/key";
  std::ofstream(folder + "/key") << "07" << std::string(62, '0') << "\n";
  std::filesystem::permissions(folder + "/key", std::filesystem::perms(0600));
  EXPECT_EQ(report_command(o), 1) << "this process writes to the log";
  recorder.reset();
  log.reset();
  EXPECT_EQ(report_command(o), 0);
  log = std::move(*ledger::Log::open(*world, {.folder = folder + "/log", .signer = signer}));
  EXPECT_EQ(log->size(), 3u);
}

TEST_F(Reporting, RefusesWhatItDoesNotUnderstand) {
  auto refused = [&](auto change) {
    auto o = options();
    change(o);
    auto done = write_report(*world, o, nullptr);
    return done.ok() ? "" : done.error();
  };
  EXPECT_NE(refused([](auto& o) { o.kind = "all"; }).find("allowed are equipment"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.format = "pdf"; }).find("--format pdf"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.as_of = "yesterday"; }).find("--as-of yesterday"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.lists = "new"; }).find("--lists new"), std::string::npos);
  EXPECT_NE(refused([](auto& o) { o.from = "2026-02-02", o.as_of = "2026-02-01"; }).find("--from 2026-02-02"), std::string::npos);
  EXPECT_NE(refused([&](auto& o) { o.ledger = folder + "/nowhere"; }).find("nowhere"), std::string::npos);
  EXPECT_FALSE(exists("out"));
}

TEST_F(Reporting, TheAuditBundleHolds) {
  std::ofstream(folder + "/policy") << "log " << signer.key().text() << "\nquorum none\n";
  AuditOptions o;
  o.ledger = folder + "/log", o.out = folder + "/bundle", o.policy = folder + "/policy", o.actor = "anna", o.reason = "audit";
  auto done = write_audit_bundle(*world, o, recorder.get());
  ASSERT_TRUE(done.ok()) << done.error();
  ledger::Trust trust;
  trust.policy.emplace();
  trust.policy->logs.push_back({signer.key(), ""});
  auto verdict = ledger::verify_bundle(ledger::DiskFolder(o.out), trust);
  EXPECT_EQ(verdict.outcome(), ledger::Outcome::holds) << verdict.text();

  o.out = folder + "/without";
  ASSERT_TRUE(write_audit_bundle(*world, o, nullptr).ok());
  EXPECT_EQ(ledger::verify_bundle(ledger::DiskFolder(o.out), trust).outcome(), ledger::Outcome::holds);
  o.out = folder + "/third";
  o.openings = {"1"};
  EXPECT_NE(write_audit_bundle(*world, o, nullptr).error().find("ENTRY:FIELD"), std::string::npos);
}

}  // namespace
}  // namespace pellucid::app
