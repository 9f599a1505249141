// Any message as octets: header, names, messages within messages.
#include <gtest/gtest.h>

#include "wire/nas/captured.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::nas {
namespace {

using test::octets;

TEST(Peek, TellsWhatTheFirstOctetsSay) {
  auto plain = peek(octets("7e0041"));
  ASSERT_TRUE(plain && plain->is_mm() && !plain->is_protected());
  EXPECT_EQ(plain->type, 0x41);
  auto sealed = peek(octets("7e02aabbccdd017e0043"));
  ASSERT_TRUE(sealed && sealed->is_protected());
  EXPECT_EQ(sealed->security, SecurityHeaderType::integrity_ciphered);
  EXPECT_EQ(sealed->type, 0);
  auto session = peek(octets("2e0509d1"));
  ASSERT_TRUE(session && session->is_sm());
  EXPECT_EQ(session->session, 5);
  EXPECT_EQ(session->pti, 9);
  EXPECT_EQ(session->type, 0xD1);
  for (auto* none : {"", "7e", "7e00", "2e0509", "074141"}) EXPECT_FALSE(peek(octets(none))) << none;
}

TEST(Envelope, RoundTripAndRefusals) {
  auto message = decode_protected(octets("7e02d073aba4017e0043"));
  ASSERT_TRUE(message);
  EXPECT_EQ(hex(message->mac), "d073aba4");
  EXPECT_EQ(message->sequence_number, 1);
  EXPECT_EQ(hex(message->message), "7e0043");
  EXPECT_EQ(hex(encode(*message)), "7e02d073aba4017e0043");
  for (auto* bad : {"7e0043", "7e02d073aba4017e00", "7e05d073aba4017e0043", "2e02d073aba4017e0043", ""})
    EXPECT_FALSE(decode_protected(octets(bad))) << bad;
}

TEST(Names, OfAnything) {
  EXPECT_STREQ(name_of(octets("7e0041")), "Registration request");
  EXPECT_STREQ(name_of(octets("7e02aabbccdd017e0043")), "Registration complete");
  EXPECT_STREQ(name_of(octets("7e02aabbccdd01943a5b")), "Security protected 5GS NAS message");
  EXPECT_STREQ(name_of(octets("2e0101c1")), "PDU session establishment request");
  EXPECT_STREQ(name_of(octets("7e00ff")), "unknown NAS message");
  EXPECT_STREQ(name_of({}), "unknown NAS message");
}

TEST(ShowAny, OpensMessagesWithinMessages) {
  // Protected UL NAS transport with a PDU session establishment request.
  Tree shown = show_any(octets("7e02838f8ee0027e00670100152e0101c1ffff91a12801007b000780000a00000d00120181220101250908696e7465726e6574"));
  const Tree* transport = shown.find("Plain 5GS NAS message");
  ASSERT_TRUE(transport);
  EXPECT_EQ(transport->find("message")->text(), "UL NAS transport");
  EXPECT_EQ(transport->find("Payload container type")->text(), "N1 SM information");
  const Tree* request = transport->find("Payload container");
  ASSERT_TRUE(request && request->as_object());
  EXPECT_EQ(request->find("message")->text(), "PDU session establishment request");
  EXPECT_EQ(request->find("PDU session type")->text(), "IPv4");
  EXPECT_EQ(request->find("Extended protocol configuration options")->json(),
            R"([{"id":"IP address allocation via NAS signalling","contents":""},{"id":"DNS server IPv4 address","contents":""}])");
  EXPECT_EQ(transport->find("S-NSSAI")->text(), "1");
  EXPECT_EQ(transport->find("DNN")->text(), "internet");
}

TEST(ShowAny, SaysWhyItCannotShow) {
  EXPECT_TRUE(show_any({}).find("error"));
  EXPECT_TRUE(show_any(octets("7e00ff")).find("error"));
  Tree cut = show_any(octets("7e004179000d01"));
  EXPECT_EQ(cut.find("message")->text(), "Registration request");
  EXPECT_TRUE(cut.find("error"));
  EXPECT_TRUE(show_any(octets("7e02aabbccdd01943a5b")).find("ciphered"));
  // What is in a container that is no message stays hexadecimal.
  SecurityModeComplete complete;
  complete.container = NasMessageContainer{octets("943a5b00")};
  EXPECT_EQ(show(complete).find("NAS message container")->text(), "943a5b00");
}

TEST(ShowAny, EndlessNestingEnds) {
  Bytes inner = octets("7e005e");
  for (int i = 0; i < 5000; ++i) {
    SecurityModeComplete complete;
    complete.container = NasMessageContainer{inner};
    inner = encode(complete);
    if (inner.size() > 60000) break;
  }
  Tree shown = show_any(inner);
  EXPECT_TRUE(shown.find_deep("error"));
  auto again = reencode_any(inner);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, inner);
}

TEST(Show, UsesTheStandardsNames) {
  RegistrationReject reject;
  reject.cause = MmCause::plmn_not_allowed;
  reject.t3346 = GprsTimer::from_seconds(60);
  EXPECT_EQ(show(reject).json(), R"j({"5GMM cause":"PLMN not allowed (11)","T3346 value":"60 s"})j");
}

}  // namespace
}  // namespace pellucid::nas
