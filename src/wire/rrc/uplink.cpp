// The descriptions of what uplink.hpp declares, in its order.
#include "wire/rrc/uplink.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void PucchResourceSet::fields(At& at) {
  at("pucch-ResourceSetId", pucch_resource_set_id, Range(0, 3));
  at("resourceList", resource_list, Size(1, 32), Range(0, 127));
  at("maxPayloadSize", max_payload_size, Range(4, 256));
}
void PucchFormat0::fields(At& at) {
  at("initialCyclicShift", initial_cyclic_shift, Range(0, 11));
  at("nrofSymbols", nrof_symbols, Range(1, 2));
  at("startingSymbolIndex", starting_symbol_index, Range(0, 13));
}
void PucchFormat1::fields(At& at) {
  at("initialCyclicShift", initial_cyclic_shift, Range(0, 11));
  at("nrofSymbols", nrof_symbols, Range(4, 14));
  at("startingSymbolIndex", starting_symbol_index, Range(0, 10));
  at("timeDomainOCC", time_domain_occ, Range(0, 6));
}
void PucchFormat2::fields(At& at) {
  at("nrofPRBs", nrof_prbs, Range(1, 16));
  at("nrofSymbols", nrof_symbols, Range(1, 2));
  at("startingSymbolIndex", starting_symbol_index, Range(0, 13));
}
void PucchFormat3::fields(At& at) {
  at("nrofPRBs", nrof_prbs, Range(1, 16));
  at("nrofSymbols", nrof_symbols, Range(4, 14));
  at("startingSymbolIndex", starting_symbol_index, Range(0, 10));
}
void PucchFormat4::fields(At& at) {
  at("nrofSymbols", nrof_symbols, Range(4, 14));
  at("occ-Length", occ_length, Words("n2 n4"));
  at("occ-Index", occ_index, Words("n0 n1 n2 n3"));
  at("startingSymbolIndex", starting_symbol_index, Range(0, 10));
}
void PucchResourceFormat::options(At& at) {
  at.option<0>(choice, "format0");
  at.option<1>(choice, "format1");
  at.option<2>(choice, "format2");
  at.option<3>(choice, "format3");
  at.option<4>(choice, "format4");
}
void PucchResource::fields(At& at) {
  at("pucch-ResourceId", pucch_resource_id, Range(0, 127));
  at("startingPRB", starting_prb, Range(0, 274));
  at.flag("intraSlotFrequencyHopping", intra_slot_frequency_hopping, "enabled");
  at("secondHopPRB", second_hop_prb, Range(0, 274));
  at("format", format);
}
void PucchFormatConfig::fields(At& at) {
  at.flag("interslotFrequencyHopping", interslot_frequency_hopping, "enabled");
  at.flag("additionalDMRS", additional_dmrs, "true");
  at("maxCodeRate", max_code_rate, words::pucch_max_code_rate);
  at("nrofSlots", nrof_slots, Words("n2 n4 n8"));
  at.flag("pi2BPSK", pi2_bpsk, "enabled");
  at.flag("simultaneousHARQ-ACK-CSI", simultaneous_harq_ack_csi, "true");
}
void SchedulingRequestResourceConfigPeriodicityAndOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"sym2"},
                                           {"sym6or7"},
                                           {"sl1"},
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
                                           {"sl640", Range(0, 639)}};
  at.number_option(which, value, table);
}
void SchedulingRequestResourceConfig::fields(At& at) {
  at("schedulingRequestResourceId", scheduling_request_resource_id, Range(1, 8));
  at("schedulingRequestID", scheduling_request_id, Range(0, 7));
  at("periodicityAndOffset", periodicity_and_offset);
  at("resource", resource, Range(0, 127));
}
void PucchSrs::fields(At& at) {
  at("resource", resource, Range(0, 63));
  at("uplinkBWP", uplink_bwp, Range(0, 4));
}
void PucchSpatialRelationInfoReferenceSignal::options(At& at) {
  at.option<0>(choice, "ssb-Index", Range(0, 63));
  at.option<1>(choice, "csi-RS-Index", Range(0, 191));
  at.option<2>(choice, "srs");
}
void PucchSpatialRelationInfo::fields(At& at) {
  at("pucch-SpatialRelationInfoId", pucch_spatial_relation_info_id, Range(1, 8));
  at("servingCellId", serving_cell_id, Range(0, 31));
  at("referenceSignal", reference_signal);
  at("pucch-PathlossReferenceRS-Id", pucch_pathloss_reference_rs_id, Range(0, 3));
  at("p0-PUCCH-Id", p0_pucch_id, Range(1, 8));
  at("closedLoopIndex", closed_loop_index, Words("i0 i1"));
}
void P0Pucch::fields(At& at) {
  at("p0-PUCCH-Id", p0_pucch_id, Range(1, 8));
  at("p0-PUCCH-Value", p0_pucch_value, Range(-16, 15));
}
void PucchPathlossReferenceRsReferenceSignal::options(At& at) {
  static constexpr NumberOption table[] = {{"ssb-Index", Range(0, 63)}, {"csi-RS-Index", Range(0, 191)}};
  at.number_option(which, value, table);
}
void PucchPathlossReferenceRs::fields(At& at) {
  at("pucch-PathlossReferenceRS-Id", pucch_pathloss_reference_rs_id, Range(0, 3));
  at("referenceSignal", reference_signal);
}
void PucchPowerControl::fields(At& at) {
  at("deltaF-PUCCH-f0", delta_f_pucch_f0, Range(-16, 15));
  at("deltaF-PUCCH-f1", delta_f_pucch_f1, Range(-16, 15));
  at("deltaF-PUCCH-f2", delta_f_pucch_f2, Range(-16, 15));
  at("deltaF-PUCCH-f3", delta_f_pucch_f3, Range(-16, 15));
  at("deltaF-PUCCH-f4", delta_f_pucch_f4, Range(-16, 15));
  at.some("p0-Set", p0_set, Size(1, 8));
  at.some("pathlossReferenceRSs", pathloss_reference_rss, Size(1, 4));
  at.flag("twoPUCCH-PC-AdjustmentStates", two_pucch_pc_adjustment_states, "twoStates");
}
void PucchConfig::fields(At& at) {
  at.some("resourceSetToAddModList", resource_set_to_add_mod_list, Size(1, 4));
  at.some("resourceSetToReleaseList", resource_set_to_release_list, Size(1, 4), Range(0, 3));
  at.some("resourceToAddModList", resource_to_add_mod_list, Size(1, 128));
  at.some("resourceToReleaseList", resource_to_release_list, Size(1, 128), Range(0, 127));
  at("format1", format1);
  at("format2", format2);
  at("format3", format3);
  at("format4", format4);
  at.some("schedulingRequestResourceToAddModList", scheduling_request_resource_to_add_mod_list, Size(1, 8));
  at.some("schedulingRequestResourceToReleaseList", scheduling_request_resource_to_release_list, Size(1, 8), Range(1, 8));
  at.some("multi-CSI-PUCCH-ResourceList", multi_csi_pucch_resource_list, Size(1, 2), Range(0, 127));
  at.some("dl-DataToUL-ACK", dl_data_to_ul_ack, Size(1, 8), Range(0, 15));
  at.some("spatialRelationInfoToAddModList", spatial_relation_info_to_add_mod_list, Size(1, 8));
  at.some("spatialRelationInfoToReleaseList", spatial_relation_info_to_release_list, Size(1, 8), Range(1, 8));
  at("pucch-PowerControl", pucch_power_control);
}
void PtrsUplinkConfigTransformPrecoderDisabled::fields(At& at) {
  at.some("frequencyDensity", frequency_density, Size(2), Range(1, 276));
  at.some("timeDensity", time_density, Size(3), Range(0, 29));
  at("maxNrofPorts", max_nrof_ports, Words("n1 n2"));
  at("resourceElementOffset", resource_element_offset, Words("offset01 offset10 offset11"));
  at("ptrs-Power", ptrs_power, Words("p00 p01 p10 p11"));
}
void PtrsUplinkConfigTransformPrecoderEnabled::fields(At& at) {
  at("sampleDensity", sample_density, Size(5), Range(1, 276));
  at.flag("timeDensityTransformPrecoding", time_density_transform_precoding, "d2");
}
void PtrsUplinkConfig::fields(At& at) {
  at("transformPrecoderDisabled", transform_precoder_disabled);
  at("transformPrecoderEnabled", transform_precoder_enabled);
}
void DmrsUplinkConfigTransformPrecodingDisabled::fields(At& at) {
  at("scramblingID0", scrambling_id0, Range(0, 65535));
  at("scramblingID1", scrambling_id1, Range(0, 65535));
}
void DmrsUplinkConfigTransformPrecodingEnabled::fields(At& at) {
  at("nPUSCH-Identity", n_pusch_identity, Range(0, 1007));
  at.flag("sequenceGroupHopping", sequence_group_hopping, "disabled");
  at.flag("sequenceHopping", sequence_hopping, "enabled");
}
void DmrsUplinkConfig::fields(At& at) {
  at.flag("dmrs-Type", dmrs_type, "type2");
  at("dmrs-AdditionalPosition", dmrs_additional_position, Words("pos0 pos1 pos3"));
  at("phaseTrackingRS", phase_tracking_rs);
  at.flag("maxLength", max_length, "len2");
  at("transformPrecodingDisabled", transform_precoding_disabled);
  at("transformPrecodingEnabled", transform_precoding_enabled);
}
void P0PuschAlphaSet::fields(At& at) {
  at("p0-PUSCH-AlphaSetId", p0_pusch_alpha_set_id, Range(0, 29));
  at("p0", p0, Range(-16, 15));
  at("alpha", alpha, words::alpha);
}
void PuschPathlossReferenceRsReferenceSignal::options(At& at) {
  static constexpr NumberOption table[] = {{"ssb-Index", Range(0, 63)}, {"csi-RS-Index", Range(0, 191)}};
  at.number_option(which, value, table);
}
void PuschPathlossReferenceRs::fields(At& at) {
  at("pusch-PathlossReferenceRS-Id", pusch_pathloss_reference_rs_id, Range(0, 3));
  at("referenceSignal", reference_signal);
}
void SriPuschPowerControl::fields(At& at) {
  at("sri-PUSCH-PowerControlId", sri_pusch_power_control_id, Range(0, 15));
  at("sri-PUSCH-PathlossReferenceRS-Id", sri_pusch_pathloss_reference_rs_id, Range(0, 3));
  at("sri-P0-PUSCH-AlphaSetId", sri_p0_pusch_alpha_set_id, Range(0, 29));
  at("sri-PUSCH-ClosedLoopIndex", sri_pusch_closed_loop_index, Words("i0 i1"));
}
void PuschPowerControl::fields(At& at) {
  at.flag("tpc-Accumulation", tpc_accumulation, "disabled");
  at("msg3-Alpha", msg3_alpha, words::alpha);
  at("p0-NominalWithoutGrant", p0_nominal_without_grant, Range(-202, 24));
  at.some("p0-AlphaSets", p0_alpha_sets, Size(1, 30));
  at.some("pathlossReferenceRSToAddModList", pathloss_reference_rs_to_add_mod_list, Size(1, 4));
  at.some("pathlossReferenceRSToReleaseList", pathloss_reference_rs_to_release_list, Size(1, 4), Range(0, 3));
  at.flag("twoPUSCH-PC-AdjustmentStates", two_pusch_pc_adjustment_states, "twoStates");
  at.flag("deltaMCS", delta_mcs, "enabled");
  at.some("sri-PUSCH-MappingToAddModList", sri_pusch_mapping_to_add_mod_list, Size(1, 16));
  at.some("sri-PUSCH-MappingToReleaseList", sri_pusch_mapping_to_release_list, Size(1, 16), Range(0, 15));
}
void BetaOffsets::fields(At& at) {
  at("betaOffsetACK-Index1", beta_offset_ack_index1, Range(0, 31));
  at("betaOffsetACK-Index2", beta_offset_ack_index2, Range(0, 31));
  at("betaOffsetACK-Index3", beta_offset_ack_index3, Range(0, 31));
  at("betaOffsetCSI-Part1-Index1", beta_offset_csi_part1_index1, Range(0, 31));
  at("betaOffsetCSI-Part1-Index2", beta_offset_csi_part1_index2, Range(0, 31));
  at("betaOffsetCSI-Part2-Index1", beta_offset_csi_part2_index1, Range(0, 31));
  at("betaOffsetCSI-Part2-Index2", beta_offset_csi_part2_index2, Range(0, 31));
}
void UciOnPuschBetaOffsetsValue::options(At& at) {
  at.option<0>(choice, "dynamic", Size(4));
  at.option<1>(choice, "semiStatic");
}
void UciOnPusch::fields(At& at) {
  at("betaOffsets", beta_offsets);
  at("scaling", scaling, Words("f0p5 f0p65 f0p8 f1"));
}
void PuschConfig::fields(At& at) {
  at("dataScramblingIdentityPUSCH", data_scrambling_identity_pusch, Range(0, 1023));
  at("txConfig", tx_config, Words("codebook nonCodebook"));
  at("dmrs-UplinkForPUSCH-MappingTypeA", dmrs_uplink_for_pusch_mapping_type_a);
  at("dmrs-UplinkForPUSCH-MappingTypeB", dmrs_uplink_for_pusch_mapping_type_b);
  at("pusch-PowerControl", pusch_power_control);
  at("frequencyHopping", frequency_hopping, Words("intraSlot interSlot"));
  at.some("frequencyHoppingOffsetLists", frequency_hopping_offset_lists, Size(1, 4), Range(1, 274));
  at("resourceAllocation", resource_allocation, Words("resourceAllocationType0 resourceAllocationType1 dynamicSwitch"));
  at("pusch-TimeDomainAllocationList", pusch_time_domain_allocation_list, Size(1, 16));
  at("pusch-AggregationFactor", pusch_aggregation_factor, Words("n2 n4 n8"));
  at("mcs-Table", mcs_table, Words("qam256 qam64LowSE"));
  at("mcs-TableTransformPrecoder", mcs_table_transform_precoder, Words("qam256 qam64LowSE"));
  at("transformPrecoder", transform_precoder, Words("enabled disabled"));
  at("codebookSubset", codebook_subset, Words("fullyAndPartialAndNonCoherent partialAndNonCoherent nonCoherent"));
  at("maxRank", max_rank, Range(1, 4));
  at.flag("rbg-Size", rbg_size, "config2");
  at("uci-OnPUSCH", uci_on_pusch);
  at.flag("tp-pi2BPSK", tp_pi2_bpsk, "enabled");
}
void CgUciOnPusch::options(At& at) {
  at.option<0>(choice, "dynamic", Size(1, 4));
  at.option<1>(choice, "semiStatic");
}
void ConfiguredGrantConfigRrcConfiguredUplinkGrant::fields(At& at) {
  at("timeDomainOffset", time_domain_offset, Range(0, 5119));
  at("timeDomainAllocation", time_domain_allocation, Range(0, 15));
  at("frequencyDomainAllocation", frequency_domain_allocation, BitField(18));
  at("antennaPort", antenna_port, Range(0, 31));
  at("dmrs-SeqInitialization", dmrs_seq_initialization, Range(0, 1));
  at("precodingAndNumberOfLayers", precoding_and_number_of_layers, Range(0, 63));
  at("srs-ResourceIndicator", srs_resource_indicator, Range(0, 15));
  at("mcsAndTBS", mcs_and_tbs, Range(0, 31));
  at("frequencyHoppingOffset", frequency_hopping_offset, Range(1, 274));
  at("pathlossReferenceIndex", pathloss_reference_index, Range(0, 3));
}
void ConfiguredGrantConfig::fields(At& at) {
  at("frequencyHopping", frequency_hopping, Words("intraSlot interSlot"));
  at("cg-DMRS-Configuration", cg_dmrs_configuration);
  at("mcs-Table", mcs_table, Words("qam256 qam64LowSE"));
  at("mcs-TableTransformPrecoder", mcs_table_transform_precoder, Words("qam256 qam64LowSE"));
  at("uci-OnPUSCH", uci_on_pusch);
  at("resourceAllocation", resource_allocation, Words("resourceAllocationType0 resourceAllocationType1 dynamicSwitch"));
  at.flag("rbg-Size", rbg_size, "config2");
  at("powerControlLoopToUse", power_control_loop_to_use, Words("n0 n1"));
  at("p0-PUSCH-Alpha", p0_pusch_alpha, Range(0, 29));
  at("transformPrecoder", transform_precoder, Words("enabled disabled"));
  at("nrofHARQ-Processes", nrof_harq_processes, Range(1, 16));
  at("repK", rep_k, Words("n1 n2 n4 n8"));
  at("repK-RV", rep_k_rv, Words("s1-0231 s2-0303 s3-0000"));
  at("periodicity", periodicity,
     Words("sym2 sym7 sym1x14 sym2x14 sym4x14 sym5x14 sym8x14 sym10x14 sym16x14 sym20x14 sym32x14 sym40x14 sym64x14 sym80x14 sym128x14 "
           "sym160x14 sym256x14 sym320x14 sym512x14 sym640x14 sym1024x14 sym1280x14 sym2560x14 sym5120x14 sym6 sym1x12 sym2x12 sym4x12 "
           "sym5x12 sym8x12 sym10x12 sym16x12 sym20x12 sym32x12 sym40x12 sym64x12 sym80x12 sym128x12 sym160x12 sym256x12 sym320x12 "
           "sym512x12 sym640x12 sym1280x12 sym2560x12"));
  at("configuredGrantTimer", configured_grant_timer, Range(1, 64));
  at("rrc-ConfiguredUplinkGrant", rrc_configured_uplink_grant);
}
void BfrssbResource::fields(At& at) {
  at("ssb", ssb, Range(0, 63));
  at("ra-PreambleIndex", ra_preamble_index, Range(0, 63));
}
void BfrCsirsResource::fields(At& at) {
  at("csi-RS", csi_rs, Range(0, 191));
  at.some("ra-OccasionList", ra_occasion_list, Size(1, 64), Range(0, 511));
  at("ra-PreambleIndex", ra_preamble_index, Range(0, 63));
}
void PrachResourceDedicatedBfr::options(At& at) {
  at.option<0>(choice, "ssb");
  at.option<1>(choice, "csi-RS");
}
void RaPrioritization::fields(At& at) {
  at("powerRampingStepHighPriority", power_ramping_step_high_priority, Words("dB0 dB2 dB4 dB6"));
  at("scalingFactorBI", scaling_factor_bi, Words("zero dot25 dot5 dot75"));
}
void BeamFailureRecoveryConfig::fields(At& at) {
  at("rootSequenceIndex-BFR", root_sequence_index_bfr, Range(0, 137));
  at("rach-ConfigBFR", rach_config_bfr);
  at("rsrp-ThresholdSSB", rsrp_threshold_ssb, Range(0, 127));
  at.some("candidateBeamRSList", candidate_beam_rs_list, Size(1, 16));
  at("ssb-perRACH-Occasion", ssb_per_rach_occasion, Words("oneEighth oneFourth oneHalf one two four eight sixteen"));
  at("ra-ssb-OccasionMaskIndex", ra_ssb_occasion_mask_index, Range(0, 15));
  at("recoverySearchSpaceId", recovery_search_space_id, Range(0, 39));
  at("ra-Prioritization", ra_prioritization);
  at("beamFailureRecoveryTimer", beam_failure_recovery_timer, Words("ms10 ms20 ms40 ms60 ms80 ms100 ms150 ms200"));
  at.group([&] { at("msg1-SubcarrierSpacing", msg1_subcarrier_spacing, words::subcarrier_spacing); });
}
void BwpUplinkDedicated::fields(At& at) {
  at("pucch-Config", pucch_config);
  at("pusch-Config", pusch_config);
  at("configuredGrantConfig", configured_grant_config);
  at("srs-Config", srs_config);
  at("beamFailureRecoveryConfig", beam_failure_recovery_config);
}

}  // namespace pellucid::rrc
