#include "ran/phy/channel/csi_rs.hpp"

#include <gtest/gtest.h>

#include "loopback.hpp"

namespace pellucid::phy {
namespace {

using namespace test;

CsiRsResource resource_of_row(unsigned row) {
  static constexpr std::uint16_t bitmaps[19] = {0,        0b0010,   1 << 7,   0b010000, 0b010,    0b000100, 0b101101,
                                                0b100001, 0b010010, 0b111111, 0b011010, 0b110110, 0b001111, 0b010101,
                                                0b101010, 0b110001, 0b110101, 0b011110, 0b111001};
  CsiRsResource r;
  r.row = std::uint8_t(row);
  r.bitmap = bitmaps[row];
  r.density = row == 1 ? CsiRsDensity::three : CsiRsDensity::one;
  r.first_symbol = 5;
  r.second_symbol = 9;
  r.start_block = 4;
  r.blocks = 40;
  r.scrambling_id = 77;
  return r;
}

TEST(CsiRs, EveryRowIsConsistent) {
  for (unsigned row = 1; row <= 18; ++row) {
    const CsiRsResource r = resource_of_row(row);
    ASSERT_EQ(refusal(r), nullptr) << row << ": " << refusal(r);
    const unsigned ports = csi_rs_ports(row);
    std::vector<Grid> grids(ports, Grid(52));
    std::vector<Grid*> out;
    for (auto& grid : grids) out.push_back(&grid);
    ASSERT_TRUE(transmit_csi_rs(r, 3, 0, out).ok()) << row;
    ReservedElements reserved;
    ASSERT_TRUE(reserve_csi_rs(r, 0, reserved).ok());
    // Every port has rho elements a block times the size of its CDM group; all together fill what is reserved, with unit power each.
    std::size_t taken = 0;
    for (std::size_t l = 0; l < symbols_a_slot; ++l)
      for (std::size_t k = 0; k < 52 * 12; ++k) {
        unsigned users = 0;
        for (const auto& grid : grids) {
          if (grid.at(l, k) == Sample{}) continue;
          ++users;
          EXPECT_NEAR(std::norm(grid.at(l, k)), 1, 1e-5);
        }
        const bool kept = reserved.mask(l, k / 12) >> k % 12 & 1;
        EXPECT_EQ(users != 0, kept) << row << ' ' << l << ' ' << k;
        taken += kept;
      }
    EXPECT_EQ(taken, 40u * (row == 1 ? 3 : ports)) << row;
    // Ports are orthogonal in every block.
    for (unsigned p = 0; p < ports; ++p)
      for (unsigned q = 0; q < p; ++q) {
        Sample product{};
        for (std::size_t l = 0; l < symbols_a_slot; ++l)
          for (std::size_t k = 12 * 10; k < 12 * 11; ++k) product += grids[p].at(l, k) * std::conj(grids[q].at(l, k));
        EXPECT_NEAR(std::abs(product), 0, 1e-4) << row << ' ' << p << ' ' << q;
      }
  }
}

TEST(CsiRs, HalfDensity) {
  for (auto density : {CsiRsDensity::half_even, CsiRsDensity::half_odd}) {
    CsiRsResource r = resource_of_row(2);
    r.density = density;
    Grid grid(52);
    ASSERT_TRUE(transmit_csi_rs(r, 0, 0, grid).ok());
    for (std::size_t block = 0; block < 52; ++block)
      EXPECT_EQ(grid.at(5, 12 * block + 7) != Sample{}, block >= 4 && block < 44 && block % 2 == (density == CsiRsDensity::half_odd));
    r = resource_of_row(4);
    r.density = density;
    EXPECT_NE(refusal(r), nullptr);
  }
}

TEST(CsiRs, MeasuresPowerNoiseAndOffset) {
  std::mt19937 random(8);
  const Carrier carrier = *carrier_with(SubcarrierSpacing::khz30, 51, 0);
  for (unsigned row : {1u, 2u, 3u, 4u, 6u}) {
    for (double snr_db : {0.0, 15.0, 30.0}) {
      const CsiRsResource r = resource_of_row(row);
      std::vector<Grid> grids(csi_rs_ports(row), Grid(51));
      std::vector<Grid*> out;
      for (auto& grid : grids) out.push_back(&grid);
      ASSERT_TRUE(transmit_csi_rs(r, 3, 0, out).ok());
      Grid seen(51), one(51);
      for (std::size_t p = 0; p < grids.size(); ++p) {  // every port by a path of its own
        through({std::polar(0.5f, float(p)), 0.002, p == 0 ? 0.25f * from_db(-snr_db) : 0}, grids[p], one, random);
        for (std::size_t l = 0; l < symbols_a_slot; ++l)
          for (std::size_t k = 0; k < seen.subcarriers(); ++k) seen.at(l, k) += one.at(l, k);
      }
      const auto figures = measure_csi_rs(r, 3, 0, seen);
      ASSERT_TRUE(figures.ok());
      EXPECT_NEAR(10 * std::log10(figures->rsrp / 0.25), 0, snr_db > 10 ? 0.5 : 2) << row << ' ' << snr_db;
      EXPECT_NEAR(figures->snr_db, snr_db, snr_db > 10 ? 3 : 5) << row;
    }
  }
  CsiRsResource first = resource_of_row(1);
  first.period = 20;
  const auto set = tracking_set(first, 5);
  ASSERT_TRUE(set.ok());
  EXPECT_EQ((*set)[1].first_symbol, 9);
  EXPECT_EQ((*set)[3].offset, 1);
  Grid grid(51), seen(51);
  ASSERT_TRUE(transmit_csi_rs((*set)[0], 0, 0, grid).ok());
  ASSERT_TRUE(transmit_csi_rs((*set)[1], 0, 0, grid).ok());
  through({1, 0.002, from_db(-10)}, grid, seen, random);
  const double symbol_s = double(carrier.symbol_start(2) - carrier.symbol_start(1)) / carrier.sample_rate_hz(), offset = 700;
  for (std::size_t k = 0; k < seen.subcarriers(); ++k)
    seen.at(9, k) *= Sample(std::polar(1.0, 2 * std::numbers::pi * offset * 4 * symbol_s));
  EXPECT_NEAR(*tracking_offset_hz((*set)[0], (*set)[1], 0, 0, carrier, seen), offset, 60);
}

TEST(CsiRs, RefusesWhatIsNone) {
  Grid grid(52);
  const CsiRsResource good = resource_of_row(2);
  const auto refused = [&](auto&& change) {
    CsiRsResource r = good;
    change(r);
    return !transmit_csi_rs(r, 0, 0, grid).ok() && !measure_csi_rs(r, 0, 0, grid).ok();
  };
  EXPECT_TRUE(refused([](auto& r) { r.row = 0; }));
  EXPECT_TRUE(refused([](auto& r) { r.row = 19; }));
  EXPECT_TRUE(refused([](auto& r) { r.bitmap = 0; }));
  EXPECT_TRUE(refused([](auto& r) { r.bitmap = 3; }));
  EXPECT_TRUE(refused([](auto& r) { r.bitmap = 1 << 12; }));
  EXPECT_TRUE(refused([](auto& r) { r.density = CsiRsDensity::three; }));
  EXPECT_TRUE(refused([](auto& r) { r.first_symbol = 14; }));
  EXPECT_TRUE(refused([](auto& r) { r.blocks = 49; }));
  EXPECT_TRUE(refused([](auto& r) { r.blocks = 0; }));
  EXPECT_TRUE(refused([](auto& r) { r.scrambling_id = 1024; }));
  EXPECT_TRUE(refused([](auto& r) { r.period = 0; }));
  EXPECT_TRUE(refused([](auto& r) { r.offset = 1; }));
  EXPECT_FALSE(tracking_set(resource_of_row(1), 3).ok());
  EXPECT_FALSE(measure_csi_rs(resource_of_row(8), 0, 0, grid).ok());
  Grid* const one[] = {&grid};
  EXPECT_FALSE(transmit_csi_rs(resource_of_row(3), 0, 0, one).ok());
}

TEST(CsiRs, HostileGridsAreMeasuredAsFinite) {
  std::mt19937 random(6);
  Grid grid(52);
  for (auto kind : all_hostile) {
    fill(kind, grid, random);
    const auto figures = measure_csi_rs(resource_of_row(1), 0, 0, grid);
    ASSERT_TRUE(figures.ok());
    EXPECT_FALSE(std::isnan(figures->snr_db)) << int(kind);
    if (kind == Hostile::noise || kind == Hostile::zeros) EXPECT_LT(figures->snr_db, 0);
  }
}

}  // namespace
}  // namespace pellucid::phy
