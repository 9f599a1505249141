// The descriptions of what cell_group.hpp declares, in its order.
#include "wire/rrc/cell_group.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void CfraSsbResource::fields(At& at) {
  at("ssb", ssb, Range(0, 63));
  at("ra-PreambleIndex", ra_preamble_index, Range(0, 63));
}
void CfraCsirsResource::fields(At& at) {
  at("csi-RS", csi_rs, Range(0, 95));
  at("ra-OccasionList", ra_occasion_list, Size(1, 64), Range(0, 511));
  at("ra-PreambleIndex", ra_preamble_index, Range(0, 63));
}
void CfraOccasions::fields(At& at) {
  at("rach-ConfigGeneric", rach_config_generic);
  at("ssb-perRACH-Occasion", ssb_per_rach_occasion, Words("oneEighth oneFourth oneHalf one two four eight sixteen"));
}
void CfraResourcesSsb::fields(At& at) {
  at("ssb-ResourceList", ssb_resource_list, Size(1, 64));
  at("ra-ssb-OccasionMaskIndex", ra_ssb_occasion_mask_index, Range(0, 15));
}
void CfraResourcesCsirs::fields(At& at) {
  at("csirs-ResourceList", csirs_resource_list, Size(1, 96));
  at("rsrp-ThresholdCSI-RS", rsrp_threshold_csi_rs, Range(0, 127));
}
void CfraResources::options(At& at) {
  at.option<0>(choice, "ssb");
  at.option<1>(choice, "csirs");
}
void Cfra::fields(At& at) {
  at("occasions", occasions);
  at("resources", resources);
  at.group([&] { at("totalNumberOfRA-Preambles", total_number_of_ra_preambles, Range(1, 63)); });
}
void RachConfigDedicated::fields(At& at) {
  at("cfra", cfra);
  at("ra-Prioritization", ra_prioritization);
}
void SsbMtcPeriodicityAndOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"sf5", Range(0, 4)},   {"sf10", Range(0, 9)},  {"sf20", Range(0, 19)},
                                           {"sf40", Range(0, 39)}, {"sf80", Range(0, 79)}, {"sf160", Range(0, 159)}};
  at.number_option(which, value, table);
}
void SsbMtc::fields(At& at) {
  at("periodicityAndOffset", periodicity_and_offset);
  at("duration", duration, Words("sf1 sf2 sf3 sf4 sf5"));
}
void ReconfigurationWithSyncRachConfigDedicatedValue::options(At& at) {
  at.option<0>(choice, "uplink");
  at.option<1>(choice, "supplementaryUplink");
}
void ReconfigurationWithSync::fields(At& at) {
  at("spCellConfigCommon", spcell_config_common);
  at("newUE-Identity", new_ue_identity, Range(0, 65535));
  at("t304", t304, Words("ms50 ms100 ms150 ms200 ms500 ms1000 ms2000 ms10000"));
  at("rach-ConfigDedicated", rach_config_dedicated);
  at.group([&] { at("smtc", smtc); });
}
void RlfTimersAndConstants::fields(At& at) {
  at("t310", t310, Words("ms0 ms50 ms100 ms200 ms500 ms1000 ms2000 ms4000 ms6000"));
  at("n310", n310, Words("n1 n2 n3 n4 n6 n8 n10 n20"));
  at("n311", n311, Words("n1 n2 n3 n4 n5 n6 n8 n10"));
  at.group([&] { at.required("t311", t311, Words("ms1000 ms3000 ms5000 ms10000 ms15000 ms20000 ms30000")); });
}
void TddUlDlSlotConfigSymbolsExplicit::fields(At& at) {
  at("nrofDownlinkSymbols", nrof_downlink_symbols, Range(1, 13));
  at("nrofUplinkSymbols", nrof_uplink_symbols, Range(1, 13));
}
void TddUlDlSlotConfigSymbols::options(At& at) {
  at.option<0>(choice, "allDownlink");
  at.option<1>(choice, "allUplink");
  at.option<2>(choice, "explicit");
}
void TddUlDlSlotConfig::fields(At& at) {
  at("slotIndex", slot_index, Range(0, 319));
  at("symbols", symbols);
}
void TddUlDlConfigDedicated::fields(At& at) {
  at.some("slotSpecificConfigurationsToAddModList", slot_specific_configurations_to_add_mod_list, Size(1, 320));
  at.some("slotSpecificConfigurationsToReleaseList", slot_specific_configurations_to_release_list, Size(1, 320), Range(0, 319));
}
void BwpDownlink::fields(At& at) {
  at("bwp-Id", bwp_id, Range(0, 4));
  at("bwp-Common", bwp_common);
  at("bwp-Dedicated", bwp_dedicated);
}
void BwpUplink::fields(At& at) {
  at("bwp-Id", bwp_id, Range(0, 4));
  at("bwp-Common", bwp_common);
  at("bwp-Dedicated", bwp_dedicated);
}
void PuschCodeBlockGroupTransmission::fields(At& at) {
  at("maxCodeBlockGroupsPerTransportBlock", max_code_block_groups_per_transport_block, Words("n2 n4 n6 n8"));
}
void PuschServingCellConfig::fields(At& at) {
  at("codeBlockGroupTransmission", code_block_group_transmission);
  at.flag("rateMatching", rate_matching, "limitedBufferRM");
  at("xOverhead", x_overhead, Words("xoh6 xoh12 xoh18"));
  at.group([&] {
    at("maxMIMO-Layers", max_mimo_layers, Range(1, 4));
    at("processingType2Enabled", processing_type2_enabled);
  });
}
void SrsCcSetIndex::fields(At& at) {
  at("cc-SetIndex", cc_set_index, Range(0, 3));
  at("cc-IndexInOneCC-Set", cc_index_in_one_cc_set, Range(0, 7));
}
void SrsTpcPdcchConfig::fields(At& at) { at.some("srs-CC-SetIndexlist", srs_cc_set_indexlist, Size(1, 4)); }
void SrsCarrierSwitchingSrsTpcPdcchGroup::options(At& at) {
  at.option<0>(choice, "typeA", Size(1, 32));
  at.option<1>(choice, "typeB");
}
void SrsCarrierSwitching::fields(At& at) {
  at("srs-SwitchFromServCellIndex", srs_switch_from_serv_cell_index, Range(0, 31));
  at("srs-SwitchFromCarrier", srs_switch_from_carrier, Words("sUL nUL"));
  at("srs-TPC-PDCCH-Group", srs_tpc_pdcch_group);
  at.some("monitoringCells", monitoring_cells, Size(1, 32), Range(0, 31));
}
void UplinkConfig::fields(At& at) {
  at("initialUplinkBWP", initial_uplink_bwp);
  at.some("uplinkBWP-ToReleaseList", uplink_bwp_to_release_list, Size(1, 4), Range(0, 4));
  at.some("uplinkBWP-ToAddModList", uplink_bwp_to_add_mod_list, Size(1, 4));
  at("firstActiveUplinkBWP-Id", first_active_uplink_bwp_id, Range(0, 4));
  at("pusch-ServingCellConfig", pusch_serving_cell_config);
  at("carrierSwitching", carrier_switching);
  at.group([&] {
    at("powerBoostPi2BPSK", power_boost_pi2_bpsk);
    at.some("uplinkChannelBW-PerSCS-List", uplink_channel_bw_per_scs_list, Size(1, 5));
  });
}
void SlotFormatCombination::fields(At& at) {
  at("slotFormatCombinationId", slot_format_combination_id, Range(0, 511));
  at("slotFormats", slot_formats, Size(1, 256), Range(0, 255));
}
void SlotFormatCombinationsPerCell::fields(At& at) {
  at("servingCellId", serving_cell_id, Range(0, 31));
  at("subcarrierSpacing", subcarrier_spacing, words::subcarrier_spacing);
  at("subcarrierSpacing2", subcarrier_spacing2, words::subcarrier_spacing);
  at.some("slotFormatCombinations", slot_format_combinations, Size(1, 512));
  at("positionInDCI", position_in_dci, Range(0, 127));
}
void SlotFormatIndicator::fields(At& at) {
  at("sfi-RNTI", sfi_rnti, Range(0, 65535));
  at("dci-PayloadSize", dci_payload_size, Range(1, 128));
  at.some("slotFormatCombToAddModList", slot_format_comb_to_add_mod_list, Size(1, 16));
  at.some("slotFormatCombToReleaseList", slot_format_comb_to_release_list, Size(1, 16), Range(0, 31));
}
void PdcchServingCellConfig::fields(At& at) { at("slotFormatIndicator", slot_format_indicator); }
void PdschCodeBlockGroupTransmission::fields(At& at) {
  at("maxCodeBlockGroupsPerTransportBlock", max_code_block_groups_per_transport_block, Words("n2 n4 n6 n8"));
  at("codeBlockGroupFlushIndicator", code_block_group_flush_indicator);
}
void PdschServingCellConfig::fields(At& at) {
  at("codeBlockGroupTransmission", code_block_group_transmission);
  at("xOverhead", x_overhead, Words("xOh6 xOh12 xOh18"));
  at("nrofHARQ-ProcessesForPDSCH", nrof_harq_processes_for_pdsch, Words("n2 n4 n6 n10 n12 n16"));
  at("pucch-Cell", pucch_cell, Range(0, 31));
  at.group([&] {
    at("maxMIMO-Layers", max_mimo_layers, Range(1, 8));
    at("processingType2Enabled", processing_type2_enabled);
  });
}
void CrossCarrierSchedulingConfigSchedulingCellInfoOwn::fields(At& at) { at("cif-Presence", cif_presence); }
void CrossCarrierSchedulingConfigSchedulingCellInfoOther::fields(At& at) {
  at("schedulingCellId", scheduling_cell_id, Range(0, 31));
  at("cif-InSchedulingCell", cif_in_scheduling_cell, Range(1, 7));
}
void CrossCarrierSchedulingConfigSchedulingCellInfo::options(At& at) {
  at.option<0>(choice, "own");
  at.option<1>(choice, "other");
}
void CrossCarrierSchedulingConfig::fields(At& at) { at("schedulingCellInfo", scheduling_cell_info); }
void ServingCellConfig::fields(At& at) {
  at("tdd-UL-DL-ConfigurationDedicated", tdd_ul_dl_configuration_dedicated);
  at("initialDownlinkBWP", initial_downlink_bwp);
  at.some("downlinkBWP-ToReleaseList", downlink_bwp_to_release_list, Size(1, 4), Range(0, 4));
  at.some("downlinkBWP-ToAddModList", downlink_bwp_to_add_mod_list, Size(1, 4));
  at("firstActiveDownlinkBWP-Id", first_active_downlink_bwp_id, Range(0, 4));
  at("bwp-InactivityTimer", bwp_inactivity_timer,
     Words("ms2 ms3 ms4 ms5 ms6 ms8 ms10 ms20 ms30 ms40 ms50 ms60 ms80 ms100 ms200 ms300 ms500 ms750 ms1280 ms1920 ms2560 spare10 spare9 "
           "spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("defaultDownlinkBWP-Id", default_downlink_bwp_id, Range(0, 4));
  at("uplinkConfig", uplink_config);
  at("supplementaryUplink", supplementary_uplink);
  at("pdcch-ServingCellConfig", pdcch_serving_cell_config);
  at("pdsch-ServingCellConfig", pdsch_serving_cell_config);
  at("csi-MeasConfig", csi_meas_config);
  at("sCellDeactivationTimer", scell_deactivation_timer,
     Words("ms20 ms40 ms80 ms160 ms200 ms240 ms320 ms400 ms480 ms520 ms640 ms720 ms840 ms1280 spare2 spare1"));
  at("crossCarrierSchedulingConfig", cross_carrier_scheduling_config);
  at("tag-Id", tag_id, Range(0, 3));
  at.flag("dummy1", dummy1, "enabled");
  at("pathlossReferenceLinking", pathloss_reference_linking, Words("spCell sCell"));
  at("servingCellMO", serving_cell_mo, Range(1, 64));
  at.group([&] {
    at("lte-CRS-ToMatchAround", lte_crs_to_match_around);
    at.some("rateMatchPatternToAddModList", rate_match_pattern_to_add_mod_list, Size(1, 4));
    at.some("rateMatchPatternToReleaseList", rate_match_pattern_to_release_list, Size(1, 4), Range(0, 3));
    at.some("downlinkChannelBW-PerSCS-List", downlink_channel_bw_per_scs_list, Size(1, 5));
  });
}
void SpcellConfig::fields(At& at) {
  at("servCellIndex", serv_cell_index, Range(0, 31));
  at("reconfigurationWithSync", reconfiguration_with_sync);
  at("rlf-TimersAndConstants", rlf_timers_and_constants);
  at.flag("rlmInSyncOutOfSyncThreshold", rlm_in_sync_out_of_sync_threshold, "n1");
  at("spCellConfigDedicated", spcell_config_dedicated);
}
void ScellConfig::fields(At& at) {
  at("sCellIndex", scell_index, Range(1, 31));
  at("sCellConfigCommon", scell_config_common);
  at("sCellConfigDedicated", scell_config_dedicated);
  at.group([&] { at("smtc", smtc); });
}
void CellGroupConfig::fields(At& at) {
  at("cellGroupId", cell_group_id, Range(0, 3));
  at.some("rlc-BearerToAddModList", rlc_bearer_to_add_mod_list, Size(1, 32));
  at.some("rlc-BearerToReleaseList", rlc_bearer_to_release_list, Size(1, 32), Range(1, 32));
  at("mac-CellGroupConfig", mac_cell_group_config);
  at("physicalCellGroupConfig", physical_cell_group_config);
  at("spCellConfig", spcell_config);
  at.some("sCellToAddModList", scell_to_add_mod_list, Size(1, 31));
  at.some("sCellToReleaseList", scell_to_release_list, Size(1, 31), Range(1, 31));
  at.group([&] { at.flag("reportUplinkTxDirectCurrent", report_uplink_tx_direct_current, "true"); });
}

}  // namespace pellucid::rrc
