#pragma once
// The phones' addresses where the UPF leaves the choice to us (TS 23.501 §5.8.2.2.1): a pool a data network and IP version. None is
// given out twice, and none again soon after its release.
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/ids.hpp"
#include "runtime/world.hpp"

namespace pellucid::smf {

/// "10.45.0.0/16", "fd45::/48". Host bits are cleared.
struct AddressRange {
  IpAddress first;
  unsigned prefix = 0;  // bits
  static std::optional<AddressRange> parse(std::string_view text);
  bool contains(const IpAddress& address) const;
  bool overlaps(const AddressRange& other) const;
};

/// The /64 that an IPv6 address is in; an IPv4 address stays as it is.
IpAddress session_address(const IpAddress& address);

class AddressPool {
 public:
  static constexpr std::uint64_t most_addresses = 1u << 22;  // of a larger range the first so many

  /// No range: a pool of nothing, in which given addresses can be taken all the same.
  AddressPool(World& world, std::optional<AddressRange> range, Duration rest);
  AddressPool(const AddressPool&) = delete;
  AddressPool& operator=(const AddressPool&) = delete;

  /// An address that is in use as long as this lives. Must not outlive its pool.
  class Lease {
   public:
    Lease() = default;
    Lease(AddressPool& pool, const IpAddress& address) : pool_(&pool), address_(address) {}
    Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), address_(std::exchange(other.address_, {})) {}
    Lease& operator=(Lease&& other) noexcept {
      if (this != &other) {
        end();
        pool_ = std::exchange(other.pool_, nullptr);
        address_ = std::exchange(other.address_, {});
      }
      return *this;
    }
    ~Lease() { end(); }
    /// None if it holds nothing.
    const IpAddress& address() const { return address_; }

   private:
    void end() {
      if (pool_) pool_->give_back(address_);
      pool_ = nullptr;
    }
    AddressPool* pool_ = nullptr;
    IpAddress address_;
  };

  /// A free one: the one that has rested longest if that is long enough, else a fresh one, else a resting one. Nothing if all are in use.
  std::optional<Lease> take();
  /// This very address (of IPv6: its /64), inside the range or not. Nothing if somebody has it, or if it is not for phones.
  std::optional<Lease> take(const IpAddress& address);

  bool offers_any() const { return count_ > 0; }
  std::size_t in_use() const { return used_.size(); }

 private:
  struct Resting {
    IpAddress address;
    Instant since;
  };
  IpAddress at(std::uint64_t offset) const;
  bool is_ours_to_give(const IpAddress& address) const;
  void give_back(const IpAddress& address);
  World* world_;
  std::optional<AddressRange> range_;
  Duration rest_;
  std::uint64_t reserved_ = 0;                    // at the start of the range: not for phones
  std::uint64_t count_ = 0;                       // that phones can get
  std::uint64_t next_ = 0;                        // of the fresh ones
  std::deque<Resting> resting_;                   // at most count_
  std::unordered_set<IpAddress> used_, waiting_;  // waiting_: those in resting_
};

}  // namespace pellucid::smf
