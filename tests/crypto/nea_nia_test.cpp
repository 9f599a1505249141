#include "crypto/nea_nia.hpp"

#include <openssl/evp.h>

#include "crypto/aes.hpp"
#include "crypto/snow3g.hpp"
#include "crypto/zuc.hpp"
#include "crypto/zuc_tables.hpp"
#include "vectors.hpp"

namespace pellucid::crypto {
namespace {

using test::Draw;
using test::fixed;
using test::Json;
using test::octets;

const Json& sets(const char* name) {
  static const Json all = test::read("nea_nia_test_sets.json");
  return all.at("sets").at(name);
}

CountInput input_of(const Json& set) {
  return {set.at("count").get<std::uint32_t>(), set.at("bearer").get<std::uint8_t>(), Direction(set.at("direct").get<int>())};
}

/// Zeros behind the first `bits` bits, where the test sets define nothing.
Bytes cut(Bytes data, std::size_t bits) {
  data.resize((bits + 7) / 8);
  if (bits % 8 != 0) data.back() &= std::uint8_t(0xff00 >> bits % 8);
  return data;
}

/// The last set of each generator names its first words and one far out.
template <class Generator, class Make>
void expect_key_stream(const Json& sets_of_generator, unsigned far_out, Make make) {
  ASSERT_EQ(sets_of_generator.size(), 4u);
  for (const Json& set : sets_of_generator) {
    Generator generator = make(fixed<16>(set, "key"), fixed<16>(set, "iv"));
    const Json& output = set.at("output");
    const auto first = from_hex((output.is_array() ? output.at(0) : output).get<std::string>());
    ASSERT_TRUE(first);
    Bytes words;
    unsigned count = 0;
    for (; count < first->size() / 4; ++count) append(words, big_endian<4>(generator.next()));
    EXPECT_EQ(words, *first);
    if (!output.is_array()) continue;
    std::uint32_t word = 0;
    for (; count < far_out; ++count) word = generator.next();
    EXPECT_EQ(hex(big_endian<4>(word)), output.at(1).get<std::string>());
  }
}

/// SNOW 3G's own sets print the words k0, IV0 first; f8 and f9 take the key with k3 first.
Octets<16> words_turned(const Octets<16>& in) {
  Octets<16> out;
  for (std::size_t i = 0; i < 16; ++i) out[i] = in[12 - i / 4 * 4 + i % 4];
  return out;
}

TEST(KeyStream, Snow3g) {
  expect_key_stream<Snow3g>(sets("SNOW3G_keystream"), 2500,
                            [](const Octets<16>& key, const Octets<16>& iv) { return Snow3g(words_turned(key), words_turned(iv)); });
}
TEST(KeyStream, Zuc) {
  expect_key_stream<Zuc>(sets("ZUC_keystream"), 2000, [](const Octets<16>& key, const Octets<16>& iv) { return Zuc(key, iv); });
}

TEST(Zuc, TablesAreThePublishedOnes) {
  const Json tables = test::read("zuc_tables.json");
  EXPECT_EQ(tables.at("S0"), Json(zuc_s0));
  EXPECT_EQ(tables.at("S1"), Json(zuc_s1));
  EXPECT_EQ(tables.at("EK_d"), Json(zuc_d));
}

struct CipherSets {
  const char* name;
  Ciphering algorithm;
  std::size_t count;
};
class CipherTestSets : public testing::TestWithParam<CipherSets> {};

TEST_P(CipherTestSets, BothWays) {
  const auto [name, algorithm, count] = GetParam();
  ASSERT_EQ(sets(name).size(), count);
  for (const Json& set : sets(name)) {
    const auto bits = set.at("bitlen").get<std::size_t>();
    const auto key = fixed<16>(set, "key");
    const Bytes plain = octets(set, "data"), enciphered = octets(set, "output");
    SCOPED_TRACE(bits);
    Bytes data = plain;
    cipher_bits(algorithm, key, input_of(set), data, bits);
    EXPECT_EQ(cut(data, bits), cut(enciphered, bits));
    data = cut(enciphered, bits);
    cipher_bits(algorithm, key, input_of(set), data, bits);
    EXPECT_EQ(data, cut(plain, bits));
  }
}
INSTANTIATE_TEST_SUITE_P(Nea, CipherTestSets,
                         testing::Values(CipherSets{"UEA2_EEA1", Ciphering::nea1, 5}, CipherSets{"EEA2", Ciphering::nea2, 6},
                                         CipherSets{"EEA3", Ciphering::nea3, 5}),
                         [](const auto& info) { return text(info.param.algorithm); });

struct IntegritySets {
  const char* name;
  Integrity algorithm;
  std::size_t count;
};
class IntegrityTestSets : public testing::TestWithParam<IntegritySets> {};

TEST_P(IntegrityTestSets, Mac) {
  const auto [name, algorithm, count] = GetParam();
  ASSERT_EQ(sets(name).size(), count);
  for (const Json& set : sets(name)) {
    const auto bits = set.at("bitlen").get<std::size_t>();
    const auto key = fixed<16>(set, "key");
    Bytes data = octets(set, "data");
    SCOPED_TRACE(bits);
    EXPECT_EQ(hex(integrity_bits(algorithm, key, input_of(set), data, bits)), set.at("output").get<std::string>());
    if (bits % 8 == 0) {
      data.resize(bits / 8);
      EXPECT_EQ(hex(integrity(algorithm, key, input_of(set), data)), set.at("output").get<std::string>());
    } else {
      data[bits / 8] ^= 1;  // behind the message's end
      EXPECT_EQ(hex(integrity_bits(algorithm, key, input_of(set), data, bits)), set.at("output").get<std::string>());
    }
  }
}
INSTANTIATE_TEST_SUITE_P(Nia, IntegrityTestSets,
                         testing::Values(IntegritySets{"EIA1", Integrity::nia1, 6}, IntegritySets{"EIA2", Integrity::nia2, 8},
                                         IntegritySets{"EIA3", Integrity::nia3, 5}),
                         [](const auto& info) { return text(info.param.algorithm); });

TEST(Snow3g, F9WithFresh) {
  ASSERT_EQ(sets("UIA2_F9").size(), 6u);
  for (const Json& set : sets("UIA2_F9")) {
    const auto mac = snow3g_f9(fixed<16>(set, "key"), set.at("count").get<std::uint32_t>(), set.at("fresh").get<std::uint32_t>(),
                               set.at("direct").get<unsigned>(), octets(set, "data"), set.at("bitlen").get<std::size_t>());
    EXPECT_EQ(hex(mac), set.at("output").get<std::string>());
  }
}

TEST(Nea, EveryLengthIsABeginningOfTheLongestAndTurnsBack) {
  Draw draw(1);
  const auto key = draw.octets<16>();
  const CountInput input{draw.number(), 17, Direction::downlink};
  const Bytes plain = draw.bytes(150);
  for (auto algorithm : {Ciphering::nea0, Ciphering::nea1, Ciphering::nea2, Ciphering::nea3}) {
    Bytes whole = plain;
    cipher(algorithm, key, input, whole);
    EXPECT_EQ(whole == plain, algorithm == Ciphering::nea0);
    for (std::size_t n = 0; n <= plain.size(); ++n) {
      Bytes data(plain.begin(), plain.begin() + std::ptrdiff_t(n));
      cipher(algorithm, key, input, data);
      EXPECT_TRUE(std::equal(data.begin(), data.end(), whole.begin())) << text(algorithm) << " " << n;
      cipher(algorithm, key, input, data);
      EXPECT_TRUE(std::equal(data.begin(), data.end(), plain.begin())) << text(algorithm) << " " << n;
    }
  }
}

TEST(Nea, BitsBehindTheEndStay) {
  Draw draw(2);
  const auto key = draw.octets<16>();
  for (auto algorithm : {Ciphering::nea0, Ciphering::nea1, Ciphering::nea2, Ciphering::nea3})
    for (std::size_t bits = 0; bits <= 40; ++bits) {
      const Bytes plain = draw.bytes(6);
      Bytes data = plain, whole = plain;
      cipher(algorithm, key, {}, whole);
      cipher_bits(algorithm, key, {}, data, bits);
      for (std::size_t i = 0; i < 48; ++i) {
        const Bytes& same_as = i < bits ? whole : plain;
        EXPECT_EQ(data[i / 8] >> (7 - i % 8) & 1, same_as[i / 8] >> (7 - i % 8) & 1) << text(algorithm) << " " << bits << " " << i;
      }
    }
}

TEST(NeaNia, EachInputMatters) {
  Draw draw(3);
  const auto key = draw.octets<16>();
  auto other_key = key;
  other_key[15] ^= 1;
  const Bytes message = draw.bytes(40);
  const CountInput input{7, 1, Direction::uplink};
  const std::pair<Key128, CountInput> others[] = {
      {other_key, input}, {key, {8, 1, Direction::uplink}}, {key, {7, 2, Direction::uplink}}, {key, {7, 1, Direction::downlink}}};
  for (std::uint8_t id = 1; id <= 3; ++id)
    for (const auto& [k, i] : others) {
      Bytes a = message, b = message;
      cipher(Ciphering(id), key, input, a);
      cipher(Ciphering(id), k, i, b);
      EXPECT_NE(a, b);
      EXPECT_NE(integrity(Integrity(id), key, input, message), integrity(Integrity(id), k, i, message));
    }
}

TEST(Nia, EachBitOfTheMessageAndItsLengthMatter) {
  Draw draw(4);
  const auto key = draw.octets<16>();
  for (auto algorithm : {Integrity::nia1, Integrity::nia2, Integrity::nia3})
    for (std::size_t bits : {1u, 31u, 32u, 63u, 64u, 65u, 128u, 200u}) {
      const Bytes message = draw.bytes(26);
      const auto mac = integrity_bits(algorithm, key, {}, message, bits);
      for (std::size_t i = 0; i < bits; ++i) {
        Bytes changed = message;
        changed[i / 8] ^= std::uint8_t(0x80 >> i % 8);
        EXPECT_NE(integrity_bits(algorithm, key, {}, changed, bits), mac) << text(algorithm) << " " << bits << " " << i;
      }
      EXPECT_NE(integrity_bits(algorithm, key, {}, message, bits + 1), mac);
    }
}

TEST(Nia, NullIsZero) { EXPECT_EQ(integrity(Integrity::nia0, {}, {}, Bytes{1, 2, 3}), Octets<4>{}); }

TEST(NeaNia, Names) {
  EXPECT_EQ(text(Ciphering::nea2), "NEA2");
  EXPECT_EQ(text(Integrity::nia3), "NIA3");
}

// Our CMAC goes through in chunks; OpenSSL's is the judge around their borders.
TEST(Aes, CmacOfEveryLength) {
  Draw draw(5);
  const auto key = draw.octets<16>();
  const auto head = draw.octets<8>();
  const Bytes message = draw.bytes(1100);
  for (std::size_t n = 0; n <= message.size(); ++n) {
    Bytes all(head.begin(), head.end());
    append(all, ByteView(message).first(n));
    Octets<16> expected;
    std::size_t size = 0;
    ASSERT_TRUE(EVP_Q_mac(nullptr, "CMAC", nullptr, "AES-128-CBC", nullptr, key.data(), key.size(), all.data(), all.size(), expected.data(),
                          expected.size(), &size));
    EXPECT_EQ(aes128_cmac(key, head, ByteView(message).first(n), n * 8), expected) << n;
  }
}

TEST(Aes, Counter32WrapsWithoutCarry) {
  Draw draw(6);
  const auto key = draw.octets<16>();
  auto block = draw.octets<16>();
  std::fill(block.begin() + 12, block.end(), 0xff);
  Bytes stream(40, 0);
  aes128_counter32(key, block, stream);
  auto next = block;
  std::fill(next.begin() + 12, next.end(), 0);
  auto third = next;
  third[15] = 1;
  Aes128 aes(key);
  Bytes expected;
  append(expected, aes.block(block));
  append(expected, aes.block(next));
  append(expected, ByteView(aes.block(third)).first(8));
  EXPECT_EQ(stream, expected);
}

}  // namespace
}  // namespace pellucid::crypto
