#include "link/snmp/credentials.hpp"

#include <array>
#include <utility>

#include "link/snmp/secret.hpp"
#include "link/snmp/usm.hpp"
#include "wire/snmp/message.hpp"

namespace pellucid::snmp {
namespace {

constexpr std::size_t least_passphrase = 8, most_passphrase = 1024;

struct Name {
  crypto::Digest digest;
  const char *asked, *shown;
};
constexpr std::array digest_names = std::to_array<Name>({{crypto::Digest::md5, "md5", "HMAC-MD5"},
                                                         {crypto::Digest::sha1, "sha1", "HMAC-SHA-1"},
                                                         {crypto::Digest::sha224, "sha224", "HMAC-SHA-224"},
                                                         {crypto::Digest::sha256, "sha256", "HMAC-SHA-256"},
                                                         {crypto::Digest::sha384, "sha384", "HMAC-SHA-384"},
                                                         {crypto::Digest::sha512, "sha512", "HMAC-SHA-512"}});

Fail<std::string> wrong_length(const char* what, std::size_t got, std::size_t least, std::size_t most) {
  return Fail(std::string(what) + " of " + std::to_string(got) + " octets: " + std::to_string(least) + " to " + std::to_string(most) +
              " are allowed");
}

}  // namespace

std::optional<crypto::Digest> parse_authentication(std::string_view text) {
  if (text == "sha") return crypto::Digest::sha1;
  for (auto& name : digest_names)
    if (text == name.asked) return name.digest;
  return {};
}

Result<Credentials, std::string> Credentials::community(std::string_view community) {
  if (community.empty() || community.size() > max_name_octets) return wrong_length("a community", community.size(), 1, max_name_octets);
  auto secret = std::make_shared<Secret>();
  secret->community = to_bytes(as_bytes(community));
  return Credentials(std::move(secret));
}

Result<Credentials, std::string> Credentials::user(std::string_view name) {
  if (name.empty() || name.size() > max_user_octets) return wrong_length("a user name", name.size(), 1, max_user_octets);
  auto secret = std::make_shared<Secret>();
  secret->user = name;
  return Credentials(std::move(secret));
}

Result<Credentials, std::string> Credentials::user(std::string_view name, crypto::Digest authentication, std::string_view passphrase,
                                                   Privacy privacy, std::string_view privacy_passphrase) {
  if (name.empty() || name.size() > max_user_octets) return wrong_length("a user name", name.size(), 1, max_user_octets);
  if (!crypto::offered(authentication)) return Fail(std::string("this machine's OpenSSL does not offer that digest; use sha256"));
  if (passphrase.size() < least_passphrase || passphrase.size() > most_passphrase)
    return wrong_length("an authentication passphrase", passphrase.size(), least_passphrase, most_passphrase);
  auto secret = std::make_shared<Secret>();
  secret->user = name;
  secret->authentication = authentication;
  secret->authentication_key = stretch(authentication, as_bytes(passphrase));
  secret->privacy = privacy;
  if (privacy != Privacy::none) {
    if (privacy_passphrase.size() < least_passphrase || privacy_passphrase.size() > most_passphrase)
      return wrong_length("a privacy passphrase", privacy_passphrase.size(), least_passphrase, most_passphrase);
    secret->privacy_key = stretch(authentication, as_bytes(privacy_passphrase));
  }
  return Credentials(std::move(secret));
}

bool Credentials::is_user() const { return secret_->community.empty(); }
bool Credentials::authenticates() const { return secret_->authentication.has_value(); }
bool Credentials::encrypts() const { return secret_->privacy != Privacy::none; }

std::string Credentials::text() const {
  if (!is_user()) return "community";
  std::string text = "user " + secret_->user + " (";
  if (!secret_->authentication) return text + "no authentication)";
  text += digest_names[std::size_t(*secret_->authentication)].shown;
  return text + (encrypts() ? ", AES-128)" : ", no privacy)");
}

}  // namespace pellucid::snmp
