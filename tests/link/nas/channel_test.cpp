// The NAS security channel (TS 24.501 §4.4): protection, COUNT, replay, containers.
#include "link/nas/channel.hpp"

#include <gtest/gtest.h>

#include <random>

#include "link/nas/initial_message.hpp"
#include "wire/nas/mm.hpp"

namespace pellucid::nas {
namespace {

using Header = SecurityHeaderType;

SecurityContext context_with(SecurityAlgorithms algorithms) {
  crypto::Key256 k_amf;
  for (std::size_t i = 0; i < k_amf.size(); ++i) k_amf[i] = std::uint8_t(i * 7);
  return *SecurityContext::make(k_amf, KeySetId::native(1), algorithms);
}
constexpr SecurityAlgorithms strong{CipherAlgorithm::ea2, IntegrityAlgorithm::ia2};

struct Pair {
  explicit Pair(SecurityAlgorithms algorithms = strong)
      : phone(Side::phone, context_with(algorithms)), network(Side::network, context_with(algorithms)) {}
  Channel phone, network;
};

Bytes plain_complete() { return encode(RegistrationComplete{}); }

TEST(Channel, RoundTripWithEveryAlgorithm) {
  for (int ciphering = 0; ciphering < 4; ++ciphering)
    for (int integrity = 0; integrity < 4; ++integrity) {
      Pair ends({CipherAlgorithm(ciphering), IntegrityAlgorithm(integrity)});
      for (int i = 0; i < 300; ++i) {
        auto up = ends.phone.protect(Header::integrity_ciphered, plain_complete());
        ASSERT_TRUE(up);
        auto opened = ends.network.unprotect(*up);
        ASSERT_TRUE(opened) << ciphering << integrity << " " << i << " " << name(opened.error());
        EXPECT_EQ(opened->message, plain_complete());
        EXPECT_EQ(opened->count, std::uint32_t(i));
        auto down = ends.network.protect(Header::integrity_ciphered, plain_complete());
        ASSERT_TRUE(down);
        EXPECT_TRUE(ends.phone.unprotect(*down));
        // The directions have keys in common, but not their key stream; with the null algorithms they are the same.
        EXPECT_EQ(*up == *down, ciphering == 0 && integrity == 0);
      }
    }
}

TEST(Channel, EveryChangedOctetIsNoticed) {
  Pair ends;
  auto pdu = *ends.phone.protect(Header::integrity_ciphered, plain_complete());
  for (std::size_t i = 2; i < pdu.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes changed = pdu;
      changed[i] = std::uint8_t(changed[i] ^ 1 << bit);
      EXPECT_FALSE(ends.network.unprotect(changed)) << i;
    }
  EXPECT_EQ(ends.network.next_receive(), 0u);
  EXPECT_TRUE(ends.network.unprotect(pdu));
}

TEST(Channel, ACountIsAcceptedOnce) {
  Pair ends;
  auto first = *ends.phone.protect(Header::integrity_ciphered, plain_complete());
  auto second = *ends.phone.protect(Header::integrity_ciphered, plain_complete());
  EXPECT_NE(first, second);  // also a retransmission is a new message
  ASSERT_TRUE(ends.network.unprotect(second));
  EXPECT_EQ(ends.network.unprotect(second).error(), ChannelFault::replayed);
  EXPECT_EQ(ends.network.unprotect(first).error(), ChannelFault::replayed);
}

TEST(Channel, LostMessagesAndTheSequenceNumbersWrap) {
  Pair ends;
  std::mt19937 random(3);
  std::uint32_t delivered = 0;
  for (int i = 0; i < 3000; ++i) {
    auto pdu = *ends.network.protect(Header::integrity_ciphered, plain_complete());
    if (random() % 3) continue;
    auto opened = ends.phone.unprotect(pdu);
    ASSERT_TRUE(opened) << i;
    EXPECT_EQ(opened->count, std::uint32_t(i));
    ++delivered;
  }
  EXPECT_GT(delivered, 900u);
  EXPECT_EQ(ends.phone.next_receive() <= ends.network.next_send(), true);
}

TEST(Channel, BothEndsDisagreeOnKeys) {
  Pair ends;
  auto other = context_with(strong);
  other.k_nas_int[0] = std::uint8_t(other.k_nas_int[0] ^ 1);
  Channel stranger(Side::network, other);
  auto pdu = *ends.phone.protect(Header::integrity_ciphered, plain_complete());
  EXPECT_EQ(stranger.unprotect(pdu).error(), ChannelFault::wrong_mac);
  // A message of one's own direction, thrown back, is not taken for the peer's.
  EXPECT_EQ(ends.phone.unprotect(pdu).error(), ChannelFault::wrong_mac);
}

TEST(Channel, CountRunsOut) {
  auto context = context_with(strong);
  context.downlink_next = nas_count_near_limit - 1;
  Channel network(Side::network, context), phone(Side::phone, context);
  EXPECT_FALSE(network.near_wrap());
  ASSERT_TRUE(phone.unprotect(*network.protect(Header::integrity_ciphered, plain_complete())));
  EXPECT_TRUE(network.near_wrap());
  EXPECT_TRUE(phone.near_wrap());
  network.skip_send_to(nas_count_limit - 1);
  phone.skip_receive_to(nas_count_limit - 1);
  auto last = network.protect(Header::integrity_ciphered, plain_complete());
  ASSERT_TRUE(last);
  ASSERT_TRUE(phone.unprotect(*last));
  EXPECT_EQ(network.protect(Header::integrity_ciphered, plain_complete()).error(), ChannelFault::count_exhausted);
  EXPECT_EQ(phone.unprotect(*last).error(), ChannelFault::replayed);
}

TEST(Channel, NullIntegrityWrapsAndHasNoReplayProtection) {
  auto context = context_with({CipherAlgorithm::ea0, IntegrityAlgorithm::ia0});
  context.uplink_next = nas_count_limit - 1;
  Channel network(Side::network, context), phone(Side::phone, context);
  for (int i = 0; i < 3; ++i) {
    auto pdu = phone.protect(Header::integrity_ciphered, plain_complete());
    ASSERT_TRUE(pdu);
    EXPECT_EQ(hex(ByteView(*pdu).subspan(2, 4)), "00000000");
    EXPECT_TRUE(network.unprotect(*pdu));
    EXPECT_TRUE(network.unprotect(*pdu));
  }
  EXPECT_FALSE(network.near_wrap());
}

TEST(Channel, SkippingAheadIsSafeAndOnlyForward) {
  Pair ends;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(ends.phone.unprotect(*ends.network.protect(Header::integrity_ciphered, plain_complete())));
  ends.network.skip_send_to(100);  // a restart: what was reserved counts as used
  ends.network.skip_send_to(50);
  EXPECT_EQ(ends.network.next_send(), 100u);
  auto opened = ends.phone.unprotect(*ends.network.protect(Header::integrity_ciphered, plain_complete()));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->count, 100u);
}

TEST(Channel, PlainMalformedAndReservedAreRefused) {
  Pair ends;
  EXPECT_EQ(ends.network.unprotect(plain_complete()).error(), ChannelFault::not_protected);
  auto pdu = *ends.phone.protect(Header::integrity_ciphered, plain_complete());
  Bytes reserved = pdu;
  reserved[1] = 7;
  EXPECT_EQ(ends.network.unprotect(reserved).error(), ChannelFault::malformed);
  EXPECT_EQ(ends.network.unprotect({}).error(), ChannelFault::malformed);
  EXPECT_EQ(ends.network.unprotect(ByteView(pdu).first(8)).error(), ChannelFault::malformed);
}

TEST(Channel, OnceEstablishedEverythingMustBeCiphered) {
  Pair ends;
  auto before = *ends.phone.protect(Header::integrity, plain_complete());
  EXPECT_TRUE(ends.network.unprotect(before));
  ends.network.establish_secure_exchange();
  auto after = *ends.phone.protect(Header::integrity, plain_complete());
  EXPECT_EQ(ends.network.unprotect(after).error(), ChannelFault::not_ciphered);
  EXPECT_TRUE(ends.network.unprotect(*ends.phone.protect(Header::integrity_ciphered, plain_complete())));
  ends.network.end_secure_exchange();
  EXPECT_TRUE(ends.network.unprotect(*ends.phone.protect(Header::integrity, plain_complete())));
}

TEST(Channel, NewContextHeadersAreForSecurityModeOnly) {
  Pair ends;
  SecurityModeCommand command;
  command.ng_ksi = KeySetId::native(1);
  command.algorithms = strong;
  EXPECT_TRUE(ends.phone.unprotect(*ends.network.protect(Header::integrity_new_context, encode(command))));
  EXPECT_TRUE(ends.network.unprotect(*ends.phone.protect(Header::integrity_ciphered_new_context, encode(SecurityModeComplete{}))));
  auto wrong_up = *ends.phone.protect(Header::integrity_ciphered_new_context, plain_complete());
  EXPECT_EQ(ends.network.unprotect(wrong_up).error(), ChannelFault::wrong_header);
  auto wrong_down = *ends.network.protect(Header::integrity_new_context, encode(ConfigurationUpdateCommand{}));
  EXPECT_EQ(ends.phone.unprotect(wrong_down).error(), ChannelFault::wrong_header);
}

TEST(Channel, WhatIsInsideMustBeAMessage) {
  Pair ends;
  EXPECT_EQ(ends.network.unprotect(*ends.phone.protect(Header::integrity, Bytes{1, 2, 3, 4})).error(), ChannelFault::unreadable);
  EXPECT_EQ(ends.network.next_receive(), 1u);  // the COUNT is used up all the same
}

TEST(Channel, MutantsNeverPass) {
  Pair ends;
  std::mt19937 random(9);
  auto pdu = *ends.phone.protect(Header::integrity_ciphered, plain_complete());
  for (int i = 0; i < 20000; ++i) {
    Bytes mutant = pdu;
    mutant.resize(random() % (2 * pdu.size()));
    for (auto& octet : mutant)
      if (random() % 4 == 0) octet = std::uint8_t(random());
    if (mutant == pdu) continue;
    EXPECT_FALSE(ends.network.unprotect(mutant));
  }
}

TEST(SecurityContexts, AlgorithmsAreChosenByTheNetworksOrder) {
  UeSecurityCapability ue;
  ue.ea = AlgorithmSet::of({0, 1, 3});
  ue.ia = AlgorithmSet::of({1, 2});
  constexpr IntegrityAlgorithm integrity[] = {IntegrityAlgorithm::ia2, IntegrityAlgorithm::ia1};
  constexpr CipherAlgorithm ciphering[] = {CipherAlgorithm::ea2, CipherAlgorithm::ea3, CipherAlgorithm::ea0};
  auto chosen = choose_algorithms(ue, integrity, ciphering);
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->integrity, IntegrityAlgorithm::ia2);
  EXPECT_EQ(chosen->ciphering, CipherAlgorithm::ea3);
  ue.ia = AlgorithmSet::of({0});
  EXPECT_FALSE(choose_algorithms(ue, integrity, ciphering));
  EXPECT_FALSE(SecurityContext::make({}, KeySetId::native(0), {CipherAlgorithm(5), IntegrityAlgorithm::ia2}));
}

TEST(SecurityContexts, AnotherAlgorithmKeepsTheCounts) {
  Pair ends;
  ASSERT_TRUE(ends.network.unprotect(*ends.phone.protect(Header::integrity_ciphered, plain_complete())));
  SecurityAlgorithms other{CipherAlgorithm::ea1, IntegrityAlgorithm::ia1};
  ASSERT_TRUE(ends.phone.context().change_algorithms(other) && ends.network.context().change_algorithms(other));
  auto opened = ends.network.unprotect(*ends.phone.protect(Header::integrity_ciphered, plain_complete()));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->count, 1u);
}

}  // namespace
}  // namespace pellucid::nas
