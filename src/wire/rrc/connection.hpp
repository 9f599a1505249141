#pragma once
// Messages that make, change and end the connection (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/bearers.hpp"
#include "wire/rrc/measurements.hpp"
#include "wire/rrc/system_information.hpp"

namespace pellucid::rrc {

struct InitialUeIdentity {
  enum class Which : std::uint8_t { ng_5g_s_tmsi_part1, random_value };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const InitialUeIdentity&) const = default;
};
enum class EstablishmentCause : std::uint8_t {
  emergency,
  high_priority_access,
  mt_access,
  mo_signalling,
  mo_data,
  mo_voice_call,
  mo_video_call,
  mo_sms,
  mps_priority_access,
  mcs_priority_access,
  spare6,
  spare5,
  spare4,
  spare3,
  spare2,
  spare1
};
namespace words {
inline constexpr Words establishment_cause(
    "emergency highPriorityAccess mt-Access mo-Signalling mo-Data mo-VoiceCall mo-VideoCall mo-SMS mps-PriorityAccess mcs-PriorityAccess "
    "spare6 spare5 spare4 spare3 spare2 spare1");
}
struct RrcSetupRequestIes {
  InitialUeIdentity ue_identity{};
  EstablishmentCause establishment_cause{};
  std::uint8_t spare = 0;
  void fields(At& at);
  bool operator==(const RrcSetupRequestIes&) const = default;
};
struct RrcSetupRequest {
  RrcSetupRequestIes rrc_setup_request{};
  void fields(At& at);
  bool operator==(const RrcSetupRequest&) const = default;
};
struct RrcSetupIes {
  RadioBearerConfig radio_bearer_config{};
  Bytes master_cell_group{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcSetupIes&) const = default;
};
struct RrcSetup {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcSetupIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcSetup&) const = default;
};
struct RrcRejectIes {
  std::optional<std::uint8_t> wait_time{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcRejectIes&) const = default;
};
struct RrcReject {
  RrcRejectIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcReject&) const = default;
};
struct RegisteredAmf {
  std::optional<PlmnIdentity> plmn_identity{};
  std::uint32_t amf_identifier = 0;
  void fields(At& at);
  bool operator==(const RegisteredAmf&) const = default;
};
struct SNssai {
  enum class Which : std::uint8_t { sst, sst_sd };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const SNssai&) const = default;
};
struct RrcSetupCompleteIesNg5gSTmsiValue {
  enum class Which : std::uint8_t { ng_5g_s_tmsi, ng_5g_s_tmsi_part2 };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RrcSetupCompleteIesNg5gSTmsiValue&) const = default;
};
struct RrcSetupCompleteIes {
  enum class GuamiType : std::uint8_t { native, mapped };
  using Ng5gSTmsiValue = RrcSetupCompleteIesNg5gSTmsiValue;
  std::uint8_t selected_plmn_identity = 0;
  std::optional<RegisteredAmf> registered_amf{};
  std::optional<GuamiType> guami_type{};
  std::vector<SNssai> s_nssai_list{};
  Bytes dedicated_nas_message{};
  std::optional<Ng5gSTmsiValue> ng_5g_s_tmsi_value{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcSetupCompleteIes&) const = default;
};
struct RrcSetupComplete {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcSetupCompleteIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcSetupComplete&) const = default;
};
struct MasterKeyUpdate {
  bool key_set_change_indicator = false;
  std::uint8_t next_hop_chaining_count = 0;
  std::optional<Bytes> nas_container{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const MasterKeyUpdate&) const = default;
};
struct OtherConfigDelayBudgetReportingConfigSetup {
  enum class DelayBudgetReportingProhibitTimer : std::uint8_t { s0, s0dot4, s0dot8, s1dot6, s3, s6, s12, s30 };
  DelayBudgetReportingProhibitTimer delay_budget_reporting_prohibit_timer{};
  void fields(At& at);
  bool operator==(const OtherConfigDelayBudgetReportingConfigSetup&) const = default;
};
struct OtherConfigDelayBudgetReportingConfig {
  using Setup = OtherConfigDelayBudgetReportingConfigSetup;
  std::variant<Null, Setup> choice{};
  void options(At& at);
  bool operator==(const OtherConfigDelayBudgetReportingConfig&) const = default;
};
struct OtherConfig {
  using DelayBudgetReportingConfig = OtherConfigDelayBudgetReportingConfig;
  std::optional<DelayBudgetReportingConfig> delay_budget_reporting_config{};
  void fields(At& at);
  bool operator==(const OtherConfig&) const = default;
};
struct OverheatingAssistanceConfig {
  enum class OverheatingIndicationProhibitTimer : std::uint8_t {
    s0,
    s0dot5,
    s1,
    s2,
    s5,
    s10,
    s20,
    s30,
    s60,
    s90,
    s120,
    s300,
    s600,
    spare3,
    spare2,
    spare1
  };
  OverheatingIndicationProhibitTimer overheating_indication_prohibit_timer{};
  void fields(At& at);
  bool operator==(const OverheatingAssistanceConfig&) const = default;
};
struct OtherConfigV1540 {
  std::optional<SetupRelease<OverheatingAssistanceConfig>> overheating_assistance_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const OtherConfigV1540&) const = default;
};
struct MrdcSecondaryCellGroupConfigMrdcSecondaryCellGroup {
  std::variant<Bytes, Bytes> choice{};
  void options(At& at);
  bool operator==(const MrdcSecondaryCellGroupConfigMrdcSecondaryCellGroup&) const = default;
};
struct MrdcSecondaryCellGroupConfig {
  using MrdcSecondaryCellGroup = MrdcSecondaryCellGroupConfigMrdcSecondaryCellGroup;
  bool mrdc_release_and_add = false;
  MrdcSecondaryCellGroup mrdc_secondary_cell_group{};
  void fields(At& at);
  bool operator==(const MrdcSecondaryCellGroupConfig&) const = default;
};
struct RrcReconfigurationV1560Ies {
  std::optional<SetupRelease<MrdcSecondaryCellGroupConfig>> mrdc_secondary_cell_group_config{};
  std::optional<Bytes> radio_bearer_config2{};
  std::optional<std::uint16_t> sk_counter{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationV1560Ies&) const = default;
};
struct RrcReconfigurationV1540Ies {
  std::optional<OtherConfigV1540> other_config_v1540{};
  std::optional<RrcReconfigurationV1560Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationV1540Ies&) const = default;
};
struct RrcReconfigurationV1530Ies {
  std::optional<Bytes> master_cell_group{};
  bool full_config = false;
  std::vector<Bytes> dedicated_nas_message_list{};
  std::optional<MasterKeyUpdate> master_key_update{};
  std::optional<Bytes> dedicated_sib1_delivery{};
  std::optional<Bytes> dedicated_system_information_delivery{};
  std::optional<OtherConfig> other_config{};
  std::optional<RrcReconfigurationV1540Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationV1530Ies&) const = default;
};
struct RrcReconfigurationIes {
  std::optional<RadioBearerConfig> radio_bearer_config{};
  std::optional<Bytes> secondary_cell_group{};
  std::optional<MeasConfig> meas_config{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<RrcReconfigurationV1530Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationIes&) const = default;
};
struct RrcReconfiguration {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcReconfigurationIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcReconfiguration&) const = default;
};
struct UplinkTxDirectCurrentBwp {
  std::uint8_t bwp_id = 0;
  bool shift7dot5khz = false;
  std::uint16_t tx_direct_current_location = 0;
  void fields(At& at);
  bool operator==(const UplinkTxDirectCurrentBwp&) const = default;
};
struct UplinkTxDirectCurrentCell {
  std::uint8_t serv_cell_index = 0;
  std::vector<UplinkTxDirectCurrentBwp> uplink_direct_current_bwp{};
  std::vector<UplinkTxDirectCurrentBwp> uplink_direct_current_bwp_sul{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const UplinkTxDirectCurrentCell&) const = default;
};
struct RrcReconfigurationCompleteV1560IesScgResponse {
  std::variant<Bytes, Bytes> choice{};
  void options(At& at);
  bool operator==(const RrcReconfigurationCompleteV1560IesScgResponse&) const = default;
};
struct RrcReconfigurationCompleteV1560Ies {
  using ScgResponse = RrcReconfigurationCompleteV1560IesScgResponse;
  std::optional<ScgResponse> scg_response{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationCompleteV1560Ies&) const = default;
};
struct RrcReconfigurationCompleteV1530Ies {
  std::vector<UplinkTxDirectCurrentCell> uplink_tx_direct_current_list{};
  std::optional<RrcReconfigurationCompleteV1560Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationCompleteV1530Ies&) const = default;
};
struct RrcReconfigurationCompleteIes {
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<RrcReconfigurationCompleteV1530Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcReconfigurationCompleteIes&) const = default;
};
struct RrcReconfigurationComplete {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcReconfigurationCompleteIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcReconfigurationComplete&) const = default;
};
struct CarrierInfoNr {
  std::uint32_t carrier_freq = 0;
  SubcarrierSpacing ssb_subcarrier_spacing{};
  std::optional<SsbMtc> smtc{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CarrierInfoNr&) const = default;
};
struct RedirectedCarrierInfoEutra {
  enum class CnType : std::uint8_t { epc, five_gc };
  std::uint32_t eutra_frequency = 0;
  std::optional<CnType> cn_type{};
  void fields(At& at);
  bool operator==(const RedirectedCarrierInfoEutra&) const = default;
};
struct RedirectedCarrierInfo {
  std::variant<CarrierInfoNr, RedirectedCarrierInfoEutra, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const RedirectedCarrierInfo&) const = default;
};
enum class CellReselectionSubPriority : std::uint8_t { o_dot2, o_dot4, o_dot6, o_dot8 };
namespace words {
inline constexpr Words cell_reselection_sub_priority("oDot2 oDot4 oDot6 oDot8");
}
struct FreqPriorityEutra {
  std::uint32_t carrier_freq = 0;
  std::uint8_t cell_reselection_priority = 0;
  std::optional<CellReselectionSubPriority> cell_reselection_sub_priority{};
  void fields(At& at);
  bool operator==(const FreqPriorityEutra&) const = default;
};
struct FreqPriorityNr {
  std::uint32_t carrier_freq = 0;
  std::uint8_t cell_reselection_priority = 0;
  std::optional<CellReselectionSubPriority> cell_reselection_sub_priority{};
  void fields(At& at);
  bool operator==(const FreqPriorityNr&) const = default;
};
struct CellReselectionPriorities {
  enum class T320 : std::uint8_t { min5, min10, min20, min30, min60, min120, min180, spare1 };
  std::vector<FreqPriorityEutra> freq_priority_list_eutra{};
  std::vector<FreqPriorityNr> freq_priority_list_nr{};
  std::optional<T320> t320{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const CellReselectionPriorities&) const = default;
};
struct PlmnRanAreaCell {
  std::optional<PlmnIdentity> plmn_identity{};
  std::vector<std::uint64_t> ran_area_cells{};
  void fields(At& at);
  bool operator==(const PlmnRanAreaCell&) const = default;
};
struct RanAreaConfig {
  std::uint32_t tracking_area_code = 0;
  std::vector<std::uint8_t> ran_area_code_list{};
  void fields(At& at);
  bool operator==(const RanAreaConfig&) const = default;
};
struct PlmnRanAreaConfig {
  std::optional<PlmnIdentity> plmn_identity{};
  std::vector<RanAreaConfig> ran_area{};
  void fields(At& at);
  bool operator==(const PlmnRanAreaConfig&) const = default;
};
struct RanNotificationAreaInfo {
  std::variant<std::vector<PlmnRanAreaCell>, std::vector<PlmnRanAreaConfig>, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const RanNotificationAreaInfo&) const = default;
};
enum class PeriodicRnauTimerValue : std::uint8_t { min5, min10, min20, min30, min60, min120, min360, min720 };
namespace words {
inline constexpr Words periodic_rnau_timer_value("min5 min10 min20 min30 min60 min120 min360 min720");
}
struct SuspendConfig {
  std::uint64_t full_irnti = 0;
  std::uint32_t short_irnti = 0;
  PagingCycle ran_paging_cycle{};
  std::optional<RanNotificationAreaInfo> ran_notification_area_info{};
  std::optional<PeriodicRnauTimerValue> t380{};
  std::uint8_t next_hop_chaining_count = 0;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SuspendConfig&) const = default;
};
struct RrcReleaseV1540Ies {
  std::optional<std::uint8_t> wait_time{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcReleaseV1540Ies&) const = default;
};
struct RrcReleaseIesDeprioritisationReq {
  enum class DeprioritisationType : std::uint8_t { frequency, nr };
  enum class DeprioritisationTimer : std::uint8_t { min5, min10, min15, min30 };
  DeprioritisationType deprioritisation_type{};
  DeprioritisationTimer deprioritisation_timer{};
  void fields(At& at);
  bool operator==(const RrcReleaseIesDeprioritisationReq&) const = default;
};
struct RrcReleaseIes {
  using DeprioritisationReq = RrcReleaseIesDeprioritisationReq;
  std::optional<RedirectedCarrierInfo> redirected_carrier_info{};
  std::optional<CellReselectionPriorities> cell_reselection_priorities{};
  std::optional<SuspendConfig> suspend_config{};
  std::optional<DeprioritisationReq> deprioritisation_req{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<RrcReleaseV1540Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcReleaseIes&) const = default;
};
struct RrcRelease {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcReleaseIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcRelease&) const = default;
};
struct ReestabUeIdentity {
  std::uint16_t c_rnti = 0;
  std::uint16_t phys_cell_id = 0;
  std::uint16_t short_mac_i = 0;
  void fields(At& at);
  bool operator==(const ReestabUeIdentity&) const = default;
};
enum class ReestablishmentCause : std::uint8_t { reconfiguration_failure, handover_failure, other_failure, spare1 };
namespace words {
inline constexpr Words reestablishment_cause("reconfigurationFailure handoverFailure otherFailure spare1");
}
struct RrcReestablishmentRequestIes {
  ReestabUeIdentity ue_identity{};
  ReestablishmentCause reestablishment_cause{};
  std::uint8_t spare = 0;
  void fields(At& at);
  bool operator==(const RrcReestablishmentRequestIes&) const = default;
};
struct RrcReestablishmentRequest {
  RrcReestablishmentRequestIes rrc_reestablishment_request{};
  void fields(At& at);
  bool operator==(const RrcReestablishmentRequest&) const = default;
};
struct RrcReestablishmentIes {
  std::uint8_t next_hop_chaining_count = 0;
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcReestablishmentIes&) const = default;
};
struct RrcReestablishment {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcReestablishmentIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcReestablishment&) const = default;
};
struct RrcReestablishmentCompleteIes {
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcReestablishmentCompleteIes&) const = default;
};
struct RrcReestablishmentComplete {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcReestablishmentCompleteIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcReestablishmentComplete&) const = default;
};
enum class ResumeCause : std::uint8_t {
  emergency,
  high_priority_access,
  mt_access,
  mo_signalling,
  mo_data,
  mo_voice_call,
  mo_video_call,
  mo_sms,
  rna_update,
  mps_priority_access,
  mcs_priority_access,
  spare1,
  spare2,
  spare3,
  spare4,
  spare5
};
namespace words {
inline constexpr Words resume_cause(
    "emergency highPriorityAccess mt-Access mo-Signalling mo-Data mo-VoiceCall mo-VideoCall mo-SMS rna-Update mps-PriorityAccess "
    "mcs-PriorityAccess spare1 spare2 spare3 spare4 spare5");
}
struct RrcResumeRequestIes {
  std::uint32_t resume_identity = 0;
  std::uint16_t resume_mac_i = 0;
  ResumeCause resume_cause{};
  std::uint8_t spare = 0;
  void fields(At& at);
  bool operator==(const RrcResumeRequestIes&) const = default;
};
struct RrcResumeRequest {
  RrcResumeRequestIes rrc_resume_request{};
  void fields(At& at);
  bool operator==(const RrcResumeRequest&) const = default;
};
struct RrcResumeV1560Ies {
  std::optional<Bytes> radio_bearer_config2{};
  std::optional<std::uint16_t> sk_counter{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcResumeV1560Ies&) const = default;
};
struct RrcResumeIes {
  std::optional<RadioBearerConfig> radio_bearer_config{};
  std::optional<Bytes> master_cell_group{};
  std::optional<MeasConfig> meas_config{};
  bool full_config = false;
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<RrcResumeV1560Ies> non_critical_extension{};
  void fields(At& at);
  bool operator==(const RrcResumeIes&) const = default;
};
struct RrcResume {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcResumeIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcResume&) const = default;
};
struct RrcResumeCompleteIes {
  std::optional<Bytes> dedicated_nas_message{};
  std::optional<std::uint8_t> selected_plmn_identity{};
  std::vector<UplinkTxDirectCurrentCell> uplink_tx_direct_current_list{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const RrcResumeCompleteIes&) const = default;
};
struct RrcResumeComplete {
  std::uint8_t rrc_transaction_identifier = 0;
  RrcResumeCompleteIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcResumeComplete&) const = default;
};

}  // namespace pellucid::rrc
