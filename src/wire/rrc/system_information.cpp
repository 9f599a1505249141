// The descriptions of what system_information.hpp declares, in its order.
#include "wire/rrc/system_information.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void PdcchConfigSib1::fields(At& at) {
  at("controlResourceSetZero", control_resource_set_zero, Range(0, 15));
  at("searchSpaceZero", search_space_zero, Range(0, 15));
}
void Mib::fields(At& at) {
  at("systemFrameNumber", system_frame_number, BitField(6));
  at("subCarrierSpacingCommon", sub_carrier_spacing_common, Words("scs15or60 scs30or120"));
  at("ssb-SubcarrierOffset", ssb_subcarrier_offset, Range(0, 15));
  at("dmrs-TypeA-Position", dmrs_type_a_position, Words("pos2 pos3"));
  at("pdcch-ConfigSIB1", pdcch_config_sib1);
  at("cellBarred", cell_barred, Words("barred notBarred"));
  at("intraFreqReselection", intra_freq_reselection, Words("allowed notAllowed"));
  at("spare", spare, BitField(1));
}
void PlmnIdentity::fields(At& at) {
  at.some("mcc", mcc, Size(3), Range(0, 9));
  at("mnc", mnc, Size(2, 3), Range(0, 9));
}
void PlmnIdentityInfo::fields(At& at) {
  at("plmn-IdentityList", plmn_identity_list, Size(1, 12));
  at("trackingAreaCode", tracking_area_code, BitField(24));
  at("ranac", ranac, Range(0, 255));
  at("cellIdentity", cell_identity, BitField(36));
  at("cellReservedForOperatorUse", cell_reserved_for_operator_use, Words("reserved notReserved"));
}
void CellAccessRelatedInfo::fields(At& at) {
  at("plmn-IdentityInfoList", plmn_identity_info_list, Size(1, 12));
  at.flag("cellReservedForOtherUse", cell_reserved_for_other_use, "true");
}
void ConnEstFailureControl::fields(At& at) {
  at("connEstFailCount", conn_est_fail_count, Words("n1 n2 n3 n4"));
  at("connEstFailOffsetValidity", conn_est_fail_offset_validity, Words("s30 s60 s120 s240 s300 s420 s600 s900"));
  at("connEstFailOffset", conn_est_fail_offset, Range(0, 15));
}
void SibTypeInfo::fields(At& at) {
  at("type", type,
     Words("sibType2 sibType3 sibType4 sibType5 sibType6 sibType7 sibType8 sibType9 sibType10-v1610 sibType11-v1610 sibType12-v1610 "
           "sibType13-v1610 sibType14-v1610 spare3 spare2 spare1 ..."));
  at("valueTag", value_tag, Range(0, 31));
  at.flag("areaScope", area_scope, "true");
}
void SchedulingInfo::fields(At& at) {
  at("si-BroadcastStatus", si_broadcast_status, Words("broadcasting notBroadcasting"));
  at("si-Periodicity", si_periodicity, Words("rf8 rf16 rf32 rf64 rf128 rf256 rf512"));
  at("sib-MappingInfo", sib_mapping_info, Size(1, 32));
}
void SiRequestResources::fields(At& at) {
  at("ra-PreambleStartIndex", ra_preamble_start_index, Range(0, 63));
  at("ra-AssociationPeriodIndex", ra_association_period_index, Range(0, 15));
  at("ra-ssb-OccasionMaskIndex", ra_ssb_occasion_mask_index, Range(0, 15));
}
void SiRequestConfigRachOccasionsSi::fields(At& at) {
  at("rach-ConfigSI", rach_config_si);
  at("ssb-perRACH-Occasion", ssb_per_rach_occasion, Words("oneEighth oneFourth oneHalf one two four eight sixteen"));
}
void SiRequestConfig::fields(At& at) {
  at("rach-OccasionsSI", rach_occasions_si);
  at("si-RequestPeriod", si_request_period, Words("one two four six eight ten twelve sixteen"));
  at("si-RequestResources", si_request_resources, Size(1, 32));
}
void SiSchedulingInfo::fields(At& at) {
  at("schedulingInfoList", scheduling_info_list, Size(1, 32));
  at("si-WindowLength", si_window_length, Words("s5 s10 s20 s40 s80 s160 s320 s640 s1280 s2560-v1710 s5120-v1710"));
  at("si-RequestConfig", si_request_config);
  at("si-RequestConfigSUL", si_request_config_sul);
  at("systemInformationAreaID", system_information_area_id, BitField(24));
}
void ServingCellConfigCommonSibSsbPositionsInBurst::fields(At& at) {
  at("inOneGroup", in_one_group, BitField(8));
  at("groupPresence", group_presence, BitField(8));
}
void ServingCellConfigCommonSib::fields(At& at) {
  at("downlinkConfigCommon", downlink_config_common);
  at("uplinkConfigCommon", uplink_config_common);
  at("supplementaryUplink", supplementary_uplink);
  at("n-TimingAdvanceOffset", n_timing_advance_offset, Words("n0 n25600 n39936"));
  at("ssb-PositionsInBurst", ssb_positions_in_burst);
  at("ssb-PeriodicityServingCell", ssb_periodicity_serving_cell, Words("ms5 ms10 ms20 ms40 ms80 ms160"));
  at("tdd-UL-DL-ConfigurationCommon", tdd_ul_dl_configuration_common);
  at("ss-PBCH-BlockPower", ss_pbch_block_power, Range(-60, 50));
}
void UeTimersAndConstants::fields(At& at) {
  at("t300", t300, Words("ms100 ms200 ms300 ms400 ms600 ms1000 ms1500 ms2000"));
  at("t301", t301, Words("ms100 ms200 ms300 ms400 ms600 ms1000 ms1500 ms2000"));
  at("t310", t310, Words("ms0 ms50 ms100 ms200 ms500 ms1000 ms2000"));
  at("n310", n310, Words("n1 n2 n3 n4 n6 n8 n10 n20"));
  at("t311", t311, Words("ms1000 ms3000 ms5000 ms10000 ms15000 ms20000 ms30000"));
  at("n311", n311, Words("n1 n2 n3 n4 n5 n6 n8 n10"));
  at("t319", t319, Words("ms100 ms200 ms300 ms400 ms600 ms1000 ms1500 ms2000"));
}
void UacBarringPerCat::fields(At& at) {
  at("accessCategory", access_category, Range(1, 63));
  at("uac-barringInfoSetIndex", uac_barring_info_set_index, Range(1, 8));
}
void UacBarringPerPlmnUacAcBarringListType::options(At& at) {
  at.option<0>(choice, "uac-ImplicitACBarringList", Size(63), Range(1, 8));
  at.option<1>(choice, "uac-ExplicitACBarringList", Size(1, 63));
}
void UacBarringPerPlmn::fields(At& at) {
  at("plmn-IdentityIndex", plmn_identity_index, Range(1, 12));
  at("uac-ACBarringListType", uac_ac_barring_list_type);
}
void UacBarringInfoSet::fields(At& at) {
  at("uac-BarringFactor", uac_barring_factor, Words("p00 p05 p10 p15 p20 p25 p30 p40 p50 p60 p70 p75 p80 p85 p90 p95"));
  at("uac-BarringTime", uac_barring_time, Words("s4 s8 s16 s32 s64 s128 s256 s512"));
  at("uac-BarringForAccessIdentity", uac_barring_for_access_identity, BitField(7));
}
void GnssIdR16::fields(At& at) { at("gnss-id-r16", gnss_id_r16, Words("gps sbas qzss galileo glonass bds ...")); }
void SbasIdR16::fields(At& at) { at("sbas-id-r16", sbas_id_r16, Words("waas egnos msas gagan ...")); }
void PosSibTypeR16::fields(At& at) {
  at.flag("encrypted-r16", encrypted_r16, "true");
  at("gnss-id-r16", gnss_id_r16);
  at("sbas-id-r16", sbas_id_r16);
  at("posSibType-r16", pos_sib_type_r16,
     Words("posSibType1-1 posSibType1-2 posSibType1-3 posSibType1-4 posSibType1-5 posSibType1-6 posSibType1-7 posSibType1-8 posSibType2-1 "
           "posSibType2-2 posSibType2-3 posSibType2-4 posSibType2-5 posSibType2-6 posSibType2-7 posSibType2-8 posSibType2-9 posSibType2-10 "
           "posSibType2-11 posSibType2-12 posSibType2-13 posSibType2-14 posSibType2-15 posSibType2-16 posSibType2-17 posSibType2-18 "
           "posSibType2-19 posSibType2-20 posSibType2-21 posSibType2-22 posSibType2-23 posSibType3-1 posSibType4-1 posSibType5-1 "
           "posSibType6-1 posSibType6-2 posSibType6-3 ..."));
  at.flag("areaScope-r16", area_scope_r16, "true");
}
void PosSchedulingInfoR16::fields(At& at) {
  at.flag("offsetToSI-Used-r16", offset_to_si_used_r16, "true");
  at("posSI-Periodicity-r16", pos_si_periodicity_r16, Words("rf8 rf16 rf32 rf64 rf128 rf256 rf512"));
  at("posSI-BroadcastStatus-r16", pos_si_broadcast_status_r16, Words("broadcasting notBroadcasting"));
  at("posSIB-MappingInfo-r16", pos_sib_mapping_info_r16, Size(1, 32));
}
void PosSiSchedulingInfoR16::fields(At& at) {
  at("posSchedulingInfoList-r16", pos_scheduling_info_list_r16, Size(1, 32));
  at("posSI-RequestConfig-r16", pos_si_request_config_r16);
  at("posSI-RequestConfigSUL-r16", pos_si_request_config_sul_r16);
}
void UacBarringInfoSetV1700::fields(At& at) {
  at("uac-BarringFactorForAI3-r17", uac_barring_factor_for_ai3_r17,
     Words("p00 p05 p10 p15 p20 p25 p30 p40 p50 p60 p70 p75 p80 p85 p90 p95"));
}
void SdtConfigCommonSibR17::fields(At& at) {
  at("sdt-RSRP-Threshold-r17", sdt_rsrp_threshold_r17, Range(0, 127));
  at("sdt-LogicalChannelSR-DelayTimer-r17", sdt_logical_channel_sr_delay_timer_r17,
     Words("sf20 sf40 sf64 sf128 sf512 sf1024 sf2560 spare1"));
  at("sdt-DataVolumeThreshold-r17", sdt_data_volume_threshold_r17,
     Words("byte32 byte100 byte200 byte400 byte600 byte800 byte1000 byte2000 byte4000 byte8000 byte9000 byte10000 byte12000 byte24000 "
           "byte48000 byte96000"));
  at("t319a-r17", t319a_r17,
     Words("ms100 ms200 ms300 ms400 ms600 ms1000 ms2000 ms3000 ms4000 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
}
void RedCapConfigCommonSibR17CellBarredRedCapR17::fields(At& at) {
  at("cellBarredRedCap1Rx-r17", cell_barred_red_cap1_rx_r17, Words("barred notBarred"));
  at("cellBarredRedCap2Rx-r17", cell_barred_red_cap2_rx_r17, Words("barred notBarred"));
}
void RedCapConfigCommonSibR17::fields(At& at) {
  at.flag("halfDuplexRedCapAllowed-r17", half_duplex_red_cap_allowed_r17, "true");
  at("cellBarredRedCap-r17", cell_barred_red_cap_r17);
}
void SibTypeInfoV1700SibTypeR17Type2R17::fields(At& at) {
  at("posSibType-r17", pos_sib_type_r17,
     Words("posSibType1-9 posSibType1-10 posSibType2-24 posSibType2-25 posSibType6-4 posSibType6-5 posSibType6-6 spare9 spare8 spare7 "
           "spare6 spare5 spare4 spare3 spare2 spare1 ..."));
  at.flag("encrypted-r17", encrypted_r17, "true");
  at("gnss-id-r17", gnss_id_r17);
  at("sbas-id-r17", sbas_id_r17);
}
void SibTypeInfoV1700SibTypeR17::options(At& at) {
  at.option<0>(choice, "type1-r17",
               Words("sibType15 sibType16 sibType17 sibType18 sibType19 sibType20 sibType21 spare9 spare8 spare7 spare6 spare5 spare4 "
                     "spare3 spare2 spare1 ..."));
  at.option<1>(choice, "type2-r17");
}
void SibTypeInfoV1700::fields(At& at) {
  at("sibType-r17", sib_type_r17);
  at("valueTag-r17", value_tag_r17, Range(0, 31));
  at.flag("areaScope-r17", area_scope_r17, "true");
}
void SchedulingInfo2R17::fields(At& at) {
  at("si-BroadcastStatus-r17", si_broadcast_status_r17, Words("broadcasting notBroadcasting"));
  at("si-WindowPosition-r17", si_window_position_r17, Range(1, 256));
  at("si-Periodicity-r17", si_periodicity_r17, Words("rf8 rf16 rf32 rf64 rf128 rf256 rf512"));
  at("sib-MappingInfo-r17", sib_mapping_info_r17, Size(1, 32));
}
void SiSchedulingInfoV1700::fields(At& at) {
  at("schedulingInfoList2-r17", scheduling_info_list2_r17, Size(1, 32));
  at("dummy", dummy);
}
void SiSchedulingInfoV1740::fields(At& at) { at("si-RequestConfigRedCap-r17", si_request_config_red_cap_r17); }
void Sib1V1740Ies::fields(At& at) {
  at("si-SchedulingInfo-v1740", si_scheduling_info_v1740);
  at.later(later);
}
void Sib1V1700IesUacBarringInfoV1700::fields(At& at) { at("uac-BarringInfoSetList-v1700", uac_barring_info_set_list_v1700, Size(1, 8)); }
void Sib1V1700IesFeaturePrioritiesR17::fields(At& at) {
  at("redCapPriority-r17", red_cap_priority_r17, Range(0, 7));
  at("slicingPriority-r17", slicing_priority_r17, Range(0, 7));
  at("msg3-Repetitions-Priority-r17", msg3_repetitions_priority_r17, Range(0, 7));
  at("sdt-Priority-r17", sdt_priority_r17, Range(0, 7));
}
void Sib1V1700Ies::fields(At& at) {
  at.flag("hsdn-Cell-r17", hsdn_cell_r17, "true");
  at("uac-BarringInfo-v1700", uac_barring_info_v1700);
  at("sdt-ConfigCommon-r17", sdt_config_common_r17);
  at("redCap-ConfigCommon-r17", red_cap_config_common_r17);
  at("featurePriorities-r17", feature_priorities_r17);
  at("si-SchedulingInfo-v1700", si_scheduling_info_v1700);
  at("hyperSFN-r17", hyper_sfn_r17, BitField(10));
  at.flag("eDRX-AllowedIdle-r17", e_drx_allowed_idle_r17, "true");
  at.flag("eDRX-AllowedInactive-r17", e_drx_allowed_inactive_r17, "true");
  at("intraFreqReselectionRedCap-r17", intra_freq_reselection_red_cap_r17, Words("allowed notAllowed"));
  at("cellBarredNTN-r17", cell_barred_ntn_r17, Words("barred notBarred"));
  at("nonCriticalExtension", non_critical_extension);
}
void Sib1V1630IesUacBarringInfoV1630::fields(At& at) {
  at("uac-AC1-SelectAssistInfo-r16", uac_ac1_select_assist_info_r16, Size(2, 12), words::uac_ac1_select_assist_info_r16);
}
void Sib1V1630Ies::fields(At& at) {
  at("uac-BarringInfo-v1630", uac_barring_info_v1630);
  at("nonCriticalExtension", non_critical_extension);
}
void Sib1V1610Ies::fields(At& at) {
  at.flag("idleModeMeasurementsEUTRA-r16", idle_mode_measurements_eutra_r16, "true");
  at.flag("idleModeMeasurementsNR-r16", idle_mode_measurements_nr_r16, "true");
  at("posSI-SchedulingInfo-r16", pos_si_scheduling_info_r16);
  at("nonCriticalExtension", non_critical_extension);
}
void Sib1CellSelectionInfo::fields(At& at) {
  at("q-RxLevMin", q_rx_lev_min, Range(-70, -22));
  at("q-RxLevMinOffset", q_rx_lev_min_offset, Range(1, 8));
  at("q-RxLevMinSUL", q_rx_lev_min_sul, Range(-70, -22));
  at("q-QualMin", q_qual_min, Range(-43, -12));
  at("q-QualMinOffset", q_qual_min_offset, Range(1, 8));
}
void Sib1UacBarringInfoUacAccessCategory1SelectionAssistanceInfoValue::options(At& at) {
  at.option<0>(choice, "plmnCommon", words::uac_access_category1_selection_assistance_info);
  at.option<1>(choice, "individualPLMNList", Size(2, 12), words::uac_access_category1_selection_assistance_info);
}
void Sib1UacBarringInfo::fields(At& at) {
  at.some("uac-BarringForCommon", uac_barring_for_common, Size(1, 63));
  at.some("uac-BarringPerPLMN-List", uac_barring_per_plmn_list, Size(1, 12));
  at("uac-BarringInfoSetList", uac_barring_info_set_list, Size(1, 8));
  at("uac-AccessCategory1-SelectionAssistanceInfo", uac_access_category1_selection_assistance_info);
}
void Sib1::fields(At& at) {
  at("cellSelectionInfo", cell_selection_info);
  at("cellAccessRelatedInfo", cell_access_related_info);
  at("connEstFailureControl", conn_est_failure_control);
  at("si-SchedulingInfo", si_scheduling_info);
  at("servingCellConfigCommon", serving_cell_config_common);
  at.flag("ims-EmergencySupport", ims_emergency_support, "true");
  at.flag("eCallOverIMS-Support", e_call_over_ims_support, "true");
  at("ue-TimersAndConstants", ue_timers_and_constants);
  at("uac-BarringInfo", uac_barring_info);
  at.flag("useFullResumeID", use_full_resume_id, "true");
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at("nonCriticalExtension", non_critical_extension);
}

}  // namespace pellucid::rrc
