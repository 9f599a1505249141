#include "crypto/suci.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include "vectors.hpp"

namespace pellucid::crypto {
namespace {

using test::Draw;
using test::fixed;
using test::Json;
using test::octets;

ProtectionScheme scheme_of(const Json& vector) {
  return vector.at("profile") == "A" ? ProtectionScheme::profile_a : ProtectionScheme::profile_b;
}

class SuciVectors : public testing::TestWithParam<int> {
 protected:
  Json vector = test::read("suci_ecies_vectors.json").at("vectors").at(std::size_t(GetParam()));
  /// Public key, ciphertext, MAC; two of the vectors print the output as a NAI.
  Bytes output() {
    Bytes out = octets(vector, "eph_pub");
    append(out, octets(vector, "cipher"));
    append(out, octets(vector, "mac"));
    return out;
  }
};

TEST_P(SuciVectors, Conceal) {
  auto concealed = conceal_with(scheme_of(vector), octets(vector, "hn_pub"), octets(vector, "plain"), fixed<32>(vector, "eph_priv"));
  ASSERT_TRUE(concealed.ok());
  EXPECT_EQ(hex(*concealed), hex(output()));
}

TEST_P(SuciVectors, Deconceal) {
  auto key = HomeNetworkKey::from_private(scheme_of(vector), fixed<32>(vector, "hn_priv"));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->public_key(), octets(vector, "hn_pub"));
  EXPECT_EQ(key->private_key(), fixed<32>(vector, "hn_priv"));
  const auto plain = key->deconceal(output());
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(*plain, octets(vector, "plain"));
}

TEST_P(SuciVectors, SharedSecret) {
  auto agreement = KeyAgreement::from_private(scheme_of(vector) == ProtectionScheme::profile_a ? Curve::x25519 : Curve::p256,
                                              fixed<32>(vector, "eph_priv"));
  ASSERT_TRUE(agreement);
  EXPECT_EQ(agreement->public_key(), octets(vector, "eph_pub"));
  EXPECT_EQ(agreement->shared_with(octets(vector, "hn_pub")), fixed<32>(vector, "shared"));
  if (vector.contains("hn_pub_uncompressed")) {
    EXPECT_EQ(agreement->shared_with(octets(vector, "hn_pub_uncompressed")), fixed<32>(vector, "shared"));
  }
}
INSTANTIATE_TEST_SUITE_P(Annex, SuciVectors, testing::Range(0, 4));

class Suci : public testing::TestWithParam<ProtectionScheme> {
 protected:
  Draw draw{7};
  RandomSource random = [this](std::span<std::uint8_t> out) { draw.fill(out); };
};

TEST_P(Suci, RoundTripOfEveryLength) {
  auto key = HomeNetworkKey::generate(GetParam(), random);
  ASSERT_TRUE(key.ok());
  for (std::size_t n = 0; n < 70; ++n) {
    const Bytes input = draw.bytes(n);
    const auto output = conceal(GetParam(), key->public_key(), input, random);
    ASSERT_TRUE(output.ok());
    EXPECT_EQ(output->size(), n + concealment_octets(GetParam()));
    const auto back = key->deconceal(*output);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, input);
  }
}

TEST_P(Suci, NeverTheSameTwice) {
  auto key = HomeNetworkKey::generate(GetParam(), random);
  ASSERT_TRUE(key.ok());
  const Bytes input(5, 0x21);
  EXPECT_NE(*conceal(GetParam(), key->public_key(), input, random), *conceal(GetParam(), key->public_key(), input, random));
}

TEST_P(Suci, EachChangedOctetIsRefused) {
  auto key = HomeNetworkKey::generate(GetParam(), random);
  ASSERT_TRUE(key.ok());
  const auto output = conceal(GetParam(), key->public_key(), Bytes(5, 0x21), random);
  ASSERT_TRUE(output.ok());
  for (std::size_t bit = 0; bit < output->size() * 8; ++bit) {
    if (GetParam() == ProtectionScheme::profile_a && bit == 31 * 8) continue;  // X25519 ignores the highest bit: see below
    Bytes bad = *output;
    bad[bit / 8] ^= std::uint8_t(0x80 >> bit % 8);
    const auto back = key->deconceal(bad);
    ASSERT_FALSE(back.ok()) << bit;
    EXPECT_TRUE(back.error() == SuciError::bad_mac || (bit < 33 * 8 && back.error() == SuciError::bad_point)) << bit;
  }
}

TEST_P(Suci, EachTruncationIsRefused) {
  auto key = HomeNetworkKey::generate(GetParam(), random);
  ASSERT_TRUE(key.ok());
  const auto output = conceal(GetParam(), key->public_key(), Bytes(5, 0x21), random);
  ASSERT_TRUE(output.ok());
  for (std::size_t n = 0; n < output->size(); ++n) {
    const auto back = key->deconceal(ByteView(*output).first(n));
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error(), n < concealment_octets(GetParam()) ? SuciError::truncated : SuciError::bad_mac) << n;
  }
}

TEST_P(Suci, AnotherHomeCannotRead) {
  auto key = HomeNetworkKey::generate(GetParam(), random), other = HomeNetworkKey::generate(GetParam(), random);
  ASSERT_TRUE(key.ok() && other.ok());
  const auto output = conceal(GetParam(), key->public_key(), Bytes(5, 0x21), random);
  ASSERT_TRUE(output.ok());
  const auto back = other->deconceal(*output);
  ASSERT_FALSE(back.ok());
  EXPECT_EQ(back.error(), SuciError::bad_mac);
}
INSTANTIATE_TEST_SUITE_P(Profiles, Suci, testing::Values(ProtectionScheme::profile_a, ProtectionScheme::profile_b),
                         [](const auto& info) { return info.param == ProtectionScheme::profile_a ? "A" : "B"; });

// RFC 7748 §5: the top bit of a u coordinate is masked. The key derivation takes the octets as sent, so the MAC still catches it.
TEST(SuciX25519, TopBitOfTheKeyIsCaughtByTheMac) {
  Draw draw(8);
  RandomSource random = [&](std::span<std::uint8_t> out) { draw.fill(out); };
  auto key = HomeNetworkKey::generate(ProtectionScheme::profile_a, random);
  auto output = conceal(ProtectionScheme::profile_a, key->public_key(), Bytes(5, 1), random);
  ASSERT_TRUE(output.ok());
  (*output)[31] ^= 0x80;
  const auto back = key->deconceal(*output);
  ASSERT_FALSE(back.ok());
  EXPECT_EQ(back.error(), SuciError::bad_mac);
}

TEST(SuciX25519, PointsOfSmallOrderAreRefused) {
  Draw draw(9);
  RandomSource random = [&](std::span<std::uint8_t> out) { draw.fill(out); };
  auto key = HomeNetworkKey::generate(ProtectionScheme::profile_a, random);
  ASSERT_TRUE(key.ok());
  for (std::uint8_t u : {0, 1}) {
    Bytes output(32 + 5 + 8, 0);
    output[0] = u;
    const auto back = key->deconceal(output);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error(), SuciError::bad_point);
  }
  // A refusal leaves nothing behind.
  const auto good = conceal(ProtectionScheme::profile_a, key->public_key(), Bytes(5, 1), random);
  ASSERT_TRUE(good.ok());
  EXPECT_TRUE(key->deconceal(*good).ok());
}

TEST(SuciP256, OnlyCompressedPointsOfTheCurve) {
  Draw draw(10);
  RandomSource random = [&](std::span<std::uint8_t> out) { draw.fill(out); };
  auto key = HomeNetworkKey::generate(ProtectionScheme::profile_b, random);
  ASSERT_TRUE(key.ok());
  const auto good = conceal(ProtectionScheme::profile_b, key->public_key(), Bytes(5, 1), random);
  ASSERT_TRUE(good.ok());
  for (int first : {0, 1, 4, 5, 6, 7, 255}) {
    Bytes bad = *good;
    bad[0] = std::uint8_t(first);
    const auto back = key->deconceal(bad);
    ASSERT_FALSE(back.ok());
    EXPECT_EQ(back.error(), SuciError::bad_point) << first;
  }
  // x beyond the field, and x for which no y exists: of many, about half must be refused as points, none accepted.
  Bytes beyond = *good;
  std::fill(beyond.begin() + 1, beyond.begin() + 33, 0xff);
  EXPECT_EQ(key->deconceal(beyond).error(), SuciError::bad_point);
  int no_point = 0, wrong_mac = 0;
  for (int i = 0; i < 64; ++i) {
    Bytes bad = *good;
    draw.fill(std::span(bad).subspan(1, 32));
    const auto back = key->deconceal(bad);
    ASSERT_FALSE(back.ok());
    (back.error() == SuciError::bad_point ? no_point : wrong_mac) += 1;
  }
  EXPECT_GT(no_point, 10);
  EXPECT_GT(wrong_mac, 10);
  EXPECT_TRUE(key->deconceal(*good).ok());
}

TEST(SuciP256, PrivateKeysAreBelowTheOrder) {
  auto accepted = [](const char* number) { return HomeNetworkKey::from_private(ProtectionScheme::profile_b, *from_hex<32>(number)).ok(); };
  EXPECT_FALSE(accepted("0000000000000000000000000000000000000000000000000000000000000000"));
  EXPECT_TRUE(accepted("0000000000000000000000000000000000000000000000000000000000000001"));
  EXPECT_TRUE(accepted("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"));   // order - 1
  EXPECT_FALSE(accepted("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));  // order
}

TEST(SuciP256, ABrokenRandomSourceIsAnErrorNotAnEndlessLoop) {
  RandomSource zeros = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), 0); };
  EXPECT_EQ(HomeNetworkKey::generate(ProtectionScheme::profile_b, zeros).error(), SuciError::bad_key);
}

TEST(SuciSchemes, NullIsTheInputAndUnknownIsRefused) {
  const Bytes input = {0x00, 0x01, 0xf2};
  EXPECT_EQ(*conceal(ProtectionScheme::null, {}, input, {}), input);
  EXPECT_EQ(*conceal_with(ProtectionScheme::null, {}, input, {}), input);
  EXPECT_EQ(concealment_octets(ProtectionScheme::null), 0u);
  EXPECT_EQ(conceal(ProtectionScheme(5), {}, input, {}).error(), SuciError::unknown_scheme);
  EXPECT_EQ(conceal_with(ProtectionScheme(5), {}, input, {}).error(), SuciError::unknown_scheme);
  EXPECT_EQ(HomeNetworkKey::from_private(ProtectionScheme::null, {}).error(), SuciError::unknown_scheme);
  EXPECT_EQ(HomeNetworkKey::generate(ProtectionScheme(5), {}).error(), SuciError::unknown_scheme);
  EXPECT_EQ(text(ProtectionScheme::profile_a), "profile A");
}

TEST(SuciSchemes, ABadHomePublicKeyIsAnError) {
  for (auto scheme : {ProtectionScheme::profile_a, ProtectionScheme::profile_b})
    for (std::size_t n : {0u, 31u, 34u}) EXPECT_EQ(conceal_with(scheme, Bytes(n, 2), {}, Key256{1}).error(), SuciError::bad_key);
}

}  // namespace
}  // namespace pellucid::crypto
