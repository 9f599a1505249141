// Properties of every PFCP message: filled samples, random messages made from the tables, truncation, mutation.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "random_message.hpp"
#include "samples.hpp"

using namespace pellucid;
using namespace pellucid::pfcp;

namespace {

void set_length(Bytes& octets) {
  octets[2] = std::uint8_t((octets.size() - 4) >> 8);
  octets[3] = std::uint8_t(octets.size() - 4);
}

/// What decodes must encode, print, and decode to the same again; everything else must only fail.
void expect_stable(ByteView octets) {
  auto pdu = pfcp::decode(octets);
  if (!pdu.ok()) {
    EXPECT_LE(pdu.error().offset, octets.size());
    cause_of(pdu.error());
    return;
  }
  Bytes once = pfcp::encode(*pdu);
  auto again = pfcp::decode(once);
  ASSERT_TRUE(again.ok()) << hex(octets) << " -> " << hex(once) << ": " << codec::text(again.error());
  EXPECT_EQ(hex(pfcp::encode(*again)), hex(once));
  EXPECT_EQ(again->message, pdu->message) << hex(octets);
  EXPECT_EQ(show(*again).json(), show(*pdu).json());
}

TEST(RoundTrip, EveryMessageHasASample) {
  std::set<std::uint8_t> types;
  for (auto& pdu : pfcp_samples()) types.insert(pdu.header.type);
  for_each_message([&]<class M>(std::type_identity<M>) { EXPECT_TRUE(types.contains(M::type)) << name_of(M::type); });
}

TEST(RoundTrip, FilledSamples) {
  for (auto& pdu : pfcp_samples()) {
    Bytes octets = pfcp::encode(pdu);
    auto decoded = pfcp::decode(octets);
    ASSERT_TRUE(decoded.ok()) << name_of(pdu) << ": " << codec::text(decoded.error());
    EXPECT_EQ(*decoded, pdu) << name_of(pdu) << "\n" << show(pdu).outline() << "\n" << show(*decoded).outline();
    EXPECT_EQ(hex(pfcp::encode(*decoded)), hex(octets));
    EXPECT_EQ(show(*decoded).find_deep("Other IEs"), nullptr) << name_of(pdu);
  }
}

TEST(RoundTrip, RandomMessagesKeepEveryOctet) {
  std::mt19937 random(20240517);
  for_each_message([&]<class M>(std::type_identity<M>) {
    unsigned rows_seen = 0;
    for (unsigned i = 0; i < 40; ++i) {
      Bytes octets = random_message<M>(random);
      auto pdu = pfcp::decode(octets);
      ASSERT_TRUE(pdu.ok()) << name_of(M::type) << " " << codec::text(pdu.error()) << "\n" << hex(octets);
      ASSERT_EQ(hex(pfcp::encode(*pdu)), hex(octets)) << name_of(M::type);
      expect_stable(octets);
      rows_seen = std::max(rows_seen, unsigned(show(*pdu).as_object()->size()));
    }
    EXPECT_GE(rows_seen, 1u);
  });
}

TEST(RoundTrip, TruncationAtEachOctet) {
  for (auto& pdu : pfcp_samples()) {
    Bytes whole = pfcp::encode(pdu);
    for (std::size_t n = 0; n < whole.size(); ++n) {
      Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(n));
      EXPECT_FALSE(pfcp::decode(cut).ok()) << name_of(pdu) << " cut at " << n;
      if (n < 8) continue;
      set_length(cut);  // the header believes in the shorter message
      expect_stable(cut);
    }
  }
}

TEST(RoundTrip, Mutations) {
  std::mt19937 random(7);
  auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (auto& pdu : pfcp_samples()) {
    Bytes whole = pfcp::encode(pdu);
    for (unsigned i = 0; i < 400; ++i) {
      Bytes octets = whole;
      for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        auto at = octets.begin() + std::ptrdiff_t(below(octets.size()));
        switch (below(4)) {
          case 0: *at = std::uint8_t(random()); break;
          case 1: *at = std::uint8_t(*at ^ 1u << below(8)); break;
          case 2: octets.insert(at, std::uint8_t(random())); break;
          case 3:
            if (octets.size() > 9) octets.erase(at);
            break;
        }
      }
      if (below(4) != 0) set_length(octets);
      expect_stable(octets);
      for (auto part : split(octets)) peek(part);
    }
  }
}

}  // namespace
