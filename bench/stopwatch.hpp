#pragma once
// How often a second of this thread's processor time something can be done. Processor time, not wall time: what else runs on the machine
// disturbs caches then, but does not count.
#include <ctime>

#include <algorithm>
#include <cstdint>

namespace pellucid::bench {

inline double thread_cpu_s() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return double(t.tv_sec) + double(t.tv_nsec) / 1e9;
}

inline double wall_s() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return double(t.tv_sec) + double(t.tv_nsec) / 1e9;
}

/// Keeps the compiler from finding out that a result is not used.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// The best of `rounds` rounds of at least `round_s` processor seconds each. `work` does one unit, or returns how many it did.
template <class Work>
double per_cpu_second(Work work, double round_s = 0.15, int rounds = 3) {
  double best = 0;
  for (int round = 0; round < rounds; ++round) {
    std::uint64_t done = 0, batch = 1;
    double start = thread_cpu_s(), spent = 0;
    while (spent < round_s) {
      for (std::uint64_t i = 0; i < batch; ++i) {
        if constexpr (requires { done += std::uint64_t(work()); })
          done += std::uint64_t(work());
        else
          work(), ++done;
      }
      spent = thread_cpu_s() - start;
      if (spent < round_s / 8) batch *= 2;
    }
    best = std::max(best, double(done) / spent);
  }
  return best;
}

}  // namespace pellucid::bench
