#pragma once
// PDCCH and PDSCH of one phone (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/csi.hpp"

namespace pellucid::rrc {

struct IntConfigurationPerServingCell {
  std::uint8_t serving_cell_id = 0;
  std::uint8_t position_in_dci = 0;
  void fields(At& at);
  bool operator==(const IntConfigurationPerServingCell&) const = default;
};
struct DownlinkPreemption {
  enum class TimeFrequencySet : std::uint8_t { set0, set1 };
  std::uint16_t int_rnti = 0;
  TimeFrequencySet time_frequency_set{};
  std::uint8_t dci_payload_size = 0;
  std::vector<IntConfigurationPerServingCell> int_configuration_per_serving_cell{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DownlinkPreemption&) const = default;
};
struct PuschTpcCommandConfig {
  std::optional<std::uint8_t> tpc_index{};
  std::optional<std::uint8_t> tpc_index_sul{};
  std::optional<std::uint8_t> target_cell{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PuschTpcCommandConfig&) const = default;
};
struct PucchTpcCommandConfig {
  std::optional<std::uint8_t> tpc_index_pcell{};
  std::optional<std::uint8_t> tpc_index_pucch_scell{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PucchTpcCommandConfig&) const = default;
};
struct SrsTpcCommandConfig {
  std::optional<std::uint8_t> starting_bit_of_format2_3{};
  std::optional<std::uint8_t> field_type_format2_3{};
  std::optional<std::uint8_t> starting_bit_of_format2_3_sul{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsTpcCommandConfig&) const = default;
};
struct PdcchConfig {
  std::vector<ControlResourceSet> control_resource_set_to_add_mod_list{};
  std::vector<std::uint8_t> control_resource_set_to_release_list{};
  std::vector<SearchSpace> search_spaces_to_add_mod_list{};
  std::vector<std::uint8_t> search_spaces_to_release_list{};
  std::optional<SetupRelease<DownlinkPreemption>> downlink_preemption{};
  std::optional<SetupRelease<PuschTpcCommandConfig>> tpc_pusch{};
  std::optional<SetupRelease<PucchTpcCommandConfig>> tpc_pucch{};
  std::optional<SetupRelease<SrsTpcCommandConfig>> tpc_srs{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdcchConfig&) const = default;
};
struct PtrsDownlinkConfig {
  enum class ResourceElementOffset : std::uint8_t { offset01, offset10, offset11 };
  std::vector<std::uint16_t> frequency_density{};
  std::vector<std::uint8_t> time_density{};
  std::optional<std::uint8_t> epre_ratio{};
  std::optional<ResourceElementOffset> resource_element_offset{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PtrsDownlinkConfig&) const = default;
};
struct DmrsDownlinkConfig {
  enum class DmrsAdditionalPosition : std::uint8_t { pos0, pos1, pos3 };
  bool dmrs_type = false;
  std::optional<DmrsAdditionalPosition> dmrs_additional_position{};
  bool max_length = false;
  std::optional<std::uint16_t> scrambling_id0{};
  std::optional<std::uint16_t> scrambling_id1{};
  std::optional<SetupRelease<PtrsDownlinkConfig>> phase_tracking_rs{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DmrsDownlinkConfig&) const = default;
};
struct QclInfoReferenceSignal {
  enum class Which : std::uint8_t { csi_rs, ssb };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const QclInfoReferenceSignal&) const = default;
};
struct QclInfo {
  using ReferenceSignal = QclInfoReferenceSignal;
  enum class QclType : std::uint8_t { type_a, type_b, type_c, type_d };
  std::optional<std::uint8_t> cell{};
  std::optional<std::uint8_t> bwp_id{};
  ReferenceSignal reference_signal{};
  QclType qcl_type{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const QclInfo&) const = default;
};
struct TciState {
  std::uint8_t tci_state_id = 0;
  QclInfo qcl_type1{};
  std::optional<QclInfo> qcl_type2{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const TciState&) const = default;
};
struct ZpCsiRsResource {
  std::uint8_t zp_csi_rs_resource_id = 0;
  CsiRsResourceMapping resource_mapping{};
  std::optional<CsiResourcePeriodicityAndOffset> periodicity_and_offset{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ZpCsiRsResource&) const = default;
};
struct ZpCsiRsResourceSet {
  std::uint8_t zp_csi_rs_resource_set_id = 0;
  std::vector<std::uint8_t> zp_csi_rs_resource_id_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ZpCsiRsResourceSet&) const = default;
};
struct PdschConfigRateMatchPatternGroup1 {
  enum class Which : std::uint8_t { cell_level, bwp_level };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const PdschConfigRateMatchPatternGroup1&) const = default;
};
struct PdschConfigRateMatchPatternGroup2 {
  enum class Which : std::uint8_t { cell_level, bwp_level };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const PdschConfigRateMatchPatternGroup2&) const = default;
};
struct PdschConfigPrbBundlingTypeStaticBundling {
  enum class BundleSize : std::uint8_t { n4, wideband };
  std::optional<BundleSize> bundle_size{};
  void fields(At& at);
  bool operator==(const PdschConfigPrbBundlingTypeStaticBundling&) const = default;
};
struct PdschConfigPrbBundlingTypeDynamicBundling {
  enum class BundleSizeSet1 : std::uint8_t { n4, wideband, n2_wideband, n4_wideband };
  enum class BundleSizeSet2 : std::uint8_t { n4, wideband };
  std::optional<BundleSizeSet1> bundle_size_set1{};
  std::optional<BundleSizeSet2> bundle_size_set2{};
  void fields(At& at);
  bool operator==(const PdschConfigPrbBundlingTypeDynamicBundling&) const = default;
};
struct PdschConfigPrbBundlingType {
  using StaticBundling = PdschConfigPrbBundlingTypeStaticBundling;
  using DynamicBundling = PdschConfigPrbBundlingTypeDynamicBundling;
  std::variant<StaticBundling, DynamicBundling> choice{};
  void options(At& at);
  bool operator==(const PdschConfigPrbBundlingType&) const = default;
};
struct PdschConfig {
  enum class VrbToPrbInterleaver : std::uint8_t { n2, n4 };
  enum class ResourceAllocation : std::uint8_t { resource_allocation_type0, resource_allocation_type1, dynamic_switch };
  enum class PdschAggregationFactor : std::uint8_t { n2, n4, n8 };
  using RateMatchPatternGroup1 = PdschConfigRateMatchPatternGroup1;
  using RateMatchPatternGroup2 = PdschConfigRateMatchPatternGroup2;
  enum class RbgSize : std::uint8_t { config1, config2 };
  enum class McsTable : std::uint8_t { qam256, qam64_low_se };
  enum class MaxNrofCodeWordsScheduledByDci : std::uint8_t { n1, n2 };
  using PrbBundlingType = PdschConfigPrbBundlingType;
  std::optional<std::uint16_t> data_scrambling_identity_pdsch{};
  std::optional<SetupRelease<DmrsDownlinkConfig>> dmrs_downlink_for_pdsch_mapping_type_a{};
  std::optional<SetupRelease<DmrsDownlinkConfig>> dmrs_downlink_for_pdsch_mapping_type_b{};
  std::vector<TciState> tci_states_to_add_mod_list{};
  std::vector<std::uint8_t> tci_states_to_release_list{};
  std::optional<VrbToPrbInterleaver> vrb_to_prb_interleaver{};
  ResourceAllocation resource_allocation{};
  std::optional<SetupRelease<std::vector<PdschTimeDomainResourceAllocation>>> pdsch_time_domain_allocation_list{};
  std::optional<PdschAggregationFactor> pdsch_aggregation_factor{};
  std::vector<RateMatchPattern> rate_match_pattern_to_add_mod_list{};
  std::vector<std::uint8_t> rate_match_pattern_to_release_list{};
  std::vector<RateMatchPatternGroup1> rate_match_pattern_group1{};
  std::vector<RateMatchPatternGroup2> rate_match_pattern_group2{};
  RbgSize rbg_size{};
  std::optional<McsTable> mcs_table{};
  std::optional<MaxNrofCodeWordsScheduledByDci> max_nrof_code_words_scheduled_by_dci{};
  PrbBundlingType prb_bundling_type{};
  std::vector<ZpCsiRsResource> zp_csi_rs_resource_to_add_mod_list{};
  std::vector<std::uint8_t> zp_csi_rs_resource_to_release_list{};
  std::vector<ZpCsiRsResourceSet> aperiodic_zp_csi_rs_resource_sets_to_add_mod_list{};
  std::vector<std::uint8_t> aperiodic_zp_csi_rs_resource_sets_to_release_list{};
  std::vector<ZpCsiRsResourceSet> sp_zp_csi_rs_resource_sets_to_add_mod_list{};
  std::vector<std::uint8_t> sp_zp_csi_rs_resource_sets_to_release_list{};
  std::optional<SetupRelease<ZpCsiRsResourceSet>> p_zp_csi_rs_resource_set{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdschConfig&) const = default;
};
struct SpsConfig {
  enum class Periodicity : std::uint8_t {
    ms10,
    ms20,
    ms32,
    ms40,
    ms64,
    ms80,
    ms128,
    ms160,
    ms320,
    ms640,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  Periodicity periodicity{};
  std::uint8_t nrof_harq_processes = 0;
  std::optional<std::uint8_t> n1_pucch_an{};
  bool mcs_table = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SpsConfig&) const = default;
};
struct RadioLinkMonitoringRsDetectionResource {
  enum class Which : std::uint8_t { ssb_index, csi_rs_index };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RadioLinkMonitoringRsDetectionResource&) const = default;
};
struct RadioLinkMonitoringRs {
  enum class Purpose : std::uint8_t { beam_failure, rlf, both };
  using DetectionResource = RadioLinkMonitoringRsDetectionResource;
  std::uint8_t radio_link_monitoring_rs_id = 0;
  Purpose purpose{};
  DetectionResource detection_resource{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RadioLinkMonitoringRs&) const = default;
};
struct RadioLinkMonitoringConfig {
  enum class BeamFailureInstanceMaxCount : std::uint8_t { n1, n2, n3, n4, n5, n6, n8, n10 };
  enum class BeamFailureDetectionTimer : std::uint8_t { pbfd1, pbfd2, pbfd3, pbfd4, pbfd5, pbfd6, pbfd8, pbfd10 };
  std::vector<RadioLinkMonitoringRs> failure_detection_resources_to_add_mod_list{};
  std::vector<std::uint8_t> failure_detection_resources_to_release_list{};
  std::optional<BeamFailureInstanceMaxCount> beam_failure_instance_max_count{};
  std::optional<BeamFailureDetectionTimer> beam_failure_detection_timer{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RadioLinkMonitoringConfig&) const = default;
};
struct BwpDownlinkDedicated {
  std::optional<SetupRelease<PdcchConfig>> pdcch_config{};
  std::optional<SetupRelease<PdschConfig>> pdsch_config{};
  std::optional<SetupRelease<SpsConfig>> sps_config{};
  std::optional<SetupRelease<RadioLinkMonitoringConfig>> radio_link_monitoring_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BwpDownlinkDedicated&) const = default;
};

}  // namespace pellucid::rrc
