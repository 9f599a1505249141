#pragma once
// The file oversight.snmp_credentials: what to say to which devices. One rule a line, tried in this order within a prefix:
//
//   # prefix       how
//   10.0.0.0/8     community public
//   10.1.0.0/16    user audit sha256 PASSPHRASE aes PASSPHRASE
//   10.2.0.0/16    user reader
//
// Words are separated by blanks; a passphrase with blanks stands in double quotes. Mode 0600: secrets never stand anywhere else.
#include <string>
#include <vector>

#include "oversight/discovery/discovery.hpp"

namespace pellucid::app {

/// The error names file and line, never a secret.
Result<std::vector<oversight::CredentialRule>, std::string> parse_snmp_credentials(const std::string& content, const std::string& file);
Result<std::vector<oversight::CredentialRule>, std::string> read_snmp_credentials(World& world, const std::string& file);

}  // namespace pellucid::app
