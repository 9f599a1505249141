#pragma once
// A network of real agents: each box is a network namespace with net-snmp's snmpd and lldpd of its own. Boxes stand in a ring (LLDP) and
// on one management network, at the other end of which the test is. Everything ends with the test process, whatever ends that.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/file_descriptor.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::oversight::test {

using namespace std::chrono_literals;

/// A child process that runs `work` and never returns from it; killed with the object, or with this process.
class Child {
 public:
  explicit Child(const std::function<void()>& work) {
    ::fflush(nullptr);
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    ::_exit(127);
  }
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  Child& operator=(Child&& other) noexcept {
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~Child() { end(); }
  void end() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  /// Its exit status, when it has ended of itself.
  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  int pid() const { return pid_; }

 private:
  pid_t pid_ = 0;
};

[[noreturn]] inline void execute(const std::vector<std::string>& arguments, const std::string& output) {
  int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, 1);
  ::dup2(out, 2);
  std::vector<char*> argv;
  for (auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

inline std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct BoxPlan {
  std::string name;
  std::string mac;                         // of its ports but for the last octet: "00:e0:fc:00:01"
  std::string object_id{}, description{};  // empty: what net-snmp says
  std::string engine_id{};                 // hexadecimal; empty: net-snmp's own
  std::string maker{}, model{}, serial{};  // of the entity table's chassis; maker empty: no entity table
  bool secure = false;                     // v3 with authentication and privacy, and no community
  bool forwards = false;
};

class Lab : public testing::Test {
 public:
  static constexpr const char *community = "lab-community-7731", *user = "auditor", *passphrase = "lab-authentication-5519",
                              *privacy_passphrase = "lab-privacy-8846";

 protected:
  void SetUp() override {
    auto pattern = (std::filesystem::temp_directory_path() / "pellucid-lab-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    before_ = FileDescriptor(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::unshare(CLONE_NEWNET), 0) << "the lab needs network namespaces (" << std::strerror(errno) << "): run it as root";
    for (auto* program : {"snmpd", "lldpd", "ip", "unshare"}) ASSERT_TRUE(installed(program)) << program << " is missing: ./dev setup";
    RealWorldOptions quiet;
    quiet.log_level = Severity::warning;
    auto opened = RealWorld::open(quiet);
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    world = std::move(*opened);
  }
  void TearDown() override {
    daemons_.clear();
    agents_.clear();
    holders_.clear();
    while (::waitpid(-1, nullptr, 0) > 0) {
    }  // what they had started: nothing may be left
    world.reset();
    if (before_) ASSERT_EQ(::setns(before_.get(), CLONE_NEWNET), 0);
    if (HasFailure())
      for (auto& entry : std::filesystem::directory_iterator(folder_))
        if (entry.path().extension() == ".log") ADD_FAILURE() << entry.path() << ":\n" << content(entry.path().string()).substr(0, 2000);
    std::filesystem::remove_all(folder_);
  }

  static std::string address(std::size_t box) { return "10.77.0." + std::to_string(box + 1); }

  /// The boxes with their cables, each port i/0 to the box before and i/1 to the one behind; agents run, LLDP does not yet.
  void build(const std::vector<BoxPlan>& plans) {
    plans_ = plans;
    agents_.resize(plans.size());
    std::string here = "link set lo up\nlink add lan type bridge\nlink set lan up\naddr add 10.77.0.254/24 dev lan\n";
    for (std::size_t i = 0; i < plans.size(); ++i) hold_namespace();
    for (std::size_t i = 0; i < plans.size(); ++i) {
      auto next = (i + 1) % plans.size();
      auto me = std::to_string(holders_[i].pid()), other = std::to_string(holders_[next].pid()), n = std::to_string(i);
      here += "link add m" + n + " type veth peer name eth0 netns " + me + "\nlink set m" + n + " master lan up\n";
      here += "link add name e1 netns " + me + " address " + plans[i].mac + ":11 type veth peer name e0 netns " + other + " address " +
              plans[next].mac + ":10\n";
    }
    ASSERT_EQ(ip(::getpid(), here), 0) << content(folder_ + "/ip.log");
    for (std::size_t i = 0; i < plans.size(); ++i) {
      auto inside = "link set lo up\nlink set eth0 address " + plans[i].mac + ":01\naddr add " + address(i) +
                    "/24 dev eth0\nlink set eth0 up\nlink set e0 up\nlink set e1 up\n";
      ASSERT_EQ(ip(holders_[i].pid(), inside), 0) << content(folder_ + "/ip.log");
      if (plans[i].forwards) ASSERT_EQ(in_box(i, {"sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"}).wait(), 0);
      write(i, "snmpd.conf", agent_configuration(plans[i]));
      start_agent(i);
    }
  }
  void stop_agent(std::size_t box) { agents_.at(box).reset(); }
  void start_agent(std::size_t box) {
    auto files = folder_ + "/" + plans_[box].name;
    agents_.at(box) = std::make_unique<Child>(
        in_box(box, {"unshare", "--pid", "--fork", "--kill-child=SIGKILL", "env", "MIBS=", "SNMP_PERSISTENT_DIR=" + files + ".state",
                     "snmpd", "-f", "-C", "-c", files + ".snmpd.conf", "-Lf", files + ".snmpd.log", "-I", "-smux"}));
  }
  void start_neighbour_discovery(std::size_t box) {
    auto files = folder_ + "/" + plans_[box].name;
    write(box, "lldpd.conf", "configure lldp tx-interval 1\nconfigure system hostname " + plans_[box].name + "\n");
    // Its own /run: lldpd confines itself to a folder there, and another one may run on this machine. The shell stays as the first process
    // of the namespace, with which all others end: lldpd gives up its privileges, and with them the signal at its parent's end.
    daemons_.push_back(in_box(box, {"unshare", "--pid", "--fork", "--kill-child=SIGKILL", "--mount", "sh", "-c",
                                    "mount -t tmpfs lldpd /run && mkdir /run/lldpd && install -m 644 " + files +
                                        ".lldpd.conf /run/lldpd.conf && lldpd -d -O /run/lldpd.conf -X tcp:127.0.0.1:705 "
                                        "-I e0,e1 -C e0,e1 -m " +
                                        address(box) + "; exit $?"}));
  }
  /// A child in the namespace of a box.
  Child in_box(std::size_t box, std::vector<std::string> arguments) { return in_namespace_of(holders_[box].pid(), std::move(arguments)); }
  const std::string& folder() const { return folder_; }

  std::unique_ptr<RealWorld> world;

 private:
  static bool installed(const std::string& program) {
    for (std::string folder : {"/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"})
      if (::access((folder + program).c_str(), X_OK) == 0) return true;
    return false;
  }
  void hold_namespace() {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    holders_.emplace_back([&] {
      if (::unshare(CLONE_NEWNET) == 0 && ::write(ends[1], "r", 1) == 1)
        for (;;) ::pause();
    });
    ::close(ends[1]);
    char ready = 0;
    ASSERT_EQ(::read(ends[0], &ready, 1), 1);
    ::close(ends[0]);
  }
  Child in_namespace_of(int pid, std::vector<std::string> arguments) {
    auto log = folder_ + "/" + std::filesystem::path(arguments[0]).filename().string() + ".log";
    return Child([&] {
      FileDescriptor there(::open(("/proc/" + std::to_string(pid) + "/ns/net").c_str(), O_RDONLY | O_CLOEXEC));
      if (there && ::setns(there.get(), CLONE_NEWNET) == 0) execute(arguments, log);
    });
  }
  int ip(int pid, const std::string& batch) {
    std::ofstream(folder_ + "/batch") << batch;
    return in_namespace_of(pid, {"ip", "-batch", folder_ + "/batch"}).wait();
  }
  void write(std::size_t box, const std::string& what, const std::string& text) {
    std::ofstream(folder_ + "/" + plans_[box].name + "." + what) << text;
  }
  static std::string agent_configuration(const BoxPlan& plan) {
    std::string text = "agentAddress udp:161\nmaster agentx\nagentXSocket tcp:127.0.0.1:705\nsysName " + plan.name + "\n";
    if (plan.secure)
      text += std::string("createUser ") + user + " SHA-256 \"" + passphrase + "\" AES \"" + privacy_passphrase + "\"\nrouser " + user +
              " authPriv\n";
    else
      text += std::string("rocommunity ") + community + "\n";
    if (!plan.object_id.empty()) text += "sysObjectID " + plan.object_id + "\n";
    if (!plan.description.empty()) text += "sysDescr " + plan.description + "\n";
    text += plan.engine_id.empty() ? "engineID " + plan.name + "\n" : "exactEngineID 0x" + plan.engine_id + "\n";
    if (plan.maker.empty()) return text;
    auto chassis = [&](int column, const std::string& value) {
      text += "override 1.3.6.1.2.1.47.1.1.1.1." + std::to_string(column) + ".1 " + value + "\n";
    };
    chassis(2, "octet_str \"chassis\"");
    chassis(4, "integer 0");
    chassis(5, "integer 3");
    chassis(7, "octet_str \"chassis 1\"");
    chassis(11, "octet_str \"" + plan.serial + "\"");
    chassis(12, "octet_str \"" + plan.maker + "\"");
    chassis(13, "octet_str \"" + plan.model + "\"");
    return text;
  }

  std::string folder_;
  FileDescriptor before_;
  std::vector<BoxPlan> plans_;
  std::vector<Child> holders_, daemons_;
  std::vector<std::unique_ptr<Child>> agents_;
};

}  // namespace pellucid::oversight::test
