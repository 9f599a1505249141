#include "bench/link_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ran/radio/channel.hpp"

namespace pellucid::bench {

using namespace phy;

Curve sweep(double start_db, const std::function<bool(double snr_db)>& fails, double step) {
  Curve out;
  for (double snr = start_db; snr < start_db + 48 * step; snr += step) {
    unsigned blocks = 0, errors = 0;
    for (; blocks < most_blocks && errors < enough_errors; ++blocks) errors += fails(snr);
    out.push_back({snr, double(errors) / blocks});
    if (out.back().error_rate < 0.01) break;
  }
  return out;
}

double crossing_db(const Curve& curve) {
  for (std::size_t i = 1; i < curve.size(); ++i) {
    auto [x1, y1] = curve[i - 1];
    auto [x2, y2] = curve[i];
    if (y1 < target || y2 > target) continue;
    double a = std::log(std::max(y1, 1e-4)), b = std::log(std::max(y2, 1e-4));
    return a == b ? x2 : x1 + (x2 - x1) * (a - std::log(target)) / (a - b);
  }
  return std::nan("");
}

picture::Series series_of(std::string name, const Curve& curve, int colour, picture::Series::Style style) {
  picture::Series out{std::move(name), {}, style, colour};
  for (auto& p : curve) out.points.push_back({p.snr_db, p.error_rate});
  return out;
}

Modulation modulation_of(unsigned qm) {
  return qm == 2 ? Modulation::qpsk : qm == 4 ? Modulation::qam16 : qm == 6 ? Modulation::qam64 : Modulation::qam256;
}

float linear(double db) { return float(std::pow(10, db / 10)); }

void Noise::add(SampleSpan samples, double snr_db) {
  float deviation = std::sqrt(linear(-snr_db) / 2);
  for (auto& s : samples) s += Sample(normal(random), normal(random)) * deviation;
}

void Noise::add(Grid& grid, double snr_db) {
  for (std::size_t l = 0; l < symbols_a_slot; ++l) add(grid.symbol(l), snr_db);
}

void Noise::fade(Grid& grid, const Carrier& carrier) {
  static const auto taps = radio::tdl_a30(0, 1).taps;
  std::vector<Sample> gains;
  for (auto& tap : taps) gains.push_back(Sample(normal(random), normal(random)) * float(std::sqrt(std::pow(10, tap.gain_db / 10) / 2)));
  for (std::size_t k = 0; k < grid.subcarriers(); ++k) {
    Sample h{};
    for (std::size_t i = 0; i < taps.size(); ++i)
      h += gains[i] * std::polar(1.0f, float(-2 * M_PI * carrier.offset_hz(double(k)) * taps[i].delay_s));
    for (std::size_t l = 0; l < symbols_a_slot; ++l) grid.at(l, k) *= h;
  }
}

Bytes Noise::octets(std::size_t count) {
  Bytes out(count);
  for (auto& octet : out) octet = std::uint8_t(random());
  return out;
}

Bits Noise::bits(std::size_t count) {
  Bits out(count);
  for (auto& bit : out) bit = random() & 1;
  return out;
}

}  // namespace pellucid::bench
