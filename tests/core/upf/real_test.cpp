// The real data path: its own thread, UDP with GRO and GSO, TUN devices with offloads, and the operating system's TCP/IP at both ends.
// Needs CAP_NET_ADMIN and /dev/net/tun; a machine without them fails here.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>
#include <future>

#include "core/upf/upf.hpp"
#include "link/pfcp/node.hpp"
#include "runtime/real_world.hpp"
#include "scene.hpp"
#include "station.hpp"

using namespace pellucid;
using namespace pellucid::upf;
using namespace pellucid::upf::test;
using namespace std::chrono_literals;

namespace {

const auto real_upf = address("127.83.0.7"), real_smf = address("127.83.0.4"), real_gnb = address("127.83.0.1");

struct RealSmf final : pfcp::Handler {
  void association_up(const pfcp::Association&) override { up = true; }
  bool up = false;
};

/// A socket of a namespace, for tests that block.
int socket_in(const Namespace& where, int family, int type) {
  int fd = -1;
  auto made = in_namespace(where.name(), [&]() -> Io<Nothing> {
    fd = ::socket(family, type | SOCK_CLOEXEC, 0);
    return Nothing{};
  });
  EXPECT_TRUE(made.ok() && fd >= 0);
  timeval patience{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return fd;
}

struct SocketName {
  sockaddr_storage storage{};
  socklen_t size;
  SocketName(const IpAddress& address, std::uint16_t port) {
    if (address.is_v4()) {
      auto* in = reinterpret_cast<sockaddr_in*>(&storage);
      in->sin_family = AF_INET;
      in->sin_port = htons(port);
      std::copy_n(address.octets().data(), 4, reinterpret_cast<std::uint8_t*>(&in->sin_addr));
      size = sizeof(sockaddr_in);
    } else {
      auto* in = reinterpret_cast<sockaddr_in6*>(&storage);
      in->sin6_family = AF_INET6;
      in->sin6_port = htons(port);
      std::copy_n(address.octets().data(), 16, reinterpret_cast<std::uint8_t*>(&in->sin6_addr));
      size = sizeof(sockaddr_in6);
    }
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

struct RealUpf : testing::Test {
  void SetUp() override {
    ASSERT_EQ(dn.error(), "");
    ASSERT_EQ(ue.error(), "");
    auto opened = RealWorld::open();
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    world = std::move(*opened);
    settings.node_id = real_upf;
    settings.n4 = {real_upf, 8805};
    settings.n3_v4 = real_upf;
    settings.dnns.push_back({"internet", "upf0", dn.name(), "10.45.0.0/16", "fd45::/48", 1400});
    auto path = threaded_path(*world, settings);
    ASSERT_TRUE(path.ok()) << path.error().what;
    auto started = Upf::start(*world, settings, std::move(*path));
    ASSERT_TRUE(started.ok()) << started.error().what;
    upf = std::move(*started);
    node = std::make_unique<pfcp::Node>(*world, smf, pfcp::NodeOptions{.local = {real_smf, 8805}, .name = "smf", .peer_name = "upf"});
    ASSERT_TRUE(node->open().ok());
    node->associate(real_upf);
    ASSERT_TRUE(world->run_until([&] { return smf.up; }, 5s));
    auto attached = Station::open(real_gnb, real_upf, {ue.name(), "phone0", {"10.45.0.9/32", "fd45:0:0:7::9/128"}, {"0.0.0.0/0", "::/0"}});
    ASSERT_TRUE(attached.ok()) << attached.error().what;
    station = std::move(*attached);
    auto answer = ask(Seid(), session_request(1, "10.45.0.9", "fd45:0:0:7::"));
    ASSERT_EQ(answer.cause, pfcp::Cause::request_accepted);
    seid = answer.up_f_seid->seid;
    station->start(answer.created_pdrs.at(0).local_f_teid->teid);
    ASSERT_EQ(ask(seid, tunnel_up(real_gnb, Teid(100))).cause, pfcp::Cause::request_accepted);
  }
  template <class M>
  pfcp::ResponseTo<M> ask(Seid to, const M& message) {
    std::optional<pfcp::Answered<M>> got;
    node->request<M>(real_upf, to, message, [&](pfcp::Answered<M> answer) { got.emplace(std::move(answer)); });
    EXPECT_TRUE(world->run_until([&] { return got.has_value(); }, 10s));
    return got && got->ok() ? **got : pfcp::ResponseTo<M>{};
  }
  std::uint64_t count(Count c) const { return upf->counters()[c]; }

  /// So many octets from a client in one namespace to a remote in the other; what arrives is compared octet by octet.
  void transfer(const Namespace& client, const Namespace& remote, const IpAddress& to, std::size_t octets) {
    int family = to.is_v6() ? AF_INET6 : AF_INET;
    int listener = socket_in(remote, family, SOCK_STREAM);
    SocketName name(to, 7777);
    int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ASSERT_EQ(::bind(listener, name.get(), name.size), 0) << std::strerror(errno);
    ASSERT_EQ(::listen(listener, 1), 0);
    auto octet_at = [](std::size_t i) { return std::uint8_t(i * 2654435761u >> 24); };
    auto received = std::async(std::launch::async, [&]() -> std::size_t {
      int fd = ::accept(listener, nullptr, nullptr);
      if (fd < 0) return 0;
      timeval patience{10, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      Bytes room(1 << 16);
      std::size_t total = 0;
      while (true) {
        ssize_t got = ::read(fd, room.data(), room.size());
        if (got <= 0) break;
        for (ssize_t i = 0; i < got; ++i)
          if (room[std::size_t(i)] != octet_at(total + std::size_t(i))) return ::close(fd), total;
        total += std::size_t(got);
      }
      ::close(fd);
      return total;
    });
    int fd = socket_in(client, family, SOCK_STREAM);
    ASSERT_EQ(::connect(fd, name.get(), name.size), 0) << std::strerror(errno);
    Bytes data(1 << 16);
    for (std::size_t sent = 0; sent < octets;) {
      for (std::size_t i = 0; i < data.size(); ++i) data[i] = octet_at(sent + i);
      std::size_t at = 0, piece = std::min(data.size(), octets - sent);
      while (at < piece) {
        ssize_t n = ::write(fd, data.data() + at, piece - at);
        if (n <= 0) break;
        at += std::size_t(n);
      }
      if (at < piece) break;
      sent += piece;
    }
    ::shutdown(fd, SHUT_WR);
    EXPECT_EQ(received.get(), octets);
    ::close(fd);
    ::close(listener);
  }
  /// Datagrams there and back again; gives how many came back right.
  int echo(const IpAddress& to, const IpAddress& from, std::size_t size, int times) {
    int family = to.is_v6() ? AF_INET6 : AF_INET;
    int remote = socket_in(dn, family, SOCK_DGRAM), client = socket_in(ue, family, SOCK_DGRAM);
    SocketName at(to, 7000), own(from, 7001);
    EXPECT_EQ(::bind(remote, at.get(), at.size), 0);
    EXPECT_EQ(::bind(client, own.get(), own.size), 0);
    int right = 0;
    Bytes sent(size), got(size + 1);
    for (int i = 0; i < times; ++i) {
      for (auto& octet : sent) octet = std::uint8_t(i * 31);
      ::sendto(client, sent.data(), size, 0, at.get(), at.size);
      sockaddr_storage who{};
      socklen_t who_size = sizeof who;
      if (::recvfrom(remote, got.data(), got.size(), 0, reinterpret_cast<sockaddr*>(&who), &who_size) != ssize_t(size)) break;
      ::sendto(remote, got.data(), size, 0, reinterpret_cast<sockaddr*>(&who), who_size);
      if (::recv(client, got.data(), got.size(), 0) != ssize_t(size)) break;
      right += std::equal(sent.begin(), sent.end(), got.begin());
    }
    ::close(remote);
    ::close(client);
    return right;
  }

  Namespace dn{"dn"}, ue{"ue"};
  std::unique_ptr<RealWorld> world;
  UpfConfig settings;
  RealSmf smf;
  std::unique_ptr<Upf> upf;
  std::unique_ptr<pfcp::Node> node;
  std::unique_ptr<Station> station;
  Seid seid;
  const IpAddress gateway = address("10.45.0.1"), gateway_v6 = address("fd45::1");
};

TEST_F(RealUpf, Ping) {
  // The kernel of the data network answers; ICMP sockets need no tool.
  int fd = -1;
  auto made = in_namespace(ue.name(), [&]() -> Io<Nothing> {
    fd = ::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
    return Nothing{};
  });
  ASSERT_TRUE(made.ok() && fd >= 0);
  timeval patience{5, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  SocketName to(gateway, 0);
  for (std::uint8_t i = 1; i <= 5; ++i) {
    Bytes request = {8, 0, 0, 0, 0x12, 0x34, 0, i, 'p', 'i', 'n', 'g'};
    store16(&request[2], std::uint16_t(~fold(sum_octets(request))));
    ASSERT_EQ(::sendto(fd, request.data(), request.size(), 0, to.get(), to.size), ssize_t(request.size()));
    Bytes answer(200);
    ssize_t got = ::recv(fd, answer.data(), answer.size(), 0);
    ASSERT_EQ(got, 20 + 12);
    EXPECT_EQ(answer[20], 0) << "echo reply";
    EXPECT_EQ(answer[27], i);
  }
  ::close(fd);
  EXPECT_EQ(count(Count::uplink_packets), 5u);
}

TEST_F(RealUpf, UdpBothFamiliesAllSizes) {
  for (std::size_t size : {1u, 100u, 1372u, 5000u})
    EXPECT_EQ(echo(gateway, address("10.45.0.9"), size, 20), 20) << size << " octets, fragments above 1372";
  for (std::size_t size : {1u, 1352u}) EXPECT_EQ(echo(gateway_v6, address("fd45:0:0:7::9"), size, 20), 20) << size;
}

TEST_F(RealUpf, BulkTcpArrivesOctetByOctet) {
  constexpr std::size_t much = 40 << 20;
  transfer(ue, dn, gateway, much);
  auto up = count(Count::uplink_octets);
  EXPECT_GT(up, much);
  transfer(dn, ue, address("10.45.0.9"), much);
  EXPECT_GT(count(Count::downlink_octets), much);
  transfer(ue, dn, gateway_v6, 8 << 20);
  transfer(dn, ue, address("fd45:0:0:7::9"), 8 << 20);
  EXPECT_EQ(count(Count::drop_malformed_ip), 0u);
  EXPECT_EQ(count(Count::drop_malformed_gtpu), 0u);
}

TEST_F(RealUpf, IdlePhoneGetsItsPacketsWhenItComesBack) {
  ASSERT_EQ(ask(seid, go_idle()).cause, pfcp::Cause::request_accepted);
  int sender = socket_in(dn, AF_INET, SOCK_DGRAM), receiver = socket_in(ue, AF_INET, SOCK_DGRAM);
  SocketName to(address("10.45.0.9"), 7002);
  ASSERT_EQ(::bind(receiver, to.get(), to.size), 0);
  for (std::uint8_t i = 0; i < 10; ++i) ::sendto(sender, &i, 1, 0, to.get(), to.size);
  ASSERT_TRUE(world->run_until([&] { return count(Count::buffered_packets) == 10; }, 5s));
  EXPECT_EQ(count(Count::downlink_packets), 0u);
  ASSERT_EQ(ask(seid, tunnel_up(real_gnb, Teid(101))).cause, pfcp::Cause::request_accepted);
  for (std::uint8_t i = 0; i < 10; ++i) {
    std::uint8_t got = 99;
    ASSERT_EQ(::recv(receiver, &got, 1, 0), 1);
    EXPECT_EQ(got, i) << "in order";
  }
  EXPECT_EQ(upf->n4_counters().downlink_reports, 1u);
  ::close(sender);
  ::close(receiver);
}

TEST_F(RealUpf, ManyChangesWhileTrafficFlows) {
  auto traffic = std::async(std::launch::async, [&] { transfer(dn, ue, address("10.45.0.9"), 20 << 20); });
  int rounds = 0;
  while (traffic.wait_for(0s) != std::future_status::ready && rounds < 2000) {
    std::uint64_t other = 1000 + std::uint64_t(rounds);
    auto made = ask(Seid(), session_request(other, "choose"));
    ASSERT_EQ(made.cause, pfcp::Cause::request_accepted);
    ASSERT_EQ(ask(made.up_f_seid->seid, tunnel_up(real_gnb, Teid(5000))).cause, pfcp::Cause::request_accepted);
    ASSERT_EQ(ask(made.up_f_seid->seid, pfcp::SessionDeletionRequest{}).cause, pfcp::Cause::request_accepted);
    ++rounds;
  }
  traffic.get();
  EXPECT_GT(rounds, 0);
  EXPECT_EQ(upf->session_count(), 1u);
}

}  // namespace
