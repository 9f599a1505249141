#pragma once
// What the UPF gives out: slots, TEIDs and the phones' addresses. All three are dense numbers, so that the data path finds a session
// by an array index, and none is given out again soon after its release.
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_set>
#include <vector>

#include "base/ids.hpp"
#include "core/upf/config.hpp"
#include "core/upf/session.hpp"
#include "runtime/world.hpp"

namespace pellucid::upf {

/// Numbers 1 ... limit. Fresh ones first, upwards from `first` and around, until `rest` released ones wait; then the one that has
/// waited longest.
class Numbers {
 public:
  explicit Numbers(std::uint32_t limit, std::uint32_t first = 1, std::uint32_t rest = 1024)
      : limit_(limit), first_(first), rest_(rest), used_(limit + 1), waiting_(limit + 1) {}
  std::optional<std::uint32_t> take();
  /// This very number; false if it is not free.
  bool take(std::uint32_t number);
  void give_back(std::uint32_t number);
  std::uint32_t in_use() const { return in_use_; }

 private:
  std::uint32_t limit_, first_, rest_;
  std::uint32_t fresh_ = 0;  // numbers looked at so far
  std::uint32_t in_use_ = 0;
  std::deque<std::uint32_t> released_;
  std::vector<bool> used_, waiting_;  // waiting_: the ones in released_
};

/// TEIDs: index in the low 20 bits, random above (TS 29.281 §5.1: unique at this address; unpredictable is advised). Never 0. The
/// indices start at a random one, so that a restarted UPF hardly meets the TEIDs that SMFs restore (TS 29.244 §5.5.1).
class Teids {
 public:
  explicit Teids(World& world) : world_(&world), numbers_(max_slots - 1, 1 + world.random_number<std::uint32_t>() % (max_slots - 1)) {}
  std::optional<Teid> take();
  /// One that was given out before our restart; false if its index is in use.
  bool take(Teid teid) { return index(teid) != 0 && numbers_.take(index(teid)); }
  void give_back(Teid teid) { numbers_.give_back(index(teid)); }
  std::uint32_t in_use() const { return numbers_.in_use(); }
  static std::uint32_t index(Teid teid) { return teid.value() & (max_slots - 1); }

 private:
  World* world_;
  Numbers numbers_;
};

/// The addresses of one data network, for phones whose SMF leaves the choice to us (TS 29.244 §5.21.3), and a record of the ones that
/// SMFs chose themselves, so that none is in use twice.
class AddressPool {
 public:
  /// An empty text makes a pool of nothing.
  explicit AddressPool(const std::string& cidr);
  /// The gateway's: first host address, or first address of the first /64. With the pool's prefix: "10.45.0.1/16".
  std::string gateway() const;
  std::optional<IpAddress> take();
  /// Takes this very address (IPv6: this /64), inside the pool or not. False if somebody has it, or if it is the gateway's.
  bool take(const IpAddress& address);
  void give_back(const IpAddress& address);
  std::size_t in_use() const { return used_.size(); }
  bool empty() const { return count_ == 0; }

 private:
  static constexpr std::uint64_t most_addresses = 1u << 22;  // of a larger pool the first so many
  IpAddress at(std::uint64_t offset) const;
  std::optional<Cidr> cidr_;
  std::uint64_t count_ = 0;  // that phones can get
  std::uint64_t next_ = 0;
  std::deque<IpAddress> released_;
  std::unordered_set<IpAddress> used_, waiting_;  // waiting_: the ones in released_
};

/// The device of a data network, with the gateway's addresses.
TunOptions tun_options(const DnnConfig& dnn);

/// The /64 that an IPv6 address is in.
IpAddress prefix64(const IpAddress& address);

}  // namespace pellucid::upf
