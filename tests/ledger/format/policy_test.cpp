#include "ledger/format/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/format/base64.hpp"
#include "ledger/format/proof_file.hpp"

namespace pellucid::ledger {
namespace {

using ::testing::HasSubstr;

std::string key_text(std::uint8_t n, KeyType type, const std::string& name = "example.org/k") {
  crypto::Key256 seed{};
  seed[0] = n;
  return FileSigner(name, type, seed).key().text();
}
std::string witness_line(const std::string& name, std::uint8_t n) {
  return "witness " + name + " " + key_text(n, KeyType::cosignature) + "\n";
}

const std::string log_line = "log " + key_text(1, KeyType::ed25519) + " https://log.example\n";
// The two levels of the example of C2SP tlog-policy.md.
const std::string example = log_line + "\n# comment\n \t\n" + witness_line("X1", 2) + witness_line("X2", 3) + witness_line("X3", 4) +
                            "group X-witnesses 2 X1 X2 X3\n" + witness_line("Y1", 5) + witness_line("Y2", 6) + witness_line("Y3", 7) +
                            "group Y-witnesses any Y1 Y2 Y3\n\tgroup X-and-Y  all X-witnesses\tY-witnesses \nquorum X-and-Y\n";

TEST(Policy, TheExampleOfTheSpecification) {
  auto policy = parse_policy(example);
  ASSERT_TRUE(policy.ok()) << policy.error().text();
  EXPECT_EQ(policy->logs[0].url, "https://log.example");
  EXPECT_TRUE(policy->satisfied({"X1", "X3", "Y2"}));
  EXPECT_FALSE(policy->satisfied({"X1", "Y1", "Y2", "Y3"}));
  EXPECT_FALSE(policy->satisfied({"X1", "X2", "X3"}));
  EXPECT_EQ(policy->liars_for_a_fork(), 1u);  // X: 2 * 2 - 3, Y: 0
  auto again = parse_policy(policy->text());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->text(), policy->text());
}

TEST(Policy, LiarsForAForkAreTwoKMinusN) {
  for (std::size_t n = 1; n <= 7; ++n) {
    for (std::size_t k = 1; k <= n; ++k) {
      std::string text, group = "group g " + std::to_string(k);
      for (std::size_t i = 0; i < n; ++i) {
        text += witness_line("w" + std::to_string(i), std::uint8_t(10 + i));
        group += " w" + std::to_string(i);
      }
      auto policy = parse_policy(text + group + "\nquorum g\n");
      ASSERT_TRUE(policy.ok());
      EXPECT_EQ(policy->liars_for_a_fork(), 2 * k > n ? 2 * k - n : 0) << k << " of " << n;
    }
  }
  EXPECT_EQ(parse_policy("quorum none\n")->liars_for_a_fork(), 0u);
  EXPECT_EQ(parse_policy(witness_line("w", 9) + "quorum w\n")->liars_for_a_fork(), 1u);
}

TEST(Policy, ErrorsNameTheLine) {
  struct Case {
    std::string text;
    std::size_t line;
    std::string part;
  };
  const std::string w = witness_line("w", 9);
  const Case cases[] = {{"", 0, "quorum"},
                        {"logg x\nquorum none\n", 1, "logg"},
                        {"quorum none", 1, "does not end"},
                        {"quorum none\nquorum none\n", 2, "second"},
                        {"quorum w\n" + w, 1, "w"},
                        {w + "\ngroup g 2 w\nquorum g\n", 3, "1 to 1"},
                        {w + "group g 0 w\nquorum g\n", 2, "0"},
                        {w + "group g 01 w\nquorum g\n", 2, "01"},
                        {w + "group g all none\nquorum g\n", 2, "none"},
                        {w + "group g all w w\nquorum g\n", 2, "already"},
                        {w + "group g all w\ngroup h all w\nquorum g\n", 3, "already"},
                        {w + "group w all w\nquorum w\n", 2, "twice"},
                        {w + witness_line("v", 9) + "quorum w\n", 2, "twice"},
                        {"witness none " + key_text(9, KeyType::cosignature) + "\nquorum none\n", 1, "none"},
                        {"witness w " + key_text(9, KeyType::ed25519) + "\nquorum none\n", 1, "type 4"},
                        {"log " + key_text(9, KeyType::cosignature) + "\nquorum none\n", 1, "type 1"},
                        {"log x\r\nquorum none\n", 1, "control"},
                        {log_line + log_line + "quorum none\n", 2, "twice"},
                        {"quorum\n", 1, "expected"}};
  for (auto& c : cases) {
    auto policy = parse_policy(c.text);
    ASSERT_FALSE(policy.ok()) << c.text;
    EXPECT_EQ(policy.error().line, c.line) << c.text << policy.error().what;
    EXPECT_THAT(policy.error().what, HasSubstr(c.part));
  }
}

TEST(ProofFile, RoundTripAndForm) {
  Frontier tree;
  tree.add(leaf_hash(as_bytes("a")));
  tree.add(leaf_hash(as_bytes("b")));
  FileSigner log("example.org/log", KeyType::ed25519, {});
  Checkpoint head{"example.org/log", 2, tree.root(), {}};
  ProofFile file{"b", 1, {leaf_hash(as_bytes("a"))}, *sign_checkpoint(log, head)};
  const auto text = file.text();
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra Yg==\nindex 1\n")) << text;
  auto parsed = parse_proof_file(text);
  ASSERT_TRUE(parsed.ok()) << parsed.error();
  EXPECT_EQ(*parsed, file);
  EXPECT_TRUE(file.leads_to(head));
  parsed->entry = "a";
  EXPECT_FALSE(parsed->leads_to(head));
  for (std::size_t i = 0; i + 1 < text.size(); ++i) EXPECT_FALSE(parse_proof_file(text.substr(0, i)).ok()) << i;
  auto without = text;
  without.erase(without.find("extra"), std::string("extra Yg==\n").size());
  EXPECT_EQ(parse_proof_file(without)->entry, "");
  auto padded = text;
  padded.replace(padded.find("index 1"), 7, "index 01");
  EXPECT_FALSE(parse_proof_file(padded).ok());
}

}  // namespace
}  // namespace pellucid::ledger
