#include "oversight/policy/list.hpp"

#include <gtest/gtest.h>

#include "tests/oversight/policy/elements.hpp"

namespace pellucid::oversight {
namespace {

const std::string good = R"({
  "name": "house-list", "title": "Not in our house", "publisher": "The operator", "version": "2026-01-31",
  "source": "https://example.org/list",
  "entries": [
    {"id": "acme", "title": "Acme", "since": "2025-01-01", "until": "2026-12-31", "match": "maker",
     "makers": [{"name": "Acme Widgets Co., Ltd.", "aliases": ["ACME"], "subsidiaries": ["Bolt GmbH"], "parent": "Big Holding"}],
     "parts": "2025-06-01", "source": "https://example.org/acme", "note": "a note", "confirmed": true}
  ]
})";

std::string with(std::string_view what, std::string_view instead) {
  auto text = good;
  auto at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return text.replace(at, what.size(), instead);
}

TEST(PolicyList, IsReadInFull) {
  auto list = parse_list(good, "house.json");
  ASSERT_TRUE(list.ok()) << list.error().text();
  EXPECT_EQ(list->name, "house-list");
  EXPECT_EQ(day_text(list->version), "2026-01-31");
  ASSERT_EQ(list->entries.size(), 1u);
  auto& entry = list->entries[0];
  EXPECT_EQ(entry.makers[0].subsidiaries, std::vector<std::string>{"Bolt GmbH"});
  EXPECT_EQ(entry.makers[0].parent, "Big Holding");
  EXPECT_TRUE(entry.confirmed);
  EXPECT_EQ(day_text(*entry.parts_since), "2025-06-01");
  // The content is what the ledger keeps, and reads back as the same list.
  auto again = parse_list(list->content, "log");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->sha256, list->sha256);
}

TEST(PolicyList, IsInForceFromItsFirstDayToItsLast) {
  auto entry = parse_list(good, "house.json")->entries[0];
  EXPECT_FALSE(entry.in_force(day("2024-12-31")));
  EXPECT_TRUE(entry.in_force(day("2025-01-01")));
  EXPECT_TRUE(entry.in_force(day("2026-12-31")));
  EXPECT_FALSE(entry.in_force(day("2027-01-01")));
  EXPECT_FALSE(entry.parts_in_force(day("2025-05-31")));
  EXPECT_TRUE(entry.parts_in_force(day("2025-06-01")));
}

TEST(PolicyList, RefusesWhatItDoesNotUnderstandAndSaysWhere) {
  struct Case {
    std::string text, where, wanted;
  };
  const Case cases[] = {
      {with("\"confirmed\": true", "\"confirmed\": \"yes\""), "entries[0].confirmed", "true or false"},
      {with(", \"confirmed\": true", ""), "entries[0].confirmed", "must be there"},
      {with("\"note\"", "\"remark\""), "entries[0].remark", "allowed are"},
      {with("2025-01-01", "2025-02-30"), "entries[0].since", "YYYY-MM-DD"},
      {with("2025-01-01", "2025-1-1"), "entries[0].since", "YYYY-MM-DD"},
      {with("2026-12-31", "2024-12-31"), "entries[0].until", "not before since"},
      {with("\"match\": \"maker\"", "\"match\": \"vendor\""), "entries[0].match", "foreign-produced"},
      {with("\"match\": \"maker\"", "\"match\": \"maker-and-category\""), "entries[0].categories", "at least one"},
      {with("\"match\": \"maker\"", "\"match\": \"foreign-produced\""), "entries[0].makers", "none"},
      {with("\"parts\": \"2025-06-01\"", "\"parts\": \"sometimes\""), "entries[0].parts", "never"},
      {with("house-list", "House List"), ".name", "lower-case"},
      {with("https://example.org/acme", "example.org"), "entries[0].source", "https://"},
      {with("[\"ACME\"]", "[]"), "makers[0].aliases", "at least one"},
      {with("[\"ACME\"]", "[\"Private\"]"), "makers[0].aliases", "legal form"},
      {with("[\"ACME\"]", "[7]"), "makers[0].aliases", "texts"},
      {with("\"name\": \"house-list\"", "\"name\": \"house-list\", \"name\": \"twice\""), "house.json", "JSON"},
      {with("\"entries\": [", "\"entries\": [,"), "house.json", "JSON"},
  };
  for (auto& c : cases) {
    auto list = parse_list(c.text, "house.json");
    ASSERT_FALSE(list.ok()) << c.where;
    EXPECT_NE(list.error().where.find(c.where), std::string::npos) << list.error().text();
    EXPECT_NE(list.error().wanted.find(c.wanted), std::string::npos) << list.error().text();
    EXPECT_FALSE(list.error().got.empty());
  }
  EXPECT_NE(parse_list(with("\"entries\": [", "\"entries\": [,"), "f").error().got.find("line 4"), std::string::npos);
  EXPECT_NE(parse_list(std::string(100, '['), "f").error().got.find("deeper"), std::string::npos);
  EXPECT_NE(parse_list(std::string(max_list_octets + 1, ' '), "f").error().got.find("octets"), std::string::npos);
  auto twice = good;
  auto entry = good.substr(good.find("{\"id\""), good.rfind(']') - good.find("{\"id\""));
  EXPECT_NE(parse_list(twice.insert(twice.rfind(']'), "," + entry), "f").error().got.find("acme"), std::string::npos);
}

TEST(PolicyList, TheShippedListIsReadAndSaysWhatNobodyConfirmed) {
  auto list = parse_list(source_file("data/policy/fcc-covered-list.json"), "fcc-covered-list.json");
  ASSERT_TRUE(list.ok()) << list.error().text();
  EXPECT_EQ(list->name, "fcc-covered-list");
  std::size_t unconfirmed = 0;
  for (auto& entry : list->entries) {
    unconfirmed += entry.confirmed ? 0 : 1;
    EXPECT_TRUE(entry.source.starts_with("https://")) << entry.id;
    EXPECT_TRUE(entry.confirmed || !entry.note.empty()) << entry.id << ": an unconfirmed entry says what is not confirmed";
  }
  EXPECT_EQ(unconfirmed, 2u);
}

TEST(PolicyLog, ALongListIsASeriesOfEntriesAndTheLastOneLoadsIt) {
  auto text = good;
  std::string note(1990, 'x');
  for (int i = 0; i < 30; ++i)
    text.insert(text.rfind(']'), R"(,{"id": "e)" + std::to_string(i) +
                                     R"(", "title": "ü", "since": "2025-01-01", "match": "maker", "makers": [{"name": "Maker )" +
                                     std::to_string(i) + R"("}], "source": "https://example.org", "note": ")" + note +
                                     R"(", "confirmed": false})");
  auto list = parse_list(text, "long");
  ASSERT_TRUE(list.ok()) << list.error().text();
  auto entries = list_entries(*list, "root (uid 0)", "new edition");
  ASSERT_EQ(entries.size(), 3u);
  PolicyLog log;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    EXPECT_TRUE(ledger::entry_text(entries[i]).ok());
    EXPECT_TRUE(log.lists(ListView::by_their_dates, {}).empty());
    log.apply(entries[i], 10 + i);
  }
  auto lists = log.lists(ListView::by_their_dates, {});
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(lists[0].entry, 12u);
  EXPECT_EQ(lists[0].list->sha256, list->sha256);
  EXPECT_TRUE(log.faults().empty());
}

TEST(PolicyLog, ChangedMissingOrSwappedPartsLoadNothing) {
  auto list = *parse_list(good, "house");
  auto entries = list_entries(list, "root", "r");
  ASSERT_EQ(entries.size(), 1u);
  auto forged = entries[0];
  for (auto& [name, value] : std::get<0>(std::tuple(*forged.after.as_object())))
    if (name == "content") {
      auto content = *value.as_string();
      forged.after = Tree(Tree::Object{{"name", list.name},
                                       {"version", "2026-01-31"},
                                       {"sha256", hex(list.sha256)},
                                       {"part", 1},
                                       {"parts", 1},
                                       {"content", content.replace(content.find("Acme"), 4, "Acne")}});
      break;
    }
  PolicyLog log;
  log.apply(forged, 5);
  EXPECT_TRUE(log.lists(ListView::by_their_dates, {}).empty());
  ASSERT_TRUE(log.faults().contains(5));
  EXPECT_NE(log.faults().at(5).find("hash"), std::string::npos);
}

TEST(PolicyLog, TheTwoViewsDifferBeforeTheListWasLoaded) {
  auto early = end_of(day("2026-02-01")), late = end_of(day("2026-03-01"));
  auto list = *parse_list(good, "house");
  PolicyLog log;
  auto entry = list_entries(list, "root", "r")[0];
  entry.time = late;
  log.apply(entry, 3);
  EXPECT_EQ(log.lists(ListView::by_their_dates, early).size(), 1u);
  EXPECT_EQ(log.lists(ListView::as_logged, early).size(), 0u);
  EXPECT_EQ(log.lists(ListView::as_logged, late).size(), 1u);
  auto gone = withdraw_list_entry("house-list", "root", "not ours");
  gone.time = late + std::chrono::hours(1);
  log.apply(gone, 4);
  EXPECT_EQ(log.lists(ListView::by_their_dates, early).size(), 0u);
  EXPECT_EQ(log.lists(ListView::as_logged, late).size(), 1u);
  EXPECT_EQ(log.lists(ListView::as_logged, gone.time).size(), 0u);
}

}  // namespace
}  // namespace pellucid::oversight
