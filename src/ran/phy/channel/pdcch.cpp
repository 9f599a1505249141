#include "ran/phy/channel/pdcch.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ran/phy/channel/sparse_estimate.hpp"
#include "ran/phy/coding/dci_code.hpp"
#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t pdcch_max_cces = 16;
constexpr std::size_t pdcch_max_symbols = pdcch_max_cces * 54;  // QPSK symbols of the highest level
constexpr std::size_t pdcch_max_pilots = pdcch_max_cces * 18;
constexpr std::uint16_t pdcch_pilot_mask = 1u << 1 | 1u << 5 | 1u << 9;

std::uint32_t pdcch_scrambling(const PdcchPlace& place) {
  return (std::uint32_t(place.scrambling_rnti) << 16 | place.scrambling_id) & 0x7FFF'FFFF;
}

const char* pdcch_refusal(const PdcchPlace& place, const Grid& grid) {
  if (!place.coreset) return "no CORESET";
  if (const char* why = refusal(*place.coreset, place.grid_start + unsigned(grid.resource_blocks()))) return why;
  if (place.coreset->first_block < place.grid_start) return "CORESET begins below the carrier (TS 38.213 10.1)";
  if (place.first_symbol + place.coreset->duration > symbols_a_slot) return "CORESET leaves the slot (TS 38.213 10.1)";
  if (place.slot_in_frame >= 160) return "slot number in the frame (TS 38.211 4.3.2)";
  return nullptr;
}

bool pdcch_candidate_ok(const Coreset& coreset, PdcchCandidate candidate) {
  const unsigned level = candidate.level;
  return level >= 1 && level <= 16 && (level & (level - 1)) == 0 && candidate.cce + level <= coreset.cces();
}

/// The DM-RS of the candidate's blocks in symbol `l` of the slot, block after block: 3 a block.
void pdcch_pilots(const PdcchPlace& place, const RbList& blocks, std::size_t l, SampleSpan out) {
  const unsigned reference = place.coreset->id == 0 ? place.coreset->first_block : 0;  // §7.4.1.3.2
  const auto c_init = control_dmrs_c_init(place.slot_in_frame, unsigned(l), place.coreset->dmrs_id);
  for (std::size_t i = 0; i < blocks.size();) {
    std::size_t end = i + 1;
    while (end < blocks.size() && blocks[end] == blocks[end - 1] + 1) ++end;
    dmrs_sequence(c_init, 3, blocks[i] - reference, out.subspan(3 * i, 3 * (end - i)));
    i = end;
  }
}

/// With allContiguousRBs: the blocks of the set that hang together with the candidate's and are not among them.
RbList pdcch_surroundings(const Coreset& coreset, const RbList& blocks) {
  const RbList all = candidate_blocks(coreset, 0, coreset.cces());
  RbList out;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i + 1;
    while (end < all.size() && all[end] == all[end - 1] + 1) ++end;
    const auto in_run = [&](std::uint16_t block) { return block >= all[i] && block <= all[end - 1]; };
    if (std::any_of(blocks.begin(), blocks.end(), in_run))
      for (std::size_t q = i; q < end; ++q)
        if (std::find(blocks.begin(), blocks.end(), all[q]) == blocks.end()) out.push(all[q]);
    i = end;
  }
  return out;
}

}  // namespace

Result<Nothing, Fault> transmit_pdcch(const PdcchPlace& place, const PdcchTransmission& pdcch, BitView payload, Grid& grid) {
  if (const char* why = pdcch_refusal(place, grid)) return Fail(Fault{why});
  const Coreset& coreset = *place.coreset;
  if (!pdcch_candidate_ok(coreset, pdcch.candidate)) return Fail(Fault{"candidate is not in the CORESET (TS 38.213 10.1)"});
  const std::size_t level = pdcch.candidate.level, bits = bits_per_cce * level;
  if (payload.size() < min_dci_bits || payload.size() > max_dci_bits || payload.size() + 24 > bits)
    return Fail(Fault{"DCI is not 12..140 bits or longer than its candidate (TS 38.212 7.3)"});
  std::array<std::uint8_t, 2 * pdcch_max_symbols> coded;
  std::array<Sample, pdcch_max_symbols> symbols;
  std::array<Sample, pdcch_max_pilots> pilots;
  const BitSpan code = BitSpan(coded).first(bits);
  const SampleSpan data = SampleSpan(symbols).first(bits / 2);
  encode_dci(payload, pdcch.rnti, code);
  GoldSequence(pdcch_scrambling(place)).scramble(code);
  modulate(Modulation::qpsk, code, data);
  const RbList blocks = candidate_blocks(coreset, pdcch.candidate.cce, unsigned(level));
  const RbList around = coreset.contiguous_precoder ? pdcch_surroundings(coreset, blocks) : RbList{};
  std::size_t at = 0;
  for (std::size_t l = place.first_symbol; l < std::size_t(place.first_symbol) + coreset.duration; ++l) {
    for (auto block : around) {
      std::array<Sample, 3> known;
      pdcch_pilots(place, list_of({block, 1}), l, known);
      for (std::size_t p = 0; p < 3; ++p) grid.at(l, 12 * std::size_t(block - place.grid_start) + 1 + 4 * p) = pdcch.amplitude * known[p];
    }
    pdcch_pilots(place, blocks, l, pilots);
    std::size_t pilot = 0;
    SampleSpan row = grid.symbol(l);
    for (auto block : blocks)
      for (std::size_t k = 12 * std::size_t(block - place.grid_start), end = k + 12, sub = 0; k < end; ++k, ++sub)
        row[k] = pdcch.amplitude * (pdcch_pilot_mask >> sub & 1 ? pilots[pilot++] : data[at++]);
  }
  return Nothing{};
}

struct PdcchReceiver::Work {
  DciDecoder decoder;
  SparsePilots known;
  std::array<Sample, SparsePilots::most> smooth{};
  std::array<Sample, pdcch_max_pilots> pilots{};  // symbol after symbol, of the whole candidate
  std::array<Sample, pdcch_max_symbols> received{}, gains{}, symbols{};
  std::array<float, pdcch_max_symbols> noise{};
  std::array<Llr, 2 * pdcch_max_symbols> llrs{};
  std::array<std::uint8_t, 2 * pdcch_max_symbols> again{};
  std::size_t tried = 0;

  bool fills(const PdcchCandidate& candidate, const DciPayload& payload, std::uint16_t rnti);
  float correlate(const Grid& grid, const PdcchPlace& place, const RbList& blocks, bool& worth);
  float equalise_candidate(const Grid& grid, const PdcchPlace& place, const RbList& blocks);
};

PdcchReceiver::PdcchReceiver() : work_(std::make_unique<Work>()) {}
PdcchReceiver::~PdcchReceiver() = default;
PdcchReceiver::PdcchReceiver(PdcchReceiver&&) noexcept = default;
PdcchReceiver& PdcchReceiver::operator=(PdcchReceiver&&) noexcept = default;
std::size_t PdcchReceiver::tried() const { return work_->tried; }

// The DM-RS gate. Two statistics, whose distribution without a PDCCH is known: the energy that adds up coherently within six blocks, and
// the rotation from pilot to pilot (which a late or early window does not blur). Either one passes in noise in about 1 of 50 candidates.
float PdcchReceiver::Work::correlate(const Grid& grid, const PdcchPlace& place, const RbList& blocks, bool& worth) {
  double energy = 0, coherent = 0, groups = 0;
  std::complex<double> turn{};
  std::size_t count = 0;
  for (std::size_t s = 0; s < place.coreset->duration; ++s) {
    const std::size_t l = place.first_symbol + s;
    const SampleSpan sent = SampleSpan(pilots).subspan(3 * blocks.size() * s, 3 * blocks.size());
    pdcch_pilots(place, blocks, l, sent);
    const SampleView row = grid.symbol(l);
    std::complex<double> sum{}, before{};
    double within = 0;
    std::size_t pilots_in = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const bool follows = i > 0 && blocks[i] == blocks[i - 1] + 1;
      for (std::size_t p = 0; p < 3; ++p, ++count) {
        const std::size_t k = 12 * std::size_t(blocks[i] - place.grid_start) + 1 + 4 * p;
        const std::complex<double> z = std::complex<double>(row[k]) * std::conj(std::complex<double>(sent[3 * i + p]));
        if (follows || p > 0) turn += z * std::conj(before);
        before = z;
        sum += z;
        within += std::norm(z);
        ++pilots_in;
      }
      const bool last = i + 1 == blocks.size() || blocks[i + 1] != blocks[i] + 1 || pilots_in == 18;
      if (!last) continue;
      energy += within;
      if (within > 0) coherent += std::norm(sum) / within;  // 1 in noise, up to the number of pilots
      groups += 1;
      sum = {};
      within = 0;
      pilots_in = 0;
    }
  }
  worth = false;
  if (!(energy > 0) || !std::isfinite(energy) || count == 0) return 0;
  const double steady = std::abs(turn) / energy, together = coherent / groups;
  worth = together > 1 + 3 / std::sqrt(groups) || steady > 2 / std::sqrt(double(count));
  return float(std::max(steady, together * groups / double(count)));
}

// Channel by REG bundles (or contiguous blocks), noise over the whole candidate, soft bits. Returns the SNR in dB.
float PdcchReceiver::Work::equalise_candidate(const Grid& grid, const PdcchPlace& place, const RbList& blocks) {
  const Coreset& coreset = *place.coreset;
  const std::size_t wide = coreset.contiguous_precoder ? most_resource_blocks : coreset.bundle / coreset.duration;
  const auto subcarrier = [&](std::size_t i) { return 12 * std::size_t(blocks[i] - place.grid_start); };
  known.piece_count = 0;
  known.count = 3 * blocks.size();
  known.symbols = coreset.duration;
  for (std::size_t i = 0; i < blocks.size();) {
    std::size_t end = i + 1;
    while (end < blocks.size() && blocks[end] == blocks[end - 1] + 1 && end - i < wide) ++end;
    known.pieces[known.piece_count++] = {std::uint16_t(3 * i), std::uint16_t(3 * (end - i)), std::uint16_t(subcarrier(i) + 1)};
    i = end;
  }
  for (std::size_t s = 0; s < known.symbols; ++s)
    for (std::size_t i = 0; i < known.count; ++i)
      known.z[s][i] = grid.at(place.first_symbol + s, subcarrier(i / 3) + 1 + 4 * (i % 3)) * std::conj(pilots[known.count * s + i]);
  const SparseFigures figures = estimate_sparse(known, false, smooth);
  std::size_t at = 0;
  for (std::size_t s = 0; s < known.symbols; ++s)
    for (std::size_t p = 0; p < known.piece_count; ++p) {
      const auto& piece = known.pieces[p];
      for (std::size_t k = piece.first_subcarrier - 1u, end = k + 4u * piece.count; k < end; ++k) {
        if ((k - piece.first_subcarrier) % 4 == 0) continue;
        received[at] = grid.at(place.first_symbol + s, k);
        gains[at++] = channel_at(known, piece, smooth, figures, k, s);
      }
    }
  const auto part = [at](auto& array) { return std::span(array).first(at); };
  equalise(part(received), part(gains), figures.noise, part(symbols), part(noise));
  demodulate(Modulation::qpsk, part(symbols), part(noise), LlrSpan(llrs).first(2 * at));
  return figures.snr_db();
}

// Whether the DCI stands on the second half of the candidate too. A DCI of level 8 can be decoded as one of level 16: its code repeats.
bool PdcchReceiver::Work::fills(const PdcchCandidate& candidate, const DciPayload& payload, std::uint16_t rnti) {
  const std::size_t bits = bits_per_cce * candidate.level;
  encode_dci(payload.view(), rnti, BitSpan(again).first(bits));
  double agreement[2] = {0, 0};
  for (std::size_t i = 0; i < bits; ++i) agreement[2 * i / bits] += again[i] ? -double(llrs[i]) : double(llrs[i]);
  return candidate.level == 1 || agreement[1] > 0.5 * agreement[0];
}

Result<std::size_t, Fault> PdcchReceiver::search(const Grid& grid, const PdcchPlace& place, const PdcchSearch& search,
                                                 std::span<PdcchFound> found) {
  if (const char* why = pdcch_refusal(place, grid)) return Fail(Fault{why});
  Work& work = *work_;
  work.tried = 0;
  std::size_t count = 0;
  for (const auto& candidate : search.candidates) {
    if (!pdcch_candidate_ok(*place.coreset, candidate)) return Fail(Fault{"candidate is not in the CORESET (TS 38.213 10.1)"});
    const RbList blocks = candidate_blocks(*place.coreset, candidate.cce, candidate.level);
    bool worth = false;
    const float correlation = work.correlate(grid, place, blocks, worth);
    if (!worth) continue;
    ++work.tried;
    const float snr_db = work.equalise_candidate(grid, place, blocks);
    const LlrSpan llrs = LlrSpan(work.llrs).first(bits_per_cce * candidate.level);
    GoldSequence(pdcch_scrambling(place)).descramble(llrs);
    for (auto size : search.sizes) {
      if (count == found.size()) return count;
      if (size < min_dci_bits || size > max_dci_bits || size + 24u > llrs.size()) continue;
      PdcchFound& dci = found[count];
      dci.payload = {};
      dci.payload.size = size;
      const auto addressed = work.decoder.decode(llrs, search.rntis, BitSpan(dci.payload.bits).first(size));
      if (!addressed || !work.fills(candidate, dci.payload, search.rntis[*addressed])) continue;
      dci.candidate = candidate;
      dci.rnti = search.rntis[*addressed];
      dci.correlation = correlation;
      dci.snr_db = snr_db;
      const bool again = std::any_of(found.begin(), found.begin() + std::ptrdiff_t(count), [&](const PdcchFound& other) {
        return other.rnti == dci.rnti && other.payload == dci.payload && other.candidate.cce <= candidate.cce &&
               candidate.cce + candidate.level <= other.candidate.cce + other.candidate.level;
      });
      count += !again;
    }
  }
  return count;
}

}  // namespace pellucid::phy
