// Bad peers at every state: the process survives, others are served, and nothing leaks.
#include <functional>
#include <random>

#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

struct HostileTest : AmfTest {
  // --gtest_shuffle --gtest_repeat=N draws other rubbish each time; gtest prints the seed.
  std::mt19937 random{unsigned(7 + testing::UnitTest::GetInstance()->random_seed())};
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random); }

  Bytes mutated(Bytes octets) {
    switch (below(4)) {
      case 0: octets.resize(below(octets.size() + 1)); break;  // cut off
      case 1:
        for (std::size_t i = 0; i <= below(4); ++i)
          if (!octets.empty()) octets[below(octets.size())] = std::uint8_t(below(256));
        break;
      case 2: octets.insert(octets.begin() + std::ptrdiff_t(below(octets.size() + 1)), std::uint8_t(below(256))); break;
      default:
        if (!octets.empty()) octets[below(octets.size())] ^= std::uint8_t(1u << below(8));
    }
    return octets;
  }

  /// One valid message of each kind that a phone may send.
  std::vector<Bytes> uplink_messages(Phone& p) {
    auto registration = p.registration();
    registration.pdu_session_status = nas::PduSessionSet::of({PduSessionId(5)});
    registration.uplink_data_status = nas::PduSessionSet::of({PduSessionId(5)});
    nas::AuthenticationResponse response;
    response.res_star = Octets<16>{1};
    nas::AuthenticationFailure failure;
    failure.cause = nas::MmCause::synch_failure;
    failure.auts = Octets<14>{1};
    nas::IdentityResponse identity;
    identity.identity = p.suci();
    nas::SecurityModeComplete complete;
    complete.container = nas::NasMessageContainer{nas::encode(registration)};
    nas::SecurityModeReject reject;
    reject.cause = nas::MmCause::security_mode_rejected;
    nas::UeDeregistrationRequest off;
    off.identity = p.suci();
    nas::ServiceRequest service;
    service.s_tmsi = nas::MobileIdentity(STmsi{1, 0, Tmsi(1)});
    nas::MmStatus status;
    status.cause = nas::MmCause::protocol_error_unspecified;
    return {nas::encode(registration),
            nas::encode(nas::RegistrationComplete{}),
            nas::encode(response),
            nas::encode(failure),
            nas::encode(identity),
            nas::encode(complete),
            nas::encode(reject),
            nas::encode(off),
            nas::encode(service),
            nas::encode(status),
            nas::encode(p.establishment(5)),
            nas::encode(nas::ConfigurationUpdateComplete{}),
            nas::encode(nas::NetworkDeregistrationAccept{})};
  }
  /// Does what a base station does. False: the network has ended the connection.
  bool serve(Phone& p) {
    auto& inbox = gnb->ue_inbox[p.ran];
    bool stands = true;
    for (auto& pdu : inbox) {
      if (auto* command = pdu.get<ngap::UeContextReleaseCommand>()) {
        ngap::UeContextReleaseComplete complete;
        complete.amf_id = command->ids.amf;
        complete.ran_id = *command->ids.ran;
        gnb->send(complete);
        stands = false;
      } else if (auto* down = pdu.get<ngap::DownlinkNasTransport>()) {
        p.amf = down->amf_id;
      }
    }
    inbox.clear();
    return stands;
  }
  /// Brings a new phone into a state, throws rubbish at it, and does so many times. The bystander is served all the while.
  void flood(int rounds, const std::function<bool(Phone&)>& reach, bool with_keys) {
    registered();
    for (int i = 0; i < rounds; ++i) {
      Phone p = new_phone();
      ASSERT_TRUE(reach(p)) << i << world.log_text();
      bool stands = serve(p);
      auto messages = uplink_messages(p);
      for (int n = 0; n < 12 && stands; ++n) {
        Bytes message = messages[below(messages.size())];
        if (below(8) != 0) message = mutated(std::move(message));
        if (with_keys && p.channel && message.size() > 2) {
          message = *p.channel->protect(nas::SecurityHeaderType::integrity_ciphered, message);
        }
        if (below(10) == 0) message = mutated(std::move(message));
        p.send_octets(message);
        world.run_for(3ms);
        stands = serve(p);
      }
      world.run_for(50ms);
      serve(p);
      if (p.ran.value() % 16 == 0) {
        ngap::NgReset reset;  // the base station gives up on it
        reset.cause = ngap::CauseMisc::unspecified;
        reset.type.part = {{{}, p.ran}};
        gnb->send(reset);
        EXPECT_TRUE(gnb->expect<ngap::NgResetAcknowledge>());
      }
      gnb->inbox.clear();
    }
    EXPECT_TRUE(amf->ue(phone().supi)->connected);
    EXPECT_TRUE(phone().establish(5));
  }
};

TEST_F(HostileTest, WhereNobodyIsKnown) {
  flood(
      150,
      [&](Phone& p) {
        auto messages = uplink_messages(p);
        p.send_initial(mutated(messages[below(messages.size())]));
        world.run_for(3ms);
        return true;
      },
      false);
}

TEST_F(HostileTest, WhileTheChallengeIsOut) {
  flood(
      150,
      [&](Phone& p) {
        p.send_first(p.registration());
        return p.expect<nas::AuthenticationRequest>().has_value();
      },
      false);
}

TEST_F(HostileTest, WhileTheSecurityModeCommandIsOut) {
  flood(
      100,
      [&](Phone& p) {
        p.send_first(p.registration());
        auto challenge = p.expect<nas::AuthenticationRequest>();
        if (!challenge) return false;
        p.send_plain(p.answer(*challenge));
        bool came = p.expect<nas::SecurityModeCommand>().has_value();
        p.channel = p.trial;
        return came;
      },
      true);
}

TEST_F(HostileTest, WhileTheCompleteIsAwaited) {
  flood(
      100,
      [&](Phone& p) {
        auto request = p.registration();
        p.send_first(request);
        if (!p.authenticate_and_secure(nas::encode(request))) return false;
        return p.expect<nas::RegistrationAccept>().has_value();
      },
      true);
}

TEST_F(HostileTest, WhenRegistered) {
  flood(
      150,
      [&](Phone& p) {
        if (!p.register_with_network() || !p.names_came()) return false;
        return below(2) == 0 || p.establish(5);
      },
      true);
}

TEST_F(HostileTest, RubbishInEveryNgapMessage) {
  registered();
  auto bad = std::make_unique<BaseStation>(world, "bad", 66);
  std::size_t answered = 0, cut = 0;
  ngap::Draw draw = [&](std::uint64_t limit) { return std::uint64_t(random()) % limit; };
  for (int round = 0; round < 6; ++round) {
    if (!bad->up) {
      bad = std::make_unique<BaseStation>(world, "bad" + std::to_string(round), 66);
      ASSERT_TRUE(bad->connect(n2()));
      if (round % 2 == 0) bad->send(bad->setup_request());
      ++cut;
    }
    ngap::for_each_message(draw, [&](const ngap::Pdu& pdu) {
      if (pdu.get<ngap::NgSetupRequest>()) return;
      bad->n2.send(bad->association, pdu);
      world.run_for(1ms);
      answered += bad->inbox.size();
      bad->inbox.clear();
      bad->ue_inbox.clear();
    });
    world.run_for(100ms);
  }
  EXPECT_GT(answered, 0u);
  EXPECT_GT(cut, 0u);
  EXPECT_TRUE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(phone().establish(5));
}

/// SCTP without NGAP: any octets.
class RawPeer final : public SctpEvents {
 public:
  RawPeer(World& world, const IpAddress& address) {
    auto opened = world.open_sctp({.local = {address, 0}}, *this);
    EXPECT_TRUE(opened.ok());
    if (opened.ok()) socket = std::move(*opened);
  }
  void sctp_up(AssociationId, const SctpPeer&) override { up = true; }
  void sctp_message(AssociationId, std::uint16_t, std::uint32_t, ByteView) override { ++received; }
  void sctp_down(AssociationId, std::string_view) override { up = false; }
  void sctp_restarted(AssociationId) override {}
  std::unique_ptr<SctpSocket> socket;
  AssociationId association;
  bool up = false;
  std::size_t received = 0;
};

TEST_F(HostileTest, MutatedOctetsCutOffTheOffenderOnly) {
  registered();
  auto& node = world.node("raw");
  RawPeer raw(node, node.address());
  auto setup = ngap::encode(gnb->setup_request());
  ngap::InitialUeMessage initial;
  initial.ran_id = RanUeNgapId(1);
  initial.nas = nas::encode(phone().registration());
  initial.location = gnb->location();
  auto initial_octets = ngap::encode(initial);
  std::size_t associations = 0;
  for (int i = 0; i < 3000; ++i) {
    if (!raw.up) {
      raw.association = *raw.socket->connect(n2());
      ASSERT_TRUE(world.run_until([&] { return raw.up; }, 5s));
      ++associations;
    }
    (void)raw.socket->send(raw.association, std::uint16_t(below(3)), below(20) == 0 ? 0 : 60, mutated(below(2) ? setup : initial_octets))
        .ok();
    world.run_for(1ms);
  }
  EXPECT_GT(associations, 2u);  // it was cut off, and came again
  EXPECT_GT(raw.received, 100u);
  EXPECT_TRUE(amf->ue(phone().supi)->connected);
  EXPECT_TRUE(phone().establish(5));
  EXPECT_TRUE(gnb->up);
}

TEST_F(HostileTest, NothingLeaksInManyRegistrations) {
  start();
  ASSERT_TRUE(phone().register_with_network());
  ASSERT_TRUE(phone().names_came());
  std::size_t timers = host.pending_timers();
  for (int i = 0; i < 1000; ++i) {
    Phone p = new_phone();
    ASSERT_TRUE(p.register_with_network()) << i;
    ASSERT_TRUE(p.names_came());
    if (i % 3 == 0) {
      ASSERT_TRUE(p.establish(5));
    }
    if (i % 2 == 0) {
      amf->withdraw(p.supi);
      ASSERT_TRUE(p.expect<nas::NetworkDeregistrationRequest>());
      p.send(nas::NetworkDeregistrationAccept{});
      ASSERT_TRUE(p.released());
    } else {
      ngap::NgReset reset;
      reset.cause = ngap::CauseMisc::unspecified;
      reset.type.part = {{p.amf, p.ran}};
      gnb->send(reset);
      ASSERT_TRUE(gnb->expect<ngap::NgResetAcknowledge>());
      amf->withdraw(p.supi);
      world.run_for(20s);  // paged in vain
      gnb->inbox.clear();
    }
    ASSERT_FALSE(amf->ue(p.supi)) << i;
    gnb->ue_inbox.erase(p.ran);
  }
  world.run_for(1s);
  EXPECT_EQ(amf->ue_count(), 1u);
  EXPECT_EQ(amf->gnbs()[0].ues, 1u);
  EXPECT_EQ(amf->connected_count(), 1u);
  EXPECT_TRUE(smf.sessions.empty());
  EXPECT_EQ(journal.records.size(), 1u);
  EXPECT_LE(host.pending_timers(), timers);
}

}  // namespace
}  // namespace pellucid::amf::test
