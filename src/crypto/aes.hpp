#pragma once
// AES through OpenSSL, with one context a thread and mode that is keyed anew instead of made anew.
// For the algorithms of this room; others use nea_nia.hpp, milenage.hpp, suci.hpp and aead.hpp.
#include <cstddef>
#include <span>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// AES-128 of single blocks under one key. A thread has one such object at a time: they share its context.
class Aes128 {
 public:
  explicit Aes128(const Key128& key);
  ~Aes128();
  Aes128(const Aes128&) = delete;
  Aes128& operator=(const Aes128&) = delete;

  /// Enciphers each 16 octets on their own, in place. The size is a multiple of 16.
  void blocks(std::span<std::uint8_t> data);
  Octets<16> block(Octets<16> in) {
    blocks(in);
    return in;
  }
};

/// AES-128 in counter mode (NIST SP 800-38A), the whole 16-octet block counting; in place.
void aes128_counter(const Key128& key, const Octets<16>& first_block, std::span<std::uint8_t> data);
/// The same, but only the last 32 bits count and wrap (TS 33.501 §C.3.3), for the few octets of a SUCI.
void aes128_counter32(const Key128& key, Octets<16> block, std::span<std::uint8_t> data);

/// AES-128 in 128-bit cipher feedback mode (NIST SP 800-38A §6.3), any length; in place.
void aes128_cfb_encrypt(const Key128& key, const Octets<16>& iv, std::span<std::uint8_t> data);
void aes128_cfb_decrypt(const Key128& key, const Octets<16>& iv, std::span<std::uint8_t> data);

/// AES-128-CMAC (NIST SP 800-38B) of `head` and then the first `bits` bits of `message`.
Octets<16> aes128_cmac(const Key128& key, const Octets<8>& head, ByteView message, std::size_t bits);

}  // namespace pellucid::crypto
