#pragma once
// A network around the SMF under test: an AMF and a policy that do what the test says, a journal in memory, scripted UPFs.
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <optional>

#include "core/smf/smf.hpp"
#include "scripted_upf.hpp"
#include "sim/world.hpp"
#include "wire/nas/sm.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::smf::testing {

using namespace std::chrono_literals;

inline IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }
inline Supi phone(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return *Supi::parse("99970" + std::string(10 - digits.size(), '0') + digits);
}
inline const Supi anna = phone(1), bert = phone(2);

struct FakeAmf : AmfPort {
  Delivery delivery = Delivery::sent;
  std::deque<Transfer> transfers;
  std::vector<std::pair<Supi, PduSessionId>> released_sessions;
  std::function<void(const Transfer&)> meanwhile;  // what the AMF does before transfer() returns
  Delivery transfer(const Transfer& transfer) override {
    transfers.push_back(transfer);
    if (meanwhile) meanwhile(transfer);
    return delivery;
  }
  void released(const Supi& supi, PduSessionId id) override { released_sessions.emplace_back(supi, id); }
};

struct FakePolicy : PolicyPort {
  SessionPolicy policy;
  std::optional<NoSession> refuses;
  FakePolicy() { policy.ambr_down_bps = policy.ambr_up_bps = 2'000'000'000; }
  Result<SessionPolicy, NoSession> session_policy(const Supi&, const Snssai&, const std::string&) override {
    if (refuses) return Fail(*refuses);
    return policy;
  }
};

struct FakeJournal : Journal {
  std::map<std::string, Bytes> records;
  void put(const std::string& key, Bytes record) override { records[key] = std::move(record); }
  void erase(const std::string& key) override { records.erase(key); }
};

/// A call that the AMF made: its answer, once it is there.
struct Called {
  std::optional<Result<SessionReply, Denied>> outcome;
  bool done() const { return outcome.has_value(); }
  bool ok() const { return done() && outcome->ok(); }
  const SessionReply& reply() const { return **outcome; }
  const Denied& denied() const { return outcome->error(); }
  /// The 5GSM message in the answer, whichever it is.
  Bytes n1() const { return !done() ? Bytes() : outcome->ok() ? (*outcome)->n1 : outcome->error().n1; }
};

struct Network {
  explicit Network(std::uint64_t seed = 1) : world(seed), host(world.node("smf")), upf(world.node("upf"), ip("127.0.0.3")) {
    DnnConfig internet;
    internet.name = "internet";
    internet.ipv4_pool = "10.45.0.0/16";
    internet.ipv6_pool = "fd45::/48";
    internet.dns = {ip("8.8.8.8"), ip("8.8.4.4"), ip("2001:4860:4860::8888")};
    config.dnns = {internet};
  }
  ~Network() { smf.reset(); }

  void make() { smf.emplace(host, config, Smf::Ports{amf, policy, &journal}, Smf::Listeners{}); }
  /// Makes the SMF and waits for its UPF.
  void start() {
    if (!smf) make();
    auto up = smf->start();
    ASSERT_TRUE(up.ok()) << up.error().what;
    ASSERT_TRUE(world.run_until([&] { return smf->upfs().at(0).associated; }, 5s)) << world.log_text();
  }
  /// kill -9, and a new process.
  void restart_smf() {
    calls.clear_frames();
    smf.reset();
    host.crash();
    world.run_for(10ms);
    host.restart();
    make();
    for (auto& [key, record] : std::map(journal.records)) {
      auto taken = smf->restore(key, record);
      ASSERT_TRUE(taken.ok()) << codec::text(taken.error());
    }
    auto up = smf->start();
    ASSERT_TRUE(up.ok()) << up.error().what;
  }

  // ---- the AMF's calls
  std::shared_ptr<Called> create(CreateSession request) { return run(smf->create(std::move(request))); }
  std::shared_ptr<Called> update(const Supi& supi, PduSessionId id, UpdateSession what) {
    return run(smf->update(supi, id, std::move(what)));
  }
  /// The same, until there is an answer.
  Called created(CreateSession request) { return *wait(create(std::move(request))); }
  Called updated(const Supi& supi, UpdateSession what, PduSessionId id = PduSessionId(1)) {
    return *wait(update(supi, id, std::move(what)));
  }
  Called said(const Supi& supi, Bytes n1, PduSessionId id = PduSessionId(1)) { return updated(supi, {std::move(n1), {}, {}}, id); }
  Called from_gnb(const Supi& supi, N2SmKind kind, Bytes transfer, PduSessionId id = PduSessionId(1)) {
    return updated(supi, {{}, {kind, std::move(transfer)}, {}}, id);
  }
  Called plane(const Supi& supi, UpdateSession::UserPlane wanted, PduSessionId id = PduSessionId(1)) {
    return updated(supi, {{}, {}, wanted}, id);
  }

  /// A session with the base station's tunnel, as after a whole establishment.
  void establish(const Supi& supi, PduSessionId id = PduSessionId(1)) {
    auto accepted = created(request(supi, id));
    ASSERT_TRUE(accepted.ok()) << (accepted.done() ? accepted.denied().why.text() : world.log_text());
    connect(supi, id);
  }
  void connect(const Supi& supi, PduSessionId id = PduSessionId(1), std::uint32_t teid = 1) {
    auto answered = from_gnb(supi, N2SmKind::setup_response, setup_response(Teid(teid)), id);
    ASSERT_TRUE(answered.ok());
    EXPECT_EQ(answered.reply().n2.kind, N2SmKind::none);
  }
  SessionStatus session(const Supi& supi, PduSessionId id = PduSessionId(1)) {
    for (auto& status : smf->sessions_of(supi))
      if (status.id == id) return status;
    return {};
  }
  bool exists(const Supi& supi, PduSessionId id = PduSessionId(1)) { return session(supi, id).seid != Seid(); }

  // ---- messages
  static CreateSession request(const Supi& supi, PduSessionId id = PduSessionId(1),
                               std::optional<nas::SessionType> type = nas::SessionType::ipv4) {
    nas::PduSessionEstablishmentRequest n1;
    n1.session = id;
    n1.pti = Pti(1);
    n1.type = type;
    n1.ssc_mode = nas::SscMode::one;
    return with(supi, n1);
  }
  static CreateSession with(const Supi& supi, const nas::PduSessionEstablishmentRequest& n1) {
    CreateSession request;
    request.owner = {supi, {Plmn{999, 70, 2}, Tac(1)}};
    request.id = n1.session;
    request.slice = {1, {}};
    request.dnn = "internet";
    request.n1 = nas::encode(n1);
    return request;
  }
  static Bytes setup_response(Teid teid = Teid(1), const IpAddress& address = ip("10.10.0.2")) {
    ngap::PduSessionResourceSetupResponseTransfer transfer;
    transfer.dl.tunnel = {address, teid, {}};
    transfer.dl.flows.push_back({Qfi(1), {}, {}, {}});
    return ngap::encode_transfer(transfer);
  }
  static Bytes setup_unsuccessful() {
    ngap::PduSessionResourceSetupUnsuccessfulTransfer transfer;
    transfer.cause = ngap::CauseRadioNetwork::radio_resources_not_available;
    return ngap::encode_transfer(transfer);
  }
  static Bytes modify_unsuccessful() {
    ngap::PduSessionResourceModifyUnsuccessfulTransfer transfer;
    transfer.cause = ngap::CauseRadioNetwork::interaction_with_other_procedure;
    return ngap::encode_transfer(transfer);
  }
  static Bytes modify_response() { return ngap::encode_transfer(ngap::PduSessionResourceModifyResponseTransfer()); }
  static Bytes release_response() { return ngap::encode_transfer(ngap::PduSessionResourceReleaseResponseTransfer()); }
  static Bytes release_request(Pti pti = Pti(7), PduSessionId id = PduSessionId(1)) {
    nas::PduSessionReleaseRequest n1;
    n1.session = id;
    n1.pti = pti;
    return nas::encode(n1);
  }
  static Bytes release_complete(Pti pti, PduSessionId id = PduSessionId(1)) {
    nas::PduSessionReleaseComplete n1;
    n1.session = id;
    n1.pti = pti;
    return nas::encode(n1);
  }
  static Bytes modification_complete(Pti pti, PduSessionId id = PduSessionId(1)) {
    nas::PduSessionModificationComplete n1;
    n1.session = id;
    n1.pti = pti;
    return nas::encode(n1);
  }
  static Bytes status(Pti pti, nas::SmCause cause, PduSessionId id = PduSessionId(1)) {
    nas::SmStatus n1;
    n1.session = id;
    n1.pti = pti;
    n1.cause = cause;
    return nas::encode(n1);
  }

  std::shared_ptr<Called> wait(std::shared_ptr<Called> call) {
    world.run_until([&] { return call->done(); }, 2min);
    return call;
  }

  sim::SimWorld world;
  sim::Node& host;
  ScriptedUpf upf;
  FakeAmf amf;
  FakePolicy policy;
  FakeJournal journal;
  Config config;
  std::optional<Smf> smf;

  /// The AMF's flows that wait for the SMF.
  struct Calls {
    std::unique_ptr<Procedures> flows = std::make_unique<Procedures>();
    void clear_frames() { flows = std::make_unique<Procedures>(); }
  } calls;

 private:
  std::shared_ptr<Called> run(Procedure<SessionReply, Denied> procedure) {
    auto called = std::make_shared<Called>();
    calls.flows->start<SessionReply, Denied>(std::move(procedure),
                                             [called](Result<SessionReply, Denied> outcome) { called->outcome = std::move(outcome); });
    return called;
  }
};

/// The 5GSM cause of an answer, 0 if it is not that message.
template <class M>
std::uint8_t cause_in(const Bytes& n1) {
  auto read = nas::decode<M>(n1);
  return read.ok() ? std::uint8_t(read->cause) : 0;
}

}  // namespace pellucid::smf::testing
