#pragma once
// What the 5GMM procedures say with a few bits: types, indications, capabilities (TS 24.501 §9.11.2, §9.11.3).
#include <string>
#include <type_traits>

#include "wire/nas/ies_network.hpp"

namespace pellucid::nas {

/// 5GS registration type (§9.11.3.7). Values that are not listed mean initial: kind().
enum class RegistrationKind : std::uint8_t {
  initial = 1,
  mobility = 2,
  periodic = 3,
  emergency = 4,
  snpn_onboarding = 5,
  disaster_mobility = 6,
  disaster_initial = 7
};
std::string text(RegistrationKind kind);
struct RegistrationType {
  RegistrationKind value = RegistrationKind::initial;
  bool follow_on_request = false;  // FOR
  RegistrationKind kind() const { return value == RegistrationKind{} ? RegistrationKind::initial : value; }
  bool operator==(const RegistrationType&) const = default;
  void layout(auto& at) {
    at.flag("FOR", follow_on_request);
    at.bits(3, "value", value);
  }
};

/// Access type (§9.11.2.1A), also in registration results and de-registration types.
enum class AccessType : std::uint8_t { three_gpp = 1, non_three_gpp = 2, both = 3 };
constexpr unsigned width_of(AccessType) { return 2; }
std::string text(AccessType access);

/// 5GS registration result (§9.11.3.6).
struct RegistrationResult {
  AccessType access = AccessType::three_gpp;
  bool sms_allowed = false, nssaa_performed = false, emergency = false, disaster = false;
  bool operator==(const RegistrationResult&) const = default;
  void layout(auto& at) {
    at.spare(1);
    at.flag("disaster roaming registration result", disaster);
    at.flag("emergency registered", emergency);
    at.flag("NSSAA to be performed", nssaa_performed);
    at.flag("SMS allowed", sms_allowed);
    at.bits(3, "value", access);
  }
};

/// De-registration type (§9.11.3.20): switch off from the phone, re-registration required from the network.
struct DeregistrationType {
  bool switch_off = false;
  bool re_registration_required = false;
  AccessType access = AccessType::three_gpp;
  bool operator==(const DeregistrationType&) const = default;
  void layout(auto& at) {
    at.flag("switch off", switch_off);
    at.flag("re-registration required", re_registration_required);
    at.bits(2, "access type", access);
  }
};

/// Service type (§9.11.3.50). kind() reads the values that the network shall read as another.
enum class ServiceKind : std::uint8_t {
  signalling = 0,
  data = 1,
  mobile_terminated = 2,
  emergency = 3,
  emergency_fallback = 4,
  high_priority = 5,
  elevated_signalling = 6
};
std::string text(ServiceKind kind);
struct ServiceType {
  ServiceKind value{};
  ServiceKind kind() const {
    auto n = unsigned(value);
    return n <= 6 ? value : n >= 9 && n <= 11 ? ServiceKind::data : ServiceKind::signalling;
  }
  bool operator==(const ServiceType&) const = default;
  void layout(auto& at) { at.bits(4, "value", value); }
};
/// Control plane service type (§9.11.3.18D).
enum class ControlPlaneServiceType : std::uint8_t { mobile_originating = 0, mobile_terminating = 1, emergency = 2, emergency_fallback = 3 };
constexpr unsigned width_of(ControlPlaneServiceType) { return 3; }
std::string text(ControlPlaneServiceType type);

/// Request type (§9.11.3.47). Unlisted values, and ma_pdu to a network without MA PDU sessions, mean initial.
enum class RequestType : std::uint8_t {
  initial = 1,
  existing_session = 2,
  initial_emergency = 3,
  existing_emergency_session = 4,
  modification = 5,
  ma_pdu = 6
};
constexpr unsigned width_of(RequestType) { return 3; }
std::string text(RequestType type);

/// Payload container type (§9.11.3.40).
enum class PayloadType : std::uint8_t {
  n1_sm = 1,
  sms = 2,
  lpp = 3,
  sor = 4,
  ue_policy = 5,
  ue_parameters_update = 6,
  location_services = 7,
  ciot_user_data = 8,
  service_level_aa = 9,
  event_notification = 10,
  multiple_payloads = 15
};
std::string text(PayloadType type);

/// 5GMM capability (§9.11.3.1): octet 3, and the further octets as they are.
struct MmCapability {
  bool sgc = false, iphc_cp_ciot = false, no_n3_data = false, cp_ciot = false;
  bool restrict_ec = false, lpp = false, ho_attach = false, s1_mode = false;
  Bytes rest{};
  bool operator==(const MmCapability&) const = default;
  void layout(auto& at) {
    using At = std::remove_reference_t<decltype(at)>;
    at.flag("SGC", sgc);
    at.flag("5G-IPHC-CP CIoT", iphc_cp_ciot);
    at.flag("N3 data", no_n3_data);
    at.flag("5G-CP CIoT", cp_ciot);
    at.flag("RestrictEC", restrict_ec);
    at.flag("LPP", lpp);
    at.flag("HO attach", ho_attach);
    at.flag("S1 mode", s1_mode);
    if (!At::printing || !rest.empty()) at.rest("octets 4 and on", rest);
  }
};

/// 5GS network feature support (§9.11.3.5): octet 3, and octets 4 and 5 as they are.
struct NetworkFeatureSupport {
  bool mps = false, interworking_without_n26 = false;
  std::uint8_t emergency_fallback = 0, emergency = 0;  // 2 bits each: 1 NR, 2 E-UTRA, 3 both
  bool ims_voice_non_3gpp = false, ims_voice_3gpp = false;
  Bytes rest{};
  bool operator==(const NetworkFeatureSupport&) const = default;
  void layout(auto& at) {
    using At = std::remove_reference_t<decltype(at)>;
    at.flag("MPSI", mps);
    at.flag("IWK N26", interworking_without_n26);
    at.bits(2, "EMF", emergency_fallback);
    at.bits(2, "EMC", emergency);
    at.flag("IMS-VoPS-N3GPP", ims_voice_non_3gpp);
    at.flag("IMS-VoPS-3GPP", ims_voice_3gpp);
    if (!At::printing || !rest.empty()) at.rest("octets 4 and on", rest);
  }
};

/// 5GS update type (§9.11.3.9A).
struct UpdateType {
  std::uint8_t eps_pnb_ciot = 0, fivegs_pnb_ciot = 0;  // preferred CIoT behaviour: 1 control plane, 2 user plane
  bool radio_capability_update = false, sms_requested = false;
  bool operator==(const UpdateType&) const = default;
  void layout(auto& at) {
    at.spare(2);
    at.bits(2, "EPS-PNB-CIoT", eps_pnb_ciot);
    at.bits(2, "5GS-PNB-CIoT", fivegs_pnb_ciot);
    at.flag("NG-RAN-RCU", radio_capability_update);
    at.flag("SMS requested", sms_requested);
  }
};

/// Configuration update indication (§9.11.3.18).
struct ConfigurationUpdateIndication {
  bool registration_requested = false;  // RED
  bool acknowledge = false;             // ACK
  bool operator==(const ConfigurationUpdateIndication&) const = default;
  void layout(auto& at) {
    at.spare(2);
    at.flag("RED", registration_requested);
    at.flag("ACK", acknowledge);
  }
};

/// MICO indication (§9.11.3.31).
struct MicoIndication {
  bool strictly_periodic = false;  // SPRTI
  bool all_plmn_area = false;      // RAAI
  bool operator==(const MicoIndication&) const = default;
  void layout(auto& at) {
    at.spare(2);
    at.flag("SPRTI", strictly_periodic);
    at.flag("RAAI", all_plmn_area);
  }
};

/// Network slicing indication (§9.11.3.36).
struct NetworkSlicingIndication {
  bool default_configured = false;    // DCNI, from the phone
  bool subscription_changed = false;  // NSSCI, from the network
  bool operator==(const NetworkSlicingIndication&) const = default;
  void layout(auto& at) {
    at.spare(2);
    at.flag("DCNI", default_configured);
    at.flag("NSSCI", subscription_changed);
  }
};

/// NSSAI inclusion mode (§9.11.3.37A).
enum class NssaiInclusionMode : std::uint8_t { a = 0, b = 1, c = 2, d = 3 };
constexpr unsigned width_of(NssaiInclusionMode) { return 2; }
std::string text(NssaiInclusionMode mode);

/// UE status (§9.11.3.56).
struct UeStatus {
  bool n1_registered = false, s1_registered = false;
  bool operator==(const UeStatus&) const = default;
  void layout(auto& at) {
    at.spare(6);
    at.flag("N1 mode reg", n1_registered);
    at.flag("S1 mode reg", s1_registered);
  }
};
/// UE's usage setting (§9.11.3.55).
enum class UsageSetting : std::uint8_t { voice_centric = 0, data_centric = 1 };
constexpr unsigned width_of(UsageSetting) { return 1; }
std::string text(UsageSetting setting);

/// 5GS DRX parameters and NB-N1 mode DRX parameters (§9.11.3.2A, §9.11.3.73): the cycle T in radio frames, coded.
struct DrxParameters {
  std::uint8_t value = 0;  // 0 not specified, 1: 32, 2: 64, 3: 128, 4: 256
  bool operator==(const DrxParameters&) const = default;
  void layout(auto& at) {
    at.spare(4);
    at.bits(4, "DRX value", value);
  }
};

/// A type 1 element of which one bit counts (its meaning stands at the member).
struct OneBit {
  bool set = false;
  bool operator==(const OneBit&) const = default;
  void layout(auto& at) {
    at.spare(3);
    at.flag("bit 1", set);
  }
};
/// A type 1 element of another coding, as its four bits.
struct FourBits {
  std::uint8_t value = 0;
  bool operator==(const FourBits&) const = default;
  void layout(auto& at) { at.bits(4, "value", value); }
};

/// Truncated 5G-S-TMSI configuration (§9.11.3.70): how many low bits of each part.
struct TruncatedSTmsi {
  std::uint8_t amf_set_bits = 0, amf_pointer_bits = 0;
  bool operator==(const TruncatedSTmsi&) const = default;
  void layout(auto& at) {
    at.bits(4, "truncated AMF Set ID value", amf_set_bits);
    at.bits(4, "truncated AMF Pointer value", amf_pointer_bits);
  }
};

/// Payload container (§9.11.3.39); its type stands in an element of its own.
struct PayloadContainer {
  Bytes octets{};
  bool operator==(const PayloadContainer&) const = default;
  void layout(auto& at) { at.rest("contents", octets); }
};

}  // namespace pellucid::nas
