#pragma once
// The command line of a benchmark program: PROGRAM NAME [--json FILE] | --list | --machine.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <span>

#include "bench/benchmarks.hpp"

namespace pellucid::bench {

inline int run_program(const char* program, std::span<const Benchmark> benchmarks, int argc, char** argv) {
  auto usage = [&] {
    std::fprintf(stderr, "%s NAME [--json FILE]; NAME is one of\n", program);
    for (auto& b : benchmarks) std::fprintf(stderr, "  %-8s  %s\n", b.name, b.meaning);
    return 2;
  };
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

}  // namespace pellucid::bench
