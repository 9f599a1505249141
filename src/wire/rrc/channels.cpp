// The descriptions of what channels.hpp declares, in its order.
#include "wire/rrc/channels.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void ScsSpecificCarrier::fields(At& at) {
  at("offsetToCarrier", offset_to_carrier, Range(0, 2199));
  at("subcarrierSpacing", subcarrier_spacing, words::subcarrier_spacing);
  at("carrierBandwidth", carrier_bandwidth, Range(1, 275));
  at.group([&] { at("txDirectCurrentLocation", tx_direct_current_location, Range(0, 4095)); });
}
void FrequencyInfoDl::fields(At& at) {
  at("absoluteFrequencySSB", absolute_frequency_ssb, Range(0, 3279165));
  at("frequencyBandList", frequency_band_list, Size(1, 8), Range(1, 1024));
  at("absoluteFrequencyPointA", absolute_frequency_point_a, Range(0, 3279165));
  at("scs-SpecificCarrierList", scs_specific_carrier_list, Size(1, 5));
}
void Bwp::fields(At& at) {
  at("locationAndBandwidth", location_and_bandwidth, Range(0, 37949));
  at("subcarrierSpacing", subcarrier_spacing, words::subcarrier_spacing);
  at.flag("cyclicPrefix", cyclic_prefix, "extended");
}
void ControlResourceSetCceRegMappingTypeInterleaved::fields(At& at) {
  at("reg-BundleSize", reg_bundle_size, Words("n2 n3 n6"));
  at("interleaverSize", interleaver_size, Words("n2 n3 n6"));
  at("shiftIndex", shift_index, Range(0, 274));
}
void ControlResourceSetCceRegMappingType::options(At& at) {
  at.option<0>(choice, "interleaved");
  at.option<1>(choice, "nonInterleaved");
}
void ControlResourceSet::fields(At& at) {
  at("controlResourceSetId", control_resource_set_id, Range(0, 11));
  at("frequencyDomainResources", frequency_domain_resources, BitField(45));
  at("duration", duration, Range(1, 3));
  at("cce-REG-MappingType", cce_reg_mapping_type);
  at("precoderGranularity", precoder_granularity, Words("sameAsREG-bundle allContiguousRBs"));
  at.some("tci-StatesPDCCH-ToAddList", tci_states_pdcch_to_add_list, Size(1, 64), Range(0, 127));
  at.some("tci-StatesPDCCH-ToReleaseList", tci_states_pdcch_to_release_list, Size(1, 64), Range(0, 127));
  at.flag("tci-PresentInDCI", tci_present_in_dci, "enabled");
  at("pdcch-DMRS-ScramblingID", pdcch_dmrs_scrambling_id, Range(0, 65535));
}
void SearchSpaceMonitoringSlotPeriodicityAndOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"sl1"},
                                           {"sl2", Range(0, 1)},
                                           {"sl4", Range(0, 3)},
                                           {"sl5", Range(0, 4)},
                                           {"sl8", Range(0, 7)},
                                           {"sl10", Range(0, 9)},
                                           {"sl16", Range(0, 15)},
                                           {"sl20", Range(0, 19)},
                                           {"sl40", Range(0, 39)},
                                           {"sl80", Range(0, 79)},
                                           {"sl160", Range(0, 159)},
                                           {"sl320", Range(0, 319)},
                                           {"sl640", Range(0, 639)},
                                           {"sl1280", Range(0, 1279)},
                                           {"sl2560", Range(0, 2559)}};
  at.number_option(which, value, table);
}
void SearchSpaceNrofCandidates::fields(At& at) {
  at("aggregationLevel1", aggregation_level1, Words("n0 n1 n2 n3 n4 n5 n6 n8"));
  at("aggregationLevel2", aggregation_level2, Words("n0 n1 n2 n3 n4 n5 n6 n8"));
  at("aggregationLevel4", aggregation_level4, Words("n0 n1 n2 n3 n4 n5 n6 n8"));
  at("aggregationLevel8", aggregation_level8, Words("n0 n1 n2 n3 n4 n5 n6 n8"));
  at("aggregationLevel16", aggregation_level16, Words("n0 n1 n2 n3 n4 n5 n6 n8"));
}
void SearchSpaceTypeCommonDciFormat00AndFormat10::fields(At&) {}
void SearchSpaceTypeCommonDciFormat20NrofCandidatesSfi::fields(At& at) {
  at("aggregationLevel1", aggregation_level1, Words("n1 n2"));
  at("aggregationLevel2", aggregation_level2, Words("n1 n2"));
  at("aggregationLevel4", aggregation_level4, Words("n1 n2"));
  at("aggregationLevel8", aggregation_level8, Words("n1 n2"));
  at("aggregationLevel16", aggregation_level16, Words("n1 n2"));
}
void SearchSpaceTypeCommonDciFormat20::fields(At& at) { at("nrofCandidates-SFI", nrof_candidates_sfi); }
void SearchSpaceTypeCommonDciFormat21::fields(At&) {}
void SearchSpaceTypeCommonDciFormat22::fields(At&) {}
void SearchSpaceTypeCommonDciFormat23::fields(At& at) {
  at("dummy1", dummy1, Words("sl1 sl2 sl4 sl5 sl8 sl10 sl16 sl20"));
  at("dummy2", dummy2, Words("n1 n2"));
}
void SearchSpaceTypeCommon::fields(At& at) {
  at("dci-Format0-0-AndFormat1-0", dci_format0_0_and_format1_0);
  at("dci-Format2-0", dci_format2_0);
  at("dci-Format2-1", dci_format2_1);
  at("dci-Format2-2", dci_format2_2);
  at("dci-Format2-3", dci_format2_3);
}
void SearchSpaceTypeUeSpecific::fields(At& at) { at("dci-Formats", dci_formats, Words("formats0-0-And-1-0 formats0-1-And-1-1")); }
void SearchSpaceType::options(At& at) {
  at.option<0>(choice, "common");
  at.option<1>(choice, "ue-Specific");
}
void SearchSpace::fields(At& at) {
  at("searchSpaceId", search_space_id, Range(0, 39));
  at("controlResourceSetId", control_resource_set_id, Range(0, 11));
  at("monitoringSlotPeriodicityAndOffset", monitoring_slot_periodicity_and_offset);
  at("duration", duration, Range(2, 2559));
  at("monitoringSymbolsWithinSlot", monitoring_symbols_within_slot, BitField(14));
  at("nrofCandidates", nrof_candidates);
  at("searchSpaceType", search_space_type);
}
void PdcchConfigCommonFirstPdcchMonitoringOccasionOfPo::options(At& at) {
  at.option<0>(choice, "sCS15KHZoneT", Size(1, 4), Range(0, 139));
  at.option<1>(choice, "sCS30KHZoneT-SCS15KHZhalfT", Size(1, 4), Range(0, 279));
  at.option<2>(choice, "sCS60KHZoneT-SCS30KHZhalfT-SCS15KHZquarterT", Size(1, 4), Range(0, 559));
  at.option<3>(choice, "sCS120KHZoneT-SCS60KHZhalfT-SCS30KHZquarterT-SCS15KHZoneEighthT", Size(1, 4), Range(0, 1119));
  at.option<4>(choice, "sCS120KHZhalfT-SCS60KHZquarterT-SCS30KHZoneEighthT-SCS15KHZoneSixteenthT", Size(1, 4), Range(0, 2239));
  at.option<5>(choice, "sCS120KHZquarterT-SCS60KHZoneEighthT-SCS30KHZoneSixteenthT", Size(1, 4), Range(0, 4479));
  at.option<6>(choice, "sCS120KHZoneEighthT-SCS60KHZoneSixteenthT", Size(1, 4), Range(0, 8959));
  at.option<7>(choice, "sCS120KHZoneSixteenthT", Size(1, 4), Range(0, 17919));
}
void PdcchConfigCommon::fields(At& at) {
  at("controlResourceSetZero", control_resource_set_zero, Range(0, 15));
  at("commonControlResourceSet", common_control_resource_set);
  at("searchSpaceZero", search_space_zero, Range(0, 15));
  at.some("commonSearchSpaceList", common_search_space_list, Size(1, 4));
  at("searchSpaceSIB1", search_space_sib1, Range(0, 39));
  at("searchSpaceOtherSystemInformation", search_space_other_system_information, Range(0, 39));
  at("pagingSearchSpace", paging_search_space, Range(0, 39));
  at("ra-SearchSpace", ra_search_space, Range(0, 39));
  at.group([&] { at("firstPDCCH-MonitoringOccasionOfPO", first_pdcch_monitoring_occasion_of_po); });
}
void PdschTimeDomainResourceAllocation::fields(At& at) {
  at("k0", k0, Range(0, 32));
  at("mappingType", mapping_type, Words("typeA typeB"));
  at("startSymbolAndLength", start_symbol_and_length, Range(0, 127));
}
void PdschConfigCommon::fields(At& at) { at.some("pdsch-TimeDomainAllocationList", pdsch_time_domain_allocation_list, Size(1, 16)); }
void BwpDownlinkCommon::fields(At& at) {
  at("genericParameters", generic_parameters);
  at("pdcch-ConfigCommon", pdcch_config_common);
  at("pdsch-ConfigCommon", pdsch_config_common);
}
void DownlinkConfigCommon::fields(At& at) {
  at("frequencyInfoDL", frequency_info_dl);
  at("initialDownlinkBWP", initial_downlink_bwp);
}
void FrequencyInfoUl::fields(At& at) {
  at.some("frequencyBandList", frequency_band_list, Size(1, 8), Range(1, 1024));
  at("absoluteFrequencyPointA", absolute_frequency_point_a, Range(0, 3279165));
  at("scs-SpecificCarrierList", scs_specific_carrier_list, Size(1, 5));
  at("additionalSpectrumEmission", additional_spectrum_emission, Range(0, 7));
  at("p-Max", p_max, Range(-30, 33));
  at.flag("frequencyShift7p5khz", frequency_shift7p5khz, "true");
}
void RachConfigGeneric::fields(At& at) {
  at("prach-ConfigurationIndex", prach_configuration_index, Range(0, 255));
  at("msg1-FDM", msg1_fdm, Words("one two four eight"));
  at("msg1-FrequencyStart", msg1_frequency_start, Range(0, 274));
  at("zeroCorrelationZoneConfig", zero_correlation_zone_config, Range(0, 15));
  at("preambleReceivedTargetPower", preamble_received_target_power, Range(-202, -60));
  at("preambleTransMax", preamble_trans_max, Words("n3 n4 n5 n6 n7 n8 n10 n20 n50 n100 n200"));
  at("powerRampingStep", power_ramping_step, Words("dB0 dB2 dB4 dB6"));
  at("ra-ResponseWindow", ra_response_window, Words("sl1 sl2 sl4 sl8 sl10 sl20 sl40 sl80"));
}
void RachConfigCommonSsbPerRachOccasionAndCbPreamblesPerssb::options(At& at) {
  static constexpr NumberOption table[] = {{"oneEighth", Words("n4 n8 n12 n16 n20 n24 n28 n32 n36 n40 n44 n48 n52 n56 n60 n64")},
                                           {"oneFourth", Words("n4 n8 n12 n16 n20 n24 n28 n32 n36 n40 n44 n48 n52 n56 n60 n64")},
                                           {"oneHalf", Words("n4 n8 n12 n16 n20 n24 n28 n32 n36 n40 n44 n48 n52 n56 n60 n64")},
                                           {"one", Words("n4 n8 n12 n16 n20 n24 n28 n32 n36 n40 n44 n48 n52 n56 n60 n64")},
                                           {"two", Words("n4 n8 n12 n16 n20 n24 n28 n32")},
                                           {"four", Range(1, 16)},
                                           {"eight", Range(1, 8)},
                                           {"sixteen", Range(1, 4)}};
  at.number_option(which, value, table);
}
void RachConfigCommonGroupBconfigured::fields(At& at) {
  at("ra-Msg3SizeGroupA", ra_msg3_size_group_a,
     Words("b56 b144 b208 b256 b282 b480 b640 b800 b1000 b72 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("messagePowerOffsetGroupB", message_power_offset_group_b, Words("minusinfinity dB0 dB5 dB8 dB10 dB12 dB15 dB18"));
  at("numberOfRA-PreamblesGroupA", number_of_ra_preambles_group_a, Range(1, 64));
}
void RachConfigCommonPrachRootSequenceIndex::options(At& at) {
  static constexpr NumberOption table[] = {{"l839", Range(0, 837)}, {"l139", Range(0, 137)}};
  at.number_option(which, value, table);
}
void RachConfigCommon::fields(At& at) {
  at("rach-ConfigGeneric", rach_config_generic);
  at("totalNumberOfRA-Preambles", total_number_of_ra_preambles, Range(1, 63));
  at("ssb-perRACH-OccasionAndCB-PreamblesPerSSB", ssb_per_rach_occasion_and_cb_preambles_perssb);
  at("groupBconfigured", group_bconfigured);
  at("ra-ContentionResolutionTimer", ra_contention_resolution_timer, Words("sf8 sf16 sf24 sf32 sf40 sf48 sf56 sf64"));
  at("rsrp-ThresholdSSB", rsrp_threshold_ssb, Range(0, 127));
  at("rsrp-ThresholdSSB-SUL", rsrp_threshold_ssb_sul, Range(0, 127));
  at("prach-RootSequenceIndex", prach_root_sequence_index);
  at("msg1-SubcarrierSpacing", msg1_subcarrier_spacing, words::subcarrier_spacing);
  at("restrictedSetConfig", restricted_set_config, Words("unrestrictedSet restrictedSetTypeA restrictedSetTypeB"));
  at.flag("msg3-transformPrecoder", msg3_transform_precoder, "enabled");
}
void PuschTimeDomainResourceAllocation::fields(At& at) {
  at("k2", k2, Range(0, 32));
  at("mappingType", mapping_type, Words("typeA typeB"));
  at("startSymbolAndLength", start_symbol_and_length, Range(0, 127));
}
void PuschConfigCommon::fields(At& at) {
  at.flag("groupHoppingEnabledTransformPrecoding", group_hopping_enabled_transform_precoding, "enabled");
  at.some("pusch-TimeDomainAllocationList", pusch_time_domain_allocation_list, Size(1, 16));
  at("msg3-DeltaPreamble", msg3_delta_preamble, Range(-1, 6));
  at("p0-NominalWithGrant", p0_nominal_with_grant, Range(-202, 24));
}
void PucchConfigCommon::fields(At& at) {
  at("pucch-ResourceCommon", pucch_resource_common, Range(0, 15));
  at("pucch-GroupHopping", pucch_group_hopping, Words("neither enable disable"));
  at("hoppingId", hopping_id, Range(0, 1023));
  at("p0-nominal", p0_nominal, Range(-202, 24));
}
void BwpUplinkCommon::fields(At& at) {
  at("genericParameters", generic_parameters);
  at("rach-ConfigCommon", rach_config_common);
  at("pusch-ConfigCommon", pusch_config_common);
  at("pucch-ConfigCommon", pucch_config_common);
}
void UplinkConfigCommon::fields(At& at) {
  at("frequencyInfoUL", frequency_info_ul);
  at("initialUplinkBWP", initial_uplink_bwp);
  at("dummy", dummy, words::time_alignment_timer);
}
void EutraMbsfnSubframeConfigSubframeAllocation1::options(At& at) {
  static constexpr NumberOption table[] = {{"oneFrame", BitField(6)}, {"fourFrames", BitField(24)}};
  at.number_option(which, value, table);
}
void EutraMbsfnSubframeConfigSubframeAllocation2::options(At& at) {
  static constexpr NumberOption table[] = {{"oneFrame", BitField(2)}, {"fourFrames", BitField(8)}};
  at.number_option(which, value, table);
}
void EutraMbsfnSubframeConfig::fields(At& at) {
  at("radioframeAllocationPeriod", radioframe_allocation_period, Words("n1 n2 n4 n8 n16 n32"));
  at("radioframeAllocationOffset", radioframe_allocation_offset, Range(0, 7));
  at("subframeAllocation1", subframe_allocation1);
  at("subframeAllocation2", subframe_allocation2);
}
void RateMatchPatternLteCrs::fields(At& at) {
  at("carrierFreqDL", carrier_freq_dl, Range(0, 16383));
  at("carrierBandwidthDL", carrier_bandwidth_dl, Words("n6 n15 n25 n50 n75 n100 spare2 spare1"));
  at.some("mbsfn-SubframeConfigList", mbsfn_subframe_config_list, Size(1, 8));
  at("nrofCRS-Ports", nrof_crs_ports, Words("n1 n2 n4"));
  at("v-Shift", v_shift, Words("n0 n1 n2 n3 n4 n5"));
}
void RateMatchPatternPatternTypeBitmapsSymbolsInResourceBlock::options(At& at) {
  static constexpr NumberOption table[] = {{"oneSlot", BitField(14)}, {"twoSlots", BitField(28)}};
  at.number_option(which, value, table);
}
void RateMatchPatternPatternTypeBitmapsPeriodicityAndPattern::options(At& at) {
  static constexpr NumberOption table[] = {{"n2", BitField(2)},   {"n4", BitField(4)},   {"n5", BitField(5)},  {"n8", BitField(8)},
                                           {"n10", BitField(10)}, {"n20", BitField(20)}, {"n40", BitField(40)}};
  at.number_option(which, value, table);
}
void RateMatchPatternPatternTypeBitmaps::fields(At& at) {
  at("resourceBlocks", resource_blocks, BitText(Size(275)));
  at("symbolsInResourceBlock", symbols_in_resource_block);
  at("periodicityAndPattern", periodicity_and_pattern);
}
void RateMatchPatternPatternType::options(At& at) {
  at.option<0>(choice, "bitmaps");
  at.option<1>(choice, "controlResourceSet", Range(0, 11));
}
void RateMatchPattern::fields(At& at) {
  at("rateMatchPatternId", rate_match_pattern_id, Range(0, 3));
  at("patternType", pattern_type);
  at("subcarrierSpacing", subcarrier_spacing, words::subcarrier_spacing);
  at("dummy", dummy, Words("dynamic semiStatic"));
}
void TddUlDlPattern::fields(At& at) {
  at("dl-UL-TransmissionPeriodicity", dl_ul_transmission_periodicity, Words("ms0p5 ms0p625 ms1 ms1p25 ms2 ms2p5 ms5 ms10"));
  at("nrofDownlinkSlots", nrof_downlink_slots, Range(0, 320));
  at("nrofDownlinkSymbols", nrof_downlink_symbols, Range(0, 13));
  at("nrofUplinkSlots", nrof_uplink_slots, Range(0, 320));
  at("nrofUplinkSymbols", nrof_uplink_symbols, Range(0, 13));
  at.group([&] { at("dl-UL-TransmissionPeriodicity-v1530", dl_ul_transmission_periodicity_v1530, Words("ms3 ms4")); });
}
void TddUlDlConfigCommon::fields(At& at) {
  at("referenceSubcarrierSpacing", reference_subcarrier_spacing, words::subcarrier_spacing);
  at("pattern1", pattern1);
  at("pattern2", pattern2);
}
void ServingCellConfigCommonSsbPositionsInBurst::options(At& at) {
  static constexpr NumberOption table[] = {{"shortBitmap", BitField(4)}, {"mediumBitmap", BitField(8)}, {"longBitmap", BitField(64)}};
  at.number_option(which, value, table);
}
void ServingCellConfigCommon::fields(At& at) {
  at("physCellId", phys_cell_id, Range(0, 1007));
  at("downlinkConfigCommon", downlink_config_common);
  at("uplinkConfigCommon", uplink_config_common);
  at("supplementaryUplinkConfig", supplementary_uplink_config);
  at("n-TimingAdvanceOffset", n_timing_advance_offset, Words("n0 n25600 n39936"));
  at("ssb-PositionsInBurst", ssb_positions_in_burst);
  at("ssb-periodicityServingCell", ssb_periodicity_serving_cell, Words("ms5 ms10 ms20 ms40 ms80 ms160 spare2 spare1"));
  at("dmrs-TypeA-Position", dmrs_type_a_position, Words("pos2 pos3"));
  at("lte-CRS-ToMatchAround", lte_crs_to_match_around);
  at.some("rateMatchPatternToAddModList", rate_match_pattern_to_add_mod_list, Size(1, 4));
  at.some("rateMatchPatternToReleaseList", rate_match_pattern_to_release_list, Size(1, 4), Range(0, 3));
  at("ssbSubcarrierSpacing", ssb_subcarrier_spacing, words::subcarrier_spacing);
  at("tdd-UL-DL-ConfigurationCommon", tdd_ul_dl_configuration_common);
  at("ss-PBCH-BlockPower", ss_pbch_block_power, Range(-60, 50));
}
void NrNsPmaxValue::fields(At& at) {
  at("additionalPmax", additional_pmax, Range(-30, 33));
  at("additionalSpectrumEmission", additional_spectrum_emission, Range(0, 7));
}
void NrMultiBandInfo::fields(At& at) {
  at("freqBandIndicatorNR", freq_band_indicator_nr, Range(1, 1024));
  at.some("nr-NS-PmaxList", nr_ns_pmax_list, Size(1, 8));
}
void FrequencyInfoDlSib::fields(At& at) {
  at("frequencyBandList", frequency_band_list, Size(1, 8));
  at("offsetToPointA", offset_to_point_a, Range(0, 2199));
  at("scs-SpecificCarrierList", scs_specific_carrier_list, Size(1, 5));
}
void BcchConfig::fields(At& at) { at("modificationPeriodCoeff", modification_period_coeff, Words("n2 n4 n8 n16")); }
void PcchConfigNAndPagingFrameOffset::options(At& at) {
  static constexpr NumberOption table[] = {
      {"oneT"}, {"halfT", Range(0, 1)}, {"quarterT", Range(0, 3)}, {"oneEighthT", Range(0, 7)}, {"oneSixteenthT", Range(0, 15)}};
  at.number_option(which, value, table);
}
void PcchConfigFirstPdcchMonitoringOccasionOfPo::options(At& at) {
  at.option<0>(choice, "sCS15KHZoneT", Size(1, 4), Range(0, 139));
  at.option<1>(choice, "sCS30KHZoneT-SCS15KHZhalfT", Size(1, 4), Range(0, 279));
  at.option<2>(choice, "sCS60KHZoneT-SCS30KHZhalfT-SCS15KHZquarterT", Size(1, 4), Range(0, 559));
  at.option<3>(choice, "sCS120KHZoneT-SCS60KHZhalfT-SCS30KHZquarterT-SCS15KHZoneEighthT", Size(1, 4), Range(0, 1119));
  at.option<4>(choice, "sCS120KHZhalfT-SCS60KHZquarterT-SCS30KHZoneEighthT-SCS15KHZoneSixteenthT", Size(1, 4), Range(0, 2239));
  at.option<5>(choice, "sCS480KHZoneT-SCS120KHZquarterT-SCS60KHZoneEighthT-SCS30KHZoneSixteenthT", Size(1, 4), Range(0, 4479));
  at.option<6>(choice, "sCS480KHZhalfT-SCS120KHZoneEighthT-SCS60KHZoneSixteenthT", Size(1, 4), Range(0, 8959));
  at.option<7>(choice, "sCS480KHZquarterT-SCS120KHZoneSixteenthT", Size(1, 4), Range(0, 17919));
}
void PcchConfig::fields(At& at) {
  at("defaultPagingCycle", default_paging_cycle, words::paging_cycle);
  at("nAndPagingFrameOffset", n_and_paging_frame_offset);
  at("ns", ns, Words("four two one"));
  at("firstPDCCH-MonitoringOccasionOfPO", first_pdcch_monitoring_occasion_of_po);
}
void DownlinkConfigCommonSib::fields(At& at) {
  at("frequencyInfoDL", frequency_info_dl);
  at("initialDownlinkBWP", initial_downlink_bwp);
  at("bcch-Config", bcch_config);
  at("pcch-Config", pcch_config);
}
void FrequencyInfoUlSib::fields(At& at) {
  at.some("frequencyBandList", frequency_band_list, Size(1, 8));
  at("absoluteFrequencyPointA", absolute_frequency_point_a, Range(0, 3279165));
  at("scs-SpecificCarrierList", scs_specific_carrier_list, Size(1, 5));
  at("p-Max", p_max, Range(-30, 33));
  at.flag("frequencyShift7p5khz", frequency_shift7p5khz, "true");
}
void UplinkConfigCommonSib::fields(At& at) {
  at("frequencyInfoUL", frequency_info_ul);
  at("initialUplinkBWP", initial_uplink_bwp);
  at("timeAlignmentTimerCommon", time_alignment_timer_common, words::time_alignment_timer);
}

}  // namespace pellucid::rrc
