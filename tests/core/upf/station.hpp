#pragma once
// The other end of N3 for tests and benchmarks with the operating system's network: a base station whose phone is a network namespace
// with a TUN device. A thread of its own; uses the UPF's cutting, joining and batches the other way round.
#include <poll.h>
#include <pthread.h>

#include <atomic>
#include <thread>

#include "core/upf/gtp_socket.hpp"
#include "core/upf/join.hpp"
#include "core/upf/vnet_tun.hpp"
#include "runtime/netns.hpp"
#include "wire/gtpu/fast_path.hpp"

namespace pellucid::upf::test {

struct PhoneDevice {
  std::string network_namespace, name = "phone0";
  std::vector<std::string> addresses;  // "10.45.0.9/32"
  std::vector<std::string> routes = {"0.0.0.0/0"};
};

class Station final : private JoinedSink {
 public:
  static Io<std::unique_ptr<Station>> open(const IpAddress& at, const IpAddress& upf, const PhoneDevice& phone) {
    auto socket = GtpSocket::open({at, gtpu::udp_port});
    if (!socket.ok()) return Fail(socket.error());
    TunOptions options;
    options.name = phone.name;
    options.network_namespace = phone.network_namespace;
    options.addresses = phone.addresses;
    options.routes = phone.routes;
    auto tun = VnetTun::open(options);
    if (!tun.ok()) return Fail(tun.error());
    return std::unique_ptr<Station>(new Station(std::move(*socket), std::move(*tun), upf));
  }
  ~Station() { stop(); }

  /// Packets of the phone go up by this TEID from now on.
  void start(Teid uplink, int core = -1) {
    teid_ = uplink;
    thread_ = std::thread([this] { run(); });
    if (core < 0) return;
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(unsigned(core), &cores);
    pthread_setaffinity_np(thread_.native_handle(), sizeof cores, &cores);
  }
  void stop() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  std::uint64_t downlink_packets() const { return downlink_; }
  std::uint64_t uplink_packets() const { return uplink_; }

 private:
  Station(GtpSocket socket, VnetTun tun, const IpAddress& upf)
      : socket_(std::move(socket)), tun_(std::move(tun)), upf_(upf), joiner_(tun_.udp_offload()), room_(8 * max_super_packet) {}

  void write(const Joined& packet) override { tun_.write(packet); }

  void run() {
    while (!stop_) {
      bool busy = down();
      busy = up() || busy;
      if (busy) continue;
      pollfd fds[2] = {{socket_.fd(), POLLIN, 0}, {tun_.fd(), POLLIN, 0}};
      ::poll(fds, 2, 20);
    }
  }
  bool down() {
    auto trains = socket_.receive([&](const GtpSocket::Train& train) {
      for (std::size_t at = 0; at < train.octets.size(); at += train.each) {
        auto gpdu = gtpu::parse_gpdu(train.octets.subspan(at, std::min(train.each, train.octets.size() - at)));
        auto ip = gpdu ? parse_ip(gpdu->payload) : std::nullopt;
        if (!ip) continue;
        joiner_.add(*ip, *this);
        ++downlink_;
      }
    });
    joiner_.flush(*this);
    return trains > 0;
  }
  bool up() {
    std::span<std::uint8_t> room(room_);
    bool any = false;
    while (room.size() >= max_super_packet) {
      auto read = tun_.read(room.first(max_super_packet));
      if (!read) break;
      any = true;
      room = room.subspan((read->packet.size() + 63) / 64 * 64);
      auto cut = plan_cut(read->packet, read->offload);
      if (!cut) continue;
      for (std::uint32_t i = 0; i < cut->count(); ++i) {
        if (socket_.full()) socket_.flush();
        std::size_t size = gtpu::write_gpdu_header({socket_.head(), gtpu::gpdu_header_octets}, teid_, Qfi(1), gtpu::Direction::uplink,
                                                   false, cut->size(i));
        cut->write_header(i, socket_.head() + size);
        socket_.add(upf_, gtpu::udp_port, size + cut->header_size(), cut->payload(i));
        ++uplink_;
      }
    }
    socket_.flush();
    return any;
  }

  GtpSocket socket_;
  VnetTun tun_;
  IpAddress upf_;
  Joiner joiner_;
  std::vector<std::uint8_t> room_;
  Teid teid_;
  std::atomic<bool> stop_{false};
  std::atomic<std::uint64_t> uplink_{0}, downlink_{0};
  std::thread thread_;
};

/// A namespace with a name of this process, gone with the object.
class Namespace {
 public:
  explicit Namespace(const std::string& what) : name_("pl-" + what + "-" + std::to_string(::getpid())) {
    auto made = create_namespace(name_);
    error_ = made.ok() ? "" : made.error().what;
  }
  Namespace(const Namespace&) = delete;
  ~Namespace() { (void)delete_namespace(name_); }
  const std::string& name() const { return name_; }
  const std::string& error() const { return error_; }

 private:
  std::string name_, error_;
};

}  // namespace pellucid::upf::test
