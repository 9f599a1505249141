// Software that is not ours judges our checkpoints and proofs: golang.org/x/mod/sumdb (Debian) and npm's @sigstore/verify (pinned).
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "ledger/format/base64.hpp"
#include "tests/ledger/verify/made_log.hpp"

namespace pellucid::ledger {
namespace {

using namespace test;
namespace fs = std::filesystem;

struct Case {
  std::string what;
  bool right = true;
  VerifierKey key;
  std::string checkpoint;
  ProofFile proof;  // of an entry, if it has one
  std::string older;
  Proof consistency;
};

std::string shell_output(const std::string& command, int& status) {
  std::string out;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (!pipe) return "cannot start";
  char buffer[4096];
  for (std::size_t n; (n = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  status = ::pclose(pipe);
  return out;
}

Tree texts(const Proof& proof) {
  Tree out = Tree::array();
  for (auto& hash : proof) out.push(base64(hash));
  return out;
}

struct Judges : ::testing::Test {
  MadeBundle made;
  std::vector<Case> cases;
  fs::path folder = fs::temp_directory_path() / ("pellucid-judges-" + std::to_string(::getpid()));

  Judges() { fs::create_directories(folder); }
  ~Judges() override { fs::remove_all(folder); }

  Case& right(std::string what, std::uint64_t size) {
    return cases.emplace_back(Case{std::move(what), true, made.signer_of(size).key(), made.checkpoint(size), {}, "", {}});
  }
  void wrong(Case spoilt, const std::string& how) {
    spoilt.right = false;
    spoilt.what += ", " + how;
    cases.push_back(std::move(spoilt));
  }
  void checkpoint_cases(const Case& good) {
    auto c = good;
    c.checkpoint[c.checkpoint.find('\n') + 1] ^= 1;  // the size
    wrong(c, "another size");
    c = good;
    c.checkpoint[c.checkpoint.find('=') - 3] ^= 1;  // the root
    wrong(c, "another root");
    c = good;
    c.checkpoint[c.checkpoint.size() - 20] ^= 1;  // the signature
    wrong(c, "another signature");
    c = good;
    c.key = FileSigner(origin, KeyType::ed25519, seed(66)).key();
    wrong(c, "another key");
  }
  void inclusion_cases(std::uint64_t index, std::uint64_t size) {
    auto good = right("entry " + std::to_string(index) + " of " + std::to_string(size), size);
    cases.back().proof = good.proof = made.proof(index, size);
    checkpoint_cases(good);
    auto c = good;
    c.proof.entry[5] ^= 1;
    wrong(c, "another entry");
    c = good;
    ++c.proof.index;
    wrong(c, "another index");
    for (auto& hash : good.proof.proof) {
      hash[7] ^= 1;
      wrong(good, "another hash");
      hash[7] ^= 1;
    }
    c = good;
    c.proof.proof.push_back(empty_root());
    wrong(c, "a hash too many");
    if (c.proof.proof.size() < 2) return;
    c.proof.proof.resize(c.proof.proof.size() - 2);
    wrong(c, "a hash too few");
  }
  void consistency_cases(std::uint64_t old_size, std::uint64_t size) {
    MemoryLog log;
    for (std::uint64_t i = 0; i < size; ++i) log.leaves.push_back(leaf_hash(as_bytes(made.entries[i])));
    auto& entered = right("grown from " + std::to_string(old_size) + " to " + std::to_string(size), size);
    entered.older = made.checkpoint(old_size);
    entered.consistency = *prove_consistency(old_size, size, log.reader());
    auto good = entered;
    for (auto& hash : good.consistency) {
      hash[7] ^= 1;
      wrong(good, "another hash");
      hash[7] ^= 1;
    }
    auto forked = std::vector<std::string>(made.entries.begin(), made.entries.begin() + std::ptrdiff_t(old_size));
    forked.back() = made_entry(old_size, "forged");
    good.older = made.checkpoint_of(forked, old_size, made.signer_of(size));
    wrong(good, "a fork");
  }

  /// What the judge answers to each case, one line each.
  std::vector<std::string> answers(const std::string& judge, const std::function<Tree(const Case&)>& line) {
    std::ofstream input(folder / "cases");
    for (auto& c : cases) input << line(c).json() << "\n";
    input.close();
    int status = -1;
    auto out = shell_output(judge + " < " + (folder / "cases").string(), status);
    EXPECT_EQ(status, 0) << out;
    std::vector<std::string> lines;
    for (std::size_t at = 0, end; (end = out.find('\n', at)) != std::string::npos; at = end + 1) lines.push_back(out.substr(at, end - at));
    return lines;
  }
  void expect_right(const std::vector<std::string>& lines) {
    ASSERT_EQ(lines.size(), cases.size()) << (lines.empty() ? "" : lines.front());
    for (std::size_t i = 0; i < cases.size(); ++i) EXPECT_EQ(lines[i] == "accept", cases[i].right) << cases[i].what << ": " << lines[i];
  }
};

TEST_F(Judges, GoAgrees) {
  int status = -1;
  auto built = shell_output("GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=" + (folder / "cache").string() + " GOFLAGS= go build -o " +
                                (folder / "judge").string() + " " PELLUCID_SOURCE "/tests/ledger/judges/go/judge.go",
                            status);
  ASSERT_EQ(status, 0) << "golang-go and golang-golang-x-mod-dev are needed (./dev setup): " << built;
  for (std::uint64_t size : {1, 2, 3, 255, 256, 257, 299, 700})
    for (std::uint64_t index : {std::uint64_t(0), size / 2, size - 1}) inclusion_cases(index, size);
  // One key signs both trees here: Go knows nothing of our changes of key.
  for (auto [old_size, size] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
           {1, 2}, {2, 3}, {3, 255}, {255, 256}, {256, 257}, {128, 300}, {301, 700}, {512, 699}})
    consistency_cases(old_size, size);
  // Witnesses' signatures beside the log's change nothing.
  right("cosigned", 700).checkpoint = made.witnesses.cosigned(made.checkpoint(700), first_second);
  expect_right(answers((folder / "judge").string(), [](const Case& c) {
    Tree out = Tree::object();
    out.add("Key", c.key.text());
    out.add("Checkpoint", c.checkpoint);
    out.add("Entry", c.proof.entry);
    out.add("Index", c.proof.index);
    out.add("Proof", texts(c.proof.proof));
    out.add("Older", c.older);
    out.add("Consistency", texts(c.consistency));
    return out;
  }));
}

TEST_F(Judges, SigstoreAgrees) {
  for (std::uint64_t size : {1, 2, 3, 255, 256, 257, 299, 700})
    for (std::uint64_t index : {std::uint64_t(0), size / 2, size - 1}) inclusion_cases(index, size);
  auto lines = answers("node " PELLUCID_SOURCE "/tests/ledger/judges/npm/judge.js", [](const Case& c) {
    Tree out = Tree::object();
    out.add("key", base64(c.key.key));
    out.add("id", hex(big_endian<4>(c.key.id)));
    out.add("checkpoint", c.checkpoint);
    out.add("entry", c.proof.entry);
    out.add("index", c.proof.index);
    out.add("proof", texts(c.proof.proof));
    return out;
  });
  expect_right(lines);
}

}  // namespace
}  // namespace pellucid::ledger
