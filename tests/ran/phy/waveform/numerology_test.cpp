#include "ran/phy/waveform/numerology.hpp"

#include <gtest/gtest.h>

#include "ran/phy/waveform/dmrs.hpp"

namespace pellucid::phy {
namespace {

TEST(Carrier, HasTheTablesBlocksAndTheCustomaryRates) {
  struct Case {
    SubcarrierSpacing spacing;
    unsigned mhz, blocks, fft;
    std::uint32_t rate;
  };
  for (auto each : {Case{SubcarrierSpacing::khz15, 5, 25, 384, 5760000}, Case{SubcarrierSpacing::khz15, 10, 52, 768, 11520000},
                    Case{SubcarrierSpacing::khz15, 20, 106, 1536, 23040000}, Case{SubcarrierSpacing::khz15, 50, 270, 4096, 61440000},
                    Case{SubcarrierSpacing::khz30, 20, 51, 768, 23040000}, Case{SubcarrierSpacing::khz30, 40, 106, 1536, 46080000},
                    Case{SubcarrierSpacing::khz30, 100, 273, 4096, 122880000}}) {
    auto carrier = carrier_of(each.spacing, each.mhz, 0);
    ASSERT_TRUE(carrier.ok());
    EXPECT_EQ(carrier->resource_blocks, each.blocks);
    EXPECT_EQ(carrier->fft_size, each.fft);
    EXPECT_EQ(carrier->sample_rate_hz(), each.rate);
  }
  EXPECT_FALSE(carrier_of(SubcarrierSpacing::khz15, 100, 0).ok());
  EXPECT_FALSE(carrier_of(SubcarrierSpacing::khz30, 3, 0).ok());
  EXPECT_FALSE(carrier_with(SubcarrierSpacing::khz15, 0, 0).ok());
  EXPECT_FALSE(carrier_with(SubcarrierSpacing::khz15, 276, 0).ok());
  EXPECT_FALSE(carrier_with(SubcarrierSpacing::khz15, 52, 0, 512).ok());
  EXPECT_FALSE(carrier_with(SubcarrierSpacing::khz15, 52, 0, 896).ok());  // 7 * 128
}

TEST(Carrier, SymbolsFillTheSlot) {
  for (auto spacing : {SubcarrierSpacing::khz15, SubcarrierSpacing::khz30})
    for (unsigned fft : {128u, 384u, 768u, 1536u, 4096u, 6144u}) {
      auto carrier = *carrier_with(spacing, 10, 0, fft);
      std::size_t at = 0;
      for (std::size_t l = 0; l < symbols_a_slot; ++l) {
        EXPECT_EQ(carrier.symbol_start(l), at);
        at += carrier.prefix(l) + fft;
      }
      EXPECT_EQ(at, carrier.slot_samples()) << fft;
      EXPECT_EQ(carrier.symbol_start(14), carrier.slot_samples());
    }
  auto carrier = *carrier_of(SubcarrierSpacing::khz15, 10, 0);
  EXPECT_EQ(carrier.prefix(0), 60u);
  EXPECT_EQ(carrier.prefix(1), 54u);
  EXPECT_EQ(carrier.prefix(7), 60u);
  auto wide = *carrier_of(SubcarrierSpacing::khz30, 100, 0);
  EXPECT_EQ(wide.prefix(0), 352u);
  EXPECT_EQ(wide.prefix(7), 288u);
}

TEST(SlotPoint, CountsAndWraps) {
  SlotPoint slot(SubcarrierSpacing::khz30, 1023, 19);
  EXPECT_EQ(slot.subframe(), 9u);
  EXPECT_EQ(slot.slot_in_subframe(), 1u);
  EXPECT_EQ(slot.half_frame(), 1u);
  auto next = slot + 1;
  EXPECT_EQ(next.frame(), 0u);
  EXPECT_EQ(next.slot(), 0u);
  EXPECT_EQ(next - slot, 1);
  EXPECT_EQ(slot - next, -1);
  EXPECT_TRUE(slot.before(next));
  EXPECT_FALSE(next.before(slot));
  EXPECT_EQ(next - 1, slot);
  EXPECT_EQ(slot + 20480, slot);
  EXPECT_EQ(slot + -20480 * 5, slot);
  SlotPoint counted(SubcarrierSpacing::khz15, 80, 1);
  for (unsigned tti = 801; tti < 12000; ++tti, ++counted) {
    ASSERT_EQ(counted.frame(), tti / 10 % 1024);
    ASSERT_EQ(counted.slot(), tti % 10);
  }
}

TEST(Duplex, FollowsThePatterns) {
  EXPECT_TRUE(Duplex::fdd().downlink(SlotPoint(SubcarrierSpacing::khz15, 0, 0)));
  EXPECT_TRUE(Duplex::fdd().uplink(SlotPoint(SubcarrierSpacing::khz15, 0, 0)));
  // 30 kHz, 5 ms: 7 down, 6 symbols, 4 symbols, 2 up
  auto tdd = Duplex::tdd(SubcarrierSpacing::khz30, {10, 7, 6, 2, 4});
  ASSERT_TRUE(tdd.ok());
  for (unsigned slot = 0; slot < 20; ++slot) {
    SlotPoint at(SubcarrierSpacing::khz30, 5, slot);
    EXPECT_EQ(tdd->downlink(at), slot % 10 < 7) << slot;
    EXPECT_EQ(tdd->uplink(at), slot % 10 >= 8) << slot;
  }
  SlotPoint special(SubcarrierSpacing::khz30, 0, 17);
  EXPECT_TRUE(tdd->downlink(special, 0, 6));
  EXPECT_EQ(tdd->use(special, 6), SymbolUse::flexible);
  EXPECT_EQ(tdd->use(special, 9), SymbolUse::flexible);
  EXPECT_TRUE(tdd->uplink(special, 10, 4));
  auto two = Duplex::tdd(SubcarrierSpacing::khz30, {6, 3, 0, 2, 0}, TddPattern{4, 4, 0, 0, 0});
  ASSERT_TRUE(two.ok());
  EXPECT_TRUE(two->downlink(SlotPoint(SubcarrierSpacing::khz30, 0, 6)));
  EXPECT_TRUE(two->uplink(SlotPoint(SubcarrierSpacing::khz30, 0, 4)));
  EXPECT_TRUE(two->downlink(SlotPoint(SubcarrierSpacing::khz30, 0, 10)));
  EXPECT_FALSE(Duplex::tdd(SubcarrierSpacing::khz30, {}).ok());
  EXPECT_FALSE(Duplex::tdd(SubcarrierSpacing::khz30, {10, 8, 1, 2, 0}).ok());
  EXPECT_FALSE(Duplex::tdd(SubcarrierSpacing::khz30, {7, 4, 0, 2, 0}).ok());
}

TEST(Frequency, RastersAreTheStandards) {
  EXPECT_EQ(arfcn_hz(368500), 1842.5e6);
  EXPECT_EQ(arfcn_hz(632628), 3489.42e6);
  EXPECT_EQ(arfcn_hz(2016667), 24250.08e6);
  EXPECT_FALSE(arfcn_hz(3279166));
  for (std::uint32_t arfcn : {0u, 1u, 368410u, 599999u, 600000u, 632628u, 2016666u, 2016667u, 3279165u})
    EXPECT_EQ(arfcn_of(*arfcn_hz(arfcn)), arfcn);
  EXPECT_FALSE(arfcn_of(-1e6));
  EXPECT_FALSE(arfcn_of(1e12));
  // N = 1, M = 1, 3, 5, then N = 2
  EXPECT_EQ(gscn_hz(2), 1250e3);
  EXPECT_EQ(gscn_hz(3), 1350e3);
  EXPECT_EQ(gscn_hz(4), 1450e3);
  EXPECT_EQ(gscn_hz(5), 2450e3);
  EXPECT_EQ(gscn_hz(7498), 2499 * 1200e3 + 250e3);
  EXPECT_EQ(gscn_hz(7499), 3000e6);
  EXPECT_EQ(gscn_hz(7711), 3305.28e6);
  EXPECT_FALSE(gscn_hz(1));
  EXPECT_FALSE(gscn_hz(22256));
  ASSERT_NE(band(78), nullptr);
  EXPECT_EQ(band(78)->downlink_low_khz, 3300000u);
  EXPECT_EQ(band(3)->uplink_high_khz, 1785000u);
  EXPECT_EQ(band(100)->uplink_low_khz, 874400u);
  EXPECT_EQ(band(2000), nullptr);
}

TEST(SsBlocks, StandWhereTheCasesPutThem) {
  auto a = ssb_first_symbols(SsbCase::a, 1.8e9, true);
  EXPECT_EQ(std::vector(a.begin(), a.end()), (std::vector<std::uint16_t>{2, 8, 16, 22}));
  EXPECT_EQ(ssb_first_symbols(SsbCase::a, 3.5e9, false).size(), 8u);
  auto b = ssb_first_symbols(SsbCase::b, 3.5e9, true);
  EXPECT_EQ(std::vector(b.begin(), b.end()), (std::vector<std::uint16_t>{4, 8, 16, 20, 32, 36, 44, 48}));
  EXPECT_EQ(ssb_first_symbols(SsbCase::c, 2.5e9, true).size(), 4u);
  EXPECT_EQ(ssb_first_symbols(SsbCase::c, 2.5e9, false).size(), 8u);
}

TEST(DmrsPositions, AreTheTables) {
  auto mask = [](std::initializer_list<unsigned> symbols) {
    SymbolSet set;
    for (unsigned l : symbols) set.mask = std::uint16_t(set.mask | 1u << l);
    return set;
  };
  DmrsConfig a;  // type A, pos 2, additional 2
  EXPECT_EQ(pdsch_dmrs_symbols(a, 2, 12), mask({2, 7, 11}));
  EXPECT_EQ(pdsch_dmrs_symbols(a, 1, 13), mask({2, 7, 11}));
  EXPECT_EQ(pusch_dmrs_symbols(a, 0, 14), mask({2, 7, 11}));
  EXPECT_EQ(pdsch_dmrs_symbols(a, 2, 9), mask({2, 6, 9}));
  EXPECT_FALSE(pdsch_dmrs_symbols(a, 3, 9));
  a.type_a_position = 3;
  EXPECT_EQ(pdsch_dmrs_symbols(a, 2, 12), mask({3, 7, 11}));
  a.additional_position = 3;
  EXPECT_FALSE(pdsch_dmrs_symbols(a, 2, 12));
  a.type_a_position = 2;
  EXPECT_EQ(pdsch_dmrs_symbols(a, 2, 12), mask({2, 5, 8, 11}));
  DmrsConfig b{.mapping = MappingType::b, .additional_position = 1};
  EXPECT_EQ(pusch_dmrs_symbols(b, 4, 10), mask({4, 12}));
  EXPECT_EQ(pusch_dmrs_symbols(b, 12, 2), mask({12}));
  EXPECT_FALSE(pusch_dmrs_symbols(b, 12, 3));
  EXPECT_FALSE(pusch_dmrs_symbols(b, 0, 0));
  DmrsConfig pair{.additional_position = 1, .double_symbol = true};
  EXPECT_EQ(pdsch_dmrs_symbols(pair, 2, 12), mask({2, 3, 10, 11}));
  EXPECT_EQ(pusch_dmrs_symbols(pair, 0, 10), mask({2, 3, 8, 9}));
  pair.mapping = MappingType::b;
  EXPECT_EQ(pusch_dmrs_symbols(pair, 0, 14), mask({0, 1, 9, 10}));
  pair.additional_position = 2;
  EXPECT_FALSE(pusch_dmrs_symbols(pair, 0, 14));
}

TEST(DmrsElements, AreTheCombs) {
  EXPECT_EQ(dmrs_mask(DmrsType::type1, 0), 0x555);
  EXPECT_EQ(dmrs_mask(DmrsType::type1, 1), 0xAAA);
  EXPECT_EQ(dmrs_mask(DmrsType::type2, 0), 0x0C3);
  EXPECT_EQ(dmrs_mask(DmrsType::type2, 4), 0xC30);
  EXPECT_EQ(dmrs_reserved_mask(DmrsType::type1, 1), 0x555);
  EXPECT_EQ(dmrs_reserved_mask(DmrsType::type1, 2), 0xFFF);
  EXPECT_EQ(dmrs_reserved_mask(DmrsType::type2, 2), 0x3CF);
  auto port = dmrs_port(DmrsType::type1, 7);
  EXPECT_EQ(port.delta, 1u);
  EXPECT_EQ(port.wf[1], -1);
  EXPECT_EQ(port.wt[1], -1);
  EXPECT_EQ(dmrs_port(DmrsType::type2, 3).delta, 2u);
  EXPECT_EQ(dmrs_port(DmrsType::type2, 3).wt[1], 1);
  Grid grid(4);
  Samples values(12, 1.0f), back(12);
  EXPECT_TRUE(put_pilots(grid, 3, 2, 0x555, values));
  EXPECT_EQ(grid.at(3, 24), Sample(1));
  EXPECT_EQ(grid.at(3, 25), Sample(0));
  EXPECT_TRUE(get_pilots(grid, 3, 2, 0x555, back));
  EXPECT_EQ(back, values);
  EXPECT_FALSE(put_pilots(grid, 3, 3, 0x555, values));
  EXPECT_FALSE(put_pilots(grid, 14, 0, 0x555, values));
  EXPECT_FALSE(put_pilots(grid, 0, 0, 0, values));
  EXPECT_FALSE(put_pilots(grid, 0, 0xFFFFFFFF, 0x555, values));
}

}  // namespace
}  // namespace pellucid::phy
