#include "ran/phy/channel/dci.hpp"

#include <algorithm>
#include <span>

namespace pellucid::phy {
namespace {

// Field widths, each as a function of the format's configuration.
template <unsigned N, class Config>
unsigned fixed(const Config&) {
  return N;
}
template <auto Flag, unsigned N, class Config>
unsigned if_set(const Config& config) {
  return config.*Flag ? N : 0;
}
template <auto Member, class Config>
unsigned given(const Config& config) {
  return config.*Member;
}
template <auto Count, class Config>
unsigned log2_of(const Config& config) {
  return ceil_log2(config.*Count);
}
template <class Config>
unsigned bwp_bits(const Config& config) {
  const unsigned n = config.dedicated_bwps;
  return ceil_log2(n <= 3 ? n + 1 : n);
}
template <class Config>
unsigned assignment_bits(const Config& config) {
  const unsigned type0 = rbg_count(config.bwp, config.rbg_configuration), type1 = riv_bits(config.bwp.size);
  switch (config.allocation) {
    case AllocationTypes::type0: return type0;
    case AllocationTypes::type1: return type1;
    default: return std::max(type0, type1) + 1;
  }
}
template <class Config>
unsigned srs_request_bits(const Config& config) {
  return config.supplementary_uplink ? 3 : 2;
}
unsigned interleaving_bits(const Dci11Config& config) { return config.allocation != AllocationTypes::type0 && config.vrb_interleaving; }
unsigned hopping_bits(const Dci01Config& config) { return config.allocation != AllocationTypes::type0 && config.frequency_hopping; }
unsigned zp_trigger_bits(const Dci11Config& config) { return ceil_log2(config.aperiodic_zp_sets + 1u); }

template <class Format>
struct FieldsOf;
using F = FallbackDciConfig;

template <>
struct FieldsOf<Dci00> {
  static constexpr DciField<Dci00> table[] = {{"identifier", &Dci00::identifier, fixed<1, F>},
                                              {"frequencyAssignment", &Dci00::frequency_assignment, given<&F::frequency_bits_0_0, F>},
                                              {"timeAssignment", &Dci00::time_assignment, fixed<4, F>},
                                              {"frequencyHopping", &Dci00::frequency_hopping, fixed<1, F>},
                                              {"mcs", &Dci00::mcs, fixed<5, F>},
                                              {"newData", &Dci00::new_data, fixed<1, F>},
                                              {"redundancyVersion", &Dci00::redundancy_version, fixed<2, F>},
                                              {"harqProcess", &Dci00::harq_process, fixed<4, F>},
                                              {"tpc", &Dci00::tpc, fixed<2, F>}};
};
template <>
struct FieldsOf<Dci10> {
  static constexpr DciField<Dci10> table[] = {{"identifier", &Dci10::identifier, fixed<1, F>},
                                              {"frequencyAssignment", &Dci10::frequency_assignment, given<&F::frequency_bits_1_0, F>},
                                              {"timeAssignment", &Dci10::time_assignment, fixed<4, F>},
                                              {"vrbToPrb", &Dci10::vrb_to_prb, fixed<1, F>},
                                              {"mcs", &Dci10::mcs, fixed<5, F>},
                                              {"newData", &Dci10::new_data, fixed<1, F>},
                                              {"redundancyVersion", &Dci10::redundancy_version, fixed<2, F>},
                                              {"harqProcess", &Dci10::harq_process, fixed<4, F>},
                                              {"downlinkAssignmentIndex", &Dci10::downlink_assignment_index, fixed<2, F>},
                                              {"tpc", &Dci10::tpc, fixed<2, F>},
                                              {"pucchResource", &Dci10::pucch_resource, fixed<3, F>},
                                              {"harqTiming", &Dci10::harq_timing, fixed<3, F>}};
};
template <>
struct FieldsOf<DciPdcchOrder> {
  using D = DciPdcchOrder;
  static constexpr DciField<D> table[] = {
      {"identifier", &D::identifier, fixed<1, F>}, {"frequencyAssignment", &D::frequency_assignment, given<&F::frequency_bits_1_0, F>},
      {"preamble", &D::preamble, fixed<6, F>},     {"supplementaryUplink", &D::supplementary_uplink, fixed<1, F>},
      {"ssbIndex", &D::ssb_index, fixed<6, F>},    {"prachMask", &D::prach_mask, fixed<4, F>},
      {"reserved", &D::reserved, fixed<10, F>}};
};
template <>
struct FieldsOf<Dci10Si> {
  using D = Dci10Si;
  static constexpr DciField<D> table[] = {{"frequencyAssignment", &D::frequency_assignment, given<&F::frequency_bits_1_0, F>},
                                          {"timeAssignment", &D::time_assignment, fixed<4, F>},
                                          {"vrbToPrb", &D::vrb_to_prb, fixed<1, F>},
                                          {"mcs", &D::mcs, fixed<5, F>},
                                          {"redundancyVersion", &D::redundancy_version, fixed<2, F>},
                                          {"systemInformation", &D::system_information, fixed<1, F>},
                                          {"reserved", &D::reserved, fixed<15, F>}};
};
template <>
struct FieldsOf<Dci10Ra> {
  using D = Dci10Ra;
  static constexpr DciField<D> table[] = {{"frequencyAssignment", &D::frequency_assignment, given<&F::frequency_bits_1_0, F>},
                                          {"timeAssignment", &D::time_assignment, fixed<4, F>},
                                          {"vrbToPrb", &D::vrb_to_prb, fixed<1, F>},
                                          {"mcs", &D::mcs, fixed<5, F>},
                                          {"tbScaling", &D::tb_scaling, fixed<2, F>},
                                          {"reserved", &D::reserved, fixed<16, F>}};
};
template <>
struct FieldsOf<Dci10Paging> {
  using D = Dci10Paging;
  static constexpr DciField<D> table[] = {{"shortMessageIndicator", &D::short_message_indicator, fixed<2, F>},
                                          {"shortMessage", &D::short_message, fixed<8, F>},
                                          {"frequencyAssignment", &D::frequency_assignment, given<&F::frequency_bits_1_0, F>},
                                          {"timeAssignment", &D::time_assignment, fixed<4, F>},
                                          {"vrbToPrb", &D::vrb_to_prb, fixed<1, F>},
                                          {"mcs", &D::mcs, fixed<5, F>},
                                          {"tbScaling", &D::tb_scaling, fixed<2, F>},
                                          {"reserved", &D::reserved, fixed<6, F>}};
};
template <>
struct FieldsOf<Dci11> {
  using D = Dci11;
  using C = Dci11Config;
  static constexpr DciField<D> table[] = {{"identifier", &D::identifier, fixed<1, C>},
                                          {"carrier", &D::carrier, if_set<&C::carrier_indicator, 3, C>},
                                          {"bwp", &D::bwp, bwp_bits<C>},
                                          {"frequencyAssignment", &D::frequency_assignment, assignment_bits<C>},
                                          {"timeAssignment", &D::time_assignment, log2_of<&C::time_rows, C>},
                                          {"vrbToPrb", &D::vrb_to_prb, interleaving_bits},
                                          {"bundling", &D::bundling, if_set<&C::dynamic_bundling, 1, C>},
                                          {"rateMatching", &D::rate_matching, given<&C::rate_match_groups, C>},
                                          {"zpCsiRsTrigger", &D::zp_csi_rs_trigger, zp_trigger_bits},
                                          {"mcs", &D::mcs, fixed<5, C>},
                                          {"newData", &D::new_data, fixed<1, C>},
                                          {"redundancyVersion", &D::redundancy_version, fixed<2, C>},
                                          {"mcs2", &D::mcs_2, if_set<&C::two_codewords, 5, C>},
                                          {"newData2", &D::new_data_2, if_set<&C::two_codewords, 1, C>},
                                          {"redundancyVersion2", &D::redundancy_version_2, if_set<&C::two_codewords, 2, C>},
                                          {"harqProcess", &D::harq_process, fixed<4, C>},
                                          {"downlinkAssignmentIndex", &D::downlink_assignment_index, given<&C::dai_bits, C>},
                                          {"tpc", &D::tpc, fixed<2, C>},
                                          {"pucchResource", &D::pucch_resource, fixed<3, C>},
                                          {"harqTiming", &D::harq_timing, log2_of<&C::harq_timings, C>},
                                          {"antennaPorts", &D::antenna_ports, given<&C::antenna_port_bits, C>},
                                          {"tci", &D::tci, if_set<&C::tci_present, 3, C>},
                                          {"srsRequest", &D::srs_request, srs_request_bits<C>},
                                          {"cbgTransmission", &D::cbg_transmission, given<&C::cbg_bits, C>},
                                          {"cbgFlush", &D::cbg_flush, if_set<&C::cbg_flush, 1, C>},
                                          {"dmrsInitialization", &D::dmrs_initialization, fixed<1, C>}};
};
template <>
struct FieldsOf<Dci01> {
  using D = Dci01;
  using C = Dci01Config;
  static constexpr DciField<D> table[] = {{"identifier", &D::identifier, fixed<1, C>},
                                          {"carrier", &D::carrier, if_set<&C::carrier_indicator, 3, C>},
                                          {"supplementaryUplink", &D::supplementary_uplink, if_set<&C::supplementary_uplink, 1, C>},
                                          {"bwp", &D::bwp, bwp_bits<C>},
                                          {"frequencyAssignment", &D::frequency_assignment, assignment_bits<C>},
                                          {"timeAssignment", &D::time_assignment, log2_of<&C::time_rows, C>},
                                          {"frequencyHopping", &D::frequency_hopping, hopping_bits},
                                          {"mcs", &D::mcs, fixed<5, C>},
                                          {"newData", &D::new_data, fixed<1, C>},
                                          {"redundancyVersion", &D::redundancy_version, fixed<2, C>},
                                          {"harqProcess", &D::harq_process, fixed<4, C>},
                                          {"downlinkAssignmentIndex1", &D::downlink_assignment_index_1, given<&C::dai_1_bits, C>},
                                          {"downlinkAssignmentIndex2", &D::downlink_assignment_index_2, given<&C::dai_2_bits, C>},
                                          {"tpc", &D::tpc, fixed<2, C>},
                                          {"srsResource", &D::srs_resource, given<&C::srs_resource_bits, C>},
                                          {"precoding", &D::precoding, given<&C::precoding_bits, C>},
                                          {"antennaPorts", &D::antenna_ports, given<&C::antenna_port_bits, C>},
                                          {"srsRequest", &D::srs_request, srs_request_bits<C>},
                                          {"csiRequest", &D::csi_request, given<&C::csi_request_bits, C>},
                                          {"cbgTransmission", &D::cbg_transmission, given<&C::cbg_bits, C>},
                                          {"ptrsAssociation", &D::ptrs_association, if_set<&C::ptrs_association, 2, C>},
                                          {"betaOffset", &D::beta_offset, if_set<&C::dynamic_beta_offset, 2, C>},
                                          {"dmrsInitialization", &D::dmrs_initialization, if_set<&C::dmrs_initialization, 1, C>},
                                          {"ulSch", &D::ul_sch, fixed<1, C>}};
};

bool cbg_ok(unsigned bits) { return bits <= 8 && bits % 2 == 0; }
bool part_ok(BandwidthPart part, unsigned rbg) { return part.size >= 1 && part.size <= most_resource_blocks && (rbg == 1 || rbg == 2); }

const char* refusal(const FallbackDciConfig& c) {
  const bool ok = c.frequency_bits_0_0 <= 16 && c.frequency_bits_1_0 <= 16 && c.size >= 28 && c.size <= max_dci_bits;
  return ok ? nullptr : "fallback DCI sizes were not made by dci_sizes() (TS 38.212 7.3.1.0)";
}
const char* refusal(const Dci11Config& c) {
  if (!part_ok(c.bwp, c.rbg_configuration)) return "bandwidth part or rbg-Size of DCI 1_1 (TS 38.212 7.3.1.2.2)";
  const bool ok = c.dedicated_bwps <= 4 && c.time_rows >= 1 && c.time_rows <= 16 && c.rate_match_groups <= 2 && c.aperiodic_zp_sets <= 3 &&
                  c.dai_bits <= 4 && c.dai_bits % 2 == 0 && c.harq_timings >= 1 && c.harq_timings <= 8 && c.antenna_port_bits >= 4 &&
                  c.antenna_port_bits <= 6 && cbg_ok(c.cbg_bits) && c.size <= max_dci_bits;
  return ok ? nullptr : "a width of DCI 1_1 outside TS 38.212 7.3.1.2.2";
}
const char* refusal(const Dci01Config& c) {
  if (!part_ok(c.bwp, c.rbg_configuration)) return "bandwidth part or rbg-Size of DCI 0_1 (TS 38.212 7.3.1.1.2)";
  const bool ok = c.dedicated_bwps <= 4 && c.time_rows >= 1 && c.time_rows <= 16 && (c.dai_1_bits == 1 || c.dai_1_bits == 2) &&
                  (c.dai_2_bits == 0 || c.dai_2_bits == 2) && c.srs_resource_bits <= 4 && c.precoding_bits <= 6 &&
                  c.antenna_port_bits >= 2 && c.antenna_port_bits <= 5 && c.csi_request_bits <= 6 && cbg_ok(c.cbg_bits) &&
                  c.size <= max_dci_bits;
  return ok ? nullptr : "a width of DCI 0_1 outside TS 38.212 7.3.1.1.2";
}

}  // namespace

template <class Format>
unsigned field_bits(const typename Format::Config& config) {
  unsigned sum = 0;
  for (const auto& field : FieldsOf<Format>::table) sum += field.bits(config);
  return sum;
}

template <class Format>
unsigned dci_size(const typename Format::Config& config) {
  return config.size ? config.size : std::max<unsigned>(field_bits<Format>(config), min_dci_bits);
}

template <class Format>
Result<DciPayload, Fault> pack(const Format& dci, const typename Format::Config& config) {
  if (const char* why = refusal(config)) return Fail(Fault{why});
  DciPayload out;
  const unsigned size = dci_size<Format>(config);
  if (field_bits<Format>(config) > size) return Fail(Fault{"the DCI's fields are longer than its size (TS 38.212 7.3.1.0)"});
  out.size = std::uint8_t(size);
  unsigned at = 0;
  for (const auto& field : FieldsOf<Format>::table) {
    const unsigned bits = field.bits(config);
    const std::uint32_t value = dci.*field.value;
    const bool all_ones = value == ~std::uint32_t{};  // a PDCCH order's frequency assignment
    if (!all_ones && bits < 32 && value >> bits) return Fail(Fault{field.name});
    for (unsigned i = 0; i < bits; ++i) out.bits[at++] = std::uint8_t(value >> (bits - 1 - i) & 1);
  }
  return out;
}

template <class Format>
Result<Format, Fault> unpack(BitView bits, const typename Format::Config& config) {
  if (const char* why = refusal(config)) return Fail(Fault{why});
  if (bits.size() != dci_size<Format>(config) || field_bits<Format>(config) > bits.size())
    return Fail(Fault{"not the size of this DCI format (TS 38.212 7.3.1.0)"});
  Format dci;
  unsigned at = 0;
  for (const auto& field : FieldsOf<Format>::table) {
    std::uint32_t value = 0;
    const unsigned width = field.bits(config);
    for (unsigned i = 0; i < width; ++i) value = value << 1 | (bits[at++] & 1u);
    dci.*field.value = value;
  }
  if constexpr (requires { dci.identifier; })
    if (dci.identifier != Format{}.identifier) return Fail(Fault{"the identifier says the other direction (TS 38.212 7.3.1)"});
  if constexpr (std::is_same_v<Format, DciPdcchOrder>) {
    if (!is_pdcch_order(bits, config)) return Fail(Fault{"not all frequency bits are one: no PDCCH order (TS 38.212 7.3.1.2.1)"});
    dci.frequency_assignment = ~std::uint32_t{};
  }
  return dci;
}

template <class Format>
Tree tree(const Format& dci) {
  Tree out = Tree::object();
  for (const auto& field : FieldsOf<Format>::table) out.add(field.name, dci.*field.value);
  return out;
}

bool is_pdcch_order(BitView bits, const FallbackDciConfig& config) {
  if (bits.size() < config.frequency_bits_1_0 + 1u || bits[0] != 1) return false;
  return std::ranges::all_of(bits.subspan(1, config.frequency_bits_1_0), [](auto bit) { return bit == 1; });
}

unsigned antenna_port_bits(unsigned dmrs_type, unsigned max_length) { return 3 + (dmrs_type == 2) + (max_length == 2) + 1; }

unsigned srs_resource_bits_codebook(unsigned resources) { return ceil_log2(resources); }

unsigned srs_resource_bits_non_codebook(unsigned resources, unsigned max_layers) {
  unsigned sum = 0, choose = 1;
  for (unsigned k = 1; k <= std::min(resources, max_layers); ++k) {
    choose = choose * (resources - k + 1) / k;
    sum += choose;
  }
  return ceil_log2(sum);
}

namespace {

// Step 0 and step 4A: 0_0 follows the size of 1_0, by padding or by truncating its frequency bits.
FallbackDciConfig aligned_to_1_0(unsigned dl_blocks, unsigned ul_blocks) {
  FallbackDciConfig out;
  out.frequency_bits_1_0 = std::uint8_t(riv_bits(std::uint16_t(dl_blocks)));
  out.frequency_bits_0_0 = std::uint8_t(riv_bits(std::uint16_t(ul_blocks)));
  const unsigned around_1_0 = field_bits<Dci10>(FallbackDciConfig{}), around_0_0 = field_bits<Dci00>(FallbackDciConfig{});
  out.size = std::uint8_t(around_1_0 + out.frequency_bits_1_0);
  if (around_0_0 + out.frequency_bits_0_0 > out.size) out.frequency_bits_0_0 = std::uint8_t(out.size - around_0_0);
  return out;
}

// Step 1: both grow to the longer one.
FallbackDciConfig padded(unsigned dl_blocks, unsigned ul_blocks) {
  FallbackDciConfig out;
  out.frequency_bits_1_0 = std::uint8_t(riv_bits(std::uint16_t(dl_blocks)));
  out.frequency_bits_0_0 = std::uint8_t(riv_bits(std::uint16_t(ul_blocks)));
  out.size = std::uint8_t(std::max(field_bits<Dci10>(out), field_bits<Dci00>(out)));
  return out;
}

unsigned different(std::array<unsigned, 4> sizes) {
  std::ranges::sort(sizes);
  const auto rest = std::ranges::unique(sizes);
  const auto end = rest.begin();
  return unsigned(std::count_if(sizes.begin(), end, [](unsigned s) { return s != 0; }));
}

bool blocks_ok(unsigned blocks) { return blocks >= 1 && blocks <= most_resource_blocks; }

}  // namespace

Result<DciSizes, Fault> dci_sizes(const DciSizeConfig& config) {
  const unsigned common_dl = config.coreset0_blocks ? config.coreset0_blocks : config.initial_dl_blocks;
  if (!blocks_ok(common_dl) || !blocks_ok(config.initial_ul_blocks)) return Fail(Fault{"initial bandwidth part is not 1..275 blocks"});
  const bool ue = config.active_dl_blocks || config.active_ul_blocks;
  if (ue && (!blocks_ok(config.active_dl_blocks) || !blocks_ok(config.active_ul_blocks)))
    return Fail(Fault{"active bandwidth part is not 1..275 blocks"});
  DciSizes out;
  out.common = aligned_to_1_0(common_dl, config.initial_ul_blocks);
  if (ue) out.ue = padded(config.active_dl_blocks, config.active_ul_blocks);
  unsigned size_0_1 = 0, size_1_1 = 0;
  if (config.non_fallback) {
    if (const char* why = refusal(config.format_0_1)) return Fail(Fault{why});
    if (const char* why = refusal(config.format_1_1)) return Fail(Fault{why});
    size_0_1 = std::max<unsigned>(field_bits<Dci01>(config.format_0_1), min_dci_bits);
    size_1_1 = std::max<unsigned>(field_bits<Dci11>(config.format_1_1), min_dci_bits);
  }
  unsigned with_0_1 = size_0_1, with_1_1 = size_1_1;  // step 2: one bit more where they look like a fallback format
  if (ue && with_0_1 == out.ue.size) ++with_0_1;
  if (ue && with_1_1 == out.ue.size) ++with_1_1;
  const auto too_many = [&] {
    const unsigned c_rnti = different({out.common.size, out.ue.size, with_0_1, with_1_1});
    return c_rnti > 3 || c_rnti + config.other_sizes > 4;
  };
  if (too_many()) {  // step 4
    with_0_1 = size_0_1;
    with_1_1 = size_1_1;
    if (ue) out.ue = out.common;
  }
  if (too_many()) with_0_1 = with_1_1 = std::max(size_0_1, size_1_1);
  const bool clash = ue && config.non_fallback && (out.ue.size == with_0_1 || out.ue.size == with_1_1);
  if (too_many() || clash) return Fail(Fault{"no phone handles these DCI sizes (TS 38.212 7.3.1.0)"});
  if (with_0_1 > max_dci_bits || with_1_1 > max_dci_bits) return Fail(Fault{"DCI of more than 140 bits"});
  out.format_0_1 = std::uint8_t(with_0_1);
  out.format_1_1 = std::uint8_t(with_1_1);
  return out;
}

#define PELLUCID_DCI(Format)                                                             \
  template unsigned field_bits<Format>(const Format::Config&);                           \
  template unsigned dci_size<Format>(const Format::Config&);                             \
  template Result<DciPayload, Fault> pack<Format>(const Format&, const Format::Config&); \
  template Result<Format, Fault> unpack<Format>(BitView, const Format::Config&);         \
  template Tree tree<Format>(const Format&);
PELLUCID_DCI(Dci00)
PELLUCID_DCI(Dci10)
PELLUCID_DCI(DciPdcchOrder)
PELLUCID_DCI(Dci10Si)
PELLUCID_DCI(Dci10Ra)
PELLUCID_DCI(Dci10Paging)
PELLUCID_DCI(Dci01)
PELLUCID_DCI(Dci11)
#undef PELLUCID_DCI

}  // namespace pellucid::phy
