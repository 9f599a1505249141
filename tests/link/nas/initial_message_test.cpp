// Initial NAS messages (TS 24.501 §4.4.6) and what is accepted without protection (§4.4.4).
#include "link/nas/initial_message.hpp"

#include <gtest/gtest.h>

#include "link/nas/acceptance.hpp"

namespace pellucid::nas {
namespace {

struct InitialPair {
  explicit InitialPair(CipherAlgorithm ciphering)
      : context(*SecurityContext::make({1, 2, 3}, KeySetId::native(2), {ciphering, IntegrityAlgorithm::ia2})),
        phone(Side::phone, context),
        network(Side::network, context) {}
  SecurityContext context;
  Channel phone, network;
};

RegistrationRequest full_request() {
  RegistrationRequest request;
  request.type.value = RegistrationKind::mobility;
  request.ng_ksi = KeySetId::native(2);
  request.identity = Guti{{{999, 70, 2}, 2, 1, 0}, Tmsi(0xC0000001)};
  request.capability = MmCapability{};
  request.ue_security = UeSecurityCapability{AlgorithmSet{0xF0}, AlgorithmSet{0x70}, {}, {}, {}};
  request.requested_nssai = Nssai(std::vector<Snssai>{{1, {}}});
  request.pdu_session_status = PduSessionSet::of({PduSessionId(1)});
  return request;
}

TEST(InitialMessage, TheWholeMessageGoesCipheredBesideTheCleartextElements) {
  for (auto ciphering : {CipherAlgorithm::ea0, CipherAlgorithm::ea1, CipherAlgorithm::ea2, CipherAlgorithm::ea3}) {
    InitialPair ends(ciphering);
    for (int i = 0; i < 3; ++i) {
      auto pdu = protect_initial(ends.phone, full_request());
      ASSERT_TRUE(pdu);
      auto opened = ends.network.unprotect(*pdu);
      ASSERT_TRUE(opened);
      EXPECT_EQ(opened->header, SecurityHeaderType::integrity);
      auto outer = decode<RegistrationRequest>(opened->message);
      ASSERT_TRUE(outer && outer->container);
      EXPECT_FALSE(outer->requested_nssai || outer->pdu_session_status || outer->capability);
      EXPECT_TRUE(outer->ue_security);
      EXPECT_EQ(outer->container->octets == encode(full_request()), ciphering == CipherAlgorithm::ea0);
      auto full = full_message(ends.network, *opened, *outer);
      ASSERT_TRUE(full);
      EXPECT_EQ(*full, full_request());
    }
  }
}

TEST(InitialMessage, NothingToHideNeedsNoContainer) {
  InitialPair ends(CipherAlgorithm::ea2);
  ServiceRequest request;
  request.ng_ksi = KeySetId::native(2);
  request.s_tmsi = STmsi{1, 0, Tmsi(0xC0000001)};
  auto opened = ends.network.unprotect(*protect_initial(ends.phone, request));
  ASSERT_TRUE(opened);
  auto outer = decode<ServiceRequest>(opened->message);
  ASSERT_TRUE(outer);
  EXPECT_FALSE(outer->container);
  EXPECT_EQ(*full_message(ends.network, *opened, *outer), request);
}

TEST(InitialMessage, AContainerWithoutItsMessageIsAFault) {
  InitialPair ends(CipherAlgorithm::ea2);
  RegistrationRequest outer = cleartext_of(full_request());
  outer.container = NasMessageContainer{{1, 2, 3, 4}};
  auto opened = ends.network.unprotect(*ends.phone.protect(SecurityHeaderType::integrity, encode(outer)));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(full_message(ends.network, *opened, outer));
}

template <class M>
M with_cause(unsigned cause) {
  M message;
  message.cause = MmCause(cause);
  return message;
}

TEST(Acceptance, WhatAPhoneTakesUnprotected) {
  auto takes = [](const auto& message) { return acceptable_unprotected(Side::phone, encode(message)); };
  IdentityRequest suci, imei;
  suci.type = IdentityType::suci;
  imei.type = IdentityType::imei;
  EXPECT_TRUE(takes(suci));
  EXPECT_FALSE(takes(imei));
  AuthenticationRequest challenge;
  challenge.abba = {0, 0};
  EXPECT_TRUE(takes(challenge));
  EXPECT_TRUE(takes(AuthenticationReject{}));
  EXPECT_TRUE(takes(UeDeregistrationAccept{}));
  for (unsigned cause : {3u, 9u, 11u, 22u, 111u}) {
    EXPECT_TRUE(takes(with_cause<RegistrationReject>(cause))) << cause;
    EXPECT_TRUE(takes(with_cause<ServiceReject>(cause))) << cause;
  }
  for (unsigned cause : {76u, 78u, 81u, 82u}) EXPECT_FALSE(takes(with_cause<RegistrationReject>(cause))) << cause;
  for (unsigned cause : {76u, 78u}) EXPECT_FALSE(takes(with_cause<ServiceReject>(cause))) << cause;
  EXPECT_FALSE(takes(RegistrationAccept{}));
  EXPECT_FALSE(takes(NetworkDeregistrationRequest{}));
  EXPECT_FALSE(takes(ConfigurationUpdateCommand{}));
  EXPECT_FALSE(takes(DlNasTransport{}));
}

TEST(Acceptance, WhatTheNetworkTakesUnprotected) {
  auto takes = [](const auto& message) { return acceptable_unprotected(Side::network, encode(message)); };
  EXPECT_TRUE(takes(full_request()));
  EXPECT_TRUE(takes(AuthenticationResponse{}));
  EXPECT_TRUE(takes(AuthenticationFailure{}));
  EXPECT_TRUE(takes(SecurityModeReject{}));
  EXPECT_TRUE(takes(NetworkDeregistrationAccept{}));
  IdentityResponse suci, imeisv;
  suci.identity = Suci::of(*Supi::parse("999700000000001"), 2);
  imeisv.identity = Imeisv{"4370816125816151"};
  EXPECT_TRUE(takes(suci));
  EXPECT_FALSE(takes(imeisv));
  ServiceRequest service;
  service.s_tmsi = STmsi{};
  EXPECT_FALSE(takes(service));
  EXPECT_FALSE(takes(SecurityModeComplete{}));
  EXPECT_FALSE(takes(RegistrationComplete{}));
  EXPECT_FALSE(takes(UlNasTransport{}));
  EXPECT_FALSE(acceptable_unprotected(Side::network, {}));
}

TEST(Acceptance, AServiceRequestThatCannotBeVerifiedIsHandledToo) {
  EXPECT_TRUE(acceptable_unverified(ServiceRequest::wire.type));
  EXPECT_TRUE(acceptable_unverified(RegistrationRequest::wire.type));
  EXPECT_FALSE(acceptable_unverified(UlNasTransport::wire.type));
  EXPECT_FALSE(acceptable_unverified(SecurityModeComplete::wire.type));
}

}  // namespace
}  // namespace pellucid::nas
