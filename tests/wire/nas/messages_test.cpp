// What holds for every message, generated from its table: round trip, truncation at each octet, mutation.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/wire/nas/message_samples.hpp"

namespace pellucid::nas {
namespace {

using test::Random;

std::string called(const KnownMessage& message) {
  std::string out;
  for (char c : std::string(message.table.name)) out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return out;
}

class EveryMessage : public testing::TestWithParam<const KnownMessage*> {
 protected:
  void SetUp() override {
    mandatory_ = test::mandatory_part(message_, random_);
    ASSERT_FALSE(mandatory_.empty()) << "no valid mandatory part found";
    optional_ = test::optional_part(message_, mandatory_, random_);
    full_ = test::joined(mandatory_, optional_);
  }
  /// Whatever comes: a fault, or a message whose encoding decodes to the same encoding.
  void expect_stable(const Bytes& pdu) {
    auto first = reencode_any(pdu);
    show_any(pdu);
    if (!first) return;
    auto second = reencode_any(*first);
    ASSERT_TRUE(second) << hex(pdu) << " -> " << hex(*first) << ": " << codec::text(second.error());
    ASSERT_EQ(hex(*second), hex(*first)) << hex(pdu);
    ASSERT_EQ(show_any(*second), show_any(*first)) << hex(pdu);
  }

  const KnownMessage& message_ = *GetParam();
  Random random_{message_.table.type};
  Bytes mandatory_, full_;
  std::vector<Bytes> optional_;
};

TEST_P(EveryMessage, RoundTripsWithEveryElement) {
  std::size_t optional_rows = 0, named_rows = 0;
  for (auto& row : message_.table.rows) {
    if (row.member) ++named_rows;
    if (row.mandatory()) continue;
    EXPECT_FALSE(optional_[optional_rows++].empty()) << "no valid sample of " << row.name;
  }
  auto again = reencode_any(full_);
  ASSERT_TRUE(again) << codec::text(again.error());
  EXPECT_EQ(hex(*again), hex(full_));
  auto shown = message_.shown(full_, 0);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->as_object()->size(), named_rows + (message_.table.session ? 2 : 0)) << shown->json();
}

TEST_P(EveryMessage, TruncatedAtEachOctetIsAFaultOrAnotherMessage) {
  for (std::size_t size = 0; size < full_.size(); ++size) {
    Bytes cut(full_.begin(), full_.begin() + long(size));
    expect_stable(cut);
    if (size < mandatory_.size()) {
      EXPECT_FALSE(reencode_any(cut)) << "cut to " << size;
    }
  }
}

TEST_P(EveryMessage, OptionalElementsInAnyOrderMeanTheSame) {
  // Of elements that share an IEI the table's order decides which is which.
  bool unique = true;
  for (auto& a : message_.table.rows)
    for (auto& b : message_.table.rows) unique = unique && (&a == &b || a.mandatory() || b.mandatory() || a.iei != b.iei);
  auto shuffled = optional_;
  std::shuffle(shuffled.begin(), shuffled.end(), random_);
  auto again = reencode_any(test::joined(mandatory_, shuffled));
  ASSERT_TRUE(again);
  if (unique) {
    EXPECT_EQ(hex(*again), hex(full_));
  }
}

TEST_P(EveryMessage, MutatedStaysStable) {
  for (int i = 0; i < 1500; ++i) {
    Bytes mutant = random_() % 2 ? full_ : mandatory_;
    for (auto n = 1 + random_() % 4; n > 0 && !mutant.empty(); --n) {
      std::size_t at = random_() % mutant.size();
      switch (random_() % 4) {
        case 0: mutant[at] = std::uint8_t(random_()); break;
        case 1: mutant[at] = std::uint8_t(mutant[at] ^ 1u << random_() % 8); break;
        case 2: mutant.erase(mutant.begin() + long(at)); break;
        case 3: mutant.insert(mutant.begin() + long(at), std::uint8_t(random_())); break;
      }
    }
    expect_stable(mutant);
    if (HasFatalFailure()) return;
  }
}

std::vector<const KnownMessage*> every_message() {
  std::vector<const KnownMessage*> out;
  for (auto& message : known_messages()) out.push_back(&message);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Nas, EveryMessage, testing::ValuesIn(every_message()), [](auto& info) { return called(*info.param); });

TEST(KnownMessages, AreOrderedAndFound) {
  auto all = known_messages();
  EXPECT_EQ(all.size(), 50u);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(std::pair(all[i - 1].table.epd, all[i - 1].table.type), std::pair(all[i].table.epd, all[i].table.type));
    }
    EXPECT_EQ(known_message(all[i].table.epd, all[i].table.type), &all[i]);
  }
  EXPECT_EQ(known_message(epd_mm, 0x40), nullptr);
  EXPECT_EQ(known_message(epd_sm, 0xFF), nullptr);
}

TEST(RandomOctets, NeverBreakAnything) {
  Random random(5);
  for (int i = 0; i < 20000; ++i) {
    Bytes pdu = test::random_octets(random, random() % 60);
    if (pdu.size() > 3 && random() % 2) {
      auto& message = known_messages()[random() % known_messages().size()];
      pdu[0] = message.table.epd;
      pdu[message.table.session ? 3 : 2] = message.table.type;
      if (!message.table.session) pdu[1] = 0;
    }
    show_any(pdu);
    name_of(pdu);
    auto first = reencode_any(pdu);
    if (first) {
      auto second = reencode_any(*first);
      ASSERT_TRUE(second && *second == *first) << hex(pdu);
    }
  }
}

}  // namespace
}  // namespace pellucid::nas
