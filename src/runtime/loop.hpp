#pragma once
// Loop: one thread's turns. Waits at descriptors and for time, runs what is due, then lets everything that was written go out.
// RealWorld's inside; rooms use RealWorld.
#include <sys/socket.h>
#include <sys/uio.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/file_descriptor.hpp"
#include "runtime/real_world.hpp"
#include "runtime/timer_queue.hpp"

namespace pellucid {

/// Who waits at a descriptor. The loop holds it while it is added, and while one of its functions runs.
struct LoopHandler : std::enable_shared_from_this<LoopHandler> {
  virtual ~LoopHandler() = default;
  /// `events` as of epoll: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.
  virtual void ready(std::uint32_t events) = 0;
  /// The end of a turn in which flush_later() was called.
  virtual void flush() {}
};

/// Room for recvmmsg: shared by all sockets of a loop, used within one ready() only.
struct ReceiveBatch {
  static constexpr std::size_t count = 32, size = 65536;
  ReceiveBatch();
  /// Forgets what the last call left. Up to `count` messages; 0 or less: none (errno).
  int receive(int fd);
  ByteView payload(int i) const { return {room.get() + std::size_t(i) * size, messages[i].msg_len}; }
  std::unique_ptr<std::uint8_t[]> room;
  mmsghdr messages[count];
  iovec vectors[count];
  sockaddr_storage names[count];
  alignas(cmsghdr) std::uint8_t controls[count][128];
};

class Loop {
 public:
  static constexpr std::size_t max_events = 256;  // in one turn; the rest is the next turn's

  Io<Nothing> open();
  Io<Nothing> add(int fd, std::uint32_t events, std::shared_ptr<LoopHandler> handler);
  void change(int fd, std::uint32_t events);
  /// Before the descriptor is closed.
  void remove(int fd);
  void flush_later(std::shared_ptr<LoopHandler> handler) { to_flush_.push_back(std::move(handler)); }

  Instant now() const;
  TimerId at(Instant when, std::function<void()> action);
  void cancel(TimerId id) { timers_.cancel(id); }

  void turn(Duration patience);
  void flush();

  ReceiveBatch batch;
  IoCounters counters;

 private:
  struct Watched {
    std::shared_ptr<LoopHandler> handler;
    std::uint32_t generation = 0;
  };
  int wait(Duration patience, void* events);
  void run_timers();

  FileDescriptor epoll_;
  std::vector<Watched> watched_;  // by descriptor
  std::uint32_t generation_ = 0;
  TimerQueue<std::function<void()>> timers_;
  Instant turn_time_{};
  bool in_turn_ = false;
  std::vector<std::shared_ptr<LoopHandler>> to_flush_, flushing_;
};

}  // namespace pellucid
