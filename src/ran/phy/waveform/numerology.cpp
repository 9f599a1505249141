#include "ran/phy/waveform/numerology.hpp"

#include <algorithm>

namespace pellucid::phy {
namespace {

struct Bandwidth {
  unsigned mhz;
  unsigned blocks_15khz, blocks_30khz;  // 0: not defined
};
/// TS 38.104 Table 5.3.2-1.
constexpr Bandwidth bandwidths[] = {{3, 15, 0},    {5, 25, 11},   {7, 35, 0},    {10, 52, 24},   {15, 79, 38},   {20, 106, 51},
                                    {25, 133, 65}, {30, 160, 78}, {35, 188, 92}, {40, 216, 106}, {45, 242, 119}, {50, 270, 133},
                                    {60, 0, 162},  {70, 0, 189},  {80, 0, 217},  {90, 0, 245},   {100, 0, 273}};

constexpr unsigned largest_fft = 8192;
constexpr double most_filled = 0.85;  // of the FFT by the grid: leaves room for filters' slopes

bool is_smooth(unsigned size) {
  for (unsigned factor : {2u, 3u, 5u})
    while (size % factor == 0) size /= factor;
  return size == 1;
}

unsigned customary_fft(unsigned resource_blocks) {
  for (unsigned power = 128; power <= largest_fft; power *= 2)
    for (unsigned size : {power, power / 2 * 3})
      if (12 * resource_blocks <= most_filled * size && size % 128 == 0) return size;
  return largest_fft;
}

}  // namespace

std::optional<unsigned> resource_blocks_of(SubcarrierSpacing spacing, unsigned bandwidth_mhz) {
  for (const auto& each : bandwidths)
    if (each.mhz == bandwidth_mhz) {
      auto blocks = spacing == SubcarrierSpacing::khz15 ? each.blocks_15khz : each.blocks_30khz;
      return blocks ? std::optional(blocks) : std::nullopt;
    }
  return {};
}

Result<Carrier, std::string> carrier_of(SubcarrierSpacing spacing, unsigned bandwidth_mhz, double centre_hz) {
  auto blocks = resource_blocks_of(spacing, bandwidth_mhz);
  if (!blocks)
    return Fail("no " + std::to_string(spacing_hz(spacing) / 1000) + " kHz carrier of " + std::to_string(bandwidth_mhz) +
                " MHz in TS 38.104 Table 5.3.2-1");
  return carrier_with(spacing, *blocks, centre_hz);
}

Result<Carrier, std::string> carrier_with(SubcarrierSpacing spacing, unsigned resource_blocks, double centre_hz, unsigned fft_size) {
  if (resource_blocks < 1 || resource_blocks > 275)
    return Fail(std::to_string(resource_blocks) + " resource blocks: a carrier has 1 to 275 (TS 38.211 §4.4.2)");
  unsigned size = fft_size ? fft_size : customary_fft(resource_blocks);
  if (size % 128 != 0 || size > largest_fft || !is_smooth(size))
    return Fail("FFT size " + std::to_string(size) + " is not a multiple of 128 up to 8192 with the factors 2, 3 and 5");
  if (12 * resource_blocks > size)
    return Fail(std::to_string(resource_blocks) + " resource blocks do not fit an FFT of " + std::to_string(size));
  return Carrier{spacing, resource_blocks, size, centre_hz};
}

Result<Duplex, std::string> Duplex::tdd(SubcarrierSpacing spacing, TddPattern first, std::optional<TddPattern> second) {
  for (const auto& pattern : {first, second.value_or(first)}) {
    if (pattern.period_slots == 0) return Fail(std::string("a TDD pattern of no slots"));
    if (pattern.downlink_symbols >= symbols_a_slot || pattern.uplink_symbols >= symbols_a_slot)
      return Fail(std::string("a TDD pattern with 14 or more symbols in its partial slot: make it a whole slot"));
    std::uint64_t used =
        (std::uint64_t(pattern.downlink_slots) + pattern.uplink_slots) * symbols_a_slot + pattern.downlink_symbols + pattern.uplink_symbols;
    if (used > std::uint64_t(pattern.period_slots) * symbols_a_slot)
      return Fail(std::string("a TDD pattern with more symbols than its period has"));
  }
  std::uint64_t period = std::uint64_t(first.period_slots) + (second ? second->period_slots : 0);
  if ((2 * slots_a_frame(spacing)) % period != 0) return Fail(std::string("the TDD period does not divide 20 ms (TS 38.213 §11.1)"));
  Duplex duplex;
  duplex.first_ = first;
  if (second) duplex.second_ = *second;
  return duplex;
}

SymbolUse Duplex::use(SlotPoint slot, std::size_t l) const {
  if (is_fdd()) return SymbolUse::flexible;
  unsigned at = slot.index() % (first_.period_slots + second_.period_slots);
  bool in_second = at >= first_.period_slots;
  const auto& pattern = in_second ? second_ : first_;
  if (in_second) at -= first_.period_slots;
  std::size_t symbol = at * symbols_a_slot + l, all = pattern.period_slots * symbols_a_slot;
  if (symbol < pattern.downlink_slots * symbols_a_slot + pattern.downlink_symbols) return SymbolUse::downlink;
  if (symbol >= all - (pattern.uplink_slots * symbols_a_slot + pattern.uplink_symbols)) return SymbolUse::uplink;
  return SymbolUse::flexible;
}

bool Duplex::all(SlotPoint slot, std::size_t l, std::size_t length, SymbolUse wanted) const {
  for (std::size_t symbol = l; symbol < l + length; ++symbol)
    if (use(slot, symbol) != wanted) return false;
  return true;
}

bool Duplex::downlink(SlotPoint slot, std::size_t l, std::size_t length) const {
  return is_fdd() || all(slot, l, length, SymbolUse::downlink);
}
bool Duplex::uplink(SlotPoint slot, std::size_t l, std::size_t length) const { return is_fdd() || all(slot, l, length, SymbolUse::uplink); }

std::span<const std::uint16_t> ssb_first_symbols(SsbCase placement, double centre_hz, bool paired) {
  static constexpr std::uint16_t two_eight[] = {2, 8, 16, 22, 30, 36, 44, 50};  // {2, 8} + 14 n
  static constexpr std::uint16_t case_b[] = {4, 8, 16, 20, 32, 36, 44, 48};     // {4, 8, 16, 20} + 28 n
  // Case C in unpaired spectrum has its border at 1.88 GHz, everything else at 3 GHz.
  double border_hz = placement == SsbCase::c && !paired ? 1.88e9 : 3e9;
  bool many = placement == SsbCase::c && !paired ? centre_hz >= border_hz : centre_hz > border_hz;
  return std::span(placement == SsbCase::b ? case_b : two_eight).first(many ? 8 : 4);
}

}  // namespace pellucid::phy
