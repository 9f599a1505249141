#pragma once
// A bounded queue from one thread to one other, without locks.
#include <array>
#include <atomic>
#include <cstddef>
#include <utility>

namespace pellucid::upf {

template <class T, std::size_t N>
class SpscQueue {
 public:
  /// False if it is full; the item is untouched then.
  bool push(T&& item) {
    std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) == N) return false;
    items_[tail % N] = std::move(item);
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }
  bool pop(T& item) {
    std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return false;
    item = std::move(items_[head % N]);
    head_.store(head + 1, std::memory_order_release);
    return true;
  }
  bool full() const { return tail_.load(std::memory_order_relaxed) - head_.load(std::memory_order_acquire) == N; }

 private:
  std::array<T, N> items_;
  alignas(64) std::atomic<std::size_t> head_{0};
  alignas(64) std::atomic<std::size_t> tail_{0};
};

}  // namespace pellucid::upf
