#include "base/subscription.hpp"

#include <gtest/gtest.h>

namespace pellucid {
namespace {

TEST(Rate, ReadsNumbersWithUnits) {
  EXPECT_EQ(parse_rate("1"), 1u);
  EXPECT_EQ(parse_rate(" 64 kbps "), 64'000u);
  EXPECT_EQ(parse_rate("64kbit/s"), 64'000u);
  EXPECT_EQ(parse_rate("100M"), 100'000'000u);
  EXPECT_EQ(parse_rate("2.5 Gbps"), 2'500'000'000u);
  EXPECT_EQ(parse_rate("4T"), 4'000'000'000'000u);
  EXPECT_EQ(parse_rate("0.5k"), 500u);
}

TEST(Rate, RefusesWhatIsNone) {
  for (const char* text : {"", "0", "0.0G", "fast", "1X", "1 Gbps!", "-1", "1.", ".5k", "1.5", "0.0001k", "5T", "4.1T",
                           "99999999999999999999", "1.123456789T", "1.12345678901G", "1 0"})
    EXPECT_EQ(parse_rate(text), std::nullopt) << text;
}

TEST(Rate, TextReadsBack) {
  EXPECT_EQ(rate_text(1'500'000), "1500kbps");
  for (std::uint64_t rate : {1ull, 77ull, 1'000ull, 64'000ull, 1'500'000ull, 1'000'000'000ull, 3'999'999'999'999ull, 4'000'000'000'000ull})
    EXPECT_EQ(parse_rate(rate_text(rate)), rate);
}

TEST(Dnn, IsANetworkName) {
  EXPECT_EQ(parse_dnn(" Internet "), "internet");
  EXPECT_EQ(parse_dnn("a.b-c.example"), "a.b-c.example");
  EXPECT_EQ(parse_dnn(std::string(63, 'a')), std::string(63, 'a'));
  for (const std::string& text : {std::string(), std::string("a b"), std::string(".a"), std::string("a."), std::string("a..b"),
                                  std::string("-a"), std::string("a_b"), std::string(64, 'a'), std::string("\xC3\xA4")})
    EXPECT_EQ(parse_dnn(text), std::nullopt) << text;
}

TEST(SubscriptionData, FindsSliceAndDnn) {
  Subscription subscription;
  subscription.slices.push_back({Snssai{1, {}}, true, {{.dnn = "internet", .is_default = true}, {.dnn = "ims"}}});
  const auto* slice = subscription.find(Snssai{1, {}});
  ASSERT_TRUE(slice);
  EXPECT_EQ(subscription.find(Snssai{1, 7}), nullptr);
  EXPECT_EQ(find_dnn(*slice, "")->dnn, "internet");
  EXPECT_EQ(find_dnn(*slice, "IMS")->dnn, "ims");
  EXPECT_EQ(find_dnn(*slice, "im"), nullptr);
  EXPECT_EQ(tree(subscription).find_deep("slice")->text(), "1");
}

}  // namespace
}  // namespace pellucid
