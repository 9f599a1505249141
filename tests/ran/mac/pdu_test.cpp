// MAC PDUs of a captured attach (tests/data/radio/attach10MHz) and rubbish.
#include "ran/mac/pdu.hpp"

#include <gtest/gtest.h>

#include <random>

namespace pellucid::mac {
namespace {

Bytes from(std::string_view text, std::size_t octets) {
  auto out = from_hex(text).value();
  out.resize(octets);
  return out;
}

TEST(MacPdu, CapturedRandomAccessResponse) {
  auto pdu = from("4500000680024601", 44);
  auto rar = read_rar(pdu);
  ASSERT_TRUE(rar.ok());
  ASSERT_EQ(rar->responses.size(), 1u);
  auto& r = rar->responses[0];
  EXPECT_EQ(r.preamble, 5);
  EXPECT_EQ(r.timing_advance, 0);
  EXPECT_EQ(r.temporary_c_rnti, Rnti(0x4601));
  EXPECT_EQ(r.grant, (RarGrant{.frequency_allocation = 0x68, .time_allocation = 0, .mcs = 0, .tpc = 1}));
  EXPECT_EQ(write_rar(*rar, 44), pdu);
  EXPECT_EQ(ra_rnti(0, 1, 0), Rnti(0x000F));  // PRACH in slot 1, as captured
}

TEST(MacPdu, CapturedMsg3) {
  auto pdu = from("34127029b6efe63d013f00", 11);
  auto parts = read_pdu(Direction::uplink, pdu);
  ASSERT_TRUE(parts.ok());
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].lcid, lcid::ul_ccch_48);
  EXPECT_EQ(hex((*parts)[0].payload), "127029b6efe6");
  EXPECT_EQ((*parts)[1].lcid, lcid::short_bsr);
  EXPECT_EQ(write_pdu(Direction::uplink, *parts, 11), pdu);
}

TEST(MacPdu, LongAndShortLengths) {
  Bytes small(255, 1), large(256, 2);
  std::vector<SubPdu> parts{{lcid::contention_resolution, ByteView(small).first(6)}, {0, large}, {4, small}};
  auto pdu = write_pdu(Direction::downlink, parts, 800);
  ASSERT_TRUE(pdu);
  auto back = read_pdu(Direction::downlink, *pdu);
  ASSERT_TRUE(back.ok());
  ASSERT_EQ(back->size(), 3u);
  EXPECT_EQ(to_bytes((*back)[1].payload), large);
  EXPECT_EQ(to_bytes((*back)[2].payload), small);
  std::size_t needed = sub_pdu_octets(Direction::downlink, 62, 6) + sub_pdu_octets(Direction::downlink, 0, 256) +
                       sub_pdu_octets(Direction::downlink, 4, 255);
  EXPECT_TRUE(write_pdu(Direction::downlink, parts, needed));
  EXPECT_FALSE(write_pdu(Direction::downlink, parts, needed - 1));
}

TEST(MacPdu, ReservedAndCutOffIsRefused) {
  EXPECT_FALSE(read_pdu(Direction::uplink, Bytes{38, 1, 2}).ok());    // reserved
  EXPECT_FALSE(read_pdu(Direction::uplink, Bytes{4, 3, 1, 2}).ok());  // L beyond the end
  EXPECT_FALSE(read_pdu(Direction::uplink, Bytes{0x44, 3}).ok());     // half a length
  EXPECT_FALSE(read_rar(Bytes{0x45, 0, 0}).ok());
  EXPECT_FALSE(read_rar({}).ok());
  EXPECT_FALSE(write_pdu(Direction::uplink, {{lcid::c_rnti, Bytes{1}}}, 10));
  EXPECT_FALSE(write_pdu(Direction::uplink, {{38, {}}}, 10));
}

TEST(MacPdu, SeveralResponsesWithBackOff) {
  RarPdu rar{.back_off = 3,
             .acknowledged = {},
             .responses = {{1, 0xABC, {.mcs = 4}, Rnti(1)}, {63, 7, {.frequency_allocation = 0x3FFF}, Rnti(0xFFEF)}}};
  auto pdu = write_rar(rar, 17);
  ASSERT_TRUE(pdu);
  auto back = read_rar(*pdu);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, rar);
}

TEST(MacPdu, RubbishNeverReadsBeyondTheEnd) {
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    Bytes rubbish(random() % 60);
    for (auto& octet : rubbish) octet = std::uint8_t(random());
    for (auto direction : {Direction::uplink, Direction::downlink})
      if (auto parts = read_pdu(direction, rubbish); parts.ok()) {
        auto again = write_pdu(direction, *parts, rubbish.size());
        ASSERT_TRUE(!again || read_pdu(direction, *again).ok());
      }
    if (auto rar = read_rar(rubbish); rar.ok() && !rar->responses.empty() && rar->acknowledged.empty())
      if (auto again = write_rar(*rar, rubbish.size())) ASSERT_EQ(*read_rar(*again), *rar);
  }
}

}  // namespace
}  // namespace pellucid::mac
