#include "ledger/witness/witness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/format/base64.hpp"
#include "ledger/witness/signing_service.hpp"
#include "sim/world.hpp"
#include "tests/ledger/memory_log.hpp"

namespace pellucid::ledger {
namespace {

using test::MemoryLog;
using test::seed;
using ::testing::HasSubstr;

struct WitnessTest : ::testing::Test {
  sim::SimWorld world;
  FileSigner key{"example.org/witness", KeyType::cosignature, seed(9)};
  MemoryLog log;
  std::unique_ptr<Witness> witness = open();

  std::unique_ptr<Witness> open() {
    auto made = Witness::open(world, key, "state", {log.signer.key()});
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error());
    return made.ok() ? std::move(*made) : nullptr;
  }
  std::string request(MemoryLog& from, std::uint64_t old_size, std::uint64_t size) {
    auto proof = prove_consistency(old_size, size, from.reader());
    return GrowthRequest{old_size, proof.value_or(Proof()), from.checkpoint(size)}.text();
  }
  std::string file() { return "state/" + origin_hash(log.signer.key().name); }
};

TEST_F(WitnessTest, CosignsGrowthAndAnswersAsTheSpecificationSays) {
  log.add(20);
  auto first = witness->add_checkpoint(request(log, 0, 5));
  ASSERT_EQ(first.status, 200) << first.body;
  auto lines = parse_signature_lines(first.body);
  ASSERT_TRUE(lines.ok());
  auto verified = verify_note(Note{log.head(5).text(), *lines}, {key.key()});
  ASSERT_TRUE(verified.ok());
  ASSERT_EQ(verified->size(), 1u);
  EXPECT_GT(verified->front().time, 0u);

  EXPECT_EQ(witness->add_checkpoint(request(log, 5, 5)).status, 200);  // the same again
  EXPECT_EQ(witness->add_checkpoint(request(log, 5, 13)).status, 200);
  auto conflict = witness->add_checkpoint(request(log, 5, 20));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.body, "13\n");
  EXPECT_EQ(conflict.type, "text/x.tlog.size");
  EXPECT_EQ(witness->add_checkpoint(request(log, 0, 5)).status, 409);  // rolled back
  EXPECT_EQ(witness->states()[0].last->size, 13u);
}

TEST_F(WitnessTest, RefusesEveryThingElseWithItsOwnStatus) {
  log.add(20);
  auto status = [&](const std::string& body) { return witness->add_checkpoint(body).status; };
  EXPECT_EQ(status(""), 400);
  EXPECT_EQ(status("old 00\n\n" + log.checkpoint(5)), 400);
  EXPECT_EQ(status("old 0\nabc\n\n" + log.checkpoint(5)), 400);
  EXPECT_EQ(status("old 0\n\nnothing\n"), 400);
  std::string long_proof = "old 0\n";
  for (int i = 0; i < 64; ++i) long_proof += base64(empty_root()) + "\n";
  EXPECT_EQ(status(long_proof + "\n" + log.checkpoint(5)), 400);
  EXPECT_EQ(status("old 6\n\n" + log.checkpoint(5)), 400);
  EXPECT_EQ(status("old 0\n" + base64(empty_root()) + "\n\n" + log.checkpoint(5)), 422);

  MemoryLog stranger("example.org/other"), thief("example.org/log", 2);
  stranger.add(3);
  thief.add(3);
  EXPECT_EQ(status(request(stranger, 0, 3)), 404);
  EXPECT_EQ(status(request(thief, 0, 3)), 403);  // right name, another key
  auto wrong = log.checkpoint(5);
  wrong += wrong.substr(wrong.find("\n\n") + 2);  // its own line twice is fine ...
  EXPECT_EQ(status("old 0\n\n" + wrong), 200);
  auto bad = sign_note(log.signer, "something else\n")->signatures[0].line();  // ... one that does not verify is not
  EXPECT_EQ(status("old 5\n\n" + log.checkpoint(5) + bad), 403);

  EXPECT_EQ(status("old 5\n\n" + *sign_checkpoint(log.signer, log.head(6))), 422);  // no proof
  EXPECT_EQ(status(request(log, 5, 20)), 200);
}

TEST_F(WitnessTest, AnEmptyTreeHasOneRoot) {
  EXPECT_EQ(witness->add_checkpoint("old 0\n\n" + *sign_checkpoint(log.signer, {"example.org/log", 0, leaf_hash({}), {}})).status, 422);
  EXPECT_EQ(witness->add_checkpoint("old 0\n\n" + log.checkpoint(0)).status, 200);
}

TEST_F(WitnessTest, AForkIsRefusedAtEverySize) {
  log.add(40);
  ASSERT_EQ(witness->add_checkpoint(request(log, 0, 21)).status, 200);
  for (std::uint64_t forked = 0; forked < 21; ++forked) {
    MemoryLog fork;
    fork.add(forked);
    fork.add(40 - forked, "forged ");
    EXPECT_EQ(witness->add_checkpoint(request(fork, 21, 40)).status, 422) << forked;
    EXPECT_EQ(witness->add_checkpoint(request(fork, 21, 21)).status, 422) << forked;
  }
  EXPECT_EQ(witness->add_checkpoint(request(log, 21, 40)).status, 200);
}

TEST_F(WitnessTest, RemembersAfterARestartAndServesMonitors) {
  log.add(9);
  const std::string path = "/" + origin_hash("example.org/log") + "/checkpoint";
  EXPECT_EQ(witness->get(path).status, 404);
  ASSERT_EQ(witness->add_checkpoint(request(log, 0, 4)).status, 200);
  witness = open();
  EXPECT_EQ(witness->add_checkpoint(request(log, 0, 9)).body, "4\n");
  auto shown = parse_checkpoint(witness->get(path).body);
  ASSERT_TRUE(shown.ok());
  EXPECT_EQ(verify_note(shown->note, {key.key(), log.signer.key()})->size(), 2u);
  EXPECT_EQ(witness->get("/x/checkpoint").status, 404);
}

TEST_F(WitnessTest, AnswersOnlyWhatIsOnTheDisk) {
  log.add(9);
  ASSERT_EQ(witness->add_checkpoint(request(log, 0, 4)).status, 200);
  world.node("main").disk().full = true;
  EXPECT_EQ(witness->add_checkpoint(request(log, 4, 9)).status, 500);
  EXPECT_EQ(witness->states()[0].last->size, 4u);
  world.node("main").disk().full = false;
  EXPECT_EQ(witness->add_checkpoint(request(log, 4, 9)).status, 200);
}

TEST_F(WitnessTest, ADamagedStateIsNotForgotten) {
  log.add(9);
  ASSERT_EQ(witness->add_checkpoint(request(log, 0, 4)).status, 200);
  auto& content = world.node("main").disk().files.at(file()).content;
  const auto last = witness->states()[0].last;
  std::size_t refusals = 0;
  for (auto& octet : content) {
    octet ^= 4;
    auto opened = Witness::open(world, key, "state", {log.signer.key()});
    if (opened.ok())
      EXPECT_EQ((*opened)->states()[0].last, last);  // only the name of the log's key was hit
    else
      ++refusals;
    octet ^= 4;
  }
  EXPECT_GT(refusals, content.size() * 8 / 10);
  FileSigner other{"example.org/witness", KeyType::cosignature, seed(10)};
  auto refused = Witness::open(world, other, "state", {log.signer.key()});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error(), HasSubstr("fork"));
}

TEST_F(WitnessTest, FollowsALogThroughAChangeOfKey) {
  MemoryLog later("example.org/log", 2);
  log.add(6);
  later.leaves = log.leaves;
  auto both = Witness::open(world, key, "two", {log.signer.key(), later.signer.key()});
  ASSERT_TRUE(both.ok());
  EXPECT_EQ((*both)->add_checkpoint(request(log, 0, 4)).status, 200);
  EXPECT_EQ((*both)->add_checkpoint(request(later, 4, 6)).status, 200);
}

// ---- the signing service ------------------------------------------------------------------------------------------------

struct SigningTest : ::testing::Test {
  sim::SimWorld world;
  MemoryLog log;
  std::unique_ptr<SigningService> service;
  int asked = 0;
  RemoteSigner remote{log.signer.key(), [this](const std::string& request) -> Result<WitnessReply, std::string> {
                        ++asked;
                        return service->sign(request);
                      }};
  void SetUp() override {
    ASSERT_TRUE(SigningService::begin(world, log.signer, "last").ok());
    open();
    remote.prove_with(log.prover());
  }
  void open() {
    auto made = SigningService::open(world, log.signer, "last");
    ASSERT_TRUE(made.ok()) << made.error();
    service = std::move(*made);
  }
};

TEST_F(SigningTest, SignsGrowthOnly) {
  log.add(30);
  for (std::uint64_t size : {0, 1, 7, 7, 30}) {
    auto note = sign_checkpoint(remote, log.head(size));
    ASSERT_TRUE(note.ok()) << note.error();
    EXPECT_EQ(*note, log.checkpoint(size));
  }
  EXPECT_EQ(asked, 5);
  MemoryLog fork;
  fork.add(31, "forged ");
  remote.prove_with(fork.prover());
  auto refused = sign_checkpoint(remote, fork.head());
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error(), HasSubstr("422"));
  EXPECT_FALSE(sign_checkpoint(remote, log.head(7)).ok());  // back
  EXPECT_FALSE(sign_note(remote, "anything\n").ok());
}

TEST_F(SigningTest, TheNodeCanForgetTheServiceCannot) {
  log.add(30);
  ASSERT_TRUE(sign_checkpoint(remote, log.head(20)).ok());
  open();
  RemoteSigner restarted{log.signer.key(),
                         [this](const std::string& request) -> Result<WitnessReply, std::string> { return service->sign(request); }};
  restarted.prove_with(log.prover());
  EXPECT_TRUE(sign_checkpoint(restarted, log.head(30)).ok());  // told 20 by a 409
  auto back = sign_checkpoint(restarted, log.head(25));
  ASSERT_FALSE(back.ok());
  EXPECT_THAT(back.error(), HasSubstr("backup"));
  world.node("main").disk().files.clear();
  EXPECT_FALSE(SigningService::open(world, log.signer, "last").ok());
}

TEST_F(SigningTest, ForeignTextsAreRefused) {
  MemoryLog other("example.org/other");
  EXPECT_EQ(service->sign("old 0\n\n" + other.head(0).text()).status, 403);
  EXPECT_EQ(service->sign("old 0\n\n" + log.head(0).text() + "extension\n").status, 403);
  EXPECT_EQ(service->sign("old 0\n\n" + key_change_message("example.org/log", 0, empty_root(), other.signer.key())).status, 400);
  world.node("main").disk().full = true;
  log.add(1);
  EXPECT_EQ(service->sign("old 0\n\n" + log.head(1).text()).status, 500);
  EXPECT_EQ(service->last().size, 0u);
}

}  // namespace
}  // namespace pellucid::ledger
