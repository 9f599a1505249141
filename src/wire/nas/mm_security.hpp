#pragma once
// 5GMM: authentication, identification, security mode (TS 24.501 §8.2.1 to §8.2.5, §8.2.21 to §8.2.27).
#include "codec/nas_table.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas {

// One row a line, as in the standard.
// clang-format off

struct AuthenticationRequest {  // §8.2.1
  KeySetId ng_ksi;
  Bytes abba;
  std::optional<Octets<16>> rand{};
  std::optional<Octets<16>> autn{};
  std::optional<Bytes> eap{};
  UnknownIes unknown{};
  bool operator==(const AuthenticationRequest&) const = default;

  using M = AuthenticationRequest;
  static constexpr auto wire =
      mm_message<M>(0x56, "Authentication request",
      half<&M::ng_ksi>("ngKSI"),
      spare_half(),
      lv<&M::abba>("ABBA", octets(2, 255)),
      tv<&M::rand>(0x21, "Authentication parameter RAND (5G authentication challenge)", 16),
      tlv<&M::autn>(0x20, "Authentication parameter AUTN (5G authentication challenge)", octets(16)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)));
};

struct AuthenticationResponse {  // §8.2.2
  std::optional<Octets<16>> res_star{};
  std::optional<Bytes> eap{};
  UnknownIes unknown{};
  bool operator==(const AuthenticationResponse&) const = default;

  using M = AuthenticationResponse;
  static constexpr auto wire =
      mm_message<M>(0x57, "Authentication response",
      tlv<&M::res_star>(0x2D, "Authentication response parameter", octets(16)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)));
};

struct AuthenticationResult {  // §8.2.3
  KeySetId ng_ksi;
  Bytes eap;
  std::optional<Bytes> abba{};
  UnknownIes unknown{};
  bool operator==(const AuthenticationResult&) const = default;

  using M = AuthenticationResult;
  static constexpr auto wire =
      mm_message<M>(0x5A, "Authentication result",
      half<&M::ng_ksi>("ngKSI"),
      spare_half(),
      lv_e<&M::eap>("EAP message", octets(4, 1500)),
      tlv<&M::abba>(0x38, "ABBA", octets(2, 255)));
};

struct AuthenticationFailure {  // §8.2.4
  MmCause cause{};
  std::optional<Octets<14>> auts{};
  UnknownIes unknown{};
  bool operator==(const AuthenticationFailure&) const = default;

  using M = AuthenticationFailure;
  static constexpr auto wire =
      mm_message<M>(0x59, "Authentication failure",
      v<&M::cause>("5GMM cause", 1),
      tlv<&M::auts>(0x30, "Authentication failure parameter", octets(14)));
};

struct AuthenticationReject {  // §8.2.5
  std::optional<Bytes> eap{};
  UnknownIes unknown{};
  bool operator==(const AuthenticationReject&) const = default;

  using M = AuthenticationReject;
  static constexpr auto wire =
      mm_message<M>(0x58, "Authentication reject",
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)));
};

struct IdentityRequest {  // §8.2.21
  IdentityType type{};
  UnknownIes unknown{};
  bool operator==(const IdentityRequest&) const = default;

  using M = IdentityRequest;
  static constexpr auto wire =
      mm_message<M>(0x5B, "Identity request",
      half<&M::type>("Identity type"),
      spare_half());
};

struct IdentityResponse {  // §8.2.22
  MobileIdentity identity;
  UnknownIes unknown{};
  bool operator==(const IdentityResponse&) const = default;

  using M = IdentityResponse;
  static constexpr auto wire =
      mm_message<M>(0x5C, "Identity response",
      lv_e<&M::identity>("Mobile identity", octets(1, 65535)));
};

struct SecurityModeCommand {  // §8.2.25
  SecurityAlgorithms algorithms;
  KeySetId ng_ksi;
  UeSecurityCapability replayed_ue_security;
  std::optional<ImeisvRequest> imeisv_request{};
  std::optional<EpsSecurityAlgorithms> eps_algorithms{};
  std::optional<AdditionalSecurityInformation> additional{};
  std::optional<Bytes> eap{};
  std::optional<Bytes> abba{};
  std::optional<Bytes> replayed_s1_ue_security_capabilities{};
  UnknownIes unknown{};
  bool operator==(const SecurityModeCommand&) const = default;

  using M = SecurityModeCommand;
  static constexpr auto wire =
      mm_message<M>(0x5D, "Security mode command",
      v<&M::algorithms>("Selected NAS security algorithms", 1),
      half<&M::ng_ksi>("ngKSI"),
      spare_half(),
      lv<&M::replayed_ue_security>("Replayed UE security capabilities", octets(2, 8)),
      tv_half<&M::imeisv_request>(0xE, "IMEISV request"),
      tv<&M::eps_algorithms>(0x57, "Selected EPS NAS security algorithms", 1),
      tlv<&M::additional>(0x36, "Additional 5G security information", octets(1)),
      tlv_e<&M::eap>(0x78, "EAP message", octets(4, 1500)),
      tlv<&M::abba>(0x38, "ABBA", octets(2, 255)),
      tlv<&M::replayed_s1_ue_security_capabilities>(0x19, "Replayed S1 UE security capabilities", octets(2, 5)));
};

struct SecurityModeComplete {  // §8.2.26
  std::optional<MobileIdentity> imeisv{};
  std::optional<NasMessageContainer> container{};
  std::optional<MobileIdentity> pei{};
  UnknownIes unknown{};
  bool operator==(const SecurityModeComplete&) const = default;
  Tree open_containers(const Tree& shown, int depth = 0) const;  // messages inside shown as such (envelope.cpp)

  using M = SecurityModeComplete;
  static constexpr auto wire =
      mm_message<M>(0x5E, "Security mode complete",
      tlv_e<&M::imeisv>(0x77, "IMEISV", octets(9)),
      tlv_e<&M::container>(0x71, "NAS message container", octets(1, 65535)),
      tlv_e<&M::pei>(0x78, "non-IMEISV PEI", octets(4, 65535)));
};

struct SecurityModeReject {  // §8.2.27
  MmCause cause{};
  UnknownIes unknown{};
  bool operator==(const SecurityModeReject&) const = default;

  using M = SecurityModeReject;
  static constexpr auto wire =
      mm_message<M>(0x5F, "Security mode reject",
      v<&M::cause>("5GMM cause", 1));
};

// clang-format on

}  // namespace pellucid::nas
