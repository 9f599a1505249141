#pragma once
// A 5G NAS security context (TS 24.501 §4.4.2; TS 33.501 §6.3.2): the keys that a phone and an AMF share, and how far each
// direction has counted.
#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "crypto/kdf.hpp"
#include "crypto/nea_nia.hpp"
#include "wire/nas/ies_security.hpp"

namespace pellucid::nas {

/// NAS COUNT: 24 bits, overflow (16) and sequence number (8) (TS 24.501 §4.4.3.1).
inline constexpr std::uint32_t nas_count_limit = 1u << 24;
/// From here on a context counts as worn out: new keys are due (TS 24.501 §4.4.3.5). Leaves 65,536 messages to do it.
inline constexpr std::uint32_t nas_count_near_limit = nas_count_limit - (1u << 16);

/// NAS connection identifier: BEARER of the algorithms (TS 33.501 §6.4.2.2).
enum class NasConnection : std::uint8_t { three_gpp = 1, non_three_gpp = 2 };

struct SecurityContext {
  crypto::Key256 k_amf{};
  KeySetId ng_ksi;
  SecurityAlgorithms algorithms;
  crypto::Key128 k_nas_int{}, k_nas_enc{};
  /// The next COUNT of each direction: of what is sent, the one to use; of what is received, the lowest that is acceptable.
  /// (The standard stores the highest accepted one, which is one less, TS 24.501 §4.4.3.1.)
  std::uint32_t uplink_next = 0, downlink_next = 0;
  NasConnection connection = NasConnection::three_gpp;

  /// A fresh context: NAS keys derived (TS 33.501 §A.8), both COUNTs 0. Nothing if an algorithm is not one of 0 to 3, which is for
  /// a phone to find out about what a network selects.
  static std::optional<SecurityContext> make(const crypto::Key256& k_amf, KeySetId ng_ksi, SecurityAlgorithms algorithms);
  /// Other algorithms on the same K_AMF; the COUNTs go on (TS 33.501 §6.4.5). False, and nothing changed, as for make().
  bool change_algorithms(SecurityAlgorithms to);

  /// Whether messages have a MAC that means something (all but 5G-IA0).
  bool has_integrity() const { return algorithms.integrity != IntegrityAlgorithm::ia0; }
  /// Whether either COUNT is near its end. Never with 5G-IA0, whose COUNT may wrap.
  bool near_wrap() const;

  SecurityContext() = default;
  SecurityContext(const SecurityContext&) = default;
  SecurityContext& operator=(const SecurityContext&) = default;
  ~SecurityContext();  // wipes the keys
  bool operator==(const SecurityContext&) const = default;
};

/// Whether both can be used here.
bool supported(SecurityAlgorithms algorithms);

/// The first of each order that the phone supports (TS 33.501 §6.7.1.1: the AMF's priority decides); nothing if there is none.
std::optional<SecurityAlgorithms> choose_algorithms(const UeSecurityCapability& ue, std::span<const IntegrityAlgorithm> integrity_order,
                                                    std::span<const CipherAlgorithm> ciphering_order);

}  // namespace pellucid::nas
