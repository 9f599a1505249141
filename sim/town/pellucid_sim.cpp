// pellucid-sim: whole towns in simulated time, one seed each. `./dev sim --seeds 500`.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "sim/town/town.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Simulated networks: each seed is a town whose phones register, go idle, are paged and leave, with losses and failures."};
  pellucid::sim::TownOptions options;
  std::uint64_t first = 1, seeds = 200;
  bool calm = false;
  app.add_option("--seeds", seeds, "how many")->capture_default_str();
  app.add_option("--first", first, "the first seed")->capture_default_str();
  app.add_option("--phones", options.phones, "phones in each town")->capture_default_str();
  app.add_option("--gnbs", options.gnbs, "base stations in each town")->capture_default_str();
  app.add_flag("--calm", calm, "no losses and no failures");
  CLI11_PARSE(app, argc, argv);
  if (calm) options.air_loss = options.n4_loss = 0, options.break_n2 = options.crash_core = false;
  std::size_t failed = 0;
  std::uint64_t events = 0;
  auto start = std::chrono::steady_clock::now();
  auto elapsed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  for (std::uint64_t n = 0; n < seeds; ++n) {
    options.seed = first + n;
    auto report = pellucid::sim::run_town(options);
    events += report.events;
    if (!report.good) {
      ++failed;
      std::printf("seed %llu FAILED: %s\n", static_cast<unsigned long long>(options.seed), report.what.c_str());
    }
    if (seeds <= 10 || (n + 1) % 10 == 0)
      std::printf("%llu towns, %zu failed, %.2f s a town, %.0f events/s; the last: %zu phones, %llu registrations, digest %016llx\n",
                  static_cast<unsigned long long>(n + 1), failed, elapsed() / double(n + 1), double(events) / elapsed(), report.sessions,
                  static_cast<unsigned long long>(report.registrations), static_cast<unsigned long long>(report.digest));
    std::fflush(stdout);
  }
  return failed == 0 ? 0 : 1;
}
