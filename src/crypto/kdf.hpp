#pragma once
// The 5G key hierarchy (TS 33.501 annex A), from CK and IK down to the keys of each algorithm.
//
//   K -> CK, IK -> K_AUSF -> K_SEAF -> K_AMF -> K_NASenc, K_NASint
//                                            -> K_gNB -> K_RRCenc, K_RRCint, K_UPenc, K_UPint
//                                            -> NH -> K_NG-RAN* (the next K_gNB)
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "crypto/nea_nia.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// HMAC-SHA-256(key, FC | P0 | L0 | P1 | L1 ...) (TS 33.220 §B.2.0). A parameter is at most 65535 octets.
Key256 kdf(ByteView key, std::uint8_t fc, std::initializer_list<ByteView> parameters);

/// Cipher and integrity key as the USIM and its home derive them (f3, f4).
struct CkIk {
  Key128 ck{}, ik{};
};

/// K_AUSF of 5G-AKA (§A.2). `serving_network` is Plmn::serving_network_name(); SQN xor AK is AUTN's first six octets.
Key256 k_ausf(const CkIk& keys, std::string_view serving_network, const Octets<6>& sqn_xor_ak);
/// RES* of the phone, XRES* of its home (§A.4). RES is 4 to 16 octets.
Octets<16> res_star(const CkIk& keys, std::string_view serving_network, const Octets<16>& rand, ByteView res);
/// HRES* and HXRES*: what the serving network compares (§A.5).
Octets<16> hres_star(const Octets<16>& rand, const Octets<16>& res_star);
/// K_SEAF (§A.6).
Key256 k_seaf(const Key256& k_ausf, std::string_view serving_network);
/// K_AMF (§A.7). ABBA is 0000 for the features defined so far (TS 33.501 §A.7.1).
Key256 k_amf(const Key256& k_seaf, const Supi& supi, ByteView abba);

/// What an algorithm key is for: the algorithm type distinguisher (§A.8, table A.8-1).
enum class KeyUse : std::uint8_t { nas_enc = 1, nas_int = 2, rrc_enc = 3, rrc_int = 4, up_enc = 5, up_int = 6 };
/// "NAS-enc", "UP-int" ...
std::string text(KeyUse use);

/// A key of one algorithm (§A.8): `key` is K_AMF for NAS, K_gNB for RRC and user plane.
Key128 algorithm_key(const Key256& key, KeyUse use, Ciphering algorithm);  // use: *_enc
Key128 algorithm_key(const Key256& key, KeyUse use, Integrity algorithm);  // use: *_int

/// Access type distinguisher (§A.9).
enum class AccessKind : std::uint8_t { three_gpp = 1, non_three_gpp = 2 };
/// K_gNB, or K_N3IWF and its like for non-3GPP access (§A.9). COUNT is the uplink NAS COUNT of the latest Security Mode
/// Complete or of the message that left idle (TS 33.501 §6.8.1.2.2).
Key256 k_gnb(const Key256& k_amf, std::uint32_t uplink_nas_count, AccessKind access = AccessKind::three_gpp);
/// The next hop key (§A.10). SYNC is the initial K_gNB for the first NH, then the NH before.
Key256 next_hop(const Key256& k_amf, const Key256& sync);
/// K_NG-RAN* for a target cell of a gNB (§A.11): `key` is NH (vertical) or the current K_gNB (horizontal).
Key256 k_ng_ran_star(const Key256& key, std::uint16_t target_pci, std::uint32_t target_ssb_arfcn);

/// DIRECTION of the horizontal K_AMF derivation (§A.13).
enum class KamfChange : std::uint8_t { idle_mobility = 0, handover = 1 };
/// K_AMF' (§A.13). COUNT: downlink NAS COUNT at handover, uplink NAS COUNT of the Registration Request in idle mobility.
Key256 k_amf_prime(const Key256& k_amf, KamfChange change, std::uint32_t nas_count);

}  // namespace pellucid::crypto
