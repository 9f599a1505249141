#pragma once
// RLC bearers (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/channels.hpp"

namespace pellucid::rrc {

enum class SnFieldLengthAm : std::uint8_t { size12, size18 };
namespace words {
inline constexpr Words sn_field_length_am("size12 size18");
}
enum class TPollRetransmit : std::uint8_t {
  ms5,
  ms10,
  ms15,
  ms20,
  ms25,
  ms30,
  ms35,
  ms40,
  ms45,
  ms50,
  ms55,
  ms60,
  ms65,
  ms70,
  ms75,
  ms80,
  ms85,
  ms90,
  ms95,
  ms100,
  ms105,
  ms110,
  ms115,
  ms120,
  ms125,
  ms130,
  ms135,
  ms140,
  ms145,
  ms150,
  ms155,
  ms160,
  ms165,
  ms170,
  ms175,
  ms180,
  ms185,
  ms190,
  ms195,
  ms200,
  ms205,
  ms210,
  ms215,
  ms220,
  ms225,
  ms230,
  ms235,
  ms240,
  ms245,
  ms250,
  ms300,
  ms350,
  ms400,
  ms450,
  ms500,
  ms800,
  ms1000,
  ms2000,
  ms4000,
  ms1_v1610,
  ms2_v1610,
  ms3_v1610,
  ms4_v1610,
  spare1
};
namespace words {
inline constexpr Words t_poll_retransmit(
    "ms5 ms10 ms15 ms20 ms25 ms30 ms35 ms40 ms45 ms50 ms55 ms60 ms65 ms70 ms75 ms80 ms85 ms90 ms95 ms100 ms105 ms110 ms115 ms120 ms125 "
    "ms130 ms135 ms140 ms145 ms150 ms155 ms160 ms165 ms170 ms175 ms180 ms185 ms190 ms195 ms200 ms205 ms210 ms215 ms220 ms225 ms230 ms235 "
    "ms240 ms245 ms250 ms300 ms350 ms400 ms450 ms500 ms800 ms1000 ms2000 ms4000 ms1-v1610 ms2-v1610 ms3-v1610 ms4-v1610 spare1");
}
enum class PollPdu : std::uint8_t {
  p4,
  p8,
  p16,
  p32,
  p64,
  p128,
  p256,
  p512,
  p1024,
  p2048,
  p4096,
  p6144,
  p8192,
  p12288,
  p16384,
  p20480,
  p24576,
  p28672,
  p32768,
  p40960,
  p49152,
  p57344,
  p65536,
  infinity,
  spare8,
  spare7,
  spare6,
  spare5,
  spare4,
  spare3,
  spare2,
  spare1
};
namespace words {
inline constexpr Words poll_pdu(
    "p4 p8 p16 p32 p64 p128 p256 p512 p1024 p2048 p4096 p6144 p8192 p12288 p16384 p20480 p24576 p28672 p32768 p40960 p49152 p57344 p65536 "
    "infinity spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1");
}
enum class PollByte : std::uint8_t {
  k_b1,
  k_b2,
  k_b5,
  k_b8,
  k_b10,
  k_b15,
  k_b25,
  k_b50,
  k_b75,
  k_b100,
  k_b125,
  k_b250,
  k_b375,
  k_b500,
  k_b750,
  k_b1000,
  k_b1250,
  k_b1500,
  k_b2000,
  k_b3000,
  k_b4000,
  k_b4500,
  k_b5000,
  k_b5500,
  k_b6000,
  k_b6500,
  k_b7000,
  k_b7500,
  m_b8,
  m_b9,
  m_b10,
  m_b11,
  m_b12,
  m_b13,
  m_b14,
  m_b15,
  m_b16,
  m_b17,
  m_b18,
  m_b20,
  m_b25,
  m_b30,
  m_b40,
  infinity,
  spare20,
  spare19,
  spare18,
  spare17,
  spare16,
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
namespace words {
inline constexpr Words poll_byte(
    "kB1 kB2 kB5 kB8 kB10 kB15 kB25 kB50 kB75 kB100 kB125 kB250 kB375 kB500 kB750 kB1000 kB1250 kB1500 kB2000 kB3000 kB4000 kB4500 kB5000 "
    "kB5500 kB6000 kB6500 kB7000 kB7500 mB8 mB9 mB10 mB11 mB12 mB13 mB14 mB15 mB16 mB17 mB18 mB20 mB25 mB30 mB40 infinity spare20 spare19 "
    "spare18 spare17 spare16 spare15 spare14 spare13 spare12 spare11 spare10 spare9 spare8 spare7 spare6 spare5 spare4 spare3 spare2 "
    "spare1");
}
struct UlAmRlc {
  enum class MaxRetxThreshold : std::uint8_t { t1, t2, t3, t4, t6, t8, t16, t32 };
  std::optional<SnFieldLengthAm> sn_field_length{};
  TPollRetransmit t_poll_retransmit{};
  PollPdu poll_pdu{};
  PollByte poll_byte{};
  MaxRetxThreshold max_retx_threshold{};
  void fields(At& at);
  bool operator==(const UlAmRlc&) const = default;
};
enum class TReassembly : std::uint8_t {
  ms0,
  ms5,
  ms10,
  ms15,
  ms20,
  ms25,
  ms30,
  ms35,
  ms40,
  ms45,
  ms50,
  ms55,
  ms60,
  ms65,
  ms70,
  ms75,
  ms80,
  ms85,
  ms90,
  ms95,
  ms100,
  ms110,
  ms120,
  ms130,
  ms140,
  ms150,
  ms160,
  ms170,
  ms180,
  ms190,
  ms200,
  spare1
};
namespace words {
inline constexpr Words t_reassembly(
    "ms0 ms5 ms10 ms15 ms20 ms25 ms30 ms35 ms40 ms45 ms50 ms55 ms60 ms65 ms70 ms75 ms80 ms85 ms90 ms95 ms100 ms110 ms120 ms130 ms140 ms150 "
    "ms160 ms170 ms180 ms190 ms200 spare1");
}
enum class TStatusProhibit : std::uint8_t {
  ms0,
  ms5,
  ms10,
  ms15,
  ms20,
  ms25,
  ms30,
  ms35,
  ms40,
  ms45,
  ms50,
  ms55,
  ms60,
  ms65,
  ms70,
  ms75,
  ms80,
  ms85,
  ms90,
  ms95,
  ms100,
  ms105,
  ms110,
  ms115,
  ms120,
  ms125,
  ms130,
  ms135,
  ms140,
  ms145,
  ms150,
  ms155,
  ms160,
  ms165,
  ms170,
  ms175,
  ms180,
  ms185,
  ms190,
  ms195,
  ms200,
  ms205,
  ms210,
  ms215,
  ms220,
  ms225,
  ms230,
  ms235,
  ms240,
  ms245,
  ms250,
  ms300,
  ms350,
  ms400,
  ms450,
  ms500,
  ms800,
  ms1000,
  ms1200,
  ms1600,
  ms2000,
  ms2400,
  spare2,
  spare1
};
namespace words {
inline constexpr Words t_status_prohibit(
    "ms0 ms5 ms10 ms15 ms20 ms25 ms30 ms35 ms40 ms45 ms50 ms55 ms60 ms65 ms70 ms75 ms80 ms85 ms90 ms95 ms100 ms105 ms110 ms115 ms120 ms125 "
    "ms130 ms135 ms140 ms145 ms150 ms155 ms160 ms165 ms170 ms175 ms180 ms185 ms190 ms195 ms200 ms205 ms210 ms215 ms220 ms225 ms230 ms235 "
    "ms240 ms245 ms250 ms300 ms350 ms400 ms450 ms500 ms800 ms1000 ms1200 ms1600 ms2000 ms2400 spare2 spare1");
}
struct DlAmRlc {
  std::optional<SnFieldLengthAm> sn_field_length{};
  TReassembly t_reassembly{};
  TStatusProhibit t_status_prohibit{};
  void fields(At& at);
  bool operator==(const DlAmRlc&) const = default;
};
enum class SnFieldLengthUm : std::uint8_t { size6, size12 };
namespace words {
inline constexpr Words sn_field_length_um("size6 size12");
}
struct UlUmRlc {
  std::optional<SnFieldLengthUm> sn_field_length{};
  void fields(At& at);
  bool operator==(const UlUmRlc&) const = default;
};
struct DlUmRlc {
  std::optional<SnFieldLengthUm> sn_field_length{};
  TReassembly t_reassembly{};
  void fields(At& at);
  bool operator==(const DlUmRlc&) const = default;
};
struct RlcConfigAm {
  UlAmRlc ul_am_rlc{};
  DlAmRlc dl_am_rlc{};
  void fields(At& at);
  bool operator==(const RlcConfigAm&) const = default;
};
struct RlcConfigUmBiDirectional {
  UlUmRlc ul_um_rlc{};
  DlUmRlc dl_um_rlc{};
  void fields(At& at);
  bool operator==(const RlcConfigUmBiDirectional&) const = default;
};
struct RlcConfigUmUniDirectionalUl {
  UlUmRlc ul_um_rlc{};
  void fields(At& at);
  bool operator==(const RlcConfigUmUniDirectionalUl&) const = default;
};
struct RlcConfigUmUniDirectionalDl {
  DlUmRlc dl_um_rlc{};
  void fields(At& at);
  bool operator==(const RlcConfigUmUniDirectionalDl&) const = default;
};
struct RlcConfig {
  using Am = RlcConfigAm;
  using UmBiDirectional = RlcConfigUmBiDirectional;
  using UmUniDirectionalUl = RlcConfigUmUniDirectionalUl;
  using UmUniDirectionalDl = RlcConfigUmUniDirectionalDl;
  std::variant<Am, UmBiDirectional, UmUniDirectionalUl, UmUniDirectionalDl, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const RlcConfig&) const = default;
};
struct LogicalChannelConfigUlSpecificParameters {
  enum class PrioritisedBitRate : std::uint8_t {
    k_bps0,
    k_bps8,
    k_bps16,
    k_bps32,
    k_bps64,
    k_bps128,
    k_bps256,
    k_bps512,
    k_bps1024,
    k_bps2048,
    k_bps4096,
    k_bps8192,
    k_bps16384,
    k_bps32768,
    k_bps65536,
    infinity
  };
  enum class BucketSizeDuration : std::uint8_t {
    ms5,
    ms10,
    ms20,
    ms50,
    ms100,
    ms150,
    ms300,
    ms500,
    ms1000,
    spare7,
    spare6,
    spare5,
    spare4,
    spare3,
    spare2,
    spare1
  };
  enum class MaxPuschDuration : std::uint8_t { ms0p02, ms0p04, ms0p0625, ms0p125, ms0p25, ms0p5, ms0p01_v1700, spare1 };
  enum class BitRateQueryProhibitTimer : std::uint8_t { s0, s0dot4, s0dot8, s1dot6, s3, s6, s12, s30 };
  std::uint8_t priority = 0;
  PrioritisedBitRate prioritised_bit_rate{};
  BucketSizeDuration bucket_size_duration{};
  std::vector<std::uint8_t> allowed_serving_cells{};
  std::vector<SubcarrierSpacing> allowed_scs_list{};
  std::optional<MaxPuschDuration> max_pusch_duration{};
  bool configured_grant_type1_allowed = false;
  std::optional<std::uint8_t> logical_channel_group{};
  std::optional<std::uint8_t> scheduling_request_id{};
  bool logical_channel_sr_mask = false;
  bool logical_channel_sr_delay_timer_applied = false;
  std::optional<BitRateQueryProhibitTimer> bit_rate_query_prohibit_timer{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const LogicalChannelConfigUlSpecificParameters&) const = default;
};
struct LogicalChannelConfig {
  using UlSpecificParameters = LogicalChannelConfigUlSpecificParameters;
  std::optional<UlSpecificParameters> ul_specific_parameters{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const LogicalChannelConfig&) const = default;
};
struct RlcBearerConfigServedRadioBearer {
  enum class Which : std::uint8_t { srb_identity, drb_identity };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const RlcBearerConfigServedRadioBearer&) const = default;
};
struct RlcBearerConfig {
  using ServedRadioBearer = RlcBearerConfigServedRadioBearer;
  std::uint8_t logical_channel_identity = 0;
  std::optional<ServedRadioBearer> served_radio_bearer{};
  bool reestablish_rlc = false;
  std::optional<RlcConfig> rlc_config{};
  std::optional<LogicalChannelConfig> mac_logical_channel_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RlcBearerConfig&) const = default;
};

}  // namespace pellucid::rrc
