// Witnesses, the signing service and keys in a TPM: in one process, and as programs that are killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "api/http_server.hpp"
#include "app/child.hpp"
#include "app/signing_key.hpp"
#include "app/witnessing.hpp"
#include "ledger/log/log.hpp"
#include "ledger/verify/verify.hpp"
#include "ledger/witness/witness.hpp"
#include "processes.hpp"
#include "tests/ledger/memory_log.hpp"

namespace pellucid::app {
namespace {

using namespace std::chrono_literals;
using ledger::FileSigner;
using ledger::KeyType;
using ledger::Submission;
using ledger::test::seed;
using ::testing::HasSubstr;

struct WitnessedLog : test::Machine {
  std::unique_ptr<RealWorld> world = std::move(*RealWorld::open({.log_level = Severity::error, .log_to = {}}));
  FileSigner key{"example.org/log", KeyType::ed25519, seed(1)};
  std::unique_ptr<ledger::Log> log;

  void begin_log(ledger::Signer& signer) {
    auto opened = ledger::Log::open(*world, {.folder = path("log"), .signer = signer});
    ASSERT_TRUE(opened.ok()) << opened.error().text();
    log = std::move(*opened);
  }
  void grow(std::size_t count) {
    std::vector<ledger::NewEntry> entries(count);
    for (auto& e : entries) e.entry.type = "test.entry";
    auto written = log->append(entries);
    ASSERT_TRUE(written.ok()) << written.error().text();
    ASSERT_FALSE(log->trouble()) << log->trouble()->text();
  }
  ledger::Trust trust(const ledger::Policy& policy) {
    ledger::Trust out;
    out.policy = policy;
    out.max_age = 60;
    out.now = std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(world->wall().time_since_epoch()).count());
    return out;
  }
};

struct WitnessingTest : WitnessedLog {
  struct Served {
    std::unique_ptr<FileSigner> key;
    std::unique_ptr<ledger::Witness> witness;
    std::unique_ptr<api::HttpServer> server;
  };
  std::vector<Served> served;
  ledger::Policy policy;

  /// Witnesses as they answer, the i-th instead with `instead`.
  void serve(std::size_t count, std::size_t special, api::HttpPostHandler instead) {
    ledger::Policy::Group group{"most", count / 2 + 1, {}};
    policy.logs.push_back({key.key(), ""});
    for (std::size_t i = 0; i < count; ++i) {
      auto name = "w" + std::to_string(i);
      Served s;
      s.key = std::make_unique<FileSigner>("example.org/" + name, KeyType::cosignature, seed(std::uint8_t(100 + i)));
      std::filesystem::create_directories(path(name));
      s.witness = std::move(*ledger::Witness::open(*world, *s.key, path(name), {key.key()}));
      auto answer = [w = s.witness.get()](const std::string& where, const std::string& body) {
        auto reply = where == "/add-checkpoint" ? w->add_checkpoint(body) : ledger::WitnessReply{404, "", "text/plain"};
        return api::HttpReply{reply.status, reply.type, reply.body};
      };
      auto server = api::HttpServer::open(
          *world, {*IpAddress::parse("127.0.0.1"), 0}, [](const std::string&) { return api::HttpReply{404, "text/plain", ""}; },
          i == special && instead ? instead : api::HttpPostHandler(answer));
      ASSERT_TRUE(server.ok());
      s.server = std::move(*server);
      policy.witnesses.push_back({name, s.key->key(), "http://" + s.server->local().text()});
      group.members.push_back(name);
      served.push_back(std::move(s));
    }
    policy.groups = {group};
    policy.quorum = group.name;
  }
  bool cosigned(const Witnessing& witnessing, std::uint64_t size, std::size_t by) {
    return world->run_until([&] { return witnessing.submission().cosigned_size() == size && witnessing.submission().cosigners() == by; },
                            10s);
  }
  bool published(std::uint64_t size) {
    return world->run_until(
        [&] {
          auto content = world->read_file(path("log/checkpoint.cosigned"));
          auto head = content.ok() ? ledger::parse_checkpoint(as_text(*content)) : Fail(std::string());
          return head.ok() && head->checkpoint.size == size;
        },
        10s);
  }
};

TEST_F(WitnessingTest, EachCheckpointIsCosignedAndPublishedAndVerifies) {
  begin_log(key);
  serve(3, 3, {});
  grow(5);
  auto witnessing = std::move(*Witnessing::start(*world, policy, path("log")));
  EXPECT_TRUE(cosigned(*witnessing, log->size(), 3)) << witnessing->tree().outline();
  grow(600);
  EXPECT_TRUE(cosigned(*witnessing, log->size(), 3)) << witnessing->tree().outline();
  EXPECT_TRUE(published(log->size()));
  auto verdict = ledger::verify_log(ledger::DiskFolder(path("log")), trust(policy));
  EXPECT_EQ(verdict.outcome(), ledger::Outcome::holds) << verdict.text();
  EXPECT_THAT(verdict.text(), HasSubstr("w0, w1, w2"));
  // A node that starts again knows nothing of its witnesses and finds out.
  witnessing = std::move(*Witnessing::start(*world, policy, path("log")));
  grow(1);
  EXPECT_TRUE(cosigned(*witnessing, log->size(), 3)) << witnessing->tree().outline();
}

TEST_F(WitnessingTest, LiarsAreNamedAndTheQuorumHoldsWithoutThem) {
  begin_log(key);
  FileSigner stranger("example.org/stranger", KeyType::cosignature, seed(50));
  serve(3, 1, [&](const std::string&, const std::string&) {
    return api::HttpReply{200, "text/plain", ledger::cosign(stranger, "example.org/log\n1\nx\n", 5)->line()};
  });
  auto witnessing = std::move(*Witnessing::start(*world, policy, path("log")));
  EXPECT_TRUE(cosigned(*witnessing, log->size(), 2)) << witnessing->tree().outline();
  EXPECT_TRUE(world->run_until([&] { return witnessing->submission().witnesses()[1].standing == Submission::Standing::lies; }, 5s));
  EXPECT_THAT(witnessing->tree().json(), HasSubstr("no signature of its key"));
  served[2].server.reset();  // and now one too few
  grow(3);
  EXPECT_TRUE(world->run_until([&] { return witnessing->submission().witnesses()[2].standing == Submission::Standing::unreachable; }, 10s));
  EXPECT_EQ(witnessing->submission().cosigned_size(), log->size() - 3);
  EXPECT_TRUE(published(log->size() - 3));
}

TEST_F(WitnessingTest, AWitnessThatHangsIsNotWaitedFor) {
  begin_log(key);
  serve(3, 3, {});
  int hanging = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(hanging, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(hanging, 16), 0);
  socklen_t size = sizeof address;
  ::getsockname(hanging, reinterpret_cast<sockaddr*>(&address), &size);
  policy.witnesses[0].url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  auto witnessing = std::move(*Witnessing::start(*world, policy, path("log")));
  for (int i = 0; i < 2; ++i) {
    const auto before = world->now();
    grow(10);
    EXPECT_TRUE(cosigned(*witnessing, log->size(), 2)) << witnessing->tree().outline();
    EXPECT_LT(world->now() - before, 3s);
  }
  ::close(hanging);
}

using WitnessCommand = WitnessedLog;

TEST_F(WitnessCommand, CosignsAndRemembersThroughKillsAndServesMonitors) {
  ledger::test::MemoryLog other;  // the same key, so that this test can also fork it
  auto made = pellucid({"witness", "keygen", "--key", path("w.key"), "--name", "example.org/w"});
  ASSERT_EQ(made.status, 0) << made.err;
  auto vkey = ledger::parse_verifier_key(made.out.substr(0, made.out.size() - 1));
  ASSERT_TRUE(vkey.ok()) << vkey.error();
  EXPECT_EQ(pellucid({"witness", "keygen", "--key", path("w.key"), "--name", "example.org/w"}).status, 1);  // never over an old one
  std::vector<std::string> run{"witness", "run",           "--key",    path("w.key"),
                               "--name",  "example.org/w", "--listen", "127.0.0.1:7700",
                               "--state", path("state"),   "--log",    other.signer.key().text()};
  other.add(40);
  std::uint64_t size = 0;
  for (int round = 0; round < 3; ++round) {
    test::Process witness(run, folder());
    ASSERT_TRUE(witness.says("listens at")) << witness.err();
    EXPECT_EQ(pellucid(run).status, 1);  // two of them would contradict each other
    auto client = std::move(*api::HttpClient::open(*world, "http://127.0.0.1:7700"));
    auto ask = [&](ledger::test::MemoryLog& from, std::uint64_t old_size, std::uint64_t next) {
      std::optional<api::HttpAnswer> answer;
      auto body = ledger::GrowthRequest{old_size, *ledger::prove_consistency(old_size, next, from.reader()), from.checkpoint(next)}.text();
      client->post("add-checkpoint", body, [&](api::HttpAnswer a) { answer = std::move(a); });
      EXPECT_TRUE(world->run_until([&] { return answer.has_value(); }, 10s));
      return answer.value_or(api::HttpAnswer{"none", 0, "", ""});
    };
    auto grown = ask(other, size, size + 7);
    ASSERT_EQ(grown.status, 200) << grown.error << grown.body;
    ledger::Note note{other.head(size + 7).text(), *ledger::parse_signature_lines(grown.body)};
    EXPECT_EQ(ledger::verify_note(note, {*vkey})->size(), 1u);
    auto conflict = ask(other, size, size + 8);
    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(conflict.type, "text/x.tlog.size");
    EXPECT_EQ(conflict.body, std::to_string(size + 7) + "\n");
    ledger::test::MemoryLog fork;
    fork.add(40, "forged ");
    EXPECT_EQ(ask(fork, size + 7, size + 9).status, 422);
    std::optional<api::HttpAnswer> shown;
    client->get(ledger::origin_hash("example.org/log") + "/checkpoint", [&](api::HttpAnswer a) { shown = std::move(a); });
    ASSERT_TRUE(world->run_until([&] { return shown.has_value(); }, 10s));
    EXPECT_EQ(ledger::parse_checkpoint(shown->body)->checkpoint.size, size + 7);
    size += 7;
    witness.signal(SIGKILL);
    witness.wait();
  }
}

using SignerCommand = WitnessedLog;

TEST_F(SignerCommand, SignsForALogAndNeverAFork) {
  auto made = pellucid({"signer", "keygen", "--key", path("s.key"), "--origin", "example.org/log"});
  ASSERT_EQ(made.status, 0) << made.err;
  std::vector<std::string> run{"signer", "run", "--key", path("s.key"), "--origin", "example.org/log", "--socket", path("s.sock")};
  auto service = std::make_unique<test::Process>(run, folder());
  ASSERT_TRUE(service->says("signs for example.org/log")) << service->err();
  EXPECT_EQ(pellucid(run).status, 1);
  EXPECT_FALSE(open_signer(*world, "socket:" + path("s.sock"), "example.org/other").ok());
  auto signer = open_signer(*world, "socket:" + path("s.sock"), "example.org/log");
  ASSERT_TRUE(signer.ok()) << signer.error();
  EXPECT_EQ((*signer)->key().text() + "\n", made.out);
  ledger::test::MemoryLog tree;
  tree.add(30);
  (*signer)->prove_with(tree.prover());
  for (std::uint64_t size : {1, 9, 30}) {
    auto note = ledger::sign_checkpoint(**signer, tree.head(size));
    ASSERT_TRUE(note.ok()) << note.error();
    EXPECT_EQ(ledger::verify_note(ledger::parse_checkpoint(*note)->note, {(*signer)->key()})->size(), 1u);
  }
  service->signal(SIGKILL);
  service->wait();
  auto refused = ledger::sign_checkpoint(**signer, tree.head(30));
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error(), HasSubstr("does not answer"));
  service = std::make_unique<test::Process>(run, folder());
  ASSERT_TRUE(service->says("last a tree of 30 entries")) << service->err();
  ledger::test::MemoryLog fork;
  fork.add(31, "forged ");
  (*signer)->prove_with(fork.prover());
  refused = ledger::sign_checkpoint(**signer, fork.head());
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error(), HasSubstr("422"));
  EXPECT_TRUE(service->says("refused (422)"));
  EXPECT_FALSE(ledger::sign_note(**signer, "anything\n").ok());
}

TEST_F(SignerCommand, WritesALog) {
  ASSERT_EQ(pellucid({"signer", "keygen", "--key", path("s.key"), "--origin", "example.org/log"}).status, 0);
  test::Process service({"signer", "run", "--key", path("s.key"), "--origin", "example.org/log", "--socket", path("s.sock")}, folder());
  ASSERT_TRUE(service.says("signs for")) << service.err();
  auto signer = std::move(*open_signer(*world, "socket:" + path("s.sock"), "example.org/log"));
  begin_log(*signer);
  grow(10);
  grow(300);
  log.reset();
  signer = std::move(*open_signer(*world, "socket:" + path("s.sock"), "example.org/log"));
  begin_log(*signer);
  grow(10);
  ledger::Policy policy;
  policy.logs.push_back({signer->key(), ""});
  auto trusting = trust(policy);
  trusting.max_age.reset();
  auto verdict = ledger::verify_log(ledger::DiskFolder(path("log")), trusting);
  EXPECT_EQ(verdict.outcome(), ledger::Outcome::holds) << verdict.text();
  log.reset();  // before its signer
}

TEST_F(SignerCommand, TheSeedCanBeSealedInATpm) {
  auto run = [&](std::vector<std::string> argv) {
    auto done = run_program(argv);
    EXPECT_TRUE(done.ok()) << argv[0] << ": " << (done.ok() ? "" : done.error().what);
    EXPECT_TRUE(!done.ok() || done->status == 0) << argv[0] << ": " << done->err;
  };
  std::filesystem::create_directories(path("tpm"));
  run({"swtpm", "socket", "--tpm2", "--tpmstate", "dir=" + path("tpm"), "--server", "type=unixio,path=" + path("tpm/s"), "--ctrl",
       "type=unixio,path=" + path("tpm/s.ctrl"), "--flags", "not-need-init,startup-clear", "--daemon", "--pid", "file=" + path("tpm/pid")});
  ::setenv("TPM2TOOLS_TCTI", ("swtpm:path=" + path("tpm/s")).c_str(), 1);
  auto sealed = make_seed_file(*world, path("seed"));
  ASSERT_TRUE(sealed.ok());
  run({"tpm2_createprimary", "-Q", "-c", path("p.ctx")});
  run({"tpm2_create", "-Q", "-C", path("p.ctx"), "-i", path("seed"), "-u", path("k.pub"), "-r", path("k.priv")});
  run({"tpm2_flushcontext", "-t"});  // a TPM without a resource manager has room for three
  run({"tpm2_load", "-Q", "-C", path("p.ctx"), "-u", path("k.pub"), "-r", path("k.priv"), "-c", path("k.ctx")});
  run({"tpm2_evictcontrol", "-Q", "-C", "o", "-c", path("k.ctx"), "0x81010001"});
  run({"tpm2_flushcontext", "-t"});
  std::filesystem::remove(path("seed"));
  auto signer = open_signer(*world, "command:tpm2_unseal -c 0x81010001", "example.org/log");
  ASSERT_TRUE(signer.ok()) << signer.error();
  EXPECT_EQ((*signer)->key(), FileSigner("example.org/log", KeyType::ed25519, *sealed).key());
  auto pid = world->read_file(path("tpm/pid"));
  ASSERT_TRUE(pid.ok());
  const int swtpm = std::atoi(std::string(as_text(*pid)).c_str());
  FileDescriptor ended(int(::syscall(SYS_pidfd_open, swtpm, 0)));
  ::kill(swtpm, SIGTERM);
  pollfd wait{ended.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&wait, 1, 10'000), 1);  // it takes its files away as it goes
  ::unsetenv("TPM2TOOLS_TCTI");
}

TEST_F(SignerCommand, KeysInTheWrongHandsAreRefused) {
  auto named = [&](const std::string& source) {
    auto signer = open_signer(*world, source, "example.org/log");
    return signer.ok() ? std::string("accepted") : signer.error();
  };
  ASSERT_TRUE(make_seed_file(*world, path("seed")).ok());
  EXPECT_EQ(named("file:" + path("seed")), "accepted");
  EXPECT_FALSE(make_seed_file(*world, path("seed")).ok());
  std::filesystem::permissions(path("seed"), std::filesystem::perms(0640));
  EXPECT_THAT(named("file:" + path("seed")), HasSubstr("mode 0600"));
  std::filesystem::create_symlink(path("seed"), path("link"));
  EXPECT_THAT(named("file:" + path("link")), HasSubstr("plain file"));
  EXPECT_THAT(named("command:/bin/echo short"), HasSubstr("64 hexadecimal digits"));
  EXPECT_THAT(named("command:/bin/false"), HasSubstr("status 1"));
  EXPECT_THAT(named("command:"), HasSubstr("no program"));
  EXPECT_THAT(named("pkcs11:x"), HasSubstr("allowed are"));
}

}  // namespace
}  // namespace pellucid::app
