#pragma once
// TUAK (TS 35.231): the authentication functions on Keccak, the alternative to MILENAGE.
#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// Keccak-f[1600], 24 rounds (FIPS 202 §3). Lane (x, y) is at x + 5y.
void keccak_f1600(std::array<std::uint64_t, 25>& lanes);

/// What an operator chooses once for its USIMs. 5G-AKA wants an 8-octet MAC, 16-octet keys and a RES of 4 to 16 octets.
struct TuakProfile {
  std::uint8_t mac_octets = 8;  // 8, 16, 32
  std::uint8_t res_octets = 8;  // 4, 8, 16, 32
  std::uint8_t ck_octets = 16;  // 16, 32
  std::uint8_t ik_octets = 16;  // 16, 32
  std::uint8_t iterations = 1;  // Keccak permutations in a row, 1 to 255
  bool operator==(const TuakProfile&) const = default;
};

class Tuak {
 public:
  /// `k` has 16 or 32 octets. Nothing if that or a size in the profile is none that TS 35.231 §6 knows.
  static std::optional<Tuak> make(ByteView k, const Octets<32>& topc, const TuakProfile& profile = {});
  /// TOPc, the operator's constant tied to one subscriber key (TS 35.231 §6.1). Nothing if `k` has a wrong size.
  static std::optional<Octets<32>> topc(ByteView k, const Octets<32>& top, std::uint8_t iterations = 1);

  Tuak(const Tuak&) = default;
  Tuak& operator=(const Tuak&) = default;
  ~Tuak();

  const TuakProfile& profile() const { return profile_; }

  /// MAC-A for AUTN, MAC-S for AUTS: mac_octets each (§6.2, §6.3).
  Bytes f1(const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const;
  Bytes f1_star(const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const;

  struct Response {
    Bytes res, ck, ik;
    Octets<6> ak;
  };
  Response f2_to_f5(const Octets<16>& rand) const;  // §6.4
  Octets<6> f5_star(const Octets<16>& rand) const;  // §6.5

 private:
  struct Key {
    Octets<32> octets{};  // the first `count` of them
    std::uint8_t count = 0;
  };
  Tuak(const Key& k, const Octets<32>& topc, const TuakProfile& profile) : k_(k), topc_(topc), profile_(profile) {}
  static std::optional<Key> key_of(ByteView k);
  using State = Octets<200>;
  static State permuted(const Key& k, const Octets<32>& top, std::uint8_t instance, const Octets<16>& rand, const Octets<6>& sqn,
                        const Octets<2>& amf, std::uint8_t iterations);
  Bytes mac(std::uint8_t function, const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const;

  Key k_;
  Octets<32> topc_;
  TuakProfile profile_;
};

}  // namespace pellucid::crypto
