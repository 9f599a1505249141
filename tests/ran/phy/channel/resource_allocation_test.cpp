#include "ran/phy/channel/resource_allocation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace pellucid::phy {
namespace {

TEST(Riv, NamesEveryRangeOnce) {
  for (std::uint16_t n : {1, 2, 3, 24, 48, 51, 52, 106, 273, 275}) {
    std::set<std::uint32_t> seen;
    for (std::uint16_t start = 0; start < n; ++start)
      for (std::uint16_t length = 1; start + length <= n; ++length) {
        const auto value = riv(n, {start, length});
        ASSERT_TRUE(value.ok());
        EXPECT_LT(*value, 1u << riv_bits(n));
        EXPECT_TRUE(seen.insert(*value).second);
        const auto back = from_riv(n, *value);
        ASSERT_TRUE(back.ok());
        EXPECT_EQ(*back, (RbRange{start, length}));
      }
    EXPECT_EQ(seen.size(), n * (n + 1u) / 2);
    EXPECT_FALSE(from_riv(n, n * (n + 1u) / 2).ok());
  }
}

TEST(Riv, OfTheCapture) {
  EXPECT_EQ(*riv(48, {0, 4}), 0x90u);   // random access response
  EXPECT_EQ(*riv(48, {0, 48}), 0x5fu);  // Msg4
  EXPECT_EQ(*riv(52, {0, 52}), 0x67u);
  EXPECT_EQ(*riv(48, {0, 8}), 0x150u);  // SIB1
  EXPECT_EQ(riv_bits(48), 11u);
  EXPECT_EQ(riv_bits(275), 16u);
}

TEST(Riv, RefusesWhatIsNone) {
  EXPECT_FALSE(riv(52, {0, 0}).ok());
  EXPECT_FALSE(riv(52, {1, 52}).ok());
  EXPECT_FALSE(riv(0, {0, 1}).ok());
  EXPECT_FALSE(riv(276, {0, 1}).ok());
  EXPECT_FALSE(from_riv(0, 0).ok());
  EXPECT_FALSE(from_riv(52, 0xFFFFFFFF).ok());
}

TEST(Riv, ScalesFromASmallToALargePart) {
  const auto value = *riv(24, {3, 5});
  EXPECT_EQ(*from_scaled_riv(24, 106, value), (RbRange{12, 20}));  // K = 4
  EXPECT_EQ(*from_scaled_riv(24, 275, value), (RbRange{24, 40}));  // K = 8
  EXPECT_EQ(*from_scaled_riv(24, 47, value), (RbRange{3, 5}));     // K = 1
  EXPECT_FALSE(from_scaled_riv(48, 24, *riv(48, {20, 20})).ok());
}

TEST(Sliv, NamesEveryRangeOnce) {
  std::set<unsigned> seen;
  for (std::uint8_t start = 0; start < 14; ++start)
    for (std::uint8_t length = 1; start + length <= 14; ++length) {
      const auto value = sliv({start, length});
      ASSERT_TRUE(value.ok());
      EXPECT_TRUE(seen.insert(*value).second);
      EXPECT_EQ(*from_sliv(*value), (SymbolRange{start, length}));
    }
  for (unsigned value = 0; value < 256; ++value) EXPECT_EQ(from_sliv(std::uint8_t(value)).ok(), seen.contains(value)) << value;
  EXPECT_EQ(*from_sliv(40), (SymbolRange{1, 13}));  // the capture's SIB1
  EXPECT_EQ(*from_sliv(27), (SymbolRange{0, 14}));
  EXPECT_FALSE(sliv({0, 0}).ok());
  EXPECT_FALSE(sliv({10, 5}).ok());
}

TEST(TimeAllocation, DefaultTableA) {
  EXPECT_EQ(*default_pdsch_time_allocation_a(0, 2), (TimeAllocation{0, MappingType::a, {2, 12}}));
  EXPECT_EQ(*default_pdsch_time_allocation_a(0, 3), (TimeAllocation{0, MappingType::a, {3, 11}}));
  EXPECT_EQ(*default_pdsch_time_allocation_a(11, 3), (TimeAllocation{0, MappingType::a, {1, 13}}));
  EXPECT_EQ(*default_pdsch_time_allocation_a(15, 2), (TimeAllocation{0, MappingType::b, {8, 4}}));
  EXPECT_FALSE(default_pdsch_time_allocation_a(16, 2).ok());
  EXPECT_FALSE(default_pdsch_time_allocation_a(0, 4).ok());
}

TEST(BlockGroups, CoverThePartOnce) {
  for (unsigned configuration : {1u, 2u})
    for (std::uint16_t start : {0, 1, 3, 7, 17})
      for (std::uint16_t size : {1, 24, 36, 37, 52, 72, 73, 106, 144, 145, 240}) {
        const BandwidthPart part{start, size};
        const unsigned groups = rbg_count(part, configuration);
        ASSERT_LE(groups, 18u + 1);
        const auto all = type0_blocks(part, configuration, (1u << groups) - 1);
        ASSERT_TRUE(all.ok());
        EXPECT_EQ(all->size(), size);
        std::size_t sum = 0;
        for (unsigned g = 0; g < groups; ++g) {
          const auto one = type0_blocks(part, configuration, 1u << (groups - 1 - g));
          ASSERT_TRUE(one.ok());
          sum += one->size();
          // A group ends where the common resource block number is a multiple of its size.
          if (g + 1 < groups) EXPECT_EQ((start + (*one)[one->size() - 1] + 1u) % rbg_size(size, configuration), 0u);
        }
        EXPECT_EQ(sum, size);
        EXPECT_FALSE(type0_blocks(part, configuration, 0).ok());
        EXPECT_FALSE(type0_blocks(part, configuration, 1u << groups).ok());
      }
  EXPECT_FALSE(type0_blocks({0, 52}, 3, 1).ok());
}

TEST(VrbMapping, IsABijectionThatKeepsBundlesWhole) {
  for (std::uint8_t bundle : {2, 4})
    for (bool aligned : {false, true})
      for (std::uint16_t start : {0, 1, 2, 3, 13})
        for (std::uint16_t blocks : {1, 2, 3, 24, 25, 48, 52, 106, 273, 275}) {
          const VrbInterleaver interleaver{start, blocks, bundle, aligned};
          const auto out = interleaved_blocks(interleaver, list_of({0, blocks}).view());
          ASSERT_TRUE(out.ok());
          std::set<std::uint16_t> seen(out->begin(), out->end());
          EXPECT_EQ(seen.size(), blocks);
          EXPECT_EQ(*seen.rbegin(), blocks - 1);
          EXPECT_EQ((*out)[0], 0);
          EXPECT_EQ((*out)[blocks - 1u], blocks - 1);
          const unsigned phase = aligned ? start % bundle : 0;
          for (unsigned i = 1; i < blocks; ++i)
            if ((i + phase) % bundle) EXPECT_EQ((*out)[i], (*out)[i - 1] + 1) << i;
        }
}

TEST(VrbMapping, FollowsTheFormula) {
  // 10 blocks, bundles of 2: bundles 0..4, C = 2: f = 0 2 1 3 4.
  const auto out = interleaved_blocks({0, 10, 2, true}, list_of({0, 10}).view());
  const std::vector<std::uint16_t> wanted = {0, 1, 4, 5, 2, 3, 6, 7, 8, 9};
  EXPECT_TRUE(std::ranges::equal(out->view(), wanted));
  const std::uint16_t outside[] = {10};
  EXPECT_FALSE(interleaved_blocks({0, 10, 2, true}, outside).ok());
  EXPECT_FALSE(interleaved_blocks({0, 10, 3, true}, list_of({0, 10}).view()).ok());
  EXPECT_FALSE(interleaved_blocks({0, 0, 2, true}, {}).ok());
}

}  // namespace
}  // namespace pellucid::phy
