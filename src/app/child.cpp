#include "app/child.hpp"

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "runtime/file_descriptor.hpp"
#include "runtime/io_error.hpp"

namespace pellucid::app {
namespace {

constexpr int patience_ms = 10'000;
constexpr std::size_t max_output = 64u << 20;

/// Files in memory rather than pipes: however much is written, neither side ever waits for the other.
FileDescriptor memory_file(std::string_view content) {
  FileDescriptor file(::memfd_create("pellucid", MFD_CLOEXEC));
  while (file && !content.empty()) {
    auto n = ::write(file.get(), content.data(), content.size());
    if (n <= 0) return {};
    content.remove_prefix(std::size_t(n));
  }
  if (file) ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::string content_of(const FileDescriptor& file) {
  std::string out;
  char part[8192];
  ::lseek(file.get(), 0, SEEK_SET);
  for (ssize_t n; out.size() < max_output && (n = ::read(file.get(), part, sizeof part)) > 0;) out.append(part, std::size_t(n));
  return out;
}

int spawn(pid_t& pid, const std::string& program, const std::vector<std::string>& arguments, const FileDescriptor (&standard)[3]) {
  std::vector<char*> argv;
  for (auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  for (int fd = 0; fd < 3; ++fd) ::posix_spawn_file_actions_adddup2(&files, standard[fd].get(), fd);
  // This process handles its signals in the loop and blocks them; the child must not inherit that.
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  int error = ::posix_spawnp(&pid, program.c_str(), &files, &attributes, argv.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  return error;
}

}  // namespace

Io<Ended> run_program(const std::vector<std::string>& argv, std::string_view input) {
  const auto& name = argv.front();
  const FileDescriptor standard[3] = {memory_file(input), memory_file({}), memory_file({})};
  if (!standard[0] || !standard[1] || !standard[2]) return io_failure("memory for " + name);
  pid_t pid = 0;
  int error = spawn(pid, name, argv, standard);
  // People's $PATH often has no /usr/sbin, where such programs are.
  if (error == ENOENT) error = spawn(pid, "/usr/sbin/" + name, argv, standard);
  if (error != 0) return io_failure("run " + name, error);
  FileDescriptor ended(int(::syscall(SYS_pidfd_open, pid, 0)));
  pollfd wait{ended.get(), POLLIN, 0};
  int came = 0;
  do {
    came = ended ? ::poll(&wait, 1, patience_ms) : 0;
  } while (came < 0 && errno == EINTR);
  if (came <= 0) ::kill(pid, SIGKILL);
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid || came <= 0) return io_failure("wait for " + name, ETIMEDOUT);
  return Ended{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content_of(standard[1]), content_of(standard[2])};
}

}  // namespace pellucid::app
