#include "core/upf/address_index.hpp"

#include <algorithm>

namespace pellucid::upf {

AddressIndex::AddressIndex(const std::string& pool) {
  auto cidr = Cidr::parse(pool);
  if (!cidr) return;
  unsigned bits = (cidr->address.is_v6() ? 64 : 32) - std::min(cidr->prefix, cidr->address.is_v6() ? 64u : 32u);
  limit_ = bits >= 22 ? most_entries : std::uint64_t(1) << bits;
  base_ = key(cidr->address) & (bits >= 64 ? 0 : ~std::uint64_t(0) << bits);
}

std::uint64_t AddressIndex::key(const IpAddress& address) {
  return address.is_v4() ? address.v4_number() : from_big_endian(ByteView(address.v6_octets()).first(8));
}

void AddressIndex::set(std::uint64_t key, std::uint32_t slot) {
  std::uint64_t offset = key - base_;
  if (offset < limit_) {
    if (offset >= table_.size()) table_.resize(std::min(limit_, std::max<std::uint64_t>(offset + 1, table_.size() * 2)));
    table_[offset] = slot;
  } else if (slot != 0) {
    elsewhere_[key] = slot;
  } else {
    elsewhere_.erase(key);
  }
}

}  // namespace pellucid::upf
