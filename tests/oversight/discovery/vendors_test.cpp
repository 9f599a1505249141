// Names of makers, from files of our own and from those of this machine.
#include "oversight/discovery/vendors.hpp"

#include <gtest/gtest.h>

#include "runtime/real_world.hpp"
#include "sim/world.hpp"

using namespace pellucid;
using namespace pellucid::oversight;

namespace {

Mac mac(const char* digits) { return *from_hex<6>(digits); }

struct VendorsTest : testing::Test {
  sim::SimWorld world;
  VendorFiles files{"/numbers", {"/large", "/medium", "/small"}};
  Vendors vendors{world.node("us"), files};
  void file(const std::string& path, const std::string& text) { (void)world.node("us").write_file(path, as_bytes(text)); }
  void SetUp() override {
    file("/numbers",
         "# a remark\n0\tReserved\n9\tciscoSystems\n94\tNokia\t# formerly 'Another'\n\nx\tno number\n2011\tHUAWEI Technology Co.,Ltd\n");
    file("/large",
         "Registry,Assignment,Organization Name,Organization Address\r\nMA-L,00E0FC,\"HUAWEI TECHNOLOGIES CO.,LTD\",\"a road, \"\"the\"\" "
         "street\r\nsecond line\"\r\nMA-L,70B3D5,IEEE Registration "
         "Authority,x\r\nMA-L,005079,Private,\r\nMA-L,00ABCD,Acme,\r\nMA-L,zz,bad,\r\n");
    file("/medium", "Registry,Assignment,Organization Name,Organization Address\r\nMA-M,00ABCD1,Middle Inc.,\r\n");
    file("/small",
         "Registry,Assignment,Organization Name,Organization Address\r\nMA-S,70B3D5F2F,TELEPLATFORMS,\r\nMA-S,00ABCD123,Small Ltd,");
  }
};

TEST_F(VendorsTest, Enterprises) {
  EXPECT_EQ(vendors.enterprise(9), "ciscoSystems");
  EXPECT_EQ(vendors.enterprise(94), "Nokia");
  EXPECT_EQ(vendors.enterprise(2011), "HUAWEI Technology Co.,Ltd");
  EXPECT_EQ(vendors.enterprise(2012), "");
  EXPECT_TRUE(vendors.complaints().empty());
}

TEST_F(VendorsTest, TheLongestPrefixWins) {
  EXPECT_EQ(vendors.registrant(mac("00e0fc010203")), "HUAWEI TECHNOLOGIES CO.,LTD");
  EXPECT_EQ(vendors.registrant(mac("00abcd000000")), "Acme");
  EXPECT_EQ(vendors.registrant(mac("00abcd1f0000")), "Middle Inc.");
  EXPECT_EQ(vendors.registrant(mac("00abcd123fff")), "Small Ltd");
  EXPECT_EQ(vendors.registrant(mac("70b3d5f2f001")), "TELEPLATFORMS");
}

TEST_F(VendorsTest, WhoIsNobody) {
  EXPECT_EQ(vendors.registrant(mac("02e0fc010203")), "") << "locally administered";
  EXPECT_EQ(vendors.registrant(mac("01e0fc010203")), "") << "a group";
  EXPECT_EQ(vendors.registrant(mac("70b3d5000000")), "") << "a block that is given on";
  EXPECT_EQ(vendors.registrant(mac("005079000000")), "") << "private";
  EXPECT_EQ(vendors.registrant(mac("123456000000")), "");
}

TEST_F(VendorsTest, MissingFilesAreNamedWithTheirPackage) {
  world.node("us").disk().files.erase("/numbers");
  world.node("us").disk().unreadable.insert("/small");
  ASSERT_EQ(vendors.complaints().size(), 2u);
  EXPECT_TRUE(
      vendors.complaints()[0].starts_with("/numbers cannot be read: enterprise numbers have no names; install the Debian package "
                                          "libwireshark-data"));
  EXPECT_TRUE(vendors.complaints()[1].find("ieee-data") != std::string::npos);
  EXPECT_EQ(vendors.enterprise(9), "");
  EXPECT_EQ(vendors.registrant(mac("00e0fc010203")), "HUAWEI TECHNOLOGIES CO.,LTD") << "the others still serve";
}

TEST_F(VendorsTest, FilesAreReadWhenSomebodyAsks) {
  world.node("us").disk().unreadable = {"/numbers", "/large", "/medium", "/small"};
  Vendors unused(world.node("us"), files);
  world.node("us").disk().unreadable.clear();
  EXPECT_EQ(unused.enterprise(9), "ciscoSystems");
}

TEST(VendorsOfThisMachine, AreKnownAndQuick) {
  auto world = RealWorld::open();
  ASSERT_TRUE(world.ok());
  Vendors vendors(**world);
  auto before = (*world)->now();
  ASSERT_TRUE(vendors.complaints().empty()) << vendors.complaints().front();
  auto took = (*world)->now() - before;
  EXPECT_EQ(vendors.registrant(mac("00e0fc010203")), "HUAWEI TECHNOLOGIES CO.,LTD");
  EXPECT_EQ(vendors.registrant(mac("001b21010203")), "Intel Corporate");
  EXPECT_EQ(vendors.enterprise(2011), "HUAWEI Technology Co.,Ltd");
  EXPECT_EQ(vendors.enterprise(8072), "net-snmp");
  RecordProperty("milliseconds", int(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  std::printf("vendor files read in %.1f ms\n", std::chrono::duration<double, std::milli>(took).count());
}

}  // namespace
