#pragma once
// A program that a benchmark starts, watches from outside, and ends; it dies with us.
#include <sys/types.h>

#include <string>
#include <vector>

#include "runtime/file_descriptor.hpp"
#include "runtime/world.hpp"

namespace pellucid::bench {

/// The program beside this one: build/release/bin/NAME.
std::string program_beside_us(const std::string& name);

class ChildProcess {
 public:
  struct Options {
    std::vector<std::string> command{};  // path and arguments
    int processor = -1;                  // runs on that one only; -1: anywhere
    std::string errors_to{};             // file for its standard error; empty: ours
  };
  static Io<ChildProcess> start(const Options& options);
  /// SIGINT, and after five seconds SIGKILL.
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  bool running();
  /// User and system time of all its threads so far, seconds.
  double cpu_s() const;
  /// Resident memory, KiB.
  double resident_kib() const;
  /// Its next line on standard output; nothing if it ended, or when the time is over.
  std::optional<std::string> read_line(double patience_s);

 private:
  ChildProcess(pid_t pid, FileDescriptor output) : pid_(pid), output_(std::move(output)) {}
  pid_t pid_;
  FileDescriptor output_;
  std::string unread_;
};

/// Processors that this process may use.
std::vector<int> processors();

}  // namespace pellucid::bench
