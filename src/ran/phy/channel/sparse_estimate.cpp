#include "ran/phy/channel/sparse_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pellucid::phy {
namespace {

constexpr double sparse_turn = 2 * std::numbers::pi;
constexpr double sparse_most_delay = 0.035;  // half a normal prefix
constexpr double sparse_spacing = 4;         // subcarriers between pilots

/// How much adds up with this delay taken out.
double sparse_likelihood(const SparsePilots& pilots, double delay) {
  const Sample step(std::polar(1.0, sparse_turn * sparse_spacing * delay));
  double sum = 0;
  for (std::size_t s = 0; s < pilots.symbols; ++s)
    for (std::size_t p = 0; p < pilots.piece_count; ++p) {
      const auto& piece = pilots.pieces[p];
      Sample turn{1, 0}, together{};
      for (std::size_t i = piece.first; i < std::size_t(piece.first) + piece.count; ++i) {
        together += pilots.z[s][i] * turn;
        turn *= step;
      }
      sum += double(std::norm(together));
    }
  return sum;
}

double sparse_find_delay(const SparsePilots& pilots) {
  std::size_t longest = 1;
  for (std::size_t p = 0; p < pilots.piece_count; ++p) longest = std::max<std::size_t>(longest, pilots.pieces[p].count);
  const auto steps = int(std::clamp(2 * sparse_most_delay * 4 * sparse_spacing * double(longest), 8.0, 160.0));
  const double step = 2 * sparse_most_delay / steps;
  int best = 0;
  std::array<double, 163> likely{};  // with one more at each end, for the refinement
  for (int i = 0; i < steps + 3; ++i) {
    likely[std::size_t(i)] = sparse_likelihood(pilots, (i - 1) * step - sparse_most_delay);
    if (i > 0 && i < steps + 2 && likely[std::size_t(i)] > likely[std::size_t(best)]) best = i;
  }
  if (best == 0) return 0;
  const double before = likely[std::size_t(best - 1)], at = likely[std::size_t(best)], after = likely[std::size_t(best + 1)];
  const double curve = before - 2 * at + after;
  const double shift = curve < 0 ? std::clamp(0.5 * (before - after) / curve, -0.5, 0.5) : 0;
  return (best - 1 + shift) * step - sparse_most_delay;
}

/// Phase from one symbol to the next, from the first to the last.
double sparse_find_drift(const SparsePilots& pilots) {
  if (pilots.symbols < 2) return 0;
  const std::size_t last = pilots.symbols - 1;
  Sample sum{};
  for (std::size_t i = 0; i < pilots.count; ++i)
    if (!pilots.missing[0][i] && !pilots.missing[last][i]) sum += pilots.z[last][i] * std::conj(pilots.z[0][i]);
  return std::norm(sum) > 0 ? double(std::arg(sum)) / double(last) : 0;
}

/// Sums over windows of +-half pilots of the same piece.
class SparseWindow {
 public:
  SparseWindow(const SparsePilots& pilots, const std::array<Sample, SparsePilots::most>& mean) {
    for (std::size_t i = 0; i < pilots.count; ++i) sums_[i + 1] = sums_[i] + mean[i];
  }
  struct Around {
    Sample sum;
    std::size_t count;
  };
  Around around(const SparsePilots::Piece& piece, std::size_t i, std::size_t half) const {
    const std::size_t first = i - std::min<std::size_t>(half, i - piece.first);
    const std::size_t end = std::min<std::size_t>(i + half + 1, std::size_t(piece.first) + piece.count);
    return {sums_[end] - sums_[first], end - first};
  }

 private:
  std::array<Sample, SparsePilots::most + 1> sums_{};
};

}  // namespace

float SparseFigures::snr_db() const { return power > 0 && noise > 0 ? 10 * std::log10(power / noise) : -100.0f; }

SparseFigures estimate_sparse(SparsePilots& pilots, bool turning, SampleSpan smooth) {
  std::fill(smooth.begin(), smooth.end(), Sample{});
  SparseFigures out;
  double total = 0;
  for (std::size_t s = 0; s < pilots.symbols; ++s)
    for (std::size_t i = 0; i < pilots.count; ++i) total += double(std::norm(pilots.z[s][i]));
  if (!(total > 0) || !std::isfinite(total)) return out;
  out.delay = sparse_find_delay(pilots);
  for (std::size_t s = 0; s < pilots.symbols; ++s)
    for (std::size_t p = 0; p < pilots.piece_count; ++p)
      for (std::size_t i = 0; i < pilots.pieces[p].count; ++i)
        pilots.z[s][pilots.pieces[p].first + i] *= Sample(std::polar(1.0, sparse_turn * sparse_spacing * out.delay * double(i)));
  if (turning) out.drift = sparse_find_drift(pilots);

  std::array<Sample, SparsePilots::most> mean{};
  std::array<float, SparsePilots::most> seen{};
  const double middle = double(pilots.symbols - 1) / 2;
  for (std::size_t s = 0; s < pilots.symbols; ++s) {
    const Sample back(std::polar(1.0, -out.drift * (double(s) - middle)));
    for (std::size_t i = 0; i < pilots.count; ++i)
      if (!pilots.missing[s][i]) mean[i] += pilots.z[s][i] * back, seen[i] += 1;
  }
  double power = 0, noise_left = 0;  // of the means; what is left of an element's noise in them
  for (std::size_t i = 0; i < pilots.count; ++i) {
    mean[i] /= std::max(seen[i], 1.0f);
    power += double(std::norm(mean[i])) / double(pilots.count);
    noise_left += 1 / double(std::max(seen[i], 1.0f)) / double(pilots.count);
  }

  // Leave one out: the window whose neighbours predict a pilot best, the wider one where two do equally well.
  const SparseWindow window(pilots, mean);
  double best_error = 0;
  std::size_t best_half = 1;
  for (std::size_t half : {1u, 2u, 4u, 8u, 16u, 32u, 288u}) {
    double sum = 0, noise = 0, count = 0;
    for (std::size_t p = 0; p < pilots.piece_count; ++p) {
      const auto& piece = pilots.pieces[p];
      for (std::size_t i = piece.first; i < std::size_t(piece.first) + piece.count; ++i) {
        const auto around = window.around(piece, i, half);
        if (around.count < 2) continue;
        const auto others = float(around.count - 1);
        const double error = double(std::norm(mean[i] - (around.sum - mean[i]) / others));
        sum += error;
        noise += error * double(seen[i]) / (1 + 1 / double(others));
        count += 1;
      }
    }
    if (count == 0) break;
    if (half == 1 || sum / count <= 1.01 * best_error) {
      best_error = half == 1 ? sum / count : std::min(best_error, sum / count);
      best_half = half;
      out.noise = float(noise / count);
    }
  }
  for (std::size_t p = 0; p < pilots.piece_count; ++p) {
    const auto& piece = pilots.pieces[p];
    for (std::size_t i = piece.first; i < std::size_t(piece.first) + piece.count; ++i) {
      const auto around = window.around(piece, i, best_half);
      smooth[i] = around.sum / float(around.count);
    }
  }
  out.power = float(std::max(power - double(out.noise) * noise_left, 1e-3 * power));
  out.noise = std::max(out.noise, 1e-7f * out.power);
  return out;
}

double coherence_of(const SparsePilots& pilots) {
  double most = 0;
  for (std::size_t s = 0; s < pilots.symbols; ++s)
    for (std::size_t p = 0; p < pilots.piece_count; ++p) {
      const auto& piece = pilots.pieces[p];
      double energy = 0, count = 0;
      for (std::size_t i = piece.first; i < std::size_t(piece.first) + piece.count; ++i) {
        energy += double(std::norm(pilots.z[s][i]));
        count += !pilots.missing[s][i];
      }
      most += energy * count;
    }
  if (!(most > 0) || !std::isfinite(most)) return 0;
  return std::min(1.0, sparse_likelihood(pilots, sparse_find_delay(pilots)) / most);
}

Sample channel_at(const SparsePilots& pilots, const SparsePilots::Piece& piece, SampleView smooth, const SparseFigures& figures,
                  std::size_t subcarrier, std::size_t s) {
  const double from_first = double(subcarrier) - double(piece.first_subcarrier);
  const double place = std::clamp(from_first / sparse_spacing, 0.0, double(piece.count - 1));
  const auto low = std::min(std::size_t(place), std::size_t(piece.count - 1));
  const auto high = std::min(low + 1, std::size_t(piece.count - 1));
  const auto part = float(place - double(low));
  const Sample level = (1 - part) * smooth[piece.first + low] + part * smooth[piece.first + high];
  const double middle = double(pilots.symbols - 1) / 2;
  const double angle = figures.drift * (double(s) - middle) - sparse_turn * figures.delay * from_first;
  return level * Sample(std::polar(1.0, angle));
}

}  // namespace pellucid::phy
