#include "ran/phy/channel/dci.hpp"

#include <gtest/gtest.h>

#include <random>

namespace pellucid::phy {
namespace {

FallbackDciConfig capture_sizes() {
  DciSizeConfig config;
  config.coreset0_blocks = 48;
  config.initial_dl_blocks = config.initial_ul_blocks = 52;
  config.active_dl_blocks = config.active_ul_blocks = 52;
  return dci_sizes(config)->common;
}

/// Random bits of the right size are unpacked and packed again to the same bits, apart from padding.
template <class Format>
void expect_round_trips(const typename Format::Config& config, std::uint8_t identifier_bit = 2) {
  std::mt19937 random(1);
  for (int turn = 0; turn < 200; ++turn) {
    Bits bits(dci_size<Format>(config));
    for (std::size_t i = 0; i < field_bits<Format>(config); ++i) bits[i] = random() & 1;
    if (identifier_bit < 2) bits[0] = identifier_bit;
    const auto dci = unpack<Format>(bits, config);
    ASSERT_TRUE(dci.ok()) << dci.error().what;
    const auto again = pack(*dci, config);
    ASSERT_TRUE(again.ok()) << again.error().what;
    EXPECT_TRUE(std::ranges::equal(again->view(), bits));
    EXPECT_FALSE(tree(*dci).json().empty());
    bits.push_back(0);
    EXPECT_FALSE(unpack<Format>(bits, config).ok());
    EXPECT_FALSE(unpack<Format>(BitView(bits).first(bits.size() - 2), config).ok());
    if (identifier_bit < 2) {
      bits.pop_back();
      bits[0] ^= 1;
      EXPECT_FALSE(unpack<Format>(bits, config).ok());
    }
  }
}

TEST(Dci, FallbackFormatsRoundTrip) {
  const auto config = capture_sizes();
  EXPECT_EQ(config.size, 39);
  expect_round_trips<Dci00>(config, 0);
  expect_round_trips<Dci10>(config, 1);
  expect_round_trips<Dci10Si>(config);
  expect_round_trips<Dci10Ra>(config);
  expect_round_trips<Dci10Paging>(config);
}

TEST(Dci, PdcchOrder) {
  const auto config = capture_sizes();
  DciPdcchOrder order;
  order.preamble = 33;
  order.ssb_index = 2;
  order.prach_mask = 9;
  const auto bits = pack(order, config);
  ASSERT_TRUE(bits.ok());
  EXPECT_EQ(bits->size, 39);
  EXPECT_TRUE(is_pdcch_order(bits->view(), config));
  EXPECT_EQ(*unpack<DciPdcchOrder>(bits->view(), config), order);
  Dci10 assignment;
  const auto other = pack(assignment, config);
  EXPECT_FALSE(is_pdcch_order(other->view(), config));
  EXPECT_FALSE(unpack<DciPdcchOrder>(other->view(), config).ok());
  EXPECT_FALSE(is_pdcch_order({}, config));
}

TEST(Dci, BitsOfSib1) {
  Dci10Si dci;
  dci.frequency_assignment = 0x150;
  dci.mcs = 5;
  const auto bits = pack(dci, capture_sizes());
  ASSERT_TRUE(bits.ok());
  std::string text;
  for (auto bit : bits->view()) text += char('0' + bit);
  EXPECT_EQ(text, "001010100000000000101000000000000000000");
}

TEST(Dci, RefusesWhatDoesNotFit) {
  Dci10 dci;
  dci.mcs = 32;
  EXPECT_FALSE(pack(dci, capture_sizes()).ok());
  EXPECT_FALSE(pack(Dci10{}, FallbackDciConfig{}).ok());
  EXPECT_FALSE(unpack<Dci10>({}, FallbackDciConfig{}).ok());
  Dci11Config config;
  EXPECT_FALSE(pack(Dci11{}, config).ok());  // no bandwidth part
  config.bwp = {0, 52};
  EXPECT_TRUE(pack(Dci11{}, config).ok());
  config.cbg_bits = 3;
  EXPECT_FALSE(pack(Dci11{}, config).ok());
}

TEST(Dci, NonFallbackFormatsRoundTripInEveryConfiguration) {
  std::mt19937 random(7);
  const auto pick = [&](unsigned n) { return std::uint8_t(random() % n); };
  for (int turn = 0; turn < 100; ++turn) {
    Dci11Config down;
    down.carrier_indicator = pick(2);
    down.dedicated_bwps = pick(5);
    down.bwp = {std::uint16_t(random() % 20), std::uint16_t(1 + random() % 255)};
    down.allocation = AllocationTypes(pick(3));
    down.rbg_configuration = std::uint8_t(1 + pick(2));
    down.time_rows = std::uint8_t(1 + pick(16));
    down.vrb_interleaving = pick(2);
    down.dynamic_bundling = pick(2);
    down.rate_match_groups = pick(3);
    down.aperiodic_zp_sets = pick(4);
    down.two_codewords = pick(2);
    down.dai_bits = std::uint8_t(2 * pick(3));
    down.harq_timings = std::uint8_t(1 + pick(8));
    down.antenna_port_bits = std::uint8_t(antenna_port_bits(1 + pick(2), 1 + pick(2)));
    down.tci_present = pick(2);
    down.cbg_bits = std::uint8_t(2 * pick(5));
    down.cbg_flush = pick(2);
    expect_round_trips<Dci11>(down, 1);
    Dci01Config up;
    up.carrier_indicator = pick(2);
    up.supplementary_uplink = pick(2);
    up.dedicated_bwps = pick(5);
    up.bwp = down.bwp;
    up.allocation = down.allocation;
    up.time_rows = std::uint8_t(1 + pick(16));
    up.frequency_hopping = pick(2);
    up.dai_1_bits = std::uint8_t(1 + pick(2));
    up.dai_2_bits = std::uint8_t(2 * pick(2));
    up.srs_resource_bits = pick(5);
    up.precoding_bits = pick(7);
    up.antenna_port_bits = std::uint8_t(2 + pick(4));
    up.csi_request_bits = pick(7);
    up.cbg_bits = std::uint8_t(2 * pick(5));
    up.ptrs_association = pick(2);
    up.dynamic_beta_offset = pick(2);
    up.dmrs_initialization = pick(2);
    expect_round_trips<Dci01>(up, 0);
  }
}

TEST(Dci, WidthsOfFormat11) {
  Dci11Config config;  // the smallest usual one: type 1, 52 blocks
  config.bwp = {0, 52};
  config.time_rows = 2;
  config.dai_bits = 2;
  config.harq_timings = 1;
  // 1 identifier, 11 frequency, 1 time, 5 mcs, 1 ndi, 2 rv, 4 harq, 2 dai, 2 tpc, 3 pucch, 0 timing, 4 ports, 2 srs, 1 dmrs
  EXPECT_EQ(field_bits<Dci11>(config), 39u);
  config.allocation = AllocationTypes::dynamic_switch;  // max(13 groups, 11) + 1
  EXPECT_EQ(field_bits<Dci11>(config), 42u);
  config.allocation = AllocationTypes::type0;
  EXPECT_EQ(field_bits<Dci11>(config), 41u);
}

TEST(Dci, SrsResourceBits) {
  EXPECT_EQ(srs_resource_bits_codebook(1), 0u);
  EXPECT_EQ(srs_resource_bits_codebook(2), 1u);
  EXPECT_EQ(srs_resource_bits_non_codebook(4, 4), 4u);  // 15 choices
  EXPECT_EQ(srs_resource_bits_non_codebook(4, 1), 2u);
  EXPECT_EQ(srs_resource_bits_non_codebook(2, 2), 2u);  // 3 choices
  EXPECT_EQ(srs_resource_bits_non_codebook(1, 1), 0u);
}

TEST(DciSizes, PadsAndTruncatesTheUplinkFormat) {
  DciSizeConfig config;
  config.coreset0_blocks = 24;  // 9 bits: 1_0 has 37
  config.initial_dl_blocks = 273;
  config.initial_ul_blocks = 273;  // 16 bits: 0_0 has 36
  auto sizes = dci_sizes(config);
  ASSERT_TRUE(sizes.ok());
  EXPECT_EQ(sizes->common, (FallbackDciConfig{16, 9, 37}));
  EXPECT_EQ(sizes->ue, FallbackDciConfig{});
  config.coreset0_blocks = 0;
  config.initial_dl_blocks = 4;  // 4 bits: 1_0 has 32
  sizes = dci_sizes(config);
  EXPECT_EQ(sizes->common, (FallbackDciConfig{12, 4, 32}));  // four most significant bits are cut off
  config.active_dl_blocks = 52;
  config.active_ul_blocks = 273;
  sizes = dci_sizes(config);
  EXPECT_EQ(sizes->ue, (FallbackDciConfig{16, 11, 39}));
  config.active_dl_blocks = 1;  // 0 frequency bits: 28 against 36
  sizes = dci_sizes(config);
  EXPECT_EQ(sizes->ue, (FallbackDciConfig{16, 0, 36}));
}

TEST(DciSizes, AtMostThreeWithCRnti) {
  DciSizeConfig config;
  config.coreset0_blocks = 48;
  config.initial_dl_blocks = config.initial_ul_blocks = 52;
  config.active_dl_blocks = config.active_ul_blocks = 106;
  config.non_fallback = true;
  config.format_0_1.bwp = config.format_1_1.bwp = {0, 106};
  auto sizes = dci_sizes(config);  // 39 in common, 41 for the phone, and two more: one too many
  ASSERT_TRUE(sizes.ok());
  EXPECT_EQ(sizes->ue, sizes->common);
  EXPECT_NE(sizes->format_0_1, sizes->format_1_1);
  config.other_sizes = 2;  // now four different ones are too many in all: 0_1 and 1_1 get one size
  sizes = dci_sizes(config);
  ASSERT_TRUE(sizes.ok());
  EXPECT_EQ(sizes->format_0_1, sizes->format_1_1);
  config.other_sizes = 4;
  EXPECT_FALSE(dci_sizes(config).ok());
}

TEST(DciSizes, OneBitMoreWhereFormatsLookAlike) {
  DciSizeConfig config;
  config.coreset0_blocks = 48;
  config.initial_dl_blocks = config.initial_ul_blocks = 52;
  config.active_dl_blocks = config.active_ul_blocks = 52;
  config.non_fallback = true;
  config.format_1_1.bwp = config.format_0_1.bwp = {0, 52};
  config.format_1_1.time_rows = 2;
  config.format_1_1.harq_timings = 1;  // 39 bits, as the fallback formats
  const auto sizes = dci_sizes(config);
  ASSERT_TRUE(sizes.ok());
  EXPECT_EQ(sizes->ue.size, 39);
  EXPECT_EQ(sizes->format_1_1, 40);
}

}  // namespace
}  // namespace pellucid::phy
