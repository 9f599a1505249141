// The user plane: packets and bulk TCP through the real UPF thread, per second of processor time of that thread with the softirq work
// of its core. Generator, phone and sinks run on another core; beside each figure what the bare devices do.
//
//   pellucid-upf-bench [--seconds S] [--only TEXT] [--json FILE]     TEXT: part of the names of the rows wanted
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <thread>

#include "bench/figures.hpp"
#include "bench/isolation.hpp"
#include "bench/stopwatch.hpp"
#include "core/upf/checksum.hpp"
#include "core/upf/data_path.hpp"
#include "core/upf/session.hpp"
#include "runtime/real_world.hpp"
#include "tests/core/upf/station.hpp"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO 104
#endif

namespace pellucid::bench {
namespace {

using namespace upf;
using upf::test::Namespace;
using upf::test::Station;

constexpr std::uint32_t phones = 1000;
constexpr std::uint32_t first_teid = 1;
const IpAddress upf_address = IpAddress::parse("127.84.0.7").value(), gnb_address = IpAddress::parse("127.84.0.1").value();
const std::uint32_t first_phone = IpAddress::parse("10.45.1.0").value().v4_number();
const std::uint32_t gateway = IpAddress::parse("10.45.0.1").value().v4_number();
constexpr std::uint16_t sink_port = 9000;
constexpr double open_core_pps = 0.415e6, open_core_gbps = 4.4;  // best-known open core on the same kind of machine, one core

int upf_core = 0, other_core = 1;
double seconds = 2;
std::string only;

bool wanted(const std::string& name) { return name.find(only) != std::string::npos; }

void pin(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(unsigned(core), &cores);
  pthread_setaffinity_np(pthread_self(), sizeof cores, &cores);
}

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "pellucid-upf-bench: " << why << "\n";
  std::exit(1);
}

template <class T>
T must(Io<T> result) {
  if (!result.ok()) give_up(result.error().what);
  return std::move(*result);
}

/// Processor time of ksoftirqd on that core: packets that interrupt work left to it. The rest of the softirq work runs within the
/// system calls of the thread that caused it, and counts as its time.
double ksoftirqd_s(int core) {
  static const std::string folder = [core]() -> std::string {
    std::string wanted = "ksoftirqd/" + std::to_string(core);
    for (int pid = 2; pid < 400; ++pid) {
      std::ifstream comm("/proc/" + std::to_string(pid) + "/comm");
      std::string name;
      if (std::getline(comm, name) && name == wanted) return "/proc/" + std::to_string(pid);
    }
    return {};
  }();
  std::ifstream in(folder + "/schedstat");
  double ns = 0;
  in >> ns;
  return ns / 1e9;
}

/// An inner IPv4 packet of that many octets with UDP inside, checksums right.
Bytes udp_packet(std::uint32_t from, std::uint32_t to, std::size_t octets, std::uint16_t source_port = 5000) {
  Bytes p(octets);
  std::uint8_t* h = p.data();
  h[0] = 0x45, h[6] = 0x40, h[8] = 64, h[9] = ip_udp;
  store16(h + 2, std::uint16_t(octets));
  store32(h + 12, from);
  store32(h + 16, to);
  fill_ipv4_checksum(h, 20);
  std::uint16_t length = std::uint16_t(octets - 20);
  store16(h + 20, source_port);
  store16(h + 22, sink_port);
  store16(h + 24, length);
  store16(h + 26, std::uint16_t(~fold(pseudo_header_sum(*parse_ip(p), ip_udp, length) + sum_octets(h + 20, length))));
  return p;
}

FileDescriptor udp_socket_in(const std::string& where, std::uint32_t address, std::uint16_t port) {
  int fd = -1;
  (void)must(in_namespace(where, [&]() -> Io<Nothing> {
    fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return Nothing{};
  }));
  int large = 32 << 20, on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &large, sizeof large);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &large, sizeof large);
  ::setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(address);
  in.sin_port = htons(port);
  if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&in), sizeof in) != 0) give_up(std::string("socket: ") + std::strerror(errno));
  return FileDescriptor(fd);
}

/// A thread on the other core that works until it is told to stop.
class Helper {
 public:
  explicit Helper(std::function<void()> turn)
      : thread_([this, turn = std::move(turn)] {
          pin(other_core);
          while (!stop_) turn();
        }) {}
  Helper(const Helper&) = delete;
  ~Helper() {
    stop_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

/// One UPF with `phones` sessions, no PFCP around it.
class Subject {
 public:
  explicit Subject(const std::string& dn) : world_(must(RealWorld::open())) {
    world_->set_log_level(Severity::warning);
    config_.n3_v4 = upf_address;
    config_.dnns.push_back({"internet", "upf0", dn, "10.45.0.0/16", "", 1400});
    config_.worker_core = upf_core;
    path_ = must(threaded_path(*world_, config_));
    path_->start(nobody_);
    int done = 0;
    for (std::uint32_t i = 0; i < phones; ++i) path_->install(i + 1, session(i), [&done] { ++done; });
    world_->run_until([&] { return done == int(phones); }, std::chrono::seconds(10));
  }
  DataPath& path() { return *path_; }

 private:
  struct Nobody final : PathEvents {
    void downlink_data(const DownlinkData&) override {}
    void tunnel_unknown(const TunnelUnknown&) override {}
    void volume_reached(const VolumeReached&) override {}
  };
  static std::unique_ptr<Session> session(std::uint32_t i) {
    auto s = std::make_unique<Session>();
    s->seid = Seid(i + 1);
    s->ipv4 = IpAddress::v4(first_phone + i);
    s->volume = std::make_shared<Volume>();
    s->qers.push_back({1, true, true, Bucket(1'000'000'000'000), Bucket(1'000'000'000'000)});  // a session AMBR that is looked at
    CompiledPdr down, up;
    down.id = 1;
    down.source = Side::core;
    down.address_v4 = true;
    down.qer_count = up.qer_count = 1;
    down.mark = true;
    down.qfi = 1;
    up.id = 2;
    up.teid = Teid(first_teid + i);
    up.address_v4 = true;
    up.far = 1;
    s->from_network.push_back(down);
    s->from_tunnel.push_back(up);
    CompiledFar to_gnb, to_network;
    to_gnb.action = to_network.action = CompiledFar::Action::forward;
    to_gnb.destination = Side::access;
    to_gnb.encapsulate = true;
    to_gnb.tunnel = {gnb_address, Teid(100'000 + i)};
    s->fars = {to_gnb, to_network};
    return s;
  }
  std::unique_ptr<RealWorld> world_;
  UpfConfig config_;
  Nobody nobody_;
  std::unique_ptr<DataPath> path_;
};

struct Measured {
  double packets_per_cpu_s = 0, gbps_per_cpu_s = 0;
  double packets_per_s = 0, gbps = 0, busy = 0, lost = 0;
};

Measured measure(DataPath& path, bool uplink, const std::atomic<std::uint64_t>* arrived = nullptr) {
  auto& c = path.counters();
  auto packets = uplink ? Count::uplink_packets : Count::downlink_packets;
  auto octets = uplink ? Count::uplink_octets : Count::downlink_octets;
  std::this_thread::sleep_for(std::chrono::milliseconds(300));  // until everything flows
  struct At {
    double wall, cpu;
    std::uint64_t packets, octets, arrived;
  };
  auto look = [&] {
    return At{wall_s(), double(path.cpu_time_ns()) / 1e9 + ksoftirqd_s(upf_core), c[packets], c[octets], arrived ? arrived->load() : 0};
  };
  At a = look();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  At b = look();
  Measured out;
  double cpu = std::max(b.cpu - a.cpu, 1e-6), wall = b.wall - a.wall;
  out.packets_per_cpu_s = double(b.packets - a.packets) / cpu;
  out.gbps_per_cpu_s = double(b.octets - a.octets) * 8 / 1e9 / cpu;
  out.packets_per_s = double(b.packets - a.packets) / wall;
  out.gbps = double(b.octets - a.octets) * 8 / 1e9 / wall;
  out.busy = cpu / wall;
  if (arrived) out.lost = 1 - double(b.arrived - a.arrived) / std::max(1.0, double(b.packets - a.packets));
  return out;
}

/// Counts what comes to a socket with UDP_GRO.
class Sink {
 public:
  Sink(const std::string& where, std::uint32_t address) : fd_(udp_socket_in(where, address, sink_port)), helper_([this] { turn(); }) {
    timeval patience{0, 50'000};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  std::atomic<std::uint64_t> packets{0};

 private:
  void turn() {
    constexpr int batch = 32;
    mmsghdr messages[batch] = {};
    iovec iov[batch];
    char control[batch][CMSG_SPACE(sizeof(int))];
    for (int i = 0; i < batch; ++i) {
      iov[i] = {room_.data() + std::size_t(i) * 65536, 65536};
      messages[i].msg_hdr = {nullptr, 0, &iov[i], 1, control[i], sizeof control[i], 0};
    }
    int got = ::recvmmsg(fd_.get(), messages, batch, MSG_WAITFORONE, nullptr);
    for (int i = 0; i < got; ++i) {
      unsigned each = messages[i].msg_len;
      for (auto* m = CMSG_FIRSTHDR(&messages[i].msg_hdr); m; m = CMSG_NXTHDR(&messages[i].msg_hdr, m))
        if (m->cmsg_type == UDP_GRO) {
          int size = 0;
          std::memcpy(&size, CMSG_DATA(m), sizeof size);
          each = unsigned(size);
        }
      packets += each ? (messages[i].msg_len + each - 1) / each : 1;
    }
  }
  FileDescriptor fd_;
  Bytes room_ = Bytes(32 * 65536);
  Helper helper_;
};

// ---- the traffic ---------------------------------------------------------------------------------------------------------

Measured uplink(Subject& subject, const std::string& dn, std::size_t octets, std::uint32_t flows) {
  Sink sink(dn, gateway);
  auto socket = must(GtpSocket::open({gnb_address, 2152}));
  std::vector<Bytes> datagrams;
  for (std::uint32_t i = 0; i < flows; ++i) {
    auto packet = udp_packet(first_phone + i, gateway, octets);
    Bytes d(gtpu::gpdu_header_octets);
    gtpu::write_gpdu_header(d, Teid(first_teid + i), Qfi(1), gtpu::Direction::uplink, false, packet.size());
    append(d, packet);
    datagrams.push_back(std::move(d));
  }
  std::size_t next = 0;
  Helper generator([&] {
    for (int i = 0; i < 512; ++i, ++next) {
      if (socket.full()) socket.flush();
      socket.add(upf_address, 2152, 0, datagrams[next % flows]);
    }
    socket.flush();
  });
  return measure(subject.path(), true, &sink.packets);
}

Measured downlink(Subject& subject, const std::string& dn, std::size_t octets, std::uint32_t flows) {
  auto base = must(GtpSocket::open({gnb_address, 2152}));
  std::atomic<std::uint64_t> arrived{0};
  Helper sink([&] {
    auto got = base.receive([&](const GtpSocket::Train& train) { arrived += (train.octets.size() + train.each - 1) / train.each; });
    if (got == 0) std::this_thread::sleep_for(std::chrono::microseconds(20));
  });
  auto fd = udp_socket_in(dn, gateway, 9001);
  std::size_t payload = octets - 28;
  bool trains = flows == 1;  // one flow as one large write, as QUIC stacks do; many flows packet by packet
  Bytes data(64 * payload, 0x55);
  std::uint32_t next = 0;
  Helper generator([&] {
    constexpr int batch = 64;
    mmsghdr messages[batch] = {};
    sockaddr_in to[batch] = {};
    iovec iov[batch];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(std::uint16_t))];
    std::uint16_t each = std::uint16_t(payload);
    std::size_t in_one = trains ? std::min<std::size_t>(64, 65000 / (payload + 28)) : 1;
    for (int i = 0; i < batch; ++i) {
      to[i].sin_family = AF_INET;
      to[i].sin_port = htons(sink_port);
      to[i].sin_addr.s_addr = htonl(first_phone + next++ % flows);
      iov[i] = {data.data(), in_one * payload};
      messages[i].msg_hdr = {&to[i], sizeof to[i], &iov[i], 1, nullptr, 0, 0};
      if (!trains) continue;
      messages[i].msg_hdr.msg_control = control;
      messages[i].msg_hdr.msg_controllen = sizeof control;
      auto* c = CMSG_FIRSTHDR(&messages[i].msg_hdr);
      c->cmsg_level = IPPROTO_UDP;
      c->cmsg_type = UDP_SEGMENT;
      c->cmsg_len = CMSG_LEN(sizeof each);
      std::memcpy(CMSG_DATA(c), &each, sizeof each);
    }
    ::sendmmsg(fd.get(), messages, trains ? 4 : batch, 0);
  });
  return measure(subject.path(), false, &arrived);
}

FileDescriptor tcp_socket_in(const std::string& where) {
  int fd = -1;
  (void)must(in_namespace(where, [&]() -> Io<Nothing> {
    fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return Nothing{};
  }));
  timeval patience{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return FileDescriptor(fd);
}

Measured tcp(Subject& subject, const std::string& dn, const std::string& ue, bool up) {
  auto station = must(Station::open(gnb_address, upf_address, {ue, "phone0", {IpAddress::v4(first_phone).text() + "/32"}}));
  station->start(Teid(first_teid), other_core);
  auto listener = tcp_socket_in(up ? dn : ue);
  int on = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(up ? gateway : first_phone);
  in.sin_port = htons(5001);
  if (::bind(listener.get(), reinterpret_cast<sockaddr*>(&in), sizeof in) != 0 || ::listen(listener.get(), 1) != 0) give_up("listen");
  auto client = tcp_socket_in(up ? ue : dn);
  FileDescriptor server;
  Bytes room(1 << 20), data(1 << 18);
  Helper reader([&] {
    // MSG_TRUNC drops the octets in the kernel: the reader shall not be what is measured.
    if (!server)
      server = FileDescriptor(::accept(listener.get(), nullptr, nullptr));
    else if (::recv(server.get(), room.data(), room.size(), MSG_TRUNC) <= 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  if (::connect(client.get(), reinterpret_cast<sockaddr*>(&in), sizeof in) != 0)
    give_up(std::string("connect through the tunnel: ") + std::strerror(errno));
  Helper writer([&] { (void)::send(client.get(), data.data(), data.size(), MSG_NOSIGNAL); });
  auto out = measure(subject.path(), up);
  ::shutdown(client.get(), SHUT_RDWR);
  ::shutdown(listener.get(), SHUT_RDWR);
  return out;
}

// ---- bare devices ----------------------------------------------------------------------------------------------------------

/// Packets a second of one processor that come into one TUN device, are routed by the kernel, and leave by another; no UPF.
double bare_tun(std::size_t octets) {
  Namespace ns("bare");
  auto open = [&](const char* name, const char* address) {
    TunOptions options;
    options.name = name;
    options.network_namespace = ns.name();
    options.addresses = {address};
    return must(VnetTun::open(options));
  };
  auto a = open("bare0", "10.1.0.1/16"), b = open("bare1", "10.2.0.1/16");
  (void)must(in_namespace(ns.name(), []() -> Io<Nothing> {
    std::ofstream("/proc/sys/net/ipv4/ip_forward") << "1";
    return Nothing{};
  }));
  auto packet = udp_packet(0x0a010002, 0x0a020002, octets);
  Bytes room(max_super_packet);
  pin(other_core);
  return per_cpu_second([&] {
    for (int i = 0; i < 32; ++i) a.write(packet);
    int got = 0;
    while (b.read(room)) ++got;
    return got;
  });
}

/// Datagrams a second of one processor, sent and received by it over loopback; with GSO and GRO if `trains`.
double bare_udp(std::size_t octets, bool trains) {
  auto a = must(GtpSocket::open({IpAddress::parse("127.84.1.1").value(), 2152})),
       b = must(GtpSocket::open({IpAddress::parse("127.84.1.2").value(), 2152}));
  Bytes data(octets, 0x77), shorter(octets - 1, 0x77);
  pin(other_core);
  return per_cpu_second([&] {
    for (int i = 0; i < 64; ++i) {
      // Alternating sizes cannot share a train.
      if (a.full()) a.flush();
      a.add(b.local().address, 2152, 0, trains || i % 2 ? data : shorter);
    }
    a.flush();
    std::size_t got = 0;
    while (b.receive([&](const GtpSocket::Train& t) { got += (t.octets.size() + t.each - 1) / t.each; }) > 0) {
    }
    return got;
  });
}

std::string remark(const std::string& name, const Measured& m, const char* more) {
  char line[300];
  std::snprintf(line, sizeof line, "%s: %.0f packets/s, %.2f Gbit/s, UPF busy %.0f%%%s", name.c_str(), m.packets_per_s, m.gbps,
                m.busy * 100, more);
  return line;
}

void run(Report& report) {
  const char* unit = "packets/CPU-s";
  auto bare = [&](const std::string& name, auto work) -> std::optional<double> {
    if (!wanted(name)) return {};
    double value = work();
    report.add({name, value, unit});
    return value;
  };
  auto tun64 = bare("bare TUN to TUN, 64 octets", [] { return bare_tun(64); });
  auto tun1400 = bare("bare TUN to TUN, 1400 octets", [] { return bare_tun(1400); });
  bare("bare UDP there and back, 80 octets, one by one", [] { return bare_udp(80, false); });
  bare("bare UDP there and back, 1416 octets, one by one", [] { return bare_udp(1416, false); });
  bare("bare UDP there and back, 80 octets, in trains", [] { return bare_udp(80, true); });
  bare("bare UDP there and back, 1416 octets, in trains", [] { return bare_udp(1416, true); });
  pin(other_core);
  Namespace dn("dn"), ue("ue");
  if (!dn.error().empty() || !ue.error().empty()) give_up(dn.error() + ue.error());
  Subject subject(dn.name());
  for (auto octets : {64u, 1400u})
    for (bool up : {true, false})
      for (std::uint32_t flows : {1u, phones}) {
        std::string name = std::string(up ? "uplink " : "downlink ") + std::to_string(octets) + " octets, " +
                           (flows == 1 ? "one flow" : std::to_string(flows) + " phones in turn");
        if (!wanted(name)) continue;
        auto m = up ? uplink(subject, dn.name(), octets, flows) : downlink(subject, dn.name(), octets, flows);
        report.add({name, m.packets_per_cpu_s, unit, Better::more, 1e6, octets == 64 ? tun64 : tun1400, open_core_pps});
        char more[60];
        std::snprintf(more, sizeof more, ", %.1f%% lost behind the UPF", std::max(0.0, m.lost) * 100);
        report.notes.push_back(remark(name, m, more));
      }
  for (bool up : {true, false}) {
    std::string name = std::string("bulk TCP ") + (up ? "uplink" : "downlink");
    if (!wanted(name)) continue;
    auto m = tcp(subject, dn.name(), ue.name(), up);
    report.add({name, m.gbps_per_cpu_s, "Gbit/s/CPU-s", Better::more, 20, {}, open_core_gbps});
    report.notes.push_back(remark(name, m, " (both TCP ends and the base station share the other core)"));
  }
}

}  // namespace
}  // namespace pellucid::bench

int main(int argc, char** argv) {
  using namespace pellucid;
  std::string json;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (argument == "--json" && i + 1 < argc) {
      json = argv[++i];
    } else if (argument == "--seconds" && i + 1 < argc) {
      bench::seconds = std::max(0.1, std::atof(argv[++i]));
    } else if (argument == "--only" && i + 1 < argc) {
      bench::only = argv[++i];
    } else {
      std::cerr << "usage: pellucid-upf-bench [--seconds S] [--only TEXT] [--json FILE]\n";
      return 2;
    }
  }
  if (auto own = bench::isolate(); !own.ok()) bench::give_up(own.error().what);
  if (std::thread::hardware_concurrency() < 2) bench::other_core = bench::upf_core;
  bench::Report report;
  report.name = "upf";
  report.title = "User plane: the real UPF thread on a core of its own";
  report.command = "pellucid-upf-bench";
  bench::run(report);
  report.notes.push_back(
      "per second of processor time of the UPF thread, softirq work of its sends and writes and ksoftirqd of its core included");
  std::cout << report.table();
  if (!json.empty()) std::ofstream(json) << report.tree().json() << "\n";
  return 0;
}
