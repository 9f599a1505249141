#include "ran/phy/coding/tbs.hpp"

#include <algorithm>
#include <cmath>

namespace pellucid::phy {
namespace {

struct Row {
  std::uint8_t qm;
  double rate_x1024;
};
#include "ran/phy/coding/tbs_tables.inc"

constexpr unsigned max_small_size = 3824;

// Products of exact numbers (1024 R has at most one binary place) stay exact below 2^53.
unsigned floor_log2(double value) { return unsigned(std::ilogb(value)); }

unsigned large_size(double information, double rate) {
  const unsigned n = floor_log2(information - 24) - 5;
  const double step = double(1u << n);
  const unsigned rounded = std::max(3840u, unsigned(step * std::floor((information - 24) / step + 0.5)));
  const auto divided = [&](unsigned limit) {
    const unsigned blocks = (rounded + 24 + limit - 1) / limit;
    return 8 * blocks * ((rounded + 24 + 8 * blocks - 1) / (8 * blocks)) - 24;
  };
  if (rate <= 0.25) return divided(3816);
  return rounded > 8424 ? divided(8424) : 8 * ((rounded + 24 + 7) / 8) - 24;
}

}  // namespace

std::optional<Mcs> mcs(McsTable table, unsigned index) {
  if (index >= 32) return {};
  const Row* rows[] = {mcs_qam64,    mcs_qam256,          mcs_qam64_low_se, mcs_qam1024,
                       mcs_precoded, mcs_precoded_low_se, mcs_precoded,     mcs_precoded_low_se};
  const bool pi2bpsk = table == McsTable::precoded_pi2bpsk || table == McsTable::precoded_pi2bpsk_low_se;
  const Row& row = rows[unsigned(table)][index];
  const unsigned q = pi2bpsk ? 1 : 2;
  Mcs out;
  out.qm = row.qm ? row.qm : q;
  if (row.rate_x1024 > 0) out.rate_x1024 = row.qm ? row.rate_x1024 : row.rate_x1024 / q;
  return out;
}

unsigned transport_block_size(const TbsInput& input) {
  const double elements = double(std::min(156u, input.re_per_prb)) * input.prbs;
  const double information = input.scaling * elements * input.rate_x1024 * input.qm * input.layers / 1024;
  if (!(information > 0)) return 0;
  if (information > max_small_size) return large_size(information, input.rate_x1024 / 1024);
  const unsigned log = information < 1 ? 0 : floor_log2(information);
  const unsigned step = 1u << std::max(3, int(log) - 6);
  const unsigned rounded = std::max(24u, step * unsigned(information / step));
  return *std::ranges::lower_bound(small_sizes, rounded);
}

BaseGraph choose_base_graph(unsigned tbs_bits, double rate) {
  const bool second = tbs_bits <= 292 || (tbs_bits <= max_small_size && rate <= 0.67) || rate <= 0.25;
  return second ? BaseGraph::bg2 : BaseGraph::bg1;
}

}  // namespace pellucid::phy
