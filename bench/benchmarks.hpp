#pragma once
// The benchmarks of pellucid-bench. Each gives its report, or says why it could not measure.
#include <string>

#include "base/result.hpp"
#include "bench/figures.hpp"

namespace pellucid::bench {

using Measured = Result<Report, std::string>;

struct Benchmark {
  const char* name;
  const char* meaning;
  Measured (*run)();
};

Measured measure_crypto();
Measured measure_codec();
Measured measure_store();
Measured measure_world();
Measured measure_oversight();
/// These two change this process's namespaces: one of them a process.
Measured measure_control();
Measured measure_start();

}  // namespace pellucid::bench
