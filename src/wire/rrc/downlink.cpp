// The descriptions of what downlink.hpp declares, in its order.
#include "wire/rrc/downlink.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void IntConfigurationPerServingCell::fields(At& at) {
  at("servingCellId", serving_cell_id, Range(0, 31));
  at("positionInDCI", position_in_dci, Range(0, 125));
}
void DownlinkPreemption::fields(At& at) {
  at("int-RNTI", int_rnti, Range(0, 65535));
  at("timeFrequencySet", time_frequency_set, Words("set0 set1"));
  at("dci-PayloadSize", dci_payload_size, Range(0, 126));
  at("int-ConfigurationPerServingCell", int_configuration_per_serving_cell, Size(1, 32));
}
void PuschTpcCommandConfig::fields(At& at) {
  at("tpc-Index", tpc_index, Range(1, 15));
  at("tpc-IndexSUL", tpc_index_sul, Range(1, 15));
  at("targetCell", target_cell, Range(0, 31));
}
void PucchTpcCommandConfig::fields(At& at) {
  at("tpc-IndexPCell", tpc_index_pcell, Range(1, 15));
  at("tpc-IndexPUCCH-SCell", tpc_index_pucch_scell, Range(1, 15));
}
void SrsTpcCommandConfig::fields(At& at) {
  at("startingBitOfFormat2-3", starting_bit_of_format2_3, Range(1, 31));
  at("fieldTypeFormat2-3", field_type_format2_3, Range(0, 1));
  at.group([&] { at("startingBitOfFormat2-3SUL", starting_bit_of_format2_3_sul, Range(1, 31)); });
}
void PdcchConfig::fields(At& at) {
  at.some("controlResourceSetToAddModList", control_resource_set_to_add_mod_list, Size(1, 3));
  at.some("controlResourceSetToReleaseList", control_resource_set_to_release_list, Size(1, 3), Range(0, 11));
  at.some("searchSpacesToAddModList", search_spaces_to_add_mod_list, Size(1, 10));
  at.some("searchSpacesToReleaseList", search_spaces_to_release_list, Size(1, 10), Range(0, 39));
  at("downlinkPreemption", downlink_preemption);
  at("tpc-PUSCH", tpc_pusch);
  at("tpc-PUCCH", tpc_pucch);
  at("tpc-SRS", tpc_srs);
}
void PtrsDownlinkConfig::fields(At& at) {
  at.some("frequencyDensity", frequency_density, Size(2), Range(1, 276));
  at.some("timeDensity", time_density, Size(3), Range(0, 29));
  at("epre-Ratio", epre_ratio, Range(0, 3));
  at("resourceElementOffset", resource_element_offset, Words("offset01 offset10 offset11"));
}
void DmrsDownlinkConfig::fields(At& at) {
  at.flag("dmrs-Type", dmrs_type, "type2");
  at("dmrs-AdditionalPosition", dmrs_additional_position, Words("pos0 pos1 pos3"));
  at.flag("maxLength", max_length, "len2");
  at("scramblingID0", scrambling_id0, Range(0, 65535));
  at("scramblingID1", scrambling_id1, Range(0, 65535));
  at("phaseTrackingRS", phase_tracking_rs);
}
void QclInfoReferenceSignal::options(At& at) {
  static constexpr NumberOption table[] = {{"csi-rs", Range(0, 191)}, {"ssb", Range(0, 63)}};
  at.number_option(which, value, table);
}
void QclInfo::fields(At& at) {
  at("cell", cell, Range(0, 31));
  at("bwp-Id", bwp_id, Range(0, 4));
  at("referenceSignal", reference_signal);
  at("qcl-Type", qcl_type, Words("typeA typeB typeC typeD"));
}
void TciState::fields(At& at) {
  at("tci-StateId", tci_state_id, Range(0, 127));
  at("qcl-Type1", qcl_type1);
  at("qcl-Type2", qcl_type2);
}
void ZpCsiRsResource::fields(At& at) {
  at("zp-CSI-RS-ResourceId", zp_csi_rs_resource_id, Range(0, 31));
  at("resourceMapping", resource_mapping);
  at("periodicityAndOffset", periodicity_and_offset);
}
void ZpCsiRsResourceSet::fields(At& at) {
  at("zp-CSI-RS-ResourceSetId", zp_csi_rs_resource_set_id, Range(0, 15));
  at("zp-CSI-RS-ResourceIdList", zp_csi_rs_resource_id_list, Size(1, 16), Range(0, 31));
}
void PdschConfigRateMatchPatternGroup1::options(At& at) {
  static constexpr NumberOption table[] = {{"cellLevel", Range(0, 3)}, {"bwpLevel", Range(0, 3)}};
  at.number_option(which, value, table);
}
void PdschConfigRateMatchPatternGroup2::options(At& at) {
  static constexpr NumberOption table[] = {{"cellLevel", Range(0, 3)}, {"bwpLevel", Range(0, 3)}};
  at.number_option(which, value, table);
}
void PdschConfigPrbBundlingTypeStaticBundling::fields(At& at) { at("bundleSize", bundle_size, Words("n4 wideband")); }
void PdschConfigPrbBundlingTypeDynamicBundling::fields(At& at) {
  at("bundleSizeSet1", bundle_size_set1, Words("n4 wideband n2-wideband n4-wideband"));
  at("bundleSizeSet2", bundle_size_set2, Words("n4 wideband"));
}
void PdschConfigPrbBundlingType::options(At& at) {
  at.option<0>(choice, "staticBundling");
  at.option<1>(choice, "dynamicBundling");
}
void PdschConfig::fields(At& at) {
  at("dataScramblingIdentityPDSCH", data_scrambling_identity_pdsch, Range(0, 1023));
  at("dmrs-DownlinkForPDSCH-MappingTypeA", dmrs_downlink_for_pdsch_mapping_type_a);
  at("dmrs-DownlinkForPDSCH-MappingTypeB", dmrs_downlink_for_pdsch_mapping_type_b);
  at.some("tci-StatesToAddModList", tci_states_to_add_mod_list, Size(1, 128));
  at.some("tci-StatesToReleaseList", tci_states_to_release_list, Size(1, 128), Range(0, 127));
  at("vrb-ToPRB-Interleaver", vrb_to_prb_interleaver, Words("n2 n4"));
  at("resourceAllocation", resource_allocation, Words("resourceAllocationType0 resourceAllocationType1 dynamicSwitch"));
  at("pdsch-TimeDomainAllocationList", pdsch_time_domain_allocation_list, Size(1, 16));
  at("pdsch-AggregationFactor", pdsch_aggregation_factor, Words("n2 n4 n8"));
  at.some("rateMatchPatternToAddModList", rate_match_pattern_to_add_mod_list, Size(1, 4));
  at.some("rateMatchPatternToReleaseList", rate_match_pattern_to_release_list, Size(1, 4), Range(0, 3));
  at.some("rateMatchPatternGroup1", rate_match_pattern_group1, Size(1, 8));
  at.some("rateMatchPatternGroup2", rate_match_pattern_group2, Size(1, 8));
  at("rbg-Size", rbg_size, Words("config1 config2"));
  at("mcs-Table", mcs_table, Words("qam256 qam64LowSE"));
  at("maxNrofCodeWordsScheduledByDCI", max_nrof_code_words_scheduled_by_dci, Words("n1 n2"));
  at("prb-BundlingType", prb_bundling_type);
  at.some("zp-CSI-RS-ResourceToAddModList", zp_csi_rs_resource_to_add_mod_list, Size(1, 32));
  at.some("zp-CSI-RS-ResourceToReleaseList", zp_csi_rs_resource_to_release_list, Size(1, 32), Range(0, 31));
  at.some("aperiodic-ZP-CSI-RS-ResourceSetsToAddModList", aperiodic_zp_csi_rs_resource_sets_to_add_mod_list, Size(1, 16));
  at.some("aperiodic-ZP-CSI-RS-ResourceSetsToReleaseList", aperiodic_zp_csi_rs_resource_sets_to_release_list, Size(1, 16), Range(0, 15));
  at.some("sp-ZP-CSI-RS-ResourceSetsToAddModList", sp_zp_csi_rs_resource_sets_to_add_mod_list, Size(1, 16));
  at.some("sp-ZP-CSI-RS-ResourceSetsToReleaseList", sp_zp_csi_rs_resource_sets_to_release_list, Size(1, 16), Range(0, 15));
  at("p-ZP-CSI-RS-ResourceSet", p_zp_csi_rs_resource_set);
}
void SpsConfig::fields(At& at) {
  at("periodicity", periodicity, Words("ms10 ms20 ms32 ms40 ms64 ms80 ms128 ms160 ms320 ms640 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("nrofHARQ-Processes", nrof_harq_processes, Range(1, 8));
  at("n1PUCCH-AN", n1_pucch_an, Range(0, 127));
  at.flag("mcs-Table", mcs_table, "qam64LowSE");
}
void RadioLinkMonitoringRsDetectionResource::options(At& at) {
  static constexpr NumberOption table[] = {{"ssb-Index", Range(0, 63)}, {"csi-RS-Index", Range(0, 191)}};
  at.number_option(which, value, table);
}
void RadioLinkMonitoringRs::fields(At& at) {
  at("radioLinkMonitoringRS-Id", radio_link_monitoring_rs_id, Range(0, 9));
  at("purpose", purpose, Words("beamFailure rlf both"));
  at("detectionResource", detection_resource);
}
void RadioLinkMonitoringConfig::fields(At& at) {
  at.some("failureDetectionResourcesToAddModList", failure_detection_resources_to_add_mod_list, Size(1, 10));
  at.some("failureDetectionResourcesToReleaseList", failure_detection_resources_to_release_list, Size(1, 10), Range(0, 9));
  at("beamFailureInstanceMaxCount", beam_failure_instance_max_count, Words("n1 n2 n3 n4 n5 n6 n8 n10"));
  at("beamFailureDetectionTimer", beam_failure_detection_timer, Words("pbfd1 pbfd2 pbfd3 pbfd4 pbfd5 pbfd6 pbfd8 pbfd10"));
}
void BwpDownlinkDedicated::fields(At& at) {
  at("pdcch-Config", pdcch_config);
  at("pdsch-Config", pdsch_config);
  at("sps-Config", sps_config);
  at("radioLinkMonitoringConfig", radio_link_monitoring_config);
}

}  // namespace pellucid::rrc
