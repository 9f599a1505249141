#include "ran/phy/channel/resource_allocation.hpp"

#include <bit>

namespace pellucid::phy {

unsigned ceil_log2(std::uint32_t n) { return n <= 1 ? 0 : unsigned(std::bit_width(n - 1)); }

unsigned riv_bits(std::uint16_t bwp_blocks) { return ceil_log2(std::uint32_t(bwp_blocks) * (bwp_blocks + 1u) / 2); }

Result<std::uint32_t, Fault> riv(std::uint16_t bwp_blocks, RbRange range) {
  const std::uint32_t n = bwp_blocks, start = range.start, length = range.length;
  if (n == 0 || n > most_resource_blocks) return Fail(Fault{"bandwidth part is not 1..275 blocks (TS 38.211 4.4.5)"});
  if (length == 0 || start + length > n) return Fail(Fault{"allocation is empty or leaves the bandwidth part (TS 38.214 5.1.2.2.2)"});
  if (length - 1 <= n / 2) return n * (length - 1) + start;
  return n * (n - length + 1) + (n - 1 - start);
}

Result<RbRange, Fault> from_riv(std::uint16_t bwp_blocks, std::uint32_t value) {
  const std::uint32_t n = bwp_blocks;
  if (n == 0 || n > most_resource_blocks) return Fail(Fault{"bandwidth part is not 1..275 blocks (TS 38.211 4.4.5)"});
  if (value >= n * (n + 1) / 2) return Fail(Fault{"no allocation has this RIV (TS 38.214 5.1.2.2.2)"});
  std::uint32_t length = value / n + 1, start = value % n;
  if (start + length > n) {
    length = n + 2 - length;
    start = n - 1 - start;
  }
  return RbRange{std::uint16_t(start), std::uint16_t(length)};
}

Result<RbRange, Fault> from_scaled_riv(std::uint16_t initial_blocks, std::uint16_t active_blocks, std::uint32_t value) {
  auto small = from_riv(initial_blocks, value);
  if (!small) return small;
  if (active_blocks == 0 || active_blocks > most_resource_blocks)
    return Fail(Fault{"bandwidth part is not 1..275 blocks (TS 38.211 4.4.5)"});
  std::uint16_t scale = 1;
  while (scale < 8 && active_blocks > initial_blocks && 2 * scale * initial_blocks <= active_blocks) scale = std::uint16_t(2 * scale);
  RbRange range{std::uint16_t(small->start * scale), std::uint16_t(small->length * scale)};
  if (range.start + range.length > active_blocks) return Fail(Fault{"allocation leaves the bandwidth part (TS 38.214 5.1.2.2.2)"});
  return range;
}

Result<std::uint8_t, Fault> sliv(SymbolRange range) {
  const unsigned start = range.start, length = range.length;
  if (length == 0 || start + length > 14) return Fail(Fault{"symbols are none or leave the slot (TS 38.214 5.1.2.1)"});
  if (length - 1 <= 7) return std::uint8_t(14 * (length - 1) + start);
  return std::uint8_t(14 * (14 - length + 1) + (14 - 1 - start));
}

Result<SymbolRange, Fault> from_sliv(std::uint8_t value) {
  unsigned length = value / 14u + 1, start = value % 14u;
  if (start + length > 14) {
    length = 16 - length;
    start = 13 - start;
  }
  SymbolRange range{std::uint8_t(start), std::uint8_t(length)};
  auto back = sliv(range);
  if (!back || *back != value) return Fail(Fault{"no symbols have this SLIV (TS 38.214 5.1.2.1)"});
  return range;
}

Result<TimeAllocation, Fault> default_pdsch_time_allocation_a(unsigned index, unsigned dmrs_type_a_position) {
  struct Row {
    MappingType mapping;
    SymbolRange position2, position3;
  };
  using enum MappingType;
  static constexpr Row rows[16] = {{a, {2, 12}, {3, 11}}, {a, {2, 10}, {3, 9}}, {a, {2, 9}, {3, 8}},   {a, {2, 7}, {3, 6}},
                                   {a, {2, 5}, {3, 4}},   {b, {9, 4}, {10, 4}}, {b, {4, 4}, {6, 4}},   {b, {5, 7}, {5, 7}},
                                   {b, {5, 2}, {5, 2}},   {b, {9, 2}, {9, 2}},  {b, {12, 2}, {12, 2}}, {a, {1, 13}, {1, 13}},
                                   {a, {1, 6}, {1, 6}},   {a, {2, 4}, {2, 4}},  {b, {4, 7}, {4, 7}},   {b, {8, 4}, {8, 4}}};
  if (index >= 16) return Fail(Fault{"time-domain row is not 0..15 (TS 38.214 5.1.2.1.1)"});
  if (dmrs_type_a_position != 2 && dmrs_type_a_position != 3) return Fail(Fault{"dmrs-TypeA-Position is not 2 or 3 (TS 38.211 7.4.1.1.2)"});
  return TimeAllocation{0, rows[index].mapping, dmrs_type_a_position == 2 ? rows[index].position2 : rows[index].position3};
}

unsigned rbg_size(std::uint16_t bwp_blocks, unsigned configuration) {
  const bool second = configuration == 2;
  if (bwp_blocks <= 36) return second ? 4 : 2;
  if (bwp_blocks <= 72) return second ? 8 : 4;
  if (bwp_blocks <= 144) return second ? 16 : 8;
  return 16;
}

unsigned rbg_count(BandwidthPart part, unsigned configuration) {
  const unsigned p = rbg_size(part.size, configuration);
  return (part.size + part.start % p + p - 1) / p;
}

Result<RbList, Fault> type0_blocks(BandwidthPart part, unsigned configuration, std::uint32_t bitmap) {
  if (part.size == 0 || part.size > most_resource_blocks) return Fail(Fault{"bandwidth part is not 1..275 blocks (TS 38.211 4.4.5)"});
  if (configuration != 1 && configuration != 2) return Fail(Fault{"rbg-Size is not configuration 1 or 2 (TS 38.214 5.1.2.2.1)"});
  const unsigned p = rbg_size(part.size, configuration), groups = rbg_count(part, configuration);
  if (bitmap == 0 || (groups < 32 && bitmap >> groups)) return Fail(Fault{"type 0 bitmap is empty or too long (TS 38.214 5.1.2.2.1)"});
  RbList blocks;
  for (std::uint16_t rb = 0; rb < part.size; ++rb) {
    const unsigned group = (part.start % p + rb) / p;
    if (bitmap >> (groups - 1 - group) & 1) blocks.push(rb);
  }
  return blocks;
}

Result<RbList, Fault> interleaved_blocks(const VrbInterleaver& interleaver, std::span<const std::uint16_t> virtual_blocks) {
  const unsigned size = interleaver.bundle;
  if (size != 2 && size != 4) return Fail(Fault{"bundle size is not 2 or 4 (TS 38.211 7.3.1.6)"});
  if (interleaver.blocks == 0 || interleaver.blocks > most_resource_blocks)
    return Fail(Fault{"no blocks to interleave (TS 38.211 7.3.1.6)"});
  const unsigned phase = interleaver.aligned ? interleaver.grid_start % size : 0;  // blocks missing from the first bundle
  const unsigned bundles = (interleaver.blocks + phase + size - 1) / size;
  const unsigned columns = bundles / 2;  // C, with R = 2
  RbList out;
  for (auto vrb : virtual_blocks) {
    if (vrb >= interleaver.blocks) return Fail(Fault{"virtual block outside its set (TS 38.211 7.3.1.6)"});
    const unsigned j = (vrb + phase) / size, inside = (vrb + phase) % size;
    const unsigned to = j == bundles - 1 ? j : (j % 2) * columns + j / 2;  // f(j) = rC + c, j = cR + r
    unsigned prb = to * size + inside;
    // Bundle 0 is the only short one that is not mapped to itself when the first bundle is cut: f(0) = 0, so lengths always agree.
    if (prb < phase || prb - phase >= interleaver.blocks) return Fail(Fault{"virtual block without a physical one (TS 38.211 7.3.1.6)"});
    if (!out.push(std::uint16_t(prb - phase))) return Fail(Fault{"more virtual blocks than a bandwidth part has"});
  }
  return out;
}

RbList list_of(RbRange range) {
  RbList list;
  for (unsigned i = 0; i < range.length; ++i) list.push(std::uint16_t(range.start + i));
  return list;
}

}  // namespace pellucid::phy
