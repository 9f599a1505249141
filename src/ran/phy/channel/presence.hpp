// Is an uplink signal there at all, or only noise? One test for every format, without knowing the noise.
#pragma once

#include <cstdint>

namespace pellucid::phy {

/// What a receiver saw of one transmission. It looked at `dimensions` resource elements (times antennas) of total energy `energy`, and
/// projected them on the signal that it decided for, coherently within each of `groups` parts: the projections' energy is `matched`
/// (the sum over groups of |<signal, received>|^2 / <signal, signal>). The signal was the best of 2^log2_hypotheses.
struct SignalMatch {
  double energy = 0;
  double matched = 0;
  std::uint32_t dimensions = 0;
  std::uint32_t groups = 0;
  double log2_hypotheses = 0;
};

/// Natural logarithm of (an upper bound of) the chance that white Gaussian noise of any power matches this well or better: matched /
/// energy of noise has a beta distribution with parameters (groups, dimensions - groups), whatever its power; the hypotheses add up at
/// most (union bound). 0 for what is no signal: nothing received, not finite, or fewer dimensions than groups.
double log_noise_chance(const SignalMatch& match);

/// The false alarm probability that the receivers of this room allow: 1 %, the requirement of TS 38.104 §8.3 for DTX.
inline constexpr double allowed_false_alarms = 0.01;
/// Whether noise would match this well with a chance below allowed_false_alarms.
bool is_signal(const SignalMatch& match);

}  // namespace pellucid::phy
