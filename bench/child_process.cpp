#include "bench/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "bench/stopwatch.hpp"

namespace pellucid::bench {
namespace {

constexpr double ending_s = 5;
constexpr int pause_us = 1000;  // between looks at whether it has ended

[[noreturn]] void become(const ChildProcess::Options& options, int output, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  dup2(output, STDOUT_FILENO);
  if (!options.errors_to.empty()) {
    int errors = open(options.errors_to.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (errors >= 0) dup2(errors, STDERR_FILENO);
  }
  if (options.processor >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(options.processor, &set);
    sched_setaffinity(0, sizeof set, &set);
  }
  std::vector<char*> arguments;
  for (auto& a : options.command) arguments.push_back(const_cast<char*>(a.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

std::string program_beside_us(const std::string& name) {
  std::error_code ignored;
  return (std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path() / name).string();
}

std::vector<int> processors() {
  std::vector<int> out;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return out;
  for (int n = 0; n < CPU_SETSIZE; ++n)
    if (CPU_ISSET(n, &set)) out.push_back(n);
  return out;
}

Io<ChildProcess> ChildProcess::start(const Options& options) {
  auto failed = [](const std::string& what) { return Fail(IoError{errno, what + ": " + std::strerror(errno)}); };
  if (access(options.command.front().c_str(), X_OK) != 0) return failed(options.command.front());
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return failed("pipe");
  FileDescriptor ours(ends[0]), theirs(ends[1]);
  pid_t parent = getpid(), pid = fork();
  if (pid < 0) return failed("fork");
  if (pid == 0) become(options, theirs.get(), parent);
  return ChildProcess(pid, std::move(ours));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), output_(std::move(other.output_)), unread_(std::move(other.unread_)) {}

ChildProcess::~ChildProcess() {
  if (pid_ <= 0) return;
  kill(pid_, SIGINT);
  for (double start = wall_s(); wall_s() - start < ending_s; usleep(pause_us))
    if (waitpid(pid_, nullptr, WNOHANG) != 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

bool ChildProcess::running() {
  if (pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = 0;
  return pid_ > 0;
}

double ChildProcess::cpu_s() const {
  clockid_t clock{};
  timespec t{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
  return double(t.tv_sec) + double(t.tv_nsec) / 1e9;
}

double ChildProcess::resident_kib() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + std::strlen("VmRSS:"));
  return 0;
}

std::optional<std::string> ChildProcess::read_line(double patience_s) {
  for (double start = wall_s();;) {
    if (auto end = unread_.find('\n'); end != std::string::npos) {
      auto line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    double left = patience_s - (wall_s() - start);
    pollfd ready{output_.get(), POLLIN, 0};
    if (left <= 0 || poll(&ready, 1, int(left * 1e3) + 1) <= 0) return {};
    char text[4096];
    auto got = read(output_.get(), text, sizeof text);
    if (got <= 0) return {};
    unread_.append(text, std::size_t(got));
  }
}

}  // namespace pellucid::bench
