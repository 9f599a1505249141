#include "store/write_behind.hpp"

#include <utility>

namespace pellucid::store {
namespace {

/// A name for the place that no other place has: lengths keep kind and key apart.
std::string name_of(Place place, std::string_view kind, ByteView key) {
  std::string name(1, char(place));
  name += char(kind.size());
  name += kind;
  name += as_text(key);
  return name;
}

}  // namespace

Stored<Nothing> raise_high_water(Database& database, std::string_view name, ByteView mark) {
  return database.run("INSERT INTO meta (name, value) VALUES (?,?) ON CONFLICT(name) DO UPDATE SET value=max(value, excluded.value)",
                      {name, mark});
}

WriteBehind::WriteBehind(std::unique_ptr<Database> database, std::unique_ptr<Sealer> sealer, WriteBehindOptions options)
    : options_(options),
      own_database_(std::move(database)),
      own_sealer_(std::move(sealer)),
      database_(*own_database_),
      sealer_(*own_sealer_) {
  worker_ = std::thread([this] { work(); });
}

WriteBehind::WriteBehind(Database& database, Sealer& sealer, WriteBehindOptions options)
    : options_(options), database_(database), sealer_(sealer) {}

WriteBehind::~WriteBehind() {
  if (has_worker()) {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    worker_.join();
  }
}

Stored<Sequence> WriteBehind::put(Place place, std::string_view kind, ByteView key, std::optional<Bytes> value) {
  Write write{place, std::string(kind), to_bytes(key), std::move(value)};
  const std::size_t octets = write.octets();
  std::string name = name_of(place, kind, key);
  std::lock_guard lock(mutex_);
  auto it = pending_.find(name);
  const std::size_t replaced = it == pending_.end() ? 0 : it->second.octets();
  if ((it == pending_.end() && pending_.size() >= options_.max_queued) || pending_octets_ - replaced + octets > options_.max_queued_octets)
    return Fail(StoreError{StoreError::Kind::overload,
                           database_.file(),
                           "more than " + std::to_string(pending_.size()) + " contexts wait to be written" +
                               (trouble_ ? ", because " + trouble_->what : std::string()),
                           trouble_ ? trouble_->fix : "use a faster disk for the store",
                           {}});
  pending_octets_ += octets - replaced;
  if (it == pending_.end())
    pending_.emplace(std::move(name), std::move(write));
  else
    it->second = std::move(write);
  if (pending_.size() == 1) wake_.notify_one();
  return Sequence(++last_);
}

Sequence WriteBehind::last() const {
  std::lock_guard lock(mutex_);
  return Sequence(last_);
}
Sequence WriteBehind::durable() const {
  std::lock_guard lock(mutex_);
  return Sequence(durable_);
}
std::size_t WriteBehind::queued() const {
  std::lock_guard lock(mutex_);
  return pending_.size() + in_flight_;
}
std::optional<StoreError> WriteBehind::trouble() const {
  std::lock_guard lock(mutex_);
  return trouble_;
}

Stored<Nothing> WriteBehind::flush() {
  if (!has_worker()) {
    step();
    auto failed = trouble();
    if (failed) return Fail(std::move(*failed));
    return Nothing{};
  }
  std::unique_lock lock(mutex_);
  const std::uint64_t target = last_, failures = failures_;
  hurry_ = true;
  wake_.notify_one();
  committed_.wait(lock, [&] { return durable_ >= target || failures_ != failures; });
  if (durable_ < target) return Fail(*trouble_);
  return Nothing{};
}

void WriteBehind::step() {
  Group group;
  std::uint64_t upto = 0;
  {
    std::lock_guard lock(mutex_);
    group.swap(pending_);
    pending_octets_ = 0;
    upto = last_;
  }
  auto done = commit(group);
  std::lock_guard lock(mutex_);
  if (done.ok()) {
    durable_ = upto;
    trouble_.reset();
  } else {
    trouble_ = std::move(done.error());
    pending_ = std::move(group);  // nothing can have come in between: one thread
    for (const auto& [name, write] : pending_) pending_octets_ += write.octets();
  }
}

void WriteBehind::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return !pending_.empty() || stopping_; });
    if (pending_.empty()) return;
    // A group gathers; flush() and the end do not wait for it.
    wake_.wait_for(lock, options_.group, [&] { return hurry_ || stopping_; });
    hurry_ = false;
    Group group;
    group.swap(pending_);
    pending_octets_ = 0;
    in_flight_ = group.size();
    const std::uint64_t upto = last_;
    for (;;) {
      lock.unlock();
      auto done = commit(group);
      lock.lock();
      if (done.ok()) {
        durable_ = upto;
        trouble_.reset();
        break;
      }
      trouble_ = std::move(done.error());
      ++failures_;
      committed_.notify_all();
      if (stopping_) return;
      wake_.wait_for(lock, options_.retry, [&] { return stopping_; });
    }
    in_flight_ = 0;
    committed_.notify_all();
  }
}

Stored<Nothing> WriteBehind::commit(const Group& group) {
  if (group.empty()) return Nothing{};
  auto transaction = Transaction::begin(database_);
  if (!transaction.ok()) return Fail(std::move(transaction.error()));
  for (const auto& [name, write] : group) {
    auto done = perform(write);
    if (!done.ok()) return done;
  }
  return (*transaction)->commit();
}

Stored<Nothing> WriteBehind::perform(const Write& write) {
  switch (write.place) {
    case Place::context: {
      if (!write.value) return database_.run("DELETE FROM contexts WHERE kind=? AND key=?", {write.kind, ByteView(write.key)});
      const Bytes sealed = sealer_.seal(context_owner(write.kind, write.key), *write.value);
      return database_.run("INSERT OR REPLACE INTO contexts (kind, key, sealed) VALUES (?,?,?)",
                           {write.kind, ByteView(write.key), ByteView(sealed)});
    }
    case Place::sequence_offset:
      return database_.run("UPDATE subscribers SET sequence_offset=? WHERE supi=?",
                           {std::int64_t(from_big_endian(*write.value)), as_text(write.key)});
    case Place::high_water: return raise_high_water(database_, as_text(write.key), *write.value);
  }
  return Nothing{};
}

void WriteBehind::use_keys(const KeyRing& ring, const Octets<16>& salt) {
  std::lock_guard lock(mutex_);
  sealer_.use(ring, salt);
}

}  // namespace pellucid::store
