#include "crypto/suci.hpp"

#include <algorithm>
#include <optional>

#include "crypto/aes.hpp"
#include "crypto/sha256.hpp"

namespace pellucid::crypto {
namespace {

/// Both profiles' keys out of the shared secret (§C.3.4): AES-128 key and first counter block, HMAC-SHA-256 key.
struct EciesKeys {
  Key128 enc;
  Octets<16> icb;
  Key256 mac;

  EciesKeys() = default;
  EciesKeys(const EciesKeys&) = delete;
  EciesKeys& operator=(const EciesKeys&) = delete;
  ~EciesKeys() {
    wipe(enc);
    wipe(icb);
    wipe(mac);
  }

  /// ANSI X9.63 key derivation (SEC 1 §3.6.1): two digests give the 64 octets. SharedInfo1 is the ephemeral public key.
  void derive(const Key256& shared, ByteView ephemeral_public) {
    auto first = sha256({shared, big_endian<4>(1), ephemeral_public});
    mac = sha256({shared, big_endian<4>(2), ephemeral_public});
    std::copy_n(first.begin(), enc.size(), enc.begin());
    std::copy(first.begin() + 16, first.end(), icb.begin());
    wipe(first);
  }

  Octets<suci_mac_octets> tag(ByteView ciphertext) const {
    const auto full = hmac_sha256(mac, {ciphertext});
    Octets<suci_mac_octets> out;
    std::copy_n(full.begin(), out.size(), out.begin());
    return out;
  }
};

std::optional<Curve> curve_of(ProtectionScheme scheme) {
  if (scheme == ProtectionScheme::profile_a) return Curve::x25519;
  if (scheme == ProtectionScheme::profile_b) return Curve::p256;
  return {};
}

/// A private key of the curve. P-256 refuses one number of 2^32; so many refusals in a row mean a broken source.
constexpr int most_draws = 8;
Result<std::pair<Key256, std::unique_ptr<KeyAgreement>>, SuciError> draw(Curve curve, const RandomSource& random) {
  for (int i = 0; i < most_draws; ++i) {
    Key256 candidate{};
    random(candidate);
    if (auto agreement = KeyAgreement::from_private(curve, candidate)) return std::pair(candidate, std::move(agreement));
  }
  return Fail(SuciError::bad_key);
}

Result<Bytes, SuciError> conceal_by(KeyAgreement& ephemeral, ByteView home_public_key, ByteView input) {
  auto shared = ephemeral.shared_with(home_public_key);
  if (!shared) return Fail(SuciError::bad_key);
  const Bytes& public_key = ephemeral.public_key();
  EciesKeys keys;
  keys.derive(*shared, public_key);
  wipe(*shared);

  Bytes output;
  output.reserve(public_key.size() + input.size() + suci_mac_octets);
  append(output, public_key);
  append(output, input);
  const auto ciphertext = std::span(output).subspan(public_key.size());
  aes128_counter32(keys.enc, keys.icb, ciphertext);
  append(output, keys.tag(ciphertext));
  return output;
}

}  // namespace

std::string text(ProtectionScheme scheme) {
  switch (scheme) {
    case ProtectionScheme::null: return "null scheme";
    case ProtectionScheme::profile_a: return "profile A";
    case ProtectionScheme::profile_b: return "profile B";
  }
  return "scheme " + std::to_string(unsigned(scheme));
}

std::string text(SuciError error) {
  switch (error) {
    case SuciError::unknown_scheme: return "unknown protection scheme";
    case SuciError::bad_key: return "not a key of the scheme's curve";
    case SuciError::truncated: return "scheme output too short";
    case SuciError::bad_point: return "ephemeral public key is no point of the curve";
    case SuciError::bad_mac: return "MAC does not match: other home network key, or changed octets";
  }
  return "error " + std::to_string(unsigned(error));
}

Result<HomeNetworkKey, SuciError> HomeNetworkKey::from_private(ProtectionScheme scheme, const Key256& private_key) {
  const auto curve = curve_of(scheme);
  if (!curve) return Fail(SuciError::unknown_scheme);
  auto agreement = KeyAgreement::from_private(*curve, private_key);
  if (!agreement) return Fail(SuciError::bad_key);
  return HomeNetworkKey(scheme, private_key, std::move(agreement));
}

Result<HomeNetworkKey, SuciError> HomeNetworkKey::generate(ProtectionScheme scheme, const RandomSource& random) {
  const auto curve = curve_of(scheme);
  if (!curve) return Fail(SuciError::unknown_scheme);
  auto drawn = draw(*curve, random);
  if (!drawn) return Fail(drawn.error());
  HomeNetworkKey key(scheme, drawn->first, std::move(drawn->second));
  wipe(drawn->first);
  return key;
}

Result<Bytes, SuciError> HomeNetworkKey::deconceal(ByteView scheme_output) {
  const std::size_t key_octets = public_key().size();
  if (scheme_output.size() < key_octets + suci_mac_octets) return Fail(SuciError::truncated);
  const auto ephemeral = scheme_output.first(key_octets);
  const auto ciphertext = scheme_output.subspan(key_octets, scheme_output.size() - key_octets - suci_mac_octets);
  auto shared = agreement_->shared_with(ephemeral);
  if (!shared) return Fail(SuciError::bad_point);
  EciesKeys keys;
  keys.derive(*shared, ephemeral);
  wipe(*shared);
  if (!equal(keys.tag(ciphertext), scheme_output.last(suci_mac_octets))) return Fail(SuciError::bad_mac);
  Bytes input = to_bytes(ciphertext);
  aes128_counter32(keys.enc, keys.icb, input);
  return input;
}

Result<Bytes, SuciError> conceal(ProtectionScheme scheme, ByteView home_public_key, ByteView input, const RandomSource& random) {
  if (scheme == ProtectionScheme::null) return to_bytes(input);
  const auto curve = curve_of(scheme);
  if (!curve) return Fail(SuciError::unknown_scheme);
  auto ephemeral = draw(*curve, random);
  if (!ephemeral) return Fail(ephemeral.error());
  wipe(ephemeral->first);
  return conceal_by(*ephemeral->second, home_public_key, input);
}

Result<Bytes, SuciError> conceal_with(ProtectionScheme scheme, ByteView home_public_key, ByteView input, const Key256& ephemeral_private) {
  if (scheme == ProtectionScheme::null) return to_bytes(input);
  const auto curve = curve_of(scheme);
  if (!curve) return Fail(SuciError::unknown_scheme);
  auto ephemeral = KeyAgreement::from_private(*curve, ephemeral_private);
  if (!ephemeral) return Fail(SuciError::bad_key);
  return conceal_by(*ephemeral, home_public_key, input);
}

}  // namespace pellucid::crypto
