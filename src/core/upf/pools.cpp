#include "core/upf/pools.hpp"

#include <algorithm>

namespace pellucid::upf {

TunOptions tun_options(const DnnConfig& dnn) {
  TunOptions options;
  options.name = dnn.tun_name;
  options.network_namespace = dnn.network_namespace;
  options.mtu = dnn.mtu;
  for (auto& pool : {dnn.ipv4_pool, dnn.ipv6_pool})
    if (!pool.empty()) options.addresses.push_back(AddressPool(pool).gateway());
  return options;
}

std::optional<std::uint32_t> Numbers::take() {
  while (fresh_ < limit_ && released_.size() < rest_) {
    std::uint32_t number = 1 + (first_ - 1 + fresh_++) % limit_;
    if (!used_[number] && !waiting_[number] && take(number)) return number;
  }
  while (!released_.empty()) {
    auto number = released_.front();
    released_.pop_front();
    waiting_[number] = false;
    if (take(number)) return number;
  }
  return {};
}

bool Numbers::take(std::uint32_t number) {
  if (number == 0 || number > limit_ || used_[number]) return false;
  used_[number] = true;
  ++in_use_;
  return true;
}

void Numbers::give_back(std::uint32_t number) {
  if (number == 0 || number > limit_ || !used_[number]) return;
  used_[number] = false;
  --in_use_;
  if (!waiting_[number]) released_.push_back(number);
  waiting_[number] = true;
}

std::optional<Teid> Teids::take() {
  auto number = numbers_.take();
  if (!number) return {};
  return Teid(*number | world_->random_number<std::uint32_t>() << 20);
}

IpAddress prefix64(const IpAddress& address) {
  auto octets = address.v6_octets();
  std::fill(octets.begin() + 8, octets.end(), std::uint8_t(0));
  return IpAddress::v6(octets);
}

AddressPool::AddressPool(const std::string& text) : cidr_(Cidr::parse(text)) {
  if (!cidr_) return;
  unsigned bits = (cidr_->address.is_v6() ? 64 : 32) - cidr_->prefix;
  std::uint64_t size = bits >= 63 ? most_addresses : std::uint64_t(1) << bits;
  // Not for phones: IPv4's network, gateway and broadcast addresses; IPv6's first /64.
  std::uint64_t reserved = cidr_->address.is_v6() ? 1 : 3;
  count_ = std::min(size > reserved ? size - reserved : 0, most_addresses);
}

IpAddress AddressPool::at(std::uint64_t offset) const {
  if (cidr_->address.is_v4()) {
    std::uint32_t base = cidr_->address.v4_number() & ~std::uint32_t((std::uint64_t(1) << (32 - cidr_->prefix)) - 1);
    return IpAddress::v4(std::uint32_t(base + offset));
  }
  auto octets = cidr_->address.v6_octets();
  std::uint64_t high = from_big_endian(ByteView(octets).first(8));
  high &= cidr_->prefix == 0 ? 0 : ~std::uint64_t(0) << (64 - cidr_->prefix);
  auto top = big_endian<8>(high + offset);
  Octets<16> out{};
  std::copy(top.begin(), top.end(), out.begin());
  return IpAddress::v6(out);
}

std::string AddressPool::gateway() const {
  if (!cidr_) return {};
  if (cidr_->address.is_v4()) return at(1).text() + "/" + std::to_string(cidr_->prefix);
  auto octets = at(0).v6_octets();
  octets[15] = 1;
  return IpAddress::v6(octets).text() + "/" + std::to_string(cidr_->prefix);
}

std::optional<IpAddress> AddressPool::take() {
  while (next_ < count_) {
    auto address = at(next_++ + (cidr_->address.is_v6() ? 1 : 2));
    if (used_.insert(address).second) return address;  // unless an SMF chose it
  }
  while (!released_.empty()) {
    auto address = released_.front();
    released_.pop_front();
    waiting_.erase(address);
    if (used_.insert(address).second) return address;
  }
  return {};
}

bool AddressPool::take(const IpAddress& address) {
  if (cidr_ && address.is_v4() && cidr_->contains(address) && (address == at(0) || address == at(1))) return false;
  if (cidr_ && address.is_v6() && prefix64(address) == at(0)) return false;
  return used_.insert(address.is_v6() ? prefix64(address) : address).second;
}

void AddressPool::give_back(const IpAddress& address) {
  // An address that an SMF chose may wait here already.
  if (used_.erase(address) && cidr_ && cidr_->contains(address) && waiting_.insert(address).second) released_.push_back(address);
}

}  // namespace pellucid::upf
