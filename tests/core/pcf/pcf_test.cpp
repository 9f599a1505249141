#include "core/pcf/pcf.hpp"

#include <gtest/gtest.h>

#include "core/pcf/five_qi.hpp"

namespace pellucid::pcf {
namespace {

using Kind = Refusal::Kind;

const Supi supi = *Supi::parse("imsi-999700000000001");

Subscription subscription() {
  SubscribedDnn internet{.dnn = "internet", .is_default = true, .session_ambr = {100, 50}};
  SubscribedDnn ims{.dnn = "ims", .five_qi = 5, .arp = {2, true, false}, .versions = IpVersions::ipv6};
  ims.static_ipv6 = *IpAddress::parse("fd45:0:0:7::");
  SubscribedDnn factory{.dnn = "factory", .is_default = true, .versions = IpVersions::ipv4};
  factory.static_ipv4 = *IpAddress::parse("10.9.0.7");
  SubscribedDnn both = internet;
  both.static_ipv4 = *IpAddress::parse("10.45.0.7");
  both.static_ipv6 = *IpAddress::parse("fd45:0:0:8::");
  both.dnn = "both";
  both.is_default = false;
  return {{{Snssai{1, {}}, true, {internet, ims, both}}, {Snssai{2, 0xabcd}, false, {factory}}}, {1000, 500}, ""};
}

void expect(Kind kind, const SessionRequest& request) {
  auto policy = decide(supi, subscription(), request);
  ASSERT_FALSE(policy.ok());
  EXPECT_EQ(int(policy.error().kind), int(kind)) << policy.error().why.text();
  EXPECT_NE(policy.error().why.where.find(supi.text()), std::string::npos);
  EXPECT_FALSE(policy.error().why.fix.empty());
}

TEST(Pcf, GrantsWhatTheSubscriptionSays) {
  auto policy = decide(supi, subscription(), {Snssai{1, {}}, "IMS", IpVersions::ipv6});
  ASSERT_TRUE(policy.ok());
  EXPECT_EQ(policy->dnn, "ims");
  EXPECT_EQ(policy->five_qi, 5);
  EXPECT_EQ(policy->arp, (Arp{2, true, false}));
  EXPECT_EQ(policy->static_ipv6.text(), "fd45:0:0:7::");
  EXPECT_EQ(policy->rule.precedence, 255);
  EXPECT_EQ(policy->rule.qfi, Qfi(1));
  EXPECT_TRUE(policy->rule.gate_open);
  EXPECT_EQ(policy->charging, Charging::off);
}

TEST(Pcf, NoDnnMeansTheDefaultOfTheSlice) {
  EXPECT_EQ(decide(supi, subscription(), {Snssai{1, {}}, "", IpVersions::ipv4v6})->dnn, "internet");
  EXPECT_EQ(decide(supi, subscription(), {Snssai{2, 0xabcd}, "", IpVersions::ipv4})->dnn, "factory");
  EXPECT_EQ(decide(supi, subscription(), {Snssai{1, {}}, "", IpVersions::ipv4v6})->session_ambr, (Ambr{100, 50}));
}

TEST(Pcf, SessionTypesNarrow) {
  auto asked = [](const char* dnn, IpVersions versions) { return decide(supi, subscription(), {Snssai{1, {}}, dnn, versions}); };
  EXPECT_EQ(asked("internet", IpVersions::ipv4v6)->versions, IpVersions::ipv4v6);
  EXPECT_EQ(asked("internet", IpVersions::ipv6)->versions, IpVersions::ipv6);
  EXPECT_EQ(asked("ims", IpVersions::ipv4v6)->versions, IpVersions::ipv6);
  EXPECT_TRUE(asked("both", IpVersions::ipv6)->static_ipv4.is_none());
  EXPECT_FALSE(asked("both", IpVersions::ipv4v6)->static_ipv4.is_none());
  expect(Kind::only_ipv6, {Snssai{1, {}}, "ims", IpVersions::ipv4});
  expect(Kind::only_ipv4, {Snssai{2, 0xabcd}, "factory", IpVersions::ipv6});
}

TEST(Pcf, RefusesWhatIsNotSubscribed) {
  expect(Kind::slice_not_subscribed, {Snssai{3, {}}, "internet", IpVersions::ipv4});
  expect(Kind::slice_not_subscribed, {Snssai{2, {}}, "factory", IpVersions::ipv4});
  expect(Kind::dnn_not_subscribed, {Snssai{1, {}}, "internat", IpVersions::ipv4});
  expect(Kind::dnn_not_subscribed, {Snssai{2, 0xabcd}, "internet", IpVersions::ipv4});
}

TEST(FiveQiTable, IsInOrderAndAgreesWithTheRuleForDefaultFlows) {
  auto all = standardized_five_qis();
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].value, all[i].value);
  for (unsigned value = 0; value <= 255; ++value) {
    const auto* row = five_qi(std::uint8_t(value));
    EXPECT_EQ(needs_guaranteed_rate(std::uint8_t(value)), row && row->resource != Resource::non_gbr) << value;
    if (!row) continue;
    EXPECT_EQ(row->value, value);
    EXPECT_EQ(row->window_ms != 0, row->resource != Resource::non_gbr);
    EXPECT_EQ(row->burst_octets != 0, row->resource == Resource::delay_critical_gbr);
  }
  EXPECT_EQ(five_qi(9)->delay_budget_ms, 300);
  EXPECT_EQ(five_qi(11), nullptr);
}

}  // namespace
}  // namespace pellucid::pcf
