#include "core/smf/addresses.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/world.hpp"

using namespace pellucid;
using namespace pellucid::smf;
using namespace std::chrono_literals;

namespace {

IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }

TEST(AddressRange, ReadsWhatItCanServe) {
  EXPECT_EQ(AddressRange::parse("10.45.3.4/16")->first, ip("10.45.0.0"));
  EXPECT_EQ(AddressRange::parse("fd45:1:2:3::9/48")->first, ip("fd45:1:2::"));
  for (auto wrong : {"", "10.45.0.0", "10.45.0.0/33", "fd45::/65", "10.45.0.0/", "10.45.0.0/1x", "10.45/16"})
    EXPECT_FALSE(AddressRange::parse(wrong)) << wrong;
  auto range = *AddressRange::parse("10.45.0.0/16");
  EXPECT_TRUE(range.contains(ip("10.45.255.255")));
  EXPECT_FALSE(range.contains(ip("10.46.0.0")));
  EXPECT_FALSE(range.contains(ip("fd45::1")));
  EXPECT_TRUE(range.overlaps(*AddressRange::parse("10.0.0.0/8")));
  EXPECT_FALSE(range.overlaps(*AddressRange::parse("10.44.0.0/16")));
}

TEST(AddressPool, GivesEachAddressOnceAndNotTheGateway) {
  sim::SimWorld world;
  AddressPool pool(world, AddressRange::parse("10.45.0.0/29"), 60s);
  std::vector<AddressPool::Lease> leases;
  std::set<IpAddress> seen;
  while (auto lease = pool.take()) {
    EXPECT_TRUE(seen.insert(lease->address()).second);
    leases.push_back(std::move(*lease));
  }
  EXPECT_EQ(seen, (std::set<IpAddress>{ip("10.45.0.2"), ip("10.45.0.3"), ip("10.45.0.4"), ip("10.45.0.5"), ip("10.45.0.6")}));
  EXPECT_FALSE(pool.take(ip("10.45.0.1")));  // the gateway's
  EXPECT_FALSE(pool.take(ip("10.45.0.7")));  // broadcast
  EXPECT_FALSE(pool.take(ip("10.45.0.4")));  // in use
  EXPECT_EQ(pool.in_use(), 5u);
  leases.clear();
  EXPECT_EQ(pool.in_use(), 0u);
  EXPECT_TRUE(pool.take(ip("10.45.0.4")));
}

TEST(AddressPool, LetsAReleasedAddressRestWhileOthersAreFree) {
  sim::SimWorld world;
  AddressPool pool(world, AddressRange::parse("10.45.0.0/24"), 60s);
  {
    auto first = pool.take();
  }
  EXPECT_EQ(pool.take()->address(), ip("10.45.0.3"));  // a fresh one: .2 rests
  world.run_for(61s);
  EXPECT_EQ(pool.take()->address(), ip("10.45.0.2"));
}

TEST(AddressPool, GivesARestingAddressRatherThanNone) {
  sim::SimWorld world;
  AddressPool pool(world, AddressRange::parse("10.45.0.0/30"), 60s);
  for (int i = 0; i < 3; ++i) {
    auto lease = pool.take();
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->address(), ip("10.45.0.2"));
    EXPECT_FALSE(pool.take());
  }
}

TEST(AddressPool, CountsIpv6InPrefixesOf64Bits) {
  sim::SimWorld world;
  AddressPool pool(world, AddressRange::parse("fd45::/48"), 60s);
  auto one = pool.take();
  auto two = pool.take();
  EXPECT_EQ(one->address(), ip("fd45:0:0:1::"));
  EXPECT_EQ(two->address(), ip("fd45:0:0:2::"));
  EXPECT_FALSE(pool.take(ip("fd45:0:0:2::99")));  // the same /64
  EXPECT_FALSE(pool.take(ip("fd45::5")));         // the gateway's
  EXPECT_TRUE(pool.take(ip("fd46::1")));          // a static one outside the range
}

}  // namespace
