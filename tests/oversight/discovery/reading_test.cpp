// What devices send as text, numbers and ranges of addresses.
#include "oversight/discovery/reading.hpp"

#include <gtest/gtest.h>

#include <random>

#include "oversight/discovery/prefix.hpp"

using namespace pellucid;
using namespace pellucid::oversight;

namespace {

Bytes words(std::string_view text) { return to_bytes(as_bytes(text)); }

}  // namespace

TEST(Reading, TextIsPrintableWhateverWasSent) {
  EXPECT_EQ(printable(words("  Cisco IOS\r\nVersion 12 ")), "Cisco IOS  Version 12");
  EXPECT_EQ(printable(words("\x1b[31mred\x07")), "?[31mred?");
  EXPECT_EQ(printable(words("Z\xc3\xbcrich")), "Z\xc3\xbcrich");
  EXPECT_EQ(printable(words("\xc3(\xed\xa0\x80\xc0\xaf\xff")), "?(??????");
  EXPECT_EQ(printable(words("\xc2\x9b")), "??") << "a control character of eight bits";
  EXPECT_EQ(printable(Bytes(100'000, 'x')).size(), max_text_octets - 3);
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    Bytes octets(random() % 700);
    for (auto& o : octets) o = std::uint8_t(random());
    auto text = printable(octets);
    EXPECT_LE(text.size(), max_text_octets);
    EXPECT_EQ(printable(as_bytes(text)), text);
    for (unsigned char c : text) EXPECT_TRUE(c >= 0x20 && c != 0x7F);
  }
}

TEST(Reading, OtherTypesAreNoText) {
  EXPECT_EQ(text_of(snmp::Value(words("a\0\0"))), "a");
  EXPECT_EQ(text_of(snmp::Value(7)), "");
  EXPECT_EQ(text_of(snmp::Value(snmp::NoSuchObject{})), "");
  EXPECT_EQ(number_of(snmp::Value(words("7"))), std::nullopt);
  EXPECT_EQ(number_of(snmp::Value(snmp::Gauge32(7))), 7);
  EXPECT_EQ(mac_of(snmp::Value(words("123456"))), std::nullopt) << "0x31 is a group address";
  EXPECT_TRUE(mac_of(snmp::Value(Bytes{0, 1, 2, 3, 4, 5})));
  EXPECT_FALSE(mac_of(snmp::Value(Bytes{0, 0, 0, 0, 0, 0})));
  EXPECT_FALSE(mac_of(snmp::Value(Bytes{0, 1, 2, 3, 4})));
}

TEST(Reading, LldpIds) {
  EXPECT_EQ(lldp_id(4, 4, snmp::Value(Bytes{0, 0xe0, 0xfc, 1, 2, 3})), "00:e0:fc:01:02:03");
  EXPECT_EQ(lldp_id(5, 4, snmp::Value(Bytes{1, 10, 0, 0, 7})), "10.0.0.7");
  EXPECT_EQ(lldp_id(7, 4, snmp::Value(words("chassis"))), "chassis");
  EXPECT_EQ(lldp_id(4, 4, snmp::Value(words("box"))), "box");
  EXPECT_EQ(lldp_id(4, 4, snmp::Value(7)), "");
}

TEST(Reading, Packages) {
  auto is = [](const char* text, const char* name, const char* version) {
    auto package = package_of(text);
    EXPECT_EQ(package.name, name);
    EXPECT_EQ(package.version, version);
  };
  is("bash_5.2.15-2+b7_amd64", "bash", "5.2.15-2+b7");
  is("gcc-12-base_12.2.0-14_amd64", "gcc-12-base", "12.2.0-14");
  is("bash-5.1.8-6.el9", "bash", "5.1.8-6.el9");
  is("python3-setuptools-53.0.0-12.el9", "python3-setuptools", "53.0.0-12.el9");
  is("Mozilla Firefox", "Mozilla Firefox", "installed");
  is("a-b", "a-b", "installed");
  is("_", "_", "installed");
}

TEST(Prefix, ReadAndHeld) {
  EXPECT_EQ(Prefix::parse("10.0.0.77/24")->text(), "10.0.0.0/24");
  EXPECT_EQ(Prefix::parse("10.0.0.7")->text(), "10.0.0.7");
  EXPECT_EQ(Prefix::parse("fd00::1/64")->text(), "fd00::/64");
  for (auto* bad : {"", "10.0.0.0/33", "10.0.0/24", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1", "fd00::/129"})
    EXPECT_FALSE(Prefix::parse(bad)) << bad;
  auto prefix = *Prefix::parse("10.0.0.0/22");
  EXPECT_TRUE(prefix.contains(*IpAddress::parse("10.0.3.255")));
  EXPECT_FALSE(prefix.contains(*IpAddress::parse("10.0.4.0")));
  EXPECT_FALSE(prefix.contains(*IpAddress::parse("fd00::1")));
  EXPECT_FALSE(Prefix::parse("0.0.0.0/0")->contains(IpAddress()));
}

TEST(Prefix, Hosts) {
  auto count = [](const char* text, std::size_t limit = 100'000) { return Prefix::parse(text)->hosts(limit).size(); };
  EXPECT_EQ(count("127.0.0.0/28"), 14u);
  EXPECT_EQ(count("10.0.0.0/30"), 2u);
  EXPECT_EQ(count("10.0.0.0/31"), 2u);
  EXPECT_EQ(count("10.0.0.7"), 1u);
  EXPECT_EQ(count("0.0.0.0/0", 1000), 1000u);
  EXPECT_EQ(count("255.255.255.0/24"), 254u);
  EXPECT_EQ(count("fd00::/120"), 256u);
  EXPECT_EQ(count("::/0", 10), 10u);
  EXPECT_EQ(Prefix::parse("127.0.0.0/28")->hosts(100).front().text(), "127.0.0.1");
  EXPECT_EQ(Prefix::parse("127.0.0.0/28")->hosts(100).back().text(), "127.0.0.14");
}
