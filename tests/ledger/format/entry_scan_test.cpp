#include "ledger/format/entry_scan.hpp"

#include <gtest/gtest.h>

#include <random>

namespace pellucid::ledger {
namespace {

void expect_same_judgement(const std::string& text) {
  auto scanned = scan_entry(text);
  auto parsed = parse_entry(text);
  ASSERT_EQ(scanned.ok(), parsed.ok()) << text << "\n" << (parsed.ok() ? "" : parsed.error());
  if (parsed.ok()) EXPECT_EQ(scanned->time, time_text(parsed->time));
}

Entry rich_entry() {
  Entry entry;
  entry.type = "gnb.connected";
  entry.time = *parse_time("2026-11-28T03:00:00.123Z");
  entry.element = "gnb:999-70-1";
  entry.actor = "root \"(uid 0)\"\n\x01\x1f";
  entry.reason = "\xE2\x82\xAC \xF0\x9F\x98\x80 / \\ \x7F";
  entry.before.add("a", Tree::array());
  entry.before.add("b", Tree::Array{Tree(1), Tree(-5), Tree(true), Tree(), Tree(0), Tree("x")});
  entry.after.add("\xEF\xAC\xB3", 1);                   // U+FB33, after the surrogates of the next
  entry.after.add("\xF0\x9F\x98\x80", Tree::object());  // U+1F600
  entry.after.add("n\n", std::int64_t((1ull << 53) - 1));
  entry.sealed = {{"supi", empty_root()}, {"name", empty_root()}};
  return entry;
}

TEST(EntryScan, AgreesOnWhatIsRight) {
  auto text = *entry_text(rich_entry());
  auto scanned = scan_entry(text);
  ASSERT_TRUE(scanned.ok()) << scanned.error() << "\n" << text;
  EXPECT_EQ(scanned->type, "gnb.connected");
  expect_same_judgement(text);
}

TEST(EntryScan, AgreesOnEverySmallChange) {
  const auto text = *entry_text(rich_entry());
  const std::string replacements = "0123459aefAE\"\\{}[],:.-+ \t\n\x01\x7F\x80\xC3\xA9ntubr/zZ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    expect_same_judgement(text.substr(0, i));
    expect_same_judgement(text.substr(0, i) + text.substr(i + 1));
    for (char c : replacements) {
      auto other = text;
      other[i] = c;
      expect_same_judgement(other);
      other = text;
      other.insert(i, 1, c);
      expect_same_judgement(other);
    }
  }
}

TEST(EntryScan, AgreesOnNumbersNamesAndDepth) {
  auto with = [](const std::string& after) { return R"({"after":)" + after + R"(,"time":"2026-11-28T03:00:00.123Z","type":"t","v":1})"; };
  for (auto* value : {"0",
                      "-0",
                      "-1",
                      "01",
                      "1.0",
                      "1e2",
                      "9007199254740991",
                      "9007199254740992",
                      "-9007199254740991",
                      "-9007199254740992",
                      "99999999999999999999999",
                      "1 ",
                      "tru",
                      "nul",
                      "--1",
                      "-",
                      "\"\\u001F\"",
                      "\"\\u001f\"",
                      "\"\\u000a\"",
                      "\"\\u0041\"",
                      "\"\\/\"",
                      "\"\\ud83d\\ude00\"",
                      "\"\xED\xA0\x80\""})
    expect_same_judgement(with(std::string(R"({"a":)") + value + "}"));
  for (auto* object :
       {R"({})", R"({"a":1,"a":2})", R"({"b":1,"a":2})", R"({"":1,"a":2})", R"({"a":1,"ab":2})", R"({"ab":1,"a":2})", R"([])", "null",
        R"({"\n":1,"\u000b":2})", R"({"\u000b":2,"\n":1})", R"({"\"":1,"\\":2})", R"({"\\":1,"a":2})", R"({"a":1,"\\":2})"})
    expect_same_judgement(with(object));
  for (int depth : {60, 61, 62, 63, 64, 65, 66}) {
    std::string open, close;
    for (int i = 0; i < depth; ++i) open += "[", close += "]";
    expect_same_judgement(with(R"({"a":)" + open + close + "}"));
    expect_same_judgement(with(R"({"a":)" + open + "1" + close + "}"));
  }
  for (auto* time : {"2026-02-30T03:00:00.123Z", "2024-02-29T03:00:00.123Z", "2200-01-01T00:00:00.000Z", "1969-12-31T00:00:00.000Z",
                     "2026-11-28T24:00:00.123Z", "2026-11-28T03:60:00.123Z", "2026-11-28 03:00:00.123Z", "2026-11-28T03:00:00.123", "",
                     "+026-11-28T03:00:00.123Z"})
    expect_same_judgement(std::string(R"({"time":")") + time + R"(","type":"t","v":1})");
  for (auto* text :
       {R"({"time":"2026-11-28T03:00:00.123Z","type":"t","v":1.0})", R"({"time":"2026-11-28T03:00:00.123Z","type":"t","v":"1"})",
        R"({"time":"2026-11-28T03:00:00.123Z","type":"t","v":1} )", R"({"time":"2026-11-28T03:00:00.123Z","type":"t","v":1,"w":1})",
        R"({"time":"2026-11-28T03:00:00.123Z","type":"","v":1})", R"({"time":"2026-11-28T03:00:00.123Z","v":1})", "{}", "", "[]",
        R"({"sealed":{},"time":"2026-11-28T03:00:00.123Z","type":"t","v":1})", "\xEF\xBB\xBF{}"})
    expect_same_judgement(text);
}

}  // namespace
}  // namespace pellucid::ledger
