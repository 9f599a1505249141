// Full registrations with a PDU session: a core process on one processor, the base stations and phones in another process on another, real
// SCTP on the loopback device between them.
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bench/benchmarks.hpp"
#include "bench/core_setup.hpp"
#include "bench/isolation.hpp"
#include "bench/stopwatch.hpp"

namespace pellucid::bench {
namespace {

constexpr std::size_t load_phones = 10'000;
constexpr int runs = 3;  // the median counts
constexpr double start_limit_s = 20, load_limit_s = 600;
constexpr double idle_s = 2;  // how long the idle core is watched
constexpr unsigned settle_us = 500'000;

struct Outcome {
  double cpu_ms = 0;      // of the core, for each registration
  double wall_per_s = 0;  // registrations
  double phone_kib = 0;   // resident memory that a registered phone adds
  double idle_mib = 0, idle_cpu_percent = 0;
  double session_ms = 0;  // switch-on to session, median
};
using Ran = Result<Outcome, std::string>;

bool comes_up(const CoreSetup& setup, ChildProcess& core) {
  for (double start = wall_s(); wall_s() - start < start_limit_s && core.running(); usleep(5000))
    if (setup.log().find(" is up with ") != std::string::npos) return true;
  return false;
}

Ran run_load(bool concealed) {
  auto setup = CoreSetup::create(load_phones);
  if (!setup.ok()) return Fail(setup.error());
  auto usable = processors();
  auto core = setup->start(usable.front());
  if (!core.ok()) return Fail(core.error().what);
  if (!comes_up(*setup, *core)) return Fail("the core did not start:\n" + setup->log());
  Outcome out;
  usleep(settle_us);
  double cpu = core->cpu_s(), start = wall_s();
  usleep(unsigned(idle_s * 1e6));
  out.idle_cpu_percent = (core->cpu_s() - cpu) / (wall_s() - start) * 100;
  double idle_kib = core->resident_kib();
  out.idle_mib = idle_kib / 1024;

  ChildProcess::Options options{
      .command = {program_beside_us("pellucid"), "sim", "--gnbs", "4", "--ues", std::to_string(load_phones), "--at-once", "100", "--json",
                  "--stay", "3600", "--patience", std::to_string(int(load_limit_s))},
      .processor = usable.back()};
  if (concealed) options.command.insert(options.command.end(), {"--home-key", setup->home_key()});
  cpu = core->cpu_s();
  auto sim = ChildProcess::start(options);
  if (!sim.ok()) return Fail(sim.error().what);
  auto line = sim->read_line(load_limit_s);
  if (!line) return Fail("the simulated phones ended without a result; the core's log:\n" + setup->log());
  usleep(settle_us);  // what it writes behind is its work too
  cpu = core->cpu_s() - cpu;
  auto said = nlohmann::json::parse(*line, nullptr, false);
  if (said.is_discarded() || said.value("sessions", 0u) != load_phones) return Fail("not everybody got a session: " + *line);
  out.cpu_ms = cpu * 1e3 / double(load_phones);
  out.wall_per_s = said.value("registrations_with_session_per_s", 0.0);
  out.session_ms = said.value("session_ms_median", 0.0);
  out.phone_kib = (core->resident_kib() - idle_kib) / double(load_phones);
  return out;
}

Ran median_run(bool concealed) {
  std::vector<Outcome> all;
  for (int run = 0; run < runs; ++run) {
    auto one = run_load(concealed);
    if (!one.ok()) return one;
    all.push_back(*one);
  }
  std::sort(all.begin(), all.end(), [](const Outcome& a, const Outcome& b) { return a.cpu_ms < b.cpu_ms; });
  return all[all.size() / 2];
}

}  // namespace

Measured measure_control() {
  Report report{"control", "10,000 phones register, each with a PDU session, over real SCTP on loopback", "bench/run control"};
  if (auto alone = isolate(); !alone.ok()) return Fail(alone.error().what);
  auto a = median_run(true);
  if (!a.ok()) return Fail(a.error());
  auto plain = median_run(false);
  if (!plain.ok()) return Fail(plain.error());
  using enum Better;
  report.add({.name = "core CPU a registration with session, SUCI profile A",
              .value = a->cpu_ms,
              .unit = "ms",
              .better = less,
              .aim = 0.2,
              .limit = 1e3 / 16'000,
              .other = 15.8});
  report.add({.name = "registrations with session a second of core CPU, profile A",
              .value = 1e3 / a->cpu_ms,
              .unit = "/s",
              .aim = 5000,
              .limit = 16'000,
              .other = 1e3 / 15.8});
  report.add({.name = "registrations with session a second (wall), profile A", .value = a->wall_per_s, .unit = "/s", .other = 38});
  report.add({.name = "switch-on to session, 100 phones under way, median", .value = a->session_ms, .unit = "ms", .better = less});
  report.add({.name = "core CPU a registration with session, null scheme", .value = plain->cpu_ms, .unit = "ms", .better = less});
  report.add({.name = "registrations with session a second (wall), null scheme", .value = plain->wall_per_s, .unit = "/s"});
  report.add(
      {.name = "memory a registered phone with session", .value = a->phone_kib, .unit = "KiB", .better = less, .aim = 8, .other = 280});
  report.add(
      {.name = "memory of the idle core with 10,000 subscribers", .value = a->idle_mib, .unit = "MiB", .better = less, .other = 118});
  report.add({.name = "CPU of the idle core", .value = a->idle_cpu_percent, .unit = "%", .better = less});
  report.notes.push_back(
      "core: `pellucid run`, user and system time of all its threads (UPF and store included), on one processor; "
      "load: `pellucid sim --gnbs 4 --ues 10000 --at-once 100`, on another");
  report.notes.push_back("median of " + std::to_string(runs) +
                         " runs, each with a fresh core; memory: resident after minus before, divided by the phones");
  return report;
}

}  // namespace pellucid::bench
