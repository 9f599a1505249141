#include "ledger/witness/submission.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "ledger/witness/witness.hpp"
#include "sim/world.hpp"
#include "tests/ledger/memory_log.hpp"

namespace pellucid::ledger {
namespace {

using namespace std::chrono_literals;
using test::MemoryLog;
using test::seed;
using ::testing::HasSubstr;
using Standing = Submission::Standing;

std::string witness_name(std::size_t i) { return "w" + std::to_string(i); }
FileSigner witness_key(std::size_t i) { return {"example.org/" + witness_name(i), KeyType::cosignature, seed(std::uint8_t(100 + i))}; }

Policy k_of_n(std::size_t k, std::size_t n, const MemoryLog& log) {
  Policy out;
  out.logs.push_back({log.signer.key(), ""});
  Policy::Group group{"quorum-group", k, {}};
  for (std::size_t i = 0; i < n; ++i) {
    out.witnesses.push_back({witness_name(i), witness_key(i).key(), "http://" + witness_name(i)});
    group.members.push_back(witness_name(i));
  }
  out.groups.push_back(group);
  out.quorum = group.name;
  return out;
}

struct SubmissionTest : ::testing::Test {
  static constexpr std::size_t n = 3;
  sim::SimWorld world;
  MemoryLog log;
  std::vector<FileSigner> keys;
  std::vector<std::unique_ptr<Witness>> witnesses;
  Policy policy = k_of_n(2, n, log);
  Submission submission{policy, log.prover()};
  std::set<std::size_t> down;

  void SetUp() override {
    for (std::size_t i = 0; i < n; ++i) keys.push_back(witness_key(i));
    for (std::size_t i = 0; i < n; ++i) witnesses.push_back(open(i));
  }
  std::unique_ptr<Witness> open(std::size_t i) { return std::move(*Witness::open(world, keys[i], witness_name(i), {log.signer.key()})); }
  /// Carries requests until nobody has one; at most `limit` in all. Returns how many there were.
  std::size_t carry(std::size_t limit = 50) {
    std::size_t carried = 0;
    for (bool busy = true; busy && carried < limit;) {
      busy = false;
      for (std::size_t i = 0; i < n; ++i) {
        auto request = submission.next(i, world.now());
        if (!request) continue;
        busy = true;
        ++carried;
        if (down.contains(i))
          submission.failed(i, "connection refused", world.now());
        else
          submission.answered(i, witnesses[i]->add_checkpoint(*request), world.now(), world.wall());
      }
    }
    return carried;
  }
  std::size_t cosigners() {
    auto note = parse_note(submission.cosigned());
    return note.ok() ? policy.witnesses_of(*verify_note(*note, policy.keys())).size() : 0;
  }
  const Submission::WitnessState& state(std::size_t i) { return submission.witnesses()[i]; }
};

TEST_F(SubmissionTest, CollectsCosignaturesOfEachCheckpoint) {
  for (std::size_t grown : {0, 1, 5, 300}) {
    log.add(grown);
    submission.offer(log.checkpoint());
    EXPECT_EQ(carry(), n);
    EXPECT_EQ(cosigners(), n);
    EXPECT_EQ(submission.cosigned_size(), log.leaves.size());
    EXPECT_EQ(carry(), 0u);
  }
  EXPECT_EQ(submission.tree().find("cosigned_size")->text(), "306");
}

TEST_F(SubmissionTest, ALogThatRestsIsCosignedAgain) {
  log.add(4);
  submission.offer(log.checkpoint());
  carry();
  const auto first = state(0).time;
  world.run_for(600s);
  EXPECT_EQ(carry(), 0u);
  submission.renew();
  EXPECT_EQ(carry(), n);
  EXPECT_EQ(cosigners(), n);
  EXPECT_EQ(state(0).time, first + 600);
  EXPECT_EQ(parse_note(submission.cosigned())->signatures.size(), n + 1);
}

TEST_F(SubmissionTest, AQuorumDoesNotWaitForTheWitnessThatIsDown) {
  down = {1};
  log.add(3);
  submission.offer(log.checkpoint());
  carry();
  EXPECT_EQ(cosigners(), 2u);
  EXPECT_EQ(state(1).standing, Standing::unreachable);
  EXPECT_THAT(state(1).error, HasSubstr("refused"));
  // It is asked again after a growing pause, not at once, and catches up from where it was.
  EXPECT_EQ(carry(), 0u);
  world.run_for(1s);
  EXPECT_EQ(carry(), 1u);
  world.run_for(1s);
  EXPECT_EQ(carry(), 0u);
  world.run_for(1s);
  down.clear();
  EXPECT_EQ(carry(), 1u);
  EXPECT_EQ(cosigners(), 3u);
  EXPECT_EQ(state(1).standing, Standing::cosigns);
}

TEST_F(SubmissionTest, ANodeThatForgotAsksFromWhereTheWitnessIs) {
  log.add(10);
  submission.offer(log.checkpoint());
  carry();
  Submission restarted(policy, log.prover());
  submission = restarted;
  log.add(10);
  submission.offer(log.checkpoint());
  EXPECT_EQ(carry(), 2 * n);  // 409 with the size, then the proof
  EXPECT_EQ(submission.cosigned_size(), 20u);
}

TEST_F(SubmissionTest, AWitnessThatLostItsStateIsNamed) {
  log.add(10);
  submission.offer(log.checkpoint());
  carry();
  world.node("main").disk().files.clear();
  witnesses[2] = open(2);
  log.add(1);
  submission.offer(log.checkpoint());
  carry();
  EXPECT_EQ(cosigners(), 3u);
  EXPECT_THAT(state(2).remark, HasSubstr("lost its state: it had cosigned size 10 and then said 0"));
  EXPECT_EQ(state(1).remark, "");
}

TEST_F(SubmissionTest, AWitnessThatHangsHoldsNobodyUp) {
  log.add(4);
  submission.offer(log.checkpoint());
  auto hanging = submission.next(0, world.now());
  ASSERT_TRUE(hanging);
  EXPECT_EQ(carry(), 2u);
  EXPECT_EQ(cosigners(), 2u);
  EXPECT_TRUE(state(0).asked);
  log.add(4);
  submission.offer(log.checkpoint());
  EXPECT_EQ(carry(), 2u);
  EXPECT_EQ(submission.cosigned_size(), 8u);
  // Its late answer tells where it is, and is no cosignature of the newer tree.
  submission.answered(0, witnesses[0]->add_checkpoint(*hanging), world.now(), world.wall());
  EXPECT_EQ(state(0).size, 4u);
  EXPECT_EQ(cosigners(), 2u);
  EXPECT_EQ(carry(), 1u);
  EXPECT_EQ(cosigners(), 3u);
}

TEST_F(SubmissionTest, LiesAreNamedAndNotCounted) {
  log.add(8);
  struct Lie {
    const char* part;
    std::function<WitnessReply()> tell;
  };
  auto old_text = log.head(3).text(), text = log.head(8).text();
  const auto now = std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(world.wall().time_since_epoch()).count());
  auto stranger = witness_key(50);
  auto wrong_octets = *cosign(keys[0], text, now);
  wrong_octets.signature[20] ^= 1;
  FileSigner plain(keys[0].key().name, KeyType::ed25519, seed(100));
  const Lie lies[] = {
      {"does not verify", [&] { return WitnessReply{200, wrong_octets.line()}; }},
      {"another checkpoint", [&] { return WitnessReply{200, cosign(keys[0], old_text, now)->line()}; }},
      {"no signature of its key", [&] { return WitnessReply{200, cosign(stranger, text, now)->line()}; }},
      {"no signature of its key", [&] { return WitnessReply{200, sign_note(plain, text)->signatures[0].line()}; }},
      {"future", [&] { return WitnessReply{200, cosign(keys[0], text, now + 3600)->line()}; }},
      {"does not verify", [&] { return WitnessReply{200, cosign(keys[0], text, 0)->line()}; }},
      {"no signature lines", [&] { return WitnessReply{200, "<html>"}; }},
      {"no signature lines", [&] { return WitnessReply{200, ""}; }},
      {"without a size", [&] { return WitnessReply{409, "many\n"}; }},
      {"backup", [&] { return WitnessReply{409, "9\n"}; }},
  };
  for (auto& lie : lies) {
    Submission fresh(k_of_n(1, 1, log), log.prover());
    fresh.offer(log.checkpoint());
    ASSERT_TRUE(fresh.next(0, world.now()));
    fresh.answered(0, lie.tell(), world.now(), world.wall());
    EXPECT_EQ(fresh.witnesses()[0].standing, Standing::lies) << lie.part;
    EXPECT_THAT(fresh.witnesses()[0].error, HasSubstr(lie.part));
    EXPECT_EQ(fresh.cosigned(), "");
    EXPECT_FALSE(fresh.next(0, world.now()));  // not asked again at once
  }
  // Going round in circles ends.
  Submission fresh(k_of_n(1, 1, log), log.prover());
  fresh.offer(log.checkpoint());
  unsigned asked = 0;
  while (fresh.next(0, world.now()) && ++asked < 20) fresh.answered(0, {409, std::to_string(asked % 2) + "\n"}, world.now(), world.wall());
  EXPECT_EQ(asked, Submission::max_conflicts);
  EXPECT_EQ(fresh.witnesses()[0].standing, Standing::lies);
}

TEST_F(SubmissionTest, ARefusalIsNamed) {
  log.add(5);
  submission.offer(log.checkpoint());
  carry();
  log.leaves.clear();  // the operator rewrites history
  log.add(9, "forged ");
  submission.offer(log.checkpoint());
  carry();
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_EQ(state(i).standing, Standing::refuses);
    EXPECT_THAT(state(i).error, HasSubstr("422: the tree did not grow out of the one of size 5"));
  }
  EXPECT_EQ(submission.cosigned_size(), 5u);
}

// ---- forks --------------------------------------------------------------------------------------------------------------

/// Whether an operator who shows two trees can get the quorum for both, with `liars` of n witnesses on his side: each honest one is shown
/// the first tree (a bit of `first_shown`) or the second, and then the other.
bool fork_succeeds(std::size_t k, std::size_t n, std::size_t liars, unsigned first_shown) {
  sim::SimWorld world;
  MemoryLog trees[2];
  trees[0].add(5);
  trees[1].add(2);
  trees[1].add(4, "forged ");
  auto policy = k_of_n(k, n, trees[0]);
  std::size_t cosigned[2] = {};
  for (std::size_t i = 0; i < n; ++i) {
    auto key = witness_key(i);
    auto witness = std::move(*Witness::open(world, key, witness_name(i), {trees[0].signer.key()}));
    const unsigned first = first_shown >> i & 1;
    for (unsigned which : {first, 1 - first}) {
      if (i < liars) {  // cosigns whatever it is shown
        ++cosigned[which];
        continue;
      }
      Submission submission(k_of_n(1, 1, trees[0]), trees[which].prover());
      submission.offer(trees[which].checkpoint());
      for (int turn = 0; turn < 3; ++turn) {
        auto request = submission.next(0, world.now());
        if (!request) break;
        auto reply = witness->add_checkpoint(*request);
        if (reply.status == 200) ++cosigned[which];
        submission.answered(0, reply, world.now(), world.wall());
      }
    }
  }
  return cosigned[0] >= k && cosigned[1] >= k;
}

TEST(Fork, IsExcludedExactlyWhen2kMinusNExceedsTheLiars) {
  for (std::size_t n = 1; n <= 5; ++n) {
    for (std::size_t k = 1; k <= n; ++k) {
      for (std::size_t liars = 0; liars <= n; ++liars) {
        bool possible = false;
        for (unsigned shown = 0; shown < (1u << n) && !possible; ++shown) {
          if (shown & ((1u << liars) - 1)) continue;  // what a liar is shown first makes no difference
          possible = fork_succeeds(k, n, liars, shown);
        }
        EXPECT_EQ(possible, 2 * k <= n + liars) << k << " of " << n << ", " << liars << " dishonest";
      }
    }
  }
}

}  // namespace
}  // namespace pellucid::ledger
