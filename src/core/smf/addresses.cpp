#include "core/smf/addresses.hpp"

#include <algorithm>
#include <charconv>

#include "base/bytes.hpp"

namespace pellucid::smf {

namespace {

/// The bits of an address that a pool counts in: all of IPv4, the first 64 of IPv6.
std::uint64_t high_bits(const IpAddress& address) {
  return address.is_v6() ? from_big_endian(ByteView(address.v6_octets()).first(8)) : std::uint64_t(address.v4_number()) << 32;
}
std::uint64_t mask(unsigned prefix) { return prefix == 0 ? 0 : prefix >= 64 ? ~std::uint64_t(0) : ~std::uint64_t(0) << (64 - prefix); }
IpAddress from_high_bits(std::uint64_t bits, bool v6) {
  if (!v6) return IpAddress::v4(std::uint32_t(bits >> 32));
  Octets<16> octets{};
  auto top = big_endian<8>(bits);
  std::copy(top.begin(), top.end(), octets.begin());
  return IpAddress::v6(octets);
}

}  // namespace

IpAddress session_address(const IpAddress& address) { return address.is_v6() ? from_high_bits(high_bits(address), true) : address; }

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  auto slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  auto address = IpAddress::parse(text.substr(0, slash));
  auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (!address || fault != std::errc() || end != digits.data() + digits.size() || digits.empty()) return {};
  if (bits > (address->is_v6() ? 64u : 32u)) return {};
  return AddressRange{from_high_bits(high_bits(*address) & mask(bits), address->is_v6()), bits};
}

bool AddressRange::contains(const IpAddress& address) const {
  return address.is_v6() == first.is_v6() && address.is_v4() == first.is_v4() && (high_bits(address) & mask(prefix)) == high_bits(first);
}

bool AddressRange::overlaps(const AddressRange& other) const { return contains(other.first) || other.contains(first); }

AddressPool::AddressPool(World& world, std::optional<AddressRange> range, Duration rest) : world_(&world), range_(range), rest_(rest) {
  if (!range_) return;
  bool v6 = range_->first.is_v6();
  unsigned bits = (v6 ? 64 : 32) - range_->prefix;
  std::uint64_t size = bits >= 63 ? most_addresses : std::uint64_t(1) << bits;
  // Not for phones: IPv4's network, gateway and (at the end) broadcast addresses; IPv6's first /64.
  reserved_ = v6 ? 1 : 2;
  std::uint64_t kept = v6 ? 1 : 3;
  count_ = std::min(size > kept ? size - kept : 0, most_addresses);
}

IpAddress AddressPool::at(std::uint64_t offset) const {
  bool v6 = range_->first.is_v6();
  return from_high_bits(high_bits(range_->first) + (v6 ? offset : offset << 32), v6);
}

std::optional<AddressPool::Lease> AddressPool::take() {
  auto rested = [&]() -> std::optional<Lease> {
    while (!resting_.empty()) {
      auto address = resting_.front().address;
      resting_.pop_front();
      waiting_.erase(address);
      if (used_.insert(address).second) return Lease(*this, address);  // unless somebody asked for this very one meanwhile
    }
    return {};
  };
  if (!resting_.empty() && world_->now() - resting_.front().since >= rest_)
    if (auto lease = rested()) return lease;
  while (next_ < count_) {
    auto address = at(reserved_ + next_++);
    if (!waiting_.contains(address) && used_.insert(address).second) return Lease(*this, address);
  }
  return rested();
}

bool AddressPool::is_ours_to_give(const IpAddress& address) const {
  if (!range_ || !range_->contains(address)) return false;
  std::uint64_t offset = high_bits(address) - high_bits(range_->first);
  if (address.is_v4()) offset >>= 32;
  return offset >= reserved_ && offset - reserved_ < count_;
}

std::optional<AddressPool::Lease> AddressPool::take(const IpAddress& wanted) {
  auto address = session_address(wanted);
  if (address.is_none()) return {};
  bool cut = count_ == most_addresses;  // a range so large that its rest is free for addresses of one's choice
  if (range_ && range_->contains(address) && !cut && !is_ours_to_give(address)) return {};
  if (!used_.insert(address).second) return {};
  return Lease(*this, address);
}

void AddressPool::give_back(const IpAddress& address) {
  used_.erase(address);
  // Only what take() may give out rests; an address that was asked for may be resting already.
  if (is_ours_to_give(address) && waiting_.insert(address).second) resting_.push_back({address, world_->now()});
}

}  // namespace pellucid::smf
