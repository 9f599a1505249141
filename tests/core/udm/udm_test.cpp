#include "core/udm/udm.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "crypto/aka.hpp"
#include "crypto/kdf.hpp"
#include "crypto/suci.hpp"
#include "store/hand_world.hpp"

namespace pellucid::udm {
namespace {

using namespace std::chrono_literals;
using Kind = Refusal::Kind;
using pellucid::test::HandWorld;

const std::string network = "5G:mnc070.mcc999.3gppnetwork.org";
const Plmn home{999, 70, 2};

crypto::AkaKeys milenage_keys() {
  return crypto::Milenage(*from_hex<16>("465B5CE8B199B49FAA5F0A2EE238A6BC"), *from_hex<16>("E8ED289DEBA952E4283B54E88E6183CA"));
}

/// What a store would be to the UDM.
struct Book final : SubscriberSource, SequenceTime, HomeKeySource {
  struct Entry {
    bool enabled = true;
    std::int64_t offset = 0;
    Subscription subscription{};
    crypto::AkaKeys keys = milenage_keys();
    Octets<2> amf_field = crypto::amf_field_5g;
  };
  std::map<Supi, Entry> entries;
  std::uint64_t clock = 18'000'000'000, mark = 18'000'006'000;
  std::vector<HomeKey> keys;
  int kept = 0;

  bool find(const Supi& supi, Known& out) override {
    auto it = entries.find(supi);
    if (it == entries.end()) return false;
    out = {it->second.enabled, &it->second.subscription, it->second.keys, it->second.amf_field, it->second.offset};
    return true;
  }
  void keep_sequence_offset(const Supi& supi, std::int64_t offset) override {
    entries.at(supi).offset = offset;
    ++kept;
  }
  std::uint64_t ticks() override { return clock; }
  std::uint64_t reserved() override { return mark; }
  std::vector<HomeKey> home_keys() override { return keys; }
};

Supi number(int n) { return *Supi::parse(std::to_string(999'700'000'000'000 + n)); }

class UdmTest : public testing::Test {
 protected:
  UdmTest() {
    for (int n = 1; n <= 3; ++n) book.entries[number(n)].offset = 1 - std::int64_t(book.clock);
    restart();
  }
  void restart() { udm = std::make_unique<Udm>(world, options(), book, book, book); }
  static UdmOptions options() { return {.home_networks = {home, Plmn{274, 12, 3}}, .max_pending_vectors = 100, .vector_lifetime = 60s}; }

  /// One authentication with that SIM; re-synchronises once if the SIM wants it. False if the SIM or the UDM refuses.
  bool authenticate(const Supi& supi, crypto::Usim& sim) {
    auto challenge = udm->challenge(supi, network);
    if (!challenge.ok()) return false;
    auto answer = sim.answer(challenge->rand, challenge->autn, network);
    if (!answer.ok()) {
      if (answer.error().kind != crypto::AkaFault::Kind::sync_failure) return false;
      ++resyncs;
      challenge = udm->resynchronise(supi, network, challenge->rand, answer.error().auts);
      if (!challenge.ok()) return false;
      answer = sim.answer(challenge->rand, challenge->autn, network);
      if (!answer.ok()) return false;
    }
    EXPECT_EQ(crypto::hres_star(challenge->rand, answer->res_star), challenge->hxres_star);
    auto confirmed = udm->confirm(challenge->vector, answer->res_star);
    if (!confirmed.ok()) return false;
    EXPECT_EQ(confirmed->supi, supi);
    EXPECT_EQ(confirmed->k_seaf, answer->k_seaf);
    return true;
  }
  void expect(Kind kind, const auto& answer) {
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(text(answer.error().kind), text(kind)) << answer.error().why.text();
    EXPECT_FALSE(answer.error().why.fix.empty() || answer.error().why.rule.empty() || answer.error().why.where.empty());
  }

  HandWorld world;
  Book book;
  std::unique_ptr<Udm> udm;
  int resyncs = 0;
};

// ---- identity

TEST_F(UdmTest, NullSchemeTellsTheImsi) {
  auto supi = udm->identify({home, "0000", 0, 0, *from_hex("0000000011")});
  ASSERT_TRUE(supi.ok());
  EXPECT_EQ(supi->text(), "imsi-999700000000011");
  EXPECT_EQ(udm->identify({home, "0", 0, 0, *from_hex("00000000F1")})->text(), "imsi-99970000000001");
  EXPECT_EQ(udm->identify({Plmn{274, 12, 3}, "0", 0, 0, *from_hex("21436587F9")})->text(), "imsi-274012123456789");
  EXPECT_EQ(udm->counts().identified, 3u);
}

TEST_F(UdmTest, ProfilesAAndB) {
  // TS 33.501 §C.4.3 and §C.4.4.
  book.keys = {{1, crypto::ProtectionScheme::profile_a, *from_hex<32>("c53c22208b61860b06c62e5406a7b330c2b577aa5558981510d128247d38bd1d")},
               {2, crypto::ProtectionScheme::profile_b, *from_hex<32>("F1AB1074477EBCC7F554EA1C5FC368B1616730155E0041AC447D6301975FECDA")}};
  udm->reload_home_keys();
  const Suci a{Plmn{274, 12, 3}, "0", 1, 1,
               *from_hex("b2e92f836055a255837debf850b528997ce0201cb82adfe4be1f587d07d8457dcb02352410cddd9e730ef3fa87")};
  const Suci b{Plmn{274, 12, 3}, "0", 2, 2,
               *from_hex("039aab8376597021e855679a9778ea0b67396e68c66df32c0f41e9acca2da9b9d146a33fc2716ac7dae96aa30a4d")};
  auto of_a = udm->identify(a);
  ASSERT_TRUE(of_a.ok()) << of_a.error().why.text();
  EXPECT_EQ(of_a->text(), "imsi-274012001002086");
  auto of_b = udm->identify(b);
  ASSERT_TRUE(of_b.ok()) << of_b.error().why.text();
  EXPECT_EQ(of_b->text(), "imsi-274012001002086");

  Suci wrong = a;
  wrong.output.back() ^= 1;
  expect(Kind::unreadable_suci, udm->identify(wrong));
  wrong = a;
  wrong.output.resize(20);
  expect(Kind::unreadable_suci, udm->identify(wrong));
  wrong = a;
  wrong.key_id = 9;
  expect(Kind::unknown_key, udm->identify(wrong));
  EXPECT_NE(udm->identify(wrong).error().why.wanted.find("1, 2"), std::string::npos);
  wrong = a;
  wrong.key_id = 2;
  expect(Kind::unknown_scheme, udm->identify(wrong));
  wrong.scheme = 12;
  expect(Kind::unknown_scheme, udm->identify(wrong));
  wrong = a;
  wrong.home = Plmn{274, 1, 2};
  expect(Kind::other_home_network, udm->identify(wrong));

  book.keys.clear();
  udm->reload_home_keys();
  expect(Kind::unknown_key, udm->identify(a));
}

TEST_F(UdmTest, StrangeMsinsAreRefused) {
  for (const char* output : {"", "0000A00011", "F000000011", "0000F00011", "000000001111", "00000000FF"})
    expect(Kind::unreadable_suci, udm->identify({home, "0", 0, 0, *from_hex(output)}));
  expect(Kind::unreadable_suci, udm->identify({home, "0", 0, 0, Bytes(60'000, 0x11)}));
}

TEST_F(UdmTest, AnyOctetsAsSuci) {
  book.keys = {{1, crypto::ProtectionScheme::profile_a, *from_hex<32>("c53c22208b61860b06c62e5406a7b330c2b577aa5558981510d128247d38bd1d")},
               {2, crypto::ProtectionScheme::profile_b, *from_hex<32>("F1AB1074477EBCC7F554EA1C5FC368B1616730155E0041AC447D6301975FECDA")}};
  udm->reload_home_keys();
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    Suci suci{home, "0", std::uint8_t(random() % 3), std::uint8_t(random() % 3), Bytes(random() % 60)};
    for (auto& octet : suci.output) octet = std::uint8_t(random());
    if (suci.scheme == 2 && !suci.output.empty()) suci.output[0] = std::uint8_t(2 + random() % 2);
    auto answer = udm->identify(suci);
    if (suci.scheme != 0) EXPECT_FALSE(answer.ok());
  }
}

// ---- authentication

TEST_F(UdmTest, TheCapturedChallengesComeOut) {
  // Two registrations recorded with another core : RAND and SQN given, AUTN and RES* expected.
  struct Captured {
    int subscriber;
    const char *rand, *autn, *res_star;
  };
  for (const auto& seen :
       {Captured{11, "23626cfcc1f1922ea0cb558bda5c5219", "fc8b5d5c6132800046b68d28fe618c73", "2e4999ff5f71a36a62d62c8709fb244c"},
        Captured{12, "f860b064a9f7dc867c97cdf8654b707f", "e4d7a2cc6a598000cfe5c40c7b34abd7", "ff55d36069d6ad8af8eafc88e570e003"}}) {
    book.entries[number(seen.subscriber)].offset = 128 - std::int64_t(book.clock);  // SQN 000000001000: SEQ 128, IND 0
    world.next_random(*from_hex(seen.rand));
    auto challenge = udm->challenge(number(seen.subscriber), network);
    ASSERT_TRUE(challenge.ok());
    EXPECT_EQ(hex(challenge->rand), seen.rand);
    EXPECT_EQ(hex(challenge->autn), seen.autn);
    EXPECT_TRUE(udm->confirm(challenge->vector, *from_hex<16>(seen.res_star)).ok());
  }
}

TEST_F(UdmTest, FirstAndLaterAuthenticationsNeedNoResync) {
  crypto::Usim sim(milenage_keys());
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(authenticate(number(1), sim)) << i;
    book.clock += std::uint64_t(i % 4);  // also several within one step of the clock
  }
  EXPECT_EQ(resyncs, 0);
  EXPECT_EQ(book.kept, 0) << "an authentication writes nothing";
  EXPECT_EQ(udm->pending(), 0u);
  EXPECT_EQ(udm->counts().confirmed, 200u);
}

TEST_F(UdmTest, SequenceNumbersRiseAcrossRestartsAndClocksThatGoBack) {
  crypto::Usim sim(milenage_keys());
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 300; ++i) ASSERT_TRUE(authenticate(number(1), sim)) << round << " " << i;
    // The next start begins behind the mark (store/sequence_clock.hpp); the UDM itself remembers nothing.
    restart();
    book.clock = book.mark + 1;
    book.mark += 6000;
    // Within one run even a clock that goes back, which ours never does, lowers nothing.
    ASSERT_TRUE(authenticate(number(1), sim));
    book.clock -= 100;
    ASSERT_TRUE(authenticate(number(1), sim));
    book.clock += 100;
  }
  EXPECT_EQ(resyncs, 0);
}

TEST_F(UdmTest, ASimThatIsAheadSynchronisesOnce) {
  crypto::SqnArray used;
  ASSERT_TRUE(used.accept(crypto::Sqn(100'000'000, 0)));
  crypto::Usim sim(milenage_keys(), used);
  ASSERT_TRUE(authenticate(number(1), sim));
  EXPECT_EQ(resyncs, 1);
  EXPECT_EQ(book.kept, 1);
  EXPECT_EQ(std::int64_t(book.clock) + book.entries.at(number(1)).offset, 100'000'001);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(authenticate(number(1), sim));
  restart();
  book.clock = book.mark + 1;
  book.mark += 6000;
  ASSERT_TRUE(authenticate(number(1), sim));
  EXPECT_EQ(resyncs, 1);
}

TEST_F(UdmTest, ASimThatIsFarBehindSynchronisesOnce) {
  // A new SIM in an entry whose SEQ is the Unix time: a jump beyond delta.
  book.entries.at(number(1)).offset = 0;
  crypto::Usim sim(milenage_keys());
  ASSERT_TRUE(authenticate(number(1), sim));
  ASSERT_TRUE(authenticate(number(1), sim));
  EXPECT_EQ(resyncs, 1);
}

TEST_F(UdmTest, ASimWithNarrowerLimitsGetsItsNextNumber) {
  book.entries.at(number(1)).offset += 5000;
  auto challenge = udm->challenge(number(1), network);
  // It refuses a jump of 5,000 that the standard's rules accept.
  const auto auts = crypto::make_auts(milenage_keys(), challenge->rand, crypto::Sqn(40, 0));
  auto next = udm->resynchronise(number(1), network, challenge->rand, auts);
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(std::int64_t(book.clock) + book.entries.at(number(1)).offset, 41);
}

TEST_F(UdmTest, AResyncThatChangesNothingKeepsTheOffset) {
  auto old = udm->challenge(number(1), network);
  book.clock += 50;
  crypto::SqnArray used;
  ASSERT_TRUE(used.accept(crypto::Sqn(20, 0)));  // beyond the old challenge, behind the clock
  auto fault = crypto::Usim(milenage_keys(), used).answer(old->rand, old->autn, network);
  ASSERT_FALSE(fault.ok());
  auto next = udm->resynchronise(number(1), network, old->rand, fault.error().auts);
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(book.kept, 0);
  crypto::Usim sim(milenage_keys(), used);
  EXPECT_TRUE(sim.answer(next->rand, next->autn, network).ok());
}

TEST_F(UdmTest, BadResyncsChangeNothing) {
  auto challenge = udm->challenge(number(1), network);
  auto auts = crypto::make_auts(milenage_keys(), challenge->rand, crypto::Sqn(1'000'000, 0));
  // Another subscriber's, another RAND, a wrong MAC-S.
  expect(Kind::vector_gone, udm->resynchronise(number(2), network, challenge->rand, auts));
  auto other = challenge->rand;
  other[15] ^= 1;
  expect(Kind::vector_gone, udm->resynchronise(number(1), network, other, auts));
  auts[13] ^= 1;
  expect(Kind::invalid_resync, udm->resynchronise(number(1), network, challenge->rand, auts));
  auts[13] ^= 1;
  expect(Kind::vector_gone, udm->resynchronise(number(1), network, challenge->rand, auts));  // used up
  EXPECT_EQ(book.kept, 0);

  challenge = udm->challenge(number(1), network);
  auts = crypto::make_auts(milenage_keys(), challenge->rand, crypto::Sqn(crypto::Sqn::most_seq - 5, 0));
  expect(Kind::sequence_exhausted, udm->resynchronise(number(1), network, challenge->rand, auts));
  EXPECT_EQ(book.kept, 0);
}

TEST_F(UdmTest, WrongAnswersUseTheVectorUp) {
  auto challenge = udm->challenge(number(1), network);
  crypto::Usim sim(milenage_keys());
  auto answer = sim.answer(challenge->rand, challenge->autn, network);
  auto wrong = answer->res_star;
  wrong[0] ^= 0x80;
  expect(Kind::wrong_res, udm->confirm(challenge->vector, wrong));
  expect(Kind::vector_gone, udm->confirm(challenge->vector, answer->res_star));
  expect(Kind::vector_gone, udm->confirm(123'456, answer->res_star));
  EXPECT_EQ(udm->counts().refused[std::size_t(Kind::wrong_res)], 1u);
}

TEST_F(UdmTest, VectorsOfAnotherNetworkNameDoNotConfirm) {
  auto challenge = udm->challenge(number(1), network);
  crypto::Usim sim(milenage_keys());
  auto answer = sim.answer(challenge->rand, challenge->autn, "5G:mnc001.mcc001.3gppnetwork.org");
  ASSERT_TRUE(answer.ok());
  expect(Kind::wrong_res, udm->confirm(challenge->vector, answer->res_star));
}

TEST_F(UdmTest, VectorsGrowOldAndAreBounded) {
  std::vector<Challenge> given;
  for (int i = 0; i < 100; ++i) given.push_back(*udm->challenge(number(1 + i % 3), network));
  expect(Kind::congestion, udm->challenge(number(1), network));
  udm->abandon(given[5].vector);
  ASSERT_TRUE(udm->challenge(number(1), network).ok());
  expect(Kind::congestion, udm->challenge(number(1), network));
  world.pass(59s);
  EXPECT_EQ(udm->pending(), 100u);
  crypto::Usim sim(milenage_keys());
  auto answer = sim.answer(given[0].rand, given[0].autn, network);
  EXPECT_TRUE(udm->confirm(given[0].vector, answer->res_star).ok());
  world.pass(1s);
  expect(Kind::vector_gone, udm->confirm(given[3].vector, answer->res_star));
  EXPECT_EQ(udm->pending(), 0u);
}

TEST_F(UdmTest, ABurstOnOneSubscriberIsRefusedBeforeTheReservationEnds) {
  crypto::Usim other(milenage_keys());
  bool refused = false;
  for (int i = 0; i < 10'000 && !refused; ++i) {
    auto challenge = udm->challenge(number(1), network);
    if (challenge.ok()) {
      udm->abandon(challenge->vector);
      continue;
    }
    refused = true;
    EXPECT_GT(i, 5000);
    expect(Kind::congestion, challenge);
  }
  EXPECT_TRUE(refused);
  EXPECT_TRUE(authenticate(number(2), other)) << "others are not disturbed";
  // Time heals it, and a clock that the disk does not follow stops nobody.
  book.clock += 7000;
  EXPECT_TRUE(udm->challenge(number(1), network).ok());
  EXPECT_TRUE(authenticate(number(2), other));
}

TEST_F(UdmTest, UnknownAndDisabled) {
  expect(Kind::unknown_subscriber, udm->challenge(number(77), network));
  expect(Kind::unknown_subscriber, udm->subscription(number(77)));
  expect(Kind::unknown_subscriber, udm->register_amf(number(77), {}));
  book.entries.at(number(1)).enabled = false;
  expect(Kind::disabled, udm->challenge(number(1), network));
  expect(Kind::disabled, udm->subscription(number(1)));
  // Removed between challenge and resynchronisation.
  auto challenge = udm->challenge(number(2), network);
  const auto auts = crypto::make_auts(milenage_keys(), challenge->rand, crypto::Sqn(9, 0));
  book.entries.erase(number(2));
  expect(Kind::unknown_subscriber, udm->resynchronise(number(2), network, challenge->rand, auts));
}

TEST_F(UdmTest, SeparationBitIsSetWhateverIsStored) {
  book.entries.at(number(1)).amf_field = {0x10, 0x01};
  auto challenge = udm->challenge(number(1), network);
  EXPECT_EQ(hex(ByteView(challenge->autn).subspan(6, 2)), "9001");
}

TEST_F(UdmTest, Tuak) {
  auto& entry = book.entries.at(number(3));
  entry.keys = *crypto::Tuak::make(Bytes(32, 0xAB), Octets<32>{0xCD}, {});
  crypto::Usim sim(entry.keys);
  EXPECT_TRUE(authenticate(number(3), sim));
  EXPECT_EQ(resyncs, 0);
}

TEST_F(UdmTest, RegistrationIsKnownUntilPurged) {
  book.entries.at(number(1)).subscription.msisdn = "4930";
  EXPECT_EQ(udm->subscription(number(1))->msisdn, "4930");
  const Guami guami{home, 2, 1, 0};
  ASSERT_TRUE(udm->register_amf(number(1), guami).ok());
  ASSERT_TRUE(udm->register_amf(number(2), guami).ok());
  ASSERT_TRUE(udm->registration(number(1)));
  EXPECT_EQ(udm->registration(number(1))->guami, guami);
  EXPECT_EQ(udm->registration(number(1))->since, world.wall());
  udm->purge(number(1));
  EXPECT_EQ(udm->registration(number(1)), nullptr);
  EXPECT_EQ(udm->registered(), 1u);
  udm->removed(number(2));
  EXPECT_EQ(udm->registered(), 0u);
}

}  // namespace
}  // namespace pellucid::udm
