#pragma once
// Keys, algorithms and containers of NAS security (TS 24.501 §9.11.3).
#include <compare>
#include <string>
#include <type_traits>

#include "wire/nas/fields.hpp"

namespace pellucid::nas {

/// NAS key set identifier, ngKSI (§9.11.3.32). Value 7: no key (phone to network).
struct KeySetId {
  bool mapped = false;  // TSC: from EPS
  std::uint8_t value = 7;
  static constexpr KeySetId none() { return {}; }
  static constexpr KeySetId native(std::uint8_t value) { return {false, value}; }
  bool is_none() const { return value == 7; }
  auto operator<=>(const KeySetId&) const = default;
  void layout(auto& at) {
    at.flag("TSC", mapped);
    at.bits(3, "NAS key set identifier", value);
  }
};
std::string text(const KeySetId& id);  // "0", "mapped 1", "no key"

/// 5G-EA and 5G-IA: algorithm identifiers; the same numbers as NEA/NIA and EEA/EIA.
enum class CipherAlgorithm : std::uint8_t { ea0 = 0, ea1 = 1, ea2 = 2, ea3 = 3 };
enum class IntegrityAlgorithm : std::uint8_t { ia0 = 0, ia1 = 1, ia2 = 2, ia3 = 3 };
std::string text(CipherAlgorithm algorithm);     // "5G-EA2"
std::string text(IntegrityAlgorithm algorithm);  // "5G-IA2"

/// NAS security algorithms (§9.11.3.34); ciphering in the high half.
struct SecurityAlgorithms {
  CipherAlgorithm ciphering{};
  IntegrityAlgorithm integrity{};
  auto operator<=>(const SecurityAlgorithms&) const = default;
  void layout(auto& at) {
    at.bits(4, "ciphering", ciphering);
    at.bits(4, "integrity", integrity);
  }
};

/// EPS NAS security algorithms (TS 24.301 §9.9.3.23).
struct EpsSecurityAlgorithms {
  std::uint8_t ciphering = 0, integrity = 0;  // EEA, EIA number
  bool operator==(const EpsSecurityAlgorithms&) const = default;
  void layout(auto& at) {
    at.spare(1);
    at.bits(3, "ciphering", ciphering);
    at.spare(1);
    at.bits(3, "integrity", integrity);
  }
};

/// Up to eight algorithms as one octet, number 0 in bit 8.
struct AlgorithmSet {
  std::uint8_t bits = 0;
  static constexpr AlgorithmSet of(std::initializer_list<int> numbers) {
    AlgorithmSet set;
    for (int n : numbers) set.bits = std::uint8_t(set.bits | 0x80 >> n);
    return set;
  }
  constexpr bool contains(unsigned number) const { return number < 8 && (bits & 0x80 >> number); }
  auto operator<=>(const AlgorithmSet&) const = default;
  void layout(auto& at) { at.bits(8, "algorithms", bits); }
};
std::string text(const AlgorithmSet& set);  // "0 1 2 3"

/// UE security capability (§9.11.3.54). The network replays it octet for octet: what follows the fourth octet is kept.
struct UeSecurityCapability {
  AlgorithmSet ea, ia;                   // NAS, and AS over NR
  std::optional<AlgorithmSet> eea, eia;  // AS over E-UTRA; both or none
  Bytes rest{};                          // spare, and more of later releases
  bool supports(CipherAlgorithm a) const { return ea.contains(unsigned(a)); }
  bool supports(IntegrityAlgorithm a) const { return ia.contains(unsigned(a)); }
  bool operator==(const UeSecurityCapability&) const = default;
  void layout(auto& at) {
    using At = std::remove_reference_t<decltype(at)>;
    at.object("5G-EA", ea);
    at.object("5G-IA", ia);
    if (at.has(at.left() > 0, eea)) at.object("EEA", *eea);
    if (at.has(at.left() > 0, eia)) at.object("EIA", *eia);
    if (!At::printing || !rest.empty()) at.rest("spare", rest);
  }
};

/// Additional 5G security information (§9.11.3.12).
struct AdditionalSecurityInformation {
  bool retransmit_initial_message = false;  // RINMR
  bool horizontal_derivation = false;       // HDP
  bool operator==(const AdditionalSecurityInformation&) const = default;
  void layout(auto& at) {
    at.spare(6);
    at.flag("RINMR", retransmit_initial_message);
    at.flag("HDP", horizontal_derivation);
  }
};

/// IMEISV request (TS 24.008 §10.5.5.10).
enum class ImeisvRequest : std::uint8_t { not_requested = 0, requested = 1 };
constexpr unsigned width_of(ImeisvRequest) { return 3; }
std::string text(ImeisvRequest request);

/// NAS message container (§9.11.3.33): a whole plain message, or, in an initial message, that message ciphered (§4.4.6).
struct NasMessageContainer {
  Bytes octets{};
  bool operator==(const NasMessageContainer&) const = default;
  void layout(auto& at) { at.rest("message", octets); }
};

}  // namespace pellucid::nas
