// Every described message, invented from its own description.
#include <gtest/gtest.h>

#include <random>

#include "tests/wire/rrc/channels.hpp"

using namespace pellucid;
using namespace pellucid::rrc;
using namespace pellucid::rrc::test;

namespace {

Draw draw_from(std::mt19937_64& random) {
  return [&random](std::uint64_t below) { return below <= 1 ? 0 : random() % below; };
}
/// Everything present, everything at its largest (also: the last message and the last alternative of each CHOICE).
std::uint64_t largest(std::uint64_t below) { return below - 1; }
std::uint64_t smallest(std::uint64_t) { return 0; }

void expect_round_trip(const Channel& channel, const Bytes& octets) {
  ASSERT_FALSE(octets.empty()) << channel.name << ": an invented message does not encode";
  auto got = channel.decode(octets);
  ASSERT_TRUE(got.ok) << channel.name << ": " << got.error << " in " << hex(octets);
  EXPECT_TRUE(got.described) << got.name;
  EXPECT_EQ(hex(got.again), hex(octets)) << got.name;
}

TEST(InventedRrc, RoundTripsAtTheEdges) {
  for (auto& channel : channels()) {
    expect_round_trip(channel, channel.invent(largest));
    expect_round_trip(channel, channel.invent(smallest));
  }
}

TEST(InventedRrc, RoundTripsAtRandom) {
  std::mt19937_64 random(1);
  for (auto& channel : channels())
    for (int i = 0; i < 150; ++i) expect_round_trip(channel, channel.invent(draw_from(random)));
}

template <class T>
void expect_alone() {
  std::mt19937_64 random(6);
  for (int i = 0; i < 40; ++i) {
    auto draw = i == 0 ? Draw(largest) : i == 1 ? Draw(smallest) : draw_from(random);
    auto octets = encode(invent<T>(draw));
    ASSERT_TRUE(octets) << text(octets.error());
    auto back = decode<T>(*octets);
    ASSERT_TRUE(back) << text(back.error());
    EXPECT_EQ(hex(encode(*back).value()), hex(*octets));
    EXPECT_FALSE(show(*back).is_null());
  }
}
TEST(InventedRrc, WhatIsAlsoEncodedAloneRoundTrips) {
  expect_alone<CellGroupConfig>();
  expect_alone<RadioBearerConfig>();
  expect_alone<MeasConfig>();
  expect_alone<Sib1>();
}

TEST(InventedRrc, TruncationAtEachOctetIsAnError) {
  std::mt19937_64 random(2);
  constexpr std::size_t octets_to_try = 400;
  for (auto& channel : channels())
    for (int i = 0; i < 25; ++i) {
      auto octets = channel.invent(draw_from(random));
      for (std::size_t n = 0; n < octets.size(); n += std::max<std::size_t>(1, octets.size() / octets_to_try))
        EXPECT_FALSE(channel.decode(ByteView(octets).first(n)).ok) << channel.name << " " << n << " of " << hex(octets);
      octets.push_back(0);
      EXPECT_EQ(channel.decode(octets).ok, channel.padded) << channel.name;
      octets.push_back(1);
      EXPECT_FALSE(channel.decode(octets).ok) << channel.name;
    }
}

/// Whatever it decodes to can be shown and, if its values are in their constraints, encoded; then it stays the same.
void expect_survives(const Channel& channel, ByteView octets) {
  auto first = channel.decode(octets);
  if (!first.ok) return;
  ASSERT_EQ(first.encode_error, "") << hex(octets);
  auto second = channel.decode(first.again);
  ASSERT_TRUE(second.ok) << second.error << "\n" << hex(octets) << "\n" << hex(first.again);
  EXPECT_EQ(hex(second.again), hex(first.again)) << hex(octets);
}

TEST(InventedRrc, MutationsNeverCrash) {
  std::mt19937_64 random(3);
  for (auto& channel : channels())
    for (int i = 0; i < 40; ++i) {
      auto octets = channel.invent(draw_from(random));
      for (int k = 0; k < 20; ++k) {
        auto mutated = octets;
        for (auto n = random() % 3 + 1; n > 0; --n) mutated[random() % mutated.size()] ^= std::uint8_t(1u << random() % 8);
        if (random() % 8 == 0) mutated.resize(random() % mutated.size());
        expect_survives(channel, mutated);
      }
    }
}

TEST(Extensions, OfLaterReleasesAreKeptAndReemitted) {
  // Additions behind the marker of a SEQUENCE: the group that is described, one absent, and one that nobody knows yet.
  auto setup = *decode<RadioBearerConfig>(encode(RadioBearerConfig{}).value());
  DrbToAddMod bearer;
  bearer.drb_identity = 5;
  bearer.unknown = {std::nullopt, Bytes{0xAB, 0xCD}, Bytes(200, 0x5A)};
  setup.drb_to_add_mod_list.push_back(bearer);
  setup.unknown = {Bytes{0x80}};
  auto octets = encode(setup);
  ASSERT_TRUE(octets);
  auto back = decode<RadioBearerConfig>(*octets);
  ASSERT_TRUE(back) << text(back.error());
  ASSERT_EQ(back->drb_to_add_mod_list.size(), 1u);
  EXPECT_EQ(back->drb_to_add_mod_list[0].unknown, bearer.unknown);
  EXPECT_EQ(back->unknown, setup.unknown);
  EXPECT_EQ(*encode(*back), *octets);
}

TEST(Extensions, OfAChainAndOfMessagesUnknownByNameAreKept) {
  // nonCriticalExtension of a release to come: all bits to the end.
  UlDcchMessage complete;
  RrcReconfigurationComplete message;
  message.rrc_transaction_identifier = 2;
  message.ies.non_critical_extension.emplace().non_critical_extension.emplace().later = Later{{Bytes{0xDE, 0xAD, 0xB0}, 20}};
  complete.message = message;
  auto octets = encode(complete);
  ASSERT_TRUE(octets);
  auto back = decode<UlDcchMessage>(*octets);
  ASSERT_TRUE(back) << text(back.error());
  EXPECT_EQ(*encode(*back), *octets);

  for (std::string digits :
       {"0123456789", "6fffeeddcc", "ff0011"}) {  // measurementReport, ueAssistanceInformation.., messageClassExtension
    auto some = from_hex(digits).value();
    auto other = decode<UlDcchMessage>(some);
    ASSERT_TRUE(other);
    EXPECT_TRUE(other->get<OtherMessage>()) << name_of(*other);
    EXPECT_EQ(hex(encode(*other).value()), digits);
  }
}

}  // namespace
