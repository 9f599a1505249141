#include "crypto/aead.hpp"

#include "vectors.hpp"

namespace pellucid::crypto {
namespace {

using test::Draw;

// The AES-256 cases 13 and 14 of the GCM proposal to NIST (McGrew, Viega), used in every validation suite.
TEST(Aead, PublishedCases) {
  EXPECT_EQ(hex(seal({}, {}, {}, {})), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(hex(seal({}, {}, {}, Bytes(16, 0))), "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(Aead, OpensOnlyWhatWasSealed) {
  Draw draw(1);
  for (std::size_t n : {0u, 1u, 16u, 33u, 64u}) {
    const auto key = draw.octets<32>();
    const auto nonce = draw.octets<12>();
    const Bytes plain = draw.bytes(n), aad = draw.bytes(20);
    const Bytes sealed = seal(key, nonce, aad, plain);
    ASSERT_EQ(sealed.size(), n + aead_tag_octets);
    EXPECT_EQ(open(key, nonce, aad, sealed), plain);

    for (std::size_t i = 0; i < sealed.size(); ++i) {
      Bytes bad = sealed;
      bad[i] ^= 0x40;
      EXPECT_EQ(open(key, nonce, aad, bad), std::nullopt);
      EXPECT_EQ(open(key, nonce, aad, ByteView(sealed).first(i)), std::nullopt);
    }
    for (std::size_t i = 0; i < aad.size(); ++i) {
      Bytes bad = aad;
      bad[i] ^= 0x40;
      EXPECT_EQ(open(key, nonce, bad, sealed), std::nullopt);
    }
    auto other_key = key;
    other_key[31] ^= 1;
    auto other_nonce = nonce;
    other_nonce[0] ^= 1;
    EXPECT_EQ(open(other_key, nonce, aad, sealed), std::nullopt);
    EXPECT_EQ(open(key, other_nonce, aad, sealed), std::nullopt);
    EXPECT_EQ(open(key, nonce, {}, sealed), std::nullopt);
    EXPECT_EQ(open(key, nonce, aad, sealed), plain);
  }
}

TEST(Secret, Equal) {
  EXPECT_TRUE(equal({}, {}));
  EXPECT_TRUE(equal(Bytes{1, 2, 3}, Bytes{1, 2, 3}));
  EXPECT_FALSE(equal(Bytes{1, 2, 3}, Bytes{1, 2, 4}));
  EXPECT_FALSE(equal(Bytes{1, 2, 3}, Bytes{1, 2}));
  EXPECT_FALSE(equal(Bytes{0}, {}));
}

TEST(Secret, Wipe) {
  Bytes secret{1, 2, 3};
  wipe(std::span(secret).first(2));
  EXPECT_EQ(secret, (Bytes{0, 0, 3}));
  wipe({});
}

}  // namespace
}  // namespace pellucid::crypto
