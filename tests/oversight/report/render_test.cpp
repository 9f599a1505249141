#include "oversight/report/render.hpp"

#include <gtest/gtest.h>

namespace pellucid::oversight {
namespace {

Report one_cell(const std::string& text) {
  Report report{"equipment", text, text, Day()};
  report.facts = {{text, text}};
  report.statements = {text};
  report.figures = {{text, text, text}};
  report.bars = {{text, text, {{text, 1}}}};
  report.tables = {{"t", text, text, {{"a", text, "g"}, {"b", text, "g"}}, {{{text, text}, {7}}}, text}};
  report.not_known = {text};
  return report;
}

TEST(Shown, SpellsOutWhatMisleadsAndKeepsTheRest) {
  EXPECT_EQ(shown("Zürich 华为 \U0001F4E1"), "Zürich 华为 \U0001F4E1");
  EXPECT_EQ(shown("a\nb"), "a\nb");
  EXPECT_EQ(shown("a\x1b[31mb"), "a[U+001B][31mb");
  EXPECT_EQ(shown(std::string_view("a\0b", 3)), "a[U+0000]b");
  EXPECT_EQ(shown("evil\u202Etxt.exe"), "evil[U+202E]txt.exe");
  EXPECT_EQ(shown("in\u200Bvisible\uFEFF"), "in[U+200B]visible[U+FEFF]");
  EXPECT_EQ(shown("\xC3("), "\uFFFD(");
  EXPECT_EQ(shown("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(shown("\xF0\x9F"), "\uFFFD\uFFFD");
}

TEST(Html, NothingThatAStrangerWroteBecomesMarkup) {
  for (std::string hostile : {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onmouseover='x", "</style><script>",
                              "&lt;b&gt;", "<!--", "]]>", "\xFF<script\xFE>"}) {
    auto page = html(one_cell(hostile));
    EXPECT_EQ(page.find(hostile), page.npos) << hostile;
    EXPECT_EQ(page.find("<script"), page.npos) << hostile;
    EXPECT_EQ(page.find("<img"), page.npos);
    EXPECT_EQ(page.find("<!--"), page.npos);
    EXPECT_EQ(page.find("'onmouseover"), page.npos);
  }
  EXPECT_NE(html(one_cell("a<b")).find("a&lt;b"), std::string::npos);
}

TEST(Html, LoadsNothing) {
  auto page = html(one_cell("text"));
  EXPECT_NE(page.find("default-src 'none'"), page.npos);
  for (auto* what : {"http://", "https://", "src=", "url(", "@import", "<link", "<script"}) EXPECT_EQ(page.find(what), page.npos) << what;
  EXPECT_NE(page.find("<a href=\"proofs/7.tlog-proof\">7</a>"), page.npos);
}

TEST(Csv, IsRfc4180AndRunsNoFormula) {
  auto cell = [](const std::string& text) {
    auto all = csv({"t", "", "", {{"a", "", ""}}, {{{text}, {7, 9}}}, ""});
    auto line = all.substr(all.find("\r\n") + 2);
    return line.substr(0, line.rfind(",7 9,proofs/7.tlog-proof proofs/9.tlog-proof\r\n"));
  };
  EXPECT_EQ(csv({"t", "", "", {{"a", "", ""}}, {}, ""}), "a,entries,proofs\r\n");
  EXPECT_EQ(cell("plain"), "plain");
  EXPECT_EQ(cell("a,b"), "\"a,b\"");
  EXPECT_EQ(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(cell("\"\""), "\"\"\"\"\"\"");
  EXPECT_EQ(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(cell("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  for (std::string first : {"=", "+", "-", "@"}) EXPECT_EQ(cell(first + "1"), "'" + first + "1");
  EXPECT_EQ(cell("\t=1"), "[U+0009]=1");
  EXPECT_EQ(cell("\r=1"), "[U+000D]=1");
  EXPECT_EQ(cell("\xFF"), "\uFFFD");
  EXPECT_EQ(cell(""), "");
}

TEST(Json, HoldsEverythingAsText) {
  auto json = tree(one_cell("</script>\"\xFF\n")).json();
  EXPECT_NE(json.find("</script>\\\"\uFFFD\\u000a"), json.npos) << json;
  EXPECT_NE(json.find("\"entries\":[7],\"proofs\":[\"proofs/7.tlog-proof\"]"), json.npos) << json;
}

TEST(EntriesOf, EachOnceInOrder) {
  Report report;
  report.tables = {{"a", "", "", {}, {{{}, {9, 2}}, {{}, {2}}}, ""}, {"b", "", "", {}, {{{}, {5}}}, ""}};
  EXPECT_EQ(entries_of(report), (std::vector<EntryIndex>{2, 5, 9}));
}

}  // namespace
}  // namespace pellucid::oversight
