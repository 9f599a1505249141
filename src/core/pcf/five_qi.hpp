#pragma once
// The standardized 5QI values and their characteristics (TS 23.501 table 5.7.4-1), for information: check, the console and reports
// show them. The network signals the 5QI itself.
#include <cstdint>
#include <span>

namespace pellucid::pcf {

enum class Resource : std::uint8_t { non_gbr, gbr, delay_critical_gbr };

struct FiveQi {
  std::uint8_t value;
  Resource resource;
  std::uint8_t priority;             // default priority level, 1 is first
  std::uint16_t delay_budget_ms;     // packet delay budget
  std::uint8_t error_rate_exponent;  // packet error rate 10^-n
  std::uint32_t burst_octets;        // default maximum data burst volume; 0: not applicable
  std::uint16_t window_ms;           // averaging window; 0: not applicable
};

/// All of them, in the order of their values.
std::span<const FiveQi> standardized_five_qis();
/// nullptr if that value is not standardized.
const FiveQi* five_qi(std::uint8_t value);

}  // namespace pellucid::pcf
