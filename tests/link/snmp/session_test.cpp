// Asking agents in the simulated World, good ones and such as lie.
#include <gtest/gtest.h>

#include "link/snmp/agent.hpp"
#include "link/snmp/manager.hpp"

using namespace pellucid;
using namespace pellucid::snmp;
using namespace std::chrono_literals;

namespace {

const Oid system_descr{1, 3, 6, 1, 2, 1, 1, 1, 0};
const Oid table{1, 3, 6, 1, 2, 1, 2, 2, 1, 2};
const IpAddress agent_address = *IpAddress::parse("10.0.0.7");
const Endpoint agent_endpoint{agent_address, agent_port};

Bytes words(std::string_view text) { return to_bytes(as_bytes(text)); }

test::Agent::Objects some_objects(unsigned rows) {
  test::Agent::Objects objects{{system_descr, words("a box")}};
  for (unsigned i = 1; i <= rows; ++i) {
    objects[table.with(i)] = words("port " + std::to_string(i));
    objects[Oid{1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1}.with(i)] = words("p" + std::to_string(i));
  }
  return objects;
}

template <class T>
Result<T, Error> run(sim::SimWorld& world, Procedure<T, Error> procedure, Duration limit = 10min) {
  std::optional<Result<T, Error>> outcome;
  Procedures owner;
  owner.start(std::move(procedure), std::function<void(Result<T, Error>)>([&](Result<T, Error> r) { outcome.emplace(std::move(r)); }));
  EXPECT_TRUE(world.run_until([&] { return outcome.has_value(); }, limit)) << "it does not end";
  if (!outcome) return Fail(Error{Error::Kind::limit, "it does not end"});
  return std::move(*outcome);
}

struct SessionTest : testing::Test {
  sim::SimWorld world{5};
  sim::Node& us = world.node("us");
  Manager manager{us};
  test::Agent agent{world.node("agent"), agent_address, some_objects(100)};
  Session session{manager, agent_endpoint, *Credentials::community("public")};

  Result<std::vector<Value>, Error> get(Session& with) { return run(world, with.get({system_descr, Oid{1, 3, 6, 1, 9}})); }
  Result<Walked, Error> walk(WalkLimits limits = {}) { return run(world, session.walk({table}, limits)); }
  static Credentials audit(const char* passphrase = "right-passphrase", const char* privacy = "privacy-passphrase") {
    return *Credentials::user("audit", crypto::Digest::sha256, passphrase, Privacy::aes128, privacy);
  }
  void secure_agent() { agent.user = test::AgentUser{"audit", crypto::Digest::sha256, "right-passphrase", "privacy-passphrase"}; }
};

TEST_F(SessionTest, Get) {
  auto values = get(session);
  ASSERT_TRUE(values.ok()) << values.error().text;
  EXPECT_EQ(std::get<Bytes>(values->at(0)), words("a box"));
  EXPECT_TRUE(is_exception(values->at(1)));
  EXPECT_EQ(agent.requests, 1u);
}

TEST_F(SessionTest, WalkSideBySide) {
  auto walked = run(world, session.walk({table, Oid{1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1}, Oid{1, 3, 6, 1, 5}}));
  ASSERT_TRUE(walked.ok()) << walked.error().text;
  EXPECT_TRUE(walked->complete) << walked->complaint;
  ASSERT_EQ(walked->columns.size(), 3u);
  EXPECT_EQ(walked->columns[0].size(), 100u);
  EXPECT_EQ(walked->columns[1].size(), 100u);
  EXPECT_EQ(walked->columns[2].size(), 0u);
  EXPECT_EQ(std::get<Bytes>(walked->columns[1][99].value), words("p100"));
  EXPECT_LE(agent.requests, 8u);
}

TEST_F(SessionTest, LostDatagramsAreAskedForAgain) {
  agent.silent_for = 2;
  auto values = get(session);
  ASSERT_TRUE(values.ok()) << values.error().text;
  EXPECT_EQ(session.counters().retries, 2u);
}

TEST_F(SessionTest, SilenceEndsInTime) {
  agent.silent = true;
  auto start = world.now();
  auto values = get(session);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().kind, Error::Kind::silent);
  EXPECT_EQ(values.error().text, "10.0.0.7:161: no answer to community");
  EXPECT_EQ(agent.requests, 3u);
  EXPECT_LE(world.now() - start, 6s);
}

TEST_F(SessionTest, ALateAnswerToAnEarlierSendingCounts) {
  agent.slow = 1500ms;
  auto values = get(session);
  ASSERT_TRUE(values.ok());
  EXPECT_EQ(agent.requests, 2u);
}

TEST_F(SessionTest, IdsCannotBeForetold) {
  std::set<std::int32_t> ids;
  std::vector<std::int32_t> steps;
  agent.twist = [&](const Pdu& asked, Pdu&) {
    if (!ids.empty()) steps.push_back(asked.request_id - *ids.rbegin());
    ids.insert(asked.request_id);
  };
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(get(session).ok());
  EXPECT_EQ(ids.size(), 50u);
  EXPECT_EQ(std::count(steps.begin(), steps.end(), 1), 0);
}

TEST_F(SessionTest, OnlyWhoWasAskedMayAnswer) {
  test::Agent impostor(world.node("impostor"), *IpAddress::parse("10.0.0.8"), {});
  agent.deliver = [&](const Endpoint& to, const Bytes& answer) {
    impostor.send(to, answer);  // the right answer, from another address
    return true;
  };
  auto values = get(session);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().kind, Error::Kind::silent);
  EXPECT_EQ(manager.counters().strangers, 3u);
}

TEST_F(SessionTest, WrongIdsAreNoAnswer) {
  agent.twist = [](const Pdu&, Pdu& answer) { ++answer.request_id; };
  EXPECT_FALSE(get(session).ok());
  EXPECT_EQ(manager.counters().unexpected, 3u);
}

TEST_F(SessionTest, AnotherSessionsIdIsNoAnswer) {
  auto other_address = *IpAddress::parse("10.0.0.9");
  test::Agent other(world.node("other"), other_address, some_objects(1));
  other.silent = true;
  Session other_session(manager, {other_address, agent_port}, *Credentials::community("public"));
  // The silent one's requests are answered by the other device, with the right id.
  Procedures owner;
  bool done = false;
  owner.start(other_session.get({system_descr}), std::function<void(Result<std::vector<Value>, Error>)>([&](auto r) {
                EXPECT_FALSE(r.ok());
                done = true;
              }));
  world.run_for(10ms);
  auto message = decode(words(other.heard));
  ASSERT_TRUE(message.ok());
  auto id = std::get<Pdu>(std::get<Community>(*message).pdu).request_id;
  agent.twist = [&](const Pdu&, Pdu& answer) { answer.request_id = id; };
  agent.silent = false;
  EXPECT_FALSE(get(session).ok());
  EXPECT_TRUE(world.run_until([&] { return done; }, 1min));
  EXPECT_GT(manager.counters().unexpected, 0u);
}

TEST_F(SessionTest, OtherObjectsThanAskedForAreRefused) {
  agent.twist = [](const Pdu&, Pdu& answer) { answer.bindings[0].name = Oid{1, 3, 6, 1, 4}; };
  auto values = get(session);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().kind, Error::Kind::malformed);
}

TEST_F(SessionTest, ErrorsAreWords) {
  agent.twist = [](const Pdu&, Pdu& answer) { answer.error_status = 16; };
  auto values = get(session);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().text, "10.0.0.7:161: refused: authorizationError");
}

TEST_F(SessionTest, GarbageIsNoAnswer) {
  agent.deliver = [&](const Endpoint& to, const Bytes& answer) {
    for (std::size_t n : {std::size_t(0), std::size_t(1), answer.size() / 2}) agent.send(to, ByteView(answer).first(n));
    agent.send(to, Bytes(60'000, 0x30));
    return false;
  };
  EXPECT_TRUE(get(session).ok()) << "the right answer came behind it";
  EXPECT_EQ(manager.counters().malformed, 4u);
}

// ---- agents that do not end

TEST_F(SessionTest, ALoopIsCutOff) {
  agent.next_object = [](const Oid& after) {
    return Binding{after == table.with(5) ? table.with(1) : table.with(after.size() > table.size() ? after[table.size()] + 1 : 1), 1};
  };
  auto walked = walk();
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_TRUE(walked->complaint.starts_with("OIDs do not increase")) << walked->complaint;
  EXPECT_EQ(walked->columns[0].size(), 5u);
  EXPECT_EQ(agent.requests, 1u);
}

TEST_F(SessionTest, TheSameObjectForEverIsCutOff) {
  agent.next_object = [](const Oid&) { return Binding{table.with(1), 1}; };
  auto walked = walk();
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_EQ(agent.requests, 1u);
}

TEST_F(SessionTest, AnEndlessTableIsCutOff) {
  agent.next_object = [](const Oid& after) { return Binding{table.with(after.size() > table.size() ? after[table.size()] + 1 : 1), 1}; };
  auto walked = walk({.max_rows = 5000});
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_TRUE(walked->complaint.starts_with("endless: stopped after 5,0")) << walked->complaint;
  EXPECT_LE(walked->columns[0].size(), 5048u);
  EXPECT_LE(agent.requests, 5000u / 48 + 2);
}

TEST_F(SessionTest, AHugeTableIsCutOff) {
  agent.next_object = [](const Oid& after) {
    return Binding{table.with(after.size() > table.size() ? after[table.size()] + 1 : 1), Bytes(1000, 'x')};
  };
  auto walked = walk({.max_octets = 1'000'000});
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_TRUE(walked->complaint.starts_with("too large: stopped after 1,0")) << walked->complaint;
  EXPECT_LE(session.counters().octets_in, 1'100'000u);
}

TEST_F(SessionTest, MoreThanWasAskedForIsCutOffToo) {
  // Sixty-thousand octets an answer, whatever was asked.
  agent.twist = [](const Pdu&, Pdu& answer) {
    auto first = answer.bindings.front().name;
    answer.bindings.clear();
    auto n = first.size() > table.size() ? first[table.size()] : 1;
    for (unsigned i = 0; i < 2500; ++i) answer.bindings.push_back({table.with(n + i), 1});
  };
  agent.next_object = [](const Oid& after) { return Binding{table.with(after.size() > table.size() ? after[table.size()] + 1 : 1), 1}; };
  auto walked = walk();
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_LE(walked->columns[0].size(), 12'500u);
  EXPECT_LE(agent.requests, 5u);
}

TEST_F(SessionTest, ASlowAgentIsCutOff) {
  agent.slow = 700ms;
  agent.max_bindings_an_answer = 1;
  auto start = world.now();
  auto walked = walk({.max_time = 5s});
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_TRUE(walked->complaint.starts_with("too slow")) << walked->complaint;
  EXPECT_LE(world.now() - start, 7s);
}

TEST_F(SessionTest, SilenceInTheMiddleKeepsWhatThereWas) {
  unsigned answered = 0;
  agent.twist = [&](const Pdu&, Pdu&) { agent.silent = ++answered == 2; };
  auto walked = walk({.bindings_an_answer = 10});
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_EQ(walked->columns[0].size(), 20u);
  EXPECT_TRUE(walked->complaint.find("no answer") != std::string::npos) << walked->complaint;
}

TEST_F(SessionTest, TooBigAsksForLess) {
  agent.twist = [](const Pdu& asked, Pdu& answer) {
    if (asked.error_index <= 12) return;
    answer.bindings.clear();
    answer.error_status = too_big;
  };
  auto walked = walk();
  ASSERT_TRUE(walked.ok());
  EXPECT_TRUE(walked->complete) << walked->complaint;
  EXPECT_EQ(walked->columns[0].size(), 100u);
}

TEST_F(SessionTest, AlwaysTooBigEnds) {
  agent.twist = [](const Pdu&, Pdu& answer) { answer.error_status = too_big; };
  auto walked = walk();
  ASSERT_TRUE(walked.ok());
  EXPECT_EQ(walked->complaint, "refused: tooBig");
  EXPECT_LE(agent.requests, 7u);
}

TEST_F(SessionTest, AnAnswerWithoutValuesEnds) {
  agent.twist = [](const Pdu&, Pdu& answer) { answer.bindings.clear(); };
  auto walked = walk();
  ASSERT_TRUE(walked.ok());
  EXPECT_EQ(walked->complaint, "an answer without values");
}

TEST_F(SessionTest, ASessionHasALimit) {
  Session small(manager, agent_endpoint, *Credentials::community("public"), {.max_octets = 2000});
  auto walked = run(world, small.walk({table}));
  ASSERT_TRUE(walked.ok());
  EXPECT_FALSE(walked->complete);
  EXPECT_TRUE(walked->complaint.find("too many octets") != std::string::npos) << walked->complaint;
}

// ---- v3

TEST_F(SessionTest, SecureGetFindsTheEngineFirst) {
  secure_agent();
  Session secure(manager, agent_endpoint, audit());
  auto values = get(secure);
  ASSERT_TRUE(values.ok()) << values.error().text;
  EXPECT_EQ(std::get<Bytes>(values->at(0)), words("a box"));
  EXPECT_EQ(agent.requests, 2u);
  ASSERT_TRUE(get(secure).ok());
  EXPECT_EQ(agent.requests, 3u);
  EXPECT_EQ(secure.engine()->boots, 7u);
}

TEST_F(SessionTest, WhatIsWrongWithTheCredentials) {
  secure_agent();
  auto error_of = [&](Credentials credentials) {
    Session secure(manager, agent_endpoint, std::move(credentials));
    auto values = get(secure);
    EXPECT_FALSE(values.ok());
    return values.ok() ? "" : values.error().text;
  };
  auto who = "user audit (HMAC-SHA-256, AES-128)";
  EXPECT_EQ(error_of(audit("wrong-passphrase")),
            std::string("10.0.0.7:161: the device says that the authentication key or algorithm of ") + who + " is wrong");
  EXPECT_EQ(error_of(audit("right-passphrase", "wrong-passphrase")),
            std::string("10.0.0.7:161: the device says that the privacy key or algorithm of ") + who + " is wrong");
  EXPECT_EQ(error_of(*Credentials::user("nobody", crypto::Digest::sha256, "right-passphrase")),
            "10.0.0.7:161: the device does not know user nobody (HMAC-SHA-256, no privacy)");
  EXPECT_EQ(error_of(*Credentials::user("audit", crypto::Digest::sha256, "right-passphrase")),
            "10.0.0.7:161: the device does not allow the security level of user audit (HMAC-SHA-256, no privacy)");
}

TEST_F(SessionTest, ARestartedEngineIsFollowed) {
  secure_agent();
  Session secure(manager, agent_endpoint, audit());
  ASSERT_TRUE(get(secure).ok());
  agent.reboot(8);
  ASSERT_TRUE(get(secure).ok());
  EXPECT_EQ(secure.engine()->boots, 8u);
  world.run_for(1h);
  ASSERT_TRUE(get(secure).ok()) << "both clocks go on";
}

TEST_F(SessionTest, AnExchangedDeviceIsMetAgain) {
  secure_agent();
  Session secure(manager, agent_endpoint, audit());
  ASSERT_TRUE(get(secure).ok());
  agent.engine_id = *from_hex("800007db03001122334455");
  auto values = get(secure);
  ASSERT_TRUE(values.ok()) << values.error().text;
  EXPECT_EQ(secure.engine()->enterprise(), 2011u);
}

TEST_F(SessionTest, AnswersWithoutTheRightMacAreNotTaken) {
  secure_agent();
  agent.wrong_mac = true;
  Session secure(manager, agent_endpoint, audit());
  auto values = get(secure);
  ASSERT_FALSE(values.ok());
  EXPECT_EQ(values.error().kind, Error::Kind::silent);
  EXPECT_TRUE(values.error().text.ends_with("there was an answer whose authentication does not hold")) << values.error().text;
}

TEST_F(SessionTest, AnEngineThatChangesAllTheTimeEnds) {
  secure_agent();
  unsigned count = 0;
  Session secure(manager, agent_endpoint, audit());
  agent.deliver = [&](const Endpoint&, const Bytes&) {
    agent.engine_id.back() = std::uint8_t(++count);
    return false;
  };
  auto values = get(secure);
  ASSERT_FALSE(values.ok());
  EXPECT_LE(agent.requests, 12u);
}

TEST_F(SessionTest, EngineDiscoveryNeedsNoCredentials) {
  auto engine = run(world, session.discover_engine());
  ASSERT_TRUE(engine.ok()) << engine.error().text;
  EXPECT_EQ(engine->enterprise(), 8072u);
  agent.answers_discovery = false;
  EXPECT_FALSE(run(world, session.discover_engine()).ok());
}

TEST_F(SessionTest, OtherDigestsWorkToo) {
  for (auto digest : {crypto::Digest::md5, crypto::Digest::sha1, crypto::Digest::sha224, crypto::Digest::sha384, crypto::Digest::sha512}) {
    auto address = IpAddress::v4(0x0a010000u + std::uint32_t(digest));
    test::Agent other(world.node("d" + std::to_string(int(digest))), address, some_objects(1));
    other.user = test::AgentUser{"audit", digest, "right-passphrase", ""};
    Session secure(manager, {address, agent_port}, *Credentials::user("audit", digest, "right-passphrase"));
    auto values = get(secure);
    EXPECT_TRUE(values.ok()) << int(digest) << " " << (values.ok() ? "" : values.error().text);
  }
}

TEST_F(SessionTest, CancelledInTheMiddleLeavesNothingBehind) {
  agent.slow = 100ms;
  {
    Procedures owner;
    owner.start(session.walk({table}));
    world.run_for(50ms);
  }
  EXPECT_TRUE(world.run_until_idle());
  EXPECT_EQ(us.pending_timers(), 0u);
  agent.slow = {};
  EXPECT_TRUE(get(session).ok());
}

}  // namespace
