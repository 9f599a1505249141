#pragma once
// Several flows of one phone, each waiting for certain messages that may not come.
#include <coroutine>
#include <optional>
#include <utility>

#include "runtime/world.hpp"

namespace pellucid::amf {

/// `auto message = co_await expected.next(filter, 6s);` gives the first message that `filter(message)` takes, or nothing when the
/// time is over or give_up() was called. Each Wait stands in the awaiting frame: cancelling the flow ends it.
template <class M, class Filter>
class Expected {
 public:
  explicit Expected(World& world) : world_(&world) {}
  Expected(const Expected&) = delete;
  Expected& operator=(const Expected&) = delete;
  ~Expected() {
    for (Wait* w = first_; w; w = w->next_) w->owner_ = nullptr;
  }

  class Wait {
   public:
    Wait(Expected& owner, Filter filter, Duration patience)
        : owner_(&owner), filter_(std::move(filter)), timer_(*owner.world_), patience_(patience) {}
    Wait(const Wait&) = delete;
    ~Wait() { leave(); }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      waiter_ = h;
      next_ = owner_->first_;
      owner_->first_ = this;
      timer_.start(patience_, [this] { finish(); });
    }
    std::optional<M> await_resume() { return std::move(message_); }

   private:
    friend class Expected;
    void leave() {
      if (!owner_) return;
      for (Wait** w = &owner_->first_; *w; w = &(*w)->next_) {
        if (*w != this) continue;
        *w = next_;
        break;
      }
      owner_ = nullptr;
    }
    void finish() {
      leave();
      timer_.stop();
      waiter_.resume();  // may destroy this
    }
    Expected* owner_;
    Wait* next_ = nullptr;
    Filter filter_;
    Timer timer_;
    Duration patience_;
    std::coroutine_handle<> waiter_;
    std::optional<M> message_;
  };

  Wait next(Filter filter, Duration patience) { return Wait(*this, std::move(filter), patience); }

  /// Gives the message to the flow that waits for it, which runs at once. False: nobody does, and the message is untouched.
  bool offer(M& message) {
    for (Wait* w = first_; w; w = w->next_) {
      if (!w->filter_(message)) continue;
      w->message_.emplace(std::move(message));
      w->finish();
      return true;
    }
    return false;
  }
  /// Would offer() find a taker?
  bool wanted(const M& message) const {
    for (Wait* w = first_; w; w = w->next_)
      if (w->filter_(message)) return true;
    return false;
  }
  /// Each flow that waits now goes on with nothing.
  void give_up() {
    // A resumed flow may wait again or destroy other waits: each round takes one that was there before.
    Wait* last = nullptr;
    for (std::size_t left = size(); left > 0 && first_; --left) {
      last = first_;
      while (last->next_) last = last->next_;
      last->finish();
    }
  }
  bool empty() const { return first_ == nullptr; }
  std::size_t size() const {
    std::size_t n = 0;
    for (Wait* w = first_; w; w = w->next_) ++n;
    return n;
  }

 private:
  World* world_;
  Wait* first_ = nullptr;
};

}  // namespace pellucid::amf
