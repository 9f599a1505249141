#pragma once
// A core of our own: configuration, subscribers and keys in a scratch folder; `pellucid run` as a process of its own.
#include <memory>

#include "base/result.hpp"
#include "bench/child_process.hpp"
#include "bench/scratch_folder.hpp"

namespace pellucid::bench {

class CoreSetup {
 public:
  static Result<CoreSetup, std::string> create(std::size_t phones);

  /// `pellucid run`, not waiting until it serves.
  Io<ChildProcess> start(int processor) const;
  /// What it logged.
  std::string log() const;
  const std::string& home_key() const { return home_key_; }

 private:
  std::unique_ptr<ScratchFolder> folder_ = std::make_unique<ScratchFolder>();
  std::string home_key_;
};

}  // namespace pellucid::bench
