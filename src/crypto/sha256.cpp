#include "crypto/sha256.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "base/check.hpp"

namespace pellucid::crypto {
namespace {

struct FreeDigestContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// This thread's context: one that is made anew costs more than the digest itself.
EVP_MD_CTX* digest_context() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigestContext> context{EVP_MD_CTX_new()};
  check(algorithm && context && EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1, "OpenSSL offers SHA-256");
  return context.get();
}

constexpr std::size_t block_octets = 64;
using Block = Octets<block_octets>;

Octets<32> digest(ByteView head, std::initializer_list<ByteView> parts) {
  EVP_MD_CTX* context = digest_context();
  bool good = EVP_DigestUpdate(context, head.data(), head.size()) == 1;
  for (ByteView part : parts) good = EVP_DigestUpdate(context, part.data(), part.size()) == 1 && good;
  Octets<32> out;
  good = EVP_DigestFinal_ex(context, out.data(), nullptr) == 1 && good;
  check(good, "SHA-256 takes any octets");
  return out;
}

}  // namespace

Octets<32> sha256(std::initializer_list<ByteView> parts) { return digest({}, parts); }

// Written on the digest: EVP_MAC's HMAC takes twice the time at the lengths of a key derivation.
Octets<32> hmac_sha256(ByteView key, std::initializer_list<ByteView> parts) {
  Block inner{}, outer{};
  if (key.size() > block_octets) {
    auto short_key = sha256({key});
    std::copy(short_key.begin(), short_key.end(), inner.begin());
    wipe(short_key);
  } else {
    std::copy(key.begin(), key.end(), inner.begin());
  }
  for (std::size_t i = 0; i < block_octets; ++i) {
    outer[i] = inner[i] ^ 0x5c;
    inner[i] ^= 0x36;
  }
  auto inside = digest(inner, parts);
  auto mac = digest(outer, {inside});
  wipe(inner);
  wipe(outer);
  return mac;
}

}  // namespace pellucid::crypto
