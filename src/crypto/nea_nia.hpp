#pragma once
// Ciphering and integrity of NAS, RRC and the user plane (TS 33.501 annex D; TS 33.401 annex B).
//
//   crypto::cipher(Ciphering::nea2, k_nas_enc, {count, bearer, Direction::uplink}, octets);   // in place, both ways
//   auto mac = crypto::integrity(Integrity::nia2, k_nas_int, {count, bearer, Direction::uplink}, octets);
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// Values are the identifiers on the air and in key derivation (TS 33.501 §5.11.1).
enum class Ciphering : std::uint8_t { nea0 = 0, nea1 = 1, nea2 = 2, nea3 = 3 };  // null, SNOW 3G, AES, ZUC
enum class Integrity : std::uint8_t { nia0 = 0, nia1 = 1, nia2 = 2, nia3 = 3 };

/// "NEA2", "NIA2"
std::string text(Ciphering algorithm);
std::string text(Integrity algorithm);

/// Values are the DIRECTION bit (TS 33.501 §D.2.1.1).
enum class Direction : std::uint8_t { uplink = 0, downlink = 1 };

/// What makes each message's key stream and MAC its own.
struct CountInput {
  std::uint32_t count = 0;  // NAS COUNT with zero top octet, or PDCP COUNT
  std::uint8_t bearer = 0;  // 5 bits: NAS connection (1 is 3GPP access), or radio bearer - 1
  Direction direction = Direction::uplink;
};

/// Enciphers or deciphers in place. NEA0 leaves the data alone.
void cipher(Ciphering algorithm, const Key128& key, CountInput input, std::span<std::uint8_t> data);
/// The first `bits` bits only; what follows in the last octet stays as it was. `data` holds at least `bits` bits.
void cipher_bits(Ciphering algorithm, const Key128& key, CountInput input, std::span<std::uint8_t> data, std::size_t bits);

/// The 32-bit MAC. NIA0's is zero: a receiver does not check it (TS 33.501 §D.1). Compare with crypto::equal.
Octets<4> integrity(Integrity algorithm, const Key128& key, CountInput input, ByteView message);
/// The MAC of the first `bits` bits of `message`, which holds at least that many.
Octets<4> integrity_bits(Integrity algorithm, const Key128& key, CountInput input, ByteView message, std::size_t bits);

}  // namespace pellucid::crypto
