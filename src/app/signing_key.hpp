#pragma once
// Where signing keys come from. A key's source is a text:
//   file:PATH                 64 hexadecimal digits (the seed of an Ed25519 key), mode 0600, of this account
//   command:PROGRAM ARGS      a program that prints them once, such as tpm2_unseal (a TPM cannot make Ed25519 signatures, but keep the key)
//   socket:PATH               `pellucid signer`, run by another account: it signs only what grew consistently
#include <memory>
#include <string>

#include "ledger/format/note.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

/// The log's key; `origin` is its name. A file that is not there is made. The error is in words for the operator.
Result<std::unique_ptr<ledger::Signer>, std::string> open_signer(World& world, const std::string& source, const std::string& origin);

/// A seed from `file:` or `command:`; `setting` ("ledger.key") is what the errors name.
Result<crypto::Key256, std::string> read_seed(World& world, const std::string& source, const std::string& setting);
/// A new seed in a new file of mode 0600; a file that is there is an error.
Result<crypto::Key256, std::string> make_seed_file(World& world, const std::string& path);

/// The command and its argument by which a node asks `pellucid signer` over its control socket.
inline constexpr const char* sign_command = "sign";
inline constexpr const char* key_command = "key";

}  // namespace pellucid::app
