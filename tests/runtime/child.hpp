#pragma once
// A child process for tests: runs a function; says when it is ready, waits for a word, can be stopped and killed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace pellucid {

class Child {
 public:
  /// What the child sees of its parent.
  struct Parent {
    int in, out;
    void tell() const { [[maybe_unused]] auto n = ::write(out, "x", 1); }
    bool wait() const {
      char octet = 0;
      return ::read(in, &octet, 1) == 1;
    }
  };
  /// The child ends with what `body` returns.
  explicit Child(const std::function<int(const Parent&)>& body) {
    int down[2], up[2];
    if (::pipe2(down, O_CLOEXEC) != 0 || ::pipe2(up, O_CLOEXEC) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::_exit(body(Parent{down[0], up[1]}));
    }
    ::close(down[0]);
    ::close(up[1]);
    out_ = down[1];
    in_ = up[0];
  }
  Child(const Child&) = delete;
  ~Child() {
    kill();
    ::close(in_);
    ::close(out_);
  }
  /// Until the child tells; false if it ended, or after 20 s.
  bool hear() const {
    pollfd wait{in_, POLLIN, 0};
    char octet = 0;
    return ::poll(&wait, 1, 20000) == 1 && ::read(in_, &octet, 1) == 1;
  }
  void tell() const { [[maybe_unused]] auto n = ::write(out_, "x", 1); }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    wait();
  }
  void stop() const { ::kill(pid_, SIGSTOP); }
  void go_on() const { ::kill(pid_, SIGCONT); }
  /// Its exit status, -1 if a signal ended it.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
  int in_ = -1, out_ = -1;
};

}  // namespace pellucid
