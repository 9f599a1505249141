#include "ran/phy/channel/presence.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pellucid::phy {

double log_noise_chance(const SignalMatch& match) {
  if (!std::isfinite(match.energy) || !std::isfinite(match.matched) || match.energy <= 0 || match.matched <= 0) return 0;
  if (match.groups == 0 || match.dimensions <= match.groups) return 0;
  double ratio = std::min(match.matched / match.energy, 1 - 1e-12);
  double a = match.groups;
  double n = match.dimensions - 1.0;
  if (ratio <= a / match.dimensions) return 0;  // no more than noise gives on average
  // P(Beta(a, dimensions - a) > ratio) = sum of C(n, j) ratio^j (1 - ratio)^(n - j) over j < a; above the mean the last term is the
  // largest.
  double top = std::lgamma(n + 1) - std::lgamma(a) - std::lgamma(n - a + 2) + (a - 1) * std::log(ratio) + (n - a + 1) * std::log1p(-ratio);
  double odds = (1 - ratio) / ratio;
  double sum = 1;
  double term = 1;
  for (double j = a - 1; j >= 1; --j) {
    term *= j / (n - j + 1) * odds;
    sum += term;
    if (term < 1e-9 * sum) break;
  }
  return std::min(0.0, top + std::log(sum) + match.log2_hypotheses * std::numbers::ln2);
}

bool is_signal(const SignalMatch& match) { return log_noise_chance(match) < std::log(allowed_false_alarms); }

}  // namespace pellucid::phy
