// UCI on PUSCH: sizes and places (TS 38.212 §6.3.2.4, §6.2.7). The first test is a slot of the captured attach.
#include <gtest/gtest.h>

#include <algorithm>

#include "ran/phy/channel/uci_on_pusch.hpp"

using namespace pellucid::phy;

namespace uplink_uci_test {

using Owners = std::vector<ElementOwner>;

PuschShape shape(unsigned subcarriers, unsigned symbols, std::uint16_t dmrs, unsigned qm, unsigned code_block_bits) {
  PuschShape out;
  out.modulation_order = std::uint8_t(qm);
  out.symbol_count = std::uint8_t(symbols);
  out.subcarriers = std::uint16_t(subcarriers);
  out.dmrs_symbols = dmrs;
  for (unsigned l = 0; l < symbols; ++l) out.data_elements[l] = dmrs >> l & 1 ? 0 : std::uint16_t(subcarriers);
  out.code_block_bits = code_block_bits;
  return out;
}
std::size_t elements(const PuschShape& s) {
  std::size_t sum = 0;
  for (auto n : s.data_elements) sum += n;
  return sum;
}
std::size_t count(const Owners& owners, ElementOwner owner) { return std::size_t(std::count(owners.begin(), owners.end(), owner)); }
std::vector<std::size_t> places(const Owners& owners, ElementOwner owner) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < owners.size(); ++i)
    if (owners[i] == owner) out.push_back(i);
  return out;
}

// tti 853: 52 blocks, DM-RS in 2, 7, 11, 64QAM, five code blocks of 7744: three elements, at subcarriers 0, 124, 248 of symbol 3.
TEST(UciOnPusch, CapturedHarqAck) {
  auto s = shape(624, 14, 0b100010000100, 6, 5 * 7744);
  Owners owners(elements(s));
  auto layout = lay_out_uci(s, {.harq_ack_bits = 1, .harq_ack_offset = 9}, owners);
  ASSERT_TRUE(layout.ok());
  EXPECT_EQ(layout->harq_ack, 18u);
  EXPECT_EQ(layout->ul_sch, elements(s) * 6);
  EXPECT_EQ(places(owners, ElementOwner::harq_ack_over_ul_sch), (std::vector<std::size_t>{2 * 624, 2 * 624 + 124, 2 * 624 + 248}));
}

TEST(UciOnPusch, ManyBitsTakeTheirElementsFromUlSch) {
  auto s = shape(120, 14, 0b100010000100, 4, 3000);
  Owners owners(elements(s));
  auto layout = lay_out_uci(
      s,
      {.harq_ack_bits = 20, .csi_part1_bits = 12, .csi_part2_bits = 5, .harq_ack_offset = 5, .csi_part1_offset = 6, .csi_part2_offset = 6},
      owners);
  ASSERT_TRUE(layout.ok());
  // ceil((20 + 11) * 5 * 1320 / 3000) = 69; ceil((12 + 6) * 2.25 * 1320 / 3000) = 18; ceil(5 * 2.25 * 1320 / 3000) = 5.
  EXPECT_EQ(layout->harq_ack, 69u * 4);
  EXPECT_EQ(layout->csi_part1, 18u * 4);
  EXPECT_EQ(layout->csi_part2, 5u * 4);
  EXPECT_EQ(layout->ul_sch, (1320u - 69 - 18 - 5) * 4);
  EXPECT_EQ(count(owners, ElementOwner::harq_ack), 69u);
  auto ack = places(owners, ElementOwner::harq_ack);
  EXPECT_EQ(ack.front(), 2u * 120);  // first symbol after the DM-RS
  EXPECT_EQ(ack[1], 2u * 120 + 1);   // floor(120 / 69) = 1 apart
  auto csi = places(owners, ElementOwner::csi_part1);
  EXPECT_EQ(csi.front(), 0u);  // from the first symbol without DM-RS on
  EXPECT_EQ(csi[1], 6u);       // floor(120 / 18) = 6 apart
  // Part 2 spreads over what part 1 left: floor(102 / 5) = 20 of the remaining apart.
  EXPECT_EQ(places(owners, ElementOwner::csi_part2).front(), 1u);
}

// One or two bits: CSI part 1 keeps off the elements reserved for two bits, part 2 may lie under the HARQ-ACK.
TEST(UciOnPusch, FewBitsPuncture) {
  auto s = shape(24, 4, 0b0001, 2, 400);
  for (std::uint16_t bits : {0, 1, 2}) {
    Owners owners(elements(s));
    auto layout = lay_out_uci(s,
                              {.harq_ack_bits = bits,
                               .csi_part1_bits = 4,
                               .csi_part2_bits = 8,
                               .harq_ack_offset = 9,
                               .csi_part1_offset = 13,
                               .csi_part2_offset = 13},
                              owners);
    ASSERT_TRUE(layout.ok());
    // ceil(2 * 12.625 * 72 / 400) = 5 reserved: floor(24 / 5) = 4 apart.
    for (std::size_t at : {0, 4, 8, 12, 16}) EXPECT_NE(owners[at], ElementOwner::csi_part1) << at;
    EXPECT_EQ(layout->harq_ack, (bits == 0 ? 0u : bits == 1 ? 3u : 5u) * 2);
    std::size_t over = count(owners, ElementOwner::harq_ack_over_csi_part2) + count(owners, ElementOwner::harq_ack_over_ul_sch);
    EXPECT_EQ(over * 2, layout->harq_ack);
    // ceil(8 * 6.25 * 72 / 400) = 9 and ceil(4 * 6.25 * 72 / 400) = 5
    EXPECT_EQ(layout->csi_part1, 10u);
    EXPECT_EQ(layout->csi_part2, 18u);
    EXPECT_EQ(layout->ul_sch, (72u - 5 - 9) * 2);
  }
}

TEST(UciOnPusch, HoppingHalvesIt) {
  auto s = shape(48, 14, 0b00001000100000100 >> 0 & 0x3fff, 2, 2000);
  s = shape(48, 14, std::uint16_t(1u << 2 | 1u << 7), 2, 2000);
  s.first_hop_symbols = 7;
  Owners owners(elements(s));
  auto layout = lay_out_uci(s, {.harq_ack_bits = 3, .harq_ack_offset = 9}, owners);
  ASSERT_TRUE(layout.ok());
  // ceil(3 * 12.625 * 576 / 2000) = 11: 5 in the first hop, 6 in the second.
  auto ack = places(owners, ElementOwner::harq_ack);
  ASSERT_EQ(ack.size(), 11u);
  EXPECT_EQ(ack[0], 2u * 48);
  EXPECT_EQ(ack[1], 2u * 48 + 9);
  EXPECT_EQ(ack[5], 6u * 48);
  EXPECT_EQ(ack[6], 6u * 48 + 8);
}

// Without UL-SCH the CSI takes everything.
TEST(UciOnPusch, CsiAlone) {
  auto s = shape(48, 14, 1u << 2 | 1u << 11, 2, 0);
  s.code_rate_2048 = 2 * 308;
  for (bool two : {false, true}) {
    Owners owners(elements(s));
    auto layout = lay_out_uci(
        s, {.csi_part1_bits = 6, .csi_part2_bits = std::uint16_t(two ? 9 : 0), .csi_part1_offset = 6, .csi_part2_offset = 6}, owners);
    ASSERT_TRUE(layout.ok());
    EXPECT_EQ(layout->ul_sch, 0u);
    EXPECT_EQ(count(owners, ElementOwner::ul_sch), 0u);
    // Reserved for HARQ-ACK of two bits at offset index 0: ceil(2 * 1 / (308 / 1024 * 2)) = 4.
    EXPECT_EQ(layout->csi_part1 / 2, two ? 23u : 576u - 4);  // ceil(6 * 2.25 / 0.6016) = 23
    EXPECT_EQ(layout->csi_part2 / 2, two ? 576u - 23 : 0u);
    EXPECT_EQ(count(owners, ElementOwner::unused), two ? 0u : 4u);
  }
}

TEST(UciOnPusch, MultiplexingIsUndone) {
  for (unsigned qm : {1u, 2u, 4u, 6u, 8u}) {
    for (std::uint16_t ack : {0, 1, 2, 3, 30}) {
      for (std::uint16_t part2 : {0, 25}) {
        auto s = shape(60, 12, 1u << 1 | 1u << 8, qm, 2500);
        s.data_elements[1] = 30;  // DM-RS with data beside it
        s.data_elements[8] = 30;
        Owners owners(elements(s));
        auto layout = lay_out_uci(s,
                                  {.harq_ack_bits = ack,
                                   .csi_part1_bits = 10,
                                   .csi_part2_bits = part2,
                                   .harq_ack_offset = 7,
                                   .csi_part1_offset = 7,
                                   .csi_part2_offset = 7,
                                   .scaling = UciScaling::f0p8},
                                  owners);
        ASSERT_TRUE(layout.ok());
        auto sequence = [](std::size_t n, unsigned seed) {
          Bits bits(n);
          for (std::size_t i = 0; i < n; ++i) bits[i] = std::uint8_t((i * 2654435761u + seed) >> 7 & 1);
          return bits;
        };
        auto a = sequence(layout->ul_sch, 1), b = sequence(layout->harq_ack, 2), c = sequence(layout->csi_part1, 3),
             d = sequence(layout->csi_part2, 4);
        Bits all(owners.size() * qm);
        multiplex_uci(owners, qm, {a, b, c, d}, all);
        Llrs soft(all.size());
        std::transform(all.begin(), all.end(), soft.begin(), [](auto bit) { return Llr(bit ? -5 : 5); });
        Llrs sa(a.size()), sb(b.size()), sc(c.size()), sd(d.size());
        demultiplex_uci(owners, qm, soft, {sa, sb, sc, sd});
        auto agree = [](const Bits& bits, const Llrs& llrs) {
          std::size_t wrong = 0;
          for (std::size_t i = 0; i < bits.size(); ++i) wrong += llrs[i] != 0 && (llrs[i] < 0) != bool(bits[i]);
          return wrong;
        };
        EXPECT_EQ(agree(a, sa) + agree(b, sb) + agree(c, sc) + agree(d, sd), 0u);
        auto erased = std::size_t(std::count(sa.begin(), sa.end(), 0) + std::count(sd.begin(), sd.end(), 0));
        EXPECT_EQ(erased, ack <= 2 ? b.size() : 0u);
      }
    }
  }
}

TEST(UciOnPusch, RefusesWhatIsNotThere) {
  auto s = shape(12, 4, 1, 2, 100);
  Owners owners(elements(s));
  auto refused = [&](const PuschShape& shape, const UciOnPusch& uci) { return !lay_out_uci(shape, uci, owners).ok(); };
  EXPECT_TRUE(refused(s, {.harq_ack_bits = 1, .harq_ack_offset = 21}));
  EXPECT_TRUE(refused(s, {.csi_part1_bits = 4, .csi_part1_offset = 19}));
  EXPECT_TRUE(refused(s, {.csi_part2_bits = 4}));
  EXPECT_TRUE(refused(s, {.harq_ack_bits = 2000}));
  EXPECT_TRUE(refused(s, {.harq_ack_bits = 1706, .csi_part1_bits = 1706, .harq_ack_offset = 15, .csi_part1_offset = 18}));
  auto bad = s;
  bad.modulation_order = 3;
  EXPECT_TRUE(refused(bad, {}));
  bad = s;
  bad.symbol_count = 15;
  EXPECT_TRUE(refused(bad, {}));
  bad = s;
  bad.code_block_bits = 0;
  EXPECT_TRUE(refused(bad, {.harq_ack_bits = 1}));
}

}  // namespace uplink_uci_test
