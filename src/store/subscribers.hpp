#pragma once
// Subscribers: who may use the network. Kept in SQLite, their keys sealed (seal.hpp); all of them also stand in memory, so that
// find() is a hash look-up. Changes are on disk when a call returns.
//
//   auto& subscribers = store->subscribers();
//   const Subscriber* s = subscribers.find(*Supi::parse("imsi-999700000000001"));
//   auto added = subscribers.add(subscriber);              // Stored<Nothing>
//   auto plan = plan_import(csv_text, subscribers, defaults);  // csv.hpp: a dry run
//   auto done = subscribers.apply(plan.changes);           // all or nothing
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/subscription.hpp"
#include "base/tree.hpp"
#include "base/why.hpp"
#include "crypto/aka.hpp"
#include "runtime/world.hpp"
#include "store/error.hpp"

namespace pellucid::store {

class Database;
class Sealer;
class SequenceClock;
class WriteBehind;

enum class Algorithm : std::uint8_t { milenage = 1, tuak = 2 };
std::string text(Algorithm algorithm);  // "milenage", "tuak"

/// What the SIM and the network share. Never printed, never logged.
struct Credentials {
  Algorithm algorithm = Algorithm::milenage;
  std::uint8_t k_octets = 16;        // 16; TUAK also 32
  Octets<32> k{};                    // the first k_octets count
  Octets<32> opc{};                  // OPc (16 octets) or TOPc (32)
  Octets<2> amf{0x80, 0x00};         // authentication management field; the separation bit is set on use (TS 33.501 §6.1.3.2)
  std::uint8_t tuak_iterations = 1;  // Keccak permutations in a row (TS 35.231 §6)
  std::uint8_t tuak_res_octets = 8;  // 4, 8 or 16
  bool operator==(const Credentials&) const = default;

  ByteView key() const { return ByteView(k).first(k_octets); }
  ByteView op_c() const { return ByteView(opc).first(algorithm == Algorithm::milenage ? 16 : 32); }
  /// Nothing if the lengths do not fit 5G-AKA.
  std::optional<crypto::AkaKeys> aka_keys() const;
};

struct Subscriber {
  Supi supi;
  Credentials credentials;
  Subscription subscription;
  bool enabled = true;
  std::string name, note;  // for the operator; at most 100 and 400 octets
  /// SEQ = clock + offset (TS 33.102 §C.1.1.3), in steps of 0.1 s. add() sets it so that SEQ starts at `first_sequence`.
  std::int64_t sequence_offset = 0;
  WallTime created{}, changed{};
};

/// One step of an atomic change.
struct SubscriberChange {
  enum class What : std::uint8_t { add, change, remove };
  What what{};
  Subscriber subscriber;             // remove: only the SUPI counts
  std::uint64_t first_sequence = 1;  // add: the SEQ to start from; a SIM that was used elsewhere needs its own + 1
};

/// What list() shows; empty members do not restrict.
struct SubscriberFilter {
  std::string text{};  // part of the digits, the name, the note or the MSISDN
  std::string dnn{};
  std::optional<Snssai> slice{};
  std::optional<bool> enabled{};
  std::size_t first = 0;  // in the order of the digits
  std::size_t limit = 1000;
};

class SubscriberStore {
 public:
  static constexpr std::size_t max_subscribers = 10'000'000;

  using Watch = std::function<void(SubscriberChange::What what, const Supi& supi)>;

  SubscriberStore(const SubscriberStore&) = delete;
  SubscriberStore& operator=(const SubscriberStore&) = delete;

  /// nullptr if unknown. Valid until that subscriber is changed or removed.
  const Subscriber* find(const Supi& supi) const {
    auto it = by_supi_.find(supi);
    return it == by_supi_.end() ? nullptr : &it->second;
  }
  std::size_t count() const { return by_supi_.size(); }
  /// In the order of the digits; pointers are valid as find()'s.
  std::vector<const Subscriber*> list(const SubscriberFilter& filter = {}) const;
  /// Who has that static address in that data network; nullptr if nobody.
  const Supi* owner_of(std::string_view dnn, const IpAddress& address) const;

  struct Clash {
    std::size_t index = 0;  // in what was asked about
    Why why;
  };
  /// What apply() would refuse if all these were stored at once: one named twice, a static address that two would have. A
  /// subscriber without slices counts as removed.
  std::vector<Clash> clashes(const std::vector<Subscriber>& staged) const;

  Stored<Nothing> add(const Subscriber& subscriber, std::uint64_t first_sequence = 1);
  /// Replaces everything but `created` and the sequence offset.
  Stored<Nothing> change(const Subscriber& subscriber);
  Stored<Nothing> remove(const Supi& supi);
  /// All in one transaction, or none. At most one change a subscriber.
  Stored<Nothing> apply(const std::vector<SubscriberChange>& changes);
  /// After a re-synchronisation. In memory at once, on disk with the next grouped commit (write_behind.hpp): if a crash loses
  /// it, the phone asks for one more re-synchronisation.
  void keep_sequence_offset(const Supi& supi, std::int64_t offset);

  /// Called for each subscriber after a change is on disk; one watcher. Set empty to stop.
  void watch(Watch watch) { watch_ = std::move(watch); }

 private:
  friend class Store;
  SubscriberStore(World& world, Database& database, Sealer& sealer, SequenceClock& clock, WriteBehind& queue);
  /// Names of those whose seal does not open go to `damaged`.
  Stored<Nothing> load(std::vector<std::string>& damaged);
  Stored<Subscriber> checked(const SubscriberChange& change) const;
  Stored<Nothing> write(const std::vector<SubscriberChange>& changes, const std::vector<Subscriber>& staged);
  Stored<Nothing> insert(const Subscriber& subscriber);
  void take(SubscriberChange::What what, const Subscriber& subscriber);
  void index(const Subscriber& subscriber, bool add);

  World& world_;
  Database& database_;
  Sealer& sealer_;
  SequenceClock& clock_;
  WriteBehind& queue_;
  std::unordered_map<Supi, Subscriber> by_supi_;
  std::unordered_map<std::string, Supi> by_static_address_;  // "dnn|address"
  Watch watch_;
};

/// What is wrong with a subscriber by itself: slices, default flags, DNNs, rates, 5QI, ARP, static addresses, key lengths. Empty if
/// it can be stored.
std::vector<Why> all_wrong_with(const Subscriber& subscriber);

/// For people and the API: everything but the keys.
Tree tree(const Subscriber& subscriber);

// ---- the shipped test subscribers -----------------------------------------------------------------------------------

/// K 465B5CE8..., OPc E8ED289D..., AMF 8000: known to everybody, for the shipped test network only.
Credentials test_credentials();
/// imsi-999700000000001 and on, `count` of them (1..9999), one slice SST 1 with DNN "internet".
std::vector<Subscriber> test_subscribers(std::size_t count);
/// Whether the key is the published one: `run` refuses such subscribers on an N2 address that the world can reach.
bool is_test_subscriber(const Credentials& credentials);

}  // namespace pellucid::store
