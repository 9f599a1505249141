#pragma once
// 5GSM: PDU session modification and release, status (TS 24.501 §8.3.7 and on).
#include "codec/nas_table.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas {

// One row a line, as in the standard.
// clang-format off

struct PduSessionModificationRequest {  // §8.3.7
  PduSessionId session;
  Pti pti;
  std::optional<SmCapability> capability{};
  std::optional<SmCause> cause{};
  std::optional<MaxPacketFilters> max_packet_filters{};
  std::optional<OneBit> always_on{};
  std::optional<IntegrityDataRate> integrity_rate{};
  std::optional<QosRules> qos_rules{};
  std::optional<QosFlowDescriptions> qos_flows{};
  std::optional<Bytes> mapped_eps_bearer_contexts{};
  std::optional<UplinkPco> pco{};
  std::optional<Bytes> port_management_information_container{};
  std::optional<Bytes> ip_header_compression_configuration{};
  std::optional<Bytes> ethernet_header_compression_configuration{};
  std::optional<Bytes> requested_mbs_container{};
  std::optional<Bytes> service_level_aa_container{};
  UnknownIes unknown{};
  bool operator==(const PduSessionModificationRequest&) const = default;

  using M = PduSessionModificationRequest;
  static constexpr auto wire =
      sm_message<M>(0xC9, "PDU session modification request",
      tlv<&M::capability>(0x28, "5GSM capability", octets(1, 13)),
      tv<&M::cause>(0x59, "5GSM cause", 1),
      tv<&M::max_packet_filters>(0x55, "Maximum number of supported packet filters", 2),
      tv_half<&M::always_on>(0xB, "Always-on PDU session requested"),
      tv<&M::integrity_rate>(0x13, "Integrity protection maximum data rate", 2),
      tlv_e<&M::qos_rules>(0x7A, "Requested QoS rules", octets(4, 65535)),
      tlv_e<&M::qos_flows>(0x79, "Requested QoS flow descriptions", octets(3, 65535)),
      tlv_e<&M::mapped_eps_bearer_contexts>(0x75, "Mapped EPS bearer contexts", octets(4, 65535)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv_e<&M::port_management_information_container>(0x74, "Port management information container", octets(1, 65535)),
      tlv<&M::ip_header_compression_configuration>(0x66, "IP header compression configuration", octets(3, 255)),
      tlv<&M::ethernet_header_compression_configuration>(0x1F, "Ethernet header compression configuration", octets(1)),
      tlv_e<&M::requested_mbs_container>(0x70, "Requested MBS container", octets(5, 65535)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)));
};

struct PduSessionModificationReject {  // §8.3.8
  PduSessionId session;
  Pti pti;
  SmCause cause{};
  std::optional<GprsTimer3> back_off{};
  std::optional<CongestionReattempt> congestion_reattempt{};
  std::optional<DownlinkPco> pco{};
  std::optional<ReattemptIndicator> reattempt{};
  UnknownIes unknown{};
  bool operator==(const PduSessionModificationReject&) const = default;

  using M = PduSessionModificationReject;
  static constexpr auto wire =
      sm_message<M>(0xCA, "PDU session modification reject",
      v<&M::cause>("5GSM cause", 1),
      tlv<&M::back_off>(0x37, "Back-off timer value", octets(1)),
      tlv<&M::congestion_reattempt>(0x61, "5GSM congestion re-attempt indicator", octets(1)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv<&M::reattempt>(0x1D, "Re-attempt indicator", octets(1)));
};

struct PduSessionModificationCommand {  // §8.3.9
  PduSessionId session;
  Pti pti;
  std::optional<SmCause> cause{};
  std::optional<SessionAmbr> ambr{};
  std::optional<GprsTimer> rq_timer{};
  std::optional<OneBit> always_on{};
  std::optional<QosRules> qos_rules{};
  std::optional<Bytes> mapped_eps_bearer_contexts{};
  std::optional<QosFlowDescriptions> qos_flows{};
  std::optional<DownlinkPco> pco{};
  std::optional<Bytes> atsss_container{};
  std::optional<Bytes> ip_header_compression_configuration{};
  std::optional<Bytes> port_management_information_container{};
  std::optional<std::uint16_t> serving_plmn_rate_control{};
  std::optional<Bytes> ethernet_header_compression_configuration{};
  std::optional<Bytes> received_mbs_container{};
  std::optional<Bytes> service_level_aa_container{};
  UnknownIes unknown{};
  bool operator==(const PduSessionModificationCommand&) const = default;

  using M = PduSessionModificationCommand;
  static constexpr auto wire =
      sm_message<M>(0xCB, "PDU session modification command",
      tv<&M::cause>(0x59, "5GSM cause", 1),
      tlv<&M::ambr>(0x2A, "Session AMBR", octets(6)),
      tv<&M::rq_timer>(0x56, "RQ timer value", 1),
      tv_half<&M::always_on>(0x8, "Always-on PDU session indication"),
      tlv_e<&M::qos_rules>(0x7A, "Authorized QoS rules", octets(4, 65535)),
      tlv_e<&M::mapped_eps_bearer_contexts>(0x75, "Mapped EPS bearer contexts", octets(4, 65535)),
      tlv_e<&M::qos_flows>(0x79, "Authorized QoS flow descriptions", octets(3, 65535)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv_e<&M::atsss_container>(0x77, "ATSSS container", octets(0, 65535)),
      tlv<&M::ip_header_compression_configuration>(0x66, "IP header compression configuration", octets(3, 255)),
      tlv_e<&M::port_management_information_container>(0x74, "Port management information container", octets(1, 65535)),
      tlv<&M::serving_plmn_rate_control>(0x1E, "Serving PLMN rate control", octets(2)),
      tlv<&M::ethernet_header_compression_configuration>(0x1F, "Ethernet header compression configuration", octets(1)),
      tlv_e<&M::received_mbs_container>(0x71, "Received MBS container", octets(6, 65535)),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)));
};

struct PduSessionModificationComplete {  // §8.3.10
  PduSessionId session;
  Pti pti;
  std::optional<UplinkPco> pco{};
  std::optional<Bytes> port_management_information_container{};
  UnknownIes unknown{};
  bool operator==(const PduSessionModificationComplete&) const = default;

  using M = PduSessionModificationComplete;
  static constexpr auto wire =
      sm_message<M>(0xCC, "PDU session modification complete",
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tlv_e<&M::port_management_information_container>(0x74, "Port management information container", octets(1, 65535)));
};

struct PduSessionModificationCommandReject {  // §8.3.11
  PduSessionId session;
  Pti pti;
  SmCause cause{};
  std::optional<UplinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionModificationCommandReject&) const = default;

  using M = PduSessionModificationCommandReject;
  static constexpr auto wire =
      sm_message<M>(0xCD, "PDU session modification command reject",
      v<&M::cause>("5GSM cause", 1),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

struct PduSessionReleaseRequest {  // §8.3.12
  PduSessionId session;
  Pti pti;
  std::optional<SmCause> cause{};
  std::optional<UplinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionReleaseRequest&) const = default;

  using M = PduSessionReleaseRequest;
  static constexpr auto wire =
      sm_message<M>(0xD1, "PDU session release request",
      tv<&M::cause>(0x59, "5GSM cause", 1),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

struct PduSessionReleaseReject {  // §8.3.13
  PduSessionId session;
  Pti pti;
  SmCause cause{};
  std::optional<DownlinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionReleaseReject&) const = default;

  using M = PduSessionReleaseReject;
  static constexpr auto wire =
      sm_message<M>(0xD2, "PDU session release reject",
      v<&M::cause>("5GSM cause", 1),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

struct PduSessionReleaseCommand {  // §8.3.14
  PduSessionId session;
  Pti pti;
  SmCause cause{};
  std::optional<GprsTimer3> back_off{};
  std::optional<Bytes> eap{};
  std::optional<CongestionReattempt> congestion_reattempt{};
  std::optional<DownlinkPco> pco{};
  std::optional<AccessType> access{};
  std::optional<Bytes> service_level_aa_container{};
  UnknownIes unknown{};
  bool operator==(const PduSessionReleaseCommand&) const = default;

  using M = PduSessionReleaseCommand;
  static constexpr auto wire =
      sm_message<M>(0xD3, "PDU session release command",
      v<&M::cause>("5GSM cause", 1),
      tlv<&M::back_off>(0x37, "Back-off timer value", octets(1)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv<&M::congestion_reattempt>(0x61, "5GSM congestion re-attempt indicator", octets(1)),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)),
      tv_half<&M::access>(0xD, "Access type"),
      tlv_e<&M::service_level_aa_container>(0x72, "Service-level-AA container", octets(3, 65535)));
};

struct PduSessionReleaseComplete {  // §8.3.15
  PduSessionId session;
  Pti pti;
  std::optional<SmCause> cause{};
  std::optional<UplinkPco> pco{};
  UnknownIes unknown{};
  bool operator==(const PduSessionReleaseComplete&) const = default;

  using M = PduSessionReleaseComplete;
  static constexpr auto wire =
      sm_message<M>(0xD4, "PDU session release complete",
      tv<&M::cause>(0x59, "5GSM cause", 1),
      tlv_e<&M::pco>(0x7B, "Extended protocol configuration options", octets(1, 65535)));
};

struct SmStatus {  // §8.3.16
  PduSessionId session;
  Pti pti;
  SmCause cause{};
  UnknownIes unknown{};
  bool operator==(const SmStatus&) const = default;

  using M = SmStatus;
  static constexpr auto wire =
      sm_message<M>(0xD6, "5GSM status",
      v<&M::cause>("5GSM cause", 1));
};

struct ServiceLevelAuthenticationCommand {  // §8.3.17
  PduSessionId session;
  Pti pti;
  Bytes service_level_aa_container;
  UnknownIes unknown{};
  bool operator==(const ServiceLevelAuthenticationCommand&) const = default;

  using M = ServiceLevelAuthenticationCommand;
  static constexpr auto wire =
      sm_message<M>(0xD8, "Service-level authentication command",
      lv_e<&M::service_level_aa_container>("Service-level-AA container", octets(3, 65535)));
};

struct ServiceLevelAuthenticationComplete {  // §8.3.18
  PduSessionId session;
  Pti pti;
  Bytes service_level_aa_container;
  UnknownIes unknown{};
  bool operator==(const ServiceLevelAuthenticationComplete&) const = default;

  using M = ServiceLevelAuthenticationComplete;
  static constexpr auto wire =
      sm_message<M>(0xD9, "Service-level authentication complete",
      lv_e<&M::service_level_aa_container>("Service-level-AA container", octets(3, 65535)));
};

// clang-format on

}  // namespace pellucid::nas
