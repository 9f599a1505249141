#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/ledger/log/log_bed.hpp"

namespace pellucid::ledger {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Kind = LedgerError::Kind;

struct LogTest : ::testing::Test, LogBed {};

TEST_F(LogTest, BeginsWithItsKey) {
  auto log = open();
  EXPECT_EQ(log->size(), 1u);
  auto read = reader();
  EXPECT_EQ(read.checkpoint().checkpoint.origin, "example.org/log");
  auto first = parse_entry(*read.entry(0));
  ASSERT_TRUE(first.ok()) << first.error();
  EXPECT_EQ(first->type, "log.opened");
  EXPECT_EQ(first->after.find("key")->text(), signer.key().text());
  EXPECT_EQ(log->checkpoint(), content_of(folder + "/checkpoint"));
  expect_whole(1);
}

/// tlog-tiles, "Partial Tiles": exactly the files of a tree of that size, and private things readable by nobody else.
TEST_F(LogTest, TheFolderIsWhatTheSpecificationSays) {
  auto log = open();
  ASSERT_TRUE(log->append(entries(1, 599)).ok());
  std::vector<std::string> files;
  for (auto& file : fs::recursive_directory_iterator(folder))
    if (file.is_regular_file()) files.push_back(file.path().string().substr(folder.size() + 1));
  EXPECT_THAT(files, ::testing::UnorderedElementsAre("checkpoint", "journal", "writer.lock", "tile/0/000", "tile/0/001", "tile/0/002.p/88",
                                                     "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"));
  EXPECT_EQ(fs::file_size(folder + "/tile/0/000"), 8192u);
  EXPECT_EQ(fs::file_size(folder + "/tile/1/000.p/2"), 64u);
  EXPECT_EQ(fs::status(folder + "/journal").permissions(), fs::perms(0600));
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms(0755));
}

/// tlog-tiles: a partial tile must be served until the full one is there.
TEST_F(LogTest, PartialTilesOfEarlierCheckpointsStayUntilTheTileIsFull) {
  auto log = open();
  ASSERT_TRUE(log->append(entries(1, 9)).ok());
  ASSERT_TRUE(log->append(entries(10, 90)).ok());
  auto early = reader();
  for (auto* name : {"/tile/0/000.p/1", "/tile/0/000.p/10", "/tile/0/000.p/100", "/tile/entries/000.p/10"})
    EXPECT_TRUE(fs::exists(folder + name)) << name;
  ASSERT_TRUE(log->append(entries(100, 200)).ok());
  EXPECT_FALSE(fs::exists(folder + "/tile/0/000.p"));
  EXPECT_FALSE(fs::exists(folder + "/tile/entries/000.p"));
  // Who still has the earlier checkpoint finds it all in the full tile.
  auto whole = early.verify_files();
  EXPECT_TRUE(whole.ok()) << whole.error().text();
  EXPECT_EQ(early.size(), 100u);
}

TEST_F(LogTest, ReopensAtEverySizeUpTo600) {
  journal_octets = 20'000;  // so that the journal is begun anew several times
  Frontier frontier;
  for (std::uint64_t size = 1; size <= 600; ++size) {
    auto log = open();
    ASSERT_TRUE(log) << size;
    if (size > 1) {
      auto index = log->append(entries(size, 1));
      ASSERT_TRUE(index.ok()) << index.error().text();
      ASSERT_EQ(*index, size - 1);
    }
    auto read = reader();
    frontier.add(leaf_hash(as_bytes(*read.entry(size - 1))));
    ASSERT_EQ(read.size(), size);
    ASSERT_EQ(read.checkpoint().checkpoint.root, frontier.root());
    if (size % 50 == 0 || size % 256 < 2) expect_whole(size);
  }
  EXPECT_GE(disk.full_syncs, 2);
}

TEST_F(LogTest, GrowsAcrossManyJournalsAndProvesIt) {
  journal_octets = 100'000;
  auto log = open();
  std::vector<SignedCheckpoint> seen{reader().checkpoint()};
  for (std::uint64_t n = 1; n < 70'000; n += 1733) {
    ASSERT_TRUE(log->append(entries(n, 1733)).ok());
    seen.push_back(reader().checkpoint());
    if (n % 7 == 0) log.reset(), log = open();
  }
  auto read = reader();
  auto& last = read.checkpoint().checkpoint;
  expect_whole(last.size);
  for (auto& [old, note] : seen) {
    auto proof = read.prove_consistency(old.size, last.size);
    ASSERT_TRUE(proof.ok()) << proof.error().text();
    EXPECT_TRUE(verify_consistency(old.size, old.root, last.size, last.root, *proof)) << old.size;
  }
  for (std::uint64_t index : {std::uint64_t(0), std::uint64_t(255), std::uint64_t(65'536), last.size - 1}) {
    auto proof = read.prove_inclusion(index, last.size);
    ASSERT_TRUE(proof.ok());
    EXPECT_TRUE(verify_inclusion(index, last.size, leaf_hash(as_bytes(*read.entry(index))), *proof, last.root));
  }
  EXPECT_TRUE(fs::exists(folder + "/tile/1/000"));
  EXPECT_TRUE(fs::exists(folder + "/tile/2/000.p/1"));
  EXPECT_LT(fs::file_size(folder + "/journal"), 500'000u);
}

TEST_F(LogTest, OneSyncForAGroup) {
  auto log = open();
  disk.syncs = 0;
  ASSERT_TRUE(log->append(entries(1, 3000)).ok());
  EXPECT_EQ(disk.syncs, 1);
  ASSERT_TRUE(log->append(entries(1, 1)).ok());
  EXPECT_EQ(disk.syncs, 2);
}

TEST_F(LogTest, RefusesWhatItCannotTakeAndTakesNothingOfIt) {
  auto log = open();
  auto group = entries(1, 3);
  group[2].entry.before = Tree(1.5);
  auto refused = log->append(group);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(int(refused.error().kind), int(Kind::invalid));
  EXPECT_THAT(refused.error().text(), HasSubstr("test.counted"));
  EXPECT_FALSE(log->append(entries(1, max_group_entries + 1)).ok());
  EXPECT_EQ(log->size(), 1u);
  EXPECT_EQ(*log->append(entries(1, 1)), 1u);
  expect_whole(2);
}

TEST_F(LogTest, ASecondWriterIsRefusedAndToldWhoTheFirstIs) {
  auto log = open();
  auto second = try_open();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(int(second.error().kind), int(Kind::in_use));
  EXPECT_THAT(second.error().text(), HasSubstr("process " + std::to_string(::getpid())));
  log.reset();
  EXPECT_TRUE(try_open().ok());
}

// ---- the clock

TEST_F(LogTest, TimeNeverGoesBackAndTheLogSaysThatTheClockDid) {
  auto log = open();
  world.run_for(10s);
  ASSERT_TRUE(log->append(entries(1, 1)).ok());
  const auto before = time_text(world.wall());
  world.node("main").step_wall(-1h);
  const auto after = time_text(world.wall());
  auto index = log->append(entries(2, 1));
  ASSERT_TRUE(index.ok());
  EXPECT_EQ(*index, 3u);  // 2 is about the clock
  world.run_for(10min);
  ASSERT_TRUE(log->append(entries(3, 1)).ok());
  auto read = reader();
  auto step = parse_entry(*read.entry(2)), frozen = parse_entry(*read.entry(3)), still = parse_entry(*read.entry(4));
  EXPECT_EQ(step->type, "clock.stepped");
  EXPECT_EQ(step->before.find("clock")->text(), before);
  EXPECT_EQ(step->after.find("clock")->text(), after);
  EXPECT_EQ(time_text(frozen->time), before);
  EXPECT_EQ(time_text(still->time), before);
  world.run_for(1h);
  ASSERT_TRUE(log->append(entries(4, 1)).ok());
  ASSERT_TRUE(read.refresh().ok());
  EXPECT_EQ(time_text(parse_entry(*read.entry(5))->time), time_text(world.wall()));
  EXPECT_EQ(read.size(), 6u);
}

TEST_F(LogTest, AStepWhileNothingRanIsSeenToo) {
  open();
  world.node("main").step_wall(-1h);
  auto log = open();
  EXPECT_EQ(log->size(), 1u);
  ASSERT_TRUE(log->append(entries(1, 1)).ok());
  auto read = reader();
  EXPECT_EQ(parse_entry(*read.entry(1))->type, "clock.stepped");
  EXPECT_EQ(read.size(), 3u);
}

TEST_F(LogTest, AnObservationKeepsItsTimeWithinWhatIsPossible) {
  auto log = open();
  world.run_for(60s);
  auto group = entries(1, 3);
  group[0].entry.time = world.wall() - 5s;
  group[1].entry.time = world.wall() - 50s;  // before the one before
  group[2].entry.time = world.wall() + 50s;
  ASSERT_TRUE(log->append(group).ok());
  auto read = reader();
  EXPECT_EQ(parse_entry(*read.entry(1))->time, group[0].entry.time);
  EXPECT_EQ(parse_entry(*read.entry(2))->time, group[0].entry.time);
  EXPECT_EQ(parse_entry(*read.entry(3))->time, world.wall());
}

// ---- keys

TEST_F(LogTest, AnotherKeyIsRefused) {
  open();
  FileSigner other("example.org/log", KeyType::ed25519, seed(2)), elsewhere("example.org/other", KeyType::ed25519, seed(1));
  for (Signer* wrong : {static_cast<Signer*>(&other), static_cast<Signer*>(&elsewhere)}) {
    auto refused = try_open(wrong);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(int(refused.error().kind), int(Kind::key));
    EXPECT_THAT(refused.error().text(), HasSubstr(wrong->key().text()));
  }
  FileSigner cosigner("example.org/log", KeyType::cosignature, seed(1));
  EXPECT_FALSE(try_open(&cosigner).ok());
}

TEST_F(LogTest, TheOldKeyHandsOverToTheNewOne) {
  FileSigner next("example.org/log", KeyType::ed25519, seed(2)), third("example.org/log", KeyType::ed25519, seed(3));
  {
    auto log = open();
    ASSERT_TRUE(log->append(entries(1, 4)).ok());
  }
  auto before = reader().checkpoint().checkpoint;
  EXPECT_FALSE(try_open(&next, &third).ok());
  {
    auto log = try_open(&next, &signer);
    ASSERT_TRUE(log.ok()) << log.error().text();
    EXPECT_EQ((*log)->size(), 6u);
    ASSERT_TRUE((*log)->append(entries(6, 1)).ok());
  }
  auto read = reader();
  auto change = parse_key_change(*parse_entry(*read.entry(5)));
  ASSERT_TRUE(change.ok()) << change.error();
  EXPECT_EQ(change->to, next.key());
  EXPECT_TRUE(approves(*change, "example.org/log", 5, before.root));
  expect_whole(7, &next);
  EXPECT_EQ(int(try_open(&signer).error().kind), int(Kind::key));
  EXPECT_TRUE(try_open(&next, &signer).ok()) << "asked again: already done";
  EXPECT_TRUE(try_open(&next).ok());
  expect_whole(7, &next);
}

/// The change is on the disk, but the process ends before the checkpoint is.
TEST_F(LogTest, AChangeOfKeyThatWasInterruptedIsGoneOnWith) {
  FileSigner next("example.org/log", KeyType::ed25519, seed(2));
  open();
  const auto old = content_of(folder + "/checkpoint");
  ASSERT_TRUE(try_open(&next, &signer).ok());
  write_to(folder + "/checkpoint", old);
  EXPECT_EQ(int(try_open(&signer).error().kind), int(Kind::key)) << "the old key has given the log away";
  ASSERT_TRUE(try_open(&next).ok());
  expect_whole(2, &next);
}

// ---- sealed fields

TEST_F(LogTest, SealedFieldsOpenAndCanBeForgotten) {
  auto log = open();
  auto group = entries(1, 300);
  auto content = to_bytes(as_bytes("imsi-999700000000001"));
  for (auto n : {0u, 10u, 299u}) group[n].secrets = {{"supi", content}, {"name", to_bytes(as_bytes("Anna " + std::to_string(n)))}};
  ASSERT_TRUE(log->append(group).ok());
  auto read = reader();
  for (auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    bool sealed = file.path().string().find("/sealed/") != std::string::npos;
    EXPECT_EQ(content_of(file.path().string()).find("imsi-999700000000001") != std::string::npos, sealed) << file.path();
    if (sealed) EXPECT_EQ(file.status().permissions(), fs::perms(0600));
  }
  EXPECT_EQ(fs::status(folder + "/sealed").permissions(), fs::perms(0700));
  for (std::uint64_t index : {1u, 11u, 300u}) {
    auto opening = read.opening(index, "supi");
    ASSERT_TRUE(opening.ok()) << opening.error().text();
    EXPECT_EQ(opening->content, content);
  }
  EXPECT_NE(read.opening(1, "supi")->salt, read.opening(11, "supi")->salt);
  ASSERT_TRUE(log->erase_opening(11, "supi").ok());
  auto gone = read.opening(11, "supi");
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(int(gone.error().kind), int(Kind::not_found));
  EXPECT_THAT(gone.error().text(), HasSubstr("erased"));
  EXPECT_TRUE(read.opening(11, "name").ok());
  EXPECT_TRUE(read.opening(1, "supi").ok());
  EXPECT_FALSE(log->erase_opening(11, "supi").ok());
  EXPECT_FALSE(log->erase_opening(12, "supi").ok());
  EXPECT_EQ(int(read.opening(12, "supi").error().kind), int(Kind::not_found));
  log.reset();
  log = open();
  ASSERT_TRUE(log->append(entries(301, 1)).ok());
  expect_whole(302);
  EXPECT_TRUE(read.opening(300, "name").ok());
  EXPECT_FALSE(read.opening(11, "supi").ok());
}

TEST_F(LogTest, AnErasedOpeningLeavesNoOctetOfItBehind) {
  auto log = open();
  NewEntry secret = entry(1);
  secret.secrets = {{"supi", to_bytes(as_bytes("imsi-999700000000001"))}};
  ASSERT_TRUE(log->append({&secret, 1}).ok());
  auto salt = reader().opening(1, "supi")->salt;
  ASSERT_TRUE(log->erase_opening(1, "supi").ok());
  auto content = content_of(folder + "/sealed/000");
  EXPECT_EQ(content.find("imsi"), std::string::npos);
  EXPECT_EQ(content.find(as_text(salt)), std::string::npos);
}

TEST_F(LogTest, SecretsHaveBounds) {
  auto log = open();
  NewEntry many = entry(1), large = entry(1), nameless = entry(1);
  many.secrets.assign(max_secrets + 1, {"field", {}});
  large.secrets = {{"field", Bytes(max_secret_octets + 1)}};
  nameless.secrets = {{"", {}}};
  for (auto* wrong : {&many, &large, &nameless}) EXPECT_EQ(int(log->append({wrong, 1}).error().kind), int(Kind::invalid));
  NewEntry twice = entry(1);
  twice.secrets = {{"field", {1}}, {"field", {2}}};
  EXPECT_EQ(int(log->append({&twice, 1}).error().kind), int(Kind::invalid));
  EXPECT_EQ(log->size(), 1u);
}

/// A signer that wants proof of growth can have it.
TEST_F(LogTest, ASignerIsShownThatTheLogGrew) {
  struct Careful final : Signer {
    explicit Careful(FileSigner& signer) : with(signer) {}
    const VerifierKey& key() const override { return with.key(); }
    Result<crypto::Ed25519Signature, std::string> sign(ByteView message) override {
      auto next = parse_checkpoint_text(as_text(message));
      if (!next.ok()) return Fail(next.error());
      auto proof = prover(last.size, next->size);
      if (!proof || !verify_consistency(last.size, last.size ? last.root : empty_root(), next->size, next->root, *proof))
        return Fail(std::string("not the log that was signed before"));
      last = *next;
      return with.sign(message);
    }
    void prove_with(Prover p) override { prover = std::move(p); }
    FileSigner& with;
    Prover prover;
    Checkpoint last;
  } careful(signer);
  journal_octets = 30'000;
  for (std::uint64_t n = 1; n < 2000; n += 333) {
    auto log = try_open(&careful);
    ASSERT_TRUE(log.ok()) << log.error().text();
    ASSERT_TRUE((*log)->append(entries(n, 333)).ok());
    EXPECT_FALSE((*log)->trouble());
  }
  EXPECT_EQ(careful.last.size, reader().size());
  careful.last.root[0] ^= 1;
  auto log = try_open(&careful);
  ASSERT_TRUE(log.ok());
  ASSERT_TRUE((*log)->trouble());
  EXPECT_EQ(int((*log)->trouble()->kind), int(Kind::key));
}

}  // namespace
}  // namespace pellucid::ledger
