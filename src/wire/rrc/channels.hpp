#pragma once
// Channels as all phones of a cell know them (pdcch-ConfigCommon and the like), and what other rooms of this message set share (TS 38.331
// V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/shapes.hpp"

namespace pellucid::rrc {

enum class SubcarrierSpacing : std::uint8_t { khz15, khz30, khz60, khz120, khz240, khz480_v1700, khz960_v1700, spare1 };
namespace words {
inline constexpr Words subcarrier_spacing("kHz15 kHz30 kHz60 kHz120 kHz240 kHz480-v1700 kHz960-v1700 spare1");
}
struct ScsSpecificCarrier {
  std::uint16_t offset_to_carrier = 0;
  SubcarrierSpacing subcarrier_spacing{};
  std::uint16_t carrier_bandwidth = 0;
  std::optional<std::uint16_t> tx_direct_current_location{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ScsSpecificCarrier&) const = default;
};
struct FrequencyInfoDl {
  std::optional<std::uint32_t> absolute_frequency_ssb{};
  std::vector<std::uint16_t> frequency_band_list{};
  std::uint32_t absolute_frequency_point_a = 0;
  std::vector<ScsSpecificCarrier> scs_specific_carrier_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const FrequencyInfoDl&) const = default;
};
struct Bwp {
  std::uint16_t location_and_bandwidth = 0;
  SubcarrierSpacing subcarrier_spacing{};
  bool cyclic_prefix = false;
  void fields(At& at);
  bool operator==(const Bwp&) const = default;
};
struct ControlResourceSetCceRegMappingTypeInterleaved {
  enum class RegBundleSize : std::uint8_t { n2, n3, n6 };
  enum class InterleaverSize : std::uint8_t { n2, n3, n6 };
  RegBundleSize reg_bundle_size{};
  InterleaverSize interleaver_size{};
  std::optional<std::uint16_t> shift_index{};
  void fields(At& at);
  bool operator==(const ControlResourceSetCceRegMappingTypeInterleaved&) const = default;
};
struct ControlResourceSetCceRegMappingType {
  using Interleaved = ControlResourceSetCceRegMappingTypeInterleaved;
  std::variant<Interleaved, Null> choice{};
  void options(At& at);
  bool operator==(const ControlResourceSetCceRegMappingType&) const = default;
};
struct ControlResourceSet {
  using CceRegMappingType = ControlResourceSetCceRegMappingType;
  enum class PrecoderGranularity : std::uint8_t { same_as_reg_bundle, all_contiguous_rbs };
  std::uint8_t control_resource_set_id = 0;
  std::uint64_t frequency_domain_resources = 0;
  std::uint8_t duration = 0;
  CceRegMappingType cce_reg_mapping_type{};
  PrecoderGranularity precoder_granularity{};
  std::vector<std::uint8_t> tci_states_pdcch_to_add_list{};
  std::vector<std::uint8_t> tci_states_pdcch_to_release_list{};
  bool tci_present_in_dci = false;
  std::optional<std::uint16_t> pdcch_dmrs_scrambling_id{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ControlResourceSet&) const = default;
};
struct SearchSpaceMonitoringSlotPeriodicityAndOffset {
  enum class Which : std::uint8_t { sl1, sl2, sl4, sl5, sl8, sl10, sl16, sl20, sl40, sl80, sl160, sl320, sl640, sl1280, sl2560 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const SearchSpaceMonitoringSlotPeriodicityAndOffset&) const = default;
};
struct SearchSpaceNrofCandidates {
  enum class AggregationLevel1 : std::uint8_t { n0, n1, n2, n3, n4, n5, n6, n8 };
  enum class AggregationLevel2 : std::uint8_t { n0, n1, n2, n3, n4, n5, n6, n8 };
  enum class AggregationLevel4 : std::uint8_t { n0, n1, n2, n3, n4, n5, n6, n8 };
  enum class AggregationLevel8 : std::uint8_t { n0, n1, n2, n3, n4, n5, n6, n8 };
  enum class AggregationLevel16 : std::uint8_t { n0, n1, n2, n3, n4, n5, n6, n8 };
  AggregationLevel1 aggregation_level1{};
  AggregationLevel2 aggregation_level2{};
  AggregationLevel4 aggregation_level4{};
  AggregationLevel8 aggregation_level8{};
  AggregationLevel16 aggregation_level16{};
  void fields(At& at);
  bool operator==(const SearchSpaceNrofCandidates&) const = default;
};
struct SearchSpaceTypeCommonDciFormat00AndFormat10 {
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommonDciFormat00AndFormat10&) const = default;
};
struct SearchSpaceTypeCommonDciFormat20NrofCandidatesSfi {
  enum class AggregationLevel1 : std::uint8_t { n1, n2 };
  enum class AggregationLevel2 : std::uint8_t { n1, n2 };
  enum class AggregationLevel4 : std::uint8_t { n1, n2 };
  enum class AggregationLevel8 : std::uint8_t { n1, n2 };
  enum class AggregationLevel16 : std::uint8_t { n1, n2 };
  std::optional<AggregationLevel1> aggregation_level1{};
  std::optional<AggregationLevel2> aggregation_level2{};
  std::optional<AggregationLevel4> aggregation_level4{};
  std::optional<AggregationLevel8> aggregation_level8{};
  std::optional<AggregationLevel16> aggregation_level16{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommonDciFormat20NrofCandidatesSfi&) const = default;
};
struct SearchSpaceTypeCommonDciFormat20 {
  using NrofCandidatesSfi = SearchSpaceTypeCommonDciFormat20NrofCandidatesSfi;
  NrofCandidatesSfi nrof_candidates_sfi{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommonDciFormat20&) const = default;
};
struct SearchSpaceTypeCommonDciFormat21 {
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommonDciFormat21&) const = default;
};
struct SearchSpaceTypeCommonDciFormat22 {
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommonDciFormat22&) const = default;
};
struct SearchSpaceTypeCommonDciFormat23 {
  enum class Dummy1 : std::uint8_t { sl1, sl2, sl4, sl5, sl8, sl10, sl16, sl20 };
  enum class Dummy2 : std::uint8_t { n1, n2 };
  std::optional<Dummy1> dummy1{};
  Dummy2 dummy2{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommonDciFormat23&) const = default;
};
struct SearchSpaceTypeCommon {
  using DciFormat00AndFormat10 = SearchSpaceTypeCommonDciFormat00AndFormat10;
  using DciFormat20 = SearchSpaceTypeCommonDciFormat20;
  using DciFormat21 = SearchSpaceTypeCommonDciFormat21;
  using DciFormat22 = SearchSpaceTypeCommonDciFormat22;
  using DciFormat23 = SearchSpaceTypeCommonDciFormat23;
  std::optional<DciFormat00AndFormat10> dci_format0_0_and_format1_0{};
  std::optional<DciFormat20> dci_format2_0{};
  std::optional<DciFormat21> dci_format2_1{};
  std::optional<DciFormat22> dci_format2_2{};
  std::optional<DciFormat23> dci_format2_3{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeCommon&) const = default;
};
struct SearchSpaceTypeUeSpecific {
  enum class DciFormats : std::uint8_t { formats0_0_and_1_0, formats0_1_and_1_1 };
  DciFormats dci_formats{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SearchSpaceTypeUeSpecific&) const = default;
};
struct SearchSpaceType {
  using Common = SearchSpaceTypeCommon;
  using UeSpecific = SearchSpaceTypeUeSpecific;
  std::variant<Common, UeSpecific> choice{};
  void options(At& at);
  bool operator==(const SearchSpaceType&) const = default;
};
struct SearchSpace {
  using MonitoringSlotPeriodicityAndOffset = SearchSpaceMonitoringSlotPeriodicityAndOffset;
  using NrofCandidates = SearchSpaceNrofCandidates;
  std::uint8_t search_space_id = 0;
  std::optional<std::uint8_t> control_resource_set_id{};
  std::optional<MonitoringSlotPeriodicityAndOffset> monitoring_slot_periodicity_and_offset{};
  std::optional<std::uint16_t> duration{};
  std::optional<std::uint16_t> monitoring_symbols_within_slot{};
  std::optional<NrofCandidates> nrof_candidates{};
  std::optional<SearchSpaceType> search_space_type{};
  void fields(At& at);
  bool operator==(const SearchSpace&) const = default;
};
struct PdcchConfigCommonFirstPdcchMonitoringOccasionOfPo {
  std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>,
               std::vector<std::uint16_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>>
      choice{};
  void options(At& at);
  bool operator==(const PdcchConfigCommonFirstPdcchMonitoringOccasionOfPo&) const = default;
};
struct PdcchConfigCommon {
  using FirstPdcchMonitoringOccasionOfPo = PdcchConfigCommonFirstPdcchMonitoringOccasionOfPo;
  std::optional<std::uint8_t> control_resource_set_zero{};
  std::optional<ControlResourceSet> common_control_resource_set{};
  std::optional<std::uint8_t> search_space_zero{};
  std::vector<SearchSpace> common_search_space_list{};
  std::optional<std::uint8_t> search_space_sib1{};
  std::optional<std::uint8_t> search_space_other_system_information{};
  std::optional<std::uint8_t> paging_search_space{};
  std::optional<std::uint8_t> ra_search_space{};
  std::optional<FirstPdcchMonitoringOccasionOfPo> first_pdcch_monitoring_occasion_of_po{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdcchConfigCommon&) const = default;
};
struct PdschTimeDomainResourceAllocation {
  enum class MappingType : std::uint8_t { type_a, type_b };
  std::optional<std::uint8_t> k0{};
  MappingType mapping_type{};
  std::uint8_t start_symbol_and_length = 0;
  void fields(At& at);
  bool operator==(const PdschTimeDomainResourceAllocation&) const = default;
};
struct PdschConfigCommon {
  std::vector<PdschTimeDomainResourceAllocation> pdsch_time_domain_allocation_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdschConfigCommon&) const = default;
};
struct BwpDownlinkCommon {
  Bwp generic_parameters{};
  std::optional<SetupRelease<PdcchConfigCommon>> pdcch_config_common{};
  std::optional<SetupRelease<PdschConfigCommon>> pdsch_config_common{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BwpDownlinkCommon&) const = default;
};
struct DownlinkConfigCommon {
  std::optional<FrequencyInfoDl> frequency_info_dl{};
  std::optional<BwpDownlinkCommon> initial_downlink_bwp{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DownlinkConfigCommon&) const = default;
};
struct FrequencyInfoUl {
  std::vector<std::uint16_t> frequency_band_list{};
  std::optional<std::uint32_t> absolute_frequency_point_a{};
  std::vector<ScsSpecificCarrier> scs_specific_carrier_list{};
  std::optional<std::uint8_t> additional_spectrum_emission{};
  std::optional<std::int8_t> p_max{};
  bool frequency_shift7p5khz = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const FrequencyInfoUl&) const = default;
};
struct RachConfigGeneric {
  enum class Msg1Fdm : std::uint8_t { one, two, four, eight };
  enum class PreambleTransMax : std::uint8_t { n3, n4, n5, n6, n7, n8, n10, n20, n50, n100, n200 };
  enum class PowerRampingStep : std::uint8_t { db0, db2, db4, db6 };
  enum class RaResponseWindow : std::uint8_t { sl1, sl2, sl4, sl8, sl10, sl20, sl40, sl80 };
  std::uint8_t prach_configuration_index = 0;
  Msg1Fdm msg1_fdm{};
  std::uint16_t msg1_frequency_start = 0;
  std::uint8_t zero_correlation_zone_config = 0;
  std::int16_t preamble_received_target_power = 0;
  PreambleTransMax preamble_trans_max{};
  PowerRampingStep power_ramping_step{};
  RaResponseWindow ra_response_window{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RachConfigGeneric&) const = default;
};
struct RachConfigCommonSsbPerRachOccasionAndCbPreamblesPerssb {
  enum class Which : std::uint8_t { one_eighth, one_fourth, one_half, one, two, four, eight, sixteen };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RachConfigCommonSsbPerRachOccasionAndCbPreamblesPerssb&) const = default;
};
struct RachConfigCommonGroupBconfigured {
  enum class RaMsg3SizeGroupA : std::uint8_t {
    b56,
    b144,
    b208,
    b256,
    b282,
    b480,
    b640,
    b800,
    b1000,
    b72,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  enum class MessagePowerOffsetGroupB : std::uint8_t { minusinfinity, db0, db5, db8, db10, db12, db15, db18 };
  RaMsg3SizeGroupA ra_msg3_size_group_a{};
  MessagePowerOffsetGroupB message_power_offset_group_b{};
  std::uint8_t number_of_ra_preambles_group_a = 0;
  void fields(At& at);
  bool operator==(const RachConfigCommonGroupBconfigured&) const = default;
};
struct RachConfigCommonPrachRootSequenceIndex {
  enum class Which : std::uint8_t { l839, l139 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RachConfigCommonPrachRootSequenceIndex&) const = default;
};
struct RachConfigCommon {
  using SsbPerRachOccasionAndCbPreamblesPerssb = RachConfigCommonSsbPerRachOccasionAndCbPreamblesPerssb;
  using GroupBconfigured = RachConfigCommonGroupBconfigured;
  enum class RaContentionResolutionTimer : std::uint8_t { sf8, sf16, sf24, sf32, sf40, sf48, sf56, sf64 };
  using PrachRootSequenceIndex = RachConfigCommonPrachRootSequenceIndex;
  enum class RestrictedSetConfig : std::uint8_t { unrestricted_set, restricted_set_type_a, restricted_set_type_b };
  RachConfigGeneric rach_config_generic{};
  std::optional<std::uint8_t> total_number_of_ra_preambles{};
  std::optional<SsbPerRachOccasionAndCbPreamblesPerssb> ssb_per_rach_occasion_and_cb_preambles_perssb{};
  std::optional<GroupBconfigured> group_bconfigured{};
  RaContentionResolutionTimer ra_contention_resolution_timer{};
  std::optional<std::uint8_t> rsrp_threshold_ssb{};
  std::optional<std::uint8_t> rsrp_threshold_ssb_sul{};
  PrachRootSequenceIndex prach_root_sequence_index{};
  std::optional<SubcarrierSpacing> msg1_subcarrier_spacing{};
  RestrictedSetConfig restricted_set_config{};
  bool msg3_transform_precoder = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RachConfigCommon&) const = default;
};
struct PuschTimeDomainResourceAllocation {
  enum class MappingType : std::uint8_t { type_a, type_b };
  std::optional<std::uint8_t> k2{};
  MappingType mapping_type{};
  std::uint8_t start_symbol_and_length = 0;
  void fields(At& at);
  bool operator==(const PuschTimeDomainResourceAllocation&) const = default;
};
struct PuschConfigCommon {
  bool group_hopping_enabled_transform_precoding = false;
  std::vector<PuschTimeDomainResourceAllocation> pusch_time_domain_allocation_list{};
  std::optional<std::int8_t> msg3_delta_preamble{};
  std::optional<std::int16_t> p0_nominal_with_grant{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PuschConfigCommon&) const = default;
};
struct PucchConfigCommon {
  enum class PucchGroupHopping : std::uint8_t { neither, enable, disable };
  std::optional<std::uint8_t> pucch_resource_common{};
  PucchGroupHopping pucch_group_hopping{};
  std::optional<std::uint16_t> hopping_id{};
  std::optional<std::int16_t> p0_nominal{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PucchConfigCommon&) const = default;
};
struct BwpUplinkCommon {
  Bwp generic_parameters{};
  std::optional<SetupRelease<RachConfigCommon>> rach_config_common{};
  std::optional<SetupRelease<PuschConfigCommon>> pusch_config_common{};
  std::optional<SetupRelease<PucchConfigCommon>> pucch_config_common{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BwpUplinkCommon&) const = default;
};
enum class TimeAlignmentTimer : std::uint8_t { ms500, ms750, ms1280, ms1920, ms2560, ms5120, ms10240, infinity };
namespace words {
inline constexpr Words time_alignment_timer("ms500 ms750 ms1280 ms1920 ms2560 ms5120 ms10240 infinity");
}
struct UplinkConfigCommon {
  std::optional<FrequencyInfoUl> frequency_info_ul{};
  std::optional<BwpUplinkCommon> initial_uplink_bwp{};
  TimeAlignmentTimer dummy{};
  void fields(At& at);
  bool operator==(const UplinkConfigCommon&) const = default;
};
struct EutraMbsfnSubframeConfigSubframeAllocation1 {
  enum class Which : std::uint8_t { one_frame, four_frames };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const EutraMbsfnSubframeConfigSubframeAllocation1&) const = default;
};
struct EutraMbsfnSubframeConfigSubframeAllocation2 {
  enum class Which : std::uint8_t { one_frame, four_frames };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const EutraMbsfnSubframeConfigSubframeAllocation2&) const = default;
};
struct EutraMbsfnSubframeConfig {
  enum class RadioframeAllocationPeriod : std::uint8_t { n1, n2, n4, n8, n16, n32 };
  using SubframeAllocation1 = EutraMbsfnSubframeConfigSubframeAllocation1;
  using SubframeAllocation2 = EutraMbsfnSubframeConfigSubframeAllocation2;
  RadioframeAllocationPeriod radioframe_allocation_period{};
  std::uint8_t radioframe_allocation_offset = 0;
  SubframeAllocation1 subframe_allocation1{};
  std::optional<SubframeAllocation2> subframe_allocation2{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const EutraMbsfnSubframeConfig&) const = default;
};
struct RateMatchPatternLteCrs {
  enum class CarrierBandwidthDl : std::uint8_t { n6, n15, n25, n50, n75, n100, spare2, spare1 };
  enum class NrofCrsPorts : std::uint8_t { n1, n2, n4 };
  enum class VShift : std::uint8_t { n0, n1, n2, n3, n4, n5 };
  std::uint16_t carrier_freq_dl = 0;
  CarrierBandwidthDl carrier_bandwidth_dl{};
  std::vector<EutraMbsfnSubframeConfig> mbsfn_subframe_config_list{};
  NrofCrsPorts nrof_crs_ports{};
  VShift v_shift{};
  void fields(At& at);
  bool operator==(const RateMatchPatternLteCrs&) const = default;
};
struct RateMatchPatternPatternTypeBitmapsSymbolsInResourceBlock {
  enum class Which : std::uint8_t { one_slot, two_slots };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RateMatchPatternPatternTypeBitmapsSymbolsInResourceBlock&) const = default;
};
struct RateMatchPatternPatternTypeBitmapsPeriodicityAndPattern {
  enum class Which : std::uint8_t { n2, n4, n5, n8, n10, n20, n40 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RateMatchPatternPatternTypeBitmapsPeriodicityAndPattern&) const = default;
};
struct RateMatchPatternPatternTypeBitmaps {
  using SymbolsInResourceBlock = RateMatchPatternPatternTypeBitmapsSymbolsInResourceBlock;
  using PeriodicityAndPattern = RateMatchPatternPatternTypeBitmapsPeriodicityAndPattern;
  codec::BitString resource_blocks{};
  SymbolsInResourceBlock symbols_in_resource_block{};
  std::optional<PeriodicityAndPattern> periodicity_and_pattern{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RateMatchPatternPatternTypeBitmaps&) const = default;
};
struct RateMatchPatternPatternType {
  using Bitmaps = RateMatchPatternPatternTypeBitmaps;
  std::variant<Bitmaps, std::uint8_t> choice{};
  void options(At& at);
  bool operator==(const RateMatchPatternPatternType&) const = default;
};
struct RateMatchPattern {
  using PatternType = RateMatchPatternPatternType;
  enum class Dummy : std::uint8_t { dynamic, semi_static };
  std::uint8_t rate_match_pattern_id = 0;
  PatternType pattern_type{};
  std::optional<SubcarrierSpacing> subcarrier_spacing{};
  Dummy dummy{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RateMatchPattern&) const = default;
};
struct TddUlDlPattern {
  enum class DlUlTransmissionPeriodicity : std::uint8_t { ms0p5, ms0p625, ms1, ms1p25, ms2, ms2p5, ms5, ms10 };
  enum class DlUlTransmissionPeriodicityV1530 : std::uint8_t { ms3, ms4 };
  DlUlTransmissionPeriodicity dl_ul_transmission_periodicity{};
  std::uint16_t nrof_downlink_slots = 0;
  std::uint8_t nrof_downlink_symbols = 0;
  std::uint16_t nrof_uplink_slots = 0;
  std::uint8_t nrof_uplink_symbols = 0;
  std::optional<DlUlTransmissionPeriodicityV1530> dl_ul_transmission_periodicity_v1530{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const TddUlDlPattern&) const = default;
};
struct TddUlDlConfigCommon {
  SubcarrierSpacing reference_subcarrier_spacing{};
  TddUlDlPattern pattern1{};
  std::optional<TddUlDlPattern> pattern2{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const TddUlDlConfigCommon&) const = default;
};
struct ServingCellConfigCommonSsbPositionsInBurst {
  enum class Which : std::uint8_t { short_bitmap, medium_bitmap, long_bitmap };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const ServingCellConfigCommonSsbPositionsInBurst&) const = default;
};
struct ServingCellConfigCommon {
  enum class NTimingAdvanceOffset : std::uint8_t { n0, n25600, n39936 };
  using SsbPositionsInBurst = ServingCellConfigCommonSsbPositionsInBurst;
  enum class SsbPeriodicityServingCell : std::uint8_t { ms5, ms10, ms20, ms40, ms80, ms160, spare2, spare1 };
  enum class DmrsTypeAPosition : std::uint8_t { pos2, pos3 };
  std::optional<std::uint16_t> phys_cell_id{};
  std::optional<DownlinkConfigCommon> downlink_config_common{};
  std::optional<UplinkConfigCommon> uplink_config_common{};
  std::optional<UplinkConfigCommon> supplementary_uplink_config{};
  std::optional<NTimingAdvanceOffset> n_timing_advance_offset{};
  std::optional<SsbPositionsInBurst> ssb_positions_in_burst{};
  std::optional<SsbPeriodicityServingCell> ssb_periodicity_serving_cell{};
  DmrsTypeAPosition dmrs_type_a_position{};
  std::optional<SetupRelease<RateMatchPatternLteCrs>> lte_crs_to_match_around{};
  std::vector<RateMatchPattern> rate_match_pattern_to_add_mod_list{};
  std::vector<std::uint8_t> rate_match_pattern_to_release_list{};
  std::optional<SubcarrierSpacing> ssb_subcarrier_spacing{};
  std::optional<TddUlDlConfigCommon> tdd_ul_dl_configuration_common{};
  std::int8_t ss_pbch_block_power = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ServingCellConfigCommon&) const = default;
};
struct NrNsPmaxValue {
  std::optional<std::int8_t> additional_pmax{};
  std::uint8_t additional_spectrum_emission = 0;
  void fields(At& at);
  bool operator==(const NrNsPmaxValue&) const = default;
};
struct NrMultiBandInfo {
  std::optional<std::uint16_t> freq_band_indicator_nr{};
  std::vector<NrNsPmaxValue> nr_ns_pmax_list{};
  void fields(At& at);
  bool operator==(const NrMultiBandInfo&) const = default;
};
struct FrequencyInfoDlSib {
  std::vector<NrMultiBandInfo> frequency_band_list{};
  std::uint16_t offset_to_point_a = 0;
  std::vector<ScsSpecificCarrier> scs_specific_carrier_list{};
  void fields(At& at);
  bool operator==(const FrequencyInfoDlSib&) const = default;
};
struct BcchConfig {
  enum class ModificationPeriodCoeff : std::uint8_t { n2, n4, n8, n16 };
  ModificationPeriodCoeff modification_period_coeff{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BcchConfig&) const = default;
};
enum class PagingCycle : std::uint8_t { rf32, rf64, rf128, rf256 };
namespace words {
inline constexpr Words paging_cycle("rf32 rf64 rf128 rf256");
}
struct PcchConfigNAndPagingFrameOffset {
  enum class Which : std::uint8_t { one_t, half_t, quarter_t, one_eighth_t, one_sixteenth_t };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const PcchConfigNAndPagingFrameOffset&) const = default;
};
struct PcchConfigFirstPdcchMonitoringOccasionOfPo {
  std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>,
               std::vector<std::uint16_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>, std::vector<std::uint16_t>>
      choice{};
  void options(At& at);
  bool operator==(const PcchConfigFirstPdcchMonitoringOccasionOfPo&) const = default;
};
struct PcchConfig {
  using NAndPagingFrameOffset = PcchConfigNAndPagingFrameOffset;
  enum class Ns : std::uint8_t { four, two, one };
  using FirstPdcchMonitoringOccasionOfPo = PcchConfigFirstPdcchMonitoringOccasionOfPo;
  PagingCycle default_paging_cycle{};
  NAndPagingFrameOffset n_and_paging_frame_offset{};
  Ns ns{};
  std::optional<FirstPdcchMonitoringOccasionOfPo> first_pdcch_monitoring_occasion_of_po{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PcchConfig&) const = default;
};
struct DownlinkConfigCommonSib {
  FrequencyInfoDlSib frequency_info_dl{};
  BwpDownlinkCommon initial_downlink_bwp{};
  BcchConfig bcch_config{};
  PcchConfig pcch_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DownlinkConfigCommonSib&) const = default;
};
struct FrequencyInfoUlSib {
  std::vector<NrMultiBandInfo> frequency_band_list{};
  std::optional<std::uint32_t> absolute_frequency_point_a{};
  std::vector<ScsSpecificCarrier> scs_specific_carrier_list{};
  std::optional<std::int8_t> p_max{};
  bool frequency_shift7p5khz = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const FrequencyInfoUlSib&) const = default;
};
struct UplinkConfigCommonSib {
  FrequencyInfoUlSib frequency_info_ul{};
  BwpUplinkCommon initial_uplink_bwp{};
  TimeAlignmentTimer time_alignment_timer_common{};
  void fields(At& at);
  bool operator==(const UplinkConfigCommonSib&) const = default;
};

}  // namespace pellucid::rrc
