#pragma once
// A town on a simulated network: one core, one UPF on another host, a few base stations and many phones, with losses on the air and on
// N4 and base stations that lose their N2. One seed decides everything; the same seed gives the same run.
//
//   auto report = sim::run_town({.seed = 7});
//   if (!report.good) std::puts(report.what.c_str());      // with the log that led there and how to run it again
#include <cstdint>
#include <string>

#include "runtime/world.hpp"

namespace pellucid::sim {

struct TownOptions {
  std::uint64_t seed = 1;
  std::size_t phones = 1000;
  std::size_t gnbs = 4;
  double air_loss = 0.02;  // of NAS messages, each way
  double n4_loss = 0.02;   // of PFCP datagrams, each way
  bool break_n2 = true;    // base stations lose their association while phones register and are paged
  bool crash_core = true;  // the core is killed and started again; phones must stay registered
};

struct TownReport {
  bool good = false;
  std::string what;  // what was wrong, the last log lines, and the command that replays it
  std::uint64_t events = 0, digest = 0;
  std::size_t registered = 0, sessions = 0, paged = 0;
  std::uint64_t registrations = 0;  // accepted, of all phones together
  Duration virtual_time{};
};

TownReport run_town(const TownOptions& options);

}  // namespace pellucid::sim
