#pragma once
// What the link benchmarks share: error rates over a sweep of SNRs, noise and fading on a slot's grid.
#include <functional>
#include <random>
#include <vector>

#include "base/bytes.hpp"
#include "bench/figures.hpp"
#include "picture/page.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/numerology.hpp"

namespace pellucid::bench {

constexpr double target = 0.1;  // block error rate that SNRs are told at
constexpr unsigned most_blocks = 300, enough_errors = 40;
constexpr double step_db = 0.25;

struct Point {
  double snr_db, error_rate;
};
using Curve = std::vector<Point>;

/// Error rates from `start_db` upwards until one is below 1 %, at 48 SNRs at most.
Curve sweep(double start_db, const std::function<bool(double snr_db)>& fails, double step = step_db);
/// Where a curve crosses the target, straight in the logarithm.
double crossing_db(const Curve& curve);
picture::Series series_of(std::string name, const Curve& curve, int colour, picture::Series::Style style = picture::Series::Style::line);

phy::Modulation modulation_of(unsigned qm);
float linear(double db);

/// Everything random, from one seed.
struct Noise {
  std::mt19937 random{1};
  std::normal_distribution<float> normal;
  void add(phy::SampleSpan samples, double snr_db);
  void add(phy::Grid& grid, double snr_db);
  /// Taps of TDLA30 (TS 38.104 table G.2.1.1-2) drawn anew, mean power 1, the same for the whole slot.
  void fade(phy::Grid& grid, const phy::Carrier& carrier);
  Bytes octets(std::size_t count);
  phy::Bits bits(std::size_t count);
};

}  // namespace pellucid::bench
