// The kernels in plain loops: what the vectors have to agree with.
#include <algorithm>
#include <cstdlib>

#include "ran/phy/coding/ldpc_work.hpp"

namespace pellucid::phy {
namespace {

std::int8_t saturated(int value) { return std::int8_t(std::clamp(value, -128, 127)); }

int scaled(int least) {
  const int bounded = std::min<int>(least, scaled_limit);
  return bounded - (bounded + 2) / 4;
}

int corrected(int least, int second, int correction) {
  const int lowered = std::max(0, correction - (second - least) / 4);
  const int raised = std::max(0, correction - std::min(second + least, 255) / 4);
  const int bounded = std::min<int>(std::max(0, least + raised - lowered), corrected_limit);
  return bounded - (bounded + 8) / 16;
}

void one_check(LdpcWork& work, unsigned r, unsigned i) {
  int least = 255, second = 255, third = 255;
  bool negative = false;
  int from_bits[LdpcWork::max_degree];
  const auto row = work.row(r);
  for (std::size_t e = 0; e < row.size(); ++e) {
    const int soft = work.soft[row[e].column + (i + row[e].shift) % work.z];
    from_bits[e] = saturated(soft - work.messages[row[e].message + i]);
    const int size = std::abs(from_bits[e]);
    third = std::min(third, std::max(second, size));
    second = std::min(second, std::max(least, size));
    least = std::min(least, size);
    negative ^= from_bits[e] < 0;
  }
  const int to_most = work.correction ? corrected(least, second, work.correction) : scaled(least);
  const int to_least = work.correction ? corrected(second, third, work.correction) : scaled(second);
  for (std::size_t e = 0; e < row.size(); ++e) {
    const int size = std::abs(from_bits[e]) == least ? to_least : to_most;
    const int message = negative != (from_bits[e] < 0) ? -size : size;
    work.messages[row[e].message + i] = std::int8_t(message);
    work.soft[row[e].column + (i + row[e].shift) % work.z] = saturated(from_bits[e] + message);
  }
}

}  // namespace

void ldpc_iterate_reference(LdpcWork& work) {
  for (unsigned r = 0; r < work.row_count; ++r)
    for (unsigned i = 0; i < work.z; ++i) one_check(work, r, i);
}

bool ldpc_parity_reference(const LdpcWork& work, unsigned first_row) {
  for (unsigned r = first_row; r < work.row_count; ++r)
    for (unsigned i = 0; i < work.z; ++i) {
      bool odd = false;
      for (const auto& edge : work.row(r)) odd ^= work.soft[edge.column + (i + edge.shift) % work.z] < 0;
      if (odd) return false;
    }
  return true;
}

void ldpc_xor_reference(std::span<const std::uint8_t* const> sources, unsigned z, std::uint8_t* out) {
  for (unsigned i = 0; i < z; ++i) {
    std::uint8_t sum = 0;
    for (const auto* source : sources) sum ^= source[i];
    out[i] = sum;
  }
}

Magnitudes ldpc_measure_reference(LlrView soft) {
  Magnitudes out;
  for (int llr : soft) {
    out.sum += std::uint32_t(std::abs(llr));
    out.count += llr != 0;
  }
  return out;
}

void ldpc_scale_reference(LlrView from, int scale, std::int8_t* to) {
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = std::int8_t(std::clamp((from[i] * scale + 128) >> 8, -127, 127));
}

bool ldpc_decide_reference(const std::int8_t* soft, BitSpan bits) {
  bool undecided = false;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    bits[i] = soft[i] < 0;
    undecided |= soft[i] == 0;
  }
  return !undecided;
}

}  // namespace pellucid::phy
