#pragma once
// Inside of link/snmp: what Credentials hold.
#include <optional>
#include <string>

#include "crypto/secret.hpp"
#include "link/snmp/credentials.hpp"

namespace pellucid::snmp {

struct Credentials::Secret {
  Bytes community;   // v2c; empty: v3
  std::string user;  // v3
  std::optional<crypto::Digest> authentication;
  Privacy privacy = Privacy::none;
  Bytes authentication_key, privacy_key;  // Ku: stretched, of no engine yet

  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() {
    crypto::wipe(community);
    crypto::wipe(authentication_key);
    crypto::wipe(privacy_key);
  }
};

}  // namespace pellucid::snmp
