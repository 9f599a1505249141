#pragma once
// Ed25519 signatures (RFC 8032 §5.1, PureEdDSA without context).
#include <memory>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

using Ed25519Public = Octets<32>;
using Ed25519Signature = Octets<64>;

/// A private key. A new one is a seed of 32 unpredictable octets (World::random).
class Ed25519Key {
 public:
  explicit Ed25519Key(const Key256& seed);
  ~Ed25519Key();
  Ed25519Key(Ed25519Key&&) noexcept;
  Ed25519Key& operator=(Ed25519Key&&) noexcept;

  const Ed25519Public& public_key() const { return public_key_; }
  Ed25519Signature sign(ByteView message) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
  Ed25519Public public_key_{};
};

/// False too for a public key that is no point of the curve.
bool ed25519_verify(const Ed25519Public& key, ByteView message, const Ed25519Signature& signature);

}  // namespace pellucid::crypto
