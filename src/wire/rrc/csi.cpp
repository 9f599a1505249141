// The descriptions of what csi.hpp declares, in its order.
#include "wire/rrc/csi.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void CsiFrequencyOccupation::fields(At& at) {
  at("startingRB", starting_rb, Range(0, 274));
  at("nrofRBs", nrof_rbs, Range(24, 276));
}
void CsiRsResourceMappingFrequencyDomainAllocation::options(At& at) {
  static constexpr NumberOption table[] = {{"row1", BitField(4)}, {"row2", BitField(12)}, {"row4", BitField(3)}, {"other", BitField(6)}};
  at.number_option(which, value, table);
}
void CsiRsResourceMappingDensity::options(At& at) {
  static constexpr NumberOption table[] = {{"dot5", Words("evenPRBs oddPRBs")}, {"one"}, {"three"}, {"spare"}};
  at.number_option(which, value, table);
}
void CsiRsResourceMapping::fields(At& at) {
  at("frequencyDomainAllocation", frequency_domain_allocation);
  at("nrofPorts", nrof_ports, Words("p1 p2 p4 p8 p12 p16 p24 p32"));
  at("firstOFDMSymbolInTimeDomain", first_ofdm_symbol_in_time_domain, Range(0, 13));
  at("firstOFDMSymbolInTimeDomain2", first_ofdm_symbol_in_time_domain2, Range(2, 12));
  at("cdm-Type", cdm_type, Words("noCDM fd-CDM2 cdm4-FD2-TD2 cdm8-FD2-TD4"));
  at("density", density);
  at("freqBand", freq_band);
}
void CsiResourcePeriodicityAndOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"slots4", Range(0, 3)},    {"slots5", Range(0, 4)},     {"slots8", Range(0, 7)},
                                           {"slots10", Range(0, 9)},   {"slots16", Range(0, 15)},   {"slots20", Range(0, 19)},
                                           {"slots32", Range(0, 31)},  {"slots40", Range(0, 39)},   {"slots64", Range(0, 63)},
                                           {"slots80", Range(0, 79)},  {"slots160", Range(0, 159)}, {"slots320", Range(0, 319)},
                                           {"slots640", Range(0, 639)}};
  at.number_option(which, value, table);
}
void NzpCsiRsResource::fields(At& at) {
  at("nzp-CSI-RS-ResourceId", nzp_csi_rs_resource_id, Range(0, 191));
  at("resourceMapping", resource_mapping);
  at("powerControlOffset", power_control_offset, Range(-8, 15));
  at("powerControlOffsetSS", power_control_offset_ss, Words("db-3 db0 db3 db6"));
  at("scramblingID", scrambling_id, Range(0, 1023));
  at("periodicityAndOffset", periodicity_and_offset);
  at("qcl-InfoPeriodicCSI-RS", qcl_info_periodic_csi_rs, Range(0, 127));
}
void NzpCsiRsResourceSet::fields(At& at) {
  at("nzp-CSI-ResourceSetId", nzp_csi_resource_set_id, Range(0, 63));
  at("nzp-CSI-RS-Resources", nzp_csi_rs_resources, Size(1, 64), Range(0, 191));
  at("repetition", repetition, Words("on off"));
  at("aperiodicTriggeringOffset", aperiodic_triggering_offset, Range(0, 6));
  at.flag("trs-Info", trs_info, "true");
}
void CsiImResourceElementPatternPattern0::fields(At& at) {
  at("subcarrierLocation-p0", subcarrier_location_p0, Words("s0 s2 s4 s6 s8 s10"));
  at("symbolLocation-p0", symbol_location_p0, Range(0, 12));
}
void CsiImResourceElementPatternPattern1::fields(At& at) {
  at("subcarrierLocation-p1", subcarrier_location_p1, Words("s0 s4 s8"));
  at("symbolLocation-p1", symbol_location_p1, Range(0, 13));
}
void CsiImResourceElementPattern::options(At& at) {
  at.option<0>(choice, "pattern0");
  at.option<1>(choice, "pattern1");
}
void CsiImResource::fields(At& at) {
  at("csi-IM-ResourceId", csi_im_resource_id, Range(0, 31));
  at("csi-IM-ResourceElementPattern", csi_im_resource_element_pattern);
  at("freqBand", freq_band);
  at("periodicityAndOffset", periodicity_and_offset);
}
void CsiImResourceSet::fields(At& at) {
  at("csi-IM-ResourceSetId", csi_im_resource_set_id, Range(0, 63));
  at("csi-IM-Resources", csi_im_resources, Size(1, 8), Range(0, 31));
}
void CsiSsbResourceSet::fields(At& at) {
  at("csi-SSB-ResourceSetId", csi_ssb_resource_set_id, Range(0, 63));
  at("csi-SSB-ResourceList", csi_ssb_resource_list, Size(1, 64), Range(0, 63));
}
void CsiResourceConfigCsiRsResourceSetListNzpCsiRsSsb::fields(At& at) {
  at.some("nzp-CSI-RS-ResourceSetList", nzp_csi_rs_resource_set_list, Size(1, 16), Range(0, 63));
  at.some("csi-SSB-ResourceSetList", csi_ssb_resource_set_list, Size(1), Range(0, 63));
}
void CsiResourceConfigCsiRsResourceSetList::options(At& at) {
  at.option<0>(choice, "nzp-CSI-RS-SSB");
  at.option<1>(choice, "csi-IM-ResourceSetList", Size(1, 16), Range(0, 63));
}
void CsiResourceConfig::fields(At& at) {
  at("csi-ResourceConfigId", csi_resource_config_id, Range(0, 111));
  at("csi-RS-ResourceSetList", csi_rs_resource_set_list);
  at("bwp-Id", bwp_id, Range(0, 4));
  at("resourceType", resource_type, Words("aperiodic semiPersistent periodic"));
}
void CsiReportPeriodicityAndOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"slots4", Range(0, 3)},    {"slots5", Range(0, 4)},   {"slots8", Range(0, 7)},
                                           {"slots10", Range(0, 9)},   {"slots16", Range(0, 15)}, {"slots20", Range(0, 19)},
                                           {"slots40", Range(0, 39)},  {"slots80", Range(0, 79)}, {"slots160", Range(0, 159)},
                                           {"slots320", Range(0, 319)}};
  at.number_option(which, value, table);
}
void PucchCsiResource::fields(At& at) {
  at("uplinkBandwidthPartId", uplink_bandwidth_part_id, Range(0, 4));
  at("pucch-Resource", pucch_resource, Range(0, 127));
}
void CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsTwo::fields(At& at) {
  at("twoTX-CodebookSubsetRestriction", two_tx_codebook_subset_restriction, BitField(6));
}
void CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwoN1N2::options(At& at) {
  at.option<0>(choice, "two-one-TypeI-SinglePanel-Restriction", BitField(8));
  at.option<1>(choice, "two-two-TypeI-SinglePanel-Restriction", BitField(64));
  at.option<2>(choice, "four-one-TypeI-SinglePanel-Restriction", BitField(16));
  at.option<3>(choice, "three-two-TypeI-SinglePanel-Restriction", BitText(Size(96)));
  at.option<4>(choice, "six-one-TypeI-SinglePanel-Restriction", BitField(24));
  at.option<5>(choice, "four-two-TypeI-SinglePanel-Restriction", BitText(Size(128)));
  at.option<6>(choice, "eight-one-TypeI-SinglePanel-Restriction", BitField(32));
  at.option<7>(choice, "four-three-TypeI-SinglePanel-Restriction", BitText(Size(192)));
  at.option<8>(choice, "six-two-TypeI-SinglePanel-Restriction", BitText(Size(192)));
  at.option<9>(choice, "twelve-one-TypeI-SinglePanel-Restriction", BitField(48));
  at.option<10>(choice, "four-four-TypeI-SinglePanel-Restriction", BitText(Size(256)));
  at.option<11>(choice, "eight-two-TypeI-SinglePanel-Restriction", BitText(Size(256)));
  at.option<12>(choice, "sixteen-one-TypeI-SinglePanel-Restriction", BitField(64));
}
void CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwo::fields(At& at) {
  at("n1-n2", n1_n2);
  at("typeI-SinglePanel-codebookSubsetRestriction-i2", type_i_single_panel_codebook_subset_restriction_i2, BitField(16));
}
void CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPorts::options(At& at) {
  at.option<0>(choice, "two");
  at.option<1>(choice, "moreThanTwo");
}
void CodebookConfigCodebookTypeType1SubTypeTypeISinglePanel::fields(At& at) {
  at("nrOfAntennaPorts", nrof_antenna_ports);
  at("typeI-SinglePanel-ri-Restriction", type_i_single_panel_ri_restriction, BitField(8));
}
void CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanelNgN1N2::options(At& at) {
  at.option<0>(choice, "two-two-one-TypeI-MultiPanel-Restriction", BitField(8));
  at.option<1>(choice, "two-four-one-TypeI-MultiPanel-Restriction", BitField(16));
  at.option<2>(choice, "four-two-one-TypeI-MultiPanel-Restriction", BitField(8));
  at.option<3>(choice, "two-two-two-TypeI-MultiPanel-Restriction", BitField(64));
  at.option<4>(choice, "two-eight-one-TypeI-MultiPanel-Restriction", BitField(32));
  at.option<5>(choice, "four-four-one-TypeI-MultiPanel-Restriction", BitField(16));
  at.option<6>(choice, "two-four-two-TypeI-MultiPanel-Restriction", BitText(Size(128)));
  at.option<7>(choice, "four-two-two-TypeI-MultiPanel-Restriction", BitField(64));
}
void CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanel::fields(At& at) {
  at("ng-n1-n2", ng_n1_n2);
  at("ri-Restriction", ri_restriction, BitField(4));
}
void CodebookConfigCodebookTypeType1SubType::options(At& at) {
  at.option<0>(choice, "typeI-SinglePanel");
  at.option<1>(choice, "typeI-MultiPanel");
}
void CodebookConfigCodebookTypeType1::fields(At& at) {
  at("subType", sub_type);
  at("codebookMode", codebook_mode, Range(1, 2));
}
void CodebookConfigCodebookTypeType2SubTypeTypeIiN1N2CodebookSubsetRestriction::options(At& at) {
  at.option<0>(choice, "two-one", BitField(16));
  at.option<1>(choice, "two-two", BitField(43));
  at.option<2>(choice, "four-one", BitField(32));
  at.option<3>(choice, "three-two", BitField(59));
  at.option<4>(choice, "six-one", BitField(48));
  at.option<5>(choice, "four-two", BitText(Size(75)));
  at.option<6>(choice, "eight-one", BitField(64));
  at.option<7>(choice, "four-three", BitText(Size(107)));
  at.option<8>(choice, "six-two", BitText(Size(107)));
  at.option<9>(choice, "twelve-one", BitText(Size(96)));
  at.option<10>(choice, "four-four", BitText(Size(139)));
  at.option<11>(choice, "eight-two", BitText(Size(139)));
  at.option<12>(choice, "sixteen-one", BitText(Size(128)));
}
void CodebookConfigCodebookTypeType2SubTypeTypeIi::fields(At& at) {
  at("n1-n2-codebookSubsetRestriction", n1_n2_codebook_subset_restriction);
  at("typeII-RI-Restriction", type_ii_ri_restriction, BitField(2));
}
void CodebookConfigCodebookTypeType2SubTypeTypeIiPortSelection::fields(At& at) {
  at("portSelectionSamplingSize", port_selection_sampling_size, Words("n1 n2 n3 n4"));
  at("typeII-PortSelectionRI-Restriction", type_ii_port_selection_ri_restriction, BitField(2));
}
void CodebookConfigCodebookTypeType2SubType::options(At& at) {
  at.option<0>(choice, "typeII");
  at.option<1>(choice, "typeII-PortSelection");
}
void CodebookConfigCodebookTypeType2::fields(At& at) {
  at("subType", sub_type);
  at("phaseAlphabetSize", phase_alphabet_size, Words("n4 n8"));
  at("subbandAmplitude", subband_amplitude);
  at("numberOfBeams", number_of_beams, Words("two three four"));
}
void CodebookConfigCodebookType::options(At& at) {
  at.option<0>(choice, "type1");
  at.option<1>(choice, "type2");
}
void CodebookConfig::fields(At& at) { at("codebookType", codebook_type); }
void PortIndexFor8RanksPortIndex8::fields(At& at) {
  at("rank1-8", rank1_8, Range(0, 7));
  at.some("rank2-8", rank2_8, Size(2), Range(0, 7));
  at.some("rank3-8", rank3_8, Size(3), Range(0, 7));
  at.some("rank4-8", rank4_8, Size(4), Range(0, 7));
  at.some("rank5-8", rank5_8, Size(5), Range(0, 7));
  at.some("rank6-8", rank6_8, Size(6), Range(0, 7));
  at.some("rank7-8", rank7_8, Size(7), Range(0, 7));
  at.some("rank8-8", rank8_8, Size(8), Range(0, 7));
}
void PortIndexFor8RanksPortIndex4::fields(At& at) {
  at("rank1-4", rank1_4, Range(0, 3));
  at.some("rank2-4", rank2_4, Size(2), Range(0, 3));
  at.some("rank3-4", rank3_4, Size(3), Range(0, 3));
  at.some("rank4-4", rank4_4, Size(4), Range(0, 3));
}
void PortIndexFor8RanksPortIndex2::fields(At& at) {
  at("rank1-2", rank1_2, Range(0, 1));
  at.some("rank2-2", rank2_2, Size(2), Range(0, 1));
}
void PortIndexFor8Ranks::options(At& at) {
  at.option<0>(choice, "portIndex8");
  at.option<1>(choice, "portIndex4");
  at.option<2>(choice, "portIndex2");
  at.option<3>(choice, "portIndex1");
}
void CsiReportConfigReportConfigTypePeriodic::fields(At& at) {
  at("reportSlotConfig", report_slot_config);
  at("pucch-CSI-ResourceList", pucch_csi_resource_list, Size(1, 4));
}
void CsiReportConfigReportConfigTypeSemiPersistentOnPucch::fields(At& at) {
  at("reportSlotConfig", report_slot_config);
  at("pucch-CSI-ResourceList", pucch_csi_resource_list, Size(1, 4));
}
void CsiReportConfigReportConfigTypeSemiPersistentOnPusch::fields(At& at) {
  at("reportSlotConfig", report_slot_config, Words("sl5 sl10 sl20 sl40 sl80 sl160 sl320"));
  at("reportSlotOffsetList", report_slot_offset_list, Size(1, 16), Range(0, 32));
  at("p0alpha", p0alpha, Range(0, 29));
}
void CsiReportConfigReportConfigTypeAperiodic::fields(At& at) {
  at("reportSlotOffsetList", report_slot_offset_list, Size(1, 16), Range(0, 32));
}
void CsiReportConfigReportConfigType::options(At& at) {
  at.option<0>(choice, "periodic");
  at.option<1>(choice, "semiPersistentOnPUCCH");
  at.option<2>(choice, "semiPersistentOnPUSCH");
  at.option<3>(choice, "aperiodic");
}
void CsiReportConfigReportQuantityCriRiI1Cqi::fields(At& at) { at("pdsch-BundleSizeForCSI", pdsch_bundle_size_for_csi, Words("n2 n4")); }
void CsiReportConfigReportQuantity::options(At& at) {
  at.option<0>(choice, "none");
  at.option<1>(choice, "cri-RI-PMI-CQI");
  at.option<2>(choice, "cri-RI-i1");
  at.option<3>(choice, "cri-RI-i1-CQI");
  at.option<4>(choice, "cri-RI-CQI");
  at.option<5>(choice, "cri-RSRP");
  at.option<6>(choice, "ssb-Index-RSRP");
  at.option<7>(choice, "cri-RI-LI-PMI-CQI");
}
void CsiReportConfigReportFreqConfigurationCsiReportingBand::options(At& at) {
  at.option<0>(choice, "subbands3", BitField(3));
  at.option<1>(choice, "subbands4", BitField(4));
  at.option<2>(choice, "subbands5", BitField(5));
  at.option<3>(choice, "subbands6", BitField(6));
  at.option<4>(choice, "subbands7", BitField(7));
  at.option<5>(choice, "subbands8", BitField(8));
  at.option<6>(choice, "subbands9", BitField(9));
  at.option<7>(choice, "subbands10", BitField(10));
  at.option<8>(choice, "subbands11", BitField(11));
  at.option<9>(choice, "subbands12", BitField(12));
  at.option<10>(choice, "subbands13", BitField(13));
  at.option<11>(choice, "subbands14", BitField(14));
  at.option<12>(choice, "subbands15", BitField(15));
  at.option<13>(choice, "subbands16", BitField(16));
  at.option<14>(choice, "subbands17", BitField(17));
  at.option<15>(choice, "subbands18", BitField(18));
}
void CsiReportConfigReportFreqConfiguration::fields(At& at) {
  at("cqi-FormatIndicator", cqi_format_indicator, Words("widebandCQI subbandCQI"));
  at("pmi-FormatIndicator", pmi_format_indicator, Words("widebandPMI subbandPMI"));
  at("csi-ReportingBand", csi_reporting_band);
}
void CsiReportConfigGroupBasedBeamReportingDisabled::fields(At& at) { at("nrofReportedRS", nrof_reported_rs, Words("n1 n2 n3 n4")); }
void CsiReportConfigGroupBasedBeamReporting::options(At& at) {
  at.option<0>(choice, "enabled");
  at.option<1>(choice, "disabled");
}
void CsiReportConfigSemiPersistentOnPuschV1530::fields(At& at) {
  at("reportSlotConfig-v1530", report_slot_config_v1530, Words("sl4 sl8 sl16"));
}
void CsiReportConfig::fields(At& at) {
  at("reportConfigId", report_config_id, Range(0, 47));
  at("carrier", carrier, Range(0, 31));
  at("resourcesForChannelMeasurement", resources_for_channel_measurement, Range(0, 111));
  at("csi-IM-ResourcesForInterference", csi_im_resources_for_interference, Range(0, 111));
  at("nzp-CSI-RS-ResourcesForInterference", nzp_csi_rs_resources_for_interference, Range(0, 111));
  at("reportConfigType", report_config_type);
  at("reportQuantity", report_quantity);
  at("reportFreqConfiguration", report_freq_configuration);
  at("timeRestrictionForChannelMeasurements", time_restriction_for_channel_measurements, Words("configured notConfigured"));
  at("timeRestrictionForInterferenceMeasurements", time_restriction_for_interference_measurements, Words("configured notConfigured"));
  at("codebookConfig", codebook_config);
  at("dummy", dummy, Words("n1 n2"));
  at("groupBasedBeamReporting", group_based_beam_reporting);
  at("cqi-Table", cqi_table, Words("table1 table2 table3 table4-r17"));
  at("subbandSize", subband_size, Words("value1 value2"));
  at.some("non-PMI-PortIndication", non_pmi_port_indication, Size(1, 128));
  at.group([&] { at("semiPersistentOnPUSCH-v1530", semi_persistent_on_pusch_v1530); });
}
void CsiAssociatedReportConfigInfoResourcesForChannelNzpCsiRs::fields(At& at) {
  at("resourceSet", resource_set, Range(1, 16));
  at.some("qcl-info", qcl_info, Size(1, 16), Range(0, 127));
}
void CsiAssociatedReportConfigInfoResourcesForChannel::options(At& at) {
  at.option<0>(choice, "nzp-CSI-RS");
  at.option<1>(choice, "csi-SSB-ResourceSet", Range(1, 1));
}
void CsiAssociatedReportConfigInfo::fields(At& at) {
  at("reportConfigId", report_config_id, Range(0, 47));
  at("resourcesForChannel", resources_for_channel);
  at("csi-IM-ResourcesForInterference", csi_im_resources_for_interference, Range(1, 16));
  at("nzp-CSI-RS-ResourcesForInterference", nzp_csi_rs_resources_for_interference, Range(1, 16));
}
void CsiAperiodicTriggerState::fields(At& at) { at("associatedReportConfigInfoList", associated_report_config_info_list, Size(1, 16)); }
void CsiSemiPersistentOnPuschTriggerState::fields(At& at) { at("associatedReportConfigInfo", associated_report_config_info, Range(0, 47)); }
void CsiMeasConfig::fields(At& at) {
  at.some("nzp-CSI-RS-ResourceToAddModList", nzp_csi_rs_resource_to_add_mod_list, Size(1, 192));
  at.some("nzp-CSI-RS-ResourceToReleaseList", nzp_csi_rs_resource_to_release_list, Size(1, 192), Range(0, 191));
  at.some("nzp-CSI-RS-ResourceSetToAddModList", nzp_csi_rs_resource_set_to_add_mod_list, Size(1, 64));
  at.some("nzp-CSI-RS-ResourceSetToReleaseList", nzp_csi_rs_resource_set_to_release_list, Size(1, 64), Range(0, 63));
  at.some("csi-IM-ResourceToAddModList", csi_im_resource_to_add_mod_list, Size(1, 32));
  at.some("csi-IM-ResourceToReleaseList", csi_im_resource_to_release_list, Size(1, 32), Range(0, 31));
  at.some("csi-IM-ResourceSetToAddModList", csi_im_resource_set_to_add_mod_list, Size(1, 64));
  at.some("csi-IM-ResourceSetToReleaseList", csi_im_resource_set_to_release_list, Size(1, 64), Range(0, 63));
  at.some("csi-SSB-ResourceSetToAddModList", csi_ssb_resource_set_to_add_mod_list, Size(1, 64));
  at.some("csi-SSB-ResourceSetToReleaseList", csi_ssb_resource_set_to_release_list, Size(1, 64), Range(0, 63));
  at.some("csi-ResourceConfigToAddModList", csi_resource_config_to_add_mod_list, Size(1, 112));
  at.some("csi-ResourceConfigToReleaseList", csi_resource_config_to_release_list, Size(1, 112), Range(0, 111));
  at.some("csi-ReportConfigToAddModList", csi_report_config_to_add_mod_list, Size(1, 48));
  at.some("csi-ReportConfigToReleaseList", csi_report_config_to_release_list, Size(1, 48), Range(0, 47));
  at("reportTriggerSize", report_trigger_size, Range(0, 6));
  at("aperiodicTriggerStateList", aperiodic_trigger_state_list, Size(1, 128));
  at("semiPersistentOnPUSCH-TriggerStateList", semi_persistent_on_pusch_trigger_state_list, Size(1, 64));
}

}  // namespace pellucid::rrc
