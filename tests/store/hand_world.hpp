#pragma once
// HandWorld: a World whose time moves when the test says so. No sockets; random numbers from a seed, or as told.
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "runtime/world.hpp"

namespace pellucid::test {

class HandWorld final : public World {
 public:
  explicit HandWorld(std::uint64_t seed = 1) : generator_(seed) {}

  // ---- by hand
  /// Time passes, on both clocks; what is due runs.
  void pass(Duration time) {
    const Instant end = now_ + time;
    while (!timers_.empty() && timers_.begin()->first.first <= end) {
      auto due = timers_.begin();
      wall_ += due->first.first - now_;
      now_ = due->first.first;
      auto action = std::move(due->second);
      timers_.erase(due);
      action();
    }
    wall_ += end - now_;
    now_ = end;
  }
  void set_wall(WallTime wall) { wall_ = wall; }
  void step_wall(Duration by) { wall_ += by; }
  /// What the next call of random() gives (first octets of it).
  void next_random(Bytes octets) { told_.push_back(std::move(octets)); }
  std::size_t timers() const { return timers_.size(); }
  std::vector<std::string> lines;

  // ---- World
  Instant now() const override { return now_; }
  WallTime wall() const override { return wall_; }
  TimerId at(Instant when, std::function<void()> action) override {
    const TimerId id(++last_);
    timers_.emplace(std::pair(std::max(when, now_), id.value()), std::move(action));
    return id;
  }
  void cancel(TimerId id) override {
    std::erase_if(timers_, [&](const auto& timer) { return timer.first.second == id.value(); });
  }
  void random(std::span<std::uint8_t> out) override {
    for (auto& octet : out) octet = std::uint8_t(generator_());
    if (told_.empty()) return;
    std::copy_n(told_.front().begin(), std::min(out.size(), told_.front().size()), out.begin());
    told_.pop_front();
  }
  Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint&, UdpSocket::Receive) override { return Fail(IoError{0, "no sockets here"}); }
  Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions&, SctpEvents&) override { return Fail(IoError{0, "no sockets here"}); }
  Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions&, TunDevice::Receive) override { return Fail(IoError{0, "no devices here"}); }
  Io<Bytes> read_file(const std::string&) override { return Fail(IoError{0, "no files here"}); }
  Io<Nothing> write_file(const std::string&, ByteView, unsigned) override { return Fail(IoError{0, "no files here"}); }
  void log(Severity, std::string_view room, std::string_view text) override {
    lines.push_back(std::string(room) + ": " + std::string(text));
  }

 private:
  Instant now_{std::chrono::hours(1)};
  WallTime wall_{std::chrono::seconds(1'800'000'000)};
  std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> timers_;
  std::uint64_t last_ = 0;
  std::mt19937_64 generator_;
  std::deque<Bytes> told_;
};

}  // namespace pellucid::test
