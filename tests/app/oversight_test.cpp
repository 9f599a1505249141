// The log and the inventory of a running core, as an operator and an auditor see them.
#include <sys/mount.h>

#include <thread>

#include "app/running_core.hpp"

namespace pellucid::app::test {
namespace {

namespace fs = std::filesystem;

struct OversightTest : Core {
  std::string log_key() {
    auto answer = ask({"ledger", "status"});
    auto* key = answer.find("key");
    return key ? key->text() : "";
  }
  Finished verify(std::vector<std::string> arguments) {
    arguments.push_back(path("ledger"));
    return program("pellucid-verify", arguments);
  }
  Finished phone(const char* patience = "20") { return pellucid({"sim", "--ues", "1", "--patience", patience, "--amf", "127.0.0.5"}); }
  /// All published files of the log as one text.
  std::string published() {
    std::string all;
    for (auto& file : fs::recursive_directory_iterator(path("ledger/tile")))
      if (file.is_regular_file()) all += content(file.path());
    return all + content(path("ledger/checkpoint"));
  }
  bool until_entries(const std::string& type, std::size_t count) {
    auto end = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < end)
      if (entries(type) == count) return true;
    return false;
  }
  std::size_t entries(const std::string& type) {
    // The widest entry bundle holds all entries of a log this small.
    std::string widest;
    for (auto& file : fs::directory_iterator(path("ledger/tile/entries/000.p")))
      if (auto text = content(file.path()); text.size() > widest.size()) widest = text;
    std::size_t count = 0;
    for (auto at = widest.find("\"type\":\"" + type + "\""); at != std::string::npos; at = widest.find("\"type\":\"" + type + "\"", at + 1))
      ++count;
    return count;
  }
};

TEST_F(OversightTest, WhatHappensStandsInALogThatVerifies) {
  start();
  add_subscribers(2);
  ASSERT_EQ(tell({"subscriber", "change", "999700000000002", "--name", "Anna Smith", "--reason", "her new name"}).status, 0);
  ASSERT_EQ(phone().status, 0);
  auto key = log_key();
  auto verdict = verify({"--key", key});
  EXPECT_EQ(verdict.status, 0) << verdict.out << verdict.err;
  EXPECT_TRUE(until_entries("software.started", 1));
  EXPECT_EQ(entries("configuration.changed"), 1u);
  EXPECT_EQ(entries("subscribers.imported"), 1u);
  EXPECT_EQ(entries("subscriber.changed"), 1u);
  EXPECT_EQ(entries("gnb.connected"), 1u);
  EXPECT_EQ(entries("upf.associated"), 1u);
  auto all = published();
  for (auto* personal : {"999700000000001", "999700000000002", "Anna", k}) EXPECT_EQ(all.find(personal), std::string::npos) << personal;
  EXPECT_NE(all.find("her new name"), std::string::npos);
  EXPECT_EQ(http("/ledger/checkpoint"), content(path("ledger/checkpoint")));

  // Killed and started again: nothing is lost, the same log goes on, the configuration is not told twice.
  fs::copy(path("ledger/checkpoint"), path("known"));
  core->signal(SIGKILL);
  core->wait();
  start();
  EXPECT_EQ(log_key(), key);
  verdict = verify({"--key", key, "--known", path("known")});
  EXPECT_EQ(verdict.status, 0) << verdict.out << verdict.err;
  EXPECT_TRUE(until_entries("software.started", 2));
  EXPECT_EQ(entries("configuration.changed"), 1u);
  core->signal(SIGTERM);
  EXPECT_EQ(core->wait(), 0);
  EXPECT_EQ(entries("software.stopped"), 1u);

  // One octet of one entry, anywhere.
  for (auto& file : fs::directory_iterator(path("ledger/tile/entries/000.p"))) {
    auto text = content(file.path());
    auto at = text.find("her new name");
    if (at == std::string::npos) continue;
    text[at] = 'H';
    std::ofstream(file.path(), std::ios::binary) << text;
  }
  verdict = verify({"--key", key});
  EXPECT_EQ(verdict.status, 1) << verdict.out << verdict.err;
}

TEST_F(OversightTest, TheGateLetsInWhatIsApproved) {
  write_config("gate = \"refuse\"");
  start();
  add_subscribers(1);
  auto refused = phone("3");
  EXPECT_NE(refused.status, 0);
  EXPECT_NE(refused.err.find("om-intervention"), std::string::npos) << refused.err;
  auto findings = ask({"finding", "list"});
  EXPECT_NE(findings.json().find("unapproved"), std::string::npos) << findings.json();
  auto without_reason = tell({"element", "approve", "gnb1"});
  EXPECT_EQ(without_reason.status, 1);
  EXPECT_NE(without_reason.err.find("--reason"), std::string::npos);
  ASSERT_EQ(tell({"element", "approve", "gnb1", "--reason", "site 17"}).status, 0);
  EXPECT_EQ(phone().status, 0);
  EXPECT_EQ(ask({"finding", "list"}).json(), "[]");
  ASSERT_EQ(tell({"element", "withdraw", "gnb1", "--reason", "moved away"}).status, 0);
  EXPECT_NE(ask({"finding", "list"}).json().find("unapproved"), std::string::npos);
  EXPECT_EQ(entries("gnb.refused"), 1u);  // it tried more than once; the same refusal is not told again
  EXPECT_EQ(verify({"--key", log_key()}).status, 0);
}

TEST_F(OversightTest, ChangesWhileNothingRunsAreRecordedToo) {
  add_subscribers(1);
  ASSERT_EQ(tell({"suci", "keygen"}).status, 0);
  ASSERT_EQ(tell({"element", "import", write("sites.csv", "element,kind,vendor,model,serial\nmast-1,radio unit,Example,R1,4711\n"),
                  "--apply", "--reason", "inventory of the year"})
                .status,
            0);
  EXPECT_EQ(entries("subscribers.imported"), 1u);
  EXPECT_EQ(entries("home_key.added"), 1u);
  auto elements = ask({"element", "list"});
  EXPECT_NE(elements.json().find("4711"), std::string::npos) << elements.json();
  EXPECT_EQ(verify({"--key", log_key()}).status, 0);
}

TEST_F(OversightTest, PhonesAreCountedAndNotNamed) {
  write_config("usage_sample_s = 1");
  start();
  add_subscribers(1);
  Process phone({"sim", "--ues", "1", "--stay", "4"}, folder());
  auto end = std::chrono::steady_clock::now() + 30s;
  while (entries("usage.sample") == 0 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_GE(entries("usage.sample"), 1u);
  EXPECT_EQ(phone.wait(), 0);
  auto models = ask({"element", "list", "phone model"});
  ASSERT_TRUE(models.as_array() && models.as_array()->size() == 1) << models.json();
  EXPECT_EQ(models.as_array()->front().find("id")->text(), "tac:35693803");
  EXPECT_EQ(published().find("999700000000001"), std::string::npos);
  EXPECT_EQ(published().find("3569380356438091"), std::string::npos);
}

TEST_F(OversightTest, AWitnessCosignsTheRunningLog) {
  auto key = log_key();
  auto made = pellucid({"witness", "keygen", "--key", path("witness.key"), "--name", "witness.example/w"});
  ASSERT_EQ(made.status, 0) << made.err;
  auto vkey = made.out.substr(0, made.out.find('\n'));
  Process witness({"witness", "run", "--key", path("witness.key"), "--name", "witness.example/w", "--listen", "127.0.0.1:7700", "--state",
                   path("witness"), "--log", key},
                  folder());
  auto policy = "log " + key + "\nwitness w " + vkey + " http://127.0.0.1:7700\nquorum w\n";
  auto text = content(config);
  text.insert(text.find("origin ="), "witnesses = \"" + write("policy", policy) + "\"\n");
  write("pellucid.toml", text);
  start();
  auto end = std::chrono::steady_clock::now() + 30s;
  while (!fs::exists(path("ledger/checkpoint.cosigned")) && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_EQ(http("/ledger/checkpoint.cosigned").substr(0, 17), "test.example/log\n");
  auto standing = ask({"ledger", "status"});
  ASSERT_TRUE(standing.find("witnesses")) << standing.json();
  EXPECT_NE(standing.json().find("cosigns"), std::string::npos) << standing.json();
  auto verdict = verify({"--policy", path("policy"), "--max-age", "600"});
  EXPECT_EQ(verdict.status, 0) << verdict.out << verdict.err;
}

TEST_F(OversightTest, AnotherKeyTakesOverAndVerifiersFollow) {
  add_subscribers(1);
  auto first = log_key();
  auto text = content(config);
  text.insert(text.find("key = \"file:"), "former_key = \"file:" + path("ledger.key") + "\"\n");
  auto at = text.find("\nkey = \"file:");
  ASSERT_NE(at, std::string::npos);
  text.insert(text.find("ledger.key", at), "new.");
  write("pellucid.toml", text);
  auto second = log_key();
  EXPECT_NE(second, first);
  EXPECT_EQ(entries("key.changed"), 1u);
  EXPECT_EQ(log_key(), second) << "once, however often it is opened";
  EXPECT_EQ(entries("key.changed"), 1u);
  auto verdict = verify({"--key", first});
  EXPECT_EQ(verdict.status, 0) << verdict.out << verdict.err;
  write_config();
  auto refused = tell({"ledger", "status"});
  EXPECT_EQ(refused.status, 1) << "the first key signs no more";
  EXPECT_NE(refused.err.find("the log is signed by"), std::string::npos) << refused.err;
}

TEST_F(OversightTest, ASealedContentCanBeShownAndForgotten) {
  add_subscribers(1);
  ASSERT_EQ(tell({"subscriber", "remove", "999700000000001", "--reason", "left"}).status, 0);
  auto key = log_key();
  auto count = ask({"ledger", "status"}).find("entries")->text();
  auto last = std::to_string(std::stoul(count) - 1);
  ASSERT_EQ(tell({"ledger", "erase", last, "supi", "--reason", "asked to be forgotten"}).status, 0);
  EXPECT_EQ(tell({"ledger", "erase", last, "supi", "--reason", "again"}).status, 1);
  EXPECT_EQ(entries("sealed.erased"), 1u);
  EXPECT_EQ(verify({"--key", key}).status, 0);
}

TEST_F(OversightTest, AFullDiskRefusesChangesButTheNetworkGoesOn) {
  ASSERT_EQ(::unshare(CLONE_NEWNS), 0) << std::strerror(errno);
  ASSERT_EQ(::mount("", "/", nullptr, MS_PRIVATE | MS_REC, nullptr), 0) << std::strerror(errno);
  ASSERT_TRUE(fs::create_directory(path("ledger")));
  ASSERT_EQ(::mount("test", path("ledger").c_str(), "tmpfs", 0, "size=2m"), 0) << std::strerror(errno);
  start();
  add_subscribers(1);
  auto key = log_key();
  std::ofstream filler(path("ledger/filler"), std::ios::binary);
  while (filler << std::string(4096, 'x') << std::flush) continue;
  filler.close();
  ASSERT_EQ(phone().status, 0) << "phones are served";
  auto refused = tell({"subscriber", "add", "999700000000009", "--k", k, "--opc", opc});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find("could not be recorded"), std::string::npos) << refused.err;
  EXPECT_EQ(status("subscribers"), "1");
  EXPECT_NE(http("/metrics").find("pellucid_ledger_trouble 1"), std::string::npos);
  ASSERT_TRUE(core->says("not recorded")) << core->err();

  fs::remove(path("ledger/filler"));
  auto end = std::chrono::steady_clock::now() + 30s;
  Finished done;
  while ((done = tell({"subscriber", "add", "999700000000009", "--k", k, "--opc", opc})).status != 0 &&
         std::chrono::steady_clock::now() < end)
    continue;
  EXPECT_EQ(done.status, 0) << done.err;
  ASSERT_EQ(phone().status, 0);
  EXPECT_EQ(entries("log.gap"), 1u);
  EXPECT_EQ(verify({"--key", key}).status, 0);
  core.reset();
  ::umount(path("ledger").c_str());
}

}  // namespace
}  // namespace pellucid::app::test
