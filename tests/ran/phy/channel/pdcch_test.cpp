#include "ran/phy/channel/pdcch.hpp"

#include <gtest/gtest.h>

#include "loopback.hpp"

namespace pellucid::phy {
namespace {

using namespace test;

struct PdcchSetting {
  unsigned blocks;
  SubcarrierSpacing spacing;
  Coreset coreset;
};

std::vector<PdcchSetting> pdcch_settings() {
  std::vector<PdcchSetting> out;
  using enum SubcarrierSpacing;
  const auto add = [&](unsigned blocks, SubcarrierSpacing spacing, std::uint64_t groups, std::uint8_t duration, bool interleaved,
                       std::uint8_t bundle, std::uint8_t interleaver, bool wide) {
    Coreset set;
    set.id = 1;
    set.groups = groups;
    set.duration = duration;
    set.interleaved = interleaved;
    set.bundle = bundle;
    set.interleaver = interleaver;
    set.shift = 5;
    set.contiguous_precoder = wide;
    set.dmrs_id = 40000;
    ASSERT_EQ(refusal(set, blocks), nullptr);
    out.push_back({blocks, spacing, set});
  };
  add(25, khz15, 0xF, 2, false, 6, 2, false);
  add(52, khz15, 0xFF, 1, true, 2, 2, false);
  add(52, khz15, 0xFF, 2, true, 6, 2, false);
  add(106, khz30, 0xFF0F, 3, true, 3, 6, false);
  add(106, khz30, 0xFFFF, 2, true, 2, 3, true);
  add(273, khz30, 0xFFFFFFFF, 1, false, 6, 2, true);
  return out;
}

TEST(Pdcch, LoopbackInEveryKindOfCoreset) {
  std::mt19937 random(3);
  for (const auto& setting : pdcch_settings()) {
    PdcchReceiver receiver;
    Grid sent(setting.blocks), received(setting.blocks);
    for (unsigned level : {1u, 2u, 4u, 8u, 16u}) {
      if (level > setting.coreset.cces()) continue;
      for (unsigned turn = 0; turn < 6; ++turn) {
        const auto cce = std::uint8_t(random() % (setting.coreset.cces() / level) * level);
        PdcchPlace place{&setting.coreset, 0, std::uint16_t(turn), std::uint8_t(turn % 3), 1234, 0x4601};
        DciPayload payload;
        payload.size = std::uint8_t(level == 1 ? 40 : 39 + random() % 30);
        for (unsigned i = 0; i < payload.size; ++i) payload.bits[i] = random() & 1;
        sent.clear();
        const PdcchCandidate candidate{std::uint8_t(level), cce};
        ASSERT_TRUE(transmit_pdcch(place, {candidate, 0x4601, 2.0f}, payload.view(), sent).ok());
        // The rate is about 0.6 at level 1, and halves with every level.
        const double snr_db = 9 - 3 * std::log2(level);
        through({std::polar(0.5f, 1.0f + float(turn)), 0.01, from_db(-snr_db)}, sent, received, random);
        PdcchCandidate places[max_candidates];
        SearchSpace space;
        space.candidates = {8, 8, 8, 4, 2};
        std::size_t count = pdcch_candidates(setting.coreset, space, 0, 0, places);
        if (std::find(places, places + count, candidate) == places + count) places[count++] = candidate;
        const std::uint8_t sizes[] = {payload.size, std::uint8_t(payload.size + 5)};
        const std::uint16_t rntis[] = {0xFFFF, 0x4601};
        PdcchFound found[4];
        const auto n = receiver.search(received, place, {std::span(places).first(count), sizes, rntis}, found);
        ASSERT_TRUE(n.ok());
        ASSERT_EQ(*n, 1u) << setting.blocks << " blocks, level " << level << ", CCE " << int(cce);
        EXPECT_EQ(found[0].rnti, 0x4601);
        EXPECT_EQ(found[0].candidate, candidate);
        EXPECT_EQ(found[0].payload, payload);
        EXPECT_NEAR(found[0].snr_db, snr_db, 8);  // from 12 pilots and more
      }
    }
  }
}

TEST(Pdcch, AnotherPlaceOrPhoneHearsNothing) {
  Coreset set;
  set.id = 1;
  set.groups = 0xFF;
  Grid grid(52);
  PdcchReceiver receiver;
  const PdcchPlace place{&set, 0, 3, 0, 7, 0};
  const Bits payload(39, 1);
  const PdcchCandidate candidate{4, 4};
  ASSERT_TRUE(transmit_pdcch(place, {candidate, 100, 1}, payload, grid).ok());
  const std::uint8_t sizes[] = {39};
  const auto listen = [&](const PdcchPlace& where, std::uint16_t rnti) {
    PdcchFound found[4];
    return *receiver.search(grid, where, {std::span(&candidate, 1), sizes, std::span(&rnti, 1)}, found);
  };
  EXPECT_EQ(listen(place, 100), 1u);
  EXPECT_EQ(listen(place, 101), 0u);
  PdcchPlace other = place;
  other.scrambling_id = 8;
  EXPECT_EQ(listen(other, 100), 0u);
  other = place;
  other.slot_in_frame = 4;
  EXPECT_EQ(listen(other, 100), 0u);
  other = place;
  other.scrambling_rnti = 100;
  EXPECT_EQ(listen(other, 100), 0u);
}

TEST(Pdcch, CarrierThatDoesNotBeginAtBlockZero) {
  Coreset set;
  set.id = 3;
  set.first_block = 18;
  set.groups = 0xF;
  Grid grid(52);
  const PdcchPlace place{&set, 13, 0, 0, 7, 0};
  ASSERT_TRUE(transmit_pdcch(place, {{4, 0}, 100, 1}, Bits(39, 1), grid).ok());
  EXPECT_EQ(grid.at(0, 12 * 5 - 1), Sample{});
  EXPECT_NE(grid.at(0, 12 * 5), Sample{});
  PdcchPlace below = place;
  below.grid_start = 19;
  EXPECT_FALSE(transmit_pdcch(below, {{4, 0}, 100, 1}, Bits(39, 1), grid).ok());
}

TEST(Pdcch, RefusesWhatIsNone) {
  Coreset set;
  set.groups = 0xFF;
  Grid grid(52);
  PdcchPlace place{&set, 0, 0, 0, 7, 0};
  const Bits payload(39);
  EXPECT_TRUE(transmit_pdcch(place, {{1, 7}, 1, 1}, payload, grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{1, 8}, 1, 1}, payload, grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{3, 0}, 1, 1}, payload, grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{0, 0}, 1, 1}, payload, grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{16, 0}, 1, 1}, payload, grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{1, 0}, 1, 1}, Bits(11), grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{1, 0}, 1, 1}, Bits(85), grid).ok());
  EXPECT_FALSE(transmit_pdcch(place, {{8, 0}, 1, 1}, Bits(141), grid).ok());
  place.first_symbol = 14;
  EXPECT_FALSE(transmit_pdcch(place, {{1, 0}, 1, 1}, payload, grid).ok());
  EXPECT_FALSE(transmit_pdcch({}, {{1, 0}, 1, 1}, payload, grid).ok());
  Grid small(25);
  place.first_symbol = 0;
  EXPECT_FALSE(transmit_pdcch(place, {{1, 0}, 1, 1}, payload, small).ok());
}

TEST(Pdcch, HostileGridsGiveNoDci) {
  std::mt19937 random(11);
  PdcchReceiver receiver;
  Grid grid(52);
  Coreset set;
  set.groups = 0xFF;
  set.duration = 2;
  std::size_t tried = 0, looked = 0;
  for (auto kind : all_hostile)
    for (unsigned turn = 0; turn < (kind == Hostile::noise ? 60u : 3u); ++turn) {
      fill(kind, grid, random);
      const PdcchPlace place{&set, 0, std::uint16_t(turn % 10), 0, 7, 0};
      PdcchCandidate places[max_candidates];
      SearchSpace space;
      space.candidates = {8, 8, 4, 2, 1};
      const auto count = pdcch_candidates(set, space, turn % 10, 0, places);
      const std::uint8_t sizes[] = {39, 41, 0, 255};
      const std::uint16_t rntis[] = {0, 1, 0x4601, 0xFFFF};
      PdcchFound found[4];
      const auto n = receiver.search(grid, place, {std::span(places).first(count), sizes, rntis}, found);
      ASSERT_TRUE(n.ok());
      EXPECT_EQ(*n, 0u) << int(kind);
      if (kind == Hostile::noise) tried += receiver.tried(), looked += count;
    }
  EXPECT_LT(double(tried), 0.08 * double(looked));  // the DM-RS gate spares nearly all of the decoding
}

}  // namespace
}  // namespace pellucid::phy
