// Two ends of the ZeroMQ radio in one process; a peer that starts again; peers that send nonsense.
#include <gtest/gtest.h>
#include <zmq.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <thread>

#include "base/bytes.hpp"
#include "ran/radio/zmq_radio.hpp"

using namespace pellucid;
using namespace pellucid::radio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t slot = 1000;

/// The sample that an end sends at a time.
Sample sample_at(std::int64_t time, float mark) { return {float(time % 65536), mark}; }

std::vector<Sample> slot_at(std::int64_t time, float mark) {
  std::vector<Sample> out(slot);
  for (std::size_t i = 0; i < slot; ++i) out[i] = sample_at(time + std::int64_t(i), mark);
  return out;
}

std::unique_ptr<ZmqRadio> open(ZmqRadioOptions options) {
  auto radio = ZmqRadio::open(options);
  EXPECT_TRUE(radio) << (radio ? "" : radio.error().text);
  return radio ? std::move(*radio) : nullptr;
}
/// A receiving socket needs the peer's address, so one end is opened on a port that the other is told later.
std::string free_address() {
  auto probe = open({.transmit_addresses = {"tcp://127.0.0.1:*"}});
  return probe->transmit_endpoint(0);
}

/// An end that receives `slots` and sends each one four slots ahead. Counts what it hears wrong.
struct EndRun {
  std::uint64_t wrong = 0;
  std::atomic<std::uint64_t> heard = 0;
  std::atomic<bool> failed = false;

  void run(ZmqRadio& radio, int slots, float mine, float other) {
    std::vector<Sample> block(slot);
    for (std::int64_t k = 0; k < slots && !failed; ++k) {
      auto sent = radio.transmit(SampleTime((k + 4) * std::int64_t(slot)), slot_at((k + 4) * std::int64_t(slot), mine));
      auto time = radio.receive(block);
      failed = !sent || !time || time->value() != k * std::int64_t(slot);
      if (failed) break;
      for (std::size_t i = 0; i < slot; ++i) {
        auto expected = k < 4 ? Sample{} : sample_at(time->value() + std::int64_t(i), other);
        wrong += block[i] != expected;
      }
      heard += slot;
    }
  }
};

TEST(ZmqRadio, TwoEndsHearEachOtherSampleBySample) {
  auto a_address = free_address(), b_address = free_address();
  auto a = open({.receive_addresses = {b_address}, .transmit_addresses = {a_address}});
  auto b = open({.receive_addresses = {a_address}, .transmit_addresses = {b_address}});
  constexpr int slots = 300;
  EndRun in_a, in_b;
  std::thread other([&] {
    in_b.run(*b, slots, 2, 1);
    while (in_a.heard < slot * slots && !in_a.failed) b->serve();
  });
  in_a.run(*a, slots, 1, 2);
  // The other may still wait for what we have queued.
  for (auto until = std::chrono::steady_clock::now() + 5s; in_b.heard < slot * slots && std::chrono::steady_clock::now() < until;)
    a->serve();
  other.join();
  EXPECT_FALSE(in_a.failed || in_b.failed);
  EXPECT_EQ(in_a.heard, slot * slots);
  EXPECT_EQ(in_b.heard, slot * slots);
  EXPECT_EQ(in_a.wrong + in_b.wrong, 0u);
  EXPECT_EQ(a->statistics().late_bursts, 0u);
  EXPECT_EQ(a->statistics().gap_samples, 4 * slot);
  EXPECT_EQ(a->statistics().bad_messages + a->statistics().bad_samples, 0u);
}

TEST(ZmqRadio, RefusesWhatIsLateAndFillsWhatIsMissing) {
  auto address = free_address();
  auto sender = open({.transmit_addresses = {address}});
  auto hearer = open({.receive_addresses = {address}});
  ASSERT_TRUE(sender->transmit(SampleTime(500), slot_at(500, 1)));
  auto refused = sender->transmit(SampleTime(1400), slot_at(1400, 1));
  EXPECT_EQ(refused.error().kind, Error::Kind::late);
  ASSERT_TRUE(sender->transmit(SampleTime(2000), slot_at(2000, 1)));
  std::vector<Sample> mine(3000), heard(3000);
  std::thread other([&] { EXPECT_TRUE(hearer->receive(heard)); });
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(sender->receive(std::span(mine).first(750)));
  auto until = std::chrono::steady_clock::now() + 5s;
  std::atomic<bool> done = false;
  std::thread watch([&] { other.join(), done = true; });
  while (!done && std::chrono::steady_clock::now() < until) sender->serve();
  watch.join();
  for (std::int64_t t = 0; t < 3000; ++t) {
    bool on = (t >= 500 && t < 1500) || t >= 2000;
    ASSERT_EQ(heard[std::size_t(t)], on ? sample_at(t, 1) : Sample{}) << t;
  }
  EXPECT_EQ(sender->statistics().late_bursts, 1u);
  EXPECT_EQ(sender->statistics().late_samples, slot);
  EXPECT_EQ(sender->transmit(SampleTime(2999), std::span<const Sample>(mine).first(1)).error().kind, Error::Kind::late);
}

TEST(ZmqRadio, NobodyThereIsATimeOutAndTheTimeStays) {
  auto radio = open({.receive_addresses = {free_address()}, .transmit_addresses = {"tcp://127.0.0.1:*"}, .timeout = 100ms});
  std::vector<Sample> block(slot);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(radio->receive(block).error().kind, Error::Kind::timed_out);
  EXPECT_EQ(radio->statistics().timeouts, 2u);
  EXPECT_EQ(radio->statistics().gap_samples, slot);
  // A sender whose peer never fetches is told so instead of growing for ever.
  std::vector<Sample> much(ZmqRadio::max_ahead_samples);
  auto refused = radio->transmit(SampleTime(std::int64_t(slot)), much);
  EXPECT_EQ(refused.error().kind, Error::Kind::too_far);
  EXPECT_EQ(ZmqRadio::open({.receive_addresses = {"nonsense"}}).error().kind, Error::Kind::device);
  EXPECT_EQ(ZmqRadio::open({}).error().kind, Error::Kind::bad_setting);
}

TEST(ZmqRadio, APeerThatStartsAgainIsHeardAgain) {
  auto address = free_address();
  auto hearer = open({.receive_addresses = {address}, .timeout = 300ms});
  std::vector<Sample> block(slot);
  std::int64_t time = 0;
  for (int life = 0; life < 3; ++life) {
    std::atomic<bool> stop = false;
    std::thread peer([&] {
      auto sender = open({.transmit_addresses = {address}});
      for (std::int64_t t = 0; !stop && sender; t += std::int64_t(slot)) {
        while (!stop && !sender->transmit(SampleTime(t), slot_at(t, float(life)))) std::this_thread::yield();
        for (int i = 0; i < 5; ++i) sender->serve();
      }
    });
    int good = 0;
    for (int tries = 0; tries < 100 && good < 5; ++tries) {
      auto got = hearer->receive(block);
      if (!got) continue;
      EXPECT_EQ(got->value(), time);
      time += std::int64_t(slot);
      good += block[0].imag() == float(life);  // what the last life sent may still come first
    }
    EXPECT_EQ(good, 5) << "life " << life;
    stop = true;
    peer.join();
    // Drain, until the request under way goes unanswered.
    while (hearer->receive(block)) time += std::int64_t(slot);
  }
  EXPECT_GE(hearer->statistics().reconnects, 1u);
}

// ---- Hostile peers -----------------------------------------------------------------------------------------------------

/// A bare REP socket that answers each request with what `answer` says; several parts are sent as one message.
class HostileSender {
 public:
  using Parts = std::vector<Bytes>;
  explicit HostileSender(std::function<Parts(int)> answer)
      : answer_(std::move(answer)), address_(free_address()), thread_([this] { run(); }) {}
  ~HostileSender() {
    stop_ = true;
    thread_.join();
  }
  const std::string& address() const { return address_; }

 private:
  void run() {
    void* context = zmq_ctx_new();
    void* socket = zmq_socket(context, ZMQ_REP);
    int linger = 0, wait_ms = 50;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(socket, ZMQ_RCVTIMEO, &wait_ms, sizeof wait_ms);
    zmq_bind(socket, address_.c_str());
    char any[64];
    for (int i = 0; !stop_;) {
      if (zmq_recv(socket, any, sizeof any, 0) < 0) continue;
      auto parts = answer_(i++);
      for (std::size_t p = 0; p < parts.size(); ++p)
        zmq_send(socket, parts[p].data(), parts[p].size(), p + 1 < parts.size() ? ZMQ_SNDMORE : 0);
    }
    zmq_close(socket);
    zmq_ctx_term(context);
  }
  std::function<Parts(int)> answer_;
  std::string address_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

Bytes octets_of(std::span<const Sample> samples) {
  Bytes out(samples.size_bytes());
  std::memcpy(out.data(), samples.data(), out.size());
  return out;
}

TEST(ZmqHostile, GarbageSizesEmptyAndManyPartMessagesAreSteppedOver) {
  auto good = octets_of(slot_at(0, 1));
  HostileSender sender([&](int i) -> HostileSender::Parts {
    switch (i % 6) {
      case 0: return {Bytes{}};
      case 1: return {Bytes(7)};
      case 2: return {Bytes(8001)};
      case 3: return {good, good};
      case 4: return {Bytes{}, Bytes(3), Bytes(16)};
      default: return {good};
    }
  });
  auto radio = open({.receive_addresses = {sender.address()}, .timeout = 3000ms});
  std::vector<Sample> block(slot);
  for (int i = 0; i < 3; ++i) {
    auto time = radio->receive(block);
    ASSERT_TRUE(time) << time.error().text;
    EXPECT_EQ(time->value(), i * std::int64_t(slot));
    EXPECT_EQ(block, slot_at(0, 1));
  }
  EXPECT_GE(radio->statistics().bad_messages, 15u);
}

TEST(ZmqHostile, OnlyNonsenseIsATimeOut) {
  HostileSender sender([](int i) -> HostileSender::Parts { return {Bytes(std::size_t(i % 2) * 5)}; });
  auto radio = open({.receive_addresses = {sender.address()}, .timeout = 200ms});
  std::vector<Sample> block(slot);
  auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(radio->receive(block).error().kind, Error::Kind::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST(ZmqHostile, OneSampleAtATimeCannotHoldUsForEver) {
  HostileSender sender([](int) -> HostileSender::Parts {
    std::this_thread::sleep_for(30ms);  // the peer's behaviour, not a wait of this test
    return {Bytes(8)};
  });
  auto radio = open({.receive_addresses = {sender.address()}, .timeout = 100ms});
  std::vector<Sample> block(100'000);
  auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(radio->receive(block).error().kind, Error::Kind::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

TEST(ZmqHostile, HugeMessagesAreNotTaken) {
  Bytes huge(ZmqRadio::max_message_samples * 8 + 8);
  HostileSender sender([&](int) -> HostileSender::Parts { return {huge}; });
  auto radio = open({.receive_addresses = {sender.address()}, .timeout = 300ms});
  std::vector<Sample> block(slot);
  EXPECT_EQ(radio->receive(block).error().kind, Error::Kind::timed_out);
  EXPECT_EQ(radio->statistics().received_samples, 0u);
}

TEST(ZmqHostile, NumbersThatAreNoneAreZeros) {
  auto samples = slot_at(0, 1);
  samples[3] = {std::numeric_limits<float>::quiet_NaN(), 0};
  samples[5] = {1, std::numeric_limits<float>::infinity()};
  auto octets = octets_of(samples);
  HostileSender sender([&](int) -> HostileSender::Parts { return {octets}; });
  auto radio = open({.receive_addresses = {sender.address()}});
  std::vector<Sample> block(slot);
  ASSERT_TRUE(radio->receive(block));
  EXPECT_EQ(block[3], Sample{});
  EXPECT_EQ(block[5], Sample{});
  EXPECT_EQ(block[6], samples[6]);
  EXPECT_GE(radio->statistics().bad_samples, 2u);
}

TEST(ZmqHostile, StrangeRequestsTakeNoSamplesAway) {
  auto sender = open({.transmit_addresses = {"tcp://127.0.0.1:*"}});
  auto address = sender->transmit_endpoint(0);
  ASSERT_TRUE(sender->transmit(SampleTime(0), slot_at(0, 1)));
  std::atomic<int> empty_answers = 0;
  std::atomic<bool> done = false;
  std::thread peer([&] {
    void* context = zmq_ctx_new();
    void* socket = zmq_socket(context, ZMQ_REQ);
    int linger = 0, wait_ms = 3000;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_setsockopt(socket, ZMQ_RCVTIMEO, &wait_ms, sizeof wait_ms);
    zmq_connect(socket, address.c_str());
    Bytes answer(slot * 8 + 8);
    zmq_send(socket, "", 0, 0);
    empty_answers += zmq_recv(socket, answer.data(), answer.size(), 0) == 0;
    zmq_send(socket, "a", 1, ZMQ_SNDMORE);
    zmq_send(socket, "b", 1, 0);
    empty_answers += zmq_recv(socket, answer.data(), answer.size(), 0) == 0;
    zmq_send(socket, "\xFF", 1, 0);
    int size = zmq_recv(socket, answer.data(), answer.size(), 0);
    EXPECT_EQ(size, int(slot * 8));
    answer.resize(slot * 8);
    EXPECT_EQ(answer, octets_of(slot_at(0, 1)));
    zmq_close(socket);
    // Another one sends a request that is too large: its connection ends, and nobody else's.
    socket = zmq_socket(context, ZMQ_REQ);
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_connect(socket, address.c_str());
    Bytes large(100'000);
    zmq_send(socket, large.data(), large.size(), 0);
    zmq_close(socket);
    zmq_ctx_term(context);
    done = true;
  });
  for (auto until = std::chrono::steady_clock::now() + 10s; !done && std::chrono::steady_clock::now() < until;) sender->serve();
  peer.join();
  EXPECT_EQ(empty_answers, 2);
  EXPECT_EQ(sender->statistics().bad_messages, 2u);
}

}  // namespace
