#include "crypto/aka.hpp"

#include "vectors.hpp"

namespace pellucid::crypto {
namespace {

using test::Draw;

constexpr std::string_view network = "5G:mnc070.mcc999.3gppnetwork.org";

AkaKeys milenage_keys(Draw& draw) { return Milenage(draw.octets<16>(), draw.octets<16>()); }
AkaKeys tuak_keys(Draw& draw, std::size_t key_octets, std::uint8_t res_octets) {
  return *Tuak::make(draw.bytes(key_octets), draw.octets<32>(), {.res_octets = res_octets});
}

class Aka : public testing::TestWithParam<int> {
 protected:
  static AkaKeys keys_for(int kind, Draw& draw) {
    switch (kind) {
      case 0: return milenage_keys(draw);
      case 1: return tuak_keys(draw, 16, 4);
      case 2: return tuak_keys(draw, 32, 8);
      default: return tuak_keys(draw, 32, 16);
    }
  }
  Draw draw{std::uint32_t(GetParam()) + 1};
  AkaKeys keys = keys_for(GetParam(), draw);
  Usim usim{keys};

  HomeVector challenge(Sqn sqn, Octets<2> amf_field = amf_field_5g) {
    return home_vector(keys, {amf_field, sqn, draw.octets<16>()}, network);
  }
  std::optional<AkaFault> fault_of(const HomeVector& vector) {
    auto answer = usim.answer(vector.rand, vector.autn, network);
    if (answer) return {};
    return answer.error();
  }
};

TEST_P(Aka, BothEndsAgree) {
  for (std::uint64_t seq = 1; seq < 100; ++seq) {
    const auto vector = challenge({seq, std::uint8_t(seq % 32)});
    const auto answer = usim.answer(vector.rand, vector.autn, network);
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer->res_star, vector.xres_star);
    EXPECT_EQ(answer->k_ausf, vector.k_ausf);
    EXPECT_EQ(answer->k_seaf, vector.k_seaf);
    EXPECT_EQ(usim.sqn_ms(), Sqn(seq, std::uint8_t(seq % 32)));
  }
}

TEST_P(Aka, AnotherServingNetworkGetsOtherKeys) {
  const auto vector = challenge({1, 0});
  const auto answer = usim.answer(vector.rand, vector.autn, "5G:mnc001.mcc001.3gppnetwork.org");
  ASSERT_TRUE(answer.ok());  // AUTN does not name the network; the keys do
  EXPECT_NE(answer->res_star, vector.xres_star);
  EXPECT_NE(answer->k_seaf, vector.k_seaf);
}

TEST_P(Aka, AnyChangedBitOfTheChallengeIsNoticed) {
  const auto good = challenge({1, 0});
  for (std::size_t bit = 0; bit < 128; ++bit) {
    auto bad = good;
    bad.autn[bit / 8] ^= std::uint8_t(0x80 >> bit % 8);
    const bool separation = bit == 48;
    const auto kind = separation ? AkaFault::Kind::not_5g : AkaFault::Kind::mac_failure;
    EXPECT_EQ(fault_of(bad), (AkaFault{kind, {}})) << bit;
    bad = good;
    bad.rand[bit / 8] ^= std::uint8_t(0x80 >> bit % 8);
    EXPECT_EQ(fault_of(bad), (AkaFault{AkaFault::Kind::mac_failure, {}})) << bit;
  }
  EXPECT_EQ(fault_of(good), std::nullopt);  // none of them cost the USIM its SQN
}

TEST_P(Aka, A4gVectorIsRefused) {
  EXPECT_EQ(fault_of(challenge({1, 0}, {0x7f, 0xff})), (AkaFault{AkaFault::Kind::not_5g, {}}));
  EXPECT_EQ(usim.sqn_ms(), Sqn());
}

TEST_P(Aka, ReplayLeadsToResynchronisation) {
  const auto vector = challenge({100, 3});
  EXPECT_EQ(fault_of(vector), std::nullopt);
  const auto fault = fault_of(vector);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->kind, AkaFault::Kind::sync_failure);
  EXPECT_EQ(verify_auts(keys, vector.rand, fault->auts), Sqn(100, 3));
  EXPECT_EQ(fault_of(challenge({101, 4})), std::nullopt);
}

TEST_P(Aka, AutsIsCheckedInEachBitAndForItsChallenge) {
  const auto rand = draw.octets<16>();
  const auto auts = make_auts(keys, rand, {12345, 6});
  EXPECT_EQ(verify_auts(keys, rand, auts), Sqn(12345, 6));
  for (std::size_t bit = 0; bit < 112; ++bit) {
    auto bad = auts;
    bad[bit / 8] ^= std::uint8_t(0x80 >> bit % 8);
    EXPECT_EQ(verify_auts(keys, rand, bad), std::nullopt) << bit;
  }
  EXPECT_EQ(verify_auts(keys, draw.octets<16>(), auts), std::nullopt);
  EXPECT_EQ(verify_auts(keys_for(GetParam(), draw), rand, auts), std::nullopt);
}

std::string kind_name(const testing::TestParamInfo<int>& info) {
  constexpr const char* names[] = {"Milenage", "Tuak128Res32", "Tuak256Res64", "Tuak256Res128"};
  return names[info.param];
}
INSTANTIATE_TEST_SUITE_P(Algorithms, Aka, testing::Values(0, 1, 2, 3), kind_name);

TEST(Sqn, IsSeqAndInd) {
  const Sqn sqn(128, 0);
  EXPECT_EQ(hex(sqn.octets()), "000000001000");
  EXPECT_EQ(Sqn::from_octets(sqn.octets()), sqn);
  EXPECT_EQ(Sqn(Sqn::most_seq, 31).number(), Sqn::most);
  EXPECT_EQ(text(Sqn(7, 5)), "seq 7 ind 5");
}

TEST(SqnArray, EachIndHasItsOwnFreshness) {
  SqnArray array;
  EXPECT_FALSE(array.accept({0, 0}));
  EXPECT_TRUE(array.accept({10, 0}));
  EXPECT_FALSE(array.accept({10, 0}));
  EXPECT_FALSE(array.accept({9, 0}));
  EXPECT_TRUE(array.accept({9, 1}));  // overtaken by another index, still fresh
  EXPECT_TRUE(array.accept({10, 1}));
  EXPECT_FALSE(array.accept({10, 1}));
  EXPECT_EQ(array.highest().seq(), 10u);
}

TEST(SqnArray, JumpsOfAtMostDelta) {
  SqnArray array;
  EXPECT_FALSE(array.accept({SqnArray::delta + 1, 0}));
  EXPECT_EQ(array.highest(), Sqn());
  EXPECT_TRUE(array.accept({SqnArray::delta, 0}));
  EXPECT_FALSE(array.accept({2 * SqnArray::delta + 1, 9}));  // counts from the highest of all
  EXPECT_TRUE(array.accept({2 * SqnArray::delta, 9}));
}

TEST(SqnArray, AcceptsTheLastOfAll) {
  SqnArray array;
  std::uint64_t seq = 0;
  for (; seq < Sqn::most_seq - SqnArray::delta; seq += SqnArray::delta) ASSERT_TRUE(array.accept({seq + SqnArray::delta, 0}));
  EXPECT_TRUE(array.accept({Sqn::most_seq, 0}));
  EXPECT_FALSE(array.accept({1, 0}));
}

TEST(TuakProfile, WhatAkaCanUse) {
  EXPECT_TRUE(fits_aka({}));
  EXPECT_TRUE(fits_aka({.res_octets = 4}));
  EXPECT_FALSE(fits_aka({.mac_octets = 16}));
  EXPECT_FALSE(fits_aka({.res_octets = 32}));
  EXPECT_FALSE(fits_aka({.ck_octets = 32}));
  EXPECT_FALSE(fits_aka({.ik_octets = 32}));
}

TEST(AkaFault, Names) { EXPECT_EQ(text(AkaFault{AkaFault::Kind::sync_failure, {}}), "synchronisation failure"); }

}  // namespace
}  // namespace pellucid::crypto
