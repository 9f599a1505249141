#include "ran/phy/channel/pucch_coded.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

#include "ran/phy/channel/pucch_flat_channel.hpp"
#include "ran/phy/coding/short_block.hpp"
#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/modulation.hpp"

namespace pellucid::phy {

namespace {

constexpr std::size_t pucch_max_elements = 12 * max_pucch_blocks * symbols_a_slot;
constexpr std::size_t pucch_max_coded = 2 * pucch_max_elements;
constexpr std::uint16_t pucch_f2_dmrs = 0x492;  // subcarriers 1, 4, 7, 10 of a block

bool pucch_is_f2(const PucchResource& resource) { return resource.format == PucchFormat::f2; }
std::uint16_t pucch_pilot_mask(const PucchResource& resource) { return pucch_is_f2(resource) ? pucch_f2_dmrs : 0xfff; }
std::size_t pucch_pilots_a_symbol(const PucchResource& resource) { return (pucch_is_f2(resource) ? 4u : 12u) * resource.block_count(); }
Modulation pucch_modulation(const PucchResource& resource) {
  return pucch_modulation_order(resource) == 1 ? Modulation::pi2_bpsk : Modulation::qpsk;
}
unsigned pucch_hop_count(const PucchResource& resource) { return resource.second_hop_block ? 2 : 1; }
bool pucch_has(std::uint16_t symbols, unsigned l) { return symbols >> l & 1; }

// The DM-RS of symbol l of the slot.
void pucch_pilots(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, unsigned hop, unsigned l, SampleSpan out) {
  if (pucch_is_f2(resource)) {
    dmrs_sequence(control_dmrs_c_init(slot, l, identity.dmrs_id), 4, identity.grid_start + pucch_hop_block(resource, hop), out);
    return;
  }
  // Table 6.4.1.3.3.1-1.
  constexpr std::array<unsigned, 4> shifts = {0, 6, 3, 9};
  unsigned m0 = resource.format == PucchFormat::f4 ? shifts[resource.occ_index] : 0;
  unsigned shift = (m0 + pucch_cyclic_shift(identity.hopping_id, slot, l)) % 12;
  auto group = pucch_group(identity.group_hopping, identity.hopping_id, slot, hop);
  // Below six blocks a group has one sequence only (§5.2.2).
  low_papr_sequence(out, group.u, out.size() < 72 ? 0 : group.v, 2 * std::numbers::pi * shift / 12);
}

// w_n(m) of format 4 (tables 6.3.2.6.3-1 and -2).
Sample pucch_cover(const PucchResource& resource, unsigned m) {
  constexpr std::array<Sample, 4> turns = {Sample(1, 0), Sample(0, -1), Sample(-1, 0), Sample(0, 1)};
  return turns[resource.occ_index * m * (4 / resource.occ_length) % 4];
}

// The halves of a PUCCH within which the channel hardly turns.
std::array<SymbolRange, 2> pucch_runs(const PucchResource& resource) {
  PucchResource halves = resource;
  if (!resource.second_hop_block && resource.symbols.length >= 8) halves.second_hop_block = resource.first_block;
  return pucch_hops(halves);
}

SignalMatch pucch_match(const PucchResource& resource, std::span<const Grid* const> received, const Grid& sent) {
  SignalMatch match;
  auto runs = pucch_runs(resource);
  for (const Grid* grid : received) {
    for (unsigned run = 0; run < 2; ++run) {
      if (runs[run].length == 0) continue;
      std::size_t first = pucch_hop_block(resource, resource.second_hop_block ? run : 0);
      for (std::size_t block = first; block < first + resource.block_count(); ++block) {
        std::complex<double> sum;
        double power = 0;
        for (unsigned l = runs[run].start; l < unsigned(runs[run].start + runs[run].length); ++l) {
          for (std::size_t k = 12 * block; k < 12 * block + 12; ++k) {
            sum += std::complex<double>(grid->at(l, k)) * std::conj(std::complex<double>(sent.at(l, k)));
            power += std::norm(sent.at(l, k));
            match.energy += std::norm(std::complex<double>(grid->at(l, k)));
          }
          match.dimensions += 12;
        }
        ++match.groups;
        if (power > 0) match.matched += std::norm(sum) / power;
      }
    }
  }
  return match;
}

}  // namespace

Result<PucchShares, Fault> share_pucch(const PucchResource& resource, std::size_t bits, std::size_t part2_bits) {
  if (bits <= 2 || bits > max_uci_payload || part2_bits > max_uci_payload)
    return Fail(Fault{"PUCCH formats 2 to 4 carry 3 to 1706 bits (TS 38.211 table 6.3.2.1-1)"});
  if (part2_bits && pucch_is_f2(resource)) return Fail(Fault{"CSI of two parts goes by formats 3 and 4 (TS 38.212 §6.3.1.6)"});
  PucchShares shares;
  unsigned total = pucch_coded_bits(resource);
  unsigned qm = pucch_modulation_order(resource);
  shares.symbols = pucch_uci_symbols(resource);
  shares.per_symbol = total / qm / shares.symbols;
  shares.part1_coded = part2_bits ? pucch_part1_coded_bits(resource, unsigned(bits)) : total;
  shares.part2_coded = total - shares.part1_coded;
  if (shares.part1_coded < min_uci_coded_bits(unsigned(bits)) ||
      (part2_bits && shares.part2_coded < min_uci_coded_bits(unsigned(part2_bits))))
    return Fail(Fault{"PUCCH has no room for so many bits (TS 38.212 §6.3.1.4)"});
  if (!part2_bits) {
    shares.part1_in_symbol.fill(std::uint16_t(shares.per_symbol));
    return shares;
  }
  // Sets of symbols nearest to the DM-RS are filled with part 1; the set where it ends shares its symbols evenly.
  auto sets = pucch_uci_sets(resource);
  unsigned left = shares.part1_coded / qm;
  for (unsigned set = 1; set <= 3; ++set) {
    auto members = unsigned(std::count(sets.begin(), sets.end(), set));
    unsigned here = std::min(left, members * shares.per_symbol);
    unsigned more = members ? here % members : 0;
    for (unsigned l = 0, at = 0; l < resource.symbols.length; ++l) {
      if (sets[l] == set) shares.part1_in_symbol[at] = std::uint16_t(here / members + (more > 0));
      if (sets[l] == set && more > 0) --more;
      at += sets[l] != 0;
    }
    left -= here;
  }
  return shares;
}

PucchCodedTransmitter::PucchCodedTransmitter()
    : precode_(max_pucch_blocks, Transform::forward),
      part1_(pucch_max_coded),
      part2_(pucch_max_coded),
      coded_(pucch_max_coded),
      scrambling_(pucch_max_coded),
      symbols_(pucch_max_elements),
      row_(12 * max_pucch_blocks) {}

// From bits to modulation symbols in symbols_.
void PucchCodedTransmitter::code(const PucchResource& resource, const PucchIdentity& identity, const PucchShares& shares,
                                 const PucchUci& uci) {
  unsigned qm = pucch_modulation_order(resource);
  BitSpan part1 = BitSpan(part1_).first(shares.part1_coded);
  BitSpan part2 = BitSpan(part2_).first(shares.part2_coded);
  encode_uci(uci.bits, qm, part1);
  if (!uci.part2.empty()) encode_uci(uci.part2, qm, part2);
  BitSpan coded = BitSpan(coded_).first(part1.size() + part2.size());
  BitSpan scrambling = BitSpan(scrambling_).first(coded.size());
  GoldSequence((std::uint32_t(identity.rnti) << 15) + identity.scrambling_id).generate(scrambling);
  std::size_t at = 0;
  for (unsigned symbol = 0; symbol < shares.symbols; ++symbol) {
    for (unsigned i = 0; i < shares.per_symbol * qm; ++i, ++at) {
      BitSpan& from = i < shares.part1_in_symbol[symbol] * qm ? part1 : part2;
      coded[at] = from.front() == placeholder_y ? coded[at - 1] : std::uint8_t(from.front() ^ scrambling[at]);
      from = from.subspan(1);
    }
  }
  modulate(pucch_modulation(resource), coded, SampleSpan(symbols_).first(coded.size() / qm));
}

Result<Nothing, Fault> PucchCodedTransmitter::transmit(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                       const PucchUci& uci, Grid& grid, float amplitude) {
  auto shares = share_pucch(resource, uci.bits.size(), uci.part2.size());
  if (!shares.ok()) return Fail(shares.error());
  code(resource, identity, *shares, uci);
  SampleView left = symbols_;
  auto hops = pucch_hops(resource);
  std::uint16_t dmrs = pucch_dmrs_symbols(resource);
  unsigned blocks = resource.block_count();
  for (unsigned hop = 0; hop < pucch_hop_count(resource); ++hop) {
    for (unsigned l = hops[hop].start; l < unsigned(hops[hop].start + hops[hop].length); ++l) {
      auto elements = grid.symbol(l).subspan(12 * std::size_t(pucch_hop_block(resource, hop)), 12 * std::size_t(blocks));
      SampleSpan row = SampleSpan(row_).first(pucch_has(dmrs, l) ? pucch_pilots_a_symbol(resource) : elements.size());
      if (pucch_has(dmrs, l)) pucch_pilots(resource, identity, slot, hop, l, row);
      if (pucch_is_f2(resource)) {
        for (std::size_t k = 0; k < elements.size(); ++k) {
          bool pilot = k % 3 == 1;
          elements[k] = amplitude * (pilot ? row[k / 3] : left.front());
          if (!pilot) left = left.subspan(1);
        }
        continue;
      }
      if (!pucch_has(dmrs, l)) {
        std::size_t distinct = row.size() / (resource.format == PucchFormat::f4 ? resource.occ_length : 1);
        for (std::size_t k = 0; k < row.size(); ++k)
          row[k] = left[k % distinct] * (distinct == row.size() ? Sample(1) : pucch_cover(resource, unsigned(k / distinct)));
        left = left.subspan(distinct);
        precode_(blocks, row);
      }
      for (std::size_t k = 0; k < elements.size(); ++k) elements[k] = amplitude * row[k];
    }
  }
  return Nothing{};
}

PucchCodedReceiver::PucchCodedReceiver(const Carrier& carrier, unsigned antennas)
    : carrier_(carrier),
      estimator_(carrier.resource_blocks),
      inverse_(max_pucch_blocks, Transform::inverse),
      sent_(carrier.resource_blocks),
      channels_(antennas, Grid(carrier.resource_blocks)),
      pilots_(pucch_max_elements),
      equalised_(12 * max_pucch_blocks),
      symbols_(pucch_max_elements),
      noise_(12 * max_pucch_blocks),
      symbol_noise_(pucch_max_elements),
      soft_(pucch_max_coded),
      part1_(pucch_max_coded),
      part2_(pucch_max_coded) {}

LinkFigures PucchCodedReceiver::estimate(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, unsigned hop,
                                         std::span<const Grid* const> received) {
  auto range = pucch_hops(resource)[hop];
  auto in_hop = std::uint16_t(((1u << range.length) - 1) << range.start);
  auto symbols = std::uint16_t(pucch_dmrs_symbols(resource) & in_hop);
  std::size_t a_symbol = pucch_pilots_a_symbol(resource);
  std::size_t count = 0;
  for (unsigned l = range.start; l < unsigned(range.start + range.length); ++l)
    if (pucch_has(symbols, l)) pucch_pilots(resource, identity, slot, hop, l, SampleSpan(pilots_).subspan(a_symbol * count++, a_symbol));
  Pilots pilots{.first_block = pucch_hop_block(resource, hop),
                .blocks = resource.block_count(),
                .mask = pucch_pilot_mask(resource),
                .symbols = symbols,
                .values = SampleView(pilots_).first(a_symbol * count)};
  std::array<Grid*, 4> channels{};
  for (std::size_t a = 0; a < received.size(); ++a) channels[a] = &channels_[a];
  auto into = std::span<Grid* const>(channels).first(received.size());
  if (resource.format == PucchFormat::f4)
    return estimate_flat_channel(received, pilots, resource.occ_length, carrier_, range.start, range.length, into);
  return estimator_.estimate(received, pilots, carrier_, range.start, range.length, into);
}

// Appends the modulation symbols of a hop to symbols_.
void PucchCodedReceiver::equalise_hop(const PucchResource& resource, unsigned hop, float noise, std::span<const Grid* const> received) {
  auto range = pucch_hops(resource)[hop];
  std::size_t first = 12 * std::size_t(pucch_hop_block(resource, hop));
  std::size_t width = 12 * std::size_t(resource.block_count());
  std::array<float, 4> noises;
  noises.fill(noise);
  auto row = SampleSpan(equalised_).first(width);
  auto row_noise = std::span(noise_).first(width);
  for (unsigned l = range.start; l < unsigned(range.start + range.length); ++l) {
    if (!pucch_is_f2(resource) && pucch_has(pucch_dmrs_symbols(resource), l)) continue;
    std::array<SampleView, 4> y, h;
    for (std::size_t a = 0; a < received.size(); ++a) {
      y[a] = received[a]->symbol(l).subspan(first, width);
      h[a] = std::as_const(channels_[a]).symbol(l).subspan(first, width);
    }
    equalise_mrc(std::span(y).first(received.size()), std::span(h).first(received.size()), std::span(noises).first(received.size()), row,
                 row_noise);
    if (pucch_is_f2(resource)) {
      for (std::size_t k = 0; k < width; ++k) {
        if (k % 3 == 1) continue;
        symbols_[count_] = row[k];
        symbol_noise_[count_++] = row_noise[k];
      }
      continue;
    }
    float after = undo_precoding(inverse_, resource.block_count(), row, row_noise);
    std::size_t copies = resource.format == PucchFormat::f4 ? resource.occ_length : 1;
    std::size_t distinct = width / copies;
    for (std::size_t i = 0; i < distinct; ++i) {
      Sample sum = 0;
      for (std::size_t m = 0; m < copies; ++m)
        sum += row[m * distinct + i] * (copies == 1 ? Sample(1) : std::conj(pucch_cover(resource, unsigned(m))));
      symbols_[count_] = sum / float(copies);
      symbol_noise_[count_++] = after / float(copies);
    }
  }
}

// From symbols_ to the soft bits of both parts, descrambled.
void PucchCodedReceiver::soft_bits(const PucchResource& resource, const PucchIdentity& identity, const PucchShares& shares,
                                   std::size_t part2_bits) {
  unsigned qm = pucch_modulation_order(resource);
  LlrSpan soft = LlrSpan(soft_).first(count_ * qm);
  demodulate(pucch_modulation(resource), SampleView(symbols_).first(count_), std::span<const float>(symbol_noise_).first(count_), soft);
  GoldSequence scrambling((std::uint32_t(identity.rnti) << 15) + identity.scrambling_id);
  std::size_t at = 0;
  std::size_t one = 0;
  std::size_t two = 0;
  bool before = false;
  bool repeats = part2_bits == 1;
  for (unsigned symbol = 0; symbol < shares.symbols; ++symbol) {
    for (unsigned i = 0; i < shares.per_symbol * qm; ++i, ++at) {
      bool flip = scrambling.take(1);
      bool first = i < shares.part1_in_symbol[symbol] * qm;
      // A placeholder y was sent with the scrambling bit of the place before it (§6.3.2.6.1).
      bool used = !first && repeats && short_block_placeholder(1, qm, two) == placeholder_y ? before : flip;
      before = flip;
      auto value = used ? Llr(-soft[at]) : soft[at];
      (first ? part1_[one++] : part2_[two++]) = value;
    }
  }
}

// One symbol of format 4 without the other phones of the block: what orthogonal sequence and pilot shift leave of it, 12 / N_SF numbers
// in which white noise keeps its variance.
void PucchCodedReceiver::despread(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, unsigned hop, unsigned l,
                                  const Grid& grid, std::array<Sample, 6>& out) {
  std::size_t phones = resource.occ_length;
  std::size_t distinct = 12 / phones;
  float scale = 1 / std::sqrt(float(phones));
  SampleSpan row = SampleSpan(equalised_).first(12);
  std::ranges::copy(grid.symbol(l).subspan(12 * std::size_t(pucch_hop_block(resource, hop)), 12), row.begin());
  out.fill(0);
  if (pucch_has(pucch_dmrs_symbols(resource), l)) {
    SampleSpan sent = SampleSpan(pilots_).first(12);
    pucch_pilots(resource, identity, slot, hop, l, sent);
    for (std::size_t k = 0; k < 12; ++k) out[k / phones] += scale * row[k] * std::conj(sent[k]);
    return;
  }
  inverse_(1, row);
  for (std::size_t i = 0; i < 12; ++i) out[i % distinct] += scale * row[i] * std::conj(pucch_cover(resource, unsigned(i / distinct)));
}

// As pucch_match(), for format 4: other phones on the block do not count.
SignalMatch PucchCodedReceiver::match_shared_block(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                   std::span<const Grid* const> received) {
  SignalMatch match;
  auto runs = pucch_runs(resource);
  std::size_t distinct = 12 / resource.occ_length;
  for (const Grid* grid : received) {
    for (unsigned run = 0; run < 2; ++run) {
      if (runs[run].length == 0) continue;
      std::complex<double> sum;
      double power = 0;
      for (unsigned l = runs[run].start; l < unsigned(runs[run].start + runs[run].length); ++l) {
        std::array<Sample, 6> came, sent;
        unsigned hop = resource.second_hop_block ? run : 0;
        despread(resource, identity, slot, hop, l, *grid, came);
        despread(resource, identity, slot, hop, l, sent_, sent);
        for (std::size_t i = 0; i < distinct; ++i) {
          sum += std::complex<double>(came[i]) * std::conj(std::complex<double>(sent[i]));
          power += std::norm(sent[i]);
          match.energy += std::norm(std::complex<double>(came[i]));
        }
        match.dimensions += std::uint32_t(distinct);
      }
      ++match.groups;
      if (power > 0) match.matched += std::norm(sum) / power;
    }
  }
  return match;
}

Result<PucchReception, Fault> PucchCodedReceiver::receive(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                          std::span<const Grid* const> received, const PucchExpectation& expected) {
  auto shares = share_pucch(resource, expected.bits.size(), expected.part2.size());
  if (!shares.ok()) return Fail(shares.error());
  PucchReception out;
  count_ = 0;
  unsigned hops = pucch_hop_count(resource);
  for (unsigned hop = 0; hop < hops; ++hop) {
    auto figures = estimate(resource, identity, slot, hop, received);
    equalise_hop(resource, hop, figures.noise, received);
    out.timing_s += figures.timing_s / float(hops);
    out.power += figures.power / float(hops);
    out.noise += figures.noise / float(hops);
  }
  soft_bits(resource, identity, *shares, expected.part2.size());
  unsigned qm = pucch_modulation_order(resource);
  auto part1 = decoder_.decode(LlrView(part1_).first(shares->part1_coded), qm, expected.bits);
  UciDecision part2;
  if (!expected.part2.empty()) part2 = decoder_.decode(LlrView(part2_).first(shares->part2_coded), qm, expected.part2);
  if (!again_.transmit(resource, identity, slot, {.bits = expected.bits, .part2 = expected.part2}, sent_, 1).ok()) return out;
  auto match =
      resource.format == PucchFormat::f4 ? match_shared_block(resource, identity, slot, received) : pucch_match(resource, received, sent_);
  match.log2_hypotheses = double(expected.bits.size() + expected.part2.size());
  out.log_noise_chance = float(log_noise_chance(match));
  out.snr_db = out.power > 0
                   ? float(std::clamp(10 * std::log10(double(out.power) / std::max(double(out.noise), 1e-12 * out.power)), -100.0, 120.0))
                   : -100;
  out.present = part1.ok && is_signal(match);
  out.part2_ok = out.present && part2.ok && !expected.part2.empty();
  return out;
}

}  // namespace pellucid::phy
