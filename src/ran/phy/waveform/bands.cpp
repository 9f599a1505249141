// Frequencies: operating bands, channel and synchronisation rasters (TS 38.104 §5.2, §5.4).
#include <algorithm>
#include <cmath>

#include "ran/phy/waveform/numerology.hpp"

namespace pellucid::phy {
namespace {

constexpr Band fr1_bands[] = {
    {1, BandDuplex::fdd, 1920000, 1980000, 2110000, 2170000},
    {2, BandDuplex::fdd, 1850000, 1910000, 1930000, 1990000},
    {3, BandDuplex::fdd, 1710000, 1785000, 1805000, 1880000},
    {5, BandDuplex::fdd, 824000, 849000, 869000, 894000},
    {7, BandDuplex::fdd, 2500000, 2570000, 2620000, 2690000},
    {8, BandDuplex::fdd, 880000, 915000, 925000, 960000},
    {12, BandDuplex::fdd, 699000, 716000, 729000, 746000},
    {13, BandDuplex::fdd, 777000, 787000, 746000, 756000},
    {14, BandDuplex::fdd, 788000, 798000, 758000, 768000},
    {18, BandDuplex::fdd, 815000, 830000, 860000, 875000},
    {20, BandDuplex::fdd, 832000, 862000, 791000, 821000},
    {24, BandDuplex::fdd, 1626500, 1660500, 1525000, 1559000},
    {25, BandDuplex::fdd, 1850000, 1915000, 1930000, 1995000},
    {26, BandDuplex::fdd, 814000, 849000, 859000, 894000},
    {28, BandDuplex::fdd, 703000, 748000, 758000, 803000},
    {29, BandDuplex::sdl, 0, 0, 717000, 728000},
    {30, BandDuplex::fdd, 2305000, 2315000, 2350000, 2360000},
    {31, BandDuplex::fdd, 452500, 457500, 462500, 467500},
    {34, BandDuplex::tdd, 2010000, 2025000, 2010000, 2025000},
    {38, BandDuplex::tdd, 2570000, 2620000, 2570000, 2620000},
    {39, BandDuplex::tdd, 1880000, 1920000, 1880000, 1920000},
    {40, BandDuplex::tdd, 2300000, 2400000, 2300000, 2400000},
    {41, BandDuplex::tdd, 2496000, 2690000, 2496000, 2690000},
    {46, BandDuplex::tdd, 5150000, 5925000, 5150000, 5925000},
    {48, BandDuplex::tdd, 3550000, 3700000, 3550000, 3700000},
    {50, BandDuplex::tdd, 1432000, 1517000, 1432000, 1517000},
    {51, BandDuplex::tdd, 1427000, 1432000, 1427000, 1432000},
    {53, BandDuplex::tdd, 2483500, 2495000, 2483500, 2495000},
    {54, BandDuplex::tdd, 1670000, 1675000, 1670000, 1675000},
    {65, BandDuplex::fdd, 1920000, 2010000, 2110000, 2200000},
    {66, BandDuplex::fdd, 1710000, 1780000, 2110000, 2200000},
    {67, BandDuplex::sdl, 0, 0, 738000, 758000},
    {68, BandDuplex::fdd, 698000, 728000, 753000, 783000},
    {70, BandDuplex::fdd, 1695000, 1710000, 1995000, 2020000},
    {71, BandDuplex::fdd, 663000, 698000, 617000, 652000},
    {72, BandDuplex::fdd, 451000, 456000, 461000, 466000},
    {74, BandDuplex::fdd, 1427000, 1470000, 1475000, 1518000},
    {75, BandDuplex::sdl, 0, 0, 1432000, 1517000},
    {76, BandDuplex::sdl, 0, 0, 1427000, 1432000},
    {77, BandDuplex::tdd, 3300000, 4200000, 3300000, 4200000},
    {78, BandDuplex::tdd, 3300000, 3800000, 3300000, 3800000},
    {79, BandDuplex::tdd, 4400000, 5000000, 4400000, 5000000},
    {80, BandDuplex::sul, 1710000, 1785000, 0, 0},
    {81, BandDuplex::sul, 880000, 915000, 0, 0},
    {82, BandDuplex::sul, 832000, 862000, 0, 0},
    {83, BandDuplex::sul, 703000, 748000, 0, 0},
    {84, BandDuplex::sul, 1920000, 1980000, 0, 0},
    {85, BandDuplex::fdd, 698000, 716000, 728000, 746000},
    {86, BandDuplex::sul, 1710000, 1780000, 0, 0},
    {87, BandDuplex::fdd, 410000, 415000, 420000, 425000},
    {88, BandDuplex::fdd, 412000, 417000, 422000, 427000},
    {89, BandDuplex::sul, 824000, 849000, 0, 0},
    {90, BandDuplex::tdd, 2496000, 2690000, 2496000, 2690000},
    {91, BandDuplex::fdd, 832000, 862000, 1427000, 1432000},
    {92, BandDuplex::fdd, 832000, 862000, 1432000, 1517000},
    {93, BandDuplex::fdd, 880000, 915000, 1427000, 1432000},
    {94, BandDuplex::fdd, 880000, 915000, 1432000, 1517000},
    {95, BandDuplex::sul, 2010000, 2025000, 0, 0},
    {96, BandDuplex::tdd, 5925000, 7125000, 5925000, 7125000},
    {97, BandDuplex::sul, 2300000, 2400000, 0, 0},
    {98, BandDuplex::sul, 1880000, 1920000, 0, 0},
    {99, BandDuplex::sul, 1626500, 1660500, 0, 0},
    {100, BandDuplex::fdd, 874400, 880000, 919400, 925000},
    {101, BandDuplex::tdd, 1900000, 1910000, 1900000, 1910000},
    {102, BandDuplex::tdd, 5925000, 6425000, 5925000, 6425000},
    {104, BandDuplex::tdd, 6425000, 7125000, 6425000, 7125000},
    {105, BandDuplex::fdd, 663000, 703000, 612000, 652000},
    {106, BandDuplex::fdd, 896000, 901000, 935000, 940000},
    {109, BandDuplex::fdd, 703000, 733000, 1432000, 1517000},
    {110, BandDuplex::fdd, 1390000, 1395000, 1432000, 1435000},
};

/// TS 38.104 Table 5.4.2.1-1: three stretches of the global raster.
struct RasterStretch {
  std::uint32_t first, last;  // ARFCN
  double offset_hz, step_hz;
};
constexpr RasterStretch raster[] = {{0, 599999, 0, 5e3}, {600000, 2016666, 3000e6, 15e3}, {2016667, 3279165, 24250.08e6, 60e3}};

}  // namespace

std::optional<double> arfcn_hz(std::uint32_t arfcn) {
  for (const auto& stretch : raster)
    if (arfcn >= stretch.first && arfcn <= stretch.last) return stretch.offset_hz + stretch.step_hz * double(arfcn - stretch.first);
  return {};
}

std::optional<std::uint32_t> arfcn_of(double hz) {
  if (!(hz >= 0 && hz <= 100e9)) return {};
  std::optional<std::uint32_t> nearest;
  double distance = 0;
  for (const auto& stretch : raster) {
    double step = std::clamp(std::floor((hz - stretch.offset_hz) / stretch.step_hz + 0.5), 0.0, double(stretch.last - stretch.first));
    double apart = std::abs(stretch.offset_hz + step * stretch.step_hz - hz);
    if (nearest && apart >= distance) continue;
    nearest = stretch.first + std::uint32_t(step);
    distance = apart;
  }
  return nearest;
}

std::optional<double> gscn_hz(std::uint32_t gscn) {
  if (gscn >= 2 && gscn <= 7498) {
    // N * 1200 kHz + M * 50 kHz, M = 1, 3, 5, GSCN = 3 N + (M - 3) / 2
    auto n = (gscn + 1) / 3;
    auto m = std::int64_t(gscn - 3 * n) * 2 + 3;
    if (gscn + 1 == 3 * n) m = 1;
    return double(n) * 1200e3 + double(m) * 50e3;
  }
  if (gscn >= 7499 && gscn <= 22255) return 3000e6 + double(gscn - 7499) * 1.44e6;
  return {};
}

std::span<const Band> bands() { return fr1_bands; }

const Band* band(unsigned number) {
  for (const auto& each : fr1_bands)
    if (each.number == number) return &each;
  return nullptr;
}

}  // namespace pellucid::phy
