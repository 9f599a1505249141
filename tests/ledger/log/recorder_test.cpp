#include "ledger/log/recorder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "runtime/io_error.hpp"
#include "runtime/real_world.hpp"
#include "tests/ledger/log/log_bed.hpp"

namespace pellucid::ledger {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;
using Kind = LedgerError::Kind;

Entry counted(std::uint64_t n) { return LogBed::entry(n).entry; }

// ---- in the simulated World

struct InlineRecorderTest : ::testing::Test, LogBed {};

TEST_F(InlineRecorderTest, IsDurableAtOnceAndTellsFromTheLoop) {
  auto log = open();
  auto recorder = inline_recorder(world, *log);
  auto index = recorder->record(counted(1), {{"supi", {1, 2}}});
  ASSERT_TRUE(index.ok());
  EXPECT_EQ(*index, 1u);
  EXPECT_EQ(reader().size(), 2u);
  std::vector<int> told;
  recorder->when_durable(*index, [&] { told.push_back(1); });
  recorder->when_durable(0, [&] { told.push_back(0); });
  EXPECT_TRUE(told.empty()) << "never from inside the call";
  EXPECT_TRUE(world.run_until([&] { return told.size() == 2; }, 1s));
  EXPECT_EQ(told, (std::vector<int>{0, 1}));
  EXPECT_EQ(recorder->trouble(), "");
  auto bad = counted(2);
  bad.before = Tree(0.5);
  EXPECT_EQ(int(recorder->record(bad).error().kind), int(Kind::invalid));
  EXPECT_EQ(*recorder->record(counted(2)), 2u);
}

/// The same seed gives the same log, to the last octet of the checkpoint.
TEST(InlineRecorder, IsDeterministicInTheSimulatedWorld) {
  auto run = [] {
    LogBed bed;
    auto log = bed.open();
    auto recorder = inline_recorder(bed.world, *log);
    for (std::uint64_t n = 0; n < 300; ++n) {
      bed.world.run_for(Duration(n * 1'000'000));
      EXPECT_TRUE(recorder->record(counted(n), {{"name", to_bytes(as_bytes("Anna"))}}).ok());
    }
    return log->checkpoint();
  };
  EXPECT_EQ(run(), run());
}

// ---- a worker thread

/// A disk that can be held up, and can fail.
struct GatedDisk final : QuickDisk {
  Io<Nothing> sync(int fd) override {
    std::unique_lock lock(mutex);
    ++waiting;
    moved.notify_all();
    moved.wait(lock, [&] { return open; });
    --waiting;
    if (failing) return io_failure("sync", EIO);
    return QuickDisk::sync(fd);
  }
  void set(bool is_open, bool fails = false) {
    std::lock_guard lock(mutex);
    open = is_open, failing = fails;
    moved.notify_all();
  }
  void wait_for_writer() {
    std::unique_lock lock(mutex);
    moved.wait(lock, [&] { return waiting > 0; });
  }
  std::mutex mutex;
  std::condition_variable moved;
  bool open = true, failing = false;
  int waiting = 0;
};

struct WorkerRecorderTest : ::testing::Test, LogBed {
  void SetUp() override {
    auto opened = RealWorld::open({.log_level = Severity::error, .log_to = {}});
    ASSERT_TRUE(opened.ok());
    real = std::move(*opened);
    auto begun = Log::open(*real, {folder, signer, nullptr, &gate});
    ASSERT_TRUE(begun.ok()) << begun.error().text();
    log = std::move(*begun);
    auto started = start_recorder(*real, *log);
    ASSERT_TRUE(started.ok());
    recorder = std::move(*started);
  }
  /// Looks each millisecond: what it waits for happens in another thread.
  bool wait(const std::function<bool()>& done) {
    Timer look(*real);
    std::function<void()> again = [&] { look.start(1ms, again); };
    again();
    return real->run_until(done, 20s);
  }

  std::unique_ptr<RealWorld> real;
  GatedDisk gate;
  std::unique_ptr<Log> log;
  std::unique_ptr<Recorder> recorder;
};

TEST_F(WorkerRecorderTest, GivesFinalIndexesAndTellsInOrder) {
  std::vector<std::uint64_t> told;
  for (std::uint64_t n = 1; n <= 5000; ++n) {
    auto index = recorder->record(counted(n));
    ASSERT_TRUE(index.ok()) << index.error().text();
    ASSERT_EQ(*index, n);
    recorder->when_durable(n, [&told, n] { told.push_back(n); });
    if (n % 1000 == 0) real->run_once(0s);
  }
  ASSERT_TRUE(wait([&] { return told.size() == 5000; }));
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_LT(gate.syncs, 1000) << "entries are written in groups";
  expect_whole(5001);
  auto texts = reader().entries(1, 5001);
  for (std::uint64_t n = 1; n <= 5000; ++n) ASSERT_EQ(parse_entry((*texts)[n - 1])->after.find("n")->text(), std::to_string(n));
}

TEST_F(WorkerRecorderTest, WhatWasRecordedIsWrittenAtTheEnd) {
  gate.set(false);
  for (std::uint64_t n = 1; n <= 100; ++n) ASSERT_TRUE(recorder->record(counted(n)).ok());
  gate.wait_for_writer();
  EXPECT_EQ(reader().size(), 1u);
  gate.set(true);
  recorder.reset();
  expect_whole(101);
  EXPECT_EQ(*log->append(entries(101, 1)), 101u);
}

TEST_F(WorkerRecorderTest, TheQueueIsBoundedAndSaysSo) {
  gate.set(false);
  std::uint64_t taken = 0;
  LedgerResult<std::uint64_t> last = taken;
  for (; last.ok() && taken <= 2 * Recorder::max_queued; ++taken) last = recorder->record(counted(taken));
  ASSERT_FALSE(last.ok());
  EXPECT_EQ(int(last.error().kind), int(Kind::overload));
  EXPECT_THAT(last.error().text(), HasSubstr("wait for the disk"));
  EXPECT_LE(taken, Recorder::max_queued + 1);
  bool told = false;
  recorder->when_durable(taken - 1, [&] { told = true; });
  gate.set(true);
  ASSERT_TRUE(wait([&] { return told; }));
  EXPECT_EQ(*recorder->record(counted(taken)), taken);
}

TEST_F(WorkerRecorderTest, RefusesWhileTheDiskRefusesAndGoesOnByItself) {
  ASSERT_TRUE(recorder->record(counted(1)).ok());
  ASSERT_TRUE(wait([&] { return log->published() == 2; }));
  gate.set(true, true);
  auto pending = recorder->record(counted(2));
  ASSERT_TRUE(pending.ok()) << "nobody knows yet";
  bool told = false;
  recorder->when_durable(*pending, [&] { told = true; });
  ASSERT_TRUE(wait([&] { return !recorder->trouble().empty(); }));
  EXPECT_THAT(recorder->trouble(), HasSubstr(folder));
  auto refused = recorder->record(counted(3));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(int(refused.error().kind), int(Kind::disk));
  EXPECT_FALSE(told);
  gate.set(true, false);
  ASSERT_TRUE(wait([&] { return told && recorder->trouble().empty(); }));
  EXPECT_EQ(*recorder->record(counted(3)), 3u);
  ASSERT_TRUE(wait([&] { return log->published() == 4; }));
  expect_whole(4);
}

TEST_F(WorkerRecorderTest, WhatTheDiskNeverTookIsNotInTheLog) {
  gate.set(true, true);
  ASSERT_TRUE(recorder->record(counted(1)).ok());
  ASSERT_TRUE(wait([&] { return !recorder->trouble().empty(); }));
  recorder.reset();
  gate.set(true, false);
  EXPECT_EQ(*log->append(entries(7, 1)), 1u);
  expect_whole(2);
}

TEST_F(WorkerRecorderTest, OpeningsCanBeErasedWhileItWrites) {
  std::uint64_t last = 0;
  for (std::uint64_t n = 1; n <= 2000; ++n) {
    auto index = recorder->record(counted(n), {{"supi", {9, 9}}});
    ASSERT_TRUE(index.ok());
    last = *index;
    if (n % 100 == 0 && log->size() > 1) log->erase_opening(log->size() - 1, "supi").ok();
  }
  ASSERT_TRUE(wait([&] { return log->published() == last + 1; }));
  recorder.reset();
  expect_whole(last + 1);
}

}  // namespace
}  // namespace pellucid::ledger
