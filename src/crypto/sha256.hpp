#pragma once
// SHA-256 and HMAC-SHA-256 of octets that need not stand in one piece.
#include <initializer_list>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// FIPS 180-4: the digest of the parts one after the other.
Octets<32> sha256(std::initializer_list<ByteView> parts);
/// FIPS 198-1, key of any length.
Octets<32> hmac_sha256(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace pellucid::crypto
