// When and where preambles are sent, and what they look like.
#include "ran/phy/channel/prach.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.hpp"
#include "ran/phy/channel/prach_state.hpp"
#include "ran/phy/channel/prach_tables.hpp"

namespace pellucid::phy {
namespace {

constexpr double longer_prefix = 16;  // kappa: what prefixes at 0 and 0.5 ms have more

PrachShape short_shape(std::size_t repetitions, double prefix, SubcarrierSpacing spacing) {
  double scale = 1 << mu(spacing);
  return {139, double(spacing_hz(spacing)), repetitions, prefix / scale, 2048 / scale};
}

/// Start of symbol l of a subframe, in kappa (TS 38.211 §5.3.1): a longer prefix every half millisecond.
double symbol_start_kappa(unsigned l, SubcarrierSpacing spacing) {
  unsigned half = 7u << mu(spacing), longer = (l + half - 1) / half;  // symbols 0, half, 2 half ... before l
  return l * (2192.0 / (1 << mu(spacing))) + longer_prefix * longer;
}

PrachFormat format_sent(PrachFormat format, bool last) {
  switch (format) {
    case PrachFormat::a1_b1: return last ? PrachFormat::b1 : PrachFormat::a1;
    case PrachFormat::a2_b2: return last ? PrachFormat::b2 : PrachFormat::a2;
    case PrachFormat::a3_b3: return last ? PrachFormat::b3 : PrachFormat::a3;
    default: return format;
  }
}

}  // namespace

PrachShape prach_shape(PrachFormat format, SubcarrierSpacing spacing) {
  switch (format) {
    case PrachFormat::f0: return {839, 1250, 1, 3168, 24576};
    case PrachFormat::f1: return {839, 1250, 2, 21024, 24576};
    case PrachFormat::f2: return {839, 1250, 4, 4688, 24576};
    case PrachFormat::f3: return {839, 5000, 4, 3168, 6144};
    case PrachFormat::a1:
    case PrachFormat::a1_b1: return short_shape(2, 288, spacing);
    case PrachFormat::a2:
    case PrachFormat::a2_b2: return short_shape(4, 576, spacing);
    case PrachFormat::a3:
    case PrachFormat::a3_b3: return short_shape(6, 864, spacing);
    case PrachFormat::b1: return short_shape(2, 216, spacing);
    case PrachFormat::b2: return short_shape(4, 360, spacing);
    case PrachFormat::b3: return short_shape(6, 504, spacing);
    case PrachFormat::b4: return short_shape(12, 936, spacing);
    case PrachFormat::c0: return short_shape(1, 1240, spacing);
    case PrachFormat::c2: return short_shape(4, 2048, spacing);
  }
  return {};
}

unsigned prach_k_bar(PrachFormat format, SubcarrierSpacing uplink_spacing) {
  if (!is_long(format)) return 2;
  bool wide = uplink_spacing == SubcarrierSpacing::khz30;
  return format == PrachFormat::f3 ? (wide ? 10 : 12) : (wide ? 1 : 7);
}

unsigned prach_blocks(PrachFormat format, SubcarrierSpacing prach_spacing, SubcarrierSpacing uplink_spacing) {
  bool wide = uplink_spacing == SubcarrierSpacing::khz30;
  if (format == PrachFormat::f3) return wide ? 12 : 24;
  if (is_long(format)) return wide ? 3 : 6;
  return prach_spacing == SubcarrierSpacing::khz30 ? (wide ? 12 : 24) : (wide ? 6 : 12);
}

unsigned prach_n_cs(const PrachShape& shape, unsigned zone) {
  if (shape.length == 139) return prach_n_cs_139[zone];
  return shape.spacing_hz == 5000 ? prach_n_cs_5khz[zone] : prach_n_cs_1250hz[zone];
}

unsigned prach_root(std::size_t length, unsigned logical) {
  return length == 139 ? prach_roots_139[logical % 138] : prach_roots_839[logical % 838];
}

std::optional<PrachConfiguration> prach_configuration(unsigned index, bool paired) {
  std::span<const PrachRow> rows = paired ? std::span<const PrachRow>(prach_paired_rows) : std::span<const PrachRow>(prach_unpaired_rows);
  if (index >= rows.size()) return {};
  const auto& row = rows[index];
  return PrachConfiguration{row.format, row.period, row.frame, row.subframes, row.first_symbol, row.slots, row.occasions, row.duration};
}

Result<Prach, std::string> Prach::make(const PrachCell& cell, const Carrier& uplink) {
  auto configuration = prach_configuration(cell.configuration_index, cell.paired);
  if (!configuration)
    return Fail("prach-ConfigurationIndex " + std::to_string(cell.configuration_index) + " is not in TS 38.211 Tables 6.3.3.2-2/-3");
  bool long_format = is_long(configuration->format);
  if (cell.root_sequence_index >= (long_format ? 838u : 138u))
    return Fail("prach-RootSequenceIndex " + std::to_string(cell.root_sequence_index) + " is beyond the format's roots");
  if (cell.zero_correlation_zone > 15)
    return Fail("zeroCorrelationZoneConfig " + std::to_string(cell.zero_correlation_zone) + " is above 15");
  if (cell.frequency_occasions != 1 && cell.frequency_occasions != 2 && cell.frequency_occasions != 4 && cell.frequency_occasions != 8)
    return Fail("msg1-FDM " + std::to_string(cell.frequency_occasions) + " is none of 1, 2, 4, 8");
  if (cell.preambles < 1 || cell.preambles > preambles_a_cell)
    return Fail("a cell has 1 to 64 preambles, not " + std::to_string(cell.preambles));
  std::uint64_t end =
      cell.frequency_start + std::uint64_t(prach_blocks(configuration->format, cell.spacing, uplink.spacing)) * cell.frequency_occasions;
  if (end > uplink.resource_blocks)
    return Fail("PRACH ends at resource block " + std::to_string(end) + " of a carrier with " + std::to_string(uplink.resource_blocks));
  return Prach(std::make_unique<State>(cell, uplink, *configuration));
}

Prach::Prach(std::unique_ptr<State> state) : state_(std::move(state)) {}
Prach::~Prach() = default;
Prach::Prach(Prach&&) noexcept = default;
Prach& Prach::operator=(Prach&&) noexcept = default;
const PrachCell& Prach::cell() const { return state_->cell; }
const PrachConfiguration& Prach::configuration() const { return state_->configuration; }
std::size_t Prach::samples(const PrachOccasion& occasion) const { return occasion.prefix + occasion.sequence; }

/// Adds the occasions of one PRACH slot and time in it, one a frequency, when their prefix begins in `slot`.
void Prach::State::add_occasions(SlotPoint slot, unsigned slot_of_prach, unsigned time, std::span<PrachOccasion> out,
                                 std::size_t& count) const {
  bool long_format = is_long(configuration.format);
  auto spacing = long_format ? SubcarrierSpacing::khz15 : cell.spacing;
  unsigned l = configuration.first_symbol + time * configuration.duration + 14 * slot_of_prach;
  auto format = format_sent(configuration.format, time + 1 == configuration.occasions_a_slot);
  auto sent = prach_shape(format, cell.spacing);
  // TS 38.211 §5.3.2: short formats have a longer prefix for each half millisecond that begins within them.
  double start = symbol_start_kappa(l, spacing), end = start + sent.prefix + double(sent.repetitions) * sent.symbol, prefix = sent.prefix;
  if (!long_format)
    for (double border : {0.0, 15360.0})
      if (start <= border && border < end) prefix += longer_prefix;
  double per_kappa = kappa_samples();
  auto first = std::size_t(std::floor(start * per_kappa));
  if (first / carrier.slot_samples() != slot.slot_in_subframe()) return;
  double sequence_at = (start + prefix) * per_kappa;
  PrachOccasion occasion;
  occasion.format = format;
  occasion.slot = slot;
  occasion.first_sample = first % carrier.slot_samples();
  occasion.prefix = std::size_t(std::floor(sequence_at + 1e-6)) - first;
  occasion.fraction = std::max(0.0, sequence_at - double(first + occasion.prefix));
  occasion.sequence = sent.repetitions * symbol_samples;
  occasion.first_symbol = l % 14;
  occasion.time_slot = long_format ? slot.subframe() : (slot.subframe() << mu(cell.spacing)) + slot_of_prach;
  for (unsigned frequency = 0; frequency < cell.frequency_occasions && count < out.size(); ++frequency) {
    occasion.frequency = frequency;
    out[count++] = occasion;
  }
}

std::size_t Prach::occasions(SlotPoint slot, std::span<PrachOccasion> out) const {
  const auto& row = state_->configuration;
  std::size_t count = 0;
  if (slot.frame() % row.period != row.frame || !(row.subframes >> slot.subframe() & 1)) return 0;
  bool long_format = is_long(row.format);
  bool two_slots = !long_format && state_->cell.spacing == SubcarrierSpacing::khz30;
  // With 30 kHz and one PRACH slot a subframe it is the second one (TS 38.211 §5.3.2).
  unsigned first = two_slots && row.slots_a_subframe == 1 ? 1 : 0, last = two_slots ? 1 : 0;
  for (unsigned prach_slot = first; prach_slot <= last; ++prach_slot)
    for (unsigned time = 0; time < (long_format ? 1u : row.occasions_a_slot); ++time)
      state_->add_occasions(slot, prach_slot, time, out, count);
  return count;
}

/// Bin of the preamble's first element among those `spacing_hz` apart from the carrier's centre (TS 38.211 §5.3.2: K k_1 + k-bar).
std::ptrdiff_t Prach::State::first_bin(unsigned frequency) const {
  auto ratio = std::ptrdiff_t(
      std::lround(spacing_hz(carrier.spacing) / shape.spacing_hz * 2));  // twice K: 15 kHz PRACH over 30 kHz is 2, the reverse a half
  std::ptrdiff_t block =
      std::ptrdiff_t(cell.frequency_start) + std::ptrdiff_t(frequency * prach_blocks(configuration.format, cell.spacing, carrier.spacing));
  std::ptrdiff_t k_1 = 12 * block - 6 * std::ptrdiff_t(carrier.resource_blocks);
  return ratio * k_1 / 2 + std::ptrdiff_t(prach_k_bar(configuration.format, carrier.spacing));
}

void Prach::generate(unsigned preamble, const PrachOccasion& occasion, float amplitude, SampleSpan out) {
  auto& s = *state_;
  check(preamble < preambles_a_cell, "a cell has 64 preambles");
  check(out.size() == samples(occasion), "prefix and sequence");
  std::size_t length = s.shape.length, n = s.symbol_samples;
  const auto& root = s.roots[preamble / s.preambles_a_root];
  double shift = double(preamble % s.preambles_a_root) * s.n_cs;  // C_v: in frequency a rotation
  auto first = s.first_bin(occasion.frequency);
  double scale = amplitude / std::sqrt(double(length));
  std::fill(s.window.begin(), s.window.end(), Sample{});
  for (std::size_t k = 0; k < length; ++k) {
    auto bin = first + std::ptrdiff_t(k), size = std::ptrdiff_t(n);
    double turns = double(k) * shift / double(length) - double(bin) * occasion.fraction / double(n);
    s.window[std::size_t((bin % size + size) % size)] = root[k] * Sample(std::polar(scale, 2 * std::numbers::pi * std::fmod(turns, 1.0)));
  }
  s.symbol_inverse(s.window, s.window);
  // Periodic from the sequence's start on, backwards into the prefix.
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = s.window[(i + n - occasion.prefix % n) % n];
}

}  // namespace pellucid::phy
