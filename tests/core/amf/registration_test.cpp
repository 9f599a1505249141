// Registration call flows, step by step in the order of TS 23.502 figure 4.2.2.2.2-1, and what goes wrong on the way.
#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

using nas::MmCause;

struct RegistrationTest : AmfTest {};

TEST_F(RegistrationTest, InitialWithSuci) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);  // 1 to 3

  auto challenge = p.expect<nas::AuthenticationRequest>();  // 9
  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->abba, (Bytes{0, 0}));
  EXPECT_FALSE(challenge->ng_ksi.is_none());
  EXPECT_EQ(p.last_header, nas::SecurityHeaderType::plain);
  p.send_plain(p.answer(*challenge));

  auto command = p.expect<nas::SecurityModeCommand>();
  ASSERT_TRUE(command);
  EXPECT_EQ(p.last_header, nas::SecurityHeaderType::integrity_new_context);
  EXPECT_EQ(command->algorithms, (nas::SecurityAlgorithms{nas::CipherAlgorithm::ea2, nas::IntegrityAlgorithm::ia2}));
  EXPECT_EQ(command->ng_ksi, challenge->ng_ksi);
  EXPECT_EQ(command->replayed_ue_security, p.capability);
  EXPECT_EQ(command->imeisv_request, nas::ImeisvRequest::requested);
  ASSERT_TRUE(command->additional);
  EXPECT_TRUE(command->additional->retransmit_initial_message);
  EXPECT_EQ(udm.registered_supis.count(p.supi), 0u);
  p.complete_security_mode(nas::encode(request));

  auto accept = p.expect<nas::RegistrationAccept>();  // 21, inside Initial Context Setup
  ASSERT_TRUE(accept);
  EXPECT_EQ(p.last_header, nas::SecurityHeaderType::integrity_ciphered);
  EXPECT_EQ(udm.registered_supis.count(p.supi), 1u);  // 14a
  ASSERT_TRUE(accept->guti);
  ASSERT_TRUE(accept->guti->guti());
  EXPECT_EQ(accept->guti->guti()->guami, config.guamis[0]);
  ASSERT_TRUE(accept->tai_list);
  EXPECT_TRUE(accept->tai_list->contains(tai1));
  ASSERT_TRUE(accept->allowed_nssai);
  EXPECT_EQ(accept->allowed_nssai->list(), (std::vector<Snssai>{{1, {}}}));
  EXPECT_FALSE(accept->rejected_nssai);
  ASSERT_TRUE(accept->t3512);
  EXPECT_EQ(accept->t3512->seconds(), 1800u);
  EXPECT_TRUE(accept->network_features);

  ASSERT_TRUE(p.context);
  EXPECT_EQ(p.context->security_key, crypto::k_gnb(p.channel->context().k_amf, 0));  // the COUNT of Security Mode Complete
  EXPECT_EQ(p.context->security_capabilities.nr_encryption, 0xC000);
  EXPECT_EQ(p.context->security_capabilities.nr_integrity, 0xC000);
  EXPECT_EQ(p.context->ambr, (ngap::BitRates{100'000'000, 50'000'000}));
  EXPECT_EQ(p.context->allowed_nssai, (std::vector<Snssai>{{1, {}}}));
  p.answer_context_setup();
  p.channel->establish_secure_exchange();
  p.guti = *accept->guti->guti();
  p.send(nas::RegistrationComplete{});  // 22

  auto names = p.expect<nas::ConfigurationUpdateCommand>();
  ASSERT_TRUE(names);
  EXPECT_FALSE(names->indication);  // nothing to acknowledge
  ASSERT_TRUE(names->full_name);
  EXPECT_EQ(nas::text(*names->full_name), "Pellucid");

  auto ue = amf->ue(p.supi);
  ASSERT_TRUE(ue);
  EXPECT_TRUE(ue->registered);
  EXPECT_TRUE(ue->connected);
  EXPECT_EQ(ue->guti, p.guti);
  EXPECT_EQ(ue->imeisv, "4370816125816151");
  EXPECT_EQ(ue->gnb, "gnb1");
  EXPECT_EQ(ue->algorithms, "NIA2/NEA2");
  EXPECT_EQ(count(ProcedureName::initial_registration).succeeded, 1u);
  EXPECT_EQ(count(ProcedureName::authentication).succeeded, 1u);
  EXPECT_TRUE(gnb->silent(p.ran, 60s));
}

TEST_F(RegistrationTest, WithoutContextRequestTheAcceptGoesAlone) {
  start();
  auto& p = phone();
  p.context_request = false;
  ASSERT_TRUE(p.register_with_network());
  EXPECT_FALSE(p.context);
  EXPECT_EQ(count(ProcedureName::initial_context_setup).attempted, 0u);
}

TEST_F(RegistrationTest, UnknownGutiIsAskedForItsSuci) {
  start();
  auto& p = phone();
  p.guti = Guti{config.guamis[0], Tmsi(0x12345678)};
  auto request = p.registration();
  p.send_first(request);
  auto asked = p.expect<nas::IdentityRequest>();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->type, nas::IdentityType::suci);
  nas::IdentityResponse response;
  response.identity = p.suci();
  p.send_plain(response);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  EXPECT_TRUE(p.finish_registration());
  EXPECT_EQ(count(ProcedureName::identification).succeeded, 1u);
}

TEST_F(RegistrationTest, IdentityRequestIsRepeatedFourTimesThenTheConnectionEnds) {
  start();
  auto& p = phone();
  p.guti = Guti{config.guamis[0], Tmsi(0x12345678)};
  p.send_first(p.registration());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(p.expect<nas::IdentityRequest>(7s)) << i;
  EXPECT_TRUE(gnb->silent(p.ran, 5s));
  EXPECT_TRUE(p.released());  // TS 24.501 §5.4.3.6 b
  EXPECT_EQ(count(ProcedureName::identification).timed_out, 1u);
  EXPECT_EQ(amf->counters().events.retransmissions, 4u);
}

TEST_F(RegistrationTest, NoIdentityIsRejected) {
  start();
  auto& p = phone();
  p.guti = Guti{config.guamis[0], Tmsi(1)};
  p.send_first(p.registration());
  ASSERT_TRUE(p.expect<nas::IdentityRequest>());
  p.send_plain(nas::IdentityResponse{});
  expect_rejected(p, MmCause::illegal_ue);
}

TEST_F(RegistrationTest, UnknownSubscriberIsRejectedAndExplained) {
  start();
  auto& p = phone();
  udm.unknown.insert(p.supi);
  p.send_first(p.registration());
  expect_rejected(p, MmCause::illegal_ue);
  ASSERT_EQ(amf->refusals().size(), 1u);
  EXPECT_EQ(amf->refusals()[0].procedure, "initial registration");
  EXPECT_NE(amf->refusals()[0].answer.find("Registration reject"), std::string::npos);
  EXPECT_EQ(count(ProcedureName::initial_registration).refused.at(3), 1u);
}

TEST_F(RegistrationTest, ComingBackWithKeysNeedsNoAuthentication) {
  registered_and_idle();
  auto& p = phone();
  unsigned before = udm.challenges;
  auto old_guti = p.guti;
  auto request = p.registration(nas::RegistrationKind::mobility);
  p.send_first(request);
  std::uint32_t count_of_request = p.channel->next_send() - 1;
  auto accept = p.finish_registration();
  ASSERT_TRUE(accept);
  EXPECT_EQ(udm.challenges, before);
  ASSERT_TRUE(accept->guti);
  EXPECT_NE(p.guti, old_guti);  // TS 33.501 §6.12.3
  ASSERT_TRUE(p.context);
  EXPECT_EQ(p.context->security_key, crypto::k_gnb(p.channel->context().k_amf, count_of_request));
  EXPECT_EQ(count(ProcedureName::mobility_registration).succeeded, 0u);  // until the Complete arrives
  world.run_for(100ms);
  EXPECT_EQ(count(ProcedureName::mobility_registration).succeeded, 1u);
}

TEST_F(RegistrationTest, PeriodicWithoutFollowOnIsReleasedAtOnce) {
  registered_and_idle();
  auto& p = phone();
  auto request = p.registration(nas::RegistrationKind::periodic);
  request.type.follow_on_request = false;
  p.send_first(request);
  ASSERT_TRUE(p.finish_registration());
  ngap::Cause cause;
  ASSERT_TRUE(p.released(&cause));
  EXPECT_EQ(cause, ngap::Cause(ngap::CauseNas::normal_release));
  EXPECT_TRUE(amf->ue(p.supi)->registered);
  EXPECT_EQ(count(ProcedureName::periodic_registration).succeeded, 1u);
}

TEST_F(RegistrationTest, WrongMacOnAKnownGutiLeavesThePhoneAloneUntilSomebodyProvesHimself) {
  registered();
  auto& p = phone();
  // Somebody else sends the victim's GUTI and key set with a MAC of his own.
  Phone thief = new_phone();
  thief.guti = p.guti;
  thief.channel.emplace(nas::Side::phone,
                        *nas::SecurityContext::make(crypto::Key256{1, 2, 3}, p.channel->context().ng_ksi, p.channel->context().algorithms));
  auto request = thief.registration();
  thief.send_first(request);
  auto challenge = thief.expect<nas::AuthenticationRequest>();  // TS 24.501 §4.4.4.3
  ASSERT_TRUE(challenge);
  EXPECT_NE(challenge->ng_ksi, request.ng_ksi);
  EXPECT_TRUE(amf->ue(p.supi)->connected);
  nas::AuthenticationResponse wrong;
  wrong.res_star = Octets<16>{9};
  thief.send_plain(wrong);
  ASSERT_TRUE(thief.expect<nas::IdentityRequest>());  // §5.4.1.3.5: it had used a GUTI
  nas::IdentityResponse response;
  response.identity = p.suci();
  thief.send_plain(response);
  auto again = thief.expect<nas::AuthenticationRequest>();
  ASSERT_TRUE(again);
  thief.send_plain(wrong);
  EXPECT_TRUE(thief.expect<nas::AuthenticationReject>());
  EXPECT_TRUE(thief.released());
  // The victim has noticed nothing.
  EXPECT_TRUE(amf->ue(p.supi)->registered);
  EXPECT_TRUE(p.establish(5));
}

TEST_F(RegistrationTest, SuciOfARegisteredPhoneTakesOverOnlyAfterAuthentication) {
  with_session();
  auto& p = phone();
  // The same SIM, wiped: it knows neither GUTI nor keys, and comes on a new connection.
  Phone fresh = p;
  fresh.guti.reset();
  fresh.channel.reset();
  auto request = fresh.registration();
  fresh.send_first(request);
  ASSERT_TRUE(fresh.authenticate_and_secure(nas::encode(request)));
  EXPECT_TRUE(amf->ue(p.supi)->connected);
  ASSERT_TRUE(fresh.finish_registration());
  EXPECT_TRUE(p.released());  // the old connection goes
  auto ue = amf->ue(p.supi);
  ASSERT_TRUE(ue);
  EXPECT_EQ(ue->guti, fresh.guti);
  EXPECT_TRUE(ue->sessions.empty());  // §5.5.1.2.8 f
  EXPECT_TRUE(smf.called("release 5"));
  EXPECT_EQ(amf->ue_count(), 1u);
}

TEST_F(RegistrationTest, MobilityWithLostKeysKeepsItsSessions) {
  with_session_and_idle();
  auto& p = phone();
  auto guti = p.guti;
  p.channel.reset();
  p.guti = guti;
  auto request = p.registration(nas::RegistrationKind::mobility);
  request.pdu_session_status = nas::PduSessionSet::of({PduSessionId(5)});
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  auto accept = p.finish_registration();
  ASSERT_TRUE(accept);
  ASSERT_TRUE(accept->pdu_session_status);
  EXPECT_TRUE(accept->pdu_session_status->contains(PduSessionId(5)));
  EXPECT_EQ(amf->ue(p.supi)->sessions.size(), 1u);
  EXPECT_FALSE(smf.called("release 5"));
}

TEST_F(RegistrationTest, AnUpdateWithNewKeysThatEndsEarlyLeavesThePhoneRegistered) {
  with_session_and_idle();
  auto& p = phone();
  smf.delay = 5s;  // the flow waits for the SMF when the radio is lost
  p.channel.reset();
  auto request = p.registration(nas::RegistrationKind::mobility);
  request.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5)});
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  world.run_for(1s);
  ASSERT_TRUE(p.go_idle());
  auto ue = amf->ue(p.supi);
  EXPECT_TRUE(ue->registered);
  EXPECT_EQ(ue->guti, p.guti);
  EXPECT_EQ(ue->sessions.size(), 1u);
  EXPECT_EQ(amf->ue_count(), 1u);
  world.run_for(10s);
  smf.delay = 1ms;
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(RegistrationTest, NewCapabilityMeansNewKeys) {
  registered_and_idle();
  auto& p = phone();
  unsigned before = udm.challenges;
  p.capability.ea = nas::AlgorithmSet::of({0, 1, 2, 3});
  auto request = p.registration(nas::RegistrationKind::mobility);
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure({}));
  ASSERT_TRUE(p.finish_registration());
  EXPECT_EQ(udm.challenges, before + 1);
}

// ---- slices and areas -----------------------------------------------------------------------------------------------------

TEST_F(RegistrationTest, RejectedSlicesAreNamedWithTheirReason) {
  config.areas[0].slices = {{1, {}}, {2, {}}};
  start();
  udm.profile.slices.push_back({Snssai{3, {}}, false, {}});
  auto& p = phone();
  auto request = p.registration();
  request.requested_nssai = nas::Nssai(std::vector<Snssai>{{1, {}}, {3, {}}, {4, 0xABCDEFu}});
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  auto accept = p.finish_registration();
  ASSERT_TRUE(accept);
  EXPECT_EQ(accept->allowed_nssai->list(), (std::vector<Snssai>{{1, {}}}));
  ASSERT_TRUE(accept->rejected_nssai);
  EXPECT_EQ(accept->rejected_nssai->slices, (std::vector<nas::RejectedSlice>{{nas::SliceRejection::not_in_registration_area, {3, {}}},
                                                                             {nas::SliceRejection::not_in_plmn, {4, 0xABCDEFu}}}));
  ASSERT_TRUE(accept->configured_nssai);
  EXPECT_EQ(accept->configured_nssai->list(), (std::vector<Snssai>{{1, {}}, {3, {}}}));
}

TEST_F(RegistrationTest, NoRequestedSlicesMeansTheDefaultOnes) {
  start();
  auto& p = phone();
  auto request = p.registration();
  request.requested_nssai.reset();
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  auto accept = p.finish_registration();
  ASSERT_TRUE(accept);
  EXPECT_EQ(accept->allowed_nssai->list(), (std::vector<Snssai>{{1, {}}}));
  EXPECT_TRUE(accept->configured_nssai);
}

TEST_F(RegistrationTest, NoSliceAtAllIsCause62WithTheList) {
  start();
  udm.profile.slices = {{Snssai{7, {}}, true, {}}};
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  auto reject = p.expect<nas::RegistrationReject>();
  ASSERT_TRUE(reject);
  EXPECT_EQ(reject->cause, MmCause::no_network_slices_available);
  EXPECT_EQ(p.last_header, nas::SecurityHeaderType::integrity_ciphered);
  ASSERT_TRUE(reject->rejected_nssai);
  EXPECT_EQ(reject->rejected_nssai->slices[0].slice, (Snssai{1, {}}));
  EXPECT_TRUE(p.released());
  auto refusals = amf->refusals(p.supi);
  ASSERT_EQ(refusals.size(), 1u);
  EXPECT_NE(refusals[0].why.wanted.find("7"), std::string::npos);
  EXPECT_EQ(amf->ue_count(), 0u);
  EXPECT_EQ(udm.purges, 1u);
}

// ---- authentication -------------------------------------------------------------------------------------------------------

TEST_F(RegistrationTest, SynchronisationFailureIsCuredOnce) {
  start();
  auto& p = phone();
  auto request = p.registration();
  crypto::SqnArray seen;
  seen.accept(crypto::Sqn(5000, 1));
  p.usim_ = crypto::Usim(shared_keys(), seen);
  p.send_first(request);
  auto challenge = p.expect<nas::AuthenticationRequest>();
  ASSERT_TRUE(challenge);
  auto fault = p.usim_.answer(*challenge->rand, *challenge->autn, home.serving_network_name());
  ASSERT_FALSE(fault.ok());
  nas::AuthenticationFailure failure;
  failure.cause = MmCause::synch_failure;
  failure.auts = fault.error().auts;
  p.send_plain(failure);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  EXPECT_TRUE(p.finish_registration());
  EXPECT_EQ(udm.resyncs, 1u);
}

TEST_F(RegistrationTest, SecondSynchronisationFailureEndsIt) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  for (int i = 0; i < 2; ++i) {
    auto challenge = p.expect<nas::AuthenticationRequest>();
    ASSERT_TRUE(challenge);
    nas::AuthenticationFailure failure;
    failure.cause = MmCause::synch_failure;
    failure.auts = crypto::make_auts(shared_keys(), *challenge->rand, crypto::Sqn(9000 + std::uint64_t(i), 1));
    p.send_plain(failure);
  }
  EXPECT_TRUE(p.expect<nas::AuthenticationReject>());
  EXPECT_TRUE(p.released());
}

TEST_F(RegistrationTest, ForgedResynchronisationEndsIt) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
  nas::AuthenticationFailure failure;
  failure.cause = MmCause::synch_failure;
  failure.auts = Octets<14>{1, 2, 3};
  p.send_plain(failure);
  EXPECT_TRUE(p.expect<nas::AuthenticationReject>());
  EXPECT_EQ(udm.resyncs, 0u);
}

TEST_F(RegistrationTest, MacFailureAfterSuciEndsIt) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
  nas::AuthenticationFailure failure;
  failure.cause = MmCause::mac_failure;
  p.send_plain(failure);
  EXPECT_TRUE(p.expect<nas::AuthenticationReject>());
  EXPECT_TRUE(p.released());
  EXPECT_EQ(count(ProcedureName::authentication).refused.at(20), 1u);
  ASSERT_FALSE(amf->refusals().empty());
  EXPECT_NE(amf->refusals().back().why.fix.find("OPc"), std::string::npos);
}

TEST_F(RegistrationTest, KeySetInUseGetsTheSameChallengeWithAnother) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  auto challenge = p.expect<nas::AuthenticationRequest>();
  ASSERT_TRUE(challenge);
  nas::AuthenticationFailure failure;
  failure.cause = MmCause::ng_ksi_already_in_use;
  p.send_plain(failure);
  auto again = p.expect<nas::AuthenticationRequest>();
  ASSERT_TRUE(again);
  EXPECT_NE(again->ng_ksi, challenge->ng_ksi);
  EXPECT_EQ(again->rand, challenge->rand);
  EXPECT_EQ(again->autn, challenge->autn);
  p.send_plain(p.answer(*again));
  ASSERT_TRUE(p.expect<nas::SecurityModeCommand>());
  p.complete_security_mode(nas::encode(request));
  EXPECT_TRUE(p.finish_registration());
  EXPECT_EQ(udm.challenges, 1u);
}

TEST_F(RegistrationTest, WrongAnswerIsAuthenticationReject) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
  nas::AuthenticationResponse wrong;
  wrong.res_star = Octets<16>{};
  p.send_plain(wrong);
  EXPECT_TRUE(p.expect<nas::AuthenticationReject>());
  ngap::Cause cause;
  EXPECT_TRUE(p.released(&cause));
  EXPECT_EQ(cause, ngap::Cause(ngap::CauseNas::authentication_failure));
  EXPECT_EQ(amf->ue_count(), 0u);
  EXPECT_FALSE(amf->ue(p.supi));
}

TEST_F(RegistrationTest, ChallengeIsRepeatedFourTimes) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  auto first = p.expect<nas::AuthenticationRequest>();
  for (int i = 0; i < 4; ++i) {
    auto again = p.expect<nas::AuthenticationRequest>(7s);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *first);
  }
  EXPECT_TRUE(gnb->silent(p.ran, 5s));
  EXPECT_TRUE(p.released());
  EXPECT_EQ(count(ProcedureName::authentication).timed_out, 1u);
  EXPECT_EQ(udm.challenges, 1u);
}

// ---- security mode --------------------------------------------------------------------------------------------------------

TEST_F(RegistrationTest, SecurityModeRejectEndsItAndLeavesNoKeys) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  auto challenge = p.expect<nas::AuthenticationRequest>();
  p.send_plain(p.answer(*challenge));
  ASSERT_TRUE(p.expect<nas::SecurityModeCommand>());
  nas::SecurityModeReject reject;
  reject.cause = MmCause::ue_security_capabilities_mismatch;
  p.send_plain(reject);
  EXPECT_TRUE(p.released());
  EXPECT_EQ(count(ProcedureName::security_mode).refused.at(23), 1u);
  EXPECT_FALSE(amf->ue(p.supi));
}

TEST_F(RegistrationTest, SecurityModeCommandRepeatedHasANewMac) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  auto challenge = p.expect<nas::AuthenticationRequest>();
  p.send_plain(p.answer(*challenge));
  auto& inbox = gnb->ue_inbox[p.ran];
  Bytes first, second;
  for (Bytes* kept : {&first, &second}) {
    ASSERT_TRUE(world.run_until([&] { return !inbox.empty(); }, 7s));
    *kept = inbox.front().get<ngap::DownlinkNasTransport>()->nas;
    inbox.pop_front();
  }
  EXPECT_NE(first, second);
  EXPECT_EQ(first[6], 0);
  EXPECT_EQ(second[6], 1);  // its own COUNT (TS 24.501 §4.4.3.1)
  ASSERT_TRUE(p.open(second));
  p.complete_security_mode(nas::encode(request));
  EXPECT_TRUE(p.finish_registration());
}

TEST_F(RegistrationTest, CompleteUnderWrongKeysIsNotHeard) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  auto challenge = p.expect<nas::AuthenticationRequest>();
  p.send_plain(p.answer(*challenge));
  ASSERT_TRUE(p.expect<nas::SecurityModeCommand>());
  auto right = *p.trial;
  nas::Channel wrong(nas::Side::phone, *nas::SecurityContext::make(crypto::Key256{7}, right.context().ng_ksi, right.context().algorithms));
  p.send_octets(*wrong.protect(nas::SecurityHeaderType::integrity_ciphered_new_context, nas::encode(nas::SecurityModeComplete{})));
  world.run_for(1s);
  EXPECT_EQ(amf->counters().events.nas_integrity_failed, 1u);
  p.complete_security_mode(nas::encode(request));
  EXPECT_TRUE(p.finish_registration());
}

TEST_F(RegistrationTest, NoCommonAlgorithmIsRejected) {
  config.algorithms.integrity = {3};
  start();
  auto& p = phone();
  p.send_first(p.registration());
  auto challenge = p.expect<nas::AuthenticationRequest>();
  p.send_plain(p.answer(*challenge));
  expect_rejected(p, MmCause::protocol_error_unspecified);
}

TEST_F(RegistrationTest, MissingCapabilityIsRejected) {
  start();
  auto& p = phone();
  auto request = p.registration();
  request.ue_security.reset();
  p.send_first(request);
  expect_rejected(p, MmCause::invalid_mandatory_information);
}

TEST_F(RegistrationTest, NullCipheringOnlyIfAllowed) {
  config.algorithms.ciphering = {0, 2};
  start();
  ASSERT_TRUE(phone().register_with_network());
  EXPECT_EQ(amf->ue(phone().supi)->algorithms, "NIA2/NEA0");
}

// ---- the accept and its complete ------------------------------------------------------------------------------------------

TEST_F(RegistrationTest, AcceptIsRepeatedFourTimesThenThePhoneIsRegisteredByBothGutis) {
  registered_and_idle();
  auto& p = phone();
  auto old_guti = *p.guti;
  p.send_first(p.registration(nas::RegistrationKind::mobility));
  std::optional<Guti> given;
  for (int i = 0; i < 5; ++i) {
    auto accept = p.expect<nas::RegistrationAccept>(7s);
    ASSERT_TRUE(accept) << i;
    p.channel->establish_secure_exchange();
    if (i == 0) p.answer_context_setup();
    if (given) EXPECT_EQ(*given, *accept->guti->guti());
    given = *accept->guti->guti();
  }
  world.run_for(7s);
  EXPECT_TRUE(amf->ue(p.supi)->registered);
  ASSERT_TRUE(p.go_idle());
  // By the old one it is still known.
  p.guti = old_guti;
  p.send_first(p.service_request());
  EXPECT_TRUE(p.expect<nas::ServiceAccept>());
}

TEST_F(RegistrationTest, AfterTheNewGutiTheOldOneIsNothing) {
  registered_and_idle();
  auto& p = phone();
  auto old_guti = *p.guti;
  p.send_first(p.registration(nas::RegistrationKind::mobility));
  ASSERT_TRUE(p.finish_registration());
  ASSERT_TRUE(p.go_idle());
  p.guti = old_guti;
  p.send_first(p.service_request());
  auto reject = p.next_nas();
  ASSERT_TRUE(reject);
  auto read = nas::decode<nas::ServiceReject>(*reject);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->cause, MmCause::ue_identity_cannot_be_derived);
}

TEST_F(RegistrationTest, LostWhileCompleteIsAwaitedLeavesItRegistered) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());
  p.answer_context_setup();
  ASSERT_TRUE(p.go_idle());  // TS 24.501 §5.5.1.2.8 a
  EXPECT_TRUE(amf->ue(p.supi)->registered);
  EXPECT_EQ(count(ProcedureName::initial_registration).aborted, 1u);
  EXPECT_TRUE(gnb->silent(p.ran, 30s));
}

TEST_F(RegistrationTest, SameRequestAfterTheAcceptGetsItAgain) {
  registered();
  auto& p = phone();
  auto request = p.registration(nas::RegistrationKind::mobility);
  p.send(request);
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());
  p.send(request);
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());  // §5.5.1.3.8 d
  EXPECT_EQ(count(ProcedureName::mobility_registration).attempted, 1u);
  p.send(nas::RegistrationComplete{});
  world.run_for(100ms);
  EXPECT_EQ(count(ProcedureName::mobility_registration).succeeded, 1u);
}

TEST_F(RegistrationTest, OtherRequestAfterTheAcceptStartsAnew) {
  registered();
  auto& p = phone();
  p.send(p.registration(nas::RegistrationKind::mobility));
  auto first = p.expect<nas::RegistrationAccept>();
  auto other = p.registration(nas::RegistrationKind::mobility);
  other.requested_nssai.reset();
  p.send(other);
  auto second = p.expect<nas::RegistrationAccept>();
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->guti, second->guti);
  EXPECT_EQ(count(ProcedureName::mobility_registration).attempted, 2u);
  EXPECT_EQ(count(ProcedureName::mobility_registration).aborted, 1u);
}

TEST_F(RegistrationTest, SameRequestBeforeTheAcceptIsIgnoredAndAnotherOneStartsAnew) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
  p.send_plain(nas::cleartext_of(request));
  EXPECT_TRUE(gnb->silent(p.ran, 1s));  // §5.5.1.2.8 e
  EXPECT_EQ(count(ProcedureName::initial_registration).attempted, 1u);
  request.ng_ksi = nas::KeySetId::native(3);
  p.send_plain(nas::cleartext_of(request));
  EXPECT_TRUE(p.expect<nas::AuthenticationRequest>());
  EXPECT_EQ(count(ProcedureName::initial_registration).attempted, 2u);
  EXPECT_EQ(count(ProcedureName::initial_registration).aborted, 1u);
}

TEST_F(RegistrationTest, BaseStationLostInTheMiddleLeavesNothing) {
  start();
  auto& p = phone();
  p.send_first(p.registration());
  ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
  gnb->n2.abort(gnb->association);
  world.run_for(10s);
  EXPECT_EQ(amf->connected_count(), 0u);
  EXPECT_EQ(amf->gnbs().size(), 0u);
  EXPECT_FALSE(amf->ue(p.supi));
}

TEST_F(RegistrationTest, ContextSetupFailureEndsTheConnection) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());
  ngap::InitialContextSetupFailure failure;
  failure.amf_id = p.amf;
  failure.ran_id = p.ran;
  failure.cause = ngap::CauseRadioNetwork::radio_resources_not_available;
  gnb->send(failure);
  EXPECT_TRUE(p.released());
  EXPECT_TRUE(amf->ue(p.supi)->registered);  // it may have the accept
}

TEST_F(RegistrationTest, UnansweredContextSetupEndsTheConnection) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  ASSERT_TRUE(p.expect<nas::RegistrationAccept>());
  p.channel->establish_secure_exchange();
  p.send(nas::RegistrationComplete{});
  ASSERT_TRUE(p.names_came());
  world.run_for(11s);
  EXPECT_TRUE(p.released());
  EXPECT_EQ(count(ProcedureName::initial_context_setup).timed_out, 1u);
}

// ---- limits ---------------------------------------------------------------------------------------------------------------

TEST_F(RegistrationTest, CongestionIsCause22WithT3346) {
  config.limits.max_ongoing_registrations = 1;
  start();
  auto& p = phone();
  p.send_first(p.registration());
  ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
  Phone second = new_phone();
  second.send_first(second.registration());
  auto reject = second.expect<nas::RegistrationReject>();
  ASSERT_TRUE(reject);
  EXPECT_EQ(reject->cause, MmCause::congestion);
  ASSERT_TRUE(reject->t3346);
  EXPECT_EQ(reject->t3346->seconds(), 60u);
  EXPECT_TRUE(second.released());
  EXPECT_EQ(amf->counters().events.congestion, 1u);
  Phone urgent = new_phone();
  urgent.cause = ngap::RrcEstablishmentCause::high_priority_access;
  urgent.send_first(urgent.registration());
  EXPECT_TRUE(urgent.expect<nas::AuthenticationRequest>());
}

TEST_F(RegistrationTest, FullTableMakesRoomOnlyFromDeregisteredPhones) {
  config.limits.max_ues = 1;
  registered();
  Phone second = new_phone();
  second.send_first(second.registration());
  expect_rejected(second, MmCause::congestion);
  auto& p = phone();
  nas::UeDeregistrationRequest off;
  off.type.switch_off = true;
  off.ng_ksi = p.channel->context().ng_ksi;
  off.identity = nas::MobileIdentity(*p.guti);
  p.send(off);
  ASSERT_TRUE(p.released());
  Phone third = new_phone();
  EXPECT_TRUE(third.register_with_network());
  EXPECT_FALSE(amf->ue(p.supi));
}

TEST_F(RegistrationTest, AConnectionOnWhichNobodyProvesHimselfEnds) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  for (std::uint8_t i = 0; i < 30; ++i) {
    ASSERT_TRUE(p.expect<nas::AuthenticationRequest>());
    if (i == 29) break;
    world.run_for(4s);
    request.ng_ksi = nas::KeySetId::native(i % 7);  // another request each time: it starts anew
    p.send_plain(nas::cleartext_of(request));
  }
  EXPECT_EQ(amf->connected_count(), 1u);
  world.run_for(config.timers.first_message - 29 * 4s - 1s);
  gnb->ue_inbox[p.ran].clear();
  world.run_for(2s);
  EXPECT_TRUE(p.released());
  EXPECT_EQ(amf->connected_count(), 0u);
}

TEST_F(RegistrationTest, EmergencyIsRefused) {
  start();
  auto& p = phone();
  p.send_first(p.registration(nas::RegistrationKind::emergency));
  expect_rejected(p, MmCause::pei_not_accepted);
}

TEST_F(RegistrationTest, MalformedRequestIsRejectedWithItsCause) {
  start();
  auto& p = phone();
  p.send_initial({0x7E, 0x00, 0x41, 0x79, 0x00});  // cut off in the identity
  expect_rejected(p, MmCause::invalid_mandatory_information);
}

}  // namespace
}  // namespace pellucid::amf::test
