// The descriptions of what rlc.hpp declares, in its order.
#include "wire/rrc/rlc.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void UlAmRlc::fields(At& at) {
  at("sn-FieldLength", sn_field_length, words::sn_field_length_am);
  at("t-PollRetransmit", t_poll_retransmit, words::t_poll_retransmit);
  at("pollPDU", poll_pdu, words::poll_pdu);
  at("pollByte", poll_byte, words::poll_byte);
  at("maxRetxThreshold", max_retx_threshold, Words("t1 t2 t3 t4 t6 t8 t16 t32"));
}
void DlAmRlc::fields(At& at) {
  at("sn-FieldLength", sn_field_length, words::sn_field_length_am);
  at("t-Reassembly", t_reassembly, words::t_reassembly);
  at("t-StatusProhibit", t_status_prohibit, words::t_status_prohibit);
}
void UlUmRlc::fields(At& at) { at("sn-FieldLength", sn_field_length, words::sn_field_length_um); }
void DlUmRlc::fields(At& at) {
  at("sn-FieldLength", sn_field_length, words::sn_field_length_um);
  at("t-Reassembly", t_reassembly, words::t_reassembly);
}
void RlcConfigAm::fields(At& at) {
  at("ul-AM-RLC", ul_am_rlc);
  at("dl-AM-RLC", dl_am_rlc);
}
void RlcConfigUmBiDirectional::fields(At& at) {
  at("ul-UM-RLC", ul_um_rlc);
  at("dl-UM-RLC", dl_um_rlc);
}
void RlcConfigUmUniDirectionalUl::fields(At& at) { at("ul-UM-RLC", ul_um_rlc); }
void RlcConfigUmUniDirectionalDl::fields(At& at) { at("dl-UM-RLC", dl_um_rlc); }
void RlcConfig::options(At& at) {
  at.option<0>(choice, "am");
  at.option<1>(choice, "um-Bi-Directional");
  at.option<2>(choice, "um-Uni-Directional-UL");
  at.option<3>(choice, "um-Uni-Directional-DL");
}
void LogicalChannelConfigUlSpecificParameters::fields(At& at) {
  at("priority", priority, Range(1, 16));
  at("prioritisedBitRate", prioritised_bit_rate,
     Words("kBps0 kBps8 kBps16 kBps32 kBps64 kBps128 kBps256 kBps512 kBps1024 kBps2048 kBps4096 kBps8192 kBps16384 kBps32768 kBps65536 "
           "infinity"));
  at("bucketSizeDuration", bucket_size_duration,
     Words("ms5 ms10 ms20 ms50 ms100 ms150 ms300 ms500 ms1000 spare7 spare6 spare5 spare4 spare3 spare2 spare1"));
  at.some("allowedServingCells", allowed_serving_cells, Size(1, 31), Range(0, 31));
  at.some("allowedSCS-List", allowed_scs_list, Size(1, 5), words::subcarrier_spacing);
  at("maxPUSCH-Duration", max_pusch_duration, Words("ms0p02 ms0p04 ms0p0625 ms0p125 ms0p25 ms0p5 ms0p01-v1700 spare1"));
  at.flag("configuredGrantType1Allowed", configured_grant_type1_allowed, "true");
  at("logicalChannelGroup", logical_channel_group, Range(0, 7));
  at("schedulingRequestID", scheduling_request_id, Range(0, 7));
  at("logicalChannelSR-Mask", logical_channel_sr_mask);
  at("logicalChannelSR-DelayTimerApplied", logical_channel_sr_delay_timer_applied);
  at.addition("bitRateQueryProhibitTimer", bit_rate_query_prohibit_timer, Words("s0 s0dot4 s0dot8 s1dot6 s3 s6 s12 s30"));
}
void LogicalChannelConfig::fields(At& at) { at("ul-SpecificParameters", ul_specific_parameters); }
void RlcBearerConfigServedRadioBearer::options(At& at) {
  static constexpr NumberOption table[] = {{"srb-Identity", Range(1, 3)}, {"drb-Identity", Range(1, 32)}};
  at.number_option(which, value, table);
}
void RlcBearerConfig::fields(At& at) {
  at("logicalChannelIdentity", logical_channel_identity, Range(1, 32));
  at("servedRadioBearer", served_radio_bearer);
  at.flag("reestablishRLC", reestablish_rlc, "true");
  at("rlc-Config", rlc_config);
  at("mac-LogicalChannelConfig", mac_logical_channel_config);
}

}  // namespace pellucid::rrc
