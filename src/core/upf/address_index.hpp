#pragma once
// Which session a phone's address belongs to: an array by the offset in the data network's pool, and a hash table for addresses that
// SMFs gave out from elsewhere.
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/upf/config.hpp"

namespace pellucid::upf {

class AddressIndex {
 public:
  /// The pool may be empty.
  explicit AddressIndex(const std::string& pool);
  /// Slot of the session, 0 if there is none. IPv4: the address; IPv6: the upper 64 bits of it.
  std::uint32_t find(std::uint64_t key) const {
    std::uint64_t offset = key - base_;
    if (offset < table_.size()) [[likely]]
      return table_[offset];
    if (elsewhere_.empty()) return 0;
    auto found = elsewhere_.find(key);
    return found == elsewhere_.end() ? 0 : found->second;
  }
  /// Slot 0 takes the entry away.
  void set(std::uint64_t key, std::uint32_t slot);
  static std::uint64_t key(const IpAddress& address);

 private:
  static constexpr std::uint64_t most_entries = 1u << 22;
  std::uint64_t base_ = 0;
  std::uint64_t limit_ = 0;           // entries that the array may have
  std::vector<std::uint32_t> table_;  // grows to the highest offset in use
  std::unordered_map<std::uint64_t, std::uint32_t> elsewhere_;
};

}  // namespace pellucid::upf
