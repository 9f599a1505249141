#pragma once
// The program as its users start it: processes of PELLUCID_BIN/pellucid in a network namespace of the test's own.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/control.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/netlink.hpp"

namespace pellucid::app::test {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

/// A process; killed with the object if it still runs. Its standard output goes to a file, its standard error to a pipe.
class Process {
 public:
  Process(const std::vector<std::string>& arguments, const std::string& folder, const std::string& name = "pellucid") {
    static unsigned count = 0;
    out_file_ = folder + "/out." + std::to_string(count++);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;
    ::fflush(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      int out = ::open(out_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(out, 1);
      ::dup2(ends[1], 2);
      std::vector<char*> argv;
      std::string program = std::string(PELLUCID_BIN) + "/" + name;
      argv.push_back(const_cast<char*>(program.c_str()));
      for (auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
      argv.push_back(nullptr);
      ::execv(program.c_str(), argv.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    err_ = FileDescriptor(ends[0]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ended_ = FileDescriptor(int(::syscall(SYS_pidfd_open, pid_, 0)));
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  int pid() const { return pid_; }
  void signal(int number) const { ::kill(pid_, number); }
  /// Its exit status; 128 and the signal if that ended it; -1 if it has not ended by then.
  int wait(Milliseconds limit = 60s) {
    auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
      auto left = std::chrono::duration_cast<Milliseconds>(end - std::chrono::steady_clock::now()).count();
      pollfd waits[2] = {{ended_.get(), POLLIN, 0}, {err_.get(), POLLIN, 0}};
      if (left <= 0 || ::poll(waits, err_done_ ? 1 : 2, int(left)) < 0) return -1;
      drain();
      if (waits[0].revents == 0) continue;
      int status = 0;
      ::waitpid(pid_, &status, 0);
      pid_ = 0;
      drain();
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
  }
  /// Until it has said that on standard error; false if it ended or said nothing of the kind by then.
  bool says(const std::string& text, Milliseconds limit = 60s) {
    auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
      drain();
      if (err_text_.find(text) != std::string::npos) return true;
      auto left = std::chrono::duration_cast<Milliseconds>(end - std::chrono::steady_clock::now()).count();
      pollfd wait{err_.get(), POLLIN, 0};
      if (err_done_ || left <= 0 || ::poll(&wait, 1, int(left)) <= 0) return false;
    }
  }
  const std::string& err() {
    drain();
    return err_text_;
  }
  std::string out() const {
    std::ifstream in(out_file_, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  void drain() {
    char part[4096];
    ssize_t n;
    while (!err_done_ && (n = ::read(err_.get(), part, sizeof part)) >= 0) {
      if (n == 0) err_done_ = true;
      err_text_.append(part, std::size_t(n));
    }
  }
  pid_t pid_ = 0;
  std::string out_file_, err_text_;
  FileDescriptor err_, ended_;
  bool err_done_ = false;
};

struct Finished {
  int status = -1;
  std::string out, err;
};

/// A folder and a network of its own for each test; what it needs of the machine and does not get is a failure with its reason.
class Machine : public testing::Test {
 protected:
  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "pellucid-machine-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    ASSERT_TRUE(std::filesystem::exists(std::string(PELLUCID_BIN) + "/pellucid")) << "the program is not built: `./dev build`";
    before_ = FileDescriptor(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::unshare(CLONE_NEWNET), 0) << "this test needs a network namespace of its own (" << std::strerror(errno)
                                          << "): run it as root, or under `unshare -rn`";
    auto netlink = Netlink::open();
    ASSERT_TRUE(netlink.ok()) << netlink.error().what;
    auto up = netlink->set_up("lo");
    ASSERT_TRUE(up.ok()) << up.error().what;
  }
  void TearDown() override {
    if (before_) ASSERT_EQ(::setns(before_.get(), CLONE_NEWNET), 0);
    std::filesystem::remove_all(folder_);
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  const std::string& folder() const { return folder_; }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
    return path(name);
  }
  Finished pellucid(const std::vector<std::string>& arguments, Milliseconds limit = 60s) const {
    return program("pellucid", arguments, limit);
  }
  Finished program(const std::string& name, const std::vector<std::string>& arguments, Milliseconds limit = 60s) const {
    Process process(arguments, folder_, name);
    Finished done;
    done.status = process.wait(limit);
    done.out = process.out();
    done.err = process.err();
    return done;
  }

 private:
  std::string folder_;
  FileDescriptor before_;
};

}  // namespace pellucid::app::test
