#include "crypto/aead.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <limits>

#include "base/check.hpp"
#include "crypto/cipher_context.hpp"

namespace pellucid::crypto {
namespace {

/// This thread's context, keyed anew.
EVP_CIPHER_CTX* start(bool sealing, const Key256& key, const Nonce96& nonce) {
  static EVP_CIPHER* const algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  thread_local const CipherContext context{EVP_CIPHER_CTX_new()};
  check(algorithm && context && EVP_CipherInit_ex2(context.get(), algorithm, key.data(), nonce.data(), sealing, nullptr) == 1,
        "OpenSSL offers AES-256-GCM");
  return context.get();
}

/// `out` is null for associated data.
bool update(EVP_CIPHER_CTX* context, std::uint8_t* out, ByteView in) {
  check(in.size() <= std::size_t(std::numeric_limits<int>::max()), "more octets than OpenSSL takes at once");
  int written = 0;
  return in.empty() || EVP_CipherUpdate(context, out, &written, in.data(), int(in.size())) == 1;
}

}  // namespace

Bytes seal(const Key256& key, const Nonce96& nonce, ByteView aad, ByteView plain) {
  EVP_CIPHER_CTX* context = start(true, key, nonce);
  Bytes out(plain.size() + aead_tag_octets);
  std::uint8_t* tag = out.data() + plain.size();
  int none = 0;
  check(update(context, nullptr, aad) && update(context, out.data(), plain) && EVP_CipherFinal_ex(context, tag, &none) == 1 &&
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(aead_tag_octets), tag) == 1,
        "AES-GCM takes any octets");
  return out;
}

std::optional<Bytes> open(const Key256& key, const Nonce96& nonce, ByteView aad, ByteView sealed) {
  if (sealed.size() < aead_tag_octets) return {};
  EVP_CIPHER_CTX* context = start(false, key, nonce);
  const auto ciphertext = sealed.first(sealed.size() - aead_tag_octets);
  auto tag = to_bytes(sealed.last(aead_tag_octets));
  Bytes plain(ciphertext.size());
  std::uint8_t end[1];
  int none = 0;
  if (update(context, nullptr, aad) && update(context, plain.data(), ciphertext) &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(aead_tag_octets), tag.data()) == 1 &&
      EVP_CipherFinal_ex(context, end, &none) == 1)
    return plain;
  ERR_clear_error();
  wipe(plain);
  return {};
}

}  // namespace pellucid::crypto
