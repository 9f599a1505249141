#pragma once
// What a procedure can wait for in a World: time, and messages that may not come.
#include <coroutine>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/world.hpp"

namespace pellucid {

/// `co_await sleep_for(world, 5s);`
class sleep_for {
 public:
  sleep_for(World& world, Duration delay) : timer_(world), delay_(delay) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    timer_.start(delay_, [h] { h.resume(); });
  }
  void await_resume() {}

 private:
  Timer timer_;
  Duration delay_;
};

/// Messages for one flow at a time. put() wakes the flow that waits in next(); with nobody waiting up to `limit` messages are
/// kept, then the oldest goes (counted). The flow's frame owns the wait, so cancelling the flow ends it; the mailbox must outlive the
/// flows that wait at it.
template <class T>
class Mailbox {
 public:
  explicit Mailbox(World& world, std::size_t limit = 4) : world_(&world), limit_(limit) {}
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  class Next {
   public:
    Next(Mailbox& box, Duration patience) : box_(&box), timer_(*box.world_), patience_(patience) {}
    Next(const Next&) = delete;
    ~Next() {
      if (box_->waiting_ == this) box_->waiting_ = nullptr;
    }
    bool await_ready() {
      if (box_->kept_.empty()) return false;
      message_.emplace(std::move(box_->kept_.front()));
      box_->kept_.erase(box_->kept_.begin());
      return true;
    }
    void await_suspend(std::coroutine_handle<> h) {
      waiter_ = h;
      box_->waiting_ = this;
      timer_.start(patience_, [this] {
        box_->waiting_ = nullptr;
        waiter_.resume();
      });
    }
    /// Nothing when the time is over.
    std::optional<T> await_resume() { return std::move(message_); }

   private:
    friend class Mailbox;
    Mailbox* box_;
    Timer timer_;
    Duration patience_;
    std::coroutine_handle<> waiter_;
    std::optional<T> message_;
  };

  /// `auto message = co_await box.next(6s);`
  Next next(Duration patience) { return Next(*this, patience); }
  void put(T message) {
    if (waiting_) {
      auto* next = std::exchange(waiting_, nullptr);
      next->timer_.stop();
      next->message_.emplace(std::move(message));
      next->waiter_.resume();
      return;
    }
    if (kept_.size() >= limit_) {
      kept_.erase(kept_.begin());
      ++dropped_;
    }
    kept_.push_back(std::move(message));
  }
  bool awaited() const { return waiting_ != nullptr; }
  void clear() { kept_.clear(); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  World* world_;
  std::size_t limit_;
  Next* waiting_ = nullptr;
  std::vector<T> kept_;  // few: a deque would cost 600 octets a mailbox even when empty
  std::uint64_t dropped_ = 0;
};

}  // namespace pellucid
