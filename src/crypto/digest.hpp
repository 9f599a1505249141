#pragma once
// Digests and HMACs by name, for protocols that negotiate or configure them (SNMPv3). SHA-256 on hot paths is sha256.hpp.
#include <cstdint>
#include <initializer_list>

#include "base/bytes.hpp"

namespace pellucid::crypto {

/// MD5 and SHA-1 only where a peer knows nothing better: as HMACs they still hold, as digests they do not.
enum class Digest : std::uint8_t { md5, sha1, sha224, sha256, sha384, sha512 };

/// OpenSSL may be configured without some of them. The functions below are for offered ones only.
bool offered(Digest algorithm);
std::size_t digest_octets(Digest algorithm);

/// The digest of the parts one after the other.
Bytes digest(Digest algorithm, std::initializer_list<ByteView> parts);
/// FIPS 198-1, key of any length.
Bytes hmac(Digest algorithm, ByteView key, std::initializer_list<ByteView> parts);

}  // namespace pellucid::crypto
