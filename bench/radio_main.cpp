// pellucid-radio-bench NAME [--json FILE]: benchmarks of the radio, as pellucid-bench those of the core.
#include "bench/program.hpp"
#include "bench/radio_benchmarks.hpp"

using namespace pellucid::bench;

int main(int argc, char** argv) {
  constexpr Benchmark benchmarks[] = {
      {"phy", "channel coding", measure_phy_coding},
      {"waveform", "transforms, OFDM, soft demapping", measure_phy_waveform},
      {"slots", "whole slots against their duration", measure_slots},
      {"code_link", "error rates of the data's code against SNR, a table and a picture", measure_code_link},
      {"link", "the same of data through whole receivers", measure_link},
      {"control_link", "the same of control, broadcast and random access", measure_control_link},
  };
  return run_program("pellucid-radio-bench", benchmarks, argc, argv);
}
