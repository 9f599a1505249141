#include "runtime/netns.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <thread>

#include "runtime/io_error.hpp"

namespace pellucid {

namespace {

const std::string folder = "/run/netns";

bool good_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name.find('/') == std::string::npos && name != "." && name != "..";
}

Io<Nothing> set_namespace(int fd, const std::string& name) {
  if (::setns(fd, CLONE_NEWNET) != 0) {
    auto failure = io_failure("enter network namespace " + name);
    if (failure.error().number == EPERM) failure.error().what += " (needs CAP_SYS_ADMIN: run as root, or in a user namespace)";
    return failure;
  }
  return Nothing{};
}

/// As `ip netns` does it: a mount point of its own, shared, so that a deletion reaches every mount namespace.
Io<Nothing> prepare_folder() {
  if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) return io_failure("make " + folder);
  if (::mount("", folder.c_str(), "none", MS_SHARED | MS_REC, nullptr) == 0) return Nothing{};
  if (errno != EINVAL) return io_failure("share mount " + folder);
  if (::mount(folder.c_str(), folder.c_str(), "none", MS_BIND | MS_REC, nullptr) != 0) return io_failure("bind mount " + folder);
  if (::mount("", folder.c_str(), "none", MS_SHARED | MS_REC, nullptr) != 0) return io_failure("share mount " + folder);
  return Nothing{};
}

Io<Nothing> loopback_up() {
  auto netlink = Netlink::open();
  if (!netlink.ok()) return Fail(netlink.error());
  return netlink->set_up("lo");
}

Io<Nothing> on_a_thread(const std::function<Io<Nothing>()>& work) {
  Io<Nothing> outcome = Nothing{};
  std::thread thread([&] { outcome = work(); });
  thread.join();
  return outcome;
}

Io<Nothing> write_text(const std::string& path, const std::string& text) {
  FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd) return io_failure("write " + path);
  if (::write(fd.get(), text.data(), text.size()) != ssize_t(text.size())) return io_failure("write " + path);
  return Nothing{};
}

}  // namespace

Io<Nothing> create_namespace(const std::string& name) {
  if (!good_name(name)) return io_failure("network namespace name \"" + name + "\"", EINVAL);
  auto prepared = prepare_folder();
  if (!prepared.ok()) return prepared;
  std::string path = folder + "/" + name;
  {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0));
    if (!file) return io_failure("create network namespace " + name);
  }
  auto made = on_a_thread([&]() -> Io<Nothing> {
    if (::unshare(CLONE_NEWNET) != 0) {
      auto failure = io_failure("create network namespace " + name);
      if (failure.error().number == EPERM) failure.error().what += " (needs CAP_SYS_ADMIN: run as root, or in a user namespace)";
      return failure;
    }
    if (::mount("/proc/thread-self/ns/net", path.c_str(), "none", MS_BIND, nullptr) != 0) return io_failure("bind mount " + path);
    return loopback_up();
  });
  if (!made.ok()) {
    ::umount2(path.c_str(), MNT_DETACH);
    ::unlink(path.c_str());
  }
  return made;
}

Io<Nothing> delete_namespace(const std::string& name) {
  if (!good_name(name)) return io_failure("network namespace name \"" + name + "\"", EINVAL);
  std::string path = folder + "/" + name;
  ::umount2(path.c_str(), MNT_DETACH);
  if (::unlink(path.c_str()) != 0) return io_failure("delete network namespace " + name);
  return Nothing{};
}

bool namespace_exists(const std::string& name) { return good_name(name) && ::access((folder + "/" + name).c_str(), F_OK) == 0; }

std::vector<std::string> list_namespaces() {
  std::vector<std::string> names;
  DIR* directory = ::opendir(folder.c_str());
  if (!directory) return names;
  while (auto* entry = ::readdir(directory)) {
    std::string name = entry->d_name;
    if (good_name(name)) names.push_back(name);
  }
  ::closedir(directory);
  std::ranges::sort(names);
  return names;
}

Io<FileDescriptor> open_namespace(const std::string& name) {
  std::string path = name.empty() ? "/proc/thread-self/ns/net" : folder + "/" + name;
  if (!name.empty() && !good_name(name)) return io_failure("network namespace name \"" + name + "\"", EINVAL);
  FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return io_failure("network namespace " + name + " (" + path + ")");
  return fd;
}

Io<Nothing> enter_namespace(const std::string& name) {
  auto fd = open_namespace(name);
  if (!fd.ok()) return Fail(fd.error());
  return set_namespace(fd->get(), name);
}

Io<Nothing> in_namespace(const std::string& name, const std::function<Io<Nothing>()>& work) {
  if (name.empty()) return work();
  return on_a_thread([&]() -> Io<Nothing> {
    auto entered = enter_namespace(name);
    if (!entered.ok()) return entered;
    return work();
  });
}

namespace {

Io<Nothing> dress(const CableEnd& end) {
  return in_namespace(end.network_namespace, [&]() -> Io<Nothing> {
    auto netlink = Netlink::open();
    if (!netlink.ok()) return Fail(netlink.error());
    for (auto& text : end.addresses) {
      auto address = IpPrefix::parse(text);
      if (!address) return io_failure("address \"" + text + "\" of " + end.device, EINVAL);
      auto added = netlink->add_address(end.device, *address);
      if (!added.ok()) return added;
    }
    return netlink->set_up(end.device);
  });
}

}  // namespace

Io<Nothing> lay_cable(const CableEnd& a, const CableEnd& b) {
  auto far = open_namespace(b.network_namespace);
  if (!far.ok()) return Fail(far.error());
  auto laid = in_namespace(a.network_namespace, [&]() -> Io<Nothing> {
    auto netlink = Netlink::open();
    if (!netlink.ok()) return Fail(netlink.error());
    return netlink->add_veth(a.device, b.device, far->get());
  });
  if (laid.ok()) laid = dress(a);
  if (laid.ok()) laid = dress(b);
  return laid;
}

Io<Nothing> add_route_in(const std::string& network_namespace, const std::string& to, const std::string& device,
                         const std::string& gateway) {
  std::optional<IpAddress> by;
  if (!gateway.empty()) {
    by = IpAddress::parse(gateway);
    if (!by) return io_failure("gateway \"" + gateway + "\"", EINVAL);
  }
  auto prefix = IpPrefix::parse(to == "default" ? (by && by->is_v6() ? "::/0" : "0.0.0.0/0") : to);
  if (!prefix) return io_failure("route \"" + to + "\"", EINVAL);
  return in_namespace(network_namespace, [&]() -> Io<Nothing> {
    auto netlink = Netlink::open();
    if (!netlink.ok()) return Fail(netlink.error());
    return netlink->add_route(*prefix, device, by);
  });
}

bool device_exists_in(const std::string& network_namespace, const std::string& device) {
  auto found = in_namespace(network_namespace, [&]() -> Io<Nothing> {
    auto netlink = Netlink::open();
    if (!netlink.ok()) return Fail(netlink.error());
    auto number = netlink->index(device);
    if (!number.ok()) return Fail(number.error());
    return Nothing{};
  });
  return found.ok();
}

Io<Nothing> remove_device_in(const std::string& network_namespace, const std::string& device) {
  return in_namespace(network_namespace, [&]() -> Io<Nothing> {
    auto netlink = Netlink::open();
    if (!netlink.ok()) return Fail(netlink.error());
    if (!netlink->exists(device)) return Nothing{};
    return netlink->remove_device(device);
  });
}

Io<Nothing> enter_user_namespace() {
  auto uid = ::geteuid();
  auto gid = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0) {
    auto failure = io_failure("user namespace");
    if (failure.error().number == EPERM)
      failure.error().what +=
          " (forbidden here: as root, allow it with sysctl kernel.unprivileged_userns_clone=1 or"
          " kernel.apparmor_restrict_unprivileged_userns=0, or run as root)";
    else if (failure.error().number == ENOSPC)
      failure.error().what += " (sysctl user.max_user_namespaces is too low: raise it, or run as root)";
    else if (failure.error().number == EINVAL)
      failure.error().what += " (the process has more than one thread already)";
    return failure;
  }
  auto written = write_text("/proc/self/setgroups", "deny");
  if (written.ok()) written = write_text("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1\n");
  if (written.ok()) written = write_text("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1\n");
  if (!written.ok()) return written;
  // Mounts of ours stay ours. /run/netns may be missing and /run not ours to write: then an empty /run, for this process only.
  if (::mount("", "/", "none", MS_PRIVATE | MS_REC, nullptr) != 0) return io_failure("private mounts");
  bool there = ::mkdir(folder.c_str(), 0755) == 0 || errno == EEXIST;
  const char* on = there ? folder.c_str() : "/run";
  if (::mount("pellucid", on, "tmpfs", 0, "mode=0755") != 0) return io_failure(std::string("mount tmpfs on ") + on);
  if (!there && ::mkdir(folder.c_str(), 0755) != 0) return io_failure("make " + folder);
  return loopback_up();
}

}  // namespace pellucid
