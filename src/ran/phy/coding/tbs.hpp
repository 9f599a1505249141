// Modulation and coding schemes and transport block sizes (TS 38.214 §5.1.3, §6.1.4), base graph choice (TS 38.212 §6.2.2, §7.2.2).
#pragma once

#include <cstdint>
#include <optional>

#include "ran/phy/coding/ldpc.hpp"

namespace pellucid::phy {

enum class McsTable : std::uint8_t {
  qam64,                    // Table 5.1.3.1-1: PDSCH, PUSCH without transform precoding
  qam256,                   // Table 5.1.3.1-2
  qam64_low_se,             // Table 5.1.3.1-3
  qam1024,                  // Table 5.1.3.1-4
  precoded_qam64,           // Table 6.1.4.1-1: PUSCH with transform precoding, q = 2
  precoded_qam64_low_se,    // Table 6.1.4.1-2, q = 2
  precoded_pi2bpsk,         // Table 6.1.4.1-1, q = 1 (tp-pi2BPSK)
  precoded_pi2bpsk_low_se,  // Table 6.1.4.1-2, q = 1
};

struct Mcs {
  unsigned qm = 0;                     // modulation order 1, 2, 4, 6, 8, 10
  std::optional<double> rate_x1024{};  // code rate times 1024; none in the rows kept for retransmissions
};
/// Row `index` (0 … 31) of a table; nothing past its end.
std::optional<Mcs> mcs(McsTable table, unsigned index);

struct TbsInput {
  unsigned prbs = 0;        // n_PRB
  unsigned re_per_prb = 0;  // N'_RE = 12 * symbols - DM-RS (and CDM groups without data) - overhead; more than 156 counts as 156
  double rate_x1024 = 0;
  unsigned qm = 2;
  unsigned layers = 1;
  double scaling = 1;  // S of Table 5.1.3.2-2 for P-RNTI and RA-RNTI: 1, 0.5, 0.25
};
/// TBS in bits by 38.214 §5.1.3.2 (also §6.1.4.2); 0 if there are no resource elements.
unsigned transport_block_size(const TbsInput& input);

/// `tbs_bits`: A; `rate`: R = rate_x1024 / 1024 of the first transmission's MCS.
BaseGraph choose_base_graph(unsigned tbs_bits, double rate);

}  // namespace pellucid::phy
