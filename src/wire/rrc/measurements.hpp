#pragma once
// Measurement configuration (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/cell_group.hpp"

namespace pellucid::rrc {

struct SsbMtc2 {
  enum class Periodicity : std::uint8_t { sf5, sf10, sf20, sf40, sf80, spare3, spare2, spare1 };
  std::vector<std::uint16_t> pci_list{};
  Periodicity periodicity{};
  void fields(At& at);
  bool operator==(const SsbMtc2&) const = default;
};
struct SsbToMeasure {
  enum class Which : std::uint8_t { short_bitmap, medium_bitmap, long_bitmap };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const SsbToMeasure&) const = default;
};
struct SsRssiMeasurement {
  codec::BitString measurement_slots{};
  std::uint8_t end_symbol = 0;
  void fields(At& at);
  bool operator==(const SsRssiMeasurement&) const = default;
};
struct SsbConfigMobility {
  std::optional<SetupRelease<SsbToMeasure>> ssb_to_measure{};
  bool derive_ssb_index_from_cell = false;
  std::optional<SsRssiMeasurement> ss_rssi_measurement{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SsbConfigMobility&) const = default;
};
struct CsiRsResourceMobilitySlotConfig {
  enum class Which : std::uint8_t { ms4, ms5, ms10, ms20, ms40 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const CsiRsResourceMobilitySlotConfig&) const = default;
};
struct CsiRsResourceMobilityAssociatedSsb {
  std::uint8_t ssb_index = 0;
  bool is_quasi_colocated = false;
  void fields(At& at);
  bool operator==(const CsiRsResourceMobilityAssociatedSsb&) const = default;
};
struct CsiRsResourceMobilityFrequencyDomainAllocation {
  enum class Which : std::uint8_t { row1, row2 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const CsiRsResourceMobilityFrequencyDomainAllocation&) const = default;
};
struct CsiRsResourceMobility {
  using SlotConfig = CsiRsResourceMobilitySlotConfig;
  using AssociatedSsb = CsiRsResourceMobilityAssociatedSsb;
  using FrequencyDomainAllocation = CsiRsResourceMobilityFrequencyDomainAllocation;
  std::uint8_t csi_rs_index = 0;
  SlotConfig slot_config{};
  std::optional<AssociatedSsb> associated_ssb{};
  FrequencyDomainAllocation frequency_domain_allocation{};
  std::uint8_t first_ofdm_symbol_in_time_domain = 0;
  std::uint16_t sequence_generation_config = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiRsResourceMobility&) const = default;
};
struct CsiRsCellMobilityCsiRsMeasurementBw {
  enum class NrofPrbs : std::uint8_t { size24, size48, size96, size192, size264 };
  NrofPrbs nrof_prbs{};
  std::uint16_t start_prb = 0;
  void fields(At& at);
  bool operator==(const CsiRsCellMobilityCsiRsMeasurementBw&) const = default;
};
struct CsiRsCellMobility {
  using CsiRsMeasurementBw = CsiRsCellMobilityCsiRsMeasurementBw;
  enum class Density : std::uint8_t { d1, d3 };
  std::uint16_t cell_id = 0;
  CsiRsMeasurementBw csi_rs_measurement_bw{};
  std::optional<Density> density{};
  std::vector<CsiRsResourceMobility> csi_rs_resource_list_mobility{};
  void fields(At& at);
  bool operator==(const CsiRsCellMobility&) const = default;
};
struct CsiRsResourceConfigMobility {
  SubcarrierSpacing subcarrier_spacing{};
  std::vector<CsiRsCellMobility> csi_rs_cell_list_mobility{};
  std::optional<std::uint8_t> ref_serv_cell_index{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiRsResourceConfigMobility&) const = default;
};
struct ReferenceSignalConfig {
  std::optional<SsbConfigMobility> ssb_config_mobility{};
  std::optional<SetupRelease<CsiRsResourceConfigMobility>> csi_rs_resource_config_mobility{};
  void fields(At& at);
  bool operator==(const ReferenceSignalConfig&) const = default;
};
struct ThresholdNr {
  std::optional<std::uint8_t> threshold_rsrp{};
  std::optional<std::uint8_t> threshold_rsrq{};
  std::optional<std::uint8_t> threshold_sinr{};
  void fields(At& at);
  bool operator==(const ThresholdNr&) const = default;
};
enum class QOffsetRange : std::uint8_t {
  db_minus_24,
  db_minus_22,
  db_minus_20,
  db_minus_18,
  db_minus_16,
  db_minus_14,
  db_minus_12,
  db_minus_10,
  db_minus_8,
  db_minus_6,
  db_minus_5,
  db_minus_4,
  db_minus_3,
  db_minus_2,
  db_minus_1,
  db0,
  db1,
  db2,
  db3,
  db4,
  db5,
  db6,
  db8,
  db10,
  db12,
  db14,
  db16,
  db18,
  db20,
  db22,
  db24
};
namespace words {
inline constexpr Words q_offset_range(
    "dB-24 dB-22 dB-20 dB-18 dB-16 dB-14 dB-12 dB-10 dB-8 dB-6 dB-5 dB-4 dB-3 dB-2 dB-1 dB0 dB1 dB2 dB3 dB4 dB5 dB6 dB8 dB10 dB12 dB14 "
    "dB16 dB18 dB20 dB22 dB24");
}
struct QOffsetRangeList {
  std::optional<QOffsetRange> rsrp_offset_ssb{};     // DEFAULT dB0
  std::optional<QOffsetRange> rsrq_offset_ssb{};     // DEFAULT dB0
  std::optional<QOffsetRange> sinroffset_ssb{};      // DEFAULT dB0
  std::optional<QOffsetRange> rsrp_offset_csi_rs{};  // DEFAULT dB0
  std::optional<QOffsetRange> rsrq_offset_csi_rs{};  // DEFAULT dB0
  std::optional<QOffsetRange> sinroffset_csi_rs{};   // DEFAULT dB0
  void fields(At& at);
  bool operator==(const QOffsetRangeList&) const = default;
};
struct CellsToAddMod {
  std::uint16_t phys_cell_id = 0;
  QOffsetRangeList cell_individual_offset{};
  void fields(At& at);
  bool operator==(const CellsToAddMod&) const = default;
};
struct PciRange {
  enum class RangeValue : std::uint8_t { n4, n8, n12, n16, n24, n32, n48, n64, n84, n96, n128, n168, n252, n504, n1008, spare1 };
  std::uint16_t start = 0;
  std::optional<RangeValue> range{};
  void fields(At& at);
  bool operator==(const PciRange&) const = default;
};
struct PciRangeElement {
  std::uint8_t pci_range_index = 0;
  PciRange pci_range{};
  void fields(At& at);
  bool operator==(const PciRangeElement&) const = default;
};
struct MeasObjectNr {
  enum class MeasCycleScell : std::uint8_t { sf160, sf256, sf320, sf512, sf640, sf1024, sf1280 };
  std::optional<std::uint32_t> ssb_frequency{};
  std::optional<SubcarrierSpacing> ssb_subcarrier_spacing{};
  std::optional<SsbMtc> smtc1{};
  std::optional<SsbMtc2> smtc2{};
  std::optional<std::uint32_t> ref_freq_csi_rs{};
  ReferenceSignalConfig reference_signal_config{};
  std::optional<ThresholdNr> abs_thresh_ss_blocks_consolidation{};
  std::optional<ThresholdNr> abs_thresh_csi_rs_consolidation{};
  std::optional<std::uint8_t> nrof_ss_blocks_to_average{};
  std::optional<std::uint8_t> nrof_csi_rs_resources_to_average{};
  std::uint8_t quantity_config_index = 0;
  QOffsetRangeList offset_mo{};
  std::vector<std::uint16_t> cells_to_remove_list{};
  std::vector<CellsToAddMod> cells_to_add_mod_list{};
  std::vector<std::uint8_t> excluded_cells_to_remove_list{};
  std::vector<PciRangeElement> excluded_cells_to_add_mod_list{};
  std::vector<std::uint8_t> allowed_cells_to_remove_list{};
  std::vector<PciRangeElement> allowed_cells_to_add_mod_list{};
  std::optional<std::uint16_t> freq_band_indicator_nr{};
  std::optional<MeasCycleScell> meas_cycle_scell{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const MeasObjectNr&) const = default;
};
struct MeasObjectToAddModMeasObject {
  std::variant<MeasObjectNr, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const MeasObjectToAddModMeasObject&) const = default;
};
struct MeasObjectToAddMod {
  using MeasObject = MeasObjectToAddModMeasObject;
  std::uint8_t meas_object_id = 0;
  MeasObject meas_object{};
  void fields(At& at);
  bool operator==(const MeasObjectToAddMod&) const = default;
};
enum class NrRsType : std::uint8_t { ssb, csi_rs };
namespace words {
inline constexpr Words nr_rs_type("ssb csi-rs");
}
enum class ReportInterval : std::uint8_t {
  ms120,
  ms240,
  ms480,
  ms640,
  ms1024,
  ms2048,
  ms5120,
  ms10240,
  ms20480,
  ms40960,
  min1,
  min6,
  min12,
  min30
};
namespace words {
inline constexpr Words report_interval("ms120 ms240 ms480 ms640 ms1024 ms2048 ms5120 ms10240 ms20480 ms40960 min1 min6 min12 min30");
}
struct MeasReportQuantity {
  bool rsrp = false;
  bool rsrq = false;
  bool sinr = false;
  void fields(At& at);
  bool operator==(const MeasReportQuantity&) const = default;
};
struct PeriodicalReportConfig {
  enum class ReportAmount : std::uint8_t { r1, r2, r4, r8, r16, r32, r64, infinity };
  NrRsType rs_type{};
  ReportInterval report_interval{};
  ReportAmount report_amount{};
  MeasReportQuantity report_quantity_cell{};
  std::uint8_t max_report_cells = 0;
  std::optional<MeasReportQuantity> report_quantity_rs_indexes{};
  std::optional<std::uint8_t> max_nrof_rs_indexes_to_report{};
  bool include_beam_measurements = false;
  bool use_allowed_cell_list = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PeriodicalReportConfig&) const = default;
};
struct MeasTriggerQuantity {
  enum class Which : std::uint8_t { rsrp, rsrq, sinr };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const MeasTriggerQuantity&) const = default;
};
enum class TimeToTrigger : std::uint8_t {
  ms0,
  ms40,
  ms64,
  ms80,
  ms100,
  ms128,
  ms160,
  ms256,
  ms320,
  ms480,
  ms512,
  ms640,
  ms1024,
  ms1280,
  ms2560,
  ms5120
};
namespace words {
inline constexpr Words time_to_trigger("ms0 ms40 ms64 ms80 ms100 ms128 ms160 ms256 ms320 ms480 ms512 ms640 ms1024 ms1280 ms2560 ms5120");
}
struct MeasTriggerQuantityOffset {
  enum class Which : std::uint8_t { rsrp, rsrq, sinr };
  Which which{};
  std::int64_t value = 0;
  void options(At& at);
  bool operator==(const MeasTriggerQuantityOffset&) const = default;
};
struct EventTriggerConfigEventIdEventA1 {
  MeasTriggerQuantity a1_threshold{};
  bool report_on_leave = false;
  std::uint8_t hysteresis = 0;
  TimeToTrigger time_to_trigger{};
  void fields(At& at);
  bool operator==(const EventTriggerConfigEventIdEventA1&) const = default;
};
struct EventTriggerConfigEventIdEventA2 {
  MeasTriggerQuantity a2_threshold{};
  bool report_on_leave = false;
  std::uint8_t hysteresis = 0;
  TimeToTrigger time_to_trigger{};
  void fields(At& at);
  bool operator==(const EventTriggerConfigEventIdEventA2&) const = default;
};
struct EventTriggerConfigEventIdEventA3 {
  MeasTriggerQuantityOffset a3_offset{};
  bool report_on_leave = false;
  std::uint8_t hysteresis = 0;
  TimeToTrigger time_to_trigger{};
  bool use_allowed_cell_list = false;
  void fields(At& at);
  bool operator==(const EventTriggerConfigEventIdEventA3&) const = default;
};
struct EventTriggerConfigEventIdEventA4 {
  MeasTriggerQuantity a4_threshold{};
  bool report_on_leave = false;
  std::uint8_t hysteresis = 0;
  TimeToTrigger time_to_trigger{};
  bool use_allowed_cell_list = false;
  void fields(At& at);
  bool operator==(const EventTriggerConfigEventIdEventA4&) const = default;
};
struct EventTriggerConfigEventIdEventA5 {
  MeasTriggerQuantity a5_threshold1{};
  MeasTriggerQuantity a5_threshold2{};
  bool report_on_leave = false;
  std::uint8_t hysteresis = 0;
  TimeToTrigger time_to_trigger{};
  bool use_allowed_cell_list = false;
  void fields(At& at);
  bool operator==(const EventTriggerConfigEventIdEventA5&) const = default;
};
struct EventTriggerConfigEventIdEventA6 {
  MeasTriggerQuantityOffset a6_offset{};
  bool report_on_leave = false;
  std::uint8_t hysteresis = 0;
  TimeToTrigger time_to_trigger{};
  bool use_allowed_cell_list = false;
  void fields(At& at);
  bool operator==(const EventTriggerConfigEventIdEventA6&) const = default;
};
struct EventTriggerConfigEventId {
  using EventA1 = EventTriggerConfigEventIdEventA1;
  using EventA2 = EventTriggerConfigEventIdEventA2;
  using EventA3 = EventTriggerConfigEventIdEventA3;
  using EventA4 = EventTriggerConfigEventIdEventA4;
  using EventA5 = EventTriggerConfigEventIdEventA5;
  using EventA6 = EventTriggerConfigEventIdEventA6;
  std::variant<EventA1, EventA2, EventA3, EventA4, EventA5, EventA6, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const EventTriggerConfigEventId&) const = default;
};
struct EventTriggerConfig {
  using EventId = EventTriggerConfigEventId;
  enum class ReportAmount : std::uint8_t { r1, r2, r4, r8, r16, r32, r64, infinity };
  EventId event_id{};
  NrRsType rs_type{};
  ReportInterval report_interval{};
  ReportAmount report_amount{};
  MeasReportQuantity report_quantity_cell{};
  std::uint8_t max_report_cells = 0;
  std::optional<MeasReportQuantity> report_quantity_rs_indexes{};
  std::optional<std::uint8_t> max_nrof_rs_indexes_to_report{};
  bool include_beam_measurements = false;
  bool report_add_neigh_meas = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const EventTriggerConfig&) const = default;
};
struct ReportConfigNrReportType {
  std::variant<PeriodicalReportConfig, EventTriggerConfig, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const ReportConfigNrReportType&) const = default;
};
struct ReportConfigNr {
  using ReportType = ReportConfigNrReportType;
  ReportType report_type{};
  void fields(At& at);
  bool operator==(const ReportConfigNr&) const = default;
};
struct ReportConfigToAddModReportConfig {
  std::variant<ReportConfigNr, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const ReportConfigToAddModReportConfig&) const = default;
};
struct ReportConfigToAddMod {
  using ReportConfig = ReportConfigToAddModReportConfig;
  std::uint8_t report_config_id = 0;
  ReportConfig report_config{};
  void fields(At& at);
  bool operator==(const ReportConfigToAddMod&) const = default;
};
struct MeasIdToAddMod {
  std::uint8_t meas_id = 0;
  std::uint8_t meas_object_id = 0;
  std::uint8_t report_config_id = 0;
  void fields(At& at);
  bool operator==(const MeasIdToAddMod&) const = default;
};
enum class FilterCoefficient : std::uint8_t { fc0, fc1, fc2, fc3, fc4, fc5, fc6, fc7, fc8, fc9, fc11, fc13, fc15, fc17, fc19, spare1 };
namespace words {
inline constexpr Words filter_coefficient("fc0 fc1 fc2 fc3 fc4 fc5 fc6 fc7 fc8 fc9 fc11 fc13 fc15 fc17 fc19 spare1 ...");
}
struct FilterConfig {
  std::optional<FilterCoefficient> filter_coefficient_rsrp{};     // DEFAULT fc4
  std::optional<FilterCoefficient> filter_coefficient_rsrq{};     // DEFAULT fc4
  std::optional<FilterCoefficient> filter_coefficient_rs_sinr{};  // DEFAULT fc4
  void fields(At& at);
  bool operator==(const FilterConfig&) const = default;
};
struct QuantityConfigRs {
  FilterConfig ssb_filter_config{};
  FilterConfig csi_rs_filter_config{};
  void fields(At& at);
  bool operator==(const QuantityConfigRs&) const = default;
};
struct QuantityConfigNr {
  QuantityConfigRs quantity_config_cell{};
  std::optional<QuantityConfigRs> quantity_config_rs_index{};
  void fields(At& at);
  bool operator==(const QuantityConfigNr&) const = default;
};
struct QuantityConfig {
  std::vector<QuantityConfigNr> quantity_config_nr_list{};
  std::optional<FilterConfig> quantity_config_eutra{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const QuantityConfig&) const = default;
};
struct GapConfig {
  enum class Mgl : std::uint8_t { ms1dot5, ms3, ms3dot5, ms4, ms5dot5, ms6 };
  enum class Mgrp : std::uint8_t { ms20, ms40, ms80, ms160 };
  enum class Mgta : std::uint8_t { ms0, ms0dot25, ms0dot5 };
  enum class RefServCellIndicator : std::uint8_t { pcell, p_scell, mcg_fr2 };
  std::uint8_t gap_offset = 0;
  Mgl mgl{};
  Mgrp mgrp{};
  Mgta mgta{};
  std::optional<RefServCellIndicator> ref_serv_cell_indicator{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const GapConfig&) const = default;
};
struct MeasGapConfig {
  std::optional<SetupRelease<GapConfig>> gap_fr2{};
  std::optional<SetupRelease<GapConfig>> gap_fr1{};
  std::optional<SetupRelease<GapConfig>> gap_ue{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const MeasGapConfig&) const = default;
};
enum class MeasGapSharingScheme : std::uint8_t { scheme00, scheme01, scheme10, scheme11 };
namespace words {
inline constexpr Words meas_gap_sharing_scheme("scheme00 scheme01 scheme10 scheme11");
}
struct MeasGapSharingConfig {
  std::optional<SetupRelease<MeasGapSharingScheme>> gap_sharing_fr2{};
  std::optional<SetupRelease<MeasGapSharingScheme>> gap_sharing_fr1{};
  std::optional<SetupRelease<MeasGapSharingScheme>> gap_sharing_ue{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const MeasGapSharingConfig&) const = default;
};
struct MeasConfigSMeasureConfig {
  enum class Which : std::uint8_t { ssb_rsrp, csi_rsrp };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const MeasConfigSMeasureConfig&) const = default;
};
struct MeasConfig {
  using SMeasureConfig = MeasConfigSMeasureConfig;
  std::vector<std::uint8_t> meas_object_to_remove_list{};
  std::vector<MeasObjectToAddMod> meas_object_to_add_mod_list{};
  std::vector<std::uint8_t> report_config_to_remove_list{};
  std::vector<ReportConfigToAddMod> report_config_to_add_mod_list{};
  std::vector<std::uint8_t> meas_id_to_remove_list{};
  std::vector<MeasIdToAddMod> meas_id_to_add_mod_list{};
  std::optional<SMeasureConfig> s_measure_config{};
  std::optional<QuantityConfig> quantity_config{};
  std::optional<MeasGapConfig> meas_gap_config{};
  std::optional<MeasGapSharingConfig> meas_gap_sharing_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const MeasConfig&) const = default;
};

}  // namespace pellucid::rrc
