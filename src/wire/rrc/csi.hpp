#pragma once
// Channel state information: CSI-RS resources and reports (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/channels.hpp"

namespace pellucid::rrc {

struct CsiFrequencyOccupation {
  std::uint16_t starting_rb = 0;
  std::uint16_t nrof_rbs = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiFrequencyOccupation&) const = default;
};
struct CsiRsResourceMappingFrequencyDomainAllocation {
  enum class Which : std::uint8_t { row1, row2, row4, other };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const CsiRsResourceMappingFrequencyDomainAllocation&) const = default;
};
struct CsiRsResourceMappingDensity {
  enum class Which : std::uint8_t { dot5, one, three, spare };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const CsiRsResourceMappingDensity&) const = default;
};
struct CsiRsResourceMapping {
  using FrequencyDomainAllocation = CsiRsResourceMappingFrequencyDomainAllocation;
  enum class NrofPorts : std::uint8_t { p1, p2, p4, p8, p12, p16, p24, p32 };
  enum class CdmType : std::uint8_t { no_cdm, fd_cdm2, cdm4_fd2_td2, cdm8_fd2_td4 };
  using Density = CsiRsResourceMappingDensity;
  FrequencyDomainAllocation frequency_domain_allocation{};
  NrofPorts nrof_ports{};
  std::uint8_t first_ofdm_symbol_in_time_domain = 0;
  std::optional<std::uint8_t> first_ofdm_symbol_in_time_domain2{};
  CdmType cdm_type{};
  Density density{};
  CsiFrequencyOccupation freq_band{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiRsResourceMapping&) const = default;
};
struct CsiResourcePeriodicityAndOffset {
  enum class Which : std::uint8_t {
    slots4,
    slots5,
    slots8,
    slots10,
    slots16,
    slots20,
    slots32,
    slots40,
    slots64,
    slots80,
    slots160,
    slots320,
    slots640
  };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const CsiResourcePeriodicityAndOffset&) const = default;
};
struct NzpCsiRsResource {
  enum class PowerControlOffsetSs : std::uint8_t { db_minus_3, db0, db3, db6 };
  std::uint8_t nzp_csi_rs_resource_id = 0;
  CsiRsResourceMapping resource_mapping{};
  std::int8_t power_control_offset = 0;
  std::optional<PowerControlOffsetSs> power_control_offset_ss{};
  std::uint16_t scrambling_id = 0;
  std::optional<CsiResourcePeriodicityAndOffset> periodicity_and_offset{};
  std::optional<std::uint8_t> qcl_info_periodic_csi_rs{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const NzpCsiRsResource&) const = default;
};
struct NzpCsiRsResourceSet {
  enum class Repetition : std::uint8_t { on, off };
  std::uint8_t nzp_csi_resource_set_id = 0;
  std::vector<std::uint8_t> nzp_csi_rs_resources{};
  std::optional<Repetition> repetition{};
  std::optional<std::uint8_t> aperiodic_triggering_offset{};
  bool trs_info = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const NzpCsiRsResourceSet&) const = default;
};
struct CsiImResourceElementPatternPattern0 {
  enum class SubcarrierLocationP0 : std::uint8_t { s0, s2, s4, s6, s8, s10 };
  SubcarrierLocationP0 subcarrier_location_p0{};
  std::uint8_t symbol_location_p0 = 0;
  void fields(At& at);
  bool operator==(const CsiImResourceElementPatternPattern0&) const = default;
};
struct CsiImResourceElementPatternPattern1 {
  enum class SubcarrierLocationP1 : std::uint8_t { s0, s4, s8 };
  SubcarrierLocationP1 subcarrier_location_p1{};
  std::uint8_t symbol_location_p1 = 0;
  void fields(At& at);
  bool operator==(const CsiImResourceElementPatternPattern1&) const = default;
};
struct CsiImResourceElementPattern {
  using Pattern0 = CsiImResourceElementPatternPattern0;
  using Pattern1 = CsiImResourceElementPatternPattern1;
  std::variant<Pattern0, Pattern1> choice{};
  void options(At& at);
  bool operator==(const CsiImResourceElementPattern&) const = default;
};
struct CsiImResource {
  std::uint8_t csi_im_resource_id = 0;
  std::optional<CsiImResourceElementPattern> csi_im_resource_element_pattern{};
  std::optional<CsiFrequencyOccupation> freq_band{};
  std::optional<CsiResourcePeriodicityAndOffset> periodicity_and_offset{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiImResource&) const = default;
};
struct CsiImResourceSet {
  std::uint8_t csi_im_resource_set_id = 0;
  std::vector<std::uint8_t> csi_im_resources{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiImResourceSet&) const = default;
};
struct CsiSsbResourceSet {
  std::uint8_t csi_ssb_resource_set_id = 0;
  std::vector<std::uint8_t> csi_ssb_resource_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiSsbResourceSet&) const = default;
};
struct CsiResourceConfigCsiRsResourceSetListNzpCsiRsSsb {
  std::vector<std::uint8_t> nzp_csi_rs_resource_set_list{};
  std::vector<std::uint8_t> csi_ssb_resource_set_list{};
  void fields(At& at);
  bool operator==(const CsiResourceConfigCsiRsResourceSetListNzpCsiRsSsb&) const = default;
};
struct CsiResourceConfigCsiRsResourceSetList {
  using NzpCsiRsSsb = CsiResourceConfigCsiRsResourceSetListNzpCsiRsSsb;
  std::variant<NzpCsiRsSsb, std::vector<std::uint8_t>> choice{};
  void options(At& at);
  bool operator==(const CsiResourceConfigCsiRsResourceSetList&) const = default;
};
struct CsiResourceConfig {
  using CsiRsResourceSetList = CsiResourceConfigCsiRsResourceSetList;
  enum class ResourceType : std::uint8_t { aperiodic, semi_persistent, periodic };
  std::uint8_t csi_resource_config_id = 0;
  CsiRsResourceSetList csi_rs_resource_set_list{};
  std::uint8_t bwp_id = 0;
  ResourceType resource_type{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiResourceConfig&) const = default;
};
struct CsiReportPeriodicityAndOffset {
  enum class Which : std::uint8_t { slots4, slots5, slots8, slots10, slots16, slots20, slots40, slots80, slots160, slots320 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const CsiReportPeriodicityAndOffset&) const = default;
};
struct PucchCsiResource {
  std::uint8_t uplink_bandwidth_part_id = 0;
  std::uint8_t pucch_resource = 0;
  void fields(At& at);
  bool operator==(const PucchCsiResource&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsTwo {
  std::uint8_t two_tx_codebook_subset_restriction = 0;
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsTwo&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwoN1N2 {
  std::variant<std::uint8_t, std::uint64_t, std::uint16_t, codec::BitString, std::uint32_t, codec::BitString, std::uint32_t,
               codec::BitString, codec::BitString, std::uint64_t, codec::BitString, codec::BitString, std::uint64_t>
      choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwoN1N2&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwo {
  using N1N2 = CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwoN1N2;
  N1N2 n1_n2{};
  std::optional<std::uint16_t> type_i_single_panel_codebook_subset_restriction_i2{};
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwo&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPorts {
  using Two = CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsTwo;
  using MoreThanTwo = CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPortsMoreThanTwo;
  std::variant<Two, MoreThanTwo> choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPorts&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeISinglePanel {
  using NrofAntennaPorts = CodebookConfigCodebookTypeType1SubTypeTypeISinglePanelNrofAntennaPorts;
  NrofAntennaPorts nrof_antenna_ports{};
  std::uint8_t type_i_single_panel_ri_restriction = 0;
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeISinglePanel&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanelNgN1N2 {
  std::variant<std::uint8_t, std::uint16_t, std::uint8_t, std::uint64_t, std::uint32_t, std::uint16_t, codec::BitString, std::uint64_t>
      choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanelNgN1N2&) const = default;
};
struct CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanel {
  using NgN1N2 = CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanelNgN1N2;
  NgN1N2 ng_n1_n2{};
  std::uint8_t ri_restriction = 0;
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanel&) const = default;
};
struct CodebookConfigCodebookTypeType1SubType {
  using TypeISinglePanel = CodebookConfigCodebookTypeType1SubTypeTypeISinglePanel;
  using TypeIMultiPanel = CodebookConfigCodebookTypeType1SubTypeTypeIMultiPanel;
  std::variant<TypeISinglePanel, TypeIMultiPanel> choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1SubType&) const = default;
};
struct CodebookConfigCodebookTypeType1 {
  using SubType = CodebookConfigCodebookTypeType1SubType;
  SubType sub_type{};
  std::uint8_t codebook_mode = 0;
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType1&) const = default;
};
struct CodebookConfigCodebookTypeType2SubTypeTypeIiN1N2CodebookSubsetRestriction {
  std::variant<std::uint16_t, std::uint64_t, std::uint32_t, std::uint64_t, std::uint64_t, codec::BitString, std::uint64_t, codec::BitString,
               codec::BitString, codec::BitString, codec::BitString, codec::BitString, codec::BitString>
      choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookTypeType2SubTypeTypeIiN1N2CodebookSubsetRestriction&) const = default;
};
struct CodebookConfigCodebookTypeType2SubTypeTypeIi {
  using N1N2CodebookSubsetRestriction = CodebookConfigCodebookTypeType2SubTypeTypeIiN1N2CodebookSubsetRestriction;
  N1N2CodebookSubsetRestriction n1_n2_codebook_subset_restriction{};
  std::uint8_t type_ii_ri_restriction = 0;
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType2SubTypeTypeIi&) const = default;
};
struct CodebookConfigCodebookTypeType2SubTypeTypeIiPortSelection {
  enum class PortSelectionSamplingSize : std::uint8_t { n1, n2, n3, n4 };
  std::optional<PortSelectionSamplingSize> port_selection_sampling_size{};
  std::uint8_t type_ii_port_selection_ri_restriction = 0;
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType2SubTypeTypeIiPortSelection&) const = default;
};
struct CodebookConfigCodebookTypeType2SubType {
  using TypeIi = CodebookConfigCodebookTypeType2SubTypeTypeIi;
  using TypeIiPortSelection = CodebookConfigCodebookTypeType2SubTypeTypeIiPortSelection;
  std::variant<TypeIi, TypeIiPortSelection> choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookTypeType2SubType&) const = default;
};
struct CodebookConfigCodebookTypeType2 {
  using SubType = CodebookConfigCodebookTypeType2SubType;
  enum class PhaseAlphabetSize : std::uint8_t { n4, n8 };
  enum class NumberOfBeams : std::uint8_t { two, three, four };
  SubType sub_type{};
  PhaseAlphabetSize phase_alphabet_size{};
  bool subband_amplitude = false;
  NumberOfBeams number_of_beams{};
  void fields(At& at);
  bool operator==(const CodebookConfigCodebookTypeType2&) const = default;
};
struct CodebookConfigCodebookType {
  using Type1 = CodebookConfigCodebookTypeType1;
  using Type2 = CodebookConfigCodebookTypeType2;
  std::variant<Type1, Type2> choice{};
  void options(At& at);
  bool operator==(const CodebookConfigCodebookType&) const = default;
};
struct CodebookConfig {
  using CodebookType = CodebookConfigCodebookType;
  CodebookType codebook_type{};
  void fields(At& at);
  bool operator==(const CodebookConfig&) const = default;
};
struct PortIndexFor8RanksPortIndex8 {
  std::optional<std::uint8_t> rank1_8{};
  std::vector<std::uint8_t> rank2_8{};
  std::vector<std::uint8_t> rank3_8{};
  std::vector<std::uint8_t> rank4_8{};
  std::vector<std::uint8_t> rank5_8{};
  std::vector<std::uint8_t> rank6_8{};
  std::vector<std::uint8_t> rank7_8{};
  std::vector<std::uint8_t> rank8_8{};
  void fields(At& at);
  bool operator==(const PortIndexFor8RanksPortIndex8&) const = default;
};
struct PortIndexFor8RanksPortIndex4 {
  std::optional<std::uint8_t> rank1_4{};
  std::vector<std::uint8_t> rank2_4{};
  std::vector<std::uint8_t> rank3_4{};
  std::vector<std::uint8_t> rank4_4{};
  void fields(At& at);
  bool operator==(const PortIndexFor8RanksPortIndex4&) const = default;
};
struct PortIndexFor8RanksPortIndex2 {
  std::optional<std::uint8_t> rank1_2{};
  std::vector<std::uint8_t> rank2_2{};
  void fields(At& at);
  bool operator==(const PortIndexFor8RanksPortIndex2&) const = default;
};
struct PortIndexFor8Ranks {
  using PortIndex8 = PortIndexFor8RanksPortIndex8;
  using PortIndex4 = PortIndexFor8RanksPortIndex4;
  using PortIndex2 = PortIndexFor8RanksPortIndex2;
  std::variant<PortIndex8, PortIndex4, PortIndex2, Null> choice{};
  void options(At& at);
  bool operator==(const PortIndexFor8Ranks&) const = default;
};
struct CsiReportConfigReportConfigTypePeriodic {
  CsiReportPeriodicityAndOffset report_slot_config{};
  std::vector<PucchCsiResource> pucch_csi_resource_list{};
  void fields(At& at);
  bool operator==(const CsiReportConfigReportConfigTypePeriodic&) const = default;
};
struct CsiReportConfigReportConfigTypeSemiPersistentOnPucch {
  CsiReportPeriodicityAndOffset report_slot_config{};
  std::vector<PucchCsiResource> pucch_csi_resource_list{};
  void fields(At& at);
  bool operator==(const CsiReportConfigReportConfigTypeSemiPersistentOnPucch&) const = default;
};
struct CsiReportConfigReportConfigTypeSemiPersistentOnPusch {
  enum class ReportSlotConfig : std::uint8_t { sl5, sl10, sl20, sl40, sl80, sl160, sl320 };
  ReportSlotConfig report_slot_config{};
  std::vector<std::uint8_t> report_slot_offset_list{};
  std::uint8_t p0alpha = 0;
  void fields(At& at);
  bool operator==(const CsiReportConfigReportConfigTypeSemiPersistentOnPusch&) const = default;
};
struct CsiReportConfigReportConfigTypeAperiodic {
  std::vector<std::uint8_t> report_slot_offset_list{};
  void fields(At& at);
  bool operator==(const CsiReportConfigReportConfigTypeAperiodic&) const = default;
};
struct CsiReportConfigReportConfigType {
  using Periodic = CsiReportConfigReportConfigTypePeriodic;
  using SemiPersistentOnPucch = CsiReportConfigReportConfigTypeSemiPersistentOnPucch;
  using SemiPersistentOnPusch = CsiReportConfigReportConfigTypeSemiPersistentOnPusch;
  using Aperiodic = CsiReportConfigReportConfigTypeAperiodic;
  std::variant<Periodic, SemiPersistentOnPucch, SemiPersistentOnPusch, Aperiodic> choice{};
  void options(At& at);
  bool operator==(const CsiReportConfigReportConfigType&) const = default;
};
struct CsiReportConfigReportQuantityCriRiI1Cqi {
  enum class PdschBundleSizeForCsi : std::uint8_t { n2, n4 };
  std::optional<PdschBundleSizeForCsi> pdsch_bundle_size_for_csi{};
  void fields(At& at);
  bool operator==(const CsiReportConfigReportQuantityCriRiI1Cqi&) const = default;
};
struct CsiReportConfigReportQuantity {
  using CriRiI1Cqi = CsiReportConfigReportQuantityCriRiI1Cqi;
  std::variant<Null, Null, Null, CriRiI1Cqi, Null, Null, Null, Null> choice{};
  void options(At& at);
  bool operator==(const CsiReportConfigReportQuantity&) const = default;
};
struct CsiReportConfigReportFreqConfigurationCsiReportingBand {
  std::variant<std::uint8_t, std::uint8_t, std::uint8_t, std::uint8_t, std::uint8_t, std::uint8_t, std::uint16_t, std::uint16_t,
               std::uint16_t, std::uint16_t, std::uint16_t, std::uint16_t, std::uint16_t, std::uint16_t, std::uint32_t, std::uint32_t,
               UnknownAlternative>
      choice{};
  void options(At& at);
  bool operator==(const CsiReportConfigReportFreqConfigurationCsiReportingBand&) const = default;
};
struct CsiReportConfigReportFreqConfiguration {
  enum class CqiFormatIndicator : std::uint8_t { wideband_cqi, subband_cqi };
  enum class PmiFormatIndicator : std::uint8_t { wideband_pmi, subband_pmi };
  using CsiReportingBand = CsiReportConfigReportFreqConfigurationCsiReportingBand;
  std::optional<CqiFormatIndicator> cqi_format_indicator{};
  std::optional<PmiFormatIndicator> pmi_format_indicator{};
  std::optional<CsiReportingBand> csi_reporting_band{};
  void fields(At& at);
  bool operator==(const CsiReportConfigReportFreqConfiguration&) const = default;
};
struct CsiReportConfigGroupBasedBeamReportingDisabled {
  enum class NrofReportedRs : std::uint8_t { n1, n2, n3, n4 };
  std::optional<NrofReportedRs> nrof_reported_rs{};
  void fields(At& at);
  bool operator==(const CsiReportConfigGroupBasedBeamReportingDisabled&) const = default;
};
struct CsiReportConfigGroupBasedBeamReporting {
  using Disabled = CsiReportConfigGroupBasedBeamReportingDisabled;
  std::variant<Null, Disabled> choice{};
  void options(At& at);
  bool operator==(const CsiReportConfigGroupBasedBeamReporting&) const = default;
};
struct CsiReportConfigSemiPersistentOnPuschV1530 {
  enum class ReportSlotConfigV1530 : std::uint8_t { sl4, sl8, sl16 };
  ReportSlotConfigV1530 report_slot_config_v1530{};
  void fields(At& at);
  bool operator==(const CsiReportConfigSemiPersistentOnPuschV1530&) const = default;
};
struct CsiReportConfig {
  using ReportConfigType = CsiReportConfigReportConfigType;
  using ReportQuantity = CsiReportConfigReportQuantity;
  using ReportFreqConfiguration = CsiReportConfigReportFreqConfiguration;
  enum class TimeRestrictionForChannelMeasurements : std::uint8_t { configured, not_configured };
  enum class TimeRestrictionForInterferenceMeasurements : std::uint8_t { configured, not_configured };
  enum class Dummy : std::uint8_t { n1, n2 };
  using GroupBasedBeamReporting = CsiReportConfigGroupBasedBeamReporting;
  enum class CqiTable : std::uint8_t { table1, table2, table3, table4_r17 };
  enum class SubbandSize : std::uint8_t { value1, value2 };
  using SemiPersistentOnPuschV1530 = CsiReportConfigSemiPersistentOnPuschV1530;
  std::uint8_t report_config_id = 0;
  std::optional<std::uint8_t> carrier{};
  std::uint8_t resources_for_channel_measurement = 0;
  std::optional<std::uint8_t> csi_im_resources_for_interference{};
  std::optional<std::uint8_t> nzp_csi_rs_resources_for_interference{};
  ReportConfigType report_config_type{};
  ReportQuantity report_quantity{};
  std::optional<ReportFreqConfiguration> report_freq_configuration{};
  TimeRestrictionForChannelMeasurements time_restriction_for_channel_measurements{};
  TimeRestrictionForInterferenceMeasurements time_restriction_for_interference_measurements{};
  std::optional<CodebookConfig> codebook_config{};
  std::optional<Dummy> dummy{};
  GroupBasedBeamReporting group_based_beam_reporting{};
  std::optional<CqiTable> cqi_table{};
  SubbandSize subband_size{};
  std::vector<PortIndexFor8Ranks> non_pmi_port_indication{};
  std::optional<SemiPersistentOnPuschV1530> semi_persistent_on_pusch_v1530{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiReportConfig&) const = default;
};
struct CsiAssociatedReportConfigInfoResourcesForChannelNzpCsiRs {
  std::uint8_t resource_set = 0;
  std::vector<std::uint8_t> qcl_info{};
  void fields(At& at);
  bool operator==(const CsiAssociatedReportConfigInfoResourcesForChannelNzpCsiRs&) const = default;
};
struct CsiAssociatedReportConfigInfoResourcesForChannel {
  using NzpCsiRs = CsiAssociatedReportConfigInfoResourcesForChannelNzpCsiRs;
  std::variant<NzpCsiRs, std::uint8_t> choice{};
  void options(At& at);
  bool operator==(const CsiAssociatedReportConfigInfoResourcesForChannel&) const = default;
};
struct CsiAssociatedReportConfigInfo {
  using ResourcesForChannel = CsiAssociatedReportConfigInfoResourcesForChannel;
  std::uint8_t report_config_id = 0;
  ResourcesForChannel resources_for_channel{};
  std::optional<std::uint8_t> csi_im_resources_for_interference{};
  std::optional<std::uint8_t> nzp_csi_rs_resources_for_interference{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiAssociatedReportConfigInfo&) const = default;
};
struct CsiAperiodicTriggerState {
  std::vector<CsiAssociatedReportConfigInfo> associated_report_config_info_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiAperiodicTriggerState&) const = default;
};
struct CsiSemiPersistentOnPuschTriggerState {
  std::uint8_t associated_report_config_info = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiSemiPersistentOnPuschTriggerState&) const = default;
};
struct CsiMeasConfig {
  std::vector<NzpCsiRsResource> nzp_csi_rs_resource_to_add_mod_list{};
  std::vector<std::uint8_t> nzp_csi_rs_resource_to_release_list{};
  std::vector<NzpCsiRsResourceSet> nzp_csi_rs_resource_set_to_add_mod_list{};
  std::vector<std::uint8_t> nzp_csi_rs_resource_set_to_release_list{};
  std::vector<CsiImResource> csi_im_resource_to_add_mod_list{};
  std::vector<std::uint8_t> csi_im_resource_to_release_list{};
  std::vector<CsiImResourceSet> csi_im_resource_set_to_add_mod_list{};
  std::vector<std::uint8_t> csi_im_resource_set_to_release_list{};
  std::vector<CsiSsbResourceSet> csi_ssb_resource_set_to_add_mod_list{};
  std::vector<std::uint8_t> csi_ssb_resource_set_to_release_list{};
  std::vector<CsiResourceConfig> csi_resource_config_to_add_mod_list{};
  std::vector<std::uint8_t> csi_resource_config_to_release_list{};
  std::vector<CsiReportConfig> csi_report_config_to_add_mod_list{};
  std::vector<std::uint8_t> csi_report_config_to_release_list{};
  std::optional<std::uint8_t> report_trigger_size{};
  std::optional<SetupRelease<std::vector<CsiAperiodicTriggerState>>> aperiodic_trigger_state_list{};
  std::optional<SetupRelease<std::vector<CsiSemiPersistentOnPuschTriggerState>>> semi_persistent_on_pusch_trigger_state_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CsiMeasConfig&) const = default;
};

}  // namespace pellucid::rrc
