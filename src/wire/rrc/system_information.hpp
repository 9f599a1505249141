#pragma once
// MIB and SIB1 (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/channels.hpp"

namespace pellucid::rrc {

struct PdcchConfigSib1 {
  std::uint8_t control_resource_set_zero = 0;
  std::uint8_t search_space_zero = 0;
  void fields(At& at);
  bool operator==(const PdcchConfigSib1&) const = default;
};
struct Mib {
  enum class SubCarrierSpacingCommon : std::uint8_t { scs15or60, scs30or120 };
  enum class DmrsTypeAPosition : std::uint8_t { pos2, pos3 };
  enum class CellBarred : std::uint8_t { barred, not_barred };
  enum class IntraFreqReselection : std::uint8_t { allowed, not_allowed };
  std::uint8_t system_frame_number = 0;
  SubCarrierSpacingCommon sub_carrier_spacing_common{};
  std::uint8_t ssb_subcarrier_offset = 0;
  DmrsTypeAPosition dmrs_type_a_position{};
  PdcchConfigSib1 pdcch_config_sib1{};
  CellBarred cell_barred{};
  IntraFreqReselection intra_freq_reselection{};
  std::uint8_t spare = 0;
  void fields(At& at);
  bool operator==(const Mib&) const = default;
};
struct PlmnIdentity {
  std::vector<std::uint8_t> mcc{};
  std::vector<std::uint8_t> mnc{};
  void fields(At& at);
  bool operator==(const PlmnIdentity&) const = default;
};
struct PlmnIdentityInfo {
  enum class CellReservedForOperatorUse : std::uint8_t { reserved, not_reserved };
  std::vector<PlmnIdentity> plmn_identity_list{};
  std::optional<std::uint32_t> tracking_area_code{};
  std::optional<std::uint8_t> ranac{};
  std::uint64_t cell_identity = 0;
  CellReservedForOperatorUse cell_reserved_for_operator_use{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PlmnIdentityInfo&) const = default;
};
struct CellAccessRelatedInfo {
  std::vector<PlmnIdentityInfo> plmn_identity_info_list{};
  bool cell_reserved_for_other_use = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CellAccessRelatedInfo&) const = default;
};
struct ConnEstFailureControl {
  enum class ConnEstFailCount : std::uint8_t { n1, n2, n3, n4 };
  enum class ConnEstFailOffsetValidity : std::uint8_t { s30, s60, s120, s240, s300, s420, s600, s900 };
  ConnEstFailCount conn_est_fail_count{};
  ConnEstFailOffsetValidity conn_est_fail_offset_validity{};
  std::optional<std::uint8_t> conn_est_fail_offset{};
  void fields(At& at);
  bool operator==(const ConnEstFailureControl&) const = default;
};
struct SibTypeInfo {
  enum class Type : std::uint8_t {
    sib_type2,
    sib_type3,
    sib_type4,
    sib_type5,
    sib_type6,
    sib_type7,
    sib_type8,
    sib_type9,
    sib_type10_v1610,
    sib_type11_v1610,
    sib_type12_v1610,
    sib_type13_v1610,
    sib_type14_v1610,
    spare3,
    spare2,
    spare1
  };
  Type type{};
  std::optional<std::uint8_t> value_tag{};
  bool area_scope = false;
  void fields(At& at);
  bool operator==(const SibTypeInfo&) const = default;
};
struct SchedulingInfo {
  enum class SiBroadcastStatus : std::uint8_t { broadcasting, not_broadcasting };
  enum class SiPeriodicity : std::uint8_t { rf8, rf16, rf32, rf64, rf128, rf256, rf512 };
  SiBroadcastStatus si_broadcast_status{};
  SiPeriodicity si_periodicity{};
  std::vector<SibTypeInfo> sib_mapping_info{};
  void fields(At& at);
  bool operator==(const SchedulingInfo&) const = default;
};
struct SiRequestResources {
  std::uint8_t ra_preamble_start_index = 0;
  std::optional<std::uint8_t> ra_association_period_index{};
  std::optional<std::uint8_t> ra_ssb_occasion_mask_index{};
  void fields(At& at);
  bool operator==(const SiRequestResources&) const = default;
};
struct SiRequestConfigRachOccasionsSi {
  enum class SsbPerRachOccasion : std::uint8_t { one_eighth, one_fourth, one_half, one, two, four, eight, sixteen };
  RachConfigGeneric rach_config_si{};
  SsbPerRachOccasion ssb_per_rach_occasion{};
  void fields(At& at);
  bool operator==(const SiRequestConfigRachOccasionsSi&) const = default;
};
struct SiRequestConfig {
  using RachOccasionsSi = SiRequestConfigRachOccasionsSi;
  enum class SiRequestPeriod : std::uint8_t { one, two, four, six, eight, ten, twelve, sixteen };
  std::optional<RachOccasionsSi> rach_occasions_si{};
  std::optional<SiRequestPeriod> si_request_period{};
  std::vector<SiRequestResources> si_request_resources{};
  void fields(At& at);
  bool operator==(const SiRequestConfig&) const = default;
};
struct SiSchedulingInfo {
  enum class SiWindowLength : std::uint8_t { s5, s10, s20, s40, s80, s160, s320, s640, s1280, s2560_v1710, s5120_v1710 };
  std::vector<SchedulingInfo> scheduling_info_list{};
  SiWindowLength si_window_length{};
  std::optional<SiRequestConfig> si_request_config{};
  std::optional<SiRequestConfig> si_request_config_sul{};
  std::optional<std::uint32_t> system_information_area_id{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SiSchedulingInfo&) const = default;
};
struct ServingCellConfigCommonSibSsbPositionsInBurst {
  std::uint8_t in_one_group = 0;
  std::optional<std::uint8_t> group_presence{};
  void fields(At& at);
  bool operator==(const ServingCellConfigCommonSibSsbPositionsInBurst&) const = default;
};
struct ServingCellConfigCommonSib {
  enum class NTimingAdvanceOffset : std::uint8_t { n0, n25600, n39936 };
  using SsbPositionsInBurst = ServingCellConfigCommonSibSsbPositionsInBurst;
  enum class SsbPeriodicityServingCell : std::uint8_t { ms5, ms10, ms20, ms40, ms80, ms160 };
  DownlinkConfigCommonSib downlink_config_common{};
  std::optional<UplinkConfigCommonSib> uplink_config_common{};
  std::optional<UplinkConfigCommonSib> supplementary_uplink{};
  std::optional<NTimingAdvanceOffset> n_timing_advance_offset{};
  SsbPositionsInBurst ssb_positions_in_burst{};
  SsbPeriodicityServingCell ssb_periodicity_serving_cell{};
  std::optional<TddUlDlConfigCommon> tdd_ul_dl_configuration_common{};
  std::int8_t ss_pbch_block_power = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const ServingCellConfigCommonSib&) const = default;
};
struct UeTimersAndConstants {
  enum class T300 : std::uint8_t { ms100, ms200, ms300, ms400, ms600, ms1000, ms1500, ms2000 };
  enum class T301 : std::uint8_t { ms100, ms200, ms300, ms400, ms600, ms1000, ms1500, ms2000 };
  enum class T310 : std::uint8_t { ms0, ms50, ms100, ms200, ms500, ms1000, ms2000 };
  enum class N310 : std::uint8_t { n1, n2, n3, n4, n6, n8, n10, n20 };
  enum class T311 : std::uint8_t { ms1000, ms3000, ms5000, ms10000, ms15000, ms20000, ms30000 };
  enum class N311 : std::uint8_t { n1, n2, n3, n4, n5, n6, n8, n10 };
  enum class T319 : std::uint8_t { ms100, ms200, ms300, ms400, ms600, ms1000, ms1500, ms2000 };
  T300 t300{};
  T301 t301{};
  T310 t310{};
  N310 n310{};
  T311 t311{};
  N311 n311{};
  T319 t319{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const UeTimersAndConstants&) const = default;
};
struct UacBarringPerCat {
  std::uint8_t access_category = 0;
  std::uint8_t uac_barring_info_set_index = 0;
  void fields(At& at);
  bool operator==(const UacBarringPerCat&) const = default;
};
struct UacBarringPerPlmnUacAcBarringListType {
  std::variant<std::vector<std::uint8_t>, std::vector<UacBarringPerCat>> choice{};
  void options(At& at);
  bool operator==(const UacBarringPerPlmnUacAcBarringListType&) const = default;
};
struct UacBarringPerPlmn {
  using UacAcBarringListType = UacBarringPerPlmnUacAcBarringListType;
  std::uint8_t plmn_identity_index = 0;
  std::optional<UacAcBarringListType> uac_ac_barring_list_type{};
  void fields(At& at);
  bool operator==(const UacBarringPerPlmn&) const = default;
};
struct UacBarringInfoSet {
  enum class UacBarringFactor : std::uint8_t { p00, p05, p10, p15, p20, p25, p30, p40, p50, p60, p70, p75, p80, p85, p90, p95 };
  enum class UacBarringTime : std::uint8_t { s4, s8, s16, s32, s64, s128, s256, s512 };
  UacBarringFactor uac_barring_factor{};
  UacBarringTime uac_barring_time{};
  std::uint8_t uac_barring_for_access_identity = 0;
  void fields(At& at);
  bool operator==(const UacBarringInfoSet&) const = default;
};
enum class UacAccessCategory1SelectionAssistanceInfo : std::uint8_t { a, b, c };
namespace words {
inline constexpr Words uac_access_category1_selection_assistance_info("a b c");
}
struct GnssIdR16 {
  enum class GnssIdR16Value : std::uint8_t { gps, sbas, qzss, galileo, glonass, bds };
  GnssIdR16Value gnss_id_r16{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const GnssIdR16&) const = default;
};
struct SbasIdR16 {
  enum class SbasIdR16Value : std::uint8_t { waas, egnos, msas, gagan };
  SbasIdR16Value sbas_id_r16{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SbasIdR16&) const = default;
};
struct PosSibTypeR16 {
  enum class PosSibTypeR16Value : std::uint8_t {
    pos_sib_type1_1,
    pos_sib_type1_2,
    pos_sib_type1_3,
    pos_sib_type1_4,
    pos_sib_type1_5,
    pos_sib_type1_6,
    pos_sib_type1_7,
    pos_sib_type1_8,
    pos_sib_type2_1,
    pos_sib_type2_2,
    pos_sib_type2_3,
    pos_sib_type2_4,
    pos_sib_type2_5,
    pos_sib_type2_6,
    pos_sib_type2_7,
    pos_sib_type2_8,
    pos_sib_type2_9,
    pos_sib_type2_10,
    pos_sib_type2_11,
    pos_sib_type2_12,
    pos_sib_type2_13,
    pos_sib_type2_14,
    pos_sib_type2_15,
    pos_sib_type2_16,
    pos_sib_type2_17,
    pos_sib_type2_18,
    pos_sib_type2_19,
    pos_sib_type2_20,
    pos_sib_type2_21,
    pos_sib_type2_22,
    pos_sib_type2_23,
    pos_sib_type3_1,
    pos_sib_type4_1,
    pos_sib_type5_1,
    pos_sib_type6_1,
    pos_sib_type6_2,
    pos_sib_type6_3
  };
  bool encrypted_r16 = false;
  std::optional<GnssIdR16> gnss_id_r16{};
  std::optional<SbasIdR16> sbas_id_r16{};
  PosSibTypeR16Value pos_sib_type_r16{};
  bool area_scope_r16 = false;
  void fields(At& at);
  bool operator==(const PosSibTypeR16&) const = default;
};
struct PosSchedulingInfoR16 {
  enum class PosSiPeriodicityR16 : std::uint8_t { rf8, rf16, rf32, rf64, rf128, rf256, rf512 };
  enum class PosSiBroadcastStatusR16 : std::uint8_t { broadcasting, not_broadcasting };
  bool offset_to_si_used_r16 = false;
  PosSiPeriodicityR16 pos_si_periodicity_r16{};
  PosSiBroadcastStatusR16 pos_si_broadcast_status_r16{};
  std::vector<PosSibTypeR16> pos_sib_mapping_info_r16{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PosSchedulingInfoR16&) const = default;
};
struct PosSiSchedulingInfoR16 {
  std::vector<PosSchedulingInfoR16> pos_scheduling_info_list_r16{};
  std::optional<SiRequestConfig> pos_si_request_config_r16{};
  std::optional<SiRequestConfig> pos_si_request_config_sul_r16{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PosSiSchedulingInfoR16&) const = default;
};
enum class UacAc1SelectAssistInfoR16 : std::uint8_t { a, b, c, not_configured };
namespace words {
inline constexpr Words uac_ac1_select_assist_info_r16("a b c notConfigured");
}
struct UacBarringInfoSetV1700 {
  enum class UacBarringFactorForAi3R17 : std::uint8_t { p00, p05, p10, p15, p20, p25, p30, p40, p50, p60, p70, p75, p80, p85, p90, p95 };
  std::optional<UacBarringFactorForAi3R17> uac_barring_factor_for_ai3_r17{};
  void fields(At& at);
  bool operator==(const UacBarringInfoSetV1700&) const = default;
};
struct SdtConfigCommonSibR17 {
  enum class SdtLogicalChannelSrDelayTimerR17 : std::uint8_t { sf20, sf40, sf64, sf128, sf512, sf1024, sf2560, spare1 };
  enum class SdtDataVolumeThresholdR17 : std::uint8_t {
    byte32,
    byte100,
    byte200,
    byte400,
    byte600,
    byte800,
    byte1000,
    byte2000,
    byte4000,
    byte8000,
    byte9000,
    byte10000,
    byte12000,
    byte24000,
    byte48000,
    byte96000
  };
  enum class T319aR17 : std::uint8_t {
    ms100,
    ms200,
    ms300,
    ms400,
    ms600,
    ms1000,
    ms2000,
    ms3000,
    ms4000,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  std::optional<std::uint8_t> sdt_rsrp_threshold_r17{};
  std::optional<SdtLogicalChannelSrDelayTimerR17> sdt_logical_channel_sr_delay_timer_r17{};
  SdtDataVolumeThresholdR17 sdt_data_volume_threshold_r17{};
  T319aR17 t319a_r17{};
  void fields(At& at);
  bool operator==(const SdtConfigCommonSibR17&) const = default;
};
struct RedCapConfigCommonSibR17CellBarredRedCapR17 {
  enum class CellBarredRedCap1RxR17 : std::uint8_t { barred, not_barred };
  enum class CellBarredRedCap2RxR17 : std::uint8_t { barred, not_barred };
  CellBarredRedCap1RxR17 cell_barred_red_cap1_rx_r17{};
  CellBarredRedCap2RxR17 cell_barred_red_cap2_rx_r17{};
  void fields(At& at);
  bool operator==(const RedCapConfigCommonSibR17CellBarredRedCapR17&) const = default;
};
struct RedCapConfigCommonSibR17 {
  using CellBarredRedCapR17 = RedCapConfigCommonSibR17CellBarredRedCapR17;
  bool half_duplex_red_cap_allowed_r17 = false;
  std::optional<CellBarredRedCapR17> cell_barred_red_cap_r17{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RedCapConfigCommonSibR17&) const = default;
};
struct SibTypeInfoV1700SibTypeR17Type2R17 {
  enum class PosSibTypeR17 : std::uint8_t {
    pos_sib_type1_9,
    pos_sib_type1_10,
    pos_sib_type2_24,
    pos_sib_type2_25,
    pos_sib_type6_4,
    pos_sib_type6_5,
    pos_sib_type6_6,
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
  PosSibTypeR17 pos_sib_type_r17{};
  bool encrypted_r17 = false;
  std::optional<GnssIdR16> gnss_id_r17{};
  std::optional<SbasIdR16> sbas_id_r17{};
  void fields(At& at);
  bool operator==(const SibTypeInfoV1700SibTypeR17Type2R17&) const = default;
};
struct SibTypeInfoV1700SibTypeR17 {
  enum class Type1R17 : std::uint8_t {
    sib_type15,
    sib_type16,
    sib_type17,
    sib_type18,
    sib_type19,
    sib_type20,
    sib_type21,
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
  using Type2R17 = SibTypeInfoV1700SibTypeR17Type2R17;
  std::variant<Type1R17, Type2R17> choice{};
  void options(At& at);
  bool operator==(const SibTypeInfoV1700SibTypeR17&) const = default;
};
struct SibTypeInfoV1700 {
  using SibTypeR17 = SibTypeInfoV1700SibTypeR17;
  SibTypeR17 sib_type_r17{};
  std::optional<std::uint8_t> value_tag_r17{};
  bool area_scope_r17 = false;
  void fields(At& at);
  bool operator==(const SibTypeInfoV1700&) const = default;
};
struct SchedulingInfo2R17 {
  enum class SiBroadcastStatusR17 : std::uint8_t { broadcasting, not_broadcasting };
  enum class SiPeriodicityR17 : std::uint8_t { rf8, rf16, rf32, rf64, rf128, rf256, rf512 };
  SiBroadcastStatusR17 si_broadcast_status_r17{};
  std::uint16_t si_window_position_r17 = 0;
  SiPeriodicityR17 si_periodicity_r17{};
  std::vector<SibTypeInfoV1700> sib_mapping_info_r17{};
  void fields(At& at);
  bool operator==(const SchedulingInfo2R17&) const = default;
};
struct SiSchedulingInfoV1700 {
  std::vector<SchedulingInfo2R17> scheduling_info_list2_r17{};
  std::optional<SiRequestConfig> dummy{};
  void fields(At& at);
  bool operator==(const SiSchedulingInfoV1700&) const = default;
};
struct SiSchedulingInfoV1740 {
  std::optional<SiRequestConfig> si_request_config_red_cap_r17{};
  void fields(At& at);
  bool operator==(const SiSchedulingInfoV1740&) const = default;
};
struct Sib1V1740Ies {
  std::optional<SiSchedulingInfoV1740> si_scheduling_info_v1740{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const Sib1V1740Ies&) const = default;
};
struct Sib1V1700IesUacBarringInfoV1700 {
  std::vector<UacBarringInfoSetV1700> uac_barring_info_set_list_v1700{};
  void fields(At& at);
  bool operator==(const Sib1V1700IesUacBarringInfoV1700&) const = default;
};
struct Sib1V1700IesFeaturePrioritiesR17 {
  std::optional<std::uint8_t> red_cap_priority_r17{};
  std::optional<std::uint8_t> slicing_priority_r17{};
  std::optional<std::uint8_t> msg3_repetitions_priority_r17{};
  std::optional<std::uint8_t> sdt_priority_r17{};
  void fields(At& at);
  bool operator==(const Sib1V1700IesFeaturePrioritiesR17&) const = default;
};
struct Sib1V1700Ies {
  using UacBarringInfoV1700 = Sib1V1700IesUacBarringInfoV1700;
  using FeaturePrioritiesR17 = Sib1V1700IesFeaturePrioritiesR17;
  enum class IntraFreqReselectionRedCapR17 : std::uint8_t { allowed, not_allowed };
  enum class CellBarredNtnR17 : std::uint8_t { barred, not_barred };
  bool hsdn_cell_r17 = false;
  std::optional<UacBarringInfoV1700> uac_barring_info_v1700{};
  std::optional<SdtConfigCommonSibR17> sdt_config_common_r17{};
  std::optional<RedCapConfigCommonSibR17> red_cap_config_common_r17{};
  std::optional<FeaturePrioritiesR17> feature_priorities_r17{};
  std::optional<SiSchedulingInfoV1700> si_scheduling_info_v1700{};
  std::optional<std::uint16_t> hyper_sfn_r17{};
  bool e_drx_allowed_idle_r17 = false;
  bool e_drx_allowed_inactive_r17 = false;
  std::optional<IntraFreqReselectionRedCapR17> intra_freq_reselection_red_cap_r17{};
  std::optional<CellBarredNtnR17> cell_barred_ntn_r17{};
  std::optional<Sib1V1740Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const Sib1V1700Ies&) const = default;
};
struct Sib1V1630IesUacBarringInfoV1630 {
  std::vector<UacAc1SelectAssistInfoR16> uac_ac1_select_assist_info_r16{};
  void fields(At& at);
  bool operator==(const Sib1V1630IesUacBarringInfoV1630&) const = default;
};
struct Sib1V1630Ies {
  using UacBarringInfoV1630 = Sib1V1630IesUacBarringInfoV1630;
  std::optional<UacBarringInfoV1630> uac_barring_info_v1630{};
  std::optional<Sib1V1700Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const Sib1V1630Ies&) const = default;
};
struct Sib1V1610Ies {
  bool idle_mode_measurements_eutra_r16 = false;
  bool idle_mode_measurements_nr_r16 = false;
  std::optional<PosSiSchedulingInfoR16> pos_si_scheduling_info_r16{};
  std::optional<Sib1V1630Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const Sib1V1610Ies&) const = default;
};
struct Sib1CellSelectionInfo {
  std::int8_t q_rx_lev_min = 0;
  std::optional<std::uint8_t> q_rx_lev_min_offset{};
  std::optional<std::int8_t> q_rx_lev_min_sul{};
  std::optional<std::int8_t> q_qual_min{};
  std::optional<std::uint8_t> q_qual_min_offset{};
  void fields(At& at);
  bool operator==(const Sib1CellSelectionInfo&) const = default;
};
struct Sib1UacBarringInfoUacAccessCategory1SelectionAssistanceInfoValue {
  std::variant<UacAccessCategory1SelectionAssistanceInfo, std::vector<UacAccessCategory1SelectionAssistanceInfo>> choice{};
  void options(At& at);
  bool operator==(const Sib1UacBarringInfoUacAccessCategory1SelectionAssistanceInfoValue&) const = default;
};
struct Sib1UacBarringInfo {
  using UacAccessCategory1SelectionAssistanceInfoValue = Sib1UacBarringInfoUacAccessCategory1SelectionAssistanceInfoValue;
  std::vector<UacBarringPerCat> uac_barring_for_common{};
  std::vector<UacBarringPerPlmn> uac_barring_per_plmn_list{};
  std::vector<UacBarringInfoSet> uac_barring_info_set_list{};
  std::optional<UacAccessCategory1SelectionAssistanceInfoValue> uac_access_category1_selection_assistance_info{};
  void fields(At& at);
  bool operator==(const Sib1UacBarringInfo&) const = default;
};
struct Sib1 {
  using CellSelectionInfo = Sib1CellSelectionInfo;
  using UacBarringInfo = Sib1UacBarringInfo;
  std::optional<CellSelectionInfo> cell_selection_info{};
  CellAccessRelatedInfo cell_access_related_info{};
  std::optional<ConnEstFailureControl> conn_est_failure_control{};
  std::optional<SiSchedulingInfo> si_scheduling_info{};
  std::optional<ServingCellConfigCommonSib> serving_cell_config_common{};
  bool ims_emergency_support = false;
  bool e_call_over_ims_support = false;
  std::optional<UeTimersAndConstants> ue_timers_and_constants{};
  std::optional<UacBarringInfo> uac_barring_info{};
  bool use_full_resume_id = false;
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Sib1V1610Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const Sib1&) const = default;
};

}  // namespace pellucid::rrc
