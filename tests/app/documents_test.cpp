// The documents say what is there: every message that the program knows, every configuration key that they name.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "app/config.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/ngap/messages.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::app {
namespace {

std::string content(const std::string& name) {
  std::ifstream in(std::string(PELLUCID_SOURCE) + "/" + name);
  EXPECT_TRUE(in) << name;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The cells of the first column of all tables, taken apart at their commas.
std::set<std::string> names_in_tables(const std::string& document) {
  std::set<std::string> out;
  std::istringstream lines(document);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ")) continue;
    std::istringstream cell(line.substr(2, line.find(" |", 2) - 2));
    for (std::string name; std::getline(cell, name, ',');) {
      auto begin = name.find_first_not_of(' ');
      if (begin != std::string::npos) out.insert(name.substr(begin));
    }
  }
  return out;
}

struct Protocols : testing::Test {
  std::set<std::string> named = names_in_tables(content("docs/protocols.md"));
  void expect(const std::string& name) { EXPECT_TRUE(named.contains(name)) << name << " has no line in docs/protocols.md"; }
};

TEST_F(Protocols, NameEveryNasMessage) {
  ASSERT_GT(nas::known_messages().size(), 40u);
  for (auto& message : nas::known_messages()) expect(message.table.name);
}
TEST_F(Protocols, NameEveryNgapMessage) {
  std::size_t count = 0;
  ngap::for_each_message([](std::uint64_t) { return std::uint64_t(0); }, [&](const ngap::Pdu& pdu) { ++count, expect(ngap::name_of(pdu)); });
  EXPECT_GT(count, 50u);
}
TEST_F(Protocols, NameEveryPfcpMessage) {
  std::size_t count = 0;
  for (unsigned type = 1; type < 256; ++type) {
    std::string name = pfcp::name(pfcp::MessageType(type));
    if (name.ends_with("Request") || name.ends_with("Response")) ++count, expect(name);
  }
  EXPECT_EQ(count, 27u);
}
TEST_F(Protocols, NameEveryGtpuMessage) {
  for (auto* name : {gtpu::EchoRequest::name, gtpu::EchoResponse::name, gtpu::ErrorIndication::name, gtpu::SupportedExtensionHeaders::name,
                     gtpu::TunnelStatus::name, gtpu::EndMarker::name, gtpu::GPdu::name})
    expect(name);
}

TEST(OperatingDocuments, NameConfigurationKeysThatExist) {
  // "section.key" in backquotes: the section and the key must be in the default file.
  auto defaults = default_config_text();
  std::set<std::string> sections, keys;
  std::string section;
  std::istringstream lines(defaults);
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    static const std::regex header("^(?:# )?\\[+([a-z.]+)\\]+$"), key("^(?:# )?([a-z_0-9]+) = .*");
    if (std::regex_match(line, found, header)) sections.insert(section = found[1]);
    if (std::regex_match(line, found, key)) keys.insert(section + "." + std::string(found[1]));
  }
  ASSERT_TRUE(keys.contains("amf.n2_address"));
  std::size_t named = 0;
  for (auto& entry : std::filesystem::directory_iterator(std::string(PELLUCID_SOURCE) + "/docs/operating")) {
    auto text = content("docs/operating/" + entry.path().filename().string());
    static const std::regex mention("`([a-z]+)\\.([a-z_0-9]+)(?: = [^`]*)?`");
    for (std::sregex_iterator it(text.begin(), text.end(), mention), end; it != end; ++it) {
      if (!sections.contains((*it)[1])) continue;  // a file name, a host
      ++named;
      auto key = (*it)[1].str() + "." + (*it)[2].str();
      EXPECT_TRUE(keys.contains(key)) << entry.path() << " names " << key;
    }
  }
  EXPECT_GT(named, 5u);
}

}  // namespace
}  // namespace pellucid::app
