#include "ran/phy/channel/csi_rs.hpp"

#include <bit>
#include <cmath>
#include <numbers>

#include "ran/phy/waveform/dmrs.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {
namespace {

/// One row of TS 38.211 table 7.4.1.5.3-1: CDM groups are laid out as `fields` frequency positions times the symbols in `times`.
struct CsiRsRow {
  std::uint8_t ports;
  std::uint8_t fields;  // k_0, k_1 ...: bits set in the bitmap
  std::uint8_t times;   // bit 0: l0, bit 1: l0 + 1, bit 2: l1, bit 3: l1 + 1
  std::uint8_t frequency_cdm, time_cdm;
  bool half;  // density 0.5 too
};
constexpr std::array<CsiRsRow, 19> csi_rs_rows = {{{},
                                                   {1, 1, 0b0001, 1, 1, false},
                                                   {1, 1, 0b0001, 1, 1, true},
                                                   {2, 1, 0b0001, 2, 1, true},
                                                   {4, 1, 0b0001, 2, 1, false},
                                                   {4, 1, 0b0011, 2, 1, false},
                                                   {8, 4, 0b0001, 2, 1, false},
                                                   {8, 2, 0b0011, 2, 1, false},
                                                   {8, 2, 0b0001, 2, 2, false},
                                                   {12, 6, 0b0001, 2, 1, false},
                                                   {12, 3, 0b0001, 2, 2, false},
                                                   {16, 4, 0b0011, 2, 1, true},
                                                   {16, 4, 0b0001, 2, 2, true},
                                                   {24, 3, 0b1111, 2, 1, true},
                                                   {24, 3, 0b0101, 2, 2, true},
                                                   {24, 3, 0b0001, 2, 4, true},
                                                   {32, 4, 0b1111, 2, 1, true},
                                                   {32, 4, 0b0101, 2, 2, true},
                                                   {32, 4, 0b0001, 2, 4, true}}};

/// A CDM group: its first element in a block and slot.
struct CsiRsGroup {
  std::uint8_t k = 0, l = 0;
};
struct CsiRsGroups {
  std::array<CsiRsGroup, 16> at{};
  std::size_t count = 0;
};

unsigned csi_rs_bitmap_width(unsigned row) { return row == 1 ? 4 : row == 2 ? 12 : row == 4 ? 3 : 6; }

/// The groups in the standard's order: frequency first, then time. Rows 1 and 4 have several of them at one bit of the bitmap.
CsiRsGroups csi_rs_groups(const CsiRsResource& resource) {
  const CsiRsRow& row = csi_rs_rows[resource.row];
  const unsigned step = resource.row <= 2 ? 1 : resource.row == 4 ? 4 : 2;
  const unsigned symbols[4] = {resource.first_symbol, resource.first_symbol + 1u, resource.second_symbol, resource.second_symbol + 1u};
  CsiRsGroups out;
  const auto add = [&](unsigned k, unsigned l) { out.at[out.count++] = {std::uint8_t(k), std::uint8_t(l)}; };
  for (unsigned t = 0; t < 4; ++t) {
    if (!(row.times >> t & 1)) continue;
    for (unsigned bit = 0; bit < 12; ++bit) {
      if (!(resource.bitmap >> bit & 1)) continue;
      const unsigned k = step * bit;
      add(k, symbols[t]);
      if (resource.row == 1) add(k + 4, symbols[t]), add(k + 8, symbols[t]);
      if (resource.row == 4) add(k + 2, symbols[t]);
    }
  }
  return out;
}

unsigned csi_rs_alpha_twice(const CsiRsResource& resource) {  // 2 alpha
  const unsigned rho_twice = resource.density == CsiRsDensity::three ? 6 : resource.density == CsiRsDensity::one ? 2 : 1;
  return csi_rs_rows[resource.row].ports == 1 ? rho_twice : 2 * rho_twice;
}

/// Blocks between two with the signal, and the first one that has it.
struct CsiRsComb {
  unsigned first, step;
};
CsiRsComb csi_rs_comb(const CsiRsResource& resource) {
  if (resource.density != CsiRsDensity::half_even && resource.density != CsiRsDensity::half_odd) return {resource.start_block, 1};
  const unsigned odd = resource.density == CsiRsDensity::half_odd;
  return {resource.start_block + (resource.start_block % 2u != odd ? 1u : 0u), 2};
}

const char* csi_rs_refusal(const CsiRsResource& resource, std::uint16_t grid_start, std::size_t grid_blocks) {
  if (const char* why = refusal(resource)) return why;
  if (resource.start_block < grid_start || resource.start_block + resource.blocks > grid_start + grid_blocks)
    return "CSI-RS outside the carrier (TS 38.331 CSI-FrequencyOccupation)";
  return nullptr;
}

/// w_t(l') of sequence `s` (tables 7.4.1.5.3-2 to -5): the rows of a Hadamard matrix in the order that the standard gives them.
float csi_rs_time_sign(unsigned time_cdm, unsigned s, unsigned l_prime) {
  static constexpr unsigned eight[4] = {0b0000, 0b1010, 0b1100, 0b0110};  // bit l' set: -1
  if (time_cdm == 1) return 1;
  if (time_cdm == 2) return s / 2 % 2 && l_prime == 1 ? -1.0f : 1.0f;
  return eight[s / 2 % 4] >> l_prime & 1 ? -1.0f : 1.0f;
}

/// Calls visit(port, l, subcarrier in the grid, value) for every element of every port.
template <class Visit>
void csi_rs_visit(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start, unsigned ports, Visit&& visit) {
  const CsiRsRow& row = csi_rs_rows[resource.row];
  const CsiRsGroups groups = csi_rs_groups(resource);
  const unsigned alpha_twice = csi_rs_alpha_twice(resource), cdm = row.frequency_cdm * row.time_cdm;
  const unsigned last = resource.start_block + resource.blocks;
  const auto comb = csi_rs_comb(resource);
  std::array<Sample, 3 * most_resource_blocks + 3> sequence;
  const unsigned length = last * alpha_twice / 2 + 3;
  for (unsigned l = 0; l < symbols_a_slot; ++l) {
    bool made = false;
    for (std::size_t j = 0; j < groups.count; ++j) {
      if (l < groups.at[j].l || l >= groups.at[j].l + unsigned(row.time_cdm)) continue;
      if (!made) GoldSequence(csi_rs_c_init(slot_in_frame, l, resource.scrambling_id)).qpsk(SampleSpan(sequence).first(length));
      made = true;
      const unsigned third = resource.density == CsiRsDensity::three ? groups.at[j].k / 4u : 0;  // floor(k rho / 12)
      const unsigned port_base = row.ports == 1 ? 0 : unsigned(j) * cdm;
      for (unsigned s = 0; s < cdm && port_base + s < ports; ++s) {
        const float time_sign = csi_rs_time_sign(row.time_cdm, s, l - groups.at[j].l);
        for (unsigned n = comb.first; n < last; n += comb.step)
          for (unsigned k = 0; k < row.frequency_cdm; ++k) {
            const float sign = time_sign * (s % 2 && k == 1 ? -1.0f : 1.0f);
            visit(port_base + s, l, 12 * std::size_t(n - grid_start) + groups.at[j].k + k,
                  sign * sequence[n * alpha_twice / 2 + k + third]);
          }
      }
    }
  }
}

}  // namespace

unsigned csi_rs_ports(unsigned row) { return row >= 1 && row <= 18 ? csi_rs_rows[row].ports : 0; }

const char* refusal(const CsiRsResource& resource) {
  if (resource.row < 1 || resource.row > 18) return "CSI-RS row is not 1..18 (TS 38.211 table 7.4.1.5.3-1)";
  const CsiRsRow& row = csi_rs_rows[resource.row];
  if (resource.bitmap >> csi_rs_bitmap_width(resource.row) || unsigned(std::popcount(resource.bitmap)) != row.fields)
    return "CSI-RS bitmap does not fit its row (TS 38.211 7.4.1.5.3)";
  if ((resource.density == CsiRsDensity::three) != (resource.row == 1)) return "CSI-RS density does not fit its row";
  if ((resource.density == CsiRsDensity::half_even || resource.density == CsiRsDensity::half_odd) && !row.half)
    return "CSI-RS density does not fit its row";
  const unsigned time = row.time_cdm - 1u;
  if (resource.first_symbol + time + (row.times & 2 ? 1 : 0) >= symbols_a_slot) return "CSI-RS leaves the slot (TS 38.211 7.4.1.5.3)";
  if (row.times & 4 && (resource.second_symbol < 2 || resource.second_symbol > 12)) return "l1 is not 2..12 (TS 38.211 7.4.1.5.3)";
  if (resource.blocks == 0 || resource.start_block + resource.blocks > most_resource_blocks)
    return "CSI-RS blocks (TS 38.331 CSI-FrequencyOccupation)";
  if (resource.scrambling_id > 1023) return "n_ID of CSI-RS is not 0..1023 (TS 38.211 7.4.1.5.2)";
  if (resource.period == 0 || resource.offset >= resource.period) return "CSI-RS period or offset (TS 38.211 7.4.1.5.3)";
  return nullptr;
}

Result<Nothing, Fault> transmit_csi_rs(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start,
                                       std::span<Grid* const> ports) {
  if (ports.empty() || ports.size() != csi_rs_ports(resource.row)) return Fail(Fault{"as many grids as CSI-RS ports"});
  for (const Grid* grid : ports)
    if (const char* why = csi_rs_refusal(resource, grid_start, grid->resource_blocks())) return Fail(Fault{why});
  csi_rs_visit(resource, slot_in_frame, grid_start, unsigned(ports.size()),
               [&](unsigned port, unsigned l, std::size_t k, Sample value) { ports[port]->at(l, k) = resource.amplitude * value; });
  return Nothing{};
}

Result<Nothing, Fault> transmit_csi_rs(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start, Grid& grid) {
  Grid* const one[] = {&grid};
  return transmit_csi_rs(resource, slot_in_frame, grid_start, one);
}

Result<Nothing, Fault> reserve_csi_rs(const CsiRsResource& resource, std::uint16_t grid_start, ReservedElements& reserved) {
  if (const char* why = csi_rs_refusal(resource, grid_start, most_resource_blocks)) return Fail(Fault{why});
  const CsiRsRow& row = csi_rs_rows[resource.row];
  const CsiRsGroups groups = csi_rs_groups(resource);
  const auto comb = csi_rs_comb(resource);
  for (std::size_t j = 0; j < groups.count; ++j)
    for (unsigned t = 0; t < row.time_cdm; ++t)
      for (unsigned n = comb.first; n < unsigned(resource.start_block + resource.blocks); n += comb.step)
        reserved.add(groups.at[j].l + t, n - grid_start, std::uint16_t(((1u << row.frequency_cdm) - 1) << groups.at[j].k));
  return Nothing{};
}

Result<CsiRsFigures, Fault> measure_csi_rs(const CsiRsResource& resource, unsigned slot_in_frame, std::uint16_t grid_start,
                                           const Grid& antenna) {
  if (const char* why = csi_rs_refusal(resource, grid_start, antenna.resource_blocks())) return Fail(Fault{why});
  const CsiRsRow& row = csi_rs_rows[resource.row];
  if (row.time_cdm > 1) return Fail(Fault{"measuring CSI-RS with CDM in time is planned"});
  std::array<std::complex<double>, 3 * most_resource_blocks> seen;
  std::array<std::size_t, 3 * most_resource_blocks> place;
  std::size_t count = 0;
  csi_rs_visit(resource, slot_in_frame, grid_start, 1, [&](unsigned, unsigned l, std::size_t k, Sample value) {
    place[count] = k;
    seen[count++] = std::complex<double>(antenna.at(l, k)) * std::conj(std::complex<double>(value));
  });
  if (row.frequency_cdm == 2) {  // both elements of a pair together show port 0 alone
    count /= 2;
    for (std::size_t i = 0; i < count; ++i) seen[i] = (seen[2 * i] + seen[2 * i + 1]) / 2.0, place[i] = place[2 * i];
  }
  std::complex<double> turn{};
  double energy = 0;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < count; ++i) {
    energy += std::norm(seen[i]);
    if (i > 0 && place[i] > place[i - 1]) turn += seen[i] * std::conj(seen[i - 1]), ++pairs;
  }
  CsiRsFigures out;
  if (pairs == 0 || !(energy > 0) || !std::isfinite(energy)) return out;
  const double total = energy / double(count), power = std::min(std::abs(turn) / double(pairs), total);
  out.elements = std::uint32_t(count);
  out.rsrp = float(power);
  out.noise = float(std::max(total - power, 1e-9 * total) * row.frequency_cdm);
  out.snr_db = float(10 * std::log10(std::max(power, 1e-12 * total) / double(out.noise)));
  return out;
}

Result<std::array<CsiRsResource, 4>, Fault> tracking_set(CsiRsResource first, unsigned first_symbol) {
  if (first_symbol < 4 || first_symbol > 6) return Fail(Fault{"tracking symbols are {4,8}, {5,9} or {6,10} (TS 38.214 5.1.6.1.1)"});
  first.row = 1;
  first.density = CsiRsDensity::three;
  std::array<CsiRsResource, 4> out{first, first, first, first};
  for (unsigned i = 0; i < 4; ++i) {
    out[i].first_symbol = std::uint8_t(first_symbol + 4 * (i % 2));
    out[i].offset = std::uint16_t(first.offset + i / 2);
    if (const char* why = refusal(out[i])) return Fail(Fault{why});
  }
  return out;
}

Result<float, Fault> tracking_offset_hz(const CsiRsResource& earlier, const CsiRsResource& later, unsigned slot_in_frame,
                                        std::uint16_t grid_start, const Carrier& carrier, const Grid& antenna) {
  for (const auto* resource : {&earlier, &later})
    if (const char* why = csi_rs_refusal(*resource, grid_start, antenna.resource_blocks())) return Fail(Fault{why});
  if (earlier.row != 1 || later.row != 1 || earlier.first_symbol >= later.first_symbol || earlier.bitmap != later.bitmap ||
      earlier.start_block != later.start_block || earlier.blocks != later.blocks)
    return Fail(Fault{"not two symbols of one tracking set (TS 38.214 5.1.6.1.1)"});
  std::array<std::complex<double>, 3 * most_resource_blocks> channel{};
  std::complex<double> turn{};
  std::size_t n = 0;
  csi_rs_visit(earlier, slot_in_frame, grid_start, 1, [&](unsigned, unsigned l, std::size_t k, Sample value) {
    channel[n++] = std::complex<double>(antenna.at(l, k)) * std::conj(std::complex<double>(value));
  });
  n = 0;
  csi_rs_visit(later, slot_in_frame, grid_start, 1, [&](unsigned, unsigned l, std::size_t k, Sample value) {
    turn += std::complex<double>(antenna.at(l, k)) * std::conj(std::complex<double>(value)) * std::conj(channel[n++]);
  });
  const auto middle = [&](unsigned l) { return double(carrier.symbol_start(l) + carrier.prefix(l)); };
  const double seconds = (middle(later.first_symbol) - middle(earlier.first_symbol)) / carrier.sample_rate_hz();
  if (!(std::abs(turn) > 0) || !std::isfinite(std::abs(turn))) return 0.0f;
  return float(std::arg(turn) / (2 * std::numbers::pi * seconds));
}

}  // namespace pellucid::phy
