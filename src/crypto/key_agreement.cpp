#include "crypto/key_agreement.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include "base/check.hpp"

namespace pellucid::crypto {
namespace {

template <auto free_it>
struct Free {
  template <class T>
  void operator()(T* owned) const {
    free_it(owned);
  }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_clear_free>>;
using Numbers = std::unique_ptr<BN_CTX, Free<BN_CTX_free>>;
using Group = std::unique_ptr<EC_GROUP, Free<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Free<EC_POINT_clear_free>>;

class X25519 final : public KeyAgreement {
 public:
  explicit X25519(const Key256& private_key)
      : key_(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, private_key.data(), private_key.size())) {
    public_key_.resize(32);
    std::size_t size = public_key_.size();
    check(key_ && EVP_PKEY_get_raw_public_key(key_.get(), public_key_.data(), &size) == 1, "OpenSSL offers X25519");
    peer_.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, public_key_.data(), public_key_.size()));
    context_.reset(EVP_PKEY_CTX_new(key_.get(), nullptr));
    check(peer_ && context_ && EVP_PKEY_derive_init(context_.get()) == 1, "OpenSSL offers X25519");
  }

  Curve curve() const override { return Curve::x25519; }

  std::optional<Key256> shared_with(ByteView peer) override {
    Key256 shared;
    std::size_t size = shared.size();
    // The same peer object with other octets: to make one anew looks the algorithm up each time. Any 32 octets are a
    // point; derive refuses an all-zero result, which only points of small order give (RFC 7748 §6.1).
    if (peer.size() == 32 && EVP_PKEY_set1_encoded_public_key(peer_.get(), peer.data(), peer.size()) == 1 &&
        EVP_PKEY_derive_set_peer_ex(context_.get(), peer_.get(), 0) == 1 && EVP_PKEY_derive(context_.get(), shared.data(), &size) == 1 &&
        size == shared.size())
      return shared;
    ERR_clear_error();
    return {};
  }

 private:
  PrivateKey key_, peer_;
  KeyContext context_;
};

const EC_GROUP* p256_group() {
  static const Group group{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  check(group != nullptr, "OpenSSL offers P-256");
  return group.get();
}

class P256 final : public KeyAgreement {
 public:
  /// Nothing unless 0 < number < order.
  static std::unique_ptr<KeyAgreement> make(const Key256& private_key) {
    Number number{BN_secure_new()};
    check(number && BN_bin2bn(private_key.data(), int(private_key.size()), number.get()), "a number of 256 bits");
    BN_set_flags(number.get(), BN_FLG_CONSTTIME);
    if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(p256_group())) >= 0) return {};
    return std::unique_ptr<KeyAgreement>(new P256(std::move(number)));
  }

  Curve curve() const override { return Curve::p256; }

  std::optional<Key256> shared_with(ByteView peer) override {
    // Decoding leaves only points of the curve; its cofactor is 1, and the sizes shut out the point at infinity, so
    // nothing else has to be tested (SEC 1 §3.2.2.1).
    if ((peer.size() == 33 || peer.size() == 65) &&
        EC_POINT_oct2point(p256_group(), peer_.get(), peer.data(), peer.size(), numbers_.get()) == 1 &&
        EC_POINT_mul(p256_group(), result_.get(), nullptr, peer_.get(), number_.get(), numbers_.get()) == 1 &&
        EC_POINT_get_affine_coordinates(p256_group(), result_.get(), x_.get(), nullptr, numbers_.get()) == 1) {
      Key256 shared;
      const bool fits = BN_bn2binpad(x_.get(), shared.data(), int(shared.size())) == int(shared.size());
      BN_clear(x_.get());
      check(fits, "a coordinate of 256 bits");
      return shared;
    }
    ERR_clear_error();
    return {};
  }

 private:
  explicit P256(Number number)
      : number_(std::move(number)),
        numbers_(BN_CTX_new()),
        x_(BN_new()),
        peer_(EC_POINT_new(p256_group())),
        result_(EC_POINT_new(p256_group())) {
    check(numbers_ && x_ && peer_ && result_, "memory for a key");
    public_key_.resize(33);
    check(EC_POINT_mul(p256_group(), result_.get(), number_.get(), nullptr, nullptr, numbers_.get()) == 1 &&
              EC_POINT_point2oct(p256_group(), result_.get(), POINT_CONVERSION_COMPRESSED, public_key_.data(), public_key_.size(),
                                 numbers_.get()) == public_key_.size(),
          "a public key of a private one");
  }

  Number number_;
  Numbers numbers_;
  Number x_;
  Point peer_, result_;
};

}  // namespace

std::unique_ptr<KeyAgreement> KeyAgreement::from_private(Curve curve, const Key256& private_key) {
  if (curve == Curve::p256) return P256::make(private_key);
  return std::make_unique<X25519>(private_key);
}

}  // namespace pellucid::crypto
