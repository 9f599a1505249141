#include "crypto/aes.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "base/check.hpp"
#include "crypto/cipher_context.hpp"

namespace pellucid::crypto {
namespace {

constexpr std::size_t block_octets = 16;
using Block = Octets<block_octets>;

/// A context bound to its algorithm for good, so that a new key costs the key schedule only.
CipherContext bound_to(const char* name) {
  CipherContext context{EVP_CIPHER_CTX_new()};
  EVP_CIPHER* algorithm = EVP_CIPHER_fetch(nullptr, name, nullptr);
  check(context && algorithm && EVP_EncryptInit_ex2(context.get(), algorithm, nullptr, nullptr, nullptr) == 1, name);
  EVP_CIPHER_free(algorithm);  // the context holds its own reference
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  return context;
}

/// A null key keeps the key and only starts over with the IV.
void start(EVP_CIPHER_CTX* context, const Key128* key, const Block* iv) {
  check(EVP_EncryptInit_ex2(context, nullptr, key ? key->data() : nullptr, iv ? iv->data() : nullptr, nullptr) == 1, "AES takes any key");
}

void run(EVP_CIPHER_CTX* context, std::span<std::uint8_t> data) {
  check(data.size() <= std::size_t(std::numeric_limits<int>::max()), "a message longer than OpenSSL takes at once");
  int written = 0;
  check(EVP_EncryptUpdate(context, data.data(), &written, data.data(), int(data.size())) == 1, "AES takes any octets");
}

EVP_CIPHER_CTX* ecb_context() {
  thread_local const CipherContext context = bound_to("AES-128-ECB");
  return context.get();
}

bool& ecb_taken() {
  thread_local bool taken = false;
  return taken;
}

/// Doubling in GF(2^128), as CMAC's subkeys are made (NIST SP 800-38B §6.1).
Block doubled(const Block& in) {
  Block out;
  for (std::size_t i = 0; i < block_octets; ++i) out[i] = std::uint8_t(in[i] << 1 | (i + 1 < block_octets ? in[i + 1] >> 7 : 0));
  out[block_octets - 1] ^= std::uint8_t((in[0] >> 7) * 0x87);
  return out;
}

}  // namespace

Aes128::Aes128(const Key128& key) {
  check(!ecb_taken(), "one AES key at a time in a thread");
  ecb_taken() = true;
  start(ecb_context(), &key, nullptr);
}

Aes128::~Aes128() { ecb_taken() = false; }

void Aes128::blocks(std::span<std::uint8_t> data) {
  check(data.size() % block_octets == 0, "AES of whole blocks");
  run(ecb_context(), data);
}

void aes128_counter(const Key128& key, const Octets<16>& first_block, std::span<std::uint8_t> data) {
  thread_local const CipherContext context = bound_to("AES-128-CTR");
  start(context.get(), &key, &first_block);
  run(context.get(), data);
}

void aes128_counter32(const Key128& key, Octets<16> block, std::span<std::uint8_t> data) {
  Aes128 aes(key);
  for (std::size_t at = 0; at < data.size(); at += block_octets) {
    const Block stream = aes.block(block);
    const std::size_t here = std::min(block_octets, data.size() - at);
    for (std::size_t i = 0; i < here; ++i) data[at + i] ^= stream[i];
    for (std::size_t i = block_octets; i-- > block_octets - 4;)
      if (++block[i] != 0) break;
  }
}

void aes128_cfb_encrypt(const Key128& key, const Octets<16>& iv, std::span<std::uint8_t> data) {
  thread_local const CipherContext context = bound_to("AES-128-CFB");
  start(context.get(), &key, &iv);
  run(context.get(), data);
}

// The key stream of a block is the block before it, enciphered: deciphering runs the cipher forwards too.
void aes128_cfb_decrypt(const Key128& key, const Octets<16>& iv, std::span<std::uint8_t> data) {
  Aes128 aes(key);
  Block before = iv;
  for (std::size_t at = 0; at < data.size(); at += block_octets) {
    const Block stream = aes.block(before);
    const std::size_t here = std::min(block_octets, data.size() - at);
    std::copy_n(data.begin() + std::ptrdiff_t(at), here, before.begin());
    for (std::size_t i = 0; i < here; ++i) data[at + i] ^= stream[i];
  }
}

// Written on CBC and not EVP_MAC: CMAC over a number of bits that is no multiple of eight is not in OpenSSL, and this is faster.
Octets<16> aes128_cmac(const Key128& key, const Octets<8>& head, ByteView message, std::size_t bits) {
  check(message.size() * 8 >= bits, "a message as long as its length says");
  thread_local const CipherContext context = bound_to("AES-128-CBC");
  constexpr Block zero{};
  Block subkey{};
  start(context.get(), &key, &zero);
  run(context.get(), subkey);
  start(context.get(), nullptr, &zero);

  const std::size_t message_octets = (bits + 7) / 8;
  const std::size_t total_octets = head.size() + message_octets;
  const bool whole = total_octets % block_octets == 0 && bits % 8 == 0;
  subkey = doubled(subkey);
  if (!whole) subkey = doubled(subkey);

  constexpr std::size_t chunk_octets = 32 * block_octets;
  Octets<chunk_octets> chunk;
  std::copy(head.begin(), head.end(), chunk.begin());
  std::size_t filled = head.size();
  std::size_t taken = 0;
  // A chunk goes through when more follows it: the last block is treated below.
  while (filled + (message_octets - taken) > chunk_octets) {
    const std::size_t here = chunk_octets - filled;
    std::copy_n(message.begin() + std::ptrdiff_t(taken), here, chunk.begin() + std::ptrdiff_t(filled));
    run(context.get(), chunk);
    taken += here;
    filled = 0;
  }
  std::copy_n(message.begin() + std::ptrdiff_t(taken), message_octets - taken, chunk.begin() + std::ptrdiff_t(filled));
  filled += message_octets - taken;
  if (!whole) {
    // One 1 bit right behind the message, zeros up to the block's end.
    if (bits % 8 == 0) {
      chunk[filled++] = 0x80;
    } else {
      const unsigned used = bits % 8;
      chunk[filled - 1] = std::uint8_t((chunk[filled - 1] & (0xff00 >> used)) | 0x80 >> used);
    }
    while (filled % block_octets != 0) chunk[filled++] = 0;
  }
  for (std::size_t i = 0; i < block_octets; ++i) chunk[filled - block_octets + i] ^= subkey[i];
  run(context.get(), std::span(chunk).first(filled));
  Block mac;
  std::copy_n(chunk.begin() + std::ptrdiff_t(filled - block_octets), block_octets, mac.begin());
  return mac;
}

}  // namespace pellucid::crypto
