#pragma once
// SUCI: the subscriber's permanent name, concealed for the home network (TS 33.501 §6.12, annex C).
//
//   phone: auto output = crypto::conceal(ProtectionScheme::profile_a, home_public_key, msin_bcd, random);   // scheme output
//   home:  auto key = crypto::HomeNetworkKey::from_private(ProtectionScheme::profile_a, private_key);
//          auto input = key->deconceal(scheme_output);   // the MSIN's BCD octets, or why not
// The scheme input is the MSIN in BCD as in the mobile identity for an IMSI, the user part of a NAI otherwise (§C.2).
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/key_agreement.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// Values are the protection scheme identifiers on the air (TS 33.501 §C.1).
enum class ProtectionScheme : std::uint8_t { null = 0, profile_a = 1, profile_b = 2 };
/// "null scheme", "profile A", "profile B", "scheme 7"
std::string text(ProtectionScheme scheme);

enum class SuciError : std::uint8_t {
  unknown_scheme,  // neither A nor B where one is needed
  bad_key,         // no private or public key of the scheme's curve
  truncated,       // a scheme output shorter than public key and MAC
  bad_point,       // the phone's public key is no point of the curve
  bad_mac,         // another key's, or changed on the way
};
std::string text(SuciError error);

/// Fills the span with random octets; the World's, handed in by the caller.
using RandomSource = std::function<void(std::span<std::uint8_t>)>;

/// A home network private key of profile A or B. It works with contexts of its own: one thread at a time.
class HomeNetworkKey {
 public:
  static Result<HomeNetworkKey, SuciError> from_private(ProtectionScheme scheme, const Key256& private_key);
  /// A new key pair out of `random`.
  static Result<HomeNetworkKey, SuciError> generate(ProtectionScheme scheme, const RandomSource& random);

  ProtectionScheme scheme() const { return scheme_; }
  /// 32 octets (A) or 33, compressed (B): what goes on the USIM.
  const Bytes& public_key() const { return agreement_->public_key(); }
  /// For storing it sealed.
  const Key256& private_key() const { return private_key_; }
  /// The scheme input (§C.3.3).
  Result<Bytes, SuciError> deconceal(ByteView scheme_output);

  HomeNetworkKey(HomeNetworkKey&&) = default;
  HomeNetworkKey& operator=(HomeNetworkKey&&) = default;
  ~HomeNetworkKey() { wipe(private_key_); }

 private:
  HomeNetworkKey(ProtectionScheme scheme, const Key256& private_key, std::unique_ptr<KeyAgreement> agreement)
      : scheme_(scheme), private_key_(private_key), agreement_(std::move(agreement)) {}

  ProtectionScheme scheme_;
  Key256 private_key_;
  std::unique_ptr<KeyAgreement> agreement_;
};

/// The scheme output (§C.3.2) with an ephemeral key out of `random`; the null scheme's is the input.
Result<Bytes, SuciError> conceal(ProtectionScheme scheme, ByteView home_public_key, ByteView input, const RandomSource& random);
/// The same with an ephemeral private key that was drawn before. It serves once.
Result<Bytes, SuciError> conceal_with(ProtectionScheme scheme, ByteView home_public_key, ByteView input, const Key256& ephemeral_private);

/// Octets that concealing adds: ephemeral public key and MAC.
constexpr std::size_t suci_mac_octets = 8;
constexpr std::size_t concealment_octets(ProtectionScheme scheme) {
  return scheme == ProtectionScheme::null ? 0 : (scheme == ProtectionScheme::profile_b ? 33 : 32) + suci_mac_octets;
}

}  // namespace pellucid::crypto
