#pragma once
// Records: the log of a configuration, opened for writing, and the chronicle that follows from it. `run` holds one, and so does a command
// that changes something while nothing runs.
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/chronicle.hpp"
#include "app/config.hpp"
#include "app/network.hpp"
#include "ledger/log/log.hpp"
#include "ledger/log/reader.hpp"

namespace pellucid::app {

class Records {
 public:
  /// beside: a worker thread writes, recording never waits. here: on the disk when a call returns.
  enum class Writing : std::uint8_t { beside, here };
  /// Begins the log on first use; reads it whole, so that the chronicle knows what it says. The error is in words for the operator.
  static Result<std::unique_ptr<Records>, std::string> open(World& world, const Config& config, Writing writing);
  ~Records();  // what was recorded is on the disk then, or the log said why not
  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;

  Chronicle& chronicle() { return *chronicle_; }
  const Chronicle& chronicle() const { return *chronicle_; }
  ledger::Log& log() { return *log_; }
  ledger::Recorder& recorder() { return *recorder_; }
  /// What of sealed content is shown to nobody any more is erased; the act itself is recorded.
  Result<Nothing, std::string> erase(std::uint64_t index, const std::string& field, const std::string& actor, const std::string& reason);
  /// The published checkpoint (C2SP tlog-checkpoint).
  std::string checkpoint() const { return log_->checkpoint(); }
  /// Adds to what status() tells, for those who watch beside the log.
  void tell_of(std::function<void(Tree& status)> more) { more_ = std::move(more); }
  /// The newest one that has the witnesses' quorum; empty before there is one.
  std::string cosigned_checkpoint() const;
  Tree status() const;

 private:
  Records() = default;
  Result<Nothing, std::string> replay();
  std::optional<Bytes> reveal(std::uint64_t index, const std::string& field);

  std::unique_ptr<ledger::Signer> signer_, former_;
  std::unique_ptr<ledger::Log> log_;
  std::optional<ledger::Reader> openings_;
  std::unique_ptr<ledger::Recorder> recorder_;
  std::unique_ptr<Chronicle> chronicle_;
  std::function<void(Tree& status)> more_;
};

/// What the network does is told to the chronicle, which must outlive the Network.
void watch(NetworkOptions& options, Chronicle& chronicle);
/// The name of the log in that folder; empty if there is none yet.
std::string origin_in(World& world, const std::string& folder);

}  // namespace pellucid::app
