#include "bench/isolation.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "runtime/netlink.hpp"
#include "runtime/netns.hpp"

namespace pellucid::bench {

Io<Nothing> isolate() {
  if (geteuid() != 0) return enter_user_namespace();
  auto failed = [](const char* what) { return Fail(IoError{errno, std::string(what) + ": " + std::strerror(errno)}); };
  if (unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) return failed("unshare");
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return failed("making mounts private");
  if (mkdir("/run/netns", 0755) != 0 && errno != EEXIST) return failed("/run/netns");
  if (mount("pellucid", "/run/netns", "tmpfs", 0, nullptr) != 0) return failed("mounting /run/netns");
  auto netlink = Netlink::open();
  if (!netlink.ok()) return Fail(netlink.error());
  return netlink->set_up("lo");
}

}  // namespace pellucid::bench
