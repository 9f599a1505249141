// Downlink control information: formats 0_0, 1_0, 0_1, 1_1 (TS 38.212 §7.3.1, the fields of Release 15). Each format is one struct with one
// table of its fields in the order on the air; packing, unpacking, sizes and printing all run over that table.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/tree.hpp"
#include "ran/phy/channel/fault.hpp"
#include "ran/phy/channel/resource_allocation.hpp"
#include "ran/phy/coding/bits.hpp"
#include "ran/phy/coding/dci_code.hpp"

namespace pellucid::phy {

/// The bits of one DCI without its CRC.
struct DciPayload {
  std::array<std::uint8_t, max_dci_bits> bits{};
  std::uint8_t size = 0;
  BitView view() const { return BitView(bits.data(), size); }
  bool operator==(const DciPayload& other) const {
    return size == other.size && std::equal(bits.begin(), bits.begin() + size, other.bits.begin());
  }
};

/// One field: its name, where it is kept, and its width under a configuration.
template <class Format>
struct DciField {
  const char* name;
  std::uint32_t Format::* value;
  unsigned (*bits)(const typename Format::Config&);
};

/// Sizes of 0_0 and 1_0 in one kind of search space, after alignment (see dci_sizes()).
struct FallbackDciConfig {
  std::uint8_t frequency_bits_0_0 = 0;  // may be truncated
  std::uint8_t frequency_bits_1_0 = 0;
  std::uint8_t size = 0;  // of both formats in bits
  bool operator==(const FallbackDciConfig&) const = default;
};

/// Format 0_0 with C-RNTI, CS-RNTI, MCS-C-RNTI or TC-RNTI (§7.3.1.1.1): an uplink grant.
struct Dci00 {
  using Config = FallbackDciConfig;
  std::uint32_t identifier = 0;
  std::uint32_t frequency_assignment = 0, time_assignment = 0, frequency_hopping = 0, mcs = 0, new_data = 0, redundancy_version = 0,
                harq_process = 0, tpc = 0;
  bool operator==(const Dci00&) const = default;
};

/// Format 1_0 with C-RNTI, CS-RNTI, MCS-C-RNTI or TC-RNTI (§7.3.1.2.1): a downlink assignment. With C-RNTI and all frequency bits set it is
/// a PDCCH order instead (is_pdcch_order()).
struct Dci10 {
  using Config = FallbackDciConfig;
  std::uint32_t identifier = 1;
  std::uint32_t frequency_assignment = 0, time_assignment = 0, vrb_to_prb = 0, mcs = 0, new_data = 0, redundancy_version = 0,
                harq_process = 0, downlink_assignment_index = 0, tpc = 0, pucch_resource = 0, harq_timing = 0;
  bool operator==(const Dci10&) const = default;
};

/// Format 1_0 as an order to do random access.
struct DciPdcchOrder {
  using Config = FallbackDciConfig;
  std::uint32_t identifier = 1;
  std::uint32_t frequency_assignment = ~std::uint32_t{};  // all ones: packed into as many bits as there are
  std::uint32_t preamble = 0, supplementary_uplink = 0, ssb_index = 0, prach_mask = 0, reserved = 0;
  bool operator==(const DciPdcchOrder&) const = default;
};

/// Format 1_0 with SI-RNTI.
struct Dci10Si {
  using Config = FallbackDciConfig;
  std::uint32_t frequency_assignment = 0, time_assignment = 0, vrb_to_prb = 0, mcs = 0, redundancy_version = 0, system_information = 0,
                reserved = 0;
  bool operator==(const Dci10Si&) const = default;
};

/// Format 1_0 with RA-RNTI.
struct Dci10Ra {
  using Config = FallbackDciConfig;
  std::uint32_t frequency_assignment = 0, time_assignment = 0, vrb_to_prb = 0, mcs = 0, tb_scaling = 0, reserved = 0;
  bool operator==(const Dci10Ra&) const = default;
};

/// Format 1_0 with P-RNTI.
struct Dci10Paging {
  using Config = FallbackDciConfig;
  std::uint32_t short_message_indicator = 0, short_message = 0, frequency_assignment = 0, time_assignment = 0, vrb_to_prb = 0, mcs = 0,
                tb_scaling = 0, reserved = 0;
  bool operator==(const Dci10Paging&) const = default;
};

enum class AllocationTypes : std::uint8_t { type0, type1, dynamic_switch };  // resourceAllocation of PDSCH-Config and PUSCH-Config

/// What decides the fields of format 1_1, in RRC's terms (§7.3.1.2.2).
struct Dci11Config {
  bool carrier_indicator = false;
  std::uint8_t dedicated_bwps = 0;  // 0..4 besides the initial one
  BandwidthPart bwp;
  AllocationTypes allocation = AllocationTypes::type1;
  std::uint8_t rbg_configuration = 1;
  std::uint8_t time_rows = 16;  // entries of the time-domain list, 1..16
  bool vrb_interleaving = false;
  bool dynamic_bundling = false;
  std::uint8_t rate_match_groups = 0;  // 0..2
  std::uint8_t aperiodic_zp_sets = 0;  // 0..3
  bool two_codewords = false;
  std::uint8_t dai_bits = 2;           // 0 semi-static, 2 dynamic with one cell, 4 dynamic with more
  std::uint8_t harq_timings = 8;       // entries of dl-DataToUL-ACK, 1..8
  std::uint8_t antenna_port_bits = 4;  // antenna_port_bits(), the larger one of mapping types A and B
  bool tci_present = false;
  bool supplementary_uplink = false;
  std::uint8_t cbg_bits = 0;  // 0, 2, 4, 6, 8
  bool cbg_flush = false;
  std::uint8_t size = 0;  // after alignment; 0: the fields alone
};

/// Format 1_1 with C-RNTI, CS-RNTI or MCS-C-RNTI.
struct Dci11 {
  using Config = Dci11Config;
  std::uint32_t identifier = 1;
  std::uint32_t carrier = 0, bwp = 0, frequency_assignment = 0, time_assignment = 0, vrb_to_prb = 0, bundling = 0, rate_matching = 0,
                zp_csi_rs_trigger = 0, mcs = 0, new_data = 0, redundancy_version = 0, mcs_2 = 0, new_data_2 = 0, redundancy_version_2 = 0,
                harq_process = 0, downlink_assignment_index = 0, tpc = 0, pucch_resource = 0, harq_timing = 0, antenna_ports = 0, tci = 0,
                srs_request = 0, cbg_transmission = 0, cbg_flush = 0, dmrs_initialization = 0;
  bool operator==(const Dci11&) const = default;
};

/// What decides the fields of format 0_1 (§7.3.1.1.2).
struct Dci01Config {
  bool carrier_indicator = false;
  bool supplementary_uplink = false;
  std::uint8_t dedicated_bwps = 0;  // 0..4 besides the initial one
  BandwidthPart bwp;
  AllocationTypes allocation = AllocationTypes::type1;
  std::uint8_t rbg_configuration = 1;
  std::uint8_t time_rows = 16;  // 1..16
  bool frequency_hopping = false;
  std::uint8_t dai_1_bits = 2;         // 1 semi-static, 2 dynamic
  std::uint8_t dai_2_bits = 0;         // 2: dynamic with two sub-codebooks
  std::uint8_t srs_resource_bits = 0;  // srs_resource_bits_codebook() or _non_codebook()
  std::uint8_t precoding_bits = 0;     // 0..6 by tables 7.3.1.1.2-2 to -5
  std::uint8_t antenna_port_bits = 3;  // 2..5 by tables 7.3.1.1.2-6 to -23
  std::uint8_t csi_request_bits = 0;   // 0..6, reportTriggerSize
  std::uint8_t cbg_bits = 0;           // 0, 2, 4, 6, 8
  bool ptrs_association = false;
  bool dynamic_beta_offset = false;
  bool dmrs_initialization = true;  // false with transform precoding
  std::uint8_t size = 0;            // after alignment; 0: the fields alone
};

/// Format 0_1 with C-RNTI, CS-RNTI, SP-CSI-RNTI or MCS-C-RNTI.
struct Dci01 {
  using Config = Dci01Config;
  std::uint32_t identifier = 0;
  std::uint32_t carrier = 0, supplementary_uplink = 0, bwp = 0, frequency_assignment = 0, time_assignment = 0, frequency_hopping = 0,
                mcs = 0, new_data = 0, redundancy_version = 0, harq_process = 0, downlink_assignment_index_1 = 0,
                downlink_assignment_index_2 = 0, tpc = 0, srs_resource = 0, precoding = 0, antenna_ports = 0, srs_request = 0,
                csi_request = 0, cbg_transmission = 0, ptrs_association = 0, beta_offset = 0, dmrs_initialization = 0, ul_sch = 1;
  bool operator==(const Dci01&) const = default;
};

/// Bits of the fields of a format, without padding.
template <class Format>
unsigned field_bits(const typename Format::Config& config);
/// Bits with padding: the aligned size of the configuration, or the fields alone (at least 12).
template <class Format>
unsigned dci_size(const typename Format::Config& config);
/// A format's bits, zero padded to its size. Fault if a value does not fit its field, or the configuration is none of the standard's.
template <class Format>
Result<DciPayload, Fault> pack(const Format& dci, const typename Format::Config& config);
/// The format that `bits` hold. Fault if there are not exactly dci_size() of them or the identifier is the other direction's. Reserved
/// and padding bits are not looked at.
template <class Format>
Result<Format, Fault> unpack(BitView bits, const typename Format::Config& config);
/// Whether these bits of format 1_0 with C-RNTI are a PDCCH order (§7.3.1.2.1: all frequency bits one).
bool is_pdcch_order(BitView bits, const FallbackDciConfig& config);
/// Names and values, in the order on the air.
template <class Format>
Tree tree(const Format& dci);

/// Bits of format 1_1's antenna ports: dmrs-Type 1 or 2, maxLength 1 or 2 (§7.3.1.2.2, tables 7.3.1.2.2-1 to -4).
unsigned antenna_port_bits(unsigned dmrs_type, unsigned max_length);
/// Bits of format 0_1's SRS resource indicator, codebook based with 1..4 resources (§7.3.1.1.2).
unsigned srs_resource_bits_codebook(unsigned resources);
/// The same, non-codebook based, with at most `max_layers` (1..4) of 1..4 resources.
unsigned srs_resource_bits_non_codebook(unsigned resources, unsigned max_layers);

/// What a phone is configured to look for in one cell, as far as it decides sizes.
struct DciSizeConfig {
  std::uint16_t coreset0_blocks = 0;  // 0: no CORESET 0, the initial bandwidth part counts
  std::uint16_t initial_dl_blocks = 0;
  std::uint16_t initial_ul_blocks = 0;
  std::uint16_t active_dl_blocks = 0;  // 0: no UE-specific search space with formats 0_0 and 1_0
  std::uint16_t active_ul_blocks = 0;
  bool non_fallback = false;     // formats 0_1 and 1_1 are looked for
  Dci01Config format_0_1{};      // .size is not read
  Dci11Config format_1_1{};      // .size is not read
  std::uint8_t other_sizes = 0;  // different sizes of formats 2_x, none with C-RNTI
};
/// Sizes after alignment; 0 where not looked for.
struct DciSizes {
  FallbackDciConfig common, ue;
  std::uint8_t format_0_1 = 0, format_1_1 = 0;
};
/// DCI size alignment, steps 0 to 4C without supplementary uplink and formats of later releases (§7.3.1.0). Fault if a phone is not
/// expected to handle the outcome.
Result<DciSizes, Fault> dci_sizes(const DciSizeConfig& config);

}  // namespace pellucid::phy
