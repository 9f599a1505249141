#include "store/contexts.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <map>

#include "store_folder.hpp"

namespace pellucid::store::test {
namespace {

using namespace std::chrono_literals;
using Kind = StoreError::Kind;

std::map<std::string, std::string> load(Store& store, std::string_view kind) {
  std::map<std::string, std::string> found;
  auto loaded = store.contexts().load(kind, [&](ByteView key, ByteView value) { found.emplace(as_text(key), as_text(value)); });
  EXPECT_TRUE(loaded.ok() && loaded->unreadable == 0);
  return found;
}

class ContextsTest : public StoreFolder {};

TEST_F(ContextsTest, PutReplaceEraseSurvive) {
  {
    auto store = open();
    auto& contexts = store->contexts();
    ASSERT_TRUE(contexts.put("ue", as_bytes("a"), as_bytes("1")).ok());
    ASSERT_TRUE(contexts.put("ue", as_bytes("b"), as_bytes("2")).ok());
    ASSERT_TRUE(contexts.put("session", as_bytes("a"), as_bytes("of a")).ok());
    ASSERT_TRUE(contexts.put("ue", as_bytes("a"), as_bytes("3")).ok());
    ASSERT_TRUE(contexts.flush().ok());
    ASSERT_TRUE(contexts.erase("ue", as_bytes("b")).ok());
    ASSERT_TRUE(contexts.put("ue", Bytes{0, 255, 0}, Bytes{}).ok());  // the end of the store writes these
  }
  auto store = open();
  EXPECT_EQ(load(*store, "ue"), (std::map<std::string, std::string>{{"a", "3"}, {std::string("\0\xFF\0", 3), ""}}));
  EXPECT_EQ(load(*store, "session"), (std::map<std::string, std::string>{{"a", "of a"}}));
  EXPECT_TRUE(load(*store, "nothing").empty());
}

TEST_F(ContextsTest, KindAndKeyAreKeptApart) {
  auto store = open();
  ASSERT_TRUE(store->contexts().put("ab", as_bytes("c"), as_bytes("1")).ok());
  ASSERT_TRUE(store->contexts().put("a", as_bytes("bc"), as_bytes("2")).ok());
  ASSERT_TRUE(store->contexts().flush().ok());
  EXPECT_EQ(load(*store, "ab")["c"], "1");
  EXPECT_EQ(load(*store, "a")["bc"], "2");
}

TEST_F(ContextsTest, WaitersRunFromTheLoopInOrderAndOnlyWhenDurable) {
  auto store = open();
  auto& contexts = store->contexts();
  std::string order;
  auto first = contexts.put("ue", as_bytes("a"), as_bytes("1"));
  auto second = contexts.put("ue", as_bytes("b"), as_bytes("2"));
  ASSERT_TRUE(first.ok() && second.ok());
  ASSERT_TRUE(contexts
                  .when_durable(*second,
                                [&] {
                                  EXPECT_GE(contexts.durable(), *second);
                                  order += "2";
                                  // What a waiter starts is served too.
                                  auto third = contexts.put("ue", as_bytes("c"), as_bytes("3"));
                                  ASSERT_TRUE(contexts.when_durable(*third, [&] { order += "3"; }).ok());
                                })
                  .ok());
  ASSERT_TRUE(contexts.when_durable(*first, [&] { order += "1"; }).ok());
  ASSERT_TRUE(contexts.flush().ok());
  EXPECT_EQ(order, "") << "a waiter ran inside a call";
  world.pass(1ms);
  EXPECT_EQ(order, "12");
  ASSERT_TRUE(contexts.flush().ok());
  world.pass(1ms);
  EXPECT_EQ(order, "123");
  EXPECT_EQ(world.timers(), 0u) << "nothing to wait for, no timer";
}

TEST_F(ContextsTest, InMemoryGroupsAreWrittenInVirtualTime) {
  auto store = Store::open(world, {.file = ":memory:", .group = 2ms});
  ASSERT_TRUE(store.ok());
  auto& contexts = (*store)->contexts();
  bool durable = false;
  auto sequence = contexts.put("ue", as_bytes("a"), as_bytes("1"));
  ASSERT_TRUE(contexts.when_durable(*sequence, [&] { durable = true; }).ok());
  world.pass(1ms);
  EXPECT_FALSE(durable);
  EXPECT_EQ(contexts.queued(), 1u);
  world.pass(2ms);
  EXPECT_TRUE(durable);
  EXPECT_EQ(contexts.queued(), 0u);
}

TEST_F(ContextsTest, FullQueueIsRefusedInWords) {
  auto store = Store::open(world, {.file = ":memory:", .max_queued = 10, .max_queued_octets = 2000});
  ASSERT_TRUE(store.ok());
  auto& contexts = (*store)->contexts();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(contexts.put("ue", as_bytes(std::to_string(i)), as_bytes("x")).ok());
  auto refused = contexts.put("ue", as_bytes("one more"), as_bytes("x"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(int(refused.error().kind), int(Kind::overload));
  // The same place again needs no room, unless it is longer than what is left.
  EXPECT_TRUE(contexts.put("ue", as_bytes("3"), as_bytes("y")).ok());
  EXPECT_FALSE(contexts.put("ue", as_bytes("3"), Bytes(2000)).ok());
  ASSERT_TRUE(contexts.flush().ok());
  EXPECT_TRUE(contexts.put("ue", as_bytes("one more"), as_bytes("x")).ok());
  EXPECT_EQ(load(**store, "ue").at("3"), "y");
  EXPECT_EQ(int(contexts.put("ue", as_bytes("huge"), Bytes(Contexts::max_value_octets + 1)).error().kind), int(Kind::invalid));
}

/// Runs `work` in a process of its own and says how it ended.
int in_child(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(ContextsTest, FullDiskIsToldAndGoneThrough) {
  // A limit on the size of files plays the full disk, in a process of its own.
  EXPECT_EQ(in_child([&] {
              std::signal(SIGXFSZ, SIG_IGN);
              auto opened = Store::open(world, {.file = file});
              if (!opened.ok()) return 1;
              auto& contexts = (*opened)->contexts();
              const rlimit small{256 * 1024, RLIM_INFINITY};
              ::setrlimit(RLIMIT_FSIZE, &small);
              for (int i = 0; i < 100; ++i)
                if (!contexts.put("ue", as_bytes(std::to_string(i)), Bytes(10'000, std::uint8_t(i))).ok()) return 2;
              auto flushed = contexts.flush();
              if (flushed.ok() || flushed.error().fix.empty()) return 3;
              if (!contexts.trouble() || contexts.durable() != Sequence()) return 4;
              const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
              ::setrlimit(RLIMIT_FSIZE, &none);
              while (contexts.trouble())
                if (!contexts.flush().ok() && !contexts.trouble()) return 5;
              return contexts.durable() == Sequence(100) && contexts.flush().ok() ? 0 : 6;
            }),
            0);
  auto store = open();
  EXPECT_EQ(load(*store, "ue").size(), 100u);
}

/// Writes contexts as fast as it can and tells through the pipe, in groups, what is durable; until it is killed.
[[noreturn]] void write_until_killed(HandWorld& world, const std::string& file, int to) {
  auto store = Store::open(world, {.file = file, .group = 1ms});
  if (!store.ok()) ::_exit(1);
  auto& contexts = (*store)->contexts();
  std::uint64_t told = 0;
  for (std::uint64_t n = 1;; ++n) {
    // Few places, so that each is rewritten many times: the value is the sequence.
    const auto key = big_endian<8>(n % 50);
    if (!contexts.put("count", key, big_endian<8>(n)).ok()) ::_exit(2);
    const std::uint64_t durable = contexts.durable().value();
    if (durable != told) {
      told = durable;
      if (::write(to, &told, sizeof told) != sizeof told) ::_exit(3);
    }
  }
}

TEST_F(ContextsTest, KilledAtAnyMomentWhatWasAcknowledgedIsThere) {
  open();
  for (int round = 0; round < 12; ++round) {
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) write_until_killed(world, file, told[1]);
    ::close(told[1]);
    // Killed after a different number of acknowledgements each time, that is in the middle of the next group.
    std::uint64_t acknowledged = 0, last = 0;
    for (int i = 0; i < 3 + round * 2 && ::read(told[0], &last, sizeof last) == sizeof last; ++i) acknowledged = last;
    ::kill(child, SIGKILL);
    while (::read(told[0], &last, sizeof last) == sizeof last) acknowledged = last;
    ::close(told[0]);
    ::waitpid(child, nullptr, 0);
    ASSERT_GT(acknowledged, 0u);

    auto store = open();
    ASSERT_TRUE(store->verify().ok());
    std::map<std::uint64_t, std::uint64_t> found;
    auto loaded =
        store->contexts().load("count", [&](ByteView key, ByteView value) { found[from_big_endian(key)] = from_big_endian(value); });
    ASSERT_TRUE(loaded.ok());
    ASSERT_EQ(loaded->unreadable, 0u);
    // Each place holds the newest acknowledged value, or a newer one of a group that was not told of yet.
    for (std::uint64_t n = acknowledged; n > 0 && n + 50 > acknowledged; --n) {
      ASSERT_TRUE(found.contains(n % 50));
      EXPECT_GE(found[n % 50], n);
      EXPECT_EQ(found[n % 50] % 50, n % 50);
    }
    // For the next round: a clean slate.
    for (const auto& [place, value] : found) ASSERT_TRUE(store->contexts().erase("count", big_endian<8>(place)).ok());
  }
}

}  // namespace
}  // namespace pellucid::store::test
