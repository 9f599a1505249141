#pragma once
// 5G-AKA (TS 33.501 §6.1.3.2): the home network's challenge, the USIM's answer, and re-synchronisation (TS 33.102 §6.3).
//
//   home:   auto vector = crypto::home_vector(keys, {amf_field, sqn, rand}, serving_network);   // to the serving network
//   phone:  auto answer = usim.answer(vector.rand, vector.autn, serving_network);   // RES*, or why not
//   home:   if (!answer && fault is sync) auto sqn_ms = crypto::verify_auts(keys, vector.rand, fault.auts);
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/milenage.hpp"
#include "crypto/secret.hpp"
#include "crypto/tuak.hpp"

namespace pellucid::crypto {

/// A 48-bit sequence number: SEQ (43 bits) | IND (5 bits) (TS 33.102 §C.1.1.1, §C.3).
class Sqn {
 public:
  static constexpr unsigned ind_bits = 5;
  static constexpr std::uint64_t most = (std::uint64_t(1) << 48) - 1;
  static constexpr std::uint64_t most_seq = most >> ind_bits;

  constexpr Sqn() = default;
  /// Of 48 bits; higher ones are dropped.
  constexpr explicit Sqn(std::uint64_t number) : number_(number & most) {}
  constexpr Sqn(std::uint64_t seq, std::uint8_t ind) : Sqn(seq << ind_bits | (ind & ((1u << ind_bits) - 1))) {}
  static constexpr Sqn from_octets(const Octets<6>& octets) { return Sqn(from_big_endian(octets)); }

  constexpr std::uint64_t number() const { return number_; }
  constexpr std::uint64_t seq() const { return number_ >> ind_bits; }
  constexpr std::uint8_t ind() const { return number_ & ((1u << ind_bits) - 1); }
  constexpr Octets<6> octets() const { return big_endian<6>(number_); }
  constexpr auto operator<=>(const Sqn&) const = default;

 private:
  std::uint64_t number_ = 0;
};
/// "seq 128 ind 0"
std::string text(const Sqn& sqn);

/// What a USIM and its home share. A Tuak here has a profile that `fits_aka`.
using AkaKeys = std::variant<Milenage, Tuak>;

/// Whether 5G-AKA can use the profile: AUTN holds an 8-octet MAC, CK and IK are 16 octets, RES 4 to 16 octets (§A.4).
bool fits_aka(const TuakProfile& profile);

/// The AMF field's separation bit: set in every vector for 5G (TS 33.102 annex H; TS 33.501 §6.1.3.2).
constexpr Octets<2> amf_field_5g = {0x80, 0x00};
constexpr bool separation_bit(const Octets<2>& amf_field) { return amf_field[0] & 0x80; }

/// What goes into one challenge. RAND is the World's random number, never used twice.
struct ChallengeInput {
  Octets<2> amf_field = amf_field_5g;
  Sqn sqn;
  Octets<16> rand{};
};

/// A 5G home environment vector and what the serving network gets of it (TS 33.501 §6.1.3.2.0).
struct HomeVector {
  Octets<16> rand, autn;
  Octets<16> xres_star;   // stays with the AUSF
  Octets<16> hxres_star;  // for the SEAF
  Key256 k_ausf, k_seaf;
};
HomeVector home_vector(const AkaKeys& keys, const ChallengeInput& input, std::string_view serving_network);

/// AUTS as the USIM makes it: (SQN_MS xor AK*) | MAC-S, with an AMF field of zero (TS 33.102 §6.3.3).
Octets<14> make_auts(const AkaKeys& keys, const Octets<16>& rand, Sqn sqn_ms);
/// SQN_MS if MAC-S is right (TS 33.102 §6.3.5). RAND is the one of the challenge that failed.
std::optional<Sqn> verify_auts(const AkaKeys& keys, const Octets<16>& rand, const Octets<14>& auts);

/// The USIM's memory of the sequence numbers that it accepted (TS 33.102 §C.2, profile values of §C.3).
class SqnArray {
 public:
  static constexpr std::size_t entries = std::size_t(1) << Sqn::ind_bits;
  static constexpr std::uint64_t delta = std::uint64_t(1) << 28;  // the largest jump of SEQ

  /// Accepts and remembers a fresh SQN; false leaves everything as it was.
  bool accept(Sqn sqn);
  /// SQN_MS: the highest accepted anywhere (SEQ 0, IND 0 at first).
  Sqn highest() const;

 private:
  std::array<std::uint64_t, entries> seq_{};
};

/// Why a phone refuses a challenge; the causes are 5GMM's (TS 24.501 §5.4.1.3.6).
struct AkaFault {
  enum class Kind : std::uint8_t {
    not_5g,        // separation bit clear: cause 26, non-5G authentication unacceptable
    mac_failure,   // cause 20
    sync_failure,  // cause 21, with AUTS
  };
  Kind kind{};
  Octets<14> auts{};  // of sync_failure
  bool operator==(const AkaFault&) const = default;
};
std::string text(const AkaFault& fault);

/// The phone's side of a challenge that it accepted.
struct AkaAnswer {
  Octets<16> res_star;
  Key256 k_ausf, k_seaf;
};

/// A USIM with the ME's part of 5G-AKA.
class Usim {
 public:
  explicit Usim(const AkaKeys& keys, const SqnArray& seen = {}) : keys_(keys), seen_(seen) {}

  /// Checks AUTN in the order of TS 33.501 §6.1.3.2 and TS 33.102 §6.3.3: separation bit, MAC, SQN.
  Result<AkaAnswer, AkaFault> answer(const Octets<16>& rand, const Octets<16>& autn, std::string_view serving_network);

  Sqn sqn_ms() const { return seen_.highest(); }

 private:
  AkaKeys keys_;
  SqnArray seen_;
};

}  // namespace pellucid::crypto
