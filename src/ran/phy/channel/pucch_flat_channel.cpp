#include "ran/phy/channel/pucch_flat_channel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace pellucid::phy {

namespace {

using PucchComplex = std::complex<double>;

// Means over neighbouring subcarriers of received times conjugate pilot: [antenna][pilot symbol][group].
struct FlatMeans {
  std::array<std::array<std::array<PucchComplex, 6>, symbols_a_slot>, 4> all{};
  std::array<unsigned, symbols_a_slot> l{};  // of a pilot symbol
  unsigned symbols = 0;
  unsigned groups = 0;
};

FlatMeans flat_means(std::span<const Grid* const> received, const Pilots& pilots, unsigned phones) {
  FlatMeans means;
  means.groups = 12 / phones;
  for (unsigned l = 0; l < symbols_a_slot; ++l) {
    if (!(pilots.symbols >> l & 1)) continue;
    auto sent = pilots.values.subspan(12 * std::size_t(means.symbols), 12);
    for (std::size_t a = 0; a < received.size(); ++a) {
      auto row = received[a]->symbol(l).subspan(12 * std::size_t(pilots.first_block), 12);
      for (unsigned k = 0; k < 12; ++k)
        means.all[a][means.symbols][k / phones] += PucchComplex(row[k]) * std::conj(PucchComplex(sent[k])) / double(phones);
    }
    means.l[means.symbols++] = l;
  }
  return means;
}

}  // namespace

LinkFigures estimate_flat_channel(std::span<const Grid* const> received, const Pilots& pilots, unsigned phones, const Carrier& carrier,
                                  std::size_t first, std::size_t count, std::span<Grid* const> channels) {
  auto means = flat_means(received, pilots, phones);
  std::size_t antennas = received.size();
  // Phase a subcarrier.
  PucchComplex turn;
  for (std::size_t a = 0; a < antennas; ++a)
    for (unsigned s = 0; s < means.symbols; ++s)
      for (unsigned g = 0; g + 1 < means.groups; ++g) turn += means.all[a][s][g + 1] * std::conj(means.all[a][s][g]);
  double slope = std::arg(turn) / phones;
  auto ramp = [&](double k) { return std::polar(1.0, slope * (k - 5.5)); };
  auto middle = [&](unsigned g) { return (g + 0.5) * phones - 0.5; };
  // Amplitude in each pilot symbol, and phase a symbol.
  std::array<std::array<PucchComplex, symbols_a_slot>, 4> amplitude{};
  PucchComplex drift;
  for (std::size_t a = 0; a < antennas; ++a) {
    for (unsigned s = 0; s < means.symbols; ++s) {
      for (unsigned g = 0; g < means.groups; ++g) amplitude[a][s] += means.all[a][s][g] * std::conj(ramp(middle(g))) / double(means.groups);
      if (s) drift += amplitude[a][s] * std::conj(amplitude[a][s - 1]);
    }
  }
  double distance = means.symbols > 1 ? double(means.l[means.symbols - 1] - means.l[0]) / (means.symbols - 1) : 1;
  double step = means.symbols > 1 ? std::arg(drift) / distance : 0;
  LinkFigures figures;
  double residual = 0;
  double power = 0;
  for (std::size_t a = 0; a < antennas; ++a) {
    PucchComplex mean;
    for (unsigned s = 0; s < means.symbols; ++s) mean += amplitude[a][s] * std::polar(1.0, -step * means.l[s]) / double(means.symbols);
    for (unsigned s = 0; s < means.symbols; ++s)
      for (unsigned g = 0; g < means.groups; ++g)
        residual += std::norm(means.all[a][s][g] - mean * std::polar(1.0, step * means.l[s]) * ramp(middle(g)));
    power += std::norm(mean) / double(antennas);
    for (std::size_t l = first; l < first + count; ++l) {
      auto row = channels[a]->symbol(l).subspan(12 * std::size_t(pilots.first_block), 12);
      for (unsigned k = 0; k < 12; ++k) row[k] = Sample(mean * std::polar(1.0, step * double(l)) * ramp(k));
    }
  }
  if (!std::isfinite(power) || power <= 0) return figures;
  double degrees = double(antennas) * (means.symbols * means.groups - 1) - 1;
  figures.noise = float(phones * residual / std::max(degrees, 1.0));
  figures.power = float(std::max(0.0, power - figures.noise / (12.0 * means.symbols)));
  figures.snr_db =
      float(std::clamp(10 * std::log10(std::max(figures.power / std::max(double(figures.noise), 1e-12 * power), 1e-10)), -100.0, 120.0));
  figures.timing_s = float(-slope / (2 * std::numbers::pi * spacing_hz(carrier.spacing)));
  double symbol_s = double(carrier.fft_size + carrier.fft_size * 9 / 128) / carrier.sample_rate_hz();
  figures.cfo_hz = float(step / (2 * std::numbers::pi * symbol_s));
  figures.pilots = std::uint32_t(12 * means.symbols * antennas);
  return figures;
}

}  // namespace pellucid::phy
