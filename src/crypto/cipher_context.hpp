// OpenSSL's cipher context with an owner.
#pragma once

#include <openssl/evp.h>

#include <memory>

namespace pellucid::crypto {

struct FreeCipherContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeCipherContext>;

}  // namespace pellucid::crypto
