#pragma once
// A log's signing key in another account's hands: it signs only checkpoints of its origin that grew out of the last one it signed, so that
// even the operator's own node, once broken into, cannot make it sign a fork. The state machine of a witness with the log's own key.
#include <memory>

#include "ledger/witness/growth.hpp"
#include "runtime/world.hpp"

namespace pellucid::ledger {

class SigningService {
 public:
  /// `state_file` holds the last checkpoint that was signed. Refused if it is missing or damaged: begin() makes the first one.
  static Result<std::unique_ptr<SigningService>, std::string> open(World& world, Signer& signer, std::string state_file);
  /// The state of a key that has signed nothing yet: a signed checkpoint of the empty tree.
  static Result<Nothing, std::string> begin(World& world, Signer& signer, const std::string& state_file);

  /// A GrowthRequest whose head is a checkpoint's text. 200: the signature line, after the new state is on the disk; 403: another origin;
  /// else as a witness answers.
  WitnessReply sign(std::string_view body);
  const Checkpoint& last() const { return last_; }

 private:
  SigningService(World& world, Signer& signer, std::string state_file, Checkpoint last)
      : world_(world), signer_(signer), state_file_(std::move(state_file)), last_(std::move(last)) {}

  World& world_;
  Signer& signer_;
  std::string state_file_;
  Checkpoint last_;
};

/// The log's side of a signing service. `ask` brings a request there and back; its error is in words for the operator.
class RemoteSigner final : public Signer {
 public:
  using Ask = std::function<Result<WitnessReply, std::string>(const std::string& request)>;
  RemoteSigner(VerifierKey key, Ask ask) : key_(std::move(key)), ask_(std::move(ask)) {}

  const VerifierKey& key() const override { return key_; }
  /// Signs checkpoints only. Asks again once if the service last signed another size than we thought.
  Result<crypto::Ed25519Signature, std::string> sign(ByteView message) override;
  void prove_with(Prover prover) override { prover_ = std::move(prover); }

 private:
  VerifierKey key_;
  Ask ask_;
  Prover prover_;
  std::uint64_t signed_size_ = 0;  // what the service signed last, as far as we know
};

}  // namespace pellucid::ledger
