#include "ran/phy/channel/coreset.hpp"

#include <gtest/gtest.h>

#include <set>

namespace pellucid::phy {
namespace {

using enum SubcarrierSpacing;

TEST(CoresetZero, OfTheCapture) {
  const auto set = coreset_zero(6, khz15, khz15, false, 13, 500);
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(set->first_block, 1);
  EXPECT_EQ(set->blocks(), 48u);
  EXPECT_EQ(set->duration, 1);
  EXPECT_EQ(set->cces(), 8u);
  EXPECT_TRUE(set->interleaved);
  EXPECT_EQ(set->shift, 500);
}

TEST(CoresetZero, EveryRowIsASetOrReserved) {
  unsigned rows = 0;
  for (auto ssb : {khz15, khz30})
    for (auto common : {khz15, khz30})
      for (bool wide : {false, true})
        for (unsigned index = 0; index < 16; ++index) {
          const auto set = coreset_zero(index, ssb, common, wide, 60, 1007);
          if (!set.ok()) continue;
          ++rows;
          EXPECT_EQ(refusal(*set, 275), nullptr);
        }
  EXPECT_EQ(rows, 15u + 14 + 9 + 16 + 9 + 10);  // tables 13-1 to 13-6
  EXPECT_EQ(coreset_zero(5, khz30, khz30, true, 30, 0)->first_block, 2);
  EXPECT_FALSE(coreset_zero(15, khz15, khz15, false, 60, 0).ok());
  EXPECT_FALSE(coreset_zero(16, khz15, khz15, false, 60, 0).ok());
  EXPECT_FALSE(coreset_zero(0, khz15, khz15, true, 60, 0).ok());
  EXPECT_FALSE(coreset_zero(6, khz15, khz15, false, 11, 0).ok());  // begins below block 0
  EXPECT_FALSE(coreset_zero(6, khz15, khz15, false, 60, 1008).ok());
}

TEST(Coreset, GroupsBeginAtMultiplesOfSixBlocks) {
  const auto set = coreset_of(1, std::uint64_t{3} << 43, {13, 39}, 2);
  ASSERT_TRUE(set.ok());
  EXPECT_EQ(set->first_block, 18);
  EXPECT_EQ(set->blocks(), 12u);
  EXPECT_EQ(set->cces(), 4u);
  EXPECT_FALSE(coreset_of(1, std::uint64_t{1} << 44 | 1, {0, 52}, 1).ok());  // block 269 of 52
  EXPECT_FALSE(coreset_of(1, 0, {0, 52}, 1).ok());
  EXPECT_FALSE(coreset_of(1, std::uint64_t{1} << 45, {0, 275}, 1).ok());
  EXPECT_FALSE(coreset_of(1, std::uint64_t{1} << 44, {0, 52}, 4).ok());
}

TEST(Coreset, CandidatesAreDisjointAndCoverTheSet) {
  unsigned sets = 0;
  for (std::uint8_t duration : {1, 2, 3})
    for (bool interleaved : {false, true})
      for (std::uint8_t bundle : {2, 3, 6})
        for (std::uint8_t interleaver : {2, 3, 6})
          for (std::uint64_t groups : {std::uint64_t{0xFF}, std::uint64_t{0xF0F}, std::uint64_t{0x3F}, std::uint64_t{0xFFF}}) {
            Coreset set;
            set.id = 1;
            set.groups = groups;
            set.first_block = 4;
            set.duration = duration;
            set.interleaved = interleaved;
            set.bundle = bundle;
            set.interleaver = interleaver;
            set.shift = 37;
            if (refusal(set, 275)) continue;
            ++sets;
            std::set<std::uint16_t> seen;
            for (unsigned cce = 0; cce < set.cces(); ++cce) {
              const auto blocks = candidate_blocks(set, cce, 1);
              EXPECT_EQ(blocks.size() * duration, 6u);
              for (auto block : blocks) {
                EXPECT_TRUE(seen.insert(block).second);
                EXPECT_TRUE(groups >> ((block - 4) / 6) & 1);
              }
            }
            EXPECT_EQ(seen.size(), set.blocks());
          }
  EXPECT_GT(sets, 40u);
}

TEST(Coreset, InterleaverFollowsTheFormula) {
  // The captured CORESET 0: 8 bundles of six blocks, R = 2, C = 4, n_shift = 500: f(0) = 500 mod 8 = 4, f(1) = (4 + 500) mod 8 = 0.
  const auto set = *coreset_zero(6, khz15, khz15, false, 13, 500);
  EXPECT_EQ(candidate_blocks(set, 0, 1)[0], 1 + 6 * 4);
  EXPECT_EQ(candidate_blocks(set, 1, 1)[0], 1);
  EXPECT_EQ(candidate_blocks(set, 2, 1)[0], 1 + 6 * 5);
  EXPECT_EQ(candidate_blocks(set, 7, 1)[0], 1 + 6 * 3);
}

TEST(Coreset, RefusesWhatIsNone) {
  Coreset set;
  set.groups = 0xFF;
  EXPECT_EQ(refusal(set, 52), nullptr);
  EXPECT_NE(refusal(set, 47), nullptr);
  set.bundle = 2;
  EXPECT_NE(refusal(set, 52), nullptr);
  set.interleaved = true;
  EXPECT_EQ(refusal(set, 52), nullptr);
  set.interleaver = 4;
  EXPECT_NE(refusal(set, 52), nullptr);
  set.interleaver = 2;
  set.bundle = 3;
  EXPECT_NE(refusal(set, 52), nullptr);
  set.duration = 0;
  EXPECT_NE(refusal(set, 52), nullptr);
}

TEST(SearchSpace, CommonCandidates) {
  const auto set = *coreset_zero(6, khz15, khz15, false, 13, 500);
  PdcchCandidate found[max_candidates];
  const auto count = pdcch_candidates(set, type0_search_space(0), 0, 0, found);
  ASSERT_EQ(count, 3u);  // of level 16 none fits, and level 4 has two places for its four
  EXPECT_EQ(found[0], (PdcchCandidate{8, 0}));
  EXPECT_EQ(found[1], (PdcchCandidate{4, 0}));
  EXPECT_EQ(found[2], (PdcchCandidate{4, 4}));
}

TEST(SearchSpace, HashedCandidates) {
  // Y of TS 38.213 10.1 by hand for C-RNTI 0x4601, CORESET 2 (39839): slot 0: 39839 * 17921 mod 65537 = 50778.
  Coreset set;
  set.id = 2;
  set.groups = 0xFF;
  SearchSpace space;
  space.ue_specific = true;
  space.candidates = {0, 0, 1, 0, 0};
  PdcchCandidate found[max_candidates];
  std::uint64_t y = 0x4601;
  for (unsigned slot = 0; slot < 20; ++slot) {
    y = y * 39839 % 65537;
    ASSERT_EQ(pdcch_candidates(set, space, slot, 0x4601, found), 1u);
    EXPECT_EQ(found[0].cce, 4 * (y % 2)) << slot;
  }
  EXPECT_EQ(pdcch_candidates(set, space, 0, 0x4601, std::span(found).first(0)), 0u);
}

TEST(SearchSpace, MonitoredSlots) {
  SearchSpace space;
  space.period = 10;
  space.offset = 8;
  space.duration = 3;
  unsigned count = 0;
  for (unsigned slot = 0; slot < 20; ++slot) count += space.monitored({khz15, slot / 10, slot % 10});
  EXPECT_EQ(count, 6u);
  EXPECT_TRUE(space.monitored({khz15, 5, 0}));
  EXPECT_FALSE(space.monitored({khz15, 5, 1}));
  EXPECT_EQ(refusal(space), nullptr);
  space.offset = 10;
  EXPECT_NE(refusal(space), nullptr);
}

TEST(SearchSpace, Type0Occasions) {
  auto at = *type0_occasion(0, 0, khz15, 1);
  EXPECT_EQ(at.slot, 0u);
  EXPECT_FALSE(at.odd_frame);
  at = *type0_occasion(4, 1, khz30, 2);  // O 5, M 1: (5 * 2 + 1) of 20
  EXPECT_EQ(at.slot, 11u);
  at = *type0_occasion(7, 3, khz15, 2);  // O 7, M 1/2: 7 + 1
  EXPECT_EQ(at.slot, 8u);
  EXPECT_EQ(at.first_symbol, 2u);
  at = *type0_occasion(9, 7, khz15, 2);  // O 5, M 2: 19 of 10
  EXPECT_EQ(at.slot, 9u);
  EXPECT_TRUE(at.odd_frame);
  EXPECT_FALSE(type0_occasion(16, 0, khz15, 1).ok());
  EXPECT_FALSE(type0_occasion(0, 8, khz15, 1).ok());
}

}  // namespace
}  // namespace pellucid::phy
