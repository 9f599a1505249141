// What SCTP over usrsctp looks like from outside: checksums as tshark sees them, addresses and ports on the wire, permissions.
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cstdio>
#include <filesystem>

#include "runtime/child.hpp"
#include "runtime/crc32c.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/sctp_real.hpp"
#include "runtime/socket_address.hpp"

using namespace pellucid;
using namespace pellucid::testing_sctp;

namespace {

TEST(Crc32c, KnownAnswers) {
  // RFC 3720 appendix B.4
  EXPECT_EQ(crc32c(Bytes(32, 0x00)), 0x8A9136AAu);
  EXPECT_EQ(crc32c(Bytes(32, 0xFF)), 0x62A8AB43u);
  Bytes rising(32);
  for (std::size_t i = 0; i < 32; ++i) rising[i] = std::uint8_t(i);
  EXPECT_EQ(crc32c(rising), 0x46DD794Eu);
  for (std::size_t size = 0; size < 100; ++size) EXPECT_EQ(crc32c(pattern(size, 5)), crc32c_portable(pattern(size, 5))) << size;
}

void put_right_checksum(Bytes& packet) {
  std::fill(packet.begin() + 8, packet.begin() + 12, std::uint8_t(0));
  std::uint32_t crc = crc32c(packet);
  for (std::size_t i = 0; i < 4; ++i) packet[8 + i] = std::uint8_t(crc >> (8 * i));
}

struct SctpWireTest : SctpTest {
  FileDescriptor sniffer;
  void sniff(std::uint32_t host) {
    sniffer = FileDescriptor(::socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_SCTP));
    auto local = to_socket_address(own(host, 0));
    ASSERT_EQ(::bind(sniffer.get(), local.get(), local.length), 0);
  }
  /// IP packets with their headers.
  std::vector<Bytes> heard() {
    std::vector<Bytes> packets;
    Bytes room(65536);
    for (;;) {
      ssize_t got = ::recv(sniffer.get(), room.data(), room.size(), 0);
      if (got < 0) return packets;
      packets.emplace_back(room.begin(), room.begin() + got);
    }
  }
};

/// A capture of raw IP packets (link type 101).
void write_pcap(const std::string& path, const std::vector<Bytes>& packets) {
  Bytes file;
  auto put32 = [&](std::uint32_t value) {
    for (int i = 0; i < 4; ++i) file.push_back(std::uint8_t(value >> (8 * i)));
  };
  put32(0xA1B2C3D4);
  put32(0x00040002);
  for (std::uint32_t value : {0u, 0u, 65535u, 101u}) put32(value);
  for (auto& packet : packets) {
    for (std::uint32_t value : {0u, 0u, std::uint32_t(packet.size()), std::uint32_t(packet.size())}) put32(value);
    append(file, packet);
  }
  auto* out = std::fopen(path.c_str(), "wb");
  ASSERT_NE(out, nullptr);
  EXPECT_EQ(std::fwrite(file.data(), 1, file.size(), out), file.size());
  std::fclose(out);
}

std::string output_of(const std::string& command) {
  std::string text;
  auto* pipe = ::popen(command.c_str(), "r");
  if (!pipe) return "cannot run " + command;
  char room[4096];
  while (std::size_t got = std::fread(room, 1, sizeof room, pipe)) text.append(room, got);
  ::pclose(pipe);
  return text;
}

TEST_P(SctpWireTest, TsharkFindsEveryChecksumRight) {
  sniff(5);
  listen();
  End gnb;
  auto id = join(gnb, own(6, 9487));
  for (std::size_t size : {1u, 2u, 3u, 100u, 5000u}) ASSERT_TRUE(gnb.send(id, 1, pattern(size, 3)));
  ASSERT_TRUE(until([&] { return amf.messages.size() == 5; }));
  gnb.socket->shutdown(id);
  ASSERT_TRUE(until([&] { return !gnb.downs.empty(); }));
  auto packets = heard();
  ASSERT_GE(packets.size(), 8u);  // INIT, COOKIE ECHO, data, SHUTDOWN ...
  auto path = std::filesystem::temp_directory_path() / ("pellucid-sctp-" + std::to_string(::getpid()) + ".pcap");
  write_pcap(path, packets);
  std::string text = output_of(
      "tshark -r " + path.string() +
      " -o 'sctp.checksum:CRC 32c' -T fields -e sctp.srcport -e sctp.dstport -e sctp.checksum.status -e sctp.data_payload_proto_id 2>&1");
  std::filesystem::remove(path);
  std::size_t lines = 0, with_ppid = 0;
  for (std::size_t start = 0, end; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    std::string line = text.substr(start, end - start);
    if (line.find("Running as user") != std::string::npos) continue;
    ++lines;
    EXPECT_EQ(line.substr(0, 13), "9487\t38412\t1\t") << text;  // 1: good
    if (line.find("\t60") != std::string::npos) ++with_ppid;
  }
  EXPECT_EQ(lines, packets.size()) << text;
  EXPECT_GE(with_ppid, 2u) << text;
}

TEST_P(SctpWireTest, NothingIsAnsweredForPortsThatAreNotOurs) {
  sniff(77);  // the stranger's address: hears what it is answered
  listen();
  auto knock = [&](std::uint16_t port) {
    Bytes init = from_hex(
                     "2710"
                     "0000"
                     "00000000"
                     "00000000"
                     "01000014"
                     "12345678"
                     "00010000"
                     "00100010"
                     "00000001")
                     .value();
    init[2] = std::uint8_t(port >> 8);
    init[3] = std::uint8_t(port);
    put_right_checksum(init);
    auto to = to_socket_address(own(5, 0));
    EXPECT_EQ(::sendto(sniffer.get(), init.data(), init.size(), 0, to.get(), to.length), ssize_t(init.size()));
    std::uint64_t before = world->counters().sctp_packets_in;
    EXPECT_TRUE(until([&] { return world->counters().sctp_packets_in > before; }));
    world->run_once(1ms);
  };
  knock(12345);
  EXPECT_TRUE(heard().empty());
  knock(38412);
  EXPECT_EQ(heard().size(), 1u);  // the INIT ACK
}

TEST_P(SctpWireTest, AnotherAddressOfAMultiHomedPeerIsKnownByItsTag) {
  sniff(5);
  listen();
  End gnb;
  auto id = join(gnb);
  heard();
  ASSERT_TRUE(gnb.send(id, 1, as_bytes("NG Setup")));
  ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
  auto packets = heard();
  ASSERT_FALSE(packets.empty());
  Bytes again(packets[0].begin() + 20, packets[0].end());
  sniff(78);
  auto repeat = [&] {
    std::uint64_t before = world->counters().sctp_packets_in;
    auto to = to_socket_address(own(5, 0));
    ASSERT_EQ(::sendto(sniffer.get(), again.data(), again.size(), 0, to.get(), to.length), ssize_t(again.size()));
    ASSERT_TRUE(until([&] { return world->counters().sctp_packets_in > before; }));
    world->run_once(1ms);
  };
  repeat();
  EXPECT_TRUE(heard().empty());  // no ABORT: the answer, a SACK of the duplicate, goes to the address of the association
  again[4] ^= 1;                 // a stranger's tag
  put_right_checksum(again);
  repeat();
  EXPECT_EQ(heard().size(), 1u);  // an ABORT to the stranger
  EXPECT_TRUE(amf.downs.empty());
  EXPECT_EQ(amf.messages.size(), 1u);
  ASSERT_TRUE(gnb.send(id, 1, as_bytes("still")));
  EXPECT_TRUE(until([&] { return amf.messages.size() == 2; }));
}

TEST_P(SctpWireTest, ManyStrangersLeaveNothingBehind) {
  listen();
  // 3,000 INITs from as many addresses: paths to strangers are few at any time, and a base station still gets in.
  for (std::uint32_t i = 0; i < 3000; ++i) {
    FileDescriptor raw(::socket(AF_INET, SOCK_RAW, IPPROTO_SCTP));
    auto from = to_socket_address({IpAddress::v4(0x7F010000u + i), 0});
    ASSERT_EQ(::bind(raw.get(), from.get(), from.length), 0);
    Bytes init = from_hex(
                     "2710"
                     "960c"
                     "00000000"
                     "00000000"
                     "01000014"
                     "12345678"
                     "00010000"
                     "00100010"
                     "00000001")
                     .value();
    put_right_checksum(init);
    auto to = to_socket_address(own(5, 0));
    ASSERT_EQ(::sendto(raw.get(), init.data(), init.size(), 0, to.get(), to.length), ssize_t(init.size()));
    if (i % 50 == 0) world->run_once(0ms);
  }
  End gnb;
  auto id = join(gnb);
  EXPECT_TRUE(gnb.up.contains(id));
  EXPECT_EQ(amf.ups.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Usrsctp, SctpWireTest, testing::Values(SctpTransport::usrsctp_ip), transport_name);

struct SctpAddresses : SctpTest {};

TEST_P(SctpAddresses, AWildcardListenerAnswersFromTheAddressThatWasCalled) {
  SctpOptions options;
  options.local = at("0.0.0.0", own_port);
  listen(options);
  End a, b;
  auto first = join(a, own(6, 0), own(40, own_port));
  auto second = join(b, own(6, 0), own(41, own_port));
  EXPECT_EQ(a.up[first].primary, own(40, own_port));
  EXPECT_EQ(b.up[second].primary, own(41, own_port));
  ASSERT_TRUE(a.send(first, 0, as_bytes("a")));
  ASSERT_TRUE(b.send(second, 0, as_bytes("b")));
  EXPECT_TRUE(until([&] { return amf.messages.size() == 2; }));
}

TEST_P(SctpAddresses, AWildcardCallerIsSeenFromTheAddressOfTheWay) {
  listen();
  End gnb;
  auto id = join(gnb, at("0.0.0.0", 0));
  ASSERT_TRUE(gnb.up.contains(id));
  EXPECT_TRUE(amf.up[amf.ups[0]].primary.address.is_loopback());
  EXPECT_EQ(amf.up[amf.ups[0]].primary.port, gnb.socket->local().port);
}

TEST_P(SctpAddresses, SeveralListeningAddresses) {
  SctpOptions options;
  options.local = amf_at;
  options.also = {own(50, 0).address};
  listen(options);
  End a, b;
  join(a, own(6, 0), amf_at);
  join(b, own(6, 0), own(50, 38412));
  EXPECT_EQ(amf.up.size(), 2u);
}

TEST_P(SctpAddresses, IpVersion6) {
  SctpOptions options;
  options.local = at("::1", own_port);
  listen(options);
  End gnb;
  auto id = join(gnb, at("::1", 0), at("::1", own_port));
  Bytes message = pattern(70000, 1);
  ASSERT_TRUE(gnb.send(id, 1, message));
  ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
  EXPECT_EQ(amf.messages[0].octets, message);
  EXPECT_EQ(amf.up[amf.ups[0]].primary.address, at("::1", 0).address);
}

INSTANTIATE_TEST_SUITE_P(Usrsctp, SctpAddresses, testing::Values(SctpTransport::usrsctp_ip, SctpTransport::usrsctp_udp), transport_name);

// ---- what is permitted

void drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2]{};
  ASSERT_EQ(::syscall(SYS_capset, &header, none), 0);
}

TEST(SctpPermission, WithoutRawSocketsUdpIsTakenAndSaid) {
  Child child([](auto&) {
    drop_capabilities();
    std::string said;
    RealWorldOptions options;
    options.log_to = [&](Severity, std::string_view, std::string_view text) { said += text; };
    auto world = RealWorld::open(options);
    if (!world.ok()) return 1;
    if ((*world)->sctp_transport() != "usrsctp over UDP 9899") return 2;
    if (said.find("CAP_NET_RAW") == std::string::npos) return 3;
    End amf, gnb;
    SctpOptions listening;
    listening.local = amf_at;
    listening.listen = true;
    amf.open(**world, listening);
    SctpOptions calling;
    calling.local = own(6, 0);
    gnb.open(**world, calling);
    gnb.connect(amf_at);
    bool up = (*world)->run_until([&] { return amf.up.size() == 1 && gnb.up.size() == 1; }, 10s);
    amf.socket.reset();
    gnb.socket.reset();
    return up ? 0 : 4;
  });
  EXPECT_EQ(child.wait(), 0);
}

TEST(SctpPermission, RawSocketsAskedForAndNotPermittedIsAnErrorAtOnce) {
  Child child([](auto&) {
    drop_capabilities();
    RealWorldOptions options;
    options.sctp = SctpTransport::usrsctp_ip;
    auto world = RealWorld::open(options);
    if (!world.ok()) return 1;
    End end;
    SctpOptions listening;
    listening.local = amf_at;
    auto opened = (*world)->open_sctp(listening, end);
    if (opened.ok()) return 2;
    return opened.error().what.find("CAP_NET_RAW") != std::string::npos && opened.error().number == EPERM ? 0 : 3;
  });
  EXPECT_EQ(child.wait(), 0);
}

TEST(SctpPermission, AutomaticTakesTheBestThereIs) {
  auto world = open_world(SctpTransport::automatic);
  auto chosen = world->sctp_transport();
  EXPECT_TRUE(chosen == "kernel" || chosen == "usrsctp over IP") << chosen << ": tests of the raw transport need CAP_NET_RAW";
}

}  // namespace
