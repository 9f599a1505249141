#pragma once
// A witness (C2SP tlog-witness): keeps the last checkpoint that it saw of each log, and cosigns only what grew out of it. It sees no
// entries and learns nothing but sizes and hashes.
#include <map>
#include <memory>

#include "ledger/witness/growth.hpp"
#include "runtime/world.hpp"

namespace pellucid::ledger {

class Witness {
 public:
  static constexpr std::size_t max_logs = 256;

  /// `logs`: their keys (type ed25519); several of one name are one log. `folder` exists; in it is one file a log, named by the SHA-256
  /// of its origin, whose content is the last checkpoint with our cosignature. Refused: such a file that is damaged, or not cosigned by
  /// `signer` (type cosignature), because a witness that forgets would vouch for a fork.
  static Result<std::unique_ptr<Witness>, std::string> open(World& world, Signer& signer, std::string folder,
                                                            std::vector<VerifierKey> logs);

  /// POST add-checkpoint. What is answered with 200 is on the disk.
  WitnessReply add_checkpoint(std::string_view body);
  /// GET `path`: "/<SHA-256 of the origin>/checkpoint", else 404.
  WitnessReply get(std::string_view path) const;

  struct State {
    std::string origin;
    std::optional<Checkpoint> last;
    std::uint64_t cosigned_at = 0;  // seconds since 1970
    std::uint64_t accepted = 0, refused = 0;
  };
  std::vector<State> states() const;

 private:
  struct Log {
    std::vector<VerifierKey> keys;
    std::string note;  // with our cosignature; empty: none seen yet
    State state;
  };
  Witness(World& world, Signer& signer, std::string folder) : world_(world), signer_(signer), folder_(std::move(folder)) {}
  Result<Nothing, std::string> load(const std::string& file, Log& log);
  WitnessReply cosign_it(Log& log, const SignedCheckpoint& head);

  World& world_;
  Signer& signer_;
  std::string folder_;
  std::map<std::string, Log> logs_;  // by origin
};

/// The name of a log in paths: lower-case hexadecimal SHA-256 of its origin.
std::string origin_hash(std::string_view origin);

}  // namespace pellucid::ledger
