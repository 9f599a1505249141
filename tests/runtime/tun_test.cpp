// TUN devices, network namespaces, veth pairs: needs CAP_NET_ADMIN and /dev/net/tun; without them these tests fail and say so.
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstring>

#include "runtime/child.hpp"
#include "runtime/endpoint.hpp"
#include "runtime/netns.hpp"
#include "runtime/real_world.hpp"
#include "runtime/socket_address.hpp"

using namespace pellucid;
using namespace std::chrono_literals;

namespace {

/// A socket that lives in a namespace.
Io<FileDescriptor> udp_in(const std::string& name, const Endpoint& local) {
  FileDescriptor fd;
  auto made = in_namespace(name, [&]() -> Io<Nothing> {
    fd = FileDescriptor(::socket(address_family(local.address), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    auto address = to_socket_address(local);
    if (::bind(fd.get(), address.get(), address.length) != 0) return Fail(IoError{errno, "bind " + local.text()});
    return Nothing{};
  });
  if (!made.ok()) return Fail(made.error());
  return fd;
}

void send_to(const FileDescriptor& fd, const Endpoint& to, std::string_view text) {
  auto address = to_socket_address(to);
  ASSERT_EQ(::sendto(fd.get(), text.data(), text.size(), 0, address.get(), address.length), ssize_t(text.size())) << std::strerror(errno);
}

/// IPv4 and UDP around a text.
Bytes udp_packet(const Endpoint& from, const Endpoint& to, std::string_view text) {
  Bytes packet = from_hex("4500 0000 0000 0000 4011 0000").value();
  append(packet, from.address.octets());
  append(packet, to.address.octets());
  append(packet, big_endian<2>(from.port));
  append(packet, big_endian<2>(to.port));
  append(packet, big_endian<2>(8 + text.size()));
  append(packet, big_endian<2>(0));  // no UDP checksum
  append(packet, as_bytes(text));
  auto total = big_endian<2>(packet.size());
  std::copy(total.begin(), total.end(), packet.begin() + 2);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 20; i += 2) sum += std::uint32_t(packet[i]) << 8 | packet[i + 1];
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  auto check = big_endian<2>(~sum & 0xFFFF);
  std::copy(check.begin(), check.end(), packet.begin() + 10);
  return packet;
}

struct Tun : testing::Test {
  std::unique_ptr<RealWorld> world;
  std::string space = "pellucid-test-" + std::to_string(::getpid());
  std::string other = space + "-b";
  void SetUp() override {
    auto opened = RealWorld::open();
    ASSERT_TRUE(opened.ok());
    world = std::move(*opened);
    auto made = create_namespace(space);
    ASSERT_TRUE(made.ok()) << made.error().what;
  }
  void TearDown() override {
    for (auto& name : {space, other})
      if (namespace_exists(name)) EXPECT_TRUE(delete_namespace(name).ok());
  }
  bool until(const std::function<bool()>& done) { return world->run_until(done, 10s); }
};

TEST_F(Tun, PacketsBothWaysInANamedNamespace) {
  std::vector<Bytes> got;
  TunOptions options{
      .name = "pt0", .network_namespace = space, .addresses = {"10.45.0.1/16", "fd45::1/64"}, .routes = {"10.46.0.0/16"}, .mtu = 1350};
  auto tun = world->open_tun(options, [&](ByteView packet) { got.push_back(to_bytes(packet)); });
  ASSERT_TRUE(tun.ok()) << tun.error().what;
  EXPECT_EQ((*tun)->name(), "pt0");
  EXPECT_TRUE(device_exists_in(space, "pt0"));
  EXPECT_FALSE(device_exists_in("", "pt0"));  // our own namespace was never touched

  auto host = udp_in(space, at("10.45.0.1", 7000));
  ASSERT_TRUE(host.ok()) << host.error().what;
  send_to(*host, at("10.46.1.2", 9), "through the route");
  ASSERT_TRUE(until([&] { return !got.empty(); }));
  ASSERT_EQ(got.size(), 1u);  // no router solicitations, no multicast of the kernel's own
  EXPECT_EQ(as_text(ByteView(got[0]).subspan(28)), "through the route");
  EXPECT_EQ(got[0][0] >> 4, 4);

  std::string heard;
  auto watch = world->watch(host->get(), [&](Ready) {
    char room[100];
    ssize_t n = ::recv(host->get(), room, sizeof room, 0);
    if (n > 0) heard.assign(room, std::size_t(n));
  });
  ASSERT_TRUE(watch.ok());
  (*tun)->send(udp_packet(at("10.46.1.2", 9), at("10.45.0.1", 7000), "and back"));
  ASSERT_TRUE(until([&] { return !heard.empty(); }));
  EXPECT_EQ(heard, "and back");

  tun->reset();
  EXPECT_FALSE(device_exists_in(space, "pt0"));
}

TEST_F(Tun, IpVersion6AndDefaultRoute) {
  std::vector<Bytes> got;
  TunOptions options{.name = "pt0", .network_namespace = space, .addresses = {"fd45::2/64"}, .routes = {"default"}};
  auto tun = world->open_tun(options, [&](ByteView packet) { got.push_back(to_bytes(packet)); });
  ASSERT_TRUE(tun.ok()) << tun.error().what;
  auto host = udp_in(space, at("fd45::2", 7000));
  ASSERT_TRUE(host.ok()) << host.error().what;
  send_to(*host, at("2001:db8::1", 9), "six");
  auto six = [&] {
    return std::ranges::any_of(got, [](const Bytes& p) { return p.size() == 51 && p[0] >> 4 == 6 && p[6] == IPPROTO_UDP; });
  };
  EXPECT_TRUE(until(six));
}

TEST_F(Tun, ErrorsSayWhatAndTheFix) {
  auto nothing = [](ByteView) {};
  auto no_namespace = world->open_tun({.name = "pt0", .network_namespace = "no-such-namespace"}, nothing);
  ASSERT_FALSE(no_namespace.ok());
  EXPECT_NE(no_namespace.error().what.find("no-such-namespace"), std::string::npos);

  EXPECT_FALSE(world->open_tun({.name = "a-name-that-is-too-long", .network_namespace = space}, nothing).ok());
  auto bad = world->open_tun({.name = "pt0", .network_namespace = space, .addresses = {"10.45.0.1/33"}}, nothing);
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.error().what.find("10.45.0.1/33"), std::string::npos);
  EXPECT_FALSE(device_exists_in(space, "pt0"));  // nothing half made stays

  auto first = world->open_tun({.name = "pt0", .network_namespace = space}, nothing);
  ASSERT_TRUE(first.ok()) << first.error().what;
  auto second = world->open_tun({.name = "pt0", .network_namespace = space}, nothing);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().what.find("pt0"), std::string::npos);
}

TEST_F(Tun, WithoutPrivilegesTheErrorNamesTheCapability) {
  Child child([&](auto&) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    if (::syscall(SYS_capset, &header, none) != 0) return 1;
    auto mine = RealWorld::open();
    auto tun = (*mine)->open_tun({.name = "pt1"}, [](ByteView) {});
    if (tun.ok()) return 2;
    return tun.error().what.find("CAP_NET_ADMIN") != std::string::npos ? 0 : 3;
  });
  EXPECT_EQ(child.wait(), 0);
}

TEST_F(Tun, NamespacesAreMadeListedAndDeleted) {
  EXPECT_TRUE(namespace_exists(space));
  EXPECT_TRUE(std::ranges::count(list_namespaces(), space) == 1);
  auto again = create_namespace(space);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().number, EEXIST);
  EXPECT_FALSE(create_namespace("../etc").ok());
  // Loopback is up: a datagram to oneself arrives.
  auto fd = udp_in(space, at("127.0.0.1", 7001));
  ASSERT_TRUE(fd.ok());
  send_to(*fd, at("127.0.0.1", 7001), "x");
  char octet = 0;
  EXPECT_EQ(::recv(fd->get(), &octet, 1, 0), 1);
  EXPECT_TRUE(delete_namespace(space).ok());
  EXPECT_FALSE(namespace_exists(space));
  auto gone = delete_namespace(space);
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().number, ENOENT);
}

TEST_F(Tun, ACableBetweenNamespaces) {
  ASSERT_TRUE(create_namespace(other).ok());
  auto laid = lay_cable({space, "pv0", {"192.0.2.1/24", "2001:db8:5::1/64"}}, {other, "pv1", {"192.0.2.2/24", "2001:db8:5::2/64"}});
  ASSERT_TRUE(laid.ok()) << laid.error().what;
  ASSERT_TRUE(add_route_in(other, "default", "pv1", "192.0.2.1").ok());
  auto routed = add_route_in(other, "default", "pv1", "2001:db8:5::1");
  ASSERT_TRUE(routed.ok()) << routed.error().what;
  auto a = udp_in(space, at("192.0.2.1", 7000));
  auto b = udp_in(other, at("192.0.2.2", 7000));
  ASSERT_TRUE(a.ok() && b.ok());
  std::string heard;
  auto watch = world->watch(b->get(), [&](Ready) {
    char room[100];
    ssize_t n = ::recv(b->get(), room, sizeof room, 0);
    if (n > 0) heard.assign(room, std::size_t(n));
  });
  ASSERT_TRUE(watch.ok());
  send_to(*a, at("192.0.2.2", 7000), "over the cable");
  EXPECT_TRUE(until([&] { return heard == "over the cable"; }));
  ASSERT_TRUE(remove_device_in(space, "pv0").ok());
  EXPECT_FALSE(device_exists_in(other, "pv1"));  // one end takes the other along
  EXPECT_TRUE(remove_device_in(space, "pv0").ok());
}

TEST_F(Tun, AUserNamespaceGivesAllOfItWithoutPrivileges) {
  Child child([](auto&) {
    auto entered = enter_user_namespace();
    if (!entered.ok()) {
      std::fprintf(stderr, "%s\n", entered.error().what.c_str());
      return 1;
    }
    if (!list_namespaces().empty() || !create_namespace("inner").ok()) return 2;
    auto mine = RealWorld::open();
    auto tun = (*mine)->open_tun({.name = "pt0", .network_namespace = "inner", .addresses = {"10.45.0.1/16"}}, [](ByteView) {});
    if (!tun.ok()) {
      std::fprintf(stderr, "%s\n", tun.error().what.c_str());
      return 3;
    }
    if (!lay_cable({"", "pv0", {"192.0.2.1/24"}}, {"inner", "pv1", {"192.0.2.2/24"}}).ok()) return 4;
    return (*mine)->sctp_transport() == "usrsctp over UDP 9899" ? 5 : 0;  // raw sockets are permitted inside
  });
  EXPECT_EQ(child.wait(), 0);
  EXPECT_TRUE(namespace_exists(space));  // outside nothing changed
  EXPECT_FALSE(namespace_exists("inner"));
}

TEST(IpPrefix, Texts) {
  EXPECT_EQ(IpPrefix::parse("10.45.0.1/16").value().text(), "10.45.0.1/16");
  EXPECT_EQ(IpPrefix::parse("10.45.0.1").value().length, 32);
  EXPECT_EQ(IpPrefix::parse("fd45::1").value().length, 128);
  for (auto wrong : {"", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/8x", "::/129", "x/8"})
    EXPECT_FALSE(IpPrefix::parse(wrong)) << wrong;
}

}  // namespace
