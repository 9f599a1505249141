#pragma once
// Radio bearers: PDCP, SDAP, security (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/shapes.hpp"

namespace pellucid::rrc {

enum class UlDataSplitThreshold : std::uint8_t {
  b0,
  b100,
  b200,
  b400,
  b800,
  b1600,
  b3200,
  b6400,
  b12800,
  b25600,
  b51200,
  b102400,
  b204800,
  b409600,
  b819200,
  b1228800,
  b1638400,
  b2457600,
  b3276800,
  b4096000,
  b4915200,
  b5734400,
  b6553600,
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
inline constexpr Words ul_data_split_threshold(
    "b0 b100 b200 b400 b800 b1600 b3200 b6400 b12800 b25600 b51200 b102400 b204800 b409600 b819200 b1228800 b1638400 b2457600 b3276800 "
    "b4096000 b4915200 b5734400 b6553600 infinity spare8 spare7 spare6 spare5 spare4 spare3 spare2 spare1");
}
struct PdcpConfigDrbHeaderCompressionRohcProfiles {
  bool profile0x0001 = false;
  bool profile0x0002 = false;
  bool profile0x0003 = false;
  bool profile0x0004 = false;
  bool profile0x0006 = false;
  bool profile0x0101 = false;
  bool profile0x0102 = false;
  bool profile0x0103 = false;
  bool profile0x0104 = false;
  void fields(At& at);
  bool operator==(const PdcpConfigDrbHeaderCompressionRohcProfiles&) const = default;
};
struct PdcpConfigDrbHeaderCompressionRohc {
  using Profiles = PdcpConfigDrbHeaderCompressionRohcProfiles;
  std::optional<std::uint16_t> max_cid{};  // DEFAULT 15
  Profiles profiles{};
  bool drb_continue_rohc = false;
  void fields(At& at);
  bool operator==(const PdcpConfigDrbHeaderCompressionRohc&) const = default;
};
struct PdcpConfigDrbHeaderCompressionUplinkOnlyRohcProfiles {
  bool profile0x0006 = false;
  void fields(At& at);
  bool operator==(const PdcpConfigDrbHeaderCompressionUplinkOnlyRohcProfiles&) const = default;
};
struct PdcpConfigDrbHeaderCompressionUplinkOnlyRohc {
  using Profiles = PdcpConfigDrbHeaderCompressionUplinkOnlyRohcProfiles;
  std::optional<std::uint16_t> max_cid{};  // DEFAULT 15
  Profiles profiles{};
  bool drb_continue_rohc = false;
  void fields(At& at);
  bool operator==(const PdcpConfigDrbHeaderCompressionUplinkOnlyRohc&) const = default;
};
struct PdcpConfigDrbHeaderCompression {
  using Rohc = PdcpConfigDrbHeaderCompressionRohc;
  using UplinkOnlyRohc = PdcpConfigDrbHeaderCompressionUplinkOnlyRohc;
  std::variant<Null, Rohc, UplinkOnlyRohc, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const PdcpConfigDrbHeaderCompression&) const = default;
};
struct PdcpConfigDrb {
  enum class DiscardTimer : std::uint8_t {
    ms10,
    ms20,
    ms30,
    ms40,
    ms50,
    ms60,
    ms75,
    ms100,
    ms150,
    ms200,
    ms250,
    ms300,
    ms500,
    ms750,
    ms1500,
    infinity
  };
  enum class PdcpSnSizeUl : std::uint8_t { len12bits, len18bits };
  enum class PdcpSnSizeDl : std::uint8_t { len12bits, len18bits };
  using HeaderCompression = PdcpConfigDrbHeaderCompression;
  std::optional<DiscardTimer> discard_timer{};
  std::optional<PdcpSnSizeUl> pdcp_sn_size_ul{};
  std::optional<PdcpSnSizeDl> pdcp_sn_size_dl{};
  HeaderCompression header_compression{};
  bool integrity_protection = false;
  bool status_report_required = false;
  bool out_of_order_delivery = false;
  void fields(At& at);
  bool operator==(const PdcpConfigDrb&) const = default;
};
struct PdcpConfigMoreThanOneRlcPrimaryPath {
  std::optional<std::uint8_t> cell_group{};
  std::optional<std::uint8_t> logical_channel{};
  void fields(At& at);
  bool operator==(const PdcpConfigMoreThanOneRlcPrimaryPath&) const = default;
};
struct PdcpConfigMoreThanOneRlc {
  using PrimaryPath = PdcpConfigMoreThanOneRlcPrimaryPath;
  PrimaryPath primary_path{};
  std::optional<UlDataSplitThreshold> ul_data_split_threshold{};
  std::optional<bool> pdcp_duplication{};
  void fields(At& at);
  bool operator==(const PdcpConfigMoreThanOneRlc&) const = default;
};
struct PdcpConfig {
  using Drb = PdcpConfigDrb;
  using MoreThanOneRlc = PdcpConfigMoreThanOneRlc;
  enum class TReordering : std::uint8_t {
    ms0,
    ms1,
    ms2,
    ms4,
    ms5,
    ms8,
    ms10,
    ms15,
    ms20,
    ms30,
    ms40,
    ms50,
    ms60,
    ms80,
    ms100,
    ms120,
    ms140,
    ms160,
    ms180,
    ms200,
    ms220,
    ms240,
    ms260,
    ms280,
    ms300,
    ms500,
    ms750,
    ms1000,
    ms1250,
    ms1500,
    ms1750,
    ms2000,
    ms2250,
    ms2500,
    ms2750,
    ms3000,
    spare28,
    spare27,
    spare26,
    spare25,
    spare24,
    spare23,
    spare22,
    spare21,
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
    spare09,
    spare08,
    spare07,
    spare06,
    spare05,
    spare04,
    spare03,
    spare02,
    spare01
  };
  std::optional<Drb> drb{};
  std::optional<MoreThanOneRlc> more_than_one_rlc{};
  std::optional<TReordering> t_reordering{};
  bool ciphering_disabled = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PdcpConfig&) const = default;
};
struct SrbToAddMod {
  std::uint8_t srb_identity = 0;
  bool reestablish_pdcp = false;
  bool discard_on_pdcp = false;
  std::optional<PdcpConfig> pdcp_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrbToAddMod&) const = default;
};
struct SdapConfig {
  enum class SdapHeaderDl : std::uint8_t { present, absent };
  enum class SdapHeaderUl : std::uint8_t { present, absent };
  std::uint8_t pdu_session = 0;
  SdapHeaderDl sdap_header_dl{};
  SdapHeaderUl sdap_header_ul{};
  bool default_drb = false;
  std::vector<std::uint8_t> mapped_qos_flows_to_add{};
  std::vector<std::uint8_t> mapped_qos_flows_to_release{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SdapConfig&) const = default;
};
struct DrbToAddModCnAssociation {
  std::variant<std::uint8_t, SdapConfig> choice{};
  void options(At& at);
  bool operator==(const DrbToAddModCnAssociation&) const = default;
};
struct DrbToAddMod {
  using CnAssociation = DrbToAddModCnAssociation;
  std::optional<CnAssociation> cn_association{};
  std::uint8_t drb_identity = 0;
  bool reestablish_pdcp = false;
  bool recover_pdcp = false;
  std::optional<PdcpConfig> pdcp_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const DrbToAddMod&) const = default;
};
enum class CipheringAlgorithm : std::uint8_t { nea0, nea1, nea2, nea3, spare4, spare3, spare2, spare1 };
namespace words {
inline constexpr Words ciphering_algorithm("nea0 nea1 nea2 nea3 spare4 spare3 spare2 spare1 ...");
}
enum class IntegrityProtAlgorithm : std::uint8_t { nia0, nia1, nia2, nia3, spare4, spare3, spare2, spare1 };
namespace words {
inline constexpr Words integrity_prot_algorithm("nia0 nia1 nia2 nia3 spare4 spare3 spare2 spare1 ...");
}
struct SecurityAlgorithmConfig {
  CipheringAlgorithm ciphering_algorithm{};
  std::optional<IntegrityProtAlgorithm> integrity_prot_algorithm{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SecurityAlgorithmConfig&) const = default;
};
struct SecurityConfig {
  enum class KeyToUse : std::uint8_t { master, secondary };
  std::optional<SecurityAlgorithmConfig> security_algorithm_config{};
  std::optional<KeyToUse> key_to_use{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SecurityConfig&) const = default;
};
struct RadioBearerConfig {
  std::vector<SrbToAddMod> srb_to_add_mod_list{};
  bool srb3_to_release = false;
  std::vector<DrbToAddMod> drb_to_add_mod_list{};
  std::vector<std::uint8_t> drb_to_release_list{};
  std::optional<SecurityConfig> security_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const RadioBearerConfig&) const = default;
};

}  // namespace pellucid::rrc
