#include "ledger/format/entry.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace pellucid::ledger {
namespace {

Entry sample() {
  Entry entry;
  entry.type = "gnb.connected";
  entry.time = WallTime(std::chrono::milliseconds(1'795'834'800'123));
  entry.element = "gnb-id:999-70-1";
  entry.actor = "pellucid";
  entry.reason = "NG Setup";
  entry.after = Tree(Tree::Object{{"name", "Harbour \"east\"\n"}, {"tacs", Tree(Tree::Array{Tree(1), Tree(2)})}});
  entry.sealed.emplace_back("supi", commitment({"supi", {}, to_bytes(as_bytes("imsi-999700000000001"))}));
  return entry;
}

TEST(CanonicalJson, SortsByUtf16AndWritesTheShortestEscapes) {
  // RFC 8785 §3.2.3: U+10437 (surrogate D801) sorts before U+FB33.
  Tree tree = Tree::object();
  tree.add("\xEF\xAC\xB3", 1);
  tree.add("\xF0\x90\x90\xB7", 2);
  tree.add("\r", "\x01\t\x7F/");
  tree.add("1", Tree());
  auto text = canonical_json(tree);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(*text, "{\"\\r\":\"\\u0001\\t\x7F/\",\"1\":null,\"\xF0\x90\x90\xB7\":2,\"\xEF\xAC\xB3\":1}");
  auto back = parse_canonical_json(*text);
  ASSERT_TRUE(back.ok()) << back.error();
  EXPECT_EQ(canonical_json(*back), *text);
}

TEST(CanonicalJson, RefusesWhatReadersDisagreeAbout) {
  EXPECT_FALSE(canonical_json(Tree(1.5)).ok());
  EXPECT_FALSE(canonical_json(Tree(std::uint64_t(1) << 53)).ok());
  EXPECT_TRUE(canonical_json(Tree((std::int64_t(1) << 53) - 1)).ok());
  EXPECT_FALSE(canonical_json(Tree("\xC0\x80")).ok());
  EXPECT_FALSE(canonical_json(Tree(Tree::Object{{"a", 1}, {"a", 2}})).ok());
  for (auto* text : {"{\"a\":1,\"a\":1}", "{ \"a\":1}", "{\"b\":1,\"a\":1}", "1.0", "1e2", "-0", "\"\\u0041\"", "{\"a\":1}x", ""})
    EXPECT_FALSE(parse_canonical_json(text).ok()) << text;
  EXPECT_FALSE(parse_canonical_json(std::string(100'000, '[')).ok());
}

TEST(Entry, RoundTripsAndRefusesEverythingElse) {
  auto text = entry_text(sample());
  ASSERT_TRUE(text.ok()) << text.error();
  auto back = parse_entry(*text);
  ASSERT_TRUE(back.ok()) << back.error();
  EXPECT_EQ(back->sealed, sample().sealed);
  EXPECT_EQ(entry_text(*back), *text);
  for (std::size_t i = 0; i < text->size(); ++i) EXPECT_FALSE(parse_entry(text->substr(0, i)).ok());
  EXPECT_FALSE(parse_entry("{\"extra\":1,\"time\":\"2026-11-28T03:00:00.000Z\",\"type\":\"a.b\",\"v\":1}").ok());
  EXPECT_TRUE(parse_entry("{\"time\":\"2026-11-28T03:00:00.000Z\",\"type\":\"a.b\",\"v\":1}").ok());
  EXPECT_FALSE(parse_entry("{\"time\":\"2026-02-30T03:00:00.000Z\",\"type\":\"a.b\",\"v\":1}").ok());
}

TEST(Entry, TooLongIsRefusedAndSaysWhatToDo) {
  auto entry = sample();
  entry.reason = std::string(70'000, 'x');
  auto text = entry_text(entry);
  ASSERT_FALSE(text.ok());
  EXPECT_NE(text.error().find("seal"), std::string::npos);
}

TEST(Commitment, DependsOnEveryPart) {
  Opening opening{"name", {1}, to_bytes(as_bytes("Anna"))};
  auto other_salt = opening, other_field = opening, other_content = opening;
  other_salt.salt[15] = 1;
  other_field.field = "nam";
  other_content.content.push_back(0);
  EXPECT_NE(commitment(opening), commitment(other_salt));
  EXPECT_NE(commitment(opening), commitment(other_field));
  EXPECT_NE(commitment(opening), commitment(other_content));
}

}  // namespace
}  // namespace pellucid::ledger
