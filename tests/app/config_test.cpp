#include "app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace pellucid;
using namespace pellucid::app;
using testing::HasSubstr;

namespace {
std::string findings(const LoadedConfig& loaded) {
  std::string out;
  for (auto& f : loaded.findings) out += f.text() + "\n";
  return out;
}
}  // namespace

TEST(Config, TheDocumentedDefaultReadsBackAsTheDefault) {
  auto text = default_config_text();
  auto loaded = parse_config(text, "default");
  EXPECT_EQ(findings(loaded), "");
  Config plain;
  EXPECT_EQ(loaded.config.plmn, plain.plmn);
  EXPECT_EQ(loaded.config.dnns.at(0).ipv4, plain.dnns.at(0).ipv4);
  EXPECT_EQ(loaded.config.slices, plain.slices);
  EXPECT_TRUE(loaded.config.gnbs.empty());
}

TEST(Config, AllFindingsAtOnceWithKeyValueAllowedAndLine) {
  auto loaded = parse_config("[network]\nplmn = \"99\"\n[amf]\nn2_adress = \"127.0.0.5\"\nset = 4000\n[[dnn]]\nmtu = \"big\"\n", "x.toml");
  auto text = findings(loaded);
  EXPECT_EQ(loaded.findings.size(), 4u) << text;
  EXPECT_THAT(text, HasSubstr("line 2: network.plmn = '99'"));
  EXPECT_THAT(text, HasSubstr("did you mean amf.n2_address?"));
  EXPECT_THAT(text, HasSubstr("allowed: 0 to 1023"));
  EXPECT_THAT(text, HasSubstr("dnn[0].mtu = 'big'"));
  EXPECT_FALSE(loaded.usable());
}

TEST(Config, SyntaxErrorsNameTheLine) {
  auto loaded = parse_config("[network\n", "x.toml");
  ASSERT_EQ(loaded.findings.size(), 1u);
  EXPECT_EQ(loaded.findings[0].line, 1u);
}

TEST(Config, ContradictionsAreFound) {
  auto same = parse_config("[upf]\nn4_address = \"127.0.0.2\"\n", "x");
  EXPECT_THAT(findings(same), HasSubstr("both listen on UDP 8805"));
  auto open = parse_config("[api]\nlisten = \"0.0.0.0:9090\"\n", "x");
  EXPECT_THAT(findings(open), HasSubstr("a loopback address"));
  auto twice = parse_config("[[dnn]]\nname=\"ims\"\n[[dnn]]\nname=\"IMS\"\ntun=\"b\"\n", "x");
  EXPECT_THAT(findings(twice), HasSubstr("names that differ"));
}

TEST(Config, TextThatTheParserDoesNotSurviveIsAFinding) {
  using namespace std::string_literals;
  for (auto& broken : {"[\0\0"s, "[\n"s, " [\x01"s, "name = Zürich\n"s, "\xEF\xBA\xBF"s, "[[\n"s, "a.\n"s, "x = \"\"\"a\"\"\"\"ü\n"s}) {
    auto loaded = parse_config("[network]\nplmn = \"999-70\"\n" + broken, "x.toml");
    EXPECT_FALSE(loaded.usable()) << broken;
    ASSERT_GE(loaded.findings.size(), 1u) << broken;
    EXPECT_GE(loaded.findings[0].line, 3u) << broken;
  }
}

TEST(Config, LettersOfAnyLanguageStandInQuotesAndComments) {
  auto loaded = parse_config("# Zürich\n[network]\nname = \"Zürich \\\" é\" # ñ\n[amf]\nname = 'Ærø'\n", "x.toml");
  EXPECT_EQ(findings(loaded), "");
  EXPECT_EQ(loaded.config.network_name, "Zürich \" é");
}

TEST(ConfigValues, NameEveryKeyWithTheValueInForce) {
  auto loaded = parse_config("[network]\nname = \"a\\nb\"\n[[amf.gnb]]\nid = 7\n[[amf.gnb]]\nid = 8\n[[dnn]]\nname = \"ims\"\n", "test");
  ASSERT_TRUE(loaded.usable()) << loaded.findings.front().text();
  auto values = config_values(loaded.config);
  EXPECT_EQ(values.at("network.name"), "\"a\\u000ab\"");
  EXPECT_EQ(values.at("amf.gnb[1].id"), "8");
  EXPECT_EQ(values.at("dnn[0].name"), "\"ims\"");
  EXPECT_EQ(values.at("amf.n2_port"), "38412");
  EXPECT_FALSE(values.contains("dnn[1].name"));
  EXPECT_EQ(values,
            config_values(
                parse_config("[network]\nname = \"a\\nb\"\n[[amf.gnb]]\nid = 7\n[[amf.gnb]]\nid = 8\n[[dnn]]\nname = \"ims\"\n", "again")
                    .config));
}
