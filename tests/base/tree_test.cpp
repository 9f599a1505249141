#include "base/tree.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/ids.hpp"

using namespace pellucid;

TEST(Tree, PrintsJsonInOrder) {
  Tree t;
  t.add("b", 2);
  t.add("a", "x\"\n");
  t.add("list", Tree::array()).push(true);
  EXPECT_EQ(t.json(), R"({"b":2,"a":"x\"\u000a","list":[true]})");
  EXPECT_EQ(t.find("a")->text(), "x\"\n");
}

TEST(Tree, StringsThatAreNotUtf8StayValidJson) {
  EXPECT_EQ(json_string("a\xC3\xA9\xFF\xED\xA0\x80"), "\"a\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(Bytes, HexRoundTripAndFaults) {
  EXPECT_EQ(hex(*from_hex("00 Ff10")), "00ff10");
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
}

TEST(Plmn, TwoAndThreeDigitNetworksDiffer) {
  auto test = *Plmn::parse("999-70");
  EXPECT_EQ(hex(test.octets()), "99f907");
  EXPECT_EQ(hex(Plmn::parse("310410")->octets()), "130014");
  EXPECT_EQ(Plmn::from_octets({0x99, 0xF9, 0x07}), test);
  EXPECT_NE(*Plmn::parse("00101"), *Plmn::parse("001001"));
  EXPECT_FALSE(Plmn::from_octets({0xA9, 0xF9, 0x07}));
  EXPECT_EQ(test.serving_network_name(), "5G:mnc070.mcc999.3gppnetwork.org");
}

TEST(Supi, KeepsLeadingZeros) {
  EXPECT_EQ(Supi::parse("imsi-001010000000001")->text(), "imsi-001010000000001");
  EXPECT_FALSE(Supi::parse("imsi-00101000000000x"));
  EXPECT_FALSE(Supi::parse("1234567890123456"));
}

TEST(IpAddress, ReadsAndWrites) {
  EXPECT_EQ(IpAddress::parse("10.45.0.2")->v4_number(), 0x0A2D0002u);
  EXPECT_EQ((Endpoint{*IpAddress::parse("::1"), 5}).text(), "[::1]:5");
  EXPECT_TRUE(IpAddress::parse("::1")->is_loopback());
  EXPECT_FALSE(IpAddress::parse("10.45.0.256"));
}
