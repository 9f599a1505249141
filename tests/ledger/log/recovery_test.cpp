// What survives what: kill -9, power failures, bit flips, disks that are full or fail.
#include <gmock/gmock.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <random>

#include "runtime/io_error.hpp"
#include "tests/ledger/log/log_bed.hpp"

namespace pellucid::ledger {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;
using Kind = LedgerError::Kind;

struct RecoveryTest : ::testing::Test, LogBed {
  /// The later log has the earlier one as its beginning.
  void expect_grown(const SignedCheckpoint& earlier) {
    auto read = reader();
    auto& now = read.checkpoint().checkpoint;
    ASSERT_GE(now.size, earlier.checkpoint.size);
    auto proof = read.prove_consistency(earlier.checkpoint.size, now.size);
    ASSERT_TRUE(proof.ok()) << proof.error().text();
    ASSERT_TRUE(verify_consistency(earlier.checkpoint.size, earlier.checkpoint.root, now.size, now.root, *proof))
        << "two checkpoints disagree: " << earlier.checkpoint.text() << now.text();
  }
  void expect_refused(Kind kind, const std::string& words, const std::string& what = {}) {
    auto log = try_open();
    ASSERT_FALSE(log.ok()) << what;
    EXPECT_EQ(int(log.error().kind), int(kind)) << what << log.error().text();
    EXPECT_THAT(log.error().text(), HasSubstr(words)) << what;
  }
};

// ---- the journal

TEST_F(RecoveryTest, AGroupThatWasCutOffAnywhereNeverCounts) {
  auto log = open();
  ASSERT_TRUE(log->append(entries(1, 3)).ok());
  const auto before = fs::file_size(folder + "/journal");
  const auto checkpoint = content_of(folder + "/checkpoint");
  ASSERT_TRUE(log->append(entries(4, 3)).ok());
  log.reset();
  const auto journal = content_of(folder + "/journal");
  for (auto end = before; end < journal.size(); ++end) {
    write_to(folder + "/journal", journal.substr(0, end));
    write_to(folder + "/checkpoint", checkpoint);
    auto again = open();
    ASSERT_EQ(again->size(), 4u) << end;
    ASSERT_EQ(fs::file_size(folder + "/journal"), before);
  }
  expect_whole(4);
  // The same under a checkpoint that covers them is no crash.
  write_to(folder + "/journal", journal);
  open();
  write_to(folder + "/journal", journal.substr(0, journal.size() - 1));
  expect_refused(Kind::damaged, "the checkpoint covers 7 entries, the folder holds 4");
}

TEST_F(RecoveryTest, ABadGroupBeforeAGoodOneIsDamageAndNotACrash) {
  auto log = open();
  const auto start = fs::file_size(folder + "/journal");
  const auto first = content_of(folder + "/checkpoint");
  ASSERT_TRUE(log->append(entries(1, 3)).ok());
  const auto middle = fs::file_size(folder + "/journal");
  ASSERT_TRUE(log->append(entries(4, 3)).ok());
  log.reset();
  const auto journal = content_of(folder + "/journal");
  for (auto at = start; at < middle; ++at) {
    auto flipped = journal;
    flipped[at] = char(flipped[at] ^ 0x10);
    write_to(folder + "/journal", flipped);
    write_to(folder + "/checkpoint", first);  // an old one: the journal alone must tell
    expect_refused(Kind::damaged, "entry 1", "octet " + std::to_string(at));
  }
}

/// tlog entries, tiles, checkpoint, journal: no octet of any file may change unseen.
TEST_F(RecoveryTest, EveryBitFlipIsFoundByOpeningOrByAFullCheck) {
  journal_octets = 40'000;
  {
    auto log = open();
    ASSERT_TRUE(log->append(entries(1, 699)).ok());
    ASSERT_TRUE(log->append(entries(700, 10)).ok());
  }
  std::vector<std::string> files;
  for (auto& file : fs::recursive_directory_iterator(folder))
    if (file.is_regular_file() && file.path().filename() != "writer.lock") files.push_back(file.path().string());
  ASSERT_GE(files.size(), 10u);
  std::mt19937 random(5);
  int tried = 0;
  for (auto& file : files) {
    const auto whole = content_of(file);
    // A partial tile of an earlier checkpoint is made anew when the log is opened, and is no part of the present one.
    if (file.find(".p/188") != std::string::npos) continue;
    for (int round = 0; round < 12; ++round, ++tried) {
      auto flipped = whole;
      auto at = random() % whole.size();
      flipped[at] = char(flipped[at] ^ (1 << random() % 8));
      write_to(file, flipped);
      bool found = false;
      if (auto read = Reader::open(folder); !read.ok() || !read->verify_files().ok()) found = true;
      if (!found) {
        auto verified = verify_note(Reader::open(folder)->checkpoint().note, {signer.key()});
        found = !verified.ok() || verified->empty();
      }
      if (!found) found = !try_open().ok();
      EXPECT_TRUE(found) << file << " octet " << at;
      write_to(file, whole);
    }
  }
  EXPECT_GE(tried, 100);
  open();
  expect_whole(710);
}

TEST_F(RecoveryTest, FilesThatDisagreeAreRefusedWithWhatWasFound) {
  journal_octets = 20'000;
  open();
  const auto early = content_of(folder + "/journal");
  {
    auto log = open();
    ASSERT_TRUE(log->append(entries(1, 400)).ok());
    ASSERT_TRUE(log->append(entries(401, 20)).ok());
  }
  const auto journal = content_of(folder + "/journal"), checkpoint = content_of(folder + "/checkpoint"),
             tile = content_of(folder + "/tile/0/000");
  fs::remove(folder + "/checkpoint");
  expect_refused(Kind::damaged, "is missing, though the log has 421 entries");
  write_to(folder + "/checkpoint", checkpoint);
  fs::remove(folder + "/journal");
  expect_refused(Kind::damaged, "no journal");
  write_to(folder + "/journal", early);
  expect_refused(Kind::damaged, "the checkpoint covers 421 entries, the folder holds 1");
  write_to(folder + "/journal", "something else");
  expect_refused(Kind::damaged, "does not begin as a journal");
  write_to(folder + "/journal", journal);
  fs::remove(folder + "/tile/0/000");
  expect_refused(Kind::damaged, "tile/0/000");
  auto other = tile;
  other[77] = char(other[77] + 1);
  write_to(folder + "/tile/0/000", other);
  expect_refused(Kind::damaged, "the first 421 entries are not those of the checkpoint");
  write_to(folder + "/tile/0/000", tile);
  // The power failed just when the checkpoint was replaced, on a file system that leaves an empty file then.
  write_to(folder + "/checkpoint", "");
  EXPECT_EQ(open()->size(), 421u);
  expect_whole(421);
}

/// Also those of earlier checkpoints, which somebody may still ask for.
TEST_F(RecoveryTest, PartialTilesAreRightAgainAfterACrash) {
  {
    auto log = open();
    for (auto [from, count] : {std::pair(1, 259), {260, 40}, {300, 1}})
      ASSERT_TRUE(log->append(entries(std::uint64_t(from), std::uint64_t(count))).ok());
  }
  const std::vector<std::string> names{"/tile/0/001.p/4", "/tile/entries/001.p/4", "/tile/0/001.p/45", "/tile/1/000.p/1", "/tile/0/000"};
  std::vector<std::string> right;
  for (auto& name : names) {
    right.push_back(content_of(folder + name));
    EXPECT_FALSE(right.back().empty()) << name;
    write_to(folder + name, "");
  }
  write_to(folder + "/tile/0/001.p/200", "of entries that never were");
  open();
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(content_of(folder + names[i]), right[i]) << names[i];
  EXPECT_FALSE(fs::exists(folder + "/tile/0/001.p/200"));
  expect_whole(301);
}

// ---- power failures

/// A disk that loses, when the power fails, any part of what was not synced.
struct VolatileDisk final : Disk {
  Io<Nothing> put(const std::string& folder, const std::string& name, ByteView content, Synced synced) override {
    const auto file = folder + "/" + name;
    std::optional<std::string> before;
    if (fs::exists(file)) before = content_of(file);
    auto done = Disk::put(folder, name, content, synced);
    if (synced == Synced::yes)
      puts.erase(file);
    else
      puts.try_emplace(file, before);
    return done;
  }
  Io<Nothing> write(int fd, std::uint64_t offset, ByteView content) override {
    tail = {fs::read_symlink("/proc/self/fd/" + std::to_string(fd)).string(), offset};
    if (fail_write) return io_failure("write", *fail_write);
    return Disk::write(fd, offset, content);
  }
  Io<Nothing> sync(int) override {
    if (fail_sync) return io_failure("sync", *fail_sync);
    tail.first.clear();
    return Nothing{};
  }
  Io<Nothing> sync_folder_of(const std::string&) override { return Nothing{}; }
  Io<Nothing> sync_all(const std::string&) override {
    if (fail_sync) return io_failure("sync", *fail_sync);
    puts.clear();
    return Nothing{};
  }
  void fail_power(std::mt19937& random) {
    if (!tail.first.empty() && fs::exists(tail.first) && fs::file_size(tail.first) > tail.second)
      fs::resize_file(tail.first, tail.second + random() % (fs::file_size(tail.first) - tail.second + 1));
    for (auto& [file, before] : puts) {
      bool checkpoint = file.ends_with("/checkpoint");
      switch (random() % 4) {
        case 0: break;
        case 1: write_to(file, ""); break;
        case 2:
          checkpoint&& before ? write_to(file, *before) : write_to(file, std::string(fs::exists(file) ? fs::file_size(file) : 0, '\0'));
          break;
        case 3: before ? write_to(file, *before) : void(fs::remove(file)); break;
      }
      if (checkpoint && content_of(file).starts_with(std::string(1, '\0'))) write_to(file, "");
    }
    puts.clear();
    tail.first.clear();
  }
  std::map<std::string, std::optional<std::string>> puts;  // what stood there before
  std::pair<std::string, std::uint64_t> tail;              // the last write that is not synced: file and offset
  std::optional<int> fail_write, fail_sync;
};

TEST_F(RecoveryTest, NothingAcknowledgedIsLostWhenThePowerFails) {
  std::mt19937 random(11);
  VolatileDisk power;
  std::vector<std::string> acknowledged;
  std::optional<SignedCheckpoint> published;
  std::uint64_t n = 0;
  for (int failure = 0; failure < 150; ++failure) {
    auto log = Log::open(world, {folder, signer, nullptr, &power, 30'000});
    ASSERT_TRUE(log.ok()) << failure << ": " << log.error().text();
    if (published) ASSERT_NO_FATAL_FAILURE(expect_grown(*published));
    {
      auto read = reader();
      auto last = read.entries(acknowledged.empty() ? 0 : acknowledged.size() - 1, acknowledged.size());
      ASSERT_TRUE(last.ok()) << last.error().text();
      if (!acknowledged.empty()) ASSERT_EQ(last->front(), acknowledged.back());
    }
    for (auto groups = random() % 6; groups > 0; --groups) {
      auto count = 1 + random() % 90;
      auto done = (*log)->append(entries(n, count));
      ASSERT_TRUE(done.ok()) << done.error().text();
      n += count;
    }
    auto read = reader();
    published = read.checkpoint();
    acknowledged = *read.entries(0, read.size());
    if (random() % 3 == 0) {
      // The power fails between the write of a group and its sync.
      power.fail_sync = EIO;
      EXPECT_FALSE((*log)->append(entries(n, 1 + random() % 300)).ok());
    }
    log->reset();
    power.fail_sync.reset();
    power.fail_power(random);
  }
  EXPECT_GT(acknowledged.size(), 5000u);
  open();
  expect_whole(reader().size());
  auto now = reader().entries(0, acknowledged.size());
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(*now, acknowledged);
}

// ---- kill -9

/// Appends until it is killed; tells through the pipe how many entries are acknowledged.
[[noreturn]] void append_until_killed(LogBed& bed, int out, unsigned seed_number) {
  std::mt19937 random(seed_number);
  auto log = bed.try_open();
  if (!log.ok()) ::_exit(1);
  for (;;) {
    std::uint64_t size = (*log)->size();
    if (::write(out, &size, sizeof size) != sizeof size) ::_exit(2);
    auto group = LogBed::entries(size, 1 + random() % (random() % 8 == 0 ? 400 : 20));
    if (random() % 4 == 0) group[0].secrets = {{"supi", Bytes(20, 7)}};
    if (!(*log)->append(group).ok()) ::_exit(3);
  }
}

TEST_F(RecoveryTest, NothingAcknowledgedIsLostByKill9) {
  journal_octets = 60'000;
  std::mt19937 random(3);
  std::optional<SignedCheckpoint> published;
  std::uint64_t acknowledged = 0;
  for (int kill = 0; kill < 200; ++kill) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(*this, pipe[1], unsigned(kill));
    ::close(pipe[1]);
    // Some acknowledgements, then up to two milliseconds more.
    std::uint64_t size = 0;
    for (auto wanted = 1 + random() % 12; wanted > 0 && ::read(pipe[0], &size, sizeof size) == sizeof size; --wanted)
      acknowledged = std::max(acknowledged, size);
    timespec more{0, long(random() % 2'000'000)};
    ::ppoll(nullptr, 0, &more, nullptr);
    auto seen = Reader::open(folder);  // what anybody may have fetched by now
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
    while (::read(pipe[0], &size, sizeof size) == sizeof size) acknowledged = std::max(acknowledged, size);
    ::close(pipe[0]);
    ASSERT_TRUE(seen.ok()) << seen.error().text();
    if (!published || seen->size() > published->checkpoint.size) published = seen->checkpoint();
    auto log = open();
    ASSERT_TRUE(log);
    ASSERT_GE(log->size(), acknowledged);
    ASSERT_NO_FATAL_FAILURE(expect_grown(*published));
  }
  auto read = reader();
  expect_whole(read.size());
  EXPECT_GT(acknowledged, 2000u);
  // Every entry stands where it was said to stand.
  for (std::uint64_t from = 1; from < read.size(); from += 1000) {
    const auto to = std::min(from + 1000, read.size());
    auto texts = read.entries(from, to);
    ASSERT_TRUE(texts.ok());
    for (auto n = from; n < to; ++n) {
      auto entry = parse_entry((*texts)[n - from]);
      ASSERT_EQ(entry->after.find("n")->text(), std::to_string(n));
      if (!entry->sealed.empty()) ASSERT_TRUE(read.opening(n, "supi").ok()) << n;
    }
  }
}

TEST_F(RecoveryTest, OpeningsOfEntriesThatNeverCameToBeGo) {
  {
    auto log = open();
    auto group = entries(1, 300);
    group[0].secrets = {{"supi", {1, 2, 3}}};
    group[298].secrets = {{"supi", to_bytes(as_bytes("stays"))}};
    ASSERT_TRUE(log->append(group).ok());
  }
  const auto journal = content_of(folder + "/journal"), checkpoint = content_of(folder + "/checkpoint");
  {
    auto log = open();
    auto group = entries(301, 400);
    for (auto n : {0u, 300u}) group[n].secrets = {{"supi", to_bytes(as_bytes("never"))}};
    ASSERT_TRUE(log->append(group).ok());
  }
  write_to(folder + "/journal", journal);
  write_to(folder + "/checkpoint", checkpoint);
  auto log = open();
  EXPECT_FALSE(fs::exists(folder + "/sealed/002"));
  EXPECT_EQ(content_of(folder + "/sealed/001").find("never"), std::string::npos);
  NewEntry again = entry(301);
  again.secrets = {{"supi", to_bytes(as_bytes("later"))}};
  ASSERT_TRUE(log->append({&again, 1}).ok());
  EXPECT_EQ(reader().opening(301, "supi")->content, to_bytes(as_bytes("later")));
  EXPECT_EQ(reader().opening(299, "supi")->content, to_bytes(as_bytes("stays")));
}

// ---- disks that refuse

TEST_F(RecoveryTest, ADiskThatFailsRefusesAndGoesOnWhenItWorksAgain) {
  VolatileDisk bad;
  auto log = Log::open(world, {folder, signer, nullptr, &bad});
  ASSERT_TRUE(log.ok());
  ASSERT_TRUE((*log)->append(entries(1, 10)).ok());
  for (auto [write, sync] : {std::pair(EIO, 0), {ENOSPC, 0}, {0, EIO}}) {
    const auto size = (*log)->size();
    if (write) bad.fail_write = write;
    if (sync) bad.fail_sync = sync;
    NewEntry secret = entry(size);
    secret.secrets = {{"supi", {1}}};
    for (int again = 0; again < 2; ++again) {
      auto refused = (*log)->append({&secret, 1});
      ASSERT_FALSE(refused.ok());
      EXPECT_EQ(int(refused.error().kind), int(write == ENOSPC ? Kind::disk_full : Kind::disk)) << refused.error().text();
      EXPECT_THAT(refused.error().text(), HasSubstr(folder));
      EXPECT_THAT(refused.error().text(), HasSubstr("octets are free"));
      EXPECT_EQ((*log)->size(), size);
      EXPECT_TRUE((*log)->trouble());
    }
    bad.fail_write.reset(), bad.fail_sync.reset();
    auto index = (*log)->append({&secret, 1});
    ASSERT_TRUE(index.ok()) << index.error().text();
    EXPECT_EQ(*index, size);
    EXPECT_FALSE((*log)->trouble());
    expect_whole(size + 1);
    EXPECT_TRUE(reader().opening(size, "supi").ok());
  }
  log->reset();
  EXPECT_EQ(open()->size(), 14u);
  expect_whole(14);
}

/// A signer that is away: what is on the disk counts, and is signed when it is back.
TEST_F(RecoveryTest, ASignerThatIsAwayHoldsUpTheCheckpointOnly) {
  struct Moody final : Signer {
    explicit Moody(FileSigner& signer) : with(signer) {}
    const VerifierKey& key() const override { return with.key(); }
    Result<crypto::Ed25519Signature, std::string> sign(ByteView message) override {
      if (away) return Fail(std::string("the card is not in its reader"));
      return with.sign(message);
    }
    FileSigner& with;
    bool away = false;
  } moody(signer);
  auto log = *try_open(&moody);
  moody.away = true;
  auto index = log->append(entries(1, 1));
  ASSERT_TRUE(index.ok());
  ASSERT_TRUE(log->trouble());
  EXPECT_THAT(log->trouble()->text(), HasSubstr("the card is not in its reader"));
  EXPECT_EQ(log->published(), 1u);
  EXPECT_EQ(int(log->append(entries(2, 1)).error().kind), int(Kind::key));
  EXPECT_EQ(log->size(), 2u);
  moody.away = false;
  ASSERT_TRUE(log->append(entries(2, 1)).ok());
  EXPECT_FALSE(log->trouble());
  expect_whole(3);
}

/// A real file system of 3 MB in a mount namespace of its own.
TEST_F(RecoveryTest, AFullDiskRefusesClearlyAndLaterGoesOn) {
  const pid_t child = ::fork();
  if (child == 0) {
    bool mounted = ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   ::mount("tmpfs", parent.path().c_str(), "tmpfs", 0, "size=3m") == 0;
    EXPECT_TRUE(mounted) << "this test needs the right to mount: " << std::strerror(errno);
    Disk real;
    auto log = mounted ? Log::open(world, {folder, signer, nullptr, &real}) : try_open();
    EXPECT_TRUE(log.ok());
    std::uint64_t refused_at = 0;
    for (std::uint64_t n = 1; n < 100'000 && refused_at == 0; n += 100) {
      auto done = (*log)->append(entries(n, 100, 200));
      if (done.ok()) continue;
      refused_at = (*log)->size();
      EXPECT_EQ(int(done.error().kind), int(Kind::disk_full)) << done.error().text();
      EXPECT_THAT(done.error().text(), HasSubstr(folder));
      EXPECT_THAT(done.error().text(), HasSubstr("octets are free"));
    }
    EXPECT_GT(refused_at, 500u);
    // Somebody else takes the last octet: no reserve helps.
    write_to(parent.path() + "/filler", std::string(4u << 20, 'x'));
    EXPECT_FALSE((*log)->append(entries(1, 1)).ok());
    expect_whole(refused_at);
    log->reset();
    log = Log::open(world, {folder, signer, nullptr, &real});
    EXPECT_TRUE(log.ok()) << "a full disk does not keep a log from being opened";
    if (log.ok()) {
      EXPECT_FALSE((*log)->append(entries(1, 1)).ok());
      fs::remove(parent.path() + "/filler");
      ::mount("tmpfs", parent.path().c_str(), "tmpfs", MS_REMOUNT, "size=8m");
      auto index = (*log)->append(entries(1, 1));
      EXPECT_TRUE(index.ok()) << index.error().text();
      expect_whole(refused_at + 1);
    }
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "see above";
}

}  // namespace
}  // namespace pellucid::ledger
