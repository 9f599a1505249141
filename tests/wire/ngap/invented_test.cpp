// Every structured message and transfer, invented from its own table.
#include <gtest/gtest.h>

#include <random>

#include "wire/ngap/messages.hpp"
#include "wire/ngap/transfers.hpp"

using namespace pellucid;

namespace {

ngap::Draw draw_from(std::mt19937_64& random) {
  return [&random](std::uint64_t below) { return below <= 1 ? 0 : random() % below; };
}
/// Everything present, everything at its largest.
std::uint64_t largest(std::uint64_t below) { return below - 1; }
/// Nothing optional, everything at its smallest.
std::uint64_t smallest(std::uint64_t) { return 0; }

void expect_round_trip(const ngap::Pdu& pdu) {
  auto octets = ngap::encode(pdu);
  auto back = ngap::decode(octets);
  ASSERT_TRUE(back) << ngap::name_of(pdu) << ": " << text(back.error()) << " in " << hex(octets);
  EXPECT_TRUE(back->diagnostics.clean()) << ngap::name_of(pdu) << ": " << back->diagnostics.text();
  EXPECT_TRUE(back->pdu == pdu) << ngap::show(pdu).json() << "\n" << ngap::show(back->pdu).json();
  EXPECT_EQ(hex(ngap::encode(back->pdu)), hex(octets));
}

TEST(InventedMessages, RoundTripAtTheEdges) {
  ngap::for_each_message(largest, expect_round_trip);
  ngap::for_each_message(smallest, expect_round_trip);
}

TEST(InventedMessages, RoundTripAtRandom) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100; ++i) ngap::for_each_message(draw_from(random), expect_round_trip);
}

TEST(InventedMessages, TruncationAtEachOctetIsAnError) {
  std::mt19937_64 random(2);
  ngap::for_each_message(draw_from(random), [](const ngap::Pdu& pdu) {
    auto octets = ngap::encode(pdu);
    for (std::size_t n = 0; n < octets.size(); ++n) EXPECT_FALSE(ngap::decode(ByteView(octets).first(n))) << ngap::name_of(pdu) << " " << n;
    octets.push_back(0);
    EXPECT_FALSE(ngap::decode(octets)) << ngap::name_of(pdu);
  });
}

/// Whatever it decodes to can be shown, answered and encoded; what is encoded stays the same from then on.
void expect_survives(ByteView octets) {
  auto received = ngap::decode(octets);
  if (!received) return;
  ngap::show(received->pdu);
  if (auto answer = ngap::answer_to_errors(*received)) {
    auto answered = ngap::decode(ngap::encode(*answer));
    ASSERT_TRUE(answered);
    EXPECT_TRUE(answered->diagnostics.clean()) << answered->diagnostics.text();
  }
  auto again = ngap::reencode(received->pdu);
  if (!again) return;
  auto second = ngap::decode(*again);
  ASSERT_TRUE(second) << hex(octets) << "\n" << hex(*again) << "\n" << text(second.error());
  auto third = ngap::reencode(second->pdu);
  ASSERT_TRUE(third) << hex(octets);
  EXPECT_EQ(hex(*third), hex(*again)) << hex(octets);
}

TEST(InventedMessages, MutationsNeverCrash) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 30; ++i)
    ngap::for_each_message(draw_from(random), [&](const ngap::Pdu& pdu) {
      auto octets = ngap::encode(pdu);
      for (int k = 0; k < 20; ++k) {
        auto mutated = octets;
        for (auto n = random() % 3 + 1; n > 0; --n) mutated[random() % mutated.size()] ^= std::uint8_t(1u << random() % 8);
        if (random() % 8 == 0) mutated.resize(random() % mutated.size());
        expect_survives(mutated);
      }
    });
}

TEST(InventedMessages, TheTablesNameEveryIeThatTheyPrint) {
  ngap::for_each_message(largest, [](const ngap::Pdu& pdu) {
    auto shown = ngap::show(pdu);
    auto* message = shown.find(ngap::name_of(pdu));
    ASSERT_TRUE(message && message->as_object());
    for (auto& [name, value] : *message->as_object()) EXPECT_FALSE(value.is_null()) << ngap::name_of(pdu) << " " << name;
  });
}

TEST(InventedTransfers, RoundTripTruncateAndMutate) {
  std::mt19937_64 random(4);
  auto draw = draw_from(random);
  for (auto& type : ngap::transfer_types())
    for (int i = 0; i < 200; ++i) {
      auto octets = i == 0 ? type.invent(largest) : i == 1 ? type.invent(smallest) : type.invent(draw);
      ngap::Diagnostics diagnostics;
      auto again = type.reencode(octets, &diagnostics);
      ASSERT_TRUE(again) << type.name << " " << hex(octets) << " " << text(again.error());
      EXPECT_TRUE(diagnostics.clean()) << diagnostics.text();
      EXPECT_EQ(hex(*again), hex(octets)) << type.name;
      EXPECT_TRUE(type.show(octets).as_object()) << type.name;
      auto mutated = octets;
      mutated[random() % mutated.size()] ^= std::uint8_t(1u << random() % 8);
      type.show(mutated);
      ngap::Diagnostics any;
      (void)type.reencode(mutated, &any);
      (void)type.reencode(ByteView(octets).first(random() % octets.size()), &any);
    }
}

}  // namespace
