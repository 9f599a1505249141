#pragma once
// Elliptic curve Diffie-Hellman: one private key, many peers. X25519 (RFC 7748) and P-256 (SEC 1) with compressed points.
#include <cstdint>
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

enum class Curve : std::uint8_t { x25519, p256 };

/// Octets of a public key as it travels: 32 for X25519, 33 for P-256 (02 or 03, then x).
constexpr std::size_t public_key_octets(Curve curve) { return curve == Curve::x25519 ? 32 : 33; }

/// A parsed private key. It works with contexts of its own: one thread at a time.
class KeyAgreement {
 public:
  /// Nothing if the octets are no private key of the curve (P-256: a number of 1 .. order - 1).
  static std::unique_ptr<KeyAgreement> from_private(Curve curve, const Key256& private_key);
  virtual ~KeyAgreement() = default;
  KeyAgreement(const KeyAgreement&) = delete;
  KeyAgreement& operator=(const KeyAgreement&) = delete;

  virtual Curve curve() const = 0;
  const Bytes& public_key() const { return public_key_; }
  /// What both sides get: the x coordinate. Nothing if `peer` is no point of the curve, or (X25519) one of small order.
  /// P-256 takes compressed points (33 octets) and uncompressed ones (65).
  virtual std::optional<Key256> shared_with(ByteView peer) = 0;

 protected:
  KeyAgreement() = default;
  Bytes public_key_;
};

}  // namespace pellucid::crypto
