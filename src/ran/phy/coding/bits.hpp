// Bits and soft bits, as every room of the physical layer hands them to the next.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pellucid::phy {

/// One bit an octet, 0 or 1, the first transmitted first.
using Bits = std::vector<std::uint8_t>;
using BitView = std::span<const std::uint8_t>;
using BitSpan = std::span<std::uint8_t>;

/// Log-likelihood ratio of one received bit: positive means that 0 is the likelier. Saturates at +-127; 0 knows nothing (an erased
/// or punctured bit).
using Llr = std::int8_t;
using Llrs = std::vector<Llr>;
using LlrView = std::span<const Llr>;
using LlrSpan = std::span<Llr>;

}  // namespace pellucid::phy
