// User-based security against the vectors of its standard, and against net-snmp.
#include "link/snmp/usm.hpp"

#include <gtest/gtest.h>

#include "crypto/aes.hpp"
#include "link/snmp/known_message.hpp"
#include "sim/world.hpp"

using namespace pellucid;
using namespace pellucid::snmp;

namespace {

Bytes octets(const std::string& text) { return *from_hex(text); }

Credentials audit(const char* passphrase = "audit-passphrase", const char* privacy = "privacy-passphrase") {
  return *Credentials::user("audit", crypto::Digest::sha256, passphrase, Privacy::aes128, privacy);
}

/// A Usm that has met the engine of the captured messages.
std::unique_ptr<Usm> met(sim::SimWorld& world, Credentials credentials) {
  auto report = decode(test::known_message("v3-discovery-report"));
  auto& secure = std::get<SecureMessage>(*report);
  auto usm = std::make_unique<Usm>(world, std::move(credentials));
  usm->meet({secure.security.engine_id, std::uint32_t(secure.security.boots), std::uint32_t(secure.security.time)});
  return usm;
}

SecureMessage message_of(const Bytes& datagram) { return std::get<SecureMessage>(*decode(datagram)); }

}  // namespace

// RFC 3414 §A.3.1 and §A.3.2.
TEST(Usm, KeysOfTheStandard) {
  auto engine = octets("000000000000000000000002");
  auto md5 = stretch(crypto::Digest::md5, as_bytes("maplesyrup"));
  EXPECT_EQ(hex(md5), "9faf3283884e92834ebc9847d8edd963");
  EXPECT_EQ(hex(localise(crypto::Digest::md5, md5, engine)), "526f5eed9fcce26f8964c2930787d82b");
  auto sha = stretch(crypto::Digest::sha1, as_bytes("maplesyrup"));
  EXPECT_EQ(hex(sha), "9fb5cc0381497b3793528939ff788d5d79145211");
  EXPECT_EQ(hex(localise(crypto::Digest::sha1, sha, engine)), "6695febc9288e36282235fc7151f128497b38f3f");
}

// RFC 2202 and RFC 4231, test case 1 and 6 each (a short key, and one that is longer than the block).
TEST(Usm, HmacsOfTheStandard) {
  auto key = Bytes(20, 0x0b);
  auto hi = as_bytes("Hi There");
  EXPECT_EQ(hex(crypto::hmac(crypto::Digest::md5, Bytes(16, 0x0b), {hi})), "9294727a3638bb1c13f48ef8158bfc9d");
  EXPECT_EQ(hex(crypto::hmac(crypto::Digest::sha1, key, {hi})), "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(hex(crypto::hmac(crypto::Digest::sha224, key, {hi})), "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22");
  EXPECT_EQ(hex(crypto::hmac(crypto::Digest::sha256, key, {hi})), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(
      hex(crypto::hmac(crypto::Digest::sha512, key, {hi})),
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
  EXPECT_EQ(
      hex(crypto::hmac(crypto::Digest::sha256, Bytes(131, 0xaa), {as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")})),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// NIST SP 800-38A §F.3.13 and §F.3.14; the last block cut, as SNMP has it.
TEST(Usm, CipherOfTheStandard) {
  auto key = *from_hex<16>("2b7e151628aed2a6abf7158809cf4f3c");
  auto iv = *from_hex<16>("000102030405060708090a0b0c0d0e0f");
  auto plain = octets("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef");
  auto cipher = octets("3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b26751f67a3cbb140b1808cf187a4f4df");
  for (std::size_t n : {std::size_t(0), std::size_t(1), std::size_t(16), std::size_t(37), plain.size()}) {
    Bytes data(plain.begin(), plain.begin() + std::ptrdiff_t(n));
    crypto::aes128_cfb_encrypt(key, iv, data);
    EXPECT_EQ(hex(data), hex(ByteView(cipher).first(n)));
    crypto::aes128_cfb_decrypt(key, iv, data);
    EXPECT_EQ(hex(data), hex(ByteView(plain).first(n)));
  }
}

TEST(Usm, NetSnmpsAnswerOpens) {
  sim::SimWorld world;
  auto usm = met(world, audit());
  auto datagram = test::known_message("v3-get-response");
  auto opened = usm->open(datagram, message_of(datagram));
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->pdu.type, PduType::response);
  ASSERT_EQ(opened->pdu.bindings.size(), 1u);
  EXPECT_EQ(std::get<Oid>(opened->pdu.bindings[0].value).text(), "1.3.6.1.4.1.8072.3.2.10");
  EXPECT_EQ(usm->engine()->enterprise(), 8072u);
}

TEST(Usm, AnyChangedOctetIsNoticed) {
  sim::SimWorld world;
  auto datagram = test::known_message("v3-get-response");
  for (std::size_t i = 0; i < datagram.size(); ++i) {
    auto changed = datagram;
    changed[i] ^= 0x01;
    auto message = decode(changed);
    if (!message.ok()) continue;
    auto* secure = std::get_if<SecureMessage>(&*message);
    if (!secure) continue;
    auto usm = met(world, audit());
    EXPECT_FALSE(usm->open(changed, *secure).ok()) << "octet " << i;
  }
}

TEST(Usm, OtherKeysDoNotOpen) {
  sim::SimWorld world;
  auto datagram = test::known_message("v3-get-response");
  auto opened = met(world, audit("another-passphrase"))->open(datagram, message_of(datagram));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error(), Usm::Refused::digest);
  opened = met(world, audit("audit-passphrase", "another-passphrase"))->open(datagram, message_of(datagram));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error(), Usm::Refused::cipher);
  // Without the security of the question an answer is not taken, whoever offers less.
  auto plain = message_of(datagram);
  plain.authenticated = plain.encrypted = false;
  plain.content = ScopedPdu{plain.security.engine_id, {}, Pdu{.type = PduType::response}};
  opened = met(world, audit())->open(encode(plain).octets, plain);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error(), Usm::Refused::level);
}

TEST(Usm, AnOldMessageIsNotTakenAgain) {
  sim::SimWorld world;
  auto usm = met(world, audit());
  auto datagram = test::known_message("v3-get-response");
  auto message = message_of(datagram);
  ASSERT_TRUE(usm->open(datagram, message).ok());
  world.run_for(std::chrono::seconds(149));
  EXPECT_TRUE(usm->open(datagram, message).ok());
  world.run_for(std::chrono::seconds(3));
  auto late = usm->open(datagram, message);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error(), Usm::Refused::window);
}

TEST(Usm, OurQuestionIsOneThatOpens) {
  sim::SimWorld world;
  auto us = met(world, audit());
  Pdu question{.type = PduType::response, .request_id = 77};
  auto sealed = us->seal(5, question);
  EXPECT_EQ(message_of(sealed).security.privacy.size(), 8u);
  EXPECT_TRUE(message_of(sealed).reportable);
  auto opened = met(world, audit())->open(sealed, message_of(sealed));
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->pdu, question);
  EXPECT_NE(message_of(us->seal(5, question)).security.privacy, message_of(sealed).security.privacy) << "a salt serves once";
}

TEST(Usm, EnterpriseOfEngineIds) {
  auto enterprise = [](const char* id) { return Engine{octets(id), 0, 0}.enterprise(); };
  EXPECT_EQ(enterprise("800007db03001122334455"), 2011u);  // Huawei, by MAC address
  EXPECT_EQ(enterprise("80001f888013b99e084b470a6b00000000"), 8072u);
  EXPECT_EQ(enterprise("000000090000000000000000"), 9u);  // the old form of twelve octets
  EXPECT_EQ(enterprise("0000000900"), std::nullopt);
  EXPECT_EQ(enterprise("8000"), std::nullopt);
}

TEST(Credentials, SayWhatTheyAreAndNotMore) {
  EXPECT_EQ(Credentials::community("s3cret")->text(), "community");
  EXPECT_EQ(audit().text(), "user audit (HMAC-SHA-256, AES-128)");
  EXPECT_EQ(Credentials::user("guest")->text(), "user guest (no authentication)");
  EXPECT_FALSE(Credentials::community("").ok());
  auto shorter = Credentials::user("audit", crypto::Digest::sha256, "short");
  ASSERT_FALSE(shorter.ok());
  EXPECT_EQ(shorter.error(), "an authentication passphrase of 5 octets: 8 to 1024 are allowed");
  EXPECT_FALSE(Credentials::user(std::string(33, 'u')).ok());
  EXPECT_EQ(parse_authentication("sha"), crypto::Digest::sha1);
  EXPECT_EQ(parse_authentication("des"), std::nullopt);
}
