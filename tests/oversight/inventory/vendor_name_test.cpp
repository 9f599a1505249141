#include "oversight/inventory/vendor_name.hpp"

#include <gtest/gtest.h>

using namespace pellucid::oversight;

TEST(VendorName, OneSpellingForEachMaker) {
  for (auto* name : {"Cisco Systems, Inc", "ciscoSystems", "CISCO", " cisco systems,  inc. ", "Cisco SPVTG"})
    EXPECT_EQ(normal_vendor(name), "cisco") << name;
  for (auto* name : {"HUAWEI TECHNOLOGIES CO.,LTD", "Huawei Device Co., Ltd.", "HUAWEI Technology Co.,Ltd", "Huawei"})
    EXPECT_EQ(normal_vendor(name), "huawei") << name;
  for (auto* name : {"Zhongxing Telecom Co.,ltd. (abbr. ZTE)", "zte corporation", "ZTE"}) EXPECT_EQ(normal_vendor(name), "zte") << name;
  for (auto* name : {"Nokia\t# formerly 'Alcatel-Lucent'", "Nokia Solutions and Networks GmbH & Co. KG", "Alcatel-Lucent IPD"})
    EXPECT_EQ(normal_vendor(name), "nokia") << name;
  EXPECT_EQ(normal_vendor("Ericsson AB"), normal_vendor("Ericsson - North America"));
  EXPECT_EQ(normal_vendor("Routerboard.com"), normal_vendor("MikroTik"));
  EXPECT_EQ(normal_vendor("Super Micro Computer, Inc."), "supermicro");
  EXPECT_EQ(normal_vendor("net-snmp"), "net-snmp");
}

TEST(VendorName, AMakerThatIsNotInTheTableLosesItsLegalFormOnly) {
  EXPECT_EQ(normal_vendor("Acme Widgets Co., Ltd."), "acme widgets");
  EXPECT_EQ(normal_vendor("ACME WIDGETS, L.L.C."), "acme widgets l l c");
  EXPECT_EQ(normal_vendor("Eltex Enterprise, Ltd."), "eltex enterprise");
  EXPECT_EQ(normal_vendor("Przyklad Sp. z o.o."), "przyklad");
  EXPECT_EQ(normal_vendor("AB"), "ab");
}

TEST(VendorName, DifferentMakersStayDifferent) {
  EXPECT_NE(normal_vendor("Intelbras"), normal_vendor("Intel Corporate"));
  EXPECT_NE(normal_vendor("Aztech Electronics Pte Ltd"), normal_vendor("zte corporation"));
  EXPECT_NE(normal_vendor("NokianTyres LLC"), normal_vendor("Nokia"));
  EXPECT_NE(normal_vendor("Hewlett Packard"), normal_vendor("Dell Inc."));
}

TEST(VendorName, NobodyIsNoEvidence) {
  for (auto* name : {"", "  ", "Private", "Unknown", "(none)", "...", "Default string", "To Be Filled By O.E.M."})
    EXPECT_EQ(normal_vendor(name), "") << name;
}

TEST(VendorName, LongAndOddNamesAreBounded) {
  EXPECT_LE(normal_vendor(std::string(100'000, 'x')).size(), 64u);
  EXPECT_LE(normal_vendor(std::string(100'000, '(')).size(), 64u);
  std::string all;
  for (int c = 0; c < 256; ++c) all += char(c);
  EXPECT_LE(normal_vendor(all).size(), 64u);
}

TEST(VendorName, FreeTextNamesAMaker) {
  EXPECT_EQ(vendor_named_in("Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE"), "cisco");
  EXPECT_EQ(vendor_named_in("Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180"), "huawei");
  EXPECT_EQ(vendor_named_in("RouterOS CCR1009-7G-1C-1S+"), "mikrotik");
  EXPECT_EQ(vendor_named_in("Linux edge1 6.1.0-13-amd64 #1 SMP Debian x86_64"), "");
  EXPECT_EQ(vendor_named_in("an intelligent, zteable text"), "");
}

TEST(VendorName, AgentsThatRunOnAnything) {
  EXPECT_TRUE(is_software_agent(normal_vendor("net-snmp")));
  EXPECT_TRUE(is_software_agent(normal_vendor("U.C. Davis, ECE Dept. Tom")));
  EXPECT_TRUE(is_software_agent(normal_vendor("Microsoft")));
  EXPECT_FALSE(is_software_agent(normal_vendor("HUAWEI Technology Co.,Ltd")));
  EXPECT_FALSE(is_software_agent(""));
}
