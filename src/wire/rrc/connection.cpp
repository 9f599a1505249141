// The descriptions of what connection.hpp declares, in its order.
#include "wire/rrc/connection.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void InitialUeIdentity::options(At& at) {
  static constexpr NumberOption table[] = {{"ng-5G-S-TMSI-Part1", BitField(39)}, {"randomValue", BitField(39)}};
  at.number_option(which, value, table);
}
void RrcSetupRequestIes::fields(At& at) {
  at("ue-Identity", ue_identity);
  at("establishmentCause", establishment_cause, words::establishment_cause);
  at("spare", spare, BitField(1));
}
void RrcSetupRequest::fields(At& at) { at("rrcSetupRequest", rrc_setup_request); }
void RrcSetupIes::fields(At& at) {
  at("radioBearerConfig", radio_bearer_config);
  at("masterCellGroup", master_cell_group, cell_group_container);
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void RrcSetup::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcSetup", ies, future);
}
void RrcRejectIes::fields(At& at) {
  at("waitTime", wait_time, Range(1, 16));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void RrcReject::fields(At& at) { at.critical("rrcReject", ies, future); }
void RegisteredAmf::fields(At& at) {
  at("plmn-Identity", plmn_identity);
  at("amf-Identifier", amf_identifier, BitField(24));
}
void SNssai::options(At& at) {
  static constexpr NumberOption table[] = {{"sst", BitField(8)}, {"sst-SD", BitField(32)}};
  at.number_option(which, value, table);
}
void RrcSetupCompleteIesNg5gSTmsiValue::options(At& at) {
  static constexpr NumberOption table[] = {{"ng-5G-S-TMSI", BitField(48)}, {"ng-5G-S-TMSI-Part2", BitField(9)}};
  at.number_option(which, value, table);
}
void RrcSetupCompleteIes::fields(At& at) {
  at("selectedPLMN-Identity", selected_plmn_identity, Range(1, 12));
  at("registeredAMF", registered_amf);
  at("guami-Type", guami_type, Words("native mapped"));
  at.some("s-NSSAI-List", s_nssai_list, Size(1, 8));
  at("dedicatedNAS-Message", dedicated_nas_message, OctetString());
  at("ng-5G-S-TMSI-Value", ng_5g_s_tmsi_value);
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void RrcSetupComplete::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcSetupComplete", ies, future);
}
void MasterKeyUpdate::fields(At& at) {
  at("keySetChangeIndicator", key_set_change_indicator);
  at("nextHopChainingCount", next_hop_chaining_count, Range(0, 7));
  at("nas-Container", nas_container, OctetString());
}
void OtherConfigDelayBudgetReportingConfigSetup::fields(At& at) {
  at("delayBudgetReportingProhibitTimer", delay_budget_reporting_prohibit_timer, Words("s0 s0dot4 s0dot8 s1dot6 s3 s6 s12 s30"));
}
void OtherConfigDelayBudgetReportingConfig::options(At& at) {
  at.option<0>(choice, "release");
  at.option<1>(choice, "setup");
}
void OtherConfig::fields(At& at) { at("delayBudgetReportingConfig", delay_budget_reporting_config); }
void OverheatingAssistanceConfig::fields(At& at) {
  at("overheatingIndicationProhibitTimer", overheating_indication_prohibit_timer,
     Words("s0 s0dot5 s1 s2 s5 s10 s20 s30 s60 s90 s120 s300 s600 spare3 spare2 spare1"));
}
void OtherConfigV1540::fields(At& at) { at("overheatingAssistanceConfig", overheating_assistance_config); }
void MrdcSecondaryCellGroupConfigMrdcSecondaryCellGroup::options(At& at) {
  at.option<0>(choice, "nr-SCG", OctetString());
  at.option<1>(choice, "eutra-SCG", OctetString());
}
void MrdcSecondaryCellGroupConfig::fields(At& at) {
  at.flag("mrdc-ReleaseAndAdd", mrdc_release_and_add, "true");
  at("mrdc-SecondaryCellGroup", mrdc_secondary_cell_group);
}
void RrcReconfigurationV1560Ies::fields(At& at) {
  at("mrdc-SecondaryCellGroupConfig", mrdc_secondary_cell_group_config);
  at("radioBearerConfig2", radio_bearer_config2, radio_bearer_container);
  at("sk-Counter", sk_counter, Range(0, 65535));
  at.later(later);
}
void RrcReconfigurationV1540Ies::fields(At& at) {
  at("otherConfig-v1540", other_config_v1540);
  at("nonCriticalExtension", non_critical_extension);
}
void RrcReconfigurationV1530Ies::fields(At& at) {
  at("masterCellGroup", master_cell_group, cell_group_container);
  at.flag("fullConfig", full_config, "true");
  at.some("dedicatedNAS-MessageList", dedicated_nas_message_list, Size(1, 29), OctetString());
  at("masterKeyUpdate", master_key_update);
  at("dedicatedSIB1-Delivery", dedicated_sib1_delivery, sib1_container);
  at("dedicatedSystemInformationDelivery", dedicated_system_information_delivery, OctetString());
  at("otherConfig", other_config);
  at("nonCriticalExtension", non_critical_extension);
}
void RrcReconfigurationIes::fields(At& at) {
  at("radioBearerConfig", radio_bearer_config);
  at("secondaryCellGroup", secondary_cell_group, cell_group_container);
  at("measConfig", meas_config);
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at("nonCriticalExtension", non_critical_extension);
}
void RrcReconfiguration::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcReconfiguration", ies, future);
}
void UplinkTxDirectCurrentBwp::fields(At& at) {
  at("bwp-Id", bwp_id, Range(0, 4));
  at("shift7dot5kHz", shift7dot5khz);
  at("txDirectCurrentLocation", tx_direct_current_location, Range(0, 3301));
}
void UplinkTxDirectCurrentCell::fields(At& at) {
  at("servCellIndex", serv_cell_index, Range(0, 31));
  at("uplinkDirectCurrentBWP", uplink_direct_current_bwp, Size(1, 4));
  at.group([&] { at.some("uplinkDirectCurrentBWP-SUL", uplink_direct_current_bwp_sul, Size(1, 4)); });
}
void RrcReconfigurationCompleteV1560IesScgResponse::options(At& at) {
  at.option<0>(choice, "nr-SCG-Response", OctetString());
  at.option<1>(choice, "eutra-SCG-Response", OctetString());
}
void RrcReconfigurationCompleteV1560Ies::fields(At& at) {
  at("scg-Response", scg_response);
  at.later(later);
}
void RrcReconfigurationCompleteV1530Ies::fields(At& at) {
  at.some("uplinkTxDirectCurrentList", uplink_tx_direct_current_list, Size(1, 32));
  at("nonCriticalExtension", non_critical_extension);
}
void RrcReconfigurationCompleteIes::fields(At& at) {
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at("nonCriticalExtension", non_critical_extension);
}
void RrcReconfigurationComplete::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcReconfigurationComplete", ies, future);
}
void CarrierInfoNr::fields(At& at) {
  at("carrierFreq", carrier_freq, Range(0, 3279165));
  at("ssbSubcarrierSpacing", ssb_subcarrier_spacing, words::subcarrier_spacing);
  at("smtc", smtc);
}
void RedirectedCarrierInfoEutra::fields(At& at) {
  at("eutraFrequency", eutra_frequency, Range(0, 262143));
  at("cnType", cn_type, Words("epc fiveGC"));
}
void RedirectedCarrierInfo::options(At& at) {
  at.option<0>(choice, "nr");
  at.option<1>(choice, "eutra");
}
void FreqPriorityEutra::fields(At& at) {
  at("carrierFreq", carrier_freq, Range(0, 262143));
  at("cellReselectionPriority", cell_reselection_priority, Range(0, 7));
  at("cellReselectionSubPriority", cell_reselection_sub_priority, words::cell_reselection_sub_priority);
}
void FreqPriorityNr::fields(At& at) {
  at("carrierFreq", carrier_freq, Range(0, 3279165));
  at("cellReselectionPriority", cell_reselection_priority, Range(0, 7));
  at("cellReselectionSubPriority", cell_reselection_sub_priority, words::cell_reselection_sub_priority);
}
void CellReselectionPriorities::fields(At& at) {
  at.some("freqPriorityListEUTRA", freq_priority_list_eutra, Size(1, 8));
  at.some("freqPriorityListNR", freq_priority_list_nr, Size(1, 8));
  at("t320", t320, Words("min5 min10 min20 min30 min60 min120 min180 spare1"));
}
void PlmnRanAreaCell::fields(At& at) {
  at("plmn-Identity", plmn_identity);
  at("ran-AreaCells", ran_area_cells, Size(1, 32), BitField(36));
}
void RanAreaConfig::fields(At& at) {
  at("trackingAreaCode", tracking_area_code, BitField(24));
  at.some("ran-AreaCodeList", ran_area_code_list, Size(1, 32), Range(0, 255));
}
void PlmnRanAreaConfig::fields(At& at) {
  at("plmn-Identity", plmn_identity);
  at("ran-Area", ran_area, Size(1, 16));
}
void RanNotificationAreaInfo::options(At& at) {
  at.option<0>(choice, "cellList", Size(1, 8));
  at.option<1>(choice, "ran-AreaConfigList", Size(1, 8));
}
void SuspendConfig::fields(At& at) {
  at("fullI-RNTI", full_irnti, BitField(40));
  at("shortI-RNTI", short_irnti, BitField(24));
  at("ran-PagingCycle", ran_paging_cycle, words::paging_cycle);
  at("ran-NotificationAreaInfo", ran_notification_area_info);
  at("t380", t380, words::periodic_rnau_timer_value);
  at("nextHopChainingCount", next_hop_chaining_count, Range(0, 7));
}
void RrcReleaseV1540Ies::fields(At& at) {
  at("waitTime", wait_time, Range(1, 16));
  at.later(later);
}
void RrcReleaseIesDeprioritisationReq::fields(At& at) {
  at("deprioritisationType", deprioritisation_type, Words("frequency nr"));
  at("deprioritisationTimer", deprioritisation_timer, Words("min5 min10 min15 min30"));
}
void RrcReleaseIes::fields(At& at) {
  at("redirectedCarrierInfo", redirected_carrier_info);
  at("cellReselectionPriorities", cell_reselection_priorities);
  at("suspendConfig", suspend_config);
  at("deprioritisationReq", deprioritisation_req);
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at("nonCriticalExtension", non_critical_extension);
}
void RrcRelease::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcRelease", ies, future);
}
void ReestabUeIdentity::fields(At& at) {
  at("c-RNTI", c_rnti, Range(0, 65535));
  at("physCellId", phys_cell_id, Range(0, 1007));
  at("shortMAC-I", short_mac_i, BitField(16));
}
void RrcReestablishmentRequestIes::fields(At& at) {
  at("ue-Identity", ue_identity);
  at("reestablishmentCause", reestablishment_cause, words::reestablishment_cause);
  at("spare", spare, BitField(1));
}
void RrcReestablishmentRequest::fields(At& at) { at("rrcReestablishmentRequest", rrc_reestablishment_request); }
void RrcReestablishmentIes::fields(At& at) {
  at("nextHopChainingCount", next_hop_chaining_count, Range(0, 7));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void RrcReestablishment::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcReestablishment", ies, future);
}
void RrcReestablishmentCompleteIes::fields(At& at) {
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void RrcReestablishmentComplete::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcReestablishmentComplete", ies, future);
}
void RrcResumeRequestIes::fields(At& at) {
  at("resumeIdentity", resume_identity, BitField(24));
  at("resumeMAC-I", resume_mac_i, BitField(16));
  at("resumeCause", resume_cause, words::resume_cause);
  at("spare", spare, BitField(1));
}
void RrcResumeRequest::fields(At& at) { at("rrcResumeRequest", rrc_resume_request); }
void RrcResumeV1560Ies::fields(At& at) {
  at("radioBearerConfig2", radio_bearer_config2, radio_bearer_container);
  at("sk-Counter", sk_counter, Range(0, 65535));
  at.later(later);
}
void RrcResumeIes::fields(At& at) {
  at("radioBearerConfig", radio_bearer_config);
  at("masterCellGroup", master_cell_group, cell_group_container);
  at("measConfig", meas_config);
  at.flag("fullConfig", full_config, "true");
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at("nonCriticalExtension", non_critical_extension);
}
void RrcResume::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcResume", ies, future);
}
void RrcResumeCompleteIes::fields(At& at) {
  at("dedicatedNAS-Message", dedicated_nas_message, OctetString());
  at("selectedPLMN-Identity", selected_plmn_identity, Range(1, 12));
  at.some("uplinkTxDirectCurrentList", uplink_tx_direct_current_list, Size(1, 32));
  at("lateNonCriticalExtension", late_non_critical_extension, OctetString());
  at.later(later);
}
void RrcResumeComplete::fields(At& at) {
  at("rrc-TransactionIdentifier", rrc_transaction_identifier, Range(0, 3));
  at.critical("rrcResumeComplete", ies, future);
}

}  // namespace pellucid::rrc
