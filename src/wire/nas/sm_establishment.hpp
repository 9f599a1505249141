#pragma once
// 5GSM: PDU session establishment and authentication (TS 24.501 §8.3.1 to §8.3.6).
#include "codec/nas_table.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas {

// One row a line, as in the standard.
// clang-format off

struct PduSessionEstablishmentRequest {  // §8.3.1
  PduSessionId session;
  Pti pti;
  IntegrityDataRate integrity_rate;
  std::optional<SessionType> type{};
  std::optional<SscMode> ssc_mode{};
  std::optional<SmCapability> capability{};
  std::optional<MaxPacketFilters> max_packet_filters{};
  std::optional<OneBit> always_on{};
  std::optional<Bytes> sm_pdu_dn_request_container{};
  std::optional<UplinkPco> pco{};
  std::optional<Bytes> ip_header_compression_configuration{};
  std::optional<Octets<6>> ds_tt_ethernet_port_mac_address{};
  std::optional<Octets<8>> ue_ds_tt_residence_time{};
  std::optional<Bytes> port_management_information_container{};
  std::optional<Bytes> ethernet_header_compression_configuration{};
  std::optional<PduAddress> suggested_interface_identifier{};
  std::optional<Bytes> service_level_aa_container{};
  std::optional<Bytes> requested_mbs_container{};
  std::optional<std::uint8_t> pdu_session_pair_id{};
  std::optional<std::uint8_t> rsn{};
  UnknownIes unknown{};
  bool operator==(const PduSessionEstablishmentRequest&) const = default;

  using M = PduSessionEstablishmentRequest;
  static constexpr auto wire =
      sm_message<M>(0xC1, "PDU session establishment request",
      v<&M::integrity_rate>("Integrity protection maximum data rate", 2),
      tv_half<&M::type>(0x9, "PDU session type"),
      tv_half<&M::ssc_mode>(0xA, "SSC mode"),
      tlv<&M::capability>(0x28, "5GSM capability", octets(1, 13)),
      tv<&M::max_packet_filters>(0x55, "Maximum number of supported packet filters", 2),
      tv_half<&M::always_on>(0xB, "Always-on PDU session requested"),
      tlv<&M::sm_pdu_dn_request_container>(0x39, "SM PDU DN request container", octets(1, 253)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv<&M::ip_header_compression_configuration>(0x66, "IP header compression configuration", octets(3, 255)),
      tlv<&M::ds_tt_ethernet_port_mac_address>(0x6E, "DS-TT Ethernet port MAC address", octets(6)),
      tlv<&M::ue_ds_tt_residence_time>(0x6F, "UE-DS-TT residence time", octets(8)),
      tlv_e<&M::port_management_information_container>(0x74, "Port management information container", octets(5, 65535)),
      tlv<&M::ethernet_header_compression_configuration>(0x1F, "Ethernet header compression configuration", octets(1)),
      tlv<&M::suggested_interface_identifier>(0x29, "Suggested interface identifier", octets(9)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)),
      tlv_e<&M::requested_mbs_container>(0x70, "Requested MBS container", octets(5, 65535)),
      tlv<&M::pdu_session_pair_id>(0x34, "PDU session pair ID", octets(1)),
      tlv<&M::rsn>(0x35, "RSN", octets(1)));
};

struct PduSessionEstablishmentAccept {  // §8.3.2
  PduSessionId session;
  Pti pti;
  SessionType type{};
  SscMode ssc_mode{};
  QosRules qos_rules;
  SessionAmbr ambr;
  std::optional<SmCause> cause{};
  std::optional<PduAddress> address{};
  std::optional<GprsTimer> rq_timer{};
  std::optional<SnssaiIe> slice{};
  std::optional<OneBit> always_on{};
  std::optional<Bytes> mapped_eps_bearer_contexts{};
  std::optional<Bytes> eap{};
  std::optional<QosFlowDescriptions> qos_flows{};
  std::optional<DownlinkPco> pco{};
  std::optional<Dnn> dnn{};
  std::optional<Bytes> network_features{};
  std::optional<std::uint16_t> serving_plmn_rate_control{};
  std::optional<Bytes> atsss_container{};
  std::optional<OneBit> control_plane_only_indication{};
  std::optional<Bytes> ip_header_compression_configuration{};
  std::optional<Bytes> ethernet_header_compression_configuration{};
  std::optional<Bytes> service_level_aa_container{};
  std::optional<Bytes> received_mbs_container{};
  UnknownIes unknown{};
  bool operator==(const PduSessionEstablishmentAccept&) const = default;

  using M = PduSessionEstablishmentAccept;
  static constexpr auto wire =
      sm_message<M>(0xC2, "PDU session establishment accept",
      half<&M::type>("Selected PDU session type"),
      half<&M::ssc_mode>("Selected SSC mode"),
      lv_e<&M::qos_rules>("Authorized QoS rules", octets(4, 65535)),
      lv<&M::ambr>("Session AMBR", octets(6)),
      tv<&M::cause>(0x59, "5GSM cause", 1),
      tlv<&M::address>(0x29, "PDU address", octets(5, 29)),
      tv<&M::rq_timer>(0x56, "RQ timer value", 1),
      tlv<&M::slice>(0x22, "S-NSSAI", octets(1, 8)),
      tv_half<&M::always_on>(0x8, "Always-on PDU session indication"),
      tlv_e<&M::mapped_eps_bearer_contexts>(0x75, "Mapped EPS bearer contexts", octets(4, 65535)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv_e<&M::qos_flows>(0x79, "Authorized QoS flow descriptions", octets(3, 65535)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv<&M::dnn>(0x25, "DNN", octets(1, 100)),
      tlv<&M::network_features>(0x17, "5GSM network feature support", octets(1, 13)),
      tlv<&M::serving_plmn_rate_control>(0x18, "Serving PLMN rate control", octets(2)),
      tlv_e<&M::atsss_container>(0x77, "ATSSS container", octets(0, 65535)),
      tv_half<&M::control_plane_only_indication>(0xC, "Control plane only indication"),
      tlv<&M::ip_header_compression_configuration>(0x66, "IP header compression configuration", octets(3, 255)),
      tlv<&M::ethernet_header_compression_configuration>(0x1F, "Ethernet header compression configuration", octets(1)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)),
      tlv_e<&M::received_mbs_container>(0x71, "Received MBS container", octets(6, 65535)));
};

struct PduSessionEstablishmentReject {  // §8.3.3
  PduSessionId session;
  Pti pti;
  SmCause cause{};
  std::optional<GprsTimer3> back_off{};
  std::optional<AllowedSscModes> allowed_ssc_modes{};
  std::optional<Bytes> eap{};
  std::optional<CongestionReattempt> congestion_reattempt{};
  std::optional<DownlinkPco> pco{};
  std::optional<ReattemptIndicator> reattempt{};
  std::optional<Bytes> service_level_aa_container{};
  UnknownIes unknown{};
  bool operator==(const PduSessionEstablishmentReject&) const = default;

  using M = PduSessionEstablishmentReject;
  static constexpr auto wire =
      sm_message<M>(0xC3, "PDU session establishment reject",
      v<&M::cause>("5GSM cause", 1),
      tlv<&M::back_off>(0x37, "Back-off timer value", octets(1)),
      tv_half<&M::allowed_ssc_modes>(0xF, "Allowed SSC mode"),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv<&M::congestion_reattempt>(0x61, "5GSM congestion re-attempt indicator", octets(1)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv<&M::reattempt>(0x1D, "Re-attempt indicator", octets(1)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)));
};

struct PduSessionAuthenticationCommand {  // §8.3.4
  PduSessionId session;
  Pti pti;
  Bytes eap;
  std::optional<DownlinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionAuthenticationCommand&) const = default;

  using M = PduSessionAuthenticationCommand;
  static constexpr auto wire =
      sm_message<M>(0xC5, "PDU session authentication command",
      lv_e<&M::eap>("EAP message", octets(4, 1500)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

struct PduSessionAuthenticationComplete {  // §8.3.5
  PduSessionId session;
  Pti pti;
  Bytes eap;
  std::optional<UplinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionAuthenticationComplete&) const = default;

  using M = PduSessionAuthenticationComplete;
  static constexpr auto wire =
      sm_message<M>(0xC6, "PDU session authentication complete",
      lv_e<&M::eap>("EAP message", octets(4, 1500)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

struct PduSessionAuthenticationResult {  // §8.3.6
  PduSessionId session;
  Pti pti;
  std::optional<Bytes> eap{};
  std::optional<DownlinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionAuthenticationResult&) const = default;

  using M = PduSessionAuthenticationResult;
  static constexpr auto wire =
      sm_message<M>(0xC7, "PDU session authentication result",
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

// clang-format on

}  // namespace pellucid::nas
