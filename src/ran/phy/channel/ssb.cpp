#include "ran/phy/channel/ssb.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ran/phy/channel/sparse_estimate.hpp"
#include "ran/phy/coding/crc.hpp"
#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/phy/waveform/modulation.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t pbch_pilots = 144;
constexpr std::size_t pbch_symbols = 432;
constexpr std::size_t ssb_elements = ssb_symbols * ssb_subcarriers;
constexpr std::size_t ssb_blocks = ssb_subcarriers / 12;

/// Whether PBCH or its DM-RS stands there (table 7.4.3.1-1).
bool pbch_at(std::size_t l, std::size_t k) { return l == 1 || l == 3 || (l == 2 && (k < 48 || k >= 192)); }

/// i_SSB-bar of the DM-RS sequence and v of the scrambling.
unsigned pbch_dmrs_index(unsigned index, bool second_half, unsigned l_max) { return l_max == 4 ? index + 4 * second_half : index % 8; }
unsigned pbch_scrambling_index(unsigned index, unsigned l_max) { return l_max == 4 ? index % 4 : index % 8; }

GoldSequence pbch_scrambling(unsigned pci, unsigned v) {
  GoldSequence sequence(pci);
  sequence.skip(std::uint64_t(v) * bch_coded_bits);
  return sequence;
}

}  // namespace

Result<BchPayload, Fault> bch_payload(const Mib& mib, std::uint16_t sfn, bool second_half_frame) {
  if (mib.spacing_common > 1 || mib.k_ssb > 31 || mib.coreset_zero > 15 || mib.search_space_zero > 15 || sfn > 1023)
    return Fail(Fault{"field of the MIB out of range (TS 38.331 MIB)"});
  if (mib.dmrs_type_a_position != 2 && mib.dmrs_type_a_position != 3) return Fail(Fault{"dmrs-TypeA-Position is not 2 or 3"});
  BchPayload out;
  unsigned bits = 0;  // without CHOICE and frame number: 17 bits
  const auto put = [&](unsigned value, unsigned width) { bits = bits << width | value; };
  put(mib.spacing_common, 1);
  put(mib.k_ssb & 15u, 4);
  put(mib.dmrs_type_a_position - 2u, 1);
  put(mib.coreset_zero, 4);
  put(mib.search_space_zero, 4);
  put(!mib.barred, 1);
  put(!mib.intra_frequency_reselection, 1);
  put(0, 1);
  for (unsigned i = 0; i < 17; ++i) out.mib[7 + i] = std::uint8_t(bits >> (16 - i) & 1);
  for (unsigned i = 0; i < 6; ++i) out.mib[1 + i] = std::uint8_t(sfn >> (9 - i) & 1);
  out.sfn = sfn;
  out.second_half_frame = second_half_frame;
  out.extra = mib.k_ssb >= 16 ? 4 : 0;
  return out;
}

std::optional<Mib> mib_of(const BchPayload& payload) {
  if (payload.mib[0] != 0) return {};
  const auto get = [&](std::size_t at, unsigned width) {
    unsigned value = 0;
    for (unsigned i = 0; i < width; ++i) value = value << 1 | (payload.mib[at + i] & 1u);
    return std::uint8_t(value);
  };
  Mib out;
  out.spacing_common = get(7, 1);
  out.k_ssb = std::uint8_t(get(8, 4) + (payload.extra & 4 ? 16 : 0));
  out.dmrs_type_a_position = std::uint8_t(2 + get(12, 1));
  out.coreset_zero = get(13, 4);
  out.search_space_zero = get(17, 4);
  out.barred = get(21, 1) == 0;
  out.intra_frequency_reselection = get(22, 1) == 0;
  return out;
}

Octets<3> mib_octets(const BchPayload& payload) {
  auto bits = payload.mib;
  for (unsigned i = 0; i < 6; ++i) bits[1 + i] = std::uint8_t(payload.sfn >> (9 - i) & 1);
  Octets<3> out{};
  pack_bits(bits, out);
  return out;
}

BchPayload bch_payload(const Octets<3>& octets, std::uint16_t sfn, bool second_half_frame, std::uint8_t extra) {
  BchPayload out;
  unpack_bits(octets, out.mib);
  for (unsigned i = 0; i < 6; ++i) out.mib[1 + i] = std::uint8_t(sfn >> (9 - i) & 1);
  out.sfn = sfn % 1024;
  out.second_half_frame = second_half_frame;
  out.extra = extra & 7;
  return out;
}

Result<Nothing, Fault> transmit_ssb(const SsbBlock& block, std::size_t first_subcarrier, std::size_t first_symbol, Grid& grid) {
  if (block.pci >= physical_cells) return Fail(Fault{"cell identity is not 0..1007 (TS 38.211 7.4.2.1)"});
  if ((block.l_max != 4 && block.l_max != 8) || block.index >= block.l_max) return Fail(Fault{"SS/PBCH block index (TS 38.213 4.1)"});
  if (block.payload.sfn > 1023) return Fail(Fault{"frame number is not 0..1023"});
  if (first_subcarrier + ssb_subcarriers > grid.subcarriers() || first_symbol + ssb_symbols > symbols_a_slot)
    return Fail(Fault{"SS/PBCH block leaves the grid (TS 38.211 7.4.3.1)"});
  std::array<std::uint8_t, bch_coded_bits> coded;
  encode_bch(block.payload, block.pci, block.l_max, coded);
  pbch_scrambling(block.pci, pbch_scrambling_index(block.index, block.l_max)).scramble(coded);
  std::array<Sample, pbch_symbols> data;
  modulate(Modulation::qpsk, coded, data);
  std::array<Sample, pbch_pilots> pilots;
  pbch_dmrs(block.pci, pbch_dmrs_index(block.index, block.payload.second_half_frame, block.l_max), pilots);
  const auto primary = pss(block.pci % 3), secondary = sss(block.pci);
  std::size_t next_data = 0, next_pilot = 0;
  for (std::size_t l = 0; l < ssb_symbols; ++l) {
    const SampleSpan row = grid.symbol(first_symbol + l).subspan(first_subcarrier, ssb_subcarriers);
    for (std::size_t k = 0; k < ssb_subcarriers; ++k) {
      const bool sync = k >= pss_first_subcarrier && k < pss_first_subcarrier + sync_length;
      Sample value{};
      if (pbch_at(l, k))
        value = block.amplitude * (k % 4 == block.pci % 4u ? pilots[next_pilot++] : data[next_data++]);
      else if (l == 0 && sync)
        value = block.pss_amplitude * primary[k - pss_first_subcarrier];
      else if (l == 2 && sync)
        value = block.amplitude * secondary[k - pss_first_subcarrier];
      row[k] = value;
    }
  }
  return Nothing{};
}

Result<std::size_t, Fault> ssb_first_subcarrier(unsigned offset_to_point_a, unsigned k_ssb, SubcarrierSpacing spacing,
                                                unsigned grid_start) {
  if (k_ssb > 23 || offset_to_point_a > 2199) return Fail(Fault{"offsetToPointA or k_SSB out of range (TS 38.211 7.4.3.1)"});
  const unsigned fine = 12 * offset_to_point_a + k_ssb;  // 15 kHz subcarriers from point A
  if (fine % (1u << mu(spacing))) return Fail(Fault{"SS/PBCH block lies between the subcarriers of its spacing"});
  const unsigned subcarrier = fine >> mu(spacing);
  if (subcarrier < 12 * grid_start) return Fail(Fault{"SS/PBCH block begins below the carrier"});
  return std::size_t(subcarrier - 12 * grid_start);
}

struct PbchReceiver::Work {
  BchDecoder decoder;
  Grid received{ssb_blocks};
  SparsePilots known;
  std::array<Sample, SparsePilots::most> smooth{};
  std::array<Sample, pbch_pilots> pilots{};
  std::array<Sample, pbch_symbols> seen{}, gains{}, symbols{};
  std::array<float, pbch_symbols> noise{};
  std::array<Llr, bch_coded_bits> llrs{}, descrambled{};

  void read_pilots(unsigned pci, unsigned dmrs_index);
  SparseFigures equalise_block(unsigned pci, unsigned dmrs_index);
};

PbchReceiver::PbchReceiver() : work_(std::make_unique<Work>()) {}
PbchReceiver::~PbchReceiver() = default;
PbchReceiver::PbchReceiver(PbchReceiver&&) noexcept = default;
PbchReceiver& PbchReceiver::operator=(PbchReceiver&&) noexcept = default;
SampleView PbchReceiver::symbols() const { return work_->symbols; }

// What was received at the DM-RS, turned back by what this sequence would have sent.
void PbchReceiver::Work::read_pilots(unsigned pci, unsigned dmrs_index) {
  pbch_dmrs(pci, dmrs_index, pilots);
  const std::size_t first = pci % 4;
  known.piece_count = 1;
  known.count = 60;
  known.symbols = 3;
  known.pieces[0] = {0, 60, std::uint16_t(first)};
  std::size_t n = 0;
  for (std::size_t s = 0; s < 3; ++s)
    for (std::size_t i = 0; i < 60; ++i) {
      const std::size_t k = first + 4 * i;
      known.missing[s][i] = !pbch_at(1 + s, k);
      known.z[s][i] = known.missing[s][i] ? Sample{} : received.at(1 + s, k) * std::conj(pilots[n++]);
    }
}

SparseFigures PbchReceiver::Work::equalise_block(unsigned pci, unsigned dmrs_index) {
  read_pilots(pci, dmrs_index);
  const SparseFigures figures = estimate_sparse(known, true, smooth);
  std::size_t n = 0;
  for (std::size_t l = 1; l < ssb_symbols; ++l)
    for (std::size_t k = 0; k < ssb_subcarriers; ++k) {
      if (!pbch_at(l, k) || k % 4 == pci % 4) continue;
      seen[n] = received.at(l, k);
      gains[n++] = channel_at(known, known.pieces[0], smooth, figures, k, l - 1);
    }
  equalise(seen, gains, figures.noise, symbols, noise);
  demodulate(Modulation::qpsk, symbols, noise, llrs);
  return figures;
}

std::optional<PbchReception> PbchReceiver::decode(SampleView elements, unsigned pci, unsigned l_max) {
  if (elements.size() != ssb_elements || pci >= physical_cells || (l_max != 4 && l_max != 8)) return {};
  Work& work = *work_;
  for (std::size_t l = 0; l < ssb_symbols; ++l)
    std::ranges::copy(elements.subspan(l * ssb_subcarriers, ssb_subcarriers), work.received.symbol(l).begin());
  std::array<float, 8> correlation{};
  std::array<unsigned, 8> order{0, 1, 2, 3, 4, 5, 6, 7};
  for (unsigned i = 0; i < 8; ++i) {
    work.read_pilots(pci, i);
    correlation[i] = float(coherence_of(work.known));
  }
  std::ranges::sort(order, [&](unsigned a, unsigned b) { return correlation[a] > correlation[b]; });
  for (unsigned attempt = 0; attempt < 2; ++attempt) {  // the second in case noise swapped two
    const unsigned dmrs_index = order[attempt];
    if (!(correlation[dmrs_index] > 0)) return {};
    const SparseFigures figures = work.equalise_block(pci, dmrs_index);
    const unsigned index = l_max == 4 ? dmrs_index % 4 : dmrs_index;
    work.descrambled = work.llrs;
    pbch_scrambling(pci, pbch_scrambling_index(index, l_max)).descramble(work.descrambled);
    const auto payload = work.decoder.decode(work.descrambled, std::uint16_t(pci), l_max);
    if (!payload || (l_max == 4 && payload->second_half_frame != (dmrs_index >= 4))) continue;
    return PbchReception{*payload, std::uint8_t(index), correlation[dmrs_index], figures.snr_db()};
  }
  return {};
}

std::optional<PbchReception> PbchReceiver::decode(const Grid& grid, std::size_t first_subcarrier, std::size_t first_symbol, unsigned pci,
                                                  unsigned l_max) {
  if (first_subcarrier + ssb_subcarriers > grid.subcarriers() || first_symbol + ssb_symbols > symbols_a_slot) return {};
  std::array<Sample, ssb_elements> elements;
  for (std::size_t l = 0; l < ssb_symbols; ++l)
    std::ranges::copy(grid.symbol(first_symbol + l).subspan(first_subcarrier, ssb_subcarriers),
                      elements.begin() + std::ptrdiff_t(l * ssb_subcarriers));
  return decode(elements, pci, l_max);
}

struct CellReader::Work {
  explicit Work(const CellReaderSettings& s) : settings(s), search(s.search) {}
  CellReaderSettings settings;
  CellSearch search;
  PbchReceiver pbch;
  std::array<CellCandidate, 16> candidates{};
  std::array<Sample, ssb_elements> elements{};
};

CellReader::CellReader(const CellReaderSettings& settings) : work_(std::make_unique<Work>(settings)) {}
CellReader::~CellReader() = default;
CellReader::CellReader(CellReader&&) noexcept = default;
CellReader& CellReader::operator=(CellReader&&) noexcept = default;

std::size_t CellReader::read(SampleView samples, std::span<CellFound> found) {
  Work& work = *work_;
  const auto& search = work.settings.search;
  const auto places = ssb_first_symbols(work.settings.placement, work.settings.centre_hz, work.settings.paired);
  const std::size_t candidates = work.search.search(samples, work.candidates);
  std::size_t count = 0;
  for (std::size_t i = 0; i < candidates && count < found.size(); ++i) {
    const CellCandidate& candidate = work.candidates[i];
    if (!demodulate_block(samples, search, candidate, work.elements)) continue;
    const auto broadcast = work.pbch.decode(work.elements, candidate.pci, unsigned(places.size()));
    if (!broadcast || broadcast->ssb_index >= places.size()) continue;
    const auto mib = mib_of(broadcast->payload);
    if (!mib) continue;
    const Carrier carrier{search.spacing, 20, search.fft_size, 0};
    const std::size_t symbol = places[broadcast->ssb_index];
    const std::size_t into_frame = (symbol / symbols_a_slot) * carrier.slot_samples() + carrier.symbol_start(symbol % symbols_a_slot) +
                                   (broadcast->payload.second_half_frame ? carrier.slot_samples() * slots_a_frame(search.spacing) / 2 : 0);
    found[count++] = {candidate, *broadcast, *mib, std::int64_t(candidate.start) - std::int64_t(into_frame)};
  }
  return count;
}

}  // namespace pellucid::phy
