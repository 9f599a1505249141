#pragma once
// Witnessing: carries each new checkpoint of the log to the witnesses of the policy, at most one a second, and publishes what they cosigned
// as the file `checkpoint.cosigned` beside the log's own `checkpoint`.
#include <memory>
#include <string>
#include <vector>

#include "api/http_client.hpp"
#include "ledger/log/reader.hpp"
#include "ledger/witness/submission.hpp"

namespace pellucid::app {

class Witnessing {
 public:
  static constexpr Duration interval = std::chrono::seconds(1);
  /// A log that does not grow is cosigned again so often: that shows that there is nothing newer (pellucid-verify --max-age).
  static constexpr Duration renewal = std::chrono::minutes(10);

  /// Reads checkpoints and proofs from the log's folder. Refused, in words for the operator: no log there, or a witness's URL that
  /// cannot be read.
  static Result<std::unique_ptr<Witnessing>, std::string> start(RealWorld& world, const ledger::Policy& policy,
                                                                const std::string& log_folder);
  ~Witnessing();
  Witnessing(const Witnessing&) = delete;
  Witnessing& operator=(const Witnessing&) = delete;

  /// Quorum, sizes, and each witness with its state, for `pellucid status`.
  Tree tree() const;
  const ledger::Submission& submission() const { return submission_; }

 private:
  Witnessing(RealWorld& world, const ledger::Policy& policy, std::string folder, ledger::Reader reader);
  void tick();
  void ask(std::size_t i);
  void answered(std::size_t i, api::HttpAnswer answer);
  void publish();

  RealWorld& world_;
  std::string folder_;
  ledger::Reader reader_;
  ledger::Submission submission_;
  std::vector<std::unique_ptr<api::HttpClient>> clients_;  // one a witness, so that one that hangs holds nobody up
  std::vector<ledger::Submission::Standing> told_;         // what the operator was told last
  std::string published_, trouble_;
  Instant renewed_{};
  Timer timer_;
};

}  // namespace pellucid::app
