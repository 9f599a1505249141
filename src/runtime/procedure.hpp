#pragma once
// Procedure<T, E>: a call flow of the standard as a coroutine that ends with a T or with an E (its Cause).
//
//   Procedure<Registered, Refusal> register_ue(Ue& ue, ...) {
//     Supi supi = co_await identify(ue, id);       // another Procedure, or a Result: its value, or this procedure ends with its error
//     auto tried = co_await attempt(step());       // a Result to look at: this procedure goes on either way
//     co_await sleep_for(world, 5s);               // virtual time in the simulated World
//     auto message = co_await mailbox.next(6s);    // std::optional<M>: nothing when the time is over
//     co_return Registered{...};                   // or: co_return Fail(Refusal{...});
//   }
//
// A Procedure does nothing until it is awaited or given to a Procedures, which owns it. Destroying the owner cancels the
// flow wherever it waits: locals are destroyed in reverse order, so what a flow must undo is held by an object whose
// destructor undoes it. When a step's error ends a flow, its locals are destroyed before whoever awaits it goes on.
// One `co_await` a statement, into a named local. A capturing lambda is never a coroutine.
#include <coroutine>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "base/check.hpp"
#include "base/result.hpp"
#include "runtime/frames.hpp"

namespace pellucid {

template <class T, class E>
class Procedure;

namespace detail {

/// Who is told that a procedure has its outcome; returns what runs next.
struct Waiting {
  virtual std::coroutine_handle<> finished() = 0;

 protected:
  ~Waiting() = default;
};

template <class T, class E>
struct ProcedurePromise;

/// co_await of a Result: its value, or the end of the awaiting procedure.
template <class U, class E2, class P>
struct Step {
  Result<U, E2> result;
  P& self;
  bool await_ready() const { return result.ok(); }
  [[gnu::noinline]] std::coroutine_handle<> await_suspend(std::coroutine_handle<>) {
    return self.end_with(typename P::Error(std::move(result.error())));
  }
  U await_resume() { return std::move(*result); }
};

/// co_await of another procedure.
template <class U, class E2, class P, bool keep_error>
struct Child final : Waiting {
  Procedure<U, E2> child;
  P& self;
  Child(Procedure<U, E2> c, P& s) : child(std::move(c)), self(s) {}
  Child(Child&&) = default;
  bool await_ready() const { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) {
    child.promise().waiting = this;
    return child.handle();
  }
  std::coroutine_handle<> finished() override {
    if constexpr (!keep_error) {
      if (!child.promise().outcome->ok()) {
        typename P::Error error(std::move(child.promise().outcome->error()));
        return self.end_with(std::move(error));
      }
    }
    return std::coroutine_handle<P>::from_promise(self);
  }
  auto await_resume() {
    Result<U, E2> outcome = std::move(*child.promise().outcome);
    // The child's frame and all that it holds go now, not at the end of the awaiting statement's lifetime.
    child = Procedure<U, E2>();
    if constexpr (keep_error)
      return outcome;
    else
      return U(std::move(*outcome));
  }
};

template <class T, class E>
struct Attempt {
  Procedure<T, E> procedure;
};

template <class T>
struct IsResult : std::false_type {};
template <class T, class E>
struct IsResult<Result<T, E>> : std::true_type {};

template <class T, class E>
struct ProcedurePromise {
  using Error = E;
  std::optional<Result<T, E>> outcome;
  Waiting* waiting = nullptr;

  static void* operator new(std::size_t octets) { return take_frame(octets); }
  static void operator delete(void* frame, std::size_t octets) { give_back_frame(frame, octets); }

  Procedure<T, E> get_return_object();
  std::suspend_always initial_suspend() noexcept { return {}; }
  struct Final {
    bool await_ready() noexcept { return false; }
    [[gnu::noinline]] std::coroutine_handle<> await_suspend(std::coroutine_handle<ProcedurePromise> h) noexcept {
      auto* next = h.promise().waiting;
      return next ? next->finished() : std::noop_coroutine();
    }
    void await_resume() noexcept {}
  };
  Final final_suspend() noexcept { return {}; }
  // The project throws nothing; a library's exception that got here is our bug.
  void unhandled_exception() { std::terminate(); }
  void return_value(T value) { outcome.emplace(std::move(value)); }
  void return_value(Fail<E> error) { outcome.emplace(std::move(error)); }
  void return_value(Result<T, E> result) { outcome.emplace(std::move(result)); }

  std::coroutine_handle<> end_with(E error) {
    outcome.emplace(Fail<E>(std::move(error)));
    return waiting ? waiting->finished() : std::noop_coroutine();
  }

  template <class U, class E2>
    requires std::constructible_from<E, E2>
  auto await_transform(Result<U, E2> result) {
    return Step<U, E2, ProcedurePromise>{std::move(result), *this};
  }
  template <class U, class E2>
    requires std::constructible_from<E, E2>
  auto await_transform(Procedure<U, E2> procedure) {
    return Child<U, E2, ProcedurePromise, false>(std::move(procedure), *this);
  }
  template <class U, class E2>
  auto await_transform(Attempt<U, E2> attempt) {
    return Child<U, E2, ProcedurePromise, true>(std::move(attempt.procedure), *this);
  }
  /// Anything else that can wait (mailboxes, timers, answers).
  template <class A>
    requires(
        requires(A a) { a.await_ready(); } || requires(A a) { a.operator co_await(); })
  A&& await_transform(A&& awaitable) {
    return std::forward<A>(awaitable);
  }
};

}  // namespace detail

template <class T, class E>
class [[nodiscard]] Procedure {
 public:
  using promise_type = detail::ProcedurePromise<T, E>;
  using Handle = std::coroutine_handle<promise_type>;
  Procedure() = default;
  explicit Procedure(Handle handle) : handle_(handle) {}
  Procedure(Procedure&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Procedure& operator=(Procedure&& other) noexcept {
    if (this != &other) {
      reset();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Procedure() { reset(); }
  Handle handle() const { return handle_; }
  promise_type& promise() const { return handle_.promise(); }

 private:
  void reset() {
    if (auto h = std::exchange(handle_, {})) h.destroy();
  }
  Handle handle_;
};

template <class T, class E>
Procedure<T, E> detail::ProcedurePromise<T, E>::get_return_object() {
  return Procedure<T, E>(Procedure<T, E>::Handle::from_promise(*this));
}

/// Await a procedure without ending with its error: `auto result = co_await attempt(step());`
template <class T, class E>
detail::Attempt<T, E> attempt(Procedure<T, E> procedure) {
  return {std::move(procedure)};
}

/// Owns running procedures; destroying it cancels them all. One for each thing that flows belong to (a phone, an association).
class Procedures {
 public:
  using Id = std::uint64_t;
  Procedures() = default;
  Procedures(const Procedures&) = delete;
  Procedures& operator=(const Procedures&) = delete;
  ~Procedures() { cancel_all(); }

  /// Runs the procedure until it first waits. `done(outcome)` comes once, after the procedure's locals are gone; it may destroy this
  /// Procedures. Returns an id for cancel(), 0 if it has already ended.
  template <class T, class E>
  Id start(Procedure<T, E> procedure, std::function<void(Result<T, E>)> done) {
    struct Running final : Entry, detail::Waiting {
      Procedure<T, E> procedure;
      std::function<void(Result<T, E>)> done;
      Procedures* owner = nullptr;
      Id id = 0;
      bool* ended = nullptr;
      ~Running() override {
        if (ended) *ended = true;
      }
      std::coroutine_handle<> finished() override {
        Result<T, E> outcome = std::move(*procedure.promise().outcome);
        auto report = std::move(done);
        auto keep = owner->release(id);  // this object: lives until the end of this function
        procedure = Procedure<T, E>();   // locals of the flow go before anybody hears of its end
        keep.reset();
        if (report) report(std::move(outcome));
        return std::noop_coroutine();
      }
    };
    auto running = std::make_unique<Running>();
    auto* r = running.get();
    r->procedure = std::move(procedure);
    r->done = std::move(done);
    r->owner = this;
    Id id = r->id = ++last_;
    bool ended = false;
    r->ended = &ended;
    r->procedure.promise().waiting = r;
    running_.emplace(id, std::move(running));
    r->procedure.handle().resume();
    if (ended) return 0;  // `this` may be gone
    r->ended = nullptr;
    return id;
  }
  /// Without interest in the outcome.
  template <class T, class E>
  Id start(Procedure<T, E> procedure) {
    return start(std::move(procedure), std::function<void(Result<T, E>)>());
  }
  /// Destroys the flow where it waits; its `done` never comes. No-op for an id that has ended. Not from inside that flow itself.
  void cancel(Id id) { release(id); }
  void cancel_all() {
    while (!running_.empty()) release(running_.begin()->first);
  }
  std::size_t size() const { return running_.size(); }
  bool empty() const { return running_.empty(); }

 private:
  struct Entry {
    virtual ~Entry() = default;
  };
  std::unique_ptr<Entry> release(Id id) {
    auto found = running_.find(id);
    if (found == running_.end()) return {};
    auto entry = std::move(found->second);
    running_.erase(found);
    return entry;
  }
  std::unordered_map<Id, std::unique_ptr<Entry>> running_;
  Id last_ = 0;
};

/// The two ends of one answer that comes later: the source resolves it, a procedure awaits it. If the source is destroyed without
/// an answer, the awaiting side simply keeps waiting: pair it with a timer, or resolve with an error. Cheap, single-threaded.
template <class T>
class Answer {
  struct State {
    std::optional<T> value;
    std::coroutine_handle<> waiter;
  };

 public:
  class Source {
   public:
    Source() = default;
    /// The first value counts; later ones are ignored. Runs the awaiting procedure at once.
    void resolve(T value) const {
      if (!state_ || state_->value) return;
      auto state = state_;
      state->value.emplace(std::move(value));
      if (auto h = std::exchange(state->waiter, {})) h.resume();
    }
    /// Somebody still waits, or could.
    bool wanted() const { return state_ && state_.use_count() > 1 && !state_->value; }
    explicit operator bool() const { return state_ != nullptr; }

   private:
    friend class Answer;
    explicit Source(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
  };

  Answer() : state_(std::make_shared<State>()) {}
  Answer(Answer&& other) noexcept = default;
  Answer& operator=(Answer&&) = delete;
  Source source() const { return Source(state_); }

  /// Stands in the awaiting frame: when that is destroyed, nobody is resumed any more.
  class Wait {
   public:
    explicit Wait(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Wait(const Wait&) = delete;
    ~Wait() { state_->waiter = {}; }
    bool await_ready() const { return state_->value.has_value(); }
    void await_suspend(std::coroutine_handle<> h) { state_->waiter = h; }
    T await_resume() { return std::move(*state_->value); }

   private:
    std::shared_ptr<State> state_;
  };
  Wait operator co_await() const { return Wait(state_); }

 private:
  std::shared_ptr<State> state_;
};

}  // namespace pellucid
