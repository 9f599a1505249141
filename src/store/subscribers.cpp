#include "store/subscribers.hpp"

#include <algorithm>
#include <unordered_set>

#include "store/database.hpp"
#include "store/seal.hpp"
#include "store/sequence_clock.hpp"
#include "store/subscriber_rows.hpp"
#include "store/write_behind.hpp"

namespace pellucid::store {
namespace {

using What = SubscriberChange::What;

std::string address_name(std::string_view dnn, const IpAddress& address) { return std::string(dnn) + "|" + address.text(); }

StoreError invalid(Why why) {
  StoreError error{
      StoreError::Kind::invalid, {}, why.rule + ": got " + why.got + ", allowed " + why.wanted + " (" + why.where + ")", why.fix, {}};
  error.why = std::move(why);
  return error;
}

/// Every static address of a subscriber, with its DNN.
template <class Visit>
void each_static_address(const Subscriber& subscriber, Visit visit) {
  for (const auto& slice : subscriber.subscription.slices)
    for (const auto& dnn : slice.dnns) {
      if (!dnn.static_ipv4.is_none()) visit(dnn.dnn, dnn.static_ipv4);
      if (!dnn.static_ipv6.is_none()) visit(dnn.dnn, dnn.static_ipv6);
    }
}

bool contains(std::string_view whole, std::string_view part) { return whole.find(part) != std::string_view::npos; }

bool passes(const SubscriberFilter& filter, const Subscriber& s) {
  if (filter.enabled && *filter.enabled != s.enabled) return false;
  if (!filter.text.empty() && !contains(s.supi.digits(), filter.text) && !contains(s.name, filter.text) && !contains(s.note, filter.text) &&
      !contains(s.subscription.msisdn, filter.text))
    return false;
  if (filter.slice && !s.subscription.find(*filter.slice)) return false;
  if (filter.dnn.empty()) return true;
  return std::any_of(s.subscription.slices.begin(), s.subscription.slices.end(),
                     [&](const SubscribedSlice& slice) { return find_dnn(slice, filter.dnn) != nullptr; });
}

}  // namespace

SubscriberStore::SubscriberStore(World& world, Database& database, Sealer& sealer, SequenceClock& clock, WriteBehind& queue)
    : world_(world), database_(database), sealer_(sealer), clock_(clock), queue_(queue) {}

Stored<Nothing> SubscriberStore::load(std::vector<std::string>& damaged) {
  by_supi_.clear();
  by_static_address_.clear();
  auto rows = read_subscribers(database_, sealer_, damaged, [&](Subscriber&& subscriber) {
    index(subscriber, true);
    const Supi supi = subscriber.supi;
    by_supi_.emplace(supi, std::move(subscriber));
  });
  return rows;
}

std::vector<const Subscriber*> SubscriberStore::list(const SubscriberFilter& filter) const {
  std::vector<std::pair<std::string, const Subscriber*>> found;  // by their digits
  for (const auto& [supi, subscriber] : by_supi_)
    if (passes(filter, subscriber)) found.emplace_back(supi.digits(), &subscriber);
  std::sort(found.begin(), found.end());
  std::vector<const Subscriber*> out;
  for (std::size_t i = filter.first; i < found.size() && out.size() < filter.limit; ++i) out.push_back(found[i].second);
  return out;
}

const Supi* SubscriberStore::owner_of(std::string_view dnn, const IpAddress& address) const {
  auto it = by_static_address_.find(address_name(dnn, address));
  return it == by_static_address_.end() ? nullptr : &it->second;
}

Stored<Nothing> SubscriberStore::add(const Subscriber& subscriber, std::uint64_t first_sequence) {
  return apply({{What::add, subscriber, first_sequence}});
}
Stored<Nothing> SubscriberStore::change(const Subscriber& subscriber) { return apply({{What::change, subscriber}}); }
Stored<Nothing> SubscriberStore::remove(const Supi& supi) {
  SubscriberChange change{What::remove, {}};
  change.subscriber.supi = supi;
  return apply({change});
}

/// The subscriber as it will be stored, or why the change cannot be made.
Stored<Subscriber> SubscriberStore::checked(const SubscriberChange& change) const {
  Subscriber out = change.subscriber;
  const std::string who = out.supi.text();
  const Subscriber* present = find(out.supi);
  if (change.what == What::add && present)
    return Fail(StoreError{
        StoreError::Kind::exists, database_.file(), "subscriber " + who + " exists already", "change it, or remove it first", {}});
  if (change.what != What::add && !present)
    return Fail(
        StoreError{StoreError::Kind::not_found, database_.file(), "no subscriber " + who, "list them: pellucid subscriber list", {}});
  if (change.what == What::remove) return out;
  auto wrong = all_wrong_with(out);
  if (!wrong.empty()) return Fail(invalid(std::move(wrong.front())));
  out.changed = world_.wall();
  if (change.what == What::add) {
    out.created = out.changed;
    out.sequence_offset = std::int64_t(change.first_sequence) - std::int64_t(clock_.ticks());
  } else {
    out.created = present->created;
    out.sequence_offset = present->sequence_offset;
  }
  return out;
}

std::vector<SubscriberStore::Clash> SubscriberStore::clashes(const std::vector<Subscriber>& staged) const {
  std::vector<Clash> found;
  std::unordered_set<Supi> touched;
  for (std::size_t i = 0; i < staged.size(); ++i)
    if (!touched.insert(staged[i].supi).second)
      found.push_back(
          {i, {"each subscriber is named once", staged[i].supi.text() + " again", "one change each", "imsi", "take one of the two out"}});
  std::unordered_map<std::string, Supi> taken;
  for (std::size_t i = 0; i < staged.size(); ++i) {
    const Supi& self = staged[i].supi;
    each_static_address(staged[i], [&](const std::string& dnn, const IpAddress& address) {
      auto [it, fresh] = taken.emplace(address_name(dnn, address), self);
      const Supi* owner = fresh ? owner_of(dnn, address) : &it->second;
      if (!owner || (fresh && touched.contains(*owner))) return;
      found.push_back({i,
                       {"a static address belongs to one session of one subscriber",
                        address.text() + " in " + dnn + ", which is " + owner->text() + "'s", "an address that nobody holds",
                        "subscriber " + self.text() + ": dnns", "choose another address"}});
    });
  }
  return found;
}

Stored<Nothing> SubscriberStore::apply(const std::vector<SubscriberChange>& changes) {
  std::vector<Subscriber> staged, to_be_held;
  staged.reserve(changes.size());
  std::size_t added = 0;
  for (const auto& change : changes) {
    auto subscriber = checked(change);
    if (!subscriber.ok()) return Fail(std::move(subscriber.error()));
    if (change.what == What::add) ++added;
    staged.push_back(std::move(*subscriber));
    if (change.what == What::remove) staged.back().subscription.slices.clear();  // it holds no address any more
  }
  if (count() + added > max_subscribers)
    return Fail(StoreError{StoreError::Kind::overload, database_.file(), "more than ten million subscribers", "use a second network", {}});
  auto clashing = clashes(staged);
  if (!clashing.empty()) return Fail(invalid(std::move(clashing.front().why)));
  auto written = write(changes, staged);
  if (!written.ok()) return written;
  for (std::size_t i = 0; i < changes.size(); ++i) take(changes[i].what, staged[i]);
  if (watch_)
    for (const auto& change : changes) watch_(change.what, change.subscriber.supi);
  return Nothing{};
}

Stored<Nothing> SubscriberStore::write(const std::vector<SubscriberChange>& changes, const std::vector<Subscriber>& staged) {
  auto transaction = Transaction::begin(database_);
  if (!transaction.ok()) return Fail(std::move(transaction.error()));
  // First what goes, so that an address can pass from one subscriber to another in one step.
  for (const auto& change : changes) {
    if (change.what == What::add) continue;
    auto gone = database_.run("DELETE FROM subscribers WHERE supi=?", {change.subscriber.supi.digits()});
    if (!gone.ok()) return gone;
  }
  bool any_added = false;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].what == What::remove) continue;
    any_added = any_added || changes[i].what == What::add;
    auto done = insert_subscriber(database_, sealer_, staged[i]);
    if (!done.ok()) return done;
  }
  if (any_added) {
    auto marked = clock_.mark_present();
    if (!marked.ok()) return marked;
  }
  return (*transaction)->commit();
}

void SubscriberStore::take(What what, const Subscriber& subscriber) {
  auto it = by_supi_.find(subscriber.supi);
  if (it != by_supi_.end()) index(it->second, false);
  if (what == What::remove) {
    by_supi_.erase(subscriber.supi);
    return;
  }
  index(subscriber, true);
  by_supi_.insert_or_assign(subscriber.supi, subscriber);
}

void SubscriberStore::index(const Subscriber& subscriber, bool add) {
  each_static_address(subscriber, [&](const std::string& dnn, const IpAddress& address) {
    const std::string name = address_name(dnn, address);
    auto it = by_static_address_.find(name);
    if (add)
      by_static_address_.insert_or_assign(name, subscriber.supi);
    else if (it != by_static_address_.end() && it->second == subscriber.supi)
      by_static_address_.erase(it);
  });
}

void SubscriberStore::keep_sequence_offset(const Supi& supi, std::int64_t offset) {
  auto it = by_supi_.find(supi);
  if (it == by_supi_.end()) return;
  it->second.sequence_offset = offset;
  const auto octets = big_endian<8>(std::uint64_t(offset));
  const std::string digits = supi.digits();
  auto queued = queue_.put(Place::sequence_offset, {}, as_bytes(digits), to_bytes(octets));
  if (!queued.ok()) world_.log(Severity::warning, "store", "a re-synchronisation is kept in memory only: " + queued.error().text());
  if (!queue_.has_worker()) queue_.step();
}

}  // namespace pellucid::store
