#include "ledger/log/recorder.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/check.hpp"
#include "ledger/log/log.hpp"

namespace pellucid::ledger {
namespace {

constexpr Duration retry_period = std::chrono::milliseconds(200);  // after a write that failed
constexpr Duration poll_period = std::chrono::milliseconds(1);     // how often the World looks what has become durable

Fail<LedgerError> refused_for_now(const Log& log, LedgerError::Kind kind, const std::string& what) {
  return Fail(LedgerError{kind, log.folder(), "no new entries at the moment: " + what, "see the log's folder and disk"});
}

/// Who waits for which entry, in the order of the entries.
class Waiting {
 public:
  void add(std::uint64_t index, std::function<void()> then) {
    check(waiting_.size() < Recorder::max_waiting, "who records waits at most a few times for each entry");
    auto at = std::upper_bound(waiting_.begin(), waiting_.end(), index, [](std::uint64_t i, const Waiter& w) { return i < w.index; });
    waiting_.insert(at, Waiter{index, std::move(then)});
  }
  /// The next one whose entry is below `size`.
  std::function<void()> take(std::uint64_t size) {
    if (waiting_.empty() || waiting_.front().index >= size) return {};
    auto then = std::move(waiting_.front().then);
    waiting_.pop_front();
    return then;
  }
  bool empty() const { return waiting_.empty(); }

 private:
  struct Waiter {
    std::uint64_t index;
    std::function<void()> then;
  };
  std::deque<Waiter> waiting_;
};

class InlineRecorder final : public Recorder {
 public:
  InlineRecorder(World& world, Log& log) : log_(log), timer_(world) {}
  LedgerResult<std::uint64_t> record(Entry entry, std::vector<Secret> secrets) override {
    std::vector<Prepared> group;
    auto index = log_.compose(std::move(entry), std::move(secrets), group);
    if (!index.ok()) return index;
    auto written = log_.write(group);
    if (written.ok()) return index;
    log_.forget_composed();
    return Fail(written.error());
  }
  void when_durable(std::uint64_t index, std::function<void()> then) override {
    waiting_.add(index, std::move(then));
    watch(Duration(0));
  }
  std::string trouble() const override {
    auto trouble = log_.trouble();
    return trouble ? trouble->text() : std::string();
  }

 private:
  void watch(Duration when) {
    if (timer_.running()) return;
    timer_.start(when, [this] {
      const auto published = log_.published();
      while (auto then = waiting_.take(published)) then();
      if (!waiting_.empty()) watch(retry_period);
    });
  }

  Log& log_;
  Waiting waiting_;
  Timer timer_;
};

class WorkerRecorder final : public Recorder {
 public:
  WorkerRecorder(World& world, Log& log) : log_(log), timer_(world), worker_([this] { work(); }) {}
  ~WorkerRecorder() override;
  LedgerResult<std::uint64_t> record(Entry entry, std::vector<Secret> secrets) override;
  void when_durable(std::uint64_t index, std::function<void()> then) override {
    waiting_.add(index, std::move(then));
    watch();
  }
  std::string trouble() const override {
    std::lock_guard lock(mutex_);
    return trouble_ ? trouble_->text() : std::string();
  }

 private:
  void work();
  std::vector<Prepared> next_group();
  void watch();

  Log& log_;
  Waiting waiting_;
  Timer timer_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable wake_;
  std::deque<Prepared> queue_;
  std::size_t queued_octets_ = 0;  // with those that are being written
  std::size_t in_flight_ = 0;
  std::optional<LedgerError> trouble_;
  bool stopping_ = false;
  std::thread worker_;
};

WorkerRecorder::~WorkerRecorder() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  worker_.join();
  log_.forget_composed();  // what the disk did not take is lost, and was never called durable
}

LedgerResult<std::uint64_t> WorkerRecorder::record(Entry entry, std::vector<Secret> secrets) {
  {
    std::lock_guard lock(mutex_);
    if (trouble_) return refused_for_now(log_, trouble_->kind, trouble_->text());
    std::size_t octets = 0;
    for (auto& secret : secrets) octets += secret.content.size();
    if (queue_.size() + in_flight_ >= max_queued || queued_octets_ + octets > max_queued_octets)
      return refused_for_now(
          log_, LedgerError::Kind::overload,
          std::to_string(queue_.size() + in_flight_) + " entries of " + std::to_string(queued_octets_) + " octets wait for the disk");
  }
  std::vector<Prepared> group;
  auto index = log_.compose(std::move(entry), std::move(secrets), group);
  if (!index.ok()) return index;
  std::lock_guard lock(mutex_);
  for (auto& prepared : group) {
    queued_octets_ += prepared.octets();
    queue_.push_back(std::move(prepared));
  }
  wake_.notify_one();
  return index;
}

/// As many as a group may have, off the queue. The mutex is held.
std::vector<Prepared> WorkerRecorder::next_group() {
  std::vector<Prepared> group;
  std::size_t octets = 0;
  while (!queue_.empty() && group.size() < max_group_entries) {
    octets += queue_.front().octets();
    if (octets > max_group_octets && !group.empty()) break;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  in_flight_ = group.size();
  return group;
}

void WorkerRecorder::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    // While one group is being written the next one gathers: nobody waits for company.
    wake_.wait(lock, [&] { return !queue_.empty() || stopping_; });
    if (queue_.empty()) return;
    auto group = next_group();
    std::size_t octets = 0;
    for (auto& prepared : group) octets += prepared.octets();
    // The group is written once; after that, what is left to do is tried again until it is done.
    for (;;) {
      lock.unlock();
      auto done = log_.write(group);
      if (done.ok()) group.clear();
      auto trouble = log_.trouble();
      lock.lock();
      if (!trouble) break;
      trouble_ = std::move(trouble);
      if (stopping_) return;
      wake_.wait_for(lock, retry_period, [&] { return stopping_; });
    }
    trouble_.reset();
    in_flight_ = 0;
    queued_octets_ -= octets;
  }
}

void WorkerRecorder::watch() {
  if (timer_.running() || waiting_.empty()) return;
  timer_.start(poll_period, [this] {
    const auto published = log_.published();
    while (auto then = waiting_.take(published)) then();
    watch();
  });
}

}  // namespace

LedgerResult<std::unique_ptr<Recorder>> start_recorder(World& world, Log& log) { return std::make_unique<WorkerRecorder>(world, log); }
std::unique_ptr<Recorder> inline_recorder(World& world, Log& log) { return std::make_unique<InlineRecorder>(world, log); }

}  // namespace pellucid::ledger
