#include "core/smf/config.hpp"

#include <gtest/gtest.h>

using namespace pellucid;
using namespace pellucid::smf;

namespace {

Config good() {
  Config config;
  config.dnns.push_back({});
  config.dnns[0].ipv4_pool = "10.45.0.0/16";
  return config;
}

TEST(SmfConfig, IsCheckedBeforeUse) {
  EXPECT_TRUE(validate(good()).ok());
  auto refused = [](auto change) {
    auto config = good();
    change(config);
    auto checked = validate(config);
    return checked.ok() ? std::string() : checked.error().where;
  };
  EXPECT_EQ(refused([](Config& c) { c.dnns.clear(); }), "dnn");
  EXPECT_EQ(refused([](Config& c) { c.dnns.push_back(c.dnns[0]); }), "dnn.name");
  EXPECT_EQ(refused([](Config& c) { c.dnns[0].name = "a b"; }), "dnn.name");
  EXPECT_EQ(refused([](Config& c) { c.dnns[0].ipv4_pool = "10.45.0.0"; }), "dnn internet: ipv4");
  EXPECT_EQ(refused([](Config& c) { c.dnns[0].ipv4_pool = "fd45::/48"; }), "dnn internet: ipv4");
  EXPECT_EQ(refused([](Config& c) { c.dnns[0].ipv6_pool = "fd45::/80"; }), "dnn internet: ipv6");
  EXPECT_EQ(refused([](Config& c) { c.dnns[0].ipv4_pool.clear(); }), "dnn internet: ipv4, ipv6");
  EXPECT_EQ(refused([](Config& c) { c.dnns[0].mtu = 100; }), "dnn internet: mtu");
  EXPECT_EQ(refused([](Config& c) {
              c.dnns.push_back(c.dnns[0]);
              c.dnns[1].name = "ims";
              c.dnns[1].ipv4_pool = "10.45.128.0/17";
            }),
            "dnn ims: ipv4");
  EXPECT_EQ(refused([](Config& c) { c.upfs.clear(); }), "smf.upfs");
  EXPECT_EQ(refused([](Config& c) { c.upfs[0].n4 = c.n4; }), "smf.upfs");
  EXPECT_EQ(refused([](Config& c) { c.upfs.push_back(c.upfs[0]); }), "smf.upfs");
  EXPECT_EQ(refused([](Config& c) { c.n4 = {}; }), "smf.n4_address");
  EXPECT_EQ(refused([](Config& c) { c.timers.attempts = 0; }), "smf.timers");
  EXPECT_EQ(refused([](Config& c) { c.limits.max_parallel_restorations = 0; }), "smf.limits");
}

}  // namespace
