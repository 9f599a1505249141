// The real World: time, work from other threads, signals, UDP, files, random octets. No test sleeps: the loop runs until
// something has happened, or a deadline has passed.
#include "runtime/real_world.hpp"
#include "runtime/endpoint.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <thread>

using namespace pellucid;
using namespace std::chrono_literals;

namespace {

struct Real : testing::Test {
  std::unique_ptr<RealWorld> world;
  void SetUp() override { open({}); }
  void open(RealWorldOptions options) {
    auto opened = RealWorld::open(std::move(options));
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    world = std::move(*opened);
  }
  bool until(const std::function<bool()>& done) { return world->run_until(done, 10s); }
};

TEST_F(Real, TimersInOrderNotBeforeTheirTime) {
  std::vector<int> order;
  Instant start = world->now();
  Instant last_ran{};
  world->after(30ms, [&] {
    order.push_back(3);
    last_ran = world->now();
  });
  world->after(10ms, [&] { order.push_back(1); });
  world->after(20ms, [&] { order.push_back(2); });
  auto cancelled = world->after(15ms, [&] { order.push_back(9); });
  world->cancel(cancelled);
  ASSERT_TRUE(until([&] { return order.size() == 3; }));
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
  EXPECT_GE(last_ran - start, 30ms);
}

TEST_F(Real, SoonIsTheNextTurnAndCannotHoldTheLoop) {
  int count = 0;
  bool other = false;
  std::function<void()> again = [&] {
    ++count;
    if (!other) world->soon(again);
  };
  world->soon(again);
  EXPECT_EQ(count, 0);  // never from inside the call
  world->after(5ms, [&] { other = true; });
  ASSERT_TRUE(until([&] { return other; }));
  EXPECT_GT(count, 1);
}

TEST_F(Real, AHundredThousandTimersMostOfThemCancelled) {
  std::vector<TimerId> ids;
  int ran = 0;
  for (int i = 0; i < 100000; ++i) ids.push_back(world->after(std::chrono::microseconds(i % 1000), [&] { ++ran; }));
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (i % 10 != 0) world->cancel(ids[i]);
  ASSERT_TRUE(until([&] { return ran == 10000; }));
  world->run_once(0ms);
  EXPECT_EQ(ran, 10000);
}

TEST_F(Real, StopEndsRun) {
  bool ran = false;
  world->after(1ms, [&] {
    ran = true;
    world->stop();
  });
  world->run();
  EXPECT_TRUE(ran);
}

TEST_F(Real, RemoteBringsWorkFromOtherThreadsInOrder) {
  std::vector<int> got;
  auto main_thread = std::this_thread::get_id();
  bool right_thread = true;
  std::thread worker([&, remote = world->remote()] {
    for (int i = 0; i < 1000; ++i)
      while (!remote.post([&, i] {
        got.push_back(i);
        right_thread = right_thread && std::this_thread::get_id() == main_thread;
      }))
        std::this_thread::yield();
  });
  ASSERT_TRUE(until([&] { return got.size() == 1000; }));
  worker.join();
  EXPECT_TRUE(right_thread);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(got[std::size_t(i)], i);
}

TEST_F(Real, RemoteRefusesWhenFullAndWhenTheWorldIsGone) {
  RealWorldOptions options;
  options.remote_limit = 3;
  open(options);
  auto remote = world->remote();
  int ran = 0;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(remote.post([&] { ++ran; }));
  EXPECT_FALSE(remote.post([&] { ++ran; }));
  ASSERT_TRUE(until([&] { return ran == 3; }));
  EXPECT_EQ(world->counters().remote_refused, 1u);
  EXPECT_TRUE(remote.post([&] { ++ran; }));
  world.reset();
  EXPECT_FALSE(remote.post([&] { ++ran; }));
  EXPECT_EQ(ran, 3);
  EXPECT_FALSE(Remote().post([] {}));
}

TEST_F(Real, SignalsComeFromTheLoop) {
  std::vector<int> got;
  ASSERT_TRUE(world->on_signals({SIGUSR1, SIGTERM}, [&](int signal) { got.push_back(signal); }).ok());
  ::raise(SIGTERM);
  EXPECT_TRUE(got.empty());
  ASSERT_TRUE(until([&] { return !got.empty(); }));
  EXPECT_EQ(got, std::vector{SIGTERM});
}

TEST_F(Real, WatchedDescriptors) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
  int readable = 0, writable = 0;
  char octet = 0;
  auto reading = world->watch(ends[0], [&](Ready ready) { readable += ready.readable && ::read(ends[0], &octet, 1) == 1; });
  ASSERT_TRUE(reading.ok());
  std::unique_ptr<Watch> writing;
  auto watched = world->watch(ends[1], [&](Ready ready) {
    writable += ready.writable;
    writing.reset();  // from inside its own callback
  });
  ASSERT_TRUE(watched.ok());
  writing = std::move(*watched);
  writing->want({.readable = false, .writable = true});
  ASSERT_TRUE(until([&] { return writable > 0; }));
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  ASSERT_TRUE(until([&] { return readable == 1; }));
  world->run_once(0ms);
  EXPECT_EQ(writable, 1);
  reading->reset();
  ::close(ends[0]);
  ::close(ends[1]);
}

// ---- UDP

TEST_F(Real, UdpKeepsOrderAndComesFromTheSender) {
  std::vector<std::pair<Endpoint, std::string>> got;
  auto a = world->open_udp(at("127.0.0.2", 0), [](auto&, auto) {});
  auto b = world->open_udp(at("127.0.0.3", 0), [&](const Endpoint& from, ByteView datagram) { got.emplace_back(from, as_text(datagram)); });
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_NE((*b)->local().port, 0);
  for (int i = 0; i < 1000; ++i) (*a)->send((*b)->local(), as_bytes(std::to_string(i)));
  EXPECT_TRUE(got.empty());
  ASSERT_TRUE(until([&] { return got.size() == 1000; }));
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(got[std::size_t(i)].second, std::to_string(i));
    ASSERT_EQ(got[std::size_t(i)].first, (*a)->local());
  }
}

TEST_F(Real, UdpBigEmptyAndIpVersion6) {
  std::vector<Bytes> got;
  auto a = world->open_udp(at("::1", 0), [&](auto&, ByteView datagram) { got.push_back(to_bytes(datagram)); });
  ASSERT_TRUE(a.ok()) << a.error().what;
  (*a)->send((*a)->local(), Bytes(60000, 7));
  (*a)->send((*a)->local(), {});
  (*a)->send((*a)->local(), Bytes(70000, 7));  // more than UDP can: dropped and counted
  (*a)->send((*a)->local(), Bytes(1, 9));
  ASSERT_TRUE(until([&] { return got.size() == 3; }));
  EXPECT_EQ(got[0], Bytes(60000, 7));
  EXPECT_TRUE(got[1].empty());
  EXPECT_EQ(got[2], Bytes(1, 9));
  EXPECT_EQ(world->counters().udp_dropped, 1u);
}

TEST_F(Real, UdpPortInUseSaysWhich) {
  auto a = world->open_udp(at("127.0.0.2", 0), [](auto&, auto) {});
  ASSERT_TRUE(a.ok());
  auto b = world->open_udp((*a)->local(), [](auto&, auto) {});
  ASSERT_FALSE(b.ok());
  EXPECT_EQ(b.error().number, EADDRINUSE);
  EXPECT_EQ(b.error().what, "bind UDP " + (*a)->local().text() + ": Address already in use");
}

TEST_F(Real, UdpSocketMayGoInItsCallbackAndSendsWhatWasWritten) {
  int got = 0;
  std::unique_ptr<UdpSocket> b;
  auto opened = world->open_udp(at("127.0.0.3", 0), [&](auto&, auto) {
    ++got;
    b.reset();
  });
  ASSERT_TRUE(opened.ok());
  b = std::move(*opened);
  {
    auto a = world->open_udp(at("127.0.0.2", 0), [](auto&, auto) {});
    ASSERT_TRUE(a.ok());
    for (int i = 0; i < 5; ++i) (*a)->send(b->local(), as_bytes("x"));
  }
  ASSERT_TRUE(until([&] { return got > 0; }));
  world->run_once(0ms);
  EXPECT_EQ(got, 1);
}

// ---- files, random, log

struct RealFiles : Real {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("pellucid-files-" + std::to_string(::getpid()));
  void SetUp() override {
    Real::SetUp();
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::size_t count() const { return std::size_t(std::distance(std::filesystem::directory_iterator(folder), {})); }
};

TEST_F(RealFiles, WrittenWholeWithItsModeOverTheOldOne) {
  auto path = folder / "key";
  ASSERT_TRUE(world->write_file(path, as_bytes("one"), 0600).ok());
  struct stat info{};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  Bytes big(300000, 5);
  ASSERT_TRUE(world->write_file(path, big).ok());
  auto content = world->read_file(path);
  ASSERT_TRUE(content.ok());
  EXPECT_EQ(*content, big);
  EXPECT_EQ(count(), 1u);  // nothing left beside
}

TEST_F(RealFiles, ErrorsNameTheFileAndLeaveTheOldContent) {
  auto missing = world->read_file(folder / "none");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().number, ENOENT);
  EXPECT_NE(missing.error().what.find((folder / "none").string()), std::string::npos);
  EXPECT_FALSE(world->write_file(folder / "no" / "such" / "folder", as_bytes("x")).ok());
  std::filesystem::create_directories(folder / "folder" / "full");
  EXPECT_FALSE(world->write_file(folder / "folder", as_bytes("x")).ok());
  EXPECT_EQ(count(), 1u);
}

TEST_F(Real, RandomOctetsNeverRepeatNotEvenAfterAFork) {
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 20000; ++i) EXPECT_TRUE(seen.insert(world->random_number<std::uint64_t>()).second);
  Bytes big(100000);
  world->random(big);
  EXPECT_LT(std::ranges::count(big, 0), 1000);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  auto child = ::fork();
  if (child == 0) {
    auto number = world->random_number<std::uint64_t>();
    ::_exit(::write(ends[1], &number, sizeof number) == sizeof number ? 0 : 1);
  }
  std::uint64_t theirs = 0, ours = world->random_number<std::uint64_t>();
  ASSERT_EQ(::read(ends[0], &theirs, sizeof theirs), ssize_t(sizeof theirs));
  ::waitpid(child, nullptr, 0);
  EXPECT_NE(theirs, ours);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(Real, LogIsOneCleanLine) {
  testing::internal::CaptureStderr();
  world->log(Severity::debug, "amf", "not shown");
  world->log(Severity::warning, "amf", "evil\ninfo upf: \x1b[31mforged");
  world->set_log_level(Severity::error);
  world->log(Severity::warning, "amf", "not shown");
  std::string text = testing::internal::GetCapturedStderr();
  ASSERT_EQ(std::ranges::count(text, '\n'), 1);
  EXPECT_NE(text.find("Z warn  amf: evil\\x0ainfo upf: \\x1b[31mforged\n"), std::string::npos) << text;
  EXPECT_EQ(text[4], '-');
  EXPECT_EQ(text[10], 'T');
}

}  // namespace
