// The descriptions of what measurements.hpp declares, in its order.
#include "wire/rrc/measurements.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void SsbMtc2::fields(At& at) {
  at.some("pci-List", pci_list, Size(1, 64), Range(0, 1007));
  at("periodicity", periodicity, Words("sf5 sf10 sf20 sf40 sf80 spare3 spare2 spare1"));
}
void SsbToMeasure::options(At& at) {
  static constexpr NumberOption table[] = {{"shortBitmap", BitField(4)}, {"mediumBitmap", BitField(8)}, {"longBitmap", BitField(64)}};
  at.number_option(which, value, table);
}
void SsRssiMeasurement::fields(At& at) {
  at("measurementSlots", measurement_slots, BitText(Size(1, 80)));
  at("endSymbol", end_symbol, Range(0, 3));
}
void SsbConfigMobility::fields(At& at) {
  at("ssb-ToMeasure", ssb_to_measure);
  at("deriveSSB-IndexFromCell", derive_ssb_index_from_cell);
  at("ss-RSSI-Measurement", ss_rssi_measurement);
}
void CsiRsResourceMobilitySlotConfig::options(At& at) {
  static constexpr NumberOption table[] = {
      {"ms4", Range(0, 31)}, {"ms5", Range(0, 39)}, {"ms10", Range(0, 79)}, {"ms20", Range(0, 159)}, {"ms40", Range(0, 319)}};
  at.number_option(which, value, table);
}
void CsiRsResourceMobilityAssociatedSsb::fields(At& at) {
  at("ssb-Index", ssb_index, Range(0, 63));
  at("isQuasiColocated", is_quasi_colocated);
}
void CsiRsResourceMobilityFrequencyDomainAllocation::options(At& at) {
  static constexpr NumberOption table[] = {{"row1", BitField(4)}, {"row2", BitField(12)}};
  at.number_option(which, value, table);
}
void CsiRsResourceMobility::fields(At& at) {
  at("csi-RS-Index", csi_rs_index, Range(0, 95));
  at("slotConfig", slot_config);
  at("associatedSSB", associated_ssb);
  at("frequencyDomainAllocation", frequency_domain_allocation);
  at("firstOFDMSymbolInTimeDomain", first_ofdm_symbol_in_time_domain, Range(0, 13));
  at("sequenceGenerationConfig", sequence_generation_config, Range(0, 1023));
}
void CsiRsCellMobilityCsiRsMeasurementBw::fields(At& at) {
  at("nrofPRBs", nrof_prbs, Words("size24 size48 size96 size192 size264"));
  at("startPRB", start_prb, Range(0, 2169));
}
void CsiRsCellMobility::fields(At& at) {
  at("cellId", cell_id, Range(0, 1007));
  at("csi-rs-MeasurementBW", csi_rs_measurement_bw);
  at("density", density, Words("d1 d3"));
  at("csi-rs-ResourceList-Mobility", csi_rs_resource_list_mobility, Size(1, 96));
}
void CsiRsResourceConfigMobility::fields(At& at) {
  at("subcarrierSpacing", subcarrier_spacing, words::subcarrier_spacing);
  at("csi-RS-CellList-Mobility", csi_rs_cell_list_mobility, Size(1, 96));
  at.group([&] { at("refServCellIndex", ref_serv_cell_index, Range(0, 31)); });
}
void ReferenceSignalConfig::fields(At& at) {
  at("ssb-ConfigMobility", ssb_config_mobility);
  at("csi-rs-ResourceConfigMobility", csi_rs_resource_config_mobility);
}
void ThresholdNr::fields(At& at) {
  at("thresholdRSRP", threshold_rsrp, Range(0, 127));
  at("thresholdRSRQ", threshold_rsrq, Range(0, 127));
  at("thresholdSINR", threshold_sinr, Range(0, 127));
}
void QOffsetRangeList::fields(At& at) {
  at("rsrpOffsetSSB", rsrp_offset_ssb, words::q_offset_range);
  at("rsrqOffsetSSB", rsrq_offset_ssb, words::q_offset_range);
  at("sinrOffsetSSB", sinroffset_ssb, words::q_offset_range);
  at("rsrpOffsetCSI-RS", rsrp_offset_csi_rs, words::q_offset_range);
  at("rsrqOffsetCSI-RS", rsrq_offset_csi_rs, words::q_offset_range);
  at("sinrOffsetCSI-RS", sinroffset_csi_rs, words::q_offset_range);
}
void CellsToAddMod::fields(At& at) {
  at("physCellId", phys_cell_id, Range(0, 1007));
  at("cellIndividualOffset", cell_individual_offset);
}
void PciRange::fields(At& at) {
  at("start", start, Range(0, 1007));
  at("range", range, Words("n4 n8 n12 n16 n24 n32 n48 n64 n84 n96 n128 n168 n252 n504 n1008 spare1"));
}
void PciRangeElement::fields(At& at) {
  at("pci-RangeIndex", pci_range_index, Range(1, 8));
  at("pci-Range", pci_range);
}
void MeasObjectNr::fields(At& at) {
  at("ssbFrequency", ssb_frequency, Range(0, 3279165));
  at("ssbSubcarrierSpacing", ssb_subcarrier_spacing, words::subcarrier_spacing);
  at("smtc1", smtc1);
  at("smtc2", smtc2);
  at("refFreqCSI-RS", ref_freq_csi_rs, Range(0, 3279165));
  at("referenceSignalConfig", reference_signal_config);
  at("absThreshSS-BlocksConsolidation", abs_thresh_ss_blocks_consolidation);
  at("absThreshCSI-RS-Consolidation", abs_thresh_csi_rs_consolidation);
  at("nrofSS-BlocksToAverage", nrof_ss_blocks_to_average, Range(2, 16));
  at("nrofCSI-RS-ResourcesToAverage", nrof_csi_rs_resources_to_average, Range(2, 16));
  at("quantityConfigIndex", quantity_config_index, Range(1, 2));
  at("offsetMO", offset_mo);
  at.some("cellsToRemoveList", cells_to_remove_list, Size(1, 32), Range(0, 1007));
  at.some("cellsToAddModList", cells_to_add_mod_list, Size(1, 32));
  at.some("excludedCellsToRemoveList", excluded_cells_to_remove_list, Size(1, 8), Range(1, 8));
  at.some("excludedCellsToAddModList", excluded_cells_to_add_mod_list, Size(1, 8));
  at.some("allowedCellsToRemoveList", allowed_cells_to_remove_list, Size(1, 8), Range(1, 8));
  at.some("allowedCellsToAddModList", allowed_cells_to_add_mod_list, Size(1, 8));
  at.group([&] {
    at("freqBandIndicatorNR", freq_band_indicator_nr, Range(1, 1024));
    at("measCycleSCell", meas_cycle_scell, Words("sf160 sf256 sf320 sf512 sf640 sf1024 sf1280"));
  });
}
void MeasObjectToAddModMeasObject::options(At& at) { at.option<0>(choice, "measObjectNR"); }
void MeasObjectToAddMod::fields(At& at) {
  at("measObjectId", meas_object_id, Range(1, 64));
  at("measObject", meas_object);
}
void MeasReportQuantity::fields(At& at) {
  at("rsrp", rsrp);
  at("rsrq", rsrq);
  at("sinr", sinr);
}
void PeriodicalReportConfig::fields(At& at) {
  at("rsType", rs_type, words::nr_rs_type);
  at("reportInterval", report_interval, words::report_interval);
  at("reportAmount", report_amount, Words("r1 r2 r4 r8 r16 r32 r64 infinity"));
  at("reportQuantityCell", report_quantity_cell);
  at("maxReportCells", max_report_cells, Range(1, 8));
  at("reportQuantityRS-Indexes", report_quantity_rs_indexes);
  at("maxNrofRS-IndexesToReport", max_nrof_rs_indexes_to_report, Range(1, 32));
  at("includeBeamMeasurements", include_beam_measurements);
  at("useAllowedCellList", use_allowed_cell_list);
}
void MeasTriggerQuantity::options(At& at) {
  static constexpr NumberOption table[] = {{"rsrp", Range(0, 127)}, {"rsrq", Range(0, 127)}, {"sinr", Range(0, 127)}};
  at.number_option(which, value, table);
}
void MeasTriggerQuantityOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"rsrp", Range(-30, 30)}, {"rsrq", Range(-30, 30)}, {"sinr", Range(-30, 30)}};
  at.number_option(which, value, table);
}
void EventTriggerConfigEventIdEventA1::fields(At& at) {
  at("a1-Threshold", a1_threshold);
  at("reportOnLeave", report_on_leave);
  at("hysteresis", hysteresis, Range(0, 30));
  at("timeToTrigger", time_to_trigger, words::time_to_trigger);
}
void EventTriggerConfigEventIdEventA2::fields(At& at) {
  at("a2-Threshold", a2_threshold);
  at("reportOnLeave", report_on_leave);
  at("hysteresis", hysteresis, Range(0, 30));
  at("timeToTrigger", time_to_trigger, words::time_to_trigger);
}
void EventTriggerConfigEventIdEventA3::fields(At& at) {
  at("a3-Offset", a3_offset);
  at("reportOnLeave", report_on_leave);
  at("hysteresis", hysteresis, Range(0, 30));
  at("timeToTrigger", time_to_trigger, words::time_to_trigger);
  at("useAllowedCellList", use_allowed_cell_list);
}
void EventTriggerConfigEventIdEventA4::fields(At& at) {
  at("a4-Threshold", a4_threshold);
  at("reportOnLeave", report_on_leave);
  at("hysteresis", hysteresis, Range(0, 30));
  at("timeToTrigger", time_to_trigger, words::time_to_trigger);
  at("useAllowedCellList", use_allowed_cell_list);
}
void EventTriggerConfigEventIdEventA5::fields(At& at) {
  at("a5-Threshold1", a5_threshold1);
  at("a5-Threshold2", a5_threshold2);
  at("reportOnLeave", report_on_leave);
  at("hysteresis", hysteresis, Range(0, 30));
  at("timeToTrigger", time_to_trigger, words::time_to_trigger);
  at("useAllowedCellList", use_allowed_cell_list);
}
void EventTriggerConfigEventIdEventA6::fields(At& at) {
  at("a6-Offset", a6_offset);
  at("reportOnLeave", report_on_leave);
  at("hysteresis", hysteresis, Range(0, 30));
  at("timeToTrigger", time_to_trigger, words::time_to_trigger);
  at("useAllowedCellList", use_allowed_cell_list);
}
void EventTriggerConfigEventId::options(At& at) {
  at.option<0>(choice, "eventA1");
  at.option<1>(choice, "eventA2");
  at.option<2>(choice, "eventA3");
  at.option<3>(choice, "eventA4");
  at.option<4>(choice, "eventA5");
  at.option<5>(choice, "eventA6");
}
void EventTriggerConfig::fields(At& at) {
  at("eventId", event_id);
  at("rsType", rs_type, words::nr_rs_type);
  at("reportInterval", report_interval, words::report_interval);
  at("reportAmount", report_amount, Words("r1 r2 r4 r8 r16 r32 r64 infinity"));
  at("reportQuantityCell", report_quantity_cell);
  at("maxReportCells", max_report_cells, Range(1, 8));
  at("reportQuantityRS-Indexes", report_quantity_rs_indexes);
  at("maxNrofRS-IndexesToReport", max_nrof_rs_indexes_to_report, Range(1, 32));
  at("includeBeamMeasurements", include_beam_measurements);
  at.flag("reportAddNeighMeas", report_add_neigh_meas, "setup");
}
void ReportConfigNrReportType::options(At& at) {
  at.option<0>(choice, "periodical");
  at.option<1>(choice, "eventTriggered");
}
void ReportConfigNr::fields(At& at) { at("reportType", report_type); }
void ReportConfigToAddModReportConfig::options(At& at) { at.option<0>(choice, "reportConfigNR"); }
void ReportConfigToAddMod::fields(At& at) {
  at("reportConfigId", report_config_id, Range(1, 64));
  at("reportConfig", report_config);
}
void MeasIdToAddMod::fields(At& at) {
  at("measId", meas_id, Range(1, 64));
  at("measObjectId", meas_object_id, Range(1, 64));
  at("reportConfigId", report_config_id, Range(1, 64));
}
void FilterConfig::fields(At& at) {
  at("filterCoefficientRSRP", filter_coefficient_rsrp, words::filter_coefficient);
  at("filterCoefficientRSRQ", filter_coefficient_rsrq, words::filter_coefficient);
  at("filterCoefficientRS-SINR", filter_coefficient_rs_sinr, words::filter_coefficient);
}
void QuantityConfigRs::fields(At& at) {
  at("ssb-FilterConfig", ssb_filter_config);
  at("csi-RS-FilterConfig", csi_rs_filter_config);
}
void QuantityConfigNr::fields(At& at) {
  at("quantityConfigCell", quantity_config_cell);
  at("quantityConfigRS-Index", quantity_config_rs_index);
}
void QuantityConfig::fields(At& at) {
  at.some("quantityConfigNR-List", quantity_config_nr_list, Size(1, 2));
  at.group([&] { at("quantityConfigEUTRA", quantity_config_eutra); });
}
void GapConfig::fields(At& at) {
  at("gapOffset", gap_offset, Range(0, 159));
  at("mgl", mgl, Words("ms1dot5 ms3 ms3dot5 ms4 ms5dot5 ms6"));
  at("mgrp", mgrp, Words("ms20 ms40 ms80 ms160"));
  at("mgta", mgta, Words("ms0 ms0dot25 ms0dot5"));
  at.group([&] { at("refServCellIndicator", ref_serv_cell_indicator, Words("pCell pSCell mcg-FR2")); });
}
void MeasGapConfig::fields(At& at) {
  at("gapFR2", gap_fr2);
  at.group([&] {
    at("gapFR1", gap_fr1);
    at("gapUE", gap_ue);
  });
}
void MeasGapSharingConfig::fields(At& at) {
  at("gapSharingFR2", gap_sharing_fr2, words::meas_gap_sharing_scheme);
  at.group([&] {
    at("gapSharingFR1", gap_sharing_fr1, words::meas_gap_sharing_scheme);
    at("gapSharingUE", gap_sharing_ue, words::meas_gap_sharing_scheme);
  });
}
void MeasConfigSMeasureConfig::options(At& at) {
  static constexpr NumberOption table[] = {{"ssb-RSRP", Range(0, 127)}, {"csi-RSRP", Range(0, 127)}};
  at.number_option(which, value, table);
}
void MeasConfig::fields(At& at) {
  at.some("measObjectToRemoveList", meas_object_to_remove_list, Size(1, 64), Range(1, 64));
  at.some("measObjectToAddModList", meas_object_to_add_mod_list, Size(1, 64));
  at.some("reportConfigToRemoveList", report_config_to_remove_list, Size(1, 64), Range(1, 64));
  at.some("reportConfigToAddModList", report_config_to_add_mod_list, Size(1, 64));
  at.some("measIdToRemoveList", meas_id_to_remove_list, Size(1, 64), Range(1, 64));
  at.some("measIdToAddModList", meas_id_to_add_mod_list, Size(1, 64));
  at("s-MeasureConfig", s_measure_config);
  at("quantityConfig", quantity_config);
  at("measGapConfig", meas_gap_config);
  at("measGapSharingConfig", meas_gap_sharing_config);
}

}  // namespace pellucid::rrc
