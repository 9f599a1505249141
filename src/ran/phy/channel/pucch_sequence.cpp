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

struct PucchCorrelation {
  double matched = 0;         // as in SignalMatch
  std::complex<double> turn;  // its angle is that of six subcarriers' delay
};

class PucchSequenceReceiver {
 public:
  PucchSequenceReceiver(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, std::span<const Grid* const> received)
      : format0_(resource.format == PucchFormat::f0), symbols_(pucch_symbols(resource, identity, slot)), antennas_(received.size()) {
    for (std::size_t a = 0; a < antennas_; ++a) {
      for (unsigned s = 0; s < symbols_.count; ++s) {
        const auto& symbol = symbols_.all[s];
        auto elements = received[a]->symbol(symbol.l).subspan(12 * std::size_t(pucch_hop_block(resource, symbol.hop)), 12);
        for (unsigned k = 0; k < 12; ++k) {
          energy_ += std::norm(std::complex<double>(elements[k]));
          bare_[a][s][k] = std::complex<double>(elements[k]) * std::conj(std::complex<double>(symbol.sequence[k] * symbol.cover));
        }
      }
    }
  }

  // Energy, dimensions and groups do not depend on the hypothesis.
  SignalMatch seen() const {
    SignalMatch match;
    match.energy = energy_;
    match.dimensions = std::uint32_t(12 * symbols_.count * antennas_);
    match.groups = std::uint32_t(symbols_.hops * antennas_);
    return match;
  }

  // With what the phone would have sent, a delay of `slope` radians a subcarrier taken out.
  PucchCorrelation correlate(const PucchHypothesis& hypothesis, std::size_t bits, double slope = 0) const {
    auto information = BitView(hypothesis.bits).first(bits);
    std::complex<double> d = std::conj(std::complex<double>(pucch_modulated(information)));
    double shift = format0_ ? 2 * std::numbers::pi * pucch_information_shift(information, hypothesis.sr) / 12 : 0;
    std::array<std::complex<double>, 12> turns;
    for (unsigned k = 0; k < 12; ++k) turns[k] = std::polar(1.0, -(shift + slope) * k);
    PucchCorrelation out;
    for (std::size_t a = 0; a < antennas_; ++a) {
      std::array<PucchSums, 2> sums;
      for (unsigned s = 0; s < symbols_.count; ++s) {
        auto& sum = sums[symbols_.all[s].hop];
        auto factor = !format0_ && symbols_.all[s].data ? d : std::complex<double>(1);
        ++sum.symbols;
        for (unsigned k = 0; k < 12; ++k) sum.half[k / 6] += bare_[a][s][k] * turns[k] * factor;
      }
      for (unsigned hop = 0; hop < symbols_.hops; ++hop) {
        out.matched += std::norm(sums[hop].whole()) / (12.0 * sums[hop].symbols);
        out.turn += sums[hop].half[1] * std::conj(sums[hop].half[0]);
      }
    }
    return out;
  }

 private:
  bool format0_;
  PucchSymbols symbols_;
  std::size_t antennas_;
  double energy_ = 0;
  // Received times conjugate of all that does not carry information.
  std::array<std::array<std::array<std::complex<double>, 12>, symbols_a_slot>, 4> bare_{};
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
  PucchCorrelation best_correlation;
  unsigned hypotheses = 0;
  // Without HARQ-ACK there is one hypothesis, a positive SR; with it SR is one more bit of format 0.
  for (unsigned sr = bits == 0; sr <= unsigned(expected.sr); ++sr) {
    for (unsigned value = 0; value < 1u << bits; ++value) {
      PucchHypothesis hypothesis{{std::uint8_t(value & 1), std::uint8_t(value >> 1)}, sr != 0};
      auto correlation = receiver.correlate(hypothesis, bits);
      if (hypotheses++ && !(correlation.matched > best_correlation.matched)) continue;
      best = hypothesis;
      best_correlation = correlation;
    }
  }
  match.matched = best_correlation.matched;
  match.log2_hypotheses = std::log2(double(hypotheses));
  PucchReception out;
  out.log_noise_chance = float(log_noise_chance(match));
  out.present = is_signal(match);
  if (!out.present) return out;
  double slope = std::arg(best_correlation.turn) / 6;
  double matched = receiver.correlate(best, bits, slope).matched;
  double noise = std::max(0.0, match.energy - matched) / (match.dimensions - match.groups);
  double power = std::max(0.0, matched - match.groups * noise) / match.dimensions;
  out.noise = float(noise);
  out.power = float(power);
  out.snr_db = float(std::clamp(10 * std::log10(power / std::max(noise, 1e-12 * match.energy / match.dimensions)), -100.0, 120.0));
  out.timing_s = float(-slope / (2 * std::numbers::pi * spacing_hz));
  out.sr = best.sr;
  std::copy_n(best.bits.begin(), bits, expected.bits.begin());
  return out;
}

}  // namespace pellucid::phy
