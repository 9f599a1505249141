// Inside the room only: the base graphs, the work space of the LDPC decoder, and the kernels in both builds.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ran/phy/coding/ldpc.hpp"

namespace pellucid::phy {

inline constexpr unsigned core_rows = 4;  // the rows whose parity columns depend on each other
inline constexpr unsigned not_sent = 2;   // columns that are never sent

/// One circulant of a lifted base graph: check i of the row contains bit (i + shift) mod Z of the column.
struct LdpcCirculant {
  std::uint16_t row, column, shift;
};
inline constexpr unsigned max_circulants = 316;
/// All of a base graph, row by row, lifted. Gives how many. `z` is a lifting size.
unsigned lift(BaseGraph graph, unsigned z, std::span<LdpcCirculant, max_circulants> out);

struct LdpcWork {
  // Octets between columns: Z, and behind it the beginning of the column again, so that a vector may be read across the end.
  static constexpr unsigned max_vector = 64;
  static constexpr unsigned column_stride = max_lifting_size + max_vector;
  static constexpr unsigned max_degree = 32;  // 19 in the standard's graphs

  struct Edge {
    std::uint32_t column;   // offset of the column in soft
    std::uint32_t message;  // offset in messages
    std::uint32_t shift;
  };
  unsigned z = 0;
  unsigned row_count = 0;
  std::uint8_t correction = 0;              // how messages are made of the least magnitudes: below
  std::array<std::uint16_t, 47> row_start;  // in edges, one past the end too
  std::array<Edge, max_circulants> edges;
  alignas(64) std::array<std::int8_t, 68 * column_stride> soft;                     // a-posteriori soft bits
  alignas(64) std::array<std::int8_t, max_circulants * max_lifting_size> messages;  // check to bit, of the last iteration
  alignas(64) std::array<std::int8_t, max_degree * max_vector> from_bits;           // bit to check, of the vector of checks at work
  std::array<std::uint32_t, max_degree> offsets;

  std::span<const Edge> row(unsigned r) const { return {&edges[row_start[r]], std::size_t(row_start[r + 1] - row_start[r])}; }
};

/// Messages are bounded by 63. Without correction one is 3/4 of the least magnitude (normalised min-sum).
inline constexpr std::uint8_t scaled_limit = 84;
/// With correction c it follows the exact sum of two magnitudes a <= b, a - ln(1 + e^-(b-a)) + ln(1 + e^-(a+b)) with ln(1 + e^-x) taken as
/// max(0, c - x/4), and of that 15/16.
inline constexpr std::uint8_t corrected_limit = 67;

/// One iteration over all rows in order.
void ldpc_iterate_vector(LdpcWork& work);
void ldpc_iterate_reference(LdpcWork& work);
/// Whether the signs of the soft bits fulfil the rows from `first_row` on.
bool ldpc_parity_vector(const LdpcWork& work, unsigned first_row);
bool ldpc_parity_reference(const LdpcWork& work, unsigned first_row);
/// out[i] = exclusive or of source[i] over all sources, 0 <= i < z. All may be read, `out` written, up to the next multiple of 64.
void ldpc_xor_vector(std::span<const std::uint8_t* const> sources, unsigned z, std::uint8_t* out);
void ldpc_xor_reference(std::span<const std::uint8_t* const> sources, unsigned z, std::uint8_t* out);

/// Sum and number of the soft bits that are not 0.
struct Magnitudes {
  std::uint32_t sum = 0, count = 0;
  bool operator==(const Magnitudes&) const = default;
};
Magnitudes ldpc_measure_vector(LlrView soft);
Magnitudes ldpc_measure_reference(LlrView soft);
/// to[i] = from[i] * scale / 256, rounded, within +-127. `scale`: 1 … 32767.
void ldpc_scale_vector(LlrView from, int scale, std::int8_t* to);
void ldpc_scale_reference(LlrView from, int scale, std::int8_t* to);
/// bits[i] = 1 where the soft bit is negative. Whether none is 0.
bool ldpc_decide_vector(const std::int8_t* soft, BitSpan bits);
bool ldpc_decide_reference(const std::int8_t* soft, BitSpan bits);

}  // namespace pellucid::phy
