#pragma once
// AES-256-GCM (NIST SP 800-38D): secrets at rest, tied to what they belong to.
#include <optional>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

using Nonce96 = Octets<12>;
constexpr std::size_t aead_tag_octets = 16;

/// Ciphertext and, behind it, the 16-octet tag. A nonce never serves twice under one key. `aad` is not in the result:
/// whoever opens it must bring the same.
Bytes seal(const Key256& key, const Nonce96& nonce, ByteView aad, ByteView plain);
/// The plaintext; nothing if key, nonce, associated data or any octet differ.
std::optional<Bytes> open(const Key256& key, const Nonce96& nonce, ByteView aad, ByteView sealed);

}  // namespace pellucid::crypto
