// Messages of net-snmp, arbitrary messages, and what is wrong with octets that are none.
#include "wire/snmp/message.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "wire/snmp/random_message.hpp"

using namespace pellucid;
using namespace pellucid::snmp;

namespace {

std::map<std::string, Bytes> known_messages() {
  std::map<std::string, Bytes> messages;
  std::ifstream in(PELLUCID_TEST_DATA "/wire_snmp/net_snmp.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("#")) continue;
    auto blank = line.find(' ');
    messages[line.substr(0, blank)] = from_hex(line.substr(blank + 1)).value_or(Bytes{});
  }
  return messages;
}

Pdu pdu_of(const std::string& name) {
  auto message = decode(known_messages()[name]);
  EXPECT_TRUE(message.ok()) << name << ": " << (message.ok() ? "" : codec::text(message.error()));
  if (!message.ok()) return {};
  if (auto* community = std::get_if<Community>(&*message)) return std::get<Pdu>(community->pdu);
  return std::get<ScopedPdu>(std::get<SecureMessage>(*message).content).pdu;
}

/// A v2c response with one binding whose value has these octets.
Bytes with_value(const std::string& value_hex) {
  BerWriter to;
  to.raw(*from_hex(value_hex));
  to.oid(Oid{1, 3, 6, 1});
  to.header(Tag::sequence, 0);
  to.header(Tag::sequence, 0);
  to.integer(0);
  to.integer(0);
  to.integer(1);
  to.header(std::uint8_t(PduType::response), 0);
  to.octet_string(as_bytes("c"));
  to.integer(1);
  to.header(Tag::sequence, 0);
  return to.take();
}

std::string value_text(const std::string& value_hex) {
  auto message = decode(with_value(value_hex));
  if (!message.ok()) return codec::name(message.error().kind);
  return text(std::get<Pdu>(std::get<Community>(*message).pdu).bindings.at(0).value);
}

}  // namespace

TEST(SnmpMessage, NetSnmpsMessagesEncodeToTheSameOctets) {
  auto messages = known_messages();
  ASSERT_EQ(messages.size(), 11u);
  for (auto& [name, octets] : messages) {
    auto message = decode(octets);
    ASSERT_TRUE(message.ok()) << name << ": " << codec::text(message.error());
    // net-snmp writes some lengths in more octets than needed.
    auto again = test::octets_of(*message);
    if (name.find("bulk-response") == std::string::npos && !name.starts_with("trap") && name != "inform")
      EXPECT_EQ(hex(again), hex(octets)) << name;
    auto second = decode(again);
    ASSERT_TRUE(second.ok()) << name;
    EXPECT_EQ(*second, *message) << name;
  }
}

TEST(SnmpMessage, WhatNetSnmpSaidIsUnderstood) {
  auto response = pdu_of("get-response");
  EXPECT_EQ(response.type, PduType::response);
  ASSERT_EQ(response.bindings.size(), 4u);
  EXPECT_EQ(response.bindings[0].name.text(), "1.3.6.1.2.1.1.2.0");
  EXPECT_EQ(std::get<Oid>(response.bindings[0].value).text(), "1.3.6.1.4.1.8072.3.2.10");
  EXPECT_EQ(std::get<TimeTicks>(response.bindings[1].value), TimeTicks(149));
  EXPECT_TRUE(std::holds_alternative<NoSuchObject>(response.bindings[2].value));
  EXPECT_TRUE(std::holds_alternative<NoSuchInstance>(response.bindings[3].value));
  EXPECT_TRUE(is_exception(response.bindings[3].value));

  auto bulk = pdu_of("bulk");
  EXPECT_EQ(bulk.type, PduType::get_bulk);
  EXPECT_EQ(bulk.error_index, 2);
  auto table = pdu_of("bulk-response");
  ASSERT_EQ(table.bindings.size(), 8u);
  EXPECT_EQ(std::get<Counter64>(table.bindings[0].value), Counter64(0x7bb2508b));
  EXPECT_EQ(std::get<Octets<4>>(table.bindings[2].value), (Octets<4>{127, 0, 0, 1}));
  EXPECT_TRUE(std::holds_alternative<EndOfMibView>(table.bindings[3].value));

  EXPECT_EQ(pdu_of("v3-discovery-report").bindings.at(0).name.text(), "1.3.6.1.6.3.15.1.1.4.0");
  EXPECT_EQ(pdu_of("inform").type, PduType::inform);
  EXPECT_EQ(pdu_of("trap-v2").type, PduType::trap);
  auto v1 = decode(known_messages()["trap-v1"]);
  ASSERT_TRUE(v1.ok());
  auto& trap = std::get<TrapV1>(std::get<Community>(*v1).pdu);
  EXPECT_EQ(trap.generic, 2);
  EXPECT_EQ(trap.agent, (Octets<4>{10, 0, 0, 9}));
}

TEST(SnmpMessage, WhereTheMacStands) {
  auto octets = known_messages()["v3-get-response"];
  auto message = decode(octets);
  ASSERT_TRUE(message.ok());
  auto& secure = std::get<SecureMessage>(*message);
  auto at = authentication_offset(octets);
  EXPECT_EQ(hex(ByteView(octets).subspan(at, 24)), hex(secure.security.authentication));
  EXPECT_EQ(encode(secure).authentication_offset, at);
}

TEST(SnmpMessage, ArbitraryMessagesComeBackTheSame) {
  test::Random random(1);
  for (int i = 0; i < 3000; ++i) {
    auto message = test::random_message(random);
    auto octets = test::octets_of(message);
    auto again = decode(octets);
    ASSERT_TRUE(again.ok()) << codec::text(again.error()) << " " << hex(octets);
    ASSERT_EQ(*again, message) << hex(octets);
  }
}

TEST(SnmpMessage, TruncatedAnywhereIsRefused) {
  test::Random random(2);
  auto cut_everywhere = [](const Bytes& octets) {
    for (std::size_t n = 0; n < octets.size(); ++n) ASSERT_FALSE(decode(ByteView(octets).first(n)).ok()) << n << " of " << hex(octets);
    auto longer = octets;
    longer.push_back(0);
    ASSERT_FALSE(decode(longer).ok());
  };
  for (auto& [name, octets] : known_messages()) cut_everywhere(octets);
  for (int i = 0; i < 100; ++i) cut_everywhere(test::octets_of(test::random_message(random)));
}

TEST(SnmpMessage, ChangedAnywhereIsRefusedOrMeansItself) {
  test::Random random(3);
  std::size_t taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto octets = test::octets_of(test::random_message(random));
    for (auto changes = 1 + random() % 4; changes > 0; --changes) octets[random() % octets.size()] = std::uint8_t(random());
    auto message = decode(octets);
    if (!message.ok()) {
      EXPECT_FALSE(codec::text(message.error()).empty());
      continue;
    }
    ++taken;
    auto again = decode(test::octets_of(*message));
    ASSERT_TRUE(again.ok()) << hex(octets);
    ASSERT_EQ(*again, *message) << hex(octets);
  }
  EXPECT_GT(taken, 100u);
}

TEST(SnmpMessage, NumbersStayWithinTheirTypes) {
  EXPECT_EQ(value_text("020100"), "INTEGER 0");
  EXPECT_EQ(value_text("0201ff"), "INTEGER -1");
  EXPECT_EQ(value_text("020480000000"), "INTEGER -2147483648");
  EXPECT_EQ(value_text("02050080000000"), "value not allowed");
  EXPECT_EQ(value_text("0200"), "value not allowed");
  EXPECT_EQ(value_text("41050080000000"), "Counter32 2147483648");
  EXPECT_EQ(value_text("410480000000"), "Counter32 2147483648");  // without the leading zero, as some agents write it
  EXPECT_EQ(value_text("41050180000000"), "value not allowed");
  EXPECT_EQ(value_text("420500ffffffff"), "Gauge32 4294967295");
  EXPECT_EQ(value_text("460900ffffffffffffffff"), "Counter64 18446744073709551615");
  EXPECT_EQ(value_text("460901ffffffffffffffff"), "value not allowed");
  EXPECT_EQ(value_text("4003010203"), "value not allowed");
  EXPECT_EQ(value_text("050100"), "length out of range");
  EXPECT_EQ(value_text("800100"), "length out of range");
  EXPECT_EQ(value_text("47020000"), "not this message type");
  EXPECT_EQ(value_text("30020500"), "value not allowed");
  EXPECT_EQ(value_text("1f8100"), "not this message type");
}

TEST(SnmpMessage, LengthsAreDefiniteAndWithin) {
  EXPECT_EQ(value_text("0480"), "length out of range");
  EXPECT_EQ(value_text("04850000000001ff"), "length out of range");
  EXPECT_EQ(value_text("0484ffffffff"), "truncated");
  EXPECT_EQ(value_text("048400000001ff"), "OCTET STRING ff");
  EXPECT_FALSE(decode(Bytes(max_message_octets + 1, 0x30)).ok());
  EXPECT_FALSE(decode({}).ok());
}

TEST(SnmpMessage, OidsAreBounded) {
  auto oid_hex = [](std::size_t arcs) {
    BerWriter to;
    Oid oid{1, 3};
    for (std::size_t i = 2; i < arcs; ++i) oid.push(1);
    to.oid(oid);
    return hex(to.take());
  };
  EXPECT_TRUE(value_text(oid_hex(128)).starts_with("OID 1.3.1.1"));
  Bytes content(128, 1);  // 129 arcs
  BerWriter to;
  to.octet_string(content, Tag::oid);
  EXPECT_EQ(value_text(hex(to.take())), "value not allowed");
  EXPECT_EQ(value_text("0600"), "OID 0.0");
  EXPECT_EQ(value_text("0602872f"), "OID 2.863");
  EXPECT_EQ(value_text("06062b8fffffff7f"), "OID 1.3.4294967295");
  EXPECT_EQ(value_text("06062b9080808000"), "value not allowed");
  EXPECT_EQ(value_text("06032b8001"), "value not allowed");
  EXPECT_EQ(value_text("06022b81"), "value not allowed");
  EXPECT_EQ(value_text("0605908080804f"), "OID 2.4294967295");
}

TEST(SnmpMessage, MoreBindingsThanTheLimitAreRefused) {
  Community message{.version = Version::v2c, .community = {}, .pdu = Pdu{}};
  auto& pdu = std::get<Pdu>(message.pdu);
  pdu.type = PduType::response;
  pdu.bindings.assign(max_bindings, Binding{Oid{1, 3}, Null{}});
  EXPECT_TRUE(decode(encode(message)).ok());
  pdu.bindings.push_back(Binding{Oid{1, 3}, Null{}});
  auto refused = decode(encode(message));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, WireError::Kind::too_many);
}

TEST(SnmpMessage, PrivacyNeedsAuthentication) {
  SecureMessage message;
  message.encrypted = true;
  message.content = Bytes{1, 2, 3};
  EXPECT_FALSE(decode(encode(message).octets).ok());
  message.authenticated = true;
  EXPECT_TRUE(decode(encode(message).octets).ok());
}

TEST(SnmpOid, TextOrderAndRoots) {
  EXPECT_EQ(Oid::parse("1.3.6.1")->text(), "1.3.6.1");
  EXPECT_EQ(Oid::parse(".1.3.6.1"), (Oid{1, 3, 6, 1}));
  for (auto* bad : {"", ".", "1.", "1..3", "1.3.x", "1.4294967296", "-1"}) EXPECT_FALSE(Oid::parse(bad)) << bad;
  std::string long_text = "1";
  for (int i = 1; i < 129; ++i) long_text += ".1";
  EXPECT_FALSE(Oid::parse(long_text));
  EXPECT_TRUE((Oid{1, 3, 6, 1} < Oid{1, 3, 6, 1, 0}));
  EXPECT_TRUE((Oid{1, 3, 6, 2} > Oid{1, 3, 6, 1, 99}));
  EXPECT_TRUE((Oid{1, 3, 6, 1}).starts_with(Oid{1, 3}));
  EXPECT_FALSE((Oid{1, 3}).starts_with(Oid{1, 3, 6}));
  EXPECT_EQ((Oid{1, 3, 6, 1}).after(2), (std::vector<Oid::Arc>{6, 1}));
}
