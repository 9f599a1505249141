#include "app/snmp_credentials.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

namespace pellucid::app {
namespace {

using oversight::CredentialRule;
using oversight::Prefix;
using snmp::Credentials;

constexpr std::size_t max_rules = 1000;

/// Blanks separate words, but not within double quotes. Nothing if a quote is not closed.
std::optional<std::vector<std::string>> words_of(const std::string& line) {
  std::vector<std::string> words;
  bool quoted = false, within = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
      if (quoted && !within) words.emplace_back();
      within = true;
    } else if (!quoted && (c == ' ' || c == '\t' || c == '\r')) {
      within = false;
    } else {
      if (!within) words.emplace_back();
      within = true;
      words.back() += c;
    }
  }
  if (quoted) return {};
  return words;
}

Result<Credentials, std::string> credentials_of(const std::vector<std::string>& words) {
  constexpr const char* forms =
      "allowed are: community NAME; user NAME; user NAME md5|sha|sha224|sha256|sha384|sha512 PASSPHRASE; and behind that: aes PASSPHRASE";
  if (words.size() == 3 && words[1] == "community") return Credentials::community(words[2]);
  if (words.size() < 3 || words[1] != "user") return Fail(std::string(forms));
  if (words.size() == 3) return Credentials::user(words[2]);
  auto digest = words.size() >= 5 ? snmp::parse_authentication(words[3]) : std::nullopt;
  if (!digest) return Fail(std::string(forms));
  if (words.size() == 5) return Credentials::user(words[2], *digest, words[4]);
  if (words.size() != 7 || words[5] != "aes") return Fail(std::string(forms));
  return Credentials::user(words[2], *digest, words[4], snmp::Privacy::aes128, words[6]);
}

}  // namespace

Result<std::vector<CredentialRule>, std::string> parse_snmp_credentials(const std::string& content, const std::string& file) {
  std::vector<CredentialRule> rules;
  std::string line;
  std::size_t number = 0;
  for (std::istringstream in(content); std::getline(in, line);) {
    ++number;
    auto where = file + ", line " + std::to_string(number) + ": ";
    auto words = words_of(line);
    if (!words) return Fail(where + "a double quote is not closed");
    if (words->empty() || words->front().starts_with('#')) continue;
    auto prefix = Prefix::parse(words->front());
    if (!prefix) return Fail(where + "\"" + words->front() + "\": allowed is an address or a prefix such as 10.0.0.0/8");
    auto credentials = credentials_of(*words);
    if (!credentials.ok()) return Fail(where + credentials.error());
    auto same = std::find_if(rules.begin(), rules.end(), [&](auto& rule) { return rule.within == *prefix; });
    if (same == rules.end()) same = rules.insert(rules.end(), CredentialRule{*prefix, {}});
    same->credentials.push_back(std::move(*credentials));
    if (rules.size() > max_rules) return Fail(file + ": more than " + std::to_string(max_rules) + " prefixes");
  }
  return rules;
}

Result<std::vector<CredentialRule>, std::string> read_snmp_credentials(World& world, const std::string& file) {
  struct stat about{};
  if (stat(file.c_str(), &about) == 0 && ((about.st_mode & 077) != 0 || (about.st_uid != geteuid() && about.st_uid != 0)))
    return Fail("oversight.snmp_credentials = " + file + ": allowed is a file of this account with mode 0600; fix: chmod 600 " + file);
  auto content = world.read_file(file);
  if (!content.ok()) return Fail("oversight.snmp_credentials: " + content.error().what);
  return parse_snmp_credentials(std::string(as_text(*content)), file);
}

}  // namespace pellucid::app
