#pragma once
// What a device wants to know before it answers: a community (v2c) or a user with keys (v3). Copies share one secret, which is erased with
// the last of them. There is no way to print, compare or take out the secret; text() names the credentials without it.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/digest.hpp"

namespace pellucid::snmp {

enum class Privacy : std::uint8_t { none, aes128 };

class Credentials {
 public:
  /// 1..255 octets.
  static Result<Credentials, std::string> community(std::string_view community);
  /// A user without authentication: reads what the device shows to anybody.
  static Result<Credentials, std::string> user(std::string_view name);
  /// Passphrases have 8..1024 octets (RFC 3414 §11.2); they are stretched here, once (RFC 3414 §A.2), and not kept. `privacy_passphrase` is
  /// not looked at without privacy.
  static Result<Credentials, std::string> user(std::string_view name, crypto::Digest authentication, std::string_view passphrase,
                                               Privacy privacy = Privacy::none, std::string_view privacy_passphrase = {});

  bool is_user() const;
  bool authenticates() const;
  bool encrypts() const;
  /// "community", "user audit (HMAC-SHA-256, AES-128)".
  std::string text() const;

 private:
  friend class Usm;
  friend class Session;
  struct Secret;
  explicit Credentials(std::shared_ptr<const Secret> secret) : secret_(std::move(secret)) {}
  std::shared_ptr<const Secret> secret_;
};

/// "md5", "sha" or "sha1", "sha224", "sha256", "sha384", "sha512".
std::optional<crypto::Digest> parse_authentication(std::string_view text);

}  // namespace pellucid::snmp
