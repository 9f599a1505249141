#pragma once
// Random numbers of the simulated air: functions of a seed and a place, so that results depend on neither the order nor
// the size of the blocks in which they are asked for.
#include <cstdint>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

/// A 64-bit number for each (seed, place); neighbours have nothing to do with each other.
constexpr std::uint64_t scatter(std::uint64_t seed, std::uint64_t place) {
  std::uint64_t z = seed * 0xD1342543DE82EF95u + (place + 1) * 0x9E3779B97F4A7C15u;  // splitmix64
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}
/// In [0, 1).
constexpr double unit(std::uint64_t number) { return double(number >> 11) * 0x1p-53; }

/// Adds complex white Gaussian noise of `power` (mean of |n|^2 a sample). `time` is that of the first sample.
void add_noise(std::uint64_t seed, SampleTime time, double power, std::span<Sample> samples);

}  // namespace pellucid::radio
