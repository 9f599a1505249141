#pragma once
// PUCCH and PUSCH of one phone (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/downlink.hpp"
#include "wire/rrc/srs.hpp"

namespace pellucid::rrc {

struct PucchResourceSet {
  std::uint8_t pucch_resource_set_id = 0;
  std::vector<std::uint8_t> resource_list{};
  std::optional<std::uint16_t> max_payload_size{};
  void fields(At& at);
  bool operator==(const PucchResourceSet&) const = default;
};
struct PucchFormat0 {
  std::uint8_t initial_cyclic_shift = 0;
  std::uint8_t nrof_symbols = 0;
  std::uint8_t starting_symbol_index = 0;
  void fields(At& at);
  bool operator==(const PucchFormat0&) const = default;
};
struct PucchFormat1 {
  std::uint8_t initial_cyclic_shift = 0;
  std::uint8_t nrof_symbols = 0;
  std::uint8_t starting_symbol_index = 0;
  std::uint8_t time_domain_occ = 0;
  void fields(At& at);
  bool operator==(const PucchFormat1&) const = default;
};
struct PucchFormat2 {
  std::uint8_t nrof_prbs = 0;
  std::uint8_t nrof_symbols = 0;
  std::uint8_t starting_symbol_index = 0;
  void fields(At& at);
  bool operator==(const PucchFormat2&) const = default;
};
struct PucchFormat3 {
  std::uint8_t nrof_prbs = 0;
  std::uint8_t nrof_symbols = 0;
  std::uint8_t starting_symbol_index = 0;
  void fields(At& at);
  bool operator==(const PucchFormat3&) const = default;
};
struct PucchFormat4 {
  enum class OccLength : std::uint8_t { n2, n4 };
  enum class OccIndex : std::uint8_t { n0, n1, n2, n3 };
  std::uint8_t nrof_symbols = 0;
  OccLength occ_length{};
  OccIndex occ_index{};
  std::uint8_t starting_symbol_index = 0;
  void fields(At& at);
  bool operator==(const PucchFormat4&) const = default;
};
struct PucchResourceFormat {
  std::variant<PucchFormat0, PucchFormat1, PucchFormat2, PucchFormat3, PucchFormat4> choice{};
  void options(At& at);
  bool operator==(const PucchResourceFormat&) const = default;
};
struct PucchResource {
  using Format = PucchResourceFormat;
  std::uint8_t pucch_resource_id = 0;
  std::uint16_t starting_prb = 0;
  bool intra_slot_frequency_hopping = false;
  std::optional<std::uint16_t> second_hop_prb{};
  Format format{};
  void fields(At& at);
  bool operator==(const PucchResource&) const = default;
};
enum class PucchMaxCodeRate : std::uint8_t { zero_dot08, zero_dot15, zero_dot25, zero_dot35, zero_dot45, zero_dot60, zero_dot80 };
namespace words {
inline constexpr Words pucch_max_code_rate("zeroDot08 zeroDot15 zeroDot25 zeroDot35 zeroDot45 zeroDot60 zeroDot80");
}
struct PucchFormatConfig {
  enum class NrofSlots : std::uint8_t { n2, n4, n8 };
  bool interslot_frequency_hopping = false;
  bool additional_dmrs = false;
  std::optional<PucchMaxCodeRate> max_code_rate{};
  std::optional<NrofSlots> nrof_slots{};
  bool pi2_bpsk = false;
  bool simultaneous_harq_ack_csi = false;
  void fields(At& at);
  bool operator==(const PucchFormatConfig&) const = default;
};
struct SchedulingRequestResourceConfigPeriodicityAndOffset {
  enum class Which : std::uint8_t { sym2, sym6or7, sl1, sl2, sl4, sl5, sl8, sl10, sl16, sl20, sl40, sl80, sl160, sl320, sl640 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const SchedulingRequestResourceConfigPeriodicityAndOffset&) const = default;
};
struct SchedulingRequestResourceConfig {
  using PeriodicityAndOffset = SchedulingRequestResourceConfigPeriodicityAndOffset;
  std::uint8_t scheduling_request_resource_id = 0;
  std::uint8_t scheduling_request_id = 0;
  std::optional<PeriodicityAndOffset> periodicity_and_offset{};
  std::optional<std::uint8_t> resource{};
  void fields(At& at);
  bool operator==(const SchedulingRequestResourceConfig&) const = default;
};
struct PucchSrs {
  std::uint8_t resource = 0;
  std::uint8_t uplink_bwp = 0;
  void fields(At& at);
  bool operator==(const PucchSrs&) const = default;
};
struct PucchSpatialRelationInfoReferenceSignal {
  std::variant<std::uint8_t, std::uint8_t, PucchSrs> choice{};
  void options(At& at);
  bool operator==(const PucchSpatialRelationInfoReferenceSignal&) const = default;
};
struct PucchSpatialRelationInfo {
  using ReferenceSignal = PucchSpatialRelationInfoReferenceSignal;
  enum class ClosedLoopIndex : std::uint8_t { i0, i1 };
  std::uint8_t pucch_spatial_relation_info_id = 0;
  std::optional<std::uint8_t> serving_cell_id{};
  ReferenceSignal reference_signal{};
  std::uint8_t pucch_pathloss_reference_rs_id = 0;
  std::uint8_t p0_pucch_id = 0;
  ClosedLoopIndex closed_loop_index{};
  void fields(At& at);
  bool operator==(const PucchSpatialRelationInfo&) const = default;
};
struct P0Pucch {
  std::uint8_t p0_pucch_id = 0;
  std::int8_t p0_pucch_value = 0;
  void fields(At& at);
  bool operator==(const P0Pucch&) const = default;
};
struct PucchPathlossReferenceRsReferenceSignal {
  enum class Which : std::uint8_t { ssb_index, csi_rs_index };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const PucchPathlossReferenceRsReferenceSignal&) const = default;
};
struct PucchPathlossReferenceRs {
  using ReferenceSignal = PucchPathlossReferenceRsReferenceSignal;
  std::uint8_t pucch_pathloss_reference_rs_id = 0;
  ReferenceSignal reference_signal{};
  void fields(At& at);
  bool operator==(const PucchPathlossReferenceRs&) const = default;
};
struct PucchPowerControl {
  std::optional<std::int8_t> delta_f_pucch_f0{};
  std::optional<std::int8_t> delta_f_pucch_f1{};
  std::optional<std::int8_t> delta_f_pucch_f2{};
  std::optional<std::int8_t> delta_f_pucch_f3{};
  std::optional<std::int8_t> delta_f_pucch_f4{};
  std::vector<P0Pucch> p0_set{};
  std::vector<PucchPathlossReferenceRs> pathloss_reference_rss{};
  bool two_pucch_pc_adjustment_states = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PucchPowerControl&) const = default;
};
struct PucchConfig {
  std::vector<PucchResourceSet> resource_set_to_add_mod_list{};
  std::vector<std::uint8_t> resource_set_to_release_list{};
  std::vector<PucchResource> resource_to_add_mod_list{};
  std::vector<std::uint8_t> resource_to_release_list{};
  std::optional<SetupRelease<PucchFormatConfig>> format1{};
  std::optional<SetupRelease<PucchFormatConfig>> format2{};
  std::optional<SetupRelease<PucchFormatConfig>> format3{};
  std::optional<SetupRelease<PucchFormatConfig>> format4{};
  std::vector<SchedulingRequestResourceConfig> scheduling_request_resource_to_add_mod_list{};
  std::vector<std::uint8_t> scheduling_request_resource_to_release_list{};
  std::vector<std::uint8_t> multi_csi_pucch_resource_list{};
  std::vector<std::uint8_t> dl_data_to_ul_ack{};
  std::vector<PucchSpatialRelationInfo> spatial_relation_info_to_add_mod_list{};
  std::vector<std::uint8_t> spatial_relation_info_to_release_list{};
  std::optional<PucchPowerControl> pucch_power_control{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PucchConfig&) const = default;
};
struct PtrsUplinkConfigTransformPrecoderDisabled {
  enum class MaxNrofPorts : std::uint8_t { n1, n2 };
  enum class ResourceElementOffset : std::uint8_t { offset01, offset10, offset11 };
  enum class PtrsPower : std::uint8_t { p00, p01, p10, p11 };
  std::vector<std::uint16_t> frequency_density{};
  std::vector<std::uint8_t> time_density{};
  MaxNrofPorts max_nrof_ports{};
  std::optional<ResourceElementOffset> resource_element_offset{};
  PtrsPower ptrs_power{};
  void fields(At& at);
  bool operator==(const PtrsUplinkConfigTransformPrecoderDisabled&) const = default;
};
struct PtrsUplinkConfigTransformPrecoderEnabled {
  std::vector<std::uint16_t> sample_density{};
  bool time_density_transform_precoding = false;
  void fields(At& at);
  bool operator==(const PtrsUplinkConfigTransformPrecoderEnabled&) const = default;
};
struct PtrsUplinkConfig {
  using TransformPrecoderDisabled = PtrsUplinkConfigTransformPrecoderDisabled;
  using TransformPrecoderEnabled = PtrsUplinkConfigTransformPrecoderEnabled;
  std::optional<TransformPrecoderDisabled> transform_precoder_disabled{};
  std::optional<TransformPrecoderEnabled> transform_precoder_enabled{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PtrsUplinkConfig&) const = default;
};
struct DmrsUplinkConfigTransformPrecodingDisabled {
  std::optional<std::uint16_t> scrambling_id0{};
  std::optional<std::uint16_t> scrambling_id1{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DmrsUplinkConfigTransformPrecodingDisabled&) const = default;
};
struct DmrsUplinkConfigTransformPrecodingEnabled {
  std::optional<std::uint16_t> n_pusch_identity{};
  bool sequence_group_hopping = false;
  bool sequence_hopping = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DmrsUplinkConfigTransformPrecodingEnabled&) const = default;
};
struct DmrsUplinkConfig {
  enum class DmrsAdditionalPosition : std::uint8_t { pos0, pos1, pos3 };
  using TransformPrecodingDisabled = DmrsUplinkConfigTransformPrecodingDisabled;
  using TransformPrecodingEnabled = DmrsUplinkConfigTransformPrecodingEnabled;
  bool dmrs_type = false;
  std::optional<DmrsAdditionalPosition> dmrs_additional_position{};
  std::optional<SetupRelease<PtrsUplinkConfig>> phase_tracking_rs{};
  bool max_length = false;
  std::optional<TransformPrecodingDisabled> transform_precoding_disabled{};
  std::optional<TransformPrecodingEnabled> transform_precoding_enabled{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DmrsUplinkConfig&) const = default;
};
struct P0PuschAlphaSet {
  std::uint8_t p0_pusch_alpha_set_id = 0;
  std::optional<std::int8_t> p0{};
  std::optional<Alpha> alpha{};
  void fields(At& at);
  bool operator==(const P0PuschAlphaSet&) const = default;
};
struct PuschPathlossReferenceRsReferenceSignal {
  enum class Which : std::uint8_t { ssb_index, csi_rs_index };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const PuschPathlossReferenceRsReferenceSignal&) const = default;
};
struct PuschPathlossReferenceRs {
  using ReferenceSignal = PuschPathlossReferenceRsReferenceSignal;
  std::uint8_t pusch_pathloss_reference_rs_id = 0;
  ReferenceSignal reference_signal{};
  void fields(At& at);
  bool operator==(const PuschPathlossReferenceRs&) const = default;
};
struct SriPuschPowerControl {
  enum class SriPuschClosedLoopIndex : std::uint8_t { i0, i1 };
  std::uint8_t sri_pusch_power_control_id = 0;
  std::uint8_t sri_pusch_pathloss_reference_rs_id = 0;
  std::uint8_t sri_p0_pusch_alpha_set_id = 0;
  SriPuschClosedLoopIndex sri_pusch_closed_loop_index{};
  void fields(At& at);
  bool operator==(const SriPuschPowerControl&) const = default;
};
struct PuschPowerControl {
  bool tpc_accumulation = false;
  std::optional<Alpha> msg3_alpha{};
  std::optional<std::int16_t> p0_nominal_without_grant{};
  std::vector<P0PuschAlphaSet> p0_alpha_sets{};
  std::vector<PuschPathlossReferenceRs> pathloss_reference_rs_to_add_mod_list{};
  std::vector<std::uint8_t> pathloss_reference_rs_to_release_list{};
  bool two_pusch_pc_adjustment_states = false;
  bool delta_mcs = false;
  std::vector<SriPuschPowerControl> sri_pusch_mapping_to_add_mod_list{};
  std::vector<std::uint8_t> sri_pusch_mapping_to_release_list{};
  void fields(At& at);
  bool operator==(const PuschPowerControl&) const = default;
};
struct BetaOffsets {
  std::optional<std::uint8_t> beta_offset_ack_index1{};
  std::optional<std::uint8_t> beta_offset_ack_index2{};
  std::optional<std::uint8_t> beta_offset_ack_index3{};
  std::optional<std::uint8_t> beta_offset_csi_part1_index1{};
  std::optional<std::uint8_t> beta_offset_csi_part1_index2{};
  std::optional<std::uint8_t> beta_offset_csi_part2_index1{};
  std::optional<std::uint8_t> beta_offset_csi_part2_index2{};
  void fields(At& at);
  bool operator==(const BetaOffsets&) const = default;
};
struct UciOnPuschBetaOffsetsValue {
  std::variant<std::vector<BetaOffsets>, BetaOffsets> choice{};
  void options(At& at);
  bool operator==(const UciOnPuschBetaOffsetsValue&) const = default;
};
struct UciOnPusch {
  using BetaOffsetsValue = UciOnPuschBetaOffsetsValue;
  enum class Scaling : std::uint8_t { f0p5, f0p65, f0p8, f1 };
  std::optional<BetaOffsetsValue> beta_offsets{};
  Scaling scaling{};
  void fields(At& at);
  bool operator==(const UciOnPusch&) const = default;
};
struct PuschConfig {
  enum class TxConfig : std::uint8_t { codebook, non_codebook };
  enum class FrequencyHopping : std::uint8_t { intra_slot, inter_slot };
  enum class ResourceAllocation : std::uint8_t { resource_allocation_type0, resource_allocation_type1, dynamic_switch };
  enum class PuschAggregationFactor : std::uint8_t { n2, n4, n8 };
  enum class McsTable : std::uint8_t { qam256, qam64_low_se };
  enum class McsTableTransformPrecoder : std::uint8_t { qam256, qam64_low_se };
  enum class TransformPrecoder : std::uint8_t { enabled, disabled };
  enum class CodebookSubset : std::uint8_t { fully_and_partial_and_non_coherent, partial_and_non_coherent, non_coherent };
  std::optional<std::uint16_t> data_scrambling_identity_pusch{};
  std::optional<TxConfig> tx_config{};
  std::optional<SetupRelease<DmrsUplinkConfig>> dmrs_uplink_for_pusch_mapping_type_a{};
  std::optional<SetupRelease<DmrsUplinkConfig>> dmrs_uplink_for_pusch_mapping_type_b{};
  std::optional<PuschPowerControl> pusch_power_control{};
  std::optional<FrequencyHopping> frequency_hopping{};
  std::vector<std::uint16_t> frequency_hopping_offset_lists{};
  ResourceAllocation resource_allocation{};
  std::optional<SetupRelease<std::vector<PuschTimeDomainResourceAllocation>>> pusch_time_domain_allocation_list{};
  std::optional<PuschAggregationFactor> pusch_aggregation_factor{};
  std::optional<McsTable> mcs_table{};
  std::optional<McsTableTransformPrecoder> mcs_table_transform_precoder{};
  std::optional<TransformPrecoder> transform_precoder{};
  std::optional<CodebookSubset> codebook_subset{};
  std::optional<std::uint8_t> max_rank{};
  bool rbg_size = false;
  std::optional<SetupRelease<UciOnPusch>> uci_on_pusch{};
  bool tp_pi2_bpsk = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PuschConfig&) const = default;
};
struct CgUciOnPusch {
  std::variant<std::vector<BetaOffsets>, BetaOffsets> choice{};
  void options(At& at);
  bool operator==(const CgUciOnPusch&) const = default;
};
struct ConfiguredGrantConfigRrcConfiguredUplinkGrant {
  std::uint16_t time_domain_offset = 0;
  std::uint8_t time_domain_allocation = 0;
  std::uint32_t frequency_domain_allocation = 0;
  std::uint8_t antenna_port = 0;
  std::optional<std::uint8_t> dmrs_seq_initialization{};
  std::uint8_t precoding_and_number_of_layers = 0;
  std::optional<std::uint8_t> srs_resource_indicator{};
  std::uint8_t mcs_and_tbs = 0;
  std::optional<std::uint16_t> frequency_hopping_offset{};
  std::uint8_t pathloss_reference_index = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ConfiguredGrantConfigRrcConfiguredUplinkGrant&) const = default;
};
struct ConfiguredGrantConfig {
  enum class FrequencyHopping : std::uint8_t { intra_slot, inter_slot };
  enum class McsTable : std::uint8_t { qam256, qam64_low_se };
  enum class McsTableTransformPrecoder : std::uint8_t { qam256, qam64_low_se };
  enum class ResourceAllocation : std::uint8_t { resource_allocation_type0, resource_allocation_type1, dynamic_switch };
  enum class PowerControlLoopToUse : std::uint8_t { n0, n1 };
  enum class TransformPrecoder : std::uint8_t { enabled, disabled };
  enum class RepK : std::uint8_t { n1, n2, n4, n8 };
  enum class RepKRv : std::uint8_t { s1_0231, s2_0303, s3_0000 };
  enum class Periodicity : std::uint8_t {
    sym2,
    sym7,
    sym1x14,
    sym2x14,
    sym4x14,
    sym5x14,
    sym8x14,
    sym10x14,
    sym16x14,
    sym20x14,
    sym32x14,
    sym40x14,
    sym64x14,
    sym80x14,
    sym128x14,
    sym160x14,
    sym256x14,
    sym320x14,
    sym512x14,
    sym640x14,
    sym1024x14,
    sym1280x14,
    sym2560x14,
    sym5120x14,
    sym6,
    sym1x12,
    sym2x12,
    sym4x12,
    sym5x12,
    sym8x12,
    sym10x12,
    sym16x12,
    sym20x12,
    sym32x12,
    sym40x12,
    sym64x12,
    sym80x12,
    sym128x12,
    sym160x12,
    sym256x12,
    sym320x12,
    sym512x12,
    sym640x12,
    sym1280x12,
    sym2560x12
  };
  using RrcConfiguredUplinkGrant = ConfiguredGrantConfigRrcConfiguredUplinkGrant;
  std::optional<FrequencyHopping> frequency_hopping{};
  DmrsUplinkConfig cg_dmrs_configuration{};
  std::optional<McsTable> mcs_table{};
  std::optional<McsTableTransformPrecoder> mcs_table_transform_precoder{};
  std::optional<SetupRelease<CgUciOnPusch>> uci_on_pusch{};
  ResourceAllocation resource_allocation{};
  bool rbg_size = false;
  PowerControlLoopToUse power_control_loop_to_use{};
  std::uint8_t p0_pusch_alpha = 0;
  std::optional<TransformPrecoder> transform_precoder{};
  std::uint8_t nrof_harq_processes = 0;
  RepK rep_k{};
  std::optional<RepKRv> rep_k_rv{};
  Periodicity periodicity{};
  std::optional<std::uint8_t> configured_grant_timer{};
  std::optional<RrcConfiguredUplinkGrant> rrc_configured_uplink_grant{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ConfiguredGrantConfig&) const = default;
};
struct BfrssbResource {
  std::uint8_t ssb = 0;
  std::uint8_t ra_preamble_index = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BfrssbResource&) const = default;
};
struct BfrCsirsResource {
  std::uint8_t csi_rs = 0;
  std::vector<std::uint16_t> ra_occasion_list{};
  std::optional<std::uint8_t> ra_preamble_index{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BfrCsirsResource&) const = default;
};
struct PrachResourceDedicatedBfr {
  std::variant<BfrssbResource, BfrCsirsResource> choice{};
  void options(At& at);
  bool operator==(const PrachResourceDedicatedBfr&) const = default;
};
struct RaPrioritization {
  enum class PowerRampingStepHighPriority : std::uint8_t { db0, db2, db4, db6 };
  enum class ScalingFactorBi : std::uint8_t { zero, dot25, dot5, dot75 };
  PowerRampingStepHighPriority power_ramping_step_high_priority{};
  std::optional<ScalingFactorBi> scaling_factor_bi{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RaPrioritization&) const = default;
};
struct BeamFailureRecoveryConfig {
  enum class SsbPerRachOccasion : std::uint8_t { one_eighth, one_fourth, one_half, one, two, four, eight, sixteen };
  enum class BeamFailureRecoveryTimer : std::uint8_t { ms10, ms20, ms40, ms60, ms80, ms100, ms150, ms200 };
  std::optional<std::uint8_t> root_sequence_index_bfr{};
  std::optional<RachConfigGeneric> rach_config_bfr{};
  std::optional<std::uint8_t> rsrp_threshold_ssb{};
  std::vector<PrachResourceDedicatedBfr> candidate_beam_rs_list{};
  std::optional<SsbPerRachOccasion> ssb_per_rach_occasion{};
  std::optional<std::uint8_t> ra_ssb_occasion_mask_index{};
  std::optional<std::uint8_t> recovery_search_space_id{};
  std::optional<RaPrioritization> ra_prioritization{};
  std::optional<BeamFailureRecoveryTimer> beam_failure_recovery_timer{};
  std::optional<SubcarrierSpacing> msg1_subcarrier_spacing{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BeamFailureRecoveryConfig&) const = default;
};
struct BwpUplinkDedicated {
  std::optional<SetupRelease<PucchConfig>> pucch_config{};
  std::optional<SetupRelease<PuschConfig>> pusch_config{};
  std::optional<SetupRelease<ConfiguredGrantConfig>> configured_grant_config{};
  std::optional<SetupRelease<SrsConfig>> srs_config{};
  std::optional<SetupRelease<BeamFailureRecoveryConfig>> beam_failure_recovery_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BwpUplinkDedicated&) const = default;
};

}  // namespace pellucid::rrc
