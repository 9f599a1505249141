#include "runtime/loop.hpp"

#include <sys/epoll.h>
#include <time.h>

#include <algorithm>

#include "base/check.hpp"
#include "runtime/io_error.hpp"

namespace pellucid {

ReceiveBatch::ReceiveBatch() : room(new std::uint8_t[count * size]), messages{}, vectors{}, names{}, controls{} {
  for (std::size_t i = 0; i < count; ++i) vectors[i] = {room.get() + i * size, size};
}

int ReceiveBatch::receive(int fd) {
  for (std::size_t i = 0; i < count; ++i) {
    msghdr& header = messages[i].msg_hdr;
    header = {};
    header.msg_name = &names[i];
    header.msg_namelen = sizeof names[i];
    header.msg_iov = &vectors[i];
    header.msg_iovlen = 1;
    header.msg_control = controls[i];
    header.msg_controllen = sizeof controls[i];
  }
  return ::recvmmsg(fd, messages, count, MSG_DONTWAIT, nullptr);
}

Io<Nothing> Loop::open() {
  epoll_ = FileDescriptor(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_) return io_failure("epoll_create1");
  return Nothing{};
}

Io<Nothing> Loop::add(int fd, std::uint32_t events, std::shared_ptr<LoopHandler> handler) {
  if (std::size_t(fd) >= watched_.size()) watched_.resize(std::size_t(fd) + 1);
  epoll_event event{};
  event.events = events;
  event.data.u64 = std::uint64_t(++generation_) << 32 | std::uint32_t(fd);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return io_failure("epoll_ctl");
  watched_[std::size_t(fd)] = {std::move(handler), generation_};
  return Nothing{};
}

void Loop::change(int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = std::uint64_t(watched_[std::size_t(fd)].generation) << 32 | std::uint32_t(fd);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void Loop::remove(int fd) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
  auto gone = std::exchange(watched_[std::size_t(fd)], {});
}

Instant Loop::now() const {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return Instant(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}

TimerId Loop::at(Instant when, std::function<void()> action) {
  // What is asked for within a turn happens in a later one, else an action that asks for itself would hold the loop for ever.
  if (in_turn_) when = std::max(when, turn_time_ + Duration(1));
  return timers_.add(when, std::move(action));
}

int Loop::wait(Duration patience, void* events) {
  auto* room = static_cast<epoll_event*>(events);
  patience = std::clamp<Duration>(patience, Duration(0), std::chrono::hours(1));
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
  timespec limit{};
  limit.tv_sec = seconds.count();
  limit.tv_nsec = (patience - seconds).count();
  int ready = ::epoll_pwait2(epoll_.get(), room, int(max_events), &limit, nullptr);
  if (ready < 0 && errno == ENOSYS)  // kernels before 5.11
    ready = ::epoll_wait(epoll_.get(), room, int(max_events), int(std::chrono::ceil<std::chrono::milliseconds>(patience).count()));
  return ready;
}

void Loop::turn(Duration patience) {
  check(!in_turn_, "a turn of the loop within a turn");
  flush();
  if (auto due = timers_.next()) patience = std::min(patience, *due - now());
  epoll_event events[max_events];
  int ready = wait(patience, events);
  in_turn_ = true;
  ++counters.turns;
  turn_time_ = now();
  for (int i = 0; i < ready; ++i) {
    auto fd = std::size_t(std::uint32_t(events[i].data.u64));
    auto generation = std::uint32_t(events[i].data.u64 >> 32);
    if (fd >= watched_.size() || watched_[fd].generation != generation) continue;  // removed earlier in this turn
    auto handler = watched_[fd].handler;
    handler->ready(events[i].events);
  }
  run_timers();
  in_turn_ = false;
  flush();
}

void Loop::run_timers() {
  while (auto action = timers_.take(turn_time_)) {
    ++counters.timers_run;
    (*action)();
  }
}

void Loop::flush() {
  flushing_.swap(to_flush_);
  for (auto& handler : flushing_) handler->flush();
  flushing_.clear();
}

}  // namespace pellucid
