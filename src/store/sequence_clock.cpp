#include "store/sequence_clock.hpp"

#include <algorithm>

#include "store/database.hpp"
#include "store/write_behind.hpp"

namespace pellucid::store {
namespace {

constexpr std::string_view mark_name = "sequence_time";

Stored<Nothing> write_mark(Database& database, std::uint64_t ticks) {
  const auto octets = big_endian<8>(ticks);
  return raise_high_water(database, mark_name, octets);
}

}  // namespace

SequenceClock::SequenceClock(World& world, Database& database, WriteBehind& queue)
    : world_(world), database_(database), queue_(queue), timer_(world) {}

Stored<Nothing> SequenceClock::load() {
  const auto since_1970 = world_.wall().time_since_epoch();
  const std::uint64_t wall = since_1970.count() > 0 ? std::uint64_t(since_1970 / step) : 0;
  std::optional<std::uint64_t> mark;
  auto done = database_.query("SELECT value FROM meta WHERE name=?", {mark_name}, [&](const Row& row) {
    mark = from_big_endian(row.blob(0).first(std::min<std::size_t>(row.blob(0).size(), 8)));
  });
  if (!done.ok()) return done;
  started_ = world_.now();
  first_ = mark ? std::clamp(wall, *mark + 1, *mark + most_ahead) : std::max<std::uint64_t>(wall, 1);
  reserved_ = mark.value_or(0);
  return Nothing{};
}

std::uint64_t SequenceClock::ticks() const { return first_ + std::uint64_t((world_.now() - started_) / step); }

Stored<Nothing> SequenceClock::mark_present() {
  const std::uint64_t present = ticks();
  if (present <= reserved_) return Nothing{};
  return write_mark(database_, present);
}

std::uint64_t SequenceClock::reserved() {
  if (!reserving_) {
    reserving_ = true;
    const std::uint64_t wanted = ticks() + reserve;
    auto done = write_mark(database_, wanted);
    if (done.ok())
      reserved_ = wanted;
    else
      world_.log(Severity::error, "store", "the sequence number clock cannot be kept: " + done.error().text());
    timer_.start(renewal, [this] { renew(); });
  }
  return reserved_;
}

void SequenceClock::renew() {
  if (asked_ > reserved_ && asked_sequence_ <= queue_.durable()) reserved_ = asked_;
  const std::uint64_t wanted = ticks() + reserve;
  if (queue_.has_worker()) {
    const auto octets = big_endian<8>(wanted);
    auto put = queue_.put(Place::high_water, {}, as_bytes(mark_name), to_bytes(octets));
    if (put.ok()) {
      asked_ = wanted;
      asked_sequence_ = *put;
    }
  } else if (write_mark(database_, wanted).ok()) {
    reserved_ = wanted;
  }
  timer_.start(renewal, [this] { renew(); });
}

}  // namespace pellucid::store
