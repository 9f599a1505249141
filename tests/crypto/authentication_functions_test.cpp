// MILENAGE and TUAK against their published sets, and Keccak against OpenSSL's SHA-3.
#include <openssl/evp.h>

#include "crypto/milenage.hpp"
#include "crypto/tuak.hpp"
#include "vectors.hpp"

namespace pellucid::crypto {
namespace {

using test::fixed;
using test::Json;
using test::octets;

TEST(Milenage, TestSets) {
  const Json all = test::read("milenage_test_sets.json");
  ASSERT_EQ(all.at("sets").size(), 20u);
  for (const Json& set : all.at("sets")) {
    SCOPED_TRACE(set.at("set").get<int>());
    const auto k = fixed<16>(set, "K");
    const auto opc = milenage_opc(k, fixed<16>(set, "OP"));
    EXPECT_EQ(opc, fixed<16>(set, "OPc"));
    const Milenage milenage(k, opc);
    const auto rand = fixed<16>(set, "RAND");
    const auto macs = milenage.f1(rand, fixed<6>(set, "SQN"), fixed<2>(set, "AMF"));
    EXPECT_EQ(macs.mac_a, fixed<8>(set, "MAC_A"));
    EXPECT_EQ(macs.mac_s, fixed<8>(set, "MAC_S"));
    const auto response = milenage.f2_to_f5(rand);
    EXPECT_EQ(response.res, fixed<8>(set, "RES"));
    EXPECT_EQ(response.ck, fixed<16>(set, "CK"));
    EXPECT_EQ(response.ik, fixed<16>(set, "IK"));
    EXPECT_EQ(response.ak, fixed<6>(set, "AK"));
    EXPECT_EQ(milenage.f5_star(rand), fixed<6>(set, "AK_star"));
  }
}

std::array<std::uint64_t, 25> lanes_of(ByteView state) {
  std::array<std::uint64_t, 25> lanes{};
  for (std::size_t i = 0; i < state.size(); ++i) lanes[i / 8] |= std::uint64_t(state[i]) << i % 8 * 8;
  return lanes;
}

TEST(Tuak, KeccakTestSets) {
  const Json all = test::read("tuak_test_sets.json");
  ASSERT_EQ(all.at("keccak_f1600").size(), 6u);
  for (const Json& set : all.at("keccak_f1600")) {
    SCOPED_TRACE(set.at("set").get<int>());
    auto lanes = lanes_of(octets(set, "in"));
    keccak_f1600(lanes);
    EXPECT_EQ(lanes, lanes_of(octets(set, "out")));
  }
}

TEST(Tuak, KeccakIsSha3s) {
  const Bytes message = {'p', 'e', 'l', 'l', 'u', 'c', 'i', 'd'};
  Bytes state(200, 0);
  std::copy(message.begin(), message.end(), state.begin());
  state[message.size()] = 0x06;
  state[135] = 0x80;
  auto lanes = lanes_of(state);
  keccak_f1600(lanes);
  Octets<32> expected;
  ASSERT_TRUE(EVP_Q_digest(nullptr, "SHA3-256", nullptr, message.data(), message.size(), expected.data(), nullptr));
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(std::uint8_t(lanes[i / 8] >> i % 8 * 8), expected[i]) << i;
}

TuakProfile profile_of(const Json& set) {
  auto size = [&](const char* member) { return std::uint8_t(set.at(member).get<int>() / 8); };
  return {size("len_mac_bits"), size("len_res_bits"), size("len_ck_bits"), size("len_ik_bits"),
          set.at("keccak_iterations").get<std::uint8_t>()};
}

TEST(Tuak, TestSets) {
  const Json all = test::read("tuak_test_sets.json");
  ASSERT_EQ(all.at("sets").size(), 6u);
  for (const Json& set : all.at("sets")) {
    SCOPED_TRACE(set.at("set").get<int>());
    const auto k = octets(set, "K");
    const auto profile = profile_of(set);
    const auto topc = Tuak::topc(k, fixed<32>(set, "TOP"), profile.iterations);
    ASSERT_TRUE(topc);
    EXPECT_EQ(*topc, fixed<32>(set, "TOPc"));
    const auto tuak = Tuak::make(k, *topc, profile);
    ASSERT_TRUE(tuak);
    EXPECT_EQ(tuak->profile(), profile);
    const auto rand = fixed<16>(set, "RAND");
    const auto sqn = fixed<6>(set, "SQN");
    const auto amf = fixed<2>(set, "AMF");
    EXPECT_EQ(tuak->f1(rand, sqn, amf), octets(set, "f1_mac_a"));
    EXPECT_EQ(tuak->f1_star(rand, sqn, amf), octets(set, "f1star_mac_s"));
    const auto response = tuak->f2_to_f5(rand);
    EXPECT_EQ(response.res, octets(set, "f2_res"));
    EXPECT_EQ(response.ck, octets(set, "f3_ck"));
    EXPECT_EQ(response.ik, octets(set, "f4_ik"));
    EXPECT_EQ(response.ak, fixed<6>(set, "f5_ak"));
    EXPECT_EQ(tuak->f5_star(rand), fixed<6>(set, "f5star_ak"));
  }
}

TEST(Tuak, OnlyKnownSizes) {
  const Bytes k(16, 1);
  EXPECT_TRUE(Tuak::make(k, {}));
  EXPECT_TRUE(Tuak::make(Bytes(32, 1), {}));
  EXPECT_FALSE(Tuak::make(Bytes(24, 1), {}));
  EXPECT_FALSE(Tuak::make({}, {}));
  EXPECT_FALSE(Tuak::make(k, {}, {.mac_octets = 4}));
  EXPECT_FALSE(Tuak::make(k, {}, {.res_octets = 5}));
  EXPECT_FALSE(Tuak::make(k, {}, {.ck_octets = 8}));
  EXPECT_FALSE(Tuak::make(k, {}, {.ik_octets = 64}));
  EXPECT_FALSE(Tuak::make(k, {}, {.iterations = 0}));
  EXPECT_FALSE(Tuak::topc(Bytes(15, 1), {}));
  EXPECT_FALSE(Tuak::topc(k, {}, 0));
}

}  // namespace
}  // namespace pellucid::crypto
