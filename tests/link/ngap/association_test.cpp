#include "link/ngap/association.hpp"

#include <gtest/gtest.h>

#include "sim/world.hpp"

namespace pellucid::ngap {
namespace {

using namespace std::chrono_literals;

struct Ears final : Receiver {
  std::vector<std::string> heard;
  std::vector<Received> pdus;
  AssociationId last;
  std::size_t unusable_count = 0;
  void association_up(AssociationId id, const SctpPeer&) override {
    last = id;
    heard.push_back("up");
  }
  void association_down(AssociationId, std::string_view) override { heard.push_back("down"); }
  void association_restarted(AssociationId) override { heard.push_back("restarted"); }
  void received(AssociationId, Received& r) override { pdus.push_back(std::move(r)); }
  void unusable(AssociationId, const Received&) override { ++unusable_count; }
};

/// The other end as raw SCTP: sees streams and octets, sends anything.
struct Raw final : SctpEvents {
  struct Message {
    std::uint16_t stream;
    Bytes octets;
  };
  std::vector<Message> messages;
  std::unique_ptr<SctpSocket> socket;
  AssociationId id;
  bool up = false;
  void sctp_up(AssociationId, const SctpPeer&) override { up = true; }
  void sctp_message(AssociationId, std::uint16_t stream, std::uint32_t protocol, ByteView octets) override {
    EXPECT_EQ(protocol, ppid);
    messages.push_back({stream, to_bytes(octets)});
  }
  void sctp_down(AssociationId, std::string_view) override { up = false; }
  void sctp_restarted(AssociationId) override {}
};

struct AssociationTest : testing::Test {
  sim::SimWorld world{3};
  sim::Node& amf_node = world.node("amf");
  sim::Node& gnb_node = world.node("gnb");
  Ears ears;
  Raw raw;
  std::unique_ptr<Associations> amf;

  void start(AssociationOptions options = {}) {
    amf = std::make_unique<Associations>(amf_node, ears, options);
    ASSERT_TRUE(amf->open({.local = {amf_node.address(), default_port}, .listen = true}).ok());
    auto opened = gnb_node.open_sctp({.local = {gnb_node.address(), 0}}, raw);
    ASSERT_TRUE(opened.ok());
    raw.socket = std::move(*opened);
    connect();
  }
  void connect() {
    raw.id = *raw.socket->connect({amf_node.address(), default_port});
    ASSERT_TRUE(world.run_until([&] { return raw.up; }, 5s));
    world.run_for(10ms);
  }
  void send(ByteView octets, std::uint16_t stream = 0, std::uint32_t protocol = ppid) {
    ASSERT_TRUE(raw.socket->send(raw.id, stream, protocol, octets).ok());
    world.run_for(5ms);
  }
  std::optional<ErrorIndication> error_back() {
    if (raw.messages.empty()) return {};
    auto pdu = decode(raw.messages.back().octets);
    raw.messages.clear();
    if (!pdu.ok()) return {};
    auto* error = pdu->pdu.get<ErrorIndication>();
    return error ? std::optional<ErrorIndication>(*error) : std::nullopt;
  }
  const AssociationCounters& counters() { return *amf->counters(ears.last); }
  static Bytes reset() { return encode(NgReset{.cause = CauseMisc::unspecified}); }
  static UplinkNasTransport uplink() {
    UplinkNasTransport m;
    m.amf_id = AmfUeNgapId(7);
    m.ran_id = RanUeNgapId(8);
    m.nas = {0x7E, 0x00, 0x43};
    UserLocationNr nr;
    nr.cell = {Plmn{999, 70, 2}, NrCellId(1)};
    nr.tai = {Plmn{999, 70, 2}, Tac(1)};
    m.location = nr;
    return m;
  }
};

TEST_F(AssociationTest, WellFormedPdusArrive) {
  start();
  send(reset());
  ASSERT_EQ(ears.pdus.size(), 1u);
  EXPECT_TRUE(ears.pdus[0].pdu.get<NgReset>());
  EXPECT_EQ(counters().received, 1u);
  EXPECT_TRUE(raw.messages.empty());
}

TEST_F(AssociationTest, TransferSyntaxErrorGetsAnErrorIndication) {
  start();
  send(Bytes{0xFF, 0xFF, 0x00});
  auto error = error_back();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->cause, Cause(CauseProtocol::transfer_syntax_error));
  EXPECT_EQ(counters().transfer_syntax_errors, 1u);
  EXPECT_TRUE(ears.pdus.empty());
}

TEST_F(AssociationTest, BrokenErrorIndicationGetsNothing) {
  start();
  send(Bytes{0x00, 0x09, 0x40, 0x7F});  // TS 38.413 §10.5
  EXPECT_TRUE(raw.messages.empty());
  EXPECT_EQ(counters().transfer_syntax_errors, 1u);
}

TEST_F(AssociationTest, MissingMandatoryIeIsRejectedByTheProceduresFailure) {
  start();
  // An NG Setup Request without any IE.
  send(Bytes{0x00, 0x15, 0x00, 0x03, 0x00, 0x00, 0x00});
  ASSERT_EQ(raw.messages.size(), 1u);
  auto answer = decode(raw.messages[0].octets);
  ASSERT_TRUE(answer.ok());
  auto* failure = answer->pdu.get<NgSetupFailure>();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->cause, Cause(CauseProtocol::abstract_syntax_error_reject));
  ASSERT_TRUE(failure->diagnostics);
  EXPECT_FALSE(failure->diagnostics->ies.empty());
  EXPECT_TRUE(ears.pdus.empty());
  EXPECT_EQ(counters().abstract_syntax_errors, 1u);
}

TEST_F(AssociationTest, UnknownProcedureByItsCriticality) {
  start();
  send(Bytes{0x00, 0xC8, 0x00, 0x03, 0x00, 0x00, 0x00});  // reject
  auto error = error_back();
  ASSERT_TRUE(error);
  ASSERT_TRUE(error->diagnostics);
  EXPECT_EQ(error->diagnostics->procedure, 0xC8);
  send(Bytes{0x00, 0xC8, 0x40, 0x03, 0x00, 0x00, 0x00});  // ignore
  EXPECT_TRUE(raw.messages.empty());
  EXPECT_EQ(counters().not_supported, 2u);
  EXPECT_EQ(counters().ignored, 1u);
  EXPECT_TRUE(ears.pdus.empty());
}

TEST_F(AssociationTest, BrokenResponseIsHandledLocally) {
  start();
  send(Bytes{0x20, 0x0E, 0x00, 0x03, 0x00, 0x00, 0x00});  // Initial Context Setup Response without ids: they are not of reject
  send(Bytes{0x20, 0x15, 0x00, 0x03, 0x00, 0x00, 0x00});  // NG Setup Response without its mandatory IEs
  EXPECT_EQ(ears.unusable_count, 1u);
  for (auto& m : raw.messages) {
    auto pdu = decode(m.octets);
    ASSERT_TRUE(pdu.ok());
    EXPECT_TRUE(pdu->pdu.get<ErrorIndication>());
  }
}

TEST_F(AssociationTest, OtherPayloadProtocolsAreDropped) {
  start();
  send(reset(), 0, 0);
  EXPECT_TRUE(ears.pdus.empty());
  EXPECT_EQ(counters().wrong_ppid, 1u);
}

TEST_F(AssociationTest, InterfaceOnStreamZeroEachUeOnOneOther) {
  start();
  EXPECT_TRUE(amf->send(ears.last, NgResetAcknowledge{}));
  std::set<std::uint16_t> streams;
  for (std::uint64_t ue = 100; ue < 140; ++ue) {
    std::set<std::uint16_t> of_this_ue;
    for (int i = 0; i < 3; ++i) {
      DownlinkNasTransport down;
      down.amf_id = AmfUeNgapId(ue);
      down.ran_id = RanUeNgapId(std::uint32_t(i));
      down.nas = {0x7E};
      ASSERT_TRUE(amf->send(ears.last, down));
      UeContextReleaseCommand command;
      command.ids.amf = AmfUeNgapId(ue);
      ASSERT_TRUE(amf->send(ears.last, command));
      raw.messages.clear();
      world.run_for(5ms);
      for (auto& m : raw.messages)
        if (decode(m.octets)->pdu.procedure != NgResetAcknowledge::heading.procedure) of_this_ue.insert(m.stream);
    }
    ASSERT_EQ(of_this_ue.size(), 1u);
    EXPECT_NE(*of_this_ue.begin(), 0);
    streams.insert(*of_this_ue.begin());
  }
  EXPECT_GT(streams.size(), 8u);
}

TEST_F(AssociationTest, UeMessagesOnStreamZeroAreTakenAndCounted) {
  start();
  send(encode(uplink()), 0);
  send(encode(uplink()), 3);
  EXPECT_EQ(ears.pdus.size(), 2u);
  EXPECT_EQ(counters().unexpected_stream, 1u);
}

TEST_F(AssociationTest, ComplaintsNameTheMessageAndItsUe) {
  start();
  send(encode(uplink()), 3);
  amf->complain(ears.last, ears.pdus.at(0).pdu, CauseRadioNetwork::unknown_local_ue_ngap_id);
  world.run_for(5ms);
  auto error = error_back();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->amf_id, AmfUeNgapId(7));
  EXPECT_EQ(error->ran_id, RanUeNgapId(8));
  EXPECT_EQ(error->cause, Cause(CauseRadioNetwork::unknown_local_ue_ngap_id));
  EXPECT_EQ(counters().logical_errors, 1u);
  amf->complain(ears.last, Pdu(ErrorIndication{.cause = CauseMisc::unspecified}), CauseProtocol::semantic_error);
  world.run_for(5ms);
  EXPECT_TRUE(raw.messages.empty());
}

TEST_F(AssociationTest, AFloodOfFaultsIsCutOff) {
  start({.max_faults = 20, .fault_window = 10s});
  for (int i = 0; i < 20; ++i) send(Bytes{0xFF});
  EXPECT_TRUE(raw.up);
  send(Bytes{0xFF});
  world.run_for(100ms);
  EXPECT_FALSE(raw.up);
  EXPECT_EQ(ears.heard, (std::vector<std::string>{"up", "down"}));
  EXPECT_EQ(amf->size(), 0u);
  EXPECT_EQ(amf->total().transfer_syntax_errors, 21u);
}

TEST_F(AssociationTest, AFewFaultsNowAndThenAreNot) {
  start({.max_faults = 5, .fault_window = 1s});
  for (int i = 0; i < 50; ++i) {
    send(Bytes{0xFF});
    world.run_for(500ms);
  }
  EXPECT_TRUE(raw.up);
}

TEST_F(AssociationTest, AFloodOfComplaintsIsCutOffToo) {
  start({.max_faults = 5, .fault_window = 10s});
  for (int i = 0; i < 6; ++i) {
    send(encode(uplink()), 3);
    amf->complain(ears.last, ears.pdus.back().pdu, CauseRadioNetwork::unknown_local_ue_ngap_id);
    world.run_for(5ms);
  }
  EXPECT_FALSE(raw.up);
}

TEST_F(AssociationTest, SendingToNobodyIsRefused) {
  start();
  EXPECT_FALSE(amf->send(AssociationId(999), NgResetAcknowledge{}));
  raw.socket->abort(raw.id);
  world.run_for(6s);
  EXPECT_EQ(ears.heard.back(), "down");
  EXPECT_FALSE(amf->send(ears.last, NgResetAcknowledge{}));
  EXPECT_EQ(amf->total().send_refused, 2u);
}

struct Witness final : Tracer {
  std::vector<std::string> seen;
  void pdu(const TracedPdu& p) override {
    seen.push_back(std::string(p.from) + ">" + std::string(p.to) + " " + std::to_string(p.octets.size()));
  }
};

TEST_F(AssociationTest, EachPduIsTraced) {
  Witness witness;
  start({.tracer = &witness});
  amf->set_peer_name(ears.last, "gnb7");
  send(reset());
  amf->send(ears.last, NgResetAcknowledge{});
  ASSERT_EQ(witness.seen.size(), 2u);
  EXPECT_EQ(witness.seen[0], "gnb7>amf " + std::to_string(reset().size()));
  EXPECT_EQ(witness.seen[1], "amf>gnb7 " + std::to_string(encode(NgResetAcknowledge{}).size()));
}

}  // namespace
}  // namespace pellucid::ngap
