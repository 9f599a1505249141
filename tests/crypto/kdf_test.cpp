#include "crypto/kdf.hpp"

#include <openssl/evp.h>

#include "crypto/aka.hpp"
#include "crypto/sha256.hpp"
#include "vectors.hpp"

namespace pellucid::crypto {
namespace {

using test::Draw;
using test::fixed;
using test::Json;
using test::octets;

/// OpenSSL's own HMAC: the judge of ours.
Octets<32> openssl_hmac(ByteView key, ByteView message) {
  Octets<32> out{};
  std::size_t size = 0;
  EXPECT_TRUE(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(), message.data(), message.size(), out.data(),
                        out.size(), &size));
  return out;
}

TEST(Sha256, HmacOfEveryKeyAndMessageLength) {
  Draw draw(1);
  for (std::size_t n = 1; n <= 200; ++n) {
    const Bytes key = draw.bytes(n), message = draw.bytes(n * 3 % 211);
    const auto middle = message.size() / 2;
    EXPECT_EQ(hmac_sha256(key, {ByteView(message).first(middle), ByteView(message).subspan(middle)}), openssl_hmac(key, message)) << n;
  }
}

TEST(Sha256, PartsAreOneMessage) {
  // FIPS 180-4 example "abc"
  EXPECT_EQ(hex(sha256({as_bytes("a"), {}, as_bytes("bc")})), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

class Derived : public testing::TestWithParam<int> {};

TEST_P(Derived, WholeHierarchy) {
  const Json sets = test::read("milenage_test_sets.json").at("sets");
  const Json vector = test::read("fiveg_aka_derived_vectors.json").at("vectors").at(std::size_t(GetParam()));
  const auto from = std::find_if(sets.begin(), sets.end(), [&](const Json& s) { return s.at("set") == vector.at("from_milenage_set"); });
  ASSERT_NE(from, sets.end());
  const auto rand = fixed<16>(*from, "RAND");
  const auto sn = vector.at("SNN").get<std::string>();

  const Milenage milenage(fixed<16>(*from, "K"), fixed<16>(*from, "OPc"));
  const auto home = home_vector(milenage, {fixed<2>(vector, "AMF"), Sqn::from_octets(fixed<6>(*from, "SQN")), rand}, sn);
  EXPECT_EQ(home.rand, rand);
  EXPECT_EQ(home.autn, fixed<16>(vector, "AUTN"));
  EXPECT_EQ(home.xres_star, fixed<16>(vector, "XRES_star"));
  EXPECT_EQ(home.hxres_star, fixed<16>(vector, "HXRES_star"));
  EXPECT_EQ(home.k_ausf, fixed<32>(vector, "KAUSF"));
  EXPECT_EQ(home.k_seaf, fixed<32>(vector, "KSEAF"));

  const auto supi = Supi::parse(vector.at("SUPI").get<std::string>());
  ASSERT_TRUE(supi);
  const auto amf = k_amf(home.k_seaf, *supi, octets(vector, "ABBA"));
  EXPECT_EQ(amf, fixed<32>(vector, "KAMF"));
  ASSERT_EQ(vector.at("access_type"), 1);
  const auto gnb = k_gnb(amf, vector.at("UL_NAS_COUNT").get<std::uint32_t>());
  EXPECT_EQ(gnb, fixed<32>(vector, "KgNB"));
  EXPECT_EQ(next_hop(amf, gnb), fixed<32>(vector, "NH_first"));
  for (std::uint8_t id = 1; id <= 3; ++id) {
    auto named = [&](const char* name) { return fixed<16>(vector, (std::string(name) + "_alg" + std::to_string(id)).c_str()); };
    EXPECT_EQ(algorithm_key(amf, KeyUse::nas_enc, Ciphering(id)), named("KNASenc"));
    EXPECT_EQ(algorithm_key(amf, KeyUse::nas_int, Integrity(id)), named("KNASint"));
    EXPECT_EQ(algorithm_key(gnb, KeyUse::rrc_enc, Ciphering(id)), named("KRRCenc"));
    EXPECT_EQ(algorithm_key(gnb, KeyUse::rrc_int, Integrity(id)), named("KRRCint"));
    EXPECT_EQ(algorithm_key(gnb, KeyUse::up_enc, Ciphering(id)), named("KUPenc"));
    EXPECT_EQ(algorithm_key(gnb, KeyUse::up_int, Integrity(id)), named("KUPint"));
  }
}
INSTANTIATE_TEST_SUITE_P(Kdf, Derived, testing::Range(0, 6));

// No vectors are published for these: the input string is spelled out octet by octet from the clause instead.
TEST(Kdf, HandoverInputsAsTheClausesSpellThem) {
  Draw draw(2);
  const auto key = draw.octets<32>();
  auto expect = [&](const Key256& got, const char* input) { EXPECT_EQ(got, openssl_hmac(key, *from_hex(input))) << input; };
  expect(k_ng_ran_star(key, 500, 632628), "70 01f4 0002 09a734 0003");                     // A.11
  expect(k_amf_prime(key, KamfChange::handover, 0x00010203), "72 01 0001 00010203 0004");  // A.13
  expect(k_amf_prime(key, KamfChange::idle_mobility, 5), "72 00 0001 00000005 0004");
  expect(k_gnb(key, 0xffffffff, AccessKind::non_three_gpp), "6e ffffffff 0004 02 0001");  // A.9
  expect(kdf(key, 0x6c, {}), "6c");
}

TEST(Kdf, Names) { EXPECT_EQ(text(KeyUse::nas_int), "NAS-int"); }

// What an independent core and phone computed and sent (capture of both), from K to every MAC on N1.
class CaptureChain : public testing::TestWithParam<int> {};

TEST_P(CaptureChain, FromKToEveryMac) {
  const Json all = test::read("capture_chain.json");
  const Json subscriber = all.at("subscribers").at(std::size_t(GetParam()));
  const auto sn = all.at("serving_network").get<std::string>();
  const auto rand = fixed<16>(subscriber, "rand");
  const Milenage milenage(fixed<16>(all, "k"), fixed<16>(all, "opc"));

  const auto home = home_vector(milenage, {fixed<2>(all, "amf_field"), Sqn::from_octets(fixed<6>(all, "sqn")), rand}, sn);
  EXPECT_EQ(home.autn, fixed<16>(subscriber, "autn"));
  EXPECT_EQ(home.xres_star, fixed<16>(subscriber, "res_star"));

  Usim usim(milenage);
  const auto answer = usim.answer(rand, fixed<16>(subscriber, "autn"), sn);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->res_star, fixed<16>(subscriber, "res_star"));
  EXPECT_EQ(answer->k_seaf, home.k_seaf);

  const auto amf = k_amf(home.k_seaf, *Supi::parse(subscriber.at("supi").get<std::string>()), octets(all, "abba"));
  const auto k_nas_int = algorithm_key(amf, KeyUse::nas_int, Integrity::nia2);
  ASSERT_GE(subscriber.at("protected").size(), 6u);
  for (const Json& message : subscriber.at("protected")) {
    const auto pdu = octets(message, "pdu");
    ASSERT_GT(pdu.size(), 6u);
    const auto direction = message.at("direction") == "uplink" ? Direction::uplink : Direction::downlink;
    // Extended protocol discriminator, header type, MAC (4), sequence number, message; no overflow in so short a trace.
    const auto mac = integrity(Integrity::nia2, k_nas_int, {pdu[6], 1, direction}, ByteView(pdu).subspan(6));
    EXPECT_EQ(hex(mac), hex(ByteView(pdu).subspan(2, 4))) << "frame " << message.at("frame");
  }
  EXPECT_EQ(k_gnb(amf, 0), fixed<32>(subscriber, "k_gnb"));
}
INSTANTIATE_TEST_SUITE_P(Kdf, CaptureChain, testing::Range(0, 2));

}  // namespace
}  // namespace pellucid::crypto
