// pellucid-bench NAME [--json FILE]: one benchmark, a table on standard output, the same figures as JSON in FILE.
#include "bench/benchmarks.hpp"
#include "bench/program.hpp"

using namespace pellucid;
using namespace pellucid::bench;

namespace {

constexpr Benchmark benchmarks[] = {
    {"crypto", "authentication, identities, NAS protection", measure_crypto},
    {"codec", "captured messages decoded and encoded", measure_codec},
    {"store", "subscribers and contexts on disk", measure_store},
    {"world", "timers, coroutines, sockets, SCTP", measure_world},
    {"oversight", "policy lists over 100,000 components", measure_oversight},
    {"control", "registrations with session through real SCTP", measure_control},
    {"start", "from exec to the first accepted NG Setup", measure_start},
};

}  // namespace

int main(int argc, char** argv) { return run_program("pellucid-bench", benchmarks, argc, argv); }
