// Opening, keys, damage, backup and restore.
#include "store/store.hpp"

#include <sqlite3.h>
#include <sys/wait.h>

#include "store_folder.hpp"

namespace pellucid::store::test {
namespace {

using Kind = StoreError::Kind;
using testing::Test;

class Opening : public StoreFolder {
 protected:
  /// Runs SQL on the closed database as another program would.
  void sql(const std::string& text, const std::string& database = {}) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open((database.empty() ? file : database).c_str(), &handle), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(handle, text.c_str(), nullptr, nullptr, &message), SQLITE_OK) << (message ? message : "");
    sqlite3_free(message);
    sqlite3_close(handle);
  }
};

TEST_F(Opening, FirstUseMakesFolderDatabaseAndKey) {
  {
    auto store = open();
    ASSERT_TRUE(store);
    EXPECT_EQ(store->subscribers().count(), 0u);
  }
  EXPECT_EQ(mode(folder + "/net"), 0700u);
  EXPECT_EQ(mode(file), 0600u);
  EXPECT_EQ(mode(key_file), 0600u);
  EXPECT_FALSE(std::filesystem::exists(key_file + ".new"));
}

TEST_F(Opening, EverythingIsThereAgain) {
  auto expected = phone(7);
  expected.subscription.slices.push_back({Snssai{2, 0x00abcd}, false, expected.subscription.slices[0].dnns});
  auto& dnn = expected.subscription.slices[1].dnns[0];
  dnn = {"factory.example",
         true,
         {50'000'000, 10'000'000},
         5,
         {2, true, false},
         IpVersions::ipv4v6,
         *IpAddress::parse("10.9.0.7"),
         *IpAddress::parse("fd45:0:0:7::")};
  expected.subscription.ue_ambr = {77, 88};
  expected.subscription.msisdn = "4930123456";
  expected.note = "Prüfstand — Halle 3";
  expected.enabled = false;
  Subscriber stored;
  {
    auto store = open();
    ASSERT_TRUE(store->subscribers().add(expected).ok());
    ASSERT_TRUE(store->home_keys().generate(crypto::ProtectionScheme::profile_a).ok());
    ASSERT_TRUE(store->home_keys().generate(crypto::ProtectionScheme::profile_b, std::uint8_t(200)).ok());
    stored = *store->subscribers().find(expected.supi);
  }
  auto store = open();
  const Subscriber* found = store->subscribers().find(expected.supi);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->credentials, expected.credentials);
  EXPECT_EQ(found->subscription, expected.subscription);
  EXPECT_EQ(found->note, expected.note);
  EXPECT_EQ(found->name, expected.name);
  EXPECT_FALSE(found->enabled);
  EXPECT_EQ(found->sequence_offset, stored.sequence_offset);
  EXPECT_EQ(found->created, stored.created);
  ASSERT_EQ(store->home_keys().all().size(), 2u);
  EXPECT_EQ(store->home_keys().all()[0].id, 1);
  EXPECT_EQ(store->home_keys().all()[1].id, 200);
  EXPECT_EQ(store->home_keys().all()[1].public_key.size(), 33u);
  EXPECT_TRUE(store->damaged().empty());
  EXPECT_TRUE(store->verify().ok());
}

TEST_F(Opening, NoSecretStandsInTheFilesInTheClear) {
  const auto subscriber = phone(3);
  crypto::Key256 home{};
  {
    auto store = open();
    ASSERT_TRUE(store->subscribers().add(subscriber).ok());
    home = store->home_keys().generate(crypto::ProtectionScheme::profile_a)->private_key;
    ASSERT_TRUE(store->contexts().put("ue", as_bytes("one"), as_bytes("K_AMF of the phone")).ok());
    ASSERT_TRUE(store->contexts().flush().ok());
    // While it is open: the write-ahead log too.
    for (const auto* behind : {"", "-wal"}) {
      const std::string content = read(file + behind);
      EXPECT_EQ(content.find(as_text(ByteView(subscriber.credentials.k).first(16))), std::string::npos);
      EXPECT_EQ(content.find(as_text(ByteView(subscriber.credentials.opc).first(16))), std::string::npos);
      EXPECT_EQ(content.find(as_text(home)), std::string::npos);
      EXPECT_EQ(content.find("K_AMF of the phone"), std::string::npos);
    }
  }
  EXPECT_NE(read(file).find(subscriber.supi.digits()), std::string::npos);  // so the search would have found it
}

// ---- the key file

TEST_F(Opening, KeyFileThatOthersCanReadIsRefused) {
  open();
  for (unsigned bad : {0640u, 0604u, 0660u, 0777u}) {
    ASSERT_EQ(::chmod(key_file.c_str(), bad), 0);
    const std::string words = refused(Kind::key_file);
    EXPECT_NE(words.find(key_file), std::string::npos);
    EXPECT_NE(words.find("chmod 600"), std::string::npos) << words;
  }
  ASSERT_EQ(::chmod(key_file.c_str(), 0400), 0);
  EXPECT_TRUE(try_open().ok());
}

TEST_F(Opening, MissingKeyFileIsNotMadeAnewForASealedDatabase) {
  open();
  const std::string kept = read(key_file);
  std::filesystem::remove(key_file);
  EXPECT_NE(refused(Kind::key_file).find("missing"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(key_file));
  write(key_file, kept);
  ::chmod(key_file.c_str(), 0600);
  EXPECT_TRUE(try_open().ok());
}

TEST_F(Opening, AnotherKeyIsRefusedByName) {
  SealKeyId ours;
  {
    auto store = open();
    ours = store->sealing_key();
  }
  std::filesystem::remove(key_file);
  ASSERT_TRUE(write_key_file(key_file, KeyRing(crypto::Key256{1}), true).ok());
  EXPECT_NE(refused(Kind::key_file).find(text(ours)), std::string::npos);
}

TEST_F(Opening, DamagedKeyFilesAreRefusedWithTheLine) {
  open();
  const std::string good = read(key_file);
  for (const std::string& bad : {std::string(), std::string("nonsense\n"), good.substr(0, good.size() - 5), good + "abc\n",
                                 std::string(20'000, 'x'), std::string(40, '\0')}) {
    write(key_file, bad);
    ::chmod(key_file.c_str(), 0600);
    refused(Kind::key_file);
  }
  std::filesystem::remove(key_file);
  std::filesystem::create_directory(key_file);
  ::chmod(key_file.c_str(), 0700);
  refused(Kind::key_file);
  std::filesystem::remove(key_file);
  write(folder + "/elsewhere", good);
  ::chmod((folder + "/elsewhere").c_str(), 0600);
  std::filesystem::create_symlink(folder + "/elsewhere", key_file);
  EXPECT_NE(refused(Kind::key_file).find("symbolic link"), std::string::npos);
}

// ---- whose it is

TEST_F(Opening, SecondProcessIsRefusedAndToldWhoHasIt) {
  auto store = open();
  const std::string words = refused(Kind::in_use);
  EXPECT_NE(words.find("process " + std::to_string(::getpid())), std::string::npos) << words;
  store.reset();
  EXPECT_TRUE(try_open().ok());
}

TEST_F(Opening, KilledOwnerLeavesNoLockBehind) {
  std::filesystem::create_directories(folder + "/net");
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto store = Store::open(world, {.file = file});
    const char done = store.ok() ? 'y' : 'n';
    if (::write(ready[1], &done, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  EXPECT_NE(refused(Kind::in_use).find(std::to_string(child)), std::string::npos);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(try_open().ok());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(Opening, FolderThatCannotBeMade) {
  write(folder + "/net", "a file where the folder should be");
  refused(Kind::unreadable);
}

// ---- damage

TEST_F(Opening, WhatIsNoDatabaseIsRefused) {
  write(file, std::string(8192, 'x'));
  EXPECT_NE(refused(Kind::damaged).find("restore"), std::string::npos);
}

TEST_F(Opening, AnotherProgramsDatabaseIsNotTouched) {
  std::filesystem::create_directories(folder + "/net");
  sql("CREATE TABLE songs (title TEXT); PRAGMA user_version=1;");
  refused(Kind::damaged);
  sql("SELECT title FROM songs");
}

TEST_F(Opening, LaterVersionIsRefused) {
  open();
  sql("PRAGMA user_version=99");
  EXPECT_NE(refused(Kind::too_new).find("99"), std::string::npos);
}

TEST_F(Opening, BrokenPagesAreNoticed) {
  {
    auto store = open();
    std::vector<SubscriberChange> changes;
    for (int i = 1; i <= 300; ++i) changes.push_back({SubscriberChange::What::add, phone(i)});
    ASSERT_TRUE(store->subscribers().apply(changes).ok());
  }
  std::string content = read(file);
  for (std::size_t at = 8192 + 100; at < content.size(); at += 4096) content.replace(at, 300, std::string(300, '\xA5'));
  write(file, content);
  auto store = try_open();
  if (store.ok()) {
    EXPECT_FALSE((*store)->verify().ok());
    EXPECT_EQ(int((*store)->verify().error().kind), int(Kind::damaged));
  } else {
    EXPECT_EQ(int(store.error().kind), int(Kind::damaged)) << store.error().text();
  }
}

TEST_F(Opening, KeysMovedToAnotherSubscriberDoNotOpen) {
  {
    auto store = open();
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(store->subscribers().add(phone(i)).ok());
  }
  // Somebody with access to the database gives number 2 the key of number 1, whose SIM he has.
  sql("UPDATE subscribers SET sealed=(SELECT sealed FROM subscribers WHERE supi='" + supi(1).digits() + "') WHERE supi='" +
      supi(2).digits() + "'");
  auto store = open();
  EXPECT_EQ(store->subscribers().find(supi(2)), nullptr);
  EXPECT_TRUE(store->subscribers().find(supi(1)));
  EXPECT_TRUE(store->subscribers().find(supi(3)));
  ASSERT_EQ(store->damaged().size(), 1u);
  EXPECT_NE(store->damaged()[0].find(supi(2).digits()), std::string::npos);
  ASSERT_FALSE(world.lines.empty());
  EXPECT_NE(world.lines.back().find(supi(2).digits()), std::string::npos);
  EXPECT_FALSE(store->verify().ok());
}

// ---- rotation

TEST_F(Opening, RotationSealsEverythingAgain) {
  SealKeyId first, second;
  crypto::Key256 home{};
  {
    auto store = open();
    first = store->sealing_key();
    ASSERT_TRUE(store->subscribers().add(phone(1)).ok());
    home = store->home_keys().generate(crypto::ProtectionScheme::profile_b)->private_key;
    ASSERT_TRUE(store->contexts().put("ue", Bytes{0, 1, 0, 255}, as_bytes("context")).ok());
    auto rotated = store->rotate_key(true);
    ASSERT_TRUE(rotated.ok()) << rotated.error().text();
    second = *rotated;
    EXPECT_NE(first, second);
    EXPECT_EQ(store->sealing_key(), second);
    // Goes on with the new key at once.
    ASSERT_TRUE(store->subscribers().add(phone(2)).ok());
    ASSERT_TRUE(store->contexts().put("ue", as_bytes("later"), as_bytes("context 2")).ok());
    ASSERT_TRUE(store->contexts().flush().ok());
    EXPECT_TRUE(store->verify().ok());
  }
  EXPECT_EQ(mode(key_file), 0600u);
  EXPECT_EQ(read(key_file).find(text(first)), std::string::npos);
  auto store = open();
  ASSERT_TRUE(store);
  EXPECT_TRUE(store->damaged().empty());
  EXPECT_EQ(store->subscribers().find(supi(1))->credentials, phone(1).credentials);
  EXPECT_EQ(store->subscribers().find(supi(2))->credentials, phone(2).credentials);
  EXPECT_EQ(store->home_keys().find(1)->private_key, home);
  auto loaded = store->contexts().load("ue", [](ByteView, ByteView) {});
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->count, 2u);
  EXPECT_EQ(loaded->unreadable, 0u);
}

TEST_F(Opening, RotationCutOffAfterTheKeyFileStillOpens) {
  {
    auto store = open();
    ASSERT_TRUE(store->subscribers().add(phone(1)).ok());
  }
  // As after a power cut between the new key file and the database's commit.
  auto ring = read_key_file(key_file);
  ASSERT_TRUE(ring.ok());
  ring->put_first(crypto::Key256{42});
  ASSERT_TRUE(write_key_file(key_file, *ring, false).ok());
  auto store = open();
  ASSERT_TRUE(store);
  EXPECT_EQ(store->subscribers().find(supi(1))->credentials, phone(1).credentials);
  EXPECT_TRUE(store->rotate_key(true).ok());
  EXPECT_TRUE(store->verify().ok());
}

TEST_F(Opening, ManyRotationsAndRestartsNeverRepeatANonce) {
  std::set<std::string> seen;
  for (int round = 0; round < 20; ++round) {
    auto store = open();
    ASSERT_TRUE(store->contexts().put("ue", as_bytes("same"), as_bytes("same content")).ok());
    ASSERT_TRUE(store->contexts().flush().ok());
    if (round % 3 == 0) ASSERT_TRUE(store->rotate_key().ok());
    store.reset();
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    sqlite3_exec(
        handle, "SELECT hex(substr(sealed, 1, 29)) FROM contexts",
        [](void* to, int, char** values, char**) {
          EXPECT_TRUE(static_cast<std::set<std::string>*>(to)->insert(values[0]).second);
          return 0;
        },
        &seen, nullptr);
    sqlite3_close(handle);
  }
  EXPECT_EQ(seen.size(), 20u);
}

// ---- backup and restore

TEST_F(Opening, BackupAndRestore) {
  const std::string copy = folder + "/backup.db";
  {
    auto store = open();
    ASSERT_TRUE(store->subscribers().add(phone(1)).ok());
    ASSERT_TRUE(store->home_keys().generate(crypto::ProtectionScheme::profile_a).ok());
    ASSERT_TRUE(store->contexts().put("nas-count", as_bytes("one"), as_bytes("1000")).ok());
    ASSERT_TRUE(store->contexts().flush().ok());
    auto done = store->backup(copy);
    ASSERT_TRUE(done.ok()) << done.error().text();
    EXPECT_EQ(mode(copy), 0600u);
    EXPECT_FALSE(std::filesystem::exists(copy + "-wal"));
    EXPECT_FALSE(std::filesystem::exists(copy + ".new"));
    // Life goes on after the backup.
    ASSERT_TRUE(store->subscribers().add(phone(2)).ok());
    ASSERT_TRUE(store->rotate_key().ok());
    auto while_open = Store::restore(world, copy, {.file = file});
    ASSERT_FALSE(while_open.ok());
    EXPECT_EQ(int(while_open.error().kind), int(Kind::in_use));
  }
  auto restored = Store::restore(world, copy, {.file = file});
  ASSERT_TRUE(restored.ok()) << restored.error().text();
  EXPECT_EQ(restored->subscribers, 1u);
  EXPECT_EQ(restored->home_keys, 1u);
  EXPECT_TRUE(std::filesystem::exists(restored->replaced));
  auto store = open();
  EXPECT_TRUE(store->subscribers().find(supi(1)));
  EXPECT_FALSE(store->subscribers().find(supi(2)));
  auto counts = store->contexts().load("nas-count", [](ByteView, ByteView) {});
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(counts->count + counts->unreadable, 0u) << "a COUNT from a backup would use key stream twice";
  EXPECT_FALSE(std::filesystem::exists(file + ".restoring"));
}

TEST_F(Opening, RestoreOfWhatIsNoBackupLeavesTheDatabaseAlone) {
  const std::string copy = folder + "/backup.db";
  {
    auto store = open();
    for (int i = 1; i <= 200; ++i) ASSERT_TRUE(store->subscribers().add(phone(i)).ok());
    ASSERT_TRUE(store->backup(copy).ok());
    ASSERT_TRUE(store->subscribers().add(phone(201)).ok());
  }
  const std::string good = read(copy);
  std::string broken = good;
  for (std::size_t at = 4096 + 50; at < broken.size(); at += 4096) broken.replace(at, 200, std::string(200, '\x5A'));
  for (const std::string& bad : {std::string(), std::string("not a database"), good.substr(0, good.size() / 2), broken}) {
    write(copy, bad);
    auto restored = Store::restore(world, copy, {.file = file});
    ASSERT_FALSE(restored.ok());
    EXPECT_FALSE(restored.error().fix.empty());
  }
  EXPECT_FALSE(Store::restore(world, folder + "/nowhere.db", {.file = file}).ok());
  EXPECT_FALSE(std::filesystem::exists(file + ".restoring"));
  EXPECT_EQ(open()->subscribers().count(), 201u);
}

TEST_F(Opening, RestoreNeedsTheKeyFile) {
  const std::string copy = folder + "/backup.db";
  {
    auto store = open();
    ASSERT_TRUE(store->subscribers().add(phone(1)).ok());
    ASSERT_TRUE(store->backup(copy).ok());
  }
  auto elsewhere = Store::restore(world, copy, {.file = folder + "/other/pellucid.db"});
  ASSERT_FALSE(elsewhere.ok());
  EXPECT_EQ(int(elsewhere.error().kind), int(Kind::key_file));
  auto with_key = Store::restore(world, copy, {.file = folder + "/other/pellucid.db", .key_file = key_file});
  ASSERT_TRUE(with_key.ok()) << with_key.error().text();
  EXPECT_TRUE(with_key->replaced.empty());
}

// ---- in memory

TEST_F(Opening, InMemoryStoreLivesOnInItsSnapshot) {
  Bytes content;
  Octets<32> key{};
  {
    auto store = Store::open(world, {.file = ":memory:"});
    ASSERT_TRUE(store.ok());
    ASSERT_TRUE((*store)->subscribers().add(phone(5)).ok());
    ASSERT_TRUE((*store)->contexts().put("ue", as_bytes("a"), as_bytes("b")).ok());
    world.pass(std::chrono::milliseconds(10));
    ASSERT_TRUE((*store)->contexts().put("ue", as_bytes("lost"), as_bytes("c")).ok());
    content = *(*store)->snapshot();  // the crash comes before the group is written
    key = (*store)->memory_key();
  }
  auto store = Store::open(world, {.file = ":memory:", .memory_content = content, .memory_key = key});
  ASSERT_TRUE(store.ok()) << store.error().text();
  EXPECT_EQ((*store)->subscribers().find(supi(5))->credentials, phone(5).credentials);
  std::vector<std::string> keys;
  ASSERT_TRUE((*store)->contexts().load("ue", [&](ByteView k, ByteView) { keys.emplace_back(as_text(k)); }).ok());
  EXPECT_EQ(keys, std::vector<std::string>{"a"});
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

}  // namespace
}  // namespace pellucid::store::test
