#pragma once
// MAC and what all cells of a group share (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/channels.hpp"

namespace pellucid::rrc {

struct DrxConfigDrxOnDurationTimer {
  enum class Which : std::uint8_t { sub_milli_seconds, milli_seconds };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const DrxConfigDrxOnDurationTimer&) const = default;
};
struct DrxConfigDrxLongCycleStartOffset {
  enum class Which : std::uint8_t {
    ms10,
    ms20,
    ms32,
    ms40,
    ms60,
    ms64,
    ms70,
    ms80,
    ms128,
    ms160,
    ms256,
    ms320,
    ms512,
    ms640,
    ms1024,
    ms1280,
    ms2048,
    ms2560,
    ms5120,
    ms10240
  };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const DrxConfigDrxLongCycleStartOffset&) const = default;
};
struct DrxConfigShortDrx {
  enum class DrxShortCycle : std::uint8_t {
    ms2,
    ms3,
    ms4,
    ms5,
    ms6,
    ms7,
    ms8,
    ms10,
    ms14,
    ms16,
    ms20,
    ms30,
    ms32,
    ms35,
    ms40,
    ms64,
    ms80,
    ms128,
    ms160,
    ms256,
    ms320,
    ms512,
    ms640,
    spare9,
    spare8,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  DrxShortCycle drx_short_cycle{};
  std::uint8_t drx_short_cycle_timer = 0;
  void fields(At& at);
  bool operator==(const DrxConfigShortDrx&) const = default;
};
struct DrxConfig {
  using DrxOnDurationTimer = DrxConfigDrxOnDurationTimer;
  enum class DrxInactivityTimer : std::uint8_t {
    ms0,
    ms1,
    ms2,
    ms3,
    ms4,
    ms5,
    ms6,
    ms8,
    ms10,
    ms20,
    ms30,
    ms40,
    ms50,
    ms60,
    ms80,
    ms100,
    ms200,
    ms300,
    ms500,
    ms750,
    ms1280,
    ms1920,
    ms2560,
    spare9,
    spare8,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  enum class DrxRetransmissionTimerDl : std::uint8_t {
    sl0,
    sl1,
    sl2,
    sl4,
    sl6,
    sl8,
    sl16,
    sl24,
    sl33,
    sl40,
    sl64,
    sl80,
    sl96,
    sl112,
    sl128,
    sl160,
    sl320,
    spare15,
    spare14,
    spare13,
    spare12,
    spare11,
    spare10,
    spare9,
    spare8,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  enum class DrxRetransmissionTimerUl : std::uint8_t {
    sl0,
    sl1,
    sl2,
    sl4,
    sl6,
    sl8,
    sl16,
    sl24,
    sl33,
    sl40,
    sl64,
    sl80,
    sl96,
    sl112,
    sl128,
    sl160,
    sl320,
    spare15,
    spare14,
    spare13,
    spare12,
    spare11,
    spare10,
    spare9,
    spare8,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  using DrxLongCycleStartOffset = DrxConfigDrxLongCycleStartOffset;
  using ShortDrx = DrxConfigShortDrx;
  DrxOnDurationTimer drx_on_duration_timer{};
  DrxInactivityTimer drx_inactivity_timer{};
  std::uint8_t drx_harq_rtt_timer_dl = 0;
  std::uint8_t drx_harq_rtt_timer_ul = 0;
  DrxRetransmissionTimerDl drx_retransmission_timer_dl{};
  DrxRetransmissionTimerUl drx_retransmission_timer_ul{};
  DrxLongCycleStartOffset drx_long_cycle_start_offset{};
  std::optional<ShortDrx> short_drx{};
  std::uint8_t drx_slot_offset = 0;
  void fields(At& at);
  bool operator==(const DrxConfig&) const = default;
};
struct SchedulingRequestToAddMod {
  enum class SrProhibitTimer : std::uint8_t { ms1, ms2, ms4, ms8, ms16, ms32, ms64, ms128 };
  enum class SrTransMax : std::uint8_t { n4, n8, n16, n32, n64, spare3, spare2, spare1 };
  std::uint8_t scheduling_request_id = 0;
  std::optional<SrProhibitTimer> sr_prohibit_timer{};
  SrTransMax sr_trans_max{};
  void fields(At& at);
  bool operator==(const SchedulingRequestToAddMod&) const = default;
};
struct SchedulingRequestConfig {
  std::vector<SchedulingRequestToAddMod> scheduling_request_to_add_mod_list{};
  std::vector<std::uint8_t> scheduling_request_to_release_list{};
  void fields(At& at);
  bool operator==(const SchedulingRequestConfig&) const = default;
};
struct BsrConfig {
  enum class PeriodicBsrTimer : std::uint8_t {
    sf1,
    sf5,
    sf10,
    sf16,
    sf20,
    sf32,
    sf40,
    sf64,
    sf80,
    sf128,
    sf160,
    sf320,
    sf640,
    sf1280,
    sf2560,
    infinity
  };
  enum class RetxBsrTimer : std::uint8_t {
    sf10,
    sf20,
    sf40,
    sf80,
    sf160,
    sf320,
    sf640,
    sf1280,
    sf2560,
    sf5120,
    sf10240,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  enum class LogicalChannelSrDelayTimer : std::uint8_t { sf20, sf40, sf64, sf128, sf512, sf1024, sf2560, spare1 };
  PeriodicBsrTimer periodic_bsr_timer{};
  RetxBsrTimer retx_bsr_timer{};
  std::optional<LogicalChannelSrDelayTimer> logical_channel_sr_delay_timer{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const BsrConfig&) const = default;
};
struct Tag {
  std::uint8_t tag_id = 0;
  TimeAlignmentTimer time_alignment_timer{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const Tag&) const = default;
};
struct TagConfig {
  std::vector<std::uint8_t> tag_to_release_list{};
  std::vector<Tag> tag_to_add_mod_list{};
  void fields(At& at);
  bool operator==(const TagConfig&) const = default;
};
struct PhrConfig {
  enum class PhrPeriodicTimer : std::uint8_t { sf10, sf20, sf50, sf100, sf200, sf500, sf1000, infinity };
  enum class PhrProhibitTimer : std::uint8_t { sf0, sf10, sf20, sf50, sf100, sf200, sf500, sf1000 };
  enum class PhrTxPowerFactorChange : std::uint8_t { db1, db3, db6, infinity };
  enum class PhrModeOtherCg : std::uint8_t { real, virtual_ };
  PhrPeriodicTimer phr_periodic_timer{};
  PhrProhibitTimer phr_prohibit_timer{};
  PhrTxPowerFactorChange phr_tx_power_factor_change{};
  bool multiple_phr = false;
  bool dummy = false;
  bool phr_type2_other_cell = false;
  PhrModeOtherCg phr_mode_other_cg{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PhrConfig&) const = default;
};
enum class DataInactivityTimer : std::uint8_t { s1, s2, s3, s5, s7, s10, s15, s20, s40, s50, s60, s80, s100, s120, s150, s180 };
namespace words {
inline constexpr Words data_inactivity_timer("s1 s2 s3 s5 s7 s10 s15 s20 s40 s50 s60 s80 s100 s120 s150 s180");
}
struct MacCellGroupConfig {
  std::optional<SetupRelease<DrxConfig>> drx_config{};
  std::optional<SchedulingRequestConfig> scheduling_request_config{};
  std::optional<BsrConfig> bsr_config{};
  std::optional<TagConfig> tag_config{};
  std::optional<SetupRelease<PhrConfig>> phr_config{};
  bool skip_uplink_tx_dynamic = false;
  std::optional<bool> csi_mask{};
  std::optional<SetupRelease<DataInactivityTimer>> data_inactivity_timer{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const MacCellGroupConfig&) const = default;
};
struct PhysicalCellGroupConfig {
  enum class PdschHarqAckCodebook : std::uint8_t { semi_static, dynamic };
  enum class XScale : std::uint8_t { db0, db6, spare2, spare1 };
  bool harq_ack_spatial_bundling_pucch = false;
  bool harq_ack_spatial_bundling_pusch = false;
  std::optional<std::int8_t> p_nr_fr1{};
  PdschHarqAckCodebook pdsch_harq_ack_codebook{};
  std::optional<std::uint16_t> tpc_srs_rnti{};
  std::optional<std::uint16_t> tpc_pucch_rnti{};
  std::optional<std::uint16_t> tpc_pusch_rnti{};
  std::optional<std::uint16_t> sp_csi_rnti{};
  std::optional<SetupRelease<std::uint16_t>> cs_rnti{};
  std::optional<std::uint16_t> mcs_c_rnti{};
  std::optional<std::int8_t> p_ue_fr1{};
  std::optional<XScale> x_scale{};
  std::optional<SetupRelease<std::uint8_t>> pdcch_blind_detection{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PhysicalCellGroupConfig&) const = default;
};

}  // namespace pellucid::rrc
