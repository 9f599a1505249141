#include "crypto/secret.hpp"

#include <openssl/crypto.h>

namespace pellucid::crypto {

bool equal(ByteView a, ByteView b) { return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0); }

void wipe(std::span<std::uint8_t> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace pellucid::crypto
