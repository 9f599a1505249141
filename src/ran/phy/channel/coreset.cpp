#include "ran/phy/channel/coreset.hpp"

#include <algorithm>
#include <bit>

#include "base/check.hpp"

namespace pellucid::phy {
namespace {

struct CoresetZeroRow {
  std::uint8_t blocks, symbols, offset;  // 0 blocks: reserved
};
using CoresetZeroTable = std::array<CoresetZeroRow, 16>;
// TS 38.213 tables 13-1 to 13-6, all of multiplexing pattern 1.
constexpr CoresetZeroTable coreset_zero_tables[6] = {{{{24, 2, 0},
                                                       {24, 2, 2},
                                                       {24, 2, 4},
                                                       {24, 3, 0},
                                                       {24, 3, 2},
                                                       {24, 3, 4},
                                                       {48, 1, 12},
                                                       {48, 1, 16},
                                                       {48, 2, 12},
                                                       {48, 2, 16},
                                                       {48, 3, 12},
                                                       {48, 3, 16},
                                                       {96, 1, 38},
                                                       {96, 2, 38},
                                                       {96, 3, 38},
                                                       {}}},
                                                     {{{24, 2, 5},
                                                       {24, 2, 6},
                                                       {24, 2, 7},
                                                       {24, 2, 8},
                                                       {24, 3, 5},
                                                       {24, 3, 6},
                                                       {24, 3, 7},
                                                       {24, 3, 8},
                                                       {48, 1, 18},
                                                       {48, 1, 20},
                                                       {48, 2, 18},
                                                       {48, 2, 20},
                                                       {48, 3, 18},
                                                       {48, 3, 20},
                                                       {},
                                                       {}}},
                                                     {{{48, 1, 2},
                                                       {48, 1, 6},
                                                       {48, 2, 2},
                                                       {48, 2, 6},
                                                       {48, 3, 2},
                                                       {48, 3, 6},
                                                       {96, 1, 28},
                                                       {96, 2, 28},
                                                       {96, 3, 28},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {}}},
                                                     {{{24, 2, 0},
                                                       {24, 2, 1},
                                                       {24, 2, 2},
                                                       {24, 2, 3},
                                                       {24, 2, 4},
                                                       {24, 3, 0},
                                                       {24, 3, 1},
                                                       {24, 3, 2},
                                                       {24, 3, 3},
                                                       {24, 3, 4},
                                                       {48, 1, 12},
                                                       {48, 1, 14},
                                                       {48, 1, 16},
                                                       {48, 2, 12},
                                                       {48, 2, 14},
                                                       {48, 2, 16}}},
                                                     {{{48, 1, 4},
                                                       {48, 2, 4},
                                                       {48, 3, 4},
                                                       {96, 1, 0},
                                                       {96, 1, 56},
                                                       {96, 2, 0},
                                                       {96, 2, 56},
                                                       {96, 3, 0},
                                                       {96, 3, 56},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {}}},
                                                     {{{24, 2, 0},
                                                       {24, 2, 4},
                                                       {24, 3, 0},
                                                       {24, 3, 4},
                                                       {48, 1, 0},
                                                       {48, 1, 28},
                                                       {48, 2, 0},
                                                       {48, 2, 28},
                                                       {48, 3, 0},
                                                       {48, 3, 28},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {},
                                                       {}}}};

}  // namespace

const char* refusal(const Coreset& c, unsigned crb_end) {
  if (c.groups == 0 || c.groups >> 45) return "CORESET of no blocks, or more than 45 groups (TS 38.331 frequencyDomainResources)";
  const unsigned top = c.first_block + 6 * unsigned(std::bit_width(c.groups));
  if (top > crb_end) return "CORESET reaches over the carrier (TS 38.213 10.1)";
  if (c.duration < 1 || c.duration > 3) return "CORESET duration is not 1..3 symbols (TS 38.211 7.3.2.2)";
  if (c.id > 15) return "CORESET id is not 0..15 (TS 38.213 10.1)";
  if (!c.interleaved) return c.bundle == 6 ? nullptr : "REG bundle is not 6 without interleaving (TS 38.211 7.3.2.2)";
  const unsigned small = c.duration == 3 ? 3 : 2;
  if (c.bundle != 6 && c.bundle != small) return "REG bundle size does not fit the duration (TS 38.211 7.3.2.2)";
  if (c.interleaver != 2 && c.interleaver != 3 && c.interleaver != 6) return "interleaver size is not 2, 3 or 6 (TS 38.211 7.3.2.2)";
  if (c.regs() % (c.bundle * c.interleaver)) return "C of the CCE interleaver is no integer (TS 38.211 7.3.2.2)";
  if (c.shift > 1007) return "shift index is not 0..274 or a cell identity (TS 38.211 7.3.2.2)";
  return nullptr;
}

Result<Coreset, Fault> coreset_of(std::uint8_t id, std::uint64_t frequency_domain_resources, BandwidthPart part, std::uint8_t duration) {
  Coreset out;
  out.id = id;
  out.duration = duration;
  out.first_block = std::uint16_t((part.start + 5) / 6 * 6);
  if (frequency_domain_resources >> 45) return Fail(Fault{"frequencyDomainResources has 45 bits (TS 38.331)"});
  for (unsigned group = 0; group < 45; ++group)
    if (frequency_domain_resources >> (44 - group) & 1) out.groups |= std::uint64_t{1} << group;
  if (const char* why = refusal(out, part.start + part.size)) return Fail(Fault{why});
  return out;
}

Result<Coreset, Fault> coreset_zero(unsigned index, SubcarrierSpacing ssb_spacing, SubcarrierSpacing spacing, bool min_40mhz,
                                    unsigned ssb_block, std::uint16_t pci) {
  if (index >= 16) return Fail(Fault{"controlResourceSetZero is not 0..15 (TS 38.213 13)"});
  if (pci > 1007) return Fail(Fault{"cell identity is not 0..1007 (TS 38.211 7.4.2.1)"});
  if (min_40mhz && ssb_spacing == SubcarrierSpacing::khz15)
    return Fail(Fault{"no CORESET 0 table for 15 kHz SSB and 40 MHz (TS 38.213 13)"});
  const unsigned table = (min_40mhz ? 2 : 0) + 2 * mu(ssb_spacing) + mu(spacing);
  const auto row = coreset_zero_tables[table][index];
  if (row.blocks == 0) return Fail(Fault{"controlResourceSetZero is reserved (TS 38.213 13)"});
  if (ssb_block < row.offset) return Fail(Fault{"CORESET 0 would begin below common resource block 0 (TS 38.213 13)"});
  Coreset out;
  out.first_block = std::uint16_t(ssb_block - row.offset);
  out.groups = (std::uint64_t{1} << (row.blocks / 6)) - 1;
  out.duration = row.symbols;
  out.interleaved = true;
  out.shift = out.dmrs_id = pci;
  if (const char* why = refusal(out, most_resource_blocks + 1u)) return Fail(Fault{why});
  return out;
}

RbList candidate_blocks(const Coreset& coreset, unsigned cce, unsigned level) {
  check(cce + level <= coreset.cces(), "PDCCH candidate inside its CORESET");
  std::array<std::uint16_t, 45> starts{};  // block of each group
  unsigned count = 0;
  for (unsigned group = 0; group < 45; ++group)
    if (coreset.groups >> group & 1) starts[count++] = std::uint16_t(coreset.first_block + 6 * group);
  const unsigned size = coreset.bundle, bundles = coreset.regs() / size, a_cce = 6 / size, wide = size / coreset.duration;
  const unsigned rows = coreset.interleaver, columns = bundles / rows;
  std::array<bool, 270> used{};
  for (unsigned x = cce * a_cce; x < (cce + level) * a_cce; ++x) {
    const unsigned bundle = coreset.interleaved ? ((x % rows) * columns + x / rows + coreset.shift) % bundles : x;
    for (unsigned i = 0; i < wide; ++i) used[bundle * wide + i] = true;
  }
  RbList out;
  for (unsigned q = 0; q < coreset.blocks(); ++q)
    if (used[q]) out.push(std::uint16_t(starts[q / 6] + q % 6));
  return out;
}

const char* refusal(const SearchSpace& space) {
  if (space.period == 0 || space.period > 2560 || space.offset >= space.period) return "search space period or offset (TS 38.213 10.1)";
  if (space.duration == 0 || space.duration > space.period) return "search space duration (TS 38.213 10.1)";
  if (space.first_symbols == 0 || space.first_symbols >> symbols_a_slot) return "monitoringSymbolsWithinSlot (TS 38.213 10.1)";
  const bool counts = std::ranges::all_of(space.candidates, [](auto n) { return n <= 6 || n == 8; });
  return counts ? nullptr : "number of candidates is not 0..6 or 8 (TS 38.331 nrofCandidates)";
}

std::size_t pdcch_candidates(const Coreset& coreset, const SearchSpace& space, unsigned slot_in_frame, std::uint16_t rnti,
                             std::span<PdcchCandidate> out) {
  constexpr std::uint64_t multipliers[] = {39827, 39829, 39839};
  std::uint64_t y = 0;
  if (space.ue_specific) {
    y = rnti;
    for (unsigned n = 0; n <= slot_in_frame; ++n) y = multipliers[coreset.id % 3] * y % 65537;
  }
  std::size_t count = 0;
  for (unsigned power = 5; power-- > 0;) {
    const unsigned level = 1u << power, most = space.candidates[power], places = coreset.cces() / level;
    if (places == 0) continue;
    for (unsigned m = 0; m < most && count < out.size(); ++m) {
      const auto cce = level * ((y + m * coreset.cces() / (level * most)) % places);
      const PdcchCandidate candidate{std::uint8_t(level), std::uint8_t(cce)};
      if (std::find(out.begin(), out.begin() + count, candidate) == out.begin() + count) out[count++] = candidate;
    }
  }
  return count;
}

Result<Type0Occasion, Fault> type0_occasion(unsigned index, unsigned ssb, SubcarrierSpacing spacing, unsigned coreset_symbols) {
  struct Row {
    std::uint8_t offset, half_slots, first;  // O, 2 M; first 255: 0 for even i, the CORESET's symbols for odd
  };
  static constexpr Row rows[16] = {{0, 2, 0}, {0, 1, 255}, {2, 2, 0}, {2, 1, 255}, {5, 2, 0}, {5, 1, 255}, {7, 2, 0}, {7, 1, 255},
                                   {0, 4, 0}, {5, 4, 0},   {0, 2, 1}, {0, 2, 2},   {2, 2, 1}, {2, 2, 2},   {5, 2, 1}, {5, 2, 2}};
  if (index >= 16) return Fail(Fault{"searchSpaceZero is not 0..15 (TS 38.213 13)"});
  if (ssb >= 8) return Fail(Fault{"SS/PBCH block index is not 0..7 (TS 38.213 4.1)"});
  const auto& row = rows[index];
  const unsigned at = (row.offset << mu(spacing)) + ssb * row.half_slots / 2;
  Type0Occasion out;
  out.slot = at % slots_a_frame(spacing);
  out.odd_frame = at / slots_a_frame(spacing) % 2;
  out.first_symbol = row.first != 255 ? row.first : ssb % 2 ? coreset_symbols : 0;
  return out;
}

SearchSpace type0_search_space(unsigned first_symbol) {
  SearchSpace out;
  out.candidates = {0, 0, 4, 2, 1};
  out.first_symbols = std::uint16_t(1u << first_symbol);
  return out;
}

}  // namespace pellucid::phy
