#pragma once
// CellGroupConfig and its serving cells (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/mac.hpp"
#include "wire/rrc/rlc.hpp"
#include "wire/rrc/uplink.hpp"

namespace pellucid::rrc {

struct CfraSsbResource {
  std::uint8_t ssb = 0;
  std::uint8_t ra_preamble_index = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CfraSsbResource&) const = default;
};
struct CfraCsirsResource {
  std::uint8_t csi_rs = 0;
  std::vector<std::uint16_t> ra_occasion_list{};
  std::uint8_t ra_preamble_index = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CfraCsirsResource&) const = default;
};
struct CfraOccasions {
  enum class SsbPerRachOccasion : std::uint8_t { one_eighth, one_fourth, one_half, one, two, four, eight, sixteen };
  RachConfigGeneric rach_config_generic{};
  std::optional<SsbPerRachOccasion> ssb_per_rach_occasion{};
  void fields(At& at);
  bool operator==(const CfraOccasions&) const = default;
};
struct CfraResourcesSsb {
  std::vector<CfraSsbResource> ssb_resource_list{};
  std::uint8_t ra_ssb_occasion_mask_index = 0;
  void fields(At& at);
  bool operator==(const CfraResourcesSsb&) const = default;
};
struct CfraResourcesCsirs {
  std::vector<CfraCsirsResource> csirs_resource_list{};
  std::uint8_t rsrp_threshold_csi_rs = 0;
  void fields(At& at);
  bool operator==(const CfraResourcesCsirs&) const = default;
};
struct CfraResources {
  using Ssb = CfraResourcesSsb;
  using Csirs = CfraResourcesCsirs;
  std::variant<Ssb, Csirs> choice{};
  void options(At& at);
  bool operator==(const CfraResources&) const = default;
};
struct Cfra {
  using Occasions = CfraOccasions;
  using Resources = CfraResources;
  std::optional<Occasions> occasions{};
  Resources resources{};
  std::optional<std::uint8_t> total_number_of_ra_preambles{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const Cfra&) const = default;
};
struct RachConfigDedicated {
  std::optional<Cfra> cfra{};
  std::optional<RaPrioritization> ra_prioritization{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RachConfigDedicated&) const = default;
};
struct SsbMtcPeriodicityAndOffset {
  enum class Which : std::uint8_t { sf5, sf10, sf20, sf40, sf80, sf160 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const SsbMtcPeriodicityAndOffset&) const = default;
};
struct SsbMtc {
  using PeriodicityAndOffset = SsbMtcPeriodicityAndOffset;
  enum class Duration : std::uint8_t { sf1, sf2, sf3, sf4, sf5 };
  PeriodicityAndOffset periodicity_and_offset{};
  Duration duration{};
  void fields(At& at);
  bool operator==(const SsbMtc&) const = default;
};
struct ReconfigurationWithSyncRachConfigDedicatedValue {
  std::variant<RachConfigDedicated, RachConfigDedicated> choice{};
  void options(At& at);
  bool operator==(const ReconfigurationWithSyncRachConfigDedicatedValue&) const = default;
};
struct ReconfigurationWithSync {
  enum class T304 : std::uint8_t { ms50, ms100, ms150, ms200, ms500, ms1000, ms2000, ms10000 };
  using RachConfigDedicatedValue = ReconfigurationWithSyncRachConfigDedicatedValue;
  std::optional<ServingCellConfigCommon> spcell_config_common{};
  std::uint16_t new_ue_identity = 0;
  T304 t304{};
  std::optional<RachConfigDedicatedValue> rach_config_dedicated{};
  std::optional<SsbMtc> smtc{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ReconfigurationWithSync&) const = default;
};
struct RlfTimersAndConstants {
  enum class T310 : std::uint8_t { ms0, ms50, ms100, ms200, ms500, ms1000, ms2000, ms4000, ms6000 };
  enum class N310 : std::uint8_t { n1, n2, n3, n4, n6, n8, n10, n20 };
  enum class N311 : std::uint8_t { n1, n2, n3, n4, n5, n6, n8, n10 };
  enum class T311 : std::uint8_t { ms1000, ms3000, ms5000, ms10000, ms15000, ms20000, ms30000 };
  T310 t310{};
  N310 n310{};
  N311 n311{};
  std::optional<T311> t311{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RlfTimersAndConstants&) const = default;
};
struct TddUlDlSlotConfigSymbolsExplicit {
  std::optional<std::uint8_t> nrof_downlink_symbols{};
  std::optional<std::uint8_t> nrof_uplink_symbols{};
  void fields(At& at);
  bool operator==(const TddUlDlSlotConfigSymbolsExplicit&) const = default;
};
struct TddUlDlSlotConfigSymbols {
  using Explicit = TddUlDlSlotConfigSymbolsExplicit;
  std::variant<Null, Null, Explicit> choice{};
  void options(At& at);
  bool operator==(const TddUlDlSlotConfigSymbols&) const = default;
};
struct TddUlDlSlotConfig {
  using Symbols = TddUlDlSlotConfigSymbols;
  std::uint16_t slot_index = 0;
  Symbols symbols{};
  void fields(At& at);
  bool operator==(const TddUlDlSlotConfig&) const = default;
};
struct TddUlDlConfigDedicated {
  std::vector<TddUlDlSlotConfig> slot_specific_configurations_to_add_mod_list{};
  std::vector<std::uint16_t> slot_specific_configurations_to_release_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const TddUlDlConfigDedicated&) const = default;
};
struct BwpDownlink {
  std::uint8_t bwp_id = 0;
  std::optional<BwpDownlinkCommon> bwp_common{};
  std::optional<BwpDownlinkDedicated> bwp_dedicated{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BwpDownlink&) const = default;
};
struct BwpUplink {
  std::uint8_t bwp_id = 0;
  std::optional<BwpUplinkCommon> bwp_common{};
  std::optional<BwpUplinkDedicated> bwp_dedicated{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BwpUplink&) const = default;
};
struct PuschCodeBlockGroupTransmission {
  enum class MaxCodeBlockGroupsPerTransportBlock : std::uint8_t { n2, n4, n6, n8 };
  MaxCodeBlockGroupsPerTransportBlock max_code_block_groups_per_transport_block{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PuschCodeBlockGroupTransmission&) const = default;
};
struct PuschServingCellConfig {
  enum class XOverhead : std::uint8_t { xoh6, xoh12, xoh18 };
  std::optional<SetupRelease<PuschCodeBlockGroupTransmission>> code_block_group_transmission{};
  bool rate_matching = false;
  std::optional<XOverhead> x_overhead{};
  std::optional<std::uint8_t> max_mimo_layers{};
  std::optional<bool> processing_type2_enabled{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PuschServingCellConfig&) const = default;
};
struct SrsCcSetIndex {
  std::optional<std::uint8_t> cc_set_index{};
  std::optional<std::uint8_t> cc_index_in_one_cc_set{};
  void fields(At& at);
  bool operator==(const SrsCcSetIndex&) const = default;
};
struct SrsTpcPdcchConfig {
  std::vector<SrsCcSetIndex> srs_cc_set_indexlist{};
  void fields(At& at);
  bool operator==(const SrsTpcPdcchConfig&) const = default;
};
struct SrsCarrierSwitchingSrsTpcPdcchGroup {
  std::variant<std::vector<SrsTpcPdcchConfig>, SrsTpcPdcchConfig> choice{};
  void options(At& at);
  bool operator==(const SrsCarrierSwitchingSrsTpcPdcchGroup&) const = default;
};
struct SrsCarrierSwitching {
  enum class SrsSwitchFromCarrier : std::uint8_t { s_ul, n_ul };
  using SrsTpcPdcchGroup = SrsCarrierSwitchingSrsTpcPdcchGroup;
  std::optional<std::uint8_t> srs_switch_from_serv_cell_index{};
  SrsSwitchFromCarrier srs_switch_from_carrier{};
  std::optional<SrsTpcPdcchGroup> srs_tpc_pdcch_group{};
  std::vector<std::uint8_t> monitoring_cells{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsCarrierSwitching&) const = default;
};
struct UplinkConfig {
  std::optional<BwpUplinkDedicated> initial_uplink_bwp{};
  std::vector<std::uint8_t> uplink_bwp_to_release_list{};
  std::vector<BwpUplink> uplink_bwp_to_add_mod_list{};
  std::optional<std::uint8_t> first_active_uplink_bwp_id{};
  std::optional<SetupRelease<PuschServingCellConfig>> pusch_serving_cell_config{};
  std::optional<SetupRelease<SrsCarrierSwitching>> carrier_switching{};
  std::optional<bool> power_boost_pi2_bpsk{};
  std::vector<ScsSpecificCarrier> uplink_channel_bw_per_scs_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const UplinkConfig&) const = default;
};
struct SlotFormatCombination {
  std::uint16_t slot_format_combination_id = 0;
  std::vector<std::uint8_t> slot_formats{};
  void fields(At& at);
  bool operator==(const SlotFormatCombination&) const = default;
};
struct SlotFormatCombinationsPerCell {
  std::uint8_t serving_cell_id = 0;
  SubcarrierSpacing subcarrier_spacing{};
  std::optional<SubcarrierSpacing> subcarrier_spacing2{};
  std::vector<SlotFormatCombination> slot_format_combinations{};
  std::optional<std::uint8_t> position_in_dci{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SlotFormatCombinationsPerCell&) const = default;
};
struct SlotFormatIndicator {
  std::uint16_t sfi_rnti = 0;
  std::uint8_t dci_payload_size = 0;
  std::vector<SlotFormatCombinationsPerCell> slot_format_comb_to_add_mod_list{};
  std::vector<std::uint8_t> slot_format_comb_to_release_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SlotFormatIndicator&) const = default;
};
struct PdcchServingCellConfig {
  std::optional<SetupRelease<SlotFormatIndicator>> slot_format_indicator{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdcchServingCellConfig&) const = default;
};
struct PdschCodeBlockGroupTransmission {
  enum class MaxCodeBlockGroupsPerTransportBlock : std::uint8_t { n2, n4, n6, n8 };
  MaxCodeBlockGroupsPerTransportBlock max_code_block_groups_per_transport_block{};
  bool code_block_group_flush_indicator = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdschCodeBlockGroupTransmission&) const = default;
};
struct PdschServingCellConfig {
  enum class XOverhead : std::uint8_t { x_oh6, x_oh12, x_oh18 };
  enum class NrofHarqProcessesForPdsch : std::uint8_t { n2, n4, n6, n10, n12, n16 };
  std::optional<SetupRelease<PdschCodeBlockGroupTransmission>> code_block_group_transmission{};
  std::optional<XOverhead> x_overhead{};
  std::optional<NrofHarqProcessesForPdsch> nrof_harq_processes_for_pdsch{};
  std::optional<std::uint8_t> pucch_cell{};
  std::optional<std::uint8_t> max_mimo_layers{};
  std::optional<bool> processing_type2_enabled{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdschServingCellConfig&) const = default;
};
struct CrossCarrierSchedulingConfigSchedulingCellInfoOwn {
  bool cif_presence = false;
  void fields(At& at);
  bool operator==(const CrossCarrierSchedulingConfigSchedulingCellInfoOwn&) const = default;
};
struct CrossCarrierSchedulingConfigSchedulingCellInfoOther {
  std::uint8_t scheduling_cell_id = 0;
  std::uint8_t cif_in_scheduling_cell = 0;
  void fields(At& at);
  bool operator==(const CrossCarrierSchedulingConfigSchedulingCellInfoOther&) const = default;
};
struct CrossCarrierSchedulingConfigSchedulingCellInfo {
  using Own = CrossCarrierSchedulingConfigSchedulingCellInfoOwn;
  using Other = CrossCarrierSchedulingConfigSchedulingCellInfoOther;
  std::variant<Own, Other> choice{};
  void options(At& at);
  bool operator==(const CrossCarrierSchedulingConfigSchedulingCellInfo&) const = default;
};
struct CrossCarrierSchedulingConfig {
  using SchedulingCellInfo = CrossCarrierSchedulingConfigSchedulingCellInfo;
  SchedulingCellInfo scheduling_cell_info{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CrossCarrierSchedulingConfig&) const = default;
};
struct ServingCellConfig {
  enum class BwpInactivityTimer : std::uint8_t {
    ms2,
    ms3,
    ms4,
    ms5,
    ms6,
    ms8,
    ms10,
    ms20,
    ms30,
    ms40,
    ms50,
    ms60,
    ms80,
    ms100,
    ms200,
    ms300,
    ms500,
    ms750,
    ms1280,
    ms1920,
    ms2560,
    spare10,
    spare9,
    spare8,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  enum class ScellDeactivationTimer : std::uint8_t {
    ms20,
    ms40,
    ms80,
    ms160,
    ms200,
    ms240,
    ms320,
    ms400,
    ms480,
    ms520,
    ms640,
    ms720,
    ms840,
    ms1280,
    spare2,
    spare1
  };
  enum class PathlossReferenceLinking : std::uint8_t { spcell, scell };
  std::optional<TddUlDlConfigDedicated> tdd_ul_dl_configuration_dedicated{};
  std::optional<BwpDownlinkDedicated> initial_downlink_bwp{};
  std::vector<std::uint8_t> downlink_bwp_to_release_list{};
  std::vector<BwpDownlink> downlink_bwp_to_add_mod_list{};
  std::optional<std::uint8_t> first_active_downlink_bwp_id{};
  std::optional<BwpInactivityTimer> bwp_inactivity_timer{};
  std::optional<std::uint8_t> default_downlink_bwp_id{};
  std::optional<UplinkConfig> uplink_config{};
  std::optional<UplinkConfig> supplementary_uplink{};
  std::optional<SetupRelease<PdcchServingCellConfig>> pdcch_serving_cell_config{};
  std::optional<SetupRelease<PdschServingCellConfig>> pdsch_serving_cell_config{};
  std::optional<SetupRelease<CsiMeasConfig>> csi_meas_config{};
  std::optional<ScellDeactivationTimer> scell_deactivation_timer{};
  std::optional<CrossCarrierSchedulingConfig> cross_carrier_scheduling_config{};
  std::uint8_t tag_id = 0;
  bool dummy1 = false;
  std::optional<PathlossReferenceLinking> pathloss_reference_linking{};
  std::optional<std::uint8_t> serving_cell_mo{};
  std::optional<SetupRelease<RateMatchPatternLteCrs>> lte_crs_to_match_around{};
  std::vector<RateMatchPattern> rate_match_pattern_to_add_mod_list{};
  std::vector<std::uint8_t> rate_match_pattern_to_release_list{};
  std::vector<ScsSpecificCarrier> downlink_channel_bw_per_scs_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ServingCellConfig&) const = default;
};
struct SpcellConfig {
  std::optional<std::uint8_t> serv_cell_index{};
  std::optional<ReconfigurationWithSync> reconfiguration_with_sync{};
  std::optional<SetupRelease<RlfTimersAndConstants>> rlf_timers_and_constants{};
  bool rlm_in_sync_out_of_sync_threshold = false;
  std::optional<ServingCellConfig> spcell_config_dedicated{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SpcellConfig&) const = default;
};
struct ScellConfig {
  std::uint8_t scell_index = 0;
  std::optional<ServingCellConfigCommon> scell_config_common{};
  std::optional<ServingCellConfig> scell_config_dedicated{};
  std::optional<SsbMtc> smtc{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ScellConfig&) const = default;
};
struct CellGroupConfig {
  std::uint8_t cell_group_id = 0;
  std::vector<RlcBearerConfig> rlc_bearer_to_add_mod_list{};
  std::vector<std::uint8_t> rlc_bearer_to_release_list{};
  std::optional<MacCellGroupConfig> mac_cell_group_config{};
  std::optional<PhysicalCellGroupConfig> physical_cell_group_config{};
  std::optional<SpcellConfig> spcell_config{};
  std::vector<ScellConfig> scell_to_add_mod_list{};
  std::vector<std::uint8_t> scell_to_release_list{};
  bool report_uplink_tx_direct_current = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CellGroupConfig&) const = default;
};

}  // namespace pellucid::rrc
