#pragma once
// TimerQueue: what is to happen when. A four-ary heap of small entries over a table of slots; equal times keep the order of their
// requests. cancel() only empties the slot (its heap entry is dropped when it comes up, or when such entries outnumber the living),
// so 100,000 timers of which most are cancelled cost what they should: little.
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/world.hpp"

namespace pellucid {

template <class Item>
class TimerQueue {
 public:
  /// Never returns TimerId 0.
  TimerId add(Instant when, Item item) {
    std::uint32_t slot = take_slot();
    Slot& s = slots_[slot];
    s.item = std::move(item);
    s.taken = true;
    ++living_;
    push({when.time_since_epoch().count(), ++sequence_, slot, s.generation});
    return TimerId(std::uint64_t(s.generation) << 32 | slot);
  }
  /// Gives back the item, or nothing if it has run or was cancelled already.
  std::optional<Item> cancel(TimerId id) {
    auto slot = std::uint32_t(id.value());
    auto generation = std::uint32_t(id.value() >> 32);
    if (slot >= slots_.size() || !slots_[slot].taken || slots_[slot].generation != generation) return {};
    std::optional<Item> item(free_slot(slot));
    if (heap_.size() > 64 && heap_.size() > 2 * living_) drop_cancelled();
    return item;
  }
  /// When the next item is due, if there is one.
  std::optional<Instant> next() {
    while (!heap_.empty() && !alive(heap_.front())) pop();
    if (heap_.empty()) return {};
    return Instant(Duration(heap_.front().when));
  }
  /// Takes the first item that is due at `now`.
  std::optional<Item> take(Instant now) {
    auto due = next();
    if (!due || *due > now) return {};
    std::uint32_t slot = heap_.front().slot;
    pop();
    return free_slot(slot);
  }
  std::size_t size() const { return living_; }
  bool empty() const { return living_ == 0; }
  void clear() {
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot)
      if (slots_[slot].taken) free_slot(slot);
    heap_.clear();
  }
  /// Takes away every item that `unwanted(item)` says.
  template <class Unwanted>
  void remove_if(Unwanted unwanted) {
    for (std::uint32_t slot = 0; slot < slots_.size(); ++slot)
      if (slots_[slot].taken && unwanted(std::as_const(slots_[slot].item))) free_slot(slot);
    drop_cancelled();
  }

 private:
  struct Entry {
    std::int64_t when;
    std::uint64_t sequence;
    std::uint32_t slot, generation;
    bool operator<(const Entry& other) const { return when != other.when ? when < other.when : sequence < other.sequence; }
  };
  struct Slot {
    Item item{};
    std::uint32_t generation = 1;
    bool taken = false;
  };
  static constexpr std::size_t arity = 4;

  bool alive(const Entry& e) const { return slots_[e.slot].taken && slots_[e.slot].generation == e.generation; }
  std::uint32_t take_slot() {
    if (free_.empty()) {
      slots_.emplace_back();
      return std::uint32_t(slots_.size() - 1);
    }
    std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  Item free_slot(std::uint32_t slot) {
    Slot& s = slots_[slot];
    Item item = std::exchange(s.item, Item{});
    s.taken = false;
    if (++s.generation == 0) s.generation = 1;
    --living_;
    free_.push_back(slot);
    return item;
  }
  void push(Entry entry) {
    std::size_t at = heap_.size();
    heap_.push_back(entry);
    rise(at, entry);
  }
  void rise(std::size_t at, Entry entry) {
    while (at > 0) {
      std::size_t parent = (at - 1) / arity;
      if (!(entry < heap_[parent])) break;
      heap_[at] = heap_[parent];
      at = parent;
    }
    heap_[at] = entry;
  }
  void sink(std::size_t at, Entry entry) {
    for (;;) {
      std::size_t first = at * arity + 1;
      if (first >= heap_.size()) break;
      std::size_t best = first;
      std::size_t end = std::min(first + arity, heap_.size());
      for (std::size_t child = first + 1; child < end; ++child)
        if (heap_[child] < heap_[best]) best = child;
      if (!(heap_[best] < entry)) break;
      heap_[at] = heap_[best];
      at = best;
    }
    heap_[at] = entry;
  }
  void pop() {
    Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sink(0, last);
  }
  void drop_cancelled() {
    std::erase_if(heap_, [this](const Entry& e) { return !alive(e); });
    if (heap_.size() < 2) return;
    for (std::size_t at = (heap_.size() - 2) / arity + 1; at-- > 0;) sink(at, heap_[at]);
  }

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t sequence_ = 0;
  std::size_t living_ = 0;
};

}  // namespace pellucid
