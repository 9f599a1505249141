#include "ran/phy/channel/pucch_sequence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "ran/phy/channel/presence.hpp"

namespace pellucid::phy {

namespace {

using PucchBlock = std::array<Sample, 12>;  // a sequence, or one symbol's elements in a resource block

// One symbol of the PUCCH: where it is, the sequence without the information's shift, and the factor of the orthogonal sequence.
struct PucchSymbol {
  unsigned l = 0;    // in the slot
  unsigned hop = 0;  // 0 or 1
  bool data = false;
  Sample cover = 1;  // w_i(m)
  PucchBlock sequence{};
};
struct PucchSymbols {
  std::array<PucchSymbol, symbols_a_slot> all;
  unsigned count = 0;
  unsigned hops = 1;
  std::span<const PucchSymbol> view() const { return {all.data(), count}; }
};

PucchSymbols pucch_symbols(const PucchResource& resource, const PucchIdentity& identity, unsigned slot) {
  PucchSymbols out;
  auto hops = pucch_hops(resource);
  out.hops = hops[1].length ? 2 : 1;
  for (unsigned hop = 0; hop < out.hops; ++hop) {
    auto group = pucch_group(identity.group_hopping, identity.hopping_id, slot, hop);
    unsigned end = hops[hop].start + hops[hop].length;
    // N_SF of data and DM-RS in this hop: every second symbol from the PUCCH's first on is DM-RS.
    std::array<unsigned, 2> length{};
    for (unsigned l = hops[hop].start; l < end; ++l) ++length[(l - resource.symbols.start) % 2];
    std::array<unsigned, 2> m{};
    for (unsigned l = hops[hop].start; l < end; ++l) {
      auto& symbol = out.all[out.count++];
      symbol.l = l;
      symbol.hop = hop;
      symbol.data = resource.format == PucchFormat::f0 || (l - resource.symbols.start) % 2;
      if (resource.format == PucchFormat::f1) {
        unsigned kind = symbol.data;
        symbol.cover = std::polar(1.0f, float(2 * std::numbers::pi * (resource.occ_index * m[kind] % length[kind]) / length[kind]));
        ++m[kind];
      }
      unsigned shift = (resource.initial_cyclic_shift + pucch_cyclic_shift(identity.hopping_id, slot, l)) % 12;
      low_papr_sequence(symbol.sequence, group.u, 0, 2 * std::numbers::pi * shift / 12);
    }
  }
  return out;
}

// m_CS of format 0 (TS 38.213 tables 9.2.3-3, 9.2.3-4, 9.2.5-1, 9.2.5-2).
unsigned pucch_information_shift(BitView bits, bool sr) {
  if (bits.empty()) return 0;
  if (bits.size() == 1) return (bits[0] ? 6 : 0) + (sr ? 3 : 0);
  return (bits[0] ? (bits[1] ? 6 : 9) : (bits[1] ? 3 : 0)) + (sr ? 1 : 0);
}

// d(0) of format 1: BPSK of one bit or none, QPSK of two.
Sample pucch_modulated(BitView bits) {
  float scale = 1 / std::numbers::sqrt2_v<float>;
  bool first = !bits.empty() && bits[0];
  bool second = bits.size() > 1 ? bits[1] : first;
  return Sample(first ? -scale : scale, second ? -scale : scale);
}

// The information that a hypothesis stands for.
struct PucchHypothesis {
  std::array<std::uint8_t, 2> bits{};
  bool sr = false;
};

// Sums over a hop on one antenna: lower and upper six subcarriers apart, for the timing.
struct PucchSums {
  std::array<std::complex<double>, 2> half{};
  unsigned symbols = 0;
  std::complex<double> whole() const { return half[0] + half[1]; }
};

struct PucchDecision {
  SignalMatch match;
  double timing_s = 0;
};

class PucchSequenceReceiver {
 public:
  PucchSequenceReceiver(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, std::span<const Grid* const> received)
      : resource_(resource), symbols_(pucch_symbols(resource, identity, slot)), received_(received) {}

  // Energy, dimensions and groups do not depend on the hypothesis.
  SignalMatch seen() const {
    SignalMatch match;
    for (const Grid* grid : received_)
      for (const auto& symbol : symbols_.view())
        for (const auto& element : block(*grid, symbol)) match.energy += std::norm(std::complex<double>(element));
    match.dimensions = std::uint32_t(12 * symbols_.count * received_.size());
    match.groups = std::uint32_t(symbols_.hops * received_.size());
    return match;
  }

  // Correlates with what the phone would have sent.
  void correlate(const PucchHypothesis& hypothesis, BitView bits, double& matched, std::complex<double>& turn) const {
    Sample d = pucch_modulated(bits);
    unsigned shift = pucch_information_shift(bits, hypothesis.sr);
    bool format0 = resource_.format == PucchFormat::f0;
    matched = 0;
    turn = 0;
    for (const Grid* grid : received_) {
      std::array<PucchSums, 2> sums;
      for (const auto& symbol : symbols_.view()) {
        auto elements = block(*grid, symbol);
        Sample factor = format0 ? Sample(1) : std::conj(symbol.cover * (symbol.data ? d : Sample(1)));
        auto& sum = sums[symbol.hop];
        ++sum.symbols;
        for (unsigned k = 0; k < 12; ++k) {
          Sample term = elements[k] * std::conj(symbol.sequence[k]) * factor;
          if (format0) term *= std::polar(1.0f, float(-2 * std::numbers::pi * (shift * k % 12) / 12));
          sum.half[k / 6] += std::complex<double>(term);
        }
      }
      for (unsigned hop = 0; hop < symbols_.hops; ++hop) {
        matched += std::norm(sums[hop].whole()) / (12.0 * sums[hop].symbols);
        turn += sums[hop].half[1] * std::conj(sums[hop].half[0]);
      }
    }
  }

 private:
  SampleView block(const Grid& grid, const PucchSymbol& symbol) const {
    return grid.symbol(symbol.l).subspan(12 * std::size_t(pucch_hop_block(resource_, symbol.hop)), 12);
  }

  const PucchResource& resource_;
  PucchSymbols symbols_;
  std::span<const Grid* const> received_;
};

}  // namespace

Result<Nothing, Fault> transmit_pucch_sequence(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                               const PucchUci& uci, Grid& grid, float amplitude) {
  if (uci.bits.size() > 2 || !uci.part2.empty()) return Fail(Fault{"PUCCH formats 0 and 1 carry at most 2 bits (TS 38.211 §6.3.2.1)"});
  if (uci.bits.empty() && !uci.sr) return Fail(Fault{"nothing to send: no HARQ-ACK and no positive SR (TS 38.213 §9.2.4)"});
  if (resource.format == PucchFormat::f1 && !uci.bits.empty() && uci.sr)
    return Fail(Fault{"format 1 sends HARQ-ACK with SR by the SR's resource, not by a bit (TS 38.213 §9.2.5.1)"});
  auto symbols = pucch_symbols(resource, identity, slot);
  Sample d = pucch_modulated(uci.bits);
  unsigned shift = pucch_information_shift(uci.bits, uci.sr);
  for (const auto& symbol : symbols.view()) {
    auto elements = grid.symbol(symbol.l).subspan(12 * std::size_t(pucch_hop_block(resource, symbol.hop)), 12);
    for (unsigned k = 0; k < 12; ++k) {
      Sample factor = resource.format == PucchFormat::f0 ? std::polar(1.0f, float(2 * std::numbers::pi * (shift * k % 12) / 12))
                                                         : symbol.cover * (symbol.data ? d : Sample(1));
      elements[k] = amplitude * factor * symbol.sequence[k];
    }
  }
  return Nothing{};
}

Result<PucchReception, Fault> receive_pucch_sequence(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                     double spacing_hz, std::span<const Grid* const> received,
                                                     const PucchExpectation& expected) {
  std::size_t bits = expected.bits.size();
  if (bits > 2 || !expected.part2.empty()) return Fail(Fault{"PUCCH formats 0 and 1 carry at most 2 bits (TS 38.211 §6.3.2.1)"});
  if (bits == 0 && !expected.sr) return Fail(Fault{"nothing is expected: no HARQ-ACK and no SR (TS 38.213 §9.2.4)"});
  if (resource.format == PucchFormat::f1 && bits && expected.sr)
    return Fail(Fault{"format 1 sends HARQ-ACK with SR by the SR's resource, not by a bit (TS 38.213 §9.2.5.1)"});
  PucchSequenceReceiver receiver(resource, identity, slot, received);
  SignalMatch match = receiver.seen();
  PucchHypothesis best;
  std::complex<double> best_turn;
  unsigned hypotheses = 0;
  // Without HARQ-ACK there is one hypothesis, a positive SR; with it SR is one more bit of format 0.
  for (unsigned sr = bits == 0; sr <= unsigned(expected.sr); ++sr) {
    for (unsigned value = 0; value < 1u << bits; ++value) {
      PucchHypothesis hypothesis{{std::uint8_t(value & 1), std::uint8_t(value >> 1)}, sr != 0};
      double matched = 0;
      std::complex<double> turn;
      receiver.correlate(hypothesis, BitView(hypothesis.bits).first(bits), matched, turn);
      ++hypotheses;
      if (hypotheses > 1 && !(matched > match.matched)) continue;
      match.matched = matched;
      best = hypothesis;
      best_turn = turn;
    }
  }
  match.log2_hypotheses = std::log2(double(hypotheses));
  PucchReception out;
  out.log_noise_chance = float(log_noise_chance(match));
  if (!std::isfinite(match.energy) || match.energy <= 0) return out;
  double noise = std::max(0.0, match.energy - match.matched) / (match.dimensions - match.groups);
  double power = std::max(0.0, match.matched - match.groups * noise) / match.dimensions;
  out.noise = float(noise);
  out.power = float(power);
  out.snr_db = float(std::clamp(10 * std::log10(power / std::max(noise, 1e-12 * match.energy / match.dimensions)), -100.0, 120.0));
  out.present = is_signal(match);
  if (!out.present) return out;
  out.timing_s = float(-std::arg(best_turn) / (2 * std::numbers::pi * 6 * spacing_hz));
  out.sr = best.sr;
  std::copy_n(best.bits.begin(), bits, expected.bits.begin());
  return out;
}

}  // namespace pellucid::phy
