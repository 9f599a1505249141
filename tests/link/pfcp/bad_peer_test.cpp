// What a peer can do wrong, and what it gets for it.
#include <random>

#include "ends.hpp"

using namespace pfcp_test;

namespace {

class BadPeer : public Ends {
 protected:
  void SetUp() override {
    start_upf();
    peer = std::make_unique<Stranger>(world.node("stranger"), stranger_address);
  }
  void associate() {
    AssociationSetupRequest setup;
    setup.node_id = NodeId(stranger_address);
    setup.recovery_time_stamp = NtpTime(1000);
    ask(encode(Header{.sequence = 900}, setup));
  }
  /// Sends and gives what came back that is no heartbeat.
  std::vector<Pdu> ask(const Bytes& octets) {
    peer->got.clear();
    peer->send(upf_address, octets);
    world.run_for(100ms);
    std::vector<Pdu> out;
    for (auto& got : peer->got) {
      auto pdu = decode(got);
      EXPECT_TRUE(pdu.ok()) << hex(got);
      if (pdu.ok() && !pdu->get<HeartbeatRequest>()) out.push_back(*pdu);
    }
    return out;
  }
  std::unique_ptr<Stranger> peer;
};

TEST_F(BadPeer, HeartbeatsOfStrangersAreAnswered) {
  HeartbeatRequest request;
  request.recovery_time_stamp = NtpTime(5);
  auto answers = ask(encode(Header{.sequence = 77}, request));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].header.sequence, 77u);
  EXPECT_EQ(answers[0].get<HeartbeatResponse>()->recovery_time_stamp, upf_node->started());
}

TEST_F(BadPeer, NoSessionsWithoutAssociation) {
  auto answers = ask(encode(Header{.sequence = 3}, establishment()));
  ASSERT_EQ(answers.size(), 1u);
  auto* response = answers[0].get<SessionEstablishmentResponse>();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->cause, Cause::no_established_pfcp_association);
  EXPECT_EQ(answers[0].header.sequence, 3u);
  EXPECT_EQ(upf.established, 0u);
  EXPECT_EQ(upf_node->counters().not_associated, 1u);
}

TEST_F(BadPeer, OtherVersionsAreTold) {
  Bytes octets = encode(Header{.sequence = 9}, establishment());
  octets[0] = std::uint8_t((octets[0] & 0x1F) | 0x40);
  auto answers = ask(octets);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(answers[0].get<VersionNotSupportedResponse>());
  EXPECT_EQ(answers[0].header.sequence, 9u);
  EXPECT_TRUE(ask(encode(Header{.sequence = 9}, VersionNotSupportedResponse{})).empty()) << "no loop of refusals";
}

TEST_F(BadPeer, MissingIeIsNamed) {
  associate();
  auto request = establishment();
  request.create_fars.clear();
  auto answers = ask(encode(Header{.sequence = 4}, request));
  ASSERT_EQ(answers.size(), 1u);
  auto* response = answers[0].get<SessionEstablishmentResponse>();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->cause, Cause::mandatory_ie_missing);
  EXPECT_EQ(response->offending_ie, 3);
  EXPECT_EQ(response->node_id.text(), upf_address.text());
  EXPECT_EQ(upf.established, 0u);
  // The same request again gets the same answer, from the store.
  EXPECT_EQ(ask(encode(Header{.sequence = 4}, request)).size(), 1u);
  EXPECT_EQ(upf_node->counters().replayed, 1u);
  EXPECT_EQ(upf_node->counters().malformed_requests, 1u);
}

TEST_F(BadPeer, WrongLengthIsNamed) {
  associate();
  Bytes octets = encode(Header{.sequence = 5}, establishment());
  octets.push_back(0);
  auto answers = ask(octets);
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].get<SessionEstablishmentResponse>()->cause, Cause::invalid_length);
}

TEST_F(BadPeer, GarbageIsCountedAndDropped) {
  EXPECT_TRUE(ask({}).empty());
  EXPECT_TRUE(ask({0x20}).empty());
  EXPECT_TRUE(ask(*from_hex("2063000400000100")).empty()) << "unknown message type";
  EXPECT_TRUE(ask(*from_hex("2001000400000100")).empty()) << "a heartbeat without its time stamp";
  EXPECT_TRUE(ask(encode(Header{.sequence = 5}, HeartbeatResponse{})).empty()) << "an answer to nothing";
  auto& counters = upf_node->counters();
  EXPECT_EQ(counters.too_short, 2u);
  EXPECT_EQ(counters.unknown_type, 1u);
  EXPECT_EQ(counters.malformed_requests, 1u);
  EXPECT_EQ(counters.unmatched_responses, 1u);
}

TEST_F(BadPeer, AnswersOfOthersDoNotCount) {
  start_smf();
  smf_node->associate(upf_address);
  world.run_for(2s);
  upf.silent = true;
  std::optional<bool> ok;
  smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(), [&](auto answer) { ok = answer.ok(); });
  world.run_for(100ms);
  SessionEstablishmentResponse forged;
  forged.node_id = NodeId(upf_address);
  for (std::uint32_t sequence = 0; sequence < 0x10; ++sequence) {
    Header header;
    header.sequence = upf.waiting.at(0).header().sequence + sequence - 8;
    peer->send(smf_address, encode(header, forged));
  }
  world.run_for(100ms);
  EXPECT_FALSE(ok);
  EXPECT_EQ(smf_node->counters().unmatched_responses, 16u);
  EXPECT_EQ(upf.established, 1u);
}

TEST_F(BadPeer, AnUnreadableAnswerEndsTheRequest) {
  start_smf();
  upf_node.reset();
  Stranger fake(upf_host(), upf_address);
  smf_node->associate(upf_address);
  world.run_for(100ms);
  ASSERT_EQ(fake.got.size(), 1u);
  auto sequence = peek(fake.got[0])->sequence;
  AssociationSetupResponse incomplete;
  incomplete.node_id = NodeId(upf_address);  // accepted, but no Recovery Time Stamp
  fake.send(smf_address, encode(Header{.sequence = sequence}, incomplete));
  world.run_for(100ms);
  EXPECT_EQ(smf_node->counters().malformed_responses, 1u);
  EXPECT_EQ(smf_node->association(upf_address)->state, Association::State::idle);
}

TEST_F(BadPeer, VersionNotSupportedEndsTheRequest) {
  start_smf();
  upf_node.reset();
  Stranger fake(upf_host(), upf_address);
  smf_node->associate(upf_address);
  world.run_for(100ms);
  fake.send(smf_address, encode(Header{.sequence = peek(fake.got.at(0))->sequence}, VersionNotSupportedResponse{}));
  world.run_for(2s);
  EXPECT_EQ(fake.got.size(), 1u) << "no retransmission";
  EXPECT_EQ(smf_node->association(upf_address)->state, Association::State::idle);
}

TEST_F(BadPeer, TheStoreOfAnswersIsBounded) {
  upf_node.reset();
  NodeOptions options;
  options.local = {upf_address, udp_port};
  options.max_answered = 10;
  options.max_peers = 1;
  upf_node = std::make_unique<Node>(upf_host(), upf, options);
  ASSERT_TRUE(upf_node->open().ok());
  associate();
  for (std::uint32_t i = 0; i < 20; ++i) ask(encode(Header{.sequence = i}, SessionDeletionRequest{}));
  EXPECT_GT(upf_node->counters().refused_for_load, 5u);
  auto answers = ask(encode(Header{.sequence = 100}, SessionDeletionRequest{}));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].get<SessionDeletionResponse>()->cause, Cause::pfcp_entity_in_congestion);
  world.run_for(20s);  // N1 times T1: old answers are not needed any more
  answers = ask(encode(Header{.sequence = 101}, SessionDeletionRequest{}));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].get<SessionDeletionResponse>()->cause, Cause::service_not_supported);
}

TEST_F(BadPeer, PeersAreBounded) {
  upf_node.reset();
  NodeOptions options;
  options.local = {upf_address, udp_port};
  options.max_peers = 1;
  upf_node = std::make_unique<Node>(upf_host(), upf, options);
  ASSERT_TRUE(upf_node->open().ok());
  associate();
  start_smf();
  smf_node->associate(upf_address);
  world.run_for(1s);
  EXPECT_EQ(smf_node->association(upf_address)->state, Association::State::idle);
  EXPECT_EQ(upf_node->associations().size(), 1u);
}

TEST_F(BadPeer, ANodeThatMovesTakesItsAssociationAlong) {
  associate();
  Stranger moved(world.node("elsewhere"), address("10.0.0.10"));
  AssociationSetupRequest setup;
  setup.node_id = NodeId(stranger_address);
  setup.recovery_time_stamp = NtpTime(1000);
  moved.send(upf_address, encode(Header{.sequence = 1}, setup));
  world.run_for(100ms);
  EXPECT_EQ(upf.events, (std::vector<std::string>{"up 10.0.0.9", "lost: replaced by a new setup", "up 10.0.0.10"}));
  EXPECT_EQ(upf_node->associations().size(), 1u);
}

TEST_F(BadPeer, MutatedRequestsHurtNobody) {
  associate();
  start_smf();
  smf_node->associate(upf_address);
  world.run_for(1s);
  std::mt19937 random(3);
  Bytes whole = encode(Header{.sequence = 1}, establishment());
  for (unsigned i = 0; i < 3000; ++i) {
    Bytes octets = whole;
    for (unsigned changes = 1 + random() % 3; changes > 0; --changes) octets[random() % octets.size()] = std::uint8_t(random());
    peer->send(upf_address, octets);
    if (i % 64 == 0) world.run_for(10ms);
  }
  world.run_for(100ms);
  EXPECT_TRUE(up(*upf_node, smf_address));
  auto outcome = establish(1s);
  ASSERT_TRUE(outcome && outcome->ok());
}

}  // namespace
