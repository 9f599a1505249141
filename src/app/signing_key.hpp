#pragma once
// Where the log's signing key comes from (ledger.key):
//   file:PATH                 64 hexadecimal digits, mode 0600, of this account; made on first use
//   command:PROGRAM ARGS      a program that prints them once, such as tpm2_unseal (a TPM cannot make Ed25519 signatures, but keep the key)
//   socket:PATH               `pellucid signer`, run by another account: it signs only what grew consistently
#include <memory>
#include <string>

#include "ledger/format/note.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

/// `origin` is the key's name. The error is in words for the operator.
Result<std::unique_ptr<ledger::Signer>, std::string> open_signer(World& world, const std::string& source, const std::string& origin);

}  // namespace pellucid::app
