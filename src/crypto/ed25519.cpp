#include "crypto/ed25519.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/check.hpp"

namespace pellucid::crypto {
namespace {

struct FreeEd25519 {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Ed25519Key::Parsed {
  std::unique_ptr<EVP_PKEY, FreeEd25519> key;
};

Ed25519Key::Ed25519Key(const Key256& seed) : parsed_(std::make_unique<Parsed>()) {
  parsed_->key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  std::size_t size = public_key_.size();
  check(parsed_->key && EVP_PKEY_get_raw_public_key(parsed_->key.get(), public_key_.data(), &size) == 1, "OpenSSL offers Ed25519");
}
Ed25519Key::~Ed25519Key() = default;
Ed25519Key::Ed25519Key(Ed25519Key&&) noexcept = default;
Ed25519Key& Ed25519Key::operator=(Ed25519Key&&) noexcept = default;

Ed25519Signature Ed25519Key::sign(ByteView message) const {
  const std::unique_ptr<EVP_MD_CTX, FreeEd25519> context{EVP_MD_CTX_new()};
  Ed25519Signature out;
  std::size_t size = out.size();
  check(context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, parsed_->key.get()) == 1 &&
            EVP_DigestSign(context.get(), out.data(), &size, message.data(), message.size()) == 1 && size == out.size(),
        "Ed25519 signs any octets");
  return out;
}

bool ed25519_verify(const Ed25519Public& key, ByteView message, const Ed25519Signature& signature) {
  const std::unique_ptr<EVP_PKEY, FreeEd25519> parsed{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size())};
  const std::unique_ptr<EVP_MD_CTX, FreeEd25519> context{EVP_MD_CTX_new()};
  const bool good = parsed && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, parsed.get()) == 1 &&
                    EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

}  // namespace pellucid::crypto
