// pellucid-bench NAME [--json FILE]: one benchmark, a table on standard output, the same figures as JSON in FILE.
#include <cstdio>
#include <cstring>
#include <fstream>

#include "bench/benchmarks.hpp"

using namespace pellucid;
using namespace pellucid::bench;

namespace {

constexpr Benchmark benchmarks[] = {
    {"crypto", "authentication, identities, NAS protection", measure_crypto},
    {"codec", "captured messages decoded and encoded", measure_codec},
    {"store", "subscribers and contexts on disk", measure_store},
    {"world", "timers, coroutines, sockets, SCTP", measure_world},
    {"control", "registrations with session through real SCTP", measure_control},
    {"start", "from exec to the first accepted NG Setup", measure_start},
};

int usage() {
  std::fprintf(stderr, "pellucid-bench NAME [--json FILE]; NAME is one of\n");
  for (auto& b : benchmarks) std::fprintf(stderr, "  %-8s  %s\n", b.name, b.meaning);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const char *name = nullptr, *json = nullptr;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--list") == 0) {
      for (auto& b : benchmarks) std::puts(b.name);
      return 0;
    }
    if (std::strcmp(argv[i], "--machine") == 0) {
      std::puts(machine().json().c_str());
      return 0;
    }
    if (std::strcmp(argv[i], "--json") == 0 && i + 1 < argc)
      json = argv[++i];
    else if (!name && argv[i][0] != '-')
      name = argv[i];
    else
      return usage();
  }
  if (!name) return usage();
  for (auto& b : benchmarks) {
    if (std::strcmp(b.name, name) != 0) continue;
    auto report = b.run();
    if (!report.ok()) {
      std::fprintf(stderr, "%s: %s\n", name, report.error().c_str());
      return 1;
    }
    std::fputs(report->table().c_str(), stdout);
    if (json && !(std::ofstream(json) << report->tree().json() << '\n')) {
      std::fprintf(stderr, "%s cannot be written\n", json);
      return 1;
    }
    return 0;
  }
  return usage();
}
