#pragma once
#include "core/amf/amf.hpp"
#include "peers.hpp"

namespace pellucid::amf::test {

/// An AMF, one base station that has done NG Setup, and one phone.
struct AmfTest : testing::Test {
  sim::SimWorld world{1};
  sim::Node& host = world.node("amf");
  StandInUdm udm{host};
  StandInSmf smf{host};
  MemoryJournal journal;
  Config config;
  std::unique_ptr<Amf> amf;
  std::unique_ptr<BaseStation> gnb;
  std::optional<Phone> phone_;
  std::uint64_t next_number = 1;

  Endpoint n2() const { return {const_cast<AmfTest*>(this)->host.address(), 38412}; }
  RanOversight* oversight = nullptr;
  void start_amf() {
    config.n2 = n2();
    amf = std::make_unique<Amf>(host, config, Amf::Ports{udm, smf}, Amf::Listeners{nullptr, &journal, {}, oversight});
    for (auto& [key, record] : std::map(journal.records)) EXPECT_TRUE(amf->restore(key, record).ok()) << key;
    auto started = amf->start();
    ASSERT_TRUE(started.ok());
  }
  /// AMF and base station as they stand when phones arrive.
  void start() {
    start_amf();
    gnb = std::make_unique<BaseStation>(world, "gnb1", 1);
    ASSERT_TRUE(gnb->set_up(n2())) << world.log_text();
    phone_.emplace(world, *gnb, next_number++);
  }
  Phone& phone() { return *phone_; }
  Phone new_phone() { return Phone(world, *gnb, next_number++); }
  /// A phone that is registered and connected, with its context at the base station.
  void registered() {
    start();
    ASSERT_TRUE(phone().register_with_network().has_value());
    ASSERT_TRUE(phone().names_came());
    ASSERT_EQ(amf->ue_count(), 1u);
  }
  void registered_and_idle() {
    registered();
    ASSERT_TRUE(phone().go_idle());
    ASSERT_FALSE(amf->ue(phone().supi)->connected);
  }
  void with_session() {
    registered();
    ASSERT_TRUE(phone().establish(5)) << world.log_text();
    ASSERT_EQ(amf->ue(phone().supi)->sessions.size(), 1u);
  }
  void with_session_and_idle() {
    with_session();
    ASSERT_TRUE(phone().go_idle());
    world.run_for(100ms);
    smf.calls.clear();
  }
  const ProcedureCounters& count(ProcedureName p) const { return amf->counters().of(p); }
  /// Registration Reject with that cause, then the release of the connection.
  void expect_rejected(Phone& p, nas::MmCause cause) {
    auto reject = p.expect<nas::RegistrationReject>();
    ASSERT_TRUE(reject.has_value());
    EXPECT_EQ(reject->cause, cause) << nas::text(reject->cause);
    EXPECT_TRUE(p.released());
  }
  void TearDown() override {
    if (amf && gnb) {
      // Whatever happened: nothing that a base station does now may find a dangling phone.
      gnb.reset();
      world.run_for(10s);
    }
  }
};

}  // namespace pellucid::amf::test
