// Equalisers and frequency offsets.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/check.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/kernels.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t most_combined = 4;
constexpr float least_antenna_noise = 1e-12f;  // a figure of 0 noise must not make infinite weights

float antenna_weight(float noise) { return noise <= std::numeric_limits<float>::max() ? 1 / std::max(noise, least_antenna_noise) : 0.0f; }

constexpr double full_turn = 2 * std::numbers::pi;

}  // namespace

void equalise(SampleView received, SampleView channel, float noise, SampleSpan symbols, std::span<float> symbol_noise) {
  const SampleView y[] = {received}, h[] = {channel};
  const float n[] = {noise};
  equalise_mrc(y, h, n, symbols, symbol_noise);
}

void equalise_mrc(std::span<const SampleView> received, std::span<const SampleView> channel, std::span<const float> noise,
                  SampleSpan symbols, std::span<float> symbol_noise) {
  std::size_t antennas = received.size();
  check(antennas >= 1 && antennas <= most_combined && channel.size() == antennas && noise.size() == antennas, "one to four antennas");
  check(symbols.size() == symbol_noise.size(), "a noise a symbol");
  const Sample *y[most_combined], *h[most_combined];
  float weights[most_combined];
  for (std::size_t a = 0; a < antennas; ++a) {
    check(received[a].size() == symbols.size() && channel[a].size() == symbols.size(), "spans of one size");
    y[a] = received[a].data();
    h[a] = channel[a].data();
    weights[a] = antenna_weight(noise[a]);
  }
  kernel::combine_antennas(y, h, weights, antennas, symbols.size(), symbols.data(), symbol_noise.data());
}

void equalise_mmse2(std::span<const SampleView> received, std::span<const SampleView> channel, std::span<const float> noise,
                    std::array<SampleSpan, 2> symbols, std::array<std::span<float>, 2> symbol_noise) {
  std::size_t antennas = received.size();
  check(antennas >= 2 && antennas <= most_combined && channel.size() == 2 * antennas && noise.size() == antennas,
        "two to four antennas, two layers");
  for (std::size_t i = 0; i < symbols[0].size(); ++i) {
    // g = H^H R^-1 H + 1, b = H^H R^-1 y
    float g00 = 1, g11 = 1;
    Sample g01 = 0, b0 = 0, b1 = 0;
    for (std::size_t a = 0; a < antennas; ++a) {
      float weight = antenna_weight(noise[a]);
      Sample h0 = channel[2 * a][i], h1 = channel[2 * a + 1][i], y = received[a][i];
      g00 += weight * std::norm(h0);
      g11 += weight * std::norm(h1);
      g01 += weight * std::conj(h0) * h1;
      b0 += weight * std::conj(h0) * y;
      b1 += weight * std::conj(h1) * y;
    }
    double determinant = double(g00) * g11 - double(std::norm(g01));
    // Diagonal of g^-1: the error of the biased estimate; 1 - error is its gain.
    double error0 = g11 / determinant, error1 = g00 / determinant;
    Sample x0 = (g11 * b0 - g01 * b1) / float(determinant), x1 = (g00 * b1 - std::conj(g01) * b0) / float(determinant);
    const double gains[] = {1 - error0, 1 - error1};
    const Sample biased[] = {x0, x1};
    for (std::size_t layer = 0; layer < 2; ++layer) {
      bool usable =
          gains[layer] > 1e-6 && std::isfinite(gains[layer]) && std::isfinite(biased[layer].real()) && std::isfinite(biased[layer].imag());
      symbols[layer][i] = usable ? biased[layer] / float(gains[layer]) : Sample{};
      symbol_noise[layer][i] = usable ? std::max(float((1 - gains[layer]) / gains[layer]), 1e-12f) : std::numeric_limits<float>::infinity();
    }
  }
}

float cfo_from_prefix(SampleView samples, const Carrier& carrier) {
  std::complex<double> sum = 0;
  std::size_t n = carrier.fft_size;
  for (std::size_t slot = 0; slot + carrier.slot_samples() <= samples.size(); slot += carrier.slot_samples())
    for (std::size_t l = 0; l < symbols_a_slot; ++l) {
      // The first quarter of a prefix is where the symbol before it still echoes.
      std::size_t skipped = carrier.prefix(l) / 4, start = slot + carrier.symbol_start(l) + skipped;
      auto part = kernel::dot_conjugate(samples.data() + start + n, samples.data() + start, carrier.prefix(l) - skipped);
      if (std::isfinite(part.real()) && std::isfinite(part.imag())) sum += std::complex<double>(part);
    }
  return sum == 0.0 ? 0.0f : float(std::arg(sum) / full_turn * spacing_hz(carrier.spacing));
}

double correct_cfo(SampleSpan samples, double cfo_hz, double sample_rate_hz, double start_phase) {
  double turn = -full_turn * cfo_hz / sample_rate_hz;
  std::array<Sample, 64> small;  // rotations of one stretch; each stretch begins exactly
  for (std::size_t i = 0; i < small.size(); ++i) small[i] = Sample(std::polar(1.0, turn * double(i)));
  std::array<Sample, small.size()> here;
  for (std::size_t at = 0; at < samples.size(); at += small.size()) {
    std::size_t count = std::min(small.size(), samples.size() - at);
    kernel::scale(small.data(), Sample(std::polar(1.0, std::fmod(turn * double(at) + start_phase, full_turn))), count, here.data());
    kernel::multiply(samples.data() + at, here.data(), count, samples.data() + at);
  }
  return std::fmod(start_phase + turn * double(samples.size()), full_turn);
}

}  // namespace pellucid::phy
