#include "crypto/digest.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/check.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {
namespace {

struct Algorithm {
  const char* name;
  std::size_t octets, block_octets;
};
constexpr std::array algorithms = std::to_array<Algorithm>(
    {{"MD5", 16, 64}, {"SHA1", 20, 64}, {"SHA224", 28, 64}, {"SHA256", 32, 64}, {"SHA384", 48, 128}, {"SHA512", 64, 128}});

const Algorithm& of(Digest algorithm) { return algorithms[std::size_t(algorithm)]; }

struct FreeAnyDigestContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using AnyDigestContext = std::unique_ptr<EVP_MD_CTX, FreeAnyDigestContext>;

AnyDigestContext context_of(Digest algorithm) {
  AnyDigestContext context{EVP_MD_CTX_new()};
  EVP_MD* fetched = EVP_MD_fetch(nullptr, of(algorithm).name, nullptr);
  bool good = context && fetched && EVP_DigestInit_ex2(context.get(), fetched, nullptr) == 1;
  EVP_MD_free(fetched);  // the context holds its own reference
  return good ? std::move(context) : nullptr;
}

/// This thread's, made at its first use; nullptr if OpenSSL does not offer it.
EVP_MD_CTX* shared_context(Digest algorithm) {
  thread_local std::array<AnyDigestContext, algorithms.size()> contexts;
  auto& context = contexts[std::size_t(algorithm)];
  if (!context) context = context_of(algorithm);
  return context.get();
}

Bytes digest_of(Digest algorithm, ByteView head, std::initializer_list<ByteView> parts) {
  EVP_MD_CTX* context = shared_context(algorithm);
  bool good = context && EVP_DigestInit_ex2(context, nullptr, nullptr) == 1 && EVP_DigestUpdate(context, head.data(), head.size()) == 1;
  for (ByteView part : parts) good = good && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  Bytes out(of(algorithm).octets);
  good = good && EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
  check(good, of(algorithm).name);
  return out;
}

}  // namespace

bool offered(Digest algorithm) { return shared_context(algorithm) != nullptr; }
std::size_t digest_octets(Digest algorithm) { return of(algorithm).octets; }
Bytes digest(Digest algorithm, std::initializer_list<ByteView> parts) { return digest_of(algorithm, {}, parts); }

Bytes hmac(Digest algorithm, ByteView key, std::initializer_list<ByteView> parts) {
  Bytes inner(of(algorithm).block_octets), outer(inner.size());
  if (key.size() > inner.size()) {
    auto short_key = digest(algorithm, {key});
    std::copy(short_key.begin(), short_key.end(), inner.begin());
    wipe(short_key);
  } else {
    std::copy(key.begin(), key.end(), inner.begin());
  }
  for (std::size_t i = 0; i < inner.size(); ++i) {
    outer[i] = inner[i] ^ 0x5c;
    inner[i] ^= 0x36;
  }
  auto inside = digest_of(algorithm, inner, parts);
  auto mac = digest_of(algorithm, outer, {inside});
  wipe(inner);
  wipe(outer);
  return mac;
}

}  // namespace pellucid::crypto
