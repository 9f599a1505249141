#include "runtime/tun_device.hpp"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstring>

#include "runtime/io_error.hpp"
#include "runtime/netns.hpp"

namespace pellucid {

namespace {

constexpr int max_packets_a_turn = 256;
constexpr std::size_t max_packet = 65535;

Io<FileDescriptor> attach(const std::string& name) {
  FileDescriptor fd(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!fd) {
    auto failure = io_failure("open /dev/net/tun");
    if (failure.error().number == ENOENT || failure.error().number == ENODEV)
      failure.error().what += " (the kernel has no TUN devices here: load the module tun, or give the container /dev/net/tun)";
    else if (failure.error().number == EACCES || failure.error().number == EPERM)
      failure.error().what += " (not permitted: run as root, or allow this user to read and write /dev/net/tun)";
    return failure;
  }
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.size());
  request.ifr_flags = short(IFF_TUN | IFF_NO_PI | IFF_TUN_EXCL);
  if (::ioctl(fd.get(), TUNSETIFF, &request) != 0) {
    auto failure = io_failure("create TUN device " + name);
    if (failure.error().number == EPERM)
      failure.error().what += " (needs CAP_NET_ADMIN: run as root, or in a user namespace)";
    else if (failure.error().number == EBUSY)
      failure.error().what += " (a device of that name exists: choose another name, or remove it)";
    return failure;
  }
  return fd;
}

/// "default" means whatever families the device has addresses of.
std::vector<std::string> spelled_out(const TunOptions& options) {
  auto has = [&](bool v6) {
    return std::ranges::any_of(options.addresses, [&](const std::string& a) { return (a.find(':') != std::string::npos) == v6; });
  };
  std::vector<std::string> routes;
  for (auto& route : options.routes) {
    if (route != "default") {
      routes.push_back(route);
      continue;
    }
    if (has(false) || !has(true)) routes.push_back("0.0.0.0/0");
    if (has(true)) routes.push_back("::/0");
  }
  return routes;
}

Io<Nothing> configure(const TunOptions& options) {
  auto netlink = Netlink::open();
  if (!netlink.ok()) return Fail(netlink.error());
  auto done = netlink->set_mtu(options.name, options.mtu);
  if (!done.ok()) return done;
  // A machine without IPv6 refuses this, and needs it as little.
  [[maybe_unused]] auto quiet = netlink->no_link_local(options.name);
  for (auto& text : options.addresses) {
    auto address = IpPrefix::parse(text);
    if (!address) return io_failure("address \"" + text + "\" of TUN device " + options.name, EINVAL);
    done = netlink->add_address(options.name, *address);
    if (!done.ok()) return done;
  }
  done = netlink->set_up(options.name);
  if (!done.ok()) return done;
  for (auto& text : spelled_out(options)) {
    auto route = IpPrefix::parse(text);
    if (!route) return io_failure("route \"" + text + "\" into TUN device " + options.name, EINVAL);
    done = netlink->add_route(*route, options.name);
    if (!done.ok()) return done;
  }
  return Nothing{};
}

class TunPump final : public LoopHandler {
 public:
  TunPump(Loop& loop, FileDescriptor fd, TunDevice::Receive receive) : loop_(loop), fd_(std::move(fd)), receive_(std::move(receive)) {}

  void ready(std::uint32_t) override {
    for (int i = 0; i < max_packets_a_turn; ++i) {
      // Into the loop's shared room: the callback is done with it before anybody else reads.
      ssize_t got = ::read(fd_.get(), loop_.batch.room.get(), max_packet);
      if (got <= 0) return;
      ++loop_.counters.tun_in;
      receive_({loop_.batch.room.get(), std::size_t(got)});
      if (closed_) return;
    }
  }
  void send(ByteView packet) {
    if (::write(fd_.get(), packet.data(), packet.size()) == ssize_t(packet.size()))
      ++loop_.counters.tun_out;
    else
      ++loop_.counters.tun_dropped;
  }
  void close() {
    closed_ = true;
    loop_.remove(fd_.get());
    fd_ = FileDescriptor();
  }

 private:
  Loop& loop_;
  FileDescriptor fd_;
  TunDevice::Receive receive_;
  bool closed_ = false;
};

class LoopTunDevice final : public TunDevice {
 public:
  LoopTunDevice(std::shared_ptr<TunPump> pump, std::string name) : pump_(std::move(pump)), name_(std::move(name)) {}
  LoopTunDevice(const LoopTunDevice&) = delete;
  ~LoopTunDevice() override { pump_->close(); }
  void send(ByteView packet) override { pump_->send(packet); }
  std::string name() const override { return name_; }

 private:
  std::shared_ptr<TunPump> pump_;
  std::string name_;
};

}  // namespace

Io<FileDescriptor> create_tun(const TunOptions& options) {
  if (options.name.empty() || options.name.size() > Netlink::max_device_name)
    return io_failure("TUN device name \"" + options.name + "\" (1 to 15 characters)", EINVAL);
  FileDescriptor fd;
  auto made = in_namespace(options.network_namespace, [&]() -> Io<Nothing> {
    auto attached = attach(options.name);
    if (!attached.ok()) return Fail(attached.error());
    fd = std::move(*attached);
    return configure(options);
  });
  if (!made.ok()) return Fail(made.error());
  return fd;
}

Io<std::unique_ptr<TunDevice>> open_tun_device(Loop& loop, const TunOptions& options, TunDevice::Receive receive) {
  auto fd = create_tun(options);
  if (!fd.ok()) return Fail(fd.error());
  int number = fd->get();
  auto pump = std::make_shared<TunPump>(loop, std::move(*fd), std::move(receive));
  auto added = loop.add(number, EPOLLIN, pump);
  if (!added.ok()) return Fail(added.error());
  return std::unique_ptr<TunDevice>(std::make_unique<LoopTunDevice>(std::move(pump), options.name));
}

}  // namespace pellucid
