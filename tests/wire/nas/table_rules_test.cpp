// The rules for bad protocol data (TS 24.501 §7; TS 24.007 §11.2.4), on real messages.
#include <gtest/gtest.h>

#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::nas {
namespace {

using Kind = WireError::Kind;
using Why = RawIe::Why;

Bytes octets(const char* text) { return from_hex(text).value(); }

const char* const request_head = "7e004179000d0199f907000000000000000011";

Decoded<RegistrationRequest> request_with(const std::string& elements) {
  return decode<RegistrationRequest>(octets((request_head + elements).c_str()));
}

TEST(TableRules, UnknownElementsAreSkippedByTheirLengthAndKept) {
  // Unknown: type 4 (IEI 3F), type 6 (7F), type 1 (E-); then a known one, which must still be found.
  auto request = request_with(
      "3f03aabbcc"
      "7f0002ddee"
      "e5"
      "2e02f0f0");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->unknown.count(Why::unknown), 3u);
  EXPECT_EQ(hex(request->unknown.ies[0].octets), "3f03aabbcc");
  EXPECT_EQ(hex(request->unknown.ies[1].octets), "7f0002ddee");
  EXPECT_EQ(hex(request->unknown.ies[2].octets), "e5");
  ASSERT_TRUE(request->ue_security);
  // Emitted again behind the known ones.
  EXPECT_EQ(hex(encode(*request)), std::string(request_head) +
                                       "2e02f0f0"
                                       "3f03aabbcc"
                                       "7f0002ddee"
                                       "e5");
}

TEST(TableRules, UnknownElementsThatMustBeUnderstoodAreFaults) {
  for (unsigned iei = 0; iei < 0x10; ++iei) {
    auto request = request_with(hex(Bytes{std::uint8_t(iei), 0}));
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().ie, iei);
    EXPECT_EQ(cause_of(request.error()), MmCause::invalid_mandatory_information);
  }
}

TEST(TableRules, OfRepeatedElementsTheFirstCounts) {
  auto request = request_with(
      "2e02f0f0"
      "2e028080");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->ue_security->ea.bits, 0xF0);
  EXPECT_EQ(request->unknown.count(Why::repeated), 1u);
}

TEST(TableRules, OptionalElementsMayComeOutOfSequence) {
  auto request = request_with(
      "530100"
      "2e02f0f0"
      "100100");
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->update_type && request->ue_security && request->capability);
  EXPECT_TRUE(request->unknown.empty());
  EXPECT_EQ(hex(encode(*request)), std::string(request_head) +
                                       "100100"
                                       "2e02f0f0"
                                       "530100");
}

TEST(TableRules, MalformedOptionalElementsAreAsIfAbsent) {
  // An S-NSSAI of three octets does not exist; UE security capability has at least two octets.
  auto request = request_with(
      "2f0403010203"
      "2e01f0"
      "530100");
  ASSERT_TRUE(request);
  EXPECT_FALSE(request->requested_nssai);
  EXPECT_FALSE(request->ue_security);
  EXPECT_TRUE(request->update_type);
  EXPECT_EQ(request->unknown.count(Why::malformed), 2u);
  Tree shown = show(*request);
  ASSERT_TRUE(shown.find("elements not understood"));
  EXPECT_EQ(shown.find("elements not understood")->as_array()->size(), 2u);
  // A good one behind a malformed one is a repetition.
  auto twice = request_with(
      "2e01f0"
      "2e02f0f0");
  ASSERT_TRUE(twice);
  EXPECT_FALSE(twice->ue_security);
  EXPECT_EQ(twice->unknown.count(Why::repeated), 1u);
}

TEST(TableRules, ACutOptionalElementIsAsIfAbsent) {
  auto request = request_with(
      "2e02f0f0"
      "2f05010101");
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->ue_security);
  EXPECT_FALSE(request->requested_nssai);
  EXPECT_EQ(request->unknown.count(Why::truncated), 1u);
}

TEST(TableRules, LongerElementsAreNoErrorAndNothingIsLost) {
  auto request = request_with(
      "530100aa"
      "53");  // update type with one octet, then an element that is cut
  ASSERT_FALSE(request.has_value() && request->unknown.empty());
  request = request_with("5303002233");  // update type of a later release
  ASSERT_TRUE(request);
  ASSERT_TRUE(request->update_type);
  ASSERT_EQ(request->unknown.extra.size(), 1u);
  EXPECT_EQ(hex(request->unknown.extra[0].octets), "2233");
  EXPECT_EQ(hex(encode(*request)), std::string(request_head) + "5303002233");
  ASSERT_TRUE(show(*request).find("extra octets"));
  EXPECT_EQ(show(*request).find("extra octets")->find("5GS update type")->text(), "2233");
}

TEST(TableRules, ExtraOctetsOfElementsOutOfSequenceStayEqualWhenSentAgain) {
  auto request = request_with("2503ffffee77000b0e6606ee0200ffff2e5487");
  ASSERT_TRUE(request);
  ASSERT_EQ(request->unknown.extra.size(), 2u);
  auto again = decode<RegistrationRequest>(encode(*request));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *request);
}

TEST(TableRules, MandatoryElementsMissingOrWrongAreFaults) {
  auto missing = decode<RegistrationRequest>(octets("7e0041"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, Kind::missing);
  EXPECT_EQ(cause_of(missing.error()), MmCause::invalid_mandatory_information);
  auto cut = decode<RegistrationRequest>(octets("7e004179000d0199"));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, Kind::truncated);
  auto no_plmn = decode<RegistrationRequest>(octets("7e004179000d01aabbcc0000000000000000 11"));
  ASSERT_FALSE(no_plmn);
  EXPECT_EQ(no_plmn.error().kind, Kind::bad_value);
  auto short_identity = decode<RegistrationRequest>(octets("7e0041790003f299f9"));
  ASSERT_FALSE(short_identity);
  EXPECT_EQ(short_identity.error().kind, Kind::bad_length);
  EXPECT_STREQ(short_identity.error().field, "5GS mobile identity");
}

TEST(TableRules, AnotherMessageIsNotThisOne) {
  EXPECT_EQ(cause_of(decode<RegistrationRequest>(octets("7e005a")).error()), MmCause::message_type_not_implemented);
  EXPECT_FALSE(decode<RegistrationRequest>(octets("2e010141")));
  EXPECT_FALSE(decode<RegistrationComplete>(octets("7e0143")));                             // not plain
  EXPECT_EQ(cause_of(decode<RegistrationComplete>(octets("7e00")).error()), std::nullopt);  // too short: ignored
  EXPECT_EQ(sm_cause_of(decode<PduSessionReleaseRequest>(octets("2e0101")).error()), std::nullopt);
}

TEST(TableRules, TwoElementsWithOneIeiAreToldApartByLength) {
  auto accept =
      decode<RegistrationAccept>(octets("7e00420101"
                                        "340101"
                                        "3403010203"));
  ASSERT_TRUE(accept);
  ASSERT_TRUE(accept->additional_request_result && accept->emergency_numbers);
  EXPECT_EQ(hex(*accept->additional_request_result), "01");
  EXPECT_EQ(hex(*accept->emergency_numbers), "010203");
}

TEST(TableRules, SpareBitsAreNotLookedAt) {
  auto request = decode<IdentityRequest>(octets("7ef05bf9"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->type, IdentityType::suci);
  EXPECT_EQ(hex(encode(*request)), "7e005b01");
}

TEST(TableRules, TooManyUnknownElementsAreRefused) {
  std::string many;
  for (std::size_t i = 0; i <= max_kept_ies; ++i) many += "e0";
  auto request = request_with(many);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().kind, Kind::too_many);
}

TEST(TableRules, SessionMessagesCarrySessionAndTransaction) {
  PduSessionReleaseRequest release;
  release.session = PduSessionId(5);
  release.pti = Pti(9);
  release.cause = SmCause::regular_deactivation;
  EXPECT_EQ(hex(encode(release)), "2e0509d15924");
  auto again = decode<PduSessionReleaseRequest>(encode(release));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, release);
  EXPECT_EQ(show(*again).json(), R"j({"PDU session ID":5,"PTI":9,"5GSM cause":"Regular deactivation (36)"})j");
}

}  // namespace
}  // namespace pellucid::nas
