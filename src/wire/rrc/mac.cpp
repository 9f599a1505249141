// The descriptions of what mac.hpp declares, in its order.
#include "wire/rrc/mac.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void DrxConfigDrxOnDurationTimer::options(At& at) {
  static constexpr NumberOption table[] = {
      {"subMilliSeconds", Range(1, 31)},
      {"milliSeconds", Words("ms1 ms2 ms3 ms4 ms5 ms6 ms8 ms10 ms20 ms30 ms40 ms50 ms60 ms80 ms100 ms200 ms300 ms400 ms500 ms600 ms800 "
                             "ms1000 ms1200 ms1600 spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1")}};
  at.number_option(which, value, table);
}
void DrxConfigDrxLongCycleStartOffset::options(At& at) {
  static constexpr NumberOption table[] = {
      {"ms10", Range(0, 9)},      {"ms20", Range(0, 19)},     {"ms32", Range(0, 31)},     {"ms40", Range(0, 39)},
      {"ms60", Range(0, 59)},     {"ms64", Range(0, 63)},     {"ms70", Range(0, 69)},     {"ms80", Range(0, 79)},
      {"ms128", Range(0, 127)},   {"ms160", Range(0, 159)},   {"ms256", Range(0, 255)},   {"ms320", Range(0, 319)},
      {"ms512", Range(0, 511)},   {"ms640", Range(0, 639)},   {"ms1024", Range(0, 1023)}, {"ms1280", Range(0, 1279)},
      {"ms2048", Range(0, 2047)}, {"ms2560", Range(0, 2559)}, {"ms5120", Range(0, 5119)}, {"ms10240", Range(0, 10239)}};
  at.number_option(which, value, table);
}
void DrxConfigShortDrx::fields(At& at) {
  at("drx-ShortCycle", drx_short_cycle,
     Words("ms2 ms3 ms4 ms5 ms6 ms7 ms8 ms10 ms14 ms16 ms20 ms30 ms32 ms35 ms40 ms64 ms80 ms128 ms160 ms256 ms320 ms512 ms640 spare9 "
           "spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("drx-ShortCycleTimer", drx_short_cycle_timer, Range(1, 16));
}
void DrxConfig::fields(At& at) {
  at("drx-onDurationTimer", drx_on_duration_timer);
  at("drx-InactivityTimer", drx_inactivity_timer,
     Words("ms0 ms1 ms2 ms3 ms4 ms5 ms6 ms8 ms10 ms20 ms30 ms40 ms50 ms60 ms80 ms100 ms200 ms300 ms500 ms750 ms1280 ms1920 ms2560 spare9 "
           "spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("drx-HARQ-RTT-TimerDL", drx_harq_rtt_timer_dl, Range(0, 56));
  at("drx-HARQ-RTT-TimerUL", drx_harq_rtt_timer_ul, Range(0, 56));
  at("drx-RetransmissionTimerDL", drx_retransmission_timer_dl,
     Words("sl0 sl1 sl2 sl4 sl6 sl8 sl16 sl24 sl33 sl40 sl64 sl80 sl96 sl112 sl128 sl160 sl320 spare15 spare14 spare13 spare12 spare11 "
           "spare10 spare9 spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("drx-RetransmissionTimerUL", drx_retransmission_timer_ul,
     Words("sl0 sl1 sl2 sl4 sl6 sl8 sl16 sl24 sl33 sl40 sl64 sl80 sl96 sl112 sl128 sl160 sl320 spare15 spare14 spare13 spare12 spare11 "
           "spare10 spare9 spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
  at("drx-LongCycleStartOffset", drx_long_cycle_start_offset);
  at("shortDRX", short_drx);
  at("drx-SlotOffset", drx_slot_offset, Range(0, 31));
}
void SchedulingRequestToAddMod::fields(At& at) {
  at("schedulingRequestId", scheduling_request_id, Range(0, 7));
  at("sr-ProhibitTimer", sr_prohibit_timer, Words("ms1 ms2 ms4 ms8 ms16 ms32 ms64 ms128"));
  at("sr-TransMax", sr_trans_max, Words("n4 n8 n16 n32 n64 spare3 spare2 spare1"));
}
void SchedulingRequestConfig::fields(At& at) {
  at.some("schedulingRequestToAddModList", scheduling_request_to_add_mod_list, Size(1, 8));
  at.some("schedulingRequestToReleaseList", scheduling_request_to_release_list, Size(1, 8), Range(0, 7));
}
void BsrConfig::fields(At& at) {
  at("periodicBSR-Timer", periodic_bsr_timer,
     Words("sf1 sf5 sf10 sf16 sf20 sf32 sf40 sf64 sf80 sf128 sf160 sf320 sf640 sf1280 sf2560 infinity"));
  at("retxBSR-Timer", retx_bsr_timer,
     Words("sf10 sf20 sf40 sf80 sf160 sf320 sf640 sf1280 sf2560 sf5120 sf10240 spare5 spare4 spare3 spare2 spare1"));
  at("logicalChannelSR-DelayTimer", logical_channel_sr_delay_timer, Words("sf20 sf40 sf64 sf128 sf512 sf1024 sf2560 spare1"));
}
void Tag::fields(At& at) {
  at("tag-Id", tag_id, Range(0, 3));
  at("timeAlignmentTimer", time_alignment_timer, words::time_alignment_timer);
}
void TagConfig::fields(At& at) {
  at.some("tag-ToReleaseList", tag_to_release_list, Size(1, 4), Range(0, 3));
  at.some("tag-ToAddModList", tag_to_add_mod_list, Size(1, 4));
}
void PhrConfig::fields(At& at) {
  at("phr-PeriodicTimer", phr_periodic_timer, Words("sf10 sf20 sf50 sf100 sf200 sf500 sf1000 infinity"));
  at("phr-ProhibitTimer", phr_prohibit_timer, Words("sf0 sf10 sf20 sf50 sf100 sf200 sf500 sf1000"));
  at("phr-Tx-PowerFactorChange", phr_tx_power_factor_change, Words("dB1 dB3 dB6 infinity"));
  at("multiplePHR", multiple_phr);
  at("dummy", dummy);
  at("phr-Type2OtherCell", phr_type2_other_cell);
  at("phr-ModeOtherCG", phr_mode_other_cg, Words("real virtual"));
}
void MacCellGroupConfig::fields(At& at) {
  at("drx-Config", drx_config);
  at("schedulingRequestConfig", scheduling_request_config);
  at("bsr-Config", bsr_config);
  at("tag-Config", tag_config);
  at("phr-Config", phr_config);
  at("skipUplinkTxDynamic", skip_uplink_tx_dynamic);
  at.group([&] {
    at("csi-Mask", csi_mask);
    at("dataInactivityTimer", data_inactivity_timer, words::data_inactivity_timer);
  });
}
void PhysicalCellGroupConfig::fields(At& at) {
  at.flag("harq-ACK-SpatialBundlingPUCCH", harq_ack_spatial_bundling_pucch, "true");
  at.flag("harq-ACK-SpatialBundlingPUSCH", harq_ack_spatial_bundling_pusch, "true");
  at("p-NR-FR1", p_nr_fr1, Range(-30, 33));
  at("pdsch-HARQ-ACK-Codebook", pdsch_harq_ack_codebook, Words("semiStatic dynamic"));
  at("tpc-SRS-RNTI", tpc_srs_rnti, Range(0, 65535));
  at("tpc-PUCCH-RNTI", tpc_pucch_rnti, Range(0, 65535));
  at("tpc-PUSCH-RNTI", tpc_pusch_rnti, Range(0, 65535));
  at("sp-CSI-RNTI", sp_csi_rnti, Range(0, 65535));
  at("cs-RNTI", cs_rnti, Range(0, 65535));
  at.group([&] {
    at("mcs-C-RNTI", mcs_c_rnti, Range(0, 65535));
    at("p-UE-FR1", p_ue_fr1, Range(-30, 33));
  });
  at.group([&] { at("xScale", x_scale, Words("dB0 dB6 spare2 spare1")); });
  at.group([&] { at("pdcch-BlindDetection", pdcch_blind_detection, Range(1, 15)); });
}

}  // namespace pellucid::rrc
