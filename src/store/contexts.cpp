#include "store/contexts.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "store/write_behind.hpp"

namespace pellucid::store {
namespace {

constexpr Duration poll_period = std::chrono::milliseconds(1);

void check_sizes(std::string_view kind, ByteView key) {
  check(!kind.empty() && kind.size() <= Contexts::max_kind_octets, "a context's kind has 1 to 32 octets");
  check(!key.empty() && key.size() <= Contexts::max_key_octets, "a context's key has 1 to 256 octets");
}

}  // namespace

std::string context_owner(std::string_view kind, ByteView key) {
  std::string owner = "context " + std::string(kind) + "/";
  owner += as_text(key);
  return owner;
}

Contexts::Contexts(World& world, Database& database, Sealer& sealer, WriteBehind& queue)
    : world_(world), database_(database), sealer_(sealer), queue_(queue), timer_(world) {}

Stored<Sequence> Contexts::put(std::string_view kind, ByteView key, ByteView value) {
  check_sizes(kind, key);
  if (value.size() > max_value_octets)
    return Fail(StoreError{StoreError::Kind::invalid,
                           database_.file(),
                           "a context of " + std::to_string(value.size()) + " octets, allowed " + std::to_string(max_value_octets),
                           "keep less in it",
                           {}});
  auto sequence = queue_.put(Place::context, kind, key, to_bytes(value));
  if (!queue_.has_worker()) watch();
  return sequence;
}

Stored<Sequence> Contexts::erase(std::string_view kind, ByteView key) {
  check_sizes(kind, key);
  auto sequence = queue_.put(Place::context, kind, key, {});
  if (!queue_.has_worker()) watch();
  return sequence;
}

Sequence Contexts::durable() const { return queue_.durable(); }
std::size_t Contexts::queued() const { return queue_.queued(); }
std::optional<StoreError> Contexts::trouble() const { return queue_.trouble(); }

Stored<Nothing> Contexts::when_durable(Sequence sequence, std::function<void()> then) {
  if (waiting_.size() >= max_waiting)
    return Fail(
        StoreError{StoreError::Kind::overload, database_.file(), "too many wait for the disk", "use a faster disk for the store", {}});
  // Mostly in order already; a waiter for an earlier sequence goes to its place.
  auto at = std::upper_bound(waiting_.begin(), waiting_.end(), sequence, [](Sequence s, const Waiter& w) { return s < w.sequence; });
  waiting_.insert(at, Waiter{sequence, std::move(then)});
  watch();
  return Nothing{};
}

void Contexts::watch() {
  if (timer_.running()) return;
  timer_.start(queue_.has_worker() ? poll_period : queue_.group(), [this] {
    if (!queue_.has_worker()) queue_.step();
    poll();
  });
}

void Contexts::poll() {
  const Sequence durable = queue_.durable();
  while (!waiting_.empty() && waiting_.front().sequence <= durable) {
    auto then = std::move(waiting_.front().then);
    waiting_.pop_front();
    then();
  }
  // With a worker there is nothing to look for unless somebody waits.
  if (!waiting_.empty() || (!queue_.has_worker() && queue_.queued() != 0)) watch();
}

Stored<Nothing> Contexts::flush() { return queue_.flush(); }

Stored<Contexts::Loaded> Contexts::load(std::string_view kind, const std::function<void(ByteView, ByteView)>& visit) {
  Loaded loaded;
  auto done = database_.query("SELECT key, sealed FROM contexts WHERE kind=? ORDER BY key", {kind}, [&](const Row& row) {
    const Bytes key = to_bytes(row.blob(0));
    auto value = sealer_.open(context_owner(kind, key), row.blob(1));
    if (!value) {
      ++loaded.unreadable;
      return;
    }
    ++loaded.count;
    visit(key, *value);
    crypto::wipe(*value);
  });
  if (!done.ok()) return Fail(std::move(done.error()));
  return loaded;
}

}  // namespace pellucid::store
